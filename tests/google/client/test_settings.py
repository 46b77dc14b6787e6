"""The settings of the connection: sheetflow.toml and three variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetflow.backends.google.client.settings import Quota, Settings, settings
from sheetflow.config import Google, read_config
from sheetflow.errors import ConfigError
from sheetflow.texts.messages import advice

LOCAL = {"SHEETFLOW_GOOGLE_ENDPOINT": "http://127.0.0.1:8080"}


NOTHING_SET = Google()


def made(google: Google = NOTHING_SET, **environ: str) -> Settings:
    return settings(google, environ)


def test_without_any_setting_it_is_google_with_its_usual_quota() -> None:
    found = made()
    assert (found.endpoint, found.key, found.quota) == ("", None, Quota(60, 60))
    assert (found.wait_seconds, found.wait_scale) == (90, 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.9.8.7:80", "http://127.9.8.7:80"),
        ("http://localhost:5000", "http://localhost:5000"),
        ("http://[::1]:5000", "http://[::1]:5000"),
        ("https://localhost", "https://localhost"),
    ],
)
def test_a_server_on_this_machine_may_stand_for_google(text: str, place: str) -> None:
    assert made(SHEETFLOW_GOOGLE_ENDPOINT=text).endpoint == place


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org",
        "http://10.0.0.1:80",
        "http://0.0.0.0:80",
        "http://127.0.0.1@example.org",
        "http://example.org\\@127.0.0.1",
        "http://user:word@127.0.0.1",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1:8080/elsewhere",
        "ftp://127.0.0.1",
        "127.0.0.1:8080",
        "http://[::1",
        "http://127.0.0.1:port",
        "http://2130706433",
    ],
)
def test_no_other_place_may_stand_for_google(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        made(SHEETFLOW_GOOGLE_ENDPOINT=text)
    assert caught.value.exit_code == 78


@pytest.mark.parametrize(
    ("text", "quota"), [("30", Quota(30, 30)), ("100,20", Quota(100, 20)), (" 5 , 6 ", Quota(5, 6))]
)
def test_the_quota_of_the_environment_goes_before_that_of_the_file(text: str, quota: Quota) -> None:
    assert made(Google(quota=10), SHEETFLOW_GOOGLE_QUOTA=text).quota == quota


def test_the_file_may_set_the_quota() -> None:
    assert made(Google(quota="7,8")).quota == Quota(7, 8)


@pytest.mark.parametrize("text", ["many", "-1", "1,2,3", "1.5", ","])
def test_a_quota_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        made(SHEETFLOW_GOOGLE_QUOTA=text)


@pytest.mark.parametrize("text", ["0", "0,60", "60,0"])
def test_no_limit_is_for_a_server_on_this_machine_only(text: str) -> None:
    assert 0 in settings(Google(), LOCAL | {"SHEETFLOW_GOOGLE_QUOTA": text}).quota
    with pytest.raises(ConfigError):
        made(SHEETFLOW_GOOGLE_QUOTA=text)


def test_waits_may_be_scaled_down_to_none() -> None:
    assert made(SHEETFLOW_GOOGLE_WAIT="0").wait_scale == 0
    assert made(SHEETFLOW_GOOGLE_WAIT="0.25").wait_scale == 0.25


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "inf"])
def test_a_wait_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        made(SHEETFLOW_GOOGLE_WAIT=text)


def test_the_key_of_the_file_goes_before_that_of_the_environment() -> None:
    environ = {"GOOGLE_APPLICATION_CREDENTIALS": "/env.json"}
    assert settings(Google(), environ).key == "/env.json"
    assert settings(Google(key="/file.json"), environ).key == "/file.json"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_sheetflow_toml_says_how_to_reach_google(tmp_path: Path) -> None:
    text = (
        '[google]\nkey = "key.json"\nimpersonate = "a@b.example"\n'
        'quota = "60,30"\nwait_seconds = 20\nchange_detection = true\n'
    )
    found = read_config(written(tmp_path / "x.toml", text)).google
    assert found == Google(str(tmp_path / "key.json"), "a@b.example", "60,30", 20, True)


def test_an_address_among_the_targets_stays_as_it_is(tmp_path: Path) -> None:
    address = (
        "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE/edit"
    )
    assert read_config(
        written(tmp_path / "x.toml", f'[targets]\nsoria = "{address}"\n')
    ).targets == {"soria": address}


@pytest.mark.parametrize(
    "text",
    ["google = 1\n", "[google]\nkye = 'x'\n", "[google]\nkey = 1\n", "[google]\nquota = true\n",
     "[google]\nchange_detection = 1\n", "[google]\nwait_seconds = '9'\n"],
)  # fmt: skip
def test_a_setting_that_is_unknown_or_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(written(tmp_path / "x.toml", text))
    assert advice(caught.value, "en")
