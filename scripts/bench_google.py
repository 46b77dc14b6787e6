"""Measure a sync of a Google Sheet against scripts of the common kind, on the local test server, in
fresh processes.

The scripts read all records with gspread and write the same answers: `update_cell` for each cell
that differs, or `batch_update` for each row that has some; they are handed what to write, so they
decide nothing. Seconds are wall time with the interpreter's start; the server answers at once, as
Google does not. Minutes are what 60 reads and 60 writes a minute allow: the larger number of
requests, divided by 60.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
WORK: Final = [sys.executable, "-m", "scripts.bench_gspread"]
SYNC: Final = [sys.executable, "-c", "from sheetflow.cli.main import main; main()", "sync", "-v"]
SERVER: Final = [sys.executable, "-m", "tests.sheets_server", "--lenient", "--port", "0", "--key"]
DAY, NEXT_DAY = "2026-11-19", "2026-11-20"
SIZES: Final = (500, 5_000)
LARGEST_FOR_GSPREAD: Final = 500
QUOTA: Final = 60
SPOKEN: Final = re.compile(r"(\d+) reads?, (\d+) writes?")
TASKS: Final = ("first sync", "nothing changed", "one cell changed", "next day")
HEAD: Final = "".join(
    (" " * 40, f"{'s':>8}{'reads':>7}{'writes':>8}", f"{'min':>7}{'time':>8}{'requests':>10}")
)
TOOLS: Final = {"sheetflow": "sheetflow", "rows": "batch_update per row", "cells": "update_cell"}

Environment = dict[str, str]


class Cost(NamedTuple):
    """What a task took: wall seconds, requests."""

    seconds: float
    reads: int
    writes: int

    @property
    def requests(self) -> int:
        """Returns how many requests it sent."""
        return self.reads + self.writes

    @property
    def minutes(self) -> float:
        """Returns how long the quota makes it last at least."""
        return max(self.reads, self.writes) / QUOTA


@contextmanager
def server(folder: Path) -> Iterator[Environment]:
    """Starts a server in a process of its own; yields the environment in which clients find it."""
    key = folder / "key.json"
    with subprocess.Popen(
        [*SERVER, str(key)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            found = {
                "SHEETFLOW_GOOGLE_ENDPOINT": process.stdout.readline().strip(),
                "SHEETFLOW_GOOGLE_QUOTA": "0",
            }
            found |= {
                "GOOGLE_APPLICATION_CREDENTIALS": str(key),
                "XDG_CACHE_HOME": str(folder / "cache"),
            }
            yield os.environ | found | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        finally:
            process.terminate()


class Bench(NamedTuple):
    """A folder and an environment to work in."""

    folder: Path
    environment: Environment

    def work(self, *words: str) -> str:
        """Does something through gspread; returns what it printed."""
        return self._run([*WORK, *words]).stdout

    def _run(
        self, command: Sequence[str], codes: Sequence[int] = (0,)
    ) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            command, env=self.environment, cwd=self.folder, text=True, capture_output=True
        )
        if ended.returncode not in codes:
            raise SystemExit(f"{' '.join(command)} ended with {ended.returncode}: {ended.stderr}")
        return ended

    def ours(self, sheet: str, day: str) -> Cost:
        """Measures one sync, as a person runs it."""
        begun = time.perf_counter()
        ended = self._run([*SYNC, sheet, "--today", day], codes=(0, 4))
        seconds = time.perf_counter() - begun
        told = SPOKEN.search(ended.stderr)
        if told is None:
            raise SystemExit(f"sync -v does not tell its requests: {ended.stderr}")
        return Cost(seconds, int(told[1]), int(told[2]))

    def theirs(self, tool: str, sheet: str, answers: str) -> Cost:
        """Measures one run of a common script."""
        begun = time.perf_counter()
        sent = json.loads(self.work(tool, sheet, answers))
        return Cost(time.perf_counter() - begun, sent["reads"], sent["writes"])


def days(
    bench: Bench, sheet: str, run: Callable[[str, str], Cost], *, saving: bool = False
) -> dict[str, Cost]:
    """Runs every task in its order; `run` takes the day and the file of the answers to write."""
    found = {}
    for task, day in zip(TASKS, (DAY, DAY, DAY, NEXT_DAY), strict=True):
        if task == "one cell changed":
            bench.work("touch", sheet)
        path = str(bench.folder / f"{task}.json")
        found[task] = run(day, path)
        if saving:
            bench.work("answers", sheet, path)
    return found


def _theirs(bench: Bench, tool: str, sheet: str, day: str, path: str) -> Cost:
    return bench.theirs(tool, sheet, path)


def one_round(bench: Bench, rows: int) -> dict[str, dict[str, Cost]]:
    """Runs every tool on a sheet of its own; the scripts write what ours answered."""
    sheet = bench.work("make", str(rows)).strip()
    found = {"sheetflow": days(bench, sheet, lambda day, path: bench.ours(sheet, day), saving=True)}
    for tool in ("rows", "cells") if rows <= LARGEST_FOR_GSPREAD else ():
        other = bench.work("make", str(rows)).strip()
        found[tool] = days(bench, other, partial(_theirs, bench, tool, other))
        check_same(bench, sheet, other)
    return found


def check_same(bench: Bench, sheet: str, other: str) -> None:
    """Raises SystemExit unless both sheets hold the same answers."""
    for name, found in (("ours", sheet), ("theirs", other)):
        bench.work("answers", found, str(bench.folder / name))
    if (bench.folder / "ours").read_text("utf-8") != (bench.folder / "theirs").read_text("utf-8"):
        raise SystemExit("the script wrote something else")


def measure(bench: Bench, rows: int, rounds: int) -> dict[str, object]:
    """Measures every tool and task; of several rounds the best counts."""
    runs = [one_round(bench, rows) for _ in range(rounds)]
    best: dict[str, dict[str, Cost]] = {}
    for tool in runs[0]:
        best[tool] = {}
        for task in TASKS:
            costs = [run[tool][task] for run in runs]
            best[tool][task] = min(costs, key=lambda cost: cost.seconds)
    return {"rows": rows, "rounds": rounds, "costs": best}


def plain(result: dict[str, object]) -> dict[str, object]:
    """Returns the figures of one size, as JSON takes them."""
    costs = result["costs"]
    assert isinstance(costs, dict)
    named: dict[str, dict[str, object]] = {}
    for tool, found in costs.items():
        named[tool] = {}
        for task, one in found.items():
            named[tool][task] = one._asdict() | {"minutes": one.minutes}
    return {**result, "costs": named}


def lines(result: dict[str, object]) -> list[str]:
    """Returns the table of one size."""
    costs = result["costs"]
    assert isinstance(costs, dict)
    table = [f"\n{result['rows']:,} leads, best of {result['rounds']}", HEAD]
    for task in TASKS:
        ours = costs["sheetflow"][task]
        for tool, found in costs.items():
            one = found[task]
            name, slower, more = task, "", ""
            if tool != "sheetflow":
                name = ""
                slower = f"{one.seconds / ours.seconds:.1f}x"
                more = f"{one.requests / ours.requests:.0f}x"
            counted = f"{one.seconds:8.2f}{one.reads:7,}{one.writes:8,}{one.minutes:7.1f}"
            table.append(f"{name:18}{TOOLS[tool]:22}{counted}{slower:>8}{more:>10}")
    return table


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(prog="scripts/bench google", description=__doc__)
    parser.add_argument(
        "rows",
        nargs="*",
        type=int,
        help=f"numbers of leads (default: {', '.join(map(str, SIZES))})",
    )
    parser.add_argument(
        "--best-of", type=int, default=1, help="rounds per size (default: %(default)s)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    wanted = parser.parse_args()
    results = []
    with (
        tempfile.TemporaryDirectory(prefix="sheetflow-bench-") as name,
        server(Path(name)) as environment,
    ):
        for rows in wanted.rows or SIZES:
            results.append(measure(Bench(Path(name), environment), rows, wanted.best_of))
            print("\n".join(lines(results[-1])), flush=True)
    if wanted.json:
        wanted.json.write_text(
            json.dumps({"version": 1, "results": [*map(plain, results)]}, indent=2) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
