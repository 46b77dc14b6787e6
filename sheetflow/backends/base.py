"""The seam for workbooks: what a backend is. Every backend passes tests/support/contract.py.

*Target*: what the person named (a path, a URL). *Tab*: a worksheet. *Owned column*: one of
columns.OWNED, written by us; everything else is people's. *State tab*: the hidden tab `_sheetflow`.
*Highlighting*: the conditional formats of palette.py over the owned columns.

A backend says by itself what it can do (`needs_login`, `shared`, `unchanged`); nobody asks which
class it is of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from sheetflow.model import Changes, Snapshot, Text


class Unchanged(NamedTuple):
    """What a run found that wrote nothing. It holds no cell's content.

    A later run that asks the same may answer the same, as long as nobody touched the target. What
    was asked: `day` is the day the run was for. `zone` is the team's time zone; in it a later run
    finds out its own day. `options` is Options.text, and `spoken` the language of the workbook.
    What was answered: `lang` is the language that the run spoke; `leads` and `checks` count rows.
    """

    day: date
    zone: str
    options: str
    spoken: str
    lang: str
    leads: int
    checks: int


class Backend(Protocol):
    """A workbook that can be read, and written once as it was read."""

    @property
    def needs_login(self) -> bool:
        """Returns whether somebody must give us access: a key, and a share of the target."""

    @property
    def shared(self) -> bool:
        """Returns whether people may change the target while a run decides about it; `apply` then
        finds the rows again, and the snapshots say so too.
        """

    @property
    def messages(self) -> Sequence[Text]:
        """After `read` and `apply`: what was not done the usual way, for people."""

    @property
    def cost(self) -> Mapping[str, int]:
        """What it cost to reach the target so far, for -v: `reads` and `writes` sent.

        Empty for a file.
        """

    def unchanged(self) -> Unchanged | None:
        """Returns what `remember_unchanged` was given, where the target is known not to have
        changed since it was read then; else None: it must be read. Costs less than reading.
        """

    def remember_unchanged(self, found: Unchanged) -> None:
        """Remembers what a run found that read the target and wrote nothing; a backend that cannot
        know of changes without reading forgets it.
        """

    def read(self, formulas_of: Sequence[str] = ()) -> Snapshot:
        """Reads what is there; parts of it may be read only while the snapshot is used. Of the tabs
        `formulas_of`, as far as they are there, it is told which cells hold a formula, of others
        where that matters for leads.

        Raises DamagedError, BusyError, AccessError or ConfigError.
        """

    def raise_if_full(self, changes: Changes) -> None:
        """Raises what `apply` would where the target has no room for our columns; writes nothing.

        For those who only show a plan. Raises DamagedError.
        """

    def apply(self, changes: Changes) -> bool:
        """Writes all of the changes or none; returns whether anything was written.

        People's cells stay as they are, the highlighting is mended where it differs, and with
        nothing to write the target is not touched. Raises BusyError when the target is no longer
        what `read` saw; a shared one goes on where it can, and raises MovedError where it cannot.
        """

    def close(self) -> None:
        """Lets go of what `read` opened; the backend can be read again."""
