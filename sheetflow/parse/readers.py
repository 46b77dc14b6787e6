"""How the cells of each column are read: one function per kind, made from the team's Playbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from sheetflow.columns import DATES, KINDS, by_word, fold
from sheetflow.decide.playbook import SEGMENTS, SYNONYMS, Playbook, Stage, stage_words
from sheetflow.memo import Memo
from sheetflow.model import CellError, Value
from sheetflow.parse import dates
from sheetflow.parse.leads import CellReader, Readers
from sheetflow.parse.values import BAD, amount_of, count_of, says_phase, text_of, yes_no

_KINDS: Final = {"": "opportunity"} | by_word(KINDS.items(), fold)


class Dialect(NamedTuple):
    """How a team writes: its Playbook, its dates, and its language, which settles decimal signs.

    `hashes_all` asks for the addresses of all leads, hashed.
    """

    playbook: Playbook
    style: dates.DateStyle
    lang: str
    hashes_all: bool = False


class TypedDates(NamedTuple):
    """The dates of a tab that are texts, by column: whether the day comes first (None where that is
    not known), and every text that was met.
    """

    day_first: Mapping[str, bool | None]
    texts: Mapping[str, set[str]]


def stage_dictionary(playbook: Playbook) -> dict[str, Stage]:
    """Maps every word for a stage to the stage: key and labels first, then what teams call the
    default ones.
    """
    words = _exact_words(playbook)
    for stage in playbook.stages:
        for word in SYNONYMS.get(stage.key, ()):
            words.setdefault(word, stage)
    return words


def _exact_words(playbook: Playbook) -> dict[str, Stage]:
    return by_word((stage, stage_words(stage)) for stage in playbook.stages)


def readers_of(dialect: Dialect, typed: TypedDates, *, synonyms: bool) -> Readers:
    """Makes the readers of one tab; they note in `typed` the dates that are texts. With `synonyms`
    a stage may go by what teams call our default ones.
    """
    playbook = dialect.playbook
    by_key = {"stage": CellReader(_stage_reader(playbook, synonyms=synonyms))}
    by_key |= {key: CellReader(read) for key, read in _SIMPLE.items()}
    for key in DATES:
        style = dialect.style._replace(day_first=typed.day_first[key])
        moments = _date_reader(style, typed.texts[key])
        with_time = key in ("last_contact", "last_reply")
        by_key[key] = CellReader(moments if with_time else _day_of(moments))

    def amount(value: Value) -> Any:
        return amount_of(value, comma_decimal=dialect.lang == "es")

    phrases = Memo(phrase_finder(playbook.phrases))
    return Readers(by_key, phrases, amount, count_of, dialect.hashes_all)


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


def _stage_reader(playbook: Playbook, *, synonyms: bool) -> Callable[[Value], Any]:
    words = stage_dictionary(playbook) if synonyms else _exact_words(playbook)
    first = next(stage for stage in playbook.stages if not stage.closed)

    def read(value: Value) -> Any:
        if isinstance(value, CellError):
            return BAD
        text = text_of(value)
        return words.get(fold(text), BAD) if text else first

    return read


def _date_reader(style: dates.DateStyle, texts: set[str]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if isinstance(value, str):
            texts.add(value)
        return dates.read_moment(value, style)

    return read


def _day_of(moments: Callable[[Value], Any]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        moment = moments(value)
        return moment.day if isinstance(moment, dates.Moment) else moment

    return read


def phrase_finder(phrases: Iterable[str], *, endings: str = "") -> Callable[[Value], bool]:
    """Makes the test whether a text holds a phrase as whole words, without case and accents,
    whatever is between the words; `endings` is a pattern of what a phrase may end in besides.
    """
    every = [words for phrase in phrases if (words := re.findall(r"\w+", fold(phrase)))]
    rarest = {max(words, key=len) for words in every}
    forms = "|".join(r"\W+".join(words) for words in every)
    whole = re.compile(rf"(?<!\w)(?:{forms}){endings}(?!\w)") if every else None

    def find(value: Value) -> bool:
        if not isinstance(value, str) or whole is None:
            return False
        text = fold(value)
        for word in rarest:  # a quick first look: most notes hold none of them
            if word in text:
                return whole.search(text) is not None
        return False

    return find
