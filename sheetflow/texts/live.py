"""The words that only formulas say: (English, Spanish)."""

from __future__ import annotations

from typing import Final

LIVE: Final = {
    "check_playbook": ("Check the Playbook", "Revisar la Estrategia"),
    "more_below": (
        "{0} more below are not followed yet: "
        "run sheetflow, or copy the last row with formulas down",
        "{0} más abajo todavía sin seguimiento: "
        "ejecute sheetflow, o copie hacia abajo la última fila con fórmulas",
    ),
}
"""`more_below` is the line above the list where leads stand below the last filled row."""

LIVE_TOLD: Final = {
    "live": ("{0}: live formulas answer in our columns now, with no run.", "{0}: ahora responden fórmulas vivas en nuestras columnas, sin ejecutar nada."),
    "live_already": ("{0}: its formulas are live already.", "{0}: sus fórmulas ya son vivas."),
    "today_left": ("The tab {0} was changed by hand and stays as it is: it shows the list of the last sync.", "La pestaña {0} se cambió a mano y queda como está: muestra la lista de la última sincronización."),
    "formulas_whole": ("live formulas in tab '{0}': {1:rows}", "fórmulas vivas en la pestaña '{0}': {1:rows}"),
    "fix_repair": ("sheetflow doctor {0} --repair shows what it would write, and asks", "sheetflow doctor {0} --repair muestra lo que escribiría y pregunta"),
    "fix_sync": ("sheetflow sync {0} puts them back", "sheetflow sync {0} las repone"),
    "repair_none": ("{0}: there are no live formulas to repair", "{0}: no hay fórmulas vivas que reparar"),
    "repair_tabs": ("tabs to be written anew: {0}", "pestañas que se escribirán de nuevo: {0}"),
    "repair_cell": ("{0}: {1} becomes {2}", "{0}: {1} pasa a ser {2}"),
    "repair_blank": ("blank", "vacía"),
    "repair_ask": ("Write this?", "¿Escribir esto?"),
    "repair_yes": ("nothing was written: run it in a terminal, or with --yes", "no se ha escrito nada: ejecútelo en una terminal, o con --yes"),
    "repair_whole": ("nothing is seen to be broken; what is hidden is written anew all the same", "no se ve nada roto; lo oculto se escribe de nuevo de todos modos"),
    "repaired": ("{0}: repaired: {1:hidden_tabs}, {2:live_cells}.", "{0}: reparado: {1:hidden_tabs}, {2:live_cells}."),
}  # fmt: skip
"""What commands say of live formulas."""

LIVE_PROBLEMS: Final = {
    "live_tabs_missing": ("hidden tabs of the live formulas are gone: {0}", "faltan pestañas ocultas de las fórmulas vivas: {0}"),
    "live_tabs_old": ("the hidden tabs of the live formulas are those of another version", "las pestañas ocultas de las fórmulas vivas son de otra versión"),
    "live_tabs_broken": ("the live formulas read a column that was deleted (#REF!)", "las fórmulas vivas leen una columna que se eliminó (#REF!)"),
    "live_tabs_bare": ("without their live formula: {0:live_cells}", "sin su fórmula viva: {0:live_cells}"),
    "live_cell_theirs": ("somebody's formula instead of our live one: {0}", "una fórmula de alguien en lugar de la nuestra: {0}"),
    "live_cell_blank": ("without its live formula", "sin su fórmula viva"),
}  # fmt: skip
"""What doctor finds of them."""
