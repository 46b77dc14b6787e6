"""What was told about a target: kept on this host, for this user alone, and never in the way."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from sheetflow.backends.targets import identity_of
from sheetflow.runs import told as store
from sheetflow.runs.told import fingerprint, remember, state_folder, told

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
TARGET = "/srv/sales/leads.xlsx"


def the_file(state_home: Path) -> Path:
    (found,) = (state_home / "sheetflow" / "told").iterdir()
    return found


def test_of_a_target_that_nobody_knows_nothing_was_told() -> None:
    assert told(TARGET) == {}


def test_what_was_told_is_known_at_the_next_run_with_its_day() -> None:
    remember(TARGET, {"a", "b"}, FRIDAY)
    assert told(TARGET) == {"a": FRIDAY, "b": FRIDAY}


def test_only_what_was_told_last_counts() -> None:
    remember(TARGET, {"a", "b"}, FRIDAY)
    remember(TARGET, {"b"}, MONDAY)
    assert told(TARGET) == {"b": MONDAY}


def test_topics_and_targets_are_kept_apart() -> None:
    remember(TARGET, {"a"}, FRIDAY)
    remember(TARGET, {"b"}, MONDAY, "rows")
    remember("another", {"c"}, MONDAY)
    assert (told(TARGET), told(TARGET, "rows")) == ({"a": FRIDAY}, {"b": MONDAY})


def test_only_its_owner_may_look_into_the_state(state_home: Path) -> None:
    old = os.umask(0)
    try:
        remember(TARGET, {"a"}, FRIDAY)
    finally:
        os.umask(old)
    path = the_file(state_home)
    modes = [place.stat().st_mode & 0o777 for place in (path, path.parent, path.parents[1])]
    assert modes == [0o600, 0o700, 0o700]


def test_the_file_names_neither_target_nor_person(state_home: Path) -> None:
    remember(TARGET, {fingerprint("unreadable_date", "Ana Pérez")}, FRIDAY)
    path = the_file(state_home)
    shown = path.name + path.read_text("utf-8")
    assert "leads" not in shown
    assert "Ana" not in shown


def test_a_file_is_replaced_in_one_step_and_leaves_none_beside_it(state_home: Path) -> None:
    remember(TARGET, {"a"}, FRIDAY)
    inode = the_file(state_home).stat().st_ino
    remember(TARGET, {"b"}, FRIDAY)
    assert the_file(state_home).stat().st_ino != inode


def test_what_is_known_already_is_not_written_again(state_home: Path) -> None:
    remember(TARGET, {"a"}, FRIDAY)
    before = the_file(state_home).stat()
    remember(TARGET, {"a"}, FRIDAY)
    assert the_file(state_home).stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"version": 1, "problems": ["a"]}',
        b'{"version": 1, "problems": {"a": "soon"}}',
        b'{"version": 1, "problems": {"a": 3}}',
        b'{"version": 2, "problems": {"a": "2026-11-20"}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_tells_nothing_and_is_mended_by_the_next_run(
    state_home: Path, content: bytes
) -> None:
    remember(TARGET, {"a"}, FRIDAY)
    the_file(state_home).write_bytes(content)
    assert told(TARGET) == {}
    remember(TARGET, {"b"}, FRIDAY)
    assert told(TARGET) == {"b": FRIDAY}


def test_a_pipe_in_place_of_the_file_is_not_waited_for(state_home: Path) -> None:
    remember(TARGET, {"a"}, FRIDAY)
    path = the_file(state_home)
    path.unlink()
    os.mkfifo(path)
    assert told(TARGET) == {}


def test_a_folder_that_cannot_be_made_fails_nothing(
    state_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state_home.parent.mkdir(exist_ok=True)
    state_home.write_text("a file where a folder should be", "utf-8")
    remember(TARGET, {"a"}, FRIDAY)
    assert told(TARGET) == {}


def test_a_disk_that_takes_nothing_leaves_what_was_there(
    state_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(TARGET, {"a"}, FRIDAY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dump", full)
    remember(TARGET, {"b"}, FRIDAY)
    assert told(TARGET) == {"a": FRIDAY}
    assert the_file(state_home).suffix == ".json"


# ── where it lies ─────────────────────────────────────────────────────────────────────────────


def test_without_a_variable_it_lies_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from platformdirs import user_state_path

    monkeypatch.delenv("XDG_STATE_HOME")
    assert state_folder() == user_state_path("sheetflow", appauthor=False)


def test_elsewhere_than_on_linux_platformdirs_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(sys, "platform", "win32")
    assert state_folder().name == "sheetflow"


def test_a_variable_that_is_no_whole_path_is_not_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    assert state_folder().is_absolute()


def test_no_test_writes_into_the_real_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert state_folder().is_relative_to(tmp_path_factory.getbasetemp())
    assert store.state_folder() == state_folder()


# ── which target it is ────────────────────────────────────────────────────────────────────────


def test_a_file_is_the_same_by_every_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("leads.xlsx").touch()
    Path("link.xlsx").symlink_to("leads.xlsx")
    settings = tmp_path / "named.toml"
    settings.write_text('[targets]\nmadrid = "leads.xlsx"\n', encoding="utf-8")
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(settings))
    real = os.path.realpath(tmp_path / "leads.xlsx")
    assert {identity_of(name) for name in ("leads.xlsx", "link.xlsx", "madrid")} == {real}


def test_a_google_sheet_is_known_by_its_id() -> None:
    key = "1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg"
    address = f"https://docs.google.com/spreadsheets/d/{key}/edit#gid=0"
    assert identity_of(address) == identity_of(key) == key


def test_where_the_settings_cannot_be_used_it_is_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(tmp_path / "none.toml"))
    assert identity_of("leads.xlsx") == "leads.xlsx"
