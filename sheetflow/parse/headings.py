"""The head of a tab -> which column is which, and whether it is a leads tab (follow-up.md,
"Leads tab").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from sheetflow.columns import DATES, HOW, OWNED, OWNED_KEYS, WHO, fold, fold_heading
from sheetflow.errors.lists import NoUsableHeadings, TabIsOurs, TabNotFound
from sheetflow.model import Choices, Headings, Places, Problem, Tab, TabChoices, Text, Value
from sheetflow.parse.contest import Candidate, contact_dates, people_columns, teams_columns
from sheetflow.parse.grid import cell
from sheetflow.parse.head import OUR_HEADINGS, OUR_SUFFIX, Head, folded, head_of, widened
from sheetflow.parse.heading_words import EXACT, SYNONYM, meaning_of
from sheetflow.parse.near_misses import heads_of, near_misses
from sheetflow.parse.our_tabs import is_our_tab

_SPOKEN: Final = {
    "en": frozenset(fold_heading(c.en) for c in OWNED if c.en != c.es),
    "es": frozenset(fold_heading(c.es) for c in OWNED if c.en != c.es),
}
"""The headings that we write, by language."""
_TEAMS: Final = ("status", "next_contact")
"""Columns of ours that a team may have by itself, under other headings too."""
_WHEN: Final = frozenset({"stage", *DATES}) - {"created"}
"""Columns of people's that say when to follow; a Status and a Next contact do, too."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The heading row of a leads tab, and whose each column is (0-based; `heading_row` is 1-based).

    `people` maps keys to columns; `owned` the keys of columns that are ours for certain; `disputed`
    those under a plain heading that may be the team's. `further` are columns that serve beside one
    in `people` (contest.py), `choices` the headings that were chosen among equals. `was_synced`
    says that an earlier run left its ids in the tab, or that the state knows the tab.
    """

    tab: Tab
    heading_row: int
    people: Mapping[str, int]
    owned: Mapping[str, int]
    disputed: Mapping[str, int]
    headings: Sequence[Value]
    was_synced: bool
    problems: tuple[Problem, ...] = field(default=())
    further: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    choices: TabChoices = field(default_factory=dict)

    @property
    def says_when(self) -> bool:
        """Returns whether columns of people's say when to follow: a stage, a Status, a next
        contact, or a date other than since.
        """
        return bool(_WHEN & self.people.keys()) or any(key in self.disputed for key in _TEAMS)

    def spoken(self, lang: str) -> int:
        """Counts the headings of this language only; our own count until we wrote them."""
        return sum(self._is_spoken(value, lang) for value in self.headings)

    def _is_spoken(self, value: Value, lang: str) -> bool:
        if not self.was_synced and folded(value) in _SPOKEN[lang]:
            return True
        meaning = meaning_of(value)
        if meaning is None or (self.was_synced and meaning.key in _TEAMS):
            return False
        return meaning.lang == lang

    def where(self, column: int, row: int | None = None) -> str:
        """Returns `Leads!F4`: a cell of the heading row, or of another one."""
        return cell(self.tab.name, row or self.heading_row, column)

    def below(self, column: int) -> Iterator[Value]:
        """Yields the cells of a column below the heading row, blank rows mostly left out."""
        for block in self.tab.blocks([column]):
            for row, value in zip(block.rows, block.columns[0], strict=True):
                if row > self.heading_row:
                    yield value


def find_layouts(
    tabs: Sequence[Tab],
    remembered: Headings,
    only: str | None = None,
    places: Places | None = None,
    choices: Choices | None = None,
) -> list[Layout]:
    """Returns the leads tabs of a workbook, in its order.

    `remembered` are the headings that the state knows, `places` the columns that carry our
    metadata. `only` names one tab, whatever it is called; `choices` are those of earlier runs, tab
    by tab. Raises ConfigError where no heading row is usable, or two columns that decide differ.
    """
    asked = [tab for tab in tabs if _is_asked_for(tab, only)]
    named = [tab for tab in asked if not is_our_tab(tab)]
    if only and not asked:
        raise TabNotFound(only, tuple(tab.name for tab in tabs if tab.visible))
    if only and not named:
        raise TabIsOurs(asked[0].name)
    layouts = []
    for tab in named:
        ours = _Ours(remembered.get(tab.name, {}), (places or {}).get(tab.name, {}))
        before = (choices or {}).get(tab.name, {})
        if layout := _layout(tab, ours, before, chosen=bool(only)):
            layouts.append(layout)
    if not layouts:
        raise NoUsableHeadings(tuple(heads_of(named)))
    return layouts


def _is_asked_for(tab: Tab, only: str | None) -> bool:
    return fold(tab.name) == fold(only) if only else tab.visible


class _Ours(NamedTuple):
    """What earlier runs left of a tab, by owned key: remembered headings, and columns that carry
    our metadata.
    """

    headings: Mapping[str, str]
    places: Mapping[str, int]


def _layout(tab: Tab, ours: _Ours, before: TabChoices, *, chosen: bool) -> Layout | None:
    """Returns the layout of a leads tab; one that was `chosen` by name need only say who a row is,
    by whatever column.
    """
    found = head_of(tab)
    if found is None:
        return None
    head = widened(found, ours.places)
    owned, places = _owned(head.headings, ours)
    if not _is_enough(_keys(head, owned, places), chosen=chosen):
        return None
    team, named = people_columns(head, owned.values(), before), teams_columns(head, places, before)
    disputed = named.people
    further = chain.from_iterable(team.further.values())
    known = {*team.people.values(), *owned.values(), *disputed.values(), *further}
    problems = [*_answered_here(head, owned), *team.problems, *named.problems]
    problems += near_misses(head, known, {*team.people, *owned, *disputed})
    was_synced = "id" in owned or bool(ours.headings)
    columns = (team.people, owned, disputed, head.headings)
    choices = {**team.choices, **named.choices}
    return Layout(tab, head.row, *columns, was_synced, tuple(problems), team.further, choices)


def _keys(head: Head, owned: Mapping[str, int], disputed: Collection[str]) -> set[str]:
    """Returns the keys of all columns that are there."""
    meanings = (
        meaning_of(value) for at, value in enumerate(head.headings) if at not in owned.values()
    )
    keys = {meaning.key for meaning in meanings if meaning} | owned.keys() | set(disputed)
    return (
        keys | {"last_contact"} if any(True for _ in contact_dates(head, owned.values())) else keys
    )


def _is_enough(keys: Iterable[str], *, chosen: bool) -> bool:
    """Returns whether a tab with these columns may hold leads: it says who, and how to follow. A
    Status does where its words are stages, which followed.py finds out.
    """
    found = set(keys)
    if chosen:
        return bool(found & {*WHO, "email", "phone"})
    return bool(found & WHO) and bool(found & {*HOW, "status"})


def _answered_here(head: Head, owned: Mapping[str, int]) -> Iterator[Problem]:
    """Yields the columns of ours to which people gave a heading of theirs."""
    for key, at in owned.items():
        meaning = meaning_of(head.headings[at])
        if meaning and meaning.key not in _TEAMS:
            yield Problem(head.where(at), Text("answered_here", (key, meaning.key)))


_Places = Mapping[str, Sequence[int]]
"""Key of ours -> columns."""
_Disputed = dict[str, list[Candidate]]
"""Key of ours -> the columns under its headings that may be the team's."""


