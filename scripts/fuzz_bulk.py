"""Adds many of one thing to a part, where work that grows by the square is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final, NamedTuple

Write = Callable[[Random, int], str]
"""Returns the n-th of many elements."""

_COUNTS: Final = (20, 300, 3_000, 20_000)
MOST_BYTES: Final = 1_500_000
"""What is added at most to one part."""


class Bulk(NamedTuple):
    """Many elements: the text before which they are put, what holds them, and each of them."""

    before: bytes
    holder: str
    write: Write


def add_many(chance: Random, xml: bytes) -> bytes:
    """Adds many elements of a kind that fits the part; the part as it is where none does."""
    fitting = [bulk for bulk in BULKS if bulk.before in xml]
    if not fitting:
        return xml
    bulk, count = chance.choice(fitting), chance.choice(_COUNTS)
    content = "".join(_limited(bulk.write(chance, n) for n in range(1, count + 1)))
    new = bulk.holder.format(content).encode()
    return xml.replace(bulk.before, new + bulk.before, 1)


def _limited(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_BYTES:
            return
        yield piece


def _range(chance: Random, n: int) -> str:
    """Returns a range of cells: small, a whole column, or nearly the whole sheet."""
    small, high, wide = f"K{n}:L{n + 1}", "G2:J1048576", "A1:XFD1048576"
    return chance.choice((small, small, high, wide, f"G{n}", "B:XFD", "2:40"))


def _merge(chance: Random, n: int) -> str:
    return f'<mergeCell ref="{_range(chance, n)}"/>'


def _highlight(chance: Random, n: int) -> str:
    ranges = " ".join(_range(chance, n) for _ in range(chance.choice((1, 1, 300))))
    formula = f'AND($G2="▲",N("sheetflow:{chance.choice(("overdue", "today", "x"))}")=0)'
    rule = f'<cfRule type="expression" dxfId="{n % 9}" priority="{n}">'
    formatted = f"{rule}<formula>{formula.replace(chr(34), '&quot;')}</formula></cfRule>"
    return f'<conditionalFormatting sqref="{ranges}">{formatted}</conditionalFormatting>'


def _formula(chance: Random, n: int) -> str:
    kind = chance.choice(("", f' t="shared" si="{n % 7}" ref="{_range(chance, n)}"', ' t="array"'))
    text = chance.choice(("Leads!K2", f"SUM(A{n}:XFD{n})", "Leads1[[#All],[Status]]", "Everybody"))
    return f'<row r="{n + 60}"><c r="K{n + 60}"><f{kind}>{text}</f><v>1</v></c></row>'


def _row(chance: Random, n: int) -> str:
    number = chance.choice((n + 60, n + 60, n % 50 + 1, 1_048_576))
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>Ana</t></is></c></row>'


def _bare_row(chance: Random, n: int) -> str:
    return '<row><c t="inlineStr"><is><t>Ana</t></is></c></row>' if n % 9 else "<row/>"


def _cell(chance: Random, n: int) -> str:
    return chance.choice(("<c/>", "<c><v>7</v></c>", f'<c r="K{n}"><v>7</v></c>'))


def _style(chance: Random, n: int) -> str:
    return f'<xf numFmtId="{n % 400}" fontId="{n % 3}" fillId="0" borderId="0" xfId="0"/>'


def _name(chance: Random, n: int) -> str:
    following = f"N{n + 1}"
    read = chance.choice((following, following, "Leads!$A:$XFD", f"N{n - 1}+{following}"))
    return f'<definedName name="N{n}">{read}</definedName>'


def _column(chance: Random, n: int) -> str:
    last = chance.choice((n, n, 16_384))
    return f'<col min="{n}" max="{last}" width="9" style="{n % 5}"/>'


def _relationship(chance: Random, n: int) -> str:
    kind = chance.choice(("table", "pivotTable", "worksheet", "styles"))
    url = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="many{n}" Type="{url}/{kind}" Target="/xl/styles.xml"/>'


BULKS: Final = (
    Bulk(b"<pageMargins", "<mergeCells>{}</mergeCells>", _merge),
    Bulk(b"</mergeCells>", "{}", _merge),
    Bulk(b"</worksheet>", "<mergeCells>{}</mergeCells>", _merge),
    Bulk(b"<pageMargins", "{}", _highlight),
    Bulk(b"</worksheet>", "{}", _highlight),
    Bulk(b"</sheetData>", "{}", _formula),
    Bulk(b"</sheetData>", "{}", _row),
    Bulk(b"</sheetData>", "{}", _bare_row),
    Bulk(b"</row>", "{}", _cell),
    Bulk(b"</cellXfs>", "{}", _style),
    Bulk(b"</cellXfs>", "{}", _style),
    Bulk(b"</dxfs>", "{}", lambda chance, n: f'<dxf><font><sz val="{n}"/></font></dxf>'),
    Bulk(b"</fonts>", "{}", lambda chance, n: f'<font><sz val="{n}"/></font>'),
    Bulk(b"</numFmts>", "{}", lambda chance, n: f'<numFmt numFmtId="{n}" formatCode="[a]{n}\\d"/>'),
    Bulk(b"</definedNames>", "{}", _name),
    Bulk(b"</sheets>", "{}", lambda chance, n: f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>'),
    Bulk(b"<calcPr", "<definedNames>{}</definedNames>", _name),
    Bulk(b"</cols>", "{}", _column),
    Bulk(b"<sheetData>", "<cols>{}</cols>", _column),
    Bulk(b"</sst>", "{}", lambda chance, n: "<si><r><t>a</t></r><rPh><t>b</t></rPh></si>"),
    Bulk(b"</Relationships>", "{}", _relationship),
    Bulk(b"</tableColumns>", "{}", lambda chance, n: f'<tableColumn id="{n}" name="Status {n}"/>'),
    Bulk(b"</is>", "{}", lambda chance, n: "<r><t>and </t></r><rPh/>"),
)
"""Of every kind of part that is read, what a program may write many times."""
