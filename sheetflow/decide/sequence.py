"""THE sequence: what each touch of a stage says, and by which channel (follow-up.md, "The sequence
a team can start from").

It ships as the table `Steps` of the Playbook, for teams to bend; parse/steps_table.py reads it
back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from sheetflow.decide.messages import MESSAGES
from sheetflow.model import Value

MORE: Final = 0
"""The touch of a row that serves every touch without a row of its own."""
NURTURE: Final = -1
"""The touch of a row that serves the rule `nurture`."""


class Step(NamedTuple):
    """What to do for one touch of a stage; `message` is the key of a text of the Messages tab.

    `channel` is a key of CHANNELS, or a word of the team's.
    """

    channel: str
    en: str
    es: str
    message: str = ""


Steps = Mapping[str, Mapping[int, Step]]
"""Key of a stage -> touch (1, 2, 3 …, MORE or NURTURE) -> step."""

# fmt: off
_VOICE: Final = ("phone", "Leave a voice message: why, and when you call again",
                 "Dejar un mensaje de voz: motivo y día de la próxima llamada", "voice")
_QUESTION: Final = ("email", "Ask one question: is it still a plan, and when shall we talk",
                    "Hacer una sola pregunta: si sigue en pie y cuándo hablamos", "question")

_ROWS: Final = (
    # stage, touch, channel, step in English and Spanish, message; the letters are those of
    # follow-up.md
    ("new", 1, "email", "Send what they asked for, and say when you will be in touch",
     "Enviar lo que pidieron y anunciar el próximo contacto", "information"),  # c
    ("new", 2, "email", "Ask for a talk, person to person, and propose two days",
     "Pedir una charla de persona a persona y proponer dos días", "talk"),  # d
    ("new", 3, "phone", "Call to agree on a day to talk",
     "Llamar para acordar un día para hablar", "talk"),
    ("new", 4, "email", "Send a piece that fits them, with a proposed day",
     "Enviar algo que les encaje, con un día propuesto", "useful"),  # e
    ("new", 5, *_VOICE),  # i
    ("new", MORE, *_QUESTION),
    ("informed", 1, "email", "Ask what they made of it, and propose a day to talk",
     "Preguntar qué les pareció y proponer un día para hablar", "reminder_1"),
    ("informed", 2, "phone", "Ask what is missing, and agree on a day",
     "Preguntar qué falta y acordar un día", "reminder_1"),
    ("informed", 3, "email", "Send the next useful piece, with a proposed day",
     "Enviar lo siguiente que les sirva, con un día propuesto", "useful"),
    ("informed", 4, *_VOICE),
    ("informed", 5, "email", "Tell what others in their place did, with a proposed day",
     "Contar qué hicieron otros en su situación, con un día propuesto", "reminder_2"),
    ("informed", MORE, *_QUESTION),
    ("interested", 1, "phone", "Propose a day to talk", "Proponer un día para hablar", "talk"),  # f
    ("interested", 2, "email", "Propose two days to choose from", "Proponer dos días a elegir",
     "talk"),
    ("interested", 3, "phone", "Call again, and agree on a day",
     "Volver a llamar y acordar un día", "reminder_1"),
    ("interested", 4, "email", "Send a useful piece, with a proposed day",
     "Enviar algo útil, con un día propuesto", "useful"),
    ("interested", 5, *_VOICE),
    ("interested", MORE, *_QUESTION),
    ("meeting", 1, "phone", "Fix the day of the meeting", "Fijar el día de la reunión", "meeting"),
    ("meeting", 2, "email", "Propose two days for the meeting",
     "Proponer dos días para la reunión", "meeting"),
    ("meeting", 3, "phone", "Call again, and fix the day", "Volver a llamar y fijar el día",
     "reminder_1"),
    ("meeting", MORE, "email", "Ask whether the meeting still suits them, and on which day",
     "Preguntar si la reunión sigue viniéndoles bien, y qué día", "question"),
    ("met", 1, "email", "Send what was agreed and the proposal, and the day to go through it",
     "Enviar lo acordado y la propuesta, con el día para repasarla", "agreed"),  # g
    ("met", 2, "phone", "Ask whether it arrived, and agree on a day to go through it",
     "Preguntar si llegó y acordar un día para repasarlo", "reminder_1"),
    ("met", 3, "email", "Add a word on the proposal, with a proposed day",
     "Añadir unas palabras sobre la propuesta, con un día propuesto", "reminder_1"),  # h
    ("met", 4, *_VOICE),  # i
    ("met", MORE, *_QUESTION),
    ("proposal", 1, "phone", "Go through it with them, and agree on the next day",
     "Repasarla con ellos y acordar el siguiente día", "walkthrough"),
    ("proposal", 2, "email", "Ask what is still open, with a proposed day",
     "Preguntar qué queda pendiente, con un día propuesto", "reminder_1"),
    ("proposal", 3, "phone", "Call again, and agree on a day",
     "Volver a llamar y acordar un día", "reminder_1"),
    ("proposal", 4, "email", "Tell what others decided on, with a proposed day",
     "Contar por qué se decidieron otros, con un día propuesto", "reminder_2"),  # h
    ("proposal", MORE, *_VOICE),  # i
)
# fmt: on

STEP_HEADINGS: Final = {
    "stage": ("Stage", "Etapa"),
    "touch": ("Touch", "Toque"),
    "channel": ("Channel", "Canal"),
    "step_en": ("Step (English)", "Paso (inglés)"),
    "step_es": ("Step (Spanish)", "Paso (español)"),
    "message": ("Message", "Mensaje"),
}
TOUCHES: Final = {"more": ("more", "más"), "nurture": ("nurture", "mantener")}
"""What the column Touch says beside numbers; blank is `more`."""


def _by_stage() -> Steps:
    steps: dict[str, dict[int, Step]] = {}
    for stage, touch, channel, en, es, message in _ROWS:
        steps.setdefault(stage, {})[touch] = Step(channel, en, es, message)
    return steps


STEPS: Final[Steps] = _by_stage()


def step_rows(
    labels: Mapping[str, str], channels: Mapping[str, str], i: int
) -> Iterator[tuple[Value, ...]]:
    """Yields the rows of the table, its headings first, in English (`i` 0) or Spanish (1).

    `labels` and `channels` say what the stages and channels are called; a stage without a label
    has no rows.
    """
    yield tuple(both[i] for both in STEP_HEADINGS.values())
    for stage, label in labels.items():
        for touch, step in STEPS.get(stage, {}).items():
            told = touch if touch != MORE else TOUCHES["more"][i]
            message = MESSAGES[step.message][i] if step.message in MESSAGES else None
            words = (step.en, step.es, message)
            yield (label, told, channels[step.channel], *words)
