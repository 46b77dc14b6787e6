"""THE notes on our headings, in English and Spanish: what a column holds, and who writes it."""

from __future__ import annotations

from typing import Final

from sheetflow.texts.render import choose
from sheetflow.texts.words import FLAGS

HOLDS: Final = {
    "status": ("what the row needs now, in one word", "qué necesita la fila ahora, en una palabra"),
    "next_contact": (
        "the date of our next contact; type a date of your own over it to plan by hand",
        "la fecha de nuestro próximo contacto; escriba otra encima para planificar a mano",
    ),
    "overdue": ("how many days late we are", "cuántos días llevamos de retraso"),
    "next_step": ("what to do, and by which channel", "qué hacer y por qué canal"),
    "touches": ("our touches since their last message", "nuestros toques desde su último mensaje"),
    "interest": ("0 to 100, fades every working day", "de 0 a 100, baja cada día laborable"),
    "flags": ("what to look out for", "a qué prestar atención"),
    "why": ("the rule, the date and the numbers", "la regla, la fecha y los números"),
    "id": (
        "how sheetflow knows the row again; leave it as it is",
        "cómo reconoce sheetflow la fila; déjelo como está",
    ),
}
"""What each of our columns holds."""

_WRITER: Final = ("sheetflow writes this column: {0}.", "sheetflow escribe esta columna: {0}.")
_ANSWER: Final = (
    "What you type over it stays, with the flag '{0}'; empty the cell to get the answer back.",
    "Lo que escriba encima queda, con el aviso «{0}»; vacíe la celda para recuperar la respuesta.",
)
_OWN: Final = {
    "next_contact": (
        "Your date stays until Last contact reaches it; then sheetflow plans again.",
        "Su fecha queda hasta que Último contacto la alcance;"
        " después sheetflow vuelve a planificar.",
    ),
    "id": (
        "You may hide this column. A copied row gets an id of its own.",
        "Puede ocultar esta columna. Una fila copiada recibe su propio id.",
    ),
}
_GUARD: Final = (
    "written by sheetflow; what you type here stays and is reported",
    "columna escrita por sheetflow; lo que escriba aquí queda y se avisa",
)
_TAB_GUARD: Final = (
    "filled by formulas of sheetflow; please type only into the open cells",
    "lo rellenan fórmulas de sheetflow; escriba solo en las celdas abiertas",
)


def heading_note(key: str, lang: str) -> str:
    """Returns the note on the heading of an owned column.

    It says what the column holds, who writes it, and what people may do there.
    """
    writes = choose(_WRITER, lang).format(choose(HOLDS[key], lang))
    advice = choose(_OWN.get(key, _ANSWER), lang).format(choose(FLAGS["typed_over"], lang))
    return f"{writes}\n{advice}"


def guard_text(lang: str) -> str:
    """Returns what a spreadsheet says before somebody types into an owned column."""
    return choose(_GUARD, lang)


def tab_guard_text(lang: str) -> str:
    """Returns what a spreadsheet says before somebody types into a tab of formulas."""
    return choose(_TAB_GUARD, lang)
