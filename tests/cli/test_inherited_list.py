"""A list of 400 rows that a team hands over: its own words, dates as text, no Playbook."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.engine import Options
from sheetflow.plan.worklist import worklist
from tests.support.grids import TODAY
from tests.support.running import run

OPTIONS: Final = Options(TODAY)
ENDED: Final = ("Cerrado", "No interesa", "DNC", "Cerrado ganado", "Perdido", "Cliente", "Baja")
OPEN: Final = ("Nuevo", "Contactado", "No contesta", "Presupuesto enviado", "Cita fijada")
OWN: Final = {"En pausa": "Sin seguimiento", "Fase azul": "Interesado"}
"""Words that nobody else has, and what the team answers."""
EVERY: Final = (*ENDED, *OPEN, *OWN)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Nombre", "Correo", "Teléfono", "Estado", "Fecha de alta", "Último contacto"])
    for n in range(400):
        days = [date(2026, 9, 1) + timedelta(n % 40), date(2026, 10, 20) + timedelta(n % 30)]
        dates = [f"{day.day:02}/{day.month:02}/{day.year}" for day in days]
        word = EVERY[n % len(EVERY)]
        sheet.append([f"Persona {n}", f"p{n}@x.com", f"6001{n:05}", word, *dates])
    path = tmp_path / "heredada.xlsx"
    book.save(path)
    return path


def words(path: Path) -> dict[int, str]:
    """What the team's own Estado says, by row."""
    sheet: Any = load_workbook(path).worksheets[0]
    return {row: sheet.cell(row, 4).value for row in range(2, sheet.max_row + 1)}


def test_no_closed_row_is_on_the_worklist_and_what_is_asked_is_answered_in_the_playbook(
    path: Path,
) -> None:
    said = words(path)
    plan = engine.look(ExcelBackend(path), OPTIONS)[0]
    assert not {said[row.row] for row in worklist(plan.rows)} & set(ENDED)
    assert {said[row.row] for row in plan.rows if row.decision.status == "check"} == set(OWN)
    assert run("init", str(path), "--today", TODAY.isoformat()).code == 4
    book = load_workbook(path)
    for row in book["Estrategia"].iter_rows():
        if row[0].value in OWN:
            row[2].value = OWN[row[0].value]
    book.save(path)
    engine.sync(ExcelBackend(path), OPTIONS)
    plan = engine.look(ExcelBackend(path), OPTIONS)[0]
    statuses = {said[row.row]: row.decision.status for row in plan.rows}
    assert plan.counts.changes == 0
    assert "check" not in statuses.values()
    assert statuses["En pausa"] == "not_followed"
    blue = [row.facts.stage for row in plan.rows if said[row.row] == "Fase azul"]
    assert {stage.key for stage in blue if stage} == {"interested"}


def test_doctor_says_it_in_thirty_lines(path: Path) -> None:
    told = run("doctor", str(path), "--today", TODAY.isoformat())
    assert len(told.out.splitlines()) <= 30


