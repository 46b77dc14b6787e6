"""The tab `_set`: reads Playbook and Calendar once; every other formula sees them by the names
sf_… (NAMES).

A column of one row is a single value. Rows of the Playbook are found by what stands in them, so
that people may insert some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sheetflow.columns import TABS
from sheetflow.decide.playbook import (
    DEFAULT,
    EVENTS_HEADING,
    PHRASES_HEADING,
    REPROACH_HEADING,
    SEGMENTS,
    SETTING_HEADING,
    SETTINGS,
    YOUR_WORDS_HEADINGS,
)
from sheetflow.decide.vocabulary import DAY_COUNTS, DAYS_OFF, LANGUAGE_WORDS, NO, NO_DAYS, YES
from sheetflow.formulas.country import country_columns
from sheetflow.formulas.days_off import day_off_columns
from sheetflow.formulas.language import FormulaColumn, HiddenTab
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.messages import message_columns
from sheetflow.formulas.people import people_columns
from sheetflow.formulas.reading import (
    NO_PHRASE,
    are_digits,
    escaped,
    folded,
    only_words,
    stem_columns,
)
from sheetflow.formulas.shown import shown_columns
from sheetflow.formulas.stage_table import (
    GAPS,
    SLOTS,
    STAGE_CODES,
    said,
    stage_columns,
    word_columns,
)
from sheetflow.formulas.step_table import step_columns
from sheetflow.formulas.symptom_table import symptom_columns
from sheetflow.live import HEARD

SET: Final = "_set"
_K: Final = "(ROW()-1)"
_COUNTS: Final = (
    "reply_within", "first_contact", "confirm_before", "grace", "nurture_every", "few",
)  # fmt: skip
_OTHERS: Final = (
    ("interest_decay", "wrong_ratio"),
    ("weekend", "wrong_weekend"),
    ("day_count", "wrong_day_count"),
    ("language", "wrong_language"),
    ("calls_welcome", ""),
    ("country", ""),
)
"""The other settings that decide, with the code of the problem where one is wrong."""
_ENTRIES: Final = (*_COUNTS, *(key for key, _ in _OTHERS))
_AT: Final = {key: place for place, key in enumerate(_ENTRIES)}
_INSIDE: Final = 40
"""Rows below the heading of the settings in which an unknown one is looked for."""
_TOKENS: Final = 12
"""Words of the weekend."""
PHRASES: Final = 150
"""Rows of the lists of phrases that are read."""


def set_tab(layout: LiveLayout) -> HiddenTab:
    """Returns the tab of the settings."""
    playbook = (*_first(layout), *_words(), *_entries(), *_weekend(), *stage_columns())
    lists = (*word_columns(), *day_off_columns(layout), *step_columns(), *symptom_columns())
    shown = (*shown_columns(layout), *people_columns(layout), *message_columns(layout))
    columns = (*playbook, *lists, *_phrases(), *shown, *_unknown(), *_wrong(layout))
    longest = max(column.rows or len(column.values) for column in columns)
    return HiddenTab(SET, 2, 1 + longest, columns)


def _first(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the day, a cell that is blank, and the languages."""
    yield FormulaColumn("today", "=TODAY()", rows=1)
    yield FormulaColumn("blank", rows=1)
    yield FormulaColumn(HEARD, "=IF({today}>0,sf_answered,0)", rows=1, number_format="0.00000")
    word = folded(_entry("language"))
    means = f"INDEX({{language_means:all}},MATCH({escaped(word)},{{language_word:all}},0))"
    otherwise = f'"{layout.lang}"'
    yield FormulaColumn(
        "lang", f'=IF({_entry("language")}="",{otherwise},IFERROR({means},{otherwise}))', rows=1
    )
    yield from country_columns(_entry("country"))


