"""THE table of Google's names for a refusal: name -> what ends the run, and with it the exit code,
the sentence and the cure (texts/errors_google.py).

Names decide, never texts: Google writes its texts in any language. They are those of Service
Infrastructure (google/api/error_reason.proto, read on 2026-11-28), of the Drive guide "Resolve
errors" (the older shape, which Sheets sends too) and of OAuth's token endpoint (RFC 6749, section
5.2, and Google's own beside it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from sheetflow.errors import SheetflowError
from sheetflow.errors.google_access import (
    AccountBlocked,
    AnswerOfAnother,
    ApiDisabled,
    DelegationMissing,
    DomainForbids,
    DriveFull,
    OrganisationForbids,
    ProjectUnusable,
    QuotaProjectDenied,
    QuotaProjectMissing,
    ScopesMissing,
    SheetForbidden,
)

PASSING: Final = frozenset(
    {
        "rateLimitExceeded",
        "userRateLimitExceeded",
        "quotaExceeded",
        "dailyLimitExceeded",
        "sharingRateLimitExceeded",
        "RATE_LIMIT_EXCEEDED",
        "RESOURCE_QUOTA_EXCEEDED",
        "backendError",
        "internalError",
        "transientError",
    }
)
"""Waiting helps: the request is sent again."""
TOKEN: Final = frozenset(
    {
        "authError",
        "ACCESS_TOKEN_EXPIRED",
        "ACCESS_TOKEN_TYPE_UNSUPPORTED",
        "CREDENTIALS_MISSING",
        "SESSION_COOKIE_INVALID",
        "OVERLOADED_CREDENTIALS",
    }
)
"""A new access token is asked for; where it is not accepted either, the run ends."""
NEVER_OURS: Final = frozenset(
    {
        # of keys of the kind that sheetflow never sends
        "API_KEY_INVALID",
        "API_KEY_SERVICE_BLOCKED",
        "API_KEY_HTTP_REFERRER_BLOCKED",
        "API_KEY_IP_ADDRESS_BLOCKED",
        "API_KEY_ANDROID_APP_BLOCKED",
        "API_KEY_IOS_APP_BLOCKED",
        # of requests that it never makes: sharing, folders, shared drives, revisions, comments
        "badRequest",
        "invalidSharingRequest",
        "illegalKeepForeverModification",
        "activeItemCreationLimitExceeded",
        "cannotModifyInheritedPermission",
        "fileNotDownloadable",
        "myDriveHierarchyDepthLimitExceeded",
        "numChildrenInNonRootLimitExceeded",
        "notFound",
        "operationNotSupported",
        "publishOutNotPermitted",
        "shareInNotPermitted",
        "shareOutNotPermitted",
        "shareOutNotPermittedToUser",
        "targetUserRoleLimitedByLicenseRestriction",
        "teamDriveFileLimitExceeded",
        "teamDriveHierarchyTooDeep",
        "teamDriveMembershipRequired",
        "SYSTEM_PARAMETER_UNSUPPORTED",
        "ERROR_REASON_UNSPECIFIED",
    }
)
"""Told with Google's own text, and with the advice to run doctor; a 404 is told by its status."""


class Refusal(NamedTuple):
    """A request that Google refuses: its text, the account that asked, and what the details name:
    an API such as `sheets.googleapis.com` and a project such as `projects/123`, blank where none.
    """

    text: str
    account: object
    service: str = ""
    project: str = ""


End = Callable[[Refusal], SheetflowError]

_GCLOUD: Final = "projects/764086051850"
"""The project of gcloud's own OAuth client (CLOUD_SDK_CLIENT_ID of google-auth), in which nobody
can switch an API on: a login of the machine that has no quota project is counted there.
"""
_NO_QUOTA_PROJECT: Final = "adc-troubleshooting/user-creds"
"""What Google's own page about such logins is called, in whatever language the text is."""


def _disabled(refusal: Refusal) -> SheetflowError:
    if refusal.project == _GCLOUD or _NO_QUOTA_PROJECT in refusal.text:
        return QuotaProjectMissing(refusal.text)
    return ApiDisabled(API_NAMES.get(refusal.service, refusal.service or "API"), refusal.text)


def _of_project(refusal: Refusal) -> SheetflowError:
    return ProjectUnusable(refusal.text)


def _of_organisation(refusal: Refusal) -> SheetflowError:
    return OrganisationForbids(refusal.text)


def _of_scopes(refusal: Refusal) -> SheetflowError:
    return ScopesMissing(refusal.text)


