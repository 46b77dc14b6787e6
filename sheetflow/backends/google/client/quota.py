"""Our own share of Google's quota: so many reads and writes a minute for the account, on this
machine.

Google allows 60 of each per minute and user (Sheets API, "Usage limits"). All processes of a user
on a host share one SQLite file per account, under a lock; where that file cannot be used, a process
counts for itself.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final, Literal

from filelock import FileLock
from platformdirs import user_cache_path
from pyrate_limiter import AbstractBucket, InMemoryBucket, Rate, RateItem, SQLiteBucket

from sheetflow.backends.google.client.faults import OnWait, quiet
from sheetflow.backends.google.client.settings import Quota
from sheetflow.errors.google import QuotaUsedUp
from sheetflow.model import Text

Kind = Literal["reads", "writes"]
MINUTE: Final = 60_000
LONGEST: Final = 120.0
"""Seconds to wait for a turn at most; more means that the quota is too small for all that run."""
_LOCK_SECONDS: Final = 5
_SLACK: Final = 1_000
_MARGIN: Final = 0.25
"""Seconds on top of a wait: requests reach Google at another pace than they leave here."""


class RateLimiter:
    """Whose turn it is: `take` waits until the account may send one more request of a kind.

    `remark` says why the processes of this machine are not counted together, if so.
    """

    def __init__(
        self,
        account: str,
        quota: Quota,
        *,
        scale: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        tell: OnWait = quiet,
    ) -> None:
        self.remark = ""
        self._limits = quota._asdict()
        self._name = sha256(account.encode()).hexdigest()[:24]
        self._scale, self._sleep, self._tell = scale, sleep, tell
        self._alone: dict[str, AbstractBucket] = {}

    def take(self, kind: Kind) -> None:
        """Wait for a turn, and use it. Raises BusyError after two minutes."""
        limit, spent = self._limits[kind], 0.0
        while limit and (seconds := self._try(kind)):
            if spent + seconds > LONGEST:
                raise QuotaUsedUp(limit, Text(kind))
            if not self._scale:  # no waits at all: the turn is simply taken
                return
            self._tell("turn", seconds * self._scale)
            spent += seconds
            self._sleep(seconds * self._scale)

    def _try(self, kind: Kind) -> float:
        """Seconds until a turn is free; 0 where one was taken."""
        if kind not in self._alone:
            try:
                with _shared(self._name, kind, Rate(self._limits[kind], MINUTE)) as bucket:
                    return _turn(bucket, kind)
            except (sqlite3.Error, OSError) as error:
                self.remark = f"requests are counted for this process only ({type(error).__name__})"
                self._alone[kind] = InMemoryBucket([Rate(self._limits[kind], MINUTE)])
        return _turn(self._alone[kind], kind)


def _turn(bucket: AbstractBucket, kind: Kind) -> float:
    now = bucket.now()
    bucket.leak(now)
    item = RateItem(kind, now)
    if bucket.put(item):
        return 0.0
    milliseconds = bucket.waiting(item)
    if isinstance(milliseconds, int) and milliseconds < MINUTE + _SLACK:
        return max(milliseconds, 0) / 1000 + _MARGIN
    bucket.flush()  # it was written under a clock that was ahead of ours
    bucket.put(item)
    return 0.0


@contextmanager
def _shared(name: str, kind: Kind, rate: Rate) -> Iterator[AbstractBucket]:
    """The bucket in the file of the account, which only this user may read; nobody else counts
    meanwhile.
    """
    folder = user_cache_path("sheetflow") / "quota"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{name}.sqlite"
    with FileLock(f"{path}.lock", timeout=_LOCK_SECONDS, mode=0o600):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600))
        with SQLiteBucket.init_from_file([rate], table=kind, db_path=str(path)) as bucket:
            yield bucket
