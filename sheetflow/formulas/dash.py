"""The hidden tab `_dash`: each lead once more in plain numbers, so that the Dashboard can count.

The Dashboard reads nothing else, and is the same in every workbook. Where `_calc` decides, `_dash`
takes the answers from there; in a workbook of a team without it, from the columns that sheetflow
fills and from those of people. Several leads tabs stand below each other.

Its formulas are written in the small language of language.py, with `[key]` for a cell of the lead
and `@name` for a number of the team.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetflow.decide.playbook import Playbook, stage_words
from sheetflow.decide.stage_words import SHIPPED
from sheetflow.formulas.language import Column, HiddenTab, Translator
from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table, quoted
from sheetflow.model import (
    Cell,
    ColumnLook,
    FilledDown,
    Formula,
    NewTab,
    Style,
    Value,
)
from sheetflow.palette import LOOKS
from sheetflow.texts.render import choose
from sheetflow.texts.words import FLAGS, STATUSES

DASH_TAB: Final = "_dash"
FIRST_ROW: Final = 3
TOLD_APART: Final = 40
"""Owners, and segments, that are told apart and brought into order."""
OWNERS: Final = 6
SEGMENTS: Final = 4
"""How many of each are shown by name; the rest are others."""
STAGES: Final = 10
SLOTS: Final = 40
"""Stages that are shown by name, and rows of the Playbook's table that `_calc` reads."""
LONGEST: Final = 10
"""The longest silent leads that are named."""
HOLIDAYS: Final = 400
ODD: Final = len(LOOKS) + 1
"""The status of a row in whose Status a person wrote something else."""
STATUS_NUMBER: Final = {key: number for number, key in enumerate(LOOKS, 1)}


class Team(NamedTuple):
    """What the formulas know of the team: its open stages by their names in the language of the
    workbook, which words say them, and how days count.
    """

    stages: tuple[str, ...]
    words: tuple[tuple[str, int], ...] = ()
    weekend: str = "0000011"
    calendar: bool = False

    @classmethod
    def of(cls, playbook: Playbook, lang: str) -> Team:
        """Returns the team of a Playbook."""
        known = [stage for stage in playbook.stages if not stage.closed]
        stages = tuple(choose(stage.label, lang) for stage in known)
        numbers = {stage.key: number for number, stage in enumerate(known, 1)}
        words = {word: numbers[key] for key, word in _shipped(numbers)}
        for stage in known:
            own = (*sorted(stage_words(stage)), stage.en, stage.es, *stage.also)
            words |= dict.fromkeys(own, numbers[stage.key])
        for word, meant in playbook.your_words.items():
            if meant.key in numbers:
                words[word] = numbers[meant.key]
        calendar = playbook.day_count == "calendar"
        return cls(stages, tuple(words.items()), playbook.weekend, calendar)


