"""Highlighting: one conditional format per status, owned by a tag inside its formula.

A rule reads the status column of its own row and knows the status by its icon, the first character,
in any language. A rule is ours if its formula says `N("sheetflow:<status>")`; everything else is
the team's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.markup import Edit, Node
from sheetflow.backends.excel.refs import MAX_ROWS, parse_ranges
from sheetflow.backends.excel.styles import Paint, Styles, paint
from sheetflow.palette import LOOKS

WORKSHEET_ORDER: Final = tuple(
    b"sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    b"autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
    b"dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties "
    b"cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    b"webPublishItems tableParts extLst".split()
)
"""The children of `worksheet` in the order Excel insists on (CT_Worksheet)."""

LAST_PRIORITY: Final = 2**31 - 1
"""A priority is an xsd:int (CT_CfRule)."""

_TAG: Final = re.compile(r'N\("sheetflow:(\w+)"\)')
_PRIORITY: Final = re.compile(rb"<(?:[^\s<>:]+:)?cfRule\s[^>]*?priority\s*=\s*[\"'](\d{1,18})[\"']")


class Rule(NamedTuple):
    """One rule as it stands: which status, its formula, what it paints, and over what."""

    status: str
    formula: str
    paint: Paint | None
    area: str


class Standing(NamedTuple):
    """Our rules as they stand in a sheet, and the bytes to take away to be rid of them."""

    rules: tuple[Rule, ...]
    removal: tuple[Edit, ...]


def formula(status: str, letters: str, row: int) -> str:
    """The formula that is true where the status column of the row says `status`."""
    return f'AND(LEFT(${letters}{row},1)="{LOOKS[status].icon}",N("sheetflow:{status}")=0)'


def area(columns: Iterable[str], first_row: int) -> str:
    """The sqref of these columns (letters) from `first_row` down."""
    return " ".join(f"{letters}{first_row}:{letters}{MAX_ROWS}" for letters in columns)


def highlight(
    skeleton: bytes, styles: Styles, status: str | None, columns: Iterable[str], first_row: int
) -> bytes:
    """The sheet with exactly our rules in it; the same bytes where they stand already.

    `skeleton` is a worksheet part without its rows; `status` the letters of the status column, None
    where the sheet has none; `columns` the letters of the columns to colour.
    """
    sqref = area(columns, first_row)
    standing = find(skeleton, styles)
    wanted = (
        {}
        if status is None or not sqref
        else {key: formula(key, status, first_row) for key in LOOKS}
    )
    if _stand(standing, wanted, sqref):
        return skeleton
    cleared = markup.splice(skeleton, standing.removal)
    return _add(cleared, styles, wanted, sqref) if wanted else cleared


def find(skeleton: bytes, styles: Styles) -> Standing:
    """Our rules in a sheet, however a program split or merged their elements."""
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
    return Standing(tuple(rules), tuple(removal))


def _read(xml: bytes, styles: Styles, element: Node, node: Node) -> Rule | None:
    if b"sheetflow:" not in xml[node.start : node.end]:
        return None
    formulas = [markup.text(xml, n) for n in markup.children(xml, node) if n.name == b"formula"]
    tag = _TAG.search(formulas[0]) if formulas else None
    if tag is None:
        return None
    dxf = markup.whole(markup.attributes(xml, node).get("dxfId", ""))
    painted = None if dxf is None else styles.paint(dxf)
    return Rule(
        tag[1], formulas[0].strip(), painted, markup.attributes(xml, element).get("sqref", "")
    )


def _stand(standing: Standing, wanted: Mapping[str, str], sqref: str) -> bool:
    """Every rule there is, once, with the right formula, colours and cells."""
    if len(standing.rules) != len(wanted):
        return False
    cells = _columns(sqref)
    return all(
        wanted.get(rule.status) == rule.formula
        and rule.paint == paint(LOOKS[rule.status])
        and _columns(rule.area) == cells
        for rule in standing.rules
    ) and len({rule.status for rule in standing.rules}) == len(wanted)


def _columns(sqref: str) -> set[tuple[int, int, int]]:
    """A sqref as (column, first row, last row), so that K5:L9 and `K5:K9 L5:L9` are the same."""
    try:
        areas = parse_ranges(sqref)
    except ValueError:
        return set()
    return {
        (c, area.first_row, area.last_row)
        for area in areas
        for c in range(area.first_column, area.last_column + 1)
    }


def _free_priorities(used: Collection[int], count: int) -> Sequence[int]:
    """Priorities for rules that come after all others; where the numbers end there, the last free
    ones before.
    """
    first = max((n for n in used if n <= LAST_PRIORITY), default=0) + 1
    if first + count - 1 <= LAST_PRIORITY:
        return range(first, first + count)
    free = (n for n in range(LAST_PRIORITY, 0, -1) if n not in used)
    return sorted(islice(free, count))


def _add(skeleton: bytes, styles: Styles, wanted: Mapping[str, str], sqref: str) -> bytes:
    top = markup.root(skeleton)
    p = markup.qualified(top, b"").decode()
    priorities = _free_priorities({int(n) for n in _PRIORITY.findall(skeleton)}, len(wanted))
    rules = "".join(
        f'<{p}cfRule type="expression" dxfId="{styles.dxf(LOOKS[key])}" priority="{priority}">'
        f"<{p}formula>{markup.escaped(text).decode()}</{p}formula></{p}cfRule>"
        for priority, (key, text) in zip(priorities, wanted.items(), strict=True)
    )
    new = f'<{p}conditionalFormatting sqref="{sqref}">{rules}</{p}conditionalFormatting>'.encode()
    at = markup.place(
        markup.children(skeleton, top), WORKSHEET_ORDER, b"conditionalFormatting", top.close
    )
    return markup.splice(skeleton, [Edit(at, at, new)])
