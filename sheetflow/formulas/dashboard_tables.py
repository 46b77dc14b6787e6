"""The tables of the Dashboard: which leads each line counts, and what is counted of them.

Their formulas have a few words: `<x>` is a column of `_dash`, `@x` one cell of it, `[x]` a flag as
it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from sheetflow.formulas.dash import Dash
from sheetflow.formulas.dash_columns import OWNERS, SEGMENTS, STAGES, STATUS_NUMBER
from sheetflow.texts.dashboard_words import DASHBOARD
from sheetflow.texts.render import choose, status_text

COUNT_FORMAT: Final = "#,##0;-#,##0;;@"
MEAN_FORMAT: Final = "0.0;-0.0;;@"
"""Nothing is shown blank."""


class TableLine(NamedTuple):
    """A line of a table: its key, its label (a formula where `is_formula`), the conditions of
    COUNTIFS that choose its leads, and the same as a product of comparisons.
    """

    key: str
    label: str
    where: str
    product: str = ""
    is_formula: bool = False


class Measure(NamedTuple):
    """A column of a table: its key, formula, and number format.

    In the formula `{where}` and `{product}` are those of the line, `{count}` is its first number.
    """

    key: str
    formula: str
    number_format: str = COUNT_FORMAT


class DashTable(NamedTuple):
    """A table: its key, what it says in each line, and its lines, the last one of all leads if it
    `sums`.
    """

    key: str
    measures: tuple[Measure, ...]
    lines: tuple[TableLine, ...]
    sums: bool = False


_LEADS: Final = Measure("leads", "COUNTIFS({where})")
_OPEN: Final = Measure("open", "COUNTIFS({where})")
_TOUCHES: Final = Measure(
    "touches_each", "IF({count}=0,0,SUMIFS(<touches>,{where})/{count})", MEAN_FORMAT
)
_REPLIED: Final = Measure("replied", "SUMIFS(<replied>,{where})")
_LATE: Final = Measure("late", 'COUNTIFS({where},<late>,">0")')
_MEAN_LATE: Final = Measure(
    "mean_late",
    'IF(COUNTIFS({where},<late>,">0")=0,0,SUMIFS(<late>,{where})/COUNTIFS({where},<late>,">0"))',
    MEAN_FORMAT,
)
_WORST: Final = Measure("worst", "SUMPRODUCT(MAX({product}*<late>))")
_MISSED: Final = Measure("missed", 'COUNTIFS({where},<flags>,"*[promise_missed]*")')

_GOT: Final = (_LEADS, _TOUCHES, _REPLIED, _LATE, _MEAN_LATE)
_OPEN_GOT: Final = (_OPEN, *_GOT[1:])
_OF_OWNER: Final = (_OPEN, _TOUCHES, _LATE, _WORST, _MISSED)
_BELIEF: Final = (
    _LEADS,
    _TOUCHES,
    Measure("possible", "COUNTIFS({where},<fit>,1)"),
    Measure("not_possible", "COUNTIFS({where},<fit>,2)"),
    Measure("unknown", "COUNTIFS({where},<fit>,3)"),
)


def status_table(lang: str) -> DashTable:
    """Returns all leads by status."""
    lines = [
        TableLine(key, status_text(key, lang), f"<status>,{number}")
        for key, number in STATUS_NUMBER.items()
    ]
    lines.append(_all('<status>,">0"', lang))
    return DashTable("status", _GOT, tuple(lines), sums=True)


def owner_table(lang: str) -> DashTable:
    """Returns the open leads by owner, those with most leads first."""
    lines = list[TableLine]()
    for number in range(1, OWNERS + 3):
        label = _named("owner", number, "nobody", lang)
        where = f"<owner_rank>,{number},<open>,1"
        product = f"(<owner_rank>={number})*(<open>=1)"
        lines.append(TableLine(str(number), label, where, product, is_formula=True))
    lines.append(_all("<open>,1", lang, "(<open>=1)"))
    return DashTable("owner", _OF_OWNER, tuple(lines), sums=True)


def stage_table(dash: Dash, lang: str) -> DashTable:
    """Returns the open leads by stage; leads of no stage that we know come last."""
    lines = list(_stages(min(dash.stages, STAGES)))
    if dash.stages > STAGES:
        lines.append(_if_any("others", "others", f'<stage>,">{STAGES}",<open>,1', lang))
    lines.append(_if_any("none", "no_stage", "<stage>,0,<open>,1", lang))
    lines.append(_all("<open>,1", lang))
    return DashTable("stage", _OPEN_GOT, tuple(lines), sums=True)


def _stages(count: int) -> Iterator[TableLine]:
    for number in range(1, count + 1):
        name = f"@stage_name.{number - 1}"
        label = f'IF({name}="","",{name})'
        yield TableLine(str(number), label, f"<stage>,{number},<open>,1", is_formula=True)


def _if_any(key: str, word: str, where: str, lang: str) -> TableLine:
    """Returns a line whose label is blank while it counts nothing."""
    label = f'IF(COUNTIFS({where})=0,"","{_word(word, lang)}")'
    return TableLine(key, label, where, is_formula=True)


def segment_table(lang: str) -> DashTable:
    """Returns all leads by segment, with what is believed of them."""
    lines = list[TableLine]()
    for number in range(1, SEGMENTS + 3):
        label = _named("segment", number, "none", lang)
        where = f'<segment_rank>,{number},<status>,">0"'
        lines.append(TableLine(str(number), label, where, is_formula=True))
    lines.append(_all('<status>,">0"', lang))
    return DashTable("segment", _BELIEF, tuple(lines), sums=True)


def agreement_table(lang: str) -> DashTable:
    """Returns leads by what became of their agreements."""
    found = (
        ("ahead", "ahead", "<ahead>,1"),
        ("missed", "agreement_missed", '<flags>,"*[promise_missed]*"'),
        ("undated", "undated", '<flags>,"*[no_agreement]*"'),
    )
    lines = [TableLine(key, _word(word, lang), where) for key, word, where in found]
    return DashTable("agreement", _GOT, tuple(lines))


def look_table(lang: str) -> DashTable:
    """Returns leads that are worth a look, and those that are no opportunities."""
    flags = ("too_soon", "too_many", "unknown_phase", "unknown_fit")
    lines = [TableLine(key, _word(key, lang), f'<flags>,"*[{key}]*"') for key in flags]
    lines += [
        TableLine(key, _word(key, lang), f"<kind>,{number}")
        for number, key in ((2, "task"), (3, "partner"))
    ]
    return DashTable("look", _GOT, tuple(lines))


def _all(where: str, lang: str, product: str = "") -> TableLine:
    return TableLine("all", _word("all", lang), where, product)


def _named(what: str, number: int, without: str, lang: str) -> str:
    """Returns the formula of the label of a line: the n-th owner or segment, behind them leads
    without one, then all others.
    """
    text = f"INDEX(<{what}_text>,@{what}_nth.{number - 1})"
    name = f"UPPER(LEFT({text},1))&MID({text},2,99)"
    none, rest = (f'"{_word(key, lang)}"' for key in (without, "others"))
    last = f"IF({number}=@{what}_named+1,{none},{rest})"
    behind = f'IF(COUNTIFS(<{what}_rank>,{number})=0,"",{last})'
    return f"IF({number}>@{what}_named,{behind},{name})"


def _word(key: str, lang: str) -> str:
    return choose(DASHBOARD[key], lang)


# ── how a formula is spelled ──────────────────────────────────────────────────────────────────

_COLUMN: Final = re.compile(r"<([a-z]\w*)>")
_CELL: Final = re.compile(r"@(\w+?)(?:\.(\d+))?(?![\w.])")
_FLAG: Final = re.compile(r"\[(\w+)\]")


def spelled(text: str, dash: Dash) -> str:
    """Returns a formula with the cells of `_dash` in it."""
    text = _COLUMN.sub(lambda found: dash.all(found[1]), text)
    text = _CELL.sub(lambda found: dash.cell(found[1], int(found[2] or 0)), text)
    return _FLAG.sub(lambda found: _escaped(dash.flag(found[1])), text)


def _escaped(flag: str) -> str:
    """Returns the words of a flag in which nothing stands for any sign."""
    return flag.replace("~", "~~").replace("?", "~?").replace("*", "~*")