def _shipped(stages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yields the shipped words of some stages, each behind the key of its stage."""
    for key in stages:
        for word in SHIPPED.get(key, ()):
            yield key, word


# ── the columns ───────────────────────────────────────────────────────────────────────────────


def _late(day: str) -> str:
    """Returns the days that a day lies back, as the team counts them."""
    working = f"NETWORKDAYS.INTL({day}+1,@today,@weekend,@holidays)"
    return f"IF({day}>=@today,0,IF(@calendar=1,IF({working}>0,@today-{day},0),{working}))"


def _plain(text: str) -> str:
    """Returns a text in which nothing stands for any sign when MATCH looks for it."""
    for sign in "~?*":
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return text


def _first_with(column: str) -> str:
    """Returns the formula of the first lead with the same text in a column, counted from 1."""
    text = f"{{{column}}}"
    found = f"MATCH({_plain(text)},{{{column}:all}},0)"
    return f'=IF({text}="",0,IFERROR({found},0))'


def _rank(what: str, most: int) -> str:
    """Returns the formula of the place of a lead's owner or segment: by how many leads they have,
    then those without one, then others.
    """
    place = f"IFERROR(MATCH({{{what}}},{{{what}_nth:all}},0),{TOLD_APART})"
    named = f"IF({place}>{most},@{what}_named+2,{place})"
    return f"=IF({{status}}=0,0,IF({{{what}}}=0,@{what}_named+1,{named}))"


def _in(text: str, words: Iterable[str]) -> str:
    listed = ",".join(f'"{word}"' for word in words)
    return f"MATCH({text},{{{listed}}},0)"


def _flag(key: str, lang: str) -> str:
    """Returns the words of a flag as our column shows them."""
    return choose(FLAGS[key], lang)


_ICONS: Final = "".join(look.icon for look in LOOKS.values())
_TYPED: Final = [word for key in ("won", "lost", "not_followed") for word in STATUSES[key]]
"""What people type over a status, and it stays."""
_TYPED_NUMBERS: Final = ",".join(
    str(STATUS_NUMBER[key]) for key in ("won", "lost", "not_followed") for _ in range(2)
)
_YES: Final = ("yes", "y", "sí", "si", "s", "x", "✓", "true", "verdadero", "1")
_NO: Final = ("no", "n", "false", "falso", "0")
_TASK: Final = ("task", "tarea")
_PARTNER: Final = ("partner", "socio")

_AHEAD: Final = "AND({day}>=@today,{day}>{last})"


def _ahead(agreed: str, announced: str, last: str) -> str:
    days = (_AHEAD.format(day=day, last=last) for day in (agreed, announced))
    return f"=IF({{open}}=0,0,IF(OR({','.join(days)}),1,0))"


_OF_BOTH: Final = {
    "open": "=IF(AND({status}>0,{status}<10),1,0)",
    "owner_text": '=IF({status}=0,"",IFERROR(TRIM([owner]),""))',
    "owner": _first_with("owner_text"),
    "owner_new": f"={{owner_new:up}}+IF({{owner}}=ROW()-{FIRST_ROW - 1},1,0)",
    "owner_rank": _rank("owner", OWNERS),
    "segment_text": '=IF({status}=0,"",IFERROR(TRIM([segment]),""))',
    "segment": _first_with("segment_text"),
    "segment_new": f"={{segment_new:up}}+IF({{segment}}=ROW()-{FIRST_ROW - 1},1,0)",
    "segment_rank": _rank("segment", SEGMENTS),
    "silence": "=IF({heard}=0,0," + _late("{heard}") + ")",
    "silent": "=IF(AND({heard}>0,{heard}<@today),(@today-{heard})*100000+99999-ROW(),0)",
    "name": '=IF({silent}=0,"",IFERROR(IF(TRIM([name])<>"",TRIM([name]),IF(TRIM([company])<>"",'
    'TRIM([company]),IF(TRIM([email])<>"",TRIM([email]),TRIM([phone])))),""))',
    "value": "=IF({status}=0,0,IFERROR(N([value]),0))",
    "kind": f"=IF({{status}}=0,0,IFERROR(IF(ISNUMBER({_in('TRIM([kind])', _TASK)}),2,"
    f"IF(ISNUMBER({_in('TRIM([kind])', _PARTNER)}),3,1)),1))",
}
"""Name -> formula of the columns that are the same in every workbook."""

_VISIBLE: Final = {
    "status": '=IFERROR(IF(TRIM([status])="",0,IFERROR('
    f'FIND(LEFT(TRIM([status]),1),"{_ICONS}"),IFERROR('
    f'INDEX({{{_TYPED_NUMBERS}}},{_in("TRIM([status])", _TYPED)}),{ODD}))),{ODD})+0*@today',
    "stage": '=IF({open}=0,0,IFERROR(IF(TRIM([stage])="",1,'
    f'INDEX({{word_stage:all}},MATCH({_plain("TRIM([stage])")},{{word:all}},0))),0))',
    "touches": "=IF({status}=0,0,IFERROR(N([touches]),0))",
    "replied": "=IF({status}=0,0,IFERROR(IF(OR(N([last_reply])>0,"
    "AND(ISTEXT([last_reply]),LEN(TRIM([last_reply]))>5)),1,0),0))",
    "late": "=IF({status}=0,0,IFERROR(N([overdue]),0))",
    "age": "=IF({status}<>2,0,IFERROR(" + _late("INT(N([last_reply]))") + ",0))",
    "heard": "=IF(OR({open}=0,{status}=1),0,"
    "IFERROR(INT(MAX(N([last_contact]),N([last_reply]),N([created]))),0))",
    "flags": '=IF({status}=0,"",IFERROR([flags]&"",""))',
    "fit": f'=IF({{status}}=0,0,IFERROR(IF(ISNUMBER({_in("TRIM([fit])", _YES)}),1,'
    f'IF(ISNUMBER({_in("TRIM([fit])", _NO)}),2,3)),3))',
    "ahead": "=IFERROR(" + _ahead(
        "INT(N([agreed_for]))", "INT(N([announced_for]))", "INT(N([last_contact]))"
    )[1:] + ",0)",
}  # fmt: skip
"""Those of a workbook without `_calc`."""

_COUNTED_FLAGS: Final = (
    "promise_missed",
    "no_agreement",
    "too_soon",
    "too_many",
    "unknown_phase",
    "unknown_fit",
)
_LIVE_FLAGS: Final = "&".join(f'IF(C(flag_{key})=1,"{key},","")' for key in _COUNTED_FLAGS)

_LIVE: Final = {
    "status": "=IF(C(lead)=0,0,IFERROR(" + _in("C(status)", LOOKS) + f",{ODD}))+0*@today",
    "stage": f"=IF({{open}}=0,0,IF(OR(C(stage)<1,C(stage)>{SLOTS}),0,"
    "INDEX({stage_count:all},C(stage))))",
    "touches": "=IF({status}<2,0,N(C(touches)))",
    "replied": "=IF({status}=0,0,IF(C(reply)>0,1,0))",
    "late": "=IF({status}=0,0,N(C(late)))",
    "age": "=IF({status}<>2,0," + _late("INT(C(reply))") + ")",
    "heard": "=IF(OR({open}=0,{status}=1),0,INT(C(heard)))",
    "flags": f'=IF({{status}}=0,"",{_LIVE_FLAGS})',
    "fit": "=IF({status}=0,0,IF(C(fit)=1,1,IF(C(fit)=0,2,3)))",
    "ahead": _ahead("C(agreed_day)", "C(announced_day)", "INT(C(contact))"),
}
"""Those of a workbook whose `_calc` decides: `C(x)` is its column x in this row."""


def _ranked(what: str, most: int, counted: str) -> Iterator[Column]:
    """Yields the columns that bring the owners, or the segments, into order: where each first
    stands, how many leads it has, which is the n-th of them, and how many are shown by name.
    """
    place, rows = f"ROW()-{FIRST_ROW - 1}", TOLD_APART
    first, key, nth = f"{what}_first", f"{what}_key", f"{what}_nth"
    yield Column(first, f"=IFERROR(MATCH({place},{{{what}_new:all}},0),0)", rows)
    count = f'COUNTIFS({{{what}:all}},{{{first}}},{{{counted}:all}},">0")'
    yield Column(key, f"=IF({{{first}}}=0,0,({count}+1)*1000-{place})", rows)
    large = f"LARGE({{{key}:all}},{place})"
    found = f"INDEX({{{first}:all}},MATCH({large},{{{key}:all}},0))"
    yield Column(nth, f"=IF({large}=0,0,{found})", rows)
    yield Column(f"{what}_named", f"=MIN({most},MAX({{{what}_new:all}}))", 1)


def _settings(team: Team, holidays: Table) -> Iterator[Column]:
    """Yields what does not belong to a lead: the day, how days count, stages and their words."""
    yield Column("today", "=TODAY()", 1, number_format="yyyy-mm-dd")
    yield Column("weekend", values=(team.weekend,), number_format="@")
    yield Column("calendar", values=(int(team.calendar),))
    if listed := holidays.whole("holiday"):
        moved = holidays.heading_row + 1 - FIRST_ROW
        yield Column("holidays", f"=IFERROR(N(INDEX({listed},ROW(){moved:+d})),0)", HOLIDAYS)
    else:
        yield Column("holidays", values=(0,))
    yield Column("stage_name", values=team.stages)
    yield Column("word", values=tuple(word for word, _ in team.words) or ("·",))
    yield Column("word_stage", values=tuple(number for _, number in team.words) or (0,))


_SLOT: Final = f"ROW()-{FIRST_ROW - 1}"
_LIVE_SETTINGS: Final = (
    Column("today", "=sf_today", 1, number_format="yyyy-mm-dd"),
    Column("weekend", "=sf_weekend", 1, number_format="@"),
    Column("calendar", "=sf_calendar", 1),
    Column(
        "stage_count",
        f'={{stage_count:up}}+IF(AND(INDEX(sf_stage_label,{_SLOT})<>"",'
        f"INDEX(sf_stage_closed,{_SLOT})<>1),1,0)",
        SLOTS,
    ),
    Column("stage_slot", f"=IFERROR(MATCH({_SLOT},{{stage_count:all}},0),0)", STAGES),
    Column(
        "stage_name",
        '=IF({stage_slot}=0,"",INDEX(sf_stage_label,{stage_slot}))',
        STAGES,
        number_format="@",
    ),
)
"""The open stages are counted in the order of the Playbook's table."""


class Dash(NamedTuple):
    """The hidden tab, by its columns and as it is written; `stages` are the lines that stages may
    take, `flag` finds a flag in its cells.
    """

    sheet: HiddenTab
    tab: NewTab
    stages: int
    flag: Callable[[str], str]

    def all(self, name: str) -> str:
        """Returns the cells of a column, as another tab names them."""
        return self.sheet.bounded(name)

    def cell(self, name: str, row: int = 0) -> str:
        """Returns one cell of a column."""
        return self.sheet.cell(name, row)


def visible_dash(tables: Sequence[Table], team: Team, lang: str, holidays: Table = NOWHERE) -> Dash:
    """Returns the tab of a workbook whose answers stand in its columns, written by a sync.

    `tables` are its leads tabs with people's columns and ours; `holidays` is the Calendar.
    """
    sheet = _sheet(_VISIBLE, tables, _settings(team, holidays))

    def cell(table: Table) -> Callable[[str, str], str]:
        return lambda key, row: f"INDEX({whole},{row})" if (whole := table.whole(key)) else '""'

    def flag(key: str) -> str:
        return _flag(key, lang)

    layouts = [LiveLayout(leads=table, stages=NOWHERE, settings=NOWHERE) for table in tables]
    written = _Written(sheet, layouts, ())
    return Dash(sheet, written.new_tab([cell(table) for table in tables]), len(team.stages), flag)


def live_dash(layout: LiveLayout, tabs: Iterable[HiddenTab]) -> Dash:
    """Returns the tab of a workbook that decides by itself; `tabs` are its other hidden ones."""
    sheet = _sheet(_LIVE, [layout.leads], _LIVE_SETTINGS)

    def cell(key: str, row: str) -> str:
        whole = layout.leads.whole(key)
        return f"INDEX({whole},{row})" if whole else '""'

    written = _Written(sheet, [layout], tuple(tabs))
    return Dash(sheet, written.new_tab([cell]), SLOTS, str)


def _sheet(
    own: Mapping[str, str], tables: Sequence[Table], settings: Iterable[Column]
) -> HiddenTab:
    columns = [Column(name, text) for name, text in {**_OF_BOTH, **own}.items()]
    columns += _ranked("owner", OWNERS, "open")
    columns += _ranked("segment", SEGMENTS, "status")
    top = f"LARGE({{silent:all}},ROW()-{FIRST_ROW - 1})"
    found = f"=IFERROR(IF({top}=0,0,MATCH({top},{{silent:all}},0)),0)"
    columns.append(Column("longest", found, LONGEST))
    last = FIRST_ROW + sum(table.rows for table in tables) - 1
    return HiddenTab(DASH_TAB, FIRST_ROW, last, (*columns, *settings))


# ── how it is written ─────────────────────────────────────────────────────────────────────────

_CELL: Final = re.compile(r"\[(\w+)\]")
_NUMBER: Final = re.compile(r"@(\w+)")
_CALC: Final = re.compile(r"\bC\((\w+)\)")

CellOf = Callable[[str, str], str]
"""(key, row) -> the formula of that cell of a lead."""


class _Written:
    """Writes the columns of `_dash`, tab by tab of the leads."""

    def __init__(
        self,
        sheet: HiddenTab,
        layouts: Sequence[LiveLayout],
        tabs: tuple[HiddenTab, ...],
    ) -> None:
        self._sheet, self._layouts = sheet, layouts
        self._translators = [Translator(layout, (*tabs, sheet)) for layout in layouts]

    def new_tab(self, cells: Sequence[CellOf]) -> NewTab:
        """Returns the whole tab; `cells` finds a cell of each leads tab."""
        sheet = self._sheet
        filled, looks = list[FilledDown](), {}
        for place, column in enumerate(sheet.columns):
            looks[place] = ColumnLook(10)
            if column.formula and column.rows:
                filled.append(self._filled(place, column, 0, cells[0], FIRST_ROW, column.rows))
            elif column.formula:
                filled += self._by_tab(place, column, cells)
        rows = tuple(_values(sheet))
        return NewTab(
            sheet.name,
            rows,
            columns=looks,
            filled=tuple(filled),
            hidden=True,
            protected=True,
        )

    def _by_tab(self, place: int, column: Column, cells: Sequence[CellOf]) -> Iterator[FilledDown]:
        first = FIRST_ROW
        for number, (layout, cell) in enumerate(zip(self._layouts, cells, strict=True)):
            rows = layout.leads.rows
            yield self._filled(place, column, number, cell, first, rows)
            first += rows

    def _filled(
        self, place: int, column: Column, number: int, cell: CellOf, first: int, rows: int
    ) -> FilledDown:
        above = first - self._layouts[number].leads.first_row
        row = f"ROW()-{above}" if above > 0 else f"ROW()+{-above}"
        row = "ROW()" if not above else row
        text = _CELL.sub(lambda found: cell(found[1], row), column.formula)
        text = _CALC.sub(rf"INDEX({{_calc.\1}},{row})", text)
        text = _NUMBER.sub(lambda found: self._number(found[1]), text)
        text = self._translators[number].formula(text, self._sheet, first)
        style = Style(number_format=column.number_format)
        return FilledDown(place, first, first + rows - 1, text, style)

    def _number(self, name: str) -> str:
        """Returns the cell, or the cells, of a number of the team in this very tab."""
        if name != "holidays":
            return _inside(self._sheet.cell(name, 0))
        known = any(column.name == name for column in self._sheet.columns)
        return _inside(self._sheet.bounded(name)) if known else "sf_holidays"


def _inside(reference: str) -> str:
    return reference.removeprefix(f"{quoted(DASH_TAB)}!")


def _values(sheet: HiddenTab) -> Iterator[tuple[Value | Cell | Formula, ...]]:
    """Yields the names of the columns, a blank row, and what is no formula."""
    yield tuple(column.name for column in sheet.columns)
    yield ()
    longest = max(len(column.values) for column in sheet.columns)
    for row in range(longest):
        yield tuple(_value(column, row) for column in sheet.columns)


def _value(column: Column, row: int) -> Value | Cell:
    if row >= len(column.values):
        return None
    style = Style(number_format=column.number_format)
    return Cell(column.values[row], style)
