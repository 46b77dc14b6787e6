"""One lead, explained: the rule that decided, its numbers, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sheetflow.columns import DATES
from sheetflow.decide.facts import Context
from sheetflow.decide.playbook import SETTINGS, STAGE_HEADINGS, Stage
from sheetflow.decide.rules import decide
from sheetflow.decide.steps import symptom_of
from sheetflow.decide.symptoms import SYMPTOM_HEADINGS, when
from sheetflow.model import Text
from sheetflow.plan.plan import Plan
from sheetflow.plan.ready_messages import Message
from sheetflow.plan.rows import LeadResult
from sheetflow.reports.lines import Line, badge, line, safe
from sheetflow.texts.flag_meanings import FLAGS_MEAN
from sheetflow.texts.message_fill import day_text
from sheetflow.texts.render import Locale, choose, date_text, heading, render, status_text
from sheetflow.texts.words import (
    CHANGERS,
    DAY_COUNTS,
    FLAGS,
    LANGUAGES,
    REPORT,
    RULE_NAMES,
)


def explain_lines(row: LeadResult, plan: Plan, context: Context) -> Iterator[Line]:
    """Yields which rule decided, the numbers that it used, and what would change it."""
    lang, decision = plan.locale.lang, row.decision
    status = badge(status_text(decision.status, lang), decision.status)
    yield line(status, f" {safe(row.name)}  {safe(row.tab)}!{row.row}")
    rule = choose(RULE_NAMES[decision.rule], lang)
    yield line(f"{choose(REPORT['decided_by'], lang)}: {rule}. {safe(row.why)}")
    if row.step:
        yield line(safe(row.step))
    if symptom := _symptom(row, plan, context):
        yield line(safe(symptom))
    numbers = "; ".join(_numbers(row, context, plan.locale))
    yield line(f"{choose(REPORT['numbers'], lang)}: {numbers}")
    if decision.flags:
        yield line("; ".join(_flag(flag, lang) for flag in decision.flags))
    would_change = choose(CHANGERS[decision.rule], lang)
    yield line(f"{choose(REPORT['would_change'], lang)}: {would_change}")
    yield line(_next_turn(row, plan, context))


def _symptom(row: LeadResult, plan: Plan, context: Context) -> str:
    """Returns which row of the symptoms said the step, and when it fits; blank where none did."""
    lang, found = plan.locale.lang, symptom_of(row.facts, context, row.decision.rule)
    if found is None:
        return ""
    labels = {stage.key: choose(stage.label, lang) for stage in context.playbook.stages}
    said = []
    for key, value in when(found, labels, LANGUAGES.index(lang)).items():
        if value is not None:
            said.append(f"{choose(SYMPTOM_HEADINGS[key], lang)} {value}")
    number = context.playbook.symptoms.index(found) + 1
    fits = "; ".join(said) or choose(REPORT["fits_all"], lang)
    return render(Text("symptom_row", (number, fits)), plan.locale)


def message_lines(message: Message, plan: Plan) -> Iterator[Line]:
    """Yields the message that a row is ready for, as it would be sent."""
    locale = plan.locale
    yield line(render(Text("message_ready", (message.channel or "–",)), locale))
    if message.subject:
        yield line(render(Text("message_subject", (safe(message.subject),)), locale))
    for part in message.body.split("\n"):
        yield line(safe(part))
    if message.announces:
        day = day_text(message.announces, plan.today, locale.lang)
        yield line(render(Text("message_announces", (day,)), locale))


def _flag(flag: str, lang: str) -> str:
    return f"{choose(FLAGS[flag], lang)}: {choose(FLAGS_MEAN[flag], lang)}"


def _numbers(row: LeadResult, context: Context, locale: Locale) -> Iterator[str]:
    """Yields the facts and numbers behind the decision, under the names that people know."""
    facts, lang = row.facts, locale.lang
    yield f"{choose(REPORT['today'], lang)} {date_text(context.today, locale)}"
    words = {word.key: f" ('{safe(word.text)}')" for word in facts.words}
    for key in (*DATES, "planned_by_hand"):
        if when := getattr(facts, key):
            column = "next_contact" if key == "planned_by_hand" else key
            yield f"{heading(column, lang)} {date_text(when, locale)}{words.get(column, '')}"
    if facts.stage:
        yield f"{heading('stage', lang)} {choose(facts.stage.label, lang)}"
    if facts.stage and not facts.stage.closed:
        yield f"{heading('touches', lang)} {facts.touches}"
        yield from _stage_numbers(facts.stage, lang)
    yield from _settings(row.decision.rule, context, lang)


def _stage_numbers(stage: Stage, lang: str) -> Iterator[str]:
    shown = {
        "gaps": ", ".join(str(gap) for gap in stage.gaps),
        "min_gap": stage.min_gap,
        "cold_after": stage.cold_after,
        "max_touches": stage.max_touches,
    }
    for key, value in shown.items():
        yield f"{choose(STAGE_HEADINGS[key], lang)}: {value}"


_USED: Final = {
    "reply": ("reply_within",),
    "appointment": ("confirm_before",),
    "first_contact": ("first_contact",),
    "waiting": ("grace",),
    "nurture": ("nurture_every",),
}
"""The settings that a rule reads, beside the numbers of the stage."""


def _settings(rule: str, context: Context, lang: str) -> Iterator[str]:
    for setting in SETTINGS:
        if setting.key in _USED.get(rule, ()) or setting.key == "day_count":
            value = getattr(context.playbook, setting.key)
            shown = DAY_COUNTS.get(value, (str(value), str(value)))
            yield f"{choose((setting.en, setting.es), lang)}: {choose(shown, lang)}"


def _next_turn(row: LeadResult, plan: Plan, context: Context) -> str:
    """Returns on which day the status changes by itself, looking about two years ahead."""
    when, locale = context.today, plan.locale
    for _ in range(730):
        if when == date.max:
            break
        when += timedelta(days=1)
        later = decide(row.facts, context._replace(today=when))
        if later.status != row.decision.status:
            turned = (status_text(later.status, locale.lang), when)
            return render(Text("if_nothing", turned), locale)
    return choose(REPORT["stays"], locale.lang)
