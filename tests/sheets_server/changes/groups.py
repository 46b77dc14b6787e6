"""Groups of rows or columns that fold together, kept as nested ranges with depths."""

from __future__ import annotations

from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.changes.dimensions import Span, span_of, within
from tests.sheets_server.changes.masks import mask
from tests.sheets_server.errors import invalid

DEEPEST = 8
"""Levels of groups that the editor allows."""


def _levels(span: Span) -> list[int]:
    """How many groups each row or column is in."""
    levels = [0] * span.size
    for group in _held(span):
        for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            levels[index] = max(levels[index], group["depth"])
    return levels


def _held(span: Span) -> list[Json]:
    return span.sheet.row_groups if span.dimension == "ROWS" else span.sheet.column_groups


def _keep(span: Span, groups: list[Json]) -> None:
    if span.dimension == "ROWS":
        span.sheet.row_groups = groups
    else:
        span.sheet.column_groups = groups


def _regroup(span: Span, levels: list[int]) -> list[Json]:
    """The groups of these levels: at each depth, every run that is at least as deep; collapsed ones
    stay collapsed.
    """
    folded = {_key(group) for group in _held(span) if group.get("collapsed")}
    groups = []
    for depth in range(1, max(levels, default=0) + 1):
        start = None
        for index, level in enumerate([*levels, 0]):
            if level >= depth and start is None:
                start = index
            elif level < depth and start is not None:
                groups.append(_group(span, start, index, depth))
                start = None
    for group in groups:
        if _key(group) in folded:
            group["collapsed"] = True
    return sorted(groups, key=lambda group: (group["range"]["startIndex"], group["depth"]))


def _group(span: Span, start: int, end: int, depth: int) -> Json:
    place = {"sheetId": span.sheet.id} if span.sheet.id else {}
    return {
        "range": {**place, "dimension": span.dimension, "startIndex": start, "endIndex": end},
        "depth": depth,
    }


def _key(group: Json) -> tuple[int, int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]


def _add(book: Spreadsheet, body: Json) -> Json:
    """What the new group covers goes one level deeper; ranges that overlap or touch at a level
    become one.
    """
    span = within(span_of(book, body.get("range")))
    levels = _levels(span)
    levels[span.start : span.end] = [level + 1 for level in levels[span.start : span.end]]
    if max(levels) > DEEPEST:
        raise invalid(f"You can't create more than {DEEPEST} levels of groups.")
    _keep(span, _regroup(span, levels))
    # The recordings show this flag from the first group of the dimension on, and it stays when the
    # group goes.
    span.sheet.grid[
        "rowGroupControlAfter" if span.dimension == "ROWS" else "columnGroupControlAfter"
    ] = True
    return {"dimensionGroups": _held(span)}


def _delete(book: Spreadsheet, body: Json) -> Json:
    """What the range covers comes up one level."""
    span = within(span_of(book, body.get("range")))
    levels = _levels(span)
    if not any(levels[span.start : span.end]):
        raise invalid("There is no group in the specified range.")
    levels[span.start : span.end] = [max(level - 1, 0) for level in levels[span.start : span.end]]
    _keep(span, _regroup(span, levels))
    return {"dimensionGroups": _held(span)} if _held(span) else {}


def _update(book: Spreadsheet, body: Json) -> None:
    """Collapse or expand: its rows or columns are hidden or shown."""
    asked = body.get("dimensionGroup", {})
    span = span_of(book, asked.get("range"))
    paths = mask(body.get("fields"), "DimensionGroup")
    if any(path[0] not in ("collapsed", "*") for path in paths):
        raise invalid("Only collapsed can be updated.")
    wanted = (span.start, span.end, int(asked.get("depth", 0)))
    for group in _held(span):
        if _key(group) == wanted:
            _fold(span, group, folded=bool(asked.get("collapsed")))
            return
    raise invalid("There is no group with the specified range and depth.")


def _fold(span: Span, group: Json, *, folded: bool) -> None:
    group.pop("collapsed", None)
    if folded:
        group["collapsed"] = True
    properties = (
        span.sheet.row_properties if span.dimension == "ROWS" else span.sheet.column_properties
    )
    for index in range(span.start, span.end):
        held = {
            name: item for name, item in properties.pop(index, {}).items() if name != "hiddenByUser"
        }
        after = {**held, "hiddenByUser": True} if folded else held
        if after:
            properties[index] = after


KINDS = {
    "addDimensionGroup": _add,
    "deleteDimensionGroup": _delete,
    "updateDimensionGroup": _update,
}
