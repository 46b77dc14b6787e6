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
    "not_a_sheet_address": 200,
    "address_without_sheet": 201,
    "published_copy": 202,
    "excel_on_drive": 203,
    "another_document": 204,
    "sheet_not_found": 205,
    "endpoint_elsewhere": 206,
    "quota_unreadable": 207,
    "quota_unlimited": 208,
    "not_a_span": 209,
    "no_credentials": 210,
    "key_file_missing": 211,
    "key_file_not_a_file": 212,
    "key_file_forbidden": 213,
    "key_file_exposed": 214,
    "key_file_in_repository": 215,
    "key_file_not_json": 216,
    "key_file_empty": 217,
    "key_file_of_client": 218,
    "key_file_of_another_kind": 219,
    "key_file_incomplete": 220,
    "key_file_unusable": 221,
    "key_file_elsewhere": 222,
    "key_file_of_test_server": 223,
    "login_refused": 224,
    "login_expired": 225,
    "clock_wrong": 226,
    "impersonation_refused": 227,
    "token_refused": 228,
    "scopes_missing": 229,
    "api_disabled": 230,
    "sheet_forbidden": 231,
    "columns_protected": 232,
    "google_unreachable": 233,
    "certificate_refused": 234,
    "proxy_password": 235,
    "google_busy": 236,
    "quota_used_up": 237,
    "request_refused": 238,
    "read_refused": 239,
    "change_refused": 240,
    "change_refused_once": 241,
    "answer_not_asked": 242,
    "change_unsure": 243,
    "sheet_not_read": 244,
    "state_tab_name_taken": 245,
    "new_tab_name_taken": 246,
    "columns_moved": 247,
    "rows_moved": 248,
    "footer_moved": 249,
    "answer_typed_over": 250,
    "row_changed": 251,
    "another_run": 252,
    "columns_keep_moving": 253,
    "rows_keep_moving": 254,
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
