"""The Google backend: a shared spreadsheet, read in two requests and written while people are
editing it.

metadata → values → (room and dress, only where something lacks) → look again → write → mend.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sheetflow.backends.base import Unchanged
from sheetflow.backends.google import unchanged
from sheetflow.backends.google.client.faults import LASTING
from sheetflow.backends.google.client.sheets import Refused, Sheets
from sheetflow.backends.google.grid import grid_size
from sheetflow.backends.google.layout import ColumnLayout, plan_layout
from sheetflow.backends.google.prepare import Preparation
from sheetflow.backends.google.prepare_requests import PreparationRequests, fresh_sheet_id
from sheetflow.backends.google.protection import is_closed
from sheetflow.backends.google.read import METADATA, Column, GoogleTab, View, is_doubtful, read_view
from sheetflow.backends.google.reconcile import DesiredState
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.backends.google.state_tab import changed_lines, lines_of
from sheetflow.backends.google.write import StateWrite, TabWrite, Writer
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors import AccessError, BusyError, MovedError, SheetflowError
from sheetflow.model import Changes, Keep, Snapshot, Value, serial

_LOOKS: Final = 4
"""How often the sheet is read again where people move columns all the while."""
_REFUSALS: Final = 4
"""So many refusals in a row are no accident of people's doing."""


class GoogleBackend:
    """One spreadsheet behind `sheets`; making one asks nothing of Google yet."""

    def __init__(self, sheets: Sheets, *, change_detection: bool = False) -> None:
        self.sheets = sheets
        self._detects = change_detection
        self._version = ""
        self.messages: list[str] = []
        self._view: View | None = None
        self._refusals = 0
        self._building = Preparation(sheets)

    @property
    def cost(self) -> Mapping[str, int]:
        """The requests sent so far. See backends/base.py."""
        used = self.sheets.used
        return {"reads": used.reads, "writes": used.writes}

    def unchanged(self) -> Unchanged | None:
        """What was noted at this version of the file, if the user asked for change detection. See
        backends/base.py.
        """
        if not self._detects:
            return None
        self._version = self.sheets.version()
        return unchanged.read_unchanged(self.sheets.id, self._version)

    def remember_unchanged(self, found: Unchanged) -> None:
        """Keep it for the version that was asked for before reading. See backends/base.py."""
        if self._version:
            unchanged.keep_unchanged(self.sheets.id, self._version, found)

    def raise_if_full(self, changes: Changes) -> None:
        """Nothing: a sheet grows with what is written. See backends/base.py."""

    def read(self) -> Snapshot:
        """Read the metadata and all cells. See backends/base.py."""
        try:
            self._view = self._look()
        except Refused:  # a tab may have been deleted between the two requests
            self._view = self._look_again()
        return self._view.snapshot()

    def _look(self) -> View:
        """Metadata and values; both again, until twice the same, where columns may have moved
        between the two.
        """
        view = read_view(self.sheets.get(METADATA), self._values)
        for _ in range(_LOOKS):
            if not is_doubtful(view):
                return view
            before, view = view, read_view(self.sheets.get(METADATA), self._values)
            if view == before:  # people gave a column another heading: that is all
                return view
        raise BusyError(
            "People kept moving columns while the sheet was read.", "Run again in a moment."
        )

    def _look_again(self) -> View:
        try:
            return self._look()
        except Refused as refused:
            raise SheetflowError(
                f"Google refused a request and said: {refused.text}", LASTING
            ) from refused

    def _values(self, sheet_ids: Sequence[int]) -> list[list[Any]]:
        return [
            found or []
            for found in self.sheets.values([{"gridRange": {"sheetId": n}} for n in sheet_ids])
        ]

    def apply(self, changes: Changes) -> bool:
        """Write into the spreadsheet as it stands now. See backends/base.py.

        Raises MovedError where people changed it so that the changes fit no more.
        """
        if self._view is None:
            raise SheetflowError("the workbook must be read before it is written")
        try:
            wrote = self._apply(self._view, changes)
        except Refused as refused:
            raise self._ended(refused) from refused
        self._refusals = 0
        return wrote

    def _apply(self, view: View, changes: Changes) -> bool:
        token = secrets.token_hex(6)
        lines = list(changes.state.lines(token)) if changes.state else []
        ledger = _ledger(view, lines)
        places = [plan_layout(tab, plan) for plan in changes.tabs if (tab := view.tab(plan.tab))]
        goals = {n: goal for n, here in enumerate(places) if (goal := _goal(here)).wants}
        writing = [places[n] for n in goals]
        self._refuse_closed(writing, view.memory if ledger.rows else None)
        self._building.put_back(
            [rule for tab in view.tabs for rule in tab.sheet.get("conditionalFormats", ())]
        )
        built = self._building.build(
            PreparationRequests(view, places, changes, ledger.sheet_id, ledger.rows), writing
        )
        targets = [
            TabWrite(goal, built.ids[n], places[n].identifying, _closed(places[n]))
            for n, goal in goals.items()
        ]
        if not targets and not ledger.rows:
            return built.sent
        return Writer(self.sheets, targets, ledger, token).run(built.now) or built.sent

    # ── what Google refuses ───────────────────────────────────────────────────────────────────

    def _refuse_closed(self, writing: Sequence[ColumnLayout], memory: GoogleTab | None) -> None:
        """Stop before the first change where a protected range would stop a later one."""
        closed = [here.tab.name for here in writing if _is_shut(here)]
        closed += [memory.name] if memory and is_closed(memory.sheet, 0) else []
        if closed:
            raise AccessError(
                f"protected ranges keep sheetflow out of its columns in '{closed[0]}'",
                f"let {self.sheets.account or 'the account of sheetflow'} edit them (Data, Protect sheets and ranges)",
            )

    def _ended(self, refused: Refused) -> SheetflowError:
        """Look again, because people may have taken away what we wrote to; what goes on being
        refused ends the run.
        """
        self._refusals += 1
        if self._refusals < _REFUSALS:
            return MovedError("Google refused a change.", "Run again.")
        return SheetflowError(f"Google refused a change and said: {refused.text}", LASTING)


