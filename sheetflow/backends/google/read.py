"""One metadata answer and one values answer -> tabs: what a run knows of a spreadsheet.

*Values answer*: what a spreadsheets.values request brings. Cells come column by column
(majorDimension COLUMNS), unformatted, dates as serials of the 1900 system:
https://developers.google.com/workspace/sheets/api/guides/values. Cells behind the end of a column
are blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from sheetflow.backends.google.areas import RawCells, Values, areas_to_read, put_together
from sheetflow.backends.google.metadata import MetadataEntry, entries_of, heading_row_of
from sheetflow.backends.google.ownership import (
    LastRun,
    is_empty,
    is_left_nameless,
    is_ours,
    is_renamed,
)
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors.lists import AddressedTabGone
from sheetflow.model import (
    HEAD_ROWS,
    STATE_TAB,
    Block,
    CellError,
    FormulaRows,
    Snapshot,
    Value,
)
from sheetflow.state import read_header, records_in

Column = list[Value]

METADATA: Final = (
    "properties(locale,timeZone,title),namedRanges(namedRangeId,name,range),"
    "sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties(rowCount,columnCount,frozenRowCount)),"
    "conditionalFormats,protectedRanges,basicFilter,tables,merges,"
    "data(startRow,startColumn,rowMetadata(developerMetadata(metadataId,metadataKey,metadataValue)),"
    "columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue))))"
)
"""The field mask of the metadata request: everything but cells."""

ERROR_TYPES: Final = {
    "N_A": "#N/A",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "NAME": "#NAME?",
    "NULL_VALUE": "#NULL!",
    "NUM": "#NUM!",
    "REF": "#REF!",
    "VALUE": "#VALUE!",
    "ERROR": "#ERROR!",
}
"""ErrorType of the Sheets API -> its text, as which an error value comes in a values answer."""
ERRORS: Final = frozenset(ERROR_TYPES.values())

_ROWS_AT_ONCE: Final = 4096


def value_of(raw: Any) -> Value:
    """Reads a cell of a values answer."""
    if raw == "" and isinstance(raw, str):
        return None
    return CellError(raw) if isinstance(raw, str) and raw in ERRORS else raw


def column_of(raw: Sequence[Any]) -> Column:
    """Reads a column of a values answer; item n - 1 is row n."""
    return [v if type(v) is not str or (v and v[0] != "#") else value_of(v) for v in raw]


@dataclass(frozen=True, slots=True)
class GoogleTab:
    """One worksheet with its cells; implements model.Tab. Its head shows the footers of tables as
    blank rows, and its blocks leave them out; `columns` and `cell` have them. `formulas` are known
    of the columns that were asked for them, `live` are the cells with a live formula of ours.
    """

    name: str
    visible: bool
    sheet: dict[str, Any]
    columns: Sequence[Column]
    footers: frozenset[int] = frozenset()
    formulas: FormulaRows = field(default_factory=dict)
    live: FormulaRows = field(default_factory=dict)

    @property
    def sheet_id(self) -> int:
        """The number by which the API knows the sheet, whatever it is called."""
        return int(self.sheet["properties"].get("sheetId", 0))

    @property
    def entries(self) -> list[MetadataEntry]:
        """Our metadata entries on its columns."""
        return entries_of(self.sheet)

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        """The first HEAD_ROWS sheet rows; each as long as its last filled cell."""
        rows = max((len(column) for column in self.columns), default=0)
        return [self._row(row) for row in range(1, min(rows, HEAD_ROWS) + 1)]

    def _row(self, row: int) -> list[Value]:
        cells = [self.cell(row, at) for at in range(len(self.columns))]
        while cells and cells[-1] is None:
            cells.pop()
        return [] if row in self.footers else cells

    def cell(self, row: int, at: int) -> Value:
        """Returns the cell of a 1-based row and a 0-based column."""
        column = self.column(at)
        return column[row - 1] if row <= len(column) else None

    def column(self, at: int) -> Column:
        """Returns the cells of a 0-based column from the first row on; none beyond what was
        read.
        """
        return self.columns[at] if at < len(self.columns) else []

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Reads these columns (0-based, ascending) of every row but footers, in order."""
        wanted = [self.column(at) for at in columns]
        rows = max((len(column) for column in self.columns), default=0)
        for first in range(0, rows, _ROWS_AT_ONCE):
            last = min(first + _ROWS_AT_ONCE, rows)
            numbers = [row for row in range(first + 1, last + 1) if row not in self.footers]
            parts = [
                column[first:last] + [None] * (last - max(first, len(column))) for column in wanted
            ]
            if len(numbers) < last - first:
                parts = [[part[row - first - 1] for row in numbers] for part in parts]
            if first:
                yield Block(numbers, parts)
                continue
            formulas = {at: self.formulas[at] for at in columns if at in self.formulas}
            live = {at: self.live[at] for at in columns if at in self.live}
            yield Block(numbers, parts, formulas, live)


