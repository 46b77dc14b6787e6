"""Second phones, several contact dates, a Kind of the team's, two-row headings, remarks."""

from __future__ import annotations

import pytest

from sheetflow.errors.lists import HeadingTwice
from sheetflow.model import Problem
from sheetflow.parse.headings import find_layouts
from tests.support.grids import GridTab, Sheet, day, decided


def problems(sheet: Sheet) -> list[tuple[str, str]]:
    return [(found.where, found.text.code) for found in sheet.plan().problems]


def touches(*rows: list[object], today: str = "11-20") -> list[int]:
    return [row.facts.touches for row in decided(*rows, today=today)]


# ── two rows of headings


def test_headings_may_take_two_rows() -> None:
    rows = [["Name", "Company", "Contact data", None], [None, None, "Phone", "Email"], ["Ada"]]
    found = find_layouts([GridTab("Leads", rows)], {})[0]
    assert found.heading_row == 2
    assert dict(found.people) == {"name": 0, "company": 1, "phone": 2, "email": 3}


def test_a_row_of_data_below_the_headings_is_no_second_row_of_them() -> None:
    rows = [["Name", "Email", "Channel"], ["Ada", None, "Fair"], [None, None, 46000]]
    assert find_layouts([GridTab("Leads", rows)], {})[0].heading_row == 1


# ── beside


def test_a_second_phone_serves_rows_whose_first_is_blank() -> None:
    sheet = Sheet(
        ["Name", "Phone", "Mobile"], ["Ada", "600 111 222", "1"], [None, None, "611 222 333"],
        ["Bo", "-", "600111222"],
    )  # fmt: skip
    rows = sheet.plan().rows
    assert [row.name for row in rows] == ["Ada", "611 222 333", "Bo"]
    assert [("duplicate" in row.decision.flags) for row in rows] == [True, False, True]
    assert ("Leads!C1", "left_alone") not in problems(sheet)


CONTACTS = ["Name", "1st contact", "2nd contact", "3rd contact"]


def test_of_several_contact_dates_the_latest_filled_one_is_the_last_contact() -> None:
    row = ["Ada", day("11-02"), day("11-16"), None]
    (found,) = decided(CONTACTS, row)
    assert found.facts.last_contact == day("11-16")


def test_their_number_seeds_the_touches_and_then_the_memory_counts() -> None:
    sheet = Sheet(CONTACTS, ["Ada", day("11-02"), day("11-16"), None])
    sheet.sync()
    assert sheet.at(2, "Touches") == 2
    sheet.type(2, "3rd contact", day("11-20"))
    sheet.sync("11-20")
    assert sheet.at(2, "Touches") == 3
    assert not sheet.sync("11-20").wrote


def test_contact_dates_after_today_are_left_aside() -> None:
    rows = decided(CONTACTS, ["Ada", day("11-02"), day("11-27"), None])
    assert (rows[0].facts.last_contact, rows[0].facts.touches) == (day("11-02"), 1)
    assert rows[0].decision.status != "check"


def test_a_last_contact_beside_them_counts_instead() -> None:
    row = ["Ada", day("11-02"), day("11-16"), day("11-18")]
    (found,) = decided(["Name", "1er contacto", "2º contacto", "Último contacto"], row)
    assert (found.facts.last_contact, found.facts.touches) == (day("11-18"), 1)


# ── Kind


def test_a_kind_column_that_holds_few_kinds_is_the_teams_own() -> None:
    rows = [["Nombre", "Teléfono", "Tipo"], ["Ana", "1", "cliente"], ["Eva", "2", "tarea"],
            ["Leo", "3", "particular"]]  # fmt: skip
    sheet = Sheet(*rows)
    assert [row.facts.kind for row in sheet.plan().rows] == ["opportunity"] * 3
    assert problems(sheet)[0] == ("Leads!C1", "kind_is_theirs")


def test_a_kind_column_is_read_where_half_of_it_are_kinds() -> None:
    rows = [["Nombre", "Teléfono", "Tipo"], ["Ana", "1", "cliente"], ["Eva", "2", "tarea"]]
    found = decided(*rows)
    assert [row.facts.kind for row in found] == ["opportunity", "task"]
    assert "bad_cell" in found[0].decision.flags


