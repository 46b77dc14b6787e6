"""A workbook as it was read: values, blocks of rows, tabs, and what people should know of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
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
"""The hidden tab that holds the state."""

OPTED_OUT: Final = "no:"
"""Begins the hash of an address that asked not to be contacted."""

Headings = Mapping[str, Mapping[str, str]]
"""Tab -> key of a column -> its heading."""

TabChoices = Mapping[str, str]
"""What was to choose in one tab -> what was chosen: `status` is `words` where the team's Status is
read as a vocabulary, `text` where as free text; `order:last_contact` is the order of those dates.
"""

Choices = Mapping[str, TabChoices]
"""Tab -> what was chosen there."""

Places = Mapping[str, Mapping[str, int]]
"""Tab -> key of a column -> which one it is, 0-based."""


FormulaRows = Mapping[int, Sequence[int]]
"""0-based column -> the 1-based rows whose cells hold a formula."""
NO_FORMULAS: Final[FormulaRows] = MappingProxyType({})
FormulaTexts = Mapping[tuple[int, int], str]
"""(1-based row, 0-based column) -> the formula that stands there, without its `=`."""


class Block(NamedTuple):
    """Some consecutive rows of a tab, column by column.

    `rows` are 1-based and ascend, blank ones may be left out; `columns[i][j]` is the i-th wanted
    column in row `rows[j]`: of a formula its result. `formulas` tells which of these cells hold a
    formula, those whose result is blank too; `live` tells of those with one of ours (live.py).
    `texts` are formulas of people, as far as the backend knows them by cell.
    """

    rows: list[int]
    columns: list[list[Value]]
    formulas: FormulaRows = NO_FORMULAS
    live: FormulaRows = NO_FORMULAS
    texts: FormulaTexts = MappingProxyType({})


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
    `shared`: people may change the workbook while a run decides. `only` is the tab that the address
    of the workbook names, if it names one.
    """

    tabs: tuple[Tab, ...]
    date1904: bool = False
    language: str | None = None
    time_zone: str | None = None
    stamp: str = ""
    columns: Headings = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    shared: bool = False
    only: str | None = None

    def tab(self, name: str) -> Tab | None:
        """Returns the tab of that exact name, if there is one."""
        return next((tab for tab in self.tabs if tab.name == name), None)


class Text(NamedTuple):
    """Something to tell a person: the code of a sentence in texts/, and its values."""

    code: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: where (a cell such as `Leads!F12`, or a tab), and what."""

    where: str
    text: Text
