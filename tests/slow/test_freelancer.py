"""A freelancer in Bilbao adopts the sheet that she has kept by hand with `init --live`: it stays
hers, formulas answer beside it, and she goes on working as ever.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from sheetflow.columns import OWNED
from sheetflow.live import is_live
from tests.support.leads import TODAY
from tests.support.live_books import few_rows, grid, stop_the_clock
from tests.support.office import Hands, Office, needs_office, office
from tests.support.running import Ran, run, sync

pytestmark = needs_office

TAB: Final = "Clientes 2026"
HEADINGS: Final = (
    "Nombre", "Empresa", "Telefno", "Correo electronico", "Estado", "Ultimo contacto",
    "Ultima respuesta", "Notas", "Presupuesto €", "Con IVA", "Color favorito", "De dónde viene",
)  # fmt: skip
"""Two without their accent, one misspelt, the last four her own."""
HEADING_ROW, FIRST, LAST = 3, 4, 10
LUCIA = ("Lucía Ferrer", "Taller Ferrer", "600 100 201", "lucia@ferrer.example")
OSCAR = ("Óscar Peña", None, 600100202, "oscar@pena.example")
NEREA = ("Nerea Ibarra", "Café Norte", "+34 600 100 203", "nerea@norte.example")
MARCOS = ("Marcos Gil", "Gil e Hijos", None, "marcos@gil.example")
IRENE = ("Irene Soler", None, "600 100 205", None)
JON = ("Jon Etxea", "Estudio Jon", "600 100 206", "jon@estudio.example")
LEADS: Final = (
    (*LUCIA, "presupuesto enviado", "12/11/2026", None, "quiere logo nuevo", 1200, "azul", "red"),
    (*OSCAR, "en negociación", datetime(2026, 11, 16), datetime(2026, 11, 18), None, 800, None, ""),
    (*NEREA, "pendiente de respuesta", "5-11-2026", None, "=1+1 es texto", 450.5, None, "web"),
    (),
    (*MARCOS, "cliente", datetime(2026, 10, 2), "3 oct 2026", "ya pagó", 2500, "rojo", "amiga"),
    (*IRENE, "nuevo", None, None, "la conocí en la feria", None, None, "feria"),
    (*JON, "a ver si pica", "a finales", None, None, 300, None, "web"),
)  # fmt: skip
"""Dates as dates and as texts, stage words of hers, a blank row amid the list."""
NAMES: Final = tuple(row[0] for row in LEADS if row)
OURS: Final = {column.es: column.key for column in OWNED} | {"Estado (sf)": "status"}


def her_sheet(path: Path) -> Path:
    """Writes the workbook as she had it."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = TAB
    sheet["A1"], sheet["H1"], sheet["I1"] = "MIS CLIENTES", "En juego", "=SUM(I4:I40)"
    sheet["A1"].font = Font(size=16, bold=True, color="7030A0")
    sheet.merge_cells("A1:F1")
    for at, heading in enumerate(HEADINGS, 1):
        sheet.cell(HEADING_ROW, at, heading).fill = PatternFill("solid", fgColor="FFE699")
    for row, lead in enumerate(LEADS, FIRST):
        _write(sheet, row, lead)
    sheet["A5"].fill = PatternFill("solid", fgColor="C6EFCE")
    sheet["F4"].font = Font(color="C00000", italic=True)
    sheet["A6"].comment = Comment("llamar por la tarde", "yo")
    sheet.column_dimensions["K"].hidden = True
    sheet.column_dimensions["A"].width = 24
    costs = book.create_sheet("Gastos")
    for line in (("Concepto", "Importe"), ("gestoría", 60), ("Total", "=SUM(B2:B2)")):
        costs.append(line)
    book.save(path)
    return path


