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
    "new_name_unfit": 100,
    "new_name_taken": 101,
    "new_folder_missing": 102,
    "new_file_forbidden": 103,
    "holidays_unknown": 104,
    "workbook_missing": 105,
    "not_a_file": 106,
    "read_forbidden": 107,
    "read_failed": 108,
    "open_elsewhere": 109,
    "changed_while_read": 110,
    "not_read_yet": 111,
    "password_protected": 112,
    "old_office_file": 113,
    "file_empty": 114,
    "no_zip": 115,
    "is_open_document": 116,
    "is_binary_workbook": 117,
    "other_zip": 118,
    "other_office_file": 119,
    "no_workbook_inside": 120,
    "digitally_signed": 121,
    "shared_workbook": 122,
    "no_worksheet": 123,
    "zip_empty": 124,
    "too_many_parts": 125,
    "too_large_unpacked": 126,
    "entities_declared": 127,
    "part_names_strange": 128,
    "part_name_outside": 129,
    "part_name_twice": 130,
    "part_encrypted": 131,
    "compression_unknown": 132,
    "sizes_contradict": 133,
    "part_inflates": 134,
    "parts_overlap": 135,
    "file_cut_off": 136,
    "directory_unreadable": 137,
    "file_damaged": 138,
    "part_damaged": 139,
    "part_too_long": 140,
    "part_missing": 141,
    "sheet_missing": 142,
    "not_well_formed": 143,
    "not_patchable": 144,
    "element_too_long": 145,
    "shared_text_missing": 146,
    "sheets_unlisted": 147,
    "sheet_without_rows": 148,
    "rows_unordered": 149,
    "row_misplaced": 150,
    "changed_meanwhile": 151,
    "read_only_workbook": 152,
    "owner_would_change": 153,
    "several_names": 154,
    "folder_forbidden": 155,
    "disk_full": 156,
    "write_failed": 157,
    "result_too_large": 158,
    "tab_gone": 159,
    "sheet_gone": 160,
    "tab_taken": 161,
    "state_tab_unfit": 162,
    "no_room_for_columns": 163,
    "formats_used_up": 164,
    "array_in_row": 165,
    "array_in_cell": 166,
    "shared_formula_stuck": 167,
    "table_not_widened": 168,
    "filter_not_widened": 169,
    "cell_twice": 170,
    # ── 200 to 299: Google Sheets
    # ── 300 to 399: problems of rows, headings and entries
}


def number_of(code: str) -> str:
    """`SF012`: the number of an error, a problem or a message; empty for a code that has none."""
    number = NUMBERS.get(code)
    return f"SF{number:03}" if number else ""
