"""Workbooks whose own leads tab is rich: MAKERS holds one maker per feature or package shape."""

from __future__ import annotations

from pathlib import Path

from tests.excel.workbooks import features, formulas, shapes
from tests.excel.workbooks.pen import CORPUS, MAKERS, Rich

__all__ = ["CORPUS", "MAKERS", "Rich", "features", "formulas", "make", "shapes"]


def make(name: str, folder: Path) -> tuple[Path, Rich]:
    """Make the workbook of that maker in a folder."""
    path = folder / f"{name}.{'xlsm' if name == 'macros' else 'xlsx'}"
    return path, MAKERS[name](path)
