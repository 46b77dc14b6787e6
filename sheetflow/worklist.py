"""The order of the day's work: triage orders the list, it drops nobody (follow-up.md, "Order of the worklist")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sheetflow.answers import Outcome
from sheetflow.columns import fold

ORDER: Final = {status: n for n, status in enumerate(("reply", "overdue", "today", "last_message", "cold", "check"))}
_FIRST: Final = frozenset({"agreement", "by_hand", "appointment"})


def worklist(rows: Iterable[Outcome], owner: str | None = None) -> list[Outcome]:
    """The rows to work on today, most urgent first; `owner` compares without case and accents."""
    chosen = [row for row in rows if row.decision.status in ORDER and (owner is None or fold(row.owner) == fold(owner))]
    return sorted(chosen, key=_rank)  # rows come in tab and row order, and sorting keeps it


def _rank(row: Outcome) -> tuple[float, ...]:
    decision = row.decision
    high = (decision.interest, row.value, decision.overdue)
    return (ORDER[decision.status], decision.rule not in _FIRST, *(float("inf") if h is None else -h for h in high))
