"""The head of a tab -> which columns stand where, and whether it is a leads tab (follow-up.md,
"Leads tab").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Final

from sheetflow.columns import (
    HOW,
    OUR_TABS,
    OURS_MARK,
    OWNED,
    OWNED_KEYS,
    PEOPLE,
    UNIQUE,
    WHO,
    Column,
    fold,
    fold_heading,
)
from sheetflow.errors.lists import HeadingTwice, NoUsableHeadings, TabNotFound
from sheetflow.model import Problem, Tab, Text, Value
from sheetflow.parse.grid import cell

_KEYS: Final = {
    word: column for column in PEOPLE for lang in ("en", "es") for word in column.words(lang)
}

_OWNED: Final = {
    word: column for column in OWNED for lang in ("en", "es") for word in column.words(lang)
}

_EXACT: Final = {c.key: {fold_heading(c.en), fold_heading(c.es)} for c in (*PEOPLE, *OWNED)}

_SPOKEN: Final = {
    (lang, ours): frozenset().union(*(c.words(lang) for c in group))
    - frozenset().union(*(c.words(other) for c in group))
    for lang, other in (("en", "es"), ("es", "en"))
    for ours, group in ((False, PEOPLE), (True, (*PEOPLE, *OWNED)))
}

_NOWHERE: Final[Mapping[str, Mapping[str, int]]] = {}
_MARK: Final = fold_heading(OURS_MARK)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in one leads tab; columns are 0-based, `heading_row` is 1-based.

    `people` maps keys to columns; `ours` the owned keys that are ours for certain; `disputed` the
    owned keys that stand under a plain heading in a tab we have not touched, which may be the
    team's.
    """

    tab: Tab
    heading_row: int
    people: Mapping[str, int]
    ours: Mapping[str, int]
    disputed: Mapping[str, int]
    headings: Sequence[Value]
    touched: bool
    problems: tuple[Problem, ...] = field(default=())

    def spoken(self, lang: str) -> int:
        """How many headings are of this language and not of the other; our own do not count once we
        wrote them.
        """
        return sum(_fold(v) in _SPOKEN[lang, not self.touched] for v in self.headings)

    def where(self, column: int, row: int | None = None) -> str:
        """`Leads!F4`: a cell of the heading row, or of another one."""
        return cell(self.tab.name, row or self.heading_row, column)


def find_layouts(
    tabs: Sequence[Tab],
    remembered: Mapping[str, Mapping[str, str]],
    only: str | None = None,
    places: Mapping[str, Mapping[str, int]] = _NOWHERE,
) -> list[Layout]:
    """The leads tabs of a workbook, in its order.

    `remembered` is what the memory says: tab -> owned key -> heading. `only` names one tab,
    whatever it is called. `places`: tab -> owned key -> column, by marks on the columns. Raises
    ConfigError where no heading row is usable, or two columns claim a key that decides.
    """
    named = [
        tab
        for tab in tabs
        if fold(tab.name) not in OUR_TABS
        and (fold(tab.name) == fold(only) if only else tab.visible)
    ]
    if only and not named:
        raise TabNotFound(only, tuple(tab.name for tab in tabs if tab.visible))
    known = [(tab, remembered.get(tab.name, {}), places.get(tab.name, {})) for tab in named]
    layouts = [layout for each in known if (layout := _layout(*each, chosen=bool(only)))]
    if not layouts:
        raise NoUsableHeadings(tuple(_found(named)))
    return layouts


def _layout(
    tab: Tab, remembered: Mapping[str, str], places: Mapping[str, int], *, chosen: bool
) -> Layout | None:
    """The layout of a leads tab; one that was `chosen` by name need only say who a row is, by
    whatever column.
    """
    row = _heading_row(tab.head)
    if row is None:
        return None
    headings = tab.head[row]
    ours, disputed = _owned(headings, remembered, places)
    people, problems = _people(tab.name, row + 1, headings, ours)
    if not (people.keys() & WHO and people.keys() & HOW) and not (
        chosen and people.keys() & (WHO | HOW)
    ):
        return None
    touched = "id" in ours or bool(remembered)
    known = {*people.values(), *ours.values(), *disputed.values()}
    problems += _near_misses(tab.name, row + 1, headings, known, {*people, *ours})
    return Layout(tab, row + 1, people, ours, disputed, headings, touched, tuple(problems))


def _heading_row(head: Sequence[Sequence[Value]]) -> int | None:
    """The row with most known headings among the first ones; the upper of two equals."""
    counts = [len({known.key for value in row if (known := _known(value))}) for row in head]
    best = max(counts, default=0)
    return counts.index(best) if best else None


def _fold(value: Value) -> str:
    return fold_heading(value) if isinstance(value, str) and len(value) < 200 else ""


def _known(value: Value) -> Column | None:
    word = _fold(value)
    return _KEYS.get(word) or _OWNED.get(word.removesuffix(_MARK).strip())


