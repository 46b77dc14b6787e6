"""One leads tab, read from its heading down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final

from sheetflow.columns import DATES
from sheetflow.decide.playbook import Words
from sheetflow.decide.steps import one_line
from sheetflow.model import Block, Problem, TabChoices, Text, Value
from sheetflow.parse.amounts import AmountReader
from sheetflow.parse.beside import first_filled, latest_contact
from sheetflow.parse.contest import CONTACTS
from sheetflow.parse.date_order import OrderFinder, remembered_orders
from sheetflow.parse.half_swapped import half_swapped
from sheetflow.parse.headings import Layout
from sheetflow.parse.leads import SEEN, LeadTable, Readers, read_block
from sheetflow.parse.ownership import Columns
from sheetflow.parse.readers import Dialect, TypedDates, readers_of
from sheetflow.parse.remarks import RemarkFinder
from sheetflow.parse.stages import named_words
from sheetflow.parse.status_cells import StageCells, StatusReader
from sheetflow.parse.values import is_blank, text_of
from sheetflow.parse.which_rows import BlockOfLeads

KIND_READ: Final = "kind_read"
"""The choice of a tab: whether its column Kind holds kinds of leads, `yes` or `no`."""


@dataclass(frozen=True, slots=True)
class LeadsTab:
    """One leads tab: where its columns are, its leads, what is odd about its cells, and the choices
    that reading it made.

    `planned_order` says whether the day comes first in the dates that people plan in our next
    contact; `how` the team's Status in column `status` is read as the stage, if it is, and what
    the stages say.
    """

    layout: Layout
    people: Mapping[str, int]
    owned: Mapping[str, int]
    leads: LeadTable
    problems: tuple[Problem, ...] = ()
    choices: TabChoices = field(default_factory=dict)
    planned_order: bool | None = None
    status: int | None = None
    how: str = ""
    stages: StageCells = field(default_factory=StageCells)
    unread: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the tab is called."""
        return self.layout.tab.name

    def read_columns(self) -> list[tuple[int, str]]:
        """Returns the columns of people's that are read, from left to right, each with its key; one
        that serves beside another has the same.
        """
        found = {at: key for key, at in self.people.items()}
        for key, columns in self.layout.further.items():
            for at in columns:
                found.setdefault(at, "last_contact" if key == CONTACTS else key)
        if self.status is not None:
            found.setdefault(self.status, "stage")
        return sorted(found.items())

    def unread_columns(self) -> list[int]:
        """Returns the columns with a heading that are neither read nor ours."""
        known = {*dict(self.read_columns()), *self.owned.values()}
        headings = enumerate(self.layout.headings)
        return [at for at, value in headings if at not in known and text_of(value)]


def read_leads_tab(
    layout: Layout,
    columns: Columns,
    dialect: Dialect,
    before: TabChoices,
    progress: Callable[[int], None],
) -> LeadsTab:
    """Reads a tab; once more without its Kind where few of its cells are kinds."""
    reading = _Reading(layout, dialect, before, progress)
    kind = columns.people.get("kind")
    if kind is None:
        return reading.read(columns)
    if before.get(KIND_READ) == "no" and any(_filled(layout, kind)):
        return _without_kind(reading, columns, kind)
    tab = reading.read(columns)
    if before.get(KIND_READ) is None and reading.met_odd_kinds:
        if not _mostly_kinds(layout, kind, reading):
            return _without_kind(reading, columns, kind)
        return replace(tab, choices={**tab.choices, KIND_READ: "yes"})
    if before.get(KIND_READ) == "yes":
        return replace(tab, choices={**tab.choices, KIND_READ: "yes"})
    return tab


def _without_kind(reading: _Reading, columns: Columns, kind: int) -> LeadsTab:
    people = {key: at for key, at in columns.people.items() if key != "kind"}
    tab = reading.read(columns._replace(people=people))
    problem = Problem(reading.layout.where(kind), Text("kind_is_theirs"))
    choices = {**tab.choices, KIND_READ: "no"}
    return replace(tab, choices=choices, problems=(*tab.problems, problem))


def _filled(layout: Layout, column: int) -> Iterator[Value]:
    return (value for value in layout.below(column) if not is_blank(value))


def _mostly_kinds(layout: Layout, column: int, reading: _Reading) -> bool:
    cells = list(_filled(layout, column))
    return 2 * sum(map(reading.is_kind, cells)) >= len(cells)


