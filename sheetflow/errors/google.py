"""What keeps a run from a Google Sheet, or ends it there."""

from __future__ import annotations
