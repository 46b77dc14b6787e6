"""Where our columns go, and the head of the sheet that follows from it: `dimension` and `cols`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.formulas import area_of
from sheetflow.backends.excel.highlight import WORKSHEET_ORDER
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.refs import MAX_COLUMNS, CellRange
from sheetflow.errors.files import NoRoomForColumns


def free_columns(first: int, count: int, filled: Collection[int]) -> tuple[int, ...]:
    """The first `count` columns from 0-based `first` on that are not filled.

    Raises DamagedError where the sheet has no room for them.
    """
    found = tuple(
        islice((column for column in range(first, MAX_COLUMNS) if column not in filled), count)
    )
    if len(found) < count:
        raise NoRoomForColumns(count)
    return found


def widen_dimension(skeleton: bytes, added: CellRange) -> bytes:
    """The sheet whose `dimension` holds `added` too; untouched where it has none."""
    node = _child(skeleton, b"dimension")
    old = area_of(markup.attributes(skeleton, node).get("ref", "")) if node else None
    if node is None or old is None:
        return skeleton
    wide = CellRange(
        min(old.first_column, added.first_column), min(old.first_row, added.first_row),
        max(old.last_column, added.last_column), max(old.last_row, added.last_row),
    )  # fmt: skip
    return (
        skeleton
        if wide == old
        else markup.splice(skeleton, [markup.set_attribute(skeleton, node, "ref", str(wide))])
    )


def column_styles(skeleton: bytes, columns: Collection[int]) -> dict[int, int]:
    """The cell format that each of these columns gives to its empty cells, where it gives one."""
    found = {}
    for node, low, high in _ranges(skeleton):
        style = markup.whole(markup.attributes(skeleton, node).get("style", "0"))
        if style:
            found.update({column: style for column in columns if low <= column <= high})
    return found


def set_widths(skeleton: bytes, widths: Mapping[int, int]) -> bytes:
    """The sheet with these widths (0-based column -> characters), other columns as they were."""
    top = markup.root(skeleton)
    holder, tag = _child(skeleton, b"cols"), markup.qualified(top, b"col")
    if not widths:
        return skeleton
    pieces = []
    for node, low, high in _ranges(skeleton):
        pieces += _split(skeleton, node, low, high, widths)
    covered = {
        column for first, last, _ in pieces for column in range(first, last + 1) if column in widths
    }
    pieces += [
        (
            column,
            column,
            b'<%s min="%d" max="%d" width="%d" customWidth="1"/>'
            % (tag, column + 1, column + 1, width),
        )
        for column, width in widths.items()
        if column not in covered
    ]
    inner = b"".join(piece for _, _, piece in sorted(pieces))
    if holder is not None and not holder.empty:
        return markup.splice(skeleton, [Edit(holder.inner, holder.close, inner)])
    cols = b"<%s>%s</%s>" % ((name := markup.qualified(top, b"cols")), inner, name)
    if holder is not None:
        return markup.splice(skeleton, [Edit(holder.start, holder.end, cols)])
    at = markup.place(markup.children(skeleton, top), WORKSHEET_ORDER, b"cols", top.close)
    return markup.splice(skeleton, [Edit(at, at, cols)])


def _child(skeleton: bytes, name: bytes) -> Node | None:
    top = markup.root(skeleton)
    ours = markup.same_space(skeleton, top)
    return next((n for n in markup.children(skeleton, top) if n.name == name and ours(n)), None)


def _ranges(skeleton: bytes) -> list[tuple[Node, int, int]]:
    """The `col` elements with their first and last 0-based column."""
    holder = _child(skeleton, b"cols")
    found = []
    for node in markup.children(skeleton, holder) if holder else ():
        values = markup.attributes(skeleton, node)
        low, high = markup.whole(values.get("min", "")), markup.whole(values.get("max", ""))
        if low is not None and high is not None and 1 <= low <= high:
            found.append((node, low - 1, min(high, MAX_COLUMNS) - 1))
    return found


def _split(
    xml: bytes, node: Node, low: int, high: int, widths: Mapping[int, int]
) -> list[tuple[int, int, bytes]]:
    """One `col` in pieces, so that each column with a new width stands alone."""
    cuts = sorted(column for column in widths if low <= column <= high)
    if not cuts:
        return [(low, high, xml[node.start : node.end])]
    pieces, first = [], low
    for column in cuts:
        if first < column:
            pieces.append((first, column - 1, _col(xml, node, first, column - 1)))
        pieces.append((column, column, _col(xml, node, column, column, widths[column])))
        first = column + 1
    if first <= high:
        pieces.append((first, high, _col(xml, node, first, high)))
    return pieces


def _col(xml: bytes, node: Node, low: int, high: int, width: int | None = None) -> bytes:
    """A copy of a `col` for other columns; one of ours is never hidden."""
    change: dict[str, str | None] = {"min": str(low + 1), "max": str(high + 1)}
    if width is not None:
        change |= {
            "width": str(width),
            "customWidth": "1",
            "bestFit": None,
            "hidden": None,
            "collapsed": None,
        }
    tag = xml[node.start : node.end]
    for name, value in change.items():
        tag = markup.splice(tag, [markup.set_attribute(tag, markup.root(tag), name, value)])
    return tag
