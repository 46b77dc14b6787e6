"""Whose column is it: the team's or ours (follow-up.md, "When people write into our columns")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sheetflow.columns import fold, fold_heading
from sheetflow.decide.playbook import Playbook
from sheetflow.model import Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.headings import Layout
from sheetflow.parse.readers import stage_dictionary
from sheetflow.parse.values import text_of


class Columns(NamedTuple):
    """The columns of a leads tab by key, 0-based: the team's and ours."""

    people: Mapping[str, int]
    owned: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def column_owners(
    layout: Layout, remembered: Mapping[str, str], playbook: Playbook, style: dates.DateStyle
) -> Columns:
    """Settles who owns the disputed columns: plain headings of ours in a tab of the team's stay
    theirs, but a Next contact of dates becomes ours and a Status of stages is read as the stage.

    `remembered`: key -> the heading under which an earlier run found it.
    """
    people, owned, problems = dict(layout.people), dict(layout.owned), list[Problem]()
    for key, at in layout.disputed.items():
        where = layout.where(at)
        if key == "next_contact" and _holds_dates(layout, at, style):
            # people plan in this column, and no run was here before: from now on we answer in it
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
    _settle_phase(people, layout, playbook)
    return Columns(people, owned, tuple(problems))


def _settle_phase(people: dict[str, int], layout: Layout, playbook: Playbook) -> None:
    """Takes a column for the stage that is called Phase and holds stages, where no other one is
    the stage: many teams call it so.
    """
    at = people.get("phase")
    if at is None or "stage" in people:
        return
    words = stage_dictionary(playbook)
    if _mostly(layout, at, lambda value: fold(text_of(value)) in words, empty=False):
        people["stage"] = people.pop("phase")


def _is_copy(layout: Layout, column: int, ours: int) -> bool:
    """Returns whether people copied a column of ours: they see two of them, and should hear which
    one is answered.
    """
    return fold_heading(str(layout.headings[column])) == fold_heading(str(layout.headings[ours]))


def _holds_dates(layout: Layout, column: int, style: dates.DateStyle) -> bool:
    """Returns whether a column in a tab that we never wrote to holds dates, or nothing."""
    if layout.was_synced:
        return False
    values: list[Value] = []
    for block in layout.tab.blocks([column]):
        values += block.columns[0]
    style = style._replace(day_first=dates.column_order(values, style.day_first))

    def is_date(value: Value) -> bool:
        return isinstance(dates.read_moment(value, style), dates.Moment)

    return _mostly(layout, column, is_date, empty=True)


def _is_stage_column(
    layout: Layout, column: int, remembered: Mapping[str, str], playbook: Playbook
) -> bool:
    """Returns whether a team's Status says stages: decided when we first met the tab, and held to
    since.
    """
    if remembered:
        return remembered.get("stage") == layout.headings[column]
    words = stage_dictionary(playbook)
    return _mostly(layout, column, lambda value: fold(text_of(value)) in words, empty=False)


def _mostly(layout: Layout, column: int, test: Callable[[Value], bool], *, empty: bool) -> bool:
    """Returns whether at least half of the filled cells below the heading pass; `empty` where none
    is filled.
    """
    passed = filled = 0
    for value in _below(layout, column):
        if text_of(value):
            filled += 1
            passed += test(value)
    return 2 * passed >= filled if filled else empty


def _below(layout: Layout, column: int) -> Iterator[Value]:
    """Yields the cells of a column below the heading row."""
    for block in layout.tab.blocks([column]):
        for row, value in zip(block.rows, block.columns[0], strict=True):
            if row > layout.heading_row:
                yield value
