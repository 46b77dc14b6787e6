"""One sync of a workbook in a folder of its own, with all that is needed to judge it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import openpyxl
import python_calamine

from tests.excel.lossless.compare import losses, owned_area
from tests.excel.lossless.sheets import Owned
from tests.excel.workbooks import CORPUS, Rich
from tests.support.leads import leads
from tests.support.libreoffice import converted, differences, values
from tests.support.running import sync
from tests.support.zips import LEADS_TAB, NoWorkbookError, add_leads_tab

DONE = (0, 4)
REFUSED = 65
ADDED = Rich(LEADS_TAB, 1, 13)
FILES = sorted(CORPUS.glob("*.xls?"))


class Synced(NamedTuple):
    """A sync that came to its end: the file before, the file after, how it ended, where the leads
    are.
    """

    before: Path
    after: Path
    code: int
    said: str
    leads: tuple[Rich, ...]

    @property
    def owned(self) -> Mapping[str, Owned]:
        return {
            tab: owned_area(self.after, tab, heading, last) for tab, heading, last, _ in self.leads
        }

    @property
    def lost(self) -> list[str]:
        return losses(self.before, self.after, self.owned)

    @property
    def untouched(self) -> bool:
        return self.before.read_bytes() == self.after.read_bytes()


def synced(before: Path, where: Rich) -> Synced:
    """Copy a workbook into a folder of its own and sync it there."""
    after = before.parent / "synced" / before.name
    after.parent.mkdir()
    shutil.copyfile(before, after)
    ran = sync(after)
    return Synced(before, after, ran.code, ran.err, (where, *where.others))


def synced_again(first: Synced, day: date) -> Synced:
    """Sync a result once more, on another day; what the first sync left is the file before."""
    before = first.after.with_name(f"first-{first.after.name}")
    shutil.copyfile(first.after, before)
    ran = sync(first.after, day)
    return first._replace(before=before, code=ran.code, said=ran.err)


def synced_corpus_file(source: Path, folder: Path) -> Synced:
    """Add a leads tab to a workbook of the corpus and sync it; one that can take no tab is synced
    as it is.
    """
    before = folder / source.name
    try:
        add_leads_tab(source, before, leads(12))
    except NoWorkbookError:
        shutil.copyfile(source, before)
    return synced(before, ADDED)


def is_workbook(source: Path) -> bool:
    """Is it a valid workbook: a package as ISO 29500-2 wants it, that openpyxl or calamine opens?

    The standard asks for part names without backslash that differ in more than case; every entry
    must be whole.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            names = [name.casefold() for name in archive.namelist()]
            if (
                archive.testzip()
                or len(set(names)) != len(names)
                or any("\\" in name for name in names)
            ):
                return False
    except (zipfile.BadZipFile, OSError):
        return False
    return _opens(
        lambda: python_calamine.CalamineWorkbook.from_path(str(source)).sheet_names
    ) or _opens(lambda: openpyxl.load_workbook(source).sheetnames)


def _opens(tabs: Callable[[], list[str]]) -> bool:
    try:
        return bool(tabs())
    except Exception:  # whatever it is, it did not open
        return False


def losses_in_libreoffice(runs: Sequence[Synced], folder: Path) -> Iterator[str]:
    """Results that LibreOffice does not open though it opened the file before, or shows other
    values of.
    """
    old = converted([run.before for run in runs], folder / "before")
    new = converted([run.after for run in runs], folder / "after")
    for run in runs:
        if run.before not in old:
            continue
        if run.after not in new:
            yield f"{run.before.name}: opened before, not after"
            continue
        owned = run.owned
        shown = values(new[run.after])
        columns = {tab: set(area.columns) for tab, area in owned.items()}
        yield from (
            f"{run.before.name}: {at}"
            for at in differences(values(old[run.before]), shown, columns)
        )
        for tab, area in owned.items():
            if not any((tab, area.last, column) in shown for column in area.columns):
                yield f"{run.before.name}: {tab} shows no answer in its last row"
