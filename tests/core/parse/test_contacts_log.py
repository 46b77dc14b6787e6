"""The Contacts log: the same facts, line by line."""

from __future__ import annotations

import pytest

from sheetflow.columns import LOG_WORDS, PHASES
from sheetflow.decide.symptoms import Symptoms
from sheetflow.parse.contacts_log import HEADINGS as LOG_HEADINGS
from sheetflow.parse.contacts_log import LOG_CHOICES
from sheetflow.parse.values import says_phase
from sheetflow.plan.plan import Plan
from sheetflow.plan.rows import LeadResult
from tests.support.grids import Sheet, day

HEADINGS = [
    "Date",
    "Lead",
    "In/out",
    "Reaction",
    "Phase seen",
    "Agreement",
    "Agreed for",
    "Kept",
    "Announced for",
]
LEADS = [
    "Name",
    "Email",
    "Owner",
    "Possible?",
    "Stage",
    "Last contact",
    "Last reply",
    "Agreed for",
    "Attempts",
]


def sheet(
    *lines: list[object], lead: list[object] | None = None, more: list[list[object]] | None = None
) -> Sheet:
    ana: list[object] = ["Ana Pérez", "ana@example.com", "Eva", "yes", "New", *(lead or [])]
    return Sheet(LEADS, ana, *(more or []), others={"Contacts log": [HEADINGS, *lines]})


def row(*lines: list[object], lead: list[object] | None = None, today: str = "11-20") -> LeadResult:
    return sheet(*lines, lead=lead).plan(today).rows[0]


def wrong(plan: Plan) -> list[tuple[str, str]]:
    return [(p.where, p.text.code) for p in plan.problems]


def line(when: object, way: str = "out", lead: str = "Ana Pérez", **more: object) -> list[object]:
    return [day(when) if isinstance(when, str) else when, lead, way, *[more.get(k) for k in
            ("reaction", "phase", "agreement", "agreed_for", "kept", "announced")]]  # fmt: skip


@pytest.mark.parametrize("way", ["out", "OUT", "salida"])
def test_an_out_line_is_a_contact_and_a_touch(way: str) -> None:
    facts = row(line("11-18", way), line("11-19", way)).facts
    assert (facts.last_contact, facts.previous_contact, facts.touches) == (
        day("11-19"),
        day("11-18"),
        2,
    )


@pytest.mark.parametrize("way", ["in", "entrada"])
def test_an_in_line_is_a_reply_and_starts_the_touches_again(way: str) -> None:
    told = row(line("11-16"), line("11-18", way), line("11-19"))
    assert (told.facts.last_reply, told.facts.touches) == (day("11-18"), 1)


def test_an_automatic_reaction_is_no_reply() -> None:
    for word in ("automatic", "Automática"):
        told = row(line("11-18"), line("11-19", "in", reaction=word))
        assert (told.facts.last_reply, told.decision.rule) == (None, "cadence")


def test_of_cell_and_log_the_later_day_wins() -> None:
    assert row(line("11-18"), lead=[day("11-10")]).facts.last_contact == day("11-18")
    assert row(line("11-18"), lead=[day("11-19")]).facts.last_contact == day("11-19")
    assert row(line("11-17", "in"), lead=[day("11-16"), day("11-18")]).facts.last_reply == day(
        "11-18"
    )


@pytest.mark.parametrize(
    ("cell", "log", "wins"),
    [("11-24", "11-26", "11-24"), ("11-26", "11-24", "11-24"), ("11-10", "11-24", "11-24")],
)
def test_of_cell_and_log_the_earlier_agreement_that_is_open_counts(
    cell: str, log: str, wins: str
) -> None:
    told = row(
        line("11-18", agreement="call", agreed_for=day(log)), lead=[day("11-17"), None, day(cell)]
    )
    assert told.facts.agreed_for == day(wins)
    assert told.facts.agreement == ("call" if wins == log else "")
    assert (told.decision.rule, told.decision.due) == ("agreement", day(wins))


