"""The worksheet part of a tab of ours: all that a NewTab says, in the order of the schema.

Source: ECMA-376 part 1, 18.3.1.99 `worksheet`; xlsx-facts.md, "Order of children".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sheetflow.backends.excel import tab_rows
from sheetflow.backends.excel.package import MAIN, MAIN_STRICT, OFFICE_RELS, OFFICE_RELS_STRICT
from sheetflow.backends.excel.refs import format_cell, parse_cell
from sheetflow.backends.excel.styles import argb
from sheetflow.backends.excel.tab_rows import Place
from sheetflow.backends.excel.tab_rules import highlights_xml, validations_xml
from sheetflow.backends.excel.text import quoted
from sheetflow.model import PLAIN, ColumnLook, NewTab, Page

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{}" xmlns:r="{}">'
)
_USUAL_WIDTH: Final = 9.140625
"""Characters of a column that nobody set, with Calibri 11."""
_PROTECTION: Final = (
    '<sheetProtection sheet="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>'
)
"""Nobody set a password; cells are chosen, columns made wider, lists sorted and filtered."""
_MARGINS: Final = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
)
_IGNORED: Final = 'numberStoredAsText="1" formula="1" formulaRange="1" unlockedFormula="1"'
"""What Excel marks by a green corner though it is meant so."""


class Surroundings(NamedTuple):
    """What a sheet knows of the workbook around it: `drawing` is the id of its relationship to a
    drawing, `chosen` whether the workbook opens with it.
    """

    place: Place
    strict: bool
    drawing: str = ""
    chosen: bool = False


def tab_sheet(tab: NewTab, around: Surroundings) -> Iterator[bytes]:
    """Yields the part of a tab."""
    main = MAIN_STRICT if around.strict else MAIN
    relations = OFFICE_RELS_STRICT if around.strict else OFFICE_RELS
    head = _HEAD.format(main, relations) + _properties(tab) + _dimension(tab)
    head += _view(tab, chosen=around.chosen) + _format_properties(tab) + _columns(tab, around.place)
    yield f"{head}<sheetData>".encode()
    yield from tab_rows.rows_of(tab, around.place)
    yield f"</sheetData>{_behind_rows(tab, around)}</worksheet>".encode()


def _behind_rows(tab: NewTab, around: Surroundings) -> str:
    behind = _PROTECTION if tab.protected else ""
    behind += f"<autoFilter ref={quoted(tab.filter)}/>" if tab.filter else ""
    behind += _merged(tab)
    behind += highlights_xml(tab.highlights, around.place.formats)
    behind += validations_xml(tab.validations)
    behind += "" if tab.page is None else _MARGINS + _page_setup(tab.page)
    behind += _ignored(tab.ignored_errors)
    behind += f"<drawing r:id={quoted(around.drawing)}/>" if around.drawing else ""
    return behind


def _properties(tab: NewTab) -> str:
    inside = f'<tabColor rgb="{argb(tab.tab_color)}"/>' if tab.tab_color else ""
    inside += '<pageSetUpPr fitToPage="1"/>' if tab.page is not None else ""
    return f"<sheetPr>{inside}</sheetPr>" if inside else ""


def _dimension(tab: NewTab) -> str:
    width = max((len(row) for row in tab.rows), default=0)
    width = max([width, *(each.column + 1 for each in tab.filled)])
    height = tab_rows.last_row(tab)
    if not width or not height:
        return ""
    last = format_cell(width - 1, height)
    return f'<dimension ref="{"A1" if last == "A1" else f"A1:{last}"}"/>'


def _view(tab: NewTab, *, chosen: bool) -> str:
    rows, columns = tab.frozen
    options = "" if tab.gridlines else ' showGridLines="0"'
    options += ' tabSelected="1"' if chosen else ""
    pane = _pane(tab) if rows or columns else ""
    selection = ""
    if tab.first:
        side = f' pane="{_side(tab, *parse_cell(tab.first))}"' if pane else ""
        selection = f'<selection{side} activeCell="{tab.first}" sqref="{tab.first}"/>'
    view = f'<sheetView{options} workbookViewId="0">{pane}{selection}</sheetView>'
    return f"<sheetViews>{view}</sheetViews>"


def _pane(tab: NewTab) -> str:
    rows, columns = tab.frozen
    split = f' xSplit="{columns}"' if columns else ""
    split += f' ySplit="{rows}"' if rows else ""
    corner = format_cell(columns, rows + 1)
    active = _side(tab, *(parse_cell(tab.first) if tab.first else (columns, rows + 1)))
    return f'<pane{split} topLeftCell="{corner}" activePane="{active}" state="frozen"/>'


def _side(tab: NewTab, column: int, row: int) -> str:
    """Returns the part of a frozen window in which a cell is."""
    rows, columns = tab.frozen
    vertical = "bottom" if rows and row > rows else "top"
    horizontal = "Right" if columns and column >= columns else "Left"
    return vertical + horizontal


def _format_properties(tab: NewTab) -> str:
    deepest = max((look.level for look in tab.columns.values()), default=0)
    level = f' outlineLevelCol="{deepest}"' if deepest else ""
    return f'<sheetFormatPr defaultRowHeight="15"{level}/>'


class _Column(NamedTuple):
    """The attributes of a `col` but for which columns it is of."""

    attributes: str
    first: int
    last: int


def _columns(tab: NewTab, place: Place) -> str:
    """Returns `cols`: neighbours that are alike are one element."""
    cols = list[_Column]()
    for column in range(max(len(tab.widths), *(at + 2 for at in tab.columns), 0)):
        attributes = _column(tab, column, place)
        if attributes and cols and cols[-1][::2] == (attributes, column - 1):
            cols[-1] = cols[-1]._replace(last=column)
        elif attributes:
            cols.append(_Column(attributes, column, column))
    inside = "".join(f'<col min="{c.first + 1}" max="{c.last + 1}"{c.attributes}/>' for c in cols)
    return f"<cols>{inside}</cols>" if inside else ""


def _column(tab: NewTab, column: int, place: Place) -> str:
    """Returns the attributes of a column; blank where nothing is said of it."""
    look = tab.columns.get(column, ColumnLook(0))
    width = look.width or (tab.widths[column] if column < len(tab.widths) else 0)
    before = tab.columns.get(column - 1, ColumnLook(0))
    # The button that unfolds a group stands above the column behind it.
    folded = before.hidden and before.level > look.level
    if not (width or look != ColumnLook(0) or folded):
        return ""
    found = f' width="{width}" customWidth="1"' if width else f' width="{_USUAL_WIDTH}"'
    found += "" if look.style == PLAIN else f' style="{place.formats.of(look.style)}"'
    found += ' hidden="1"' if look.hidden else ""
    found += f' outlineLevel="{look.level}"' if look.level else ""
    return found + (' collapsed="1"' if folded else "")


def _merged(tab: NewTab) -> str:
    if not tab.merged:
        return ""
    cells = "".join(f"<mergeCell ref={quoted(cells)}/>" for cells in tab.merged)
    return f'<mergeCells count="{len(tab.merged)}">{cells}</mergeCells>'


def _page_setup(page: Page) -> str:
    """Returns `pageSetup`: A4, one page wide."""
    lying = "landscape" if page.landscape else "portrait"
    return f'<pageSetup paperSize="9" orientation="{lying}" fitToHeight="{page.tall}"/>'


def _ignored(cells: str) -> str:
    if not cells:
        return ""
    return f"<ignoredErrors><ignoredError sqref={quoted(cells)} {_IGNORED}/></ignoredErrors>"
