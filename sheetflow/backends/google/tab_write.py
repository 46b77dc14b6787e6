"""What one run writes: the answers of a tab with what addresses its columns, and the state tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.metadata import PEOPLE_PREFIX, lookup
from sheetflow.backends.google.read import Column, column_of
from sheetflow.backends.google.reconcile import Cells, DesiredState
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.backends.google.write_requests import answered_column, column_range
from sheetflow.errors.google import ColumnsMoved
from sheetflow.model import Value


class Below(NamedTuple):
    """The rows below the last lead that get our formulas down to the row `filled_to`, as the sheet
    was read; `last_named` is the last row that said who it is about, `occupied` are the rows of
    them in which people have anything.
    """

    last_lead: int
    filled_to: int
    last_named: int
    occupied: frozenset[int] = frozenset()

    def rows(self, now: RowKeys) -> list[int]:
        """Returns the rows that are still blank in a sheet that may have more or fewer rows above
        them by now. What people have there may be where it was, or have moved with the rows above.
        """
        shift = now.last_named - self.last_named
        occupied = self.occupied | {row + shift for row in self.occupied}
        first = self.last_lead + min(shift, 0) + 1
        rows = (row for row in range(first, self.filled_to + 1) if row not in occupied)
        return [row for row in rows if now.is_about_nobody(row)]


class TabWrite(NamedTuple):
    """One tab to write into: what it should hold, and the ids of the metadata entries on its
    columns by name.

    `identifying` are the keys of the team's columns that say which row is which, `closed` those of
    them in which we may not even write nothing. `formulas` are the live ones of ours by the key of
    their column: a cell that was without its formula gets it once its answer is written, and so do
    the blank rows `below` the last lead.
    """

    desired: DesiredState
    entry_ids: Mapping[str, int]
    identifying: Sequence[str]
    closed: frozenset[str] = frozenset()
    formulas: Mapping[str, str] = MappingProxyType({})
    below: Below | None = None

    @property
    def keys(self) -> list[str]:
        """The owned columns that matter: the id, and those in which something is to be written."""
        wanted = {"id"}
        for cells in self.desired.wanted.values():
            wanted.update(cells)
        return sorted((wanted & self.entry_ids.keys()) - self.desired.gone)

    def filters(self) -> list[Json]:
        """Builds the data filters of the identifying columns, then of the owned ones."""
        names = [*(PEOPLE_PREFIX + key for key in self.identifying), *self.keys]
        return [lookup(self.entry_ids[name]) for name in names]

    def rows(self, columns: Sequence[Column | None], *, sent: bool) -> RowKeys:
        """Reads the answer for `filters`: None for a column that is gone, or, before anything was
        `sent`, that is blank yet.

        Raises MovedError where nothing tells any more who is who.
        """
        count = len(self.identifying)
        who = columns[:count]
        owned = dict(zip(self.keys, columns[count:], strict=True))
        if sent and None in who:
            raise ColumnsMoved
        if sent:
            self.desired.gone.update(key for key, column in owned.items() if column is None)
        present = {k: column or [] for k, column in owned.items() if k not in self.desired.gone}
        return RowKeys([column or [] for column in who], present)

    def column_ranges(self, cells: Cells) -> dict[str, Json]:
        """Returns the name of a metadata entry -> what to write into its column.

        The id and the identifying columns come along with nothing to write, so that the response
        says beside whom the values were written.
        """
        names = [*cells, *({"id"} - cells.keys() - self.desired.gone)]
        names += [PEOPLE_PREFIX + key for key in self.identifying if key not in self.closed]
        filters = {name: lookup(self.entry_ids[name]) for name in names}
        return {name: column_range(filters[name], cells.get(name, {})) for name in names}

    def rows_after(self, cells: Cells, now: RowKeys, columns: Mapping[str, Column]) -> RowKeys:
        """Returns the rows as the response to a write shows them, where no column is closed."""
        owned = {key: columns[key] for key in {*cells, "id"} & columns.keys()}
        who = [columns[PEOPLE_PREFIX + key] for key in self.identifying]
        return RowKeys(who, {**now.owned, **owned})


Asked = Mapping[int, Mapping[str, Json]]
"""Per tab, by its place in the run, the name of a metadata entry -> what to write into its column.
"""


def ranges_of(asked: Asked) -> list[Json]:
    """Returns the DataFilterValueRanges of a request, tab by tab."""
    ranges: list[Json] = []
    for of_tab in asked.values():
        ranges += of_tab.values()
    return ranges


def columns_after(asked: Asked, response: Sequence[Sequence[Any]]) -> dict[int, dict[str, Column]]:
    """Returns per tab the name of a metadata entry -> its column as a response shows it."""
    answered = zip(ranges_of(asked), response, strict=False)
    columns = (column_of(answered_column(asked_for, found)) for asked_for, found in answered)
    return {n: dict(zip(names, columns, strict=False)) for n, names in asked.items()}


@dataclass(frozen=True, slots=True)
class StateWrite:
    """The state tab: its sheet id, what was there when it was read, the lines it should hold (none
    if it stays as it is), and how many rows these need.
    """

    sheet_id: int
    before: Sequence[Value]
    lines: Sequence[str]
    rows: int

    def column(self, *, whole: bool) -> Json:
        """Builds the data filter of its only column, or of the header alone."""
        columns = {"startColumnIndex": 0, "endColumnIndex": 1}
        area = {"sheetId": self.sheet_id, **columns, "startRowIndex": 0}
        return {"gridRange": area if whole else {**area, "endRowIndex": 1}}
