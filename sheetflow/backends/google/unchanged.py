"""What the last run on this machine found and wrote nothing, so that the next one need not read a
sheet that nobody touched.

Only with `change_detection = true`: Drive counts the changes of a file, and that count, the
*version*, is one small request. What is remembered is a file in the user's cache folder; it has no
cell's content, and may be lost at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

from sheetflow.backends.base import Unchanged
from sheetflow.zones import zone_of

_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "day": (str,),
    "zone": (str,),
    "options": (str,),
    "spoken": (str,),
    "lang": (str,),
    "leads": (int,),
    "checks": (int,),
}


def keep_unchanged(spreadsheet_id: str, version: str, found: Unchanged) -> None:
    """Remembers what a run found that wrote nothing; in a folder that may not be written to it is
    forgotten.
    """
    path = _path(spreadsheet_id)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        facts = {**found._asdict(), "day": found.day.isoformat(), "version": version}
        fresh.write_text(json.dumps(facts), encoding="utf-8")
        os.replace(fresh, path)


def read_unchanged(spreadsheet_id: str, version: str) -> Unchanged | None:
    """Returns what was remembered at this version of the file; None where that was another version,
    or where it is not as we write it.
    """
    try:
        facts = json.loads(_path(spreadsheet_id).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(facts, dict) or not version or facts.pop("version", None) != version:
        return None
    return _unchanged(facts) if facts.keys() == _KINDS.keys() else None


def _unchanged(facts: dict[str, Any]) -> Unchanged | None:
    if any(type(facts[name]) not in kinds for name, kinds in _KINDS.items()):
        return None
    try:
        found = Unchanged(**{**facts, "day": date.fromisoformat(facts["day"])})
    except (ValueError, KeyError):
        return None
    if zone_of(found.zone) is None:
        return None
    return found if found.lang in ("en", "es") and min(found.leads, found.checks) >= 0 else None


def _path(spreadsheet_id: str) -> Path:
    name = hashlib.sha256(spreadsheet_id.encode()).hexdigest()[:32]
    return user_cache_path("sheetflow") / "seen" / f"{name}.json"
