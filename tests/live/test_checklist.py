"""What nobody here could verify of Google, settled on a real spreadsheet."""

from __future__ import annotations

import pytest

from tests.live.checklist import CHECKS
from tests.live.desk import Check, Desk


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_google_does_as_the_backend_believes(desk: Desk, check: Check) -> None:
    check(desk)
