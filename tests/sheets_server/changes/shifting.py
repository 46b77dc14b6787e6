"""Everything that has a position follows when rows or columns of a sheet are inserted, deleted or
moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple, TypeVar

from tests.sheets_server.book import EMPTY, Cell, Json, Metadata, Sheet, Spreadsheet
from tests.sheets_server.changes.axis import FAR, Shift, bounds
from tests.sheets_server.changes.ranges import GRID_RANGE, is_grid_range
from tests.sheets_server.changes.references import shifted, translated

ENDS = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
"""The bounds of a GridRange along each dimension."""
_Item = TypeVar("_Item")
_RANGED = ("protected_ranges", "filter_views", "tables", "banded_ranges")


class Change(NamedTuple):
    """A shift of one dimension (ROWS or COLUMNS) of one sheet.

    With a `band` (first and last, exclusive, of the other dimension) only the cells in it shift,
    and what lies wholly in it.
    """

    sheet: Sheet
    dimension: str
    shift: Shift
    band: tuple[int, int] | None = None


def apply(book: Spreadsheet, change: Change) -> None:
    """Move cells, dimension properties, metadata, objects and references, on all sheets. Not the
    grid's size.
    """
    _move_rules(change)
    _move_formulas(book, change)
    _move_cells(change)
    if change.band is None:
        _move_dimension(book, change)
    for name in _RANGED:
        setattr(change.sheet, name, _kept(change, getattr(change.sheet, name)))
    _move_lists(change)
    for sheet in book.sheets:
        sheet.charts = [_moved_chart(change, sheet, chart) for chart in sheet.charts]
        sheet.slicers = [_moved_chart(change, sheet, slicer) for slicer in sheet.slicers]
    named = (moved_json(change, held) for held in book.named_ranges)
    book.named_ranges = [held for held in named if "range" in held]


def moved_json(change: Change, value: Any) -> Any:
    """A stored object with all its GridRanges of the changed sheet moved; ranges that vanish are
    left out.
    """
    if isinstance(value, list):
        return [
            moved for moved in (moved_json(change, item) for item in value) if moved is not None
        ]
    if not isinstance(value, dict):
        return value
    if is_grid_range(value):
        return moved_range(change, value)
    moved = {name: moved_json(change, item) for name, item in value.items()}
    return {name: item for name, item in moved.items() if item is not None}


def moved_range(change: Change, grid_range: Json) -> Json | None:
    """A GridRange after the change; None when nothing of it is left."""
    if grid_range.get("sheetId", 0) != change.sheet.id:
        return grid_range
    start, end = ENDS[change.dimension]
    if change.band is not None and not _in_band(change, grid_range):
        return grid_range
    found = bounds(change.shift, grid_range.get(start), grid_range.get(end))
    if found is None:
        return None
    after = {**grid_range, start: found[0], end: found[1]}
    return {name: after[name] for name in GRID_RANGE if after.get(name) is not None}


def _in_band(change: Change, grid_range: Json) -> bool:
    assert change.band is not None, "asked only where there is one"
    start, end = ENDS["COLUMNS" if change.dimension == "ROWS" else "ROWS"]
    within = (
        change.band[0] <= grid_range.get(start, -1) and grid_range.get(end, FAR) <= change.band[1]
    )
    return bool(within)


def _kept(change: Change, objects: list[Json]) -> list[Json]:
    """Objects moved; those whose own range vanished are dropped."""
    kept = []
    for one in objects:
        moved = moved_json(change, one)
        if "range" in moved or "range" not in one:
            kept.append(_moved_columns(change, one, moved))
    return kept


def _moved_columns(change: Change, before: Json, after: Json) -> Json:
    """What names columns by number: filters (of the sheet) and tables (from their left edge)."""
    if change.dimension != "COLUMNS" or before.get("range") == after.get("range") == {}:
        return after
    if "columnProperties" in before and isinstance(before["columnProperties"], list):
        return _moved_table(change, before, after)
    return moved_filter(change.shift, after)


def moved_filter(shift: Shift, held: Json) -> Json:
    """A filter after its columns shifted: specs and criteria follow or go."""
    after = dict(held)
    for name, index in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
        if name in held:
            pairs = [(spec, shift.at(spec.get(index, 0))) for spec in held[name]]
            after[name] = [{**spec, index: place} for spec, place in pairs if place is not None]
    if "criteria" in held:
        placed = {key: (shift.at(int(key)), item) for key, item in held["criteria"].items()}
        after["criteria"] = {
            str(place): item for place, item in placed.values() if place is not None
        }
    return {
        name: item
        for name, item in after.items()
        if item or name not in ("filterSpecs", "sortSpecs", "criteria")
    }


def _moved_table(change: Change, before: Json, after: Json) -> Json:
    """Column properties follow their columns; a column that came in gets a name of its own, in its
    heading too.
    """
    old_left, left = before["range"]["startColumnIndex"], after["range"]["startColumnIndex"]
    old = {old_left + column.get("columnIndex", 0): column for column in before["columnProperties"]}
    names = {column.get("columnName") for column in before["columnProperties"]}
    columns = []
    for index in range(after["range"]["endColumnIndex"] - left):
        source = change.shift.source(left + index)
        found = old.get(source) if source is not None else None
        if found is None:
            found = {"columnName": next(name for name in _column_names() if name not in names)}
            names.add(found["columnName"])
            change.sheet.put(
                after["range"]["startRowIndex"], left + index, Cell(found["columnName"])
            )
        columns.append({**found, "columnIndex": index})
    return {**after, "columnProperties": columns}


def _column_names() -> Iterator[str]:
    return (f"Column {number}" for number in count(1))


def _move_lists(change: Change) -> None:
    sheet = change.sheet
    merges = [moved_range(change, merge) for merge in sheet.merges]
    sheet.merges = [merge for merge in merges if merge is not None and not _single(merge)]
    if sheet.basic_filter is not None:
        kept = _kept(change, [sheet.basic_filter])
        sheet.basic_filter = kept[0] if kept else None
    if change.band is not None:
        return
    name = "row_groups" if change.dimension == "ROWS" else "column_groups"
    setattr(
        sheet,
        name,
        [group for group in map(_group_mover(change), getattr(sheet, name)) if group is not None],
    )


def _group_mover(change: Change) -> Callable[[Json], Json | None]:
    def moved(group: Json) -> Json | None:
        held = group["range"]
        found = change.shift.span(held["startIndex"], held["endIndex"])
        return found and {**group, "range": {**held, "startIndex": found[0], "endIndex": found[1]}}

    return moved


def _single(merge: Json) -> bool:
    rows, columns = (merge[end] - merge[start] for start, end in ENDS.values())
    return bool(rows * columns == 1)


def _moved_chart(change: Change, home: Sheet, chart: Json) -> Json:
    """Source ranges follow, and the cell that the chart is anchored to; a deleted one goes to what
    is before it.
    """
    after: Json = moved_json(change, chart)
    overlay = after.get("position", {}).get("overlayPosition", {})
    anchor = overlay.get("anchorCell")
    if anchor is None or home is not change.sheet or change.band is not None:
        return after
    name = "rowIndex" if change.dimension == "ROWS" else "columnIndex"
    index = anchor.get(name, 0)
    place = change.shift.at(index)
    while place is None:
        index -= 1
        place = change.shift.at(index) if index >= 0 else 0
    position = {
        **after["position"],
        "overlayPosition": {**overlay, "anchorCell": {**anchor, name: place}},
    }
    return {**after, "position": position}


def _move_cells(change: Change) -> None:
    sheet, shift = change.sheet, change.shift
    if change.band is not None:
        _move_band(change, change.band)
    elif change.dimension == "ROWS":
        sheet.rows = _rekeyed(shift, sheet.rows)
    else:
        columns = {row: _rekeyed(shift, cells) for row, cells in sheet.rows.items()}
        sheet.rows = {row: cells for row, cells in columns.items() if cells}


def _move_band(change: Change, band: tuple[int, int]) -> None:
    sheet, by_rows = change.sheet, change.dimension == "ROWS"
    taken = [
        (row, column, cell)
        for row, cells in sheet.rows.items()
        for column, cell in cells.items()
        if band[0] <= (column if by_rows else row) < band[1]
    ]
    for row, column, _ in taken:
        sheet.put(row, column, EMPTY)
    for row, column, cell in taken:
        place = change.shift.at(row if by_rows else column)
        if place is not None:
            sheet.put(*((place, column) if by_rows else (row, place)), cell)


def _rekeyed(shift: Shift, items: Mapping[int, _Item]) -> dict[int, _Item]:
    at = shift.at
    return {place: item for index, item in items.items() if (place := at(index)) is not None}


def _move_dimension(book: Spreadsheet, change: Change) -> None:
    name = "row_properties" if change.dimension == "ROWS" else "column_properties"
    setattr(change.sheet, name, _rekeyed(change.shift, getattr(change.sheet, name)))
    book.metadata = {
        key: kept for key, item in book.metadata.items() if (kept := _moved_metadata(change, item))
    }


def _moved_metadata(change: Change, item: Metadata) -> Metadata | None:
    if item.sheet_id != change.sheet.id or item.dimension != change.dimension or item.place is None:
        return item
    place = change.shift.at(item.place)
    return None if place is None else item._replace(place=place)


def _move_formulas(book: Spreadsheet, change: Change) -> None:
    """References in cells and in the conditions of cells' validation, on every sheet."""
    for sheet in book.sheets:
        rules: dict[int, Json] = {}
        for row, cells in list(sheet.rows.items()):
            for column, cell in list(cells.items()):
                if cell.formula is not None or cell.validation is not None:
                    after = _moved_cell(change, sheet, cell, rules)
                    if after is not cell:
                        sheet.row_to_change(row)[column] = after


