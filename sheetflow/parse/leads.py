"""The cells of a leads tab, column by column -> leads. Never raises on any grid.

A full sheet holds a million rows, so cells are converted a column of a block at a time, each
distinct value once; a Lead exists only while somebody looks at it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, islice, repeat
from typing import Any, Final, NamedTuple
from zlib import crc32

from sheetflow.columns import ANSWER_INPUTS, OWNED_KEYS, PEOPLE, fold_heading
from sheetflow.decide.playbook import Stage
from sheetflow.model import Value
from sheetflow.parse.dates import Moment
from sheetflow.parse.values import BAD, Unreadable, is_blank, text_of

ANSWERS: Final = OWNED_KEYS[:-1]
"""The owned columns but the id."""

_TOTALS: Final = frozenset(
    {"total", "totals", "totales", "suma", "sum", "subtotal", "subtotals", "subtotales"}
)
_HEADINGS: Final = {word: c.key for c in PEOPLE for lang in ("en", "es") for word in c.words(lang)}
_SUSPECT: Final = _TOTALS | {
    name.lower()
    for c in PEOPLE
    for name in (c.en, c.es, *c.also_en.split("|"), *c.also_es.split("|"))
    if name
}
"""A quick first look: only a cell that says one of these can make its row a sum or a repeated
heading.
"""
_NOT_DIGITS: Final = bytes(set(range(256)) - set(b"0123456789"))
NO_ANSWERS: Final = (None,) * len(ANSWERS)


class Lead(NamedTuple):
    """One row that is a lead, as people wrote it.

    `who` and `cells` are checksums (of name and email; of the cells that decide); `email` and
    `phone` are keys that are equal where two leads share one, 0 where blank. `answers` is what
    stands in the owned columns now. An unreadable date is None, and its key is in `bad`.
    """

    row: int
    id: str
    name: str
    who: int
    cells: int
    email: int
    phone: int
    stage: Stage | None
    kind: str | None
    fit: bool | None
    do_not_contact: bool | None
    segment: str
    owner: str
    source: str
    created: date | None
    last_contact: Moment | None
    last_reply: Moment | None
    agreement: str
    agreed_for: date | None
    appointment: date | None
    confirmed: bool
    not_before: date | None
    attempts: int | None
    value: float | None
    open_ending: bool
    bad: tuple[str, ...]
    answers: tuple[Value, ...]


class Memo(dict[Any, Any]):
    """Converts each distinct value once; forgets all when it grew past a hundred thousand."""

    def __init__(self, convert: Callable[[Value], Any]) -> None:
        super().__init__()
        self._convert = convert
        self.met_bad = False
        """Whether any value ever was unreadable."""

    def __missing__(self, value: Value) -> Any:
        if len(self) > 100_000:
            self.clear()
        answer = self[value] = self._convert(value)
        self.met_bad = self.met_bad or answer is BAD
        return answer

    def column(self, values: Iterable[Value]) -> list[Any]:
        """Convert a column."""
        return list(map(self.__getitem__, values))


class Readers(NamedTuple):
    """How the cells of one tab are read: a function per kind of column, made by readers.py."""

    by_key: Mapping[str, Memo]
    open_ending: Memo
    amount: Callable[[Value], float | Unreadable | None]
    attempts: Callable[[Value], int | Unreadable | None]


_FIELDS: Final = Lead._fields
_INTS: Final = {"row": "I", "who": "I", "cells": "I", "email": "q", "phone": "q"}


class LeadTable:
    """All leads of one tab: one list (or array) per field of Lead."""

    def __init__(self) -> None:
        self._columns: list[Any] = [array(_INTS[f]) if f in _INTS else [] for f in _FIELDS]

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Lead]:
        return map(Lead._make, zip(*self._columns, strict=True))

    def part(self, first: int, last: int) -> Iterator[Lead]:
        """The leads from `first` up to, not including, `last`."""
        return map(
            Lead._make, zip(*(islice(column, first, last) for column in self._columns), strict=True)
        )

    def field(self, name: str) -> Sequence[Any]:
        """One field of all leads."""
        return self._columns[_FIELDS.index(name)]  # type: ignore[no-any-return]  # columns are of many types

    def forget_names(self) -> None:
        """Let go of the names: a million of them fill a good part of the memory, and only people
        read them.
        """
        self._columns[_FIELDS.index("name")] = [""] * len(self)

    def extend(self, fields: Mapping[str, Iterable[Any]]) -> None:
        """Append leads, field by field."""
        for name, column in zip(_FIELDS, self._columns, strict=True):
            column.extend(fields[name])


def read_block(
    rows: Sequence[int],
    raw: Mapping[str, list[Value]],
    left: Sequence[list[Value]],
    readers: Readers,
    table: LeadTable,
) -> None:
    """Append the leads of a block: `raw` holds its known columns, the leftmost first; `left` those
    before it.
    """
    keep = _are_leads(raw, left)
    if not all(keep):
        rows = list(compress(rows, keep))
        raw = {key: list(compress(column, keep)) for key, column in raw.items()}
    if rows:
        table.extend(_fields(rows, raw, readers))


def _are_leads(raw: Mapping[str, list[Value]], left: Sequence[list[Value]]) -> list[bool]:
    """A row is a lead when it says who; sums and repeated headings are none."""
    who = [
        raw[key]
        for key in ("name", "first_name", "last_name", "company", "email", "phone")
        if key in raw
    ]
    keep = list(map(_says_who, zip(*who, strict=True)))
    ahead = [*left, *raw.values()]
    first = next(iter(raw.values()))
    for column in [
        *left,
        first,
        *(raw[key] for key in ("name", "first_name", "company") if key in raw),
    ]:
        for i in [
            i
            for i, v in enumerate(column)
            if type(v) is str and v.strip(" :\xa0").lower() in _SUSPECT
        ]:
            keep[i] = keep[i] and not _is_no_lead(
                [c[i] for c in ahead], {k: c[i] for k, c in raw.items()}
            )
    return keep


def _says_who(cells: tuple[Value, ...]) -> bool:
    return any(value is not None and not is_blank(value) for value in cells)


def _is_no_lead(cells: Sequence[Value], named: Mapping[str, Value]) -> bool:
    first = next((fold_heading(text_of(v)) for v in cells if not is_blank(v)), "")
    repeated = [
        key
        for key, v in named.items()
        if isinstance(v, str) and _HEADINGS.get(fold_heading(v)) == key
    ]
    return first in _TOTALS or len(repeated) > 1


def _fields(
    rows: Sequence[int], raw: Mapping[str, list[Value]], readers: Readers
) -> dict[str, Iterable[Any]]:
    n = len(rows)
    bad: dict[int, tuple[str, ...]] = {}
    blank: list[Value] = [None] * n

    def read(key: str) -> list[Any]:
        column = readers.by_key[key].column(raw.get(key, blank))
        return _without_bad(key, column, bad) if readers.by_key[key].met_bad else column

    by_key = {key: read(key) for key in readers.by_key}
    names, emails, phones = (
        _names(raw, n),
        _texts(raw.get("email", blank)),
        _texts(raw.get("phone", blank)),
    )
    companies = _texts(raw.get("company", blank))
    for key, convert in (("attempts", readers.attempts), ("value", readers.amount)):
        by_key[key] = _without_bad(
            key, [v if v is None else convert(v) for v in raw.get(key, blank)], bad
        )
    shown = [a or b or c or d for a, b, c, d in zip(names, companies, emails, phones, strict=True)]
    return {
        **by_key,
        "row": rows,
        "id": _texts(raw.get("id", blank)),
        "name": shown,
        "who": _checksums(names, emails, companies, phones),
        "cells": _cells([raw[key] for key in ANSWER_INPUTS if key in raw], n),
        "email": [hash(e.lower()) if "@" in e else 0 for e in emails],
        "phone": [_phone_key(p) if p else 0 for p in phones],
        "agreement": _texts(raw.get("agreement", blank)),
        "open_ending": _open_endings(raw, readers, n),
        "bad": [bad.get(i, ()) for i in range(n)] if bad else repeat((), n),
        "answers": _answers(raw, n),
    }


def _without_bad(key: str, column: list[Any], bad: dict[int, tuple[str, ...]]) -> list[Any]:
    """Note unreadable cells in `bad`; they count as blank."""
    if BAD in column:
        for i, value in enumerate(column):
            if value is BAD:
                bad[i] = (*bad.get(i, ()), key)
                column[i] = None
    return column


def _texts(column: Iterable[Value]) -> list[str]:
    return [v if type(v) is str and len(v) > 3 and v[0] > " " < v[-1] and "\xa0" not in v
            else text_of(v) if v is not None else "" for v in column]  # fmt: skip


def _names(raw: Mapping[str, list[Value]], n: int) -> list[str]:
    """The name; first name and last name are joined, and a bare Name beside a last name is the
    first.
    """
    first = raw.get("name", raw.get("first_name"))
    names = _texts(first) if first is not None else [""] * n
    if "last_name" not in raw or {"name", "first_name"} <= raw.keys():
        return names
    return [
        a if a.endswith(b) else f"{a} {b}".strip()
        for a, b in zip(names, _texts(raw["last_name"]), strict=True)
    ]


def _checksums(
    names: list[str], emails: list[str], companies: list[str], phones: list[str]
) -> Iterator[int]:
    """Name and email; where both are blank, company and phone."""
    for name, email, company, phone in zip(names, emails, companies, phones, strict=True):
        text = f"{name}\n{email}" if name or email else f"\n{company}\n{phone}"
        yield crc32(text.lower().encode("utf-8", "surrogatepass"))


def _cells(columns: Sequence[list[Value]], n: int) -> Iterable[int]:
    """A checksum of the cells that decide, so that a changed answer can be told from a changed
    row.
    """
    if not columns:
        return repeat(0, n)
    tokens = [_TOKENS.column(column) for column in columns]
    return map(crc32, map(b"|".join, zip(*tokens, strict=True)))


_TOKENS: Final = Memo(lambda value: repr(value).encode("utf-8", "surrogatepass"))


def _phone_key(phone: str) -> int:
    """Equal for phones with the same last 9 digits; 0 for shorter ones."""
    digits = phone.encode("ascii", "ignore").translate(None, _NOT_DIGITS)
    return int(digits[-9:]) + 1 if len(digits) >= 9 else 0


def _open_endings(raw: Mapping[str, list[Value]], readers: Readers, n: int) -> Iterable[bool]:
    columns = [raw[key] for key in ("agreement", "notes") if key in raw]
    if not columns:
        return repeat(False, n)
    said = [readers.open_ending.column(column) for column in columns]
    return map(any, zip(*said, strict=True))


def _answers(raw: Mapping[str, list[Value]], n: int) -> Iterable[tuple[Value, ...]]:
    """What stands in the owned columns; the same shared tuple where there are none yet."""
    if not any(key in raw for key in ANSWERS):
        return repeat(NO_ANSWERS, n)
    blank: list[Value] = [None] * n
    return zip(*(raw.get(key, blank) for key in ANSWERS), strict=True)
