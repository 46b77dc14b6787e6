"""Automatic sizes of columns and rows."""

from __future__ import annotations

from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.changes.dimensions import Span, span_of, within
from tests.sheets_server.errors import invalid

CAPITAL = 1336 / 2048 * 13
"""Pixels of an A at the default size; with MARGIN the recordings' 1,024 of them make their 8,691
pixels.
"""
MARGIN = 7
"""Pixels beside the text of a column that was fitted to it."""
_NARROW = frozenset(" .,:;'|!ijltfI()[]")


def text_width(text: str) -> int:
    """Pixels that a text takes, roughly for other letters than capitals (real widths come from the
    font's tables).
    """
    shares = (0.4 if letter in _NARROW else 1.0 if letter.isupper() else 0.85 for letter in text)
    return round(CAPITAL * sum(shares))


def _fit(book: Spreadsheet, body: Json) -> None:
    """Columns by their longest text (blank ones stay as they are); rows go back to the default
    height.
    """
    if "dataSourceSheetDimensions" in body:
        raise invalid("not implemented by the test server")
    span = within(span_of(book, body.get("dimensions")))
    for index in range(span.start, span.end):
        if span.dimension == "ROWS":
            _set_size(span.sheet.row_properties, index, None)
        elif width := _widest(span, index):
            _set_size(span.sheet.column_properties, index, width + MARGIN)


def _widest(span: Span, column: int) -> int:
    values = (cells[column].value for cells in span.sheet.rows.values() if column in cells)
    texts = (str(value) for value in values if value is not None)
    return max((text_width(line) for text in texts for line in text.split("\n")), default=0)


def _set_size(properties: dict[int, Json], index: int, pixels: int | None) -> None:
    held = {name: item for name, item in properties.pop(index, {}).items() if name != "pixelSize"}
    after = held if pixels is None else {**held, "pixelSize": pixels}
    if after:
        properties[index] = after


KINDS = {"autoResizeDimensions": _fit}
