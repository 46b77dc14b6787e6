"""Runs the examples of a page: ```console blocks, in order, in one folder; a ```toml block becomes
sheetflow.toml.

`$ sheetflow …` runs the program, `$ echo $?` shows the exit code of the command before. The other
lines are what comes out, stdout and stderr together; `…` stands for any lines.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from sheetflow.cli.main import main

_BLOCK = re.compile(r"^```(console|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One command of a page, and the lines that the page shows below it."""

    command: str
    shown: list[str]


def steps_of(page: str) -> Iterator[Step | str]:
    """Yields commands with what they show, and settings as plain text, in the order of the page."""
    for kind, text in _BLOCK.findall(page):
        if kind == "toml":
            yield text
        else:
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, *shown = part.splitlines()
                yield Step(command, shown)


def play(page: str, folder: Path) -> Iterator[tuple[Step, list[str]]]:
    """Runs the page in the current folder; yields each command with what it printed."""
    code = 0
    for step in steps_of(page):
        if isinstance(step, str):
            (folder / "sheetflow.toml").write_text(step, "utf-8")
        elif step.command == "echo $?":
            yield step, [str(code)]
        else:
            program, *arguments = shlex.split(step.command)
            assert program == "sheetflow", step.command
            found = CliRunner().invoke(main, arguments, prog_name="sheetflow")
            code = found.exit_code
            yield step, found.output.splitlines()


def matches(shown: list[str], printed: list[str]) -> bool:
    """Returns whether these lines were printed; `…` stands for none, one or many."""
    pattern = "".join(
        "(?:.*\n)*" if line == "…" else re.escape(line.rstrip()) + "\n" for line in shown
    )
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None
