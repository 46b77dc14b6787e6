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
}


def number_of(code: str) -> str:
    """`SF012`: the number of an error, a problem or a message; empty for a code that has none."""
    number = NUMBERS.get(code)
    return f"SF{number:03}" if number else ""
