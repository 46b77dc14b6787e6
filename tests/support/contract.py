"""What every backend must keep. A backend's tests subclass BackendContract and say how a workbook
is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta

import pytest

from sheetflow import model
from sheetflow.columns import OWNED, OWNED_KEYS
from sheetflow.engine import Options, Result, look
from sheetflow.errors import BusyError, DamagedError, SheetflowError
from sheetflow.model import (
    KEEP,
    STATE_TAB,
    Cell,
    CellError,
    Changes,
    DefinedName,
    FilledDown,
    Formula,
    NewTab,
    RowPlan,
    Style,
    TabPlan,
    Value,
)
from tests.support.workbook_driver import Grid, WorkbookDriver, settled, synced

DAY = date(2026, 11, 20)
"""A Friday; nothing here reads a clock."""
HEADINGS = (
    "Name",
    "Email",
    "Owner",
    "Stage",
    "Since",
    "Last contact",
    "Last reply",
    "Agreement",
    "Agreed for",
    "Notes",
)
OURS = tuple(column.en for column in OWNED)
FIRST = len(HEADINGS)
AT = {name: at for at, name in enumerate((*HEADINGS, *OURS))}


def serial(month: int, day: int) -> int:
    """Returns a day of 2026 as people's cells hold it."""
    return model.serial(date(2026, month, day))


def rows() -> list[list[Value]]:
    """Returns a heading row and four leads, each of them in another state."""
    return [
        list(HEADINGS),
        ["Marta Ruiz", "marta@example.com", "Eva", "New", serial(11, 3), serial(11, 18)],
        [
            "Jon Etxebarria",
            "jon@example.com",
            "Eva",
            "Informed",
            serial(10, 5),
            serial(11, 16),
            serial(11, 19),
        ],
        [
            "Aisha Khan",
            "aisha@example.com",
            "Tom",
            "Proposal sent",
            serial(9, 1),
            serial(11, 12),
            None,
            "send the drawings",
            serial(11, 26),
        ],
        ["Björn Lindqvist", "bjorn@example.com", "Tom", "Won", serial(8, 3), serial(10, 2)],
    ]


