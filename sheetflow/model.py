"""The nouns of the core: inert values, and nothing that touches the world."""

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
    its formula.
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


class Style(NamedTuple):
    """How a cell looks: colours as `#RRGGBB`, blank for none; `size` in points, 0 for the usual
    one; `number_format` as Excel writes it; `line` is the colour of a thin line below. `unlocked`
    lets people type there although the tab is protected.
    """

    fill: str = ""
    text: str = ""
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    size: int = 0
    number_format: str = ""
    across: str = ""  # left, center, right
    down: str = ""  # top, center, bottom
    wrapped: bool = False
    indent: int = 0
    line: str = ""
    unlocked: bool = False


PLAIN: Final = Style()


class Formula(NamedTuple):
    """A formula without its `=`, spelled as in an .xlsx file (English names, commas, `_xlfn.` where
    the format asks for it), and its result at the time of writing.
    """

    text: str
    value: Value | date = None


class Cell(NamedTuple):
    """A cell with a style of its own."""

    content: Value | date | Formula
    style: Style = PLAIN


def shown(content: Value | date | Cell | Formula) -> Value | date:
    """Returns what a cell of a new tab shows: of a formula its result."""
    inside = content.content if isinstance(content, Cell) else content
    return inside.value if isinstance(inside, Formula) else inside


class FilledDown(NamedTuple):
    """A formula in consecutive rows of one 0-based column, 1-based rows, both ends included:
    `text` as it stands in the first of them, relative references following as people know it.
    `values` are results by row; a row without one has none. Without a style of its own it takes
    that of its column.
    """

    column: int
    first_row: int
    last_row: int
    text: str
    style: Style = PLAIN
    values: Mapping[int, Value | date] = MappingProxyType({})


class ColumnLook(NamedTuple):
    """A column of a tab: its width in characters (0: the usual one), the style of its blank cells
    and of those without one of their own, how deep it is in foldable groups, and whether it is
    hidden (a folded group is).
    """

    width: int
    style: Style = PLAIN
    level: int = 0
    hidden: bool = False


class Validation(NamedTuple):
    """What may be typed into cells (A1 ranges such as `F2:F1000`): `kind` is list, date, whole,
    decimal, or any (a prompt alone). `first` and `second` are formulas without `=`, or a list in
    quotes such as `"yes,no"`; `operator` is Excel's (between, greaterThanOrEqual …). Another entry
    is let in after a question unless it `refuses`; with no `error`, silently. `prompt` is shown
    when the cell is chosen.
    """

    cells: tuple[str, ...]
    kind: str = "any"
    first: str = ""
    second: str = ""
    operator: str = ""
    refuses: bool = False
    error_title: str = ""
    error: str = ""
    prompt_title: str = ""
    prompt: str = ""


class Highlight(NamedTuple):
    """A conditional format: where its formula (for the first cell of the range) is true, the cell
    takes the colours, bold and struck of the style.
    """

    cells: str
    formula: str
    style: Style


class Series(NamedTuple):
    """One row of bars or slices: a name, the cells of its labels and those of its values, such as
    `Dashboard!$A$5:$A$9`. `color` is that of all its bars, `colors` those of single bars or slices
    in their order.
    """

    name: str
    labels: str
    values: str
    color: str = ""
    colors: tuple[str, ...] = ()


class Chart(NamedTuple):
    """A native chart: `kind` is bar (lying), column or pie; it covers the cells from `first` to
    `last` (A1).
    """

    kind: str
    title: str
    series: tuple[Series, ...]
    first: str
    last: str


class Page(NamedTuple):
    """How a tab is printed: always one page wide, `tall` pages at most (0: as many as it takes);
    the rows repeated at the top (`1:1`), and the area (`A1:H40`), blank for all. `until` is a
    formula without its `=` for the last row of the area that is printed: a list with formulas
    filled down ends where its entries do. A program that knows no such area prints all.
    """

    landscape: bool = True
    tall: int = 0
    titles: str = ""
    area: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class NewTab:
    """A tab that we add to a workbook. `rows` begin at A1: plain values and dates, cells with a
    style, formulas. Below and beside them go `filled` columns. Without any style of its own the
    first row is a heading: bold, frozen.

    `widths` are those of the first columns in characters; where a column needs more, `columns`
    says it (both by place). `frozen` counts rows and columns that stay in sight. `filter` is the
    range of the filter buttons. `protected` tabs take no typing but in unlocked cells; nobody set
    a password. `first` is the cell that is chosen when the tab is opened; a new workbook opens with
    the tab that names one, a workbook of a team with the tab that it was saved on.
    """

    name: str
    rows: tuple[tuple[Value | date | Cell | Formula, ...], ...]
    widths: tuple[int, ...] = ()
    columns: Mapping[int, ColumnLook] = field(default_factory=dict)
    heights: Mapping[int, int] = field(default_factory=dict)
    filled: tuple[FilledDown, ...] = ()
    merged: tuple[str, ...] = ()
    frozen: tuple[int, int] = (1, 0)
    filter: str = ""
    validations: tuple[Validation, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    charts: tuple[Chart, ...] = ()
    page: Page | None = None
    gridlines: bool = True
    tab_color: str = ""
    hidden: bool = False
    protected: bool = False
    ignored_errors: str = ""
    first: str = ""


class DefinedName(NamedTuple):
    """A name for cells or a formula of the whole workbook: `sf_today`, `_set!$B$2`."""

    name: str
    refers_to: str


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
    """

    tabs: tuple[TabPlan, ...]
    state: StateLines | None = None
    new_tabs: tuple[NewTab, ...] = ()
    lang: str = "en"
    additions: tuple[Addition, ...] = ()
    moved: tuple[MovedColumns, ...] = ()
    names: tuple[DefinedName, ...] = ()
    rewritten: tuple[NewTab, ...] = ()


class Text(NamedTuple):
    """Something to tell a person: the code of a sentence in texts/, and its values."""

    code: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: where (a cell such as `Leads!F12`, or a tab), and what."""

    where: str
    text: Text
