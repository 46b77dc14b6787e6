"""The template filled by a person, saved by LibreOffice, synced, edited, synced; and the same file
uploaded to the local Sheets server: the same answers, row for row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
import pytest

from sheetflow.live import MEMORY_TAB, SHOWN, is_live
from sheetflow.model import serial
from sheetflow.starter.tabs import contacts_log
from sheetflow.starter.tabs.leads import KEYS, NAMES
from tests.sheets_server.book import Spreadsheet
from tests.sheets_server.server import Server
from tests.support.calculated import calculate_as_the_engine
from tests.support.leads import TODAY
from tests.support.libreoffice import converted, needs_libreoffice
from tests.support.live_books import few_rows, fill, new_book, rows_of, stop_the_clock
from tests.support.our_books import put
from tests.support.running import run
from tests.support.staged_spreadsheet import StagedSpreadsheet, client_of
from tests.support.uploaded import calculate_as_in, upload

pytestmark = needs_libreoffice

LOGS: Final = {"en": "Contacts log", "es": "Registro de contactos"}
SENT: Final = {"en": "out", "es": "salida"}
STAGES: Final = {
    "en": {"new": "New", "informed": "Informed", "won": "Won"},
    "es": {"new": "Nuevo", "informed": "Informado", "won": "Ganado"},
}
LEADS: Final[tuple[Mapping[str, Any], ...]] = (
    {"name": "Ada Marsh", "email": "ada@example.org", "stage": "new",
     "created": date(2026, 11, 19)},
    {"name": "Bo Lund", "phone": "+44 20 7946 0000", "stage": "informed",
     "last_contact": date(2026, 11, 10), "owner": "Maya", "value": 1200},
    {"name": "Cy Roe", "last_reply": date(2026, 11, 19), "last_contact": date(2026, 11, 12)},
    {"name": "Di Fox", "agreement": "call about the offer", "agreed_for": date(2026, 11, 24),
     "last_contact": date(2026, 11, 17), "stage": "informed"},
    {"name": "Eva Núñez", "stage": "won", "last_contact": date(2026, 11, 2)},
    {"name": "Flo Reed", "company": "Reed & Sons", "appointment": date(2026, 11, 25),
     "last_contact": date(2026, 11, 18), "attempts": 2},
    {"name": "Gus Ode", "notes": "=1+1 he wrote", "last_contact": date(2026, 9, 1)},
)  # fmt: skip
LINES: Final[tuple[Mapping[str, Any], ...]] = (
    {"date": date(2026, 11, 18), "lead": "Ada Marsh", "agreement": "send the plan",
     "agreed_for": date(2026, 11, 26)},
    {"date": date(2026, 11, 19), "lead": "Bo Lund", "announced": date(2026, 11, 30)},
)  # fmt: skip
"""What is written into the contacts log."""
EDITS: Final = (
    (4, "last_contact", TODAY),
    (5, "last_contact", date(2026, 11, 20)),
    (3, "next_contact", date(2026, 12, 1)),
    (10, "name", "Hal Moss"),
    (10, "created", date(2026, 11, 18)),
)
"""Row, column and what a person types there after the first sync."""


class Both(NamedTuple):
    """The same workbook as a file and as a spreadsheet."""

    file: Path
    sheet: Spreadsheet
    server: Server
    lang: str
    folder: Path

    def sync(self) -> tuple[int, int]:
        """Syncs both; returns the reads and writes that the spreadsheet took."""
        self.server.log.clear()
        for target in (str(self.file), self.sheet.id):
            ran = run("sync", target, "--today", TODAY.isoformat())
            assert ran.code in (0, 4), ran.err
            assert "formula" not in ran.err, ran.err
        counted = self.server.requests()
        return counted["read"], counted["write"]

    def edit(self) -> None:
        """A person makes the edits in both; the file is saved once."""
        book = openpyxl.load_workbook(self.file)
        leads: Any = book[self.leads]
        tab = self.sheet.sheet_named(self.leads)
        assert tab is not None
        for row, key, value in EDITS:
            column = KEYS.index(key)
            leads.cell(row, column + 1).value = value
            cell = tab.cell(row - 1, column)
            tab.put(row - 1, column, cell._replace(value=_typed(value), formula=None))
        book.save(self.file)
        self.sheet.touch()

    @property
    def leads(self) -> str:
        """What the tab of leads is called."""
        return NAMES[self.lang == "es"]

    def save_in_libreoffice(self) -> None:
        """Opens the file in LibreOffice and saves it; the spreadsheet calculates the same."""
        saved = saved_by_libreoffice(self.file, self.folder / "again")
        self.file.write_bytes(saved.read_bytes())
        calculate_as_in(self.sheet, self.file)
        self.sheet.touch()


def fill_log(path: Path, lang: str) -> None:
    """Writes the lines into the log of a file, as a person would."""
    book = openpyxl.load_workbook(path)
    for row, line in enumerate(lines_of(lang), contacts_log.FIRST_LINE):
        for key, value in line.items():
            sheet: Any = book[LOGS[lang]]
            sheet.cell(row, contacts_log.KEYS.index(key) + 1).value = value
    book.save(path)


def type_all(sheet: StagedSpreadsheet, lang: str) -> None:
    """Types leads and log into a spreadsheet as `init` makes it."""
    leads, log = sheet.driver(NAMES[lang == "es"]), sheet.driver(LOGS[lang])
    for row, lead in enumerate(leads_of(lang), 3):
        for key, value in lead.items():
            leads.type(row, KEYS.index(key), _typed(value))
    for row, line in enumerate(lines_of(lang), contacts_log.FIRST_LINE):
        for key, value in line.items():
            log.type(row, contacts_log.KEYS.index(key), _typed(value))


def _typed(value: Any) -> Any:
    return serial(value) if isinstance(value, date) else value


def leads_of(lang: str) -> list[Mapping[str, Any]]:
    words = STAGES[lang]
    return [{**lead, **_stage(lead, words)} for lead in LEADS]


def lines_of(lang: str) -> list[Mapping[str, Any]]:
    """The lines of the log, all of them about what was sent."""
    return [{**line, "way": SENT[lang]} for line in LINES]


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    return converted([path], folder)[path]


@pytest.fixture(scope="module", params=["en", "es"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """The template, with few rows, filled by openpyxl and saved by LibreOffice: a file, and
    uploaded.
    """
    lang, folder = str(request.param), tmp_path_factory.mktemp("round")
    with Server(seed=9) as server, client_of(server, folder) as patch:
        few_rows(patch)
        path = new_book(folder / "leads.xlsx", lang)
        stop_the_clock(path, TODAY)
        fill(path, leads_of(lang), lang=lang)
        fill_log(path, lang)
        saved = saved_by_libreoffice(path, folder / "first")
        found = Both(
            put(saved.read_bytes(), path), upload(saved, server, lang), server, lang, folder
        )
        yield found
        assert server.violations == []


def _stage(lead: Mapping[str, Any], words: Mapping[str, str]) -> Mapping[str, str]:
    return {"stage": words[lead["stage"]]} if "stage" in lead else {}


def planned(target: str) -> list[dict[str, Any]]:
    """What the engine answers, lead by lead, without the ids."""
    ran = run("plan", target, "--json", "--today", TODAY.isoformat())
    rows: list[dict[str, Any]] = json.loads(ran.out)["rows"]
    return [{key: value for key, value in row.items() if key != "id"} for row in rows]


def formulas_on_sheet(both: Both, row: int) -> set[str]:
    """The keys of our columns in which a row of the spreadsheet holds our formula."""
    tab = both.sheet.sheet_named(both.leads)
    assert tab is not None
    cells = {key: tab.cell(row - 1, at).formula for at, key in enumerate(KEYS)}
    return {key for key, formula in cells.items() if formula and is_live(formula)}


def memory_of(both: Both) -> tuple[int, int]:
    """How many leads the formulas of file and spreadsheet remember."""
    book = openpyxl.load_workbook(both.file, read_only=True)
    in_file = [row[0].value for row in book[MEMORY_TAB].iter_rows(min_row=2, max_col=1)]
    book.close()
    tab = both.sheet.sheet_named(MEMORY_TAB)
    assert tab is not None
    on_sheet = [cells[0].value for row, cells in tab.rows.items() if row and 0 in cells]
    return len(list(filter(None, in_file))), len(list(filter(None, on_sheet)))


def compared(both: Both, leads: int) -> None:
    """Asserts that file and spreadsheet answer alike, by the engine and by formulas."""
    from_file, from_sheet = planned(str(both.file)), planned(both.sheet.id)
    assert len(from_file) == leads
    assert from_sheet == from_file
    by_name = rows_of(both.file, both.lang)
    for row in from_file:
        live = formulas_on_sheet(both, row["row"])
        assert live == by_name[row["name"]].live
        assert by_name[row["name"]].ours["status"]
    assert memory_of(both) == (leads, leads)


def test_file_and_spreadsheet_answer_alike_before_and_after_an_edit(both: Both) -> None:
    before = both.sheet.sheet_named(both.leads)
    assert before is not None
    assert sum(both.sync()) <= 7
    compared(both, len(LEADS))
    assert both.sync() == (2, 0)
    assert formulas_on_sheet(both, 3) == set(SHOWN)
    both.edit()
    both.save_in_libreoffice()
    both.sync()
    compared(both, len(LEADS) + 1)
    assert formulas_on_sheet(both, 3) == set(SHOWN) - {"next_contact"}
    assert before.cell(2, KEYS.index("next_contact")).value == serial(date(2026, 12, 1))
    content = both.file.read_bytes()
    assert both.sync() in ((2, 0), (3, 0))  # a value over a formula of ours may cost a read
    assert both.file.read_bytes() == content


def test_the_same_typed_into_what_init_makes_on_a_sheet_gets_the_same_answers(both: Both) -> None:
    path = new_book(both.folder / "typed.xlsx", both.lang)
    fill(path, leads_of(both.lang), lang=both.lang)
    fill_log(path, both.lang)
    sheet = StagedSpreadsheet(both.server, {"Sheet1": []})
    sheet.book.properties["locale"] = {"en": "en_GB", "es": "es_ES"}[both.lang]
    calculate_as_the_engine(sheet.book, TODAY)
    assert sheet.run("init", "--today", TODAY.isoformat()).ran.code == 0
    type_all(sheet, both.lang)
    for target in (str(path), sheet.book.id):
        ran = run("sync", target, "--today", TODAY.isoformat())
        assert ran.code in (0, 4), ran.err
    rows = planned(str(path))
    assert [row["name"] for row in rows] == [lead["name"] for lead in LEADS]
    assert {row["due"] for row in rows} > {"2026-11-26", "2026-11-30"}  # the log is read
    assert planned(sheet.book.id) == rows
