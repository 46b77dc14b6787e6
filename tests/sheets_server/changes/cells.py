"""updateCells, repeatCell, appendCells: CellData into cells, field by field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import EMPTY, Cell, Json, Sheet, Spreadsheet, Value
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.dimensions import Span, insert, resize
from tests.sheets_server.changes.masks import Path, mask, merged
from tests.sheets_server.changes.ranges import check_area, editable_area, place_of, stored_area
from tests.sheets_server.changes.references import translated
from tests.sheets_server.changes.validation import checked_rule, rule_at
from tests.sheets_server.errors import invalid

Write = Callable[[Cell, Json], Cell]
"""From a cell and CellData to the cell with one field of the data in it."""

MOST_LETTERS = 50_000
"""Characters of one cell (support.google.com/drive/answer/37603)."""
_READ_ONLY = frozenset(
    (
        "effectiveValue",
        "effectiveFormat",
        "formattedValue",
        "hyperlink",
        "dataSourceFormula",
        "dataSourceTable",
    )
)
_EXTRA = ("textFormatRuns", "chipRuns", "pivotTable")
_ALL = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", *_EXTRA)


def writers(fields: object) -> list[Write]:
    """One writer for each field of a CellData mask. 400: no mask, unknown or read-only fields."""
    paths = mask(fields, "CellData")
    if ("*",) in paths:
        paths = tuple((name,) for name in _ALL)
    by_field: dict[str, list[Path]] = {}
    for name, *rest in paths:
        by_field.setdefault(name, []).append(tuple(rest))
    return [_writer(name, inner) for name, inner in by_field.items()]


def _writer(name: str, inner: list[Path]) -> Write:
    if name in _READ_ONLY:
        raise invalid(f"{name} is read-only.")
    if name == "userEnteredValue":
        return _put_value
    if name == "userEnteredFormat":
        return partial(_put_format, {}, inner)
    if name == "note":
        return _put_note
    return _put_rule if name == "dataValidation" else partial(_put_extra, name)


def _put_value(cell: Cell, data: Json) -> Cell:
    value, formula = entered(data.get("userEnteredValue") or {})
    extra = cell.extra and {name: item for name, item in cell.extra.items() if name == "pivotTable"}
    return Cell(value, formula, cell.format, cell.note, cell.validation, extra or None)


def entered(held: Json) -> tuple[Value, str | None]:
    """Constant and formula of an ExtendedValue: strings stay strings. 400: too long, no formula, an
    error value.
    """
    for kind, value in held.items():
        if value is None:
            continue
        if kind in ("stringValue", "formulaValue"):
            return _entered_text(kind, str(value))
        if kind == "numberValue":
            number = float(value)
            return (int(number) if number.is_integer() and abs(number) < 2**53 else number), None
        if kind == "boolValue":
            return bool(value), None
        raise invalid("userEnteredValue.errorValue cannot be set.")
    return None, None


def _entered_text(kind: str, text: str) -> tuple[Value, str | None]:
    if len(text) > MOST_LETTERS:
        raise invalid(
            f"Your input contains more than the maximum of {MOST_LETTERS} characters in a "
            f"single cell."
        )
    if kind == "stringValue":
        return text or None, None
    if not text.startswith("="):
        raise invalid("userEnteredValue.formulaValue must begin with '='.")
    return None, text


def _put_format(known: dict[Any, Any], inner: list[Path], cell: Cell, data: Json) -> Cell:
    """`known` remembers tidied formats, by their JSON and by identity: many cells share one, and
    tidying takes long.
    """
    held = data.get("userEnteredFormat") or {}
    if known.get(id(held), (None,))[0] is not held:
        key = json.dumps(held, sort_keys=True)
        if key not in known:
            known[key] = with_colors(_without_nulls(held), "CellFormat")
        known[id(held)] = held, known[key]
    form = known[id(held)][1]
    after = form if () in inner else merged(cell.format or {}, form, inner)
    return cell._replace(format=after or None)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return value


def _put_note(cell: Cell, data: Json) -> Cell:
    return cell._replace(note=data.get("note") or None)


def _put_rule(cell: Cell, data: Json) -> Cell:
    rule = data.get("dataValidation")
    return cell._replace(validation=checked_rule(_without_nulls(rule)) if rule else None)


def _put_extra(name: str, cell: Cell, data: Json) -> Cell:
    after = {key: item for key, item in (cell.extra or {}).items() if key != name}
    if data.get(name):
        after[name] = data[name]
    return cell._replace(extra=after or None)


def write(sheet: Sheet, row: int, column: int, data: Json, fields: Iterable[Write]) -> None:
    """Put the masked fields of one CellData into a cell."""
    cell = sheet.cell(row, column)
    for put in fields:
        cell = put(cell, data)
    sheet.put(row, column, cell)


def _update(book: Spreadsheet, body: Json) -> None:
    fields = writers(body.get("fields"))
    rows = body.get("rows") or []
    if body.get("range") is not None:
        area = editable_area(book, body["range"])
        _check_fits(area, rows)
        for row in range(area.top, area.bottom):
            data = _values(rows, row - area.top)
            _write_row(area.sheet, row, area.left, data, fields)
            for column in _filled(area, row, area.left + len(data)):
                write(area.sheet, row, column, {}, fields)
        return
    sheet, top, left = place_of(book, body.get("start"))
    _write_rows(book, sheet, top, left, rows, fields)


def _values(rows: list[Json], index: int) -> list[Json]:
    return rows[index].get("values") or [] if index < len(rows) else []


def _filled(area: Area, row: int, left: int) -> list[int]:
    """Columns from `left` on that hold a cell: only they need clearing."""
    return [column for column in area.sheet.rows.get(row, ()) if left <= column < area.right]


def _check_fits(area: Area, rows: list[Json]) -> None:
    if len(rows) > area.height:
        last = area.bottom - 1
        raise invalid(
            f"Attempting to write row: {last + 1}, beyond the last requested row of: {last}"
        )
    if any(len(_values(rows, index)) > area.width for index in range(len(rows))):
        last = area.right - 1
        raise invalid(
            f"Attempting to write column: {last + 1}, beyond the last requested column of: {last}"
        )


def _write_rows(
    book: Spreadsheet, sheet: Sheet, top: int, left: int, rows: list[Json], fields: list[Write]
) -> None:
    width = max((len(_values(rows, index)) for index in range(len(rows))), default=0)
    if not width:
        return
    area = Area(sheet, top, left, top + len(rows), left + width)
    for noun, last, size in (
        ("row", area.bottom, sheet.row_count),
        ("column", area.right, sheet.column_count),
    ):
        if last > size:
            raise invalid(
                f"Attempting to write {noun}: {size}, beyond the last {noun} of: {size - 1}"
            )
    check_area(book, area)
    for index in range(len(rows)):
        _write_row(sheet, top + index, left, _values(rows, index), fields)


def _write_row(sheet: Sheet, row: int, left: int, values: list[Json], fields: list[Write]) -> None:
    """As `write`, for many cells of one row: 1.5 million cells must go in a few seconds."""
    if not values:
        return
    before = sheet.rows.get(row, {})
    after: dict[int, Cell] = {}
    for column, data in enumerate(values, left):
        cell = before.get(column, EMPTY)
        for put in fields:
            cell = put(cell, data or {})
        after[column] = cell
    held = sheet.row_to_change(row)
    held.update(after)
    for column in [column for column, cell in after.items() if cell == EMPTY]:
        del held[column]
    if not held:
        del sheet.rows[row]


def _repeat(book: Spreadsheet, body: Json) -> None:
    """Formulas count along from the first cell; a validation rule's formula does so too."""
    area = editable_area(book, body.get("range"))
    fields = writers(body.get("fields"))
    data = body.get("cell") or {}
    formula = (data.get("userEnteredValue") or {}).get("formulaValue")
    fresh = _written(EMPTY, data, fields)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right) if data else _filled(area, row, area.left):
            held = area.sheet.cell(row, column)
            cell = fresh if held is EMPTY else _written(held, data, fields)
            steps = row - area.top, column - area.left
            area.sheet.put(row, column, _counted_along(cell, steps, formula, fields))


