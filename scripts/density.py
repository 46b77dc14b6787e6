"""How a line reads, counted: statements that are dense, comprehensions with two loops, nested
conditionals.

A statement is counted with all its syntax nodes but the statements inside of it: of a function,
its signature; of a loop, its head. A table is none: it is read line by line, however long it is.

`python -m scripts.density [FOLDER]` prints the figures of each room of a folder, and of them all.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Final

MOST_NODES: Final = 40
"""Syntax nodes of a statement that can be read at one go."""

KINDS: Final = ("dense", "two-loops", "nested")
"""What Found counts, by the names that a list of sinners and a table give it."""

_INSIDE: Final = (ast.stmt, ast.ExceptHandler, ast.match_case)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_LITERALS: Final = (ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict)


def nodes_of(statement: ast.stmt) -> int:
    """Returns how many syntax nodes a statement has, without the statements inside of it."""
    count = 0
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        count += 1
        waiting += [part for part in ast.iter_child_nodes(node) if not isinstance(part, _INSIDE)]
    return count


def dense(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yields the statements of more than MOST_NODES syntax nodes."""
    tables = {id(node) for node in tree.body if _is_table(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and id(node) not in tables and nodes_of(node) > MOST_NODES:
            yield node


def two_loops(tree: ast.Module) -> Iterator[ast.expr]:
    """Yields the comprehensions with more than one `for`."""
    for node in ast.walk(tree):
        if isinstance(node, _COMPREHENSIONS) and len(node.generators) > 1:
            yield node


def nested_conditionals(tree: ast.Module) -> Iterator[ast.expr]:
    """Yields the conditional expressions that hold another one."""
    for node in ast.walk(tree):
        inside = [part for part in ast.walk(node) if isinstance(part, ast.IfExp)]
        if isinstance(node, ast.IfExp) and len(inside) > 1:
            yield node


def _is_table(node: ast.stmt) -> bool:
    """Returns whether it names, at the top of a module, a tuple, list, set or dict that is written
    out, or made of such.
    """
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(value, ast.Call):
        return bool(value.args) and all(isinstance(arg, _LITERALS) for arg in value.args)
    return isinstance(value, _LITERALS)


# ── figures ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Found:
    """What one module holds.

    dense, two_loops, nested -- the lines in which these begin
    functions -- lines of each function, its decorators and docstring included
    """

    lines: int
    statements: int
    dense: Sequence[int]
    two_loops: Sequence[int]
    nested: Sequence[int]
    functions: Sequence[int]

    def of_kind(self, kind: str) -> Sequence[int]:
        """Returns the lines of one of KINDS."""
        return {"dense": self.dense, "two-loops": self.two_loops, "nested": self.nested}[kind]


def look_at(source: str) -> Found:
    """Counts what a module holds."""
    tree = ast.parse(source)
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    functions = [_length(node) for node in statements if isinstance(node, _FUNCTIONS)]
    many, loops = _lines(dense(tree)), _lines(two_loops(tree))
    nested = _lines(nested_conditionals(tree))
    return Found(len(source.splitlines()), len(statements), many, loops, nested, functions)


def _lines(nodes: Iterable[ast.stmt | ast.expr]) -> list[int]:
    return sorted(node.lineno for node in nodes)


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = min([function.lineno, *(mark.lineno for mark in function.decorator_list)])
    return (function.end_lineno or first) - first + 1


def look_into(folder: Path) -> dict[str, Found]:
    """Counts what each module below a folder holds, by its path in the folder."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        found[name] = look_at(path.read_text(encoding="utf-8"))
    return found


HEAD: Final = (
    "room", "modules", "lines", "statements", "dense", "in 1,000", "2 loops", "nested",
    "median", "longest", "function", "p90",
)  # fmt: skip


def figures(name: str, modules: Sequence[Found]) -> list[str]:
    """Returns the cells of one line of the table, as HEAD names them."""
    lengths = [module.lines for module in modules]
    functions: list[int] = []
    for module in modules:
        functions += module.functions
    many, loops, nested = (_count(modules, kind) for kind in KINDS)
    statements = sum(module.statements for module in modules)
    counts = [len(modules), sum(lengths), statements, many]
    others = [loops, nested, round(median(lengths)), max(lengths)]
    others += [round(median(functions or [0])), round(_ninetieth(functions))]
    share = 1000 * many / max(1, sum(lengths))
    return [name, *(f"{n:,}" for n in counts), f"{share:.1f}", *(f"{n:,}" for n in others)]


def _count(modules: Iterable[Found], kind: str) -> int:
    return sum(len(module.of_kind(kind)) for module in modules)


def _ninetieth(lengths: Sequence[int]) -> float:
    """Returns the length that nine functions of ten do not exceed."""
    return quantiles(lengths, n=10)[-1] if len(lengths) > 1 else sum(lengths)


def table(found: dict[str, Found]) -> Iterator[str]:
    """Yields the lines of the table: each room, the modules beside the rooms, and all."""
    rooms: dict[str, list[Found]] = {}
    for name, module in found.items():
        room, inside, _ = name.partition("/")
        rooms.setdefault(room if inside else ".", []).append(module)
    rows = [figures(room, modules) for room, modules in sorted(rooms.items())]
    for cells in ([*HEAD], *rows, figures("all", [*found.values()])):
        yield f"{cells[0]:<12}" + "".join(f"{cell:>11}" for cell in cells[1:])


def main() -> None:
    """Reads the arguments and prints the table."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.density",
        description="Prints how the lines of a folder's modules read: dense statements (more than "
        f"{MOST_NODES} syntax nodes), also for 1,000 lines, comprehensions with two loops, nested "
        "conditionals; the median and longest module, the median and 90th percentile of functions.",
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("sheetflow"))
    print("\n".join(table(look_into(parser.parse_args().folder))))


if __name__ == "__main__":
    main()
