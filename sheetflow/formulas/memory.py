"""The tab `_mem`: what earlier runs saw of each lead, sorted by id, for formulas to look up; and
the words of stages that only a run can read.

Texts are as `said_text` leaves them, days are serials with the time of the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from sheetflow.columns import DATES
from sheetflow.formulas.language import FormulaColumn, HiddenTab
from sheetflow.live import FILLED, FILLED_LOG, PAGES, READS
from sheetflow.model import Value

MEM: Final = "_mem"
READ: Final = (*DATES, "next_contact")
"""The columns whose texts were read as dates."""
ANY_WORD: Final = "*  *"
"""Stands for the word of a stage where a record kept none: every word is the same. No word that a
cell says is spelled so: compared words have single spaces.
"""
OTHER_WORD: Final = "|  |"
"""Stands for a word of which only the checksum is known, and which no cell says, either."""
STEP: Final = 500
"""The tab grows by so many rows, so that formulas rarely change their ranges."""


class ReadDate(NamedTuple):
    """A date cell that holds a text: the text, the day it was read as (0 where it cannot be read),
    and the day on which it was first seen where it is a word, such as `hoy`, else 0.
    """

    text: str
    day: float = 0
    seen: int = 0


class Remembered(NamedTuple):
    """What is remembered of one lead; the fields are those of state.record.Record and TouchState,
    with stages by key. `word` is the folded word of its stage (None: not known), `opted_out`
    whether its address asked not to be contacted, `dates` the texts in its date columns by key.
    """

    id: str
    touches: int = 0
    contacts: int = 0
    last: float = 0
    before: float = 0
    added: bool = False
    counted: bool = False
    stage_then: str = ""
    stage: str = ""
    skipped: bool = False
    word: str | None = ""
    opted_out: bool = False
    dates: Mapping[str, ReadDate] = MappingProxyType({})


class Memory(NamedTuple):
    """All that formulas are told: the leads, and folded words of stages with the key of the stage
    that each means (`_closed` and `_no_contact` as in decide.playbook.NOT_FOLLOWED); `answered` is
    when the last run answered, as a serial, 0 for never.
    """

    leads: Sequence[Remembered] = ()
    words: Mapping[str, str] = MappingProxyType({})
    answered: float = 0


def said_text(text: str) -> str:
    """Returns a text as formulas compare it: single spaces, none outside."""
    return " ".join(text.split())


def room(leads: int) -> int:
    """Returns the rows of the tab for so many leads."""
    return max(1, -(-leads // STEP)) * STEP


class Written(NamedTuple):
    """What the formulas were written for: the columns of Leads, as `reads_of` names them, the rows
    of Leads and of the log down to which they go, and the fingerprints of the pages over them.
    """

    reads: str = ""
    filled: int = 0
    filled_log: int = 0
    pages: str = ""


NOT_WRITTEN: Final = Written()


def memory_tab(memory: Memory, rows: int = 0, written: Written = NOT_WRITTEN) -> HiddenTab:
    """Returns the tab; it has `rows` rows, or as many as its leads need."""
    leads = sorted(memory.leads, key=lambda lead: lead.id)
    words = sorted(memory.words.items())
    size = max(room(max(len(leads), len(words))), rows)
    columns = tuple(column._replace(rows=size) for column in _columns(leads, words))
    answered = FormulaColumn("answered", values=(memory.answered,), number_format="0.00000")
    said: dict[str, Value] = {READS: written.reads, FILLED: written.filled}
    said |= {FILLED_LOG: written.filled_log, PAGES: written.pages}
    of_formulas = (FormulaColumn(name, values=(value or None,)) for name, value in said.items())
    return HiddenTab(MEM, 2, 1 + size, (*columns, answered, *of_formulas))


def _columns(
    leads: Sequence[Remembered], words: Sequence[tuple[str, str]]
) -> Iterator[FormulaColumn]:
    yield _listed("id", (lead.id for lead in leads))
    for key in ("touches", "contacts", "last", "before"):
        yield _listed(key, (getattr(lead, key) for lead in leads))
    for key in ("added", "counted", "skipped", "opted_out"):
        yield _listed(key, (int(getattr(lead, key)) for lead in leads))
    yield _listed("stage", (lead.stage or None for lead in leads))
    yield _listed("stage_then", (lead.stage_then or None for lead in leads))
    yield _listed("word", (ANY_WORD if lead.word is None else lead.word or None for lead in leads))
    for key in READ:
        found = [lead.dates.get(key) for lead in leads]
        yield _listed(f"text_{key}", (date and said_text(date.text) for date in found))
        yield _listed(f"day_{key}", (date and date.day for date in found))
        yield _listed(f"seen_{key}", (date and (date.seen or None) for date in found))
    yield _listed("told_word", (word for word, _ in words))
    yield _listed("told_stage", (key for _, key in words))


def _listed(name: str, values: Iterable[Value]) -> FormulaColumn:
    return FormulaColumn(name, values=tuple(values))
