"""The plain tabs of a new workbook: what is in sight, what may be typed, what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

import pytest

from sheetflow.backends.memory import MemoryBackend
from sheetflow.columns import DATES, OWNED_KEYS, TABS
from sheetflow.decide.playbook import DEFAULT, SETTINGS
from sheetflow.decide.playbook_rows import playbook_rows
from sheetflow.model import Changes, NewTab, Style, Validation, shown
from sheetflow.palette import LOOKS
from sheetflow.parse.our_tabs import is_our_tab
from sheetflow.parse.playbook_tab import read_playbook
from sheetflow.starter.tabs import contacts_log, leads
from sheetflow.starter.tabs.guide_texts import EXAMPLE_DAY, HABITS, STATUSES, example
from sheetflow.starter.tabs.live import Live
from sheetflow.starter.tabs.looks import SCREEN, pixels
from sheetflow.starter.tabs.messages import ROOM, messages_tab
from sheetflow.starter.tabs.playbook import STAGE_ORDER, WIDTHS, playbook_tab
from sheetflow.starter.template import template_tabs
from sheetflow.texts.render import choose, status_text
from tests.support.grids import Sheet

SETTING_NAMES = {name for setting in SETTINGS for name in (setting.en, setting.es)}
LANGS = pytest.mark.parametrize("lang", ["en", "es"])


@cache
def tabs_of(lang: str) -> Mapping[str, NewTab]:
    """The tabs of the template that people see by their English names."""
    tabs = template_tabs(lang, EXAMPLE_DAY, {}, ())[0]
    english = {names[lang == "es"]: names[0] for names in (leads.NAMES, *TABS.values())}
    return {english[tab.name]: tab for tab in tabs if not tab.hidden}


def grid_of(tab: NewTab) -> list[list[object]]:
    return [[shown(cell) for cell in row] for row in tab.rows]


def checks_of(tab: NewTab, cell: str) -> list[Validation]:
    """The checks whose ranges begin with this cell, or are it."""
    return [v for v in tab.validations if any(r.partition(":")[0] == cell for r in v.cells)]


def ranges(tab: NewTab) -> Iterator[tuple[str, range]]:
    """Letters of a column -> the rows in which something may be typed, of each check."""
    for cells in chain.from_iterable(check.cells for check in tab.validations):
        first, _, last = cells.partition(":")
        letters = first.rstrip("0123456789")
        rows = [int(cell.removeprefix(letters)) for cell in (first, last or first)]
        yield letters, range(rows[0], rows[1] + 1)


# ── Leads ─────────────────────────────────────────────────────────────────────────────────────


def test_the_answers_are_within_the_screen_of_a_laptop_and_so_is_what_is_filled_daily():
    widths = [place.width for place in leads.PLACES]
    answers = leads.KEYS.index("next_step") + 1
    daily = leads.KEYS.index("stage") + 1
    assert pixels(widths[:answers]) < pixels(widths[:daily]) <= SCREEN


@LANGS
def test_who_and_status_stay_in_sight_and_what_is_rarely_filled_is_folded(lang):
    tab = tabs_of(lang)["Leads"]
    assert (leads.KEYS[:2], tab.frozen) == (("name", "status"), (2, 2))
    hidden = [leads.KEYS[at] for at, look in tab.columns.items() if look.hidden]
    assert hidden == list(leads.KEYS[leads.KEYS.index("company") :])
    assert all(look.hidden == (look.level == 1) for look in tab.columns.values())


@LANGS
def test_a_cell_for_a_date_says_how_today_is_typed(lang):
    tab = tabs_of(lang)["Leads"]
    for key in (*DATES, "next_contact"):
        letters = chr(65 + leads.KEYS.index(key))
        (check,) = checks_of(tab, f"{letters}3")
        assert (check.kind, check.refuses) == ("date", False)
        assert "Ctrl+;" in check.error
        assert "Ctrl+;" in check.prompt


@LANGS
def test_the_first_row_says_what_to_type_into_each_column_of_peoples(lang):
    tab = tabs_of(lang)["Leads"]
    prompted = {cell.partition(":")[0] for v in tab.validations if v.prompt for cell in v.cells}
    for at, key in enumerate(leads.KEYS):
        letters = chr(65 + at) if at < 26 else "A" + chr(39 + at)
        assert (f"{letters}3" in prompted) is (key not in OWNED_KEYS or key == "next_contact")


@LANGS
def test_there_are_no_example_rows(lang):
    tabs = tabs_of(lang)
    assert [len(tabs[name].rows) for name in ("Leads", "Contacts log")] == [2, 2]
    assert [len(tabs[name].rows) for name in ("Calendar", "People")] == [1, 1]


def test_a_formula_is_filled_down_all_rows_in_the_looks_of_its_column():
    tab = leads.leads_tab("en", Live({"next_contact": "IF(A3=1,2,3)"}))
    (filled,) = tab.filled
    assert (filled.column, filled.first_row, filled.last_row) == (2, 3, 602)
    assert filled.style == tab.columns[2].style
    assert filled.style.number_format == "[$-409]d mmm yyyy"


def test_leads_are_put_under_their_headings_in_the_looks_of_the_columns():
    tab = leads.leads_tab("en", leads=[{"name": "Ana", "last_contact": EXAMPLE_DAY, "phone": "1"}])
    row = dict(zip(leads.KEYS, tab.rows[2], strict=True))
    assert [shown(row[key]) for key in ("name", "last_contact", "phone")] == [
        "Ana",
        EXAMPLE_DAY,
        "1",
    ]
    assert row["phone"].style.number_format == "@"
    assert row["last_contact"].style.number_format == "[$-409]d mmm yyyy"
    assert row["email"] is None


@LANGS
def test_a_row_is_tall_enough_for_two_lines_and_every_status_has_its_colour(lang):
    tab = tabs_of(lang)["Leads"]
    assert {tab.heights[row] for row in range(3, leads.LAST_FILLED_ROW + 1)} == {30}
    passed, *statuses = tab.highlights
    assert (passed.cells, passed.style) == ("C3:C602", Style(struck=True))
    assert [h.style.fill for h in statuses] == [look.fill for look in LOOKS.values()]
    assert {h.cells for h in statuses} == {"B3:B1048576 C3:C1048576 D3:D1048576"}


# ── all of them ───────────────────────────────────────────────────────────────────────────────


@LANGS
def test_what_is_said_beside_a_cell_is_as_long_as_excel_shows(lang):
    for check in chain.from_iterable(tab.validations for tab in tabs_of(lang).values()):
        assert len(check.prompt_title) <= 32 >= len(check.error_title)
        assert len(check.prompt) < 255
        assert len(check.error) <= 225
        assert not check.first.startswith('"') or len(check.first) <= 257


@LANGS
def test_no_cell_has_two_checks(lang):
    for tab in tabs_of(lang).values():
        seen = dict[str, list[range]]()
        for letters, rows in ranges(tab):
            others = seen.setdefault(letters, [])
            assert not any(rows.start < o.stop and o.start < rows.stop for o in others)
            others.append(rows)


def test_both_languages_are_of_one_design():
    for en, es in zip(tabs_of("en").values(), tabs_of("es").values(), strict=True):
        assert [len(row) for row in en.rows] == [len(row) for row in es.rows]
        assert (en.widths, en.merged, en.frozen) == (es.widths, es.merged, es.frozen)
        assert [v.cells for v in en.validations] == [v.cells for v in es.validations]
        assert [look.width for look in en.columns.values()] == [
            look.width for look in es.columns.values()
        ]


@LANGS
def test_sheetflow_knows_its_tabs_again(lang):
    book = MemoryBackend({"x": []})
    book.read()
    book.apply(Changes((), new_tabs=tuple(tabs_of(lang).values())))
    ours = {tab.name: is_our_tab(tab) for tab in book.read().tabs}
    assert ours == {name: name not in (*leads.NAMES, "x") for name in ours}


@LANGS
def test_every_tab_fills_the_width_of_a_page(lang):
    assert all(tab.page is not None for tab in tabs_of(lang).values())


# ── Contacts log ──────────────────────────────────────────────────────────────────────────────


@LANGS
def test_the_words_that_the_log_offers_are_understood(lang):
    head = [choose(contacts_log.HEADINGS[key][:2], lang) for key in ("date", "lead", "way")]
    ways = [v.first for v in tabs_of(lang)["Contacts log"].validations if "C3" in v.cells]
    words = ways[0].strip('"').split(",")
    lines = [[EXAMPLE_DAY, "Ana", word] for word in words]
    sheet = Sheet(
        ["Name", "Email"], ["Ana", "ana@example.com"], others={"Contacts log": [head, *lines]}
    )
    row = sheet.plan().rows[0]
    assert len(words) == 2
    assert row.facts.last_contact == row.facts.last_reply == EXAMPLE_DAY


@LANGS
def test_the_log_has_room_for_four_hundred_lines_and_says_when_it_is_full(lang):
    tab = tabs_of(lang)["Contacts log"]
    assert contacts_log.LAST_LINE - contacts_log.FIRST_LINE + 1 == 400
    content = tab.rows[0][0].content
    assert (content.value, "402" in content.text) == ("", True)


# ── Playbook ──────────────────────────────────────────────────────────────────────────────────


@LANGS
def test_long_texts_of_all_tables_are_below_each_other(lang):
    grid = grid_of(tabs_of(lang)["Playbook"])
    step = choose(("Step (English)", "Paso (inglés)"), lang)
    assert [row.index(step) for row in grid if step in row][:2] == [
        STAGE_ORDER.index("step_en")
    ] * 2


@LANGS
def test_the_stages_are_read_in_the_order_of_the_tab(lang):
    grid = grid_of(tabs_of(lang)["Playbook"])
    playbook, problems = read_playbook(grid, "Playbook", DEFAULT)
    assert (playbook.stages, playbook.steps, problems) == (DEFAULT.stages, DEFAULT.steps, [])


def test_a_note_beside_a_table_covers_the_rows_of_the_table():
    rows = [
        *playbook_rows("en"),
        (),
        ("Seen", "Step"),
        ("a", "b", None, "Opens are weak."),
        ("c", "d"),
    ]
    tab = playbook_tab("en", rows)
    assert tab.merged[-1] == f"D{len(rows) - 1}:M{len(rows)}"
    assert len(WIDTHS) == 13


@LANGS
def test_a_row_of_the_playbook_is_as_tall_as_its_texts(lang):
    tab = tabs_of(lang)["Playbook"]
    rows = list(enumerate(grid_of(tab), 1))
    long = [number for number, row in rows if any(len(str(v or "")) > 45 for v in row[3:5])]
    assert long
    assert all(tab.heights[number] > 30 for number in long)


@LANGS
def test_a_long_phrase_of_the_last_list_is_whole(lang):
    tab = tabs_of(lang)["Playbook"]
    for number, row in enumerate(grid_of(tab), 1):
        if len(row) == 3 and len(str(row[2] or "")) > 18 and not isinstance(row[1], int | float):
            assert tab.heights[number] > 30 or row[0] in SETTING_NAMES


# ── Messages ──────────────────────────────────────────────────────────────────────────────────


def test_messages_are_wrapped_and_free_to_type_and_their_checks_are_ours():
    rows = [("Stage", "Step", "Text", "Check"), ("New", "Ask", "Dear {name}", None)]
    tab = messages_tab("en", rows, Live({"Check": 'IF(C2="","?","")'}))
    text = tab.rows[1][2].style
    assert (text.wrapped, text.unlocked) == (True, True)
    assert [(f.column, f.first_row, f.last_row) for f in tab.filled] == [(3, 2, 2 + ROOM)]
    assert tab.rows[0][3].style.fill != tab.rows[0][2].style.fill


# ── Guide ─────────────────────────────────────────────────────────────────────────────────────


@LANGS
def test_the_guide_is_one_page_with_five_habits_and_every_status_in_its_colours(lang):
    tab = tabs_of(lang)["Guide"]
    assert (tab.page.tall, len(HABITS)) == (1, 5)
    cells = [cell for row in tab.rows for cell in row if cell is not None]
    painted = {cell.content: cell.style.fill for cell in cells}
    for status in STATUSES:
        assert painted[status_text(status, lang)] == LOOKS[status].fill


@LANGS
def test_the_example_of_the_guide_is_what_the_engine_answers(lang):
    typed, answers = example(lang)
    sheet = Sheet([leads.heading(key, lang) for key in typed], list(typed.values()))
    (row,) = sheet.plan(EXAMPLE_DAY.isoformat()).rows
    decided = row.decision
    assert answers == {
        "status": status_text(decided.status, lang),
        "next_contact": decided.due,
        "overdue": decided.overdue,
        "next_step": row.step,
    }
