"""sheetflow.backends.google.cell_format: a style as the API's CellFormat."""

from __future__ import annotations

import pytest

from sheetflow.backends.google.cell_format import cell_format, color_style, highlight_format
from sheetflow.model import PLAIN, Style

RED = {"rgbColor": {"red": 1, "green": 0, "blue": 0}}


def test_a_plain_style_says_nothing():
    assert cell_format(PLAIN) == {}


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (Style(fill="#FF0000"), {"backgroundColorStyle": RED}),
        (Style(text="#FF0000"), {"textFormat": {"foregroundColorStyle": RED}}),
        (Style(bold=True, struck=True), {"textFormat": {"bold": True, "strikethrough": True}}),
        (Style(italic=True, size=9), {"textFormat": {"italic": True, "fontSize": 9}}),
        (Style(underlined=True), {"textFormat": {"underline": True}}),
        (Style(number_format="@"), {"numberFormat": {"type": "TEXT", "pattern": "@"}}),
        (Style(across="center", down="center"),
         {"horizontalAlignment": "CENTER", "verticalAlignment": "MIDDLE"}),
        (Style(wrapped=True), {"wrapStrategy": "WRAP"}),
        (Style(indent=1), {"padding": {"top": 2, "right": 3, "bottom": 2, "left": 12}}),
        (Style(line="#FF0000"), {"borders": {"bottom": {"style": "SOLID", "colorStyle": RED}}}),
        (Style(unlocked=True), {}),
    ],
)  # fmt: skip
def test_what_a_style_says_is_written(style, written):
    assert cell_format(style) == written


def test_a_highlight_takes_colours_bold_and_struck_alone():
    style = Style(fill="#FF0000", text="#FF0000", bold=True, size=20, number_format="0", indent=2)
    assert highlight_format(style) == {
        "backgroundColorStyle": RED,
        "textFormat": {"bold": True, "foregroundColorStyle": RED},
    }


def test_a_colour_is_three_fractions():
    assert color_style("#FF0033") == {"rgbColor": {"red": 1, "green": 0, "blue": 0.2}}
