"""The scratch spreadsheet that the environment names; these tests are collected with --live
only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.live.scratch import ScratchSpreadsheet, missing_settings, scratch_of


@pytest.fixture(scope="session")
def scratch() -> Iterator[ScratchSpreadsheet]:
    if told := missing_settings(os.environ):
        pytest.fail(told)
    with scratch_of(os.environ) as found:
        yield found
