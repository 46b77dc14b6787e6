"""The command line as a person runs it, inside the process of the tests."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from tests.support.leads import TODAY


class Ran(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str


def run(*words: str) -> Ran:
    """Runs `sheetflow` with these words."""
    from sheetflow.cli.main import main

    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.object(sys, "argv", ["sheetflow", *words]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Ran(code, out.getvalue(), err.getvalue())


def sync(path: Path, day: date = TODAY) -> Ran:
    """Syncs a workbook as on that day."""
    return run("sync", str(path), "--today", day.isoformat())
