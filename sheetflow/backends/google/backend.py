"""The Google backend: a shared spreadsheet, read in two requests and written while people are
editing it.

read: metadata → values. apply: layout → (structure and formatting, only where something is missing)
→ look again → write → repair.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sheetflow.backends.base import Unchanged
from sheetflow.backends.google import formulas, unchanged
from sheetflow.backends.google.client.sheets import Refused, Sheets
from sheetflow.backends.google.grid import Json, grid_size
from sheetflow.backends.google.layout import ColumnLayout, plan_layout
from sheetflow.backends.google.limits import REFUSALS, REREADS
from sheetflow.backends.google.list_addresses import with_addresses
from sheetflow.backends.google.moves import staying
from sheetflow.backends.google.prepare import Preparation
from sheetflow.backends.google.prepare_requests import (
    PreparationRequests,
    fresh_sheet_id,
    unformatted,
)
from sheetflow.backends.google.protection import closed_to, is_closed
from sheetflow.backends.google.read import (
    METADATA,
    Column,
    GoogleTab,
    View,
    column_of,
    is_doubtful,
    read_view,
)
from sheetflow.backends.google.reconcile import DesiredState
from sheetflow.backends.google.rewritten import ranges_to_write
from sheetflow.backends.google.room import cells_over
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.backends.google.sheets_formulas import Spelling
from sheetflow.backends.google.state_tab import changed_lines, lines_of
from sheetflow.backends.google.tab_write import Below, StateWrite, TabWrite
from sheetflow.backends.google.write import Writer
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors import SheetflowError
from sheetflow.errors.google import (
    CellsUsedUp,
    ChangeRefused,
    ChangeRefusedOnce,
    ColumnsKeepMoving,
    ReadRefused,
    SheetNotRead,
)
from sheetflow.errors.google_access import (
    ColumnsProtected,
)
from sheetflow.live import CALC_TAB
from sheetflow.model import Changes, Keep, Snapshot, Text, Value, serial


class GoogleBackend:
    """One spreadsheet behind `sheets`; making one asks nothing of Google yet.

    `only` is the number of the tab that its address names.
    """

    def __init__(
        self, sheets: Sheets, *, change_detection: bool = False, only: int | None = None
    ) -> None:
        self.sheets, self._only = sheets, only
        self._detects = change_detection
        self._version = ""
        self.messages: Sequence[Text] = ()
        self._view: View | None = None
        self._refusals = 0
        self._went_live = False
        self._preparation = Preparation(sheets)

    @property
    def needs_login(self) -> bool:
        """Returns True: an account, to which the spreadsheet is shared. See backends/base.py."""
        return True

    @property
    def shared(self) -> bool:
        """Returns True: people have it open while we write. See backends/base.py."""
        return True

    @property
    def cost(self) -> Mapping[str, int]:
        """Returns the requests sent so far. See backends/base.py."""
        used = self.sheets.used
        return {"reads": used.reads, "writes": used.writes}

    def unchanged(self) -> Unchanged | None:
        """Returns what was remembered at this version of the file, if the user asked for change
        detection. See backends/base.py.
        """
        if not self._detects:
            return None
        self._version = self.sheets.version()
        return unchanged.read_unchanged(self._seen_as, self._version)

    def remember_unchanged(self, found: Unchanged) -> None:
        """Keeps it for the version that was asked for before reading. See backends/base.py."""
        if self._version:
            unchanged.keep_unchanged(self._seen_as, self._version, found)

    @property
    def _seen_as(self) -> str:
        """What was found is remembered under this: for one tab apart from all."""
        return self.sheets.id if self._only is None else f"{self.sheets.id}#{self._only}"

    def raise_if_full(self, changes: Changes) -> None:
        """Raises nothing: a sheet grows with what is written. See backends/base.py."""

    def read(self, formulas_of: Sequence[str] = ()) -> Snapshot:
        """Reads the metadata and all cells. See backends/base.py."""
        try:
            self._view = self._look_at_formulas(formulas_of)
        except Refused:  # a tab may have been deleted between the two requests
            self._view = self._look_again(formulas_of)
        return self._view.snapshot(self._only)

    def _look_at_formulas(self, whole: Sequence[str]) -> View:
        """Reads everything, formulas too where there could be one of a person's, and those of the
        tabs `whole`; all again, until twice the same, where people changed the sheet meanwhile.
        """
        view = self._look(whole)
        for _ in range(REREADS):
            presuming = not self._went_live
            columns = formulas.columns_to_ask(view, presuming=presuming, whole=whole)
            found = self._formulas(view, columns) if columns else {}
            if formulas.agree(view, found):
                return formulas.with_formulas(view, found)
            before, view = view, self._look(whole)
            if view == before:  # a text is shown in another way: that is all
                return formulas.with_formulas(view, found)
        raise ColumnsKeepMoving

    def _formulas(self, view: View, columns: formulas.Columns) -> dict[str, dict[int, Column]]:
        """Reads these columns once more, with the formulas in place of their results."""
        filters: list[Json] = []
        for tab in view.tabs:
            filters += (_column_filter(tab, at) for at in columns.get(tab.name, ()))
        answers = iter(self.sheets.values(filters, formulas=True))
        found: dict[str, dict[int, Column]] = {}
        for tab in view.tabs:
            asked = columns.get(tab.name, ())
            found[tab.name] = {at: _only_column(next(answers)) for at in asked}
        return found

    def _look(self, whole: Sequence[str]) -> View:
        """Reads metadata and values; both again, until twice the same, where columns may have moved
        between the two.
        """
        view = self._read_once(whole)
        for _ in range(REREADS):
            if not is_doubtful(view):
                return view
            before, view = view, self._read_once(whole)
            if view == before:  # people gave a column another heading: that is all
                return view
        raise ColumnsKeepMoving

    def _read_once(self, whole: Sequence[str]) -> View:
        return read_view(self.sheets.get(METADATA), self._values, whole)

    def _look_again(self, whole: Sequence[str]) -> View:
        try:
            return self._look_at_formulas(whole)
        except Refused as refused:
            raise ReadRefused(refused.text) from refused

    def _values(self, ranges: Sequence[Json]) -> list[list[Any]]:
        """Reads the cells of these ranges, column by column."""
        found = self.sheets.values([{"gridRange": area} for area in ranges])
        return [columns or [] for columns in found]

    def apply(self, changes: Changes) -> bool:
        """Writes into the spreadsheet as it is now. See backends/base.py.

        Raises MovedError where people changed it so that the changes fit no more.
        """
        if self._view is None:
            raise SheetNotRead
        try:
            wrote = self._apply(self._view, changes)
        except Refused as refused:
            raise self._ended(refused) from refused
        self._refusals = 0
        self._went_live = any(tab.name == CALC_TAB for tab in changes.new_tabs)
        return wrote

    def close(self) -> None:
        """Does nothing: there is nothing to let go. See backends/base.py."""

    def _apply(self, view: View, changes: Changes) -> bool:
        changes = with_addresses(changes, {tab.name: tab.sheet_id for tab in view.tabs})
        token, self.messages = secrets.token_hex(6), staying(view, changes)
        state = _state_write(view, list(changes.state.lines(token)) if changes.state else [])
        layouts = _layouts(view, changes)
        desired = {n: _desired_state(layout) for n, layout in enumerate(layouts)}
        _refuse_full(view, layouts)
        writing = [n for n, state_of_tab in desired.items() if state_of_tab.wanted]
        to_write = [layouts[n] for n in writing]
        self._refuse_closed(to_write, view.state_tab if state.rows else None)
        self._preparation.restore_rules(_rules(view))
        wanted = PreparationRequests(view, layouts, changes, state.sheet_id, state.rows)
        prepared = self._preparation.run(wanted, to_write)
        tabs = [_tab_write(desired[n], prepared.ids[n], layouts[n]) for n in writing]
        more = ranges_to_write(view, changes)
        if not tabs and not state.rows and not more:
            return prepared.sent
        writer = Writer(self.sheets, tabs, state, token, more=more)
        now = prepared.now if tabs or state.rows else ()  # of hidden tabs alone nobody moves rows
        return writer.run(now) or prepared.sent

    # ── what Google refuses ───────────────────────────────────────────────────────────────────

    def _refuse_closed(self, writing: Sequence[ColumnLayout], state_tab: GoogleTab | None) -> None:
        """Stops before the first change where a protected range would stop a later one."""
        closed = [layout.tab.name for layout in writing if _is_closed_to_us(layout)]
        closed += [state_tab.name] if state_tab and is_closed(state_tab.sheet, 0) else []
        if closed:
            raise ColumnsProtected(closed[0], self.sheets.account)

    def _ended(self, refused: Refused) -> SheetflowError:
        """Returns the error of a refusal: the run looks again, because people may have taken away
        what we wrote to; what goes on being refused ends it.
        """
        if _PROTECTED in refused.text and (shut := _first_closed(self._view)):
            return ColumnsProtected(shut, self.sheets.account)
        self._refusals += 1
        if self._refusals < REFUSALS:
            return ChangeRefusedOnce()
        return ChangeRefused(refused.text)


def _only_column(answer: Sequence[Sequence[Value]] | None) -> Column:
    return column_of(answer[0]) if answer else []


def _column_filter(tab: GoogleTab, at: int) -> Json:
    span = {"startColumnIndex": at, "endColumnIndex": at + 1}
    return {"gridRange": {"sheetId": tab.sheet_id, **span}}


_PROTECTED: Final = "protected cell"
"""What Google says where a protected range stops a change."""


def _first_closed(view: View | None) -> str | None:
    """Returns the first tab with a column that a protected range keeps us out of, in part at
    least.
    """
    for tab in view.tabs if view else ():
        if any(is_closed(tab.sheet, column) for column in range(grid_size(tab.sheet)[1])):
            return tab.name
    return None


def _layouts(view: View, changes: Changes) -> list[ColumnLayout]:
    found = []
    for plan in changes.tabs:
        tab = view.tab(plan.tab)
        if tab is not None:
            found.append(plan_layout(tab, plan))
    return found


def _refuse_full(view: View, layouts: Sequence[ColumnLayout]) -> None:
    """Stops before the first change where our columns find no room: Google would refuse them, and
    running again would not help.
    """
    columns = {layout.tab.name: len(layout.new_columns) for layout in layouts}
    over = cells_over([tab.sheet for tab in view.tabs], columns) if any(columns.values()) else 0
    if over > 0:
        raise CellsUsedUp(over)


def _rules(view: View) -> list[Json]:
    """Returns all conditional formats of a spreadsheet."""
    found: list[Json] = []
    for tab in view.tabs:
        found += tab.sheet.get("conditionalFormats", ())
    return found


def _is_closed_to_us(layout: ColumnLayout) -> bool:
    """Returns whether a protected range meets a cell of ours that is to be written or formatted,
    or the place where a column is to be inserted.
    """
    sheet, last = layout.tab.sheet, grid_size(layout.tab.sheet)[1] - 1
    if any(is_closed(sheet, column) for column in layout.blank.values()):
        return True
    if closed_to(sheet, layout.plan, unformatted(layout)):
        return True
    both_sides = is_closed(sheet, layout.at - 1) and is_closed(sheet, min(layout.at, last))
    return bool(layout.new_columns) and both_sides


def _tab_write(
    desired: DesiredState, entry_ids: Mapping[str, int], layout: ColumnLayout
) -> TabWrite:
    sheet, people = layout.tab.sheet, layout.plan.people
    closed = frozenset(key for key in layout.identifying if is_closed(sheet, people[key]))
    formulas = {key: _SPELLING.of(text) for key, text in layout.plan.formulas.items()}
    below = _below(layout, desired.before.last_named)
    return TabWrite(desired, entry_ids, layout.identifying, closed, formulas, below)


def _below(layout: ColumnLayout, last_named: int) -> Below | None:
    """Returns the rows in which our formulas are to answer once somebody types a lead there. A tab
    that ends above stays as long as it is, and below the footer of a table nobody types leads.
    """
    tab, plan = layout.tab, layout.plan
    end = min(plan.filled_to, grid_size(tab.sheet)[0])
    if end <= plan.last_row or tab.footers:
        return None
    columns = range(len(tab.columns))
    rows = range(plan.last_row + 1, end + 1)
    held = (row for row in rows if any(tab.cell(row, at) is not None for at in columns))
    return Below(plan.last_row, end, last_named, frozenset(held))


_SPELLING: Final = Spelling({})


def _state_write(view: View, lines: Sequence[str]) -> StateWrite:
    tab, before = view.state_tab, lines_of(view.state_tab)
    rows = max(changed_lines(before, lines), default=0) if lines else 0
    sheet_id = tab.sheet_id if tab else fresh_sheet_id(view)
    return StateWrite(sheet_id, before, lines if rows else [], rows)


def _desired_state(layout: ColumnLayout) -> DesiredState:
    tab, plan, early = layout.tab, layout.plan, layout.early_headings
    who = [tab.column(plan.people[key]) for key in layout.identifying]
    above: list[Value] = [None] * (plan.heading_row - 1)
    owned: dict[str, Column] = {key: [] for key in plan.missing}
    owned |= {key: tab.column(column) for key, column in layout.owned_as_read.items()}
    owned |= {key: [*above, text] for key, text in early.items()}
    headings: dict[str, Value] = {k: text for k, text in plan.missing.items() if k not in early}
    headings |= plan.unnamed
    wanted = {plan.heading_row: headings} if headings else {}
    live = {key: frozenset(tab.live.get(at, ())) for key, at in plan.owned.items()}
    for row, cells in plan.rows:
        answers = zip(OWNED_KEYS, cells, strict=True)
        found = {k: _written(v) for k, v in answers if not isinstance(v, Keep)}
        # what a live formula answers is its own
        if to_write := {k: v for k, v in found.items() if row not in live.get(k, ())}:
            wanted[row] = to_write
    return DesiredState(tab.name, RowKeys(who, owned), wanted, plan.heading_row, live=live)


def _written(answer: Value | date) -> Value:
    return serial(answer) if isinstance(answer, date) else answer
