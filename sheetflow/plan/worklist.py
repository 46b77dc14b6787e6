"""The order of the day's work: triage orders the list, it drops nobody (follow-up.md, "Order of the
worklist").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sheetflow.columns import fold
from sheetflow.errors.lists import LeadNotFound, NoOwners, OwnerUnknown
from sheetflow.plan.rows import LeadResult

_STATUSES: Final = ("reply", "overdue", "today", "last_message", "cold", "check")
ORDER: Final = {status: place for place, status in enumerate(_STATUSES)}
_FIRST: Final = frozenset({"agreement", "by_hand", "appointment"})


def worklist(rows: Iterable[LeadResult], owner: str | None = None) -> list[LeadResult]:
    """Returns the rows to work on today, most urgent first; `owner` compares without case and
    accents.
    """
    chosen = [row for row in rows if row.decision.status in ORDER]
    if owner is not None:
        chosen = [row for row in chosen if fold(row.owner) == fold(owner)]
    return sorted(chosen, key=_rank)  # rows come in tab and row order, and sorting keeps it


def _rank(row: LeadResult) -> tuple[float, ...]:
    decision = row.decision
    higher_first = (decision.interest, row.value, decision.overdue)
    rest = [float("inf") if number is None else -number for number in higher_first]
    return (ORDER[decision.status], decision.rule not in _FIRST, *rest)


def find_rows(rows: Iterable[LeadResult], who: str) -> list[LeadResult]:
    """Returns the rows that a person means: by a row number, Tab!row, an id, a name, or a part of
    one. Raises LeadNotFound.
    """
    every = list(rows)
    tab, _, number = who.rpartition("!")
    if number.isdigit():
        found = [r for r in every if r.row == int(number)]
        if tab:
            found = [r for r in found if fold(r.tab) == fold(tab)]
    else:
        found = [r for r in every if fold(r.name) == fold(who) or r.id == who]
        found = found or [r for r in every if fold(who) in fold(r.name)]
    if not found:
        raise LeadNotFound
    return found


def check_owner(rows: Iterable[LeadResult], owner: str) -> None:
    """Raises ConfigError where no lead at all has this owner: an empty list would hide a slip of
    the keyboard. A blank owner is nobody, who may own any number of leads.
    """
    if not fold(owner):
        return
    owners = {fold(row.owner): row.owner for row in rows if row.owner}
    if not owners:
        raise NoOwners
    if fold(owner) not in owners:
        raise OwnerUnknown(owner, tuple(sorted(owners.values())))
