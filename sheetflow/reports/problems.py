"""Problems -> lines: what has one cause is one line, with a count and the first cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from sheetflow.model import Problem, Text
from sheetflow.reports.lines import WIDTH, safe, wrapped_text
from sheetflow.texts.codes import number_of
from sheetflow.texts.render import Locale, choose, fill, render
from sheetflow.texts.words import REPORT

_SHOWN_PROBLEMS: Final = 20
_SHOWN_CELLS: Final = 3


class Cause(NamedTuple):
    """What several problems have in common: what to say, the first places, how many there are."""

    text: Text
    places: tuple[str, ...]
    times: int


def causes(problems: Iterable[Problem]) -> list[Cause]:
    """Puts equal problems together, in the order of their first ones.

    Duplicates are one cause, whomever they double.
    """
    found: dict[Text | str, list[Problem]] = {}
    for problem in problems:
        code = problem.text.code
        found.setdefault(code if code == "duplicate" else problem.text, []).append(problem)
    return [_cause(equal) for equal in found.values()]


def _cause(equal: Sequence[Problem]) -> Cause:
    texts = {problem.text for problem in equal}
    text = equal[0].text if len(texts) == 1 else Text("duplicates")
    places = tuple(problem.where for problem in equal[:_SHOWN_CELLS] if problem.where)
    return Cause(text, places, len(equal))


def cause_text(cause: Cause, locale: Locale) -> str:
    """Returns `Leads!F12, Leads!F15, Leads!F20 and 7 more: this date cannot be read …`."""
    where, more = ", ".join(cause.places), cause.times - len(cause.places)
    if where and more:
        where = fill(REPORT["and_more"], locale.lang, where, more)
    text = render(cause.text, locale)
    return safe(f"{where}: {text}" if where else text)


def problem_text(problem: Problem, locale: Locale) -> str:
    """Returns `Leads!F12: this date cannot be read …`."""
    return cause_text(_cause([problem]), locale)


# ── what was told before ──────────────────────────────────────────────────────────────────────


def fingerprint(cause: Cause) -> str:
    """Returns what tells a cause, and how often it occurs, from others; nothing of a lead is in
    it.
    """
    said = f"{cause.text.code}|{cause.text.values!r}|{cause.times}"
    return f"{cause.text.code}:{crc32(said.encode('utf-8', 'surrogatepass')):08x}"


def untold(found: Iterable[Cause], told: Collection[str]) -> tuple[list[Cause], int]:
    """Returns the causes whose fingerprint is not among those told before, and how many are."""
    every = list(found)
    new = [cause for cause in every if fingerprint(cause) not in told]
    return new, len(every) - len(new)


def problem_lines(
    problems: Iterable[Problem],
    locale: Locale,
    *,
    numbered: bool = False,
    told: Collection[str] = (),
    width: int = WIDTH,
) -> Iterator[str]:
    """Yields what a person should know; a long list is cut and counted, and so is what was
    `told` before.
    """
    new, before = untold(causes(problems), told)
    if new or before:
        yield choose(REPORT["problems"], locale.lang)
    for cause in new[:_SHOWN_PROBLEMS]:
        number = f" [{number_of(cause.text.code)}]" if numbered else ""
        yield from wrapped_text(f"  {cause_text(cause, locale)}{number}", width)
    if len(new) > _SHOWN_PROBLEMS:
        yield "  " + fill(REPORT["more"], locale.lang, len(new) - _SHOWN_PROBLEMS)
    if before:
        yield "  " + fill(REPORT["told_before"], locale.lang, before)