class View(NamedTuple):
    """All that one run read: the spreadsheet's own properties, its tabs in their order, the names
    of all sheets, and the named ranges.
    """

    properties: Mapping[str, Any]
    tabs: tuple[GoogleTab, ...]
    titles: tuple[str, ...] = ()
    named_ranges: Sequence[dict[str, Any]] = ()

    def tab(self, name: str) -> GoogleTab | None:
        """Returns the tab of that name."""
        return next((tab for tab in self.tabs if tab.name == name), None)

    @property
    def state_tab(self) -> GoogleTab | None:
        """The hidden tab `_sheetflow`."""
        return self.tab(STATE_TAB)

    def snapshot(self, only: int | None = None) -> Snapshot:
        """Returns what the core reads; `only` is the number of the tab that the address names.

        Raises AddressedTabGone.
        """
        language = str(self.properties.get("locale", "")).split("_")[0]
        zone = str(self.properties.get("timeZone", ""))
        headings: dict[str, Mapping[str, str]] = {}
        places: dict[str, Mapping[str, int]] = {}
        for tab, owned in owned_columns(self).items():
            headings[tab] = {key: found.heading for key, found in owned.items()}
            places[tab] = {key: found.at for key, found in owned.items()}
        addressed = None if only is None else self._name_of(only)
        known = language if language in ("en", "es") else None
        return Snapshot(
            self.tabs,
            language=known,
            time_zone=zone or None,
            columns=headings,
            places=places,
            shared=True,
            only=addressed,
        )

    def _name_of(self, number: int) -> str:
        names = {tab.sheet_id: tab.name for tab in self.tabs}
        if number not in names:
            raise AddressedTabGone(number, tuple(tab.name for tab in self.tabs if tab.visible))
        return names[number]


def read_view(metadata: Mapping[str, Any], values: Values, whole: Sequence[str] = ()) -> View:
    """Puts the answers together; `values` takes grid ranges and gives the columns of each. The tabs
    `whole` are read in full, whatever they are.
    """
    all_sheets, named = metadata.get("sheets", ()), metadata.get("namedRanges", ())
    sheets = [s for s in all_sheets if s["properties"].get("sheetType", "GRID") == "GRID"]
    areas = [areas_to_read(sheet["properties"], named, whole) for sheet in sheets]
    answers = iter(values(list(chain.from_iterable(areas))))
    cells = [put_together(of_sheet, list(islice(answers, len(of_sheet)))) for of_sheet in areas]
    tabs = tuple(map(_tab, sheets, cells))
    titles = tuple(sheet["properties"]["title"] for sheet in all_sheets)
    return View(metadata.get("properties", {}), tabs, titles, named)


def _tab(sheet: dict[str, Any], columns: RawCells) -> GoogleTab:
    properties = sheet["properties"]
    return GoogleTab(
        properties["title"],
        not properties.get("hidden", False),
        sheet,
        [column_of(column) for column in columns],
        frozenset(footers_of(sheet)),
    )


FOOTERS: Final = "sheets(properties(sheetId),tables(range,rowsProperties))"
"""The field mask of a request that asks where the footers of tables are."""


