"""The tab Today: what to do, most urgent first, with everything at hand to do it.

One cell at the top says whose list it is. The hidden columns at the right find the lines; what is
in sight only looks up their rows. A copy of the tab is a list of its own, since its formulas use
its own cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from sheetflow.columns import TABS
from sheetflow.decide.rules import STOPPING
from sheetflow.formulas.day import FOUND, line_columns, total
from sheetflow.formulas.filled_message import filled_columns
from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator
from sheetflow.formulas.layout import LiveLayout, quoted
from sheetflow.formulas.reading import folded, spaced
from sheetflow.model import (
    Cell,
    ColumnLook,
    FilledDown,
    Formula,
    Highlight,
    NewTab,
    Page,
    Style,
    Validation,
    Value,
    column_letters,
)
from sheetflow.palette import ALARM, CHOSEN, FAINT, INK, LINE, LINK, LOOKS, ON_INK
from sheetflow.texts import today as words
from sheetflow.texts.render import choose, heading
from sheetflow.texts.words import FLAGS, LANGUAGES

LINES: Final = 30
"""Lines in sight: as many as a printed page takes in letters that can be read."""
FIRST: Final = 6
"""The first line's row."""
_WHO: Final = "$B$2"
"""Whose list it is: the one cell that people choose."""
_DAY_FORMATS: Final = ("[$-409]d mmm", "[$-C0A]d mmm")
_HEIGHT: Final = 37
"""Points: three lines of a step. A program does not make a row taller for what a formula says."""


class Shown(NamedTuple):
    """A column in sight: its key, its width in characters, how its cells look."""

    key: str
    width: int
    style: Style = Style(down="center", wrapped=True)


_MIDDLE: Final = Style(down="center", across="center")
_LINKED: Final = Style(down="center", text=LINK, underlined=True)
COLUMNS: Final = (
    Shown("status", 13, Style(down="center", bold=True, indent=1, across="left", wrapped=True)),
    Shown("who", 17),
    Shown("step", 27, Style(down="center", size=10, wrapped=True)),
    Shown("phone", 17, _LINKED),
    Shown("late", 8, _MIDDLE),
    Shown("why", 28),
    Shown("announces", 13, _MIDDLE),
    Shown("write", 10, _LINKED),
    Shown("whatsapp", 12, _LINKED),
    Shown("link", 10, _LINKED),
    Shown("subject", 30),
    Shown("message", 60, Style(down="top")),
    Shown("checks", 22),
)
"""On a laptop the first ten are in sight; the first three are as wide as a phone, 412 pixels."""
_PRINTED: Final = 7
"""Columns on paper: those in front of the links."""


TodayValues = Mapping[str, Value]
"""What the formulas come to: `title`, `summary`, `heartbeat`, and of the first line in sight
`status.1`, `who.1` and so on by the keys of the columns; a name that is missing has no value yet.
"""
NOTHING_YET: Final[TodayValues] = MappingProxyType({})


class Source(NamedTuple):
    """Where Today takes its lines from, as templates: what the columns in sight show, by key; the
    hidden columns that find the lines; whether the last sync is more than a working day old (1 or
    0); how many lines there are in all; and the name of the hidden tab that a sync fills for it,
    blank where formulas decide by themselves.
    """

    cells: Mapping[str, str]
    hidden: tuple[FormulaColumn, ...]
    old: str
    total: str
    filled_by_sync: str = ""


def today_tab(
    layout: LiveLayout,
    translate: Translator,
    tab: HiddenTab,
    source: Source,
    shown: TodayValues = NOTHING_YET,
) -> NewTab:
    """Returns the tab in the language of the workbook; `tab` says where its columns stand."""
    lang = layout.lang
    place = {column.name: at for at, column in enumerate(tab.columns)}
    filled = tuple(_filled(translate, tab, lang, shown))
    looks = {place[each.key]: ColumnLook(each.width) for each in COLUMNS}
    hidden = range(len(COLUMNS), len(tab.columns))
    looks |= {at: ColumnLook(9, hidden=True, level=1) for at in hidden}
    head = tuple(_head(layout, translate, tab, source, shown))
    made = NewTab(tab.name, head, columns=looks, heights=_heights(), filled=filled, first="B2")
    made = replace(made, frozen=(FIRST - 1, 2), gridlines=False, tab_color=LOOKS["today"].fill)
    colours, page = tuple(_highlights(lang, place)), _page()
    return replace(made, validations=(_choice(layout),), highlights=colours, page=page)


