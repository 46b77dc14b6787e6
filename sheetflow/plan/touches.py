"""How touches grow: a row compared with what was remembered of it (follow-up.md, "Touches, and what
is remembered").
"""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.decide.playbook import Stage
from sheetflow.parse.dates import Moment, is_later
from sheetflow.state import Record, TouchState


def update_touches(old: Record | None, contact: Moment | None, reply: Moment | None, stage: Stage | None,
            stages: Mapping[str, Stage], shown: int | None) -> TouchState:  # fmt: skip
    """Compare a row with what was remembered of it.

    `shown` is the number in our Touches column where the memory is lost, else None. While their
    message waits, none of our touches is unanswered: it shows the one that every contact leaves.
    """
    seen = _observe(old, contact, reply, stage, stages, shown)
    if contact is not None and reply is not None and is_later(reply, contact):
        return seen._replace(touches=1, added=False)
    return seen


def _observe(
    old: Record | None,
    contact: Moment | None,
    reply: Moment | None,
    stage: Stage | None,
    stages: Mapping[str, Stage],
    shown: int | None,
) -> TouchState:
    key = stage.key if stage else ""
    if old is None:
        touches = (max(1, shown or 1)) if contact else 0
        return TouchState(touches, contact, None, key, False, False)
    skipped = _skipped(old, stage, stages)
    if contact is None:
        return TouchState(0, None, None, key, False, skipped)
    if old.last is None:
        return TouchState(1, contact, None, key, False, skipped)
    if contact.day > old.last.day:
        again = (reply is not None and is_later(reply, old.last)) or _forward(
            old.stage_then, stage, stages
        )
        return TouchState(
            1 if again else old.touches + 1, contact, old.last, key, not again, skipped
        )
    if contact.day < old.last.day:
        before = old.before if old.before and old.before.day < contact.day else None
        touches = 1 if _between(before, reply, contact) else max(1, old.touches - old.added)
        return TouchState(touches, contact, before, old.stage_then, False, skipped)
    between = _between(old.before, reply, contact)
    return TouchState(
        1 if between else old.touches,
        contact,
        old.before,
        old.stage_then,
        old.added and not between,
        skipped,
    )


def _between(before: Moment | None, reply: Moment | None, contact: Moment) -> bool:
    """A reply noted late, lying between the last two contacts: the last one was the first after
    it.
    """
    return (
        before is not None
        and reply is not None
        and is_later(reply, before)
        and not is_later(reply, contact)
    )


def _forward(then: str, stage: Stage | None, stages: Mapping[str, Stage]) -> bool:
    return stage is not None and then in stages and stage.position > stages[then].position


def _skipped(old: Record, stage: Stage | None, stages: Mapping[str, Stage]) -> bool:
    """The stage moved forward over an open one since last seen; stays until it moves again."""
    if stage is None or stage.key == old.stage or old.stage not in stages:
        return old.skipped
    between = [
        s for s in stages.values() if stages[old.stage].position < s.position < stage.position
    ]
    return not stage.closed and any(not s.closed for s in between)
