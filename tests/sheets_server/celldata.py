"""Cells as CellData JSON: entered and effective values and formats, notes, validation, links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_server import formulas
from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Cell, CellError, Json, Sheet, Spreadsheet, Value
from tests.sheets_server.defaults import cell_format
from tests.sheets_server.fields import Mask, below, select
from tests.sheets_server.formula_text import FormulaSyntaxError, parse
from tests.sheets_server.locales import locale
from tests.sheets_server.rendering import is_number, number_format, show_text


def row_data(book: Spreadsheet, area: Area, mask: Mask | None) -> list[Json]:
    """RowData of an area, up to its last cell that holds anything; `mask` is that of CellData
    (None: no cells).
    """
    lines: list[Json] = []
    rows = area.sheet.rows
    show = None if mask is None else _shower(book, area.sheet, mask)
    for row in range(area.top, min(area.bottom, max(rows, default=-1) + 1)):
        held = rows.get(row, {})
        last = max((column for column in held if area.left <= column < area.right), default=-1)
        if last < 0:
            continue
        lines.extend({} for _ in range(row - area.top - len(lines)))
        columns = range(area.left, last + 1)
        lines.append(
            {}
            if show is None
            else {"values": [show(row, column, held.get(column)) for column in columns]}
        )
    return lines


def _shower(book: Spreadsheet, sheet: Sheet, mask: Mask) -> Callable[[int, int, Cell | None], Json]:
    """The function that makes CellData of a cell: the fields of the mask only (an empty mask:
    all).
    """
    asked = [(name, make, below(mask, name)) for name, make in _FIELDS.items()]
    wanted = [(name, make, inside) for name, make, inside in asked if inside is not None]

    def cell_data(row: int, column: int, cell: Cell | None) -> Json:
        if cell is None:
            return {}
        answer: Json = {}
        for name, make, inside in wanted:
            found = make(book, sheet, row, column, cell)
            if found is not None:
                answer[name] = select(found, inside) if inside else found
        for name, found in (cell.extra or {}).items():
            kept = below(mask, name)
            if kept is not None:
                answer[name] = select(found, kept)
        return answer

    return cell_data


def extended(value: Value, formula: str | None = None) -> Json | None:
    """A value as ExtendedValue; None for a blank."""
    if formula is not None:
        return {"formulaValue": formula}
    if isinstance(value, CellError):
        return {
            "errorValue": {"type": value.type}
            | ({"message": value.message} if value.message else {})
        }
    if value is None:
        return None
    name = (
        "boolValue"
        if isinstance(value, bool)
        else "numberValue"
        if is_number(value)
        else "stringValue"
    )
    return {name: value}


def link_of(book: Spreadsheet, cell: Cell) -> str | None:
    """The link of a whole cell: from =HYPERLINK("…") or from its text format."""
    if cell.formula and cell.formula.upper().lstrip("= ").startswith("HYPERLINK"):
        try:
            tree = parse(cell.formula, locale(book.properties["locale"]).decimal)
        except FormulaSyntaxError:
            return None
        return str(tree.parts[0].value) if tree.parts and tree.parts[0].kind == "text" else None
    link: Json = ((cell.format or {}).get("textFormat") or {}).get("link") or {}
    return link.get("uri")


def effective_format(book: Spreadsheet, sheet: Sheet, row: int, column: int, cell: Cell) -> Json:
    """The format a cell is shown with: the spreadsheet's defaults under what somebody set; no
    rule's colours.
    """
    merged = {**(book.properties.get("defaultFormat") or cell_format())}
    if merged.get("textFormat", {}).get("fontFamily") == "arial,sans,sans-serif":
        merged["textFormat"] = {**merged["textFormat"], "fontFamily": "Arial"}
    merged["hyperlinkDisplayType"] = "LINKED" if link_of(book, cell) else "PLAIN_TEXT"
    form = number_format(book, sheet, cell)
    if form:
        merged["numberFormat"] = form
    for name, value in (cell.format or {}).items():
        merged[name] = (
            {**merged.get(name, {}), **value} if name in ("textFormat", "padding") else value
        )
    return merged


def _effective_value(
    book: Spreadsheet, sheet: Sheet, row: int, column: int, cell: Cell
) -> Json | None:
    return extended(formulas.value_at(book, sheet, row, column))


def _formatted_value(
    book: Spreadsheet, sheet: Sheet, row: int, column: int, cell: Cell
) -> str | None:
    value = formulas.value_at(book, sheet, row, column)
    return show_text(value, number_format(book, sheet, cell), locale(book.properties["locale"]))


_FIELDS: dict[str, Callable[[Spreadsheet, Sheet, int, int, Cell], Any]] = {
    "userEnteredValue": lambda book, sheet, row, column, cell: extended(cell.value, cell.formula),
    "effectiveValue": _effective_value,
    "formattedValue": _formatted_value,
    "userEnteredFormat": lambda book, sheet, row, column, cell: cell.format,
    "effectiveFormat": effective_format,
    "hyperlink": lambda book, sheet, row, column, cell: link_of(book, cell),
    "note": lambda book, sheet, row, column, cell: cell.note,
    "dataValidation": lambda book, sheet, row, column, cell: cell.validation,
}
