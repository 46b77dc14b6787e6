"""The palette can be told apart by everybody, read by everybody, and drawn by every font."""

from __future__ import annotations

import unicodedata
from itertools import combinations, product

import pytest
from coloraide import Color

from sheetflow.palette import LOOKS

STATUSES = (
    "check",
    "reply",
    "overdue",
    "today",
    "last_message",
    "cold",
    "planned",
    "waiting",
    "no_answer",
    "won",
    "lost",
    "not_followed",
)
VIEWS = [("normal", ""), *product(("protan", "deutan", "tritan"), ("brettel", "vienot", "machado"))]


def seen(fill: str, eye: str, how: str) -> Color:
    """What a screen shows somebody with full dichromacy; outside the screen's gamut it is cut
    off.
    """
    colour = Color(fill)
    return colour if eye == "normal" else colour.filter(eye, 1, method=how).convert("srgb").clip()


def test_every_status_has_a_look_in_the_order_of_the_contract():
    assert tuple(LOOKS) == STATUSES


@pytest.mark.parametrize(("eye", "how"), VIEWS)
def test_any_two_fills_are_far_apart(eye, how):
    fills = {status: seen(look.fill, eye, how) for status, look in LOOKS.items()}
    close = {
        (a, b): round(fills[a].delta_e(fills[b], method="2000"), 1)
        for a, b in combinations(fills, 2)
        if fills[a].delta_e(fills[b], method="2000") < 14
    }
    assert not close


@pytest.mark.parametrize("status", STATUSES)
def test_text_can_be_read_on_its_fill(status):
    look = LOOKS[status]
    assert Color(look.text).contrast(look.fill, method="wcag21") >= 5.5


def test_icons_are_one_plain_character_each_and_all_different():
    icons = [look.icon for look in LOOKS.values()]
    assert len(set(icons)) == len(icons)
    assert all(len(icon) == 1 and ord(icon) < 0x10000 for icon in icons)
    assert not any(
        unicodedata.combining(icon) or unicodedata.category(icon).startswith("C") for icon in icons
    )


def test_no_icon_makes_a_spreadsheet_think_of_a_formula():
    assert not {look.icon for look in LOOKS.values()} & set("=+-@'")


def test_colours_are_written_as_hash_and_six_capital_digits():
    colours = [colour for look in LOOKS.values() for colour in (look.fill, look.text)]
    assert [
        c
        for c in colours
        if len(c) != 7 or c[0] != "#" or not set(c[1:]) <= set("0123456789ABCDEF")
    ] == []
