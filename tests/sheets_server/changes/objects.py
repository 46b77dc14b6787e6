"""Charts and slicers, kept as stored objects that lie over the cells."""

from __future__ import annotations

from tests.sheets_server.book import Json, Sheet, Spreadsheet
from tests.sheets_server.changes.masks import mask, merged
from tests.sheets_server.changes.ranges import area_of, place_of, shown
from tests.sheets_server.errors import invalid

_KEYS = {"charts": "chartId", "slicers": "slicerId"}
_SIZE = {"widthPixels": 600, "heightPixels": 371}
"""What a chart measures unless told (OverlayPosition)."""


def _ids(book: Spreadsheet) -> set[int]:
    """Charts and slicers share their ids: both are embedded objects."""
    return {
        one[key]
        for sheet in book.sheets
        for name, key in _KEYS.items()
        for one in getattr(sheet, name)
    }


def _find(
    book: Spreadsheet, number: int, names: tuple[str, ...] = ("charts", "slicers")
) -> tuple[Sheet, str, int]:
    for sheet in book.sheets:
        for name in names:
            for place, one in enumerate(getattr(sheet, name)):
                if one[_KEYS[name]] == number:
                    return sheet, name, place
    raise invalid(f"No embedded object with id: {number}")


def _position(book: Spreadsheet, asked: Json) -> tuple[Sheet, Json]:
    """Where an object lies, in full: anchor cell and size. 400: a sheet of its own, which this
    server has not.
    """
    if asked.get("newSheet") or "sheetId" in asked:
        raise invalid("not implemented by the test server")
    overlay = asked.get("overlayPosition", {})
    sheet, row, column = place_of(book, overlay.get("anchorCell", {"sheetId": book.sheets[0].id}))
    anchor = {"sheetId": sheet.id, "rowIndex": row, "columnIndex": column}
    offsets = {
        name: overlay[name] for name in ("offsetXPixels", "offsetYPixels") if overlay.get(name)
    }
    size = {name: int(overlay.get(name) or usual) for name, usual in _SIZE.items()}
    return sheet, {"overlayPosition": {"anchorCell": anchor, **offsets, **size}}


def _number(book: Spreadsheet, number: int | None) -> int:
    if number is not None and number in _ids(book):
        raise invalid(f"Embedded object with id {number} already exists.")
    return book.new_id() if number is None else int(number)


def _add_chart(book: Spreadsheet, body: Json) -> Json:
    asked = body.get("chart", {})
    if not asked.get("spec"):
        raise invalid("A chart must have a spec.")
    sheet, position = _position(book, asked.get("position", {}))
    border = {"border": asked["border"]} if "border" in asked else {}
    chart = {
        "chartId": _number(book, asked.get("chartId")),
        "spec": asked["spec"],
        "position": position,
        **border,
    }
    sheet.charts.append(chart)
    return {"chart": chart}


def _update_chart(book: Spreadsheet, body: Json) -> None:
    if not body.get("spec"):
        raise invalid("A chart must have a spec.")
    sheet, _, place = _find(book, int(body.get("chartId", 0)), ("charts",))
    sheet.charts[place] = {**sheet.charts[place], "spec": body["spec"]}


def _delete(book: Spreadsheet, body: Json) -> None:
    sheet, name, place = _find(book, int(body.get("objectId", 0)))
    del getattr(sheet, name)[place]


def _move(book: Spreadsheet, body: Json) -> Json:
    sheet, name, place = _find(book, int(body.get("objectId", 0)))
    held = getattr(sheet, name)[place]
    asked = body.get("newPosition", {})
    overlay = asked.get("overlayPosition", {})
    if overlay:
        paths = mask(body.get("fields"), "OverlayPosition")
        overlay = merged(held["position"]["overlayPosition"], overlay, paths)
    home, position = _position(book, {**asked, "overlayPosition": overlay})
    del getattr(sheet, name)[place]
    getattr(home, name).append({**held, "position": position})
    return {"position": position}


def _update_border(book: Spreadsheet, body: Json) -> None:
    sheet, name, place = _find(book, int(body.get("objectId", 0)), ("charts",))
    held = getattr(sheet, name)[place]
    paths = mask(body.get("fields"), "EmbeddedObjectBorder")
    border = merged(held.get("border", {}), body.get("border", {}), paths)
    getattr(sheet, name)[place] = {**held, "border": border}


def _spec(book: Spreadsheet, spec: Json) -> Json:
    area = area_of(book, spec.get("dataRange"))
    if not 0 <= int(spec.get("columnIndex", 0)) < area.width:
        raise invalid("The column index of a slicer must be within its data range.")
    return {**spec, "dataRange": shown(area)}


def _add_slicer(book: Spreadsheet, body: Json) -> Json:
    asked = body.get("slicer", {})
    spec = _spec(book, asked.get("spec", {}))
    sheet, position = _position(book, asked.get("position", {}))
    slicer = {"slicerId": _number(book, asked.get("slicerId")), "spec": spec, "position": position}
    sheet.slicers.append(slicer)
    return {"slicer": slicer}


def _update_slicer(book: Spreadsheet, body: Json) -> None:
    sheet, _, place = _find(book, int(body.get("slicerId", 0)), ("slicers",))
    held = sheet.slicers[place]
    spec = merged(held["spec"], body.get("spec", {}), mask(body.get("fields"), "SlicerSpec"))
    sheet.slicers[place] = {**held, "spec": _spec(book, spec)}


KINDS = {
    "addChart": _add_chart,
    "updateChartSpec": _update_chart,
    "deleteEmbeddedObject": _delete,
    "updateEmbeddedObjectPosition": _move,
    "updateEmbeddedObjectBorder": _update_border,
    "addSlicer": _add_slicer,
    "updateSlicerSpec": _update_slicer,
}
