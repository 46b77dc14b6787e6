"""One line of the state tab: what is remembered of one lead, as a text.

    id | who | cells | stage | touches | last contact | contact before | stage at contact
       | touch flags | status | more | written

The touch flags are `+` where the last contact added a touch, `c` where it added a contact in the
stage, and `s` where a stage was skipped. `more` holds what few leads have, `key=value` with commas:
`gone`, the day on which the lead was missed; `w`, a checksum of the word of its stage; `n`, the
contacts in its stage where they are not the touches; `t`, the dates that were typed as words.
`written` is what the last run left in the owned cells, a fingerprint each, as `written_text` makes
them; where a person's value was kept, its fingerprint follows that of what we wrote last, behind a
`>`. Days are ISO, with the second of the day behind a `T` where the cell carried a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from sheetflow.columns import OWNED_KEYS
from sheetflow.memo import Memo
from sheetflow.model import Value
from sheetflow.parse.dates import Moment

_DAY: Final = r"(?:\d{4}-\d\d-\d\d(?:T\d+)?)?"
_PRINTS: Final = r"[^|;]*" + r"(?:;[^|;]*)" * (len(OWNED_KEYS) - 2)
"""A fingerprint per answer; the id has none."""
_TYPED: Final = r"\w+:[0-9a-f]{1,8}:(?:\d{4}-\d\d-\d\d:\d{4}-\d\d-\d\d)?"
_MORE: Final = (
    rf"(?:gone=\d{{4}}-\d\d-\d\d,)?(?:w=[0-9a-f]{{0,8}},)?(?:n=\d{{1,9}},)?"
    rf"(?:t={_TYPED}(?:[+]{_TYPED})*,)?"
)
_RECORD: Final = re.compile(
    rf"\A[^|]+\|[0-9a-f]{{1,8}}\|[0-9a-f]{{1,8}}\|\w*\|\d{{1,9}}\|{_DAY}\|{_DAY}\|"
    rf"\w*\|[+]?c?s?\|\w+\|{_MORE}\|{_PRINTS}"
)
_MORE_DAYS: Final = re.compile(r"(?<=[:=])\d{4}-\d\d-\d\d")
_KEPT: Final = re.compile(r">[^;]*")
"""The fingerprint of a value that was kept as a person's."""
_GONE: Final = "|gone="
_UNKNOWN_WORD: Final = "w=,"
"""Stands for the word of a stage in a record of a version that kept none."""


class TypedDate(NamedTuple):
    """A date that was typed as a word: its column, a checksum of the text, the day on which it was
    first seen, and the day it means; none of both where nothing tells when it was typed.
    """

    key: str
    text: int
    seen: date | None = None
    day: date | None = None


class TouchState(NamedTuple):
    """The part of a Record that grows with what people type.

    `contacts` are those since the lead came into its stage. `added` says that the last contact
    added a touch, `counted` that it added a contact in the stage.
    """

    touches: int
    contacts: int
    last: Moment | None
    before: Moment | None
    stage_then: str
    added: bool
    counted: bool
    skipped: bool


NO_TOUCHES: Final = TouchState(0, 0, None, None, "", added=False, counted=False, skipped=False)


class Said(NamedTuple):
    """What a row says of itself: its stage, a checksum of the word for it, dates typed as words.

    The word is 0 where the cell is blank, None where an older version kept none.
    """

    stage: str
    word: int | None = 0
    typed: tuple[TypedDate, ...] = ()


class Record(NamedTuple):
    """What is remembered of one lead; `who` and `cells` are checksums as in leads.Lead."""

    id: str
    who: int
    cells: int
    said: Said
    touched: TouchState
    status: str
    written: str


def format_record(
    who: tuple[str, int, int], said: Said, touched: TouchState, status: str, written: str
) -> str:
    """Writes one row of the state tab; `who` is (id, checksum of the person, of the cells).

    `read_record` reads it back, and id_in, who_in and written_in parts of it.
    """
    id_, person, cells = who
    touches, contacts, last, before, then, added, counted, skipped = touched
    flags = ("+" if added else "") + ("c" if counted else "") + ("s" if skipped else "")
    days = f"{_format_moment(last)}|{_format_moment(before)}"
    more = _format_word(said.word) if said.word != 0 else ""
    if contacts != touches:
        more += f"n={contacts},"
    if said.typed:
        more += f"t={'+'.join(_format_typed(said.typed))},"
    start = f"{id_}|{person:x}|{cells:x}|{said.stage}|{touches}|{days}"
    return f"{start}|{then}|{flags}|{status}|{more}|{written}"


def _format_word(word: int | None) -> str:
    return _UNKNOWN_WORD if word is None else f"w={word:x},"


def _format_typed(typed: Sequence[TypedDate]) -> Iterator[str]:
    for key, text, *days in typed:
        known = ":".join(day.isoformat() for day in days if day is not None)
        yield f"{key}:{text:x}:{known}"


def is_record(text: str) -> bool:
    """Returns whether a text is a record as we write it, of days that exist."""
    return _RECORD.fullmatch(text) is not None and _days_exist(text)


