"""Validation rules of cells, and the conditions that filters and conditional formats share with
them.
"""

from __future__ import annotations

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.changes.ranges import editable_area, stored_area
from tests.sheets_server.changes.references import translated
from tests.sheets_server.changes.shifting import with_formulas
from tests.sheets_server.errors import invalid

_TWO = ("NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN", "DATE_BETWEEN", "DATE_NOT_BETWEEN")
_NONE = ("BLANK", "NOT_BLANK", "TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID")
_ANY = ("ONE_OF_LIST", "BOOLEAN")
_UNTYPED = "COLUMN_TYPE_UNSPECIFIED"
_NOWHERE = ("TEXT_NOT_EQ", "DATE_NOT_EQ", "FILTER_EXPRESSION")
_WRONG = {
    "validation": ("BLANK", "NOT_BLANK", "TEXT_STARTS_WITH", "TEXT_ENDS_WITH", *_NOWHERE),
    "format": (
        "ONE_OF_LIST",
        "ONE_OF_RANGE",
        "TEXT_IS_EMAIL",
        "TEXT_IS_URL",
        "DATE_IS_VALID",
        "BOOLEAN",
        *_NOWHERE,
    ),
}


def checked_condition(condition: Json, use: str) -> Json:
    """A BooleanCondition that fits its use: "validation", or "format" (of filters too).

    400: no type, a type that the use does not have, a wrong number of values (source: ConditionType
    in the discovery document, which lists where each is supported and how many values it takes).
    """
    kind = condition.get("type")
    if kind is None or kind == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("A condition type must be specified.")
    if kind in _WRONG[use]:
        raise invalid(f"{kind} conditions are not supported here.")
    _check_values(kind, condition.get("values", []), use)
    return condition


def _check_values(kind: str, values: list[Json], use: str) -> None:
    count = len(values)
    if kind == "ONE_OF_LIST" and not count:
        raise invalid("ONE_OF_LIST conditions must have at least one value.")
    if kind in _ANY:
        return
    wanted = 2 if kind in _TWO else 0 if kind in _NONE else 1
    if count != wanted:
        raise invalid(
            f"ConditionType '{kind}' requires exactly {wanted} ConditionValues, but {count} "
            f"were given."
        )
    if kind == "CUSTOM_FORMULA" and not str(values[0].get("userEnteredValue", "")).startswith(
        ("=", "+")
    ):
        raise invalid(
            "Invalid ConditionValue.userEnteredValue: a custom formula must begin with '='."
        )
    if use == "validation" and any("relativeDate" in value for value in values):
        raise invalid("Relative dates are not supported in data validation.")


def checked_rule(rule: Json) -> Json:
    """A DataValidationRule as it is stored: flags that are off are left out. 400 as
    `checked_condition`.
    """
    checked_condition(rule.get("condition", {}), "validation")
    return {name: item for name, item in rule.items() if item or name == "condition"}


def rule_at(rule: Json, rows: int, columns: int) -> Json:
    """The rule for a cell that far from the one it was written for: relative references go
    along.
    """
    return (
        with_formulas(rule, lambda formula: translated(formula, rows, columns))
        if rows or columns
        else rule
    )


def _set(book: Spreadsheet, body: Json) -> None:
    """Set the rule on every cell, or clear it. Rows that a filter hides are left alone unless asked
    for.
    """
    area = editable_area(book, body.get("range"))
    _refuse_typed(area)
    rule = checked_rule(body["rule"]) if body.get("rule") else None
    for row in range(area.top, area.bottom):
        hidden = area.sheet.row_properties.get(row, {}).get("hiddenByFilter")
        if (hidden and not body.get("filteredRowsIncluded")) or (
            rule is None and row not in area.sheet.rows
        ):
            continue
        for column in range(area.left, area.right):
            held = rule and rule_at(rule, row - area.top, column - area.left)
            area.sheet.put(row, column, area.sheet.cell(row, column)._replace(validation=held))


def _refuse_typed(area: Area) -> None:
    """400 below the heading of a table's column that has a type: the type decides what may stand
    there.
    """
    for table in area.sheet.tables:
        held = stored_area(area.sheet, table["range"])
        for column in table.get("columnProperties", ()):
            at = held.left + int(column.get("columnIndex", 0))
            below = area.top < held.bottom and held.top + 1 < area.bottom
            if (
                column.get("columnType", _UNTYPED) != _UNTYPED
                and below
                and area.left <= at < area.right
            ):
                raise invalid("This operation is not allowed on cells in typed columns.")


KINDS = {"setDataValidation": _set}