def test_a_lead_without_lines_uses_its_cells() -> None:
    told = (
        sheet(
            line("11-18"),
            more=[["Luis Ruiz", "l@x.com", "Eva", "yes", "New", day("11-17"), day("11-16")]],
        )
        .plan()
        .rows[1]
    )
    assert (told.facts.last_contact, told.facts.last_reply, told.facts.touches) == (
        day("11-17"),
        day("11-16"),
        1,
    )


def test_the_teams_own_count_outranks_the_log() -> None:
    assert row(line("11-17"), line("11-18"), lead=[None, None, None, 5]).facts.touches == 5


def test_a_line_names_its_lead_by_email_or_exact_name() -> None:
    for name in ("ana@example.com", "ANA@example.com", "Ana Pérez", "ana perez"):
        assert row(line("11-18", lead=name)).facts.last_contact == day("11-18")


def test_a_line_names_its_lead_by_sf_id() -> None:
    book = sheet()
    book.sync()
    book.tabs["Contacts log"].append(["2026-11-18", str(book.at(2, "sf id")), "out"])
    assert book.plan().rows[0].facts.last_contact == day("11-18")


def test_one_lead_may_be_spelled_in_several_ways() -> None:
    book = sheet(
        line("11-16", lead="ana@example.com"),
        line("11-17", lead="ANA@example.com"),
        line("11-18", lead="Ana Pérez"),
        line("11-19", lead="ana pérez"),
    )
    assert (wrong(book.plan()), book.plan().rows[0].facts.touches) == ([], 4)


@pytest.mark.parametrize("word", ["hoy", "x", "viernes", "12 Nov"])
def test_nothing_remembers_when_a_word_was_typed_into_the_log(word: str) -> None:
    typed = [word, *line("11-19")[1:]]
    assert ("Contacts log!A2", "log_date") in wrong(sheet(typed).plan())


def test_a_name_that_two_leads_share_names_nobody() -> None:
    plan = sheet(line("11-18"), more=[["Ana Pérez", "other@x.com"]]).plan()
    assert ("Contacts log!B2", "log_lead") in wrong(plan)
    assert plan.rows[0].facts.last_contact is None


@pytest.mark.parametrize(
    ("typed", "cell", "key"),
    [
        (["soon", "Ana Pérez", "out"], "A2", "log_date"),
        ([day("11-18"), "Nobody", "out"], "B2", "log_lead"),
        ([day("11-18"), "Ana Pérez", "sideways"], "B2", "log_way"),
    ],
)
def test_a_line_that_cannot_be_used_is_a_problem(typed: list[object], cell: str, key: str) -> None:
    assert wrong(sheet(typed).plan()) == [(f"Contacts log!{cell}", key)]


def test_a_log_without_its_headings_is_a_problem() -> None:
    book = Sheet(["Name", "Email"], ["Ana"], others={"Registro de contactos": [["a"], ["b"]]})
    assert wrong(book.plan()) == [("Registro de contactos", "no_log_headings")]


def test_an_open_agreement_of_the_log_is_the_rows() -> None:
    told = row(line("11-16", agreement="send the drawings", agreed_for=day("11-20")))
    assert (told.decision.rule, told.decision.due, told.step) == (
        "agreement",
        day("11-20"),
        "Check: send the drawings (email)",
    )


@pytest.mark.parametrize("kept", ["yes", "no", "moved", "sí", "movido"])
def test_an_agreement_that_was_kept_broken_or_moved_is_closed(kept: str) -> None:
    assert row(line("11-16", agreed_for=day("11-20"), kept=kept)).decision.rule == "cadence"


def test_a_later_out_contact_on_its_day_closes_an_agreement() -> None:
    assert row(line("11-10", agreed_for=day("11-18")), line("11-18")).facts.agreed_for is None
    assert row(line("11-10", agreed_for=day("11-18")), line("11-17")).facts.agreed_for == day(
        "11-18"
    )


