"""Merged cells of the team's on a Google Sheet: our columns come behind them, and they stay as they
are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, HEADINGS, OURS, rows
from tests.support.stage import Stage, client_of

WIDTH: Final = len(HEADINGS)
Block = tuple[int, int, int, int]
"""First row, end row, first column, end column of a merge, 0-based."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(seed=8) as server, client_of(server, tmp_path_factory.mktemp("client")):
        yield server
        assert server.violations == []


def merged(server: Server, grid: list[list[Any]], *blocks: Block) -> Stage:
    """A team's sheet with these merges."""
    stage = Stage(server, {"Leads": grid})
    for top, bottom, left, right in blocks:
        where = {
            "startRowIndex": top,
            "endRowIndex": bottom,
            "startColumnIndex": left,
            "endColumnIndex": right,
        }
        change(
            stage,
            "mergeCells",
            range={"sheetId": stage.book.sheets[0].id, **where},
            mergeType="MERGE_ALL",
        )
    return stage


def change(stage: Stage, kind: str, **body: Any) -> None:
    stage.server.person(stage.book, tab="Leads")._change(kind, **body)


def team(stage: Stage, row: int, end: int, width: int = WIDTH) -> dict[str, int]:
    """The range of the leads."""
    sheet = stage.book.sheets[0].id
    return {
        "sheetId": sheet,
        "startRowIndex": row,
        "endRowIndex": end,
        "startColumnIndex": 0,
        "endColumnIndex": width,
    }


def blocks(stage: Stage) -> list[Block]:
    keys = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return [tuple(merge[key] for key in keys) for merge in stage.book.sheets[0].merges]


TITLED: Final = [["Our leads"], *rows()]
SHORT: Final = [[*HEADINGS[:-1]], *rows()[1:]]
"""The heading of the last column but one goes over the last one, too."""


@pytest.mark.parametrize(
    ("grid", "block", "row", "first"),
    [
        (TITLED, (0, 1, 0, WIDTH), 1, WIDTH),
        (TITLED, (0, 1, 0, WIDTH + 2), 1, WIDTH + 2),
        (TITLED, (0, 1, 0, 26), 1, 26),
        (SHORT, (0, 1, WIDTH - 2, WIDTH), 0, WIDTH),
        (rows(), (2, 3, WIDTH - 1, WIDTH + 1), 0, WIDTH + 1),
        (rows(), (3, 5, 2, 3), 0, WIDTH),
    ],
    ids=[
        "title over the headings",
        "wider title",
        "title over the whole sheet",
        "last heading over two columns",
        "cells of the last column and beside",
        "cells below each other",
    ],
)
def test_our_columns_come_behind_what_is_merged(
    client: Server, grid: list[list[Any]], block: Block, row: int, first: int
) -> None:
    stage = merged(client, grid, block)
    change(
        stage,
        "updateSheetProperties",
        fields="gridProperties.columnCount",
        properties={"sheetId": stage.book.sheets[0].id, "gridProperties": {"columnCount": 26}},
    )
    before = stage.hands("Leads").cells
    assert stage.sync(DAY).ran.code == 0
    assert blocks(stage) == [block]
    assert stage.hands("Leads").cells[row][first:] == list(OURS)
    assert [padded(line) for line in stage.hands("Leads").cells] == [
        padded(line) for line in before
    ]
    assert stage.sync(DAY).writes == 0


def padded(line: list[Any]) -> list[Any]:
    """The team's cells of a row."""
    return [*line, *[None] * WIDTH][:WIDTH]


@pytest.mark.parametrize("around", ["filter", "table"])
@pytest.mark.parametrize(
    ("wide", "first"), [(WIDTH, WIDTH), (WIDTH + 2, WIDTH + 2)], ids=["as wide", "wider"]
)
def test_a_title_over_a_filter_or_table_keeps_its_width(
    client: Server, around: str, wide: int, first: int
) -> None:
    """Our columns join the filter or table, unless they would come under a title that reaches
    beyond it.
    """
    stage = merged(client, TITLED, (0, 1, 0, wide))
    area = team(stage, 1, len(TITLED))
    if around == "filter":
        change(stage, "setBasicFilter", filter={"range": area})
    else:
        change(stage, "addTable", table={"name": "Leads", "range": area})
    assert stage.sync(DAY).ran.code == 0
    assert blocks(stage) == [(0, 1, 0, wide)]
    assert stage.hands("Leads").cells[1][first:] == list(OURS)
    sheet = stage.book.sheets[0]
    owner = sheet.basic_filter or sheet.tables[0]
    assert owner["range"]["endColumnIndex"] == (len(AT) if wide == WIDTH else WIDTH)
    assert stage.sync(DAY).writes == 0


def test_a_column_that_comes_back_does_not_widen_a_title_merged_since(client: Server) -> None:
    stage = merged(client, TITLED)
    stage.sync(DAY)
    change(stage, "mergeCells", range=team(stage, 0, 1, len(AT) + 3), mergeType="MERGE_ALL")
    stage.hands("Leads").delete_column(AT["Why"])
    assert stage.sync(DAY).ran.code == 0
    assert blocks(stage) == [(0, 1, 0, len(AT) + 2)]
    assert stage.hands("Leads").cells[1][len(AT) + 2] == "Why"
    assert stage.sync(DAY).writes == 0
