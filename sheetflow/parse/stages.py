"""The words of stages: which stage a cell says, by the team's Playbook and the shipped words.

Order: key, label, Also called, Your words, shipped. What is written exactly comes before what is
written alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from sheetflow.columns import fold
from sheetflow.decide.playbook import NOT_FOLLOWED, STAGES, Playbook, Stage
from sheetflow.decide.stage_words import beginning_of, fold_word, shipped_words
from sheetflow.decide.steps import one_line

MOST_WORDS: Final = 12
"""So many unknown words a vocabulary has at most (follow-up.md, "A team's Status")."""
LONGEST_WORD: Final = 30
"""Letters of the longest of them."""
ROWS_PER_WORD: Final = 2
"""Rows that each of them stands in, on average."""


class StageWords:
    """Finds the stage that a text says."""

    def __init__(self, playbook: Playbook) -> None:
        self._exact: dict[str, Stage] = {}
        self._alike: dict[str, Stage] = {}
        for level in _levels(playbook):
            words = list(level)
            for word, stage in words:
                self._exact.setdefault(fold(word), stage)
            for word, stage in _unambiguous(words):
                self._alike.setdefault(word, stage)
        meant = _meant(playbook.stages)
        for word, key in shipped_words().items():
            if key in meant:
                self._alike.setdefault(word, meant[key])

    def propose(self, text: str) -> Stage | None:
        """Returns the stage that an unknown text may mean: that of the word most like it."""
        folded = fold_word(text)
        if not folded:
            return None
        inside = [word for word in self._alike if len(word) > 3 and f" {word} " in f" {folded} "]
        likely = max(inside, key=len, default="")
        if not likely:
            likely = next(iter(get_close_matches(folded, self._alike, n=1, cutoff=0.85)), "")
        return self._alike.get(likely)

    def find(self, text: str) -> Stage | None:
        """Returns the stage that a whole text says; None where it is unknown."""
        stage = self._exact.get(fold(text))
        if stage is None and (word := fold_word(text)):
            stage = self._alike.get(word)
        return stage


def _levels(playbook: Playbook) -> Iterator[Iterable[tuple[str, Stage]]]:
    """Yields the words of a Playbook with their stages, those that count first coming first."""
    stages = playbook.stages
    yield [(stage.key, stage) for stage in stages if stage.key]
    for label in ("en", "es"):
        yield [(getattr(stage, label), stage) for stage in stages if getattr(stage, label)]
    also = list[tuple[str, Stage]]()
    for stage in stages:
        also += [(word, stage) for word in stage.also]
    yield also
    yield playbook.your_words.items()


def _unambiguous(words: Iterable[tuple[str, Stage]]) -> Iterator[tuple[str, Stage]]:
    """Yields the words as `fold_word` leaves them, but for those that would then mean two
    stages.
    """
    found: dict[str, set[str]] = {}
    stages = dict[str, Stage]()
    for word, stage in words:
        if folded := fold_word(word):
            found.setdefault(folded, set()).add(stage.key)
            stages[folded] = stage
    return ((word, stages[word]) for word, keys in found.items() if len(keys) == 1)


def _meant(stages: Iterable[Stage]) -> dict[str, Stage]:
    """Returns which stage of a Playbook each of the default ones is.

    A default stage that is not there has none, and its words mean nothing. But whoever is won or
    lost is never worked: such words mean the first stage that ends so, else just closed.
    """
    found = dict(NOT_FOLLOWED)
    own = list(stages)
    for default in STAGES:
        names = {fold(default.key), fold(default.en), fold(default.es)}
        same = [stage for stage in own if names & {fold(stage.key), fold(stage.en), fold(stage.es)}]
        ended = [stage for stage in own if default.closed and stage.ends_in == default.ends_in]
        if same or ended:
            found[default.key] = [*same, *ended][0]
        elif default.closed:
            found[default.key] = NOT_FOLLOWED["closed"]
    return found


class Spellings:
    """The first spelling of each word, as words are compared."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def first(self, text: str) -> str:
        """Returns how a word was spelled when it was met first."""
        return self._first.setdefault(fold_word(text) or fold(text), text)


def begun(text: str, words: StageWords) -> str:
    """Returns what a text of a free column says: the whole text where it is a known word, else the
    unmistakable word with which it begins; blank where there is none.
    """
    if words.find(text) is not None:
        return text
    return beginning_of(text)


def are_words(texts: Collection[str]) -> bool:
    """Returns whether texts are so few and so short that they are words, and can be asked about."""
    return len(texts) <= MOST_WORDS and all(len(text) <= LONGEST_WORD for text in texts)


def is_vocabulary(unknown: Mapping[str, int]) -> bool:
    """Returns whether unknown words, each with its number of rows, are those of a vocabulary rather
    than free text.
    """
    return are_words(unknown) and sum(unknown.values()) >= ROWS_PER_WORD * len(unknown)


_NAMED: Final = 3
"""Unknown words that are named where several are told at once."""


def named_words(words: Mapping[str, int]) -> str:
    """Returns `'En pausa' (3), 'Luego' (1)`: words with their rows, the most frequent first."""
    often = sorted(words.items(), key=lambda item: -item[1])
    named = [f"'{one_line(word)}' ({rows})" for word, rows in often[:_NAMED]]
    return ", ".join([*named, *("…" for _ in often[_NAMED : _NAMED + 1])])