def footers_of(sheet: Mapping[str, Any]) -> Iterator[int]:
    """Yields the 1-based rows that are the footer of a Google table: a footer has a style of its
    own.
    """
    for table in sheet.get("tables", ()):
        area = table.get("range", {})
        if "footerColorStyle" in table.get("rowsProperties", {}) and "endRowIndex" in area:
            yield area["endRowIndex"]


# ── columns of ours, known by their metadata ──────────────────────────────────────────────────


class _Owned(NamedTuple):
    """A column of ours: 0-based, with its heading now."""

    at: int
    heading: str


def owned_columns(view: View) -> dict[str, dict[str, _Owned]]:
    """Returns tab -> owned key -> its column, by the metadata entries on the columns and on the
    heading row.

    An entry alone proves nothing: it stays on a column that people empty and put to another use.
    """
    lines = view.state_tab.columns[0] if view.state_tab and view.state_tab.columns else []
    remembered = read_header(lines[0] if lines else None).get("columns", {})
    records = records_in(lines)
    found = {}
    for tab in view.tabs:
        if tab.entries:
            headings = remembered.get(tab.name) or _headings_of_namesake(tab, view, remembered)
            if owned := _owned_in(tab, headings, records):
                found[tab.name] = owned
    return found


def owned_places(view: View) -> dict[str, dict[str, int]]:
    """Returns tab -> owned key -> the 0-based place of its column."""
    found = owned_columns(view)
    return {tab: {key: column.at for key, column in owned.items()} for tab, owned in found.items()}


def _headings_of_namesake(
    tab: GoogleTab, view: View, remembered: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """Returns the remembered headings of a tab that has our metadata but that no run knows, because
    people renamed a tab or made a copy of one: those of the tab with which it shares most headings;
    of equals one that is gone, else the first.
    """
    row = heading_row_of(tab.sheet)
    headings = {(entry.name, tab.cell(row, entry.at)) for entry in tab.entries} if row else set()

    def likeness(name: str) -> tuple[int, bool]:
        return len(headings & remembered[name].items()), name not in view.titles

    best = max(remembered, key=likeness, default=None)
    return remembered[best] if best is not None else {}


def _owned_in(
    tab: GoogleTab, remembered: Mapping[str, str], records: Mapping[str, str]
) -> dict[str, _Owned]:
    """Returns the columns of a tab that have an entry of ours and are still ours."""
    row = heading_row_of(tab.sheet)
    if not row:
        return {}
    # of two columns with the same entry the left one counts
    places = {e.name: e.at for e in reversed(tab.entries) if e.name in OWNED_KEYS}
    headings = [tab.cell(row, at) for at in range(len(tab.columns))]
    ids = tab.column(places["id"])[row:] if "id" in places else []
    last_run = LastRun(ids, records)
    found = {}
    for key, at in places.items():
        heading, known = tab.cell(row, at), remembered.get(key)
        if is_empty(heading) and is_left_nameless(key, tab.column(at)[row:], last_run):
            found[key] = _Owned(at, "")
        if is_empty(heading) or not isinstance(heading, str):
            continue
        ours = is_ours(key, heading, known, headings)
        if not ours and known:  # people may have renamed it
            copies = [tab.column(n)[row:] for n, text in enumerate(headings) if text == known]
            ours = is_renamed(key, heading, tab.column(at)[row:], last_run, copies)
        if ours:
            found[key] = _Owned(at, heading)
    return found


def is_doubtful(view: View) -> bool:
    """Returns whether a column with an entry of ours has another heading than the state tab
    remembers.

    Mostly people renamed it. But metadata and cells come from two requests, and if columns moved
    between these, the entries point at other columns than they are on.
    """
    state_tab = view.state_tab
    remembered = read_header(state_tab.cell(1, 0) if state_tab else None).get("columns", {})
    for tab in view.tabs if remembered else ():
        names, row = remembered.get(tab.name, {}), heading_row_of(tab.sheet)
        owned = [entry for entry in tab.entries if entry.name in OWNED_KEYS]
        if names and any(tab.cell(row, entry.at) != names.get(entry.name) for entry in owned):
            return True
    return False
