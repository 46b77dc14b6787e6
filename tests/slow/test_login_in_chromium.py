"""`login` with a real browser: headless Chromium on the consent page of the local test server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.test_login_installed import MAYA, Machine, machine
from tests.support.chromium import Chromium, chromium, needs_chromium

__all__ = ["machine"]
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with chromium(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.mark.parametrize(("button", "code"), [("#continue", 0), ("#cancel", 77)])
def test_a_person_answers_in_a_real_browser(
    machine: Machine, window: Chromium, button: str, code: int
) -> None:
    words = ["login", "--client", "client.json", "--no-browser"]
    with machine.start(*words) as process:
        assert process.stdout is not None
        window.open(process.stdout.readline().strip())
        assert window.shows(MAYA)
        window.click(button)
        assert window.shows("go back to the terminal")
        process.communicate(timeout=120)
    assert process.returncode == code
    assert bool(machine.server.consent.refresh_tokens) == (code == 0)
