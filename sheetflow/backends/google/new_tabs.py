"""The tabs that `init` adds, made in the same batch as all else: sheets and names first, then what
refers to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.backends.google.cell_format import color_style
from sheetflow.backends.google.grid import Json, Size
from sheetflow.backends.google.named_ranges import cells_by_name, name_requests
from sheetflow.backends.google.references import grid_range_of, reference_of, references_in
from sheetflow.backends.google.sheets_formulas import spelling
from sheetflow.backends.google.tab_cells import cell_requests
from sheetflow.backends.google.tab_charts import chart_requests
from sheetflow.backends.google.tab_look import look_requests
from sheetflow.backends.google.tab_rules import Names, rule_requests
from sheetflow.live import CALC_TAB, SHOWN_NAMES
from sheetflow.model import Cell, DefinedName, Formula, NewTab, column_letters

_SPARE: Final = 200
"""Rows left free below, for people to add to."""
_MOST_ROWS: Final = 100_000
"""A reference to more rows means a whole column, however it is written."""

_FIXED_ROW: Final = re.compile(r"\$\d+$")


class NewTabs(NamedTuple):
    """What is added to a spreadsheet: tabs, with the sheet id of each, and names. `sheet_ids` are
    those of all its tabs, the new ones too; `named` are its named ranges; the tabs come from place
    `place` on. `rewritten` are tabs that are there and get these cells in place of theirs; how
    people laid them out stays. `sizes` are those of all sheets that are there.
    """

    tabs: Sequence[NewTab]
    names: Sequence[DefinedName]
    sheet_ids: Mapping[str, int]
    named: Sequence[Json] = ()
    place: int = 0
    lang: str = "en"
    rewritten: Sequence[NewTab] = ()
    sizes: Mapping[str, Size] = {}

    def requests(self) -> Iterator[Json]:
        """Builds the requests."""
        sizes = _sizes((*self.tabs, *self.rewritten), self.names, self.sizes)
        for place, tab in enumerate(self.tabs, self.place):
            yield _sheet(tab, self.sheet_ids[tab.name], place, sizes[tab.name])
        for name, size in self.sizes.items():
            yield from _grown(self.sheet_ids[name], size, sizes[name])
        for tab in self.rewritten:
            sheet_id = self.sheet_ids[tab.name]
            yield {"updateCells": {"range": {"sheetId": sheet_id}, "fields": "userEnteredValue"}}
        names = [*self.names, *_names_of_shown((*self.tabs, *self.rewritten), self.names)]
        yield from name_requests(names, self.sheet_ids, self.named)
        written = spelling(self.sheet_ids, self.names)
        known, by_name = Names(cells_by_name(self.names), written), {t.name: t for t in self.tabs}
        for tab in (*self.rewritten, *self.tabs):
            yield from cell_requests(tab, self.sheet_ids[tab.name], written)
        for tab in self.tabs:
            sheet_id = self.sheet_ids[tab.name]
            yield from look_requests(tab, sheet_id, self.lang)
            yield from rule_requests(tab, sheet_id, known)
            yield from chart_requests(tab, self.sheet_ids, by_name)


def _names_of_shown(tabs: Iterable[NewTab], names: Iterable[DefinedName]) -> Iterator[DefinedName]:
    """Yields a name for each column that one of ours shows, where it has none: by these names a
    reading asks for no more than it needs.
    """
    taken = {name.name for name in names}
    for tab in tabs:
        for at, heading in enumerate(tab.rows[0] if tab.name == CALC_TAB and tab.rows else ()):
            name = SHOWN_NAMES.get(str(heading))
            if name and name not in taken:
                letters = column_letters(at)
                yield DefinedName(name, f"{CALC_TAB}!${letters}:${letters}")


def _sheet(tab: NewTab, sheet_id: int, index: int, size: Size) -> Json:
    rows, columns = size
    grid: Json = {"rowCount": rows, "columnCount": columns}
    frozen = dict(zip(("frozenRowCount", "frozenColumnCount"), tab.frozen, strict=True))
    grid |= {name: count for name, count in frozen.items() if count}
    if not tab.gridlines:
        grid["hideGridlines"] = True
    properties: Json = {"sheetId": sheet_id, "title": tab.name, "index": index}
    properties["gridProperties"] = grid
    if tab.hidden:
        properties["hidden"] = True
    if tab.tab_color:
        properties["tabColorStyle"] = color_style(tab.tab_color)
    return {"addSheet": {"properties": properties}}


def _grown(sheet_id: int, now: Size, wanted: Size) -> Iterator[Json]:
    """Builds the requests that give a sheet the rows and columns that it is short of."""
    for dimension, has, needs in zip(("ROWS", "COLUMNS"), now, wanted, strict=True):
        if needs > has:
            body = {"sheetId": sheet_id, "dimension": dimension, "length": needs - has}
            yield {"appendDimension": body}


# ── sizes ─────────────────────────────────────────────────────────────────────────────────────


def _sizes(
    tabs: Sequence[NewTab], names: Iterable[DefinedName], present: Mapping[str, Size]
) -> Mapping[str, Size]:
    """Returns how many rows and columns each sheet needs, and at least has: a reference to cells
    behind the last one is an error to Google.
    """
    needed = dict(present)
    for tab in tabs:
        needed[tab.name] = _larger(needed.get(tab.name, (0, 0)), _own_size(tab))
    for name in names:
        if found := reference_of(name.refers_to):
            _grow(needed, found.tab, found.cells)
    for tab in tabs:
        for formula, further in set(_formulas(tab)):
            for reference in references_in(formula):
                _grow(needed, reference.tab or tab.name, reference.cells, further)
    return needed


def _larger(one: Size, other: Size) -> Size:
    return max(one[0], other[0]), max(one[1], other[1])


def _own_size(tab: NewTab) -> Size:
    columns = [len(tab.widths), *map(len, tab.rows)]
    columns += [at + 1 for at in tab.columns]
    rows = [len(tab.rows), *tab.heights, *(filled.last_row for filled in tab.filled)]
    columns += [filled.column + 1 for filled in tab.filled]
    for cells in _ranges(tab):
        area = grid_range_of(cells, 0)
        rows.append(area.get("endRowIndex", 0))
        columns.append(area.get("endColumnIndex", 0))
    frozen_rows, frozen_columns = tab.frozen
    return max(*rows, frozen_rows) + _SPARE, max(*columns, frozen_columns + 1, 1)


def _ranges(tab: NewTab) -> Iterator[str]:
    """Yields the ranges that a tab names of itself."""
    yield from tab.merged
    for validation in tab.validations:
        yield from validation.cells
    for highlight in tab.highlights:
        yield from highlight.cells.split()
    yield from (chart.last for chart in tab.charts)
    if tab.filter:
        yield tab.filter


def _grow(needed: dict[str, Size], tab: str, cells: str, further: int = 0) -> None:
    """Takes the cells into the size of their tab; a row that follows goes `further` down."""
    if tab not in needed:
        return
    rows, columns = needed[tab]
    area = grid_range_of(cells, 0)
    last = area.get("endRowIndex", 0)
    if last and not _FIXED_ROW.search(cells):
        last += further
    rows = max(rows, last) if last <= _MOST_ROWS else rows
    needed[tab] = rows, max(columns, area.get("endColumnIndex", 0))


def _formulas(tab: NewTab) -> Iterator[tuple[str, int]]:
    """Yields the formulas of a tab, each with the rows that it is filled down."""
    for row in tab.rows:
        for cell in row:
            content = cell.content if isinstance(cell, Cell) else cell
            if isinstance(content, Formula):
                yield content.text, 0
    for filled in tab.filled:
        yield filled.text, filled.last_row - filled.first_row
    yield from ((highlight.formula, 0) for highlight in tab.highlights)
