"""Messages that formulas put together are the engine's, whatever stands in texts and data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import openpyxl
import pytest

from sheetflow import engine
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.columns import TABS
from sheetflow.decide.messages import MESSAGES
from sheetflow.engine import Options
from sheetflow.formulas.today import COLUMNS, FIRST, LINES
from sheetflow.texts.render import choose
from tests.support.dashboards import is_same
from tests.support.libreoffice import Values, converted, needs_libreoffice, values
from tests.support.live_books import Lead, few_rows, filled_book

pytestmark = needs_libreoffice

DAY: Final = date(2026, 11, 20)
STAGES: Final = ("New", "Informed", "Interested", "Meeting set", "Met", "Proposal sent")
NAMES: Final = (
    "{name}", "{company}, {owner}", "Ana {phone}", None, None, "PÉREZ, JUAN", "}{", "a,b",
    "{nombre_de_pila}", "Dr. {x} Ruiz",
)  # fmt: skip
AGREEMENTS: Final = (None, None, "{date}", "send {name} the plan.", "{{next_date}}", "a} b {c", "{")
OWNERS: Final = (None, "Maya", "{owner}", "Tom {x}")
PIECES: Final = (
    "{name}", "{first_name}", "{company}", "{agreement}", "{next_date}", "{owner}", "{phone}",
    "{appointment}", "{nombre}", "{Próxima fecha}", "{NEXT DATE}", "{ first  name }", "{teléfono}",
    "{client}", "{Client}", "{date 2}", "{}", "{x?}", "{y*~}", "{a\nb}", "{{name}}", "{{z}}", "{",
    "}", "hello", "it is", "¿qué", "ñu", "\"so\"", "let me know", "as I already told you",
)  # fmt: skip
BETWEEN: Final = (
    " ",
    " ",
    " ",
    "",
    ", ",
    ", ",
    ". ",
    ": ",
    "! ",
    "? ",
    ",",
    "\n",
    "\n\n",
    "  ",
    "   \n",
)


def some_text(random: Random) -> str:
    """A text of a few pieces, which begins a line now and then with a place for a value."""
    parts = [random.choice(PIECES) + random.choice(BETWEEN) for _ in range(random.randint(3, 14))]
    return "".join(parts)


def odd_leads(random: Random, lang: str) -> Iterator[Lead]:
    for number in range(LINES):
        said: dict[str, Any] = {
            "name": random.choice(NAMES),
            "company": random.choice((None, "{company}", f"Company {number}")),
            "email": f"lead{number}@x.example",
            "phone": random.choice((None, "+34 600 100 200")),
            "owner": random.choice(OWNERS),
            "stage": random.choice(STAGES) if lang == "en" else None,
            "created": DAY - timedelta(random.randint(3, 30)),
            "last_contact": random.choice((None, DAY - timedelta(9))),
            "agreement": random.choice(AGREEMENTS),
            "agreed_for": random.choice((None, None, DAY - timedelta(1))),
            "appointment": random.choice((None, None, None, DAY)),
            "attempts": random.choice((None, None, 2, 3, 4)),
        }
        yield {key: value for key, value in said.items() if value is not None}


def with_odd_texts(path: Path, random: Random, lang: str) -> None:
    """Puts texts of all kinds, in both languages, into the tab Messages, and lets a step name a
    message that the other language alone has.
    """
    book = openpyxl.load_workbook(path)
    sheet: Any = book[choose(TABS["messages"], lang)]
    for row in range(2, sheet.max_row + 1):
        if random.random() < 0.8:
            sheet.cell(row, 7).value = some_text(random)
            sheet.cell(row, 6).value = random.choice((None, some_text(random)))
        sheet.cell(row, 4).value = random.choice(("en", "es", "es", None, "fr"))
        if random.random() < 0.1:
            sheet.cell(row, 2).value = random.choice(("Met", "nowhere"))
            sheet.cell(row, 3).value = random.choice((1, "x"))
    other = choose(("es", "en"), lang)
    for number, row in enumerate(range(sheet.max_row + 1, sheet.max_row + 5)):
        said = (
            "Promo",
            None,
            number or None,
            other,
            None,
            "{name}",
            "{fecha} {telefono}, {next_date}.",
        )
        for column, value in enumerate(said, 1):
            sheet.cell(row, column).value = value
    named = {choose(MESSAGES[key], lang) for key in ("information", "talk")}
    for cells in book[choose(TABS["playbook"], lang)].iter_rows():
        for cell in cells:
            if cell.value in named:
                cell.value = "Promo"
    book.save(path)


def differing(before: Values, after: Values, lang: str) -> Iterator[str]:
    """The cells in sight of Today, and the checks of Messages, that formulas work out otherwise."""
    today, messages = (choose(TABS[key], lang) for key in ("today", "messages"))
    shown = [
        (today, FIRST + line, column) for line in range(LINES) for column in range(len(COLUMNS))
    ]
    checks = [(messages, row, 7) for row in range(2, 80)]
    for at in (*shown, *checks):
        if not is_same(before.get(at, ""), after.get(at, "")):
            yield f"{at}: {before.get(at, '')!r} is {after.get(at, '')!r}"


@pytest.mark.parametrize(("lang", "seed"), [("en", 1), ("es", 2), ("en", 3)])
def test_random_texts_over_random_data(
    lang: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_rows(monkeypatch)
    random = Random(seed)
    path = filled_book(tmp_path / "team.xlsx", list(odd_leads(random, lang)), lang, DAY)
    with_odd_texts(path, random, lang)
    engine.sync(ExcelBackend(path), Options(DAY))
    before, after = values(path), values(converted([path], tmp_path / "out")[path])
    told = [
        value
        for (tab, _, column), value in before.items()
        if column == 11 and tab[:3] in ("Tod", "Hoy")
    ]
    assert len(told) > LINES // 2
    assert list(differing(before, after, lang)) == []
