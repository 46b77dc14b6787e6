"""All files of one server, its clock and its source of ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.sheets_server.book import Spreadsheet
from tests.sheets_server.errors import not_found

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


class World:
    """All files of one server. The clock (`now`, aware datetimes) and the source of ids are
    injectable.
    """

    def __init__(
        self, random: Random | None = None, now: Callable[[], datetime] | None = None
    ) -> None:
        self.random = random or Random()
        self.now = now or (lambda: datetime.now(UTC))
        self.spreadsheets: dict[str, Spreadsheet] = {}
        self.files: dict[str, Any] = {}

    def new_file_id(self) -> str:
        """A fresh id as Drive makes them: 44 letters, digits, - and _."""
        return "1" + "".join(self.random.choices(_ID_LETTERS, k=43))

    def create(
        self,
        title: str,
        *,
        locale: str = "en_US",
        time_zone: str = "Etc/GMT",
        owner: str | None = None,
    ) -> Spreadsheet:
        """A new spreadsheet with one empty tab Sheet1 (sheetId 0), kept in `spreadsheets`."""
        book = Spreadsheet(
            self.new_file_id(), title, self.random, locale=locale, time_zone=time_zone
        )
        book.owner, book.now = owner, self.now
        book.new_sheet("Sheet1", sheet_id=0)
        self.spreadsheets[book.id] = book
        return book

    def spreadsheet(self, file_id: str) -> Spreadsheet:
        """The spreadsheet of an id; 404 when there is none."""
        if file_id not in self.spreadsheets:
            raise not_found()
        return self.spreadsheets[file_id]
