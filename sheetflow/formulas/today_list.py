"""The tab `_list`, which a sync fills with the day's lines in their order, and Today over it: for
a workbook in which no `_calc` decides.

A line names its lead by its id. What the leads tab shows is looked up there by the `sf id`, so that
a sort changes nothing; `_list` itself holds what no column shows: channel, message, links. Lines of
further leads tabs bring what they show along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sheetflow.formulas.day import FOUND, Work, kept_lines
from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator
from sheetflow.formulas.layout import LiveLayout, quoted
from sheetflow.formulas.reading import escaped
from sheetflow.formulas.today import (
    FIRST,
    HIDDEN_ALL,
    HIDDEN_WHO,
    LINES,
    NOTHING_YET,
    Source,
    TodayValues,
    found_line,
    row_link,
    today_columns,
    today_tab,
)
from sheetflow.live import ANSWERED, LIST_TAB, PAGES, PRINT
from sheetflow.model import DefinedName, NewTab, Value
from sheetflow.texts import today as words

STEP: Final = 500
"""The tab grows by so many rows, so that formulas rarely change their ranges."""


class Line(NamedTuple):
    """A line of the day. `owner` and `deputy` are folded, `reply` is 1 where they wait for an
    answer, `announces` a serial. Where the lead is in a further leads tab, `place` is the address
    of its column A as links write it, `ids` are the cells of its ids, and status, who, step, late,
    why are what is shown; else they are blank, but `step` where a cell of the row is to be mended.
    """

    id: str
    owner: str = ""
    deputy: str = ""
    reply: int = 0
    channel: str = ""
    phone: str = ""
    subject: str = ""
    message: str = ""
    mail: str = ""
    tel: str = ""
    whatsapp: str = ""
    announces: Value = None
    checks: str = ""
    place: str = ""
    ids: str = ""
    status: str = ""
    who: str = ""
    step: str = ""
    late: Value = None
    why: str = ""


class Busy(NamedTuple):
    """Somebody of the team, folded: what fits into their day, and what they did of it already."""

    person: str
    capacity: int
    done: int


class DayLines(NamedTuple):
    """All that a sync tells Today: the lines in order, the team, when it answered (a serial), the
    day from which that is too long ago, the fingerprint of the rest, and that of Today as it is.
    """

    lines: Sequence[Line] = ()
    team: Sequence[Busy] = ()
    answered: float = 0
    old_from: int = 0
    fingerprint: str = ""
    page: str = ""


NO_LINES: Final = DayLines()


def list_columns(day: DayLines) -> HiddenTab:
    """Returns the tab with the lines of a day."""
    size = max(1, -(-max(len(day.lines), len(day.team)) // STEP)) * STEP
    columns = [column._replace(rows=size) for column in _told_columns(day)]
    columns.append(FormulaColumn(ANSWERED, values=(day.answered,), number_format="0.00000"))
    columns.append(FormulaColumn("old_from", values=(day.old_from,)))
    columns.append(FormulaColumn(PRINT, values=(day.fingerprint,)))
    columns.append(FormulaColumn(PAGES, values=(day.page or None,)))
    return HiddenTab(LIST_TAB, 2, 1 + size, tuple(columns))


def _told_columns(day: DayLines) -> Iterator[FormulaColumn]:
    for name in Line._fields:
        yield FormulaColumn(name, values=tuple(getattr(line, name) or None for line in day.lines))
    for name in Busy._fields:
        yield FormulaColumn(name, values=tuple(getattr(each, name) for each in day.team))


class ListedTabs(NamedTuple):
    """`_list` and Today as they are written, and the names that their formulas use; `clock` are
    those names that `_calc` has, too.
    """

    listed: NewTab
    today: NewTab
    names: tuple[DefinedName, ...]
    clock: tuple[DefinedName, ...]


def listed_tabs(
    layout: LiveLayout,
    day: DayLines = NO_LINES,
    name: str = "",
    shown: TodayValues = NOTHING_YET,
) -> ListedTabs:
    """Puts both tabs together; `name` is that of Today where it is not the usual one, `shown` what
    its formulas come to.
    """
    source, tab = listed_source(layout), list_columns(day)
    columns = today_columns(layout, source)
    translate = Translator(layout, (tab, columns))
    today = today_tab(layout, translate, columns, source, shown)
    if name:
        today = replace(today, name=name)
    names = tuple(DefinedName(*each) for each in sorted(translate.names.items()))
    clock = (
        DefinedName("sf_today", "TODAY()"),
        DefinedName("sf_answered", tab.cell(ANSWERED, 0)),
    )
    return ListedTabs(translate.new_tab(LIST_TAB), today, names, clock)


# ── Today over it ─────────────────────────────────────────────────────────────────────────────


def listed_source(layout: LiveLayout) -> Source:
    """Returns the lines of a workbook that a sync tells."""
    cells = dict(listed_cells(layout))
    hidden = (*_found(), *(column._replace(rows=FOUND) for column in _ordered()))
    hidden = (*hidden, *kept_lines(HIDDEN_WHO, HIDDEN_ALL, _WORK))
    old = "IF(sf_today>=INDEX({_list.old_from},2),1,0)"
    every = f'(SUMPRODUCT(({{_list.id:all}}<>"")*{_MINE}){_ANEW})'
    return Source(cells, hidden, old, every, LIST_TAB)


_ANEW: Final = "+0*sf_today"
"""Lets programs calculate a formula whenever the workbook is opened: a sync tells new lines while
nobody looks."""
_MINE: Final = (
    f"(({HIDDEN_ALL}=1)+({{_list.owner:all}}={HIDDEN_WHO})+({{_list.deputy:all}}={HIDDEN_WHO})>0)"
)
_PERSON: Final = f"MATCH({escaped('{line_owner}')},{{_list.person:all}},0)"
_WORK: Final = Work(
    'INDEX({_list.owner},{lead})&""',
    f"IFERROR(INDEX({{_list.capacity:all}},{_PERSON}),-1)",
    f"IF(INT(sf_answered)=sf_today,IFERROR(INDEX({{_list.done:all}},{_PERSON}),0),0)",
    "INDEX({_list.reply},{lead})=1",
)


def _found() -> Iterator[FormulaColumn]:
    """Yields, for each line in sight, its row of `_list`, its row of the leads tab (0: it is in a
    further one, or gone), and its row of the tab that it is in.
    """
    yield found_line("line")
    id_ = "INDEX({_list.id},{line})"
    here = f"IF({{line}}=0,0,IFERROR(MATCH({id_},{{leads.id}},0),0))"
    yield FormulaColumn("row", f"={here}", rows=LINES)
    ids = "INDEX({_list.ids},{line})"
    there = f'IF({{line}}=0,0,IF({ids}="",0,IFERROR(MATCH({id_},INDIRECT({ids}),0),0)))'
    yield FormulaColumn("row_there", f"={there}", rows=LINES)


def _ordered() -> Iterator[FormulaColumn]:
    """Yields the k-th line of whoever was chosen, as a row of `_list`."""
    yield FormulaColumn("place", f"=ROW()-{FIRST - 1}{_ANEW}")
    high_first = '({_list.id:all}<>"")*(999999-ROW({_list.id:all}))'
    yield FormulaColumn("key", f"=IFERROR(SUMPRODUCT(LARGE({_MINE}*{high_first},{{place}})),0)")
    yield FormulaColumn("lead", "=IF({key}=0,0,999999-{key})")


_OF_LEADS: Final[Mapping[str, str]] = {
    "status": "status",
    "step": "next_step",
    "late": "overdue",
    "why": "why",
}
"""Key of a column in sight -> that of the column of ours in the leads tab that it shows."""


def listed_cells(layout: LiveLayout) -> Iterator[tuple[str, str]]:
    """Yields what the columns in sight show, by key."""
    i = 1 if layout.lang == "es" else 0
    for key, column in _OF_LEADS.items():
        yield key, _line(_there(key, f"at(leads.{column},{{row}})"))
    yield "who", _line(_there("who", _who(layout)))
    yield "phone", _line(_linked("tel", _told("phone")))
    yield "write", _line(_link("mail", f'"{words.WRITE[i]}"'))
    yield "whatsapp", _line(_link("whatsapp", '"WhatsApp"'))
    day = "INDEX({_list.announces},{line})"
    yield "announces", _line(f'IF({day}>0,{day},"")')
    yield "link", _line(_row_links(layout, i))
    for key in ("subject", "message", "checks"):
        yield key, _line(_told(key))


def _line(cell: str) -> str:
    return f'=IF({{line}}*sf_today=0,"",{cell})'


def _told(key: str) -> str:
    return f'INDEX({{_list.{key}}},{{line}})&""'


def _there(key: str, here: str) -> str:
    """Returns what the leads tab shows; of a lead in a further one, and of a blank cell, what
    `_list` says.
    """
    told = f"INDEX({{_list.{key}}},{{line}})"
    told = f'IF({told}="","",{told})'
    return f'IF({{row}}=0,{told},IFERROR(IF({here}="",{told},{here}),{told}))'


def _who(layout: LiveLayout) -> str:
    """Returns who it is: the name in one column or two, else company, email, phone."""
    has = layout.leads.columns.keys()
    cells = {key: f'TRIM(at(leads.{key},{{row}})&"")' for key in has}
    parts = [cells[key] for key in ("first_name", "last_name") if key in has]
    joined = '&" "&'.join(parts)
    name = cells["name"] if "name" in has else f"TRIM({joined})"
    asked = [name] if "name" in has or parts else []
    asked += [cells[key] for key in ("company", "email", "phone") if key in has]
    who = '""'
    for cell in reversed(asked):
        who = f'IF({cell}<>"",{cell},{who})'
    return who


def _link(key: str, shown: str) -> str:
    address = f"INDEX({{_list.{key}}},{{line}})"
    return f'IF({address}="","",HYPERLINK({address},{shown}))'


def _linked(key: str, shown: str) -> str:
    """Returns a text, as a link where there is one."""
    address = f"INDEX({{_list.{key}}},{{line}})"
    return f'IF({address}="",{shown},HYPERLINK({address},{shown}))'


def _row_links(layout: LiveLayout, i: int) -> str:
    here = row_link(f'"#{quoted(layout.leads.tab)}!A"', "{row}", i)
    there = row_link("INDEX({_list.place},{line})", "{row_there}", i)
    return f'IF({{row}}>0,{here},IF({{row_there}}>0,{there},""))'
