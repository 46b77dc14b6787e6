"""A plan -> lines for people: its changes, its problems, the worklist.

Whatever a cell holds is made harmless before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, groupby
from typing import Final

from sheetflow.columns import OWNED, Column, fold
from sheetflow.errors import SheetflowError
from sheetflow.model import KEEP, Answer, Problem, Value, serial
from sheetflow.palette import LOOKS
from sheetflow.parse.values import is_blank
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.reports.lines import Line, Span, badge, line, safe
from sheetflow.texts.codes import number_of
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import Locale, choose, date_text, fill, render, status_text
from sheetflow.texts.words import REPORT, STATUSES

_SHOWN_PROBLEMS: Final = 20
_LAST_SERIAL: Final = 2_900_000
"""A number above it is no day that a date can hold."""


def problem_text(problem: Problem, locale: Locale) -> str:
    """Returns `Leads!F12: this date cannot be read …`."""
    text = render(problem.text, locale)
    return safe(f"{problem.where}: {text}" if problem.where else text)


def described(found: SheetflowError | Problem, lang: str) -> str:
    """Returns an error or a problem with its number; of an error, its advice on lines below."""
    if isinstance(found, Problem):
        return f"{problem_text(found, Locale(lang))} [{number_of(found.text.code)}]"
    lines = [f"{message(found, lang)} [{number_of(found.code)}]", *advice(found, lang).splitlines()]
    return "\n".join(safe(each) for each in lines)


def problem_lines(
    problems: Sequence[Problem],
    locale: Locale,
    *,
    most: int = _SHOWN_PROBLEMS,
    numbered: bool = False,
) -> Iterator[str]:
    """Yields what a person should know; a long list is cut and counted."""
    if problems:
        yield choose(REPORT["problems"], locale.lang)
    for problem in problems[:most]:
        number = f" [{number_of(problem.text.code)}]" if numbered else ""
        yield f"  {problem_text(problem, locale)}{number}"
    if len(problems) > most:
        yield "  " + fill(REPORT["more"], locale.lang, len(problems) - most)


# ── plan ──────────────────────────────────────────────────────────────────────────────────────


def plan_lines(plan: Plan) -> Iterator[Line]:
    """Yields the changes, a line for each row: old → new, and why; last their count.

    They are grouped by owner.
    """
    lang = plan.locale.lang
    for tab in plan.changes.tabs:
        for name in (*tab.missing.values(), *tab.unnamed.values()):
            new = f"{safe(tab.tab)}: {choose(REPORT['new_column'], lang)} "
            yield line(new, Span(name, bold=True))
    changed = [row for row in plan.rows if any(_changes(row))]
    changed.sort(key=_owner)
    for _, group in groupby(changed, key=_owner):
        rows = list(group)
        yield line(Span(safe(rows[0].owner) or choose(REPORT["nobody"], lang), bold=True))
        for row in rows:
            yield _change_line(row, plan)
    yield line(count_line(plan.counts.changes, lang))


def count_line(changes: int, lang: str) -> str:
    """Returns `12 changes`."""
    return fill(REPORT["changes"], lang, changes)


def _owner(row: LeadResult) -> str:
    return fold(row.owner)


def _changes(row: LeadResult) -> Iterator[tuple[Column, Value, Answer]]:
    """Yields (column, what its cell holds, what a sync writes there)."""
    for column, old, new in zip(OWNED, (*row.answers, row.id), row.cells, strict=True):
        if new is not KEEP and not (new is None and is_blank(old)):
            yield column, old, new


def _change_line(row: LeadResult, plan: Plan) -> Line:
    parts = []
    for column, old, new in _changes(row):
        if column.key not in ("why", "id"):
            name = choose((column.en, column.es), plan.locale.lang)
            before, after = _shown(old, column.key, plan), _shown(new, column.key, plan)
            parts.append(f"{name}: {before} → {after}")
    who, why = badge(safe(row.name), row.decision.status), Span(safe(row.why), dim=True)
    return line(f"  {_place(row)} ", who, f"  {'; '.join(parts)}  ", why)


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
    return _without_icon(text) if key == "status" else text


_ICONS: Final = frozenset(look.icon for look in LOOKS.values())
_STATUS_WORDS: Final = frozenset(chain.from_iterable(STATUSES.values()))


def _without_icon(text: str) -> str:
    """Returns the word of a status alone: an icon that is an arrow reads badly beside one."""
    icon, _, word = text.partition(" ")
    return word if icon in _ICONS and word in _STATUS_WORDS else text


def _from_serial(number: int, plan: Plan) -> date:
    base = serial(date(2000, 1, 1), date1904=plan.date1904)
    return date(2000, 1, 1) + timedelta(days=number - base)


# ── the worklist ──────────────────────────────────────────────────────────────────────────────


def worklist_lines(rows: Iterable[LeadResult], plan: Plan) -> Iterator[Line]:
    """Yields the worklist: status, name, what to do, and where the row is."""
    lang, some = plan.locale.lang, False
    yield line(fill(REPORT["worklist"], lang, date_text(plan.today, plan.locale)))
    for row in rows:
        some = True
        yield _work_line(row, lang)
    if not some:
        yield line("  ", choose(REPORT["worklist_empty"], lang))


def _work_line(row: LeadResult, lang: str) -> Line:
    status, overdue = row.decision.status, row.decision.overdue
    late = f" {fill(REPORT['late'], lang, overdue)}" if overdue else ""
    shown = badge(f"{status_text(status, lang):<16}", status)
    what = f" {safe(row.name)}{late}: {safe(row.step or row.why)}  "
    return line("  ", shown, what, Span(_place(row), dim=True))
