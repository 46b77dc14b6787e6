"""Edits XML as bytes: finds elements, changes a few, and leaves every other byte as it is.

A part is one `bytes` in UTF-8. Nodes are positions in it; edits are collected and spliced in once,
so that positions stay true. Elements are told apart by the URI that their prefix is bound to, never
by the prefix itself (xlsx-facts.md, "Namespaces").
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from sheetflow.backends.excel.text import escape, flatten, quoted
from sheetflow.errors.files import NotPatchable

_MARKUP: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|"
    rb"<(/?)(?:([^\s<>/!?:]++):)?+([^\s<>/!?:]++)((?:[^<>\"']|\"[^<\"]*+\"|'[^<']*+')*+)>|(<.*+)",
    re.DOTALL,
)
"""A comment, CDATA, an instruction, a tag; the last group has what is none, to the end of all."""
_DIGITS: Final = 18
"""More than any number of OOXML has."""
_ATTRIBUTE: Final = re.compile(rb"\s([^\s=/>]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")


class Node(NamedTuple):
    """An element, by where its tag, its content (`inner`) and its end tag (`close`) begin.

    An element written `<a/>` has `inner == close == end`.
    """

    prefix: bytes
    name: bytes
    start: int
    inner: int
    close: int
    end: int

    @property
    def empty(self) -> bool:
        """Written as `<a/>`."""
        return self.inner == self.end


class Edit(NamedTuple):
    """Replace the bytes from `start` to `end` by `new`."""

    start: int
    end: int
    new: bytes


def splice(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Applies edits that do not overlap; those at the same place in the order given."""
    pieces, position = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < position:
            raise ValueError("overlapping edits")
        pieces += [xml[position : edit.start], edit.new]
        position = edit.end
    return b"".join([*pieces, xml[position:]])


def root(xml: bytes) -> Node:
    """Returns the outermost element; raises DamagedError where there is none."""
    for match in _MARKUP.finditer(xml):
        if match[5] is not None:
            break
        if match[3] is not None:
            if match[4].endswith(b"/"):
                return _node(match, match.end(), match.end())
            close = xml.rfind(b"</")
            end = xml.find(b">", close) + 1
            if match[1] or close < match.end() or not end:
                break
            return _node(match, close, end)
    raise NotPatchable


def _node(opened: re.Match[bytes], close: int, end: int) -> Node:
    return Node(opened[2] or b"", opened[3], opened.start(), opened.end(), close, end)


def children(xml: bytes, parent: Node) -> list[Node]:
    """Returns the elements directly inside `parent`, in order.

    Raises DamagedError where tags do not match.
    """
    found: list[Node] = []
    depth, opened = 0, None
    for match in _MARKUP.finditer(xml, parent.inner, parent.close):
        if match[5] is not None:
            raise NotPatchable
        if match[3] is None:
            continue
        if match[1]:
            depth -= 1
            if depth == 0 and opened is not None:
                found.append(_closed(opened, match))
            if depth < 0:
                break
        elif match[4].endswith(b"/"):
            if depth == 0:
                found.append(_closed(match, match))
        else:
            opened = match if depth == 0 else opened
            depth += 1
    if depth:
        raise NotPatchable
    return found


def _closed(opened: re.Match[bytes], closed: re.Match[bytes]) -> Node:
    if opened is closed:
        return _node(opened, opened.end(), opened.end())
    if (opened[2], opened[3]) != (closed[2], closed[3]):
        raise NotPatchable
    return _node(opened, closed.start(), closed.end())


def walk(xml: bytes, parent: Node) -> list[Node]:
    """Returns all elements inside `parent`, parents before their children.

    Reads them once, however deep they are. Raises DamagedError where tags do not match.
    """
    found: list[Node] = []
    opened: list[re.Match[bytes]] = []
    for match in _MARKUP.finditer(xml, parent.inner, parent.close):
        if match[5] is not None or (match[1] and not opened):
            raise NotPatchable
        if match[3] is None:
            continue
        if match[1]:
            found.append(_closed(opened.pop(), match))
        elif match[4].endswith(b"/"):
            found.append(_closed(match, match))
        else:
            opened.append(match)
    if opened:
        raise NotPatchable
    return sorted(found, key=attrgetter("start"))


