"""Sentences of both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.decide.facts import Facts
from sheetflow.decide.playbook import PHRASES, Words
from sheetflow.decide.rules import RULES, decide
from sheetflow.doctor.words import DOCTOR, GOOGLE
from sheetflow.model import Text
from sheetflow.palette import LOOKS
from sheetflow.plan.our_texts import looks_ours
from sheetflow.texts.flag_meanings import FLAGS_MEAN
from sheetflow.texts.render import (
    Locale,
    choose_language,
    date_text,
    fill,
    flags_text,
    heading,
    render,
    render_all,
    status_text,
)
from sheetflow.texts.words import (
    CHANGERS,
    COUNTED,
    DAYS,
    FLAGS,
    MONTHS,
    PROBLEMS,
    REPORT,
    RULE_NAMES,
    STATUSES,
    STEPS,
    WHY,
)
from tests.support.grids import TODAY
from tests.support.rule_facts import all_facts, lead, on

EN, ES = Locale("en", 2026), Locale("es", 2026)
TABLES = {
    "STATUSES": STATUSES,
    "FLAGS": FLAGS,
    "WHY": WHY,
    "STEPS": STEPS,
    "PROBLEMS": PROBLEMS,
    "REPORT": REPORT,
    "CHANGERS": CHANGERS,
    "FLAGS_MEAN": FLAGS_MEAN,
    "RULE_NAMES": RULE_NAMES,
    "DOCTOR": DOCTOR,
    "GOOGLE": GOOGLE,
}
TEXTS = list[tuple[str, str, tuple[str, str]]]()
for _name, _table in TABLES.items():
    TEXTS += [(_name, key, both) for key, both in _table.items()]


@pytest.mark.parametrize(("table", "key", "both"), TEXTS, ids=[f"{t}-{k}" for t, k, _ in TEXTS])
def test_both_languages_say_the_same_things(table: str, key: str, both: tuple[str, str]) -> None:
    en, es = both
    assert en
    assert es
    assert sorted(re.findall(r"\{[^}]*\}", en)) == sorted(re.findall(r"\{[^}]*\}", es))


@pytest.mark.parametrize(
    ("status", "en", "es"),
    [
        ("check", "Check row", "Revisar"),
        ("reply", "Reply now", "Responder ya"),
        ("overdue", "Overdue", "Vencido"),
        ("today", "Today", "Hoy"),
        ("last_message", "Last message", "Último mensaje"),
        ("cold", "Gone cold", "Enfriado"),
        ("planned", "Planned", "Planificado"),
        ("waiting", "Waiting", "En espera"),
        ("no_answer", "No answer", "Sin respuesta"),
        ("won", "Won", "Ganado"),
        ("lost", "Lost", "Perdido"),
        ("not_followed", "Not followed", "Sin seguimiento"),
    ],
)
def test_a_status_is_the_word_of_the_contract_with_its_icon(status: str, en: str, es: str) -> None:
    assert STATUSES[status] == (en, es)
    assert status_text(status, "en") == f"{LOOKS[status].icon} {en}"
    assert status_text(status, "es") == f"{LOOKS[status].icon} {es}"
    assert LOOKS[status].icon


def test_no_two_statuses_are_said_alike() -> None:
    for lang in ("en", "es"):
        assert len({status_text(s, lang) for s in STATUSES}) == len(STATUSES)


def test_every_rule_says_what_would_change_it() -> None:
    assert set(CHANGERS) == {rule.__name__ for rule in RULES}


def test_every_rule_has_a_name() -> None:
    assert set(RULE_NAMES) == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("what", COUNTED)
def test_what_is_counted_has_a_singular_and_a_plural_in_both_languages(what: str) -> None:
    for one, many in COUNTED[what]:
        assert one != many
        assert "{}" in many or "{}" not in one  # a verb has no number of its own


@pytest.mark.parametrize(
    ("lang", "key", "one", "many"),
    [
        ("en", "nothing", "Nothing to do: 1 lead is up", "Nothing to do: 40 leads are up"),
        ("es", "nothing", "Nada que hacer: 1 lead al", "Nada que hacer: 40 leads al"),
        ("en", "checks", "1 row needs a look: its status", "40 rows need a look: their status"),
        ("es", "checks", "1 fila necesita revisión:", "40 filas necesitan revisión:"),
        ("en", "changes", "1 change", "40 changes"),
        ("es", "changes", "1 cambio", "40 cambios"),
        ("en", "requests", "requests to Google: 1 read, 40", "requests to Google: 40 reads, 1 w"),
        ("es", "requests", "peticiones a Google: 1 lectura,", "peticiones a Google: 40 lecturas"),
    ],
)
def test_one_is_no_plural(lang: str, key: str, one: str, many: str) -> None:
    assert fill(REPORT[key], lang, 1, 40).startswith(one)
    assert fill(REPORT[key], lang, 40, 1).startswith(many)


def test_a_value_that_is_filled_in_is_shown_letter_by_letter() -> None:
    for name in ("email", "{0} {x}", "100 %", "(a)", ""):
        assert fill(REPORT["added"], "es", name) == f"Pestañas añadidas: {name}."


def test_the_first_known_language_counts() -> None:
    assert choose_language("en", "es") == "en"
    assert choose_language(None, "es", "en") == "es"
    assert choose_language(None, None) == "en"


def test_every_flag_says_what_it_means() -> None:
    assert set(FLAGS_MEAN) == set(FLAGS)


def test_the_year_is_said_where_it_is_not_this_one() -> None:
    assert date_text(date(2026, 11, 12), EN) == "12 Nov"
    assert date_text(date(2027, 1, 5), EN) == "5 Jan 2027"
    assert date_text(date(2026, 1, 5), ES) == "5 ene"
    assert [len(MONTHS[lang]) for lang in ("en", "es")] == [12, 12]


@pytest.mark.parametrize(
    ("locale", "n", "text"),
    [
        (EN, 1, "1 working day"),
        (EN, 2, "2 working days"),
        (EN, 0, "0 working days"),
        (ES, 1, "1 día laborable"),
        (ES, 3, "3 días laborables"),
        (Locale("en", 2026, "calendar"), 1, "1 day"),
        (Locale("es", 2026, "calendar"), 2, "2 días"),
    ],
)
def test_days_are_counted_as_the_team_counts_them(locale: Locale, n: int, text: str) -> None:
    assert text in render(Text("cadence", (TODAY, 1, 6, n, TODAY)), locale)
    assert len(DAYS) == 4


def test_arguments_find_their_own_words() -> None:
    assert render(Text("closed", (Words("Won", "Ganado"),)), ES) == "Cerrado: la etapa es Ganado."
    assert (
        render(Text("problem", (Text("unreadable", ("last_contact",)),)), EN)
        == "Not decided: Last contact cannot be read."
    )
    assert (
        render(Text("step_agreement", ("call {0} %s {x}", "phone")), EN)
        == "Check: call {0} %s {x} (phone)"
    )


def test_headings_are_said_in_both_languages() -> None:
    assert (heading("last_contact", "en"), heading("last_contact", "es")) == (
        "Last contact",
        "Último contacto",
    )


def test_flags_are_listed_in_one_text() -> None:
    assert flags_text(("no_agreement", "no_owner"), "es") == "sin acuerdo, sin responsable"
    assert flags_text((), "en") == ""


@given(all_facts, st.sampled_from([EN, ES, Locale("es", 2026, "calendar")]))
def test_whatever_was_decided_can_be_said_and_is_known_as_ours(
    facts: Facts, locale: Locale
) -> None:
    told = decide(facts, on())
    why, flags = render_all(told.why, locale), flags_text(told.flags, locale.lang)
    assert looks_ours("why", why)
    assert looks_ours("status", status_text(told.status, locale.lang))
    assert not flags or looks_ours("flags", flags)
    assert told.step is None or looks_ours("next_step", render(told.step, locale))
    assert "{" not in why


BARE = [
    lead(announced_for="11-24"),
    lead(agreed_for="11-24", agreement="send the drawings"),
    lead(last_reply="11-18"),
    lead(appointment="11-30"),
    lead(appointment="11-30", confirmed=True),
    lead(appointment="11-10"),
    lead("proposal", last_contact="11-10", touches=5),
]
"""Leads of whom only a name is known, so that their steps have no channel."""


@pytest.mark.parametrize("locale", [EN, ES])
@pytest.mark.parametrize("facts", BARE)
def test_a_step_without_a_channel_is_known_as_ours(facts: Facts, locale: Locale) -> None:
    told = decide(facts._replace(has_email=False, has_phone=False), on())
    assert told.step
    said = render(told.step, locale)
    assert not told.channel
    assert not said.endswith(")")
    assert looks_ours("next_step", said)


@pytest.mark.parametrize("key", ["status", "flags", "why", "next_step"])
def test_a_persons_words_are_not_taken_for_ours(key: str) -> None:
    for text in ("they loved it", "ring on Monday", "vuelve en enero", "Overdue!"):
        assert not looks_ours(key, text)


def test_the_phrases_of_the_contract_are_listed() -> None:
    assert {
        "let me know",
        "any time",
        "cualquier cosa me llama",
        "estamos hablando",
        "si se decide me avisa",
    } <= set(PHRASES)


def test_a_day_in_the_future_is_named() -> None:
    said = Text("problem", (Text("in_future", ("created", TODAY)),))
    assert render(said, Locale("es", 2026)) == "Sin decidir: Alta está en el futuro (20 nov)."
