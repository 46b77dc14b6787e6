"""sheetflow.backends.google.protection: a warning on each of our columns, and nothing else."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.grid import Frame, Json, columns_from
from sheetflow.backends.google.protection import is_closed, protection_changes
from tests.google.storing import KEYS, applied, frame, sheet
from tests.google.tabs import kinds

ALL = frozenset(KEYS)


def protected(column: int, number: int = 1, **more: object) -> Json:
    """A protected range of the team's."""
    where = {"sheetId": 7, "startColumnIndex": column, "endColumnIndex": column + 1}
    return {
        "protectedRangeId": number,
        "range": where,
        "warningOnly": True,
        "requestingUserCanEdit": True,
    } | more


def guarded() -> Json:
    """A sheet that has our warnings."""
    return applied(before := sheet(), protection_changes(before, frame()))


def test_each_of_our_columns_warns_from_its_heading_down():
    requests = protection_changes(sheet(), frame(heading_row=2, unformatted=ALL, new_columns=ALL))
    found = [request["addProtectedRange"]["protectedRange"] for request in requests]
    assert [p["range"] for p in found] == [
        columns_from(7, 1, range(at, at + 1)) for at in range(10, 19)
    ]
    assert all(
        p["warningOnly"] and p["description"].startswith("sheetflow: written by sheetflow")
        for p in found
    )


def warned(of: Json, with_frame: Frame) -> tuple[list[int], list[int]]:
    """(the ids of the ranges that go, the columns that get one)."""
    requests = protection_changes(of, with_frame)
    gone = [
        r["deleteProtectedRange"]["protectedRangeId"]
        for r in requests
        if "deleteProtectedRange" in r
    ]
    new = [
        r["addProtectedRange"]["protectedRange"]["range"]
        for r in requests
        if "addProtectedRange" in r
    ]
    return gone, [where["startColumnIndex"] for where in new]


def test_a_warning_that_somebody_removed_comes_back():
    of = guarded()
    del of["protectedRanges"][2]
    assert warned(of, frame()) == ([], [12])


def test_a_warning_on_a_column_that_is_ours_no_longer_goes():
    without = frame(owned={key: at for key, at in frame().owned.items() if key != "why"})
    assert warned(guarded(), without) == ([8], [])


def test_a_second_warning_on_a_column_goes():
    of = guarded()
    of["protectedRanges"].append(of["protectedRanges"][0] | {"protectedRangeId": 99})
    assert warned(of, frame()) == ([99], [])


@pytest.mark.parametrize("cut", [{"endRowIndex": 20}, {"startRowIndex": 1}, {"endColumnIndex": 12}])
def test_a_warning_that_somebody_cut_or_stretched_is_made_anew(cut):
    of = guarded()
    of["protectedRanges"][0]["range"] |= cut
    assert warned(of, frame()) == ([1], [10])


def test_where_columns_are_fresh_all_of_our_warnings_are_made_anew():
    gone, added = warned(guarded(), frame(unformatted=frozenset({"why"})))
    assert (gone, added) == (list(range(1, 10)), list(range(10, 19)))


@pytest.mark.parametrize(
    "kind", [{"warningOnly": True}, {"warningOnly": False, "requestingUserCanEdit": False}]
)
def test_a_column_that_the_team_protects_needs_no_warning(kind):
    gone, added = warned(sheet(protectedRanges=[protected(12, **kind)]), frame())
    assert (gone, added) == ([], [10, 11, *range(13, 19)])


def test_the_team_s_protection_is_found_where_it_was_before_our_columns_came():
    shifted = frame(
        owned={"status": 2, "id": 9},
        unformatted=frozenset({"status"}),
        new_columns=frozenset({"status"}),
    )
    assert warned(sheet(protectedRanges=[protected(8, 1), protected(2, 2)]), shifted) == ([], [2])


def spread(first: int, end: int | None) -> Json:
    """A warning of the team's on some columns, or from one on to the last."""
    stop = {} if end is None else {"endColumnIndex": end}
    return {
        "protectedRangeId": 5,
        "range": {"sheetId": 7, "startColumnIndex": first, **stop},
        "warningOnly": True,
    }