def test_dates_of_which_day_and_month_may_be_swapped_need_only_the_country(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "inherited.xlsx"
    sheet: Any = book.active
    sheet.append(["Name", "Email", "Last contacted"])
    for n in range(1, 13):
        sheet.append([f"Person {n}", f"p{n}@x.com", f"{n}/{13 - n}/2025"])
    book.save(path)
    told = run("init", str(path), "--today", TODAY.isoformat())
    assert "or the country into the Playbook where day and month" in " ".join(told.err.split())
    assert told.code == 4
    book = load_workbook(path)
    for row in book["Playbook"].iter_rows():
        if row[0].value == "Country":
            row[1].value = "US"
    book.save(path)
    assert engine.sync(ExcelBackend(path), OPTIONS).checks == 0
    contacts = [row.facts.last_contact for row in engine.look(ExcelBackend(path), OPTIONS)[0].rows]
    assert contacts == [date(2025, n, 13 - n) for n in range(1, 13)]


def test_a_dozen_words_that_no_stage_has_are_asked_in_thirty_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a long path takes lines of its own
    book, path = Workbook(), Path("inherited.xlsx")
    sheet: Any = book.active
    sheet.append(["Name", "Email", "Status"])
    words = ["Won", *(f"Shade of blue {n}" for n in range(12))]
    for n in range(400):
        sheet.append([f"Person {n}", f"p{n}@x.com", words[n % 13]])
    book.save(path)
    told = run("doctor", str(path), "--today", TODAY.isoformat())
    assert len(told.out.splitlines()) <= 30
    assert all(f"'{word}' (3" in " ".join(told.out.split()) for word in words[1:])


class Inherited(NamedTuple):
    """A list as somebody hands it over: its headings, the words that end a row, those that do not,
    and what the team says its own words mean.
    """

    headings: tuple[str, ...]
    ended: tuple[str, ...]
    open: tuple[str, ...]
    own: dict[str, str]
    day: str
    playbook: str


ENGLISH = Inherited(
    ("Full name", "Phone", "Mobile", "Status", "Owner", "Date added", "Last contacted", "Town"),
    ("Closed", "Not interested", "DNC", "Won", "Closed - lost", "Do not call"),
    ("New", "Left voicemail", "Quote sent", ""),
    {"Parked": "Not followed", "Blue phase": "Interested"},
    "%m/%d/%Y",
    "Playbook",
)
SPANISH = Inherited(
    ("Nombre", "Teléfono", "Móvil", "Estado", "Comercial", "Alta", "Último contacto", "Población"),
    ("CERRADO", "No interesa", "DNC", "Ganado", "Perdido", "No llamar"),
    ("Nuevo", "No contesta", "Presupuesto enviado", ""),
    {"Aparcado": "Sin seguimiento", "Fase azul": "Interesado"},
    "%d/%m/%y",
    "Estrategia",
)


def handed_over(given: Inherited, path: Path) -> None:
    every = (*given.ended, *given.open, *given.own)
    book = Workbook()
    sheet: Any = book.active
    sheet.append(given.headings)
    for n in range(400):
        days = [date(2026, 9, 1) + timedelta(n % 40), date(2026, 10, 20) + timedelta(n % 30)]
        since, last = (each.strftime(given.day) for each in days)
        phones = (f"6001{n:05}", None) if n % 3 else (None, f"6002{n:05}")
        owner = ("Eva", "Tom", None)[n % 3]
        sheet.append([f"Person {n}", *phones, every[n % len(every)], owner, since, last, "York"])
    book.save(path)


@pytest.mark.parametrize("given", [ENGLISH, SPANISH], ids=["en", "es"])
def test_a_new_users_first_minutes(
    given: Inherited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path, on_day = Path("list.xlsx"), ("--today", TODAY.isoformat())
    handed_over(given, path)
    said = words(path)

    def on_the_worklist() -> set[str]:
        ran = run("today", str(path), "--json", *on_day)
        return {said[row["row"]] or "" for row in json.loads(ran.out)["rows"]}

    def lines_of_doctor() -> int:
        return len(run("doctor", str(path), *on_day).out.splitlines())

    assert lines_of_doctor() <= 30
    assert run("sync", str(path), *on_day).code == 4
    assert on_the_worklist() == {*given.open, *given.own}
    assert run("init", str(path), *on_day).code == 4
    answered = load_workbook(path)
    for row in answered[given.playbook].iter_rows():
        if row[0].value in given.own:
            row[2].value = given.own[row[0].value]
    answered.save(path)
    assert run("sync", str(path), *on_day).code == 0
    stays = [word for word, means in given.own.items() if not means.startswith(("Not", "Sin"))]
    assert on_the_worklist() <= {*given.open, *stays}
    assert stays[0] in on_the_worklist()
    assert lines_of_doctor() <= 30
    assert run("plan", str(path), "--exit-code", *on_day).code == 0
