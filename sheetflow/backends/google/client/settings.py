"""How to reach Google: sheetflow.toml and the environment -> one frozen Settings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from sheetflow.backends.google.limits import REQUESTS_A_MINUTE, WAIT_SECONDS
from sheetflow.config import Google, is_key_text
from sheetflow.errors.google import (
    EndpointElsewhere,
    KeyGivenAsText,
    NotASpan,
    QuotaUnlimited,
    QuotaUnreadable,
)

ENDPOINT: Final = "SHEETFLOW_GOOGLE_ENDPOINT"
KEY: Final = "GOOGLE_APPLICATION_CREDENTIALS"
KEY_VALUE: Final = "SHEETFLOW_GOOGLE_KEY"
"""Holds the key itself, as it is or in base64: for CI, which keeps no files."""
QUOTA: Final = "SHEETFLOW_GOOGLE_QUOTA"
WAIT: Final = "SHEETFLOW_GOOGLE_WAIT"

_OAUTH_HOSTS: Final = ("oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com")
"""Where Google asks people for their consent, and gives tokens."""


class Quota(NamedTuple):
    """Requests a minute of the account; 0 is no limit."""

    reads: int = REQUESTS_A_MINUTE
    writes: int = REQUESTS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Settings:
    """What the connection needs to know.

    `endpoint` is the base address of a local server, without a slash at its end, or empty for
    Google; `key` the path of a key, `key_value` the key itself, which goes before it;
    `wait_seconds` what one run may wait in all; `wait_scale` what every wait is multiplied by.
    """

    google: Google = field(default_factory=Google)
    endpoint: str = ""
    key: str | None = None
    key_value: str = field(default="", repr=False)
    quota: Quota = field(default_factory=Quota)
    wait_seconds: float = WAIT_SECONDS
    wait_scale: float = 1.0


def settings(google: Google, environ: Mapping[str, str]) -> Settings:
    """Returns the settings of a run; the environment goes before the file, but for the path of the
    key.

    Raises ConfigError for values of no sense.
    """
    endpoint = _endpoint(environ.get(ENDPOINT, ""))
    key = google.key or environ.get(KEY) or None
    if not google.key and key and is_key_text(key):
        raise KeyGivenAsText(KEY)
    key_value = environ.get(KEY_VALUE, "").strip()
    quota = _quota(environ.get(QUOTA) or str(google.quota), local=bool(endpoint))
    wait_seconds = _not_negative(str(google.wait_seconds), "wait_seconds")
    wait_scale = _not_negative(environ.get(WAIT) or "1", WAIT)
    return Settings(google, endpoint, key, key_value, quota, wait_seconds, wait_scale)


def is_loopback(host: str | None) -> bool:
    """Returns whether a host is this machine itself: localhost, 127.0.0.0/8 or ::1."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def scheme_and_host(address: str) -> tuple[str, str]:
    """Returns both in small letters; empty where the address is broken."""
    try:
        parts = urlsplit(address)
        return (parts.scheme, parts.hostname or "") if parts.port != 0 else ("", "")
    except ValueError:
        return "", ""


def owner_of(address: str) -> Literal["google", "machine", "other"]:
    """Returns whose an address is to which secrets are sent: Google's, this machine's own, or
    neither.
    """
    scheme, host = scheme_and_host(address)
    if is_loopback(host):
        return "machine"
    is_google = address.startswith(tuple(f"https://{name}/" for name in _OAUTH_HOSTS))
    # urlsplit and the HTTP library may read a strange address in different ways, so none is let
    # through
    is_plain = scheme == "https" and not set(address) & set("\\@ \t\r\n")
    return "google" if is_google and is_plain else "other"


def _endpoint(text: str) -> str:
    """Puts the address together anew from its parts, so that what was checked is what is called."""
    if not text:
        return ""
    scheme, host = scheme_and_host(text.strip())
    is_web = scheme in ("http", "https")
    if not is_loopback(host) or not is_web or "@" in text or urlsplit(text).path.strip("/"):
        raise EndpointElsewhere
    port = urlsplit(text.strip()).port
    in_brackets = f"[{host}]" if ":" in host else host
    return f"{scheme}://{in_brackets}:{port}" if port else f"{scheme}://{in_brackets}"


def _quota(text: str, *, local: bool) -> Quota:
    """Reads `60`, or reads and writes as `60,30`."""
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 2) or min(numbers) < 0:
        raise QuotaUnreadable(text)
    if 0 in numbers and not local:
        raise QuotaUnlimited
    return Quota(numbers[0], numbers[-1])


def _not_negative(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise NotASpan(name)
    return number
