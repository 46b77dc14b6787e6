"""What Google makes of formatting requests: a sheet's JSON before -> the JSON that spreadsheets.get
gives afterwards.
"""

from __future__ import annotations

import struct
from copy import deepcopy
from itertools import chain
from typing import Any, NamedTuple

from sheetflow.backends.google.grid import Frame, Json


class Habits(NamedTuple):
    """How a spreadsheet shows a rule that was put into it; the locale decides some of it."""

    bounded: bool = False  # open ranges end where the grid ends
    commas: bool = False  # arguments are separated by commas, with a space behind
    capitals: bool = True  # references and functions keep their capitals
    split: bool = False  # a range of several columns becomes several ranges, the rows cut in two


COMMON = Habits()
HABITS = [
    COMMON,
    Habits(bounded=True),
    Habits(commas=True),
    Habits(capitals=False),
    Habits(True, True, False, True),
]


def sheet(sheet_id: int = 7, rows: int = 1000, **parts: object) -> Json:
    """An entry of `sheets` in a spreadsheets.get answer."""
    grid = {"rowCount": rows, "columnCount": 26}
    return {"properties": {"sheetId": sheet_id, "title": "Leads", "gridProperties": grid}, **parts}


KEYS = (
    "status",
    "next_contact",
    "overdue",
    "next_step",
    "touches",
    "interest",
    "flags",
    "why",
    "id",
)


def frame(**changes: Any) -> Frame:
    """Our nine columns in K to S under headings in row 1, all of them formatted before."""
    return Frame(
        sheet_id=7, heading_row=1, owned={key: at for at, key in enumerate(KEYS, 10)}
    )._replace(**changes)


def applied(before: Json, requests: list[Json], habits: Habits = COMMON) -> Json:
    """The sheet after a batch of the requests that change a sheet's own lists; cells are not
    kept.
    """
    after = deepcopy(before)
    for request in requests:
        ((kind, body),) = deepcopy(request).items()
        if kind in KINDS:
            KINDS[kind](after, body, habits)
    return after


def _add_rule(to: Json, body: Json, habits: Habits) -> None:
    rules = to.setdefault("conditionalFormats", [])
    assert 0 <= body["index"] <= len(rules)
    rules.insert(body["index"], stored_rule(body["rule"], to, habits))


def _delete_rule(to: Json, body: Json, habits: Habits) -> None:
    assert body["sheetId"] == to["properties"]["sheetId"]
    del to["conditionalFormats"][body["index"]]


def _add_protection(to: Json, body: Json, habits: Habits) -> None:
    ranges = to.setdefault("protectedRanges", [])
    new = {"protectedRangeId": 1 + max((p["protectedRangeId"] for p in ranges), default=0)}
    where = _stored_range(body["protectedRange"]["range"], to, habits)
    ranges.append(
        body["protectedRange"]
        | new
        | {"range": where, "requestingUserCanEdit": True, "editors": {}}
    )


def _delete_protection(to: Json, body: Json, habits: Habits) -> None:
    ids = [p["protectedRangeId"] for p in to["protectedRanges"]]
    del to["protectedRanges"][ids.index(body["protectedRangeId"])]


def _set_properties(to: Json, body: Json, habits: Habits) -> None:
    assert body["fields"] == "gridProperties.frozenRowCount"
    to["properties"]["gridProperties"] |= body["properties"]["gridProperties"]


KINDS = {
    "addConditionalFormatRule": _add_rule,
    "deleteConditionalFormatRule": _delete_rule,
    "addProtectedRange": _add_protection,
    "deleteProtectedRange": _delete_protection,
    "updateSheetProperties": _set_properties,
}


def stored_rule(rule: Json, of: Json, habits: Habits = COMMON) -> Json:
    """A rule as spreadsheets.get gives it back."""
    new = deepcopy(rule)
    parts = chain.from_iterable(_parts(whole, habits) for whole in rule["ranges"])
    new["ranges"] = [_stored_range(part, of, habits) for part in parts]
    if "booleanRule" in new:
        shown = new["booleanRule"]["format"]
        for holder, name in (
            (shown, "backgroundColor"),
            (shown.get("textFormat", {}), "foregroundColor"),
        ):
            if style := holder.get(f"{name}Style"):
                holder[name] = {
                    key: _single(value) for key, value in style["rgbColor"].items() if value
                }
                holder[f"{name}Style"] = {"rgbColor": dict(holder[name])}
        for value in new["booleanRule"]["condition"].get("values", []):
            value["userEnteredValue"] = _stored_formula(value["userEnteredValue"], habits)
    return new


def _parts(whole: Json, habits: Habits) -> list[Json]:
    if not habits.split:
        return [whole]
    columns = range(whole["startColumnIndex"], whole["endColumnIndex"])
    singles = [
        whole | {"startColumnIndex": column, "endColumnIndex": column + 1} for column in columns
    ]
    middle = whole["startRowIndex"] + 9
    halves = []
    for one in singles:
        halves += [one | {"endRowIndex": middle}, one | {"startRowIndex": middle}]
    return halves


def _stored_range(where: Json, of: Json, habits: Habits) -> Json:
    bound = (
        {"endRowIndex": of["properties"]["gridProperties"]["rowCount"]} if habits.bounded else {}
    )
    return {key: value for key, value in (bound | where).items() if key != "sheetId" or value}


def _stored_formula(text: str, habits: Habits) -> str:
    pieces = text.split('"')
    outside = [piece.replace(";", ", ") if habits.commas else piece for piece in pieces[::2]]
    pieces[::2] = outside if habits.capitals else [piece.lower() for piece in outside]
    return '"'.join(pieces)


def _single(value: float) -> float:
    """A channel as Google keeps it: eight bits, shown as a float of single precision."""
    return float(struct.unpack("f", struct.pack("f", round(value * 255) / 255))[0])