def test_whether_kind_is_read_is_remembered() -> None:
    sheet = Sheet(["Name", "Email", "Kind"], ["Ada", "a@example.com", "big"])
    sheet.sync()
    sheet.type(2, "Kind", "task")
    assert [row.facts.kind for row in sheet.plan().rows] == ["opportunity"]
    sheet.type(2, "Kind", None)
    sheet.sync()
    sheet.type(2, "Kind", "task")
    assert [row.facts.kind for row in sheet.plan().rows] == ["task"]


def test_which_of_two_columns_counts_is_remembered_while_it_is_filled() -> None:
    sheet = Sheet(
        ["Name", "Email", "Salesperson", "Agent"], ["Ada", "a@example.com", None, "Eva"],
        ["Bo", "b@example.com"], ["Cy", "c@example.com"],
    )  # fmt: skip
    sheet.sync()
    sheet.type(3, "Salesperson", "Max")
    sheet.type(4, "Salesperson", "Max")
    assert [row.owner for row in sheet.plan().rows] == ["Eva", "", ""]
    sheet.type(2, "Agent", None)
    assert [row.owner for row in sheet.plan().rows] == ["", "Max", "Max"]


# ── remarks

REMARKS = (
    "Green rows are those that somebody called in the last two weeks, red ones wait",
    "Ask Eva before you call them.",
    "Colours used in this list:",
    "see https://example.com/rules",
    "© 2026 Lighthouse",
)


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_is_no_lead(remark: str) -> None:
    assert [r.row for r in decided(["Name", "Email"], ["Ada", "a@example.com"], [remark])] == [2]


@pytest.mark.parametrize("name", ["Bo J.", "Garden & Sons Ltd.", "Ana María de la Torre Sánchez"])
def test_a_name_that_ends_in_a_stop_is_one(name: str) -> None:
    assert [r.row for r in decided(["Name", "Email"], [name])] == [2]


def test_a_long_name_with_anything_beside_it_is_a_lead() -> None:
    rows = decided(["Name", "Email", "Notes"], [REMARKS[0], None, "met at the fair"])
    assert [row.row for row in rows] == [2]


def test_names_alone_below_two_blank_rows_are_remarks_until_a_full_row() -> None:
    rows = [["Name", "Email"], ["Ada", "a@example.com"], [], [], ["Legend"], ["Green"],
            ["Bo", "b@example.com"], ["Cy"]]  # fmt: skip
    assert [row.row for row in decided(*rows)] == [2, 7, 8]


def test_one_blank_row_ends_nothing() -> None:
    assert [r.row for r in decided(["Name", "Email"], ["Ada", "a"], [], ["Bo"])] == [2, 4]


def test_a_row_with_our_id_is_no_remark() -> None:
    sheet = Sheet(["Name", "Email"], ["Ada", "a@example.com"], ["Bo"])
    sheet.sync()
    sheet.type(3, "Name", REMARKS[1])
    assert [row.row for row in sheet.plan().rows] == [2, 3]


def test_the_remarks_are_named_together_once() -> None:
    rows = [[text] for text in REMARKS]
    sheet = Sheet(["Name", "Email"], ["Ada", "a@example.com"], *rows)
    (found,) = [p for p in sheet.plan().problems if p.text.code == "remarks"]
    assert isinstance(found, Problem)
    assert (found.where, found.text.values) == ("Leads!A3, Leads!A4, Leads!A5 …", (5,))


@pytest.mark.parametrize("word", ["Total", "SUMA:", "Subtotal", "Total general"])
def test_a_row_that_begins_with_a_sum_is_no_lead(word: str) -> None:
    rows = [["Name", "Email", "Value"], ["Ada", "a@example.com", 1], [word, None, 1]]
    assert [row.row for row in decided(*rows)] == [2]


def test_a_row_that_repeats_the_headings_is_no_lead() -> None:
    rows = [
        ["👤 Name", "Work e-mail", "Value"],
        ["Ada"],
        ["👤 Name", "Work e-mail", "Value"],
        ["Bo"],
    ]
    assert [row.row for row in decided(*rows)] == [2, 4]


