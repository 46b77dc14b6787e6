"""A plan as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.model import Problem, Text
from sheetflow.plan.plan import Plan
from sheetflow.plan.worklist import DayList, worklist
from sheetflow.reports import lines as lines_module
from sheetflow.reports.as_json import as_json
from sheetflow.reports.changes import count_line, plan_lines
from sheetflow.reports.explain import explain_lines
from sheetflow.reports.lines import Line, safe
from sheetflow.reports.problems import cause_text, causes, fingerprint, problem_lines, untold
from sheetflow.reports.worklist import amount, worklist_lines
from sheetflow.texts.codes import number_of
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
            "owner",
            "deputy",
            "status",
            "rule",
            "due",
            "overdue",
            "touches",
            "interest",
            "flags",
            "next_step",
            "channel",
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
    assert [row["channel"] for row in (first, won, check)] == ["email", None, None]
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
    assert lines[2:] == [
        "(no owner)",
        "  Leads!3  Luis   Status: Won",
        f"{plan.counts.changes} changes; --all prints every cell",
    ]


def test_all_cells_of_all_rows_are_shown_where_that_is_asked_for() -> None:
    plan = sheet().plan()
    told = plain(plan_lines(plan, 1000, every=True))
    assert "Eva" in told.splitlines()
    assert sum(line.startswith("  Leads!") for line in told.splitlines()) == 3
    assert "propose two days (email); Touches: 1; Interest: 36" in told
    assert told.endswith(f"\n{plan.counts.changes} changes")


@pytest.mark.parametrize(
    ("lang", "rest"),
    [
        ("en", "1 change, also in 1 row not listed; --all prints every cell"),
        ("es", "1 cambio, también en 1 fila sin enumerar; --all muestra cada celda"),
    ],
)
def test_an_interest_that_fades_alone_is_counted_and_not_listed(lang: str, rest: str) -> None:
    book = Sheet(
        ["Name", "Email", "Since", "Last contact", "Attempts"],
        ["Ana", "a@x.com", day("11-17"), day("11-19"), 4],
    )
    book.sync("11-19", lang=lang)
    assert plain(plan_lines(book.plan("11-20", lang=lang))) == rest


@pytest.mark.parametrize("most", [1, 2, 5])
def test_a_plan_of_so_many_lines_counts_what_it_leaves_out(most: int) -> None:
    rows = [[f"Lead {n}", f"{n}@x.com", "Eva", "Won"] for n in range(9)]
    lines = plain(plan_lines(Sheet(HEADINGS, *rows).plan(), most=most)).splitlines()
    assert sum(line.startswith("  Leads!") for line in lines) == most - 1
    assert f"also in {10 - most} rows not listed" in lines[-1]


def test_a_change_shows_old_and_new_and_why() -> None:
    book = sheet()
    book.sync("11-19")
    told = plain(plan_lines(book.plan("11-20"), 1000, every=True))
    assert "Status: Today → Overdue; Overdue: 1" in told
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
    told = plain(plan_lines(sheet().plan()))
    assert "Leads: new columns Status, Next contact, Overdue, Next step," in told
    spanish = Sheet(["Nombre", "Correo"], ["Ana", "a@x.com"]).plan()
    assert "Leads: columnas nuevas Estado, Próximo contacto" in plain(plan_lines(spanish))


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
    problems = [Problem(f"Leads!A{n}", Text("unreadable", (f"Column {n}",))) for n in range(30)]
    lines = list(problem_lines(problems, Locale("en", 2026)))
    assert len(lines) == 22
    assert lines[-1] == "  … and 10 more"


def bananas(count: int) -> Sheet:
    rows = [[f"Lead {n}", f"{n}@x.com", "", "", "banana"] for n in range(count)]
    return Sheet(HEADINGS, *rows)


@pytest.mark.parametrize(
    ("count", "lang", "where"),
    [
        (1, "en", "Leads!E2: this"),
        (3, "es", "Leads!E2, E3, E4: esta"),
        (300, "en", "Leads!E2, E3, E4 and 297 more: this"),
        (300, "es", "Leads!E2, E3, E4 y 297 más: esta"),
    ],
)
def test_one_cause_is_one_line_with_the_first_cells(count: int, lang: str, where: str) -> None:
    plan = bananas(count).plan(lang=lang)
    lines = list(problem_lines(plan.problems, plan.locale, width=1000))
    assert len(lines) == 2
    assert lines[1].startswith(f"  {where}")
    assert json.loads(as_json(plan, "x"))["problems"] == [lines[1].strip()]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (("Leads!A2", "Old!A2"), "Leads!A2, Old!A2: "),
        (("Spain, north!A2", "Spain, north!A3"), "Spain, north!A2, Spain, north!A3: "),
        (("Leads!A2, Leads!B3",), "Leads!A2, B3: "),
    ],
)
def test_a_tab_is_named_once_where_all_cells_are_of_it(cells: tuple[str, ...], shown: str) -> None:
    problems = [Problem(cell, Text("unreadable_date")) for cell in cells]
    (line,) = [cause_text(cause, Locale("en")) for cause in causes(problems)]
    assert line.startswith(f"{shown}this date")


def test_duplicates_are_one_cause_whomever_they_double() -> None:
    rows = [[f"Lead {n}", f"{n % 20}@x.com"] for n in range(60)]
    plan = Sheet(HEADINGS, *rows).plan()
    assert list(problem_lines(plan.problems, plan.locale)) == [
        "To know:",
        "  Leads!A22, A23, A24 and 37 more: same email or phone as an earlier lead",
    ]


def fruit(*counts: int) -> Plan:
    words = [f"fruit {n}" for n, count in enumerate(counts) for _ in range(count)]
    rows = [[f"Lead {n}", f"{n}@x.com", "", word] for n, word in enumerate(words)]
    return Sheet(["Name", "Email", "Owner", "Stage"], *rows).plan()


def test_three_unknown_words_have_a_line_each_and_more_of_them_one_together() -> None:
    found = causes(fruit(2, 3, 1).problems)
    assert [cause.text.code for cause in found] == ["unknown_stage"] * 3
    (together,) = causes(fruit(2, 3, 1, 4).problems)
    said = "with their rows: 'fruit 3' (4), 'fruit 1' (3), 'fruit 0' (2), 'fruit 2' (1); say in"
    assert said in cause_text(together, Locale("en"))
    assert said.partition(":")[2].partition(";")[0] in cause_text(together, Locale("es"))
    assert together.number == number_of("unknown_stage")
    assert len(fruit(2, 3, 1, 4).problems) == 4


def test_a_hundred_unknown_words_are_no_wall_of_text() -> None:
    (together,) = causes(fruit(*[1] * 100).problems)
    assert "'fruit 19' (1) and 80 more; say" in cause_text(together, Locale("en"))
    assert "'fruit 19' (1) y 80 más; diga" in cause_text(together, Locale("es"))


def test_a_word_that_no_stage_has_is_said_to_be_just_that() -> None:
    (row,) = fruit(1).rows
    assert row.why == "Not decided: the word of its stage is not in the Playbook."


def test_what_was_told_before_is_a_number_until_it_changes() -> None:
    before = causes(bananas(3).plan().problems)
    told = {fingerprint(cause) for cause in before}
    assert untold(before, told) == ([], 1)
    more = causes(bananas(4).plan().problems)
    assert untold(more, told) == (more, 0)
    lines = list(problem_lines(bananas(3).plan().problems, Locale("es", 2026), told=told))
    assert lines == ["Para saber:", "  … y 1 más que ya se dijeron (-v los enumera)"]


def test_a_fingerprint_does_not_depend_on_where_the_rows_are() -> None:
    here, there = (
        Problem("Leads!E2", Text("unreadable_date")),
        Problem("B!E9", Text("unreadable_date")),
    )
    assert len({fingerprint(cause) for each in (here, there) for cause in causes([each])}) == 1


@given(st.text(), st.integers(1, 60), st.integers(0, 8))
def test_a_wrapped_line_keeps_every_word_whole(text: str, width: int, indent: int) -> None:
    lines = list(lines_module.wrapped_text(text, width, indent))
    words = [word for word in text.replace("\xa0", " ").split(" ") if word]
    assert [word for line in lines for word in line.split(" ") if word] == words
    wide = [line for line in lines if lines_module.width_of(line.rstrip(" ")) > width]
    assert "\xa0" in text or all(" " not in line.strip(" ") for line in wide)


@given(st.text(), st.integers(8, 60))
def test_a_cut_text_fits_and_keeps_its_tail(text: str, room: int) -> None:
    told = lines_module.cut(text, room, " (tail)")
    assert told.endswith(" (tail)")
    assert lines_module.width_of(told) <= max(room, 10)


def test_the_list_of_the_day_says_owner_address_of_the_channel_and_value() -> None:
    head = [*HEADINGS, "Phone", "Value"]
    team = Sheet(
        head,
        ["Ana", "ana@x.com", "Eva", "New", day("11-02"), day("11-18"), "600 111 222", 2600],
        ["Bea", None, None, "Interested", day("11-02"), day("11-17"), "600 333 444", 1200.5],
        ["Cleo", None, None, "New", day("11-02"), day("11-18")],
    )
    plan = team.plan()
    told = plain(worklist_lines(DayList(worklist(plan.rows), {}), plan, 200)).splitlines()
    assert "Eva · ana@x.com · 2,600 · Leads!2" in "\n".join(told)
    assert "600 333 444 · 1,200.50 · Leads!3" in "\n".join(told)
    narrow = plain(worklist_lines(DayList(worklist(plan.rows), {}), plan)).splitlines()
    assert all(lines_module.width_of(line) <= 80 for line in narrow)


@pytest.mark.parametrize("width", range(30, 120))
def test_the_place_of_a_row_is_never_alone_on_a_line(width: int) -> None:
    plan = sheet().plan()
    for line in worklist_lines(DayList(worklist(plan.rows), {}), plan, width):
        assert not plain([line]).strip().startswith("Leads!")


def test_amounts_are_written_as_the_language_writes_them() -> None:
    assert (amount(2600, "en"), amount(2600.0, "es"), amount(0.5, "es")) == (
        "2,600",
        "2.600",
        "0,50",
    )


def test_the_worklist_says_status_name_step_and_place() -> None:
    plan = sheet().plan()
    lines = plain(worklist_lines(DayList(worklist(plan.rows), {}), plan, whole=False)).splitlines()
    assert lines[0] == "Worklist for 20 Nov"
    assert "Overdue" in lines[1]
    assert "Ana Pérez: Ask for a talk, person to person… (email)  Leads!2" in lines[1]
    assert "Check row" in lines[2]


def test_an_empty_worklist_says_so() -> None:
    plan = Sheet(["Nombre", "Correo", "Etapa"], ["Ana", "a@x.com", "Ganado"]).plan()
    assert (
        plain(worklist_lines(DayList([], {}), plan)).splitlines()[-1].strip()
        == "Nada que hacer hoy."
    )


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


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "Step by the symptoms of the Playbook, row 3 of the table: Phase unknown; Touches 2",
        ),
        (
            "es",
            "Paso según los síntomas de la Estrategia, fila 3 de la tabla: "
            "Fase de decisión desconocida; Toques 2",
        ),
    ],
)
def test_an_explanation_names_the_row_of_the_symptoms_that_gave_the_step(
    lang: str, said: str
) -> None:
    head = ["Name", "Email", "Last contact", "Attempts", "Phase"]
    book = Sheet(head, ["Ana", "a@x.com", day("11-18"), 2, None], ["Bea", "b@x.com", None, 1, "x"])
    plan, read = book.look(lang=lang)
    told = [plain(explain_lines(row, plan, plan.context(read))) for row in plan.rows]
    assert [said in each for each in told] == [True, False]


def test_a_row_of_the_symptoms_that_asks_for_nothing_is_said_to_fit_all() -> None:
    table = [["Reaction", "Step"], [None, "Wave"]]
    book = Sheet(["Name", "Email"], ["Ana", "a@x.com"], others={"Playbook": table})
    plan, read = book.look()
    assert "row 1 of the table: fits all" in plain(
        explain_lines(plan.rows[0], plan, plan.context(read))
    )


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
        *plan_lines(plan, every=True),
        *worklist_lines(DayList(list(plan.rows), {}), plan),
        *explain_lines(plan.rows[0], plan, plan.context(read)),
    ]
    assert all(code[0] not in plain([line]) for line in shown)
