"""What the figures count: one definition each, in rows as people type them."""

from __future__ import annotations

import json
from typing import Any

from sheetflow.plan.dashboard_values import dashboard_values
from sheetflow.plan.figure_values import Figures, Group
from sheetflow.plan.figures import figures
from sheetflow.reports import lines as lines_module
from sheetflow.reports.figures_json import figures_json
from sheetflow.reports.figures_text import figures_lines
from sheetflow.texts.render import Locale
from tests.support.grids import Sheet, day

HEADINGS = ["Name", "Owner", "Stage", "Segment", "Possible?", "Since", "Last contact", "Last reply",
            "Agreed for", "Attempts", "Value", "Kind"]  # fmt: skip
LOG = ["Date", "Lead", "In/out", "Opened", "Agreed for", "Kept"]
SINCE = day("11-02")


def row(name: str, **cells: Any) -> list[Any]:
    """A lead of Eva's, in stage New since 2 Nov, with these cells."""
    usual = {"owner": "Eva", "stage": "New", "since": SINCE, **cells}
    return [name, *(usual.get(heading.lower().replace(" ", "_")) for heading in HEADINGS[1:])]


def figures_of(*rows: list[Any], owner: str | None = None, log: Any = ()) -> Figures:
    others = {"Contacts log": [LOG, *log]} if log else None
    return figures(*Sheet(HEADINGS, *rows, others=others).look(), owner)


def group(groups: tuple[Group, ...], key: str) -> Group:
    return next(each for each in groups if each.key == key)


def test_each_count_stands_beside_the_follow_up_that_it_got() -> None:
    late = row("Ana", last_contact=day("11-17"), attempts=2)
    later = row("Bea", last_contact=day("11-12"), attempts=1, last_reply=day("11-05"))
    got = figures_of(late, later, row("Cleo", since=day("11-20"))).still_open
    assert (got.leads, got.touches, got.replied, got.late) == (3, 3, 1, 2)
    assert (got.days_late, got.worst, got.mean_late, got.touches_each) == (6, 5, 3.0, 1.0)


def test_leads_that_are_closed_or_not_followed_are_not_open() -> None:
    found = figures_of(
        row("Ana", stage="Won", value=100),
        row("Bea", stage="Lost", value=30),
        row("Cleo", **{"possible?": "no"}),
        row("Dan"),
    )
    assert (found.leads, found.still_open.leads) == (4, 1)
    assert (found.won.leads, found.won.value) == (1, 100)
    assert (found.lost.leads, found.lost.value) == (1, 30)


def test_owners_come_by_their_open_leads_and_nobody_last() -> None:
    rows = [row("Ana", owner="eva"), row("Bea", owner=None), row("Cleo", owner="Jon"),
            row("Dan", owner="JON"), row("Eli", owner="Eva", stage="Won")]  # fmt: skip
    found = figures_of(*rows)
    assert [(each.owner, each.got.leads, each.won) for each in found.owners] == [
        ("Jon", 2, 0),
        ("eva", 1, 1),
        ("", 1, 0),
    ]


def test_one_owner_has_figures_of_their_own() -> None:
    found = figures_of(row("Ana"), row("Bea", owner="Jon"), owner="EVA")
    assert (found.owner, found.leads) == ("Eva", 1)


def test_open_leads_stand_in_their_stage_and_unknown_words_last() -> None:
    found = figures_of(row("Ana", stage="Met"), row("Bea", stage="Gobbledygook"), row("Cleo"))
    counts = [(each.key, each.got.leads) for each in found.stages if each.got.leads]
    assert counts == [("new", 1), ("met", 1), ("", 1)]


def test_a_segment_says_what_is_believed_of_its_leads() -> None:
    rows = [row("Ana", segment="advised", **{"possible?": said}) for said in ("yes", "no", None)]
    (found,) = figures_of(*rows).segments
    assert (found.key, found.possible, found.not_possible, found.unknown) == ("advised", 1, 1, 1)
    assert found.still_open == 2


def test_replies_wait_for_working_days() -> None:
    rows = [row("Ana", last_reply=day("11-13")), row("Bea", last_reply=day("11-19"))]
    replies = figures_of(*rows).replies
    assert (replies.waiting, replies.oldest, replies.mean_age) == (2, 5, 3.0)


