"""What the live formulas are told of each lead: the content of the tab `_mem`, after a run.

Formulas know no memory and no months, and read a date or a stage again only where its text is the
one that a run has read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import DATES, fold
from sheetflow.formulas.memory import OTHER_WORD, READ, Memory, ReadDate, Remembered
from sheetflow.model import KEEP, Snapshot, TabPlan, Value, serial
from sheetflow.parse.dates import Moment, read_moment
from sheetflow.parse.leads import Lead
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.open_dates import OpenDate
from sheetflow.parse.values import text_of
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.opt_outs import OptOuts
from sheetflow.plan.typed_dates import ReadWord, read_words
from sheetflow.state import State
from sheetflow.state.record import Record, id_in, is_gone, is_record, read_record

_ID: Final = -1
"""The place of the id in RowPlan.cells."""
_DAY: Final = 86_400
_PLANNED: Final = "next_contact"


class Run(NamedTuple):
    """A run of which formulas are told: what it read, for which day, the records that it leaves
    behind, and the serial of its moment.
    """

    snapshot: Snapshot
    book: Workbook
    state: State
    today: date
    records: Sequence[str]
    answered: float = 0


def memory_of(run: Run, tab: LeadsTab, plan: TabPlan) -> Memory:
    """Returns what formulas are told of the leads of one tab."""
    ids = _ids(tab, plan)
    texts = (text for text in run.records if is_record(text) and not is_gone(text))
    records = {id_in(text): read_record(text) for text in texts}
    words = read_words(tab, ids, run.state, run.today).rows
    opt_outs = OptOuts.of(run.book.tabs, run.state)
    cells, leads, told = _cells(run.snapshot, plan), list[Remembered](), dict[str, str]()
    for lead, lead_id in zip(tab.leads, ids, strict=True):
        row = cells.get(lead.row, {})
        stage = fold(text_of(row.get("stage")))
        if stage and lead.stage:
            told[stage] = lead.stage.key
        record = records.get(lead_id)
        if record is not None:
            typed = dict(_dates(row, lead, words.get(lead.row, ())))
            typed |= _planned(row.get(_PLANNED), record, tab, run.book)
            remembered = _remembered(record, _word(stage, lead, record), typed)
            leads.append(remembered._replace(opted_out=opt_outs.holds(lead)))
    return Memory(leads, told, run.answered)


def _ids(tab: LeadsTab, plan: TabPlan) -> list[str]:
    """Returns the id that each lead has after the run."""
    given = {row.row: row.cells[_ID] for row in plan.rows if row.cells[_ID] is not KEEP}
    leads = zip(tab.leads.field("row"), tab.leads.field("id"), strict=True)
    return [str(given.get(row, lead_id) or "") for row, lead_id in leads]


def _word(stage: str, lead: Lead, record: Record) -> str | None:
    """Returns the word of the stage that the record remembers: that of the cell, unless the row
    could not be decided since; then it is one that nobody writes, since only its checksum is known.
    """
    if record.said.word is None:
        return None
    return stage if record.said.word == lead.word else OTHER_WORD


def _remembered(record: Record, word: str | None, dates: Mapping[str, ReadDate]) -> Remembered:
    touched = record.touched
    remembered = Remembered(
        record.id,
        touches=touched.touches,
        contacts=touched.contacts,
        last=_moment(touched.last),
        before=_moment(touched.before),
    )
    return remembered._replace(
        added=touched.added,
        counted=touched.counted,
        stage_then=touched.stage_then,
        stage=record.said.stage,
        skipped=touched.skipped,
        word=word,
        dates=dates,
    )


def _moment(moment: Moment | None) -> float:
    return serial(moment.day) + moment.second / _DAY if moment else 0


def _dates(
    row: Mapping[str, Value],
    lead: Lead,
    words: Sequence[ReadWord],
) -> Iterator[tuple[str, ReadDate]]:
    """Yields the dates that are texts, as the run read them."""
    read = {word.word.key: word for word in words}
    for key in DATES:
        text = row.get(key)
        if not isinstance(text, str) or not text_of(text):
            continue
        if key in read:
            word = read[key]
            seen = word.as_fact
            yield key, ReadDate(text, _moment(word.moment), serial(seen.seen) if seen else 0)
        else:
            yield key, ReadDate(text, _day(getattr(lead, key)))


def _planned(text: Value, record: Record, tab: LeadsTab, book: Workbook) -> dict[str, ReadDate]:
    """Returns the date that a person typed over ours as a text; what a word there means is in the
    record.
    """
    if not isinstance(text, str) or not text_of(text):
        return {}
    style = book.date_style._replace(day_first=tab.planned_order)
    moment = read_moment(text, style)
    if isinstance(moment, Moment):
        return {_PLANNED: ReadDate(text, _moment(moment))}
    typed = next((each for each in record.said.typed if each.key == _PLANNED), None)
    if not isinstance(moment, OpenDate) or typed is None or typed.day is None:
        return {_PLANNED: ReadDate(text)}
    seen = serial(typed.seen) if moment.is_word and typed.seen else 0
    return {_PLANNED: ReadDate(text, serial(typed.day), seen)}


def _day(value: Moment | date | None) -> float:
    if isinstance(value, Moment):
        return _moment(value)
    return serial(value) if value is not None else 0


def _cells(snapshot: Snapshot, plan: TabPlan) -> dict[int, dict[str, Value]]:
    """Returns the cells of stages and dates as people typed them, by row and key."""
    tab = snapshot.tab(plan.tab)
    places = {**plan.people, **plan.owned}
    wanted = {key: places[key] for key in ("stage", *READ) if key in places}
    columns = sorted(set(wanted.values()))
    found = dict[int, dict[str, Value]]()
    for block in tab.blocks(columns) if tab else ():
        values = dict(zip(columns, block.columns, strict=True))
        for at, row in enumerate(block.rows):
            found[row] = {key: values[column][at] for key, column in wanted.items()}
    return found
