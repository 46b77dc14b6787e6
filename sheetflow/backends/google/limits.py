"""THE limits of waiting for Google: how often, how long, and what they multiply to.

    one call          an HTTP request and its answer: at most DEADLINE + READ = 240 s; a last
                      piece may begin just before the deadline
    one send          a wait for its turn under the quota, at most TURN; then a call; before that,
                      one or two calls for a token where there is none yet
    one request       TRIES x SENDS = 16 sends, with a wait after each try that failed
    one reading       (REREADS + 1) x 2 reads, once more after a refusal = 20 reads; in a sheet
                      whose formulas are asked for, REREADS + 1 times as many, and one for each
    one preparation   2 reads and 4 writes
    one writing       (REPAIRS + 1) x TRIES = 32 looks and 32 writes, for answers of up to 2 MB
    live formulas     1 write more where some are missing
    one round         a reading, a preparation, a writing, formulas = 54 reads and 37 writes
    one run           1 read and engine.ROUNDS rounds = 217 reads and 148 writes

That makes 365 requests and 5,840 sends. No run comes near, because all waits and all failing calls
of a run share one budget: WAIT_SECONDS. While the budget lasts, a request may fail TRIES times.
Once it is used up, a request that fails twice ends the run. A write of unknown fate waits from the
same budget, and a look follows it.

So take a run in which every call fails from some moment on, and T, the time that a call takes to
fail. The run ends at most max(WAIT_SECONDS, T) + 2 x T after that moment:

     90 s where every send is answered with an error at once
    230 s where Google is reached and says nothing: T is CONNECT + READ
    720 s where every answer begins and none ends: T is a whole call

Waiting for turns is not in the budget: it has TURN for each send.

A round begins again where people changed the sheet. engine.ROUNDS says how often. It is not among
the numbers below, because it holds for every backend. tests/google/test_limits.py holds the figures
of this table to the numbers.
"""

from __future__ import annotations

from typing import Final

# ── one call (client/session.py), in seconds
CONNECT: Final = 10.0
READ: Final = 60.0
"""Between two pieces of an answer."""
DEADLINE: Final = 180.0
"""From sending a request to the last look at the clock; a piece that has begun may still end."""

# ── one send (client/quota.py)
REQUESTS_A_MINUTE: Final = 60
"""Reads, and writes, that Google allows an account ("Usage limits" of the Sheets API)."""
TURN: Final = 120.0
"""Seconds to wait for a turn; more means that the quota is too small for all that run."""
TURN_MARGIN: Final = 0.25
"""Seconds on top of such a wait: requests reach Google at another pace than they leave here."""
LOCK: Final = 5.0
"""Seconds to wait for the file that counts; then this process counts for itself."""

# ── one request (client/retry.py, client/sheets.py)
SENDS: Final = 2
"""A send, and once more with a new token where Google does not take the old one."""
TRIES: Final = 8
"""Also how many writes in a row may have an unknown fate."""
DOUBLINGS: Final = 5
"""Waits are 1, 2, 4 … 32 seconds long, and up to one more by chance."""
WAIT_SECONDS: Final = 90.0
"""For all waits and failing calls of a run; `wait_seconds` of sheetflow.toml goes before it."""

# ── one round (backend.py, write.py)
REREADS: Final = 4
"""How often the sheet is read again where people move columns all the while."""
REFUSALS: Final = 4
"""So many refused changes in a row are no accident of people's doing; one in each round."""
REPAIRS: Final = 3
"""How often rows that moved in the instant of a write are mended (design.md, "Google")."""
