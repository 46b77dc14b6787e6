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
from sheetflow.backends.google.grid import (
    Frame,
    GridRange,
    Json,
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


def formula(status: str, column: int, row: int) -> str:
    """The formula that is true where the status column (0-based) of the row (1-based) says
    `status`.

    Semicolons separate arguments in every locale; commas do not where they are decimal signs.
    """
    return "=" + palette.formula(status, column_letters(column), row).replace(",", ";")


def rule_changes(sheet: Json, frame: Frame) -> list[Json]:
    """The requests after which exactly our rules stand, after the team's; none where they stand
    already.

    Rules that go are named from the last to the first, since each one that goes moves those behind
    it. Where a column of ours is fresh all are made anew, because the columns as read are not yet
    the final ones.
    """
    standing: list[Json] = sheet.get("conditionalFormats", [])
    wanted = _wanted(sheet, frame)
    kept: set[str] = set()
    gone = []
    for index, rule in enumerate(standing):
        status = status_of(rule)
        if (
            status in wanted
            and status not in kept
            and not frame.fresh
            and _same(rule, wanted[status], sheet)
        ):
            kept.add(status)
        elif status is not None:
            gone.append(index)
    missing = [rule for status, rule in wanted.items() if status not in kept]
    return [*_deletions(frame.sheet_id, gone), *_additions(missing, len(standing) - len(gone))]


def status_of(rule: Json) -> str | None:
    """The status that one of our rules paints; None for a rule of the team."""
    text = _formula_of(rule)
    tag = TAG.search(_squeezed(text)) if "sheetflow:" in text else None
    return tag[1] if tag else None


def mistaken(requests: Sequence[Json], replies: Sequence[Json]) -> list[Json]:
    """The requests that put back the team's rules which a batch took away.

    The API names rules by position only: one that somebody adds or removes between our reading and
    our batch shifts the others. The reply holds each deleted rule; `replies` are those of
    `requests`, in order.
    """
    deleted = [
        (
            request["deleteConditionalFormatRule"],
            reply.get("deleteConditionalFormatRule", {}).get("rule"),
        )
        for request, reply in zip(requests, replies, strict=True)
        if "deleteConditionalFormatRule" in request
    ]
    theirs = [
        (place, rule) for place, rule in deleted if rule is not None and status_of(rule) is None
    ]
    rightly = [place for place, rule in deleted if rule is None or status_of(rule) is not None]
    return [
        _addition(
            rule,
            place["index"]
            - sum(r["index"] < place["index"] for r in _on(place["sheetId"], rightly)),
        )
        for place, rule in sorted(theirs, key=lambda pair: int(pair[0]["index"]))
    ]


def _on(sheet_id: int, places: Iterable[Json]) -> list[Json]:
    return [place for place in places if place["sheetId"] == sheet_id]


def _deletions(sheet_id: int, gone: Sequence[int]) -> list[Json]:
    return [
        {"deleteConditionalFormatRule": {"sheetId": sheet_id, "index": index}}
        for index in reversed(gone)
    ]


def _additions(rules: Iterable[Json], first: int) -> list[Json]:
    return [_addition(rule, index) for index, rule in enumerate(rules, first)]


def _addition(rule: Json, index: int) -> Json:
    return {"addConditionalFormatRule": {"rule": rule, "index": index}}


def _wanted(sheet: Json, frame: Frame) -> dict[str, Json]:
    """Our rules by status; none without a status column, or without a row below the headings."""
    if "status" not in frame.owned or not has_rows(sheet, frame.heading_row):
        return {}
    coloured = runs(frame.owned[key] for key in COLOURED if key in frame.owned)
    ranges = [columns_from(frame.sheet_id, frame.heading_row, run) for run in coloured]
    return {
        status: _rule(formula(status, frame.owned["status"], frame.heading_row + 1), look, ranges)
        for status, look in LOOKS.items()
    }


def _rule(text: str, look: Look, ranges: list[Json]) -> Json:
    shown: Json = {"foregroundColorStyle": {"rgbColor": _floats(look.text)}}
    if look.bold:
        shown["bold"] = True
    return {
        "ranges": ranges,
        "booleanRule": {
            "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]},
            "format": {
                "backgroundColorStyle": {"rgbColor": _floats(look.fill)},
                "textFormat": shown,
            },
        },
    }


def _same(rule: Json, wanted: Json, sheet: Json) -> bool:
    """Whether a rule of ours says, paints and covers what it should."""
    size = grid_size(sheet)
    return (
        _squeezed(_formula_of(rule)) == _squeezed(_formula_of(wanted))
        and _paint(rule["booleanRule"].get("format", {})) == _paint(wanted["booleanRule"]["format"])
        and _covered(rule.get("ranges", []), size) == _covered(wanted["ranges"], size)
    )


def _formula_of(rule: Json) -> str:
    condition = rule.get("booleanRule", {}).get("condition", {})
    values = condition.get("values", [])
    if condition.get("type") != "CUSTOM_FORMULA" or len(values) != 1:
        return ""
    return str(values[0].get("userEnteredValue", ""))


def _squeezed(text: str) -> str:
    """A formula without what Google may write otherwise: spaces, capitals, and the separator of its
    locale.
    """
    return "".join(
        piece if piece.startswith('"') else "".join(piece.split()).upper().replace(",", ";")
        for piece in _PIECES.findall(text)
    )


def _paint(shown: Json) -> Paint | None:
    """What a format shows; None where it shows more than a look has."""
    text = shown.get("textFormat", {})
    if any(text.get(name) for name in _PLAIN):
        return None
    return Paint(
        _hex(shown, "backgroundColor"), _hex(text, "foregroundColor"), bool(text.get("bold"))
    )


def _hex(shown: Json, name: str) -> str | None:
    """The colour `name`, which Google keeps in eight bits and shows as fractions; None for none or
    a theme's.
    """
    style = shown.get(f"{name}Style")
    colour = style.get("rgbColor") if style else shown.get(name)
    if colour is None:
        return None
    return "#" + "".join(
        f"{round(255 * colour.get(channel, 0)):02X}" for channel in ("red", "green", "blue")
    )


def _floats(colour: str) -> Mapping[str, float]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return dict(zip(("red", "green", "blue"), parts, strict=True))


def _covered(ranges: Iterable[Json], size: tuple[int, int]) -> dict[int, list[tuple[int, int]]]:
    """Column -> its stretches of rows (first, end), however the ranges were cut or overlap."""
    found: dict[int, list[tuple[int, int]]] = {}
    for cells in sorted(grid_range(given, size) for given in ranges):
        for column in range(cells.first_column, cells.end_column):
            _lengthen(found.setdefault(column, []), cells)
    return found


def _lengthen(stretches: list[tuple[int, int]], cells: GridRange) -> None:
    """Add the rows of an area that starts at or below the last stretch's start."""
    if cells.first_row >= cells.end_row:
        return
    if stretches and stretches[-1][1] >= cells.first_row:
        stretches[-1] = (stretches[-1][0], max(stretches[-1][1], cells.end_row))
    else:
        stretches.append((cells.first_row, cells.end_row))
