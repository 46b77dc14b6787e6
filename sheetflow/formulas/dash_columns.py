"""The columns of the hidden tab `_dash` (dash.py): each lead once more in plain numbers.

They are written in the small language of language.py. `[key]` is a cell of the lead, `C(x)` its
column x of `_calc`, `@name` a number of the team; ROWS how many rows stand above the first lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from sheetflow.columns import KINDS
from sheetflow.decide.vocabulary import NO, YES
from sheetflow.formulas.language import FormulaColumn
from sheetflow.palette import LOOKS
from sheetflow.texts.words import STATUSES

TOLD_APART: Final = 40
"""Owners, and segments, that are told apart and brought into order."""
OWNERS: Final = 6
SEGMENTS: Final = 4
STAGES: Final = 8
"""How many of each are shown by name; the rest are others."""
SLOTS: Final = 40
"""Rows of the Playbook's table of stages that `_calc` reads."""
LONGEST: Final = 10
"""The longest silent leads that are named."""
ODD: Final = len(LOOKS) + 1
"""The status of a row in whose Status a person wrote something else."""
STATUS_NUMBER: Final = {key: number for number, key in enumerate(LOOKS, 1)}
COUNTED_FLAGS: Final = (
    "promise_missed",
    "no_agreement",
    "too_soon",
    "too_many",
    "unknown_phase",
    "unknown_fit",
)
"""The flags of which the Dashboard counts the leads."""

PLACE: Final = "(ROW()-ROWS)"
"""The place of a row, from 1."""


def late_since(day: str) -> str:
    """Returns the formula of the days that a day lies back, as the team counts them."""
    working = f"NETWORKDAYS.INTL({day}+1,@today,@weekend,@holidays)"
    return f"IF({day}>=@today,0,IF(@calendar=1,IF({working}>0,@today-{day},0),{working}))"


def _plain(text: str) -> str:
    """Returns a text in which nothing stands for any sign when MATCH looks for it."""
    for sign in "~?*":
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return text


def _in(text: str, words: Iterable[str]) -> str:
    listed = ",".join(f'"{word}"' for word in words)
    return f"MATCH({text},{{{listed}}},0)"


def _first_with(column: str) -> str:
    """Returns the formula of the first lead with the same text in a column, counted from 1."""
    text = f"{{{column}}}"
    found = f"MATCH({_plain(text)},{{{column}:all}},0)"
    return f'=IF({text}="",0,IFERROR({found},0))'


def _new(column: str) -> str:
    """Returns the formula that counts how many different ones a column has down to this row."""
    return f"=N({{{column}_new:up}})+IF({{{column}}}={PLACE},1,0)"


def _rank(what: str, most: int) -> str:
    """Returns the formula of the place of a lead's owner or segment: by how many leads they have,
    then those without one, then others.
    """
    place = f"IFERROR(MATCH({{{what}}},{{{what}_nth:all}},0),{TOLD_APART})"
    named = f"IF({place}>{most},@{what}_named+2,{place})"
    return f"=IF({{status}}=0,0,IF({{{what}}}=0,@{what}_named+1,{named}))"


def _text(key: str) -> str:
    return f'=IF({{status}}=0,"",IFERROR(TRIM([{key}]),""))'


def _name() -> str:
    """Returns the formula of who a lead is: its name, company, email or phone."""
    shown = "TRIM([phone])"
    for key in ("email", "company", "name"):
        shown = f'IF(TRIM([{key}])<>"",TRIM([{key}]),{shown})'
    return f'=IF({{silent}}=0,"",IFERROR({shown},""))'


def _kind() -> str:
    kind = "1"
    for number, words in [*enumerate(KINDS.values(), 1)][1:]:
        kind = f"IF(ISNUMBER({_in('TRIM([kind])', words)}),{number},{kind})"
    return f"=IF({{status}}=0,0,IFERROR({kind},1))"


def _ahead(agreed: str, announced: str, last: str) -> str:
    days = (f"AND({day}>=@today,{day}>{last})" for day in (agreed, announced))
    return f"=IF({{open}}=0,0,IFERROR(IF(OR({','.join(days)}),1,0),0))"


OF_BOTH: Final = {
    "open": "=IF(AND({status}>0,{status}<10),1,0)",
    "owner_text": _text("owner"),
    "owner": _first_with("owner_text"),
    "owner_new": _new("owner"),
    "owner_rank": _rank("owner", OWNERS),
    "segment_text": _text("segment"),
    "segment": _first_with("segment_text"),
    "segment_new": _new("segment"),
    "segment_rank": _rank("segment", SEGMENTS),
    "silent": "=IF(AND({heard}>0,{heard}<@today),(@today-{heard})*100000+99999-ROW(),0)",
    "name": _name(),
    "kind": _kind(),
}
"""Name -> formula of the columns that are the same in every workbook."""

_ICONS: Final = "".join(look.icon for look in LOOKS.values())
_STAY: Final = ("won", "lost", "not_followed")
"""What people type over a status, and it stays."""
_TYPED: Final = _in("TRIM([status])", chain(*(STATUSES[key] for key in _STAY)))
_TYPED_NUMBERS: Final = ",".join(f"{STATUS_NUMBER[key]},{STATUS_NUMBER[key]}" for key in _STAY)
_REPLIED: Final = "OR(N([last_reply])>0,AND(ISTEXT([last_reply]),LEN(TRIM([last_reply]))>5))"
_WORD_OF_STAGE: Final = f"MATCH({_plain('TRIM([stage])')},{{word:all}},0)"
_FIT: Final = "IF(ISNUMBER({}),1,IF(ISNUMBER({}),2,3))".format(
    _in("TRIM([fit])", sorted({*YES, "sí"})), _in("TRIM([fit])", sorted(NO))
)
_HEARD: Final = "INT(MAX(N([last_contact]),N([last_reply]),N([created])))"

