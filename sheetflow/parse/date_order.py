"""The order of day and month in the columns of a leads tab: found once, then kept (follow-up.md, "A
choice once made").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sheetflow.columns import DATES
from sheetflow.parse import dates
from sheetflow.parse.headings import Layout
from sheetflow.parse.leads import ANSWER_AT, LeadTable
from sheetflow.parse.readers import TypedDates

Orders = Mapping[str, bool | None]
"""Column -> whether the day comes first; None where nothing settles it."""

_WORDS: Final = {True: "dmy", False: "mdy"}
_PLANNED: Final = "next_contact"
_BY_DEFAULT: Final = " by default"
"""Ends a choice that language or country made, not the cells."""


def choice_key(column: str) -> str:
    """Returns under which name the order of a column is remembered."""
    return f"order:{column}"


def remembered_orders(choices: Mapping[str, str], default: bool | None) -> Orders:
    """Returns the orders to begin with: as remembered, else the default.

    What the default decided goes with the default, where that says something else now.
    """
    return {key: _order(choices.get(choice_key(key), ""), default) for key in DATES}


def _order(choice: str, default: bool | None) -> bool | None:
    word = choice.removesuffix(_BY_DEFAULT)
    if word not in _WORDS.values():
        return default
    if word != choice and default is not None:
        return default
    return word == _WORDS[True]


class OrderFinder:
    """Finds the orders of one tab, once its texts were met; `places` are its columns by key."""

    def __init__(
        self, layout: Layout, places: Mapping[str, int], choices: Mapping[str, str]
    ) -> None:
        self._layout, self._places, self._remembered = layout, places, choices
        self.choices: dict[str, str] = {}
        """What is to be remembered."""

    def find(self, typed: TypedDates, leads: LeadTable, default: bool | None) -> Orders:
        """Returns the orders of the team's dates."""
        return {key: self._find(key, typed.texts[key], leads.field(key), default) for key in DATES}

    def find_planned(self, leads: LeadTable, default: bool | None) -> bool | None:
        """Returns the order of what people typed into our next contact."""
        if _PLANNED not in self._places:
            return default
        at = ANSWER_AT[_PLANNED]
        cells = [answers[at] for answers in leads.field("answers")]
        texts = {value for value in cells if isinstance(value, str)}
        return self._find(_PLANNED, texts, cells, default)

    def _find(
        self, key: str, texts: Collection[str], cells: Sequence[Any], default: bool | None
    ) -> bool | None:
        """Returns the order of a column as it was chosen, else as its cells say, else the
        default.
        """
        choice = self._remembered.get(choice_key(key))
        is_there = key in self._places
        if choice and is_there and (texts or any(value is not None for value in cells)):
            order = _order(choice, default)
            self._remember(key, order, by_default=_BY_DEFAULT in choice)
            return order
        return self._by_cells(key, texts, default) if texts else default

    def _by_cells(self, key: str, texts: Collection[str], default: bool | None) -> bool | None:
        counted = dates.orders_in(texts)
        if counted[True] and counted[False]:
            # the texts disagree: how many cells hold each is asked only now
            counted = dates.orders_in(self._layout.below(self._places[key]))
        order = dates.majority(counted, default)
        if counted.total():
            self._remember(key, order, by_default=counted[True] == counted[False])
        return order

    def _remember(self, key: str, order: bool | None, *, by_default: bool) -> None:
        if order is not None:
            self.choices[choice_key(key)] = _WORDS[order] + _BY_DEFAULT * by_default
