"""Widens tables and filters around the leads to the columns we add, so that sorting moves them.

Source: ECMA-376 part 1, 18.5.1.2 `table` and 18.3.1.2 `autoFilter`; xlsx-facts.md, "Tables".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.formulas import range_of
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.package import Package
from sheetflow.backends.excel.refs import CellRange, checked_letters
from sheetflow.backends.excel.text import as_utf8


class Table(NamedTuple):
    """A table part as far as it matters here.

    `header` and `totals` tell whether it has such a row, `bound` whether it is fed by a query or an
    XML map; `columns` are what its columns are called.
    """

    part: str
    xml: bytes
    name: str
    cells: CellRange
    header: bool
    totals: bool
    bound: bool
    columns: tuple[str, ...]

    def heads(self, row: int) -> bool:
        """Returns whether its headings are in this sheet row."""
        return self.header and self.cells.first_row == row

    def headings_of(self, columns: Iterable[int]) -> list[str]:
        """Returns what the table calls these columns of the sheet, as far as it has them."""
        places = (column - self.cells.first_column for column in columns)
        return [self.columns[place] for place in places if 0 <= place < len(self.columns)]


def read_table(part: str, xml: bytes) -> Table | None:
    """Reads a table part; None where its `ref` cannot be understood."""
    top = markup.root(xml)
    values = markup.attributes(xml, top)
    cells = range_of(values.get("ref", ""))
    if top.name != b"table" or cells is None:
        return None
    name = values.get("displayName", values.get("name", ""))
    header = values.get("headerRowCount", "1") != "0"
    totals = values.get("totalsRowCount", "0") != "0"
    bound = values.get("tableType", "worksheet") != "worksheet"
    columns = tuple(markup.attributes(xml, node).get("name", "") for node in _columns(xml, top))
    return Table(part, xml, name, cells, header, totals, bound, columns)


def tables_of(package: Package, sheet_part: str) -> tuple[Table, ...]:
    """Returns the tables of a worksheet, as the file has them."""
    found = []
    for part in package.related(sheet_part, "table"):
        package.claim(part, f"table of {sheet_part}")
        xml = b"".join(as_utf8((package.archive.read(part),)))
        found.append(read_table(part, xml))
    return tuple(table for table in found if table is not None)


def can_widen(table: Table, first: int, headings: Sequence[str]) -> bool:
    """Returns whether columns with these headings, from 0-based `first` on, can join the table."""
    if table.bound or first != table.cells.last_column + 1:
        return False
    if len(table.columns) != len(table.cells.columns):
        return False
    taken = {name.casefold() for name in table.columns}
    return not any(heading.casefold() in taken for heading in headings)


def widen_table(table: Table, headings: Sequence[str]) -> bytes:
    """Returns the table part with these columns at its right end."""
    xml, top = table.xml, markup.root(table.xml)
    right = table.cells.last_column + len(headings)
    edits = [markup.set_attribute(xml, top, "ref", str(table.cells._replace(last_column=right)))]
    for node in markup.children(xml, top):
        if node.name in (b"autoFilter", b"sortState"):
            edits += _widened(xml, node, table.cells.last_column, right)
        elif node.name == b"tableColumns":
            edits += _more_columns(xml, node, headings)
    return markup.splice(xml, edits)


def drop_calculated(xml: bytes, positions: Collection[int]) -> bytes:
    """Returns the table part without the formulas that would refill the columns there (0-based)."""
    edits = []
    for position, node in enumerate(_columns(xml, markup.root(xml))):
        if position in positions:
            inside = markup.children(xml, node)
            formulas = [n for n in inside if n.name == b"calculatedColumnFormula"]
            edits += [Edit(n.start, n.end, b"") for n in formulas]
    return markup.splice(xml, edits)


def _columns(xml: bytes, top: Node) -> list[Node]:
    holder = next((n for n in markup.children(xml, top) if n.name == b"tableColumns"), None)
    if holder is None:
        return []
    return [n for n in markup.children(xml, holder) if n.name == b"tableColumn"]


def _more_columns(xml: bytes, holder: Node, headings: Sequence[str]) -> list[Edit]:
    nodes = [n for n in markup.children(xml, holder) if n.name == b"tableColumn"]
    ids = [markup.whole(markup.attributes(xml, node).get("id", "")) for node in nodes]
    highest = max((number or 0 for number in ids), default=0)
    tag = markup.qualified(holder, b"tableColumn")
    new = b""
    for number, heading in enumerate(headings, highest + 1):
        new += b'<%s id="%d" name=%s/>' % (tag, number, markup.quote(heading))
    count = str(len(nodes) + len(headings))
    return [markup.set_attribute(xml, holder, "count", count), markup.append(xml, holder, new)]


def _widened(xml: bytes, node: Node, old: int, right: int) -> list[Edit]:
    """Returns the edits that move the right edge of a filter or a sort, and of a sort inside it."""
    edits = []
    cells = range_of(markup.attributes(xml, node).get("ref", ""))
    if cells is not None and cells.last_column == old:
        edits.append(markup.set_attribute(xml, node, "ref", str(cells._replace(last_column=right))))
    if not node.empty:
        for child in markup.children(xml, node):
            if child.name == b"sortState":
                edits += _widened(xml, child, old, right)
    return edits


class Filter(NamedTuple):
    """The filter of a sheet itself, not of a table."""

    node: Node
    cells: CellRange


def sheet_filter(skeleton: bytes) -> Filter | None:
    """Returns the filter of a worksheet, if it has one."""
    top = markup.root(skeleton)
    ours = markup.same_space(skeleton, top)
    for node in markup.children(skeleton, top):
        if node.name == b"autoFilter" and ours(node):
            cells = range_of(markup.attributes(skeleton, node).get("ref", ""))
            return None if cells is None else Filter(node, cells)
    return None


def widen_filter(skeleton: bytes, found: Filter, count: int) -> bytes:
    """Returns the worksheet with its filter, and the filter's sort, `count` columns wider."""
    right = found.cells.last_column + count
    edits = _widened(skeleton, found.node, found.cells.last_column, right)
    for node in markup.children(skeleton, markup.root(skeleton)):
        if node.name == b"sortState":
            edits += _widened(skeleton, node, found.cells.last_column, right)
    return markup.splice(skeleton, edits)


def widen_filter_name(workbook: bytes, sheet: int, old: CellRange, count: int) -> bytes:
    """Returns the workbook part with the hidden name of that filter widened.

    `sheet` is the position of its tab.
    """
    wanted = ("_xlnm._FilterDatabase", str(sheet))
    edits = []
    for node in markup.walk(workbook, markup.root(workbook)):
        if node.name == b"definedName":
            values = markup.attributes(workbook, node)
            if (values.get("name"), values.get("localSheetId")) == wanted:
                edits += _widened_name(workbook, node, old, count)
    return markup.splice(workbook, edits)


def _widened_name(workbook: bytes, node: Node, old: CellRange, count: int) -> list[Edit]:
    sheet, bang, reference = markup.text(workbook, node).rpartition("!")
    if range_of(reference) != old:
        return []
    first, last = (old.first_column, old.first_row), (old.last_column + count, old.last_row)
    wide = ":".join(f"${checked_letters(column)}${row}" for column, row in (first, last))
    return [Edit(node.inner, node.close, markup.escaped(sheet + bang + wide))]
