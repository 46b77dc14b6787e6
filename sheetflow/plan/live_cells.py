"""The cells in which our live formulas answer: what a sync writes there, and where a formula says
something else than the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from sheetflow.decide.facts import Decision, Facts
from sheetflow.decide.steps import promised
from sheetflow.model import Answer, CellError, Problem, Text, Value
from sheetflow.parse.leads import ANSWERS, Lead
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.live_tabs import LiveTabs
from sheetflow.parse.values import is_blank
from sheetflow.state.record import fingerprint
from sheetflow.texts.render import choose
from sheetflow.texts.words import MONTHS, RULE_NAMES

_NONE: Final[frozenset[str]] = frozenset()
_LAST_DAY: Final = 2_958_466
"""The serial behind 31 Dec 9999."""

_NOT_CALCULATED: Final = CellError("#CALC!")
"""What a formula without a result is read as."""

Wanted = tuple[int | str | None, ...]
"""What the engine answers in our columns but the id; dates are serials."""
Cells = tuple[Answer, ...]
"""What to write into our columns."""


class LiveCells(NamedTuple):
    """The live formulas of one tab: `keys` are the columns in which they stand, or will stand where
    a column is added anew. Their results are `compared` with the engine's answers where they were
    calculated for today, from the columns that are there; `since` tells whether a program is known
    to have calculated them since the last run.
    """

    tab: LeadsTab
    keys: frozenset[str]
    compared: bool
    since: bool = False

    @classmethod
    def of(cls, tab: LeadsTab, live: LiveTabs | None, today: date) -> LiveCells:
        """Returns those of a tab; without keys where it has none."""
        if live is None or live.tab != tab.name:
            return cls(tab, _NONE, compared=False)
        compared = live.calculated == today and not came_or_went(live, tab)
        return cls(tab, frozenset(live.formulas), compared, live.since)

    def calculated(self, lead: Lead) -> Lead:
        """Returns a lead in which a formula of ours that nobody calculated yet shows nothing."""
        if _NOT_CALCULATED not in lead.answers or not self._live(lead):
            return lead
        shown = (None if value == _NOT_CALCULATED else value for value in lead.answers)
        return lead._replace(answers=tuple(shown))

    def mended(self, lead: Lead, edited: frozenset[str], cells: Cells, wanted: Wanted) -> Cells:
        """Returns what to write into a row: cells that are without their formula get it, with its
        result, even where that is what stands there.
        """
        without = self.keys - self._live(lead) - edited
        if not without:
            return cells
        mended = list(cells)
        for at, (key, value) in enumerate(zip(ANSWERS, wanted, strict=True)):
            if key in without:
                mended[at] = value
        return tuple(mended)

    def differences(self, lead: Lead, wanted: Wanted, written: str) -> Iterator[Problem]:
        """Yields the cells whose formula was calculated for today and says something else.

        `written` are the fingerprints of what the last run wrote into the row, blank for none. A
        cell that still shows that, where no program is known to have calculated since, cannot be
        judged: what somebody changed meanwhile may be missing in it. What the last run wrote as the
        reason of formulas is not known: beside such a cell it cannot be judged either.
        """
        live = self._live(lead) if self.compared else _NONE
        before = tuple(written.split(";")) if written else ("",) * len(ANSWERS)
        rows = zip(ANSWERS, lead.answers, wanted, before, strict=True)
        wrong = [row for row in rows if row[0] in live and not _equal(row[1], row[2])]
        old = {key for key, shown, _, mark in wrong if mark == fingerprint(shown)}
        if old:
            old.add("why")
        if self.since:
            old.clear()
        for key, shown, value, _ in wrong:
            if key not in old:
                where = self.tab.layout.where(self.tab.owned[key], lead.row)
                told = (key, _told(key, shown), _told(key, value))
                yield Problem(where, Text("formula_differs", told))

    def put_back(self, lead: Lead, edited: frozenset[str]) -> Iterator[Problem]:
        """Yields the cells of a lead that had its formulas and is without one, or some."""
        live = self._live(lead)
        for key in sorted(self.keys - live - edited) if live and lead.id else ():
            if key in self.tab.owned:
                where = self.tab.layout.where(self.tab.owned[key], lead.row)
                yield Problem(where, Text("formula_back", (key,)))

    def _live(self, lead: Lead) -> frozenset[str]:
        return self.tab.leads.live.get(lead.row, _NONE)


def came_or_went(live: LiveTabs, tab: LeadsTab) -> set[str]:
    """Returns the keys of columns that appeared or were deleted since formulas were written."""
    there = {*tab.people, *tab.owned}
    return there.symmetric_difference(live.reads) if live.reads else set()


def offline_reason(facts: Facts, decision: Decision, lang: str) -> str:
    """Returns the reason as formulas say it: the rule, and the day from which it counts."""
    rule = choose(RULE_NAMES[decision.rule], lang)
    day = _counts_from(facts, decision.rule)
    if day is None:
        return rule
    return f"{rule} · {day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def _counts_from(facts: Facts, rule: str) -> date | None:
    if rule in ("closed", "not_followed", "problem"):
        return None
    found = promised(facts)
    days = {
        "reply": facts.last_reply,
        "appointment": facts.appointment,
        "by_hand": facts.planned_by_hand,
        "agreement": found[1] if found else None,
        "first_contact": facts.created,
    }
    return days.get(rule, facts.last_contact)


def with_reason(wanted: Wanted, why: str) -> Wanted:
    """Returns the answers with another reason."""
    at = ANSWERS.index("why")
    return (*wanted[:at], why, *wanted[at + 1 :])


def _equal(shown: Value, value: int | str | None) -> bool:
    return shown == value or (value is None and is_blank(shown))


def _told(key: str, value: Value) -> str | date:
    """Returns a value as a sentence shows it; live workbooks count days from 1900."""
    if isinstance(value, CellError):
        return value.code
    if key == "next_contact" and isinstance(value, int) and 0 < value < _LAST_DAY:
        return date(1899, 12, 30) + timedelta(days=value)
    return "–" if is_blank(value) else str(value)
