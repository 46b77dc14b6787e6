"""What is odd about a text of the tab Messages, beside the text: open endings, reproach,
placeholders that nobody knows, and whether it announces our next contact (parse/messages_tab.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sheetflow.formulas.filled_message import spellings
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.reading import holds_phrase, stem_columns
from sheetflow.texts.message_words import TEXT_CHECKS
from sheetflow.texts.render import choose

_ANNOUNCES: Final = ("next_date", "appointment")
_PLACES: Final = ("subject", "text")


def check_columns(layout: LiveLayout, rows: int) -> Iterator[FormulaColumn]:
    """Yields the columns of `_set` that check the texts; `{text_row}` is the row of each, and
    `{text_is}` its message, blank where it serves nobody.
    """
    for column in _columns(layout):
        yield column._replace(rows=rows)


def _columns(layout: LiveLayout) -> Iterator[FormulaColumn]:
    for place in _PLACES:
        cell = f"at(messages.{place},{{text_row}})"
        yield from stem_columns(f"odd_{place}", cell, "LEN({text_is})")
    for name, phrases in (("leaves_open", "sf_phrase"), ("reproaches", "sf_reproach")):
        held = ",".join(holds_phrase(phrases, f"{{odd_{place}_stems}}") for place in _PLACES)
        yield FormulaColumn(name, f"=MAX({held})")
    both = '&" "&'.join(f"at(messages.{place},{{text_row}})" for place in _PLACES)
    whole = f'=IF({{text_is}}="","",{both})'
    yield FormulaColumn("odd_whole", whole, number_format="@")
    known = list(spellings())
    dates = [word for word, key in known if key in _ANNOUNCES]
    others = [word for word, key in known if key not in _ANNOUNCES]
    yield FormulaColumn("undated", f"={_without('{odd_whole}', dates)}", number_format="@")
    yield FormulaColumn("unknown", f"={_without('{undated}', others)}", number_format="@")
    yield FormulaColumn("text_says", f"={_said(layout.lang)}", number_format="@")


def _without(text: str, placeholders: Iterable[str]) -> str:
    for word in placeholders:
        text = f'SUBSTITUTE({text},"{{"&"{word}}}","")'
    return text


def _said(lang: str) -> str:
    """Returns what is odd in words, one behind the other."""
    is_dated = "LEN({undated})<LEN({odd_whole})"
    tests = {
        "unknown_placeholder": 'ISNUMBER(FIND("}",{unknown},FIND("{",{unknown})))',
        "text_open_ending": "{leaves_open}=1",
        "text_reproach": "{reproaches}=1",
        "last_with_date": f'AND({{text_is}}="last",{is_dated})',
        "text_no_date": f'AND({{text_is}}<>"last",NOT({is_dated}))',
    }
    parts = (f'IF({test},", {choose(TEXT_CHECKS[code], lang)}","")' for code, test in tests.items())
    return f'IF({{text_is}}="","",MID({"&".join(parts)},3,200))'


def shown_check() -> str:
    """Returns the formula beside a text of the tab Messages."""
    row = "MATCH(ROW(),{_set.text_row:all},0)"
    return f'=IF(sf_today>0,IFERROR(INDEX({{_set.text_says:all}},{row}),""),"")'