def test_the_earliest_open_agreement_counts() -> None:
    told = row(
        line("11-12", agreed_for=day("11-25"), agreement="later"),
        line("11-13", agreed_for=day("11-24"), agreement="sooner"),
    )
    assert (told.facts.agreed_for, told.facts.agreement) == (day("11-24"), "sooner")


def test_an_announced_date_counts_where_it_is_earlier() -> None:
    sooner = row(line("11-12", agreed_for=day("11-25"), announced=day("11-24")))
    assert (sooner.decision.due, sooner.step) == (
        day("11-24"),
        "Get in touch as announced for 24 Nov (email)",
    )
    later = row(line("11-12", agreed_for=day("11-25"), announced=day("11-26")))
    assert later.decision.due == day("11-25")
    assert row(line("11-12", announced=day("11-24"))).decision.rule == "agreement"


def test_an_announced_day_that_passed_is_a_missed_promise() -> None:
    assert "promise_missed" in row(line("11-12", announced=day("11-18"))).decision.flags


@pytest.mark.parametrize("word", ["unknown", "Desconocida", None, "-"])
def test_a_phase_nobody_noted_is_flagged_only_where_the_log_holds_one(word: str | None) -> None:
    other = line("11-16", lead="Bea", phase="curious")
    bea = [["Bea", "bea@example.com"]]
    noted = sheet(line("11-18", phase=word), other, more=bea).plan().rows
    assert ["unknown_phase" in told.decision.flags for told in noted] == [True, False]
    assert "unknown_phase" not in row(line("11-18", phase=word)).decision.flags
    assert "unknown_phase" not in row().decision.flags
    plain = Sheet(["Name", "Email", "Last contact"], ["Ana", "a@x.com", day("11-18")])
    assert "unknown_phase" not in plain.plan().rows[0].decision.flags


@pytest.mark.parametrize("note", ["Let me know!", "estamos hablando"])
def test_a_note_of_the_log_may_leave_it_open(note: str) -> None:
    tab = [["Date", "Lead", "In/out", "Note"], [day("11-18"), "Ana", "out", note]]
    book = Sheet(["Name", "Email"], ["Ana", "a@x.com"], others={"Contacts log": tab})
    assert "open_ending" in book.plan().rows[0].decision.flags


def test_the_log_is_read_in_spanish() -> None:
    tab = [
        ["Fecha", "Contacto", "Entrada/salida", "Reacción"],
        [day("11-18"), "Ana", "salida"],
        [day("11-19"), "Ana", "entrada", "automática"],
    ]
    told = (
        Sheet(["Nombre", "Correo"], ["Ana", "a@x.com"], others={"Registro de contactos": tab})
        .plan()
        .rows[0]
    )
    assert (told.facts.last_contact, told.facts.last_reply) == (day("11-18"), None)


def test_a_future_date_of_the_log_is_told_where_the_tab_has_no_column_for_it() -> None:
    log = {"Contacts log": [HEADINGS, line("12-24")]}
    plan = Sheet(["Name", "Email"], ["Ana Pérez", "ana@example.com"], others=log).plan()
    assert wrong(plan) == [("Leads!A2", "lies_ahead")]
    assert plan.rows[0].decision.status == "check"


# ── what was seen of them ─────────────────────────────────────────────────────────────────────


def seen(*lines: list[object], people: list[list[object]] | None = None) -> list[Symptoms]:
    head = ["Date", "Lead", "In/out", "Opened", "Reaction", "Phase seen"]
    leads = people or [["Name", "Email"], ["Ana", "a@x.com"]]
    book = Sheet(*leads, others={"Contacts log": [head, *lines]})
    return [told.facts.symptoms for told in book.plan().rows]


