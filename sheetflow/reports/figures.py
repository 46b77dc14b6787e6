"""Plan + workbook -> THE figures: what a workbook can tell today (follow-up.md, "What is
reported").

`sheetflow report` prints them, and the formulas of the Dashboard (formulas/dashboard.py) come to
the same. Every count stands beside the follow-up that it got.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final, NamedTuple

from sheetflow.columns import KINDS, fold
from sheetflow.decide.facts import Context
from sheetflow.decide.playbook import SEGMENTS, Stage
from sheetflow.parse.contacts_log import Line, Log, Place
from sheetflow.parse.dates import is_later
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.texts.render import choose
from sheetflow.texts.words import FLAGS, STATUSES

LONGEST: Final = 10
"""How many of the longest silent leads are named."""
RESTING: Final = frozenset({"won", "lost", "not_followed"})
"""Statuses of leads that are not open."""
WARNINGS: Final = (
    "promise_missed",
    "no_agreement",
    "too_soon",
    "too_many",
    "unknown_phase",
    "unknown_fit",
)
OPENED: Final = ("yes", "no", "unknown")

Rows = Iterable[LeadResult]


class FollowUp(NamedTuple):
    """How many leads, and the follow-up that they got: our unanswered touches, how many of them
    ever wrote, how many are late, by how many days together and at most.
    """

    leads: int = 0
    touches: int = 0
    replied: int = 0
    late: int = 0
    days_late: int = 0
    worst: int = 0

    @property
    def touches_each(self) -> float:
        """Returns the mean of the touches per lead."""
        return self.touches / self.leads if self.leads else 0.0

    @property
    def mean_late(self) -> float:
        """Returns the mean of the days late, of those that are."""
        return self.days_late / self.late if self.late else 0.0


class Group(NamedTuple):
    """The leads of one status, stage, kind or warning; `name` in the language of the plan, `key`
    blank where nobody knows it.
    """

    key: str
    name: str
    got: FollowUp


class Agreements(NamedTuple):
    """What was agreed or announced: leads whose day is still ahead, whose day passed without a
    contact, and whose contact ended with nothing dated; and lines of the log whose agreement was
    kept, was not, or was moved.
    """

    ahead: int = 0
    missed: int = 0
    undated: int = 0
    kept: int = 0
    not_kept: int = 0
    moved: int = 0


class OwnerFigures(NamedTuple):
    """What one owner has: the open leads, their agreements, and what is closed; `owner` is blank
    for leads of nobody.
    """

    owner: str
    got: FollowUp
    agreements: Agreements
    won: int
    lost: int


class SegmentFigures(NamedTuple):
    """All leads of a segment, how many of them are open, won, lost, and what we believe of them:
    possible, not possible, nobody said.
    """

    key: str
    name: str
    got: FollowUp
    open: int
    won: int
    lost: int
    possible: int
    not_possible: int
    unknown: int


class Replies(NamedTuple):
    """Messages of theirs that wait for an answer, and their age in working days."""

    waiting: int = 0
    days: int = 0
    oldest: int = 0

    @property
    def mean_age(self) -> float:
        """Returns the mean of their ages."""
        return self.days / self.waiting if self.waiting else 0.0


class Silent(NamedTuple):
    """An open lead of which nothing was heard since a day, either way."""

    tab: str
    row: int
    name: str
    owner: str
    status: str
    since: date
    days: int
    touches: int


class Nuisance(NamedTuple):
    """Leads contacted too soon, leads contacted after their last message, and how many touches
    those were.
    """

    too_soon: int = 0
    too_many: int = 0
    touches_beyond: int = 0


class Closed(NamedTuple):
    """Leads closed one way, their value, and the touches since their last message."""

    leads: int = 0
    value: float = 0
    touches: int = 0


class OpenedFigures(NamedTuple):
    """Our efforts of which it is noted that they were opened, that they were not, or neither, and
    how many of them were answered later.
    """

    opened: str
    efforts: int
    answered: int


class LogFigures(NamedTuple):
    """What the Contacts log tells besides: what was opened, and how fast we answer; the median is
    in working days, None where nothing was answered.
    """

    opened: tuple[OpenedFigures, ...]
    messages: int
    answered: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a workbook, or one owner of it, can tell on a day.

    Statuses, kinds and segments count all leads; owners and stages the open ones. `started` were
    contacted, `advanced` are those of them beyond the first stage and not lost.
    """

    today: date
    owner: str | None
    leads: int
    open: FollowUp
    statuses: tuple[Group, ...]
    owners: tuple[OwnerFigures, ...]
    stages: tuple[Group, ...]
    ahead: FollowUp
    segments: tuple[SegmentFigures, ...]
    kinds: tuple[Group, ...]
    warnings: tuple[Group, ...]
    replies: Replies
    agreements: Agreements
    silent: tuple[Silent, ...]
    nuisance: Nuisance
    won: Closed
    lost: Closed
    started: int
    advanced: int
    log: LogFigures | None


