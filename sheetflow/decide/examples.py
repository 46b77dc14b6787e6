"""How the examples of the rules are written: text in, text out.

    proposal last_contact=11-12 touches=5 | 11-23 -> last_message due=11-23 late=1 bad_cell

Left of the bar stand the stage and the facts, with 2026 left out of dates; between bar and arrow
stands today; behind the arrow stand the status, the due date, the days late, and flags. `banana` is
a cell that cannot be read.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sheetflow.decide.facts import Context, Decision, Facts
from sheetflow.decide.playbook import Playbook
from sheetflow.decide.rules import decide
from sheetflow.decide.workdays import Workdays

YEAR = 2026


def run(example: str, playbook: Playbook) -> tuple[str, str]:
    """Decides an example; returns what it promises and what came out, equal where the rule keeps
    it.
    """
    left, promised = example.split(" -> ")
    given, today = left.split(" | ")
    context = Context(playbook, Workdays(playbook.weekend, playbook.holidays), _date(today))
    return promised, _told(decide(_facts(given, playbook), context), promised)


def _facts(given: str, playbook: Playbook) -> Facts:
    stage_key, *words = given.split()
    stage = next((s for s in playbook.stages if s.key == stage_key), None)
    found: dict[str, Any] = {"bad": ()}
    for word in words:
        key, value = word.split("=")
        if value == "banana":
            found["bad"] += (key,)
        else:
            found[key] = _value(key, value)
    reply, contact = found.get("last_reply"), found.get("last_contact")
    waits = reply is not None and (contact is None or reply > contact)
    return Facts(stage, **{"fit": True, "reply_waits": waits, **found})


def _value(key: str, value: str) -> Any:
    if value in ("yes", "no"):
        return value == "yes"
    return int(value) if key in ("touches", "contacts") else _date(value)


def _date(text: str) -> date:
    return date.fromisoformat(f"{YEAR}-{text.strip()}")


def _told(decision: Decision, promised: str) -> str:
    words = [decision.status]
    if decision.due:
        words.append(f"due={decision.due:%m-%d}")
    if decision.overdue:
        words.append(f"late={decision.overdue}")
    return " ".join(words + [flag for flag in decision.flags if flag in promised.split()])
