"""The columns of `_calc` that decide: the rule, the day of our next contact, the status
(decide/rules.py).

Two chains: the visible cell of the next contact shows `auto_due`, which never looks at what people
typed over it; all else goes by `due`, which does. So no formula goes in a circle. The visible
status shows `planned_status`, which does not look at a status that people typed; all else goes by
`status`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sheetflow.columns import DATES
from sheetflow.formulas.calc_cells import is_blank, read_date
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.memory import ANY_WORD
from sheetflow.formulas.reading import escaped, folded, spaced
from sheetflow.formulas.shown import PLAYBOOK
from sheetflow.formulas.stage_table import GAPS, SLOTS, plain_columns

_LAST_DAY: Final = 2958465
_YIELDING: Final = (
    "agreement", "first_contact", "cadence", "last_message", "waiting", "nurture",
)  # fmt: skip
"""The rules that a date typed over ours comes before."""


def due_columns(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns that decide."""
    return (*_rule(), *_day(), *_typed(layout), *_status(), *_closed_by_hand(), *_final())


def _any(cell: str, *words: str) -> str:
    tests = ",".join(f'{cell}="{word}"' for word in words)
    return f"OR({tests})" if len(words) > 1 else tests


def _chain(cases: Iterable[tuple[str, str]], otherwise: str) -> str:
    """Returns nested IFs: the first test that holds gives its value."""
    text = otherwise
    for test, value in reversed([*cases]):
        text = f"IF({test},{value},{text})"
    return text


_STOPPED: Final = f"{{fit}}=0,{{do_not_contact}}=1,{_any('{end}', 'closed', 'no_contact')}"
_OPTED_OUT: Final = "AND({opted_out}=1,{do_not_contact}<>0)"
_NOT_MET: Final = "AND({appointment}>0,INT({contact})<{appointment})"
_RULES: Final = (
    ("{lead}=0", '""'),
    ('sf_wrong<>""', f'"{PLAYBOOK}"'),
    (_any("{end}", "won", "lost"), '"closed"'),
    (f"OR({_STOPPED},{_OPTED_OUT})", '"not_followed"'),
    ("{wrong}=1", '"problem"'),
    ("{waits}=1", '"reply"'),
    (f"OR({{appointment}}>=sf_today,{_NOT_MET})", '"appointment"'),
    ("{promised}>0", '"agreement"'),
    ("{contact}=0", '"first_contact"'),
    ("{touches}<{most}", '"cadence"'),
    ('{end}="nurture"', '"nurture"'),
    ("{touches}={most}", '"last_message"'),
)
"""Test -> rule: the first that holds counts, else `waiting`."""


def _rule() -> Iterator[FormulaColumn]:
    """Yields the first rule that applies, a date typed over ours left aside."""
    unread = ",".join(f"{{{key}}}" for key in (*DATES, "do_not_contact"))
    future = ",".join(f"INT({cell})>sf_today" for cell in ("{created}", "{contact}", "{reply}"))
    yield FormulaColumn("wrong", f"=IF(OR(MIN({unread})<0,{{stage}}=0,{future}),1,0)")
    ahead = [f"{{{key}}}>INT({{contact}})" for key in ("agreed", "announced")]
    both = f"AND({ahead[0]},{ahead[1]})"
    one = f"IF({ahead[0]},{{agreed}},IF({ahead[1]},{{announced}},0))"
    promised = f"IF({both},MIN({{agreed}},{{announced}}),{one})"
    yield FormulaColumn("promised", f"={promised}")
    yield FormulaColumn("most", "=IF({stage}=0,0,INDEX(sf_stage_max_touches,{stage}))")
    yield FormulaColumn("auto_rule", "=" + _chain(_RULES, '"waiting"'))


def _is(*rules: str) -> str:
    return _any("{auto_rule}", *rules)


_BASES: Final = (
    (_is("", PLAYBOOK, "closed", "not_followed", "problem"), "0"),
    (_is("reply"), "INT({reply})"),
    (_is("appointment"), "{appointment}"),
    (_is("agreement"), "{promised}"),
    (_is("first_contact"), "MAX(0,{created})"),
)
"""Test -> the day from which the rule counts, else our last contact."""
_DAYS: Final = (
    (_is("reply"), "sf_reply_within"),
    (_is("appointment"), "IF({appointment}>=sf_today,sf_confirm_before,1)"),
    (_is("first_contact"), "sf_first_contact"),
    (_is("cadence"), f"INDEX(sf_gaps,{{stage}},MIN({GAPS},{{touches}}))"),
    (_is("last_message"), f"INDEX(sf_gaps,{{stage}},{GAPS})"),
    (_is("waiting"), "sf_grace"),
    (_is("nurture"), "sf_nurture_every"),
)
"""Test -> the number of days, else 0."""


