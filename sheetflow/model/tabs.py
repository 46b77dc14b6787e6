"""A tab of ours as it is to be written: cells, formulas, looks, checks, charts, print settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from sheetflow.model.reading import Value


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


class Result(NamedTuple):
    """What a formula comes to in one cell, 1-based row and 0-based column; `text` is the formula as
    it stands in row `first_row` of the same column.
    """

    row: int
    column: int
    text: str
    first_row: int
    value: Value | date


def results_of(tab: NewTab) -> Iterator[Result]:
    """Yields the results that are known of the formulas of a tab."""
    for row, cells in enumerate(tab.rows, 1):
        for column, cell in enumerate(cells):
            inside = cell.content if isinstance(cell, Cell) else cell
            if isinstance(inside, Formula) and inside.value is not None:
                yield Result(row, column, inside.text, row, inside.value)
    for each in tab.filled:
        for row, value in each.values.items():
            yield Result(row, each.column, each.text, each.first_row, value)


class DefinedName(NamedTuple):
    """A name for cells or a formula of the whole workbook: `sf_today`, `_set!$B$2`."""

    name: str
    refers_to: str
