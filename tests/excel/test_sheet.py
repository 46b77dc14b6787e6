from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sheetflow.backends.excel import rows as rows_module
from sheetflow.backends.excel import values as values_module
from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.package import Package
from sheetflow.backends.excel.scan import split_sheet
from sheetflow.backends.excel.sheet import SheetReader, sheets_of
from sheetflow.backends.excel.strings import SharedStrings
from sheetflow.backends.excel.values import NOT_CALCULATED, Cells
from sheetflow.errors import DamagedError
from sheetflow.model import CellError, Value
from tests.excel import made
from tests.support.refusals import says

Grid = dict[tuple[int, int], Value]
ITEMS = "<si><t>Ana</t></si><si><t></t></si><si><r><t>Lu</t></r><r><t>is</t></r></si>"


def grid_of(sheet: SheetReader, columns: Sequence[int] = range(30)) -> Grid:
    found: Grid = {}
    last = 0
    for block in sheet.blocks(columns):
        rows, values = block.rows, block.columns
        assert rows == sorted(set(rows))
        assert rows[0] > last
        last = rows[-1]
        for column, cells in zip(columns, values, strict=True):
            found.update(
                {
                    (row, column): value
                    for row, value in zip(rows, cells, strict=True)
                    if value is not None
                }
            )
    return found


def read(rows: str, columns: Sequence[int] = range(30), items: str = ITEMS) -> Grid:
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.open(made.book(Path(folder), rows, items)) as archive,
    ):
        return grid_of(sheets_of(Package(archive))[0], columns)


def cell(content: str) -> Value:
    """The value of A1, told three ways that must agree: by the expression, by the cell reader, by
    the tokenizer.
    """
    fast = read(f'<row r="1"><c r="A1"{content}</c></row>')
    quick = read(f"<row r='1'><c r='A1'{content}</c></row>")
    slow = read(f"<row r='1'><c r='A1'{content}</c><c><extLst/></c></row>")
    assert fast == quick == slow
    assert type(fast.get((1, 0))) is type(quick.get((1, 0)))
    return fast.get((1, 0))


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("><v>7</v>", 7),
        (' s="1"><v>46218.5</v>', 46218.5),
        ("><v>-3</v>", -3),
        ("><v>1E3</v>", 1000.0),
        ("><v> 5 </v>", 5),
        ("><v>12345678901234567</v>", 12345678901234567.0),
        ("><v>1e999</v>", "1e999"),
        ("><v>1_0</v>", "1_0"),
        ("><v>nan</v>", "nan"),
        ("><v>a/b</v>", "a/b"),
        ("><v></v>", None),
        ("><v/>", None),
        ("><f>A2/2</f><v>4</v>", 4),
        ('><f t="shared" si="0"/><v>4</v>', 4),
        ("><f>A2</f>", NOT_CALCULATED),
        ("><f>A2</f><v></v>", NOT_CALCULATED),
        ("><f>A2/2</f><v/>", NOT_CALCULATED),
        ("><f>A2</f><v> </v>", NOT_CALCULATED),
        (' s="1"><f t="shared" si="0"/>', NOT_CALCULATED),
        ('><f t="shared" si="0"/><v/>', NOT_CALCULATED),
        ("><f/><v></v>", NOT_CALCULATED),
        (' t="n"><f>A2</f>', NOT_CALCULATED),
        (' t="e"><f>A2</f><v></v>', NOT_CALCULATED),
        (' t="str"><f>A2&amp;""</f><v></v>', None),
        (' t="str"><f>A2&amp;""</f>', None),
        ("><f>A2</f><v>0</v>", 0),
        (' t="s"><v>0</v>', "Ana"),
        (' s="3" t="s"><v>2</v>', "Luis"),
        (' t="s"><v>1</v>', None),
        (' t="s"><v></v>', None),
        (' t="b"><v>1</v>', True),
        (' t="b"><v>0</v>', False),
        (' t="e"><v>#N/A</v>', CellError("#N/A")),
        (' t="str"><f>A2&amp;"/"</f><v>a &amp; b</v>', "a & b"),
        (' t="d"><v>2026-11-22T09:30:00</v>', "2026-11-22T09:30:00"),
        (' t="inlineStr"><is><t>call 12/11</t></is>', "call 12/11"),
        (' t="inlineStr"><is><t xml:space="preserve"> a_x000A_b </t></is>', " a\nb "),
        (' t="inlineStr"><is><r><rPr><b/></rPr><t>An</t></r><r><t>a/</t></r></is>', "Ana/"),
        (' t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>トウ</t></rPh></is>', "東"),
        (' t="inlineStr"><is><t/></is>', None),
        (' t="inlineStr"><is><t><![CDATA[</c></row> & <x>]]></t></is>', "</c></row> & <x>"),
        (' t="inlineStr"><v>plain</v>', "plain"),
        (' cm="1" t="n"><!-- 5 --><v>6</v>', 6),
    ],
)
def test_a_cell_reads_as_excel_shows_it(content: str, value: Value) -> None:
    found = cell(content)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("content", [' t="s"><v>3</v>', ' t="s"><v>-1</v>', ' t="s"><v>x</v>'])
