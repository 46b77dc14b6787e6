"""THE defaults: every number a team can change, and the rows of the tabs in which it does.

parse/playbook_tab.py reads the tabs back. Practice behind the numbers: follow-up.md, "Default
playbook".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import fold
from sheetflow.decide.people import Absences, Person
from sheetflow.decide.phrases import REPROACHES
from sheetflow.decide.sequence import STEPS, Steps
from sheetflow.decide.symptoms import SYMPTOMS, Symptom


class Words(NamedTuple):
    """A text of the team's in both languages."""

    en: str
    es: str


class Stage(NamedTuple):
    """One stage of the Playbook. `ends_in` is nurture, last_message, won or lost; `also` are other
    words for it, as people write them.
    """

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
    also: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Returns whether nobody follows up any more in this stage."""
        return self.ends_in in ("won", "lost", *NOT_FOLLOWED)

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
    tabs_followed: tuple[str, ...] = ()
    tabs_left_out: tuple[str, ...] = ()
    holidays: frozenset[date] = frozenset()
    absences: Absences = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    reproaches: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    steps: Steps = field(default_factory=dict)
    symptoms: tuple[Symptom, ...] = ()
    your_words: Mapping[str, Stage] = field(default_factory=dict)
    """What words that no stage has mean to the team, as people write them."""


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

# fmt: on

NOT_FOLLOWED: Final = {
    "closed": Stage("_closed", "closed", "cerrado", 10_000, "", (), 0, 0, 0, "closed", "", "", ""),
    "no_contact": Stage("_no_contact", "do not contact", "no contactar", 10_000, "", (), 0, 0, 0,
                        "no_contact", "", "", ""),
}  # fmt: skip
"""What stands for a stage where a word says closed without saying how, or not to contact them."""

NOT_FOLLOWED_WORDS: Final = ("Not followed", "Sin seguimiento")
"""What people write for a stage beside one of their words, where it means none."""

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
    "also": ("Also called", "También llamado"),
}

YOUR_WORDS_HEADINGS: Final = {
    "word": ("Your words", "Sus palabras"),
    "rows": ("Rows", "Filas"),
    "stage": ("Stage", "Etapa"),
    "proposed": ("Proposed", "Propuesta"),
}
"""The table in which a team says what its own words mean; nothing reads rows and proposed."""


class PaceNumbers(NamedTuple):
    """What a pace gives where a stage leaves it blank."""

    gaps: tuple[int, ...]
    min_gap: int
    cold_after: int
    max_touches: int = 6


PACE_NUMBERS: Final = {
    "fast": PaceNumbers((1, 2, 3, 5), 1, 5),
    "slow": PaceNumbers((3, 4, 5, 7), 2, 15),
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
            "a quienes vienen de un evento con este número de leads o menos se les llama"),
    Setting("calls_welcome", "Calls welcome", "Llamadas bienvenidas", "words",
            "segments that like an unplanned call",
            "segmentos a los que gusta una llamada sin cita"),
    Setting("weekend", "Weekend", "Fin de semana", "weekend",
            "day names, or a WORKDAY.INTL code", "nombres de días, o un código de DIA.LAB.INTL"),
    Setting("day_count", "Day count", "Cuenta de días", "day_count",
            "working or calendar", "laborables o naturales"),
    Setting("time_zone", "Time zone", "Zona horaria", "zone",
            "such as Europe/Madrid; blank: the Google Sheet's own, or that of the computer "
            "that first wrote",
            "como Europe/Madrid; en blanco: la de la hoja de Google, o la del ordenador "
            "que escribió primero"),
    Setting("language", "Language", "Idioma", "language",
            "en or es; blank: as at the first sync, the Google Sheet's or that of the headings",
            "en o es; en blanco: como la primera vez, el de la hoja de Google o los encabezados"),
    Setting("country", "Country", "País", "country",
            "two letters, such as GB", "dos letras, como ES"),
    Setting("tabs_followed", "Tabs followed", "Pestañas seguidas", "names",
            "names with commas, * for any text; blank: all that say when to follow up",
            "nombres con comas, * por cualquier texto; en blanco: las que dicen cuándo seguir"),
    Setting("tabs_left_out", "Tabs left out", "Pestañas fuera", "names",
            "names with commas, * for any text; their answers are not kept up",
            "nombres con comas, * por cualquier texto; sus respuestas no se actualizan"),
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
REPROACH_HEADING: Final = ("Reproach", "Reproches")

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
    "let us know",
    "anytime",
    "feel free to call",
    "feel free to write",
    "hesitate to contact",
    "hesitate to call",
    "hope to hear from you",
    "forward to hearing from you",
    "awaiting your reply",
    "reach out if",
    "avíseme",
    "avísame",
    "nos avisa",
    "ya me contará",
    "ya hablaremos",
    "ya nos dirá",
    "vamos hablando",
    "cualquier cosa me escribe",
    "cualquier duda me llama",
    "cualquier duda me escribe",
    "quedo atento",
    "quedamos atentos",
    "quedamos a la espera",
    "espero su respuesta",
    "espero noticias suyas",
    "no dude en llamarme",
    "no dude en escribirme",
    "no dude en contactar",
    "si le interesa me llama",
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

DEFAULT: Final = Playbook(
    stages=STAGES,
    phrases=PHRASES,
    reproaches=REPROACHES,
    events=EVENTS,
    steps=STEPS,
    symptoms=SYMPTOMS,
)


def stage_words(stage: Stage) -> set[str]:
    """Returns all folded words a Stage cell may use for this stage."""
    return {fold(stage.key), fold(stage.key.replace("_", " ")), fold(stage.en), fold(stage.es)} - {
        ""
    }


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
