"""The invariants of the promise, with people at work: in memory, on Excel, and on engines broken on
purpose.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from sheetflow.backends.memory import MemoryBackend
from sheetflow.model import Changes, RowPlan, TabPlan, Value
from sheetflow.plan import edits, plan
from sheetflow.plan import rows as planned_rows
from sheetflow.state import State
from tests.support.state_machine import WorkbookMachine
from tests.support.workbook_driver import ExcelDriver, MemoryDriver, WorkbookDriver

STOCK: list[list[Value]] = [["Item", "Count"], ["chairs", 4]]


class MemoryMachine(WorkbookMachine):
    """People at a workbook in RAM."""

    def open_book(self, rows: list[list[Value]]) -> WorkbookDriver:
        return MemoryDriver({"Leads": rows, "Stock": STOCK})


class ExcelMachine(WorkbookMachine):
    """People at a workbook on disk."""

    def open_book(self, rows: list[list[Value]]) -> WorkbookDriver:
        self.folder = tempfile.TemporaryDirectory()
        return ExcelDriver(Path(self.folder.name) / "leads.xlsx", {"Leads": rows, "Stock": STOCK})

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.book.backend.close()
            self.folder.cleanup()


_PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
    Phase.shrink,
)  # explaining a failure takes minutes here

TestMemoryMachine = MemoryMachine.TestCase
TestMemoryMachine.settings = settings(max_examples=100, stateful_step_count=25, phases=_PHASES)
TestExcelMachine = ExcelMachine.TestCase
TestExcelMachine.settings = settings(max_examples=12, stateful_step_count=20, phases=_PHASES)


# ── engines broken on purpose ─────────────────────────────────────────────────────────────────


def state_by_row_number(patch: pytest.MonkeyPatch) -> None:
    """The n-th row has the n-th id, whoever is there."""

    def identify(
        ids: Sequence[str], whos: Sequence[int], state: State, fresh: Iterator[str]
    ) -> list[str]:
        known = [*state.texts][: len(ids)]
        return known + [next(fresh) for _ in ids[len(known) :]]

    patch.setattr(planned_rows, "identify", identify)


def ids_by_row_only(patch: pytest.MonkeyPatch) -> None:
    """Every id in the sheet is believed, copies included."""

    def identify(
        ids: Sequence[str], whos: Sequence[int], state: State, fresh: Iterator[str]
    ) -> list[str]:
        return [id_ or next(fresh) for id_ in ids]

    patch.setattr(planned_rows, "identify", identify)


def writer_by_index(patch: pytest.MonkeyPatch) -> None:
    """Answers go to the n-th row of the sheet, although rows that are no leads are between."""
    apply = MemoryBackend.apply

    def shifted(self: MemoryBackend, changes: Changes) -> bool:
        tabs = tuple(_by_index(tab) for tab in changes.tabs)
        return apply(self, Changes(tabs, changes.state, changes.new_tabs))

    def _by_index(tab: TabPlan) -> TabPlan:
        rows = [RowPlan(tab.heading_row + n, row.cells) for n, row in enumerate(tab.rows, 1)]
        return TabPlan(
            tab.tab, tab.heading_row, tab.last_row, tab.columns, tab.owned, tab.missing, rows
        )

    patch.setattr(MemoryBackend, "apply", shifted)


def edits_unseen(patch: pytest.MonkeyPatch) -> None:
    """What people put into our cells is taken for ours."""
    patch.setattr(edits.EditFinder, "find", lambda *args: edits.Edits())


def state_written_always(patch: pytest.MonkeyPatch) -> None:
    """Every run writes the state tab, changed or not."""
    patch.setattr(plan.Records, "same_as", lambda *args: False)


@pytest.mark.parametrize(
    "breaks",
    [state_by_row_number, ids_by_row_only, writer_by_index, edits_unseen, state_written_always],
)
def test_people_at_work_find_what_is_broken(
    breaks: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    how = settings(
        max_examples=300,
        stateful_step_count=25,
        database=None,
        phases=[Phase.generate],
        derandomize=True,
        suppress_health_check=[*HealthCheck],
        print_blob=False,
    )
    with pytest.raises((AssertionError, ExceptionGroup)) as found:
        run_state_machine_as_test(MemoryMachine, settings=how)
    assert _asserted(found.value)


def _asserted(error: Any) -> bool:
    """Whether an invariant was broken, and not only something else."""
    if isinstance(error, ExceptionGroup):
        return any(map(_asserted, error.exceptions))
    return isinstance(error, AssertionError)
