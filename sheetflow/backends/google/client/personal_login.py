"""A person logs in with their own Google account, and out again: the flow for installed programs,
with PKCE, through a browser (https://developers.google.com/identity/protocols/oauth2/native-app).

Only `sheetflow login` and `sheetflow logout` load this.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import requests
from google_auth_oauthlib.flow import (  # type: ignore[import-untyped]  # it has no types
    InstalledAppFlow,
)
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # nor has this

from sheetflow.backends.google.client.faults import UNREADABLE, Asking, Fault, of_token_answer
from sheetflow.backends.google.client.loopback import Listener, Pages
from sheetflow.backends.google.client.oauth_client import OAuthClient
from sheetflow.backends.google.client.session import TIMEOUT, quiet_session
from sheetflow.backends.google.client.settings import owner_of
from sheetflow.backends.google.client.stored_login import StoredLogin, login_path
from sheetflow.backends.google.client.transport import FOREIGN, fault_of
from sheetflow.errors.login import (
    ConsentFailed,
    ConsentOfAnother,
    ConsentRefused,
    ConsentTimedOut,
    LogoutUntold,
    ScopesNotGranted,
)
from sheetflow.model import Text

MINUTES: Final = 5
"""How long the consent page may take."""
_REVOKE: Final = "https://oauth2.googleapis.com/revoke"
_NO_ANSWER: Final = (AttributeError, TypeError, ValueError)
"""What oauthlib raises over JSON that is no answer of a token endpoint."""
_HTTP: Final = "OAUTHLIB_INSECURE_TRANSPORT"


class Invitation(NamedTuple):
    """How a person is asked: `show` gets the address to open and the port on which its answer comes
    in, which is 0 for a free one; `pages` is what the browser shows at the end.
    """

    show: Callable[[str, int], None]
    pages: Pages
    port: int = 0
    seconds: float = MINUTES * 60


def ask_consent(client: OAuthClient, scopes: Sequence[str], how: Invitation) -> StoredLogin:
    """Asks a person to allow these scopes, and returns the login; nothing is kept yet.

    Raises AccessError where they do not, BusyError where nobody answers or Google cannot be
    reached.
    """
    local = owner_of(client.token_uri) == "machine"
    with Listener(how.port, how.pages) as listener, _plain_http(allowed=local):
        flow = _flow(client, scopes, listener.address)
        # Google gives a refresh token for certain only where it asks for the consent anew
        address, state = flow.authorization_url(prompt="consent")
        how.show(address, listener.port)
        answer = listener.wait(state, how.seconds)
        token = _token_for(_code_in(answer, how.seconds), flow)
    return _login_of(client, scopes, token)


def revoke(login: StoredLogin) -> None:
    """Tells Google that a login is over. Raises BusyError where Google cannot be told."""
    local = owner_of(login.token_uri) == "machine"
    place = urlsplit(login.token_uri)
    address = f"{place.scheme}://{place.netloc}/revoke" if local else _REVOKE
    session = quiet_session(local=local)
    try:
        answer = session.post(
            address,
            data={"token": login.refresh_token},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except FOREIGN as error:
        raise _untold(error) from None
    if answer.status_code not in (200, 400):  # 400: it was over already
        raise LogoutUntold(f"HTTP {answer.status_code}")


def _untold(error: Exception) -> LogoutUntold:
    """Returns why Google could not be told, in the words of whatever ends other runs."""
    end = fault_of(error).end
    return LogoutUntold(end.values[0] if end.values else Text("connection_lost"))


def _flow(client: OAuthClient, scopes: Sequence[str], back: str) -> InstalledAppFlow:
    installed = {
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "auth_uri": client.auth_uri,
        "token_uri": client.token_uri,
    }
    made = InstalledAppFlow.from_client_config({"installed": installed}, list(scopes))
    made.redirect_uri = back
    local = owner_of(client.token_uri) == "machine"
    session = quiet_session(local=local, session=made.oauth2session)
    session.max_redirects = 0
    made.oauth2session.register_compliance_hook("access_token_response", _let_through)
    return made


def _let_through(answer: requests.Response) -> requests.Response:
    """Returns an answer of the token endpoint that oauthlib can judge: it looks at no status.
    Raises Fault for one that says that Google is busy.
    """
    if answer.status_code >= 500 or answer.status_code == 429:
        who = Asking("", "", personal=True)
        raise of_token_answer(answer.status_code, answer.content, answer.headers, who)
    return answer


def _code_in(answer: Mapping[str, str] | None, seconds: float) -> str:
    """Returns the code that came in. Raises AccessError or BusyError."""
    if answer is None:
        raise ConsentTimedOut(round(seconds / 60))
    if not answer:
        raise ConsentOfAnother
    if answer.get("error") == "access_denied":
        raise ConsentRefused
    if "error" in answer:
        raise ConsentFailed(answer["error"])
    return answer["code"]


def _token_for(code: str, flow: InstalledAppFlow) -> Mapping[str, Any]:
    """Returns what Google gives for a code. Raises AccessError or BusyError."""
    try:
        token = flow.fetch_token(code=code, include_client_id=True, timeout=TIMEOUT)
    except OAuth2Error as error:
        raise ConsentFailed(error.description or error.error) from None
    except Fault as fault:
        raise fault.end from None
    except _NO_ANSWER:
        raise ConsentFailed(UNREADABLE) from None
    except FOREIGN as error:
        raise fault_of(error).end from None
    except Warning as changed:  # so oauthlib says that the scopes are not those that were asked for
        token = getattr(changed, "token", {})
    return dict(token)


def _login_of(client: OAuthClient, scopes: Sequence[str], token: Mapping[str, Any]) -> StoredLogin:
    allowed = _words(token.get("scope", scopes))
    if not set(scopes) <= set(allowed):
        raise ScopesNotGranted
    refresh_token = token.get("refresh_token")
    if not isinstance(refresh_token, str) or not refresh_token:
        raise ConsentFailed(Text("no_refresh_token"))
    return StoredLogin(
        client_id=client.client_id,
        client_secret=client.client_secret,
        refresh_token=refresh_token,
        token_uri=client.token_uri,
        auth_uri=client.auth_uri,
        scopes=allowed,
        path=login_path(),
    )


def _words(scope: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(scope.split() if isinstance(scope, str) else scope)


@contextmanager
def _plain_http(*, allowed: bool) -> Iterator[None]:
    """Lets oauthlib speak without TLS, to a test server on this machine only."""
    before = os.environ.get(_HTTP)
    if allowed:
        os.environ[_HTTP] = "1"
    try:
        yield
    finally:
        if allowed and before is None:
            del os.environ[_HTTP]
