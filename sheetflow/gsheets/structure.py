"""The one batch that makes room and dress: columns, marks, colours, the memory tab, the tabs of `init`.

It is empty as long as everything stands as it should. It writes no answers; what it inserts is blank.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sheetflow.columns import fold
from sheetflow.errors import DamagedError
from sheetflow.gsheets.columns import Place, insertion, marking
from sheetflow.gsheets.dress import dress
from sheetflow.gsheets.marks import PEOPLES, checksum
from sheetflow.gsheets.memory_tab import room
from sheetflow.gsheets.new_tabs import tab_requests
from sheetflow.gsheets.reading import View
from sheetflow.gsheets.shapes import Frame, Json, letters
from sheetflow.model import Changes

CELLS: Final = (
    "sheets(properties(sheetId),"
    "data(startRow,startColumn,rowData(values(dataValidation(condition(type,values(userEnteredValue))),note))))"
)
"""The field mask of the request that looks for drop-downs and notes of the team's, once per leads tab."""

LARGEST_ID: Final = 2**31 - 1


def a1(title: str, column: int) -> str:
    """A whole column in A1 notation, 0-based."""
    return f"{quoted(title)}!{letters(column)}:{letters(column)}"


def quoted(title: str) -> str:
    """The name of a tab as A1 notation quotes it."""
    return "'" + title.replace("'", "''") + "'"


def fresh_sheet_id(view: View) -> int:
    """A sheet id that no sheet of the spreadsheet has."""
    taken = {tab.sheet_id for tab in view.tabs}
    return next(n for n in iter(lambda: secrets.randbelow(LARGEST_ID - 1) + 1, 0) if n not in taken)


@dataclass(frozen=True, slots=True)
class Structure:
    """What the batch is made of: the leads tabs, the room that the memory needs (0: none), the words of drop-downs."""

    view: View
    places: Sequence[Place]
    changes: Changes
    memory_id: int
    memory_rows: int

    def asks(self) -> list[str]:
        """The ranges in which drop-downs and notes of the team's must be looked for before dressing."""
        ranges = []
        for here in self.places:
            columns = {here.plan.people[key] for key in _undressed(here)} | set(_unmarked(here).values())
            ranges += [a1(here.tab.name, column) for column in sorted(columns)]
        return ranges

    def requests(self, cells: Mapping[str, Any] | None) -> list[Json]:
        """The batch; `cells` is the answer for the ranges of `asks`, None where there were none."""
        found = {sheet["properties"].get("sheetId", 0): sheet for sheet in (cells or {}).get("sheets", ())}
        parts = [_tab_requests(here, found.get(here.tab.sheet_id), self.changes.lang) for here in self.places]
        return [request for part in (*parts, self._new_tabs(), self._memory()) for request in part]

    def _memory(self) -> Iterable[Json]:
        return room(self.view.memory, self.memory_id, self.memory_rows) if self.memory_rows else ()

    def _new_tabs(self) -> Iterator[Json]:
        names = {fold(tab.name) for tab in self.view.tabs}
        memory = self.view.memory
        index = memory.sheet["properties"].get("index", 0) if memory else len(self.view.tabs)
        for n, tab in enumerate(self.changes.new_tabs):
            if fold(tab.name) in names:
                raise DamagedError(f"there is a tab {tab.name!r} already", "rename it and run again")
            yield from tab_requests(tab, fresh_sheet_id(self.view), index + n)


def _tab_requests(here: Place, cells: Json | None, lang: str) -> Iterator[Json]:
    undressed = _undressed(here)
    yield from insertion(here)
    yield from marking(here, {PEOPLES + key: words for key, words in undressed.items()})
    owned, people = here.owned, here.people
    fresh = frozenset(owned) - frozenset(here.standing)
    choices = {people[key]: words for key, words in undressed.items()}
    frame = Frame(here.tab.sheet_id, here.plan.heading_row, owned, fresh, choices, lang, frozenset(here.inserted))
    yield from dress(here.tab.sheet, frame, cells and _without_ours(here, cells))


def _undressed(here: Place) -> dict[str, tuple[str, ...]]:
    """Key -> words, for the drop-downs that were never offered, or with other words."""
    standing = here.standing
    return {
        key: words
        for key, words in here.plan.choices.items()
        if (mark := standing.get(PEOPLES + key)) is None or mark.choices != checksum(words)
    }


def _unmarked(here: Place) -> dict[str, int]:
    """Owned columns that stand in the sheet without our mark: those that `init` took over, or that came from a file."""
    return {key: column for key, column in here.plan.owned.items() if key not in here.standing}


def _without_ours(here: Place, cells: Json) -> Json:
    """The cells without the drop-downs of an earlier run, which may be replaced."""
    ours = {mark.choices for mark in here.standing.values() if mark.choices is not None}
    for part in cells.get("data", ()):
        for row in part.get("rowData", ()):
            for cell in row.get("values", ()):
                words = [v.get("userEnteredValue", "") for v in _condition(cell).get("values", ())]
                if ours and checksum(words) in ours:
                    del cell["dataValidation"]
    return cells


def _condition(cell: Json) -> Json:
    condition: Json = cell.get("dataValidation", {}).get("condition", {})
    return condition
