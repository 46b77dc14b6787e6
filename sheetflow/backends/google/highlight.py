"""Highlighting on Google: one conditional format per status, ours by a tag inside its formula.

A rule reads the status column of its own row and knows the status by its icon, as on Excel. Google
may give a rule back with other separators, spaces and capitals, with its ranges split, merged or
bounded, and with each colour twice; it is the same rule then, and nothing is written. Source:
discovery document of Sheets v4, ConditionalFormatRule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sheetflow import palette
from sheetflow.backends.google.cell_format import CHANNELS, color_style
from sheetflow.backends.google.grid import (
    Frame,
    GridRange,
    Json,
    Size,
    columns_from,
    grid_range,
    grid_size,
    has_rows,
    runs,
)
from sheetflow.model import column_letters
from sheetflow.palette import COLOURED, LOOKS, TAG, Look, Paint

_PIECES: Final = re.compile(r'"(?:[^"]|"")*"|[^"]+|"')
_PLAIN: Final = ("italic", "strikethrough", "underline")

_Rows = tuple[int, int]
"""A stretch of rows: the first one, and the end, which is exclusive; 0-based."""


def formula(status: str, column: int, row: int) -> str:
    """Writes the formula that is true where the status column (0-based) of the row (1-based) says
    `status`.

    Semicolons separate arguments in every locale; commas do not where they are decimal signs.
    """
    return "=" + palette.formula(status, column_letters(column), row).replace(",", ";")


def rule_changes(sheet: Json, frame: Frame) -> list[Json]:
    """Builds the requests after which exactly our rules are there, behind the team's; none where
    they are there already.

    Rules that go are named from the last to the first, since each one that goes moves those behind
    it. Where a column of ours is not formatted yet all are made anew, because the columns as read
    are not yet the final ones.
    """
    present: list[Json] = sheet.get("conditionalFormats", [])
    wanted = _wanted(sheet, frame)
    kept: set[str] = set()
    outdated = []
    for index, rule in enumerate(present):
        status = status_of(rule)
        if status is None:  # the team's
            continue
        if _can_stay(rule, wanted, sheet, frame) and status not in kept:
            kept.add(status)
        else:
            outdated.append(index)
    missing = [rule for status, rule in wanted.items() if status not in kept]
    first = len(present) - len(outdated)
    additions = [_addition(rule, index) for index, rule in enumerate(missing, first)]
    return [*_deletions(frame.sheet_id, outdated), *additions]


def _can_stay(rule: Json, wanted: Mapping[str, Json], sheet: Json, frame: Frame) -> bool:
    """Returns whether a rule of ours is as it is wanted."""
    as_wanted = wanted.get(status_of(rule) or "")
    return as_wanted is not None and not frame.unformatted and _same(rule, as_wanted, sheet)


def status_of(rule: Json) -> str | None:
    """Returns the status that one of our rules paints; None for a rule of the team."""
    text = _formula_of(rule)
    tag = TAG.search(_normalised(text)) if "sheetflow:" in text else None
    return tag[1] if tag else None


def restore_requests(requests: Sequence[Json], replies: Sequence[Json]) -> list[Json]:
    """Builds the requests that put back the team's rules which a batch took away.

    The API names rules by position only: one that somebody adds or removes between our reading and
    our batch shifts the others. The reply holds each deleted rule; `replies` are those of
    `requests`, in order.
    """
    of_team: list[tuple[Json, Json]] = []
    ours: list[Json] = []
    for request, reply in zip(requests, replies, strict=True):
        if "deleteConditionalFormatRule" in request:
            place = request["deleteConditionalFormatRule"]
            rule = reply.get("deleteConditionalFormatRule", {}).get("rule")
            if rule is not None and status_of(rule) is None:
                of_team.append((place, rule))
            else:
                ours.append(place)
    of_team.sort(key=lambda deleted: int(deleted[0]["index"]))
    return [_addition(rule, _index_without(ours, place)) for place, rule in of_team]


def _index_without(gone: Iterable[Json], place: Json) -> int:
    """Returns the index of a rule once those that rightly went are gone from before it."""
    sheet_id, index = place["sheetId"], int(place["index"])
    before = [p for p in gone if p["sheetId"] == sheet_id and p["index"] < index]
    return index - len(before)


def _deletions(sheet_id: int, outdated: Sequence[int]) -> list[Json]:
    return [
        {"deleteConditionalFormatRule": {"sheetId": sheet_id, "index": index}}
        for index in reversed(outdated)
    ]


def _addition(rule: Json, index: int) -> Json:
    return {"addConditionalFormatRule": {"rule": rule, "index": index}}


def _wanted(sheet: Json, frame: Frame) -> dict[str, Json]:
    """Builds our rules by status; none without a status column, or without a row below the
    headings.
    """
    if "status" not in frame.owned or not has_rows(sheet, frame.heading_row):
        return {}
    coloured = runs(frame.owned[key] for key in COLOURED if key in frame.owned)
    ranges = [columns_from(frame.sheet_id, frame.heading_row, run) for run in coloured]
    column, row = frame.owned["status"], frame.heading_row + 1
    return {
        status: _rule(formula(status, column, row), look, ranges) for status, look in LOOKS.items()
    }


def _rule(text: str, look: Look, ranges: list[Json]) -> Json:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}
    text_format: Json = {"foregroundColorStyle": color_style(look.text)}
    if look.bold:
        text_format["bold"] = True
    fill = color_style(look.fill)
    shown = {"backgroundColorStyle": fill, "textFormat": text_format}
    return {"ranges": ranges, "booleanRule": {"condition": condition, "format": shown}}


def _same(rule: Json, wanted: Json, sheet: Json) -> bool:
    """Returns whether a rule of ours says, paints and covers what it should."""
    size = grid_size(sheet)
    if _normalised(_formula_of(rule)) != _normalised(_formula_of(wanted)):
        return False
    if _paint(rule["booleanRule"].get("format", {})) != _paint(wanted["booleanRule"]["format"]):
        return False
    return _covered(rule.get("ranges", []), size) == _covered(wanted["ranges"], size)


def _formula_of(rule: Json) -> str:
    condition = rule.get("booleanRule", {}).get("condition", {})
    values = condition.get("values", [])
    if condition.get("type") != "CUSTOM_FORMULA" or len(values) != 1:
        return ""
    return str(values[0].get("userEnteredValue", ""))


def _normalised(text: str) -> str:
    """Returns a formula without what Google may write otherwise: spaces, capitals, and the
    separator of its locale.
    """
    pieces = []
    for piece in _PIECES.findall(text):
        if piece.startswith('"'):  # a text counts as it is
            pieces.append(piece)
        else:
            pieces.append("".join(piece.split()).upper().replace(",", ";"))
    return "".join(pieces)


def _paint(shown: Json) -> Paint | None:
    """Reads what a format shows; None where it shows more than a look has."""
    text = shown.get("textFormat", {})
    if any(text.get(name) for name in _PLAIN):
        return None
    fill, colour = _hex(shown, "backgroundColor"), _hex(text, "foregroundColor")
    return Paint(fill, colour, bool(text.get("bold")))


def _hex(shown: Json, name: str) -> str | None:
    """Reads the colour `name`, which Google keeps in eight bits and shows as fractions; None for
    none or a theme's.
    """
    style = shown.get(f"{name}Style")
    colour = style.get("rgbColor") if style else shown.get(name)
    if colour is None:
        return None
    return "#" + "".join(f"{round(255 * colour.get(channel, 0)):02X}" for channel in CHANNELS)


def _covered(ranges: Iterable[Json], size: Size) -> dict[int, list[_Rows]]:
    """Returns column -> its stretches of rows, however the ranges were cut or overlap."""
    found: dict[int, list[_Rows]] = {}
    for cells in sorted(grid_range(given, size) for given in ranges):
        for column in range(cells.first_column, cells.end_column):
            _lengthen(found.setdefault(column, []), cells)
    return found


def _lengthen(stretches: list[_Rows], cells: GridRange) -> None:
    """Adds the rows of a range that starts at or below the start of the last stretch."""
    if cells.first_row >= cells.end_row:
        return
    first, end = stretches[-1] if stretches else (0, -1)
    if end >= cells.first_row:
        stretches[-1] = (first, max(end, cells.end_row))
    else:
        stretches.append((cells.first_row, cells.end_row))
