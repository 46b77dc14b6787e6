"""What the sheet of the leads, and the tables on it, may differ in after a sync."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from tests.excel.lossless.book import (
    Book,
    Canon,
    Cell,
    canon,
    cells,
    corners,
    items,
    local,
    named,
    rows,
)

ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
).split()
"""The sequence that ECMA-376 (CT_Worksheet) asks for."""

TAG = "sheetflow:"
"""Stands in the formula of every conditional format of ours."""


class Owned(NamedTuple):
    """The cells that we may write: 0-based columns, from the heading row to the last lead
    (1-based).
    """

    columns: frozenset[int]
    first: int
    last: int

    def holds(self, row: int, column: int) -> bool:
        return column in self.columns and self.first <= row <= self.last


def grown(old: str | None, new: str | None, area: Owned) -> bool:
    """Is the new range the old one, at most widened over owned columns?"""
    if old == new:
        return True
    if not old or not new:
        return False
    a, b = corners(old), corners(new)
    added = set(range(a[3] + 1, b[3] + 1))
    return a[:2] == b[:2] and b[2] >= a[2] and b[3] >= a[3] and added <= area.columns


def sheet_losses(before: Element, after: Element, area: Owned) -> Iterator[str]:
    """Everything in a sheet that differs outside the places that are ours."""
    if dict(before.items()) != dict(after.items()):
        yield "attributes of the root differ"
    yield from _order_losses(before, after)
    yield from _range_losses(before, after, area)
    yield from _column_losses(before, after, area)
    yield from _format_rule_losses(before, after)
    ours = {"sheetData", "dimension", "cols", "autoFilter", "conditionalFormatting"}
    for name in sorted({local(e) for e in (*before, *after)} - ours):
        if [canon(e) for e in named(before, name)] != [canon(e) for e in named(after, name)]:
            yield f"{name} differs"
    yield from _row_losses(before, after, area)


def _order_losses(before: Element, after: Element) -> Iterator[str]:
    def in_order(sheet: Element) -> bool:
        places = [ORDER.index(local(child)) for child in sheet if local(child) in ORDER]
        return places == sorted(places)

    if in_order(before) and not in_order(after):
        yield "children are out of the order of CT_Worksheet"


def _range_losses(before: Element, after: Element, area: Owned) -> Iterator[str]:
    old, new = ([e.get("ref") for e in named(sheet, "dimension")] for sheet in (before, after))
    filled = [c.column for n, row in rows(after) for c in cells(n, row)]
    if old and (not new or corners(new[0] or "A1")[3] < max(filled, default=0)):
        yield "dimension does not cover the cells"
    if old != new and old and new and corners(new[0] or "A1")[:3] != corners(old[0] or "A1")[:3]:
        yield "dimension differs in more than its last column"
    filters = [named(sheet, "autoFilter") for sheet in (before, after)]
    if len(filters[0]) != len(filters[1]):
        yield "autoFilter came or went"
    for one, two in zip(*filters, strict=False):
        if not grown(one.get("ref"), two.get("ref"), area) or canon(one)[3] != canon(two)[3]:
            yield "autoFilter differs"


def _column_losses(before: Element, after: Element, area: Owned) -> Iterator[str]:
    def looks(sheet: Element) -> list[tuple[int, int, Canon]]:
        return [
            (
                int(e.get("min", "1")),
                int(e.get("max", "1")),
                tuple(sorted((k, v) for k, v in e.items() if k not in ("min", "max"))),
            )
            for e in items(sheet, "cols")
        ]

    def look(ranges: list[tuple[int, int, Canon]], column: int) -> Canon | None:
        return next((kept for low, high, kept in ranges if low <= column + 1 <= high), None)

    old, new = looks(before), looks(after)
    if any(b[0] <= a[1] for a, b in pairwise(new)):
        yield "cols overlap or are out of order"
    edges = {edge for low, high, _ in (*old, *new) for edge in (low - 2, low - 1, high - 1, high)}
    if any(look(old, c) != look(new, c) for c in edges - area.columns if 0 <= c < 16_384):
        yield "cols differ beside the owned columns"


def _rules(sheet: Element) -> tuple[list[Canon], list[Element]]:
    """The team's conditional formats as values, and our own rules."""
    team, ours = [], []
    for block in named(sheet, "conditionalFormatting"):
        tagged = [rule for rule in block if any(TAG in (f.text or "") for f in rule)]
        ours += tagged
        if len(tagged) < len(block) or not len(block):
            team.append(canon(block))
    return team, ours


def _format_rule_losses(before: Element, after: Element) -> Iterator[str]:
    (old, _), (new, ours) = _rules(before), _rules(after)
    if old != new:
        yield "conditional formats of the team differ"
    rules = [e for e in after.iter() if local(e) == "cfRule" and e.get("priority")]
    team = [e.get("priority") for e in rules if not any(TAG in (f.text or "") for f in e)]
    mine = [rule.get("priority") for rule in ours]
    if len(set(mine)) != len(mine) or set(mine) & set(team):
        yield "a priority of conditional formats is taken twice"


