"""What the last run on this machine left as it was, so that the next one need not read a sheet that
nobody touched.

Only with `change_detection = true`: Drive counts the changes of a file, and that count is one small
request. The note lies in the user's cache folder, holds no cell, and may be lost at any time.
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
from zoneinfo import ZoneInfo

from platformdirs import user_cache_path

from sheetflow.backends.base import Unchanged

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
    """Note what a run found that wrote nothing; a folder that may not be written to costs the note
    only.
    """
    path = _path(spreadsheet_id)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        facts = {**found._asdict(), "day": found.day.isoformat(), "version": version}
        fresh.write_text(json.dumps(facts), encoding="utf-8")
        os.replace(fresh, path)


def read_unchanged(spreadsheet_id: str, version: str) -> Unchanged | None:
    """What was noted at this version of the file; None where it was at another one, or the note is
    not as we write.
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
        ZoneInfo(found.zone)
    except (ValueError, KeyError, OSError):
        return None
    return found if found.lang in ("en", "es") and min(found.leads, found.checks) >= 0 else None


def _path(spreadsheet_id: str) -> Path:
    name = hashlib.sha256(spreadsheet_id.encode()).hexdigest()[:32]
    return user_cache_path("sheetflow") / "seen" / f"{name}.json"
