"""What formulas add to a tab, handed in by whoever knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.model import Formula, Highlight


class Live(NamedTuple):
    """The formulas of a tab.

    `formulas` maps a column, by its key in Leads and by its heading in Messages, to the formula of
    its first row without the `=`, which is filled down. `message` is what the first row of Leads
    shows, above our first column.
    `highlights` come before those of the tab itself.
    """

    formulas: Mapping[str, str] = {}
    message: Formula | None = None
    highlights: Sequence[Highlight] = ()


NOT_LIVE: Final = Live()