def _row_losses(before: Element, after: Element, area: Owned) -> Iterator[str]:
    old, new = dict(rows(before)), dict(rows(after))
    if list(old) != list(new) or len(named(before, "sheetData")) != 1:
        yield "rows came, went or moved"
        return
    for number, row in old.items():
        if _bare(row, "spans", "r") != _bare(new[number], "spans", "r"):
            yield f"row {number}: attributes differ"
        yield from _cell_losses(number, row, new[number], area)


def _bare(element: Element, *names: str) -> Canon:
    return tuple(sorted((k, v) for k, v in element.items() if k not in names))


def _cell_losses(number: int, before: Element, after: Element, area: Owned) -> Iterator[str]:
    def people(found: list[Cell]) -> list[Canon]:
        return [
            (c.column, _bare(c.element, "r"), canon(c.element)[2:])
            for c in found
            if not area.holds(number, c.column)
        ]

    old, new = list(cells(number, before)), list(cells(number, after))
    places = [cell.column for cell in new]
    if len(set(places)) != len(places) or (
        places != sorted(places) and [c.column for c in old] == sorted(c.column for c in old)
    ):
        yield f"row {number}: cells out of order or twice"
    if people(old) != people(new):
        yield f"row {number}: a cell that people own differs"
    if len(named(after, "c")) != len(after) and len(named(before, "c")) == len(before):
        yield f"row {number}: holds something that is no cell"
    wrong = [
        c
        for c in new
        if c.element.get("r") and not re.fullmatch(rf"[A-Z]+{number}", c.element.get("r", ""))
    ]
    if wrong:
        yield f"row {number}: a cell names another row"


def table_losses(before: Element, after: Element, area: Owned) -> Iterator[str]:
    """What a table on that sheet lost: it may be widened over owned columns, with a table column
    for each.
    """
    if not grown(before.get("ref"), after.get("ref"), area) or _bare(before, "ref") != _bare(
        after, "ref"
    ):
        yield "the table's range or attributes differ"
    old, new = items(before, "tableColumns"), items(after, "tableColumns")
    _, first, _, last = corners(after.get("ref", "A1"))
    if _people_columns(old, first, area) != _people_columns(new[: len(old)], first, area):
        yield "table columns differ"
    ids = [e.get("id") for e in new]
    if (
        len(new) != last - first + 1
        or len(set(ids)) != len(ids)
        or len({e.get("name") for e in new}) != len(new)
    ):
        yield "table columns do not fit the table's width"
    counts = [e.get("count") for e in named(after, "tableColumns")]
    if counts and counts[0] not in (None, str(len(new))):
        yield "tableColumns counts wrong"
    for name in sorted({local(e) for e in (*before, *after)} - {"tableColumns"}):
        for one, two in zip(named(before, name), named(after, name), strict=True):
            if not grown(one.get("ref"), two.get("ref"), area) or (
                _bare(one, "ref"),
                canon(one)[2:],
            ) != (
                _bare(two, "ref"),
                canon(two)[2:],
            ):
                yield f"{name} of the table differs"


def _people_columns(columns: list[Element], first: int, area: Owned) -> list[Canon]:
    """The table columns; of those over owned columns without a formula that would fill them
    again.
    """
    found = []
    for place, column in enumerate(columns, first):
        kept = [
            canon(e)
            for e in column
            if place not in area.columns or local(e) != "calculatedColumnFormula"
        ]
        found.append((_bare(column), tuple(kept)))
    return found


def table_headings(book: Book, sheet: Element, table: Element) -> Iterator[str]:
    """Table columns whose name is not the text of their heading cell."""
    if table.get("headerRowCount") == "0":
        return
    top, first, _, _ = corners(table.get("ref", "A1"))
    heading = {
        c.column: book.text(c.element) for n, row in rows(sheet) if n == top for c in cells(n, row)
    }
    for place, column in enumerate(items(table, "tableColumns"), first):
        plain = re.sub(r"_x000[aA]_|\s", " ", column.get("name", ""))
        if re.sub(r"\s", " ", heading.get(place, "")) != plain:
            yield f"table column {place + 1} is not named as its heading"


def style_uses(sheet: Element, formats: int, rules: int) -> Iterator[str]:
    """Indexes into the styles that lead nowhere."""
    used = [int(c.element.get("s", "0")) for n, row in rows(sheet) for c in cells(n, row)]
    if formats and max(used, default=0) >= formats:
        yield "a cell has a style that does not exist"
    if any(int(e.get("dxfId", "-1")) >= rules for e in sheet.iter() if local(e) == "cfRule"):
        yield "a conditional format has a style that does not exist"


def owned_style_losses(
    before: Element, after: Element, area: Owned, looks: list[dict[str, Canon | str | None]]
) -> Iterator[str]:
    """Owned cells that were there before and changed their look in more than the number format."""
    ours = {"numFmtId", "applyNumberFormat"}
    old = {(c.row, c.column): c.element.get("s", "0") for n, r in rows(before) for c in cells(n, r)}
    for n, row in rows(after):
        for cell in cells(n, row):
            was = old.get((cell.row, cell.column))
            if (
                was is None
                or not area.holds(cell.row, cell.column)
                or was == cell.element.get("s", "0")
            ):
                continue
            one, two = (
                {k: v for k, v in looks[int(s)].items() if k not in ours}
                for s in (was, cell.element.get("s", "0"))
            )
            if one != two:
                yield f"row {n}: an owned cell lost its look"
