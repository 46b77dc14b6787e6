"""Quota windows: so many reads and so many writes a minute for each account, as the Sheets API
counts them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.sheets_server.errors import ApiError

_MINUTE = timedelta(minutes=1)
_PROJECT = "418273645501"


class Quota:
    """Counts requests by account and kind ("read", "write") in the minute before now; `limit` None
    counts nothing.

    A sliding minute is at least as strict as the fixed one that the service is said to have,
    wherever that begins.
    """

    def __init__(self, limit: int | None, now: Callable[[], datetime]) -> None:
        self.limit = limit
        self._now = now
        self._spent: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def spend(self, email: str, kind: str) -> None:
        """Count one request; 429 when the minute's are used up (a refused one is not counted)."""
        if self.limit is None or kind not in ("read", "write"):
            return
        spent, now = self._spent[email, kind], self._now()
        while spent and spent[0] <= now - _MINUTE:
            spent.popleft()
        if len(spent) >= self.limit:
            raise exceeded(kind, self.limit)
        spent.append(now)


def exceeded(kind: str, limit: int) -> ApiError:
    """The 429 of the Sheets API for too many requests of a kind ("read" or "write") in a minute.

    Its shape: google.rpc.ErrorInfo of the service infrastructure, and
    https://developers.google.com/workspace/sheets/api/limits.
    """
    name = kind.capitalize()
    message = (
        f"Quota exceeded for quota metric '{name} requests' and limit '{name} requests per "
        f"minute per user' of service "
        f"'sheets.googleapis.com' for consumer 'project_number:{_PROJECT}'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "consumer": f"projects/{_PROJECT}",
            "quota_limit": f"{name}RequestsPerMinutePerUser",
            "quota_limit_value": str(limit),
            "quota_location": "global",
            "quota_metric": f"sheets.googleapis.com/{kind}_requests",
            "quota_unit": "1/min/{project}/{user}",
            "service": "sheets.googleapis.com",
        },
    }
    links = [
        {
            "description": "Request a higher quota limit.",
            "url": "https://cloud.google.com/docs/quotas/help/request_increase",
        }
    ]
    help_ = {"@type": "type.googleapis.com/google.rpc.Help", "links": links}
    return ApiError(429, "RESOURCE_EXHAUSTED", message, details=[info, help_])
