"""People's own logins: OAuth clients, the consent page, codes, refresh tokens, revocation.

From documents:
- the page, its parameters, PKCE, the errors, the token answers and revocation:
  https://developers.google.com/identity/protocols/oauth2/native-app
- what ends a refresh token (7 days while an external app is in testing, revocation, six months
  without use, session control): https://developers.google.com/identity/protocols/oauth2#expiration
- codes and grants RFC 6749 (4.1, 5.2, 6), PKCE RFC 7636 (4.2, 4.6), revocation RFC 7009,
  loopback addresses of any port RFC 8252 (7.3)
- the client file: https://github.com/googleapis/google-api-python-client/blob/main/docs/client-secrets.md
From threads: the words of `invalid_rapt`, as Okta's help quotes them (article “Workflows Gmail
connector error code 500 and 401”).

Only believed, and to be looked at on Google itself: the descriptions of invalid_grant for a code
(“Malformed auth code.”, “Missing code verifier.”, “Invalid code verifier.”), and that a code which
comes twice ends the tokens that it gave.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from tests.sheets_server.discovery import known_scopes
from tests.sheets_server.http import Incoming, Reply

AUTHORIZE = "/o/oauth2/v2/auth"
DECIDE = "/o/oauth2/v2/consent"
REVOKE = "/revoke"
TESTING_DAYS = 7
_CODE_SECONDS = 600
_LIFETIME = 3599
_RAPT = {
    "error": "invalid_grant",
    "error_description": "reauth related error (invalid_rapt)",
    "error_uri": "https://support.google.com/a/answer/9368756",
    "error_subtype": "invalid_rapt",
}
_OVER = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
_UNKNOWN_CLIENT = {
    "error": "invalid_client",
    "error_description": "The OAuth client was not found.",
}
_WRONG_SECRET = {"error": "invalid_client", "error_description": "Unauthorized"}
_DELETED_CLIENT = {
    "error": "deleted_client",
    "error_description": "The OAuth client was deleted.",
}


@dataclass(slots=True)
class OAuthClient:
    """An OAuth client of the console; in `testing` its logins end after 7 days, and only its
    `testers` may log in.
    """

    client_id: str
    secret: str
    testing: bool = False
    testers: set[str] = field(default_factory=set)
    deleted: bool = False


@dataclass(slots=True)
class _Asked:
    """What a program asked a person for, from the page on until the code is used."""

    client: OAuthClient
    redirect_uri: str
    scopes: list[str]
    challenge: str
    method: str
    state: str
    email: str = ""
    until: datetime | None = None
    given: str = ""


@dataclass(slots=True)
class _Grant:
    """What a refresh token stands for."""

    client: OAuthClient
    email: str
    scopes: list[str]
    until: datetime | None


class Issued(NamedTuple):
    """A token that the gate is to give out."""

    email: str
    scopes: list[str]


class Consent:
    """The clients of a server, and the logins of people.

    `person` is who sits at the browser; `reauth` are the people whose organisation wants them to
    log in again. `issue` gives out an access token, `withdraw` ends all of a person's.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        issue: Callable[[str, Iterable[str]], str],
        withdraw: Callable[[str], None],
    ) -> None:
        self._now, self._issue, self._withdraw = now, issue, withdraw
        self.person = "maya@example.com"
        self.reauth: set[str] = set()
        self.clients: dict[str, OAuthClient] = {}
        self.codes: list[str] = []
        self._pages: dict[str, _Asked] = {}
        self._by_code: dict[str, _Asked] = {}
        self._grants: dict[str, _Grant] = {}

    @property
    def refresh_tokens(self) -> list[str]:
        """The refresh tokens that are worth something, the newest last."""
        return list(self._grants)

    def client(self, *, testing: bool = False, testers: Iterable[str] = ()) -> OAuthClient:
        """A new client."""
        number = str(secrets.randbelow(10**12)).rjust(12, "7")
        made = OAuthClient(
            f"{number}-{secrets.token_hex(16)}.apps.googleusercontent.com",
            f"GOCSPX-{secrets.token_urlsafe(21)}",
            testing,
            set(testers),
        )
        self.clients[made.client_id] = made
        return made

    def login(self, client: OAuthClient, email: str, scopes: Iterable[str]) -> str:
        """A refresh token, as if a person had just said yes."""
        token = "1//0" + secrets.token_urlsafe(60)
        days = timedelta(days=TESTING_DAYS)
        until = self._now() + days if client.testing else None
        self._grants[token] = _Grant(client, email, list(scopes), until)
        return token

    def end_logins(self) -> None:
        """People take their consent back, in their Google account."""
        self._grants.clear()

    # ── the page ──────────────────────────────────────────────────────────────────────────────

    def answer(self, incoming: Incoming) -> Reply | None:
        """Answers what is asked at the consent page or for a revocation; None for all else."""
        call = (incoming.verb, incoming.raw_path)
        if call == ("GET", AUTHORIZE):
            return self._page(_words(incoming.query))
        if call == ("POST", DECIDE):
            return self._decided(parse_qs(incoming.body.decode("utf-8", "replace")))
        if call == ("POST", REVOKE):
            return self._revoked(_words(incoming.body.decode("utf-8", "replace")))
        return None

    def _page(self, asked: Mapping[str, str]) -> Reply:
        """The page on which a person says yes or no; an error page where nobody may be sent
        back.
        """
        client = self.clients.get(asked.get("client_id", ""))
        if client is None or client.deleted:
            return _blocked(401, "deleted_client" if client else "invalid_client")
        if not _is_loopback(asked.get("redirect_uri", "")):
            return _blocked(400, "redirect_uri_mismatch")
        scopes = asked.get("scope", "").split()
        if not scopes or not known_scopes().issuperset(scopes):
            return _blocked(400, "invalid_scope")
        if asked.get("response_type") != "code":
            return _blocked(400, "unsupported_response_type")
        if client.testing and self.person not in client.testers:
            return _blocked(403, "access_denied")
        number = secrets.token_hex(8)
        self._pages[number] = _Asked(
            client,
            asked["redirect_uri"],
            scopes,
            asked.get("code_challenge", ""),
            asked.get("code_challenge_method", "plain"),
            asked.get("state", ""),
            self.person,
        )
        boxes = "".join(_BOX.format(escape(scope), escape(scope)) for scope in scopes)
        page = _PAGE.format(escape(self.person), DECIDE, number, boxes)
        return Reply(200, page.encode(), "text/html; charset=utf-8")

    def _decided(self, form: Mapping[str, list[str]]) -> Reply:
        asked = self._pages.pop((form.get("page") or [""])[0], None)
        if asked is None:
            return _blocked(400, "invalid_request")
        allowed = [scope for scope in asked.scopes if scope in form.get("scope", ())]
        if form.get("answer") != ["allow"] or not allowed:
            return _sent_back(asked, error="access_denied")
        asked.scopes = allowed
        asked.until = self._now() + timedelta(seconds=_CODE_SECONDS)
        code = "4/0A" + secrets.token_urlsafe(54)
        self._by_code[code] = asked
        self.codes.append(code)
        return _sent_back(asked, code=code, scope=" ".join(allowed))

    def _revoked(self, form: Mapping[str, str]) -> Reply:
        """RFC 7009: ends a login; access tokens of the person end with it."""
        grant = self._grants.pop(form.get("token", ""), None)
        if grant is None:
            return _json(400, {"error": "invalid_token", "error_description": _OVER_WORDS})
        self._withdraw(grant.email)
        return _json(200, {})

    # ── tokens ────────────────────────────────────────────────────────────────────────────────

    def token(self, form: Mapping[str, list[str]], authorization: str) -> tuple[int, Any] | None:
        """Answers a person's grants at the token endpoint: status and body; None for any other
        grant.
        """
        words = {name: values[0] for name, values in form.items()}
        kind = words.get("grant_type")
        if kind not in ("authorization_code", "refresh_token"):
            return None
        client_id, secret = _client_of(words, authorization)
        client = self.clients.get(client_id)
        if client is None:
            return 401, _UNKNOWN_CLIENT
        if client.deleted:
            return 401, _DELETED_CLIENT
        if not secrets.compare_digest(secret, client.secret):
            return 401, _WRONG_SECRET
        if kind == "refresh_token":
            return self._refreshed(words.get("refresh_token", ""), client)
        return self._exchanged(words, client)

    def _exchanged(self, words: Mapping[str, str], client: OAuthClient) -> tuple[int, Any]:
        asked = self._by_code.get(words.get("code", ""))
        if asked is None or asked.client is not client:
            return 400, _no("Malformed auth code.")
        if asked.given:  # a code that comes twice was stolen: RFC 6749, 4.1.2
            self._grants.pop(asked.given, None)
            return 400, _no("Bad Request")
        if asked.until is None or asked.until <= self._now():
            return 400, _no("Bad Request")
        if words.get("redirect_uri") != asked.redirect_uri:
            answer = {"error": "redirect_uri_mismatch", "error_description": "Bad Request"}
            return 400, answer
        if asked.challenge and (wrong := _verifier_fault(asked, words.get("code_verifier", ""))):
            return 400, _no(wrong)
        asked.given = self.login(client, asked.email, asked.scopes)
        answer = self._answer(Issued(asked.email, asked.scopes))
        return 200, answer | {"refresh_token": asked.given}

    def _refreshed(self, token: str, client: OAuthClient) -> tuple[int, Any]:
        grant = self._grants.get(token)
        if grant is None or grant.client is not client:
            return 400, _OVER
        if grant.until is not None and grant.until <= self._now():
            del self._grants[token]
            return 400, _OVER
        if grant.email in self.reauth:
            return 400, _RAPT
        return 200, self._answer(Issued(grant.email, grant.scopes))

    def _answer(self, issued: Issued) -> dict[str, Any]:
        return {
            "access_token": self._issue(issued.email, issued.scopes),
            "expires_in": _LIFETIME,
            "scope": " ".join(issued.scopes),
            "token_type": "Bearer",
        }


