"""The state: what earlier runs saw, lead by lead, as the hidden tab holds it (follow-up.md,
"Touches, and what is remembered").

The tab holds one text per row. The first is a JSON header; each other is one Record:

    id | who | cells | stage | touches | last contact | contact before | stage at contact
       | touch flags | status | written

The touch flags are `+` where the last contact added a touch, and `s` where a stage was skipped;
`written` is what the last run left in the owned cells, a fingerprint each, as `written_text` makes
them; where a person's value was kept, its fingerprint follows that of what we wrote last, behind a
`>`. Days are ISO, with the second of the day behind a `T` where the cell carried a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple
from zlib import crc32

from sheetflow.columns import OWNED_KEYS
from sheetflow.memo import Memo
from sheetflow.model import STATE_TAB, Headings, Snapshot, Value
from sheetflow.parse.dates import Moment

VERSION: Final = 1
OPEN: Final = "open"
"""Begins the stamp of a state whose run is still being written, in parts: cells may be newer than
their record.
"""

_DAY: Final = r"(?:\d{4}-\d\d-\d\d(?:T\d+)?)?"
_PRINTS: Final = r"[^|;]*" + r"(?:;[^|;]*)" * (len(OWNED_KEYS) - 2)
"""A fingerprint per answer; the id has none."""
_RECORD: Final = re.compile(
    rf"[^|]+\|[0-9a-f]{{1,8}}\|[0-9a-f]{{1,8}}\|\w*\|\d{{1,9}}\|{_DAY}\|{_DAY}\|"
    rf"\w*\|[+]?s?\|\w+\|{_PRINTS}"
)
_KEPT: Final = re.compile(r">[^;]*")
"""The fingerprint of a value that was kept as a person's."""


class RunFacts(NamedTuple):
    """What a run was asked for and found, for the header: `lang` is the language of the answers,
    `spoken` the one that the workbook speaks by itself; `columns` are our headings.
    """

    today: date
    options: str
    lang: str
    spoken: str
    columns: Headings
    checks: int


@dataclass(frozen=True, slots=True)
class Records:
    """The content of the state tab after this run (a model.StateLines)."""

    header: Mapping[str, object]
    texts: Sequence[str]

    @classmethod
    def of(cls, state: State, texts: Sequence[str], run: RunFacts) -> Records:
        """Makes the records of a run. The header keeps the later day, so that a run for an earlier
        day changes nothing.
        """
        latest = max(run.today, state.today or run.today)
        header = {
            "sheetflow": VERSION,
            "today": latest.isoformat(),
            "ran_for": run.today.isoformat(),
            "leads": len(texts),
        }
        header |= {"checks": run.checks, "options": run.options}
        header |= {"lang": run.lang, "spoken": run.spoken, "columns": run.columns}
        return cls(header, texts)

    def lines(self, stamp: str) -> Iterator[str]:
        """Yields the header, which carries the stamp of the rest of the file, then the records."""
        yield json.dumps({**self.header, "stamp": stamp}, ensure_ascii=False, sort_keys=True)
        yield from self.texts

    def same_as(self, state: State) -> bool:
        """Returns whether nothing but the day of the run, or the order, would change: then there is
        nothing worth writing.
        """
        if state.is_open:
            return False
        if any(self.header.get(k) != state.header.get(k) for k in ("leads", "checks", "columns")):
            return False
        before = list(state.texts.values())
        return before == list(self.texts) or sorted(before) == sorted(self.texts)


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


class TouchState(NamedTuple):
    """The part of a Record that grows with what people type."""

    touches: int
    last: Moment | None
    before: Moment | None
    stage_then: str
    added: bool
    skipped: bool


def format_record(
    id_: str, who: int, cells: int, stage: str, touched: TouchState, status: str, written: str
) -> str:
    """Writes one row of the state tab; `_read_record` reads it back, and id_in, who_in and
    written_in parts of it.
    """
    touches, last, before, then, added, skipped = touched
    flags = ("+" if added else "") + ("s" if skipped else "")
    contacts = f"{touches}|{_format_moment(last)}|{_format_moment(before)}|{then}|{flags}"
    return f"{id_}|{who:x}|{cells:x}|{stage}|{contacts}|{status}|{written}"


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


