"""A person at a browser, as a plain HTTP client: opens the consent page of the local test server,
answers, and goes where they are sent back to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from threading import Thread
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

_FIELD: Final = re.compile(r'name="(page|scope)" value="([^"]*)"')
_SECONDS: Final = 30


class _Stay(HTTPRedirectHandler):
    """Shows where a page leads instead of going there."""

    def redirect_request(self, *args: object) -> None:
        return None


_OPENER: Final = build_opener(ProxyHandler({}), _Stay)


def fetch(address: str, form: dict[str, list[str]] | None = None) -> tuple[int, str, str]:
    """Returns the status of a page, its text, and where it leads."""
    data = urlencode(form, doseq=True).encode() if form is not None else None
    try:
        with _OPENER.open(Request(address, data), timeout=_SECONDS) as page:
            return page.status, page.read().decode(), ""
    except HTTPError as page:
        with page:
            return page.code, page.read().decode(), page.headers.get("Location", "")


def consent(address: str, *, allow: bool = True, leave_out: Iterable[str] = ()) -> str:
    """Answers the consent page of an address; returns where the person is sent back to.

    `leave_out` are the scopes whose tick is taken away.
    """
    status, page, _ = fetch(address)
    assert status == 200, page
    fields = [(name, unescape(value)) for name, value in _FIELD.findall(page)]
    action = re.search(r'action="([^"]+)"', page)
    assert action
    form: dict[str, list[str]] = {"answer": ["allow" if allow else "deny"]}
    for name, value in fields:
        if value not in leave_out:
            form.setdefault(name, []).append(value)
    status, page, back = fetch(urljoin(address, action[1]), form)
    assert status == 302, page
    return back


class Browser:
    """Stands for `webbrowser`: a person answers in a thread of its own. `pages` is what they saw at
    the end, `opened` where they were sent.
    """

    def __init__(self, *, allow: bool = True, leave_out: Iterable[str] = ()) -> None:
        self.allow, self.leave_out = allow, tuple(leave_out)
        self.opened: list[str] = []
        self.pages: list[str] = []
        self._threads: list[Thread] = []

    def open(self, address: str) -> bool:
        """Opens an address; says that there is a browser."""
        self.opened.append(address)
        thread = Thread(target=self._answer, args=(address,))
        thread.start()
        self._threads.append(thread)
        return True

    def wait(self) -> None:
        """Returns once all pages are shown."""
        for thread in self._threads:
            thread.join(_SECONDS)

    def back(self, address: str) -> str:
        """Where the person is sent back to."""
        return consent(address, allow=self.allow, leave_out=self.leave_out)

    def _answer(self, address: str) -> None:
        self.pages.append(fetch(self.back(address))[1])
