"""Texts of the tab Messages with signs in the places of their placeholders (texts/message_fill.py):
what is put in there later is never read as a placeholder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Final

from sheetflow.decide.messages import (
    PLACEHOLDER_WORDS,
    PLACEHOLDERS,
    SHIPPED,
    MessageText,
    with_values,
)
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.reading import escaped, folded, spaced
from sheetflow.texts.message_fill import BLANK, MARK, SIGNS

TEAM_SPEAKS: Final = 'IF(sf_es=1,"es","en")'
ODD: Final = 10
"""Different placeholders of one text that nobody knows, or that are spelled in a way of their own:
so many are taken out; those beyond stay as they are typed.
"""
LONGEST_SHOWN: Final = 40
"""Characters of an unknown one that are shown."""
_OPEN, _CLOSE = f"{MARK}(", f"{MARK})"
"""Braces that are none of a placeholder."""
_TAIL: Final = f"{MARK}!"
"""Behind a text, in front of each placeholder that nobody knows."""
_SPELLED: Final = {'"': "CHAR(34)", "\n": "CHAR(10)", MARK: f"_xlfn.UNICHAR({ord(MARK)})"}


def written(text: str) -> str:
    """Returns a text as a formula writes it."""
    if not text:
        return '""'
    parts, plain = list[str](), ""
    for sign in text:
        if sign not in _SPELLED:
            plain += sign
            continue
        parts += [f'"{plain}"'] if plain else []
        parts.append(_SPELLED[sign])
        plain = ""
    parts += [f'"{plain}"'] if plain else []
    return "&".join(parts)


def replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Returns the formula that replaces texts one by one."""
    return reduce(lambda inner, pair: _replaced(inner, *map(written, pair)), pairs, text)


def _replaced(text: str, old: str, new: str) -> str:
    return f"SUBSTITUTE({text},{old},{new})"


def marked_columns(rows: int) -> Iterator[FormulaColumn]:
    """Yields the columns of `_set` that put signs into the texts: `text_marked` is the subject, a
    line break and the text; `odd_word` the first word in braces that nobody knows, `has_odd` 1
    where there is one. `{text_row}` is the row of a text, `{text_is}` its message.
    """
    yield FormulaColumn("place_word", values=tuple(PLACEHOLDER_WORDS))
    yield FormulaColumn("place_sign", values=tuple(map(SIGNS.get, PLACEHOLDER_WORDS.values())))
    for column in _columns():
        yield column._replace(rows=rows)


def _columns() -> Iterator[FormulaColumn]:
    subject = spaced("at(messages.subject,{text_row})")
    pairs = (("\xa0", " "), ("\r", ""))
    text = reduce(_of_cell, pairs, 'at(messages.text,{text_row})&""')
    whole = f"{subject}&CHAR(10)&{text}"
    whole = f'=IF({{text_is}}="","",{_replaced(whole, written(MARK), written(""))})'
    yield FormulaColumn("text_whole", whole, number_format="@")
    known = "{text_whole}"
    for key, words in PLACEHOLDERS.items():
        for word in dict.fromkeys(words):
            known = f'SUBSTITUTE({known},"{{"&"{word}}}",{written(SIGNS[key])})'
    yield FormulaColumn("odd_0", f"={known}", number_format="@")
    for step in range(ODD):
        found = _without_next(f"{{odd_{step}}}")
        yield FormulaColumn(f"odd_{step + 1}", f"={found}", number_format="@")
    last = f"{{odd_{ODD}}}"
    tail = f"FIND({written(_TAIL)},{last})"
    before = f"IFERROR(LEFT({last},{tail}-1),{last})"
    text = replaced(before, ((_OPEN, "{"), (_CLOSE, "}")))
    yield FormulaColumn("text_marked", f"={text}", number_format="@")
    yield FormulaColumn("has_odd", f"=IF(ISNUMBER({tail}),1,0)")
    first = f"{tail}+{len(_TAIL)}"
    end = f"FIND({written(_TAIL)},{last}&{written(_TAIL)},{first})"
    word = f"MID({last},{first},MIN({LONGEST_SHOWN},{end}-({first})))"
    yield FormulaColumn("odd_word", f'=IF({{has_odd}}=0,"",{word})', number_format="@")


def _of_cell(text: str, pair: tuple[str, str]) -> str:
    signs = {"\xa0": "_xlfn.UNICHAR(160)", "\r": "CHAR(13)"}
    return _replaced(text, signs[pair[0]], written(pair[1]))


def _without_next(text: str) -> str:
    """Returns a text without its next word in braces, wherever it stands: a sign is put there of
    what is known, that of a blank value and the word behind the text else. Braces around a line
    break, or around others, become signs of braces.
    """
    closes = f'FIND("}}",{text},FIND("{{",{text}))'
    head = f"LEFT({text},{closes})"
    opened = f'LEN({head})-LEN(SUBSTITUTE({head},"{{",""))'
    opens = f'FIND({written(_TAIL)},SUBSTITUTE({head},"{{",{written(_TAIL)},{opened}))'
    found = f"MID({head},{opens},32767)"
    inside = f'SUBSTITUTE(SUBSTITUTE({found},"{{",""),"}}","")'
    is_none = f"OR(ISNUMBER(FIND(CHAR(10),{found})),ISNUMBER(FIND({written(MARK)},{found})))"
    kept = _replaced(text, found, f"{written(_OPEN)}&{inside}&{written(_CLOSE)}")
    word = f'TRIM(SUBSTITUTE({folded(inside)},"_"," "))'
    place = f"MATCH({escaped(word)},{{place_word:all}},0)"
    known = _replaced(text, found, f"INDEX({{place_sign:all}},{place})")
    unknown = f"{_replaced(text, found, written(BLANK))}&{written(_TAIL)}&{inside}"
    return f"IF(ISERROR({closes}),{text},IF({is_none},{kept},IFERROR({known},{unknown})))"


def marked(text: MessageText) -> str:
    """Returns a text that ships as `text_marked` has those of the team."""
    return with_values(f"{text.subject}\n{text.text}", SIGNS)


def shipped_columns() -> Iterator[FormulaColumn]:
    """Yields the texts that ship, in both languages, for where the team has none of its own."""
    count = len(SHIPPED)
    yield FormulaColumn("shipped_is", values=tuple(text.key for text in SHIPPED))
    yield FormulaColumn("shipped_in", values=tuple(text.lang for text in SHIPPED))
    yield FormulaColumn("shipped_way", values=tuple(text.channel for text in SHIPPED))
    yield FormulaColumn("shipped_stage", values=tuple(text.stage for text in SHIPPED))
    slot = "IFERROR(MATCH({shipped_stage},{stage_key:all},0),-1)"
    yield FormulaColumn("shipped_slot", f'=IF({{shipped_stage}}="",0,{slot})', rows=count)
    yield FormulaColumn("shipped_marked", values=tuple(map(marked, SHIPPED)))
