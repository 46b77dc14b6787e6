"""A plan -> the lines of its changes: whose status or date changes, by owner; the rest is counted.

Whatever a cell holds is made harmless before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, groupby
from typing import Final

from sheetflow.columns import OWNED, Column, fold
from sheetflow.model import KEEP, Answer, TabPlan, Value, serial
from sheetflow.palette import LOOKS
from sheetflow.parse.leads import NO_ANSWERS
from sheetflow.parse.values import is_blank
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.plan.worklist import ORDER
from sheetflow.reports.lines import WIDTH, Line, Span, badge, cut, line, safe, width_of, wrapped
from sheetflow.texts.render import choose, date_text, fill
from sheetflow.texts.words import REPORT, STATUSES

_TOLD: Final = ("status", "next_contact")
"""The columns whose change is worth a line."""
_UNTOLD: Final = ("why", "id")
_LAST_SERIAL: Final = 2_900_000
"""A number above it is no day that a date can hold."""


def plan_lines(
    plan: Plan, width: int = WIDTH, *, every: bool = False, most: int | None = None
) -> Iterator[Line]:
    """Yields the rows whose status or date changes, old → new, by owner, and a count of the rest.

    A first answer that the worklist above shows is not said again. With `every` each cell of each
    row is shown; with `most` not more lines than that.
    """
    lang = plan.locale.lang
    for tab in plan.changes.tabs:
        if tab.missing:
            yield from wrapped(_new_columns(tab, lang), width)
    changed = [row for row in plan.rows if any(_changes(row))]
    listed = changed if every else [row for row in changed if _is_told(row)]
    lines = list(_by_owner(sorted(listed, key=_owner), plan, width, every=every))
    shown = lines[:most]
    for _, each in shown:
        yield from each
    seen = sum(is_row for is_row, _ in shown)
    again = sum(_is_on_worklist(row) for row in changed) if not every else 0
    rest = len(changed) - seen - again
    yield line(count_line(plan.counts.changes, lang, rest=rest, every=every))


def count_line(changes: int, lang: str, *, rest: int = 0, every: bool = True) -> str:
    """Returns `12 changes`, and in how many rows that are not listed."""
    if every or not changes:
        return fill(REPORT["changes"], lang, changes)
    return fill(REPORT["changes_and_rest" if rest else "changes_told"], lang, changes, rest)


def _new_columns(tab: TabPlan, lang: str) -> Line:
    names = Span(", ".join((*tab.missing.values(), *tab.unnamed.values())), bold=True)
    key = "new_column" if len(tab.missing) == 1 else "new_columns"
    return line(f"{safe(tab.tab)}: {choose(REPORT[key], lang)} ", names)


def _by_owner(
    rows: Sequence[LeadResult], plan: Plan, width: int, *, every: bool
) -> Iterator[tuple[bool, list[Line]]]:
    """Yields owners and their rows: (whether it is a row, its lines)."""
    nobody = choose(REPORT["nobody"], plan.locale.lang)
    for _, group in groupby(rows, key=_owner):
        for number, row in enumerate(group):
            if not number:
                yield False, [line(Span(cut(safe(row.owner) or nobody, width), bold=True))]
            if every:
                yield True, list(wrapped(_every_cell(row, plan), width))
            else:
                yield True, [_change_line(row, plan, width)]


def _owner(row: LeadResult) -> str:
    return fold(row.owner)


def _changes(row: LeadResult) -> Iterator[tuple[Column, Value, Answer]]:
    """Yields (column, what its cell holds, what a sync writes there)."""
    for column, old, new in zip(OWNED, (*row.answers, row.id), row.cells, strict=True):
        if new is not KEEP and not (new is None and is_blank(old)):
            yield column, old, new


def _is_told(row: LeadResult) -> bool:
    """Returns whether a row has a line: an interest that fades, or days that add up, are none."""
    if _is_on_worklist(row):
        return False
    return any(column.key in _TOLD for column, _, _ in _changes(row))


def _is_on_worklist(row: LeadResult) -> bool:
    """Returns whether the worklist says all of a change: it is the row's first answer."""
    return row.answers == NO_ANSWERS and row.decision.status in ORDER


def _change_line(row: LeadResult, plan: Plan, width: int) -> Line:
    told = [change for change in _changes(row) if change[0].key in _TOLD]
    name = cut(safe(row.name), width // 2)
    place, who = f"  {_place(row)} ", badge(name, row.decision.status)
    room = width - width_of(place) - width_of(who.text) - 2
    return line(place, who, "  ", cut("; ".join(_said(*each, plan) for each in told), room))


def _every_cell(row: LeadResult, plan: Plan) -> Line:
    told = [change for change in _changes(row) if change[0].key not in _UNTOLD]
    said = "; ".join(_said(*each, plan) for each in told)
    who, why = badge(safe(row.name), row.decision.status), Span(safe(row.why), dim=True)
    return line(f"  {_place(row)} ", who, f"  {said}  ", why)


def _said(column: Column, old: Value, new: Answer, plan: Plan) -> str:
    """Returns `Status: Today → Overdue`; of a cell that was blank, only what it becomes."""
    name = choose((column.en, column.es), plan.locale.lang)
    after = _shown(new, column.key, plan)
    if is_blank(old):
        return f"{name}: {after}"
    return f"{name}: {_shown(old, column.key, plan)} → {after}"


def _place(row: LeadResult) -> str:
    return f"{safe(row.tab)}!{row.row}"


def _shown(value: Value | Answer, key: str, plan: Plan) -> str:
    """Returns a cell as a person reads it; the sheet holds dates as serials."""
    if value is None or value == "":
        return choose(REPORT["blank"], plan.locale.lang)
    if isinstance(value, date):
        return date_text(value, plan.locale)
    if key == "next_contact" and isinstance(value, int | float) and 0 < value < _LAST_SERIAL:
        return date_text(_from_serial(int(value), plan), plan.locale)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = safe(str(value))
    return _without_icon(text).strip(" →") if key == "status" else text


_ICONS: Final = frozenset(look.icon for look in LOOKS.values())
_STATUS_WORDS: Final = frozenset(chain.from_iterable(STATUSES.values()))


def _without_icon(text: str) -> str:
    """Returns the word of a status alone: an icon that is an arrow reads badly beside one."""
    icon, _, word = text.partition(" ")
    return word if icon in _ICONS and word in _STATUS_WORDS else text


def _from_serial(number: int, plan: Plan) -> date:
    base = serial(date(2000, 1, 1), date1904=plan.date1904)
    return date(2000, 1, 1) + timedelta(days=number - base)
