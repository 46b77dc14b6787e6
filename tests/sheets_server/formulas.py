"""What formulas give: a small evaluator. A function or name that it does not know gives #NAME?."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from tests.sheets_server import a1, functions
from tests.sheets_server.book import ERROR_TYPES, Cell, CellError, Sheet, Spreadsheet, Value
from tests.sheets_server.clock import zone_named
from tests.sheets_server.entering import plain
from tests.sheets_server.errors import ApiError
from tests.sheets_server.formula_text import FormulaSyntaxError, Node, parse
from tests.sheets_server.functions import FormulaError, Grid, as_number, as_text
from tests.sheets_server.locales import locale
from tests.sheets_server.numberformat import EPOCH

_ARITHMETIC: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


def value_at(book: Spreadsheet, sheet: Sheet, row: int, column: int) -> Value:
    """What a cell holds or its formula gives. A circle of references gives #REF!."""
    cell = sheet.cell(row, column)
    if cell.formula is None:
        return cell.value
    place = (sheet.id, row, column)
    if book.calculator and not book.results:
        book.results.update(book.calculator())
    if place not in book.results:
        book.results[place] = CellError("REF", "Circular dependency detected.")
        book.results[place] = evaluate(book, sheet, cell.formula, row, column)
    return book.results[place]


def evaluate(book: Spreadsheet, sheet: Sheet, formula: str, row: int = 0, column: int = 0) -> Value:
    """What a formula gives that stands in this cell (references are read as written, not
    shifted).
    """
    try:
        tree = parse(formula, locale(book.properties["locale"]).decimal)
    except FormulaSyntaxError:
        return CellError("ERROR", "Formula parse error.")
    try:
        found = functions.single(Run(book, sheet, row, column).value(tree))
    except FormulaError as failed:
        return failed.error
    except (OverflowError, RecursionError):
        return CellError("NUM", "The result is too large.")
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return plain(found)
    return 0 if found is None else found


def now(book: Spreadsheet) -> datetime:
    """The time in the spreadsheet's time zone, without its zone."""
    return book.now().astimezone(zone_named(book.properties["timeZone"])).replace(tzinfo=None)


def single_reference(book: Spreadsheet, sheet: Sheet, formula: str) -> tuple[Sheet, Cell] | None:
    """The cell that a formula only repeats (=A1), with its sheet; None for all others, also for
    chains of them.
    """
    try:
        tree = parse(formula, locale(book.properties["locale"]).decimal)
        area = Run(book, sheet, 0, 0).area(str(tree.value)) if tree.kind == "range" else None
    except (FormulaSyntaxError, FormulaError):
        return None
    if area is None or area.height * area.width != 1:
        return None
    cell = area.sheet.cell(area.top, area.left)
    return None if cell.formula is not None else (area.sheet, cell)


class Run(NamedTuple):
    """One evaluation: where the formula stands."""

    book: Spreadsheet
    sheet: Sheet
    row: int
    column: int

    def value(self, node: Node) -> Value | Grid:
        """What a piece gives; raises FormulaError with the error value."""
        if node.kind in ("number", "text", "truth"):
            found: Value = node.value
            return found
        if node.kind in ("unary", "percent"):
            number = as_number(functions.single(self.value(node.parts[0])))
            return (
                -number if node.value == "-" else number / 100 if node.kind == "percent" else number
            )
        if node.kind == "operator":
            left, right = (functions.single(self.value(part)) for part in node.parts)
            return operate(str(node.value), left, right)
        if node.kind == "call":
            return self.call(node)
        if node.kind == "error":
            raise FormulaError(ERROR_TYPES[node.value])
        return self.range(str(node.value)) if node.kind in ("range", "name") else None

    def call(self, node: Node) -> Value | Grid:
        """What a function gives; those that look at a failure or choose a branch get their
        arguments unread.
        """
        if node.value in ("TODAY", "NOW"):
            serial = (now(self.book) - EPOCH).total_seconds() / 86400
            return int(serial) if node.value == "TODAY" else serial
        if node.value in ("ROW", "COLUMN"):
            area = self.area(str(node.parts[0].value)) if node.parts else None
            start = (self.row, self.column) if area is None else (area.top, area.left)
            return start[node.value == "COLUMN"] + 1
        if node.value in functions.CHOOSING:
            return functions.CHOOSING[node.value](self.value, node.parts)
        function = functions.PLAIN.get(node.value)
        if function is None:
            raise FormulaError("NAME", f"Unknown function: '{node.value}'.")
        try:
            return function(*(self.value(part) for part in node.parts))
        except (TypeError, IndexError):
            raise FormulaError("N_A", f"Wrong number of arguments to {node.value}.") from None

    def range(self, words: str) -> Value | Grid:
        """The values of a reference or of a named range."""
        area = self.area(words)
        right = min(area.right, area.sheet.column_count)
        bottom = min(area.bottom, area.sheet.row_count)
        if area.bottom > bottom or area.right > right:
            raise FormulaError("REF", "Reference does not exist.")
        last = max(area.sheet.rows, default=-1) + 1
        return list(self._lines(area, max(min(bottom, last), area.top + 1), right))

    def area(self, words: str) -> a1.Area:
        """The area of a reference; without a sheet's name it is on the formula's own sheet."""
        written = words.replace("$", "")
        named = any(found["name"].lower() == written.lower() for found in self.book.named_ranges)
        here = "!" not in written and not named
        try:
            return a1.parse(
                self.book, f"{a1.quoted(self.sheet.title)}!{written}" if here else written
            )
        except ApiError:
            if "!" in written:
                raise FormulaError("REF", "Unresolved sheet name.") from None
            raise FormulaError("NAME", f"Unknown range name: '{written}'.") from None

    def _lines(self, area: a1.Area, bottom: int, right: int) -> Iterator[list[Value]]:
        for row in range(area.top, bottom):
            yield [
                value_at(self.book, area.sheet, row, column) for column in range(area.left, right)
            ]


def operate(mark: str, left: Value, right: Value) -> Value:
    """What an operator makes of two values."""
    for side in (left, right):
        if isinstance(side, CellError):
            raise FormulaError(side.type, side.message)
    if mark == "&":
        return as_text(left) + as_text(right)
    if mark in ("=", "<>", "<", ">", "<=", ">="):
        return functions.compare(mark, left, right)
    first, second = as_number(left), as_number(right)
    if mark == "/" and second == 0:
        raise FormulaError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    if mark == "^" and first < 0 and not float(second).is_integer():
        raise FormulaError("NUM", "The result is no real number.")
    try:
        return _ARITHMETIC[mark](first, second)
    except ZeroDivisionError:
        raise FormulaError("NUM", "The result is no real number.") from None
