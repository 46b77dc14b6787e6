"""What is odd about a text of the tab Messages, beside the text: what serves nobody, open endings
and reproach with the phrase, placeholders that nobody knows, whether it announces our next contact,
and whether it is only in the other language (parse/messages_tab.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.placeholders import TEAM_SPEAKS, written
from sheetflow.formulas.reading import escaped, stem_columns
from sheetflow.texts.message_fill import SIGNS
from sheetflow.texts.message_words import LONGEST_CHECK, TEXT_CHECKS
from sheetflow.texts.render import choose

_PLACES: Final = ("subject", "text")
_LAST: Final = 9999
"""More than the last row of a list of phrases."""


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
    for name, phrases in (("leaves_open", "phrase"), ("reproaches", "reproach")):
        for place in _PLACES:
            row = _first_row(phrases, f"{{odd_{place}_stems}}")
            yield FormulaColumn(f"{name}_{place}", f"={row}")
        subject, text = (f"{{{name}_{place}}}" for place in _PLACES)
        said = f"INDEX({{_set.{phrases}_said}},IF({subject}>0,{subject},{text}))"
        found = f'=IF({subject}+{text}=0,"",{said})'
        yield FormulaColumn(name, found, number_format="@")
    yield FormulaColumn("text_says", f"={_said(layout.lang)}", number_format="@")


def _first_row(phrases: str, stems: str) -> str:
    """Returns the row of the first phrase that the stems of a text hold, 0 where they hold none."""
    rows = f"ISNUMBER(FIND({{{phrases}:all}},{stems}))*({_LAST}-ROW({{{phrases}:all}}))"
    return f'IF({stems}="",0,MOD({_LAST}-SUMPRODUCT(MAX({rows})),{_LAST}))'


def _alone() -> str:
    """Returns whether a text is in the other language, and none in that of the team serves where it
    does.
    """
    alike = "((({{{0}:all}}=0)+({{{0}:all}}={{{0}}}))>0)"
    tests = "*".join(
        (
            "({text_is:all}={text_is})",
            f"({{text_in:all}}={TEAM_SPEAKS})",
            alike.format("text_slot"),
            alike.format("text_for"),
        )
    )
    ships = f"ISNUMBER(MATCH({escaped('{text_is}')},{{shipped_is:all}},0))"
    return f"IF(OR({{text_in}}={TEAM_SPEAKS},{ships}),FALSE,SUMPRODUCT({tests})=0)"


def _said(lang: str) -> str:
    """Returns what is odd in words, one behind the other; of a row that serves nobody the cell that
    is to be mended.
    """
    tests = {**_WORDING, **_about_date(), "only_this_language": (_alone(), "")}
    parts = (
        f'IF({test},", "&{_words(code, lang, value)},"")' for code, (test, value) in tests.items()
    )
    serves_nobody = (
        f"IF({{text_slot}}<0,{_words('message_stage', lang)},{_words('message_touch', lang)})"
    )
    is_text = 'AND({text_message}<>"",{has_body}=1)'
    nobody = f'IF({is_text},{serves_nobody},"")'
    return f'IF({{text_is}}="",{nobody},MID({"&".join(parts)},3,{LONGEST_CHECK}))'


_WORDING: Final = {
    "message_language": ("{odd_language}=1", ""),
    "unknown_placeholder": ("{has_odd}=1", '"{"&{odd_word}&"}"'),
    "text_open_ending": ('{leaves_open}<>""', "{leaves_open}"),
    "text_reproach": ('{reproaches}<>""', "{reproaches}"),
}
"""Code of a remark -> its test, and what was found."""


def _about_date() -> dict[str, tuple[str, str]]:
    dates = (written(SIGNS[key]) for key in ("next_date", "appointment"))
    next_date, meeting = (f"ISNUMBER(FIND({sign},{{text_marked}}))" for sign in dates)
    is_last = '{text_is}="last"'
    without = f"AND(NOT({is_last}),NOT(OR({next_date},{meeting})))"
    return {"last_with_date": (f"AND({is_last},{next_date})", ""), "text_no_date": (without, "")}


def _words(code: str, lang: str, value: str = "") -> str:
    """Returns the formula of a remark with its value."""
    before, _, behind = choose(TEXT_CHECKS[code], lang).partition("{0}")
    # apart, since braces around a word name a column
    said = [f'"{part}"'.replace("{", '{"&"') for part in (before, behind) if part]
    return "&".join([said[0], value, *said[1:]]) if value else "&".join(said)


def shown_check() -> str:
    """Returns the formula beside a text of the tab Messages."""
    row = "MATCH(ROW(),{_set.text_row:all},0)"
    return f'=IF(sf_today>0,IFERROR(INDEX({{_set.text_says:all}},{row}),""),"")'
