"""Workbooks with live formulas for tests: as `init` makes them, but with few rows filled, so that
LibreOffice opens and saves one in a second in place of half a minute.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
import pytest

from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.columns import OWNED_KEYS
from sheetflow.live import is_live
from sheetflow.model import serial
from sheetflow.plan import live_layout
from sheetflow.starter.tabs import contacts_log, leads
from sheetflow.starter.tabs.leads import KEYS, NAMES, heading
from sheetflow.starter.template import Content, template_tabs
from tests.support.leads import TODAY
from tests.support.running import run

FILLED: Final = 40
"""Rows of formulas in these workbooks."""
LAST_ROW: Final = leads.FIRST_ROW_OF_LEADS + FILLED - 1
_TODAY: Final = re.compile(
    rb'(<c r="A2"[^>]*>)<f[^>]*>(?:TODAY\(\)|\d{5}\+0\*TODAY\(\))</f>(<v>[^<]*</v>)?'
)
"""The one cell that asks for the day, as it is or with a day in its place."""
Lead = Mapping[str, Any]
"""Key of a column -> what a person types."""


def few_rows(patch: pytest.MonkeyPatch) -> None:
    """Makes new workbooks, and what a sync fills, small."""
    patch.setattr(live_layout.filled_to, "__defaults__", (FILLED,))
    patch.setattr(live_layout, "LOG_LINES", FILLED)
    patch.setattr(live_layout, "STEP", 20)
    patch.setattr(live_layout, "_ROOM", 5)
    patch.setattr(leads, "LAST_FILLED_ROW", LAST_ROW)
    patch.setattr(contacts_log, "LAST_LINE", LAST_ROW)


def new_book(path: Path, lang: str = "en", day: date = TODAY) -> Path:
    """Makes a workbook by `init`."""
    ran = run("init", str(path), "--lang", lang, "--today", day.isoformat())
    assert ran.code == 0, ran.err
    return path


def fill(path: Path, rows: Sequence[Lead], *, lang: str = "en", first_row: int = 3) -> None:
    """Types leads below each other with openpyxl, as a person would: people's cells only."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book[NAMES[lang == "es"]]
    for row, lead in enumerate(rows, first_row):
        for key, value in lead.items():
            sheet.cell(row, KEYS.index(key) + 1).value = value
    book.save(path)


def filled_book(path: Path, rows: Sequence[Lead], lang: str = "en", day: date = TODAY) -> Path:
    """Makes a workbook with these leads, calculated for one day for ever."""
    tabs, names = template_tabs(lang, day, {}, (), Content(rows))
    path.write_bytes(new_workbook(tabs, names))
    stop_the_clock(path, day)
    return path


def stop_the_clock(path: Path, day: date) -> None:
    """Makes the formulas of a workbook answer for that day, whenever it is opened."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        stopped = 0
        for name, content in parts.items():
            new, count = _TODAY.subn(partial(_constant, serial(day)), content)
            stopped += count
            archive.writestr(name, new)
    assert stopped == 1


def _constant(day: int, cell: re.Match[bytes]) -> bytes:
    return cell[1] + b"<f>%d+0*TODAY()</f>" % day + (b"<v>%d</v>" % day if cell[2] else b"")


class Row(NamedTuple):
    """A row of Leads as it stands in the file: what people typed, what we answer, and in which of
    our columns our formula stands; by key.
    """

    people: Mapping[str, object]
    ours: Mapping[str, object]
    live: frozenset[str]


def rows_of(path: Path, lang: str = "en") -> dict[str, Row]:
    """Returns the leads of a workbook by name, as openpyxl reads the file; a second lead of that
    name is called so "again".
    """
    shown = grid(path, NAMES[lang == "es"], data_only=True)
    held = grid(path, NAMES[lang == "es"], data_only=False)
    known = {heading(key, lang): key for key in KEYS}
    keys = [known.get(str(cell)) for cell in shown[1]]
    found = dict[str, Row]()
    for values, texts in zip(shown[2:], held[2:], strict=False):  # formulas go on below the leads
        cells = {key: value for key, value in zip(keys, values, strict=True) if key}
        if not cells.get("name"):
            continue
        formulas = {key: str(text) for key, text in zip(keys, texts, strict=False) if key}
        people = {key: value for key, value in cells.items() if key not in OWNED_KEYS}
        ours = {key: value for key, value in cells.items() if key in OWNED_KEYS}
        live = frozenset(key for key in ours if is_live(formulas[key]))
        name = str(cells["name"])
        found[f"{name} again" if name in found else name] = Row(people, ours, live)
    return found


def grid(path: Path, tab: str, *, data_only: bool) -> list[tuple[Any, ...]]:
    """Returns the rows of a tab down to the last filled one, of equal length: what its cells show,
    or the formulas that they hold.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a print area that ends with the list
        book = openpyxl.load_workbook(path, data_only=data_only, read_only=True)
        sheet: Any = book[tab]
        sheet.reset_dimensions()  # LibreOffice names a million rows where a whole column has a look
        rows = list(sheet.iter_rows(values_only=True))
        book.close()
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [(*row, *[None] * (width - len(row))) for row in rows]
