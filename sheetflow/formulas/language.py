"""The small language in which the columns of a hidden tab are written.

A template is an Excel formula, with a few words of its own:

    {x}           column x, same row, same tab        {x:all}   all rows of column x
    {x:up}        the row above, {x:down} below       {x:top}   from the first row to this one
    {x:one}       the first cell of column x              {x:3_9}   its third row to its ninth
    {_calc.x}     column x of another hidden tab, whole: for INDEX; {_calc.x:all} its rows
    {stages.key}  a whole column of a visible table of LiveLayout; {stages.key:all} its rows
    at(leads.name,r)  the cell of a visible table in sheet row r; blank where there is no column
    L(name)       the cell of Leads in this very row
    add(d,n)      before(d,n)   late(d)   later(r,c)  as in decide/workdays.py and parse/dates.py
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from operator import attrgetter
from types import MappingProxyType
from typing import Final, NamedTuple

from sheetflow.formulas.layout import LiveLayout, quoted
from sheetflow.model import (
    Cell,
    ColumnLook,
    FilledDown,
    Formula,
    NewTab,
    Style,
    Value,
    column_letters,
)

NUMBER: Final = "0"
"""The format of a cell that has none of its own: a program may give one that subtracts days the
format of a date, and save it."""
BLANK: Final = "sf_blank"
"""The name of a cell that is always blank: what a column that the team does not have holds."""


class FormulaColumn(NamedTuple):
    """A column of formulas in a hidden tab, or of plain values where there is no formula; `rows`
    are those filled, 0 for all of the tab.
    """

    name: str
    formula: str = ""
    rows: int = 0
    values: tuple[Value, ...] = ()
    number_format: str = NUMBER

    def last_row(self, sheet: HiddenTab) -> int:
        """Returns its last row in a tab, 1-based."""
        rows = self.rows or len(self.values)
        return sheet.first_row + rows - 1 if rows else sheet.last_row


_name_of: Final = attrgetter("name")


class HiddenTab(NamedTuple):
    """A hidden tab: its columns from A on, each with its name in row 1, filled from first_row."""

    name: str
    first_row: int
    last_row: int
    columns: tuple[FormulaColumn, ...]

    def place(self, name: str) -> int:
        """Returns the 0-based place of a column."""
        names = list(map(_name_of, self.columns))
        if name not in names:
            raise KeyError(f"{self.name} has no column {name}")
        return names.index(name)

    def letters(self, name: str) -> str:
        """Returns the letters of a column."""
        return column_letters(self.place(name))

    def whole(self, name: str) -> str:
        """Returns a column for INDEX by the row of the sheet: `_calc!$C:$C`."""
        letters = self.letters(name)
        return f"{quoted(self.name)}!${letters}:${letters}"

    def bounded(self, name: str) -> str:
        """Returns the rows of a column: `_calc!$C$3:$C$1002`."""
        letters, last = self.letters(name), self.columns[self.place(name)].last_row(self)
        return f"{quoted(self.name)}!${letters}${self.first_row}:${letters}${last}"

    def cell(self, name: str, row: int) -> str:
        """Returns one cell, `row` counting from 0: `_set!$C$4`."""
        return f"{quoted(self.name)}!${self.letters(name)}${self.first_row + row}"


_TOKEN: Final = re.compile(r"\{(?:(\w+)\.)?([a-z]\w*)(?::(\w+))?\}")
_ARGUMENT: Final = re.compile(r"\{(\w)\}")
_CALL: Final = re.compile(r"(?<![\w.!$])(add|before|late|later|at|L)\(")

_BACK: Final = "IF(sf_calendar=1,{n}-1,-({n}=0))"
_STEPS: Final = "IF(sf_calendar=1,1,MAX({n},1))"
_WORKING: Final = "NETWORKDAYS.INTL({d}+1,sf_today,sf_weekend,sf_holidays)"
_MACROS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "add": (
        ("d", "n"),
        f"MIN(2958465,WORKDAY.INTL({{d}}+{_BACK},{_STEPS},sf_weekend,sf_holidays))",
    ),
    "before": (
        ("d", "n"),
        f"WORKDAY.INTL({{d}}-{_BACK},-{_STEPS},sf_weekend,sf_holidays)",
    ),
    "late": (
        ("d",),
        f"IF({{d}}>=sf_today,0,IF(sf_calendar=1,IF({_WORKING}>0,sf_today-{{d}},0),{_WORKING}))",
    ),
    "later": (
        ("r", "c"),
        "IF(INT({r})<>INT({c}),INT({r})>INT({c}),AND({c}>INT({c}),{r}>{c}))",
    ),
}
"""Each with its arguments. `add` and `before` serve both counts and n = 0; `later` says that their
message r came after our contact c, by the clock on one day."""


class Translator:
    """Turns templates into formulas for one workbook."""

    def __init__(
        self,
        layout: LiveLayout,
        tabs: Iterable[HiddenTab],
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._layout = layout
        self._tabs = {tab.name: tab for tab in tabs}
        self.names = dict(names)
        """The names of cells on other tabs that the formulas made so far use."""
        for tab in self._tabs.values():
            twice = [
                name for name, count in Counter(c.name for c in tab.columns).items() if count > 1
            ]
            if twice:
                raise ValueError(f"{tab.name} has two columns {', '.join(twice)}")

    def new_tab(self, name: str) -> NewTab:
        """Returns a hidden tab with its columns filled down."""
        tab = self._tabs[name]
        filled, looks = [], {}
        for place, column in enumerate(tab.columns):
            style = Style(number_format=column.number_format)
            looks[place] = ColumnLook(10)
            if column.formula:
                text, last = self.formula(column.formula, tab), column.last_row(tab)
                filled.append(FilledDown(place, tab.first_row, last, text, style))
        rows = tuple(_rows(tab))
        return NewTab(name, rows, columns=looks, filled=tuple(filled), hidden=True, protected=True)

    def formula(self, template: str, tab: HiddenTab | None = None, row: int = 0) -> str:
        """Returns the formula of a template, in its tab's first row or in another 1-based one."""
        at_row = row or (tab.first_row if tab else 1)
        text = self.written_out(template)

        def reference(found: re.Match[str]) -> str:
            return self._reference(found, tab, at_row)

        return _TOKEN.sub(reference, text).removeprefix("=")

    def written_out(self, text: str) -> str:
        """Returns a template in which `add(…)` and its like are written out, the inner ones
        first.
        """
        while found := _last_call(text):
            name, first = found[1], found.end()
            last = _closing(text, first)
            written = self._call(name, _arguments(text[first:last]))
            text = text[: found.start()] + written + text[last + 1 :]
        return text

    def _call(self, name: str, given: list[str]) -> str:
        if name == "L":
            return self._cell(f"leads.{given[0]}", "ROW()")
        if name == "at":
            return self._cell(*given)
        names, text = _MACROS[name]
        values = dict(zip(names, given, strict=True))
        return _ARGUMENT.sub(lambda found: values[found[1]], text)

    def _cell(self, where: str, row: str) -> str:
        table, key = where.split(".")
        column = self._elsewhere(table, key, whole=True)
        return f"INDEX({column},{row})" if column != BLANK else BLANK

    def _reference(self, found: re.Match[str], tab: HiddenTab | None, row: int) -> str:
        other, name, how = found.groups()
        if other:
            return self._elsewhere(other, name, whole=how != "all")
        if tab is None:
            raise KeyError(f"{found[0]} names a column of no tab")
        if how and how[0].isdecimal():
            return _some(tab, name, how)
        return _OWN[how](tab, name, row)

    def _elsewhere(self, table: str, column: str, *, whole: bool) -> str:
        """Returns the name of cells on another tab: Excel shares a formula between rows only where
        it names no other tab.
        """
        there = self._tabs.get(table) or self._layout.table(table)
        cells = there.whole(column) if whole else there.bounded(column)
        if not cells:
            return BLANK
        # people's log and our tab of it must not share a name
        where = table[1:] if table in self._tabs else f"in_{table}"
        name = f"sf_{where}_{column}" + "_column" * whole
        self.names[name] = cells
        return name


