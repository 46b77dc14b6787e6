"""What is wrong with a command, its settings, or the place that it names."""

from __future__ import annotations
