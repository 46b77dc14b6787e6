"""What may be typed into the cells of a new tab, and what colours them: validations, highlights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from sheetflow.backends.google.cell_format import highlight_format
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.references import grid_range_of, reference_of
from sheetflow.backends.google.sheets_formulas import Spelling, for_conditional_format
from sheetflow.model import Highlight, NewTab, Validation

_NUMBERS: Final = {
    "between": "NUMBER_BETWEEN",
    "notBetween": "NUMBER_NOT_BETWEEN",
    "equal": "NUMBER_EQ",
    "notEqual": "NUMBER_NOT_EQ",
    "greaterThan": "NUMBER_GREATER",
    "greaterThanOrEqual": "NUMBER_GREATER_THAN_EQ",
    "lessThan": "NUMBER_LESS",
    "lessThanOrEqual": "NUMBER_LESS_THAN_EQ",
}
_DATES: Final = {
    "between": "DATE_BETWEEN",
    "notBetween": "DATE_NOT_BETWEEN",
    "equal": "DATE_EQ",
    "greaterThan": "DATE_AFTER",
    "greaterThanOrEqual": "DATE_ON_OR_AFTER",
    "lessThan": "DATE_BEFORE",
    "lessThanOrEqual": "DATE_ON_OR_BEFORE",
}
_TWO: Final = ("between", "notBetween")
_NUMBER: Final = re.compile(r"-?\d+")
_FORMULA_STARTS: Final = ("=", "+")
_EPOCH: Final = date(1899, 12, 30)


class Names(NamedTuple):
    """The names of a spreadsheet: of cells -> the reference; and how formulas are spelled."""

    cells: Mapping[str, str]
    spelling: Spelling


def rule_requests(tab: NewTab, sheet_id: int, names: Names) -> Iterator[Json]:
    """Builds the requests for validations and conditional formats, the first of which wins."""
    for validation in tab.validations:
        rule = validation_rule(validation, names)
        for cells in validation.cells if rule else ():
            area = grid_range_of(cells, sheet_id)
            yield {"setDataValidation": {"range": area, "rule": rule}}
    index = 0
    for highlight in tab.highlights:
        found = _conditional_format(highlight, sheet_id, names)
        if found is not None:
            yield {"addConditionalFormatRule": {"rule": found, "index": index}}
            index += 1


def _conditional_format(highlight: Highlight, sheet_id: int, names: Names) -> Json | None:
    """Builds a conditional format; None for what Google has none for."""
    written = names.spelling.of(highlight.formula)
    text = for_conditional_format(written, names.cells)
    shown = highlight_format(highlight.style)
    if text is None or not shown:
        return None
    ranges = [grid_range_of(cells, sheet_id) for cells in highlight.cells.split()]
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}
    return {"ranges": ranges, "booleanRule": {"condition": condition, "format": shown}}


# ── validations ───────────────────────────────────────────────────────────────────────────────


def validation_rule(validation: Validation, names: Names) -> Json | None:
    """Builds the rule of a validation, with its prompt; None where neither can be said."""
    condition = _condition(validation, names)
    message = _message(validation)
    if condition is None and not message:
        return None
    refuses = validation.refuses and condition is not None
    rule: Json = {"condition": condition or _ANYTHING, "strict": refuses}
    if message:
        rule["inputMessage"] = message
    if validation.kind == "list" and condition is not None:
        rule["showCustomUi"] = True
    return rule


_ANYTHING: Final[Json] = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=TRUE"}]}
"""A rule that everything passes, for a prompt alone."""


def _message(validation: Validation) -> str:
    """Returns the prompt; Google has one text for both, so an error stands in for none."""
    parts = (validation.prompt_title, validation.prompt)
    if not any(parts):
        parts = (validation.error_title, validation.error)
    return "\n".join(part for part in parts if part)


def _condition(validation: Validation, names: Names) -> Json | None:
    if validation.kind == "list":
        return _list(validation.first, names)
    if validation.kind == "date":
        return _comparison(validation, names, _DATES) or {"type": "DATE_IS_VALID"}
    if validation.kind in ("whole", "decimal"):
        return _comparison(validation, names, _NUMBERS)
    return None


def _list(given: str, names: Names) -> Json | None:
    """Builds a list of words, or of the cells of a range; None for what Google cannot offer."""
    if given.startswith('"'):
        words = given.strip('"').replace('""', '"').split(",")
        return _words([word.strip() for word in words])
    refers_to = names.cells.get(given.removeprefix("=").lower(), given.removeprefix("="))
    if reference_of(refers_to) is None:
        return None
    return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"={refers_to}"}]}


def _words(words: Sequence[str]) -> Json | None:
    """Builds a list of words, none of which Google would take for a formula."""
    if not words or any(word.startswith(_FORMULA_STARTS) for word in words):
        return None
    values = [{"userEnteredValue": word} for word in dict.fromkeys(words)]
    return {"type": "ONE_OF_LIST", "values": values}


def _comparison(validation: Validation, names: Names, kinds: Mapping[str, str]) -> Json | None:
    """Builds a comparison; None without one, or with one that Google does not have."""
    if not validation.first:
        return None
    operator = validation.operator or "between"
    sides = (validation.first, validation.second) if operator in _TWO else (validation.first,)
    if operator not in kinds or not all(sides):
        return None
    of_day = validation.kind == "date"
    values = [_day(side, names) if of_day else _number(side, names) for side in sides]
    return {"type": kinds[operator], "values": [{"userEnteredValue": value} for value in values]}


def _number(text: str, names: Names) -> str:
    return text if _NUMBER.fullmatch(text) else names.spelling.of(text)


def _day(text: str, names: Names) -> str:
    """Writes the day of a serial as a formula, which no locale reads otherwise."""
    if not _NUMBER.fullmatch(text):
        return names.spelling.of(text)
    day = _EPOCH + timedelta(days=int(text))
    return f"=DATE({day.year};{day.month};{day.day})"
