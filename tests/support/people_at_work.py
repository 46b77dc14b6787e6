"""What people do to a sheet of leads between any two requests; each act takes two small numbers to
choose by.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sheetflow.model import STATE_TAB, Value, serial
from tests.sheets_server.book import Sheet
from tests.sheets_server.people import Person
from tests.sheets_server.server import Server
from tests.support.tagged_sheet import (
    OUR,
    OURS,
    PEOPLES,
    START,
    TOKEN,
    UNKNOWN,
    Cells,
    LeadRow,
    TaggedSheet,
)

TYPED: Final = "ask Eva"
"""Begins every text that people put into our cells; no two are the same."""
_STILL: Final = (
    "types",
    "pastes",
    "renames_a_lead",
    "renames_an_owned_heading",
    "renames_a_heading",
    "renames_a_heading_that_counts",
    "clears_a_heading",
    "clears_an_owned_heading",
    "hides_rows",
    "inserts_a_column",
    "deletes_a_column",
    "moves_a_column",
    "filters",
    "clears_the_filter",
    "makes_a_table",
)
"""What moves no row, and types nothing into our cells."""
_FILTERING: Final = ("filters", "clears_the_filter", "hides_rows")
_DELETING: Final = ("deletes_a_row", "copies_over_a_row", "deletes_an_owned_column")
_SPELLINGS: Final = {
    "Email": ("E-mail", "Email", "Mail address"),
    "Name": ("Full name", "Name", "Contact"),
    "Stage": ("Lead stage", "Stage"),
    "Last contact": ("Last touch", "Last contact"),
    "Since": ("Date added", "Since"),
}
"""Headings of people's, and what else they may call these columns."""
_BY_NAME: Final = ("Name", "Since", "Last contact", TOKEN)


