"""How a line reads, counted: statements that are dense, comprehensions with two loops, nested
conditionals.

A statement is counted with all its syntax nodes but the statements inside of it: of a function,
its signature; of a loop, its head. A table is none: it is read line by line, however long it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

MOST_NODES: Final = 40
"""Syntax nodes of a statement that can be read at one go."""

_INSIDE: Final = (ast.stmt, ast.ExceptHandler, ast.match_case)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LITERALS: Final = (ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict)


def nodes_of(statement: ast.stmt) -> int:
    """How many syntax nodes a statement has, without the statements inside of it."""
    count, waiting = 0, [statement]
    while waiting:
        node = waiting.pop()
        count += 1
        waiting += [part for part in ast.iter_child_nodes(node) if not isinstance(part, _INSIDE)]
    return count


def dense(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements of more than MOST_NODES syntax nodes."""
    tables = {id(node) for node in tree.body if _is_table(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and id(node) not in tables and nodes_of(node) > MOST_NODES:
            yield node


def two_loops(tree: ast.Module) -> Iterator[ast.expr]:
    """The comprehensions with more than one `for`."""
    for node in ast.walk(tree):
        if isinstance(node, _COMPREHENSIONS) and len(node.generators) > 1:
            yield node


def nested_conditionals(tree: ast.Module) -> Iterator[ast.expr]:
    """The conditional expressions that hold another one."""
    for node in ast.walk(tree):
        inside = [part for part in ast.walk(node) if isinstance(part, ast.IfExp)]
        if isinstance(node, ast.IfExp) and len(inside) > 1:
            yield node


def _is_table(node: ast.stmt) -> bool:
    """A name at the top of a module for a tuple, list, set or dict that is written out, or made of
    such.
    """
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(value, ast.Call):
        return bool(value.args) and all(isinstance(arg, _LITERALS) for arg in value.args)
    return isinstance(value, _LITERALS)
