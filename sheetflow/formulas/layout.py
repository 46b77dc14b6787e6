"""Where things are in a live workbook: what the formulas are made for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from sheetflow.model import column_letters

LEAD_ROWS: Final = 600
"""Rows of leads that formulas are filled down for at least: with more a template gets too large to
mail, and a sync fills more before they run out.
"""
LOG_LINES: Final = 400
"""Lines of the Contacts log, likewise."""
_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_]*")
"""The name of a tab that needs no quotes in a formula."""


def quoted(tab: str) -> str:
    """Returns the name of a tab as a formula writes it: `Leads`, `'Contacts log'`."""
    if _PLAIN_NAME.fullmatch(tab):
        return tab
    return "'" + tab.replace("'", "''") + "'"


class Table(NamedTuple):
    """A table of a visible tab: its 1-based heading row, the first and last row that formulas look
    at, both included, and its 0-based columns by key.

    Of the tables of the Playbook and the Calendar the columns count alone: their rows are found by
    what stands in them, so that people may insert some.
    """

    tab: str
    heading_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, int] = MappingProxyType({})

    @property
    def rows(self) -> int:
        """Returns how many rows formulas look at."""
        return self.last_row - self.first_row + 1

    def whole(self, key: str) -> str | None:
        """Returns the whole column of a key, `Leads!$F:$F`; None where the team has none."""
        if key not in self.columns:
            return None
        letters = column_letters(self.columns[key])
        return f"{quoted(self.tab)}!${letters}:${letters}"

    def bounded(self, key: str) -> str | None:
        """Returns the cells of a key from first to last row; None where the team has none."""
        if key not in self.columns:
            return None
        letters = column_letters(self.columns[key])
        return f"{quoted(self.tab)}!${letters}${self.first_row}:${letters}${self.last_row}"


NOWHERE: Final = Table("", 0, 0, 0)
"""Stands for a table that the workbook does not have."""


@dataclass(frozen=True, slots=True)
class LiveLayout:
    """Where everything is in one workbook with live formulas.

    `leads` has people's columns and ours by the keys of columns.py. `stages`, `settings` (name,
    value), `steps`, `symptoms`, `phrases`, `your_words` are the tables of the Playbook, `holidays`
    and `absences` those of the Calendar. `day_first` says of a date column (or next_contact)
    whether the day comes first in its texts; a column that is not there follows the Playbook.
    """

    leads: Table
    stages: Table
    settings: Table
    steps: Table = NOWHERE
    symptoms: Table = NOWHERE
    phrases: Table = NOWHERE
    your_words: Table = NOWHERE
    holidays: Table = NOWHERE
    absences: Table = NOWHERE
    people: Table = NOWHERE
    messages: Table = NOWHERE
    log: Table = NOWHERE
    lang: str = "en"
    day_first: Mapping[str, bool] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """Returns a table by the name of its field."""
        found = getattr(self, name)
        if not isinstance(found, Table):
            raise KeyError(name)
        return found