def _owned(headings: Sequence[Value], ours: _Ours) -> tuple[dict[str, int], _Disputed]:
    """Returns (columns that are ours for certain, headings of ours that may be the team's)."""
    words = [folded(value) for value in headings]
    plain, suffixed = _under_our_headings(words)
    others = _under_synonyms(headings, plain)
    if "id" not in plain and not ours.headings:
        # nobody synced this tab yet
        return {}, _disputed(plain, others, ())
    equals: dict[str, list[int]] = {}
    for key in OWNED_KEYS:
        places = _under(ours.headings.get(key), words)
        if not places and _is_there(key, headings, ours):
            places = [ours.places[key]]
        if not places and key in suffixed:
            places = [suffixed[key]]
        if places := places or _elsewhere(key, plain, others, ours):
            equals[key] = places
    owned = _of_equals(equals, ours.places)
    disputed = _disputed(plain, others, owned.values())
    teams = _no_copies(disputed.get("status", ()), owned, words)
    if teams:  # a copy of our answers says nothing of the team's
        disputed["status"] = teams
    if "next_contact" in disputed:  # it is only told of, once there is one of ours
        del disputed["next_contact"][1:]
    return owned, disputed


def _elsewhere(key: str, plain: _Places, others: _Places, ours: _Ours) -> list[int]:
    """Returns where a column of ours may stand that is not found under its own heading: under a
    plain one, if ours was plain or nobody remembers it; under another one for a Next contact only
    if nobody remembers it. Else such a column was the team's beside ours.
    """
    remembered = ours.headings.get(key)
    if remembered is not None and folded(remembered) not in OUR_HEADINGS:
        return []
    if key in plain:
        return list(plain[key])
    may_be_other = key == "next_contact" and remembered is None
    return list(others.get(key, ())) if may_be_other else []


