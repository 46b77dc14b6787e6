"""The Playbook tab -> Playbook. What is wrong becomes a Problem that names its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeVar

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.playbook import (
    CHANNELS,
    ENDS,
    EVENTS_HEADING,
    NOT_FOLLOWED,
    NOT_FOLLOWED_WORDS,
    PACE_NUMBERS,
    PACES,
    PHRASES_HEADING,
    REPROACH_HEADING,
    SETTING_HEADING,
    SETTINGS,
    STAGE_HEADINGS,
    STAGES,
    YOUR_WORDS_HEADINGS,
    PaceNumbers,
    Playbook,
    Stage,
    stage_words,
)
from sheetflow.decide.sequence import STEPS as SEQUENCE
from sheetflow.decide.sequence import Steps
from sheetflow.model import Problem, Text, Value
from sheetflow.parse.grid import Grid, HeadingRow, at, best_heading_row, cell, heading_rows
from sheetflow.parse.settings import READERS, WrongError, count_days
from sheetflow.parse.stages import StageWords
from sheetflow.parse.steps_table import read_steps, without_steps
from sheetflow.parse.symptoms_table import read_symptoms, without_symptoms
from sheetflow.parse.values import text_of

T = TypeVar("T")

_KEYS: Final = {
    "stage": "key",
    "etapa": "key",
    "step": "step_en",
    "paso": "step_es",
    "english": "en",
    "spanish": "es",
    **{key.replace("_", " "): key for key in STAGE_HEADINGS},
}
_STAGE_KEYS: Final = by_word(STAGE_HEADINGS.items(), fold_heading) | _KEYS
_NAMES: Final = ((s, (s.key.replace("_", " "), s.en, s.es)) for s in SETTINGS)
_SETTINGS: Final = by_word(_NAMES, fold_heading)
_SETTING_HEADINGS: Final = frozenset(map(fold_heading, SETTING_HEADING))
_PHRASES_HEADINGS: Final = frozenset(map(fold_heading, PHRASES_HEADING))
_LISTS: Final = {
    "phrases": _PHRASES_HEADINGS,
    "events": frozenset(map(fold_heading, EVENTS_HEADING)),
    "reproaches": frozenset(map(fold_heading, (*REPROACH_HEADING, "reproaches", "reproche"))),
}
"""The lists of phrases, by the field of the Playbook."""
_WORDS_HEADINGS: Final = frozenset(map(fold_heading, YOUR_WORDS_HEADINGS["word"]))
_ENDS_A_LIST: Final = _PHRASES_HEADINGS | _LISTS["reproaches"] | _WORDS_HEADINGS
_BELOW_STAGES: Final = _SETTING_HEADINGS | _ENDS_A_LIST | _SETTINGS.keys()
"""What ends the stages: the settings, the phrases, or the team's words."""
_ENDS: Final = by_word(ENDS.items(), fold) | {key.replace("_", " "): key for key in ENDS}
_DEFAULT_KEYS: Final = frozenset(stage.key for stage in STAGES)
_WORDS_KEYS: Final = by_word(YOUR_WORDS_HEADINGS.items(), fold_heading)
_ALSO: Final = re.compile(r"[,;|\n]")
"""What stands between the words of Also called."""
_PACES: Final = by_word(PACES.items(), fold) | {key: key for key in PACES} | {"": ""}
_CHANNELS: Final = by_word(CHANNELS.items(), fold) | {key: key for key in CHANNELS}


def read_playbook(grid: Grid, tab: str, base: Playbook) -> tuple[Playbook, list[Problem]]:
    """Reads stages, settings and phrases; what the tab does not mention stays as in `base`."""
    problems: list[Problem] = []
    rest = without_steps(without_symptoms(grid))
    stages = _read_stages(rest, tab, problems)
    found: dict[str, Any] = dict(_read_settings(rest, tab, problems))
    for key, headings in _LISTS.items():
        read = _folded if key == "events" else text_of
        if phrases := tuple(filter(None, map(read, _list_under(rest, headings)))):
            found[key] = phrases
    if stages:
        found["stages"] = stages
    all_stages = stages or base.stages
    wrong = list[Problem]()
    by_word = _stages_by_word(all_stages)
    steps = read_steps(grid, tab, by_word, wrong)
    symptoms = read_symptoms(grid, tab, by_word, wrong)
    if not problems:  # what is wrong with a stage is told once, not wherever it is named
        problems += wrong
    found["steps"] = _shipped_steps(all_stages) if steps is None else steps
    found["symptoms"] = base.symptoms if symptoms is None else symptoms
    playbook = replace(base, **found)
    words = dict(_your_words(rest, tab, playbook, problems))
    return (replace(playbook, your_words=words) if words else playbook), problems


def _folded(value: Value) -> str:
    return fold(text_of(value))


def _stages_by_word(stages: Sequence[Stage]) -> dict[str, str]:
    return by_word((stage.key, stage_words(stage)) for stage in stages)


