"""The command line: what was asked for, run, and told; terminal.py turns errors into advice and
exit codes.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from sheetflow import __version__, engine
from sheetflow.backends.targets import new_path, open_target
from sheetflow.cli.summary import keep_going, tell_added, tell_ready, tell_sync, warn_of_brake
from sheetflow.cli.terminal import Output, out, target_options
from sheetflow.doctor.examine import examine
from sheetflow.engine import Options
from sheetflow.errors import speaking
from sheetflow.model import Changes, NewTab
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.plan.worklist import check_owner, find_rows, worklist
from sheetflow.reports.as_json import as_json, row_json
from sheetflow.reports.explain import explain_lines
from sheetflow.reports.text import plan_lines, problem_lines, safe, worklist_lines
from sheetflow.starter.adopt import new_workbook, tabs_to_add
from sheetflow.texts.render import choose
from sheetflow.texts.words import REPORT

CHECKS_LEFT = 4
CHANGES_PENDING = 3
_EXITS = """\b
Exit codes: 0 done or nothing to do · 1 unexpected · 2 usage · 3 changes pending
(plan --exit-code) · 4 done, some rows are `check` · 5 safety brake · 65 damaged or
hostile file · 75 try later · 77 no permission · 78 configuration or headings."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EXITS)
@click.version_option(__version__, prog_name="sheetflow")
def main() -> None:
    """Follow-up that stays in your spreadsheet.

    \b
    People type; sheetflow answers beside them: status, next contact, overdue, and why.
      sheetflow demo                    a workbook to look at
      sheetflow plan leads.xlsx         what would change
      sheetflow sync leads.xlsx         write it
      sheetflow today leads.xlsx        the day's work
    A workbook is an .xlsx file, the address of a Google Sheet, or a name for either of them
    in sheetflow.toml, here or in ~/.config/sheetflow. SHEETFLOW_CONFIG names another such file.
    The key for Google Sheets stands there too, or in GOOGLE_APPLICATION_CREDENTIALS.
    """


@main.command(epilog=_EXITS)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--force", is_flag=True, help="Write even though the safety brake says no; once.")
@click.option("--json", "json_", is_flag=True, help="Print what was done as JSON.")
@target_options
def sync(targets: tuple[str, ...], force: bool, json_: bool, options: Options, say: Output) -> int:
    """Work out every row and write the answers beside it.

    \b
    Examples:
      sheetflow sync leads.xlsx
      sheetflow sync madrid.xlsx london.xlsx -q
      sheetflow sync https://docs.google.com/spreadsheets/d/…
      sheetflow sync team          a name from sheetflow.toml

    \b
    For Google Sheets, the environment may hold:
      GOOGLE_APPLICATION_CREDENTIALS  the key, where sheetflow.toml names none
      SHEETFLOW_GOOGLE_QUOTA  reads and writes a minute of the account: 60, or 60,30
      SHEETFLOW_GOOGLE_WAIT   what every wait is multiplied by: 1; tests set 0
    """
    worst = 0
    for target in targets:
        code = 0
        with (
            keep_going(target, say, several=len(targets) > 1, json_=json_) as failed,
            say.progress() as progress,
        ):
            backend = open_target(target, say.waiting)
            run = engine.sync(backend, replace(options, force=force), progress)
            code = CHECKS_LEFT if run.checks else 0
            tell_sync(target, run, say, json_=json_)
            say.cost(backend.cost, run.lang)
        worst = max(worst, code, *failed)
    return worst


@main.command(epilog=_EXITS)
@click.argument("target")
@click.option("--json", "json_", is_flag=True, help="Print the whole plan as JSON.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when changes are pending.")
@target_options
def plan(target: str, json_: bool, exit_code: bool, options: Options, say: Output) -> int:
    """Show what sync would change; changes nothing.

    \b
    Examples:
      sheetflow plan leads.xlsx
      sheetflow plan leads.xlsx --json --today 2026-11-30
      sheetflow plan https://docs.google.com/spreadsheets/d/…
    """
    made = _look(target, options, say, to_write=True)[0]
    warn_of_brake(made, say)
    if json_:
        out(as_json(made, target))
    else:
        for line in problem_lines(made.problems, made.locale):
            say.line(line)
        for line in plan_lines(made):
            out(line)
    if made.counts.checks:
        return CHECKS_LEFT
    return CHANGES_PENDING if exit_code and made.counts.changes else 0


def _look(target: str, options: Options, say: Output, *,
          to_write: bool = False) -> tuple[Plan, Workbook]:  # fmt: skip
    backend = open_target(target, say.waiting)
    with say.progress() as progress:
        found = engine.look(backend, options, progress, to_write=to_write)
    say.cost(backend.cost, found[0].lang)
    return found