def _write(sheet: Any, row: int, lead: tuple[Any, ...]) -> None:
    if not lead:
        return
    *typed, colour, source = lead
    for at, value in enumerate((*typed, f"=I{row}*1.21", colour, source), 1):
        cell = sheet.cell(row, at, value or None)
        if isinstance(value, datetime):
            cell.number_format = "dd/mm/yyyy"
        if at == HEADINGS.index("Notas") + 1 and value:
            cell.data_type = "s"  # a text, whatever it begins with


@pytest.fixture(scope="module")
def screen() -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch, office() as started:
        few_rows(patch)
        yield started


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return her_sheet(tmp_path_factory.mktemp("hers") / "clientes.xlsx")


@pytest.fixture(scope="module")
def adopting(screen: Office, before: Path) -> tuple[Path, Ran]:
    """The workbook after `init --live`, and what that said."""
    path = before.with_name("adopted.xlsx")
    shutil.copyfile(before, path)
    day = TODAY.isoformat()
    return path, run("init", str(path), "--live", "--lang", "es", "--today", day)


@pytest.fixture
def path(adopting: tuple[Path, Ran], tmp_path: Path) -> Path:
    """A copy of the adopted workbook, in which it is that day for ever."""
    path = tmp_path / "clientes.xlsx"
    shutil.copyfile(adopting[0], path)
    stop_the_clock(path, TODAY)
    return path


def answers(path: Path, *, results: bool = True) -> dict[str, dict[str, Any]]:
    """Returns what our columns show (or hold) of each lead, by name and key."""
    rows = grid(path, TAB, data_only=results)
    places = {OURS[head]: at for at, head in enumerate(rows[HEADING_ROW - 1]) if head in OURS}
    leads = (row for row in rows[HEADING_ROW:] if row[0])
    return {row[0]: {key: row[at] for key, at in places.items()} for row in leads}


def hers(path: Path) -> dict[str, tuple[Any, ...]]:
    """Returns what stands in her own columns beside each name, formulas as they are written."""
    rows = grid(path, TAB, data_only=False)[HEADING_ROW:]
    return {row[0]: row[: len(HEADINGS)] for row in rows if row[0]}


def holds(path: Path, before: dict[str, Any], *, code: int) -> str:
    """Syncs: her cells stay, every lead keeps its formulas, a second sync writes nothing; returns
    what the sync said.
    """
    left = hers(path)
    ran = sync(path)
    assert ran.code == code, ran.err
    assert hers(path) == left
    held = answers(path, results=False)
    assert {name for name in held if not is_live(str(held[name]["status"]))} == set()
    assert {name: held[name]["id"] for name in before} == {n: before[n]["id"] for n in before}
    synced = path.read_bytes()
    assert sync(path).code == code
    assert path.read_bytes() == synced
    return ran.err


def test_she_is_told_in_spanish_what_was_read_how(adopting: tuple[Path, Ran]) -> None:
    code, _, err = adopting[1]
    assert code == 4  # one row to look at
    said = " ".join(err.split())
    for words in (
        "Pestañas añadidas: Hoy, Registro de contactos, Mensajes, Estrategia, Calendario, Personas,"
        " Guía, Panel.",
        "C3: 'Telefno': ¿quiso decir 'Teléfono'?",
        "E3: esta columna se lee como la etapa",
        "F10: esta fecha no se puede leer con certeza; escríbala como 2026-11-30",
        "1 fila necesita revisión: su estado dice Revisar.",
        "ahora responden fórmulas vivas en nuestras columnas, sin ejecutar nada.",
    ):
        assert words in said


def test_what_she_had_is_as_it_was(adopting: tuple[Path, Ran], before: Path) -> None:
    path = adopting[0]
    assert look(path) == look(before)
    now, then = (zipfile.ZipFile(each) for each in (path, before))
    with now, then:
        for part in ("xl/worksheets/sheet2.xml", "xl/comments/comment1.xml"):
            assert now.read(part) == then.read(part)
        mine, hers = (each.read("xl/worksheets/sheet1.xml") for each in (now, then))
    for tag in (rb"<col [^>]*>", rb"<mergeCell [^>]*>"):
        kept = re.findall(tag, hers)
        assert kept
        assert re.findall(tag, mine)[: len(kept)] == kept
    assert b'hidden="1"' in b"".join(re.findall(rb"<col [^>]*>", hers))


