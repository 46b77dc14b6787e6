"""People who work in the sheet while a client does: what they do, and when.

A `Person` acts through the same API as everybody, so that its rules hold for people too. Rows count
from 1 as a person sees them, columns from 0; a tab is the first one unless it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote

from tests.sheets_server.api import Request, World, sheets_api
from tests.sheets_server.book import Sheet, Spreadsheet
from tests.sheets_server.files import changed
from tests.sheets_server.log import Entry

Json = dict[str, Any]
RECORD_TAB = "_sheetflow"


class People:
    """Who does what before which request. Positions count from 1 in the server's log."""

    def __init__(self) -> None:
        self._planned: list[tuple[Callable[[Entry], bool], Callable[[], object], int | None]] = []

    def on(
        self,
        when: int | Callable[[Entry], bool],
        action: Callable[[], object],
        times: int | None = 1,
    ) -> None:
        """Run the action just before the request at a position, or the next ones of which a
        predicate is true.

        Nothing is served meanwhile; the action may use any `Person` of the server. `times` None:
        always.
        """
        predicate = (lambda entry: entry.position == when) if isinstance(when, int) else when
        self._planned.append((predicate, action, times))

    def clear(self) -> None:
        """Plan nothing any more."""
        self._planned.clear()

    def act(self, entry: Entry) -> None:
        """Run what is planned before this request."""
        due = [planned for planned in self._planned if planned[0](entry)]
        for planned in due:
            self._planned.remove(planned)
            predicate, action, times = planned
            if times != 1:
                self._planned.append((predicate, action, None if times is None else times - 1))
            action()


