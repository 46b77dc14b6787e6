"""How the cells of each column are read: one function per kind, made from the team's Playbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sheetflow.columns import DATES, fold
from sheetflow.decide.playbook import SEGMENTS, SYNONYMS, Playbook, Stage, stage_words
from sheetflow.model import Value
from sheetflow.parse import dates
from sheetflow.parse.leads import Memo, Readers
from sheetflow.parse.values import BAD, amount_of, count_of, text_of, yes_no


def stage_dictionary(playbook: Playbook) -> dict[str, Stage]:
    """Every word for a stage -> the stage: key and labels first, then what teams call the default
    ones.
    """
    words = {word: stage for stage in playbook.stages for word in stage_words(stage)}
    for stage in playbook.stages:
        for word in SYNONYMS.get(stage.key, ()):
            words.setdefault(word, stage)
    return words


KINDS: Final = {
    "": "opportunity",
    "opportunity": "opportunity",
    "oportunidad": "opportunity",
    "task": "task",
    "tarea": "task",
    "partner": "partner",
    "socio": "partner",
}


def _readers(
    playbook: Playbook,
    calendar: dates.DateStyle,
    orders: Mapping[str, bool | None],
    typed: dict[str, set[str]],
    lang: str,
    *,
    synonyms: bool,
) -> Readers:
    by_key: dict[str, Memo] = {
        "stage": Memo(_stage_reader(playbook, synonyms=synonyms)),
        "kind": Memo(lambda v: KINDS.get(fold(text_of(v)), BAD) if not _is_error(v) else BAD),
        "fit": Memo(yes_no),
        "do_not_contact": Memo(yes_no),
        "confirmed": Memo(yes_no),
        "segment": Memo(lambda v: SEGMENTS.get(word := fold(text_of(v)), word)),
        "owner": Memo(lambda v: text_of(v)),
        "source": Memo(lambda v: fold(text_of(v))),
    }
    for key in DATES:
        moments = _date_reader(calendar._replace(day_first=orders[key]), typed[key])
        by_key[key] = Memo(moments if key in ("last_contact", "last_reply") else _day_of(moments))
    return Readers(
        by_key,
        Memo(_phrase_finder(playbook)),
        lambda v: amount_of(v, comma_decimal=lang == "es"),
        count_of,
    )


def _is_error(value: Value) -> bool:
    return isinstance(value, tuple)


def _stage_reader(playbook: Playbook, *, synonyms: bool) -> Callable[[Value], Any]:
    words = (
        stage_dictionary(playbook)
        if synonyms
        else {w: s for s in playbook.stages for w in stage_words(s)}
    )
    first = next(stage for stage in playbook.stages if not stage.closed)

    def read(value: Value) -> Any:
        text = text_of(value)
        return BAD if _is_error(value) else words.get(fold(text), BAD) if text else first

    return read


def _date_reader(how: dates.DateStyle, typed: set[str]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if isinstance(value, str):
            typed.add(value)
        return dates.read_moment(value, how)

    return read


def _day_of(moments: Callable[[Value], Any]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        moment = moments(value)
        return moment.day if isinstance(moment, dates.Moment) else moment

    return read


def _phrase_finder(playbook: Playbook) -> Callable[[Value], bool]:
    """Whether a text holds a phrase as whole words, without case and accents, whatever stands
    between the words.
    """
    phrases = [words for phrase in playbook.phrases if (words := re.findall(r"\w+", phrase))]
    rarest = {max(words, key=len) for words in phrases}
    forms = "|".join(r"\W+".join(words) for words in phrases)
    whole = re.compile(rf"(?<!\w)(?:{forms})(?!\w)") if phrases else None

    def find(value: Value) -> bool:
        if not isinstance(value, str) or whole is None:
            return False
        text = fold(value)
        for word in rarest:  # a quick first look: most notes hold none of them
            if word in text:
                return whole.search(text) is not None
        return False

    return find
