"""What an error tells a person, for `pytest.raises(…, check=says("in English"))`."""

from __future__ import annotations

import re
from collections.abc import Callable

from sheetflow.errors import SheetflowError
from sheetflow.texts.messages import message


def says(pattern: str) -> Callable[[SheetflowError], bool]:
    """Whether the message of an error, in English, matches somewhere."""
    return lambda error: re.search(pattern, message(error, "en")) is not None