def _day() -> Iterator[FormulaColumn]:
    """Yields the day from which the rule counts, how many days, and the day of the next contact."""
    yield FormulaColumn("base", f"={_chain(_BASES, 'INT({contact})')}")
    yield FormulaColumn("n", f"={_chain(_DAYS, '0')}")
    ahead = f"AND({_is('appointment')},{{appointment}}>=sf_today)"
    held = "IF({confirmed}=1,{base},IFERROR(before({base},{n}),{base}))"
    counted = f"IF({ahead},{held},IFERROR(add({{base}},{{n}}),{_LAST_DAY}))"
    at_once = f"IF({_is('first_contact')},sf_today,0)"
    yield FormulaColumn("auto_day", f"=IF({{base}}=0,{at_once},{counted})")
    yield FormulaColumn("auto_snoozed", f"={_snoozed('{auto_day}')}")
    free = _after_absences("{auto_snoozed}")
    due = f"IF({_is('reply', 'appointment')},{{auto_day}},{free})"
    yield FormulaColumn("auto_due", f"=IF(OR({{auto_day}}=0,{_is('waiting')}),0,{due})")


def _snoozed(day: str) -> str:
    return f"IF({{not_before}}>{day},IFERROR(add({{not_before}},0),{_LAST_DAY}),{day})"


def _after_absences(day: str) -> str:
    """Returns the first day from this one on that no absence of the owner covers: all absences that
    cover a day lead to the same one.
    """
    owner = f'"="&{escaped("{owner}")}'
    covers = f'sf_abs_first,"<="&{day},sf_abs_last,">="&{day}'
    back = f"AVERAGEIFS(sf_abs_back,sf_abs_owner,{owner},{covers})"
    return f"IF({{absent}}=0,{day},IFERROR({back},{day}))"