class Person:
    """Somebody with a tab of a spreadsheet open; `email` None is its owner. `lock` keeps requests
    out meanwhile.
    """

    def __init__(
        self,
        world: World,
        book: Spreadsheet,
        lock: AbstractContextManager[Any],
        *,
        email: str | None = None,
        tab: str = "",
    ) -> None:
        self._world = world
        self._book = book
        self._lock = lock
        self._email = email
        self._tab = tab

    def on_tab(self, title: str) -> Person:
        """The same person looking at another tab."""
        return Person(self._world, self._book, self._lock, email=self._email, tab=title)

    @property
    def sheet(self) -> Sheet:
        """The tab that the person looks at."""
        found = self._book.sheet_named(self._tab) if self._tab else self._book.sheets[0]
        if found is None:
            raise LookupError(f"there is no tab {self._tab}")
        return found

    def values(self) -> list[list[Any]]:
        """The tab's values, unformatted; blank ends are cut."""
        plain = {"valueRenderOption": ["UNFORMATTED_VALUE"]}
        rows: list[list[Any]] = self._call("GET", self._range("A1:ZZZ"), plain).get("values", [])
        return rows

    def type(self, row: int, column: int, text: Any) -> None:
        """Type into one cell."""
        self.paste(row, column, [[text]])

    def paste(self, row: int, column: int, rows: Sequence[Sequence[Any]]) -> None:
        """Paste a block with its top left corner there; None leaves a cell alone, "" empties it."""
        place = self._range(_a1(row, column))
        self._call(
            "PUT",
            place,
            {"valueInputOption": ["USER_ENTERED"]},
            {"values": [list(line) for line in rows]},
        )

    def clear(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Press Delete on a block."""
        self._change(
            "updateCells", range=self._block(row, column, rows, columns), fields="userEnteredValue"
        )

    def insert_rows(self, row: int, count: int = 1) -> None:
        """Insert blank rows above a row."""
        self._change("insertDimension", range=self._rows(row, count), inheritFromBefore=row > 1)

    def delete_rows(self, row: int, count: int = 1) -> None:
        """Delete rows."""
        self._change("deleteDimension", range=self._rows(row, count))

    def move_rows(self, row: int, to: int, count: int = 1) -> None:
        """Drag rows above the row that is at `to` now."""
        self._change("moveDimension", source=self._rows(row, count), destinationIndex=to - 1)

    def insert_columns(self, column: int, count: int = 1) -> None:
        """Insert blank columns left of a column."""
        self._change(
            "insertDimension", range=self._columns(column, count), inheritFromBefore=column > 0
        )

    def delete_columns(self, column: int, count: int = 1) -> None:
        """Delete columns."""
        self._change("deleteDimension", range=self._columns(column, count))

    def move_columns(self, column: int, to: int, count: int = 1) -> None:
        """Drag columns left of the column that is at `to` now."""
        self._change("moveDimension", source=self._columns(column, count), destinationIndex=to)

    def add_column(self, column: int, heading: str) -> None:
        """Insert a column and give it a heading in the first row."""
        self.insert_columns(column)
        self.rename_heading(column, heading)

    def rename_heading(self, column: int, heading: str, row: int = 1) -> None:
        """Type another heading."""
        self.type(row, column, heading)

    def sort(
        self,
        by: int,
        *,
        descending: bool = False,
        first_row: int = 2,
        columns: tuple[int, int] | None = None,
    ) -> None:
        """Sort the rows from `first_row` on by a column: whole rows, or some columns (first,
        exclusive end).
        """
        bottom, right = self.sheet.used()
        left, end = columns or (0, right)
        place = self._block(first_row, left, max(bottom - first_row + 1, 1), end - left)
        self._change("sortRange", range=place, sortSpecs=[_sort_spec(by, descending=descending)])

    def sort_filtered(self, by: int, *, descending: bool = False) -> None:
        """Sort through the basic filter: its range without the heading row, and nothing beside
        it.
        """
        place = dict((self.sheet.basic_filter or {})["range"])
        place["startRowIndex"] = place.get("startRowIndex", 0) + 1
        self._change("sortRange", range=place, sortSpecs=[_sort_spec(by, descending=descending)])

    def filter(
        self,
        columns: int | None = None,
        *,
        rows: int | None = None,
        hide: dict[int, list[str]] | None = None,
    ) -> None:
        """Put a basic filter over the first columns and rows (all used ones); `hide`: column →
        values not shown.
        """
        bottom, right = self.sheet.used()
        hidden = (hide or {}).items()
        specs = [
            {"columnIndex": column, "filterCriteria": {"hiddenValues": values}}
            for column, values in hidden
        ]
        place = self._block(1, 0, rows or max(bottom, 1), columns or max(right, 1))
        self._change("setBasicFilter", filter={"range": place, "filterSpecs": specs})

    def clear_filter(self) -> None:
        """Take the basic filter away."""
        self._change("clearBasicFilter", sheetId=self.sheet.id)

    def copy_row(self, row: int, to: int) -> None:
        """Copy a row and paste it over another: values, formats, hidden ids and all."""
        self._change(
            "copyPaste", source=self._row(row), destination=self._row(to), pasteType="PASTE_NORMAL"
        )

    def insert_copy(self, row: int, to: int) -> None:
        """Copy a row into a new one above the row that is at `to` now."""
        self.insert_rows(to)
        self.copy_row(row + (row >= to), to)

    def rename_tab(self, title: str) -> None:
        """Give the tab another name; the person keeps looking at it."""
        self._tab_properties(title=title)
        self._tab = title if self._tab else ""

    def hide_tab(self, *, hidden: bool = True) -> None:
        """Hide the tab or show it again."""
        self._tab_properties(hidden=hidden)

    def move_tab(self, to: int) -> None:
        """Drag the tab to another place, counted from 0."""
        self._tab_properties(index=to)

    def delete_tab(self) -> None:
        """Delete the tab."""
        self._change("deleteSheet", sheetId=self.sheet.id)

    def duplicate_tab(self, title: str) -> None:
        """Make a copy of the tab under a name, behind all others."""
        place = len(self._book.sheets)
        self._change(
            "duplicateSheet",
            sourceSheetId=self.sheet.id,
            newSheetName=title,
            insertSheetIndex=place,
        )

    def add_tab(self, title: str) -> None:
        """Add an empty tab."""
        self._change("addSheet", properties={"title": title})

    def delete_record(self) -> None:
        """Delete the hidden tab in which sheetflow keeps its record."""
        self.on_tab(RECORD_TAB).delete_tab()

    def _tab_properties(self, **changed: Any) -> None:
        properties = {"sheetId": self.sheet.id, **changed}
        self._change("updateSheetProperties", properties=properties, fields=",".join(changed))

    def _change(self, kind: str, **what: Any) -> None:
        with self._lock:
            path = f"/v4/spreadsheets/{self._book.id}:batchUpdate"
            body = {"requests": [{kind: what}]}
            sheets_api(self._world, Request("POST", path, path, {}, body, self._email))
            changed(self._world, self._book.id)

    def _call(
        self, verb: str, place: str, query: dict[str, list[str]], body: Json | None = None
    ) -> Json:
        with self._lock:
            root = f"/v4/spreadsheets/{self._book.id}/values/"
            request = Request(
                verb, root + place, root + quote(place, safe=""), query, body, self._email
            )
            found: Json = sheets_api(self._world, request).body
            if verb != "GET":
                changed(self._world, self._book.id)
            return found

    def _range(self, cells: str) -> str:
        title = self.sheet.title.replace("'", "''")
        return f"'{title}'!{cells}"

    def _rows(self, row: int, count: int) -> Json:
        return {
            "sheetId": self.sheet.id,
            "dimension": "ROWS",
            "startIndex": row - 1,
            "endIndex": row - 1 + count,
        }

    def _columns(self, column: int, count: int) -> Json:
        return {
            "sheetId": self.sheet.id,
            "dimension": "COLUMNS",
            "startIndex": column,
            "endIndex": column + count,
        }

    def _row(self, row: int) -> Json:
        return {"sheetId": self.sheet.id, "startRowIndex": row - 1, "endRowIndex": row}

    def _block(self, row: int, column: int, rows: int, columns: int) -> Json:
        across = {"startColumnIndex": column, "endColumnIndex": column + columns}
        return {
            "sheetId": self.sheet.id,
            "startRowIndex": row - 1,
            "endRowIndex": row - 1 + rows,
            **across,
        }


def _sort_spec(by: int, *, descending: bool) -> Json:
    return {"dimensionIndex": by, "sortOrder": "DESCENDING" if descending else "ASCENDING"}


def _a1(row: int, column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
