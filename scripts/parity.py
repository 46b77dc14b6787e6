"""Holds the live formulas against the engine: random leads over random Playbooks, row by row.

Every workbook is drawn by a seed: a team with its own numbers, its leads, in half of them a log,
synced by the engine on three earlier days with edits between. Then the engine decides its rows for
the last day, and LibreOffice calculates the formulas for the same day.

examples:
  scripts/parity                          1,000 leads over 10 Playbooks, both languages
  scripts/parity --rows 10000 --playbooks 12
  scripts/parity --seed 7 --lang es --show 20
  scripts/parity --mutate                 one number of the formulas is changed: rows must differ
  scripts/parity --stale                  what is shown on opening against what is calculated
  scripts/parity --cost                   seconds of the processor and sizes
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from scripts.parity_book import Book, make_book
from scripts.parity_compare import ANSWERS, Difference, compare
from scripts.parity_live import live_workbook, read_answers
from scripts.parity_office import calculate
from sheetflow.texts.words import LANGUAGES

AT_ONCE: Final = 10
"""Workbooks that one LibreOffice calculates; it takes as long to start as to calculate one."""
TODAY_SHOWN: Final = 10
"""Differences that are printed in full."""


@dataclass(slots=True)
class Tally:
    """What a comparison came to."""

    rows: int = 0
    differences: list[Difference] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def by_column(self) -> Counter[str]:
        """Counts the differences by the column that they are in."""
        return Counter(each.column for each in self.differences)

    def lines(self, shown: int = TODAY_SHOWN) -> Iterator[str]:
        """Yields what people read."""
        wrong = len({(each.book, each.row) for each in self.differences})
        yield f"{self.rows:,} rows compared, {wrong:,} differ"
        found = self.by_column
        yield "  " + ", ".join(f"{column} {found[column]}" for column in ANSWERS)
        for name, count in sorted(self.left_out.items()):
            yield f"  left out: {count} {name}"
        for each in self.differences[:shown]:
            yield f"  {each}"


def books_of(seed: int, playbooks: int, rows: int, langs: Iterable[str]) -> Iterator[Book]:
    """Yields workbooks: so many Playbooks in each language, so many rows in all."""
    languages = list(langs)
    share = max(1, rows // (playbooks * len(languages)))
    for number in range(playbooks):
        for lang in languages:
            yield make_book(seed, number, lang, share)


def run(books: Iterable[Book], *, mutate: bool = False) -> Tally:
    """Compares all workbooks."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="sheetflow-parity-") as folder:
        for start, some in _parts(books):
            files = [Path(folder) / f"{start + place:03d}.xlsx" for place in range(len(some))]
            for book, file in zip(some, files, strict=True):
                live_workbook(book, file, mutate=mutate)
            made = calculate(files, Path(folder) / "out")
            for number, (book, copy) in enumerate(zip(some, made, strict=True), start):
                compared = compare(f"{number} {book.team.lang}", book, read_answers(book, copy))
                tally.rows += compared.rows
                tally.differences += compared.differences
                tally.left_out += compared.left_out
    return tally


def _parts(books: Iterable[Book]) -> Iterator[tuple[int, list[Book]]]:
    """Yields as many workbooks as LibreOffice opens in one go, and the number of the first."""
    books, start = iter(books), 0
    while part := list(islice(books, AT_ONCE)):
        yield start, part
        start += len(part)


def _arguments() -> argparse.Namespace:
    text, _, examples = (__doc__ or "").partition("examples:")
    parser = argparse.ArgumentParser(
        prog="scripts/parity",
        description=text,
        epilog=f"examples:{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rows", type=int, default=1000, help="leads in all (default: 1000)")
    parser.add_argument("--playbooks", type=int, default=10, help="of each language (default: 10)")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins (default: 1)")
    parser.add_argument("--lang", choices=LANGUAGES, help="one language alone")
    parser.add_argument("--show", type=int, default=TODAY_SHOWN, help="differences to print")
    parser.add_argument("--mutate", action="store_true", help="change one number on purpose")
    parser.add_argument("--stale", action="store_true", help="what is stale on opening")
    parser.add_argument("--cost", action="store_true", help="what calculating costs")
    return parser.parse_args()


def main() -> int:
    """Compares, prints, and returns 1 where anything differs."""
    wanted = _arguments()
    langs = [wanted.lang] if wanted.lang else list(LANGUAGES)
    if wanted.cost:
        from scripts.parity_cost import costs

        for line in costs():
            print(line, flush=True)
        return 0
    books = books_of(wanted.seed, wanted.playbooks, wanted.rows, langs)
    if wanted.stale:
        from scripts.parity_stale import stale_cells

        cells, wrong = stale_cells(books)
        print(f"{cells:,} cells compared, {len(wrong)} stale: {', '.join(wrong[:10]) or '-'}")
        return int(bool(wrong))
    tally = run(books, mutate=wanted.mutate)
    print("\n".join(tally.lines(wanted.show)))
    return int(bool(tally.differences) != wanted.mutate)


if __name__ == "__main__":
    sys.exit(main())
