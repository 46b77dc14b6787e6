"""The Playbook tab -> Playbook. What is wrong becomes a Problem that names its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sheetflow.columns import fold, fold_heading
from sheetflow.decide.playbook import (
    CHANNELS,
    ENDS,
    PHRASES_HEADING,
    SETTING_HEADING,
    SETTINGS,
    STAGE_HEADINGS,
    STAGES,
    Playbook,
    Setting,
    Stage,
    stage_words,
)
from sheetflow.model import Problem, Text, Value
from sheetflow.parse.grid import Grid, at, cell
from sheetflow.parse.settings import READERS, WrongError, count_days
from sheetflow.parse.values import text_of

_ALSO: Final = {
    "stage": "key",
    "etapa": "key",
    "step": "step_en",
    "paso": "step_es",
    "english": "en",
    "spanish": "es",
}


def read_playbook(grid: Grid, tab: str, base: Playbook) -> tuple[Playbook, list[Problem]]:
    """Read stages, settings and phrases; what the tab does not mention stays as in `base`."""
    problems: list[Problem] = []
    stages = _read_stages(grid, tab, problems)
    settings = dict(_read_settings(grid, tab, problems))
    phrases = tuple(fold(text_of(v)) for v in _below(grid, PHRASES_HEADING) if text_of(v))
    found: dict[str, Any] = {
        **settings,
        **({"stages": stages} if stages else {}),
        **({"phrases": phrases} if phrases else {}),
    }
    return replace(base, **found), problems


# ── stages ────────────────────────────────────────────────────────────────────────────────────


def _read_stages(grid: Grid, tab: str, problems: list[Problem]) -> tuple[Stage, ...]:
    names = {
        fold_heading(n): key
        for key, both in STAGE_HEADINGS.items()
        for n in (key.replace("_", " "), *both)
    }
    top, columns = _best_row(grid, names | _ALSO)
    if top is None or not {"key", "en", "es"} & columns.keys():
        problems += _lost_stages(grid, tab)
        return ()
    stages: list[Stage] = []
    for number, row in _stage_rows(grid, top, columns):
        if not any(text_of(at(row, columns.get(key))) for key in ("key", "en", "es")):
            problems.append(
                Problem(cell(tab, number, columns.get("key", 0)), Text("unnamed_stage"))
            )
            continue
        stage = _read_stage(row, number, tab, columns, len(stages), problems)
        taken = {word for other in stages for word in stage_words(other)}
        if stage_words(stage) & taken:
            problems.append(Problem(cell(tab, number, 0), Text("named_twice")))
        stages.append(stage)
    if stages and all(stage.closed for stage in stages):
        problems.append(Problem(tab, Text("no_open_stage")))
    return tuple(stages)


def _stage_rows(
    grid: Grid, top: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, Sequence[Value]]]:
    """The rows below the headings of the stages, up to the settings or the phrases; blank rows are
    passed over.
    """
    ends = {
        fold_heading(word) for word in (*SETTING_HEADING, *PHRASES_HEADING)
    } | _SETTING_NAMES.keys()
    for number, row in enumerate(grid[top + 1 :], top + 2):
        if _heading_of(at(row, 0)) in ends:
            return
        if any(text_of(at(row, column)) for column in columns.values()):
            yield number, row


def _lost_stages(grid: Grid, tab: str) -> Iterator[Problem]:
    """Rows that are stages by their looks, in a tab without headings for them."""
    keys = {stage.key for stage in STAGES}
    rows = [
        row
        for row in grid
        if fold(text_of(at(row, 0))) in keys and sum(bool(text_of(v)) for v in row) > 3
    ]
    if rows:
        yield Problem(tab, Text("no_stages_table"))


def _read_stage(
    row: Sequence[Value],
    number: int,
    tab: str,
    columns: Mapping[str, int],
    position: int,
    problems: list[Problem],
) -> Stage:
    def read(key: str, how: Callable[[Value], Any], otherwise: Any) -> Any:
        try:
            return how(at(row, columns.get(key)))
        except WrongError as wrong:
            problems.append(Problem(cell(tab, number, columns.get(key, 0)), Text(str(wrong))))
            return otherwise

    key, en, es = (text_of(at(row, columns.get(name))) for name in ("key", "en", "es"))
    ends_in = read("ends_in", _ends_in, "nurture")
    is_open = ends_in not in ("won", "lost")
    count = count_days if is_open else _ignored
    return Stage(
        key=re.sub(r"\W+", "_", fold(key or en or es)),
        en=en or es or key,
        es=es or en or key,
        position=position,
        pace=text_of(at(row, columns.get("pace"))),
        gaps=read("gaps", _gaps, (1,)) if is_open else (),
        min_gap=read("min_gap", count, 0),
        cold_after=read("cold_after", count, 0),
        max_touches=read("max_touches", _positive if is_open else _ignored, 1),
        ends_in=ends_in,
        channel=_channel(at(row, columns.get("channel"))),
        step_en=_either(row, columns, "step_en", "step_es"),
        step_es=_either(row, columns, "step_es", "step_en"),
    )


def _either(row: Sequence[Value], columns: Mapping[str, int], first: str, second: str) -> str:
    return text_of(at(row, columns.get(first))) or text_of(at(row, columns.get(second)))


def _ends_in(value: Value) -> str:
    word = fold(text_of(value)).replace("_", " ")
    for key, both in ENDS.items():
        if word in {key.replace("_", " "), *(fold(n) for n in both)}:
            return key
    raise WrongError("wrong_ends")


def _channel(value: Value) -> str:
    word = fold(text_of(value))
    return next(
        (key for key, both in CHANNELS.items() if word in {key, *(fold(n) for n in both)}),
        text_of(value),
    )


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


def _ignored(value: Value) -> int:
    return 0


# ── settings ──────────────────────────────────────────────────────────────────────────────────


_SETTING_NAMES: Final = {
    fold_heading(n): s for s in SETTINGS for n in (s.key.replace("_", " "), s.en, s.es)
}


def _read_settings(grid: Grid, tab: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    first, last = _row_of(grid, SETTING_HEADING), _row_of(grid, PHRASES_HEADING)
    seen: set[str] = set()
    for number, row in enumerate(grid, 1):
        setting, value = _SETTING_NAMES.get(_heading_of(at(row, 0))), at(row, 1)
        inside = (
            first is not None
            and number > first
            and not (last is not None and last > first and number >= last)
        )
        if setting is None:
            if inside and (text_of(at(row, 0)) or text_of(value)):
                problems.append(Problem(cell(tab, number, 0), Text("unknown_setting")))
        elif setting.key in seen:
            problems.append(Problem(cell(tab, number, 0), Text("setting_twice")))
        elif setting.kind != "zone" or text_of(value):  # a blank zone follows the workbook
            seen.add(setting.key)
            try:
                yield setting.key, _read_setting(setting, value)
            except WrongError as wrong:
                problems.append(Problem(cell(tab, number, 1), Text(str(wrong))))


def _row_of(grid: Grid, headings: tuple[str, ...]) -> int | None:
    """The 1-based row whose first cell is one of these headings."""
    words = {fold_heading(heading) for heading in headings}
    return next(
        (number for number, row in enumerate(grid, 1) if _heading_of(at(row, 0)) in words), None
    )


def _read_setting(setting: Setting, value: Value) -> Any:
    return READERS[setting.kind](value)


def _best_row(grid: Grid, names: Mapping[str, str]) -> tuple[int | None, dict[str, int]]:
    """The row with most of these headings, and where each stands; (None, {}) below two."""
    best: tuple[int | None, dict[str, int]] = (None, {})
    for index, row in enumerate(grid):
        found: dict[str, int] = {}
        for column, value in enumerate(row):
            key = names.get(_heading_of(value))
            if key and key not in found:
                found[key] = column
        if len(found) > max(1, len(best[1])):
            best = index, found
    return best


def _heading_of(value: Value) -> str:
    return fold_heading(value.replace("_", " ")) if isinstance(value, str) else ""


def _below(grid: Grid, headings: tuple[str, ...]) -> Iterator[Value]:
    """The cells below a heading, to the end of the tab."""
    words = {fold_heading(heading) for heading in headings}
    for index, row in enumerate(grid):
        for column, value in enumerate(row):
            if isinstance(value, str) and fold_heading(value) in words:
                yield from (at(r, column) for r in grid[index + 1 :])
                return
