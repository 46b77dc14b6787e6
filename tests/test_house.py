"""The house as it was drawn: arrows point one way, the core touches nothing, modules stay small."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "sheetflow"
MODULES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in HOUSE.rglob("*.py")
}

CORE = frozenset(
    "answers calendar_tab columns dates errors examples facts flags headings leads log memory model palette parse plan "
    "playbook playbook_tab record report rules steps values voice words workdays worklist".split()
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


def rooms(prefix: str) -> list[str]:
    return sorted(name for name in MODULES if name.startswith(prefix))


def test_every_module_has_its_place() -> None:
    assert {name for name in MODULES if "." not in name} - {"backends", "xlsx"} - CORE <= EDGES


@pytest.mark.parametrize("module", sorted(CORE & MODULES.keys()))
def test_the_core_knows_only_the_core(module: str) -> None:
    assert ours(module) <= CORE


@pytest.mark.parametrize("module", sorted(CORE & MODULES.keys()))
def test_the_core_has_no_clock_no_files_no_network(module: str) -> None:
    calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    assert {name.partition(".")[0] for name in imports(module)} & WORLD == set()
    assert [c.id for c in calls if isinstance(c, ast.Name) and c.id in ("open", "print", "input", "exec", "eval")] == []
    assert [
        c.attr for c in calls if isinstance(c, ast.Attribute) and c.attr in CLOCKS and isinstance(c.value, ast.Name)
    ] == []


@pytest.mark.parametrize("module", sorted(CORE & MODULES.keys()))
def test_the_core_needs_the_standard_library_only(module: str) -> None:
    """But report.py, which colours its lines as the command line does."""
    foreign = {name.partition(".")[0] for name in imports(module)} - sys.stdlib_module_names - {"sheetflow"}
    assert foreign <= ({"click"} if module == "report" else set())


@pytest.mark.parametrize("module", rooms("backends") + rooms("xlsx"))
def test_backends_and_xlsx_know_nouns_and_never_rules(module: str) -> None:
    assert {name for name in ours(module) if name.split(".")[0] not in ("backends", "xlsx")} <= INERT


@pytest.mark.parametrize("module", rooms("xlsx"))
def test_xlsx_knows_no_backend(module: str) -> None:
    assert not any(name.startswith("backends") for name in ours(module))


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"cli"}))
def test_nothing_imports_the_command_line(module: str) -> None:
    assert "cli" not in ours(module)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_the_engine_is_known_to_the_edges_only(module: str) -> None:
    assert "engine" not in ours(module) or module in EDGES


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_has_at_most_three_hundred_lines(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 300