def test_a_text_that_is_not_in_the_table_is_damage(content: str) -> None:
    with pytest.raises(DamagedError, check=says("shared text that the file does not hold")):
        cell(content)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('<row r="2"><c r="B2"><v>1</v></c></row><row r="4" s="1"/><row r="5"><c r="A5"><v>2</v></c></row>',
         {(2, 1): 1, (5, 0): 2}),
        ("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>",
         {(1, 0): 1, (1, 2): 2, (3, 0): 3}),
        ('<row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>',
         {(5, 2): 1, (5, 3): 2, (6, 0): 3}),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>', {(1, 1): 1, (1, 0): 2}),
        ('<row r="1"><c r="C1"><v>1</v></c><c r="B1"><v>2</v></c><c r="A1"><v>3</v></c></row>',
         {(1, 2): 1, (1, 1): 2, (1, 0): 3}),
        ('<row r="2"><c r="A2"><v>2</v></c></row>\n<row r="1"><c r="A1"><v>1</v></c></row>', {(1, 0): 1, (2, 0): 2}),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>', {(1, 0): 1, (1, 1): 2}),
        ('<row r="1"><c r="A1"><v>1</v><extLst><ext><c r="B1"><v>5</v></c></ext></extLst></c></row>', {(1, 0): 1}),
        ('<row r="1" spans="1:2"> <c s="1" r="A1"> <v>1</v> </c> </row>', {(1, 0): 1}),
        ('<!-- <row r="9"/> --><row r="1"><c r="A1"><v>1</v></c><!-- <c r="B1"/> --></row>', {(1, 0): 1}),
        ('<row r="1"><c r="XFD1"><v>9</v></c></row>', {}),
        ('<row r="1"><c r="A1" x="a>b"><v>1</v></c></row>', {(1, 0): 1}),
        ('<row r="1"><c r="a1"><v>1</v></c></row>', {(1, 0): 1}),
        ("", {}),
    ],
)  # fmt: skip
def test_rows_of_odd_writers_are_read(rows: str, expected: Grid) -> None:
    assert read(rows) == expected


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="7"><c r="B7"><v>1</v></c><c r="B7"><v>2</v></c></row>',
        '<row r="7"><c r="B7"><v>1</v></c><c r="B7"><v>1</v></c></row>',
        '<row r="7"><c r="B7"/><c r="B7"><v>1</v></c></row>',
        '<row r="7"><c r="B7"><v>1</v></c><c r="D7"><v>2</v></c><c r="B7"><v>3</v></c></row>',
        '<row r="7"><c r="C7"><v>1</v></c><c r="B7"><v>2</v></c><c r="B7"><v>3</v></c></row>',
        '<row r="6"/><row><c r="B7"><v>1</v></c><c r="A7"/><c><v>2</v></c></row>',
        '<row r="7"><c r="B7"><v>1</v></c></row><row r="7"><c r="B7"><v>2</v></c></row>',
    ],
)
@pytest.mark.parametrize("way", ["expression", "cells", "tokenizer"])
def test_two_cells_with_one_address_are_damage_on_every_way(
    rows: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way != "expression":
        monkeypatch.setattr(rows_module, "MAX_FAST_COLUMNS", -1)
    if way == "tokenizer":
        monkeypatch.setattr(rows_module._CellReader, "read", lambda *_: None)
    with pytest.raises(DamagedError, check=says("The cell B7 is twice in the sheet Leads")):
        read('<row r="1"><c r="B1"><v>1</v></c></row>' + rows)


def test_two_cells_with_one_address_in_a_column_that_nobody_reads_do_no_harm() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="B1"><v>3</v></c></row>'
    assert read(row, [0]) == {(1, 0): 1}


def test_wanted_columns_are_found_among_others() -> None:
    row = (
        '<row r="1">'
        + "".join(f'<c r="{c}1"><v>{i}</v></c>' for i, c in enumerate("ABCDEFGHIJ"))
        + "</row>"
    )
    assert read(row, [2, 5]) == {(1, 2): 2, (1, 5): 5}
    assert read(row, [40]) == {}
    assert read(row, []) == {}
    assert read('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>', [16383]) == {
        (1, 16383): 2
    }


def test_rows_that_go_back_in_a_long_sheet_are_refused() -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(2, 9000))
    with pytest.raises(DamagedError, check=says("not in order")):
        read(rows + '<row r="1"><c r="A1"><v>1</v></c></row>')


