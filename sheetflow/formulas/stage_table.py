"""The columns of `_set` that read the Playbook's table of stages, and all words for them.

A stage is known by its slot: 1 for the first row below the headings. Two slots more stand for the
words that say closed, or do not contact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.columns import fold
from sheetflow.decide.playbook import (
    ENDS,
    NOT_FOLLOWED,
    NOT_FOLLOWED_WORDS,
    PACE_NUMBERS,
    PACES,
    STAGE_HEADINGS,
    STAGES,
    YOUR_WORDS_HEADINGS,
)
from sheetflow.decide.stage_words import shipped_forms
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.reading import are_digits, escaped, filled, folded, only_words, spaced

SLOTS: Final = 40
"""Rows below the headings of the stages that are read."""
CLOSED: Final = SLOTS + 1
"""The slot of words that say closed, and not how; the next one says do not contact."""
ALL_SLOTS: Final = SLOTS + len(NOT_FOLLOWED)
GAPS: Final = 20
"""Numbers of a stage's gaps; where it has fewer, its last one is repeated."""
ALSO: Final = 8
"""Words of Also called that are read of a stage."""
YOURS: Final = 100
"""Rows of the table Your words that are read."""
WORDS: Final = 3 * SLOTS + ALSO * SLOTS + YOURS
_ALSO_WIDTH: Final = 80

_K: Final = "(ROW()-1)"
"""The number of a row: the columns of `_set` begin in row 2."""


def said(cell: str) -> str:
    """Returns what a cell says, without outer spaces; blank where it only fills the cell."""
    return filled(spaced(cell))


def plain_columns(name: str, text: str) -> tuple[FormulaColumn, FormulaColumn]:
    """Returns the columns that read a folded text as stage_words.plain_word does: `<name>_p` its
    words without punctuation, `<name>` without a number in front, too.
    """
    plain = f"{{{name}_p}}"
    first = f'LEFT({plain},FIND(" ",{plain}&" ")-1)'
    behind = f'MID({plain},FIND(" ",{plain}&" ")+1,200)'
    is_number = f'AND(LEN({first})<4,{are_digits(first)},{behind}<>"")'
    words = f"TRIM({only_words(_without_signs(text))})"
    stripped = f"IF({is_number},{behind},{plain})"
    return (
        FormulaColumn(f"{name}_p", f'=IF({text}="","",{words})', number_format="@"),
        FormulaColumn(name, f'=IF({plain}="","",{stripped})', number_format="@"),
    )


def _without_signs(text: str) -> str:
    return f"""SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"'",""),"’",""),"_"," ")"""


def stage_columns() -> tuple[FormulaColumn, ...]:
    """Returns the columns that read the stages, a row each."""
    return (*_where(), *_texts(), *_ends(), *_gaps(), *_numbers(), *_checks(), *_others())


def _where() -> Iterator[FormulaColumn]:
    """Yields which row of the Playbook a slot is, and whether the table has ended above."""
    headings = [*STAGE_HEADINGS["key"], "Stage", "Etapa"]
    found = "0"
    for heading in reversed(headings):
        found = f'IFERROR(MATCH("{heading}",{{stages.key}},0),{found})'
    yield FormulaColumn("stage_head", f"={found}+0*sf_today", rows=1)
    yield FormulaColumn(
        "stage_row", f"=IF({{stage_head:one}}=0,0,{{stage_head:one}}+{_K})", rows=SLOTS
    )
    first = said("at(settings.name,{stage_row})")
    yield FormulaColumn("stage_first", f'=IF({{stage_row}}=0,"",{first})', rows=SLOTS)
    is_end = f"ISNUMBER(MATCH({escaped('{stage_first}')},{{table_word:all}},0))"
    ended = f"OR({{stage_row}}=0,N({{stage_stop:up}})=1,{is_end})"
    yield FormulaColumn("stage_stop", f"=IF({ended},1,0)", rows=SLOTS)


