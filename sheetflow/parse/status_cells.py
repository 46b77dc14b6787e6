"""What the cells of the stage say: those of Stage, and of a Status that is read as it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap

from sheetflow.memo import Memo
from sheetflow.model import CellError, Value
from sheetflow.parse.leads import LeadTable
from sheetflow.parse.ownership import Columns
from sheetflow.parse.stages import Spellings, StageWords, are_words, begun
from sheetflow.parse.values import is_blank, text_of


@dataclass(slots=True)
class StageCells:
    """What the cells of the stage turned out to say.

    `unknown` are the words that no stage has, each with its cells (row, column) as they come;
    `free` counts the texts of a free Status that say no stage, and `free_texts` each of them, as
    long as they are few and short enough to be words, one more else; `begun` are the rows that a
    beginning closed. `filled` says whether any cell of the team's Status is.
    """

    unknown: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    free: int = 0
    free_texts: dict[str, int] = field(default_factory=dict)
    begun: list[int] = field(default_factory=list)
    filled: bool = False

    @property
    def free_words(self) -> Mapping[str, int]:
        """Returns the texts of a free Status that say no stage, with their rows, where they look
        like words that could be asked about; none else.
        """
        return self.free_texts if are_words(self.free_texts) else {}


class StatusReader:
    """Settles, cell by cell, what the stage of a row is read from, and notes what is unknown."""

    def __init__(self, columns: Columns, words: StageWords) -> None:
        self.cells = StageCells()
        self._stage, self._status = columns.people.get("stage", 0), columns.status
        self._free, self._words = columns.how == "text", words
        self._said: Memo[Value, Value] = Memo(self._of_free)
        self._spellings = Spellings()
        self._own: list[Value] = []
        self._cells: list[Value] = []

    def join(self, known: dict[str, list[Value]], values: Mapping[int, list[Value]]) -> None:
        """Puts the cells that count for the stage of some rows into `known`: a filled Stage, else
        the team's Status.
        """
        self._own = self._cells = known.get("stage", [])
        if self._status is not None:
            self._cells = values[self._status]
            known["stage"] = self._said_by(self._own, self._cells)

    def _said_by(self, stage: list[Value], status: list[Value]) -> list[Value]:
        self.cells.filled = self.cells.filled or any(map(text_of, status))
        said = self._said.each(status) if self._free else status
        if self._stage == self._status:
            return said
        return list(starmap(_first_filled, zip(stage, said, strict=True)))

    def note(self, rows: Sequence[int], leads: LeadTable, first: int) -> None:
        """Notes what is unknown in those rows that were joined last, whose leads are those from
        `first` on.
        """
        both = zip(self._own, self._cells, strict=True)
        cells = dict(zip(rows, both, strict=True))
        numbers, bad = leads.field("row"), leads.field("bad")
        for at in range(first, len(leads)):
            row = numbers[at]
            stage, status = cells[row]
            if "stage" in bad[at]:
                in_status = self._status is not None and is_blank(stage)
                self._unknown(row, in_status, status if in_status else stage)
            elif self._free and (is_blank(stage) or self._stage == self._status):
                self._count(row, text_of(status), self._said[status])

    def _unknown(self, row: int, in_status: bool, value: Value) -> None:
        at = self._status if in_status and self._status is not None else self._stage
        text = value.code if isinstance(value, CellError) else text_of(value)
        self.cells.unknown.setdefault(self._spellings.first(text), []).append((row, at))

    def _count(self, row: int, text: str, said: Value) -> None:
        if said is not None and said != text:
            self.cells.begun.append(row)
        elif text and said is None:
            self.cells.free += 1
            texts, word = self.cells.free_texts, self._spellings.first(text)
            if word in texts or are_words(texts):
                texts[word] = texts.get(word, 0) + 1

    def _of_free(self, value: Value) -> Value:
        """Returns what a cell of free text says of the stage, if anything."""
        return begun(text_of(value), self._words) or None


def _first_filled(stage: Value, status: Value) -> Value:
    return status if is_blank(stage) else stage
