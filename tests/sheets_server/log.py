"""What the server was asked: one entry for each request, without bodies unless a test wants
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Entry:
    """One request. `position` counts from 1; `kind` is read, write, drive, token, or "" for what is
    no method.

    `path` is percent-decoded, `call` the method's id in the discovery document; `status` is what
    was answered (0 when nothing was), `fault` the name of the fault that struck it; `request` is
    the parsed body where the server keeps it.
    """

    position: int
    verb: str
    path: str
    kind: str
    call: str
    status: int = 0
    caller: str | None = None
    fault: str = ""
    request: Any = None


def counted(entries: Iterable[Entry]) -> Counter[str]:
    """How many requests of each kind."""
    return Counter(entry.kind for entry in entries)
