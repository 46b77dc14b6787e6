"""The figures -> lines: a table for each way to count, and a line for each single figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sheetflow.plan.figure_values import (
    Agreements,
    Figures,
    FollowUp,
    Group,
    LogFigures,
    OwnerFigures,
    SegmentFigures,
    Silent,
)
from sheetflow.reports.lines import WIDTH, Line, Span, badge, cut, line, safe, width_of, wrapped
from sheetflow.reports.worklist import amount
from sheetflow.texts.figure_words import FIGURES
from sheetflow.texts.render import Locale, choose, date_text, fill, status_text
from sheetflow.texts.words import DAYS

_GAP: Final = 2
_LEAST: Final = 10
"""Columns of a label, however narrow the terminal is."""

Number = int | float | str


class TableRow(NamedTuple):
    """A row of a table; `status` gives its label the colours of that status."""

    label: str
    numbers: tuple[Number, ...]
    status: str = ""


class Table(NamedTuple):
    """A table: its title, the keys of its columns, its rows."""

    title: str
    columns: tuple[str, ...]
    rows: list[TableRow]


_GOT: Final = ("leads", "touches_each", "wrote", "is_late", "mean_late")


def figures_lines(found: Figures, locale: Locale, width: int = WIDTH) -> Iterator[Line]:
    """Yields the whole report, as wide as `width` at most."""
    yield line(Span(_title(found, locale), bold=True))
    single = tuple(_single_lines(found, locale))
    for each in single:
        yield from wrapped(line(each), width)
    for table in _tables(found, locale):
        yield line("")
        yield from _table_lines(table, locale.lang, width)


def _title(found: Figures, locale: Locale) -> str:
    key = "title"
    if found.owner is not None:
        key = "title_owner" if found.owner.strip() else "title_nobody"
    day, owner = date_text(found.today, locale), safe(found.owner or "")
    return fill(FIGURES[key], locale.lang, day, found.leads, found.still_open.leads, owner)


# ── single figures ────────────────────────────────────────────────────────────────────────────


def _single_lines(found: Figures, locale: Locale) -> Iterator[str]:
    def said(key: str, *values: object) -> str:
        return fill(FIGURES[key], locale.lang, *values)

    replies, nuisance = found.replies, found.nuisance
    if replies.waiting:
        mean = _shown(replies.mean_age, locale.lang) or "0"
        yield said("replies", replies.waiting, _days(replies.oldest, locale), mean)
    else:
        yield said("no_replies")
    yield said("closed", *_closed(found, locale.lang))
    yield said("advanced", found.started, found.advanced)
    yield said("nuisance", *nuisance) if any(nuisance) else said("no_nuisance")
    if found.log and found.log.messages:
        yield _answers(found.log, locale)


def _closed(found: Figures, lang: str) -> Iterator[object]:
    for closed in (found.won, found.lost):
        yield from (closed.leads, amount(closed.value, lang))


def _answers(log: LogFigures, locale: Locale) -> str:
    counts = (log.messages, log.answered)
    if log.median_days is None:
        return fill(FIGURES["no_answers"], locale.lang, *counts)
    return fill(FIGURES["answers"], locale.lang, *counts, _days(log.median_days, locale))


def _days(number: float, locale: Locale) -> str:
    shown = _shown(number, locale.lang).removesuffix(".0").removesuffix(",0") or "0"
    return DAYS[locale.lang, locale.day_count][number != 1].format(shown)


# ── tables ────────────────────────────────────────────────────────────────────────────────────


def _tables(found: Figures, locale: Locale) -> Iterator[Table]:
    lang = locale.lang
    yield _groups("by_status", found.statuses, lang)
    if found.owner is None:
        yield _owners(found.owners, lang)
    yield _groups("by_stage", found.stages, lang)
    yield from _segments(found.segments, lang)
    if any(found.agreements):
        yield _agreements(found, lang)
    if any(group.got.leads for group in found.warnings):
        yield _groups("by_warning", found.warnings, lang)
    yield _groups("by_kind", found.kinds, lang)
    if found.silent:
        yield _silent(found.silent, locale)
    if found.log:
        yield _opened(found.log, lang)


def _got(got: FollowUp) -> tuple[Number, ...]:
    return got.leads, got.touches_each, got.replied, got.late, got.mean_late


def _groups(title: str, groups: Sequence[Group], lang: str) -> Table:
    rows = []
    for group in groups:
        if group.got.leads:
            status = group.key if title == "by_status" else ""
            label = status_text(status, lang) if status else group.name[:1].upper() + group.name[1:]
            label = label or _word("no_stage", lang)
            rows.append(TableRow(label, _got(group.got), status))
    first = "open" if title == "by_stage" else "leads"
    return Table(title, (first, *_GOT[1:]), rows)


def _owners(owners: Iterable[OwnerFigures], lang: str) -> Table:
    rows = [TableRow(_who(each, lang), (*_got(each.got), each.got.worst)) for each in owners]
    return Table("by_owner", ("open", *_GOT[1:], "worst"), rows)


def _who(owner: OwnerFigures, lang: str) -> str:
    return owner.owner or _word("nobody", lang)


def _segments(segments: Sequence[SegmentFigures], lang: str) -> Iterator[Table]:
    """Yields results and belief, where anybody noted a segment."""
    if not any(each.key for each in segments):
        return
    results, belief = list[TableRow](), list[TableRow]()
    for each in segments:
        label = each.name or _word("no_segment", lang)
        got = _got(each.got)[:3]
        results.append(TableRow(label, (*got, each.still_open, each.won, each.lost)))
        belief.append(TableRow(label, (each.possible, each.not_possible, each.unknown, *got)))
    first = _GOT[:3]
    yield Table("by_segment", (*first, "open", "won", "lost"), results)
    yield Table("belief", ("possible", "not_possible", "unsaid", *first), belief)


def _agreements(found: Figures, lang: str) -> Table:
    """Returns the agreements of each owner who has any; what came of them only where there is a
    log.
    """
    columns = Agreements._fields if found.log else Agreements._fields[:3]
    owners = [each for each in found.owners if any(each.agreements)]
    rows = [TableRow(_who(each, lang), each.agreements[: len(columns)]) for each in owners]
    if len(owners) != 1:
        rows.append(TableRow(_word("all", lang), found.agreements[: len(columns)]))
    return Table("agreements", columns, rows)


def _silent(silent: Iterable[Silent], locale: Locale) -> Table:
    rows = []
    for each in silent:
        since = date_text(each.since, locale)
        shown = (each.owner, since, each.days, each.touches)
        rows.append(TableRow(each.name, shown, each.status))
    return Table("longest_silent", ("", "since", "days", "touches"), rows)


def _opened(log: LogFigures, lang: str) -> Table:
    rows = [
        TableRow(_word(f"opened_{each.opened}", lang), (each.efforts, each.answered))
        for each in log.opened
    ]
    return Table("by_opened", ("efforts", "answered"), rows)


# ── how a table looks ─────────────────────────────────────────────────────────────────────────


def _table_lines(table: Table, lang: str, width: int) -> Iterator[Line]:
    headings = [_word(key, lang) if key else "" for key in table.columns]
    shown = [[_shown(number, lang) for number in row.numbers] for row in table.rows]
    columns = zip(headings, *shown, strict=True)
    widths = [max(map(width_of, column)) for column in columns]
    title = _word(table.title, lang)
    labels = (width_of(row.label) + 2 * bool(row.status) for row in table.rows)
    wanted = max(width_of(title), *labels, 0)
    room = max(width - sum(widths) - _GAP * len(widths), _LEAST)
    first = min(wanted, room)
    yield line(Span(_padded(title, first), bold=True), Span(_cells(headings, widths), dim=True))
    for row, cells in zip(table.rows, shown, strict=True):
        yield line(*_label(row, first), _cells(cells, widths))


def _label(row: TableRow, room: int) -> Iterator[Span]:
    if not row.status:
        yield Span(_padded(safe(row.label), room))
        return
    painted = badge(cut(safe(row.label), room - 2), row.status)
    yield painted
    yield Span(" " * (room - width_of(painted.text)))


def _padded(text: str, room: int) -> str:
    text = cut(text, room)
    return text + " " * (room - width_of(text))


def _cells(cells: Iterable[str], widths: Iterable[int]) -> str:
    """Returns numbers and headings, right below each other."""
    gap = " " * _GAP
    padded = (
        " " * (width - width_of(cell)) + cell for cell, width in zip(cells, widths, strict=True)
    )
    return (gap + gap.join(padded)).rstrip()


def _shown(number: Number, lang: str) -> str:
    """Returns a number, blank for none; with one decimal where it is no whole one."""
    if isinstance(number, str):
        return safe(number)
    if not number:
        return ""
    text = f"{number:,.1f}" if isinstance(number, float) else f"{number:,}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "es" else text


def _word(key: str, lang: str) -> str:
    return choose(FIGURES[key], lang)
