"""sheetflow.errors and its texts: each class has both languages, a number, an exit code."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from sheetflow import errors
from sheetflow.errors import SheetflowError
from sheetflow.errors.lists import OwnerUnknown
from sheetflow.texts.codes import NUMBERS, number_of
from sheetflow.texts.errors import ErrorText
from sheetflow.texts.live import LIVE_PROBLEMS
from sheetflow.texts.message_words import MESSAGE_PROBLEMS
from sheetflow.texts.messages import ERRORS, MESSAGES, advice, message
from sheetflow.texts.reasons import OS_REASONS, os_error, os_reason
from sheetflow.texts.words import PROBLEMS
from tests.core.texts.numbers import REMEMBERED

for module in iter_modules(errors.__path__, "sheetflow.errors."):
    import_module(module.name)

ENGLISH_ONLY = {"os_error": {0, 2}}
"""Places that one language leaves out: what Python puts around a reason of the system."""

HOUSE = Path(errors.__file__).parents[1]
SOURCES = "".join(
    path.read_text("utf-8") for path in HOUSE.rglob("*.py") if path.parent != HOUSE / "errors"
)
NAMES = set(re.findall(r"\w+", SOURCES))
KINDS = {kind for kind in vars(errors).values() if isinstance(kind, type)}


def below(kind: type[SheetflowError]) -> Iterator[type[SheetflowError]]:
    """All that can be raised: every class that is no kind."""
    for error in kind.__subclasses__():
        if error not in KINDS:
            yield error
        yield from below(error)


RAISED = sorted(below(SheetflowError), key=lambda error: error.code)


BLOCKS = {
    "lists": range(1, 50),
    "settings": range(50, 100),
    "files": range(100, 200),
    "google": range(200, 300),
    "google_access": range(200, 300),
    "login": range(200, 300),
}
"""Module of sheetflow/errors -> the numbers of its classes."""


def places(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\{(\d+)[:}]", text)}


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.code)
def test_every_error_has_both_languages_a_number_and_says_when_it_happens(
    error: type[SheetflowError],
) -> None:
    text = ERRORS.get(error.code)
    assert text, f"give {error.code} its words in sheetflow/texts/errors*.py"
    assert text.en != text.es
    assert bool(text.advice_en) == bool(text.advice_es)
    number = number_of(error.code)
    assert re.fullmatch(r"SF\d{3}", number), f"give {error.code} a number in texts/codes.py"
    assert int(number[2:]) in BLOCKS[error.__module__.rpartition(".")[2]]
    assert error.__doc__
    assert error.exit_code in (1, 5, 65, 75, 77, 78)


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.code)
def test_every_value_of_an_error_is_told_and_nothing_else_is(error: type[SheetflowError]) -> None:
    text = ERRORS[error.code]
    every = set(range(len(error._fields)))
    assert places(text.en + text.advice_en) == places(text.es + text.advice_es)
    assert places(text.en + text.advice_en) <= every


def test_every_text_belongs_to_an_error() -> None:
    assert ERRORS.keys() - {error.code for error in RAISED} == set()


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.code)
def test_every_error_is_raised_somewhere(error: type[SheetflowError]) -> None:
    assert error.__name__ in NAMES


def test_a_number_is_the_same_for_ever() -> None:
    given = {number: code for code, number in NUMBERS.items()}
    assert {number: given.get(number, code) for number, code in REMEMBERED.items()} == REMEMBERED
    assert given.keys() <= REMEMBERED.keys(), "add the new numbers to tests/core/texts/numbers.py"


def test_no_number_is_used_twice() -> None:
    assert len(set(NUMBERS.values())) == len(NUMBERS)


def test_a_number_belongs_to_something_that_is_said_and_every_problem_has_one() -> None:
    problems = {*PROBLEMS, *MESSAGE_PROBLEMS, *LIVE_PROBLEMS}
    assert NUMBERS.keys() - {*ERRORS, *MESSAGES, *problems} == set()
    assert problems & {*ERRORS, *MESSAGES} == set()
    assert {code for code, number in NUMBERS.items() if number >= 300} == problems


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_has_the_same_places_in_both_languages(code: str) -> None:
    english, spanish = MESSAGES[code]
    assert places(english) - ENGLISH_ONLY.get(code, set()) == places(spanish)


@pytest.mark.parametrize("name", OS_REASONS)
def test_a_reason_of_the_system_reads_as_the_system_says_it(name: str) -> None:
    number = getattr(errno, name.removeprefix("os_").upper())
    error = OSError(number, os.strerror(number), "leads.xlsx")
    assert message(os_reason(error), "en") == error.strerror
    assert message(os_error(error), "en") == str(error)
    assert message(os_error(error), "es") == OS_REASONS[name][1] != error.strerror


def test_a_reason_that_nobody_foresaw_stays_as_the_system_says_it() -> None:
    unknown, bare = OSError(4242, "the moon is full"), OSError("the moon is full")
    for lang in ("en", "es"):
        assert message(os_reason(unknown), lang) == "the moon is full"
        assert message(os_reason(bare), lang) == message(os_error(bare), lang) == "the moon is full"


def test_a_value_is_put_into_the_sentence_letter_by_letter() -> None:
    for name in ("a(b.*+?[c]^$|d\\1", "{0} {x}", "100 %", "O'Brien & Peña", ""):
        error = OwnerUnknown(name, (name, "Ana"))
        assert message(error, "es") == f"ningún lead tiene el responsable '{name}'"
        assert advice(error, "en") == f"the owners are: {name}, Ana"


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("Marta",), {}), (("Marta", (), 3), {}), (("Marta",), {"owner": 1, "owners": ()})],
)
def test_an_error_takes_exactly_its_values(
    values: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match="OwnerUnknown takes owner, owners"):
        OwnerUnknown(*values, **named)


def test_an_error_tells_a_log_its_code_only() -> None:
    assert str(OwnerUnknown("Marta", ())) == "owner_unknown"
    assert ErrorText("a", "b").advice_en == ""
