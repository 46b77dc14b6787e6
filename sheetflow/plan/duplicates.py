"""What the rows say of each other: shared emails and phones, and how many leads an event gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sheetflow.model import Problem, Text
from sheetflow.parse.leads import LeadTable
from sheetflow.parse.workbook import Workbook

_MOST_DUPLICATES: Final = 100
"""Duplicates listed one by one; the flag stands on all of them."""


@dataclass(frozen=True, slots=True)
class CrossRowFacts:
    """What the rows say of each other: shared emails and phones, and how many leads an event
    gave.
    """

    emails: frozenset[int]
    phones: frozenset[int]
    events: Mapping[tuple[str, date], int]
    problems: tuple[Problem, ...] = field(default=())

    @classmethod
    def of(cls, book: Workbook) -> CrossRowFacts:
        """Compare all leads of all tabs."""
        tables = [tab.leads for tab in book.tabs]
        emails, phones = _repeated(tables, "email"), _repeated(tables, "phone")
        events: Counter[tuple[str, date]] = Counter()
        for table in tables:
            pairs = zip(table.field("source"), table.field("created"), strict=True)
            events.update(pair for pair in pairs if pair[0] and pair[1])
        return cls(emails, phones, events, tuple(_duplicates(book, emails, phones)))


def _repeated(tables: Sequence[LeadTable], name: str) -> frozenset[int]:
    seen: set[int] = set()
    twice: set[int] = set()
    for table in tables:
        for key in table.field(name):
            if key in seen:
                twice.add(key)
            else:
                seen.add(key)
    return frozenset(twice - {0})


def _duplicates(
    book: Workbook, emails: frozenset[int], phones: frozenset[int]
) -> Iterable[Problem]:
    """One line per later lead that shares an email or phone with an earlier one."""
    first: dict[tuple[str, int], str] = {}
    found = 0
    for tab in book.tabs if emails or phones else ():
        column = min(tab.people.values())
        keys = zip(
            tab.leads.field("row"), tab.leads.field("email"), tab.leads.field("phone"), strict=True
        )
        for row, email, phone in keys:
            mine = [
                k
                for k in (("email", email), ("phone", phone))
                if k[1] in (emails if k[0] == "email" else phones)
            ]
            where = tab.layout.where(column, row) if mine else ""
            other = next((first[key] for key in mine if key in first), None)
            for key in mine:
                first.setdefault(key, where)
            if other and found < _MOST_DUPLICATES:
                found += 1
                yield Problem(where, Text("duplicate", (other,)))
