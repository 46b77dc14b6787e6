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
