"""Tables: a heading row, typed columns, rows below, sometimes a footer."""

from __future__ import annotations

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.masks import mask, merged
from tests.sheets_server.changes.ranges import area_of, check_area, meet, shown, stored_area
from tests.sheets_server.errors import invalid
from tests.sheets_server.rendering import Options, shower


def _place(book: Spreadsheet, table_id: str) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        for place, table in enumerate(sheet.tables):
            if table["tableId"] == table_id:
                return sheet, place
    raise invalid(f"No table with id: {table_id}")


def _area(book: Spreadsheet, table: Json) -> Area:
    """Where the table is. 400: no height for a row, over another table, a merge, the basic filter
    or other bands.
    """
    area = area_of(book, table.get("range"))
    sheet = area.sheet
    footer = "footerColorStyle" in table.get("rowsProperties", {})
    if area.height < 2 + footer:
        raise invalid("A table must have a header row and at least one more row.")
    others = [other["range"] for other in sheet.tables if other["tableId"] != table["tableId"]]
    _check_free(area, others, "another table")
    _check_free(area, sheet.merges, "a merged cell")
    _check_free(
        area, [banded["range"] for banded in sheet.banded_ranges], "alternating background colors"
    )
    held = sheet.basic_filter
    _check_free(
        area,
        [held["range"]] if held and held.get("tableId") != table["tableId"] else [],
        "a filter",
    )
    check_area(book, area)
    return area


def _check_free(area: Area, ranges: list[Json], what: str) -> None:
    if any(meet(area, stored_area(area.sheet, one)) for one in ranges):
        raise invalid(f"You can't create a table over a range that contains {what}.")


def _name(book: Spreadsheet, table: Json) -> str:
    tables = (other for sheet in book.sheets for other in sheet.tables)
    others = {
        str(other["name"]).lower() for other in tables if other["tableId"] != table["tableId"]
    }
    if table.get("name"):
        if table["name"].lower() in others:
            raise invalid(f'A table with the name "{table["name"]}" already exists.')
        return str(table["name"])
    number = 1
    while f"table{number}" in others:
        number += 1
    return f"Table{number}"


def _columns(book: Spreadsheet, area: Area, asked: list[Json]) -> list[Json]:
    """One entry per column. A name that is given is written into the heading; else the heading's
    text is the name.
    """
    by_index = {int(column.get("columnIndex", 0)): column for column in asked}
    if len(by_index) < len(asked) or any(not 0 <= index < area.width for index in by_index):
        raise invalid("Column indexes must be distinct and within the table.")
    show = shower(book, area.sheet, Options())
    columns: list[Json] = []
    for index in range(area.width):
        given = by_index.get(index, {})
        _check_dropdown(given)
        heading = show(area.top, area.left + index, area.sheet.cell(area.top, area.left + index))
        name = given.get("columnName") or (
            str(heading) if heading is not None else f"Column {index + 1}"
        )
        name = _distinct(name, [column["columnName"] for column in columns])
        _write_heading(area, index, name)
        columns.append({**given, "columnIndex": index, "columnName": name})
    return columns


def _check_dropdown(column: Json) -> None:
    kind, rule = column.get("columnType"), column.get("dataValidationRule", {})
    if kind == "DROPDOWN" and rule.get("condition", {}).get("type") != "ONE_OF_LIST":
        raise invalid("Condition must be set for dropdown column type.")
    if kind != "DROPDOWN" and rule:
        raise invalid("Data validation rules are only supported for dropdown columns.")


def _distinct(name: str, taken: list[str]) -> str:
    number = 2
    plain = name
    while name.lower() in (other.lower() for other in taken):
        name = f"{plain} {number}"
        number += 1
    return name


def _write_heading(area: Area, index: int, name: str) -> None:
    cell = area.sheet.cell(area.top, area.left + index)
    if (
        cell.formula is None
        and cell.value != name
        and (cell.value is None or isinstance(cell.value, str))
    ):
        area.sheet.put(area.top, area.left + index, cell._replace(value=name))


