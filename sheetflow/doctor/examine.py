"""`doctor`: picks the checks by what the target is."""

from __future__ import annotations

from collections.abc import Callable

from sheetflow.backends.base import Backend
from sheetflow.backends.targets import open_target
from sheetflow.config import load_config
from sheetflow.doctor.finding import CheckReport, CheckRequest, Finding, finding_of
from sheetflow.doctor.words import DOCTOR
from sheetflow.doctor.workbook import check_workbook
from sheetflow.errors import SheetflowError
from sheetflow.errors.google import NoCredentials
from sheetflow.texts.render import fill


def examine(request: CheckRequest, on_wait: Callable[[str, float], None]) -> CheckReport:
    """Reaches a target and checks it: what keeps us from reaching it is a finding too.

    `on_wait` is called with the reason and the seconds of every wait.
    """
    try:
        backend = open_target(request.target, on_wait, read_only=True)
    except SheetflowError as error:
        lang = request.language(error.lang)
        return CheckReport([finding_of(error, lang), *_missing_step(error, lang)], lang)
    check = _check_google if backend.needs_login else check_workbook
    report = check(backend, request)
    report = report._replace(cost=backend.cost, messages=backend.messages)
    path = load_config().path
    if path is not None:
        text = fill(DOCTOR["settings"], report.lang, path)
        report.findings.append(Finding("ok", text))
    return report


def _missing_step(error: SheetflowError, lang: str) -> list[Finding]:
    """Returns which step of the way to Google is missing, where that ended it."""
    if not isinstance(error, NoCredentials) and not type(error).__module__.endswith(".login"):
        return []
    from sheetflow.doctor.google import missing_step

    return missing_step(error, lang)


def _check_google(backend: Backend, request: CheckRequest) -> CheckReport:
    from sheetflow.doctor.google import check_google  # what speaks to Google is slow to load

    return check_google(backend, request)