def test_an_agreement_is_ahead_until_its_day_and_missed_after_it() -> None:
    contact = {"last_contact": day("11-10")}
    found = figures_of(
        row("Ana", agreed_for=day("11-24"), **contact),
        row("Bea", agreed_for=day("11-20"), **contact),
        row("Cleo", agreed_for=day("11-16"), **contact),
        row("Dan", agreed_for=day("11-09"), **contact),
    )
    assert (found.agreements.ahead, found.agreements.missed) == (2, 1)
    assert found.ahead.leads == 2
    assert group(found.warnings, "promise_missed").got.late == 1


def test_the_log_says_what_became_of_agreements_by_owner() -> None:
    log = [
        [day("11-03"), "Ana", "out", None, day("11-05"), kept] for kept in ("yes", "no", "moved")
    ]
    found = figures_of(row("Ana"), row("Bea", owner="Jon"), log=log)
    agreements = found.owners[0].agreements
    assert (agreements.kept, agreements.not_kept, agreements.moved) == (1, 1, 1)
    assert found.agreements[3:] == (1, 1, 1)


def test_the_log_says_what_followed_what_was_opened_and_how_fast_we_answer() -> None:
    log = [
        [day("11-03"), "Ana", "out", "yes"],
        [day("11-05"), "Ana", "in"],
        [day("11-09"), "Ana", "out", "no"],
        [day("11-10"), "Bea", "out"],
        [day("11-11"), "Bea", "in"],
    ]
    told = figures_of(row("Ana"), row("Bea"), log=log).log
    assert told is not None
    assert [tuple(each) for each in told.opened] == [("yes", 1, 1), ("no", 1, 0), ("unknown", 1, 1)]
    assert (told.messages, told.answered, told.median_days) == (2, 1, 2)


def test_the_longest_silent_come_first_and_no_row_whose_dates_need_a_look() -> None:
    found = figures_of(
        row("Ana", last_contact=day("11-12")),
        row("Bea", since=day("10-26")),
        row("Cleo", since=day("10-01"), last_contact="banana"),
        row("Dan", since=day("11-20")),
    )
    assert [(each.name, each.days) for each in found.silent] == [("Bea", 19), ("Ana", 6)]


def test_nuisance_counts_what_came_after_the_last_message() -> None:
    rows = [row("Ana", stage="Proposal sent", last_contact=day("11-18"), attempts=8)]
    assert figures_of(*rows).nuisance == (0, 1, 2)


def test_advanced_leads_are_beyond_the_first_stage_and_not_lost() -> None:
    contact = {"last_contact": day("11-18")}
    rows = [row(stage, stage=stage, **contact) for stage in ("New", "Met", "Won", "Lost")]
    found = figures_of(*rows)
    assert (found.started, found.advanced) == (4, 2)


def test_the_json_tells_every_figure() -> None:
    told = json.loads(figures_json(figures_of(row("Ana")), "leads.xlsx"))
    assert (told["version"], told["target"], told["leads"], told["owner"]) == (
        1,
        "leads.xlsx",
        1,
        None,
    )
    assert told["open"]["late"] == 1
    lists = {"statuses", "owners", "stages", "segments", "kinds", "warnings", "silent"}
    single = {"replies", "agreements", "nuisance", "won", "lost", "started", "advanced", "log"}
    assert lists | single <= told.keys()


def test_a_report_fits_into_eighty_columns_in_both_languages() -> None:
    rows = [
        row(f"A person with a very long name number {n}", owner="Maximiliana " * 3) for n in "12"
    ]
    for lang in ("en", "es"):
        shown = figures_lines(figures_of(*rows), Locale(lang, 2026))
        widths = [lines_module.width_of(lines_module.plain(line)) for line in shown]
        assert max(widths) <= 80


def test_the_dashboard_shows_more_owners_than_it_has_lines_as_others() -> None:
    found = figures_of(
        *(row(f"Lead {n}", owner=f"Owner {n}") for n in range(9)), row("Z", owner=None)
    )
    shown = dashboard_values(found, "en")
    labels = [shown[f"owner.{n}.label"] for n in range(6, 9)]
    assert labels == ["Owner 5", "(nobody)", "(others)"]
    assert shown["owner.8.open"] == 3
    assert shown["owner.all.open"] == 10


def test_a_workbook_without_leads_of_an_owner_has_figures_too() -> None:
    shown = dashboard_values(figures_of(row("Ana"), owner="Jon"), "es")
    assert shown["card.open"] == 0
    assert shown["owner.1.label"] == ""
