"""The words of stages: in a Stage column, in a team's Status, in the Playbook, in ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheetflow.decide import stage_words
from sheetflow.decide.playbook import DEFAULT, NOT_FOLLOWED, STAGES
from sheetflow.decide.playbook_rows import playbook_rows
from sheetflow.decide.stage_words import PLAIN, SHIPPED, fold_word, shipped_words
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import Problem
from sheetflow.parse.stages import StageWords, is_vocabulary
from sheetflow.plan.plan import Plan
from sheetflow.plan.worklist import worklist
from sheetflow.starter.playbook_parts import unknown_words
from tests.support.grids import Sheet, day

HEAD = ["Name", "Email", "Status"]
WORDS = StageWords(DEFAULT)
ENDED = [*SHIPPED["won"], *SHIPPED["lost"], *SHIPPED["closed"], *SHIPPED["no_contact"]]
OPEN = [stage.key for stage in STAGES if not stage.closed]


def key_of(text: str) -> str | None:
    stage = WORDS.find(text)
    return stage.key if stage else None


def of_status(*cells: Any, playbook: list[list[Any]] | None = None) -> Sheet:
    """A tab whose team has a Status of its own."""
    rows = [[f"Lead {n}", f"a{n}@x.com", cell] for n, cell in enumerate(cells)]
    others = {"Playbook": playbook} if playbook else {}
    return Sheet(HEAD, *rows, others=others)


def statuses(plan: Plan) -> list[str]:
    return [row.decision.status for row in plan.rows]


def stages(plan: Plan) -> list[str | None]:
    return [row.facts.stage.key if row.facts.stage else None for row in plan.rows]


def told(plan: Plan, code: str) -> list[Problem]:
    return [problem for problem in plan.problems if problem.text.code == code]


def playbook(words: Mapping[str, str] = {}, **also: str) -> list[list[Any]]:
    """The default Playbook with some words in it."""
    rows = [list(row) for row in playbook_rows("en")]
    for row in rows:
        if row and row[0] in also:
            row[12] = also[str(row[0])]
    return rows + [[word, 1, stage, None] for word, stage in words.items()]


# ── how words are compared ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("1 - Nuevo", "new"),
        ("01. Nueva", "new"),
        ("🔥 INTERESADAS", "interested"),
        ("Closed–Won", "won"),
        ("closed / won", "won"),
        ("Negotiation/Review", "proposal"),
        ("Reunión  agendada!", "meeting"),
        ("Etapa 3: Propuesta enviada", "proposal"),
        ("Don't call", "_no_contact"),
        ("Don’t call", "_no_contact"),
        ("Dada de baja", "_no_contact"),
        ("Cerrada", "_closed"),
        ("clientes", "won"),
        ("proposal_sent", "proposal"),
    ],
)
def test_looks_endings_and_a_number_in_front_do_not_matter(typed: str, key: str) -> None:
    assert key_of(typed) == key


@pytest.mark.parametrize(
    "typed",
    "on hold, paused, later, future, next year, pending payment, waiting, other, en pausa, "
    "más adelante, otro año, en espera, otros, bajo, won't do, clienteling".split(", "),
)
def test_words_left_out_on_purpose_mean_nothing(typed: str) -> None:
    assert key_of(typed) is None


def test_no_shipped_word_means_two_stages() -> None:
    meanings: dict[str, set[str]] = {}
    for key, words in SHIPPED.items():
        for word in words:
            meanings.setdefault(fold_word(word), set()).add(key)
    assert [word for word, keys in meanings.items() if len(keys) > 1] == []


def test_every_unmistakable_word_is_one_that_ends_the_follow_up() -> None:
    found = [WORDS.find(word) for word in PLAIN]
    assert all(stage is not None and stage.closed for stage in found)


@given(st.text(max_size=40))
def test_any_text_means_a_stage_or_nothing(text: str) -> None:
    stage = WORDS.find(text)
    assert stage is None or stage in (*STAGES, *NOT_FOLLOWED.values())


@given(
    st.sampled_from(list(chain.from_iterable(SHIPPED.values()))),
    st.sampled_from(sorted(SHIPPED)),
    st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=12),
)
def test_a_new_shipped_word_changes_no_word_that_was_known(word: str, key: str, added: str) -> None:
    assume(fold_word(added) not in shipped_words())
    before = {known: key_of(known) for known in (word, "Won", "nuevo")}
    more = {**SHIPPED, key: (*SHIPPED[key], added)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage_words, "SHIPPED", more)
        after = StageWords(DEFAULT)
    found = {known: after.find(known) for known in before}
    assert {known: stage.key for known, stage in found.items() if stage} == before


@settings(max_examples=min(40, settings.default.max_examples))
@given(
    st.lists(
        st.sampled_from([*ENDED, "Nuevo", "In progress", "demo done"]), min_size=1, max_size=6
    ),
    st.lists(
        st.sampled_from(["Calling", "Data search", "a long remark, about a call"]), max_size=6
    ),
    st.sampled_from(sorted(SHIPPED)),
    st.sampled_from(["Status", "Stage"]),
)
def test_a_new_shipped_word_changes_no_row_whose_word_was_known(
    known: list[str], unknown: list[str], key: str, heading: str
) -> None:
    rows = [[f"P{n}", f"p{n}@x.com", word] for n, word in enumerate([*known, *unknown])]
    answers = []
    for words in ((), ("calling", "data search")):
        with pytest.MonkeyPatch.context() as patch:
            more = {**SHIPPED, key: (*SHIPPED[key], *words)}
            patch.setattr(stage_words, "SHIPPED", more)
            plan = Sheet(["Name", "Email", heading], *rows).plan()
        answers.append([(row.decision, row.facts.stage) for row in plan.rows[: len(known)]])
    assert answers[0] == answers[1]


# ── what counts first ─────────────────────────────────────────────────────────────────────────


def test_without_a_default_stage_its_words_mean_nothing() -> None:
    team = replace(DEFAULT, stages=tuple(s for s in STAGES if s.key != "met"))
    assert StageWords(team).find("demo done") is None
    assert StageWords(team).find("New lead") == STAGES[0]


def test_won_and_lost_mean_the_stage_that_ends_so_whatever_it_is_called() -> None:
    own = STAGES[6]._replace(key="firma", en="Firma", es="Firma")
    words = StageWords(replace(DEFAULT, stages=(STAGES[0], own)))
    assert words.find("closed won") == own
    assert words.find("closed lost") == NOT_FOLLOWED["closed"]


def test_the_words_of_the_team_count_before_the_shipped_ones() -> None:
    also = STAGES[1]._replace(also=("Customer",))
    team = replace(DEFAULT, stages=(STAGES[0], also, *STAGES[2:]))
    assert StageWords(team).find("customer") == also
    mine = replace(DEFAULT, your_words={"Customer": STAGES[2], "New": STAGES[3]})
    assert StageWords(mine).find("CUSTOMERS") == STAGES[2]
    assert StageWords(mine).find("New") == STAGES[0]


def test_numbered_labels_that_differ_in_the_number_only_stay_apart() -> None:
    first, second = (
        STAGES[n]._replace(key=f"c{n}", en=f"{n} contact", es=f"{n} contacto") for n in (1, 2)
    )
    words = StageWords(replace(DEFAULT, stages=(first, second, *STAGES[6:])))
    assert (words.find("1 contact"), words.find("2 contact")) == (first, second)
    assert words.find("contact") is None


def test_also_called_and_your_words_are_read_from_the_playbook() -> None:
    book = playbook({"Calling": "Informed", "Stopped calling": "Not followed"}, met="Seen, Visto")
    sheet = of_status("Calling", "Stopped calling", "visto", "seen", playbook=book)
    assert stages(sheet.plan()) == ["informed", "_closed", "met", "met"]


def test_the_stage_of_a_word_must_be_one() -> None:
    with pytest.raises(PlaybookUnusable) as raised:
        of_status("New", playbook=playbook({"Calling": "Banana"})).plan()
    (problem,) = raised.value.problems
    assert problem.text.code == "unknown_stage_meant"


# ── a stage column ────────────────────────────────────────────────────────────────────────────


def test_shipped_words_count_in_a_stage_column() -> None:
    typed = ["Closed Won", "Closed Lost", "Qualified", "Contacted", "Negotiation", "New Lead"]
    plan = Sheet(["Name", "Stage"], *[[f"L{n}", word] for n, word in enumerate(typed)]).plan()
    assert stages(plan) == ["won", "lost", "interested", "informed", "proposal", "new"]


def test_closed_and_do_not_contact_are_not_followed_and_say_why() -> None:
    plan = Sheet(["Name", "Stage"], ["Ana", "Cerrado"], ["Bo", "DNC"]).plan()
    assert statuses(plan) == ["not_followed"] * 2
    assert [row.why for row in plan.rows] == [
        "Not followed: the stage says closed, and neither won nor lost.",
        "Not followed: the stage says do not contact.",
    ]


def test_an_unknown_word_is_told_once_with_its_first_cells_and_its_rows() -> None:
    rows = [[f"L{n}", ("Calling", "Data search")[n % 2]] for n in range(20)]
    plan = Sheet(["Name", "Stage"], *rows).plan()
    found = [(p.where, p.text.values[1]) for p in told(plan, "unknown_stage")]
    assert found == [
        ("Leads!B2, Leads!B4, Leads!B6", 10),
        ("Leads!B3, Leads!B5, Leads!B7", 10),
    ]
    assert len(plan.problems) == 2


# ── a team's Status ───────────────────────────────────────────────────────────────────────────


def test_a_status_without_a_known_word_is_left_alone_and_told() -> None:
    plan = of_status("Calling", "Calling").plan()
    assert statuses(plan) == ["today"] * 2
    (problem,) = told(plan, "status_unread_words")
    assert (problem.where, problem.text.values) == ("Leads!C1", ("'Calling' (2)",))


def test_a_status_of_long_texts_without_a_known_word_is_told_without_them() -> None:
    plan = of_status("a text that is longer than any word of thirty letters would be").plan()
    assert [p.where for p in told(plan, "status_unread")] == ["Leads!C1"]


def test_unknown_words_of_a_vocabulary_make_their_rows_check() -> None:
    plan = of_status("Won", "Calling", "Calling", "New").plan()
    assert statuses(plan) == ["won", "check", "check", "today"]
    (problem,) = told(plan, "unknown_stage")
    assert problem.where == "Leads!C3, Leads!C4"


@pytest.mark.parametrize(
    ("unknown", "vocabulary"),
    [
        ({}, True),
        ({"a": 2}, True),
        ({"a": 1}, False),
        ({"a": 1, "b": 3}, True),
        ({"x" * 30: 2}, True),
        ({"x" * 31: 9}, False),
        ({f"w{n}": 2 for n in range(12)}, True),
        ({f"w{n}": 9 for n in range(13)}, False),
    ],
)
def test_few_short_words_that_come_back_are_a_vocabulary(
    unknown: dict[str, int], *, vocabulary: bool
) -> None:
    assert is_vocabulary(unknown) is vocabulary


def test_free_text_counts_where_it_is_a_word_or_begins_with_an_unmistakable_one() -> None:
    plan = of_status(
        "Cerrado – pagado por transferencia",
        "Lost: went to somebody else",
        "won",
        "won't answer the phone",
        "cliente - de mi hermana",
        "called twice, wants a price",
        "not interested, he says",
    ).plan()
    assert statuses(plan) == [*("not_followed", "lost", "won", "today", "today", "today", "lost")]
    (problem,) = told(plan, "status_free_words")
    assert problem.text.values[0] == 3
    (problem,) = told(plan, "status_begun")
    assert (problem.where, problem.text.values) == ("Leads!C2, Leads!C3, Leads!C8", (3,))
    assert told(plan, "unknown_stage") == []


def test_words_that_stand_in_a_row_each_are_asked_about_by_name() -> None:
    sheet = of_status("Won", "En pausa", "On hold", "en  pausa", "Paused")
    plan = sheet.plan()
    assert statuses(plan) == ["won", *["today"] * 4]
    (problem,) = told(plan, "status_free_words")
    assert problem.text.values == (4, "'En pausa' (2), 'On hold' (1), 'Paused' (1)")
    assert unknown_words(sheet.look()[1]) == {"En pausa": 2, "On hold": 1, "Paused": 1}


def test_long_texts_are_counted_and_not_named() -> None:
    long = "called twice, and wants a price before the summer"
    (problem,) = told(of_status("Won", long, "Paused").plan(), "status_free")
    assert problem.text.values == (2,)


def test_row_by_row_a_filled_stage_counts_before_the_status() -> None:
    rows = [["Ana", "Met", "Won"], ["Bo", None, "Won"], ["Cy", None, None], ["Di", "-", "Lost"]]
    plan = Sheet(["Name", "Stage", "Status"], *rows).plan()
    assert stages(plan) == ["met", "won", "new", "lost"]


def test_an_unknown_status_beside_a_stage_is_told_in_its_own_cell() -> None:
    rows = [["Ana", "Met", "Won"], ["Bo", None, "Calling"], ["Cy", "Calling", None]]
    rows += [["Di", None, "Calling"]]
    plan = Sheet(["Name", "Stage", "Status"], *rows).plan()
    (problem,) = told(plan, "unknown_stage")
    assert problem.where == "Leads!C3, Leads!B4, Leads!C5"


def test_a_status_that_was_blank_is_read_once_it_says_a_stage() -> None:
    sheet = of_status(None, None)
    sheet.sync("11-18")
    sheet.type(2, "Status", "Won")
    sheet.type(3, "Status", "Proposal sent")
    assert stages(sheet.plan("11-20")) == ["won", "proposal"]


def test_one_typed_cell_does_not_turn_a_column_over() -> None:
    sheet = of_status(*["Won"] * 3, *["Calling"] * 4)
    sheet.sync("11-18")
    sheet.type(2, "Status", "a text that is longer than any word of thirty letters would be")
    plan = sheet.plan("11-19")
    assert statuses(plan) == ["check", "won", "won", *["check"] * 4]
    free = of_status("Won", "called on Monday", "called on Tuesday")
    free.sync("11-18")
    free.type(4, "Status", "called on Monday")
    assert statuses(free.plan("11-19"))[0] == "won"
    assert "check" not in statuses(free.plan("11-19"))


def test_the_choice_is_forgotten_with_the_last_cell_of_the_column() -> None:
    sheet = of_status("Won", "called on Monday", "called on Tuesday")
    sheet.sync("11-18")
    for row in (2, 3, 4):
        sheet.type(row, "Status", None)
    sheet.sync("11-19")
    for row, word in ((2, "Won"), (3, "Calling"), (4, "Calling")):
        sheet.type(row, "Status", word)
    assert statuses(sheet.plan("11-20")) == ["won", "check", "check"]


def test_a_second_sync_writes_nothing() -> None:
    sheet = of_status("Won", "Calling", "Calling", "Cerrado", "DNC")
    sheet.sync("11-18")
    assert not sheet.sync("11-18").wrote


ended = st.sampled_from(ENDED)
others = st.text(max_size=35) | st.sampled_from(["Calling", "New", "called, again - soon"])


@settings(max_examples=25)
@given(st.lists(ended | others, min_size=1, max_size=12), st.sampled_from(["Status", "Stage"]))
def test_no_row_whose_word_ends_the_follow_up_is_on_a_worklist(
    cells: list[str], heading: str
) -> None:
    rows = [[f"Lead {n}", f"a{n}@x.com", cell] for n, cell in enumerate(cells)]
    plan = Sheet(["Name", "Email", heading], *rows).plan()
    closed = {n for n, cell in enumerate(cells, 2) if cell in ENDED}
    assert not closed & {row.row for row in worklist(plan.rows)}


# ── what is remembered ────────────────────────────────────────────────────────────────────────


# a word that is known no more makes its row `check`, whose memory rests meanwhile
MAPPED = st.sampled_from([*OPEN, "won", "Not followed"])
HISTORY = st.lists(
    st.sampled_from(["Last contact", "Last reply", "sync", "remap"]), min_size=2, max_size=7
)


def remapped(stage: str, table: str) -> list[list[Any]]:
    """The Playbook in which Calling means that stage, by Your words or by Also called."""
    if table == "words" or stage == "Not followed":
        return playbook({"Calling": stage})
    return playbook(**{stage: "Calling"})


@settings(max_examples=min(60, settings.default.max_examples))
@given(HISTORY, st.lists(st.tuples(MAPPED, st.sampled_from(["words", "also"])), min_size=7))
def test_a_remapping_in_the_playbook_never_changes_touches(
    history: list[str], books: list[tuple[str, str]]
) -> None:
    """What counts is what people did: with and without remappings the rows have the same touches,
    and no row has moved.
    """
    mapped, same = (
        Sheet(["Name", "Email", "Status", "Since", "Last contact", "Last reply"],
              ["Ana", "a@x.com", "Calling", day("10-01"), day("10-12")],
              ["Bea", "b@x.com", "Calling", day("10-01")],
              ["Eva", "e@x.com", "Met", day("10-01"), day("10-12")],
              others={"Playbook": playbook({"Calling": "informed"})})
        for _ in range(2)
    )  # fmt: skip
    for number, what in enumerate(history):
        today = f"11-{number + 2:02}"
        for sheet in (mapped, same):
            if what == "remap" and sheet is mapped:
                sheet.tabs["Playbook"] = remapped(*books[number])
            elif what.startswith("Last"):
                sheet.type(2, what, day(today))
            sheet.sync(today, force=True)
    same.sync("11-20", force=True)
    mapped.tabs["Playbook"] = playbook({"Calling": "informed"})
    mapped.sync("11-20", force=True)
    shown = [[s.at(n, "Touches") for n in (2, 3, 4)] for s in (mapped, same)]
    assert shown[0] == shown[1]
    assert not any("skipped" in str(mapped.at(n, "Flags")) for n in (2, 3, 4))


# ── our own Status ────────────────────────────────────────────────────────────────────────────


def ours(stage: str | None = "Proposal") -> Sheet:
    sheet = Sheet(["Name", "Email", "Stage"], ["Ana", "a@x.com", stage])
    sheet.sync("11-18")
    return sheet


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("Won", "won"),
        ("Perdido", "lost"),
        ("closed won", "won"),
        ("Not followed", "not_followed"),
        ("sin seguimiento", "not_followed"),
        ("DNC", "not_followed"),
    ],
)
def test_a_word_that_closes_in_our_status_is_the_stage_and_stays(typed: str, status: str) -> None:
    sheet = ours()
    sheet.type(2, "Status", typed)
    sheet.sync("11-19")
    (row,) = sheet.plan("11-20").rows
    assert (row.decision.status, sheet.at(2, "Status")) == (status, typed)
    assert "typed_over" not in row.decision.flags


def test_a_typed_status_counts_until_stage_says_otherwise() -> None:
    sheet = ours()
    sheet.type(2, "Status", "Won")
    sheet.sync("11-19")
    sheet.type(2, "Stage", "Interested")
    sheet.sync("11-20")
    assert "Won" not in str(sheet.at(2, "Status"))
    assert statuses(sheet.plan("11-20")) == ["today"]


def test_a_typed_status_counts_until_it_is_emptied() -> None:
    sheet = ours(None)
    sheet.type(2, "Status", "Lost")
    sheet.sync("11-19")
    assert statuses(sheet.plan("11-19")) == ["lost"]
    sheet.type(2, "Status", None)
    sheet.sync("11-20")
    assert "Today" in str(sheet.at(2, "Status"))


def test_another_word_of_ours_in_our_status_is_answered_over_and_told() -> None:
    sheet = ours()
    sheet.type(2, "Status", "Planned")
    plan = sheet.plan("11-19")
    assert [p.where for p in told(plan, "status_answered")] == ["Leads!D2"]
    sheet.sync("11-19")
    assert "Today" in str(sheet.at(2, "Status"))


def test_any_other_text_in_our_status_stays_typed_over() -> None:
    sheet = ours()
    sheet.type(2, "Status", "ask Bea")
    sheet.sync("11-19")
    assert sheet.at(2, "Status") == "ask Bea"
    assert "typed_over" in sheet.plan("11-19").rows[0].decision.flags


def test_of_several_status_columns_the_one_that_says_stages_counts_and_goes_on_counting() -> None:
    sheet = Sheet(
        ["Name", "Email", "Status", "Lead status"],
        ["Ana", "a@x.com", "VIP", "Closed lost"],
        ["Bo", "b@x.com", "VIP", "New"],
    )
    plan = sheet.plan()
    assert stages(plan) == ["lost", "new"]
    assert [problem.where for problem in told(plan, "left_alone")] == ["Leads!C1"]
    sheet.sync()
    sheet.type(2, "Status", "New")
    assert stages(sheet.plan()) == ["lost", "new"]
    sheet.sync()
    assert not sheet.sync().wrote
