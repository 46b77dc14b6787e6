"""THE colours and icons: one look per status, and nothing else knows them.

Urgent states are loud (dark or warm), resting ones quiet (pale or grey). Between any two fills lies
a ΔE2000 of at least 14, for normal vision and for full protan, deutan and tritan dichromacy as
Brettel 1997, Viénot 1999 and Machado 2009 picture them: all three, since they disagree near the
edge. Text has a contrast of 5.5:1 (WCAG) or more on its fill. Twelve fills that far apart leave
little room: they were found by search, and none can move far alone; tests/core/test_palette.py
names the pair that got too close. Icon and word say everything without any colour.

Icons are characters that the usual fonts hold as plain text (Calibri, Arial, Segoe UI, DejaVu,
Liberation) and that no system turns into a coloured emoji.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

COLOURED: Final = ("status", "next_contact", "overdue")
"""The owned columns that take the colour of their row's status."""


class Paint(NamedTuple):
    """What a format shows, whoever wrote it: colours as `#RRGGBB`, None where it names none."""

    fill: str | None
    text: str | None
    bold: bool


class Look(NamedTuple):
    """How a status cell looks: an icon before the word; `#RRGGBB` of fill and text."""

    icon: str
    fill: str
    text: str
    bold: bool

    @property
    def paint(self) -> Paint:
        """What the format of such a cell must show."""
        return Paint(self.fill, self.text, self.bold)


LOOKS: Final[Mapping[str, Look]] = MappingProxyType({
    "check": Look("?", "#A473EC", "#111111", False),
    "reply": Look("◄", "#951843", "#FFFFFF", True),
    "overdue": Look("▲", "#F28E72", "#111111", True),
    "today": Look("●", "#FFE066", "#111111", True),
    "last_message": Look("■", "#1B4678", "#FFFFFF", True),
    "cold": Look("▼", "#5B686A", "#FFFFFF", False),
    "planned": Look("→", "#86C7F5", "#111111", False),
    "waiting": Look("…", "#BABDBC", "#111111", False),
    "no_answer": Look("○", "#7999AD", "#111111", False),
    "won": Look("✓", "#CFFFD0", "#111111", False),
    "lost": Look("×", "#AB8382", "#111111", False),
    "not_followed": Look("–", "#FFF8FF", "#111111", False),
})  # fmt: skip
"""In the order in which follow-up.md lists the statuses."""

INK: Final = "#33475B"
"""Heading of a column that people write."""
OURS: Final = "#1F6F5C"
"""Heading of a column that sheetflow writes."""
TINT: Final = "#F4F8F6"
"""Cells of a column that sheetflow writes."""
ON_INK: Final = "#FFFFFF"
"""Text of a heading of either kind."""
FAINT: Final = "#5B686A"
"""Text of a note."""
LINE: Final = "#D5DCE3"
"""A thin line below a row."""
LINK: Final = "#1155CC"
"""A link."""
CHOSEN: Final = "#FFF8E1"
"""The cell in which people choose what a tab shows."""
ALARM: Final = "#951843"
"""A line that says what is wrong; as dark as the status Reply now."""

TAG: Final = re.compile(r'(?<![\w.])N\("sheetflow:(\w+)"\)')
"""Finds the status in the formula of a rule of ours; a rule without it is the team's."""


def formula(status: str, letters: str, row: int) -> str:
    """The formula, with our tag in it, that is true where a row is in this status.

    `letters` are those of the status column, `row` is the first row that the rule covers. The icon
    tells the status in any language.
    """
    return f'AND(LEFT(${letters}{row},1)="{LOOKS[status].icon}",N("sheetflow:{status}")=0)'
