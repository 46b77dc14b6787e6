"""Sends the two batches before the answers, structure and formatting, and reads from what Google
answers where everything is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sheetflow.backends.google import metadata, response
from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.backends.google.grid import Json, a1
from sheetflow.backends.google.highlight import restore_requests
from sheetflow.backends.google.layout import ColumnLayout
from sheetflow.backends.google.prepare_requests import (
    EntryIds,
    PreparationRequests,
    TabNow,
    columns_to_check,
    formatting_requests,
)
from sheetflow.backends.google.read import FOOTERS, footers_of
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.errors.google import ChangeUnsure, ColumnsMoved, FooterMoved


class Prepared(NamedTuple):
    """What preparing led to: whether anything was sent; per tab the name of each metadata entry on
    a column -> its id; who is in which row of the tabs to write, if known.
    """

    sent: bool
    ids: Sequence[Mapping[str, int]]
    now: list[RowKeys] | None


@dataclass(slots=True)
class Preparation:
    """One spreadsheet being prepared. `owed` are the requests that put back rules of the team's
    which a batch took away.
    """

    sheets: Sheets
    owed: list[Json] = field(default_factory=list)

    def run(self, wanted: PreparationRequests, writing: Sequence[ColumnLayout]) -> Prepared:
        """Sends what is missing; `writing` are the tabs into which answers will be written.

        Raises MovedError where people moved columns in that instant, or Google did not say whether
        it acted.
        """
        layouts, requests, answer = wanted.layouts, wanted.structure_requests(), None
        ids = [_ids_as_read(layout) for layout in layouts]
        # where formatting depends on what the structure leads to, the structure goes ahead
        two_batches = bool(requests) and not wanted.fits_one_batch
        if two_batches:
            body = response.batch_body(requests, layouts, with_notes=True)
            answer = self._change(body, with_notes=True)
            ids, requests = self._with_created(ids, layouts, requests, answer), []
        requests += self._formatting(wanted, ids, answer)
        if requests:
            body = response.batch_body(requests, writing, inserted=two_batches)
            answer = self._send_with_rules(body)
            if not two_batches:
                ids = self._with_created(ids, layouts, requests, answer)
        by_tab = [found.columns for found in ids]
        if answer is None:  # everything was as it should be
            self._check_footers(writing)
            return Prepared(False, by_tab, None)
        _refuse_moved_footers(writing, answer)
        return Prepared(True, by_tab, _rows_after(writing, answer, inserted=two_batches))

    def restore_rules(self, rules: Sequence[Json]) -> None:
        """Puts back the rules that are owed and not there; `rules` are all that the spreadsheet
        has.
        """
        owed = [
            request
            for request in self.owed
            if request["addConditionalFormatRule"]["rule"] not in rules
        ]
        if owed:
            self._change({"requests": owed}, with_notes=False)
        self.owed.clear()

    def _send_with_rules(self, body: Json) -> Json:
        """Sends a batch, and puts back the rules of the team's that it took away."""
        requests = body["requests"]
        answer = self._change(body, with_notes=False)
        self.owed += restore_requests(requests, answer.get("replies", [{}] * len(requests)))
        if self.owed:
            self.restore_rules(())
        return answer

    def _formatting(
        self, wanted: PreparationRequests, ids: Sequence[EntryIds], answer: Json | None
    ) -> list[Json]:
        """Builds the second batch; `answer` is what the first one was answered, if it was sent."""
        cells, lang = self._cells(wanted.layouts, answer), wanted.changes.lang
        found: list[Json] = []
        for layout, known, found_cells in zip(wanted.layouts, ids, cells, strict=True):
            sheet = response.sheet_after(layout, answer) if answer else layout.tab.sheet
            found += formatting_requests(layout, TabNow(known, sheet, found_cells), lang)
        return found

    def _with_created(
        self,
        ids: Sequence[EntryIds],
        layouts: Sequence[ColumnLayout],
        requests: Sequence[Json],
        answer: Json,
    ) -> list[EntryIds]:
        """Returns the ids with those of the metadata entries that a batch created.

        Entries that were put beside their columns are taken away again, and MovedError is raised.
        """
        found, beside_columns = [], list[int]()
        for layout, old in zip(layouts, ids, strict=True):
            sheet_id = layout.tab.sheet_id
            new = response.created(requests, answer, sheet_id)
            beside_columns += response.entries_beside_columns(layout, answer, new)
            on_last_rows = response.created_on_last_rows(requests, answer, sheet_id)
            on_columns = {**old.columns, **{entry.name: entry.id for entry in new}}
            found.append(EntryIds(on_columns, on_last_rows))
        if beside_columns:
            deletions = [metadata.delete(id_) for id_ in beside_columns]
            self._change({"requests": deletions}, with_notes=False)
            raise ColumnsMoved
        return found

    def _cells(self, layouts: Sequence[ColumnLayout], answer: Json | None) -> list[Json | None]:
        """Returns per tab the drop-downs and notes of the team's in the columns to be formatted;
        None where there are none.
        """
        if answer is not None:
            return [
                response.cells_with_notes(layout, answer) if columns_to_check(layout) else None
                for layout in layouts
            ]
        ranges: list[str] = []
        for layout in layouts:
            ranges += [a1(layout.tab.name, column) for column in columns_to_check(layout)]
        sheets = self.sheets.get(response.CELLS, ranges).get("sheets", ()) if ranges else ()
        by_id: dict[int, Json] = {sheet["properties"].get("sheetId", 0): sheet for sheet in sheets}
        return [by_id.get(layout.tab.sheet_id) for layout in layouts]

    def _check_footers(self, writing: Sequence[ColumnLayout]) -> None:
        """Cells and footers come from two requests; before a write beside a footer they must still
        agree. The answers of batches tell it at no cost.
        """
        close = [layout for layout in writing if _writes_beside_footer(layout)]
        if close:
            _refuse_moved_footers(close, {"updatedSpreadsheet": self.sheets.get(FOOTERS)})

    def _change(self, body: Json, *, with_notes: bool) -> Json:
        try:
            return self.sheets.change(body, response.response_fields(with_notes=with_notes))
        except Unsure as unsure:  # what is there now decides, not what we believe
            self.sheets.budget.pause(unsure)
            raise ChangeUnsure from unsure


def _ids_as_read(layout: ColumnLayout) -> EntryIds:
    return EntryIds({name: entry.id for name, entry in layout.entries.items()}, {})


def _rows_after(
    writing: Sequence[ColumnLayout], answer: Json, *, inserted: bool
) -> list[RowKeys] | None:
    """Returns who is in which row of the tabs to write; None where the answer does not tell of
    all.
    """
    rows = []
    for layout in writing:
        found = response.row_keys_after(layout, answer, inserted=inserted)
        if found is not None:
            rows.append(found)
    return rows if writing and len(rows) == len(writing) else None


def _writes_beside_footer(layout: ColumnLayout) -> bool:
    if not layout.tab.footers:
        return False
    first = min(layout.tab.footers) - 1
    return any(plan.row >= first for plan in layout.plan.rows)


def _refuse_moved_footers(writing: Sequence[ColumnLayout], answer: Json) -> None:
    if any(
        frozenset(footers_of(response.sheet_after(layout, answer))) != layout.tab.footers
        for layout in writing
    ):
        raise FooterMoved