def _words() -> Iterator[FormulaColumn]:
    """Yields the words that cells are compared with."""
    yes_no = dict.fromkeys([*sorted(YES), "sí"], 1) | dict.fromkeys(sorted(NO), 0)
    yield FormulaColumn("yes_no_word", values=tuple(yes_no))
    yield FormulaColumn("yes_no_means", values=tuple(yes_no.values()))
    languages = {word: lang for word, lang in LANGUAGE_WORDS.items() if lang}
    yield FormulaColumn("language_word", values=tuple(languages))
    yield FormulaColumn("language_means", values=tuple(languages.values()))
    yield FormulaColumn("day_count_word", values=tuple(DAY_COUNTS))
    yield FormulaColumn("day_count_means", values=tuple(DAY_COUNTS.values()))
    days = dict.fromkeys(("y", "and"), 0)
    for day, names in enumerate(DAYS_OFF, 1):
        days |= dict.fromkeys(names.split(), day)
    yield FormulaColumn("day_word", values=tuple(days))
    yield FormulaColumn("day_means", values=tuple(days.values()))
    headings = [*SETTING_HEADING, *PHRASES_HEADING, *EVENTS_HEADING, *YOUR_WORDS_HEADINGS["word"]]
    for setting in SETTINGS:
        headings += [setting.en, setting.es, setting.key]
    yield FormulaColumn("table_word", values=tuple(dict.fromkeys(headings)))


# ── settings ──────────────────────────────────────────────────────────────────────────────────


def _entry(key: str) -> str:
    """Returns what the Playbook says in a setting, folded no further than `said` does."""
    return f"INDEX({{entry_said:all}},{_AT[key] + 1})"


def _entries() -> Iterator[FormulaColumn]:
    """Yields the settings a row each: where they stand, and what is written there."""
    named = {setting.key: setting for setting in SETTINGS}
    settings = [named[key] for key in _ENTRIES]
    yield FormulaColumn("entry_key", values=_ENTRIES)
    yield FormulaColumn("entry_en", values=tuple(s.en for s in settings))
    yield FormulaColumn("entry_es", values=tuple(s.es for s in settings))
    yield FormulaColumn("entry_plain", values=tuple(s.key.replace("_", " ") for s in settings))
    found = "0"
    for key in ("plain", "key", "es", "en"):
        found = f"IFERROR(MATCH({{entry_{key}}},{{settings.name}},0),{found})"
    rows = len(_ENTRIES)
    yield FormulaColumn("entry_row", f"={found}+0*sf_today", rows=rows)
    text = said("at(settings.value,{entry_row})")
    yield FormulaColumn("entry_said", f'=IF({{entry_row}}=0,"",{text})', rows=rows)
    yield from _counts()
    yield from _ratio()
    there = f"INDEX({{entry_row:all}},{_AT['day_count'] + 1})=0"
    word = escaped(folded(_entry("day_count")))
    means = f"INDEX({{day_count_means:all}},MATCH({word},{{day_count_word:all}},0))"
    counted = f'IF({there},"{DEFAULT.day_count}",IFERROR({means},"?"))'
    yield FormulaColumn("day_count", f"={counted}", rows=1)
    yield FormulaColumn("calendar", '=IF({day_count}="calendar",1,0)', rows=1)
    yield FormulaColumn("calls_welcome", f"={_calls_welcome()}", rows=1)


def _counts() -> Iterator[FormulaColumn]:
    """Yields the settings that are numbers of days; -1 where one cannot be read."""
    yield FormulaColumn("count_default", values=tuple(getattr(DEFAULT, key) for key in _COUNTS))
    text = "{entry_said}"
    size = f"AND(LEN({text})<10,{are_digits(text)})"
    count = f"IF({size},IF(VALUE({text})<=9999,VALUE({text}),-1),-1)"
    yield FormulaColumn(
        "count", f"=IF({{entry_row}}=0,{{count_default}},{count})", rows=len(_COUNTS)
    )


def _ratio() -> Iterator[FormulaColumn]:
    """Yields what is left of the interest after a day, from a number, or a text with a comma or a
    point; -1 where it cannot be read.
    """
    row = f"INDEX({{entry_row:all}},{_AT['interest_decay'] + 1})"
    cell = f"at(settings.value,{row})"
    point = f'SUBSTITUTE({_entry("interest_decay")},",",".")'
    yield FormulaColumn("decay_text", f"={point}", rows=1)
    digits = 'SUBSTITUTE({decay_text},".","")'
    places = 'IFERROR(LEN({decay_text})-FIND(".",{decay_text}),0)'
    of_text = f"IFERROR(IF({are_digits(digits)},VALUE({digits})/10^{places},-1),-1)"
    number = f"IF(ISNUMBER({cell}),{cell},{of_text})"
    yield FormulaColumn("ratio", f"=IF({row}=0,{DEFAULT.interest_decay},{number})", rows=1)
    yield FormulaColumn(
        "decay", f"=IF(AND({{ratio}}>0,{{ratio}}<=1),{{ratio}},{DEFAULT.interest_decay})", rows=1
    )


