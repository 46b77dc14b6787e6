"""Changes that undo each other leave the spreadsheet as it was, whatever is on it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.sheets_server.tests.changes.desk import Desk, block, columns, rows

TEXTS = st.sampled_from(["Ada", "Bo", "3", None])
FORMULAS = st.builds(
    "={}{}+$B${}".format, st.sampled_from("ABCDEFGH"), st.integers(1, 12), st.integers(1, 12)
)
RANGES = st.tuples(
    st.integers(0, 11), st.integers(1, 12), st.integers(0, 7), st.integers(1, 8)
).filter(lambda edges: edges[0] < edges[1] and edges[2] < edges[3])


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Cells, formulas, notes, widths, metadata, names, rules, a filter."""
    desk = Desk()
    for _ in range(draw(st.integers(1, 6))):
        row, column = draw(st.integers(0, 11)), draw(st.integers(0, 7))
        desk.fill([[draw(st.one_of(TEXTS, FORMULAS))]], row, column)
    for name, edges in enumerate(draw(st.lists(RANGES, max_size=2))):
        desk.do("addNamedRange", namedRange={"name": f"name_{name}_", "range": block(*edges)})
        desk.do("addConditionalFormatRule", index=0, rule=rule(edges, draw(FORMULAS)))
    for index in draw(st.lists(st.integers(0, 7), max_size=2)):
        location = {
            "dimensionRange": draw(
                st.sampled_from([rows(index, index + 1), columns(index, index + 1)])
            )
        }
        made = {"metadataKey": "k", "visibility": "DOCUMENT", "location": location}
        desk.do("createDeveloperMetadata", developerMetadata=made)
        desk.do(
            "updateDimensionProperties",
            range=rows(index, index + 1),
            properties={"pixelSize": 40},
            fields="*",
        )
    if draw(st.booleans()):
        desk.do(
            "setBasicFilter",
            filter={"range": block(0, 6, 0, 4), "sortSpecs": [{"dimensionIndex": 2}]},
        )
    return desk


def rule(edges: tuple[int, int, int, int], formula: str) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    return {
        "ranges": [block(*edges)],
        "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}},
    }


def state(desk: Desk) -> str:
    return json.dumps([desk.read(), sorted(map(str, desk.book.metadata.values()))], sort_keys=True)


@given(desks(), st.sampled_from([rows, columns]), st.integers(0, 7), st.integers(1, 3))
def test_inserting_and_deleting_the_same_dimension_is_nothing(
    desk: Desk, of: Any, start: int, count: int
) -> None:
    before = state(desk)
    desk.do("insertDimension", range=of(start, start + count))
    desk.do("deleteDimension", range=of(start, start + count))
    assert state(desk) == before


@given(
    desks(),
    st.sampled_from([rows, columns]),
    st.integers(0, 6),
    st.integers(1, 2),
    st.integers(0, 8),
)
def test_moving_there_and_back_is_nothing_for_cells_and_single_references(
    desk: Desk, of: Any, start: int, count: int, destination: int
) -> None:
    for name in list(desk.book.named_ranges):
        desk.do("deleteNamedRange", namedRangeId=name["namedRangeId"])
    desk.do("clearBasicFilter", sheetId=0)
    desk.leads.conditional_formats.clear()
    count = min(count, 8 - start)
    before = state(desk)
    desk.do("moveDimension", source=of(start, start + count), destinationIndex=destination)
    if not start <= destination <= start + count:
        landed = destination if destination < start else destination - count
        home = start if destination > start else start + count
        desk.do("moveDimension", source=of(landed, landed + count), destinationIndex=home)
    assert state(desk) == before


@given(desks())
def test_sorting_moves_no_metadata_and_loses_no_cell(desk: Desk) -> None:
    metadata = dict(desk.book.metadata)
    values = sorted(str(cell.value) for row in desk.leads.rows.values() for cell in row.values())
    desk.do(
        "sortRange",
        range=block(0, 12, 0, 8),
        sortSpecs=[{"dimensionIndex": 1, "sortOrder": "DESCENDING"}],
    )
    assert desk.book.metadata == metadata
    assert (
        sorted(str(cell.value) for row in desk.leads.rows.values() for cell in row.values())
        == values
    )
