"""How a leads tab looks on Google, beside its colours: drop-downs, notes, frozen heading, formats.

A tab is formatted once and then left to the team; colours (highlight.py) and warnings
(protection.py) are mended at every sync. Nothing is set where the team has something of
its own. Columns of a Google table whose type the team chose refuse validations and number formats:
their type decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sheetflow.backends.google.grid import (
    Frame,
    Json,
    columns_from,
    grid_range,
    grid_size,
    has_rows,
    runs,
)
from sheetflow.backends.google.highlight import rule_changes
from sheetflow.backends.google.protection import protection_changes
from sheetflow.columns import OWNED
from sheetflow.texts.notes import heading_note

DEEPEST_FROZEN: Final = 5
"""A heading further down is not frozen: it would leave a small screen little room."""

_NUMBERS: Final = tuple(column.key for column in OWNED if column.kind == "number")
_DATE: Final = {"type": "DATE"}
_WHOLE: Final = {"type": "NUMBER", "pattern": "0"}
_FITTING: Final = {
    "DATE": ("DATE", "DATE_TIME"),
    "NUMBER": ("NUMBER", "PERCENT", "CURRENCY", "SCIENTIFIC"),
}
"""Format -> the types of formats that show such a number rightly too (NumberFormatType of the
Sheets API).
"""
_UNTYPED: Final = ("", "COLUMN_TYPE_UNSPECIFIED")
_FORMULA_STARTS: Final = ("=", "+")


def format_tab(sheet: Json, frame: Frame, cells: Json | None) -> list[Json]:
    """Builds the batchUpdate requests after which a leads tab looks as it should; none where it
    does.

    `sheet` is an entry of `sheets` in a spreadsheets.get answer: properties, conditionalFormats,
    protectedRanges, tables and merges, where absent lists mean none. `cells` is such an entry too,
    with the `data` (dataValidation, note and number format) of the heading row and of the columns
    of `frame.choices` and `frame.without_numbers`; without it no drop-down is set, and no note but
    on columns that were just inserted. Both are as read, before the columns were inserted.
    """
    requests = rule_changes(sheet, frame)
    requests += _drop_downs(sheet, frame, cells)
    requests += _notes(frame, cells)
    requests += protection_changes(sheet, frame)
    requests += _formats(sheet, frame, frame.without_numbers, cells)
    return requests


def format_new_columns(sheet: Json, frame: Frame) -> list[Json]:
    """Builds what belongs into the very batch that inserts columns, since nothing of anybody else's
    can be in them yet; and freezes the heading, which is done once.
    """
    notes = [_heading_note(frame, key) for key in sorted(frame.new_columns)]
    formats = _formats(sheet, frame, frame.new_columns)
    return [*notes, *_freezing(sheet, frame), *formats, *_new_columns(sheet, frame)]


def _drop_downs(sheet: Json, frame: Frame, cells: Json | None) -> list[Json]:
    """Builds a list of words for each column of choices in which nobody has set a validation."""
    if cells is None or not has_rows(sheet, frame.heading_row):
        return []
    taken = {found.column for found in _cells(cells) if found.cell.get("dataValidation")}
    taken |= _typed(sheet)
    requests = []
    for column, words in sorted(frame.choices.items()):
        if frame.as_read(column) not in taken and _can_be_offered(words):
            requests.append(_validation(frame, range(column, column + 1), words))
    return requests


def _can_be_offered(words: Sequence[str]) -> bool:
    """Returns whether there are words, and none that Google would take for a formula."""
    return bool(words) and not any(word.startswith(_FORMULA_STARTS) for word in words)


def _validation(frame: Frame, columns: range, words: Iterable[str] = ()) -> Json:
    """Builds the request for a drop-down, or without words for no validation at all."""
    request: Json = {"range": columns_from(frame.sheet_id, frame.heading_row, columns)}
    if values := [{"userEnteredValue": word} for word in dict.fromkeys(words)]:
        condition = {"type": "ONE_OF_LIST", "values": values}
        request["rule"] = {"condition": condition, "strict": False, "showCustomUi": True}
    return {"setDataValidation": request}


def _notes(frame: Frame, cells: Json | None) -> list[Json]:
    """Builds a note for each unformatted heading of ours that was there before and has none."""
    if cells is None:
        return []
    row = frame.heading_row - 1
    taken = {found.column for found in _cells(cells) if found.row == row and found.cell.get("note")}
    requests = []
    for key, column in frame.owned.items():
        was_there = key in frame.unformatted and key not in frame.new_columns
        if was_there and frame.as_read(column) not in taken:
            requests.append(_heading_note(frame, key))
    return requests


def _heading_note(frame: Frame, key: str) -> Json:
    row, column = frame.heading_row - 1, frame.owned[key]
    start = {"sheetId": frame.sheet_id, "rowIndex": row, "columnIndex": column}
    rows = [{"values": [{"note": heading_note(key, frame.lang)}]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "note"}}


def _freezing(sheet: Json, frame: Frame) -> list[Json]:
    """Freezes the heading at the first sync, where nothing is frozen; Google refuses to cut a merge
    or to freeze all rows.
    """
    depth = frame.heading_row
    frozen = sheet["properties"].get("gridProperties", {}).get("frozenRowCount", 0)
    is_first = bool(frame.unformatted) and frame.unformatted == frame.owned.keys()
    if not is_first or frozen or depth > DEEPEST_FROZEN or not has_rows(sheet, depth):
        return []
    merged = [grid_range(merge, grid_size(sheet)) for merge in sheet.get("merges", [])]
    if any(merge.first_row < depth < merge.end_row for merge in merged):
        return []
    properties = {"sheetId": frame.sheet_id, "gridProperties": {"frozenRowCount": depth}}
    fields = "gridProperties.frozenRowCount"
    return [{"updateSheetProperties": {"properties": properties, "fields": fields}}]


def _formats(
    sheet: Json, frame: Frame, keys: Collection[str], cells: Json | None = None
) -> list[Json]:
    """Shows dates as dates and numbers as numbers in these columns: a new one takes its neighbour's
    format.
    """
    if not has_rows(sheet, frame.heading_row):
        return []
    typed = _typed(sheet)
    columns = {}
    for key, column in frame.owned.items():
        open_to_us = key in frame.new_columns or frame.as_read(column) not in typed
        if key in keys and open_to_us:
            columns[key] = column
    dates = [columns["next_contact"]] if "next_contact" in columns else []
    numbers = [columns[key] for key in _NUMBERS if key in columns]
    return [
        *_number_formats(frame, dates, _DATE, cells or {}),
        *_number_formats(frame, numbers, _WHOLE, cells or {}),
    ]


def _number_formats(
    frame: Frame, columns: Iterable[int], number_format: Json, cells: Json
) -> Iterator[Json]:
    """Gives columns a number format; one that the team formatted for such numbers gets the team's
    to its end.
    """
    of_team = _formats_of(cells, frame.heading_row, _FITTING[number_format["type"]])
    own = {column: found for column in columns if (found := of_team.get(frame.as_read(column)))}
    yield from (_format(frame, run, number_format) for run in runs(set(columns) - own.keys()))
    for column, found in own.items():
        if len(found) == 1:  # of several, none can go to the end without the others being lost
            yield _format(frame, range(column, column + 1), found[0])


def _formats_of(cells: Json, heading_row: int, kinds: Collection[str]) -> dict[int, list[Json]]:
    """Returns column -> the different number formats of these types below the heading."""
    formats: dict[int, list[Json]] = {}
    for found in _cells(cells):
        number_format = found.cell.get("userEnteredFormat", {}).get("numberFormat", {})
        if found.row >= heading_row and number_format.get("type") in kinds:
            known = formats.setdefault(found.column, [])
            if number_format not in known:
                known.append(number_format)
    return formats


def _format(frame: Frame, columns: range, number_format: Json) -> Json:
    where = columns_from(frame.sheet_id, frame.heading_row, columns)
    cell = {"userEnteredFormat": {"numberFormat": number_format}}
    return {
        "repeatCell": {"range": where, "cell": cell, "fields": "userEnteredFormat.numberFormat"}
    }


def _new_columns(sheet: Json, frame: Frame) -> list[Json]:
    """Gives inserted columns their width, and takes away the drop-downs and checkboxes that they
    inherit from the column beside them.
    """
    new = [column for column in OWNED if column.key in frame.new_columns]
    widths = {frame.owned[column.key]: column.pixels for column in new}
    cleared: list[Json] = []
    if has_rows(sheet, frame.heading_row):
        cleared = [_validation(frame, run) for run in runs(widths)]
    return [*cleared, *(_width(frame, column, widths[column]) for column in sorted(widths))]


def _width(frame: Frame, column: int, pixels: int) -> Json:
    span = {"dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    where = {"sheetId": frame.sheet_id, **span}
    size = {"pixelSize": pixels}
    return {
        "updateDimensionProperties": {"range": where, "properties": size, "fields": "pixelSize"}
    }


def _typed(sheet: Json) -> set[int]:
    """Returns the columns whose type a table of the team sets."""
    found: set[int] = set()
    for table in sheet.get("tables", []):
        first = table.get("range", {}).get("startColumnIndex", 0)
        for column in table.get("columnProperties", []):
            if column.get("columnType", "") not in _UNTYPED:
                found.add(first + column.get("columnIndex", 0))
    return found


class _Found(NamedTuple):
    """A cell as the API gives it, and where it is: 0-based."""

    row: int
    column: int
    cell: Json


def _cells(sheet: Json) -> Iterator[_Found]:
    """Yields the cells of a sheet that was read with grid data."""
    for part in sheet.get("data", []):
        for row, line in enumerate(part.get("rowData", []), part.get("startRow", 0)):
            for column, cell in enumerate(line.get("values", []), part.get("startColumn", 0)):
                yield _Found(row, column, cell)
