"""LibreOffice for scripts/parity.py: writes a workbook of plain values and formulas, lets
LibreOffice calculate it, and reads what it shows.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from python_calamine import load_workbook

from scripts.bench_leads import HEAD, LINKS, MAIN, PACKAGE, TYPES
from sheetflow.model import CellError, DefinedName, FilledDown, NewTab, Value, column_letters

Grid = Sequence[Sequence[object]]
"""The cells of a tab from A1 on."""

_CELL: Final = re.compile(
    r'"(?:[^"]|"")*"|(?<![\w$.!:])\$?[A-Z]{1,3}\d+(?![\w(.])|(?<=:)\$?[A-Z]{1,3}\d+(?![\w(.])'
)
_MODE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" '
    'oor:op="fuse"><value>{mode}</value></prop></item></oor:items>'
)
_ALWAYS, _NEVER = 0, 1
"""Whether LibreOffice calculates all formulas of a file on loading, or only what must be."""


class Typed(NamedTuple):
    """A formula in a cell of a plain grid."""

    text: str


def write_workbook(
    path: Path, plain: Mapping[str, Grid], tabs: Iterable[NewTab], names: Iterable[DefinedName]
) -> None:
    """Writes tabs of plain cells, then tabs of ours with their formulas, and the defined names.

    Formulas have no results, and each cell its own text.
    """
    sheets: dict[str, Iterator[str]] = {name: _plain(grid) for name, grid in plain.items()}
    sheets |= {tab.name: _of_tab(tab) for tab in tabs}
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _parts(list(sheets), names).items():
            archive.writestr(name, text)
        for number, rows in enumerate(sheets.values(), 1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for text in rows:
                    part.write(text.encode())


def _plain(grid: Grid) -> Iterator[str]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
    for number, row in enumerate(grid, 1):
        cells = (_cell(number, column, value) for column, value in enumerate(row))
        yield f'<row r="{number}">{"".join(cells)}</row>'
    yield "</sheetData></worksheet>"


def _of_tab(tab: NewTab) -> Iterator[str]:
    """Yields the rows of a tab of ours: its cells, and the formulas filled down beside them."""
    moved = [(each, _movable(each.text)) for each in tab.filled]
    last = max([len(tab.rows), *(each.last_row for each in tab.filled)])
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
    for number in range(1, last + 1):
        row = dict(enumerate(tab.rows[number - 1])) if number <= len(tab.rows) else {}
        cells: dict[int, object] = dict(row)
        for each, parts in moved:
            if each.first_row <= number <= each.last_row:
                cells[each.column] = Typed(_moved(parts, each, number))
        texts = (_cell(number, column, _content(cells[column])) for column in sorted(cells))
        yield f'<row r="{number}">{"".join(texts)}</row>'
    yield "</sheetData></worksheet>"


def _content(value: object) -> object:
    """Returns what a cell of a NewTab holds: its formula as a Typed, or its plain value."""
    value = getattr(value, "content", value)
    text = getattr(value, "text", None)
    return Typed(text) if isinstance(text, str) else value


_Parts = list[str | tuple[str, int]]
"""A formula in pieces: texts, and the relative rows of references with what stands before them."""


def _movable(text: str) -> _Parts:
    parts: _Parts = []
    end = 0
    for found in _CELL.finditer(text):
        if found[0].startswith('"'):
            continue
        letters = found[0].rstrip("0123456789")
        parts += [text[end : found.start()], (letters, int(found[0][len(letters) :]))]
        end = found.end()
    return [*parts, text[end:]]


def _moved(parts: _Parts, filled: FilledDown, row: int) -> str:
    by = row - filled.first_row
    return "".join(p if isinstance(p, str) else f"{p[0]}{p[1] + by}" for p in parts)


def _cell(row: int, column: int, value: object) -> str:
    at = f'<c r="{column_letters(column)}{row}"'
    if value is None or value == "":
        return ""
    if isinstance(value, Typed):
        return f"{at}><f>{escape(value.text)}</f></c>"
    if isinstance(value, bool):
        return f'{at} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"{at}><v>{value!r}</v></c>"
    if isinstance(value, CellError):
        return f'{at} t="e"><v>{value.code}</v></c>'
    return f'{at} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def _parts(sheets: Sequence[str], names: Iterable[DefinedName]) -> dict[str, str]:
    """Returns the parts of the file that are no sheets."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    links = "".join(
        f'<Relationship Id="s{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="s{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    defined = "".join(
        f"<definedName name={quoteattr(each.name)}>{escape(each.refers_to)}</definedName>"
        for each in names
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="w" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets>'
        f"<definedNames>{defined}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}'
        "</Relationships>",
    }


class Calculated(NamedTuple):
    """A workbook that LibreOffice saved, and the seconds of the processor that it took."""

    path: Path
    seconds: float


def calculate(files: Sequence[Path], out: Path, *, everything: bool = True) -> list[Calculated]:
    """Lets LibreOffice open each file and save a copy; with `everything` all formulas are calculated
    on loading, else only those that it holds for stale by itself.

    Raises RuntimeError where it saves nothing.
    """
    made = []
    with tempfile.TemporaryDirectory(prefix="sheetflow-parity-") as profile:
        mode = _MODE.format(mode=_ALWAYS if everything else _NEVER)
        user = Path(profile) / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(mode, "utf-8")
        for file in files:
            seconds = _convert(file, out, profile)
            made.append(Calculated(out / f"{file.stem}.xlsx", seconds))
    return made


def _convert(file: Path, out: Path, profile: str) -> float:
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(file)]
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": profile}
    before = _spent()
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    if not (out / f"{file.stem}.xlsx").exists():
        raise RuntimeError(f"LibreOffice saved no copy of {file}: {done.stderr or done.stdout}")
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_tab(path: Path, tab: str) -> list[list[Value]]:
    """Returns what the cells of a tab show, from A1 on: blank cells as empty texts."""
    sheet = load_workbook(path).get_sheet_by_name(tab)
    return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]  # errors are texts
