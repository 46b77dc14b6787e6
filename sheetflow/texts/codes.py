"""THE numbers of errors, problems and messages: `SF012` means the same for ever.

A new one gets the next free number of its block; one that is gone leaves its number free.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NUMBERS: Final[Mapping[str, int]] = {
    # ── 1 to 49: a team's list
    "lead_not_found": 1,
    "no_owners": 2,
    "owner_unknown": 3,
    # ── 50 to 99: commands and settings
    "target_missing": 50,
    "target_unknown": 51,
    "target_is_folder": 52,
    "settings_missing": 53,
    "settings_unreadable": 54,
    "settings_table_unknown": 55,
    "targets_not_paths": 56,
    "google_not_a_table": 57,
    "google_setting_unknown": 58,
    "google_setting_wrong": 59,
    "number_unknown": 60,
    "unforeseen": 61,
    # ── 100 to 199: workbooks that are files
    # ── 200 to 299: Google Sheets
    # ── 300 to 399: problems of rows, headings and entries
    "left_alone": 300,
    "theirs": 301,
    "ours_now": 302,
    "answered_here": 303,
    "refused_id": 304,
    "unclear_id": 305,
    "as_stage": 306,
    "near_miss": 307,
    "unreadable_date": 308,
    "unreadable": 309,
    "unknown_stage": 310,
    "lies_ahead": 311,
    "duplicate": 312,
    "typed_over": 313,
    "memory_lost": 314,
    "no_log_headings": 315,
    "log_lead": 316,
    "log_date": 317,
    "log_way": 318,
    "no_stages_table": 319,
    "unnamed_stage": 320,
    "unknown_setting": 321,
    "setting_twice": 322,
    "lone_absence": 323,
    "named_twice": 324,
    "no_open_stage": 325,
    "wrong_ends": 326,
    "wrong_gaps": 327,
    "wrong_count": 328,
    "wrong_positive": 329,
    "wrong_ratio": 330,
    "wrong_weekend": 331,
    "no_working_day": 332,
    "wrong_day_count": 333,
    "wrong_zone": 334,
    "wrong_language": 335,
    "wrong_country": 336,
    "wrong_absence": 337,
}


def number_of(code: str) -> str:
    """Returns `SF012`, the number of an error, a problem or a message; empty where it has none."""
    number = NUMBERS.get(code)
    return f"SF{number:03}" if number else ""


ROW_CHECKS: Final = frozenset({"unreadable_date", "unreadable", "unknown_stage", "lies_ahead"})
"""The problems that make a row's status `check`; `unreadable` only in a column that decides."""

CHECKS_LEFT: Final = 4
"""What a command ends with where some rows are `check`."""

PLAYBOOK_STOPS: Final = frozenset(
    """no_stages_table unnamed_stage unknown_setting setting_twice lone_absence named_twice
    no_open_stage wrong_ends wrong_gaps wrong_count wrong_positive wrong_ratio wrong_weekend
    no_working_day wrong_day_count wrong_zone wrong_language wrong_country wrong_absence""".split()
)
"""The problems of the Playbook and the Calendar, which end the run before anything is written."""
