"""Workbooks that version 0.2.0 synced: a sync by this one on the same day changes what the rules of
this version change, each cell of it listed here, and nothing else.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.engine import Options
from sheetflow.model import STATE_TAB
from tests.support.running import run

FRIDAY: Final = date(2026, 11, 20)
"""The day for which 0.2.0 had synced them."""
FOLDER: Final = Path(__file__).parent / "synced_by_0_2_0"
LISTS: Final = {"demo": "Leads", "own-list": "Clientes"}
"""The tab of the leads in each."""

Cells = dict[str, Any]


def letters(text: str) -> dict[str, str]:
    """The letters of columns by key."""
    return dict(word.split("=") for word in text.split(","))


HEADINGS: Final = {
    "demo": letters(
        "status=W,next_contact=X,overdue=Y,step=Z,touches=AA,interest=AB,flags=AC,why=AD"
    ),
    "own-list": letters(
        "status=K,next_contact=L,overdue=M,step=N,touches=O,interest=P,flags=Q,why=R"
    ),
}
"""The columns of ours."""

# ── what changes, and why ────────────────────────────────────────────────────────────────────

KNOWN_NOW: Final[Mapping[str, Mapping[int, Mapping[str, Any]]]] = {
    "demo": {
        10: {
            "status": "▲ Overdue",
            "next_contact": datetime(2026, 11, 18),
            "overdue": 2,
            "step": "Propose two days to choose from (email)",
            "touches": 1,
            "interest": 52,
            "why": "Touch 1 of 6 was on 16 Nov, no answer; the next one after 2 working days: 18 Nov.",
            "flags": None,
        }
    },
    "own-list": {
        2: {
            "status": "▲ Vencido",
            "next_contact": datetime(2026, 11, 17),
            "overdue": 3,
            "step": "Preguntar qué falta y acordar un día (teléfono)",
            "touches": 1,
            "interest": 36,
            "why": "El toque 1 de 6 fue el 12 nov, sin respuesta;"
            " el siguiente tras 3 días laborables: 17 nov.",
            "flags": None,
        }
    },
}
"""Rows whose stage was a word that 0.2.0 did not know: "Thinking it over" and "Contactado" are
words of stages now, and the row is decided."""

STEPS: Final[Mapping[str, Mapping[int, str]]] = {
    "demo": {
        # the step of the coming touch, no longer the one of the stage
        5: "Ask whether it arrived, and agree on a day to go through it (phone)",
        8: "Send what they asked for, and say when you will be in touch (email)",
        13: "Ask what is still open, with a proposed day (email)",
        18: "Ask what is still open, with a proposed day (email)",
        24: "Add a word on the proposal, with a proposed day (email)",
        28: "Propose two days to choose from (email)",
        36: "Propose two days to choose from (email)",
        41: "A light touch: Ask one question: is it still a plan, and when shall we talk (email)",
        # a row that went cold starts again gently
        6: "Start again gently: Leave a voice message: why, and when you call again (phone)",
        7: "Start again gently: Ask for a talk, person to person, and propose two days (email)",
        # the coming touch is a call, and the segment does not like one that nobody agreed on
        3: "Write with a reason and a proposed date (email)",
        22: "Write with a reason and a proposed date (email)",
        30: "Write with a reason and a proposed date (email)",
        # the first contact after an event of few rows is a call
        26: "Call to agree on a day to talk (phone)",
        # nobody without an address is told to mail, and without a number to call
        9: "Check: Printer sends the proof",
        16: "Call, and ask for an email: Send what they asked for, and say when you will be in touch"
        " (phone)",
        # the same text; the channel is that of the coming touch
        2: "Check: Agree on the shared stand (email)",
        11: "Check: Ring her partner about the layout (email)",
        15: "Answer their message of 19 Nov (phone)",
        17: "Answer their message of 19 Nov (email)",
        21: "Answer their message of 17 Nov (email)",
        23: "Confirm the appointment of 23 Nov (email)",
        25: "Hold the appointment of 20 Nov (email)",
        27: "Check: Send sample prices (email)",
        29: "Check: Call after their board meeting (email)",
        33: "Hold the appointment of 25 Nov (email)",
        35: "Record how the appointment of 17 Nov went, or rebook it (email)",
        39: "Confirm the appointment of 27 Nov (email)",
    },
    "own-list": {
        3: "Enviar lo que pidieron y anunciar el próximo contacto (correo)",
        7: "Preguntar qué queda pendiente, con un día propuesto (correo)",
    },
}

NO_AGREEMENT: Final = {
    "demo": {3, 5, 6, 7, 12, 13, 15, 17, 18, 21, 22, 24, 28, 30, 31, 32, 35, 36, 37, 41},
    "own-list": {6, 7},
}
"""The flag is for those who reacted between two contacts that are known; 0.2.0 kept one."""
POSSIBLE: Final = {"demo": set[int](), "own-list": {3, 6, 7}}
"""The flag is for a tab that has the column Possible?; the list has none."""
NO_ADDRESS: Final = {"demo": {9}, "own-list": set[int]()}
"""A new flag: neither phone nor email."""


def with_flags_of_now(name: str, row: int, flags: str | None) -> str | None:
    gone = set[str]()
    if row in NO_AGREEMENT[name]:
        gone |= {"no agreement", "sin acuerdo"}
    if row in POSSIBLE[name]:
        gone.add("¿posible?")
    kept = [flag for flag in (flags or "").split(", ") if flag and flag not in gone]
    kept += ["no phone or email"] if row in NO_ADDRESS[name] else []
    return ", ".join(kept) or None


def expected(name: str, before: Cells) -> Cells:
    """All cells of the leads after the sync."""
    after, columns = dict(before), HEADINGS[name]
    for row in sorted(NO_AGREEMENT[name] | POSSIBLE[name] | NO_ADDRESS[name]):
        at = f"{columns['flags']}{row}"
        after[at] = with_flags_of_now(name, row, before.get(at))
        assert after[at] != before.get(at), at
    after |= {f"{columns['step']}{row}": text for row, text in STEPS[name].items()}
    for row, answers in KNOWN_NOW[name].items():
        after |= {f"{columns[key]}{row}": value for key, value in answers.items()}
    return {at: value for at, value in after.items() if value is not None}


# ── the files ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=LISTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def path(name: str, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FOLDER / f"{name}.xlsx", tmp_path / "leads.xlsx"))


def sync(path: Path, day: date = FRIDAY) -> engine.Result:
    """By the full way and with the brake on."""
    return engine.sync_with_rows(ExcelBackend(path), Options(day))


def cells(path: Path, tab: str) -> Cells:
    rows = load_workbook(path)[tab].iter_rows()
    return {cell.coordinate: cell.value for row in rows for cell in row if cell.value is not None}


def state(path: Path) -> list[str]:
    return list(cells(path, STATE_TAB).values())


def test_a_sync_changes_what_the_rules_of_this_version_change_and_nothing_else(
    path: Path, name: str
) -> None:
    before = {tab: cells(path, tab) for tab in load_workbook(path).sheetnames}
    sync(path)
    assert cells(path, LISTS[name]) == expected(name, before[LISTS[name]])
    for tab in set(before) - {LISTS[name], STATE_TAB}:
        assert cells(path, tab) == before[tab]


def test_plan_says_it_before_and_names_no_brake(path: Path) -> None:
    before = path.read_bytes()
    told = run("plan", str(path), "--today", FRIDAY.isoformat(), "--json")
    assert path.read_bytes() == before
    assert not told.err
    assert sync(path).plan.counts.changes == json.loads(told.out)["changes"]


def test_the_second_sync_writes_nothing(path: Path) -> None:
    assert engine.sync(ExcelBackend(path), Options(FRIDAY)).wrote
    before = path.read_bytes()
    assert not sync(path).wrote
    assert not engine.sync(ExcelBackend(path), Options(FRIDAY)).wrote
    assert path.read_bytes() == before


# ── the memory ───────────────────────────────────────────────────────────────────────────────


def test_the_records_are_upgraded_without_loss(path: Path, name: str) -> None:
    old = [line.split("|") for line in state(path)[1:]]
    sync(path)
    header, *lines = state(path)
    new = {line.split("|")[0]: line.split("|") for line in lines if not line.startswith("no:")}
    assert json.loads(header)["sheetflow"] > 1
    assert list(new) == [record[0] for record in old]
    decided = {cells(path, LISTS[name])[f"{id_column(name)}{row}"] for row in KNOWN_NOW[name]}
    for record in old:
        upgraded = new[record[0]]
        assert upgraded[1:3] == record[1:3]
        if record[0] not in decided:  # stage, touches, both contacts, stage at contact, flags
            assert upgraded[3:10] == record[3:10]


def id_column(name: str) -> str:
    return {"demo": "AE", "own-list": "S"}[name]


@pytest.mark.parametrize("name", ["own-list"])
def test_a_stage_that_0_2_0_did_not_read_is_no_move(path: Path) -> None:
    book: Any = load_workbook(path)
    record = book[STATE_TAB]["A7"]  # as where its heading was not known: the first open stage
    record.value = record.value.replace("|proposal|", "|new|")
    book.save(path)
    (row,) = (row for row in sync(path).plan.rows if row.row == 7)
    assert "skipped_stage" not in row.decision.flags
    assert cells(path, "Clientes")["N7"] == STEPS["own-list"][7]


@pytest.mark.parametrize("name", ["own-list"])
def test_touches_and_moves_go_on_from_what_0_2_0_remembered(path: Path) -> None:
    sync(path)
    book: Any = load_workbook(path)
    sheet = book["Clientes"]
    sheet["G7"] = datetime(2026, 11, 23)  # called again, no answer
    sheet["E3"] = "Interesado"  # over a stage
    sheet["E2"] = "Interesado"  # from the word that is known now to the next stage
    book.save(path)
    answers = {row.row: row.decision for row in sync(path, FRIDAY + timedelta(3)).plan.rows}
    assert (answers[7].touches, answers[2].touches) == (2, 1)
    assert "skipped_stage" in answers[3].flags
    assert "skipped_stage" not in answers[2].flags
