"""Which tab holds leads, and which column is which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.columns import OWNED, OWNED_KEYS, PEOPLE, Column
from sheetflow.errors import ConfigError
from sheetflow.model import Value
from sheetflow.parse.grid import cell
from sheetflow.parse.headings import Layout, find_layouts
from sheetflow.texts.messages import advice, message
from tests.support.grids import GridTab


def layout(*rows: Sequence[Value], name: str = "Leads", **more: Any) -> Layout:
    return find_layouts([GridTab(name, rows)], {}, **more)[0]


def people(*headings: str) -> dict[str, int]:
    return dict(layout(list(headings)).people)


@pytest.mark.parametrize(
    "column", [c for c in PEOPLE if c.key not in ("name", "email")], ids=lambda c: c.key
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_heading_and_synonym_is_recognised(column: Column, lang: str) -> None:
    for word in column.words(lang):
        assert people("Name", "Email", word.upper()).get(column.key) == 2


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("First name", "first_name"),
        ("Contacto", "name"),
        ("E-mail", "email"),
        ("Mail", "email"),
        ("Last touch", "last_contact"),
        ("Ult. contacto", "last_contact"),
    ],
)
def test_the_common_synonyms_of_the_contract_are_recognised(heading: str, key: str) -> None:
    assert people("Company", "Phone", heading)[key] == 2


def test_languages_mix_freely() -> None:
    assert people("Nombre", "Email", "Etapa", "Last contact") == {
        "name": 0,
        "email": 1,
        "stage": 2,
        "last_contact": 3,
    }


def test_any_order_and_unknown_columns_between_are_fine() -> None:
    assert people("Colour", "Phone", "", "Shoe size", "Name") == {"phone": 1, "name": 4}


@pytest.mark.parametrize(
    "how",
    [
        "Email",
        "Phone",
        "Stage",
        "Since",
        "Last contact",
        "Last reply",
        "Agreed for",
        "Appointment",
        "Not before",
    ],
)
@pytest.mark.parametrize("who", ["Name", "Company"])
def test_a_leads_tab_says_who_and_how_to_follow(who: str, how: str) -> None:
    assert len(people(who, how)) == 2


@pytest.mark.parametrize(
    "headings",
    [
        ["Name"],
        ["Name", "Notes", "Owner", "Value"],
        ["Email", "Phone", "Stage"],
        ["Name", "Date"],
        ["Nombre", "Fecha"],
        ["Colour", "Size"],
    ],
)
def test_a_tab_that_does_not_say_both_is_none(headings: list[str]) -> None:
    with pytest.raises(ConfigError):
        layout(headings)


def test_the_heading_row_is_the_one_with_most_known_headings() -> None:
    assert (
        layout(
            ["Leads of Eva"], [], ["Name", "Owner"], ["Name", "Email", "Stage"], ["Eva", "New"]
        ).heading_row
        == 4
    )


@pytest.mark.parametrize(("blank", "found"), [(19, True), (20, False)])
def test_it_is_looked_for_in_the_first_twenty_rows(blank: int, found: bool) -> None:
    rows: list[list[object]] = [[] for _ in range(blank)]
    if found:
        assert layout(*rows, ["Name", "Email"]).heading_row == 20
    else:
        with pytest.raises(ConfigError):
            layout(*rows, ["Name", "Email"])


def test_every_visible_leads_tab_is_followed_whatever_it_is_called() -> None:
    tabs = [
        GridTab("Eva", [["Name", "Email"]]),
        GridTab("Costs", [["Item", "Price"]]),
        GridTab("📞 2026", [["Empresa", "Teléfono"]]),
    ]
    assert [found.tab.name for found in find_layouts(tabs, {})] == ["Eva", "📞 2026"]


@pytest.mark.parametrize(
    "name",
    [
        "Playbook",
        "Calendar",
        "People",
        "Messages",
        "Contacts log",
        "Today",
        "Dashboard",
        "Guide",
        "_sheetflow",
        "Estrategia",
        "Calendario",
        "Personas",
        "Mensajes",
        "Registro de contactos",
        "Hoy",
        "Panel",
        "Guía",
    ],
)
def test_our_own_tabs_hold_no_leads(name: str) -> None:
    tabs = [GridTab(name, [["Name", "Email"]]), GridTab("Leads", [["Name", "Email"]])]
    assert [found.tab.name for found in find_layouts(tabs, {})] == ["Leads"]


def test_a_hidden_tab_is_left_alone_unless_it_is_named() -> None:
    tabs = [GridTab("Old", [["Name", "Email"]], visible=False), GridTab("New", [["Name", "Email"]])]
    assert [found.tab.name for found in find_layouts(tabs, {})] == ["New"]
    assert [found.tab.name for found in find_layouts(tabs, {}, "Old")] == ["Old"]


def test_a_named_tab_that_is_not_there_says_which_there_are() -> None:
    with pytest.raises(ConfigError) as told:
        find_layouts([GridTab("Eva", [["Name", "Email"]])], {}, "Marta")
    assert "Eva" in advice(told.value, "en")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Since", "Alta"),
        ("Last contact", "Last touch"),
        ("Last reply", "Última respuesta"),
        ("Agreed for", "Due date"),
        ("Cita", "Appointment"),
        ("Not before", "Snooze"),
        ("Stage", "Etapa"),
        ("Possible?", "¿Posible?"),
        ("Do not contact", "DNC"),
    ],
)
def test_two_columns_for_a_key_that_decides_name_both_cells(first: str, second: str) -> None:
    with pytest.raises(ConfigError) as told:
        layout(["Name", "Email", first, "Notes", second])
    assert "Leads!C1" in message(told.value, "en")
    assert "Leads!E1" in message(told.value, "en")
    assert told.value.exit_code == 78


def test_for_the_rest_the_exact_heading_beats_a_synonym() -> None:
    found = layout(["Contact", "Mail", "Name", "E-mail", "Email"])
    assert (found.people["name"], found.people["email"]) == (2, 4)
    assert {p.where for p in found.problems} == {"Leads!A1", "Leads!B1", "Leads!D1"}


def test_of_two_synonyms_the_left_one_is_used() -> None:
    found = layout(["Name", "Mail", "E-mail"])
    assert found.people["email"] == 1
    assert [(p.where, p.text.code) for p in found.problems] == [("Leads!C1", "left_alone")]


def test_a_near_miss_is_asked_about() -> None:
    found = layout(["Nombre", "Correo", "Último contato"])
    assert [(p.where, p.text.code, p.text.values) for p in found.problems] == [
        ("Leads!C1", "near_miss", ("Último contato", "'Último contacto'"))]  # fmt: skip


def test_no_usable_heading_says_what_was_found_and_suggests_the_near_ones() -> None:
    with pytest.raises(ConfigError) as told:
        layout(["Nombre", "Fase de ventas", "Shoe size"])
    assert "found Leads!A1 Nombre;" in advice(told.value, "en")
    assert "did you mean" in advice(told.value, "en")


def test_what_was_found_is_told_in_spanish_too() -> None:
    """A heading of ours is named in the language of the reader, any other one as it was typed."""
    with pytest.raises(ConfigError) as told:
        layout(["Name", "Full name", "Fase de ventas", "Shoe size"])
    assert advice(told.value, "en").splitlines()[1] == (
        "tab 'Leads': found Leads!A1 Name, Leads!B1 Full name;"
        " Leads!C1 'Fase de ventas': did you mean 'Etapa'?"
    )
    assert advice(told.value, "es").splitlines()[1] == (
        "pestaña 'Leads': hay Leads!A1 Nombre, Leads!B1 Full name;"
        " Leads!C1 'Fase de ventas': ¿quiso decir 'Etapa'?"
    )


def test_a_blank_workbook_is_told_what_to_do() -> None:
    with pytest.raises(ConfigError) as told:
        layout([])
    assert advice(told.value, "en").splitlines()[1:] == [
        "tab 'Leads': found no known heading",
        "nothing is typed into the workbook yet:"
        " sheetflow init adds a tab with headings to type under",
    ]


def test_a_column_that_two_headings_claim_is_named_in_both_languages() -> None:
    with pytest.raises(ConfigError) as told:
        layout(["Alta", "Created", "Name", "Email"])
    assert message(told.value, "en") == "two columns claim 'Since': Leads!A1 and Leads!B1"
    assert message(told.value, "es") == "dos columnas dicen ser Alta: Leads!A1 y Leads!B1"


def test_a_plain_owned_heading_in_an_untouched_tab_is_only_disputed() -> None:
    found = layout(["Name", "Email", "Status", "Next contact"])
    assert (found.owned, found.disputed, found.was_synced) == (
        {},
        {"status": 2, "next_contact": 3},
        False,
    )


def test_beside_an_sf_id_owned_headings_are_ours() -> None:
    found = layout(["Name", "Email", "Status", "sf id"])
    assert (found.owned, found.was_synced) == ({"status": 2, "id": 3}, True)


def test_beside_an_sf_id_the_marked_heading_is_ours_and_the_plain_one_the_teams() -> None:
    found = layout(["Name", "Email", "Status", "Status (sf)", "sf id"])
    assert found.owned["status"] == 3
    assert found.disputed == {"status": 2}


def test_the_state_says_which_heading_is_ours() -> None:
    tab = GridTab("Leads", [["Name", "Estado", "Email", "Status"]])
    found = find_layouts([tab], {"Leads": {"status": "Status", "touches": "Touches"}})[0]
    assert found.owned == {"status": 3}


def test_of_two_columns_with_a_heading_of_ours_the_marked_one_is_ours() -> None:
    tab = GridTab("Leads", [["Name", "Email", "Status", "Status", "Why", "sf id"]])
    known = {"Leads": {"status": "Status", "id": "sf id"}}
    assert find_layouts([tab], known, None, {"Leads": {"status": 3}})[0].owned["status"] == 3
    assert find_layouts([tab], known, None, {"Leads": {"status": 2}})[0].owned["status"] == 2


def renamed(**ours: str) -> dict[str, dict[str, str]]:
    """What is remembered of a tab after people gave columns of ours these headings."""
    return {"Leads": {"id": "sf id", **ours}}


def test_a_column_of_ours_under_a_heading_of_peoples_is_no_column_of_theirs() -> None:
    tab = GridTab("Leads", [["Name", "Email", "Appointment", "sf id"]])
    found = find_layouts([tab], renamed(next_contact="Appointment"))[0]
    assert (found.people, found.owned["next_contact"]) == ({"name": 0, "email": 1}, 2)
    assert [(p.where, p.text.code, p.text.values) for p in found.problems] == [
        ("Leads!C1", "answered_here", ("next_contact", "appointment"))]  # fmt: skip


def test_beside_it_a_column_of_the_teams_with_that_heading_is_read() -> None:
    tab = GridTab("Leads", [["Name", "Email", "Appointment", "Appointment", "sf id"]])
    for ours, theirs in ((2, 3), (3, 2)):
        found = find_layouts(
            [tab], renamed(next_contact="Appointment"), None, {"Leads": {"next_contact": ours}}
        )[0]
        assert (found.owned["next_contact"], found.people["appointment"]) == (ours, theirs)


WORDS = st.sampled_from([c.en for c in (*PEOPLE, *OWNED)])


@given(
    st.lists(WORDS | st.sampled_from(["How it stands", None]), max_size=9),
    st.dictionaries(st.sampled_from(OWNED_KEYS), WORDS),
    st.dictionaries(st.sampled_from(OWNED_KEYS), st.integers(0, 11)),
)
def test_no_column_is_both_the_teams_and_ours(
    headings: list[str | None], remembered: dict[str, str], places: dict[str, int]
) -> None:
    tab = GridTab("Leads", [["Name", "Email", *headings, "sf id"]])
    try:
        found = find_layouts([tab], {"Leads": remembered}, None, {"Leads": places})[0]
    except ConfigError:
        return
    assert not {*found.people.values()} & {*found.owned.values()}


@pytest.mark.parametrize(("headings", "ours"), [
    (["Name", "Email", "Status", "Why", "sf id", "Status"], 2),
    (["Status", "Name", "Email", "Status", "Why", "sf id"], 3),
    (["Name", "Email", "Why", "Status", "Status", "sf id"], 3),
])  # fmt: skip
def test_of_two_columns_with_a_heading_of_ours_the_one_among_our_others_is_ours(
    headings: list[str], ours: int
) -> None:
    assert layout(headings).owned["status"] == ours


@pytest.mark.parametrize("column", OWNED, ids=lambda c: c.key)
def test_owned_headings_are_found_in_both_languages(column: Column) -> None:
    for heading in (column.en, column.es):
        assert layout(["Name", "Email", heading, "sf id"]).owned[column.key] in (2, 3)


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_a_cell_is_named_as_people_see_it(column: int, name: str) -> None:
    assert cell("Leads", 7, column) == f"Leads!{name}7"
