"""The head of a tab -> which column is which, and whether it is a leads tab (follow-up.md,
"Leads tab").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Final, NamedTuple

from sheetflow.columns import (
    HOW,
    OURS_SUFFIX,
    OWNED,
    OWNED_KEYS,
    PEOPLE,
    UNIQUE,
    WHO,
    Column,
    by_word,
    fold,
    fold_heading,
)
from sheetflow.errors.lists import HeadingTwice, NoUsableHeadings, TabIsOurs, TabNotFound
from sheetflow.model import Headings, Places, Problem, Tab, Text, Value
from sheetflow.parse.grid import best_heading_row, cell
from sheetflow.parse.our_tabs import is_our_tab

_KEYS: Final = by_word((column, column.words("en") | column.words("es")) for column in PEOPLE)
_OWNED: Final = by_word((column, column.words("en") | column.words("es")) for column in OWNED)
_EXACT: Final = {c.key: {fold_heading(c.en), fold_heading(c.es)} for c in (*PEOPLE, *OWNED)}


def _words_only_of(lang: str, columns: Iterable[Column]) -> frozenset[str]:
    """Returns the headings of one language that are none in the other."""
    mine, others = set[str](), set[str]()
    for column in columns:
        mine |= column.words(lang)
        others |= column.words("en" if lang == "es" else "es")
    return frozenset(mine - others)


_SPOKEN: Final = {lang: _words_only_of(lang, PEOPLE) for lang in ("en", "es")}
_SPOKEN_WITH_OURS: Final = {lang: _words_only_of(lang, (*PEOPLE, *OWNED)) for lang in ("en", "es")}

_SUFFIX: Final = fold_heading(OURS_SUFFIX)


@dataclass(frozen=True, slots=True)
class Layout:
    """The heading row of a leads tab, and whose each column is (0-based; `heading_row` is 1-based).

    `people` maps keys to columns; `owned` the keys of columns that are ours for certain; `disputed`
    those under a plain heading that may be the team's. `was_synced` says that an earlier run left
    its ids in the tab, or that the state knows the tab.
    """

    tab: Tab
    heading_row: int
    people: Mapping[str, int]
    owned: Mapping[str, int]
    disputed: Mapping[str, int]
    headings: Sequence[Value]
    was_synced: bool
    problems: tuple[Problem, ...] = field(default=())

    def spoken(self, lang: str) -> int:
        """Counts the headings of this language only; our own count until we wrote them."""
        words = (_SPOKEN if self.was_synced else _SPOKEN_WITH_OURS)[lang]
        return sum(_fold(value) in words for value in self.headings)

    def where(self, column: int, row: int | None = None) -> str:
        """Returns `Leads!F4`: a cell of the heading row, or of another one."""
        return cell(self.tab.name, row or self.heading_row, column)


def find_layouts(
    tabs: Sequence[Tab], remembered: Headings, only: str | None = None, places: Places | None = None
) -> list[Layout]:
    """Returns the leads tabs of a workbook, in its order.

    `remembered` are the headings that the state knows, `places` the columns that carry our
    metadata. `only` names one tab, whatever it is called. Raises ConfigError where no heading row
    is usable, or two columns claim a key that decides.
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
        if layout := _layout(tab, ours, chosen=bool(only)):
            layouts.append(layout)
    if not layouts:
        raise NoUsableHeadings(tuple(_heads_of(named)))
    return layouts


def _is_asked_for(tab: Tab, only: str | None) -> bool:
    return fold(tab.name) == fold(only) if only else tab.visible


class _Ours(NamedTuple):
    """What earlier runs left of a tab, by owned key: remembered headings, and columns that carry
    our metadata.
    """

    headings: Mapping[str, str]
    places: Mapping[str, int]


class _Head(NamedTuple):
    """The heading row of a tab; `row` is 1-based."""

    tab: str
    row: int
    headings: Sequence[Value]

    def where(self, column: int) -> str:
        return cell(self.tab, self.row, column)


def _layout(tab: Tab, ours: _Ours, *, chosen: bool) -> Layout | None:
    """Returns the layout of a leads tab; one that was `chosen` by name need only say who a row is,
    by whatever column.
    """
    row = _heading_row(tab.head)
    if row is None:
        return None
    width = max(ours.places.values(), default=-1) + 1
    blank = [None] * (width - len(tab.head[row]))  # columns of ours whose heading is empty
    head = _Head(tab.name, row + 1, [*tab.head[row], *blank])
    owned, disputed = _owned(head.headings, ours)
    people, problems = _people(head, owned)
    if not _is_enough(people.keys(), chosen=chosen):
        return None
    known = {*people.values(), *owned.values(), *disputed.values()}
    problems += _near_misses(head, known, {*people, *owned})
    was_synced = "id" in owned or bool(ours.headings)
    return Layout(
        tab, head.row, people, owned, disputed, head.headings, was_synced, tuple(problems)
    )


def _is_enough(keys: Iterable[str], *, chosen: bool) -> bool:
    """Returns whether a tab with these columns holds leads: it says who, and how or when."""
    who, how = WHO.intersection(keys), HOW.intersection(keys)
    return bool(who or how) if chosen else bool(who and how)


def _heading_row(head: Sequence[Sequence[Value]]) -> int | None:
    """Returns the row with most known headings among the first ones, 0-based."""
    best = best_heading_row(head, _key_of)
    return best.row if best else None


def _key_of(value: Value) -> str | None:
    column = _known(value)
    return column.key if column else None


