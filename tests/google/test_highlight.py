"""sheetflow.backends.google.highlight: our rules are there once, the team's stay as they are."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.google.grid import Json
from sheetflow.backends.google.highlight import (
    COLOURED,
    formula,
    restore_requests,
    rule_changes,
    status_of,
)
from sheetflow.palette import LOOKS
from tests.google.storing import COMMON, HABITS, Habits, applied, frame, sheet


def teams_rule(name: str) -> Json:
    """A rule of the team's."""
    values = [{"userEnteredValue": f'=$B2="{name}"'}]
    where = {
        "sheetId": 7,
        "startRowIndex": 1,
        "endRowIndex": 500,
        "startColumnIndex": 1,
        "endColumnIndex": 12,
    }
    shown = {"backgroundColor": {"red": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}}
    return {
        "ranges": [where],
        "booleanRule": {"condition": {"type": "CUSTOM_FORMULA", "values": values}, "format": shown},
    }


def coloured(habits: Habits = COMMON, **parts: object) -> Json:
    """A sheet that has our rules, as Google shows them."""
    return applied(before := sheet(**parts), rule_changes(before, frame()), habits)


def team(of: Json) -> list[Json]:
    return [rule for rule in of.get("conditionalFormats", []) if status_of(rule) is None]


def ours(of: Json) -> list[str | None]:
    return [status_of(rule) for rule in of["conditionalFormats"] if status_of(rule)]


def test_there_is_one_rule_for_each_status():
    assert ours(coloured()) == list(LOOKS)


def test_a_rule_knows_a_status_by_its_icon_in_any_language_and_carries_our_tag():
    assert formula("overdue", 10, 5) == '=AND(LEFT($K5;1)="▲";N("sheetflow:overdue")=0)'


def test_a_formula_separates_by_semicolons_alone():
    for status in LOOKS:
        assert "," not in formula(status, 10, 2)


def test_a_rule_paints_what_the_palette_says():
    rule = coloured()["conditionalFormats"][1]["booleanRule"]["format"]
    assert rule["textFormat"]["bold"] is True
    assert rule["textFormat"]["foregroundColorStyle"]["rgbColor"] == {
        "red": 1,
        "green": 1,
        "blue": 1,
    }
    assert rule["backgroundColor"] == pytest.approx(
        {"red": 149 / 255, "green": 24 / 255, "blue": 67 / 255}
    )


def test_rules_reach_from_below_the_headings_to_the_end_of_the_grid():
    (request, *_) = rule_changes(sheet(), frame(heading_row=3))
    assert request["addConditionalFormatRule"]["rule"]["ranges"] == [
        {"sheetId": 7, "startRowIndex": 3, "startColumnIndex": 10, "endColumnIndex": 13}
    ]


def test_columns_that_people_moved_apart_are_coloured_where_they_are():
    moved = frame(owned={"overdue": 2, "status": 9, "next_contact": 3, "id": 8})
    (request, *_) = rule_changes(sheet(), moved)
    rule = request["addConditionalFormatRule"]["rule"]
    assert [(r["startColumnIndex"], r["endColumnIndex"]) for r in rule["ranges"]] == [
        (2, 4),
        (9, 10),
    ]
    assert "$J2" in rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]


@pytest.mark.parametrize("habits", HABITS)
@pytest.mark.parametrize("rows", [2, 1000, 60_000])
def test_what_is_there_is_not_written_again(habits, rows):
    assert rule_changes(coloured(habits, rows=rows), frame()) == []


def test_a_column_that_people_insert_before_ours_takes_the_rules_along():
    one_on = frame(owned={key: at + 1 for key, at in frame().owned.items()})
    present = coloured()
    for rule in present["conditionalFormats"]:
        for where in rule["ranges"]:
            where["startColumnIndex"] += 1
            where["endColumnIndex"] += 1
        value = rule["booleanRule"]["condition"]["values"][0]
        value["userEnteredValue"] = value["userEnteredValue"].replace("$K2", "$L2")
    assert rule_changes(present, one_on) == []


def test_the_first_sheet_whose_id_zero_google_leaves_out_is_left_alone_too():
    first = frame(sheet_id=0)
    assert rule_changes(applied(sheet(0), rule_changes(sheet(0), first)), first) == []


