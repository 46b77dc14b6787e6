"""The pages about Google Sheets are held true: their examples run, and every setting is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import click
import pytest

from scripts.manual import MANUALS
from sheetflow import config, engine
from sheetflow.backends.google.client import settings as connection
from sheetflow.cli import main as cli
from sheetflow.starter import adopt
from tests.sheets_server.server import Server
from tests.support.consoles import matches, play
from tests.support.live_books import few_rows

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": DOCS / "google.md", "es": DOCS / "google.es.md"}
PLACES = {"en": ("en_GB", "Europe/London"), "es": ("es_ES", "Europe/Madrid")}
ACCOUNT = "sheetflow@our-leads.iam.gserviceaccount.com"
ADDRESS = re.compile(r"/spreadsheets/d/(\w+)/")
CRON = re.compile(r"^\*/15 .* sync -q .*$", re.MULTILINE)


@pytest.fixture(params=PAGES)
def page(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A page, and the sheet that it speaks of, on the Friday of the examples."""
    lang = str(request.param)
    text = PAGES[lang].read_text("utf-8")
    few_rows(monkeypatch)
    for module in (engine, adopt):
        monkeypatch.setattr(module, "today_in", lambda zone: date(2026, 11, 20))
    with Server(seed=1) as server:
        monkeypatch.setattr(server.world, "new_file_id", lambda: ADDRESS.findall(text)[0])
        locale, zone = PLACES[lang]
        book = server.world.create("Leads", locale=locale, time_zone=zone, owner="maya@example.com")
        server.share(book.id, ACCOUNT)
        (tmp_path / ".config/sheetflow").mkdir(parents=True)
        server.key_file(tmp_path / ".config/sheetflow/key.json", ACCOUNT)
        _live_there(tmp_path, server.url, lang, monkeypatch)
        yield text
        assert server.violations == []


def _live_there(home: Path, address: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        connection.KEY,
        connection.KEY_VALUE,
        "SHEETFLOW_CONFIG",
        "XDG_CONFIG_HOME",
        connection.WAIT,
    ):
        monkeypatch.delenv(name, raising=False)
    there = {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "NO_COLOR": "1",
        "LC_ALL": f"{lang}.UTF-8",
    }
    for name, value in (there | {connection.ENDPOINT: address, connection.QUOTA: "0"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)


def test_the_examples_of_a_page_print_what_it_shows(page: str, tmp_path: Path) -> None:
    steps = list(play(page, tmp_path))
    assert {step.command.split()[1] for step, _ in steps} == {"doctor", "init", "plan", "sync"}
    assert [
        (step.command, printed) for step, printed in steps if not matches(step.shown, printed)
    ] == []


@pytest.mark.parametrize("lang", PAGES)
def test_every_setting_and_every_variable_is_named(lang: str) -> None:
    table = (
        PAGES[lang]
        .read_text("utf-8")
        .partition("<!-- google settings -->")[2]
        .partition("<!-- end -->")[0]
    )
    variables = (
        connection.QUOTA,
        connection.WAIT,
        connection.ENDPOINT,
        connection.KEY,
        connection.KEY_VALUE,
    )
    wanted = [field.name for field in fields(config.Google)] + [*variables]
    assert [name for name in wanted if f"| `{name}` |" not in table] == []
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) - {"REQUESTS_CA_BUNDLE"} == set(
        wanted
    )


def test_the_settings_of_a_page_are_the_defaults() -> None:
    english = PAGES["en"].read_text("utf-8")
    assert f"`{config.Google().quota}`, or" in english
    assert f"in all: `{config.Google().wait_seconds}`" in english


def test_both_pages_have_the_same_parts() -> None:
    def outline(lang: str) -> list[str]:
        return re.findall(
            r"^(#+ |```\w*|<!-- \w+|\d\. |- \*\*)", PAGES[lang].read_text("utf-8"), re.MULTILINE
        )

    assert outline("en") == outline("es")


def test_the_cron_line_is_the_same_in_both() -> None:
    (line,) = {line for path in PAGES.values() for line in CRON.findall(path.read_text("utf-8"))}
    assert re.search(r" /\S+/sheetflow sync -q team$", line)


@pytest.mark.parametrize("lang", PAGES)
def test_the_manual_leads_there(lang: str) -> None:
    assert f"({PAGES[lang].name})" in MANUALS[lang].read_text("utf-8")


@pytest.mark.parametrize("command", ["sync", "plan", "today", "doctor", "init"])
def test_help_shows_a_google_sheet(command: str) -> None:
    shown = cli.main.commands[command].help or ""
    assert f"sheetflow {command} https://docs.google.com/spreadsheets/d/" in shown


@pytest.mark.parametrize(
    "command", [cli.main, cli.sync, cli.doctor], ids=lambda command: str(command.name)
)
def test_help_says_where_names_and_keys_are(command: click.Command) -> None:
    for word in ("sheetflow.toml", "GOOGLE_APPLICATION_CREDENTIALS"):
        assert word in (command.help or "")


def test_the_help_of_sync_names_quota_and_wait_and_no_developers_variable() -> None:
    shown = cli.main.commands["sync"].help or ""
    assert connection.QUOTA in shown
    assert connection.WAIT in shown
    assert connection.ENDPOINT not in shown


def test_nothing_says_any_more_that_google_is_missing() -> None:
    pages = [DOCS.parent / "README.md", *MANUALS.values(), *PAGES.values(), DOCS / "why.md"]
    gone = re.compile(
        r"Google Sheets is not in|no está Google|opens no network|ninguna conexión de red",
        re.IGNORECASE,
    )
    assert [path.name for path in pages if gone.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("lang", PAGES)
def test_the_settings_of_a_page_can_be_read(lang: str, tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", PAGES[lang].read_text("utf-8"), re.DOTALL)
    assert block
    (tmp_path / "sheetflow.toml").write_text(block[1], "utf-8")
    found = config.read_config(tmp_path / "sheetflow.toml")
    assert found.targets["team"].startswith("https://docs.google.com/spreadsheets/d/")
    assert found.google.key