def _fold(value: Value) -> str:
    return fold_heading(value) if isinstance(value, str) and len(value) < 200 else ""


def _known(value: Value) -> Column | None:
    word = _fold(value)
    return _KEYS.get(word) or _OWNED.get(word.removesuffix(_SUFFIX).strip())


def _people(head: _Head, owned: Mapping[str, int]) -> tuple[dict[str, int], list[Problem]]:
    """Returns the column of each key; of two for one key the exact heading wins, then the left one.

    A column of ours to which people gave one of these headings is none: it holds no fact of theirs.
    """
    headings, by_key = head.headings, dict[str, list[int]]()
    for at, value in enumerate(headings):
        if at not in owned.values() and (column := _KEYS.get(_fold(value))):
            by_key.setdefault(column.key, []).append(at)
    problems = list(_answered_here(head, owned))
    for key, places in by_key.items():
        if len(places) > 1 and key in UNIQUE:
            raise HeadingTwice(key, head.where(places[0]), head.where(places[1]))
        places.sort(key=lambda at: (_fold(headings[at]) not in _EXACT[key], at))
        used = str(headings[places[0]])
        for at in places[1:]:
            left_alone = Text("left_alone", (str(headings[at]), key, used))
            problems.append(Problem(head.where(at), left_alone))
    people = {key: places[0] for key, places in by_key.items()}
    return dict(sorted(people.items(), key=lambda item: item[1])), problems


def _answered_here(head: _Head, owned: Mapping[str, int]) -> Iterator[Problem]:
    """Yields the columns of ours to which people gave a heading of theirs."""
    for key, at in owned.items():
        if column := _KEYS.get(_fold(head.headings[at])):
            yield Problem(head.where(at), Text("answered_here", (key, column.key)))


def _owned(headings: Sequence[Value], ours: _Ours) -> tuple[dict[str, int], dict[str, int]]:
    """Returns (columns that are ours for certain, headings of ours that may be the team's)."""
    words = [_fold(value) for value in headings]
    plain, suffixed = _under_our_headings(words)
    if "id" not in plain and not ours.headings:
        # nobody synced this tab yet
        return {}, {key: places[0] for key, places in plain.items()}
    equals: dict[str, list[int]] = {}
    for key in OWNED_KEYS:
        places = _under(ours.headings.get(key), words)
        if not places and _is_there(key, headings, ours):
            places = [ours.places[key]]
        if not places and key in suffixed:
            places = [suffixed[key]]
        if places := places or plain.get(key, []):
            equals[key] = places
    owned = _of_equals(equals, ours.places)
    disputed: dict[str, int] = {}
    for key, places in plain.items():
        if others := [at for at in places if at not in owned.values()]:
            disputed[key] = others[0]
    return owned, disputed


def _under_our_headings(words: Sequence[str]) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Finds, by owned key, the columns under its plain heading, and the one under `Status (sf)`."""
    plain: dict[str, list[int]] = {}
    suffixed: dict[str, int] = {}
    for at, word in enumerate(words):
        if column := _OWNED.get(word):
            plain.setdefault(column.key, []).append(at)
        elif word.endswith(_SUFFIX) and (column := _OWNED.get(word.removesuffix(_SUFFIX).strip())):
            suffixed[column.key] = at
    return plain, suffixed


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


def _near_misses(head: _Head, known: set[int], taken: set[str]) -> Iterator[Problem]:
    """Headings that are almost one that we know, as a question."""
    every = {**_KEYS, **_OWNED}
    for at, value in enumerate(head.headings):
        if at in known or len(_fold(value)) < 4:
            continue
        for word in get_close_matches(_fold(value), every, n=1, cutoff=0.83):
            column = every[word]
            if column.key not in taken:
                meant = column.es if word in column.words("es") else column.en
                yield Problem(head.where(at), Text("near_miss", (str(value), f"'{meant}'")))


# ── no usable headings ────────────────────────────────────────────────────────────────────────


def _heads_of(tabs: Sequence[Tab]) -> Iterator[Text]:
    """Yields the lines of an advice: what the best row of each tab holds, and whether all are
    blank.
    """
    for tab in tabs[:5]:
        yield _head_of(tab)
    if not any(any(map(_is_filled, tab.head)) for tab in tabs):
        yield Text("nothing_typed")


def _is_filled(cells: Sequence[Value]) -> bool:
    return any(value is not None for value in cells)


def _head_of(tab: Tab) -> Text:
    """Returns the known headings in the best row of a tab, or in its first filled one, and the
    questions that its other headings raise.
    """
    row = _heading_row(tab.head)
    if row is None:
        row = next((row for row, cells in enumerate(tab.head) if any(cells)), 0)
    head = _Head(tab.name, row + 1, tab.head[row] if tab.head else ())
    known = {at: column for at, value in enumerate(head.headings) if (column := _known(value))}
    if known:
        named = tuple(_heading_read(head, at, column) for at, column in known.items())
        line = Text("tab_headings", (tab.name, named))
    else:
        line = Text("tab_no_headings", (tab.name,))
    for problem in _near_misses(head, set(known), set()):
        line = Text("heading_meant", (line, problem.where, *problem.text.values))
    return line


def _heading_read(head: _Head, at: int, column: Column) -> Text:
    """Shows a known heading as it was typed; in the reader's language where it is our own."""
    typed = str(head.headings[at])
    if typed == column.en:
        return Text("heading_read", (head.where(at), column.key))
    return Text("heading_typed", (head.where(at), typed))
