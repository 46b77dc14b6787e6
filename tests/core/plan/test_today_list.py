"""What a sync tells a Today that has no formulas of its own to decide by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sheetflow import engine
from sheetflow.backends.memory import MemoryBackend
from sheetflow.engine import Options
from sheetflow.live import LIST_TAB
from sheetflow.plan.today_list import last_told
from sheetflow.plan.worklist import worklist
from sheetflow.starter.adopt import tabs_to_add
from tests.support.grids import TODAY

OPTIONS = Options(TODAY)
HEAD = ["Name", "Email", "Phone", "Owner", "Stage", "Last contact", "Last reply"]
LEADS = [
    HEAD,
    ["Ana Ruiz", "ana@x.example", "+34 600 100 200", "Maya", "Informed", 46330, None],
    ["Ben Cole", "ben@x.example", None, "Tom", "New", None, None],
    ["Eva Stone", None, "600 100 300", "Tom", "Informed", 46340, 46345],
]


def adopted(**tabs: list[list[Any]]) -> MemoryBackend:
    backend = MemoryBackend(tabs or {"Leads": LEADS})
    engine.write(backend, lambda: tabs_to_add(backend, OPTIONS, None))
    engine.sync(backend, OPTIONS)
    return backend


def lines(backend: MemoryBackend) -> list[dict[str, Any]]:
    head, *rows = backend.tab(LIST_TAB).cells
    found = [dict(zip(head, row, strict=False)) for row in rows]
    return [line for line in found if line.get("id")]


def ids_in_order(backend: MemoryBackend) -> list[str]:
    plan = engine.look(backend, OPTIONS)[0]
    return [row.id for row in worklist(plan.rows)]


def test_the_lines_stand_in_the_order_of_the_worklist() -> None:
    backend = adopted()
    assert [line["id"] for line in lines(backend)] == ids_in_order(backend)
    assert len(lines(backend)) == 3


def test_a_line_brings_what_no_column_shows() -> None:
    backend = adopted()
    by_mail = next(line for line in lines(backend) if line["tel"] == "tel:+34600100200")
    assert (by_mail["owner"], by_mail["mail"][:20]) == ("maya", "mailto:ana@x.example")
    assert by_mail["whatsapp"].startswith("https://wa.me/34600100200")
    assert "Ana" in by_mail["message"]
    assert all(len(line["mail"] or "") <= 255 for line in lines(backend))


def test_who_waits_for_an_answer_is_marked() -> None:
    assert lines(adopted())[0]["reply"] == 1


def test_names_of_our_columns_lead_there_once_they_are_added() -> None:
    backend = adopted()
    assert backend.names["sf_in_leads_status_column"] == "Leads!$H:$H"
    assert backend.names["sf_today"] == "TODAY()"


def test_a_second_run_of_the_day_writes_nothing() -> None:
    backend = adopted()
    writes = backend.writes
    engine.sync(backend, OPTIONS)
    assert backend.writes == writes


def test_the_first_run_of_a_day_writes_the_heartbeat_though_nothing_else_is_new() -> None:
    backend = adopted(Leads=[HEAD, ["Ana Ruiz", "ana@x.example", None, None, "New", 46346, None]])
    saturday = Options(TODAY + timedelta(days=1))  # she is due on Monday
    before, leads = last_told(backend.read()), backend.tab("Leads").cells
    assert engine.look(backend, saturday)[0].counts.changes == 0
    engine.sync(backend, saturday)
    after = last_told(backend.read())
    assert backend.tab("Leads").cells == leads
    assert after.fingerprint == before.fingerprint
    assert after.answered == before.answered + 1
    writes = backend.writes
    engine.sync(backend, saturday)
    assert backend.writes == writes


def test_a_sort_changes_no_line() -> None:
    backend = adopted()
    before = lines(backend)
    backend.tab("Leads").sort(2, lambda row: str(row[0])[::-1])
    engine.sync(backend, OPTIONS)
    assert lines(backend) == before


def test_what_people_type_into_today_stays() -> None:
    backend = adopted()
    backend.tab("Today").type(7, 2, "call first")
    backend.tab("Leads").type(3, 5, 46346)
    engine.sync(backend, OPTIONS)
    assert backend.tab("Today").cells[6][2] == "call first"


def test_a_lead_in_a_further_tab_brings_what_is_shown() -> None:
    backend = adopted(North=LEADS, South=[HEAD, ["Kim Lee", "kim@x.example"]])
    (kim,) = [line for line in lines(backend) if line.get("place")]
    assert (kim["who"], kim["place"], kim["ids"]) == ("Kim Lee", "#South!A", "South!$P:$P")
    assert kim["status"].startswith("●")
    assert not any(line.get("who") for line in lines(backend) if not line.get("place"))


def test_the_list_comes_back_where_somebody_deleted_it() -> None:
    backend = adopted()
    before = lines(backend)
    backend.drop_tab(LIST_TAB)
    engine.sync(backend, OPTIONS)
    assert lines(backend) == before


def test_a_workbook_without_today_gets_no_list() -> None:
    backend = MemoryBackend({"Leads": LEADS})
    engine.sync(backend, OPTIONS)
    assert [tab.name for tab in backend.tabs] == ["Leads", "_sheetflow"]
