"""Formulas as trees: tokens, precedence of operators, references."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

_NAME = r"[^\W\d][\w.]*"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?\d+"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?\d+"
_SPANS = rf"{_CELL}(?::(?:{_CELL}|{_COLUMN}|{_ROW}))?|{_COLUMN}:{_COLUMN}(?!\w)|{_ROW}:{_ROW}"
_PLACE = rf"(?:{_SHEET})?(?:{_SPANS})(?![\w(])"
_STRENGTH = {
    "=": 1,
    "<>": 1,
    "<": 1,
    ">": 1,
    "<=": 1,
    ">=": 1,
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 6,
}
_UNARY = 6


class FormulaSyntaxError(Exception):
    """A formula that cannot be read."""


class Node(NamedTuple):
    """A piece of a formula: `kind` is number, text, truth, error, range, name, call, unary, percent
    or an operator.

    `value` is the constant, the reference's text, the name or the operator; `parts` the operands or
    arguments.
    """

    kind: str
    value: Any = None
    parts: tuple[Node, ...] = ()


@cache
def _tokens(decimal: str) -> re.Pattern[str]:
    number = rf"(?:\d+(?:{re.escape(decimal)}\d*)?|{re.escape(decimal)}\d+)(?:[eE][+-]?\d+)?"
    return re.compile(
        rf'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<error>#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|ERROR!))'
        rf"|(?P<range>{_PLACE})"
        rf"|(?P<number>{number})|(?P<name>{_NAME})|(?P<mark><=|>=|<>|[-+*/^&=<>%(),;{{}}\\]))"
    )


def parse(formula: str, decimal: str) -> Node:
    """The tree of a formula (text with its "="). With a decimal comma only ";" parts arguments;
    else "," does too.

    Raises FormulaSyntaxError.
    """
    reader = _Reader(
        _split(formula[1:], decimal),
        separators={";"} if decimal == "," else {",", ";"},
        decimal=decimal,
    )
    tree = reader.expression(0)
    if reader.peek() is not None:
        raise FormulaSyntaxError
    return tree


def _split(text: str, decimal: str) -> list[tuple[str, str]]:
    found, place, pattern = [], 0, _tokens(decimal)
    text = text.rstrip()
    while place < len(text):
        token = pattern.match(text, place)
        if token is None or token.lastgroup is None:
            raise FormulaSyntaxError
        found.append((token.lastgroup, token[token.lastgroup]))
        place = token.end()
    return found


class _Reader:
    """Reads tokens from left to right (precedence climbing)."""

    def __init__(
        self, tokens: list[tuple[str, str]], *, separators: set[str], decimal: str
    ) -> None:
        self.tokens, self.separators, self.decimal, self.place = tokens, separators, decimal, 0

    def peek(self) -> tuple[str, str] | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self) -> tuple[str, str]:
        token = self.peek()
        if token is None:
            raise FormulaSyntaxError
        self.place += 1
        return token

    def accept(self, *marks: str) -> bool:
        token = self.peek()
        if token and token[0] == "mark" and token[1] in marks:
            self.place += 1
            return True
        return False

    def expression(self, weakest: int) -> Node:
        left = self.operand()
        while True:
            token = self.peek()
            if token == ("mark", "%"):
                self.place += 1
                left = Node("percent", parts=(left,))
                continue
            strength = _STRENGTH.get(token[1], 0) if token and token[0] == "mark" else 0
            if token is None or strength <= weakest:
                return left
            self.place += 1
            left = Node("operator", token[1], (left, self.expression(strength)))

    def operand(self) -> Node:
        kind, text = self.take()
        if kind == "mark":
            return self.marked(text)
        if kind == "number":
            return Node("number", float(text.replace(self.decimal, ".")))
        if kind == "text":
            return Node("text", text[1:-1].replace('""', '"'))
        if kind == "name":
            return self.named(text)
        return Node(kind, text)

    def marked(self, mark: str) -> Node:
        if mark in "+-":
            return Node("unary", mark, (self.expression(_UNARY),))
        if mark == "(":
            inside = self.expression(0)
            if self.accept(")"):
                return inside
        raise FormulaSyntaxError

    def named(self, word: str) -> Node:
        if self.accept("("):
            return Node("call", word.upper(), self.arguments())
        if word.upper() in ("TRUE", "FALSE"):
            return Node("truth", word.upper() == "TRUE")
        return Node("name", word)

    def arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        if self.accept(")"):
            return ()
        while True:
            token = self.peek()
            blank = token is not None and token[0] == "mark" and token[1] in (*self.separators, ")")
            found.append(Node("blank") if blank else self.expression(0))
            if self.accept(")"):
                return tuple(found)
            if not self.accept(*self.separators):
                raise FormulaSyntaxError
