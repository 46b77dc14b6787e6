"""How long we wait for Google: so many tries per request, and so many seconds per run in all.

A wait is what Google asks for (Retry-After), else 1, 2, 4 … 32 seconds and up to one more by
chance, so that machines which failed together do not come back together. One fault never ends a
run: the first wait of a request is at most what is left, even if that is nothing, and the request
is tried once more. The numbers, and what they multiply to, are in limits.py.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from sheetflow.backends.google.client.faults import Fault, FaultKind, OnWait, quiet
from sheetflow.backends.google.limits import DOUBLINGS, TRIES


class RetryBudget:
    """What one run may still wait: `left` is in seconds.

    The budget counts seconds before scaling, so that a test that does not wait ends where a real
    run would.
    """

    def __init__(
        self,
        seconds: float,
        *,
        scale: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: OnWait = quiet,
    ) -> None:
        self.left = seconds
        self._scale, self._sleep, self._on_wait = scale, sleep, on_wait
        self._pauses = 0

    def retrying(self) -> Retrying:
        """Repeats what raises a Fault that may be repeated.

        Raises the last Fault after TRIES, and the end of that Fault where the budget is used up.
        """
        return Retrying(
            retry=retry_if_exception(_may_be_repeated),
            stop=stop_after_attempt(TRIES),
            wait=self._seconds_after,
            before_sleep=self._announce,
            sleep=self._wait,
            reraise=True,
        )

    def pause(self, error: Exception) -> None:
        """Waits before reading again after a write of unknown fate. Raises the end of its Fault
        (BusyError) where the budget is used up.
        """
        fault = error if isinstance(error, Fault) else error.__cause__
        if not isinstance(fault, Fault):
            raise TypeError("only a fault can be waited for")
        self._pauses += 1
        if self._pauses >= TRIES:
            raise fault.end
        seconds = self._granted(fault, self._pauses)
        self._on_wait(fault.why, seconds * self._scale)
        self._wait(seconds)

    def spend(self, seconds: float) -> None:
        """Counts what went by until a request failed: a server that does not answer uses up the
        budget too.
        """
        self.left -= seconds

    def reset(self) -> None:
        """Makes the next pause a first one again, since a write came through."""
        self._pauses = 0

    def _seconds_after(self, state: RetryCallState) -> float:
        fault = _fault_of(state)
        return self._granted(fault, state.attempt_number) if fault else 0.0

    def _granted(self, fault: Fault, attempt: int) -> float:
        """Returns the seconds to wait now. Raises the fault's end where a request that failed twice
        would wait too long.
        """
        asked, left = fault.wait or 0.0, max(self.left, 0.0)
        if attempt > 1 and (asked > left or not left):
            raise fault.end
        return min(asked or 2 ** min(attempt - 1, DOUBLINGS) + random.random(), left)

    def _announce(self, state: RetryCallState) -> None:
        fault = _fault_of(state)
        if fault and state.next_action:
            self._on_wait(fault.why, state.next_action.sleep * self._scale)

    def _wait(self, seconds: float) -> None:
        """Waits so many seconds of the budget."""
        self.left -= seconds
        self._sleep(seconds * self._scale)


def _may_be_repeated(error: BaseException) -> bool:
    return isinstance(error, Fault) and error.kind is FaultKind.REPEAT


def _fault_of(state: RetryCallState) -> Fault | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, Fault) else None
