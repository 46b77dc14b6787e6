"""People's logins at the test server: the consent page, codes with PKCE, refresh tokens, what ends
them; with the real google-auth.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials

from tests.sheets_server import Server
from tests.sheets_server.consent import AUTHORIZE, REVOKE, OAuthClient
from tests.support.browser import consent, fetch
from tests.support.loopback_client import DRIVE, SHEETS, serving

MAYA = "maya@example.com"
BACK = "http://127.0.0.1:50123/"
VERIFIER = "v" * 64


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=7) as started:
        yield started


@pytest.fixture
def client(server: Server) -> OAuthClient:
    return server.consent.client()


def address(server: Server, client: OAuthClient, **other: str) -> str:
    """The consent page, as a program with PKCE asks for it."""
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    asked = {
        "client_id": client.client_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": SHEETS,
        "state": "s1",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{server.url}{AUTHORIZE}?{urlencode(asked | other)}"


def code_of(back: str) -> str:
    return parse_qs(urlsplit(back).query)["code"][0]


def exchange(
    server: Server, client: OAuthClient, code: str, **other: str
) -> tuple[int, dict[str, str]]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "client_id": client.client_id,
        "client_secret": client.secret,
        "code_verifier": VERIFIER,
    }
    answer = requests.post(server.url + "/token", data=form | other, timeout=30)
    return answer.status_code, answer.json()


def credentials(server: Server, client: OAuthClient, token: str) -> Credentials:
    return Credentials(
        None,
        refresh_token=token,
        token_uri=server.url + "/token",
        client_id=client.client_id,
        client_secret=client.secret,
    )


def test_a_person_who_agrees_is_sent_back_with_the_state_and_a_code(
    server: Server, client: OAuthClient
) -> None:
    back = urlsplit(consent(address(server, client)))
    said = {name: values[0] for name, values in parse_qs(back.query).items()}
    assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
    assert (said["state"], said["scope"]) == ("s1", SHEETS)
    assert said["code"].startswith("4/0A")


def test_a_person_who_does_not_is_sent_back_with_access_denied(
    server: Server, client: OAuthClient
) -> None:
    back = consent(address(server, client), allow=False)
    assert parse_qs(urlsplit(back).query) == {"state": ["s1"], "error": ["access_denied"]}


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"client_id": "nobody"}, "invalid_client"),
        ({"redirect_uri": "https://sheetflow.example/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://192.0.2.7:50123/"}, "redirect_uri_mismatch"),
        ({"scope": "https://example.com/all"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_what_may_not_be_asked_is_told_on_a_page_that_leads_nowhere(
    server: Server, client: OAuthClient, asked: dict[str, str], error: str
) -> None:
    status, page, leads = fetch(address(server, client, **asked))
    assert (status >= 400, error in page, leads) == (True, True, "")


def test_a_client_in_testing_lets_its_testers_in_alone(server: Server) -> None:
    client = server.consent.client(testing=True, testers=["eva@example.com"])
    assert fetch(address(server, client))[0] == 403
    server.consent.person = "eva@example.com"
    assert fetch(address(server, client))[0] == 200


def test_a_code_with_its_verifier_gives_tokens_of_the_person(
    server: Server, client: OAuthClient
) -> None:
    status, answer = exchange(server, client, code_of(consent(address(server, client))))
    assert status == 200
    assert answer["refresh_token"].startswith("1//0")
    book = server.world.create("Hers", owner=MAYA)
    found = requests.get(
        f"{server.url}/v4/spreadsheets/{book.id}",
        headers={"Authorization": f"Bearer {answer['access_token']}"},
        timeout=30,
    )
    assert found.status_code == 200


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:1/"}, "redirect_uri_mismatch"),
        ({"client_secret": "GOCSPX-wrong"}, "invalid_client"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"code": "4/0Anonsense"}, "invalid_grant"),
    ],
)
def test_a_code_is_worth_nothing_in_other_hands(
    server: Server, client: OAuthClient, wrong: dict[str, str], error: str
) -> None:
    code = code_of(consent(address(server, client)))
    status, answer = exchange(server, client, wrong.pop("code", code), **wrong)
    assert (status >= 400, answer["error"]) == (True, error)
    assert server.consent.refresh_tokens == []


def test_a_challenge_in_plain_is_compared_as_it_is(server: Server, client: OAuthClient) -> None:
    asked = address(server, client, code_challenge=VERIFIER, code_challenge_method="plain")
    assert exchange(server, client, code_of(consent(asked)))[0] == 200


def test_a_code_that_comes_twice_ends_what_it_gave(server: Server, client: OAuthClient) -> None:
    code = code_of(consent(address(server, client)))
    assert exchange(server, client, code)[0] == 200
    assert exchange(server, client, code)[0] == 400
    assert server.consent.refresh_tokens == []


def test_a_code_is_over_after_ten_minutes(server: Server, client: OAuthClient) -> None:
    code = code_of(consent(address(server, client)))
    server.clock.advance(601)
    assert exchange(server, client, code)[1]["error"] == "invalid_grant"


def test_google_auth_refreshes_with_the_refresh_token(server: Server, client: OAuthClient) -> None:
    found = credentials(server, client, server.consent.login(client, MAYA, [SHEETS]))
    found.refresh(Request())
    assert found.token.startswith("ya29.")


def test_a_scope_that_was_not_given_is_missing_at_the_api(
    server: Server, client: OAuthClient
) -> None:
    back = consent(address(server, client, scope=f"{SHEETS} {DRIVE}"), leave_out=[SHEETS])
    answer = exchange(server, client, code_of(back))[1]
    assert answer["scope"] == DRIVE
    book = server.world.create("Hers", owner=MAYA)
    found = credentials(server, client, answer["refresh_token"])
    found.refresh(Request())
    call = f"{server.url}/v4/spreadsheets/{book.id}:batchUpdate"
    headers = {"Authorization": f"Bearer {found.token}"}
    with_drive = requests.post(call, json={"requests": []}, headers=headers, timeout=30)
    assert with_drive.status_code in (200, 400)  # the scope of Drive covers Sheets as well
    answer["access_token"] = server.gate.issue(MAYA, [SHEETS + ".readonly"])
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    refused = requests.post(call, json={"requests": []}, headers=headers, timeout=30)
    assert refused.status_code == 403
    assert "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in refused.text


def test_revocation_ends_the_login_and_its_access_tokens(
    server: Server, client: OAuthClient
) -> None:
    token = server.consent.login(client, MAYA, [SHEETS])
    found = credentials(server, client, token)
    found.refresh(Request())
    assert requests.post(server.url + REVOKE, data={"token": token}, timeout=30).status_code == 200
    headers = {"Authorization": f"Bearer {found.token}"}
    call = f"{server.url}/v4/spreadsheets/{'x' * 44}"
    assert requests.get(call, headers=headers, timeout=30).status_code == 401
    with pytest.raises(RefreshError, match="expired or revoked"):
        found.refresh(Request())
    again = requests.post(server.url + REVOKE, data={"token": token}, timeout=30)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_token")


def test_an_organisation_may_ask_for_a_new_login(server: Server, client: OAuthClient) -> None:
    token = server.consent.login(client, MAYA, [SHEETS])
    server.consent.reauth.add(MAYA)
    form = {"grant_type": "refresh_token", "refresh_token": token}
    login = (client.client_id, client.secret)
    answer = requests.post(server.url + "/token", data=form, auth=login, timeout=30)
    assert (answer.status_code, answer.json()["error_subtype"]) == (400, "invalid_rapt")


def test_a_client_file_names_this_servers_endpoints(server: Server, tmp_path: Path) -> None:
    found = json.loads(server.client_file(tmp_path / "client.json").read_text("utf-8"))
    assert found["installed"]["auth_uri"] == server.url + AUTHORIZE
    assert found["installed"]["token_uri"] == server.url + "/token"
