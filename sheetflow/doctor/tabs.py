"""What `doctor --json` tells of each leads tab: what its columns are, and which words it lacks."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import Any

from sheetflow.doctor.finding import CheckReport
from sheetflow.parse.grid import cell
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import text_of


def tabs_json(report: CheckReport) -> list[dict[str, Any]]:
    """Returns an object per leads tab; none where no plan could be made."""
    if report.known is None:
        return []
    return [_tab(tab) for tab in report.known[1].tabs]


def _tab(tab: LeadsTab) -> dict[str, Any]:
    layout, places = tab.layout, {**tab.people, **tab.owned}
    found: dict[str, Any] = {"tab": tab.name, "heading_row": layout.heading_row}
    found["leads"] = len(tab.leads)
    in_order = sorted(places.items(), key=itemgetter(1))
    found["columns"] = {key: _column(tab, at) for key, at in in_order}
    found["unread"] = [text_of(layout.headings[at]) for at in tab.unread_columns()]
    found["words"] = _unknown_words(tab)
    return found


def _column(tab: LeadsTab, at: int) -> dict[str, str]:
    layout = tab.layout
    place = cell("", layout.heading_row, at)[1:]
    return {"heading": text_of(layout.headings[at]), "cell": place}


def _unknown_words(tab: LeadsTab) -> dict[str, int]:
    """Returns the words that are no stage, with the rows that say them, the most frequent first."""
    at = tab.people.get("stage")
    found = zip(tab.leads.field("row"), tab.leads.field("bad"), strict=True)
    rows = {row for row, bad in found if "stage" in bad}
    if at is None or not rows:
        return {}
    words: Counter[str] = Counter()
    for block in tab.layout.tab.blocks([at]):
        for row, value in zip(block.rows, block.columns[0], strict=True):
            if row in rows:
                words[text_of(value)] += 1
    return dict(words.most_common())
