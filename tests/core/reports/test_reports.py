"""A plan as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from sheetflow.plan.worklist import worklist
from sheetflow.reports import lines as lines_module
from sheetflow.reports.as_json import as_json
from sheetflow.reports.explain import explain_lines
from sheetflow.reports.lines import Line, safe
from sheetflow.reports.text import count_line, plan_lines, problem_lines, worklist_lines
from sheetflow.texts.render import Locale
from tests.support.grids import Sheet, day

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact"]


def sheet() -> Sheet:
    return Sheet(
        HEADINGS,
        ["Ana Pérez", "ana@x.com", "Eva", "New", day("11-02"), day("11-18")],
        ["Luis", "l@x.com", None, "Won"],
        ["Bea", "bea@x.com", "Eva", "New", "banana"],
    )


def plain(lines: Iterable[Line]) -> str:
    return "\n".join(lines_module.plain(line) for line in lines)


def test_the_json_has_exactly_the_keys_of_the_contract() -> None:
    told = json.loads(as_json(sheet().plan(), "leads.xlsx"))
    assert list(told) == ["version", "target", "today", "tabs", "changes", "problems", "rows"]
    assert (told["version"], told["target"], told["today"], told["tabs"]) == (
        1,
        "leads.xlsx",
        "2026-11-20",
        ["Leads"],
    )
    assert all(isinstance(text, str) for text in told["problems"])
    for row in told["rows"]:
        assert set(row) == {
            "tab",
            "row",
            "id",
            "name",
            "status",
            "rule",
            "due",
            "overdue",
            "touches",
            "interest",
            "flags",
            "next_step",
            "why",
        }


def test_the_json_holds_every_lead_in_sheet_order_closed_ones_too() -> None:
    rows = json.loads(as_json(sheet().plan(), "x"))["rows"]
    assert [(r["tab"], r["row"], r["name"], r["status"], r["rule"]) for r in rows] == [
        ("Leads", 2, "Ana Pérez", "overdue", "cadence"),
        ("Leads", 3, "Luis", "won", "closed"),
        ("Leads", 4, "Bea", "check", "problem"),
    ]


def test_the_json_has_iso_dates_numbers_and_nulls() -> None:
    first, won, check = json.loads(as_json(sheet().plan(), "x"))["rows"]
    assert (first["due"], first["overdue"], first["touches"], first["interest"], first["id"]) == (
        "2026-11-19",
        1,
        1,
        36,
        None,
    )
    assert first["flags"] == []
    assert (won["due"], won["overdue"], won["next_step"]) == (None, None, None)
    assert (check["due"], check["touches"], check["interest"], check["flags"][-1]) == (
        None,
        None,
        None,
        "bad_cell",
    )


def test_the_json_of_a_synced_sheet_has_ids_and_no_changes() -> None:
    book = sheet()
    book.sync()
    told = json.loads(as_json(book.plan(), "x"))
    assert told["changes"] == 0
    assert [r["id"] for r in told["rows"]] == [book.at(n, "sf id") for n in (2, 3, 4)]


def test_a_plan_is_grouped_by_owner_and_ends_with_a_count() -> None:
    plan = sheet().plan()
    lines = plain(plan_lines(plan)).splitlines()
    assert "(no owner)" in lines
    assert "Eva" in lines
    assert lines[-1] == f"{plan.counts.changes} changes"
    assert sum(line.startswith("  Leads!") for line in lines) == 3


def test_a_change_shows_old_and_new_and_why() -> None:
    book = sheet()
    book.sync("11-19")
    told = plain(plan_lines(book.plan("11-20")))
    assert "Overdue: blank → 1" in told
    assert "Touch 1 of 6 was on 18 Nov" in told


def test_a_changed_date_is_shown_as_a_date() -> None:
    book = sheet()
    book.sync("11-19")
    book.type(2, "Last contact", day("11-20"))
    assert "Next contact: 19 Nov → 24 Nov" in plain(plan_lines(book.plan("11-20")))


def test_a_status_beside_an_arrow_is_shown_without_its_icon() -> None:
    book = sheet()
    book.sync("11-19")
    told = plain(plan_lines(book.plan("11-20")))
    assert "Status: Today → Overdue" in told
    book.type(2, "Last contact", day("11-20"))
    book.type(3, "Status", "→ a note")
    told = plain(plan_lines(book.plan("11-20")))
    assert "Status: Today → Planned" in told
    assert "→ →" not in told


def test_new_columns_are_announced() -> None:
    assert "Leads: new column Status" in plain(plan_lines(sheet().plan()))


def test_nothing_to_do_is_one_line() -> None:
    book = sheet()
    book.sync()
    assert plain(plan_lines(book.plan())) == "0 changes"


def test_one_change_is_no_plural() -> None:
    assert (count_line(1, "en"), count_line(2, "es"), count_line(1, "es")) == (
        "1 change",
        "2 cambios",
        "1 cambio",
    )


def test_a_long_list_of_problems_is_cut_and_counted() -> None:
    rows = [[f"Lead {n}", f"{n}@x.com", "", "", "banana"] for n in range(30)]
    lines = list(problem_lines(Sheet(HEADINGS, *rows).plan().problems, Locale("en", 2026)))
    assert len(lines) == 22
    assert lines[-1] == "  … and 10 more"


def test_the_worklist_says_status_name_step_and_place() -> None:
    plan = sheet().plan()
    lines = plain(worklist_lines(worklist(plan.rows), plan)).splitlines()
    assert lines[0] == "Worklist for 20 Nov"
    assert "Overdue" in lines[1]
    assert "Ana Pérez (1 late): Send what they asked for (email)  Leads!2" in lines[1]
    assert "Check row" in lines[2]


def test_an_empty_worklist_says_so() -> None:
    plan = Sheet(["Nombre", "Correo", "Etapa"], ["Ana", "a@x.com", "Ganado"]).plan()
    assert plain(worklist_lines([], plan)).splitlines()[-1].strip() == "Nada que hacer hoy."


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            [
                "Rule: cadence.",
                "Last contact 18 Nov",
                "Touches 1",
                "1, 2, 3, 5",
                "Cold after: 5",
                "26 Nov",
                "possible?:",
            ],
        ),
        (
            "es",
            [
                "Regla: cadencia.",
                "Último contacto 18 nov",
                "Toques 1",
                "1, 2, 3, 5",
                "Se enfría tras: 5",
                "26 nov",
                "¿posible?:",
            ],
        ),
    ],
)
def test_an_explanation_names_rule_numbers_flags_and_when_it_changes_by_itself(
    lang: str, said: list[str]
) -> None:
    team = sheet()
    team.type(3, "Possible?", "yes")
    plan, book = team.look(lang=lang)
    told = plain(explain_lines(plan.rows[0], plan, plan.context(book)))
    assert [word for word in said if word not in told] == []


@pytest.mark.parametrize(
    ("rule", "cells", "number"),
    [
        ("reply", {"Last reply": day("11-19")}, "Answer within: 1"),
        ("appointment", {"Appointment": day("11-24")}, "Confirm before: 1"),
        ("first_contact", {"Since": day("11-19")}, "First contact after: 1"),
        ("waiting", {"Stage": "Met", "Last contact": day("11-12"), "Attempts": 6}, "Grace: 7"),
        ("nurture", {"Last contact": day("11-12"), "Attempts": 6}, "Nurture every: 30"),
    ],
)
def test_an_explanation_names_the_setting_that_its_rule_reads(
    rule: str, cells: dict[str, object], number: str
) -> None:
    plan, book = Sheet(["Name", "Email", *cells], ["Ana", "a@x.com", *cells.values()]).look()
    assert plan.rows[0].decision.rule == rule
    assert number in plain(explain_lines(plan.rows[0], plan, plan.context(book)))


def test_a_closed_row_stays_as_it_is() -> None:
    plan, book = sheet().look()
    assert "won" in plain(explain_lines(plan.rows[1], plan, plan.context(book))).lower()


@pytest.mark.parametrize(
    "code", ["\x1b[31m", "\x00", "\r", "\n", "\x7f", "\x9b", "\u202e", "\u2066"]
)
def test_a_cell_cannot_steer_a_terminal(code: str) -> None:
    assert code[0] not in safe(f"Ana{code}Pérez")
    book = Sheet(
        ["Name", "Email", "Owner", "Agreement", "Agreed for"],
        [f"Ana{code}", "a@x.com", f"Eva{code}", f"call{code}", day("11-20")],
    )
    plan, read = book.look()
    shown = [
        *plan_lines(plan),
        *worklist_lines(plan.rows, plan),
        *explain_lines(plan.rows[0], plan, plan.context(read)),
    ]
    assert all(code[0] not in plain([line]) for line in shown)
