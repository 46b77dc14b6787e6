"""The server's clock: tests move it instead of waiting."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


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


def machine_seconds() -> float:
    """The machine's time in epoch seconds: what clients sign and compare with, whatever the
    server's clock says.
    """
    return time.time()
