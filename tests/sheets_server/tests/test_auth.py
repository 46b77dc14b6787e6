"""Who may ask the test server: keys, tokens, scopes, impersonation, sharing; with the real
google-auth.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth import impersonated_credentials, jwt
from google.auth.crypt import RSASigner
from google.auth.exceptions import RefreshError

from tests.sheets_server import ROBOT, Server
from tests.sheets_server.auth import AUDIENCE
from tests.sheets_server.clock import machine_seconds
from tests.support.loopback_client import (
    DRIVE,
    SHEETS,
    Ask,
    StayHome,
    asking,
    credentials,
    serving,
    session,
)

READ_ONLY = SHEETS + ".readonly"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=7) as started:
        yield started


@pytest.fixture
def ask(server: Server) -> Iterator[Ask]:
    with asking(server) as found:
        yield found


def test_the_key_file_is_for_its_owner_only(server: Server, tmp_path: Path) -> None:
    assert stat.S_IMODE(server.key_file(tmp_path / "key.json").stat().st_mode) == 0o600


def test_google_auth_gets_a_token_with_the_key_and_the_token_opens_the_api(
    server: Server, tmp_path: Path
) -> None:
    with session(credentials(server, tmp_path)) as opened:
        assert opened.get(server.url + "/drive/v3/files").json()["files"] == []
    assert [entry.kind for entry in server.log] == ["token", "drive"]


def test_no_token_and_a_wrong_one_are_refused(server: Server) -> None:
    for headers in ({}, {"Authorization": "Bearer ya29.nonsense"}, {"Authorization": "Basic eDp5"}):
        answer = requests.get(server.url + "/drive/v3/files", headers=headers, timeout=60)
        assert answer.status_code == 401
        assert answer.json()["error"]["status"] == "UNAUTHENTICATED"


def test_tokens_end_after_an_hour_of_the_servers_clock_and_when_told_to(
    server: Server, ask: Ask
) -> None:
    server.clock.advance(3599)
    assert ask("GET", "/drive/v3/files").status_code == 200
    server.clock.advance(1)
    assert ask("GET", "/drive/v3/files").status_code == 401


def test_google_auth_renews_a_token_that_ended_in_mid_run(server: Server, tmp_path: Path) -> None:
    with session(credentials(server, tmp_path)) as opened:
        opened.get(server.url + "/drive/v3/files")
        server.expire_tokens()
        assert opened.get(server.url + "/drive/v3/files").status_code == 200
    assert [entry.status for entry in server.log] == [200, 200, 401, 200, 200]


def assertion(
    server: Server,
    other: dict[str, Any],
    *,
    signer: str = ROBOT,
    key_id: str = "",
    header: dict[str, str] | None = None,
) -> str:
    """A signed request for a token, as google-auth makes it but for the other claims."""
    now = int(machine_seconds())
    claims = {
        "iss": ROBOT,
        "aud": AUDIENCE,
        "scope": SHEETS,
        "iat": now,
        "exp": now + 3600,
        **other,
    }
    found = server.account(signer)
    return str(jwt.encode(RSASigner(found.key, key_id or found.key_id), claims, header).decode())


def token_answer(server: Server, signed: str) -> requests.Response:
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": signed}
    return requests.post(server.url + "/token", data=form, timeout=60)


def test_a_signed_request_for_a_token_is_answered_with_one(server: Server) -> None:
    answer = token_answer(server, assertion(server, {}))
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"aud": "http://127.0.0.1/token"}, "invalid_grant"),
        ({"iss": "nobody@northwind-leads.iam.gserviceaccount.com"}, "invalid_grant"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": SHEETS + ".everything"}, "invalid_scope"),
        ({"iat": 1000, "exp": 4600}, "invalid_grant"),
        ({"exp": 4102444800}, "invalid_grant"),
        ({"iat": "now"}, "invalid_grant"),
        ({"sub": "ana.serrano@example.com"}, "unauthorized_client"),
    ],
    ids=str,
)
def test_a_request_for_a_token_with_a_wrong_claim_is_refused(
    server: Server, wrong: dict[str, Any], error: str
) -> None:
    answer = token_answer(server, assertion(server, wrong))
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_request_for_a_token_signed_with_another_key_is_refused(server: Server) -> None:
    other, own = "other@northwind-leads.iam.gserviceaccount.com", server.account().key_id
    assert (
        token_answer(server, assertion(server, {}, signer=other)).json()["error"] == "invalid_grant"
    )
    signed_by_other = assertion(server, {}, signer=other, key_id=own)
    assert (
        token_answer(server, signed_by_other).json()["error_description"]
        == "Invalid JWT Signature."
    )


def test_a_request_for_a_token_that_names_another_algorithm_is_refused(server: Server) -> None:
    answer = token_answer(server, assertion(server, {}, header={"alg": "none"}))
    assert answer.json()["error"] == "invalid_grant"


@pytest.mark.parametrize("nonsense", ["", "a.b", "e30.e30.e30", "x.y.z", "bnVsbA.bnVsbA.bnVsbA"])
def test_nonsense_in_place_of_a_signed_request_is_refused(server: Server, nonsense: str) -> None:
    assert token_answer(server, nonsense).status_code == 400


def test_a_token_for_a_refused_key_fails_in_google_auth_too(server: Server, tmp_path: Path) -> None:
    found = credentials(server, tmp_path)
    server.gate.accounts.clear()
    with session(found) as opened, pytest.raises(RefreshError, match="account not found"):
        opened.get(server.url + "/drive/v3/files")


def test_a_scope_that_does_not_allow_the_call_is_refused(server: Server) -> None:
    book = server.world.create("Leads")
    headers = {"Authorization": "Bearer " + server.gate.issue(ROBOT, [READ_ONLY])}
    answer = requests.post(
        f"{server.url}/v4/spreadsheets/{book.id}/values:batchUpdate",
        headers=headers,
        json={},
        timeout=60,
    )
    assert answer.status_code == 403
    assert answer.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_an_account_may_act_as_another_only_where_that_was_allowed(
    server: Server, tmp_path: Path
) -> None:
    acting = server.account("leads-bot@northwind-leads.iam.gserviceaccount.com").email
    found = impersonated_credentials.Credentials(
        source_credentials=credentials(server, tmp_path),
        target_principal=acting,
        target_scopes=[DRIVE],
        iam_endpoint_override=f"{server.url}/v1/projects/-/serviceAccounts/{acting}:generateAccessToken",
    )
    with pytest.raises(RefreshError):
        found.refresh(StayHome())
    server.gate.may_act_as.add((ROBOT, acting))
    found.refresh(StayHome())
    headers = {"Authorization": f"Bearer {found.token}"}
    requests.get(server.url + "/drive/v3/files", headers=headers, timeout=60)
    assert server.log[-1].caller == acting


# Sharing


def test_a_spreadsheet_that_is_not_shared_is_forbidden_and_an_unknown_one_is_not_found(
    server: Server, ask: Ask
) -> None:
    book = server.world.create("Leads", owner="ana.serrano@example.com")
    answer = ask("GET", f"/v4/spreadsheets/{book.id}")
    assert (answer.status_code, answer.json()["error"]["message"]) == (
        403,
        "The caller does not have permission",
    )
    assert ask("GET", f"/v4/spreadsheets/{book.id[:-1]}").status_code == 404


def test_a_tab_cannot_be_copied_into_a_spreadsheet_that_is_not_shared(
    server: Server, ask: Ask
) -> None:
    own, hers = (
        server.world.create("Leads"),
        server.world.create("Hers", owner="ana.serrano@example.com"),
    )
    body = {"destinationSpreadsheetId": hers.id}
    statuses = [ask("POST", f"/v4/spreadsheets/{own.id}/sheets/0:copyTo", json=body).status_code]
    server.share(hers.id)
    statuses.append(
        ask("POST", f"/v4/spreadsheets/{own.id}/sheets/0:copyTo", json=body).status_code
    )
    assert statuses == [403, 200]


def test_a_reader_may_read_and_only_a_writer_may_write(server: Server, ask: Ask) -> None:
    book = server.world.create("Leads", owner="ana.serrano@example.com")
    write = {"requests": [{"addSheet": {"properties": {"title": "Old"}}}]}
    statuses = []
    for role in ("reader", "writer", ""):
        server.share(book.id, role=role)
        statuses.append(
            (
                ask("GET", f"/v4/spreadsheets/{book.id}?fields=spreadsheetId").status_code,
                ask("POST", f"/v4/spreadsheets/{book.id}:batchUpdate", json=write).status_code,
            )
        )
    assert statuses == [(200, 403), (200, 200), (403, 403)]
