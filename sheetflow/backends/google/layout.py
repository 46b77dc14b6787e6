"""Where our columns are on one leads tab once a batch is through, and which metadata entries they
have.

*Layout*: the columns of a tab before and after a batch that inserts some of ours. *Batch*: the
requests of one batchUpdate; Google carries out all of them or none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.backends.google.grid import MOST_COLUMNS, Json, grid_size, has_rows
from sheetflow.backends.google.metadata import HEADINGS, LAST_ROW, PEOPLE_PREFIX, MetadataEntry
from sheetflow.backends.google.protection import is_closed
from sheetflow.backends.google.read import GoogleTab
from sheetflow.columns import ANSWER_INPUTS
from sheetflow.model import TabPlan

IDENTIFYING: Final = ("name", "first_name", "last_name", "company", "email", "phone")
"""The team's columns that say who a row is about."""


class ColumnLayout(NamedTuple):
    """A leads tab: what was read, what is planned, and how its columns shift.

    `new_columns` are inserted from `at` (0-based) on, in their order; `blank` are columns of ours
    that an earlier run inserted and was cut off before it could fill them. `tie_breakers` are the
    team's columns that tell apart rows which are alike otherwise.
    """

    tab: GoogleTab
    plan: TabPlan
    at: int
    new_columns: tuple[str, ...]
    blank: Mapping[str, int]
    tie_breakers: tuple[str, ...] = ()

    @property
    def owned_as_read(self) -> dict[str, int]:
        """Owned key -> column, before the batch."""
        return {**self.plan.owned, **self.blank}

    @property
    def owned(self) -> dict[str, int]:
        """Owned key -> column, after the batch."""
        new = {key: self.at + n for n, key in enumerate(self.new_columns)}
        return {key: self.after(column) for key, column in self.owned_as_read.items()} | new

    @property
    def people(self) -> dict[str, int]:
        """Key of the team's columns that have a metadata entry -> column, after the batch."""
        wanted = {*IDENTIFYING, *self.plan.choices, *self.tie_breakers}
        return {
            key: self.after(column) for key, column in self.plan.people.items() if key in wanted
        }

    def after(self, column: int) -> int:
        """Returns where a column that was read is after the batch."""
        return column + len(self.new_columns) * (column >= self.at)

    def before(self, column: int) -> int:
        """Returns where a column after the batch was when it was read: the reverse of `after`."""
        count = len(self.new_columns)
        return column - count * (column >= self.at + count)

    @property
    def identifying(self) -> list[str]:
        """The keys of the team's columns that say which row is which."""
        return [key for key in (*IDENTIFYING, *self.tie_breakers) if key in self.plan.people]

    @property
    def entry_columns(self) -> dict[str, int]:
        """The name of each metadata entry -> the column it belongs on, after the batch."""
        return {
            **self.owned,
            **{PEOPLE_PREFIX + key: column for key, column in self.people.items()},
        }

    @property
    def early_headings(self) -> Mapping[str, str]:
        """Missing key -> heading, where they are written before the answers: a Google table that
        takes in a column without a heading makes up one.
        """
        grows = any("tableId" in owner for owner, _ in to_widen(self, self.tab.sheet))
        return self.plan.missing if grows else {}

    @property
    def entries(self) -> dict[str, MetadataEntry]:
        """The metadata entries that are on the columns where they belong, by name."""
        columns = self.entry_columns
        return {e.name: e for e in self.tab.entries if columns.get(e.name) == self.after(e.at)}


def plan_layout(tab: GoogleTab, plan: TabPlan) -> ColumnLayout:
    """Chooses where the columns that are missing are inserted: inside the table or filter around
    the headings, else at the right.
    """
    blank = {
        entry.name: entry.at
        for entry in tab.entries
        if entry.name in plan.missing and _is_blank(tab, entry.at)
    }
    new = tuple(key for key in plan.missing if key not in blank)
    return ColumnLayout(
        tab, plan, _insertion_point(tab, plan), new, blank, _tie_breakers(tab, plan)
    )


def _tie_breakers(tab: GoogleTab, plan: TabPlan) -> tuple[str, ...]:
    """Returns the columns that decide the answers, where rows have the same id, or none yet, and
    the same person: two deals of one client, which people may move while we write.
    """
    identifying = [plan.people[key] for key in IDENTIFYING if key in plan.people]
    if "id" in plan.owned:
        identifying.append(plan.owned["id"])
    columns = [tab.columns[at] for at in identifying if at < len(tab.columns)]
    rows = [row for row in zip_longest(*columns) if any(value is not None for value in row)]
    if len(set(rows)) == len(rows):  # no two rows are alike
        return ()
    return tuple(key for key in ANSWER_INPUTS if key in plan.people)


