"""The whole run: read, decide, write."""

from __future__ import annotations

import gc
import weakref
from datetime import date, tzinfo
from itertools import islice
from typing import Self
from zoneinfo import ZoneInfo

import pytest

from sheetflow import engine
from sheetflow.backends.memory import MemoryBackend
from sheetflow.engine import Options, fresh_ids, look, moment_of, sync, today_in
from sheetflow.model import STATE_TAB, serial
from sheetflow.texts.render import status_text
from tests.support.grids import Sheet, day

HEADINGS = ["Name", "Email", "Last contact"]


def sheet(zone: str | None = None) -> Sheet:
    others = {"Playbook": [["Setting", "Value"], ["Time zone", zone]]} if zone else {}
    return Sheet(HEADINGS, ["Ana", "a@x.com", day("11-18")], others=others)


def test_look_writes_nothing() -> None:
    book = sheet()
    book.plan()
    assert book.writes == 0


def test_sync_writes_once_and_tells_what_it_came_to() -> None:
    book = sheet()
    run = book.sync()
    assert (run.wrote, run.leads, run.checks, run.lang, book.writes) == (True, 1, 0, "en", 1)
    assert book.sync().wrote is False
    assert book.writes == 1


def test_the_state_comes_after_all_tabs() -> None:
    book = sheet("Europe/Madrid")
    book.sync()
    assert list(book.tabs)[-1] == STATE_TAB


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        (None, date(2026, 11, 20)),
        ("Pacific/Auckland", date(2026, 11, 21)),
        ("America/Lima", date(2026, 11, 20)),
    ],
)
def test_today_is_the_day_in_the_workbooks_zone(
    zone: str | None, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    class Noon(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            assert isinstance(tz, ZoneInfo)
            return datetime(2026, 11, 20, 12, 0, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(engine, "datetime", Noon)
    assert look(sheet(zone), Options())[0].today == today
    assert sync(sheet(zone), Options()).plan
    assert today_in("UTC") == date(2026, 11, 20)


def test_a_run_of_a_day_that_has_ended_has_the_beginning_of_that_day_as_its_moment() -> None:
    ended = date(2020, 2, 28)
    assert moment_of(ended, Options(), "UTC") == serial(ended)


def test_ids_are_texts_that_no_spreadsheet_takes_for_numbers() -> None:
    ids = list(islice(fresh_ids(), 2000))
    assert len(set(ids)) == 2000
    assert all(i[0] == "L" and len(i) == 9 and i.isalnum() and "|" not in i for i in ids)


def test_another_language_on_the_same_day_is_no_short_way_out() -> None:
    backend = MemoryBackend({"Leads": [HEADINGS, ["Ana", "a@x.com", 46344]]})

    def status(lang: str | None) -> tuple[bool, object]:
        run = sync(backend, Options(day("11-20"), lang))
        top, ana = backend.tab("Leads").cells
        return run.plan is None, ana[top.index("Status")]

    english, spanish = (status_text("overdue", lang) for lang in ("en", "es"))
    assert english != spanish
    assert [status(lang) for lang in (None, None, "es", "es", None, "en")] == [
        (False, english),
        (True, english),
        (False, spanish),
        (True, spanish),
        (False, english),
        (True, english),
    ]


def test_progress_is_told_while_it_works() -> None:
    seen: list[str] = []
    sync(sheet(), Options(day("11-20")), lambda what, rows: seen.append(what))
    assert {"reading", "writing"} <= set(seen)


def test_a_log_without_leads_of_its_own_changes_nothing() -> None:
    book = Sheet(
        HEADINGS,
        ["Ana", "a@x.com", day("11-18")],
        others={"Contacts log": [["Date", "Lead", "In/out"]]},
    )
    assert book.plan().rows[0].facts.touches == 1


def test_a_workbook_is_let_go_with_the_planner_though_nothing_looks_for_circles() -> None:
    plan, book = look(sheet(None), Options(date(2026, 11, 20)))
    table = weakref.ref(book.tabs[0].leads)
    running = gc.isenabled()
    gc.disable()
    try:
        del book
        assert table() is None
    finally:
        if running:
            gc.enable()
    assert plan.counts.leads
