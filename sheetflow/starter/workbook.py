"""Writes the file of a new workbook, and makes a leads tab for an empty one."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from sheetflow.columns import OWNED_KEYS, fold
from sheetflow.errors.files import NewFileForbidden, NewFolderMissing, NewNameTaken, NewNameUnfit
from sheetflow.model import NewTab
from sheetflow.starter.tabs.leads import NAMES, PLACES, heading
from sheetflow.texts.reasons import os_reason
from sheetflow.texts.render import choose


def starter_leads(lang: str, taken: Collection[str]) -> NewTab:
    """Returns the leads tab for an empty workbook, under a name that no tab has yet.

    It has all headings but ours, which sync adds.
    """
    people = [place for place in PLACES if place.key not in OWNED_KEYS]
    headings = tuple(heading(place.key, lang) for place in people)
    widths = tuple(place.width for place in people)
    return NewTab(_free_name(choose(NAMES, lang), taken), (headings,), widths)


def _free_name(title: str, taken: Collection[str]) -> str:
    """Returns the title, or with a number behind it where a tab has it."""
    name, number, others = title, 1, {fold(other) for other in taken}
    while fold(name) in others:
        number += 1
        name = f"{title} {number}"
    return name


def write_new(path: Path, content: bytes) -> None:
    """Writes a new workbook.

    Raises ConfigError where there is a file already or the name does not fit, AccessError where it
    may not be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise NewNameUnfit(str(path))
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise NewNameTaken(str(path)) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NewFolderMissing(str(path)) from error
    except OSError as error:
        raise NewFileForbidden(str(path), os_reason(error)) from error