def _calls_welcome() -> str:
    """Returns the segments that like a call, folded, a comma before and behind each."""
    text = folded(f'SUBSTITUTE({_entry("calls_welcome")},";",",")')
    for apart in (" ,", ", "):
        text = f'SUBSTITUTE({text},"{apart}",",")'
    text = f'","&{text}&","'
    for word, segment in SEGMENTS.items():
        text = f'SUBSTITUTE({text},",{word},",",{segment},")'
    row = f"INDEX({{entry_row:all}},{_AT['calls_welcome'] + 1})"
    default = ",".join(sorted(DEFAULT.calls_welcome))
    return f'IF({row}=0,",{default},",{text})'


def _weekend() -> Iterator[FormulaColumn]:
    """Yields the weekend as WORKDAY.INTL takes it, from such a pattern, its numbers, or names."""
    yield FormulaColumn("weekend_text", f"={folded(_entry('weekend'))}", rows=1)
    text = "{weekend_text:one}"
    apart = text
    for sign in ",;/&+.-":
        apart = f'SUBSTITUTE({apart},"{sign}"," ")'
    yield FormulaColumn("weekend_words", f"=TRIM({apart})", rows=1)
    spread = 'SUBSTITUTE({weekend_words:one}," ",REPT(" ",30))'
    yield FormulaColumn("off_word", f"=TRIM(MID({spread},30*{_K}-29,30))", rows=_TOKENS)
    day = f"INDEX({{day_means:all}},MATCH({escaped('{off_word}')},{{day_word:all}},0))"
    yield FormulaColumn("off_day", f'=IF({{off_word}}="",0,IFERROR({day},-1))', rows=_TOKENS)
    named = "&".join(f'IF(COUNTIF({{off_day:all}},{day})>0,"1","0")' for day in range(1, 8))
    nothing = ",".join(f'{text}="{word}"' for word in sorted(NO_DAYS))
    is_named = "AND(MAX({off_day:all})>0,MIN({off_day:all})>=0)"
    names = f'IF(OR({nothing}),"0000000",IF({is_named},{named},"?"))'
    two = '"0000011","1000001","1100000","0110000","0011000","0001100","0000110"'
    one = '"0000001","1000000","0100000","0010000","0001000","0000100","0000010"'
    number = f"IF(AND({are_digits(text)},LEN({text})<3),VALUE({text}),0)"
    yield FormulaColumn("weekend_number", f"={number}", rows=1)
    of_number = (
        f"IF(AND({{weekend_number}}>=1,{{weekend_number}}<=7),INDEX({{{two}}},{{weekend_number}}),"
        f"IF(AND({{weekend_number}}>=11,{{weekend_number}}<=17),"
        f"INDEX({{{one}}},{{weekend_number}}-10),{names}))"
    )
    only_bits = f'SUBSTITUTE(SUBSTITUTE({text},"0",""),"1","")=""'
    pattern = f"IF(AND(LEN({text})=7,{only_bits}),{text},{of_number})"
    there = f"INDEX({{entry_row:all}},{_AT['weekend'] + 1})=0"
    yield FormulaColumn("weekend_read", f'=IF({there},"{DEFAULT.weekend}",{pattern})', rows=1)
    wrong = 'OR({weekend_read}="?",{weekend_read}="1111111")'
    yield FormulaColumn("weekend", f'=IF({wrong},"{DEFAULT.weekend}",{{weekend_read}})', rows=1)


# ── phrases ───────────────────────────────────────────────────────────────────────────────────


