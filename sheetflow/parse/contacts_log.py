"""The Contacts log tab: one row per touch -> what it says of each lead (follow-up.md, "Contacts
log").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Final, NamedTuple

from sheetflow.columns import LOG_WORDS, PHASES, by_word, fold, fold_heading
from sheetflow.decide.phrases import PLAIN, Wording
from sheetflow.decide.playbook import CHANNELS
from sheetflow.decide.symptoms import NOTHING_SEEN, Symptoms
from sheetflow.model import HEAD_ROWS, Problem, Text, Value
from sheetflow.parse import dates
from sheetflow.parse.dates import Moment, is_later
from sheetflow.parse.grid import Grid, HeadingRow, at, best_heading_row, cell
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.parse.values import is_blank, says_phase, text_of, yes_no

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
_KEYS: Final = by_word(HEADINGS.items(), fold_heading)

MESSAGE_TYPES: Final = {
    "acknowledgement": ("acknowledgement", "acuse de recibo"),
    "information": ("information", "información"),
    "ask_for_talk": ("ask for a talk", "pedir una conversación"),
    "useful_piece": ("useful piece", "algo útil"),
    "confirmation": ("confirmation", "confirmación"),
    "agreed": ("what we agreed", "lo acordado"),
    "reminder": ("reminder", "recordatorio"),
    "voice": ("voice message", "mensaje de voz"),
    "question": ("question", "pregunta"),
    "last_message": ("last message", "último mensaje"),
    "nurture": ("nurture", "mantener"),
}
"""What kinds of messages there are, in English and Spanish; the program reads none of them."""


def _shown(words: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the first two words of each meaning, by language."""
    pairs = [(en, es) for en, es, *_ in words]
    return tuple(en for en, _ in pairs), tuple(es for _, es in pairs)


LOG_CHOICES: Final = {
    "channel": _shown(CHANNELS.values()),
    "message": _shown(MESSAGE_TYPES.values()),
    "phase": _shown(PHASES.values()),
    **{key: _shown(words.values()) for key, words in LOG_WORDS.items()},
}
"""What drop-downs of the log offer, by the key of its column: in English and in Spanish."""

_WORDS: Final = {key: by_word(words.items(), fold) for key, words in LOG_WORDS.items()}


class Line(NamedTuple):
    """One touch: `by_us` says that we made it; `automatic` that a machine answered. `opened` is yes
    or no, `reaction` positive, neutral, negative or automatic, `outcome` (of an agreement) yes, no
    or moved; blank where nobody noted it.
    """

    when: Moment
    by_us: bool
    automatic: bool
    phase: bool
    agreement: str
    agreed_for: date | None
    kept: bool
    announced: date | None
    wording: Wording = PLAIN
    opened: str = ""
    reaction: str = ""
    outcome: str = ""


class LogSummary(NamedTuple):
    """What the log says of one lead: our last two contacts, their last reply, our touches since,
    what was agreed or announced and did not come about yet, what is odd in the notes, and what was
    seen of them, without the phase.
    """

    last: Moment | None
    before: Moment | None
    reply: Moment | None
    touches: int
    agreement: str
    agreed_for: date | None
    announced: date | None
    phase: bool
    wording: Wording = PLAIN
    symptoms: Symptoms = NOTHING_SEEN


Place = tuple[str, int]
"""Where a lead is: (tab name, row)."""


@dataclass(frozen=True, slots=True)
class Log:
    """The log by lead; `present` where the workbook has such a tab, `holds_phase` where a line of a
    lead notes a phase. `lines` are those of each lead, by their days.
    """

    present: bool = False
    leads: Mapping[Place, LogSummary] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    lines: Mapping[Place, tuple[Line, ...]] = field(default_factory=dict)

    @property
    def holds_phase(self) -> bool:
        return any(said.phase for said in self.leads.values())


FindWording = Callable[[Value], Wording]
"""Tells what is odd about how a note is put."""


