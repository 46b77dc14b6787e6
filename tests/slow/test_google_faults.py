"""Every fault at every request of a sync: the sheet ends as without it, in bounded time, with the
right exit code.

Waits are scaled to nothing, and no time limit is a matter of seconds; the requests that a run may
send are bounded instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, Final

import pytest

from sheetflow.backends.google import backend as google
from sheetflow.backends.google.client import session
from sheetflow.backends.google.limits import REPAIRS, TRIES
from sheetflow.backends.google.write import Writer
from tests.sheets_server.faults import ALL, BY_NAME, Fault
from tests.sheets_server.log import Entry
from tests.sheets_server.server import Server
from tests.support.contract import AT, DAY, HEADINGS, rows, serial
from tests.support.staged_spreadsheet import Sent, StagedSpreadsheet, client_of, photograph
from tests.support.stalled_client import impatient

OK, UNEXPECTED, LATER, FORBIDDEN = 0, 1, 75, 77
SMALL: Final = 2_000
"""Bytes of a body, so that a large write is split into batches."""
MORE: Final = 2 * TRIES
"""Requests that a run may send beside those of an undisturbed one, whatever happens."""
REFUSED: Final = 4
"""Refusals in a row after which a run ends."""
LASTING: Final = [
    "503 JSON, nothing applied",
    "503 JSON, applied",
    "connection reset, nothing applied",
    "connection reset, applied",
    "body cut in the middle",
    "429 JSON",
    "401 expired token",
    "403 rateLimitExceeded",
    "403 PERMISSION_DENIED",
    "400 in Spanish",
]
"""One fault of each kind that the client tells apart."""


@dataclass
class Scene:
    """A sync to be disturbed: its spreadsheet just before it, how it ends undisturbed, and what was
    sent then.
    """

    staged: StagedSpreadsheet
    end: dict[str, Any]
    sent: Sent

    @property
    def positions(self) -> range:
        """The requests, counted from 0: a token first."""
        return range(len(self.sent.log))

    def fail(self, fault: Fault, position: int, *, times: int | None = 1) -> Sent:
        """Sync from the start, with the fault at one of the requests, and at those after it."""
        self.staged.reset()
        self.staged.server.faults.at(len(self.staged.server.log) + position + 1, fault, times)
        try:
            return self.staged.sync(DAY)
        finally:
            self.staged.server.faults.clear()

    def ended_alike(self) -> bool:
        """Whether the spreadsheet is as the undisturbed sync leaves it."""
        return photograph(self.staged.book) == self.end


def first(server: Server) -> StagedSpreadsheet:
    """A team's sheet that no sync has seen."""
    return StagedSpreadsheet(server, {"Leads": rows()})


def unchanged(server: Server) -> StagedSpreadsheet:
    """A synced sheet."""
    staged = first(server)
    assert staged.sync(DAY).ran.code == OK
    return staged


def few_changes(server: Server) -> StagedSpreadsheet:
    """A synced sheet with a new lead, a contact typed, and a row deleted."""
    staged = unchanged(server)
    sheet = staged.driver("Leads")
    sheet.insert_row(4, ["Nora Byrne", "nora@example.com", "Eva", "New", serial(11, 17)])
    sheet.type(2, AT["Last contact"], serial(11, 20))
    sheet.delete_row(5)
    return staged


def large(server: Server) -> StagedSpreadsheet:
    """Many leads, for a write that has to be split."""
    people = [
        [f"Ana Gil {n}", f"ana{n}@example.com", "Eva", "New", serial(11, 3), serial(11, 18)]
        for n in range(12)
    ]
    return StagedSpreadsheet(server, {"Leads": [*rows(), *people]})


def in_a_table(server: Server) -> StagedSpreadsheet:
    """A team's sheet whose leads are in a Google table."""
    staged = first(server)
    where = {"sheetId": staged.book.sheets[0].id, "startRowIndex": 0, "endRowIndex": len(rows()),
             "startColumnIndex": 0, "endColumnIndex": len(HEADINGS)}  # fmt: skip
    server.person(staged.book)._change("addTable", table={"name": "Leads", "range": where})
    staged.keep()
    return staged


def filtered(server: Server) -> StagedSpreadsheet:
    """A synced sheet over whose own columns the team has put a filter since, with a contact
    typed.
    """
    staged = unchanged(server)
    server.person(staged.book).filter(len(HEADINGS))
    staged.driver("Leads").type(2, AT["Last contact"], serial(11, 20))
    return staged


