"""Cells and records -> the bodies of write requests, each small enough and valid alone; the records
go last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.reconcile import Cells
from sheetflow.model import CellError, Value

LARGEST: Final = 2_000_000
"""Bytes of one body; Google recommends at most 2 MB ("Usage limits" of the Sheets API)."""
_MOST_RANGES: Final = 200
"""More runs of rows than this are sent as one range with gaps."""
_NULL: Final = len("null,")
_NO_CELLS: Final = len("[],")
"""What a row left alone costs in a column sent as a column, and in one sent row by row."""


V = TypeVar("V", str, Value)


class WriteBatch(NamedTuple):
    """One write request: per tab (by its place in the run) the cells, and rows of the state tab."""

    cells: Mapping[int, Cells]
    lines: Mapping[int, str]


def split_batches(
    cells: Sequence[Cells], opening: Mapping[int, str], lines: Mapping[int, str], largest: int
) -> list[WriteBatch]:
    """Returns one batch where everything fits into `largest` bytes.

    Else cells first, begun by the `opening` header that says so, then the records, and the closing
    header last. Without lines the state tab is already as it should be, and its header stays.
    """
    everything = WriteBatch({n: found for n, found in enumerate(cells) if found}, lines)
    if not everything.cells and not lines:
        return []
    if _size(everything) <= largest:
        return [everything]
    pieces: list[WriteBatch] = [WriteBatch({}, opening)] if lines else []
    pieces += (WriteBatch({n: {key: part}}, {}) for n, key, part in _columns(cells, largest // 2))
    records = {row: text for row, text in lines.items() if row > 1}
    pieces += (WriteBatch({}, part) for part in _parts(records, largest // 2, 0))
    closing = {row: text for row, text in lines.items() if row == 1}
    return [*_joined(pieces, largest), *([WriteBatch({}, closing)] if closing else [])]


def _columns(cells: Sequence[Cells], largest: int) -> Iterator[tuple[int, str, dict[int, Value]]]:
    """Yields tab, owned key and cells in parts, ids first: a row that has one is known again,
    whatever happens next.
    """
    for n, found in enumerate(cells):
        for key in sorted(found, key=lambda key: key != "id"):
            for part in _parts(found[key], largest, _NO_CELLS):
                yield n, key, part


def _parts(values: Mapping[int, V], largest: int, gap: int) -> Iterator[dict[int, V]]:
    """Cuts rows so that each part stays below `largest` bytes; `gap` is what a skipped row costs.

    Far down, where skipping alone costs more than that, a part is half as large as it might be
    above.
    """
    part: dict[int, V] = {}
    size = 0
    for row, value in sorted(values.items()):
        cost = _bytes(plain(value)) + len("[],")
        if part and size + cost > max(largest - gap * row, largest // 2):
            yield part
            part, size = {}, 0
        part[row] = value
        size += cost
    if part:
        yield part


def _joined(pieces: Iterable[WriteBatch], largest: int) -> Iterator[WriteBatch]:
    """Puts neighbours together as long as they fit; records never travel with cells, which come
    before them.
    """
    held: WriteBatch | None = None
    for piece in pieces:
        if held is None:
            held = piece
            continue
        both = _both(held, piece)
        if _size(both) <= largest and not (held.cells and piece.lines):
            held = both
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _both(a: WriteBatch, b: WriteBatch) -> WriteBatch:
    cells = {n: dict(found) for n, found in a.cells.items()}
    for n, found in b.cells.items():
        for key, values in found.items():
            cells.setdefault(n, {})[key] = cells.get(n, {}).get(key, {}) | values
    return WriteBatch(cells, {**a.lines, **b.lines})


def _size(batch: WriteBatch) -> int:
    """Returns the bytes of a body, near enough: what the ranges themselves cost is small beside the
    values.
    """
    values: list[object] = []
    gaps = 0
    for found in batch.cells.values():
        for column in found.values():
            if column:
                gaps += _gaps(column)
                values += map(plain, column.values())
    return gaps + _bytes([values, list(batch.lines.values())])


def _gaps(values: Mapping[int, Value]) -> int:
    """Returns the bytes that the rows without a value cost."""
    skipped = max(values) - len(values)
    return skipped * _NO_CELLS + len(values) * len("[]") if _is_sparse(values) else skipped * _NULL


def _is_sparse(values: Mapping[int, Value]) -> bool:
    """Returns whether a column is shorter row by row: most of its rows are left alone."""
    return 2 * len(values) < max(values, default=0)


def _bytes(value: object) -> int:
    """Returns the length of a value as it is sent."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "surrogatepass"))


def plain(value: Value) -> object:
    """Returns a value as a RAW write takes it: null would leave the cell alone, no text clears
    it.
    """
    if value is None:
        return ""
    return value.code if isinstance(value, CellError) else value


def column_range(data_filter: Json, values: Mapping[int, Value]) -> Json:
    """Builds a DataFilterValueRange that writes rows of a whole column and leaves the others
    alone.
    """
    last = max(values, default=1)
    if _is_sparse(values):
        rows: list[list[object]] = [[] for _ in range(last)]
        for row, value in values.items():
            rows[row - 1] = [plain(value)]
        return {"dataFilter": data_filter, "majorDimension": "ROWS", "values": rows}
    cells: list[object] = [None] * last
    for row, value in values.items():
        cells[row - 1] = plain(value)
    return {"dataFilter": data_filter, "majorDimension": "COLUMNS", "values": [cells]}


def answered_column(asked: Json, answer: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """Returns the column in the answer for such a range, which is oriented as the range is; empty
    where there is none.
    """
    if asked["majorDimension"] == "ROWS":
        return [row[0] if row else "" for row in answer]
    return answer[0] if answer else []


def line_ranges(sheet_id: int, lines: Mapping[int, str]) -> Iterator[Json]:
    """Builds the DataFilterValueRanges for rows of the state tab, one per run of adjacent rows."""
    runs: list[list[int]] = []
    for row in sorted(lines):
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    if len(runs) > _MOST_RANGES:
        runs = [list(range(runs[0][0], runs[-1][-1] + 1))]
    for run in runs:
        rows = {"startRowIndex": run[0] - 1, "endRowIndex": run[-1]}
        where = {"sheetId": sheet_id, **rows, "startColumnIndex": 0, "endColumnIndex": 1}
        values = [[lines.get(row) for row in run]]
        yield {"dataFilter": {"gridRange": where}, "majorDimension": "COLUMNS", "values": values}
