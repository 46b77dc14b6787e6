"""Two processes for a large sheet: a fork of this one does the second half of the leads."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

WORTH_IT: Final = 20_000
"""Below this many leads a second process costs more than it saves (scripts/bench)."""

BEARABLE: Final = 300_000
"""Above this many the results of the second half, pickled and unpickled, would fill a gigabyte with
the rest.
"""


def in_two(count: int, work: Callable[[int, int], T]) -> Sequence[T]:
    """Does `work(0, count)`, as two halves side by side where the system can fork and it pays.

    The result travels back by pickle. Should the other process fail, its half is done here: nothing
    depends on it but time. With threads about (a progress bar) there is no fork.
    """
    if not (WORTH_IT <= count <= BEARABLE and _may_fork()):
        return [work(0, count)]
    half = count // 2
    incoming, outgoing = os.pipe()
    child = os.fork()
    if not child:
        os.close(incoming)  # else it would wait for ever on a parent that was killed
        _answer(outgoing, lambda: work(half, count))
    os.close(outgoing)
    try:
        with open(incoming, "rb") as pipe:
            first, sent = work(0, half), pipe.read()
    finally:
        _, status = os.waitpid(child, 0)  # with the pipe closed it ends, finished or not
    return [first, pickle.loads(sent) if status == 0 else work(half, count)]


def _may_fork() -> bool:
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


def _answer(outgoing: int, work: Callable[[], object]) -> None:
    """Sends the result from the other process and ends it, whatever happens, without the parent's
    clean-up.
    """
    code = 1
    try:
        with open(outgoing, "wb") as pipe:
            pipe.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        code = 0
    finally:
        os._exit(code)
