"""Every name that Google publishes for a refusal has its row, and each row its own advice.

The lists are those of google/api/error_reason.proto and of the Drive guide "Resolve errors", read
on 2026-11-28, and of RFC 6749, section 5.2, with what Google's own pages on OAuth add.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from sheetflow.backends.google.client.faults import Asking, FaultKind, of_answer, of_token_answer
from sheetflow.backends.google.client.reasons import (
    ENDS,
    NEVER_OURS,
    NO_TOKEN,
    PASSING,
    TOKEN,
    TOKEN_ENDS,
)
from sheetflow.texts.messages import advice, message

SERVICE_INFRASTRUCTURE = """
    ERROR_REASON_UNSPECIFIED SERVICE_DISABLED BILLING_DISABLED API_KEY_INVALID
    API_KEY_SERVICE_BLOCKED API_KEY_HTTP_REFERRER_BLOCKED API_KEY_IP_ADDRESS_BLOCKED
    API_KEY_ANDROID_APP_BLOCKED API_KEY_IOS_APP_BLOCKED RATE_LIMIT_EXCEEDED RESOURCE_QUOTA_EXCEEDED
    LOCATION_TAX_POLICY_VIOLATED USER_PROJECT_DENIED CONSUMER_SUSPENDED CONSUMER_INVALID
    SECURITY_POLICY_VIOLATED ACCESS_TOKEN_EXPIRED ACCESS_TOKEN_SCOPE_INSUFFICIENT
    ACCOUNT_STATE_INVALID ACCESS_TOKEN_TYPE_UNSUPPORTED CREDENTIALS_MISSING
    RESOURCE_PROJECT_INVALID SESSION_COOKIE_INVALID USER_BLOCKED_BY_ADMIN
    SYSTEM_PARAMETER_UNSUPPORTED ORG_RESTRICTION_VIOLATION ORG_RESTRICTION_HEADER_INVALID
    SERVICE_NOT_VISIBLE GCP_SUSPENDED LOCATION_POLICY_VIOLATED OVERLOADED_CREDENTIALS
    LOCATION_ORG_POLICY_VIOLATED TLS_ORG_POLICY_VIOLATED
""".split()
DRIVE = """
    badRequest invalidSharingRequest illegalKeepForeverModification authError
    activeItemCreationLimitExceeded appNotAuthorizedToFile cannotModifyInheritedPermission
    dailyLimitExceeded domainPolicy fileNotDownloadable insufficientFilePermissions
    myDriveHierarchyDepthLimitExceeded numChildrenInNonRootLimitExceeded rateLimitExceeded
    sharingRateLimitExceeded storageQuotaExceeded teamDriveFileLimitExceeded
    teamDriveHierarchyTooDeep teamDriveMembershipRequired userRateLimitExceeded
    targetUserRoleLimitedByLicenseRestriction operationNotSupported publishOutNotPermitted
    shareInNotPermitted shareOutNotPermitted shareOutNotPermittedToUser notFound backendError
    internalError transientError accessNotConfigured insufficientPermissions forbidden
""".split()
OAUTH = """
    invalid_request invalid_client invalid_grant unauthorized_client unsupported_grant_type
    invalid_scope invalid_target access_denied admin_policy_enforced org_internal deleted_client
    disabled_client
""".split()

ROBOT = "robot@example.com"
GCLOUD = {"consumer": "projects/764086051850", "service": "sheets.googleapis.com"}


def refusal(reason: str, *, old: bool = False, **metadata: str) -> bytes:
    """An answer that names one reason, in the newer shape or the older one."""
    named = {"reason": reason, "metadata": metadata}
    part = {"errors": [named]} if old else {"details": [named]}
    text = "No, said Google."
    return json.dumps({"error": {"code": 403, "message": text, **part}}).encode()


def told(body: bytes, status: int = 403) -> tuple[int, str]:
    """The exit code and the advice of an answer."""
    end = of_answer(status, body, {}, ROBOT).end
    return end.exit_code, advice(end, "en")


@pytest.mark.parametrize("reason", [*SERVICE_INFRASTRUCTURE, *DRIVE])
def test_every_published_reason_has_one_row(reason: str) -> None:
    rows = [reason in table for table in (ENDS, PASSING, TOKEN, NEVER_OURS)]
    assert rows.count(True) == 1


@pytest.mark.parametrize("code", OAUTH)
def test_every_published_code_of_the_token_endpoint_has_one_row(code: str) -> None:
    assert [code in TOKEN_ENDS, code in NO_TOKEN].count(True) == 1


@pytest.mark.parametrize("reason", sorted(PASSING))
def test_what_passes_is_sent_again(reason: str) -> None:
    assert of_answer(403, refusal(reason, old=True), {}, ROBOT).kind is FaultKind.REPEAT


@pytest.mark.parametrize(
    ("reason", "code", "cure"),
    [
        ("domainPolicy", 77, "Ask an administrator"),
        ("USER_BLOCKED_BY_ADMIN", 77, "Ask an administrator"),
        ("storageQuotaExceeded", 75, "frees some space"),
        ("USER_PROJECT_DENIED", 77, "Service Usage Consumer"),
        ("SERVICE_DISABLED", 77, "enable the API that is named here"),
        ("SECURITY_POLICY_VIOLATED", 77, "administers Google Cloud"),
        ("CONSUMER_SUSPENDED", 77, "in another one"),
        ("ACCOUNT_STATE_INVALID", 77, "Use another account"),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", 77, "sheetflow login"),
        ("insufficientFilePermissions", 77, f"Share the sheet with {ROBOT} as Editor"),
        ("", 77, f"Share the sheet with {ROBOT} as Editor"),
    ],
)
def test_a_reason_has_its_own_exit_code_and_cure(reason: str, code: int, cure: str) -> None:
    found = told(refusal(reason))
    assert (found[0], cure in found[1]) == (code, True)


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("sheets.googleapis.com", "Google Sheets API"),
        ("drive.googleapis.com", "Google Drive API"),
        ("iamcredentials.googleapis.com", "IAM Service Account Credentials API"),
        ("other.googleapis.com", "other.googleapis.com"),
    ],
)
def test_an_api_that_is_off_is_called_as_the_console_calls_it(service: str, name: str) -> None:
    end = of_answer(403, refusal("SERVICE_DISABLED", service=service), {}, ROBOT).end
    assert f"({name})" in message(end, "en")


def test_a_login_without_a_project_of_its_own_is_told_to_name_one() -> None:
    assert "set-quota-project" in told(refusal("SERVICE_DISABLED", **GCLOUD))[1]


def test_a_page_instead_of_an_answer_is_no_advice_to_share() -> None:
    code, cure = told(b"<html><title>403 Forbidden</title></html>")
    assert (code, "from another network" in cure) == (77, True)


def lent(body: Mapping[str, Any], status: int = 403) -> str:
    """The advice where another account's identity is asked for."""
    who = Asking("lead@example.com", ROBOT)
    end = of_token_answer(status, json.dumps(body).encode(), {}, who).end
    return advice(end, "en")


def test_the_api_that_lends_identities_may_be_off() -> None:
    body = json.loads(refusal("SERVICE_DISABLED", service="iamcredentials.googleapis.com"))
    assert "enable the API" in lent(body)


def test_a_lender_without_the_role_is_told_which_one() -> None:
    assert "Token Creator" in lent(json.loads(refusal("IAM_PERMISSION_DENIED")))


def test_an_account_that_may_not_act_for_people_is_told_where_that_is_allowed() -> None:
    assert "Domain-wide delegation" in lent({"error": "unauthorized_client"}, 401)
