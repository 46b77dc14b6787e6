"""Every fact is found at its place: FactFinder fills Facts by position, which no type checks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, get_type_hints

import pytest

from sheetflow.decide.facts import Facts
from sheetflow.decide.people import Absence
from sheetflow.decide.phrases import Wording
from sheetflow.decide.playbook import STAGES
from sheetflow.decide.symptoms import Symptoms
from sheetflow.model import serial
from sheetflow.parse.contacts_log import Log, LogSummary
from sheetflow.parse.dates import Moment
from sheetflow.parse.leads import ANSWER_AT, NO_ANSWERS
from sheetflow.plan.duplicates import CrossRowFacts
from sheetflow.plan.lead_facts import Background, FactFinder
from sheetflow.plan.misplaced import NOTHING_MISPLACED
from sheetflow.plan.opt_outs import OptOuts
from sheetflow.state import State
from sheetflow.state.record import Said, TouchState, format_record
from tests.support.grids import Sheet, day

STAGE: Final = STAGES[2]
AWAY: Final = (Absence(day("12-01"), day("12-02")),)

FACTS: Final = Facts(
    stage=STAGE,
    kind="partner",
    fit=False,
    do_not_contact=None,
    segment="advised",
    has_owner=False,
    created=day("11-01"),
    last_contact=day("11-10"),
    last_reply=day("11-02"),
    reply_waits=False,
    agreement="A price",
    agreed_for=day("11-26"),
    appointment=day("11-27"),
    confirmed=False,
    not_before=day("11-28"),
    open_ending=False,
    reproach=False,
    bad=("value",),
    planned_by_hand=day("11-25"),
    typed_over=False,
    touches=7,
    contacts=7,
    previous_contact=day("11-03"),
    reply_between=False,
    skipped_stage=False,
    duplicate=False,
    event="few",
    absences=AWAY,
    announced_for=day("11-24"),
    phase_unknown=False,
    fit_unknown=False,
    no_address=False,
    has_email=False,
    has_phone=False,
    symptoms=Symptoms("no", "negative", "known"),
)
"""A different value in every field that is no flag; no flag is set."""

FLAGS: Final = {name for name, kind in get_type_hints(Facts).items() if kind in (bool, bool | None)}


def answers(**typed: object) -> tuple[Any, ...]:
    cells: list[Any] = list(NO_ANSWERS)
    for key, value in typed.items():
        cells[ANSWER_AT[key]] = serial(value) if isinstance(value, date) else value
    return tuple(cells)


@dataclass(frozen=True)
class Found:
    """Where the facts of FACTS come from: cells, log, record and the other rows of one lead."""

    cells: dict[str, Any] = field(default_factory=dict)
    replied: str = "11-02"
    phase: bool = True
    skipped: bool = False
    shared_email: bool = False
    opted_out: bool = False
    more: tuple[str, ...] = ()

    def facts(self) -> Facts:
        head = ["Name", "Stage", "Value", "Owner", "Possible?", "Phase", *self.more]
        bea = ["Bea", STAGE.en, 1, "Eva", "yes", "comparing"]
        sheet = Sheet(head, ["Ana", STAGE.en, 1], bea)
        sheet.sync()
        book = sheet.look()[1]
        (tab,) = book.tabs
        lead, _ = tab.leads
        lead = lead._replace(
            kind="partner",
            fit=False,
            do_not_contact=None,
            segment="advised",
            source="fair",
            created=day("11-01"),
            agreement="A price",
            agreed_for=day("11-26"),
            appointment=day("11-27"),
            not_before=day("11-28"),
            attempts=7,
            bad=("value",),
            answers=answers(next_contact=day("11-25")),
        )._replace(**self.cells)
        logged = LogSummary(
            last=Moment(day("11-10")),
            before=Moment(day("11-03")),
            reply=Moment(day(self.replied)),
            touches=4,
            agreement="",
            agreed_for=None,
            announced=day("11-24"),
            phase=self.phase,
            symptoms=Symptoms("no", "negative"),
        )
        touched = TouchState(
            touches=2,
            contacts=5,
            last=Moment(day("11-10")),
            before=None,
            stage_then=STAGE.key,
            added=False,
            counted=False,
            skipped=self.skipped,
        )
        record = format_record((lead.id, lead.who, 0), Said(STAGE.key), touched, "today", ";" * 7)
        emails = frozenset({lead.email} if self.shared_email else ())
        cross_row = CrossRowFacts(emails, frozenset(), {("fair", day("11-01")): 3})
        book = replace(
            book,
            log=Log(True, {(tab.name, lead.row): logged}),
            playbook=replace(book.playbook, absences={"": AWAY, "eva": AWAY}),
        )
        state = State({"leads": 1}, {lead.id: record})
        opt_outs = OptOuts(frozenset({"no:1"}), frozenset({lead.email} if self.opted_out else ()))
        background = Background(book, state, cross_row, NOTHING_MISPLACED, opt_outs)
        return FactFinder(tab, background).find(lead, lead.id).facts


def test_every_value_is_found_at_its_place() -> None:
    shared = FLAGS | {"contacts"}  # the touches, where the team or the log counts them
    values = [value for name, value in FACTS._asdict().items() if name not in shared]
    assert len({*values}) == len(values)
    assert not any(getattr(FACTS, flag) for flag in FLAGS)
    assert Found().facts() == FACTS


SET: Final = {
    "fit": Found({"fit": True}),
    "fit_unknown": Found({"fit": None}),
    "no_address": Found(more=("Email",)),
    "do_not_contact": Found({"do_not_contact": True}),
    "has_owner": Found({"owner": "Eva"}),
    "reply_waits": Found(replied="11-11"),
    "confirmed": Found({"confirmed": True}),
    "open_ending": Found({"wording": Wording(open_ending=True)}),
    "reproach": Found({"wording": Wording(reproach=True)}),
    "typed_over": Found({"answers": answers(next_contact=day("11-25"), status="Mine")}),
    "reply_between": Found(replied="11-05"),
    "skipped_stage": Found(skipped=True),
    "duplicate": Found(shared_email=True),
    "phase_unknown": Found(phase=False),
    "opted_out": Found(opted_out=True),
    "has_email": Found({"email": 1}),
    "has_phone": Found({"phone": 1}),
}
"""What sets each flag, and no other."""


def test_every_flag_is_set_once() -> None:
    assert SET.keys() == FLAGS


@pytest.mark.parametrize("flag", SET)
def test_a_flag_is_found_at_its_place(flag: str) -> None:
    found = SET[flag]
    expected = FACTS._replace(last_reply=day(found.replied))
    expected = expected._replace(fit=found.cells.get("fit", expected.fit))
    if not found.phase:
        expected = expected._replace(symptoms=Symptoms("no", "negative", "unknown"))
    assert found.facts() == expected._replace(**{flag: True})
