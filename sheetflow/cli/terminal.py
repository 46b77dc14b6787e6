"""How the commands speak: colours, messages, progress, and the one place where errors end a run."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from traceback import extract_tb, format_exception
from typing import Any, Final

import click

from sheetflow.errors import SheetflowError
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.errors.settings import Unforeseen
from sheetflow.model import Problem
from sheetflow.palette import LOOKS
from sheetflow.reports.as_json import error_json
from sheetflow.reports.lines import WIDTH, Line, Span, safe
from sheetflow.reports.problems import problem_text
from sheetflow.texts.codes import number_of
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import Locale, choose, choose_language, fill
from sheetflow.texts.secrets import scrub
from sheetflow.texts.words import REPORT

LONG_WAIT: Final = 3
"""Seconds."""
INTERRUPTED: Final = 130
"""What a run ends with that somebody ended with Ctrl-C, as shells have it; SIGTERM makes it 143."""

# ── colours ───────────────────────────────────────────────────────────────────────────────────

_MARKS: Final = {"ok": ("✓", "green"), "note": ("·", None), "fix": ("✗", "red")}


def colour() -> bool | None:
    """Returns False with NO_COLOR (any value), else None: then click decides by the terminal."""
    return False if os.environ.get("NO_COLOR") else None


def paint(shown: Line) -> str:
    """Returns a line in its colours."""
    return "".join(_painted(span) for span in shown)


def _painted(span: Span) -> str:
    if span.status:
        look = LOOKS[span.status]
        return click.style(span.text, fg=_rgb(look.text), bg=_rgb(look.fill), bold=look.bold)
    if span.bold or span.dim:
        return click.style(span.text, bold=span.bold or None, dim=span.dim or None)
    return span.text


def _rgb(hexadecimal: str) -> tuple[int, int, int]:
    red, green, blue = (int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def paint_level(level: str) -> str:
    """Returns the mark of a finding: ok, note or fix."""
    mark, shade = _MARKS[level]
    return click.style(mark, fg=shade)


# ── encodings ─────────────────────────────────────────────────────────────────────────────────


def replace_what_encodings_lack() -> None:
    """Makes stdout and stderr print `?` for a character that their encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        _set_errors(stream, "replace")


def escape_what_encodings_lack() -> None:
    """Makes stdout, which holds JSON, print `\\u25b2` for such a character: so nothing is lost."""
    codecs.register_error(_ESCAPED, _as_json_escapes)
    _set_errors(sys.stdout, _ESCAPED)


_ESCAPED: Final = "sheetflow-json"


def _set_errors(stream: object, errors: str) -> None:
    if isinstance(stream, TextIOWrapper):  # a test may read along in something simpler
        stream.reconfigure(errors=errors)


def _as_json_escapes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    pairs = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return "".join(f"\\u{pair}" for pair in pairs), error.end


# ── stdout ────────────────────────────────────────────────────────────────────────────────────


def out(text: str) -> None:
    """Prints data on stdout; goes on in silence where nobody reads it any more (`| head`)."""
    try:
        click.echo(text, sys.stdout, color=colour())  # click would write UTF-8 for ASCII
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def out_lines(lines: Iterable[Line]) -> None:
    """Prints a report on stdout."""
    for shown in lines:
        out(paint(shown))


