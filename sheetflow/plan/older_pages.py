"""The pages Today and Dashboard of an earlier version: their formulas look where the hidden tabs
held something else. Those that people left as they were are written anew; the others are named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Final, NamedTuple

from sheetflow.live import LIST_TAB
from sheetflow.model import (
    Cell,
    ColumnLook,
    Formula,
    NewTab,
    Problem,
    Tab,
    Text,
    column_letters,
)
from sheetflow.model.formula_text import shape_of

_BESIDE: Final = 5
"""Columns right of a page in which somebody may have typed something."""
_OURS: Final = re.compile(r"\bSF_[A-Z]|\b_(?:DASH|CALC|LIST|SET|MEM)'?!")
"""What a formula of ours in sight names, as `shape_of` spells it."""
_OWN_ROW: Final = re.compile(r"\$([A-Z]{1,3})\[0\]")
UNKNOWN: Final = "old"
"""Stands for the fingerprint of an earlier version."""
Place = tuple[int, int]
"""1-based row, 0-based column."""


class Page(NamedTuple):
    """A page of ours that is there: its key, the tab, and ours as it is written now. `written` is
    the fingerprint of the one that a run last wrote there, UNKNOWN where it is of an earlier
    version, blank where none said so. `seen` tells whether its formulas were read.
    """

    key: str
    tab: Tab
    made: NewTab
    written: str = ""
    seen: bool = True

    @property
    def is_old(self) -> bool:
        """Returns whether its formulas are others than ours are now."""
        if self.written == fingerprint(self.made):
            return False
        if not self.seen:
            return bool(self.written)
        wanted = _spelled(self.made)
        there = _spelled_there(self.tab, self.made)
        return any(_is_another(text, wanted.get(place, "")) for place, text in there.items())

    @property
    def is_untouched(self) -> bool:
        """Returns whether people left it as a run wrote it."""
        if self.written in ("", UNKNOWN):
            return looks_untouched(self.tab, self.made)
        return _fingerprint(_spelled_there(self.tab, self.made)) == self.written


def _is_another(text: str, ours: str) -> bool:
    return text.startswith("=") and ours.startswith("=") and text != ours


class OldPages(NamedTuple):
    """What becomes of pages: `renewed` are those that are written anew, `problems` what there is to
    say, and `fingerprints` by key what the hidden tabs are told of them.
    """

    renewed: tuple[NewTab, ...]
    problems: tuple[Problem, ...]
    fingerprints: Mapping[str, str]


NO_OLD_PAGES: Final = OldPages((), (), {})


def fingerprint(made: NewTab) -> str:
    """Returns a text that is equal for pages of equal formulas and texts."""
    return _fingerprint(_spelled(made))


def _fingerprint(spelled: Mapping[Place, str]) -> str:
    text = repr(sorted(spelled.items()))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def told_of(text: str) -> dict[str, str]:
    """Reads the fingerprints that a hidden tab holds, by the key of the page."""
    pairs = (word.partition(":") for word in text.split())
    return {key: found for key, _, found in pairs if found}


def tell(fingerprints: Mapping[str, str]) -> str:
    """Returns fingerprints as a hidden tab holds them."""
    return " ".join(f"{key}:{found}" for key, found in sorted(fingerprints.items()))


def old_pages(pages: Iterable[Page], unseen: str = "page_left") -> OldPages:
    """Returns what becomes of pages; `unseen` is the code of what is said of an old one whose
    formulas were not read.
    """
    renewed, problems, told = list[NewTab](), list[Problem](), dict[str, str]()
    for page in pages:
        told[page.key] = fingerprint(page.made)
        if not page.is_old:
            continue
        if page.seen and page.is_untouched:
            renewed.append(with_choices(page.made, page.tab))
            problems.append(_said("page_renewed", page.tab))
        else:
            told[page.key] = page.written or UNKNOWN
            problems.append(_said("page_left" if page.seen else unseen, page.tab))
    return OldPages(tuple(renewed), tuple(problems), told)


def _said(code: str, tab: Tab) -> Problem:
    return Problem(tab.name, Text(code, (tab.name,)))


def looks_untouched(tab: Tab, made: NewTab) -> bool:
    """Returns whether a page of which no run said how it wrote it holds formulas of ours alone, the
    same all down a column, and texts of ours, but where people choose. `made` is the page as it is
    written now.
    """
    texts = {LIST_TAB, *(text for text in _spelled(made).values() if not text.startswith("="))}
    down = {each.column: range(each.first_row, each.last_row + 1) for each in made.filled}
    last = column_letters(max(at for at in made.columns if _is_in_sight(made, at)))
    shapes = defaultdict[int, set[str]](set)
    for (row, at), text in _spelled_there(tab, made).items():
        if not text.startswith("="):
            if text not in texts:
                return False
        elif _is_in_sight(made, at) and text != "=":
            if not _names_ours(text, last):
                return False
            if row in down.get(at, ()):
                shapes[at].add(text)
    return all(len(found) == 1 for found in shapes.values())


def _names_ours(text: str, last: str) -> bool:
    """Returns whether a formula looks at something of ours: a name, a hidden tab, or what stands in
    its own row behind the last column in sight, given by its letters. One that shows nothing is
    ours, too.
    """
    behind = (len(found) > len(last) or found > last for found in _OWN_ROW.findall(text))
    return text == '=""' or bool(_OURS.search(text)) or any(behind)


def with_choices(made: NewTab, tab: Tab) -> NewTab:
    """Returns a page under the name of the one that is there, with what people chose there."""
    rows = [list(each) for each in made.rows]
    for row, at in _free(made):
        there = tab.head[row - 1] if len(tab.head) >= row else ()
        chosen, cell = there[at] if len(there) > at else None, rows[row - 1][at]
        if chosen is not None and isinstance(cell, Cell):
            rows[row - 1][at] = cell._replace(content=chosen)
    return replace(made, name=tab.name, rows=tuple(map(tuple, rows)))


# ── cells ─────────────────────────────────────────────────────────────────────────────────────


def _spelled(made: NewTab) -> dict[Place, str]:
    """Returns what the cells of a page hold: `=` and how its formula is spelled, else its text."""
    free, found = _free(made), dict[Place, str]()
    for row, cells in enumerate(made.rows, 1):
        for at, cell in enumerate(cells):
            content = cell.content if isinstance(cell, Cell) else cell
            if isinstance(content, Formula):
                found[row, at] = f"={shape_of(content.text, row)}"
            elif content not in (None, "") and (row, at) not in free:
                found[row, at] = str(content)
    for filled in made.filled:
        shape = f"={shape_of(filled.text, filled.first_row)}"
        rows = range(filled.first_row, filled.last_row + 1)
        found |= {(row, filled.column): shape for row in rows}
    return found


def _spelled_there(tab: Tab, made: NewTab) -> dict[Place, str]:
    """Returns the same of a page that is there; a formula whose text is not known is `=`."""
    free, found = _free(made), dict[Place, str]()
    last = max([*(len(row) for row in made.rows), *(each.column + 1 for each in made.filled)])
    for block in tab.blocks(range(last + _BESIDE)):
        for at, values in enumerate(block.columns):
            with_formula = {*block.formulas.get(at, ()), *block.live.get(at, ())}
            for row, value in zip(block.rows, values, strict=True):
                if row in with_formula:
                    text = block.texts.get((row, at), "")
                    found[row, at] = f"={shape_of(text, row)}" if text else "="
                elif value not in (None, "") and (row, at) not in free:
                    found[row, at] = str(value)
    return found


def _free(made: NewTab) -> set[Place]:
    """Returns the cells in which people choose something."""
    found = set[Place]()
    for row, cells in enumerate(made.rows, 1):
        for at, cell in enumerate(cells):
            if isinstance(cell, Cell) and cell.style.unlocked:
                found.add((row, at))
    return found


def _is_in_sight(made: NewTab, at: int) -> bool:
    return not made.columns.get(at, ColumnLook(0)).hidden
