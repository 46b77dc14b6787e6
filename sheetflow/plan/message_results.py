"""What the formulas beside the texts of the tab Messages come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from string import ascii_uppercase

from sheetflow.formulas.layout import quoted
from sheetflow.formulas.live import LiveTabs
from sheetflow.formulas.messages import TEXTS
from sheetflow.formulas.placeholders import LONGEST_SHOWN
from sheetflow.model import FilledDown, NewTab, Problem, Text
from sheetflow.texts.message_words import LONGEST_CHECK, TEXT_CHECKS
from sheetflow.texts.render import choose


def checked_messages(made: LiveTabs, problems: Iterable[Problem]) -> NewTab:
    """Returns the column of checks; `problems` are those of the workbook, by their cells."""
    table, lang = made.layout.messages, made.layout.lang
    if "check" not in table.columns:
        return NewTab(table.tab, ())
    found = _codes(problems, {table.tab, quoted(table.tab)})
    last = table.heading_row + TEXTS
    shown = dict.fromkeys(range(table.heading_row + 1, last + 1), "")
    for row, codes in found.items():
        told = [
            choose(both, lang).replace("{0}", codes[code])
            for code, both in TEXT_CHECKS.items()
            if code in codes
        ]
        shown[row] = ", ".join(told)[:LONGEST_CHECK]
    column, first = table.columns["check"], table.heading_row + 1
    return NewTab(
        table.tab, (), filled=(FilledDown(column, first, last, made.check, values=shown),)
    )


def _codes(problems: Iterable[Problem], names: set[str]) -> Mapping[int, Mapping[str, str]]:
    """Returns the codes of what is odd in each row of a tab, with the first one that was found."""
    found = defaultdict[int, dict[str, str]](dict)
    for problem in problems:
        tab, _, cell = problem.where.rpartition("!")
        row = cell.lstrip(ascii_uppercase)
        if tab in names and row.isdecimal():
            found[int(row)].setdefault(problem.text.code, _found(problem.text))
    return found


def _found(text: Text) -> str:
    """Returns what was found: a phrase, or a word in braces; blank where nothing is named."""
    word = next(iter(text.values), "")
    if not isinstance(word, str):
        return ""
    if text.code == "unknown_placeholder":
        return f"{{{word[1:-1][:LONGEST_SHOWN]}}}"
    return word
