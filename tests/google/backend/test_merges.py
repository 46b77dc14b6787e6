"""Merged cells of the team's on a Google Sheet: our columns come behind them, and they stay as they
are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, HEADINGS, OURS, rows
from tests.support.staged_spreadsheet import StagedSpreadsheet, client_of

WIDTH: Final = len(HEADINGS)
Block = tuple[int, int, int, int]
"""First row, end row, first column, end column of a merge, 0-based."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(seed=8) as server, client_of(server, tmp_path_factory.mktemp("client")):
        yield server
        assert server.violations == []


def merged(server: Server, grid: list[list[Any]], *blocks: Block) -> StagedSpreadsheet:
    """A team's sheet with these merges."""
    staged = StagedSpreadsheet(server, {"Leads": grid})
    for top, bottom, left, right in blocks:
        where = {
            "startRowIndex": top,
            "endRowIndex": bottom,
            "startColumnIndex": left,
            "endColumnIndex": right,
        }
        change(
            staged,
            "mergeCells",
            range={"sheetId": staged.book.sheets[0].id, **where},
            mergeType="MERGE_ALL",
        )
    return staged


def change(staged: StagedSpreadsheet, kind: str, **body: Any) -> None:
    staged.server.person(staged.book, tab="Leads")._change(kind, **body)


def team(staged: StagedSpreadsheet, row: int, end: int, width: int = WIDTH) -> dict[str, int]:
    """The range of the leads."""
    sheet = staged.book.sheets[0].id
    return {
        "sheetId": sheet,
        "startRowIndex": row,
        "endRowIndex": end,
        "startColumnIndex": 0,
        "endColumnIndex": width,
    }


def blocks(staged: StagedSpreadsheet) -> list[Block]:
    keys = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return [tuple(merge[key] for key in keys) for merge in staged.book.sheets[0].merges]


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
    staged = merged(client, grid, block)
    change(
        staged,
        "updateSheetProperties",
        fields="gridProperties.columnCount",
        properties={"sheetId": staged.book.sheets[0].id, "gridProperties": {"columnCount": 26}},
    )
    before = staged.driver("Leads").cells
    assert staged.sync(DAY).ran.code == 0
    assert blocks(staged) == [block]
    assert staged.driver("Leads").cells[row][first:] == list(OURS)
    assert [padded(line) for line in staged.driver("Leads").cells] == [
        padded(line) for line in before
    ]
    assert staged.sync(DAY).writes == 0


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
    staged = merged(client, TITLED, (0, 1, 0, wide))
    area = team(staged, 1, len(TITLED))
    if around == "filter":
        change(staged, "setBasicFilter", filter={"range": area})
    else:
        change(staged, "addTable", table={"name": "Leads", "range": area})
    assert staged.sync(DAY).ran.code == 0
    assert blocks(staged) == [(0, 1, 0, wide)]
    assert staged.driver("Leads").cells[1][first:] == list(OURS)
    sheet = staged.book.sheets[0]
    owner = sheet.basic_filter or sheet.tables[0]
    assert owner["range"]["endColumnIndex"] == (len(AT) if wide == WIDTH else WIDTH)
    assert staged.sync(DAY).writes == 0


def test_a_column_that_comes_back_does_not_widen_a_title_merged_since(client: Server) -> None:
    staged = merged(client, TITLED)
    staged.sync(DAY)
    change(staged, "mergeCells", range=team(staged, 0, 1, len(AT) + 3), mergeType="MERGE_ALL")
    staged.driver("Leads").delete_column(AT["Why"])
    assert staged.sync(DAY).ran.code == 0
    assert blocks(staged) == [(0, 1, 0, len(AT) + 2)]
    assert staged.driver("Leads").cells[1][len(AT) + 2] == "Why"
    assert staged.sync(DAY).writes == 0
