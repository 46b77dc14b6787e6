"""copyPaste and cutPaste."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import EMPTY, Cell, Json, Sheet, Spreadsheet
from tests.sheets_server.changes.merging import unmerge
from tests.sheets_server.changes.ranges import (
    area_of,
    check_area,
    covers,
    editable_area,
    meet,
    place_of,
    shown,
    stored_area,
)
from tests.sheets_server.changes.references import Reference, relocated
from tests.sheets_server.changes.shifting import with_formulas
from tests.sheets_server.changes.sorting import moved
from tests.sheets_server.errors import invalid
from tests.sheets_server.formulas import value_at

_Paste = Callable[[Cell, Cell], Cell]
"""From the cell that is there and the one that is pasted to the one that results."""


def _without_borders(cell: Cell) -> Cell:
    form = {name: item for name, item in (cell.format or {}).items() if name != "borders"}
    return cell._replace(format=form or None)


_PASTES: dict[str, _Paste] = {
    "PASTE_NORMAL": lambda _, new: new,
    "PASTE_VALUES": lambda old, new: old._replace(value=new.value, formula=None, extra=new.extra),
    "PASTE_FORMAT": lambda old, new: old._replace(format=new.format, validation=new.validation),
    "PASTE_NO_BORDERS": lambda _, new: _without_borders(new),
    "PASTE_FORMULA": lambda old, new: old._replace(
        value=new.value, formula=new.formula, extra=new.extra
    ),
    "PASTE_DATA_VALIDATION": lambda old, new: old._replace(validation=new.validation),
    "PASTE_CONDITIONAL_FORMATTING": lambda old, _: old,
}
_WITH_MERGES = ("PASTE_NORMAL", "PASTE_NO_BORDERS", "PASTE_FORMAT")
_WITH_RULES = (*_WITH_MERGES, "PASTE_CONDITIONAL_FORMATTING")


class _Step(NamedTuple):
    """One cell of a paste: from where to where, as sheet positions."""

    source: tuple[int, int]
    target: tuple[int, int]


def _kind(body: Json) -> str:
    kind = str(body.get("pasteType", "PASTE_NORMAL"))
    if kind not in _PASTES:
        raise invalid(f"Invalid value at 'paste_type', \"{kind}\"")
    return kind


def _copy(book: Spreadsheet, body: Json) -> None:
    source, kind = area_of(book, body.get("source")), _kind(body)
    turned = body.get("pasteOrientation") == "TRANSPOSE"
    target = _fitted(source, area_of(book, body.get("destination")), turned=turned)
    check_area(book, target)
    steps = list(_steps(source, target, turned=turned))
    cells = [_taken(book, source.sheet, kind, step) for step in steps]
    if kind in _WITH_MERGES:
        _copy_merges(source, target, turned=turned)
    for step, cell in zip(steps, cells, strict=True):
        target.sheet.put(*step.target, _PASTES[kind](target.sheet.cell(*step.target), cell))
    if kind in _WITH_RULES and source.sheet is target.sheet:
        _spread_rules(source, target)


def _fitted(source: Area, asked: Area, *, turned: bool) -> Area:
    """Where copies land: as often as the source fits a multiple of it, else once from the corner.
    400: off the grid.
    """
    height, width = (source.width, source.height) if turned else (source.height, source.width)
    rows = asked.height if asked.height % height == 0 else height
    columns = asked.width if asked.width % width == 0 else width
    target = asked._replace(bottom=asked.top + rows, right=asked.left + columns)
    if target.bottom > target.sheet.row_count or target.right > target.sheet.column_count:
        raise invalid("The destination does not fit into the sheet.")
    return target


def _steps(source: Area, target: Area, *, turned: bool) -> Iterator[_Step]:
    for row in range(target.height):
        for column in range(target.width):
            down, right = (column, row) if turned else (row, column)
            place = source.top + down % source.height, source.left + right % source.width
            yield _Step(place, (target.top + row, target.left + column))


def _taken(book: Spreadsheet, sheet: Sheet, kind: str, step: _Step) -> Cell:
    """The cell to paste: with its result when only values are wanted, else with references that
    went along.
    """
    cell = sheet.cell(*step.source)
    if kind == "PASTE_VALUES":
        return cell._replace(value=value_at(book, sheet, *step.source), formula=None)
    return moved(cell, step.target[0] - step.source[0], step.target[1] - step.source[1])


def _copy_merges(source: Area, target: Area, *, turned: bool) -> None:
    merges = [stored_area(source.sheet, merge) for merge in source.sheet.merges]
    inside = [merge for merge in merges if covers(source, merge)]
    unmerge(target)
    if turned and inside:
        raise invalid("not implemented by the test server")
    for down in range(0, target.height, source.height) if inside else ():
        for right in range(0, target.width, source.width):
            rows, columns = target.top + down - source.top, target.left + right - source.left
            target.sheet.merges += [
                shown(_offset(merge, target.sheet, rows, columns)) for merge in inside
            ]


def _offset(area: Area, sheet: Sheet, rows: int, columns: int) -> Area:
    return Area(
        sheet, area.top + rows, area.left + columns, area.bottom + rows, area.right + columns
    )


def _spread_rules(source: Area, target: Area) -> None:
    """Conditional formats of the source reach the copies too, where they do not already."""
    sheet = source.sheet
    for rule in sheet.conditional_formats:
        held = [stored_area(sheet, one) for one in rule["ranges"]]
        if any(meet(source, one) for one in held) and not any(covers(one, target) for one in held):
            parts = [_common(source, one) for one in held if meet(source, one)]
            if target.height == source.height and target.width == source.width:
                new = [
                    _offset(part, sheet, target.top - source.top, target.left - source.left)
                    for part in parts
                ]
            else:
                new = [target]
            rule["ranges"] = rule["ranges"] + [shown(part) for part in new]


def _common(one: Area, other: Area) -> Area:
    top, left = max(one.top, other.top), max(one.left, other.left)
    return Area(one.sheet, top, left, min(one.bottom, other.bottom), min(one.right, other.right))


def _cut(book: Spreadsheet, body: Json) -> None:
    """All of the source is cut whatever is pasted; references to it, anywhere, follow it."""
    source, kind = editable_area(book, body.get("source")), _kind(body)
    sheet, top, left = place_of(book, body.get("destination"))
    target = _fitted(source, Area(sheet, top, left, top + 1, left + 1), turned=False)
    check_area(book, target)
    steps = list(_steps(source, target, turned=False))
    cells = [_cut_cell(book, source, target, kind, step) for step in steps]
    merges = [stored_area(source.sheet, merge) for merge in source.sheet.merges]
    unmerge(source)
    if kind in _WITH_MERGES:
        unmerge(target)
        inside = [merge for merge in merges if covers(source, merge)]
        target.sheet.merges += [
            shown(_offset(one, sheet, top - source.top, left - source.left)) for one in inside
        ]
    for step in steps:
        source.sheet.put(*step.source, EMPTY)
    _follow(book, source, target)
    for step, cell in zip(steps, cells, strict=True):
        sheet.put(*step.target, _PASTES[kind](sheet.cell(*step.target), cell))


def _cut_cell(book: Spreadsheet, source: Area, target: Area, kind: str, step: _Step) -> Cell:
    cell = source.sheet.cell(*step.source)
    if kind == "PASTE_VALUES":
        return cell._replace(value=value_at(book, source.sheet, *step.source), formula=None)
    if cell.formula is None:
        return cell
    move = _mover(source, target)
    return cell._replace(
        formula=relocated(cell.formula, source.sheet.title, target.sheet.title, move)
    )


def _mover(source: Area, target: Area) -> Callable[[Reference], Reference]:
    """References whose cells all lie in the source go to the target."""

    def move(reference: Reference) -> Reference:
        ends = [reference.first, reference.last or reference.first]
        inside = all(
            end.row is not None
            and end.column is not None
            and source.top <= end.row < source.bottom
            and source.left <= end.column < source.right
            for end in ends
        )
        if not inside or (reference.title or "").lower() != source.sheet.title.lower():
            return reference
        rows, columns = target.top - source.top, target.left - source.left
        after = [
            end._replace(row=(end.row or 0) + rows, column=(end.column or 0) + columns)
            for end in ends
        ]
        return Reference(target.sheet.title, after[0], after[1] if reference.last else None)

    return move


def _follow(book: Spreadsheet, source: Area, target: Area) -> None:
    move = _mover(source, target)
    for sheet in book.sheets:
        for row, cells in list(sheet.rows.items()):
            for column, cell in list(cells.items()):
                if cell.formula is not None:
                    formula = relocated(cell.formula, sheet.title, sheet.title, move)
                    if formula != cell.formula:
                        sheet.put(row, column, cell._replace(formula=formula))
        _follow_rules(sheet, move)


def _follow_rules(sheet: Sheet, move: Callable[[Reference], Reference]) -> None:
    for rule in sheet.conditional_formats:
        if "booleanRule" in rule:
            rule["booleanRule"] = with_formulas(
                rule["booleanRule"], lambda text: relocated(text, sheet.title, sheet.title, move)
            )


KINDS = {"copyPaste": _copy, "cutPaste": _cut}
