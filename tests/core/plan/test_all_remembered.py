"""Whatever is remembered beside touches (choices, words of stages and of dates, leads that are
gone, addresses that asked for silence, language, zone), a second sync finds nothing to write.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetflow.decide.playbook_rows import playbook_rows
from sheetflow.engine import Options, look, sync
from sheetflow.model import STATE_TAB
from sheetflow.state import read_state
from tests.support.grids import TODAY, Sheet, day

HEADINGS: Final = [
    "Name", "Email", "Status", "Kind", "Since", "Last contact", "Last reply", "Do not contact",
]  # fmt: skip
TYPED: Final[dict[str, st.SearchStrategy[Any]]] = {
    "Status": st.sampled_from(["Won", "Calling", "Nuevo", "Cerrado – pagado", "Demo set", None]),
    "Kind": st.sampled_from(["task", "socio", "school", "shop", None]),
    "Since": st.sampled_from(["hoy", "12 nov", "x", "01/02/2026", day("11-02"), None]),
    "Last contact": st.sampled_from(
        ["ayer", "lunes", "13/10/2026", "10/14/2026", "03/04/2026", day("11-18"), None]
    ),
    "Last reply": st.sampled_from(["today", "2 nov", "yesterday", day("11-19"), None]),
    "Do not contact": st.sampled_from(["yes", "no", "perhaps", None, None]),
}
OURS: Final[dict[str, st.SearchStrategy[Any]]] = {
    "Next contact": st.sampled_from(["mañana", "next friday", "25/12/2026", day("12-01"), None]),
    "Status (sf)": st.sampled_from(["Lost", "Sin seguimiento", "Planned", "ask Eva", None]),
    "Touches": st.sampled_from([7, "many", None]),
}
row_at = st.integers(0, 9)
theirs = st.sampled_from([*TYPED]).flatmap(
    lambda heading: st.tuples(st.just("type"), row_at, st.just(heading), TYPED[heading])
)
over = st.sampled_from([*OURS]).flatmap(
    lambda heading: st.tuples(st.just("type"), row_at, st.just(heading), OURS[heading])
)
words = st.dictionaries(
    st.sampled_from(["Calling", "Demo set"]), st.sampled_from(["Met", "Informado", "Not followed"])
)
done = st.one_of(
    theirs,
    over,
    st.tuples(st.just("delete"), row_at),
    st.tuples(st.just("put back"), row_at),
    st.tuples(st.just("map"), words),
    st.tuples(st.just("speak"), st.sampled_from(["en", "es"])),
    st.tuples(st.just("move"), st.sampled_from(["Europe/Madrid", "America/Lima"])),
    st.tuples(st.just("wait"), st.integers(1, 100)),
)
leads = st.lists(st.tuples(*TYPED.values()), min_size=2, max_size=5)


class Team:
    """A sheet, and the people at it."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        cells = [[f"P{n}", f"p{n}@x.com", *row] for n, row in enumerate(rows)]
        self.sheet, self.bin = Sheet(HEADINGS, *cells), list[list[Any]]()
        self.today, self.zone = TODAY, "Europe/Madrid"
        self.lang: str | None = None

    def do(self, what: str, *how: Any) -> None:
        rows = self.sheet.rows
        if what == "type" and len(rows) > 1:
            self._type(how[0] % (len(rows) - 1) + 2, how[1], how[2])
        elif what == "delete" and len(rows) > 2:
            self.bin.append(rows.pop(how[0] % (len(rows) - 1) + 1))
        elif what == "put back" and self.bin:
            rows.append(self.bin.pop())
        elif what == "map":
            mapped = [[word, 1, stage] for word, stage in how[0].items()]
            self.sheet.tabs["Playbook"] = [*map(list, playbook_rows("en")), *mapped]
        else:
            self._elsewhere(what, how)

    def _type(self, row: int, heading: str, value: Any) -> None:
        if heading in self.sheet.rows[0]:
            self.sheet.type(row, heading, value)

    def _elsewhere(self, what: str, how: tuple[Any, ...]) -> None:
        if what == "speak":
            self.lang = how[0]
        elif what == "move":
            self.zone = how[0]
        elif what == "wait":
            self.today += timedelta(how[0])

    @property
    def options(self) -> Options:
        return Options(self.today, lang=self.lang, zone=self.zone, force=True)

    def settle(self) -> None:
        """Syncs, and then nothing more is to be written, whether one looks or syncs."""
        sync(self.sheet, self.options)
        plan, _ = look(self.sheet, self.options)
        assert plan.counts.changes == 0
        assert plan.changes.state is None
        before = [list(row) for row in self.sheet.tabs[STATE_TAB]]
        assert not sync(self.sheet, self.options).wrote
        assert self.sheet.tabs[STATE_TAB] == before

    @property
    def memory(self) -> list[str]:
        return [str(row[0]) for row in self.sheet.tabs[STATE_TAB]]


@settings(max_examples=min(60, settings.default.max_examples))
@given(leads, st.lists(done, max_size=6))
def test_a_second_sync_writes_nothing(
    rows: list[tuple[Any, ...]], after: list[tuple[Any, ...]]
) -> None:
    team = Team(rows)
    team.settle()
    for what, *how in after:
        team.do(what, *how)
        team.settle()
        assert not read_state(team.memory).lost


def test_all_of_it_is_remembered_at_once() -> None:
    row = ("Won", "task", None, "13/10/2026", None, None)
    team = Team([row, ("Calling", "socio", *row[2:]), row, row])
    team.settle()
    for what in (
        ("type", 0, "Last reply", "today"),
        ("type", 1, "Do not contact", "yes"),
        ("delete", 2),
        ("map", {"Calling": "Met"}),
        ("speak", "es"),
        ("move", "America/Lima"),
    ):
        team.do(*what)
        team.settle()
    header, *lines = team.memory
    kept = json.loads(header)
    assert (kept["gone"], kept["opted_out"], kept["spoken"]) == (1, 1, "en")
    assert kept["zone"] == "Europe/Madrid"
    assert {"status", "order:last_contact"} <= set(kept["choices"]["Leads"])
    assert sum("t=last_reply:" in line for line in lines) == 1
    assert all("w=" in line for line in lines if not line.startswith("no:"))
