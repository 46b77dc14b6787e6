"""Which column counts where several mean one thing (follow-up.md, "What a row says")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sheetflow.columns import DATES, UNIQUE, fold
from sheetflow.decide.playbook import DEFAULT
from sheetflow.errors.lists import HeadingTwice
from sheetflow.model import Problem, TabChoices, Text, Value
from sheetflow.parse.grid import cell
from sheetflow.parse.head import Head
from sheetflow.parse.heading_words import EXACT, LOOSE, canonical, meaning_of, without_brackets
from sheetflow.parse.stages import StageWords
from sheetflow.parse.values import BAD, is_blank, text_of, yes_no

CONTACTS: Final = "contacts"
"""The columns of several contact dates side by side: 1st contact, 2nd contact …"""
_YES_NO: Final = frozenset({"fit", "do_not_contact"})
_SERVE_BLANKS: Final = frozenset({"phone", "email"})
"""A second column of these serves the rows whose first is blank."""

_OF_TEAMS: Final = "column:"
"""Begins the choice of a column that has our name; `status` alone is how one is read."""


class PeopleColumns(NamedTuple):
    """The team's columns of a tab: key -> the one that counts, and others that serve beside it;
    `choices` are the headings that were chosen among equals.
    """

    people: Mapping[str, int]
    further: Mapping[str, tuple[int, ...]]
    problems: Sequence[Problem]
    choices: Mapping[str, str]


class Candidate(NamedTuple):
    """A column that means a key, and how closely it does."""

    rank: int
    column: int


def people_columns(head: Head, ours: Collection[int], before: TabChoices) -> PeopleColumns:
    """Finds the team's columns beside `ours`: exact headings before synonyms, then the one with
    more filled cells, then the left one; one that was chosen `before` as long as it is filled.

    Raises HeadingTwice where two exact headings of a column that decides differ in a row.
    """
    contest = _Contest(head, before)
    candidates = _candidates(head, ours)
    contacts = tuple(contact_dates(head, ours))
    if contacts and min(candidates.get("last_contact", [Candidate(LOOSE, 0)])).rank == LOOSE:
        candidates["last_contact"] = [Candidate(EXACT, contacts[0])]
        contest.further[CONTACTS] = contacts
    people = {key: contest.winner(key, found) for key, found in candidates.items()}
    in_order = dict(sorted(people.items(), key=lambda item: item[1]))
    return PeopleColumns(in_order, contest.further, contest.problems, contest.choices)


def teams_columns(
    head: Head, candidates: Mapping[str, Sequence[Candidate]], before: TabChoices
) -> PeopleColumns:
    """Finds the Status and the Next contact that count, where a team has several of them, by the
    same rule.
    """
    chosen = {key: before[_OF_TEAMS + key] for key in candidates if _OF_TEAMS + key in before}
    contest, found = _Contest(head, chosen), dict[str, int]()
    for key, columns in candidates.items():
        fitting = columns
        if key == "status" and len(columns) > 1:
            fitting = _saying_stages(head, columns, chosen.get(key))
        found[key] = contest.winner(key, fitting)
        contest.leave(key, found[key], [each for each in columns if each not in fitting])
    choices = {_OF_TEAMS + key: name for key, name in contest.choices.items()}
    return PeopleColumns(found, {}, contest.problems, choices)


def _saying_stages(
    head: Head, columns: Sequence[Candidate], chosen: str | None
) -> Sequence[Candidate]:
    """Returns, of several columns for a Status, the one that was chosen, else those with a word of
    a stage in their first cells: a Status of VIP must not hide a Lead status of Lost.
    """
    once = [each for each in columns if str(head.headings[each.column]) == chosen]
    if once and any(head.below(once[0].column)):
        return once
    words = StageWords(DEFAULT)

    def says_one(candidate: Candidate) -> bool:
        return any(words.find(text_of(value)) for value in head.below(candidate.column))

    return [each for each in columns if says_one(each)] or columns


def _candidates(head: Head, ours: Collection[int]) -> dict[str, list[Candidate]]:
    """Returns the columns that mean each key, by how closely they do."""
    found: dict[str, list[Candidate]] = {}
    for at, value in enumerate(head.headings):
        meaning = meaning_of(value)
        if at in ours or meaning is None or meaning.key in ("status", "next_contact"):
            continue
        if meaning.rank == LOOSE and meaning.key in DATES and not head.holds_dates(at, blank=True):
            continue
        found.setdefault(meaning.key, []).append(Candidate(meaning.rank, at))
    return found


class _Contest:
    """Chooses among the columns of one key; notes what is chosen, and what is left alone."""

    def __init__(self, head: Head, before: TabChoices) -> None:
        self._head, self._before = head, before
        self.further: dict[str, tuple[int, ...]] = {}
        self.problems: list[Problem] = []
        self.choices: dict[str, str] = {}

    def winner(self, key: str, found: Sequence[Candidate]) -> int:
        """Returns the column that counts."""
        best = min(candidate.rank for candidate in found)
        equals = [candidate.column for candidate in found if candidate.rank == best]
        if len(found) == 1:
            return equals[0]
        if len(equals) > 1 and best == EXACT and key in UNIQUE:
            _raise_if_they_differ(self._head, key, equals)
        used = self._one_of(key, equals) if len(equals) > 1 else equals[0]
        others = [candidate for candidate in found if candidate.column != used]
        if key in _SERVE_BLANKS:
            self.further[key] = tuple(candidate.column for candidate in sorted(others))
        else:
            self.problems += self._left_alone(key, used, others)
        return used

    def leave(self, key: str, used: int, others: Sequence[Candidate]) -> None:
        """Notes that columns are left alone for what stands in them, and which one is used."""
        if others:
            self.choices[key] = str(self._head.headings[used])
            self.problems += self._left_alone(key, used, others)

    def _one_of(self, key: str, equals: Sequence[int]) -> int:
        names = self._names(equals)
        by_name = {name: at for at, name in names.items()}
        chosen = by_name.get(self._before.get(key, ""))
        if chosen is None or not _is_filled(self._head, chosen):
            filled = _filled(self._head, equals)
            chosen = max(equals, key=lambda at: (filled[at], -at))
        self.choices[key] = names[chosen]
        return chosen

    def _names(self, columns: Sequence[int]) -> dict[int, str]:
        """Returns by what each column is remembered: its heading, and which one of them it is where
        several have the same.
        """
        names, seen = dict[int, str](), Counter[str]()
        for at in columns:
            heading = str(self._head.headings[at])
            seen[heading] += 1
            names[at] = heading if seen[heading] == 1 else f"{heading} #{seen[heading]}"
        return names

    def _left_alone(self, key: str, used: int, others: Sequence[Candidate]) -> Iterator[Problem]:
        headings = self._head.headings
        for rank, at in others:
            if rank != LOOSE:
                counts = f"{headings[used]} ({cell('', self._head.row, used)[1:]})"
                text = Text("left_alone", (str(headings[at]), key, counts))
                yield Problem(self._head.where(at), text)


def _cells(head: Head, columns: Sequence[int]) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """Yields the rows below the headings: their number, and these cells."""
    wanted = sorted(columns)
    for block in head.tab.blocks(wanted):
        by_column = dict(zip(wanted, block.columns, strict=True))
        rows = zip(*(by_column[at] for at in columns), strict=True)
        for number, cells in zip(block.rows, rows, strict=True):
            if number > head.row:
                yield number, cells


def _filled(head: Head, columns: Sequence[int]) -> dict[int, int]:
    """Counts the filled cells of each column."""
    counts = dict.fromkeys(columns, 0)
    for _, cells in _cells(head, columns):
        for at, value in zip(columns, cells, strict=True):
            counts[at] += not is_blank(value)
    return counts


def _is_filled(head: Head, column: int) -> bool:
    return any(head.below(column)) or _filled(head, [column])[column] > 0


def _raise_if_they_differ(head: Head, key: str, columns: Sequence[int]) -> None:
    for number, cells in _cells(head, columns):
        pairs = zip(columns, cells, strict=True)
        said = [(at, _said(key, value)) for at, value in pairs if not is_blank(value)]
        for (first, one), (second, other) in pairwise(said):
            if one != other:
                raise HeadingTwice(key, head.where(first, number), head.where(second, number))


def _said(key: str, value: Value) -> object:
    """Returns what a cell says, so that `yes` and `sí` are no difference; else its words."""
    answer = yes_no(value) if key in _YES_NO else BAD
    return fold(text_of(value) or repr(value)) if answer is BAD else answer


# ── several contact dates ─────────────────────────────────────────────────────────────────────

_ORDINALS: Final = frozenset(
    "first second third fourth fifth primer segundo tercer cuarto quinto".split()
)
_NUMBERS: Final = frozenset("123456789")
_EFFORTS: Final = frozenset(
    "contact contacto touch toque call llamada touchpoint followup seguimiento attempt intento"
    " outreach contacted gestion".split()
)
_BESIDE: Final = frozenset("date fecha day dia on".split())


def contact_dates(head: Head, ours: Collection[int]) -> Iterator[int]:
    """Yields the columns of 1st contact, 2nd contact … that hold dates, or nothing yet."""
    for at, value in enumerate(head.headings):
        if at in ours or not isinstance(value, str) or len(value) > 60:
            continue
        words = set(canonical(without_brackets(value)).split()) - _BESIDE
        if len(words) != 2 or not words & _EFFORTS or not words & (_ORDINALS | _NUMBERS):
            continue
        # a plain number may name a second person as well
        if head.holds_dates(at, blank=bool(words & _ORDINALS)):
            yield at
