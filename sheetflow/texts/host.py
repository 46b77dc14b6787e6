"""What a run says of the machine that it runs on: a workbook that is open there or elsewhere, and
what -q tells a person by cron.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HOST_MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "read_beside": (
        "{0} is open elsewhere ({1} has it): read as it was last saved",
        "{0} está abierto en otro sitio (lo tiene {1}): leído como se guardó por última vez",
    ),
    "lock_left_behind": (
        "the lock file {0} was left behind: nobody has the workbook open",
        "el archivo de bloqueo {0} quedó olvidado: nadie tiene el libro abierto",
    ),
}
"""How a workbook was read where somebody has it, or seems to."""

NEWS: Final[Mapping[str, tuple[str, str]]] = {
    "over": (
        "{0}: runs again; {1} is over.",
        "{0}: vuelve a ejecutarse; {1} ha terminado.",
    ),
    "stale": (
        "{0}: its answers are of {1}.",
        "{0}: sus respuestas son del {1}.",
    ),
    "never_answered": (
        "{0}: it has no answers yet.",
        "{0}: todavía no tiene respuestas.",
    ),
    "new_checks": (
        "{0}: {1:rows_to_check} {2}.",
        "{0}: {1:rows_to_check} {2}.",
    ),
}
"""What -q tells once, beside the errors."""
