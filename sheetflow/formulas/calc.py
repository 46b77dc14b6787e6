"""The tab `_calc`: row r decides row r of Leads, each column one thought."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sheetflow.formulas.calc_cells import cell_columns
from sheetflow.formulas.calc_due import due_columns
from sheetflow.formulas.calc_touches import touch_columns
from sheetflow.formulas.language import FormulaColumn, HiddenTab
from sheetflow.formulas.layout import LiveLayout

CALC: Final = "_calc"


def calc_tab(layout: LiveLayout, more: Iterable[FormulaColumn] = ()) -> HiddenTab:
    """Returns the tab; `more` are columns that go by these, such as the flags."""
    leads = layout.leads
    columns = (*cell_columns(layout), *touch_columns(), *due_columns(layout), *more)
    return HiddenTab(CALC, leads.first_row, leads.last_row, columns)
