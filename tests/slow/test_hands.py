"""What hands do to a synced workbook with live formulas, in LibreOffice; then a sync: every answer
on its own lead, people's cells as they left them, our formulas whole, and nothing left to write.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from sheetflow.columns import OWNED_KEYS
from sheetflow.live import MEMORY_TAB
from tests.support.leads import TODAY
from tests.support.live_books import (
    FILLED,
    Lead,
    Row,
    few_rows,
    fill,
    filled_book,
    grid,
    new_book,
    rows_of,
    stop_the_clock,
)
from tests.support.office import Hands, Office, needs_office, office
from tests.support.running import Ran, sync

pytestmark = needs_office

NAMES = ("Ada Marsh", "Bo Lund", "Cy Dunn", "Di Hale", "Eli Ross", "Fay Quinn")
LIVE = frozenset(OWNED_KEYS) - {"id"}
ROWS = f"A3:AG{FILLED + 2}"
Act = Callable[[Hands], None]


def lead(number: int) -> Lead:
    name, day = NAMES[number], date(2026, 11, 19 - 2 * number)
    email = f"{name.split()[0].lower()}@example.org"
    return {"name": name, "email": email, "stage": "New", "last_contact": day}


@pytest.fixture(scope="module")
def office_() -> Iterator[Office]:
    with office() as started:
        yield started


@pytest.fixture(scope="module")
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        few_rows(patch)
        yield


@pytest.fixture(scope="module")
def synced(small: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six leads in the rows 3 to 8, synced."""
    path = tmp_path_factory.mktemp("hands") / "leads.xlsx"
    filled_book(path, [lead(number) for number in range(len(NAMES))])
    assert sync(path).code == 0
    return path


def memory_of(path: Path) -> set[object]:
    """Returns the ids of the leads that formulas remember."""
    return {row[0] for row in grid(path, MEMORY_TAB, data_only=True)[1:] if row[0]}


class Done:
    """A workbook after hands and a sync; `left` is what people left behind."""

    def __init__(self, synced: Path, path: Path, office: Office, act: Act) -> None:
        shutil.copyfile(synced, path)
        self.path, self.before = path, rows_of(synced)
        with office.at(path) as hands:
            act(hands)
        self.left: dict[str, Row] = rows_of(path)
        self.ran: Ran = sync(path)
        self.rows: dict[str, Row] = rows_of(path)

    def holds(self) -> None:
        """Identity, people's cells, formulas, a second sync."""
        assert self.ran.code == 0, self.ran.err
        ids = [row.ours["id"] for row in self.rows.values()]
        assert len(set(ids)) == len(ids)
        assert None not in ids
        assert set(ids) == memory_of(self.path)
        assert {name: row.people for name, row in self.rows.items()} == {
            name: row.people for name, row in self.left.items()
        }
        assert {row.live for row in self.rows.values()} == {LIVE}
        bytes_before = self.path.read_bytes()
        assert sync(self.path).code == 0
        assert self.path.read_bytes() == bytes_before

    def same_leads(self, *names: str) -> None:
        """These leads have the ids that they had."""
        for name in names:
            assert self.rows[name].ours["id"] == self.before[name].ours["id"], name


@pytest.fixture
def after(synced: Path, office_: Office, tmp_path: Path) -> Callable[[Act], Done]:
    return lambda act: Done(synced, tmp_path / "leads.xlsx", office_, act)


def test_sorting_by_a_column_of_people(after: Callable[[Act], Done]) -> None:
    done = after(lambda hands: hands.sort("Leads", ROWS, 0, down=True))
    assert list(done.rows) == sorted(NAMES, reverse=True)
    assert done.rows == {name: done.before[name] for name in done.rows}
    done.holds()
    done.same_leads(*NAMES)


def test_sorting_by_a_column_of_formulas_keeps_each_answer_on_its_lead(
    after: Callable[[Act], Done],
) -> None:
    done = after(lambda hands: hands.sort("Leads", ROWS, 1))  # the rows without a lead come first
    assert done.ran.code == 0, done.ran.err
    assert done.rows == done.before
    done.holds()
    done.same_leads(*NAMES)


def test_rows_that_are_inserted_and_deleted(after: Callable[[Act], Done]) -> None:
    def act(hands: Hands) -> None:
        hands.insert_rows("Leads", 5, 2)
        hands.type("Leads", "A5", ["Ned New"])
        hands.type("Leads", "L5", ["ned@example.org"])
        hands.delete_rows("Leads", 7)

    done = after(act)
    assert set(done.rows) == {*NAMES, "Ned New"} - {"Cy Dunn"}
    assert done.rows["Ned New"].ours["status"] == "● Today"
    done.holds()
    done.same_leads("Ada Marsh", "Bo Lund", "Di Hale", "Eli Ross", "Fay Quinn")


