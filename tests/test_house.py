"""The house as it was drawn: arrows point one way, the core touches nothing, modules stay small."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "sheetflow"
MODULES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in HOUSE.rglob("*.py")
}

CORE = frozenset(
    "answers calendar_tab claims columns dates errors examples facts flags headings identity leads log memory model "
    "notes palette parse plan playbook playbook_tab record report rules settings steps strays values voice words "
    "workdays worklist".split()
)
EDGES = frozenset(
    {
        "engine",
        "cli",
        "config",
        "adopt",
        "doctor",
        "doctor_google",
        "doctor_words",
        "findings",
        "demo",
        "starter",
        "__init__",
        "data",
        "halves",
        "outcome",
        "spanish",
        "spanish_google",
        "targets",
        "terminal",
    }
)
ROOMS = ("backends", "xlsx", "gsheets")
INERT = frozenset({"model", "columns", "errors", "palette", "notes", "workdays", "dates", "values", "__version__"})
"""What the rooms may know of the core: nouns, columns, errors, colours, notes, and how a day becomes a serial."""

WORLD = frozenset(
    "os io pathlib socket random secrets time tempfile shutil subprocess urllib http sqlite3 logging threading "
    "openpyxl isal rich requests urllib3 ssl gspread google tenacity pyrate_limiter filelock platformdirs".split()
)
NETWORK = frozenset("socket ssl http ftplib smtplib requests httpx urllib3 gspread google".split())
"""What opens connections; `urllib.parse` opens none."""
CLOCKS = frozenset({"now", "today", "utcnow", "fromtimestamp"})


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def imports(module: str) -> set[str]:
    """All that a module imports; of the package itself, each module."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "sheetflow":
            found |= {f"sheetflow.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def ours(module: str) -> set[str]:
    return {name.removeprefix("sheetflow.") for name in imports(module) if name.startswith("sheetflow.")}


def broken(modules: Iterable[str], test: Callable[[str], object]) -> dict[str, object]:
    """Module -> what is wrong with it; empty where all is as it was drawn."""
    return {module: wrong for module in sorted(modules) if (wrong := test(module))}


def world(module: str) -> list[str]:
    """Clocks, files and the network that a module imports or calls."""
    calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    named = [c.id for c in calls if isinstance(c, ast.Name) and c.id in ("open", "print", "input", "exec", "eval")]
    asked = [
        c.attr for c in calls if isinstance(c, ast.Attribute) and c.attr in CLOCKS and isinstance(c.value, ast.Name)
    ]
    return sorted({name.partition(".")[0] for name in imports(module)} & WORLD) + named + asked


def test_every_module_has_its_place() -> None:
    assert {name for name in MODULES if "." not in name} - {*ROOMS} - CORE <= EDGES
    assert MODULES.keys() >= CORE


def test_the_core_knows_only_the_core() -> None:
    assert broken(CORE, lambda module: ours(module) - CORE) == {}


def test_the_core_has_no_clock_no_files_no_network() -> None:
    assert broken(CORE, world) == {}


def test_the_core_needs_the_standard_library_only() -> None:
    """But report.py, which colours its lines as the command line does."""
    known = sys.stdlib_module_names | {"sheetflow"}
    foreign = broken(CORE, lambda module: {name.partition(".")[0] for name in imports(module)} - known)
    assert foreign == {"report": {"click"}}


def test_the_rooms_know_nouns_and_never_rules() -> None:
    """But gsheets the settings that sheetflow.toml may hold, and how the memory is spelled."""
    rooms = [name for name in MODULES if name.startswith(ROOMS)]
    assert rooms
    strange = broken(rooms, lambda m: {n for n in ours(m) if n.split(".")[0] not in ROOMS} - INERT)
    configured = {name: {"config"} for name in ("gsheets.api", "gsheets.connection")}
    spelling = ("gsheets.renames", "gsheets.reading", "gsheets.memory_tab", "gsheets.writing")
    remembering = {name: {"memory"} for name in spelling}
    assert strange == configured | remembering


@pytest.mark.parametrize("room", ["xlsx", "gsheets"])
def test_a_room_below_the_backends_knows_no_backend_and_no_other_room(room: str) -> None:
    modules = [name for name in MODULES if name.startswith(room)]
    assert modules
    assert broken(modules, lambda m: {name for name in ours(m) if name.split(".")[0] in {*ROOMS} - {room}}) == {}


def test_the_room_of_google_is_entered_through_its_backend_and_the_edges() -> None:
    """Sheets are told from paths without it, by `gsheets.address`, which imports nothing of it."""
    outside = [name for name in MODULES if not name.startswith("gsheets")]
    entered = broken(outside, lambda m: {n for n in ours(m) if n.split(".")[0] == "gsheets"})
    assert entered.keys() == {"backends.google", "targets", "doctor_google"}
    assert ours("gsheets.address") == {"errors"}


def test_nothing_opens_a_connection_but_the_room_of_google() -> None:
    talking = broken(MODULES, lambda m: {name.partition(".")[0] for name in imports(m)} & NETWORK)
    assert talking.keys() == {"gsheets.api", "gsheets.credentials", "gsheets.deadline", "gsheets.wire"}


def test_nothing_imports_the_command_line() -> None:
    assert broken(MODULES.keys() - {"cli"}, lambda module: ours(module) & {"cli"}) == {}


def test_the_engine_is_known_to_the_edges_only() -> None:
    assert broken(MODULES.keys() - EDGES, lambda module: ours(module) & {"engine"}) == {}


def test_a_module_has_at_most_three_hundred_lines() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}
