"""A plan -> text and JSON. Texts go to people, so whatever a cell holds is made harmless first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

import click

from sheetflow.columns import OWNED, fold
from sheetflow.model import KEEP, Answer, Problem, Value, serial
from sheetflow.palette import LOOKS
from sheetflow.parse.values import is_blank
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.texts.render import Locale, choose, date_text, render, status_text
from sheetflow.texts.words import REPORT

_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SHOWN_PROBLEMS: Final = 20


def safe(text: str) -> str:
    """A text without control characters: a cell must not steer somebody's terminal."""
    return _UNSAFE.sub("·", text)


def problem_text(problem: Problem, locale: Locale) -> str:
    """`Leads!F12: this date cannot be read …`."""
    text = render(problem.text, locale)
    return safe(f"{problem.where}: {text}" if problem.where else text)


def problem_lines(
    problems: Sequence[Problem], locale: Locale, *, most: int = _SHOWN_PROBLEMS
) -> Iterator[str]:
    """What a person should know; a long list is cut and counted."""
    if problems:
        yield choose(REPORT["problems"], locale.lang)
    yield from (f"  {problem_text(p, locale)}" for p in problems[:most])
    if len(problems) > most:
        yield "  " + choose(REPORT["more"], locale.lang).format(len(problems) - most)


def plan_lines(plan: Plan) -> Iterator[str]:
    """The changes grouped by owner, one line a row with old → new and why; last the count of
    cells.
    """
    lang = plan.locale.lang
    for tab in plan.changes.tabs:
        for name in tab.missing.values():
            yield f"{safe(tab.tab)}: {choose(REPORT['new_column'], lang)} {click.style(name, bold=True)}"
    changed = [
        row
        for row in plan.rows
        if any(_differs(*both) for both in zip((*row.answers, row.id), row.cells, strict=True))
    ]
    changed.sort(key=lambda row: fold(row.owner))
    for _, group in groupby(changed, key=lambda row: fold(row.owner)):
        rows = list(group)
        yield click.style(safe(rows[0].owner) or choose(REPORT["nobody"], lang), bold=True)
        yield from (f"  {_change_line(row, plan)}" for row in rows)
    yield count_line(plan.counts.changes, lang)


def _differs(stands: Value, answer: Answer) -> bool:
    return answer is not KEEP and not (answer is None and is_blank(stands))


def count_line(changes: int, lang: str) -> str:
    """`12 changes`."""
    return choose(REPORT["one_change" if changes == 1 else "changes"], lang).format(changes)


def _change_line(row: LeadResult, plan: Plan) -> str:
    lang, parts = plan.locale.lang, []
    for column, old, new in zip(OWNED, (*row.answers, row.id), row.cells, strict=True):
        if _differs(old, new) and column.key not in ("why", "id"):
            name = choose((column.en, column.es), lang)
            parts.append(
                f"{name}: {_shown(old, column.key, plan)} → {_shown(new, column.key, plan)}"
            )
    place = f"{safe(row.tab)}!{row.row}"
    changes = "; ".join(parts)
    return f"{place} {paint(safe(row.name), row.decision.status)}  {changes}  {click.style(safe(row.why), dim=True)}"


def _shown(value: Value | Answer, key: str, plan: Plan) -> str:
    """A cell as a person reads it; dates stand in the sheet as serials."""
    if value is None or value == "":
        return choose(REPORT["blank"], plan.locale.lang)
    if isinstance(value, date):
        return date_text(value, plan.locale)
    if key == "next_contact" and isinstance(value, int | float) and 0 < value < 2_900_000:
        return date_text(_from_serial(int(value), plan), plan.locale)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return safe(str(value))


def _from_serial(number: int, plan: Plan) -> date:
    base = serial(date(2000, 1, 1), date1904=plan.date1904)
    return date(2000, 1, 1) + timedelta(days=number - base)


def paint(text: str, status: str) -> str:
    """The text in the colours of a status, as in the sheet."""
    look = LOOKS[status]
    return click.style(f" {text} ", fg=_rgb(look.text), bg=_rgb(look.fill), bold=look.bold)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def worklist_lines(rows: Iterable[LeadResult], plan: Plan) -> Iterator[str]:
    """The worklist: status, name, what to do, and where the row stands."""
    locale, some = plan.locale, False
    yield choose(REPORT["worklist"], locale.lang).format(date_text(plan.today, locale))
    for row in rows:
        some = True
        d = row.decision
        late = f" {choose(REPORT['late'], locale.lang).format(d.overdue)}" if d.overdue else ""
        what = row.step or row.why
        yield (
            f"  {paint(f'{status_text(d.status, locale.lang):<16}', d.status)} {safe(row.name)}{late}: {safe(what)}  "
            + click.style(f"{safe(row.tab)}!{row.row}", dim=True)
        )
    if not some:
        yield "  " + choose(REPORT["worklist_empty"], locale.lang)
