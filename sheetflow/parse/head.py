"""The heading row of a tab: where it is, and what the first rows below it look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.columns import OURS_SUFFIX, OWNED, by_word, fold, fold_heading
from sheetflow.model import Tab, Value
from sheetflow.parse.grid import best_heading_row, cell
from sheetflow.parse.heading_words import meaning_of
from sheetflow.parse.open_dates import spoken_day, word_of_a_day
from sheetflow.parse.values import is_blank

OUR_HEADINGS: Final = by_word(((c.key, (c.en, c.es)) for c in OWNED), fold_heading)
"""What we write over our columns, folded -> key."""
OUR_SUFFIX: Final = fold_heading(OURS_SUFFIX)


class Head(NamedTuple):
    """The heading row of a tab; `row` is 1-based. Where headings take two rows it is the lower one,
    its blanks filled from the row above.
    """

    tab: Tab
    row: int
    headings: Sequence[Value]

    def where(self, column: int, row: int | None = None) -> str:
        """Returns `Leads!F4`: a cell of the heading row, or of another one."""
        return cell(self.tab.name, row or self.row, column)

    def below(self, column: int) -> Iterator[Value]:
        """Yields the filled cells of a column in the first rows of the tab."""
        for cells in self.tab.head[self.row :]:
            if column < len(cells) and not is_blank(cells[column]):
                yield cells[column]

    def holds_dates(self, column: int, *, blank: bool) -> bool:
        """Returns whether at least half of these cells look like dates; `blank` where there are
        none.
        """
        cells = list(self.below(column))
        return 2 * sum(map(_looks_dated, cells)) >= len(cells) if cells else blank


_SERIALS: Final = range(18_264, 110_000)
"""Days since 1950."""


def _looks_dated(value: Value) -> bool:
    if isinstance(value, str):
        digits = sum(map(str.isdigit, value))
        return len(value) <= 40 and (digits > 1 or _is_a_day(fold(value)))
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and int(value) in _SERIALS  # type: ignore[arg-type]  # it is a number


def _is_a_day(text: str) -> bool:
    """Returns whether a folded text is a word for a day: `hoy`, `x`, `next Friday`."""
    return word_of_a_day(text) is not None or spoken_day(text.split()) is not None


def key_of(value: Value) -> str | None:
    """Returns the key of the column that a heading means, ours or the team's."""
    word = folded(value)
    if found := OUR_HEADINGS.get(word) or OUR_HEADINGS.get(word.removesuffix(OUR_SUFFIX).strip()):
        return found
    meaning = meaning_of(value)
    return meaning.key if meaning else None


def folded(value: Value) -> str:
    """Returns a heading folded as the headings are that we write and remember."""
    return fold_heading(value) if isinstance(value, str) and len(value) < 200 else ""


def head_of(tab: Tab) -> Head | None:
    """Returns the heading row: the one with most known headings among the first rows."""
    rows = tab.head
    best = best_heading_row(rows, key_of)
    if best is None:
        return None
    found, most = Head(tab, best.row + 1, rows[best.row]), len(best.places)
    for at in range(1, len(rows)):
        both = filled_from_above(rows[at - 1], rows[at])
        if both is not None and (known := _known(both)) > most:
            found, most = Head(tab, at + 1, both), known
    return found


def filled_from_above(above: Sequence[Value], row: Sequence[Value]) -> Sequence[Value] | None:
    """Returns a row with its blanks filled from the row above; None where it holds something else
    than text, as headings do not.
    """
    if not row or not all(value is None or isinstance(value, str) for value in row):
        return None
    width = max(len(above), len(row))
    upper, lower = ([*cells, *[None] * (width - len(cells))] for cells in (above, row))
    return [a if is_blank(b) else b for a, b in zip(upper, lower, strict=True)]


def _known(row: Sequence[Value]) -> int:
    return len({key for key in map(key_of, row) if key})


def widened(head: Head, places: Mapping[str, int]) -> Head:
    """Returns the heading row with blanks up to the last of these columns, which are ours: their
    headings stand in the row itself, never in the one above.
    """
    missing = max(places.values(), default=-1) + 1 - len(head.headings)
    headings: list[Value] = [*head.headings, *[None] * missing]
    itself = head.tab.head[head.row - 1]
    for at in places.values():
        headings[at] = itself[at] if at < len(itself) else None
    return head._replace(headings=headings)
