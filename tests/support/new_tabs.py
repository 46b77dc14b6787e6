"""New tabs that hold everything a NewTab can: what the writers are tried on."""

from __future__ import annotations

from datetime import date
from typing import Final

from sheetflow.model import (
    Cell,
    CellError,
    Chart,
    ColumnLook,
    DefinedName,
    FilledDown,
    Formula,
    Highlight,
    NewTab,
    Page,
    Series,
    Style,
    Validation,
)

HEADING: Final = Style("#33475B", "#FFFFFF", bold=True, down="center", wrapped=True, line="#112233")
TITLE: Final = Style(text="#1F6F5C", bold=True, italic=True, underlined=True, size=16, indent=1)
DAY: Final = Style(number_format="d mmm yyyy", across="center", unlocked=True)
GONE: Final = Style("#FFE066", "#8A1C1C", bold=True, struck=True)
MONEY: Final = Style(number_format="#,##0.00", across="right")
COUNT: Final = Style(number_format="0")
LAST: Final = 40
NAMES: Final = ("Ada Marín", "Tom & Eva <Ruiz>", "O'Neill", "=not a formula", " edged ")

LEADS: Final = NewTab(
    "Leads",
    (
        (Cell(Formula('IF(COUNTA(A41:A99)>0,"More below","")', ""), Style(text="#951843")),),
        tuple(Cell(text, HEADING) for text in ("Name", "Next", "Value", "Late", "Word", "Total")),
        *(
            (Cell(name, Style(wrapped=True)), date(2026, 11, 20 + at), 100.5 * at)
            for at, name in enumerate(NAMES)
        ),
        ("more", None, True, None, None, None, None, CellError("#N/A")),
    ),
    widths=(24, 14, 12),
    columns={
        1: ColumnLook(14, DAY),
        2: ColumnLook(12, MONEY),
        3: ColumnLook(8, COUNT),
        6: ColumnLook(10, level=1, hidden=True),
        7: ColumnLook(10, level=1, hidden=True),
    },
    heights={1: 30, 2: 24},
    filled=(
        FilledDown(3, 3, LAST, 'IF(B3="",0,sf_today-B3)', COUNT, {3: 8, 4: 7}),
        FilledDown(4, 3, LAST, 'IF(A3="","",UPPER(A3)&" B3")', values={3: "ADA MARÍN B3", 8: ""}),
        FilledDown(5, 3, LAST, "_calc!A3+_calc!$A$2*1", MONEY),
    ),
    merged=("A1:F1",),
    frozen=(2, 1),
    filter=f"A2:F{LAST}",
    validations=(
        Validation(("E3:E40",), "list", '"yes,no"', error_title="Word", error="Yes or no?"),
        Validation(
            ("B3:B40",),
            "date",
            "36526",
            operator="greaterThan",
            refuses=True,
            error="A day, please",
            prompt_title="Next",
            prompt="Ctrl+; types today",
        ),
        Validation(("C3:C40",), "decimal", "0", "1000000", operator="between", error="Too much"),
        Validation(("D3:D40", "D50"), "whole", "0", operator="greaterThanOrEqual"),
        Validation(("A3",), prompt_title="Name", prompt="Who is it?"),
    ),
    highlights=(
        Highlight("A3:F40", "$D3>6", GONE),
        Highlight("A3:F40", 'AND(LEFT($E3,1)="T",N("sheetflow:today")=0)', Style("#CFFFD0")),
    ),
    page=Page(titles="1:2", area=f"A1:F{LAST}"),
    ignored_errors="A3:F40",
    first="A3",
)

WORDS: Final = "'Team''s board'!$A$3:$A$6"
BARS: Final = Series("Leads", WORDS, "'Team''s board'!$B$3:$B$6", "#1F6F5C")
DUE: Final = Series(
    "Due", WORDS, "'Team''s board'!$C$3:$C$6", colors=("#F28E72", "#FFE066", "#86C7F5")
)

FIGURES: Final = NewTab(
    "Team's board",
    (
        (Cell("Leads by status", TITLE),),
        ("Status", "Leads", "Due"),
        *(
            (word, Formula(f"{count}+0*sf_today", count), count // 2)
            for word, count in (("Overdue", 7), ("Today", 4), ("Planned", 12), ("Won", 3))
        ),
    ),
    widths=(18, 9, 9),
    gridlines=False,
    tab_color="#1F6F5C",
    protected=True,
    charts=(
        Chart("bar", "By status", (BARS,), "E1", "L14"),
        Chart("column", "Leads & due", (BARS._replace(color=""), DUE), "E16", "L30"),
        Chart("pie", "Shares", (BARS,), "A8", "D22"),
    ),
    page=Page(landscape=False, tall=1),
)

CALC: Final = NewTab(
    "_calc",
    (("row", "today"), (3,)),
    filled=(
        FilledDown(0, 3, LAST, "ROW()+$A$2"),
        FilledDown(1, 3, LAST, "IF(A3>A2,sf_today,0)"),
    ),
    hidden=True,
    protected=True,
)

TABS: Final = (FIGURES, LEADS, CALC)
WORKBOOK_NAMES: Final = (
    DefinedName("sf_today", "DATE(2026,11,28)"),
    DefinedName("sf_rows", "_calc!$A$3:$A$40"),
)
