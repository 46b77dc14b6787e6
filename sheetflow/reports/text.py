"""An error or a problem as people read it: a sentence, with its number.

Whatever a cell holds is made harmless before it is shown.
"""

from __future__ import annotations

from sheetflow.errors import SheetflowError
from sheetflow.model import Problem
from sheetflow.reports.lines import safe
from sheetflow.reports.problems import problem_text
from sheetflow.texts.codes import number_of
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import Locale


def described(found: SheetflowError | Problem, lang: str) -> str:
    """Returns an error or a problem with its number; of an error, its advice on lines below."""
    if isinstance(found, Problem):
        return f"{problem_text(found, Locale(lang))} [{number_of(found.text.code)}]"
    lines = [f"{message(found, lang)} [{number_of(found.code)}]", *advice(found, lang).splitlines()]
    return "\n".join(safe(each) for each in lines)
