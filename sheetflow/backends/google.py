"""The Google backend: a shared spreadsheet, read in two requests and written while people are editing it.

metadata → values → (room and dress, only where something lacks) → look again → write → mend.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sheetflow.columns import OWNED_KEYS
from sheetflow.dates import serial
from sheetflow.errors import AccessError, BusyError, MovedError, SheetflowError
from sheetflow.gsheets import echo, marks, seen
from sheetflow.gsheets.api import Refused, Sheets, Unsure
from sheetflow.gsheets.columns import Place, place
from sheetflow.gsheets.goal import Goal
from sheetflow.gsheets.memory_tab import changed_lines, lines_of
from sheetflow.gsheets.pairing import Rows
from sheetflow.gsheets.reading import METADATA, Column, View, is_doubtful, read_view
from sheetflow.gsheets.rules import mistaken
from sheetflow.gsheets.shapes import Json
from sheetflow.gsheets.structure import CELLS, Structure, fresh_sheet_id
from sheetflow.gsheets.writing import Ledger, Target, Writing
from sheetflow.model import Changes, Keep, Snapshot, Value

_LOOKS: Final = 4
"""How often the sheet is read where people move columns all the while."""


class GoogleBackend:
    """One spreadsheet behind `sheets`; nothing is asked of Google before `read`."""

    def __init__(self, sheets: Sheets, *, change_detection: bool = False) -> None:
        self.sheets = sheets
        self._detects = change_detection
        self._version = ""
        self.notes: list[str] = []
        self._view: View | None = None
        self._refused = ""

    @property
    def cost(self) -> Mapping[str, int]:
        """The requests sent so far. See backends/base.py."""
        used = self.sheets.used
        return {"reads": used.reads, "writes": used.writes}

    def noted(self) -> Mapping[str, Any] | None:
        """What was noted at this version of the file, if the user asked for change detection. See backends/base.py."""
        if not self._detects:
            return None
        self._version = self.sheets.version()
        return seen.noted(self.sheets.id, self._version)

    def note(self, facts: Mapping[str, Any]) -> None:
        """Keep it for the version that was asked for before reading. See backends/base.py."""
        if self._version:
            seen.keep(self.sheets.id, self._version, facts)

    def read(self) -> Snapshot:
        """Read the metadata and all cells. See backends/base.py."""
        try:
            self._view = self._look()
        except Refused:  # a tab may have been deleted between the two requests
            self._view = self._look_again()
        return self._view.snapshot()

    def _look(self) -> View:
        """Metadata and values; both once more where columns may have moved between the two requests."""
        metadata = self.sheets.get(METADATA)
        for _ in range(_LOOKS):
            view = read_view(metadata, self._values)
            if not is_doubtful(view):
                return view
            before, metadata = metadata, self.sheets.get(METADATA)
            if metadata == before:  # people gave a column another heading: that is all
                return view
        raise BusyError("People kept moving columns while the sheet was read.", "Run again in a moment.")

    def _look_again(self) -> View:
        try:
            return self._look()
        except Refused as refused:
            raise SheetflowError(f"Google refused a request and said: {refused.text}") from refused

    def _values(self, sheet_ids: Sequence[int]) -> list[list[Any]]:
        return self.sheets.values([{"gridRange": {"sheetId": sheet_id}} for sheet_id in sheet_ids])

    def apply(self, changes: Changes) -> bool:
        """Write into the spreadsheet as it stands now. See backends/base.py.

        Raises MovedError where people changed it so that the changes fit no more.
        """
        if self._view is None:
            raise SheetflowError("the workbook must be read before it is written")
        try:
            return self._apply(self._view, changes)
        except Refused as refused:
            raise self._ended(refused, self._view, changes) from refused

    def _apply(self, view: View, changes: Changes) -> bool:
        token = secrets.token_hex(6)
        lines = list(changes.memory.lines(token)) if changes.memory else []
        ledger = _ledger(view, lines)
        places = [place(tab, plan) for plan in changes.tabs if (tab := view.tab(plan.tab))]
        goals = [_goal(here) for here in places]
        structure = Structure(view, places, changes, ledger.sheet_id, ledger.rows)
        built, known, now = self._build(
            structure, [here for here, goal in zip(places, goals, strict=True) if goal.wants]
        )
        targets = [Target(goal, known[n], places[n].telling) for n, goal in enumerate(goals) if goal.wants]
        if not targets and not ledger.rows:
            return built
        return Writing(self.sheets, targets, ledger, token).settle(now) or built

    # ── room and dress ────────────────────────────────────────────────────────────────────────

    def _build(
        self, structure: Structure, writing: Sequence[Place]
    ) -> tuple[bool, list[Mapping[str, int]], list[Rows] | None]:
        """Send the batch, if there is one: (sent, the ids of marks per place, who stands where in those to write)."""
        places = structure.places
        known: list[Mapping[str, int]] = [{name: mark.id for name, mark in here.standing.items()} for here in places]
        asks = structure.asks()
        requests = structure.requests(self.sheets.get(CELLS, asks) if asks else None)
        if not requests:
            return False, known, None
        answer = self._change(echo.asking(requests, writing))
        if theirs := mistaken(requests, answer.get("replies", [{}] * len(requests))):
            self._change({"requests": theirs})
        new = [echo.created(requests, answer, here.tab.sheet_id) for here in places]
        astray = [id_ for here, found in zip(places, new, strict=True) if here in writing
                  for id_ in echo.misplaced(here, answer, found)]  # fmt: skip
        if astray:
            self._change({"requests": [marks.delete(id_) for id_ in astray]})
            raise MovedError("Somebody moved columns meanwhile.", "Run again.")
        known = [{**old, **{mark.name: mark.id for mark in found}} for old, found in zip(known, new, strict=True)]
        rows = [found for here in writing if (found := echo.rows_after(here, answer))]
        return True, known, rows if len(rows) == len(writing) else None

    def _change(self, body: Json) -> Json:
        try:
            return self.sheets.change(body, echo.ECHO)
        except Unsure as unsure:  # what stands there now decides, not what we believe
            self.sheets.patience.pause(unsure)
            raise MovedError("Google did not say whether it took a change.", "Run again.") from unsure

    # ── what Google refuses ───────────────────────────────────────────────────────────────────

    def _ended(self, refused: Refused, view: View, changes: Changes) -> SheetflowError:
        """Look again, because people may have taken away what we wrote to; what is refused for the same reason
        then stands in the way for good."""
        if self._refused != refused.text:
            self._refused = refused.text
            return MovedError("Google refused a change.", "Run again.")
        if any(map(_is_closed_to_us, (p for tab in view.tabs for p in tab.sheet.get("protectedRanges", ())))):
            return AccessError(
                f"protected ranges of the sheet keep sheetflow out of its columns; Google says: {refused.text}",
                f"let {self.sheets.account or 'the account of sheetflow'} edit them (Data, Protect sheets and ranges)",
            )
        return SheetflowError(f"Google refused a change and said: {refused.text}")


def _ledger(view: View, lines: Sequence[str]) -> Ledger:
    standing = lines_of(view.memory)
    rows = max(changed_lines(standing, lines), default=0) if lines else 0
    return Ledger(view.memory.sheet_id if view.memory else fresh_sheet_id(view), standing, lines if rows else [], rows)


def _goal(here: Place) -> Goal:
    tab, plan = here.tab, here.plan
    who = [_column(tab.columns, plan.people[key]) for key in here.telling]
    owned = {key: _column(tab.columns, plan.owned[key]) if key in plan.owned else [] for key in here.owned}
    wants: dict[int, dict[str, Value]] = {plan.heading_row: dict(plan.missing)} if plan.missing else {}
    for row, cells in plan.rows:
        wants[row] = {
            key: serial(value) if isinstance(value, date) else value
            for key, value in zip(OWNED_KEYS, cells, strict=True)
            if not isinstance(value, Keep)
        }
    return Goal(tab.name, Rows(who, owned), wants)


def _column(columns: Sequence[Column], at: int) -> Column:
    return columns[at] if at < len(columns) else []


def _is_closed_to_us(protected: Json) -> bool:
    return not protected.get("warningOnly", False) and not protected.get("requestingUserCanEdit", False)
