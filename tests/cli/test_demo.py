"""The demo shows a lively pipeline, whatever the day and the language."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import chain, product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.memory import MemoryBackend
from sheetflow.columns import DATES, OWNED, fold
from sheetflow.decide.facts import Context, Decision, Facts
from sheetflow.decide.people import Absence
from sheetflow.decide.phrases import Phrases
from sheetflow.decide.playbook import DEFAULT, SEGMENTS, STAGES, stage_words
from sheetflow.decide.playbook import NOT_FOLLOWED as NOT_FOLLOWED_STAGES
from sheetflow.decide.rules import RULES, decide
from sheetflow.decide.workdays import Workdays
from sheetflow.engine import Options, look, sync
from sheetflow.model import Changes
from sheetflow.palette import LOOKS
from sheetflow.parse.stages import StageWords
from sheetflow.parse.values import BAD, count_of, yes_no
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.plan.worklist import day_list, worklist
from sheetflow.starter.demo import demo_leads, demo_tabs
from sheetflow.starter.tabs.leads import HEADING_ROW, NAMES
from tests.support import our_books
from tests.support.our_books import put, shipped, visible

FRIDAY = date(2026, 11, 20)
FORTNIGHT = [date(2026, 12, 21) + timedelta(days=n) for n in range(14)]
KINDS = {
    "": "opportunity",
    "task": "task",
    "tarea": "task",
    "partner": "partner",
    "socio": "partner",
}
WORDS = {
    "brochure posted": "informed",
    "folleto por correo": "informed",
    "weighing it up": "interested",
    "lo estan pensando": "interested",
    "has the samples": "interested",
    "tiene las muestras": "interested",
}
"""The words of the team, folded, and what they mean by them."""
NOT_FOLLOWED = {"on hold", "en pausa"}
AWAY = {"Priya", "Carmen"}
"""They are away from the working day before today on, for four more, in the Calendar tab."""


def facts(lead: dict, today: date, *, duplicate: bool = False) -> Facts:
    """What parse makes of a lead of the demo, said once more by hand."""
    days = {key: lead.get(key) for key in DATES}
    bad = tuple(key for key, value in days.items() if isinstance(value, str))
    bad += ("attempts",) if count_of(lead.get("attempts")) is BAD else ()
    clean = {key: value if isinstance(value, date) else None for key, value in days.items()}
    contact, reply = clean["last_contact"], clean["last_reply"]
    touches = (
        lead["attempts"] if isinstance(lead.get("attempts"), int) else int(contact is not None)
    )
    word = fold(lead.get("stage", "new"))
    word = WORDS.get(word, word)
    ended = NOT_FOLLOWED_STAGES["closed"] if word in NOT_FOLLOWED else None
    segment = fold(lead.get("segment", ""))
    away = Absence(Workdays().before(today, 1), Workdays().add(Workdays().before(today, 1), 4))
    return Facts(
        stage=next((stage for stage in STAGES if word in stage_words(stage)), ended),
        kind=KINDS[lead.get("kind", "")],
        fit=yes_no(lead.get("fit")),
        do_not_contact=yes_no(lead.get("do_not_contact")),
        segment=SEGMENTS.get(segment, segment),
        has_owner="owner" in lead,
        fit_unknown="fit" not in lead,
        no_address=not ("email" in lead or "phone" in lead),
        **clean,
        reply_waits=reply is not None and (contact is None or reply > contact),
        agreement=lead.get("agreement", ""),
        confirmed=yes_no(lead.get("confirmed")) is True,
        open_ending=Phrases(DEFAULT.phrases).held_by(lead.get("agreement", "")) != "",
        bad=bad,
        touches=touches,
        duplicate=duplicate,
        absences=(away,) if lead.get("owner") in AWAY else (),
    )


def decisions(lang: str, today: date) -> list[Decision]:
    day = Context(DEFAULT, Workdays(), today)
    leads = [dict(lead) for lead in demo_leads(lang, today)]
    digits = [keys_of(lead) for lead in leads]
    shared = {phone for phone, count in Counter(digits).items() if phone and count > 1}
    return [decide(facts(lead, today, duplicate=keys_of(lead) in shared), day) for lead in leads]


def keys_of(lead: dict) -> str:
    return "".join(c for c in str(lead.get("phone", "")) if c.isdigit())[-9:]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_there_are_forty_leads_and_each_says_who_it_is(lang):
    leads = list(demo_leads(lang, FRIDAY))
    assert len(leads) == 40
    assert len({lead["name"] for lead in leads}) == 40


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("today", FORTNIGHT)
def test_every_status_occurs_on_every_day_of_the_week(lang, today):
    assert {decision.status for decision in decisions(lang, today)} == set(LOOKS)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_rule_occurs_but_the_one_for_dates_typed_by_hand(lang):
    names = {rule.__name__ for rule in RULES}
    assert names - {decision.rule for decision in decisions(lang, FRIDAY)} == {"by_hand"}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_flag_of_a_first_sync_occurs(lang):
    flags = set(chain.from_iterable(decision.flags for decision in decisions(lang, FRIDAY)))
    assert flags >= {
        "open_ending",
        "promise_missed",
        "too_many",
        "unconfirmed",
        "unknown_fit",
        "no_owner",
        "owner_away",
        "duplicate",
        "reply_unseen",
        "bad_cell",
    }


@cache
def demo(lang: str) -> tuple[Plan, Workbook]:
    """What a look at the demo's own workbook finds."""
    with TemporaryDirectory() as folder:
        path = put(our_books.demo(lang), Path(folder) / "demo.xlsx")
        return look(ExcelBackend(path), Options(FRIDAY))


