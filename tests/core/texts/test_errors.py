"""sheetflow.errors and its texts: each class has both languages, a number, an exit code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest

from sheetflow import errors
from sheetflow.errors import SheetflowError
from sheetflow.errors.lists import OwnerUnknown
from sheetflow.texts.codes import NUMBERS, number_of
from sheetflow.texts.errors import ErrorText
from sheetflow.texts.messages import ERRORS, MESSAGES, advice, message

for module in iter_modules(errors.__path__, "sheetflow.errors."):
    import_module(module.name)

KINDS = {kind for kind in vars(errors).values() if isinstance(kind, type)}


def below(kind: type[SheetflowError]) -> Iterator[type[SheetflowError]]:
    """All that can be raised: every class that is no kind."""
    for error in kind.__subclasses__():
        if error not in KINDS:
            yield error
        yield from below(error)


RAISED = sorted(below(SheetflowError), key=lambda error: error.code)


def places(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\{(\d+)[:}]", text)}


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.code)
def test_every_error_has_both_languages_a_number_and_says_when_it_happens(
    error: type[SheetflowError],
) -> None:
    text = ERRORS[error.code]
    assert text.en != text.es
    assert bool(text.advice_en) == bool(text.advice_es)
    assert re.fullmatch(r"SF\d{3}", number_of(error.code))
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


def test_no_number_is_used_twice() -> None:
    assert len(set(NUMBERS.values())) == len(NUMBERS)


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_has_the_same_places_in_both_languages(code: str) -> None:
    english, spanish = MESSAGES[code]
    assert places(english) == places(spanish)


def test_a_value_is_put_into_the_sentence_letter_by_letter() -> None:
    for name in ("a(b.*+?[c]^$|d\\1", "{0} {x}", "100 %", "O'Brien & Peña", ""):
        error = OwnerUnknown(name, (name, "Ana"))
        assert message(error, "es") == f"ningún lead tiene el responsable '{name}'"
        assert advice(error, "en") == f"the owners are: {name}, Ana"


def test_an_error_tells_a_log_its_code_only() -> None:
    assert str(OwnerUnknown("Marta", ())) == "owner_unknown"
    assert ErrorText("a", "b").advice_en == ""
