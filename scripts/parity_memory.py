"""What the last sync of a workbook of scripts/parity.py remembered, for the formulas' tab `_mem`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scripts.parity_book import TODAY, Book
from scripts.parity_leads import AT
from sheetflow.columns import fold
from sheetflow.engine import Options, look_at
from sheetflow.formulas.memory import READ, Memory, ReadDate, Remembered
from sheetflow.model import Snapshot, Value, serial
from sheetflow.parse.dates import DateStyle, Moment, read_moment
from sheetflow.parse.leads import Lead
from sheetflow.parse.values import text_of
from sheetflow.plan.typed_dates import ReadWord, read_words
from sheetflow.state import state_of

_NO_DATE: Final = ReadDate("")


def memory_of(book: Book) -> Memory:
    """Returns what the formulas are told after the last sync."""
    before, state = book.before, state_of(book.before)
    plan, workbook = look_at(before, Options(today=TODAY))
    (tab,) = workbook.tabs
    cells, ids = _cells(before, tab.name), [row.id for row in plan.rows]
    words = read_words(tab, ids, state, TODAY).rows
    leads, told = [], dict[str, str]()
    for lead, result in zip(tab.leads, plan.rows, strict=True):
        row = cells[lead.row]
        stage = text_of(row["stage"])
        if stage and lead.stage:
            told[fold(stage)] = lead.stage.key
        record = state.get(lead.id)
        if record is None:
            continue
        touched = record.touched
        leads.append(
            Remembered(
                lead.id,
                touched.touches,
                touched.contacts,
                _moment(touched.last),
                _moment(touched.before),
                touched.added,
                touched.counted,
                touched.stage_then,
                record.said.stage,
                touched.skipped,
                fold(stage),
                result.facts.opted_out,
                dict(_dates(row, lead, words.get(lead.row, ()), book.team.lang)),
            )
        )
    return Memory(leads, told)


def _moment(moment: Moment | None) -> float:
    return serial(moment.day) + moment.second / 86400 if moment else 0


def _dates(
    row: Mapping[str, Value], lead: Lead, words: tuple[ReadWord, ...], lang: str
) -> Iterator[tuple[str, ReadDate]]:
    """Yields the dates that are texts, as they were read."""
    read = {word.word.key: word for word in words}
    for key in READ:
        text = row[key]
        if not isinstance(text, str) or not text_of(text):
            continue
        if key in read:
            word, seen = read[key], read[key].as_fact
            yield key, ReadDate(text, _moment(word.moment), serial(seen.seen) if seen else 0)
        elif key == "next_contact":
            moment = read_moment(text, DateStyle(day_first=lang == "es" or None))
            yield key, ReadDate(text, _moment(moment) if isinstance(moment, Moment) else 0)
        else:
            yield key, ReadDate(text, _day(getattr(lead, key)))


def _day(value: object) -> float:
    if isinstance(value, Moment):
        return _moment(value)
    return serial(value) if value is not None else 0  # type: ignore[arg-type]  # a date


def _cells(snapshot: Snapshot, name: str) -> dict[int, dict[str, Value]]:
    tab = snapshot.tab(name)
    assert tab is not None
    found = dict[int, dict[str, Value]]()
    for block in tab.blocks(range(len(AT))):
        for at, row in enumerate(block.rows):
            found[row] = {key: block.columns[column][at] for key, column in AT.items()}
    return found
