"""What keeps an account from a Google Sheet: refusals of Google's, by reason.

`reason` is what Google itself says, in whatever language it says it. `account` is an address; a
Text where the account has none.
"""

from __future__ import annotations

from sheetflow.errors import AccessError, BusyError


class LoginRefused(AccessError):
    """Google gives a service account no token."""

    account: object
    reason: str


class LoginExpired(AccessError):
    """The login of this machine gets no token any more."""

    account: object
    reason: str


class ClockWrong(AccessError):
    """Google gives no token, and its clock and ours are `minutes` apart."""

    minutes: int
    reason: str


class ImpersonationRefused(AccessError):
    """Google does not let our `own` account act as the `account` of the settings."""

    account: object
    reason: str
    own: object


class TokenRefused(AccessError):
    """Google gave us a token, and does not take it; a new one neither."""

    reason: str


class ScopesMissing(AccessError):
    """The login was made for other services than Google Sheets."""

    reason: str


class ApiDisabled(AccessError):
    """The project of the login has not switched an API on; `api` is what the console calls it,
    `API` where Google does not say which.
    """

    api: str
    reason: str


class QuotaProjectMissing(AccessError):
    """The login of a person on this machine has no project that its requests are counted for."""

    reason: str


class QuotaProjectDenied(AccessError):
    """The account may not use the project that its requests are to be counted for."""

    reason: str


class ProjectUnusable(AccessError):
    """The project of the login was deleted or suspended, or its billing is off."""

    reason: str


class OrganisationForbids(AccessError):
    """A policy of the organisation on Google Cloud forbids the request."""

    reason: str


class DomainForbids(AccessError):
    """The administrators of Google Workspace forbid the request."""

    reason: str


class AccountBlocked(AccessError):
    """Google has blocked or deleted the account itself."""

    account: object
    reason: str


class DelegationMissing(AccessError):
    """The account may not act for people of the domain: no administrator has allowed it."""

    account: object
    reason: str


class DriveFull(BusyError):
    """The storage of the owner of the sheet is full."""

    reason: str


class AnswerOfAnother(AccessError):
    """A refusal that is none of Google's APIs: a page of something on the way, or of Google's."""

    reason: str


class SheetForbidden(AccessError):
    """The sheet is not shared with the account, or to read only."""

    account: object
    reason: str


class ColumnsProtected(AccessError):
    """Protected ranges of a tab hold a column of ours."""

    tab: str
    account: object
