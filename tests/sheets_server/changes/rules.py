"""Conditional formats: an ordered list on each sheet; the first rule that is true wins."""

from __future__ import annotations

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.ranges import editable_area, shown
from tests.sheets_server.changes.validation import checked_condition
from tests.sheets_server.errors import invalid

_FORMATS = ("backgroundColor", "backgroundColorStyle", "textFormat")
_TEXT_FORMATS = (
    "bold",
    "italic",
    "strikethrough",
    "underline",
    "foregroundColor",
    "foregroundColorStyle",
)


def _stored(book: Spreadsheet, rule: Json) -> tuple[Sheet, Json]:
    """The rule as the API shows it, and its sheet: ranges with all bounds, colours in steps.

    400: no range, ranges on several sheets, not exactly one of booleanRule and gradientRule, a
    condition or a format that conditional formats do not have.
    """
    areas = [editable_area(book, one) for one in rule.get("ranges", [])]
    if not areas:
        raise invalid("At least one range must be specified.")
    if any(area.sheet is not areas[0].sheet for area in areas):
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    kinds = [kind for kind in ("booleanRule", "gradientRule") if kind in rule]
    if len(kinds) != 1:
        raise invalid("Exactly one of booleanRule or gradientRule must be set.")
    (_check_boolean if kinds[0] == "booleanRule" else _check_gradient)(rule[kinds[0]])
    tidy = with_colors({kinds[0]: rule[kinds[0]]}, "ConditionalFormatRule")
    return areas[0].sheet, {"ranges": [shown(area) for area in areas], **tidy}


def _check_boolean(rule: Json) -> None:
    checked_condition(rule.get("condition", {}), "format")
    form = rule.get("format", {})
    wrong = [name for name in form if name not in _FORMATS]
    wrong += [name for name in form.get("textFormat", {}) if name not in _TEXT_FORMATS]
    if wrong:
        raise invalid(f"Conditional formats do not support {wrong[0]}.")


def _check_gradient(rule: Json) -> None:
    for name in ("minpoint", "maxpoint"):
        if "type" not in rule.get(name, {}):
            raise invalid(f"A gradient rule must have a {name} with a type.")


def _check_index(sheet: Sheet, index: int) -> None:
    if not 0 <= index < len(sheet.conditional_formats):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")


def _add(book: Spreadsheet, body: Json) -> None:
    sheet, rule = _stored(book, body.get("rule", {}))
    index = int(body.get("index", 0))
    if not 0 <= index <= len(sheet.conditional_formats):
        raise invalid(f"Invalid conditional format index {index}.")
    sheet.conditional_formats.insert(index, rule)


def _update(book: Spreadsheet, body: Json) -> Json:
    """Replace the rule at an index, or move it: `newIndex` is where it ends up."""
    if ("rule" in body) == ("newIndex" in body):
        raise invalid("Exactly one of rule or newIndex must be set.")
    index = int(body.get("index", 0))
    if "rule" in body:
        sheet, rule = _stored(book, body["rule"])
        _check_index(sheet, index)
        old, sheet.conditional_formats[index] = sheet.conditional_formats[index], rule
        return {"oldRule": old, "newRule": rule, "newIndex": index}
    sheet = book.sheet(int(body.get("sheetId", 0)))
    _check_index(sheet, index)
    _check_index(sheet, int(body["newIndex"]))
    rule = sheet.conditional_formats.pop(index)
    sheet.conditional_formats.insert(int(body["newIndex"]), rule)
    return {"newRule": rule, "oldIndex": index, "newIndex": int(body["newIndex"])}


def _delete(book: Spreadsheet, body: Json) -> Json:
    sheet, index = book.sheet(int(body.get("sheetId", 0))), int(body.get("index", 0))
    _check_index(sheet, index)
    return {"rule": sheet.conditional_formats.pop(index)}


KINDS = {
    "addConditionalFormatRule": _add,
    "updateConditionalFormatRule": _update,
    "deleteConditionalFormatRule": _delete,
}
