"""Workbooks as lists of rows: what a person types goes in, `sync` answers beside it, nothing
touches a disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sheetflow import engine
from sheetflow.engine import Options
from sheetflow.model import (
    HEAD_ROWS,
    KEEP,
    STATE_TAB,
    Block,
    Changes,
    Snapshot,
    Tab,
    Value,
    serial,
    shown,
)
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult

TODAY = date(2026, 11, 20)
"""A Friday."""
YEAR = 2026

Row = Sequence[Any]


def day(text: str) -> date:
    """`11-20` -> the day of that month in 2026; a whole ISO date stays one."""
    return date.fromisoformat(text if len(text) > 5 else f"{YEAR}-{text}")


def cell_of(typed: Any, *, date1904: bool = False) -> Value:
    """What a workbook stores for it: days and moments become serials."""
    if isinstance(typed, datetime):
        seconds = typed.hour * 3600 + typed.minute * 60 + typed.second
        return serial(typed.date(), date1904=date1904) + seconds / 86400
    return serial(typed, date1904=date1904) if isinstance(typed, date) else typed


@dataclass(frozen=True, slots=True)
class GridTab:
    """A tab in memory (model.Tab); it hands out `block` rows at a time."""

    name: str
    rows: Sequence[Sequence[Value]]
    visible: bool = True
    block: int = 3

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        return [_trimmed(row) for row in self.rows[:HEAD_ROWS]]

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        for start in range(0, len(self.rows), self.block):
            part = self.rows[start : start + self.block]
            cells = [[row[at] if at < len(row) else None for row in part] for at in columns]
            yield Block(list(range(start + 1, start + len(part) + 1)), cells)


def _trimmed(row: Sequence[Value]) -> Sequence[Value]:
    filled = [i for i, value in enumerate(row) if value is not None]
    return row[: filled[-1] + 1] if filled else []


class Sheet:
    """A team's workbook and the backend of it: edit `tabs` as people do, then `plan` or `sync`."""

    def __init__(
        self,
        *rows: Row,
        name: str = "Leads",
        others: Mapping[str, Sequence[Row]] | None = None,
        date1904: bool = False,
        hidden: Sequence[str] = (),
    ) -> None:
        self.date1904, self._hidden = date1904, hidden
        self.messages: Sequence[str] = ()
        self.time_zone: str | None = None
        self.writes = 0
        self.name = name
        given = {name: rows, **(others or {})}
        self.tabs = {
            n: [[cell_of(v, date1904=date1904) for v in row] for row in tab]
            for n, tab in given.items()
        }

    # what a backend does

    def unchanged(self) -> None:
        return None

    def remember_unchanged(self, facts: object) -> None:
        pass

    def raise_if_full(self, changes: Changes) -> None:
        pass

    def read(self, formulas_of: Sequence[str] = ()) -> Snapshot:
        """A copy of what is there."""
        tabs: list[Tab] = [
            GridTab(name, [list(row) for row in rows], name not in (*self._hidden, STATE_TAB))
            for name, rows in self.tabs.items()
        ]
        return Snapshot(tuple(tabs), self.date1904, time_zone=self.time_zone)

    def apply(self, changes: Changes) -> bool:
        """Write into the lists; True if anything changed."""
        before = repr(self.tabs)
        for plan in changes.tabs:
            rows, columns = self.tabs[plan.tab], dict(plan.owned)
            for key, heading in plan.missing.items():
                columns[key] = max(len(row) for row in rows)
                self._put(plan.tab, plan.heading_row, columns[key], heading)
            order = (
                "status",
                "next_contact",
                "overdue",
                "next_step",
                "touches",
                "interest",
                "flags",
                "why",
                "id",
            )
            for row, cells in plan.rows:
                for key, answer in zip(order, cells, strict=True):
                    if answer is not KEEP:
                        self._put(
                            plan.tab, row, columns[key], cell_of(answer, date1904=self.date1904)
                        )
        if changes.state is not None:
            self.tabs[STATE_TAB] = [[line] for line in changes.state.lines("")]
        for tab in changes.new_tabs:
            self.tabs[tab.name] = [[cell_of(shown(v)) for v in row] for row in tab.rows]
        for tab in changes.rewritten:
            self.tabs[tab.name] = [[cell_of(shown(v)) for v in row] for row in tab.rows]
        wrote = repr(self.tabs) != before
        self.writes += wrote
        return wrote

    def _put(self, tab: str, row: int, column: int, value: Value) -> None:
        cells = self.tabs[tab][row - 1]
        cells += [None] * (column + 1 - len(cells))
        cells[column] = value

    # what a person does

    @property
    def rows(self) -> list[list[Value]]:
        """The rows of the leads tab, the heading first."""
        return self.tabs[self.name]

    def at(self, row: int, heading: str) -> Value:
        """A cell by sheet row and heading."""
        column = self.rows[0].index(heading)
        cells = self.rows[row - 1]
        return cells[column] if column < len(cells) else None

    def type(self, row: int, heading: str, value: Any) -> None:
        """Type into a cell; a heading that is not there yet becomes a new column."""
        if heading not in self.rows[0]:
            self._put(self.name, 1, max(len(r) for r in self.rows), heading)
        self._put(
            self.name, row, self.rows[0].index(heading), cell_of(value, date1904=self.date1904)
        )

    def sync(self, today: str = "11-20", **options: Any) -> engine.Result:
        """Sync as on that day."""
        return engine.sync(self, Options(day(today), **options))

    def plan(self, today: str = "11-20", **options: Any) -> Plan:
        """Look as on that day."""
        return self.look(today, **options)[0]

    def look(self, today: str = "11-20", **options: Any) -> tuple[Plan, Workbook]:
        """The plan and the workbook as it was read."""
        return engine.look(self, Options(day(today), **options))


def decided(
    *rows: Row,
    today: str = "11-20",
    lang: str | None = None,
    others: Mapping[str, Sequence[Row]] | None = None,
    date1904: bool = False,
) -> list[LeadResult]:
    """Decide a tab of leads, the first row its headings."""
    return list(Sheet(*rows, others=others, date1904=date1904).plan(today, lang=lang).rows)


def one(
    today: str = "11-20",
    lang: str | None = None,
    others: Mapping[str, Sequence[Row]] | None = None,
    **cells: Any,
) -> LeadResult:
    """Decide one lead, its cells by heading with `_` for a space: `Last_contact=day("11-19")`."""
    lead = {"Name": "Ana Pérez", "Email": "ana@example.com", "Owner": "Eva", "Possible?": "yes"}
    lead.update({key.replace("_", " "): value for key, value in cells.items()})
    return decided(list(lead), list(lead.values()), today=today, lang=lang, others=others)[0]
