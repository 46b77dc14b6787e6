"""How touches grow: a row compared with what was remembered of it (follow-up.md, "Touches, and what
is remembered").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sheetflow.decide.playbook import Stage
from sheetflow.parse.dates import Moment, is_between, is_later
from sheetflow.state.record import NO_TOUCHES, Record, TouchState


class Seen(NamedTuple):
    """What a row says now: its last contact and reply, its stage, and a checksum of the word that
    says so.

    `shown` is the number in our Touches column where no record tells, else None; `contacts_seen`
    counts contact dates that stand side by side.
    """

    contact: Moment | None
    reply: Moment | None
    stage: Stage | None
    word: int
    shown: int | None
    contacts_seen: int = 0


class TouchCounter:
    """Counts the touches of leads through the stages of a Playbook."""

    def __init__(self, stages: Iterable[Stage]) -> None:
        self._stages = {stage.key: stage for stage in stages}

    def update_touches(self, old: Record | None, seen: Seen) -> TouchState:
        """Compares a row with what was remembered of it.

        While their message waits, none of our touches is unanswered: it shows the one that every
        contact leaves.
        """
        touched = self._compare(old, seen)
        contact, reply = seen.contact, seen.reply
        if contact is not None and reply is not None and is_later(reply, contact):
            return touched._replace(touches=1, added=False)
        return touched

    def starts_again(self, touched: TouchState, stage: Stage | None) -> bool:
        """Returns whether the next contact will be a first touch again, as the stage moved forward
        since the last one.
        """
        return touched.last is not None and self._moved_on(touched.stage_then, stage)

    def _compare(self, old: Record | None, seen: Seen) -> TouchState:
        contact, stage = seen.contact, seen.stage
        key = stage.key if stage else ""
        if old is None:
            # was never seen before
            touches = max(1, seen.shown or seen.contacts_seen) if contact else 0
            first = (touches, touches, contact, None, key)
            return TouchState(*first, added=False, counted=False, skipped=False)
        moved = key != old.said.stage and not _says_the_same(old, seen)
        then = old.touched.stage_then
        if not moved and then == old.said.stage:
            then = key
        skipped = self._skipped(old, stage) if moved else old.touched.skipped
        if contact is None:
            # was never contacted, or its contact was deleted
            return NO_TOUCHES._replace(stage_then=key, skipped=skipped)
        touched = self._with_contact(old, seen, contact, then)
        if moved:
            # a contact that is noted together with the move belongs to the stage before
            touched = touched._replace(contacts=0, counted=False)
        return touched._replace(skipped=skipped)

    def _with_contact(self, old: Record, seen: Seen, contact: Moment, then: str) -> TouchState:
        """Returns the touches after a last contact, `then` being the stage at the one before."""
        reply, stage, was = seen.reply, seen.stage, old.touched
        touched = was._replace(last=contact)
        now = stage.key if stage else ""
        if was.last is None:
            # was contacted for the first time
            first = touched._replace(touches=1, contacts=1, before=None, stage_then=now)
            return first._replace(added=False, counted=True)
        if contact.day > was.last.day:
            # was contacted once more: after a reply or in a later stage it is a first touch again
            replied = reply is not None and is_later(reply, was.last)
            again = replied or self._moved_on(then, stage)
            touches, contacts = 1 if again else was.touches + 1, was.contacts + 1
            more = touched._replace(touches=touches, contacts=contacts, before=was.last)
            return more._replace(stage_then=now, added=not again, counted=True)
        if contact.day < was.last.day:
            # was dated back: the last touch was a slip, and counts no more if it was one of ours
            before = was.before if was.before and was.before.day < contact.day else None
            answered = is_between(before, reply, contact)
            touches = 1 if answered else max(1, was.touches - was.added)
            contacts = max(0, was.contacts - was.counted)
            back = touched._replace(touches=touches, contacts=contacts, before=before)
            return back._replace(stage_then=then, added=False, counted=False)
        # is as it was, but a reply may have been noted late: this contact was the first after it
        touched = touched._replace(stage_then=then)
        if is_between(was.before, reply, contact):
            return touched._replace(touches=1, added=False)
        return touched

    def _moved_on(self, then: str, stage: Stage | None) -> bool:
        """Returns whether the stage is a later one than at the last contact."""
        if stage is None or then not in self._stages:
            return False
        return stage.position > self._stages[then].position

    def _skipped(self, old: Record, stage: Stage | None) -> bool:
        """Returns whether the stage moved forward over an open one since it was last seen; it stays
        so until the stage moves again.
        """
        if stage is None or old.said.stage not in self._stages:
            return old.touched.skipped
        if stage.closed:
            return False
        first, last = self._stages[old.said.stage].position, stage.position
        return any(first < s.position < last and not s.closed for s in self._stages.values())


def _says_the_same(old: Record, seen: Seen) -> bool:
    """Returns whether the word of the stage is the remembered one: then the lead has not moved,
    whatever the Playbook makes of the word now.

    Of a lead that an older version remembers, the word is not known; it counts as the same.
    """
    return old.said.word is None or old.said.word == seen.word