@pytest.mark.parametrize("where", [(0, None), (3, None), (0, 11), (9, 11)])
@pytest.mark.parametrize("columns", [10, 26], ids=["at the end of the grid", "inside"])
def test_columns_inserted_into_what_the_team_protects_need_no_warning(where, columns):
    of = sheet(protectedRanges=[spread(*where)])
    of["properties"]["gridProperties"]["columnCount"] = columns
    assert warned(of, frame(unformatted=ALL, new_columns=ALL)) == ([], [])


@pytest.mark.parametrize("where", [(0, 10), (10, 14), (10, None)])
def test_columns_inserted_beside_what_the_team_protects_are_warned_of(where):
    assert warned(
        sheet(protectedRanges=[spread(*where)]), frame(unformatted=ALL, new_columns=ALL)
    ) == (
        [],
        [*range(10, 19)],
    )


def test_columns_inserted_into_a_hole_in_what_the_team_protects_are_warned_of():
    holed = spread(0, None) | {"unprotectedRanges": [spread(8, 12)["range"]]}
    assert warned(sheet(protectedRanges=[holed]), frame(unformatted=ALL, new_columns=ALL)) == (
        [],
        [*range(10, 19)],
    )


def test_a_protected_sheet_with_our_column_left_open_warns_there():
    whole = {
        "protectedRangeId": 5,
        "range": {"sheetId": 7},
        "unprotectedRanges": [protected(12)["range"]],
    }
    assert warned(sheet(protectedRanges=[whole]), frame()) == ([], [12])


@pytest.mark.parametrize(
    "change", [{"warningOnly": False}, {"warningOnly": False, "requestingUserCanEdit": False}]
)
def test_a_range_of_ours_that_the_team_made_binding_is_theirs(change):
    of = guarded()
    of["protectedRanges"][3] |= change | {"range": {"sheetId": 7}}
    of["protectedRanges"] = of["protectedRanges"][3:4]
    assert warned(of, frame()) == ([], [])


def test_the_team_s_protected_ranges_are_never_named():
    others = [protected(3, 501), protected(12, 502, description="prices"), protected(40, 503)]
    requests = protection_changes(
        sheet(protectedRanges=others), frame(unformatted=ALL, new_columns=ALL)
    )
    assert set(kinds(requests)) == {"addProtectedRange"}


# What keeps us out

CLOSED: Json = {"editors": {"users": ["marta@example.com"]}}


def shut(column: int, *protected: Json) -> bool:
    return is_closed(sheet(protectedRanges=list(protected)), column)


def over(first: int, end: int, **rows: int) -> Json:
    return {
        "range": {"sheetId": 7, "startColumnIndex": first, "endColumnIndex": end, **rows},
        **CLOSED,
    }


def test_a_range_closes_the_columns_that_it_meets():
    assert [shut(at, over(3, 5)) for at in (2, 3, 4, 5)] == [False, True, True, False]
    assert shut(0, {"range": {"sheetId": 7}, **CLOSED})


def test_one_closed_cell_closes_its_column():
    """A heading, or a single lead: a request that writes there is refused as a whole."""
    assert shut(3, over(3, 4, startRowIndex=0, endRowIndex=1))
    assert shut(3, over(3, 4, startRowIndex=40, endRowIndex=41))


def test_a_range_that_warns_or_that_we_may_edit_closes_nothing():
    assert not shut(3, over(3, 4) | {"warningOnly": True})
    assert not shut(3, over(3, 4) | {"requestingUserCanEdit": True})


def test_a_hole_opens_a_column_only_where_it_holds_all_of_it():
    hole: Json = {"sheetId": 7, "startColumnIndex": 3, "endColumnIndex": 5}
    whole: Json = {"range": {"sheetId": 7}, **CLOSED}
    assert not shut(3, whole | {"unprotectedRanges": [hole]})
    assert shut(5, whole | {"unprotectedRanges": [hole]})
    assert shut(3, whole | {"unprotectedRanges": [hole | {"startRowIndex": 1}]})
    assert shut(3, whole | {"unprotectedRanges": [hole | {"endRowIndex": 10}]})