@cache
def plan_of(lang: str, today: date) -> Plan:
    """What is planned for the tabs of the demo that people see, on any day."""
    tabs, _ = demo_tabs(lang, today)
    backend = MemoryBackend({})
    backend.read()
    backend.apply(Changes((), new_tabs=tuple(tab for tab in tabs if not tab.hidden)))
    return look(backend, Options(today))[0]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_its_leads_say_stages_in_words_of_the_teams_that_its_playbook_explains(lang):
    plan, book = demo(lang)
    shipped = StageWords(DEFAULT)
    words = {str(lead["stage"]) for lead in demo_leads(lang, FRIDAY) if "stage" in lead}
    assert len([word for word in words if shipped.find(word) is None]) == 4
    assert book.tabs[0].stages.unknown == {}
    assert not [found for found in plan.problems if found.text.code == "unknown_stage"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_its_own_workbook_is_decided_as_its_leads_are(lang):
    plan, _ = demo(lang)
    own = [(row.decision.status, row.decision.rule, row.decision.due) for row in plan.rows]
    assert own == [(d.status, d.rule, d.due) for d in decisions(lang, FRIDAY)]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_touches_of_one_stage_say_different_things(lang):
    plan, _ = demo(lang)
    said = dict[str, dict[int, str]]()
    for row in plan.rows:
        if row.decision.rule == "cadence" and row.decision.status != "cold":
            said.setdefault(row.facts.stage.key, {})[row.facts.touches] = row.step
    several = {stage: steps for stage, steps in said.items() if len(steps) > 1}
    assert set(several) == {"informed", "met", "proposal"}
    assert all(len(set(steps.values())) == len(steps) for steps in several.values())


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("today", FORTNIGHT)
def test_somebody_is_away_and_a_deputy_has_their_rows(lang, today):
    plan = plan_of(lang, today)
    away, deputy = (("Priya", "Tom"), ("Carmen", "Javier"))[lang == "es"]
    marked = [row for row in worklist(plan.rows, deputy) if row.deputy]
    assert {(row.owner, row.deputy) for row in marked} == {(away, deputy)}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("today", FORTNIGHT)
def test_one_has_more_than_fits_into_the_day_and_the_others_have_not(lang, today):
    plan = plan_of(lang, today)
    day = day_list(plan.rows, plan.people, plan.today)
    assert len(plan.people) == 3
    assert list(day.more) == [("Maya", "Lucía")[lang == "es"]]
    assert 1 <= sum(day.more.values()) <= 3


def test_both_languages_tell_the_same_story():
    en, es = (decisions(lang, FRIDAY) for lang in ("en", "es"))
    assert [(d.status, d.rule, d.due, d.flags) for d in en] == [
        (d.status, d.rule, d.due, d.flags) for d in es
    ]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nobody_in_the_demo_can_be_reached(lang):
    for lead in demo_leads(lang, FRIDAY):
        assert str(lead.get("email", "no.one@example.net")).endswith(
            (".example", "@example.org", "@example.net")
        )
        assert keys_of(dict(lead))[:6] in {"", "700900", "600000"}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_workbook_holds_the_leads_as_typed_and_our_columns_without_an_answer(lang):
    sheet = visible(our_books.demo(lang), data_only=True)[NAMES[lang == "es"]]
    heads = [cell.value for cell in sheet[HEADING_ROW]]
    ours = [heads.index((column.en, column.es)[lang == "es"]) for column in OWNED]
    first = HEADING_ROW + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(first, first + 39)]
    assert [row[0] for row in rows] == [lead["name"] for lead in demo_leads(lang, FRIDAY)]
    assert {row[at] for row, at in product(rows, ours)} <= {None, ""}


def checks_of(sheet: Worksheet) -> set[str]:
    """Its checks; of Today their cells, since how many people it offers follows their tab."""
    checks = sheet.data_validations.dataValidation
    return {str(check.sqref if sheet.title == "Today" else check) for check in checks}


def test_the_workbook_keeps_what_the_template_offers():
    made, template = (visible(content) for content in (our_books.demo("en"), shipped("en")))
    assert made.sheetnames == template.sheetnames
    for sheet, plain in zip(made, template, strict=True):
        assert checks_of(sheet) == checks_of(plain)
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == (
            plain.freeze_panes,
            plain.auto_filter.ref,
        )
    heads = {cell.value: cell.column for cell in made["Leads"][HEADING_ROW]}
    contacts = [row[heads["Last contact"] - 1] for row in made["Leads"].iter_rows(3)]
    assert all(cell.is_date for cell in contacts if cell.value and not isinstance(cell.value, str))
    assert (made["Calendar"]["D2"].value, made["Calendar"]["G2"].value) == ("Priya", "Tom")
    assert [cell.value for cell in made["People"]["A"]] == ["Name", "Maya", "Tom", "Priya"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_second_sync_changes_no_byte_of_it(lang, tmp_path):
    path = put(our_books.demo(lang), tmp_path / "demo.xlsx")
    sync(ExcelBackend(path), Options(FRIDAY, lang))
    before = path.read_bytes()
    sync(ExcelBackend(path), Options(FRIDAY, lang))
    assert path.read_bytes() == before


def test_a_sync_finds_the_colours_as_it_would_write_them(tmp_path):
    path = put(our_books.demo("en"), tmp_path / "demo.xlsx")
    before = colours(path)
    sync(ExcelBackend(path), Options(FRIDAY, "en"))
    assert colours(path) == before
    assert len(before) == len(LOOKS) + 1  # and a typed plan that is over


def colours(path: Path) -> list[tuple[str, str]]:
    formats = visible(path.read_bytes())["Leads"].conditional_formatting
    return [(str(f.sqref), rule.formula[0]) for f in formats for rule in f.rules]