def _shipped_steps(stages: Sequence[Stage]) -> Steps:
    """Returns the shipped steps, for a Playbook of before they came: of the stages in which the
    team says nothing else.
    """
    own = {stage.key: (stage.channel, stage.step) for stage in STAGES}
    unchanged = {s.key for s in stages if own.get(s.key) == (s.channel, s.step)}
    return {key: steps for key, steps in SEQUENCE.items() if key in unchanged}


# ── stages ────────────────────────────────────────────────────────────────────────────────────


def _read_stages(grid: Grid, tab: str, problems: list[Problem]) -> tuple[Stage, ...]:
    head = best_heading_row(grid, lambda value: _STAGE_KEYS.get(_heading_of(value)))
    if head is None or len(head.places) < 2 or not {"key", "en", "es"} & head.places.keys():
        if any(map(_looks_like_stage, grid)):  # the table is there, its headings are not
            problems.append(Problem(tab, Text("no_stages_table")))
        return ()
    columns = head.columns()
    stages, taken = list[Stage](), set[str]()
    for number, cells in _stage_rows(grid, head.row, columns):
        row = _StageRow(tab, number, cells, columns, problems)
        if not (row.text("key") or row.text("en") or row.text("es")):
            row.complain("key", "unnamed_stage")
            continue
        stage = _read_stage(row, len(stages))
        if stage_words(stage) & taken:
            problems.append(Problem(cell(tab, number, 0), Text("named_twice")))
        taken |= stage_words(stage)
        stages.append(stage)
    if stages and all(stage.closed for stage in stages):
        problems.append(Problem(tab, Text("no_open_stage")))
    return tuple(stages)


def _stage_rows(
    grid: Grid, top: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, Sequence[Value]]]:
    """Yields the rows below the headings of the stages, up to the settings or the phrases; blank
    rows are passed over.
    """
    for number, row in enumerate(grid[top + 1 :], top + 2):
        if _heading_of(at(row, 0)) in _BELOW_STAGES:
            return
        if any(text_of(at(row, column)) for column in columns.values()):
            yield number, row


def _looks_like_stage(row: Sequence[Value]) -> bool:
    """Returns whether a row begins with the key of a default stage and has more filled cells."""
    filled = sum(bool(text_of(value)) for value in row)
    return filled > 3 and fold(text_of(at(row, 0))) in _DEFAULT_KEYS


class _StageRow(NamedTuple):
    """One row of the stages; what is wrong with it goes to `problems`."""

    tab: str
    number: int
    cells: Sequence[Value]
    columns: Mapping[str, int]
    problems: list[Problem]

    def value(self, key: str) -> Value:
        return at(self.cells, self.columns.get(key))

    def text(self, key: str) -> str:
        return text_of(self.value(key))

    def read(self, key: str, reader: Callable[[Value], T], otherwise: T) -> T:
        try:
            return reader(self.value(key))
        except WrongError as wrong:
            self.complain(key, str(wrong))
            return otherwise

    def complain(self, key: str, code: str) -> None:
        where = cell(self.tab, self.number, self.columns.get(key, 0))
        self.problems.append(Problem(where, Text(code)))


def _read_stage(row: _StageRow, position: int) -> Stage:
    key, en, es = row.text("key"), row.text("en"), row.text("es")
    name = key or en or es
    en, es = en or es or key, es or en or key
    key = re.sub(r"\W+", "_", fold(name))
    ends_in = _read_end(row)
    # a closed stage has no pace: what stands there means nothing
    pace = "" if ends_in in ("won", "lost") else row.read("pace", _pace, "")
    numbers = PaceNumbers((), 0, 0, 0)
    if ends_in not in ("won", "lost"):  # a closed stage has no numbers
        numbers = _numbers(row, PACE_NUMBERS.get(pace))
    also = tuple(word for part in _ALSO.split(row.text("also")) if (word := part.strip()))
    channel = _CHANNELS.get(fold(row.text("channel")), row.text("channel"))
    step_en = row.text("step_en") or row.text("step_es")
    step_es = row.text("step_es") or row.text("step_en")
    return Stage(key, en, es, position, pace, *numbers, ends_in, channel, step_en, step_es, also)


def _read_end(row: _StageRow) -> str:
    """Reads what a stage ends in; a stage of a pace that says nothing ends in nurture."""
    if row.text("ends_in") or not _PACES.get(fold(row.text("pace"))):
        return row.read("ends_in", _ends_in, "nurture")
    return "nurture"


def _numbers(row: _StageRow, of_pace: PaceNumbers | None) -> PaceNumbers:
    """Reads the numbers of an open stage; its pace fills what is blank."""
    given = of_pace or PaceNumbers((1,), 0, 0, 1)
    readers = (_gaps, count_days, count_days, _positive)
    found = list[Any]()
    for key, reader, otherwise in zip(PaceNumbers._fields, readers, given, strict=True):
        if text_of(row.value(key)):
            found.append(row.read(key, reader, otherwise))
        else:
            found.append(otherwise)
            if of_pace is None:
                row.complain(key, "no_pace")
    return PaceNumbers(*found)