def test_the_head_holds_the_first_twenty_rows_as_long_as_their_last_cell(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="1"/></row><row r="20"><c r="A20"><v>2</v></c></row><row r="21"/>'
    with Archive.open(made.book(tmp_path, rows)) as archive:
        head = sheets_of(Package(archive))[0].head
    assert len(head) == 20
    assert head[1] == [None, 1]
    assert head[19] == [2]
    assert not any(head[2:19])


def test_a_hidden_sheet_is_a_tab_that_is_not_visible(tmp_path: Path) -> None:
    content = made.parts()
    content["xl/workbook.xml"] = str(content["xl/workbook.xml"]).replace(
        "sheetId", 'state="veryHidden" sheetId'
    )
    with Archive.open(made.write(tmp_path / "b.xlsx", content)) as archive:
        (sheet,) = sheets_of(Package(archive))
    assert (sheet.name, sheet.visible) == ("Leads", False)


def test_the_memo_of_cells_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values_module, "MEMO_SIZE", 3)
    with Archive.open(made.book(tmp_path)) as archive:
        cells = Cells(SharedStrings(archive, None))
        values, _ = cells.column([b' t="str"><v>t%d<' % i for i in range(50)], varied=False)
    assert values == [f"t{i}" for i in range(50)]
    assert len(cells) <= 3


SAME = st.sampled_from(
    [
        b"><v>%d<",
        b' t="s"><v>%d<',
        b' t="inlineStr"><is><t>%d<',
        b' t="inlineStr"><is><t>%d</t><',
        b"><v>-%d.5<",
        b"><v>%d000000000000000<",
        b' t="inlineStr"><is><t>&lt;%d_x0041_<',
        b' t="str"><v>%d<',
        b"><v>%de400<",
    ]
)
TAILS = st.tuples(SAME, SAME, st.lists(st.integers(0, 2) | st.none(), max_size=9)).map(
    lambda made: [b"" if i is None else made[1 if i == 2 else 0] % i for i in made[2]]
)


@given(TAILS)
@example([b' t="s"><v>1<', b' t="s"><v>-1<'])
@example([b' t="s"><v>1<', b' t="s"><v>1.0<'])
@example([b' t="s"><v>1<', b' t="s"><v>9<'])
def test_columns_converted_in_one_go_give_the_same_values(tails: list[bytes]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.open(made.book(Path(folder), items=ITEMS)) as archive,
    ):
        results = []
        for varied in (True, False):
            try:
                values, _ = Cells(SharedStrings(archive, "xl/sharedStrings.xml")).column(
                    tails, varied=varied
                )
                results.append([(type(value), value) for value in values])
            except DamagedError:
                results.append([])
        assert results[0] == results[1]


