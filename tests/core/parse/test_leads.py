"""Which rows are leads, and what their cells say."""

from __future__ import annotations

from typing import Any

import pytest

from sheetflow.memo import Memo
from sheetflow.model import CellError
from sheetflow.parse.leads import ODD, Lead
from tests.support.grids import Sheet, day, decided


def names(headings: list[str], *rows: list[object]) -> list[str]:
    return [row.name for row in decided(headings, *rows)]


@pytest.mark.parametrize("heading", ["Name", "Company", "Email", "Phone"])
def test_a_row_with_one_of_name_company_email_phone_is_a_lead(heading: str) -> None:
    headings = ["Name", "Company", "Email", "Phone", "Stage"]
    row: list[object] = [None] * 5
    row[headings.index(heading)] = "something"
    assert names(headings, row) == ["something"]


def test_without_a_name_a_lead_is_shown_by_the_next_of_these() -> None:
    headings = ["Phone", "Email", "Company", "Name"]
    rows = [
        ["1", "e@x.com", "C", "N"],
        ["1", "e@x.com", "C", " "],
        ["1", "e@x.com", "-", None],
        [447700900123, None, None, "n/a"],
    ]
    assert names(headings, *rows) == ["N", "C", "e@x.com", "447700900123"]


def test_a_row_that_says_nobody_is_none() -> None:
    assert names(
        ["Name", "Email", "Stage", "Notes"],
        [None, "", "New", "call them"],
        ["-", "n/a", "New"],
        [],
        ["Ana"],
    ) == ["Ana"]


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Suma", "subtotal", " Total "])
def test_a_row_that_starts_with_a_sum_is_none(word: str) -> None:
    assert names(["Name", "Email", "Value"], ["Ana", "a@x.com", 5], [word, 1, 5]) == ["Ana"]


def test_a_sum_in_a_column_before_the_known_ones_counts() -> None:
    assert names(["#", "Name", "Email"], [1, "Ana"], ["Total", 1, 1]) == ["Ana"]


def test_somebody_called_total_further_right_is_a_lead() -> None:
    assert names(["Name", "Company", "Email"], ["Ana", "Total", "a@x.com"]) == ["Ana"]


def test_a_row_that_repeats_the_headings_is_none() -> None:
    assert names(
        ["Name", "Email"], ["Ana", "a@x.com"], ["NAME", "E-mail"], ["Luis", "l@x.com"]
    ) == ["Ana", "Luis"]


def test_rows_above_the_headings_are_none() -> None:
    assert names(["Eva's leads"], [], ["Name", "Email"], ["Ana", "a@x.com"]) == ["Ana"]


def test_blank_rows_between_end_nothing() -> None:
    assert [row.row for row in decided(["Name", "Email"], ["Ana"], [], ["Luis"])] == [2, 4]
    two = (
        ["Name", "Email"],
        ["Ana", "a@example.com"],
        [],
        [],
        [],
        ["Luis", "l@example.com"],
        ["Eva"],
    )
    assert [row.row for row in decided(*two)] == [2, 6, 7]


def test_first_name_and_last_name_are_joined() -> None:
    assert names(
        ["First name", "Last name", "Email"], ["Ana", "Pérez"], ["Ana", None], [None, "Ruiz"]
    ) == [
        "Ana Pérez",
        "Ana",
        "Ruiz",
    ]


def test_a_name_beside_a_last_name_is_the_first() -> None:
    assert names(["Nombre", "Apellidos", "Correo"], ["Ana", "Pérez"]) == ["Ana Pérez"]


def leads_of(headings: list[str], *rows: list[object], **more: Any) -> list[Lead]:
    return list(Sheet(headings, *rows, **more).look()[1].tabs[0].leads)


def first(**cells: object) -> Lead:
    headings = {
        "Name": "Ana",
        "Email": "a@x.com",
        **{k.replace("_", " "): v for k, v in cells.items()},
    }
    return leads_of(list(headings), list(headings.values()))[0]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (None, "opportunity"),
        ("Opportunity", "opportunity"),
        ("oportunidad", "opportunity"),
        ("task", "task"),
        ("TAREA", "task"),
        ("partner", "partner"),
        ("Socio", "partner"),
        ("banana", "opportunity"),
    ],
)
def test_a_kind_is_read_in_both_languages(typed: object, kind: str | None) -> None:
    assert first(Kind=typed).kind == kind


@pytest.mark.parametrize(
    ("typed", "stage"),
    [
        ("met", "met"),
        ("Reunidos", "met"),
        (" PROPOSAL  sent ", "proposal"),
        (None, "new"),
        ("–", "new"),
        ("propuesta enviada", "proposal"),
        ("informado", "informed"),
    ],
)
def test_a_stage_matches_by_key_or_label_in_either_language(typed: object, stage: str) -> None:
    assert first(Stage=typed).stage.key == stage


@pytest.mark.parametrize("typed", ["unheard of", CellError("#REF!")])
def test_an_unknown_stage_is_bad(typed: object) -> None:
    lead = first(Stage=typed)
    assert (lead.stage, lead.bad) == (None, ("stage",))


@pytest.mark.parametrize("heading", ["Attempts", "Possible?", "Confirmed", "Value"])
def test_an_unreadable_attempts_fit_confirmed_or_value_counts_as_blank(heading: str) -> None:
    row = decided(["Name", "Email", "Since", heading], ["Ana", "a@x.com", day("11-19"), "banana"])[
        0
    ]
    assert (row.decision.status, "bad_cell" in row.decision.flags) == ("today", True)


def test_do_not_contact_is_no_risk_we_take() -> None:
    told = [
        r.decision.status
        for r in decided(
            ["Name", "Email", "Do not contact"],
            *[[v, f"{v}@x.com", v] for v in ("yes", "no", None, "ask first", "x")],
        )
    ]
    assert told == ["not_followed", "today", "today", "check", "not_followed"]


def test_emails_are_compared_without_case_and_phones_by_nine_digits() -> None:
    a, b, c = leads_of(
        ["Name", "Email", "Phone"],
        ["a", "Ana@X.com ", "+34 600-123-456"],
        ["b", "ana@x.com", 600123456],
        ["c", "c@x.com", "123456"],
    )
    assert a.email == b.email
    assert a.phone == b.phone
    assert c.phone == ODD


def test_two_leads_without_email_share_nothing() -> None:
    assert all(
        "duplicate" not in row.decision.flags
        for row in decided(["Name", "Email", "Phone"], ["a"], ["b"], ["c", "-", "n/a"])
    )


def test_a_memo_converts_each_value_once_and_says_what_it_met() -> None:
    asked: list[object] = []
    memo = Memo(lambda value: asked.append(value) or str(value))
    assert memo.each([1, 1, 2]) == ["1", "1", "2"]
    assert asked == [1, 2]


@pytest.mark.parametrize(
    "headings",
    [
        ["Owner", "Name", "Email"],
        ["Email", "Name", "Phone"],
        ["Stage", "Name", "Email"],
        ["Since", "Name", "Email"],
    ],
)
def test_a_sum_in_the_first_filled_cell_counts_in_whatever_column_it_is(
    headings: list[str],
) -> None:
    assert [row.name for row in decided(headings, [None, "Ana"], ["Total", 14, 3])] == ["Ana"]