def read_log(
    grid: Grid, tab: str, leads: Sequence[LeadsTab], style: dates.DateStyle, wording: FindWording
) -> Log:
    """Reads the log of a workbook; a line that names no single lead, or no date, is a problem."""
    head = best_heading_row(grid[:HEAD_ROWS], _key_of) or HeadingRow(0, {})
    columns = head.columns()
    if not {"date", "lead", "way"} <= columns.keys():
        return Log(present=True, problems=(Problem(tab, Text("no_log_headings")),))
    rows = grid[head.row + 1 :]
    reader = _Reader(rows, columns, style, wording)
    find = _leads_by_name(leads, {text_of(at(row, columns["lead"])) for row in rows})
    lines: dict[Place, list[Line]] = {}
    problems = []
    for number, row in enumerate(rows, head.row + 2):
        if all(is_blank(value) for value in row):
            continue
        place, line = find.get(text_of(at(row, columns["lead"]))), reader.line(row)
        if isinstance(line, Line) and place is not None:
            lines.setdefault(place, []).append(line)
        else:
            wrong = line if isinstance(line, Text) else Text("log_lead")
            column = columns["date" if wrong.code == "log_date" else "lead"]
            problems.append(Problem(cell(tab, number, column), wrong))
    in_order = {place: _by_day(found) for place, found in lines.items()}
    leads_said = {place: summary(found) for place, found in in_order.items()}
    return Log(True, leads_said, tuple(problems), in_order)


def _by_day(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.when))


def _key_of(value: Value) -> str | None:
    return _KEYS.get(fold_heading(value)) if isinstance(value, str) else None


def summary(lines: Iterable[Line]) -> LogSummary:
    """Adds up the lines of one lead."""
    ordered = _by_day(lines)
    ours = [line for line in ordered if line.by_us]
    theirs = [line for line in ordered if not line.by_us and not line.automatic]
    reply = theirs[-1].when if theirs else None
    unanswered = [line for line in ours if reply is None or not is_later(reply, line.when)]
    agreement, agreed_for = _first_agreed(ordered, ours)
    announced = _first_announced(ours)
    last = ours[-1].when if ours else None
    before = ours[-2].when if len(ours) > 1 else None
    phase = any(line.phase for line in ordered)
    wording = reduce(Wording.either, (line.wording for line in ordered), PLAIN)
    promised = (agreement, agreed_for, announced)
    seen = _seen(ours, theirs)
    return LogSummary(last, before, reply, len(unanswered), *promised, phase, wording, seen)


def _seen(ours: Sequence[Line], theirs: Sequence[Line]) -> Symptoms:
    """Returns whether our latest effort was opened, and how they reacted in their latest line."""
    opened = ours[-1].opened if ours else ""
    reaction = theirs[-1].reaction if theirs else ""
    return Symptoms(opened or NOTHING_SEEN.opened, reaction or NOTHING_SEEN.reaction)


def _first_agreed(lines: Sequence[Line], ours: Sequence[Line]) -> tuple[str, date | None]:
    """Returns the agreement whose day comes first, of those neither kept nor overtaken."""
    agreement, first = "", None
    for line in lines:
        day = line.agreed_for
        if day is None or line.kept or _done(line, day, ours[-1:]):
            continue
        if first is None or day < first:
            agreement, first = line.agreement, day
    return agreement, first


def _first_announced(ours: Sequence[Line]) -> date | None:
    """Returns the first day for which we announced ourselves and did not come about yet."""
    days = (d for line in ours if (d := line.announced) and not _done(line, d, ours[-1:]))
    return min(days, default=None)


def with_cell(logged: LogSummary, contact: Moment | None) -> LogSummary:
    """Adds a later contact that only the lead's cell tells. Touches are the log's own."""
    last = logged.last
    if contact is None or (last is not None and contact.day <= last.day):
        return logged
    return logged._replace(last=contact, before=last)


def _done(line: Line, day: date, last: Sequence[Line]) -> bool:
    """Returns whether we made a later contact, on that day or after it; our last one tells, if
    there is any.
    """
    return any(other.when > line.when and other.when.day >= day for other in last)


