"""What a new spreadsheet is born with (as in the recordings of the real service)."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_ACCENTS = (
    (0.25882354, 0.52156866, 0.95686275),
    (0.91764706, 0.2627451, 0.20784314),
    (0.9843137, 0.7372549, 0.015686275),
    (0.20392157, 0.65882355, 0.3254902),
    (1, 0.42745098, 0.003921569),
    (0.27450982, 0.7411765, 0.7764706),
)
_LINK = (0.06666667, 0.33333334, 0.8)


def color(red: float, green: float, blue: float) -> Json:
    """A Color as the API shows it: channels 0 to 1, those that are 0 left out."""
    return {
        name: value for name, value in (("red", red), ("green", green), ("blue", blue)) if value
    }


def _theme() -> Json:
    named = {"TEXT": (0, 0, 0), "BACKGROUND": (1, 1, 1)}
    accents = {f"ACCENT{number}": rgb for number, rgb in enumerate(_ACCENTS, 1)}
    pairs = [
        {"colorType": name, "color": {"rgbColor": color(*rgb)}}
        for name, rgb in (named | accents).items()
    ]
    pairs.append({"colorType": "LINK", "color": {"rgbColor": color(*_LINK)}})
    return {"primaryFontFamily": "Arial", "themeColors": pairs}


def cell_format() -> Json:
    """The spreadsheet's defaultFormat: what a cell looks like that nobody has formatted."""
    return {
        "backgroundColor": color(1, 1, 1),
        "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
        "verticalAlignment": "BOTTOM",
        "wrapStrategy": "OVERFLOW_CELL",
        "textFormat": {
            "foregroundColor": {},
            "fontFamily": "arial,sans,sans-serif",
            "fontSize": 10,
            "bold": False,
            "italic": False,
            "strikethrough": False,
            "underline": False,
            "foregroundColorStyle": {"rgbColor": {}},
        },
        "backgroundColorStyle": {"rgbColor": color(1, 1, 1)},
    }


def spreadsheet_properties(title: str, locale: str, time_zone: str) -> Json:
    """SpreadsheetProperties of a new spreadsheet."""
    return {
        "title": title,
        "locale": locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": time_zone,
        "defaultFormat": cell_format(),
        "spreadsheetTheme": _theme(),
    }
