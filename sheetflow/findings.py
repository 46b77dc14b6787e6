"""What doctor finds: one check each."""

from __future__ import annotations

from typing import NamedTuple

from sheetflow.errors import SheetflowError
from sheetflow.spanish import translate


class Finding(NamedTuple):
    """One check: `level` is ok, note or fix; `exit_code` is what the command ends with because of it."""

    level: str
    text: str
    fix: str = ""
    exit_code: int = 0


def finding_of(error: SheetflowError, lang: str) -> Finding:
    """What would end a run, as a finding."""
    return Finding("fix", translate(error.message, lang), translate(error.advice, lang), error.exit_code)
