from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.excel.scan import attributes, iter_rows, split_sheet, tokenize_row
from sheetflow.errors import DamagedError
from sheetflow.errors.files import CellElsewhere


def cut(part: bytes, size: int = 1000) -> tuple[bytes, list[bytes], bytes]:
    stream = split_sheet(part[at : at + size] for at in range(0, len(part), size))
    chunks = list(stream.rows())
    return stream.head, chunks, b"".join(stream.tail())


PART = (
    b'<?xml version="1.0"?><!-- <sheetData> --><worksheet xmlns="m"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    b'<row r="2"/><row r="3"><c r="A3" t="inlineStr"><is><t><![CDATA[</row></sheetData>]]></t></is></c></row>'
    b'<!-- </row> --><row r="4"></row></sheetData><pageMargins/></worksheet>'
)


@given(st.integers(1, 300))
def test_head_rows_and_tail_are_the_whole_part_wherever_it_is_cut(size: int) -> None:
    head, chunks, tail = cut(PART, size)
    assert head + b"".join(chunks) + tail == PART
    assert head.endswith(b"<sheetData>")
    assert tail == b"</sheetData><pageMargins/></worksheet>"
    assert sum(len(list(iter_rows(chunk))) for chunk in chunks) == 4


def test_a_self_closed_sheet_has_no_rows() -> None:
    head, chunks, tail = cut(b'<x:worksheet xmlns:x="m"><x:sheetData/></x:worksheet>')
    assert (head, chunks, tail) == (
        b'<x:worksheet xmlns:x="m"><x:sheetData/>',
        [],
        b"</x:worksheet>",
    )


def test_the_prefix_of_the_rows_is_found() -> None:
    stream = split_sheet(
        [b'<x:worksheet xmlns:x="m"><x:sheetData><x:row/></x:sheetData></x:worksheet>']
    )
    assert stream.prefix == b"x:"
    assert [list(iter_rows(chunk, b"x:")) for chunk in stream.rows()] == [[b"<x:row/>"]]


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<worksheet/>",
        b"<worksheet><sheetData>",
        b"<worksheet><sheetData><row></row>",
        b"<!DOCTYPE a><a><sheetData/></a>",
    ],
)
def test_sheets_that_do_not_end_are_damage(part: bytes) -> None:
    with pytest.raises(DamagedError):
        cut(part)


@pytest.mark.parametrize("chunk", [b"<row>", b"<row></row>x", b"x<row/>", b"<row/><c/>"])
def test_anything_but_rows_between_rows_is_damage(chunk: bytes) -> None:
    with pytest.raises(DamagedError):
        list(iter_rows(chunk))


def test_a_row_is_taken_apart_with_positions() -> None:
    row = b"<x:row s='1' r=\"7\"><x:c r='B7' t=\"s\"><x:v>3</x:v></x:c> <!-- <c/> --><x:c/><x:c r=\"F7\" s='2'/></x:row>"
    found = tokenize_row(row)
    assert found.number == 7
    assert found.prefix == b"x:"
    assert row[: found.open_end] == b"<x:row s='1' r=\"7\">"
    assert row[found.close :] == b"</x:row>"
    assert attributes(found.attrs) == {b"s": b"1", b"r": b"7"}
    assert [(c.column, c.has_ref, row[c.open_end : c.close]) for c in found.cells] == [
        (1, True, b"<x:v>3</x:v>"),
        (2, False, b""),
        (5, True, b""),
    ]
    assert row[found.cells[2].start : found.cells[2].end] == b"<x:c r=\"F7\" s='2'/>"


def test_a_self_closed_row_has_no_cells() -> None:
    found = tokenize_row(b'<row r="5" s="1"/>')
    assert (found.number, found.cells, found.close) == (5, [], 18)


def test_extensions_inside_a_cell_belong_to_it() -> None:
    row = (
        b'<row><c r="A1"><v>1</v><extLst><ext><y:c r="Z9"/><y:row></y:row></ext></extLst></c></row>'
    )
    assert [(c.column, c.end) for c in tokenize_row(row).cells] == [(0, len(row) - 6)]


@pytest.mark.parametrize(
    "row",
    [b"<row><c></row>", b"<row><c><v></c></v></row>", b"<row>", b"<c/>", b'<row r="x"/>', b'<row r="0"/>',
     b'<row><c r="1A"/></row>', b'<row><c r="ZZZ1"/></row>', b'<row r="9999999"/>', b"<row></row><row/>"],
)  # fmt: skip
def test_broken_rows_are_damage(row: bytes) -> None:
    with pytest.raises(DamagedError):
        tokenize_row(row)


def test_cells_that_name_two_rows_are_refused_also_where_one_is_the_row_zero() -> None:
    with pytest.raises(CellElsewhere) as raised:
        tokenize_row(b'<row r="4"><c r="A0"><v>1</v></c><c r="B4"><v>2</v></c></row>')
    assert raised.value.values == (0, 4)