class BackendContract:
    """Subclasses give `make`, which takes tabs (name -> rows) and gives a workbook and
    a person at it.
    """

    make: Callable[..., WorkbookDriver]

    # ── for the tests below ───────────────────────────────────────────────────────────────────

    @pytest.fixture
    def fresh(self) -> WorkbookDriver:
        """A workbook that no sync has seen."""
        return self.make({"Leads": rows()})

    @pytest.fixture
    def book(self, fresh: WorkbookDriver) -> WorkbookDriver:
        """A workbook that was synced on DAY."""
        synced(fresh, DAY)
        return fresh

    # ── what it says of itself ────────────────────────────────────────────────────────────────

    def test_a_backend_says_of_itself_whether_its_snapshots_are_shared(
        self, fresh: WorkbookDriver
    ) -> None:
        assert fresh.backend.read().shared is fresh.backend.shared

    # ── the first sync ────────────────────────────────────────────────────────────────────────

    def test_first_sync_adds_the_owned_columns_at_the_right_in_their_order(
        self, book: WorkbookDriver
    ) -> None:
        assert book.cells("Leads")[0] == [*HEADINGS, *OURS]

    def test_first_sync_changes_no_cell_of_peoples(self, book: WorkbookDriver) -> None:
        assert [_padded(row)[:FIRST] for row in book.cells("Leads")] == [
            _padded(row)[:FIRST] for row in rows()
        ]

    def test_first_sync_answers_every_lead_and_gives_each_its_own_id(
        self, book: WorkbookDriver
    ) -> None:
        statuses = column(book, "Status")
        assert [str(status).split(" ", 1)[1] for status in statuses] == [
            "Overdue",
            "Reply now",
            "Planned",
            "Won",
        ]
        assert len({*column(book, "sf id")}) == 4

    def test_a_date_we_answer_is_stored_as_a_serial(self, book: WorkbookDriver) -> None:
        assert column(book, "Next contact") == [
            serial(11, 19),
            serial(11, 20),
            serial(11, 26),
            None,
        ]

    def test_spanish_headings_get_spanish_columns(self) -> None:
        book = self.make(
            {
                "Clientes": [
                    ["Nombre", "Correo", "Etapa", "Alta"],
                    ["Nora Peña", "nora@example.com", "Nuevo", serial(11, 19)],
                ]
            }
        )
        synced(book, DAY)
        assert book.cells("Clientes")[0][4:] == [column.es for column in OWNED]

    def test_columns_filled_below_a_blank_heading_are_left_out(self) -> None:
        content = rows()
        content[2] = [*_padded(content[2], FIRST), None, "a remark out here"]
        book = self.make({"Leads": content})
        synced(book, DAY)
        headings, at = book.cells("Leads")[0], book.cells("Leads")[2].index("a remark out here")
        assert [heading for heading in headings if heading] == [*HEADINGS, *OURS]
        assert headings[at] is None

    def test_titles_above_and_blank_rows_between_stay_where_they_are(self) -> None:
        heading, *people = rows()
        book = self.make({"Leads": [["Our leads, autumn"], [], heading, people[0], [], people[1]]})
        synced(book, DAY)
        grid = book.cells("Leads")
        assert (grid[0], grid[1], grid[4]) == (["Our leads, autumn"], [], [])
        assert grid[2][FIRST] == "Status"
        assert grid[3][-1]
        assert grid[5][-1]

    def test_a_row_of_totals_gets_no_answer(self) -> None:
        total: list[Value] = ["Total", None, None, None, 4]
        book = self.make({"Leads": [*rows(), total]})
        synced(book, DAY)
        assert book.cells("Leads")[5] == total

    def test_every_leads_tab_is_answered_and_ids_are_unique_across_them(self) -> None:
        book = self.make({"Eva": rows(), "Notes": [["Shopping"], ["coffee"]], "Tom": rows()})
        synced(book, DAY)
        ids = [row[AT["sf id"]] for tab in ("Eva", "Tom") for row in book.cells(tab)[1:]]
        assert len({*ids}) == 8
        assert book.cells("Notes") == [["Shopping"], ["coffee"]]

    def test_many_rows_each_get_their_own_answer(self) -> None:
        agreed = [None, serial(11, 19), None]
        people = [
            [
                f"Lead {n}",
                f"lead{n}@example.com",
                "Eva",
                "New",
                *agreed,
                f"promise {n}",
                serial(11, 24),
            ]
            for n in range(1200)
        ]
        book = self.make({"Leads": [list(HEADINGS), *people]})
        synced(book, DAY)
        assert all(f"promise {n}" in str(step) for n, step in enumerate(column(book, "Next step")))

    # ── the second sync ───────────────────────────────────────────────────────────────────────

    def test_a_second_sync_writes_nothing(self, book: WorkbookDriver) -> None:
        before = book.fingerprint()
        assert not synced(book, DAY).wrote
        assert book.fingerprint() == before

    def test_a_second_sync_would_write_nothing_without_the_stamp_either(
        self, book: WorkbookDriver
    ) -> None:
        before = book.fingerprint()
        assert settled(book, DAY)
        assert book.fingerprint() == before

    def test_the_next_day_is_answered_anew_and_then_stays(self, book: WorkbookDriver) -> None:
        assert synced(book, DAY + timedelta(days=3)).wrote
        assert column(book, "Overdue") == [2, 1, None, None]
        assert settled(book, DAY + timedelta(days=3))

    def test_looking_writes_nothing(self, fresh: WorkbookDriver) -> None:
        before = fresh.fingerprint()
        look(fresh.backend, Options(today=DAY))
        assert fresh.fingerprint() == before

    # ── identity ──────────────────────────────────────────────────────────────────────────────

    def test_ids_stay_with_their_leads_when_rows_are_sorted(self, book: WorkbookDriver) -> None:
        before = ids(book)
        with book.at("Leads") as sheet:
            sheet.sort(2, lambda row: str(row[0]))
        synced(book, DAY)
        assert ids(book) == before

    def test_ids_follow_their_leads_when_only_peoples_columns_are_sorted(
        self, book: WorkbookDriver
    ) -> None:
        before = answers(book)
        with book.at("Leads") as sheet:
            sheet.sort(2, lambda row: str(row[0]), range(FIRST))
        synced(book, DAY)
        assert answers(book) == before

    def test_rows_inserted_above_leave_the_others_their_ids(self, book: WorkbookDriver) -> None:
        before = ids(book)
        with book.at("Leads") as sheet:
            sheet.insert_row(2, ["Nora Byrne", "nora@example.com", "Eva", "New", serial(11, 20)])
        synced(book, DAY)
        after = ids(book)
        assert after.pop("Nora Byrne") not in before.values()
        assert after == before

    def test_deleting_a_row_takes_nothing_from_the_others(self, book: WorkbookDriver) -> None:
        before = answers(book)
        with book.at("Leads") as sheet:
            sheet.delete_row(2)
        synced(book, DAY)
        del before["Marta Ruiz"]
        assert answers(book) == before

    def test_of_two_equal_rows_the_upper_keeps_the_id(self, book: WorkbookDriver) -> None:
        marta = ids(book)["Marta Ruiz"]
        with book.at("Leads") as sheet:
            sheet.copy_row(2, 4)
        synced(book, DAY)
        found = column(book, "sf id")
        assert found[0] == marta
        assert found[2] not in (None, marta)
        assert len({*found}) == 5

    def test_a_copy_that_was_given_another_name_is_the_new_one_even_above(
        self, book: WorkbookDriver
    ) -> None:
        before = ids(book)
        with book.at("Leads") as sheet:
            sheet.copy_row(2, 2)
            sheet.type(2, AT["Name"], "Greta Novak")
            sheet.type(2, AT["Email"], "greta@example.com")
        synced(book, DAY)
        after = ids(book)
        assert after.pop("Greta Novak") not in before.values()
        assert after == before

    def test_emptied_ids_are_given_back(self, book: WorkbookDriver) -> None:
        before = ids(book)
        with book.at("Leads") as sheet:
            for row in range(2, 6):
                sheet.type(row, AT["sf id"], None)
        synced(book, DAY)
        assert ids(book) == before

    def test_a_new_name_keeps_the_id(self, book: WorkbookDriver) -> None:
        before = ids(book)
        person_types(book, 2, "Name", "Marta Ruiz Gil")
        synced(book, DAY)
        assert ids(book)["Marta Ruiz Gil"] == before["Marta Ruiz"]

    def test_an_id_that_we_never_gave_does_not_take_anothers_place(
        self, book: WorkbookDriver
    ) -> None:
        before = ids(book)
        with book.at("Leads") as sheet:
            sheet.insert_row(
                2, [*_padded(["Nora Byrne", "nora@example.com"], FIRST), *[None] * 8, "L12345678"]
            )
        synced(book, DAY)
        after = ids(book)
        assert after.pop("Nora Byrne")
        assert after == before

    def test_rows_that_nothing_tells_for_certain_are_named_once(self, book: WorkbookDriver) -> None:
        """Somebody renamed a lead and sorted people's columns alone."""
        before = ids(book)
        with book.at("Leads") as sheet:
            sheet.type(3, AT["Name"], "Jon E.")
            sheet.type(3, AT["Email"], "jon@new.example.com")
            sheet.sort(2, lambda row: str(row[0]), range(FIRST))
        assert unclear(synced(book, DAY)) == ["Leads!S4"]
        assert ids(book)["Jon E."] not in before.values()
        assert unclear(synced(book, DAY + timedelta(days=3))) == []

    def test_a_copied_row_a_new_one_and_one_that_gets_its_id_back_are_not_named(
        self, book: WorkbookDriver
    ) -> None:
        with book.at("Leads") as sheet:
            sheet.type(3, AT["sf id"], None)
            sheet.copy_row(2, 4)
            sheet.insert_row(2, ["Nora Byrne", "nora@example.com", "Eva", "New", serial(11, 20)])
            sheet.delete_row(7)
        assert unclear(synced(book, DAY)) == []

    def test_touches_grow_with_contacts_although_rows_were_sorted(
        self, book: WorkbookDriver
    ) -> None:
        with book.at("Leads") as sheet:
            sheet.type(2, AT["Last contact"], serial(11, 20))
            sheet.sort(2, lambda row: str(row[0]))
        synced(book, DAY)
        assert answers(book)["Marta Ruiz"]["Touches"] == 2

    def test_words_typed_as_dates_mean_the_day_on_which_they_were_seen(
        self, book: WorkbookDriver
    ) -> None:
        person_types(book, 2, "Last contact", "hoy")
        person_types(book, 2, "Agreed for", "next Monday")
        person_types(book, 3, "Next contact", "mañana")
        told = []
        for days in (0, 3, 4):  # Friday, Monday, Tuesday
            synced(book, DAY + timedelta(days=days))
            assert settled(book, DAY + timedelta(days=days))
            told.append((column(book, "Next contact")[:2], "word" in str(column(book, "Flags")[0])))
        planned = [serial(11, 23), "mañana"]
        assert told == [(planned, False), (planned, True), (planned, True)]
        assert column(book, "Last contact")[0] == "hoy"
        assert answers(book)["Marta Ruiz"]["Touches"] == 2

    # ── people win ────────────────────────────────────────────────────────────────────────────

    @pytest.mark.parametrize(
        "heading", ["Status", "Overdue", "Next step", "Touches", "Interest", "Flags", "Why"]
    )
    def test_text_typed_over_an_owned_cell_stays_and_is_flagged(
        self, book: WorkbookDriver, heading: str
    ) -> None:
        person_types(book, 2, heading, "ask Eva first")
        synced(book, DAY + timedelta(days=3))
        assert column(book, heading)[0] == "ask Eva first"
        if heading != "Flags":
            assert "typed over" in str(column(book, "Flags")[0])

    def test_the_answer_comes_back_when_the_text_is_emptied(self, book: WorkbookDriver) -> None:
        before = answers(book)
        person_types(book, 2, "Status", "ask Eva first")
        synced(book, DAY)
        person_types(book, 2, "Status", None)
        synced(book, DAY)
        assert answers(book) == before

    def test_a_date_typed_into_next_contact_is_the_plan(self, book: WorkbookDriver) -> None:
        person_types(book, 2, "Next contact", serial(11, 25))
        synced(book, DAY)
        marta = answers(book)["Marta Ruiz"]
        assert (marta["Next contact"], marta["Status"], marta["Overdue"]) == (
            serial(11, 25),
            "→ Planned",
            None,
        )
        assert settled(book, DAY)

    def test_a_contact_on_the_planned_day_gives_the_cell_back_to_the_engine(
        self, book: WorkbookDriver
    ) -> None:
        person_types(book, 2, "Next contact", serial(11, 25))
        synced(book, DAY)
        person_types(book, 2, "Last contact", serial(11, 25))
        synced(book, date(2026, 11, 25))
        assert answers(book)["Marta Ruiz"]["Next contact"] == serial(11, 27)

    def test_a_text_in_next_contact_that_is_no_date_stays(self, book: WorkbookDriver) -> None:
        person_types(book, 2, "Next contact", "after the fair")
        synced(book, DAY)
        assert column(book, "Next contact")[0] == "after the fair"

    def test_an_answer_that_is_blank_now_empties_its_cell(self, book: WorkbookDriver) -> None:
        person_types(book, 2, "Last contact", serial(11, 20))
        synced(book, DAY)
        assert column(book, "Overdue")[0] is None

    def test_a_row_that_cannot_be_read_keeps_only_status_flags_why_and_id(
        self, book: WorkbookDriver
    ) -> None:
        person_types(book, 2, "Last contact", "soon")
        synced(book, DAY)
        marta = answers(book)["Marta Ruiz"]
        assert [name for name, value in marta.items() if value is not None] == [
            "Status",
            "Flags",
            "Why",
            "sf id",
        ]

    def test_formulas_and_markup_in_peoples_text_stay_text(self, fresh: WorkbookDriver) -> None:
        person_types(fresh, 4, "Agreement", '=HYPERLINK("x") & <b>"loud"</b>')
        synced(fresh, DAY)
        step = column(fresh, "Next step")[2]
        assert '=HYPERLINK("x") & <b>"loud"</b>' in str(step)
        assert column(fresh, "Agreement")[2] == '=HYPERLINK("x") & <b>"loud"</b>'

    @pytest.mark.parametrize(
        "value",
        [
            "  kept spaces  ",
            "two\nlines",
            "🌱 سلام",
            "-",
            True,
            False,
            0,
            -1.5,
            CellError("#N/A"),
            "x" * 32_767,
        ],
        ids=[
            "spaces",
            "line-break",
            "emoji",
            "dash",
            "true",
            "false",
            "zero",
            "negative",
            "error",
            "long",
        ],
    )
    def test_any_value_of_peoples_comes_through_unchanged(
        self, fresh: WorkbookDriver, value: Value
    ) -> None:
        person_types(fresh, 2, "Notes", value)
        synced(fresh, DAY)
        found = column(fresh, "Notes")[0]
        assert (type(found), found) == (type(value), value)

    def test_a_hidden_tab_of_peoples_is_left_alone(self, book: WorkbookDriver) -> None:
        assert [tab for tab, visible in book.tabs.items() if visible] == ["Leads"]

    # ── columns and tabs that people move ─────────────────────────────────────────────────────

    def test_an_owned_column_that_was_moved_is_written_where_it_is(
        self, book: WorkbookDriver
    ) -> None:
        with book.at("Leads") as sheet:
            sheet.move_column(AT["Status"], 0)
        synced(book, DAY + timedelta(days=6))
        found = [str(row[0]).split(" ", 1)[-1] for row in book.cells("Leads")]
        assert found == ["Status", "Gone cold", "Reply now", "Today", "Won"]
        assert len(book.cells("Leads")[0]) == FIRST + len(OURS)

    def test_an_owned_column_that_was_deleted_is_added_again_at_the_right(
        self, book: WorkbookDriver
    ) -> None:
        before = answers(book)
        with book.at("Leads") as sheet:
            sheet.delete_column(AT["Status"])
        synced(book, DAY)
        assert book.cells("Leads")[0] == [*HEADINGS, *OURS[1:], "Status"]
        assert answers(book) == before

    def test_ids_come_back_when_their_column_was_deleted(self, book: WorkbookDriver) -> None:
        before = ids(book)
        with book.at("Leads") as sheet:
            sheet.delete_column(AT["sf id"])
        synced(book, DAY)
        assert ids(book) == before

    def test_a_column_inserted_among_ours_moves_no_answer_into_it(
        self, book: WorkbookDriver
    ) -> None:
        before = answers(book)
        with book.at("Leads") as sheet:
            sheet.insert_column(AT["Overdue"], ["Colour", "red", "blue"])
        synced(book, DAY + timedelta(days=3))
        assert [row[AT["Overdue"]] for row in book.cells("Leads")[:3]] == ["Colour", "red", "blue"]
        synced(book, DAY)
        assert answers(book) == before

    @pytest.mark.parametrize("heading", ["Status", "Next contact", "sf id"])
    @pytest.mark.parametrize("to", [0, FIRST + len(OURS)], ids=["left of all", "right of all"])
    def test_a_copy_that_people_make_of_a_column_of_ours_is_theirs(
        self, book: WorkbookDriver, heading: str, to: int
    ) -> None:
        width = FIRST + len(OURS) + 1
        copied = [_padded(row, width)[AT[heading]] for row in book.cells("Leads")]
        with book.at("Leads") as sheet:
            sheet.insert_column(to, copied)
            sheet.type(2, AT["Last contact"] + (to == 0), serial(11, 20))
        run = synced(book, DAY + timedelta(days=6))
        assert [_padded(row, width)[to] for row in book.cells("Leads")] == copied
        assert run.plan is not None
        assert [problem.text.code for problem in run.plan.problems] == ["theirs"]
        assert settled(book, DAY + timedelta(days=6))

    def test_a_renamed_tab_keeps_its_ids_and_its_columns(self, book: WorkbookDriver) -> None:
        before = answers(book)
        book.rename("Leads", "Autumn")
        synced(book, DAY)
        assert answers(book, "Autumn") == before
        assert book.cells("Autumn")[0] == [*HEADINGS, *OURS]

    def test_a_status_that_says_the_stage_is_the_stage_on_every_run(self) -> None:
        """A column of the team's may be read as another than it is called; that is held to."""
        people: list[list[Value]] = [
            ["Ana Soler", "New", serial(11, 18)],
            ["Cy Marsh", "Won", serial(11, 2)],
        ]
        book = self.make({"Leads": [["Name", "Status", "Last contact"], *people]})
        synced(book, DAY)
        assert settled(book, DAY)
        assert str(column(book, "Status (sf)")[1]).endswith("Won")

    # ── the state ─────────────────────────────────────────────────────────────────────────────────

    def test_a_copied_tab_in_front_of_ours_takes_no_id_and_no_history(self) -> None:
        book = self.make({"Notes": [["Remember"]], "Leads": rows()})
        synced(book, DAY)
        before, touches = ids(book), column(book, "Touches")
        with book.at("Notes") as sheet:
            for row, cells in enumerate(book.cells("Leads"), 1):
                for at, value in enumerate(cells):
                    sheet.type(row, at, value)
        synced(book, DAY, force=True)
        assert (ids(book), column(book, "Touches")) == (before, touches)
        assert not set(before) & {row[AT["sf id"]] for row in book.cells("Notes")[1:]}
        assert settled(book, DAY)

    def test_the_state_tab_is_hidden_and_last(self) -> None:
        book = self.make({"Leads": rows(), "Notes": [["Shopping"]]})
        synced(book, DAY)
        assert book.tabs == {"Leads": True, "Notes": True, STATE_TAB: False}

    def test_a_lost_state_changes_no_answer_and_no_id(self, book: WorkbookDriver) -> None:
        person_types(book, 2, "Last contact", serial(11, 19))
        synced(book, DAY)
        before = answers(book)
        book.drop(STATE_TAB)
        synced(book, DAY)
        assert answers(book) == before
        assert before["Marta Ruiz"]["Touches"] == 2
        assert settled(book, DAY)

    def test_a_damaged_state_is_rebuilt_from_the_sheet(self, book: WorkbookDriver) -> None:
        before = answers(book)
        with book.at(STATE_TAB) as sheet:
            sheet.type(3, 0, "|||")
        synced(book, DAY + timedelta(days=1))  # a Saturday: nothing falls due
        assert answers(book) == before
        assert settled(book, DAY + timedelta(days=1))

    def test_peoples_text_outlives_a_lost_state(self, book: WorkbookDriver) -> None:
        person_types(book, 2, "Status", "ask Eva first")
        person_types(book, 3, "Next contact", serial(11, 25))
        synced(book, DAY)
        book.drop(STATE_TAB)
        synced(book, DAY)
        assert column(book, "Status")[0] == "ask Eva first"
        assert column(book, "Next contact")[1] == serial(11, 25)

    # ── all or nothing ────────────────────────────────────────────────────────────────────────

    def test_a_change_made_meanwhile_is_kept(self, fresh: WorkbookDriver) -> None:
        """Whether the run goes on or is refused."""
        plan, _ = look(fresh.backend, Options(today=DAY))
        person_types(fresh, 2, "Notes", "likes trains")
        with suppress(BusyError):
            fresh.backend.apply(plan.changes)
        assert column(fresh, "Notes")[0] == "likes trains"

    def test_writing_before_reading_is_refused(self, fresh: WorkbookDriver) -> None:
        with pytest.raises(SheetflowError):
            fresh.backend.apply(Changes(()))

    def test_what_goes_wrong_half_way_leaves_everything_as_it_was(
        self, fresh: WorkbookDriver
    ) -> None:
        plan, _ = look(fresh.backend, Options(today=DAY))
        before = fresh.fingerprint()
        with pytest.raises(InterruptedError):
            fresh.backend.apply(Changes(plan.changes.tabs, _Breaking()))
        assert fresh.fingerprint() == before

    def test_a_tab_that_is_there_already_is_not_added_again(self, fresh: WorkbookDriver) -> None:
        fresh.backend.read()
        before = fresh.fingerprint()
        with pytest.raises(DamagedError):
            fresh.backend.apply(Changes((), None, (NewTab("leads", (("a",),), (10,)),)))
        assert fresh.fingerprint() == before

    def test_new_tabs_hold_their_rows_and_are_before_the_state_tab(
        self, book: WorkbookDriver
    ) -> None:
        book.backend.read()
        tab = NewTab("Calendar", (("Day", "Holiday"), (date(2026, 12, 25), "Christmas")), (12, 30))
        assert book.backend.apply(Changes((), None, (tab,)))
        assert list(book.tabs) == ["Leads", "Calendar", STATE_TAB]
        assert book.cells("Calendar") == [["Day", "Holiday"], [serial(12, 25), "Christmas"]]

    def test_closing_twice_is_fine_and_reading_works_afterwards(self, book: WorkbookDriver) -> None:
        book.backend.read()
        book.backend.close()
        book.backend.close()
        tab = book.backend.read().tabs[0]
        assert [list(cells) for cells in tab.head] == book.cells("Leads")
        book.backend.close()
        assert settled(book, DAY)

    def test_nothing_to_write_is_said_and_touches_nothing(self, book: WorkbookDriver) -> None:
        book.backend.read()
        before = book.fingerprint()
        assert not book.backend.apply(Changes(()))
        assert book.fingerprint() == before

    def test_what_is_read_is_what_was_there_when_it_was_read(self, book: WorkbookDriver) -> None:
        tab = book.backend.read().tabs[0]
        assert [list(cells) for cells in tab.head] == book.cells("Leads")
        blocks = [*tab.blocks([0, AT["Status"]])]
        assert [row for block in blocks for row in block.rows] == [1, 2, 3, 4, 5]
        assert [value for block in blocks for value in block.columns[1]] == [
            "Status",
            *column(book, "Status"),
        ]


