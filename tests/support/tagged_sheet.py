"""A sheet of leads that the test can tell apart, whatever people and sheetflow do to it.

Every column carries a tag in metadata of the test's own, which moves with it; every lead a token
under Notes, which nobody changes. So what is where is known without asking the code under test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from sheetflow.backends.google import metadata
from sheetflow.columns import OWNED
from sheetflow.model import Value, serial
from tests.sheets_server.book import Cell, Metadata, Sheet, Spreadsheet
from tests.sheets_server.world import World

START: Final = date(2026, 11, 9)
KEY: Final = "crowd"
TOKEN: Final = "Notes"
HEADINGS: Final = "headings"
"""The tag of the heading row."""
UNKNOWN: Final = "Region"
PEOPLES: Final = (
    "Name",
    "Email",
    UNKNOWN,
    "Owner",
    "Stage",
    "Possible?",
    "Since",
    "Last contact",
    "Last reply",
    "Agreement",
    "Agreed for",
    "Appointment",
    "Not before",
    TOKEN,
)
OURS: Final = {column.key: column.en for column in OWNED}
OFFERED: Final = ("Stage", "Possible?")
"""People's columns in which sheetflow offers words where nobody else does."""
LET_GO: Final = "let go "
"""Begins the tag of a column of ours that sheetflow made anew elsewhere."""
OUR: Final = "ours:"
"""Begins the tag of an owned column; the others are people's."""
Cells = dict[str, Value]


class LeadRow(NamedTuple):
    """One row that holds a lead: its 0-based row, its token, people's cells by tag, ours by key."""

    row: int
    token: str
    peoples: Cells
    ours: Cells


