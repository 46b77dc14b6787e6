"""Our share of the quota: one account, one count, whatever the number of processes."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from sheetflow.backends.google.client import quota
from sheetflow.backends.google.client.quota import RateLimiter
from sheetflow.backends.google.client.settings import Quota
from sheetflow.backends.google.client.sheets import Sheets
from sheetflow.errors import BusyError
from sheetflow.texts.messages import advice, message

ACCOUNT = "sheet-robot@sales-desk.iam.gserviceaccount.com"


class Clock:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.nanoseconds = 1_800_000_000 * 10**9
        self.waits: list[float] = []

    def time_ns(self) -> int:
        return self.nanoseconds

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.nanoseconds += int(seconds * 10**9)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("pyrate_limiter.buckets.sqlite_bucket.time_ns", made.time_ns)
    return made


@pytest.fixture
def new_limiter(
    clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., RateLimiter]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def made(
        account: str = ACCOUNT, reads: int = 3, writes: int = 2, scale: float = 1
    ) -> RateLimiter:
        return RateLimiter(account, Quota(reads, writes), scale=scale, sleep=clock.sleep)

    return made


def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "sheetflow" / "quota"


def take(limiter: RateLimiter, times: int, kind: quota.Kind = "reads") -> None:
    for _ in range(times):
        limiter.acquire(kind)


def test_within_the_quota_nobody_waits(
    new_limiter: Callable[..., RateLimiter], clock: Clock
) -> None:
    limiter = new_limiter()
    take(limiter, 3)
    take(limiter, 2, "writes")
    assert clock.waits == []


def test_one_more_waits_until_a_minute_after_the_first(
    new_limiter: Callable[..., RateLimiter], clock: Clock
) -> None:
    limiter = new_limiter()
    take(limiter, 1)
    clock.nanoseconds += 20 * 10**9
    take(limiter, 3)
    assert 40 <= sum(clock.waits) < 42


def test_reads_and_writes_are_counted_apart(
    new_limiter: Callable[..., RateLimiter], clock: Clock
) -> None:
    take(new_limiter(), 3)
    take(new_limiter(), 2, "writes")
    assert clock.waits == []


def test_never_more_than_the_quota_goes_out_within_any_minute(
    new_limiter: Callable[..., RateLimiter], clock: Clock
) -> None:
    limiter, sent = new_limiter(), []
    for n in range(40):
        limiter.acquire("reads")
        sent.append(clock.nanoseconds)
        clock.nanoseconds += n * 10**8
    assert all(later - first > 60 * 10**9 for first, later in zip(sent, sent[3:], strict=False))


def test_runs_of_the_same_account_share_the_count(
    new_limiter: Callable[..., RateLimiter], clock: Clock
) -> None:
    take(new_limiter(), 3)
    take(new_limiter(), 1)
    assert len(clock.waits) == 1


def test_accounts_do_not_share_it(new_limiter: Callable[..., RateLimiter], clock: Clock) -> None:
    take(new_limiter(), 3)
    take(new_limiter("another@sales-desk.example"), 3)
    assert clock.waits == []


def test_processes_share_the_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four processes want five turns each, and there are twelve: each of the others is told to
    wait.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    script = (
        "from sheetflow.backends.google.client.quota import RateLimiter\n"
        "from sheetflow.backends.google.client.settings import Quota\n"
        "waits = []\n"
        f"limiter = RateLimiter({ACCOUNT!r}, Quota(12, 12), scale=0)\n"
        "print(sum(limiter._try('reads') == 0 for _ in range(5)))"
    )
    ran = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": "."},
        )
        for _ in range(4)
    ]
    assert sum(int(process.communicate()[0]) for process in ran) == 12


def test_who_would_wait_too_long_is_told(
    new_limiter: Callable[..., RateLimiter], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = new_limiter()
    monkeypatch.setattr(limiter, "_try", lambda kind: 50.0)
    with pytest.raises(BusyError) as caught:
        limiter.acquire("reads")
    assert "The quota of 3 reads a minute is used up" in message(caught.value, "en")
    assert caught.value.exit_code == 75
    assert "raise quota in sheetflow.toml" in advice(caught.value, "en")
    assert sum(clock.waits) == 100


def test_no_limit_leaves_no_file(new_limiter: Callable[..., RateLimiter], tmp_path: Path) -> None:
    take(new_limiter(reads=0), 100)
    assert not folder(tmp_path).exists()


def test_without_waits_a_turn_is_simply_taken(
    new_limiter: Callable[..., RateLimiter], clock: Clock
) -> None:
    take(new_limiter(scale=0), 10)
    assert clock.waits == []


def test_only_we_may_read_what_is_counted(
    new_limiter: Callable[..., RateLimiter], tmp_path: Path
) -> None:
    take(new_limiter(), 1)
    modes = {
        path.name.partition(".")[2]: stat.S_IMODE(path.stat().st_mode)
        for path in folder(tmp_path).iterdir()
    }
    assert modes == {"sqlite": 0o600, "sqlite.lock": 0o600}
    assert stat.S_IMODE(folder(tmp_path).stat().st_mode) == 0o700


def test_the_name_of_the_account_is_not_on_the_disk(
    new_limiter: Callable[..., RateLimiter], tmp_path: Path
) -> None:
    take(new_limiter(), 1)
    for path in folder(tmp_path).iterdir():
        assert "robot" not in path.name
        assert b"robot" not in path.read_bytes()


def break_file(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def break_table(path: Path) -> None:
    with sqlite3.connect(path) as opened:
        opened.execute("DROP TABLE reads")
        opened.execute("CREATE TABLE reads (something TEXT)")
    opened.close()


def break_into_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def break_into_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/null")


@pytest.mark.parametrize("damage", [break_file, break_table, break_into_folder, break_into_link])
def test_a_file_that_cannot_be_used_ends_no_run(
    new_limiter: Callable[..., RateLimiter], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    take(new_limiter(), 1)
    damage(next(folder(tmp_path).glob("*.sqlite")))
    limiter = new_limiter()
    take(limiter, 3)
    assert "this process only" in limiter.remark


def test_a_process_that_counts_for_itself_still_keeps_the_quota(
    new_limiter: Callable[..., RateLimiter], tmp_path: Path, clock: Clock
) -> None:
    folder(tmp_path).parent.mkdir(parents=True)
    folder(tmp_path).write_text("in the way", encoding="utf-8")
    limiter = new_limiter()
    take(limiter, 3)
    assert 59 < limiter._try("reads") < 61


def test_a_lock_that_somebody_holds_for_ever_ends_no_run(
    new_limiter: Callable[..., RateLimiter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "LOCK", 0)
    take(new_limiter(), 1)
    with FileLock(next(folder(tmp_path).glob("*.lock"))):
        limiter = new_limiter()
        take(limiter, 2)
    assert "Timeout" in limiter.remark


def test_turns_taken_under_a_clock_that_was_ahead_do_not_block_us(
    new_limiter: Callable[..., RateLimiter], clock: Clock
) -> None:
    clock.nanoseconds += 365 * 86_400 * 10**9
    take(new_limiter(), 3)
    clock.nanoseconds -= 365 * 86_400 * 10**9
    take(new_limiter(), 3)
    assert clock.waits == []


def test_each_request_takes_a_turn_retries_too(
    connect: Callable[..., Sheets],
    waits: list[float],
    announced: list[tuple[str, float]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "2")
    sheets = connect()
    for _ in range(2):
        sheets.get("properties")
    monkeypatch.setattr(sheets._limiter, "_try", lambda kind: 0.0 if waits else 7.0)
    sheets.get("properties")
    assert (waits, announced) == ([7.0], [("turn", 7.0)])


def test_nothing_stays_open_between_turns(
    new_limiter: Callable[..., RateLimiter], tmp_path: Path
) -> None:
    take(new_limiter(), 2)
    open_now = {os.path.realpath(f"/proc/self/fd/{entry}") for entry in os.listdir("/proc/self/fd")}
    assert not [name for name in open_now if name.startswith(str(tmp_path))]
