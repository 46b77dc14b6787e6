"""The message of a row, from the sheet to the text that is sent."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.decide.facts import Context, Facts
from sheetflow.decide.phrases import PLAIN, REPROACHES, WordingFinder
from sheetflow.decide.playbook import DEFAULT, PHRASES
from sheetflow.decide.rules import decide
from sheetflow.model import serial
from sheetflow.plan.ready_messages import Message, ready_message
from sheetflow.plan.rows import LeadResult
from sheetflow.texts.message_fill import day_text
from tests.support.grids import TODAY, Sheet, day
from tests.support.rule_facts import all_facts, any_day

FINDER = WordingFinder(PHRASES, REPROACHES)
HEAD = ("Name", "Company", "Stage", "Last contact", "Last reply", "Agreement", "Email", "Owner")
PEOPLE = [["Name", "Phone", "Capacity"], ["Maya", "+44 20 7946 0101", 9]]


def ready(sheet: Sheet, row: int = 0, lang: str | None = None) -> Message | None:
    plan, book = sheet.look(lang=lang)
    return ready_message(plan.rows[row], plan.context(book), book.messages, book.spoken)


def lead(**typed: Any) -> list[Any]:
    return [typed.get(key.lower().replace(" ", "_")) for key in HEAD]


def test_a_message_is_filled_from_the_row_and_the_people() -> None:
    row = lead(
        name="Grace Adeyemi",
        stage="Proposal sent",
        last_contact=day("11-02"),
        agreement="call on the prices.",
        email="grace@adeyemi.example",
        owner="Maya",
    )
    attempts = [*row, 5]
    sheet = Sheet([*HEAD, "Attempts"], attempts, others={"People": PEOPLE})
    found = ready(sheet)
    assert found is not None
    assert (found.key, found.channel, found.announces) == ("last", "email", None)
    assert "Hello Grace" in found.body
    assert "about this: call on the prices. For" in found.body
    assert "+44 20 7946 0101" in found.body


def test_a_lead_without_a_name_is_greeted_without_one() -> None:
    sheet = Sheet(HEAD, lead(company="Okafor Logistics", email="info@okafor.example"))
    found = ready(sheet)
    assert found is not None
    assert found.body.startswith("Hello,\n")
    assert found.body.endswith("Kind regards,")


def test_the_text_of_the_team_counts() -> None:
    tab = [["Message", "Language", "Text"], ["Information", "en", "Dear {company}: {next_date}"]]
    sheet = Sheet(HEAD, lead(name="Ana", company="Robles"), others={"Messages": tab})
    found = ready(sheet)
    assert found is not None
    assert (found.subject, found.body) == ("", "Dear Robles: Monday 23")


def test_the_message_speaks_as_the_workbook_whatever_was_asked_for() -> None:
    spanish = Sheet(["Nombre", "Etapa", "Correo"], ["Ana Pérez", "Nuevo", "ana@robles.example"])
    plan, book = spanish.look(lang="en")
    found = ready_message(plan.rows[0], plan.context(book), book.messages, book.spoken)
    assert found is not None
    assert found.body.startswith("Hola, Ana:")
    assert "lunes 23" in found.body


def test_who_stands_in_signs() -> None:
    calendar = [
        ["Holiday", None, "Owner", "First day", "Last day", "Deputy"],
        [None, None, "Priya", TODAY, TODAY, "Maya"],
    ]
    sheet = Sheet(
        HEAD,
        lead(name="Ana", last_contact=day("11-10"), last_reply=day("11-18"), owner="Priya"),
        others={"Calendar": calendar, "People": PEOPLE},
    )
    found = ready(sheet)
    assert found is not None
    assert found.body.endswith("\nMaya")


@given(
    facts=all_facts,
    context=any_day,
    name=st.sampled_from(["", "Ana Pérez", "ROBLES, LUIS"]),
    owner=st.sampled_from(["", "Maya"]),
    lang=st.sampled_from(["en", "es"]),
)
def test_every_message_is_whole_passes_its_checks_and_announces_its_day(
    facts: Facts, context: Context, name: str, owner: str, lang: str
) -> None:
    decision = decide(facts, context)
    row = LeadResult("Leads", 2, "", name, owner, None, "", "", "", facts, decision, "", "", (), ())
    found = ready_message(row, context, (), lang)
    if found is None:
        return
    said = f"{found.subject}\n{found.body}"
    assert not re.search(r"[{}\0]|  | [,.;?!]|^[,.;:]", said, re.MULTILINE)
    assert FINDER.find(said) is PLAIN
    if found.key == "last":
        assert found.announces is None
    else:
        assert found.announces is not None
        assert day_text(found.announces, context.today, lang) in said


STAGES = [stage.en for stage in DEFAULT.stages if not stage.closed]


@settings(max_examples=15)
@given(
    before=st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(STAGES), st.booleans(), st.integers(-1, 4)),
        max_size=4,
    ),
    stage=st.sampled_from(STAGES),
    wait=st.integers(0, 9),
)
def test_after_the_contact_the_sheet_says_the_day_that_was_announced(
    before: list[tuple[int, str, bool, int]], stage: str, wait: int
) -> None:
    """Whatever came before: contacts, replies and moves of the stage, each seen by a sync."""
    today = date(2026, 9, 7)
    sheet = Sheet(
        ["Name", "Stage", "Last contact", "Last reply", "Agreed for"],
        ["Ana", stage, None, None, None],
    )
    sheet.sync(today.isoformat())
    row = sheet.tabs["Leads"][1]
    for days, moved, replied, agreed in before:
        today += timedelta(days)
        row[1], row[2] = moved, serial(today)
        if replied:
            row[3] = serial(today + timedelta(1))
            today += timedelta(1)
        row[4] = serial(today + timedelta(agreed)) if agreed >= 0 else None
        sheet.sync(today.isoformat())
    today += timedelta(wait)
    row[1] = stage
    sheet.sync(today.isoformat())
    plan, book = sheet.look(today.isoformat())
    found = ready_message(plan.rows[0], plan.context(book), book.messages, book.spoken)
    if found is None or found.announces is None:
        return
    sheet.tabs["Leads"][1][2] = serial(today)
    after = sheet.look(today.isoformat())[0].rows[0].decision
    if after.status == "waiting":  # an agreed contact used up the touches: the day is typed
        return
    assert after.due == found.announces
