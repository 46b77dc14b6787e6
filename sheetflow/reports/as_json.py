"""A plan -> JSON, as design.md describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.reports.text import problem_text

JSON_VERSION: Final = 1


def as_json(plan: Plan, target: str) -> str:
    """Returns the plan as design.md describes it, one object."""
    found = _head(plan, target)
    found["tabs"] = list(plan.tabs)
    found["changes"] = plan.counts.changes
    found["problems"] = [problem_text(problem, plan.locale) for problem in plan.problems]
    found["rows"] = [row_json(row) for row in plan.rows]
    return json.dumps(found, ensure_ascii=False, indent=1)


def worklist_json(rows: Iterable[LeadResult], plan: Plan, target: str) -> str:
    """Returns the worklist, one object."""
    found = {**_head(plan, target), "rows": [row_json(row) for row in rows]}
    return json.dumps(found, ensure_ascii=False, indent=1)


def _head(plan: Plan, target: str) -> dict[str, Any]:
    return {"version": JSON_VERSION, "target": target, "today": plan.today.isoformat()}


def row_json(row: LeadResult) -> dict[str, Any]:
    """Returns one lead; keys are null, never missing."""
    return {**_place(row), **_decided(row), "next_step": row.step or None, "why": row.why or None}


def _place(row: LeadResult) -> dict[str, Any]:
    return {"tab": row.tab, "row": row.row, "id": row.id or None, "name": row.name}


def _decided(row: LeadResult) -> dict[str, Any]:
    decision = row.decision
    due = decision.due.isoformat() if decision.due else None
    found: dict[str, Any] = {"status": decision.status, "rule": decision.rule, "due": due}
    for key in ("overdue", "touches", "interest"):
        found[key] = getattr(decision, key)
    found["flags"] = list(decision.flags)
    return found
