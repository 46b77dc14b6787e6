"""What all tests share: Hypothesis that gives the same answer every time, and figures shown at the end of a run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# What the tests expect to read is English, whatever the machine speaks.
os.environ["LC_ALL"] = "C.UTF-8"
settings.register_profile("sheetflow", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("sheetflow")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests recorded with `record_property("figure", text)`, whether they passed or not."""
    reports = [r for found in terminalreporter.stats.values() for r in found if isinstance(r, pytest.TestReport)]
    recorded = [entry for report in reports if report.when == "call" for entry in report.user_properties]
    if figures := [str(text) for key, text in recorded if key == "figure"]:
        terminalreporter.section("figures")
        for text in figures:
            terminalreporter.write_line(text)
