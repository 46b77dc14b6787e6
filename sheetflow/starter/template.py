"""The workbook that a team begins with: all its tabs in order, for the templates, `init` and the
demo.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sheetflow.decide.messages import MESSAGE_HEADINGS
from sheetflow.decide.playbook import SETTINGS, STAGE_HEADINGS
from sheetflow.decide.playbook_rows import messages_rows, playbook_rows
from sheetflow.engine import Options
from sheetflow.model import DefinedName, NewTab, Value
from sheetflow.starter.live import checked_calendar, checked_playbook, leads_formulas, live_of
from sheetflow.starter.tabs.calendar import calendar_tab
from sheetflow.starter.tabs.contacts_log import log_tab
from sheetflow.starter.tabs.guide import guide_tab
from sheetflow.starter.tabs.leads import Lead, leads_tab
from sheetflow.starter.tabs.live import Live
from sheetflow.starter.tabs.messages import messages_tab
from sheetflow.starter.tabs.people import people_tab
from sheetflow.starter.tabs.playbook import playbook_tab
from sheetflow.texts.render import choose

Row = tuple[Value, ...]
Template = tuple[tuple[NewTab, ...], tuple[DefinedName, ...]]
"""The tabs in order, and the names that are defined beside them."""
Settings = Mapping[str, str | None]
"""Key of a setting -> its value, if one is given."""
Days = Sequence[tuple[date, str]]
"""Holidays with their names."""


class Content(NamedTuple):
    """What people wrote into a new workbook: the demo's.

    `also` maps the key of a stage to what the team calls it, too; `words` are lines of Your words,
    `absences` and `people` those of Calendar and People.
    """

    leads: Sequence[Lead] = ()
    also: Mapping[str, str] = {}
    words: Sequence[Row] = ()
    absences: Sequence[tuple[Value | date, ...]] = ()
    people: Sequence[Row] = ()


NOTHING_WRITTEN = Content()


def template_tabs(
    lang: str,
    today: date,
    settings: Settings,
    holidays: Days,
    content: Content = NOTHING_WRITTEN,
) -> Template:
    """Returns the tabs of a new workbook in order, and the names that it defines.

    `today` is the day for which results of formulas are written.
    """
    playbook = [*filled_playbook(lang, settings, content.also), *content.words]
    leads, log = leads_tab(lang, leads=content.leads), log_tab(lang)
    messages = messages_tab(lang, messages_rows(lang))
    calendar = calendar_tab(lang, holidays, content.absences)
    people, guide = people_tab(lang, content.people), guide_tab(lang)
    plain = (leads, log, messages, playbook_tab(lang, playbook), calendar, people, guide)
    live, page, dashboard = live_of(plain, Options(today, lang))
    leads = leads_tab(lang, leads_formulas(live), content.leads)
    checked = Live({choose(MESSAGE_HEADINGS["check"], lang): live.check})
    messages = messages_tab(lang, messages_rows(lang), checked)
    plain = (*plain[:3], checked_playbook(plain[3], live), checked_calendar(plain[4]), *plain[5:])
    front = (page, leads, log, messages, dashboard)
    return (*front, *plain[3:], *live.tabs), live.names


def filled_playbook(
    lang: str, settings: Settings, also: Mapping[str, str] = NOTHING_WRITTEN.also
) -> Iterable[Row]:
    """Yields the rows of the Playbook with the settings that are given, and with what a team calls
    its stages, too.
    """
    given = dict(_given(lang, settings))
    called = list(STAGE_HEADINGS).index("also")
    for row in playbook_rows(lang):
        first = str(row[0]) if row else ""
        if first in given:
            yield _with(row, 1, given[first])
        elif first in also:
            yield _with(row, called, also[first])
        else:
            yield row


def _given(lang: str, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yields the names of the settings that are given, with their values."""
    for setting in SETTINGS:
        if value := settings.get(setting.key):
            yield choose((setting.en, setting.es), lang), value


def _with(row: Row, at: int, value: Value) -> Row:
    return (*row[:at], value, *row[at + 1 :])