def test_ours_come_after_those_of_the_team():
    after = coloured(conditionalFormats=[teams_rule("Ana"), teams_rule("Ben")])
    assert after["conditionalFormats"][:2] == [teams_rule("Ana"), teams_rule("Ben")]


def test_a_rule_that_the_team_puts_behind_ours_stays_there():
    present = coloured()
    present["conditionalFormats"].append(teams_rule("Ana"))
    assert rule_changes(present, frame()) == []


@pytest.mark.parametrize(
    "text", ['=$B2="sheetflow:overdue"', '=MIN("sheetflow:overdue")=0', '=N("sheetflow")=0']
)
def test_a_team_s_rule_that_only_names_us_is_not_ours(text):
    rule = teams_rule("Ana")
    rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] = text
    assert status_of(rule) is None


def test_a_gradient_and_a_plain_comparison_of_the_team_are_not_ours():
    plain = {
        "condition": {
            "type": "TEXT_EQ",
            "values": [{"userEnteredValue": 'N("sheetflow:overdue")'}],
        },
        "format": {},
    }
    assert status_of({"ranges": [], "booleanRule": plain}) is None
    assert status_of({"ranges": [], "gradientRule": {"minpoint": {"type": "MIN"}}}) is None


def test_a_status_that_no_palette_knows_any_more_goes():
    old = deepcopy(coloured()["conditionalFormats"][0])
    old["booleanRule"]["condition"]["values"][0]["userEnteredValue"] = '=N("sheetflow:dozing")=0'
    present = coloured()
    present["conditionalFormats"].insert(0, old)
    assert rule_changes(present, frame()) == [
        {"deleteConditionalFormatRule": {"sheetId": 7, "index": 0}}
    ]


def test_one_damaged_rule_costs_two_requests():
    present = coloured(conditionalFormats=[teams_rule("Ana")])
    present["conditionalFormats"][4]["ranges"][0]["endRowIndex"] = 40
    first, second = rule_changes(present, frame())
    assert first == {"deleteConditionalFormatRule": {"sheetId": 7, "index": 4}}
    assert second["addConditionalFormatRule"]["index"] == 12


@pytest.mark.parametrize("extra", ["italic", "strikethrough", "underline"])
def test_a_rule_that_somebody_decorated_is_mended(extra):
    present = coloured()
    present["conditionalFormats"][0]["booleanRule"]["format"]["textFormat"][extra] = True
    assert len(rule_changes(present, frame())) == 2


@pytest.mark.parametrize("off", [-1 / 255, 1 / 255])
def test_a_colour_one_step_off_is_mended_and_a_rounded_one_is_not(off):
    present = coloured()
    red = present["conditionalFormats"][0]["booleanRule"]["format"]["backgroundColorStyle"][
        "rgbColor"
    ]
    red["red"] += off / 3
    assert rule_changes(present, frame()) == []
    red["red"] += off
    assert len(rule_changes(present, frame())) == 2


def test_pasting_over_part_of_a_rule_s_cells_leaves_it_whole():
    present = coloured()
    whole = present["conditionalFormats"][5]["ranges"][0]
    present["conditionalFormats"][5]["ranges"] += [
        whole | {"endRowIndex": 9},
        whole | {"startRowIndex": 4, "endRowIndex": 7},
    ]
    assert rule_changes(present, frame()) == []


def test_rules_go_from_the_last_to_the_first():
    present = coloured()
    present["conditionalFormats"] += deepcopy(present["conditionalFormats"])
    gone = [
        request["deleteConditionalFormatRule"]["index"]
        for request in rule_changes(present, frame())
    ]
    assert gone == list(range(23, 11, -1))


def test_without_a_status_column_there_is_no_rule_of_ours():
    after = applied(
        before := coloured(conditionalFormats=[teams_rule("Ana")]),
        rule_changes(before, frame(owned={"id": 4})),
    )
    assert after["conditionalFormats"] == [teams_rule("Ana")]


def test_a_grid_that_ends_at_the_headings_gets_no_rule():
    assert rule_changes(sheet(rows=1), frame()) == []


def test_rows_added_below_a_bounded_rule_are_coloured_too():
    present = coloured(Habits(bounded=True))
    present["properties"]["gridProperties"]["rowCount"] = 1500
    after = applied(present, rule_changes(present, frame()))
    assert ours(after) == list(LOOKS)
    assert rule_changes(after, frame()) == []