def _no_copies(
    columns: Iterable[Candidate], owned: Mapping[str, int], words: Sequence[str]
) -> list[Candidate]:
    """Returns the columns of a Status without those that people copied from ours."""
    ours = words[owned["status"]] if "status" in owned else ""
    return [each for each in columns if words[each.column] != ours]


def _disputed(plain: _Places, others: _Places, ours: Collection[int]) -> _Disputed:
    """Returns the columns that may be the team's: under a heading of ours, and under others that
    mean a Status or a Next contact. Of other columns of ours the left one is enough.
    """
    found: _Disputed = {}
    for key in dict.fromkeys((*others, *plain)):
        both = [Candidate(EXACT, at) for at in plain.get(key, ())]
        both += [Candidate(SYNONYM, at) for at in others.get(key, ())]
        if free := [each for each in both if each.column not in ours]:
            found[key] = free if key in _TEAMS else free[:1]
    return found


def _under_our_headings(words: Sequence[str]) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Finds, by owned key, the columns under its plain heading, and the one under `Status (sf)`."""
    plain: dict[str, list[int]] = {}
    suffixed: dict[str, int] = {}
    for at, word in enumerate(words):
        if key := OUR_HEADINGS.get(word):
            plain.setdefault(key, []).append(at)
        elif key := OUR_HEADINGS.get(word.removesuffix(OUR_SUFFIX).strip()):
            suffixed[key] = at
    return plain, suffixed


def _under_synonyms(
    headings: Sequence[Value], plain: Mapping[str, Sequence[int]]
) -> dict[str, list[int]]:
    """Finds the columns under another heading for a Status or a Next contact: `Lead status`."""
    found: dict[str, list[int]] = {}
    for at, value in enumerate(headings):
        meaning = meaning_of(value)
        if meaning and meaning.key in _TEAMS and at not in plain.get(meaning.key, ()):
            found.setdefault(meaning.key, []).append(at)
    return found


def _is_there(key: str, headings: Sequence[Value], ours: _Ours) -> bool:
    """Returns whether a column of ours has the heading that was read with its metadata: an empty
    one, or one of which folding leaves nothing.
    """
    if key not in ours.places:
        return False
    heading = headings[ours.places[key]]
    return str("" if heading is None else heading).strip() == ours.headings.get(key, "").strip()


def _under(remembered: str | None, words: Sequence[str]) -> list[int]:
    """Returns the columns under a heading that the state remembers."""
    word = fold_heading(remembered or "")
    return [at for at, other in enumerate(words) if word and other == word]


def _of_equals(equals: Mapping[str, Sequence[int]], places: Mapping[str, int]) -> dict[str, int]:
    """Returns which column is ours, where people copied one with its heading: the one that carries
    our metadata, else the one closest to the rest of ours, else the left one.
    """
    rest = [at[0] for at in equals.values() if len(at) == 1]

    def rank(key: str, at: int) -> tuple[bool, int, int]:
        beside = max(min(rest) - at, at - max(rest), 0) if rest else 0
        return at != places.get(key), beside, at

    return {key: min(at, key=partial(rank, key)) for key, at in equals.items()}
