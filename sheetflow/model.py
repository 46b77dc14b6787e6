"""The nouns of the core: inert values, and nothing that touches the world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, Protocol


def serial(day: date, *, date1904: bool = False) -> int:
    """Returns the serial number of a day in the workbook's date system."""
    return (day - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days


def column_letters(column: int) -> str:
    """Returns the letters of a 0-based column: 0 is A, 27 is AB."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class CellError(NamedTuple):
    """An error value such as #N/A in a cell."""

    code: str


Value = None | bool | int | float | str | CellError
"""What a cell holds: blank, TRUE/FALSE, a number (dates are serials), text, or an error value."""

HEAD_ROWS: Final = 20
"""Headings are looked for in this many first rows of a tab (follow-up.md, "Leads tab")."""

STATE_TAB: Final = "_sheetflow"
OPTED_OUT: Final = "no:"
"""Begins the hash of an address that asked not to be contacted."""
"""The hidden tab that holds the state."""

Headings = Mapping[str, Mapping[str, str]]
"""Tab -> key of a column -> its heading."""

Places = Mapping[str, Mapping[str, int]]
"""Tab -> key of a column -> which one it is, 0-based."""


class Block(NamedTuple):
    """Some consecutive rows of a tab, column by column.

    `rows` are 1-based and ascend, blank ones may be left out; `columns[i][j]` is the i-th wanted
    column in row `rows[j]`.
    """

    rows: list[int]
    columns: list[list[Value]]


class Tab(Protocol):
    """One worksheet, read as far as somebody asks."""

    @property
    def name(self) -> str: ...
    @property
    def visible(self) -> bool: ...

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        """The first HEAD_ROWS sheet rows, each up to its last filled cell."""

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Reads these columns (0-based, ascending) of every row, in order."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workbook as it was read: its tabs in workbook order, and what the workbook says of itself.

    `stamp` changes whenever anything but the state tab changes; empty where the backend has none.
    `columns` and `places` are the columns of ours that carry our metadata, by heading and by place.
    `shared`: people may change the workbook while a run decides.
    """

    tabs: tuple[Tab, ...]
    date1904: bool = False
    language: str | None = None
    time_zone: str | None = None
    stamp: str = ""
    columns: Headings = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    shared: bool = False

    def tab(self, name: str) -> Tab | None:
        """Returns the tab of that exact name, if there is one."""
        return next((tab for tab in self.tabs if tab.name == name), None)


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
    others, in order, to the heading to write; `rows` ascend and hold only rows with something to
    write; `last_row` is the last row that holds a lead; `people` are the team's columns by key;
    `choices` are the words that a drop-down of such a column offers.
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


@dataclass(frozen=True, slots=True)
class NewTab:
    """A tab that `init` adds to a team's workbook: rows of plain values and dates, the first one a
    heading.
    """

    name: str
    rows: tuple[tuple[Value | date, ...], ...]
    widths: tuple[int, ...]


class StateLines(Protocol):
    """The next content of the state tab."""

    def lines(self, stamp: str) -> Iterator[str]:
        """Yields a text per row; the first one is the header, which carries the stamp."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one run writes: the argument of Backend.apply.

    `state` is None where its tab stays as it is. Highlighting is not listed: the backend compares
    it with palette.py and writes only what differs; `lang` is the language of what it writes there.
    """

    tabs: tuple[TabPlan, ...]
    state: StateLines | None = None
    new_tabs: tuple[NewTab, ...] = ()
    lang: str = "en"


class Text(NamedTuple):
    """Something to tell a person: the code of a sentence in texts/, and its values."""

    code: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: where (a cell such as `Leads!F12`, or a tab), and what."""

    where: str
    text: Text