SCENES: Final[dict[str, Callable[[Server], StagedSpreadsheet]]] = {
    "first sync": first,
    "few changes": few_changes,
    "nothing changed": unchanged,
    "large write": large,
    "a first sync in a Google table": in_a_table,
    "a filter that people made": filtered,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server, and the environment in which the command reaches it."""
    with (
        Server(seed=5) as server,
        client_of(server, tmp_path_factory.mktemp("client")),
        impatient(server, session),
    ):
        yield server
        assert server.violations == []


@pytest.fixture(scope="module", params=SCENES)
def scene(request: pytest.FixtureRequest, client: Server) -> Iterator[Scene]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "large write":
            patch.setattr(google, "Writer", partial(Writer, largest=SMALL))
        staged = SCENES[request.param](client)
        staged.keep()
        sent = staged.sync(DAY)
        assert sent.ran.code == OK
        yield Scene(staged, photograph(staged.book), sent)


def test_the_requests_that_are_disturbed_are_those_of_a_whole_sync(scene: Scene) -> None:
    kinds = [entry.kind for entry in scene.sent.log]
    assert kinds[:3] == ["token", "read", "read"]
    assert len(kinds) <= 20


@pytest.mark.parametrize("fault", ALL, ids=str)
def test_one_fault_leaves_no_trace_in_the_sheet(scene: Scene, fault: Fault) -> None:
    for position, entry in enumerate(scene.sent.log):
        sent = scene.fail(fault, position)
        assert sent.ran.code == ends_with(fault, entry), (position, sent.ran.err)
        assert len(sent.log) <= len(scene.sent.log) + MORE
        if sent.ran.code != OK:
            assert scene.staged.sync(DAY).ran.code == OK
        assert scene.ended_alike(), position


def ends_with(fault: Fault, entry: Entry) -> int:
    """How a run ends that meets a fault once."""
    if entry.kind == "token" and not fault.passing:
        # the token endpoint speaks of the account itself: there is nothing to try again
        return FORBIDDEN
    return FORBIDDEN if fault.name == "403 PERMISSION_DENIED" else OK


@pytest.mark.parametrize("fault", [BY_NAME[name] for name in LASTING], ids=str)
def test_a_lasting_fault_ends_the_run_and_the_next_one_mends_what_it_left(
    scene: Scene, fault: Fault
) -> None:
    for position, entry in enumerate(scene.sent.log):
        sent = scene.fail(fault, position, times=None)
        assert sent.ran.code == ends_for_good_with(fault, entry), (position, sent.ran.err)
        assert len(sent.log) <= len(scene.sent.log) + MORE
        assert scene.staged.sync(DAY).ran.code == OK
        assert scene.ended_alike(), position


def ends_for_good_with(fault: Fault, entry: Entry) -> int:
    """How a run ends that meets a fault again and again, from some request on."""
    if fault.name.startswith(("401", "403 P")) or (entry.kind == "token" and not fault.passing):
        return FORBIDDEN
    return LATER if fault.passing else UNEXPECTED


# ── several at once, a token that ends, and writes that alone go wrong ────────────────────────


def test_a_token_that_expires_before_any_request_is_fetched_anew(scene: Scene) -> None:
    server = scene.staged.server
    for position in scene.positions[1:]:
        scene.staged.reset()
        server.people.on(len(server.log) + position + 1, server.expire_tokens)
        sent = scene.staged.sync(DAY)
        assert sent.ran.code == OK
        assert (
            len(sent.log) == len(scene.sent.log) + 2
        )  # the refused request once more, and the token
        assert scene.ended_alike(), position


def failing_writes(staged: StagedSpreadsheet, name: str) -> Sent:
    """A first sync of which every write meets the fault."""
    staged.server.faults.when(lambda entry: entry.kind == "write", BY_NAME[name], times=None)
    try:
        return staged.sync(DAY)
    finally:
        staged.server.faults.clear()


def test_writes_that_are_refused_for_good_end_with_1_and_googles_text(client: Server) -> None:
    sent = failing_writes(first(client), "400 in Spanish")
    assert sent.ran.code == UNEXPECTED
    assert "Solicitud no válida" in sent.ran.err
    assert sent.writes <= REFUSED


def test_a_closed_column_of_the_teams_is_not_blamed_for_writes_that_are_refused(
    client: Server,
) -> None:
    staged = first(client)
    sheet = staged.book.sheets[0]
    closed = {"sheetId": sheet.id, "startColumnIndex": 0, "endColumnIndex": 1}
    sheet.protected_ranges.append(
        {"protectedRangeId": 7, "range": closed, "editors": {"users": ["marta@example.com"]}}
    )
    sent = failing_writes(staged, "400 in Spanish")
    assert sent.ran.code == UNEXPECTED
    assert "sheet-robot@" not in sent.ran.err


@pytest.mark.parametrize("seed", range(12))
def test_several_faults_in_one_run_leave_no_trace_either(scene: Scene, seed: int) -> None:
    chance, server = Random(seed), scene.staged.server
    scene.staged.reset()
    for _ in range(chance.randint(2, 4)):
        place = len(server.log) + 1 + chance.randrange(len(scene.sent.log) + 4)
        server.faults.at(place, BY_NAME[chance.choice(LASTING)])
    code = scene.staged.sync(DAY).ran.code
    server.faults.clear()
    assert code in (OK, UNEXPECTED, LATER, FORBIDDEN)
    assert code == OK or scene.staged.sync(DAY).ran.code == OK
    assert scene.ended_alike()
    assert scene.staged.sync(DAY).writes == 0


def test_a_sheet_that_is_closed_to_us_ends_with_77_and_stays_as_it_is(client: Server) -> None:
    staged = first(client)
    whole = {"protectedRangeId": 7, "range": {"sheetId": staged.book.sheets[0].id}}
    staged.book.sheets[0].protected_ranges.append(
        {**whole, "editors": {"users": ["marta@example.com"]}}
    )
    before = photograph(staged.book)
    assert staged.sync(DAY).ran.code == FORBIDDEN
    assert photograph(staged.book) == before


def test_writes_that_come_down_and_never_say_so_are_found_by_looking(client: Server) -> None:
    staged = few_changes(client)
    sent = failing_writes(staged, "connection reset, applied")
    assert sent.ran.code == OK
    assert sent.writes == 1
    assert staged.sync(DAY).writes == 0


def test_writes_that_never_come_down_end_with_75(client: Server) -> None:
    sent = failing_writes(few_changes(client), "connection reset, nothing applied")
    assert sent.ran.code == LATER
    assert sent.writes <= TRIES * (REPAIRS + 1)