def _written(cell: Cell, data: Json, fields: Iterable[Write]) -> Cell:
    for put in fields:
        cell = put(cell, data)
    return cell


def _counted_along(
    cell: Cell, steps: tuple[int, int], formula: str | None, fields: list[Write]
) -> Cell:
    if formula and _put_value in fields:
        cell = cell._replace(formula=translated(formula, *steps))
    if cell.validation is not None and _put_rule in fields:
        cell = cell._replace(validation=rule_at(cell.validation, *steps))
    return cell


def _append(book: Spreadsheet, body: Json) -> None:
    """After the last row with data; new rows are made when the grid ends. With a table: into rows
    added to its body.
    """
    fields = writers(body.get("fields"))
    rows = body.get("rows") or []
    if body.get("tableId"):
        sheet, top, left = _table_end(book, str(body["tableId"]), len(rows))
    else:
        sheet, left = book.sheet(int(body.get("sheetId") or 0)), 0
        top = sheet.used()[0]
        if top + len(rows) > sheet.row_count:
            resize(book, sheet, "ROWS", top + len(rows))
    _write_rows(book, sheet, top, left, rows, fields)


def _table_end(book: Spreadsheet, table_id: str, count: int) -> tuple[Sheet, int, int]:
    for sheet in book.sheets:
        for table in sheet.tables:
            if table["tableId"] == table_id:
                area = stored_area(sheet, table["range"])
                if count:
                    insert(book, Span(sheet, "ROWS", area.bottom, area.bottom + count))
                grown = next(held for held in sheet.tables if held["tableId"] == table_id)
                grown["range"]["endRowIndex"] = area.bottom + count
                return sheet, area.bottom, area.left
    raise invalid(f"No table with id: {table_id}")


KINDS = {"updateCells": _update, "repeatCell": _repeat, "appendCells": _append}
