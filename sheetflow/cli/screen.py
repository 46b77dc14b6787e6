"""Prints reports as wide as the terminal is: a plan, the worklist, a lead, a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sheetflow.cli.terminal import Output, out, out_lines, paint_level, width
from sheetflow.plan.plan import Plan
from sheetflow.plan.worklist import DayList, day_list
from sheetflow.reports.changes import plan_lines
from sheetflow.reports.lines import Line, line, safe, together, wrapped, wrapped_text
from sheetflow.reports.worklist import worklist_lines
from sheetflow.texts.render import fill
from sheetflow.texts.words import REPORT

if TYPE_CHECKING:
    from sheetflow.doctor.finding import Finding

_DEMO_ROWS: Final = 41
"""Rows of the screen that the result of the demo takes; where the workbook is comes below."""


def print_plan(found: Plan, *, every: bool) -> None:
    """Prints the day's worklist, then what changes; with `every` all cells of it."""
    out_lines(_worklist_and_changes(found, every=every))


def print_demo(found: Plan, place: Path, lang: str, *, every: bool) -> None:
    """Prints what the demo came to, on one screen, and where it is."""
    out_lines(_worklist_and_changes(found, every=every, rows=_DEMO_ROWS))
    out("")
    for each in wrapped_text(fill(REPORT["saved"], lang, place.resolve()), width()):
        out(each)


def _worklist_and_changes(found: Plan, *, every: bool, rows: int | None = None) -> Iterator[Line]:
    """Yields the day's worklist, then what changes; as many lines as `rows`, where that is set."""
    columns = width()
    day = day_list(found.rows, found.people, found.today)
    first = list(worklist_lines(day, found, columns, whole=False))
    most = max(rows - len(first) - 2, 1) if rows and not every else None
    yield from first
    yield line("")
    yield from plan_lines(found, columns, every=every, most=most)


def print_worklist(day: DayList, found: Plan) -> None:
    """Prints the day's work."""
    out_lines(worklist_lines(day, found, width()))


def print_wrapped(lines: Iterable[Line]) -> None:
    """Prints a report whose lines may go on below."""
    columns = width()
    out_lines(chain.from_iterable(wrapped(each, columns) for each in lines))


def _with_columns_whole(text: str) -> str:
    """Returns a text in which no line breaks inside `Email Address (B1)`."""
    parts = text.split(", ")
    return ", ".join(together(part) if " (" in part and len(part) < 40 else part for part in parts)


def print_finding(finding: Finding, output: Output) -> None:
    """Prints what doctor found, and the fix below it."""
    text = _with_columns_whole(safe(finding.text))
    if output.verbose and finding.code:
        text = f"{text} [{finding.code}]"
    mark, *below = wrapped_text(f"  {text}", width(), 2)
    out(f"{paint_level(finding.level)} {mark[2:]}")
    for each in below:
        out(each)
    for advised in finding.fix.splitlines():
        for each in wrapped_text(f"    {safe(advised)}", width()):
            out(each)
