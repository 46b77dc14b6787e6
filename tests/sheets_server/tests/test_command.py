"""`python -m tests.sheets_server` as somebody else would start it."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from google.oauth2 import service_account

from tests.support.browser import fetch
from tests.support.loopback_client import DRIVE, SHEETS, session

ROOT = Path(__file__).parents[3]


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.sheets_server", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_its_address_writes_a_key_serves_and_ends_when_told_to(
    tmp_path: Path, end: signal.Signals
) -> None:
    key, book = tmp_path / "key.json", tmp_path / "leads.json"
    book.write_text(json.dumps({"properties": {"title": "Leads", "locale": "es_ES"}}))
    with started(
        "--port", "0", "--key", str(key), "--quota", "1", "--spreadsheet", str(book)
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        file_id, title = process.stdout.readline().split()
        assert title == "Leads"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        found = service_account.Credentials.from_service_account_file(
            str(key), scopes=[SHEETS, DRIVE]
        )
        with session(found) as opened:
            where = f"{address}/v4/spreadsheets/{file_id}?fields=properties.locale"
            assert opened.get(where).json() == {"properties": {"locale": "es_ES"}}
            assert opened.get(where).status_code == 429
        process.send_signal(end)
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_the_command_writes_an_oauth_client_whose_page_asks_the_person(tmp_path: Path) -> None:
    client = tmp_path / "client.json"
    words = ["--key", str(tmp_path / "key.json"), "--client", str(client)]
    with started(*words, "--person", "eva@example.com") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        found = json.loads(client.read_text("utf-8"))["installed"]
        asked = {
            "client_id": found["client_id"],
            "redirect_uri": "http://127.0.0.1:1/",
            "response_type": "code",
            "scope": SHEETS,
        }
        assert found["auth_uri"].startswith(address)
        status, page, _ = fetch(f"{found['auth_uri']}?{urlencode(asked)}")
        assert (status, "eva@example.com" in page) == (200, True)


def test_the_command_says_what_it_needs() -> None:
    with started() as process:
        assert process.wait(timeout=60) == 2
        assert process.stderr is not None
        assert "--key" in process.stderr.read()
