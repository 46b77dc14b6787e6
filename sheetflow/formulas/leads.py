"""The visible formulas of Leads: each shows what `_calc` found for its row, by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sheetflow.formulas.language import HiddenTab
from sheetflow.formulas.layout import LiveLayout, quoted
from sheetflow.live import SETTINGS_TAB, SHOWN, live_formula
from sheetflow.model import FilledDown, Formula, Style, column_letters
from sheetflow.texts.live import LIVE

_DATE: Final = Style(number_format="yyyy-mm-dd")
_TEXT: Final = Style(number_format="General")
_NUMBER: Final = Style(number_format="0")
_STYLES: Final[Mapping[str, Style]] = {
    "next_contact": _DATE, "overdue": _NUMBER, "touches": _NUMBER, "interest": _NUMBER,
}  # fmt: skip


def shown_formula(calc: HiddenTab, key: str) -> str:
    """Returns the formula of a visible column, the same in every row; blank where `_calc` has
    nothing to show for it.
    """
    name = SHOWN[key]
    if name not in [column.name for column in calc.columns]:
        return ""
    return live_formula(calc.letters(name))


def lead_columns(
    layout: LiveLayout, calc: HiddenTab, styles: Mapping[str, Style] = _STYLES
) -> Iterator[FilledDown]:
    """Yields the visible formulas of Leads."""
    leads = layout.leads
    for key in SHOWN:
        formula = shown_formula(calc, key)
        if formula and key in leads.columns:
            style = styles.get(key, _TEXT)
            yield FilledDown(leads.columns[key], leads.first_row, leads.last_row, formula, style)


def line_above(layout: LiveLayout) -> Formula:
    """Returns the line above the list: how many leads stand below the last row of formulas; blank
    where none does.

    It belongs above a column of ours: it reads those that say who, and no formula of a hidden tab
    that reads them, so that nothing goes in a circle.
    """
    leads = layout.leads
    counts = []
    for key in ("name", "company", "email", "phone"):
        if key in leads.columns:
            letters, tab = column_letters(leads.columns[key]), quoted(leads.tab)
            column = f"{tab}!${letters}:${letters}"
            counts.append(f"COUNTA({column})-COUNTA({tab}!${letters}$1:INDEX({column},sf_filled))")
    found = f"MAX({','.join(counts)})"
    text = LIVE["more_below"][layout.lang == "es"]
    before, after = text.split("{0}")
    told = "&".join([f'"{before}"'] * bool(before) + [found, f'"{after}"'])
    return Formula(f'IF({SETTINGS_TAB}!$A$2>0,IF({found}=0,"",{told}),"")')
