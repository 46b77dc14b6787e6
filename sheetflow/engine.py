"""read -> parse -> decide -> plan -> apply: the order of a whole run."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final, NamedTuple, TypeVar

from sheetflow import __version__
from sheetflow.backends.base import Backend, Unchanged
from sheetflow.errors import MovedError, SheetflowError, speaking
from sheetflow.errors.lists import LeadsTabGone, NoUsableHeadings
from sheetflow.machine import machine_zone
from sheetflow.model import Changes, Snapshot, serial
from sheetflow.parallel import in_two
from sheetflow.parse.live_tabs import has_dash, has_list, has_pages
from sheetflow.parse.workbook import Remembered, Workbook, read_team, read_workbook
from sheetflow.plan.identity import ids_from
from sheetflow.plan.plan import Plan, make_plan
from sheetflow.state import VERSION, State, header_of, spoken_in, state_of
from sheetflow.texts.messages import message
from sheetflow.zones import zone_or_utc

T = TypeVar("T")
Progress = Callable[[str, int], None]
"""(what is being done, rows done since the last call)."""

ROUNDS: Final = 4
"""How often a run looks at a sheet that people change while it decides."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run was asked for; `today` None is the day in the workbook's time zone, and
    `zone` None the machine's own, for a workbook that says none.
    """

    today: date | None = None
    lang: str | None = None
    tab: str | None = None
    force: bool = False
    zone: str | None = None

    @property
    def text(self) -> str:
        """What makes one run differ from another on the same cells, beside day and language: the
        version of the program, that of what it remembers, and the tab.
        """
        return f"{__version__} {VERSION} {self.tab}"


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to; `messages`, in the language `lang`, are what was not read or written the
    usual way.
    """

    plan: Plan
    wrote: bool
    leads: int
    checks: int
    lang: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnchangedResult:
    """What a run came to that made no plan: the target is exactly as the last run left it."""

    leads: int
    checks: int
    lang: str
    plan: None = None
    wrote: bool = False
    messages: tuple[str, ...] = ()


def nobody_watches(what: str, rows: int) -> None:
    """Takes the progress of a run that nobody watches."""


def look_at(snapshot: Snapshot, options: Options, progress: Progress = nobody_watches, *,
            keep_rows: bool = True) -> tuple[Plan, Workbook]:  # fmt: skip
    """Parses, decides and plans what was read."""
    state, reading = state_of(snapshot), partial(progress, "reading")
    told = has_list(snapshot)
    pages = has_pages(snapshot, listed=told)
    keep_rows = keep_rows or told or pages
    zone = _zone_of_machine(snapshot, state.zone, options)
    headings, spoken = state.headings(snapshot.columns), spoken_in(header_of(snapshot))
    remembered = Remembered(headings, bool(state.opted_out), state.choices, zone, spoken)
    asked = (options.lang, options.tab, reading)
    try:
        book = read_workbook(
            snapshot, remembered, *asked, lambda zone: options.today or today_in(zone),
            addresses=keep_rows,
        )  # fmt: skip
    except NoUsableHeadings as error:
        raise _gone(error, state, snapshot) from error
    if not keep_rows:
        book.forget_names()
    today = options.today or today_in(book.playbook.time_zone)
    progress("deciding", 0)
    plan = make_plan(
        book, state, today, fresh_ids(),
        keep_rows=keep_rows, options=options.text, spread=in_two,
    )  # fmt: skip
    now = moment_of(today, options, book.playbook.time_zone)
    return _with_our_tabs(plan, Reading(snapshot, book, state, now), told=told, pages=pages), book


class Reading(NamedTuple):
    """What a run decides about: what it read, what it made of it, and the serial of its moment."""

    snapshot: Snapshot
    book: Workbook
    state: State
    now: float


def _with_our_tabs(plan: Plan, read: Reading, *, told: bool, pages: bool) -> Plan:
    """Returns the plan that also tells our formulas what they need, and refreshes the pages; most
    workbooks have neither. `told` says that a Today reads what a sync tells it, `pages` that some
    keep their results in the file.
    """
    snapshot, book, state, now = read
    if book.live and plan.records:
        from sheetflow.plan.live_memory import Run
        from sheetflow.plan.live_sync import with_live_tabs

        run = Run(snapshot, book, state, plan.today, plan.records.texts, now)
        plan = with_live_tabs(plan, run)
    if told:
        from sheetflow.plan.today_list import with_list

        plan = with_list(plan, book, snapshot, now)
    if has_dash(snapshot):
        from sheetflow.plan.dashboard_page import with_dash

        plan = with_dash(plan, book, snapshot)
    if pages:
        from sheetflow.plan.listed_pages import with_listed_pages

        plan = with_listed_pages(plan, book, snapshot, now)
    return plan


def moment_of(today: date, options: Options, zone: str) -> float:
    """Returns the serial of now where the team works; of a day that was asked for, or that has just
    ended, its beginning.
    """
    now = datetime.now(zone_or_utc(zone))
    if options.today is not None or now.date() != today:
        return serial(today)
    return serial(now.date()) + (now.hour * 60 + now.minute) / 1440


def _gone(error: NoUsableHeadings, state: State, snapshot: Snapshot) -> SheetflowError:
    """Returns the error of a workbook whose leads tab was deleted, where the state knows one; else
    the error as it is.
    """
    gone = tuple(name for name in state.columns if snapshot.tab(name) is None)
    if not gone:
        return error
    found = LeadsTabGone(gone, len(state.texts))
    found.lang = error.lang
    return found