def noted(
    when: str, way: str, opened: object = None, reaction: object = None, phase: object = None
) -> list[object]:
    return [day(when), "Ana", way, opened, reaction, phase]


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("yes", "yes"),
        ("Sí", "yes"),
        ("x", "yes"),
        (True, "yes"),
        ("no", "no"),
        (False, "no"),
        ("unknown", "unknown"),
        ("Desconocido", "unknown"),
        ("perhaps", "unknown"),
        (None, "unknown"),
    ],
)
def test_whether_they_opened_is_read_in_both_languages(typed: object, opened: str) -> None:
    assert seen(noted("11-18", "out", typed))[0].opened == opened


@pytest.mark.parametrize(
    ("typed", "reaction"),
    [
        ("Positive", "positive"),
        ("positiva", "positive"),
        ("neutra", "neutral"),
        ("negativo", "negative"),
        ("thrilled", "none"),
        (None, "none"),
    ],
)
def test_a_reaction_is_read_in_both_languages(typed: object, reaction: str) -> None:
    assert seen(noted("11-18", "in", None, typed))[0].reaction == reaction


def test_of_several_lines_our_latest_effort_and_their_latest_line_count() -> None:
    lines = [
        noted("11-18", "out", "no"),
        noted("11-12", "in", None, "positive"),
        noted("11-16", "in", "yes", "negative"),
        noted("11-10", "out", "yes"),
    ]
    assert seen(*lines) == [Symptoms("no", "negative")]


def test_an_automatic_line_hides_no_reaction() -> None:
    lines = [noted("11-16", "in", None, "positive"), noted("11-17", "in", None, "automatic")]
    assert seen(*lines)[0].reaction == "positive"


@pytest.mark.parametrize(("in_log", "phase"), [("curious", "known"), ("unknown", ""), (None, "")])
def test_the_phase_of_a_lead_is_unknown_only_where_phases_are_noted(
    in_log: object, phase: str
) -> None:
    assert seen(noted("11-18", "out", None, None, in_log))[0].phase == phase


@pytest.mark.parametrize(
    ("cell", "in_log", "phase"),
    [
        ("comparing", None, "known"),
        (None, "comparing", "known"),
        ("desconocida", "comparing", "known"),
        ("unknown", "unknown", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_phase_of_the_row_counts_else_that_of_the_log(
    cell: object, in_log: object, phase: str
) -> None:
    people: list[list[object]] = [["Name", "Email", "Phase"], ["Ana", "a@x.com", cell]]
    assert seen(noted("11-18", "out", None, None, in_log), people=people)[0].phase == phase


def test_a_column_of_phases_is_enough_without_any_log() -> None:
    rows = [["Name", "Email", "Fase de decisión"], ["Ana", "a@x.com", "comparando"], ["Bea", "b@x"]]
    told = [result.facts.symptoms.phase for result in Sheet(*rows).plan().rows]
    assert told == ["known", "unknown"]
    assert Sheet(["Name", "Email"], ["Ana", "a@x.com"]).plan().rows[0].facts.symptoms == Symptoms()


# ── its drop-downs ────────────────────────────────────────────────────────────────────────────


def test_the_drop_downs_belong_to_columns_of_the_log_and_offer_as_many_words_in_each_language() -> (
    None
):
    assert LOG_CHOICES.keys() <= LOG_HEADINGS.keys()
    assert [len(en) for en, _ in LOG_CHOICES.values()] == [
        len(es) for _, es in LOG_CHOICES.values()
    ]


@pytest.mark.parametrize("i", [0, 1])
@pytest.mark.parametrize("key", LOG_WORDS)
def test_the_drop_downs_offer_the_words_that_the_log_reads(key: str, i: int) -> None:
    offered = LOG_CHOICES[key][i]
    assert offered == tuple(words[i] for words in LOG_WORDS[key].values())


@pytest.mark.parametrize("i", [0, 1])
def test_the_phases_offered_are_phases_but_for_the_word_unknown(i: int) -> None:
    told = {key: says_phase(words[i]) for key, words in PHASES.items()}
    assert [key for key, is_one in told.items() if not is_one] == ["unknown"]
