"""How a leads tab looks on Google, beside its colours: drop-downs, notes, frozen heading, formats.

That is done once, at the first dressing, and then left to the team; colours (highlight.py) and
warnings (protection.py) are mended at every sync. Nothing is set where the team has something of
its own. Columns of a Google table whose type the team chose refuse validations and number formats:
their type decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
    """The batchUpdate requests after which a leads tab looks as it should; none where it does.

    `sheet` is an entry of `sheets` in a spreadsheets.get answer: properties, conditionalFormats,
    protectedRanges, tables and merges, where absent lists mean none. `cells` is such an entry too,
    with the `data` (dataValidation, note and number format) of the heading row and of the columns
    of `frame.choices` and `frame.plain`; without it no drop-down is set, and no note but on columns
    that were just inserted. Both are as read, before the columns were inserted.
    """
    return [
        *rule_changes(sheet, frame),
        *_drop_downs(sheet, frame, cells),
        *_notes(frame, cells),
        *protection_changes(sheet, frame),
        *_formats(sheet, frame, frame.plain, cells),
    ]


def format_new_columns(sheet: Json, frame: Frame) -> list[Json]:
    """What belongs into the very batch that inserts columns, beside which nobody else's can stand;
    and the heading frozen, which is done once.
    """
    notes = (
        _note(frame, frame.owned[key], heading_note(key, frame.lang))
        for key in sorted(frame.inserted)
    )
    shown = _formats(sheet, frame, frame.inserted)
    return [*notes, *_freezing(sheet, frame), *shown, *_fresh_columns(sheet, frame)]


def _drop_downs(sheet: Json, frame: Frame, cells: Json | None) -> list[Json]:
    """A list of words for each column of choices in which nobody has set a validation."""
    if cells is None or not has_rows(sheet, frame.heading_row):
        return []
    taken = {found.column for found in _cells(cells) if found.cell.get("dataValidation")} | _typed(
        sheet
    )
    return [
        _validation(frame, range(column, column + 1), words)
        for column, words in sorted(frame.choices.items())
        # Google would take such a word for a formula.
        if words
        and frame.as_read(column) not in taken
        and not any(word.startswith(_FORMULA_STARTS) for word in words)
    ]


def _validation(frame: Frame, columns: range, words: Iterable[str] = ()) -> Json:
    """The request for a drop-down, or without words for no validation at all."""
    request: Json = {"range": columns_from(frame.sheet_id, frame.heading_row, columns)}
    if values := [{"userEnteredValue": word} for word in dict.fromkeys(words)]:
        condition = {"type": "ONE_OF_LIST", "values": values}
        request["rule"] = {"condition": condition, "strict": False, "showCustomUi": True}
    return {"setDataValidation": request}


def _notes(frame: Frame, cells: Json | None) -> list[Json]:
    """A note on each fresh heading of ours that stood there before and has none."""
    row = frame.heading_row - 1
    noted = {
        found.column for found in _cells(cells or {}) if found.row == row and found.cell.get("note")
    }
    return [
        _note(frame, column, heading_note(key, frame.lang))
        for key, column in frame.owned.items()
        if cells is not None
        and key in frame.fresh - frame.inserted
        and frame.as_read(column) not in noted
    ]


def _note(frame: Frame, column: int, text: str) -> Json:
    start = {"sheetId": frame.sheet_id, "rowIndex": frame.heading_row - 1, "columnIndex": column}
    return {
        "updateCells": {"start": start, "rows": [{"values": [{"note": text}]}], "fields": "note"}
    }


def _freezing(sheet: Json, frame: Frame) -> list[Json]:
    """The heading frozen at the first sync, where nothing is; Google refuses to cut a merge or to
    freeze all rows.
    """
    depth = frame.heading_row
    frozen = sheet["properties"].get("gridProperties", {}).get("frozenRowCount", 0)
    first = bool(frame.fresh) and frame.fresh == frame.owned.keys()
    merged = (grid_range(m, grid_size(sheet)) for m in sheet.get("merges", []))
    if not first or frozen or depth > DEEPEST_FROZEN or not has_rows(sheet, depth):
        return []
    if any(m.first_row < depth < m.end_row for m in merged):
        return []
    properties = {"sheetId": frame.sheet_id, "gridProperties": {"frozenRowCount": depth}}
    return [
        {
            "updateSheetProperties": {
                "properties": properties,
                "fields": "gridProperties.frozenRowCount",
            }
        }
    ]


def _formats(
    sheet: Json, frame: Frame, keys: Collection[str], cells: Json | None = None
) -> list[Json]:
    """Dates shown as dates and numbers as numbers in these columns: a new one takes its neighbour's
    format.
    """
    if not has_rows(sheet, frame.heading_row):
        return []
    typed = _typed(sheet)
    fresh = {
        key: column
        for key, column in frame.owned.items()
        if key in keys and (key in frame.inserted or frame.as_read(column) not in typed)
    }
    dated = [fresh["next_contact"]] if "next_contact" in fresh else []
    counted = [fresh[key] for key in _NUMBERS if key in fresh]
    return [*_shown(frame, dated, _DATE, cells or {}), *_shown(frame, counted, _WHOLE, cells or {})]


def _shown(
    frame: Frame, columns: Iterable[int], number_format: Json, cells: Json
) -> Iterator[Json]:
    """Give columns a number format; one that the team formatted for such numbers gets the team's to
    its end.
    """
    theirs = _formats_of(cells, frame.heading_row, _FITTING[number_format["type"]])
    own = {column: found for column in columns if (found := theirs.get(frame.as_read(column)))}
    yield from (_format(frame, run, number_format) for run in runs(set(columns) - own.keys()))
    for column, found in own.items():
        if len(found) == 1:  # of several, none can go to the end without the others being lost
            yield _format(frame, range(column, column + 1), found[0])


def _formats_of(cells: Json, heading_row: int, kinds: Collection[str]) -> dict[int, list[Json]]:
    """Column -> the different number formats of these types that stand below the heading."""
    formats: dict[int, list[Json]] = {}
    for found in _cells(cells):
        shown = found.cell.get("userEnteredFormat", {}).get("numberFormat", {})
        if found.row >= heading_row and shown.get("type") in kinds:
            known = formats.setdefault(found.column, [])
            known.extend([shown] if shown not in known else [])
    return formats


def _format(frame: Frame, columns: range, number_format: Json) -> Json:
    where = columns_from(frame.sheet_id, frame.heading_row, columns)
    cell = {"userEnteredFormat": {"numberFormat": number_format}}
    return {
        "repeatCell": {"range": where, "cell": cell, "fields": "userEnteredFormat.numberFormat"}
    }


def _fresh_columns(sheet: Json, frame: Frame) -> list[Json]:
    """Inserted columns get their width, and lose the drop-downs and checkboxes of the column beside
    them.
    """
    columns = {
        frame.owned[column.key]: column.pixels for column in OWNED if column.key in frame.inserted
    }
    cleared = (
        [_validation(frame, run) for run in runs(columns)]
        if has_rows(sheet, frame.heading_row)
        else []
    )
    return [*cleared, *(_width(frame, column, columns[column]) for column in sorted(columns))]


def _width(frame: Frame, column: int, pixels: int) -> Json:
    where = {
        "sheetId": frame.sheet_id,
        "dimension": "COLUMNS",
        "startIndex": column,
        "endIndex": column + 1,
    }
    return {
        "updateDimensionProperties": {
            "range": where,
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }


def _typed(sheet: Json) -> set[int]:
    """The columns whose type a table of the team sets."""
    return {
        table.get("range", {}).get("startColumnIndex", 0) + column.get("columnIndex", 0)
        for table in sheet.get("tables", [])
        for column in table.get("columnProperties", [])
        if column.get("columnType", "") not in _UNTYPED
    }


class _Found(NamedTuple):
    """A cell as the API gives it, and where: 0-based."""

    row: int
    column: int
    cell: Json


def _cells(sheet: Json) -> Iterator[_Found]:
    """The cells of a sheet that was read with grid data."""
    for part in sheet.get("data", []):
        for row, line in enumerate(part.get("rowData", []), part.get("startRow", 0)):
            for column, cell in enumerate(line.get("values", []), part.get("startColumn", 0)):
                yield _Found(row, column, cell)
