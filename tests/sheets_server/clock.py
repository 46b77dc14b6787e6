"""The server's clock: tests move it instead of waiting."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo


class Clock:
    """Gives aware UTC datetimes: the machine's time, or a start that stands still, and what it was
    advanced by.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The time now, for this server."""
        return (self._start or datetime.now(UTC)) + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(seconds=seconds)


def zone_named(name: str) -> tzinfo:
    """Returns a zone of the CLDR, or a custom one such as GMT-07:00 (SpreadsheetProperties.timeZone
    of the discovery document). Raises ZoneInfoNotFoundError or ValueError.
    """
    if found := re.fullmatch(r"GMT([+-])(\d{2}):(\d{2})", name):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-offset if found[1] == "-" else offset)
    return ZoneInfo(name)


def machine_seconds() -> float:
    """The machine's time in epoch seconds: what clients sign and compare with, whatever the
    server's clock says.
    """
    return time.time()
