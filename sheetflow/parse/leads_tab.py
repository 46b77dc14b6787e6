"""One leads tab, read from its heading down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sheetflow.columns import DATES
from sheetflow.parse import dates
from sheetflow.parse.headings import Layout
from sheetflow.parse.leads import BlockOfLeads, LeadTable, Readers, read_block
from sheetflow.parse.ownership import Columns
from sheetflow.parse.readers import Dialect, TypedDates, readers_of


@dataclass(frozen=True, slots=True)
class LeadsTab:
    """One leads tab: where its columns are, and its leads."""

    layout: Layout
    people: Mapping[str, int]
    owned: Mapping[str, int]
    leads: LeadTable

    @property
    def name(self) -> str:
        """What the tab is called."""
        return self.layout.tab.name


def read_leads_tab(
    layout: Layout,
    columns: Columns,
    dialect: Dialect,
    progress: Callable[[int], None],
    *,
    addresses: bool = False,
) -> LeadsTab:
    """Reads a tab once; and once more where its text dates turn out to be in another order than
    assumed. Emails and phones are kept only with `addresses`.
    """
    first = dialect.style.day_first
    typed = TypedDates(dict.fromkeys(DATES, first), {key: set() for key in DATES})
    synonyms = columns.people.get("stage") != layout.people.get("stage")
    leads = LeadTable(addresses=addresses)
    _read(layout, columns, readers_of(dialect, typed, synonyms=synonyms), leads, progress)
    settled = {key: dates.column_order(texts, first) for key, texts in typed.texts.items()}
    if settled != typed.day_first:
        typed = TypedDates(settled, typed.texts)
        leads = LeadTable(addresses=addresses)
        _read(layout, columns, readers_of(dialect, typed, synonyms=synonyms), leads, progress)
    return LeadsTab(layout, columns.people, columns.owned, leads)


def _read(
    layout: Layout,
    columns: Columns,
    readers: Readers,
    leads: LeadTable,
    progress: Callable[[int], None],
) -> None:
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