def _texts() -> Iterator[FormulaColumn]:
    for key in STAGE_HEADINGS:
        text = said(f"at(stages.{key},{{stage_row}})")
        yield FormulaColumn(f"said_{key}", f'=IF({{stage_stop}}=1,"",{text})', rows=SLOTS)
    name = _first("{said_key}", "{said_en}", "{said_es}")
    yield FormulaColumn("stage_name", f"={name}", rows=SLOTS)
    yield FormulaColumn("stage_fold", f"={folded('{stage_name}')}", rows=SLOTS)
    slug = f'SUBSTITUTE(TRIM({only_words("{stage_fold}")})," ","_")'
    yield FormulaColumn("stage_key", f'=IF({{stage_name}}="","",{slug})', rows=SLOTS)
    yield FormulaColumn(
        "stage_en", f"={_first('{said_en}', '{said_es}', '{said_key}')}", rows=SLOTS
    )
    yield FormulaColumn(
        "stage_es", f"={_first('{said_es}', '{said_en}', '{said_key}')}", rows=SLOTS
    )
    yield FormulaColumn("stage_label", "=IF(sf_es=1,{stage_es},{stage_en})", rows=SLOTS)


def _first(*texts: str) -> str:
    """Returns the first text that is not blank."""
    *before, last = texts
    for text in reversed(before):
        last = f'IF({text}<>"",{text},{last})'
    return last


def _listed(name: str, words: dict[str, int | str]) -> tuple[FormulaColumn, FormulaColumn]:
    """Returns two columns of plain values: words, and what each means."""
    return (
        FormulaColumn(f"{name}_word", values=tuple(words)),
        FormulaColumn(f"{name}_means", values=tuple(words.values())),
    )


def _ends() -> Iterator[FormulaColumn]:
    """Yields the pace of each stage (1 fast, 2 slow, 0 blank, -1 unknown), what it ends in, and
    whether it is closed.
    """
    paces: dict[str, int | str] = {}
    for number, (key, both) in enumerate(PACES.items(), 1):
        paces |= dict.fromkeys(map(fold, (key, *both)), number)
    ends: dict[str, int | str] = {}
    for key, both in ENDS.items():
        ends |= dict.fromkeys(map(fold, (key.replace("_", " "), *both)), key)
    yield from _listed("pace", paces)
    yield from _listed("end", ends)
    pace = f"INDEX({{pace_means:all}},MATCH({folded(escaped('{said_pace}'))},{{pace_word:all}},0))"
    yield FormulaColumn("stage_pace", f'=IF({{said_pace}}="",0,IFERROR({pace},-1))', rows=SLOTS)
    word = f'SUBSTITUTE({folded(escaped("{said_ends_in}"))},"_"," ")'
    end = f'IFERROR(INDEX({{end_means:all}},MATCH({word},{{end_word:all}},0)),"?")'
    blank = 'IF({stage_pace}>0,"nurture","?")'
    of_stage = f'IF({{stage_name}}="","",IF({{said_ends_in}}="",{blank},{end}))'
    others = ",".join(f'"{key}"' for key in NOT_FOLLOWED)
    beyond = f"INDEX({{{others}}},{_K}-{SLOTS}+0*sf_today)"
    yield FormulaColumn("stage_end", f"=IF({_K}>{SLOTS},{beyond},{of_stage})", rows=ALL_SLOTS)
    closed = ",".join(f'{{stage_end}}="{end}"' for end in ("won", "lost", *NOT_FOLLOWED))
    yield FormulaColumn("stage_closed", f"=IF(OR({closed}),1,0)", rows=ALL_SLOTS)
    yield FormulaColumn(
        "stage_open", '=IF(OR({stage_end}="",{stage_closed}=1),0,1)', rows=ALL_SLOTS
    )
    yield FormulaColumn("first_stage", "=IFERROR(MATCH(1,{stage_open:all},0),0)", rows=1)


