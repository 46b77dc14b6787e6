"""THE columns: headings in English and Spanish, what they hold, who writes them, how wide ours are.

A heading is compared after `fold`: case, accents, punctuation at the ends, line breaks and double or
non-breaking spaces do not matter. Change or add a heading here and nowhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple, TypeVar


class Column(NamedTuple):
    """One column: `kind` is text, date, flag (yes/no), number, stage, kind, or id.

    `also_en` and `also_es` list the synonyms it answers to, with a bar between. A column that we add
    gets `width` characters in Excel and `pixels` in Google Sheets: neither follows from the other.
    """

    key: str
    en: str
    es: str
    kind: str
    also_en: str = ""
    also_es: str = ""
    width: int = 0
    pixels: int = 0

    def names(self) -> set[str]:
        """Returns its headings in both languages, in small letters."""
        names = (self.en, self.es, *self.also_en.split("|"), *self.also_es.split("|"))
        return {name.lower() for name in names if name}

    def words(self, lang: str) -> set[str]:
        """Returns its headings in one language, folded."""
        first, also = (self.es, self.also_es) if lang == "es" else (self.en, self.also_en)
        return {fold_heading(word) for word in (first, *also.split("|")) if word}


def fold(text: str) -> str:
    """Folds a text for comparison: no case, no accents, single inner spaces, none outside."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(c for c in plain if not unicodedata.combining(c) and c not in _UNSEEN).split()
    )


def fold_heading(text: str) -> str:
    """Folds a heading: as `fold`, and without the punctuation people decorate headings with."""
    return " ".join(fold(text).translate(_DECORATION).split())


T = TypeVar("T")


Fold = Callable[[str], str]


def by_word(meanings: Iterable[tuple[T, Iterable[str]]], fold: Fold = str) -> dict[str, T]:
    """Maps each word, folded, to its meaning; of two meanings the later one counts."""
    found: dict[str, T] = {}
    for meaning, words in meanings:
        found.update(dict.fromkeys(map(fold, words), meaning))
    return found


_UNSEEN: Final = "\u200b\u200e\u200f\ufeff\ufe0f"
_DECORATION: Final = str.maketrans(dict.fromkeys("-‐‑–—.:?¿*!¡#'’", " "))

