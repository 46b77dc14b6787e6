from __future__ import annotations

import os
import random
import stat
import struct
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.rebuild import Rebuilt
from sheetflow.errors import AccessError, BusyError, ConfigError, DamagedError
from tests.excel import made
from tests.support.refusals import says

SHEET = "xl/worksheets/sheet1.xml"
NOISE = random.Random(7).randbytes(700_000)


def rebuild(path: Path, **parts: bytes) -> None:
    with Archive.open(path) as archive:
        rebuilt = Rebuilt(archive)
        for name, data in parts.items():
            rebuilt.put(name, data)
        rebuilt.save()
        rebuilt.close()


def raw_parts(path: Path) -> dict[str, bytes]:
    with Archive.open(path) as archive:
        return {name: b"".join(archive.raw(name)) for name in archive.entries}


def test_a_part_reads_as_it_was_written_whole_and_in_pieces(tmp_path: Path) -> None:
    content = {**made.parts(), "xl/media/noise.bin": NOISE, "xl/zeros.bin": bytes(3_000_000)}
    path = made.write(tmp_path / "b.xlsx", content)
    with Archive.open(path) as archive:
        assert archive.read("xl/media/noise.bin") == NOISE
        pieces = list(archive.stream("xl/zeros.bin", 1000))
        assert max(map(len, pieces)) <= 1000
        assert b"".join(pieces) == bytes(3_000_000)


def test_stored_parts_are_read(tmp_path: Path) -> None:
    path = made.write(tmp_path / "b.xlsx", made.parts(), zipfile.ZIP_STORED)
    with Archive.open(path) as archive:
        assert archive.read(SHEET).decode() == made.sheet()


def test_an_empty_part_reads_as_nothing(tmp_path: Path) -> None:
    with Archive.open(
        made.write(tmp_path / "b.xlsx", {**made.parts(), "docProps/empty.xml": ""})
    ) as archive:
        assert archive.read("docProps/empty.xml") == b""


def test_a_missing_file_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        Archive.open(tmp_path / "nobody.xlsx")


def test_a_folder_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        Archive.open(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_an_access_error(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    path.chmod(0)
    with pytest.raises(AccessError):
        Archive.open(path)


def test_a_flipped_bit_in_a_part_is_damage(tmp_path: Path) -> None:
    path = made.write(tmp_path / "b.xlsx", {**made.parts(), "noise.bin": NOISE})
    data = bytearray(path.read_bytes())
    data[data.index(NOISE[1000:1016]) if NOISE[1000:1016] in data else len(data) // 2] ^= 1
    path.write_bytes(data)
    with Archive.open(path) as archive, pytest.raises(DamagedError):
        archive.read("noise.bin")


def test_a_part_that_inflates_beyond_its_declared_size_is_damage(tmp_path: Path) -> None:
    path = made.write(tmp_path / "b.xlsx", {**made.parts(), "big.bin": bytes(100_000)})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 100_000), struct.pack("<L", 5)))
    with Archive.open(path) as archive:
        pieces = archive.stream("big.bin", 1000)
        with pytest.raises(DamagedError):
            next(pieces)


def test_a_missing_part_is_damage(tmp_path: Path) -> None:
    with Archive.open(made.book(tmp_path)) as archive, pytest.raises(DamagedError):
        archive.read("xl/nothing.xml")


def test_a_part_longer_than_the_limit_is_refused(tmp_path: Path) -> None:
    with Archive.open(made.book(tmp_path)) as archive, pytest.raises(DamagedError):
        archive.read(SHEET, limit=10)


def test_a_file_that_changes_while_it_is_read_is_busy(tmp_path: Path) -> None:
    path = made.write(tmp_path / "b.xlsx", {**made.parts(), "noise.bin": NOISE})
    with Archive.open(path) as archive:
        path.write_bytes(b"PK\x03\x04 something else")
        with pytest.raises(BusyError):
            archive.read("noise.bin")


