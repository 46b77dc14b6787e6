"""Every pattern of the program takes time in proportion to the text: nobody's cell, and no part of
a file, may stop a run.

The texts that a pattern is tried on are derived from the pattern itself: what leads up to each of
its repeats, then the repeat many times over, then something that fits nowhere.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from itertools import product
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way into a pattern
from typing import Any

import pytest

import sheetflow
from sheetflow.backends.excel import patch_fast, rows, scan, survey
from sheetflow.backends.excel.patch_row import Owned, PatchTarget
from sheetflow.backends.excel.styles import Styles

LENGTH = 16_000
"""Letters of a text: at 10 ns a step, the square of it takes over a second."""
SECONDS = 0.12
MOST = 40
"""Texts for one pattern."""
SKIPPED = {"sheetflow.__main__"}

Pattern = re.Pattern[Any]


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(sheetflow.__path__, "sheetflow."):
        if found.name not in SKIPPED:
            yield importlib.import_module(found.name)


def made_by_functions() -> Iterator[Pattern]:
    """Patterns that are made for a sheet."""
    yield from rows._patterns(b"x:", [0, 3, 40])
    reader = rows._CellReader(b"", [0, 3])
    yield from (reader._row, reader._start, reader._cell)
    yield from scan._row_tags(b"x:")
    yield survey._right_of(3, b"")
    target = PatchTarget(b"", (Owned(3, 0, False), Owned(4, 1, True)), Styles(None, "m"))
    for run in patch_fast.runs(target):
        yield from (run.any, run.cells)


def patterns() -> dict[str, Pattern]:
    found = {f"made {i}": pattern for i, pattern in enumerate(made_by_functions())}
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found.setdefault(f"{module.__name__}.{name}", value)
    return found


PATTERNS = patterns()


class Worst:
    """The texts on which a pattern may be slow; `one` is a text that fits a part of it."""

    def __init__(self, parsed: Any) -> None:
        self.texts: set[str] = set()
        self.letters: set[str] = {"<", " ", "'", '"', "a", "1", "-"}
        self.starts: list[str] = [""]
        self.walk(list(parsed), "")

    def walk(self, items: list[Any], before: str) -> str:
        """Returns a text that fits these items, and notes what can be repeated on the way."""
        for code, value in items:
            before += self.one(code, value, before)
            self.starts.append(before)
        return before

    def one(self, code: Any, value: Any, before: str) -> str:
        name = str(code)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, _, inner = value
            bodies = [self.fitting(list(inner), before), *self.branches(list(inner), before)]
            self.texts.update(before + body * (LENGTH // len(body)) for body in bodies if body)
            for two in product([body for body in bodies if body][:3], repeat=2):
                self.texts.add(before + "".join(two) * (LENGTH // len("".join(two))))
            return bodies[0] * max(least, 1)
        if name == "SUBPATTERN":
            return self.fitting(list(value[-1]), before)
        if name == "ATOMIC_GROUP":
            return self.fitting(list(value), before)
        if name == "BRANCH":
            return self.branches([(code, value)], before)[0]
        return self.letter(name, value)

    def fitting(self, items: list[Any], before: str) -> str:
        return self.walk(items, before)[len(before) :]

    def branches(self, items: list[Any], before: str) -> list[str]:
        found: list[str] = []
        for code, value in items:
            if str(code) == "BRANCH":
                found += [self.fitting(list(each), before) for each in value[1]]
            elif str(code) == "SUBPATTERN":
                found += self.branches(list(value[-1]), before)
        return found

    def letter(self, name: str, value: Any) -> str:
        if name == "LITERAL":
            return chr(value)
        if name == "IN":
            return next((c for c in "aZ1 -.,;'\"<>/:=xé\t\n" if self.holds(value, c)), "")
        return {"ANY": "a", "NOT_LITERAL": "a" if value != 97 else "b"}.get(name, "")

    @staticmethod
    def holds(options: Any, letter: str) -> bool:
        compiled = _parser.SubPattern(_parser.State(), [(_constants.IN, options)])
        return bool(re._compiler.compile(compiled, 0).fullmatch(letter))  # type: ignore[attr-defined]  # as above

    def all(self) -> set[str]:
        repeated = {start * (LENGTH // len(start)) for start in self.starts if start}
        return self.texts | repeated | {letter * LENGTH for letter in self.letters}


def worst_texts(pattern: Pattern) -> list[Any]:
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    flags = pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags
    found = sorted(Worst(_parser.parse(text, flags)).all())
    found = found[:: 1 + len(found) // MOST]
    ends = [each + end for each in found for end in ("", "\0")]
    return [each.encode("utf-8") if isinstance(source, bytes) else each for each in ends]


def seconds(pattern: Pattern, text: Any) -> float:
    start = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.thread_time() - start


def slow(pattern: Pattern) -> list[Any]:
    """Returns the first text on which a pattern takes too long; a short one is tried first, since
    some would never end.
    """
    for text in worst_texts(pattern):
        for length in (16, 24, 32, 48, 72, 110, 400, 4_000, len(text)):
            # a busy machine may hinder one try, a pattern that is slow hinders all
            if all(seconds(pattern, text[:length] + text[-1:]) > SECONDS for _ in range(3)):
                return [text[:40]]
    return []


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_time_in_proportion_to_the_text(name: str) -> None:
    assert slow(PATTERNS[name]) == []


@pytest.mark.parametrize(
    "pattern",
    ["<!--.*?-->", r"<(\w+)([^>]*)>", r"\[(?:[^\[\]]|'.)*\]x", "(a+)+$",
     r"(\w+)\s*=", r"\s+$"],
)  # fmt: skip
def test_a_pattern_that_goes_back_over_the_text_is_found(pattern: str) -> None:
    assert slow(re.compile(pattern, re.DOTALL))