def _stored(book: Spreadsheet, table: Json) -> tuple[Sheet, Json]:
    area = _area(book, table)
    tidy = with_colors(table, "Table")
    held: Json = {"tableId": table["tableId"], "name": _name(book, table), "range": shown(area)}
    if tidy.get("rowsProperties"):
        held["rowsProperties"] = tidy["rowsProperties"]
    return area.sheet, {
        **held,
        "columnProperties": _columns(book, area, tidy.get("columnProperties", [])),
    }


def _add(book: Spreadsheet, body: Json) -> Json:
    asked = dict(body.get("table", {}))
    taken = {table["tableId"] for sheet in book.sheets for table in sheet.tables}
    if asked.get("tableId") in taken:
        raise invalid(f"Table with id {asked['tableId']} already exists.")
    asked.setdefault("tableId", book.new_text_id())
    sheet, table = _stored(book, asked)
    sheet.tables.append(table)
    return {"table": table}


def _update(book: Spreadsheet, body: Json) -> None:
    asked = body.get("table", {})
    paths = mask(body.get("fields"), "Table")
    sheet, place = _place(book, str(asked.get("tableId", "")))
    old = shown_table(book, sheet, sheet.tables[place])  # what was typed into a heading is its name
    after = {**merged(old, asked, paths), "tableId": old["tableId"]}
    area_of(book, after.get("range"))
    after["columnProperties"] = _fitting(
        old, after, named=bool({("columnProperties",), ("*",)} & set(paths))
    )
    after["range"] = _with_footer(old, after)
    home, table = _stored(book, after)
    if home is not sheet:
        raise invalid("A table cannot move to another sheet.")
    sheet.tables[place] = table


def _fitting(old: Json, after: Json, *, named: bool) -> list[Json]:
    """Column properties for a changed range: columns keep theirs; those that were not there before
    have none.
    """
    columns: list[Json] = after.get("columnProperties", [])
    if named:
        return columns
    before, now = old["range"]["startColumnIndex"], after["range"].get("startColumnIndex", 0)
    width = after["range"].get("endColumnIndex", now) - now
    moved = [{**column, "columnIndex": column["columnIndex"] + before - now} for column in columns]
    return [column for column in moved if 0 <= column["columnIndex"] < width]


def _with_footer(old: Json, after: Json) -> Json:
    """A footer that comes makes the range one row longer, one that goes a row shorter
    (TableRowsProperties).
    """
    had, has = (("footerColorStyle" in table.get("rowsProperties", {})) for table in (old, after))
    if had == has or "endRowIndex" not in after["range"]:
        return dict(after["range"])
    return {**after["range"], "endRowIndex": after["range"]["endRowIndex"] + (1 if has else -1)}


def _delete(book: Spreadsheet, body: Json) -> None:
    """The table goes with its cells' values and formats, as in the editor."""
    sheet, place = _place(book, str(body.get("tableId", "")))
    area = stored_area(sheet, sheet.tables[place]["range"])
    check_area(book, area)
    del sheet.tables[place]
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            cell = sheet.cell(row, column)
            sheet.put(
                row,
                column,
                cell._replace(value=None, formula=None, format=None, validation=None, extra=None),
            )


def shown_table(book: Spreadsheet, sheet: Sheet, table: Json) -> Json:
    """A table with the column names that its heading cells have now: typing in a heading renames
    the column.
    """
    area, show = stored_area(sheet, table["range"]), shower(book, sheet, Options())
    columns = []
    for column in table.get("columnProperties", []):
        place = area.left + column["columnIndex"]
        heading = show(area.top, place, sheet.cell(area.top, place))
        columns.append(
            {**column, "columnName": column["columnName"] if heading is None else str(heading)}
        )
    return {**table, "columnProperties": columns}


KINDS = {"addTable": _add, "updateTable": _update, "deleteTable": _delete}
