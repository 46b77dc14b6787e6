"""What keeps a person from logging in at Google, or ends a login.

`path` is a file as a person names it; a Text where a variable stands for one. `reason` is what
Google itself says.
"""

from __future__ import annotations

from sheetflow.errors import AccessError, BusyError, ConfigError

# ── the OAuth client


class ClientMissing(ConfigError):
    """Nobody named an OAuth client, and none was used before."""


class ClientFileMissing(ConfigError):
    """There is no file of an OAuth client at the path."""

    path: str


class ClientFileForbidden(AccessError):
    """The system does not let us read the file of the OAuth client."""

    path: str


class ClientFileUnusable(ConfigError):
    """The file is not JSON, or holds no whole OAuth client."""

    path: str


class ClientOfAnotherType(ConfigError):
    """The OAuth client is one of a web application, which may not log in on this machine."""

    path: str


class ClientIsKey(ConfigError):
    """The file is the key of a service account, which needs no login."""

    path: str


class ClientElsewhere(ConfigError):
    """The OAuth client sends people, or their codes, to a server that is not Google's."""

    path: str


# ── the consent of the person


class ConsentRefused(AccessError):
    """The person chose Cancel."""


class ConsentFailed(AccessError):
    """Google gave no code, or no token for it."""

    reason: object


class ConsentTimedOut(BusyError):
    """Nobody came back from Google's pages in time."""

    minutes: int


class ConsentOfAnother(AccessError):
    """An answer came in that belongs to another login: its state is not ours."""


class ScopesNotGranted(AccessError):
    """The person logged in, and left a box of the consent page without its tick."""


class PortBusy(BusyError):
    """The port on which the answer is to come in is taken."""

    port: int


# ── the login that is kept


class LoginNotKept(AccessError):
    """The system does not let us write the file of the login."""

    path: str
    reason: object


class LoginFileForbidden(AccessError):
    """The system does not let us read the file of the login."""

    path: str


class LoginFileExposed(ConfigError):
    """The mode of the file lets others read it; `quoted` is its path as a shell takes it."""

    path: str
    quoted: str


class LoginFileUnusable(ConfigError):
    """The file of the login is damaged."""

    path: str


class LoginElsewhere(ConfigError):
    """The login belongs to a server that is not Google's, and no test server is set."""

    path: str


class LoginScopesShort(ConfigError):
    """The login does not allow all that the settings ask for."""


class LoginEnded(AccessError):
    """Google gives no token for the login any more: it has expired, or was taken away."""

    reason: str


class LoginAskedAgain(AccessError):
    """The person's organisation wants them to log in again."""

    reason: str


class ClientGone(AccessError):
    """Google does not know the OAuth client of the login any more."""

    reason: str


class LogoutUntold(BusyError):
    """The login is gone here, and Google could not be told."""

    reason: object


# ── a key by value


class KeyValueUnreadable(ConfigError):
    """SHEETFLOW_GOOGLE_KEY holds neither a key as JSON nor one in base64."""