def _of_sheet(refusal: Refusal) -> SheetflowError:
    return SheetForbidden(refusal.account, refusal.text)


API_NAMES: Final = {
    "sheets.googleapis.com": "Google Sheets API",
    "drive.googleapis.com": "Google Drive API",
    "iamcredentials.googleapis.com": "IAM Service Account Credentials API",
}
"""What the console calls an API."""

ENDS: Final[Mapping[str, End]] = {
    "SERVICE_DISABLED": _disabled,
    "accessNotConfigured": _disabled,
    "USER_PROJECT_DENIED": lambda refusal: QuotaProjectDenied(refusal.text),
    "BILLING_DISABLED": _of_project,
    "CONSUMER_INVALID": _of_project,
    "CONSUMER_SUSPENDED": _of_project,
    "GCP_SUSPENDED": _of_project,
    "RESOURCE_PROJECT_INVALID": _of_project,
    "SERVICE_NOT_VISIBLE": _of_project,
    "LOCATION_TAX_POLICY_VIOLATED": _of_project,
    "SECURITY_POLICY_VIOLATED": _of_organisation,
    "ORG_RESTRICTION_VIOLATION": _of_organisation,
    "ORG_RESTRICTION_HEADER_INVALID": _of_organisation,
    "LOCATION_ORG_POLICY_VIOLATED": _of_organisation,
    "LOCATION_POLICY_VIOLATED": _of_organisation,
    "TLS_ORG_POLICY_VIOLATED": _of_organisation,
    "domainPolicy": lambda refusal: DomainForbids(refusal.text),
    "USER_BLOCKED_BY_ADMIN": lambda refusal: DomainForbids(refusal.text),
    "ACCOUNT_STATE_INVALID": lambda refusal: AccountBlocked(refusal.account, refusal.text),
    "storageQuotaExceeded": lambda refusal: DriveFull(refusal.text),
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": _of_scopes,
    "insufficientPermissions": _of_scopes,
    "insufficientScopes": _of_scopes,
    "appNotAuthorizedToFile": _of_scopes,
    "insufficientFilePermissions": _of_sheet,
    "forbidden": _of_sheet,
}
"""In their order: the first that an answer names counts."""

TOKEN_ENDS: Final[Mapping[str, End]] = {
    "unauthorized_client": lambda refusal: DelegationMissing(refusal.account, refusal.text),
    "admin_policy_enforced": lambda refusal: DomainForbids(refusal.text),
    "org_internal": lambda refusal: DomainForbids(refusal.text),
    "access_denied": _of_organisation,
    "invalid_scope": _of_scopes,
}
"""Codes of the token endpoint that say more than that there is no token."""
NO_TOKEN: Final = frozenset(
    {
        "invalid_grant",
        "invalid_client",
        "invalid_request",
        "invalid_target",
        "unsupported_grant_type",
        "deleted_client",
        "disabled_client",
    }
)
"""Codes of the token endpoint that are about the key or login itself."""


def end_of(error: Mapping[str, Any], text: str, account: object) -> SheetflowError:
    """Returns what ends the run after a 403; `error` is the object of that name in the answer,
    empty where the answer is none of Google's APIs.
    """
    if not error:
        return AnswerOfAnother(text)
    return named_end(error, text, account) or SheetForbidden(account, text)


def named_end(error: Mapping[str, Any], text: str, account: object) -> SheetflowError | None:
    """Returns what ends the run by the first row of ENDS that an answer names; None by none."""
    named = set(reasons_of(error))
    end = next((end for reason, end in ENDS.items() if reason in named), None)
    if end is None:
        return None
    return end(Refusal(text, account, _named(error, "service"), _named(error, "consumer")))


def reasons_of(error: Mapping[str, Any]) -> Iterator[str]:
    """Yields Google's names for what is wrong, in the shapes of its older and newer services."""
    yield str(error.get("status", ""))
    for part in ("errors", "details"):
        for entry in _entries(error, part):
            yield str(entry.get("reason", ""))


def _named(error: Mapping[str, Any], name: str) -> str:
    """Returns what the details of an answer say under a name; blank where they do not."""
    for entry in _entries(error, "details"):
        metadata = entry.get("metadata")
        if isinstance(metadata, dict) and isinstance(metadata.get(name), str):
            return str(metadata[name])
    return ""


def _entries(error: Mapping[str, Any], part: str) -> Iterator[Mapping[str, Any]]:
    entries = error.get(part)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            yield entry
