"""The People tab -> who works here and how much a day. What is wrong becomes a Problem that names
its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.people import PEOPLE_HEADINGS, Person
from sheetflow.decide.playbook import Playbook
from sheetflow.model import Problem, Text, Value
from sheetflow.parse.grid import Grid, at, best_heading_row, cell
from sheetflow.parse.settings import READERS, WrongError
from sheetflow.parse.values import count_of, text_of, yes_no

T = TypeVar("T")

_KEYS: Final = by_word(PEOPLE_HEADINGS.items(), fold_heading)


def read_people(grid: Grid, tab: str, base: Playbook) -> tuple[Playbook, list[Problem]]:
    """Reads the people of the team by name, as words are compared."""
    problems = list[Problem]()
    head = best_heading_row(grid, lambda value: _KEYS.get(fold_heading(text_of(value))))
    if head is None or "name" not in head.places:
        return base, problems
    people = dict[str, Person]()
    for number, cells in enumerate(grid[head.row + 1 :], head.row + 2):
        row = _Row(tab, number, cells, head.columns(), problems)
        if not any(row.text(key) for key in PEOPLE_HEADINGS):
            continue
        name = row.text("name")
        if not name:
            row.complain("name", "nameless_person")
        elif fold(name) in people:
            row.complain("name", "person_twice")
        else:
            people[fold(name)] = _person(row)
    return replace(base, people=people), problems


class _Row(NamedTuple):
    """One row of the tab; what is wrong with it goes to `problems`."""

    tab: str
    number: int
    cells: Sequence[Value]
    columns: Mapping[str, int]
    problems: list[Problem]

    def value(self, key: str) -> Value:
        return at(self.cells, self.columns.get(key))

    def text(self, key: str) -> str:
        return text_of(self.value(key))

    def read(self, key: str, reader: Callable[[Value], T], code: str) -> T | None:
        """Returns what a reader makes of a cell; None where it cannot be read, which is told."""
        try:
            return reader(self.value(key))
        except WrongError:
            self.complain(key, code)
            return None

    def complain(self, key: str, code: str) -> None:
        where = cell(self.tab, self.number, self.columns.get(key, 0))
        self.problems.append(Problem(where, Text(code)))


def _person(row: _Row) -> Person:
    who = (row.text("name"), row.text("email"), row.text("phone"))
    capacity = row.read("capacity", _capacity, "wrong_capacity")
    digest = row.read("digest", _digest, "wrong_digest")
    language = row.read("language", READERS["language"], "wrong_language")
    return Person(*who, capacity, bool(digest), language)


def _capacity(value: Value) -> int | None:
    count = count_of(value)
    if count is None or isinstance(count, int):
        return count
    raise WrongError("wrong_capacity")


def _digest(value: Value) -> bool:
    said = yes_no(value)
    if said is None or isinstance(said, bool):
        return bool(said)
    raise WrongError("wrong_digest")
