"""The mark by which a live formula of ours is found again: it reads one column of the hidden tab
`_calc` in its own row, and nothing else. People's formulas are never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

CALC_TAB: Final = "_calc"
"""The hidden tab that decides: its row 7 decides row 7 of the leads."""

SETTINGS_TAB: Final = "_set"
"""The hidden tab that reads the Playbook; below its heading its cell A2 is today."""
HEARD: Final = "heard"
"""The heading there of the moment of the last run, as formulas know it: where it is that run's, a
program has calculated since."""
MEMORY_TAB: Final = "_mem"
"""The hidden tab that holds what the last run told the formulas."""
ANSWERED: Final = "answered"
"""The heading there of the moment of that run."""
READS: Final = "reads"
"""The heading there of the columns of Leads for which the formulas were written: `reads_of`."""
FILLED: Final = "filled"
"""The heading there of the row of Leads down to which formulas go."""
FILLED_LOG: Final = "filled_log"
"""The heading there of the row of the Contacts log, likewise."""
PAGES: Final = "pages"
"""The heading there, and in `_list` and `_dash`, of the fingerprints of pages that read them."""
LOG_TAB: Final = "_log"
"""The hidden tab that reads the contacts log."""
DASH_TAB: Final = "_dash"
"""The hidden tab in which the Dashboard counts."""
LIST_TAB: Final = "_list"
"""The hidden tab that a run fills with the day's lines, for a Today without `_calc`."""
PLACE: Final = "place"
"""The heading there of what a link to a row of another leads tab begins with: `#North!A`."""
PRINT: Final = "print"
"""The heading there of the fingerprint of all that it holds."""
CALCULATING: Final = frozenset({SETTINGS_TAB, LOG_TAB, LIST_TAB, DASH_TAB})
"""Hidden tabs of which a run needs the headings and the first row alone."""
SHOWN: Final[Mapping[str, str]] = {
    "status": "show_status",
    "next_contact": "show_due",
    "overdue": "show_late",
    "next_step": "show_step",
    "touches": "show_touches",
    "interest": "interest",
    "flags": "show_flags",
    "why": "show_why",
}
"""Key of a column of ours -> the column of `_calc` that it shows, by its heading there."""
SHOWN_NAMES: Final[Mapping[str, str]] = {
    heading: f"sf_calc_{heading}_column" for heading in SHOWN.values()
}
"""Heading of such a column -> the name that formulas may give it."""

_OURS: Final = re.compile(
    r"=?(?P<day>IF\(\s*'?_set'?!\s*\$?A\$?2\s*>\s*0\s*[,;]\s*)?"
    r"@?(?:_xlfn\.SINGLE\()?INDEX\(\s*'?_calc'?!\s*"
    r"\$?[A-Z]{1,3}(?:\$1)?:\$?[A-Z]{1,3}(?:\$\d{1,7})?\s*[,;]\s*ROW\(\s*\)\s*\)\)?"
    r"(?(day)\s*[,;]\s*\"\"\s*\))",
    re.IGNORECASE,
)
"""As we write it, and as Excel, LibreOffice and Google Sheets save it."""


def live_formula(letters: str) -> str:
    """Returns the formula that shows a column of `_calc`, by its letters: the same text in every
    row, so that no sort, insertion or copy can make it read another row.

    It hangs on today itself: LibreOffice opens a file with the results that are in it, and takes
    only what names a volatile cell for stale.
    """
    return f'IF({SETTINGS_TAB}!$A$2>0,INDEX({CALC_TAB}!${letters}:${letters},ROW()),"")'


def reads_of(keys: Iterable[str]) -> str:
    """Returns the keys of columns as one text that is the same in any order."""
    return " ".join(sorted(keys))


def is_live(text: str) -> bool:
    """Returns whether a formula is one of ours."""
    return _OURS.fullmatch(text.strip()) is not None
