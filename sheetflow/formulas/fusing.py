"""Fewer columns in the hidden tabs: a column that one formula uses once is written inside it.

The columns are declared one thought each. In the file each cell has its price in bytes and in the
time to open it, while a formula that a thousand rows share is written once, however long.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator

LONGEST: Final = 6_000
"""Characters of a formula; Excel takes 8,192."""
DEEPEST: Final = 40
"""Parentheses that are open at a time; Excel takes 64 functions inside each other."""
_SIMPLE: Final = 150
"""Characters of a formula that may stand in several others."""
_TOO_MANY: Final = 9
"""So many uses are too many for that."""
_COSTLY: Final = ("MATCH", "SUMPRODUCT", "COUNTIF", "DAY", "SUBSTITUTE", "FIND", "SEARCH", "TRIM")
_TOKEN: Final = re.compile(r"\{(?:(\w+)\.)?([a-z]\w*)(?::(\w+))?\}")
_NOT_SHARED: Final = "):"
"""A range that begins at what a function gives: Excel shares no such formula between rows."""
_PARENTHESIS: Final = re.compile(r"[()]")
_STEP: Final = {"(": 1, ")": -1}
_TEXT: Final = re.compile(r'"(?:[^"]++|"")*+"')


class _Use(NamedTuple):
    """A column as a formula names it: `how` is blank for the same row of its own tab, else all, up,
    one …, or elsewhere.
    """

    tab: str
    column: str
    how: str


def fused(
    tabs: Sequence[HiddenTab], translator: Translator, kept: Mapping[str, Collection[str]]
) -> tuple[HiddenTab, ...]:
    """Returns the tabs with fewer columns; those that are `kept`, by tab, stay columns."""
    written = [_written_out(tab, translator) for tab in tabs]
    uses = Counter[_Use]()
    for tab in written:
        for column in tab.columns:
            uses.update(_uses(column.formula, tab.name))
    return tuple(_Fuser(tab, uses, kept.get(tab.name, ())).tab() for tab in written)


def _written_out(tab: HiddenTab, translator: Translator) -> HiddenTab:
    columns = (c._replace(formula=translator.written_out(c.formula)) for c in tab.columns)
    return tab._replace(columns=tuple(columns))


def _uses(formula: str, tab: str) -> Iterator[_Use]:
    for other, name, how in _TOKEN.findall(formula):
        yield _Use(other or tab, name, how or ("elsewhere" if other else ""))


class _Fuser:
    """Writes columns of one tab inside each other."""

    def __init__(self, tab: HiddenTab, uses: Counter[_Use], kept: Collection[str]) -> None:
        self._tab = tab
        self._columns = {column.name: column for column in tab.columns}
        times = Counter[str]()
        for use, count in uses.items():
            if use.tab == tab.name:
                times[use.column] += count if not use.how else _TOO_MANY
        self._inside = {name for name, count in times.items() if self._goes_inside(name, count)}
        self._inside -= set(kept)
        self._gone: set[str] = set()
        self._done: dict[str, str] = {}

    def tab(self) -> HiddenTab:
        """Returns the tab without the columns that stand inside others."""
        whole = {name: self._whole(column) for name, column in self._columns.items()}
        left = {name for name in whole if name not in self._gone}
        waiting = sorted(left)
        while waiting:  # one that did not fit into every user stays
            for use in _uses(whole[waiting.pop()], self._tab.name):
                if use.tab == self._tab.name and use.column not in left:
                    left.add(use.column)
                    waiting.append(use.column)
        columns = (c._replace(formula=whole[c.name]) for c in self._tab.columns if c.name in left)
        return self._tab._replace(columns=tuple(columns))

    def _goes_inside(self, name: str, uses: int) -> bool:
        """Returns whether a column is used once, or is so simple that a few formulas may each work
        it out again.
        """
        formula = self._columns[name].formula
        simple = len(formula) <= _SIMPLE and not any(word in formula for word in _COSTLY)
        return bool(formula) and (uses == 1 or (simple and uses < _TOO_MANY))

    def _whole(self, column: FormulaColumn) -> str:
        """Returns the formula of a column, with those inside it that only it uses."""
        if column.name not in self._done:
            text = column.formula
            for other, name, how in _TOKEN.findall(text):
                if not other and not how and name in self._inside:
                    text = self._with(text, column, self._columns[name])
            self._done[column.name] = text
        return self._done[column.name]

    def _with(self, text: str, column: FormulaColumn, inner: FormulaColumn) -> str:
        """Returns the formula with another column inside, where it does not get too long."""
        if inner.rows != column.rows:
            return text
        inside = self._whole(inner).removeprefix("=")
        longer = text.replace(f"{{{inner.name}}}", f"({inside})")
        if len(longer) > LONGEST or _depth(longer) > DEEPEST or _NOT_SHARED in inside:
            return text
        self._gone.add(inner.name)
        return longer


def _depth(formula: str) -> int:
    """Returns how many parentheses are open at a time at most."""
    signs = _PARENTHESIS.findall(_TEXT.sub("", formula))
    return max(accumulate(map(_STEP.__getitem__, signs)), default=0)
