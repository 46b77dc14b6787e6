"""What the rows say of each other: shared emails and phones, and how many leads an event gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from sheetflow.model import Problem, Text
from sheetflow.parse.leads import ODD, LeadTable
from sheetflow.parse.leads_tab import LeadsTab

_MOST_DUPLICATES: Final = 100
"""Duplicates listed one by one; all of them have the flag."""


@dataclass(frozen=True, slots=True)
class CrossRowFacts:
    """What the rows say of each other: `emails` and `phones` are keys that several leads share,
    `events` counts the leads by source and day.
    """

    emails: frozenset[int]
    phones: frozenset[int]
    events: Mapping[tuple[str, date], int]
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, tabs: Sequence[LeadsTab]) -> CrossRowFacts:
        """Compares all leads of all tabs."""
        tables = [tab.leads for tab in tabs]
        emails, phones = _repeated(tables, "email"), _repeated(tables, "phone")
        events: Counter[tuple[str, date]] = Counter()
        for table in tables:
            pairs = zip(table.field("source"), table.field("created"), strict=True)
            events.update(pair for pair in pairs if pair[0] and pair[1])
        problems = islice(_duplicates(tabs, emails, phones), _MOST_DUPLICATES)
        return cls(emails, phones, events, tuple(problems))

    def with_events(self, more: Counter[tuple[str, date]]) -> CrossRowFacts:
        """Adds leads whose day was typed as a word."""
        return replace(self, events=more + Counter(self.events)) if more else self


def _repeated(tables: Iterable[LeadTable], name: str) -> frozenset[int]:
    seen: set[int] = set()
    twice: set[int] = set()
    for table in tables:
        for key in table.field(name):
            if key in seen:
                twice.add(key)
            else:
                seen.add(key)
    return frozenset(twice - {0, ODD})


def _duplicates(
    tabs: Iterable[LeadsTab], emails: frozenset[int], phones: frozenset[int]
) -> Iterator[Problem]:
    """Yields one problem per later lead that shares an email or phone with an earlier one."""
    if not (emails or phones):
        return
    first: dict[tuple[str, int], str] = {}
    for tab in tabs:
        column, leads = min(tab.people.values()), tab.leads
        keys = zip(leads.field("row"), leads.field("email"), leads.field("phone"), strict=True)
        for row, email, phone in keys:
            shared = [("email", email)] if email in emails else []
            if phone in phones:
                shared.append(("phone", phone))
            if not shared:
                continue
            where = tab.layout.where(column, row)
            earlier = [first[key] for key in shared if key in first]
            for key in shared:
                first.setdefault(key, where)
            if earlier:
                yield Problem(where, Text("duplicate", (earlier[0],)))
