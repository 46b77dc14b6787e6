"""sheetflow.backends.google.write: look, write, see where it was written to, repair; beside people
who move rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sheetflow.backends.google.client.sheets import Unsure
from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.limits import REPAIRS
from sheetflow.backends.google.metadata import lookup
from sheetflow.backends.google.reconcile import DesiredState
from sheetflow.backends.google.tab_write import Below, StateWrite, TabWrite
from sheetflow.backends.google.write import Writer
from sheetflow.backends.google.write_requests import LARGEST
from sheetflow.errors import BusyError, MovedError
from sheetflow.model import Value
from tests.google.moves import (
    HEADING,
    TYPED,
    Row,
    Sheet,
    answer,
    desired_states,
    lead,
    misplaced,
    moves,
    sheets,
    unanswered,
)

ENTRY_IDS = {"people:name": 1, "people:email": 2, "status": 3, "why": 4, "id": 5}
OWNED_KEYS = ("status", "why", "id")
STATE_ID = 77
OLD = '{"leads": 2, "stamp": "before"}'
NEW = '{"leads": 3, "stamp": "token"}'


def _column_of(entry: Json) -> list[Any]:
    """The one column of an entry, however it is oriented; None leaves a cell alone."""
    if entry["majorDimension"] == "COLUMNS":
        return list(entry["values"][0])
    return [row[0] if row else None for row in entry["values"]]


def _as_asked(entry: Json, found: list[list[Any]]) -> list[list[Any]]:
    """A column of the answer, oriented as the entry is."""
    if entry["majorDimension"] == "COLUMNS" or not found:
        return found
    return [[] if value == "" else [value] for value in found[0]]


def _entry_id(data_filter: Json) -> int | None:
    found: int | None = data_filter.get("developerMetadataLookup", {}).get("metadataId")
    return found


class FakeSheets:
    """A spreadsheet of the tests, with the methods of Sheets that write answers; `before[n]` is
    what happens right before the n-th request.
    """

    def __init__(self, sheet: Sheet, *state: Value) -> None:
        self.sheet, self.state = sheet, list(state)
        self.before: dict[int, Callable[[], object]] = {}
        self.requests: list[str] = []
        self.headers: list[Value] = []
        self.lost: dict[int, bool] = {}
        self.gone: set[int] = set()
        self.paused = 0
        self.budget = self

    def pause(self, unsure: Exception) -> None:
        self.paused += 1

    def values(self, filters: Sequence[Json]) -> list[list[Any] | None]:
        self._request("look")
        return [None if _entry_id(f) in self.gone else self._column(f) for f in filters]

    def write(self, data: Sequence[Json], *, formulas: bool = False) -> list[list[Any]]:
        """`lost[n]`: the n-th request gets no answer, and says whether it was carried out."""
        number = self._request("write")
        if self.lost.get(number, True):
            for entry in data:
                self._put(entry["dataFilter"], _column_of(entry))
            self.headers.append(self.state[0] if self.state else None)
        if number in self.lost:
            raise Unsure("no answer")
        return [
            []
            if _entry_id(entry["dataFilter"]) in self.gone
            else _as_asked(entry, self._column(entry["dataFilter"]))
            for entry in data
        ]

    def _request(self, kind: str) -> int:
        self.requests.append(kind)
        self.before.get(len(self.requests), lambda: None)()
        return len(self.requests)

    def _column(self, data_filter: Json) -> list[Any]:
        if "gridRange" in data_filter:
            column = self.state[: data_filter["gridRange"].get("endRowIndex")]
        else:
            rows, at = self.sheet.look(), data_filter["developerMetadataLookup"]["metadataId"]
            found = rows.who[at - 1] if at < 3 else rows.owned[OWNED_KEYS[at - 3]]
            column = list(found)
        while column and column[-1] is None:
            column.pop()
        if not column:
            return []
        return [["" if value is None else value for value in column]]

    def _put(self, data_filter: Json, values: list[Any]) -> None:
        written = {row: value or None for row, value in enumerate(values, 1) if value is not None}
        if "gridRange" in data_filter:
            first = data_filter["gridRange"]["startRowIndex"]
            self.state += [None] * (first + len(values) - len(self.state))
            for row, value in written.items():
                self.state[first + row - 1] = value
        elif (at := data_filter["developerMetadataLookup"]["metadataId"]) >= 3:
            self.sheet.write({OWNED_KEYS[at - 3]: written})


def writing(
    fake: FakeSheets,
    desired: DesiredState | None,
    *lines: str,
    largest: int = LARGEST,
    closed: frozenset[str] = frozenset(),
) -> Writer:
    state = StateWrite(STATE_ID, list(fake.state), lines, len(lines))
    tabs = [TabWrite(desired, ENTRY_IDS, ("name", "email"), closed)] if desired else []
    return Writer(fake, tabs, state, "token", largest)  # FakeSheets is no Sheets


def two_leads(**answers: Value) -> tuple[FakeSheets, DesiredState]:
    """A known lead and a new one, which is to get its id and these answers."""
    sheet = Sheet([HEADING, lead(1, id="ID1", status="status of 1 before"), lead(2)])
    return FakeSheets(sheet, OLD, "ID1|a"), DesiredState(
        "Leads", sheet.look(), {3: {"id": "ID2", "status": "status of 2"} | answers}
    )


def settled(fake: FakeSheets, desired: DesiredState) -> bool:
    return (misplaced(fake.sheet, desired), unanswered(fake.sheet, desired)) == ([], [])


# ── nobody is about ───────────────────────────────────────────────────────────────────────────


def test_one_look_and_one_write_carry_answers_and_state():
    fake, desired = two_leads()
    assert writing(fake, desired, NEW, "ID1|a", "ID2|b").run(None)
    assert fake.requests == ["look", "write"]
    assert settled(fake, desired)
    assert fake.state == [NEW, "ID1|a", "ID2|b"]


def test_rows_that_were_just_looked_at_are_not_looked_at_again():
    fake, desired = two_leads()
    assert writing(fake, desired).run([fake.sheet.look()])
    assert fake.requests == ["write"]
    assert settled(fake, desired)


# ── a column of people's that is closed to us ─────────────────────────────────────────────────


def test_a_closed_column_is_not_even_named_in_a_write_and_looked_at_after_it():
    fake, desired = two_leads()
    named: list[int] = []
    put = fake._put
    fake._put = lambda at, values: (
        named.append(at["developerMetadataLookup"]["metadataId"]),
        put(at, values),
    )
    assert writing(fake, desired, closed=frozenset({"email"})).run(None)
    assert fake.requests == ["look", "write", "look"]
    assert ENTRY_IDS["people:email"] not in named
    assert ENTRY_IDS["people:name"] in named
    assert settled(fake, desired)


def test_rows_that_move_under_a_write_beside_a_closed_column_are_mended():
    fake, desired = two_leads()
    fake.before[2] = lambda: fake.sheet.act(("insert", 0, 0))
    assert writing(fake, desired, closed=frozenset({"email"})).run(None)
    assert fake.requests == ["look", "write", "look", "write", "look"]
    assert settled(fake, desired)


def test_a_state_alone_is_written_too():
    fake = FakeSheets(Sheet([HEADING]), OLD, "ID1|a")
    assert writing(fake, None, NEW, "ID1|c").run(None)
    assert fake.state == [NEW, "ID1|c"]


def test_with_nothing_to_write_nothing_is_written():
    fake, _ = two_leads()
    assert not writing(fake, None, OLD.replace("before", "token"), "ID1|a").run(None)
    assert fake.requests == ["look"]


def test_only_columns_in_which_something_is_written_are_looked_at():
    tab_write = TabWrite(two_leads()[1], ENTRY_IDS, ("name",))
    assert tab_write.keys == ["id", "status"]
    assert tab_write.filters() == [lookup(1), lookup(5), lookup(3)]


# ── people are about ──────────────────────────────────────────────────────────────────────────


def test_another_run_that_wrote_meanwhile_ends_the_attempt():
    fake, desired = two_leads()
    found = writing(fake, desired, NEW)
    fake.state[0] = '{"leads": 2, "stamp": "another"}'
    with pytest.raises(MovedError):
        found.run(None)
    assert fake.requests == ["look"]


def test_a_lead_that_was_deleted_meanwhile_ends_the_attempt_unwritten():
    fake, desired = two_leads()
    fake.before[1] = lambda: fake.sheet.act(("delete", 1, 0))
    with pytest.raises(MovedError):
        writing(fake, desired, NEW).run(None)
    assert "write" not in fake.requests


def test_rows_that_moved_in_the_instant_of_the_write_are_mended():
    fake, desired = two_leads()
    fake.before[2] = lambda: fake.sheet.act(("move", 0, 1))
    assert writing(fake, desired, NEW, "ID1|a", "ID2|b").run(None)
    assert fake.requests == ["look", "write", "look", "write"]
    assert settled(fake, desired)
    assert [row.cells["id"] for row in fake.sheet.rows[1:]] == ["ID2", "ID1"]
    assert fake.sheet.rows[2].cells["status"] == "status of 1 before"


def test_where_a_column_went_as_rows_moved_the_others_are_mended_before_the_run_begins_anew():
    fake, desired = two_leads(why="why of 2")

    def act() -> None:
        fake.sheet.act(("move", 0, 1))
        fake.gone.add(ENTRY_IDS["why"])

    fake.before[2] = act
    with pytest.raises(MovedError):
        writing(fake, desired, NEW, "ID1|a", "ID2|b").run(None)
    assert [row.cells["id"] for row in fake.sheet.rows[1:]] == ["ID2", "ID1"]
    assert [row.cells["status"] for row in fake.sheet.rows[1:]] == [
        "status of 2",
        "status of 1 before",
    ]


def test_where_nothing_says_any_more_who_is_who_the_run_begins_anew():
    fake, desired = two_leads()
    fake.before[2] = lambda: fake.gone.add(ENTRY_IDS["people:name"])
    with pytest.raises(MovedError):
        writing(fake, desired, NEW, "ID1|a", "ID2|b").run(None)


def test_an_answer_without_a_new_id_in_the_wrong_row_is_seen_by_the_ids_beside_it():
    fake, _ = two_leads()
    desired = DesiredState("Leads", fake.sheet.look(), {2: {"status": "status of 1"}})
    fake.before[2] = lambda: fake.sheet.act(("insert", 0, 0))
    assert writing(fake, desired).run(None)
    assert settled(fake, desired)


def test_rows_that_never_rest_end_the_run_after_some_repairs():
    fake, desired = two_leads()
    fake.before = dict.fromkeys(range(2, 40), lambda: fake.sheet.act(("insert", 0, 0)))
    with pytest.raises(BusyError) as caught:
        writing(fake, desired, NEW).run(None)
    assert not isinstance(caught.value, MovedError)
    assert fake.requests.count("write") == REPAIRS + 1


def test_what_a_person_types_after_the_write_stays():
    fake, desired = two_leads()
    fake.before[2] = lambda: fake.sheet.act(("insert", 0, 0))
    fake.before[3] = lambda: fake.sheet.act(("type", 2, 0))
    assert writing(fake, desired).run(None)
    assert str(fake.sheet.rows[3].cells["status"]).startswith("typed")


# ── answers that were lost ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("carried_out", "requests"), [(True, 3), (False, 4)])
def test_after_a_write_without_an_answer_a_look_decides(carried_out, requests):
    fake, desired = two_leads()
    fake.lost[2] = carried_out
    assert writing(fake, desired, NEW, "ID1|a", "ID2|b").run(None)
    assert (len(fake.requests), fake.paused) == (requests, 1)
    assert settled(fake, desired)
    assert fake.state == [NEW, "ID1|a", "ID2|b"]


def test_lost_answers_are_no_repairs():
    """How long they are waited out is for patience to say."""
    fake, desired = two_leads()
    fake.lost = dict.fromkeys(range(2, 20, 2), False)
    assert writing(fake, desired, NEW).run(None)
    assert fake.paused == 9


# ── several parts ─────────────────────────────────────────────────────────────────────────────

LINES = (NEW, *(f"ID{n}|{'x' * 60}" for n in range(1, 40)))


def test_a_state_is_open_while_parts_are_written_and_closed_by_the_last():
    fake, desired = two_leads(why="x" * 90)
    assert writing(fake, desired, *LINES, largest=800).run(None)
    assert len(fake.headers) > 3
    assert all('"open token"' in str(header) for header in fake.headers[:-1])
    assert fake.state == list(LINES)


def test_each_part_is_known_to_be_written_by_its_own_answer():
    sheet = Sheet([HEADING, *(lead(n) for n in range(1, 40))])
    wanted = {
        n + 1: {"id": f"ID{n}", "status": f"status of {n}", "why": f"why of {n}"}
        for n in range(1, 40)
    }
    fake, desired = FakeSheets(sheet, OLD), DesiredState("Leads", sheet.look(), wanted)
    assert writing(fake, desired, NEW, largest=200).run(None)
    assert fake.requests == ["look", *["write"] * len(fake.headers)]
    assert len(fake.headers) > 8
    assert settled(fake, desired)


def test_rows_that_move_between_two_parts_are_mended_and_the_state_is_closed():
    sheet = Sheet([HEADING, *(lead(n) for n in range(1, 20))])
    wanted = {
        n + 1: {"id": f"ID{n}", "status": f"status of {n}", "why": f"why of {n}"}
        for n in range(1, 20)
    }
    fake, desired = FakeSheets(sheet, OLD), DesiredState("Leads", sheet.look(), wanted)
    fake.before[3] = lambda: sheet.act(("move", 17, 2))
    assert writing(fake, desired, *LINES, largest=800).run(None)
    assert settled(fake, desired)
    assert fake.state == list(LINES)


@pytest.mark.parametrize("other", [lead(2), lead(2, id="ID2", status="status of 2 before")])
def test_a_copy_of_the_row_that_an_answer_was_written_to_by_mistake_is_mended_too(other):
    """Found by the test below: a row moved up under the write, and was copied before the next look;
    the answer for the first lead stayed in the copy.
    """
    sheet = Sheet([HEADING, lead(1, id="ID1", status="status of 1 before"), other])
    desired = DesiredState("Leads", sheet.look(), {2: {"status": "status of 1"}})
    fake = FakeSheets(sheet, OLD, "ID1|a")
    fake.before[2] = lambda: sheet.act(("move", 1, 0))
    fake.before[3] = lambda: sheet.act(("copy", 0, 0))
    assert writing(fake, desired, NEW, "ID1|a").run(None)
    assert settled(fake, desired)


def test_a_copy_of_a_copy_that_took_an_answer_by_mistake_is_mended_too():
    """Found by the test below: each copy came in above the row that it was made of, so that another
    one of the rows that are alike counted as the new one.
    """
    sheet = Sheet([HEADING, lead(1), lead(2, id="ID2", status="status of 2 before")])
    desired = DesiredState("Leads", sheet.look(), {3: {"status": "status of 2"}})
    fake = FakeSheets(sheet, OLD, "ID1|a")
    fake.before[2] = lambda: sheet.act(("copy", 0, 0))
    fake.before[3] = lambda: sheet.act(("copy", 1, 0))
    assert writing(fake, desired, NEW, "ID1|a").run(None)
    assert settled(fake, desired)


@given(st.data())
def test_whatever_people_do_between_requests_each_answer_ends_at_its_lead(data):
    """Or the run says that it must look again, or that people kept moving rows; it never ends well
    with less.
    """
    sheet = data.draw(sheets())
    desired = data.draw(desired_states(sheet))
    fake = FakeSheets(sheet, OLD, "ID1|a")
    for number in range(1, 6):
        done = data.draw(moves)
        fake.before[number] = lambda done=done: sheet.act_all(done)
    for number in data.draw(st.sets(st.integers(2, 6), max_size=2)):
        fake.lost[number] = data.draw(st.booleans())
    try:
        wrote = writing(
            fake, desired, NEW, "ID1|a", largest=data.draw(st.sampled_from([300, LARGEST]))
        ).run(None)
    except MovedError:
        assert "write" not in fake.requests
        return
    except BusyError:
        return
    event(f"{len(fake.requests)} requests")
    assert wrote
    assert fake.state == [NEW, "ID1|a"]
    if not sheet.people_sorted:
        assert (misplaced(sheet, desired), unanswered(sheet, desired)) == ([], [])


# ── formulas behind the answers ───────────────────────────────────────────────────────────────


FORMULA = "=ours"
"""Stands for a live formula of ours, and for what it shows."""
FILLED_TO = 9
ROW_MOVES = [("nothing", 0, 0), ("insert", 0, 0), ("insert", 0, 2), ("delete", 0, 0),
             ("delete", 2, 0), ("move", 0, 2), ("move", 2, 0), ("sort", 1, 0)]  # fmt: skip


def four_leads() -> tuple[FakeSheets, TabWrite]:
    """What a person typed, a cell without its formula, one with it, and another typed one."""
    statuses = (f"{TYPED}1", None, FORMULA, f"{TYPED}4")
    known = [lead(n, id=f"ID{n}", status=held) for n, held in enumerate(statuses, 1)]
    sheet = Sheet([HEADING, *known])
    live = {"status": frozenset({4})}
    wanted = {3: {"status": answer("status", 2)}}
    desired = DesiredState("Leads", sheet.look(), wanted, 1, live=live)
    tab = TabWrite(desired, ENTRY_IDS, ("name", "email"), formulas={"status": FORMULA})
    return FakeSheets(sheet), tab._replace(below=Below(5, FILLED_TO, 5))


def written_by(fake: FakeSheets, tab: TabWrite) -> dict[int | None, Value]:
    """What the status of each lead is in the end."""
    Writer(fake, [tab], StateWrite(STATE_ID, [], (), 0), "token").run(None)  # type: ignore[arg-type] # FakeSheets is no Sheets
    return {row.lead: row.cells.get("status") for row in fake.sheet.rows if row.lead}


def below_of(fake: FakeSheets) -> list[Value]:
    """The status of the blank rows below all leads."""
    last = max(at for at, row in enumerate(fake.sheet.rows) if row.lead)
    return [row.cells.get("status") for row in fake.sheet.rows[last + 1 :]]


@pytest.mark.parametrize("move", ROW_MOVES, ids=str)
@pytest.mark.parametrize("moment", [2, 3], ids=["answers", "formulas"])
def test_rows_that_move_under_a_write_leave_each_formula_and_text_where_it_belongs(
    move: tuple[str, int, int], moment: int
) -> None:
    fake, tab = four_leads()
    fake.before[moment] = lambda: fake.sheet.act(move)
    for n, held in written_by(fake, tab).items():
        assert held == (f"{TYPED}{n}" if n in (1, 4) else FORMULA), n
    assert set(below_of(fake)) == {FORMULA}
    assert len(fake.sheet.rows) >= FILLED_TO


def test_formulas_take_one_request_where_no_row_moves() -> None:
    fake, tab = four_leads()
    written_by(fake, tab)
    assert fake.requests == ["look", "write", "write"]


@pytest.mark.parametrize("carried_out", [True, False])
@pytest.mark.parametrize("move", ["nothing", "insert"])
def test_formulas_whose_answer_was_lost_are_looked_for_and_written_again(
    carried_out: bool, move: str
) -> None:
    fake, tab = four_leads()
    fake.lost[3] = carried_out
    fake.before[3] = lambda: fake.sheet.act((move, 0, 0))
    assert written_by(fake, tab) == {1: f"{TYPED}1", 2: FORMULA, 3: FORMULA, 4: f"{TYPED}4"}


def test_formulas_go_where_a_column_of_the_teams_is_closed_to_us() -> None:
    fake, tab = four_leads()
    found = written_by(fake, tab._replace(closed=frozenset({"email"})))
    assert found == {1: f"{TYPED}1", 2: FORMULA, 3: FORMULA, 4: f"{TYPED}4"}


def test_rows_that_people_hold_stay_out_where_they_were_and_where_they_are() -> None:
    before, now = (Sheet([HEADING, *made]).look() for made in ([lead(1)], [Row(None), lead(1)]))
    below = Below(2, 8, before.last_named, frozenset({5}))
    assert below.rows(before) == [3, 4, 6, 7, 8]
    assert below.rows(now) == [4, 7, 8]
    assert below._replace(last_named=now.last_named).rows(before) == [3, 6, 7, 8]
