"""The house as it is drawn in README and docs: rooms, who may import whom, what a pure room may
touch.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

HOUSE = Path(__file__).parents[1] / "sheetflow"
MODULES: Final[Mapping[str, Path]] = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in HOUSE.rglob("*.py")
}

FLOOR = ("errors", "model", "memo", "columns", "palette", "parallel", "zones", "live")
PLAN = {"model", "memo", "columns", "errors", "decide", "parse", "state", "texts"}
REPORTS = (PLAN - {"memo"}) | {"plan", "palette"}
BELOW_BACKENDS = {
    "model",
    "memo",
    "columns",
    "palette",
    "errors",
    "config",
    "state",
    "zones",
    "live",
}
ENGINE = {
    "parse",
    "plan",
    "state",
    "parallel",
    "backends",
    "model",
    "errors",
    "texts",
    "zones",
    "machine",
}
ABOVE_ENGINE = (
    {"engine", "formulas", "reports", "backends", "config", "machine"} | REPORTS | set(FLOOR)
)

MAY_IMPORT: Final[Mapping[str, set[str]]] = {
    **{name: set() for name in FLOOR},
    "config": {"errors", "model", "texts"},
    "decide": {"model", "columns"},
    "texts": {"model", "columns", "palette", "decide"},
    "machine": {"zones"},
    "formulas": {"model", "columns", "decide", "texts", "palette", "live"},
    "parse": {"model", "memo", "columns", "errors", "decide", "zones", "live"},
    "state": {"model", "memo", "columns", "parse"},
    "plan": PLAN | {"formulas", "live"},
    "reports": REPORTS,
    "backends": BELOW_BACKENDS | {"texts"},
    "engine": ENGINE,
    "starter": ABOVE_ENGINE,
    "runs": ABOVE_ENGINE,
    "doctor": ABOVE_ENGINE | {"starter"},
    "cli": ABOVE_ENGINE | {"starter", "doctor", "runs"},
}
"""Room -> the rooms that it may import; every room may import itself."""

NARROW: Final[Mapping[tuple[str, str], set[str]]] = {
    ("texts", "decide"): {"decide.playbook", "decide.messages"},
    ("state", "parse"): {"parse.dates"},
    ("config", "texts"): {"texts.reasons"},
    ("backends", "texts"): {"texts.notes", "texts.reasons"},
    ("engine", "backends"): {"backends.base"},
}
"""Of these rooms, these modules only."""

PURE = (
    "model",
    "memo",
    "columns",
    "errors",
    "palette",
    "zones",
    "live",
    "decide",
    "texts",
    "parse",
    "state",
    "plan",
    "formulas",
    "reports",
)

BELOW_ENGINE = (
    "config",
    "decide",
    "texts",
    "parse",
    "state",
    "plan",
    "reports",
    "backends",
    "engine",
)
"""Of these the table names room for room what they use; the others may enter all below them."""

UNUSED: Final[Mapping[str, set[str]]] = {"reports": {"errors", "state"}}
"""Of those, what they may import and need not."""

WORLD: Final = frozenset(
    "asyncio concurrent ctypes fcntl fileinput getpass glob http io logging mmap multiprocessing "
    "os pathlib random secrets select shutil signal socket sqlite3 subprocess tempfile threading "
    "time urllib uuid webbrowser filelock google gspread isal openpyxl platformdirs pyrate_limiter "
    "requests rich ssl tenacity urllib3".split()
)
"""Modules of files, processes, randomness, clocks and the network."""
NETWORK = frozenset("socket ssl http ftplib smtplib requests httpx urllib3 gspread google".split())
"""What opens connections; `urllib.parse` opens none."""
BUILTINS = frozenset({"open", "print", "input", "exec", "eval", "__import__"})
CLOCKS: Final = frozenset({"now", "today", "utcnow", "fromtimestamp"})
"""What asks a class of `datetime` for the time."""
LONGEST: Final = 400
"""Lines of a module."""


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """All that a module imports; of the package itself, each module by its name in the house."""
    return frozenset(imported(tree(module)))


def imported(node: ast.AST) -> Iterator[str]:
    for found in ast.walk(node):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom) and (found.module or "").startswith("sheetflow"):
            yield from (module_of(f"{found.module}.{alias.name}") for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            yield found.module or ""


def module_of(name: str) -> str:
    """`sheetflow.parse.dates.Moment` -> `sheetflow.parse.dates`."""
    inside = name.removeprefix("sheetflow").removeprefix(".")
    return f"sheetflow.{inside}" if inside in MODULES else name.rpartition(".")[0]


def ours(module: str) -> set[str]:
    """The modules of the house that a module imports."""
    return {
        name.removeprefix("sheetflow.") for name in imports(module) if name.startswith("sheetflow.")
    }


def room(module: str) -> str:
    return module.partition(".")[0]


def in_room(name: str) -> list[str]:
    return [module for module in MODULES if room(module) == name]


def broken(modules: Iterable[str], test: Callable[[str], object]) -> dict[str, object]:
    """Module -> what is wrong with it; empty where all is as it was drawn."""
    return {module: wrong for module in sorted(modules) if (wrong := test(module))}


def strangers(module: str) -> set[str]:
    """The modules that a module imports and its room may not."""
    mine, found = room(module), set()
    for other in ours(module):
        theirs = room(other)
        known = theirs == mine or theirs in MAY_IMPORT[mine]
        if not known or other not in NARROW.get((mine, theirs), {other}):
            found.add(other)
    return found


def world(module: str) -> list[str]:
    """Clocks, files and the network that a module imports or names."""
    found = sorted({name.partition(".")[0] for name in imports(module)} & WORLD)
    called = {id(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Name) and node.id in BUILTINS:
            found.append(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            # a clock is called by whatever name, or handed on: `default_factory=date.today`
            asked = id(node) in called or node.value.id in ("date", "datetime")
            found += [ast.unparse(node)] if asked and node.attr in CLOCKS else []
    return found


def circles(arrows: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_module_stands_in_a_room_of_the_table() -> None:
    assert {room(module) for module in MODULES} - MAY_IMPORT.keys() <= {"__init__", "__main__", ""}


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_room_imports_what_the_table_allows(name: str) -> None:
    assert in_room(name)
    assert broken(in_room(name), strangers) == {}


def used(name: str) -> set[str]:
    """The rooms and modules that a room imports; of another room a module counts for both."""
    others = {other for module in in_room(name) for other in ours(module)}
    return {room(other) for other in others} | others


@pytest.mark.parametrize("name", BELOW_ENGINE)
def test_the_table_allows_nothing_that_nobody_uses(name: str) -> None:
    assert MAY_IMPORT[name] - used(name) <= UNUSED.get(name, set())


@pytest.mark.parametrize(("name", "other"), NARROW)
def test_a_door_is_open_to_no_more_modules_than_come_through(name: str, other: str) -> None:
    assert NARROW[name, other] <= used(name)


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_room_of_the_table_may_enter_rooms_of_the_table(name: str) -> None:
    assert MAY_IMPORT[name] <= MAY_IMPORT.keys() - {name}


def test_there_is_no_circle_between_rooms() -> None:
    rooms = {
        name: {room(other) for module in in_room(name) for other in ours(module)} - {name}
        for name in MAY_IMPORT
    }
    assert circles(rooms) == []


def test_there_is_no_circle_between_modules() -> None:
    assert circles({module: ours(module) for module in MODULES}) == []


@pytest.mark.parametrize("name", PURE)
def test_a_pure_room_has_no_clock_no_files_no_network(name: str) -> None:
    assert broken(in_room(name), world) == {}


@pytest.mark.parametrize("name", PURE)
def test_a_pure_room_needs_the_standard_library_and_pure_rooms_only(name: str) -> None:
    known = sys.stdlib_module_names | {"sheetflow"}
    assert (
        broken(
            in_room(name),
            lambda module: {each.partition(".")[0] for each in imports(module)} - known,
        )
        == {}
    )
    assert (
        broken(
            in_room(name), lambda module: {each for each in ours(module) if room(each) not in PURE}
        )
        == {}
    )


def test_the_tabs_of_a_new_workbook_are_pure() -> None:
    tabs = [module for module in MODULES if module.startswith("starter.tabs.")]
    assert len(tabs) > 8
    assert broken([*tabs, "starter.template"], world) == {}


@pytest.mark.parametrize(("one", "other"), [("excel", "google"), ("google", "excel")])
def test_excel_and_google_never_know_each_other(one: str, other: str) -> None:
    modules = [module for module in MODULES if module.startswith(f"backends.{one}")]
    assert modules
    assert (
        broken(
            modules, lambda m: {name for name in ours(m) if name.startswith(f"backends.{other}")}
        )
        == {}
    )


def test_google_is_entered_through_its_backend_by_the_doctor_and_by_login() -> None:
    """Sheets are told from paths without it, by `address`, which imports nothing of it."""
    outside = [name for name in MODULES if not name.startswith("backends.google")]
    entered = broken(
        outside, lambda m: {name for name in ours(m) if name.startswith("backends.google")}
    )
    assert entered.keys() == {"backends.targets", "cli.login", "doctor.google"}
    assert ours("backends.google.client.address") == {"errors.google", "model"}


def test_nothing_opens_a_connection_but_the_client_of_google() -> None:
    talking = broken(MODULES, lambda m: {name.partition(".")[0] for name in imports(m)} & NETWORK)
    assert all(name.startswith("backends.google.client.") for name in talking)


def test_a_module_has_at_most_four_hundred_lines() -> None:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
