"""Which columns with our metadata are still ours, by their heading or by what is in them."""

from __future__ import annotations

import pytest

from sheetflow.backends.google import ownership
from sheetflow.backends.google.ownership import LastRun, is_ours
from sheetflow.columns import OWNED_KEYS
from sheetflow.model import Value
from sheetflow.state.record import with_kept, written_in, written_text


def record(**answers: object) -> str:
    """A record of the state tab that wrote these answers."""
    cells = [answers.get(key) for key in OWNED_KEYS[:-1]]
    return f"L1|1|2|new|1|||new||planned|{written_text(cells)}"


RECORDS = {"L1": record(status="→ Planned", touches=2), "L2": record(status="● Today", touches=1)}


Records = dict[str, str]
Column = list[Value]


def is_renamed(
    key: str,
    column: Column,
    ids: Column,
    records: Records,
    *others: Column,
    heading: str = "Anything else",
) -> bool:
    return ownership.is_renamed(key, heading, column, LastRun(ids, records), others)


@pytest.mark.parametrize("heading", ["Status", "Estado", "status:", "Status (sf)"])
def test_a_heading_of_ours_is_ours_in_either_language(heading: str) -> None:
    assert is_ours("status", heading, None, ["Name", heading])


def test_the_heading_that_the_state_remembers_is_ours() -> None:
    assert is_ours("status", "How it stands", "How it stands", ["How it stands"])


def test_a_heading_of_another_column_is_not() -> None:
    assert not is_ours("status", "Touches", None, ["Touches"])


def test_where_the_remembered_heading_is_elsewhere_the_entry_stayed_behind() -> None:
    assert not is_ours("status", "Estado", "Status", ["Estado", "Status"])


def test_a_column_that_holds_what_we_wrote_was_renamed() -> None:
    assert is_renamed("status", ["→ Planned", "● Today"], ["L1", "L2"], RECORDS)
    assert is_renamed("touches", [2, 1.0], ["L1", "L2"], RECORDS)


def test_one_cell_typed_over_does_not_hide_a_renamed_column() -> None:
    assert is_renamed("status", ["→ Planned", "ask Eva"], ["L1", "L2"], RECORDS)


def test_plans_of_peoples_that_were_kept_do_not_hide_a_renamed_column() -> None:
    kept = {1: written_text((46_400,))}
    records = {}
    for id_, text in RECORDS.items():
        records[id_] = f"{text.rpartition('|')[0]}|{with_kept(written_in(text), kept)}"
    assert is_renamed("next_contact", [46_400, 46_400], ["L1", "L2"], records)
    assert not is_renamed("next_contact", [29_000, 31_000], ["L1", "L2"], records)
    assert is_renamed("next_contact", [None, None], ["L1", "L2"], records)  # nothing was ours in it


@pytest.mark.parametrize("key", ["status", "next_contact"])
def test_records_of_nonsense_prove_nothing(key: str) -> None:
    assert not is_renamed(key, ["→ Planned", 46_400], ["L1", "L2"], {"L1": "L1|", "L2": "L2|;;"})


@pytest.mark.parametrize("column", [["high", "low"], [None, None], [], ["● Today", "→ Planned"]])
def test_a_column_that_was_put_to_another_use_was_not(column: list[Value]) -> None:
    assert not is_renamed("status", column, ["L1", "L2"], RECORDS)


def test_numbers_of_the_teams_in_a_column_of_ours_are_the_teams() -> None:
    assert not is_renamed("touches", [5000, 12_000], ["L1", "L2"], RECORDS)


def test_the_ids_are_known_by_themselves() -> None:
    assert is_renamed("id", ["L1", "L2"], ["L1", "L2"], RECORDS)
    assert not is_renamed("id", ["A-100", "A-101"], ["A-100", "A-101"], RECORDS)


def test_without_a_state_no_other_heading_is_ours() -> None:
    assert not is_renamed("status", ["→ Planned"], ["L1"], {})


def test_a_copy_under_the_old_heading_does_not_hide_a_renamed_column() -> None:
    assert is_renamed(
        "status", ["→ Planned", "● Today"], ["L1", "L2"], RECORDS, ["→ Planned", "● Today"]
    )
    assert is_renamed("id", ["L1", "L2"], ["L1", "L2"], RECORDS, ["L1", "L2"])


def test_where_ours_is_whole_under_the_old_heading_a_few_equal_numbers_prove_nothing() -> None:
    assert is_renamed("touches", [2, 9], ["L1", "L2"], RECORDS)
    assert not is_renamed("touches", [2, 9], ["L1", "L2"], RECORDS, [2, 1])


def test_a_blank_column_proves_nothing_where_the_old_heading_is_elsewhere() -> None:
    assert is_renamed("overdue", [None, None], ["L1", "L2"], RECORDS)
    assert not is_renamed("overdue", [None, None], ["L1", "L2"], RECORDS, [None, None])


@pytest.mark.parametrize("heading", ["Appointment", "fecha límite"])
def test_a_blank_column_under_a_heading_of_peoples_is_theirs(heading: str) -> None:
    assert not is_renamed("overdue", [None, None], ["L1", "L2"], RECORDS, heading=heading)
    assert is_renamed("touches", [2, None], ["L1", "L2"], RECORDS, heading=heading)


def test_what_was_typed_into_new_rows_below_does_not_hide_a_renamed_column() -> None:
    assert is_renamed(
        "status", ["→ Planned", "● Today", "new", "new", "new", "new"], ["L1", "L2"], RECORDS
    )
    assert not is_renamed("status", [None, None, "new"], ["L1", "L2"], RECORDS)
