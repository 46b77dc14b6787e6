"""The Playbook tab -> Playbook. What is wrong becomes a Problem that names its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from sheetflow.columns import fold, fold_heading
from sheetflow.headings import cell
from sheetflow.model import Playbook, Problem, Said, Stage, Value
from sheetflow.playbook import (
    CHANNELS,
    ENDS,
    PHRASES_HEADING,
    SEGMENTS,
    SETTINGS,
    STAGE_HEADINGS,
    Setting,
    stage_words,
)
from sheetflow.values import BAD, count_of, text_of

Grid = Sequence[Sequence[Value]]

_DAYS: Final = {
    name: day
    for day, names in enumerate(
        ("monday mon lunes lun", "tuesday tue tues martes mar", "wednesday wed miercoles mie x",
         "thursday thu thur thurs jueves jue", "friday fri viernes vie", "saturday sat sabado sab",
         "sunday sun domingo dom")
    )
    for name in names.split()
}  # fmt: skip
_ALSO: Final = {"stage": "key", "etapa": "key", "step": "step_en", "paso": "step_es", "english": "en", "spanish": "es"}
_NO_DAYS: Final = frozenset({"none", "ninguno", "no"})


class _WrongError(ValueError):
    """A cell that cannot be used; holds the key of the problem in words.py."""


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
    names = {fold_heading(n): key for key, both in STAGE_HEADINGS.items() for n in (key.replace("_", " "), *both)}
    top, columns = _best_row(grid, names | _ALSO)
    if top is None or not {"key", "en", "es"} & columns.keys():
        return ()
    stages: list[Stage] = []
    for number, row in enumerate(grid[top + 1 :], top + 2):
        named = [text_of(at(row, columns.get(key))) for key in ("key", "en", "es")]
        if not any(named):
            break
        stage = _read_stage(row, number, tab, columns, len(stages), problems)
        taken = {word for other in stages for word in stage_words(other)}
        if stage_words(stage) & taken:
            problems.append(Problem(cell(tab, number, 0), Said("named_twice")))
        stages.append(stage)
    if stages and all(stage.closed for stage in stages):
        problems.append(Problem(tab, Said("no_open_stage")))
    return tuple(stages)


def _read_stage(row: Sequence[Value], number: int, tab: str, columns: Mapping[str, int], position: int,
                problems: list[Problem]) -> Stage:  # fmt: skip
    def read(key: str, how: Callable[[Value], Any], otherwise: Any) -> Any:
        try:
            return how(at(row, columns.get(key)))
        except _WrongError as wrong:
            problems.append(Problem(cell(tab, number, columns.get(key, 0)), Said(str(wrong))))
            return otherwise

    key, en, es = (text_of(at(row, columns.get(name))) for name in ("key", "en", "es"))
    ends_in = read("ends_in", _ends_in, "nurture")
    is_open = ends_in not in ("won", "lost")
    count = _count if is_open else _ignored
    return Stage(
        key=re.sub(r"\W+", "_", fold(key or en or es)), en=en or es or key, es=es or en or key, position=position,
        pace=text_of(at(row, columns.get("pace"))), gaps=read("gaps", _gaps, (1,)) if is_open else (),
        min_gap=read("min_gap", count, 0), cold_after=read("cold_after", count, 0),
        max_touches=read("max_touches", _positive if is_open else _ignored, 1), ends_in=ends_in,
        channel=_channel(at(row, columns.get("channel"))),
        step_en=_either(row, columns, "step_en", "step_es"), step_es=_either(row, columns, "step_es", "step_en"),
    )  # fmt: skip


def _either(row: Sequence[Value], columns: Mapping[str, int], first: str, second: str) -> str:
    return text_of(at(row, columns.get(first))) or text_of(at(row, columns.get(second)))


def _ends_in(value: Value) -> str:
    word = fold(text_of(value)).replace("_", " ")
    for key, both in ENDS.items():
        if word in {key.replace("_", " "), *(fold(n) for n in both)}:
            return key
    raise _WrongError("wrong_ends")


def _channel(value: Value) -> str:
    word = fold(text_of(value))
    return next((key for key, both in CHANNELS.items() if word in {key, *(fold(n) for n in both)}), text_of(value))


def _gaps(value: Value) -> tuple[int, ...]:
    parts = [part for part in re.split(r"[\s,;·/]+", text_of(value)) if part]
    if not parts or any(not part.isdigit() or len(part) > 4 for part in parts):
        raise _WrongError("wrong_gaps")
    return tuple(int(part) for part in parts)


def _count(value: Value) -> int:
    count = count_of(value)
    if count is None or count is BAD or not isinstance(count, int) or count > 9999:
        raise _WrongError("wrong_count")
    return count


def _positive(value: Value) -> int:
    count = _count(value)
    if count < 1:
        raise _WrongError("wrong_positive")
    return count


def _ignored(value: Value) -> int:
    return 0


# ── settings ──────────────────────────────────────────────────────────────────────────────────


def _read_settings(grid: Grid, tab: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    names = {fold_heading(n): s for s in SETTINGS for n in (s.key.replace("_", " "), s.en, s.es)}
    for number, row in enumerate(grid, 1):
        word = _heading_of(at(row, 0))
        if word in names:
            setting = names[word]
            if setting.kind == "zone" and not text_of(at(row, 1)):
                continue  # blank follows the workbook
            try:
                yield setting.key, _read_setting(setting, at(row, 1))
            except _WrongError as wrong:
                problems.append(Problem(cell(tab, number, 1), Said(str(wrong))))


def _read_setting(setting: Setting, value: Value) -> Any:
    return _READERS[setting.kind](value)


def _ratio(value: Value) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1:
        return float(value)
    raise _WrongError("wrong_ratio")


def _words(value: Value) -> frozenset[str]:
    words = {fold(word) for word in re.split(r"[,;\n]", text_of(value))} - {""}
    return frozenset(SEGMENTS.get(word, word) for word in words)


def _weekend(value: Value) -> str:
    """Day names, a WORKDAY.INTL string of seven 0/1, or its numbers 1-7 and 11-17."""
    word = fold(text_of(value))
    if re.fullmatch("[01]{7}", word):
        pattern = word
    elif word.isdigit() and int(word) in {*range(1, 8), *range(11, 18)}:
        off = {(int(word) + 4) % 7, (int(word) + 5) % 7} if int(word) < 8 else {(int(word) - 12) % 7}
        pattern = "".join("1" if day in off else "0" for day in range(7))
    else:
        days = [] if word in _NO_DAYS else [w for w in re.split(r"[\s,;/&+.-]+", word) if w not in ("", "y", "and")]
        if any(day not in _DAYS for day in days) or (not days and word not in _NO_DAYS):
            raise _WrongError("wrong_weekend")
        pattern = "".join("1" if day in {_DAYS[d] for d in days} else "0" for day in range(7))
    if "0" not in pattern:
        raise _WrongError("no_working_day")
    return pattern


def _day_count(value: Value) -> str:
    word = fold(text_of(value))
    if word in {"working", "working days", "laborables", "dias laborables", "habiles", "dias habiles"}:
        return "working"
    if word in {"calendar", "calendar days", "naturales", "dias naturales", "corridos"}:
        return "calendar"
    raise _WrongError("wrong_day_count")


def _zone(value: Value) -> str:
    name = text_of(value)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # a zone that is not there is a KeyError
        raise _WrongError("wrong_zone") from error
    return name


def _language(value: Value) -> str | None:
    word = fold(text_of(value))
    if word and word not in {"en", "es", "english", "ingles", "spanish", "espanol"}:
        raise _WrongError("wrong_language")
    return ("es" if word[:3] in ("es", "esp", "spa") else "en") if word else None


def _country(value: Value) -> str | None:
    word = text_of(value).upper()
    if word and not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", word):
        raise _WrongError("wrong_country")
    return word or None


_READERS: Final[Mapping[str, Callable[[Value], Any]]] = {
    "count": _count, "text": text_of, "ratio": _ratio, "words": _words, "weekend": _weekend,
    "day_count": _day_count, "zone": _zone, "language": _language, "country": _country,
}  # fmt: skip


# ── the grid ──────────────────────────────────────────────────────────────────────────────────


def at(row: Sequence[Value], column: int | None) -> Value:
    """The cell of a row; blank beyond its end or where there is no such column."""
    return row[column] if column is not None and column < len(row) else None


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
