"""Many rows in a Google Sheet: what each of four runs sends, and that no body grows beyond its
limit.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

from scripts.bench_leads import HEADINGS, lead
from tests.sheets_server.log import Entry
from tests.sheets_server.server import Server
from tests.support.contract import DAY, serial
from tests.support.staged_spreadsheet import StagedSpreadsheet

MOST_REQUESTS: Final = {
    "first sync": 13,  # its answers do not fit into one write
    "nothing changed": 2,
    "one contact typed": 4,
    "a new lead at the end": 4,
}
"""Run -> how many requests it may send."""


class Cost(NamedTuple):
    """What a run took and sent; `largest`: bytes of its largest body."""

    run: str
    seconds: float
    reads: int
    writes: int
    largest: int

    def __str__(self) -> str:
        return f"{self.run} {self.seconds:.1f} s, {self.reads} reads and {self.writes} writes"


def four_runs(server: Server, rows: int) -> Iterator[Cost]:
    """Syncs a new sheet of so many leads, in 20 columns, and then as people go on with it."""
    chance = random.Random(2026)
    leads = [lead(number, chance) for number in range(1, rows + 1)]
    staged = StagedSpreadsheet(server, {"Leads": [list(HEADINGS), *leads]})
    yield _run(staged, "first sync")
    yield _run(staged, "nothing changed")
    staged.driver("Leads").type(rows // 2, HEADINGS.index("Last contact"), serial(11, 20))
    yield _run(staged, "one contact typed")
    for column, value in enumerate(lead(rows + 1, chance)):
        staged.driver("Leads").type(rows + 2, column, value)
    yield _run(staged, "a new lead at the end")


def _run(staged: StagedSpreadsheet, name: str) -> Cost:
    begun = time.perf_counter()
    sent = staged.sync(DAY)
    seconds = time.perf_counter() - begun
    assert sent.ran.code in (0, 4), sent.ran.err
    assert sent.reads + sent.writes <= MOST_REQUESTS[name], sent
    return Cost(name, seconds, sent.reads, sent.writes, max(map(body_size, sent.log)))


def body_size(entry: Entry) -> int:
    """Returns the bytes of a request's body."""
    if not entry.request:
        return 0
    return len(json.dumps(entry.request, ensure_ascii=False, separators=(",", ":")).encode())


def peak_megabytes() -> float:
    """Returns the most memory that this process ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
