"""Time zones by name: those of the tz database, and the fixed ones that Google Sheets offers."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

_FIXED: Final = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.ASCII | re.IGNORECASE)
_FARTHEST: Final = timedelta(hours=14)

UNSAID_ZONES: Final = ("UTC", "GMT", "Etc/UTC", "Etc/GMT")
"""What Google and servers set where nobody chose a zone."""


def zone_of(name: str) -> tzinfo | None:
    """Returns the zone of a name such as `Europe/Madrid` or `GMT-07:00`; None where there is
    none.
    """
    if fixed := _FIXED.fullmatch(name.strip().replace(" ", "").replace("−", "-")):
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if offset > _FARTHEST:
            return None
        return timezone(-offset if sign == "-" else offset, name)
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):  # a zone that is not there is a KeyError
        return None


def zone_or_utc(name: str) -> tzinfo:
    """Returns the zone of a name, UTC where there is none."""
    return zone_of(name) or UTC
