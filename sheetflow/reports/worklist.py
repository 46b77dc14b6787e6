"""The worklist -> lines: one per row above a plan, with all that a day's work needs in `today`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.decide.playbook import CHANNELS
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.plan.worklist import ORDER, DayList
from sheetflow.reports.lines import (
    WIDTH,
    Line,
    Span,
    badge,
    cut,
    line,
    safe,
    together,
    width_of,
    wrapped,
)
from sheetflow.texts.render import choose, date_text, fill, status_text
from sheetflow.texts.words import REPORT

_LONGEST: Final = 30
"""Columns of a name or address that no line breaks."""


def worklist_lines(
    found: DayList, plan: Plan, width: int = WIDTH, *, whole: bool = True
) -> Iterator[Line]:
    """Yields the worklist: status, name, what to do, who does it, where to reach them, what it is
    worth, and where the row is; if not `whole`, a line per row: status, name, what to do, where.
    Below it, how many more each owner has than fit into the day.
    """
    lang = plan.locale.lang
    yield line(fill(REPORT["worklist"], lang, date_text(plan.today, plan.locale)))
    for row in found.rows:
        if whole:
            yield from _whole(row, lang, width)
        else:
            yield _short(row, lang, width)
    for owner, count in found.more.items():
        yield from wrapped(line("  ", fill(REPORT["no_room"], lang, safe(owner), count)), width)
    if not (found.rows or found.more):
        yield line("  ", choose(REPORT["worklist_empty"], lang))


def _short(row: LeadResult, lang: str, width: int) -> Line:
    status, place = _status(row, lang), _place(row)
    channel = _channel(row, lang)
    said = f"{safe(row.name)}: {safe(row.step or row.why)}".removesuffix(channel)
    room = width - width_of(status.text) - width_of(place) - 3
    return line(status, f" {cut(said, room, channel)}  ", Span(place, dim=True))


def _whole(row: LeadResult, lang: str, width: int) -> Iterator[Line]:
    status, facts = _status(row, lang), [*_details(row, lang), _place(row)]
    kept = [together(fact) if width_of(fact) <= _LONGEST else fact for fact in facts]
    # where the row is never stands alone on a line
    gap, end = together("  "), kept.pop()
    if kept:
        gap, end = "  ", together(" · ").join((kept.pop(), end))
    details = "".join(f"{each}{together(' · ')[:-1]} " for each in kept) + end
    shown = line(status, f" {_said(row, lang)}{gap}", Span(details, dim=True))
    return wrapped(shown, width, width_of(status.text) + 1)


def _status(row: LeadResult, lang: str) -> Span:
    """Returns the status, as wide as the widest of a day's work."""
    widest = max(width_of(status_text(status, lang)) for status in ORDER)
    status = row.decision.status
    return badge(f"{status_text(status, lang):<{widest}}", status)


def _said(row: LeadResult, lang: str) -> str:
    overdue = row.decision.overdue
    late = f" {fill(REPORT['late'], lang, overdue)}" if overdue else ""
    return f"{safe(row.name)}{late}: {safe(row.step or row.why)}"


def _channel(row: LeadResult, lang: str) -> str:
    """Returns how the step ends: ` (phone)`; blank where it names no channel."""
    channel = row.decision.channel
    if channel in CHANNELS:
        channel = choose(CHANNELS[channel], lang).lower()
    return f" ({safe(channel)})" if channel else ""


def _details(row: LeadResult, lang: str) -> Iterator[str]:
    """Yields the owner, the phone or the email (that of the channel first), and the value."""
    ways = (row.email, row.phone)
    if row.decision.channel != "email":
        ways = (row.phone, row.email)
    for told in (_who_does_it(row, lang), ways[0] or ways[1]):
        if told:
            yield safe(told)
    if row.value is not None:
        yield amount(row.value, lang)


def _who_does_it(row: LeadResult, lang: str) -> str:
    return fill(REPORT["stands_in"], lang, row.deputy, row.owner) if row.deputy else row.owner


def amount(value: float, lang: str) -> str:
    """Returns a number as the language writes it: `2,600` or `2.600`."""
    text = f"{value:,.2f}".removesuffix(".00")
    return text.translate(str.maketrans(",.", ".,")) if lang == "es" else text


def _place(row: LeadResult) -> str:
    return f"{safe(row.tab)}!{row.row}"