def _heights() -> dict[int, int]:
    lines = dict.fromkeys(range(FIRST, FIRST + LINES), _HEIGHT)
    return {1: 30, 2: 28, FIRST - 1: 32, **lines}


def _page() -> Page:
    headings = f"{FIRST - 1}:{FIRST - 1}"
    last = column_letters(_PRINTED - 1)
    return Page(landscape=False, tall=1, titles=headings, area=f"A1:{last}{FIRST + LINES - 1}")


def today_name(layout: LiveLayout) -> str:
    """Returns what the tab is called where we make it."""
    return choose(TABS["today"], layout.lang)


def today_columns(layout: LiveLayout, source: Source) -> HiddenTab:
    """Returns where the columns of Today stand and what they hold."""
    shown = tuple(FormulaColumn(each.key, source.cells[each.key], rows=LINES) for each in COLUMNS)
    columns = (*shown, *source.hidden)
    return HiddenTab(today_name(layout), FIRST, FIRST + FOUND - 1, columns)


def found_line(name: str) -> FormulaColumn:
    """Returns the hidden column that holds for each line in sight what `{lead}` says of it."""
    found = f"=IFERROR(INDEX({{lead:all}},MATCH(ROW()-{FIRST - 1},{{nth:all}},0)),0)"
    return FormulaColumn(name, found, rows=LINES)


def live_source(layout: LiveLayout) -> Source:
    """Returns the lines of a workbook whose `_calc` decides."""
    lines = line_columns(HIDDEN_WHO, HIDDEN_ALL, FIRST)
    hidden = (found_line("row"), *lines, *filled_columns(layout, LINES))
    old = "IF(late(INT(sf_answered))>1,1,0)"
    return Source(live_cells(layout), hidden, old, total(HIDDEN_WHO, HIDDEN_ALL))


_HIDDEN_OLD: Final = "$N$1"
HIDDEN_WHO: Final = "$N$2"
HIDDEN_ALL: Final = "$N$3"
"""Above the first hidden column: 1 where the last sync is more than a working day old; whose list
it is, folded; 1 where it is everybody's."""


def live_cells(layout: LiveLayout) -> dict[str, str]:
    """Returns what the columns in sight show of a row that `_calc` decides, by key."""
    i = 1 if layout.lang == "es" else 0
    found = {key: _of_row(f"INDEX({{_calc.{name}}},{{row}})") for key, name in _OF_CALC.items()}
    name, company, email, phone = (
        f"INDEX({{_calc.{key}_text}},{{row}})" for key in ("name", "company", "email", "phone")
    )
    who = f'IF({name}<>"",{name},IF({company}<>"",{company},IF({email}<>"",{email},{phone})))'
    found["who"] = _of_row(who)
    digits = "INDEX({_calc.digits},{row})"
    number = f'IF(LEFT({phone},1)="+","+","")&{digits}'
    found["phone"] = _of_row(_link(f'"tel:"&{number}', phone, phone))
    abroad = f'IF(LEFT({phone},1)="+",{digits},IF(LEFT({digits},2)="00",MID({digits},3,20),""))'
    found["whatsapp"] = _of_row(_link(f'"https://wa.me/"&{abroad}', '"WhatsApp"', abroad))
    found["link"] = _of_row(row_link(f'"#{quoted(layout.leads.tab)}!A"', "{row}", i))
    found["write"] = _of_row(_link("{mail_link}", f'"{words.WRITE[i]}"', "{mail_link}"))
    day = "INDEX({_calc.announces},{row})"
    found["announces"] = _of_row(f'IF({{asks_message}}="","",IF({day}>0,{day},""))')
    found["subject"], found["message"] = _of_row("{filled_subject}"), _of_row("{filled_text}")
    found["checks"] = _of_row(_checks(i))
    step = "INDEX({_calc.show_step},{row})"
    found["step"] = _of_row(f'IF(INDEX({{_calc.rule}},{{row}})="problem",{_look_at(i)},{step})')
    return found