def _people(
    tab: str, row: int, headings: Sequence[Value], ours: Mapping[str, int]
) -> tuple[dict[str, int], list[Problem]]:
    """Where each key stands; of two columns for one key the exact heading wins, then the left one.

    A column of `ours` to which people gave one of these headings is none: what stands in it is no
    fact of theirs.
    """
    found: dict[str, list[int]] = {}
    for at, value in enumerate(headings):
        if at not in ours.values() and (column := _KEYS.get(_fold(value))):
            found.setdefault(column.key, []).append(at)
    problems = list(_answered_here(tab, row, headings, ours))
    for key, places in found.items():
        if len(places) > 1 and key in UNIQUE:
            raise HeadingTwice(key, cell(tab, row, places[0]), cell(tab, row, places[1]))
        places.sort(key=lambda at: (_fold(headings[at]) not in _EXACT[key], at))
        problems += [
            Problem(
                cell(tab, row, at),
                Text("left_alone", (str(headings[at]), key, str(headings[places[0]]))),
            )
            for at in places[1:]
        ]
    people = {key: places[0] for key, places in found.items()}
    return dict(sorted(people.items(), key=lambda item: item[1])), problems


def _answered_here(
    tab: str, row: int, headings: Sequence[Value], ours: Mapping[str, int]
) -> Iterator[Problem]:
    """The columns of ours to which people gave a heading of theirs."""
    for key, at in ours.items():
        if column := _KEYS.get(_fold(headings[at])):
            yield Problem(cell(tab, row, at), Text("answered_here", (key, column.key)))


def _owned(
    headings: Sequence[Value], remembered: Mapping[str, str], places: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """(columns that are ours for certain, plain headings of ours that may be the team's)."""
    plain: dict[str, list[int]] = {}
    marked: dict[str, int] = {}
    words = [_fold(value) for value in headings]
    for at, word in enumerate(words):
        if column := _OWNED.get(word):
            plain.setdefault(column.key, []).append(at)
        elif word.endswith(_MARK) and (column := _OWNED.get(word.removesuffix(_MARK).strip())):
            marked[column.key] = at
    if "id" not in plain and not remembered:
        return {}, {key: found[0] for key, found in plain.items()}
    found = {key: _under(remembered.get(key), words) for key in OWNED_KEYS}
    found = {
        key: at or ([marked[key]] if key in marked else plain.get(key, []))
        for key, at in found.items()
    }
    ours = _of_equals({key: at for key, at in found.items() if at}, places)
    theirs = {key: [at for at in found if at not in ours.values()] for key, found in plain.items()}
    return ours, {key: found[0] for key, found in theirs.items() if found}


def _under(remembered: str | None, words: Sequence[str]) -> list[int]:
    """The columns under the heading that the memory names."""
    word = fold_heading(remembered or "")
    return [at for at, other in enumerate(words) if word and other == word]


def _of_equals(found: Mapping[str, Sequence[int]], places: Mapping[str, int]) -> dict[str, int]:
    """Which column is ours, where people copied one with its heading: the one that carries our
    mark, else the one closest to the rest of ours, else the left one.
    """
    rest = [at[0] for at in found.values() if len(at) == 1]

    def rank(key: str, at: int) -> tuple[bool, int, int]:
        beside = max(min(rest) - at, at - max(rest), 0) if rest else 0
        return at != places.get(key), beside, at

    return {key: min(at, key=partial(rank, key)) for key, at in found.items()}


def _near_misses(
    tab: str, row: int, headings: Sequence[Value], known: set[int], taken: set[str]
) -> list[Problem]:
    """Headings that are almost one of ours, as a question."""
    problems = []
    every = {**_KEYS, **_OWNED}
    for at, value in enumerate(headings):
        if at in known or len(_fold(value)) < 4:
            continue
        for word in get_close_matches(_fold(value), every, n=1, cutoff=0.83):
            if every[word].key not in taken:
                meant = every[word].es if word in every[word].words("es") else every[word].en
                problems.append(
                    Problem(cell(tab, row, at), Text("near_miss", (str(value), f"'{meant}'")))
                )
    return problems


def _found(tabs: Sequence[Tab]) -> Iterator[Text]:
    """What was found in the best row of each tab, and whether the workbook is blank: lines of the
    advice where no heading row is usable.
    """
    for tab in tabs[:5]:
        yield _found_in(tab)
    if not any(any(map(_is_filled, tab.head)) for tab in tabs):
        yield Text("nothing_typed")


def _found_in(tab: Tab) -> Text:
    """The headings that are known in the best row of a tab, or its first filled one, and the
    questions that the others raise.
    """
    at = _heading_row(tab.head)
    if at is None:
        at = next((i for i, cells in enumerate(tab.head) if any(cells)), 0)
    headings = tab.head[at] if tab.head else ()
    known = {i: column for i, value in enumerate(headings) if (column := _known(value))}
    named = tuple(
        _heading_read(cell(tab.name, at + 1, i), str(headings[i]), column)
        for i, column in known.items()
    )
    found = (
        Text("tab_headings", (tab.name, named)) if named else Text("tab_no_headings", (tab.name,))
    )
    for problem in _near_misses(tab.name, at + 1, headings, set(known), set()):
        found = Text("heading_meant", (found, problem.where, *problem.text.values))
    return found


def _heading_read(where: str, typed: str, column: Column) -> Text:
    """A heading that is known, in the language of the reader where it is our own English one."""
    if typed == column.en:
        return Text("heading_read", (where, column.key))
    return Text("heading_typed", (where, typed))


def _is_filled(cells: Sequence[Value]) -> bool:
    return any(value is not None for value in cells)
