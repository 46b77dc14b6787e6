"""Finds columns for us, and adapts the head of the sheet to them: `dimension` and `cols`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.formulas import range_of
from sheetflow.backends.excel.highlight import WORKSHEET_ORDER
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.refs import MAX_COLUMNS, CellRange
from sheetflow.errors.files import NoRoomForColumns


def free_columns(first: int, count: int, filled: Collection[int]) -> tuple[int, ...]:
    """Returns the first `count` columns from 0-based `first` on that are not filled.

    Raises DamagedError where the sheet has no room for them.
    """
    free = (column for column in range(first, MAX_COLUMNS) if column not in filled)
    found = tuple(islice(free, count))
    if len(found) < count:
        raise NoRoomForColumns(count)
    return found


def widen_dimension(skeleton: bytes, added: CellRange) -> bytes:
    """Returns the sheet whose `dimension` holds `added` too; untouched where it has none."""
    node = _child(skeleton, b"dimension")
    old = range_of(markup.attributes(skeleton, node).get("ref", "")) if node else None
    if node is None or old is None:
        return skeleton
    wide = old.joined(added)
    if wide == old:
        return skeleton
    return markup.splice(skeleton, [markup.set_attribute(skeleton, node, "ref", str(wide))])


def column_styles(skeleton: bytes, columns: Collection[int]) -> dict[int, int]:
    """Returns the cell format of each of these columns that gives one to its empty cells."""
    found = {}
    for node, first, last in _col_elements(skeleton):
        style = markup.whole(markup.attributes(skeleton, node).get("style", "0"))
        if style:
            found.update({column: style for column in columns if first <= column <= last})
    return found


class _Col(NamedTuple):
    """A `col` element to be written: its 0-based columns, and its XML."""

    first: int
    last: int
    xml: bytes


def set_widths(skeleton: bytes, widths: Mapping[int, int]) -> bytes:
    """Returns the sheet with these widths (0-based column -> characters), others as they were."""
    if not widths:
        return skeleton
    top = markup.root(skeleton)
    cols = _cols_with(skeleton, widths)
    inner = b"".join(col.xml for col in sorted(cols))
    holder = _child(skeleton, b"cols")
    if holder is not None and not holder.empty:
        return markup.splice(skeleton, [Edit(holder.inner, holder.close, inner)])
    name = markup.qualified(top, b"cols")
    whole = b"<%s>%s</%s>" % (name, inner, name)
    if holder is not None:
        return markup.splice(skeleton, [Edit(holder.start, holder.end, whole)])
    at = markup.place(markup.children(skeleton, top), WORKSHEET_ORDER, b"cols", top.close)
    return markup.splice(skeleton, [Edit(at, at, whole)])


def columns_moved(skeleton: bytes, order: Mapping[int, int]) -> bytes:
    """Returns the sheet whose columns went to other places (old 0-based place -> new one), with
    their widths and formats.
    """
    holder = _child(skeleton, b"cols")
    if holder is None or holder.empty:
        return skeleton
    cols: list[_Col] = []
    covered: set[int] = set()
    for node, first, last in _col_elements(skeleton):
        inside = [at for at in order if first <= at <= last and at not in covered]
        covered.update(inside)
        for left, right in _without(first, last, inside):
            cols.append(_copy(skeleton, node, left, right))
        cols += [_copy(skeleton, node, order[at], order[at]) for at in inside]
    inner = b"".join(col.xml for col in sorted(cols))
    return markup.splice(skeleton, [Edit(holder.inner, holder.close, inner)])


def _without(first: int, last: int, columns: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yields the pieces of a span that are left without some columns."""
    for column in sorted(columns):
        if first < column:
            yield first, column - 1
        first = column + 1
    if first <= last:
        yield first, last


def _cols_with(skeleton: bytes, widths: Mapping[int, int]) -> list[_Col]:
    """Returns the `col` elements of the sheet, cut up and added to for these widths."""
    cols: list[_Col] = []
    covered: set[int] = set()
    for element in _col_elements(skeleton):
        inside = {column for column in widths if element.first <= column <= element.last}
        # Where elements overlap, the first one counts.
        cols += _split(skeleton, element, {at: widths[at] for at in sorted(inside - covered)})
        covered |= inside
    tag = markup.qualified(markup.root(skeleton), b"col")
    for column, width in widths.items():
        if column not in covered:
            values = (tag, column + 1, column + 1, width)
            new = b'<%s min="%d" max="%d" width="%d" customWidth="1"/>' % values
            cols.append(_Col(column, column, new))
    return cols


def _child(skeleton: bytes, name: bytes) -> Node | None:
    top = markup.root(skeleton)
    ours = markup.same_space(skeleton, top)
    return next((n for n in markup.children(skeleton, top) if n.name == name and ours(n)), None)


class _ColElement(NamedTuple):
    """A `col` element of the sheet: its 0-based columns."""

    node: Node
    first: int
    last: int


def _col_elements(skeleton: bytes) -> list[_ColElement]:
    holder = _child(skeleton, b"cols")
    found = []
    for node in markup.children(skeleton, holder) if holder else ():
        values = markup.attributes(skeleton, node)
        low, high = markup.whole(values.get("min", "")), markup.whole(values.get("max", ""))
        if low is not None and high is not None and 1 <= low <= high:
            found.append(_ColElement(node, low - 1, min(high, MAX_COLUMNS) - 1))
    return found


def _split(xml: bytes, element: _ColElement, widths: Mapping[int, int]) -> list[_Col]:
    """Cuts one `col` in pieces, so that each of its columns with a new width, ascending, has its
    own.
    """
    node, first, last = element
    if not widths:
        return [_Col(first, last, xml[node.start : node.end])]
    pieces = []
    for column, width in widths.items():
        if first < column:
            pieces.append(_copy(xml, node, first, column - 1))
        pieces.append(_copy(xml, node, column, column, width))
        first = column + 1
    if first <= last:
        pieces.append(_copy(xml, node, first, last))
    return pieces


def _copy(xml: bytes, node: Node, first: int, last: int, width: int | None = None) -> _Col:
    """Copies a `col` for other columns; one that gets a width is shown."""
    change: dict[str, str | None] = {"min": str(first + 1), "max": str(last + 1)}
    if width is not None:
        change |= {"width": str(width), "customWidth": "1"}
        change |= dict.fromkeys(("bestFit", "hidden", "collapsed"))
    tag = xml[node.start : node.end]
    for name, value in change.items():
        tag = markup.splice(tag, [markup.set_attribute(tag, markup.root(tag), name, value)])
    return _Col(first, last, tag)
