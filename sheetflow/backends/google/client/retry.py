"""How long we wait for Google: at most 8 tries per request, and so many seconds per run in all.

A wait is what Google asks for (Retry-After), else 1, 2, 4 … 32 seconds and up to one more by
chance, so that machines which failed together do not come back together. One fault never ends a
run: the first wait of a request is at most what is left, be it nothing, and the request is tried
once more.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from sheetflow.backends.google.client.faults import Fault, Kind, OnWait, quiet

TRIES: Final = 8
_DOUBLINGS: Final = 5


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
        tell: OnWait = quiet,
    ) -> None:
        self.left = seconds
        self._scale, self._sleep, self._tell = scale, sleep, tell
        self._pauses = 0

    def retrying(self) -> Retrying:
        """Repeat what raises a Fault that may be repeated; the last Fault comes out when patience
        is used up.
        """
        return Retrying(
            retry=retry_if_exception(
                lambda error: isinstance(error, Fault) and error.kind is Kind.REPEAT
            ),
            stop=stop_after_attempt(TRIES),
            wait=self._seconds,
            before_sleep=self._announce,
            sleep=self._rest,
            reraise=True,
        )

    def pause(self, error: Exception) -> None:
        """Wait before reading again after a write of unknown fate. Raises its end (BusyError) when
        used up.
        """
        fault = error if isinstance(error, Fault) else error.__cause__
        if not isinstance(fault, Fault):
            raise TypeError("only a fault can be waited for")
        self._pauses += 1
        if self._pauses >= TRIES:
            raise fault.end
        seconds = self._granted(fault, self._pauses)
        self._tell(fault.why, seconds * self._scale)
        self._rest(seconds)

    def spend(self, seconds: float) -> None:
        """Count what went by until a request failed: a server that does not answer uses up patience
        too.
        """
        self.left -= seconds

    def reset(self) -> None:
        """A write came through: the next pause is a first one again."""
        self._pauses = 0

    def _seconds(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        return self._granted(fault, state.attempt_number) if isinstance(fault, Fault) else 0.0

    def _granted(self, fault: Fault, attempt: int) -> float:
        """Seconds to wait now. Raises the fault's end where a request that failed twice would wait
        too long.
        """
        asked, left = fault.wait or 0.0, max(self.left, 0.0)
        if attempt > 1 and (asked > left or not left):
            raise fault.end
        return min(asked or 2 ** min(attempt - 1, _DOUBLINGS) + random.random(), left)

    def _announce(self, state: RetryCallState) -> None:
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, Fault) and state.next_action:
            self._tell(fault.why, state.next_action.sleep * self._scale)

    def _rest(self, seconds: float) -> None:
        """Wait so many seconds of the budget."""
        self.left -= seconds
        self._sleep(seconds * self._scale)
