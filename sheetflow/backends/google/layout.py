"""Where our columns stand on one leads tab once a batch is through, and which marks they carry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.backends.google.grid import MOST_COLUMNS, Json, grid_size, has_rows
from sheetflow.backends.google.metadata import EDGE, HEADINGS, PEOPLES, MetadataEntry
from sheetflow.backends.google.protection import is_closed
from sheetflow.backends.google.read import GoogleTab
from sheetflow.columns import ANSWER_INPUTS
from sheetflow.model import TabPlan

IDENTIFYING: Final = ("name", "first_name", "last_name", "company", "email", "phone")
"""The team's columns that say who a row is about."""


class ColumnLayout(NamedTuple):
    """A leads tab: what was read, what is planned, and how its columns shift.

    The columns of `inserted` come to stand from `at` (0-based) on, in their order; `blank` are
    columns of ours that an earlier run inserted and was cut off before it could fill them. `apart`
    are the team's columns that tell rows apart which are alike otherwise.
    """

    tab: GoogleTab
    plan: TabPlan
    at: int
    inserted: tuple[str, ...]
    blank: Mapping[str, int]
    apart: tuple[str, ...] = ()

    @property
    def owned(self) -> dict[str, int]:
        """Owned key -> column, after the batch."""
        standing = {**self.plan.owned, **self.blank}
        new = {key: self.at + n for n, key in enumerate(self.inserted)}
        return {key: self.after(column) for key, column in standing.items()} | new

    @property
    def people(self) -> dict[str, int]:
        """Key of the team's columns that carry a mark -> column, after the batch."""
        wanted = {*IDENTIFYING, *self.plan.choices, *self.apart}
        return {
            key: self.after(column) for key, column in self.plan.people.items() if key in wanted
        }

    def after(self, column: int) -> int:
        """Where a column that stood there when it was read stands after the batch."""
        return column + len(self.inserted) * (column >= self.at)

    def before(self, column: int) -> int:
        """The reverse of `after`."""
        return column - len(self.inserted) * (column >= self.at + len(self.inserted))

    @property
    def identifying(self) -> list[str]:
        """The keys of the team's columns that say which row is which."""
        return [key for key in (*IDENTIFYING, *self.apart) if key in self.plan.people]

    @property
    def names(self) -> dict[str, int]:
        """The name of each mark -> the column it belongs on, after the batch."""
        return {**self.owned, **{PEOPLES + key: column for key, column in self.people.items()}}

    @property
    def headed(self) -> Mapping[str, str]:
        """Missing key -> heading, where they are written before the answers: a Google table that
        takes in a column without a heading makes up one.
        """
        grows = any("tableId" in owner for owner, _ in growing(self, self.tab.sheet))
        return self.plan.missing if grows else {}

    @property
    def standing(self) -> dict[str, MetadataEntry]:
        """The marks that stand where they belong."""
        names = self.names
        return {m.name: m for m in self.tab.marks if names.get(m.name) == self.after(m.at)}


def plan_layout(tab: GoogleTab, plan: TabPlan) -> ColumnLayout:
    """Find room for the columns that are missing: inside the table or filter around the headings,
    else at the right.
    """
    blank = {m.name: m.at for m in tab.marks if m.name in plan.missing and _is_blank(tab, m.at)}
    missing = tuple(key for key in plan.missing if key not in blank)
    return ColumnLayout(tab, plan, _end(tab, plan), missing, blank, _apart(tab, plan))


def _apart(tab: GoogleTab, plan: TabPlan) -> tuple[str, ...]:
    """What decides the answers, where rows have the same id, or none yet, and the same person: two
    deals of one client, which people may move while we write.
    """
    told = [plan.people[key] for key in IDENTIFYING if key in plan.people]
    columns = [
        tab.columns[at]
        for at in (*told, plan.owned.get("id", len(tab.columns)))
        if at < len(tab.columns)
    ]
    rows = [row for row in zip_longest(*columns) if any(value is not None for value in row)]
    return (
        tuple(key for key in ANSWER_INPUTS if key in plan.people)
        if len(set(rows)) < len(rows)
        else ()
    )


