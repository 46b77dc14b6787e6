"""Workbooks with a Dashboard, for tests: what LibreOffice works out in them is held against the
figures.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.columns import PEOPLE, TABS
from sheetflow.decide.playbook import DEFAULT
from sheetflow.engine import Options
from sheetflow.formulas.dash import Dash, Team, visible_dash, visible_tab
from sheetflow.formulas.dashboard import dashboard
from sheetflow.formulas.layout import NOWHERE, Table
from sheetflow.model import Changes, NewTab, serial, shown
from sheetflow.parse.contacts_log import HEADINGS as LOG_HEADINGS
from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figure_values import Figures
from sheetflow.plan.figures import figures
from sheetflow.starter.demo import demo_leads
from sheetflow.texts.render import choose
from tests.support.grids import TODAY

ROWS = 200
FIXED = "(DATE(2026,11,20)+0*TODAY())"
"""The day of the tests, worked out anew whenever the file is opened."""

Rows = Sequence[Sequence[Any]]


def demo_rows(lang: str) -> list[list[Any]]:
    """The demo's leads as a team would type them: a heading row, and a row each."""
    leads = list(demo_leads(lang, TODAY))
    columns = [column for column in PEOPLE if any(column.key in lead for lead in leads)]
    headings = [choose((column.en, column.es), lang) for column in columns]
    return [headings, *([lead.get(column.key) for column in columns] for lead in leads)]


def adopted(path: Path, lang: str, tabs: dict[str, Rows]) -> tuple[NewTab, Figures]:
    """Writes a team's workbook, syncs it, and adds the Dashboard; returns that and the figures."""
    plain = [NewTab(name, tuple(map(tuple, rows))) for name, rows in tabs.items()]
    path.write_bytes(new_workbook(plain))
    engine.sync(ExcelBackend(path), Options(TODAY, lang))
    backend = ExcelBackend(path)
    plan, book = engine.look(backend, Options(TODAY, lang))
    tables = [
        Table(
            tab.name,
            tab.layout.heading_row,
            tab.layout.heading_row + 1,
            tab.layout.heading_row + ROWS,
            {**tab.people, **tab.owned},
        )
        for tab in book.tabs
    ]
    dash = visible_dash(Team.of(book.playbook, lang), lang, tables)
    found = figures(plan, book)
    log = log_table(tabs)
    board = dashboard(dash, lang, dashboard_values(found, lang), log=log)
    hidden = on_the_day(visible_tab(dash, tables))
    backend.apply(Changes((), new_tabs=(board, hidden), lang=lang, names=dash.defined))
    return board, found


def log_table(tabs: dict[str, Rows]) -> Table | None:
    """Where the Contacts log stands, if there is one."""
    name = next((name for name in tabs if name in TABS["log"]), None)
    if name is None:
        return None
    headings = {heading: key for key, both in LOG_HEADINGS.items() for heading in both[:2]}
    columns = {headings[heading]: at for at, heading in enumerate(tabs[name][0])}
    return Table(name, 1, 2, ROWS, columns)


def on_the_day(tab: NewTab) -> NewTab:
    """The tab as if it were the day of the tests."""
    filled = (each._replace(text=each.text.replace("TODAY()", FIXED)) for each in tab.filled)
    return replace(tab, filled=tuple(filled))


def fix_the_day(path: Path) -> None:
    """Makes all formulas of a workbook work for the day of the tests."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/"):
                content = content.replace(b"TODAY()", FIXED.encode())
            archive.writestr(name, content)


def visible(lang: str = "en", tables: Sequence[Table] = ()) -> Dash:
    """What a Dashboard reads in a workbook of the default Playbook."""
    given = tables or [Table("Leads", 1, 2, ROWS, {"status": 0, "owner": 1, "name": 2})]
    return visible_dash(Team.of(DEFAULT, lang), lang, given, NOWHERE)


def shown_cells(board: NewTab) -> Iterator[tuple[int, int, Any]]:
    """1-based row, 0-based column, and what each filled cell of a Dashboard says."""
    for row, cells in enumerate(board.rows, 1):
        for column, cell in enumerate(cells):
            if cell is not None and (value := shown(cell)) not in (None, ""):
                yield row, column, value


def is_same(ours: Any, theirs: Any) -> bool:
    """Whether two programs say the same; a decimal sign goes by the language of the program, and
    not each of them tells a day from its number.
    """
    ours, theirs = map(_number_of_day, (ours, theirs))
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) < 1e-6
    return str(ours).replace(",", ".") == str(theirs).replace(",", ".")


def _number_of_day(value: Any) -> Any:
    if isinstance(value, datetime):
        value = value.date()
    return serial(value) if isinstance(value, date) else value
