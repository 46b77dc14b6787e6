"""`doctor`: picks the checks by what the target is."""

from __future__ import annotations

from sheetflow.backends.base import Backend
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.backends.targets import open_target
from sheetflow.cli.terminal import Output, language
from sheetflow.doctor.finding import CheckReport, CheckRequest, Finding, finding_of
from sheetflow.doctor.workbook import check_workbook
from sheetflow.engine import Options
from sheetflow.errors import SheetflowError


def examine(target: str, options: Options, say: Output) -> list[Finding]:
    """Reach a target and check it: what keeps us from reaching it is a finding too."""
    try:
        backend = open_target(target, say.waiting)
    except SheetflowError as error:
        return [finding_of(error, language(options.lang, error.lang))]
    if isinstance(backend, ExcelBackend):
        return check_workbook(backend, CheckRequest(target, options)).findings
    found = _on_google(backend, CheckRequest(target, options))
    say.cost(backend.cost, found.lang)
    return found.findings


def _on_google(backend: Backend, request: CheckRequest) -> CheckReport:
    from sheetflow.doctor.google import check_google  # what speaks to Google is slow to load

    return check_google(backend, request)
