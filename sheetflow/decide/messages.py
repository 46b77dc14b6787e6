"""THE messages: which texts there are, what may stand in them, which of them counts for a touch
(follow-up.md, "Messages").

They ship as rows of the Messages tab, for teams to bend; parse/messages_tab.py reads it back. The
texts themselves: message_texts_en.py, message_texts_es.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from sheetflow.columns import by_word, fold
from sheetflow.decide import message_texts_en, message_texts_es
from sheetflow.model import Value

MESSAGES: Final = {
    "acknowledgement": ("Acknowledgement", "Acuse de recibo"),
    "answer": ("Answer", "Respuesta"),
    "information": ("Information", "Información"),
    "talk": ("Ask for a talk", "Pedir una conversación"),
    "useful": ("Useful piece", "Algo útil"),
    "confirmation": ("Confirmation", "Confirmación"),
    "see_you": ("See you there", "Nos vemos"),
    "agreed": ("What we agreed", "Lo que acordamos"),
    "meeting": ("Fix the meeting", "Fijar la reunión"),
    "walkthrough": ("Go through the proposal", "Repasar la propuesta"),
    "reminder_1": ("First reminder", "Primer recordatorio"),
    "reminder_2": ("Second reminder", "Segundo recordatorio"),
    "voice": ("Voice message", "Mensaje de voz"),
    "question": ("One question", "Una pregunta"),
    "last": ("Last message", "Último mensaje"),
    "nurture": ("Nurture", "Mantener"),
    "promised": ("As agreed", "Lo acordado"),
    "announced": ("As announced", "Lo anunciado"),
    "event": ("After an event", "Tras un evento"),
    "missing": ("What was missing", "Qué faltó"),
    "deciding": ("How they decide", "Cómo deciden"),
}
"""Key -> what it is called in English and Spanish, in the tabs Messages and Playbook."""

_BY_KEY: Final = {key: key for key in MESSAGES} | {key.replace("_", " "): key for key in MESSAGES}
MESSAGE_WORDS: Final = by_word(MESSAGES.items(), fold) | _BY_KEY
"""Folded word -> key of a message."""

PLACEHOLDERS: Final = {
    "name": ("name", "nombre"),
    "first_name": ("first_name", "nombre_de_pila"),
    "company": ("company", "empresa"),
    "agreement": ("agreement", "acuerdo"),
    "next_date": ("next_date", "proxima_fecha", "fecha"),
    "owner": ("owner", "responsable"),
    "phone": ("phone", "telefono"),
    "appointment": ("appointment", "cita"),
}
"""What may stand in braces, by key: our words for it, as `fold` leaves them.

`name`, `first_name` and `company` are of the lead, `owner` and `phone` of who writes (the phone as
in the People tab); `agreement` is what was agreed, `next_date` the day of our next contact,
`appointment` that of the meeting.
"""

IF_BLANK: Final = {
    "company": ("your company", "su empresa"),
    "agreement": ("what you asked us for", "lo que nos pidió"),
    "phone": ("the one you have", "el que ya tiene"),
    "appointment": ("the day we agreed", "el día acordado"),
}
"""What is said where nothing is known; the others are left out."""

_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")


def _plain(word: str) -> str:
    return " ".join(fold(word).replace("_", " ").split())


PLACEHOLDER_WORDS: Final = by_word(PLACEHOLDERS.items(), _plain)
"""What may stand in braces, folded and with spaces in place of `_` -> key."""

MESSAGE_HEADINGS: Final = {
    "message": ("Message", "Mensaje"),
    "stage": ("Stage", "Etapa"),
    "touch": ("Touch", "Toque"),
    "language": ("Language", "Idioma"),
    "channel": ("Channel", "Canal"),
    "subject": ("Subject", "Asunto"),
    "text": ("Text", "Texto"),
    "check": ("Check", "Revisión"),
}
"""The Messages tab. A blank stage, touch or channel serves all; nothing reads the check."""


class MessageText(NamedTuple):
    """One row of the Messages tab: `key` is one of MESSAGES or the team's own, folded, `lang` en or
    es, `channel` a key of CHANNELS or a word of the team's; blank, or a touch of None, serves all.
    """

    key: str
    lang: str
    channel: str
    subject: str
    text: str
    stage: str = ""
    touch: int | None = None


class Wanted(NamedTuple):
    """Which text is asked for."""

    key: str
    lang: str
    channel: str
    stage: str = ""
    touch: int | None = None


def placeholders(text: str) -> Iterator[tuple[str, str]]:
    """Yields what stands in braces, and the key it means; blank where it means none."""
    for found in _PLACEHOLDER.finditer(text):
        yield found[0], placeholder_key(found[1])


def placeholder_key(word: str) -> str:
    """Returns the key of a placeholder, blank where nobody knows it."""
    return PLACEHOLDER_WORDS.get(_plain(word), "")


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Puts values into the places of a text, all at once: a value is never read as a text. In the
    place of what nobody knows comes the value of a blank key, if there is one.
    """
    return _PLACEHOLDER.sub(lambda found: values.get(placeholder_key(found[1]), ""), text)


