"""The errors that the API answers with, in Google's JSON shape."""

from __future__ import annotations

from typing import Any

_CODES = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "OUT_OF_RANGE": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ALREADY_EXISTS": 409,
    "ABORTED": 409,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
}


class ApiError(Exception):
    """A refused request: HTTP `code`, canonical `status`, English `message`, and for Drive's older
    shape a `reason`.

    `details` is the list that google.rpc.Status carries (ErrorInfo, BadRequest …), already as JSON.
    """

    def __init__(
        self,
        code: int,
        status: str,
        message: str,
        reason: str | None = None,
        details: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.reason = reason
        self.details = details

    def __str__(self) -> str:
        return self.message

    def body(self) -> dict[str, Any]:
        """Google's error object, `{"error": {"code", "message", "status"}}`; Drive's has `errors`
        with the reason.
        """
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.reason is not None:
            error["errors"] = [{"message": self.message, "domain": "global", "reason": self.reason}]
        if self.status:
            error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return {"error": error}


def failed(status: str, message: str) -> ApiError:
    """The error of a canonical status name; the HTTP code follows from it."""
    return ApiError(_CODES[status], status, message)


def invalid(message: str) -> ApiError:
    """400 INVALID_ARGUMENT."""
    return failed("INVALID_ARGUMENT", message)


def not_found(message: str = "Requested entity was not found.") -> ApiError:
    """404 NOT_FOUND."""
    return failed("NOT_FOUND", message)


def bad_fields(*violations: tuple[str, str]) -> ApiError:
    """400 for JSON that does not fit the schema: each violation is a field's path and what is wrong
    with it.
    """
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [
                {"field": path, "description": text} if path else {"description": text}
                for path, text in violations
            ],
        }
    ]
    return ApiError(
        400, "INVALID_ARGUMENT", "\n".join(text for _, text in violations), details=details
    )
