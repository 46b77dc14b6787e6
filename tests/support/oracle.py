"""The second opinion on identity: each lead once more, alone in a workbook of its own.

No other row is there that could lend it an answer, no row is ever moved, so whatever people sort,
copy or delete in the shared workbook, each lead's answers there must be those it gets here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sheetflow.columns import OWNED
from sheetflow.model import STATE_TAB, Value, serial
from sheetflow.texts.words import FLAGS
from tests.support.workbook_driver import MemoryDriver, synced

OURS: Final = tuple(column.en for column in OWNED)
ANSWERS: Final = OURS[:-1]
ID: Final = OURS[-1]
PEOPLES: Final = (
    "No.",
    "Name",
    "Email",
    "Owner",
    "Stage",
    "Possible?",
    "Since",
    "Last contact",
    "Last reply",
    "Agreement",
    "Agreed for",
    "Appointment",
    "Confirmed",
    "Not before",
    "Do not contact",
    "Notes",
)
"""`No.` is a column of the team's that sheetflow does not know; it tells the rows apart for the
test.
"""
Cells = dict[str, Value]
"""The filled cells of a row by heading."""

_ANCHOR: Final[list[Value]] = [
    "T0",
    "Ida Lindqvist",
    "ida@example.com",
    "Eva",
    "Won",
    None,
    serial(date(2026, 9, 1)),
]
_ROW: Final = 3


def anchor() -> list[Value]:
    """Returns a closed lead that nobody touches, so that no workbook is ever without an id."""
    return list(_ANCHOR)


@dataclass
class Oracle:
    """One lead and a neighbour that is closed; `edited` is what people put into its owned cells."""

    book: MemoryDriver
    edited: Cells = field(default_factory=dict)

    @classmethod
    def new(cls, last_run: date) -> Oracle:
        """Returns a workbook that knows the neighbour since the last run."""
        neighbour: list[Value] = ["T-", "Otto Byrne", "otto@example.com", *_ANCHOR[3:]]
        book = MemoryDriver({"Leads": [list(PEOPLES), neighbour]})
        synced(book, last_run)
        return cls(book)

    @property
    def _headings(self) -> list[Value]:
        return self.book.cells("Leads")[0]

    def answers(self) -> Cells:
        """Returns what the lead's owned cells hold, but for the id."""
        row = dict(zip(self._headings, self.book.cells("Leads")[_ROW - 1], strict=False))
        return plain({heading: row.get(heading) for heading in ANSWERS})

    def follow(self, cells: Cells, edited: Cells) -> None:
        """Takes over what people did to the row."""
        with self.book.at("Leads") as sheet:
            for at, heading in enumerate(self._headings):
                if heading in PEOPLES:
                    sheet.type(_ROW, at, cells.get(str(heading)))
                elif heading in edited or heading in self.edited:
                    sheet.type(_ROW, at, edited.get(str(heading)))

    def lose_columns(self, present: set[str]) -> None:
        """Deletes the owned columns that people deleted."""
        for heading in set(OURS) - present:
            with self.book.at("Leads") as sheet:
                if heading in self._headings:
                    sheet.delete_column(self._headings.index(heading))

    def lose_state(self) -> None:
        """Deletes the state tab."""
        self.book.drop(STATE_TAB)


def plain(answers: Cells) -> Cells:
    """Returns answers without the flags that come from other rows, too."""
    flags = answers.get("Flags")
    if not isinstance(flags, str):
        return answers
    others = {*FLAGS["duplicate"], *FLAGS["unknown_fit"], *FLAGS["no_owner"]}
    kept = [flag for flag in flags.split(", ") if flag not in others]
    return {**answers, "Flags": ", ".join(kept) or None}