class _Reader:
    """Reads the lines of one log; each date column settles its own order of day and month."""

    def __init__(
        self,
        rows: Grid,
        columns: Mapping[str, int],
        style: dates.DateStyle,
        wording: FindWording,
    ) -> None:
        self._columns, self._wording = columns, wording
        self._styles: dict[str, dates.DateStyle] = {}
        for key in ("date", "agreed_for", "announced"):
            if key in columns:
                values = [at(row, columns[key]) for row in rows]
                order = dates.column_order(values, style.day_first)
                self._styles[key] = style._replace(day_first=order)

    def line(self, row: Sequence[Value]) -> Line | Text:
        """Returns the touch of a row, or what is wrong with it."""
        when = self._moment(row, "date")
        if when is None:
            return Text("log_date")
        way, reaction = self._meaning(row, "way"), self._meaning(row, "reaction")
        if not way:
            return Text("log_way")
        automatic = reaction == "automatic"
        phase = says_phase(self._cell(row, "phase"))
        agreement = text_of(self._cell(row, "agreement"))
        kept = yes_no(self._cell(row, "kept")) is not None
        agreed_for, announced = self._day(row, "agreed_for"), self._day(row, "announced")
        wording = self._wording(self._cell(row, "note"))
        promised = (agreement, agreed_for, kept, announced)
        seen = (self._opened(row), reaction, self._meaning(row, "kept"))
        return Line(when, way == "out", automatic, phase, *promised, wording, *seen)

    def _cell(self, row: Sequence[Value], key: str) -> Value:
        return at(row, self._columns.get(key))

    def _meaning(self, row: Sequence[Value], key: str) -> str:
        """Returns what a cell says, as LOG_WORDS has it; blank where that is no word of ours."""
        return _WORDS[key].get(fold(text_of(self._cell(row, key))), "")

    def _opened(self, row: Sequence[Value]) -> str:
        """Returns yes or no; blank where that is not known."""
        said = yes_no(self._cell(row, "opened"))
        return {True: "yes", False: "no"}.get(said, "") if isinstance(said, bool) else ""

    def _day(self, row: Sequence[Value], key: str) -> date | None:
        moment = self._moment(row, key)
        return moment.day if moment else None

    def _moment(self, row: Sequence[Value], key: str) -> Moment | None:
        if key not in self._styles:
            return None
        moment = dates.read_moment(self._cell(row, key), self._styles[key])
        return moment if isinstance(moment, Moment) else None


# ── which lead a line names ───────────────────────────────────────────────────────────────────


def _leads_by_name(tabs: Sequence[LeadsTab], names: Iterable[str]) -> dict[str, Place]:
    """Finds the leads that the log names: by sf id, else email, else the exact name if unique."""
    asked = [name for name in names if name]
    by_name = {name: fold(name) for name in asked}
    by_email = {name: hash(name.lower()) for name in asked if "@" in name}
    by_id = {name: name for name in asked}
    found: dict[str, Place] = {}
    for of_lead, keys in (("name", by_name), ("email", by_email), ("id", by_id)):
        alone = _alone_with(tabs, of_lead, set(keys.values()) - {"", 0})
        found.update({name: alone[key] for name, key in keys.items() if key in alone})
    return found


def _alone_with(
    tabs: Iterable[LeadsTab], of_lead: str, asked: Collection[object]
) -> dict[object, Place]:
    """Finds the leads that alone have one of the asked values in a field."""
    found: dict[object, Place] = {}
    several = set()
    for tab in tabs:
        values: Iterable[object] = tab.leads.field(of_lead)
        if of_lead == "name":
            values = map(fold, tab.leads.field("name"))
        for row, value in zip(tab.leads.field("row"), values, strict=True):
            if value not in asked:
                continue
            if value in found:
                several.add(value)
            found[value] = tab.name, row
    return {value: place for value, place in found.items() if value not in several}
