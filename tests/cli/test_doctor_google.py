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
from tests.support.command_on_google import GoogleSheet, google_sheet_in

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact"]
ANA = ["Ana Peña", "ana@example.com", "Eva", "New", "2026-11-19"]


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleSheet]:
    with google_sheet_in(tmp_path, monkeypatch) as found:
        found.type(HEADINGS, ANA)
        yield found


def told(sheet: GoogleSheet, *words: str) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(sheet.run("doctor", "--json", *words).out)[
        "findings"
    ]
    return findings


def told_of(sheet: GoogleSheet, word: str, *words: str) -> dict[str, Any]:
    """The one finding with that word."""
    (found,) = [finding for finding in told(sheet, *words) if word in finding["text"]]
    return found


def protect(sheet: GoogleSheet, tab: str = "", **what: Any) -> None:
    """Marta protects a range, for herself alone."""
    person: Person = sheet.person(tab)
    protected = {"range": {"sheetId": person.sheet.id, **what.pop("range", {})}, **what}
    person._change("addProtectedRange", protectedRange=protected)


def column_of(sheet: GoogleSheet, heading: str) -> int:
    return sheet.person().values()[0].index(heading)


def test_a_sheet_that_is_well_ends_with_nought_after_three_reads(sheet: GoogleSheet) -> None:
    sheet.book.properties["timeZone"] = "Europe/Madrid"
    assert sheet.run("doctor").code == 0
    assert sheet.sent == (3, 0)


def test_the_address_of_the_account_is_named_with_what_to_do(sheet: GoogleSheet) -> None:
    found = told_of(sheet, "may be edited")
    assert (found["level"], found["fix"]) == (
        "note",
        f"share the sheet with {ROBOT} as Editor; the first sync tells",
    )


def test_after_a_sync_it_is_known_that_we_could_write(sheet: GoogleSheet) -> None:
    sheet.run("sync")
    told = told_of(sheet, "an earlier sync could write")
    assert (told["level"], "whether the next one may" in told["text"]) == ("ok", True)


def test_a_sheet_that_is_not_shared_ends_with_77_and_names_the_account(
    sheet: GoogleSheet,
) -> None:
    sheet.server.share(sheet.book.id, role="")
    key, error = told(sheet)
    assert (key["level"], error["level"], error["exit_code"]) == ("ok", "fix", 77)
    assert error["fix"] == f"Share the sheet with {ROBOT} as Editor."
    assert sheet.sent == (1, 0)


def test_a_key_that_others_may_read_is_the_finding(sheet: GoogleSheet) -> None:
    sheet.key.chmod(0o644)
    (found,) = told(sheet)
    assert (found["exit_code"], found["fix"]) == (78, f"Run: chmod 600 {sheet.key}")


def test_a_key_in_a_work_tree_is_the_finding(sheet: GoogleSheet) -> None:
    (sheet.key.parent / ".git").mkdir()
    (found,) = told(sheet)
    assert found["exit_code"] == 78
    assert "git repository" in found["text"]


def test_a_key_that_google_does_not_know_any_more_ends_with_77(sheet: GoogleSheet) -> None:
    sheet.server.key_file(sheet.key, "another-robot@northwind-leads.iam.gserviceaccount.com")
    content = json.loads(sheet.key.read_text())
    sheet.key.write_text(json.dumps(content | {"client_email": ROBOT}))
    assert [f["exit_code"] for f in told(sheet)] == [0, 77]


def test_a_clock_that_is_two_hours_late_is_told_with_how_to_set_it(
    sheet: GoogleSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) - timedelta(hours=2)

    monkeypatch.setattr(faults, "datetime", Late)
    monkeypatch.setattr(
        _helpers, "utcnow", lambda: datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=2)
    )
    key, error = told(sheet)
    assert (key["exit_code"], error["exit_code"]) == (0, 77)
    assert "the clock of this machine is 120 minutes off" in error["text"]
    assert "timedatectl" in error["fix"]


