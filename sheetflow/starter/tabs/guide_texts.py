"""What the Guide says, and what is said where somebody types: in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sheetflow.model import Value
from sheetflow.texts.render import choose

TITLE: Final = ("How this workbook works", "Cómo funciona este libro")
SUBTITLE: Final = (
    "Type your leads; the workbook tells you every day whom to contact, how and why.",
    "Escriba sus leads; el libro le dice cada día a quién contactar, cómo y por qué.",
)

SECTIONS: Final = {
    "habits": ("Five habits that close more", "Cinco hábitos para cerrar más ventas"),
    "where": ("Where to type", "Dónde escribir"),
    "colours": ("What the colours mean", "Qué significan los colores"),
    "example": ("One row, filled in", "Una fila rellena"),
}

HABITS: Final = (
    (
        (
            "1  You follow up",
            "Do not wait for “let me know”. Every open lead has a next step of yours, with a day "
            "and a name on it, until there is a yes or a no.",
        ),
        (
            "1  El seguimiento es suyo",
            "No espere a un «ya le aviso». Cada lead abierto tiene un próximo paso que da usted, "
            "con día y responsable, hasta que haya un sí o un no.",
        ),
    ),
    (
        (
            "2  Answer first",
            "A message from them comes before anything you had planned. If the answer takes time, "
            "say at once that you have it and when you will answer.",
        ),
        (
            "2  Primero, responder",
            "Un mensaje del cliente va antes que todo lo planificado. Si necesita tiempo para "
            "responder, diga enseguida que lo ha recibido y cuándo responderá.",
        ),
    ),
    (
        (
            "3  Leave with a date",
            "End every contact with something agreed, for a day, and announce when you will be in "
            "touch. That day is the next contact: type it, and do not call before it.",
        ),
        (
            "3  Cierre con una fecha",
            "Termine cada contacto con algo acordado, para un día, y anuncie cuándo volverá a "
            "contactar. Ese día es el próximo contacto: escríbalo y no llame antes.",
        ),
    ),
    (
        (
            "4  Keep their pace",
            "One stage at a time: quick to answer and to send what they asked for, slow while they "
            "read, compare and decide. Too fast repels, too slow goes cold.",
        ),
        (
            "4  Al ritmo del cliente",
            "Las etapas, de una en una: rápido al responder y al enviar lo pedido, despacio "
            "mientras leen, comparan y deciden. Demasiado rápido espanta; demasiado lento enfría.",
        ),
    ),
    (
        (
            "5  Insist kindly, then stop",
            "Silence means unknown, not no. Write less and less often, always with something "
            "useful; then one honest last message, and rest. Any reply opens it again.",
        ),
        (
            "5  Insista con amabilidad y pare",
            "El silencio no es un no: no se sabe. Escriba cada vez más espaciado y con algo útil; "
            "después, un último mensaje sincero, y se le deja descansar. Cualquier respuesta lo "
            "reabre.",
        ),
    ),
)
"""Title and text, in English and Spanish."""

WHERE: Final = {
    "morning": (
        (
            "Every morning",
            "Open Today and work from top to bottom: it says whom, what and how, with the message "
            "ready to send. After each contact, type its day into Last contact of Leads.",
        ),
        (
            "Cada mañana",
            "Abra Hoy y vaya de arriba abajo: dice a quién, qué y cómo, con el mensaje listo para "
            "enviar. Tras cada contacto, escriba el día en Último contacto de Contactos.",
        ),
    ),
    "people": (
        (
            "You write",
            "Under the dark blue headings of Leads: who it is, and after each contact its day, "
            "their reply, and what was agreed for when. All columns are optional; sort, filter, "
            "insert and delete rows as you like.",
        ),
        (
            "Usted escribe",
            "Bajo los encabezados azul oscuro de Contactos: quién es y, tras cada contacto, el "
            "día, su respuesta, y qué se acordó y para cuándo. Todas las columnas son opcionales; "
            "ordene, filtre, inserte y borre filas con libertad.",
        ),
    ),
    "owned": (
        (
            "sheetflow writes",
            "Under the green headings: status, next contact, days overdue and next step. To plan "
            "a day of your own, type it over Next contact; otherwise leave these cells alone.",
        ),
        (
            "sheetflow escribe",
            "Bajo los encabezados verdes: estado, próximo contacto, días de retraso y próximo "
            "paso. Para fijar un día propio, escríbalo sobre Próximo contacto; por lo demás, no "
            "toque estas celdas.",
        ),
    ),
    "rest": (
        (
            "Other tabs",
            "Contacts log: one line per contact, for the history. Messages: the texts; Playbook: "
            "stages, gaps and steps; change both. Dashboard: figures. Calendar: days off. People: "
            "the team.",
        ),
        (
            "Otras pestañas",
            "Registro de contactos: el historial, una línea por contacto. Mensajes: los textos; "
            "Estrategia: etapas, esperas y pasos; cámbielos. Panel: cifras. Calendario: días "
            "libres. Personas: el equipo.",
        ),
    ),
}

PEOPLE: Final = {
    "name": ("who it is", "quién es"),
    "company": ("where they work", "dónde trabaja"),
    "email": ("their address", "su dirección"),
    "phone": ("their number", "su número"),
    "owner": ("who follows up on our side", "quién hace el seguimiento por nuestra parte"),
    "source": (
        "where the lead came from: web form, event, referral",
        "de dónde llegó: formulario web, evento, recomendación",
    ),
    "created": ("the day they showed interest", "el día en que mostró interés"),
    "kind": (
        "opportunity (blank means this), task or partner",
        "oportunidad (en blanco, esta), tarea o socio",
    ),
    "segment": (
        "informed, advised, or a word of your own",
        "informado, asesorado o una palabra propia",
    ),
    "fit": (
        "yes or no: could they buy at all? blank is unknown",
        "sí o no: ¿podría comprar? en blanco, no se sabe",
    ),
    "do_not_contact": (
        "yes: nobody contacts them again until somebody types no",
        "sí: nadie vuelve a contactar hasta que alguien escriba no",
    ),
    "attempts": (
        "your own count of unanswered touches, where you keep one; else leave it blank",
        "su propia cuenta de toques sin respuesta, si la lleva; si no, en blanco",
    ),
    "stage": (
        "a stage of the Playbook; blank means the first one",
        "una etapa de la Estrategia; en blanco, la primera",
    ),
    "value": ("what it is worth", "cuánto vale"),
    "last_contact": (
        "the day of our latest call or message",
        "el día de nuestra última llamada o mensaje",
    ),
    "last_reply": ("the day of their latest message to us", "el día de su último mensaje"),
    "agreement": ("what was agreed", "qué se acordó"),
    "agreed_for": ("for which day", "para qué día"),
    "announced_for": (
        "the day for which our latest message announced our next one",
        "el día que nuestro último mensaje anunció para el próximo",
    ),
    "phase": (
        "where they are in deciding, in your own words; blank or unknown: nobody knows",
        "en qué punto de la decisión están, con sus palabras; en blanco o desconocida: no se sabe",
    ),
    "appointment": ("the day of a meeting", "el día de la cita"),
    "confirmed": ("yes once they confirmed the meeting", "sí cuando hayan confirmado la cita"),
    "not_before": ("leave them alone until this day", "no molestar hasta este día"),
    "notes": ("anything else", "todo lo demás"),
}

TEAM: Final = {
    "name": (
        "who it is, as in the column Owner of the leads",
        "quién es, como en la columna Responsable de los contactos",
    ),
    "email": ("their address", "su dirección"),
    "phone": ("their number", "su número"),
    "capacity": (
        "touches that fit into a day: the day's list ends there, most urgent first; blank: all",
        "toques que caben en un día: la lista del día acaba ahí, lo más urgente primero; "
        "en blanco, todos",
    ),
    "digest": (
        "yes or no: whether they want the day's list by mail; this version sends none yet",
        "sí o no: si quiere la lista del día por correo; esta versión aún no envía ninguna",
    ),
    "language": (
        "en or es, for what is sent to them; blank: that of the workbook",
        "en o es, para lo que se le envíe; en blanco, el del libro",
    ),
}
"""The notes at the headings of the People tab."""

STATUSES: Final = {
    "check": ("a cell cannot be read: mend it", "no se puede leer una celda: corríjala"),
    "reply": ("they wrote, we have not answered", "escribieron y no hemos respondido"),
    "overdue": ("our date has passed", "nuestra fecha ya pasó"),
    "today": ("it is today", "toca hoy"),
    "last_message": (
        "the touches are used up: send the closing message",
        "se agotaron los toques: enviar el mensaje de cierre",
    ),
    "cold": (
        "too long untouched: start again gently",
        "demasiado tiempo sin contacto: retomar con suavidad",
    ),
    "planned": ("our date lies ahead", "nuestra fecha está por llegar"),
    "waiting": (
        "last message sent, grace days running",
        "último mensaje enviado, corren los días de gracia",
    ),
    "no_answer": (
        "it rests; a reply reopens it at once",
        "descansa; una respuesta lo reabre al momento",
    ),
    "won": ("you said so", "usted lo dijo"),
    "lost": ("you said so; sheetflow never does", "usted lo dijo; sheetflow nunca lo decide"),
    "not_followed": (
        "no possibility of buying, or do not contact",
        "sin posibilidad de compra, o no contactar",
    ),
}

FIRST_ROW: Final = (
    "Start here: one row per lead. A name, company, email or phone is enough; the rest is worth "
    "it when it is known.",
    "Empiece aquí: una fila por lead. Basta un nombre, empresa, correo o teléfono; el resto, "
    "cuando se sepa.",
)
"""What the first blank cell of Leads says."""

LOG: Final = {
    "date": ("the day of the contact", "el día del contacto"),
    "lead": (
        "the lead's name as in Leads; their email or sf id where two have one name",
        "el nombre del lead como en Contactos; su correo o sf id si dos se llaman igual",
    ),
    "way": (
        "out: we contacted them; in: they contacted us",
        "salida: contactamos nosotros; entrada: contactaron ellos",
    ),
    "channel": ("how: by phone, email …", "por dónde: teléfono, correo …"),
    "message": ("what kind of message it was", "qué tipo de mensaje fue"),
    "effort": (
        "the effort or campaign it belongs to",
        "el esfuerzo o la campaña a la que pertenece",
    ),
    "opened": (
        "yes or no: did they open it? blank is unknown",
        "sí o no: ¿lo abrieron? en blanco, no se sabe",
    ),
    "reaction": ("how they took it", "cómo reaccionaron"),
    "phase": ("where they are in deciding", "en qué punto de la decisión están"),
    "agreement": ("what was agreed", "qué se acordó"),
    "agreed_for": ("for which day", "para qué día"),
    "kept": (
        "yes or no once the day has come: was it kept?",
        "sí o no cuando llega el día: ¿se cumplió?",
    ),
    "announced": (
        "the day for which we announced our next contact",
        "el día para el que anunciamos el próximo contacto",
    ),
    "note": ("anything else", "todo lo demás"),
}
"""The notes at the headings of the Contacts log."""

CALENDAR: Final = {
    "holiday": ("a day on which nobody follows up", "un día en que nadie hace seguimiento"),
    "day": ("what day it is", "qué día es"),
    "owner": ("who is away, as in the column Owner", "quién falta, como en Responsable"),
    "first": ("the first day away", "el primer día de ausencia"),
    "last": (
        "the last day away; blank: the first day alone",
        "el último día de ausencia; en blanco, solo el primero",
    ),
    "deputy": (
        "who stands in meanwhile: the rows that are due stand in their list, too",
        "quién suple: las filas pendientes salen también en su lista",
    ),
}
"""The notes at the headings of the Calendar."""

EXAMPLE_DAY: Final = date(2026, 11, 20)
EXAMPLE_TEXT: Final = (
    "How this row looks on Friday,",
    "Así se ve esta fila el viernes",
)


_TYPED: Final[Mapping[str, tuple[Value | date, ...]]] = {
    "name": ("Laura Whitfield", "Elena Robles"),
    "email": ("laura@whitfield.example", "elena@robles.example"),
    "stage": ("Met", "Reunidos"),
    "last_contact": (date(2026, 11, 16), date(2026, 11, 16)),
    "agreement": ("send the drawings", "enviar los planos"),
    "agreed_for": (date(2026, 11, 19), date(2026, 11, 19)),
}
_ANSWERS: Final[Mapping[str, tuple[Value | date, ...]]] = {
    "status": ("▲ Overdue", "▲ Vencido"),
    "next_contact": (date(2026, 11, 19), date(2026, 11, 19)),
    "overdue": (1, 1),
    "next_step": (
        "Check: send the drawings (email)",
        "Comprobar: enviar los planos (correo)",
    ),
}
Cells = dict[str, Value | date]


def example(lang: str) -> tuple[Cells, Cells]:
    """Returns what somebody typed into a row, and what it shows on EXAMPLE_DAY; by column."""
    typed: Cells = {key: choose(both, lang) for key, both in _TYPED.items()}
    answers: Cells = {key: choose(both, lang) for key, both in _ANSWERS.items()}
    return typed, answers
