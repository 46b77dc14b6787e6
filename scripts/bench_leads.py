"""Work for bench.py's child processes: make a workbook of leads, change one cell of it, run
openpyxl, weigh a result.

Usage: bench_leads.py make ROWS PATH | touch PATH | openpyxl PATH OUT | weigh PATH
"""

from __future__ import annotations

import json
import random
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

SHEET: Final = "xl/worksheets/sheet1.xml"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TODAY: Final = 46345
"""2026-11-19 as a serial of the 1900 system."""

HEADINGS: Final = (
    "Name",
    "Company",
    "Email",
    "Phone",
    "Owner",
    "Kind",
    "Stage",
    "Possible?",
    "Segment",
    "Source",
    "Since",
    "Last contact",
    "Last reply",
    "Agreement",
    "Agreed for",
    "Appointment",
    "Confirmed",
    "Not before",
    "Value",
    "Notes",
)
OWNED: Final = (
    "Status",
    "Next contact",
    "Overdue",
    "Next step",
    "Touches",
    "Interest",
    "Flags",
    "Why",
    "sf id",
)
DATES: Final = frozenset({10, 11, 12, 14, 15, 17})

GIVEN = (
    "Ana Bruno Carla Diego Elena Farid Greta Hugo Inés Jonas Katya "
    "Leo Marta Nils Olga Pau Rosa Sven Tessa Uwe"
).split()
FAMILY = (
    "Abad Berg Cano Dahl Egea Foss Gil Haas Ibarra Jansen "
    "Kowal Lago Mora Nagy Ortiz Pons Quiroga Roth Sanz"
).split()
TRADES = (
    "Joinery Clinic Nursery Bakery Foundry Printing Vineyard Hotel Garage Studio Dairy Optics"
).split()
STAGES = ("New", "Informed", "Interested", "Meeting set", "Met", "Proposal sent", "Won", "Lost")
AGREED = (
    "send the drawings",
    "call again",
    "visit the site",
    "send a sample",
    "talk to the partner",
)
NOTES = (
    "asked for 2/3 of the list",
    "prefers mornings",
    "met at the spring fair",
    "has a quote from someone else",
)

DAY: Final = ' s="1"'

Value = int | str | None


def lead(i: int, chance: random.Random) -> list[Value]:
    """Returns one lead of 20 cells: names and numbers of its own, random days, a blank here and
    there.
    """
    roll, pick = chance.random, chance.choice
    given, family = pick(GIVEN), pick(FAMILY)
    since = TODAY - chance.randrange(250)
    contact = min(TODAY, since + chance.randrange(100)) if roll() < 0.8 else None
    agreed = contact is not None and roll() < 0.3
    meets = contact is not None and roll() < 0.1
    cells: list[Value] = [f"{given} {family} {i}"]
    cells.append(f"{family} {pick(TRADES)} {i % 5000}")
    cells += [f"{given}.{family}.{i}@example.com".lower(), f"+34 6{i:08d}"]
    cells.append(pick(("Marta", "Luis", "Eva", "Jon")))
    cells.append(pick(("task", "partner")) if roll() < 0.1 else None)
    cells += [pick(STAGES), pick(("yes", "yes", "yes", "no", None))]
    cells += [pick(("informed", "advised", None)), pick(("web form", "event", "referral"))]
    cells += [since, contact]
    replied = contact and roll() < 0.3
    cells.append(min(TODAY, contact - 5 + chance.randrange(8)) if contact and replied else None)
    cells.append(pick(AGREED) if agreed else None)
    cells.append(contact + chance.randrange(30) if contact and agreed else None)
    cells.append(contact + chance.randrange(40) if contact and meets else None)
    cells.append(pick(("yes", "no")) if meets else None)
    cells.append(TODAY + chance.randrange(30) if roll() < 0.05 else None)
    cells.append(chance.randrange(100, 9000))
    cells.append(f"{pick(NOTES)} ({i})" if roll() < 0.5 else None)
    return cells


class Strings(dict[str, int]):
    """Shared strings: text -> index, in the order of first use."""

    def __missing__(self, text: str) -> int:
        self[text] = place = len(self)
        return place


def _row(number: int, values: list[Value], strings: Strings) -> str:
    cells = []
    for column, value in enumerate(values):
        at = f'<c r="{chr(65 + column)}{number}"'
        if isinstance(value, str):
            cells.append(f'{at} t="s"><v>{strings[value]}</v></c>')
        elif value is not None:
            cells.append(f"{at}{DAY if column in DATES else ''}><v>{value}</v></c>")
    return f'<row r="{number}" spans="1:20">{"".join(cells)}</row>'


