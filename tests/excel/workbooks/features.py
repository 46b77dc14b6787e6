"""Workbooks whose leads tab holds what teams put there: tables, filters, formats, pictures, macros
… One maker each.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from tests.excel.workbooks.pen import CORPUS, COUNT, LAST, Pen, Rich, maker, png
from tests.support.leads import DATE_COLUMNS, HEADINGS
from tests.support.zips import letters


@maker
def plain(path: Path) -> Rich:
    with Pen(path) as pen:
        return pen.where


@maker
def table_with_totals(path: Path) -> Rich:
    with Pen(path) as pen:
        columns: list[dict[str, Any]] = [{"header": h} for h in HEADINGS]
        columns[0]["total_string"], columns[14]["total_function"] = "Total", "sum"
        for c in DATE_COLUMNS:
            columns[c]["format"] = pen.day
        pen.sheet.add_table(
            0,
            0,
            COUNT + 1,
            len(HEADINGS) - 1,
            {"columns": columns, "total_row": True, "name": "Leads1"},
        )
        pen.book.add_worksheet("Sums").write_formula("A1", "=SUM(Leads1[Value])", None, 1234)
        return pen.where


@maker
def table_among_titles(path: Path) -> Rich:
    with Pen(path, top=3) as pen:
        pen.sheet.merge_range(f"A1:{LAST}1", "Leads of the northern team", pen.bold)
        pen.sheet.add_table(
            3, 0, 3 + COUNT, len(HEADINGS) - 1, {"columns": [{"header": h} for h in HEADINGS]}
        )
        return pen.where


@maker
def sheet_filter(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.autofilter(0, 0, COUNT, len(HEADINGS) - 1)
        pen.sheet.filter_column_list("E", ["Eva", "Jon"])
        for row in range(3, COUNT, 3):
            pen.sheet.set_row(row, None, None, {"hidden": True})
        pen.book.add_worksheet("Other").autofilter("A1:C3")
        return pen.where


@maker
def conditional_formats(path: Path) -> Rich:
    with Pen(path) as pen:
        red, green = (
            pen.book.add_format({"bg_color": "#FFC7CE"}),
            pen.book.add_format({"font_color": "#006100"}),
        )
        pen.sheet.conditional_format(
            "O2:O99", {"type": "cell", "criteria": ">", "value": 5000, "format": green}
        )
        pen.sheet.conditional_format(
            "A2:P99",
            {"type": "formula", "criteria": '=$F2="Lost"', "format": red, "stop_if_true": True},
        )
        pen.sheet.conditional_format("C2:C99", {"type": "duplicate", "format": red})
        pen.sheet.conditional_format("H2:H99", {"type": "3_color_scale"})
        return pen.where


@maker
def x14_formats(path: Path) -> Rich:
    with Pen(path) as pen:
        bar = {"type": "data_bar", "data_bar_2010": True, "bar_negative_color": "#FF0000"}
        pen.sheet.conditional_format("O2:O99", bar)
        pen.sheet.conditional_format(
            "H2:H99", {"type": "icon_set", "icon_style": "3_traffic_lights"}
        )
        pen.sheet.conditional_format("O2:O99", {"type": "top", "value": 3, "format": pen.bold})
        return pen.where


@maker
def validations(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.data_validation(
            "F2:F99", {"validate": "list", "source": ["New", "Met", "Won", "Lost"]}
        )
        pen.sheet.data_validation("G2:G99", {"validate": "list", "source": "=Lists!$A$1:$A$2"})
        pen.sheet.data_validation("Q2:Z99", {"validate": "integer", "criteria": ">", "value": 0})
        pen.book.add_worksheet("Lists").write_column("A1", ["yes", "no"])
        return pen.where


@maker
def sparklines(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.add_sparkline(30, 0, {"range": "Leads!O2:O25", "markers": True})
        pen.book.add_worksheet("Trend").add_sparkline(
            "B2", {"range": "Leads!O2:O9", "type": "column"}
        )
        return pen.where


@maker
def notes(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.write_comment("A3", "Met her at the spring fair", {"author": "Eva"})
        pen.sheet.write_comment("P5", "Do not mention the delay")
        return pen.where


@maker
def merged_title(path: Path) -> Rich:
    with Pen(path, top=4) as pen:
        pen.sheet.merge_range(f"A1:{letters(len(HEADINGS) + 11)}2", "Follow-up, autumn", pen.bold)
        pen.sheet.write("A3", "as of today, ask Eva")
        return pen.where


@maker
def dates_1904(path: Path) -> Rich:
    with Pen(path, date_1904=True) as pen:
        return pen.where


@maker
def macros(path: Path) -> Rich:
    book = path.with_suffix(".bin")
    with zipfile.ZipFile(CORPUS / "XlsxWriter__0730__macro04.xlsm") as donor:
        book.write_bytes(donor.read("xl/vbaProject.bin"))
    with Pen(path) as pen:
        pen.book.add_vba_project(str(book))
        pen.sheet.insert_button("R3", {"macro": "say_hello", "caption": "Press"})
    book.unlink()
    return pen.where


@maker
def images_and_charts(path: Path) -> Rich:
    image = path.with_suffix(".png")
    image.write_bytes(png())
    with Pen(path) as pen:
        pen.sheet.insert_image("S3", str(image), {"description": "logo"})
        chart = pen.book.add_chart({"type": "column"})
        chart.add_series({"categories": "=Leads!$A$2:$A$9", "values": "=Leads!$O$2:$O$9"})
        pen.sheet.insert_chart("R8", chart)
        sheet = pen.book.add_chartsheet("Chart")
        second = pen.book.add_chart({"type": "line"})
        second.add_series({"values": "=Leads!$O$2:$O$25"})
        sheet.set_chart(second)
        pen.sheet.insert_textbox("R25", "ring before ten")
    image.unlink()
    return pen.where


@maker
def names_and_views(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.book.define_name("Owners", "=Leads!$E$2:$E$25")
        pen.book.define_name("Leads!Local", "=Leads!$A$1")
        pen.sheet.freeze_panes(1, 1)
        pen.sheet.set_column("C:D", 22, None, {"hidden": True})
        pen.sheet.set_column("H:Z", 12, pen.day)
        pen.sheet.set_row(4, 30, pen.bold, {"hidden": True})
        pen.sheet.print_area(0, 0, COUNT, 5)
        pen.sheet.repeat_rows(0)
        pen.sheet.set_header("&LLeads&RPage &P")
        pen.sheet.set_h_pagebreaks([10])
        pen.sheet.ignore_errors({"number_stored_as_text": "D1:D99"})
        pen.book.add_worksheet("Archive").hide()
        return pen.where


@maker
def hyperlinks(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.write_url("C3", "mailto:nora@example.com", None, "nora@example.com", "write")
        pen.sheet.write_url("B4", "internal:Leads!A9", None, "see below")
        return pen.where


@maker
def outlines(path: Path) -> Rich:
    with Pen(path) as pen:
        for row in range(5, 12):
            pen.sheet.set_row(row, None, None, {"level": 1, "hidden": row > 8})
        pen.sheet.set_row(12, None, None, {"collapsed": True})
        pen.sheet.set_column("J:L", None, None, {"level": 1})
        return pen.where


@maker
def protected(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.protect("", {"autofilter": True, "sort": True})
        pen.sheet.unprotect_range("A2:P99", "People")
        return pen.where


@maker
def rich_text(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.write_rich_string("P2", "call ", pen.bold, "before", " ten\nor after _x0041_ six")
        pen.sheet.write("P3", "x" * 32_767)
        pen.sheet.write("P4", "مرحبا \u200f 👩‍💼")
        return pen.where


@maker
def owned_columns_there(path: Path) -> Rich:
    with Pen(path) as pen:
        green = pen.book.add_format({"bg_color": "#E2EFDA", "italic": True})
        pen.sheet.write_row(0, len(HEADINGS), ["Status", "Next contact", "Why"], pen.bold)
        for row in range(1, COUNT + 1):
            for column in range(3):
                pen.sheet.write_blank(row, len(HEADINGS) + column, None, green)
        pen.sheet.write_column(
            0, len(HEADINGS) + 3, ["Region", *(("north", "south")[i % 2] for i in range(COUNT))]
        )
        return pen.where


@maker
def table_with_our_columns(path: Path) -> Rich:
    with Pen(path) as pen:
        columns: list[dict[str, Any]] = [
            {"header": h} for h in (*HEADINGS, "Status", "Touches", "Why")
        ]
        columns[-2]["formula"] = "=LEN([@Name])"
        pen.sheet.add_table(0, 0, COUNT, len(columns) - 1, {"columns": columns, "name": "Pipeline"})
        return pen.where


@maker
def something_right_of_the_leads(path: Path) -> Rich:
    with Pen(path, top=2) as pen:
        pen.sheet.write(0, len(HEADINGS) + 2, "printed on Monday")
        pen.sheet.write(9, len(HEADINGS) + 1, "who is this?")
        pen.sheet.write(9, len(HEADINGS) + 13, 3.25)
        return pen.where


@maker
def table_beside_the_table(path: Path) -> Rich:
    with Pen(path) as pen:
        pen.sheet.add_table(
            0, 0, COUNT, len(HEADINGS) - 1, {"columns": [{"header": h} for h in HEADINGS]}
        )
        pen.sheet.add_table(0, len(HEADINGS) + 1, 4, len(HEADINGS) + 2, {"data": [[1, 2], [3, 4]]})
        return pen.where


@maker
def two_leads_tabs(path: Path) -> Rich:
    with Pen(path) as pen:
        second = pen.book.add_worksheet("Prospects 2")
        second.write_row(0, 0, ["Nombre", "Correo", "Etapa"])
        second.write_row(1, 0, ["Iñaki Ruiz", "inaki@example.org", "Nuevo"])
        return pen.where._replace(others=(Rich("Prospects 2", 1, 2),))
