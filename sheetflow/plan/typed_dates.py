"""Which day a word such as `hoy` means: the one on which it was first seen counts, and it stays
while the text stays (follow-up.md, "A date").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from zlib import crc32

from sheetflow.columns import fold
from sheetflow.decide.facts import Context, WordDate
from sheetflow.model import Problem, Text
from sheetflow.parse.dates import Moment
from sheetflow.parse.leads import Lead
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.open_dates import PAST
from sheetflow.parse.readers import WITH_TIME
from sheetflow.parse.typed_words import TypedWord
from sheetflow.state import State
from sheetflow.state.record import Record, TypedDate


class ReadWord(NamedTuple):
    """A word that was typed into a row, and what is to be remembered of it."""

    word: TypedWord
    typed: TypedDate

    @property
    def moment(self) -> Moment | None:
        """The moment it means; None where nothing tells."""
        return Moment(self.typed.day, self.word.date.second) if self.typed.day else None

    @property
    def as_fact(self) -> WordDate | None:
        """What decides about it; None for a day without a year, which means the same day each
        time it is typed, and where nothing tells what it means.
        """
        seen, day = self.typed.seen, self.typed.day
        if seen is None or day is None or not self.word.date.is_word:
            return None
        return WordDate(self.word.key, self.word.text, seen, day)


class WordReader:
    """Reads the words of one tab. In one of whose leads the memory knows none, nothing tells when a
    word was typed.
    """

    def __init__(self, state: State, ids: Sequence[str], today: date) -> None:
        self._state, self._ids, self._today = state, ids, today
        self._known: bool | None = None

    def read(self, word: TypedWord, record: Record | None) -> ReadWord:
        """Reads one word of a lead, as it was remembered or as if it was typed today."""
        text = crc32(fold(word.text).encode("utf-8", "surrogatepass"))
        for typed in record.said.typed if record else ():
            if (typed.key, typed.text) == (word.key, text):
                return ReadWord(word, typed)
        day = word.date.seen_on(self._today, ahead=word.key not in PAST)
        if day is None or not self._is_known():
            return ReadWord(word, TypedDate(word.key, text))
        return ReadWord(word, TypedDate(word.key, text, self._today, day))

    def _is_known(self) -> bool:
        """Returns whether the memory knows a lead of this tab."""
        if self._known is None:
            here = self._state.keeps_words and any(id_ in self._state.texts for id_ in self._ids)
            self._known = here
        return self._known


ReadWords = Mapping[int, tuple[ReadWord, ...]]
"""Row -> what was typed as words in its dates."""


class TabWords(NamedTuple):
    """The words in one tab: those in the team's dates, and what reads one in a column of ours."""

    rows: ReadWords
    reader: WordReader


def read_words(tab: LeadsTab, ids: Sequence[str], state: State, today: date) -> TabWords:
    """Reads all words in the dates of a tab; most tabs have none."""
    words, reader = tab.leads.words, WordReader(state, ids, today)
    found: dict[int, tuple[ReadWord, ...]] = {}
    if not words:
        return TabWords(found, reader)
    for row, lead_id in zip(tab.leads.field("row"), ids, strict=True):
        if row in words:
            record = state.get(lead_id)
            found[row] = tuple(reader.read(word, record) for word in words[row])
    return TabWords(found, reader)


def with_words(lead: Lead, words: Sequence[ReadWord]) -> Lead:
    """Returns a lead with the days that its words mean; those that mean none are unreadable."""
    days: dict[str, Any] = {}
    bad = list(lead.bad)
    for read in words:
        key, moment = read.word.key, read.moment
        if moment is None:
            bad.append(key)
        else:
            days[key] = moment if key in WITH_TIME else moment.day
    return lead._replace(bad=tuple(bad), **days)


def old_words(
    tab: LeadsTab, lead: Lead, words: Sequence[ReadWord], context: Context
) -> Iterator[Problem]:
    """Yields the words of a row that were typed on an earlier working day, cell by cell."""
    for fact in filter(None, (word.as_fact for word in words)):
        if context.is_old(fact):
            column = {**tab.people, **tab.owned}[fact.key]
            where = tab.layout.where(column, lead.row)
            yield Problem(where, Text("word_is_read", (fact.text, fact.day)))


def of_events(tab: LeadsTab, words: ReadWords) -> Counter[tuple[str, date]]:
    """Counts the leads that came on a day that was typed as a word, by source and day."""
    return Counter(_events(tab, words) if words else ())


def _events(tab: LeadsTab, words: ReadWords) -> Iterator[tuple[str, date]]:
    pairs = zip(tab.leads.field("row"), tab.leads.field("source"), strict=True)
    for row, source in pairs:
        for read in words.get(row, ()) if source else ():
            if read.word.key == "created" and read.typed.day:
                yield source, read.typed.day
