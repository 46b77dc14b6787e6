"""One leads tab, read from its heading down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any, Final

from sheetflow.columns import DATES
from sheetflow.decide.playbook import Words
from sheetflow.decide.steps import one_line
from sheetflow.memo import Memo
from sheetflow.model import CellError, Problem, TabChoices, Text, Value
from sheetflow.parse.date_order import OrderFinder, remembered_orders
from sheetflow.parse.half_swapped import half_swapped
from sheetflow.parse.headings import Layout
from sheetflow.parse.leads import BlockOfLeads, LeadTable, Readers, read_block
from sheetflow.parse.ownership import Columns
from sheetflow.parse.readers import Dialect, TypedDates, readers_of
from sheetflow.parse.stages import StageWords, begun
from sheetflow.parse.values import is_blank, text_of


@dataclass(slots=True)
class StageCells:
    """What the cells of the stage turned out to say.

    `unknown` are the words that no stage has, each with its cells (row, column) as they come;
    `free` counts the texts of a free Status that say no stage, `begun` those that a beginning
    closed. `filled` says whether any cell of the team's Status is.
    """

    unknown: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    free: int = 0
    begun: int = 0
    filled: bool = False


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


def read_leads_tab(
    layout: Layout,
    columns: Columns,
    dialect: Dialect,
    choices: TabChoices,
    progress: Callable[[int], None],
) -> LeadsTab:
    """Reads a tab once; and once more where its text dates turn out to be in another order than
    assumed. `choices` are those of earlier runs.
    """
    default = dialect.style.day_first
    both = ({key: set[Any]() for key in DATES} for _ in range(2))
    typed = TypedDates(remembered_orders(choices, default), *both)
    status = _StatusReader(columns, dialect.words)
    leads = _read(layout, columns, readers_of(dialect, typed), status, progress)
    finder = OrderFinder(layout, {**columns.people, **columns.owned}, choices)
    settled = finder.find(typed, leads, default)
    if settled != typed.day_first:
        typed = typed._replace(day_first=settled)
        status = _StatusReader(columns, dialect.words)
        leads = _read(layout, columns, readers_of(dialect, typed), status, progress)
    planned = finder.find_planned(leads, default)
    made = finder.choices
    if columns.how and status.cells.filled:
        made["status"] = columns.how
    odd = tuple(half_swapped(layout, columns.people, typed, dialect.style))
    said = (columns.status, columns.how, status.cells, columns.unread)
    return LeadsTab(layout, columns.people, columns.owned, leads, odd, made, planned, *said)


class _StatusReader:
    """Settles, cell by cell, what the stage of a row is read from, and notes what is unknown."""

    def __init__(self, columns: Columns, words: StageWords) -> None:
        self.cells = StageCells()
        self._stage, self._status = columns.people.get("stage", 0), columns.status
        self._free, self._words = columns.how == "text", words
        self._said: Memo[Value, Value] = Memo(self._of_free)

    def said(self, stage: list[Value], status: list[Value]) -> list[Value]:
        """Returns the cells that count for the stage: a filled Stage, else the team's Status."""
        self.cells.filled = self.cells.filled or any(map(text_of, status))
        said = self._said.each(status) if self._free else status
        if self._stage == self._status:
            return said
        return list(starmap(_first_filled, zip(stage, said, strict=True)))

    def note(self, leads: LeadTable, first: int, cells: Mapping[int, tuple[Value, Value]]) -> None:
        """Notes what is unknown in the rows of the leads from `first` on; `cells` are their Stage
        and their Status by row.
        """
        rows, bad = leads.field("row"), leads.field("bad")
        for number in range(first, len(leads)):
            row = rows[number]
            stage, status = cells[row]
            if "stage" in bad[number]:
                in_status = self._status is not None and is_blank(stage)
                self._unknown(row, in_status, status if in_status else stage)
            elif self._free and (is_blank(stage) or self._stage == self._status):
                self._count(text_of(status), self._said[status])

    def _unknown(self, row: int, in_status: bool, value: Value) -> None:
        at = self._status if in_status and self._status is not None else self._stage
        text = value.code if isinstance(value, CellError) else text_of(value)
        self.cells.unknown.setdefault(text, []).append((row, at))

    def _count(self, text: str, said: Value) -> None:
        self.cells.free += bool(text) and said is None
        self.cells.begun += said is not None and said != text

    def _of_free(self, value: Value) -> Value:
        """Returns what a cell of free text says of the stage, if anything."""
        return begun(text_of(value), self._words) or None


def _first_filled(stage: Value, status: Value) -> Value:
    return status if is_blank(stage) else stage


def _read(
    layout: Layout,
    columns: Columns,
    readers: Readers,
    status: _StatusReader,
    progress: Callable[[int], None],
) -> LeadTable:
    leads = LeadTable()
    places = {**columns.people, **columns.owned}
    before = range(min(columns.people.values()))
    also = () if columns.status is None else (columns.status,)
    wanted = sorted({*before, *places.values(), *also})
    for block in layout.tab.blocks(wanted):
        skip = sum(row <= layout.heading_row for row in block.rows[: layout.heading_row])
        values = {at: column[skip:] for at, column in zip(wanted, block.columns, strict=True)}
        known = {key: values[at] for key, at in places.items()}
        own_stage = known.get("stage", [])
        if columns.status is not None:
            known["stage"] = status.said(own_stage, values[columns.status])
        rows, seen = block.rows[skip:], len(leads)
        read_block(BlockOfLeads(rows, known, [values[at] for at in before]), readers, leads)
        leads.remember_formulas(block.formulas, columns.owned)
        if readers.by_key["stage"].met_bad or columns.how == "text":
            cells = values[columns.status] if columns.status is not None else own_stage
            both = zip(own_stage, cells, strict=True)
            status.note(leads, seen, dict(zip(rows, both, strict=True)))
        progress(len(block.rows))
    return leads


SHOWN: Final = 3
"""Cells that the problem of a word names."""


def word_problems(tab: LeadsTab) -> Iterator[Problem]:
    """Yields what people should know of the words of stages: one problem for each unknown word, one
    for a Status of free text.
    """
    for word, cells in tab.stages.unknown.items():
        where = ", ".join(tab.layout.where(at, row) for row, at in cells[:SHOWN])
        shown = one_line(word)  # as it is, be it the key of a column or a channel
        yield Problem(where, Text("unknown_stage", (Words(shown, shown), len(cells))))
    if tab.how == "text" and tab.status is not None and (tab.stages.free or tab.stages.begun):
        where = tab.layout.where(tab.status)
        yield Problem(where, Text("status_free", (tab.stages.free, tab.stages.begun)))