def _of_pace(field: str, otherwise: str) -> str:
    """Returns the number (or gaps) that the pace of a stage gives."""
    found = otherwise
    for number, numbers in enumerate(PACE_NUMBERS.values(), 1):
        value = getattr(numbers, field)
        text = f'"{" ".join(map(str, value))}"' if isinstance(value, tuple) else str(value)
        found = f"IF({{stage_pace}}={number},{text},{found})"
    return found


def _gaps() -> Iterator[FormulaColumn]:
    """Yields the gaps after touch 1, 2, 3 …; -1 where they cannot be read."""
    apart = "{said_gaps}"
    for sign in ",;·/":
        apart = f'SUBSTITUTE({apart},"{sign}"," ")'
    given = f'IF({{said_gaps}}="",{_of_pace("gaps", chr(34) + "?" + chr(34))},TRIM({apart}))'
    yield FormulaColumn("gaps_text", f'=IF({{stage_open}}=0,"",{given})', rows=SLOTS)
    before = "-1"
    for number in range(1, GAPS + 1):
        first = 20 * (number - 1) + 1
        part = f'TRIM(MID(SUBSTITUTE({{gaps_text}}," ",REPT(" ",20)),{first},20))'
        count = f"IF(AND(LEN({part})<5,{are_digits(part)}),VALUE({part}),-1)"
        gap = f'IF({{gaps_text}}="",0,IF({part}="",{before},{count}))'
        yield FormulaColumn(f"gap{number}", f"={gap}", rows=SLOTS)
        before = f"{{gap{number}}}"


def _numbers() -> Iterator[FormulaColumn]:
    """Yields the other numbers of a stage; -1 where one is missing or cannot be read."""
    for key, least in (("min_gap", 0), ("cold_after", 0), ("max_touches", 1)):
        text = f"{{said_{key}}}"
        size = f"AND(LEN({text})<10,{are_digits(text)})"
        count = (
            f"IF({size},IF(AND(VALUE({text})>={least},VALUE({text})<=9999),VALUE({text}),-1),-1)"
        )
        of_stage = f'IF({text}="",{_of_pace(key, "-1")},{count})'
        yield FormulaColumn(f"stage_{key}", f"=IF({{stage_open}}=0,0,{of_stage})", rows=SLOTS)


_CHECKED: Final = (
    # column of the Playbook, what is wrong with it, the code of the problem
    ("key", '{stage_name}="",{stage_any}=1', "unnamed_stage"),
    ("pace", "{stage_open}=1,{stage_pace}<0", "wrong_pace"),
    ("ends_in", '{stage_end}="?"', "wrong_ends"),
    ("gaps", '{gap1}<0,{said_gaps}=""', "no_pace"),
    ("min_gap", '{stage_min_gap}<0,{said_min_gap}=""', "no_pace"),
    ("cold_after", '{stage_cold_after}<0,{said_cold_after}=""', "no_pace"),
    ("max_touches", '{stage_max_touches}<0,{said_max_touches}=""', "no_pace"),
    ("gaps", f"MIN({{gap1}}:{{gap{GAPS}}})<0", "wrong_gaps"),
    ("min_gap", "{stage_min_gap}<0", "wrong_count"),
    ("cold_after", "{stage_cold_after}<0", "wrong_count"),
    ("max_touches", "{stage_max_touches}<0", "wrong_positive"),
    ("en", "{stage_twice}=1", "named_twice"),
)
STAGE_CODES: Final = tuple(code for _, _, code in _CHECKED)


