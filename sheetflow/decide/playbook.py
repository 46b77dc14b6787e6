"""THE defaults: every number a team can change, and the rows of the tabs in which it does.

parse/playbook_tab.py reads the tabs back. Practice behind the numbers: follow-up.md, "Default
playbook".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, zip_longest
from typing import Final, NamedTuple

from sheetflow.columns import fold
from sheetflow.decide.people import Absences, Person
from sheetflow.decide.sequence import STEPS, Steps, step_rows
from sheetflow.model import Value


class Words(NamedTuple):
    """A text of the team's in both languages."""

    en: str
    es: str


class Stage(NamedTuple):
    """One stage of the Playbook. `ends_in` is nurture, last_message, won or lost."""

    key: str
    en: str
    es: str
    position: int
    pace: str
    gaps: tuple[int, ...]
    min_gap: int
    cold_after: int
    max_touches: int
    ends_in: str
    channel: str
    step_en: str
    step_es: str

    @property
    def closed(self) -> bool:
        """Returns whether nobody follows up any more in this stage."""
        return self.ends_in in ("won", "lost")

    @property
    def label(self) -> Words:
        """What the team calls it."""
        return Words(self.en, self.es)

    @property
    def step(self) -> Words:
        """What to do next while nothing else was agreed."""
        return Words(self.step_en, self.step_es)

    def gap(self, touch: int) -> int:
        """Returns the working days to wait after touch 1, 2 …: its own number, or the last one."""
        return self.gaps[min(touch, len(self.gaps)) - 1]


@dataclass(frozen=True, slots=True)
class Playbook:
    """The team's numbers; the defaults are here, where each one is explained."""

    stages: tuple[Stage, ...]
    reply_within: int = 1
    acknowledge_within: str = "1 h"
    first_contact: int = 1
    confirm_before: int = 1
    grace: int = 7
    nurture_every: int = 30
    interest_decay: float = 0.93
    few: int = 10
    calls_welcome: frozenset[str] = frozenset({"advised"})
    weekend: str = "0000011"
    day_count: str = "working"
    time_zone: str = "UTC"
    language: str | None = None
    country: str | None = None
    holidays: frozenset[date] = frozenset()
    absences: Absences = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    steps: Steps = field(default_factory=dict)


# fmt: off
STAGES: Final = (
    # key, English, Spanish, position, pace, gaps, shortest gap, cold after, most touches,
    # ends in, channel, step in English and Spanish
    Stage("new", "New", "Nuevo", 0, "fast", (1, 2, 3, 5), 1, 5, 6, "nurture", "email",
          "Send what they asked for", "Enviar lo que pidieron"),
    Stage("informed", "Informed", "Informado", 1, "slow", (3, 4, 5, 7), 2, 15, 6,
          "nurture", "email",
          "Ask what they made of it; send the next useful piece",
          "Preguntar qué les pareció; enviar lo siguiente que les sirva"),
    Stage("interested", "Interested", "Interesado", 2, "slow", (2, 3, 5, 7), 2, 15, 6,
          "nurture", "phone",
          "Propose a date to talk", "Proponer una fecha para hablar"),
    Stage("meeting", "Meeting set", "Cita fijada", 3, "", (1, 2, 3), 1, 10, 4, "nurture", "phone",
          "Hold the meeting", "Celebrar la reunión"),
    Stage("met", "Met", "Reunidos", 4, "fast", (1, 2, 3, 5), 1, 5, 5, "last_message", "email",
          "Send the proposal", "Enviar la propuesta"),
    Stage("proposal", "Proposal sent", "Propuesta enviada", 5, "slow", (3, 4, 5, 7), 2, 15, 5,
          "last_message", "phone",
          "Go through the proposal with them", "Repasar la propuesta con ellos"),
    Stage("won", "Won", "Ganado", 6, "", (), 0, 0, 0, "won", "", "", ""),
    Stage("lost", "Lost", "Perdido", 7, "", (), 0, 0, 0, "lost", "", "", ""),
)

SYNONYMS: Final = {
    "new": ("new lead", "open", "lead", "nuevo lead", "abierto"),
    "informed": ("info sent", "information sent", "informacion enviada", "info enviada"),
    "interested": ("qualified", "warm", "cualificado", "calificado", "caliente"),
    "meeting": ("meeting", "meeting scheduled", "appointment set",
                "cita", "cita concertada", "reunion fijada"),
    "met": ("meeting held", "reunido", "reunion hecha"),
    "proposal": ("proposal", "quote sent", "offer sent",
                 "propuesta", "presupuesto enviado", "oferta enviada"),
    "won": ("closed won", "win", "customer", "ganada", "cerrado ganado", "cliente"),
    "lost": ("closed lost", "perdida", "cerrado perdido"),
}
# fmt: on
"""What a team's own Status column calls our default stages (folded); a Stage column says them
exactly.
"""

