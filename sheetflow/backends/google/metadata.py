"""Developer metadata: how the spreadsheet itself remembers our columns, whatever people rename or
move.

A column carries one entry with the key `sheetflow`, visible to every client (DOCUMENT). Its value
is JSON: `is` says which column it is (`status`, or `people:email` for one of the team's), `choices`
is a checksum of the words that its drop-down was given, `dressed` says that a column of ours got
its note and format. The heading row carries `{"is": "headings"}`. Rows of leads carry none, for
metadata stays where it is when people sort; but between two batches `{"is": "edge"}` stands on the
last row of a table or filter that is about to be widened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from zlib import crc32

KEY: Final = "sheetflow"
PEOPLES: Final = "people:"
HEADINGS: Final = "headings"
EDGE: Final = "edge"


class MetadataEntry(NamedTuple):
    """One entry: `id` is the metadata id, `at` the 0-based column it stands on."""

    id: int
    at: int
    name: str
    choices: int | None = None
    dressed: bool = False


def entries_of(sheet: dict[str, Any]) -> list[MetadataEntry]:
    """Our entries on the columns of one sheet of a spreadsheets.get answer, the leftmost first."""
    columns = [
        (part.get("startColumn", 0) + at, column)
        for part in sheet.get("data", ())
        for at, column in enumerate(part.get("columnMetadata", ()))
    ]
    return sorted(
        {mark for at, column in columns for mark in _read(at, column)},
        key=lambda mark: (mark.at, mark.id),
    )


def heading_row_of(sheet: dict[str, Any]) -> int:
    """The 1-based row that carries our mark of the headings; 0 where none does."""
    return next((row for row, mark in row_entries(sheet) if mark.name == HEADINGS), 0)


def row_entries(sheet: dict[str, Any]) -> Iterator[tuple[int, MetadataEntry]]:
    """Our marks on rows, with the 1-based rows that they stand on."""
    for part in sheet.get("data", ()):
        for at, row in enumerate(part.get("rowMetadata", ()), part.get("startRow", 0) + 1):
            yield from ((at, mark) for mark in _read(0, row))


def _read(at: int, column: dict[str, Any]) -> Iterator[MetadataEntry]:
    for entry in column.get("developerMetadata", ()):
        if entry.get("metadataKey") == KEY:
            try:
                value = json.loads(entry.get("metadataValue", ""))
                name, choices = str(value["is"]), value.get("choices")
                known = choices if isinstance(choices, int) else None
                yield MetadataEntry(
                    entry.get("metadataId", 0), at, name, known, value.get("dressed") is True
                )
            except (
                ValueError,
                TypeError,
                KeyError,
                RecursionError,
            ):  # people's programs can write metadata too
                continue


def value_of(name: str, words: Sequence[str] = (), *, dressed: bool = False) -> str:
    """The value of an entry; with the `words` of the drop-down that was offered, or `dressed` for a
    column of ours.
    """
    choices = {"choices": fingerprint(words)} if words else {}
    return json.dumps({"is": name, **choices, **({"dressed": True} if dressed else {})})


def name_of(value: str) -> str:
    """Which column an entry with this value is about."""
    return str(json.loads(value)["is"])


def fingerprint(words: Sequence[str]) -> int:
    """Tells one list of drop-down words from another."""
    return crc32("\n".join(words).encode())


def create(sheet_id: int, at: int, value: str, dimension: str = "COLUMNS") -> dict[str, Any]:
    """The request that puts an entry on a column (or row), 0-based."""
    entry = {
        "metadataKey": KEY,
        "metadataValue": value,
        "visibility": "DOCUMENT",
        "location": _location(sheet_id, at, dimension),
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def _location(sheet_id: int, at: int, dimension: str) -> dict[str, Any]:
    return {
        "dimensionRange": {
            "sheetId": sheet_id,
            "dimension": dimension,
            "startIndex": at,
            "endIndex": at + 1,
        }
    }


def update(
    mark_id: int, value: str, place: tuple[int, int] | None = None, dimension: str = "COLUMNS"
) -> dict[str, Any]:
    """The request that gives an entry another value.

    With a `place`, a sheet id and a 0-based column (or row), only as long as it stands there.
    Elsewhere the request finds nothing and is refused, and with it the whole batch, which names
    columns and rows by where they stood.
    """
    there: dict[str, Any] = {}
    if place is not None:
        there = {
            "metadataLocation": _location(*place, dimension),
            "locationMatchingStrategy": "EXACT_LOCATION",
        }
    return {
        "updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataId": mark_id, **there}}],
            "developerMetadata": {"metadataValue": value},
            "fields": "metadataValue",
        }
    }


def delete(mark_id: int) -> dict[str, Any]:
    """The request that takes an entry away."""
    return {"deleteDeveloperMetadata": {"dataFilter": lookup(mark_id)}}


def lookup(mark_id: int) -> dict[str, Any]:
    """The data filter that finds the column of an entry wherever it stands now."""
    return {"developerMetadataLookup": {"metadataId": mark_id}}
