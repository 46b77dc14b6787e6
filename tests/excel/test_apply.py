"""ExcelBackend.apply: what is written, what stays, and what is refused."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from sheetflow.backends.excel import leads_tab
from sheetflow.backends.excel import sheet as sheet_module
from sheetflow.backends.excel.backend import ExcelBackend
from sheetflow.columns import OWNED, OWNED_KEYS
from sheetflow.engine import Options, sync
from sheetflow.errors import BusyError, DamagedError, SheetflowError
from sheetflow.model import KEEP, STATE_TAB, Answer, CellError, Changes, NewTab, RowPlan, TabPlan
from sheetflow.texts.messages import message
from tests.support.refusals import says

HEADINGS = ["Name", "Email", "Stage"]
PEOPLE = ["Marta Ruiz", "Jon Etxebarria", "Aisha Khan", "Tom Baker"]
FIRST = len(HEADINGS)
ANSWERS: tuple[Answer, ...] = (
    "▲ Overdue",
    date(2026, 11, 20),
    3,
    "Call <them> & ask",
    2,
    40,
    None,
    "Since 12/11",
    "L7",
)
NAMES = dict(zip(OWNED_KEYS, (column.en for column in OWNED), strict=True))
Fill = Callable[[Any, Any], None]


class Remembered:
    """A state of two lines."""

    def lines(self, stamp: str) -> Iterator[str]:
        yield f"sheetflow {stamp}"
        yield "L7\t2"


def make(path: Path, fill: Fill | None = None, top: int = 0, **options: object) -> Path:
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet("Leads")
    sheet.write_row(top, 0, HEADINGS)
    for row, name in enumerate(PEOPLE, top + 1):
        sheet.write_row(row, 0, [name, f"{row}@example.com", "New"])
    if fill is not None:
        fill(book, sheet)
    book.close()
    return path


def first_plan(top: int = 0, **changes: Any) -> TabPlan:
    rows = tuple(RowPlan(top + 2 + i, ANSWERS) for i in range(len(PEOPLE)))
    return replaced(
        TabPlan("Leads", top + 1, top + 1 + len(PEOPLE), (0, 1, 2), {}, NAMES, rows), **changes
    )


def next_plan(rows: tuple[RowPlan, ...] = (), first: int = FIRST, **changes: Any) -> TabPlan:
    owned = {key: first + i for i, key in enumerate(OWNED_KEYS)}
    return replaced(
        TabPlan("Leads", 1, 1 + len(PEOPLE), (0, 1, 2, *owned.values()), owned, {}, rows), **changes
    )


def replaced(plan: TabPlan, **changes: Any) -> TabPlan:
    fields = {name: getattr(plan, name) for name in TabPlan.__dataclass_fields__}
    return TabPlan(**(fields | changes))


def apply(
    path: Path, *tabs: TabPlan, state: bool = False, new_tabs: tuple[NewTab, ...] = ()
) -> bool:
    backend = ExcelBackend(path)
    backend.read()
    try:
        return backend.apply(Changes(tabs, Remembered() if state else None, new_tabs))
    finally:
        backend.close()


def notes(path: Path, plan: TabPlan) -> list[str]:
    backend = ExcelBackend(path)
    backend.read()
    backend.apply(Changes((plan,)))
    backend.close()
    return [message(note, "en") for note in backend.messages]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def grid(path: Path, tab: str = "Leads") -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [[cell.value for cell in row] for row in book[tab].iter_rows()]


def edited(path: Path, name: str, edit: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = edit(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return make(tmp_path / "leads.xlsx")


def test_a_cell_that_is_there_twice_ends_the_run_with_65_and_leaves_the_file(leads: Path) -> None:
    edited(
        leads, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r'(<c r="B3".*?</c>)', r"\1\1", xml)
    )
    before = leads.read_bytes()
    with pytest.raises(DamagedError, check=says("cell B3 is twice in the sheet Leads")) as caught:
        sync(ExcelBackend(leads), Options(date(2026, 11, 20)))
    assert caught.value.exit_code == 65
    assert leads.read_bytes() == before


def test_missing_columns_are_added_with_their_answers(leads: Path) -> None:
    people = grid(leads)
    assert apply(leads, first_plan())
    rows = grid(leads)
    assert [row[:FIRST] for row in rows] == people
    assert rows[0][FIRST:] == [NAMES[key] for key in OWNED_KEYS]
    assert rows[1][FIRST:] == [
        "▲ Overdue",
        datetime(2026, 11, 20),
        3,
        "Call <them> & ask",
        2,
        40,
        None,
        "Since 12/11",
        "L7",
    ]


def test_the_same_state_again_writes_nothing(leads: Path) -> None:
    apply(leads, first_plan(), state=True)
    before, stat = leads.read_bytes(), leads.stat()
    assert not apply(leads, next_plan(), state=True)
    assert leads.read_bytes() == before
    assert (leads.stat().st_mtime_ns, leads.stat().st_ino) == (stat.st_mtime_ns, stat.st_ino)


def test_the_same_answers_again_leave_the_same_file(leads: Path) -> None:
    apply(leads, first_plan())
    before = leads.read_bytes()
    rows = tuple(RowPlan(2 + i, ANSWERS) for i in range(len(PEOPLE)))
    assert not apply(leads, next_plan(rows))
    assert leads.read_bytes() == before


def test_a_change_touches_only_its_cell(leads: Path) -> None:
    apply(leads, first_plan())
    before = part(leads, "xl/worksheets/sheet1.xml")
    apply(leads, next_plan((RowPlan(3, (KEEP, KEEP, 5, *[KEEP] * 6)),)))
    assert part(leads, "xl/worksheets/sheet1.xml") == before.replace(
        '<c r="F3"><v>3</v>', '<c r="F3"><v>5</v>'
    )


def test_every_other_part_keeps_its_compressed_bytes(leads: Path) -> None:
    def packed() -> dict[str, tuple[int, int, int]]:
        with zipfile.ZipFile(leads) as archive:
            return {i.filename: (i.CRC, i.compress_size, i.file_size) for i in archive.infolist()}

    before = packed()
    apply(leads, first_plan(), state=True)
    after = packed()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }  # fmt: skip


def test_the_state_tab_is_a_hidden_tab_behind_all_others(leads: Path) -> None:
    apply(leads, state=True)
    book = openpyxl.load_workbook(leads)
    assert book.sheetnames == ["Leads", STATE_TAB]
    assert book[STATE_TAB].sheet_state == "hidden"


def test_the_state_tab_carries_the_stamp_that_the_next_run_reads(leads: Path) -> None:
    for plan in (first_plan(), next_plan((RowPlan(2, ("● Today", *[KEEP] * 8)),))):
        apply(leads, plan, state=True)
        backend = ExcelBackend(leads)
        assert grid(leads, STATE_TAB) == [[f"sheetflow {backend.read().stamp}"], ["L7\t2"]]
        backend.close()


def test_new_tabs_are_visible_and_are_before_the_state_tab(leads: Path) -> None:
    apply(leads, state=True)
    apply(leads, new_tabs=(NewTab("Playbook", (("Key", "Value"), ("pace", 3)), (20, 8)),))
    assert openpyxl.load_workbook(leads).sheetnames == ["Leads", "Playbook", STATE_TAB]
    assert grid(leads, "Playbook") == [["Key", "Value"], ["pace", 3]]
    assert openpyxl.load_workbook(leads)["Playbook"]["A1"].font.bold


def test_a_new_tab_never_takes_the_name_of_another(leads: Path) -> None:
    before = leads.read_bytes()
    with pytest.raises(DamagedError, check=says("already")):
        apply(leads, new_tabs=(NewTab("LEADS", (("Key",),), ()),))
    assert leads.read_bytes() == before


def test_highlighting_is_mended_where_it_differs(leads: Path) -> None:
    apply(leads, first_plan())
    before = leads.read_bytes()
    edited(
        leads,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub("<conditionalF.*</conditionalFormatting>", "", xml),
    )
    assert apply(leads, next_plan())
    with zipfile.ZipFile(leads) as new, zipfile.ZipFile(leads.with_suffix(".old"), "w") as _:
        assert b"sheetflow:overdue" in new.read("xl/worksheets/sheet1.xml")
    leads.with_suffix(".old").write_bytes(before)
    assert part(leads, "xl/worksheets/sheet1.xml") == part(
        leads.with_suffix(".old"), "xl/worksheets/sheet1.xml"
    )


def test_columns_filled_somewhere_are_passed_over(tmp_path: Path) -> None:
    path = make(
        tmp_path / "leads.xlsx",
        lambda _, sheet: (sheet.write(4, 4, "seen"), sheet.write_blank(3, 3, None)),
    )
    apply(path, first_plan())
    heads = grid(path)[0]
    assert heads[:6] == [*HEADINGS, "Status", None, "Next contact"]


def test_a_heading_behind_the_known_ones_is_passed_over(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", lambda _, sheet: sheet.write(0, 4, "Colour"))
    apply(path, first_plan())
    assert grid(path)[0][:6] == [*HEADINGS, None, "Colour", "Status"]


def table(_: Any, sheet: Any) -> None:
    columns = [{"header": h} for h in HEADINGS]
    sheet.add_table(
        0, 0, len(PEOPLE) + 1, 2, {"columns": columns, "total_row": True, "name": "Pipeline"}
    )


def test_a_table_takes_the_new_columns_in(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", table)
    apply(path, first_plan())
    found = openpyxl.load_workbook(path)["Leads"].tables["Pipeline"]
    assert found.ref == "A1:L6"
    assert found.autoFilter.ref == "A1:L5"
    assert found.column_names == [*HEADINGS, *NAMES.values()]
    assert len({column.id for column in found.tableColumns}) == 12


def test_a_formula_with_which_the_table_would_refill_our_column_goes(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", table)
    apply(path, first_plan())
    refill = "<calculatedColumnFormula>1+1</calculatedColumnFormula>"

    def calculated(xml: str) -> str:
        return re.sub(
            r'(<tableColumn [^>]*name="(?:Stage|Status|Why)"[^>]*?)/?>(?:</tableColumn>)?',
            rf"\1>{refill}</tableColumn>",
            xml,
        )

    edited(path, "xl/tables/table1.xml", calculated)
    assert part(path, "xl/tables/table1.xml").count(refill) == 3
    assert apply(path, next_plan((RowPlan(2, ("→ Planned", *ANSWERS[1:])),)))
    columns = openpyxl.load_workbook(path)["Leads"].tables["Pipeline"].tableColumns
    assert [column.name for column in columns if column.calculatedColumnFormula] == ["Stage"]


def test_a_totals_row_is_not_read_as_a_lead(tmp_path: Path) -> None:
    path = make(
        tmp_path / "leads.xlsx",
        lambda book, sheet: (table(book, sheet), sheet.write(5, 0, "Total")),
    )
    backend = ExcelBackend(path)
    tab = backend.read().tabs[0]
    assert [row for block in tab.blocks([0]) for row in block.rows] == [1, 2, 3, 4, 5]
    assert len(tab.head[5]) == 0
    backend.close()


def test_a_table_that_cannot_grow_is_left_alone_and_told(tmp_path: Path) -> None:
    path = make(
        tmp_path / "leads.xlsx",
        lambda book, sheet: (table(book, sheet), sheet.write(2, 3, "beside")),
    )
    before = part(path, "xl/tables/table1.xml")
    assert notes(path, first_plan()) == [
        "Leads: the table Pipeline could not be widened; sort it together with our columns"
    ]
    assert part(path, "xl/tables/table1.xml") == before


def test_a_filter_takes_the_new_columns_in(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", lambda _, sheet: sheet.autofilter(0, 0, len(PEOPLE), 2))
    apply(path, first_plan())
    assert '<autoFilter ref="A1:L5"/>' in part(path, "xl/worksheets/sheet1.xml")
    assert "Leads!$A$1:$L$5</definedName>" in part(path, "xl/workbook.xml")


def report(formula: str) -> Fill:
    return lambda book, _: book.add_worksheet("Report").write_formula(0, 0, formula, None, 1)


@pytest.mark.parametrize(
    ("formula", "asked"), [("=COUNTIF(Leads!D:D,1)", True), ("=COUNTIF(Leads!C:C,1)", False)]
)
def test_a_calculation_is_asked_for_only_where_a_formula_reads_our_cells(
    tmp_path: Path, formula: str, asked: bool
) -> None:
    path = make(tmp_path / "leads.xlsx", report(formula))
    edited(path, "xl/workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))
    apply(path, first_plan())
    assert ("fullCalcOnLoad" in part(path, "xl/workbook.xml")) is asked


def test_highlighting_alone_asks_for_no_calculation(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", report("=Leads!D2"))
    edited(path, "xl/workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))
    assert apply(path, next_plan())
    assert "fullCalcOnLoad" not in part(path, "xl/workbook.xml")


def with_calc_chain(path: Path) -> None:
    edited(
        path,
        "[Content_Types].xml",
        lambda xml: xml.replace(
            "</Types>",
            '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.calcChain+xml"/></Types>',
        ),
    )
    edited(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(
        "</Relationships>", '<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/calcChain" Target="calcChain.xml"/></Relationships>'))  # fmt: skip
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/calcChain.xml", '<calcChain><c r="D2" i="1"/></calcChain>')


def test_the_calculation_chain_goes_with_a_replaced_formula_only(tmp_path: Path) -> None:
    path = make(
        tmp_path / "leads.xlsx",
        lambda _, sheet: sheet.write_formula(1, FIRST, '="new"', None, "new"),
    )
    with_calc_chain(path)
    apply(path, next_plan((RowPlan(3, ANSWERS),)))
    assert "calcChain" in part(path, "[Content_Types].xml")
    apply(path, next_plan((RowPlan(2, ANSWERS),)))
    assert "calcChain" not in part(path, "[Content_Types].xml") + part(
        path, "xl/_rels/workbook.xml.rels"
    )
    assert "xl/calcChain.xml" not in zipfile.ZipFile(path).namelist()
    assert grid(path)[1][FIRST] == "▲ Overdue"


def untouched(path: Path, message: str, *plans: TabPlan) -> None:
    before = path.read_bytes()
    with pytest.raises(DamagedError, check=says(message)):
        apply(path, *plans, state=True)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_full_sheet_is_refused_untouched(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", lambda _, sheet: sheet.write(0, 16_380, "Last"))
    untouched(path, "no room", first_plan())


def test_an_array_formula_in_an_owned_column_is_refused_untouched(tmp_path: Path) -> None:
    path = make(
        tmp_path / "leads.xlsx",
        lambda _, sheet: sheet.write_array_formula(1, FIRST, 3, FIRST, "{=A2:A4}"),
    )
    untouched(path, "array formula", next_plan((RowPlan(3, ANSWERS),)))


def test_a_missing_row_is_refused_untouched(leads: Path) -> None:
    untouched(leads, "row 99", first_plan(rows=(RowPlan(99, ANSWERS),)))


def test_a_missing_sheet_is_refused_untouched(leads: Path) -> None:
    untouched(leads, "no sheet", first_plan(tab="Gone"))


def test_merged_titles_stay_and_merged_rows_are_stepped_around(tmp_path: Path) -> None:
    def merge(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 9, "Our leads")
        sheet.merge_range(3, 3, 4, 3, None)

    path = make(tmp_path / "leads.xlsx", merge, top=2)
    apply(path, first_plan(top=2))
    rows = grid(path)
    assert rows[0][0] == "Our leads"
    assert rows[2][:6] == [*HEADINGS, None, "Status", "Next contact"]


def test_dates_are_written_in_the_1904_system(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", date_1904=True)
    apply(path, first_plan())
    assert grid(path)[1][FIRST + 1] == datetime(2026, 11, 20)
    assert "<v>44884</v>" in part(path, "xl/worksheets/sheet1.xml")


def test_a_workbook_must_be_read_before_it_is_written(leads: Path) -> None:
    with pytest.raises(SheetflowError, check=says("read")):
        ExcelBackend(leads).apply(Changes(()))


def test_a_workbook_that_changed_since_it_was_read_is_left_alone(leads: Path) -> None:
    backend = ExcelBackend(leads)
    backend.read()
    os.utime(leads, ns=(1, 1))
    before = leads.read_bytes()
    with pytest.raises(BusyError):
        backend.apply(Changes((first_plan(),)))
    assert leads.read_bytes() == before
    backend.close()


def test_formats_do_not_pile_up(leads: Path) -> None:
    apply(leads, first_plan())
    before = part(leads, "xl/styles.xml")
    for number in range(3):
        apply(
            leads,
            next_plan(
                tuple(
                    RowPlan(2 + i, ("→ Planned", date(2026, 12, 1 + number), *ANSWERS[2:]))
                    for i in range(4)
                )
            ),
        )
    assert part(leads, "xl/styles.xml") == before


def test_headings_look_like_their_neighbours(tmp_path: Path) -> None:
    path = make(
        tmp_path / "leads.xlsx",
        lambda book, sheet: sheet.write(0, 2, "Stage", book.add_format({"italic": True})),
    )
    apply(path, first_plan())
    assert all(cell.font.italic for cell in openpyxl.load_workbook(path)["Leads"][1][2:])


def test_a_heading_row_that_is_full_to_the_last_column_has_no_room(tmp_path: Path) -> None:
    path = make(tmp_path / "leads.xlsx", lambda book, sheet: sheet.write(0, 16_383, "Last"))
    before = path.read_bytes()
    with pytest.raises(DamagedError, check=says("no room for 9 more columns")):
        apply(path, first_plan())
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("formula", "asked"), [("=COUNTA(Leads!N2:N9)", True), ("=COUNTA(Leads!O2:O9)", False)]
)
def test_formulas_that_read_columns_behind_a_filled_one_are_calculated(
    tmp_path: Path, formula: str, asked: bool
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for column in (4, 6):
            sheet.write(3, column, "theirs")
        book.add_worksheet("Sums").write_formula("A1", formula, None, 0)

    path = make(tmp_path / "leads.xlsx", fill)
    edited(path, "xl/workbook.xml", lambda xml: xml.replace(' fullCalcOnLoad="1"', ""))
    apply(path, first_plan())
    assert ("fullCalcOnLoad" in part(path, "xl/workbook.xml")) is asked


def test_a_person_s_formula_without_a_result_counts_as_filled(leads: Path) -> None:
    apply(leads, first_plan())
    edited(
        leads,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            r'(<c r="D2"[^>]*?)(?: t="\w+")?>.*?</c>', r"\1><f>TODAY()</f></c>", xml, count=1
        ),
    )
    backend = ExcelBackend(leads)
    (block,) = backend.read().tabs[0].blocks([FIRST])
    backend.close()
    assert block.columns[0][1] == CellError("#CALC!")


@pytest.mark.parametrize(
    "mistake", [ValueError, IndexError, KeyError, StopIteration, RecursionError, UnicodeError]
)
def test_whatever_the_content_of_a_file_makes_fail_is_damage(
    leads: Path, monkeypatch: pytest.MonkeyPatch, mistake: type[Exception]
) -> None:
    def fails(*_: object) -> None:
        raise mistake

    monkeypatch.setattr(leads_tab, "change_tab", fails)
    before = leads.read_bytes()
    with pytest.raises(DamagedError) as caught:
        apply(leads, first_plan())
    assert isinstance(caught.value.__cause__, mistake)
    assert leads.read_bytes() == before


@pytest.mark.parametrize("mistake", [ValueError, StopIteration])
def test_damage_met_while_reading_names_the_part(
    leads: Path, monkeypatch: pytest.MonkeyPatch, mistake: type[Exception]
) -> None:
    def fails(*_: object) -> None:
        raise mistake

    monkeypatch.setattr(sheet_module, "split_sheet", fails)
    backend = ExcelBackend(leads)
    tab = backend.read().tabs[0]
    with pytest.raises(DamagedError, check=says(r"in its part xl/worksheets/sheet1\.xml")):
        len(tab.head)
    with pytest.raises(DamagedError, check=says(r"in its part xl/worksheets/sheet1\.xml")):
        list(tab.blocks([0]))
    backend.close()


def test_formulas_without_results_are_a_person_s_entries_and_dates_nobody_can_read(
    leads: Path,
) -> None:
    run = Options(today=date(2026, 11, 20))
    edited(
        leads,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            r'<c r="A2"[^>]*>.*?</c>', '<c r="A2"><f>PROPER("marta ruiz")</f></c>', xml, count=1
        ),
    )
    sync(ExcelBackend(leads), run)
    rows = grid(leads)
    status = rows[0].index("Status")
    assert rows[1][status]
    cell = f"{'ABCDEFGHIJKL'[status]}3"
    edited(
        leads,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            rf'<c r="{cell}"[^>]*>.*?</c>', f'<c r="{cell}"><f>PROPER("mine")</f></c>', xml, count=1
        ),
    )
    sync(ExcelBackend(leads), run)
    again = grid(leads)
    assert again[2][status] == '=PROPER("mine")'
    assert "typed over" in again[2][again[0].index("Flags")]


def test_a_date_by_a_formula_without_a_result_makes_the_row_check(tmp_path: Path) -> None:
    path = make(
        tmp_path / "leads.xlsx",
        lambda book, sheet: (
            sheet.write(0, 3, "Last contact"),
            sheet.write_formula(1, 3, "=TODAY()-1", None, ""),
        ),
    )
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(
        r'<c r="D2"[^>]*>(<f>.*?</f>).*?</c>', r'<c r="D2">\1</c>', xml, count=1))  # fmt: skip
    sync(ExcelBackend(path), Options(today=date(2026, 11, 20)))
    rows = grid(path)
    assert [row[rows[0].index("Status")].startswith("?") for row in rows[1:3]] == [True, False]
