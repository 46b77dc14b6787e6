"""What a run remembers of each lead: its record in the state."""

from __future__ import annotations

from sheetflow.parse.leads import ANSWERS, Lead
from sheetflow.plan.lead_facts import LeadFacts
from sheetflow.state.record import (
    NO_TOUCHES,
    Record,
    Said,
    TouchState,
    format_record,
    with_kept,
    written_text,
)


def record_text(
    lead: Lead, lead_id: str, lead_facts: LeadFacts, answered: tuple[str, str], *, grows: bool
) -> str:
    """Returns the record of a lead after this run, `answered` with a status and the fingerprints of
    the cells. While a row is `check`, or the run is for a day
    before the last one (`grows` is False), what was remembered of it stays as it was.
    """
    old, touched, (status, written) = lead_facts.record, lead_facts.touched, answered
    stage = lead_facts.facts.stage
    typed = tuple(read.typed for read in lead_facts.words)
    said = Said(stage.key if stage else "", lead.word, typed)
    if status == "check" or not grows:
        said = _said_before(old, said, grows=grows)
        touched = _as_it_was(old, touched, grows=grows)
    if lead_facts.edits.edited:
        written = _with_edits(written, old, lead, lead_facts.edits.edited)
    return format_record((lead_id, lead.who, lead.cells), said, touched, status, written)


def _said_before(old: Record | None, said: Said, *, grows: bool) -> Said:
    """Returns what a row said earlier; when a word was typed is remembered of every row."""
    if old is None:
        return said
    return old.said._replace(typed=said.typed) if grows else old.said


def _with_edits(written: str, old: Record | None, lead: Lead, edited: frozenset[str]) -> str:
    """Returns the fingerprints of a row in which people wrote: for their cells that of what we
    wrote last, and that of what the cell holds.
    """
    prints = written.split(";")
    last = old.written.split(";") if old else [""] * len(ANSWERS)
    holds = written_text(lead.answers).split(";")
    kept: dict[int, str] = {}
    for at, key in enumerate(ANSWERS):
        if key in edited:
            prints[at] = last[at]
            kept[at] = holds[at]
    return with_kept(";".join(prints), kept)


def _as_it_was(old: Record | None, touched: TouchState, *, grows: bool) -> TouchState:
    """Returns what was remembered of the touches; of a lead that was not known yet, none."""
    if old is not None:
        return old.touched
    if not grows:
        return touched
    return NO_TOUCHES._replace(stage_then=touched.stage_then)
