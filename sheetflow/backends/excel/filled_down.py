"""Formulas filled down: which Excel takes as shared ones.

Source: [MS-XLSB] 2.5.98.98 SharedParsedFormula.
"""

from __future__ import annotations

import re
from typing import Final

_NOT_SHARED: Final = re.compile(r"[!{\[:]|#REF")
_END: Final = r"(?:\$?[A-Za-z]{1,3}(?:\$?\d{1,7})?|\$?\d{1,7})"
_RANGE: Final = re.compile(rf"(?<![\w.$\\]){_END}:{_END}(?![\w.(!:])")
"""A range such as B2:C9, B:C or 2:9; another colon joins what is known only when it is worked
out.
"""
_TEXT: Final = re.compile(r'"(?:[^"]++|"")*+"')


def is_shareable(text: str) -> bool:
    """Returns whether Excel takes a formula as a shared one: it names no other tab, no table, no
    list in braces, no range that begins or ends at what a function gives.
    """
    return _NOT_SHARED.search(_RANGE.sub("", _TEXT.sub('""', text))) is None
