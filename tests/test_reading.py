"""How a line reads: no statement of more than 40 syntax nodes, no comprehension with two loops, no
nested conditional expression. tests/sinners.txt lists what is still to be mended; it only shrinks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest

from scripts import density

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = ("sheetflow", "sheet_templates", "scripts")
LIST: Final = Path(__file__).parent / "sinners.txt"

Sinners = dict[tuple[str, str], int]
"""(module, kind) -> how many."""


def listed() -> Sinners:
    """What the list allows."""
    found: Sinners = {}
    for line in LIST.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            module, kind, count = line.split()
            found[module, kind] = int(count)
    return found


def looked_up() -> dict[str, density.Found]:
    """What each module holds, by its path from the top."""
    return {
        f"{folder}/{name}": module
        for folder in FOLDERS
        for name, module in density.look_into(ROOT / folder).items()
    }


def sinners(modules: Mapping[str, density.Found]) -> Sinners:
    """How many of each kind each module holds, where it holds any."""
    found: Sinners = {}
    for name, module in modules.items():
        for kind in density.KINDS:
            if lines := module.of_kind(kind):
                found[name, kind] = len(lines)
    return found


FOUND: Final = looked_up()
ALLOWED: Final = listed()


@pytest.mark.parametrize("kind", density.KINDS)
def test_no_module_holds_more_than_the_list_says(kind: str) -> None:
    worse = []
    for (name, of_kind), count in sinners(FOUND).items():
        most = ALLOWED.get((name, kind), 0)
        if of_kind == kind and count > most:
            lines = ", ".join(map(str, FOUND[name].of_kind(kind)))
            worse.append(f"{name}: {count} {kind}, at most {most} are listed; see lines {lines}")
    assert worse == []


REASONED: Final = re.compile(
    r"(?:type: ignore\[[a-z, -]+\]|noqa: [A-Z0-9, ]+) +(?:#|--) \w|pragma: no cover +- \w"
)
"""What is left aside, with its rule, and why."""
ASIDE: Final = re.compile(r"# *(?:type: ignore|noqa|pragma: no)")


def unreasoned(lines: Iterable[str]) -> list[str]:
    """The lines on which a check is left aside, and nothing says why."""
    return [line.strip() for line in lines if ASIDE.search(line) and not REASONED.search(line)]


@pytest.mark.parametrize("folder", [*FOLDERS, "tests"])
def test_where_a_check_is_left_aside_the_reason_is_beside_it(folder: str) -> None:
    lines = list[str]()
    for path in (ROOT / folder).rglob("*.py"):
        lines += path.read_text("utf-8").splitlines()
    assert unreasoned(lines) == []


@pytest.mark.parametrize("rule", ["type: ignore[misc]", "noqa: E501", "type: ignore", "noqa"])
def test_a_check_left_aside_without_a_reason_is_found(rule: str) -> None:
    assert unreasoned([f"x = 1  # {rule}"]) == [f"x = 1  # {rule}"]


def test_a_reason_is_seen() -> None:
    assert unreasoned(["x = 1  # type: ignore[misc]  # its stub is wrong"]) == []


def test_what_was_mended_is_taken_off_the_list() -> None:
    now = sinners(FOUND)
    better = [
        f"write '{name} {kind} {now.get((name, kind), 0)}' instead of {most}, or nothing for 0"
        for (name, kind), most in ALLOWED.items()
        if now.get((name, kind), 0) < most
    ]
    assert better == [], "tests/sinners.txt may only shrink; `python -m tests.test_reading` does it"


def test_the_list_is_sorted_and_names_what_is_counted() -> None:
    assert [*ALLOWED] == sorted(ALLOWED)
    assert {kind for _, kind in ALLOWED} <= {*density.KINDS}
    assert all(count > 0 for count in ALLOWED.values())


# ── the count itself ──────────────────────────────────────────────────────────────────────────

DENSE = "x = " + " + ".join("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("source", "kind", "lines"),
    [
        (DENSE, "dense", [1]),
        (f"def f():\n    {DENSE}", "dense", [2]),
        (f"for a in b:\n    {DENSE}\n    {DENSE}", "dense", [2, 3]),
        ("x = (" + "1, " * 100 + ")", "dense", []),
        ("x = frozenset((" + "1, " * 100 + "))", "dense", []),
        ("def f():\n    x = (" + "1, " * 100 + ")", "dense", [2]),
        (
            "def f(" + ", ".join(f"{c}: int = 1" for c in "abcdefghijk") + "):\n    pass",
            "dense",
            [1],
        ),
        ("x = [a for b in c for a in b]", "two-loops", [1]),
        ("x = [a for a in {d for d in c}]", "two-loops", []),
        ("x = 1 if a else 2 if b else 3", "nested", [1]),
        ("x = 1 if a else 2", "nested", []),
        ("x = 1 if a else f(2 if b else 3)", "nested", [1]),
    ],
)
def test_what_is_hard_to_read_is_counted(source: str, kind: str, lines: list[int]) -> None:
    assert density.look_at(source).of_kind(kind) == lines


def test_the_figures_of_a_room() -> None:
    modules = {
        "one.py": density.look_at(DENSE),
        "room/two.py": density.look_at("def f():\n    return 1\n\n\ndef g():\n    pass\n"),
        "room/three.py": density.look_at(f"x = 1 if a else 2 if b else 3\n{DENSE}\n"),
    }
    head, *rows = (line.split() for line in density.table(modules))
    assert head[:4] == ["room", "modules", "lines", "statements"]
    assert rows == [
        [".", "1", "1", "1", "1", "1000.0", "0", "0", "1", "1", "0", "0"],
        ["room", "2", "8", "6", "1", "125.0", "0", "1", "4", "6", "2", "2"],
        ["all", "3", "9", "7", "2", "222.2", "0", "1", "2", "6", "2", "2"],
    ]


HEAD: Final = """\
# What is still hard to read, by module: how many dense statements (more than 40 syntax nodes),
# comprehensions with two loops, and nested conditionals. tests/test_reading.py holds it; it only
# shrinks. `python -m tests.test_reading` writes it anew, and refuses to let it grow.
"""


def main() -> None:
    """Writes the list anew, where none of its numbers grows."""
    now = sinners(FOUND)
    grown = {key for key, count in now.items() if count > ALLOWED.get(key, 0)}
    if grown and ALLOWED:
        raise SystemExit("\n".join(f"{name}: more {kind} than listed" for name, kind in grown))
    lines = [f"{name} {kind} {count}\n" for (name, kind), count in sorted(now.items())]
    LIST.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
