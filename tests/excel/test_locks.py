from __future__ import annotations

from pathlib import Path

import pytest

from sheetflow.backends.excel.locks import look_at_locks, refuse_if_open
from sheetflow.errors import BusyError
from sheetflow.texts.messages import message
from tests.support.refusals import says


def excel_owner(name: str) -> bytes:
    narrow = name.encode("cp1252", "replace")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    return (bytes([len(narrow)]) + narrow).ljust(55, b" ") + wide.ljust(110, b" ")


def told(path: Path) -> str:
    """Who has it, as an error says it in English."""
    with pytest.raises(BusyError) as caught:
        refuse_if_open(path)
    whole = message(caught.value, "en")
    return whole.removeprefix("The workbook is open elsewhere: ").removesuffix(" has it.")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(b"")
    return path


def test_nobody_has_a_file_without_locks(target: Path) -> None:
    assert look_at_locks(target).who is None


def test_excel_s_lock_names_its_owner(target: Path) -> None:
    (target.parent / "~$leads.xlsx").write_bytes(excel_owner("Nuria Peña"))
    assert told(target) == "Nuria Peña"


def test_a_short_lock_of_excel_names_its_owner(target: Path) -> None:
    (target.parent / "~$leads.xlsx").write_bytes(b"\x05Marta".ljust(54, b" "))
    assert told(target) == "Marta"


@pytest.mark.parametrize("content", [b"", bytes(165), b"\xff"])
def test_an_unreadable_lock_means_somebody(target: Path, content: bytes) -> None:
    (target.parent / "~$leads.xlsx").write_bytes(content)
    assert told(target) == "somebody"


def test_libreoffice_s_lock_names_person_and_machine(target: Path) -> None:
    line = "Luis Gómez\\, ventas,luis,desk-4,03.02.2026 09:15,file:///home/luis;"
    (target.parent / ".~lock.leads.xlsx#").write_text(line, encoding="utf-8")
    assert told(target) == "Luis Gómez, ventas on desk-4"


def test_a_lock_beside_the_real_file_counts_for_its_link(target: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "mine.xlsx"
    link.symlink_to(target)
    (target.parent / "~$leads.xlsx").write_bytes(excel_owner("Eva"))
    assert told(link) == "Eva"


def test_an_open_workbook_is_busy_and_says_who(target: Path) -> None:
    (target.parent / "~$leads.xlsx").write_bytes(excel_owner("Eva"))
    with pytest.raises(BusyError, check=says("Eva")):
        refuse_if_open(target)
