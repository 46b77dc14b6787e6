"""One lead, explained: the rule that decided, its numbers, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sheetflow.columns import DATES
from sheetflow.decide.facts import Day
from sheetflow.decide.playbook import SETTINGS, STAGE_HEADINGS
from sheetflow.decide.rules import decide
from sheetflow.model import Text
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import Outcome
from sheetflow.reports.text import paint, safe
from sheetflow.texts.render import heading, pick, render, status_text
from sheetflow.texts.words import CHANGERS, DAY_COUNTS, FLAGS, FLAGS_MEAN, REPORT


def explain_lines(row: Outcome, plan: Plan, day: Day) -> Iterator[str]:
    """Which rule decided, the numbers it used, and what would change it."""
    voice, d = plan.voice, row.decision
    yield f"{paint(status_text(d.status, voice.lang), d.status)} {safe(row.name)}  {safe(row.tab)}!{row.row}"
    yield f"{pick(REPORT['decided_by'], voice.lang)}: {d.rule}. {safe(row.why)}"
    if row.step:
        yield safe(row.step)
    yield f"{pick(REPORT['numbers'], voice.lang)}: " + "; ".join(_numbers(row, day, voice.lang))
    if d.flags:
        yield "; ".join(
            f"{pick(FLAGS[flag], voice.lang)}: {pick(FLAGS_MEAN[flag], voice.lang)}"
            for flag in d.flags
        )
    yield f"{pick(REPORT['would_change'], voice.lang)}: {pick(CHANGERS[d.rule], voice.lang)}"
    yield _next_turn(row, plan, day)


def _numbers(row: Outcome, day: Day, lang: str) -> Iterator[str]:
    """The facts and Playbook numbers behind the decision, under the names that people know."""
    facts, stage = row.facts, row.facts.stage
    yield f"{pick(REPORT['today'], lang)} {day.today.isoformat()}"
    for key in (*DATES, "typed"):
        if when := getattr(facts, key):
            yield f"{heading('next_contact' if key == 'typed' else key, lang)} {when.isoformat()}"
    if stage:
        yield f"{heading('stage', lang)} {pick(stage.label, lang)}"
    if stage and not stage.closed:
        shown = {"gaps": ", ".join(str(gap) for gap in stage.gaps), "min_gap": stage.min_gap,
                 "cold_after": stage.cold_after, "max_touches": stage.max_touches}  # fmt: skip
        yield f"{heading('touches', lang)} {facts.touches}"
        yield from (f"{pick(STAGE_HEADINGS[key], lang)}: {value}" for key, value in shown.items())
    for setting in SETTINGS:
        if setting.key in _USED.get(row.decision.rule, ()) or setting.key == "day_count":
            value = getattr(day.playbook, setting.key)
            yield f"{pick((setting.en, setting.es), lang)}: {pick(DAY_COUNTS.get(value, (str(value),) * 2), lang)}"


_USED: Final = {
    "reply": ("reply_within",),
    "appointment": ("confirm_before",),
    "first_contact": ("first_contact",),
    "waiting": ("grace",),
    "nurture": ("nurture_every",),
}
"""The settings that a rule reads, beside the numbers of the stage."""


def _next_turn(row: Outcome, plan: Plan, day: Day) -> str:
    """The first day on which the status changes by itself, within about two years."""
    when = day.today
    for _ in range(730):
        if when == date.max:
            break
        when += timedelta(days=1)
        later = decide(row.facts, day._replace(today=when))
        if later.status != row.decision.status:
            return render(
                Text("if_nothing", (status_text(later.status, plan.voice.lang), when)), plan.voice
            )
    return pick(REPORT["stays"], plan.voice.lang)
