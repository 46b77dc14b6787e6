"""Measure four syncs of a Google Sheet of 50,000 rows and 20 columns, on the local test server in
the same process: seconds, requests, and the peak of memory with the server and its checks.

Fails where a run sends more requests than it may, or a body of more than 2 MB.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Final

from sheetflow.backends.google.write_requests import LARGEST
from tests.sheets_server.server import Server
from tests.support.large import four_runs, peak_megabytes
from tests.support.staged_spreadsheet import client_of

ROWS: Final = 50_000


def main() -> None:
    """Reads the arguments, measures, prints one line."""
    parser = argparse.ArgumentParser(prog="scripts/bench large", description=__doc__)
    parser.add_argument(
        "rows", nargs="?", type=int, default=ROWS, help="number of leads (default: %(default)s)"
    )
    rows = parser.parse_args().rows
    with (
        tempfile.TemporaryDirectory(prefix="sheetflow-bench-") as name,
        Server(seed=6, keep_requests=True) as server,
        client_of(server, Path(name)),
    ):
        costs = list(four_runs(server, rows))
        refused = server.violations
    told = "; ".join(map(str, costs))
    print(
        f"{rows:,} rows x 20 columns on the local server: {told}; {peak_megabytes():,.0f} MB "
        "at most, server and its checks included"
    )
    if refused or any(cost.largest > LARGEST for cost in costs):
        raise SystemExit(f"a body of more than {LARGEST:,} bytes, or one that Google refuses")


if __name__ == "__main__":
    main()
