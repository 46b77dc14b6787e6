"""The errors of workbooks that are files, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sheetflow.texts.errors import ErrorText

FILES: Final[Mapping[str, ErrorText]] = {}

FILE_MESSAGES: Final[Mapping[str, tuple[str, str]]] = {}
"""What could not be written the usual way, and was written all the same."""
