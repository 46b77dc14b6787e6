"""The house as it was drawn: arrows point one way, the core touches nothing, modules stay small."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parents[1] / "sheetflow"
MODULES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in HOUSE.rglob("*.py")
}

CORE = frozenset(
    "answers calendar_tab claims columns dates errors examples facts flags headings identity leads log memory model "
    "palette parse plan playbook playbook_tab record report rules settings steps values voice words workdays "
    "worklist".split()
)
EDGES = frozenset(
    {
        "engine",
        "cli",
        "config",
        "adopt",
        "doctor",
        "demo",
        "starter",
        "__init__",
        "data",
        "halves",
        "spanish",
        "terminal",
    }
)
INERT = frozenset({"model", "columns", "errors", "palette", "workdays", "dates", "values", "__version__"})
"""What backends and xlsx may know of the core: nouns, columns, errors, colours, and how a day becomes a serial."""

WORLD = frozenset(
    "os io pathlib socket random secrets time tempfile shutil subprocess urllib http sqlite3 logging threading "
    "openpyxl isal rich requests gspread".split()
)
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
    assert {name for name in MODULES if "." not in name} - {"backends", "xlsx"} - CORE <= EDGES
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


def test_backends_and_xlsx_know_nouns_and_never_rules() -> None:
    rooms = [name for name in MODULES if name.startswith(("backends", "xlsx"))]
    assert rooms
    assert broken(rooms, lambda m: {n for n in ours(m) if n.split(".")[0] not in ("backends", "xlsx")} - INERT) == {}


def test_xlsx_knows_no_backend() -> None:
    rooms = [name for name in MODULES if name.startswith("xlsx")]
    assert broken(rooms, lambda m: {name for name in ours(m) if name.startswith("backends")}) == {}


def test_nothing_imports_the_command_line() -> None:
    assert broken(MODULES.keys() - {"cli"}, lambda module: ours(module) & {"cli"}) == {}


def test_the_engine_is_known_to_the_edges_only() -> None:
    assert broken(MODULES.keys() - EDGES, lambda module: ours(module) & {"engine"}) == {}


def test_a_module_has_at_most_three_hundred_lines() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}
