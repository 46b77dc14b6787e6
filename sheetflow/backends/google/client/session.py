"""An HTTP session that retries nothing and ends every call in time.

A server that sends a byte now and then would keep a call for ever within the time limits that
requests knows: those are for the gaps between the pieces.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any, Final

import requests
import urllib3
from requests.adapters import HTTPAdapter

from sheetflow.backends.google.limits import CONNECT, DEADLINE, READ

TIMEOUT: Final = (CONNECT, READ)
"""Seconds to connect, and between two pieces of an answer, as requests takes them."""
_PIECE: Final = 2**16


def quiet_session(*, local: bool, session: requests.Session | None = None) -> requests.Session:
    """Returns a session that asks nobody but the server.

    It takes no passwords from ~/.netrc, and on this machine itself (`local`) it uses no proxy.
    """
    session = session or requests.Session()
    session.mount("https://", DeadlineAdapter())
    session.mount("http://", DeadlineAdapter())
    session.trust_env = not local
    session.auth = lambda request: request
    return session


class DeadlineAdapter(HTTPAdapter):
    """Sends a request once, and reads the whole of its answer within DEADLINE."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    def send(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> requests.Response:
        """Returns the answer, read. Raises requests' own exceptions; ReadTimeout for an answer that
        does not end.
        """
        end = time.monotonic() + DEADLINE
        response = super().send(request, *args, **{**options, "stream": True})
        raw = response.raw
        try:
            body = b"".join(_pieces(raw, end))
        except urllib3.exceptions.HTTPError as error:
            raise requests.ConnectionError(error, request=request) from error
        # requests decodes the body, as it does those that it reads itself
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(body), raw.headers, raw.status, preload_content=False
        )
        return response


def _pieces(raw: Any, end: float) -> Iterator[bytes]:
    """Yields the body as it comes, compressed as it is, and looks at the clock after each piece."""
    while piece := raw.read1(_PIECE, decode_content=False):
        yield piece
        if time.monotonic() > end:
            raw.close()
            raise requests.ReadTimeout("the answer does not end")
