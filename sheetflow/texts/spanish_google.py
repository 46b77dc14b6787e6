"""Errors of the settings for Google in Spanish; spanish.py says how the texts are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GOOGLE_ERRORS: Final[Mapping[str, str]] = {
    "{}: [google] is a table": "{0}: [google] es una tabla",
    'write lines such as key = "key.json" below it': 'escriba debajo líneas como key = "key.json"',
    "{}: [google] has no setting {}": "{0}: [google] no tiene el ajuste {1}",
    "{}: {} in [google] cannot be {}": "{0}: {1} en [google] no puede ser {2:said}",
    'the settings are: key = "key.json", impersonate = "robot@…", quota = 60, wait_seconds = 90, '
    "change_detection = true": 'los ajustes son: key = "key.json", impersonate = "robot@…", '
    "quota = 60, wait_seconds = 90, change_detection = true",
}

GOOGLE_REASONS: Final[Mapping[str, str]] = {
    "text": "un texto",
    "a table or a list": "una tabla o una lista",
}
"""What our own code says inside of those messages."""
