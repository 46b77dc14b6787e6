"""Random leads and a random Contacts log for scripts/parity.py, and what people do to them from one
day to the next: dates as numbers and texts, words, yes and no in many spellings, bad cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Final

from scripts.parity_team import OWNERS, Team
from sheetflow.columns import OWNED, PEOPLE, TABS
from sheetflow.model import CellError, Value, serial
from sheetflow.parse.contacts_log import HEADINGS as LOG_HEADINGS

COLUMNS: Final = (
    "name status next_contact overdue next_step last_contact last_reply agreement agreed_for stage "
    "phone email company owner announced_for appointment confirmed not_before phase value source "
    "created kind segment fit do_not_contact attempts notes touches interest flags why id"
).split()
"""Those of the template, in its order."""
AT: Final = {key: at for at, key in enumerate(COLUMNS)}
HEADING_ROW: Final = 2
FIRST_ROW: Final = 3

LOG_COLUMNS: Final = tuple(LOG_HEADINGS)

_HEADINGS: Final = {column.key: (column.en, column.es) for column in (*PEOPLE, *OWNED)}
_NAMES: Final = (
    "Ana Bruno Carla Diego Elena Farid Greta Hugo Inés Jonas Katya Leo Núria Óscar".split()
)
_FAMILIES: Final = "Abad Berg Cano Dahl Egea Foss Gil Haas Ibarra Jansen Kowal Lago Peña".split()
_SOURCES: Final = (
    "web form", "referral", "Spring fair", "Feria de otoño", "webinars", "Trade show", "expo 2026",
    "Airfair", None,
)  # fmt: skip
AMOUNTS: Final = (
    100, 2500, 0, "1.234,50", "odd", "12.000 €", "12,000", "$ 1,250.50", "1.200.300", "0,500",
    "-3", "12,5", "900 EUR", "3k", "2 mil €", "1.2,3.4", "12.11.2026", "£1'000", ".5", "1234.567",
)  # fmt: skip
_AGREEMENTS: Final = (
    "send the drawings", "call again", "visit (the site)", "enviar planos", "let me know when you can",
    "Cualquier cosa: me llama", "50% ~ off? *now*", "x" * 200, "a  b\nc", "We shall see", "me avisasteis",
)  # fmt: skip
_NOTES: Final = (
    "prefers mornings", "asked for 2/3 of the list", "quedo a la espera", "any-time", "many times",
    "Let me  know.", "prefiere tardes", "ya se verá", "keep, in touch!", 12,
)  # fmt: skip
_YES: Final = ("yes", "Sí", "si", "X", "y", "s", "✓", True, 1, "true", "Verdadero", "1")
_NO: Final = ("no", "No ", "N", False, 0, "false", "falso", "0")
_ODD: Final = ("maybe", "??", "*", CellError("#N/A"), 7, "yes, later")
_BAD_DATES: Final = (
    "banana",
    "2026-13-01",
    "31/02/2026",
    12,
    True,
    CellError("#N/A"),
    "2026-1",
    "32/1/2026",
)
_BLANKS: Final = (None, None, None, "-", "–", "n/a", " ", "\xa0", "N/A")
WORD_DATES: Final = ("hoy", "today", "yesterday", "Monday", "3 Nov", "12/11", "mañana", "x")
"""They mean another day when they were typed on another day."""
IN_WORDS: Final = ("3 Nov 2026", "12 de noviembre de 2026", "Nov 5, 2026")
"""Texts that have a month's name, which formulas do not read."""


def headings(lang: str) -> list[Value]:
    """Returns the headings of the leads tab."""
    return [_HEADINGS[key][lang == "es"] for key in COLUMNS]


def log_headings(lang: str) -> list[Value]:
    """Returns the headings of the Contacts log."""
    return [LOG_HEADINGS[key][int(lang == "es")] for key in LOG_COLUMNS]


def tab_name(key: str, lang: str) -> str:
    """Returns what a tab of ours is called."""
    both = ("Leads", "Contactos") if key == "leads" else TABS[key]
    return both[lang == "es"]


