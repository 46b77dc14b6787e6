"""The seam: what a backend is. Every backend passes tests/support/contract.py.

Glossary. *Target*: what the person named (a path, a URL). *Tab*: a worksheet. *Owned column*: one
of columns.OWNED, written by us, everything else is people's. *Memory*: the hidden tab `_sheetflow`.
*Highlighting*: the conditional formats of palette.py over the owned columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from sheetflow.model import Changes, Snapshot


class Unchanged(NamedTuple):
    """What a run found that wrote nothing, and what tells whether a later one would find the same;
    no cell's content.

    `day` is the day it ran for, `zone` the team's time zone, `options` Options.text, `spoken` the
    language of the workbook, `lang` that of the run; `leads` and `checks` are counts.
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
    def messages(self) -> Sequence[str]:
        """After `apply`: what could not be done the usual way, for people."""

    @property
    def cost(self) -> Mapping[str, int]:
        """What it cost to reach the target so far, for -v: `reads` and `writes` sent; empty for a
        file.
        """

    def unchanged(self) -> Unchanged | None:
        """What `note` was told, where the target is known not to have changed since it was read
        then; else None.
        """

    def remember_unchanged(self, found: Unchanged) -> None:
        """Take note of what a run found that read the target and wrote nothing."""

    def read(self) -> Snapshot:
        """Read what is there; parts of it may be read lazily while the snapshot is used.

        Raises DamagedError, BusyError, AccessError or ConfigError.
        """

    def raise_if_full(self, changes: Changes) -> None:
        """Raises what `apply` would where the target has no room for our columns; writes nothing.

        For those who only show a plan. Raises DamagedError.
        """

    def apply(self, changes: Changes) -> bool:
        """Write all of the changes or none; True if anything was written.

        People's cells stay as they are, the highlighting is mended where it differs, and with
        nothing to write the target is not touched. Raises BusyError when the target is no longer
        what `read` saw; a shared one goes on where it can, and raises MovedError where it cannot.
        """
