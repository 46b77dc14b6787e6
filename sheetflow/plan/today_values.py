"""The day's list -> what the formulas of Today come to, by the names in formulas/today.py: so a
preview or a phone shows them without working anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sheetflow.columns import fold
from sheetflow.decide.people import Person
from sheetflow.decide.rules import cells_to_mend
from sheetflow.formulas.day import FOUND
from sheetflow.formulas.memory import said_text
from sheetflow.formulas.today import CHECKED, COLUMNS, LINES, TodayValues
from sheetflow.formulas.today_list import Line
from sheetflow.model import KEEP, Tab, Value, serial
from sheetflow.parse.leads import ANSWER_AT
from sheetflow.parse.values import text_of
from sheetflow.plan.live_cells import offline_reason
from sheetflow.plan.plan import Plan
from sheetflow.plan.ready_messages import Message
from sheetflow.plan.rows import LeadResult
from sheetflow.plan.worklist import cut_at, room_of, worklist
from sheetflow.texts import today as words
from sheetflow.texts.render import choose, flags_text, heading, status_text

_CHOSEN: Final = (1, 1)
"""0-based row and column of the cell that says whose list it is."""
_BLANK: Final = dict.fromkeys((each.key for each in COLUMNS), "")


class DayRows(NamedTuple):
    """The rows in sight on Today, most urgent first, and how many there are in all."""

    rows: Sequence[LeadResult]
    every: int


def chosen_owner(today: Tab, lang: str) -> str | None:
    """Returns whose list a Today is, folded; None where it is everybody's."""
    row, at = _CHOSEN
    cells = today.head[row] if len(today.head) > row else ()
    owner = fold(text_of(cells[at])) if len(cells) > at else ""
    return None if owner in ("", fold(choose(words.EVERYBODY, lang))) else owner


def rows_in_sight(plan: Plan, people: Mapping[str, Person], owner: str | None) -> DayRows:
    """Returns the rows that Today shows, cut as its formulas cut them."""
    mine = worklist(plan.rows, owner)
    room = room_of(plan.rows, people, plan.today)
    kept = cut_at(room, mine[:FOUND], owner).rows
    return DayRows(kept[:LINES], len(mine))


def today_values(
    today: date, lang: str, answered: float, every: int, lines: Sequence[Mapping[str, Value]]
) -> TodayValues:
    """Returns what the whole tab shows; `answered` is the serial of the last sync's moment."""
    i = int(lang == "es")
    replies = sum(line["status"] == status_text("reply", lang) for line in lines)
    shown: dict[str, Value] = {"title": _title(today, i), "heartbeat": _heartbeat(answered, i)}
    shown["summary"] = _summary(len(lines), replies, every, i)
    for number in range(1, LINES + 1):
        line = lines[number - 1] if number <= len(lines) else _BLANK
        shown |= {f"{key}.{number}": value for key, value in line.items()}
    return shown


def _title(today: date, i: int) -> str:
    weekday = words.WEEKDAYS[i][today.weekday()]
    month = words.MONTHS[i][today.month - 1]
    return f"{words.TITLE[i]} · {weekday} {today.day} {month}"


def _heartbeat(answered: float, i: int) -> str:
    if not answered:
        return words.NO_SYNC[i]
    day, seconds = divmod(round(answered * 86_400), 86_400)
    when = date.fromordinal(date(1899, 12, 30).toordinal() + day)
    clock = f" {seconds // 3600:02}:{seconds // 60 % 60:02}" if seconds else ""
    return f"{words.LAST_SYNC[i]}{when.day} {words.MONTHS[i][when.month - 1]}{clock}"


def _summary(count: int, replies: int, every: int, i: int) -> str:
    if not every:
        return words.NOTHING[i]
    more = words.MORE[i].format(every - count) if every > count else ""
    told = [words.TO_DO[i].format(count) + more]
    told += [words.WAITING[i].format(replies)] if replies else []
    return " · ".join(told)


# ── a line ────────────────────────────────────────────────────────────────────────────────────