PEOPLE: Final = (
    Column("name", "Name", "Nombre", "text",
           "Full name|Lead|Lead name|Contact|Contact name|Contact person|Client|Client name|Customer|Customer name|Prospect",
           "Nombre completo|Nombre y apellidos|Contacto|Persona de contacto|Nombre del contacto|Nombre de contacto|Cliente|"
           "Nombre del cliente|Interesado|Prospecto"),
    Column("first_name", "First name", "Nombre de pila", "text", "Given name|Forename", "Primer nombre"),
    Column("last_name", "Last name", "Apellidos", "text", "Surname|Family name", "Apellido"),
    Column("company", "Company", "Empresa", "text",
           "Company name|Organisation|Organization|Account|Account name|Business|Firm",
           "Compañía|Organización|Negocio|Sociedad|Razón social|Nombre de la empresa|Nombre de empresa"),
    Column("email", "Email", "Correo", "text",
           "E-mail|Mail|Email address|E-mail address|Mail address|Contact email",
           "E-mail|Email|Mail|Correo electrónico|Correo-e|Dirección de correo|Correo de contacto|Dirección de email|Email de contacto|"
           "Dirección de correo electrónico"),
    Column("phone", "Phone", "Teléfono", "text",
           "Telephone|Phone number|Tel|Tel no|Mobile|Mobile phone|Cell|Cell phone|Telephone number|Contact phone",
           "Teléfono móvil|Móvil|Celular|Tlf|Tfno|Telf|Número de teléfono|Teléfono de contacto|Nº de teléfono"),
    Column("owner", "Owner", "Responsable", "text",
           "Lead owner|Salesperson|Sales rep|Rep|Assigned to|Account manager|Agent|Seller",
           "Comercial|Vendedor|Vendedora|Asignado a|Asignado|Gestor|Encargado|Agente"),
    Column("kind", "Kind", "Tipo", "kind", "Kind of lead", "Tipo de lead"),
    Column("stage", "Stage", "Etapa", "stage", "Sales stage|Pipeline stage|Deal stage|Lead stage",
           "Fase|Etapa de venta|Fase de venta|Etapa del lead"),
    Column("fit", "Possible?", "¿Posible?", "flag", "Fit|Qualified|Good fit|Can buy",
           "Encaja|Cualificado|Calificado|Puede comprar"),
    Column("segment", "Segment", "Segmento", "text", "Customer segment", "Segmento de cliente"),
    Column("source", "Source", "Origen", "text", "Lead source|Came from|How they found us|Campaign",
           "Fuente|Procedencia|Campaña|Cómo nos conoció|Origen del lead"),
    Column("created", "Since", "Alta", "date",
           "Created|Created on|Created at|Creation date|Created date|Date created|Date added|Added|Added on|Lead date|Date of interest|Timestamp",
           "Fecha de alta|Fecha alta|Creado|Creado el|Fecha de creación|Fecha creación|Desde|Fecha de interés|Fecha de entrada|"
           "Fecha entrada|Marca temporal"),
    Column("last_contact", "Last contact", "Último contacto", "date",
           "Last touch|Last contacted|Last contacted on|Last contact date|Date of last contact|Last outreach|Date last contacted",
           "Ult. contacto|Últ. contacto|Fecha último contacto|Fecha de último contacto|Fecha del último contacto|Último toque"),
    Column("last_reply", "Last reply", "Última respuesta", "date",
           "Last response|Last answer|Replied on|Reply date|Last reply date|Date of last reply",
           "Últ. respuesta|Ult. respuesta|Fecha última respuesta|Fecha de última respuesta|Fecha de la última respuesta|Respondió el"),
    Column("agreement", "Agreement", "Acuerdo", "text", "Agreed|What we agreed|What was agreed",
           "Acordado|Lo acordado|Qué acordamos|Compromiso"),
    Column("agreed_for", "Agreed for", "Acordado para", "date", "Agreed date|Agreement date|Agreed on|Due date",
           "Fecha acordada|Fecha del acuerdo|Fecha de acuerdo|Fecha acuerdo|Fecha límite"),
    Column("announced_for", "Announced for", "Anunciado para", "date",
           "Announced date|We announced|Promised for", "Fecha anunciada|Anunciado|Prometido para"),
    Column("phase", "Phase", "Fase de decisión", "text", "Decision phase|Buying phase|Phase of decision",
           "Fase de compra|Fase de la decisión"),
    Column("appointment", "Appointment", "Cita", "date", "Appointment date|Meeting date|Date of meeting|Visit date",
           "Fecha de cita|Fecha cita|Fecha de la cita|Fecha de reunión|Fecha reunión|Fecha de visita"),
    Column("confirmed", "Confirmed", "Confirmada", "flag", "Appointment confirmed|Meeting confirmed",
           "Confirmado|Cita confirmada"),
    Column("not_before", "Not before", "No antes de", "date", "Snooze|Snooze until|Snoozed until|Wait until|Not until",
           "Posponer|Posponer hasta|Pospuesto hasta|Esperar hasta|No antes del"),
    Column("do_not_contact", "Do not contact", "No contactar", "flag", "Don't contact|DNC|Do not call|Opt out|Opted out",
           "No llamar|No molestar"),
    Column("attempts", "Attempts", "Intentos", "number", "Contact attempts|Number of attempts|No. of attempts",
           "N.º de intentos|Nº intentos|Número de intentos"),
    Column("value", "Value", "Importe", "number", "Amount|Deal value|Deal size|Opportunity value|Budget",
           "Valor|Monto|Presupuesto|Cuantía"),
    Column("notes", "Notes", "Notas", "text", "Note|Comments|Comment|Remarks",
           "Nota|Comentarios|Comentario|Observaciones|Observación"),
)  # fmt: skip
"""What people write. First name and last name are joined into `name`."""

OWNED: Final = (
    Column("status", "Status", "Estado", "text", width=18, pixels=130),
    Column(
        "next_contact",
        "Next contact",
        "Próximo contacto",
        "date",
        "Next contact date|Date of next contact|Next follow-up|Follow-up date",
        "Próx. contacto|Prox. contacto|Fecha próximo contacto|Fecha de próximo contacto|Próximo seguimiento",
        width=18,
        pixels=130,
    ),
    Column("overdue", "Overdue", "Vencido", "number", width=10, pixels=80),
    Column("next_step", "Next step", "Próximo paso", "text", width=72, pixels=500),
    Column("touches", "Touches", "Toques", "number", width=9, pixels=70),
    Column("interest", "Interest", "Interés", "number", width=9, pixels=70),
    Column("flags", "Flags", "Avisos", "text", width=38, pixels=270),
    Column("why", "Why", "Por qué", "text", width=96, pixels=670),
    Column("id", "sf id", "sf id", "id", width=12, pixels=90),
)
"""What sheetflow answers, in the order in which missing ones are added."""

