"""Two batches before the answers: room (columns, marks, tabs), then dress, once it is known where
the columns stand.

Both are empty as long as everything stands as it should. They write no answers; what they insert is
blank.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.backends.google.formatting import format_new_columns, format_tab
from sheetflow.backends.google.grid import Frame, Json, has_rows
from sheetflow.backends.google.layout import ColumnLayout, edges, insertion, marking, widening
from sheetflow.backends.google.metadata import EDGE, PEOPLES, fingerprint
from sheetflow.backends.google.new_tabs import tab_requests
from sheetflow.backends.google.protection import is_closed
from sheetflow.backends.google.read import View
from sheetflow.backends.google.state_tab import room
from sheetflow.columns import fold
from sheetflow.errors.google import NewTabNameTaken, RowsMoved, StateTabNameTaken
from sheetflow.model import STATE_TAB, Changes

_LARGEST_ID: Final = 2**31 - 1


def fresh_sheet_id(view: View) -> int:
    """A sheet id that no sheet of the spreadsheet has."""
    taken = {tab.sheet_id for tab in view.tabs}
    return next(
        n for n in iter(lambda: secrets.randbelow(_LARGEST_ID - 1) + 1, 0) if n not in taken
    )


# ── room ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PreparationRequests:
    """What the batches are made of: the leads tabs, and the room that the memory needs (0 rows:
    none).
    """

    view: View
    places: Sequence[ColumnLayout]
    changes: Changes
    memory_id: int
    memory_rows: int

    @property
    def is_steady(self) -> bool:
        """Whether one batch will do: it touches no column of the team's but through rules that
        follow the columns.
        """
        return all(map(_is_steady, self.places))

    def room(self) -> list[Json]:
        """The first batch. Raises DamagedError where a new tab has the name of another."""
        parts = [_room_requests(here, self.changes.lang) for here in self.places]
        return [request for part in (*parts, self._new_tabs(), self._memory()) for request in part]

    def _memory(self) -> Iterable[Json]:
        alike = [
            title
            for title in self.view.titles
            if fold(title) == fold(STATE_TAB) and title != STATE_TAB
        ]
        if alike and self.memory_rows and self.view.memory is None:
            raise StateTabNameTaken(repr(alike[0]))
        return room(self.view.memory, self.memory_id, self.memory_rows) if self.memory_rows else ()

    def _new_tabs(self) -> Iterator[Json]:
        names = {fold(tab.name) for tab in self.view.tabs}
        memory = self.view.memory
        index = memory.sheet["properties"].get("index", 0) if memory else len(self.view.tabs)
        for n, tab in enumerate(self.changes.new_tabs):
            if fold(tab.name) in names:
                raise NewTabNameTaken(repr(tab.name))
            yield from tab_requests(tab, fresh_sheet_id(self.view), index + n)


def _is_steady(here: ColumnLayout) -> bool:
    marked = all(name in here.standing or name in here.inserted for name in here.names)
    return marked and not asks(here) and not any(widening(here, here.tab.sheet))


def _room_requests(here: ColumnLayout, lang: str) -> Iterator[Json]:
    yield from insertion(here)
    yield from format_new_columns(here.tab.sheet, _frame(here, lang))
    yield from marking(here)


# ── dress ─────────────────────────────────────────────────────────────────────────────────────


def asks(here: ColumnLayout) -> list[int]:
    """The columns, as read, in which drop-downs, notes and formats of the team's must be looked for
    before dressing.
    """
    owned = {
        key: column
        for key, column in {**here.plan.owned, **here.blank}.items()
        if key in _fresh(here)
    }
    return sorted({*(here.plan.people[key] for key in _undressed(here)), *owned.values()})


class Marked(NamedTuple):
    """The metadata ids of a tab's marks: on columns by their names, on the edges of what must grow
    by their 0-based rows.
    """

    ids: Mapping[str, int]
    edges: Mapping[int, int]


def formatting_requests(
    here: ColumnLayout, marked: Marked, sheet: Json, cells: Json | None, lang: str
) -> list[Json]:
    """The second batch's part for a tab.

    `sheet` holds tables and filter as they are now; `cells` the validations and notes of the
    columns that `asks` names, None where it names none. Requests name columns and rows by where
    they stood; the marks that are updated with them see to it that the batch is refused where these
    moved since.
    """
    words = {PEOPLES + key: found for key, found in _undressed(here).items()}
    values = {name: metadata.value_of(name, found) for name, found in words.items()}
    wider = list(widening(here, sheet))
    ours = here.owned if wider else _fresh(here)
    values |= {key: metadata.value_of(key, dressed=_is_dressed(here, key)) for key in ours}
    sheet_id, at = here.tab.sheet_id, here.names
    return [
        *wider,
        *format_tab(here.tab.sheet, _frame(here, lang), cells and _without_ours(here, cells)),
        *(
            metadata.update(marked.ids[n], value, (sheet_id, at[n]))
            for n, value in values.items()
            if n in marked.ids
        ),
        *_let_go(here, marked.edges, sheet),
    ]


def _let_go(here: ColumnLayout, standing: Mapping[int, int], sheet: Json) -> Iterator[Json]:
    """Take the marks of the edges away. Raises MovedError where one does not stand where a range
    ends now.
    """
    for row in edges(here, sheet):
        if row not in standing:
            raise RowsMoved
        yield metadata.update(
            standing[row], metadata.value_of(EDGE), (here.tab.sheet_id, row), "ROWS"
        )
    yield from (metadata.delete(id_) for id_ in standing.values())


def _frame(here: ColumnLayout, lang: str) -> Frame:
    choices = {here.people[key]: words for key, words in _undressed(here).items()}
    fresh, inserted = _fresh(here), frozenset(here.inserted)
    plain = frozenset(key for key in fresh - inserted if not _has_numbers(here, key))
    return Frame(
        here.tab.sheet_id, here.plan.heading_row, here.owned, fresh, choices, lang, inserted, plain
    )


def _has_numbers(here: ColumnLayout, key: str) -> bool:
    cells = here.tab.column(here.before(here.owned[key]))
    return any(isinstance(value, int | float) for value in cells)


def _has_rows(here: ColumnLayout) -> bool:
    return has_rows(here.tab.sheet, here.plan.heading_row)


def _fresh(here: ColumnLayout) -> frozenset[str]:
    """The owned columns that were not dressed yet; while there is no row to dress, those that come
    just now.
    """
    if not _has_rows(here):
        return frozenset(here.inserted)
    standing = here.standing
    return frozenset(key for key in here.owned if key not in standing or not standing[key].dressed)


def _is_dressed(here: ColumnLayout, key: str) -> bool:
    """Whether an owned column is dressed once the batch is through."""
    return _has_rows(here) or (key in here.standing and here.standing[key].dressed)


def _undressed(here: ColumnLayout) -> dict[str, tuple[str, ...]]:
    """Key -> words, for the drop-downs that were never offered, or with other words, in columns
    that are open to us.
    """
    if not _has_rows(here):
        return {}
    standing, sheet = here.standing, here.tab.sheet
    return {
        key: words
        for key, words in here.plan.choices.items()
        if not is_closed(sheet, here.plan.people[key])
        and ((mark := standing.get(PEOPLES + key)) is None or mark.choices != fingerprint(words))
    }


def _without_ours(here: ColumnLayout, cells: Json) -> Json:
    """The cells without the drop-downs of an earlier run, which may be replaced."""
    ours = {mark.choices for mark in here.standing.values() if mark.choices is not None}
    for part in cells.get("data", ()):
        for row in part.get("rowData", ()):
            for cell in row.get("values", ()):
                words = [v.get("userEnteredValue", "") for v in _condition(cell).get("values", ())]
                if ours and fingerprint(words) in ours:
                    del cell["dataValidation"]
    return cells


def _condition(cell: Json) -> Json:
    condition: Json = cell.get("dataValidation", {}).get("condition", {})
    return condition
