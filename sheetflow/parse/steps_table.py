"""The table `Steps` of the Playbook -> what each touch says. What is wrong becomes a Problem that
names its cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.messages import MESSAGE_WORDS
from sheetflow.decide.playbook import CHANNELS, ENDS
from sheetflow.decide.sequence import MORE, NURTURE, STEP_HEADINGS, STEPS, TOUCHES, Step, Steps
from sheetflow.model import Problem, Value
from sheetflow.parse.grid import Grid
from sheetflow.parse.table_rows import Table, TableRow, find_table, rows_of, without_table
from sheetflow.parse.values import count_of, text_of

_KEYS: Final = by_word(STEP_HEADINGS.items(), fold_heading) | {
    "step": "step_en",
    "paso": "step_es",
    "text": "message",
    "texto": "message",
}
_SHIPPED: Final = tuple(chain.from_iterable(steps.values() for steps in STEPS.values()))
_MESSAGES: Final = by_word(((step.message, (step.en, step.es)) for step in _SHIPPED), fold)
"""The message of each step that ships, by its words."""
_CHANNELS: Final = by_word(CHANNELS.items(), fold) | {key: key for key in CHANNELS}
_TOUCHES: Final = {"": MORE} | dict.fromkeys(map(fold, TOUCHES["more"]), MORE)
_NURTURE: Final = frozenset(map(fold, (*TOUCHES["nurture"], *ENDS["nurture"])))


def without_steps(grid: Grid) -> Grid:
    """Returns the rest of the tab, in which the rows of the table are blank."""
    return without_table(grid, _table(grid))


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
    for row in rows_of(grid, tab, table):
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


def _table(grid: Grid) -> Table | None:
    """Returns the table that names a touch, and a stage and what to do for it."""
    return find_table(
        grid,
        _KEYS,
        lambda columns: {"stage", "touch"} <= columns.keys() and not _SAID.isdisjoint(columns),
    )


_SAID: Final = frozenset({"step_en", "step_es"})


def _touch(value: Value) -> int | None:
    """Returns the touch that a row is for; None where the cell says something else."""
    word = fold(text_of(value))
    if word in _NURTURE:
        return NURTURE
    if word in _TOUCHES:
        return _TOUCHES[word]
    count = count_of(value)
    return count if isinstance(count, int) and count > 0 else None


def _step(row: TableRow) -> Step:
    channel, en, es = row.text("channel"), row.text("step_en"), row.text("step_es")
    channel = _CHANNELS.get(fold(channel), channel)
    message = row.text("message")
    if message:
        message = MESSAGE_WORDS.get(fold(message), fold(message))
    else:
        # an older Playbook names no messages: the steps that shipped have theirs
        message = _MESSAGES.get(fold(en)) or _MESSAGES.get(fold(es), "")
    return Step(channel, en or es, es or en, message)
