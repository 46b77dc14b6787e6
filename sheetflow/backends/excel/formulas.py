"""Formulas of the team: do they read cells that we change, and what becomes of those we replace.

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

_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_SHEET: Final = r"(?:(?P<sheet>'(?:[^']|'')+'|[^\s'\"!(),;:=<>+\-*/^&{}\[\]]+(?::[^\s'\"!(),;:=<>+\-*/^&{}\[\]]+)?)!)?"
_REFERENCE: Final = re.compile(
    r"(?<![\w.\]!$])"
    + _SHEET
    + r"(?:\$?(?P<c1>[A-Za-z]{1,3})\$?(?P<r1>[1-9]\d{0,6})(?::\$?(?P<c2>[A-Za-z]{1,3})\$?(?P<r2>[1-9]\d{0,6}))?"
    + r"|\$?(?P<c3>[A-Za-z]{1,3}):\$?(?P<c4>[A-Za-z]{1,3})|\$?(?P<r3>[1-9]\d{0,6}):\$?(?P<r4>[1-9]\d{0,6}))(?![\w.(!])"
)
_TABLE: Final = re.compile(
    r"(?P<table>[^\W\d][\w.\\]*)?\[(?P<inside>(?:[^\[\]]|'.|\[(?:[^\[\]']|'.)*\])*)\]"
)
_NAME: Final = re.compile(r"[^\W\d][\w.\\?]*")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f((?:\s[^>]*)?)>([^<]*)</")
_AREA: Final = re.compile(rb"\sref=[\"']([A-Z0-9:$]+)[\"']")
_TYPED: Final = re.compile(rb"<(?:[\w.-]+:)?f(\s[^>]*\bt=[\"'](array|dataTable|shared)[\"'][^>]*)>")


class Watch(NamedTuple):
    """The cells that change on one tab; `columns` are 0-based, `headings` their texts in the leads'
    table.
    """

    sheet: str
    columns: frozenset[int]
    first_row: int
    last_row: int
    tables: frozenset[str]
    headings: frozenset[str]


def area_of(text: str) -> CellRange | None:
    """The rectangle of a reference such as K5:L9; None for anything else."""
    try:
        return parse_range(text)
    except ValueError:
        return None


def formulas_in(chunk: bytes) -> Iterator[tuple[str, int]]:
    """The texts of the formulas in some whole rows, and over how many columns each is shared (0:
    not at all).
    """
    for options, formula in _FORMULA.findall(chunk):
        if formula:
            yield html.unescape(formula.decode("utf-8", "replace")), _width(options)


def _width(options: bytes) -> int:
    if b"shared" not in options:
        return 0
    found = _AREA.search(options)
    area = area_of(found[1].decode()) if found else None
    return area.last_column - area.first_column + 1 if area else 1


def areas_of(chunk: bytes, kinds: Collection[bytes] = (b"array", b"dataTable")) -> list[CellRange]:
    """The areas that formulas of these kinds fill in a chunk: arrays and data tables, or shared
    ones.
    """
    if not any(kind in chunk for kind in kinds):
        return []
    found = (_AREA.search(options) for options, kind in _TYPED.findall(chunk) if kind in kinds)
    return [area for match in found if match and (area := area_of(match[1].decode()))]


def reads(
    formula: str, here: str, watch: Watch, names: Collection[str] = (), width: int = 0
) -> bool:
    """Whether a formula that stands on the tab `here` reads a watched cell.

    `names` are the folded defined names that do; `width` says over how many columns it is shared,
    if it is.
    """
    plain = _TEXT.sub('""', formula)
    return (
        any(_hits(match, here, watch, width) for match in _REFERENCE.finditer(plain))
        or (
            "[" in plain
            and any(_table_hits(match, here, watch) for match in _TABLE.finditer(plain))
        )
        or (bool(names) and any(word.casefold() in names for word in _NAME.findall(plain)))
        or any(
            m[0].casefold() in watch.tables and plain[m.end() : m.end() + 1] != "["
            for m in _NAME.finditer(plain)
        )
    )


def reading_names(defined: Mapping[str, str], watch: Watch) -> frozenset[str]:
    """The folded defined names whose formula reads a watched cell, directly or through another
    name.
    """
    found: frozenset[str] = frozenset()
    while True:
        more = frozenset(
            name.casefold() for name, formula in defined.items() if reads(formula, "", watch, found)
        )
        if more <= found:
            return found
        found |= more


def _hits(match: re.Match[str], here: str, watch: Watch, width: int) -> bool:
    if not _on_sheet(match["sheet"], here, watch.sheet):
        return False
    if match["r3"]:
        left, right, rows = 0, MAX_COLUMNS - 1, (int(match["r3"]), int(match["r4"]))
    elif match["c3"]:
        left, right, rows = (
            column_index(match["c3"].upper()),
            column_index(match["c4"].upper()),
            (1, MAX_ROWS),
        )
    else:
        left = column_index(match["c1"].upper())
        right = column_index((match["c2"] or match["c1"]).upper())
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
    # `First:Last!A1` reads every tab between; which ones those are may change, so it counts as a
    # hit.
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
    """A formula as it reads when moved from one cell to another: relative references move along."""
    # Here, because the library takes longer to import than most syncs take, and few workbooks need
    # it.
    from openpyxl.formula.translate import Translator, TranslatorError

    try:
        return str(Translator(f"={formula}", origin=origin).translate_formula(target))[1:]
    except TranslatorError as error:
        raise SharedFormulaStuck(origin) from error
