"""What earlier runs saw, lead by lead, and how it grows (follow-up.md, "Touches, and what is
remembered").

The memory tab holds one text per row. The first is a JSON header; each other is one Record:

    id | who | cells | stage | touches | last contact | contact before | stage at contact | marks | status | written

`marks` holds `+` where the last contact added a touch, and `s` where a stage was skipped; `written`
is what the last run left in the owned cells, as `written_text` spells it; where a person's value
was kept, that follows what we wrote last, behind a `>`. Days are ISO, with the second of the day
behind a `T` where the cell carried a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zlib import crc32

from sheetflow.columns import OWNED_KEYS
from sheetflow.model import Value
from sheetflow.parse.dates import Moment


@dataclass(frozen=True, slots=True)
class Records:
    """The content of the memory tab after this run (a model.MemoryText)."""

    header: Mapping[str, object]
    texts: Sequence[str]

    @classmethod
    def of(
        cls,
        state: State,
        texts: Sequence[str],
        today: date,
        columns: Mapping[str, Mapping[str, str]],
        checks: int,
        options: str,
        lang: tuple[str, str],
    ) -> Records:
        """The header keeps the later day, so that a run for an earlier day changes no memory.

        `lang` is the language of the answers, and the one that the workbook speaks by itself.
        """
        latest = max(today, state.today or today)
        header = {
            "sheetflow": VERSION,
            "today": latest.isoformat(),
            "ran_for": today.isoformat(),
            "leads": len(texts),
            "checks": checks,
            "options": options,
            "lang": lang[0],
            "spoken": lang[1],
            "columns": columns,
        }
        return cls(header, texts)

    def lines(self, stamp: str) -> Iterator[str]:
        """The header, which carries the stamp of the rest of the file, then the records."""
        yield json.dumps({**self.header, "stamp": stamp}, ensure_ascii=False, sort_keys=True)
        yield from self.texts

    def same_as(self, state: State) -> bool:
        """True if nothing but the day of the run, or the order, would change: then there is nothing
        worth writing.
        """
        mine, theirs = (
            {k: h.get(k) for k in ("leads", "checks", "columns")}
            for h in (self.header, state.header)
        )
        standing = list(state.texts.values())
        if state.open:
            return False
        return mine == theirs and (
            standing == list(self.texts) or sorted(standing) == sorted(self.texts)
        )


VERSION: Final = 1
OPEN: Final = "open"
"""Begins the stamp of a memory whose run is still being written, in parts: cells may be newer than
their record.
"""


class Record(NamedTuple):
    """What is remembered of one lead; `who` and `cells` are checksums as in leads.Lead."""

    id: str
    who: int
    cells: int
    stage: str
    touches: int
    last: Moment | None
    before: Moment | None
    stage_then: str
    added: bool
    skipped: bool
    status: str
    written: str


def format_record(
    id_: str, who: int, cells: int, stage: str, seen: TouchState, status: str, written: str
) -> str:
    """One row of the memory tab; `_read_record` reads it back, and id_in, who_in and written_in
    parts of it.
    """
    touches, last, before, then, added, skipped = seen
    marks = ("+" if added else "") + ("s" if skipped else "")
    return f"{id_}|{who:x}|{cells:x}|{stage}|{touches}|{_spell(last)}|{_spell(before)}|{then}|{marks}|{status}|{written}"


def id_in(text: str) -> str:
    """The id of a record that was spelled."""
    return text.partition("|")[0]


def who_in(text: str) -> int:
    """The checksum of the person in a record that was spelled."""
    return int(text.split("|", 2)[1], 16)


def written_in(text: str) -> str:
    """What we wrote last into the owned cells, as `written_text` spells it, in a record that was
    spelled.
    """
    return _without_kept(text.rpartition("|")[2])


def standing_in(text: str) -> list[set[str]]:
    """What may stand in each owned cell after the last run, as `written_text` spells it, in a
    record that was spelled: what we wrote last, or what a person had put there.
    """
    return [set(mark.split(">")) for mark in text.rpartition("|")[2].split(";")]


def with_kept(written: str, kept: Mapping[int, str]) -> str:
    """`written` with what people's hands had left in some of the cells, by their places."""
    marks = enumerate(written.split(";"))
    return ";".join(f"{mark}>{kept[at]}" if at in kept else mark for at, mark in marks)


def _without_kept(written: str) -> str:
    return _KEPT.sub("", written) if ">" in written else written