def write_client_file(path: Path, client: OAuthClient, address: str, kind: str) -> Path:
    """Writes a client as the console gives it out, but with this server's endpoints; `kind` is
    installed or web.
    """
    known = {
        "client_id": client.client_id,
        "project_id": "northwind-leads",
        "auth_uri": address + AUTHORIZE,
        "token_uri": address + "/token",
        "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
        "client_secret": client.secret,
        "redirect_uris": ["http://localhost"],
    }
    path.write_text(json.dumps({kind: known}), encoding="utf-8")
    return path


_OVER_WORDS = "Token expired or revoked"
_BOX = '<label><input type="checkbox" name="scope" value="{}" checked> {}</label><br>\n'
_PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>Sign in</title></head><body>
<h1>sheetflow wants access to the Google Account of {}</h1>
<form method="post" action="{}">
<input type="hidden" name="page" value="{}">
{}
<button id="cancel" name="answer" value="deny">Cancel</button>
<button id="continue" name="answer" value="allow">Continue</button>
</form></body></html>
"""


def _words(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _is_loopback(address: str) -> bool:
    """Whether a desktop client may be sent back there: this machine, any port, plain HTTP."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")


def _blocked(status: int, error: str) -> Reply:
    """Google's own page, from which nobody is sent back."""
    page = f"<!doctype html><h1>Access blocked</h1><p>Error {status}: {error}</p>"
    return Reply(status, page.encode(), "text/html; charset=utf-8")


