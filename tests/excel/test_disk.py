"""sheetflow.backends.excel.disk: a killed run's temporary file goes, everything else stays."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

import pytest

from sheetflow.backends.excel.disk import LEFT_AFTER, remove_leftovers, temporary_beside
from tests.support.contract import DAY, rows
from tests.support.workbook_driver import ExcelDriver, synced

LEFT = ".leads.xlsx.sheetflow-a_b3cd9z.tmp"


def aged(path: Path, seconds: float) -> Path:
    """The file as if nobody had touched it for so long."""
    then = time.time() - seconds
    os.utime(path, (then, then), follow_symlinks=False)
    return path


def left(folder: Path, name: str = LEFT, seconds: float = LEFT_AFTER + 60) -> Path:
    path = folder / name
    path.write_bytes(b"PK half a workbook")
    return aged(path, seconds)


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    path = left(tmp_path)
    remove_leftovers(str(tmp_path / "leads.xlsx"))
    assert not path.exists()


def test_a_young_file_stays(tmp_path: Path) -> None:
    path = left(tmp_path, seconds=LEFT_AFTER - 60)
    remove_leftovers(str(tmp_path / "leads.xlsx"))
    assert path.exists()


@pytest.mark.parametrize(
    "name",
    [
        "leads.xlsx",
        ".leads.xlsx.tmp",
        ".leads.xlsx.a_b3cd9z.tmp",
        "leads.xlsx.sheetflow-a_b3cd9z.tmp",
        ".leads.xlsx.sheetflow-a_b3cd9.tmp",
        ".leads.xlsx.sheetflow-a_b3cd9z.tmp~",
        ".leads.xlsx.sheetflow-A_B3CD9Z.tmp",
        ".other.xlsx.sheetflow-a_b3cd9z.tmp",
        ".leadsxxlsx.sheetflow-a_b3cd9z.tmp",
    ],
)
def test_a_foreign_name_stays(tmp_path: Path, name: str) -> None:
    path = left(tmp_path, name)
    remove_leftovers(str(tmp_path / "leads.xlsx"))
    assert path.exists()


def test_a_file_that_a_run_still_holds_stays_until_it_lets_go(tmp_path: Path) -> None:
    path = left(tmp_path)
    with open(path, "rb+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        remove_leftovers(str(tmp_path / "leads.xlsx"))
        assert path.exists()
    remove_leftovers(str(tmp_path / "leads.xlsx"))
    assert not path.exists()


def test_folders_and_links_of_that_name_stay(tmp_path: Path) -> None:
    folder, link = tmp_path / LEFT, tmp_path / LEFT.replace("a_b", "c_d")
    folder.mkdir()
    target = aged(left(tmp_path, "important.txt"), LEFT_AFTER + 60)
    link.symlink_to(target)
    for path in (folder, link):
        aged(path, LEFT_AFTER + 60)
    remove_leftovers(str(tmp_path / "leads.xlsx"))
    assert folder.is_dir()
    assert link.is_symlink()
    assert target.exists()


def test_a_folder_that_is_not_there_does_no_harm(tmp_path: Path) -> None:
    remove_leftovers(str(tmp_path / "gone" / "leads.xlsx"))


def test_the_next_sync_removes_it_beside_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    book = ExcelDriver(tmp_path / "leads.xlsx", {"Leads": rows()})
    (link := tmp_path / "desk" / "mine.xlsx").symlink_to(book.path)
    path = left(tmp_path)
    book.backend.path = os.fspath(link)
    assert synced(book, DAY).wrote
    assert not path.exists()


def test_a_run_holds_its_temporary_file_until_it_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, seen = os.replace, list[str]()

    def watched(source: str, target: str) -> None:
        aged(Path(source), 2 * LEFT_AFTER)
        remove_leftovers(target)
        seen.append(Path(source).name)
        replace(source, target)

    book = ExcelDriver(tmp_path / "leads.xlsx", {"Leads": rows()})
    monkeypatch.setattr(os, "replace", watched)
    assert synced(book, DAY).wrote
    assert [name[: len(".leads.xlsx.sheetflow-")] for name in seen] == [".leads.xlsx.sheetflow-"]
    assert os.listdir(tmp_path) == ["leads.xlsx"]


@pytest.mark.parametrize("name", ["😀" * 57, "ñ" * 120, "a" * 245], ids=["4", "2", "1"])
def test_a_workbook_with_a_long_name_gets_a_temporary_file_too(tmp_path: Path, name: str) -> None:
    target = str(tmp_path / f"{name}.xlsx")
    descriptor, path = temporary_beside(target)
    os.close(descriptor)
    aged(Path(path), LEFT_AFTER + 60)
    remove_leftovers(target)
    assert not os.path.exists(path)