def _sheet(rows: int, strings: Strings) -> Iterator[str]:
    chance = random.Random(2026)
    yield f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">'
    yield f'<dimension ref="A1:T{rows + 1}"/><sheetData>'
    yield _row(1, list(HEADINGS), strings)
    for i in range(1, rows + 1):
        yield _row(i + 1, lead(i, chance), strings)
    yield "</sheetData></worksheet>"


def _strings(strings: Strings) -> Iterator[str]:
    yield f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(strings)}">'
    for text in strings:
        yield f"<si><t>{escape(text)}</t></si>"
    yield "</sst>"


def _styles() -> str:
    plain = 'fontId="0" fillId="0" borderId="0"'
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1"><xf numFmtId="0" {plain}/></cellStyleXfs>'
        f'<cellXfs count="2"><xf numFmtId="0" {plain} xfId="0"/>'
        f'<xf numFmtId="14" {plain} xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _content_types(kinds: Mapping[str, str]) -> str:
    types = (
        f'<Override PartName="/xl/{part}.xml" ContentType="{TYPES}.{kind}+xml"/>'
        for kind, part in kinds.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f"{''.join(types)}</Types>"
    )


def _relationships(*entries: str) -> str:
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(entries)}</Relationships>'
    )


def _relationship(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'


def _workbook() -> str:
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="Leads" sheetId="1" r:id="worksheet"/></sheets></workbook>'
    )


def _parts() -> dict[str, str]:
    kinds = {"worksheet": "worksheets/sheet1", "styles": "styles", "sharedStrings": "sharedStrings"}
    links = (_relationship(kind, kind, f"{part}.xml") for kind, part in kinds.items())
    return {
        "[Content_Types].xml": _content_types(kinds),
        "_rels/.rels": _relationships(_relationship("book", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relationships(*links),
        "xl/styles.xml": _styles(),
    }


def make(rows: str, path: str) -> None:
    """Writes a workbook of so many leads, as Excel lays it out: shared strings, deflate level 6."""
    strings = Strings()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in _parts().items():
            archive.writestr(name, text)
        for name, lines in (
            (SHEET, _sheet(int(rows), strings)),
            ("xl/sharedStrings.xml", _strings(strings)),
        ):
            with archive.open(name, "w", force_zip64=False) as part:
                for line in lines:
                    part.write(line.encode())


def touch(path: str) -> None:
    """Changes the amount of the lead in row 3, as another program would: every entry is written
    anew.
    """
    source, copy = Path(path), Path(f"{path}.copy")
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == SHEET:
                content = re.sub(rb'(<c r="S3"[^>]*><v>)\d+', rb"\g<1>31", content, count=1)
            new.writestr(name, content)
    copy.replace(source)


def by_openpyxl(path: str, out: str) -> None:
    """What a script with openpyxl does: load, set the owned columns, save."""
    from datetime import date, timedelta

    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book["Leads"]
    for column, heading in enumerate(OWNED, len(HEADINGS) + 1):
        sheet.cell(1, column, heading)
    day = date(2026, 11, 19)
    for row in range(2, sheet.max_row + 1):
        due = day + timedelta(days=row % 20)
        step = f"Call: ask what they made of it ({row % 50})"
        why = f"Contact 2 of 6 on 12 Nov got no answer; next after 3 working days ({row % 500})"
        id_ = f"s{row:07d}"
        answers: list[str | int | date] = ["▲ Overdue", due, 3, step, 2, 55]
        answers += ["no agreement", why, id_]
        for column, answer in enumerate(answers, len(HEADINGS) + 1):
            sheet.cell(row, column, answer)
    book.save(out)


def weigh(path: str) -> None:
    """Print, as JSON, the bytes of the sheet part and of the file, and what they would be with zlib
    level 6.
    """
    deflate, size = zlib.compressobj(6, zlib.DEFLATED, -15), 0
    with zipfile.ZipFile(path) as archive, archive.open(SHEET) as part:
        packed = archive.getinfo(SHEET).compress_size
        while piece := part.read(1 << 20):
            size += len(deflate.compress(piece))
    size += len(deflate.flush())
    print(json.dumps({"sheet": packed, "sheet_zlib6": size, "file": Path(path).stat().st_size}))


TASKS: dict[str, Callable[..., None]] = {
    "make": make,
    "touch": touch,
    "openpyxl": by_openpyxl,
    "weigh": weigh,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
