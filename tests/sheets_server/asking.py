"""Ask the Sheets API directly, without HTTP: for the tests of its methods."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import parse_qs, quote

from tests.sheets_server import discovery, witness
from tests.sheets_server.api import Request, World, sheets_api
from tests.sheets_server.book import Json, Sheet, Spreadsheet

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


class Asker:
    """A world with one spreadsheet, and a method per HTTP verb; answers are held against the
    discovery document.
    """

    def __init__(self, *, locale: str = "en_US", caller: str | None = None) -> None:
        self.world = World(Random(7), lambda: NOW)
        self.book: Spreadsheet = self.world.create(
            "Leads", locale=locale, owner="owner@example.com"
        )
        self.caller = caller

    @property
    def sheet(self) -> Sheet:
        """The first tab."""
        return self.book.sheets[0]

    def get(self, path: str, query: str = "") -> Any:
        """GET a path behind the spreadsheet's id."""
        return self._ask("GET", path, query, None)

    def post(self, path: str, body: Json | None = None, query: str = "") -> Any:
        """POST to a path behind the spreadsheet's id."""
        return self._ask("POST", path, query, body)

    def put(self, path: str, body: Json, query: str = "") -> Any:
        """PUT to a path behind the spreadsheet's id."""
        return self._ask("PUT", path, query, body)

    def values(self, words: str, query: str = "") -> Any:
        """The values of an A1 range, [] when there are none."""
        return self.get(f"/values/{quote(words, safe='')}", query).get("values", [])

    def write(self, words: str, values: list[list[Any]], option: str = "RAW", **more: Any) -> Any:
        """Write values from an A1 range on; `more` goes into the body."""
        path = f"/values/{quote(words, safe='')}"
        return self.put(path, {"values": values, **more}, f"valueInputOption={option}")

    def type(self, text: Any) -> Any:
        """Type into A1; gives what the sheet shows there and what it holds."""
        self.write("A1", [[text]], "USER_ENTERED")
        held = self.values("A1", "valueRenderOption=UNFORMATTED_VALUE")[0][0]
        return self.values("A1")[0][0], held

    def _ask(self, verb: str, path: str, query: str, body: Json | None) -> Any:
        raw_path = f"/v4/spreadsheets/{self.book.id}{path}"
        found = parse_qs(query, keep_blank_values=True)
        answer = sheets_api(
            self.world, Request(verb, raw_path, raw_path, found, body, self.caller)
        ).body
        method = discovery.method_of(verb, raw_path)
        assert method is not None
        assert not witness.check_response(method, answer)
        return answer
