"""A headless Chromium, driven over WebDriver (https://www.w3.org/TR/webdriver2/): plain HTTP with
JSON, so that no library is needed.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.request import ProxyHandler, Request, build_opener

import pytest

_DRIVER: Final = shutil.which("chromedriver")
_CHROMIUM: Final = shutil.which("chromium")
_OPENER: Final = build_opener(ProxyHandler({}))
_ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
"""The name of an element's id, which the standard fixes."""

_MILLISECONDS: Final = 60_000
"""How long the driver waits for what a page is to show."""

needs_chromium = pytest.mark.skipif(
    not (_DRIVER and _CHROMIUM),
    reason="Chromium and its driver (chromium, chromium-driver) are not installed",
)


class Chromium:
    """One window."""

    def __init__(self, session: str) -> None:
        self._session = session

    def open(self, address: str) -> None:
        """Goes to an address, and waits until the page is there."""
        self._ask("url", {"url": address})

    def click(self, selector: str) -> None:
        """Clicks on what a CSS selector names."""
        found = self._ask("element", {"using": "css selector", "value": selector})
        self._ask(f"element/{found[_ELEMENT]}/click", {})

    def shows(self, text: str) -> bool:
        """Returns whether a page shows a text; the driver waits for it, also through a change of
        page.
        """
        found = f"//body//*[contains(., '{text}')]"
        return bool(self._ask("elements", {"using": "xpath", "value": found}))

    def _ask(self, what: str, body: object = None) -> Any:
        return _ask(f"{self._session}/{what}", body)


def _ask(address: str, body: object = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = Request(address, data, {"Content-Type": "application/json"})
    with _OPENER.open(request, timeout=120) as answer:
        return json.load(answer)["value"]


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """A window of a browser that knows nothing of this machine's people; `folder` is its home."""
    driver, address = _started(folder)
    with driver:
        try:
            made = _ask(f"{address}/session", {"capabilities": {"alwaysMatch": _asked(folder)}})
            session = f"{address}/session/{made['sessionId']}"
            yield Chromium(session)
            _OPENER.open(Request(session, method="DELETE"), timeout=60).close()
        finally:
            driver.terminate()


def _started(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """A driver, and where it listens. It takes a port that was free a moment ago, also on IPv6; a
    start whose port was taken meanwhile is begun anew.
    """
    assert _DRIVER
    there = os.environ | {"HOME": str(folder)}
    for _ in range(5):
        with socket.socket(socket.AF_INET6) as free:
            free.bind(("::1", 0))
            port = free.getsockname()[1]
        driver = subprocess.Popen(
            [_DRIVER, f"--port={port}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=there,
        )
        assert driver.stdout is not None
        if any("started successfully" in line for line in driver.stdout):
            return driver, f"http://127.0.0.1:{port}"
        with driver:
            driver.wait(60)
    raise AssertionError("chromedriver did not start")


def _asked(folder: Path) -> dict[str, Any]:
    arguments = [
        "--headless=new",
        "--no-sandbox",  # root has none
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        f"--user-data-dir={folder / 'profile'}",
    ]
    options = {"binary": _CHROMIUM, "args": arguments}
    waiting = {"implicit": _MILLISECONDS}
    return {"browserName": "chrome", "timeouts": waiting, "goog:chromeOptions": options}
