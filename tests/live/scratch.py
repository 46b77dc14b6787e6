"""A scratch spreadsheet on real Google (or on the local server) and raw requests to it, within the
account's quota.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import randbelow
from typing import Any, Final, TypeVar

import gspread
import pytest
from google.oauth2 import service_account
from gspread.exceptions import APIError
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL
from requests import Response

from sheetflow.backends.google.client.quota import RateLimiter
from sheetflow.backends.google.client.settings import settings
from sheetflow.backends.google.client.sheets import Sheets, open_sheets
from sheetflow.config import Config, Google
from tests.support.loopback_client import SHEETS, session

Json = dict[str, Any]
KEY, SHEET, CLOSED = "SHEETFLOW_LIVE_KEY", "SHEETFLOW_LIVE_SHEET", "SHEETFLOW_LIVE_CLOSED"
NEEDED: Final = {
    KEY: "the path of a service account's key",
    SHEET: (
        "the id of a scratch spreadsheet that is shared with it as Editor; everything in it "
        "is deleted"
    ),
}
OPTIONAL: Final = {
    CLOSED: "the id of one whose first tab is protected from the account, shared as Editor too"
}
T = TypeVar("T")
_READING: Final = ("get", "batchGetByDataFilter", "getByDataFilter", "search")


class _Client(gspread.BackOffHTTPClient):
    """gspread's client, led to the endpoint where there is one, and waiting for its turn."""

    endpoint: str
    limiter: RateLimiter

    def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Response:
        reads = method == "get" or endpoint.rpartition(":")[2] in _READING
        self.limiter.acquire("reads" if reads else "writes")
        place = re.sub(r"^https://[^/]+", self.endpoint, endpoint) if self.endpoint else endpoint
        return super().request(method, place, *args, **options)


