"""doctor of a Google Sheet: how it is reached, what keeps us out, what the sheet says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from google.auth import _helpers

from sheetflow.backends.google.client import faults
from tests.sheets_server.faults import BY_NAME
from tests.sheets_server.people import Person
from tests.sheets_server.server import ROBOT
from tests.support.desks import Desk, desk_in

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact"]
ANA = ["Ana Peña", "ana@example.com", "Eva", "New", "2026-11-19"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk_in(tmp_path, monkeypatch) as found:
        found.type(HEADINGS, ANA)
        yield found


def told(desk: Desk, *words: str) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(desk.run("doctor", "--json", *words).out)[
        "findings"
    ]
    return findings


def told_of(desk: Desk, word: str, *words: str) -> dict[str, Any]:
    """The one finding with that word."""
    (found,) = [finding for finding in told(desk, *words) if word in finding["text"]]
    return found


def protect(desk: Desk, tab: str = "", **what: Any) -> None:
    """Marta protects a range, for herself alone."""
    person: Person = desk.person(tab)
    protected = {"range": {"sheetId": person.sheet.id, **what.pop("range", {})}, **what}
    person._change("addProtectedRange", protectedRange=protected)


def column_of(desk: Desk, heading: str) -> int:
    return desk.person().values()[0].index(heading)


def test_a_sheet_that_is_well_ends_with_nought_after_three_reads(desk: Desk) -> None:
    desk.book.properties["timeZone"] = "Europe/Madrid"
    assert desk.run("doctor").code == 0
    assert desk.sent == (3, 0)


def test_the_address_of_the_account_is_named_with_what_to_do(desk: Desk) -> None:
    found = told_of(desk, "may be edited")
    assert (found["level"], found["fix"]) == (
        "note",
        f"share the sheet with {ROBOT} as Editor; the first sync tells",
    )


def test_after_a_sync_it_is_known_that_we_could_write(desk: Desk) -> None:
    desk.run("sync")
    told = told_of(desk, "an earlier sync could write")
    assert (told["level"], "whether the next one may" in told["text"]) == ("ok", True)


def test_a_sheet_that_is_not_shared_ends_with_77_and_names_the_account(desk: Desk) -> None:
    desk.server.share(desk.book.id, role="")
    key, error = told(desk)
    assert (key["level"], error["level"], error["exit_code"]) == ("ok", "fix", 77)
    assert error["fix"] == f"Share the sheet with {ROBOT} as Editor."
    assert desk.sent == (1, 0)


def test_a_key_that_others_may_read_is_the_finding(desk: Desk) -> None:
    desk.key.chmod(0o644)
    (found,) = told(desk)
    assert (found["exit_code"], found["fix"]) == (78, f"Run: chmod 600 {desk.key}")


def test_a_key_in_a_work_tree_is_the_finding(desk: Desk) -> None:
    (desk.key.parent / ".git").mkdir()
    (found,) = told(desk)
    assert found["exit_code"] == 78
    assert "git repository" in found["text"]


def test_a_key_that_google_does_not_know_any_more_ends_with_77(desk: Desk) -> None:
    desk.server.key_file(desk.key, "another-robot@northwind-leads.iam.gserviceaccount.com")
    content = json.loads(desk.key.read_text())
    desk.key.write_text(json.dumps(content | {"client_email": ROBOT}))
    assert [f["exit_code"] for f in told(desk)] == [0, 77]


def test_a_clock_that_is_two_hours_late_is_told_with_how_to_set_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) - timedelta(hours=2)

    monkeypatch.setattr(faults, "datetime", Late)
    monkeypatch.setattr(
        _helpers, "utcnow", lambda: datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=2)
    )
    key, error = told(desk)
    assert (key["exit_code"], error["exit_code"]) == (0, 77)
    assert "the clock of this machine is 120 minutes off" in error["text"]
    assert "timedatectl" in error["fix"]


def test_without_any_credentials_it_says_how_to_get_some(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.setenv("HOME", str(desk.key.parent))
    (found,) = told(desk)
    assert (found["exit_code"], found["text"]) == (78, "There are no Google credentials.")
    assert "[google] key" in found["fix"]


def test_the_account_that_we_act_as_is_named(desk: Desk) -> None:
    lent = "leads@northwind-leads.iam.gserviceaccount.com"
    (desk.key.parent / "sheetflow.toml").write_text(
        f'[google]\nkey = "key.json"\nimpersonate = "{lent}"\n'
    )
    desk.server.share(desk.book.id, desk.server.account(lent).email)
    refused = told_of(desk, "does not let us act as")
    assert (refused["exit_code"], f"give {ROBOT} the role" in refused["fix"]) == (77, True)
    assert told_of(desk, "is to act as")["level"] == "note"
    desk.server.gate.may_act_as.add((ROBOT, lent))
    assert told_of(desk, "acts as")["text"] == f"acts as {lent}"
    assert (
        told_of(desk, "read the sheet")["text"]
        == f"Google lets {lent} read the sheet 'Leads of the team'"
    )


def test_change_detection_is_tried_where_it_is_asked_for(desk: Desk) -> None:
    (desk.key.parent / "sheetflow.toml").write_text("[google]\nchange_detection = true\n")
    assert told_of(desk, "Google Drive tells")["level"] == "ok"
    desk.server.faults.when(lambda entry: entry.kind == "drive", BY_NAME["403 PERMISSION_DENIED"])
    assert [f["exit_code"] for f in told(desk) if f["exit_code"]] == [77]


def test_a_sheet_that_is_not_there_ends_with_78(desk: Desk) -> None:
    del desk.server.world.spreadsheets[desk.book.id]
    assert [f["exit_code"] for f in told(desk)] == [0, 78]


def test_a_protected_column_of_ours_is_named_and_ends_with_77(desk: Desk) -> None:
    desk.run("sync")
    at = column_of(desk, "Why")
    protect(desk, range={"startColumnIndex": at, "endColumnIndex": at + 1})
    found = told_of(desk, "protected range")
    assert found["text"] == f"tab 'Sheet1': a protected range keeps {ROBOT} out of Why"
    assert found["exit_code"] == 77
    assert ROBOT in found["fix"]


def test_what_is_named_as_keeping_us_out_does_keep_a_sync_out(desk: Desk) -> None:
    desk.run("sync")
    at = column_of(desk, "Next contact")
    protect(desk, range={"startColumnIndex": at, "endColumnIndex": at + 1})
    desk.person().type(2, 5, "2026-11-20")
    assert desk.run("sync").code == 77
    assert told_of(desk, "protected range")["exit_code"] == 77


def test_a_protected_range_over_cells_of_the_team_keeps_nobody_out(desk: Desk) -> None:
    desk.run("sync")
    protect(desk, range={"startColumnIndex": 0, "endColumnIndex": 2})
    protect(desk, range={"endRowIndex": 1, "endColumnIndex": column_of(desk, "Status")})
    assert not any("protected range" in finding["text"] for finding in told(desk))


@pytest.mark.parametrize(
    "rows",
    [{"endRowIndex": 1}, {"startRowIndex": 1, "endRowIndex": 2}],
    ids=["the heading", "a lead"],
)
def test_a_single_protected_row_keeps_us_out_of_all_our_columns(
    desk: Desk, rows: dict[str, int]
) -> None:
    desk.run("sync")
    protect(desk, range=rows)
    desk.person().type(3, 0, "Nora Byrne")
    assert desk.run("sync").code == 77
    assert "out of Status, Next contact" in told_of(desk, "protected range")["text"]


def test_a_protected_tab_keeps_out_the_columns_to_come(desk: Desk) -> None:
    protect(desk)
    assert "out of Status, Next contact" in told_of(desk, "protected range")["text"]


def test_a_protected_tab_with_our_columns_left_open_is_well(desk: Desk) -> None:
    desk.run("sync")
    first = column_of(desk, "Status")
    protect(
        desk,
        unprotectedRanges=[{"sheetId": 0, "startColumnIndex": first, "endColumnIndex": first + 9}],
    )
    assert not any("protected range" in finding["text"] for finding in told(desk))


def test_a_range_that_only_warns_or_that_we_may_edit_is_well(desk: Desk) -> None:
    protect(desk, warningOnly=True)
    protect(desk, editors={"users": [ROBOT]})
    assert not any("protected range" in finding["text"] for finding in told(desk))


def test_a_protected_hidden_tab_ends_with_77(desk: Desk) -> None:
    desk.run("sync")
    protect(desk, "_sheetflow")
    assert told_of(desk, "tab '_sheetflow'")["exit_code"] == 77


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_US", "becomes 5 Apr"),
        ("en_GB", "becomes 4 May"),
        ("de_DE", "becomes 4 May"),
        ("en_CA", "locale en_CA"),
    ],
)
def test_the_locale_tells_what_a_typed_date_becomes(desk: Desk, locale: str, text: str) -> None:
    desk.book.properties["locale"] = locale
    found = told_of(desk, f"locale {locale}", "--lang", "en")
    assert found["level"] == "ok"
    assert found["text"].endswith(text)


def test_a_locale_of_another_language_than_the_headings_is_told(desk: Desk) -> None:
    desk.book.properties["locale"] = "es_ES"
    found = told_of(desk, "configuración regional es_ES")
    assert found["level"] == "note"
    assert "Archivo > Configuración" in found["fix"]


@pytest.mark.parametrize(
    ("zone", "level", "text"),
    [
        ("Europe/Madrid", "ok", "time zone Europe/Madrid: a day begins when it begins there"),
        ("Etc/GMT", "note", "time zone Etc/GMT: the days change at midnight UTC"),
        ("Mars/Olympus", "note", "the time zone 'Mars/Olympus' of the sheet is not known"),
    ],
)
def test_the_time_zone_is_judged(desk: Desk, zone: str, level: str, text: str) -> None:
    desk.book.properties["timeZone"] = zone
    found = told_of(desk, "time zone")
    assert found["level"] == level
    assert found["text"].startswith(text)


def test_the_quota_of_the_account_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "50,30")
    assert told_of(desk, "a minute")["text"].startswith("at most 50 reads and 30 writes a minute")


def test_requests_that_cannot_be_counted_together_are_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "50")
    (tmp_path / "cache").write_text("no folder")
    assert told_of(desk, "other runs")["level"] == "note"


def test_an_empty_spreadsheet_is_told_what_fills_it(desk: Desk) -> None:
    desk.person().clear(1, 0, 5, 9)
    found = told_of(desk, "workbook is empty")
    assert (found["exit_code"], found["fix"]) == (
        78,
        f"sheetflow init '{desk.url}' adds a tab with headings to type under",
    )


def test_the_holidays_to_ask_for_are_those_of_the_locale(desk: Desk) -> None:
    for locale, country in (("en_US", "US"), ("es_MX", "MX"), ("es_419", "ES")):
        desk.book.properties["locale"] = locale
        (fix,) = [finding["fix"] for finding in told(desk) if "--country" in finding["fix"]]
        assert f" --country {country} " in fix


@pytest.mark.parametrize("headings", [["Nombre", "Alta", "Alta", "Etapa"], [], ["Fruta", "Peso"]])
def test_a_sheet_in_spanish_is_spoken_to_in_spanish_whatever_is_wrong_with_it(
    desk: Desk, headings: list[str]
) -> None:
    desk.person().clear(1, 0, 5, 9)
    desk.type(headings or [""])
    desk.book.properties["locale"] = "es_ES"
    said = desk.run("doctor").out.replace("Leads of the team", "")
    assert "configuración regional" in said
    assert not any(word in said for word in (" the ", " two ", " tab ", "rename", "headings"))
    for command in ("plan", "sync"):
        assert not any(
            word in desk.run(command).err for word in (" the ", " two ", "headings", "rename")
        )


def test_the_language_of_the_playbook_goes_before_that_of_the_locale(desk: Desk) -> None:
    desk.run("init", "--lang", "es")
    desk.person().type(1, len(desk.person().values()[0]), "Since")
    said = desk.run("doctor").out
    assert "dos columnas dicen ser Alta" in said
    assert "locale" not in said


def test_it_speaks_spanish_to_the_last_line(desk: Desk) -> None:
    desk.person().clear(1, 0, 5, 9)
    desk.type(["Nombre", "Correo", "Etapa"], ["Ana Peña", "ana@example.com", ""])
    desk.book.properties["locale"] = "es_ES"
    ran = desk.run("doctor", "-v")
    assert "Google deja leer la hoja 'Leads of the team' a" in ran.out
    assert "peticiones a Google: 3 lecturas" in ran.err
    told = ran.out.replace("Leads of the team", "")
    assert not any(word in told for word in (" the ", " sheet ", " locale "))