def _same(tab: HiddenTab, name: str, row: int) -> str:
    return f"${tab.letters(name)}{row}"


def _all(tab: HiddenTab, name: str, row: int) -> str:
    letters, last = tab.letters(name), tab.columns[tab.place(name)].last_row(tab)
    return f"${letters}${tab.first_row}:${letters}${last}"


def _up(tab: HiddenTab, name: str, row: int) -> str:
    return f"${tab.letters(name)}{row - 1}"


def _down(tab: HiddenTab, name: str, row: int) -> str:
    return f"${tab.letters(name)}{row + 1}"


def _top(tab: HiddenTab, name: str, row: int) -> str:
    letters = tab.letters(name)
    return f"${letters}${tab.first_row}:${letters}{row}"


def _one(tab: HiddenTab, name: str, row: int) -> str:
    return f"${tab.letters(name)}${tab.first_row}"


def _some(tab: HiddenTab, name: str, rows: str) -> str:
    letters = tab.letters(name)
    first, last = (tab.first_row - 1 + int(each) for each in rows.split("_"))
    return f"${letters}${first}:${letters}${last}"


_OWN: Final[Mapping[str | None, Callable[[HiddenTab, str, int], str]]] = {
    None: _same, "all": _all, "up": _up, "down": _down, "top": _top,
    "one": _one,
}  # fmt: skip


def _last_call(text: str) -> re.Match[str] | None:
    """Returns the last word of ours in a text: no other one stands inside it."""
    found = [*_CALL.finditer(text)]
    return found[-1] if found else None


def _closing(text: str, first: int) -> int:
    """Returns where the parenthesis closes that was opened before `first`."""
    for at, depth in _depths(text, first):
        if depth < 0:
            return at
    raise ValueError(f"a parenthesis of {text} is not closed")


def _arguments(text: str) -> list[str]:
    """Splits arguments at their commas, not at those inside them."""
    cuts = [at for at, depth in _depths(text, 0) if depth == 0 and text[at] == ","]
    ends = zip([-1, *cuts], [*cuts, len(text)], strict=True)
    return [text[before + 1 : after].strip() for before, after in ends]


def _depths(text: str, first: int) -> Iterator[tuple[int, int]]:
    """Yields the place of each character outside of quotes, with how many parentheses or braces are
    open behind it.
    """
    depth, in_text = 0, False
    for at in range(first, len(text)):
        sign = text[at]
        if sign == '"':
            in_text = not in_text
        if in_text:
            continue
        depth += (sign in "({") - (sign in ")}")
        yield at, depth


def _rows(tab: HiddenTab) -> Iterator[tuple[Value | Cell | Formula, ...]]:
    """Yields the names of the columns, and below them what is no formula; each row ends with its
    last cell, for one long list among hundreds of short ones would be a million blank cells.
    """
    yield tuple(column.name for column in tab.columns)
    lists = [column.values for column in tab.columns]
    for _ in range(tab.first_row - 2 if any(lists) else 0):
        yield ()
    start = 0
    for end in sorted({len(values) for values in lists if values}):
        while len(lists[-1]) <= start:
            lists.pop()
        yield from zip_longest(*(values[start:end] for values in lists))
        start = end