def test_without_any_credentials_it_says_how_to_get_some(
    sheet: GoogleSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.setenv("HOME", str(sheet.key.parent))
    found, _ = told(sheet)
    assert (found["exit_code"], found["text"]) == (78, "There are no Google credentials.")
    assert "[google] key" in found["fix"]


def test_the_account_that_we_act_as_is_named(sheet: GoogleSheet) -> None:
    lent = "leads@northwind-leads.iam.gserviceaccount.com"
    (sheet.key.parent / "sheetflow.toml").write_text(
        f'[google]\nkey = "key.json"\nimpersonate = "{lent}"\n'
    )
    sheet.server.share(sheet.book.id, sheet.server.account(lent).email)
    refused = told_of(sheet, "does not let us act as")
    assert (refused["exit_code"], f"give {ROBOT} the role" in refused["fix"]) == (77, True)
    assert told_of(sheet, "is to act as")["level"] == "note"
    sheet.server.gate.may_act_as.add((ROBOT, lent))
    assert told_of(sheet, "acts as")["text"] == f"acts as {lent}"
    assert (
        told_of(sheet, "read the sheet")["text"]
        == f"Google lets {lent} read the sheet 'Leads of the team'"
    )


def test_change_detection_is_tried_where_it_is_asked_for(sheet: GoogleSheet) -> None:
    (sheet.key.parent / "sheetflow.toml").write_text("[google]\nchange_detection = true\n")
    assert told_of(sheet, "Google Drive tells")["level"] == "ok"
    sheet.server.faults.when(lambda entry: entry.kind == "drive", BY_NAME["403 PERMISSION_DENIED"])
    assert [f["exit_code"] for f in told(sheet) if f["exit_code"]] == [77]


def test_a_sheet_that_is_not_there_ends_with_78(sheet: GoogleSheet) -> None:
    del sheet.server.world.spreadsheets[sheet.book.id]
    assert [f["exit_code"] for f in told(sheet)] == [0, 78]


def test_a_protected_column_of_ours_is_named_and_ends_with_77(sheet: GoogleSheet) -> None:
    sheet.run("sync")
    at = column_of(sheet, "Why")
    protect(sheet, range={"startColumnIndex": at, "endColumnIndex": at + 1})
    assert not any("protected range" in finding["text"] for finding in told(sheet))
    sheet.person().type(3, 0, "Nora Byrne")
    found = told_of(sheet, "protected range")
    assert found["text"] == f"tab 'Sheet1': a protected range keeps {ROBOT} out of Why"
    assert found["exit_code"] == 77
    assert ROBOT in found["fix"]


def test_what_is_named_as_keeping_us_out_does_keep_a_sync_out(sheet: GoogleSheet) -> None:
    sheet.run("sync")
    at = column_of(sheet, "Next contact")
    protect(sheet, range={"startColumnIndex": at, "endColumnIndex": at + 1})
    sheet.person().type(2, 5, "2026-11-20")
    assert sheet.run("sync").code == 77
    assert told_of(sheet, "protected range")["exit_code"] == 77


def test_a_protected_range_over_cells_of_the_team_keeps_nobody_out(
    sheet: GoogleSheet,
) -> None:
    sheet.run("sync")
    protect(sheet, range={"startColumnIndex": 0, "endColumnIndex": 2})
    protect(sheet, range={"endRowIndex": 1, "endColumnIndex": column_of(sheet, "Status")})
    assert not any("protected range" in finding["text"] for finding in told(sheet))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"endRowIndex": 1}, 0),
        ({"startRowIndex": 1, "endRowIndex": 2}, 0),
        ({"startRowIndex": 2, "endRowIndex": 3}, 77),
    ],
    ids=["the heading", "a lead", "the new lead"],
)
def test_a_protected_row_keeps_us_out_only_where_it_is_to_be_written(
    sheet: GoogleSheet, rows: dict[str, int], code: int
) -> None:
    sheet.run("sync")
    protect(sheet, range=rows)
    sheet.person().type(3, 0, "Nora Byrne")
    named = [f["text"] for f in told(sheet) if "protected range" in f["text"]]
    assert any("out of Status" in text for text in named) is (code == 77)
    assert sheet.run("sync").code == code


def test_a_protected_tab_keeps_out_the_columns_to_come(sheet: GoogleSheet) -> None:
    protect(sheet)
    assert "out of Status, Next contact" in told_of(sheet, "protected range")["text"]


def test_a_protected_tab_with_our_columns_left_open_is_well(sheet: GoogleSheet) -> None:
    sheet.run("sync")
    first = column_of(sheet, "Status")
    protect(
        sheet,
        unprotectedRanges=[{"sheetId": 0, "startColumnIndex": first, "endColumnIndex": first + 9}],
    )
    assert not any("protected range" in finding["text"] for finding in told(sheet))


def test_a_range_that_only_warns_or_that_we_may_edit_is_well(sheet: GoogleSheet) -> None:
    protect(sheet, warningOnly=True)
    protect(sheet, editors={"users": [ROBOT]})
    assert not any("protected range" in finding["text"] for finding in told(sheet))


