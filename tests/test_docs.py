"""The documentation is held true: its examples run, its tables are the program's, its names
exist.
"""

from __future__ import annotations

import ast
import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

from scripts.manual import MANUALS, TABLES, filled
from sheetflow import engine, errors
from sheetflow.cli import main as cli
from sheetflow.columns import OWNED, PEOPLE, TABS
from sheetflow.decide.playbook import SETTINGS
from sheetflow.decide.rules import RULES
from sheetflow.reports.numbers import exit_code_of
from sheetflow.starter import adopt
from sheetflow.texts.codes import NUMBERS, number_of
from sheetflow.texts.words import FLAGS, LANGUAGES, STATUSES
from sheetflow.texts.words import RULES as SENTENCES
from tests.support.consoles import Step, matches, play, steps_of
from tests.support.our_books import put, synced_demo

HOME = Path(__file__).parents[1]
PAGES = {"README.md": HOME / "README.md", **{path.name: path for path in MANUALS.values()}}
ALSO = (
    "docs/why.md",
    "docs/google.md",
    "docs/google.es.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
)
README = PAGES["README.md"].read_text("utf-8")
CODES = {0, 1, 2, cli.CHANGES_PENDING, cli.CHECKS_LEFT} | {
    error.exit_code
    for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, Exception)
}
CRON = re.compile(r"^\*/15 .* sync -q .*\.xlsx$", re.MULTILINE)


