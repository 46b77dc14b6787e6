"""A plan, a worklist, a row or an error -> JSON: one object each, as the manual describes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sheetflow.errors import SheetflowError
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from sheetflow.plan.worklist import DayList
from sheetflow.reports.lines import STEERING
from sheetflow.reports.problems import cause_text, causes
from sheetflow.texts.codes import number_of
from sheetflow.texts.messages import message
from sheetflow.texts.secrets import scrub

JSON_VERSION: Final = 1


def json_object(*, indent: int | None = 1, **fields: object) -> str:
    """Returns one object with its version, as every command prints it.

    Signs that could steer a terminal are spelled `\\u009b`, which is the same in JSON. A key that
    somebody typed as `target` is not repeated.
    """
    if isinstance(target := fields.get("target"), str):
        fields["target"] = scrub(target)
    text = json.dumps({"version": JSON_VERSION, **fields}, ensure_ascii=False, indent=indent)
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def error_json(error: SheetflowError, target: str, lang: str) -> str:
    """Returns what ended the work at a target, on one line."""
    return json_object(
        indent=None,
        target=target,
        error=message(error, lang),
        code=number_of(error.code) or None,
        exit_code=error.exit_code,
    )


def as_json(plan: Plan, target: str) -> str:
    """Returns the whole plan."""
    found = _head(plan, target)
    found["tabs"] = list(plan.tabs)
    found["changes"] = plan.counts.changes
    found["problems"] = [cause_text(cause, plan.locale) for cause in causes(plan.problems)]
    found["rows"] = [row_json(row) for row in plan.rows]
    return json_object(**found)


def worklist_json(found: DayList, plan: Plan, target: str) -> str:
    """Returns the worklist, one object; `more` counts by owner what does not fit into the day."""
    rows = [row_json(row) for row in found.rows]
    return json_object(**_head(plan, target), rows=rows, more=dict(found.more))


def rows_json(rows: Iterable[LeadResult]) -> str:
    """Returns some rows, one object."""
    return json_object(rows=[row_json(row) for row in rows])


def _head(plan: Plan, target: str) -> dict[str, Any]:
    return {"target": target, "today": plan.today.isoformat()}


def row_json(row: LeadResult) -> dict[str, Any]:
    """Returns one lead; keys are null, never missing."""
    found = {**_place(row), **_decided(row), "next_step": row.step or None}
    return {**found, "channel": row.decision.channel or None, "why": row.why or None}


def _place(row: LeadResult) -> dict[str, Any]:
    who = {"name": row.name, "owner": row.owner or None, "deputy": row.deputy or None}
    return {"tab": row.tab, "row": row.row, "id": row.id or None, **who}


def _decided(row: LeadResult) -> dict[str, Any]:
    decision = row.decision
    due = decision.due.isoformat() if decision.due else None
    found: dict[str, Any] = {"status": decision.status, "rule": decision.rule, "due": due}
    for key in ("overdue", "touches", "interest"):
        found[key] = getattr(decision, key)
    found["flags"] = list(decision.flags)
    return found
