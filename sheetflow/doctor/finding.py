"""What doctor finds: one check each."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import NamedTuple

from sheetflow.engine import Options
from sheetflow.errors import SheetflowError
from sheetflow.parse.workbook import Workbook
from sheetflow.plan.plan import Plan
from sheetflow.texts.messages import advice, message


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is examined: the target as a person writes it, how, and what a sheet says of itself
    beside its cells.
    """

    target: str
    options: Options
    spoken: str | None = None
    country: str = ""

    @property
    def name(self) -> str:
        """The target as it is typed behind a command."""
        return shlex.quote(self.target)


class CheckReport(NamedTuple):
    """What doctor found, the language that it speaks, and the plan; without one where none can be
    made.
    """

    findings: list[Finding]
    lang: str
    known: tuple[Plan, Workbook] | None = None


class Finding(NamedTuple):
    """One check: `level` is ok, note or fix; `exit_code` is what the command ends with because of
    it.
    """

    level: str
    text: str
    fix: str = ""
    exit_code: int = 0


def finding_of(error: SheetflowError, lang: str) -> Finding:
    """What would end a run, as a finding."""
    return Finding("fix", message(error, lang), advice(error, lang), error.exit_code)
