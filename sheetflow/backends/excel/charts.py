"""The part of a native chart: lying bars, columns or a pie over cells of the workbook.

Where the cells are in the same new tab, their values at the time of writing are in the part too,
for programs that do not look into the cells. Source: ECMA-376 part 1, 21.2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import cycle, islice
from typing import Final

from sheetflow.backends.excel.text import escape
from sheetflow.model import CellError, Chart, Series, Value, serial
from sheetflow.palette import LOOKS

CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CHART_STRICT: Final = "http://purl.oclc.org/ooxml/drawingml/chart"
DRAWN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRAWN_STRICT: Final = "http://purl.oclc.org/ooxml/drawingml/main"

Cells = Callable[[str], Sequence[Value | date] | None]
"""Cells such as `Dashboard!$A$5:$A$9` -> their values; None where they are not known."""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BARS: Final = 1
_CATEGORIES: Final = 2
"""Numbers by which a chart knows its axes."""
_LABELS: Final = (
    "showLegendKey",
    "showVal",
    "showCatName",
    "showSerName",
    "showPercent",
    "showBubbleSize",
)
"""What a label may say, in the order of the schema."""
_SLICES: Final = (
    "planned", "overdue", "today", "last_message", "won", "check", "waiting", "reply", "no_answer",
)  # fmt: skip
"""Slices that nobody gave a colour have those of these statuses: no two of them look alike."""
_QUIET: Final = "D9D9D9"
_WORDS: Final = "404040"
_NO_LINE: Final = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"


def chart_part(chart: Chart, cells: Cells, *, strict: bool) -> bytes:
    """Returns the part of a chart."""
    main, drawn = (CHART_STRICT, DRAWN_STRICT) if strict else (CHART, DRAWN)
    head = f'{_HEAD}<c:chartSpace xmlns:c="{main}" xmlns:a="{drawn}"><c:roundedCorners val="0"/>'
    title = f'<c:title>{_rich(chart.title)}<c:overlay val="0"/></c:title>' if chart.title else ""
    inside = f'{title}<c:autoTitleDeleted val="{int(not chart.title)}"/>'
    inside += f"<c:plotArea><c:layout/>{_plot(chart, cells)}</c:plotArea>"
    if chart.kind == "pie" or len(chart.series) > 1:
        side = "r" if chart.kind == "pie" else "b"
        legend = f'<c:legendPos val="{side}"/><c:overlay val="0"/>{_text(900)}'
        inside += f"<c:legend>{legend}</c:legend>"
    # Cells behind a folded group are drawn as well.
    inside += '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/>'
    space = '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    space += (
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{_QUIET}"/></a:solidFill></a:ln></c:spPr>'
    )
    return f"{head}<c:chart>{inside}</c:chart>{space}</c:chartSpace>".encode()


def _plot(chart: Chart, cells: Cells) -> str:
    pie = chart.kind == "pie"
    series = "".join(
        _series(number, each, cells, pie=pie) for number, each in enumerate(chart.series)
    )
    if pie:
        start = '<c:firstSliceAng val="0"/>'
        return f'<c:pieChart><c:varyColors val="1"/>{series}{_labels()}{start}</c:pieChart>'
    lying = chart.kind == "bar"
    direction = "bar" if lying else "col"
    options = f'<c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
    axes = f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_BARS}"/>'
    bars = f'{options}{series}{_labels()}<c:gapWidth val="60"/>{axes}'
    return f"<c:barChart>{bars}</c:barChart>{_category_axis(lying)}{_value_axis(lying)}"


def _category_axis(lying: bool) -> str:
    """Returns the axis of the labels; beside lying bars the first one is at the top."""
    order, side = ("maxMin", "l") if lying else ("minMax", "b")
    scaling = f'<c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
    ticks = '<c:numFmt formatCode="General" sourceLinked="1"/><c:majorTickMark val="none"/>'
    ticks += '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
    line = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{_QUIET}"/></a:solidFill></a:ln>'
    look = f"<c:spPr>{line}</c:spPr>{_text(900)}"
    behind = f'<c:crossAx val="{_BARS}"/><c:crosses val="autoZero"/>'
    start = f'<c:axId val="{_CATEGORIES}"/>{scaling}<c:axPos val="{side}"/>'
    return f'<c:catAx>{start}{ticks}{look}{behind}<c:auto val="0"/></c:catAx>'


def _value_axis(lying: bool) -> str:
    """Returns the axis of the values, from 0 on; it is not shown, since each bar says its own."""
    scaling = '<c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
    start = f'<c:axId val="{_BARS}"/>{scaling}<c:delete val="1"/>'
    start += f'<c:axPos val="{"t" if lying else "l"}"/>'
    ticks = '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
    ticks += '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    behind = f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/>'
    behind += '<c:crossBetween val="between"/>'
    return f"<c:valAx>{start}{ticks}{behind}</c:valAx>"


def _series(number: int, series: Series, cells: Cells, *, pie: bool) -> str:
    named = f"<c:tx><c:v>{escape(series.name)}</c:v></c:tx>" if series.name else ""
    look = _filled(series.color) if series.color and not pie else ""
    look += "" if pie else '<c:invertIfNegative val="0"/>'
    look += _points(series, cells, pie=pie)
    labels = f"<c:cat>{_texts(series.labels, cells(series.labels))}</c:cat>"
    values = f"<c:val>{_numbers(series.values, cells(series.values))}</c:val>"
    head = f'<c:idx val="{number}"/><c:order val="{number}"/>{named}{look}'
    return f"<c:ser>{head}{labels}{values}</c:ser>"


def _points(series: Series, cells: Cells, *, pie: bool) -> str:
    """Returns how single bars or slices look; each slice has a colour of its own."""
    colors = series.colors
    if pie and not colors:
        slices = len(cells(series.labels) or ()) or len(_SLICES)
        colors = tuple(LOOKS[key].fill for key in islice(cycle(_SLICES), slices))
    kept = "" if pie else '<c:invertIfNegative val="0"/>'
    look = ""
    for place, color in enumerate(colors):
        point = f'<c:idx val="{place}"/>{kept}<c:bubble3D val="0"/>{_filled(color)}'
        look += f"<c:dPt>{point}</c:dPt>"
    return look


def _filled(color: str) -> str:
    colour = color.removeprefix("#").upper()
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'


def _texts(reference: str, values: Sequence[Value | date] | None) -> str:
    """Returns the reference to labels, with what they were."""
    known = None if values is None else [_as_text(value) for value in values]
    return f"<c:strRef><c:f>{escape(reference)}</c:f>{_cache('str', known)}</c:strRef>"


def _numbers(reference: str, values: Sequence[Value | date] | None) -> str:
    """Returns the reference to values, with those that were numbers."""
    known = None if values is None else [_as_number(value) for value in values]
    return f"<c:numRef><c:f>{escape(reference)}</c:f>{_cache('num', known)}</c:numRef>"


def _cache(kind: str, texts: Sequence[str] | None) -> str:
    """Returns what cells hold, blank ones left out; nothing where they are not known."""
    if texts is None:
        return ""
    inside = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    inside += f'<c:ptCount val="{len(texts)}"/>'
    for place, text in enumerate(texts):
        if text:
            inside += f'<c:pt idx="{place}"><c:v>{escape(text)}</c:v></c:pt>'
    return f"<c:{kind}Cache>{inside}</c:{kind}Cache>"


def _as_number(value: Value | date) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return repr(value) if is_number else ""


def _as_text(value: Value | date) -> str:
    match value:
        case None:
            return ""
        case date():
            return str(serial(value))
        case CellError():
            return value.code
        case _:
            return str(value)


def _labels() -> str:
    """Returns what stands at each bar or slice: its value, unless it is 0."""
    form = '<c:numFmt formatCode="#,##0;-#,##0;;" sourceLinked="0"/>'
    place = '<c:dLblPos val="outEnd"/>'
    shown = "".join(f'<c:{name} val="{int(name == "showVal")}"/>' for name in _LABELS)
    return f"<c:dLbls>{form}{_NO_LINE}{_text(900)}{place}{shown}</c:dLbls>"


def _text(size: int) -> str:
    """Returns how words look, their size in hundredths of a point."""
    fill = f'<a:solidFill><a:srgbClr val="{_WORDS}"/></a:solidFill>'
    look = f'<a:pPr><a:defRPr sz="{size}">{fill}</a:defRPr></a:pPr>'
    return f'<c:txPr><a:bodyPr/><a:p>{look}<a:endParaRPr lang="en-US"/></a:p></c:txPr>'


def _rich(title: str) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{_WORDS}"/></a:solidFill>'
    look = f'<a:rPr lang="en-US" sz="1200" b="1">{fill}</a:rPr>'
    run = f"<a:r>{look}<a:t>{escape(title)}</a:t></a:r>"
    return f"<c:tx><c:rich><a:bodyPr/><a:p>{run}</a:p></c:rich></c:tx>"