_KEPT: Final = re.compile(r">[^;]*")


@dataclass(frozen=True, slots=True)
class State:
    """The memory tab as it was read. `lost` says that there was one and it cannot be used, or that
    ids stand in the sheet and no memory does; `texts` maps ids to unread records. In a `shared`
    sheet `strays` are misplaced.find_strays', `copied` the ids that stand in several rows.
    """

    header: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False
    strays: Mapping[str, frozenset[int]] = field(default_factory=dict)
    copied: frozenset[str] = frozenset()
    shared: bool = False

    @property
    def today(self) -> date | None:
        """The day of the last run."""
        text = self.header.get("today")
        return date.fromisoformat(text) if text else None

    @property
    def open(self) -> bool:
        """Whether the run that wrote last was cut off before its records were complete."""
        return str(self.header.get("stamp", "")).startswith(OPEN)

    @property
    def columns(self) -> Mapping[str, Mapping[str, str]]:
        """Tab -> key -> the heading under which we wrote it."""
        return self.header.get("columns", {})  # type: ignore[no-any-return]  # read_header checked it

    def get(self, lead_id: str) -> Record | None:
        """The record of an id."""
        text = self.texts.get(lead_id) if lead_id else None
        return _read_record(text) if text is not None else None


def read_state(rows: Iterable[Value]) -> State:
    """Read the texts of the memory tab; a damaged one is lost as a whole rather than half
    believed.
    """
    lines = iter(rows)
    header = read_header(next(lines, None))
    texts = {id_in(text): text for text in lines if isinstance(text, str)}
    whole = all(_RECORD.fullmatch(text) and _days_exist(text) for text in texts.values())
    return (
        State(header, texts)
        if header and whole and len(texts) == header["leads"]
        else State(lost=True)
    )


_RECORD: Final = re.compile(
    r"[^|]+\|[0-9a-f]{1,8}\|[0-9a-f]{1,8}\|\w*\|\d{1,9}\|(?:\d{4}-\d\d-\d\d(?:T\d+)?)?\|(?:\d{4}-\d\d-\d\d(?:T\d+)?)?\|"
    r"\w*\|[+]?s?\|\w+\|[^|;]*"
    + r"(?:;[^|;]*)"
    * (len(OWNED_KEYS) - 2)  # a mark per answer; the id has none
)


def _days_exist(text: str) -> bool:
    """No 99th of any month."""
    days = text.split("|")[5:7]
    return all(not day or _moment(day) is not None for day in days)


def read_header(value: Value) -> Mapping[str, Any]:
    """The first row of the memory tab; empty where it cannot be used."""
    try:
        header = json.loads(str(value))
        days = [date.fromisoformat(header[key]) for key in ("today", "ran_for")]
        usable = header["sheetflow"] == VERSION and all(
            isinstance(header[k], int) for k in ("leads", "checks")
        )
        texts = [text for names in header["columns"].values() for text in names.values()]
        usable = usable and all(isinstance(text, str) for text in texts) and len(days) == 2
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return header if usable else {}


def _read_record(text: str) -> Record:
    id_, who, cells, stage, touches, last, before, then, marks, status, written = text.split("|")
    return Record(
        id_,
        int(who, 16),
        int(cells, 16),
        stage,
        int(touches),
        _moment(last),
        _moment(before),
        then,
        "+" in marks,
        "s" in marks,
        status,
        _without_kept(written),
    )


@lru_cache(maxsize=65536)
def _spell(moment: Moment | None) -> str:
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


class _Marks(dict[Value, str]):
    """A short spelling of a cell: numbers as they are, text as a checksum, blank as nothing."""

    def __missing__(self, value: Value) -> str:
        if len(self) > 100_000:
            self.clear()
        mark = self[value] = _mark(value)
        return mark


def _mark(value: Value) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if isinstance(value, str):
        return f"{crc32(value.encode('utf-8', 'surrogatepass')):x}~"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("|", "/").replace(";", "/")


_MARKS: Final = _Marks()


def written_text(answers: Sequence[Value]) -> str:
    """Spell what stands in the owned cells of a row (dates as serials)."""
    return ";".join([_MARKS[value] for value in answers])


# ── touches ───────────────────────────────────────────────────────────────────────────────────


class TouchState(NamedTuple):
    """The part of a Record that grows with what people type."""

    touches: int
    last: Moment | None
    before: Moment | None
    stage_then: str
    added: bool
    skipped: bool
