"""The cells of a leads tab, column by column -> leads. Never raises on any grid.

A full sheet holds a million rows, so cells are converted a column of a block at a time, each
distinct value once; a Lead exists only while somebody looks at it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import compress, islice, repeat
from typing import Any, Final, NamedTuple
from zlib import crc32

from sheetflow.columns import ANSWER_INPUTS, OWNED_KEYS, fold
from sheetflow.decide.phrases import PLAIN, Wording
from sheetflow.decide.playbook import Stage
from sheetflow.memo import Memo
from sheetflow.model import OPTED_OUT, Block, Value
from sheetflow.parse.dates import Moment
from sheetflow.parse.open_dates import OpenDate
from sheetflow.parse.remarks import RemarkFinder
from sheetflow.parse.typed_words import Words, without_words
from sheetflow.parse.values import BAD, Unreadable, text_of
from sheetflow.parse.which_rows import BlockOfLeads, are_leads

ANSWERS: Final = OWNED_KEYS[:-1]
"""The owned columns but the id."""

ANSWER_AT: Final = {key: at for at, key in enumerate(ANSWERS)}
"""The place of each in `answers`."""

SEEN: Final = "contacts_seen"
"""The key of a column that was counted from several."""

NO_ANSWERS: Final = (None,) * len(ANSWERS)


def _one_of_equals(value: Value) -> Value:
    """Returns the same for TRUE, 1 and 1.0: a memo takes them for one question, so that its answer
    must not depend on which was asked first.
    """
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return value


def _word_sum(value: Value) -> int:
    """Returns the checksum of a word, as words are compared."""
    return crc32(fold(text_of(_one_of_equals(value))).encode("utf-8", "surrogatepass"))


_TOKENS: Final[Memo[Value, bytes]] = Memo(
    lambda value: repr(_one_of_equals(value)).encode("utf-8", "surrogatepass")
)
_WORDS: Final[Memo[Value, int]] = Memo(_word_sum)
_NOT_DIGITS: Final = bytes(set(range(256)) - set(b"0123456789"))


class Lead(NamedTuple):
    """One row that is a lead, as people wrote it.

    `who` and `cells` are checksums (of name and email; of the cells that decide), and `word` is one
    of what the stage is called, 0 where blank; `email` and `phone` are keys that are equal where
    two leads share one, 0 where blank, ODD where they say nothing that could be shared. `phase`
    says whether one is noted. `addresses` are hashes of both, where somebody said whether to
    contact them, or where the state remembers who asked not to be. `answers` is what the owned
    columns hold now; `contacts_seen` counts contact dates side by side. An unreadable date is
    None, and its key is in `bad`.
    """

    row: int
    id: str
    name: str
    who: int
    cells: int
    email: int
    phone: int
    stage: Stage | None
    word: int
    kind: str | None
    fit: bool | None
    do_not_contact: bool | None
    segment: str
    owner: str
    source: str
    created: date | None
    last_contact: Moment | None
    contacts_seen: int
    last_reply: Moment | None
    agreement: str
    agreed_for: date | None
    announced_for: date | None
    phase: bool
    appointment: date | None
    confirmed: bool
    not_before: date | None
    attempts: int | None
    value: float | None
    wording: Wording
    addresses: tuple[str, ...]
    bad: tuple[str, ...]
    answers: tuple[Value, ...]


class CellReader(Memo[Value, Any]):
    """Reads the cells of a column, each distinct value once."""

    def __init__(self, read: Callable[[Value], Any]) -> None:
        super().__init__(read)
        self.met_bad = self.met_open = False
        """Whether any value ever was unreadable, or a date that depends on when it was typed."""

    def __missing__(self, value: Value) -> Any:
        answer = super().__missing__(value)
        self.met_bad = self.met_bad or answer is BAD
        self.met_open = self.met_open or isinstance(answer, OpenDate)
        return answer


class Readers(NamedTuple):
    """How the cells of one tab are read: a function per kind of column, made by readers.py."""

    by_key: Mapping[str, CellReader]
    wording: Memo[Value, Wording]
    amount: Callable[[Value], float | Unreadable | None]
    attempts: Callable[[Value], int | Unreadable | None]
    hashes_all: bool
    """Whether the addresses of all leads are wanted, hashed."""


_FIELDS: Final = Lead._fields
_INTS: Final = {"row": "I", "who": "I", "cells": "I", "word": "I", "email": "q", "phone": "q"}


class LeadTable:
    """All leads of one tab: one list (or array) per field of Lead, and the few `words` in them;
    `formulas` maps rows to the columns of ours in which people put a formula, `live` to those in
    which our live formula stands.
    """

    def __init__(self, *, addresses: bool = False) -> None:
        self.words: Words = {}
        self.formulas: dict[int, frozenset[str]] = {}
        self.live: dict[int, frozenset[str]] = {}
        self._columns: list[Any] = [array(_INTS[f]) if f in _INTS else [] for f in _FIELDS]
        self.emails: list[str] | None = [] if addresses else None
        """What the cells of each lead say, where people are to read it."""
        self.phones: list[str] | None = [] if addresses else None
        self.companies: list[str] | None = [] if addresses else None

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Lead]:
        return map(Lead._make, zip(*self._columns, strict=True))

    def part(self, first: int, last: int) -> Iterator[Lead]:
        """Returns the leads from `first` up to, not including, `last`."""
        return map(
            Lead._make, zip(*(islice(column, first, last) for column in self._columns), strict=True)
        )

    def field(self, name: str) -> Sequence[Any]:
        """Returns one field of all leads."""
        return self._columns[_FIELDS.index(name)]  # type: ignore[no-any-return]  # columns are of many types

    def keep_addresses(
        self, emails: Sequence[str], phones: Sequence[str], companies: Sequence[str]
    ) -> None:
        """Appends what cells say, where people are to read it."""
        kept = (self.emails, self.phones, self.companies)
        for column, cells in zip(kept, (emails, phones, companies), strict=True):
            if column is not None:
                column += cells

    def address(self, number: int) -> tuple[str, str]:
        """Returns email and phone of a lead by its number; blank where they are not kept."""
        if self.emails is None or self.phones is None:
            return "", ""
        return self.emails[number], self.phones[number]

    def company(self, number: int) -> str:
        """Returns the company of a lead by its number; blank where it is not kept."""
        return self.companies[number] if self.companies else ""

    def where(self, name: str, value: object) -> Iterator[Lead]:
        """Yields the leads in which a field holds a value."""
        for at, found in enumerate(self.field(name)):
            if found is value:
                yield Lead._make(column[at] for column in self._columns)

    def forget_names(self) -> None:
        """Lets go of the names: a million of them fill a good part of the memory, and only people
        read them.
        """
        self._columns[_FIELDS.index("name")] = [""] * len(self)

    def remember_formulas(self, block: Block, owned: Mapping[str, int]) -> None:
        """Remembers which of our cells hold a formula of people's, and which a live one of ours."""
        for key, at in owned.items():
            for row in block.formulas.get(at, ()):
                self.formulas[row] = self.formulas.get(row, frozenset()) | {key}
            for row in block.live.get(at, ()):
                self.live[row] = self.live.get(row, frozenset()) | {key}

    def extend(self, fields: Mapping[str, Iterable[Any]]) -> None:
        """Appends leads, field by field."""
        for name, column in zip(_FIELDS, self._columns, strict=True):
            column.extend(fields[name])