def _checks() -> Iterator[FormulaColumn]:
    """Yields which entry of a stage is wrong, 0 for none, and the cell in which it stands."""
    others = "&".join(f"{{said_{key}}}" for key in STAGE_HEADINGS)
    yield FormulaColumn("stage_any", f'=IF({others}="",0,1)', rows=SLOTS)
    tests = []
    for shift in (0, SLOTS, 2 * SLOTS):
        word = escaped(f"INDEX({{word_fold:all}},{_K}+{shift})")
        first = f"INDEX({{word_slot:all}},MATCH({word},{{word_fold:all}},0))"
        tests.append(f"INDEX({{word_slot:all}},{_K}+{shift})<>{first}")
    own = ",".join(tests)
    yield FormulaColumn(
        "stage_twice", f'=IF({{stage_name}}="",0,IFERROR(IF(OR({own}),1,0),0))', rows=SLOTS
    )
    wrong = "0"
    for number, (_, test, _) in reversed([*enumerate(_CHECKED, 1)]):
        wrong = f"IF(AND({test}),{number},{wrong})"
    yield FormulaColumn("stage_wrong", f"={wrong}", rows=SLOTS)
    places = ",".join(f"COLUMN({{stages.{key}}})" for key, _, _ in _CHECKED)
    where = f"ADDRESS({{stage_row}},CHOOSE({{stage_wrong}},{places}),4)"
    yield FormulaColumn("stage_where", f'=IF({{stage_wrong}}=0,"",{where})', rows=SLOTS)


def _others() -> Iterator[FormulaColumn]:
    """Yields what the next step of a stage needs."""
    step_en, step_es = (
        _first("{said_step_en}", "{said_step_es}"),
        _first("{said_step_es}", "{said_step_en}"),
    )
    yield FormulaColumn("stage_step", f"=IF(sf_es=1,{step_es},{step_en})", rows=SLOTS)


def word_columns() -> tuple[FormulaColumn, ...]:
    """Returns the words of all stages in the order in which they count: keys, names in English and
    Spanish, Also called, Your words; and the shipped words.
    """
    return (*_also(), *_yours(), *_all_words(), *_shipped())


def _also() -> Iterator[FormulaColumn]:
    slot = f"INT(({_K}-1)/{ALSO})+1"
    cut = f"INDEX({{said_also:all}},{slot})"
    for old, new in (('";"', '","'), ('"|"', '","'), ('","', f'REPT(" ",{_ALSO_WIDTH})')):
        cut = f"SUBSTITUTE({cut},{old},{new})"
    text = f"TRIM(MID({cut},MOD({_K}-1,{ALSO})*{_ALSO_WIDTH}+1,{_ALSO_WIDTH}))"
    yield FormulaColumn(
        "also_text", f'=IF(INDEX({{said_also:all}},{slot})="","",{text})', rows=ALSO * SLOTS
    )


def _yours() -> Iterator[FormulaColumn]:
    found = "0"
    for heading in YOUR_WORDS_HEADINGS["word"]:
        found = f'IFERROR(MATCH("{heading}",{{your_words.word}},0),{found})'
    yield FormulaColumn("your_head", f"=IFERROR({found},0)+0*sf_today", rows=1)
    yield FormulaColumn(
        "your_row", f"=IF({{your_head:one}}=0,0,{{your_head:one}}+{_K})", rows=YOURS
    )
    for key in ("word", "stage"):
        text = said(f"at(your_words.{key},{{your_row}})")
        yield FormulaColumn(f"your_{key}", f'=IF({{your_row}}=0,"",{text})', rows=YOURS)
    is_end = f"ISNUMBER(MATCH({escaped('{your_word}')},{{table_word:all}},0))"
    ended = f"OR({{your_row}}=0,N({{your_stop:up}})=1,{is_end})"
    yield FormulaColumn("your_stop", f"=IF({ended},1,0)", rows=YOURS)
    usable = '{your_stop}=1,{your_word}="",{your_stage}=""'
    said_by = f"IFERROR(MATCH({escaped(folded('{your_stage}'))},{{word_fold:all}},0),0)"
    yield FormulaColumn("your_found", f"=IF(OR({usable}),0,{said_by})", rows=YOURS)
    nothing = ",".join(f'{{your_stage}}="{word}"' for word in NOT_FOLLOWED_WORDS)
    slot = _slot_of("{your_found}", "0")
    yield FormulaColumn(
        "your_slot", f"=IF(OR({usable}),0,IF(OR({nothing}),{CLOSED},{slot}))", rows=YOURS
    )


