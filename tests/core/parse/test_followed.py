"""Which tabs are followed: those that say when, and those that the Playbook names."""

from __future__ import annotations

import pytest

from sheetflow.errors.lists import NoUsableHeadings, TabsLeftOut
from sheetflow.parse.followed import fits
from tests.support.grids import Sheet, day

LEADS = (["Name", "Email", "Last contact"], ["Ada", "a@example.com", day("11-18")])
STAFF = (["Name", "Email", "Created"], ["Eva", "e@example.com", day("11-01")])
PRODUCTS = (["Name", "Created"], ["Sail repair", day("11-01")])


def sheet(**others: object) -> Sheet:
    return Sheet(*LEADS, others=others)


def playbook(**settings: str) -> list[list[object]]:
    rows = [[key.replace("_", " "), value] for key, value in settings.items()]
    return [["Setting", "Value"], *rows]


def followed(book: Sheet, **options: object) -> tuple[str, ...]:
    return book.plan(**options).tabs


def told(book: Sheet) -> list[tuple[str, str]]:
    return [(problem.where, problem.text.code) for problem in book.plan().problems]


def test_where_one_tab_says_when_the_others_are_not_followed_and_named_once() -> None:
    book = sheet(Staff=STAFF, Products=PRODUCTS)
    assert followed(book) == ("Leads",)
    assert told(book) == [("Staff", "says_no_when"), ("Products", "says_no_when")]


def test_where_none_says_when_all_are_followed() -> None:
    assert followed(Sheet(*STAFF, others={"Products": PRODUCTS})) == ("Leads", "Products")


@pytest.mark.parametrize(
    "heading", ["Stage", "Status", "Next contact", "Appointment", "1st contact"]
)
def test_a_stage_a_status_or_another_date_says_when(heading: str) -> None:
    others = (["Name", "Email", heading], ["Bo", "b@example.com", None])
    assert followed(sheet(Others=others)) == ("Leads", "Others")


def test_a_tab_that_is_asked_for_is_followed() -> None:
    assert followed(sheet(Staff=STAFF), tab="Staff") == ("Staff",)


def test_a_tab_with_our_id_stays_followed() -> None:
    book = Sheet(*STAFF, others={"Deals": ([], [])})
    book.sync()
    book.tabs["Deals"] = [["Name", "Email", "Appointment"], ["Ada", "a@example.com"]]
    assert followed(book) == ("Leads", "Deals")


def test_what_was_not_followed_stays_so_after_next_contact_became_ours() -> None:
    book = Sheet(["Name", "Next contact"], ["Ada", day("11-25")], others={"Staff": STAFF})
    assert book.sync().plan.tabs == ("Leads",)
    assert followed(book) == ("Leads",)
    assert not book.sync().wrote


def test_the_playbook_names_the_tabs_that_are_followed() -> None:
    book = sheet(Staff=STAFF, Products=PRODUCTS, Playbook=playbook(Tabs_followed="leads, ST*"))
    assert followed(book) == ("Leads", "Staff")


def test_the_playbook_leaves_tabs_out_and_says_so_of_those_with_answers() -> None:
    book = sheet(Other=LEADS)
    book.sync()
    before = [list(row) for row in book.tabs["Other"]]
    book.tabs["Playbook"] = playbook(Tabs_left_out="oth*")
    result = book.sync("11-23")
    assert result.plan.tabs == ("Leads",)
    assert ("Other", "left_out") in told(book)
    assert book.tabs["Other"] == before


def test_a_name_that_no_tab_has_is_told() -> None:
    book = sheet(Playbook=playbook(Tabs_followed="Leads, Deals"))
    assert told(book) == [("Deals", "no_such_tab")]


def test_where_all_are_left_out_it_is_an_error() -> None:
    with pytest.raises(TabsLeftOut):
        followed(sheet(Playbook=playbook(Tabs_left_out="*")))


def test_a_status_says_how_where_a_cell_of_it_is_a_stage() -> None:
    assert followed(Sheet(["Name", "Lead status"], ["Ada", "Won"])) == ("Leads",)
    with pytest.raises(NoUsableHeadings):
        followed(Sheet(["Name", "Status"], ["Bolt", "on the shelf"]))


@pytest.mark.parametrize(
    ("name", "pattern", "fit"),
    [
        ("Leads", "leads", True),
        ("Leads 2026", "leads", False),
        ("Leads 2026", "leads*", True),
        ("Old leads", "*leads", True),
        ("Old leads 2", "*leads*", True),
        ("ab", "a*b*b", False),
        ("a" * 200, "*a" * 90 + "*b", False),
        ("[x]", "[x]", True),
    ],
)
def test_a_star_stands_for_any_text(name: str, pattern: str, fit: bool) -> None:
    assert fits(name, pattern) is fit
