"""Which everyday words of stages are understood: `scripts/bench words`.

Prints a figure per vocabulary and every word that no stage has, with the reason. The vocabularies
are those that CRMs ship and that teams write; none of them is read by the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sheetflow.decide.playbook import DEFAULT
from sheetflow.parse.stages import StageWords

SHARED: Final = Path(__file__).parents[2] / "shared" / "stage-words.md"
"""What teams call their stages, beside the project where it is there."""

VOCABULARIES: Final[Mapping[str, str]] = {
    "HubSpot, lead status": "New|Open|In Progress|Open Deal|Unqualified|Attempted to Contact|"
    "Connected|Bad Timing",
    "HubSpot, deals": "Appointment Scheduled|Qualified To Buy|Presentation Scheduled|"
    "Decision Maker Bought-In|Contract Sent|Closed Won|Closed Lost",
    "HubSpot, lifecycle": "Subscriber|Lead|Marketing Qualified Lead|Sales Qualified Lead|"
    "Opportunity|Customer|Evangelist|Other",
    "Salesforce, leads": "Open - Not Contacted|Working - Contacted|Closed - Converted|"
    "Closed - Not Converted|New|Contacted|Nurturing|Qualified|Unqualified",
    "Salesforce, deals": "Prospecting|Qualification|Needs Analysis|Value Proposition|"
    "Id. Decision Makers|Perception Analysis|Proposal/Price Quote|Negotiation/Review|"
    "Closed Won|Closed Lost",
    "Zoho": "Attempted to Contact|Contact in Future|Contacted|Junk Lead|Lost Lead|Not Contacted|"
    "Pre-Qualified|Not Qualified|Identify Decision Makers|Proposal/Price Quote|"
    "Closed-Lost to Competition",
    "Pipedrive": "Qualified|Contact Made|Demo Scheduled|Proposal Made|Negotiations Started|"
    "Lead In|Needs Defined|Won|Lost|Open|Deleted",
    "Odoo, Bitrix24, others": "New|Qualified|Proposition|Won|Unassigned|In Progress|Processed|"
    "Junk Lead|Good Lead|Deal won|Deal lost|Working on it|Done|Stuck|Not started|Potential|"
    "Interested|Under review|Demo|Negotiation|Churned",
    "lists in English": "To call|Called|Left VM|No answer|Call back|Emailed|Info sent|Hot|Warm|"
    "Cold|Thinking about it|Meeting booked|Met|Visited|Quote sent|Waiting for decision|"
    "Verbal yes|Signed|Paid|Sold|Not interested|Too expensive|Wrong number|No budget|Dead|DNC|"
    "Unsubscribed|Closed|Inactive|On hold|Paused|Later|Next year|Pending payment|Waiting|Other",
    "lists in Spanish": "Nuevo|Por llamar|Pendiente|Contactado|No contesta|Buzón|Info enviada|"
    "En seguimiento|Volver a llamar|Interesada|Caliente|Se lo está pensando|Cita fijada|"
    "Visita realizada|Reunido|Presupuesto enviado|Cotización|En negociación|"
    "Pendiente de firma|Firmado|Vendido|Cliente|Cerrado ganado|Cerrado|No interesa|Descartado|"
    "Perdido|Sin presupuesto|Teléfono erróneo|No llamar|Baja|En pausa|Más adelante|Otro año|"
    "En espera|Otros",
}
LEFT_OUT: Final = frozenset(
    "on hold|paused|later|future|next year|pending payment|waiting|other|stuck|"
    "contact in future|en pausa|más adelante|otro año|en espera|otros".split("|")
)
"""Words that say neither how far a lead is nor that it ended: the team is asked."""


def unknown(words: Iterator[str] | list[str]) -> list[str]:
    """Returns the words that no stage of the default Playbook has."""
    stages = StageWords(DEFAULT)
    return [word for word in words if stages.find(word) is None]


def shared_words(text: str) -> Iterator[str]:
    """Yields the words of the table of what teams call their stages."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and cells[2] != "English" and not cells[1].startswith("-"):
            for cell in cells[2:4]:
                yield from cell.split(", ")


def report() -> Iterator[str]:
    """Yields the lines: a figure per vocabulary, then what is not understood and why."""
    vocabularies = {name: words.split("|") for name, words in VOCABULARIES.items()}
    if SHARED.exists():
        vocabularies["stage-words.md"] = list(shared_words(SHARED.read_text("utf-8")))
    known = every = 0
    left = dict[str, str]()
    for name, words in vocabularies.items():
        missed = unknown(words)
        known, every = known + len(words) - len(missed), every + len(words)
        yield f"{len(words) - len(missed):4} of {len(words):4}  {name}"
        for word in missed:
            left[word] = "left out on purpose" if word.lower() in LEFT_OUT else "not known"
    yield f"{known:4} of {every:4}  all"
    for word, reason in sorted(left.items()):
        yield f"      {word}: {reason}"


if __name__ == "__main__":
    print("\n".join(report()))
