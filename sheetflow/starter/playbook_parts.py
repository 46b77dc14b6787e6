"""What an older Playbook or Calendar is without: columns, tables, and words that are new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.playbook import (
    CALENDAR_HEADINGS,
    CHANNELS,
    NOT_FOLLOWED_WORDS,
    REPROACH_HEADING,
    STAGE_HEADINGS,
)
from sheetflow.decide.playbook_rows import reproach_rows, symptoms_rows, your_words_headings
from sheetflow.decide.sequence import step_rows
from sheetflow.model import Addition, Snapshot, Value
from sheetflow.parse.grid import Grid, at, best_heading_row, grid_of
from sheetflow.parse.playbook_tab import your_words_tables
from sheetflow.parse.stages import Spellings, StageWords
from sheetflow.parse.steps_table import without_steps
from sheetflow.parse.symptoms_table import without_symptoms
from sheetflow.parse.values import text_of
from sheetflow.parse.workbook import Workbook, our_tab
from sheetflow.texts.render import choose
from sheetflow.texts.words import LANGUAGES

Row = tuple[Value, ...]

_ADDED_LATER: Final = {"playbook": ("also",), "calendar": ("deputy",)}
"""The columns that our tabs of earlier versions are without."""
_HEADINGS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "playbook": STAGE_HEADINGS,
    "calendar": CALENDAR_HEADINGS,
}


def unknown_words(book: Workbook) -> dict[str, int]:
    """Returns the words that no stage has, as people write them, each with its rows."""
    found, spellings = dict[str, int](), Spellings()
    for tab in book.tabs:
        counted = {word: len(cells) for word, cells in tab.stages.unknown.items()}
        for word, rows in {**counted, **tab.stages.free_words, **tab.unread}.items():
            if word and not word.startswith("#"):  # an error value is no word
                word = spellings.first(word)
                found[word] = found.get(word, 0) + rows
    return found


def word_rows(words: Mapping[str, int], book: Workbook) -> Iterator[Row]:
    """Yields the lines of Your words: the word, its rows, a blank for the stage, and what we
    propose.
    """
    stages = StageWords(book.playbook)
    for word, rows in sorted(words.items(), key=lambda item: -item[1]):
        likely = stages.propose(word)
        proposed = None
        if likely is not None:
            open_or_ended = likely in book.playbook.stages
            proposed = choose(likely.label if open_or_ended else NOT_FOLLOWED_WORDS, book.lang)
        yield (word, rows, None, proposed)


def additions(snapshot: Snapshot, book: Workbook) -> Iterator[Addition]:
    """Yields what our tabs are without; entries that are there stay as they are."""
    for key in _ADDED_LATER:
        tab = our_tab(snapshot, key)
        if tab is None:
            continue
        grid = grid_of(tab)
        if heading := _missing_headings(key, tab.name, grid, book.lang):
            yield heading
        if key == "playbook":
            end = max((n for n, row in enumerate(grid, 1) if _is_filled(row)), default=0)
            if steps := _missing_steps(tab.name, grid, end, book):
                yield steps
                end = steps.first_row + len(steps.rows) - 1
            if without_symptoms(grid) is grid:
                symptoms = symptoms_rows(book.lang)
                yield Addition(tab.name, first_row=end + 2, rows=symptoms, headed=True)
                end += 1 + len(symptoms)
            if reproaches := _missing_reproaches(tab.name, grid, end, book.lang):
                yield reproaches
                end = reproaches.first_row + len(reproaches.rows) - 1
            if words := _missing_words(tab.name, grid, end, book):
                yield words


def _missing_headings(key: str, tab: str, grid: Grid, lang: str) -> Addition | None:
    """Returns the headings that a table of ours is without, right of those it has."""
    headings = _HEADINGS[key]
    named = ((name, both) for name, both in headings.items() if name)
    words = by_word(named, fold_heading)
    head = best_heading_row(grid, lambda value: words.get(fold_heading(text_of(value))))
    if head is None or len(head.places) < 2:
        return None
    new = [name for name in _ADDED_LATER[key] if name in headings and name not in head.places]
    if not new:
        return None
    taken = max(places[-1] for places in head.places.values())
    free = _free_columns(grid, taken + 1)
    titles = {column: choose(headings[name], lang) for column, name in zip(free, new, strict=False)}
    return Addition(tab, head.row + 1, titles)


def _free_columns(grid: Grid, first: int) -> Iterator[int]:
    """Yields the columns from `first` on in which nothing stands."""
    width = max(map(len, grid), default=0)
    for column in range(first, width):
        if not any(at(row, column) is not None for row in grid):
            yield column
    yield from range(max(first, width), max(first, width) + 20)


def _missing_steps(tab: str, grid: Grid, end: int, book: Workbook) -> Addition | None:
    """Returns the table Steps, below row `end`, with the steps that count as long as there is
    none: those of the stages in which the team says nothing else.
    """
    if without_steps(grid) is not grid:
        return None
    steps, lang = book.playbook.steps, book.lang
    labels = {s.key: choose(s.label, lang) for s in book.playbook.stages if s.key in steps}
    channels = {key: choose(both, lang) for key, both in CHANNELS.items()}
    rows = tuple(step_rows(labels, channels, LANGUAGES.index(lang)))
    return Addition(tab, first_row=end + 2, rows=rows, headed=True)


def _missing_reproaches(tab: str, grid: Grid, end: int, lang: str) -> Addition | None:
    """Returns the list of reproaches, below row `end`, where there is none."""
    headings = frozenset(map(fold_heading, REPROACH_HEADING))
    if any(fold_heading(text_of(value)) in headings for value in chain.from_iterable(grid)):
        return None
    return Addition(tab, first_row=end + 2, rows=reproach_rows(lang), headed=True)


def _missing_words(tab: str, grid: Grid, end: int, book: Workbook) -> Addition | None:
    """Returns the words that Your words is without, below its last line; with the heading, below
    row `end`, where there is no such table, or no room below it.
    """
    known, last = set[str](), 0
    for table in your_words_tables(grid):
        lines = [number for number in table.lines if _is_filled(grid[number - 1])]
        known |= {fold(text_of(at(grid[n - 1], table.columns["word"]))) for n in lines}
        last = max([table.lines.start - 1, *lines])
    new = {word: rows for word, rows in unknown_words(book).items() if fold(word) not in known}
    rows = tuple(word_rows(new, book))
    if last and last == end:
        return Addition(tab, first_row=last + 1, rows=rows) if rows else None
    if last and not rows:
        return None
    headed: tuple[Row, ...] = (your_words_headings(book.lang), *rows)
    return Addition(tab, first_row=end + 2, rows=headed, headed=True)


def _is_filled(row: Sequence[Value]) -> bool:
    return any(value is not None for value in row)
