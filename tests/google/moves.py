"""A leads tab of a few rows, and people who move its rows; rows are looked up as a run does it.

Answers and what people type are texts that say whose they are, so a test sees where each came to
rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from sheetflow.backends.google.reconcile import Cells, DesiredState
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.model import Value

KEYS = ("status", "why", "id")
TYPED = "typed "
MOVES = ("insert", "delete", "move", "sort", "copy", "sort_people", "type", "rename", "nothing")


@dataclass(frozen=True)
class Row:
    """What the team knows of somebody, `lead` for short, and what is in our cells beside it."""

    lead: int | None
    who: tuple[Value, ...] = (None, None)
    cells: Mapping[str, Value] = field(default_factory=dict)


def lead(n: int, **cells: Value) -> Row:
    return Row(n, (f"Name {n}", f"lead{n}@example.com"), cells)


HEADING = Row(None, ("Name", "Email"), {"status": "Status", "why": "Why", "id": "sf id"})


@dataclass
class Sheet:
    """The rows of a tab; the first one is the heading. `people_sorted` says that people's cells
    left ours behind.
    """

    rows: list[Row]
    typed: int = 0
    people_sorted: bool = False

    def look(self) -> RowKeys:
        who = [[row.who[at] for row in self.rows] for at in range(2)]
        return RowKeys(who, {key: [row.cells.get(key) for row in self.rows] for key in KEYS})

    def people(self) -> list[tuple[int | None, tuple[Value, ...]]]:
        return [(row.lead, row.who) for row in self.rows]

    def write(self, cells: Cells) -> None:
        """Put values into rows by their numbers, as the API does, whoever is there by now."""
        for key, values in cells.items():
            for number, value in values.items():
                self.rows += [Row(None)] * (number - len(self.rows))
                row = self.rows[number - 1]
                self.rows[number - 1] = replace(row, cells={**row.cells, key: value})

    def act(self, move: tuple[str, int, int]) -> None:
        """One thing that somebody does to the rows below the heading."""
        what, a, b = move
        below = self.rows[1:]
        if below or what == "insert":
            getattr(self, f"_{what}")(below, a % max(len(below), 1), b % (len(below) + 1))
            self.rows[1:] = below

    def act_all(self, moves: Iterable[tuple[str, int, int]]) -> None:
        for move in moves:
            self.act(move)

    def _fresh(self, text: str = TYPED) -> str:
        self.typed += 1
        return f"{text}{self.typed}"

    def _nothing(self, below: list[Row], a: int, b: int) -> None:
        pass

    def _insert(self, below: list[Row], a: int, b: int) -> None:
        below.insert(b, Row(None, (self._fresh("Visitor "), None)) if a % 2 else Row(None))

    def _delete(self, below: list[Row], a: int, b: int) -> None:
        del below[a]

    def _move(self, below: list[Row], a: int, b: int) -> None:
        row = below.pop(a)
        below.insert(b, row)

    def _copy(self, below: list[Row], a: int, b: int) -> None:
        below.insert(b, below[a])

    def _sort(self, below: list[Row], a: int, b: int) -> None:
        shuffled = b % 2

        def order(row: Row) -> Any:
            return hash((str(row.who), a, b)) if shuffled else str(row.who)

        below.sort(key=order, reverse=bool(a % 2))

    def _sort_people(self, below: list[Row], a: int, b: int) -> None:
        people = sorted(below, key=lambda row: str(row.who), reverse=bool(a % 2))
        self.people_sorted |= [p.who for p in people] != [row.who for row in below]
        below[:] = [
            replace(row, lead=p.lead, who=p.who) for row, p in zip(below, people, strict=True)
        ]

    def _type(self, below: list[Row], a: int, b: int) -> None:
        key = ("status", "why")[b % 2]
        below[a] = replace(below[a], cells={**below[a].cells, key: self._fresh()})

    def _rename(self, below: list[Row], a: int, b: int) -> None:
        if below[a].lead is not None:
            below[a] = replace(below[a], who=(self._fresh("Renamed "), below[a].who[1]))


def answer(key: str, n: int) -> str:
    """The answer of this run for a lead."""
    return f"ID{n}" if key == "id" else f"{key} of {n}"


def whose(value: Value) -> int | None:
    """The lead that an answer of this run or of an earlier one is for."""
    text = str(value).removesuffix(" before")
    if value is None or text.startswith(TYPED):
        return None
    return int(text.removeprefix("ID") if text.startswith("ID") else text.rpartition(" ")[2])


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A heading and a few leads, some of them answered before, some new; a blank row in between now
    and then.
    """
    rows = []
    for n in range(1, draw(st.integers(1, 6)) + 1):
        known, blank = draw(st.booleans()), draw(st.integers(0, 5))
        old: dict[str, Any] = {
            "status": f"status of {n} before",
            "why": f"why of {n} before",
            "id": f"ID{n}",
        }
        rows += [Row(None)] if not blank else []
        rows.append(lead(n, **(old if known else {})))
    return Sheet([HEADING, *rows])


@st.composite
def desired_states(draw: st.DrawFn, sheet: Sheet) -> DesiredState:
    """Answers for some of the leads of a sheet, for some of their cells; new leads get an id with
    them.
    """
    wanted: dict[int, dict[str, Value]] = {}
    for number, row in enumerate(sheet.rows, 1):
        if row.lead is not None and draw(st.booleans()):
            keys = draw(st.sets(st.sampled_from(("status", "why")), min_size=1))
            new = {"id"} if row.cells.get("id") is None else set()
            wanted[number] = {key: answer(key, row.lead) for key in sorted(keys | new)}
    return DesiredState("Leads", sheet.look(), wanted)


moves = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(0, 9), st.integers(0, 9)), max_size=4
)


# ── what came of it ───────────────────────────────────────────────────────────────────────────


def misplaced(sheet: Sheet, desired: DesiredState) -> list[tuple[int, str]]:
    """The cells (row, key) that hold an answer for somebody who is not the lead of the row, by name
    or by id.

    What people copied to a new name before it was put right is the next run's, which finds no id of
    its own there.
    """
    found = []
    ids = [row.cells.get("id") for row in sheet.rows]
    known = {desired.before.who_is(number) for number in range(1, desired.before.height + 1)}
    for number, row in enumerate(sheet.rows[1:], 2):
        if row.who not in known and (row.cells.get("id") is None or ids.count(row.cells["id"]) > 1):
            continue
        near = {row.lead, whose(row.cells.get("id"))}
        for key, value in row.cells.items():
            # A sort of people's cells alone takes the leads away from what an earlier run wrote
            # beside them.
            ours = not sheet.people_sorted or value in desired.written.get(key, ())
            owner = whose(value) if ours else None
            if owner and owner not in near:
                found.append((number, key))
    return found


def unanswered(sheet: Sheet, desired: DesiredState) -> list[tuple[int, str]]:
    """The cells (row then, key) whose lead is in the sheet, once and under its name, but
    without the answer.
    """
    found = []
    for number, wanted in desired.wanted.items() if not sheet.people_sorted else ():
        owner, who = whose(next(iter(wanted.values()))), desired.before.who_is(number)
        rows = [row for row in sheet.rows if row.lead == owner and row.who == who]
        have = rows[0].cells if len(rows) == 1 else wanted
        for key, value in wanted.items():
            typed = str(have.get(key)).startswith(TYPED)
            if have.get(key) != value and not typed:
                found.append((number, key))
    return found