def look_at(row: LeadResult, today: date, lang: str) -> str:
    """Returns which cells of a row keep it from being decided; blank where none does."""
    if row.decision.rule != "problem":
        return ""
    columns = (heading(key, lang) for key in cells_to_mend(row.facts, today))
    return choose(words.LOOK_AT, lang).format(", ".join(columns))


def live_line(row: LeadResult, message: Message | None, today: date, lang: str) -> dict[str, Value]:
    """Returns what a line shows where `_calc` decides."""
    decision = row.decision
    what = {"status": status_text(decision.status, lang), "who": said_text(row.name)}
    what["step"] = row.step or look_at(row, today, lang)
    why = offline_reason(row.facts, decision, lang)
    shown: dict[str, Value] = {**what, "why": why, "checks": checks_of(row, lang)}
    shown |= {"late": decision.overdue or "", "link": _link(row, lang)}
    return {**shown, **_ways(row, message, lang), **_written(message)}


def _link(row: LeadResult, lang: str) -> str:
    return choose(words.OPEN_ROW, lang).format(row.row)


def _ways(row: LeadResult, message: Message | None, lang: str) -> dict[str, Value]:
    """Returns what the links show by which a lead is reached."""
    writes = message is not None and bool(message.body) and "@" in row.email
    phone = said_text(row.phone)
    write = choose(words.WRITE, lang) if writes else ""
    whatsapp = "WhatsApp" if _number_abroad(phone) else ""
    return {"phone": phone, "write": write, "whatsapp": whatsapp}


def _written(message: Message | None) -> dict[str, Value]:
    """Returns the message that is ready, and the day that it announces."""
    if message is None:
        return {"announces": "", "subject": "", "message": ""}
    announces = serial(message.announces) if message.announces else ""
    return {"announces": announces, "subject": message.subject, "message": message.body}


def _number_abroad(phone: str) -> str:
    """Returns the digits behind + or 00, as the formula of the link finds them; blank for none."""
    digits = "".join(sign for sign in phone if sign not in " -()+/.")
    if phone.startswith("+"):
        return digits
    return digits[2:] if digits.startswith("00") else ""


def checks_of(row: LeadResult, lang: str) -> str:
    """Returns what is odd about how something is put in a row."""
    return flags_text(tuple(flag for flag in row.decision.flags if flag in CHECKED), lang)


Lines = Mapping[tuple[str, int], Line]
"""What a sync tells of each lead, by tab and row."""


def listed_lines(
    rows: Iterable[LeadResult], lines: Lines, first_tab: str, lang: str
) -> Iterator[dict[str, Value]]:
    """Yields what the lines show where a sync tells them."""
    for row in rows:
        yield _listed_line(row, lines[row.tab, row.row], first_tab, lang)


def _listed_line(row: LeadResult, line: Line, first_tab: str, lang: str) -> dict[str, Value]:
    has_row = bool(line.place) or (row.tab == first_tab and not line.who)
    shown: dict[str, Value] = {"phone": line.phone, "link": ""}
    shown["write"] = choose(words.WRITE, lang) if line.mail else ""
    shown["whatsapp"] = "WhatsApp" if line.whatsapp else ""
    shown |= {"announces": line.announces or "", "subject": line.subject}
    shown |= {"message": line.message, "checks": line.checks}
    if has_row:
        shown["link"] = _link(row, lang)
    if line.who:
        told = {"status": line.status, "who": line.who, "step": line.step, "why": line.why}
        return {**shown, **told, "late": line.late or ""}
    shown |= {key: _after(row, column) for key, column in _CELLS.items()}
    return {**shown, "who": said_text(row.name), "step": shown["step"] or line.step}


_CELLS: Final = {"status": "status", "step": "next_step", "late": "overdue", "why": "why"}
"""Key of a column of Today -> that of the column of ours which it shows."""


def _after(row: LeadResult, key: str) -> Value:
    """Returns what one of our cells shows after the run."""
    at = ANSWER_AT[key]
    answer = row.cells[at]
    value = row.answers[at] if answer is KEEP else answer
    return value if isinstance(value, str | int | float) else ""