def _look_at(i: int) -> str:
    """Returns which cells keep a row from being decided (decide/rules.py, `cells_to_mend`)."""
    tests = {key: [f"INDEX({{_calc.{key}}},{{row}})<0"] for key in STOPPING}
    tests["stage"] = ["INDEX({_calc.stage},{row})=0"]
    for key, day in _HAPPENED.items():
        tests[key].append(f"INT(INDEX({{_calc.{day}}},{{row}}))>sf_today")
    parts = (
        f'IF(OR({",".join(test)}),", {heading(key, LANGUAGES[i])}","")'
        for key, test in tests.items()
    )
    before = words.LOOK_AT[i].removesuffix("{}")
    return f'"{before}"&MID({"&".join(parts)},3,200)'


_HAPPENED: Final = {"created": "created", "last_contact": "contact", "last_reply": "reply"}
"""The columns whose day may not lie ahead -> where `_calc` has it, with that of the log."""


def _checks(i: int) -> str:
    """Returns what is odd about how something is put in a row, out of its flags."""
    flags = "INDEX({_calc.show_flags},{row})"
    told = (FLAGS[flag][i] for flag in CHECKED)
    parts = (f'IF(ISNUMBER(FIND("{flag}",{flags})),", {flag}","")' for flag in told)
    return f"MID({'&'.join(parts)},3,99)"


CHECKED: Final = ("open_ending", "reproach")
"""The flags that stand beside a text, in their order."""

_OF_CALC: Final = {
    "status": "show_status",
    "late": "show_late",
    "why": "show_why",
}


def row_link(before: str, row: str, i: int) -> str:
    """Returns the link to a row; `before` is a formula for its address without the number."""
    left, right = words.OPEN_ROW[i].split("{}")
    return f'HYPERLINK({before}&{row},"{left}"&{row}&"{right}")'


def _of_row(cell: str) -> str:
    """Returns the formula of a cell that is blank where no lead stands in the line. It hangs on
    today itself, since the hidden cells between have no results in the file.
    """
    return f'=IF({{row}}*sf_today=0,"",{cell})'


def _link(address: str, shown: str, needed: str) -> str:
    """Returns a link; blank where what it needs is blank."""
    return f'IF({needed}="","",HYPERLINK({address},{shown}))'


def _filled(
    translate: Translator, tab: HiddenTab, lang: str, shown: TodayValues
) -> Iterator[FilledDown]:
    styles = {each.key: each.style for each in COLUMNS}
    styles["announces"] = _MIDDLE._replace(number_format=choose(_DAY_FORMATS, lang))
    for at, column in enumerate(tab.columns):
        style = styles.get(column.name, Style(number_format=column.number_format))
        text = translate.formula(column.formula, tab)
        values = dict(_values(column.name, shown)) if column.name in styles else {}
        yield FilledDown(at, tab.first_row, column.last_row(tab), text, style, values)


def _values(name: str, shown: TodayValues) -> Iterator[tuple[int, Value]]:
    """Yields what the lines in sight show in a column, by row."""
    for line in range(1, LINES + 1):
        if (found := f"{name}.{line}") in shown:
            yield FIRST + line - 1, shown[found]