def _is_blank(tab: GoogleTab, column: int) -> bool:
    """Returns whether nothing is in a column from our headings down, but the heading of another
    table: Google makes one up for every column that comes into a table.
    """
    first = max(metadata.heading_row_of(tab.sheet), 1)
    made_up = set()
    for area in _tables(tab.sheet):
        row = area.get("startRowIndex", 0) + 1
        if row != first and _spans(area, column):
            made_up.add(row)
    cells = tab.column(column)[first - 1 :]
    return all(value is None or row in made_up for row, value in enumerate(cells, first))


def _insertion_point(tab: GoogleTab, plan: TabPlan) -> int:
    """Returns the first column behind the table or filter around the leads, or behind everything
    where there is none.

    Behind everything too where another table or a merge lies across that place: it would be cut in
    two, or grow over our columns.
    """
    width = grid_size(tab.sheet)[1]
    areas = [*_tables(tab.sheet), *tab.sheet.get("merges", ())]
    obstacles = [{"endColumnIndex": width, **area} for area in areas]
    around = [area for area in _around_leads(tab.sheet, plan) if "endColumnIndex" in area]
    if around:
        end = int(around[0]["endColumnIndex"])
        if _first_gap(obstacles, end) == end:
            return end
    filled = [at for at, cells in enumerate(tab.columns) if any(v is not None for v in cells)]
    with_entries = [entry.at for entry in tab.entries]
    last = max([*filled, *plan.columns, *with_entries], default=-1)
    return _first_gap(obstacles, last + 1)


def _first_gap(areas: Collection[Json], column: int) -> int:
    """Returns that column, or the first one right of it that none of these areas lies across."""
    while across := [area for area in areas if _spans(area, column - 1) and _spans(area, column)]:
        column = max(area["endColumnIndex"] for area in across)
    return column


def _tables(sheet: Mapping[str, Any]) -> list[Json]:
    """Returns the ranges of all Google tables of a sheet."""
    return [table.get("range", {}) for table in sheet.get("tables", ())]


def _spans(area: Json, column: int) -> bool:
    end = area.get("endColumnIndex", MOST_COLUMNS)
    return bool(area.get("startColumnIndex", 0) <= column < end)


def _around_leads(sheet: Mapping[str, Any], plan: TabPlan) -> Iterator[Json]:
    """Yields the ranges of the Google tables and of the filter that hold the leads."""
    found = _tables(sheet)
    if "basicFilter" in sheet:
        found.append(sheet["basicFilter"].get("range", {}))
    for area in found:
        if _is_around(area, plan.heading_row, plan.people.values()):
            yield area


def _is_around(area: Json, heading_row: int, people: Collection[int]) -> bool:
    """Returns whether a range begins at the heading row and has a column of the team's, unlike one
    beside the leads.
    """
    inside = any(_spans(area, column) for column in people)
    return inside and bool(area.get("startRowIndex", 0) == heading_row - 1)


# ── requests ──────────────────────────────────────────────────────────────────────────────────


def insert_requests(layout: ColumnLayout) -> Iterator[Json]:
    """Builds the requests that insert the new columns, which are blank whatever people did to the
    sheet meanwhile.
    """
    if not layout.new_columns:
        return
    sheet_id, end = layout.tab.sheet_id, layout.at + len(layout.new_columns)
    width = layout.tab.sheet["properties"].get("gridProperties", {}).get("columnCount", 0)
    if layout.at >= width:  # nothing can be inserted behind the last column
        length = layout.at - width + 1
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": length}}
    span = {"dimension": "COLUMNS", "startIndex": layout.at, "endIndex": end}
    where = {"sheetId": sheet_id, **span}
    yield {"insertDimension": {"range": where, "inheritFromBefore": layout.at > 0}}
    early = layout.early_headings
    yield from _headings(layout, [key for key in layout.new_columns if key in early])


