"""Hypothesis strategies: any value a cell can hold, and the headings and words that make trouble
likely.
"""

from __future__ import annotations

from hypothesis import strategies as st

from sheetflow.columns import OWNED, PEOPLE
from sheetflow.model import CellError

HEADINGS = [name for c in (*PEOPLE, *OWNED) for name in (c.en, c.es)] + [
    "Status (sf)",
    "Date",
    "Ult. contacto",
    "sf id",
]
WORDS = [
    "",
    "-",
    "yes",
    "no",
    "Total",
    "New",
    "Ganado",
    "banana",
    "12/11/2026",
    "13/11/2026",
    "2026-11-12",
    "12 nov 2026",
    "2026-11-12T10:00Z",
    "10:30",
    "13:00 pm",
    "0:0",
    "9999-12-31T23:59-12:00",
    "a@b.c",
    "+34 600 000 000",
    "1.200,5",
    "９９/１/2026",
    "፩ Jan 2026",
    "31/02/2026",
    "1|2;3",
    "=1+1",
    "\x00",
    "\ud800",
]

texts = st.sampled_from(WORDS) | st.text(max_size=12)
numbers = (
    st.integers()
    | st.integers(40_000, 50_000)
    | st.floats()
    | st.sampled_from([2958465, 2958466, 2958465.99999999, -1, 0.5])
)
values = st.none() | st.booleans() | texts | numbers | st.just(CellError("#N/A"))
headings = st.sampled_from(HEADINGS) | values