def figures(plan: Plan, book: Workbook, owner: str | None = None) -> Figures:
    """Returns the figures of a plan whose rows were kept, of all leads or of one owner's."""
    rows = [row for row in plan.rows if owner is None or fold(row.owner) == fold(owner)]
    context, lang = plan.context(book), plan.lang
    still_open = [row for row in rows if is_open(row)]
    lines = _lines_of(rows, book.log)
    owners = _owners(rows, lines, context)
    started = [row for row in rows if row.facts.last_contact]
    first = _first_open(book.playbook.stages)
    if owner is not None and owners:
        owner = owners[0].owner
    return Figures(
        today=plan.today,
        owner=owner,
        leads=len(rows),
        open=follow_up(still_open),
        statuses=_statuses(rows, lang),
        owners=owners,
        ahead=follow_up(row for row in still_open if has_ahead(row, plan.today)),
        stages=_stages(still_open, book.playbook.stages, lang),
        segments=_segments(rows, lang),
        kinds=_kinds(rows, lang),
        warnings=_warnings(rows, lang),
        replies=_replies(rows, context),
        agreements=_sum(each.agreements for each in owners),
        silent=_silent(still_open, context),
        nuisance=_nuisance(rows),
        won=_closed(rows, "won"),
        lost=_closed(rows, "lost"),
        started=len(started),
        advanced=sum(_has_advanced(row, first) for row in started),
        log=_log(lines, context) if book.log.present else None,
    )


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


def _statuses(rows: Rows, lang: str) -> tuple[Group, ...]:
    found = _by(rows, lambda row: row.decision.status)
    return tuple(
        Group(key, choose(words, lang), follow_up(found.get(key, ())))
        for key, words in STATUSES.items()
    )


def _stages(rows: Rows, stages: Sequence[Stage], lang: str) -> tuple[Group, ...]:
    """Returns the open stages in their order; last, where there are any, leads of no stage that we
    know.
    """
    found = _by(rows, lambda row: row.facts.stage.key if row.facts.stage else "")
    known = [stage for stage in stages if not stage.closed]
    groups = [
        Group(stage.key, choose(stage.label, lang), follow_up(found.pop(stage.key, ())))
        for stage in known
    ]
    rest = follow_up(row for rows in found.values() for row in rows)
    return (*groups, Group("", "", rest)) if rest.leads else tuple(groups)


def _kinds(rows: Rows, lang: str) -> tuple[Group, ...]:
    found = _by(rows, lambda row: row.facts.kind or "opportunity")
    return tuple(
        Group(key, choose(words, lang), follow_up(found.get(key, ())))
        for key, words in KINDS.items()
    )


def _warnings(rows: Rows, lang: str) -> tuple[Group, ...]:
    """Returns the leads that a manager should look at, by what is the matter with them."""
    found = list(rows)
    return tuple(
        Group(
            flag,
            choose(FLAGS[flag], lang),
            follow_up(row for row in found if flag in row.decision.flags),
        )
        for flag in WARNINGS
    )


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
    agreements = Agreements(
        ahead=sum(has_ahead(row, context.today) for row in still_open),
        missed=_flagged(rows, "promise_missed"),
        undated=_flagged(rows, "no_agreement"),
        kept=outcomes.count("yes"),
        not_kept=outcomes.count("no"),
        moved=outcomes.count("moved"),
    )
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
    ages = [
        context.workdays.late(row.facts.last_reply, context.today)
        for row in rows
        if row.decision.status == "reply" and row.facts.last_reply
    ]
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


def _first_open(stages: Sequence[Stage]) -> int:
    return min((stage.position for stage in stages if not stage.closed), default=0)


def _has_advanced(row: LeadResult, first: int) -> bool:
    """Returns whether a lead is beyond the first stage, and neither lost nor closed otherwise."""
    stage = row.facts.stage
    if stage is None or row.decision.status in ("lost", "not_followed"):
        return False
    return stage.position > first


# ── the Contacts log ──────────────────────────────────────────────────────────────────────────


def _log(lines: _LinesOf, context: Context) -> LogFigures:
    efforts = dict.fromkeys(OPENED, 0)
    answered = dict.fromkeys(OPENED, 0)
    messages, days = 0, list[int]()
    for _, said in lines:
        last_reply = max((line.when for line in said if _is_reply(line)), default=None)
        for line in said:
            if line.by_us:
                opened = line.opened or "unknown"
                efforts[opened] += 1
                answered[opened] += last_reply is not None and is_later(last_reply, line.when)
        asked = _days_to_answer(said, context)
        messages += len(asked)
        days += [n for n in asked if n is not None]
    opened_figures = tuple(OpenedFigures(key, efforts[key], answered[key]) for key in OPENED)
    return LogFigures(opened_figures, messages, len(days), median(days) if days else None)


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
