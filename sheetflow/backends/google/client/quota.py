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
from sheetflow.backends.google.limits import LOCK, TURN, TURN_MARGIN
from sheetflow.errors.google import QuotaUsedUp
from sheetflow.model import Text

Kind = Literal["reads", "writes"]
MINUTE: Final = 60_000
"""In milliseconds, as pyrate_limiter counts."""
_SLACK: Final = 1_000
"""Milliseconds that a wait may be longer than a minute before the clock must have been ahead."""


class RateLimiter:
    """Says when the account may send one more request of a kind.

    `remark` says why the processes of this machine are not counted together, if so.
    """

    def __init__(
        self,
        account: str,
        quota: Quota,
        *,
        scale: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: OnWait = quiet,
    ) -> None:
        self.remark = ""
        self._limits = quota._asdict()
        self._name = sha256(account.encode()).hexdigest()[:24]
        self._scale, self._sleep, self._on_wait = scale, sleep, on_wait
        self._own_buckets: dict[str, AbstractBucket] = {}

    def acquire(self, kind: Kind) -> None:
        """Waits until a request may be sent, and counts it. Raises BusyError after TURN seconds."""
        limit, waited = self._limits[kind], 0.0
        while limit and (seconds := self._try(kind)):
            if waited + seconds > TURN:
                raise QuotaUsedUp(limit, Text(kind))
            if not self._scale:  # no waits at all: the request is simply sent
                return
            self._on_wait("turn", seconds * self._scale)
            waited += seconds
            self._sleep(seconds * self._scale)

    def _try(self, kind: Kind) -> float:
        """Returns the seconds until one more may be sent; 0 where it was counted already."""
        rate = Rate(self._limits[kind], MINUTE)
        if kind not in self._own_buckets:
            try:
                with _shared_bucket(self._name, kind, rate) as bucket:
                    return _acquire(bucket, kind)
            except (sqlite3.Error, OSError) as error:
                self.remark = f"requests are counted for this process only ({type(error).__name__})"
                self._own_buckets[kind] = InMemoryBucket([rate])
        return _acquire(self._own_buckets[kind], kind)


def _acquire(bucket: AbstractBucket, kind: Kind) -> float:
    """Puts one more request into a bucket; returns the seconds until there is place for it."""
    now = bucket.now()
    bucket.leak(now)
    item = RateItem(kind, now)
    if bucket.put(item):
        return 0.0
    milliseconds = bucket.waiting(item)
    if isinstance(milliseconds, int) and milliseconds < MINUTE + _SLACK:
        return max(milliseconds, 0) / 1000 + TURN_MARGIN
    # it was written under a clock that was ahead of ours
    bucket.flush()
    bucket.put(item)
    return 0.0


@contextmanager
def _shared_bucket(name: str, kind: Kind, rate: Rate) -> Iterator[AbstractBucket]:
    """Opens the bucket in the file of the account, which only this user may read; nobody else
    counts meanwhile.
    """
    folder = user_cache_path("sheetflow") / "quota"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{name}.sqlite"
    with FileLock(f"{path}.lock", timeout=LOCK, mode=0o600):
        flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)  # Windows has no such flag
        os.close(os.open(path, flags, 0o600))
        with SQLiteBucket.init_from_file([rate], table=kind, db_path=str(path)) as bucket:
            yield bucket
