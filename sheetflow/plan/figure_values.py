"""What the figures of a workbook are made of: plain values (figures.py fills them)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple


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
    still_open: int
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


NO_FOLLOW_UP: Final = FollowUp()
NO_REPLIES: Final = Replies()
NO_AGREEMENTS: Final = Agreements()
NO_NUISANCE: Final = Nuisance()
NONE_CLOSED: Final = Closed()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a workbook, or one owner of it, can tell on a day.

    Statuses, kinds and segments count all leads; owners and stages the open ones. `started` were
    contacted, `advanced` are those of them beyond the first stage and not lost.
    """

    today: date
    owner: str | None
    leads: int
    still_open: FollowUp
    statuses: tuple[Group, ...]
    stages: tuple[Group, ...]
    kinds: tuple[Group, ...]
    warnings: tuple[Group, ...]
    owners: tuple[OwnerFigures, ...] = ()
    segments: tuple[SegmentFigures, ...] = ()
    ahead: FollowUp = NO_FOLLOW_UP
    replies: Replies = NO_REPLIES
    agreements: Agreements = NO_AGREEMENTS
    silent: tuple[Silent, ...] = ()
    nuisance: Nuisance = NO_NUISANCE
    won: Closed = NONE_CLOSED
    lost: Closed = NONE_CLOSED
    started: int = 0
    advanced: int = 0
    log: LogFigures | None = None
