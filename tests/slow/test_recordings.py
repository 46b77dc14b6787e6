"""The local server against recorded traffic of the real service."""

from __future__ import annotations

import pytest

from tests.sheets_server.replay import recordings, recordings_folder, replay


def test_the_local_server_answers_as_the_real_one_did() -> None:
    folder = recordings_folder()
    if not folder.is_dir() or not any(folder.iterdir()):
        pytest.skip(f"No recordings of the real service in {folder}")
    result = replay(recordings(folder))
    listing = "\n".join(map(str, result.differences))
    assert result.interactions > 0, "The folder holds no recordings"
    assert result.same / result.interactions >= 0.95, f"{result}\n{listing}"


def test_a_different_answer_is_found() -> None:
    files = [("made_up", [_created("Leads"), _read("Leads, renamed")])]
    result = replay(iter(files))
    assert (result.interactions, result.same) == (2, 1)
    assert ".properties.title" in result.differences[0].where


def test_ids_are_paired_with_the_recorded_ones() -> None:
    files = [("made_up", [_created("Leads"), _read("Leads")])]
    assert not replay(iter(files)).differences


_ID = "1recordedRecordedRecordedRecordedRecorded01"


def _created(title: str) -> dict[str, object]:
    kind = "application/vnd.google-apps.spreadsheet"
    return _interaction(
        "POST",
        "https://www.googleapis.com/drive/v3/files?supportsAllDrives=True",
        f'{{"name": "{title}", "mimeType": "{kind}"}}',
        f'{{"kind": "drive#file", "id": "{_ID}", "name": "{title}", "mimeType": "{kind}"}}',
    )


def _read(title: str) -> dict[str, object]:
    uri = (
        f"https://sheets.googleapis.com/v4/spreadsheets/{_ID}?fields=spreadsheetId,properties.title"
    )
    return _interaction(
        "GET", uri, None, f'{{"spreadsheetId": "{_ID}", "properties": {{"title": "{title}"}}}}'
    )


def _interaction(method: str, uri: str, body: str | None, answer: str) -> dict[str, object]:
    response = {"status": {"code": 200, "message": "OK"}, "body": {"string": answer}}
    headers = {"Content-Type": ["application/json"]}
    return {
        "request": {"method": method, "uri": uri, "body": body, "headers": headers},
        "response": response,
    }
