"""How to reach Google: sheetflow.toml and the environment -> one frozen Settings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from sheetflow.config import Google
from sheetflow.errors.google import EndpointElsewhere, NotASpan, QuotaUnlimited, QuotaUnreadable

ENDPOINT: Final = "SHEETFLOW_GOOGLE_ENDPOINT"
QUOTA: Final = "SHEETFLOW_GOOGLE_QUOTA"
WAIT: Final = "SHEETFLOW_GOOGLE_WAIT"


class Quota(NamedTuple):
    """Requests a minute of the account; 0 is no limit."""

    reads: int = 60
    writes: int = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What the connection needs to know.

    `endpoint` is the base address of a local server, without a slash at its end, or empty for
    Google; `wait_seconds` what one run may wait in all; `wait_scale` what every wait is multiplied
    by.
    """

    google: Google = field(default_factory=Google)
    endpoint: str = ""
    key: str | None = None
    quota: Quota = field(default_factory=Quota)
    wait_seconds: float = 90.0
    wait_scale: float = 1.0


def settings(google: Google, environ: Mapping[str, str]) -> Settings:
    """The settings of a run; the environment goes before the file. Raises ConfigError for values of
    no sense.
    """
    endpoint = _endpoint(environ.get(ENDPOINT, ""))
    return Settings(
        google,
        endpoint,
        google.key or environ.get("GOOGLE_APPLICATION_CREDENTIALS") or None,
        _quota(environ.get(QUOTA) or str(google.quota), local=bool(endpoint)),
        _seconds(str(google.wait_seconds), "wait_seconds"),
        _seconds(environ.get(WAIT) or "1", WAIT),
    )


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine itself: localhost, 127.0.0.0/8 or ::1."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _endpoint(text: str) -> str:
    """Put together anew from its parts, so that what was checked is what will be called."""
    if not text:
        return ""
    scheme, host = scheme_and_host(text.strip())
    if (
        not is_loopback(host)
        or scheme not in ("http", "https")
        or "@" in text
        or urlsplit(text).path.strip("/")
    ):
        raise EndpointElsewhere
    port = urlsplit(text.strip()).port
    return f"{scheme}://{f'[{host}]' if ':' in host else host}" + (f":{port}" if port else "")


def scheme_and_host(address: str) -> tuple[str, str]:
    """Both in small letters; empty where the address is broken."""
    try:
        parts = urlsplit(address)
        return (parts.scheme, parts.hostname or "") if parts.port != 0 else ("", "")
    except ValueError:
        return "", ""


def _quota(text: str, *, local: bool) -> Quota:
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 2) or min(numbers) < 0:
        raise QuotaUnreadable(text)
    if 0 in numbers and not local:
        raise QuotaUnlimited
    return Quota(numbers[0], numbers[-1])


def _seconds(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise NotASpan(name)
    return number
