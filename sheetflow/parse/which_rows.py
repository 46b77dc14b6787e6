"""Which rows of a leads tab are leads: those that say who, and are no sum and no heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.columns import PEOPLE, fold_heading
from sheetflow.decide.vocabulary import TOTALS
from sheetflow.model import Value
from sheetflow.parse.heading_words import meaning_of
from sheetflow.parse.values import is_blank, text_of

_SUSPECT: Final = TOTALS.union(*(column.names() for column in PEOPLE))
"""What a cell says, in small letters, that may make its row a sum or a repeated heading."""


class BlockOfLeads(NamedTuple):
    """Some rows of a leads tab: `known` are the columns with a key, the leftmost first; `before`
    are those left of them; `headings` are those of the tab, in small letters.
    """

    rows: Sequence[int]
    known: Mapping[str, list[Value]]
    before: Sequence[list[Value]]
    headings: frozenset[str] = frozenset()


SAY_WHO: Final = ("name", "first_name", "last_name", "company", "email", "phone")
"""The columns of which one makes a row a lead."""


def are_leads(block: BlockOfLeads) -> list[bool]:
    """Returns whether each row is a lead: it says who, and is no sum and no repeated heading."""
    raw = block.known
    who = [raw[key] for key in SAY_WHO if key in raw]
    keep = list(map(_says_who, zip(*who, strict=True)))
    first = next(iter(raw.values()))
    names = [raw[key] for key in ("name", "first_name", "company") if key in raw]
    words = _SUSPECT | block.headings
    for column in [*block.before, first, *names]:
        for i in _suspects(column, words):
            keep[i] = keep[i] and not _is_no_lead(block, i)
    return keep


def _says_who(cells: tuple[Value, ...]) -> bool:
    return any(value is not None and not is_blank(value) for value in cells)


def _suspects(column: list[Value], words: frozenset[str]) -> list[int]:
    """Finds, at a quick first look, the rows in which a cell says `Total` or a heading."""
    return [i for i, v in enumerate(column)
            if type(v) is str and v.strip(" :\xa0").lower() in words]  # fmt: skip


def _is_no_lead(block: BlockOfLeads, i: int) -> bool:
    """Returns whether the row begins with `Total`, or repeats two headings above their columns."""
    cells = [column[i] for column in (*block.before, *block.known.values())]
    first = next((fold_heading(text_of(v)) for v in cells if not is_blank(v)), "")
    repeated = 0
    for key, column in block.known.items():
        meaning = meaning_of(column[i])
        repeated += meaning is not None and meaning.key == key
    return first in TOTALS or repeated > 1
