"""The scratch spreadsheet that the environment names; these tests are collected with --live
only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.live.desk import Desk, desk_of, lacking


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    if told := lacking(os.environ):
        pytest.fail(told)
    with desk_of(os.environ) as found:
        yield found
