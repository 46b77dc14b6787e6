"""What is wrong with a team's list: headings, Playbook, owners, and the safety brake."""

from __future__ import annotations

from sheetflow.errors import ConfigError


class LeadNotFound(ConfigError):
    """No lead stands in the row, or has the name, that somebody asked for."""


class NoOwners(ConfigError):
    """Somebody asked for an owner's leads, and no lead has an owner."""


class OwnerUnknown(ConfigError):
    """No lead has the owner that somebody asked for; `owners` are those that there are."""

    owner: str
    owners: tuple[str, ...]