class FileContract(BackendContract):
    """What only a workbook keeps that one program has at a time: it can tell whether anybody
    touched it.
    """

    def test_a_change_made_meanwhile_wins_and_nothing_is_written(
        self, fresh: WorkbookDriver
    ) -> None:
        plan, _ = look(fresh.backend, Options(today=DAY))
        person_types(fresh, 2, "Notes", "likes trains")
        before = fresh.fingerprint()
        with pytest.raises(BusyError):
            fresh.backend.apply(plan.changes)
        assert fresh.fingerprint() == before

    def test_two_looks_at_the_same_cells_have_the_same_stamp(self, book: WorkbookDriver) -> None:
        assert book.backend.read().stamp == book.backend.read().stamp != ""

    def test_the_stamp_changes_with_a_cell(self, book: WorkbookDriver) -> None:
        before = book.backend.read().stamp
        person_types(book, 2, "Notes", "likes trains")
        assert book.backend.read().stamp != before

    def test_the_stamp_changes_with_the_name_of_a_tab(self, book: WorkbookDriver) -> None:
        before = book.backend.read().stamp
        book.rename("Leads", "Autumn")
        assert book.backend.read().stamp != before

    def test_the_stamp_in_the_state_tab_is_that_of_the_workbook_as_it_is(
        self, book: WorkbookDriver
    ) -> None:
        assert book.backend.read().stamp in str(book.cells(STATE_TAB)[0][0])

    def test_dates_follow_the_1904_system_where_the_workbook_does(self) -> None:
        shifted = [
            [value - 1462 if isinstance(value, int) else value for value in row] for row in rows()
        ]
        book = self.make({"Leads": shifted}, date1904=True)
        synced(book, DAY)
        assert column(book, "Next contact") == [serial(11, n) - 1462 for n in (19, 20, 26)] + [None]

    def test_days_in_new_tabs_and_answers_follow_the_1904_system(self) -> None:
        book = self.make({"Leads": rows()}, date1904=True)
        book.backend.read()
        answer = (KEEP, DAY, *[KEEP] * 7)
        plan = TabPlan(
            "Leads",
            1,
            5,
            tuple(range(FIRST)),
            {},
            {"next_contact": "Next contact"},
            [RowPlan(2, answer)],
        )
        book.backend.apply(Changes((plan,), None, (NewTab("Calendar", (("Day",), (DAY,)), (12,)),)))
        assert column(book, "Next contact")[0] == serial(11, 20) - 1462
        assert book.cells("Calendar") == [["Day"], [serial(11, 20) - 1462]]

    def test_a_new_tab_holds_formulas_and_their_results_and_may_be_hidden(self) -> None:
        book = self.make({"Leads": rows()})
        book.backend.read()
        content = (("Day", "Next"), (DAY, Cell(Formula("A2+1", DAY), Style(bold=True))))
        filled = (FilledDown(2, 2, 3, "A2*2", values={2: 7, 3: "x"}),)
        new = NewTab("_calc", content, filled=filled, hidden=True)
        assert book.backend.apply(Changes((), new_tabs=(new,)))
        tab = next(tab for tab in book.backend.read().tabs if tab.name == "_calc")
        assert not tab.visible
        (block,) = tab.blocks([0, 1, 2])
        day = serial(11, 20)
        assert block.columns == [["Day", day, None], ["Next", day, None], [None, 7, "x"]]
        assert {column: [*at] for column, at in block.formulas.items()} == {1: [2], 2: [2, 3]}
        book.backend.close()

    def test_a_name_that_is_defined_already_is_written_once(self) -> None:
        book = self.make({"Leads": rows()})
        names = (DefinedName("sf_today", "TODAY()"),)
        written = []
        for _ in range(2):
            book.backend.read()
            written.append(book.backend.apply(Changes((), names=names)))
        assert written == [True, False]
        book.backend.close()


