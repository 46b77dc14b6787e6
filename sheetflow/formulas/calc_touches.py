"""The columns of `_calc` for contacts and touches: what the log says, what the memory says, and how
both go on (plan/touches.py, parse/contacts_log.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.memory import ANY_WORD
from sheetflow.formulas.stage_table import SLOTS

OF_LOG: Final = ("out", "before", "reply", "touches", "agreed", "announced")
"""The columns of `_log` that decide, each a number in the last line of a lead's block."""


def touch_columns() -> tuple[FormulaColumn, ...]:
    """Returns the columns for contacts and touches."""
    return (*_log(), *_contacts(), *_moves(), *_seen(), *_counted())


def _log() -> Iterator[FormulaColumn]:
    """Yields where the lead's block in the sorted log ends, 0 for none, and what stands there."""
    at = "MATCH(ROW()*100000+99999,{_log.sorted:all},1)"
    ours = f"INT(INDEX({{_log.sorted:all}},{at})/100000)=ROW()"
    yield FormulaColumn("group", f"=IF({{lead}}=0,0,IFERROR(IF({ours},{at},0),0))")
    for key in OF_LOG:
        yield FormulaColumn(
            f"log_{key}", f"=IF({{group}}=0,0,N(INDEX({{_log.{key}:all}},{{group}})))"
        )


def _contacts() -> Iterator[FormulaColumn]:
    """Yields the last contact and reply of cell and log, and the earlier promised day of both that
    is still ahead.
    """
    cell = "MAX(0,{last_contact})"
    newer = f"INT({cell})>INT({{log_out}})"
    yield FormulaColumn("cell_newer", f"=IF(OR({{group}}=0,{newer}),1,0)")
    yield FormulaColumn("contact", f"=IF({{lead}}=0,0,IF({{cell_newer}}=1,{cell},{{log_out}}))")
    reply = "MAX(0,{last_reply})"
    of_log = f"INT({{log_reply}})>INT({reply})"
    yield FormulaColumn("reply", f"=IF({{lead}}=0,0,IF({of_log},{{log_reply}},{reply}))")
    for key, log in (("agreed_for", "log_agreed"), ("announced_for", "log_announced")):
        typed, logged = f"MAX(0,{{{key}}})", f"{{{log}}}"
        ahead, behind = f"{typed}>INT({{contact}})", f"{logged}>INT({{contact}})"
        neither = f"IF({typed}>0,{typed},{logged})"
        one = f"IF({ahead},{typed},IF({behind},{logged},{neither}))"
        name = key.removesuffix("_for")
        yield FormulaColumn(name, f"=IF(AND({ahead},{behind}),MIN({typed},{logged}),{one})")
    yield FormulaColumn(
        "waits", "=IF({reply}=0,0,IF({contact}=0,1,IF(later({reply},{contact}),1,0)))"
    )


def _moves() -> Iterator[FormulaColumn]:
    """Yields whether the stage moved since it was last seen, and over an open one."""
    same = f'OR({{m_word}}="{ANY_WORD}",{{m_word}}={{stage_word}})'
    yield FormulaColumn("moved", f"=IF(OR({{memo}}=0,{{m_stage}}={{stage}}),0,IF({same},0,1))")
    stays = "AND({moved}=0,{m_stage_then}={m_stage})"
    yield FormulaColumn("then", f"=IF({stays},{{stage}},{{m_stage_then}})")
    known = "AND({stage}>0,{m_stage}>0)"
    between = "SUM(INDEX(sf_stage_open,{m_stage}+1):INDEX(sf_stage_open,{stage}-1))"
    over = f"IF({{stage}}-{{m_stage}}<2,0,IF({between}>0,1,0))"
    forward = f"IF(INDEX(sf_stage_closed,{{stage}})=1,0,{over})"
    skipped = f"IF({known},{forward},{{m_skipped}})"
    yield FormulaColumn("skipped", f"=IF({{memo}}=0,0,IF({{moved}}=1,{skipped},{{m_skipped}}))")
    yield FormulaColumn(
        "moved_on", f"=IF(AND({{then}}>0,{{then}}<={SLOTS},{{stage}}>{{then}}),1,0)"
    )


def _seen() -> Iterator[FormulaColumn]:
    """Yields the touches, the contacts in the stage and the contact before, as the memory goes on:
    step 0 never contacted, 1 first seen, 2 first contact, 3 one more, 4 dated back, 5 the same.
    """
    day, last = "INT({contact})", "INT({m_last})"
    known = f"IF({{m_last}}=0,2,IF({day}>{last},3,IF({day}<{last},4,5)))"
    yield FormulaColumn("course", f"=IF({{contact}}=0,0,IF({{memo}}=0,1,{known}))")
    earlier = f"IF(INT({{m_before}})<{day},{{m_before}},0)"
    chosen = f"IF({{course}}=4,{earlier},{{m_before}})"
    yield FormulaColumn("m_back", f"=IF({{course}}<3,0,IF({{course}}=3,{{m_last}},{chosen}))")
    before = "IF({group}=0,{m_back},IF({cell_newer}=1,{log_out},{log_before}))"
    yield FormulaColumn("before", f"=IF({{contact}}=0,0,{before})")
    yield FormulaColumn("between_seen", f"={_between('{m_back}')}")
    yield FormulaColumn("between", f"={_between('{before}')}")
    again = "OR(later({reply},{m_last}),{moved_on}=1)"
    more = f"IF({again},1,{{m_touches}}+1)"
    back = "IF({between_seen}=1,1,MAX(1,{m_touches}-{m_added}))"
    same = "IF({between_seen}=1,1,{m_touches})"
    by_step = f"IF({{course}}=3,{more},IF({{course}}=4,{back},{same}))"
    yield FormulaColumn(
        "seen",
        f"=IF({{course}}=0,0,IF(OR({{course}}<3,{{waits}}=1),1,{by_step}))",
    )
    less = "MAX(0,{m_contacts}-{m_counted})"
    contacts = f"IF({{course}}=3,{{m_contacts}}+1,IF({{course}}=4,{less},{{m_contacts}}))"
    in_stage = f"IF({{course}}<3,1,{contacts})"
    yield FormulaColumn("seen_contacts", f"=IF(OR({{course}}=0,{{moved}}=1),0,{in_stage})")


def _between(before: str) -> str:
    """Returns whether a reply came after the contact before, and not after the last one."""
    return f"IF(OR({before}=0,{{reply}}=0,{{waits}}=1),0,IF(later({{reply}},{before}),1,0))"


def _counted() -> Iterator[FormulaColumn]:
    """Yields the touches that count: the team's own, else the log's, else those that were seen."""
    yield FormulaColumn("by_us", "=IF(AND({attempts}<0,{group}=0),1,0)")
    count = "IF({attempts}>=0,{attempts},IF({group}>0,{log_touches},{seen}))"
    yield FormulaColumn("touches", f"=IF({{lead}}=0,0,MAX(IF({{contact}}>0,1,0),{count}))")
    yield FormulaColumn("contacts", "=IF({by_us}=1,{seen_contacts},{touches})")
