"""Facts and days for tests of the rules, and Hypothesis strategies of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from sheetflow.columns import DATES
from sheetflow.decide.facts import Context, Facts, WordDate
from sheetflow.decide.people import Absence
from sheetflow.decide.playbook import DEFAULT, STAGES
from sheetflow.decide.symptoms import Symptoms
from sheetflow.decide.workdays import Workdays
from tests.support.grids import TODAY, day

STAGE = {stage.key: stage for stage in STAGES}
OPEN = [stage for stage in STAGES if not stage.closed]
WEEK = Workdays()


def on(today: date = TODAY, **numbers: Any) -> Context:
    """A day with other numbers in the Playbook."""
    book = replace(DEFAULT, **numbers)
    return Context(
        book, Workdays(book.weekend, book.holidays, calendar=book.day_count == "calendar"), today
    )


def lead(stage: str = "new", **facts: Any) -> Facts:
    """A lead that may buy; dates as `11-20`, and a waiting reply where one came after the
    contact.
    """
    found: dict[str, Any] = {
        key: day(value) if isinstance(value, str) and value[:2].isdigit() else value
        for key, value in facts.items()
    }
    reply, contact = found.get("last_reply"), found.get("last_contact")
    waits = isinstance(reply, date) and (not isinstance(contact, date) or reply > contact)
    if contact and "touches" not in found:
        found["touches"] = 1
    found.setdefault("contacts", found.get("touches", 0))
    return Facts(STAGE[stage], **{"fit": True, "reply_waits": waits, **found})


def away(*spans: tuple[str, str]) -> tuple[Absence, ...]:
    return tuple(Absence(day(first), day(last)) for first, last in spans)


days = st.dates(day("2026-09-01"), day("2027-01-31"))
maybe = st.none() | days
all_symptoms = st.builds(
    Symptoms,
    opened=st.sampled_from(["yes", "no", "unknown"]),
    reaction=st.sampled_from(["positive", "neutral", "negative", "none"]),
    phase=st.sampled_from(["known", "unknown", ""]),
)
all_facts = st.builds(
    Facts,
    stage=st.none() | st.sampled_from(STAGES),
    kind=st.sampled_from(["opportunity", "task", "partner", None]),
    fit=st.sampled_from([None, True, True, False]),
    do_not_contact=st.sampled_from([None, False, False, True]),
    segment=st.sampled_from(["", "advised"]),
    has_owner=st.booleans(),
    created=maybe,
    last_contact=maybe,
    last_reply=maybe,
    reply_waits=st.booleans(),
    agreement=st.sampled_from(["", "send the drawings"]),
    agreed_for=maybe,
    appointment=maybe,
    confirmed=st.booleans(),
    not_before=maybe,
    open_ending=st.booleans(),
    reproach=st.booleans(),
    bad=st.sampled_from([(), (), ("created",), ("fit",)]),
    planned_by_hand=maybe,
    touches=st.integers(0, 12),
    previous_contact=maybe,
    reply_between=st.booleans(),
    event=st.sampled_from(["", "few", "many"]),
    absences=st.lists(
        st.builds(lambda a, n: Absence(a, a + timedelta(n)), days, st.integers(0, 9)), max_size=2
    ).map(tuple),
    announced_for=maybe,
    fit_unknown=st.booleans(),
    no_address=st.booleans(),
    words=st.lists(
        st.builds(
            WordDate,
            key=st.sampled_from(DATES),
            text=st.sampled_from(["hoy", "next Friday", "✓"]),
            seen=days,
            day=days,
        ),
        max_size=2,
    ).map(tuple),
    contacts=st.integers(0, 9),
    has_email=st.booleans(),
    has_phone=st.booleans(),
    symptoms=all_symptoms,
)
any_day = st.builds(
    lambda d, kind, w: on(d, day_count=kind, weekend=w),
    days,
    st.sampled_from(["working", "calendar"]),
    st.sampled_from(["0000011", "0000110", "0111111"]),
)