class Leads:
    """Draws the cells of leads, and of lines of their log, as a team types them by a day."""

    def __init__(self, chance: Random, team: Team) -> None:
        self._chance, self._team = chance, team
        self._last = 0

    def lead(self, day: date) -> dict[str, Value]:
        """Returns the filled cells of a new lead, by key of column."""
        pick, roll = self._chance.choice, self._chance.random
        self._last += 1
        number = self._last
        given, family = pick(_NAMES), pick(_FAMILIES)
        email: Value = f"{given}.{family}.{number}@example.com".lower()
        phone: Value = f"+34 6{number:02d} {number * 7919 % 1000000:06d}"
        if roll() < 0.04:
            shared = self._chance.randrange(1, number + 1)
            email, phone = pick(((f"Shared.{shared % 5}@Example.com", phone), (email, f"00 34/6{shared % 4}1 234 567")))  # fmt: skip
        cells: dict[str, Value] = {"name": f"{given} {family} {number}", "email": email}
        cells |= {"phone": phone, "owner": self._owner(), "stage": self._stage()}
        self._thin_out(cells)
        cells |= {
            "kind": self._sometimes(
                0.2,
                (
                    "task",
                    "Tarea",
                    "partner",
                    "oportunidad",
                    "task",
                    "Socio",
                    "opportunity",
                    "Partner",
                    "other",
                ),
            )
        }
        cells |= {"fit": self._yes_no(0.6), "segment": self._sometimes(0.6, ("advised", "Informado", "asesorada", "retail"))}  # fmt: skip
        cells |= {"source": pick(_SOURCES), "created": self._day(day - timedelta(40), 39, 0.9)}
        cells |= {"value": self._sometimes(0.5, AMOUNTS)}
        cells |= {"notes": self._sometimes(0.4, _NOTES), "do_not_contact": self._yes_no(0.06)}
        cells |= {
            "attempts": self._sometimes(
                0.08, (0, 1, 2, 5, 9, "3", "003", "1e3", -1, 2.5, "x", True)
            )
        }
        cells |= {
            "phase": self._sometimes(0.5, ("start", "comparing", "unknown", "Desconocida", "-"))
        }
        if roll() < 0.8:
            self.contact(cells, day)
        return {key: value for key, value in cells.items() if value is not None}

    def _thin_out(self, cells: dict[str, Value]) -> None:
        """Takes some of what says who a lead is away, but never all of it."""
        roll = self._chance.random()
        if roll < 0.06:
            cells["email"] = self._chance.choice((*_BLANKS, "no mail"))
        if 0.03 < roll < 0.09:
            cells["phone"] = self._chance.choice(
                (*_BLANKS, 612345678, "12 34", "tel. 91 000 00 00")
            )
        if 0.1 < roll < 0.12:
            cells["name"], cells["company"] = None, "Cano Joinery"

    def contact(self, cells: dict[str, Value], day: date) -> None:
        """Notes a contact of ours in the days before, and what came of it."""
        roll = self._chance.random
        cells["last_contact"] = self._day(day - timedelta(20), 20, 0.97, clock=True)
        if roll() < 0.35:
            cells["last_reply"] = self._day(day - timedelta(21), 21, 1, clock=True)
        if roll() < 0.3:
            cells["agreement"] = self._chance.choice((*_AGREEMENTS, None))
            cells["agreed_for"] = self._day(day - timedelta(12), 30, 0.9)
        if roll() < 0.12:
            cells["announced_for"] = self._day(day - timedelta(6), 20, 1)
        if roll() < 0.14:
            cells["appointment"] = self._day(day - timedelta(10), 22, 1)
            cells["confirmed"] = self._yes_no(0.6)
        if roll() < 0.06:
            cells["not_before"] = self._day(day - timedelta(5), 30, 1)

    def edit(self, cells: dict[str, Value], day: date) -> None:
        """Does to the cells of a lead what people do between two runs."""
        roll, chance = self._chance.random(), self._chance
        deed = chance.choice(_DEEDS)
        if roll < 0.35:
            self.contact(cells, day)
        elif roll < 0.5:
            cells["stage"] = self._stage()
        elif roll < 0.62:
            cells["last_reply"] = self._day(day - timedelta(8), 8, 1, clock=True)
        else:
            deed(self, cells, day)

    def plan_by_hand(self, cells: dict[str, Value], day: date) -> None:
        """Types a date over Next contact."""
        cells["next_contact"] = self._day(day - timedelta(6), 25, 1)

    def type_over(self, cells: dict[str, Value], day: date) -> None:
        """Types a text into one of our other cells."""
        key = self._chance.choice(
            ("next_step", "flags", "overdue", "touches", "interest", "next_contact")
        )
        cells[key] = self._chance.choice(("ask Ana", "see notes", 77.5))

    def type_status(self, cells: dict[str, Value], day: date) -> None:
        """Types a word into Status."""
        cells["status"] = self._chance.choice(
            ("Won", "perdido", "Sin seguimiento", "Planned", "hot!")
        )

    def move_contact_back(self, cells: dict[str, Value], day: date) -> None:
        """Corrects a last contact to an earlier day, or clears it."""
        cells["last_contact"] = self._day(day - timedelta(30), 20, 0.8, clock=True)

    def say_never(self, cells: dict[str, Value], day: date) -> None:
        """Says whether they may be contacted."""
        cells["do_not_contact"] = self._yes_no(0.9)

    def break_cell(self, cells: dict[str, Value], day: date) -> None:
        """Makes a cell unreadable."""
        key = self._chance.choice(
            ("created", "last_contact", "agreed_for", "fit", "confirmed", "stage")
        )
        cells[key] = self._chance.choice(_BAD_DATES if key in _DATES else _ODD)

    def use_a_word(self, cells: dict[str, Value], day: date) -> None:
        """Types a date as a word, without a year, or with a month's name."""
        key = self._chance.choice(("last_contact", "last_reply", "agreed_for", "next_contact"))
        cells[key] = self._chance.choice((*WORD_DATES, *IN_WORDS))

    def _owner(self) -> Value:
        owner = self._chance.choice(OWNERS)
        return self._chance.choice(
            (owner, owner, owner, owner.upper(), f" {owner} ", None, "Iñigo")
        )

    def _stage(self) -> Value:
        chance, labels = self._chance, self._team.stages
        roll = chance.random()
        if roll < 0.06:
            return chance.choice(_BLANKS)
        if roll < 0.1:
            words: tuple[Value, ...] = ("1 - Nuevo", "Quote sent", "Closed", "DNC", "zzz", *_ODD)
            return chance.choice((*self._team.words, *words))
        label = chance.choice(labels)
        return chance.choice((label, label, label, label.upper(), f"{label} "))

    def _yes_no(self, filled: float) -> Value:
        chance = self._chance
        if chance.random() >= filled:
            return chance.choice(_BLANKS)
        return chance.choice(
            (*_YES, *_YES, *_NO, chance.choice(_ODD) if chance.random() < 0.2 else "no")
        )

    def _sometimes(self, share: float, values: tuple[Value, ...]) -> Value:
        return self._chance.choice(values) if self._chance.random() < share else None

    def _day(self, first: date, days: int, filled: float, *, clock: bool = False) -> Value:
        """Returns a day from the first one on, mostly as a number, now and then as a text."""
        chance = self._chance
        roll = chance.random()
        if roll >= filled:
            return chance.choice(_BLANKS)
        day = first + timedelta(chance.randrange(days + 1))
        if roll < 0.004:
            return chance.choice(_BAD_DATES)
        if roll < 0.04:
            return self._day_as_text(day)
        number: Value = serial(day)
        if clock and roll < 0.4:
            return serial(day) + chance.choice((0.25, 0.5, 1 / 3, 0.875))
        return number

    def _day_as_text(self, day: date) -> str:
        forms = [day.isoformat(), f" {day.isoformat()} ", f"{day:%Y/%m/%d}"]
        forms.append(f"{day.day}/{day.month}/{day:%Y}")
        if self._team.lang == "es":
            forms += [f"{day:%d-%m-%Y}", f"{day:%d.%m.%y}"]
        return self._chance.choice(forms)

    def line(self, day: date, lead: Mapping[str, Value]) -> list[Value]:
        """Returns a line of the log about a lead."""
        chance = self._chance
        by_us = chance.random() < 0.65
        cells: dict[str, Value] = {"date": self._day(day - timedelta(24), 24, 1, clock=True)}
        cells["lead"] = chance.choice(
            (lead.get("email"), lead.get("name"), lead.get("id"), lead.get("email"))
        )
        cells["way"] = chance.choice(
            ("out", "Salida", "enviado") if by_us else ("in", "Entrada", "they")
        )
        cells["channel"] = chance.choice(("Email", "Teléfono", None))
        cells["effort"] = self._sometimes(0.5, ("Autumn letter", "open day", "call"))
        cells["opened"] = self._sometimes(0.4, ("yes", "no", "unknown", "sí", "desconocido"))
        cells["reaction"] = self._sometimes(
            0.4, ("positive", "Neutral", "negativa", "automatic", "Automática")
        )
        cells["phase"] = self._sometimes(0.2, ("comparing", "unknown", "decidiendo"))
        if chance.random() < 0.3:
            cells["agreement"] = chance.choice(_AGREEMENTS)
            cells["agreed_for"] = self._day(day - timedelta(12), 28, 0.9)
            cells["kept"] = self._sometimes(0.3, ("yes", "no", "moved", "Sí", "-"))
        if chance.random() < 0.2:
            cells["announced"] = self._day(day - timedelta(8), 20, 1)
        cells["note"] = self._sometimes(0.2, _NOTES)
        if chance.random() < 0.01:
            key = chance.choice(("date", "way", "lead"))
            cells[key] = chance.choice((None, "??", "nobody@example.com"))
        return [cells.get(key) for key in LOG_COLUMNS]


_DATES: Final = frozenset({"created", "last_contact", "agreed_for"})
_DEEDS: Final[tuple[Callable[[Leads, dict[str, Value], date], None], ...]] = (
    *(Leads.plan_by_hand,) * 6,
    *(Leads.move_contact_back,) * 3,
    *(Leads.say_never,) * 2,
    Leads.type_over,
    Leads.type_status,
    Leads.break_cell,
    Leads.use_a_word,
)
