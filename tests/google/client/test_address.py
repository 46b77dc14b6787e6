"""The address of a Google Sheet in the shapes that people paste."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetflow.backends.google.client.address import is_google, spreadsheet_id
from sheetflow.errors import ConfigError
from sheetflow.texts.messages import advice, message

ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
OPEN = f"https://docs.google.com/spreadsheets/d/{ID}"


@pytest.mark.parametrize(
    "target",
    [
        OPEN,
        f"{OPEN}/",
        f"{OPEN}/edit",
        f"{OPEN}/edit#gid=0",
        f"{OPEN}/edit?gid=77#gid=77",
        f"{OPEN}/edit?usp=sharing",
        f"{OPEN}/edit?usp=drive_link&ouid=1&rtpof=false&sd=true",
        f"{OPEN}/htmlview",
        f"{OPEN}/copy",
        f"{OPEN}?resourcekey=0-abc",
        f"http://docs.google.com/spreadsheets/d/{ID}/edit",
        f"HTTPS://DOCS.GOOGLE.COM/spreadsheets/d/{ID}/edit",
        f"docs.google.com/spreadsheets/d/{ID}",
        f"https://docs.google.com/spreadsheets/u/0/d/{ID}/edit",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit#gid=3",
        f"https://docs.google.com/a/example.org/spreadsheets/d/{ID}/edit",
        f"https://docs.google.com/spreadsheet/ccc?key={ID}",
        f"https://spreadsheets.google.com/ccc?key={ID}&hl=en",
        f"https://drive.google.com/open?id={ID}",
        f"https://drive.google.com/open?usp=drive_copy&id={ID}",
        f"https://www.google.com/url?q=https://docs.google.com/spreadsheets/d/{ID}/edit%23gid%3D0&sa=D",
        f"  {OPEN}/edit \n",
        f'"{OPEN}/edit"',
        f"“{OPEN}/edit”",
        f"<{OPEN}/edit>",
        ID,
        f" '{ID}' ",
    ],
)
def test_the_id_is_found_in_every_shape_of_an_address(target: str) -> None:
    assert spreadsheet_id(target) == ID
    assert is_google(target)


@pytest.mark.parametrize(
    "target",
    [
        "leads.xlsx",
        "madrid",
        "./2026/Leads of the Madrid team 2026.xlsx",
        "the-leads-of-the-madrid-office",
        "THE-LEADS-OF-THE-MADRID-OFFICE-2026",
        "",
        "/srv/docs.google.com/leads.xlsx",
        "~/leads.xlsm",
    ],
)
def test_a_path_or_a_name_is_no_google_sheet(target: str) -> None:
    assert spreadsheet_id(target) is None
    assert not is_google(target)


def test_a_file_with_a_name_like_an_id_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ID).touch()
    assert spreadsheet_id(ID) is None


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1vQabcdefghijklmnop/pubhtml", "published"),
        (f"https://docs.google.com/document/d/{ID}/edit", "a text document on Google Drive"),
        (
            f"https://docs.google.com/document/d/{ID}/edit?rtpof=true&sd=true",
            "a text document on Google Drive",
        ),
        (
            "https://docs.google.com/document/d/e/2PACX-1vQabcdefghijklmnop/pub",
            "a text document on Google Drive",
        ),
        (f"https://docs.google.com/forms/d/{ID}/viewform", "a form on Google Drive"),
        (
            "https://docs.google.com/forms/d/e/1FAIpQLSabcdefghijklmnop/viewform",
            "a form on Google Drive",
        ),
        (f"https://docs.google.com/presentation/d/{ID}/edit", "a presentation on Google Drive"),
        (f"https://docs.google.com/drawings/d/{ID}/edit", "a drawing on Google Drive"),
        (f"https://drive.google.com/drive/folders/{ID}", "a folder on Google Drive, not a sheet"),
        (f"https://drive.google.com/file/d/{ID}/view", "stored on Google Drive"),
        (f"{OPEN}/edit?usp=sharing&ouid=1&rtpof=true&sd=true", "stored on Google Drive"),
        ("https://docs.google.com/spreadsheets/u/0/", "names no sheet"),
        ("https://docs.google.com/spreadsheets/d/short/edit", "names no sheet"),
        ("https://drive.google.com/open?id=", "names no sheet"),
        ("https://example.org/leads.xlsx", "not the address"),
        (f"https://docs.google.com.example.org/spreadsheets/d/{ID}", "not the address"),
        (f"https://docs.google.com@example.org/spreadsheets/d/{ID}", "not the address"),
        ("https://www.google.com/url?q=", "not the address"),
    ],
)
def test_any_other_address_is_refused_with_advice(target: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        spreadsheet_id(target)
    assert said in message(caught.value, "en")
    assert advice(caught.value, "en")
