"""All hidden tabs of a live workbook, put together.

`_calc` row r decides row r of Leads. `_log` row r reads line r of the Contacts log, and at its
right stand the same lines sorted by lead. `_calc` takes from the last line of a lead's block there,
by these columns of `_log`:

    sorted     row of the lead x 100000 + row of the line, ascending; 0 in rows without a line first
    out        our last contact (with its time), before the one before it, 0 where there is none
    reply      their last reply, automatic ones left aside
    touches    our contacts that no reply of the log followed
    agreed     the earliest open day that was agreed, agreement its text; announced likewise
    phase      1 where a line notes a phase; open_ending where a note leaves it open
"""

from __future__ import annotations

from typing import Final, NamedTuple

from sheetflow.formulas.calc import CALC, calc_tab
from sheetflow.formulas.dash import DASH_CALC, DASH_KEPT, live_dash, live_sheet
from sheetflow.formulas.dashboard import Shown, dashboard
from sheetflow.formulas.day import order_columns
from sheetflow.formulas.flags import fact_columns, flag_columns, who_columns
from sheetflow.formulas.fusing import fused
from sheetflow.formulas.language import HiddenTab, Translator
from sheetflow.formulas.layout import NOWHERE, LiveLayout
from sheetflow.formulas.leads import shown_formula
from sheetflow.formulas.log import LOG, log_tab
from sheetflow.formulas.memory import MEM, Memory, Written, memory_tab
from sheetflow.formulas.message_checks import shown_check
from sheetflow.formulas.messages import announced_columns, wanted_columns
from sheetflow.formulas.settings import KEPT as OF_NAMES
from sheetflow.formulas.settings import SET, set_names, set_tab
from sheetflow.formulas.steps import step_columns
from sheetflow.formulas.today import (
    NOTHING_YET,
    TodayValues,
    live_source,
    today_columns,
    today_name,
    today_tab,
)
from sheetflow.live import ANSWERED, DASH_TAB, FILLED, FILLED_LOG, PAGES, READS, SHOWN, reads_of
from sheetflow.model import DefinedName, NewTab

NO_MEMORY = Memory()
KEPT: Final = {
    CALC: (
        *SHOWN.values(),
        "status",
        "rule",
        "due",
        "late",
        "interest",
        "touches",
        "owner",
        *DASH_CALC,
    ),
    SET: (*OF_NAMES, "text_says", "text_row"),
    MEM: ("id", ANSWERED, READS, FILLED, FILLED_LOG, PAGES),
    DASH_TAB: DASH_KEPT,
}
"""The columns that somebody else than formulas of these tabs looks at."""


class LiveTabs(NamedTuple):
    """The hidden tabs of a workbook as they are written; `hidden` are the same tabs as columns,
    with those of Today, and `translator` makes more formulas that look there.
    """

    layout: LiveLayout
    tabs: tuple[NewTab, ...]
    hidden: dict[str, HiddenTab]
    translator: Translator

    @property
    def names(self) -> tuple[DefinedName, ...]:
        """The names that all formulas use, those of the pages, too."""
        self.day_tab()
        if self.layout.messages != NOWHERE:
            self.translator.formula(shown_check())
        found = dict(set_names(self.hidden[SET]))
        found["sf_answered"] = self.hidden[MEM].cell("answered", 0)
        found["sf_filled"] = self.hidden[MEM].cell(FILLED, 0)
        found |= live_dash(self.hidden).names
        return tuple(DefinedName(*each) for each in sorted((found | self.translator.names).items()))

    @property
    def shown(self) -> dict[str, str]:
        """The formulas of Leads, by the key of their column."""
        calc, columns = self.hidden[CALC], self.layout.leads.columns
        return {key: shown_formula(calc, key) for key in SHOWN if key in columns}

    @property
    def check(self) -> str:
        """The formula beside a text of the tab Messages."""
        return self.translator.formula(shown_check())

    def day_tab(self, shown: TodayValues = NOTHING_YET) -> NewTab:
        """Returns the tab Today; `shown` is what its formulas come to."""
        columns = self.hidden[today_name(self.layout)]
        return today_tab(self.layout, self.translator, columns, live_source(self.layout), shown)

    def with_pages(self, fingerprints: str) -> LiveTabs:
        """Returns the same tabs, of which `_mem` also holds these fingerprints of pages."""
        memory = self.hidden[MEM]
        columns = list(memory.columns)
        at = memory.place(PAGES)
        columns[at] = columns[at]._replace(values=(fingerprints or None,))
        hidden = self.hidden | {MEM: memory._replace(columns=tuple(columns))}
        told = Translator(self.layout, (hidden[MEM],)).new_tab(MEM)
        tabs = tuple(told if tab.name == MEM else tab for tab in self.tabs)
        return self._replace(tabs=tabs, hidden=hidden)

    def dashboard(self, shown: Shown, name: str = "") -> NewTab:
        """Returns the tab Dashboard, under its usual name or this one; `shown` is what its formulas
        come to.
        """
        log = self.layout.log if self.layout.log != NOWHERE else None
        return dashboard(live_dash(self.hidden), self.layout.lang, shown, log=log, name=name)


def live_tabs(layout: LiveLayout, memory: Memory = NO_MEMORY) -> LiveTabs:
    """Puts the hidden tabs together."""
    today = today_columns(layout, live_source(layout))
    dash, mem = live_sheet(layout), _memory(layout, memory)
    declared = (_calc(layout), log_tab(layout), set_tab(layout), mem, dash, today)
    first = Translator(layout, declared)
    made = fused(declared, first, KEPT)
    hidden = {tab.name: tab for tab in made}
    translator = Translator(layout, made, first.names)
    written = tuple(translator.new_tab(name) for name in (CALC, LOG, SET, MEM, DASH_TAB))
    return LiveTabs(layout, written, hidden, translator)


def _memory(layout: LiveLayout, memory: Memory) -> HiddenTab:
    leads = layout.leads
    log_rows = layout.log.last_row if layout.log != NOWHERE else 0
    written = Written(reads_of(leads.columns), leads.last_row, log_rows)
    return memory_tab(memory, written=written)


def _calc(layout: LiveLayout) -> HiddenTab:
    facts = (*who_columns(layout), *fact_columns(layout))
    answers = (*flag_columns(layout), *step_columns(layout), *order_columns())
    return calc_tab(layout, (*facts, *answers, *wanted_columns(), *announced_columns()))