@main.command(epilog=_EXITS)
@click.argument("target")
@click.option("--owner", metavar="NAME", help="Only this person's leads.")
@click.option("--json", "json_", is_flag=True, help="Print the list as JSON.")
@target_options
def today(target: str, owner: str | None, json_: bool, options: Options, say: Output) -> int:
    """The worklist: who to contact today, most urgent first.

    \b
    Examples:
      sheetflow today leads.xlsx
      sheetflow today leads.xlsx --owner Marta
      sheetflow today https://docs.google.com/spreadsheets/d/… --owner Marta
    """
    made = _look(target, options, say)[0]
    if owner is not None:
        with speaking(made.lang):
            check_owner(made.rows, owner)
    rows = worklist(made.rows, owner)
    if json_:
        out(
            json.dumps(
                {
                    "version": 1,
                    "target": target,
                    "today": made.today.isoformat(),
                    "rows": [row_json(row) for row in rows],
                },
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        for line in worklist_lines(rows, made):
            out(line)
    return CHECKS_LEFT if made.counts.checks else 0


@main.command(epilog=_EXITS)
@click.argument("target")
@click.argument("who", metavar="ROW|NAME")
@click.option("--json", "json_", is_flag=True, help="Print the row as JSON.")
@target_options
def explain(target: str, who: str, json_: bool, options: Options, say: Output) -> int:
    """Say of one lead which rule decided, with which numbers, and what would change it.

    \b
    Examples:
      sheetflow explain leads.xlsx 12
      sheetflow explain leads.xlsx "Leads!12"
      sheetflow explain leads.xlsx "Ana Pérez"
    """
    made, book = _look(target, options, say)
    with speaking(made.lang):
        rows = find_rows(made.rows, who)
    if json_:
        out(
            json.dumps(
                {"version": 1, "rows": [row_json(row) for row in rows]},
                ensure_ascii=False,
                indent=1,
            )
        )
        return 0
    for n, row in enumerate(rows):
        if n:
            out("")
        for line in explain_lines(row, made, made.context(book)):
            out(line)
    return 0


@main.command(epilog=_EXITS)
@click.argument("target")
@click.option("--json", "json_", is_flag=True, help="Print the findings as JSON.")
@target_options
def doctor(target: str, json_: bool, options: Options, say: Output) -> int:
    """Check a workbook: what was recognised, what is missing, and what to do about it.

    \b
    Examples:
      sheetflow doctor leads.xlsx
      sheetflow doctor https://docs.google.com/spreadsheets/d/…
      sheetflow doctor team        a name from sheetflow.toml

    For a Google Sheet it names the key that counts: [google] key in sheetflow.toml,
    else the file that GOOGLE_APPLICATION_CREDENTIALS names, else the login of this machine.
    """
    findings = examine(target, options, say)
    if json_:
        found = {"version": 1, "target": target, "findings": [f._asdict() for f in findings]}
        out(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            mark = click.style(
                {"ok": "✓", "note": "·", "fix": "✗"}[finding.level],
                fg={"ok": "green", "fix": "red"}.get(finding.level),
            )
            out(
                f"{mark} {safe(finding.text)}"
                + "".join(f"\n    {safe(line)}" for line in finding.fix.splitlines())
            )
    return max((finding.exit_code for finding in findings), default=0)


@main.command(epilog=_EXITS)
@click.argument("target")
@click.option(
    "--country",
    metavar="XX",
    help="Fill this country's holidays into the Calendar tab (ES, ES-CT, GB …).",
)
@click.option("--json", "json_", is_flag=True, help="Print what was done as JSON.")
@target_options
def init(target: str, country: str | None, json_: bool, options: Options, say: Output) -> int:
    """Make a new workbook, or adopt one: add the Playbook and Calendar tabs, our columns,
    highlighting.

    \b
    Examples:
      sheetflow init leads.xlsx --lang es --country ES
      sheetflow init the-team.xlsx
      sheetflow init https://docs.google.com/spreadsheets/d/…
    """
    if path := new_path(target):
        new_workbook(path, options, country)
        if json_:
            out(json.dumps({"version": 1, "target": target, "created": True}))
        say.line(choose(REPORT["created"], options.lang or "en").format(path, path))
        return 0
    backend = open_target(target, say.waiting)
    added: tuple[NewTab, ...] = ()

    def missing() -> Changes:
        nonlocal added
        made = tabs_to_add(backend, options, country)
        added = made.new_tabs
        return made

    engine.write(backend, missing)
    run = engine.sync(backend, options)
    tell_added(run.lang, added, country, say)
    tell_sync(target, run, say, json_=json_)
    tell_ready(target, run.lang, added, say)
    say.cost(backend.cost, run.lang)
    return CHECKS_LEFT if run.checks else 0


@main.command(epilog=_EXITS)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--json", "json_", is_flag=True, help="Print the plan of the demo as JSON.")
@target_options
def demo(path: Path | None, json_: bool, options: Options, say: Output) -> int:
    """Write a workbook of 40 invented leads, sync it, and show the result.

    \b
    Examples:
      sheetflow demo
      sheetflow demo --lang es
    """
    from sheetflow.backends.excel.backend import ExcelBackend
    from sheetflow.starter.demo import demo_workbook  # openpyxl is slow to load

    lang = options.lang or "en"
    place = path or _free_name(Path(f"sheetflow-demo-{lang}.xlsx"))
    day = options.today or engine.today_in("UTC")
    options = Options(day, lang)
    demo_workbook(place, lang, day)
    made = _look(str(place), options, say)[0]
    engine.sync(ExcelBackend(place), options)
    saved = choose(REPORT["saved"], lang).format(place.resolve())
    shown = (*plan_lines(made), "", *worklist_lines(worklist(made.rows), made), "", saved)
    out(as_json(made, str(place)) if json_ else "\n".join(shown))
    return 0


def _free_name(path: Path) -> Path:
    """The path, or with a number behind it where it is taken."""
    names = (path if n == 1 else path.with_stem(f"{path.stem}-{n}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())
