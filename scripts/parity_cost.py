"""What live formulas cost: seconds of the processor to calculate a whole workbook, and its size."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts.parity_book import make_book
from scripts.parity_live import live_workbook

PYTHON: Final = "/usr/bin/python3"
"""The Python that has LibreOffice's bridge (Debian: python3-uno)."""
SIZES: Final = ((500, 0), (1000, 0), (2000, 0), (500, 10_000), (1000, 10_000), (2000, 10_000))
"""Leads, and lines of the log."""


def costs() -> Iterator[str]:
    """Yields the lines of a table."""
    yield "leads    log   seconds  megabytes"
    with tempfile.TemporaryDirectory(prefix="sheetflow-cost-") as folder:
        for leads, lines in SIZES:
            file = Path(folder) / f"{leads}-{lines}.xlsx"
            live_workbook(make_book(1, 0, "en", leads, lines), file)
            size = file.stat().st_size / 1e6
            yield f"{leads:5} {lines:6} {_seconds(file, folder):9} {size:10.2f}"


def _seconds(file: Path, folder: str) -> str:
    command = [PYTHON, str(Path(__file__).with_name("parity_seconds.py")), f"{folder}/profile"]
    done = subprocess.run([*command, str(file)], capture_output=True, check=False, text=True)
    return done.stdout.strip() or f"LibreOffice's bridge is missing: {done.stderr.strip()[-80:]}"
