"""Runs sheetflow over one damaged workbook, in a process of its own, and looks for faults.

The process is forked, so that it starts at once with everything loaded, and ends with all that it
did. The system ends it when its time of the processor is over: other work on the machine does not
count, and no loop escapes. Only one that waits is ended by the clock.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from scripts.fuzz_books import DAY, ids_by_seed

NAME: Final = "leads.xlsx"
WRITTEN: Final = frozenset({0, 4})
"""Exit codes after which the workbook may differ."""
REFUSED: Final = frozenset({5, 65, 78})
"""Exit codes of a workbook that is damaged, unsafe to write, or without leads. To try later (75) or
to ask for permission (77) would be no help with any of these.
"""
_UNIT: Final = 1 if sys.platform == "darwin" else 1024
_OWN_MEGABYTES: Final = 60
"""What a sheetflow that has read nothing takes."""
_MOST_ADDRESSES: Final = 2 << 30
"""Bytes above which the system gives a run no more memory."""

Program = Callable[[list[str]], object]
"""Does what a command line of sheetflow says, and ends with SystemExit, as click does."""


class Limits(NamedTuple):
    """What one run may take: seconds of the processor, megabytes at most, seconds of the clock."""

    seconds: int = 5
    megabytes: int = 400
    waiting: float = 90


class Finding(NamedTuple):
    """A fault: its kind, and its cause in a line."""

    kind: str
    cause: str


class Case(NamedTuple):
    """A damaged workbook, and by which number it is made again; `book` is what it was."""

    number: int
    book: str
    data: bytes


def sheetflow(arguments: list[str]) -> object:
    """Runs the program as a command line does."""
    from sheetflow.cli.main import main

    return main(arguments, prog_name="sheetflow")


# ── in the process of the case


class _Inside:
    """One case in its own process: the commands, and what is looked at after each."""

    def __init__(self, case: Case, limits: Limits, program: Program, report: int) -> None:
        self._case, self._limits, self._program, self._report = case, limits, program, report
        self._path = Path(NAME)

    def run(self) -> None:
        """Runs what only looks at times, then sync; what was written is synced again."""
        chance = Random(self._case.number)
        options = ["--today", DAY.isoformat(), "-v", *chance.choice(([], [], ["--lang", "es"]))]
        for command in ("plan", "doctor", "today"):
            if chance.random() < 0.2:
                self._look(command, [*options, *chance.choice(([], ["--json"]))])
        options += chance.choice(([], [], ["--force"]))
        if self._call("sync", options) in WRITTEN:
            self._check_written(options)
        else:
            self._check_unchanged("sync", self._case.data)
        if others := sorted({*os.listdir(".")} - {NAME}):
            self._find("leftover", f"sync left {', '.join(others)}")

    def _look(self, command: str, options: Sequence[str]) -> None:
        self._call(command, options)
        self._check_unchanged(command, self._case.data)

    def _check_unchanged(self, command: str, before: bytes) -> None:
        if not self._path.is_file() or self._path.read_bytes() != before:
            self._find("changed", f"{command} changed a file that it refused, or only looked at")

    def _check_written(self, options: Sequence[str]) -> None:
        after = self._path.read_bytes()
        if after != self._case.data:
            for part in _spoiled(self._case.data, after):
                self._find("spoiled", f"sync wrote {part}, which is no XML any more")
        if self._call("sync", options) not in WRITTEN:
            self._find("unstable", "a second sync refused what the first one wrote")
        elif self._path.read_bytes() != after:
            self._find("unstable", "a second sync changed the file again")

    def _call(self, command: str, options: Sequence[str]) -> int:
        """Runs a command within its limits; returns its exit code."""
        self._tell("command", command)
        start = time.process_time()
        most, hard = int(start) + self._limits.seconds + 1, resource.RLIM_INFINITY
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
        ids_by_seed(Random(0))
        code = self._guarded(command, [command, NAME, *options])
        if time.process_time() - start > self._limits.seconds:
            self._find("hang", f"{command} took more than {self._limits.seconds} s")
        return code

    def _guarded(self, command: str, arguments: list[str]) -> int:
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                self._program(arguments)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        except MemoryError:
            self._find("memory", f"{command} got no more memory")
            return -1
        except BaseException as error:
            self._find("traceback", f"{command}: {_place_of(error)}")
            return -1
        if code not in WRITTEN | REFUSED:
            self._find("code", f"{command} ended with {code}: {_last_line(said.getvalue())}")
        return code

    def _find(self, kind: str, cause: str) -> None:
        self._tell(kind, cause)

    def _tell(self, kind: str, text: str) -> None:
        os.write(self._report, json.dumps([kind, text]).encode() + b"\n")


def _place_of(error: BaseException) -> str:
    """Returns the kind of an error and where it was raised, without what a cell holds."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "sheetflow/" in frame.filename] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    return f"{type(error).__name__} in {place} ({ours[-1].name})"


