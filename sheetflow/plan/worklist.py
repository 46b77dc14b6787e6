"""The order of the day's work: triage orders the list, it drops nobody (follow-up.md, "Order of the
worklist").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import fold
from sheetflow.decide.people import Person
from sheetflow.errors.lists import LeadNotFound, NoOwners, OwnerUnknown
from sheetflow.plan.rows import LeadResult

_STATUSES: Final = ("reply", "overdue", "today", "last_message", "cold", "check")
ORDER: Final = {status: place for place, status in enumerate(_STATUSES)}
_FIRST: Final = frozenset({"agreement", "by_hand", "appointment"})


def worklist(rows: Iterable[LeadResult], owner: str | None = None) -> list[LeadResult]:
    """Returns the rows to work on today, most urgent first; `owner` compares without case and
    accents, and has the rows of whom they stand in for, too.
    """
    chosen = [row for row in rows if row.decision.status in ORDER]
    if owner is not None:
        chosen = [row for row in chosen if fold(owner) in (fold(row.owner), _deputy(row))]
    return sorted(chosen, key=_rank)  # rows come in tab and row order, and sorting keeps it


def _deputy(row: LeadResult) -> str | None:
    return fold(row.deputy) if row.deputy else None


class DayList(NamedTuple):
    """The worklist of a day as far as it fits into it; `more` counts by owner what does not."""

    rows: list[LeadResult]
    more: Mapping[str, int]


def day_list(
    plan_rows: Sequence[LeadResult],
    people: Mapping[str, Person],
    today: date,
    owner: str | None = None,
) -> DayList:
    """Cuts the worklist at what each owner has room for today: their capacity, less the rows that
    they contacted today. What waits for an answer is never cut.
    """
    room = room_of(plan_rows, people, today)
    found = cut_at(room, worklist(plan_rows, owner), owner)
    return DayList(found.rows, {people[who].name: count for who, count in found.more.items()})


def cut_at(room: Mapping[str, int], rows: Iterable[LeadResult], owner: str | None) -> DayList:
    """Cuts rows in their order at the room of each owner, by folded name, as `more` is, too."""
    room, kept, more = dict(room), list[LeadResult](), Counter[str]()
    for row in rows:
        who = fold(row.owner if owner is None else owner)
        if row.decision.status != "reply" and room.get(who, 1) <= 0:
            more[who] += 1
            continue
        kept.append(row)
        if who in room:
            room[who] -= 1
    return DayList(kept, more)


def room_of(
    rows: Iterable[LeadResult], people: Mapping[str, Person], today: date
) -> dict[str, int]:
    """Returns how many touches fit into the rest of the day, for those who have a capacity."""
    done = Counter(fold(row.owner) for row in rows if row.facts.last_contact == today)
    return {
        name: person.capacity - done[name]
        for name, person in people.items()
        if person.capacity is not None
    }


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
    the keyboard. A blank owner is nobody, who may own any number of leads; a deputy has those of
    whom they stand in for.
    """
    if not fold(owner):
        return
    owners, deputies = dict[str, str](), set[str | None]()
    for row in rows:
        if row.owner:
            owners[fold(row.owner)] = row.owner
        deputies.add(_deputy(row))
    if not owners:
        raise NoOwners
    if fold(owner) not in owners.keys() | deputies:
        raise OwnerUnknown(owner, tuple(sorted(owners.values())))