def width() -> int:
    """Returns how many columns a report may take: those of the terminal, or what COLUMNS says."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (OSError, ValueError, AttributeError):
        return WIDTH


# ── stderr ────────────────────────────────────────────────────────────────────────────────────


def _err(text: str) -> None:
    click.echo(scrub(text), sys.stderr, color=colour())


class Output:
    """What goes to the person (stderr) beside the data (stdout).

    `asked` is the language that was asked for, `lang` the one to speak where no workbook is known.
    """

    def __init__(
        self, *, quiet: bool, verbose: bool, json: bool = False, lang: str | None = None
    ) -> None:
        self.quiet, self.verbose, self.json = quiet, verbose, json
        self.asked, self.lang = lang, language(lang)
        self.hushed = False
        """Whether the error that ends this run was told before."""

    def line(self, text: str) -> None:
        """Prints a message, unless -q."""
        if not self.quiet:
            _err(text)

    def news(self, text: str) -> None:
        """Prints a message also with -q: something new, for whoever reads what cron sends."""
        _err(text)

    def more(self, text: str) -> None:
        """Prints a message with -v."""
        if self.verbose:
            self.line(text)

    def numbered(self, text: str, code: str) -> str:
        """Returns a text, with -v followed by the number of its error or problem."""
        number = number_of(code)
        return f"{text} [{number}]" if self.verbose and number else text

    def cost(self, used: Mapping[str, int], lang: str | None = None) -> None:
        """Prints with -v how many requests were sent to reach a target."""
        if used:
            asked = fill(REPORT["requests"], lang or self.lang, used["reads"], used["writes"])
            self.more(f"  {asked}")

    def waiting(self, why: str, seconds: float) -> None:
        """Prints that a run waits for Google, where the wait is long enough to be wondered at."""
        if seconds >= LONG_WAIT:
            self.line("  " + fill(REPORT["wait_" + why], self.lang, round(seconds)))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int], None]]:
        """Shows a bar while a long file is worked on; nothing where nobody watches."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda what, rows: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def show(what: str, rows: int) -> None:
                if what not in tasks:
                    tasks[what] = bar.add_task(choose(REPORT[what], self.lang), total=None)
                bar.update(tasks[what], advance=rows)

            yield show


def language(asked: str | None, known: str | None = None) -> str:
    """Returns what to speak: as asked for, else as the workbook, else as the environment."""
    return choose_language(asked, known, _environment_language())


def _environment_language() -> str:
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = next(filter(None, named), "")
    return "es" if spoken.lower().startswith("es") else "en"


# ── what ends a run ───────────────────────────────────────────────────────────────────────────


@contextmanager
def errors_end_the_run(output: Output, target: str) -> Iterator[None]:
    """Turns errors into a line, advice, and an exit code; nothing of a cell's content is shown.

    With --json, stdout gets an object that names the target, the error and its number.
    """
    try:
        yield
    except SheetflowError as error:
        print_error_json(error, output, target)
        print_error(error, output)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except (click.exceptions.Exit, click.ClickException, SystemExit):
        raise
    except Exception as error:
        print_error_json(describe_unexpected(error), output, target)
        if output.verbose:
            _err("".join(format_exception(error)).rstrip())
        else:
            print_unexpected(error, output)
        sys.exit(SheetflowError.exit_code)


def print_error_json(error: SheetflowError, output: Output, target: str) -> None:
    """Prints on stdout what ended the work at a target, where JSON was asked for."""
    if output.json:
        out(error_json(error, target, language(output.asked, error.lang)))


def print_unexpected(error: Exception, output: Output, target: str = "") -> None:
    """Prints that a fault of ours ended the run, or the work at the target that is named."""
    if output.hushed:
        return
    told = message(describe_unexpected(error), output.lang)
    _err(f"sheetflow: {_named(target)}{told}")


def describe_unexpected(error: Exception) -> Unforeseen:
    """Names an error by its kind and place: its own text may hold what a cell holds."""
    frame = extract_tb(error.__traceback__)[-1]
    return Unforeseen(type(error).__name__, f"{Path(frame.filename).name}:{frame.lineno}")


def print_error(error: SheetflowError, output: Output, target: str = "") -> None:
    """Prints what ended the run and what to do about it.

    It is told in the language that was asked for, else in the best one known. Where a run has
    several targets, the one that failed is named.
    """
    if output.hushed:
        return
    lang = language(output.asked, error.lang)
    told = output.numbered(safe(message(error, lang)), error.code)
    name = click.style("sheetflow: ", bold=True)
    _err(f"{name}{_named(target)}{told}")
    lines = [safe(each) for each in advice(error, lang).splitlines()]
    if isinstance(error, PlaybookUnusable):
        lines += [_entry(problem, lang, output) for problem in error.problems]
    for each in lines:
        _err(f"  {each}")


def _entry(problem: Problem, lang: str, output: Output) -> str:
    return output.numbered(problem_text(problem, Locale(lang)), problem.text.code)


def _named(target: str) -> str:
    return f"{safe(target)}: " if target else ""
