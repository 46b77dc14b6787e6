"""What the Guide tab says, in English and Spanish: three short lists, no more than a screen or
two.
"""

from __future__ import annotations

from typing import Final

TITLE: Final = ("How this workbook works", "Cómo funciona este libro")

LINES: Final = (
    (
        "Fill in one row per lead. sheetflow reads the rows, decides what each one needs next, "
        "and writes its answer into "
        "the green columns at the right.",
        "Rellene una fila por contacto. sheetflow lee las filas, decide qué necesita cada una y "
        "escribe su respuesta en "
        "las columnas verdes de la derecha.",
    ),
    (
        "It never changes what you write. Sort, filter, insert and delete rows as you like; add "
        "columns of your own.",
        "Nunca cambia lo que usted escribe. Ordene, filtre, inserte y borre filas con libertad; "
        "añada columnas propias.",
    ),
    (
        "Every leads tab with headings like these is followed: copy the tab for each "
        "salesperson, or keep one list.",
        "Se sigue cualquier hoja con encabezados como estos: copie la hoja para cada comercial, "
        "o lleve una sola lista.",
    ),
    (
        "The numbers behind every decision are in the Playbook tab; holidays and absences are "
        "in the Calendar tab; how much fits into each salesperson's day, in the People tab.",
        "Los números de cada decisión están en la hoja Estrategia; festivos y ausencias, en la "
        "hoja Calendario; cuánto cabe en el día de cada comercial, en la hoja Personas.",
    ),
    (
        "All columns are optional, their order is free, and either language will do.",
        "Todas las columnas son opcionales, su orden es libre y vale cualquiera de los dos "
        "idiomas.",
    ),
)

HEADS: Final = {
    "people": ("You write", "Usted escribe"),
    "owned": ("sheetflow writes", "sheetflow escribe"),
    "status": ("Status", "Estado"),
    "meaning": ("What it holds", "Qué contiene"),
    "says": ("What it means", "Qué significa"),
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

WRITTEN_BY_US: Final = (
    "sheetflow writes this column: {}.",
    "sheetflow escribe esta columna: {}.",
)
