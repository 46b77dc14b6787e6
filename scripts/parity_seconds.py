"""Seconds of the processor that LibreOffice takes to calculate workbooks.

Run by the Python that has its bridge: `/usr/bin/python3 scripts/parity_seconds.py profile file …`;
prints a number per file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PIPE = f"sheetflow-parity-{os.getpid()}"


def main() -> None:
    """Opens each file, calculates all of it three times, and prints the least seconds."""
    profile, *files = sys.argv[1:]
    command = [
        "soffice",
        "--headless",
        "--norestore",
        "--nologo",
        f"--accept=pipe,name={PIPE};urp;",
    ]
    office = subprocess.Popen([*command, f"-env:UserInstallation=file://{profile}"])
    try:
        desktop = _desktop()
        for file in files:
            print(_least(desktop, Path(file).resolve().as_uri()), flush=True)
        desktop.terminate()
    finally:
        office.wait(timeout=60)


def _desktop() -> Any:
    import uno  # type: ignore[import-not-found]  # LibreOffice's own Python has it

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(300):
        try:
            there = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", there
            )
        except Exception:  # NoConnectException, of a module that only LibreOffice's Python has
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def _least(desktop: Any, url: str) -> float:
    from com.sun.star.beans import (  # type: ignore[import-not-found]  # as above
        PropertyValue,
    )

    hidden = PropertyValue(Name="Hidden", Value=True)
    book = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
    spent = []
    for _ in range(3):
        before = _spent()
        book.calculateAll()
        spent.append(_spent() - before)
    book.close(True)
    return round(min(spent), 2)


def _spent() -> float:
    """Returns the seconds that all processes of LibreOffice of this pipe took so far."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if PIPE.encode() in (folder / "cmdline").read_bytes():
                parts = (folder / "stat").read_text().rpartition(")")[2].split()
                total += int(parts[11]) + int(parts[12])
        except OSError:
            continue
    return total / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
