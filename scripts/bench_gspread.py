"""Work for bench_google.py's child processes, all through gspread: make a sheet of leads, and write
answers into one.

Usage: bench_gspread.py make ROWS | touch ID | answers ID FILE | cells ID FILE | rows ID FILE

`cells` and `rows` are the script that teams write: get_all_records, then update_cell for each cell
that differs, or batch_update for each row that has some. What to write is read from FILE, so that
deciding costs them nothing.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import gspread
from google.oauth2 import service_account
from gspread.utils import DateTimeOption, ValueRenderOption, rowcol_to_a1
from requests import Response

from scripts.bench_leads import HEADINGS, OWNED, lead

SCOPES: Final = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive",
)
FIRST: Final = len(HEADINGS) + 1
"""The column of the first answer, counted from 1."""
PLAIN: Final = ValueRenderOption.unformatted
SENT: Final = {"reads": 0, "writes": 0}

Change = tuple[int, int, Any]
"""Row, column, value."""


class Counting(gspread.HTTPClient):
    """gspread's client, led to the test server; it counts what it sends."""

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Response:
        """Sends one request."""
        SENT["reads" if method == "get" else "writes"] += 1
        place = re.sub(r"^https://[^/]+", os.environ["SHEETFLOW_GOOGLE_ENDPOINT"], endpoint)
        return super().request(method, place, *args, **options)


def connected() -> gspread.Client:
    """Logs in as the service account."""
    key = os.environ["GOOGLE_APPLICATION_CREDENTIALS"]
    found = service_account.Credentials.from_service_account_file(key, scopes=SCOPES)
    return gspread.authorize(found, http_client=Counting)


def opened(sheet_id: str) -> gspread.Worksheet:
    """Returns the tab of leads."""
    return connected().open_by_key(sheet_id).sheet1


def make(rows: str) -> None:
    """Makes a spreadsheet of that many leads, the same for everybody; prints its id."""
    chance = random.Random(2026)
    book = connected().create("Leads of the team")
    tab = book.sheet1
    tab.update_title("Leads")
    tab.resize(int(rows) + 100, FIRST + 20)
    tab.update([list(HEADINGS), *(lead(n, chance) for n in range(1, int(rows) + 1))], raw=True)
    print(book.id)


def touch(sheet_id: str) -> None:
    """Types another day of our last contact into the lead of row 3."""
    tab = opened(sheet_id)
    column = HEADINGS.index("Last contact") + 1
    tab.update_cell(
        3, column, int(tab.cell(3, column, value_render_option=PLAIN).value or 46_300) - 1
    )


def answers(sheet_id: str, path: str) -> None:
    """Saves what the columns of answers hold."""
    found = opened(sheet_id).get_values(
        value_render_option=PLAIN, date_time_render_option=DateTimeOption.serial_number
    )
    width = len(OWNED)
    owned = [row[FIRST - 1 : FIRST - 1 + width] for row in found[1:]]
    filled = [[*row, *[""] * (width - len(row))] for row in owned]
    Path(path).write_text(json.dumps(filled), "utf-8")


def _changes(tab: gspread.Worksheet, path: str) -> list[Change]:
    """Returns what differs from the file's answers; writes the headings where there are none."""
    if not tab.cell(1, FIRST).value:
        tab.update([list(OWNED)], rowcol_to_a1(1, FIRST))
    records = tab.get_all_records(value_render_option=PLAIN)
    wanted = json.loads(Path(path).read_text("utf-8"))
    changes: list[Change] = []
    for row, (record, values) in enumerate(zip(records, wanted, strict=True), 2):
        for column, (heading, value) in enumerate(zip(OWNED, values, strict=True), FIRST):
            if record[heading] != value:
                changes.append((row, column, value))
    return changes


def cells(sheet_id: str, path: str) -> None:
    """Sends one request for each cell that differs."""
    tab = opened(sheet_id)
    for row, column, value in _changes(tab, path):
        tab.update_cell(row, column, value)
    print(json.dumps(SENT))


def rows(sheet_id: str, path: str) -> None:
    """Sends one request for each row in which cells differ."""
    tab = opened(sheet_id)
    for row, changes in groupby(_changes(tab, path), key=lambda change: change[0]):
        tab.batch_update(
            [
                {"range": rowcol_to_a1(row, column), "values": [[value]]}
                for _, column, value in changes
            ]
        )
    print(json.dumps(SENT))


TASKS: dict[str, Callable[..., None]] = {
    "make": make,
    "touch": touch,
    "answers": answers,
    "cells": cells,
    "rows": rows,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