CONTENTS = st.sampled_from(
    [
        "><v>7</v></c>",
        ' s="2"><v>0.5</v></c>',
        ' t="s"><v>0</v></c>',
        ' s="1" t="s"><v>2</v></c>',
        ' s="1"/>',
        "/>",
        ' t="inlineStr"><is><t>a/b</t></is></c>',
        ' t="inlineStr"><is><t>ab</t></is></c>',
        ' t="str"><f>A1/2</f><v>x</v></c>',
        "><f>1/2</f><v/></c>",
        ' t="b"><v>1</v></c>',
        ' t="e"><v>#DIV/0!</v></c>',
        '><f t="shared" si="1"/><v>2</v></c>',
        ' t="inlineStr"><is><r><t>a</t></r></is></c>',
        "> <v>3</v></c>",
        "></c>",
        ' t="inlineStr"><is><t/></is></c>',
        ' t="inlineStr"><is><t>1 &amp; 2_x0009_</t></is></c>',
        "><v>123456789012345678</v></c>",
    ]
)
ROWS = st.lists(st.dictionaries(st.integers(0, 30), CONTENTS, max_size=6), min_size=1, max_size=30)


def xml_of(rows: list[dict[int, str]], start: int = 1) -> str:
    from sheetflow.backends.excel.refs import checked_letters

    return "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{checked_letters(c)}{r}"{content}' for c, content in sorted(cells.items())
        )
        + "</row>"
        for r, cells in enumerate(rows, start)
    )


@given(ROWS, st.sets(st.integers(0, 32), max_size=8).map(sorted))
@example([{0: ' t="s"><v>0</v></c>'}] * 9 + [{0: ' s="1"><v>0</v></c>'}] * 9, [0])
def test_the_fast_way_and_the_tokenizer_agree(
    rows: list[dict[int, str]], columns: list[int]
) -> None:
    xml = xml_of(rows * 2)
    with pytest.MonkeyPatch.context() as patch:
        # Short pieces, so that several chunks and columns converted in one go take part.
        patch.setattr(
            SheetReader,
            "_stream",
            lambda self, _=0: split_sheet(self._archive.stream(self.info.part, 400)),
        )
        fast = read(xml, columns)
        patch.setattr(rows_module, "MAX_FAST_COLUMNS", -1)
        quick = read(xml, columns)
        patch.setattr(rows_module._CellReader, "read", lambda *_: None)
        slow = read(xml, columns)
    assert fast == quick == slow
    assert {k: type(v) for k, v in fast.items()} == {k: type(v) for k, v in slow.items()}


@given(ROWS, st.data())
def test_mutilated_sheets_are_read_or_refused_never_worse(
    rows: list[dict[int, str]], data: st.DataObject
) -> None:
    part = bytearray(made.sheet(xml_of(rows)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=2) | st.sampled_from([b"<!", b"/>", b"<c", b'"'])
        )
    with tempfile.TemporaryDirectory() as folder:
        path = made.write(
            Path(folder) / "b.xlsx",
            {**made.parts(items=ITEMS), "xl/worksheets/sheet1.xml": bytes(part)},
        )
        with Archive.open(path) as archive, suppress(DamagedError):
            (sheet,) = sheets_of(Package(archive))
            _ = sheet.head
            grid_of(sheet)


def test_formulas_without_results_among_numbers_are_no_blanks() -> None:
    cells = ["<v>1</v>", "<f>A1</f>", "<f>A1</f><v></v>", "<f>A1</f><v>4</v>", "<v/>"]
    rows = "".join(
        f'<row r="{r}"><c r="A{r}">{content}</c></row>' for r, content in enumerate(cells, 1)
    )
    assert read(rows) == {(1, 0): 1, (2, 0): NOT_CALCULATED, (3, 0): NOT_CALCULATED, (4, 0): 4}


def test_a_heading_without_a_result_is_not_blank(tmp_path: Path) -> None:
    with Archive.open(made.book(tmp_path, '<row r="1"><c r="B1"><f>A9</f></c></row>')) as archive:
        assert sheets_of(Package(archive))[0].head == [[None, NOT_CALCULATED]]