class _Breaking:
    """A state that fails while it is written."""

    def lines(self, stamp: str) -> Iterator[str]:
        yield "header"
        raise InterruptedError


def _padded(row: Sequence[Value], width: int = FIRST) -> list[Value]:
    return [*row, *[None] * (width - len(row))]


def person_types(
    book: WorkbookDriver, row: int, heading: str, value: Value, tab: str = "Leads"
) -> None:
    """Types a value into a cell of a sheet row, under a heading."""
    with book.at(tab) as sheet:
        sheet.type(row, sheet.cells[0].index(heading), value)


def column(book: WorkbookDriver, heading: str, tab: str = "Leads") -> list[Value]:
    """Returns the cells under a heading, from the first lead on."""
    grid: Grid = book.cells(tab)
    at = grid[0].index(heading)
    return [_padded(row, at + 1)[at] for row in grid[1:]]


def answers(book: WorkbookDriver, tab: str = "Leads") -> dict[Value, dict[str, Value]]:
    """Name -> our heading -> answer."""
    names = column(book, "Name", tab)
    by_heading = {heading: column(book, heading, tab) for heading in OURS}
    return {
        name: {heading: by_heading[heading][i] for heading in OURS} for i, name in enumerate(names)
    }


def unclear(run: Result) -> list[str]:
    """Returns the cells of the rows that counted as new because nothing told for certain which lead
    they were.
    """
    assert run.plan is not None
    return [problem.where for problem in run.plan.problems if problem.text.code == "unclear_id"]


def ids(book: WorkbookDriver) -> dict[Value, Value]:
    """Name -> id."""
    return dict(zip(column(book, "Name"), column(book, "sf id"), strict=True))


assert len(OURS) == len(OWNED_KEYS)
