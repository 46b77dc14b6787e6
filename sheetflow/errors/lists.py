"""What is wrong with a team's list: headings, Playbook, owners, and the safety brake."""

from __future__ import annotations

from typing import Any

from sheetflow.errors import BrakeError, ConfigError

# ── headings and Playbook


class TabNotFound(ConfigError):
    """No tab has the name that somebody asked for; `tabs` are the visible ones."""

    name: str
    tabs: tuple[str, ...]


class LeadsTabGone(ConfigError):
    """The tabs in which the leads of earlier runs were are not in the workbook any more, and no
    other holds leads.
    """

    tabs: tuple[str, ...]
    leads: int


class AddressedTabGone(ConfigError):
    """The address names a tab by a number (gid) that none has; `tabs` are the visible ones."""

    number: int
    tabs: tuple[str, ...]


class TabIsOurs(ConfigError):
    """The tab that somebody asked for is one of sheetflow's own, by its name and its headings."""

    name: str


class NoUsableHeadings(ConfigError):
    """No tab has headings for leads; `found` are Texts: what the first rows hold, tab by tab."""

    found: tuple[Any, ...]


class TabsLeftOut(ConfigError):
    """The Playbook leaves out all tabs that could be followed; `tabs` are their names."""

    tabs: tuple[str, ...]


class HeadingTwice(ConfigError):
    """Two headings name the same column, and it decides; the cells `first` and `second` differ."""

    column: str
    first: str
    second: str


class LiveNeeds1900(ConfigError):
    """Live formulas count days from 1900, the workbook from 1904."""


class LiveNeedsOneTab(ConfigError):
    """Live formulas decide one leads tab; `tabs` are those that are followed."""

    tabs: tuple[str, ...]


class LiveNeedsPlaybook(ConfigError):
    """Live formulas read the tables of the Playbook, and it is without its stages or settings."""


class PlaybookUnusable(ConfigError):
    """The Playbook or the Calendar has entries that cannot be read; `problems` are Problems, each
    with its cell.
    """

    problems: tuple[Any, ...]


# ── the safety brake


class StatusesSwung(BrakeError):
    """More than half of the known leads would change status, and people changed few of them."""

    swung: int
    known: int


class LeadsGone(BrakeError):
    """More than half of the leads that an earlier run knew are not in the workbook any more."""

    gone: int
    known: int


# ── somebody asked for a lead


class LeadNotFound(ConfigError):
    """No lead is in the row, or has the name, that somebody asked for."""


class NoOwners(ConfigError):
    """Somebody asked for an owner's leads, and no lead has an owner."""


class OwnerUnknown(ConfigError):
    """No lead has the owner that somebody asked for; `owners` are those that there are."""

    owner: str
    owners: tuple[str, ...]
