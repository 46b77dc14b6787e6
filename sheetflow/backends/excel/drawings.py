"""The drawing of a tab: where its charts stand.

Source: ECMA-376 part 1, 20.5 (drawings of spreadsheets).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from sheetflow.backends.excel.charts import CHART, CHART_STRICT, DRAWN, DRAWN_STRICT
from sheetflow.backends.excel.package import OFFICE_RELS, OFFICE_RELS_STRICT
from sheetflow.backends.excel.refs import parse_cell, parse_range
from sheetflow.backends.excel.tab_rows import value_at
from sheetflow.backends.excel.text import quoted
from sheetflow.model import Chart, NewTab, Value

DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"

_PLACED: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_PLACED_STRICT: Final = "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def drawing_part(charts: Sequence[Chart], ids: Sequence[str], *, strict: bool) -> bytes:
    """Returns the part that places charts; `ids` are those of its relationships to them."""
    placed, drawn = (_PLACED_STRICT, DRAWN_STRICT) if strict else (_PLACED, DRAWN)
    anchors = ""
    for number, (chart, rel_id) in enumerate(zip(charts, ids, strict=True), 1):
        anchors += _anchor(chart, _frame(number, chart, rel_id, strict=strict))
    head = f'{_HEAD}<xdr:wsDr xmlns:xdr="{placed}" xmlns:a="{drawn}">'
    return f"{head}{anchors}</xdr:wsDr>".encode()


def _anchor(chart: Chart, frame: str) -> str:
    column, row = parse_cell(chart.first)
    last_column, last_row = parse_cell(chart.last)
    start = _corner("from", column, row - 1)
    end = _corner("to", last_column + 1, last_row)
    return (
        f'<xdr:twoCellAnchor editAs="oneCell">{start}{end}{frame}'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _corner(name: str, column: int, row: int) -> str:
    """Returns a corner of a chart: the left upper one of a cell, counted from 0."""
    across = f"<xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
    down = f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    return f"<xdr:{name}>{across}{down}</xdr:{name}>"


def _frame(number: int, chart: Chart, rel_id: str, *, strict: bool) -> str:
    main = CHART_STRICT if strict else CHART
    relations = OFFICE_RELS_STRICT if strict else OFFICE_RELS
    # What a screen reader says of it.
    described = f" descr={quoted(chart.title)}" if chart.title else ""
    named = f'<xdr:cNvPr id="{number + 1}" name="Chart {number}"{described}/>'
    named = f"<xdr:nvGraphicFramePr>{named}<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
    nowhere = '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
    inside = f'<c:chart xmlns:c="{main}" xmlns:r="{relations}" r:id={quoted(rel_id)}/>'
    graphic = f'<a:graphic><a:graphicData uri="{main}">{inside}</a:graphicData></a:graphic>'
    return f'<xdr:graphicFrame macro="">{named}{nowhere}{graphic}</xdr:graphicFrame>'


def cells_of(tab: NewTab) -> Callable[[str], Sequence[Value | date] | None]:
    """Returns what finds the values of cells such as `Dashboard!$A$5:$A$9` in a tab; None for
    those of another one.
    """

    def find(reference: str) -> Sequence[Value | date] | None:
        sheet, _, cells = reference.rpartition("!")
        if sheet.strip("'").replace("''", "'") not in ("", tab.name):
            return None
        span = parse_range(cells)
        found = list[Value | date]()
        for row in range(span.first_row, span.last_row + 1):
            found += [value_at(tab, column, row) for column in span.columns]
        return found

    return find
