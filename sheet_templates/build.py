"""Makes leads-en.xlsx and leads-es.xlsx beside this file: `python -m sheet_templates.build`.

The leads stand on a plain sheet with a filter, not in an Excel table: people copy the tab, paste
blocks from elsewhere and leave rows blank, and a table refuses or half-follows each of these, in
LibreOffice and Google above all. Columns go from who, over background (grouped: one click folds it
away), to the follow-up, right beside the answers. Drop-downs only warn, the stages come from the
Playbook tab. Two builds are equal byte for byte.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.columns import CHOICES, OWNED, PEOPLE, TABS, Column
from sheetflow.decide.people import PEOPLE_HEADINGS, people_rows
from sheetflow.decide.playbook import (
    PHRASES_HEADING,
    SETTING_HEADING,
    STAGE_HEADINGS,
    STAGES,
)
from sheetflow.decide.playbook_rows import calendar_rows, playbook_rows
from sheetflow.model import CellError, Value
from sheetflow.palette import LOOKS
from sheetflow.texts.notes import HOLDS
from sheetflow.texts.render import status_text
from sheetflow.texts.words import LANGUAGES

from . import guide

HERE: Final = Path(__file__).parent
LAST_ROW: Final = 1000
"""The filter reaches this far, so that the rows of the first months are in it without a thought."""


class Place(NamedTuple):
    """Where a column of people stands: its key, its width in characters, whether it is folded with
    its neighbours.
    """

    key: str
    width: int
    background: bool = False


PLACES: Final = (
    Place("name", 22),
    Place("company", 24),
    Place("email", 34),
    Place("phone", 19),
    Place("owner", 13),
    Place("source", 15, True),
    Place("created", 13, True),
    Place("kind", 13, True),
    Place("segment", 12, True),
    Place("fit", 11, True),
    Place("do_not_contact", 12, True),
    Place("attempts", 10, True),
    Place("stage", 17),
    Place("value", 11),
    Place("last_contact", 13),
    Place("last_reply", 13),
    Place("agreement", 36),
    Place("agreed_for", 13),
    Place("appointment", 13),
    Place("confirmed", 12),
    Place("not_before", 13),
    Place("notes", 46),
)
OWNED_WIDTHS: Final = {
    "status": 17,
    "next_contact": 14,
    "overdue": 10,
    "next_step": 52,
    "touches": 9,
    "interest": 9,
    "flags": 32,
    "why": 70,
    "id": 12,
}
SHEET: Final = ("Leads", "Contactos")
INK: Final = "#33475B"
"""Heading of a column that people write."""
OURS: Final = "#1F6F5C"
"""Heading of a column that sheetflow writes."""
TINT: Final = "#F4F8F6"
FONT: Final = "Calibri"
DATE_FORMATS: Final = ("[$-409]d mmm yyyy", "[$-C0A]d mmm yyyy")
"""The month as a word in the language of the workbook: no reader has to guess what 04/05 means."""
WORDS: Final = {
    "kind": (",".join(CHOICES["kind"][0]), ",".join(CHOICES["kind"][1])),
    "segment": ("informed,advised", "informado,asesorado"),
    "flag": ("yes,no", "sí,no"),
}
TEAM_WORDS: Final = {"digest": WORDS["flag"], "language": ("en,es", "en,es")}
WARNING: Final = (
    (
        "Not on the list",
        "sheetflow knows the words on the list; it will say so if it cannot read this one.",
    ),
    (
        "No está en la lista",
        "sheetflow conoce las palabras de la lista; avisará si no puede leer esta.",
    ),
)
MADE: Final = datetime(2026, 1, 1)


def build(lang: str) -> bytes:
    """The starter workbook of this language as the bytes of an .xlsx file."""
    i = LANGUAGES.index(lang)
    book = Workbook()
    book.properties.creator, book.properties.created = "sheetflow", MADE
    leads = book.active
    assert isinstance(leads, Worksheet)
    leads.title = SHEET[i]
    _leads(leads, i)
    _playbook(book.create_sheet(TABS["playbook"][i]), lang)
    _calendar(book.create_sheet(TABS["calendar"][i]), lang)
    _people(book.create_sheet(TABS["people"][i]), lang)
    _guide(book.create_sheet(TABS["guide"][i]), i)
    spool = BytesIO()
    book.save(spool)
    return _without_clock(spool.getvalue())


# ── the tabs ──────────────────────────────────────────────────────────────────────────────────


def _leads(sheet: Worksheet, i: int) -> None:
    people = {column.key: column for column in PEOPLE}
    for at, place in enumerate(PLACES, 1):
        _column(sheet, at, people[place.key], i, place.width)
        sheet.column_dimensions[get_column_letter(at)].outlineLevel = int(place.background)
    for at, column in enumerate(OWNED, len(PLACES) + 1):
        _column(sheet, at, column, i, OWNED_WIDTHS[column.key], ours=True)
    sheet.row_dimensions[1].height = 34
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 18, True
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(PLACES) + len(OWNED))}{LAST_ROW}"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.page_setup.orientation, sheet.page_setup.scale = "landscape", 60


def _column(
    sheet: Worksheet, at: int, column: Column, i: int, width: int, *, ours: bool = False
) -> None:
    cell = sheet.cell(1, at, (column.en, column.es)[i])
    _heading(cell.coordinate, sheet, OURS if ours else INK)
    letter = get_column_letter(at)
    style = sheet.column_dimensions[letter]
    style.width = width
    centred = (
        column.kind == "date"
        or column.kind == "flag"
        or (column.kind == "number" and column.key != "value")
    )
    across = {"horizontal": "center"} if centred else {"horizontal": "left", "indent": 1}
    style.alignment = Alignment(vertical="center", **({} if column.key == "value" else across))
    cell.alignment = Alignment(vertical="center", wrap_text=True, **across)
    if column.kind == "date":
        style.number_format = DATE_FORMATS[i]
    if column.key == "value":
        style.number_format = "#,##0"
    if ours:
        style.fill = _fill(TINT)
        note = guide.WRITTEN_BY_US[i].format(HOLDS[column.key][i])
        cell.comment = Comment(note, "sheetflow", height=70, width=220)
    elif source := _choices(column, i):
        _drop_down(sheet, source, f"{letter}2:{letter}1048576", i, strict=column.key != "segment")


def _choices(column: Column, i: int) -> str | None:
    if column.key == "stage":
        return f"{TABS['playbook'][i]}!${'BC'[i]}$2:${'BC'[i]}${len(STAGES) + 1}"
    words = WORDS.get(column.key) or WORDS.get(column.kind)
    return f'"{words[i]}"' if words else None


def _drop_down(sheet: Worksheet, source: str, cells: str, i: int, *, strict: bool) -> None:
    """A list to pick from; another word is let in after a question, or silently where any word is
    good.
    """
    rule = DataValidation(
        type="list",
        formula1=source,
        allow_blank=True,
        showErrorMessage=strict,
        errorStyle="warning",
    )
    rule.errorTitle, rule.error = WARNING[i]
    rule.add(cells)
    sheet.add_data_validation(rule)


def _playbook(sheet: Worksheet, lang: str) -> None:
    rows = playbook_rows(lang)
    _fill_in(sheet, rows)
    heads = {names[0] for names in (STAGE_HEADINGS["key"], SETTING_HEADING, PHRASES_HEADING)}
    heads |= {names[1] for names in (STAGE_HEADINGS["key"], SETTING_HEADING, PHRASES_HEADING)}
    for number, row in enumerate(rows, 1):
        if row and row[0] in heads:
            for at in range(1, len(row) + 1):
                _heading(sheet.cell(number, at).coordinate, sheet, INK)
            sheet.row_dimensions[number].height = 34
    sheet.sheet_view.showGridLines = False
    _widths(sheet, (24, 18, 20, 12, 16, 11, 11, 11, 16, 12, 46, 46, 30))
    _page(sheet)


def _calendar(sheet: Worksheet, lang: str) -> None:
    i = LANGUAGES.index(lang)
    _fill_in(sheet, calendar_rows(lang))
    _widths(sheet, (16, 34, 4, 18, 16, 16, 18))
    for cell in sheet[1]:
        if cell.value:
            _heading(cell.coordinate, sheet, INK)
    for letter in "AEF":
        sheet.column_dimensions[letter].number_format = DATE_FORMATS[i]
        sheet.column_dimensions[letter].alignment = Alignment(horizontal="center")
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "A2"
    _page(sheet)


def _people(sheet: Worksheet, lang: str) -> None:
    i = LANGUAGES.index(lang)
    _fill_in(sheet, people_rows(lang))
    _widths(sheet, (22, 34, 19, 12, 12, 12))
    for at, key in enumerate(PEOPLE_HEADINGS, 1):
        cell, letter = sheet.cell(1, at), get_column_letter(at)
        _heading(cell.coordinate, sheet, INK)
        cell.comment = Comment(guide.TEAM[key][i], "sheetflow", height=70, width=220)
        if key in TEAM_WORDS:
            sheet.column_dimensions[letter].alignment = Alignment(horizontal="center")
            words = f'"{TEAM_WORDS[key][i]}"'
            _drop_down(sheet, words, f"{letter}2:{letter}1048576", i, strict=True)
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "A2"
    _page(sheet)


def _guide(sheet: Worksheet, i: int) -> None:
    sheet.sheet_view.showGridLines = False
    _widths(sheet, (22, 112))
    sheet["A1"] = guide.TITLE[i]
    sheet["A1"].font = Font(name=FONT, size=16, bold=True, color=_argb(INK))
    for both in guide.LINES:
        sheet.append([both[i]])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=2
        )
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[sheet.max_row].height = 32
    columns = {column.key: (column.en, column.es)[i] for column in (*PEOPLE, *OWNED)}
    people = [(columns[place.key], guide.PEOPLE[place.key][i]) for place in PLACES]
    statuses = [
        (status_text(status, LANGUAGES[i]), both[i]) for status, both in guide.STATUSES.items()
    ]
    _list(sheet, (guide.HEADS["status"][i], guide.HEADS["says"][i]), OURS, statuses)
    for row, look in enumerate(LOOKS.values(), sheet.max_row - len(statuses) + 1):
        sheet.cell(row, 1).fill = _fill(look.fill)
        sheet.cell(row, 1).font = Font(name=FONT, color=_argb(look.text), bold=look.bold)
    _list(sheet, (guide.HEADS["people"][i], guide.HEADS["meaning"][i]), INK, people)
    owned = [(columns[key], both[i]) for key, both in HOLDS.items()]
    _list(sheet, (guide.HEADS["owned"][i], guide.HEADS["meaning"][i]), OURS, owned)
    _page(sheet, landscape=False)


def _list(
    sheet: Worksheet, heads: tuple[str, str], colour: str, rows: Iterable[tuple[str, str]]
) -> None:
    top = sheet.max_row + 2
    line = Border(bottom=Side(style="thin", color="FFD5DCE3"))
    for row, values in enumerate((heads, *rows), top):
        for at, value in enumerate(values, 1):
            sheet.cell(row, at, value).border = line
    for at in (1, 2):
        _heading(sheet.cell(top, at).coordinate, sheet, colour)


# ── how cells look ────────────────────────────────────────────────────────────────────────────


def _argb(colour: str) -> str:
    return "FF" + colour[1:]


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=_argb(colour))


def _heading(where: str, sheet: Worksheet, colour: str) -> None:
    cell = sheet[where]
    cell.font = Font(name=FONT, bold=True, color="FFFFFFFF")
    cell.fill = _fill(colour)
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _fill_in(sheet: Worksheet, rows: Iterable[tuple[Value, ...]]) -> None:
    for row, values in enumerate(rows, 1):
        for at, value in enumerate(values, 1):
            if value not in (None, "") and not isinstance(value, CellError):
                sheet.cell(row, at, value).alignment = Alignment(horizontal="left")


def _widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _page(sheet: Worksheet, *, landscape: bool = True) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _without_clock(made: bytes) -> bytes:
    """The same package with the moment of saving taken out, so that a build can be compared with
    another.
    """
    spool = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(made)) as old,
        zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                stamp = rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", stamp, part)
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return spool.getvalue()


if __name__ == "__main__":
    for language in LANGUAGES:
        (HERE / f"leads-{language}.xlsx").write_bytes(build(language))
        print(f"leads-{language}.xlsx")
