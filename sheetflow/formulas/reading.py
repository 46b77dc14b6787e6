"""How formulas read what people type: texts, words, dates. Pieces of templates, and columns.

An argument is a piece of a formula, mostly a column such as `{name_text}`; it may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Final

from sheetflow.decide.phrases import ENDINGS, SEPARATORS
from sheetflow.formulas.language import FormulaColumn

_ACCENTS: Final = (
    ("a", "áàâäã"), ("e", "éèêë"), ("i", "íìîï"), ("o", "óòôöõ"), ("u", "úùûü"), ("n", "ñ"),
    ("c", "ç"),
)  # fmt: skip
_PUNCTUATION: Final = ".,;:!?¿¡-–—()[]{}/\\'’‘“”…*&%$#@+=<>|~^`«»"
FIRST_DAY: Final = 18264
"""1950-01-01: no number below it is a date."""
LAST_DAY: Final = 2958465
"""9999-12-31."""


def _substituted(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """Returns the formula that replaces texts, each of them a formula, one by one."""
    return reduce(lambda inner, pair: f"SUBSTITUTE({inner},{pair[0]},{pair[1]})", pairs, text)


def spaced(cell: str) -> str:
    """Returns a cell as a text with single spaces; an error value is no text."""
    signs = tuple(
        (sign, '" "') for sign in ("_xlfn.UNICHAR(160)", "CHAR(10)", "CHAR(13)", "CHAR(9)")
    )
    return f'IFERROR(TRIM({_substituted(cell, signs)}),"")'


def unless_blank(cell: str, text: str) -> str:
    """Returns a text that is made of a cell; most cells are blank, and then cost nothing more."""
    return f'IF(ISBLANK({cell}),"",{text})'


def word_column(name: str, cell: str, alive: str = "{lead}") -> FormulaColumn:
    """Returns the column that reads a cell as a folded text, blank where nothing is `alive`."""
    text = unless_blank(cell, folded(spaced(cell)))
    return FormulaColumn(name, f'=IF({alive}=0,"",{text})', number_format="@")


def without(text: str, signs: str) -> str:
    """Returns a text without some signs."""
    return _substituted(text, tuple((f'"{sign}"', '""') for sign in signs))


PLACES: Final = "ROW($1:$40)"
"""The places of the signs of a text, of 40 at most."""


def text_column(name: str, formula: str) -> FormulaColumn:
    """Returns a column of texts."""
    return FormulaColumn(name, formula, number_format="@")


def filled(text: str) -> str:
    """Returns a text of single spaces, blank where it only fills a cell: `-`, `–`, `n/a`."""
    return f'IF(OR({text}="-",{text}="–",{text}="n/a"),"",{text})'


def folded(text: str) -> str:
    """Returns a text in small letters without accents."""
    return _without_accents(f"LOWER({text})")


def _without_accents(text: str) -> str:
    pairs = list[tuple[str, str]]()
    for plain, letters in _ACCENTS:
        pairs += [(f'"{letter}"', f'"{plain}"') for letter in letters]
    return _substituted(text, tuple(pairs))


def escaped(text: str) -> str:
    """Returns a text to be looked up by MATCH, in which no sign stands for any other."""
    return _substituted(text, (('"~"', '"~~"'), ('"?"', '"~?"'), ('"*"', '"~*"')))


def are_digits(text: str) -> str:
    """Returns whether a text is a whole number, written out."""
    return f'IFERROR(TEXT(VALUE({text}),REPT("0",LEN({text})))={text},FALSE)'


def only_words(text: str) -> str:
    """Returns the words of a folded text, with one space before, between and behind them."""
    pairs = [(f'"{sign}"', '" "') for sign in _PUNCTUATION]
    pairs.append(("CHAR(34)", '" "'))
    return f'" "&TRIM({_substituted(text, tuple(pairs))})&" "'


NO_PHRASE: Final = "|"
"""Stands where a list of phrases has none: no text has it once its words are apart."""


def stem_columns(name: str, cell: str, alive: str) -> Iterator[FormulaColumn]:
    """Yields the columns that take the words of a text as phrases are compared, in two steps: a
    formula goes only so deep. `<name>_stems` has one space before, between and after the words,
    without their endings (decide/phrases.py).
    """
    apart = [(_sign(sign), '" "') for sign in SEPARATORS]
    words = _substituted(f"LOWER({cell})", tuple(apart))
    text = f'=IF({alive}=0,"",IF(ISTEXT({cell})," "&TRIM({words})&" ",""))'
    yield FormulaColumn(f"{name}_apart", text, number_format="@")
    kept = f'SUBSTITUTE({{{name}_apart}},"ó ","ox ")'
    endings = tuple((f'"{ending} "', '" "') for ending in ENDINGS)
    stems = _substituted(_without_accents(kept), endings)
    text = f'=IF({{{name}_apart}}="","",{stems})'
    yield FormulaColumn(f"{name}_stems", text, number_format="@")


def _sign(sign: str) -> str:
    """Returns a sign as a formula writes it."""
    if sign in '\t\n\r"':
        return f"CHAR({ord(sign)})"
    return "_xlfn.UNICHAR(160)" if sign == "\xa0" else f'"{sign}"'


def holds_any(words: str, *phrases: str) -> str:
    """Returns whether words with one space around each hold one of some phrases, which are written
    likewise: ranges of which no cell is blank (NO_PHRASE).
    """
    counts = (f"COUNT(FIND({each},{words}))" for each in phrases)
    return f"SUMPRODUCT({'+'.join(counts)})>0"


def holds_phrase(phrases: str, stems: str) -> str:
    """Returns whether the stems of a text hold one of some phrases: 1 or 0."""
    return f'IF({stems}="",0,IF({holds_any(stems, phrases)},1,0))'


def is_word(text: str, words: tuple[str, ...]) -> str:
    """Returns whether a text is one of some words, whatever its case."""
    tests = ",".join(f'{text}="{word}"' for word in words)
    return f"OR({tests})"


def date_columns(
    name: str, cell: str, alive: str, order: str, *, clock: bool = False
) -> Iterator[FormulaColumn]:
    """Yields the columns that read a date: `t_`, its text in parts of 20 characters; `o_`, the
    order of these parts (2 year first, 1 day first, 0 month first, -1 unreadable); and the day, 0
    where it is blank or nothing is `alive`, -1 where it cannot be read. With `clock` it keeps the
    time.
    """
    text, way = f"{{t_{name}}}", f"{{o_{name}}}"
    cleaned = spaced(cell)
    parts = _substituted(f"LOWER({cleaned})", (('"."', '"/"'), ('"-"', '"/"')))
    parts = f'SUBSTITUTE({parts},"/",REPT(" ",20))'
    a, b, c = (f"VALUE(MID({text},{first},20))" for first in (1, 21, 41))
    digits = f'SUBSTITUTE({text}," ","")'
    are_digits = f'TEXT(VALUE({digits}),REPT("0",LEN({digits})))={digits}'
    lone = f'OR(TRIM({text})="",TRIM({text})="–",TRIM({text})="n a")'
    by_size = f"IF(({a}>12)<>({b}>12),IF({a}>12,1,0),IF({a}={b},1,{order}))"
    long_enough = f"OR(LEN(TRIM(MID({text},41,20)))=4,LEN(TRIM(MID({text},41,20)))=2)"
    settled = f"IF(LEN(TRIM(LEFT({text},20)))=4,2,IF({long_enough},{by_size},-1))"
    whole = f'AND({are_digits},TRIM(MID({text},61,99))="")'
    year = f"IF({way}=2,{a},IF({c}<100,2000+{c},{c}))"
    month = f"IF({way}=1,{b},IF({way}=2,{b},{a}))"
    day = f"IF({way}=2,{c},IF({way}=1,{a},{b}))"
    exists = f"AND({month}>=1,{month}<=12,{day}>=1,{day}<=DAY(DATE({year},{month}+1,0)))"
    number = f"ROUND({cell}*86400,0)/86400" if clock else f"INT(ROUND({cell}*86400,0)/86400)"
    in_range = f"AND({cell}>={FIRST_DAY},{cell}<{LAST_DAY + 1})"
    of_text = f"IF({lone},0,IF({way}<0,-1,IFERROR(IF({exists},DATE({year},{month},{day}),-1),-1)))"
    of_cell = f"IF(ISTEXT({cell}),{of_text},IF(ISBLANK({cell}),0,-1))"
    yield FormulaColumn(
        f"t_{name}", f'=IF({alive}=0,"",IF(ISTEXT({cell}),{parts},""))', number_format="@"
    )
    yield FormulaColumn(f"o_{name}", f'=IF({text}="",-1,IFERROR(IF({whole},{settled},-1),-1))')
    of_any = f"IF(ISNUMBER({cell}),IF({in_range},{number},-1),{of_cell})"
    yield FormulaColumn(name, f"=IF({alive}=0,0,{of_any})")
