from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from sheetflow.backends.excel import guard
from sheetflow.backends.excel.archive import Archive
from sheetflow.errors import DamagedError
from sheetflow.texts.messages import advice, message
from tests.excel import made
from tests.support.refusals import says

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def refusal(path: Path) -> str:
    with pytest.raises(DamagedError) as caught:
        Archive.open(path).close()
    return f"{message(caught.value, 'en')} {advice(caught.value, 'en')}"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE, "save it as .xlsx"),
        (b"", "empty"),
        (b"Name,Email\nAna,ana@example.com\n", "CSV"),
        (b"PK\x03\x04 and nothing else", "damaged"),
    ],
)
def test_what_is_no_zip_is_named_with_advice(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(content)
    assert word in refusal(path)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", ".ods"),
        ("xl/workbook.bin", "x", ".xlsb"),
        ("holiday.jpg", "x", "no Excel workbook"),
    ],
)
def test_other_zips_are_named_with_advice(
    tmp_path: Path, name: str, content: str, word: str
) -> None:
    assert word in refusal(made.write(tmp_path / "b.xlsx", {name: content}))


@pytest.mark.parametrize("name", ["xl\\styles.xml", "../up.xml", "/etc/hosts", "xl/../../up.xml"])
def test_names_that_point_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    assert "name" in refusal(made.write(tmp_path / "b.xlsx", {**made.parts(), name: "x"})).lower()


def test_names_equal_but_for_case_are_refused(tmp_path: Path) -> None:
    path = made.write(tmp_path / "b.xlsx", {**made.parts(), "XL/Workbook.xml": "x"})
    assert "same name" in refusal(path)


def test_a_bomb_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    path = made.write(tmp_path / "b.xlsx", {**made.parts(), "xl/zeros.bin": bytes(17 << 20)})
    assert "500 times" in refusal(path)


def test_declared_sizes_above_four_gigabytes_are_refused() -> None:
    infos = [zipfile.ZipInfo(f"part{i}") for i in range(3)]
    for number, info in enumerate(infos):
        info.file_size, info.compress_size, info.header_offset = (
            2 << 30,
            1 << 30,
            number * (2 << 30),
        )
        info.compress_type = zipfile.ZIP_DEFLATED
    with pytest.raises(DamagedError, check=says("4 GB")):
        guard.check_entries(infos, 8 << 30)


def test_overlapping_parts_are_refused() -> None:
    infos = [zipfile.ZipInfo("a"), zipfile.ZipInfo("b")]
    for info in infos:
        info.file_size, info.compress_size, info.header_offset = 10, 10, 0
    with pytest.raises(DamagedError, check=says("overlap")):
        guard.check_entries(infos, 1000)


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(DamagedError, check=says("parts")):
        guard.check_entries([zipfile.ZipInfo("a")] * (guard.MAX_ENTRIES + 1), 1000)


def test_encrypted_parts_are_refused(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    path.write_bytes(data)
    assert "encrypted" in refusal(path)


@pytest.mark.parametrize("text", [b"<!DOCTYPE x>", b"<!doctype x>", b"<! ENTITY a 'b'>"])
def test_document_types_are_refused(text: bytes) -> None:
    with pytest.raises(DamagedError, check=says("entities")):
        guard.refuse_doctype(b"<?xml?>" + text)


def test_comments_and_cdata_are_no_document_types() -> None:
    guard.refuse_doctype(b"<!-- x --><![CDATA[y]]>")
