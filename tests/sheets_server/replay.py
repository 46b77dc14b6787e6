"""Recorded traffic of the real service, sent again to the local server: which answers are the same.

`python -m tests.sheets_server.replay [FOLDER]` prints the figure and what differs. A recording is a
JSON file of requests and responses in order; the folder holds such files, or one cassettes.tar.gz
of them. Ids that the server makes are paired with the recorded ones as they come; times are not
compared.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.sheets_server.server import ROBOT, Server

PAIRED = ("id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId")
UNEQUAL = ("createdTime", "modifiedTime")
_SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive")
_ROBOT = re.compile(r"[\w.-]+@[\w.-]+\.gserviceaccount\.com")
Ids = dict[Any, Any]


class Difference(NamedTuple):
    """An answer that is not the recorded one: which interaction (from 1) of which file, and where
    they part.
    """

    file: str
    number: int
    request: str
    where: str

    def __str__(self) -> str:
        return f"{self.file} #{self.number} {self.request}: {self.where}"


class Result(NamedTuple):
    """What a replay of files found."""

    files: int
    interactions: int
    differences: tuple[Difference, ...]

    @property
    def same(self) -> int:
        """Interactions whose status and body match wholly."""
        return self.interactions - len(self.differences)

    @property
    def whole_files(self) -> int:
        """Files without any difference."""
        return self.files - len({found.file for found in self.differences})

    def __str__(self) -> str:
        share = 100 * self.same / max(self.interactions, 1)
        return (
            f"{self.same} of {self.interactions} interactions ({share:.1f} %) and "
            f"{self.whole_files} of {self.files} files match wholly"
        )


def recordings_folder() -> Path:
    """Where the recordings are: SHEETFLOW_RECORDINGS, else ../shared/google-recordings beside the
    repository.
    """
    beside = Path(__file__).parents[2].parent / "shared" / "google-recordings"
    return Path(os.environ.get("SHEETFLOW_RECORDINGS") or beside)


def recordings(folder: Path) -> Iterator[tuple[str, list[Any]]]:
    """Name and interactions of each recording of a folder, from its JSON files and its
    cassettes.tar.gz.
    """
    for path in sorted(folder.glob("**/*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))["interactions"]
    for path in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda member: member.name):
                held = archive.extractfile(member) if member.name.endswith(".json") else None
                if held is not None:
                    yield Path(member.name).stem, json.loads(held.read())["interactions"]


def replay(files: Iterator[tuple[str, list[Any]]]) -> Result:
    """Send every file's requests in order to a server of its own and compare the answers."""
    count = Counter[str]()
    found: list[Difference] = []
    for name, interactions in files:
        count.update(files=1, interactions=len(interactions))
        found += replay_file(name, interactions)
    return Result(count["files"], count["interactions"], tuple(found))


def replay_file(name: str, interactions: list[Any]) -> list[Difference]:
    """The differences of one recording; its requests come from the account that its answers
    name.
    """
    robot = _ROBOT.search(json.dumps(interactions))
    ids: Ids = {}
    found = []
    with Server(seed=1) as server:
        token = server.gate.issue(server.account(robot[0] if robot else ROBOT).email, _SCOPES)
        connection = HTTPConnection(server.url.removeprefix("http://"), timeout=60)
        for number, interaction in enumerate(interactions, 1):
            recorded = interaction["response"]
            status, body = _send(connection, interaction["request"], token, ids)
            where = _first_difference(recorded, status, body, ids)
            if where:
                request = interaction["request"]
                found.append(
                    Difference(name, number, f"{request['method']} {_short(request['uri'])}", where)
                )
        connection.close()
    return found


def _send(connection: HTTPConnection, request: Any, token: str, ids: Ids) -> tuple[int, str]:
    parts = urlsplit(request["uri"])
    target = _with_ids(parts.path + (f"?{parts.query}" if parts.query else ""), ids)
    headers = {"Authorization": f"Bearer {token}"}
    body = request.get("body")
    if body is not None:
        kind = (request.get("headers") or {}).get("Content-Type") or ["application/json"]
        headers["Content-Type"] = kind[0] if isinstance(kind, list) else kind
        body = (
            json.dumps(_paired(json.loads(body), ids))
            if "json" in headers["Content-Type"]
            else body
        )
    connection.request(request["method"], target, body and body.encode(), headers)
    response = connection.getresponse()
    return response.status, response.read().decode("utf-8", "replace")


def _paired(value: Any, ids: Ids, name: str = "") -> Any:
    """A request's body with our ids for the recorded ones."""
    if isinstance(value, dict):
        return {key: _paired(item, ids, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_paired(item, ids, name) for item in value]
    if isinstance(value, str):
        return _with_ids(value, ids)
    return ids.get(value, value) if name.lower().endswith("id") else value


def _with_ids(text: str, ids: Ids) -> str:
    for recorded, ours in ids.items():
        if len(str(recorded)) > 5:
            text = text.replace(str(recorded), str(ours))
    return text


def _first_difference(recorded: Any, status: int, body: str, ids: Ids) -> str:
    """Where the answer parts from the recorded one; "" when it is the same."""
    wanted = recorded["status"]["code"]
    if status != wanted:
        return f"status {status} for {wanted}: {body[:200]}"
    expected = recorded["body"].get("string") or ""
    try:
        ours, theirs = json.loads(body), json.loads(expected)
    except ValueError:
        return "" if body == expected else f"{body[:80]!r} for {expected[:80]!r}"
    return _compare(theirs, ours, ids, "")


def _compare(theirs: Any, ours: Any, ids: Ids, path: str) -> str:
    name = path.rpartition(".")[2]
    if name in UNEQUAL and type(theirs) is type(ours):
        return ""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return _compare_objects(theirs, ours, ids, path)
    if isinstance(theirs, list) and isinstance(ours, list):
        if len(theirs) != len(ours):
            return f"{path}: {len(ours)} items for {len(theirs)}"
        pairs = enumerate(zip(theirs, ours, strict=True))
        return next(
            filter(None, (_compare(one, two, ids, f"{path}[{n}]") for n, (one, two) in pairs)), ""
        )
    if name in PAIRED and type(theirs) is type(ours) and ids.setdefault(theirs, ours) == ours:
        return ""
    theirs = _with_ids(theirs, ids) if isinstance(theirs, str) else theirs
    same = theirs == ours and isinstance(theirs, bool) == isinstance(ours, bool)
    return "" if same else f"{path}: {ours!r} for {theirs!r}"


def _compare_objects(theirs: Any, ours: Any, ids: Ids, path: str) -> str:
    for name in (*PAIRED, *theirs, *ours):
        if name in theirs and name not in ours:
            return f"{path}.{name}: missing"
        if name in ours and name not in theirs:
            return f"{path}.{name}: not recorded"
        where = _compare(theirs[name], ours[name], ids, f"{path}.{name}") if name in ours else ""
        if where:
            return where
    return ""


def _short(uri: str) -> str:
    """A URI's path without ids."""
    return re.sub(r"/[\w-]{20,}", "/ID", urlsplit(uri).path)[:120]


def main(arguments: list[str]) -> int:
    """Print what a replay finds; 1 when anything differs."""
    result = replay(recordings(Path(arguments[0]) if arguments else recordings_folder()))
    lines = [str(result)]
    reasons = Counter(
        re.sub(r"\d+", "N", f"{found.request}: {found.where}")[:200] for found in result.differences
    )
    lines += [f"{count:5}  {reason}" for reason, count in reasons.most_common()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if result.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
