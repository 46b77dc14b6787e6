"""Whatever fits the discovery document is either done or refused: nothing makes the server
stumble.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from tests.sheets_server.changes import batch_update
from tests.sheets_server.changes.kinds import KINDS
from tests.sheets_server.discovery import method_of
from tests.sheets_server.errors import ApiError
from tests.sheets_server.tests.changes import arbitrary
from tests.sheets_server.tests.changes.desk import Desk
from tests.sheets_server.witness import check_request


@pytest.mark.parametrize("seed", range(30))
def test_a_request_is_done_or_refused_and_what_it_leaves_can_be_read(seed: int) -> None:
    random, desk = Random(seed), Desk()
    desk.fill([["Name", "Stage", 3], ["Ada", "=C1", True], ["Bo", "won", 2.5]])
    desk.batch(arbitrary.furniture())
    method = method_of("POST", "/v4/spreadsheets/x:batchUpdate")
    assert method is not None
    for _ in range(25):
        request = arbitrary.request(random, random.choice(sorted(KINDS)))
        if check_request(method, {"requests": [request]}) == []:
            with suppress(ApiError):
                batch_update(desk.book, [request])
            desk.read()
