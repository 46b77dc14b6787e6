"""The key file: only its owner may read it, no repository may hold it, and its content stays in
it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetflow.backends.google.client.credentials import check_service_account, log_in, read_key
from sheetflow.backends.google.client.settings import Settings
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.errors import AccessError, ConfigError, SheetflowError
from sheetflow.errors.google import KeyFileOfGoogle, LoginOfGoogle
from sheetflow.texts.messages import advice, message
from tests.google.client.tiny import ACCOUNT, key_of, private_key, save_key

GOOGLE = "https://oauth2.googleapis.com/token"


def refused(place: Path, *, local: bool = False) -> SheetflowError:
    with pytest.raises(SheetflowError) as caught:
        check_service_account(str(place), read_key(str(place)), local=local)
    said = f"{message(caught.value, 'en')} {advice(caught.value, 'en')}"
    assert advice(caught.value, "en")
    assert "PRIVATE KEY" not in said
    assert private_key().splitlines()[3] not in said
    return caught.value


def test_a_key_that_only_its_owner_may_read_is_taken(tmp_path: Path) -> None:
    key = save_key(tmp_path / "key.json", key_of(GOOGLE))
    check_service_account(str(key), read_key(str(key)), local=False)
    assert read_key(str(key))["client_email"] == ACCOUNT


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o602, 0o610, 0o666])
def test_a_key_open_to_others_is_refused_with_the_command_that_closes_it(
    tmp_path: Path, mode: int
) -> None:
    key = save_key(tmp_path / "key.json", key_of(GOOGLE), mode)
    error = refused(key)
    assert isinstance(error, ConfigError)
    assert f"chmod 600 {key}" in advice(error, "en")


def test_the_command_can_be_copied_whatever_the_path_holds(tmp_path: Path) -> None:
    (tmp_path / "my keys").mkdir()
    key = save_key(tmp_path / "my keys" / "key.json", key_of(GOOGLE), 0o644)
    assert advice(refused(key), "en") == f"Run: chmod 600 '{key}'"


@pytest.mark.parametrize("folder", [".", "keys", "keys/old"])
def test_a_key_inside_a_repository_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    error = refused(save_key(tmp_path / folder / "key.json", key_of(GOOGLE)))
    assert isinstance(error, ConfigError)
    assert f"outside of {tmp_path}, and name the new path" in advice(error, "en")


def test_of_a_repository_in_another_the_outer_one_is_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    error = refused(save_key(tmp_path / "inner" / "key.json", key_of(GOOGLE)))
    assert f"outside of {tmp_path}," in advice(error, "en")


def test_a_work_tree_whose_git_is_a_file_is_a_repository_too(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    error = refused(save_key(tmp_path / "key.json", key_of(GOOGLE)))
    assert "git repository" in message(error, "en")


def test_a_link_from_outside_does_not_hide_a_key_inside_a_repository(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    save_key(tmp_path / "repo" / "key.json", key_of(GOOGLE))
    (tmp_path / "link.json").symlink_to(tmp_path / "repo" / "key.json")
    assert "git repository" in message(refused(tmp_path / "link.json"), "en")


def test_a_link_inside_a_repository_to_a_key_outside_is_taken(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "link.json").symlink_to(save_key(tmp_path / "key.json", key_of(GOOGLE)))
    assert read_key(str(tmp_path / "repo" / "link.json"))["client_email"] == ACCOUNT


def test_a_key_that_is_not_there_is_told_with_its_name(tmp_path: Path) -> None:
    error = refused(tmp_path / "nowhere.json")
    assert isinstance(error, ConfigError)
    assert "nowhere.json" in message(error, "en")
    assert advice(error, "en").startswith("Check the path: key below [google] in sheetflow.toml")


def test_links_in_a_circle_are_no_key(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert isinstance(refused(tmp_path / "a"), ConfigError)


def test_a_folder_or_a_pipe_is_no_key(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "is not a file" in message(refused(tmp_path), "en")
    assert "Check the path" in advice(refused(tmp_path), "en")
    assert "is not a file" in message(refused(tmp_path / "pipe"), "en")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_key_that_we_may_not_read_is_a_matter_of_permission(tmp_path: Path) -> None:
    assert isinstance(refused(save_key(tmp_path / "key.json", key_of(GOOGLE), 0o200)), AccessError)


@pytest.mark.parametrize(
    "text", ["", "{", "-----BEGIN PRIVATE KEY-----", "[1]", '"key"', "\udcff", "[" * 60_000]
)
def test_what_is_no_json_object_is_no_key(tmp_path: Path, text: str) -> None:
    key = tmp_path / "key.json"
    key.write_bytes(text.encode("utf-8", "surrogateescape"))
    key.chmod(0o600)
    assert isinstance(refused(key), ConfigError)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"installed": {"client_id": "1"}}, "OAuth client"),
        ({"web": {"client_id": "1"}}, "OAuth client"),
        ({"type": "authorized_user"}, "not the key of a service account"),
        ({}, "not the key of a service account"),
        (key_of(GOOGLE, private_key=""), "not whole"),
        (key_of(GOOGLE, client_email=None), "not whole"),
        (key_of(7), "not whole"),
        (key_of("https://tokens.example.org/token"), "elsewhere"),
        (key_of("http://oauth2.googleapis.com/token"), "elsewhere"),
        (key_of("https://oauth2.googleapis.com@example.org/token"), "elsewhere"),
        (key_of("https://example.org\\@oauth2.googleapis.com/token"), "elsewhere"),
        (key_of("https://googleapis.com.example.org/token"), "elsewhere"),
        (key_of("https://[::1/token"), "elsewhere"),
        (key_of("http://127.0.0.1:9/token"), "test server"),
    ],
)
def test_what_is_no_key_of_a_service_account_is_told_plainly(
    tmp_path: Path, content: dict[str, object], said: str
) -> None:
    error = refused(save_key(tmp_path / "key.json", content))
    assert isinstance(error, ConfigError)
    assert said in message(error, "en")


def test_the_key_of_a_test_server_is_taken_beside_one(tmp_path: Path) -> None:
    key = key_of("http://127.0.0.1:9/token")
    check_service_account("key.json", key, local=True)


def test_a_private_key_that_is_broken_is_told_without_its_content(
    tmp_path: Path, connect: Callable[..., Sheets]
) -> None:
    broken = key_of(
        "http://127.0.0.1:9/token", private_key="-----BEGIN PRIVATE KEY-----\nMIIEsecret\n"
    )
    with pytest.raises(ConfigError) as caught:
        connect(key=str(save_key(tmp_path / "broken.json", broken)))
    assert "MIIE" not in json.dumps(
        [message(caught.value, "en"), advice(caught.value, "en"), str(caught.value.__cause__)]
    )
    assert advice(caught.value, "en") == "Make a new one, and delete this one at Google."


def test_beside_a_test_server_a_key_of_googles_is_refused() -> None:
    key = dict.fromkeys(("client_email", "private_key"), "x")
    key |= {"type": "service_account", "token_uri": "https://oauth2.googleapis.com/token"}
    with pytest.raises(KeyFileOfGoogle):
        check_service_account("key.json", key, local=True)
    check_service_account("key.json", key, local=False)


def test_beside_a_test_server_a_login_of_googles_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = {"type": "authorized_user", "client_id": "x", "client_secret": "x"}
    path = tmp_path / "login.json"
    path.write_text(json.dumps({**login, "refresh_token": "x"}), encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    with pytest.raises(LoginOfGoogle):
        log_in(Settings(endpoint="http://127.0.0.1:9", key=str(path)))