OF_CELLS: Final = {
    "status": '=IFERROR(IF(TRIM([status])="",0,IFERROR('
    f'FIND(LEFT(TRIM([status]),1),"{_ICONS}"),'
    f"IFERROR(INDEX({{{_TYPED_NUMBERS}}},{_TYPED}),{ODD}))),{ODD})+0*@today",
    "stage": '=IF({open}=0,0,IFERROR(IF(TRIM([stage])="",1,'
    f"INDEX({{word_stage:all}},{_WORD_OF_STAGE})),0))",
    "touches": "=IF({status}=0,0,IFERROR(N([touches]),0))",
    "replied": f"=IF({{status}}=0,0,IFERROR(IF({_REPLIED},1,0),0))",
    "late": "=IF({status}=0,0,IFERROR(N([overdue]),0))",
    "age": f"=IF({{status}}<>2,0,IFERROR({late_since('INT(N([last_reply]))')},0))",
    "silence": f"=IF({{heard}}=0,0,{late_since('{heard}')})",
    "heard": f"=IF(OR({{open}}=0,{{status}}=1),0,IFERROR({_HEARD},0))",
    "flags": '=IF({status}=0,"",IFERROR([flags]&"",""))',
    "fit": f"=IF({{status}}=0,0,IFERROR({_FIT},3))",
    "value": "=IF({status}=0,0,IFERROR(N([value]),0))",
    "ahead": _ahead("INT(N([agreed_for]))", "INT(N([announced_for]))", "INT(N([last_contact]))"),
}
"""Those of a workbook without `_calc`, from its visible cells."""

_SHOWN_FLAGS: Final = "&".join(f'IF(C(flag_{key})=1,"{key},","")' for key in COUNTED_FLAGS)
OF_CALC: Final = {
    "status": f"=IF(C(lead)=0,0,IFERROR({_in('C(status)', LOOKS)},{ODD}))+0*@today",
    "stage": f"=IF({{open}}=0,0,IF(OR(C(stage)<1,C(stage)>{SLOTS}),0,"
    "INDEX({stage_count:all},C(stage))))",
    "touches": "=IF({status}<2,0,N(C(touches)))",
    "replied": "=IF({status}=0,0,IF(C(reply)>0,1,0))",
    "late": "=IF({status}=0,0,N(C(late)))",
    "age": f"=IF({{status}}<>2,0,{late_since('INT(C(reply))')})",
    "heard": "=IF(OR({open}=0,{status}=1),0,INT(C(heard)))",
    "silence": "=IF({heard}=0,0,C(silence))",
    "flags": f'=IF({{status}}=0,"",{_SHOWN_FLAGS})',
    "fit": "=IF({status}=0,0,IF(C(fit)=1,1,IF(C(fit)=0,2,3)))",
    "value": "=IF({status}=0,0,N(C(amount)))",
    "ahead": _ahead("C(agreed)", "C(announced)", "INT(C(contact))"),
}
"""Those of a workbook whose `_calc` decides."""


def ranking() -> Iterator[FormulaColumn]:
    """Yields what brings owners, segments, and the longest silent leads into order."""
    yield from _ranked("owner", OWNERS, "open")
    yield from _ranked("segment", SEGMENTS, "status")
    top = f"LARGE({{silent:all}},{PLACE})"
    found = f"=IFERROR(IF({top}=0,0,MATCH({top},{{silent:all}},0)),0)"
    yield FormulaColumn("longest", found, LONGEST)


def _ranked(what: str, most: int, counted: str) -> Iterator[FormulaColumn]:
    """Yields the columns that bring the owners, or the segments, into order: where each first
    stands, how many leads it has, which is the n-th of them, and how many are shown by name.
    """
    first, key, nth = f"{what}_first", f"{what}_key", f"{what}_nth"
    found = f"=IFERROR(MATCH({PLACE},{{{what}_new:all}},0),0)"
    yield FormulaColumn(first, found, TOLD_APART)
    count = f'COUNTIFS({{{what}:all}},{{{first}}},{{{counted}:all}},">0")'
    yield FormulaColumn(key, f"=IF({{{first}}}=0,0,({count}+1)*1000-{PLACE})", TOLD_APART)
    large = f"LARGE({{{key}:all}},{PLACE})"
    place = f"INDEX({{{first}:all}},MATCH({large},{{{key}:all}},0))"
    yield FormulaColumn(nth, f"=IF({large}=0,0,{place})", TOLD_APART)
    yield FormulaColumn(f"{what}_named", f"=MIN({most},MAX({{{what}_new:all}}))", 1)


def live_stages() -> Iterator[FormulaColumn]:
    """Yields the day, and the open stages in the order of the Playbook's table."""
    yield FormulaColumn("today", "=sf_today", 1, number_format="yyyy-mm-dd")
    label, closed = (f"INDEX(sf_stage_{what},{PLACE})" for what in ("label", "closed"))
    is_open = f'IF(AND({label}<>"",{closed}<>1),1,0)'
    yield FormulaColumn("stage_count", f"=N({{stage_count:up}})+{is_open}", SLOTS)
    yield FormulaColumn("stage_slot", f"=IFERROR(MATCH({PLACE},{{stage_count:all}},0),0)", STAGES)
    shown = '=IF({stage_slot}=0,"",INDEX(sf_stage_label,{stage_slot}))'
    yield FormulaColumn("stage_name", shown, STAGES, number_format="@")