def _is_shut(here: ColumnLayout) -> bool:
    """Whether a protected range holds a column of ours, or the place where one is to be
    inserted.
    """
    sheet, last = here.tab.sheet, grid_size(here.tab.sheet)[1] - 1
    ours = any(
        is_closed(sheet, column) for column in (*here.plan.owned.values(), *here.blank.values())
    )
    inside = is_closed(sheet, here.at - 1) and is_closed(sheet, min(here.at, last))
    return ours or (bool(here.inserted) and inside)


def _closed(here: ColumnLayout) -> frozenset[str]:
    """The identifying columns in which we may not even write nothing."""
    return frozenset(
        key for key in here.identifying if is_closed(here.tab.sheet, here.plan.people[key])
    )


def _ledger(view: View, lines: Sequence[str]) -> StateWrite:
    standing = lines_of(view.memory)
    rows = max(changed_lines(standing, lines), default=0) if lines else 0
    return StateWrite(
        view.memory.sheet_id if view.memory else fresh_sheet_id(view),
        standing,
        lines if rows else [],
        rows,
    )


def _goal(here: ColumnLayout) -> DesiredState:
    tab, plan = here.tab, here.plan
    who = [tab.column(plan.people[key]) for key in here.identifying]
    above: list[Value] = [None] * (plan.heading_row - 1)
    owned: dict[str, Column] = {key: [] for key in plan.missing}
    owned |= {key: tab.column(column) for key, column in {**plan.owned, **here.blank}.items()}
    owned |= {key: [*above, text] for key, text in here.headed.items()}
    lacking = {key: text for key, text in plan.missing.items() if key not in here.headed}
    wants: dict[int, dict[str, Value]] = {plan.heading_row: dict(lacking)} if lacking else {}
    for row, cells in plan.rows:
        wants[row] = {
            key: serial(value) if isinstance(value, date) else value
            for key, value in zip(OWNED_KEYS, cells, strict=True)
            if not isinstance(value, Keep)
        }
    return DesiredState(tab.name, RowKeys(who, owned), wants)
