"""The texts that ship, and which of several counts."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from sheetflow.decide.messages import (
    MESSAGE_HEADINGS,
    MESSAGES,
    PLACEHOLDERS,
    SHIPPED,
    MessageText,
    Wanted,
    message_for,
    placeholders,
    with_values,
)
from sheetflow.decide.playbook import DEFAULT, STAGES
from sheetflow.decide.playbook_rows import messages_rows
from sheetflow.decide.sequence import MORE, NURTURE, STEPS
from sheetflow.decide.symptoms import SYMPTOMS
from sheetflow.parse.messages_tab import Checks, about_date

EN = Wanted("talk", "en", "email")


def own(text: str, **fields: object) -> MessageText:
    return MessageText(**{**EN._asdict(), "subject": "", "text": text, "stage": "", **fields})  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("text", SHIPPED, ids=lambda t: f"{t.key}-{t.stage}-{t.channel}-{t.lang}")
def test_a_text_that_ships_passes_its_own_checks(text: MessageText) -> None:
    said = f"{text.subject}\n{text.text}"
    assert list(Checks(DEFAULT).of_words(said)) == []
    assert about_date(text) is None
    assert {key for _, key in placeholders(said)} <= PLACEHOLDERS.keys()
    assert text.stage in {"", *(stage.key for stage in STAGES)}
    assert bool(text.subject) == (text.channel == "email")
    assert len(text.text) < 600


def keys_of(text: str) -> set[str]:
    return {key for _, key in placeholders(text)}


def test_both_languages_say_the_same_things() -> None:
    english, spanish = (
        [(t.key, t.channel, t.stage) for t in SHIPPED if t.lang == lang] for lang in ("en", "es")
    )
    assert english == spanish
    assert len(set(english)) == len(english)
    assert {key for key, _, _ in english} == MESSAGES.keys()
    for a, b in zip(
        (t for t in SHIPPED if t.lang == "en"), (t for t in SHIPPED if t.lang == "es"), strict=True
    ):
        assert keys_of(a.text) == keys_of(b.text)


def test_the_placeholders_of_a_message_are_in_its_language() -> None:
    for text in SHIPPED:
        for written, key in placeholders(text.text):
            assert written.strip("{}") in PLACEHOLDERS[key][text.lang == "es" :]


def test_every_message_can_be_written_and_said() -> None:
    for lang in ("en", "es"):
        for channel in ("email", "phone"):
            assert {
                t.key for t in SHIPPED if (t.lang, t.channel, t.stage) == (lang, channel, "")
            } == MESSAGES.keys()


def test_no_written_text_promises_a_call_to_somebody_who_may_have_no_phone() -> None:
    calls = re.compile(r"call you|tried to reach you by phone|llamaré|llamarle|llamo|he llamado")
    written = [text for text in SHIPPED if text.channel == "email"]
    assert [text.key for text in written if calls.search(text.text + text.subject)] == []


def test_no_step_of_an_email_speaks_of_writing_since_it_may_become_a_call() -> None:
    steps = [step for rows in STEPS.values() for step in rows.values()] + [*SYMPTOMS]
    said = [f"{step.en} {step.es}" for step in steps if step.channel == "email"]
    assert [each for each in said if re.search(r"(?i)\bwrit|\bescrib|por escrito", each)] == []


def test_every_row_of_the_steps_names_a_message() -> None:
    rows = chain.from_iterable(steps.values() for steps in STEPS.values())
    assert {row.message for row in rows} <= MESSAGES.keys()


def test_touches_in_a_row_never_say_the_same() -> None:
    for stage, steps in STEPS.items():
        order = [touch for touch in steps if touch not in (MORE, NURTURE)] + [MORE]
        texts = [
            message_for(Wanted(steps[t].message, "en", steps[t].channel, stage, t)) for t in order
        ]
        assert len(set(texts)) == len(texts), stage


def test_the_last_message_has_its_six_parts_and_no_next_date() -> None:
    for lang, parts in (
        ("en", ("tried to reach you", "heard nothing", "bother", "as a no", "last message")),
        ("es", ("Hemos intentado hablar", "no sabemos nada", "molestarle", "un no", "último")),
    ):
        for channel in ("email", "phone"):
            text = message_for(Wanted("last", lang, channel))
            assert text is not None
            assert all(part in text.text for part in parts)
            assert {"agreement", "phone"} <= keys_of(text.text)
            assert "next_date" not in keys_of(text.text)


def test_the_text_of_the_stage_and_the_touch_comes_first() -> None:
    texts = [
        own("all"),
        own("stage", stage="new"),
        own("touch", stage="new", touch=2),
        own("said", channel="phone"),
    ]

    def found(**asked: object) -> str:
        text = message_for(EN._replace(**asked), texts)
        return text.text if text else ""

    assert found() == "all"
    assert found(stage="new", touch=1) == "stage"
    assert found(stage="new", touch=2) == "touch"
    assert found(stage="met", touch=2) == "all"
    assert found(channel="phone", stage="new", touch=2) == "said"
    assert found(channel="whatsapp") == "all"


def test_what_the_team_has_not_written_is_ours() -> None:
    spanish = [own("suyo", lang="es")]
    english, ours = message_for(EN, spanish), message_for(EN)
    assert english == ours != None  # noqa: E711  # both are compared
    assert message_for(EN._replace(lang="es"), spanish) == spanish[0]
    script = message_for(EN._replace(channel="phone"), [own("written")])
    assert script is not None
    assert script.channel == "phone"


def test_a_message_of_the_teams_own_may_be_in_the_other_language_only() -> None:
    promo = [own("promoción", key="promo", lang="es")]
    assert message_for(Wanted("promo", "en", "email"), promo) == promo[0]
    assert message_for(Wanted("promo", "en", "email")) is None


def test_values_are_put_in_once_and_never_read_as_texts() -> None:
    values = {"name": "{phone}", "phone": "1", "company": "{nombre}"}
    assert (
        with_values("{name} {nombre} {empresa} {TELÉFONO}", values) == "{phone} {phone} {nombre} 1"
    )
    assert with_values("a {nmae} b {}", values) == "a  b "


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_rows_of_the_tab_hold_every_text_of_the_language(lang: str) -> None:
    head, *rows = messages_rows(lang)
    assert head == tuple(both[lang == "es"] for both in MESSAGE_HEADINGS.values())
    assert all(len(row) == len(head) for row in rows)
    assert sorted(str(row[6]) for row in rows) == sorted(t.text for t in SHIPPED if t.lang == lang)
