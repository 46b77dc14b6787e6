"""People at work in every instant of a run: nothing comes to be beside the wrong lead, whatever
they do.

2,000 examples where CI is set, else 150, in eight parts that are drawn from seeds of their own: the
same ones on every machine. SHEETFLOW_RACES says how many instead, SHEETFLOW_RACES_SEED which: from
another number others are drawn.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import count, product
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sheetflow.backends.google import tab_write
from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.backends.google.read import View
from sheetflow.backends.google.reconcile import DesiredState
from sheetflow.backends.google.row_matching import RowKeys
from sheetflow.backends.google.write import Writer
from sheetflow.model import Changes
from tests.sheets_server.server import Server
from tests.support.in_process_server import over_http, without_sockets
from tests.support.loaded import load_all
from tests.support.people_at_work import ACTS
from tests.support.races import CUTTING, KILLS, Opener, Race, Step

EXAMPLES = int(os.environ.get("SHEETFLOW_RACES", "2000" if "CI" in os.environ else "150"))
PARTS = 8
"""Tests that share the examples, and so the processes that run them."""
SEED = int(os.environ.get("SHEETFLOW_RACES_SEED", "0"))
CAUGHT_WITHIN = 100

CLOSE = (
    "types_over",
    "inserts_a_lead",
    "deletes_a_row",
    "moves_a_row",
    "sorts",
    "sorts_peoples",
    "copies_a_row",
    "copies_over_a_row",
    "inserts_a_column",
    "moves_a_column",
    "deletes_an_owned_column",
)
"""What harms a careless writer most; often in the instants around the look and the write of a run
that writes.
"""
SIX = [*product(range(3), range(2))]
HEADING_EDITS = {
    "renames_a_heading_that_counts": SIX,
    "renames_an_owned_heading": SIX,
    "clears_a_heading": [(0, 0), (0, 4)],
    "clears_an_owned_heading": [(0, 0), (1, 0), (2, 0), (0, 1)],
    "types_a_heading": [(0, 0)],
    "inserts_a_column": SIX,
    "deletes_a_column": [(0, 0)],
    "moves_a_column": SIX,
    "deletes_an_owned_column": SIX,
}
"""What people do to the heading row, with numbers that choose differently; where they choose one
thing only, there is one pair.
"""
NUMBER = st.integers(0, 7)
STEP = st.tuples(NUMBER, st.sampled_from([*ACTS, *KILLS]), NUMBER, NUMBER)
CLOSE_STEP = st.tuples(st.integers(2, 4), st.sampled_from(CLOSE), NUMBER, NUMBER)
RUN = st.tuples(st.integers(0, 1), st.lists(STEP, max_size=5))
CLOSE_RUN = st.tuples(st.just(1), st.lists(CLOSE_STEP, min_size=1, max_size=3))
RUNS = st.lists(RUN | CLOSE_RUN, min_size=1, max_size=3)
LEADS = st.lists(st.integers(0, 5), min_size=1, max_size=4)
Runs = list[tuple[int, list[Step]]]


def race(
    server: Server, opener: Opener, leads: Sequence[int], known: bool, runs: Runs
) -> list[int]:
    """Runs with people in between and inside, each some days after the last; `known`: the sheet was
    synced before. Returns how many requests each of these runs sent.
    """
    this, asked = Race(server, opener, leads), []
    try:
        if known:
            this.settles()
        for days, steps in runs:
            this.run(steps, days)
            asked.append(this.asked)
        this.settles()
    finally:
        del server.world.spreadsheets[this.tagged.book.id]
        server.log.clear()
    assert server.violations == []
    return asked


# A shared server is no shared state: every example has a spreadsheet of its own.
_HOW: dict[str, Any] = {"suppress_health_check": [*HealthCheck]}
_PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
    Phase.shrink,
)  # explaining a failure takes minutes here


@pytest.fixture(scope="module", autouse=True)
def _all_is_loaded() -> None:
    """Seeds draw the same examples only where the same modules are loaded."""
    load_all()


@pytest.fixture(scope="module")
def quick() -> Iterator[Server]:
    """A server that is called without sockets, and does not look up every request in the discovery
    document.
    """
    with Server(seed=1, validate=False) as running:
        yield running


_COPIED: tuple[int, list[Step]] = (1, [(3, "copies_a_row", 3, 0), (4, CUTTING[1], 4, 7)])
_TWICE: tuple[int, list[Step]] = (
    1,
    [(2, "copies_a_row", 1, 3), (3, "copies_a_row", 1, 0), (2, "types_over", 0, 0)],
)
FOUND: Sequence[tuple[list[int], bool, Runs]] = (
    # columns moved between the metadata and the values
    ([0], True, [(0, [(1, "moves_a_column", 0, 2)])]),
    # a second, other refusal in the same run
    ([0], True, [(1, [(2, "deletes_the_state_tab", 0, 0), (4, "deletes_an_owned_column", 0, 0)])]),
    # an older answer in a copy that was made while the run wrote
    ([0], True, [(1, [(1, "duplicates_the_tab", 0, 0)])]),
    # the write hit a copy, which carries the same id
    ([0], True, [(1, [(3, "copies_a_row", 0, 0)])]),
    # answers beside other people, and no ids to tell
    ([0, 0], True, [(0, [(0, "deletes_an_owned_column", 4, 3), (0, "sorts_peoples", 0, 1)])]),
    # the entry of the heading row on a row of people's, and two columns with the same entry
    ([0], False, [(0, [(2, "inserts_a_blank_row", 0, 0), (4, "renames_an_owned_heading", 0, 0)])]),
    # texts typed into columns of ours that had no heading yet
    (
        [0],
        False,
        [(0, [(3, KILLS[1], 0, 0), (4, "types_over", 0, 1)]), (1, [(2, "types_over", 0, 0)])],
    ),
    # a row moves under the write, which hits a text of a person's
    ([0, 0], True, [(1, [(2, "types_over", 0, 5), (6, "copies_a_row", 1, 0)])]),
    # a text was put back beside one copy, and then taken for misplaced in the other
    (
        [2, 2, 5, 3],
        True,
        [(1, [(3, "deletes_a_row", 4, 6), (2, "types_over", 3, 6)]), _COPIED, _COPIED],
    ),
    # a copy without an id of which a part was cleared
    (
        [0],
        False,
        [(0, [(4, "copies_a_row", 0, 1), (4, CUTTING[1], 1, 0)]), (1, [(3, "copies_a_row", 0, 2)])],
    ),
    # the whole older answer of a row, left by a run that was cut off
    (
        [0],
        False,
        [(0, []), (0, [(0, "types", 0, 0), (3, "inserts_a_lead", 0, 0), (3, KILLS[1], 0, 0)])],
    ),
    # columns moved between two requests, and back between the next two
    ([0], False, [(0, []), (0, [(1, "inserts_a_column", 0, 0), (2, "deletes_a_column", 1, 0)])]),
    # the column of the ids went before the first write, and the run ended busy
    (
        [0, 0],
        False,
        [(0, [(2, "types", 0, 0), (4, CUTTING[1], 1, 0)]), (1, [(3, "sorts_peoples", 0, 1)])],
    ),
    # copies with one id that changed places under the write
    ([2], True, [(1, [(3, "copies_a_row", 0, 1)]), (1, [(3, "moves_a_row", 0, 2)])]),
    # an id that was in two rows was taken for a proof
    ([0, 0], True, [_TWICE, (1, [(3, "copies_a_row", 3, 0)])]),
    # rows moved under the write, and then people sorted theirs alone
    (
        [0] * 4,
        False,
        [
            (0, [(0, "renames_a_lead", 1, 0)]),
            (1, [(3, "inserts_a_lead", 0, 0), (4, "sorts_peoples", 0, 0)]),
        ],
    ),
    # a column went in the instant in which rows moved
    ([2], True, [(1, [(3, "inserts_a_lead", 0, 0), (3, CUTTING[1], 0, 0)])]),
    # a date that nothing tells from a plan, and numbers beside it
    (
        [0, 0],
        False,
        [(0, [(4, CUTTING[1], 2, 0)]), (0, [(0, "types", 1, 0), (0, CUTTING[0], 0, 0)])],
    ),
    # a heading of people's changed under the write: ours were taken back, and came a second time
    ([0, 1], False, [(1, [(4, "renames_a_heading_that_counts", 0, 0)])]),
)
"""What went wrong once."""


@pytest.mark.parametrize(("leads", "known", "runs"), FOUND)
def test_what_was_misplaced_once_does_not_again(
    quick: Server, leads: list[int], known: bool, runs: Runs
) -> None:
    race(quick, without_sockets(quick), leads, known, runs)


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("edit", HEADING_EDITS)
def test_no_edit_of_the_heading_row_leaves_answers_without_a_heading(
    quick: Server, edit: str, known: bool
) -> None:
    for a, b in HEADING_EDITS[edit]:
        for gap in count():
            runs: Runs = [(1, [(gap, edit, a, b)])]
            (asked,) = race(quick, without_sockets(quick), [0, 1, 5], known, runs)
            if gap >= asked:
                break  # it was done after the run, as in every later gap


@pytest.mark.parametrize("part", range(PARTS))
def test_no_instant_in_which_people_act_leads_an_answer_to_the_wrong_row(
    quick: Server, part: int
) -> None:
    @seed(SEED * PARTS + part)
    @settings(max_examples=-(-EXAMPLES // PARTS), phases=_PHASES, **_HOW)
    @given(leads=LEADS, known=st.booleans(), runs=RUNS)
    def examples(leads: list[int], known: bool, runs: Runs) -> None:
        race(quick, without_sockets(quick), leads, known, runs)

    examples()


@seed(SEED)
@settings(max_examples=max(10, EXAMPLES // 50), phases=_PHASES, **_HOW)
@given(leads=LEADS, known=st.booleans(), runs=RUNS)
def test_the_same_holds_over_http_and_by_the_discovery_document(
    server: Server, connect: Callable[[str], Sheets], leads: list[int], known: bool, runs: Runs
) -> None:
    race(server, over_http(connect), leads, known, runs)


# ── writers broken on purpose ─────────────────────────────────────────────────────────────────


def trusts_its_first_look(patch: pytest.MonkeyPatch) -> None:
    """Answers go to the row numbers of the first reading: no second look, no check afterwards."""

    def run(self: Writer, now: Sequence[RowKeys] | None) -> bool:
        before = [tab.desired.before for tab in self.tabs]
        for batch in self._batches(before, self.state.before):
            self._write(batch, before)
        return True

    patch.setattr(Writer, "run", run)


def never_checks(patch: pytest.MonkeyPatch) -> None:
    """It looks before it writes, and believes that everything was written to where it should be."""
    patch.setattr(Writer, "_is_written", lambda *args: True)


def addresses_columns_by_letters(patch: pytest.MonkeyPatch) -> None:
    """Columns are where they were when they were read."""
    apply, lookup = GoogleBackend._apply, tab_write.lookup
    places: dict[int, dict[str, int]] = {}

    def read_first(self: GoogleBackend, view: View, changes: Changes) -> bool:
        for tab in view.tabs:
            area = {
                entry.id: {"startColumnIndex": entry.at, "endColumnIndex": entry.at + 1}
                for entry in tab.entries
            }
            places.update({id_: {"sheetId": tab.sheet_id, **span} for id_, span in area.items()})
        return apply(self, view, changes)

    patch.setattr(GoogleBackend, "_apply", read_first)
    patch.setattr(
        tab_write,
        "lookup",
        lambda id_: {"gridRange": places[id_]} if id_ in places else lookup(id_),
    )


def writes_over_what_people_typed(patch: pytest.MonkeyPatch) -> None:
    """What people typed into our cells since they were read is not looked at."""
    patch.setattr("sheetflow.backends.google.reconcile.same", lambda a, b: True)
    patch.setattr(DesiredState, "_repairs", lambda *args: iter(()))


@pytest.mark.parametrize(
    "breaks",
    [
        trusts_its_first_look,
        never_checks,
        addresses_columns_by_letters,
        writes_over_what_people_typed,
    ],
)
def test_people_in_between_find_a_writer_that_is_broken(
    breaks: Callable[[pytest.MonkeyPatch], None], quick: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    how = settings(
        max_examples=CAUGHT_WITHIN, database=None, phases=[Phase.generate], derandomize=True, **_HOW
    )

    @how
    @given(leads=LEADS, known=st.booleans(), runs=RUNS)
    def broken(leads: list[int], known: bool, runs: Runs) -> None:
        race(quick, without_sockets(quick), leads, known, runs)

    with pytest.raises((AssertionError, ExceptionGroup)):
        broken()


def test_a_writer_that_takes_the_headings_for_a_lead_is_found(
    quick: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobodys = "sheetflow.backends.google.reconcile.with_heading_row"
    monkeypatch.setattr(nobodys, lambda found, *_: found)
    leads, known, runs = FOUND[-1]
    with pytest.raises(AssertionError, match="has no heading"):
        race(quick, without_sockets(quick), leads, known, runs)
