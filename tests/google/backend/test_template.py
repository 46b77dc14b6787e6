"""The template's tabs in an empty spreadsheet answer as they do in any other workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from sheetflow import engine
from sheetflow.backends.base import Backend
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.backends.memory import MemoryBackend
from sheetflow.engine import Options
from sheetflow.model import Changes, NewTab
from sheetflow.starter.template import Content, template_tabs
from tests.sheets_server.server import Server
from tests.support.google_driver import GoogleDriver

FRIDAY = date(2026, 11, 20)
LEADS = (
    {"name": "Ada Marsh", "email": "ada@example.org", "last_contact": date(2026, 11, 16)},
    {"name": "Bo Lund", "phone": "+44 20 7946 0000", "agreed_for": date(2026, 11, 20),
     "agreement": "call about the offer", "last_contact": date(2026, 11, 10)},
    {"name": "Cy Roe", "last_reply": date(2026, 11, 19), "last_contact": date(2026, 11, 12)},
    {"name": "Di Fox"},
)  # fmt: skip


def plain_tabs(lang: str) -> tuple[NewTab, ...]:
    """The tabs that people see, without formulas."""
    tabs, _ = template_tabs(lang, FRIDAY, {}, [], Content(LEADS))
    return tuple(replace(tab, filled=()) for tab in tabs if not tab.hidden)


def answered(backend: Backend, lang: str) -> list[tuple[object, ...]]:
    """What a sync of a new workbook with these tabs answers, lead by lead."""
    backend.read()
    backend.apply(Changes((), new_tabs=plain_tabs(lang)))
    engine.sync(backend, Options(FRIDAY, lang=lang, force=True))
    plan, _ = engine.look(backend, Options(FRIDAY, lang=lang))
    assert plan.changes.tabs == () or not any(tab.rows for tab in plan.changes.tabs)
    return [(row.name, row.decision) for row in plan.rows]


@pytest.mark.parametrize(("lang", "locale"), [("en", "en_GB"), ("es", "es_ES")])
def test_it_answers_as_in_any_other_workbook(
    server: Server, connect: Callable[[str], Sheets], lang: str, locale: str
) -> None:
    driver = GoogleDriver(server, connect, {"Sheet1": []})
    driver.book.properties["locale"] = locale
    found = answered(driver.backend, lang)
    assert [name for name, _ in found] == [lead["name"] for lead in LEADS]
    assert found == answered(MemoryBackend({"Sheet1": []}), lang)
