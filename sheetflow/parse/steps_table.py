"""The table `Steps` of the Playbook -> what each touch says. What is wrong becomes a Problem that
names its cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.playbook import CHANNELS, ENDS
from sheetflow.decide.sequence import MORE, NURTURE, STEP_HEADINGS, TOUCHES, Step, Steps
from sheetflow.model import Problem, Text, Value
from sheetflow.parse.grid import Grid, at, cell, heading_rows
from sheetflow.parse.values import count_of, text_of

_KEYS: Final = by_word(STEP_HEADINGS.items(), fold_heading) | {
    "step": "step_en",
    "paso": "step_es",
    "text": "message",
    "texto": "message",
}
_CHANNELS: Final = by_word(CHANNELS.items(), fold) | {key: key for key in CHANNELS}
_TOUCHES: Final = {"": MORE} | dict.fromkeys(map(fold, TOUCHES["more"]), MORE)
_NURTURE: Final = frozenset(map(fold, (*TOUCHES["nurture"], *ENDS["nurture"])))


class _Table(NamedTuple):
    """Where the table stands: the 0-based row of its headings, and the column of each key."""

    row: int
    columns: Mapping[str, int]


def without_steps(grid: Grid) -> Grid:
    """Returns the rest of the tab, in which the rows of the table are blank."""
    table = _table(grid)
    if table is None:
        return grid
    taken = {table.row + 1, *(number for number, _ in _rows(grid, table))}
    return [() if number in taken else row for number, row in enumerate(grid, 1)]


def read_steps(
    grid: Grid, tab: str, stages: Mapping[str, str], problems: list[Problem]
) -> Steps | None:
    """Reads the table; None where there is none. `stages` maps every word for a stage to its
    key.
    """
    table = _table(grid)
    if table is None:
        return None
    steps: dict[str, dict[int, Step]] = {}
    for number, cells in _rows(grid, table):
        row = _Row(tab, number, cells, table.columns)
        stage, touch = stages.get(fold(row.text("stage"))), _touch(row.value("touch"))
        if stage is None:
            problems.append(row.problem("stage", "wrong_step_stage"))
        elif touch is None:
            problems.append(row.problem("touch", "wrong_touch"))
        elif touch in steps.get(stage, {}):
            problems.append(row.problem("touch", "touch_twice"))
        else:
            steps.setdefault(stage, {})[touch] = _step(row)
    return steps


def _table(grid: Grid) -> _Table | None:
    """Returns the table that names a touch, and a stage and what to do for it."""
    for found in heading_rows(grid, lambda value: _KEYS.get(_word(value))):
        columns = found.columns()
        if {"stage", "touch"} <= columns.keys() and columns.keys() & {"step_en", "step_es"}:
            return _Table(found.row, columns)
    return None


def _word(value: Value) -> str:
    return fold_heading(value.replace("_", " ")) if isinstance(value, str) else ""


def _rows(grid: Grid, table: _Table) -> Iterator[tuple[int, Sequence[Value]]]:
    """Yields the rows below the headings, with their 1-based numbers, up to the first blank one."""
    for number, row in enumerate(grid[table.row + 1 :], table.row + 2):
        if not any(text_of(at(row, column)) for column in table.columns.values()):
            return
        yield number, row


class _Row(NamedTuple):
    """One row of the table."""

    tab: str
    number: int
    cells: Sequence[Value]
    columns: Mapping[str, int]

    def value(self, key: str) -> Value:
        return at(self.cells, self.columns.get(key))

    def text(self, key: str) -> str:
        return text_of(self.value(key))

    def problem(self, key: str, code: str) -> Problem:
        return Problem(cell(self.tab, self.number, self.columns.get(key, 0)), Text(code))


def _touch(value: Value) -> int | None:
    """Returns the touch that a row is for; None where the cell says something else."""
    word = fold(text_of(value))
    if word in _NURTURE:
        return NURTURE
    if word in _TOUCHES:
        return _TOUCHES[word]
    count = count_of(value)
    return count if isinstance(count, int) and count > 0 else None


def _step(row: _Row) -> Step:
    channel, en, es = row.text("channel"), row.text("step_en"), row.text("step_es")
    channel = _CHANNELS.get(fold(channel), channel)
    return Step(channel, en or es, es or en, row.text("message"))
