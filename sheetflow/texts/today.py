"""The words of the tab Today, in English and Spanish."""

from __future__ import annotations

from typing import Final

HEADINGS: Final = {
    "status": ("Status", "Estado"),
    "who": ("Who", "Quién"),
    "step": ("What to do", "Qué hacer"),
    "phone": ("Phone", "Teléfono"),
    "late": ("Days\nlate", "Días de\nretraso"),
    "why": ("Why", "Por qué"),
    "announces": ("Announces", "Anuncia"),
    "write": ("Write", "Escribir"),
    "whatsapp": ("WhatsApp", "WhatsApp"),
    "link": ("Row", "Fila"),
    "subject": ("Subject", "Asunto"),
    "message": ("Message", "Mensaje"),
    "checks": ("Checks", "Avisos"),
}
"""The columns, in their order."""

EVERYBODY: Final = ("Everybody", "Todos")
OWNER: Final = ("For", "Para")
TITLE: Final = ("Today", "Hoy")
NOTHING: Final = (
    "Nothing to do today: everybody was contacted, or has a date ahead.",
    "Nada que hacer hoy: todos están contactados o tienen una fecha por delante.",
)
TO_DO: Final = ("{} to do", "{} por hacer")
WAITING: Final = ("to answer: {}", "por responder: {}")
MORE: Final = (" and {} more", " y {} más")
LAST_SYNC: Final = ("Last sync: ", "Última sincronización: ")
NO_SYNC: Final = (
    "No sync yet: the formulas answer by themselves",
    "Aún sin sincronizar: las fórmulas responden por sí solas",
)
CHOOSE: Final = (
    "Choose whose list this is. The names come from the tab People.",
    "Elija de quién es esta lista. Los nombres vienen de la pestaña Personas.",
)
LOOK_AT: Final = ("Look at: {}", "Revisar: {}")
"""What to do where a cell of the row keeps it from being decided; the columns follow."""
OPEN_ROW: Final = ("row {}", "fila {}")
WRITE: Final = ("write", "escribir")
MONTHS: Final = (
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
)
WEEKDAYS: Final = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
)
