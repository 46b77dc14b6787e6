"""What a duplicated tab takes along."""

from __future__ import annotations

import copy
from typing import Any

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.ranges import is_grid_range


def copy_contents(book: Spreadsheet, source: Sheet, target: Sheet) -> None:
    """Cells, dimensions, metadata and objects of one tab into a new one; objects and metadata get
    ids of their own.

    Protected ranges and named ranges stay where they are, as when a person duplicates a tab. That
    metadata is copied is what the service seems to do; it is not documented.
    """
    target.rows = {row: dict(cells) for row, cells in source.rows.items()}
    target.row_properties = dict(source.row_properties)
    target.column_properties = dict(source.column_properties)
    for name in ("merges", "conditional_formats", "basic_filter", "row_groups", "column_groups"):
        setattr(target, name, _on_sheet(getattr(source, name), target.id))
    for name, key in (
        ("filter_views", "filterViewId"),
        ("charts", "chartId"),
        ("banded_ranges", "bandedRangeId"),
        ("slicers", "slicerId"),
    ):
        copies = [
            {**_on_sheet(one, target.id), key: book.new_id()} for one in getattr(source, name)
        ]
        setattr(target, name, copies)
    _copy_tables(book, source, target)
    _copy_metadata(book, source, target)


def _copy_tables(book: Spreadsheet, source: Sheet, target: Sheet) -> None:
    """Tables, and what hangs on them: a filter of a table becomes one of its copy."""
    target.tables = [_table(book, _on_sheet(table, target.id)) for table in source.tables]
    ids = {
        old["tableId"]: new["tableId"]
        for old, new in zip(source.tables, target.tables, strict=True)
    }
    for held in [*target.filter_views, *filter(None, [target.basic_filter])]:
        held.pop("namedRangeId", None)
        if "tableId" in held:
            held["tableId"] = ids[held["tableId"]]


def _copy_metadata(book: Spreadsheet, source: Sheet, target: Sheet) -> None:
    for item in list(book.metadata.values()):
        if item.sheet_id == source.id:
            number = book.new_id()
            book.metadata[number] = item._replace(id=number, sheet_id=target.id)


def _table(book: Spreadsheet, table: Json) -> Json:
    """A copied table: a new id, and a name that no other table has."""
    names = {str(other.get("name", "")).lower() for sheet in book.sheets for other in sheet.tables}
    number = 2
    while f"{table['name']}_{number}".lower() in names:
        number += 1
    return {**table, "tableId": book.new_text_id(), "name": f"{table['name']}_{number}"}


def _on_sheet(value: Any, sheet_id: int) -> Any:
    """A deep copy whose ranges and anchors lie on another sheet."""
    if isinstance(value, list):
        return [_on_sheet(item, sheet_id) for item in value]
    if not isinstance(value, dict):
        return copy.deepcopy(value)
    after = {name: _on_sheet(item, sheet_id) for name, item in value.items()}
    if "sheetId" in value or is_grid_range(value) or "rowIndex" in value or "startIndex" in value:
        after.pop("sheetId", None)
        return {"sheetId": sheet_id, **after} if sheet_id else after
    return after
