"""The shared strings of a workbook: index -> text, loaded when the first one is asked for.

Grammar: ECMA-376 part 1, 18.4.8 si, 18.4.6 rPh. Runs are joined, phonetic guides left out.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from typing import Final

from sheetflow.backends.excel import guard
from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.scan import ATTRIBUTES
from sheetflow.backends.excel.text import (
    as_utf8,
    damage_errors,
    decode,
    flatten,
    lengthen,
    mask,
    unescape,
    unfinished,
    without_phonetics,
)
from sheetflow.errors.files import NotWellFormed

COMPACT_FROM: Final = 64 << 20
"""Bytes of the part from which on texts are one run of UTF-8: four million take 150 MB."""
MAX_STRING: Final = 64 << 20

_PREFIX: Final = rb"(?:[^\s<>/:]++:)?+"
_ITEM: Final = re.compile(
    rb"<%ssi(?:\s[^<>]*+)?+(?:(?<=/)>|/>|>(.*?)</%ssi\s*+>|(.*+))" % (_PREFIX, _PREFIX), re.DOTALL
)
"""A text; the second group has what follows one that does not end."""
_ITEM_START: Final = re.compile(rb"<%ssi[\s/>]" % _PREFIX)
_ITEM_END: Final = re.compile(rb"</%ssi\s*+>" % _PREFIX)
_TEXT: Final = re.compile(rb"<%st(?:\s[^<>]*+)?+>([^<]*+)<" % _PREFIX)
_TABLE: Final = re.compile(rb"<%ssst(?=[\s/>])(%s)(/?)>" % (_PREFIX, ATTRIBUTES))
_TABLE_END: Final = re.compile(rb"</%ssst\s*+>" % _PREFIX)


class SharedStrings:
    """`strings[index]` is a text; IndexError outside. Without a part there are none."""

    def __init__(self, archive: Archive, part: str | None) -> None:
        self._archive = archive
        self._part = part
        self._getter: Callable[[int], str | None] | None = None
        self._count = 0

    def __getitem__(self, index: int) -> str:
        return self.getter()(index) or ""

    def __len__(self) -> int:
        self.getter()
        return self._count

    def getter(self) -> Callable[[int], str | None]:
        """Returns a function from index to text, None for an empty one, that is fast to call.

        It raises IndexError outside. Raises DamagedError if the part is broken.
        """
        if self._getter is None:
            with damage_errors(self._part or ""):
                self._getter = self._load()
        return self._getter

    def _load(self) -> Callable[[int], str | None]:
        texts: list[str | None] = []
        if self._part is None:
            return texts.__getitem__
        chunks = item_chunks(self._archive.stream(self._part))
        if self._archive.entries[self._part].size >= COMPACT_FROM:
            return self._compact(chunks)
        for chunk in chunks:
            found = texts_of(chunk)
            texts += [text or None for text in found] if "" in found else found
        self._count = len(texts)
        return texts.__getitem__

    def _compact(self, chunks: Iterator[bytes]) -> Callable[[int], str | None]:
        run, ends = bytearray(), array("Q", [0])
        for chunk in chunks:
            texts = [text.encode() for text in texts_of(chunk)]
            ends.extend(islice(accumulate(map(len, texts), initial=len(run)), 1, None))
            run += b"".join(texts)
        self._count = len(ends) - 1
        return lambda index: run[ends[index] : ends[index + 1]].decode() or None


def item_chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yields runs of whole `<si>` elements, flattened. Raises DamagedError if they do not end."""
    source = as_utf8(pieces)
    data = _skip_table_tag(source)
    while data is not None:
        seen = mask(data)
        if end := _TABLE_END.search(seen, 0, unfinished(seen)):
            yield flatten(data[: end.start()])
            return
        cut = _last_end(seen)
        if cut:
            yield flatten(data[:cut])
        data = lengthen(data[cut:], source, MAX_STRING)


def texts_of(chunk: bytes) -> list[str]:
    """Returns the texts of a flattened run of `<si>` elements."""
    if (plain := _plain_texts(chunk)) is not None:
        return plain
    items = list(_ITEM.finditer(chunk))
    if len(items) != len(_ITEM_START.findall(chunk)) or any(item[2] is not None for item in items):
        raise NotWellFormed
    return [_text(item[1] or b"") for item in items]


def _plain_texts(chunk: bytes) -> list[str] | None:
    """Reads runs of `<si><t>…</t></si>` the fast way; None where anything else occurs."""
    flat = chunk.replace(b'<t xml:space="preserve">', b"<t>")
    flat = flat.replace(b"</t></si><si><t>", b"\0").strip()
    if not (flat.startswith(b"<si><t>") and flat.endswith(b"</t></si>")):
        return None
    flat = flat[7:-9]
    if b"<" in flat:
        return None
    if b"_x" in flat:
        return [unescape(text) for text in flat.split(b"\0")]
    if b"&" not in flat:
        return decode(flat).split("\0")
    return unescape(flat).split("\0")


def _text(item: bytes) -> str:
    return "".join([unescape(text) for text in _TEXT.findall(without_phonetics(item))])


def _skip_table_tag(source: Iterator[bytes]) -> bytes | None:
    """Returns what follows the `<sst>` tag; None if it is self-closed."""
    data = lengthen(b"", source, MAX_STRING)
    while True:
        seen = mask(data)
        if match := _TABLE.search(seen, 0, unfinished(seen)):
            return None if match[2] else data[match.end() :]
        guard.refuse_doctype(seen)
        data = lengthen(data, source, MAX_STRING)


def _last_end(seen: bytes) -> int:
    """Returns where the last whole element of these masked bytes ends; 0 if none does."""
    limit = unfinished(seen)
    tail = seen.rfind(b"</", 0, limit)
    while tail >= 0:
        if match := _ITEM_END.match(seen, tail, limit):
            return match.end()
        tail = seen.rfind(b"</", 0, tail)
    return 0
