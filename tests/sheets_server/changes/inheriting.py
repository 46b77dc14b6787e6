"""What new rows and columns take over from their neighbour."""

from __future__ import annotations

from tests.sheets_server.book import Json, Sheet
from tests.sheets_server.changes.references import LOST, translated
from tests.sheets_server.changes.shifting import ENDS, with_formulas


def inherit(sheet: Sheet, dimension: str, start: int, end: int, *, before: bool) -> None:
    """Rows or columns `start` … `end`, just made, look like the one before them or (else) after
    them.

    They get its size, formats, validation and conditional formats; no values or notes, and they are
    not hidden. That conditional formats reach over them is what the editor does with an inserted
    row; the API's reference is silent.
    """
    source = start - 1 if before else end
    _take_cells(sheet, dimension, start, end, source)
    properties = sheet.row_properties if dimension == "ROWS" else sheet.column_properties
    size = {name: item for name, item in properties.get(source, {}).items() if name == "pixelSize"}
    if size:
        properties.update((index, size) for index in range(start, end))
    sheet.conditional_formats = [
        _grown(rule, dimension, start, end, before=before) for rule in sheet.conditional_formats
    ]


def _take_cells(sheet: Sheet, dimension: str, start: int, end: int, source: int) -> None:
    if dimension == "ROWS":
        like = list(sheet.rows.get(source, {}).items())
    else:
        like = [(row, cells[source]) for row, cells in sheet.rows.items() if source in cells]
    for other, cell in like:
        for index in range(start, end):
            place = (index, other) if dimension == "ROWS" else (other, index)
            sheet.put(
                *place, sheet.cell(*place)._replace(format=cell.format, validation=cell.validation)
            )


def _grown(rule: Json, dimension: str, start: int, end: int, *, before: bool) -> Json:
    """A rule whose ranges end (or begin) where the new ones are reaches over them."""
    first, last = ENDS[dimension]
    count = end - start
    if before:
        grown = [
            {**held, last: end} if held.get(last) == start else held for held in rule["ranges"]
        ]
        return {**rule, "ranges": grown}
    grown = [{**held, first: start} if held.get(first) == end else held for held in rule["ranges"]]
    if grown[0] == rule["ranges"][0] or "booleanRule" not in rule:
        return {**rule, "ranges": grown}
    # The formula is written for the first cell, which is now a new one.
    steps = (-count, 0) if dimension == "ROWS" else (0, -count)
    moved = with_formulas(rule["booleanRule"], lambda text: translated(text, *steps))
    lost = str(moved).count(LOST) > str(rule["booleanRule"]).count(LOST)
    return rule if lost else {**rule, "ranges": grown, "booleanRule": moved}
