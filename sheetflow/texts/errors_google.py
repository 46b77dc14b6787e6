"""The errors of Google Sheets, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.texts.errors import ErrorText

GOOGLE: Final[Mapping[str, ErrorText]] = {}

GOOGLE_PARTS: Final[Mapping[str, tuple[str, str]]] = {}
"""What stands inside of those sentences: reasons, and names for what has none."""
