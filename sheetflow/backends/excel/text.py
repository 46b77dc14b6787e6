"""From the bytes of a part to text: encodings, entities, the escapes of Excel.

Parts are UTF-8 or UTF-16 (ECMA-376 part 2, 9.1.3); `_xHHHH_` is ST_Xstring (part 1, 22.9.2.19).
"""

from __future__ import annotations

import codecs
import html
import re
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Final

from sheetflow.backends.excel import guard
from sheetflow.errors.files import ElementTooLong, FileDamaged, NotWellFormed, PartDamaged

_DECLARED: Final = re.compile(
    rb"""(<\?xml[^<>]*?\sencoding\s*+=\s*+)(?:"([^"<>]*+)"|'([^'<>]*+)')"""
)
_UTF8_NAMES: Final = frozenset({"", "utf-8", "utf8"})
_ASCII_NAMES: Final = frozenset({"us-ascii", "ascii"})
_UTF16_NAMES: Final = frozenset({"", "utf-16", "utf16", "utf-16le", "utf-16be", "iso-10646-ucs-2"})
"""How a part in this encoding may declare it; programs write more than the standard's two names."""
_ENTITY: Final = re.compile(r"&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|lt|gt|amp|quot|apos);")
_EXCEL: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_IN_QUOTES: Final = str.maketrans({'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
_ASIDE: Final = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>|(<(?:!--|\?|!\[CDATA\[).*+)", re.DOTALL
)
"""Comments, instructions and CDATA; the second group has one that does not end, to the end of all:
nothing behind it is looked at.
"""
_PHONETIC: Final = re.compile(
    rb"<(?:[^\s<>/:]++:)?+rPh(?:\s[^<>]*+)?+>(?:(?<=/>)|.*?</(?:[^\s<>/:]++:)?+rPh\s*+>|(.*+))",
    re.DOTALL,
)
"""A phonetic guide; the group has what follows one that does not end."""


@contextmanager
def damage_errors(part: str = "") -> Iterator[None]:
    """Turns whatever a file's own content makes fail inside into DamagedError.

    It names the part where that is known. The first error stays chained, so that a mistake of ours
    is still seen for what it is.
    """
    try:
        yield
    except (ValueError, IndexError, KeyError, StopIteration, RuntimeError, struct.error) as error:
        raise (PartDamaged(part) if part else FileDamaged()) from error


def as_utf8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yields the pieces of a part in UTF-8; a declaration that says otherwise is rewritten.

    A BOM of UTF-8 stays. Raises DamagedError for any other encoding than UTF-8 and UTF-16, for a
    declaration that names another one than the part is in, and for what cannot be decoded.
    """
    source = iter(pieces)
    first = next(source, b"")
    encoding = _encoding(first)
    try:
        if encoding is None:
            yield from _declared_utf8(first, source)
            return
        texts = codecs.iterdecode(chain((first,), source), encoding)
        start = next(texts, "").removeprefix("\ufeff").encode()
        if _declared(start) not in _UTF16_NAMES:
            raise NotWellFormed
        yield _DECLARED.sub(rb'\1"UTF-8"', start, count=1)
        for text in texts:
            yield text.encode()
    except UnicodeError:
        raise NotWellFormed from None


def _declared_utf8(first: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    """Yields the pieces of a part in UTF-8 whose declaration says so too.

    One that says ASCII must be ASCII, since what we write into it is not.
    """
    name = _declared(first.removeprefix(codecs.BOM_UTF8))
    if name in ("", "utf-8"):
        yield first
        yield from source
        return
    if name not in _UTF8_NAMES | _ASCII_NAMES:
        raise NotWellFormed
    yield _DECLARED.sub(rb'\1"UTF-8"', _ascii(first, name), count=1)
    for piece in source:
        yield _ascii(piece, name)


def _ascii(piece: bytes, name: str) -> bytes:
    if name in _ASCII_NAMES and not piece.isascii():
        raise NotWellFormed
    return piece


def decode(data: bytes) -> str:
    """Decodes UTF-8, with line ends as XML reads them. Raises DamagedError."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise NotWellFormed from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unescape(data: bytes) -> str:
    """Returns the text of XML character data: entities resolved, then `_xHHHH_`."""
    text = decode(data)
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return plain(text) if "_x" in text else text


def plain(text: str) -> str:
    """Resolves Excel's `_xHHHH_` escapes."""
    text = _EXCEL.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def escape(text: str) -> str:
    """Returns a text as XML character data."""
    return html.escape(text, quote=False)


def quoted(value: str) -> str:
    """Returns the value of an XML attribute, with its quotes."""
    return f'"{escape(value).translate(_IN_QUOTES)}"'


def has_asides(xml: bytes) -> bool:
    """Returns whether there is any comment, CDATA, instruction or declaration."""
    return _has_tag(xml, b"!") or _has_tag(xml, b"?")


def _has_tag(xml: bytes, sign: bytes) -> bool:
    """Returns whether `<` and this sign are side by side.

    One byte is found many times faster than two.
    """
    at = xml.find(sign)
    for _ in range(len(xml) // 256):
        if at <= 0:
            break
        if xml[at - 1] == 60:
            return True
        at = xml.find(sign, at + 1)
    return at >= 0 and xml.find(b"<" + sign, max(at - 1, 0)) >= 0


def flatten(xml: bytes) -> bytes:
    """Returns whole XML without comments and instructions, and with CDATA as ordinary text.

    Raises DamagedError for what is not closed, and for document types.
    """
    if not has_asides(xml):
        return xml
    flat: bytes = _ASIDE.sub(_text_of_aside, xml)
    if b"<!" in flat or b"<?" in flat:
        guard.refuse_doctype(flat)
        raise NotWellFormed
    return flat


def mask(xml: bytes) -> bytes:
    """Blanks out comments, CDATA and instructions, so that tags are found where they are.

    One that does not end in these bytes stays.
    """
    if not has_asides(xml):
        return xml
    return _ASIDE.sub(lambda match: match[2] or b" " * len(match[0]), xml)


def unfinished(seen: bytes) -> int:
    """Returns where something that does not end in these masked bytes starts; else their length.

    That is a comment, CDATA or an instruction.
    """
    if not has_asides(seen):
        return len(seen)
    return min(at for sign in (b"<!", b"<?") if (at := seen.find(sign)) >= 0)


def lengthen(data: bytes, source: Iterator[bytes], limit: int) -> bytes:
    """Reads on to at least twice as much of a part: searching it again and again stays linear.

    Raises DamagedError where the part ends, or where one element is longer than `limit` bytes.
    """
    if len(data) > limit:
        raise ElementTooLong
    pieces, length = [data], 0
    while length <= len(data) and (piece := next(source, b"")):
        pieces.append(piece)
        length += len(piece)
    if not length:
        raise NotWellFormed
    return b"".join(pieces)


def _encoding(first: bytes) -> str | None:
    """Returns the encoding of a part by its first bytes; None for UTF-8."""
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if first[:4] in (b"<\0?\0", b"\0<\0?"):
        return "utf-16-le" if first[0] else "utf-16-be"
    return None


def _declared(start: bytes) -> str:
    """Returns the encoding that the beginning of a part declares, in small letters; "" for none."""
    declared = _DECLARED.match(start)
    written = (declared[2] or declared[3] or b"") if declared else b""
    return written.decode("ascii", "replace").lower()


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def without_phonetics(content: bytes) -> bytes:
    """Returns the inside of a text without phonetic guides.

    Raises DamagedError where one does not end.
    """
    if b"rPh" not in content:
        return content
    return _PHONETIC.sub(_nothing, content)


def _nothing(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        raise NotWellFormed
    return b""


def _text_of_aside(match: re.Match[bytes]) -> bytes:
    if match[2] is not None:
        raise NotWellFormed
    text: bytes = match[1] or b""
    return text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
