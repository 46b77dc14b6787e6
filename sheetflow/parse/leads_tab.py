"""One leads tab, read from its heading down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sheetflow.columns import DATES
from sheetflow.parse.date_order import OrderFinder, remembered_orders
from sheetflow.parse.headings import Layout
from sheetflow.parse.leads import BlockOfLeads, LeadTable, Readers, read_block
from sheetflow.parse.ownership import Columns
from sheetflow.parse.readers import Dialect, TypedDates, readers_of


@dataclass(frozen=True, slots=True)
class LeadsTab:
    """One leads tab: where its columns are, its leads, the choices that reading it made, and
    whether the day comes first in the dates that people plan in our next contact.
    """

    layout: Layout
    people: Mapping[str, int]
    owned: Mapping[str, int]
    leads: LeadTable
    choices: Mapping[str, str] = field(default_factory=dict)
    planned_order: bool | None = None

    @property
    def name(self) -> str:
        """What the tab is called."""
        return self.layout.tab.name


def read_leads_tab(
    layout: Layout,
    columns: Columns,
    dialect: Dialect,
    choices: Mapping[str, str],
    progress: Callable[[int], None],
) -> LeadsTab:
    """Reads a tab once; and once more where its text dates turn out to be in another order than
    assumed. `choices` are those of earlier runs.
    """
    default = dialect.style.day_first
    typed = TypedDates(remembered_orders(choices, default), {key: set() for key in DATES})
    synonyms = columns.people.get("stage") != layout.people.get("stage")
    leads = _read(layout, columns, readers_of(dialect, typed, synonyms=synonyms), progress)
    finder = OrderFinder(layout, {**columns.people, **columns.owned}, choices)
    settled = finder.find(typed, leads, default)
    if settled != typed.day_first:
        typed = TypedDates(settled, typed.texts)
        leads = _read(layout, columns, readers_of(dialect, typed, synonyms=synonyms), progress)
    planned = finder.find_planned(leads, default)
    return LeadsTab(layout, columns.people, columns.owned, leads, finder.choices, planned)


def _read(
    layout: Layout, columns: Columns, readers: Readers, progress: Callable[[int], None]
) -> LeadTable:
    leads = LeadTable()
    places = {**columns.people, **columns.owned}
    before = range(min(columns.people.values()))
    wanted = sorted({*before, *places.values()})
    for block in layout.tab.blocks(wanted):
        skip = sum(row <= layout.heading_row for row in block.rows[: layout.heading_row])
        values = {at: column[skip:] for at, column in zip(wanted, block.columns, strict=True)}
        known = {key: values[at] for key, at in places.items()}
        rows = BlockOfLeads(block.rows[skip:], known, [values[at] for at in before])
        read_block(rows, readers, leads)
        progress(len(block.rows))
    return leads
