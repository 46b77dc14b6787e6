"""Plan + workbook -> THE figures: what a workbook can tell today (follow-up.md, "What is
reported").

`sheetflow report` prints them, and the formulas of the Dashboard (formulas/dashboard.py) come to
the same. Every count stands beside the follow-up that it got.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Final

from sheetflow.columns import KINDS, fold
from sheetflow.decide.facts import Context
from sheetflow.decide.playbook import SEGMENTS, Stage
from sheetflow.formulas.dash_columns import COUNTED_FLAGS
from sheetflow.parse.contacts_log import Line, Log, Place
from sheetflow.parse.dates import is_later
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.figure_values import (
    Agreements,
    Closed,
    Figures,
    FollowUp,
    Group,
    LogFigures,
    Nuisance,
    OpenedFigures,
    OwnerFigures,
    Replies,
    SegmentFigures,
    Silent,
)
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.texts.render import choose
from sheetflow.texts.words import FLAGS, STATUSES

LONGEST: Final = 10
"""How many of the longest silent leads are named."""
RESTING: Final = frozenset({"won", "lost", "not_followed"})
"""Statuses of leads that are not open."""
OPENED: Final = ("yes", "no", "unknown")

Rows = Iterable[LeadResult]
Both = tuple[str, str]
"""A name in English and Spanish."""


def figures(plan: Plan, book: Workbook, owner: str | None = None) -> Figures:
    """Returns the figures of a plan whose rows were kept, of all leads or of one owner's."""
    rows = [row for row in plan.rows if owner is None or fold(row.owner) == fold(owner)]
    context, lang = plan.context(book), plan.lang
    still_open = [row for row in rows if is_open(row)]
    lines = _lines_of(rows, book.log)
    owners = _owners(rows, lines, context)
    started = [row for row in rows if row.facts.last_contact]
    stages = book.playbook.stages
    if owner is not None and owners:
        owner = owners[0].owner
    by_stage = _stages(still_open, stages, lang)
    groups = (_statuses(rows, lang), by_stage, _kinds(rows, lang), _warnings(rows, lang))
    ahead = [row for row in still_open if has_ahead(row, plan.today)]
    logged = _log(lines, context) if lines else None
    counted = Figures(plan.today, owner, len(rows), follow_up(still_open), *groups)
    agreed = _sum(each.agreements for each in owners)
    counted = replace(counted, owners=owners, segments=_segments(rows, lang), log=logged)
    counted = replace(counted, ahead=follow_up(ahead), agreements=agreed)
    counted = replace(counted, replies=_replies(rows, context), nuisance=_nuisance(rows))
    counted = replace(counted, won=_closed(rows, "won"), lost=_closed(rows, "lost"))
    counted = replace(counted, silent=_silent(still_open, context), started=len(started))
    return replace(counted, advanced=sum(_has_advanced(row, stages) for row in started))


def is_open(row: LeadResult) -> bool:
    """Returns whether a lead is still followed, or rests after a last message."""
    return row.decision.status not in RESTING


def follow_up(rows: Rows) -> FollowUp:
    """Adds up the follow-up that leads got."""
    found = list(rows)
    late = [row.decision.overdue for row in found if row.decision.overdue]
    touches = sum(row.decision.touches or 0 for row in found)
    replied = sum(row.facts.last_reply is not None for row in found)
    return FollowUp(len(found), touches, replied, len(late), sum(late), max(late, default=0))


# ── groups ────────────────────────────────────────────────────────────────────────────────────


