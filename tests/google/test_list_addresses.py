"""The places of leads in `_list`, as addresses into the spreadsheet."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.list_addresses import with_addresses
from sheetflow.model import Cell, Changes, NewTab, Style

SHEETS = {"North": 7, "Team's own": 8}


def told(*texts: str | Cell | None) -> list[object]:
    """What the tab tells Today where these are the places."""
    rows = (("id", "place", "message"), *(("L1", text, "#North!A") for text in texts))
    changes = with_addresses(Changes((), rewritten=(NewTab("_list", rows),)), SHEETS)
    assert all(row[2] == "#North!A" for row in changes.rewritten[0].rows[1:])
    return [row[1] for row in changes.rewritten[0].rows[1:]]


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("#North!A", "#gid=7&range=A"),
        ("#'Team''s own'!A", "#gid=8&range=A"),
        ("#Gone!A", "#Gone!A"),
        ("North", "North"),
        (None, None),
    ],
)
def test_a_place_is_an_address_where_its_tab_is_known(place: str | None, address: str) -> None:
    assert told(place) == [address]


def test_a_cell_with_a_look_keeps_its_content_as_an_address() -> None:
    look = Style(bold=True)
    assert told(Cell("#North!A", look)) == [Cell("#gid=7&range=A", look)]


def test_a_new_tab_gets_them_and_other_tabs_are_left_alone() -> None:
    rows = (("place",), ("#North!A",))
    made = with_addresses(Changes((), new_tabs=(NewTab("_list", rows), NewTab("X", rows))), SHEETS)
    assert [tab.rows[1] for tab in made.new_tabs] == [("#gid=7&range=A",), ("#North!A",)]


def test_changes_without_that_tab_are_the_same() -> None:
    changes = Changes((), new_tabs=(NewTab("X", (("place",), ("#North!A",))),))
    assert with_addresses(changes, SHEETS) is changes
