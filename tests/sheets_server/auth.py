"""Who asks: service accounts and their keys, the token endpoint, bearer tokens, scopes,
impersonation; people's own logins are in consent.py.

Format of the signed request for a token: RFC 7523 and
https://developers.google.com/identity/protocols/oauth2/service-account.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.sheets_server.api import Answer
from tests.sheets_server.clock import machine_seconds
from tests.sheets_server.consent import Consent
from tests.sheets_server.discovery import Method, known_scopes
from tests.sheets_server.errors import ApiError, invalid

AUDIENCE = "https://oauth2.googleapis.com/token"
"""What google-auth signs as `aud`, whatever the key file's token_uri is
(google.oauth2.service_account).
"""

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = 3600
_SKEW = 300
_NO_TOKEN = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, "
    "login cookie or other "
    "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
BAD_TOKEN = _NO_TOKEN.replace(
    "is missing required authentication credential", "had invalid authentication credentials"
)
_ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"


class Account:
    """A service account with its key pair (RSA 2048, made when first asked for)."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.key_id = secrets.token_hex(20)

    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        """The private key."""
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def write_key_file(self, path: Path, token_uri: str) -> None:
        """Write the account's key as the JSON file that the cloud console gives out; only its owner
        may read it.
        """
        pem = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        key = {
            "type": "service_account",
            "project_id": self.email.partition("@")[2].partition(".")[0],
            "private_key_id": self.key_id,
            "private_key": pem.decode(),
            "client_email": self.email,
            "client_id": str(int(self.key_id[:16], 16)),
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
        }
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(json.dumps(key, indent=2), encoding="utf-8")


class Grant(NamedTuple):
    """What a bearer token stands for: whose it is, which scopes it has, until when (aware UTC)."""

    email: str
    scopes: frozenset[str]
    expires: datetime


@dataclass(slots=True)
class _RefusedError(Exception):
    """The token endpoint says no: OAuth's error code and a description."""

    error: str
    description: str


