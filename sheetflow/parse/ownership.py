"""Whose column is it: the team's or ours (follow-up.md, "When people write into our columns")."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sheetflow.columns import fold, fold_heading
from sheetflow.decide.playbook import Playbook
from sheetflow.model import Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.headings import Layout
from sheetflow.parse.readers import stage_dictionary
from sheetflow.parse.values import text_of


def column_owners(
    layout: Layout, remembered: Mapping[str, str], playbook: Playbook, calendar: dates.DateStyle
) -> tuple[dict[str, int], dict[str, int], list[Problem]]:
    """(people's columns, ours, problems): plain headings of ours in a tab of the team's stay
    theirs, but a Next contact of dates becomes ours and a Status of stages is read as the stage.
    """
    people, owned, problems = dict(layout.people), dict(layout.ours), []
    for key, at in layout.disputed.items():
        where = layout.where(at)
        if (
            key == "next_contact"
            and not layout.touched
            and _mostly(layout, at, _is_date(layout, at, calendar), empty=True)
        ):
            owned[key] = at
            problems.append(Problem(where, Text("ours_now")))
        elif (
            key == "status"
            and "stage" not in people
            and _is_stage_column(layout, at, remembered, playbook)
        ):
            people["stage"] = at
            problems.append(Problem(where, Text("as_stage")))
        elif key not in owned or _is_copy(layout, at, owned[key]):
            problems.append(Problem(where, Text("theirs")))
    return people, owned, problems


def _is_copy(layout: Layout, column: int, ours: int) -> bool:
    """Whether people copied a column of ours: they see two of them, and should hear which one is
    answered.
    """
    return fold_heading(str(layout.headings[column])) == fold_heading(str(layout.headings[ours]))


def _is_stage_column(
    layout: Layout, column: int, remembered: Mapping[str, str], playbook: Playbook
) -> bool:
    """Whether a team's Status says stages: decided when we first met the tab, and held to since."""
    if remembered:
        return remembered.get("stage") == layout.headings[column]
    return _mostly(layout, column, _is_stage(playbook))


def _mostly(
    layout: Layout, column: int, test: Callable[[Value], bool], *, empty: bool = False
) -> bool:
    """True if at least half of the filled cells below the heading pass; `empty` where none is
    filled.
    """
    passed = filled = 0
    for block in layout.tab.blocks([column]):
        for row, value in zip(block.rows, block.columns[0], strict=True):
            if row > layout.heading_row and text_of(value):
                filled += 1
                passed += test(value)
    return 2 * passed >= filled if filled else empty


def _is_date(layout: Layout, column: int, calendar: dates.DateStyle) -> Callable[[Value], bool]:
    values = [v for block in layout.tab.blocks([column]) for v in block.columns[0]]
    how = calendar._replace(day_first=dates.column_order(values, calendar.day_first))
    return lambda value: isinstance(dates.read_moment(value, how), dates.Moment)


def _is_stage(playbook: Playbook) -> Callable[[Value], bool]:
    words = stage_dictionary(playbook)
    return lambda value: fold(text_of(value)) in words
