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
    """One write request: per tab (by its place in the run) the cells, and rows of the memory
    tab.
    """

    cells: Mapping[int, Cells]
    lines: Mapping[int, str]


def split_batches(
    cells: Sequence[Cells], opening: Mapping[int, str], lines: Mapping[int, str], largest: int
) -> list[WriteBatch]:
    """All in one parcel where that fits. Else cells first, begun by the `opening` header that says
    so, then the records, and the closing header last. Without lines the memory holds already what
    it should, and stays closed.
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
    """Ids first: a row that has one is known again, whatever happens next."""
    for n, found in enumerate(cells):
        for key in sorted(found, key=lambda key: key != "id"):
            for part in _parts(found[key], largest, _NO_CELLS):
                yield n, key, part


def _parts(values: Mapping[int, V], largest: int, gap: int) -> Iterator[dict[int, V]]:
    """Cut rows so that each part stays below `largest` bytes; `gap` is what a skipped row costs.

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
    """Neighbours together as long as they fit; records never travel with cells, which come before
    them.
    """
    held: WriteBatch | None = None
    for piece in pieces:
        both = _both(held, piece) if held else piece
        fits = held is None or (_size(both) <= largest and not (held.cells and piece.lines))
        if not fits and held is not None:
            yield held
        held = both if fits else piece
    if held is not None:
        yield held


def _both(a: WriteBatch, b: WriteBatch) -> WriteBatch:
    cells = {n: dict(found) for n, found in a.cells.items()}
    for n, found in b.cells.items():
        for key, values in found.items():
            cells.setdefault(n, {})[key] = cells.get(n, {}).get(key, {}) | values
    return WriteBatch(cells, {**a.lines, **b.lines})


def _size(parcel: WriteBatch) -> int:
    """The bytes of a body, near enough: what the ranges themselves cost is small beside the
    values.
    """
    columns = [values for found in parcel.cells.values() for values in found.values() if values]
    values = [plain(value) for column in columns for value in column.values()]
    return sum(map(_gaps, columns)) + _bytes([values, list(parcel.lines.values())])


def _gaps(values: Mapping[int, Value]) -> int:
    skipped = max(values) - len(values)
    return skipped * _NO_CELLS + len(values) * len("[]") if _is_sparse(values) else skipped * _NULL


def _is_sparse(values: Mapping[int, Value]) -> bool:
    """Whether a column is shorter row by row: most of its rows are left alone."""
    return 2 * len(values) < max(values, default=0)


def _bytes(value: object) -> int:
    """The length of a value as it is sent."""
    return len(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    )


def plain(value: Value) -> object:
    """A value as a RAW write takes it: null would leave the cell alone, no text clears it."""
    return "" if value is None else value.code if isinstance(value, CellError) else value


def column_entry(data_filter: Json, values: Mapping[int, Value]) -> Json:
    """A DataFilterValueRange that writes rows of a whole column and leaves the others alone."""
    if _is_sparse(values):
        rows: list[list[object]] = [
            [plain(values[row])] if row in values else [] for row in range(1, max(values) + 1)
        ]
        return {"dataFilter": data_filter, "majorDimension": "ROWS", "values": rows}
    cells = [
        plain(values[row]) if row in values else None
        for row in range(1, max(values, default=1) + 1)
    ]
    return {"dataFilter": data_filter, "majorDimension": "COLUMNS", "values": [cells]}


def told_column(entry: Json, told: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """The column in the answer for such an entry, which is oriented as the entry is; empty where
    there is none.
    """
    if entry["majorDimension"] == "ROWS":
        return [row[0] if row else "" for row in told]
    return told[0] if told else []


def line_entries(sheet_id: int, lines: Mapping[int, str]) -> Iterator[Json]:
    """DataFilterValueRanges for rows of the memory tab, one per run of adjacent rows."""
    runs: list[list[int]] = []
    for row in sorted(lines):
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    if len(runs) > _MOST_RANGES:
        runs = [list(range(runs[0][0], runs[-1][-1] + 1))]
    for run in runs:
        area = {"sheetId": sheet_id, "startRowIndex": run[0] - 1, "endRowIndex": run[-1],
                "startColumnIndex": 0, "endColumnIndex": 1}  # fmt: skip
        values = [[lines.get(row) for row in run]]
        yield {"dataFilter": {"gridRange": area}, "majorDimension": "COLUMNS", "values": values}