def read_block(
    block: BlockOfLeads, readers: Readers, table: LeadTable, remarks: RemarkFinder
) -> None:
    """Appends the leads of a block."""
    rows, raw = block.rows, block.known
    keep = are_leads(block)
    remarks.sift(rows, {key: raw[key] for key in raw if key != SEEN}, keep)
    if not all(keep):
        rows = list(compress(rows, keep))
        raw = {key: list(compress(column, keep)) for key, column in raw.items()}
    if rows:
        table.extend(_fields(rows, raw, readers, table))


Fields = dict[str, Iterable[Any]]
"""The columns of a LeadTable by the field of Lead."""


def _fields(
    rows: Sequence[int], raw: Mapping[str, list[Value]], readers: Readers, table: LeadTable
) -> Fields:
    n = len(rows)
    blank: list[Value] = [None] * n
    fields = _read(raw, readers, blank)
    for key, reader in readers.by_key.items():
        if reader.met_open:
            cells = zip(rows, raw.get(key, blank), fields[key], strict=True)
            fields[key] = list(without_words(key, cells, table.words))
    fields |= _who(raw, blank, table)
    fields["addresses"] = _addresses(raw, fields, hash_all=readers.hashes_all)
    fields["row"] = rows
    fields["id"] = _texts(raw.get("id", blank))
    fields["word"] = _WORDS.each(raw.get("stage", blank))
    fields["cells"] = _cells([raw[key] for key in ANSWER_INPUTS if key in raw], n)
    fields[SEEN] = raw.get(SEEN) or repeat(0, n)
    fields["agreement"] = _texts(raw.get("agreement", blank))
    fields["wording"] = _wordings(raw, readers, n)
    fields["answers"] = _answers(raw, blank)
    return fields


def _read(raw: Mapping[str, list[Value]], readers: Readers, blank: list[Value]) -> Fields:
    """Returns the columns that have a reader, and by row which of their cells cannot be read."""
    fields: Fields = {}
    bad: dict[int, tuple[str, ...]] = {}
    for key, reader in readers.by_key.items():
        column = reader.each(raw[key]) if key in raw else [reader[None]] * len(blank)
        fields[key] = _without_bad(key, column, bad) if reader.met_bad else column
    if readers.by_key["kind"].met_bad:
        fields["kind"] = [kind or "opportunity" for kind in fields["kind"]]
    for key, read in (("attempts", readers.attempts), ("value", readers.amount)):
        column = [v if v is None else read(v) for v in raw.get(key, blank)]
        fields[key] = _without_bad(key, column, bad)
    n = len(blank)
    fields["bad"] = [bad.get(i, ()) for i in range(n)] if bad else repeat((), n)
    return fields


ODD: Final = -1
"""The key of an email or phone that is filled, and too odd to be compared; no hash is -1."""


