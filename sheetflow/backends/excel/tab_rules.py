"""What a tab of ours does with what people type: highlighting, and what may be typed where.

Source: ECMA-376 part 1, 18.3.1.18 `conditionalFormatting`, 18.3.1.32 `dataValidation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sheetflow.backends.excel.cell_formats import CellFormats
from sheetflow.backends.excel.text import escape, quoted
from sheetflow.model import Highlight, Validation

_TEXTS: Final = {
    "errorTitle": ("error_title", 32),
    "error": ("error", 225),
    "promptTitle": ("prompt_title", 32),
    "prompt": ("prompt", 255),
}
"""Attribute -> the field of a Validation, and the characters of it that Excel shows; it takes a
workbook with more for damaged.
"""
_LIST: Final = 257
"""Characters of a list in quotes."""


def highlights_xml(highlights: Sequence[Highlight], formats: CellFormats) -> str:
    """Returns the conditional formats of a tab, the first one winning; those of the same cells
    together.
    """
    rules = dict[str, str]()
    for priority, highlight in enumerate(highlights, 1):
        dxf = formats.highlight(highlight.style)
        start = f'<cfRule type="expression" dxfId="{dxf}" priority="{priority}">'
        rule = f"{start}<formula>{escape(highlight.formula)}</formula></cfRule>"
        rules[highlight.cells] = rules.get(highlight.cells, "") + rule
    return "".join(
        f"<conditionalFormatting sqref={quoted(cells)}>{inside}</conditionalFormatting>"
        for cells, inside in rules.items()
    )


def validations_xml(validations: Sequence[Validation]) -> str:
    """Returns what may be typed into the cells of a tab, and what is said beside them."""
    if not validations:
        return ""
    inside = "".join(map(_validation, validations))
    return f'<dataValidations count="{len(validations)}">{inside}</dataValidations>'


def _validation(validation: Validation) -> str:
    if validation.first.startswith('"') and len(validation.first) > _LIST:
        raise ValueError(f"a list of {len(validation.first)} characters: {validation.first[:60]}")
    formulas = ""
    for number, formula in enumerate((validation.first, validation.second), 1):
        if formula:
            formulas += f"<formula{number}>{escape(formula)}</formula{number}>"
    return f"<dataValidation{_attributes(validation)}>{formulas}</dataValidation>"


def _attributes(validation: Validation) -> str:
    values = dict[str, str]()
    if validation.kind != "any":
        values["type"] = validation.kind
    if not validation.refuses:
        values["errorStyle"] = "warning"
    values |= {"operator": validation.operator, "allowBlank": "1", **_said(validation)}
    values["sqref"] = " ".join(validation.cells)
    return "".join(f" {name}={quoted(value)}" for name, value in values.items() if value)


def _said(validation: Validation) -> dict[str, str]:
    """Returns the texts of a validation, and which of them are shown."""
    values = dict[str, str]()
    if validation.prompt or validation.prompt_title:
        values["showInputMessage"] = "1"
    if validation.kind != "any" and (validation.refuses or validation.error):
        values["showErrorMessage"] = "1"
    for name, (field, most) in _TEXTS.items():
        values[name] = getattr(validation, field)[:most]
    return values