@dataclass(frozen=True, slots=True)
class State:
    """The state tab as it was read. `lost` says that there was one and it cannot be used, or that
    the sheet has ids and no state; `texts` maps ids to unread records.
    """

    header: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False

    @property
    def today(self) -> date | None:
        """The day of the last run."""
        text = self.header.get("today")
        return date.fromisoformat(text) if text else None

    @property
    def is_open(self) -> bool:
        """Returns whether the run that wrote last was cut off before its records were complete."""
        return str(self.header.get("stamp", "")).startswith(OPEN)

    @property
    def columns(self) -> Headings:
        """The headings under which we wrote, and that of a Status that is read as the stage."""
        return self.header.get("columns", {})  # type: ignore[no-any-return]  # read_header checked it

    def headings(self, found: Headings) -> Headings:
        """Returns the headings of `columns`; of ours those that were `found` by our metadata in the
        sheet, as far as it has any.
        """
        merged = dict(self.columns)
        for tab, ours in found.items():
            remembered = self.columns.get(tab, {})
            team = {key: name for key, name in remembered.items() if key not in OWNED_KEYS}
            merged[tab] = team | dict(ours)
        return merged

    def get(self, lead_id: str) -> Record | None:
        """Returns the record of an id."""
        text = self.texts.get(lead_id) if lead_id else None
        return _read_record(text) if text is not None else None


def state_of(snapshot: Snapshot) -> State:
    """Reads the state of a workbook; an empty one where no run wrote any yet."""
    tab = snapshot.tab(STATE_TAB)
    if tab is None or not tab.head:  # made, and not yet filled when a run was cut off
        return State()
    return read_state(chain.from_iterable(block.columns[0] for block in tab.blocks([0])))


def header_of(snapshot: Snapshot) -> Mapping[str, Any]:
    """Reads the header of the state alone; empty where it cannot be used."""
    tab = snapshot.tab(STATE_TAB)
    first = tab.head[0] if tab is not None and tab.head else []
    return read_header(first[0] if first else None)


def read_state(rows: Iterable[Value]) -> State:
    """Reads the texts of the state tab; a damaged one is lost as a whole rather than half
    believed.
    """
    lines = iter(rows)
    header = read_header(next(lines, None))
    texts = {id_in(text): text for text in lines if isinstance(text, str)}
    whole = all(_RECORD.fullmatch(text) and _days_exist(text) for text in texts.values())
    if header and whole and len(texts) == header["leads"]:
        return State(header, texts)
    return State(lost=True)


def _days_exist(text: str) -> bool:
    """Returns whether the days of a record exist: no 99th of any month."""
    days = text.split("|")[5:7]
    return all(not day or _moment(day) is not None for day in days)


def read_header(value: Value) -> Mapping[str, Any]:
    """Reads the first row of the state tab; empty where it cannot be used."""
    try:
        header = json.loads(str(value))
        return header if _is_usable(header) else {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _is_usable(header: Any) -> bool:
    """Returns whether a header is as we write it; raises whatever one of another form raises."""
    for key in ("today", "ran_for"):
        date.fromisoformat(header[key])
    names = chain.from_iterable(columns.values() for columns in header["columns"].values())
    if not all(isinstance(name, str) for name in names):
        return False
    counts = (header["leads"], header["checks"])
    return header["sheetflow"] == VERSION and all(isinstance(count, int) for count in counts)


def _read_record(text: str) -> Record:
    id_, who, cells, stage, touches, last, before, then, flags, status, written = text.split("|")
    written = _without_kept(written)
    person, content, count = int(who, 16), int(cells, 16), int(touches)
    latest, earlier = _moment(last), _moment(before)
    added, skipped = "+" in flags, "s" in flags
    return Record(
        id_, person, content, stage, count, latest, earlier, then, added, skipped, status, written
    )


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
