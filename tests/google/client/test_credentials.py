"""Who we are at Google: keys, the environment, an account on top of another; and nothing asked
unseen.
"""

from __future__ import annotations

import base64
import json
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests

from sheetflow.backends.google.client.credentials import log_in
from sheetflow.backends.google.client.faults import name_of
from sheetflow.backends.google.client.session import quiet_session
from sheetflow.backends.google.client.settings import settings
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.config import Google
from sheetflow.errors import ConfigError
from sheetflow.model import Text
from sheetflow.texts.messages import advice
from tests.google.client.tiny import ACCOUNT, Answer, Request, TinyServer, key_of, save_key

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE = "https://www.googleapis.com/auth/drive.metadata.readonly"
LENDER = "server-lender@sales-desk.iam.gserviceaccount.com"


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials anywhere."""
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("PATH", str(tmp_path))  # google-auth would run gcloud to ask for a project


def claims(asked: Request) -> dict[str, str]:
    """What the signed request for a token says."""
    middle = parse_qs(asked.body.decode())["assertion"][0].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def test_a_token_is_asked_for_the_sheets_and_nothing_more(
    sheets: Sheets, server: TinyServer
) -> None:
    sheets.get("properties")
    said = claims(server.token_requests[0])
    assert (said["iss"], said["scope"], said["aud"]) == (
        ACCOUNT,
        SHEETS,
        "https://oauth2.googleapis.com/token",
    )


def test_change_detection_asks_for_the_metadata_of_drive_too(
    connect: Callable[..., Sheets], server: TinyServer
) -> None:
    connect(change_detection=True).get("properties")
    assert claims(server.token_requests[0])["scope"].split() == [SHEETS, DRIVE]


def test_nothing_is_asked_of_anybody_before_the_first_request(
    sheets: Sheets, server: TinyServer
) -> None:
    assert sheets.account == ACCOUNT
    assert server.token_requests == server.requests == []


def test_a_request_asks_for_a_token_once_and_for_nothing_else(
    sheets: Sheets, server: TinyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """google-auth would look up regional access boundaries beside it, in a thread that nobody
    sees.
    """
    started: list[str] = []
    start = threading.Thread.start
    monkeypatch.setattr(
        threading.Thread,
        "start",
        lambda thread: (started.append(type(thread).__module__), start(thread)),
    )
    for _ in range(3):
        sheets.get("properties")
    assert [module for module in started if module.startswith("google")] == []
    assert len(server.token_requests) == 1
    assert {asked.path.split("?")[0] for asked in server.requests} == {
        f"/v4/spreadsheets/{sheets.id}"
    }


def test_the_environment_may_name_the_key(
    connect: Callable[..., Sheets],
    server: TinyServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = save_key(
        tmp_path / "env.json",
        key_of(f"{server.place}/token", client_email="env@sales-desk.example"),
    )
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
    assert connect(key=None).account == "env@sales-desk.example"


def test_the_key_of_the_environment_is_held_to_the_same_rules(tmp_path: Path) -> None:
    key = save_key(tmp_path / "env.json", key_of("https://oauth2.googleapis.com/token"), 0o644)
    with pytest.raises(ConfigError):
        log_in(settings(Google(), {"GOOGLE_APPLICATION_CREDENTIALS": str(key)}))


def test_another_account_is_acted_as_through_the_lender(
    connect: Callable[..., Sheets], server: TinyServer
) -> None:
    server.tokens = [
        Answer(200, '{"access_token": "own", "expires_in": 3600}'),
        Answer(200, '{"accessToken": "lent", "expireTime": "2099-01-01T00:00:00Z"}'),
    ]
    sheets = connect(impersonate=LENDER)
    sheets.get("properties")
    assert sheets.account == LENDER
    assert f"/{LENDER}:generateAccessToken" in server.token_requests[1].path
    assert server.token_requests[1].json()["scope"] == [SHEETS]
    assert server.requests[0].headers["authorization"] == "Bearer lent"


def test_no_password_file_speaks_for_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """requests would put the password of ~/.netrc into the place of our token."""
    (tmp_path / "netrc").write_text(
        "machine sheets.googleapis.com login ana password word\n", encoding="utf-8"
    )
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    asked = quiet_session(local=False).prepare_request(
        requests.Request("GET", "https://sheets.googleapis.com/v4/")
    )
    assert "Authorization" not in asked.headers


@pytest.mark.usefixtures("nowhere")
def test_without_credentials_the_advice_names_the_ways_to_give_some() -> None:
    with pytest.raises(ConfigError) as caught:
        log_in(settings(Google(), {"SHEETFLOW_GOOGLE_ENDPOINT": "http://127.0.0.1:9"}))
    assert "GOOGLE_APPLICATION_CREDENTIALS" in advice(caught.value, "en")
    assert "sheetflow.toml" in advice(caught.value, "en")


@pytest.mark.usefixtures("nowhere")
def test_the_login_of_a_person_is_taken_where_there_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "gcloud").mkdir()
    person = {
        "type": "authorized_user",
        "client_id": "1",
        "client_secret": "2",
        "refresh_token": "3",
    }
    save_key(tmp_path / "gcloud" / "application_default_credentials.json", person)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        login = log_in(settings(Google(), {}))
    assert login.account == ""
    assert name_of(login.account) == Text("account_in_use")


def test_a_named_key_must_be_the_key_of_a_service_account(tmp_path: Path) -> None:
    person = {
        "type": "authorized_user",
        "client_id": "1",
        "client_secret": "2",
        "refresh_token": "3",
    }
    key = save_key(tmp_path / "person.json", person)
    with pytest.raises(ConfigError):
        log_in(settings(Google(key=str(key)), {}))