class PeopleAtWork:
    """People at one spreadsheet. `typed` maps their texts in our cells to when they were typed, by
    `clock`; `copied` says which lead a copy was made of, `ids_moved` whether people are beside
    other ids than theirs, or none.
    """

    def __init__(self, server: Server, tagged: TaggedSheet) -> None:
        self.server, self.tagged = server, tagged
        self.typed: dict[str, int] = {}
        self.copied: dict[str, str] = {}
        self.clock = self.moved = self.deleted = self.filtered = self.emptied = 0
        self.orphans = False
        self._count = 0
        self.rest()

    def rest(self) -> None:
        """All that people did is settled: every lead is known by its id again."""
        self._vague: set[str] = set()
        self._renamed: set[str] = set()
        self.scrambled = self.ids_moved = self._id_renamed = self._forgotten = self._twice = False

    @property
    def has_unsettled_copies(self) -> bool:
        """Whether rows were copied whose ids are not settled yet."""
        return bool(self._vague) or self._twice

    def is_identifiable(self, token: str) -> bool:
        """Returns whether a lead can be known by what is in the sheet, and keeps its id then.

        It cannot where its id and its name went at once, where nobody remembers who had an id that
        was moved away from its name, or what the heading above the ids was renamed to, and where
        another row has the same name, email and id.
        """
        renamed = token in self._renamed
        lost = (self.ids_moved and (self._forgotten or self._twice or renamed)) or (
            self._twice and renamed
        )
        lost = lost or (self._id_renamed and self._forgotten)
        return token not in self._vague and not lost

    def act(self, name: str, a: int, b: int) -> None:
        """Lets somebody do it, in one of the tabs of leads; where it cannot be done, nobody does
        anything.
        """
        tabs = self.tagged.tabs()
        if name not in _STILL:
            self.moved = self.clock
        if name in _FILTERING:
            self.filtered = self.clock
        if name in _DELETING:
            self.deleted = self.clock
        ACTS[name](self, tabs[(a + b) % len(tabs)], a, b)

    def _person(self, sheet: Sheet) -> Person:
        return self.server.person(self.tagged.book, tab=sheet.title)

    def _lead(self, sheet: Sheet, n: int) -> LeadRow | None:
        leads = self.tagged.leads(sheet)
        return leads[n % len(leads)] if leads else None

    def _put(self, sheet: Sheet, row: int, tag: str, value: Value) -> None:
        self.tagged.fill(sheet, row, {tag: value})

    def _new(self) -> int:
        self._count += 1
        return self._count

    # ── cells ─────────────────────────────────────────────────────────────────────────────────

    def types(self, sheet: Sheet, a: int, b: int) -> None:
        if lead := self._lead(sheet, a):
            day = serial(START) + 40 + self._new()
            cells: tuple[tuple[str, Value], ...] = (
                ("Agreed for", day),
                ("Appointment", day),
                ("Not before", day),
                ("Owner", None),
                ("Possible?", "no"),
                ("Since", day - 200),
                ("Agreement", f"call at {day}"),
                ("Agreed for", "soon"),
            )
            self._put(sheet, lead.row, *cells[b % len(cells)])

    def pastes(self, sheet: Sheet, a: int, b: int) -> None:
        """A block over two rows, right across whatever columns of people's are beside each
        other.
        """
        for n in (a, a + 1):
            if lead := self._lead(sheet, n):
                day = serial(START) + 90 + self._new()
                self.tagged.fill(
                    sheet, lead.row, {"Agreement": "=1+1", "Agreed for": day, "Appointment": None}
                )

    def renames_a_lead(self, sheet: Sheet, a: int, b: int) -> None:
        if lead := self._lead(sheet, a):
            n = self._new()
            self._renamed.add(lead.token)
            self.tagged.fill(
                sheet, lead.row, {"Name": f"Renamed {n}", "Email": f"renamed{n}@example.com"}
            )

    def types_over(self, sheet: Sheet, a: int, b: int) -> None:
        """A text into a cell of ours; never into the id."""
        key = [*OURS][b % (len(OURS) - 1)]
        if (lead := self._lead(sheet, a)) and OUR + key in self.tagged.columns(sheet):
            text = f"{TYPED} {self._new()}"
            self.typed[text] = self.clock
            self._put(sheet, lead.row, OUR + key, text)

    def empties_ours(self, sheet: Sheet, a: int, b: int) -> None:
        key = [*OURS][b % len(OURS)]
        if lead := self._lead(sheet, a):
            if key == "id":
                self._vague.add(lead.token)
            self._put(sheet, lead.row, OUR + key, None)

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    def inserts_a_lead(self, sheet: Sheet, a: int, b: int) -> None:
        row = self._somewhere(sheet, a)
        self._person(sheet).insert_rows(row + 1)
        self.tagged.fill(sheet, row, self.tagged.lead(b))

    def inserts_a_twin(self, sheet: Sheet, a: int, b: int) -> None:
        """Another deal of somebody who has one already."""
        if lead := self._lead(sheet, a):
            row = self._somewhere(sheet, b)
            self._person(sheet).insert_rows(row + 1)
            new = self.tagged.lead(b) | {tag: lead.peoples.get(tag) for tag in ("Name", "Email")}
            self._vague |= {lead.token, str(new[TOKEN])}
            self.tagged.fill(sheet, row, new)

    def appends_a_lead(self, sheet: Sheet, a: int, b: int) -> None:
        self.tagged.fill(sheet, sheet.used()[0], self.tagged.lead(b))

    def inserts_a_blank_row(self, sheet: Sheet, a: int, b: int) -> None:
        self._person(sheet).insert_rows(self._somewhere(sheet, a) + b % 2)

    def deletes_a_row(self, sheet: Sheet, a: int, b: int) -> None:
        if lead := self._lead(sheet, a):
            self._person(sheet).delete_rows(lead.row + 1)

    def moves_a_row(self, sheet: Sheet, a: int, b: int) -> None:
        if lead := self._lead(sheet, a):
            self._person(sheet).move_rows(lead.row + 1, self._somewhere(sheet, b) + 1)

    def _somewhere(self, sheet: Sheet, n: int) -> int:
        """Returns a row below the heading, or the one behind the last lead; 0-based."""
        first = self.tagged.heading_row(sheet) + 1
        return first + n % (max(sheet.used()[0] - first, 0) + 1)

    def sorts(self, sheet: Sheet, a: int, b: int) -> None:
        by = self.tagged.columns(sheet)[_BY_NAME[a % len(_BY_NAME)]]
        first = self.tagged.heading_row(sheet) + 2
        self._person(sheet).sort(by, descending=bool(b % 2), first_row=first)

    def sorts_peoples(self, sheet: Sheet, a: int, b: int) -> None:
        """The block of people's columns alone, where they are side by side."""
        at = self.tagged.columns(sheet)
        peoples = sorted(column for tag, column in at.items() if not tag.startswith(OUR))
        if peoples == list(range(peoples[0], peoples[-1] + 1)):
            self._scramble()
            first = self.tagged.heading_row(sheet) + 2
            span = (peoples[0], peoples[-1] + 1)
            by = at[_BY_NAME[a % len(_BY_NAME)]]
            self._person(sheet).sort(by, descending=bool(b % 2), first_row=first, columns=span)

    def sorts_through_the_filter(self, sheet: Sheet, a: int, b: int) -> None:
        """Or table, where it holds all of people's columns; a lead cut in two by hand is nobody's
        fault but theirs.
        """
        area = (sheet.basic_filter or (sheet.tables[0] if sheet.tables else {})).get("range", {})
        at = self.tagged.columns(sheet)
        held = range(area.get("startColumnIndex", 0), area.get("endColumnIndex", 0))
        first = self.tagged.heading_row(sheet) + 1
        if area.get("startRowIndex", 0) != first - 1 or area.get("endRowIndex", 0) <= first:
            return
        if sheet.used()[0] > first and all(
            column in held for tag, column in at.items() if not tag.startswith(OUR)
        ):
            if any(column not in held for column in at.values()):
                self._scramble()
            by, below = (
                at[_BY_NAME[a % len(_BY_NAME)]],
                {**area, "sheetId": sheet.id, "startRowIndex": first},
            )
            order = {"dimensionIndex": by, "sortOrder": "DESCENDING" if b % 2 else "ASCENDING"}
            self._person(sheet)._change("sortRange", range=below, sortSpecs=[order])

    def _scramble(self) -> None:
        self.scrambled = self.orphans = self.ids_moved = True

    def copies_a_row(self, sheet: Sheet, a: int, b: int) -> None:
        """Inserts a copy, and makes another lead of it: with another name, or with the same."""
        if lead := self._lead(sheet, a):
            to = self._somewhere(sheet, b)
            self._person(sheet).insert_copy(lead.row + 1, to + 1)
            self._made_of(sheet, lead, to, same=bool((a + b) % 2))

    def copies_over_a_row(self, sheet: Sheet, a: int, b: int) -> None:
        """Copies a row and pastes it over another, whose lead is gone then."""
        lead, other = self._lead(sheet, a), self._lead(sheet, b)
        if lead and other and lead.row != other.row:
            self._person(sheet).copy_row(lead.row + 1, other.row + 1)
            self._made_of(sheet, lead, other.row, same=False)

    def _made_of(self, sheet: Sheet, lead: LeadRow, to: int, *, same: bool) -> None:
        new: Cells = self.tagged.lead(0)
        self._vague |= {lead.token, str(new[TOKEN])}
        self.copied[str(new[TOKEN])] = lead.token
        self.typed |= {
            str(value): self.clock for value in lead.ours.values() if value in self.typed
        }
        names = (TOKEN,) if same else (TOKEN, "Name", "Email")
        self.tagged.fill(sheet, to, {tag: new[tag] for tag in names})

    def hides_rows(self, sheet: Sheet, a: int, b: int) -> None:
        if not sheet.tables:  # no filter may lie over part of a table
            self._person(sheet).filter(rows=sheet.used()[0], hide={0: [f"Lead {a}"]})

    # ── columns ───────────────────────────────────────────────────────────────────────────────

    def inserts_a_column(self, sheet: Sheet, a: int, b: int) -> None:
        at = (a * 8 + b) % (sheet.used()[1] + 1)
        self._person(sheet).insert_columns(at)
        n = self._new()
        self.tagged.tag(sheet, at, f"new {n}")
        if b % 2:
            sheet.put(
                self.tagged.heading_row(sheet), at, sheet.cell(0, at)._replace(value=f"Extra {n}")
            )
        self.tagged.book.touch()

    def deletes_a_column(self, sheet: Sheet, a: int, b: int) -> None:
        """A column of people's that nobody needs."""
        spare = [
            column
            for tag, column in self.tagged.columns(sheet).items()
            if tag == UNKNOWN or tag[:3] == "new"
        ]
        if spare:
            self._person(sheet).delete_columns(spare[a % len(spare)])

    def moves_a_column(self, sheet: Sheet, a: int, b: int) -> None:
        at = sorted(self.tagged.columns(sheet).values())
        self._person(sheet).move_columns(at[(a * 8 + b) % len(at)], at[(b * 8 + a) % len(at)])

    def deletes_an_owned_column(self, sheet: Sheet, a: int, b: int) -> None:
        key = [*OURS][(a * 8 + b) % len(OURS)]
        if OUR + key in (at := self.tagged.columns(sheet)):
            self.ids_moved = self.ids_moved or key == "id"
            self._person(sheet).delete_columns(at[OUR + key])

    def renames_an_owned_heading(self, sheet: Sheet, a: int, b: int) -> None:
        key = [*OURS][(a * 8 + b) % len(OURS)]
        if OUR + key in self.tagged.columns(sheet):
            self._id_renamed = self._id_renamed or key == "id"
            self._put(sheet, self.tagged.heading_row(sheet), OUR + key, f"Ours {self._new()}")

    def renames_a_heading(self, sheet: Sheet, a: int, b: int) -> None:
        if UNKNOWN in self.tagged.columns(sheet):
            self._put(sheet, self.tagged.heading_row(sheet), UNKNOWN, f"Area {self._new()}")

    def renames_a_heading_that_counts(self, sheet: Sheet, a: int, b: int) -> None:
        """Email becomes E-mail: it says the same in another word."""
        tag = [*_SPELLINGS][a % len(_SPELLINGS)]
        row = self.tagged.heading_row(sheet)
        self._put(sheet, row, tag, _SPELLINGS[tag][b % len(_SPELLINGS[tag])])

    def clears_a_heading(self, sheet: Sheet, a: int, b: int) -> None:
        """Of a column that nobody needs, or types it again; without the others answers change."""
        if UNKNOWN in self.tagged.columns(sheet):
            row = self.tagged.heading_row(sheet)
            self._put(sheet, row, UNKNOWN, (None, UNKNOWN)[b // 4 % 2])

    def clears_an_owned_heading(self, sheet: Sheet, a: int, b: int) -> None:
        """Of one column of ours, or of all of them."""
        row, keys = self.tagged.heading_row(sheet), [*OURS]
        self.emptied = self.clock
        for key in keys if b % 2 else [keys[(a * 8 + b) % len(keys)]]:
            self._put(sheet, row, OUR + key, None)

    def types_a_heading(self, sheet: Sheet, a: int, b: int) -> None:
        """Over the first column without one, where ours are to come or have just come."""
        row, n = self.tagged.heading_row(sheet), self._new()
        at = next(n for n in range(sheet.used()[1] + 1) if sheet.cell(row, n).value is None)
        tags = {column: tag for tag, column in self.tagged.columns(sheet).items()}
        text = f"Extra {n}"
        if tags.get(at, "").startswith(OUR):
            text = f"{TYPED} {n}"
            self.typed[text] = self.clock
        elif at not in tags:
            self.tagged.tag(sheet, at, f"new {n}")
        sheet.grid["columnCount"] = max(sheet.grid["columnCount"], at + 1)
        sheet.put(row, at, sheet.cell(row, at)._replace(value=text))
        self.tagged.book.touch()

    # ── filters and tabs ──────────────────────────────────────────────────────────────────────

    def filters(self, sheet: Sheet, a: int, b: int) -> None:
        """Over everything, over the first columns, or over the first rows only."""
        if self.tagged.heading_row(sheet) == 0 and not sheet.tables:
            columns = (None, len(PEOPLES), len(PEOPLES) + 2)[a % 3]
            self._person(sheet).filter(columns, rows=(None, sheet.used()[0], 3)[b % 3])

    def makes_a_table(self, sheet: Sheet, a: int, b: int) -> None:
        """A Google table of the first columns, or of all that is filled; where neither a table nor
        a filter is there.
        """
        bottom, right = sheet.used()
        first = self.tagged.heading_row(sheet)
        if not sheet.tables and not sheet.basic_filter and bottom > first + 1:
            where = {
                "sheetId": sheet.id,
                "startRowIndex": first,
                "endRowIndex": bottom,
                "startColumnIndex": 0,
                "endColumnIndex": (len(PEOPLES), right)[a % 2],
            }
            self._person(sheet)._change(
                "addTable", table={"name": f"Leads_{self._new()}", "range": where}
            )

    def clears_the_filter(self, sheet: Sheet, a: int, b: int) -> None:
        if sheet.basic_filter:
            self._person(sheet).clear_filter()

    def renames_the_tab(self, sheet: Sheet, a: int, b: int) -> None:
        self._person(sheet).rename_tab(f"Leads {self._new()}")

    def duplicates_the_tab(self, sheet: Sheet, a: int, b: int) -> None:
        if len(self.tagged.tabs()) == 1:
            self._twice = self.orphans = True
            self._person(sheet).duplicate_tab(f"Copy {self._new()}")

    def deletes_the_state_tab(self, sheet: Sheet, a: int, b: int) -> None:
        if self.tagged.book.sheet_named(STATE_TAB):
            self._forgotten = True
            self._person(sheet).delete_record()


ACTS: Final[dict[str, Callable[[PeopleAtWork, Sheet, int, int], None]]] = {
    name: act
    for name, act in vars(PeopleAtWork).items()
    if callable(act) and not name.startswith("_") and name not in ("act", "rest", "is_identifiable")
}
"""All that people do, by name."""
