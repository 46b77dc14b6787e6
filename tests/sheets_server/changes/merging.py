"""mergeCells and unmergeCells."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Cell, Json, Spreadsheet
from tests.sheets_server.changes.ranges import (
    covers,
    cut_merges,
    editable_area,
    meet,
    shown,
    stored_area,
)
from tests.sheets_server.errors import invalid


def check_whole_merges(area: Area) -> None:
    """400 when the area cuts a merged range."""
    if cut_merges(area):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")


def unmerge(area: Area) -> None:
    """Take apart every merged range in the area; none may be cut by it."""
    check_whole_merges(area)
    sheet = area.sheet
    sheet.merges = [merge for merge in sheet.merges if not covers(area, stored_area(sheet, merge))]


def _merge(book: Spreadsheet, body: Json) -> None:
    """Values that the merge hides are deleted: the first one found moves to the top left when that
    is blank.
    """
    area = editable_area(book, body.get("range"))
    for table in area.sheet.tables:
        if meet(area, stored_area(area.sheet, table["range"])):
            raise invalid("You can't merge cells in a table.")
    unmerge(area)
    for part in _parts(area, body.get("mergeType", "MERGE_ALL")):
        if part.height * part.width > 1:
            _keep_first(part)
            area.sheet.merges.append(shown(part))


def _parts(area: Area, kind: str) -> Iterator[Area]:
    if kind == "MERGE_ALL":
        yield area
    elif kind == "MERGE_ROWS":
        yield from (area._replace(top=row, bottom=row + 1) for row in range(area.top, area.bottom))
    elif kind == "MERGE_COLUMNS":
        yield from (
            area._replace(left=column, right=column + 1) for column in range(area.left, area.right)
        )
    else:
        raise invalid(f"Invalid value at 'merge_type', \"{kind}\"")


def _keep_first(area: Area) -> None:
    sheet, first = area.sheet, None
    for row in range(area.top, area.bottom):
        for column in sorted(sheet.rows.get(row, {})):
            cell = sheet.cell(row, column)
            if area.left <= column < area.right and (
                cell.value is not None or cell.formula is not None
            ):
                first = first or cell
                sheet.put(row, column, cell._replace(value=None, formula=None))
    if first is not None:
        corner: Cell = sheet.cell(area.top, area.left)
        sheet.put(area.top, area.left, corner._replace(value=first.value, formula=first.formula))


def _unmerge(book: Spreadsheet, body: Json) -> None:
    unmerge(editable_area(book, body.get("range")))


KINDS = {"mergeCells": _merge, "unmergeCells": _unmerge}
