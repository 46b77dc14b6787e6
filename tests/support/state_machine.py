"""People at work on one workbook while syncs run: a state machine that every backend must survive.

Invariants after each sync. Identity: every row's answers are those that its lead gets alone
(oracle.py), every lead keeps its id. People win: no cell of theirs changed, and their text in our
cells stays. Idempotence: a second sync of the day finds nothing to write, with and without the
stamp.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sheetflow.model import STATE_TAB, Value, serial
from sheetflow.state.record import written_text
from tests.support.oracle import ANSWERS, ID, OURS, PEOPLES, Cells, Oracle, anchor, plain
from tests.support.workbook_driver import WorkbookDriver, settled, synced

START: Final = date(2026, 11, 9)
DAYS: Final = st.integers(-12, 25).map(lambda n: START + timedelta(days=n))
DATES: Final = st.one_of(
    DAYS.map(serial),
    DAYS.map(date.isoformat),
    DAYS.map(
        lambda d: (
            f"{d.day} {'Oct' if d.month == 10 else 'Nov' if d.month == 11 else 'Dec'} {d.year}"
        )
    ),
    DAYS.map(lambda d: serial(d) + 0.625),
    st.sampled_from([None, None, "soon", "-", "25/11/2026", 12]),
)
TYPED: Final = {
    "Owner": st.sampled_from(["Eva", "Tom", None]),
    "Stage": st.sampled_from(
        "New|Informed|Interesado|Meeting set|Met|Proposal sent|Won|Lost||huh".split("|")
    ),
    "Possible?": st.sampled_from(["yes", "sí", "no", True, None, "perhaps"]),
    "Agreement": st.sampled_from(["send the drawings", "=1+1", "let me know", None]),
    "Confirmed": st.sampled_from(["yes", False, None]),
    # a yes is one for all rows of the address, so that no row is decided alone: plan/test_memory.py
    "Do not contact": st.sampled_from([None, None, "no", "?"]),
    "Notes": st.sampled_from(["<b>&", "🌱", "  spaces ", None, True]),
    **dict.fromkeys(
        ["Since", "Last contact", "Last reply", "Agreed for", "Appointment", "Not before"], DATES
    ),
}
"""What people type into their own columns. No text date leaves its order open: that is for the
column to say.
"""
TEXTS: Final = ("ask Eva first", "=A1", "typed & left")
"""Texts that people put into our cells; none of them is a date."""
BY_HEADING: Final = st.sampled_from([*TYPED]).flatmap(
    lambda heading: st.tuples(st.just(heading), TYPED[heading])
)
OVER: Final = st.one_of(
    st.sampled_from([*TEXTS, None, None, 1000]), DAYS.map(serial), DAYS.map(date.isoformat)
)


class WorkbookMachine(RuleBasedStateMachine):
    """Subclasses give `open_book`. Rows are told apart by their ticket, which is under No.

    `written` is what our cells held after the last sync, `edited` what people have put into them
    since they were ours; `known` are the leads of the last sync by id, `ever` all ids that ever
    were.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tab = "Leads"
        self.day = self.latest = START
        self.tickets = 0
        self.runs = 0
        self.lost = self.unnamed = False
        self.written: dict[str, Cells] = {}
        self.edited: dict[str, Cells] = {}
        self.known: dict[str, tuple[tuple[Value, Value], Oracle]] = {}
        self.ever: set[str] = set()

    def open_book(self, rows: list[list[Value]]) -> WorkbookDriver:
        """Returns a workbook whose tab Leads holds these rows."""
        raise NotImplementedError  # each backend of the tests gives its own

    # ── what is in the sheet ──────────────────────────────────────────────────────────────────────

    def rows(self) -> list[Cells]:
        """Returns all rows below the heading, the first of them sheet row 2."""
        headings, *rows = self.book.cells(self.tab)
        return [
            {str(h): v for h, v in zip(headings, row, strict=False) if v is not None}
            for row in rows
        ]

    def headings(self) -> list[Value]:
        return self.book.cells(self.tab)[0]

    def pick(self, n: int) -> tuple[int, Cells]:
        """Returns a lead's sheet row and its cells; never the anchor."""
        leads = [(at, row) for at, row in enumerate(self.rows(), 2) if row.get("No.", "T0") != "T0"]
        return leads[n % len(leads)]

    def has_leads(self) -> bool:
        return any(row.get("No.", "T0") != "T0" for row in self.rows())

    def ids_in_place(self) -> bool:
        """Returns whether every lead of the last sync still carries its id under its name, and no
        other does.
        """
        found = Counter((row[ID], *_who(row)) for row in self.rows() if ID in row)
        return (
            found == Counter((id_, *who) for id_, (who, _) in self.known.items())
            and self.distinct()
        )

    def distinct(self) -> bool:
        """Returns whether no two leads have the same name and email."""
        return max(Counter(_who(r) for r in self.rows() if "No." in r).values()) == 1

    def ticket(self) -> str:
        self.tickets += 1
        return f"T{self.tickets}"

    def person(self) -> tuple[str, str, str]:
        ticket = self.ticket()
        return ticket, f"Lead {ticket}", f"{ticket}@example.com".lower()

    def type(self, row: int, heading: str, value: Value) -> None:
        at = self.headings().index(heading)
        with self.book.at(self.tab) as sheet:
            sheet.type(row, at, value)

    # ── what people do ────────────────────────────────────────────────────────────────────────

    @initialize(leads=st.lists(st.lists(BY_HEADING, max_size=6), min_size=1, max_size=4))
    def open(self, leads: list[list[tuple[str, Value]]]) -> None:
        rows = [self.lead(dict(cells)) for cells in leads]
        self.book = self.open_book([list(PEOPLES), anchor(), *rows])

    def lead(self, cells: Cells) -> list[Value]:
        ticket, name, email = self.person()
        return [
            {"No.": ticket, "Name": name, "Email": email, **cells}.get(heading)
            for heading in PEOPLES
        ]

    @precondition(has_leads)
    @rule(n=st.integers(0, 9), cell=BY_HEADING)
    def types(self, n: int, cell: tuple[str, Value]) -> None:
        self.type(self.pick(n)[0], *cell)

    @precondition(lambda self: self.runs and self.has_leads())
    @rule(
        n=st.integers(0, 9), heading=st.sampled_from(ANSWERS) | st.just("Next contact"), value=OVER
    )
    def types_over_an_answer(self, n: int, heading: str, value: Value) -> None:
        if heading in self.headings():
            self.type(self.pick(n)[0], heading, value)

    @precondition(has_leads)
    @rule(n=st.integers(0, 9))
    def renames_a_lead(self, n: int) -> None:
        at, row = self.pick(n)
        if ID in row or not self.runs:
            _, name, email = self.person()
            self.type(at, "Name", name)
            self.type(at, "Email", email)

    @rule(heading=st.sampled_from(["Name", "Last contact", "Stage", "No."]), mirrored=st.booleans())
    def sorts(self, heading: str, mirrored: bool) -> None:
        at = self.headings().index(heading)
        with self.book.at(self.tab) as sheet:
            sheet.sort(
                2, lambda row: (str(row[at]) if at < len(row) else "~")[:: -1 if mirrored else 1]
            )

    @precondition(lambda self: self.runs and self.ids_in_place())
    @rule(heading=st.sampled_from(["Name", "Last contact", "No."]))
    def sorts_without_our_columns(self, heading: str) -> None:
        headings, before = self.headings(), [row.get("No.") for row in self.rows()]
        at = headings.index(heading)
        with self.book.at(self.tab) as sheet:
            sheet.sort(2, lambda row: (str(row[at]) if at < len(row) else "~")[::-1],
                       [i for i, h in enumerate(headings) if h not in OURS])  # fmt: skip
        after = [row.get("No.") for row in self.rows()]
        after += [None] * (len(before) - len(after))
        for left in (self.written, self.edited):
            cells = {
                str(new): left.get(str(old), {})
                for old, new in zip(before, after, strict=False)
                if new
            }
            left.clear()
            left.update(cells)

    @rule(n=st.integers(0, 9), cells=st.lists(BY_HEADING, max_size=6))
    def inserts_a_lead(self, n: int, cells: list[tuple[str, Value]]) -> None:
        values = dict(zip(PEOPLES, self.lead(dict(cells)), strict=True))
        with self.book.at(self.tab) as sheet:
            sheet.insert_row(
                2 + n % (len(self.rows()) + 1), [values.get(str(h)) for h in self.headings()]
            )

    @rule(n=st.integers(0, 9), remark=st.sampled_from([None, "— autumn —"]))
    def inserts_a_row_that_is_no_lead(self, n: int, remark: Value) -> None:
        at = self.headings().index("Notes")
        with self.book.at(self.tab) as sheet:
            sheet.insert_row(2 + n % (len(self.rows()) + 1), [None] * at + [remark])

    @precondition(has_leads)
    @rule(n=st.integers(0, 9))
    def deletes_a_row(self, n: int) -> None:
        at, _ = self.pick(n)
        with self.book.at(self.tab) as sheet:
            sheet.delete_row(at)

    @precondition(has_leads)
    @rule(n=st.integers(0, 9), to=st.integers(0, 9), renamed=st.booleans())
    def copies_a_row(self, n: int, to: int, renamed: bool) -> None:
        at, row = self.pick(n)
        if ID not in row and self.runs:
            return
        ticket, name, email = self.person()
        to = 2 + to % (len(self.rows()) + 1)
        with self.book.at(self.tab) as sheet:
            sheet.copy_row(at, to)
        for heading, value in [
            ("No.", ticket),
            *([("Name", name), ("Email", email)] if renamed else []),
        ]:
            self.type(to, heading, value)
        for left in (self.written, self.edited):
            left[ticket] = dict(left.get(str(row["No."]), {}))

    @precondition(lambda self: self.runs and self.has_leads() and self.ids_in_place())
    @rule(n=st.integers(0, 9))
    def empties_an_id(self, n: int) -> None:
        self.type(self.pick(n)[0], ID, None)

    @precondition(lambda self: STATE_TAB in self.book.tabs and ID in self.headings())
    @rule()
    def deletes_the_state_tab(self) -> None:
        self.book.drop(STATE_TAB)
        self.lost = True

    @precondition(lambda self: self.runs)
    @rule(heading=st.sampled_from(OURS))
    def deletes_an_owned_column(self, heading: str) -> None:
        headings = self.headings()
        if heading not in headings or (
            heading == ID and (self.lost or self.unnamed or not self.ids_in_place())
        ):
            return
        with self.book.at(self.tab) as sheet:
            sheet.delete_column(headings.index(heading))

    @rule(heading=st.sampled_from([*PEOPLES[1:], *OURS]), to=st.integers(0, 25))
    def moves_a_column(self, heading: str, to: int) -> None:
        headings = self.headings()
        if heading in headings:
            with self.book.at(self.tab) as sheet:
                sheet.move_column(headings.index(heading), to % len(headings))

    @precondition(lambda self: not self.runs or ID in self.headings())
    @rule()
    def renames_the_tab(self) -> None:
        self.tab, old = f"{self.ticket()} leads", self.tab
        self.book.rename(old, self.tab)
        self.unnamed = True

    # ── a sync, and what must hold then ───────────────────────────────────────────────────────

    @rule()
    def syncs_on_the_same_day(self) -> None:
        self.sync(0)

    @rule()
    def syncs_on_the_next_day(self) -> None:
        self.sync(1)

    @rule(days=st.sampled_from([2, 3, 7, 30, -1]))
    def syncs_later_or_for_an_earlier_day(self, days: int) -> None:
        self.sync(days)

    def sync(self, days: int) -> None:
        self.day += timedelta(days=days)
        before, others = (
            self.rows(),
            {
                tab: self.book.cells(tab)
                for tab in self.book.tabs
                if tab not in (self.tab, STATE_TAB)
            },
        )
        present = {str(h) for h in self.headings()}
        expected = self.follow(before, present if self.runs else {*present, *OURS})
        synced(self.book, self.day, force=True)  # people here delete more than the brake lets pass
        after = self.rows()
        self.people_win(before, after)
        assert others == {tab: self.book.cells(tab) for tab in others}, "another tab changed"
        self.identity(after, expected)
        self.remember(after, expected)
        self.idempotence()

    def follow(self, rows: list[Cells], present: set[str]) -> dict[str, tuple[str | None, Oracle]]:
        """Does to each lead alone what people did to its row; returns, by ticket, the id that it
        keeps and the lead.
        """
        kept, expected = self.assigned(rows), {}
        latest = self.latest if self.runs else self.day
        for row in [row for row in rows if "No." in row]:
            ticket = str(row["No."])
            id_ = kept.get(ticket)
            lead = self.known[id_][1] if id_ in self.known else Oracle.new(latest)
            lead.lose_columns(present)
            changed = {
                h: row.get(h)
                for h in ANSWERS
                if h in present and row.get(h) != self.written.get(ticket, {}).get(h)
            }
            left = {
                h: v
                for h, v in {**self.edited.get(ticket, {}), **changed}.items()
                if v is not None and h in present
            }
            self.edited[ticket] = left
            # Where nothing is remembered, all that is in the row counts, emptied cells too.
            strange = {h: row.get(h) for h in ANSWERS if h in present} if self.lost else {}
            lead.follow(row, {**strange, **left})
            lead.edited = left
            if self.lost:
                lead.lose_state()
            expected[ticket] = (id_, lead)
        for _, lead in expected.values():
            synced(lead.book, self.day)
        return expected

    def assigned(self, rows: list[Cells]) -> dict[str, str]:
        """Ticket -> the id that the row keeps, as follow-up.md says it."""
        kept: dict[str, str] = {}
        leads = [row for row in rows if "No." in row]
        whos = {id_: who for id_, (who, _) in self.known.items()} if not self.lost else {}

        def claim(row: Cells, id_: Value) -> None:
            if row["No."] not in kept and id_ not in kept.values():
                kept[str(row["No."])] = str(id_)

        for row in leads:
            if ID in row and whos.get(str(row[ID])) == _who(row):
                claim(row, row[ID])
        for row in [row for row in leads if row["No."] not in kept]:
            who = _who(row)
            same = [r for r in leads if r["No."] not in kept and _who(r) == who]
            free = [id_ for id_, w in whos.items() if w == who and id_ not in kept.values()]
            if len(same) == len(free) == 1:
                claim(row, free[0])
        for row in leads:
            if ID in row and (self.lost or row[ID] in whos):
                claim(row, row[ID])
        return kept

    def people_win(self, before: list[Cells], after: list[Cells]) -> None:
        assert [_peoples(row) for row in before] == [_peoples(row) for row in after], (
            "a cell of people's changed"
        )
        for old, new in zip(before, after, strict=True):
            if "No." in old:
                # Without the state a number in our cells passes for ours.
                kept = TEXTS if self.lost else (*TEXTS, 1000)
                left = {h: v for h, v in self.edited[str(old["No."])].items() if v in kept}
                assert {h: new.get(h) for h in left} == left, (
                    "a person's text in a cell of ours changed"
                )

    def identity(self, rows: list[Cells], expected: dict[str, tuple[str | None, Oracle]]) -> None:
        leads = {str(row["No."]): row for row in rows if "No." in row}
        ids = [row.get(ID) for row in leads.values()]
        assert None not in ids, "a lead has no id"
        assert len({*ids}) == len(ids), "two leads have one id"
        for ticket, (id_, lead) in expected.items():
            row = leads[ticket]
            assert row[ID] == id_ if id_ else row[ID] not in self.ever, "an id changed its lead"
            assert plain({h: row.get(h) for h in ANSWERS}) == lead.answers(), (
                "a lead got another lead's answer"
            )

    def remember(self, rows: list[Cells], expected: dict[str, tuple[str | None, Oracle]]) -> None:
        self.runs += 1
        self.latest = max(self.latest, self.day) if self.runs > 1 else self.day
        leads = [row for row in rows if "No." in row]
        self.known = {str(row[ID]): (_who(row), expected[str(row["No."])][1]) for row in leads}
        self.ever |= self.known.keys()
        self.written = {str(row["No."]): {h: row[h] for h in ANSWERS if h in row} for row in leads}
        for ticket, cells in self.written.items():
            self.edited[ticket] = {
                h: v for h, v in self.edited.get(ticket, {}).items() if cells.get(h) == v
            }
        if self.lost:
            self.believe_the_rebuilt_state(leads, expected)
        self.lost = self.unnamed = False

    def believe_the_rebuilt_state(
        self, leads: list[Cells], expected: dict[str, tuple[str | None, Oracle]]
    ) -> None:
        """Rebuilt from the sheet, the state had to guess which cells are people's; that holds from
        then on.
        """
        lines = [str(line[0]).split("|") for line in self.book.cells(STATE_TAB)[1:]]
        written = {line[0]: line[-1].split(";") for line in lines}
        for row in leads:
            ticket, fingerprints = str(row["No."]), written[str(row[ID])]
            cells = {
                h: row[h]
                for h, fingerprint in zip(ANSWERS, fingerprints, strict=True)
                if h in row and written_text([row[h]]) != fingerprint
            }
            self.edited[ticket] = expected[ticket][1].edited = cells

    def idempotence(self) -> None:
        before = self.book.fingerprint()
        assert settled(self.book, self.day), "a second sync would write"
        assert not synced(self.book, self.day).wrote
        assert self.book.fingerprint() == before, "a second sync touched the workbook"


def _who(row: Cells) -> tuple[Value, Value]:
    return row.get("Name"), row.get("Email")


def _peoples(row: Cells) -> dict[str, Any]:
    """People's cells, with their types: TRUE is not 1."""
    return {heading: (type(value), value) for heading, value in row.items() if heading not in OURS}