def test_cells_dragged_to_another_lead(after: Callable[[Act], Done]) -> None:
    def act(hands: Hands) -> None:
        hands.type("Leads", "H5", ["call about the offer", date(2026, 11, 26)])
        hands.drag("Leads", "H5:I5", "H8")

    done = after(act)
    assert done.rows["Cy Dunn"].ours["status"] == "▲ Overdue"
    assert done.rows["Fay Quinn"].ours["status"] == "→ Planned"
    assert "live formula" not in done.ran.err
    done.holds()
    done.same_leads(*NAMES)


def test_a_row_cut_and_pasted_below_the_list(after: Callable[[Act], Done]) -> None:
    done = after(lambda hands: hands.drag("Leads", "A4:AG4", "A15"))
    assert list(done.rows)[-1] == "Bo Lund"
    done.holds()
    done.same_leads(*NAMES)


def test_a_block_pasted_over_others_formulas_and_all(after: Callable[[Act], Done]) -> None:
    done = after(lambda hands: hands.copy("Leads", "A3:AG3", "A12"))
    assert done.rows["Ada Marsh again"].ours["id"] != done.rows["Ada Marsh"].ours["id"]
    done.holds()
    done.same_leads(*NAMES)


def test_columns_moved_and_filled_down(after: Callable[[Act], Done]) -> None:
    def act(hands: Hands) -> None:
        hands.move_column("Leads", 9, 5)
        hands.move_column("Leads", 1, 30)
        hands.fill_down("Leads", "B3:D8")

    done = after(act)
    assert done.rows == done.before
    done.holds()


def test_a_heading_of_people_in_another_word_and_one_of_ours_gone(
    after: Callable[[Act], Done],
) -> None:
    def act(hands: Hands) -> None:
        hands.type("Leads", "L2", ["E-mail"])
        hands.delete_column("Leads", 3)

    done = after(act)
    done.holds()
    done.same_leads(*NAMES)
    assert done.rows["Di Hale"].ours == done.before["Di Hale"].ours


@pytest.mark.parametrize(("column", "gone"), [(1, "Status"), (2, "Next contact")])
def test_a_deleted_column_of_ours_that_formulas_read_is_whole_after_one_sync(
    after: Callable[[Act], Done], office_: Office, column: int, gone: str
) -> None:
    done = after(lambda hands: hands.delete_column("Leads", column))
    assert f"the column {gone} came or went" in " ".join(done.ran.err.split())
    assert done.rows == done.before
    done.holds()
    stop_the_clock(done.path, TODAY)
    with office_.at(done.path):
        pass  # opened and saved
    assert rows_of(done.path) == done.before


def test_a_cleared_formula_comes_back_with_a_word(after: Callable[[Act], Done]) -> None:
    def act(hands: Hands) -> None:
        hands.type("Leads", "B4", [None])
        hands.type("Leads", "C5", [date(2026, 12, 1)])

    done = after(act)
    assert "Leads!B4: the live formula of Status was gone and is back" in done.ran.err
    assert done.rows["Bo Lund"].live == LIVE
    planned = done.rows["Cy Dunn"]
    assert planned.live == LIVE - {"next_contact"}
    assert planned.ours["status"] == "→ Planned"


def test_a_deleted_column_is_told_and_the_formulas_go_on_without(
    after: Callable[[Act], Done], office_: Office
) -> None:
    done = after(lambda hands: hands.delete_column("Leads", 6))
    assert "the column Last reply came or went" in done.ran.err
    assert "live formula of" not in done.ran.err
    done.holds()
    with office_.reading(done.path) as hands:
        shown = {row[0]: row[1] for row in hands.read("Leads")[2:9] if row[0]}
    assert not any("#" in str(status) or "Check" in str(status) for status in shown.values())


def _says_more_below(cell: object) -> bool:
    return "more below" in str(cell)


def test_leads_below_the_formulas_are_followed_and_rows_beside_them_get_theirs(
    after: Callable[[Act], Done], office_: Office
) -> None:
    def act(hands: Hands) -> None:
        hands.type("Leads", "A46", ["Zoe Last"])
        hands.type("Leads", "L46", ["zoe@example.org"])
        (told,) = filter(_says_more_below, hands.read("Leads")[0])
        assert told.startswith("1 more below")

    done = after(act)
    done.holds()
    with office_.at(done.path) as hands:
        hands.type("Leads", "A47", ["Yan Later"])
        hands.type("Leads", "L47", ["yan@example.org"])
        shown = hands.read("Leads")
    assert not any(map(_says_more_below, shown[0]))
    assert shown[46][1] == "● Today"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_is_stale_on_opening_a_template(lang: str, office_: Office, tmp_path: Path) -> None:
    path = new_book(tmp_path / "leads.xlsx", lang, date(2026, 11, 2))
    fill(path, [lead(number) for number in range(len(NAMES))], lang=lang)
    assert office_.stale(path)[1] == []
    assert sync(path, TODAY).code == 0
    cells, stale = office_.stale(path)
    assert cells > 100_000
    assert stale == []
