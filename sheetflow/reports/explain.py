"""One lead, explained: the rule that decided, its numbers, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sheetflow.columns import DATES
from sheetflow.decide.facts import Context
from sheetflow.decide.playbook import SETTINGS, STAGE_HEADINGS
from sheetflow.decide.rules import decide
from sheetflow.model import Text
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.reports.text import paint, safe
from sheetflow.texts.render import choose, heading, render, status_text
from sheetflow.texts.words import CHANGERS, DAY_COUNTS, FLAGS, FLAGS_MEAN, REPORT


def explain_lines(row: LeadResult, plan: Plan, context: Context) -> Iterator[str]:
    """Which rule decided, the numbers it used, and what would change it."""
    locale, d = plan.locale, row.decision
    yield f"{paint(status_text(d.status, locale.lang), d.status)} {safe(row.name)}  {safe(row.tab)}!{row.row}"
    yield f"{choose(REPORT['decided_by'], locale.lang)}: {d.rule}. {safe(row.why)}"
    if row.step:
        yield safe(row.step)
    yield f"{choose(REPORT['numbers'], locale.lang)}: " + "; ".join(
        _numbers(row, context, locale.lang)
    )
    if d.flags:
        yield "; ".join(
            f"{choose(FLAGS[flag], locale.lang)}: {choose(FLAGS_MEAN[flag], locale.lang)}"
            for flag in d.flags
        )
    yield f"{choose(REPORT['would_change'], locale.lang)}: {choose(CHANGERS[d.rule], locale.lang)}"
    yield _next_turn(row, plan, context)


def _numbers(row: LeadResult, context: Context, lang: str) -> Iterator[str]:
    """The facts and Playbook numbers behind the decision, under the names that people know."""
    facts, stage = row.facts, row.facts.stage
    yield f"{choose(REPORT['today'], lang)} {context.today.isoformat()}"
    for key in (*DATES, "planned_by_hand"):
        if when := getattr(facts, key):
            yield f"{heading('next_contact' if key == 'planned_by_hand' else key, lang)} {when.isoformat()}"
    if stage:
        yield f"{heading('stage', lang)} {choose(stage.label, lang)}"
    if stage and not stage.closed:
        shown = {"gaps": ", ".join(str(gap) for gap in stage.gaps), "min_gap": stage.min_gap,
                 "cold_after": stage.cold_after, "max_touches": stage.max_touches}  # fmt: skip
        yield f"{heading('touches', lang)} {facts.touches}"
        yield from (f"{choose(STAGE_HEADINGS[key], lang)}: {value}" for key, value in shown.items())
    for setting in SETTINGS:
        if setting.key in _USED.get(row.decision.rule, ()) or setting.key == "day_count":
            value = getattr(context.playbook, setting.key)
            yield f"{choose((setting.en, setting.es), lang)}: {choose(DAY_COUNTS.get(value, (str(value),) * 2), lang)}"


_USED: Final = {
    "reply": ("reply_within",),
    "appointment": ("confirm_before",),
    "first_contact": ("first_contact",),
    "waiting": ("grace",),
    "nurture": ("nurture_every",),
}
"""The settings that a rule reads, beside the numbers of the stage."""


def _next_turn(row: LeadResult, plan: Plan, context: Context) -> str:
    """The first day on which the status changes by itself, within about two years."""
    when = context.today
    for _ in range(730):
        if when == date.max:
            break
        when += timedelta(days=1)
        later = decide(row.facts, context._replace(today=when))
        if later.status != row.decision.status:
            return render(
                Text("if_nothing", (status_text(later.status, plan.locale.lang), when)), plan.locale
            )
    return choose(REPORT["stays"], plan.locale.lang)