class TaggedSheet:
    """The spreadsheet with its tags."""

    def __init__(self, world: World, shapes: Sequence[int]) -> None:
        self.people = 0
        self.book: Spreadsheet = world.create("Leads of the team", owner="marta@example.com")
        self.book.sheets.clear()
        sheet = self.book.new_sheet("Leads", rows=40, columns=len(PEOPLES) + 2)
        for at, heading in enumerate(PEOPLES):
            sheet.put(0, at, Cell(heading))
            self.tag(sheet, at, heading)
        self.tag(sheet, 0, HEADINGS, "ROWS")
        for shape in shapes:
            self.fill(sheet, sheet.used()[0], self.lead(shape))
        stock = self.book.new_sheet("Stock", rows=10, columns=4)
        for at, value in enumerate(("Item", "Count")):
            stock.put(0, at, Cell(value))

    # ── leads ─────────────────────────────────────────────────────────────────────────────────

    def lead(self, shape: int) -> Cells:
        """Returns a new lead whose dates nobody else has, so that its answers tell it from the
        others.
        """
        self.people += 1
        n = self.people
        day = serial(START) - 3 * n
        kinds: tuple[Cells, ...] = (
            {"Last contact": day, "Stage": "Informed"},
            {"Agreement": "send the drawings", "Agreed for": serial(START) + 2 * n},
            {"Appointment": serial(START) + n, "Stage": "Meeting set"},
            {},
            {"Last contact": day, "Last reply": day + 1},
            {"Not before": serial(START) + 5 * n, "Owner": "Eva"},
        )
        return {
            "Name": f"Lead {n}",
            "Email": f"lead{n}@example.com",
            "Owner": "Tom",
            "Since": day - 20,
            TOKEN: f"T{n}",
            **kinds[shape % len(kinds)],
        }

    def fill(self, sheet: Sheet, row: int, cells: Cells) -> None:
        """Puts a lead into a row, 0-based; as a paste does, at once."""
        sheet.grid["rowCount"] = max(sheet.row_count, row + 1)
        at = self.columns(sheet)
        for tag, value in cells.items():
            if tag in at:
                sheet.put(row, at[tag], sheet.cell(row, at[tag])._replace(value=value))
        self.book.touch()

    # ── what is where ─────────────────────────────────────────────────────────────────────────────

    def tag(self, sheet: Sheet, at: int, name: str, dimension: str = "COLUMNS") -> None:
        """Lets the test know a column, or a row, from here on."""
        number = self.book.new_id()
        self.book.metadata[number] = Metadata(
            number, KEY, name, "DOCUMENT", sheet.id, dimension, at
        )

    def tag_ours(self) -> None:
        """Tags the columns that sheetflow has just inserted: those with its metadata and no tag."""
        for sheet in self.tabs():
            tagged = set(self.columns(sheet).values())
            for at, key in self._with_entry(sheet):
                if at not in tagged and key in OURS:
                    tagged.add(at)
                    self._let_go(sheet, OUR + key)
                    self.tag(sheet, at, OUR + key)

    def _let_go(self, sheet: Sheet, name: str) -> None:
        """A column that sheetflow made anew, because people typed into the one without a heading:
        that is theirs.
        """
        for item in list(self.book.metadata.values()):
            if item.key == KEY and item.sheet_id == sheet.id and item.value == name:
                self.book.metadata[item.id] = item._replace(value=f"{LET_GO}{item.id}")

    def _with_entry(self, sheet: Sheet) -> Iterator[tuple[int, str]]:
        for item in list(self.book.metadata.values()):
            if (
                item.key == metadata.KEY
                and item.sheet_id == sheet.id
                and item.dimension == "COLUMNS"
            ):
                yield item.place or 0, metadata.name_of(item.value or "")

    def columns(self, sheet: Sheet) -> dict[str, int]:
        """Returns where each column is, by its tag; of two with one tag the left one."""
        found = [(m.place or 0, m.value or "") for m in self._tags(sheet, "COLUMNS")]
        return {name: at for at, name in sorted(found, reverse=True)}

    def tabs(self) -> list[Sheet]:
        """Returns the tabs of leads: the first one, and copies that people made of it."""
        tagged = {m.sheet_id for m in self.book.metadata.values() if m.key == KEY}
        return [sheet for sheet in self.book.sheets if sheet.id in tagged]

    def heading_row(self, sheet: Sheet) -> int:
        """0-based; people insert rows above it."""
        return next(tag.place or 0 for tag in self._tags(sheet, "ROWS"))

    def _tags(self, sheet: Sheet, dimension: str) -> Iterator[Metadata]:
        for item in list(self.book.metadata.values()):
            if (item.key, item.sheet_id, item.dimension) == (KEY, sheet.id, dimension):
                yield item

    def nameless(self, sheet: Sheet) -> Iterator[tuple[str, list[object]]]:
        """Yields the columns that hold something below a blank heading: the tag, blank where there
        is none, and what they hold.
        """
        head = self.heading_row(sheet)
        names = {at: name for name, at in self.columns(sheet).items()}
        for at in range(sheet.used()[1]):
            column: list[object] = [c[at].value for c in sheet.rows.values() if at in c]
            held = [value for value in column if value is not None]
            if held and sheet.cell(head, at).value is None:
                yield names.get(at, ""), held

    def leads(self, sheet: Sheet) -> list[LeadRow]:
        """Returns the rows that hold a lead, from the top."""
        at = self.columns(sheet)
        peoples = {tag: column for tag, column in at.items() if not tag.startswith(OUR)}
        ours = {tag.removeprefix(OUR): column for tag, column in at.items() if tag.startswith(OUR)}
        first = self.heading_row(sheet) + 1
        return [
            LeadRow(row, str(token), _held(sheet, row, peoples), _held(sheet, row, ours))
            for row in sorted(sheet.rows)
            if row >= first and (token := sheet.cell(row, at[TOKEN]).value) is not None
        ]

    def blank_rows(self, sheet: Sheet) -> Iterator[Cells]:
        """Our cells of the rows in which no lead is."""
        at = self.columns(sheet)
        ours = {tag.removeprefix(OUR): column for tag, column in at.items() if tag.startswith(OUR)}
        head = self.heading_row(sheet)
        for row in sorted(sheet.rows):
            if (
                row != head
                and sheet.cell(row, at[TOKEN]).value is None
                and (held := _held(sheet, row, ours))
            ):
                yield held

    def spans(self) -> dict[tuple[int, str], tuple[int, int | None]]:
        """Returns which rows every table and every filter holds: the first, and the one behind the
        last.
        """
        around = [
            (sheet, str(table["tableId"]), table) for sheet in self.tabs() for table in sheet.tables
        ]
        around += [
            (sheet, "filter", sheet.basic_filter) for sheet in self.tabs() if sheet.basic_filter
        ]
        areas = {(sheet.id, name): owner["range"] for sheet, name, owner in around}
        return {
            key: (area.get("startRowIndex", 0), area.get("endRowIndex"))
            for key, area in areas.items()
        }

    def picture(self, *, ours: bool) -> dict[tuple[int, str], dict[int, tuple[object, ...]]]:
        """(sheet id, tag) -> row -> all that people see in the cell, of our columns or of
        people's.
        """
        found: dict[tuple[int, str], dict[int, tuple[object, ...]]] = {}
        for sheet in self.tabs():
            for tag, at in self.columns(sheet).items():
                if tag.startswith(OUR) is ours:
                    cells = {row: held[at] for row, held in sheet.rows.items() if at in held}
                    shown = (
                        (row, _seen(cell, offered=tag in OFFERED)) for row, cell in cells.items()
                    )
                    found[sheet.id, tag] = {row: seen for row, seen in shown if any(seen)}
        return found


def _held(sheet: Sheet, row: int, columns: dict[str, int]) -> Cells:
    values = ((name, sheet.cell(row, at).value) for name, at in columns.items())
    return {name: value for name, value in values if value is not None}  # type: ignore[misc]  # no errors here


def _seen(cell: Cell, *, offered: bool) -> tuple[object, ...]:
    """Returns all there is to a cell, but for the words that sheetflow `offered` in its column;
    TRUE is not 1.
    """
    kind = None if cell.value is None else type(cell.value)
    validation = None if offered else cell.validation
    return kind, cell.value, cell.formula, cell.format, cell.note, validation


def alike(rows: Mapping[tuple[int, str], LeadRow]) -> dict[tuple[int, str], Cells]:
    """Returns, by lead, the answers of rows with the same id and the same cells that matter.

    When they change places under a write, nobody can tell which of them it was for, and what it
    left in the other may pass for typed.
    """
    faces = {
        who: (lead.ours.get("id"), frozenset(matter(lead).items())) for who, lead in rows.items()
    }
    times = Counter(faces.values())
    return {who: lead.ours for who, lead in rows.items() if times[faces[who]] > 1}


def matter(lead: LeadRow) -> Cells:
    """Returns the cells that sheetflow knows."""
    return {
        tag: v
        for tag, v in lead.peoples.items()
        if tag not in (TOKEN, UNKNOWN) and not tag.startswith(("new", LET_GO))
    }


def later(days: int) -> date:
    """Returns a day of the test."""
    return START + timedelta(days=days)