def _days_exist(text: str) -> bool:
    """Returns whether the days of a record exist: no 99th of any month."""
    fields = text.split("|")
    days = [day for day in fields[5:7] if day]
    if more := fields[10]:
        days += _MORE_DAYS.findall(more)
    return all(_moment(day) is not None for day in days)


def upgraded(text: str) -> str:
    """Returns a record of version 1, which had no `more`, as one of this version."""
    start, _, written = text.rpartition("|")
    return f"{start}|{_UNKNOWN_WORD}|{written}"


def read_record(text: str) -> Record:
    """Reads a record that `is_record`."""
    fields = text.split("|")
    id_, who, cells, stage = fields[:4]
    status, more, written = fields[9:]
    extras = dict(item.split("=", 1) for item in more.split(",")[:-1])
    touched = _read_touched(fields[4:9], extras.get("n", fields[4]))
    said = Said(stage, _read_word(extras.get("w", "0")), _read_typed(extras.get("t", "")))
    return Record(id_, int(who, 16), int(cells, 16), said, touched, status, _without_kept(written))


def _read_touched(fields: Sequence[str], contacts: str) -> TouchState:
    touches, last, before, then, flags = fields
    count, in_stage = int(touches), int(contacts)
    latest, earlier = _moment(last), _moment(before)
    added, counted, skipped = "+" in flags, "c" in flags, "s" in flags
    return TouchState(count, in_stage, latest, earlier, then, added, counted, skipped)


def _read_word(text: str) -> int | None:
    return int(text, 16) if text else None


def _read_typed(text: str) -> tuple[TypedDate, ...]:
    typed = []
    for item in text.split("+") if text else ():
        key, checksum, *days = item.split(":")
        known = (date.fromisoformat(day) for day in days if day)
        typed.append(TypedDate(key, int(checksum, 16), *known))
    return tuple(typed)


# ── leads that are gone ───────────────────────────────────────────────────────────────────────


def is_gone(text: str) -> bool:
    """Returns whether a record is that of a lead that is found nowhere any more."""
    return _GONE in text


def gone(text: str, day: date) -> str:
    """Returns the record of a lead that was first missed on a day."""
    start, more, written = text.rsplit("|", 2)
    return f"{start}|gone={day.isoformat()},{more}|{written}"


def gone_since(text: str) -> date:
    """Returns the day on which a lead that is gone was first missed."""
    start = text.index(_GONE) + len(_GONE)
    return date.fromisoformat(text[start : start + len("2026-11-20")])


def returned(text: str) -> str:
    """Returns the record of a lead that was gone and came back."""
    start, rest = text.split(_GONE)
    return f"{start}|{rest.partition(',')[2]}"


# ── parts of a record ─────────────────────────────────────────────────────────────────────────


def id_in(text: str) -> str:
    """Returns the id in the text of a record."""
    return text.partition("|")[0]


def who_in(text: str) -> int:
    """Returns the checksum of the person in the text of a record."""
    return int(text.split("|", 2)[1], 16)


def written_in(text: str) -> str:
    """Returns the fingerprints of what we wrote last into the owned cells, from a record."""
    return _without_kept(text.rpartition("|")[2])


def expected_fingerprints(text: str) -> list[set[str]]:
    """Returns the fingerprints of what each owned cell may hold after the last run, in the text of
    a record: what we wrote last, or what a person had put there.
    """
    return [set(prints.split(">")) for prints in text.rpartition("|")[2].split(";")]


def with_kept(written: str, kept: Mapping[int, str]) -> str:
    """Adds to `written` the fingerprints of what people left in some cells, by their places."""
    prints = enumerate(written.split(";"))
    return ";".join(f"{ours}>{kept[at]}" if at in kept else ours for at, ours in prints)


def _without_kept(written: str) -> str:
    return _KEPT.sub("", written) if ">" in written else written


@lru_cache(maxsize=65536)
def _format_moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return f"{moment.day.isoformat()}T{moment.second}" if moment.second else moment.day.isoformat()


@lru_cache(maxsize=65536)
def _moment(text: str) -> Moment | None:
    day, _, second = text.partition("T")
    try:
        return Moment(date.fromisoformat(day), int(second or 0)) if day else None
    except ValueError:
        return None


# ── what was written ──────────────────────────────────────────────────────────────────────────


def _fingerprint(value: Value) -> str:
    """Makes a short text of a cell: numbers as they are, text as a checksum, blank as nothing."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if isinstance(value, str):
        return f"{crc32(value.encode('utf-8', 'surrogatepass')):x}~"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("|", "/").replace(";", "/")


_FINGERPRINTS: Final = Memo(_fingerprint)


def fingerprint(value: Value) -> str:
    """Returns the fingerprint of one cell."""
    return _FINGERPRINTS[value]


def written_text(answers: Sequence[Value]) -> str:
    """Returns the fingerprints of the owned cells of a row (dates as serials)."""
    return ";".join([_FINGERPRINTS[value] for value in answers])
