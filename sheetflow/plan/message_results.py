"""What the formulas beside the texts of the tab Messages come to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from sheetflow.formulas.layout import quoted
from sheetflow.formulas.live import LiveTabs
from sheetflow.formulas.messages import TEXTS
from sheetflow.model import FilledDown, NewTab, Problem
from sheetflow.texts.message_words import TEXT_CHECKS
from sheetflow.texts.render import choose

_CELL: Final = re.compile(r"(?P<tab>.+)![A-Z]{1,3}(?P<row>\d{1,7})")


def checked_messages(made: LiveTabs, problems: Iterable[Problem]) -> NewTab:
    """Returns the column of checks; `problems` are those of the workbook, by their cells."""
    table, lang = made.layout.messages, made.layout.lang
    if "check" not in table.columns:
        return NewTab(table.tab, ())
    found = _codes(problems, {table.tab, quoted(table.tab)})
    last = table.heading_row + TEXTS
    shown = dict.fromkeys(range(table.heading_row + 1, last + 1), "")
    for row, codes in found.items():
        told = [choose(both, lang) for code, both in TEXT_CHECKS.items() if code in codes]
        shown[row] = ", ".join(told)
    column, first = table.columns["check"], table.heading_row + 1
    return NewTab(
        table.tab, (), filled=(FilledDown(column, first, last, made.check, values=shown),)
    )


def _codes(problems: Iterable[Problem], names: set[str]) -> Mapping[int, set[str]]:
    """Returns the codes of what was found in each row of a tab."""
    found = defaultdict[int, set[str]](set)
    for problem in problems:
        cell = _CELL.fullmatch(problem.where)
        if cell is not None and cell["tab"] in names:
            found[int(cell["row"])].add(problem.text.code)
    return found
