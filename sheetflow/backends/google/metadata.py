"""Developer metadata: how the spreadsheet itself remembers our columns, whatever people rename or
move.

*Metadata entry*: a key and a value that Google keeps on a column or row. Each column of ours has
one with the key `sheetflow`, visible to every client (DOCUMENT). Its value is JSON: `is` names the
column (`status`, or `people:email` for one of the team's), `choices` is a checksum of the words in
its drop-down, `dressed` says that a column of ours got its note and format. The heading row has
`{"is": "headings"}`. Rows of leads have none, for metadata stays where it is when people sort; but
between two batches the last row of a table or filter that is about to be widened has
`{"is": "edge"}`. `dressed` and `edge` are spelled as sheets that were synced before have them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from zlib import crc32

KEY: Final = "sheetflow"
PEOPLE_PREFIX: Final = "people:"
HEADINGS: Final = "headings"
LAST_ROW: Final = "edge"


class MetadataEntry(NamedTuple):
    """One entry: `id` is the metadata id, `at` its 0-based column."""

    id: int
    at: int
    name: str
    choices: int | None = None
    formatted: bool = False


def entries_of(sheet: dict[str, Any]) -> list[MetadataEntry]:
    """Returns our entries on the columns of a sheet of a spreadsheets.get answer, the leftmost
    first.
    """
    found: set[MetadataEntry] = set()
    for part in sheet.get("data", ()):
        for at, column in enumerate(part.get("columnMetadata", ()), part.get("startColumn", 0)):
            found.update(_entries_on(column, at))
    return sorted(found, key=lambda entry: (entry.at, entry.id))


def heading_row_of(sheet: dict[str, Any]) -> int:
    """Returns the 1-based row with our entry of the headings; 0 where there is none."""
    return next((row for row, entry in row_entries(sheet) if entry.name == HEADINGS), 0)


def row_entries(sheet: dict[str, Any]) -> Iterator[tuple[int, MetadataEntry]]:
    """Yields our entries on rows, each with its 1-based row."""
    for part in sheet.get("data", ()):
        for number, row in enumerate(part.get("rowMetadata", ()), part.get("startRow", 0) + 1):
            for entry in _entries_on(row, 0):
                yield number, entry


def _entries_on(dimension: dict[str, Any], at: int) -> Iterator[MetadataEntry]:
    """Yields our entries on a column or row (DimensionProperties)."""
    for raw in dimension.get("developerMetadata", ()):
        if raw.get("metadataKey") == KEY:
            entry = _read(raw, at)
            if entry is not None:
                yield entry


def _read(raw: dict[str, Any], at: int) -> MetadataEntry | None:
    """Reads an entry; None where the value is not one of ours."""
    try:
        value = json.loads(raw.get("metadataValue", ""))
        name, choices = str(value["is"]), value.get("choices")
        formatted = value.get("dressed") is True
    except (ValueError, TypeError, KeyError, RecursionError):
        return None  # people's programs can write metadata too
    known = choices if isinstance(choices, int) else None
    return MetadataEntry(raw.get("metadataId", 0), at, name, known, formatted)


def value_of(name: str, words: Sequence[str] = (), *, formatted: bool = False) -> str:
    """Writes the value of an entry, with the `words` of the drop-down that was offered."""
    facts: dict[str, object] = {"is": name}
    if words:
        facts["choices"] = words_checksum(words)
    if formatted:
        facts["dressed"] = True
    return json.dumps(facts)


def name_of(value: str) -> str:
    """Reads which column an entry with this value is about."""
    return str(json.loads(value)["is"])


def words_checksum(words: Sequence[str]) -> int:
    """Returns a checksum that tells one list of drop-down words from another."""
    return crc32("\n".join(words).encode())


def create(sheet_id: int, at: int, value: str, dimension: str = "COLUMNS") -> dict[str, Any]:
    """Builds the request that puts an entry on a column (or row), 0-based."""
    entry = {
        "metadataKey": KEY,
        "metadataValue": value,
        "visibility": "DOCUMENT",
        "location": _location(sheet_id, at, dimension),
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def _location(sheet_id: int, at: int, dimension: str) -> dict[str, Any]:
    span = {"sheetId": sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
    return {"dimensionRange": span}


def update(
    entry_id: int, value: str, place: tuple[int, int] | None = None, dimension: str = "COLUMNS"
) -> dict[str, Any]:
    """Builds the request that gives an entry another value.

    With a `place`, a sheet id and a 0-based column (or row), only as long as the entry is there.
    Elsewhere the request finds nothing and is refused, and with it the whole batch, which names
    columns and rows by where they were.
    """
    only_there: dict[str, Any] = {}
    if place is not None:
        only_there = {
            "metadataLocation": _location(*place, dimension),
            "locationMatchingStrategy": "EXACT_LOCATION",
        }
    return {
        "updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataId": entry_id, **only_there}}],
            "developerMetadata": {"metadataValue": value},
            "fields": "metadataValue",
        }
    }


def delete(entry_id: int) -> dict[str, Any]:
    """Builds the request that takes an entry away."""
    return {"deleteDeveloperMetadata": {"dataFilter": lookup(entry_id)}}


def lookup(entry_id: int) -> dict[str, Any]:
    """Builds the data filter that finds the column of an entry wherever it is now."""
    return {"developerMetadataLookup": {"metadataId": entry_id}}