def _sent_back(asked: _Asked, **told: str) -> Reply:
    query = urlencode({"state": asked.state, **told})
    between = "&" if urlsplit(asked.redirect_uri).query else "?"
    location = f"{asked.redirect_uri}{between}{query}"
    return Reply(302, b"", "text/html; charset=utf-8", (("Location", location),))


def _json(status: int, body: object) -> Reply:
    return Reply(status, json.dumps(body).encode())


def _no(description: str) -> dict[str, str]:
    return {"error": "invalid_grant", "error_description": description}


def _client_of(words: Mapping[str, str], authorization: str) -> tuple[str, str]:
    """Id and secret of the client, from the body or from HTTP Basic (RFC 6749, 2.3.1)."""
    kind, _, text = authorization.partition(" ")
    if kind.lower() != "basic":
        return words.get("client_id", ""), words.get("client_secret", "")
    name, _, secret = base64.b64decode(text).decode().partition(":")
    return unquote(name), unquote(secret)


def _verifier_fault(asked: _Asked, verifier: str) -> str:
    """What is wrong with the code verifier; nothing where it fits the challenge."""
    if not verifier:
        return "Missing code verifier."
    digest = hashlib.sha256(verifier.encode()).digest()
    hashed = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    expected = hashed if asked.method == "S256" else verifier
    fits = 43 <= len(verifier) <= 128 and secrets.compare_digest(expected, asked.challenge)
    return "" if fits else "Invalid code verifier."
