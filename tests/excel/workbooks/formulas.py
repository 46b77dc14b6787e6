"""Workbooks whose leads tab holds formulas: shared, array, with a calculation chain, reading ours.
One maker each.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.excel.workbooks.pen import COUNT, Pen, Rich, changed, maker
from tests.support.leads import HEADINGS
from tests.support.zips import LINKS, MAIN, letters, repack


@maker
def formulas(path: Path) -> Rich:
    with Pen(path) as pen:
        for row in range(1, COUNT + 1):
            pen.sheet.write_formula(row, 14, "=ROW()*100", None, (row + 1) * 100)
        pen.sheet.write_array_formula("R2:R5", "{=O2:O5*2}", None, 400)
        pen.sheet.write_dynamic_array_formula("S2:S5", "=SORT(A2:A5)", None, "Aoife")
        return pen.where


@maker
def formula_that_reads_our_columns(path: Path) -> Rich:
    with Pen(path) as pen:
        # Its value is the same whatever we answer, so that LibreOffice shows it before and after.
        pen.book.add_worksheet("Sums").write_formula(
            "A1", "=COUNTBLANK(Leads!$Q$2:$Y$25)*0+7", None, 7
        )
        return pen.where


@maker
def shared_formulas(path: Path) -> Rich:
    with Pen(path) as pen:
        for row in range(1, COUNT + 1):
            pen.sheet.write_formula(row, 14, f"=LEN(A{row + 1})", None, 7)

    def share(name: str, content: bytes) -> bytes:
        text = re.sub(r"<f>LEN\(A(?!2\))\d+\)</f>", '<f t="shared" si="0"/>', content.decode())
        return text.replace(
            "<f>LEN(A2)</f>", f'<f t="shared" ref="O2:O{COUNT + 1}" si="0">LEN(A2)</f>'
        ).encode()

    return changed(path, share, ["xl/worksheets/sheet1.xml"], pen.where)


@maker
def formulas_in_our_columns(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.write_row(0, len(HEADINGS), ["Next contact", "Overdue"], pen.bold)
        for row in range(1, COUNT + 1):
            pen.sheet.write_formula(row, len(HEADINGS) + 1, f"=LEN(A{row + 1})", None, 7)
        pen.sheet.write_formula("AC3", "=1+1", None, 2)
    ref = letters(len(HEADINGS) + 1)

    def share(name: str, content: bytes) -> bytes:
        text = re.sub(r"<f>LEN\(A(?!2\))\d+\)</f>", '<f t="shared" si="0"/>', content.decode())
        group = f'<f t="shared" ref="{ref}2:{ref}{COUNT + 1}" si="0">LEN(A2)</f>'
        return text.replace("<f>LEN(A2)</f>", group).encode()

    return changed(path, share, ["xl/worksheets/sheet1.xml"], pen.where)


@maker
def calculation_chain(path: Path) -> Rich:
    where = formulas_in_our_columns(path)
    refs = [f"{letters(len(HEADINGS) + 1)}{row}" for row in range(2, COUNT + 2)]
    chain = (
        f'<calcChain xmlns="{MAIN}">'
        + "".join(f'<c r="{ref}" i="1"/>' for ref in (*refs, "AC3"))
        + "</calcChain>"
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    lines = {
        "[Content_Types].xml": (
            "(?=</Types>)",
            f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/>',
        ),
        "xl/_rels/workbook.xml.rels": (
            "(?=</Relationships>)",
            f'<Relationship Id="chain" Type="{LINKS}/calcChain" Target="calcChain.xml"/>',
        ),
    }

    def insert(name: str, content: bytes) -> bytes:
        return re.sub(lines[name][0], lines[name][1], content.decode(), count=1).encode()

    changed(path, insert, list(lines), where)
    first = path.with_suffix(".first")
    path.rename(first)
    repack(first, path, {}, {"xl/calcChain.xml": chain.encode()})
    first.unlink()
    return where
