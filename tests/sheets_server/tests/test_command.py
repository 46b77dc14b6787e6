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

import pytest
from google.oauth2 import service_account

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


def test_the_command_says_what_it_needs() -> None:
    with started() as process:
        assert process.wait(timeout=60) == 2
        assert process.stderr is not None
        assert "--key" in process.stderr.read()
