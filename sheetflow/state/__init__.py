"""The state: what earlier runs saw, lead by lead, as the hidden tab holds it (follow-up.md,
"Touches, and what is remembered").

The tab holds one text per row. The first is a JSON header, then comes a record per lead, as in
record.py, and one of each lead that is gone, for 90 days. A line `no:` with a hash is an email or
phone that asked not to be contacted: it is remembered for good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final, NamedTuple

from sheetflow.columns import OWNED_KEYS
from sheetflow.model import OPTED_OUT, STATE_TAB, Headings, Snapshot, Value
from sheetflow.state.record import (
    Record,
    gone,
    gone_since,
    id_in,
    is_gone,
    is_record,
    read_record,
    returned,
    upgraded,
)

VERSION: Final = 2
OPEN: Final = "open"
"""Begins the stamp of a state whose run is still being written, in parts: cells may be newer than
their record.
"""
KEPT_FOR: Final = timedelta(days=90)
"""How long a lead that is gone is remembered (follow-up.md, "Touches, and what is remembered")."""

_OPTED_OUT: Final = re.compile(r"no:[0-9a-f]{16}")


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
    opted_out: frozenset[str] = frozenset()


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
        missed = state.missed(texts, latest)
        header: dict[str, object] = {"sheetflow": VERSION}
        header |= {"today": latest.isoformat(), "ran_for": run.today.isoformat()}
        header |= {"leads": len(texts), "gone": len(missed), "opted_out": len(run.opted_out)}
        header |= {"checks": run.checks, "options": run.options}
        header |= {"lang": run.lang, "spoken": run.spoken, "columns": run.columns}
        return cls(header, [*texts, *missed, *sorted(run.opted_out)])

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
        before = state.lines_on(date.fromisoformat(str(self.header["today"])))
        return before == list(self.texts) or sorted(before) == sorted(self.texts)


@dataclass(frozen=True, slots=True)
class State:
    """The state tab as it was read. `lost` says that there was one and it cannot be used, or that
    the sheet has ids and no state.

    `texts` maps ids to unread records, `gone` those of leads that are found nowhere any more;
    `opted_out` are the hashes of addresses that asked not to be contacted.
    """

    header: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False
    gone: Mapping[str, str] = field(default_factory=dict)
    opted_out: frozenset[str] = frozenset()

    def lines_on(self, day: date) -> list[str]:
        """Returns the lines below the header that are still of use on a day, as they are written.

        To forget who is gone for long is no reason to write.
        """
        return [*self.texts.values(), *self._remembered(day), *sorted(self.opted_out)]

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
        return read_record(text) if text is not None else None

    def with_returned(self, ids: Iterable[str]) -> State:
        """Returns the state in which leads that were gone, and are here again, are as they were."""
        back = {id_: returned(self.gone[id_]) for id_ in ids if id_ in self.gone}
        if not back:
            return self
        still = {id_: text for id_, text in self.gone.items() if id_ not in back}
        return replace(self, texts={**self.texts, **back}, gone=still)

    def missed(self, texts: Iterable[str], today: date) -> list[str]:
        """Returns the records of leads that are none of these `texts`: those that went in the last
        90 days, and those that go now.
        """
        here = set(map(id_in, texts))
        now = [gone(text, today) for id_, text in self.texts.items() if id_ not in here]
        return [*self._remembered(today), *now]

    def _remembered(self, day: date) -> Iterator[str]:
        return (text for text in self.gone.values() if day - gone_since(text) <= KEPT_FOR)


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
    texts = [text for text in lines if isinstance(text, str)]
    opted_out = frozenset(text for text in texts if text.startswith(OPTED_OUT) and "|" not in text)
    records = [text for text in texts if text not in opted_out]
    if header.get("sheetflow") == 1:
        records = list(map(upgraded, records))
    missing = {id_in(text): text for text in records if is_gone(text)}
    known = {id_in(text): text for text in records if not is_gone(text)}
    whole = all(map(is_record, records)) and all(map(_OPTED_OUT.fullmatch, opted_out))
    counts = {"leads": len(known), "gone": len(missing), "opted_out": len(opted_out)}
    if header and whole and all(header.get(key, 0) == count for key, count in counts.items()):
        return State(header, known, gone=missing, opted_out=opted_out)
    return State(lost=True)


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
    return header["sheetflow"] in (1, VERSION) and all(isinstance(count, int) for count in counts)
