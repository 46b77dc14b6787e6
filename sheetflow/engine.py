"""read -> parse -> decide -> plan -> apply: the whole program in one screen."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from sheetflow import __version__
from sheetflow.backends.base import Backend, Unchanged
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors import MovedError, SheetflowError, speaking
from sheetflow.model import STATE_TAB, Changes, Snapshot
from sheetflow.parallel import in_two
from sheetflow.parse.contacts_log import Log, read_log
from sheetflow.parse.grid import grid_of
from sheetflow.parse.leads import ANSWERS
from sheetflow.parse.workbook import LeadsTab, Workbook, our_tab, read_team, read_workbook
from sheetflow.plan.misplaced import find_copied, find_strays
from sheetflow.plan.plan import Plan, make_plan, raise_if_unsafe
from sheetflow.state import State, read_header, read_state
from sheetflow.texts.messages import message

T = TypeVar("T")
Progress = Callable[[str, int], None]
"""(what is being done, rows done since the last call)."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run was asked for; `today` None is the day in the workbook's time zone."""

    today: date | None = None
    lang: str | None = None
    tab: str | None = None
    force: bool = False

    @property
    def text(self) -> str:
        """What makes one run differ from another on the same cells, beside day and language."""
        return f"{__version__} {self.tab}"


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to. `plan` is None where the file still stands exactly as the last run left
    it; `messages`, in the language `lang`, are what could not be written the usual way.
    """

    plan: Plan | None
    wrote: bool
    leads: int
    checks: int
    lang: str
    messages: tuple[str, ...] = ()


def look(backend: Backend, options: Options, progress: Progress = lambda what, rows: None, *,
         keep_rows: bool = True) -> tuple[Plan, Workbook]:  # fmt: skip
    """Read and decide; writes nothing."""
    return look_at(backend.read(), options, progress, keep_rows=keep_rows)


TRIES: Final = 4
"""How often a run looks again at a sheet that people changed while it was deciding."""


def sync(
    backend: Backend, options: Options, progress: Progress = lambda what, rows: None
) -> Result:
    """Read, decide and write. Raises BrakeError before writing when the plan is unsafe."""
    if (noted := backend.unchanged()) and (run := _as_noted(noted, options)):
        return run
    return _again(lambda: _sync(backend, options, progress))


def write(backend: Backend, changes: Callable[[], Changes]) -> bool:
    """Write what `changes` makes of the target as it stands; True if anything was written."""

    def once() -> bool:
        made = changes()
        with speaking(made.lang):
            return backend.apply(made)

    return _again(once)


def _again(work: Callable[[], T]) -> T:
    """Do it once more, from reading on, where people changed the sheet meanwhile."""
    for _ in range(TRIES - 1):
        with suppress(MovedError):
            return work()
    return work()


def _sync(backend: Backend, options: Options, progress: Progress) -> Result:
    snapshot = backend.read()
    if run := _still_stands(snapshot, options):
        return run
    plan, book = look_at(snapshot, options, progress, keep_rows=False)
    zone = book.playbook.time_zone
    del book  # the leads are let go before writing
    with speaking(plan.lang):
        if not options.force:
            raise_if_unsafe(plan)
        progress("writing", 0)
        wrote = backend.apply(plan.changes)
    if not wrote:
        backend.remember_unchanged(_found(plan, zone, options))
    messages = tuple(message(note, plan.lang) for note in backend.messages)
    return Result(plan, wrote, plan.counts.leads, plan.counts.checks, plan.lang, messages)


def _found(plan: Plan, zone: str, options: Options) -> Unchanged:
    counts = plan.counts
    return Unchanged(
        plan.today, zone, options.text, options.lang, plan.lang, counts.leads, counts.checks
    )


def _as_noted(noted: Unchanged, options: Options) -> Result | None:
    """The shortest way out: nobody touched the target since a run of this day wrote nothing."""
    if (noted.options, noted.asked) != (options.text, options.lang) or options.force:
        return None
    if noted.day != (options.today or today_in(noted.zone)):
        return None
    return Result(None, False, noted.leads, noted.checks, noted.lang)


def look_at(snapshot: Snapshot, options: Options, progress: Progress = lambda what, rows: None, *,
            keep_rows: bool = True) -> tuple[Plan, Workbook]:  # fmt: skip
    """Decide about what was read."""
    state = _state_of(snapshot)
    columns = {**state.columns, **{name: _marked(found, state.columns.get(name, {}))
                                    for name, found in snapshot.columns.items()}}  # fmt: skip
    with _telling(snapshot, options):
        seen = partial(progress, "reading")
        book = read_workbook(snapshot, columns, lang=options.lang, only=options.tab, progress=seen)
    if not state.header and any(map(_was_synced, book.tabs)):
        state = State(lost=True)
    if snapshot.shared:
        tables = [tab.leads for tab in book.tabs]
        state = replace(
            state, strays=find_strays(tables, state), copied=find_copied(tables), shared=True
        )
    log_tab = our_tab(snapshot, "log")
    log = read_log(grid_of(log_tab), log_tab.name, book) if log_tab else Log()
    if not keep_rows:
        for tab in book.tabs:
            tab.leads.forget_names()
    today = options.today or today_in(book.playbook.time_zone)
    progress("deciding", 0)
    plan = make_plan(
        book,
        state,
        log,
        today,
        fresh_ids(),
        keep_rows=keep_rows,
        options=options.text,
        spread=in_two,
    )
    return plan, book


def known_language(snapshot: Snapshot, options: Options) -> str | None:
    """What a run speaks whatever its headings say: as asked for, else as the Playbook or the sheet
    itself says.
    """
    return options.lang or read_team(snapshot, "en")[0].language or snapshot.language


@contextmanager
def _telling(snapshot: Snapshot, options: Options) -> Iterator[None]:
    """Errors raised inside, where not all is read yet, speak what the run would speak as far as
    that is known.
    """
    try:
        yield
    except SheetflowError as error:
        error.lang = known_language(snapshot, options) or error.lang
        raise


def _marked(found: Mapping[str, str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Our columns by the marks that they carry; of the team's, which carry none, what the state
    says.
    """
    return {**{key: text for key, text in remembered.items() if key not in OWNED_KEYS}, **found}


