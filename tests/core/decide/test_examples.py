"""How the examples of the rules are read."""

from __future__ import annotations

from sheetflow.decide.examples import run
from sheetflow.decide.playbook import DEFAULT


def test_an_example_that_is_kept_comes_out_as_it_promises() -> None:
    promised, got = run("new created=11-19 | 11-20 -> today due=11-20", DEFAULT)
    assert promised == got


def test_an_example_that_is_not_kept_shows_what_came_out() -> None:
    promised, got = run("new created=11-18 | 11-20 -> planned due=11-23", DEFAULT)
    assert promised != got
    assert got == "overdue due=11-19 late=1"


def test_only_promised_flags_are_compared() -> None:
    assert run("met last_contact=11-02 touches=9 | 11-20 -> no_answer", DEFAULT)[1] == "no_answer"
    assert run("new created=banana | 11-20 -> check bad_cell", DEFAULT)[1] == "check bad_cell"
    assert run("new created=11-19 | 11-20 -> today bad_cell", DEFAULT)[1] == "today due=11-20"