def _is_blank(tab: GoogleTab, column: int) -> bool:
    """Whether nothing stands from the marked headings down, but a heading of another table: Google
    makes one up for every column that comes into a table.
    """
    first = max(metadata.heading_row_of(tab.sheet), 1)
    headings = {
        area.get("startRowIndex", 0) + 1
        for area in _tables(tab.sheet)
        if area.get("startRowIndex", 0) + 1 != first and _spans(area, column)
    }
    cells = tab.column(column)[first - 1 :]
    return all(value is None or row in headings for row, value in enumerate(cells, first))


def _end(tab: GoogleTab, plan: TabPlan) -> int:
    """The first column behind the table or filter; behind everything where there is none, or where
    another table or a merge lies across that place: it would be cut in two, or grow over our
    columns.
    """
    width = grid_size(tab.sheet)[1]
    whole = [
        {"endColumnIndex": width, **area}
        for area in (*_tables(tab.sheet), *tab.sheet.get("merges", ()))
    ]
    ends = [
        int(around["endColumnIndex"])
        for around in _ranges_around(tab.sheet, plan)
        if "endColumnIndex" in around
    ]
    if ends and _behind(whole, ends[0]) == ends[0]:
        return ends[0]
    filled = [
        at for at, column in enumerate(tab.columns) if any(value is not None for value in column)
    ]
    return _behind(whole, max([*filled, *plan.columns, *(m.at for m in tab.marks)], default=-1) + 1)


def _behind(areas: Collection[Json], plan_layout: int) -> int:
    """That place, or the first one right of it that none of these areas lies across."""
    while across := [
        area for area in areas if _spans(area, plan_layout - 1) and _spans(area, plan_layout)
    ]:
        plan_layout = max(area["endColumnIndex"] for area in across)
    return plan_layout


def _tables(sheet: Mapping[str, Any]) -> list[Json]:
    """The ranges of all Google tables of a sheet."""
    return [table.get("range", {}) for table in sheet.get("tables", ())]


def _spans(area: Json, column: int) -> bool:
    return bool(
        area.get("startColumnIndex", 0) <= column < area.get("endColumnIndex", MOST_COLUMNS)
    )


def _ranges_around(sheet: Mapping[str, Any], plan: TabPlan) -> Iterator[Json]:
    """The ranges of the Google tables and of the filter that the leads stand in."""
    found = _tables(sheet)
    found += [sheet["basicFilter"].get("range", {})] if "basicFilter" in sheet else []
    yield from (area for area in found if _holds(area, plan.heading_row, plan.people.values()))


def _holds(area: Json, heading_row: int, people: Collection[int]) -> bool:
    """Whether it begins at the heading row and has a column of the team's, unlike one that stands
    beside the leads.
    """
    inside = any(_spans(area, column) for column in people)
    return inside and bool(area.get("startRowIndex", 0) == heading_row - 1)


def insertion(here: ColumnLayout) -> Iterator[Json]:
    """Insert the missing columns. Inserted ones are blank, whatever people did to the sheet
    meanwhile.
    """
    if not here.inserted:
        return
    sheet_id, count = here.tab.sheet_id, len(here.inserted)
    width = here.tab.sheet["properties"].get("gridProperties", {}).get("columnCount", 0)
    if here.at >= width:  # nothing can be inserted behind the last column
        lacking = here.at - width + 1
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": lacking}}
    span = {
        "sheetId": sheet_id,
        "dimension": "COLUMNS",
        "startIndex": here.at,
        "endIndex": here.at + count,
    }
    yield {"insertDimension": {"range": span, "inheritFromBefore": here.at > 0}}
    yield from _headings(here, [key for key in here.inserted if key in here.headed])


def growing(here: ColumnLayout, sheet: Json) -> Iterator[tuple[Json, Json]]:
    """The tables, and the filter, that must take in our columns where they begin, with the range
    that they get: cells outside do not move with their row in a sort. `sheet` holds tables and
    filter as they are now.
    """
    found = [table for table in sheet.get("tables", ()) if _height(table.get("range", {})) != 1]
    for owner in [*found, *([sheet["basicFilter"]] if "basicFilter" in sheet else [])]:
        if (area := _wider(owner.get("range", {}), here)) is not None:
            yield owner, area


