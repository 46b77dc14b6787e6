"""The installed command, as a new user follows the page: log in, sync, log out, and what is said
then. The person is a plain HTTP client that follows the address that is printed.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from sheetflow.columns import OWNED
from tests.sheets_server.book import Spreadsheet
from tests.sheets_server.server import Server
from tests.support.browser import consent, fetch

SCRIPT = Path(sys.executable).with_name("sheetflow")
MAYA = "maya@example.com"
DAY = ["--today", "2026-11-20"]

pytestmark = pytest.mark.skipif(
    not SCRIPT.exists(), reason="sheetflow is not installed beside this Python"
)


class Machine(NamedTuple):
    """A machine on which nobody has logged in, and the sheet of Maya's team."""

    server: Server
    book: Spreadsheet
    home: Path

    def start(self, *words: str, **environ: str) -> subprocess.Popen[str]:
        """Starts the installed command."""
        there = {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "settings"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "CLOUDSDK_CONFIG": str(self.home / "gcloud"),
            "PATH": str(self.home),
            "SHEETFLOW_GOOGLE_ENDPOINT": self.server.url,
            "SHEETFLOW_GOOGLE_QUOTA": "0",
            "SHEETFLOW_GOOGLE_WAIT": "0",
            "GOOGLE_APPLICATION_CREDENTIALS": "",
            "SSH_CONNECTION": "",
            "PYTHONPATH": "",
        }
        environment = {k: v for k, v in (os.environ | there | environ).items() if v}
        return subprocess.Popen(
            [str(SCRIPT), *words],
            env=environment,
            cwd=self.home,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str) -> tuple[int, str]:
        """How the installed command ends, and what it says."""
        with self.start(*words) as process:
            out, err = process.communicate(timeout=300)
        return process.returncode, out + err

    def login(self, *words: str, allow: bool = True, **environ: str) -> tuple[int, str]:
        """Logs in; Maya follows the address that is printed."""
        with self.start("login", "--no-browser", *words, **environ) as process:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith(self.server.url)
            fetch(consent(address, allow=allow))
            out, err = process.communicate(timeout=300)
        return process.returncode, out + err


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with Server(seed=1) as server:
        book = server.world.create("Leads of the team", owner=MAYA)
        server.person(book, email=MAYA).paste(
            1, 0, [["Name", "Stage", "Since"], ["Ana Peña", "New", "2026-11-19"]]
        )
        server.client_file(tmp_path / "client.json")
        yield Machine(server, book, tmp_path)
        assert server.violations == []


def test_in_a_sync_and_out_again(machine: Machine) -> None:
    refused = machine.run("sync", machine.book.id, *DAY)
    assert (refused[0], "sheetflow login" in refused[1]) == (78, True)
    assert machine.login("--client", "client.json")[0] == 0
    kept = machine.home / "settings" / "sheetflow" / "login.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert machine.run("sync", machine.book.id, *DAY)[0] == 0
    headings = machine.server.person(machine.book, email=MAYA).values()[0]
    assert [column.en for column in OWNED if column.en in headings] == headings[3:]
    assert machine.run("logout")[0] == 0
    assert (kept.exists(), machine.server.consent.refresh_tokens) == (False, [])
    refused = machine.run("sync", machine.book.id, *DAY)
    assert (refused[0], "sheetflow login" in refused[1]) == (78, True)


def test_a_person_who_refuses_gets_77_and_another_way(machine: Machine) -> None:
    code, said = machine.login("--client", "client.json", "--lang", "es", allow=False)
    assert (code, "clave de una cuenta de servicio" in said) == (77, True)


def test_over_ssh_the_port_that_is_named_is_the_one_that_listens(machine: Machine) -> None:
    code, said = machine.login(
        "--client", "client.json", SSH_CONNECTION="192.0.2.7 51000 192.0.2.1 22"
    )
    assert (code, "ssh -N -L " in said) == (0, True)


def test_a_login_that_is_interrupted_keeps_nothing(machine: Machine) -> None:
    with machine.start("login", "--client", "client.json", "--no-browser") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 143
    assert not (machine.home / "settings").exists()
