"""init: the tabs that a team's workbook lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest

from sheetflow.backends.targets import open_target
from sheetflow.engine import Options, look
from sheetflow.errors import AccessError, ConfigError
from sheetflow.machine import machine_zone
from sheetflow.model import shown
from sheetflow.starter.adopt import new_workbook, tabs_to_add
from sheetflow.starter.country_zone import country_zone
from sheetflow.starter.holidays import holiday_rows
from tests.support.grids import TODAY, Sheet

OPTIONS = Options(TODAY)
OUR_TABS = "Today|Contacts log|Messages|Playbook|Calendar|People|Guide|_list".split("|")
NUESTRAS = "Hoy|Registro de contactos|Mensajes|Estrategia|Calendario|Personas|Guía|_list".split("|")


def added(
    sheet: Sheet, country: str | None = None, **options: Any
) -> dict[str, list[tuple[object, ...]]]:
    changes = tabs_to_add(sheet, Options(TODAY, **options), country)
    return {tab.name: [tuple(map(shown, row)) for row in tab.rows] for tab in changes.new_tabs}


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        (["Name", "Email"], OUR_TABS),
        (["Nombre", "Correo"], NUESTRAS),
    ],
)
def test_the_missing_tabs_are_added_in_the_language_of_the_workbook(
    headings: list[str], names: list[str]
) -> None:
    assert list(added(Sheet(headings, ["Ana"]))) == names


@pytest.mark.parametrize(
    ("lang", "tabs"),
    [("en", ["Today", "Leads", "Contacts log"]), ("es", ["Hoy", "Contactos"])],
)
def test_an_empty_workbook_gets_the_tabs_of_a_new_one(lang: str, tabs: list[str]) -> None:
    found = list(added(Sheet([], name="Sheet1"), lang=lang))
    assert found[: len(tabs)] == tabs
    assert found[-5:] == ["_calc", "_log", "_set", "_mem", "_dash"]


@pytest.mark.parametrize(
    ("lang", "tab", "first"), [("en", "Leads 2", "Name"), ("es", "Contactos 2", "Nombre")]
)
def test_an_empty_workbook_that_has_such_a_tab_gets_one_with_headings_of_the_teams(
    lang: str, tab: str, first: str
) -> None:
    found = added(Sheet([], name=tab.removesuffix(" 2")), lang=lang)
    assert next(iter(found)) == tab
    assert found[tab][0][0] == first
    assert not {"Status", "Estado", "sf id"} & set(found[tab][0])


def test_a_tab_that_is_there_stays_whatever_its_language() -> None:
    sheet = Sheet(
        ["Name", "Email"],
        ["Ana"],
        others={
            "Estrategia": [["Ajuste", "Valor"]],
            "Calendario": [["Festivo"]],
            "Personas": [["Nombre", "Capacidad"]],
            "Mensajes": [["Mensaje", "Texto"]],
            "Registro de contactos": [["Fecha", "Lead", "Entrada/salida"]],
            "Hoy": [["Estado", "Anuncia"]],
            "Guía": [["Usted escribe"]],
        },
    )
    assert added(sheet) == {}


@pytest.mark.parametrize(
    ("headings", "name", "row"),
    [
        (["Name", "Email", "Owner"], "People", "Name Email Phone Capacity Digest Language"),
        (
            ["Nombre", "Correo", "Responsable"],
            "Personas",
            "Nombre Correo Teléfono Capacidad Resumen Idioma",
        ),
    ],
)
def test_the_people_of_the_team_are_theirs_to_write(
    headings: list[str], name: str, row: str
) -> None:
    assert added(Sheet(headings, ["Ana", "ana@example.com", "Maya"]))[name] == [tuple(row.split())]


def test_a_workbook_adopted_before_there_was_the_tab_gets_it() -> None:
    sheet = Sheet(
        ["Name", "Email"],
        ["Ana"],
        others={"Playbook": [["Setting", "Value"]], "Calendar": [["Holiday"]]},
    )
    assert "People" in added(sheet)
    assert not {"Playbook", "Calendar"} & added(sheet).keys()
    sheet.apply(tabs_to_add(sheet, OPTIONS, None))
    assert added(sheet) == {}


def test_leads_in_a_tab_of_that_name_stay_leads_and_ours_stands_beside() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"], name="People")
    assert "People (sf)" in added(sheet)
    sheet.apply(tabs_to_add(sheet, OPTIONS, None))
    plan, _ = sheet.look()
    assert [row.name for row in plan.rows] == ["Ana"]
    assert added(sheet) == {}


def test_what_is_typed_into_the_new_tab_counts() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"])
    sheet.apply(tabs_to_add(sheet, OPTIONS, None))
    sheet.tabs["People"].append(["Maya", None, None, 5])
    assert sheet.look()[1].playbook.people["maya"].capacity == 5


def test_adding_tabs_plans_no_cell_of_the_leads() -> None:
    changes = tabs_to_add(Sheet(["Name", "Email"], ["Ana"]), OPTIONS, None)
    assert (changes.tabs, changes.state) == ((), None)


def test_what_was_added_reads_back_as_the_defaults() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"])
    before = sheet.plan().rows
    sheet.apply(tabs_to_add(sheet, OPTIONS, None))
    plan, book = sheet.look()
    assert [row.decision for row in plan.rows] == [row.decision for row in before]
    assert book.playbook.holidays == frozenset()


def test_a_country_fills_the_calendar_where_people_see_it() -> None:
    sheet = Sheet(["Nombre", "Correo"], ["Ana"])
    sheet.apply(tabs_to_add(sheet, OPTIONS, "es"))
    book = sheet.look()[1]
    assert {date(2026, 12, 25), date(2027, 1, 6)} <= book.playbook.holidays
    assert book.playbook.country == "ES"


def language_row(sheet: Sheet, **options: Any) -> object:
    (row,) = [row for row in added(sheet, **options)["Estrategia"] if row and row[0] == "Idioma"]
    return row[1]


def test_a_language_that_is_asked_for_is_kept_in_the_playbook() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"])
    assert language_row(sheet, lang="es") == "es"
    sheet.apply(tabs_to_add(sheet, Options(TODAY, "es"), None))
    assert sheet.look()[0].lang == "es"


def test_without_one_the_row_stays_blank() -> None:
    assert language_row(Sheet(["Nombre", "Correo"], ["Ana"])) is None


def test_a_playbook_that_is_there_keeps_its_language() -> None:
    sheet = Sheet(
        ["Name", "Email"], ["Ana"], others={"Playbook": [["Setting", "Value"], ["Language", "en"]]}
    )
    assert "Playbook" not in added(sheet, lang="es")


def test_an_empty_workbook_is_filled_in_the_language_of_its_playbook() -> None:
    sheet = Sheet(
        [], name="Sheet1", others={"Playbook": [["Setting", "Value"], ["Language", "es"]]}
    )
    found = list(added(sheet))
    assert (found[0], "Estrategia" in found, "Calendario" in found) == ("Contactos", False, True)


@pytest.mark.parametrize("headings", [["Nombre", "Correo"], []])
def test_a_country_that_nobody_knows_is_told_in_the_language_of_the_workbook(
    headings: list[str],
) -> None:
    with pytest.raises(ConfigError) as caught:
        tabs_to_add(Sheet(headings), Options(TODAY, None if headings else "es"), "XX")
    assert caught.value.lang == "es"


@pytest.mark.parametrize(
    ("country", "lang", "name"),
    [
        ("ES", "es", "Navidad"),
        ("ES", "en", "Christmas Day"),
        ("GB", "en", "Christmas Day"),
        ("ES-CT", "es", "Sant"),
    ],
)
def test_holidays_carry_their_names(country: str, lang: str, name: str) -> None:
    assert any(
        name in text or (lang == "es" and "San" in text)
        for _, text in holiday_rows(country, lang, (2026,))
    )


@pytest.mark.parametrize("country", ["QQ", "ES-QQ", "Spain", "ESP", "ES-", ""])
def test_an_unknown_country_is_a_configuration_error(country: str) -> None:
    with pytest.raises(ConfigError):
        holiday_rows(country, "en", (2026,))


def test_a_new_workbook_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_text("mine")
    with pytest.raises(ConfigError):
        new_workbook(path, OPTIONS, None)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["leads.csv", "leads", "leads.xlsm", "none/leads.xlsx"])
def test_a_new_workbook_needs_a_folder_and_the_right_ending(tmp_path: Path, name: str) -> None:
    with pytest.raises((ConfigError, AccessError)):
        new_workbook(tmp_path / name, OPTIONS, None)
    assert not (tmp_path / name).exists()


# ── the zone ──────────────────────────────────────────────────────────────────────────────────


def zone_in(tabs: dict[str, list[tuple[object, ...]]]) -> object:
    rows = tabs.get("Playbook") or tabs["Estrategia"]
    return next(row[1] for row in rows if row and row[0] in ("Time zone", "Zona horaria"))


@pytest.mark.parametrize(
    ("country", "zone"),
    [("GB", "Europe/London"), ("ES", "America/Lima"), (None, "America/Lima")],
)
def test_the_zone_of_the_country_or_of_the_machine_is_written_down(
    country: str | None, zone: str
) -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"])
    assert zone_in(added(sheet, country, zone="America/Lima")) == zone
    assert zone_in(added(Sheet([]), country, zone="America/Lima")) == zone


def test_the_zone_of_the_machine_that_first_wrote_is_written_down() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"])
    sheet.sync(zone="Asia/Tokyo")
    assert zone_in(added(sheet, zone="America/Lima")) == "Asia/Tokyo"


def test_a_zone_that_was_written_down_is_that_of_later_runs() -> None:
    sheet = Sheet(["Nombre", "Correo"], ["Ana"])
    sheet.apply(tabs_to_add(sheet, Options(TODAY, zone="America/Lima"), None))
    assert sheet.look(zone="Asia/Tokyo")[1].playbook.time_zone == "America/Lima"


def test_a_sheet_that_says_its_zone_goes_on_saying_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"])
    snapshot = replace(sheet.read(), time_zone="Europe/Madrid", shared=True)
    monkeypatch.setattr(sheet, "read", lambda: snapshot)
    assert zone_in(added(sheet, "GB", zone="America/Lima")) is None


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_new_workbook_says_its_zone(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    new_workbook(path, Options(TODAY, lang, zone="America/Lima"), None)
    _, book = look(open_target(str(path)), Options(TODAY, zone="Asia/Tokyo"))
    assert book.playbook.time_zone == "America/Lima"


@pytest.mark.parametrize(
    ("country", "zone"),
    [("GB", "Europe/London"), ("gb-eng", "Europe/London"), ("CO", "America/Bogota"), ("ES", None)],
)
def test_a_country_with_one_zone_has_that(country: str, zone: str | None) -> None:
    assert country_zone(country) == zone


# ── the machine's own ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("UTC", "UTC"),
        (None, "UTC"),
        ("Nowhere/Land", "UTC"),
        (ZoneInfoNotFoundError("conflicting"), "UTC"),
        (OSError("locked"), "UTC"),
    ],
)
def test_the_zone_of_the_machine_is_what_it_is_called_or_utc(
    said: str | Exception | None, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named() -> str | None:
        if isinstance(said, Exception):
            raise said
        return said

    monkeypatch.setattr("tzlocal.get_localzone_name", named)
    assert machine_zone() == zone