def _height(area: Json) -> int:
    """How many rows; Google refuses to change a table that has lost all but its headings."""
    return int(area.get("endRowIndex", 0)) - int(area.get("startRowIndex", 0))


def widening(here: ColumnLayout, sheet: Json) -> Iterator[Json]:
    """Take our columns into what must grow. A table takes its headings from the cells."""
    for owner, area in growing(here, sheet):
        if "tableId" in owner:
            yield from _headings(here, here.plan.missing)
            yield {
                "updateTable": {
                    "table": {"tableId": owner["tableId"], "range": area},
                    "fields": "range",
                }
            }
        else:
            yield {"setBasicFilter": {"filter": {**owner, "range": area}}}


def edges(here: ColumnLayout, sheet: Json) -> list[int]:
    """The last rows, 0-based, of what must grow: they carry a mark until it has, because a range is
    given anew as a whole, and its rows must still be the same.
    """
    ends = (
        area.get("endRowIndex", area.get("startRowIndex", 0) + 1) - 1
        for _, area in growing(here, sheet)
    )
    return sorted(set(ends))


def _headings(here: ColumnLayout, keys: Iterable[str]) -> Iterator[Json]:
    for key in keys:
        row, column = here.plan.heading_row - 1, here.owned[key]
        start = {"sheetId": here.tab.sheet_id, "rowIndex": row, "columnIndex": column}
        cell = {"userEnteredValue": {"stringValue": here.plan.missing[key]}}
        yield {
            "updateCells": {
                "start": start,
                "rows": [{"values": [cell]}],
                "fields": "userEnteredValue",
            }
        }


def _wider(area: Json, here: ColumnLayout) -> Json | None:
    """The range with those of our columns that begin where it ends; None where it need not
    change.
    """
    people = [here.after(column) for column in here.plan.people.values()]
    if "endColumnIndex" not in area or not _holds(area, here.plan.heading_row, people):
        return None
    inside = range(area.get("startColumnIndex", 0), area["endColumnIndex"])
    if any(
        is_closed(here.tab.sheet, here.before(column)) for column in inside
    ):  # Google would refuse it for good
        return None
    end, ours = area["endColumnIndex"], set(here.owned.values())
    while end in ours:
        end += 1
    return {**area, "endColumnIndex": end} if end > area["endColumnIndex"] else None


def marking(here: ColumnLayout) -> Iterator[Json]:
    """Put marks where they lack, and take away those that stand where they no longer belong.

    The batch that inserts columns of ours dresses them too, where there are rows to be dressed.
    """
    standing, sheet_id = here.standing, here.tab.sheet_id
    dressed = here.inserted if has_rows(here.tab.sheet, here.plan.heading_row) else ()
    for name, column in here.names.items():
        if name not in standing:
            yield metadata.create(
                sheet_id, column, metadata.value_of(name, dressed=name in dressed)
            )
    yield from _outdated(here)
    for row in edges(here, here.tab.sheet):
        yield metadata.create(sheet_id, row, metadata.value_of(EDGE), "ROWS")
    if metadata.heading_row_of(here.tab.sheet) != here.plan.heading_row:
        yield metadata.create(
            sheet_id, here.plan.heading_row - 1, metadata.value_of(HEADINGS), "ROWS"
        )


def _outdated(here: ColumnLayout) -> Iterator[Json]:
    """Take away marks whose column is another one now, those of the headings on another row, and of
    edges.
    """
    standing, names = here.standing, here.names
    for mark in here.tab.marks:
        if mark.name in names and standing.get(mark.name) != mark:
            yield metadata.delete(mark.id)
    for row, mark in metadata.row_entries(here.tab.sheet):
        if mark.name == EDGE or (mark.name == HEADINGS and row != here.plan.heading_row):
            yield metadata.delete(mark.id)