def _phrases() -> Iterator[FormulaColumn]:
    """Yields the lists of phrases as words with one space around each; blank where a row has
    none.
    """
    for name, key, headings in (
        ("phrase", "phrases", PHRASES_HEADING),
        ("event", "events", EVENTS_HEADING),
        ("reproach", "reproaches", REPROACH_HEADING),
    ):
        found = "0"
        for heading in headings:
            found = f'IFERROR(MATCH("{heading}",{{phrases.{key}}},0),{found})'
        yield FormulaColumn(f"{name}_head", f"=IFERROR({found},0)+0*sf_today", rows=1)
        yield FormulaColumn(
            f"{name}_row", f"=IF({{{name}_head:one}}=0,0,{{{name}_head:one}}+{_K})", rows=PHRASES
        )
        first, text = (
            said(f"at({at},{{{name}_row}})") for at in ("settings.name", f"phrases.{key}")
        )
        is_end = f"ISNUMBER(MATCH({escaped(first)},{{table_word:all}},0))"
        ended = f"OR({{{name}_row}}=0,N({{{name}_stop:up}})=1,{is_end})"
        yield FormulaColumn(f"{name}_stop", f"=IF({ended},1,0)", rows=PHRASES)
        yield FormulaColumn(f"{name}_said", f'=IF({{{name}_stop}}=1,"",{text})', rows=PHRASES)
        if name == "event":
            yield FormulaColumn(f"{name}_fold", f"={folded(f'{{{name}_said}}')}", rows=PHRASES)
            words = only_words(f"{{{name}_fold}}")
            phrase = f'=IF({{{name}_said}}="","{NO_PHRASE}",{words})'
            yield FormulaColumn(name, phrase, rows=PHRASES)
            for ending in ("s", "es"):
                plural = f'LEFT({{{name}}},LEN({{{name}}})-1)&"{ending} "'
                plural = f'=IF({{{name}_said}}="","{NO_PHRASE}",{plural})'
                yield FormulaColumn(f"{name}_{ending}", plural, rows=PHRASES)
        else:
            for column in stem_columns(name, f"{{{name}_said}}", f"({{{name}_stop}}=0)"):
                yield column._replace(rows=PHRASES)
            stems = f"{{{name}_stems}}"
            phrase = f'=IF(TRIM({stems})="","{NO_PHRASE}",{stems})'
            yield FormulaColumn(name, phrase, rows=PHRASES)


# ── what is wrong ─────────────────────────────────────────────────────────────────────────────


def _unknown() -> Iterator[FormulaColumn]:
    """Yields settings that nobody knows, and those that stand twice."""
    found = f'IFERROR(MATCH("{SETTING_HEADING[0]}",{{settings.name}},0),0)'
    head = f'IFERROR(MATCH("{SETTING_HEADING[1]}",{{settings.name}},0),{found})+0*sf_today'
    yield FormulaColumn("settings_head", f"={head}", rows=1)
    yield FormulaColumn(
        "other_row",
        f"=IF({{settings_head:one}}=0,0,{{settings_head:one}}+{_K})",
        rows=_INSIDE,
    )
    text = said("at(settings.name,{other_row})")
    yield FormulaColumn("other_name", f'=IF({{other_row}}=0,"",{text})', rows=_INSIDE)
    yield FormulaColumn(
        "other_stop", '=IF(OR({other_name}="",N({other_stop:up})=1),1,0)', rows=_INSIDE
    )
    unknown = f"ISERROR(MATCH({escaped('{other_name}')},{{table_word:all}},0))"
    twice = f"COUNTIF({{other_name:top}},{escaped('{other_name}')})>1"
    wrong = f"IF({{other_stop}}=1,0,IF({unknown},1,IF({twice},2,0)))"
    yield FormulaColumn("other_wrong", f"={wrong}", rows=_INSIDE)
    where = "ADDRESS({other_row},COLUMN({settings.name}),4)"
    yield FormulaColumn("other_where", f'=IF({{other_wrong}}=0,"",{where})', rows=_INSIDE)


