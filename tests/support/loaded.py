"""Loads all our modules: Hypothesis mixes the constants of those that are loaded into what it
draws, and which are depends on the tests that ran before.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages


def load_all() -> None:
    """Loads every module of ours, but those that are programs."""
    for name in ("sheetflow", "sheet_templates", "scripts"):
        for module in walk_packages(import_module(name).__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
