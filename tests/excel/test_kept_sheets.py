"""Lists as people keep them: a run right after the first sync writes nothing, and what was found
with the sheets of others stays mended.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.engine import Options
from sheetflow.plan.plan import Plan
from tests.support.formulas_typed import formulas_of
from tests.support.libreoffice import converted, needs_libreoffice

FRIDAY = date(2026, 11, 20)
CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "excel"
needs_cases = pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")


def case(folder: Path, name: str) -> Path:
    """A copy of a case that can be written to."""
    path = folder / "leads.xlsx"
    shutil.copyfile(CASES / f"{name}.xlsx", path)
    return path


def sync(path: Path, day: date = FRIDAY, lang: str | None = None) -> engine.Result:
    backend = ExcelBackend(path)
    try:
        return engine.sync_with_rows(backend, Options(day, lang=lang))
    finally:
        backend.close()


def look(path: Path, day: date = FRIDAY) -> Plan:
    backend = ExcelBackend(path)
    try:
        return engine.look(backend, Options(day))[0]
    finally:
        backend.close()


def settled(path: Path, day: date = FRIDAY) -> bool:
    """Whether a plan of that day holds no change, and a sync writes nothing."""
    before = path.read_bytes()
    changes = look(path, day).counts.changes
    return not changes and not sync(path, day).wrote and path.read_bytes() == before


# ── the cases ────────────────────────────────────────────────────────────────────────────────


@needs_cases
def test_the_formulas_of_a_next_contact_survive_the_first_sync(tmp_path: Path) -> None:
    path = case(tmp_path, "formula-with-blank-result-in-next-contact-is-overwritten")
    before = formulas_of(path)
    result = sync(path)
    assert formulas_of(path) == before
    assert "theirs_with_formulas" in [p.text.code for p in result.plan.problems]
    assert settled(path)


@needs_cases
def test_the_message_counts_the_plans_that_stay_and_those_that_do_not(tmp_path: Path) -> None:
    path = case(tmp_path, "old-plan-is-replaced-though-it-stays")
    told = {p.text.code: p.text.values for p in sync(path).plan.problems}
    assert told["ours_now"] == (1, 1, 0)
    assert settled(path)


@needs_cases
def test_the_language_does_not_move_after_the_first_sync(tmp_path: Path) -> None:
    path = case(tmp_path, "language-changes-after-first-sync")
    assert sync(path).lang == "es"
    assert settled(path)
    for day in (3, 4):
        assert sync(path, FRIDAY + timedelta(day)).lang == "es"


@needs_cases
def test_a_filter_that_stays_narrow_says_what_follows_and_what_to_do(tmp_path: Path) -> None:
    path = case(tmp_path, "legend-beside-the-list-keeps-the-filter-narrow")
    told = sync(path).messages
    assert len(told) == 1
    assert "leaves our answers behind, and the next sync puts them right" in told[0]
    assert "move what stands between away" in told[0]
    assert settled(path)


@needs_cases
def test_dates_that_an_import_half_swapped_are_noted(tmp_path: Path) -> None:
    path = case(tmp_path, "dates-half-swapped-by-excel")
    problems = [(p.where, p.text.code) for p in look(path).problems]
    assert ("Leads!C1", "half_swapped") in problems


@needs_cases
@needs_libreoffice
def test_cells_without_a_format_look_as_before_in_a_part_without_formats(tmp_path: Path) -> None:
    path = case(tmp_path, "styles-part-without-cell-formats")
    sync(path)
    sheet = openpyxl.load_workbook(path)["Leads"]
    assert [sheet.cell(row, 4).number_format for row in (2, 3, 4)] == ["General"] * 3
    assert sheet.cell(2, 7).is_date
    copy = openpyxl.load_workbook(converted([path], tmp_path / "copies")[path])["Leads"]
    assert [copy.cell(row, 4).value for row in (2, 3, 4)] == [1200, 300, 45]
    assert copy.cell(2, 7).is_date
    assert settled(path)


# ── the language ─────────────────────────────────────────────────────────────────────────────


def written(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    for row in rows:
        sheet.append(row)
    path = folder / "leads.xlsx"
    book.save(path)
    return path


def test_a_language_that_was_asked_for_once_counts_once(tmp_path: Path) -> None:
    path = written(tmp_path, ["Name", "Email", "Since"], ["Ada Marsh", "ada@example.org", "x"])
    assert [sync(path).lang, sync(path, lang="es").lang, sync(path).lang] == ["en", "es", "en"]


def test_headings_that_change_later_do_not_change_the_language(tmp_path: Path) -> None:
    path = written(tmp_path, ["Nombre", "Correo", "Alta"], ["Ada Marsh", "ada@example.org"])
    sync(path)
    book = openpyxl.load_workbook(path)
    for column, text in enumerate(["Name", "Email", "Since"], 1):
        book["Leads"].cell(1, column, text)
    book.save(path)
    assert sync(path).lang == "es"


def test_a_language_in_the_playbook_counts_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, ["Name", "Email", "Since"], ["Ada Marsh", "ada@example.org"])
    sync(path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Playbook").append(["Language", "es"])
    book.save(path)
    assert sync(path).lang == "es"


# ── a second run writes nothing ──────────────────────────────────────────────────────────────

HEADS = {
    "en": ["Name", "Email", "Last contact", "Status", "Next contact", "Touches", "Notes"],
    "es": ["Nombre", "Correo", "Último contacto", "Estado", "Próximo contacto", "Toques", "Notas"],
    "both": ["name", "email", "Empresa", "Estado", "Próximo contacto", "Why", "Notas"],
}
LEADS: list[list[object]] = [
    ["Ada Marsh", "ada@example.org", date(2026, 11, 16), "SP", date(2026, 11, 5), 2, "call"],
    ["Bo Lund", "bo@example.org", None, "SP", date(2026, 11, 27), None, "1"],
    ["Cy Fenn", "cy@example.org", date(2026, 11, 9), "SP", "soon", "many", None],
]


def plain(sheet: Worksheet) -> None:
    """Nothing else is there."""


def legend(sheet: Worksheet) -> None:
    sheet["I1"], sheet["I2"] = "Legend", "red: late"
    sheet.auto_filter.ref = "A1:G4"


def table(sheet: Worksheet) -> None:
    sheet.add_table(Table(displayName="Leads1", ref="A1:G4"))


def table_beside_legend(sheet: Worksheet) -> None:
    table(sheet)
    sheet["I1"] = "Legend"


def protected(sheet: Worksheet) -> None:
    sheet.protection.enable()


def merged(sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    sheet["A1"] = "Our leads"
    sheet.merge_cells("A1:Z1")


def merged_heading(sheet: Worksheet) -> None:
    sheet.merge_cells("G1:J1")


def grouped(sheet: Worksheet) -> None:
    sheet.column_dimensions.group("H", "M", hidden=True)


def hidden(sheet: Worksheet) -> None:
    for letter in "CEHIJ":
        sheet.column_dimensions[letter].hidden = True


def formulas(sheet: Worksheet) -> None:
    sheet["E3"] = "=C3+7"


ODD: list[Callable[[Worksheet], None]] = [
    plain, legend, table, table_beside_legend, protected, merged, merged_heading, grouped, hidden,
    formulas,
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "odd"),
    list(product(HEADS, ODD)),
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_run_right_after_the_first_sync_writes_nothing(
    tmp_path: Path, lang: str, odd: Callable[[Worksheet], None]
) -> None:
    path = written(tmp_path, HEADS[lang], *LEADS)
    book = openpyxl.load_workbook(path)
    odd(book["Leads"])
    book.save(path)
    spoken = sync(path).lang
    assert settled(path)
    later = sync(path, FRIDAY + timedelta(3))
    assert later.lang == spoken
    assert settled(path, FRIDAY + timedelta(3))
