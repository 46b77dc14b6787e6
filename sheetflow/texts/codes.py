"""THE numbers of errors, problems and messages: `SF012` is the same for ever, and none is used twice.

A new one gets the next free number of its block; one that is gone leaves its number free for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NUMBERS: Final[Mapping[str, int]] = {
    # ── 1 to 99: commands, settings, a team's list
    "lead_not_found": 1,
    "no_owners": 2,
    "owner_unknown": 3,
    "tab_not_found": 4,
    "no_usable_headings": 5,
    "heading_twice": 6,
    "playbook_unusable": 7,
    "statuses_swung": 8,
    "leads_gone": 9,
    # ── 100 to 199: workbooks that are files
    # ── 200 to 299: Google Sheets
    # ── 300 to 399: problems of rows, headings and entries
}


def number_of(code: str) -> str:
    """`SF012`: the number of an error, a problem or a message; empty for a code that has none."""
    number = NUMBERS.get(code)
    return f"SF{number:03}" if number else ""
