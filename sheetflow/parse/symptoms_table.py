"""The table of symptoms of the Playbook -> its rows, in their order. What is wrong becomes a
Problem that names its cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.playbook import CHANNELS
from sheetflow.decide.symptoms import SYMPTOM_HEADINGS, SYMPTOM_WORDS, Symptom, from_on
from sheetflow.model import Problem, Value
from sheetflow.parse.grid import Grid
from sheetflow.parse.settings import WrongError, count_days
from sheetflow.parse.table_rows import Table, TableRow, find_table, rows_of, without_table
from sheetflow.parse.values import is_blank, text_of, yes_no

_KEYS: Final = by_word(SYMPTOM_HEADINGS.items(), fold_heading) | {
    "step": "step_en",
    "paso": "step_es",
    "fase": "phase",
    "silent": "silent_for",
    "en silencio": "silent_for",
}
_SEEN: Final = frozenset({"opened", "reaction", "silent_for"})
"""The columns that tell the table: one of them stands in no other table of the Playbook."""
_CHANNELS: Final = by_word(CHANNELS.items(), fold) | {key: key for key in CHANNELS}
_WORDS: Final = {key: by_word(words.items(), fold) for key, words in SYMPTOM_WORDS.items()}
_SPAN: Final = re.compile(r"(\d{1,4})(?: ?(?:to|a) ?(\d{1,4})| ?(\+))?", re.ASCII)


def without_symptoms(grid: Grid) -> Grid:
    """Returns the rest of the tab, in which the rows of the table are blank."""
    return without_table(grid, _table(grid))


def read_symptoms(
    grid: Grid, tab: str, stages: Mapping[str, str], problems: list[Problem]
) -> tuple[Symptom, ...] | None:
    """Reads the table; None where there is none. `stages` maps every word for a stage to its
    key.
    """
    table = _table(grid)
    if table is None:
        return None
    found = [_Reader(row, problems).read(stages) for row in rows_of(grid, tab, table)]
    return tuple(found)


def _table(grid: Grid) -> Table | None:
    """Returns the table that names something seen, and what to do then."""
    return find_table(
        grid,
        _KEYS,
        lambda columns: not _SEEN.isdisjoint(columns) and not _STEPS.isdisjoint(columns),
    )


_STEPS: Final = frozenset({"step_en", "step_es"})


class _Reader:
    """Reads one row; what is wrong with it goes to `problems`."""

    def __init__(self, row: TableRow, problems: list[Problem]) -> None:
        self._row, self._problems = row, problems

    def read(self, stages: Mapping[str, str]) -> Symptom:
        """Returns the row; a cell that is wrong fits all in it."""
        row = self._row
        en, es = row.text("step_en"), row.text("step_es")
        if not (en or es):
            self._complain("step_en" if "step_en" in row.columns else "step_es", "no_symptom_step")
        channel = row.text("channel")
        channel = _CHANNELS.get(fold(channel), channel)
        seen = {key: self._word(key) for key in SYMPTOM_WORDS}
        found = Symptom(en or es, es or en, channel, self._stage(stages))
        return found._replace(**seen, silent_for=self._silence(), touches=self._touches())

    def _complain(self, key: str, code: str) -> None:
        self._problems.append(self._row.problem(key, code))

    def _stage(self, stages: Mapping[str, str]) -> str:
        said = fold(self._row.text("stage"))
        if said and said not in stages:
            self._complain("stage", "wrong_symptom_stage")
        return stages.get(said, "") if said else ""

    def _word(self, key: str) -> str:
        value = self._row.value(key)
        if is_blank(value):
            return ""
        said = _WORDS[key].get(fold(text_of(value)), "")
        if key == "opened" and isinstance(yes := yes_no(value), bool):
            said = "yes" if yes else "no"
        if not said:
            self._complain(key, f"wrong_{key}")
        return said

    def _silence(self) -> int | None:
        value = self._row.value("silent_for")
        if is_blank(value):
            return None
        try:
            return count_days(value)
        except WrongError as wrong:
            self._complain("silent_for", str(wrong))
            return None

    def _touches(self) -> range | None:
        value = self._row.value("touches")
        if is_blank(value):
            return None
        touches = _span(value)
        if not touches:
            self._complain("touches", "wrong_touches")
        return touches


def _span(value: Value) -> range | None:
    """Reads `2`, `2 to 4` or `3+`; None where the cell says something else."""
    match = _SPAN.fullmatch(fold(text_of(value)))
    if match is None or isinstance(value, bool):
        return None
    first = int(match[1])
    if match[3]:
        return from_on(first)
    return range(first, int(match[2] or first) + 1) or None
