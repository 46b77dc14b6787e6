"""The batches before the answers, on a Google Sheet: what they send, what they leave alone, and
what a crash leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from tests.sheets_server.book import Cell, Json, Sheet
from tests.sheets_server.faults import BY_NAME, Fault, Reply
from tests.sheets_server.log import Entry
from tests.sheets_server.people import Person
from tests.sheets_server.server import Server
from tests.slow.test_google_faults import first, in_a_table, unchanged
from tests.support.contract import AT, DAY, HEADINGS, rows, serial
from tests.support.staged_spreadsheet import Sent, StagedSpreadsheet, client_of, photograph

TEAM: Final = range(len(HEADINGS))
"""The columns of the team's."""
OUR: Final = range(len(HEADINGS), len(AT))
LOST: Final = BY_NAME["503 JSON, nothing applied"]
MARTA: Final = {"editors": {"users": ["marta@example.com"]}}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(seed=8) as server, client_of(server, tmp_path_factory.mktemp("client")):
        yield server
        assert server.violations == []


def is_batch(entry: Entry) -> bool:
    return entry.call.endswith("spreadsheets.batchUpdate")


def calls(sent: Sent) -> list[str]:
    """The writes, by their last names."""
    return [entry.call.rpartition(".")[2] for entry in sent.log if entry.kind == "write"]


def person(staged: StagedSpreadsheet) -> Person:
    return staged.server.person(staged.book, tab="Leads")


def leads(staged: StagedSpreadsheet) -> Sheet:
    return person(staged).sheet


def area(staged: StagedSpreadsheet, columns: range, **rows: int) -> Json:
    return {
        "sheetId": leads(staged).id,
        "startColumnIndex": columns.start,
        "endColumnIndex": columns.stop,
        **rows,
    }


def looks(sheet: Sheet, columns: range) -> dict[str, list[tuple[Any, ...]]]:
    """Heading -> what its column shows beside its values: drop-downs, formats and notes."""
    found = {}
    for at in columns:
        cells = [sheet.cell(row, at) for row in range(sheet.row_count)]
        found[str(cells[0].value)] = [_look(cell) for cell in cells]
    return found


def _look(cell: Cell) -> tuple[Any, ...]:
    return cell.validation, cell.format, cell.note


def settled(staged: StagedSpreadsheet) -> None:
    """The next sync is well, and the one after it writes nothing."""
    assert staged.sync(DAY).ran.code == 0
    assert calls(staged.sync(DAY)) == []


# ── how many batches ──────────────────────────────────────────────────────────────────────────


def test_a_first_sync_prepares_the_structure_then_formats_then_answers(client: Server) -> None:
    assert calls(first(client).sync(DAY)) == [
        "batchUpdate",
        "batchUpdate",
        "batchUpdateByDataFilter",
    ]


def test_a_column_that_comes_back_takes_one_batch(client: Server) -> None:
    staged = unchanged(client)
    staged.driver("Leads").delete_column(AT["Why"])
    assert calls(staged.sync(DAY)) == ["batchUpdate", "batchUpdateByDataFilter"]
    assert str(leads(staged).cell(0, OUR.stop - 1).note).startswith("sheetflow writes this column")
    assert calls(staged.sync(DAY)) == []


def test_a_rule_of_ours_that_somebody_took_away_comes_back_in_one_batch(client: Server) -> None:
    staged = unchanged(client)
    person(staged)._change("deleteConditionalFormatRule", sheetId=leads(staged).id, index=0)
    assert calls(staged.sync(DAY)) == ["batchUpdate"]


# ── columns that people move in between ───────────────────────────────────────────────────────


