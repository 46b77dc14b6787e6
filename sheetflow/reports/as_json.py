"""A plan -> JSON, as design.md describes it."""

from __future__ import annotations

import json
from typing import Any, Final

from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.reports.text import problem_text

JSON_VERSION: Final = 1


def as_json(plan: Plan, target: str) -> str:
    """The plan as design.md describes it, one object."""
    found = {
        "version": JSON_VERSION,
        "target": target,
        "today": plan.today.isoformat(),
        "tabs": list(plan.tabs),
        "changes": plan.counts.changes,
        "problems": [problem_text(p, plan.locale) for p in plan.problems],
        "rows": [row_json(row) for row in plan.rows],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def row_json(row: LeadResult) -> dict[str, Any]:
    """One lead; keys are null, never missing."""
    d = row.decision
    return {
        "tab": row.tab,
        "row": row.row,
        "id": row.id or None,
        "name": row.name,
        "status": d.status,
        "rule": d.rule,
        "due": d.due.isoformat() if d.due else None,
        "overdue": d.overdue,
        "touches": d.touches,
        "interest": d.interest,
        "flags": list(d.flags),
        "next_step": row.step or None,
        "why": row.why or None,
    }