KINDS: Final = {
    "opportunity": ("opportunity", "oportunidad"),
    "task": ("task", "tarea"),
    "partner": ("partner", "socio"),
}
"""The kinds of leads in English and Spanish; a blank one is an opportunity."""

PHASES: Final = {
    "start": ("start", "inicio"),
    "comparing": ("comparing", "comparando"),
    "about_to_decide": ("about to decide", "a punto de decidir"),
    "unknown": ("unknown", "desconocida"),
}
"""Where they are in deciding, in English and Spanish: words to begin with, any other one is good,
too; unknown counts as blank.
"""

LOG_WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "way": {
        "out": ("out", "salida", "saliente", "sent", "enviado", "enviada", "we", "nosotros"),
        "in": ("in", "entrada", "entrante", "received", "recibido", "recibida", "they", "ellos"),
    },
    "opened": {
        "yes": ("yes", "sí"),
        "no": ("no", "no"),
        "unknown": ("unknown", "desconocido", "desconocida", "not known", "no se sabe"),
    },
    "reaction": {
        "positive": ("positive", "positiva", "positivo"),
        "neutral": ("neutral", "neutral", "neutra", "neutro"),
        "negative": ("negative", "negativa", "negativo"),
        "automatic": ("automatic", "automática", "automático", "auto"),
    },
    "kept": {
        "yes": ("yes", "sí"),
        "no": ("no", "no"),
        "moved": (
            "moved",
            "movido",
            "movida",
            "postponed",
            "aplazado",
            "aplazada",
            "cambiado",
            "cambiada",
        ),
    },
}
"""What lines of the Contacts log say, by column and meaning: in English, in Spanish, and other words
for it."""

_YES_NO: Final = (("yes", "no"), ("sí", "no"))
CHOICES: Final = {
    "kind": tuple(zip(*KINDS.values(), strict=True)),
    "fit": _YES_NO,
    "confirmed": _YES_NO,
    "do_not_contact": _YES_NO,
    "phase": tuple(zip(*PHASES.values(), strict=True)),
}
"""What drop-downs offer, in English and Spanish; those of the stage come from the Playbook."""

OWNED_KEYS: Final = tuple(column.key for column in OWNED)
OURS_SUFFIX: Final = " (sf)"
"""Ends our heading where a column of the team already has the plain one."""

DATES: Final = ("created", "last_contact", "last_reply", "agreed_for", "announced_for", "appointment",
         "not_before")  # fmt: skip
"""The seven dates; one that cannot be read makes the row `check`."""

ANSWER_INPUTS: Final = ("stage", "kind", "fit", "do_not_contact", "segment", "owner", "source", *DATES, "agreement",
                   "confirmed", "attempts", "phase")  # fmt: skip
"""The team's columns on which an answer depends, beside who the lead is."""

UNIQUE: Final = frozenset({*DATES, "stage", "fit", "do_not_contact"})
"""Keys that decide: two columns claiming one of them is a configuration error."""

WHO: Final = frozenset({"name", "first_name", "last_name", "company"})
HOW: Final = frozenset({"email", "phone", "stage", "next_contact", *DATES})
"""A leads tab has a heading of WHO and one of HOW, or a Status that is read as the stage."""

TABS: Final = {
    "playbook": ("Playbook", "Estrategia"),
    "calendar": ("Calendar", "Calendario"),
    "people": ("People", "Personas"),
    "messages": ("Messages", "Mensajes"),
    "log": ("Contacts log", "Registro de contactos"),
    "today": ("Today", "Hoy"),
    "dashboard": ("Dashboard", "Panel"),
    "guide": ("Guide", "Guía"),
}
"""Our own tabs by key, with their English and Spanish names; each has headings of its own, too
(parse/our_tabs.py)."""


def is_tab(name: str, key: str) -> bool:
    """Returns whether our tab `key` may have this name: its own in either language, also with our
    suffix, where the team has a tab of that name.
    """
    return fold(name).removesuffix(OURS_SUFFIX) in {fold(n) for n in TABS[key]}
