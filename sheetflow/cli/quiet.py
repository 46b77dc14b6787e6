"""What -q prints of a sync: what is news on this host, for the mail that cron sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain

from sheetflow import engine
from sheetflow.backends.targets import identity_of, open_target
from sheetflow.cli.options import Invocation
from sheetflow.cli.summary import clock_problems
from sheetflow.cli.terminal import Output, describe_unexpected, language
from sheetflow.config import load_config
from sheetflow.engine import Result, UnchangedResult
from sheetflow.errors import SheetflowError
from sheetflow.errors.files import OpenElsewhere
from sheetflow.plan.plan import Plan
from sheetflow.reports.lines import safe
from sheetflow.reports.problems import problem_lines, problem_text
from sheetflow.runs.news import Answers, News, answers_of
from sheetflow.texts.codes import number_of
from sheetflow.texts.host import NEWS
from sheetflow.texts.render import Locale, choose, date_text, fill
from sheetflow.texts.words import STATUSES


@contextmanager
def only_news(target: str, run: Invocation) -> Iterator[News]:
    """Lets an error that ends a sync be told with -q when it is new, and once a day while it lasts;
    without -q always.
    """
    output, today = run.output, run.options.today or engine.today_in("UTC")
    news, output.hushed = News(identity_of(target), today), False
    try:
        yield news
    except SheetflowError as error:
        output.hushed = output.quiet and not _is_news(error, target, news, run)
        raise
    except Exception as error:
        output.hushed = output.quiet and not news.is_new(describe_unexpected(error))
        raise


def _is_news(error: SheetflowError, target: str, news: News, run: Invocation) -> bool:
    """Returns whether to tell an error: that a workbook is open elsewhere, as soon as its answers
    are stale.
    """
    if not isinstance(error, OpenElsewhere):
        return news.is_new(error)
    answers = Answers()
    # What cannot be read just now may be read by the next run.
    with suppress(SheetflowError):
        answers = answers_of(open_target(target, read_only=True))
    if not news.is_stale(answers, load_config().stale_after) or not news.is_new(error):
        return False
    _print_age(target, news, language(run.output.asked, error.lang or answers.lang), run.output)
    return True


def _print_age(target: str, news: News, lang: str, output: Output) -> None:
    if news.answered is None:
        output.news(fill(NEWS["never_answered"], lang, safe(target)))
        return
    day = date_text(news.answered, Locale(lang, news.today.year))
    output.news(fill(NEWS["stale"], lang, safe(target), day))


def tell_news(target: str, result: Result | UnchangedResult, news: News, run: Invocation) -> None:
    """Prints with -q what is over, the rows that need a look since now, and a zone that nobody
    knows; remembers the run.
    """
    output, lang = run.output, result.lang
    if output.quiet:
        if (over := news.over()) is not None:
            output.news(fill(NEWS["over"], lang, safe(target), number_of(over) or over))
        _tell_rows(target, result, news, output)
    if result.plan is not None:
        _tell_zone(target, result.plan, news, output)
    news.remember_run()


def _tell_zone(target: str, plan: Plan, news: News, output: Output) -> None:
    """Prints with -q, once, that nobody knows the zone of a sheet: its days begin elsewhere."""
    problems = clock_problems(plan)
    zone = str(problems[0].text.values[0]) if problems else None
    if news.is_new_zone(zone) and output.quiet:
        output.news(f"{safe(target)}: {problem_text(problems[0], plan.locale)}")


def _tell_rows(target: str, result: Result | UnchangedResult, news: News, output: Output) -> None:
    """Prints the rows that need a look since this run; where no plan names them, how many do."""
    plan = result.plan
    if plan is None:
        count, new = result.checks * news.more_rows_than_told(result.checks), []
    else:
        new = news.new_rows(plan.check_rows)
        count = len(new)
    if count:
        check = choose(STATUSES["check"], result.lang)
        output.news(fill(NEWS["new_checks"], result.lang, safe(target), count, check))
    if new and plan:
        problems = list(chain.from_iterable(row.problems for row in new))
        for each in problem_lines(problems, plan.locale, numbered=output.verbose):
            output.news(each)
