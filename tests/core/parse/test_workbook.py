"""A workbook -> leads, numbers, language and problems; any grid is read."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.columns import OWNED, PEOPLE
from sheetflow.decide.playbook_rows import playbook_rows
from sheetflow.engine import Options, look
from sheetflow.errors import ConfigError
from sheetflow.model import STATE_TAB, CellError, Snapshot, Text, Value
from sheetflow.parse.grid import grid_of
from sheetflow.parse.workbook import Remembered, read_workbook
from tests.support.cell_strategies import headings, values
from tests.support.grids import TODAY, GridTab, Sheet, day, decided, one

# ── dates of a column ────────────────────────────────────────────────────────────────────────


def contacts(*typed: object, **more: Any) -> list[tuple[str, object]]:
    rows = [[f"Lead {n}", f"{n}@x.com", value] for n, value in enumerate(typed)]
    found = decided(["Name", "Email", "Last contact"], *rows, **more)
    return [(row.decision.status, row.facts.last_contact) for row in found]


def test_one_cell_settles_the_order_of_its_column() -> None:
    assert [d for _, d in contacts("11/12/2025", "13/11/2026")] == [
        date(2025, 12, 11),
        day("11-13"),
    ]
    assert [d for _, d in contacts("11/12/2026", "11/13/2026")] == [day("11-12"), day("11-13")]


def test_an_undecided_order_makes_its_row_check_and_the_rest_goes_on() -> None:
    assert contacts("11/12/2026", "2026-11-19", "11/11/2026") == [
        ("check", None),
        ("today", day("11-19")),
        ("cold", day("11-11")),
    ]


def test_in_spanish_the_day_comes_first() -> None:
    rows = [["Ana", "a@x.com", "05/11/2026"]]
    assert decided(["Nombre", "Correo", "Último contacto"], *rows)[0].facts.last_contact == day(
        "11-05"
    )


@pytest.mark.parametrize(("country", "read"), [("GB", day("11-05")), ("US", day("05-11"))])
def test_without_other_signs_the_country_of_the_playbook_decides(country: str, read: date) -> None:
    book = {"Playbook": [["Setting", "Value"], ["Country", country]]}
    assert contacts("05/11/2026", others=book)[0][1] == read


def test_a_column_that_contradicts_itself_reads_only_what_settles_itself() -> None:
    assert [s for s, _ in contacts("13/11/2026", "11/13/2026", "01/02/2026")][2] == "check"


def test_each_date_column_settles_its_own_order() -> None:
    rows = [["Ana", "13/10/2026", "11/05/2026"], ["Luis", "05/10/2026", "11/13/2026"]]
    found = decided(["Name", "Since", "Last contact"], *rows)
    assert [(r.facts.created, r.facts.last_contact) for r in found] == [
        (day("10-13"), day("11-05")), (day("10-05"), day("11-13"))]  # fmt: skip


@pytest.mark.parametrize(
    "heading", ["Since", "Last contact", "Last reply", "Agreed for", "Appointment", "Not before"]
)
@pytest.mark.parametrize("typed", ["soon", True, 0.5, CellError("#N/A"), "31/02/2026"])
def test_each_of_the_six_dates_that_cannot_be_read_makes_the_row_check(
    heading: str, typed: object
) -> None:
    plan = Sheet(["Name", "Email", heading], ["Ana", "a@x.com", typed], ["Luis", "l@x.com"]).plan()
    assert [row.decision.status for row in plan.rows] == ["check", "today"]
    assert ("Leads!C2", "unreadable_date") in [(p.where, p.text.code) for p in plan.problems]


@pytest.mark.parametrize("typed", [None, "", "  ", "-", "–", "n/a", "N/A"])
def test_a_blank_date_is_no_date(typed: object) -> None:
    assert contacts(typed)[0] == ("today", None)


def test_dates_of_the_1904_system_are_read_and_written_in_it() -> None:
    sheet = Sheet(
        ["Name", "Email", "Last contact"], ["Ana", "a@x.com", day("11-19")], date1904=True
    )
    assert sheet.plan().rows[0].facts.last_contact == day("11-19")
    sheet.sync()
    assert sheet.at(2, "Next contact") == (TODAY - date(1904, 1, 1)).days


def test_times_decide_only_between_a_reply_and_a_contact_of_one_day() -> None:
    def status(contact: object, reply: object) -> str:
        return one(Last_contact=contact, Last_reply=reply).decision.status

    early, late = datetime(2026, 11, 19, 9, 0), datetime(2026, 11, 19, 15, 30)
    assert status(early, late) == "reply"
    assert status(late, early) == "today"
    assert status(early, early) == "today"
    assert status(day("11-19"), late) == "today"
    assert status(early, day("11-19")) == "today"
    assert status(late, day("11-20")) == "reply"


def test_a_zone_in_the_text_counts_in_the_workbooks_zone() -> None:
    book = {"Playbook": [["Setting", "Value"], ["Time zone", "Europe/Madrid"]]}
    assert contacts("2026-11-18T23:30:00Z", others=book)[0][1] == day("11-19")
    assert contacts("2026-11-18T23:30:00Z")[0][1] == day("11-18")


# ── language, tabs ───────────────────────────────────────────────────────────────────────────


def test_the_language_is_that_of_the_headings() -> None:
    assert Sheet(["Nombre", "Correo"], ["Ana"]).look()[1].lang == "es"
    assert Sheet(["Name", "Email"], ["Ana"]).look()[1].lang == "en"


def test_the_playbook_outranks_the_headings_and_the_command_line_both() -> None:
    sheet = Sheet(
        ["Name", "Email"], ["Ana"], others={"Playbook": [["Setting", "Value"], ["Language", "es"]]}
    )
    assert sheet.look()[1].lang == "es"
    assert sheet.look(lang="en")[1].lang == "en"


def test_all_leads_tabs_are_read() -> None:
    sheet = Sheet(
        ["Name", "Email"],
        ["Ana"],
        others={"Luis": [[], ["Empresa", "Teléfono"], ["Viveros Soto"]], "Costs": [["Rent", 5]]},
    )
    assert [(r.tab, r.row, r.name) for r in sheet.plan().rows] == [
        ("Leads", 2, "Ana"),
        ("Luis", 3, "Viveros Soto"),
    ]


def test_a_grid_has_no_gaps() -> None:
    tab = GridTab("x", [["a"], [], ["b"]], block=1)
    assert [row[0] if row else None for row in grid_of(tab)] == ["a", None, "b"]


# ── whose columns ────────────────────────────────────────────────────────────────────────────


def test_a_team_column_under_our_heading_stays_theirs_and_ours_is_marked() -> None:
    sheet = Sheet(["Name", "Email", "Touches", "Why"], ["Ana", "a@x.com", "lots", "because"])
    sheet.sync()
    assert (sheet.at(2, "Touches"), sheet.at(2, "Why")) == ("lots", "because")
    assert {"Touches (sf)", "Why (sf)", "Status"} <= set(sheet.rows[0])
    assert sheet.rows[0].index("Touches (sf)") > 3


def test_it_is_said_that_the_column_stays_the_teams() -> None:
    plan = Sheet(["Nombre", "Correo", "Avisos"], ["Ana"]).plan()
    assert [(p.where, p.text.code) for p in plan.problems] == [("Leads!C1", "theirs")]


def test_a_spanish_sheet_of_few_headings_is_answered_in_spanish() -> None:
    plan = Sheet(
        ["Cliente", "E-mail", "Estado", "Próximo contacto"],
        ["Ana", "a@x.es", "Nuevo", day("11-24")],
    ).plan()
    assert plan.lang == "es"
    assert ("Leads!D1", "ours_now") in [(p.where, p.text.code) for p in plan.problems]


def test_columns_written_in_english_do_not_outvote_a_spanish_sheet() -> None:
    sheet = Sheet(["Cliente", "E-mail", "Etapa"], ["Ana", "a@x.es", "Nuevo"])
    sheet.sync(lang="en")
    assert sheet.plan().lang == "es"


def test_an_unknown_stage_is_told_by_its_word_with_its_rows() -> None:
    plan = Sheet(["Name", "Email", "Stage"], ["Ana", "a@x.com", "On ice"]).plan()
    assert plan.problems[0].text == Text("unknown_stage", (("On ice", "On ice"), 1))


def test_a_teams_next_contact_of_dates_becomes_ours_and_its_dates_plans() -> None:
    sheet = Sheet(
        ["Name", "Email", "Next contact"],
        ["Ana", "a@x.com", day("11-24")],
        ["Luis", "l@x.com", "call"],
    )
    plan = sheet.plan()
    assert [row.decision.rule for row in plan.rows] == ["by_hand", "first_contact"]
    sheet.sync()
    assert "Next contact (sf)" not in sheet.rows[0]
    assert sheet.at(2, "Next contact") == 46350


def test_a_teams_next_contact_of_other_things_stays_theirs() -> None:
    sheet = Sheet(
        ["Name", "Email", "Next contact"],
        ["Ana", "a@x.com", day("11-24")],
        ["Luis", "l@x.com", "call"],
        ["Eva", None, "write"],
    )
    sheet.sync()
    assert "Next contact (sf)" in sheet.rows[0]
    assert [sheet.at(n, "Next contact") for n in (2, 3, 4)] == [46350, "call", "write"]


@pytest.mark.parametrize(
    "words",
    [("Won", "Nuevo"), ("closed won", "lead"), ("cerrado ganado", "cita"), ("New", "banana")],
)
def test_a_teams_status_of_stages_is_read_as_the_stage(words: tuple[str, str]) -> None:
    sheet = Sheet(
        ["Name", "Email", "Status"], ["Ana", "a@x.com", words[0]], ["Luis", "l@x.com", words[1]]
    )
    plan = sheet.plan()
    assert ("Leads!C1", "as_stage") in [(p.where, p.text.code) for p in plan.problems]
    assert plan.rows[0].facts.stage is not None
    sheet.sync()
    assert "Status (sf)" in sheet.rows[0]
    assert sheet.at(2, "Status") == words[0]


def test_a_status_read_as_the_stage_stays_that_on_the_next_run() -> None:
    sheet = Sheet(
        ["Name", "Email", "Status"], ["Ana", "a@x.com", "Won"], ["Luis", "l@x.com", "proposal"]
    )
    sheet.sync()
    assert [row.facts.stage.key for row in sheet.plan().rows if row.facts.stage] == [
        "won",
        "proposal",
    ]


def test_one_known_word_is_enough_to_read_a_status_and_other_texts_are_no_stage() -> None:
    sheet = Sheet(
        ["Name", "Email", "Status"],
        ["Ana", "a@x.com", "angry"],
        ["Luis", "l@x.com", "happy"],
        ["Eva", "e@x.com", "Won"],
    )
    assert [row.facts.stage.key for row in sheet.plan().rows if row.facts.stage] == [
        *("new", "new", "won")
    ]


def test_a_filled_stage_counts_before_the_status_beside_it() -> None:
    plan = Sheet(["Name", "Stage", "Status"], ["Ana", "Met", "Won"]).plan()
    assert plan.rows[0].facts.stage
    assert plan.rows[0].facts.stage.key == "met"


# ── phrases ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "He said LET ME KNOW.",
        "any time!",
        "Cualquier cosa, me llama",
        "estamos hablando",
        "Si se decide me avisa",
        "ok, ya me dirás",
    ],
)
@pytest.mark.parametrize("heading", ["Agreement", "Notes"])
def test_open_endings_are_found_in_agreement_and_notes(heading: str, text: str) -> None:
    assert "open_ending" in one(**{heading: text}).decision.flags


@pytest.mark.parametrize(
    "text", ["any timeline works", "many times", "cualquiera", "let me knowingly", ""]
)
def test_only_whole_words_count(text: str) -> None:
    assert "open_ending" not in one(Notes=text).decision.flags


def test_the_phrases_are_the_teams() -> None:
    book = {"Playbook": [["Open endings"], ["quizás mañana"]]}
    assert "open_ending" in one(Notes="Quizas  MAÑANA", others=book).decision.flags
    assert "open_ending" not in one(Notes="let me know", others=book).decision.flags


# ── any grid ─────────────────────────────────────────────────────────────────────────────────

sure = st.lists(
    st.sampled_from([c.en for c in (*PEOPLE, *OWNED)] + [c.es for c in PEOPLE]), max_size=8
)
grids = st.builds(
    lambda top, head, rows: [*top, ["Name", "Email", *head], *rows],
    st.lists(st.lists(headings, max_size=6), max_size=2),
    sure | st.lists(headings, max_size=8),
    st.lists(st.lists(values, max_size=12), max_size=5),
)


@given(
    grids | st.lists(st.lists(headings, max_size=8), max_size=5),
    st.booleans(),
    st.sampled_from([None, "es"]),
)
def test_no_grid_makes_the_reader_raise_anything_but_a_configuration_error(
    grid: list[list[Value]], old: bool, lang: str | None
) -> None:
    with suppress(ConfigError):
        read_workbook(Snapshot((GridTab("Leads", grid),), old), Remembered(), lang=lang)


OURS = {
    "Playbook": playbook_rows("en"),
    "Calendario": [["Festivo", "", "", "Responsable", "Primer día", "Último día", "Suplente"]],
    "Contacts log": [["Date", "Lead", "In/out", "Agreed for", "Kept"]],
    "People": [["Name", "Email", "Phone", "Capacity", "Digest", "Language"]],
    "Personas": [["Nombre", "Capacidad", "Resumen"]],
    "_sheetflow": [[]],
}
TABLES = st.sampled_from(
    "Your words|Sus palabras|Rows|Stage|Proposed|Setting|Value|Tabs followed|Tabs left out|*|Touch|"
    "Channel|Step (English)|nurture|3+|2 to 4|new|Not followed|Reaction|negative|Also called".split(
        "|"
    )
)


@settings(max_examples=min(60, settings.default.max_examples))
@given(
    grids,
    st.sampled_from([*OURS]),
    st.lists(st.lists(TABLES | values, max_size=8), max_size=6),
    st.integers(0, 100),
)
def test_no_tab_of_ours_makes_a_run_raise_anything_but_a_configuration_error(
    grid: list[list[object]], name: str, noise: list[list[object]], keep: int
) -> None:
    with suppress(ConfigError):
        look(Sheet(*grid, others={name: [*OURS[name][:keep], *noise]}), Options(TODAY))


CHANGES = st.tuples(st.integers(0, 30), st.integers(0, 300), st.text("|;,:=-~>{}+0aw", max_size=5))


@settings(max_examples=min(60, settings.default.max_examples))
@given(grids, st.lists(CHANGES, min_size=1, max_size=3))
def test_no_state_makes_a_run_raise_anything_but_a_configuration_error(
    grid: list[list[object]], changes: list[tuple[int, int, str]]
) -> None:
    sheet = Sheet(*grid, ["Ada", "a@b.c"])
    with suppress(ConfigError):
        sheet.sync(force=True)
        state = sheet.tabs[STATE_TAB]
        for row, at, text in changes:
            line = str(state[row % len(state)][0])
            state[row % len(state)] = [line[: at % len(line)] + text + line[at % len(line) + 1 :]]
        sheet.sync(force=True)
        assert not sheet.sync(force=True).wrote