@pytest.mark.parametrize("position", [0, 1], ids=["before the structure", "before the formatting"])
@pytest.mark.parametrize("at", [1, 4, 10])
@pytest.mark.parametrize("kind", ["plain", "table"])
def test_a_column_inserted_in_that_instant_takes_no_drop_down_format_note_or_heading(
    client: Server, position: int, at: int, kind: str
) -> None:
    staged = in_a_table(client) if kind == "table" else first(client)
    headings = [*staged.driver("Leads").cells[0]]
    headings.insert(at, "Deal size")
    batches = iter(range(9))

    def is_it(entry: Entry) -> bool:
        return is_batch(entry) and next(batches) == position

    staged.server.people.on(is_it, lambda: person(staged).add_column(at, "Deal size"))
    assert staged.sync(DAY).ran.code == 0
    tab = leads(staged)
    places = {cell.value: column for column, cell in tab.rows[0].items()}
    assert [heading for heading in headings if heading not in places] == []
    for heading in headings:
        column = [tab.cell(row, places[heading]) for row in range(tab.row_count)]
        assert not any(cell.note for cell in column), heading
        assert heading == "Stage" or not any(cell.validation for cell in column), heading
        assert heading != "Deal size" or not any(cell.format for cell in column[1:])
    assert tab.cell(1, places["Stage"]).validation
    assert set(AT) <= set(places)
    settled(staged)


def test_misplaced_entries_are_taken_away_before_anything_else_happens(client: Server) -> None:
    staged = first(client)
    before: list[Any] = []
    staged.server.people.on(is_batch, lambda: person(staged).add_column(1, "Deal size"))

    def remember() -> None:
        before.append((dict(staged.book.metadata), looks(leads(staged), range(7))))

    staged.server.people.on(is_batch, remember, times=None)
    staged.sync(DAY)
    staged.server.people.clear()
    (none, untouched), (misplaced, at_once), (left, then) = before[:3]
    peoples = [item.id for item in misplaced.values() if item.value and "people:" in item.value]
    assert peoples
    assert not none
    assert not set(left) & set(peoples)
    assert untouched == at_once == then


# ── rules of the team's ───────────────────────────────────────────────────────────────────────

BOLD: Final = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}


@pytest.mark.parametrize("fault", [LOST, BY_NAME["503 JSON, applied"]], ids=str)
@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_rule_that_a_batch_took_away_comes_back_once_however_often_that_fails(
    client: Server, times: int, fault: Fault
) -> None:
    staged = unchanged(client)
    sheet, somebody = leads(staged), person(staged)
    ours = sheet.conditional_formats[0]
    changed = {
        **ours,
        "booleanRule": {**ours["booleanRule"], "format": {"textFormat": {"bold": True}}},
    }
    somebody._change("updateConditionalFormatRule", index=0, sheetId=sheet.id, rule=changed)
    rule = {"ranges": [area(staged, range(1), startRowIndex=1)], "booleanRule": BOLD}
    staged.server.people.on(
        is_batch, lambda: somebody._change("addConditionalFormatRule", index=0, rule=rule)
    )
    batches = iter(range(20))
    failing = lambda entry: is_batch(entry) and 1 <= next(batches) <= times  # noqa: E731 -- it is given away at once
    staged.server.faults.when(failing, fault, times=None)
    try:
        assert staged.sync(DAY).ran.code == 0
    finally:
        staged.server.faults.clear()
    kinds = [rule["booleanRule"]["condition"]["type"] for rule in sheet.conditional_formats]
    assert kinds.count("NOT_BLANK") == 1
    settled(staged)


# ── a crash between the two ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("begin", [first, in_a_table], ids=["plain", "table"])
@pytest.mark.parametrize("fault", ["503 JSON, nothing applied", "connection reset, applied"])
def test_what_a_crash_before_the_formatting_left_is_formatted_by_the_next_run(
    client: Server, begin: Callable[[Server], StagedSpreadsheet], fault: str
) -> None:
    undisturbed, staged = begin(client), begin(client)
    undisturbed.sync(DAY)
    staged.server.faults.at(len(staged.server.log) + 5, BY_NAME[fault], None)
    assert staged.sync(DAY).ran.code == 75
    staged.server.faults.clear()
    settled(staged)
    assert looks(leads(staged), range(19)) == looks(leads(undisturbed), range(19))
    assert photograph(staged.book) == photograph(undisturbed.book)


# ── protected ranges ──────────────────────────────────────────────────────────────────────────


