"""Two batches before the answers: structure (columns, metadata, tabs), then formatting, once it is
known where the columns are.

Both are empty as long as everything is as it should be. They write no answers; what they insert is
blank.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.backends.google.additions import addition_requests
from sheetflow.backends.google.formatting import format_new_columns, format_tab
from sheetflow.backends.google.grid import Frame, Json, grid_size, has_rows
from sheetflow.backends.google.layout import (
    ColumnLayout,
    insert_requests,
    last_rows,
    metadata_requests,
    widen_requests,
)
from sheetflow.backends.google.metadata import LAST_ROW, PEOPLE_PREFIX, words_checksum
from sheetflow.backends.google.moves import move_requests
from sheetflow.backends.google.new_tabs import NewTabs
from sheetflow.backends.google.protection import is_closed
from sheetflow.backends.google.read import View
from sheetflow.backends.google.rewritten import tabs_to_put_anew
from sheetflow.backends.google.state_tab import state_tab_requests
from sheetflow.columns import fold
from sheetflow.errors.google import NewTabNameTaken, RowsMoved, StateTabNameTaken
from sheetflow.model import STATE_TAB, Changes

_LARGEST_ID: Final = 2**31 - 1


def fresh_sheet_id(view: View, more: Iterable[int] = ()) -> int:
    """Draws a sheet id that no sheet of the spreadsheet has, and that is none of `more`."""
    taken = {tab.sheet_id for tab in view.tabs}.union(more)
    return next(
        n for n in iter(lambda: secrets.randbelow(_LARGEST_ID - 1) + 1, 0) if n not in taken
    )


# ── structure ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PreparationRequests:
    """What the batches are made of: the leads tabs, and the rows that the state tab needs (0: it
    stays as it is).
    """

    view: View
    layouts: Sequence[ColumnLayout]
    changes: Changes
    state_tab_id: int
    state_rows: int

    @property
    def fits_one_batch(self) -> bool:
        """Returns whether one batch will do: it touches no column of the team's but through rules
        that follow the columns.
        """
        return all(map(_fits_one_batch, self.layouts))

    def structure_requests(self) -> list[Json]:
        """Builds the first batch. Raises DamagedError where a new tab has the name of another."""
        requests: list[Json] = []
        for layout in self.layouts:
            requests += insert_requests(layout)
            requests += format_new_columns(layout.tab.sheet, _frame(layout, self.changes.lang))
            requests += metadata_requests(layout)
        requests += move_requests(self.view, self.changes)
        return [*requests, *self._additions(), *self._new_tabs(), *self._state_tab()]

    def _state_tab(self) -> Iterable[Json]:
        if not self.state_rows:
            return ()
        alike = [
            title
            for title in self.view.titles
            if fold(title) == fold(STATE_TAB) and title != STATE_TAB
        ]
        if alike and self.view.state_tab is None:
            raise StateTabNameTaken(repr(alike[0]))
        return state_tab_requests(self.view.state_tab, self.state_tab_id, self.state_rows)

    def _additions(self) -> Iterator[Json]:
        for addition in self.changes.additions:
            tab = self.view.tab(addition.tab)
            if tab is not None:
                yield from addition_requests(addition, tab.sheet_id, grid_size(tab.sheet))

    def _new_tabs(self) -> Iterator[Json]:
        names = {fold(tab.name) for tab in self.view.tabs}
        sheet_ids, taken = {tab.name: tab.sheet_id for tab in self.view.tabs}, {self.state_tab_id}
        for tab in self.changes.new_tabs:
            if fold(tab.name) in names:
                raise NewTabNameTaken(repr(tab.name))
            sheet_ids[tab.name] = fresh_sheet_id(self.view, taken)
            taken.add(sheet_ids[tab.name])
        new, named = self.changes.new_tabs, self.changes.names
        added = NewTabs(new, named, sheet_ids, self.view.named_ranges, lang=self.changes.lang)
        sizes = {tab.name: grid_size(tab.sheet) for tab in self.view.tabs}
        anew = tabs_to_put_anew(self.view, self.changes)
        added = added._replace(place=self._place_of_new_tabs, rewritten=anew, sizes=sizes)
        return added.requests()

    @property
    def _place_of_new_tabs(self) -> int:
        """New tabs come behind the team's and before the state tab; one that opens the workbook
        begins a spreadsheet in which nobody has typed anything.
        """
        opens = any(tab.first for tab in self.changes.new_tabs)
        if opens and not any(any(tab.columns) for tab in self.view.tabs):
            return 0
        state_tab = self.view.state_tab
        if state_tab is None:
            return len(self.view.titles)
        return int(state_tab.sheet["properties"].get("index", 0))


def _fits_one_batch(layout: ColumnLayout) -> bool:
    entries, new = layout.entries, layout.new_columns
    known = all(name in entries or name in new for name in layout.entry_columns)
    widens = any(widen_requests(layout, layout.tab.sheet))
    return known and not widens and not columns_to_check(layout)


# ── formatting ────────────────────────────────────────────────────────────────────────────────


def columns_to_check(layout: ColumnLayout) -> list[int]:
    """Returns the columns, as read, in which drop-downs, notes and formats of the team's must be
    looked for before formatting.
    """
    not_formatted = unformatted(layout)
    ours = {column for key, column in layout.owned_as_read.items() if key in not_formatted}
    return sorted(ours | {layout.plan.people[key] for key in _new_drop_downs(layout)})


class EntryIds(NamedTuple):
    """The ids of a tab's metadata entries: of those on columns by name, of those on the last rows
    of what is to be widened by 0-based row.
    """

    columns: Mapping[str, int]
    last_rows: Mapping[int, int]


class TabNow(NamedTuple):
    """What is known of a tab before the second batch: `sheet` holds tables and filter, `cells` the
    validations and notes of the columns to check, None where there are none.
    """

    ids: EntryIds
    sheet: Json
    cells: Json | None


def formatting_requests(layout: ColumnLayout, now: TabNow, lang: str) -> list[Json]:
    """Builds the second batch's part for a tab.

    Requests name columns and rows by where they were; the metadata entries that are updated with
    them see to it that the batch is refused where these moved since.
    """
    wider = list(widen_requests(layout, now.sheet))
    of_team = None if now.cells is None else _without_our_drop_downs(layout, now.cells)
    looks = format_tab(layout.tab.sheet, _frame(layout, lang), of_team)
    values = _entry_values(layout, layout.owned if wider else unformatted(layout))
    columns, known = layout.entry_columns, now.ids.columns
    updates = []
    for name, value in values.items():
        if name in known:
            place = (layout.tab.sheet_id, columns[name])
            updates.append(metadata.update(known[name], value, place))
    return [*wider, *looks, *updates, *_release_last_rows(layout, now)]


def _entry_values(layout: ColumnLayout, owned: Iterable[str]) -> dict[str, str]:
    """Returns the name -> value of the entries that the second batch updates: of the drop-downs
    that it sets, and of these columns of ours.
    """
    values: dict[str, str] = {}
    for key, words in _new_drop_downs(layout).items():
        values[PEOPLE_PREFIX + key] = metadata.value_of(PEOPLE_PREFIX + key, words)
    for key in owned:
        values[key] = metadata.value_of(key, formatted=_will_be_formatted(layout, key))
    return values


def _release_last_rows(layout: ColumnLayout, now: TabNow) -> Iterator[Json]:
    """Takes the entries on the last rows away. Raises MovedError where none is where a range ends
    now.
    """
    ids = now.ids.last_rows
    for row in last_rows(layout, now.sheet):
        if row not in ids:
            raise RowsMoved
        place = (layout.tab.sheet_id, row)
        yield metadata.update(ids[row], metadata.value_of(LAST_ROW), place, "ROWS")
    yield from (metadata.delete(id_) for id_ in ids.values())


def _frame(layout: ColumnLayout, lang: str) -> Frame:
    tab, plan, people = layout.tab, layout.plan, layout.people
    not_formatted, new = unformatted(layout), frozenset(layout.new_columns)
    choices = {people[key]: words for key, words in _new_drop_downs(layout).items()}
    without_numbers = frozenset(k for k in not_formatted - new if not _has_numbers(layout, k))
    return Frame(
        tab.sheet_id,
        plan.heading_row,
        layout.owned,
        not_formatted,
        choices,
        lang,
        new,
        without_numbers,
    )


def _has_numbers(layout: ColumnLayout, key: str) -> bool:
    cells = layout.tab.column(layout.before(layout.owned[key]))
    return any(isinstance(value, int | float) for value in cells)


def _has_rows(layout: ColumnLayout) -> bool:
    return has_rows(layout.tab.sheet, layout.plan.heading_row)


def unformatted(layout: ColumnLayout) -> frozenset[str]:
    """Returns the owned columns that were not formatted yet; while there is no row to format, those
    that come just now.
    """
    if not _has_rows(layout):
        return frozenset(layout.new_columns)
    entries = layout.entries
    return frozenset(
        key for key in layout.owned if key not in entries or not entries[key].formatted
    )


def _will_be_formatted(layout: ColumnLayout, key: str) -> bool:
    """Returns whether an owned column is formatted once the batch is through."""
    if _has_rows(layout):
        return True
    entry = layout.entries.get(key)
    return entry is not None and entry.formatted


def _new_drop_downs(layout: ColumnLayout) -> dict[str, tuple[str, ...]]:
    """Returns key -> words, for the drop-downs that were never offered, or with other words, in
    columns that are open to us.
    """
    if not _has_rows(layout):
        return {}
    entries, sheet, people = layout.entries, layout.tab.sheet, layout.plan.people
    found = {}
    for key, words in layout.plan.choices.items():
        entry = entries.get(PEOPLE_PREFIX + key)
        offered = entry is not None and entry.choices == words_checksum(words)
        if not offered and not is_closed(sheet, people[key]):
            found[key] = words
    return found


def _without_our_drop_downs(layout: ColumnLayout, cells: Json) -> Json:
    """Removes the drop-downs of an earlier run from the cells; they may be replaced."""
    ours = {entry.choices for entry in layout.entries.values() if entry.choices is not None}
    for part in cells.get("data", ()):
        for row in part.get("rowData", ()):
            for cell in row.get("values", ()):
                words = [v.get("userEnteredValue", "") for v in _condition(cell).get("values", ())]
                if ours and words_checksum(words) in ours:
                    del cell["dataValidation"]
    return cells


def _condition(cell: Json) -> Json:
    condition: Json = cell.get("dataValidation", {}).get("condition", {})
    return condition
