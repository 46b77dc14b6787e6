"""sortRange, randomizeRange, deleteDuplicates: rows of a range in another order. Row metadata stays
where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import EMPTY, Cell, CellError, Json, Spreadsheet, Value
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.dimensions import span_of
from tests.sheets_server.changes.filtering import refresh
from tests.sheets_server.changes.ranges import editable_area, meet, stored_area
from tests.sheets_server.changes.references import translated
from tests.sheets_server.changes.validation import rule_at
from tests.sheets_server.errors import invalid
from tests.sheets_server.formulas import value_at


def sort(book: Spreadsheet, area: Area, specs: Sequence[Json]) -> None:
    """Sort the rows of an area by columns; later specs break ties, equal rows keep their order,
    blanks go last.

    400: no spec, a column outside the area, merged cells in it.
    """
    order = list(range(area.top, area.bottom))
    if not specs:
        raise invalid("At least one sort spec must be specified.")
    for spec in reversed(specs):
        column = int(spec.get("dimensionIndex", 0))
        if not area.left <= column < area.right:
            raise invalid(f"Sort dimension index {column} is not in the range.")
        order = _by_color(area, order, column, spec) or _by_value(book, area, order, column, spec)
    arrange(book, area, order)


def _by_value(
    book: Spreadsheet, area: Area, order: list[int], column: int, spec: Json
) -> list[int]:
    keys = {row: _rank(value_at(book, area.sheet, row, column)) for row in order}
    filled = [row for row in order if keys[row] is not None]
    down = spec.get("sortOrder") == "DESCENDING"
    ordered = sorted(filled, key=lambda row: keys[row] or (), reverse=down)
    return ordered + [row for row in order if keys[row] is None]


def _rank(value: Value) -> tuple[Any, ...] | None:
    """Numbers before text before truth values before errors; letter case does not matter; None for
    blanks.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, CellError):
        return 3, value.type
    return (1, value.casefold(), value.swapcase()) if isinstance(value, str) else (0, value)


def _by_color(area: Area, order: list[int], column: int, spec: Json) -> list[int] | None:
    """Rows whose cell has the spec's colour go first; None when it names no colour."""
    spec = with_colors(spec, "SortSpec")
    if "backgroundColor" in spec:
        colors = {
            row: (area.sheet.cell(row, column).format or {}).get("backgroundColor") for row in order
        }
        wanted = spec["backgroundColor"]
    elif "foregroundColor" in spec:
        forms = {
            row: (area.sheet.cell(row, column).format or {}).get("textFormat", {}) for row in order
        }
        colors, wanted = (
            {row: form.get("foregroundColor") for row, form in forms.items()},
            spec["foregroundColor"],
        )
    else:
        return None
    return sorted(order, key=lambda row: colors[row] != wanted)


def arrange(book: Spreadsheet, area: Area, order: Sequence[int | None]) -> None:
    """Give each row of the area, from the top, the cells of another (None: blanks): values,
    formats, notes, rules.

    Formulas move like copies: relative references go along. A basic filter hides anew what it must.
    """
    sheet = area.sheet
    if any(meet(area, stored_area(sheet, merge)) for merge in sheet.merges):
        raise invalid("You can't sort a range that contains merged cells.")
    moves = [
        (area.top + place, source)
        for place, source in enumerate(order)
        if source != area.top + place
    ]
    taken = {source: _cells(area, source) for _, source in moves if source is not None}
    for row, source in moves:
        for column in _cells(area, row):
            sheet.put(row, column, EMPTY)
        for column, cell in taken.get(source, {}).items() if source is not None else ():
            sheet.put(row, column, moved(cell, row - (source or 0), 0))
    book.touch()
    refresh(book, sheet)


def _cells(area: Area, row: int) -> dict[int, Cell]:
    return {
        column: cell
        for column, cell in area.sheet.rows.get(row, {}).items()
        if area.left <= column < area.right
    }


def moved(cell: Cell, rows: int, columns: int) -> Cell:
    """The cell as copied that far: relative references in its formula and its validation go
    along.
    """
    if cell.formula is not None:
        cell = cell._replace(formula=translated(cell.formula, rows, columns))
    if cell.validation is not None:
        cell = cell._replace(validation=rule_at(cell.validation, rows, columns))
    return cell


def _sort(book: Spreadsheet, body: Json) -> None:
    sort(book, editable_area(book, body.get("range")), body.get("sortSpecs", []))


def _randomize(book: Spreadsheet, body: Json) -> None:
    area = editable_area(book, body.get("range"))
    order = list(range(area.top, area.bottom))
    book.random.shuffle(order)
    arrange(book, area, order)


def _delete_duplicates(book: Spreadsheet, body: Json) -> Json:
    """The first of equal rows stays; the rest of the range moves up, blanks come in at its end."""
    area = editable_area(book, body.get("range"))
    columns = _compared(book, area, body.get("comparisonColumns", []))
    seen: set[tuple[Any, ...]] = set()
    kept: list[int | None] = []
    for row in range(area.top, area.bottom):
        key = tuple(
            _rank_without_case(value_at(book, area.sheet, row, column)) for column in columns
        )
        if key not in seen:
            kept.append(row)
        seen.add(key)
    removed = area.height - len(kept)
    arrange(book, area, kept + [None] * removed)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _rank_without_case(value: Value) -> tuple[Any, ...] | None:
    rank = _rank(value)
    return rank and rank[:2]


def _compared(book: Spreadsheet, area: Area, asked: list[Json]) -> list[int]:
    spans = [span_of(book, one) for one in asked]
    for span in spans:
        inside = area.left <= span.start and span.end <= area.right
        if span.sheet is not area.sheet or span.dimension != "COLUMNS" or not inside:
            raise invalid("Comparison columns must be columns of the range.")
    return [column for span in spans for column in range(span.start, span.end)] or list(
        range(area.left, area.right)
    )


KINDS = {"sortRange": _sort, "randomizeRange": _randomize, "deleteDuplicates": _delete_duplicates}