def _pace(value: Value) -> str:
    word = fold(text_of(value))
    if word not in _PACES:
        raise WrongError("wrong_pace")
    return _PACES[word]


def _ends_in(value: Value) -> str:
    word = fold(text_of(value)).replace("_", " ")
    if word not in _ENDS:
        raise WrongError("wrong_ends")
    return _ENDS[word]


def _gaps(value: Value) -> tuple[int, ...]:
    parts = [part for part in re.split(r"[\s,;·/]+", text_of(value)) if part]
    if not parts or any(not (part.isascii() and part.isdigit()) or len(part) > 4 for part in parts):
        raise WrongError("wrong_gaps")
    return tuple(int(part) for part in parts)


def _positive(value: Value) -> int:
    count = count_days(value)
    if count < 1:
        raise WrongError("wrong_positive")
    return count


# ── settings and phrases ──────────────────────────────────────────────────────────────────────


def _read_settings(grid: Grid, tab: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """Yields (key, value) of the settings, wherever they are in the tab."""
    inside = _between_headings(grid)
    seen: set[str] = set()
    for number, row in enumerate(grid, 1):
        setting, value = _SETTINGS.get(_heading_of(at(row, 0))), at(row, 1)
        if setting is None:
            if number in inside and (text_of(at(row, 0)) or text_of(value)):
                problems.append(Problem(cell(tab, number, 0), Text("unknown_setting")))
        elif setting.key in seen:
            problems.append(Problem(cell(tab, number, 0), Text("setting_twice")))
        elif setting.kind != "zone" or text_of(value):  # a blank zone follows the workbook
            seen.add(setting.key)
            try:
                yield setting.key, READERS[setting.kind](value)
            except WrongError as wrong:
                problems.append(Problem(cell(tab, number, 1), Text(str(wrong))))


def _between_headings(grid: Grid) -> range:
    """Returns the rows, 1-based, from below the heading of the settings to above that of the
    phrases.
    """
    first = _row_under(grid, _SETTING_HEADINGS)
    last = _row_under(grid, _PHRASES_HEADINGS | _WORDS_HEADINGS)
    if first is None:
        return range(0)
    below = first + 1
    return range(below, last if last is not None and last > first else len(grid) + 1)


def _row_under(grid: Grid, headings: frozenset[str]) -> int | None:
    """Returns the 1-based row whose first cell is one of these headings."""
    found = next(_rows_with([row[:1] for row in grid], headings), None)
    return found.row + 1 if found else None


def _list_under(grid: Grid, headings: frozenset[str]) -> Iterator[Value]:
    """Yields the cells below the heading of a list of phrases, to the next list or table."""
    if found := next(_rows_with(grid, headings), None):
        (column, *_) = found.places["here"]
        for row in grid[found.row + 1 :]:
            if _heading_of(at(row, 0)) in _ENDS_A_LIST:
                return
            yield at(row, column)


def _your_words(
    grid: Grid, tab: str, playbook: Playbook, problems: list[Problem]
) -> Iterator[tuple[str, Stage]]:
    """Yields the words of the team that have a stage, from all tables of them."""
    stages = StageWords(playbook)
    nothing = {fold(word) for word in NOT_FOLLOWED_WORDS}
    for table in your_words_tables(grid):
        for number in table.lines:
            word = text_of(at(grid[number - 1], table.columns["word"]))
            said = text_of(at(grid[number - 1], table.columns.get("stage")))
            if not word or not said:
                continue
            stage = NOT_FOLLOWED["closed"] if fold(said) in nothing else stages.find(said)
            if stage is None:
                where = cell(tab, number, table.columns["stage"])
                problems.append(Problem(where, Text("unknown_stage_meant", (said,))))
            else:
                yield word, stage


class WordsTable(NamedTuple):
    """A table of the team's words: its columns by key, and its rows below the heading, 1-based."""

    columns: Mapping[str, int]
    lines: range


def your_words_tables(grid: Grid) -> Iterator[WordsTable]:
    """Yields the tables Your words; one ends at the next heading of another table."""
    ends = _BELOW_STAGES - _WORDS_HEADINGS
    for found in heading_rows(grid, lambda value: _WORDS_KEYS.get(_heading_of(value))):
        if "word" not in found.places:
            continue
        columns, top = found.columns(), found.row + 1
        last = top
        for number in range(top + 1, len(grid) + 1):
            first = _heading_of(at(grid[number - 1], columns["word"]))
            if first in ends or first in _WORDS_HEADINGS:
                break
            last = number
        yield WordsTable(columns, range(top + 1, last + 1))


def _rows_with(grid: Grid, headings: frozenset[str]) -> Iterator[HeadingRow]:
    return heading_rows(grid, lambda value: "here" if _heading_of(value) in headings else None)


def _heading_of(value: Value) -> str:
    return fold_heading(value.replace("_", " ")) if isinstance(value, str) else ""
