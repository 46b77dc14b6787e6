"""Where things are in a workbook of scripts/parity.py: the LiveLayout of its tabs."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.parity_book import Book
from scripts.parity_leads import AT, FIRST_ROW, HEADING_ROW, LOG_COLUMNS, tab_name
from sheetflow.decide.playbook import CALENDAR_HEADINGS, SETTING_HEADING, STAGE_HEADINGS
from sheetflow.decide.playbook import YOUR_WORDS_HEADINGS, PHRASES_HEADING
from sheetflow.decide.sequence import STEP_HEADINGS
from sheetflow.formulas.layout import LiveLayout, Table


def _place(rows, heading):
    return next(at for at, row in enumerate(rows, 1) if row and row[0] == heading)


def layout_of(book: Book, room: int = 20) -> LiveLayout:
    lang, team = book.team.lang, book.team
    i = int(lang == "es")
    last = len(book.leads.held) + room
    playbook, calendar = tab_name("playbook", lang), tab_name("calendar", lang)
    rows = team.playbook
    end = len(rows) + 40

    def table(keys, heading):
        at = _place(rows, heading)
        return Table(playbook, at, at + 1, end, {key: n for n, key in enumerate(keys)})

    log = book.backend.tab(tab_name("log", lang))
    cal = {key: n for n, key in enumerate(CALENDAR_HEADINGS) if key}
    return LiveLayout(
        leads=Table(tab_name("leads", lang), HEADING_ROW, FIRST_ROW, last, AT),
        stages=table(STAGE_HEADINGS, STAGE_HEADINGS["key"][i]),
        settings=table(("name", "value"), SETTING_HEADING[i]),
        steps=table(STEP_HEADINGS, STEP_HEADINGS["stage"][i]),
        phrases=table(("phrases", "events"), PHRASES_HEADING[i]),
        your_words=table(YOUR_WORDS_HEADINGS, YOUR_WORDS_HEADINGS["word"][i]),
        holidays=Table(calendar, 1, 2, 400, cal),
        absences=Table(calendar, 1, 2, 400, cal),
        log=Table(
            log.name, 1, 2, max(3, len(log.held) + 5), {k: n for n, k in enumerate(LOG_COLUMNS)}
        ),
        lang=lang,
    )
