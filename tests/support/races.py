"""Runs of sheetflow between which, and inside which, people act; and what must hold whatever they
do.

At every request of ours: no cell of people's changes, nor a text of theirs in a column of ours, but
for the one instant between our last look and our write. After a run that ended well: nothing of one
lead is beside another. After two quiet runs: every lead has the answers that it gets alone, its
own id, and nothing is left to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from sheetflow.backends.google.backend import GoogleBackend
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.engine import Options, sync
from sheetflow.errors import BusyError
from sheetflow.model import Value
from tests.sheets_server.server import Server
from tests.support.in_process_server import Killed, Watch
from tests.support.oracle import Oracle, plain
from tests.support.people_at_work import TYPED, PeopleAtWork
from tests.support.tagged_sheet import (
    LET_GO,
    OUR,
    OURS,
    Cells,
    LeadRow,
    TaggedSheet,
    alike,
    later,
    matter,
)
from tests.support.workbook_driver import synced

KILLS: Final = ("dies before it asks", "dies after it was served")
COPIES: Final = ("copies_a_row", "copies_over_a_row", "duplicates_the_tab")
"""Made in the middle of a run they may keep answers that the run replaces, and that nobody
remembers then: such a number may pass for one that a person typed, where the row it was copied from
is gone before the next run.
"""
APART: Final = ("sorts_peoples", "sorts_through_the_filter")
"""Not done after such a copy, nor beside any copy whose id is not settled; and no copy is made of
what was sorted apart: with its id twice in the sheet and people beside other ids nothing tells who
is who.
"""
CUTTING: Final = ("deletes_the_state_tab", "deletes_an_owned_column")
"""In the middle of a run they make Google refuse the next request, and the run begins anew without
mending.
"""
Step = tuple[int, str, int, int]
"""Before which request of the run (from 0; later than the last: after the run), what happens, and
two numbers.
"""
Opener = Callable[[str, Watch], Sheets]
Frozen = frozenset[tuple[str, Any]]


@lru_cache(maxsize=100_000)
def oracle_answers(day: date, cells: Frozen, edited: Frozen) -> Cells:
    """Returns the answers of a lead that has no neighbours, by heading."""
    lead = Oracle.new(day)
    lead.follow(dict(cells), {})
    synced(lead.book, day)
    if edited:
        lead.follow(dict(cells), dict(edited))
        synced(lead.book, day)
    return lead.answers()


class Race:
    """One spreadsheet; `opener` lets one process of ours reach it, watched by somebody. `asked` is
    how many requests the last process got to.

    `_were` holds every state in which a lead was before a request, `_doubtful` answers that
    nobody can tell from what a person typed.
    """

    def __init__(self, server: Server, opener: Opener, shapes: Sequence[int]) -> None:
        self._opener = opener
        self.tagged = TaggedSheet(server.world, shapes)
        server.share(self.tagged.book.id)
        self.people = PeopleAtWork(server, self.tagged)
        self.day = self.asked = 0
        self.ids: dict[tuple[int, str], str] = {}
        self._steps: list[Step] = []
        self._were: dict[str, list[tuple[int, LeadRow]]] = {}
        self._killed = False
        self._began = 0
        self._to_restore: set[str] = set()
        self._pictures: Any = None
        self._doubtful: dict[tuple[int, str], Cells] = {}
        self._copies: set[tuple[str, Value]] = set()

    # ── a run ─────────────────────────────────────────────────────────────────────────────────

    def run(self, steps: Sequence[Step], days: int = 0) -> tuple[str, int]:
        """Runs one process of ours; returns how it ended and how many writes it sent. What people
        had left to do is done after it.
        """
        self.day += days
        self._steps, self._killed = list(steps), False
        self._began, self._to_restore = self.people.clock + 1, set()
        tabs = [sheet.id for sheet in self.tagged.tabs()]
        sheets = self._opener(self.tagged.book.id, self)
        try:
            sync(GoogleBackend(sheets), Options(today=later(self.day), force=True))
            end = "done"
            texts = {value for lead in self._rows().values() for value in lead.ours.values()}
            assert self.people.deleted > self._began or self._to_restore <= texts, (
                "a person's text was not put back"
            )
            if not self.people.scrambled:
                self.nothing_misplaced(tabs)
            if self.people.emptied < self._began:
                self._headings_right()
        except BusyError:
            end = "busy"
        except Killed:
            end = "killed"
        if end != "done":
            self._cut_off()
        self._act(None)
        return end, sheets.used.writes

    def before(self, number: int) -> bool:
        """People act before our request of that number; True where our process dies instead of
        asking.
        """
        self.people.clock += 1
        self.asked = number + 1
        dies = self._act(number)
        self._remember()
        self._pictures = (
            self.tagged.picture(ours=False),
            self.tagged.picture(ours=True),
            self.tagged.spans(),
        )
        return dies

    def after(self) -> bool:
        """Our request was served; True where our process dies before it hears of it."""
        peoples, ours, spans = self._pictures
        assert self.tagged.picture(ours=False) == peoples, "a cell of people's changed"
        if (
            self.people.filtered != self.people.clock
        ):  # Google takes a filter as a whole, with nothing to compare
            assert self.tagged.spans() == spans, "a table or filter holds other rows"
        self._kept(ours, self.tagged.picture(ours=True))
        self.tagged.tag_ours()
        return self._killed

    def _act(self, number: int | None) -> bool:
        now = [step for step in self._steps if number is None or step[0] == number]
        self._steps = [step for step in self._steps if step not in now]
        for _, name, a, b in now:
            if self._is_nobodys(name, inside=number is not None):
                continue
            if name in CUTTING and number is not None:
                self._cut_off()
            if name in KILLS:
                self._killed = self._killed or name == KILLS[1]
            else:
                before = self._rows()
                self.people.act(name, a, b)
                if number is not None and self.people.moved == self.people.clock:
                    self._doubt(alike(before))
                if number is not None and name in COPIES:
                    made = [lead for who, lead in self._rows().items() if who not in before]
                    self._copies |= {cell for lead in made for cell in lead.ours.items()}
                if (
                    name == "deletes_the_state_tab"
                ):  # a date that no reason of ours names beside it may be a plan
                    self._doubt(
                        {who: _only(lead.ours, "next_contact") for who, lead in before.items()}
                    )
        return any(name == KILLS[0] for _, name, _, _ in now)

    def _is_nobodys(self, name: str, *, inside: bool) -> bool:
        """Returns whether nothing would tell any more who is who: it is not done then, or not
        `inside` a run.
        """
        copied = bool(self._copies) or self.people.has_unsettled_copies
        twice = name in COPIES and self.people.ids_moved
        # People and ids are being brought together; a second deal of one client is where the
        # first is answered; a copied tab would keep, beside new people, what is not mended yet.
        again = inside and self.people.ids_moved and name in APART
        twin = inside and name == "inserts_a_twin"
        unmended = inside and name == "duplicates_the_tab" and self.people.moved >= self._began
        return (name in APART and copied) or twice or again or twin or unmended

    def _rows(self) -> dict[tuple[int, str], LeadRow]:
        return {
            (sheet.id, lead.token): lead
            for sheet in self.tagged.tabs()
            for lead in self.tagged.leads(sheet)
        }

    def _remember(self) -> None:
        for (_, token), lead in self._rows().items():
            self._were.setdefault(token, []).append((self.day, lead))

    def _cut_off(self) -> None:
        """Mending ends here. Where rows move under the last write of a run, nobody can tell a
        number that was written to another row, or that was not replaced, from one that a person
        typed there; nor a single text. It passes for a person's, and is reported as such; in a row
        without a lead it stays.
        """
        self.people.scrambled = self.people.orphans = True
        for who, lead in self._rows().items():
            numbers = {key: value for key, value in lead.ours.items() if not isinstance(value, str)}
            misplaced = {
                key: value for key, value in lead.ours.items() if not self._knows(lead, key, value)
            }
            single = misplaced if len(misplaced.keys() - numbers) == 1 else {}
            self._doubt({who: {**numbers, **single}})

    def _doubt(self, cells: Mapping[tuple[int, str], Cells]) -> None:
        for who, some in cells.items():
            self._doubtful[who] = {**self._doubtful.get(who, {}), **some}

    def _kept(self, before: Any, after: Any) -> None:
        for place, cells in before.items():
            for row, seen in cells.items():
                text = str(seen[1])
                if _is_typed(text) and after.get(place, {}).get(row, (None, None))[1] != text:
                    # In the instant between our last look and our write rows may have moved: then
                    # it must be put back.
                    assert self.people.moved == self.people.clock, (
                        "a text of a person's was written over"
                    )
                    self._to_restore |= {text} if self.people.typed[text] < self._began else set()

    # ── what must hold ────────────────────────────────────────────────────────────────────────

    def nothing_misplaced(self, tabs: Sequence[int]) -> None:
        """Everything in our columns is an answer that this very lead had in some state of the run,
        or a person's.

        A copy of a tab that people made in the middle of the run is the next run's.
        """
        self._nothing_beside()
        for who, lead in self._rows().items():
            doubtful = self._taken_for_edited(who, lead)
            if (
                "next_contact" in doubtful
            ):  # taken for a plan of people's, it decides the whole row (rule by_hand)
                continue
            for key, value in lead.ours.items() if who[0] in tabs else ():
                known = key in doubtful or (doubtful and key in ("flags", "why"))
                assert known or self._knows(lead, key, value), (
                    f"{key} of row {lead.row + 1} belongs to another lead"
                )

    def _taken_for_edited(self, who: tuple[int, str], lead: LeadRow) -> Cells:
        """Returns answers of ours in the row that may pass for typed by people."""
        known = self._copies | set(self._doubtful.get(who, {}).items())
        return {
            key: value for key, value in lead.ours.items() if key != "id" and (key, value) in known
        }

    def _knows(self, lead: LeadRow, key: str, value: object) -> bool:
        return key == "id" or _is_typed(value) or self._was(lead, key, value)

    def _was(self, lead: LeadRow, key: str, value: object) -> bool:
        """Returns whether the lead, or the one it was copied from, ever had this answer."""
        states = [(self.day, lead), *reversed(self._were.get(lead.token, []))]
        tokens, parent = {lead.token}, self.people.copied.get(lead.token)
        while parent and parent not in tokens:
            tokens.add(parent)
            states += self._were.get(parent, [])
            parent = self.people.copied.get(parent)
        answers = (_answers(state, day) for day, state in states)
        return any(_same(key, value, found.get(OURS[key])) for found in answers)

    def settles(self) -> None:
        """At most two quiet runs, then one that writes nothing; and all is right."""
        for _ in range(2):
            end, writes = self.run(())
            assert end == "done"
            if not writes:
                break
        else:
            assert self.run(())[1] == 0, "it goes on writing"
        self._answers_right()
        self._headings_right()
        self._ids_right()
        self.people.rest()
        self._were.clear()
        self._remember()

    def _nothing_beside(self) -> None:
        """No answer is in a row without a lead, unless people put it there, or a run was cut
        off: only rows that hold a lead are answered, or cleared.
        """
        for sheet in () if self.people.orphans else self.tagged.tabs():
            for cells in self.tagged.blank_rows(sheet):
                assert all(map(_is_typed, cells.values())), "an answer is where no lead is"

    def _answers_right(self) -> None:
        self._nothing_beside()
        for sheet in self.tagged.tabs():
            assert {tag for tag in self.tagged.columns(sheet) if tag.startswith(OUR)} == {
                OUR + key for key in OURS
            }
        for who, lead in self._rows().items():
            found = plain(
                {heading: lead.ours.get(key) for key, heading in OURS.items() if key != "id"}
            )
            standing = plain(
                {OURS[key]: value for key, value in self._taken_for_edited(who, lead).items()}
            )
            assert any(found == other for other in _possible(lead, self.day, standing)), (
                f"row {lead.row + 1}"
            )

    def _headings_right(self) -> None:
        """Ours have one, and no column of ours without one is left behind."""
        for sheet in self.tagged.tabs():
            for tag, held in self.tagged.nameless(sheet):
                ours = not tag or tag.startswith((LET_GO, OUR))
                assert not ours or all(map(_is_typed, held)), f"{tag} has no heading"

    def _ids_right(self) -> None:
        ids = {who: str(lead.ours.get("id")) for who, lead in self._rows().items()}
        assert "None" not in ids.values(), "a lead without an id"
        assert len(set(ids.values())) == len(ids), "ids are not unique"
        for who in ids.keys() & self.ids.keys():
            if self.people.is_identifiable(who[1]):
                assert ids[who] == self.ids[who], f"{who[1]} lost its id"
        self.ids = ids


def _is_typed(value: object) -> bool:
    return isinstance(value, str) and value.startswith(TYPED)


def _only(cells: Cells, key: str) -> Cells:
    return {key: cells[key]} if key in cells else {}


def _texts(lead: LeadRow) -> Cells:
    return {OURS[key]: value for key, value in lead.ours.items() if _is_typed(value)}


def _answers(lead: LeadRow, day: int, typed: Cells | None = None) -> Cells:
    edited = _texts(lead) | (typed or {})
    return {
        **oracle_answers(later(day), frozenset(matter(lead).items()), frozenset(edited.items())),
        **_texts(lead),
    }


def _possible(lead: LeadRow, day: int, doubtful: Cells) -> Iterator[Cells]:
    """Yields the answers that a lead may have: its own, or those beside what may pass for typed,
    whichever of it does.
    """
    for count in range(len(doubtful) + 1):
        for taken in combinations(doubtful.items(), count):
            answers = _answers(lead, day, dict(taken))
            yield answers
            if "Flags" in dict(taken):  # such flags stay as they are
                yield {**answers, "Flags": doubtful["Flags"]}


def _same(key: str, value: object, answer: object) -> bool:
    return (plain({"Flags": value})["Flags"] if key == "flags" else value) == answer  # type: ignore[dict-item]  # flags are text
