"""The tabs of ours as a team's own workbook gets them: those of the templates, pointed at what the
team calls its tabs and columns, and a Today that a sync tells the lines of the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from sheetflow.columns import OWNED_KEYS
from sheetflow.decide.people import PEOPLE_HEADINGS
from sheetflow.formulas.layout import NOWHERE, LiveLayout, Table
from sheetflow.formulas.today_list import ListedTabs, listed_tabs
from sheetflow.live import LIST_TAB
from sheetflow.model import DefinedName, NewTab, Snapshot, TabPlan, Validation
from sheetflow.parse.our_tables import find_tables
from sheetflow.starter.tabs import leads as leads_of_template
from sheetflow.starter.tabs.choices import people_cells
from sheetflow.starter.tabs.looks import fixed
from sheetflow.starter.tabs.people import LAST_ROW as LAST_PERSON
from sheetflow.texts.render import choose

_MOST_LEADS: Final = 5000
"""Rows of leads that the drop-down of the Contacts log offers."""
_NAMES: Final = ("name", "company", "last_name", "first_name", "email")
"""Columns by which a line of the log names its lead, the best one first."""
_NOT_YET: Final = f"{LIST_TAB}!$A:$A"
"""What the name of a column of ours stands for until a sync has added it."""


class Surroundings(NamedTuple):
    """What our tabs name of the workbook around them: the leads of its first leads tab, and the
    tab People.
    """

    leads: Table
    people: Table


def new_leads(tab: NewTab) -> Table:
    """Returns where the leads of a new tab for them stand."""
    keys = [place.key for place in leads_of_template.PLACES if place.key not in OWNED_KEYS]
    return Table(tab.name, 1, 2, 2, {key: at for at, key in enumerate(keys)})


def known_leads(tab: TabPlan) -> Table:
    """Returns where the leads of a tab of the team's stand."""
    first = tab.heading_row + 1
    columns = {**tab.people, **tab.owned}
    return Table(tab.tab, tab.heading_row, first, max(first, tab.last_row), columns)


def people_table(snapshot: Snapshot, new: NewTab | None) -> Table:
    """Returns where the team stands: in the new tab People, else in the one that is there."""
    if new is not None:
        columns = {key: at for at, key in enumerate(PEOPLE_HEADINGS)}
        return Table(new.name, 1, 2, LAST_PERSON, columns)
    found = find_tables(snapshot, ("people",)).get("people")
    if found is None:
        return NOWHERE
    first = found.heading_row + 1
    return Table(found.tab, found.heading_row, first, first + LAST_PERSON, found.columns)


def pointed(tab: NewTab, around: Surroundings, lang: str) -> NewTab:
    """Returns a tab whose drop-downs offer what stands in the tabs of this workbook."""
    places = leads_of_template
    names = choose(places.NAMES, lang)
    of_leads = fixed(names, 0, places.FIRST_ROW_OF_LEADS, places.LAST_FILLED_ROW)
    sources = {of_leads: _lead_names(around.leads), people_cells(lang): _people(around.people)}
    return replace(tab, validations=tuple(_pointed(check, sources) for check in tab.validations))


def _pointed(check: Validation, sources: Mapping[str, str]) -> Validation:
    if check.first not in sources:
        return check
    source = sources[check.first]
    if source:
        return check._replace(first=source)
    return check._replace(kind="any", first="", error="", error_title="")


def _lead_names(leads: Table) -> str:
    key = next((key for key in _NAMES if key in leads.columns), None)
    if key is None:
        return ""
    return fixed(leads.tab, leads.columns[key], leads.first_row, leads.first_row + _MOST_LEADS)


def _people(people: Table) -> str:
    return people.bounded("name") or ""


def told_today(around: Surroundings, name: str, lang: str) -> tuple[NewTab, ListedTabs]:
    """Returns Today under this name, and with it the tab that tells it the lines: it is blank, and
    columns of ours that are still to come have names that lead there, until a sync has added them.
    """
    leads = around.leads
    to_come = {key: 0 for key in OWNED_KEYS if key not in leads.columns}
    columns = {**leads.columns, **to_come}
    layout = LiveLayout(
        leads._replace(columns=columns), NOWHERE, NOWHERE, people=around.people, lang=lang
    )
    made = listed_tabs(layout, name=name)
    missing = {f"sf_in_leads_{key}_column" for key in to_come}
    names = tuple(
        DefinedName(each.name, _NOT_YET) if each.name in missing else each for each in made.names
    )
    return made.today, made._replace(names=names)