# ── near misses


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Fecha de cierre", day("11-20")),
        ("Meeting Type", "video"),
        ("Tipo contacto", "email"),
        ("Último contato", "by phone"),
        ("Confirmd", "later"),
    ],
)
def test_no_question_is_asked_whose_yes_would_be_wrong(heading: str, cell: object) -> None:
    sheet = Sheet(["Name", "Email", heading], ["Ada", "a@example.com", cell])
    assert "near_miss" not in [code for _, code in problems(sheet)]


def test_a_slip_is_asked_about_where_its_cells_fit() -> None:
    sheet = Sheet(["Name", "Email", "Último contato"], ["Ada", "a@example.com", day("11-18")])
    assert ("Leads!C1", "near_miss") in problems(sheet)


# ── several columns of one name


def said(sheet: Sheet, code: str) -> list[tuple[str, tuple[object, ...]]]:
    found = [problem for problem in sheet.plan().problems if problem.text.code == code]
    return [(problem.where, problem.text.values) for problem in found]


def stages(sheet: Sheet) -> list[str]:
    return [row.facts.stage.key if row.facts.stage else "" for row in sheet.plan().rows]


def two(heading: str, *cells: tuple[object, object]) -> Sheet:
    rows = [[f"P{n}", f"p{n}@x.com", left, right] for n, (left, right) in enumerate(cells)]
    return Sheet(["Name", "Email", heading, heading], *rows)


def test_of_two_columns_called_status_the_fuller_one_is_read_and_that_is_told() -> None:
    sheet = two("Status", (None, "Won"), ("New", "Lost"), (None, "Closed"))
    assert stages(sheet) == ["won", "lost", "_closed"]
    assert said(sheet, "left_alone") == [("Leads!C1", ("Status", "status", "Status (D1)"))]
    even = two("Status", ("Won", "New"), ("Lost", "New"))
    assert stages(even) == ["won", "lost"]
    assert said(even, "left_alone") == [("Leads!D1", ("Status", "status", "Status (C1)"))]


def test_our_word_for_it_comes_before_another_one() -> None:
    rows = [["Name", "Email", "Lead status", "Status"], ["Ana", "a@x.com", "New", "Won"]]
    assert stages(Sheet(*rows, ["Bo", "b@x.com", "New", None])) == ["won", "new"]


@pytest.mark.parametrize("heading", ["Status", "Owner", "Source"])
def test_a_column_that_was_chosen_stays_so_whatever_is_typed_into_its_twin(heading: str) -> None:
    sheet = two(heading, (None, "Won"), ("New", "Lost"), (None, "Closed"))
    sheet.sync()
    told = said(sheet, "left_alone")
    assert [where for where, _ in told] == ["Leads!C1"]
    assert not sheet.sync().wrote
    for row in (2, 3, 4):
        sheet.rows[row - 1][2] = "New"
    sheet.rows[1][3] = None
    assert said(sheet, "left_alone") == told


def test_a_copy_of_our_status_turns_no_status_of_the_teams_over() -> None:
    sheet = Sheet(["Name", "Email", "Lead status"], ["Ana", "a@x.com", "Won"])
    sheet.sync()
    at = sheet.rows[0].index("Status")
    for row in sheet.rows:
        row.append(row[at])
    assert stages(sheet) == ["won"]


@pytest.mark.parametrize("word", ["viernes", "next Friday", "ayer", "x", "12 Nov"])
def test_a_column_of_words_for_days_is_one_of_dates(word: str) -> None:
    rows = [["Name", "Email", "First visit"], ["Ada", "ada@example.com", word]]
    (found,) = find_layouts([GridTab("Leads", rows)], {}, "Leads")
    assert found.people["created"] == 2


def test_a_column_of_other_words_is_none() -> None:
    rows = [["Name", "Email", "First visit"], ["Ada", "ada@example.com", "with her partner"]]
    (found,) = find_layouts([GridTab("Leads", rows)], {}, "Leads")
    assert "created" not in found.people


def test_two_columns_that_say_the_same_in_two_languages_do_not_differ() -> None:
    headings = ["Name", "Email", "Do not contact", "No contactar"]
    assert [row.row for row in decided(headings, ["Ada", "a@example.com", "yes", "sí"])] == [2]
    with pytest.raises(HeadingTwice):
        decided(headings, ["Ada", "a@example.com", "yes", "no"])