ENDS: Final = {
    "nurture": ("Nurture", "Mantener"),
    "last_message": ("Last message", "Último mensaje"),
    "won": ("Won", "Ganado"),
    "lost": ("Lost", "Perdido"),
}

CHANNELS: Final = {
    "email": ("Email", "Correo"),
    "phone": ("Phone", "Teléfono"),
    "whatsapp": ("WhatsApp", "WhatsApp"),
    "sms": ("SMS", "SMS"),
}
PACES: Final = {"fast": ("Fast", "Rápido"), "slow": ("Slow", "Lento")}

STAGE_HEADINGS: Final = {
    "key": ("Key", "Clave"),
    "en": ("Stage (English)", "Etapa (inglés)"),
    "es": ("Stage (Spanish)", "Etapa (español)"),
    "pace": ("Pace", "Ritmo"),
    "gaps": ("Gaps after touch 1, 2, 3 …", "Esperas tras el toque 1, 2, 3 …"),
    "min_gap": ("Shortest gap", "Espera mínima"),
    "cold_after": ("Cold after", "Se enfría tras"),
    "max_touches": ("Most touches", "Máximo de toques"),
    "ends_in": ("Ends in", "Termina en"),
    "channel": ("Channel", "Canal"),
    "step_en": ("Step (English)", "Paso (inglés)"),
    "step_es": ("Step (Spanish)", "Paso (español)"),
}


class Setting(NamedTuple):
    """One entry of the Playbook: key, its names, what it means; `kind` says how playbook_tab reads
    it.
    """

    key: str
    en: str
    es: str
    kind: str
    note_en: str
    note_es: str


# fmt: off
SETTINGS: Final = (
    Setting("reply_within", "Answer within", "Responder en", "count",
            "working days to answer a message", "días laborables para responder un mensaje"),
    Setting("acknowledge_within", "Acknowledge within", "Acusar recibo en", "text",
            "a receipt, when mail is connected",
            "acuse de recibo, cuando el correo está conectado"),
    Setting("first_contact", "First contact after", "Primer contacto tras", "count",
            "working days after interest was shown", "días laborables desde que mostraron interés"),
    Setting("confirm_before", "Confirm before", "Confirmar antes", "count",
            "working days before an appointment", "días laborables antes de una cita"),
    Setting("grace", "Grace", "Días de gracia", "count",
            "working days after the last message", "días laborables tras el último mensaje"),
    Setting("nurture_every", "Nurture every", "Mantener cada", "count",
            "working days between light touches", "días laborables entre toques suaves"),
    Setting("interest_decay", "Interest decay", "Caída del interés", "ratio",
            "what is left of the interest after each working day",
            "interés que queda tras cada día laborable"),
    Setting("few", "Few", "Pocos", "count",
            "an event with at most this many leads is called by phone",
            "un evento con hasta tantos leads se llama"),
    Setting("calls_welcome", "Calls welcome", "Llamadas bienvenidas", "words",
            "segments that like an unplanned call",
            "segmentos a los que gusta una llamada sin cita"),
    Setting("weekend", "Weekend", "Fin de semana", "weekend",
            "day names, or a WORKDAY.INTL code", "nombres de días, o un código de DIA.LAB.INTL"),
    Setting("day_count", "Day count", "Cuenta de días", "day_count",
            "working or calendar", "laborables o naturales"),
    Setting("time_zone", "Time zone", "Zona horaria", "zone",
            "such as Europe/Madrid; blank: the Google Sheet's own, else UTC",
            "como Europe/Madrid; en blanco: la de la hoja de Google; si no, UTC"),
    Setting("language", "Language", "Idioma", "language",
            "en or es; blank: the Google Sheet's, else that of the headings",
            "en o es; en blanco: el de la hoja de Google; si no, el de los encabezados"),
    Setting("country", "Country", "País", "country",
            "two letters, such as GB", "dos letras, como ES"),
)
# fmt: on

DEFAULT_WORDS: Final = {
    "calls_welcome": ("advised", "asesorado"),
    "weekend": ("Sat Sun", "sáb dom"),
    "day_count": ("working", "laborables"),
}

SETTING_HEADING: Final = ("Setting", "Ajuste")
PHRASES_HEADING: Final = ("Open endings", "Finales abiertos")
EVENTS_HEADING: Final = ("Events", "Eventos")