def _who(raw: Mapping[str, list[Value]], blank: list[Value], table: LeadTable) -> Fields:
    """Who each lead is: a name to show, a checksum, and equal keys for one email or phone."""
    names = _names(raw, len(blank))
    emails, phones = _texts(raw.get("email", blank)), _texts(raw.get("phone", blank))
    companies = _texts(raw.get("company", blank))
    shown = zip(names, companies, emails, phones, strict=True)
    fields: Fields = {"who": _checksums(names, emails, companies, phones)}
    fields["name"] = [a or b or c or d for a, b, c, d in shown]
    fields["email"] = [_email_key(e) if e else 0 for e in emails]
    fields["phone"] = [_phone_key(p) if p else 0 for p in phones]
    table.keep_addresses(emails, phones, companies)
    return fields


def _addresses(
    raw: Mapping[str, list[Value]], fields: Fields, *, hash_all: bool
) -> Iterable[tuple[str, ...]]:
    """Returns the hashes of email and phone, where they are wanted; () elsewhere."""
    said, phones = list(fields["do_not_contact"]), list(fields["phone"])
    if not (hash_all or True in said or False in said):
        return repeat((), len(said))
    emails = _texts(raw.get("email", [None] * len(said)))
    rows = zip(said, emails, phones, strict=True)
    return [
        () if yes_no is None and not hash_all else tuple(_hashes(email, phone))
        for yes_no, email, phone in rows
    ]


def _hashes(email: str, phone: int) -> Iterator[str]:
    """Yields a line of the state for each address, which tells nobody what it is."""
    if "@" in email:
        yield OPTED_OUT + _hash(email.strip().lower())
    if phone not in (0, ODD):
        yield OPTED_OUT + _hash(str(phone))


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _without_bad(key: str, column: list[Any], bad: dict[int, tuple[str, ...]]) -> list[Any]:
    """Notes unreadable cells in `bad`; they count as blank."""
    if BAD in column:
        for i, value in enumerate(column):
            if value is BAD:
                bad[i] = (*bad.get(i, ()), key)
                column[i] = None
    return column


def _texts(column: Iterable[Value]) -> list[str]:
    texts: list[str] = []
    for value in column:
        if value is None:
            texts.append("")
        elif type(value) is str and len(value) > 3 and value[0] > " " < value[-1]:
            # most texts are as they are shown already
            texts.append(value if "\xa0" not in value else text_of(value))
        else:
            texts.append(text_of(value))
    return texts


def _names(raw: Mapping[str, list[Value]], n: int) -> list[str]:
    """Returns the names; first name and last name are joined, and a bare Name beside a last name is
    the first.
    """
    first = raw.get("name", raw.get("first_name"))
    names = _texts(first) if first is not None else [""] * n
    if "last_name" not in raw or {"name", "first_name"} <= raw.keys():
        return names
    both = zip(names, _texts(raw["last_name"]), strict=True)
    return [a if a.endswith(b) else f"{a} {b}".strip() for a, b in both]


def _checksums(
    names: list[str], emails: list[str], companies: list[str], phones: list[str]
) -> Iterator[int]:
    """Yields a checksum of name and email; where both are blank, of company and phone."""
    for name, email, company, phone in zip(names, emails, companies, phones, strict=True):
        text = f"{name}\n{email}" if name or email else f"\n{company}\n{phone}"
        yield crc32(text.lower().encode("utf-8", "surrogatepass"))


def _cells(columns: Sequence[list[Value]], n: int) -> Iterable[int]:
    """Returns a checksum of the cells that decide, so that a changed answer can be told from a
    changed row.
    """
    if not columns:
        return repeat(0, n)
    tokens = [_TOKENS.each(column) for column in columns]
    return map(crc32, map(b"|".join, zip(*tokens, strict=True)))


def _email_key(email: str) -> int:
    """Returns a key that is equal for equal emails; ODD for what is none."""
    return hash(email.lower()) if "@" in email else ODD


def _phone_key(phone: str) -> int:
    """Returns a key that is equal for phones with the same last 9 digits; ODD for shorter ones."""
    digits = phone.encode("ascii", "ignore").translate(None, _NOT_DIGITS)
    return int(digits[-9:]) + 1 if len(digits) >= 9 else ODD


def _wordings(raw: Mapping[str, list[Value]], readers: Readers, n: int) -> Iterable[Wording]:
    """Returns what is odd about how agreements and notes are put."""
    columns = [raw[key] for key in ("agreement", "notes") if key in raw]
    if not columns:
        return repeat(PLAIN, n)
    said = [readers.wording.each(column) for column in columns]
    return map(Wording.either, *said) if len(said) > 1 else said[0]


def _answers(raw: Mapping[str, list[Value]], blank: list[Value]) -> Iterable[tuple[Value, ...]]:
    """Returns what the owned columns hold; the same shared tuple where there are none yet."""
    if not any(key in raw for key in ANSWERS):
        return repeat(NO_ANSWERS, len(blank))
    return zip(*(raw.get(key, blank) for key in ANSWERS), strict=True)