def message_for(wanted: Wanted, texts: Iterable[MessageText] = ()) -> MessageText | None:
    """Returns the text that counts, of the team's `texts` and those that ship.

    First comes the language, then whether it is written or said, then the team's own before ours,
    then what was made for this channel, stage and touch.
    """
    found = list(_ranked(texts, wanted, own=True)) + list(_ranked(SHIPPED, wanted, own=False))
    best = max(found, key=lambda each: each[0], default=None)
    return best[1] if best else None


_Rank = tuple[bool, ...]


def _ranked(
    texts: Iterable[MessageText], wanted: Wanted, *, own: bool
) -> Iterator[tuple[_Rank, MessageText]]:
    for text in texts:
        if text.key != wanted.key or text.stage not in ("", wanted.stage):
            continue
        if text.touch not in (None, wanted.touch):
            continue
        said = text.channel == "phone"
        alike = not text.channel or said == (wanted.channel == "phone")
        made_for = (text.channel == wanted.channel, bool(text.stage), text.touch is not None)
        yield (text.lang == wanted.lang, alike, own, *made_for), text


def _shipped() -> Iterator[MessageText]:
    for lang, of in (("en", message_texts_en), ("es", message_texts_es)):
        for key, stage, subject, *paragraphs in of.EMAILS:
            text = "\n\n".join((of.GREETING, *paragraphs, of.CLOSING))
            yield MessageText(key, lang, "email", subject, text, stage)
        for key, stage, said in of.SCRIPTS:
            yield MessageText(key, lang, "phone", "", f"{of.SPOKEN_GREETING} {said}", stage)


SHIPPED: Final = tuple(_shipped())
"""The texts that ship, in both languages."""


Names = Mapping[str, str]
"""Key -> what it is called."""


def message_rows(lang: str, labels: Names, channels: Names) -> tuple[tuple[Value, ...], ...]:
    """Returns the rows of the Messages tab in one language, its headings first, in the order of
    MESSAGES.

    `labels` and `channels` say what stages and channels are called; a text of a stage that is not
    there is left out.
    """
    i, order = int(lang == "es"), list(MESSAGES)
    ours = [t for t in SHIPPED if t.lang == lang and (not t.stage or t.stage in labels)]
    ours.sort(key=lambda text: order.index(text.key))
    headings = tuple(both[i] for both in MESSAGE_HEADINGS.values())
    return (headings, *(_row(text, i, labels, channels) for text in ours))


def _row(text: MessageText, i: int, labels: Names, channels: Names) -> tuple[Value, ...]:
    where = (labels.get(text.stage), text.touch, text.lang, channels[text.channel])
    return (MESSAGES[text.key][i], *where, text.subject or None, text.text, None)
