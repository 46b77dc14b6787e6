"""`python -m tests.sheets_server --port 0 --key KEY.json`: a Google Sheets on loopback until it is
told to stop.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from threading import Event

from tests.sheets_server.api import Request, sheets_api
from tests.sheets_server.server import ROBOT, Server


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; the base address is the first line on standard output."""
    asked = _parser().parse_args(arguments)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Server(port=asked.port, quota=asked.quota, validate=not asked.lenient) as server:
        server.key_file(asked.key, asked.account)
        if asked.client:
            server.client_file(asked.client)
            server.consent.person = asked.person
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        for path in asked.spreadsheet:
            sys.stdout.write(f"{_created(server, path, asked.account)}\n")
        sys.stdout.flush()
        stop.wait()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_server", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0, help="0 (the default) takes a free one")
    add(
        "--key",
        type=Path,
        required=True,
        help="where to write the service account's key (mode 0600)",
    )
    add("--account", default=ROBOT, help="the service account's address (default: %(default)s)")
    add("--client", type=Path, help="where to write an OAuth client, for people's own logins")
    add(
        "--person",
        default="maya@example.com",
        help="who sits at the browser of the consent page (default: %(default)s)",
    )
    add("--quota", type=int, help="reads and writes a minute for each account (default: no limit)")
    add(
        "--lenient",
        action="store_true",
        help="do not hold requests and answers against the discovery document",
    )
    spreadsheet = (
        "create these spreadsheets (bodies of spreadsheets.create); prints the id and title of each"
    )
    add(
        "--spreadsheet",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE.json",
        help=spreadsheet,
    )
    return parser


def _created(server: Server, path: Path, owner: str) -> str:
    body = json.loads(path.read_text(encoding="utf-8"))
    where = "/v4/spreadsheets"
    with server.lock:
        made = sheets_api(server.world, Request("POST", where, where, {}, body, owner)).body
    return f"{made['spreadsheetId']} {made['properties']['title']}"


if __name__ == "__main__":
    sys.exit(main())
