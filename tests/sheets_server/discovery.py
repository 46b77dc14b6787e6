"""The methods that the published discovery documents describe: which request is which method, and
who may call it.

The documents travel with google-api-python-client, one JSON file per API, in the format of
https://developers.google.com/discovery/v1/reference/apis.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple
from urllib.parse import unquote

_READS = ("getByDataFilter", "batchGetByDataFilter", "search")

# google-auth asks for it when one account is to act as another; the document names the wider scope
# only.
_IAM = "https://www.googleapis.com/auth/iam"


class Method(NamedTuple):
    """One method of an API: what it takes, what it answers, which scopes (full URLs) allow it.

    `api` names the document ("sheets.v4"), `id` the method as the document does
    ("sheets.spreadsheets.values.get"); `parameters` are those of the query, `request` and
    `response` names of schemas or None; `kind` is read, write, drive or token.
    """

    api: str
    id: str
    verb: str
    pattern: re.Pattern[str]
    parameters: Mapping[str, Any]
    required: frozenset[str]
    request: str | None
    response: str | None
    scopes: frozenset[str]
    kind: str

    def file_id(self, raw_path: str) -> str:
        """The spreadsheet that a request of this method is about, by its path; "" when it is about
        none.
        """
        found = self.pattern.fullmatch(raw_path)
        return unquote(found.groupdict().get("spreadsheetId", "")) if found else ""


@cache
def document(api: str) -> Any:
    """The discovery document of an API, such as "sheets.v4"."""
    folder = resources.files("googleapiclient") / "discovery_cache" / "documents"
    return json.loads((folder / f"{api}.json").read_text(encoding="utf-8"))


def method_of(verb: str, raw_path: str) -> Method | None:
    """The method that a request calls, by its HTTP verb and its path as sent (percent-encoded), or
    None.
    """
    for method in _methods():
        if method.verb == verb and method.pattern.fullmatch(raw_path):
            return method
    return None


@cache
def known_scopes() -> frozenset[str]:
    """All scopes that the served APIs know."""
    apis = ("sheets.v4", "drive.v3", "iamcredentials.v1")
    return frozenset({_IAM}.union(*(document(api)["auth"]["oauth2"]["scopes"] for api in apis)))


@cache
def _methods() -> tuple[Method, ...]:
    """All methods served; long paths first, since the `:clear` of a short one's sibling would match
    as a range.
    """
    sheets = [_method("sheets.v4", "/", found) for found in _walk(document("sheets.v4"))]
    drive = [_method("drive.v3", "/drive/v3/", found) for found in _walk(document("drive.v3"))]
    upload = [
        _method("drive.v2", "/upload/drive/v2/", found)
        for found in _walk(document("drive.v2"))
        if found["id"] == "drive.files.update"
    ]
    act_as = [
        _method("iamcredentials.v1", "/", {**found, "scopes": [*found["scopes"], _IAM]})
        for found in _walk(document("iamcredentials.v1"))
        if found["id"].endswith(".generateAccessToken")
    ]
    return tuple(
        sorted(sheets + drive + upload + act_as, key=lambda method: -len(method.pattern.pattern))
    )


def _walk(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _walk(inner)


def _method(api: str, root: str, found: Mapping[str, Any]) -> Method:
    parameters = {
        name: parameter
        for name, parameter in found.get("parameters", {}).items()
        if parameter["location"] == "query"
    }
    return Method(
        api=api,
        id=found["id"],
        verb=found["httpMethod"],
        pattern=_pattern(root + found["path"]),
        parameters={**document(api)["parameters"], **parameters},
        required=frozenset(
            name for name, parameter in parameters.items() if parameter.get("required")
        ),
        request=found.get("request", {}).get("$ref"),
        response=found.get("response", {}).get("$ref"),
        scopes=frozenset(found.get("scopes", ())),
        kind=_kind(api, found),
    )


def _pattern(path: str) -> re.Pattern[str]:
    """Of a path such as `a/{b}:c`: a placeholder is one step of the path, with a plus any number of
    them.
    """
    pieces = re.split(r"(\{\+?\w+\})", path)
    return re.compile(
        "".join(_hole(piece) if piece[:1] == "{" else re.escape(piece) for piece in pieces)
    )


def _hole(placeholder: str) -> str:
    name = placeholder.strip("{+}")
    return f"(?P<{name}>.+)" if placeholder.startswith("{+") else f"(?P<{name}>[^/]+)"


def _kind(api: str, found: Mapping[str, Any]) -> str:
    if not api.startswith("sheets"):
        return "drive" if api.startswith("drive") else "token"
    return "read" if found["httpMethod"] == "GET" or found["id"].endswith(_READS) else "write"