def _slot_of(place: str, beyond: str) -> str:
    """Returns the slot of the stage to which a place in the list of all words belongs."""
    names = f"IF({place}=0,0,MOD({place}-1,{SLOTS})+1)"
    last = (3 + ALSO) * SLOTS
    also = f"INT(({place}-{3 * SLOTS + 1})/{ALSO})+1"
    return f"IF({place}<={3 * SLOTS},{names},IF({place}<={last},{also},{beyond}))"


def _all_words() -> Iterator[FormulaColumn]:
    first, last = 3 * SLOTS, (3 + ALSO) * SLOTS
    key = f'SUBSTITUTE(INDEX({{stage_key:all}},{_K}),"_"," ")'
    en = f"INDEX({{stage_en:all}},{_K}-{SLOTS})"
    es = f"INDEX({{stage_es:all}},{_K}-{2 * SLOTS})"
    names = f"IF({_K}<={SLOTS},{key},IF({_K}<={2 * SLOTS},{en},{es}))"
    yours = (
        f'IF(INDEX({{your_slot_usable:all}},{_K}-{last})=0,"",INDEX({{your_word:all}},{_K}-{last}))'
    )
    more = f"IF({_K}<={last},INDEX({{also_text:all}},{_K}-{first}),{yours})"
    yield FormulaColumn(
        "your_slot_usable", '=IF(OR({your_stop}=1,{your_stage}=""),0,1)', rows=YOURS
    )
    yield FormulaColumn("word_text", f"=IF({_K}<={first},{names},{more})", rows=WORDS)
    yield FormulaColumn("word_fold", f"={folded('{word_text}')}", rows=WORDS)
    slot = _slot_of(_K, f"INDEX({{your_slot:all}},{_K}-{last})")
    yield FormulaColumn("word_slot", f'=IF({{word_text}}="",0,{slot})', rows=WORDS)
    for column in plain_columns("word_plain", "{word_fold}"):
        yield column._replace(rows=WORDS)


def _shipped() -> Iterator[FormulaColumn]:
    """Yields the shipped words with the default stage that each means, and which slot that is."""
    keys = [*(stage.key for stage in STAGES), *NOT_FOLLOWED]
    words = sorted(shipped_forms().items())
    yield FormulaColumn("shipped_word", values=tuple(word for word, _ in words))
    yield FormulaColumn("shipped_means", values=tuple(keys.index(key) + 1 for _, key in words))
    yield FormulaColumn("default_key", values=tuple(keys))
    yield FormulaColumn(
        "default_en", values=tuple(fold(s.en) for s in (*STAGES, *NOT_FOLLOWED.values()))
    )
    yield FormulaColumn(
        "default_es", values=tuple(fold(s.es) for s in (*STAGES, *NOT_FOLLOWED.values()))
    )
    ends = tuple(s.ends_in if s.closed else "none" for s in STAGES)
    yield FormulaColumn("default_end", values=(*ends, *NOT_FOLLOWED))
    place = "0"
    for key in ("es", "en", "key"):
        place = f"IFERROR(MATCH({{default_{key}}},{{word_fold:all}},0),{place})"
    closed = f'IF(OR({{default_end}}="won",{{default_end}}="lost"),{CLOSED},0)'
    by_end = f"IFERROR(MATCH({{default_end}},{{stage_end:all}},0),{closed})"
    rows = len(keys)
    yield FormulaColumn("default_place", f"={place}", rows=rows)
    by_name = f"MOD({{default_place}}-1,{SLOTS})+1"
    is_other = f"{_K}>{len(STAGES)}"
    is_named = f"AND({{default_place}}>0,{{default_place}}<={3 * SLOTS})"
    found = f"IF({is_named},{by_name},{by_end})"
    yield FormulaColumn(
        "default_slot", f"=IF({is_other},{SLOTS}+{_K}-{len(STAGES)},{found})", rows=rows
    )
