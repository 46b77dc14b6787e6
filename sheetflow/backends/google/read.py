"""One metadata answer and one values answer -> tabs: what a run knows of a spreadsheet.

Values come column by column (majorDimension COLUMNS), unformatted, dates as serials of the 1900
system: https://developers.google.com/workspace/sheets/api/guides/values. Cells behind the end of a
column are blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sheetflow.backends.google.metadata import MetadataEntry, entries_of, heading_row_of
from sheetflow.backends.google.ownership import is_ours, is_renamed
from sheetflow.columns import OWNED_KEYS
from sheetflow.model import HEAD_ROWS, STATE_TAB, Block, CellError, Snapshot, Value
from sheetflow.state import id_in, read_header

Column = list[Value]

METADATA: Final = (
    "properties(locale,timeZone,title),"
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
    """A cell of a values answer."""
    if raw == "" and isinstance(raw, str):
        return None
    return CellError(raw) if isinstance(raw, str) and raw in ERRORS else raw


def column_of(raw: Sequence[Any]) -> Column:
    """A column of a values answer; item n - 1 is row n."""
    return [
        None if v == "" else v if type(v) is not str or v[0] != "#" else value_of(v) for v in raw
    ]


@dataclass(frozen=True, slots=True)
class GoogleTab:
    """One worksheet with its cells; implements model.Tab. Its head shows the footers of tables as
    blank rows, and its blocks leave them out; in `columns` and `cell` they stand.
    """

    name: str
    visible: bool
    sheet: dict[str, Any]
    columns: Sequence[Column]
    footers: frozenset[int] = frozenset()

    @property
    def sheet_id(self) -> int:
        """The number by which the API knows the sheet, whatever it is called."""
        return int(self.sheet["properties"].get("sheetId", 0))

    @property
    def marks(self) -> list[MetadataEntry]:
        """Our developer metadata on its columns."""
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
        """The cell of a 1-based row and a 0-based column."""
        column = self.column(at)
        return column[row - 1] if row <= len(column) else None

    def column(self, at: int) -> Column:
        """The cells of a 0-based column from the first row on; empty beyond what was read."""
        return self.columns[at] if at < len(self.columns) else []

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Read these columns (0-based, ascending) of every row but footers, in order."""
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
            yield Block(numbers, parts)


class View(NamedTuple):
    """All that one run read: the spreadsheet's own properties, its tabs in their order, and the
    names of all sheets.
    """

    properties: Mapping[str, Any]
    tabs: tuple[GoogleTab, ...]
    titles: tuple[str, ...] = ()

    def tab(self, name: str) -> GoogleTab | None:
        """The tab of that name."""
        return next((tab for tab in self.tabs if tab.name == name), None)

    @property
    def memory(self) -> GoogleTab | None:
        """The hidden tab of what we remember."""
        return self.tab(STATE_TAB)

    def snapshot(self) -> Snapshot:
        """What the core reads."""
        locale = str(self.properties.get("locale", ""))
        zone = str(self.properties.get("timeZone", ""))
        marked = _marked(self)
        return Snapshot(
            self.tabs,
            language=next((lang for lang in ("en", "es") if locale.split("_")[0] == lang), None),
            time_zone=zone if _is_zone(zone) else None,
            columns={
                tab: {key: text for key, (_, text) in found.items()}
                for tab, found in marked.items()
            },
            places={
                tab: {key: at for key, (at, _) in found.items()} for tab, found in marked.items()
            },
            shared=True,
        )


def read_view(
    metadata: Mapping[str, Any],
    values: Callable[[Sequence[int]], Sequence[Sequence[Sequence[Any]]]],
) -> View:
    """Put the answers together; `values` takes sheet ids and gives the columns of each."""
    sheets = [
        s for s in metadata.get("sheets", ()) if s["properties"].get("sheetType", "GRID") == "GRID"
    ]
    found = values([sheet["properties"].get("sheetId", 0) for sheet in sheets])
    tabs = (_tab(sheet, columns) for sheet, columns in zip(sheets, found, strict=True))
    titles = tuple(sheet["properties"]["title"] for sheet in metadata.get("sheets", ()))
    return View(metadata.get("properties", {}), tuple(tabs), titles)


def _tab(sheet: dict[str, Any], columns: Sequence[Sequence[Any]]) -> GoogleTab:
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
    """The 1-based rows that are the footer of a Google table: a footer has a style of its own."""
    for table in sheet.get("tables", ()):
        if "footerColorStyle" in table.get("rowsProperties", {}) and "endRowIndex" in table.get(
            "range", {}
        ):
            yield table["range"]["endRowIndex"]


def _marked(view: View) -> dict[str, dict[str, tuple[int, str]]]:
    """Tab -> owned key -> its column (0-based) and heading now, by the marks on the columns and on
    the heading row.

    A mark alone proves nothing: it stays on a column that people empty and put to another use.
    """
    lines = view.memory.columns[0] if view.memory and view.memory.columns else []
    known = read_header(lines[0] if lines else None).get("columns", {})
    records = {id_in(text): text for text in lines[1:] if isinstance(text, str)}
    found = {}
    for tab in view.tabs:
        if tab.marks and (
            ours := _ours_in(tab, known.get(tab.name) or _names_of(tab, view, known), records)
        ):
            found[tab.name] = ours
    return found


def _names_of(
    tab: GoogleTab, view: View, known: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """What is remembered of a marked tab that no run knows, because people renamed a tab or made a
    copy of one: it is the one with which it shares most headings; of equals one that is gone, else
    the first.
    """
    row = heading_row_of(tab.sheet)
    headings = {(mark.name, tab.cell(row, mark.at)) for mark in tab.marks} if row else set()
    best = max(
        known,
        key=lambda name: (len(headings & known[name].items()), name not in view.titles),
        default=None,
    )
    return known[best] if best is not None else {}


def _ours_in(
    tab: GoogleTab, names: Mapping[str, str], records: Mapping[str, str]
) -> dict[str, tuple[int, str]]:
    row = heading_row_of(tab.sheet)
    marks = (
        {mark.name: mark.at for mark in reversed(tab.marks) if mark.name in OWNED_KEYS}
        if row
        else {}
    )
    headings = [tab.cell(row, at) for at in range(len(tab.columns))] if row else []

    def below(at: int) -> Column:
        return tab.column(at)[row:]

    ids = below(marks["id"]) if "id" in marks else []
    found = {}
    for key, at in marks.items():
        heading, named = tab.cell(row, at), names.get(key)
        others = [other for other, text in enumerate(headings) if text == named]
        if isinstance(heading, str) and (
            is_ours(key, heading, named, headings)
            or (
                named
                and is_renamed(
                    key, heading, below(at), ids, records, [below(other) for other in others]
                )
            )
        ):
            found[key] = (at, heading)
    return found


def is_doubtful(view: View) -> bool:
    """Whether a marked column has another heading than our memory says.

    Mostly people renamed it. But marks and cells come from two requests, and if columns moved
    between these, the marks point at other columns than they stand on.
    """
    memory = view.memory
    known = read_header(memory.cell(1, 0) if memory else None).get("columns", {})
    for tab in view.tabs if known else ():
        names, row = known.get(tab.name, {}), heading_row_of(tab.sheet)
        marks = [mark for mark in tab.marks if mark.name in OWNED_KEYS]
        if names and any(tab.cell(row, mark.at) != names.get(mark.name) for mark in marks):
            return True
    return False


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name) is not None
    except (ValueError, OSError, KeyError):  # a name that is no path, no file, no zone
        return False
