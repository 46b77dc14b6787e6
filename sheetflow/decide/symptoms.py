"""THE symptoms: what was seen of them gives the next step (follow-up.md, "Symptoms → step").

They ship as a table of the Playbook that is asked before the table `Steps`;
parse/symptoms_table.py reads it back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from sheetflow.columns import LOG_WORDS
from sheetflow.model import Value


class Symptoms(NamedTuple):
    """What was seen of a lead.

    `opened` is yes, no or unknown: what our latest effort in the log says. `reaction` is positive,
    neutral, negative or none: what their latest line says. `phase` is known or unknown, and blank
    where the team notes no phases.
    """

    opened: str = "unknown"
    reaction: str = "none"
    phase: str = ""


NOTHING_SEEN: Final = Symptoms()


class Symptom(NamedTuple):
    """One row of the table: when it fits, and what to do then. What is blank fits all.

    `stage` is the key of one; `opened`, `reaction` and `phase` are those of Symptoms; `silent_for`
    is the shortest silence, in days as the Playbook counts them. `channel` is a key of CHANNELS, or
    a word of the team's.
    """

    en: str
    es: str
    channel: str
    stage: str = ""
    opened: str = ""
    reaction: str = ""
    phase: str = ""
    silent_for: int | None = None
    touches: range | None = None

    def fits_seen(self, stage: str, seen: Symptoms) -> bool:
        """Returns whether the row is one for this stage, and for what was seen."""
        # most rows ask for a reaction, most leads show none
        if self.reaction and self.reaction != seen.reaction:
            return False
        if self.opened and self.opened != seen.opened:
            return False
        return self.phase in ("", seen.phase) and self.stage in ("", stage)

    def fits_numbers(self, touches: int, silence: int | None) -> bool:
        """Returns whether the row is one for so many touches and so long a silence; None is a
        silence that is not known.
        """
        if self.touches is not None and touches not in self.touches:
            return False
        return self.silent_for is None or (silence is not None and silence >= self.silent_for)


def from_on(touches: int) -> range:
    """Returns the touches from this one on."""
    return range(touches, sys.maxsize)


# fmt: off
SYMPTOMS: Final = (
    Symptom("Thank them, and ask what was missing",
            "Agradecerles y preguntar qué faltó", "email", reaction="negative"),
    Symptom("Ask how and by when they decide, and agree on a day",
            "Preguntar cómo y para cuándo deciden, y acordar un día", "phone",
            reaction="positive", phase="unknown"),
    Symptom("Ask one question about where they stand, instead of another reminder",
            "Hacer una sola pregunta sobre en qué punto están, en vez de otro recordatorio",
            "email", phase="unknown", touches=range(2, 3)),
    Symptom("Try the other way, since they did not open it",
            "Probar la otra vía, ya que no lo abrieron", "phone", opened="no", touches=from_on(2)),
    Symptom("Send the next useful piece, with a proposed day",
            "Enviar lo siguiente que les sirva, con un día propuesto", "email",
            opened="yes", silent_for=5),
)
# fmt: on
"""In the order in which they are asked. An open alone never shortens, skips or closes anything."""

SYMPTOM_HEADINGS: Final = {
    "stage": ("Stage", "Etapa"),
    "opened": ("Opened", "Abierto"),
    "reaction": ("Reaction", "Reacción"),
    "phase": ("Phase", "Fase de decisión"),
    "silent_for": ("Silent for", "En silencio desde hace"),
    "touches": ("Touches", "Toques"),
    "step_en": ("Step (English)", "Paso (inglés)"),
    "step_es": ("Step (Spanish)", "Paso (español)"),
    "channel": ("Channel", "Canal"),
}
SYMPTOM_WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "opened": LOG_WORDS["opened"],
    "reaction": {
        **{key: LOG_WORDS["reaction"][key] for key in ("positive", "neutral", "negative")},
        "none": ("none", "ninguna", "ninguno", "sin reacción"),
    },
    "phase": {
        "known": ("known", "conocida", "conocido"),
        "unknown": ("unknown", "desconocida", "desconocido"),
    },
}
"""What the columns of what was seen say: in English, in Spanish, and other words for it."""

OPENS_ARE_WEAK: Final = (
    "What was seen decides the step, never the date: the first row that fits counts, what is blank "
    "fits all. Opens are weak signs, mail programs open messages too: let none alone shorten, skip "
    "or close anything.",
    "Lo observado decide el paso, nunca la fecha: cuenta la primera fila que encaje, y lo que está "
    "en blanco encaja siempre. Que se abra un correo es un indicio débil, los programas de correo "
    "también los abren: que por sí solo no acorte, salte ni cierre nada.",
)
"""The note beside the table."""


def symptom_rows(
    labels: Mapping[str, str], channels: Mapping[str, str], i: int
) -> Iterator[tuple[Value, ...]]:
    """Yields the rows of the table, its headings first, in English (`i` 0) or Spanish (1); the note
    is beside the first one, a blank column between.

    `labels` and `channels` say what the stages and channels are called.
    """
    yield tuple(both[i] for both in SYMPTOM_HEADINGS.values())
    for number, row in enumerate(SYMPTOMS):
        cells = (*when(row, labels, i).values(), row.en, row.es, channels[row.channel])
        yield cells if number else (*cells, None, OPENS_ARE_WEAK[i])


def when(row: Symptom, labels: Mapping[str, str], i: int) -> dict[str, Value]:
    """Returns the cells that say when a row fits, by column; None where it fits all."""
    cells: dict[str, Value] = {"stage": labels.get(row.stage)}
    for key, words in SYMPTOM_WORDS.items():
        said = getattr(row, key)
        cells[key] = words[said][i] if said else None
    return {**cells, "silent_for": row.silent_for, "touches": _span(row.touches, i)}


def _span(touches: range | None, i: int) -> str | None:
    """Returns touches as people write them: `2`, `2 to 4` or `3+`."""
    if touches is None:
        return None
    first, last = touches.start, touches.stop - 1
    if touches == from_on(first):
        return f"{first}+"
    return str(first) if last == first else f"{first} {('to', 'a')[i]} {last}"
