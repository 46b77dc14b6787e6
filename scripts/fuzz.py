"""Damage small workbooks by seeded chance and run sheetflow over them.

A case is a workbook, damaged at its zip or inside its parts. plan, doctor and today look at it
sometimes, sync always. A finding is a traceback or an exit code that does not fit, more than 5
seconds of the processor, more than 400 MB, a file that changed though it was refused or only looked
at, a part that is no XML after a sync, a second sync that writes, or a file left beside.

examples:
  scripts/fuzz --minutes 30
  scripts/fuzz --minutes 1 --seed 7 --keep found
  scripts/fuzz --case 7000123       run one case again, as the list of findings names it
  scripts/fuzz --file found/7000123-hang.xlsx
"""

from __future__ import annotations

import argparse
import gc
import re
import select
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scripts.fuzz_books import Books, own_books
from scripts.fuzz_case import Case, Finding, Limits, Program, Running, sheetflow
from scripts.fuzz_damage import damaged

OF_A_SEED: Final = 1_000_000
"""Cases that a seed has."""
SHOWN: Final = 3
"""Findings of one cause that are printed and kept."""


def make(number: int, books: Books) -> Case:
    """Returns the case of that number."""
    chance = Random(number)
    book = books.pick(chance)
    return Case(number, book.name, damaged(chance, book.data))


class Findings:
    """What was found: printed with its number, and kept in a folder if there is one."""

    def __init__(self, keep: Path | None) -> None:
        self._keep = keep
        self.causes: Counter[Finding] = Counter()

    def add(self, case: Case, found: list[Finding]) -> None:
        """Takes the findings of a case; prints the first few of each cause."""
        for finding in found:
            self.causes[finding] += 1
            if self.causes[finding] <= SHOWN:
                print(f"{case.number}  {finding.kind}: {finding.cause}  ({case.book})", flush=True)
                self._save(case, finding)

    def _save(self, case: Case, finding: Finding) -> None:
        if self._keep is not None:
            self._keep.mkdir(parents=True, exist_ok=True)
            (self._keep / f"{case.number}-{finding.kind}.xlsx").write_bytes(case.data)
            with (self._keep / "findings.txt").open("a", encoding="utf-8") as listed:
                listed.write(f"{case.number}\t{finding.kind}\t{finding.cause}\t{case.book}\n")


class Wanted(NamedTuple):
    """How long to go on, and on how many cases at a time."""

    seconds: float
    workers: int
    limits: Limits = Limits()
    program: Program = sheetflow


def run_cases(cases: Iterator[Case], wanted: Wanted, findings: Findings) -> Iterator[int]:
    """Runs cases until the time is over or none is left; yields 1 for each that has ended."""
    end = time.monotonic() + wanted.seconds
    running: list[Running] = []
    while True:
        if time.monotonic() < end:
            more = islice(cases, wanted.workers - len(running))
            running += [Running(case, wanted.limits, wanted.program) for case in more]
        if not running:
            return
        select.select([each.report for each in running], [], [], 0.2)
        for each in list(running):
            if (found := each.poll()) is not None:
                running.remove(each)
                findings.add(each.case, found)
                yield 1


def watched(ended: Iterator[int], minutes: float) -> int:
    """Counts the cases that end, and shows a bar where somebody watches."""
    columns = (TextColumn("cases"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    total = 0
    # Without a thread of its own: this process forks.
    with Progress(
        *columns,
        console=console,
        auto_refresh=False,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("cases", total=None)
        for one in ended:
            total += one
            bar.update(task, advance=one, refresh=not total % 20)
    return total


def _cases(wanted: argparse.Namespace, books: Books) -> Iterator[Case]:
    if wanted.file:
        for path in wanted.file:
            number = re.match(r"\d+", path.name)
            yield Case(int(number[0]) if number else 0, path.name, path.read_bytes())
    elif wanted.case:
        yield from (make(number, books) for number in wanted.case)
    else:
        first = wanted.seed * OF_A_SEED
        numbers = range(first, first + wanted.cases) if wanted.cases else count(first)
        yield from (make(number, books) for number in numbers)


def _arguments() -> argparse.Namespace:
    text, _, examples = (__doc__ or "").partition("examples:")
    parser = argparse.ArgumentParser(
        prog="scripts/fuzz",
        description=text,
        epilog=f"examples:{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, default=1, help="how long (default: 1)")
    parser.add_argument("--cases", type=int, help="end after so many")
    parser.add_argument("--seed", type=int, help="where the cases begin (default: by the clock)")
    parser.add_argument("--case", type=int, nargs="+", metavar="NUMBER", help="run these again")
    parser.add_argument("--file", type=Path, nargs="+", help="run these workbooks as they are")
    parser.add_argument("--workers", type=int, default=2, help="cases at a time (default: 2)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what was found there")
    return parser.parse_args()


def main() -> int:
    """Reads the arguments, runs cases, prints what was found; 1 where anything was."""
    wanted = _arguments()
    if wanted.seed is None:
        wanted.seed = int(time.time()) % OF_A_SEED
    books, findings = Books(), Findings(wanted.keep)
    for folder in books.missing():
        print(f"{folder} is not there: its workbooks are left out.", file=sys.stderr)
    own_books()
    sheetflow_is_loaded()
    gc.freeze()
    start = time.monotonic()
    how = Wanted(wanted.minutes * 60, wanted.workers)
    cases = _cases(wanted, books)
    total = watched(run_cases(cases, how, findings), wanted.minutes)
    minutes = (time.monotonic() - start) / 60
    kinds = Counter(finding.kind for finding in findings.causes.elements())
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items()) or "nothing found"
    rate = f"{total:,} cases in {minutes:.1f} minutes, {total / minutes:,.0f} a minute"
    print(f"Seed {wanted.seed}: {rate}: {told}.")
    return 1 if findings.causes else 0


def sheetflow_is_loaded() -> None:
    """Loads what a run needs, once for all processes that are forked."""
    import sheetflow.backends.excel.book
    import sheetflow.backends.excel.leads_tab
    import sheetflow.backends.excel.rebuild
    import sheetflow.cli.main
    import sheetflow.doctor.examine  # noqa: F401  # loaded for the processes that are forked


if __name__ == "__main__":
    sys.exit(main())