class _Reading:
    """Reads one tab, with the same dialect as often as it takes."""

    def __init__(
        self,
        layout: Layout,
        dialect: Dialect,
        before: TabChoices,
        progress: Callable[[int], None],
    ) -> None:
        self.layout, self._dialect, self._progress = layout, dialect, progress
        self._before = before
        self._kinds: Callable[[Value], object] = lambda value: None
        self.met_odd_kinds = False
        """Whether a cell of the column Kind was no kind."""

    def is_kind(self, value: Value) -> bool:
        """Returns whether a cell says a kind of lead."""
        return isinstance(self._kinds(value), str)

    def read(self, columns: Columns) -> LeadsTab:
        """Reads the tab once; and once more where its text dates turn out to be in another order
        than assumed, or its amounts to have another sign before decimals.
        """
        default = self._dialect.style.day_first
        both = ({key: set[Any]() for key in DATES} for _ in range(2))
        typed = TypedDates(remembered_orders(self._before, default), *both)
        amounts = AmountReader(self._dialect.decimal)
        tab = self._read(columns, typed, amounts)
        places = {**columns.people, **columns.owned}
        finder = OrderFinder(self.layout, places, self._before)
        settled = finder.find(typed, tab.leads, default)
        decimal = amounts.settled(self._dialect.decimal)
        if settled != typed.day_first or decimal != amounts.decimal:
            typed = typed._replace(day_first=settled)
            tab = self._read(columns, typed, AmountReader(decimal))
        planned = finder.find_planned(tab.leads, default)
        odd = half_swapped(self.layout, columns.people, typed, self._dialect.style)
        made = {**tab.choices, **finder.choices}
        problems = (*tab.problems, *odd)
        return replace(tab, choices=made, planned_order=planned, problems=problems)

    def _read(self, columns: Columns, typed: TypedDates, amounts: AmountReader) -> LeadsTab:
        layout, readers = self.layout, readers_of(self._dialect, typed, amounts)
        status = StatusReader(columns, self._dialect.words)
        leads, remarks = LeadTable(addresses=self._dialect.addresses), RemarkFinder(layout.tab.name)
        for of_leads, block in self._blocks(columns, readers, status):
            seen = len(leads)
            read_block(of_leads, readers, leads, remarks)
            leads.remember_formulas(block, columns.owned)
            if readers.by_key["stage"].met_bad or columns.how == "text":
                status.note(of_leads.rows, leads, seen)
        self._kinds = readers.by_key["kind"].__getitem__
        self.met_odd_kinds = readers.by_key["kind"].met_bad
        choices = dict(layout.choices)
        if columns.how and status.cells.filled:
            choices["status"] = columns.how
        problems = tuple(remarks.problems(columns.people))
        return LeadsTab(
            layout,
            columns.people,
            columns.owned,
            leads,
            problems,
            choices,
            status=columns.status,
            how=columns.how,
            stages=status.cells,
            unread=columns.unread,
        )

    def _blocks(
        self, columns: Columns, readers: Readers, status: StatusReader
    ) -> Iterator[tuple[BlockOfLeads, Block]]:
        """Yields the rows below the headings, a block at a time, and the block they are of."""
        layout, places = self.layout, {**columns.people, **columns.owned}
        before = range(min(columns.people.values()))
        further = chain.from_iterable(layout.further.values())
        also = () if columns.status is None else (columns.status,)
        wanted = sorted({*before, *places.values(), *further, *also})
        headings = frozenset(str(v).strip(" :\xa0").lower() for v in layout.headings if v)
        for block in layout.tab.blocks(wanted):
            skip = sum(row <= layout.heading_row for row in block.rows[: layout.heading_row])
            values = {at: cells[skip:] for at, cells in zip(wanted, block.columns, strict=True)}
            known = {key: values[at] for key, at in places.items()}
            self._join(known, values, readers)
            status.join(known, values)
            left = [values[at] for at in before]
            yield BlockOfLeads(block.rows[skip:], known, left, headings), block
            self._progress(len(block.rows))

    def _join(
        self,
        known: dict[str, list[Value]],
        values: Mapping[int, list[Value]],
        readers: Readers,
    ) -> None:
        """Puts what stands in the columns beside into those that they serve."""
        for key, others in self.layout.further.items():
            columns: Sequence[list[Value]] = [values[at] for at in others]
            if key == CONTACTS:
                read = readers.by_key["last_contact"].__getitem__
                latest = latest_contact(columns, read, self._dialect.today)
                known["last_contact"], known[SEEN] = latest
            elif key in known:
                known[key] = first_filled([known[key], *columns])


SHOWN: Final = 3
"""Cells that the problem of a word names."""


def word_problems(tab: LeadsTab) -> Iterator[Problem]:
    """Yields what people should know of the words of stages: one problem for each unknown word, and
    what a Status of free text leaves open or closes.
    """
    for word, cells in tab.stages.unknown.items():
        where = ", ".join(tab.layout.where(at, row) for row, at in cells[:SHOWN])
        shown = one_line(word)  # as it is, be it the key of a column or a channel
        yield Problem(where, Text("unknown_stage", (Words(shown, shown), len(cells))))
    if tab.how == "text" and tab.status is not None:
        yield from _free_problems(tab, tab.status)


def _free_problems(tab: LeadsTab, status: int) -> Iterator[Problem]:
    """Yields what people should know of a Status of free text."""
    said = tab.stages
    if said.free_words:
        told = Text("status_free_words", (said.free, named_words(said.free_words)))
        yield Problem(tab.layout.where(status), told)
    elif said.free:
        yield Problem(tab.layout.where(status), Text("status_free", (said.free,)))
    if said.begun:
        where = ", ".join(tab.layout.where(status, row) for row in said.begun[:SHOWN])
        yield Problem(where, Text("status_begun", (len(said.begun),)))
