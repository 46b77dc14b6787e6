"""The nouns of the core: inert values, and nothing that touches the world.

`Lead`, `Facts` and `Decision`, a million in a full sheet, are named tuples: four times faster than frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, Protocol

from sheetflow.workdays import Workdays


class CellError(NamedTuple):
    """An error value such as #N/A in a cell."""

    code: str


Value = None | bool | int | float | str | CellError
"""What a cell holds: blank, TRUE/FALSE, a number (dates are serials), text, or an error value."""

HEAD_ROWS: Final = 20
"""Headings are looked for in this many first rows of a tab (follow-up.md, "Leads tab")."""

MEMORY_TAB: Final = "_sheetflow"


class Block(NamedTuple):
    """Some consecutive rows of a tab, column by column.

    `rows` are 1-based and ascend, blank ones may lack; `columns[i][j]` is the i-th wanted column in row `rows[j]`.
    """

    rows: list[int]
    columns: list[list[Value]]


class Tab(Protocol):
    """One worksheet, read as far as somebody asks."""

    @property
    def name(self) -> str: ...
    @property
    def visible(self) -> bool: ...

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        """The first HEAD_ROWS sheet rows; each as long as its last filled cell."""

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Read these columns (0-based, ascending) of every row, in order."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workbook as it was read: its tabs in workbook order, and what the workbook says of itself.

    `stamp` changes whenever anything but our memory tab changes; empty where the backend has none. By marks, `columns`:
    tab -> owned key -> heading, `places`: the 0-based column. `shared`: people may change it while a run decides.
    """

    tabs: tuple[Tab, ...]
    date1904: bool = False
    language: str | None = None
    time_zone: str | None = None
    stamp: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    shared: bool = False

    def tab(self, name: str) -> Tab | None:
        """The tab of that exact name, if there is one."""
        return next((tab for tab in self.tabs if tab.name == name), None)


class Keep:
    """The type of KEEP: leave this cell as it is."""

    def __reduce__(self) -> str:  # there is one KEEP, also behind a pipe
        return "KEEP"

    __repr__ = __reduce__


KEEP: Final = Keep()

Answer = None | int | str | date | Keep
"""What the engine puts into an owned cell; None empties it. A date may be given as its serial."""


class RowPlan(NamedTuple):
    """What to write into one row: one answer per owned column, in the order of columns.OWNED."""

    row: int
    cells: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class TabPlan:
    """What to write into one leads tab.

    `owned` maps the key of each owned column that stands in the sheet to its 0-based column; `missing` maps the
    others, in order, to the heading to write; `rows` ascend and hold only rows with something to write; `last_row`
    is the last row that holds a lead; `people` are the team's columns by key; `choices` offers words for some.
    """

    tab: str
    heading_row: int
    last_row: int
    columns: tuple[int, ...]
    owned: Mapping[str, int]
    missing: Mapping[str, str]
    rows: Sequence[RowPlan]
    people: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewTab:
    """A tab that `init` adds to a team's workbook: rows of plain values and dates, the first one a heading."""

    name: str
    rows: tuple[tuple[Value | date, ...], ...]
    widths: tuple[int, ...]


class MemoryText(Protocol):
    """The next content of the memory tab."""

    def lines(self, stamp: str) -> Iterator[str]:
        """One text per row; the first one is the header, which carries the stamp."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one run writes: the argument of Backend.apply.

    `memory` is None where its tab stays as it is. Highlighting is not listed: the backend holds it against
    palette.py and writes only what differs, saying there what it says in `lang`.
    """

    tabs: tuple[TabPlan, ...]
    memory: MemoryText | None = None
    new_tabs: tuple[NewTab, ...] = ()
    lang: str = "en"


class Words(NamedTuple):
    """A text of the team's in both languages."""

    en: str
    es: str


class Stage(NamedTuple):
    """One stage of the Playbook. `ends_in` is nurture, last_message, won or lost."""

    key: str
    en: str
    es: str
    position: int
    pace: str
    gaps: tuple[int, ...]
    min_gap: int
    cold_after: int
    max_touches: int
    ends_in: str
    channel: str
    step_en: str
    step_es: str

    @property
    def closed(self) -> bool:
        """A stage in which nobody follows up any more."""
        return self.ends_in in ("won", "lost")

    @property
    def label(self) -> Words:
        """What the team calls it."""
        return Words(self.en, self.es)

    @property
    def step(self) -> Words:
        """What to do next while nothing else was agreed."""
        return Words(self.step_en, self.step_es)

    def gap(self, touch: int) -> int:
        """Working days to wait after this touch (1-based): its own number, or the list's last."""
        return self.gaps[min(touch, len(self.gaps)) - 1]


class Absence(NamedTuple):
    """Days, both included, on which an owner does not follow up."""

    first: date
    last: date


class Facts(NamedTuple):
    """All that decides about a row, and nothing that does not: equal facts, equal decision.

    `stage` and `kind` are None where the cell says something unknown. `reply_waits` says that their last message
    came after our last contact, by the clock where both carry a time on the same day, or that there is no contact.
    `bad` names unreadable columns. The fields from `typed` on come from memory, log and other rows; `event`: few, many.
    """

    stage: Stage | None
    kind: str | None = "opportunity"
    fit: bool | None = None
    do_not_contact: bool | None = None
    segment: str = ""
    has_owner: bool = True
    created: date | None = None
    last_contact: date | None = None
    last_reply: date | None = None
    reply_waits: bool = False
    agreement: str = ""
    agreed_for: date | None = None
    appointment: date | None = None
    confirmed: bool = False
    not_before: date | None = None
    open_ending: bool = False
    bad: tuple[str, ...] = ()
    typed: date | None = None
    typed_over: bool = False
    touches: int = 0
    previous_contact: date | None = None
    reply_between: bool = False
    skipped_stage: bool = False
    duplicate: bool = False
    event: str = ""
    absences: tuple[Absence, ...] = ()
    announced: date | None = None
    phase_unknown: bool = False


class Said(NamedTuple):
    """Something to tell a person: a key of words.py and the arguments of its sentence."""

    key: str
    args: tuple[object, ...] = ()


class Decision(NamedTuple):
    """What follows from the facts of a row on a day; words.py puts `step` and `why` into a language.

    `due` is the date of our next contact; `overdue` the days late, None below 1; None is blank."""

    status: str
    rule: str
    due: date | None = None
    overdue: int | None = None
    touches: int | None = None
    interest: int | None = None
    flags: tuple[str, ...] = ()
    step: Said | None = None
    why: tuple[Said, ...] = ()


class Day(NamedTuple):
    """What a rule knows besides the row: the team's numbers, its working days, and which day it is."""

    playbook: Playbook
    workdays: Workdays
    today: date


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: where (a cell such as `Leads!F12`, or a tab), and what."""

    where: str
    said: Said


@dataclass(frozen=True, slots=True)
class Playbook:
    """The team's numbers; the defaults are in playbook.py, where each one is explained."""

    stages: tuple[Stage, ...]
    reply_within: int = 1
    acknowledge_within: str = "1 h"
    first_contact: int = 1
    confirm_before: int = 1
    grace: int = 7
    nurture_every: int = 30
    interest_decay: float = 0.93
    few: int = 10
    calls_welcome: frozenset[str] = frozenset({"advised"})
    weekend: str = "0000011"
    day_count: str = "working"
    time_zone: str = "UTC"
    language: str | None = None
    country: str | None = None
    holidays: frozenset[date] = frozenset()
    absences: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
