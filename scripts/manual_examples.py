"""The examples of the rules, read aloud for people.

They are written as `new last_contact=11-19 touches=2 | 11-20 -> planned due=11-23`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sheetflow.decide.examples import YEAR
from sheetflow.decide.playbook import NOT_FOLLOWED, STAGES
from sheetflow.texts.render import Locale, choose, date_text, heading, status_text
from sheetflow.texts.words import DAYS, FLAGS

WEEKDAYS: Final = {
    "en": "Mon Tue Wed Thu Fri Sat Sun".split(),
    "es": "lun mar mié jue vie sáb dom".split(),
}
SAID: Final = {
    "unreadable": ("{0}: cannot be read", "{0}: ilegible"),
    "planned_by_hand": ("a date typed over {0}: {1}", "fecha escrita en {0}: {1}"),
    "previous_contact": ("the contact before: {0}", "el contacto anterior: {0}"),
    "opted_out": (
        "this email said earlier, in {0}: yes",
        "este correo dijo antes, en {0}: sí",
    ),
    "unknown": (
        "{0}: a word that is not in the Playbook",
        "{0}: una palabra que no está en la Estrategia",
    ),
    "due": ("next contact {0}", "próximo contacto {0}"),
    "late": ("{0} late", "{0} de retraso"),
    "word": ("{0}, typed on {1}", "{0}, escrito el {1}"),
    "yes": ("yes", "sí"),
    "no": ("no", "no"),
}


def read_aloud(example: str, lang: str) -> tuple[str, str, str]:
    """(what the row says, the day, the answer) of one example of a rule."""
    left, promised = example.split(" -> ")
    given, today = left.split(" | ")
    return "; ".join(_row(given, lang)), _day(today, lang), ", ".join(_answer(promised, lang))


def _row(given: str, lang: str) -> Iterator[str]:
    key, *words = given.split()
    stage = ({stage.key: stage for stage in STAGES} | NOT_FOLLOWED).get(key)
    yield (
        f"{heading('stage', lang)}: {choose(stage.label, lang)}"
        if stage
        else _said("unknown", lang, heading("stage", lang))
    )
    for word in words:
        yield _cell(word, lang)


def _cell(word: str, lang: str) -> str:
    key, _, value = word.partition("=")
    if key == "planned_by_hand":
        return _said("planned_by_hand", lang, heading("next_contact", lang), _day(value, lang))
    if key == "previous_contact":
        return _said(key, lang, _day(value, lang))
    if key == "opted_out":
        return _said("opted_out", lang, heading("do_not_contact", lang))
    name = heading(key, lang)
    if value == "banana":
        return _said("unreadable", lang, name)
    if "@" in value:
        text, _, seen = value.partition("@")
        return f"{name}: {_said('word', lang, text, _day(seen, lang))}"
    if value in ("yes", "no"):
        return f"{name}: {_said(value, lang)}"
    return f"{name}: {value if key in ('touches', 'contacts') else _day(value, lang)}"


def _answer(promised: str, lang: str) -> Iterator[str]:
    status, *words = promised.split()
    yield f"**{status_text(status, lang)}**"
    for word in words:
        key, _, value = word.partition("=")
        if key == "due":
            yield _said("due", lang, _day(value, lang))
        elif key == "late":
            yield _said("late", lang, DAYS[lang, "working"][value != "1"].format(value))
        else:
            yield choose(FLAGS[key], lang)


def _day(text: str, lang: str) -> str:
    day = date.fromisoformat(f"{YEAR}-{text.strip()}")
    return f"{WEEKDAYS[lang][day.weekday()]} {date_text(day, Locale(lang, YEAR))}"


def _said(key: str, lang: str, *args: str) -> str:
    return choose(SAID[key], lang).format(*args)
