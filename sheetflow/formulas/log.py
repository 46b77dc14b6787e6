"""The tab `_log`: row r reads line r of the Contacts log; at its right stand the same lines sorted
by lead, each with what the log says of its lead up to there (follow-up.md, "Contacts log").

`_calc` takes what it needs from the last line of a lead's block (formulas/live.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.formulas.language import FormulaColumn, HiddenTab
from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table
from sheetflow.formulas.ordering import sorted_columns
from sheetflow.formulas.reading import (
    date_columns,
    escaped,
    filled,
    folded,
    holds_phrase,
    is_word,
    spaced,
    stem_columns,
    unless_blank,
    word_column,
)

LOG: Final = "_log"
_NO_LOG: Final = Table("", 1, 3, 3)
"""The rows of the tab where a workbook has no log."""
_OUT: Final = ("out", "salida", "saliente", "sent", "enviado", "enviada", "we", "nosotros")
_IN: Final = ("in", "entrada", "entrante", "received", "recibido", "recibida", "they", "ellos")
_AUTOMATIC: Final = ("automatic", "auto", "automatica", "automatico")
BLANKS: Final = ("-", "–", "n/a")
"""Texts that only fill a cell."""
_REACTIONS: Final = (
    (1, ("positive", "positiva", "positivo")),
    (2, ("neutral", "neutra", "neutro")),
    (3, ("negative", "negativa", "negativo")),
)
YES: Final = ("yes", "y", "si", "s", "x", "✓", "✔", "true", "verdadero", "1")
NO: Final = ("no", "n", "false", "falso", "0")
NO_PHASE: Final = ("", "unknown", "desconocida", "desconocido")
"""What stands in a phase that nobody knows."""


def _rows(layout: LiveLayout) -> Table:
    return layout.log if layout.log != NOWHERE else _NO_LOG


def first_line(layout: LiveLayout) -> int:
    """Returns the row in which the tab of the log says what is so of all its lines."""
    return _rows(layout).first_row


def log_tab(layout: LiveLayout) -> HiddenTab:
    """Returns the tab of the log."""
    log = _rows(layout)
    lines = (*_whose(layout), *_dates(layout), *_of_line())
    columns = (*lines, *_in_order(log.first_row, log.rows), *_of_lead())
    return HiddenTab(LOG, log.first_row, log.last_row, columns)


def _whose(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the columns that find the lead of a line: by sf id, else by an email, else by a name
    that one lead alone has.
    """
    above = layout.leads.first_row - 1

    def found(text: str, column: str) -> str:
        return f"IFERROR(MATCH({text},{column},0)+{above},0)"

    # hangs on today, so that LibreOffice calculates the whole tab on opening
    named = unless_blank("at(log.lead,ROW())", spaced("at(log.lead,ROW())"))
    yield _text_column("said", f'=IF(sf_today=0,"",{named})')
    yield _text_column("who", f"={filled('{said}')}")
    yield _text_column("looked_up", f"={escaped('{who}')}")
    has_at = 'ISNUMBER(FIND("@",{who}))'
    # whether any id looks like an email: else no email is looked for among the ids
    mail_ids = '=IF(COUNTIF({leads.id:all},"*@*")>0,1,0)+0*sf_today'
    yield FormulaColumn("mail_ids", mail_ids, rows=1)
    no_id = f'OR({{who}}="",IF({{mail_ids:one}}=0,{has_at},FALSE))'
    yield FormulaColumn("by_id", f"=IF({no_id},0,{found('{looked_up}', '{leads.id:all}')})")
    by_mail = found("{looked_up}", "{_calc.mail:all}")
    yield FormulaColumn("mail_at", f"=IF(AND({{by_id}}=0,{has_at}),{by_mail},0)")
    yield FormulaColumn("by_mail", _alone("mail_at", "mail_shared"))
    several = f"(INDEX({{_calc.mail_copies}},{above + 1})>0)"
    others = f'({{said:all}}<>"")*({{by_id:all}}=0)*(({{mail_at:all}}=0)+{several})'
    # whether any line may have only a name: else the names of the leads are not read
    yield FormulaColumn("names", f"=IF(SUMPRODUCT({others})>0,1,0)", rows=1)
    settled = 'OR({who}="",{by_id}>0,{by_mail}>0)'
    by_name = found(escaped(folded("{who}")), "{_calc.name_key:all}")
    yield FormulaColumn("name_at", f"=IF({settled},0,{by_name})")
    yield FormulaColumn("by_name", _alone("name_at", "name_key_shared"))
    yield FormulaColumn("lead", "=MAX({by_id},{by_mail},{by_name})")


