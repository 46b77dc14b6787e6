"""Makes leads-en.xlsx and leads-es.xlsx beside this file: `scripts/templates`.

What is in them is said once, in sheetflow/starter/template.py, from which `init` makes workbooks,
too. Two builds are equal byte for byte: the day for which results are written is DAY.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from sheetflow.backends.excel.new_book import new_workbook
from sheetflow.starter.template import template_tabs
from sheetflow.texts.words import LANGUAGES

HERE: Final = Path(__file__).parent
DAY: Final = date(2026, 11, 20)


def build(lang: str) -> bytes:
    """Returns the starter workbook of this language as the bytes of an .xlsx file."""
    return new_workbook(*template_tabs(lang, DAY, {}, ()), small=True)


def main() -> None:
    """Writes both workbooks, and says how large they are."""
    for lang in LANGUAGES:
        path, content = HERE / f"leads-{lang}.xlsx", build(lang)
        path.write_bytes(content)
        print(f"{path.name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
