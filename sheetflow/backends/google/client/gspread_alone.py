"""What we use of gspread, without what it brings along to log people in: that takes as long to load
as all the rest, and only `sheetflow login` needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

_FLOW: Final = "google_auth_oauthlib.flow"


class _FlowWhenAsked:
    """Stands for InstalledAppFlow in gspread.auth: whoever calls gspread.oauth() gets the real
    one.
    """

    @staticmethod
    def from_client_config(*args: Any, **options: Any) -> Any:
        """Returns what InstalledAppFlow returns."""
        from google_auth_oauthlib.flow import (  # type: ignore[import-untyped]  # it has no types
            InstalledAppFlow,
        )

        return InstalledAppFlow.from_client_config(*args, **options)


@contextmanager
def _flow_left_out() -> Iterator[None]:
    if _FLOW in sys.modules:
        yield
        return
    stand_in: Any = ModuleType(_FLOW)
    stand_in.InstalledAppFlow = _FlowWhenAsked
    sys.modules[_FLOW] = stand_in
    try:
        yield
    finally:
        del sys.modules[_FLOW]


with _flow_left_out():
    from gspread.http_client import HTTPClient
    from gspread.urls import (
        DRIVE_FILES_API_V3_URL,
        SPREADSHEET_BATCH_UPDATE_URL,
        SPREADSHEET_URL,
    )

__all__ = [
    "DRIVE_FILES_API_V3_URL",
    "SPREADSHEET_BATCH_UPDATE_URL",
    "SPREADSHEET_URL",
    "HTTPClient",
]