def attributes(xml: bytes, node: Node) -> dict[str, str]:
    """Returns the attributes of a node by their written name, entities resolved."""
    return parse_attributes(xml[node.start : node.inner])


def parse_attributes(tag: bytes) -> dict[str, str]:
    """Returns the attributes of one start tag. Raises DamagedError for names that are no text."""
    pairs = _ATTRIBUTE.findall(tag)
    try:
        return {
            name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
            for name, double, single in pairs
        }
    except UnicodeDecodeError:
        raise NotPatchable from None


def whole(value: str) -> int | None:
    """Returns the number that an attribute of digits says; None for anything else."""
    # str.isdigit also takes digits that int() does not, such as a raised two; and int() refuses
    # thousands of them.
    if not value.isascii() or not value.isdecimal() or len(value) > _DIGITS:
        return None
    return int(value)


def text(xml: bytes, node: Node) -> str:
    """Returns the characters directly inside a node that holds no elements."""
    return html.unescape(flatten(xml[node.inner : node.close]).decode("utf-8", "replace"))


def same_space(xml: bytes, top: Node) -> Callable[[Node], bool]:
    """Returns a test whether a node is in the namespace of `top`, the root element."""
    bound = namespaces(xml, top)
    home = bound.get(top.prefix)
    prefixes = {prefix for prefix, uri in bound.items() if uri == home} | {top.prefix}
    return lambda node: node.prefix in prefixes


def namespaces(xml: bytes, node: Node) -> dict[bytes, str]:
    """Returns the prefixes that a node declares, with their URIs; the default one is b""."""
    found = {}
    for name, value in attributes(xml, node).items():
        if name == "xmlns" or name.startswith("xmlns:"):
            found[name[6:].encode()] = value
    return found


def qualified(top: Node, name: bytes) -> bytes:
    """`name` with the prefix that `top` has."""
    return top.prefix + b":" + name if top.prefix else name


def set_attribute(xml: bytes, node: Node, name: str, value: str | None) -> Edit:
    """Returns the edit that gives a node an attribute, or with None takes it away."""
    tag = xml[node.start : node.inner]
    new = b"" if value is None else f" {name}={quoted(value)}".encode()
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            return Edit(node.start + match.start(), node.start + match.end(), new)
    at = node.inner - (2 if tag.endswith(b"/>") else 1)
    return Edit(at, at, new)


def append(xml: bytes, parent: Node, new: bytes) -> Edit:
    """Returns the edit that puts `new` at the end of a parent, opening one written `<a/>`."""
    if not parent.empty:
        return Edit(parent.close, parent.close, new)
    name = parent.prefix + b":" + parent.name if parent.prefix else parent.name
    return Edit(parent.inner - 2, parent.end, b">" + new + b"</" + name + b">")


def place(nodes: Sequence[Node], order: Sequence[bytes], name: bytes, end: int) -> int:
    """Returns where a new child belongs among `nodes`, which are in the order of the schema.

    After the last one of its own name, else before the first that must follow it, else at `end`.
    """
    same = [node.end for node in nodes if node.name == name]
    if same:
        return same[-1]
    later = set(order[order.index(name) + 1 :])
    return next((node.start for node in nodes if node.name in later), end)


def quote(value: str) -> bytes:
    """Returns an attribute value with its quotes."""
    return quoted(value).encode()


def escaped(value: str) -> bytes:
    """Returns text for the inside of an element."""
    return escape(value).encode()


def canonical(xml: bytes) -> tuple[object, ...]:
    """Returns an element as nested tuples, equal for those that only are written differently.

    Quotes, prefixes and the order of attributes do not count.
    """
    return _canonical(xml, root(xml))


def _canonical(xml: bytes, node: Node) -> tuple[object, ...]:
    values = {k: v for k, v in attributes(xml, node).items() if not k.startswith("xmlns")}
    nodes = [] if node.empty else children(xml, node)
    inside = tuple(_canonical(xml, child) for child in nodes)
    return (node.name, tuple(sorted(values.items())), inside or text(xml, node).strip())
