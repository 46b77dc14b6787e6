"""Problems -> lines: what has one cause is one line, with a count and the first cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from sheetflow.decide.playbook import Words
from sheetflow.model import Problem, Text
from sheetflow.reports.lines import WIDTH, safe, wrapped_text
from sheetflow.texts.codes import number_of
from sheetflow.texts.render import Locale, choose, fill, render
from sheetflow.texts.words import LANGUAGES, REPORT

_SHOWN_PROBLEMS: Final = 20
_SHOWN_CELLS: Final = 3
_WORDS_ALONE: Final = 3
"""So many unknown words have a line each."""
_SHOWN_WORDS: Final = 20


class Cause(NamedTuple):
    """What several problems have in common: what to say, the first places, how many there are."""

    text: Text
    places: tuple[str, ...]
    times: int

    @property
    def number(self) -> str:
        """Returns the number of the problem, `SF310`."""
        return number_of("unknown_stage" if self.text.code == "unknown_stages" else self.text.code)


def causes(problems: Iterable[Problem]) -> list[Cause]:
    """Puts equal problems together, in the order of their first ones.

    Duplicates are one cause, whomever they double; so are the words that no stage has, where they
    are many: each of them is named with its rows.
    """
    found: dict[Text | str, list[Problem]] = {}
    for problem in problems:
        code = problem.text.code
        found.setdefault(code if code == "duplicate" else problem.text, []).append(problem)
    every = [_cause(equal) for equal in found.values()]
    words = [cause for cause in every if cause.text.code == "unknown_stage"]
    if len(words) <= _WORDS_ALONE:
        return every
    every[every.index(words[0])] = _cause_of_words(words)
    return [cause for cause in every if cause not in words]


def _cause_of_words(words: Sequence[Cause]) -> Cause:
    """Returns one cause for all unknown words, those of most rows first."""
    rows = Counter[str]()
    for cause in words:
        word, count = cause.text.values
        if isinstance(word, Words) and isinstance(count, int):
            rows[word.en] += count * cause.times
    named = [f"'{word}' ({count})" for word, count in rows.most_common()]
    shown, more = ", ".join(named[:_SHOWN_WORDS]), len(named) - _SHOWN_WORDS
    both = (
        fill(REPORT["and_more"], lang, shown, more) if more > 0 else shown for lang in LANGUAGES
    )
    return Cause(Text("unknown_stages", (Words(*both),)), (), len(words))


def _cause(equal: Sequence[Problem]) -> Cause:
    texts = {problem.text for problem in equal}
    text = equal[0].text if len(texts) == 1 else Text("duplicates")
    places = tuple(problem.where for problem in equal[:_SHOWN_CELLS] if problem.where)
    return Cause(text, places, len(equal))


def cause_text(cause: Cause, locale: Locale) -> str:
    """Returns `Leads!F12, F15, F20 and 7 more: this date cannot be read …`."""
    where, more = _named_once(", ".join(cause.places)), cause.times - len(cause.places)
    if where and more:
        where = fill(REPORT["and_more"], locale.lang, where, more)
    text = render(cause.text, locale)
    return safe(f"{where}: {text}" if where else text)


def _named_once(where: str) -> str:
    """Returns cells of one tab with its name before the first alone."""
    tab, sign, _ = where.partition(", ")[0].rpartition("!")
    cells = where.split(", ")
    if not sign or not all(cell.startswith(f"{tab}!") for cell in cells):
        return where
    return ", ".join([cells[0], *(cell.removeprefix(f"{tab}!") for cell in cells[1:])])


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
        number = f" [{cause.number}]" if numbered else ""
        yield from wrapped_text(f"  {cause_text(cause, locale)}{number}", width)
    if len(new) > _SHOWN_PROBLEMS:
        yield "  " + fill(REPORT["more"], locale.lang, len(new) - _SHOWN_PROBLEMS)
    if before:
        yield "  " + fill(REPORT["told_before"], locale.lang, before)
