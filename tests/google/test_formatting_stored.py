"""Formatting a spreadsheet that takes the requests as Google does: what is there is known again,
whoever moved it.
"""

from __future__ import annotations

from random import Random

import pytest

from sheetflow.backends.google.formatting import format_new_columns, format_tab
from sheetflow.backends.google.grid import Frame, Json
from sheetflow.backends.google.highlight import status_of
from sheetflow.palette import LOOKS
from tests.google.storing import KEYS, frame
from tests.sheets_server.book import Cell, Sheet, Spreadsheet
from tests.sheets_server.changes import batch_update

TEAM = {
    "ranges": [
        {
            "sheetId": 7,
            "startRowIndex": 1,
            "endRowIndex": 900,
            "startColumnIndex": 0,
            "endColumnIndex": 4,
        }
    ],
    "booleanRule": {
        "condition": {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "Lucía"}]},
        "format": {"backgroundColor": {"green": 0.8}},
    },
}
STAGES = ("New", "Informed", "Won")


def leads(locale: str = "en_US", columns: int = 10) -> Spreadsheet:
    """A spreadsheet with one leads tab: headings in row 1, and one rule of the team's."""
    book = Spreadsheet("leads", "Leads", Random(1), locale=locale)
    tab = book.new_sheet("Leads", sheet_id=7, columns=columns)
    for column in range(columns):
        tab.put(0, column, Cell(value=f"Heading {column}"))
    batch_update(book, [{"addConditionalFormatRule": {"rule": TEAM, "index": 0}}])
    return book


def seen(tab: Sheet) -> Json:
    """The tab as spreadsheets.get shows it."""
    return {
        "properties": tab.properties,
        "conditionalFormats": tab.conditional_formats,
        "protectedRanges": tab.protected_ranges,
        "tables": tab.tables,
        "merges": tab.merges,
    }


def dimension(kind: str, axis: str, start: int, end: int, **more: object) -> Json:
    """A request about rows or columns."""
    where = {"sheetId": 7, "dimension": axis, "startIndex": start, "endIndex": end}
    return {kind: {"source" if kind == "moveDimension" else "range": where} | more}


def begun(locale: str = "en_US") -> Spreadsheet:
    """The tab after its first sync: our columns inserted at the right and formatted in the same
    batch.
    """
    book = leads(locale)
    new = frozenset(KEYS)
    fresh = frame(unformatted=new, new_columns=new, choices={4: STAGES})
    insert = dimension("insertDimension", "COLUMNS", 10, 19, inheritFromBefore=True)
    tab = seen(book.sheet(7))
    batch_update(
        book, [insert, *format_new_columns(tab, fresh), *format_tab(tab, fresh, {"data": []})]
    )
    return book


def settle(book: Spreadsheet, now: Frame) -> int:
    """Format the tab until nothing is left to do; returns how many batches it took."""
    for taken in range(3):
        requests = format_tab(seen(book.sheet(7)), now, None)
        if not requests:
            return taken
        batch_update(book, requests)
    raise AssertionError("it never settles")


def moved(by: int, **others: int) -> Frame:
    """Our columns so many further right, and some elsewhere."""
    return frame(owned={key: others.get(key, at + by) for key, at in frame().owned.items()})


def one_row_down(now: Frame) -> Frame:
    return now._replace(heading_row=now.heading_row + 1)


ACTS = {
    "nothing": ([], frame(), 0),
    "a column inserted before ours": ([dimension("insertDimension", "COLUMNS", 2, 3)], moved(1), 0),
    "a column inserted between ours": (
        [dimension("insertDimension", "COLUMNS", 12, 13)],
        moved(1, status=10, next_contact=11),
        1,
    ),
    "a column deleted": ([dimension("deleteDimension", "COLUMNS", 0, 1)], moved(-1), 0),
    "rows inserted among the leads": ([dimension("insertDimension", "ROWS", 40, 60)], frame(), 0),
    "rows deleted": ([dimension("deleteDimension", "ROWS", 40, 60)], frame(), 0),
    "rows appended": (
        [{"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 500}}],
        frame(),
        None,
    ),
    "a row inserted above the headings": (
        [dimension("insertDimension", "ROWS", 0, 1)],
        one_row_down(frame()),
        None,
    ),
    "a row inserted under the headings": ([dimension("insertDimension", "ROWS", 1, 2)], frame(), 0),
    "our last column moved to the front": (
        [dimension("moveDimension", "COLUMNS", 18, 19, destinationIndex=0)],
        moved(1, id=0),
        0,
    ),
    "the status column moved to the front": (
        [dimension("moveDimension", "COLUMNS", 10, 11, destinationIndex=0)],
        frame(owned=frame().owned | {"status": 0}),
        None,
    ),
    "rules deleted": (
        [{"deleteConditionalFormatRule": {"sheetId": 7, "index": 3}}] * 4,
        frame(),
        1,
    ),
    "a rule moved before the team's": (
        [{"updateConditionalFormatRule": {"sheetId": 7, "index": 5, "newIndex": 0}}],
        frame(),
        0,
    ),
}
"""What people do, where our columns are afterwards, and in how many batches the tab must settle,
where that is certain.
"""


@pytest.mark.parametrize("locale", ["en_US", "es_ES"])
@pytest.mark.parametrize("act", ACTS)
def test_whatever_people_do_the_formatting_comes_right_in_one_batch(act, locale):
    book = begun(locale)
    requests, now, batches = ACTS[act]
    if requests:
        batch_update(book, requests)
    taken = settle(book, now)
    assert taken <= 1
    assert batches in (None, taken)
    rules = book.sheet(7).conditional_formats
    assert sorted(status for rule in rules if (status := status_of(rule))) == sorted(LOOKS)
    assert len([rule for rule in rules if not status_of(rule)]) == 1
    assert len(book.sheet(7).protected_ranges) == len(KEYS)


def test_the_batch_leaves_drop_downs_notes_and_a_frozen_heading():
    tab = begun().sheet(7)
    assert tab.grid["frozenRowCount"] == 1
    assert tab.cell(0, 10).value is None
    assert all(
        str(tab.cell(0, column).note).startswith("sheetflow writes this column")
        for column in range(10, 19)
    )
    assert tab.cell(500, 4).validation["condition"]["type"] == "ONE_OF_LIST"
    assert tab.cell(500, 10).validation is None
