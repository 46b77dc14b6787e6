"""How a run ended, told: what sync and init wrote, what the safety brake would say, which target
failed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sheetflow.cli.terminal import (
    Output,
    language,
    out,
    print_error,
    unexpected,
    unforeseen,
)
from sheetflow.columns import OUR_TABS, fold, is_tab
from sheetflow.engine import Result
from sheetflow.errors import BrakeError, SheetflowError
from sheetflow.model import NewTab
from sheetflow.plan.plan import Plan, raise_if_unsafe
from sheetflow.reports.text import problem_lines, safe
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import choose
from sheetflow.texts.words import REPORT, STATUSES


@contextmanager
def keep_going(target: str, say: Output, *, several: bool, json_: bool) -> Iterator[list[int]]:
    """With several targets, one that fails does not stop the others, whatever the reason, and is
    named.
    """
    failed: list[int] = []
    try:
        yield failed
    except SheetflowError as error:
        if json_:
            out(
                _failed(
                    target,
                    message(error, language(say.asked, error.lang)),
                    error.exit_code,
                )
            )
        if not several:
            raise
        print_error(error, say.asked, target)
        failed.append(error.exit_code)
    except Exception as error:
        if json_:
            out(_failed(target, message(unforeseen(error), say.lang), SheetflowError.exit_code))
        if not several or say.verbose:
            raise
        unexpected(error, say, target)
        failed.append(SheetflowError.exit_code)


def _failed(target: str, text: str, code: int) -> str:
    return json.dumps(
        {"version": 1, "target": target, "error": text, "exit_code": code}, ensure_ascii=False
    )


def tell_sync(target: str, run: Result, say: Output, *, json_: bool) -> None:
    """What a sync came to: on stderr for people, and as an object on stdout where JSON was asked
    for.
    """
    changes = run.plan.counts.changes if run.plan else 0
    if json_:
        out(
            json.dumps(
                {
                    "version": 1,
                    "target": target,
                    "leads": run.leads,
                    "changes": changes,
                    "checks": run.checks,
                    "wrote": run.wrote,
                    "notes": list(run.messages),
                },
                ensure_ascii=False,
            )
        )
    key = ("synced" if changes else "no_cells") if run.wrote else "nothing"
    say.line(f"{target}: " + choose(REPORT[key], run.lang).format(run.leads, changes))
    if run.plan:
        for tab in run.plan.changes.tabs:
            say.more(
                "  "
                + choose(REPORT["tab"], run.lang).format(
                    safe(tab.tab), tab.heading_row, len(tab.rows)
                )
            )
    else:
        say.more("  " + choose(REPORT["stands"], run.lang))
    for note in run.messages:
        say.line(f"  {safe(note)}")
    if run.plan:
        for line in problem_lines(run.plan.problems, run.plan.locale):
            say.line(line)
    if run.checks:
        key = "checks" if run.plan else "checks_left"
        say.line(
            choose(REPORT[key], run.lang).format(run.checks, choose(STATUSES["check"], run.lang))
        )


def warn_of_brake(made: Plan, say: Output) -> None:
    """What sync would stop with instead of writing; the plan is shown all the same."""
    try:
        raise_if_unsafe(made)
    except BrakeError as error:
        say.line(
            choose(REPORT["brake"], made.lang).format(error.exit_code, message(error, made.lang))
        )
        say.line(f"  {advice(error, made.lang)}")


def tell_added(lang: str, added: Sequence[NewTab], country: str | None, say: Output) -> None:
    """Which tabs init added, and what was there already and stays."""
    names = [tab.name for tab in added]
    if names:
        say.line(choose(REPORT["added"], lang).format(", ".join(names)))
    if country and not any(is_tab(name, "calendar") for name in names):
        say.line(choose(REPORT["calendar_stays"], lang).format(country.upper()))


def tell_ready(target: str, lang: str, added: Sequence[NewTab], say: Output) -> None:
    """What comes after init."""
    typed_into = next((tab.name for tab in added if fold(tab.name) not in OUR_TABS), None)
    key = "adopted" if typed_into is None else "type_into"
    say.line(choose(REPORT[key], lang).format(target, typed_into))
