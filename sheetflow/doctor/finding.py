"""What doctor is asked, and what it finds."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sheetflow.engine import Options, Progress, nobody_watches
from sheetflow.errors import SheetflowError
from sheetflow.model import Text
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.texts.codes import number_of
from sheetflow.texts.messages import advice, message
from sheetflow.texts.render import choose_language


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is examined: the target as a person writes it, how, and the language of the environment.

    `spoken` and `country` are what a sheet says of itself beside its cells. `progress` is told what
    is done, and how many rows of it since the last call.
    """

    target: str
    options: Options
    spoken: str | None = None
    country: str = ""
    environment: str = "en"
    progress: Progress = nobody_watches

    @property
    def name(self) -> str:
        """The target as it is typed behind a command."""
        return shlex.quote(self.target)

    def language(self, *known: str | None) -> str:
        """Returns the language to speak where no plan could be made; `known` are the workbook's."""
        return choose_language(self.options.lang, *known, self.environment)


class Finding(NamedTuple):
    """What one check found.

    `level` is ok, note or fix, `exit_code` what the command ends with because of it, `code` the
    number of its error or problem.
    """

    level: str
    text: str
    fix: str = ""
    exit_code: int = 0
    code: str | None = None


class CheckReport(NamedTuple):
    """What doctor found, its language, the plan, none where none can be made, what it cost, and
    what was not read the usual way.
    """

    findings: list[Finding]
    lang: str
    known: tuple[Plan, Workbook] | None = None
    cost: Mapping[str, int] = {}
    messages: Sequence[Text] = ()


def finding_of(error: SheetflowError, lang: str) -> Finding:
    """Returns what would end a run, as a finding."""
    number = number_of(error.code) or None
    return Finding("fix", message(error, lang), advice(error, lang), error.exit_code, number)
