"""What keeps a run from a Google Sheet, or ends it there.

`reason` is what Google itself says, in whatever language it says it. `account` is an address; a
Text where the account has none. `path` is a key file as the settings name it; a Text where a
variable holds the key itself. An `object` may be a Text.
"""

from __future__ import annotations

from sheetflow.errors import (
    AccessError,
    BusyError,
    ConfigError,
    DamagedError,
    MovedError,
    SheetflowError,
)

# ── the address


class NotASheetAddress(ConfigError):
    """The address is one of another site."""


class AddressWithoutSheet(ConfigError):
    """The address is one of Google's, and has no id in it."""


class PublishedCopy(ConfigError):
    """The address is that of a published copy, which nobody can write to."""


class ExcelOnDrive(ConfigError):
    """The address is that of an Excel file that Google shows like a sheet; the API opens none."""


class AnotherDocument(ConfigError):
    """The address is that of a text document, a form or the like; `kind` says which."""

    kind: object


class SheetNotFound(ConfigError):
    """Google knows no spreadsheet of that id."""


# ── settings


class EndpointElsewhere(ConfigError):
    """SHEETFLOW_GOOGLE_ENDPOINT names a server that is not on this machine."""


class QuotaUnreadable(ConfigError):
    """The setting `quota` is neither one number nor two; `text` is what it says."""

    text: str


class QuotaUnlimited(ConfigError):
    """The setting `quota` is 0, and the server is Google's."""


class NotASpan(ConfigError):
    """A setting that holds seconds, or a factor for them, is no number or below 0."""

    setting: str


# ── the key


class NoCredentials(ConfigError):
    """Neither the settings nor the machine have a login for Google."""


class KeyGivenAsText(ConfigError):
    """What should name the key file holds the key itself, which no message repeats; `where` is the
    setting or the variable.
    """

    where: str


class KeyFileMissing(ConfigError):
    """There is no key file at the path."""

    path: str


class KeyFileNotAFile(ConfigError):
    """The path of the key file is a folder, a pipe or a device."""

    path: str


class KeyFileForbidden(AccessError):
    """The system does not let us read the key file."""

    path: str


class KeyFileExposed(ConfigError):
    """The mode of the key file lets others read it; `quoted` is its path as a shell takes it."""

    path: str
    quoted: str


class KeyFileInRepository(ConfigError):
    """A folder above the key file is the work tree of a git repository."""

    path: str
    work_tree: str


class KeyFileNotJson(ConfigError):
    """The key file cannot be read as JSON."""

    path: str


class KeyFileEmpty(ConfigError):
    """The key file is JSON, and no object."""

    path: str


class KeyFileOfClient(ConfigError):
    """The key file is that of an OAuth client, which lets people log in."""

    path: object


class KeyFileOfAnotherKind(ConfigError):
    """The key file does not say that it belongs to a service account."""

    path: object


class KeyFileIncomplete(ConfigError):
    """The key file has no address, no private key, or no place that gives tokens."""

    path: object


class KeyFileUnusable(ConfigError):
    """The private key in the key file is broken."""

    path: object


class KeyFileElsewhere(ConfigError):
    """The key file sends requests for tokens to a server that is not Google's."""

    path: object


class KeyFileOfTestServer(ConfigError):
    """The key file belongs to a server on this machine, and no such server is set."""

    path: object


class KeyFileOfGoogle(ConfigError):
    """The key file is one of Google's, and a test server on this machine is set."""

    path: object


class LoginOfGoogle(ConfigError):
    """The login of this machine is one of Google's, and a test server on it is set."""


# ── the network, and what Google answers


class GoogleUnreachable(BusyError):
    """The connection to Google failed."""

    reason: object


class CertificateRefused(BusyError):
    """The certificate of the server is not one of Google's, or our clock is wrong."""


class ProxyPassword(BusyError):
    """The proxy on the way to Google asks for a password."""


class GoogleBusy(BusyError):
    """Google answered with a fault that passes, until there was no time left to wait."""

    reason: object


class QuotaUsedUp(BusyError):
    """Other runs use the account's share of a minute; `kind` is reads or writes."""

    limit: int
    kind: object


class RequestRefused(SheetflowError):
    """Google refuses a request of doctor's."""

    reason: str


class ReadRefused(SheetflowError):
    """Google refuses to read what it has listed, twice."""

    reason: str


class ChangeRefused(SheetflowError):
    """Google refuses changes, several times in a row."""

    reason: str


class ChangeRefusedOnce(MovedError):
    """Google refuses a change: people may have taken away what it was for."""


class AnswerNotAsked(SheetflowError):
    """Google answered for a range that was not in the request."""


class ChangeUnsure(MovedError):
    """The answer to a change got lost, so nobody knows whether Google made it."""


class CellsUsedUp(ConfigError):
    """With our columns the spreadsheet would have `count` cells more than Google allows."""

    count: int


# ── people at work


class SheetNotRead(SheetflowError):
    """The program is to write a sheet that it has not read."""


class StateTabNameTaken(ConfigError):
    """A tab has the name of our hidden tab, but for its capitals; `tab` is its name in quotes."""

    tab: str


class NewTabNameTaken(DamagedError):
    """A tab has the name of a tab that is to be added; `tab` is that name in quotes."""

    tab: str


class ColumnsMoved(MovedError):
    """A column of ours is not where it was read, or is gone."""


class RowsMoved(MovedError):
    """The end of a table or filter is not where it was read."""


class FooterMoved(MovedError):
    """The totals row of a table is not where it was read."""


class AnswerTypedOver(MovedError):
    """A person typed into a cell of ours after it was read."""


class RowChanged(MovedError):
    """A row that is to be written cannot be found again."""


class AnotherRun(MovedError):
    """Another run has written the hidden tab since it was read."""


class ColumnsKeepMoving(BusyError):
    """Columns moved during each of several reads."""


class RowsKeepMoving(BusyError):
    """Rows moved during each of several writes."""
