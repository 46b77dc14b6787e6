"""Names of the workbook as named ranges. Google gives names to cells alone: what a name says by a
formula stands in every formula that uses it (sheets_formulas.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.references import range_of, reference_of
from sheetflow.model import DefinedName


def name_requests(
    names: Iterable[DefinedName], sheet_ids: Mapping[str, int], present: Sequence[Json]
) -> Iterator[Json]:
    """Builds the requests that define names, or define them anew; `present` are those that the
    spreadsheet has, as the API shows them.
    """
    known = {held["name"].lower(): held for held in present}
    for name in names:
        area = range_of(name.refers_to, sheet_ids)
        if area is None:
            continue
        held = known.get(name.name.lower())
        if held is None:
            yield {"addNamedRange": {"namedRange": {"name": name.name, "range": area}}}
        elif _bare(held["range"]) != _bare(area):
            changed = {"namedRangeId": held["namedRangeId"], "range": area}
            yield {"updateNamedRange": {"namedRange": changed, "fields": "range"}}


def cells_by_name(names: Iterable[DefinedName]) -> dict[str, str]:
    """Returns folded name -> the reference, of the names that stand for cells."""
    return {
        name.name.lower(): name.refers_to.removeprefix("=")
        for name in names
        if reference_of(name.refers_to)
    }


def _bare(area: Json) -> Json:
    """Returns a range without zeros, which Google leaves out."""
    return {name: number for name, number in area.items() if number}
