"""How touches grow: a row compared with what was remembered of it (follow-up.md, "Touches, and what
is remembered").
"""

from __future__ import annotations

from collections.abc import Iterable

from sheetflow.decide.playbook import Stage
from sheetflow.parse.dates import Moment, is_between, is_later
from sheetflow.state import Record, TouchState


class TouchCounter:
    """Counts the touches of leads through the stages of a Playbook."""

    def __init__(self, stages: Iterable[Stage]) -> None:
        self._stages = {stage.key: stage for stage in stages}

    def update_touches(
        self,
        old: Record | None,
        contact: Moment | None,
        reply: Moment | None,
        stage: Stage | None,
        shown: int | None,
    ) -> TouchState:
        """Compares a row with what was remembered of it.

        `shown` is the number in our Touches column where the state is lost, or does not know the
        id that the row has; else None. While their
        message waits, none of our touches is unanswered: it shows the one that every contact
        leaves.
        """
        touched = self._compare(old, contact, reply, stage, shown)
        if contact is not None and reply is not None and is_later(reply, contact):
            return touched._replace(touches=1, added=False)
        return touched

    def _compare(
        self,
        old: Record | None,
        contact: Moment | None,
        reply: Moment | None,
        stage: Stage | None,
        shown: int | None,
    ) -> TouchState:
        key = stage.key if stage else ""
        if old is None:
            # was never seen before
            touches = max(1, shown or 1) if contact else 0
            return TouchState(touches, contact, None, key, added=False, skipped=False)
        skipped = self._skipped(old, stage)
        if contact is None:
            # was never contacted, or its contact was deleted
            return TouchState(0, None, None, key, added=False, skipped=skipped)
        if old.last is None:
            # was contacted for the first time
            return TouchState(1, contact, None, key, added=False, skipped=skipped)
        if contact.day > old.last.day:
            # was contacted once more: after a reply or in a later stage it is a first touch again
            replied = reply is not None and is_later(reply, old.last)
            again = replied or self._moved_on(old.stage_then, stage)
            touches = 1 if again else old.touches + 1
            return TouchState(touches, contact, old.last, key, added=not again, skipped=skipped)
        if contact.day < old.last.day:
            # was dated back: the last touch was a slip, and counts no more if it was one of ours
            before = old.before if old.before and old.before.day < contact.day else None
            answered = is_between(before, reply, contact)
            touches = 1 if answered else max(1, old.touches - old.added)
            then = old.stage_then
            return TouchState(touches, contact, before, then, added=False, skipped=skipped)
        # is as it was, but a reply may have been noted late: this contact was the first after it
        answered = is_between(old.before, reply, contact)
        touches, added = (1, False) if answered else (old.touches, old.added)
        return TouchState(touches, contact, old.before, old.stage_then, added, skipped)

    def _moved_on(self, then: str, stage: Stage | None) -> bool:
        """Returns whether the stage is a later one than at the last contact."""
        if stage is None or then not in self._stages:
            return False
        return stage.position > self._stages[then].position

    def _skipped(self, old: Record, stage: Stage | None) -> bool:
        """Returns whether the stage moved forward over an open one since it was last seen; it stays
        so until the stage moves again.
        """
        if stage is None or stage.key == old.stage or old.stage not in self._stages:
            return old.skipped
        if stage.closed:
            return False
        first, last = self._stages[old.stage].position, stage.position
        return any(first < s.position < last and not s.closed for s in self._stages.values())