def _was_synced(tab: LeadsTab) -> bool:
    """Whether an earlier run left ids or counts in this tab."""
    touches = ANSWERS.index("touches")
    counted = "id" in tab.owned and any(
        isinstance(a[touches], int | float) for a in tab.leads.field("answers")
    )
    return counted or any(tab.leads.field("id"))


def _still_stands(snapshot: Snapshot, options: Options) -> Result | None:
    """The short way out: the file is what the last run of this day left, byte for byte."""
    tab = snapshot.tab(STATE_TAB)
    if tab is None or not snapshot.stamp or not tab.head:
        return None
    header = read_header(tab.head[0][0] if tab.head[0] else None)
    if header.get("stamp") != snapshot.stamp or header.get("options") != options.text:
        return None
    if header.get("lang") != (options.lang or header.get("spoken")):
        return None
    today = options.today or today_in(read_team(snapshot, "en")[0].time_zone)
    if header.get("ran_for") != today.isoformat():
        return None
    return Result(None, False, int(header["leads"]), int(header["checks"]), str(header["lang"]))


def _state_of(snapshot: Snapshot) -> State:
    tab = snapshot.tab(STATE_TAB)
    if tab is None or not tab.head:  # made, and not yet filled when a run was cut off
        return State()
    return read_state(value for block in tab.blocks([0]) for value in block.columns[0])


def today_in(zone: str) -> date:
    """The date where the team works."""
    return datetime.now(ZoneInfo(zone)).date()


def fresh_ids() -> Iterator[str]:
    """Random ids such as L7QK2MZ4A: a letter first, so that no spreadsheet takes one for a
    number. The first few are made at once, for most runs need none or few; then a thousand at a
    time.
    """
    count = 8
    while True:
        letters = base64.b32encode(secrets.token_bytes(5 * count)).decode()
        yield from (f"L{letters[i : i + 8]}" for i in range(0, len(letters), 8))
        count = 1000
