"""Writing values: values.update, batchUpdate and batchUpdateByDataFilter; all of a request or
nothing.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.sheets_server import a1, filters
from tests.sheets_server.a1 import Area
from tests.sheets_server.book import EMPTY, Cell, Json, Sheet, Spreadsheet, Value
from tests.sheets_server.entering import plain, typed
from tests.sheets_server.errors import ApiError, bad_fields, invalid
from tests.sheets_server.locales import locale
from tests.sheets_server.protection import check_editable, may_edit
from tests.sheets_server.rendering import Options
from tests.sheets_server.values import value_range

TEXT_LIMIT = 50_000
"""Characters of one cell (support.google.com/drive/answer/37603)."""

_MOMENTS = ("DATE", "TIME", "DATE_TIME")


class Manner(NamedTuple):
    """How a request writes: RAW or USER_ENTERED, and how (or whether: None) it wants to see the
    values afterwards.
    """

    option: str
    shown: Options | None = None


class Block(NamedTuple):
    """Values for one place. `lines` are rows; None leaves a cell alone, "" clears it.

    `area` is the place asked for; with `anchor` only its first cell counts and the values may reach
    beyond it.
    """

    area: Area
    lines: list[list[Any]]
    major: str = "ROWS"
    anchor: bool = False

    @property
    def written(self) -> Area:
        """The area that the lines cover."""
        width = max(map(len, self.lines), default=0)
        top, left = self.area.top, self.area.left
        return self.area._replace(bottom=top + max(len(self.lines), 1), right=left + max(width, 1))


class Written(NamedTuple):
    """What one block changed: how many cells, in which rows and columns of the sheet."""

    block: Block
    cells: int
    rows: frozenset[int]
    columns: frozenset[int]


def update(book: Spreadsheet, words: str, body: Json, manner: Manner) -> Json:
    """values.update of an A1 range."""
    block = block_of(book, words, body, "data.")
    if body.get("range") and a1.parse(book, body["range"]) != block.area:
        raise invalid(
            f"The range of the data, {body['range']}, is not the range to write, {words}."
        )
    with book.atomic():
        done = write(book, block, manner.option)
    return shown(book, done, manner)


def batch_update(book: Spreadsheet, data: Iterable[Json], manner: Manner) -> Json:
    """values.batchUpdate: blocks in A1 ranges, in their order."""

    def blocks(part: Json, path: str) -> list[tuple[Block, Json]]:
        return [(block_of(book, part.get("range", ""), part, path), {})]

    return _batch(book, data, manner, blocks)


def batch_update_by_filter(book: Spreadsheet, data: Iterable[Json], manner: Manner) -> Json:
    """values.batchUpdateByDataFilter: the same values for every range that a filter matches.

    A filter that matches nothing writes nothing and leaves no entry in the answer's responses.
    """

    def blocks(part: Json, path: str) -> list[tuple[Block, Json]]:
        data_filter = part.get("dataFilter") or {}
        lines, major = lines_of(part, path), part.get("majorDimension") or "ROWS"
        extra = {"dataFilter": data_filter}
        return [(Block(area, lines, major), extra) for area in filters.areas(book, data_filter)]

    return _batch(book, data, manner, blocks)


def _batch(
    book: Spreadsheet,
    data: Iterable[Json],
    manner: Manner,
    blocks: Callable[[Json, str], list[tuple[Block, Json]]],
) -> Json:
    done: list[tuple[Written, Json]] = []
    with book.atomic():
        for number, part in enumerate(data):
            try:
                done += [
                    (write(book, block, manner.option), extra)
                    for block, extra in blocks(part, f"data[{number}].")
                ]
            except ApiError as error:
                if not error.details:
                    error.message = f"Invalid data[{number}]: {error.message}"
                raise
    responses = [_response(shown(book, written, manner), extra) for written, extra in done]
    return _totals(book, [written for written, _ in done]) | (
        {"responses": responses} if responses else {}
    )


def _response(answer: Json, extra: Json) -> Json:
    """One entry of a batch's answer; that of a data filter names the filter in place of the
    spreadsheet.
    """
    return (
        answer
        if not extra
        else {name: part for name, part in answer.items() if name != "spreadsheetId"} | extra
    )


def _totals(book: Spreadsheet, done: list[Written]) -> Json:
    sheets = {written.block.area.sheet.id for written in done if written.cells}
    totals = {
        "totalUpdatedRows": len(
            {(written.block.area.sheet.id, row) for written in done for row in written.rows}
        ),
        "totalUpdatedColumns": len(
            {(written.block.area.sheet.id, c) for written in done for c in written.columns}
        ),
        "totalUpdatedCells": sum(written.cells for written in done),
        "totalUpdatedSheets": len(sheets),
    }
    return {"spreadsheetId": book.id} | {name: total for name, total in totals.items() if total}


def shown(book: Spreadsheet, done: Written, manner: Manner) -> Json:
    """UpdateValuesResponse; zero counts are left out, as protocol buffers do."""
    counts = {
        "updatedRows": len(done.rows),
        "updatedColumns": len(done.columns),
        "updatedCells": done.cells,
    }
    answer: Json = {"spreadsheetId": book.id, "updatedRange": a1.text(done.block.written)}
    answer |= {name: count for name, count in counts.items() if count}
    if manner.shown is not None:
        area = done.block.written if done.block.anchor else a1.clipped(done.block.area)
        answer["updatedData"] = value_range(
            book, area, manner.shown._replace(major=done.block.major)
        )
    return answer


def block_of(book: Spreadsheet, words: str, part: Json, path: str) -> Block:
    """The block of a ValueRange for an A1 range; `path` leads to it in the body, for error
    texts.
    """
    lines = lines_of(part, path)
    major = part.get("majorDimension") or "ROWS"
    return Block(a1.parse(book, words), lines, major, anchor=a1.is_anchor(words))


def lines_of(part: Json, path: str) -> list[list[Any]]:
    """The values of a ValueRange as rows; 400 when they are no list of lists, or hold lists or
    objects.
    """
    values = part.get("values")
    if values is None:
        return []
    wrong = (
        [(f"{path}values", values)]
        if not isinstance(values, list)
        else [
            (f"{path}values[{number}]", line)
            for number, line in enumerate(values)
            if not isinstance(line, list)
        ]
    )
    if wrong:
        kind = "type.googleapis.com/google.protobuf.ListValue"
        raise bad_fields(
            *((at, f"Invalid value at '{at}' ({kind}), {json.dumps(value)}") for at, value in wrong)
        )
    if part.get("majorDimension") == "COLUMNS":
        height = max(map(len, values), default=0)
        return [
            [line[row] if row < len(line) else None for line in values] for row in range(height)
        ]
    return list(values)


def write(book: Spreadsheet, block: Block, option: str) -> Written:
    """Put a block's values into its cells; 400 when they do not fit the range or the grid, or may
    not be edited.
    """
    _check_fit(block)
    area = block.written
    if not all(may_edit(book, protected) for protected in area.sheet.protected_ranges):
        for row, line in enumerate(block.lines, area.top):
            _check_line(book, area, row, line)
    enter = _Entering(book).enter if option == "USER_ENTERED" else enter_raw
    done: list[list[int]] = []
    with _collector_at_rest():
        for number, line in enumerate(block.lines):
            done.append(_write_line(area.sheet, area.top + number, area.left, line, enter, number))
    rows = frozenset(area.top + number for number, changed in enumerate(done) if changed)
    return Written(
        block,
        sum(map(len, done)),
        rows,
        frozenset(column for changed in done for column in changed),
    )


def _check_line(book: Spreadsheet, area: Area, row: int, line: list[Any]) -> None:
    """400 where a cell that gets a value may not be edited; null leaves a cell alone."""
    for column, value in enumerate(line, area.left):
        if value is not None:
            check_editable(book, area.sheet, row, column, row + 1, column + 1)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No garbage collection inside: a million new cells would set it off again and again, for
    nothing.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _check_fit(block: Block) -> None:
    area, written = block.area, block.written
    sheet = area.sheet
    if (
        not block.anchor
        and written.bottom > max(area.bottom, area.top + 1)
        and area.bottom < sheet.row_count
    ):
        raise invalid(_too_much(area, f"row [{area.bottom + 1}]"))
    if not block.anchor and written.right > area.right and area.right < sheet.column_count:
        raise invalid(_too_much(area, f"column [{a1.column_letters(area.right)}]"))
    if written.bottom > sheet.row_count or written.right > sheet.column_count:
        raise invalid(f"Range ({a1.text(written)}) exceeds grid limits. {a1.limits(sheet)}")


def _too_much(area: Area, where: str) -> str:
    return f"Requested writing within range [{a1.text(area)}], but tried writing to {where}"


Enter = Callable[[Cell, Any], Cell]


def _write_line(
    sheet: Sheet, row: int, left: int, line: list[Any], enter: Enter, number: int
) -> list[int]:
    """Write one row; gives the columns that were not left alone."""
    changed = [column for column, value in enumerate(line, left) if value is not None]
    if not changed:
        return changed
    held = sheet.row_to_change(row)
    for column in changed:
        value = line[column - left]
        if isinstance(value, (dict, list)):
            kind = "struct_value" if isinstance(value, dict) else "list_value"
            raise invalid(f"Invalid values[{number}][{column - left}]: {kind} {{\n}}\n")
        cell = enter(held.get(column, EMPTY), value)
        if cell == EMPTY:
            held.pop(column, None)
        else:
            held[column] = cell
    if not held:
        del sheet.rows[row]
    return changed


def enter_raw(cell: Cell, value: Any) -> Cell:
    """The cell with a value as it is: a string stays a string, "" leaves no value."""
    if type(value) is str and len(value) > TEXT_LIMIT:
        raise invalid(
            f"Your input contains more than the maximum of {TEXT_LIMIT} characters in a "
            f"single cell."
        )
    kept = plain(value) if type(value) in (int, float) else value
    if type(kept) is str and not kept:
        kept = None
    return Cell(kept, None, cell.format, cell.note, cell.validation)


class _Entering:
    """USER_ENTERED in one spreadsheet: texts become what they would when typed."""

    def __init__(self, book: Spreadsheet) -> None:
        self.locale, self.today = locale(book.properties["locale"]), book.now().replace(tzinfo=None)

    def enter(self, cell: Cell, value: Value) -> Cell:
        form = (cell.format or {}).get("numberFormat")
        if not isinstance(value, str) or not value or (form and form.get("type") == "TEXT"):
            return enter_raw(cell, value)
        entry = typed(value, self.locale, self.today)
        held = enter_raw(cell, value)._replace(value=entry.value, formula=entry.formula)
        if entry.number_format and _takes_over(entry.number_format, form):
            return held._replace(
                format={**(cell.format or {}), "numberFormat": entry.number_format}
            )
        return held


def _takes_over(new: Mapping[str, Any], old: Mapping[str, Any] | None) -> bool:
    """Whether the way of typing changes the cell's format: only where there is none, or a moment
    meets a number.
    """
    return old is None or (new["type"] in _MOMENTS) != (old.get("type") in _MOMENTS)