def test_saving_keeps_every_other_part_byte_for_byte_and_in_order(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    before = raw_parts(path)
    rebuild(path, **{SHEET: b"<new/>", "xl/added.xml": b"<added/>"})
    after = raw_parts(path)
    assert list(after) == [*before, "xl/added.xml"]
    assert {n: b for n, b in after.items() if n not in (SHEET, "xl/added.xml")} == {
        n: b for n, b in before.items() if n != SHEET
    }
    with zipfile.ZipFile(path) as again:
        assert again.testzip() is None
        assert again.read(SHEET) == b"<new/>"


def test_descriptors_are_written_away(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with (
        open(path, "wb") as handle,
        zipfile.ZipFile(Unseekable(handle), "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name, data in made.parts().items():
            target.writestr(name, data)
    with Archive.open(path) as archive:
        assert all(entry.flags & 8 for entry in archive.entries.values())
    rebuild(path, **{SHEET: b"<new/>"})
    with Archive.open(path) as archive:
        assert not any(entry.flags & 8 for entry in archive.entries.values())
        assert archive.read("xl/workbook.xml").startswith(b"<workbook")
        assert b"PK\x07\x08" not in path.read_bytes()


class Unseekable:
    """A stream that makes zipfile write data descriptors."""

    def __init__(self, handle: BinaryIO) -> None:
        self.write = handle.write
        self.flush = handle.flush


def test_a_removed_part_is_gone(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    with Archive.open(path) as archive:
        rebuilt = Rebuilt(archive)
        rebuilt.remove("xl/sharedStrings.xml")
        rebuilt.save()
    with Archive.open(path) as archive:
        assert "xl/sharedStrings.xml" not in archive.entries


def test_the_stamp_of_the_finished_file_is_known_before(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    with Archive.open(path) as archive:
        rebuilt = Rebuilt(archive)
        rebuilt.put(SHEET, b"<new/>")
        expected = rebuilt.stamp("xl/state.xml")
        assert expected != archive.stamp()
        rebuilt.put("xl/state.xml", expected.encode())
        rebuilt.save()
    with Archive.open(path) as archive:
        assert archive.stamp("xl/state.xml") == expected


def test_mode_and_attributes_stay(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    path.chmod(0o640)
    try:
        os.setxattr(path, "user.team", b"north")
    except OSError:
        pytest.skip("this file system keeps no extended attributes")
    rebuild(path, **{SHEET: b"<new/>"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.getxattr(path, "user.team") == b"north"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path, link = made.book(tmp_path / "real"), tmp_path / "link.xlsx"
    link.symlink_to(path)
    rebuild(link, **{SHEET: b"<new/>"})
    assert link.is_symlink()
    with Archive.open(path) as archive:
        assert archive.read(SHEET) == b"<new/>"


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    with Archive.open(path) as archive:
        rebuilt = Rebuilt(archive)
        rebuilt.put(SHEET, b"<new/>")
        (tmp_path / "other").mkdir()
        saved = made.book(tmp_path / "other", "<row r='9'/>")
        other = saved.read_bytes()
        saved.replace(path)
        (tmp_path / "other").rmdir()
        with pytest.raises(BusyError):
            rebuilt.save()
    assert path.read_bytes() == other
    assert os.listdir(tmp_path) == ["leads.xlsx"]


def test_a_file_that_was_opened_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = made.book(tmp_path)
    before = path.read_bytes()
    with Archive.open(path) as archive:
        rebuilt = Rebuilt(archive)
        rebuilt.put(SHEET, b"<new/>")
        (tmp_path / ".~lock.leads.xlsx#").write_text(",ana,desk,01.02.2026 10:00,file:///x;")
        with pytest.raises(BusyError, check=says("ana on desk")):
            rebuilt.save()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("number", "kind"),
    [("ENOSPC", BusyError), ("EROFS", AccessError), ("EACCES", AccessError), ("EIO", BusyError)],
)
def test_a_refusing_disk_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str, kind: type[Exception]
) -> None:
    import errno

    path = made.book(tmp_path)
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(getattr(errno, number), "refused")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(kind):
        rebuild(path, **{SHEET: b"<new/>"})
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["leads.xlsx"]


def test_growth_against_zlib_stays_within_a_fifth(tmp_path: Path) -> None:
    choice = random.Random(1)
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}" s="1"><v>{choice.randrange(9000)}</v></c>' for c in "ABCDEFGH")
        + "</row>"
        for r in range(1, 3000)
    )
    path = made.book(tmp_path, rows)
    with Archive.open(path) as archive:
        old = archive.entries[SHEET].packed
        data = archive.read(SHEET)
    rebuild(path, **{SHEET: data})
    with Archive.open(path) as archive:
        assert archive.entries[SHEET].packed <= 1.2 * old
