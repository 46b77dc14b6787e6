"""One leads tab changed: where the owned columns are, what must be widened, rows, highlighting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from sheetflow.backends.excel import scan, tables
from sheetflow.backends.excel.below import with_rows_below
from sheetflow.backends.excel.book import Book, defined_names
from sheetflow.backends.excel.formulas import Watch, formulas_in, reading_names, reads
from sheetflow.backends.excel.highlight import highlight
from sheetflow.backends.excel.layout import (
    column_styles,
    free_columns,
    set_widths,
    widen_dimension,
)
from sheetflow.backends.excel.package import SheetInfo
from sheetflow.backends.excel.patch import Patcher
from sheetflow.backends.excel.patch_row import Owned, PatchTarget
from sheetflow.backends.excel.refs import (
    MAX_COLUMNS,
    MAX_ROWS,
    CellRange,
    checked_letters,
    joined_spans,
)
from sheetflow.backends.excel.survey import Survey, cut, survey
from sheetflow.backends.excel.tables import Table
from sheetflow.columns import OWNED, OWNED_KEYS
from sheetflow.errors.files import NoRoomForColumns, SheetWithoutRows
from sheetflow.model import KEEP, STATE_TAB, RowPlan, TabPlan, Text
from sheetflow.palette import COLOURED


class _Watched(NamedTuple):
    """The cells that change, and the folded defined names that read them."""

    cells: Watch
    names: frozenset[str] = frozenset()


class _Tab(NamedTuple):
    """A tab before it is changed, and where our columns will be.

    `owned` maps the key of every owned column to its 0-based column, those that are added too.
    `is_read` is whether a formula of the workbook reads a cell that changes.
    """

    info: SheetInfo
    survey: Survey
    tables: tuple[Table, ...]
    owned: dict[str, int]
    is_read: bool


def change_tab(book: Book, plan: TabPlan, last_heading: int) -> None:
    """Writes one tab's plan into the book; what is there already is not written again.

    `last_heading` is the last filled 0-based column of the heading row. Raises DamagedError for
    what cannot be done safely.
    """
    tab = _look_around(book, plan, last_heading)
    skeleton = tab.survey.skeleton
    if plan.missing:
        skeleton = _widened(book, plan, tab)
    status = checked_letters(tab.owned["status"]) if "status" in tab.owned else None
    coloured = sorted(tab.owned[key] for key in COLOURED if key in tab.owned)
    first_row = plan.heading_row + 1
    skeleton = highlight(skeleton, book.styles, status, map(checked_letters, coloured), first_row)
    if plan.rows or plan.missing or plan.filled_to:
        _write_rows(book, plan, tab, skeleton)
    elif skeleton != tab.survey.skeleton:
        # Only the highlighting differs.
        head, tail = cut(skeleton)
        rows = scan.split_sheet(book.package.archive.stream(tab.info.part)).rows()
        book.rebuilt.put(tab.info.part, chain((head,), rows, (tail,)))


def _look_around(book: Book, plan: TabPlan, last_heading: int) -> _Tab:
    info = book.sheet(plan.tab)
    archive = book.package.archive
    found = tables.tables_of(book.package, info.part)
    first = _first_free(plan, last_heading)
    expected = range(first, first + len(plan.missing))
    if plan.missing and expected[-1] >= MAX_COLUMNS:
        raise NoRoomForColumns(len(plan.missing))
    watched = _watching(book, plan, expected, found)
    seen = survey(archive.stream(info.part), first if plan.missing else None, *watched or ())
    if scan.split_sheet((seen.skeleton,)).self_closed:
        raise SheetWithoutRows(plan.tab)
    new, is_read = _new_columns(plan, first, seen), seen.is_read
    if tuple(new.values()) != tuple(expected):
        # Filled columns are in the way: what reads the columns behind them was not asked before.
        watched = _watching(book, plan, new.values(), found)
        is_read = survey(archive.stream(info.part), None, *watched or ()).is_read
    is_read = watched is not None and (is_read or _others_read(book, info, watched))
    is_read = is_read or bool(plan.formulas)
    return _Tab(info, seen, found, dict(plan.owned) | new, is_read)


def raise_if_full(plan: TabPlan, last_heading: int) -> None:
    """Raises DamagedError where our missing columns find no place right of the headings."""
    free_columns(_first_free(plan, last_heading), len(plan.missing), ())


def _first_free(plan: TabPlan, last_heading: int) -> int:
    return max(last_heading, *plan.columns, -1) + 1


def _new_columns(plan: TabPlan, first: int, seen: Survey) -> dict[str, int]:
    """Returns the columns to add by key: from `first` on, neither filled nor merged."""
    if not plan.missing:
        return {}
    taken = set(seen.filled)
    last_row = max(plan.last_row, plan.heading_row)
    rows = CellRange(0, plan.heading_row, MAX_COLUMNS - 1, last_row)
    merged = [cells for cells in seen.merged if cells.meets(rows)]
    # Joined first: thousands of ranges may be as wide as the sheet.
    for left, right in joined_spans((cells.first_column, cells.last_column) for cells in merged):
        taken.update(range(left, right + 1))
    free = free_columns(first, len(plan.missing), taken)
    return dict(zip(plan.missing, free, strict=True))


def _watching(
    book: Book, plan: TabPlan, new: Iterable[int], found: Sequence[Table]
) -> _Watched | None:
    """Returns what to watch; None where no cell changes. `new` are the columns to add."""
    if plan.formulas or not (plan.rows or plan.missing):
        return None  # live formulas are calculated on opening, and so is what reads them
    cells = _changed_cells(plan, new, found)
    return _Watched(cells, reading_names(defined_names(book.workbook), cells))


def _changed_cells(plan: TabPlan, new: Iterable[int], found: Sequence[Table]) -> Watch:
    """Returns the cells that this plan changes, as formulas may name them."""
    touched = set(new)
    for key, column in plan.owned.items():
        place = OWNED_KEYS.index(key)
        if any(row.cells[place] is not KEEP for row in plan.rows):
            touched.add(column)
    around = [table for table in found if table.heads(plan.heading_row)]
    names = frozenset(table.name.casefold() for table in around)
    headings: set[str] = set()
    for table in around:
        headings.update(name.casefold() for name in table.headings_of(touched))
    columns = frozenset(touched)
    return Watch(plan.tab, columns, plan.heading_row, plan.last_row, names, frozenset(headings))


def _others_read(book: Book, info: SheetInfo, watched: _Watched) -> bool:
    """Returns whether a formula on another tab reads a watched cell."""
    for other in book.package.sheets:
        ours = other.part == info.part or other.name == STATE_TAB
        if other.kind in ("worksheet", "macrosheet") and not ours and _reads(book, other, watched):
            return True
    return False


def _reads(book: Book, sheet: SheetInfo, watched: _Watched) -> bool:
    stream = scan.split_sheet(book.package.archive.stream(sheet.part))
    for chunk in stream.rows():
        if b"<%sf" % stream.prefix in chunk:
            for text, width in formulas_in(chunk):
                if reads(text, sheet.name, watched.cells, watched.names, width):
                    return True
    return False


def _widened(book: Book, plan: TabPlan, tab: _Tab) -> bytes:
    """Returns the sheet with its head, and the tables and filters, widened for new columns."""
    new = [tab.owned[key] for key in plan.missing]
    widths = {tab.owned[c.key]: c.width for c in OWNED if c.key in plan.missing}
    skeleton = set_widths(tab.survey.skeleton, widths)
    last_row = max(plan.last_row, plan.heading_row)
    skeleton = widen_dimension(skeleton, CellRange(new[0], plan.heading_row, new[-1], last_row))
    _widen_tables(book, plan, tab.tables, new)
    return _with_wide_filter(book, plan, skeleton, new)


def _adjacent(new: Sequence[int]) -> bool:
    """Returns whether columns are side by side."""
    return new[-1] - new[0] == len(new) - 1


def _widen_tables(book: Book, plan: TabPlan, found: Iterable[Table], new: Sequence[int]) -> None:
    headings = list(plan.missing.values())
    for table in found:
        if table.heads(plan.heading_row) and any(c in table.cells.columns for c in plan.columns):
            if _adjacent(new) and tables.can_widen(table, new[0], headings):
                book.set_part(table.part, tables.widen_table(table, headings))
            else:
                book.messages.append(Text("table_not_widened", (plan.tab, table.name)))


def _with_wide_filter(book: Book, plan: TabPlan, skeleton: bytes, new: Sequence[int]) -> bytes:
    found = tables.sheet_filter(skeleton)
    if found is None or found.cells.first_row != plan.heading_row:
        return skeleton
    if found.cells.last_column >= new[-1]:
        return skeleton
    if not _adjacent(new) or found.cells.last_column + 1 != new[0]:
        book.messages.append(Text("filter_not_widened", (plan.tab,)))
        return skeleton
    position = book.position(plan.tab)
    book.workbook = tables.widen_filter_name(book.workbook, position, found.cells, len(new))
    return tables.widen_filter(skeleton, found, len(new))


def _write_rows(book: Book, plan: TabPlan, tab: _Tab, skeleton: bytes) -> None:
    target = _patch_target(book, plan, tab, skeleton)
    patcher = Patcher(target, plan.rows, _heading(plan))
    rows = scan.split_sheet(book.package.archive.stream(tab.info.part)).rows()
    patched = patcher.run(rows)
    if plan.filled_to:
        patched = with_rows_below(patched, plan, target)
        columns = [target.owned[0].column, target.owned[-1].column]
        area = CellRange(columns[0], plan.filled_to, columns[1], plan.filled_to)
        skeleton = widen_dimension(skeleton, area)
    head, tail = cut(skeleton)
    book.rebuilt.put(tab.info.part, chain((head,), patched, (tail,)))
    if patcher.slow.formulas_replaced:
        book.drop_calc_chain()
    if tab.is_read:
        book.recalculate()
    _drop_calculated(book, plan, tab)


def _patch_target(book: Book, plan: TabPlan, tab: _Tab, skeleton: bytes) -> PatchTarget:
    columns = sorted(tab.owned.items(), key=itemgetter(1))
    owned = [Owned(at, OWNED_KEYS.index(key), key == "next_contact") for key, at in columns]
    strips = [CellRange(at, plan.heading_row, at, MAX_ROWS) for _, at in columns]
    seen = tab.survey
    merged, bound = _meeting(seen.merged, strips), _meeting(seen.bound, strips)
    target = PatchTarget(seen.prefix, tuple(owned), book.styles, book.package.date1904)
    formats = column_styles(skeleton, tab.owned.values())
    live = {tab.owned[key]: text for key, text in plan.formulas.items()}
    careful = bool(merged or bound or live or _meeting(seen.shared, strips))
    target = replace(target, column_styles=formats, merged=merged, bound=bound, careful=careful)
    return replace(target, formulas=live)


def _meeting(ranges: Iterable[CellRange], strips: Sequence[CellRange]) -> tuple[CellRange, ...]:
    """Returns the ranges that have a cell in common with a strip."""
    return tuple(cells for cells in ranges if any(cells.meets(strip) for strip in strips))


def _heading(plan: TabPlan) -> RowPlan | None:
    if not plan.missing:
        return None
    return RowPlan(plan.heading_row, tuple(plan.missing.get(key, KEEP) for key in OWNED_KEYS))


def _drop_calculated(book: Book, plan: TabPlan, tab: _Tab) -> None:
    """Takes away the formula with which a table would refill a column of ours."""
    for table in tab.tables:
        if table.heads(plan.heading_row):
            inside = [column for column in tab.owned.values() if column in table.cells.columns]
            positions = {column - table.cells.first_column for column in inside}
            book.set_part(table.part, tables.drop_calculated(book.part(table.part), positions))
