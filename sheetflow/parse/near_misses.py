"""Headings that are almost one that we know, asked about only where a yes could be right; and what
is told where no tab has usable headings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Final

from sheetflow.columns import DATES, KINDS, OWNED, PEOPLE, Column, by_word, fold
from sheetflow.decide.vocabulary import NO, YES
from sheetflow.model import Problem, Tab, Text, Value
from sheetflow.parse.head import Head, head_of, key_of
from sheetflow.parse.heading_words import Meaning, canonical, known_words, names_something_else

_COLUMNS: Final = {column.key: column for column in (*PEOPLE, *OWNED)}
_SHORTEST: Final = 4
_CLOSE: Final = 0.8
"""How much alike two words are of which one may be a slip."""


def near_misses(head: Head, known: Collection[int], taken: Collection[str]) -> Iterator[Problem]:
    """Yields the headings that are almost one of a key that is not `taken`, as questions."""
    for at, value in enumerate(head.headings):
        if at in known or not isinstance(value, str) or names_something_else(value):
            continue
        word = canonical(value)
        found = _near(word) if _SHORTEST <= len(word) < 60 else None
        if found is None or found.key in taken:
            continue
        column = _COLUMNS[found.key]
        if _could_be(column, list(head.below(at))):
            meant = f"'{column.es if found.lang == 'es' else column.en}'"
            yield Problem(head.where(at), Text("near_miss", (value, meant)))


@lru_cache(maxsize=1024)
def _near(word: str) -> Meaning | None:
    """Returns what a heading means that is a slip: two letters of a known one are swapped, or each
    word equals or almost equals one.

    It is asked for every heading of people's by every reading of a run.
    """
    words = known_words()
    for at in range(2, len(word) + 1):
        pair = word[at - 2 : at]
        swapped = f"{word[: at - 2]}{pair[::-1]}{word[at:]}"
        if swapped in words:
            return words[swapped]
    for other in get_close_matches(word, words, n=3, cutoff=0.83):
        if _is_slip(word.split(), other.split()):
            return words[other]
    return None


def _is_slip(words: Sequence[str], others: Sequence[str]) -> bool:
    if len(words) != len(others):
        return "".join(words) == "".join(others)
    pairs = zip(words, others, strict=True)
    return all(SequenceMatcher(None, one, other).ratio() >= _CLOSE for one, other in pairs)


def _could_be(column: Column, cells: Sequence[Value]) -> bool:
    """Returns whether what stands in a column could be of that kind; yes where nothing does."""
    test = _TESTS.get(column.key) or _KINDS.get(column.kind)
    return not cells or test is None or any(map(test, cells))


def _has_digit(value: Value) -> bool:
    return not isinstance(value, str) or any(map(str.isdigit, value))


def _is_date(value: Value) -> bool:
    return type(value) in (int, float) or (isinstance(value, str) and _has_digit(value))


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and fold(value) in YES | NO)


def _is_kind(value: Value) -> bool:
    return isinstance(value, str) and fold(value) in _KIND_WORDS


_KIND_WORDS: Final = by_word(KINDS.items(), fold)
_KINDS: Final[dict[str, Callable[[Value], bool]]] = {
    "date": _is_date, "flag": _is_flag, "number": _has_digit, "kind": _is_kind,
}  # fmt: skip
_TESTS: Final[dict[str, Callable[[Value], bool]]] = {
    "email": lambda value: "@" in str(value),
    "phone": _has_digit,
    **dict.fromkeys((*DATES, "next_contact"), _is_date),
}


# ── no usable headings ────────────────────────────────────────────────────────────────────────


def heads_of(tabs: Sequence[Tab]) -> Iterator[Text]:
    """Yields the lines of an advice: what the best row of each tab holds, and whether all are
    blank.
    """
    for tab in tabs[:5]:
        yield _line_of(tab)
    if not any(any(map(_is_filled, tab.head)) for tab in tabs):
        yield Text("nothing_typed")


def _is_filled(cells: Sequence[Value]) -> bool:
    return any(value is not None for value in cells)


def _line_of(tab: Tab) -> Text:
    """Returns the known headings in the best row of a tab, or in its first filled one, and the
    questions that its other headings raise.
    """
    head = head_of(tab)
    if head is None:
        row = next((row for row, cells in enumerate(tab.head) if any(cells)), 0)
        head = Head(tab, row + 1, tab.head[row] if tab.head else ())
    known = {at: key for at, value in enumerate(head.headings) if (key := key_of(value))}
    if known:
        named = tuple(_heading_read(head, at, key) for at, key in known.items())
        line = Text("tab_headings", (tab.name, named))
    else:
        line = Text("tab_no_headings", (tab.name,))
    for problem in near_misses(head, set(known), set()):
        line = Text("heading_meant", (line, problem.where, *problem.text.values))
    return line


def _heading_read(head: Head, at: int, key: str) -> Text:
    """Shows a known heading as it was typed; in the reader's language where it is our own."""
    typed = str(head.headings[at])
    if typed == _COLUMNS[key].en:
        return Text("heading_read", (head.where(at), key))
    return Text("heading_typed", (head.where(at), typed))
