"""The tab `_log`: row r reads line r of the Contacts log; at its right stand the same lines sorted
by lead, each with what the log says of its lead up to there (follow-up.md, "Contacts log").

`_calc` takes what it needs from the last line of a lead's block (formulas/live.py).
"""

from __future__ import annotations

from typing import Final

from sheetflow.formulas.language import FormulaColumn, HiddenTab
from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table
from sheetflow.formulas.reading import (
    date_columns,
    escaped,
    filled,
    folded,
    is_word,
    holds_phrase,
    spaced,
    stem_columns,
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


def log_tab(layout: LiveLayout) -> HiddenTab:
    """Returns the tab of the log."""
    log = layout.log if layout.log != NOWHERE else _NO_LOG
    columns = (
        *_whose(layout),
        *_dates(layout),
        *_of_line(),
        *_in_order(log.first_row),
        *_of_lead(),
    )
    return HiddenTab(LOG, log.first_row, log.last_row, columns)


def _whose(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns that find the lead of a line: by sf id, else by an email, else by a name
    that one lead alone has.
    """
    above = layout.leads.first_row - 1
    has_at = 'ISNUMBER(FIND("@",{who}))'

    def found(text: str, column: str) -> str:
        return f"IFERROR(MATCH({text},{column},0)+{above},0)"

    by_id = found("{looked_up}", "{leads.id:all}")
    by_mail = found("{looked_up}", "{_calc.mail_alone:all}")
    by_name = found(escaped(folded("{who}")), "{_calc.name_alone:all}")
    return (
        # hangs on today, so that LibreOffice calculates the whole tab on opening
        FormulaColumn(
            "said", f'=IF(sf_today=0,"",{spaced("at(log.lead,ROW())")})', number_format="@"
        ),
        FormulaColumn("who", f"={filled('{said}')}", number_format="@"),
        FormulaColumn("looked_up", f"={escaped('{who}')}", number_format="@"),
        FormulaColumn("by_id", f'=IF({{who}}="",0,{by_id})'),
        FormulaColumn("by_mail", f"=IF(AND({{by_id}}=0,{has_at}),{by_mail},0)"),
        FormulaColumn("by_name", f'=IF(OR({{who}}="",{{by_id}}>0,{{by_mail}}>0),0,{by_name})'),
        FormulaColumn("lead", "=MAX({by_id},{by_mail},{by_name})"),
    )


def _dates(layout: LiveLayout) -> tuple[FormulaColumn, ...]:
    """Returns the columns that read the three dates of a line."""
    columns = list[FormulaColumn]()
    for name, key in (
        ("when", "date"),
        ("agreed_for", "agreed_for"),
        ("announced_for", "announced"),
    ):
        settled = layout.day_first.get(f"log.{key}")
        order = "sf_dmy" if settled is None else str(int(settled))
        cell = f"at(log.{key},ROW())"
        columns += date_columns(name, cell, "{lead}", order, clock=name == "when")
    return tuple(columns)


def _of_line() -> tuple[FormulaColumn, ...]:
    """Returns the columns that read the other cells of a line that counts."""
    way = f"IF({is_word('{way_word}', _OUT)},1,IF({is_word('{way_word}', _IN)},2,0))"
    return (
        _word("way_word", "log.way", "{lead}"),
        # 1 out, 2 in
        FormulaColumn("way", f"=IF({{lead}}=0,0,{way})"),
        FormulaColumn("key", "=IF(AND({when}>0,{way}>0),{lead}*100000+ROW(),0)"),
        _word("reaction", "log.reaction", "{key}"),
        _word("phase_word", "log.phase", "{key}"),
        _word("kept_word", "log.kept", "{key}"),
        *stem_columns("note", "at(log.note,ROW())", "{key}"),
        _word("opened_word", "log.opened", "{key}"),
        FormulaColumn("leaves_open", f"={holds_phrase('sf_phrase', '{note_stems}')}"),
        FormulaColumn("blames", f"={holds_phrase('sf_reproach', '{note_stems}')}"),
    )


def _word(name: str, cell: str, alive: str) -> FormulaColumn:
    """Returns the column that reads a cell as a folded text, blank where nothing is `alive`."""
    text = folded(spaced(f"at({cell},ROW())"))
    return FormulaColumn(name, f'=IF({alive}=0,"",{text})', number_format="@")


def _in_order(first_row: int) -> tuple[FormulaColumn, ...]:
    """Returns the columns that sort the lines: row of the lead, then row of the line; and what the
    line in that place says. Places without a line come first.
    """
    automatic = is_word("INDEX({_log.reaction},{line})", _AUTOMATIC)
    phase = is_word("INDEX({_log.phase_word},{line})", (*NO_PHASE, *BLANKS))
    kept = is_word("INDEX({_log.kept_word},{line})", ("", *BLANKS))
    opened = _meaning("INDEX({_log.opened_word},{line})", ((1, YES), (0, NO)), 2)
    reaction = _meaning("INDEX({_log.reaction},{line})", _REACTIONS, 0)
    return (
        FormulaColumn("sorted", f"=SMALL({{key:all}},ROW()-{first_row - 1})"),
        FormulaColumn("of", "=INT({sorted}/100000)"),
        FormulaColumn("line", "={sorted}-{of}*100000"),
        FormulaColumn("begins", "=IF({of}<>{of:up},1,0)"),
        FormulaColumn("at", "=IF({of}=0,0,INDEX({_log.when},{line}))"),
        FormulaColumn("by_us", "=IF({of}=0,0,IF(INDEX({_log.way},{line})=1,1,0))"),
        FormulaColumn("by_them", f"=IF(OR({{of}}=0,{{by_us}}=1),0,IF({automatic},0,1))"),
        FormulaColumn("out", _running("MAX({up},IF({by_us}=1,{at},0))", "out")),
        FormulaColumn("before", _running("MAX({up},IF({by_us}=1,MIN({at},{out_up}),0))", "before")),
        FormulaColumn("reply", _running("MAX({up},IF({by_them}=1,{at},0))", "reply")),
        FormulaColumn("phase", _running(f"MAX({{up}},IF({phase},0,1))", "phase")),
        FormulaColumn(
            "open_ending", _running("MAX({up},INDEX({_log.leaves_open},{line}))", "open_ending")
        ),
        FormulaColumn("reproach", _running("MAX({up},INDEX({_log.blames},{line}))", "reproach")),
        FormulaColumn("opened", _latest("by_us", opened, "out", "opened", "2")),
        FormulaColumn("reacted", _latest("by_them", reaction, "reply", "reacted", "0")),
        FormulaColumn("is_kept", f"=IF({{of}}=0,1,IF({kept},0,1))"),
    )


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


def _running(step: str, name: str) -> str:
    """Returns the formula that goes on from the line above within the lines of one lead."""
    text = step.replace("{up}", f"IF({{begins}}=1,0,{{{name}:up}})")
    text = text.replace("{out_up}", "IF({begins}=1,0,{out:up})")
    return f"=IF({{of}}=0,0,{text})"


def _of_lead() -> tuple[FormulaColumn, ...]:
    """Returns the columns that need all lines of a lead: what no reply followed, what was agreed or
    announced and did not come about yet.
    """
    goes_on = "{of:down}={of}"
    answered = "later({last_reply},{at})"
    overtaken = "AND({last_out}>{at},INT({last_out})>={day})"
    agreed = f"IF(OR({{is_kept}}=1,{overtaken.replace('{day}', '{agrees}')}),0,{{agrees}})"
    announced = overtaken.replace("{day}", "{announces}")
    sooner = "AND({ahead}>0,OR({up}=0,{ahead}<{up},AND({ahead}={up},{at}<{agreed_at:up})))"
    takes = sooner.replace("{up}", "{agreed:up}")
    first_or_sooner = f"IF({{begins}}=1,{{ahead}}>0,{takes})"
    text = spaced("at(log.agreement,{agreement_line})")
    return (
        FormulaColumn("last_out", f"=IF({{of}}=0,0,IF({goes_on},{{last_out:down}},{{out}}))"),
        FormulaColumn("last_reply", f"=IF({{of}}=0,0,IF({goes_on},{{last_reply:down}},{{reply}}))"),
        FormulaColumn(
            "touches", _running(f"{{up}}+IF({{by_us}}=1,IF({answered},0,1),0)", "touches")
        ),
        FormulaColumn("agrees", "=IF({of}=0,0,MAX(0,INDEX({_log.agreed_for},{line})))"),
        FormulaColumn("ahead", f"=IF({{agrees}}=0,0,{agreed})"),
        FormulaColumn("takes", f"=IF({{of}}=0,0,IF({first_or_sooner},1,0))"),
        FormulaColumn("agreed", _running("IF({takes}=1,{ahead},{up})", "agreed")),
        FormulaColumn("agreed_at", _running("IF({takes}=1,{at},{up})", "agreed_at")),
        FormulaColumn("agreement_line", _running("IF({takes}=1,{line},{up})", "agreement_line")),
        FormulaColumn("agreement_text", f'=IF({{agreement_line}}=0,"",{text})', number_format="@"),
        FormulaColumn("agreement", f"={filled('{agreement_text}')}", number_format="@"),
        FormulaColumn("announces", "=IF({by_us}=0,0,MAX(0,INDEX({_log.announced_for},{line})))"),
        FormulaColumn("announced_ahead", f"=IF({{announces}}=0,0,IF({announced},0,{{announces}}))"),
        FormulaColumn("announced", _running(_EARLIER, "announced")),
    )


_EARLIER: Final = (
    "IF({announced_ahead}=0,{up},IF({up}=0,{announced_ahead},MIN({up},{announced_ahead})))"
)
