"""Errors of the settings for Google in Spanish; spanish.py says how the texts are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GOOGLE_ERRORS: Final[Mapping[str, str]] = {}

GOOGLE_REASONS: Final[Mapping[str, str]] = {}