def close(staged: StagedSpreadsheet, columns: range, **rows: int) -> None:
    """Marta lets nobody but herself edit these columns."""
    person(staged)._change(
        "addProtectedRange", protectedRange={"range": area(staged, columns, **rows), **MARTA}
    )


def answers(staged: StagedSpreadsheet) -> list[list[Any]]:
    """What our columns hold, but for the ids."""
    return [row[OUR.start : AT["sf id"]] for row in staged.driver("Leads").cells]


@pytest.mark.parametrize("heading", ["Email", "Stage", "Last contact"])
def test_a_closed_column_of_the_teams_keeps_nothing_out_of_ours(
    client: Server, heading: str
) -> None:
    undisturbed, staged = unchanged(client), first(client)
    close(staged, range(AT[heading], AT[heading] + 1))
    before = looks(leads(staged), range(AT[heading], AT[heading] + 1))
    assert staged.sync(DAY).ran.code == 0
    assert answers(staged) == answers(undisturbed)
    ids = [row[AT["sf id"]] for row in staged.driver("Leads").cells]
    assert len(set(ids)) == len(ids)
    assert looks(leads(staged), range(AT[heading], AT[heading] + 1)) == before
    assert calls(staged.sync(DAY)) == []


def test_a_new_lead_is_answered_beside_a_closed_column(client: Server) -> None:
    staged = unchanged(client)
    close(staged, range(AT["Email"], AT["Email"] + 1))
    staged.driver("Leads").insert_row(
        3, ["Nora Byrne", "nora@example.com", "Eva", "New", serial(11, 20)]
    )
    assert staged.sync(DAY).ran.code == 0
    assert all(staged.driver("Leads").cells[2][at] for at in (AT["Status"], AT["sf id"]))
    assert calls(staged.sync(DAY)) == []


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (range(19), {"startRowIndex": 0, "endRowIndex": 1}),
        (range(18, 19), {}),
        (range(19), {"startRowIndex": 2, "endRowIndex": 3}),
    ],
    ids=["the heading row", "sf id", "the row of another lead"],
)
def test_what_is_closed_and_not_written_to_stops_nothing(
    client: Server, columns: range, rows: dict[str, int]
) -> None:
    staged = unchanged(client)
    staged.driver("Leads").type(2, AT["Last contact"], serial(11, 20))
    before = answers(staged)
    close(staged, columns, **rows)
    assert staged.sync(DAY).ran.code == 0
    assert answers(staged) != before
    assert calls(staged.sync(DAY)) == []


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (range(10, 11), {}),
        (range(19), {"startRowIndex": 1, "endRowIndex": 2}),
        (range(19), {}),
    ],
    ids=["Status", "the row", "everything"],
)
def test_closed_columns_of_ours_end_with_77_before_anything_is_written(
    client: Server, columns: range, rows: dict[str, int]
) -> None:
    staged = unchanged(client)
    staged.driver("Leads").type(2, AT["Last contact"], serial(11, 20))
    close(staged, columns, **rows)
    before = photograph(staged.book)
    sent = staged.sync(DAY)
    assert (sent.ran.code, calls(sent)) == (77, [])
    assert "sheet-robot@" in sent.ran.err
    assert photograph(staged.book) == before


# ── tables and filters ────────────────────────────────────────────────────────────────────────


def headings(staged: StagedSpreadsheet) -> list[Any]:
    return staged.driver("Leads").cells[0]


def test_inside_a_table_our_columns_have_their_own_headings(client: Server) -> None:
    staged = in_a_table(client)
    sent = staged.sync(DAY)
    assert (sent.ran.code, sent.reads, sent.writes) == (0, 2, 3)
    assert headings(staged) == list(AT)
    assert leads(staged).tables[0]["range"]["endColumnIndex"] == OUR.stop
    assert calls(staged.sync(DAY)) == []


def test_a_column_that_comes_back_in_a_table_has_its_heading(client: Server) -> None:
    staged = in_a_table(client)
    staged.sync(DAY)
    staged.driver("Leads").delete_column(AT["sf id"])
    assert staged.sync(DAY).ran.code == 0
    assert headings(staged) == list(AT)
    assert calls(staged.sync(DAY)) == []