def to_widen(layout: ColumnLayout, sheet: Json) -> Iterator[tuple[Json, Json]]:
    """Yields the tables, and the filter, that end where our columns begin, with the range that they
    get: cells outside do not move with their row in a sort.

    `sheet` holds tables and filter as they are now.
    """
    owners = [table for table in sheet.get("tables", ()) if _height(table.get("range", {})) != 1]
    if "basicFilter" in sheet:
        owners.append(sheet["basicFilter"])
    for owner in owners:
        area = _wider(owner.get("range", {}), layout)
        if area is not None:
            yield owner, area


def _height(area: Json) -> int:
    """How many rows; Google refuses to change a table that has lost all but its headings."""
    return int(area.get("endRowIndex", 0)) - int(area.get("startRowIndex", 0))


def widen_requests(layout: ColumnLayout, sheet: Json) -> Iterator[Json]:
    """Builds the requests that take our columns into tables and filter. A table takes its headings
    from the cells.
    """
    for owner, area in to_widen(layout, sheet):
        if "tableId" in owner:
            yield from _headings(layout, layout.plan.missing)
            table = {"tableId": owner["tableId"], "range": area}
            yield {"updateTable": {"table": table, "fields": "range"}}
        else:
            yield {"setBasicFilter": {"filter": {**owner, "range": area}}}


def last_rows(layout: ColumnLayout, sheet: Json) -> list[int]:
    """Returns the last rows, 0-based, of what is to be widened: they have a metadata entry until it
    is, because a range is given anew as a whole, and its rows must still be the same.
    """
    found: set[int] = set()
    for _, area in to_widen(layout, sheet):
        found.add(area.get("endRowIndex", area.get("startRowIndex", 0) + 1) - 1)
    return sorted(found)


def _headings(layout: ColumnLayout, keys: Iterable[str]) -> Iterator[Json]:
    """Builds the requests that write our headings."""
    row, owned = layout.plan.heading_row - 1, layout.owned
    for key in keys:
        start = {"sheetId": layout.tab.sheet_id, "rowIndex": row, "columnIndex": owned[key]}
        cell = {"userEnteredValue": {"stringValue": layout.plan.missing[key]}}
        rows = [{"values": [cell]}]
        yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _wider(area: Json, layout: ColumnLayout) -> Json | None:
    """Returns the range with those of our columns that begin where it ends; None where it need not
    change.
    """
    people = [layout.after(column) for column in layout.plan.people.values()]
    if "endColumnIndex" not in area or not _is_around(area, layout.plan.heading_row, people):
        return None
    inside = range(area.get("startColumnIndex", 0), area["endColumnIndex"])
    if any(is_closed(layout.tab.sheet, layout.before(column)) for column in inside):
        return None  # Google would refuse it for good
    end, ours = area["endColumnIndex"], set(layout.owned.values())
    while end in ours:
        end += 1
    return {**area, "endColumnIndex": end} if end > area["endColumnIndex"] else None


def metadata_requests(layout: ColumnLayout) -> Iterator[Json]:
    """Builds the requests that create the metadata entries that are missing, and delete those that
    are where they no longer belong.

    The batch that inserts columns of ours formats them too, where there are rows to be formatted.
    """
    sheet, sheet_id, entries = layout.tab.sheet, layout.tab.sheet_id, layout.entries
    heading_row = layout.plan.heading_row
    formatted = layout.new_columns if has_rows(sheet, heading_row) else ()
    for name, column in layout.entry_columns.items():
        if name not in entries:
            value = metadata.value_of(name, formatted=name in formatted)
            yield metadata.create(sheet_id, column, value)
    yield from _delete_outdated(layout)
    for row in last_rows(layout, sheet):
        yield metadata.create(sheet_id, row, metadata.value_of(LAST_ROW), "ROWS")
    if metadata.heading_row_of(sheet) != heading_row:
        yield metadata.create(sheet_id, heading_row - 1, metadata.value_of(HEADINGS), "ROWS")


def _delete_outdated(layout: ColumnLayout) -> Iterator[Json]:
    """Deletes the entries whose column is another one now, those of the headings on another row,
    and those on the last rows of what was widened.
    """
    entries, columns = layout.entries, layout.entry_columns
    for entry in layout.tab.entries:
        if entry.name in columns and entries.get(entry.name) != entry:
            yield metadata.delete(entry.id)
    for row, entry in metadata.row_entries(layout.tab.sheet):
        misplaced = entry.name == HEADINGS and row != layout.plan.heading_row
        if entry.name == LAST_ROW or misplaced:
            yield metadata.delete(entry.id)