def _wrong(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the wrong cells of the Playbook, what is wrong with each, and the first of them in the
    words of the team; blank where all is well.
    """
    count = "{count}<0"
    tests = {
        "interest_decay": "OR({ratio:one}<=0,{ratio:one}>1)",
        "weekend": 'OR({weekend_read:one}="?",{weekend_read:one}="1111111")',
        "day_count": '{day_count:one}="?"',
        "language": f'AND({_entry("language")}<>"",ISERROR(MATCH('
        f"{escaped(folded(_entry('language')))},{{language_word:all}},0)))",
    }
    chosen = ",".join(tests.get(key, "FALSE") for key, _ in _OTHERS)
    test = f"IF({_K}<={len(_COUNTS)},{count},CHOOSE({_K}-{len(_COUNTS)},{chosen}))"
    rows = len(_ENTRIES)
    yield FormulaColumn("entry_wrong", f"=IF({{entry_row}}=0,0,IF({test},1,0))", rows=rows)
    where = "ADDRESS({entry_row},COLUMN({settings.value}),4)"
    yield FormulaColumn("entry_where", f'=IF({{entry_wrong}}=0,"",{where})', rows=rows)
    yield from _wrong_cells(rows)
    yield from _told(layout)


def _wrong_cells(entries: int) -> Iterator[FormulaColumn]:
    total = SLOTS + entries + _INSIDE
    others = f"INDEX({{other_where:all}},{_K}-{SLOTS + entries})"
    settings = f"IF({_K}<={SLOTS + entries},INDEX({{entry_where:all}},{_K}-{SLOTS}),{others})"
    cells = f"IF({_K}<={SLOTS},INDEX({{stage_where:all}},{_K}),{settings})"
    yield FormulaColumn("wrong_cell", f"={cells}", rows=total)
    stage = f"INDEX({{stage_wrong:all}},{_K})"
    entry = f"{_K}-{SLOTS}+{len(STAGE_CODES)}"
    other = f"{len(STAGE_CODES) + entries}+INDEX({{other_wrong:all}},{_K}-{SLOTS + entries})"
    number = f"IF({_K}<={SLOTS},{stage},IF({_K}<={SLOTS + entries},{entry},{other}))"
    yield FormulaColumn("wrong_number", f'=IF({{wrong_cell}}="",0,{number})', rows=total)


def _told(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the first wrong cell with its tab, and the sentence that tells it."""
    playbook = (layout.stages.tab or TABS["playbook"][0]).replace('"', "")
    first = 'IFERROR(MATCH("?*",{wrong_cell:all},0),0)'
    yield FormulaColumn("wrong_first", f"={first}", rows=1)
    table = "IF({first_stage:one}=0,1,0)"
    yield FormulaColumn("no_stages", f"={table}", rows=1)
    where = f'"{playbook}!"&INDEX({{wrong_cell:all}},{{wrong_first}})'
    day = 'IF({wrong_day_first:one}=0,"",{wrong_day_where:one})'
    of_table = f'IF({{no_stages}}=1,"{playbook}",{day})'
    yield FormulaColumn("wrong_where", f"=IF({{wrong_first}}>0,{where},{of_table})", rows=1)
    said_by = "INDEX({wrong_text:all},INDEX({wrong_number:all},{wrong_first}))"
    otherwise = (
        "IF({no_stages}=1,INDEX({wrong_text:all},{no_stages_number:one}),{wrong_day_text:one})"
    )
    sentence = f'{{wrong_where}}&": "&IF({{wrong_first}}>0,{said_by},{otherwise})'
    yield FormulaColumn("wrong", f'=IF({{wrong_where}}="","",{sentence})', rows=1)


NAMES: Final[Mapping[str, str]] = {
    name: name
    for name in (
        "today blank lang es dmy decimal yes_no_word yes_no_means calendar decay calls_welcome "
        "weekend first_stage stage_key stage_en stage_es stage_label stage_end stage_closed "
        "stage_open stage_min_gap stage_cold_after stage_max_touches said_channel stage_step "
        "word_fold word_slot word_plain shipped_word shipped_means default_slot holidays abs_owner "
        "abs_first abs_last abs_back abs_deputy phrase reproach event event_s event_es status_key "
        "status_word status_shown rule_key rule_shown wrong wrong_where wrong_cell wrong_day "
        "month_shown"
    ).split()
}
"""sf_<name> -> the column of `_set` that it stands for; single settings and gaps come beside."""


KEPT: Final = (*NAMES.values(), HEARD, "count", *(f"gap{number}" for number in range(1, GAPS + 1)))
"""The columns that names stand for."""


def set_names(tab: HiddenTab) -> Iterator[tuple[str, str]]:
    """Yields the names of what the tab holds, each with the cells that it stands for."""
    for name, column in NAMES.items():
        cells = tab.bounded(column)
        first, _, last = cells.partition(":")
        is_one = last == first.partition("!")[2]
        yield f"sf_{name}", first if is_one else cells
    for key in _COUNTS:
        yield f"sf_{key}", tab.cell("count", _AT[key])
    first, last = (tab.bounded(name) for name in ("gap1", f"gap{GAPS}"))
    yield "sf_gaps", f"{first.partition(':')[0]}:{last.partition(':')[2]}"
