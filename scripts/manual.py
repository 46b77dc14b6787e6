"""Writes the tables of both manuals from the program's own: `python -m scripts.manual`.

A table goes between `<!-- table: NAME -->` and `<!-- end -->`; everything else in the manuals is
written by hand.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from scripts.manual_examples import read_aloud
from sheetflow.columns import OWNED, PEOPLE, Column
from sheetflow.decide.playbook import (
    CHANNELS,
    ENDS,
    PHRASES,
    SETTING_HEADING,
    SETTINGS,
    STAGES,
    Setting,
    Stage,
)
from sheetflow.decide.playbook_rows import playbook_rows
from sheetflow.decide.rules import EXAMPLES
from sheetflow.decide.rules import RULES as THE_RULES
from sheetflow.reports.numbers import Meaning, meanings
from sheetflow.starter.tabs import guide_texts as guide
from sheetflow.texts.flag_meanings import FLAGS_MEAN
from sheetflow.texts.notes import HOLDS
from sheetflow.texts.render import choose, status_text
from sheetflow.texts.words import FLAGS, LANGUAGES, RULE_NAMES, RULES

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
    "errors": (
        ("Number", "What it says", "What to do", "Exit code"),
        ("Número", "Qué dice", "Qué hacer", "Código de salida"),
    ),
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
    names = [column.en, *column.also_en.split("|")]
    others = [column.es, *column.also_es.split("|")]
    if lang == "es":
        names, others = others, names
    also = " · ".join(filter(None, [*names[1:], *others]))
    means = guide.PEOPLE.get(column.key) or NAMES.get(column.key, NAMES["name"])
    return f"**{names[0]}**", choose(KINDS[column.kind], lang), choose(means, lang), also


def _entry(both: tuple[str, str], means: tuple[str, str], key: str, lang: str) -> Sequence[str]:
    """A row of a table: a name, what it means, its key."""
    return f"**{choose(both, lang)}**", choose(means, lang), f"`{key}`"


def owned(lang: str) -> str:
    """What sheetflow answers."""
    rows = [_entry((c.en, c.es), HOLDS[c.key], c.key, lang) for c in OWNED]
    return table(heads("owned", lang), rows)


def statuses(lang: str) -> str:
    """Every status, with its icon."""
    rows = []
    for key, means in guide.STATUSES.items():
        shown = status_text(key, lang)
        rows.append(_entry((shown, shown), means, key, lang))
    return table(heads("statuses", lang), rows)


def flags(lang: str) -> str:
    """Every flag."""
    rows = [_entry(FLAGS[key], means, key, lang) for key, means in FLAGS_MEAN.items()]
    return table(heads("flags", lang), rows)


def stages(lang: str) -> str:
    """The default stages and their numbers."""
    return table(heads("stages", lang), [_stage(stage, lang) for stage in STAGES])


def _stage(stage: Stage, lang: str) -> Sequence[str]:
    name, ends = f"**{choose(stage.label, lang)}**", choose(ENDS[stage.ends_in], lang)
    if stage.closed:
        return (name, "", "", "", "", ends, "", "")
    gaps = ", ".join(map(str, stage.gaps))
    numbers = map(str, (stage.min_gap, stage.cold_after, stage.max_touches))
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
    rows = [_setting(setting, given, lang) for setting in SETTINGS]
    return table((choose(SETTING_HEADING, lang), *heads("settings", lang)), rows)


def _setting(setting: Setting, given: Mapping[Any, object], lang: str) -> Sequence[str]:
    both = (setting.en, setting.es)
    name, means, key = _entry(both, (setting.note_en, setting.note_es), setting.key, lang)
    return name, _number(given[choose(both, lang)], lang), means, key


def _number(value: object, lang: str) -> str:
    """A default as the language writes numbers; a dash where there is none."""
    if value is None:
        return "–"
    return str(value).replace(".", ",") if lang == "es" else str(value)


def phrases(lang: str) -> str:
    """The endings that agree on nothing."""
    return " · ".join(f"“{phrase}”" for phrase in PHRASES) + "\n"


def rules(lang: str) -> str:
    """Every rule in its order, with its examples read aloud."""
    parts = []
    for number, rule in enumerate(THE_RULES, 1):
        key = rule.__name__
        name = choose(RULE_NAMES[key], lang).capitalize()
        rows = [read_aloud(example, lang) for example in EXAMPLES[key]]
        examples = table(heads("example", lang), rows)
        parts.append(f"### {number}. {name} (`{key}`)\n\n{choose(RULES[key], lang)}\n\n{examples}")
    return "\n" + "\n".join(parts) + "\n"


def errors(lang: str) -> str:
    """Every error, problem and message that has a number."""
    return table(heads("errors", lang), [_error(found, lang) for found in meanings()])


def _error(found: Meaning, lang: str) -> Sequence[str]:
    said, advised = choose(found.text[:2], lang), choose(found.text[2:], lang)
    return found.number, said, advised.replace("\n", " ") or "–", str(found.exit_code)


TABLES: Final[Mapping[str, Callable[[str], str]]] = {
    "columns": columns,
    "owned": owned,
    "statuses": statuses,
    "flags": flags,
    "stages": stages,
    "settings": settings,
    "phrases": phrases,
    "rules": rules,
    "errors": errors,
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
