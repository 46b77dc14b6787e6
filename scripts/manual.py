"""Writes the tables of docs/manual.md and docs/manual.es.md from the program's own: `python -m
scripts.manual`.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`; everything else in the manuals is
written by hand.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from scripts.manual_examples import read_aloud
from sheet_templates import guide
from sheetflow.columns import OWNED, PEOPLE, Column
from sheetflow.decide.playbook import (
    CHANNELS,
    ENDS,
    PHRASES,
    SETTING_HEADING,
    SETTINGS,
    STAGES,
    Stage,
    playbook_rows,
)
from sheetflow.decide.rules import EXAMPLES
from sheetflow.decide.rules import RULES as THE_RULES
from sheetflow.texts.notes import HOLDS
from sheetflow.texts.render import choose, status_text
from sheetflow.texts.words import FLAGS, FLAGS_MEAN, LANGUAGES, RULES

DOCS: Final = Path(__file__).parent.parent / "docs"
MANUALS: Final = {"en": DOCS / "manual.md", "es": DOCS / "manual.es.md"}
TABLE: Final = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

NAMES: Final = {
    "name": (
        "first name and last name in two columns are joined",
        "nombre y apellidos en dos columnas se unen",
    ),
}
KINDS: Final = {
    "text": ("text", "texto"),
    "date": ("date", "fecha"),
    "flag": ("yes / no", "sí / no"),
    "number": ("number", "número"),
    "stage": ("stage", "etapa"),
    "kind": ("word", "palabra"),
    "id": ("text", "texto"),
}
HEADS: Final = {
    "columns": (
        ("Heading", "Holds", "What it says", "Also answers to"),
        ("Encabezado", "Contiene", "Qué dice", "También vale"),
    ),
    "owned": (("Heading", "What it holds", "Key"), ("Encabezado", "Qué contiene", "Clave")),
    "statuses": (("Status", "What it means", "Key"), ("Estado", "Qué significa", "Clave")),
    "flags": (("Flag", "What it warns of", "Key"), ("Aviso", "De qué avisa", "Clave")),
    "stages": (
        ("Stage", "Gaps", "Shortest", "Cold after", "Most touches", "Ends in", "Channel", "Step"),
        (
            "Etapa",
            "Esperas",
            "Mínima",
            "Se enfría tras",
            "Máximo de toques",
            "Termina en",
            "Canal",
            "Paso",
        ),
    ),
    "settings": (("Default", "Meaning", "Key"), ("Por defecto", "Significado", "Clave")),
    "example": (
        ("The row says", "On", "sheetflow answers"),
        ("La fila dice", "El día", "sheetflow responde"),
    ),
}


def heads(name: str, lang: str) -> tuple[str, ...]:
    """The heading row of a table."""
    return HEADS[name][LANGUAGES.index(lang)]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines
    )


def columns(lang: str) -> str:
    """What people write: each heading, with the synonyms of both languages, this one's first."""
    return table(heads("columns", lang), [_column(column, lang) for column in PEOPLE])


def _column(column: Column, lang: str) -> Sequence[str]:
    mine, other = [(column.en, column.also_en), (column.es, column.also_es)][
        :: -1 if lang == "es" else 1
    ]
    also = [*mine[1].split("|"), other[0], *other[1].split("|")]
    means = guide.PEOPLE.get(column.key) or NAMES["name"]
    return (
        f"**{mine[0]}**",
        choose(KINDS[column.kind], lang),
        choose(means, lang),
        " · ".join(filter(None, also)),
    )


def owned(lang: str) -> str:
    """What sheetflow answers."""
    rows = [
        (f"**{choose((c.en, c.es), lang)}**", choose(HOLDS[c.key], lang), f"`{c.key}`")
        for c in OWNED
    ]
    return table(heads("owned", lang), rows)


def statuses(lang: str) -> str:
    """Every status, with its icon."""
    rows = [
        (f"**{status_text(key, lang)}**", choose(means, lang), f"`{key}`")
        for key, means in guide.STATUSES.items()
    ]
    return table(heads("statuses", lang), rows)


def flags(lang: str) -> str:
    """Every flag."""
    rows = [
        (f"**{choose(FLAGS[key], lang)}**", choose(means, lang), f"`{key}`")
        for key, means in FLAGS_MEAN.items()
    ]
    return table(heads("flags", lang), rows)


def stages(lang: str) -> str:
    """The default stages and their numbers."""
    return table(heads("stages", lang), [_stage(stage, lang) for stage in STAGES])


def _stage(stage: Stage, lang: str) -> Sequence[str]:
    name, ends = f"**{choose(stage.label, lang)}**", choose(ENDS[stage.ends_in], lang)
    if stage.closed:
        return (name, "", "", "", "", ends, "", "")
    numbers = [str(n) for n in (stage.min_gap, stage.cold_after, stage.max_touches)]
    gaps = ", ".join(map(str, stage.gaps))
    return (
        name,
        gaps,
        *numbers,
        ends,
        choose(CHANNELS[stage.channel], lang),
        choose(stage.step, lang),
    )


def settings(lang: str) -> str:
    """The other numbers of the Playbook, as the tab spells them."""
    given = {row[0]: row[1] for row in playbook_rows(lang) if len(row) == 3}
    rows = []
    for setting in SETTINGS:
        name, default = (
            choose((setting.en, setting.es), lang),
            given[choose((setting.en, setting.es), lang)],
        )
        shown = "–" if default is None else str(default).replace(".", "," if lang == "es" else ".")
        rows.append(
            (
                f"**{name}**",
                shown,
                choose((setting.note_en, setting.note_es), lang),
                f"`{setting.key}`",
            )
        )
    return table((choose(SETTING_HEADING, lang), *heads("settings", lang)), rows)


def phrases(lang: str) -> str:
    """The endings that agree on nothing."""
    return " · ".join(f"“{phrase}”" for phrase in PHRASES) + "\n"


def rules(lang: str) -> str:
    """Every rule in its order, with its examples read aloud."""
    parts = []
    for number, rule in enumerate(THE_RULES, 1):
        key = rule.__name__
        rows = [read_aloud(example, lang) for example in EXAMPLES[key]]
        examples = table(heads("example", lang), rows)
        parts.append(f"### {number}. `{key}`\n\n{choose(RULES[key], lang)}\n\n{examples}")
    return "\n" + "\n".join(parts) + "\n"


TABLES: Final[Mapping[str, Callable[[str], str]]] = {
    "columns": columns,
    "owned": owned,
    "statuses": statuses,
    "flags": flags,
    "stages": stages,
    "settings": settings,
    "phrases": phrases,
    "rules": rules,
}


def filled(text: str, lang: str) -> str:
    """A manual with its tables as the program has them now."""
    return TABLE.sub(lambda found: found[1] + TABLES[found[2]](lang) + found[3], text)


def main() -> None:
    """Rewrite the manuals, or say which ones are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where a table is stale"
    )
    check, stale = parser.parse_args().check, []
    for lang, path in MANUALS.items():
        old = path.read_text("utf-8")
        if (new := filled(old, lang)) != old:
            stale.append(path.name)
            if not check:
                path.write_text(new, "utf-8")
    print(f"{'stale' if check else 'written'}: {', '.join(stale) or 'none'}")
    sys.exit(bool(stale) and check)


if __name__ == "__main__":
    main()
