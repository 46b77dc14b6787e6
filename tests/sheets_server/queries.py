"""The search terms of Drive's files.list, such as `mimeType = "…" and name contains 'lead' and
trashed = false`.

Grammar: https://developers.google.com/workspace/drive/api/guides/ref-search-terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from tests.sheets_server.errors import ApiError

Facts = dict[str, Any]
Test = Callable[[Facts], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|(?P<mark><=|>=|!=|[=<>()])|(?P<word>\w+))"""
)
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda held, given: bool(held == given),
    "!=": lambda held, given: bool(held != given),
    "<": lambda held, given: bool(held < given),
    "<=": lambda held, given: bool(held <= given),
    ">": lambda held, given: bool(held > given),
    ">=": lambda held, given: bool(held >= given),
}


def matching(query: str, files: Iterable[Facts]) -> list[Facts]:
    """The files (name → value; lists for parents, owners, writers, readers) that a query finds; 400
    for a bad one.
    """
    if not query.strip():
        return list(files)
    parser = _Parser(query)
    test = parser.either()
    if parser.peek():
        raise _invalid()
    return [facts for facts in files if test(facts)]


class _Parser:
    """Recursive descent. either: both, or both …; both: one, and one …; one: not one, an either in
    brackets, a term.
    """

    def __init__(self, query: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(query.rstrip()):
            found = _TOKEN.match(query, at)
            if found is None or found.lastgroup is None:
                raise _invalid()
            self._tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()

    def peek(self) -> str:
        return self._tokens[0][1] if self._tokens else ""

    def either(self) -> Test:
        tests = [self._both()]
        while self._skip("or"):
            tests.append(self._both())
        return lambda facts: any(test(facts) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._skip("and"):
            tests.append(self._one())
        return lambda facts: all(test(facts) for test in tests)

    def _one(self) -> Test:
        if self._skip("not"):
            test = self._one()
            return lambda facts: not test(facts)
        if self._skip("("):
            test = self.either()
            if not self._skip(")"):
                raise _invalid()
            return test
        return self._term()

    def _term(self) -> Test:
        kind, left = self._next()
        if kind == "word" and left == "sharedWithMe" and self.peek() not in _ORDERED:
            return lambda facts: bool(facts[left])
        operator, right = self._next()[1], self._next()
        if operator == "in":
            held, wanted = (
                (right[1], _value((kind, left))) if kind == "text" else (left, _value(right))
            )
            return lambda facts: wanted in _known(facts, held)
        value = _value(right)
        if operator == "contains":
            start = str(value).lower()
            return lambda facts: any(
                words.startswith(start) for words in _ends(str(_known(facts, left)))
            )
        if operator not in _ORDERED:
            raise _invalid()
        return lambda facts: _compared(operator, _known(facts, left), value)

    def _next(self) -> tuple[str, str]:
        if not self._tokens:
            raise _invalid()
        return self._tokens.pop(0)

    def _skip(self, word: str) -> bool:
        if self._tokens and self._tokens[0][0] != "text" and self._tokens[0][1] == word:
            self._tokens.pop(0)
            return True
        return False


def _compared(operator: str, held: Any, given: Any) -> bool:
    if type(held) is not type(given):
        raise _invalid()
    return _ORDERED[operator](held, given)


def _value(token: tuple[str, str]) -> Any:
    kind, text = token
    if kind == "text":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if text in ("true", "false"):
        return text == "true"
    raise _invalid()


def _known(facts: Facts, name: str) -> Any:
    if name not in facts:
        raise _invalid()
    return facts[name]


def _ends(text: str) -> list[str]:
    """`contains` finds the beginnings of words only, so: the text from each word on."""
    return [text.lower()[found.start() :] for found in re.finditer(r"\b\w", text)]


def _invalid() -> ApiError:
    return ApiError(400, "", "Invalid Value", "invalid")
