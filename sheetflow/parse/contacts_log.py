"""The Contacts log tab: one row per touch -> what it says of each lead (follow-up.md, "Contacts
log").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import fold, fold_heading
from sheetflow.model import Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.dates import Moment, is_later
from sheetflow.parse.grid import Grid, at, cell
from sheetflow.parse.values import is_blank, text_of, yes_no
from sheetflow.parse.workbook import Workbook

HEADINGS: Final = {
    "date": ("Date", "Fecha", "day", "dia"),
    "lead": ("Lead", "Contacto", "sf id", "name", "nombre", "email", "correo"),
    "way": ("In/out", "Entrada/salida", "in or out", "entrada o salida", "direction", "sentido"),
    "channel": ("Channel", "Canal"),
    "message": ("Message type", "Tipo de mensaje"),
    "effort": (
        "Effort or campaign",
        "Esfuerzo o campaña",
        "effort",
        "campaign",
        "campana",
        "esfuerzo",
    ),
    "opened": ("Opened", "Abierto"),
    "reaction": ("Reaction", "Reacción"),
    "phase": ("Phase seen", "Fase vista", "phase", "fase"),
    "agreement": ("Agreement", "Acuerdo"),
    "agreed_for": ("Agreed for", "Acordado para"),
    "kept": ("Kept", "Cumplido"),
    "announced": ("Announced for", "Anunciado para"),
    "note": ("Note", "Nota"),
}
_IN: Final = frozenset(
    {"in", "entrada", "entrante", "received", "recibido", "recibida", "they", "ellos"}
)
_OUT: Final = frozenset(
    {"out", "salida", "saliente", "sent", "enviado", "enviada", "we", "nosotros"}
)
_AUTOMATIC: Final = frozenset({"automatic", "auto", "automatica", "automatico"})


class Line(NamedTuple):
    """One touch: `ours` is an out-contact; `automatic` an answer of a machine."""

    when: Moment
    ours: bool
    automatic: bool
    phase: bool
    agreement: str
    agreed_for: date | None
    kept: bool
    announced: date | None


class Touched(NamedTuple):
    """What the log says of one lead."""

    last: Moment | None
    before: Moment | None
    reply: Moment | None
    touches: int
    agreement: str
    agreed_for: date | None
    announced: date | None
    phase: bool


@dataclass(frozen=True, slots=True)
class Log:
    """The log by lead, keyed by (tab name, row); `present` where the workbook has such a tab."""

    present: bool = False
    leads: Mapping[tuple[str, int], Touched] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_log(grid: Grid, tab: str, book: Workbook) -> Log:
    """Read the log of a workbook; a line that names no single lead, or no date, is a problem."""
    top, columns = _columns(grid)
    if not {"date", "lead", "way"} <= columns.keys():
        return Log(present=True, problems=(Problem(tab, Text("no_log_headings")),))
    reader = _Reader(grid[top + 1 :], columns, book.calendar)
    find = _leads_by_name(book, {text_of(at(row, columns["lead"])) for row in grid[top + 1 :]})
    lines: dict[tuple[str, int], list[Line]] = {}
    problems = []
    for number, row in enumerate(grid[top + 1 :], top + 2):
        if all(is_blank(value) for value in row):
            continue
        place, line = find.get(text_of(at(row, columns["lead"]))), reader.line(row)
        if isinstance(line, Text) or place is None:
            key = line if isinstance(line, Text) else Text("log_lead")
            problems.append(
                Problem(
                    cell(tab, number, columns["date" if key.code == "log_date" else "lead"]), key
                )
            )
        else:
            lines.setdefault(place, []).append(line)
    return Log(True, {place: summary(found) for place, found in lines.items()}, tuple(problems))


def summary(lines: Iterable[Line]) -> Touched:
    """What the lines of one lead add up to."""
    ordered = sorted(lines, key=lambda line: line.when)
    outs = [line for line in ordered if line.ours]
    reply = max(
        (line.when for line in ordered if not line.ours and not line.automatic), default=None
    )
    unanswered = [line for line in outs if reply is None or not is_later(reply, line.when)]
    open_ = [
        line
        for line in ordered
        if line.agreed_for and not line.kept and not _done(line, line.agreed_for, outs)
    ]
    first = min(open_, key=lambda line: line.agreed_for or date.max, default=None)
    announced = min(
        (d for line in outs if (d := line.announced) and not _done(line, d, outs)), default=None
    )
    agreed_for, agreement = (first.agreed_for, first.agreement) if first else (None, "")
    if announced and (agreed_for is None or announced < agreed_for):
        agreed_for, agreement = announced, ""
    return Touched(
        outs[-1].when if outs else None,
        outs[-2].when if len(outs) > 1 else None,
        reply,
        len(unanswered),
        agreement,
        agreed_for,
        announced,
        any(line.phase for line in ordered),
    )


def with_cell(touched: Touched, contact: Moment | None) -> Touched:
    """The log, and a later contact that stands in the lead's cell only. Touches are the log's
    own.
    """
    last = touched.last
    if contact is None or (last is not None and contact.day <= last.day):
        return touched
    return touched._replace(last=contact, before=last)


def _done(line: Line, day: date, outs: Sequence[Line]) -> bool:
    """A later out-contact stands on or after that day."""
    return any(out.when > line.when and out.when.day >= day for out in outs)


def _columns(grid: Grid) -> tuple[int, dict[str, int]]:
    names = {fold_heading(name): key for key, all_names in HEADINGS.items() for name in all_names}
    best: tuple[int, dict[str, int]] = (0, {})
    for index, row in enumerate(grid[:20]):
        found: dict[str, int] = {}
        for column, value in enumerate(row):
            key = names.get(fold_heading(value)) if isinstance(value, str) else None
            if key:
                found.setdefault(key, column)
        if len(found) > len(best[1]):
            best = index, found
    return best


class _Reader:
    """Reads the lines of one log; each date column settles its own order of day and month."""

    def __init__(self, rows: Grid, columns: Mapping[str, int], calendar: dates.DateStyle) -> None:
        self._columns = columns
        self._how = {
            key: calendar._replace(
                day_first=dates.column_order(
                    [at(row, columns[key]) for row in rows], calendar.day_first
                )
            )
            for key in ("date", "agreed_for", "announced")
            if key in columns
        }

    def line(self, row: Sequence[Value]) -> Line | Text:
        """The touch of a row, or what is wrong with it."""
        when = self._moment(row, "date")
        if when is None:
            return Text("log_date")
        way = self._word(row, "way")
        if way not in _IN | _OUT:
            return Text("log_way")
        agreed, announced = self._moment(row, "agreed_for"), self._moment(row, "announced")
        kept = yes_no(at(row, self._columns.get("kept"))) is not None
        return Line(
            when,
            way in _OUT,
            self._word(row, "reaction") in _AUTOMATIC,
            bool(self._word(row, "phase")),
            text_of(at(row, self._columns.get("agreement"))),
            agreed.day if agreed else None,
            kept,
            announced.day if announced else None,
        )

    def _word(self, row: Sequence[Value], key: str) -> str:
        return fold(text_of(at(row, self._columns.get(key))))

    def _moment(self, row: Sequence[Value], key: str) -> Moment | None:
        if key not in self._how:
            return None
        moment = dates.read_moment(at(row, self._columns[key]), self._how[key])
        return moment if isinstance(moment, Moment) else None


def _leads_by_name(book: Workbook, names: set[str]) -> dict[str, tuple[str, int]]:
    """How the log names leads -> (tab, row): by sf id, else email, else the exact name if
    unique.
    """
    wanted = {
        name: (name, hash(name.lower()) if "@" in name else 0, fold(name)) for name in names if name
    }
    asked = [set(keys) - {"", 0} for keys in zip(*wanted.values(), strict=True)] or [
        set[object]()
    ] * 3
    found: list[dict[object, list[tuple[str, int]]]] = [{}, {}, {}]
    for tab in book.tabs:
        leads = tab.leads
        fields = zip(
            leads.field("row"),
            leads.field("id"),
            leads.field("email"),
            leads.field("name"),
            strict=True,
        )
        for row, id_, email, name in fields:
            for level, key in enumerate((id_, email, fold(name))):
                if key in asked[level]:
                    found[level].setdefault(key, []).append((tab.layout.tab.name, row))
    return {name: places[0] for name, keys in wanted.items() if (places := _only(keys, found))}


def _only(
    keys: Iterable[object], found: Iterable[Mapping[object, list[tuple[str, int]]]]
) -> list[tuple[str, int]]:
    """The first way of naming that fits one lead alone."""
    return next(
        (
            places
            for key, by_key in zip(keys, found, strict=True)
            if len(places := by_key.get(key, [])) == 1
        ),
        [],
    )
