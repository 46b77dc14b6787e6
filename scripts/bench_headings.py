"""Measure how many headings of real lists are understood: `scripts/bench headings FILE`.

Each line of the file is a JSON object with the `headings` of a list, what each one of `expected`
means, and what others may mean as well (`also`). A tab is taken where its headings say who and how
to follow; its Status counts as one that is read as the stage.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from sheetflow.errors import ConfigError
from sheetflow.model import HEAD_ROWS, Block, Value
from sheetflow.parse.headings import Layout, find_layouts

FILE: Final = Path(__file__).parents[2] / "shared" / "headings.jsonl"
READ_AS: Final = {"status": "stage"}


class HeadingsTab(NamedTuple):
    """A tab that holds a row of headings and nothing else (a model.Tab)."""

    headings: Sequence[Value]
    name: str = "Leads"
    visible: bool = True

    @property
    def head(self) -> Sequence[Sequence[Value]]:
        """The heading row."""
        return [self.headings][:HEAD_ROWS]

    def blocks(self, columns: Sequence[int]) -> Iterator[Block]:
        """Yields the heading row."""
        yield Block([1], [[self.headings[at]] for at in columns])


class Miss(NamedTuple):
    """A heading that was understood otherwise than it is meant; None is left alone."""

    heading: str
    meant: str | None
    read: str | None
    why: str


class Figures(NamedTuple):
    """What came out: how many tabs were taken, columns mapped, and mappings right."""

    tabs: int = 0
    taken: int = 0
    columns: int = 0
    mapped: int = 0
    read: int = 0
    right: int = 0
    misses: tuple[Miss, ...] = ()

    def of(self, sums: Sequence[int], misses: Sequence[Miss]) -> Figures:
        """Returns figures of these sums, in their order, with more misses."""
        named = dict(zip(self._fields, sums, strict=False))
        return self._replace(**named, misses=(*self.misses, *misses))

    def lines(self) -> Iterator[str]:
        """Yields the figures, then each heading that is not understood."""
        yield f"tabs taken      {self.taken:5} of {self.tabs:5}  {self.taken / self.tabs:6.1%}"
        share = self.mapped / self.columns
        yield f"columns mapped  {self.mapped:5} of {self.columns:5}  {share:6.1%}"
        yield f"precision       {self.right:5} of {self.read:5}  {self.right / self.read:6.1%}"
        for miss in self.misses:
            yield f"  {miss.heading!r}: meant {miss.meant}, read as {miss.read} ({miss.why})"


def layout_of(headings: Sequence[str]) -> Layout | None:
    """Returns how a heading row is read; None where it is no list of leads."""
    try:
        return find_layouts([HeadingsTab(headings)], {})[0]
    except ConfigError:
        return None


def meanings_of(layout: Layout) -> dict[str, str]:
    """Returns what each heading of a tab is read as, those of columns that serve beside too."""
    columns = {at: key for key, at in layout.people.items()}
    columns |= {at: READ_AS.get(key, key) for key, at in layout.disputed.items()}
    for key, places in layout.further.items():
        columns |= {at: columns.get(at, key) for at in places if key in layout.people}
    read = ((str(layout.headings[at]), key) for at, key in columns.items())
    return {heading: key for heading, key in read if key not in OURS_ONLY}


OURS_ONLY: Final = frozenset("overdue next_step touches interest flags why id".split())
"""Columns of ours that a team has under the same heading stay the team's: nothing is read."""


def measure(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """Reads every heading row and counts."""
    figures = Figures()
    for row in rows:
        figures = _with(figures, row)
    return figures


def _with(figures: Figures, row: Mapping[str, Any]) -> Figures:
    """Adds one heading row to the figures."""
    layout = layout_of(row["headings"])
    read = meanings_of(layout) if layout else {}
    expected, may = row["expected"], {**row["also"], **row["expected"]}
    missing = [each for each in expected if read.get(each) != expected[each]]
    wrong = [each for each in read if may.get(each) != read[each]]
    odd = dict.fromkeys((*missing, *wrong))
    misses = [Miss(each, may.get(each), read.get(each), _why(each, layout)) for each in odd]
    mapped, right = len(expected) - len(missing), len(read) - len(wrong)
    counts = (1, layout is not None, len(expected), mapped, len(read), right)
    sums = [a + b for a, b in zip(figures[:6], counts, strict=True)]
    return figures.of(sums, misses)


def _why(heading: str, layout: Layout | None) -> str:
    if layout is None:
        return "the tab is not taken"
    for problem in layout.problems:
        if heading in problem.text.values:
            return f"told as {problem.text.code}"
    if meanings_of(layout).get(heading) == "kind":
        return "its cells decide, which are not here"
    return "not known by this name"


def rows_of(path: Path) -> list[Mapping[str, Any]]:
    """Reads a file of heading rows."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main() -> None:
    """Prints the figures of a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    print("\n".join(measure(rows_of(parser.parse_args().file)).lines()))


if __name__ == "__main__":
    main()
