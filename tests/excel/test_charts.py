"""Native charts: their parts, what they show, and where they stand."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from sheetflow.backends.excel.charts import CHART_STRICT, chart_part
from sheetflow.backends.excel.drawings import cells_of, drawing_part
from sheetflow.model import CellError, Chart, NewTab, Series
from tests.excel.test_new_book import BOARD, parts, sheet
from tests.support import new_tabs

SCHEMA = {
    "chartSpace": "roundedCorners chart spPr txPr",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay",
    "plotArea": "layout barChart pieChart catAx valAx",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth axId",
    "pieChart": "varyColors ser dLbls firstSliceAng",
    "ser": "idx order tx spPr invertIfNegative dPt dLbls cat val",
    "dPt": "idx invertIfNegative bubble3D spPr",
    "dLbls": "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto",
    "valAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos crossAx crosses crossBetween",
    "scaling": "orientation max min",
    "legend": "legendPos overlay txPr",
    "strCache": "ptCount pt",
    "numCache": "formatCode ptCount pt",
}
"""The children of the elements of a chart in the order of the schema (ECMA-376 part 1, 21.2)."""
SPACE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HERE = NewTab(
    "A", (("Open", 3), ("Won", None), (None, 2.5), (True, "x"), (CellError("#N/A"), True))
)


def drawn(number: int) -> Element:
    return ElementTree.fromstring(parts()[f"xl/charts/chart{number}.xml"])


def texts(element: Element, path: str) -> list[str | None]:
    full = "/".join(SPACE + name for name in path.split("/"))
    return [found.text for found in element.iterfind(f".//{full}")]


def chart(labels: str, values: str, **more: str) -> str:
    series = Series("Leads", labels, values, **more)
    return chart_part(
        Chart("bar", "T", (series,), "A1", "B2"), cells_of(HERE), strict=False
    ).decode()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_children_are_in_the_order_of_the_schema(number: int) -> None:
    for element in drawn(number).iter():
        space, _, name = element.tag.rpartition("}")
        if space + "}" == SPACE and name in SCHEMA:
            order = SCHEMA[name].split()
            found = [order.index(child.tag.rpartition("}")[2]) for child in element]
            assert found == sorted(found), name


def test_a_drawing_holds_the_charts_where_they_were_put() -> None:
    charts = sheet(BOARD)._charts
    kinds = [(type(c).__name__, getattr(c, "barDir", None)) for c in charts]
    assert kinds == [("BarChart", "bar"), ("BarChart", "col"), ("PieChart", None)]
    corners = [(c.anchor._from, c.anchor.to) for c in charts]
    assert [(a.col, a.row, b.col, b.row) for a, b in corners] == [
        (4, 0, 12, 14), (4, 15, 12, 30), (0, 7, 4, 22),
    ]  # fmt: skip
    assert [len(c.series) for c in charts] == [1, 2, 1]


def test_a_series_names_its_cells_and_knows_their_values() -> None:
    first = drawn(1)
    assert texts(first, "cat/strRef/f") == [new_tabs.WORDS]
    assert texts(first, "cat/strRef/strCache/pt/v") == [
        "Overdue",
        "Today",
        "Planned",
        "Won",
    ]
    assert texts(first, "val/numRef/numCache/pt/v") == ["7", "4", "12", "3"]
    assert b'<a:srgbClr val="1F6F5C"/>' in parts()["xl/charts/chart1.xml"]


def test_bars_and_slices_have_colours_of_their_own() -> None:
    assert parts()["xl/charts/chart2.xml"].count(b"<c:dPt>") == 3
    assert parts()["xl/charts/chart3.xml"].count(b"<c:dPt>") == 4


def test_only_what_stands_in_the_same_tab_has_values_already() -> None:
    assert "Cache" not in chart("B!$A$1:$A$5", "'B c'!$B$1:$B$5")
    known = chart("A!$A$1:$A$5", "'A'!$B$1:$B$5")
    assert (
        '<c:ptCount val="5"/><c:pt idx="0"><c:v>Open</c:v></c:pt><c:pt idx="1"><c:v>Won</c:v></c:pt><c:pt idx="3"><c:v>True</c:v></c:pt><c:pt idx="4"><c:v>#N/A</c:v></c:pt></c:strCache>'
        in known
    )
    assert (
        '<c:ptCount val="5"/><c:pt idx="0"><c:v>3</c:v></c:pt><c:pt idx="2"><c:v>2.5</c:v></c:pt></c:numCache>'
        in known
    )


def test_texts_are_escaped() -> None:
    xml = chart_part(Chart("pie", "A & <b>", (), "A1", "B2"), cells_of(HERE), strict=False)
    assert b"<a:t>A &amp; &lt;b&gt;</a:t>" in xml


def test_a_chart_without_a_title_has_none() -> None:
    xml = chart_part(Chart("column", "", (), "A1", "B2"), cells_of(HERE), strict=False)
    assert b'<c:chart><c:autoTitleDeleted val="1"/>' in xml


def test_a_strict_workbook_has_strict_charts() -> None:
    made = Chart("bar", "T", (), "A1", "B2")
    for xml in (
        chart_part(made, cells_of(HERE), strict=True),
        drawing_part((made,), ("rId1",), strict=True),
    ):
        assert CHART_STRICT.encode() in xml
        assert b"schemas.openxmlformats.org" not in xml