@pytest.mark.parametrize("fault", [LOST, BY_NAME["connection reset, applied"]], ids=str)
@pytest.mark.parametrize("times", [1, None], ids=["once", "from then on"])
def test_no_fault_makes_a_table_name_our_columns(
    client: Server, fault: Fault[Reply], times: int | None
) -> None:
    staged = in_a_table(client)
    requests = len(staged.sync(DAY).log)
    for position in range(requests):
        staged.reset()
        staged.server.faults.at(len(staged.server.log) + position + 1, fault, times)
        staged.sync(DAY)
        staged.server.faults.clear()
        assert not any(str(text).startswith("Column ") for text in headings(staged)), position
        assert staged.sync(DAY).ran.code == 0
        assert headings(staged) == list(AT), position


def make_a_table(staged: StagedSpreadsheet) -> None:
    where = area(staged, TEAM, startRowIndex=0, endRowIndex=5)
    person(staged)._change("addTable", table={"name": "Leads", "range": where})


def make_a_filter(staged: StagedSpreadsheet) -> None:
    person(staged).filter(len(TEAM))


def end_of(staged: StagedSpreadsheet) -> int:
    """The column behind the table or filter."""
    found = [
        *leads(staged).tables,
        *([leads(staged).basic_filter] if leads(staged).basic_filter else []),
    ]
    return int(found[0]["range"]["endColumnIndex"])  # type: ignore[index]  # one of them is there


# ── another table of the team's ───────────────────────────────────────────────────────────────

SALES: Final = ["Month", *(f"Week {n}" for n in range(1, 14))]
"""The headings of a table that is wider than the leads."""


def with_sales(server: Server, *, above: bool, left: int = 0) -> tuple[StagedSpreadsheet, int]:
    """Leads in a filter, and a wider table above or below them from a column on; with the row
    (0-based) of its headings.
    """
    block = [[None] * left + SALES, [None] * left + ["Nov", *range(1, 14)]]
    team = [*block, [], [], *rows()] if above else [*rows(), [], [], *block]
    staged, at = StagedSpreadsheet(server, {"Leads": team}), team.index(block[0])
    top = 4 if above else 0
    leads_area = area(staged, TEAM, startRowIndex=top, endRowIndex=top + len(rows()))
    person(staged)._change("setBasicFilter", filter={"range": leads_area})
    where = area(staged, range(left, left + len(SALES)), startRowIndex=at, endRowIndex=at + 2)
    person(staged)._change("addTable", table={"name": "Sales", "range": where})
    staged.keep()
    return staged, at


def test_a_wider_table_above_the_leads_stays_in_one_piece(client: Server) -> None:
    staged, row = with_sales(client, above=True)
    assert staged.sync(DAY).ran.code == 0
    assert staged.driver("Leads").cells[row][: len(SALES) + 1] == SALES
    assert leads(staged).tables[0]["range"]["endColumnIndex"] == len(SALES)
    assert staged.driver("Leads").cells[4][len(SALES) :] == list(AT)[OUR.start :]
    assert calls(staged.sync(DAY)) == []


def test_a_wider_table_below_the_leads_stays_in_one_piece_though_its_rows_count_as_leads(
    client: Server,
) -> None:
    staged, row = with_sales(client, above=False)
    for _ in range(2):
        assert staged.sync(DAY).ran.code in (0, 4)
        assert staged.driver("Leads").cells[row][: len(SALES)] == SALES
    assert calls(staged.sync(DAY)) == []


@pytest.mark.parametrize("position", range(6))
@pytest.mark.parametrize("fault", [LOST, BY_NAME["connection reset, applied"]], ids=str)
def test_no_crash_beside_a_wider_table_inserts_columns_twice(
    client: Server, fault: Fault[Reply], position: int
) -> None:
    staged, row = with_sales(client, above=True)
    staged.server.faults.at(len(staged.server.log) + position + 1, fault, None)
    staged.sync(DAY)
    staged.server.faults.clear()
    settled(staged)
    assert staged.driver("Leads").cells[row][: len(SALES)] == SALES
    assert staged.driver("Leads").cells[4][len(SALES) :] == list(AT)[OUR.start :]