@pytest.fixture
def friday(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder on the Friday of the examples."""
    for module in (engine, adopt):
        monkeypatch.setattr(module, "today_in", lambda zone: date(2026, 11, 20))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("SHEETFLOW_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_print_what_it_shows(page: str, friday: Path) -> None:
    wrong = [
        (step.command, printed)
        for step, printed in play(PAGES[page].read_text("utf-8"), friday)
        if not matches(step.shown, printed)
    ]
    assert not wrong


def test_a_line_that_is_not_printed_is_noticed() -> None:
    assert matches(["a", "…", "c"], ["a", "b", "b", "c"])
    assert not matches(["a", "c"], ["a", "b", "c"])
    assert not matches(["a", "…", "d"], ["a", "b", "c"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_of_the_manual_are_the_programs(lang: str) -> None:
    text = MANUALS[lang].read_text("utf-8")
    assert filled(text, lang) == text, "stale: run scripts/manual"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manual_names_everything(lang: str) -> None:
    text = MANUALS[lang].read_text("utf-8")
    keys = [
        key for key in chain(STATUSES, FLAGS, (s.key for s in SETTINGS)) if f"`{key}`" not in text
    ]
    rules = [rule.__name__ for rule in RULES if f"`{rule.__name__}`" not in text]
    heads = [
        c.key for c in (*PEOPLE, *OWNED) if f"**{(c.en, c.es)[LANGUAGES.index(lang)]}**" not in text
    ]
    codes = [code for code in CODES if f"| {code} |" not in text]
    commands = [name for name in cli.main.commands if f"**{name}**" not in text]
    assert (keys, rules, heads, codes, commands) == ([], [], [], [], [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_is_shown_at_work(lang: str) -> None:
    steps = [step for step in steps_of(MANUALS[lang].read_text("utf-8")) if isinstance(step, Step)]
    shown = {step.command.split()[1] for step in steps if step.command.startswith("sheetflow ")}
    assert shown == set(cli.main.commands)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_option_is_explained(lang: str) -> None:
    text = MANUALS[lang].read_text("utf-8")
    options = {
        max(p.opts, key=len)
        for c in cli.main.commands.values()
        for p in c.params
        if p.opts[0].startswith("-")
    }
    short = {"--quiet": "-q", "--verbose": "-v"}
    assert [
        o for o in sorted(options) if f"`{short.get(o, o)}" not in text and f" {o}" not in text
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_number_is_in_the_manual_with_its_exit_code(lang: str) -> None:
    text = MANUALS[lang].read_text("utf-8")
    rows = dict(re.findall(r"^\| (SF\d{3}) \|.*\| (\d+) \|$", text, re.MULTILINE))
    assert rows == {number_of(code): str(exit_code_of(code)) for code in NUMBERS}


def test_both_manuals_have_the_same_parts() -> None:
    def outline(text: str) -> list[str]:
        return re.findall(r"^(#+ |```\w*|<!-- \w+)", text, re.MULTILINE)

    assert outline(MANUALS["en"].read_text("utf-8")) == outline(MANUALS["es"].read_text("utf-8"))


def test_every_number_that_help_and_docs_name_exists() -> None:
    pages = [*(HOME / "docs").glob("*.md"), *HOME.glob("*.md"), *(HOME / "sheetflow").rglob("*.py")]
    named = {n for page in pages for n in re.findall(r"\bSF(\d{3})\b", page.read_text("utf-8"))}
    assert {int(number) for number in named} <= set(NUMBERS.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_is_in_the_manual(lang: str) -> None:
    assert set(re.findall(r"<!-- table: (\w+)", MANUALS[lang].read_text("utf-8"))) == set(TABLES)


def test_every_rule_has_a_sentence() -> None:
    assert [rule.__name__ for rule in RULES] == list(SENTENCES)


def test_the_cron_line_is_the_same_everywhere_and_has_a_full_path() -> None:
    lines = {line for path in PAGES.values() for line in CRON.findall(path.read_text("utf-8"))}
    assert len(lines) == 1
    assert re.search(r" /\S+/sheetflow sync -q /\S+\.xlsx$", lines.pop())


@pytest.mark.parametrize(
    "page", [*PAGES.values(), *(HOME / name for name in ALSO)], ids=lambda p: p.name
)
def test_links_and_named_files_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
    named = re.findall(r"`((?:scripts|sheetflow|sheet_templates|docs|tests)/[\w./-]+)`", text)
    missing = [
        link for link in links if link and "://" not in link and not (page.parent / link).exists()
    ]
    assert missing + [name for name in named if not (HOME / name).exists()] == []


def test_the_version_is_in_the_changelog_twice() -> None:
    assert (HOME / "CHANGELOG.md").read_text("utf-8").count(f"\n## {cli.__version__}\n") == 2


PICTURES = HOME / "docs" / "pictures"
WIDTHS = {"pictures": (700, 1400), "phone": (180, 430), "printed": (600, 1000)}
"""Pixels of a picture by its folder."""


@pytest.mark.parametrize(
    "picture", sorted(PICTURES.rglob("*.png")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_a_picture_is_a_png_of_a_readable_size(picture: Path) -> None:
    content = picture.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    narrowest, widest = WIDTHS[picture.parent.name]
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(content) < 300_000
    assert narrowest < width < widest
    assert height > 40


@pytest.mark.parametrize("folder", [PICTURES, PICTURES / "phone", PICTURES / "printed"])
def test_every_tab_is_drawn_in_both_languages(folder: Path) -> None:
    names = [path.stem for path in folder.glob("*.png")]
    keys = [{name[:-3] for name in names if name.endswith(lang)} for lang in ("-en", "-es")]
    assert keys[0] == keys[1] == {*TABS, "leads"}


WALK = (HOME / "docs" / "life-of-a-row.md").read_text("utf-8")
STEPS = re.findall(r"`([\w/]+\.py)` `(\w+)(?:\.(\w+))?`", WALK)


def test_the_life_of_a_row_is_told_on_a_page() -> None:
    assert len(WALK.splitlines()) <= 60
    assert len(STEPS) > 25


@pytest.mark.parametrize(("where", "name", "method"), STEPS)
def test_the_functions_that_a_row_passes_exist(where: str, name: str, method: str) -> None:
    home = import_module(f"sheetflow.{where.removesuffix('.py').replace('/', '.')}")
    assert hasattr(getattr(home, name), method or "__name__")


# ── Where do I change …? ──────────────────────────────────────────────────────────────────────

WHERE = re.findall(
    r"^\| (an? [^|]+|the [^|]+|where [^|]+) \| (.+?) \| (.+?) \|$", README, re.MULTILINE
)


def _names_in(path: Path) -> set[str]:
    """What a module defines at its top."""
    found = set[str]()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(target, ast.Name):
                found.add(target.id)
    return found


@pytest.mark.parametrize(("what", "where", "tables"), WHERE, ids=[what for what, _, _ in WHERE])
def test_what_one_changes_is_where_the_readme_says(what: str, where: str, tables: str) -> None:
    paths = [HOME / name for name in re.findall(r"`(.+?\.py)`", where)]
    defined = set[str]().union(*map(_names_in, paths))
    assert paths
    assert [name for name in re.findall(r"`(\w+)`", tables) if name not in defined] == []


def _calls(tree: ast.Module, name: str) -> bool:
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name
        for n in ast.walk(tree)
    )


def _texts(tree: ast.Module) -> set[str]:
    return {
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def _says_a_step(tree: ast.Module) -> bool:
    said = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "Text"
    ]
    return any(
        text.startswith("step_")
        for call in said
        for text in _texts(ast.Module([ast.Expr(call)], []))
    )


def _has_exit_code(tree: ast.Module) -> bool:
    classes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    assigned = [t for c in classes for n in c.body if isinstance(n, ast.Assign) for t in n.targets]
    return any(isinstance(target, ast.Name) and target.id == "exit_code" for target in assigned)


def _defines_a_flag(tree: ast.Module) -> bool:
    return any(isinstance(n, ast.FunctionDef) and n.name in FLAGS for n in ast.walk(tree))


@pytest.mark.parametrize(
    ("home", "is_there"),
    [
        ("decide/rules.py", lambda tree: _calls(tree, "Verdict")),
        ("columns.py", lambda tree: _calls(tree, "Column")),
        (
            "palette.py",
            lambda tree: any(re.search(r"#[0-9A-Fa-f]{6}\b", text) for text in _texts(tree)),
        ),
        ("decide/playbook.py", lambda tree: _calls(tree, "Setting")),
        ("decide/steps.py", _says_a_step),
        ("errors/__init__.py", _has_exit_code),
        (
            "texts/words.py",
            lambda tree: bool(
                _texts(tree) & {text for both in SENTENCES.values() for text in both}
            ),
        ),
        (
            "decide/flags.py",
            lambda tree: any(
                isinstance(n, ast.FunctionDef) and n.name in FLAGS for n in ast.walk(tree)
            ),
        ),
    ],
)
def test_a_noun_lives_nowhere_else(home: str, is_there: Callable[[ast.Module], bool]) -> None:
    files = [
        path
        for path in (HOME / "sheetflow").rglob("*.py")
        if is_there(ast.parse(path.read_text("utf-8")))
    ]
    assert [str(path.relative_to(HOME / "sheetflow")) for path in files] == [home]


LOADED = """
import sys
from sheetflow.cli.main import main
try:
    main(sys.argv[1:], prog_name="sheetflow")
except SystemExit as end:
    print("ended", end.code)
roots = {name.partition(".")[0] for name in sys.modules}
google = {"gspread", "google", "requests", "urllib3", "pyrate_limiter", "tenacity"}
google |= {"google_auth_oauthlib", "requests_oauthlib", "oauthlib"}
print("loaded", *sorted(roots & google))
"""


@pytest.mark.parametrize("command", ["sync", "plan", "doctor", "init", "today"])
def test_a_workbook_on_this_machine_is_answered_without_what_speaks_to_google(
    command: str, friday: Path
) -> None:
    put(synced_demo(), friday / "leads.xlsx")
    asked = [sys.executable, "-c", LOADED, command, "leads.xlsx"]
    there = os.environ | {"PYTHONPATH": str(HOME)}
    told = subprocess.run(
        asked, cwd=friday, env=there, capture_output=True, text=True, check=True
    ).stdout
    assert told.splitlines()[-2:] == ["ended 4", "loaded"]
