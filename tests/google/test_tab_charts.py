"""sheetflow.backends.google.tab_charts: charts over cells."""

from __future__ import annotations

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.tab_charts import chart_requests
from sheetflow.model import Cell, Chart, ColumnLook, NewTab, Series
from tests.sheets_server.discovery import method_of
from tests.sheets_server.witness import check_request

BARS = Series("Leads", "_calc!$A$2:$A$5", "_calc!$B$2:$B$5", "#FF0000")
IDS = {"Dashboard": 3, "_calc": 8}


def added(chart: Chart, rows: tuple[tuple[object, ...], ...] = ()) -> list[Json]:
    """The charts that are added to a Dashboard; `rows` are those of the tab that it shows."""
    looks = {0: ColumnLook(20), 1: ColumnLook(10)}
    board = NewTab("Dashboard", (), columns=looks, heights={2: 30}, charts=(chart,))
    shown = NewTab("_calc", rows)  # type: ignore[arg-type] # rows of any cells
    found = list(chart_requests(board, IDS, {"Dashboard": board, "_calc": shown}))
    method = method_of("POST", "/v4/spreadsheets/leads:batchUpdate")
    assert method is not None
    assert check_request(method, {"requests": found}) == []
    return [r["addChart"]["chart"] for r in found]


def columns(source: Json) -> tuple[int, int, int]:
    """The column, first row and end row of a source."""
    (area,) = source["sourceRange"]["sources"]
    assert area["sheetId"] == 8
    return area["startColumnIndex"], area["startRowIndex"], area["endRowIndex"]


def test_bars_lie_on_labels_and_values_with_their_colour():
    (chart,) = added(Chart("bar", "By status", (BARS,), "A1", "B3"))
    basic = chart["spec"]["basicChart"]
    assert (chart["spec"]["title"], basic["chartType"]) == ("By status", "BAR")
    assert columns(basic["domains"][0]["domain"]) == (0, 1, 5)
    (series,) = basic["series"]
    assert columns(series["series"]) == (1, 1, 5)
    assert series["targetAxis"] == "BOTTOM_AXIS"
    assert series["colorStyle"] == {"rgbColor": {"red": 1, "green": 0, "blue": 0}}
    assert (basic["headerCount"], basic["legendPosition"]) == (0, "NO_LEGEND")


def test_columns_stand_and_their_values_are_at_the_left():
    (chart,) = added(Chart("column", "By week", (BARS,), "A1", "B3"))
    basic = chart["spec"]["basicChart"]
    assert (basic["chartType"], basic["series"][0]["targetAxis"]) == ("COLUMN", "LEFT_AXIS")


def test_series_that_the_cells_above_name_are_told_in_a_legend():
    other = Series("Late", "_calc!$A$2:$A$5", "_calc!$C$2:$C$5")
    rows = (("Owner", Cell("Leads"), "Late"),)
    (chart,) = added(Chart("column", "", (BARS, other), "A1", "B3"), rows)
    basic = chart["spec"]["basicChart"]
    assert (basic["headerCount"], basic["legendPosition"]) == (1, "BOTTOM_LEGEND")
    assert [columns(one["series"]) for one in basic["series"]] == [(1, 0, 5), (2, 0, 5)]
    assert columns(basic["domains"][0]["domain"]) == (0, 0, 5)


def test_a_pie_has_labels_and_values():
    (chart,) = added(Chart("pie", "Stages", (BARS,), "A1", "B3"))
    pie = chart["spec"]["pieChart"]
    assert (columns(pie["domain"]), columns(pie["series"])) == ((0, 1, 5), (1, 1, 5))


def test_what_a_hidden_tab_holds_is_shown():
    (chart,) = added(Chart("pie", "Stages", (BARS,), "A1", "B3"))
    assert chart["spec"]["hiddenDimensionStrategy"] == "SHOW_ALL"


def test_a_chart_covers_its_cells():
    (chart,) = added(Chart("bar", "", (BARS,), "A1", "C3"))
    overlay = chart["position"]["overlayPosition"]
    assert overlay["anchorCell"] == {"sheetId": 3, "rowIndex": 0, "columnIndex": 0}
    assert (overlay["widthPixels"], overlay["heightPixels"]) == (140 + 70 + 100, 21 + 40 + 21)


def test_a_chart_of_a_tab_that_is_not_there_is_left_out():
    gone = Series("Leads", "Elsewhere!$A$2:$A$5", "Elsewhere!$B$2:$B$5")
    assert added(Chart("bar", "", (gone,), "A1", "B3")) == []
