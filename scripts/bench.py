"""Measure sheetflow against openpyxl on generated workbooks of 20 columns, each run in a fresh
process.

Seconds are wall time with the interpreter's start, megabytes the peak of resident memory; of
several rounds the best counts, and the rounds of both sides take turns. The ratios hold on any
machine, the seconds on this one only. `scripts/bench google --help` and `scripts/bench large
--help` tell of the measurements of Google Sheets.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent
WORK: Final = [sys.executable, str(HERE / "bench_leads.py")]
SYNC: Final = [sys.executable, "-c", "from sheetflow.cli.main import main; main()", "sync", "-q"]
DAY, NEXT_DAY = "2026-11-19", "2026-11-20"
SIZES: Final = (1_000, 10_000, 100_000)
FULL: Final = 1_000_000
ROUNDS: Final = {1_000: 5, 10_000: 3, 100_000: 2, FULL: 1}
LARGEST_FOR_OPENPYXL: Final = 100_000
MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024
TASKS: Final = ("openpyxl", "first sync", "nothing changed", "one cell changed", "next day")


class Cost(NamedTuple):
    """What a process took: wall seconds, peak megabytes."""

    seconds: float
    megabytes: float


def cost(command: Sequence[str], *, codes: Sequence[int] = (0,)) -> Cost:
    """Runs a command to its end and measures it. Raises SystemExit for an exit code of another
    kind.
    """
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in codes:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Cost(seconds, usage.ru_maxrss * MAXRSS_UNIT / 1e6)


def sync(book: Path, day: str) -> Cost:
    """Measures one sync, as a person runs it."""
    return cost([*SYNC, str(book), "--today", day], codes=(0, 4))


def one_round(source: Path, *, openpyxl: bool) -> dict[str, Cost]:
    """Runs every task once, on fresh copies."""
    found = {}
    book = source.with_name("book.xlsx")
    if openpyxl:
        found["openpyxl"] = cost([*WORK, "openpyxl", str(source), str(book)])
    copyfile(source, book)
    found["first sync"] = sync(book, DAY)
    found["nothing changed"] = sync(book, DAY)
    cost([*WORK, "touch", str(book)])
    found["one cell changed"] = sync(book, DAY)
    found["next day"] = sync(book, NEXT_DAY)
    return found


def weight(source: Path) -> dict[str, int]:
    """Returns the bytes after a first sync, as they are and as zlib level 6 makes them."""
    book = source.with_name("weighed.xlsx")
    copyfile(source, book)
    sync(book, DAY)
    return dict(json.loads(subprocess.check_output([*WORK, "weigh", str(book)])))


def measure(rows: int, folder: Path, rounds: int) -> dict[str, object]:
    """Makes a workbook of that many leads and measures every task on it."""
    source = folder / f"leads-{rows}.xlsx"
    cost([*WORK, "make", str(rows), str(source)])
    runs = [one_round(source, openpyxl=rows <= LARGEST_FOR_OPENPYXL) for _ in range(rounds)]
    costs = {}
    for task in TASKS:
        if task in runs[0]:
            costs[task] = best_of([run[task] for run in runs])._asdict()
    return {"rows": rows, "rounds": rounds, "costs": costs, "bytes": weight(source)}


def best_of(costs: Sequence[Cost]) -> Cost:
    """Returns the least time and the least memory, whichever rounds they were."""
    return Cost(min(cost.seconds for cost in costs), min(cost.megabytes for cost in costs))


def lines(result: dict[str, object]) -> list[str]:
    """Returns the table of one size."""
    rows, costs, sizes = result["rows"], result["costs"], result["bytes"]
    assert isinstance(rows, int)
    assert isinstance(costs, dict)
    assert isinstance(sizes, dict)
    base = costs.get("openpyxl")
    head = f"{'':18}{'s':>9}{'us/row':>9}{'MB':>9}{'faster':>9}{'memory':>9}"
    table = [f"\n{rows:,} leads, best of {result['rounds']}", head]
    for task, one in costs.items():
        seconds, megabytes = one["seconds"], one["megabytes"]
        faster = f"{base['seconds'] / seconds:.1f}x" if base else "-"
        memory = f"1/{base['megabytes'] / megabytes:.1f}" if base else "-"
        figures = f"{seconds:9.2f}{seconds / rows * 1e6:9.1f}{megabytes:9.0f}"
        table.append(f"{task:18}{figures}{faster:>9}{memory:>9}")
    return [*table, size_line(sizes)]


def size_line(sizes: dict[str, int]) -> str:
    """Returns what our own deflate adds to the sheet's part and to the file."""
    file, sheet, by_zlib = sizes["file"], sizes["sheet"], sizes["sheet_zlib6"]
    more_sheet = sheet / by_zlib - 1
    more_file = file / (file - sheet + by_zlib) - 1
    shares = f"sheet part {more_sheet:+.1%}, file {more_file:+.1%}"
    return f"against zlib level 6: {shares} ({file:,} bytes)"


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "rows",
        nargs="*",
        type=int,
        help=f"numbers of leads (default: {', '.join(map(str, SIZES))})",
    )
    parser.add_argument(
        "--full", action="store_true", help="1,000,000 leads too (openpyxl is not run there)"
    )
    parser.add_argument("--best-of", type=int, help="rounds per size")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    wanted = parser.parse_args()
    sizes = wanted.rows or [*SIZES, *([FULL] if wanted.full else [])]
    results = []
    with tempfile.TemporaryDirectory(prefix="sheetflow-bench-") as folder:
        for rows in sizes:
            results.append(measure(rows, Path(folder), wanted.best_of or ROUNDS.get(rows, 1)))
            print("\n".join(lines(results[-1])), flush=True)
    if wanted.json:
        wanted.json.write_text(
            json.dumps({"version": 1, "results": results}, indent=2) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