def _head(
    layout: LiveLayout, translate: Translator, tab: HiddenTab, source: Source, shown: TodayValues
) -> Iterator[tuple[Cell | None, ...]]:
    """Yields the rows above the lines: title, whose list, last sync, a blank one, headings."""
    i = 1 if layout.lang == "es" else 0
    spare = (None,) * (len(COLUMNS) - 3)
    title = Style(bold=True, size=18, text=INK)
    quiet = Style(text=FAINT)

    def formula(text: str, name: str = "") -> Formula:
        return Formula(translate.formula(text, tab), shown.get(name))

    everybody = words.EVERYBODY[i]
    chosen = Style(bold=True, size=12, fill=CHOSEN, line=INK, unlocked=True)
    who_folded = formula(f"={folded(spaced(_WHO))}")
    is_all = f'=IF(OR({HIDDEN_WHO}="",{HIDDEN_WHO}="{everybody.lower()}"),1,0)'
    old = formula(f"=IF(sf_answered=0,0,{source.old})")
    yield (Cell(formula(_title(i), "title"), title), None, None, *spare, Cell(old))
    look = Style(size=10, wrapped=True)
    summary = Cell(formula(_summary(i, source.total), "summary"), look)
    label = Cell(words.OWNER[i], Style(text=FAINT, across="right"))
    yield (label, Cell(everybody, chosen), summary, *spare, Cell(who_folded))
    yield (
        Cell(formula(_heartbeat(i), "heartbeat"), quiet),
        None,
        None,
        *spare,
        Cell(formula(is_all)),
    )
    mark = Cell(source.filled_by_sync) if source.filled_by_sync else None
    yield (None, None, None, *spare, mark) if mark else ()
    yield tuple(Cell(words.HEADINGS[each.key][i], _heading(each.style)) for each in COLUMNS)


def _heading(cells: Style) -> Style:
    """Returns how the heading of a column looks: aligned like the cells below it."""
    look = Style(bold=True, fill=INK, text=ON_INK, down="center", wrapped=True)
    return look._replace(across=cells.across, indent=cells.indent)


def _date(i: int, day: str = "sf_today") -> str:
    """Returns a day as the language writes it, without the weekday: `20 Nov`."""
    months = ",".join(f'"{month}"' for month in words.MONTHS[i])
    return f'DAY({day})&" "&INDEX({{{months}}},MONTH({day}))'


def _title(i: int) -> str:
    days = ",".join(f'"{day}"' for day in words.WEEKDAYS[i])
    return f'="{words.TITLE[i]} · "&INDEX({{{days}}},WEEKDAY(sf_today,2))&" "&{_date(i)}'


def _counted(number: str, text: str) -> str:
    before, behind = text.split("{}")
    return f'"{before}"&{number}&"{behind}"'


def _summary(i: int, every: str) -> str:
    """Returns the line that counts: `12 to do and 4 more · to answer: 3`."""
    shown = f"MIN({LINES},SUM({{kept:all}}))"
    waiting = f'COUNTIF({{status:all}},"{LOOKS["reply"].icon}*")'
    more = f"({every}-{shown})"
    to_do = _counted(shown, words.TO_DO[i])
    wait = f'IF({waiting}>0," · "&{_counted(waiting, words.WAITING[i])},"")'
    left = f'IF({more}>0,{_counted(more, words.MORE[i])},"")'
    return f'=IF({every}=0,"{words.NOTHING[i]}",{to_do}&{left}&{wait})'


def _heartbeat(i: int) -> str:
    hour = '" "&TEXT(HOUR(sf_answered),"00")&":"&TEXT(MINUTE(sf_answered),"00")'
    # a sync for another day than the clock's has no hour
    when = f'{_date(i, "sf_answered")}&IF(sf_answered=INT(sf_answered),"",{hour})'
    return f'=IF(sf_answered=0,"{words.NO_SYNC[i]}","{words.LAST_SYNC[i]}"&{when})'


def _choice(layout: LiveLayout) -> Validation:
    i = 1 if layout.lang == "es" else 0
    names = layout.people.bounded("name") or ""
    kind = "list" if names else "any"
    told = (words.OWNER[i], words.CHOOSE[i])
    return Validation(("B2",), kind, names, prompt_title=told[0], prompt=told[1])


def _highlights(lang: str, place: Mapping[str, int]) -> Iterator[Highlight]:
    """Yields the colours of the statuses, the lines below filled rows, and the red heartbeat."""
    last = FIRST + LINES - 1
    for look in LOOKS.values():
        style = Style(fill=look.fill, text=look.text, bold=look.bold)
        test = f'LEFT($A{FIRST},1)="{look.icon}"'
        yield Highlight(f"A{FIRST}:A{last}", test, style)
    end = column_letters(len(COLUMNS) - 1)
    yield Highlight(f"A{FIRST}:{end}{last}", f'$A{FIRST}<>""', Style(line=LINE))
    yield Highlight("A3", f"{_HIDDEN_OLD}=1", Style(text=ALARM, bold=True))
