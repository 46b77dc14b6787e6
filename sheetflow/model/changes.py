"""All that a run writes: answers row by row, tabs that are added, the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, Protocol

from sheetflow.model.reading import Value
from sheetflow.model.tabs import DefinedName, NewTab


class Keep:
    """The type of KEEP: leave this cell as it is."""

    def __reduce__(self) -> str:  # there is one KEEP, also behind a pipe
        return "KEEP"

    __repr__ = __reduce__


KEEP: Final = Keep()
Answer = None | int | str | date | Keep
"""What the engine puts into an owned cell; None empties it. A date may be its serial as well."""


class RowPlan(NamedTuple):
    """What to write into one row: one answer per owned column, in the order of columns.OWNED."""

    row: int
    cells: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class TabPlan:
    """What to write into one leads tab.

    `owned` maps the key of each owned column in the sheet to its 0-based place; `missing` maps the
    others, in order, to the heading to write, `unnamed` those whose heading people emptied to the
    one to write again; `rows` ascend and hold only rows with something to
    write; `last_row` is the last row that holds a lead; `people` are the team's columns by key;
    `choices` are the words that a drop-down of such a column offers. `formulas` are those that
    answer by themselves, by the key of their column: there an answer is written as the result of
    its formula. Down to `filled_to` they are written into the blank rows below all others, too
    (0 for none).
    """

    tab: str
    heading_row: int
    last_row: int
    columns: tuple[int, ...]
    owned: Mapping[str, int]
    missing: Mapping[str, str]
    rows: Sequence[RowPlan]
    people: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unnamed: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    filled_to: int = 0


@dataclass(frozen=True, slots=True)
class Addition:
    """What `init` adds to a tab of ours that is there already: headings in blank cells of a row,
    and rows below a table. Nobody's cell is touched.

    `headings` maps blank 0-based columns of row `heading_row` (1-based) to texts; `rows` are put
    from `first_row` on, from the left, where the cells are blank; with `headed` the first of them
    is a heading.
    """

    tab: str
    heading_row: int = 0
    headings: Mapping[int, str] = field(default_factory=dict)
    first_row: int = 0
    first_column: int = 0
    rows: tuple[tuple[Value, ...], ...] = ()
    headed: bool = False


class MovedColumns(NamedTuple):
    """Columns of ours that go to the front of a leads tab: `columns` (0-based, in their new order)
    stand right of the column `behind` afterwards.
    """

    tab: str
    columns: tuple[int, ...]
    behind: int

    def order(self) -> dict[int, int]:
        """Maps the old place of each column that moves to its new one."""
        last = max(self.columns)
        ours = set(self.columns)
        others = [at for at in range(self.behind + 1, last + 1) if at not in ours]
        new = range(self.behind + 1, last + 1)
        moved = dict(zip((*self.columns, *others), new, strict=True))
        return {old: at for old, at in moved.items() if old != at}


class StateLines(Protocol):
    """The next content of the state tab."""

    def lines(self, stamp: str) -> Iterator[str]:
        """Yields a text per row; the first one is the header, which carries the stamp."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one run writes: the argument of Backend.apply.

    `state` is None where its tab stays as it is. Highlighting is not listed: the backend compares
    it with palette.py and writes only what differs; `lang` is the language of what it writes there.
    `names` are defined, or defined anew, beside the new tabs. `moved` columns go to the front where
    nothing else would move with them; else they stay, and the backend's messages say why.
    `rewritten` are tabs of ours that are there and get this content in place of all they hold.
    `recalculated` are tabs of ours that are there, with what their formulas come to: where a cell
    holds the very formula it gets the new result, and nothing else of the tab changes.
    """

    tabs: tuple[TabPlan, ...]
    state: StateLines | None = None
    new_tabs: tuple[NewTab, ...] = ()
    lang: str = "en"
    additions: tuple[Addition, ...] = ()
    moved: tuple[MovedColumns, ...] = ()
    names: tuple[DefinedName, ...] = ()
    rewritten: tuple[NewTab, ...] = ()
    recalculated: tuple[NewTab, ...] = ()
