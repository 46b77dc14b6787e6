"""Formulas of the team: whether they read cells that we change, and what replaced ones leave.

References are found by pattern, outside of quoted text: `K5`, `$K$5:L9`, `K:L`, `5:9`, with or
without a sheet, `Table[Status]`, and defined names (ECMA-376 part 1, 18.17).
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from sheetflow.backends.excel.refs import (
    MAX_COLUMNS,
    MAX_ROWS,
    CellRange,
    column_index,
    parse_range,
)
from sheetflow.errors.files import SharedFormulaStuck

_TEXT: Final = re.compile(r'"(?:[^"]++|"")*+"')
_IN_NAME: Final = r"[^\s'\"!(),;:=<>+\-*/^&{}\[\]@#%?\\]"
_PLAIN_NAME: Final = rf"{_IN_NAME}++(?::{_IN_NAME}++)?+"
# A name that begins earlier is looked at there: a long one is not read again from each letter.
_SHEET: Final = rf"(?:(?P<sheet>(?<!')'(?:[^']++|'')++'|(?<!{_IN_NAME}){_PLAIN_NAME})!)?"
_COLUMN: Final = r"\$?(?P<c%d>[A-Za-z]{1,3})"
_ROW: Final = r"\$?(?P<r%d>[1-9]\d{0,6})"
_CELLS: Final = rf"{_COLUMN % 1}{_ROW % 1}(?::{_COLUMN % 2}{_ROW % 2})?"
_COLUMNS: Final = rf"{_COLUMN % 3}:{_COLUMN % 4}"
_ROWS: Final = rf"{_ROW % 3}:{_ROW % 4}"
_REFERENCE: Final = re.compile(rf"(?<![\w.\]!$]){_SHEET}(?:{_CELLS}|{_COLUMNS}|{_ROWS})(?![\w.(!])")
_TABLE: Final = re.compile(
    r"(?P<table>(?<![\w.\\])[^\W\d][\w.\\]*+)?"
    r"\[(?P<inside>(?:[^\[\]']++|'.|\[(?:[^\[\]']++|'.)*+\])*+)\]"
)
_NAME: Final = re.compile(r"[^\W\d][\w.\\?]*")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]++:)?+f((?:\s[^<>]*+)?+)>([^<]*+)</")
_REF_ATTRIBUTE: Final = re.compile(rb"\sref=[\"']([A-Z0-9:$]++)[\"']")
_TYPED: Final = re.compile(rb"<(?:[\w.-]++:)?+f(\s[^<>]*+)>")
_TYPE: Final = re.compile(rb"\st=[\"'](array|dataTable|shared)[\"']")


class Watch(NamedTuple):
    """The cells that change on one tab.

    `columns` are 0-based, `headings` their folded texts in the table around the leads, `tables` the
    folded names of such tables.
    """

    sheet: str
    columns: frozenset[int]
    first_row: int
    last_row: int
    tables: frozenset[str]
    headings: frozenset[str]


def range_of(text: str) -> CellRange | None:
    """Returns the rectangle of a reference such as K5:L9; None for anything else."""
    try:
        return parse_range(text)
    except ValueError:
        return None


def formulas_in(chunk: bytes) -> Iterator[tuple[str, int]]:
    """Yields the formulas in some whole rows, and over how many columns each is shared.

    0 columns where it is not shared at all.
    """
    for options, formula in _FORMULA.findall(chunk):
        if formula:
            yield html.unescape(formula.decode("utf-8", "replace")), _width(options)


def _width(options: bytes) -> int:
    if b"shared" not in options:
        return 0
    found = _REF_ATTRIBUTE.search(options)
    cells = range_of(found[1].decode()) if found else None
    return len(cells.columns) if cells else 1


def ranges_of(chunk: bytes, kinds: Collection[bytes] = (b"array", b"dataTable")) -> list[CellRange]:
    """Returns the ranges that formulas of these kinds fill in a chunk.

    The kinds are those of ST_CellFormulaType: array, dataTable, shared.
    """
    if not any(kind in chunk for kind in kinds):
        return []
    found: list[CellRange] = []
    for options in _TYPED.findall(chunk):
        kind, ref = _TYPE.search(options), _REF_ATTRIBUTE.search(options)
        if kind and ref and kind[1] in kinds and (cells := range_of(ref[1].decode())):
            found.append(cells)
    return found


def reads(
    formula: str, here: str, watch: Watch, names: Collection[str] = (), width: int = 0
) -> bool:
    """Returns whether a formula on the tab `here` reads a watched cell.

    `names` are the folded defined names that do; `width` says over how many columns the formula is
    shared, if it is.
    """
    plain = _TEXT.sub('""', formula)
    # by reference: Leads!K5
    if any(_hits(match, here, watch, width) for match in _REFERENCE.finditer(plain)):
        return True
    # by table and column: Leads[Status]
    if "[" in plain and any(_table_hits(match, here, watch) for match in _TABLE.finditer(plain)):
        return True
    # by defined name, or by the bare name of a table
    for word in _NAME.finditer(plain):
        name = word[0].casefold()
        if name in names or (name in watch.tables and plain[word.end() : word.end() + 1] != "["):
            return True
    return False


def reading_names(defined: Mapping[str, str], watch: Watch) -> frozenset[str]:
    """Returns the folded defined names that read a watched cell, maybe through another name."""
    known = {name.casefold() for name in defined}
    users: dict[str, set[str]] = {name: set() for name in known}
    found: set[str] = set()
    for name, formula in defined.items():
        if reads(formula, "", watch):
            found.add(name.casefold())
        for word in _NAME.finditer(_TEXT.sub('""', formula)):
            if (used := word[0].casefold()) in known:
                users[used].add(name.casefold())
    following = list(found)
    while following:
        more = users[following.pop()] - found
        found |= more
        following += more
    return frozenset(found)


def _hits(match: re.Match[str], here: str, watch: Watch, width: int) -> bool:
    if not _on_sheet(match["sheet"], here, watch.sheet):
        return False
    if match["r3"]:
        left, right, rows = 0, MAX_COLUMNS - 1, (int(match["r3"]), int(match["r4"]))
    elif match["c3"]:
        left, right = column_index(match["c3"]), column_index(match["c4"])
        rows = (1, MAX_ROWS)
    else:
        left = column_index(match["c1"])
        right = column_index(match["c2"] or match["c1"])
        rows = (int(match["r1"]), int(match["r2"] or match["r1"]))
    left, right = sorted((left, right))
    # A shared formula moves down, and right, from where it is written.
    bottom = MAX_ROWS if width else max(rows)
    near = min(rows) <= watch.last_row and bottom >= watch.first_row
    return near and any(left <= column <= right + max(width - 1, 0) for column in watch.columns)


def _on_sheet(written: str | None, here: str, sheet: str) -> bool:
    if written is None:
        return here.casefold() == sheet.casefold()
    name = written[1:-1].replace("''", "'") if written.startswith("'") else written
    # `First:Last!A1` reads every tab between. Which ones those are may change: it counts as a hit.
    return name.casefold() == sheet.casefold() or (":" in name and "[" not in name)


def _table_hits(match: re.Match[str], here: str, watch: Watch) -> bool:
    table = match["table"]
    if table is None:
        if here.casefold() != watch.sheet.casefold():
            return False
    elif table.casefold() not in watch.tables:
        return False
    inside = match["inside"]
    columns = re.sub(r"\[?#[^\]]*\]?,?|@|\[|\]", "", inside).replace("'", "").strip()
    return not columns or ":" in columns or columns.casefold() in watch.headings


def moved(formula: str, origin: str, target: str) -> str:
    """Returns a formula as it reads in another cell: its relative references move along."""
    # Imported here: it takes longer than most syncs take, and few workbooks need it.
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(f"={formula}", origin=origin).translate_formula(target))[1:]
    except TranslatorError as error:
        raise SharedFormulaStuck(origin) from error
