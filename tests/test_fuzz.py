"""scripts/fuzz: a short share of it, and that it sees each kind of fault."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from scripts.fuzz import make
from scripts.fuzz_books import Books, own_books
from scripts.fuzz_case import NAME, Case, Limits, Program, run

SHARE = 60
SEED = 4_000_000
SOON = Limits(seconds=1, megabytes=160, waiting=20)
REFUSED = 65


@pytest.fixture(scope="module")
def books() -> Books:
    return Books()


def sound() -> Case:
    """Returns a case of which sheetflow would find nothing to say."""
    book = own_books()[0]
    return Case(3, book.name, book.data)


def kinds(program: Program, limits: Limits = SOON) -> set[str]:
    return {finding.kind for finding in run(sound(), limits, program)}


def test_a_share_of_the_cases_finds_nothing(books: Books) -> None:
    cases = [make(SEED + number, books) for number in range(SHARE)]
    found = {case.number: faults for case in cases if (faults := run(case))}
    assert found == {}


def test_a_case_is_the_same_every_time(books: Books) -> None:
    assert make(SEED, books) == make(SEED, Books())
    assert make(SEED, books) != make(SEED + 1, books)


def test_most_cases_are_read_as_zips(books: Books) -> None:
    cases = [make(SEED + number, books) for number in range(SHARE)]
    assert sum(case.data[:4] == b"PK\x03\x04" for case in cases) > SHARE * 0.8


# ── a program with a fault


def refuse(arguments: list[str]) -> None:
    sys.exit(REFUSED)


def fail(arguments: list[str]) -> None:
    raise KeyError(arguments[0])


def never_end(arguments: list[str]) -> None:
    while True:
        pass


def wait(arguments: list[str]) -> None:
    time.sleep(60)


def take_memory(arguments: list[str]) -> None:
    taken = b"x" * (200 << 20)
    sys.exit(REFUSED if taken else 0)


def change(arguments: list[str]) -> None:
    with Path(NAME).open("ab") as book:
        book.write(b" ")
    sys.exit(REFUSED)


def write_again(arguments: list[str]) -> None:
    with Path(NAME).open("ab") as book:
        book.write(b" ")


def leave_behind(arguments: list[str]) -> None:
    Path(".leads.tmp").touch()
    sys.exit(REFUSED)


def end_as_unexpected(arguments: list[str]) -> None:
    sys.exit(1)


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        (fail, "traceback"),
        (never_end, "hang"),
        (take_memory, "memory"),
        (change, "changed"),
        (write_again, "unstable"),
        (leave_behind, "leftover"),
        (end_as_unexpected, "code"),
    ],
)
def test_a_fault_is_seen(program: Program, kind: str) -> None:
    assert kind in kinds(program)


def test_a_program_that_waits_is_ended_by_the_clock() -> None:
    assert kinds(wait, SOON._replace(waiting=0.2)) == {"hang"}


def test_a_program_that_refuses_has_no_fault() -> None:
    assert kinds(refuse) == set()