def _typed(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the date that a person typed over our next contact, 0 where there is none, and what it
    makes of rule and day.
    """
    yield from read_date("next_contact", layout)
    cell = "L(next_contact)"
    shown = f'IFERROR({cell}=IF({{auto_due}}>0,{{auto_due}},""),FALSE)'
    ours = f"IFERROR(_xlfn.ISFORMULA({cell}),{shown})"
    yield FormulaColumn("typed", f"=IF({{lead}}=0,0,IF({ours},0,{{next_contact}}))")
    hand = f"AND({{typed}}>INT({{contact}}),{_any('{auto_rule}', *_YIELDING)})"
    yield FormulaColumn("planned_rule", f'=IF({hand},"by_hand",{{auto_rule}})')
    by_hand = '{planned_rule}="by_hand"'
    yield FormulaColumn("hand_day", f"=IF({by_hand},IFERROR(add({{typed}},0),{_LAST_DAY}),0)")
    yield FormulaColumn("hand_snoozed", f"=IF({by_hand},{_snoozed('{hand_day}')},0)")
    hand_due = _after_absences("{hand_snoozed}")
    yield FormulaColumn("planned_due", f"=IF({by_hand},{hand_due},{{auto_due}})")


_PLANNED: Final = "{planned_rule}"
_COLD: Final = (
    f"AND({_any(_PLANNED, 'first_contact', 'cadence')},{{heard}}>0,"
    "{silence}>INDEX(sf_stage_cold_after,{stage}))"
)
_STATUSES: Final = (
    ("{lead}=0", '""'),
    (_any(_PLANNED, PLAYBOOK, "not_followed", "reply"), _PLANNED),
    (_any(_PLANNED, "closed"), "{end}"),
    (_any(_PLANNED, "problem"), '"check"'),
    (_any(_PLANNED, "waiting"), 'IF(sf_today<={auto_day},"waiting","no_answer")'),
    ("{planned_due}>sf_today", '"planned"'),
    (_any(_PLANNED, "last_message"), _PLANNED),
    ("{planned_late}=0", '"today"'),
    (f"IFERROR({_COLD},FALSE)", '"cold"'),
)
"""Test -> status, else `overdue`."""


def _status() -> Iterator[FormulaColumn]:
    """Yields how late the row is, how long both sides were silent, and the status."""
    yield FormulaColumn("planned_late", "=IF({planned_due}=0,0,late({planned_due}))")
    yield FormulaColumn("heard", "=MAX(INT({contact}),INT({reply}),{created},0)")
    yield FormulaColumn("silence", "=IF({heard}=0,0,late({heard}))")
    yield FormulaColumn("planned_status", "=" + _chain(_STATUSES, '"overdue"'))


def _closed_by_hand() -> Iterator[FormulaColumn]:
    """Yields the slot of the closed stage that a person typed over our status, 0 where none."""
    cell = "L(status)"
    shown = f"IFERROR({cell}={_status_shown('{planned_status}')},FALSE)"
    ours = f"IFERROR(_xlfn.ISFORMULA({cell}),{shown})"
    said = folded(spaced(cell))
    yield FormulaColumn(
        "typed_status", f'=IF(OR({{lead}}=0,ISBLANK({cell})),"",IF({ours},"",{said}))'
    )
    yield from plain_columns("typed_plain", "{typed_status}")
    exact = f"MATCH({escaped('{typed_status}')},sf_word_fold,0)"
    place = f"IFERROR({exact},IFERROR(MATCH({{typed_plain}},sf_word_plain,0),0))"
    yield FormulaColumn("typed_place", f'=IF({{typed_plain}}="",0,{place})')
    means = "INDEX(sf_shipped_means,MATCH({typed_plain},sf_shipped_word,0))"
    shipped = f"IFERROR(INDEX(sf_default_slot,{means}),0)"
    found = f"IF({{typed_place}}>0,INDEX(sf_word_slot,{{typed_place}}),{shipped})"
    yield FormulaColumn("typed_slot", f'=IF({{typed_plain}}="",0,{found})')
    closes = "IFERROR(INDEX(sf_stage_closed,{typed_slot})=1,FALSE)"
    # the typed word was the stage at the last run, and Stage was filled anew since
    anew = f'AND({{memo}}>0,{{stage_word}}<>"",{{m_word}}<>"{ANY_WORD}",{{m_word}}<>{{stage_word}})'
    was_closed = "IF({m_stage}=0,FALSE,INDEX(sf_stage_closed,{m_stage})=1)"
    stands = f"AND({closes},NOT(AND({anew},{was_closed})))"
    yield FormulaColumn("closed_slot", f"=IF({{typed_slot}}=0,0,IF({stands},{{typed_slot}},0))")
    ours = "ISNUMBER(MATCH({typed_plain},sf_status_word,0))"
    blank = is_blank("{typed_status}")
    yield FormulaColumn("odd_status", f"=IF(OR({blank},{{closed_slot}}>0,{ours}),0,1)")


def _status_shown(status: str) -> str:
    return f'IFERROR(INDEX(sf_status_shown,MATCH({status},sf_status_key,0)),"")'


def _final() -> Iterator[FormulaColumn]:
    """Yields what all other formulas go by, and what the visible columns show."""
    won = f'IF({{closed_slot}}>{SLOTS},"not_followed","closed")'
    by_hand = f'AND({{closed_slot}}>0,{{auto_rule}}<>"{PLAYBOOK}")'
    yield FormulaColumn("rule", f"=IF({by_hand},{won},{{planned_rule}})")
    end = "INDEX(sf_stage_end,{closed_slot})"
    ended = f'IF({{closed_slot}}>{SLOTS},"not_followed",{end})'
    yield FormulaColumn("status", f"=IF({by_hand},{ended},{{planned_status}})")
    yield FormulaColumn("due", f"=IF({by_hand},0,{{planned_due}})")
    yield FormulaColumn("late", f"=IF({by_hand},0,{{planned_late}})")
    yield FormulaColumn("sign", "=IF({reply}>0,INT({reply}),MAX(0,{created}))")
    fading = "INT(100*sf_decay^late({sign})+0.5)"
    silent = f"OR({{sign}}=0,{_any('{rule}', '', 'problem', PLAYBOOK)})"
    yield FormulaColumn("interest", f'=IF({silent},"",IFERROR({fading},0))')
    yield FormulaColumn("show_status", f"={_status_shown('{planned_status}')}", number_format="@")
    yield FormulaColumn("show_due", '=IF({auto_due}>0,{auto_due},"")')
    yield FormulaColumn("show_late", '=IF({late}>0,{late},"")')
    undecided = _any("{rule}", "", "problem", PLAYBOOK)
    yield FormulaColumn("show_touches", f'=IF({undecided},"",{{touches}})')
    yield FormulaColumn("show_why", f"={_why()}", number_format="@")


def _why() -> str:
    """Returns the rule and the day from which it counts."""
    rule = 'IFERROR(INDEX(sf_rule_shown,MATCH({rule},sf_rule_key,0)),"")'
    day = 'IF({rule}="by_hand",{typed},{base})'
    month = f"INDEX(sf_month_shown,MONTH({day}))"
    date = f'" · "&DAY({day})&" "&{month}&" "&YEAR({day})'
    told = f"IF(AND({day}>0,{{closed_slot}}=0),{rule}&{date},{rule})"
    return f'IF({{rule}}="","",IF({{rule}}="{PLAYBOOK}",sf_wrong,{told}))'