def _by(rows: Rows, key: Callable[[LeadResult], str]) -> dict[str, list[LeadResult]]:
    """Groups rows, in the order in which the keys first come."""
    found = defaultdict[str, list[LeadResult]](list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _named(found: Mapping[str, Rows], names: Mapping[str, Both], lang: str) -> tuple[Group, ...]:
    """Returns a group of each name, with the leads that were found for its key."""
    return tuple(_group(key, both, found.get(key, ()), lang) for key, both in names.items())


def _group(key: str, name: Both, rows: Rows, lang: str) -> Group:
    return Group(key, choose(name, lang), follow_up(rows))


def _statuses(rows: Rows, lang: str) -> tuple[Group, ...]:
    return _named(_by(rows, lambda row: row.decision.status), STATUSES, lang)


def _stages(rows: Rows, stages: Sequence[Stage], lang: str) -> tuple[Group, ...]:
    """Returns the open stages in their order; last, where there are any, leads of no stage that we
    know.
    """
    found = _by(rows, lambda row: row.facts.stage.key if row.facts.stage else "")
    names = {stage.key: stage.label for stage in stages if not stage.closed}
    groups = _named(found, names, lang)
    rest = [row for row in rows if not row.facts.stage or row.facts.stage.key not in names]
    return (*groups, Group("", "", follow_up(rest))) if rest else groups


def _kinds(rows: Rows, lang: str) -> tuple[Group, ...]:
    return _named(_by(rows, lambda row: row.facts.kind or "opportunity"), KINDS, lang)


def _warnings(rows: Rows, lang: str) -> tuple[Group, ...]:
    """Returns the leads that a manager should look at, by what is the matter with them."""
    listed = list(rows)
    found = {flag: [row for row in listed if flag in row.decision.flags] for flag in COUNTED_FLAGS}
    return _named(found, {flag: FLAGS[flag] for flag in COUNTED_FLAGS}, lang)


def _segments(rows: Rows, lang: str) -> tuple[SegmentFigures, ...]:
    """Returns the segments, those with most leads first; leads without one come last."""
    found = _by(rows, lambda row: row.facts.segment)
    segments = [_segment(key, its_rows, lang) for key, its_rows in found.items()]
    return tuple(sorted(segments, key=lambda each: (not each.key, -each.got.leads)))


def _segment(key: str, rows: list[LeadResult], lang: str) -> SegmentFigures:
    won, lost = _closed(rows, "won").leads, _closed(rows, "lost").leads
    fits = [row.facts.fit for row in rows]
    belief = (fits.count(True), fits.count(False), fits.count(None))
    got, still_open = follow_up(rows), sum(map(is_open, rows))
    return SegmentFigures(key, segment_name(key, lang), got, still_open, won, lost, *belief)


def segment_name(key: str, lang: str) -> str:
    """Returns what a segment is called: the shipped ones in the language, the team's as typed, with
    a capital.
    """
    if lang == "es":
        key = next((word for word, meant in SEGMENTS.items() if meant == key), key)
    return key[:1].upper() + key[1:]


# ── owners ────────────────────────────────────────────────────────────────────────────────────

_LinesOf = Sequence[tuple[LeadResult, tuple[Line, ...]]]
"""Leads with their lines of the log, those that have any."""


def _lines_of(rows: Rows, log: Log) -> _LinesOf:
    places: Mapping[Place, tuple[Line, ...]] = log.lines
    found = ((row, places.get((row.tab, row.row), ())) for row in rows)
    return [(row, lines) for row, lines in found if lines]


def _owners(rows: Rows, lines: _LinesOf, context: Context) -> tuple[OwnerFigures, ...]:
    """Returns the owners, those with most open leads first; leads of nobody come last."""
    found = _by(rows, lambda row: fold(row.owner))
    logged = defaultdict[str, list[Line]](list)
    for row, said in lines:
        logged[fold(row.owner)] += said
    owners = [_owner(its, logged[key], context) for key, its in found.items()]
    return tuple(sorted(owners, key=lambda each: (not each.owner, -each.got.leads)))


def _owner(rows: list[LeadResult], lines: list[Line], context: Context) -> OwnerFigures:
    won, lost = _closed(rows, "won").leads, _closed(rows, "lost").leads
    still_open = [row for row in rows if is_open(row)]
    outcomes = [line.outcome for line in lines]
    ahead = sum(has_ahead(row, context.today) for row in still_open)
    open_ones = (ahead, _flagged(rows, "promise_missed"), _flagged(rows, "no_agreement"))
    agreements = Agreements(*open_ones, *map(outcomes.count, ("yes", "no", "moved")))
    return OwnerFigures(rows[0].owner.strip(), follow_up(still_open), agreements, won, lost)


def has_ahead(row: LeadResult, today: date) -> bool:
    """Returns whether a day was agreed or announced that is still to come."""
    facts = row.facts
    last = facts.last_contact or date.min
    days = (facts.agreed_for, facts.announced_for)
    return any(day >= today and day > last for day in days if day)


def _sum(parts: Iterable[Agreements]) -> Agreements:
    return Agreements._make(map(sum, zip(*parts, Agreements(), strict=True)))


# ── single figures ────────────────────────────────────────────────────────────────────────────


def _flagged(rows: Rows, flag: str) -> int:
    return sum(flag in row.decision.flags for row in rows)


def _replies(rows: Rows, context: Context) -> Replies:
    waiting = (row.facts.last_reply for row in rows if row.decision.status == "reply")
    ages = [context.workdays.late(day, context.today) for day in waiting if day]
    return Replies(len(ages), sum(ages), max(ages, default=0))


def _silent(rows: Rows, context: Context) -> tuple[Silent, ...]:
    """Returns the open leads that were silent longest; of equals, those further up in the list. A
    lead without any date is not among them, nor one whose dates need a look.
    """
    found = []
    for row in rows:
        facts = row.facts
        heard = [d for d in (facts.last_contact, facts.last_reply, facts.created) if d]
        if heard and max(heard) < context.today and row.decision.status != "check":
            found.append((max(heard), row))
    found.sort(key=lambda each: each[0])
    return tuple(_silence(row, since, context) for since, row in found[:LONGEST])


def _silence(row: LeadResult, since: date, context: Context) -> Silent:
    days = context.workdays.late(since, context.today)
    where, decision = (row.tab, row.row, row.name, row.owner), row.decision
    return Silent(*where, decision.status, since, days, decision.touches or 0)


def _nuisance(rows: Rows) -> Nuisance:
    found = list(rows)
    many = [row for row in found if "too_many" in row.decision.flags]
    return Nuisance(_flagged(found, "too_soon"), len(many), sum(map(_touches_beyond, many)))


def _touches_beyond(row: LeadResult) -> int:
    """Counts the touches after the last message, which itself comes after the cap."""
    stage = row.facts.stage
    return row.facts.touches - stage.max_touches - 1 if stage else 0


def _closed(rows: Rows, status: str) -> Closed:
    found = [row for row in rows if row.decision.status == status]
    touches = sum(row.decision.touches or 0 for row in found)
    return Closed(len(found), sum(row.value or 0 for row in found), touches)


def _has_advanced(row: LeadResult, stages: Sequence[Stage]) -> bool:
    """Returns whether a lead is beyond the first stage, and neither lost nor closed otherwise."""
    first = min((each.position for each in stages if not each.closed), default=0)
    stage = row.facts.stage
    if stage is None or row.decision.status in ("lost", "not_followed"):
        return False
    return stage.position > first


# ── the Contacts log ──────────────────────────────────────────────────────────────────────────


def _log(lines: _LinesOf, context: Context) -> LogFigures:
    opened = dict.fromkeys(OPENED, (0, 0))
    asked = list[int | None]()
    for _, said in lines:
        last_reply = max((line.when for line in said if _is_reply(line)), default=None)
        for line in filter(lambda line: line.by_us, said):
            efforts, answered = opened[line.opened or "unknown"]
            answered += last_reply is not None and is_later(last_reply, line.when)
            opened[line.opened or "unknown"] = (efforts + 1, answered)
        asked += _days_to_answer(said, context)
    days = [n for n in asked if n is not None]
    counted = tuple(OpenedFigures(key, *counts) for key, counts in opened.items())
    return LogFigures(counted, len(asked), len(days), median(days) if days else None)


def _is_reply(line: Line) -> bool:
    return not (line.by_us or line.automatic)


def _days_to_answer(lines: Sequence[Line], context: Context) -> list[int | None]:
    """Returns for each message of theirs the working days to our next contact, None before it."""
    found: list[int | None] = []
    for number, line in enumerate(lines):
        if _is_reply(line):
            later = (other.when.day for other in lines[number + 1 :] if other.by_us)
            answer = next(later, None)
            found.append(None if answer is None else context.workdays.late(line.when.day, answer))
    return found
