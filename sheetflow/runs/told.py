"""What was told about a target on this host: a small file for each, in the user's state folder.

The file has the name of a hash of the target, and holds topics: fingerprint -> the day on which it
was told last. A fingerprint is a code, an id or a checksum; no name, address or text of a lead. The
file may be lost, damaged or unwritable at any time: then a thing is told again.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Final

VERSION: Final = 1
LARGEST: Final = 8 << 20
"""Bytes; a longer file is none of ours."""

Topics = dict[str, dict[str, str]]
"""Topic -> fingerprint -> ISO day."""


def fingerprint(*parts: object) -> str:
    """Returns the fingerprint of something to tell: a checksum of all that makes it what it is."""
    return blake2b(repr(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def told(target: str, topic: str = "problems") -> Mapping[str, date]:
    """Returns what was told of a target, by fingerprint, and on which day; empty where that is not
    known.

    `target` is the real path of a file, or the id of a Google Sheet (targets.identity_of).
    """
    return {
        key: date.fromisoformat(day) for key, day in _read(_path(target)).get(topic, {}).items()
    }


def remember(target: str, fingerprints: Iterable[str], day: date, topic: str = "problems") -> None:
    """Keeps what was told of a target on this day, instead of what was told before."""
    path = _path(target)
    topics = _read(path)
    new = dict.fromkeys(sorted(fingerprints), day.isoformat())
    if topics.get(topic, {}) == new:
        return
    topics = {**topics, topic: new}
    with suppress(OSError):
        _write(path, {name: kept for name, kept in topics.items() if kept})


def state_folder() -> Path:
    """Returns the folder of this user for what only this host needs; nothing is made yet."""
    if os.path.isabs(named := os.environ.get("XDG_STATE_HOME", "")):
        return Path(named) / "sheetflow"
    # platformdirs says the same on Linux, and takes longer to load than this whole module.
    if sys.platform.startswith("linux"):
        return Path("~/.local/state/sheetflow").expanduser()
    from platformdirs import user_state_path

    return user_state_path("sheetflow", appauthor=False)


def _path(target: str) -> Path:
    name = blake2b(target.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return state_folder() / "told" / f"{name}.json"


def _read(path: Path) -> Topics:
    """Returns the topics of a file; none where it is not as we write it."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or found.pop("version", None) != VERSION:
            return {}
        for topic in found.values():
            for day in topic.values():
                date.fromisoformat(day)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return found


def _write(path: Path, topics: Topics) -> None:
    """Replaces the file in one step. Only this user may look into it, or into its folder."""
    for folder in (path.parents[1], path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        descriptor = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with open(descriptor, "w", encoding="utf-8") as handle:
            json.dump({"version": VERSION, **topics}, handle)
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