@pytest.mark.parametrize(("above", "left"), [(True, 0), (False, 4)], ids=["above", "below"])
def test_columns_that_came_into_a_table_made_in_that_instant_come_once_and_are_used(
    client: Server, *, above: bool, left: int
) -> None:
    """Though the table named them, and the run that inserted them was cut off."""
    staged, row = with_sales(client, above=above, left=left)
    table = leads(staged).tables.pop()
    staged.server.people.on(is_batch, lambda: leads(staged).tables.append(table))
    staged.server.faults.at(len(staged.server.log) + 5, LOST, None)
    assert staged.sync(DAY).ran.code == 75
    staged.server.faults.clear()
    settled(staged)
    assert staged.driver("Leads").cells[4 if above else 0][: len(AT)] == list(AT)
    assert len(
        [text for text in staged.driver("Leads").cells[row] if str(text).startswith("Column ")]
    ) == len(OUR)


# ── a warning of the team's around ours, a tab without rows, a format of the team's ───────────


@pytest.mark.parametrize(
    "width", [None, len(HEADINGS)], ids=["the whole sheet", "the team's columns"]
)
def test_columns_that_come_into_what_the_team_warns_of_are_quiet_from_the_second_sync_on(
    client: Server, width: int | None
) -> None:
    staged = first(client)
    person(staged).filter(8)
    where = {"sheetId": leads(staged).id} if width is None else area(staged, range(width))
    person(staged)._change(
        "addProtectedRange", protectedRange={"range": where, "warningOnly": True}
    )
    assert staged.sync(DAY).ran.code == 0
    assert calls(staged.sync(DAY)) == []
    assert len(leads(staged).protected_ranges) == 1


def test_a_tab_trimmed_to_its_headings_gets_formats_and_drop_downs_when_rows_come(
    client: Server,
) -> None:
    staged = first(client)
    person(staged).delete_rows(2, leads(staged).row_count - 1)
    for expected in (["batchUpdate"] * 2, []):
        assert [call for call in calls(staged.sync(DAY)) if call == "batchUpdate"] == expected
    person(staged)._change("appendDimension", sheetId=leads(staged).id, dimension="ROWS", length=20)
    staged.driver("Leads").insert_row(
        2, ["Nora Byrne", "nora@example.com", "Eva", "New", serial(11, 17)]
    )
    settled(staged)
    assert leads(staged).cell(1, AT["Next contact"]).format == {"numberFormat": {"type": "DATE"}}
    assert leads(staged).cell(1, AT["Stage"]).validation
    assert leads(staged).conditional_formats


def test_a_blank_column_that_we_take_over_goes_on_showing_dates_as_the_team_had_it(
    client: Server,
) -> None:
    staged, shown = first(client), {"numberFormat": {"type": "DATE", "pattern": "ddd d mmm"}}
    staged.driver("Leads").type(1, len(HEADINGS), "Next contact")
    where = area(staged, range(len(HEADINGS), len(HEADINGS) + 1), startRowIndex=1, endRowIndex=4)
    body = {
        "range": where,
        "cell": {"userEnteredFormat": shown},
        "fields": "userEnteredFormat.numberFormat",
    }
    person(staged)._change("repeatCell", **body)
    settled(staged)
    assert [leads(staged).cell(row, len(HEADINGS)).format for row in (1, 3, 4, 60)] == [shown] * 4


@pytest.mark.parametrize("make", [make_a_table, make_a_filter], ids=["table", "filter"])
def test_what_people_put_around_their_columns_later_takes_ours_in_at_the_next_sync(
    client: Server, make: Callable[[StagedSpreadsheet], None]
) -> None:
    staged = unchanged(client)
    make(staged)
    assert end_of(staged) == TEAM.stop
    assert calls(staged.sync(DAY)) == ["batchUpdate"] * 2
    assert (end_of(staged), headings(staged)) == (OUR.stop, list(AT))
    assert calls(staged.sync(DAY)) == []