PHRASES: Final = (
    "let me know",
    "any time",
    "whenever you want",
    "whenever you like",
    "feel free to contact",
    "get back to me",
    "keep in touch",
    "we will be in touch",
    "will think about it",
    "if you decide",
    "cualquier cosa me llama",
    "cualquier cosa me dices",
    "estamos hablando",
    "si se decide me avisa",
    "ya me diras",
    "ya me dira",
    "me avisas",
    "quedo a la espera",
    "cuando quiera me llama",
    "estamos en contacto",
)
"""Endings without a date: nothing was agreed."""

EVENTS: Final = (
    "event",
    "fair",
    "trade show",
    "open day",
    "webinar",
    "congress",
    "conference",
    "expo",
    "exhibition",
    "workshop",
    "seminar",
    "meetup",
    "evento",
    "feria",
    "jornada",
    "jornadas",
    "congreso",
    "puertas abiertas",
    "conferencia",
    "exposición",
    "seminario",
    "taller",
    "encuentro",
    "salón",
)
"""Words in Source that make the leads of one day an event; their plurals too."""

SEGMENTS: Final = {
    "asesorado": "advised",
    "asesorada": "advised",
    "asesorados": "advised",
    "informado": "informed",
    "informada": "informed",
    "informados": "informed",
}
"""Spanish words for the segments that the defaults name."""

DEFAULT: Final = Playbook(stages=STAGES, phrases=PHRASES, events=EVENTS, steps=STEPS)


def stage_words(stage: Stage) -> set[str]:
    """Returns all folded words a Stage cell may use for this stage."""
    return {fold(stage.key), fold(stage.key.replace("_", " ")), fold(stage.en), fold(stage.es)} - {
        ""
    }


def playbook_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the rows of the Playbook tab with the defaults: stages, settings, steps, phrases, one
    blank row between.
    """
    i = 1 if lang == "es" else 0
    headings = tuple(both[i] for both in STAGE_HEADINGS.values())
    stages = tuple(_stage_row(stage, i) for stage in STAGES)
    head_of_settings = (SETTING_HEADING[i], ("Value", "Valor")[i], ("Meaning", "Significado")[i])
    settings = tuple(_setting_row(setting, i) for setting in SETTINGS)
    tables = ((headings, *stages), (head_of_settings, *settings), steps_rows(lang), _phrase_rows(i))
    return tuple(chain.from_iterable(((), *table) for table in tables))[1:]


def steps_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the rows of the table `Steps` with the defaults."""
    i = 1 if lang == "es" else 0
    labels = {stage.key: stage.label[i] for stage in STAGES}
    channels = {key: both[i] for key, both in CHANNELS.items()}
    return tuple(step_rows(labels, channels, i))


def _phrase_rows(i: int) -> tuple[tuple[Value, ...], ...]:
    """Returns the lists of phrases, side by side under their headings."""
    headings = (PHRASES_HEADING[i], EVENTS_HEADING[i])
    return (headings, *zip_longest(PHRASES, EVENTS))


CALENDAR_HEADINGS: Final = {
    "holiday": ("Holiday", "Festivo"),
    "day": ("Name of the day", "Nombre del día"),
    "": ("", ""),
    "owner": ("Owner", "Responsable"),
    "first": ("First day", "Primer día"),
    "last": ("Last day", "Último día"),
    "deputy": ("Deputy", "Suplente"),
}
"""The Calendar tab: holidays at the left, absences at the right, a blank column between."""


def calendar_rows(lang: str) -> tuple[tuple[Value, ...], ...]:
    """Returns the heading row of the Calendar tab."""
    return (tuple(both[lang == "es"] or None for both in CALENDAR_HEADINGS.values()),)


def _stage_row(stage: Stage, i: int) -> tuple[Value, ...]:
    label = {**ENDS, **CHANNELS, **PACES, "": ("", "")}
    pace, ends_in, channel = (label[k][i] for k in (stage.pace, stage.ends_in, stage.channel))
    numbers = (None,) * 3 if stage.closed else (stage.min_gap, stage.cold_after, stage.max_touches)
    names = (stage.key, stage.en, stage.es)
    steps = (stage.step_en, stage.step_es)
    return (*names, pace, ", ".join(map(str, stage.gaps)), *numbers, ends_in, channel, *steps)


def _setting_row(setting: Setting, i: int) -> tuple[Value, ...]:
    name, note = (setting.en, setting.es)[i], (setting.note_en, setting.note_es)[i]
    return (name, _default_of(setting.key, i), note)


def _default_of(key: str, i: int) -> Value:
    words = DEFAULT_WORDS.get(key)
    if words is not None:
        return words[i]
    value = getattr(DEFAULT, key)
    if key == "time_zone":
        return None
    return value if isinstance(value, int | float | str) else None
