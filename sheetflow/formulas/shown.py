"""The columns of `_set` that hold what people read: the words of statuses, rules and problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sheetflow.decide.stage_words import plain_word
from sheetflow.formulas.language import FormulaColumn
from sheetflow.formulas.layout import LiveLayout
from sheetflow.formulas.stage_table import STAGE_CODES
from sheetflow.palette import LOOKS
from sheetflow.texts.live import LIVE
from sheetflow.texts.words import MONTHS, PROBLEMS, RULE_NAMES, STATUSES

PLAYBOOK: Final = "playbook"
"""The status, and the rule, of every row while an entry of the Playbook is wrong."""
_SETTING_CODES: Final = (
    *("wrong_count",) * 6, "wrong_ratio", "wrong_weekend", "wrong_day_count", "wrong_language", "",
    "", "unknown_setting", "setting_twice",
)  # fmt: skip
"""Of the settings, in the order of settings.py."""
CODES: Final = (*STAGE_CODES, *_SETTING_CODES, "no_stages_table")
_DAY_CODES: Final = ("unreadable_date", "wrong_absence", "lone_absence")


def _both(name: str, texts: list[tuple[str, str]]) -> Iterator[FormulaColumn]:
    """Yields texts in both languages, and in that of the team."""
    yield FormulaColumn(f"{name}_text_en", values=tuple(en for en, _ in texts))
    yield FormulaColumn(f"{name}_text_es", values=tuple(es for _, es in texts))
    text = f"=IF(sf_es=1,{{{name}_text_es}},{{{name}_text_en}})"
    yield FormulaColumn(_SHOWN[name], text, rows=len(texts))


_SHOWN: Final = {
    "status": "status_shown", "rule": "rule_shown", "wrong": "wrong_text", "day": "wrong_day_texts",
    "month": "month_shown",
}  # fmt: skip


def _status_words() -> Iterator[str]:
    """Yields the words of our statuses as they are compared, without their icon and with it."""
    for key, both in STATUSES.items():
        for word in dict.fromkeys(map(plain_word, both)):
            yield word
            yield f"{LOOKS[key].icon} {word}"


def shown_columns(layout: LiveLayout) -> Iterator[FormulaColumn]:
    """Yields the words of the team's language for what is answered."""
    statuses = STATUSES | {PLAYBOOK: LIVE["check_playbook"]}
    shown = []
    for key, (en, es) in statuses.items():
        icon = LOOKS["check" if key == PLAYBOOK else key].icon
        shown.append((f"{icon} {en}", f"{icon} {es}"))
    yield FormulaColumn("status_key", values=tuple(statuses))
    yield FormulaColumn("status_word", values=tuple(_status_words()))
    yield from _both("status", shown)
    rules = RULE_NAMES | {PLAYBOOK: LIVE["check_playbook"]}
    yield FormulaColumn("rule_key", values=tuple(rules))
    yield from _both("rule", list(rules.values()))
    yield from _both("wrong", [PROBLEMS.get(code, ("", "")) for code in CODES])
    yield from _both("day", [PROBLEMS[code] for code in _DAY_CODES])
    yield from _both("month", list(zip(MONTHS["en"], MONTHS["es"], strict=True)))
    yield FormulaColumn("no_stages_number", values=(len(CODES),))
