"""The Playbook and Calendar tabs: the team's numbers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from sheetflow.decide.people import Absence
from sheetflow.decide.playbook import (
    DEFAULT,
    SETTINGS,
    STAGES,
    Playbook,
    calendar_rows,
    playbook_rows,
    stage_words,
)
from sheetflow.errors import ConfigError
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import Value
from sheetflow.parse.calendar_tab import read_calendar
from sheetflow.parse.dates import DateStyle
from sheetflow.parse.playbook_tab import read_playbook
from tests.support.grids import Sheet, cell_of, day, one

Rows = list[list[Value]]


def edited(lang: str = "en", **cells: Value) -> Rows:
    """The default rows with the settings of these keys changed."""
    names = {s.key: (s.es if lang == "es" else s.en) for s in SETTINGS}
    rows = [list(row) for row in playbook_rows(lang)]
    for key, value in cells.items():
        next(row for row in rows if row and row[0] == names[key])[1] = value
    return rows


def read(rows: Rows) -> tuple[Playbook, list[tuple[str, str]]]:
    book, problems = read_playbook(rows, "Playbook", DEFAULT)
    return book, [(p.where, p.text.code) for p in problems]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_tab_with_the_defaults_reads_back_as_the_defaults(lang: str) -> None:
    book, problems = read([list(row) for row in playbook_rows(lang)])
    assert problems == []
    same = [
        (
            s.key,
            s.en,
            s.es,
            s.position,
            s.gaps,
            s.min_gap,
            s.cold_after,
            s.max_touches,
            s.ends_in,
            s.channel,
            s.step,
        )
        for s in STAGES
    ]
    assert same == [
        (
            s.key,
            s.en,
            s.es,
            s.position,
            s.gaps,
            s.min_gap,
            s.cold_after,
            s.max_touches,
            s.ends_in,
            s.channel,
            s.step,
        )
        for s in book.stages
    ]
    assert {s.key: getattr(book, s.key) for s in SETTINGS} == {
        s.key: getattr(DEFAULT, s.key) for s in SETTINGS
    }
    assert set(book.phrases) == set(DEFAULT.phrases)


@pytest.mark.parametrize(
    ("key", "typed", "read_as"),
    [
        ("reply_within", 2, 2),
        ("reply_within", "3", 3),
        ("grace", 0, 0),
        ("interest_decay", 0.5, 0.5),
        ("interest_decay", 1, 1.0),
        ("few", 4.0, 4),
        ("calls_welcome", "Advised, VIP", {"advised", "vip"}),
        ("calls_welcome", "asesorados", {"advised"}),
        ("calls_welcome", None, set()),
        ("weekend", "Fri Sat", "0000110"),
        ("weekend", "sábado y domingo", "0000011"),
        ("weekend", "0000011", "0000011"),
        ("weekend", 1, "0000011"),
        ("weekend", 2, "1000001"),
        ("weekend", 7, "0000110"),
        ("weekend", 11, "0000001"),
        ("weekend", 17, "0000010"),
        ("weekend", "Sunday", "0000001"),
        ("weekend", "none", "0000000"),
        ("day_count", "calendar", "calendar"),
        ("day_count", "Naturales", "calendar"),
        ("day_count", "laborables", "working"),
        ("time_zone", "Europe/Madrid", "Europe/Madrid"),
        ("time_zone", None, "UTC"),
        ("language", "Spanish", "es"),
        ("language", "en", "en"),
        ("language", None, None),
        ("country", "gb", "GB"),
        ("country", "ES-CT", "ES-CT"),
        ("country", None, None),
    ],
)
def test_a_setting_is_read(key: str, typed: Value, read_as: object) -> None:
    book, problems = read(edited(**{key: typed}))
    assert (problems, getattr(book, key)) == ([], read_as)


@pytest.mark.parametrize(
    ("key", "typed", "wrong"),
    [
        ("reply_within", "soon", "wrong_count"),
        ("reply_within", None, "wrong_count"),
        ("grace", -1, "wrong_count"),
        ("nurture_every", 1.5, "wrong_count"),
        ("interest_decay", 0, "wrong_ratio"),
        ("interest_decay", 1.01, "wrong_ratio"),
        ("interest_decay", "0.9 or so", "wrong_ratio"),
        ("weekend", "holiday", "wrong_weekend"),
        ("weekend", 8, "wrong_weekend"),
        ("weekend", None, "wrong_weekend"),
        ("weekend", "1111111", "no_working_day"),
        ("weekend", "mon tue wed thu fri sat sun", "no_working_day"),
        ("day_count", "both", "wrong_day_count"),
        ("time_zone", "Madrid", "wrong_zone"),
        ("time_zone", "../etc", "wrong_zone"),
        ("language", "fr", "wrong_language"),
        ("country", "Spain", "wrong_country"),
    ],
)
def test_a_wrong_setting_is_named_where_it_is(key: str, typed: Value, wrong: str) -> None:
    rows = edited(**{key: typed})
    name = next(s.en for s in SETTINGS if s.key == key)
    row = next(n for n, cells in enumerate(rows, 1) if cells and cells[0] == name)
    assert read(rows)[1] == [(f"Playbook!B{row}", wrong)]


def stage(**cells: Value) -> tuple[Playbook, list[tuple[str, str]]]:
    names = [
        "key",
        "en",
        "es",
        "pace",
        "gaps",
        "min_gap",
        "cold_after",
        "max_touches",
        "ends_in",
        "channel",
        "step_en",
        "step_es",
    ]
    rows = [list(row) for row in playbook_rows("en")[: len(STAGES) + 1]]
    for key, value in cells.items():
        rows[1][names.index(key)] = value
    return read(rows)


@pytest.mark.parametrize(
    ("column", "typed", "where", "wrong"),
    [
        ("gaps", None, "E2", "wrong_gaps"),
        ("gaps", "1, two", "E2", "wrong_gaps"),
        ("gaps", "1.5", "E2", "wrong_gaps"),
        ("min_gap", None, "F2", "wrong_count"),
        ("cold_after", "x", "G2", "wrong_count"),
        ("max_touches", None, "H2", "wrong_count"),
        ("max_touches", 0, "H2", "wrong_positive"),
        ("ends_in", None, "I2", "wrong_ends"),
        ("ends_in", "some day", "I2", "wrong_ends"),
        ("en", "Informed", "A2", "named_twice"),
    ],
)
def test_an_open_stage_needs_gaps_caps_and_an_end(
    column: str, typed: Value, where: str, wrong: str
) -> None:
    problems = stage(**{column: typed})[1]
    assert wrong in [key for _, key in problems]
    assert wrong == "named_twice" or problems == [(f"Playbook!{where}", wrong)]


@pytest.mark.parametrize(
    ("typed", "gaps"),
    [
        ("1, 2, 3", (1, 2, 3)),
        ("4", (4,)),
        (4, (4,)),
        ("1;2", (1, 2)),
        ("1 2 · 3", (1, 2, 3)),
        ("0", (0,)),
    ],
)
def test_gaps_are_a_list_of_whole_days(typed: Value, gaps: tuple[int, ...]) -> None:
    assert stage(gaps=typed)[0].stages[0].gaps == gaps


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("Nurture", "nurture"),
        ("mantener", "nurture"),
        ("last_message", "last_message"),
        ("ÚLTIMO MENSAJE", "last_message"),
        ("Ganado", "won"),
        ("lost", "lost"),
    ],
)
def test_an_end_is_read_in_both_languages(typed: str, end: str) -> None:
    assert stage(ends_in=typed)[0].stages[0].ends_in == end


def test_a_playbook_of_closed_stages_only_is_wrong() -> None:
    heading = list(playbook_rows("en")[0])
    rows = [heading, *[list(row) for row in playbook_rows("en")[7:9]]]
    assert read(rows)[1] == [("Playbook", "no_open_stage")]


def test_a_team_may_have_stages_of_its_own() -> None:
    rows: Rows = [
        [
            "Stage (English)",
            "Stage (Spanish)",
            "Gaps after touch 1, 2, 3 …",
            "Shortest gap",
            "Cold after",
            "Most touches",
            "Ends in",
        ],
        ["First call", "Primera llamada", "2", 1, 4, 3, "Nurture"],
        ["Signed", "Firmado", None, None, None, None, "Won"],
    ]
    book, problems = read(rows)
    assert problems == []
    assert [(s.key, s.en, s.es) for s in book.stages] == [
        ("first_call", "First call", "Primera llamada"),
        ("signed", "Signed", "Firmado"),
    ]
    assert stage_words(book.stages[0]) == {"first_call", "first call", "primera llamada"}


def test_a_label_of_one_language_serves_both() -> None:
    rows: Rows = [
        [
            "Key",
            "Stage (English)",
            "Gaps after touch 1, 2, 3 …",
            "Shortest gap",
            "Cold after",
            "Most touches",
            "Ends in",
        ],
        ["a", "Ready", "2", 1, 4, 3, "Nurture"],
    ]
    assert read(rows)[0].stages[0].es == "Ready"


def test_what_the_tab_does_not_mention_keeps_its_default() -> None:
    book, problems = read([["Setting", "Value"], ["Grace", 9]])
    assert (problems, book.grace, book.stages, book.phrases) == (
        [],
        9,
        DEFAULT.stages,
        DEFAULT.phrases,
    )


def test_the_numbers_of_the_tab_decide() -> None:
    assert one(
        Since=day("11-18"), others={"Playbook": [["Ajuste", "Valor"], ["Primer contacto tras", 2]]}
    ).decision.due == day("11-20")


def test_a_wrong_entry_stops_the_run_before_anything_is_written() -> None:
    sheet = Sheet(["Name", "Email"], ["Ana"], others={"Playbook": edited(grace="x")})
    with pytest.raises(PlaybookUnusable) as told:
        sheet.sync()
    assert (told.value.exit_code, sheet.writes) == (78, 0)
    assert isinstance(told.value, ConfigError)


# ── the calendar ─────────────────────────────────────────────────────────────────────────────


def calendar(*rows: list[object], lang: str = "en") -> tuple[Playbook, list[tuple[str, str]]]:
    grid: Rows = [list(calendar_rows(lang)[0]), *[[cell_of(v) for v in row] for row in rows]]
    book, problems = read_calendar(grid, "Calendar", DEFAULT, DateStyle())
    return book, [(p.where, p.text.code) for p in problems]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_holidays_and_absences_are_read(lang: str) -> None:
    book, problems = calendar(
        [day("12-25"), "Christmas", None, "Íñigo", day("11-20"), day("11-24")],
        [None, None, None, "inigo", day("12-01")],
        ["2026-12-08"],
        lang=lang,
    )
    assert problems == []
    assert book.holidays == {day("12-25"), day("12-08")}
    assert book.absences == {
        "inigo": (Absence(day("11-20"), day("11-24")), Absence(day("12-01"), day("12-01")))
    }


def test_an_unreadable_day_and_an_absence_that_ends_before_it_starts_are_named() -> None:
    assert calendar(["soon", None, None, "Eva", day("11-24"), day("11-20")])[1] == [
        ("Calendar!A2", "unreadable_date"), ("Calendar!F2", "wrong_absence")]  # fmt: skip


def test_a_calendar_of_the_teams_own_is_left_alone() -> None:
    assert read_calendar([["Week", "Post"]], "Calendar", DEFAULT, DateStyle()) == (DEFAULT, [])


def test_an_absence_without_owner_or_first_day_is_named() -> None:
    rows = (
        [None, None, None, "Eva", None, day("11-20")],
        [None, None, None, None, day("11-20"), None],
    )
    assert calendar(*rows)[1] == [("Calendar!D2", "lone_absence"), ("Calendar!D3", "lone_absence")]


def changed(*edits: tuple[int, int, object], drop: Sequence[int] = ()) -> list[tuple[str, str]]:
    """What is wrong with the default Playbook tab after these edits (row and column from 1) and
    without these rows.
    """
    grid = [list(row) for row in playbook_rows("en")]
    for row, column, value in edits:
        grid[row - 1] += [None] * (column - len(grid[row - 1]))
        grid[row - 1][column - 1] = value
    kept = [row for number, row in enumerate(grid, 1) if number not in drop]
    return [(p.where, p.text.code) for p in read_playbook(kept, "Playbook", DEFAULT)[1]]


def test_a_blank_row_between_stages_changes_nothing() -> None:
    grid = [list(row) for row in playbook_rows("en")]
    grid.insert(1, [])
    grid.insert(5, [])
    book, problems = read_playbook(grid, "Playbook", DEFAULT)
    assert problems == []
    assert [stage.key for stage in book.stages] == [stage.key for stage in DEFAULT.stages]


def test_a_stage_without_a_name_and_stages_without_headings_are_named() -> None:
    assert changed((2, 1, None), (2, 2, None), (2, 3, None)) == [("Playbook!A2", "unnamed_stage")]
    assert changed(drop=[1]) == [("Playbook", "no_stages_table")]


def test_a_setting_that_is_unknown_or_there_twice_is_named() -> None:
    assert changed((12, 1, "Answer in")) == [("Playbook!A12", "unknown_setting")]
    assert changed((13, 1, "Answer within")) == [("Playbook!A13", "setting_twice")]


def test_without_a_list_of_holidays_there_are_none() -> None:
    assert DEFAULT.holidays == frozenset()
    assert one(Since=date(2025, 12, 24), today="2025-12-25").decision.status == "today"


def test_the_holidays_and_absences_of_the_tab_decide() -> None:
    tab = {
        "Calendario": [
            ["Festivo", "Nombre del día", None, "Responsable", "Primer día", "Último día"],
            [day("11-23"), "San Clemente", None, "EVA", day("11-24"), day("11-25")],
        ]
    }
    assert one(Since=day("11-20"), others=tab).decision.due == day("11-26")
    assert one(Since=day("11-20"), Owner="Jon", others=tab).decision.due == day("11-24")