def sync(
    backend: Backend, options: Options, progress: Progress = nobody_watches
) -> Result | UnchangedResult:
    """Reads, decides and writes, unless nothing changed. Raises BrakeError before writing when the
    plan is unsafe.
    """
    unchanged = backend.unchanged()
    if not options.force and (result := _as_before(unchanged, options)):
        return result
    return _again(lambda: _sync(backend, options, progress))


def _sync(backend: Backend, options: Options, progress: Progress) -> Result | UnchangedResult:
    snapshot = backend.read()
    if result := _as_before(_as_last_run_left_it(snapshot, options), options):
        return replace(result, messages=_messages(backend, result.lang))
    return _write_all(backend, snapshot, options, progress)


def _write_all(
    backend: Backend,
    snapshot: Snapshot,
    options: Options,
    progress: Progress = nobody_watches,
    *,
    keep_rows: bool = False,
) -> Result:
    """Writes; where columns of ours had to be added, once more: only then is it known where they
    are, and Today and the live formulas can look at them.
    """
    told = has_list(snapshot)
    written = _write(backend, snapshot, options, progress, keep_rows=keep_rows)
    added = [tab for tab in written.plan.changes.tabs if tab.missing]
    if not written.wrote or not any(told or tab.formulas for tab in added):
        return written
    after = _write(backend, backend.read(), options).plan.problems
    before = written.plan.problems
    problems = (*before, *(problem for problem in after if problem not in before))
    return replace(written, plan=replace(written.plan, problems=problems))


def _write(
    backend: Backend,
    snapshot: Snapshot,
    options: Options,
    progress: Progress = nobody_watches,
    *,
    keep_rows: bool = False,
) -> Result:
    plan, book = look_at(snapshot, options, progress, keep_rows=keep_rows)
    zone, spoken = book.playbook.time_zone, book.spoken
    del book  # the leads are let go before writing
    with speaking(plan.lang):
        if not options.force:
            plan.raise_if_unsafe()
        progress("writing", 0)
        wrote = backend.apply(plan.changes)
    leads, checks = plan.counts.leads, plan.counts.checks
    if not wrote:
        unchanged = Unchanged(plan.today, zone, options.text, spoken, plan.lang, leads, checks)
        backend.remember_unchanged(unchanged)
    return Result(plan, wrote, leads, checks, plan.lang, _messages(backend, plan.lang))


def _messages(backend: Backend, lang: str) -> tuple[str, ...]:
    return tuple(message(note, lang) for note in backend.messages)


def sync_with_rows(backend: Backend, options: Options) -> Result:
    """Reads, decides and writes, as `sync` does; always makes a plan, which holds every row."""
    return _again(lambda: _write_all(backend, backend.read(), options, keep_rows=True))


def look(backend: Backend, options: Options, progress: Progress = nobody_watches, *,
         to_write: bool = False) -> tuple[Plan, Workbook]:  # fmt: skip
    """Reads and decides; writes nothing. With `to_write` it raises what `sync` would where there is
    no room for our columns.
    """
    plan, book = look_at(backend.read(), options, progress)
    if to_write:
        with speaking(plan.lang):
            backend.raise_if_full(plan.changes)
    return plan, book


def dry_run(backend: Backend, options: Options) -> Result:
    """Returns what a sync would come to; writes nothing."""
    plan, _ = look(backend, options, to_write=True)
    leads, checks, told = plan.counts.leads, plan.counts.checks, _messages(backend, plan.lang)
    return Result(plan, False, leads, checks, plan.lang, told)


def _as_before(unchanged: Unchanged | None, options: Options) -> UnchangedResult | None:
    """Takes the short way out, where nobody touched the target since a run that would have said the
    same.
    """
    if unchanged is None or unchanged.options != options.text:
        return None
    if unchanged.lang != (options.lang or unchanged.spoken):
        return None
    if unchanged.day != (options.today or today_in(unchanged.zone)):
        return None
    return UnchangedResult(unchanged.leads, unchanged.checks, unchanged.lang)


def _zone_of_machine(snapshot: Snapshot, remembered: str | None, options: Options) -> str | None:
    """Returns the zone of the machine that first wrote, for a workbook that has none itself."""
    return None if snapshot.shared else remembered or options.zone or machine_zone()


def _as_last_run_left_it(snapshot: Snapshot, options: Options) -> Unchanged | None:
    """Returns what the last run found, where its stamp says that the file is as it left it.

    The time zone is read only where it decides which day it is.
    """
    header = header_of(snapshot)
    if not snapshot.stamp or header.get("stamp") != snapshot.stamp:
        return None
    day = date.fromisoformat(header["ran_for"])
    zone = "UTC"
    if options.today is None:
        first = _zone_of_machine(snapshot, header.get("zone"), options)
        zone = read_team(snapshot, "en", first)[0].time_zone
    asked, spoken, lang = (str(header.get(key)) for key in ("options", "spoken", "lang"))
    return Unchanged(day, zone, asked, spoken, lang, header["leads"], header["checks"])


def write(backend: Backend, changes: Callable[[], Changes]) -> bool:
    """Writes what `changes` makes of the target as it is; returns whether anything was written."""

    def once() -> bool:
        wanted = changes()
        with speaking(wanted.lang):
            return backend.apply(wanted)

    return _again(once)


def _again(work: Callable[[], T]) -> T:
    """Does it once more, from reading on, where people changed the sheet meanwhile."""
    for _ in range(ROUNDS - 1):
        with suppress(MovedError):
            return work()
    return work()


def today_in(zone: str) -> date:
    """Returns the date where the team works; that of UTC where the zone is not known."""
    return datetime.now(zone_or_utc(zone)).date()


def fresh_ids() -> Iterator[str]:
    """Yields random ids."""
    return ids_from(secrets.token_bytes)
