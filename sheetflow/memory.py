"""What earlier runs saw, lead by lead, and how it grows (follow-up.md, "Touches, and what is remembered").

The memory tab holds one text per row. The first is a JSON header; each other is one Record:

    id | who | cells | stage | touches | last contact | contact before | stage at contact | marks | status | written

`marks` holds `+` where the last contact added a touch, and `s` where a stage was skipped; `written` is
what the last run left in the owned cells, as `written_text` spells it; where a person's value was kept, that follows
what we wrote last, behind a `>`. Days are ISO, with the second of the day behind a `T` where the cell carried a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zlib import crc32

from sheetflow.columns import OWNED_KEYS
from sheetflow.dates import Moment
from sheetflow.model import Stage, Value

VERSION: Final = 1
OPEN: Final = "open"
"""Begins the stamp of a memory whose run is still being written, in parts: cells may be newer than their record."""


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


def spell(id_: str, who: int, cells: int, stage: str, seen: Seen, status: str, written: str) -> str:
    """One row of the memory tab; `_read_record` reads it back, and id_in, who_in and written_in parts of it."""
    touches, last, before, then, added, skipped = seen
    marks = ("+" if added else "") + ("s" if skipped else "")
    return (
        f"{id_}|{who:x}|{cells:x}|{stage}|{touches}|{_spell(last)}|{_spell(before)}|{then}|{marks}|{status}|{written}"
    )


def id_in(text: str) -> str:
    """The id of a record that was spelled."""
    return text.partition("|")[0]


def who_in(text: str) -> int:
    """The checksum of the person in a record that was spelled."""
    return int(text.split("|", 2)[1], 16)


def written_in(text: str) -> str:
    """What we wrote last into the owned cells, as `written_text` spells it, in a record that was spelled."""
    return _without_kept(text.rpartition("|")[2])


def standing_in(text: str) -> list[set[str]]:
    """What may stand in each owned cell after the last run, as `written_text` spells it, in a record that was spelled:
    what we wrote last, or what a person had put there."""
    return [set(mark.split(">")) for mark in text.rpartition("|")[2].split(";")]


def with_kept(written: str, kept: Mapping[int, str]) -> str:
    """`written` with what people's hands had left in some of the cells, by their places."""
    marks = enumerate(written.split(";"))
    return ";".join(f"{mark}>{kept[at]}" if at in kept else mark for at, mark in marks)


def _without_kept(written: str) -> str:
    return _KEPT.sub("", written) if ">" in written else written


_KEPT: Final = re.compile(r">[^;]*")


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory tab as it was read. `lost` says that there was one and it cannot be used, or that ids
    stand in the sheet and no memory does; `texts` maps ids to unread records. In a `shared` sheet `strays` are
    strays.find_strays', `copied` the ids that stand in several rows."""

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


def read_memory(rows: Iterable[Value]) -> Memory:
    """Read the texts of the memory tab; a damaged one is lost as a whole rather than half believed."""
    lines = iter(rows)
    header = read_header(next(lines, None))
    texts = {id_in(text): text for text in lines if isinstance(text, str)}
    whole = all(_RECORD.fullmatch(text) and _days_exist(text) for text in texts.values())
    return Memory(header, texts) if header and whole and len(texts) == header["leads"] else Memory(lost=True)


_RECORD: Final = re.compile(
    r"[^|]+\|[0-9a-f]{1,8}\|[0-9a-f]{1,8}\|\w*\|\d{1,9}\|(?:\d{4}-\d\d-\d\d(?:T\d+)?)?\|(?:\d{4}-\d\d-\d\d(?:T\d+)?)?\|"
    r"\w*\|[+]?s?\|\w+\|[^|;]*" + r"(?:;[^|;]*)" * (len(OWNED_KEYS) - 2)  # a mark per answer; the id has none
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
        usable = header["sheetflow"] == VERSION and all(isinstance(header[k], int) for k in ("leads", "checks"))
        texts = [text for names in header["columns"].values() for text in names.values()]
        usable = usable and all(isinstance(text, str) for text in texts) and len(days) == 2
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return header if usable else {}


def _read_record(text: str) -> Record:
    id_, who, cells, stage, touches, last, before, then, marks, status, written = text.split("|")
    return Record(id_, int(who, 16), int(cells, 16), stage, int(touches), _moment(last), _moment(before), then,
                  "+" in marks, "s" in marks, status, _without_kept(written))  # fmt: skip


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


class Seen(NamedTuple):
    """The part of a Record that grows with what people type."""

    touches: int
    last: Moment | None
    before: Moment | None
    stage_then: str
    added: bool
    skipped: bool


def is_later(reply: Moment, contact: Moment) -> bool:
    """Whether a reply came after a contact: by the day, and on one day by the clock if both carry a time."""
    if reply.day != contact.day:
        return reply.day > contact.day
    return 0 < contact.second < reply.second


def observe(old: Record | None, contact: Moment | None, reply: Moment | None, stage: Stage | None,
            stages: Mapping[str, Stage], shown: int | None) -> Seen:  # fmt: skip
    """Compare a row with what was remembered of it.

    `shown` is the number in our Touches column where the memory is lost, else None. While their message
    waits, none of our touches is unanswered: it shows the one that every contact leaves.
    """
    seen = _observe(old, contact, reply, stage, stages, shown)
    if contact is not None and reply is not None and is_later(reply, contact):
        return seen._replace(touches=1, added=False)
    return seen


def _observe(
    old: Record | None,
    contact: Moment | None,
    reply: Moment | None,
    stage: Stage | None,
    stages: Mapping[str, Stage],
    shown: int | None,
) -> Seen:
    key = stage.key if stage else ""
    if old is None:
        touches = (max(1, shown or 1)) if contact else 0
        return Seen(touches, contact, None, key, False, False)
    skipped = _skipped(old, stage, stages)
    if contact is None:
        return Seen(0, None, None, key, False, skipped)
    if old.last is None:
        return Seen(1, contact, None, key, False, skipped)
    if contact.day > old.last.day:
        again = (reply is not None and is_later(reply, old.last)) or _forward(old.stage_then, stage, stages)
        return Seen(1 if again else old.touches + 1, contact, old.last, key, not again, skipped)
    if contact.day < old.last.day:
        before = old.before if old.before and old.before.day < contact.day else None
        touches = 1 if _between(before, reply, contact) else max(1, old.touches - old.added)
        return Seen(touches, contact, before, old.stage_then, False, skipped)
    between = _between(old.before, reply, contact)
    return Seen(1 if between else old.touches, contact, old.before, old.stage_then, old.added and not between, skipped)


def _between(before: Moment | None, reply: Moment | None, contact: Moment) -> bool:
    """A reply noted late, lying between the last two contacts: the last one was the first after it."""
    return before is not None and reply is not None and is_later(reply, before) and not is_later(reply, contact)


def _forward(then: str, stage: Stage | None, stages: Mapping[str, Stage]) -> bool:
    return stage is not None and then in stages and stage.position > stages[then].position


def _skipped(old: Record, stage: Stage | None, stages: Mapping[str, Stage]) -> bool:
    """The stage moved forward over an open one since last seen; stays until it moves again."""
    if stage is None or stage.key == old.stage or old.stage not in stages:
        return old.skipped
    between = [s for s in stages.values() if stages[old.stage].position < s.position < stage.position]
    return not stage.closed and any(not s.closed for s in between)
