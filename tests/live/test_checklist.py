"""What nobody here could verify of Google, settled on a real spreadsheet."""

from __future__ import annotations

import pytest

from tests.live.checklist import CHECKS
from tests.live.scratch import Check, ScratchSpreadsheet


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_google_does_as_the_backend_believes(scratch: ScratchSpreadsheet, check: Check) -> None:
    check(scratch)
