"""Dates that an import may have half swapped (follow-up.md, "A date"): a note, never a change.

A program that expects the month first makes 11/09 of the ninth of November, and leaves 13/11 as a
text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sheetflow.model import Problem, Text, Value
from sheetflow.parse.dates import DateStyle, Moment, read_moment
from sheetflow.parse.headings import Layout
from sheetflow.parse.readers import TypedDates

_NUMBERS: Final = re.compile(r"\A\s*+(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(?:\d{4}|\d\d)(?!\d)")


def half_swapped(
    layout: Layout, people: Mapping[str, int], typed: TypedDates, style: DateStyle
) -> Iterator[Problem]:
    """Yields a problem for each column of dates that looks half swapped."""
    for key, texts in typed.texts.items():
        if key in people and looks_half_swapped(texts, typed.numbers[key], style):
            yield Problem(layout.where(people[key]), Text("half_swapped", (key,)))


def looks_half_swapped(
    texts: Collection[str], numbers: Collection[Value], style: DateStyle
) -> bool:
    """Returns whether all dates that are texts have a part above 12, the same one, and no real date
    has a day above 12.
    """
    if not texts or not numbers:
        return False
    sides = {side for text in texts if (side := _above_12(text, style))}
    moments = [read_moment(number, style) for number in numbers]
    days = [moment.day for moment in moments if isinstance(moment, Moment)]
    is_swap = any(day.day != day.month for day in days) and all(day.day <= 12 for day in days)
    return is_swap and sides in ({"first"}, {"second"})


def _above_12(text: str, style: DateStyle) -> str:
    """Returns which part of a date is above 12; `none` for other dates, blank for other texts."""
    match = _NUMBERS.match(text)
    if match is None:
        return "none" if isinstance(read_moment(text, style), Moment) else ""
    first, second = int(match[1]) > 12, int(match[3]) > 12
    if first == second:
        return "none"
    return "first" if first else "second"