def _moved_cell(change: Change, home: Sheet, cell: Cell, rules: dict[int, Json]) -> Cell:
    """The cell itself when nothing in it changed. `rules` remembers validation rules by identity:
    cells share them.
    """
    if cell.formula is not None:
        formula = _text(change, home, cell.formula)
        if formula != cell.formula:
            cell = cell._replace(formula=formula)
    if cell.validation is not None:
        rule = cell.validation
        if id(rule) not in rules:
            rules[id(rule)] = with_formulas(rule, lambda text: _text(change, home, text))
        if rules[id(rule)] != rule:
            cell = cell._replace(validation=rules[id(rule)])
    return cell


def _text(change: Change, home: Sheet, formula: str) -> str:
    return shifted(
        formula, home.title, change.sheet.title, change.dimension, change.shift, change.band
    )


def with_formulas(held: Json, rewrite: Callable[[str], str]) -> Json:
    """A rule whose condition's formulas went through `rewrite`; the rule itself when it has
    none.
    """
    condition = held.get("condition", {})
    values = condition.get("values", ())
    if not any(str(value.get("userEnteredValue", "")).startswith("=") for value in values):
        return held
    after = [
        {**value, "userEnteredValue": rewrite(value["userEnteredValue"])}
        if str(value.get("userEnteredValue", "")).startswith("=")
        else value
        for value in values
    ]
    return {**held, "condition": {**condition, "values": after}}


def _move_rules(change: Change) -> None:
    """Conditional formats of the changed sheet: ranges, and formulas, which are written for the
    ranges' first cell.
    """
    change.sheet.conditional_formats = [
        after
        for rule in change.sheet.conditional_formats
        if (after := _moved_rule(change, rule)) is not None
    ]


def _moved_rule(change: Change, rule: Json) -> Json | None:
    ranges = [moved for held in rule["ranges"] if (moved := moved_range(change, held)) is not None]
    if not ranges:
        return None
    after = {**rule, "ranges": ranges}
    if "booleanRule" in rule:
        steps = _steps_to_anchor(change, rule["ranges"][0], ranges[0])
        after["booleanRule"] = with_formulas(
            rule["booleanRule"], lambda text: _text(change, change.sheet, translated(text, *steps))
        )
    return after


def _steps_to_anchor(change: Change, before: Json, after: Json) -> tuple[int, int]:
    """Rows and columns from the old first cell to the one that is first now, both where they were
    before.
    """
    start = ENDS[change.dimension][0]
    old = before.get(start, 0)
    source = change.shift.source(after.get(start, 0))
    steps = 0 if source is None else source - old
    return (steps, 0) if change.dimension == "ROWS" else (0, steps)