def test_where_columns_are_fresh_all_of_ours_are_made_anew():
    assert len(rule_changes(coloured(), frame(unformatted=frozenset({"why"})))) == 2 * len(LOOKS)


def test_every_coloured_column_is_one_of_ours():
    assert set(COLOURED) <= set(frame().owned)


PEOPLE = st.sampled_from([teams_rule(name) for name in ("Ana", "Ben", "Chloé", "Dídac")])


def bent(rule: Json) -> st.SearchStrategy[Json]:
    """A rule of ours as it is, or as somebody left it."""
    ranges, shown = rule["ranges"], rule["booleanRule"]["format"]
    moved = [
        ranges[:1],
        [where | {"startRowIndex": 5} for where in ranges],
        [*ranges, {"sheetId": 7}],
    ]
    painted: list[Json] = [
        shown | {"textFormat": {"bold": True}},
        {"backgroundColorStyle": {"themeColor": "ACCENT1"}},
        {},
    ]
    ways = [rule, *(rule | {"ranges": found} for found in moved)]
    conditions = (rule["booleanRule"] | {"format": look} for look in painted)
    ways += [rule | {"booleanRule": condition} for condition in conditions]
    return st.sampled_from(ways)


@given(habits=st.sampled_from(HABITS), data=st.data())
def test_any_mixture_comes_right_at_once_and_stays_so(habits, data):
    apart = frame(owned=frame().owned | {"overdue": 3})
    present = applied(sheet(), rule_changes(sheet(), apart), habits)["conditionalFormats"]
    piece = st.sampled_from(present).flatmap(bent)
    before = sheet(conditionalFormats=data.draw(st.lists(PEOPLE | piece, max_size=30)))
    after = applied(before, rule_changes(before, apart), habits)
    assert team(after) == team(before)
    assert sorted(str(status) for status in ours(after)) == sorted(LOOKS)
    assert rule_changes(after, apart) == []


def test_a_rule_of_the_team_that_a_batch_took_by_mistake_is_put_back():
    read = coloured(conditionalFormats=[teams_rule("Ana")])
    read["conditionalFormats"][3]["ranges"] = []
    requests = rule_changes(read, frame())
    met = deepcopy(read)
    met["conditionalFormats"][3:3] = [teams_rule("Ben")]
    replies = [{"deleteConditionalFormatRule": {"rule": teams_rule("Ben")}}, {}]
    after = applied(met, requests)
    assert team(after) == [teams_rule("Ana")]
    assert team(applied(after, restore_requests(requests, replies))) == [
        teams_rule("Ana"),
        teams_rule("Ben"),
    ]


def test_a_rule_is_put_back_to_where_it_was():
    requests = [
        {"deleteConditionalFormatRule": {"sheetId": 7, "index": index}} for index in (9, 4, 2)
    ]
    requests += [{"deleteConditionalFormatRule": {"sheetId": 8, "index": 1}}]
    mine = coloured()["conditionalFormats"][0]
    replies = [
        {"deleteConditionalFormatRule": {"rule": r}}
        for r in (teams_rule("Ana"), teams_rule("Ben"), mine, mine)
    ]
    back = [request["addConditionalFormatRule"] for request in restore_requests(requests, replies)]
    assert [(body["index"], body["rule"]) for body in back] == [
        (3, teams_rule("Ben")),
        (8, teams_rule("Ana")),
    ]


@given(data=st.data())
def test_the_team_s_rules_survive_any_change_between_reading_and_writing(data):
    mixed = st.lists(
        PEOPLE | st.sampled_from(coloured()["conditionalFormats"]), min_size=6, max_size=12
    )
    read = sheet(conditionalFormats=data.draw(mixed))
    requests = rule_changes(read, frame())
    met = sheet(
        conditionalFormats=[*data.draw(st.lists(PEOPLE, max_size=3)), *read["conditionalFormats"]]
    )
    present = deepcopy(met["conditionalFormats"])
    deleted = [
        r["deleteConditionalFormatRule"]["index"]
        for r in requests
        if "deleteConditionalFormatRule" in r
    ]
    replies: list[Json] = [
        {"deleteConditionalFormatRule": {"rule": present[index]}} for index in deleted
    ]
    replies += [{}] * (len(requests) - len(deleted))
    after = applied(met, requests)
    assert team(applied(after, restore_requests(requests, replies))) == team(met)
