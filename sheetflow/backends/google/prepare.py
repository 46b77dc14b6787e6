"""Room and dress: the batches before the answers, and what they tell of where everything stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.backends.google import response as echo
from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.backends.google.grid import Json, a1
from sheetflow.backends.google.highlight import mistaken
from sheetflow.backends.google.layout import ColumnLayout
from sheetflow.backends.google.prepare_requests import (
    Marked,
    PreparationRequests,
    asks,
    formatting_requests,
)
from sheetflow.backends.google.read import FOOTERS, footers_of
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.errors.google import ChangeUnsure, ColumnsMoved, FooterMoved

Ids = Mapping[str, int]
"""The name of a mark -> its metadata id."""


class Prepared(NamedTuple):
    """Whether anything was sent; the ids of the marks per place; who stands where in the places to
    write, if known.
    """

    sent: bool
    ids: Sequence[Ids]
    now: list[RowKeys] | None


@dataclass(slots=True)
class Preparation:
    """One spreadsheet being built. `owed` are rules of the team's that a batch took away and that
    must come back.
    """

    sheets: Sheets
    owed: list[Json] = field(default_factory=list)

    def build(self, structure: PreparationRequests, writing: Sequence[ColumnLayout]) -> Prepared:
        """Send what lacks; `writing` are the places into which answers will be written.

        Raises MovedError where people moved columns in that instant, or Google did not say whether
        it acted.
        """
        places, answer, requests = structure.places, None, structure.room()
        marked = [
            Marked({name: mark.id for name, mark in here.standing.items()}, {}) for here in places
        ]
        whole = bool(requests) and not structure.is_steady
        if whole:
            answer = self._change(echo.asking(requests, places, noted=True), noted=True)
            marked, requests = self._marked(places, requests, answer, marked), []
        requests += self._dressing(structure, marked, answer)
        if requests:
            answer = self._dress(requests, writing, whole=whole)
            if structure.is_steady:
                marked = self._marked(places, requests, answer, marked)
        if answer is None:
            self._look_at_footers(writing)
            return Prepared(False, [here.ids for here in marked], None)
        _refuse_moved_footers(writing, answer)
        rows = [found for here in writing if (found := echo.rows_after(here, answer, whole=whole))]
        return Prepared(
            True,
            [here.ids for here in marked],
            rows if writing and len(rows) == len(writing) else None,
        )

    def put_back(self, rules: Sequence[Json]) -> None:
        """Give back what is owed and does not stand; `rules` are all that stand in the
        spreadsheet.
        """
        owed = [
            request
            for request in self.owed
            if request["addConditionalFormatRule"]["rule"] not in rules
        ]
        if owed:
            self._change({"requests": owed}, noted=False)
        self.owed.clear()

    def _dress(
        self, requests: Sequence[Json], writing: Sequence[ColumnLayout], *, whole: bool
    ) -> Json:
        answer = self._change(echo.asking(requests, writing, whole=whole), noted=False)
        self.owed += mistaken(requests, answer.get("replies", [{}] * len(requests)))
        if self.owed:
            self.put_back(())
        return answer

    def _dressing(
        self, structure: PreparationRequests, marked: Sequence[Marked], answer: Json | None
    ) -> list[Json]:
        cells, found = self._cells(structure.places, answer), list[Json]()
        for here, marks_here, noted in zip(structure.places, marked, cells, strict=True):
            sheet = echo.sheet_after(here, answer) if answer else here.tab.sheet
            found += formatting_requests(here, marks_here, sheet, noted, structure.changes.lang)
        return found

    def _marked(
        self,
        places: Sequence[ColumnLayout],
        requests: Sequence[Json],
        answer: Json,
        marked: Sequence[Marked],
    ) -> list[Marked]:
        """The marks with those that a batch created, which are taken away again where they came
        down astray.
        """
        new = [echo.created(requests, answer, here.tab.sheet_id) for here in places]
        astray = [
            id_
            for here, found in zip(places, new, strict=True)
            for id_ in echo.misplaced(here, answer, found)
        ]
        if astray:
            self._change({"requests": [metadata.delete(id_) for id_ in astray]}, noted=False)
            raise ColumnsMoved
        return [
            Marked(
                {**old.ids, **{m.name: m.id for m in found}},
                echo.edges(requests, answer, here.tab.sheet_id),
            )
            for here, old, found in zip(places, marked, new, strict=True)
        ]

    def _cells(self, places: Sequence[ColumnLayout], answer: Json | None) -> list[Json | None]:
        """Per place the drop-downs and notes of the team's in the columns to be dressed; None where
        there are none.
        """
        if answer is not None:
            return [echo.noted_cells(here, answer) if asks(here) else None for here in places]
        ranges = [a1(here.tab.name, column) for here in places for column in asks(here)]
        found = self.sheets.get(echo.CELLS, ranges).get("sheets", ()) if ranges else ()
        by_id: Mapping[int, Json] = {
            sheet["properties"].get("sheetId", 0): sheet for sheet in found
        }
        return [by_id.get(here.tab.sheet_id) for here in places]

    def _look_at_footers(self, writing: Sequence[ColumnLayout]) -> None:
        """Cells and footers come from two requests; before a write beside a footer they must still
        agree. The answers of batches tell it at no cost.
        """
        close = [
            here
            for here in writing
            if any(plan.row >= footer - 1 for footer in here.tab.footers for plan in here.plan.rows)
        ]
        if close:
            _refuse_moved_footers(close, {"updatedSpreadsheet": self.sheets.get(FOOTERS)})

    def _change(self, body: Json, *, noted: bool) -> Json:
        try:
            return self.sheets.change(body, echo.fields(noted=noted))
        except Unsure as unsure:  # what stands there now decides, not what we believe
            self.sheets.budget.pause(unsure)
            raise ChangeUnsure from unsure


def _refuse_moved_footers(writing: Sequence[ColumnLayout], answer: Json) -> None:
    if any(
        frozenset(footers_of(echo.sheet_after(here, answer))) != here.tab.footers
        for here in writing
    ):
        raise FooterMoved
