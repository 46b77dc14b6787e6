"""How cells look in answers: FORMATTED_VALUE, UNFORMATTED_VALUE and FORMULA, dates as serials or as
text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.sheets_server import formulas
from tests.sheets_server.book import ERROR_TYPES, Cell, CellError, Json, Sheet, Spreadsheet, Value
from tests.sheets_server.locales import Locale, locale
from tests.sheets_server.numberformat import formatted, general, is_date_pattern, tokens

_ERROR_TEXTS = {name: text for text, name in ERROR_TYPES.items()}
_DATE_TYPES = ("DATE", "TIME", "DATE_TIME")
_BY_TYPE = {"PERCENT": "0.00%", "SCIENTIFIC": "0.00E+00", "TIME": "h:mm:ss am/pm"}
_GIVES_DATES = {"=TODAY(": "DATE", "=DATE(": "DATE", "=NOW(": "DATE_TIME"}

Show = Callable[[int, int, Cell], Value]
"""From row, column and cell to the JSON value that an answer shows; None for a cell without a
value.
"""


class Options(NamedTuple):
    """How values are asked for: ValueRenderOption, DateTimeRenderOption and Dimension by their
    names in the API.
    """

    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    major: str = "ROWS"


def shower(book: Spreadsheet, sheet: Sheet, options: Options) -> Show:
    """The function that shows the cells of one sheet as the options ask."""
    kept = locale(book.properties["locale"])

    def text(row: int, column: int, cell: Cell) -> Value:
        if cell.formula is None and (
            cell.value is None or (isinstance(cell.value, str) and cell.format is None)
        ):
            return cell.value
        value = cell.value if cell.formula is None else formulas.value_at(book, sheet, row, column)
        return show_text(value, number_format(book, sheet, cell), kept)

    def bare(row: int, column: int, cell: Cell) -> Value:
        value = cell.value if cell.formula is None else formulas.value_at(book, sheet, row, column)
        if isinstance(value, CellError):
            return error_text(value)
        if options.dates == "FORMATTED_STRING" and is_number(value):
            form = number_format(book, sheet, cell)
            return show_text(value, form, kept) if is_date(form) else value
        return value

    def written(row: int, column: int, cell: Cell) -> Value:
        return bare(row, column, cell) if cell.formula is None else cell.formula

    return {"FORMATTED_VALUE": text, "UNFORMATTED_VALUE": bare, "FORMULA": written}[options.render]


def is_number(value: Value) -> bool:
    """Whether a value is a number; truth values are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def error_text(error: CellError) -> str:
    """An error value as the sheet shows it: #N/A, #REF! …"""
    return _ERROR_TEXTS.get(error.type, "#ERROR!")


def number_format(book: Spreadsheet, sheet: Sheet, cell: Cell) -> Json | None:
    """The number format in force: the cell's own, or the one that a formula takes over (a date from
    TODAY() or =A1).
    """
    if cell.format and "numberFormat" in cell.format:
        form: Json = cell.format["numberFormat"]
        return form
    if cell.formula is None:
        return None
    for start, kind in _GIVES_DATES.items():
        if cell.formula.upper().replace(" ", "").startswith(start):
            return {"type": kind}
    source = formulas.single_reference(book, sheet, cell.formula)
    return number_format(book, source[0], source[1]) if source else None


def is_date(form: Json | None) -> bool:
    """Whether a number format shows a moment."""
    if not form:
        return False
    pattern = form.get("pattern", "")
    return form.get("type") in _DATE_TYPES or (
        bool(pattern) and is_date_pattern(pattern.split(";")[0])
    )


def show_text(value: Value, form: Json | None, kept: Locale) -> str | None:
    """A value as a person sees it in the sheet; None where there is none."""
    if isinstance(value, bool):
        return kept.truth[not value]
    if isinstance(value, CellError):
        return error_text(value)
    if isinstance(value, (int, float)):
        pattern = pattern_of(form, kept)
        return formatted(value, pattern, kept) if pattern else general(value, kept)
    return _text_by_pattern(value, form) if value and form else value


def pattern_of(form: Json | None, kept: Locale) -> str:
    """The pattern of a number format; a type without one has the locale's usual pattern; "" for
    general.
    """
    if not form:
        return ""
    kind = form.get("type", "")
    if form.get("pattern"):
        return "" if str(form["pattern"]).lower() in ("general", "@") else str(form["pattern"])
    if kind in ("DATE", "DATE_TIME"):
        return kept.date + (" h:mm:ss" if kind == "DATE_TIME" else "")
    if kind == "CURRENCY":
        return kept.currency.replace(kept.symbol, f"[${kept.symbol}]").replace("#", "#,##0.00", 1)
    return _BY_TYPE.get(kind, "#,##0.00" if kind == "NUMBER" else "")


def _text_by_pattern(value: str, form: Json) -> str:
    sections = str(form.get("pattern", "")).split(";")
    section = sections[3] if len(sections) == 4 else ""
    if "@" not in section:
        return value
    return "".join(value if token.kind == "text" else token.text for token in tokens(section))
