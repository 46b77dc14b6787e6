"""What is wrong with a workbook that is a file: opening it, its parts, replacing it."""

from __future__ import annotations
