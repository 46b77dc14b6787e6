"""One leads tab changed: where the owned columns stand, what must be widened, rows and
highlighting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from sheetflow.backends.excel import scan, tables
from sheetflow.backends.excel.book import Book, defined_names
from sheetflow.backends.excel.formulas import Watch, formulas_in, reading_names, reads
from sheetflow.backends.excel.highlight import highlight
from sheetflow.backends.excel.layout import (
    WIDTHS,
    column_styles,
    free_columns,
    no_room,
    set_widths,
    widen_dimension,
)
from sheetflow.backends.excel.package import SheetInfo
from sheetflow.backends.excel.patch import Patcher
from sheetflow.backends.excel.patch_row import Owned, PatchTarget
from sheetflow.backends.excel.refs import MAX_COLUMNS, MAX_ROWS, CellRange, letters
from sheetflow.backends.excel.survey import Survey, cut, survey
from sheetflow.backends.excel.tables import Table
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors import DamagedError
from sheetflow.model import KEEP, STATE_TAB, RowPlan, TabPlan
from sheetflow.palette import COLOURED


class _Around(NamedTuple):
    """What surrounds the leads of a tab."""

    info: SheetInfo
    survey: Survey
    tables: tuple[Table, ...]
    new: dict[str, int]
    read: bool


def change_tab(book: Book, plan: TabPlan, last_heading: int) -> None:
    """Write one tab's plan into the book; what stands already is not written again.

    `last_heading` is the last filled 0-based column of the heading row. Raises DamagedError for
    what cannot be done safely.
    """
    around = _look_around(book, plan, last_heading)
    columns = dict(plan.owned) | around.new
    skeleton = around.survey.skeleton
    if plan.missing:
        skeleton = _widened(book, plan, around, columns)
    styles = book.styles
    coloured = sorted(columns[key] for key in COLOURED if key in columns)
    status = letters(columns["status"]) if "status" in columns else None
    skeleton = highlight(
        skeleton, styles, status, [letters(c) for c in coloured], plan.heading_row + 1
    )
    if plan.rows or plan.missing:
        _write_rows(book, plan, around, columns, skeleton)
    elif skeleton != around.survey.skeleton:
        head, tail = cut(skeleton)
        rows = scan.split_sheet(book.package.archive.stream(around.info.part)).rows()
        book.rebuilt.put(around.info.part, chain((head,), rows, (tail,)))


def _look_around(book: Book, plan: TabPlan, last_heading: int) -> _Around:
    info = book.sheet(plan.tab)
    found = tables.tables_of(book.package, info.part)
    first = _first_free(plan, last_heading)
    expected = range(first, first + len(plan.missing))
    if plan.missing and expected[-1] >= MAX_COLUMNS:
        raise no_room(len(plan.missing))
    watch, names = _watching(book, plan, expected, found)
    seen = survey(
        book.package.archive.stream(info.part), first if plan.missing else None, watch, names
    )
    if scan.split_sheet((seen.skeleton,)).self_closed:
        raise DamagedError(f"the sheet {plan.tab} has no rows")
    new, read = _new_columns(plan, last_heading, seen), seen.read
    if tuple(new.values()) != tuple(expected):
        # Filled columns are in the way: what reads the columns behind them could not be asked
        # before.
        watch, names = _watching(book, plan, new.values(), found)
        read = survey(book.package.archive.stream(info.part), None, watch, names).read
    read = watch is not None and (read or _others_read(book, info, watch, names))
    return _Around(info, seen, found, new, read)


def raise_if_full(plan: TabPlan, last_heading: int) -> None:
    """Raises DamagedError where our missing columns find no place right of the headings."""
    free_columns(_first_free(plan, last_heading), len(plan.missing), ())


def _first_free(plan: TabPlan, last_heading: int) -> int:
    return max(last_heading, *plan.columns, -1) + 1


def _new_columns(plan: TabPlan, last_heading: int, seen: Survey) -> dict[str, int]:
    if not plan.missing:
        return {}
    rows = CellRange(0, plan.heading_row, 0, max(plan.last_row, plan.heading_row))
    covered = {
        column
        for area in seen.merged
        if area.first_row <= rows.last_row and area.last_row >= rows.first_row
        for column in range(area.first_column, area.last_column + 1)
    }
    free = free_columns(_first_free(plan, last_heading), len(plan.missing), seen.filled | covered)
    return dict(zip(plan.missing, free, strict=True))


def _watching(
    book: Book, plan: TabPlan, new: Iterable[int], found: Sequence[Table]
) -> tuple[Watch | None, frozenset[str]]:
    """What to watch, and the names that stand for it; nothing where no cell changes."""
    watch = _watch(plan, new, found) if plan.rows or plan.missing else None
    return watch, reading_names(defined_names(book.workbook), watch) if watch else frozenset()


def _watch(plan: TabPlan, new: Iterable[int], found: Sequence[Table]) -> Watch:
    """The cells that this plan changes, as formulas may name them; `new` are the columns it
    adds.
    """
    touched = {
        column
        for key, column in plan.owned.items()
        if any(row.cells[OWNED_KEYS.index(key)] is not KEEP for row in plan.rows)
    }
    touched.update(new)
    around = [t for t in found if t.heads(plan.heading_row)]
    headings = {
        t.columns[c - t.area.first_column].casefold()
        for t in around
        for c in touched
        if c in _span(t) and c - t.area.first_column < len(t.columns)
    }
    names = frozenset(t.name.casefold() for t in around)
    return Watch(
        plan.tab, frozenset(touched), plan.heading_row, plan.last_row, names, frozenset(headings)
    )


def _span(table: Table) -> range:
    return range(table.area.first_column, table.area.last_column + 1)


def _others_read(book: Book, info: SheetInfo, watch: Watch, names: frozenset[str]) -> bool:
    """Whether a formula on another tab reads a watched cell."""
    for other in book.package.sheets:
        if (
            other.kind in ("worksheet", "macrosheet")
            and other.part != info.part
            and other.name != STATE_TAB
        ):
            stream = scan.split_sheet(book.package.archive.stream(other.part))
            chunks = (chunk for chunk in stream.rows() if b"<%sf" % stream.prefix in chunk)
            if any(
                reads(text, other.name, watch, names, width)
                for chunk in chunks
                for text, width in formulas_in(chunk)
            ):
                return True
    return False


def _widened(book: Book, plan: TabPlan, around: _Around, columns: dict[str, int]) -> bytes:
    """The sheet with room made for new columns: widths, dimension, and the table or filter around
    the leads.
    """
    new = [columns[key] for key in plan.missing]
    skeleton = set_widths(
        around.survey.skeleton, {columns[key]: WIDTHS[key] for key in plan.missing}
    )
    skeleton = widen_dimension(
        skeleton, CellRange(new[0], plan.heading_row, new[-1], max(plan.last_row, plan.heading_row))
    )
    _widen_tables(book, plan, around.tables, new)
    return _with_wide_filter(book, plan, skeleton, new)


def _together(new: Sequence[int]) -> bool:
    """Whether columns stand side by side."""
    return new[-1] - new[0] == len(new) - 1


def _widen_tables(book: Book, plan: TabPlan, found: Iterable[Table], new: Sequence[int]) -> None:
    headings = list(plan.missing.values())
    for table in found:
        if table.heads(plan.heading_row) and any(c in _span(table) for c in plan.columns):
            if _together(new) and tables.can_widen(table, new[0], headings):
                book.set_part(table.part, tables.widen_table(table, headings))
            else:
                advice = "sort it together with our columns"
                book.messages.append(
                    f"{plan.tab}: the table {table.name} could not be widened; {advice}"
                )


def _with_wide_filter(book: Book, plan: TabPlan, skeleton: bytes, new: Sequence[int]) -> bytes:
    found = tables.sheet_filter(skeleton)
    if (
        found is None
        or found.area.first_row != plan.heading_row
        or found.area.last_column >= new[-1]
    ):
        return skeleton
    if not _together(new) or found.area.last_column + 1 != new[0]:
        book.messages.append(f"{plan.tab}: the filter could not be widened to our columns")
        return skeleton
    position = book.position(plan.tab)
    book.workbook = tables.widen_filter_name(book.workbook, position, found.area, len(new))
    return tables.widen_filter(skeleton, found, len(new))


def _write_rows(
    book: Book, plan: TabPlan, around: _Around, columns: dict[str, int], skeleton: bytes
) -> None:
    owned = tuple(
        sorted(Owned(c, OWNED_KEYS.index(key), key == "next_contact") for key, c in columns.items())
    )
    seen = around.survey
    strips = [CellRange(o.column, plan.heading_row, o.column, MAX_ROWS) for o in owned]
    sheet = PatchTarget(
        seen.prefix,
        owned,
        book.styles,
        book.package.date1904,
        column_styles(skeleton, columns.values()),
        _near(seen.merged, strips),
        _near(seen.bound, strips),
        careful=bool(_near((*seen.merged, *seen.bound, *seen.shared), strips)),
    )
    patcher = Patcher(sheet, plan.rows, _heading(plan))
    head, tail = cut(skeleton)
    rows = scan.split_sheet(book.package.archive.stream(around.info.part)).rows()
    book.rebuilt.put(around.info.part, chain((head,), patcher.run(rows), (tail,)))
    if patcher.slow.formulas_replaced:
        book.drop_calc_chain()
    if around.read:
        book.recalculate()
    _free_from_formulas(book, plan, around, columns)


def _near(areas: Iterable[CellRange], strips: Sequence[CellRange]) -> tuple[CellRange, ...]:
    return tuple(area for area in areas if any(area.meets(strip) for strip in strips))


def _heading(plan: TabPlan) -> RowPlan | None:
    if not plan.missing:
        return None
    return RowPlan(plan.heading_row, tuple(plan.missing.get(key, KEEP) for key in OWNED_KEYS))


def _free_from_formulas(
    book: Book, plan: TabPlan, around: _Around, columns: dict[str, int]
) -> None:
    """Take away the formula with which a table would refill a column of ours."""
    for table in around.tables:
        if table.heads(plan.heading_row):
            positions = {c - table.area.first_column for c in columns.values() if c in _span(table)}
            book.set_part(table.part, tables.drop_calculated(book.part(table.part), positions))
