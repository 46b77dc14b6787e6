"""Whose column is it: the team's or ours (follow-up.md, "When people write into our columns")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sheetflow.columns import fold_heading
from sheetflow.model import Problem, TabChoices, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.headings import Layout
from sheetflow.parse.stages import Spellings, StageWords, are_words, is_vocabulary, named_words
from sheetflow.parse.values import text_of


class Columns(NamedTuple):
    """The columns of a leads tab by key, 0-based: the team's and ours.

    `status` is the team's Status, where it is read as the stage, and `how` it is read: as `words`
    or `text`; `unread` are the unknown words of one that is not, with their rows.
    """

    people: Mapping[str, int]
    owned: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    status: int | None = None
    how: str = ""
    unread: Mapping[str, int] = {}


class OfTab(NamedTuple):
    """What earlier runs left of a tab: key -> the heading under which one found it, and what was
    chosen.
    """

    headings: Mapping[str, str]
    choices: TabChoices


def column_owners(
    layout: Layout, remembered: OfTab, words: StageWords, style: dates.DateStyle
) -> Columns:
    """Settles who owns the disputed columns: plain headings of ours in a tab of the team's stay
    theirs, but a Next contact of dates, with no formula among them, becomes ours and a Status of
    stages is read as the stage.
    """
    people, owned, problems = dict(layout.people), dict(layout.owned), list[Problem]()
    status = _Status()
    for key, at in layout.disputed.items():
        where = layout.where(at)
        if key == "next_contact" and not layout.was_synced and _holds_formulas(layout, at):
            problems.append(Problem(where, Text("theirs_with_formulas")))
        elif key == "next_contact" and _holds_dates(layout, at, style):
            # people plan in this column, and no run was here before: from now on we answer in it
            owned[key] = at
            problems.append(Problem(where, Text("ours_now")))
        elif key == "status" and not _is_ours(layout, at, owned):
            status = _status(layout, at, remembered, words)
            problems.append(Problem(where, _told_of(status)))
        elif key not in owned or _is_copy(layout, at, owned[key]):
            problems.append(Problem(where, Text("theirs")))
    _settle_phase(people, layout, words)
    column = status.column if status.how else None
    if column is not None:
        people.setdefault("stage", column)
    return Columns(people, owned, tuple(problems), column, status.how, status.unread)


def _settle_phase(people: dict[str, int], layout: Layout, words: StageWords) -> None:
    """Takes a column for the stage that is called Phase and holds stages, where no other one is
    the stage: many teams call it so.
    """
    at = people.get("phase")
    if at is None or "stage" in people:
        return
    if _mostly(layout, at, lambda value: words.find(text_of(value)) is not None, empty=False):
        people["stage"] = people.pop("phase")


def _is_copy(layout: Layout, column: int, ours: int) -> bool:
    """Returns whether people copied a column of ours: they see two of them, and should hear which
    one is answered.
    """
    return fold_heading(str(layout.headings[column])) == fold_heading(str(layout.headings[ours]))


def _holds_formulas(layout: Layout, column: int) -> bool:
    """Returns whether a cell below the heading holds a formula, whatever its result is."""
    for block in layout.tab.blocks([column]):
        if any(row > layout.heading_row for row in block.formulas.get(column, ())):
            return True
    return False


def _holds_dates(layout: Layout, column: int, style: dates.DateStyle) -> bool:
    """Returns whether a column in a tab that we never wrote to holds dates, or nothing."""
    if layout.was_synced:
        return False
    first = dates.column_order(layout.below(column), style.day_first)
    style = style._replace(day_first=first)

    def is_date(value: Value) -> bool:
        return isinstance(dates.read_moment(value, style), dates.Moment)

    return _mostly(layout, column, is_date, empty=True)


class _Status(NamedTuple):
    """A team's Status: how it is read, if it is; else the words in it, each with its rows."""

    column: int | None = None
    how: str = ""
    unread: Mapping[str, int] = {}


def _is_ours(layout: Layout, column: int, owned: Mapping[str, int]) -> bool:
    """Returns whether a Status is a copy of ours."""
    return "status" in owned and _is_copy(layout, column, owned["status"])


def _status(layout: Layout, column: int, remembered: OfTab, words: StageWords) -> _Status:
    """Chooses how a team's Status is read: from the run on in which one of its cells is a known
    word, and held to since.
    """
    how = remembered.choices.get("status", "")
    if not how and remembered.headings.get("stage") == layout.headings[column]:
        how = "words"  # an older version read it so
    if how:
        return _Status(column, how)
    spellings = Spellings()
    counts = Counter(spellings.first(text_of(value)) for value in layout.below(column))
    del counts[""]
    unknown = {text: rows for text, rows in counts.items() if words.find(text) is None}
    vocabulary = is_vocabulary(unknown)
    if len(unknown) < len(counts):
        return _Status(column, "words" if vocabulary else "text")
    return _Status(column, "", unknown if are_words(unknown) else {})


def _told_of(status: _Status) -> Text:
    """Returns what people should know of their Status."""
    if status.how:
        return Text("as_stage")
    if status.unread:
        return Text("status_unread_words", (named_words(status.unread),))
    return Text("status_unread")


def _mostly(layout: Layout, column: int, test: Callable[[Value], bool], *, empty: bool) -> bool:
    """Returns whether at least half of the filled cells below the heading pass; `empty` where none
    is filled.
    """
    passed = filled = 0
    for value in layout.below(column):
        if text_of(value):
            filled += 1
            passed += test(value)
    return 2 * passed >= filled if filled else empty
