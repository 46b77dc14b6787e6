"""The basic filter of a sheet, and filter views."""

from __future__ import annotations

from tests.sheets_server.a1 import Area
from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.colors import with_colors
from tests.sheets_server.changes.filtering import check_colors, refresh
from tests.sheets_server.changes.masks import mask, merged
from tests.sheets_server.changes.ranges import area_of, check_area, meet, shown, stored_area
from tests.sheets_server.changes.sorting import sort
from tests.sheets_server.changes.validation import checked_condition
from tests.sheets_server.errors import invalid


def _area(book: Spreadsheet, asked: Json) -> Area:
    """What a filter covers: a range, a named range or a table; exactly one."""
    if sum(name in asked for name in ("range", "namedRangeId", "tableId")) != 1:
        raise invalid("Exactly one of range, namedRangeId or tableId must be set.")
    if "range" in asked:
        return area_of(book, asked["range"])
    for named in book.named_ranges:
        if named["namedRangeId"] == asked.get("namedRangeId"):
            return area_of(book, named["range"])
    for sheet in book.sheets:
        for table in sheet.tables:
            if table["tableId"] == asked.get("tableId"):
                return stored_area(sheet, table["range"])
    raise invalid("No named range or table with that id.")


def _specs(area: Area, asked: Json, schema: str) -> Json:
    """sortSpecs, filterSpecs and the older criteria as the API shows them: both forms, colours in
    steps.
    """
    tidy = with_colors(
        {name: asked[name] for name in ("sortSpecs", "filterSpecs") if name in asked}, schema
    )
    criteria = asked.get("criteria", {})
    older = [
        {"columnIndex": int(column), "filterCriteria": criteria[column]} for column in criteria
    ]
    given = tidy.get("filterSpecs") or [with_colors(spec, "FilterSpec") for spec in older]
    specs: list[Json] = [{"columnIndex": 0, "filterCriteria": {}, **spec} for spec in given]
    sorts = [
        {"dimensionIndex": 0, "sortOrder": "ASCENDING", **spec}
        for spec in tidy.get("sortSpecs", [])
    ]
    for column in [spec["columnIndex"] for spec in specs] + [
        spec["dimensionIndex"] for spec in sorts
    ]:
        if not area.left <= int(column) < area.right:
            raise invalid(f"Column index {column} is not in the range of the filter.")
    for spec in specs:
        check_colors(spec["filterCriteria"])
        if "condition" in spec["filterCriteria"]:
            checked_condition(spec["filterCriteria"]["condition"], "format")
    both = {str(spec["columnIndex"]): spec["filterCriteria"] for spec in specs}
    held: Json = {"sortSpecs": sorts, "criteria": both, "filterSpecs": specs}
    return {name: item for name, item in held.items() if item}


def _set(book: Spreadsheet, body: Json) -> None:
    """A sheet has one basic filter: another takes its place. Rows are sorted and hidden at once."""
    asked = body.get("filter", {})
    area = _area(book, asked)
    sheet = area.sheet
    check_area(book, area)
    if "tableId" not in asked and any(
        meet(area, stored_area(sheet, table["range"])) for table in sheet.tables
    ):
        raise invalid("You can't create a filter over a range that contains part of a table.")
    backing = {"tableId": asked["tableId"]} if "tableId" in asked else {}
    held: Json = {"range": shown(area), **backing, **_specs(area, asked, "BasicFilter")}
    sheet.basic_filter = held
    if "sortSpecs" in held and area.height > 1:
        sort(book, area._replace(top=area.top + 1), held["sortSpecs"])
    refresh(book, sheet)


def _clear(book: Spreadsheet, body: Json) -> None:
    sheet = book.sheet(int(body.get("sheetId", 0)))
    if sheet.basic_filter is not None:
        check_area(book, stored_area(sheet, sheet.basic_filter["range"]))
    sheet.basic_filter = None
    refresh(book, sheet)


def _view(book: Spreadsheet, asked: Json) -> tuple[Sheet, Json]:
    area = _area(book, asked)
    view: Json = {
        "filterViewId": asked["filterViewId"],
        "title": asked["title"],
        "range": shown(area),
    }
    view |= {name: asked[name] for name in ("namedRangeId", "tableId") if name in asked}
    return area.sheet, {**view, **_specs(area, asked, "FilterView")}


def _place(book: Spreadsheet, number: int) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        for place, view in enumerate(sheet.filter_views):
            if view["filterViewId"] == number:
                return sheet, place
    raise invalid(f"No filter view with id: {number}")


def _add_view(book: Spreadsheet, body: Json) -> Json:
    asked = dict(body.get("filter", {}))
    taken = {view["filterViewId"] for sheet in book.sheets for view in sheet.filter_views}
    if asked.get("filterViewId") in taken:
        raise invalid(f"Filter view with id {asked['filterViewId']} already exists.")
    asked.setdefault("filterViewId", book.new_id())
    asked.setdefault("title", f"Filter {len(taken) + 1}")
    sheet, view = _view(book, asked)
    sheet.filter_views.append(view)
    return {"filter": view}


def _update_view(book: Spreadsheet, body: Json) -> None:
    asked = body.get("filter", {})
    paths = mask(body.get("fields"), "FilterView")
    sheet, place = _place(book, int(asked.get("filterViewId", 0)))
    old = sheet.filter_views[place]
    # Backed by a name or a table, its range only repeats theirs.
    if any(name in old for name in ("namedRangeId", "tableId")):
        old = {name: item for name, item in old.items() if name != "range"}
    if ("criteria",) in paths:
        old = {name: item for name, item in old.items() if name != "filterSpecs"}
    after = {**merged(old, asked, paths), "filterViewId": old["filterViewId"]}
    home, view = _view(book, {"title": old["title"], **after})
    if home is not sheet:
        raise invalid("A filter view cannot move to another sheet.")
    sheet.filter_views[place] = view


def _duplicate_view(book: Spreadsheet, body: Json) -> Json:
    sheet, place = _place(book, int(body.get("filterId", 0)))
    old = sheet.filter_views[place]
    view = {**old, "filterViewId": book.new_id(), "title": f"Copy of {old['title']}"}
    sheet.filter_views.append(view)
    return {"filter": view}


def _delete_view(book: Spreadsheet, body: Json) -> None:
    sheet, place = _place(book, int(body.get("filterId", 0)))
    del sheet.filter_views[place]


KINDS = {
    "setBasicFilter": _set,
    "clearBasicFilter": _clear,
    "addFilterView": _add_view,
    "updateFilterView": _update_view,
    "duplicateFilterView": _duplicate_view,
    "deleteFilterView": _delete_view,
}
