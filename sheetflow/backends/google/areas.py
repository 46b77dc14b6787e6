"""Which cells of a spreadsheet are read: all, but of the hidden tabs that only calculate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sheetflow.backends.google.grid import Json, runs
from sheetflow.live import CALC_TAB, CALCULATING, SHOWN_NAMES

RawCells = Sequence[Sequence[Any]]
"""The cells of a sheet as a values answer has them, column by column."""
Values = Callable[[Sequence[Json]], Sequence[RawCells]]
"""What reads the cells of grid ranges."""


def areas_to_read(properties: Json, named: Sequence[Json], whole: Sequence[str] = ()) -> list[Json]:
    """Returns the ranges of a sheet that are read: all of it; of tabs that only calculate, what
    they say of themselves and what our columns show, where they are not among the `whole` ones.
    """
    number = {"sheetId": properties.get("sheetId", 0)}
    if properties["title"] in whole:
        return [number]
    if properties["title"] in CALCULATING:
        return [{**number, "endRowIndex": 2}]
    shown = _shown_in(number["sheetId"], named) if properties["title"] == CALC_TAB else set()
    headings = {**number, "endRowIndex": 1}
    return [headings, *(_span(number, run) for run in runs(shown))] if shown else [number]


def _span(number: Json, columns: range) -> Json:
    return {**number, "startColumnIndex": columns.start, "endColumnIndex": columns.stop}


def _shown_in(sheet_id: int, named: Iterable[Json]) -> set[int]:
    """Returns the columns of a sheet that have the name of what one of our columns shows; none
    where a name is missing, as in an uploaded file, which has those alone that its formulas use.
    """
    names, found = set(SHOWN_NAMES.values()), dict[str, int]()
    for held in named:
        area = held.get("range", {})
        if held.get("name") in names and area.get("sheetId", 0) == sheet_id:
            found[held["name"]] = area.get("startColumnIndex", 0)
    return set(found.values()) if found.keys() == names else set()


def put_together(areas: Sequence[Json], parts: Sequence[RawCells]) -> RawCells:
    """Returns the columns of a sheet of which these ranges were read."""
    columns: list[Sequence[Any]] = []
    for area, part in zip(areas, parts, strict=True):
        start = area.get("startColumnIndex", 0)
        columns += [()] * (start + len(part) - len(columns))
        columns[start : start + len(part)] = part
    return columns
