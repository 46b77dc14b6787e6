"""One leads tab, read from its heading down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from sheetflow.columns import DATES
from sheetflow.model import Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.beside import first_filled, latest_contact
from sheetflow.parse.contest import CONTACTS, Choices
from sheetflow.parse.headings import Layout
from sheetflow.parse.leads import SEEN, BlockOfLeads, LeadTable, Readers, read_block
from sheetflow.parse.ownership import Columns
from sheetflow.parse.readers import Dialect, TypedDates, readers_of
from sheetflow.parse.remarks import RemarkFinder
from sheetflow.parse.values import is_blank

KIND_READ = "kind_read"
"""The choice of a tab: whether its column Kind holds kinds of leads."""


@dataclass(frozen=True, slots=True)
class LeadsTab:
    """One leads tab: where its columns are, and its leads; what was chosen where several columns
    fitted, and what people should know of its rows.
    """

    layout: Layout
    people: Mapping[str, int]
    owned: Mapping[str, int]
    leads: LeadTable
    choices: Choices = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """What the tab is called."""
        return self.layout.tab.name


def read_leads_tab(
    layout: Layout,
    columns: Columns,
    dialect: Dialect,
    before: Choices,
    progress: Callable[[int], None],
) -> LeadsTab:
    """Reads a tab; once more without its Kind where few of its cells are kinds."""
    reading = _Reading(layout, dialect, progress)
    kind = columns.people.get("kind")
    if kind is None:
        return reading.read(columns)
    if before.get(KIND_READ) is False and any(_filled(layout, kind)):
        return _without_kind(reading, columns, kind)
    tab = reading.read(columns)
    if before.get(KIND_READ) is None and reading.met_odd_kinds:
        if not _mostly_kinds(layout, kind, reading):
            return _without_kind(reading, columns, kind)
        return replace(tab, choices={**tab.choices, KIND_READ: True})
    if before.get(KIND_READ) is True:
        return replace(tab, choices={**tab.choices, KIND_READ: True})
    return tab


def _without_kind(reading: _Reading, columns: Columns, kind: int) -> LeadsTab:
    people = {key: at for key, at in columns.people.items() if key != "kind"}
    tab = reading.read(columns._replace(people=people))
    problem = Problem(reading.layout.where(kind), Text("kind_is_theirs"))
    choices = {**tab.choices, KIND_READ: False}
    return replace(tab, choices=choices, problems=(*tab.problems, problem))


def _filled(layout: Layout, column: int) -> Iterator[Value]:
    """Yields the filled cells of a column below the headings."""
    for block in layout.tab.blocks([column]):
        for row, value in zip(block.rows, block.columns[0], strict=True):
            if row > layout.heading_row and not is_blank(value):
                yield value


def _mostly_kinds(layout: Layout, column: int, reading: _Reading) -> bool:
    cells = list(_filled(layout, column))
    return 2 * sum(map(reading.is_kind, cells)) >= len(cells)


class _Reading:
    """Reads one tab, with the same dialect as often as it takes."""

    def __init__(self, layout: Layout, dialect: Dialect, progress: Callable[[int], None]) -> None:
        self.layout, self._dialect, self._progress = layout, dialect, progress
        self._kinds: Callable[[Value], object] = lambda value: None
        self.met_odd_kinds = False
        """Whether a cell of the column Kind was no kind."""

    def is_kind(self, value: Value) -> bool:
        """Returns whether a cell says a kind of lead."""
        return isinstance(self._kinds(value), str)

    def read(self, columns: Columns) -> LeadsTab:
        """Reads the tab once; and once more where its text dates turn out to be in another order
        than assumed.
        """
        first = self._dialect.style.day_first
        typed = TypedDates(dict.fromkeys(DATES, first), {key: set() for key in DATES})
        tab = self._read(columns, typed)
        settled = {key: dates.column_order(texts, first) for key, texts in typed.texts.items()}
        if settled != typed.day_first:
            tab = self._read(columns, TypedDates(settled, typed.texts))
        return tab

    def _read(self, columns: Columns, typed: TypedDates) -> LeadsTab:
        layout = self.layout
        synonyms = columns.people.get("stage") != layout.people.get("stage")
        readers = readers_of(self._dialect, typed, synonyms=synonyms)
        leads, remarks = LeadTable(), RemarkFinder(layout.tab.name)
        for block in self._blocks(columns, readers):
            read_block(block, readers, leads, remarks)
        self._kinds = readers.by_key["kind"].__getitem__
        self.met_odd_kinds = readers.by_key["kind"].met_bad
        problems = tuple(remarks.problems(columns.people))
        return LeadsTab(layout, columns.people, columns.owned, leads, layout.choices, problems)

    def _blocks(self, columns: Columns, readers: Readers) -> Iterator[BlockOfLeads]:
        """Yields the rows below the headings, a block at a time."""
        layout, places = self.layout, {**columns.people, **columns.owned}
        before = range(min(columns.people.values()))
        further = chain.from_iterable(layout.further.values())
        wanted = sorted({*before, *places.values(), *further})
        headings = frozenset(str(v).strip(" :\xa0").lower() for v in layout.headings if v)
        for block in layout.tab.blocks(wanted):
            skip = sum(row <= layout.heading_row for row in block.rows[: layout.heading_row])
            values = {at: cells[skip:] for at, cells in zip(wanted, block.columns, strict=True)}
            known = {key: values[at] for key, at in places.items()}
            self._join(known, values, readers)
            left = [values[at] for at in before]
            yield BlockOfLeads(block.rows[skip:], known, left, headings)
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
