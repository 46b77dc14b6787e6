"""init on a workbook whose Playbook and Calendar are those of an earlier version, or a team's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.memory import MemoryBackend
from sheetflow.decide.playbook import STAGE_HEADINGS
from sheetflow.decide.playbook_rows import playbook_rows
from sheetflow.engine import Options
from sheetflow.starter.adopt import new_workbook, tabs_to_add
from tests.support.grids import TODAY
from tests.support.live_books import few_rows
from tests.support.our_books import visible

OPTIONS = Options(TODAY)
OLD = len(STAGE_HEADINGS) - 1
"""Columns of the stages before there was Also called."""


def old_playbook(lang: str = "en") -> list[list[Any]]:
    rows = [list(row[:OLD]) for row in playbook_rows(lang)]
    return rows[
        : next(n for n, row in enumerate(rows) if row[:1] in (["Your words"], ["Sus palabras"]))
    ]


def workbook(*stages: str, playbook: list[list[Any]] | None = None) -> MemoryBackend:
    leads = [["Name", "Email", "Stage"], *[[f"L{n}", None, s] for n, s in enumerate(stages)]]
    return MemoryBackend({"Leads": leads, "Playbook": playbook or old_playbook()})


def init(backend: Any) -> None:
    engine.write(backend, lambda: tabs_to_add(backend, OPTIONS, None))


def rows_of(backend: MemoryBackend) -> list[list[Any]]:
    return [list(row) for row in backend.tab("Playbook").cells]


def words_of(backend: MemoryBackend) -> list[list[Any]]:
    rows = rows_of(backend)
    at = next(n for n, row in enumerate(rows) if row[:1] == ["Your words"])
    return [row for row in rows[at + 1 :] if row]


def test_an_older_playbook_gets_the_new_column_and_table_and_keeps_its_entries() -> None:
    backend = workbook("New")
    before = rows_of(backend)
    init(backend)
    after = rows_of(backend)
    assert after[0] == [*before[0], "Also called"]
    assert [row[:OLD] for row in after[1 : len(before)]] == before[1:]
    assert after[-1] == ["Your words", "Rows", "Stage", "Proposed"]


def test_unknown_words_are_written_with_their_rows_and_a_proposal_that_nothing_reads() -> None:
    backend = workbook("Calling", "Calling", "Demo visit planned", "Won")
    init(backend)
    assert words_of(backend) == [["Calling", 2], ["Demo visit planned", 1, None, "Meeting set"]]
    assert engine.look(backend, OPTIONS)[0].counts.checks == 3


def test_a_second_init_adds_new_words_only_and_touches_no_line() -> None:
    backend = workbook("Calling", "Calling", "Won")
    init(backend)
    at = len(rows_of(backend))
    backend.tab("Playbook").type(at, 2, "Not followed")
    backend.tab("Leads").type(4, 2, "Data search")
    init(backend)
    assert words_of(backend) == [["Calling", 2, "Not followed"], ["Data search", 1]]
    init(backend)
    assert words_of(backend) == [["Calling", 2, "Not followed"], ["Data search", 1]]


def test_what_is_answered_in_the_table_is_right_at_the_next_sync() -> None:
    backend = workbook("Calling", "On ice")
    init(backend)
    rows = rows_of(backend)
    for number, row in enumerate(rows, 1):
        if row[:1] == ["Calling"]:
            backend.tab("Playbook").type(number, 2, "Informado")
        if row[:1] == ["On ice"]:
            backend.tab("Playbook").type(number, 2, "Sin seguimiento")
    plan = engine.look(backend, OPTIONS)[0]
    assert [row.decision.status for row in plan.rows] == ["today", "not_followed"]


def test_words_of_a_status_that_is_not_read_yet_are_asked_for_too() -> None:
    backend = MemoryBackend(
        {"Leads": [["Name", "Email", "Status"], *[[f"L{n}", "a@x.com", "Calling"] for n in (1, 2)]]}
    )
    init(backend)
    assert words_of(backend) == [["Calling", 2]]


def test_a_table_with_something_below_it_is_continued_at_the_end_of_the_tab() -> None:
    book = [*old_playbook(), [], ["Your words", "Rows", "Stage"], ["Calling", 1, "Informed"]]
    backend = workbook("Calling", "Data search", playbook=[*book, [], ["Open endings"], ["bye"]])
    init(backend)
    assert rows_of(backend)[-2:] == [
        ["Your words", "Rows", "Stage", "Proposed"],
        ["Data search", 1],
    ]


def test_a_playbook_of_this_version_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    new_workbook(path, OPTIONS, None)
    before = path.read_bytes()
    init(ExcelBackend(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("gap", [False, True])
def test_cells_are_added_to_a_file_and_every_other_cell_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, gap: bool
) -> None:
    few_rows(monkeypatch)
    path = tmp_path / "leads.xlsx"
    new_workbook(path, OPTIONS, None)
    book = load_workbook(path)
    leads, sheet = book["Leads"], book["Playbook"]
    leads["A3"], leads.cell(3, column(leads, "Stage", 2)).value = "Ana", "Calling"
    sheet.cell(1, column(sheet, "Also called", 1)).value = None
    (words,) = (row for row in sheet.iter_rows() if row[0].value == "Your words")
    for cell in words:
        cell.value = None
    if gap:
        sheet.cell(sheet.max_row + 30, 1).number_format = "0.00"
    book.save(path)
    before = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    init(ExcelBackend(path))
    after = visible(path.read_bytes())["Playbook"]
    cells = {cell.coordinate: cell.value for row in after.iter_rows() for cell in row}
    new = {at: value for at, value in cells.items() if value != before.get(at)}
    assert sorted(map(str, new.values())) == sorted(
        ["Also called", "Your words", "Rows", "Stage", "Proposed", "Calling", "1"]
    )
    assert {at: cells[at] for at in before} | new == {**before, **new}


def column(sheet: Any, heading: str, row: int) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == heading)


def test_the_steps_of_stages_in_which_the_team_says_nothing_else_are_added_as_a_table() -> None:
    book = old_playbook()
    first = next(n for n, row in enumerate(book) if row[:2] == ["Stage", "Touch"])
    last = next(n for n in range(first, len(book)) if not any(book[n]))
    del book[first : last + 1]
    book[1][1], book[2][10] = "Fresh", "Ring them"
    backend = workbook("Fresh", "Informed", playbook=book)
    before = engine.look(backend, OPTIONS)[0].rows
    init(backend)
    after = engine.look(backend, OPTIONS)[0].rows
    assert [row.step for row in after] == [row.step for row in before]
    stages = {row[0] for row in rows_of(backend)[len(book) :] if row}
    assert "Fresh" in stages
    assert "Informed" not in stages


def test_an_older_calendar_gets_the_column_of_deputies() -> None:
    backend = workbook("New")
    head = ["Holiday", "Name of the day", None, "Owner", "First day", "Last day"]
    backend.tabs.append(type(backend.tabs[0])("Calendar", [head]))
    init(backend)
    assert list(next(iter(backend.tab("Calendar").cells))) == [*head, "Deputy"]


def test_the_calendar_of_a_team_is_left_as_it_is() -> None:
    calendar = [["Holiday", "Name of the day"], [date(2026, 12, 25).isoformat(), "Christmas"]]
    backend = workbook("New")
    backend.tabs.append(type(backend.tabs[0])("Calendar", calendar))
    init(backend)
    assert list(next(iter(backend.tab("Calendar").cells)))[:2] == calendar[0]


@pytest.mark.parametrize(("lang", "head"), [("en", "Opened"), ("es", "Abierto")])
def test_a_playbook_of_before_the_symptoms_gets_their_table_once_and_no_step_changes(
    lang: str, head: str
) -> None:
    book = old_playbook(lang)
    first = next(n for n, row in enumerate(book) if row[1:2] == [head])
    last = next(n for n in range(first, len(book)) if not any(book[n]))
    shipped = book[first:last]
    del book[first : last + 1]
    head_of_leads = ["Name", "Email", "Last contact", "Attempts", "Phase"]
    leads = [head_of_leads, ["Ana", "a@x.com", "2026-11-18", 2, "unknown"]]
    backend = MemoryBackend({"Leads": leads, "Playbook": book})
    options = Options(TODAY, lang=lang)
    before = engine.look(backend, options)[0].rows
    engine.write(backend, lambda: tabs_to_add(backend, options, None))
    after = rows_of(backend)
    at = next(n for n, row in enumerate(after) if row[1:2] == [head])
    assert after[at : at + len(shipped)] == shipped
    assert [row.step for row in engine.look(backend, options)[0].rows] == [before[0].step]
    assert before[0].step.startswith(("Ask one question about", "Hacer una sola pregunta sobre"))
    engine.write(backend, lambda: tabs_to_add(backend, options, None))
    assert sum(row[1:2] == [head] for row in rows_of(backend)) == 1


def test_touches_of_the_symptoms_are_text_so_that_no_program_makes_dates_of_them(
    tmp_path: Path,
) -> None:
    path = tmp_path / "leads.xlsx"
    new_workbook(path, OPTIONS, None)
    sheet = visible(path.read_bytes())["Playbook"]
    head = next(row for row in sheet.iter_rows() if row[1].value == "Opened")
    touches = next(cell for cell in head if cell.value == "Touches")
    below = [sheet.cell(touches.row + n, touches.column) for n in (3, 4)]
    assert [(cell.value, cell.data_type) for cell in below] == [("2", "s"), ("2+", "s")]
