"""`init --front`: our columns go to the front of a leads tab, right of the name."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.backends.base import Backend
from sheetflow.columns import OWNED_KEYS
from sheetflow.engine import Options, look_at
from sheetflow.model import Changes, MovedColumns, TabPlan

_WHO = ("name", "first_name", "last_name", "company")


def columns_to_front(backend: Backend, options: Options) -> Changes:
    """Returns what moves the columns of ours to the front, in each leads tab in which some are
    elsewhere.
    """
    plan, book = look_at(backend.read(), options, keep_rows=False)
    return Changes((), lang=book.lang, moved=tuple(_moved(plan.changes.tabs)))


def _moved(tabs: tuple[TabPlan, ...]) -> Iterator[MovedColumns]:
    for tab in tabs:
        who = [tab.people[key] for key in _WHO if key in tab.people]
        columns = tuple(tab.owned[key] for key in OWNED_KEYS if key in tab.owned)
        behind = min(who, default=0)
        if "last_name" in tab.people and behind == tab.people.get("first_name"):
            behind = max(behind, tab.people["last_name"])
        right = tuple(at for at in columns if at > behind)
        moved = MovedColumns(tab.tab, right, behind)
        if right and moved.order():
            yield moved
