"""sheetflow.toml: names for targets."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sheetflow.backends.targets import new_path
from sheetflow.config import Config, load_config, read_config
from sheetflow.errors import ConfigError
from sheetflow.errors.settings import SettingsExposed, SettingsOfAnother, TargetNameUnfit
from sheetflow.texts.messages import advice, message


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHEETFLOW_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_there_are_no_names() -> None:
    assert load_config() == Config()


def test_answers_may_be_a_working_day_old_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    assert Config().stale_after == 1
    assert read_config(written(tmp_path / "x.toml", "stale_after = 3")).stale_after == 3


@pytest.mark.parametrize("value", ["-1", "1.5", "true", '"one day"', "[1]"])
def test_how_old_answers_may_be_is_a_whole_number(tmp_path: Path, value: str) -> None:
    error = refused(tmp_path, f"stale_after = {value}")
    assert "stale_after is a whole number of working days" in message(error, "en")
    assert "stale_after es un número entero de días laborables" in message(error, "es")


def test_relative_paths_start_at_the_folder_of_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path / "etc" / "sheetflow.toml", '[targets]\nmadrid = "m.xlsx"\nsoria = "/srv/s.xlsx"\n'
    )
    config = read_config(path)
    assert config.targets == {"madrid": "m.xlsx", "soria": "/srv/s.xlsx"}
    assert config.beside("m.xlsx") == str(tmp_path / "etc" / "m.xlsx")
    assert config.beside("/srv/s.xlsx") == "/srv/s.xlsx"


def test_a_name_stands_for_the_place_that_the_file_gives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = (
        "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE/edit"
    )
    text = f'[targets]\nmadrid = "m.xlsx"\nteam = "{sheet}"\n'
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(written(tmp_path / "etc" / "sheetflow.toml", text)))
    assert new_path("madrid") == tmp_path / "etc" / "m.xlsx"
    assert new_path("other.xlsx") == Path("other.xlsx")
    assert new_path("team") is None


def test_the_current_folder_comes_before_the_users(tmp_path: Path) -> None:
    written(tmp_path / "home" / "sheetflow" / "sheetflow.toml", '[targets]\na = "/home.xlsx"\n')
    assert load_config().targets == {"a": "/home.xlsx"}
    written(tmp_path / "sheetflow.toml", '[targets]\na = "/here.xlsx"\n')
    assert load_config().targets == {"a": "/here.xlsx"}


def test_the_environment_may_name_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "sheetflow.toml", '[targets]\na = "/here.xlsx"\n')
    monkeypatch.setenv(
        "SHEETFLOW_CONFIG", str(written(tmp_path / "other.toml", '[targets]\na = "/other.xlsx"\n'))
    )
    assert load_config().targets == {"a": "/other.xlsx"}


@pytest.mark.parametrize("text", ["[targets", 'targets = "x"', "[targets]\na = 1\n"])
def test_a_file_that_cannot_be_used_is_a_configuration_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as told:
        read_config(written(tmp_path / "x.toml", text))
    assert told.value.exit_code == 78
    assert advice(told.value, "en")


def refused(tmp_path: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as told:
        read_config(written(tmp_path / "x.toml", text))
    return told.value


@pytest.mark.parametrize("text", ['[target]\nmadrid = "m.xlsx"\n', 'madrid = "m.xlsx"\n'])
def test_what_is_no_table_of_ours_is_a_configuration_error_that_names_it(
    tmp_path: Path, text: str
) -> None:
    error = refused(tmp_path, text)
    assert re.search(r"(target|madrid) is not known here", message(error, "en"))


def test_a_setting_that_is_not_known_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path, "[google]\nquotas = 60\n")
    assert message(error, "en").endswith("[google] has no setting quotas")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quota = 1.5", "quota in [google] cannot be 1.5"),
        ("change_detection = 1", "change_detection in [google] cannot be 1"),
        ("key = true", "key in [google] cannot be true"),
        ('wait_seconds = "long"', "wait_seconds in [google] cannot be text"),
        ('key = {private_key = "secret"}', "key in [google] cannot be a table or a list"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_told_apart(
    tmp_path: Path, line: str, said: str
) -> None:
    error = refused(tmp_path, f"[google]\n{line}\n")
    assert message(error, "en").endswith(said)
    assert "wait_seconds = 90" in advice(error, "en")


def test_a_setting_above_its_table_is_told_where_it_goes(tmp_path: Path) -> None:
    error = refused(tmp_path, 'key = "key.json"\n[google]\n')
    assert message(error, "en").endswith("key is not known here")
    assert "settings such as key below [google]" in advice(error, "en")


def test_a_file_that_the_environment_names_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "sheetflow.toml", '[targets]\na = "/here.xlsx"\n')
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(tmp_path / "gone.toml"))
    with pytest.raises(ConfigError) as told:
        load_config()
    assert "SHEETFLOW_CONFIG names" in message(told.value, "en")


def test_bytes_that_are_no_text_are_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError):
        read_config(tmp_path / "x.toml")


def test_a_file_that_cannot_be_opened_says_why_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "x.toml").mkdir()
    with pytest.raises(ConfigError) as told:
        read_config(tmp_path / "x.toml")
    path = str(tmp_path / "x.toml")
    english = f"{path} cannot be read: [Errno 21] Is a directory: {path!r}"
    assert message(told.value, "en") == english
    assert message(told.value, "es") == f"no se puede leer {path}: es una carpeta"


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("a = 1\nbad", "Expected '=' after a key in a key/value pair", "falta '=' tras una clave"),
        (
            "[targets]\na = ?",
            "Invalid value (at line 2, column 5)",
            "valor no válido (línea 2, col",
        ),
        ("a = [1,", "Invalid value (at end of document)", "valor no válido (al final del"),
        ("a = 1\na = 2", "Cannot overwrite a value (at", "no se puede dar un valor dos veces ("),
    ],
)
def test_what_the_reader_of_toml_says_is_told_with_its_position(
    tmp_path: Path, text: str, english: str, spanish: str
) -> None:
    error = refused(tmp_path, text)
    assert english in message(error, "en")
    assert spanish in message(error, "es")
    assert message(error, "en").endswith(f"cannot be read: {error.__cause__}")


# ── settings that somebody else could have written


def test_settings_that_others_may_write_are_not_read(tmp_path: Path) -> None:
    path = written(tmp_path / "sheetflow.toml", '[targets]\nteam = "other.xlsx"\n')
    path.chmod(0o666)
    with pytest.raises(SettingsExposed):
        load_config()
    path.chmod(0o644)
    assert load_config().path == Path("sheetflow.toml")


def test_settings_of_somebody_else_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "sheetflow.toml", '[targets]\nteam = "other.xlsx"\n')
    monkeypatch.setattr(os, "geteuid", lambda: 4_321)
    if os.getuid() == 0:
        os.chown(path, 4_322, -1)
    with pytest.raises(SettingsOfAnother):
        load_config()


def test_settings_that_are_a_pipe_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    monkeypatch.setenv("SHEETFLOW_CONFIG", str(tmp_path / "pipe.toml"))
    with pytest.raises(ConfigError):
        load_config()


def test_a_name_with_a_slash_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "x.toml", '[targets]\n"a/team.xlsx" = "other.xlsx"\n')
    with pytest.raises(TargetNameUnfit):
        read_config(path)


def test_a_file_that_is_there_goes_before_a_name(tmp_path: Path) -> None:
    written(tmp_path / "sheetflow.toml", '[targets]\n"team.xlsx" = "other.xlsx"\n')
    assert new_path("team.xlsx") == Path("other.xlsx")
    written(tmp_path / "team.xlsx", "")
    assert new_path("team.xlsx") is None