def _alone(at: str, shared: str) -> str:
    """Returns the row of a lead that was found, 0 where another one has the same."""
    return f"=IF({{{at}}}=0,0,IF(INDEX({{_calc.{shared}}},{{{at}}})=1,0,{{{at}}}))"


def _dates(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the columns that read the three dates of a line."""
    for name, key in _READ_DATES.items():
        settled = layout.day_first.get(f"log.{key}")
        order = "sf_dmy" if settled is None else str(int(settled))
        cell = f"at(log.{key},ROW())"
        yield from date_columns(name, cell, "{lead}", order, clock=name == "when")


_READ_DATES: Final = {"when": "date", "agreed_for": "agreed_for", "announced_for": "announced"}
"""Column of ours -> the column of the log that it reads."""


def _of_line() -> Iterator[FormulaColumn]:
    """Yields the columns that read the other cells of a line that counts."""
    yield word_column("way_word", "at(log.way,ROW())", "{lead}")
    way = _meaning("{way_word}", ((1, _OUT), (2, _IN)), 0)
    # 1 out, 2 in
    yield FormulaColumn("way", f"=IF({{lead}}=0,0,{way})")
    yield FormulaColumn("key", "=IF(AND({when}>0,{way}>0),{lead}*100000+ROW(),0)")
    yield word_column("reaction", "at(log.reaction,ROW())", "{key}")
    yield word_column("phase_word", "at(log.phase,ROW())", "{key}")
    yield word_column("kept_word", "at(log.kept,ROW())", "{key}")
    yield from stem_columns("note", "at(log.note,ROW())", "{key}")
    yield word_column("opened_word", "at(log.opened,ROW())", "{key}")
    yield FormulaColumn("leaves_open", f"={holds_phrase('sf_phrase', '{note_stems}')}")
    yield FormulaColumn("blames", f"={holds_phrase('sf_reproach', '{note_stems}')}")


def _text_column(name: str, formula: str) -> FormulaColumn:
    return FormulaColumn(name, formula, number_format="@")


def _in_order(first_row: int, rows: int) -> Iterator[FormulaColumn]:
    """Yields the columns that sort the lines: row of the lead, then row of the line; and what the
    line in that place says. Places without a line come first.
    """
    yield from sorted_columns("sorted", "key", first_row, rows)
    yield FormulaColumn("of", "=INT({sorted}/100000)")
    yield FormulaColumn("line", "={sorted}-{of}*100000")
    yield FormulaColumn("begins", "=IF({of}<>{of:up},1,0)")
    yield FormulaColumn("at", "=IF({of}=0,0,INDEX({_log.when},{line}))")
    yield FormulaColumn("by_us", "=IF({of}=0,0,IF(INDEX({_log.way},{line})=1,1,0))")
    automatic = is_word("INDEX({_log.reaction},{line})", _AUTOMATIC)
    yield FormulaColumn("by_them", f"=IF(OR({{of}}=0,{{by_us}}=1),0,IF({automatic},0,1))")
    yield from _so_far()
    kept = is_word("INDEX({_log.kept_word},{line})", ("", *BLANKS))
    yield FormulaColumn("is_kept", f"=IF({{of}}=0,1,IF({kept},0,1))")


def _so_far() -> Iterator[FormulaColumn]:
    """Yields the columns of what the lines of a lead say up to this one."""
    yield _running("out", "MAX({up},IF({by_us}=1,{at},0))")
    yield _running("before", "MAX({up},IF({by_us}=1,MIN({at},{out_up}),0))")
    yield _running("reply", "MAX({up},IF({by_them}=1,{at},0))")
    phase = is_word("INDEX({_log.phase_word},{line})", (*NO_PHASE, *BLANKS))
    yield _running("phase", f"MAX({{up}},IF({phase},0,1))")
    yield _running("open_ending", "MAX({up},INDEX({_log.leaves_open},{line}))")
    yield _running("reproach", "MAX({up},INDEX({_log.blames},{line}))")
    opened = _meaning("INDEX({_log.opened_word},{line})", ((1, YES), (0, NO)), 2)
    yield FormulaColumn("opened", _latest("by_us", opened, "out", "opened", "2"))
    reaction = _meaning("INDEX({_log.reaction},{line})", _REACTIONS, 0)
    yield FormulaColumn("reacted", _latest("by_them", reaction, "reply", "reacted", "0"))


def _latest(who: str, said: str, latest: str, name: str, nothing: str) -> str:
    """Returns the formula of what the latest line of ours, or of theirs, says so far."""
    so_far = f"IF({{begins}}=1,0,{{{latest}:up}})"
    before = f"IF({{begins}}=1,{nothing},{{{name}:up}})"
    return f"=IF({{of}}=0,{nothing},IF({{{who}}}=0,{before},IF({{at}}>={so_far},{said},{before})))"


def _meaning(text: str, words: tuple[tuple[int, tuple[str, ...]], ...], otherwise: int) -> str:
    """Returns the number of what a folded text says."""
    read = str(otherwise)
    for number, each in reversed(words):
        read = f"IF({is_word(text, each)},{number},{read})"
    return read


def _running(name: str, step: str) -> FormulaColumn:
    """Returns the column that goes on from the line above within the lines of one lead."""
    text = step.replace("{up}", f"IF({{begins}}=1,0,{{{name}:up}})")
    text = text.replace("{out_up}", "IF({begins}=1,0,{out:up})")
    return FormulaColumn(name, f"=IF({{of}}=0,0,{text})")


def _of_lead() -> Iterator[FormulaColumn]:
    """Yields the columns that need all lines of a lead: what no reply followed, what was agreed or
    announced and did not come about yet.
    """
    for name, of_line in (("last_out", "out"), ("last_reply", "reply")):
        last = f"IF({{of:down}}={{of}},{{{name}:down}},{{{of_line}}})"
        yield FormulaColumn(name, f"=IF({{of}}=0,0,{last})")
    answered = "later({last_reply},{at})"
    yield _running("touches", f"{{up}}+IF({{by_us}}=1,IF({answered},0,1),0)")
    yield from _agreed()
    yield FormulaColumn("announces", "=IF({by_us}=0,0,MAX(0,INDEX({_log.announced_for},{line})))")
    overtaken = _overtaken("{announces}")
    yield FormulaColumn(
        "announced_ahead", f"=IF({{announces}}=0,0,IF({overtaken},0,{{announces}}))"
    )
    yield _running("announced", _EARLIER)


def _agreed() -> Iterator[FormulaColumn]:
    """Yields the columns of the soonest agreement that is ahead; of two for one day the one that
    was made first.
    """
    yield FormulaColumn("agrees", "=IF({of}=0,0,MAX(0,INDEX({_log.agreed_for},{line})))")
    is_over = f"OR({{is_kept}}=1,{_overtaken('{agrees}')})"
    yield FormulaColumn("ahead", f"=IF({{agrees}}=0,0,IF({is_over},0,{{agrees}}))")
    takes = f"IF({{begins}}=1,{{ahead}}>0,{_SOONER})"
    yield FormulaColumn("takes", f"=IF({{of}}=0,0,IF({takes},1,0))")
    yield _running("agreed", "IF({takes}=1,{ahead},{up})")
    yield _running("agreed_at", "IF({takes}=1,{at},{up})")
    yield _running("agreement_line", "IF({takes}=1,{line},{up})")
    text = spaced("at(log.agreement,{agreement_line})")
    yield _text_column("agreement_text", f'=IF({{agreement_line}}=0,"",{text})')
    yield _text_column("agreement", f"={filled('{agreement_text}')}")


def _overtaken(day: str) -> str:
    """Returns whether we got in touch after this line, on that day or later."""
    return f"AND({{last_out}}>{{at}},INT({{last_out}})>={day})"


_SOONER: Final = (
    "AND({ahead}>0,OR({agreed:up}=0,{ahead}<{agreed:up},"
    "AND({ahead}={agreed:up},{at}<{agreed_at:up})))"
)
_EARLIER: Final = (
    "IF({announced_ahead}=0,{up},IF({up}=0,{announced_ahead},MIN({up},{announced_ahead})))"
)
