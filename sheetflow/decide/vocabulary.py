"""THE small words that people type into cells, as `fold` leaves them: yes and no, days of the week,
what fills a blank cell. parse/ reads them, formulas/ looks them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BLANKS: Final = frozenset({"", "-", "–", "n/a"})
YES: Final = frozenset({"yes", "y", "si", "s", "x", "✓", "✔", "true", "verdadero", "1"})
NO: Final = frozenset({"no", "n", "false", "falso", "0"})

DAYS_OFF: Final = (
    "monday mon lunes lun",
    "tuesday tue tues martes mar",
    "wednesday wed miercoles mie x",
    "thursday thu thur thurs jueves jue",
    "friday fri viernes vie",
    "saturday sat sabado sab",
    "sunday sun domingo dom",
)
"""How the days of a weekend are called, Monday first."""
NO_DAYS: Final = frozenset({"none", "ninguno", "no"})

DAY_COUNTS: Final[Mapping[str, str]] = {
    "working": "working", "working days": "working", "laborables": "working",
    "dias laborables": "working", "habiles": "working", "dias habiles": "working",
    "calendar": "calendar", "calendar days": "calendar", "calendario": "calendar",
    "naturales": "calendar", "dias naturales": "calendar", "corridos": "calendar",
}  # fmt: skip
LANGUAGE_WORDS: Final[Mapping[str, str | None]] = {
    "": None, "en": "en", "english": "en", "ingles": "en",
    "es": "es", "spanish": "es", "espanol": "es",
}  # fmt: skip

MONTH_FIRST: Final = frozenset({"US", "PH", "PR", "GU", "AS", "VI", "MP", "UM", "FM", "MH", "PW"})
"""ISO codes of the countries that write the month before the day."""
NO_ORDER: Final = frozenset({"CA", "CN", "HU", "JP", "KP", "KR", "LT", "MN", "TW", "ZA"})
"""Countries in which both orders occur, or the year comes first: nothing is settled by them."""

DECIMAL_POINT: Final = frozenset(
    """AU BD BW BZ CH CN CU DO GB GH GT GU HK HN IE IL IN JM JP KE KR LI LK MO MT MX MY NG NI NP NZ
    PA PH PK PR SG SV TH TT TW TZ UG US VI ZM ZW""".split()
)
"""ISO codes of the countries that write a point before decimals; all others write a comma."""
NO_DECIMAL_SIGN: Final = frozenset({"CA", "PE", "ZA"})
"""Countries in which both occur."""
MULTIPLIERS: Final = tuple("k m mm mn mil mio mill b bn tsd keur kusd kgbp meur".split())
"""What makes a thousand or a million of the number before it: such an amount is not read."""

TOTALS: Final = frozenset(
    "total|totals|totales|suma|sum|subtotal|subtotals|subtotales|grand total|total general".split(
        "|"
    )
)
"""What a row that adds up others begins with."""
