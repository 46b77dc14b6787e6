"""Highlighting: one conditional format per status, owned by a tag inside its formula.

A rule reads the status column of its own row (palette.formula). A rule with our tag in its formula
is ours; everything else is the team's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.refs import MAX_COLUMNS, MAX_ROWS, parse_ranges
from sheetflow.backends.excel.styles import Styles
from sheetflow.palette import LOOKS, TAG, Paint, formula

WORKSHEET_ORDER: Final = (
    b"sheetPr", b"dimension", b"sheetViews", b"sheetFormatPr", b"cols", b"sheetData",
    b"sheetCalcPr", b"sheetProtection", b"protectedRanges", b"scenarios", b"autoFilter",
    b"sortState", b"dataConsolidate", b"customSheetViews", b"mergeCells", b"phoneticPr",
    b"conditionalFormatting", b"dataValidations", b"hyperlinks", b"printOptions", b"pageMargins",
    b"pageSetup", b"headerFooter", b"rowBreaks", b"colBreaks", b"customProperties",
    b"cellWatches", b"ignoredErrors", b"smartTags", b"drawing", b"legacyDrawing",
    b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems",
    b"tableParts", b"extLst",
)  # fmt: skip
"""The children of `worksheet` in the order Excel insists on (CT_Worksheet)."""

LAST_PRIORITY: Final = 2**31 - 1
"""A priority is an xsd:int (CT_CfRule)."""

_PRIORITY: Final = re.compile(
    rb"<(?:[^\s<>:]++:)?+cfRule\s[^<>]*?priority\s*+=\s*+[\"'](\d{1,18})[\"']"
)


class Rule(NamedTuple):
    """One rule of ours as it is written: its status, its formula, what it paints, and where."""

    status: str
    formula: str
    paint: Paint | None
    sqref: str


class OurRules(NamedTuple):
    """Our rules in a sheet, and the edits that remove them."""

    rules: tuple[Rule, ...]
    removal: tuple[Edit, ...]


def sqref_of(columns: Iterable[str], first_row: int) -> str:
    """Returns the sqref of these columns (letters) from `first_row` down."""
    return " ".join(f"{letters}{first_row}:{letters}{MAX_ROWS}" for letters in columns)


def highlight(
    skeleton: bytes, styles: Styles, status: str | None, columns: Iterable[str], first_row: int
) -> bytes:
    """Returns the sheet with exactly our rules in it; the same bytes where it has them already.

    `skeleton` is a worksheet part without its rows; `status` the letters of the status column, None
    where the sheet has none; `columns` the letters of the columns to colour.
    """
    sqref = sqref_of(columns, first_row)
    wanted = {}
    if status is not None and sqref:
        wanted = {key: formula(key, status, first_row) for key in LOOKS}
    found = find(skeleton, styles)
    if _is_as_wanted(found, wanted, sqref):
        return skeleton
    cleared = markup.splice(skeleton, found.removal)
    return _add(cleared, styles, wanted, sqref) if wanted else cleared


def find(skeleton: bytes, styles: Styles) -> OurRules:
    """Finds our rules in a sheet, however a program split or merged their elements."""
    top = markup.root(skeleton)
    ours = markup.same_space(skeleton, top)
    rules: list[Rule] = []
    removal: list[Edit] = []
    for element in markup.children(skeleton, top):
        if element.name == b"conditionalFormatting" and ours(element):
            nodes = [n for n in markup.children(skeleton, element) if n.name == b"cfRule"]
            tagged = {n: rule for n in nodes if (rule := _read(skeleton, styles, element, n))}
            rules += tagged.values()
            gone = [element] if tagged and len(tagged) == len(nodes) else list(tagged)
            removal += [Edit(node.start, node.end, b"") for node in gone]
    return OurRules(tuple(rules), tuple(removal))


def _read(xml: bytes, styles: Styles, element: Node, node: Node) -> Rule | None:
    """Reads one rule; None for a rule of the team."""
    if b"sheetflow:" not in xml[node.start : node.end]:
        return None
    formulas = [markup.text(xml, n) for n in markup.children(xml, node) if n.name == b"formula"]
    tag = TAG.search(formulas[0]) if formulas else None
    if tag is None:
        return None
    dxf = markup.whole(markup.attributes(xml, node).get("dxfId", ""))
    paint = None if dxf is None else styles.paint_of(dxf)
    sqref = markup.attributes(xml, element).get("sqref", "")
    return Rule(tag[1], formulas[0].strip(), paint, sqref)


def _is_as_wanted(found: OurRules, wanted: Mapping[str, str], sqref: str) -> bool:
    """Returns whether every rule is there, once, with the right formula, colours and cells."""
    statuses = {rule.status for rule in found.rules}
    if not len(found.rules) == len(statuses) == len(wanted):
        return False
    strips = _strips(sqref)
    for rule in found.rules:
        if wanted.get(rule.status) != rule.formula or _strips(rule.sqref) != strips:
            return False
        if rule.paint != LOOKS[rule.status].paint:
            return False
    return True


def _strips(sqref: str) -> set[tuple[int, int, int]]:
    """A sqref as (column, first row, last row), so that K5:L9 and `K5:K9 L5:L9` are the same; empty
    for what cannot be ours.
    """
    try:
        ranges = parse_ranges(sqref)
    except ValueError:
        return set()
    strips: set[tuple[int, int, int]] = set()
    if sum(len(cells.columns) for cells in ranges) > MAX_COLUMNS:
        return strips  # more than ours can be
    for cells in ranges:
        strips.update((column, cells.first_row, cells.last_row) for column in cells.columns)
    return strips


def _free_priorities(used: Collection[int], count: int) -> Sequence[int]:
    """Returns priorities for rules that come after all others.

    Where the numbers end there, the last free ones before.
    """
    first = max((n for n in used if n <= LAST_PRIORITY), default=0) + 1
    if first + count - 1 <= LAST_PRIORITY:
        return range(first, first + count)
    free = (n for n in range(LAST_PRIORITY, 0, -1) if n not in used)
    return sorted(islice(free, count))


def _add(skeleton: bytes, styles: Styles, wanted: Mapping[str, str], sqref: str) -> bytes:
    """Adds our rules, in one element, after all others."""
    top = markup.root(skeleton)
    p = markup.qualified(top, b"").decode()
    priorities = _free_priorities({int(n) for n in _PRIORITY.findall(skeleton)}, len(wanted))
    rules = ""
    for priority, (status, text) in zip(priorities, wanted.items(), strict=True):
        dxf = styles.dxf(LOOKS[status])
        inside = f"<{p}formula>{markup.escaped(text).decode()}</{p}formula>"
        start = f'<{p}cfRule type="expression" dxfId="{dxf}" priority="{priority}">'
        rules += f"{start}{inside}</{p}cfRule>"
    new = f'<{p}conditionalFormatting sqref="{sqref}">{rules}</{p}conditionalFormatting>'.encode()
    nodes = markup.children(skeleton, top)
    at = markup.place(nodes, WORKSHEET_ORDER, b"conditionalFormatting", top.close)
    return markup.splice(skeleton, [Edit(at, at, new)])
