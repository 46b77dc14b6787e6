"""What the last run on this machine left as it was, so that the next one need not read a sheet that nobody touched.

Only with `change_detection = true`: Drive counts the changes of a file, and that count is one small request. The
note lies in the user's cache folder, holds no cell, and may be lost at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path


def keep(spreadsheet_id: str, version: str, facts: Mapping[str, Any]) -> None:
    """Note what a run found that wrote nothing; a folder that may not be written to costs the note only."""
    path = _path(spreadsheet_id)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps({"version": version, **facts}), encoding="utf-8")
        os.replace(fresh, path)


def noted(spreadsheet_id: str, version: str) -> Mapping[str, Any] | None:
    """What was noted at this version of the file; None where it was at another one, or nothing can be read."""
    try:
        found = json.loads(_path(spreadsheet_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and version and found.get("version") == version else None


def _path(spreadsheet_id: str) -> Path:
    name = hashlib.sha256(spreadsheet_id.encode()).hexdigest()[:32]
    return user_cache_path("sheetflow") / "seen" / f"{name}.json"
