"""A fresh desk for every test of the test server's changes."""

from __future__ import annotations

import pytest

from tests.sheets_server.tests.changes.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
