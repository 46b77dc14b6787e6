"""A row and the team's texts -> the message that is ready to be sent today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sheetflow.columns import fold
from sheetflow.decide.facts import Context
from sheetflow.decide.messages import MessageText, message_for
from sheetflow.decide.ready import day_to_announce, wanted_message
from sheetflow.decide.steps import one_line
from sheetflow.plan.rows import LeadResult
from sheetflow.texts.message_fill import day_text, fill, first_name


class Message(NamedTuple):
    """A message ready to be sent: `announces` is the day of our next contact, which belongs into
    Announced for; None after the last message. A script for the phone has no subject.
    """

    key: str
    channel: str
    subject: str
    body: str
    announces: date | None


def ready_message(
    row: LeadResult, context: Context, texts: Sequence[MessageText], lang: str
) -> Message | None:
    """Returns the message of a row in the language of the workbook; None where nobody is to be
    contacted.
    """
    wanted = wanted_message(row.facts, row.decision, context, lang)
    if wanted is None:
        return None
    text = message_for(wanted, texts) or message_for(wanted._replace(key="reminder_1"), texts)
    if text is None:
        return None
    announces = day_to_announce(row.facts, row.decision, context, anew=row.anew)
    subject, body = fill(text, _values(row, context, announces, text.lang))
    return Message(text.key, row.decision.channel, subject, body, announces)


def _values(row: LeadResult, context: Context, announces: date | None, lang: str) -> dict[str, str]:
    """Returns what is known of a lead and of who writes: the owner, or who stands in."""
    facts, today, writer = row.facts, context.today, row.deputy or row.owner
    person, when = context.playbook.people.get(fold(writer)), facts.appointment
    name = "" if row.name in (row.company, row.email, row.phone) else one_line(row.name)
    values = {"name": name, "first_name": first_name(name), "company": one_line(row.company)}
    values["agreement"] = one_line(facts.agreement).rstrip(" .,;:")
    values["owner"], values["phone"] = one_line(writer), one_line(person.phone) if person else ""
    values["next_date"] = day_text(announces, today, lang) if announces else ""
    values["appointment"] = day_text(when, today, lang) if when else ""
    return values
