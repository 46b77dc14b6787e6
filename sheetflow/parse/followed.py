"""Which of the tabs that may hold leads are followed (follow-up.md, "Leads tab")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from sheetflow.columns import HOW, fold
from sheetflow.decide.playbook import Playbook
from sheetflow.errors.lists import NoUsableHeadings, TabsLeftOut
from sheetflow.model import Choices, Problem, Text
from sheetflow.parse.headings import Layout
from sheetflow.parse.near_misses import heads_of
from sheetflow.parse.stages import StageWords
from sheetflow.parse.values import text_of

FOLLOWED: Final = "followed"
"""The choice of a tab: `no` where it was not followed."""


class Followed(NamedTuple):
    """The leads tabs, what people should know of the others, and what was chosen of these."""

    layouts: list[Layout]
    problems: list[Problem]
    choices: Choices


def followed(
    layouts: Sequence[Layout], playbook: Playbook, before: Choices, *, chosen: bool
) -> Followed:
    """Leaves out the tabs that the Playbook leaves out, and, where some tabs say when to follow,
    those that do not. One that was `chosen` by name is followed.

    Raises ConfigError where none is left.
    """
    if chosen:
        return Followed(list(layouts), [], {})
    may = [layout for layout in layouts if _is_listed(layout.tab.name, playbook)]
    if layouts and not may:
        raise TabsLeftOut(tuple(layout.tab.name for layout in layouts))
    problems = [*_left_out(layouts, may), *_not_there(layouts, playbook)]
    may = [layout for layout in may if _says_how(layout, playbook)]
    if not may:
        raise NoUsableHeadings(tuple(heads_of([layout.tab for layout in layouts])))
    idle = [] if _named(playbook) else [layout for layout in may if _is_idle(layout, may, before)]
    problems += [Problem(layout.tab.name, Text("says_no_when")) for layout in idle]
    kept = [layout for layout in may if layout not in idle]
    return Followed(kept, problems, {layout.tab.name: {FOLLOWED: "no"} for layout in idle})


def _named(playbook: Playbook) -> bool:
    return bool(playbook.tabs_followed)


def _is_listed(name: str, playbook: Playbook) -> bool:
    """Returns whether the Playbook has a tab followed: it is among those that it names, if it names
    any, and not among those left out.
    """
    if any(fits(name, pattern) for pattern in playbook.tabs_left_out):
        return False
    wanted = playbook.tabs_followed
    return not wanted or any(fits(name, pattern) for pattern in wanted)


def fits(name: str, pattern: str) -> bool:
    """Returns whether the name of a tab fits a pattern of the Playbook, in which `*` stands for any
    text.
    """
    first, *rest = fold(pattern).split("*")
    text = fold(name)
    if not rest:
        return text == first
    *inner, last = rest
    if not text.startswith(first) or not text[len(first) :].endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in inner:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _left_out(layouts: Sequence[Layout], may: Sequence[Layout]) -> Iterator[Problem]:
    """Yields the tabs with answers of ours that are not kept up any more."""
    for layout in layouts:
        if layout not in may and layout.was_synced:
            yield Problem(layout.tab.name, Text("left_out"))


def _not_there(layouts: Sequence[Layout], playbook: Playbook) -> Iterator[Problem]:
    """Yields the names of the Playbook that no tab with leads has."""
    for pattern in playbook.tabs_followed:
        if not any(fits(layout.tab.name, pattern) for layout in layouts):
            yield Problem(pattern, Text("no_such_tab"))


def _says_how(layout: Layout, playbook: Playbook) -> bool:
    """Returns whether a tab says how to follow; a Status does where a cell of it is a stage."""
    keys = {*layout.people, *layout.owned, *layout.disputed}
    if HOW & keys or layout.was_synced:
        return True
    at, words = layout.disputed.get("status"), StageWords(playbook)
    if at is None:  # it was a date that holds none
        return False
    return any(words.find(text_of(value)) for value in layout.below(at))


def _is_idle(layout: Layout, layouts: Sequence[Layout], before: Choices) -> bool:
    """Returns whether a tab says nothing of when to follow where others do, or did when it was
    first met and are still there: a Next contact that became ours says nothing more of it.
    """
    if layout.says_when or layout.was_synced:
        return False
    was_idle = before.get(layout.tab.name, {}).get(FOLLOWED) == "no"
    return any(other.says_when or (was_idle and other.was_synced) for other in layouts)