class ScratchSpreadsheet:
    """The scratch spreadsheet. `account` is who works on it; `closed` another spreadsheet, or
    none.
    """

    def __init__(
        self, client: _Client, key: Path, sheet_id: str, account: str, closed: str = ""
    ) -> None:
        self.id, self.account, self.closed = sheet_id, account, closed
        self._client, self._key = client, key
        self._made: set[int] = set()

    def connect(self) -> Sheets:
        """Open the spreadsheet as the program does."""
        return open_sheets(self.id, Config(google=Google(key=str(self._key))))

    # ── raw requests ──────────────────────────────────────────────────────────────────────────

    def ask(
        self, verb: str, path: str = "", body: Json | None = None, of: str = "", **params: Any
    ) -> Json:
        """Send a request; `path` is what follows the spreadsheet's id. Raises gspread's
        APIError.
        """
        address = SPREADSHEET_URL % (of or self.id) + path
        found: Json = self._client.request(verb, address, params=params, json=body).json()
        return found

    def change(self, *requests: Json, fields: str = "*", **options: Any) -> Json:
        """spreadsheets.batchUpdate: the answer."""
        body = {"requests": list(requests), **options}
        place = SPREADSHEET_BATCH_UPDATE_URL % self.id
        found: Json = self._client.request(
            "post", place, params={"fields": fields}, json=body
        ).json()
        return found

    def replies(self, *requests: Json) -> list[Json]:
        """spreadsheets.batchUpdate: its replies."""
        found: list[Json] = self.change(*requests)["replies"]
        return found

    def get(self, fields: str, *ranges: str, of: str = "") -> Json:
        """spreadsheets.get with a field mask."""
        return self.ask("get", of=of, fields=fields, ranges=list(ranges))

    def sheet(self, sheet_id: int, fields: str) -> Json:
        """The fields of one sheet, of spreadsheets.get."""
        sheets = self.get(f"sheets(properties(sheetId),{fields})").get("sheets", [])
        found: Json = next(s for s in sheets if s["properties"].get("sheetId", 0) == sheet_id)
        return found

    def values(self, *filters: Json, dimension: str = "COLUMNS") -> list[Json]:
        """values:batchGetByDataFilter, unformatted: the value ranges."""
        body = {
            "dataFilters": list(filters),
            "majorDimension": dimension,
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        found: list[Json] = self.ask("post", "/values:batchGetByDataFilter", body).get(
            "valueRanges", []
        )
        return found

    def write(self, *entries: Json) -> list[Json]:
        """values:batchUpdateByDataFilter, RAW, with an echo: the responses."""
        body = {"valueInputOption": "RAW", "data": list(entries), "includeValuesInResponse": True,
                "responseValueRenderOption": "UNFORMATTED_VALUE",
                "responseDateTimeRenderOption": "SERIAL_NUMBER"}  # fmt: skip
        found: list[Json] = self.ask("post", "/values:batchUpdateByDataFilter", body).get(
            "responses", []
        )
        return found

    # ── what checks need ──────────────────────────────────────────────────────────────────────

    def fresh(self, rows: Sequence[Sequence[Any]] = (), *, height: int = 20, width: int = 6) -> int:
        """A new tab with these values from A1 on, typed as a person would; its sheet id."""
        grid = {"rowCount": height, "columnCount": width}
        sheet_id = randbelow(2**31 - 1) + 1
        self._made.add(sheet_id)
        properties = {"sheetId": sheet_id, "title": f"check {sheet_id}", "gridProperties": grid}
        self.change({"addSheet": {"properties": properties}})
        if rows:
            self.type(sheet_id, rows)
        return sheet_id

    def clear(self) -> None:
        """Delete the tabs that were made here and are still there."""
        present = {
            s["properties"].get("sheetId", 0)
            for s in self.get("sheets(properties(sheetId))")["sheets"]
        }
        if found := sorted(present & self._made):
            self.change(*({"deleteSheet": {"sheetId": sheet_id}} for sheet_id in found))

    def type(self, sheet_id: int, rows: Sequence[Sequence[Any]]) -> None:
        """Type values from A1 on."""
        entry = {
            "dataFilter": {"gridRange": {"sheetId": sheet_id}},
            "values": [list(row) for row in rows],
        }
        self.ask(
            "post",
            "/values:batchUpdateByDataFilter",
            {"valueInputOption": "USER_ENTERED", "data": [entry]},
        )

    def columns(self, sheet_id: int) -> list[list[Any]]:
        """All values of a tab, column by column."""
        (found,) = self.values({"gridRange": {"sheetId": sheet_id}})
        columns: list[list[Any]] = found["valueRange"].get("values", [])
        return columns

    def add_metadata(
        self, sheet_id: int, at: int, dimension: str = "COLUMNS", value: str = "here"
    ) -> int:
        """Put developer metadata on a column or row; its id."""
        entry = {
            "metadataKey": "sheetflow-check",
            "metadataValue": value,
            "visibility": "DOCUMENT",
            "location": {"dimensionRange": span(sheet_id, at, dimension=dimension)},
        }
        (reply,) = self.replies({"createDeveloperMetadata": {"developerMetadata": entry}})
        return int(reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"])

    def place_of(self, entry_id: int) -> int | None:
        """Where a metadata entry is now; None where it is gone."""
        body = {"dataFilters": [lookup(entry_id)]}
        found = self.ask("post", "/developerMetadata:search", body).get(
            "matchedDeveloperMetadata", []
        )
        return (
            found[0]["developerMetadata"]["location"]["dimensionRange"].get("startIndex", 0)
            if found
            else None
        )


Check = Callable[[ScratchSpreadsheet], None]
"""One belief: it fails where it is wrong."""
PEOPLE: Final = [["Name", "Touches"], ["Tessa", 3], ["Ana", 1], ["Marta", 2]]
"""What is in the tab of most checks."""


def listed(checks: list[Check]) -> Callable[[Check], Check]:
    """A decorator that puts a check on a list."""

    def put(found: Check) -> Check:
        checks.append(found)
        return found

    return put


def lookup(entry_id: int) -> Json:
    """The data filter of a metadata entry."""
    return {"developerMetadataLookup": {"metadataId": entry_id}}


def span(sheet_id: int, start: int, end: int | None = None, dimension: str = "COLUMNS") -> Json:
    """A DimensionRange; of one column or row without an end."""
    return {
        "sheetId": sheet_id,
        "dimension": dimension,
        "startIndex": start,
        "endIndex": end or start + 1,
    }


def block(sheet_id: int, rows: tuple[int, int], columns: tuple[int, int]) -> Json:
    """A GridRange, the ends exclusive."""
    return {"sheetId": sheet_id, "startRowIndex": rows[0], "endRowIndex": rows[1],
            "startColumnIndex": columns[0], "endColumnIndex": columns[1]}  # fmt: skip


@contextmanager
def refused() -> Iterator[None]:
    """What is inside must be answered with 400."""
    with pytest.raises(APIError) as error:
        yield
    assert error.value.code == 400


def unless_refused(work: Callable[[], T]) -> T | None:
    """What the work gives; None where it is answered with 400."""
    try:
        return work()
    except APIError as error:
        if error.code != 400:
            raise
        return None


@contextmanager
def scratch_of(environ: Mapping[str, str]) -> Iterator[ScratchSpreadsheet]:
    """The scratch spreadsheet that the environment names."""
    key = Path(environ[KEY]).expanduser()
    found = service_account.Credentials.from_service_account_file(str(key), scopes=[SHEETS])
    config = settings(Google(key=str(key)), os.environ)
    with session(found) as opened:
        client = _Client(found, opened)
        client.endpoint, account = config.endpoint, str(found.service_account_email)
        client.limiter = RateLimiter(f"{config.endpoint} {account}", config.quota)
        client.set_timeout(180)
        scratch = ScratchSpreadsheet(client, key, environ[SHEET], account, environ.get(CLOSED, ""))
        yield scratch
        scratch.clear()


def missing_settings(environ: Mapping[str, str]) -> str:
    """What --live needs and the environment does not say, for people; empty where nothing."""
    missing = [f"{name}: {what}" for name, what in NEEDED.items() if not environ.get(name)]
    more = [f"{name}, if you like: {what}" for name, what in OPTIONAL.items()]
    return "\n  ".join(["--live needs in the environment:", *missing, *more]) if missing else ""