def look(path: Path) -> list[Any]:
    """Returns content and format of each of her cells."""
    book = openpyxl.load_workbook(path, read_only=True)
    cells = book[TAB].iter_rows(max_col=len(HEADINGS), max_row=LAST)
    found = [_look_of(cell) for row in cells for cell in row if cell.value is not None]
    book.close()
    return found


def _look_of(cell: Any) -> tuple[Any, ...]:
    font = (cell.font.b, cell.font.i, cell.font.sz, cell.font.color and cell.font.color.rgb)
    kind = (cell.data_type, cell.number_format, cell.fill.fgColor.rgb)
    return cell.coordinate, cell.value, *kind, *font


def test_each_lead_is_answered_where_she_left_it(adopting: tuple[Path, Ran]) -> None:
    found = answers(adopting[0])
    assert {name: lead["status"] for name, lead in found.items()} == {
        "Lucía Ferrer": "▲ Vencido",
        "Óscar Peña": "◄ Responder ya",
        "Nerea Ibarra": "▲ Vencido",
        "Marcos Gil": "✓ Ganado",
        "Irene Soler": "● Hoy",
        "Jon Etxea": "? Revisar",
    }


def test_libreoffice_calculates_what_init_answered(screen: Office, path: Path) -> None:
    answered = answers(path)
    with screen.at(path):
        pass  # opened and saved
    assert answers(path) == answered
    assert "fórmula" not in sync(path).err


def test_a_sync_after_init_leaves_every_byte(path: Path) -> None:
    adopted = path.read_bytes()
    assert sync(path).code == 4
    assert path.read_bytes() == adopted


def test_today_lists_her_leads_in_the_order_of_the_day(screen: Office, path: Path) -> None:
    with screen.reading(path) as hands:
        rows = hands.read("Hoy")
    names = [row[1] for row in rows if row[1] in NAMES]
    assert names == ["Óscar Peña", "Lucía Ferrer", "Nerea Ibarra", "Irene Soler", "Jon Etxea"]
    listed = run("today", str(path), "--today", TODAY.isoformat()).out
    assert sorted(names, key=listed.index) == names


def work(hands: Hands) -> None:
    """Mends what she was told of, writes to Lucía, adds a lead, sorts by the name."""
    hands.type(TAB, "C3", ["Teléfono"])
    hands.type(TAB, "F10", [date(2026, 11, 19)])
    hands.type(TAB, "E10", ["nuevo"])
    hands.type(TAB, "F4", [date(2026, 11, 20)])
    hands.type(TAB, "A11", ["Ane Zubiri", None, "600 100 207", "ane@zubiri.example", "nuevo"])
    hands.sort(TAB, "A4:U11", 0, down=True)


def test_she_edits_sorts_and_adds_and_everything_stays_with_its_lead(
    screen: Office, path: Path
) -> None:
    before = answers(path)
    with screen.at(path) as hands:
        work(hands)
    said = holds(path, before, code=0)
    assert "la columna teléfono apareció o desapareció" in " ".join(said.split())
    found = answers(path)
    assert list(found) == sorted((*NAMES, "Ane Zubiri"), key=_folded, reverse=True)
    assert found["Lucía Ferrer"]["status"] == "→ Planificado"
    assert found["Jon Etxea"]["status"] == "● Hoy"
    assert found["Ane Zubiri"]["status"] == "● Hoy"
    stop_the_clock(path, TODAY)  # the sync wrote the hidden tabs anew
    with screen.at(path):
        pass  # opened and saved
    assert answers(path) == found


def _folded(name: str) -> str:
    return name.replace("Ó", "O")