def _last_line(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1][:120] if lines else "nothing was said"


def _spoiled(before: bytes, after: bytes) -> list[str]:
    """Returns the parts that a sync made or changed, and that are no XML any more."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        kept = {info.filename: info.CRC for info in old.infolist()}
        written = [info for info in new.infolist() if kept.get(info.filename) != info.CRC]
        broken = [info.filename for info in written if not _is_xml(new.read(info))]
        return [name for name in broken if name not in kept or _is_xml(old.read(name))]


def _is_xml(part: bytes) -> bool:
    try:
        ParserCreate().Parse(part, True)
    except (ExpatError, LookupError, ValueError):
        return False
    return True


def _live(case: Case, limits: Limits, program: Program, report: int, folder: Path) -> None:
    """Is all that the process of a case does."""
    os.chdir(folder)
    os.environ.update(HOME=os.fspath(folder.parent), XDG_CONFIG_HOME=os.fspath(folder.parent))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    taken = _megabytes(resource.getrusage(resource.RUSAGE_SELF))
    resource.setrlimit(resource.RLIMIT_AS, (_addresses() + _MOST_ADDRESSES,) * 2)
    inside = _Inside(case, limits, program, report)
    inside.run()
    more = _megabytes(resource.getrusage(resource.RUSAGE_SELF)) - taken + _OWN_MEGABYTES
    if more > limits.megabytes:
        inside._find("memory", f"the commands took more than {limits.megabytes} MB")


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss * _UNIT / 1e6


def _addresses() -> int:
    """Returns the bytes of addresses that this process has already; 0 where nobody says."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        return pages * resource.getpagesize()
    return 0


# ── outside of it


class Running:
    """A case that runs; `poll` returns what it has found, None as long as it runs."""

    def __init__(self, case: Case, limits: Limits, program: Program) -> None:
        self.case = case
        self._limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="sheetflow-fuzz-"))
        folder = self._folder / "book"
        folder.mkdir()
        (folder / NAME).write_bytes(case.data)
        self._said = b""
        self._started = time.monotonic()
        self.report, write_end = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            status = 1
            try:
                os.close(self.report)
                _live(case, limits, program, write_end, folder)
                status = 0
            except BaseException:
                traceback.print_exc()  # a mistake of ours: nothing else gets here
            finally:
                os._exit(status)
        os.close(write_end)

    def poll(self) -> list[Finding] | None:
        """Reads what the process says; it has ended when it says nothing more."""
        if time.monotonic() - self._started > self._limits.waiting:
            os.kill(self._pid, signal.SIGKILL)
        elif not select.select([self.report], [], [], 0)[0]:
            return None
        elif said := os.read(self.report, 1 << 16):
            self._said += said
            return None
        return self._ended()

    def _ended(self) -> list[Finding]:
        os.close(self.report)
        _, status = os.waitpid(self._pid, 0)
        shutil.rmtree(self._folder, ignore_errors=True)
        lines = [Finding(*json.loads(line)) for line in self._said.splitlines()]
        commands = [line.cause for line in lines if line.kind == "command"]
        found = [line for line in lines if line.kind != "command"]
        code = os.waitstatus_to_exitcode(status)
        return found + self._how_it_ended(code, commands[-1] if commands else "nothing")

    def _how_it_ended(self, code: int, command: str) -> list[Finding]:
        if code == -signal.SIGXCPU:
            return [Finding("hang", f"{command} took more than {self._limits.seconds} s")]
        if code == -signal.SIGKILL:
            return [Finding("hang", f"{command} waited for more than {self._limits.waiting:g} s")]
        if code:
            return [Finding("traceback", f"{command}: the process ended with {code}")]
        return []


def run(case: Case, limits: Limits | None = None, program: Program = sheetflow) -> list[Finding]:
    """Runs one case to its end."""
    running = Running(case, limits or Limits(), program)
    while (found := running.poll()) is None:
        select.select([running.report], [], [], 0.2)
    return found
