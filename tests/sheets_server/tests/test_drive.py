"""The test server's Drive: files, permissions, comments, export, as gspread and others ask for
them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import openpyxl
import pytest
import requests

from tests.sheets_server import ROBOT, Server
from tests.sheets_server.queries import matching
from tests.support.loopback_client import DRIVE, Ask, asking, client, credentials, serving, session

FILES = "/drive/v3/files"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
ANA = "ana.serrano@example.com"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=7) as started:
        yield started


@pytest.fixture
def ask(server: Server) -> Iterator[Ask]:
    with asking(server) as found:
        yield found


@pytest.fixture
def sheets(server: Server, tmp_path: Path) -> Iterator[gspread.Client]:
    with session(credentials(server, tmp_path)) as opened:
        yield client(server, opened)


def reason(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["errors"][0]["reason"]


def test_a_created_file_is_shown_with_four_fields_unless_others_are_asked_for(
    ask: Ask,
) -> None:
    made = ask("POST", FILES, json={"name": "Leads", "mimeType": SPREADSHEET}).json()
    assert made == {
        "kind": "drive#file",
        "id": made["id"],
        "name": "Leads",
        "mimeType": SPREADSHEET,
    }
    assert ask("GET", f"{FILES}/{made['id']}?fields=name,owners/emailAddress").json() == {
        "name": "Leads",
        "owners": [{"emailAddress": ROBOT}],
    }


def test_a_field_that_files_do_not_have_is_refused(ask: Ask) -> None:
    assert reason(ask("GET", FILES + "?fields=files(id,colour)")) == (400, "invalidParameter")


def test_a_file_that_is_not_there_or_not_shared_is_not_found(server: Server, ask: Ask) -> None:
    hidden = server.world.create("Leads", owner=ANA)
    assert reason(ask("GET", f"{FILES}/{hidden.id}")) == (404, "notFound")
    assert reason(ask("DELETE", f"{FILES}/nothing")) == (404, "notFound")


def test_only_the_owner_may_delete(server: Server, ask: Ask) -> None:
    book = server.world.create("Leads", owner=ANA)
    server.share(book.id)
    assert reason(ask("DELETE", f"{FILES}/{book.id}")) == (403, "insufficientFilePermissions")
    server.share(book.id, role="owner")
    assert ask("DELETE", f"{FILES}/{book.id}").status_code == 204
    assert reason(ask("GET", f"{FILES}/{book.id}")) == (404, "notFound")


def test_a_write_through_sheets_makes_the_file_younger(server: Server, ask: Ask) -> None:
    book = server.world.create("Leads")
    where = f"{FILES}/{book.id}?fields=modifiedTime,version"
    before = ask("GET", where).json()
    ask("GET", f"/v4/spreadsheets/{book.id}")
    assert ask("GET", where).json() == before
    ask(
        "PUT",
        f"/v4/spreadsheets/{book.id}/values/A1?valueInputOption=RAW",
        json={"values": [["Ana"]]},
    )
    after = ask("GET", where).json()
    assert after["modifiedTime"] > before["modifiedTime"]
    assert int(after["version"]) > int(before["version"])


def test_a_person_at_work_makes_the_file_younger(server: Server, ask: Ask) -> None:
    book = server.world.create("Leads")
    where = f"{FILES}/{book.id}?fields=modifiedTime"
    before = ask("GET", where).json()
    server.person(book).type(1, 0, "Name")
    assert ask("GET", where).json()["modifiedTime"] > before["modifiedTime"]


def test_a_file_renamed_in_drive_is_renamed_in_sheets(server: Server, ask: Ask) -> None:
    book = server.world.create("Leads")
    assert (
        ask("PATCH", f"{FILES}/{book.id}", json={"name": "Leads 2026"}).json()["name"]
        == "Leads 2026"
    )
    found = ask("GET", f"/v4/spreadsheets/{book.id}?fields=properties.title").json()
    assert found == {"properties": {"title": "Leads 2026"}}


# Lists and searches


def test_a_list_comes_in_pages(server: Server, ask: Ask) -> None:
    for number in range(4):
        server.world.create(f"Leads {number}")
    names, token = [], ""
    for _ in range(2):
        query = {
            "pageSize": 2,
            "orderBy": "name desc",
            "pageToken": token,
            "fields": "nextPageToken,files(name)",
        }
        page = ask("GET", FILES, params=query).json()
        names.append([found["name"] for found in page["files"]])
        token = page.get("nextPageToken", "")
    assert names == [["Leads 3", "Leads 2"], ["Leads 1", "Leads 0"]]
    assert token == ""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ana's leads", "Fleet", "Team"]),
        (f'mimeType="{SPREADSHEET}"', ["Ana's leads", "Fleet"]),
        (f"mimeType != '{SPREADSHEET}'", ["Team"]),
        (r"name = 'Ana\'s leads'", ["Ana's leads"]),
        ("name contains 'lea'", ["Ana's leads"]),
        ("name contains 'eads'", []),
        ("'team' in parents", ["Fleet"]),
        ('parents in "team"', ["Fleet"]),
        ("trashed = true", ["Team"]),
        ("not trashed = true and createdTime > '2026-02-01T00:00:00'", ["Fleet"]),
        ("(name = 'Fleet' or name = 'Team') and trashed = false", ["Fleet"]),
        ("name = 'Team' or name = 'Fleet' and trashed = true", ["Team"]),
        ("sharedWithMe", ["Fleet"]),
        ("'me' in owners", ["Ana's leads"]),
    ],
)
def test_a_search_finds_what_it_says(query: str, found: list[str]) -> None:
    facts = [
        _facts("Ana's leads", owners=["me"]),
        _facts(
            "Fleet", parents=["team"], sharedWithMe=True, createdTime="2026-03-01T08:00:00.000Z"
        ),
        _facts("Team", mimeType="application/vnd.google-apps.folder", trashed=True),
    ]
    assert [each["name"] for each in matching(query, facts)] == found


def _facts(name: str, **more: Any) -> dict[str, Any]:
    usual = {
        "mimeType": SPREADSHEET,
        "parents": [],
        "trashed": False,
        "sharedWithMe": False,
        "owners": [],
    }
    return {"name": name, "createdTime": "2026-01-10T08:00:00.000Z", **usual, **more}


@pytest.mark.parametrize(
    "query",
    [
        "name =",
        "name ~ 'x'",
        "colour = 'red'",
        "name = 'x' and",
        "(name = 'x'",
        "trashed > 1",
        "trashed > 'x'",
    ],
)
def test_a_search_that_cannot_be_read_is_refused(ask: Ask, query: str) -> None:
    ask("POST", FILES, json={"name": "Leads", "mimeType": SPREADSHEET})
    assert reason(ask("GET", FILES, params={"q": query})) == (400, "invalid")


# gspread


def test_gspread_opens_by_name_what_it_created(sheets: gspread.Client) -> None:
    made = sheets.create("Leads of Ana")
    assert sheets.open("Leads of Ana").id == made.id
    with pytest.raises(gspread.SpreadsheetNotFound):
        sheets.open("Leads")


def test_gspread_creates_in_a_folder_and_lists_it(sheets: gspread.Client, ask: Ask) -> None:
    folder = ask(
        "POST", FILES, json={"name": "Team", "mimeType": "application/vnd.google-apps.folder"}
    ).json()["id"]
    sheets.create("Elsewhere")
    made = sheets.create("Leads", folder_id=folder)
    assert [found["id"] for found in sheets.list_spreadsheet_files(folder_id=folder)] == [made.id]


def test_gspread_shares_lists_and_takes_back(sheets: gspread.Client, server: Server) -> None:
    book = sheets.create("Leads")
    book.share(
        ANA, perm_type="user", role="writer", notify=True, email_message="Here are the leads"
    )
    book.share("", perm_type="anyone", role="reader")
    assert [
        (each["type"], each["role"], each.get("emailAddress")) for each in book.list_permissions()
    ] == [
        ("user", "owner", ROBOT),
        ("user", "writer", ANA),
        ("anyone", "reader", None),
    ]
    assert len(book.remove_permissions(ANA, "any")) == 1
    assert ANA not in str(book.list_permissions())


def test_the_owner_cannot_be_removed(sheets: gspread.Client, ask: Ask) -> None:
    book = sheets.create("Leads")
    owner = book.list_permissions()[0]["id"]
    answer = ask("DELETE", f"{FILES}/{book.id}/permissions/{owner}")
    assert reason(answer) == (403, "insufficientFilePermissions")


def test_ownership_is_offered_with_gspread_and_taken(
    sheets: gspread.Client, server: Server, ask: Ask
) -> None:
    book = sheets.create("Leads")
    book.share(ANA, perm_type="user", role="writer", notify=False)
    hers = book.list_permissions()[1]["id"]
    where, taken = f"{FILES}/{book.id}/permissions/{hers}?transferOwnership=true", {"role": "owner"}
    headers = {"Authorization": "Bearer " + server.gate.issue(ANA, [DRIVE])}
    assert reason(ask("PATCH", where, json=taken, headers=headers)) == (
        403,
        "insufficientFilePermissions",
    )
    book.transfer_ownership(hers)
    assert ask("PATCH", where, json=taken, headers=headers).json()["role"] == "owner"
    assert [each["role"] for each in book.list_permissions()] == ["writer", "owner"]


def test_gspread_copies_values_permissions_and_comments(sheets: gspread.Client, ask: Ask) -> None:
    book = sheets.create("Leads")
    book.sheet1.update([["Ana", 3]], "A1")
    book.share(ANA, perm_type="user", role="writer", notify=False)
    ask("POST", f"{FILES}/{book.id}/comments?fields=id", json={"content": "Call her back"})
    twin = sheets.copy(book.id, copy_permissions=False, copy_comments=True)
    assert (twin.title, twin.sheet1.get_all_values()) == ("Copy of Leads", [["Ana", "3"]])
    found = ask("GET", f"{FILES}/{twin.id}/comments?fields=comments/content").json()
    assert found == {"comments": [{"content": "Call her back"}]}


def test_a_copy_is_a_file_of_its_own(sheets: gspread.Client) -> None:
    book = sheets.create("Leads")
    twin = sheets.copy(book.id, title="Twin")
    twin.sheet1.update([["changed"]], "A1")
    assert book.sheet1.get_all_values() == [[]]


def test_gspread_exports_csv_and_a_workbook(sheets: gspread.Client) -> None:
    book = sheets.create("Leads")
    book.sheet1.update([["Name", "Note"], ["Ana", 'says "yes", twice'], ["=1+1"]], "A1")
    csv = sheets.export(book.id, gspread.utils.ExportFormat.CSV)
    assert csv.decode() == 'Name,Note\r\nAna,"says ""yes"", twice"\r\n=1+1,'
    workbook = openpyxl.load_workbook(
        io.BytesIO(sheets.export(book.id, gspread.utils.ExportFormat.EXCEL))
    )
    cell = workbook["Sheet1"]["A3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_export_that_is_not_implemented_is_refused(sheets: gspread.Client) -> None:
    book = sheets.create("Leads")
    with pytest.raises(gspread.exceptions.APIError, match="not supported"):
        sheets.export(book.id, gspread.utils.ExportFormat.PDF)


def test_gspread_replaces_all_by_uploaded_csv(sheets: gspread.Client) -> None:
    book = sheets.create("Leads")
    book.add_worksheet("Old", 5, 5)
    book.sheet1.update([["x"] * 5] * 5, "A1")
    sheets.import_csv(book.id, "Name,Touches\nAna,3\n")
    assert [tab.title for tab in book.worksheets()] == ["Sheet1"]
    assert book.sheet1.get_all_values(value_render_option="UNFORMATTED_VALUE") == [
        ["Name", "Touches"],
        ["Ana", 3],
    ]


def test_gspread_deletes(sheets: gspread.Client) -> None:
    book = sheets.create("Leads")
    sheets.del_spreadsheet(book.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        sheets.open_by_key(book.id)


def test_a_file_that_is_no_spreadsheet_is_refused(ask: Ask) -> None:
    assert reason(ask("POST", FILES, json={"name": "Letter", "mimeType": "application/pdf"})) == (
        400,
        "badRequest",
    )
