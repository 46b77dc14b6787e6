"""The limits of waiting for Google: the figures of the table in limits.py are those of its numbers,
and no run waits longer than it says.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import getdoc
from types import SimpleNamespace
from typing import Final

import pytest

from sheetflow import engine
from sheetflow.backends.google import limits
from sheetflow.backends.google.client.faults import Fault, FaultKind
from sheetflow.backends.google.client.quota import RateLimiter
from sheetflow.backends.google.client.retry import RetryBudget
from sheetflow.backends.google.client.settings import Quota, Settings
from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.backends.google.limits import (
    CONNECT,
    DEADLINE,
    READ,
    REFUSALS,
    REPAIRS,
    REQUESTS_A_MINUTE,
    REREADS,
    SENDS,
    TRIES,
    WAIT_SECONDS,
)
from sheetflow.config import Google
from sheetflow.errors import BusyError

TABLE: Final = getdoc(limits) or ""

CALL: Final = DEADLINE + READ
SILENT_CALL: Final = CONNECT + READ
READING: Final = (REREADS + 1) * 2 * 2
WRITING: Final = (REPAIRS + 1) * TRIES
ROUND: Final = (READING + 2 + WRITING, 4 + WRITING + 1)
RUN: Final = (1 + engine.ROUNDS * ROUND[0], engine.ROUNDS * ROUND[1])


def ends_after(call: float) -> float:
    """The seconds after which a run ends in which every call fails, each after so many seconds."""
    return max(WAIT_SECONDS, call) + 2 * call


@pytest.mark.parametrize(
    "line",
    [
        f"DEADLINE + READ = {CALL:.0f} s",
        f"TRIES x SENDS = {TRIES * SENDS} sends",
        f"once more after a refusal = {READING} reads",
        f"(REPAIRS + 1) x TRIES = {WRITING} looks and {WRITING} writes",
        f"= {ROUND[0]} reads and {ROUND[1]} writes",
        f"= {RUN[0]} reads and {RUN[1]} writes",
        f"{sum(RUN)} requests and {sum(RUN) * TRIES * SENDS:,} sends",
        f"{ends_after(0):.0f} s where every send is answered with an error at once",
        f"{ends_after(SILENT_CALL):.0f} s where Google is reached and says nothing",
        f"{ends_after(CALL):.0f} s where every answer begins and none ends",
    ],
)
def test_the_table_says_what_the_numbers_multiply_to(line: str) -> None:
    assert line in TABLE


def test_settings_without_a_word_are_those_of_the_table() -> None:
    assert Google().wait_seconds == Settings().wait_seconds == WAIT_SECONDS
    assert Google().quota == REQUESTS_A_MINUTE
    assert Quota() == (REQUESTS_A_MINUTE, REQUESTS_A_MINUTE)


def test_refusals_end_the_run_in_its_last_round() -> None:
    """With more of them, people would not learn what Google said; with fewer, rounds are wasted."""
    assert REFUSALS == engine.ROUNDS


class FailingTransport:
    """A transport whose every call fails after so many seconds, which a clock of its own counts."""

    account = ""

    def __init__(self, call: float) -> None:
        self.now, self.calls, self._call = 0.0, 0, call

    def ask(self, call: object) -> None:
        self.calls += 1
        self.now += self._call
        raise Fault(FaultKind.UNSURE, "no answer")

    def wait(self, seconds: float) -> None:
        self.now += seconds


def read(sheets: Sheets) -> None:
    sheets.get("properties")


def write_and_look(sheets: Sheets) -> None:
    """What a round does about a write of unknown fate."""
    try:
        sheets.write([])
    except Unsure as unsure:
        sheets.budget.pause(unsure)
    read(sheets)


@pytest.mark.parametrize("call", [0.0, 1.0, SILENT_CALL, WAIT_SECONDS, CALL])
@pytest.mark.parametrize("ask", [read, write_and_look])
def test_a_run_in_which_google_fails_ends_in_the_time_of_the_table(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[[Sheets], None], call: float
) -> None:
    transport = FailingTransport(call)
    clock = SimpleNamespace(monotonic=lambda: transport.now)
    monkeypatch.setattr("sheetflow.backends.google.client.sheets.time", clock)
    budget = RetryBudget(WAIT_SECONDS, sleep=transport.wait)
    sheets = Sheets("1", transport, RateLimiter("", Quota(0, 0)), budget)
    with pytest.raises(BusyError):
        ask(sheets)
    assert transport.now <= ends_after(call) + 0.001  # seconds are added up as floats
    assert 2 <= transport.calls <= TRIES + 1
