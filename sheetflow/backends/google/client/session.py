"""An end to every call: a server that sends a byte now and then would keep it for ever within the
other time limits.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any, Final

import requests
import urllib3
from requests.adapters import HTTPAdapter

TIMEOUT: Final = (10.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""


def quiet_session(*, local: bool, session: requests.Session | None = None) -> requests.Session:
    """Make a session retry nothing, end every call in time, take no passwords from ~/.netrc, and
    use no proxy on this machine itself.
    """
    session = session or requests.Session()
    session.mount("https://", DeadlineAdapter())
    session.mount("http://", DeadlineAdapter())
    session.trust_env = not local
    session.auth = lambda request: request
    return session


LONGEST: Final = 180.0
"""Seconds from sending a request to the end of its answer."""

_PIECE: Final = 2**16


class DeadlineAdapter(HTTPAdapter):
    """Sends a request once, and reads the whole of its answer within LONGEST, or raises a
    requests.ReadTimeout.

    Between the pieces of the answer the clock is looked at; for each of them the time limits of the
    request hold.
    """

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    def send(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> requests.Response:
        """The answer, read. Raises requests' own exceptions."""
        end = time.monotonic() + LONGEST
        response = super().send(request, *args, **{**options, "stream": True})
        raw = response.raw
        try:
            body = b"".join(_pieces(raw, end))
        except urllib3.exceptions.HTTPError as error:
            raise requests.ConnectionError(error, request=request) from error
        response.raw = (
            urllib3.HTTPResponse(  # requests decodes it, as it does those that it reads itself
                io.BytesIO(body), raw.headers, raw.status, preload_content=False
            )
        )
        return response


def _pieces(raw: Any, end: float) -> Iterator[bytes]:
    """The body as it comes, compressed as it is."""
    while piece := raw.read1(_PIECE, decode_content=False):
        yield piece
        if time.monotonic() > end:
            raw.close()
            raise requests.ReadTimeout("the answer does not end")
