"""`explain` ends with the message of a row that is to be contacted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sheetflow.cli.main import main
from tests.support.our_books import put, synced_demo

DAY = ("--today", "2026-11-20")


@pytest.fixture
def demo(tmp_path: Path) -> str:
    return str(put(synced_demo(), tmp_path / "leads.xlsx"))


def test_the_message_of_a_due_row_stands_at_the_end(demo: str) -> None:
    told = CliRunner().invoke(main, ["explain", demo, "Grace Adeyemi", *DAY]).stdout
    _, message = told.split("Message, ready to send (email):\n")
    assert message.startswith("Subject: One question\nHello Grace,\n\n")
    assert message.endswith("Maya\nIt announces Wednesday 25: type that day into Announced for.\n")


def test_a_row_that_is_planned_for_later_has_none(demo: str) -> None:
    told = CliRunner().invoke(main, ["explain", demo, "Grace Adeyemi", "--today", "2026-11-17"])
    assert "ready to send" not in told.stdout


def test_json_stays_as_it_was(demo: str) -> None:
    told = CliRunner().invoke(main, ["explain", demo, "Grace Adeyemi", "--json", *DAY]).stdout
    assert "ready" not in told
    assert "Hello Grace" not in told
