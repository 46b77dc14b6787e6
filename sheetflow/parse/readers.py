"""How the cells of each column are read: one function per kind, made from the team's Playbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sheetflow.columns import DATES, KINDS, by_word, fold
from sheetflow.decide.phrases import WordingFinder
from sheetflow.decide.playbook import SEGMENTS, Playbook
from sheetflow.memo import Memo
from sheetflow.model import CellError, Value
from sheetflow.parse import dates
from sheetflow.parse.amounts import AmountReader
from sheetflow.parse.leads import CellReader, Readers
from sheetflow.parse.stages import StageWords
from sheetflow.parse.values import BAD, count_of, says_phase, text_of, yes_no

WITH_TIME: Final = frozenset({"last_contact", "last_reply"})
"""The dates of which the time of the day counts, too."""

_KINDS: Final = {"": "opportunity"} | by_word(KINDS.items(), fold)


class Dialect(NamedTuple):
    """How a team writes: its Playbook, the words of its stages, its dates, and the sign before the
    decimals of its amounts, None where that is not known.

    `today` is the day of the run; `hashes_all` asks for the addresses of all leads, hashed,
    `addresses` for those that people read.
    """

    playbook: Playbook
    words: StageWords
    style: dates.DateStyle
    decimal: str | None
    hashes_all: bool = False
    today: date = date.max
    addresses: bool = False


class TypedDates(NamedTuple):
    """The dates of a tab, by column: whether the day comes first in texts (None where that is not
    known), every text that was met, and every number.
    """

    day_first: Mapping[str, bool | None]
    texts: Mapping[str, set[str]]
    numbers: Mapping[str, set[Value]]


def readers_of(dialect: Dialect, typed: TypedDates, amounts: AmountReader) -> Readers:
    """Makes the readers of one tab; they note in `typed` the dates that are texts."""
    playbook = dialect.playbook
    by_key = {"stage": CellReader(_stage_reader(playbook, dialect.words))}
    by_key |= {key: CellReader(read) for key, read in _SIMPLE.items()}
    for key in DATES:
        style = dialect.style._replace(day_first=typed.day_first[key])
        moments = _date_reader(style, typed.texts[key], typed.numbers[key])
        by_key[key] = CellReader(moments if key in WITH_TIME else _day_of(moments))

    wording = Memo(wording_finder(playbook).find)
    return Readers(by_key, wording, amounts, count_of, dialect.hashes_all)


def _folded(value: Value) -> str:
    return fold(text_of(value))


def _kind(value: Value) -> Any:
    return BAD if isinstance(value, CellError) else _KINDS.get(_folded(value), BAD)


def _segment(value: Value) -> str:
    word = _folded(value)
    return SEGMENTS.get(word, word)


_SIMPLE: Final[Mapping[str, Callable[[Value], Any]]] = {
    "kind": _kind,
    "fit": yes_no,
    "do_not_contact": yes_no,
    "confirmed": yes_no,
    "segment": _segment,
    "owner": text_of,
    "source": _folded,
    "phase": says_phase,
}
"""The readers that are the same for every team."""


def _stage_reader(playbook: Playbook, words: StageWords) -> Callable[[Value], Any]:
    first = next(stage for stage in playbook.stages if not stage.closed)

    def read(value: Value) -> Any:
        if isinstance(value, CellError):
            return BAD
        text = text_of(value)
        return (words.find(text) or BAD) if text else first

    return read


def _date_reader(
    style: dates.DateStyle, texts: set[str], numbers: set[Value]
) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if isinstance(value, str):
            texts.add(value)
        elif type(value) in (int, float):
            numbers.add(value)
        return dates.read_moment(value, style)

    return read


def _day_of(moments: Callable[[Value], Any]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        moment = moments(value)
        return moment.day if isinstance(moment, dates.Moment) else moment

    return read


def wording_finder(playbook: Playbook) -> WordingFinder:
    """Makes the test for the open endings and the reproaches of the team's lists."""
    return _finder_of(tuple(playbook.phrases), tuple(playbook.reproaches))


@lru_cache(maxsize=4)
def _finder_of(phrases: tuple[str, ...], reproaches: tuple[str, ...]) -> WordingFinder:
    """Makes it once for several tabs and runs: finding its signs takes as long as ten leads."""
    return WordingFinder(phrases, reproaches)


def event_finder(events: Iterable[str]) -> Callable[[Value], bool]:
    """Makes the test whether a text holds the word of an event, or its plural, as whole words,
    without case and accents, whatever is between the words.
    """
    every = [words for event in events if (words := re.findall(r"\w+", fold(event)))]
    rarest = {max(words, key=len) for words in every}
    forms = "|".join(r"\W+".join(words) for words in every)
    whole = re.compile(rf"(?<!\w)(?:{forms})(?:e?s)?(?!\w)") if every else None

    def find(value: Value) -> bool:
        if not isinstance(value, str) or whole is None:
            return False
        text = fold(value)
        for word in rarest:  # a quick first look: most notes hold none of them
            if word in text:
                return whole.search(text) is not None
        return False

    return find
