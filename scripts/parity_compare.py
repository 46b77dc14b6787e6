"""Compares what LibreOffice shows with what the engine decides, row by row. Rows of the classes
that formulas cannot decide alike are left out and counted by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from scripts.parity_book import Book
from scripts.parity_leads import AT, LOG_COLUMNS, tab_name
from sheetflow.columns import DATES, fold
from sheetflow.model import Tab, Value, serial
from sheetflow.parse.dates import DateStyle, Moment, read_moment
from sheetflow.parse.open_dates import OpenDate
from sheetflow.plan.rows import LeadResult
from sheetflow.texts.render import flags_text

ANSWERS: Final = ("status", "next_contact", "overdue", "touches", "interest", "flags", "next_step")
"""The columns that are compared."""

Answers = Mapping[str, Value]
"""What a row shows, by column; blank cells as empty texts."""

_NUMBERS: Final = re.compile(r"\s*\d{1,4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,4}\s*")
"""A text date that formulas read, but for the order of its day and month."""

_LOOSE: Final = re.compile(r"\s*(\d{1,2})[-./](\d{1,2})(?:[-./]\d{2,4})?\s*")
"""Day and month, in either order, with or without a year."""

_SAID: Final = ("id", "email", "name")
"""The columns by which a line of a drawn log names its lead."""


def _either(first: int, second: int) -> bool:
    """Returns whether each of two different numbers may be the month."""
    return first != second and max(first, second) <= 12


class Difference(NamedTuple):
    """A cell in which formulas and engine differ."""

    book: str
    row: int
    column: str
    engine: Value
    formula: Value
    rule: str

    def __str__(self) -> str:
        where = f"book {self.book}, row {self.row} ({self.rule}), {self.column}"
        return f"{where}: engine {self.engine!r}, formula {self.formula!r}"


@dataclass(slots=True)
class Compared:
    """What one workbook came to."""

    rows: int = 0
    differences: list[Difference] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def compare(name: str, book: Book, shown: Mapping[int, Answers]) -> Compared:
    """Compares one workbook; `shown` maps rows of the leads tab to what LibreOffice says there."""
    found = Compared()
    before, unsure = _cells_by_row(book), frozenset(_unsure_in_log(book))
    for row in book.plan.rows:
        reason = left_out(row, book, before.get(row.row, {}), unsure)
        if reason:
            found.left_out[reason] += 1
            continue
        found.rows += 1
        wanted = expected(row, book.team.lang)
        under_text = (row.row, AT["flags"]) in book.typed
        found.left_out["flags under a text that a person typed over them"] += under_text
        for column, answer in shown.get(row.row, {}).items():
            if column == "flags" and under_text:
                continue
            if not _same(wanted[column], answer):
                rule = row.decision.rule
                values = (wanted[column], answer, rule)
                found.differences.append(Difference(name, row.row, column, *values))
    found.left_out = +found.left_out
    return found


def expected(row: LeadResult, lang: str) -> Answers:
    """Returns what the engine answers, as cells."""
    decision = row.decision
    due = serial(decision.due) if decision.due else ""
    answers: dict[str, Value] = {"status": decision.status, "next_contact": due}
    answers["overdue"] = _blank(decision.overdue)
    answers["touches"] = _blank(decision.touches)
    answers["interest"] = _blank(decision.interest)
    answers["flags"] = flags_text(decision.flags, lang)
    answers["next_step"] = row.step
    return answers


def _blank(value: int | None) -> Value:
    return "" if value is None else value


def _same(wanted: Value, answer: Value) -> bool:
    if isinstance(wanted, str) or isinstance(answer, str):
        return wanted == answer
    return float(wanted or 0) == float(answer or 0)  # type: ignore[arg-type]  # no errors here


def left_out(
    row: LeadResult, book: Book, before: Mapping[str, Value], unsure: frozenset[str]
) -> str:
    """Returns why a row cannot be compared; blank where it can. `unsure` is what lines of the log
    with a date that formulas cannot read say of their lead.
    """
    cells = _row_cells(book, row.row)
    if row.answers and cells.get("id") in book.copied:
        return "rows with a copied id"
    if row.facts.opted_out:
        return "rows whose address asked not to be contacted in another row"
    planned = cells.get("next_contact")
    if (row.row, AT["next_contact"]) in book.typed and isinstance(planned, int | float):
        last = row.facts.last_contact
        if row.facts.planned_by_hand is None and planned > (serial(last) if last else 0):
            return "rows with a typed date that is the one we wrote"
    for key in (*DATES, "next_contact"):
        value = cells.get(key)
        if isinstance(value, str) and (reason := _odd_date(value, before.get(key), book)):
            return reason
    if unsure.intersection(fold(str(cells.get(key) or "")) for key in _SAID):
        return "rows with such a text date in the log"
    return ""


def _unsure_in_log(book: Book) -> Iterator[str]:
    """Yields what lines say of their lead whose dates only other cells of the column settle."""
    log = book.backend.tab(tab_name("log", book.team.lang))
    for cells in log.held[1:]:
        line = dict(zip(LOG_COLUMNS, cells, strict=False))
        said = line.get("lead")
        for key in ("date", "agreed_for", "announced"):
            value = line.get(key)
            if said and isinstance(value, str) and _odd_date(value, value, book):
                yield fold(str(said))


def _odd_date(text: str, before: Value, book: Book) -> str:
    """Returns why formulas cannot read a text as the engine does; blank where they can, or where
    the memory holds what it says.
    """
    numbers = _LOOSE.fullmatch(text.replace("\xa0", " "))
    if numbers and book.team.lang == "en" and _either(int(numbers[1]), int(numbers[2])):
        return "rows with a text date whose order of day and month other cells settle"
    if text == before:
        return ""
    moment = read_moment(text, DateStyle(day_first=book.team.lang == "es" or None))
    if isinstance(moment, OpenDate):
        return "rows with a date as a word, or without a year, since the last sync"
    if isinstance(moment, Moment) and not _NUMBERS.fullmatch(text.replace("\xa0", " ")):
        return "rows with a date in words since the last sync"
    return ""


def _cells_by_row(book: Book) -> dict[int, Mapping[str, Value]]:
    """Returns the cells of the leads tab as they were at the last sync."""
    tab = book.before.tab(book.leads.name)
    assert tab is not None
    return dict(_read(tab))


def _read(tab: Tab) -> Iterator[tuple[int, Mapping[str, Value]]]:
    for block in tab.blocks(range(len(AT))):
        for at, row in enumerate(block.rows):
            yield row, {key: block.columns[column][at] for key, column in AT.items()}


def _row_cells(book: Book, row: int) -> Mapping[str, Value]:
    cells = book.leads.cells[row - 1]
    return {key: cells[at] for key, at in AT.items() if at < len(cells)}
