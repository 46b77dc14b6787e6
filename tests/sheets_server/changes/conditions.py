"""Whether a cell meets a BooleanCondition, as filters ask."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from tests.sheets_server.book import CellError, Json, Sheet, Spreadsheet, Value
from tests.sheets_server.changes.references import translated
from tests.sheets_server.entering import typed
from tests.sheets_server.errors import invalid
from tests.sheets_server.formulas import evaluate, now, value_at
from tests.sheets_server.locales import locale
from tests.sheets_server.numberformat import EPOCH
from tests.sheets_server.rendering import Options, is_number, shower

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "GREATER": operator.gt,
    "GREATER_THAN_EQ": operator.ge,
    "LESS": operator.lt,
    "LESS_THAN_EQ": operator.le,
    "EQ": operator.eq,
    "NOT_EQ": operator.ne,
    "BEFORE": operator.lt,
    "AFTER": operator.gt,
    "ON_OR_BEFORE": operator.le,
    "ON_OR_AFTER": operator.ge,
}
_TEXT: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, part: part in text,
    "TEXT_NOT_CONTAINS": lambda text, part: part not in text,
    "TEXT_STARTS_WITH": str.startswith,
    "TEXT_ENDS_WITH": str.endswith,
    "TEXT_EQ": operator.eq,
}
_DAYS = {
    "TODAY": 0,
    "TOMORROW": 1,
    "YESTERDAY": -1,
    "PAST_WEEK": -7,
    "PAST_MONTH": -30,
    "PAST_YEAR": -365,
}


class Place(NamedTuple):
    """A cell, and the row of the first cell that the condition is for: custom formulas are written
    for that one.
    """

    book: Spreadsheet
    sheet: Sheet
    row: int
    column: int
    first: int

    @property
    def value(self) -> Value:
        """What the cell holds or its formula gives."""
        return value_at(self.book, self.sheet, self.row, self.column)

    @property
    def text(self) -> str:
        """The cell as it is shown; "" for a blank one."""
        show = shower(self.book, self.sheet, Options())
        found = show(self.row, self.column, self.sheet.cell(self.row, self.column))
        return "" if found is None else str(found)


def holds(place: Place, condition: Json) -> bool:
    """Whether the cell meets the condition. 400 for kinds that this server does not know how to
    decide.
    """
    kind = str(condition["type"])
    values = condition.get("values", [])
    if kind in ("BLANK", "NOT_BLANK"):
        return (place.text == "") == (kind == "BLANK")
    if kind in _TEXT:
        return _TEXT[kind](place.text.lower(), str(_given(place, values[0]) or "").lower())
    if kind == "CUSTOM_FORMULA":
        formula = translated(values[0]["userEnteredValue"], place.row - place.first, 0)
        found = evaluate(place.book, place.sheet, formula, place.row, place.column)
        return bool(found) and not isinstance(found, (CellError, str))
    if kind.startswith(("NUMBER_", "DATE_")):
        return _in_order(place, kind.partition("_")[2], [_given(place, value) for value in values])
    raise invalid("not implemented by the test server")


def _in_order(place: Place, kind: str, given: list[Value]) -> bool:
    held = place.value
    numbers = [
        value for value in (held, *given) if isinstance(value, (int, float)) and is_number(value)
    ]
    if len(numbers) != len(given) + 1:
        return kind.startswith("NOT_") and not is_number(held)
    if kind in ("BETWEEN", "NOT_BETWEEN"):
        low, high = sorted(numbers[1:])
        return (low <= numbers[0] <= high) == (kind == "BETWEEN")
    return _COMPARE[kind](numbers[0], numbers[1])


def _given(place: Place, value: Json) -> Value:
    """The value of a condition: a day, what was typed, or what its formula gives."""
    moment = now(place.book)
    if "relativeDate" in value:
        day = moment + timedelta(days=_DAYS[value["relativeDate"]])
        return (day - EPOCH).days
    entry = typed(
        str(value.get("userEnteredValue", "")), locale(place.book.properties["locale"]), moment
    )
    return (
        entry.value if entry.formula is None else evaluate(place.book, place.sheet, entry.formula)
    )
