"""Charts of a new tab as the API describes them: basic charts and pies over cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sheetflow.backends.google.cell_format import color_style
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.references import grid_range_of, range_of
from sheetflow.backends.google.tab_look import height_of, width_of
from sheetflow.model import Cell, Chart, NewTab, Series

_KINDS: Final = {"bar": "BAR", "column": "COLUMN"}
_VALUES: Final = {"bar": "BOTTOM_AXIS", "column": "LEFT_AXIS"}
"""Kind -> the axis on which its values are."""


def chart_requests(
    tab: NewTab, sheet_ids: Mapping[str, int], tabs: Mapping[str, NewTab]
) -> Iterator[Json]:
    """Builds the requests that add the charts of a tab; `tabs` are the new ones by name, where
    headings of series are looked for.
    """
    for chart in tab.charts:
        spec = _spec(chart, sheet_ids, tabs)
        if spec is not None:
            position = {"overlayPosition": _position(tab, chart, sheet_ids[tab.name])}
            yield {"addChart": {"chart": {"spec": spec, "position": position}}}


def _position(tab: NewTab, chart: Chart, sheet_id: int) -> Json:
    """Covers the cells from the first to the last."""
    area = grid_range_of(f"{chart.first}:{chart.last}", sheet_id)
    rows = range(area["startRowIndex"], area["endRowIndex"])
    columns = range(area["startColumnIndex"], area["endColumnIndex"])
    anchor = {"sheetId": sheet_id, "rowIndex": rows.start, "columnIndex": columns.start}
    width = sum(width_of(tab, column) for column in columns)
    height = sum(height_of(tab, row + 1) for row in rows)
    return {"anchorCell": anchor, "widthPixels": width, "heightPixels": height}


def _spec(chart: Chart, sheet_ids: Mapping[str, int], tabs: Mapping[str, NewTab]) -> Json | None:
    """Builds the ChartSpec; None where it shows cells of a tab that is not there."""
    series = [one for one in chart.series if _is_known(one, sheet_ids)]
    if not series:
        return None
    # what a hidden tab or a folded column holds is shown too
    spec: Json = {"title": chart.title, "hiddenDimensionStrategy": "SHOW_ALL"}
    if chart.kind == "pie":
        return spec | {"pieChart": _pie(series[0], sheet_ids)}
    headed = all(_has_heading(one, tabs) for one in series)
    labels, _ = _areas(series[0], sheet_ids, headed=headed)
    drawn = []
    for one in series:
        _, values = _areas(one, sheet_ids, headed=headed)
        drawn.append(_series(one, values, _VALUES[chart.kind]))
    basic: Json = {"chartType": _KINDS[chart.kind], "headerCount": int(headed), "series": drawn}
    basic["domains"] = [{"domain": _source(labels)}]
    basic["legendPosition"] = "BOTTOM_LEGEND" if len(series) > 1 else "NO_LEGEND"
    return spec | {"basicChart": basic}


def _is_known(series: Series, sheet_ids: Mapping[str, int]) -> bool:
    return None not in (range_of(series.labels, sheet_ids), range_of(series.values, sheet_ids))


def _areas(series: Series, sheet_ids: Mapping[str, int], *, headed: bool) -> tuple[Json, Json]:
    """Returns the cells of labels and values, with the heading above where each has one."""
    found = []
    for text in (series.labels, series.values):
        area = range_of(text, sheet_ids) or {}
        if headed:
            area["startRowIndex"] -= 1
        found.append(area)
    return found[0], found[1]


def _has_heading(series: Series, tabs: Mapping[str, NewTab]) -> bool:
    """Returns whether the cell above the values names the series: Google takes names from cells
    alone.
    """
    area = range_of(series.values, dict.fromkeys(tabs, 0))
    if not area or not series.name or not area.get("startRowIndex"):
        return False
    tab = next(tab for name, tab in tabs.items() if range_of(series.values, {name: 0}))
    row = area["startRowIndex"] - 1
    cells = tab.rows[row] if row < len(tab.rows) else ()
    column = area["startColumnIndex"]
    cell = cells[column] if column < len(cells) else None
    return (cell.content if isinstance(cell, Cell) else cell) == series.name


def _series(series: Series, values: Json, axis: str) -> Json:
    drawn: Json = {"series": _source(values), "targetAxis": axis}
    if series.color:
        drawn["colorStyle"] = color_style(series.color)
    return drawn


def _pie(series: Series, sheet_ids: Mapping[str, int]) -> Json:
    labels, values = _areas(series, sheet_ids, headed=False)
    parts = {"domain": _source(labels), "series": _source(values)}
    return {"legendPosition": "RIGHT_LEGEND", **parts}


def _source(area: Json) -> Json:
    return {"sourceRange": {"sources": [area]}}