class Gate:
    """Accounts, tokens and who may act as whom (`may_act_as`: pairs of the asking and the acting
    account).
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.accounts: dict[str, Account] = {}
        self.may_act_as: set[tuple[str, str]] = set()
        self._tokens: dict[str, Grant] = {}
        self.consent = Consent(now, self.issue, self.end_tokens_of)

    def account(self, email: str) -> Account:
        """The account of an address, made when there is none."""
        return self.accounts.setdefault(email, Account(email))

    def expire_tokens(self) -> None:
        """No token given out so far is worth anything from here on."""
        self._tokens = {
            token: grant._replace(expires=self._now()) for token, grant in self._tokens.items()
        }

    def end_tokens_of(self, email: str) -> None:
        """No token of this account is worth anything from here on."""
        self._tokens = {
            token: grant for token, grant in self._tokens.items() if grant.email != email
        }

    def issue(self, email: str, scopes: Iterable[str], lifetime: int = _LIFETIME) -> str:
        """A fresh bearer token; `lifetime` in seconds of the server's clock."""
        token = "ya29." + secrets.token_urlsafe(48)
        self._tokens[token] = Grant(
            email, frozenset(scopes), self._now() + timedelta(seconds=lifetime)
        )
        return token

    def token_endpoint(self, form: Mapping[str, list[str]], authorization: str = "") -> Answer:
        """Answer a POST to the token endpoint; `form` as parse_qs makes it."""
        if personal := self.consent.token(form, authorization):
            return Answer(*personal)
        try:
            if form.get("grant_type") != [_GRANT]:
                raise _RefusedError(
                    "unsupported_grant_type",
                    "Invalid grant_type: " + form.get("grant_type", [""])[0],
                )
            claims = self._claims(form.get("assertion", [""])[0])
            scopes = _scopes(claims.get("scope"))
        except _RefusedError as refused:
            return Answer(400, {"error": refused.error, "error_description": refused.description})
        token = self.issue(claims.get("sub", claims["iss"]), scopes)
        return Answer(
            200, {"access_token": token, "expires_in": _LIFETIME - 1, "token_type": "Bearer"}
        )

    def admit(self, authorization: str | None, method: Method | None) -> Grant:
        """Whose request it is, by its Authorization header; 401 without a live token, 403 when no
        scope allows it.
        """
        kind, _, token = (authorization or "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise _unauthenticated(_NO_TOKEN, "CREDENTIALS_MISSING", method)
        grant = self._tokens.get(token.strip())
        if grant is None or grant.expires <= self._now():
            reason = "ACCESS_TOKEN_EXPIRED" if grant else "ACCESS_TOKEN_TYPE_UNSUPPORTED"
            raise _unauthenticated(BAD_TOKEN, reason, method)
        if method is not None and not grant.scopes & method.scopes:
            raise _scope_missing(method)
        return grant

    def impersonate(self, caller: str, raw_path: str, body: Mapping[str, Any]) -> Answer:
        """Answer `generateAccessToken` of the IAM credentials API, which lets one account act as
        another.
        """
        target = raw_path.rpartition("/")[2].partition(":")[0].replace("%40", "@")
        if target not in self.accounts or (caller, target) not in self.may_act_as:
            raise ApiError(403, "PERMISSION_DENIED", _NOT_CREATOR)
        scopes = body.get("scope") or []
        if not scopes or not known_scopes().issuperset(scopes):
            raise invalid("Request contains an invalid argument.")
        seconds = int(str(body.get("lifetime") or _LIFETIME).rstrip("s"))
        ends = datetime.fromtimestamp(machine_seconds() + seconds, UTC)
        token = self.issue(target, scopes, seconds)
        return Answer(
            200, {"accessToken": token, "expireTime": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}
        )

    def _claims(self, assertion: str) -> dict[str, Any]:
        """The claims of a signed request for a token, checked: issuer, signature, audience,
        times.
        """
        header, claims = (_decoded(part) for part in [*assertion.split("."), "", ""][:2])
        account = self.accounts.get(str(claims.get("iss")))
        if account is None:
            raise _RefusedError("invalid_grant", "Invalid grant: account not found")
        if (
            header.get("alg") != "RS256"
            or header.get("kid") != account.key_id
            or not _signed(account, assertion)
        ):
            raise _RefusedError("invalid_grant", "Invalid JWT Signature.")
        if claims.get("aud") != AUDIENCE:
            text = "Invalid JWT: Failed audience check. The right audience is " + AUDIENCE
            raise _RefusedError("invalid_grant", text)
        _check_times(claims)
        acts_as = claims.get("sub")
        if acts_as not in (None, account.email) and (account.email, acts_as) not in self.may_act_as:
            raise _RefusedError("unauthorized_client", _NO_DELEGATION)
        return claims


_NOT_CREATOR = (
    "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist)."
)
_NO_DELEGATION = (
    "Client is unauthorized to retrieve access tokens using this method, or client not "
    "authorized for any of the "
    "scopes requested."
)
_BAD_TIMES = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


def _decoded(part: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _RefusedError("invalid_grant", "Bad Request") from error
    if not isinstance(found, dict):
        raise _RefusedError("invalid_grant", "Bad Request")
    return found


def _signed(account: Account, assertion: str) -> bool:
    signed, _, signature = assertion.rpartition(".")
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        account.key.public_key().verify(raw, signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _check_times(claims: Mapping[str, Any]) -> None:
    """Signed by the machine's clock, so checked by it: not from the future, not over, an hour at
    most.
    """
    now = machine_seconds()
    begins, ends = claims.get("iat"), claims.get("exp")
    if not isinstance(begins, int) or not isinstance(ends, int):
        raise _RefusedError("invalid_grant", _BAD_TIMES)
    if not (begins <= now + _SKEW and now - _SKEW < ends and begins < ends <= begins + _LIFETIME):
        raise _RefusedError("invalid_grant", _BAD_TIMES)


def _scopes(text: object) -> list[str]:
    if not isinstance(text, str) or not text.strip():
        raise _RefusedError("invalid_scope", "Empty or missing scope not allowed.")
    scopes = text.split()
    if not known_scopes().issuperset(scopes):
        raise _RefusedError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return scopes


def _unauthenticated(message: str, reason: str, method: Method | None) -> ApiError:
    old = "authError" if method is not None and method.kind == "drive" else None
    return ApiError(401, "UNAUTHENTICATED", message, old, details=[_info(reason, method)])


def _scope_missing(method: Method) -> ApiError:
    old = "insufficientPermissions" if method.kind == "drive" else None
    info = _info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", method)
    return ApiError(
        403,
        "PERMISSION_DENIED",
        "Request had insufficient authentication scopes.",
        old,
        details=[info],
    )


def _info(reason: str, method: Method | None) -> dict[str, Any]:
    service = f"{method.api.partition('.')[0]}.googleapis.com" if method else "googleapis.com"
    metadata = {"service": service, "method": method.id} if method else {"service": service}
    return {
        "@type": _ERROR_INFO,
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }
