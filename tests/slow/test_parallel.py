"""Two processes for a large sheet give what one would, and nothing depends on the other one."""

from __future__ import annotations

import copy
import os
import signal
import threading
from collections.abc import Callable
from itertools import chain, count

import pytest

from sheetflow import engine
from sheetflow import parallel as halves
from sheetflow.model import STATE_TAB
from sheetflow.parallel import in_two
from tests.support.grids import Sheet, Value, day

pytestmark = [
    pytest.mark.skipif(
        not hasattr(os, "fork"), reason="needs fork, which this system does not have"
    ),
    # The runner of parallel tests has a thread of its own, which the forked half never touches.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two leads are worth a second process on any machine; gives the processes that were
    started.
    """
    started: list[int] = []
    fork = os.fork

    def counted() -> int:
        if child := fork():
            started.append(child)
        return child

    monkeypatch.setattr(halves, "WORTH_IT", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "fork", counted)
    return started


def span(first: int, last: int) -> list[int]:
    return list(range(first, last))


def here_only(trouble: Callable[[], object]) -> Callable[[int, int], list[int]]:
    """Work that goes wrong in every process but this one."""
    here = os.getpid()

    def work(first: int, last: int) -> list[int]:
        if os.getpid() != here:
            trouble()
        return span(first, last)

    return work


@pytest.mark.parametrize("leads", [2, 7, 1000])
def test_two_halves_are_the_whole_in_order(forks: list[int], leads: int) -> None:
    pieces = in_two(leads, span)
    assert len(pieces) == 2
    assert [*chain(*pieces)] == span(0, leads)
    assert len(forks) == 1


def test_the_second_half_is_done_by_another_process(forks: list[int]) -> None:
    pieces = in_two(6, lambda first, last: (os.getpid(), first, last))
    assert pieces == [(os.getpid(), 0, 3), (forks[0], 3, 6)]


def test_a_result_larger_than_a_pipe_comes_back_whole(forks: list[int]) -> None:
    pieces = in_two(2, lambda first, last: [first] * 500_000)
    assert [len(piece) for piece in pieces] == [500_000, 500_000]
    assert len(forks) == 1


def raises() -> None:
    raise MemoryError


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("trouble", [raises, dies])
def test_the_half_of_a_process_that_fails_is_done_here(
    forks: list[int], trouble: Callable[[], object]
) -> None:
    assert in_two(5, here_only(trouble)) == [[0, 1], [2, 3, 4]]
    assert len(forks) == 1


def test_an_error_in_both_halves_is_raised_here_and_leaves_no_process_behind(
    forks: list[int],
) -> None:
    def work(first: int, last: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_two(4, work)
    with pytest.raises(ChildProcessError):
        os.waitpid(forks[0], os.WNOHANG)


def never() -> int:
    raise AssertionError("forked")


def test_with_a_thread_about_there_is_no_fork(
    forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(halves, "WORTH_IT", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "fork", never)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert in_two(4, span) == [[0, 1, 2, 3]]
    finally:
        done.set()
        thread.join()


def test_few_leads_and_a_single_processor_stay_in_one_piece(
    forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_two(1, span) == [[0]]
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert in_two(4, span) == [[0, 1, 2, 3]]
    assert forks == []


# ── a whole sync ─────────────────────────────────────────────────────────────────────────────


def team() -> Sheet:
    headings = ["Name", "Email", "Owner", "Stage", "Since", "Last contact", "Last reply"]
    stages = ["New", "Met", "Won", "banana", "Proposal sent", "Interested", "New"]
    rows = [
        [
            f"Lead {n}",
            f"{n % 5}@x.com",
            "Eva",
            stage,
            day("11-02"),
            day(f"11-1{n}"),
            day("11-13") if n == 3 else None,
        ]
        for n, stage in enumerate(stages)
    ]
    return Sheet(
        headings,
        *rows,
        others={
            "Jon": [["Name", "Email", "Stage"], ["Luis", "l@x.com", "New"], ["Dora", "d@x.com"]]
        },
    )


def two_days(sheet: Sheet) -> list[dict[str, list[list[Value]]]]:
    """What a team's workbook holds, state and all, after each of two syncs with people at work
    between.
    """
    sheet.sync("11-20")
    first = copy.deepcopy(sheet.tabs)
    sheet.type(3, "Last contact", day("11-20"))
    sheet.type(6, "Next contact", day("11-30"))
    sheet.type(7, "Why", "mine")
    sheet.rows.append(list(sheet.rows[2]))
    sheet.sync("11-23")
    return [first, sheet.tabs]


def test_a_sync_in_two_halves_writes_the_same_cells_and_state(
    forks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "fresh_ids", lambda: (f"L{n:08d}" for n in count(1)))
    in_halves = two_days(team())
    assert len(forks) == 4  # two tabs, twice
    monkeypatch.setattr(halves, "WORTH_IT", 1000)
    assert in_halves == two_days(team())
    assert len(forks) == 4
    assert len(in_halves[1][STATE_TAB]) == 1 + 8 + 2