def test_a_protected_hidden_tab_ends_with_77(sheet: GoogleSheet) -> None:
    sheet.run("sync")
    protect(sheet, "_sheetflow")
    assert told_of(sheet, "tab '_sheetflow'")["exit_code"] == 77


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_US", "becomes 5 Apr"),
        ("en_GB", "becomes 4 May"),
        ("de_DE", "becomes 4 May"),
        ("en_CA", "locale en_CA"),
    ],
)
def test_the_locale_tells_what_a_typed_date_becomes(
    sheet: GoogleSheet, locale: str, text: str
) -> None:
    sheet.book.properties["locale"] = locale
    found = told_of(sheet, f"locale {locale}", "--lang", "en")
    assert found["level"] == "ok"
    assert found["text"].endswith(text)


def test_a_locale_of_another_language_than_the_headings_is_told(sheet: GoogleSheet) -> None:
    sheet.book.properties["locale"] = "es_ES"
    found = told_of(sheet, "configuración regional es_ES")
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
def test_the_time_zone_is_judged(sheet: GoogleSheet, zone: str, level: str, text: str) -> None:
    sheet.book.properties["timeZone"] = zone
    found = told_of(sheet, "time zone")
    assert found["level"] == level
    assert found["text"].startswith(text)


def test_the_quota_of_the_account_is_named(
    sheet: GoogleSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "50,30")
    assert told_of(sheet, "a minute")["text"].startswith("at most 50 reads and 30 writes a minute")


def test_requests_that_cannot_be_counted_together_are_told(
    sheet: GoogleSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "50")
    (tmp_path / "cache").write_text("no folder")
    assert told_of(sheet, "other runs")["level"] == "note"


def test_an_empty_spreadsheet_is_told_what_fills_it(sheet: GoogleSheet) -> None:
    sheet.person().clear(1, 0, 5, 9)
    found = told_of(sheet, "workbook is empty")
    assert (found["exit_code"], found["fix"]) == (
        78,
        f"sheetflow init '{sheet.url}' adds a tab with headings to type under",
    )


def test_the_holidays_to_ask_for_are_those_of_the_locale(sheet: GoogleSheet) -> None:
    for locale, country in (("en_US", "US"), ("es_MX", "MX"), ("es_419", "ES")):
        sheet.book.properties["locale"] = locale
        (fix,) = [finding["fix"] for finding in told(sheet) if "--country" in finding["fix"]]
        assert f" --country {country} " in fix


@pytest.mark.parametrize("headings", [["Nombre", "Alta", "Alta", "Etapa"], [], ["Fruta", "Peso"]])
def test_a_sheet_in_spanish_is_spoken_to_in_spanish_whatever_is_wrong_with_it(
    sheet: GoogleSheet, headings: list[str]
) -> None:
    sheet.person().clear(1, 0, 5, 9)
    sheet.type(headings or [""])
    sheet.book.properties["locale"] = "es_ES"
    said = sheet.run("doctor").out.replace("Leads of the team", "")
    assert "configuración regional" in said
    assert not any(word in said for word in (" the ", " two ", " tab ", "rename", "headings"))
    for command in ("plan", "sync"):
        assert not any(
            word in sheet.run(command).err for word in (" the ", " two ", "headings", "rename")
        )


def test_the_language_of_the_playbook_goes_before_that_of_the_locale(
    sheet: GoogleSheet,
) -> None:
    sheet.run("init", "--lang", "es")
    sheet.person().type(1, len(sheet.person().values()[0]), "Since")
    said = sheet.run("doctor").out
    assert "Since también dice Alta y no se usa" in said
    assert "locale" not in said


def test_it_speaks_spanish_to_the_last_line(sheet: GoogleSheet) -> None:
    sheet.person().clear(1, 0, 5, 9)
    sheet.type(["Nombre", "Correo", "Etapa"], ["Ana Peña", "ana@example.com", ""])
    sheet.book.properties["locale"] = "es_ES"
    ran = sheet.run("doctor", "-v")
    assert "Google deja leer la hoja 'Leads of the team' a" in ran.out
    assert "peticiones a Google: 3 lecturas" in ran.err
    told = ran.out.replace("Leads of the team", "")
    assert not any(word in told for word in (" the ", " sheet ", " locale "))


def test_a_spreadsheet_without_room_for_our_columns_is_told_before_a_sync(
    sheet: GoogleSheet,
) -> None:
    sheet.book.sheets[0].properties["gridProperties"] = {"rowCount": 384_000, "columnCount": 26}
    found = told_of(sheet, "ten million cells")
    assert (found["level"], "blank rows" in found["fix"]) == ("fix", True)
    ended = sheet.run("sync")
    assert (ended.code, "ten million cells" in ended.err) == (78, True)
