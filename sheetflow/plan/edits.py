"""What tells a person's value from ours in one of our cells."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from sheetflow.decide.playbook import CHANNELS
from sheetflow.texts.render import Locale, date_text, status_text
from sheetflow.texts.words import FLAGS, LANGUAGES, STATUSES, STEPS, WHY


def looks_ours(key: str, text: str) -> bool:
    """Whether a text in an owned column could be one that sheetflow wrote, in either language.

    Only asked where the memory is lost; in doubt the text is a person's.
    """
    if key == "status":
        return any(text == status_text(status, lang) for status in STATUSES for lang in LANGUAGES)
    if key == "flags":
        known = {word for both in FLAGS.values() for word in both}
        return all(part in known for part in text.split(", "))
    return bool(_ours(key).fullmatch(text))


def names_our_date(why: str, day: date) -> bool:
    """Whether a reason is one that sheetflow wrote for this date, and not for a plan that a person
    typed.
    """
    by_hand = tuple(text.partition("{")[0] for text in WHY["by_hand"])
    if why.startswith(by_hand) or not looks_ours("why", why):
        return False
    spoken = (date_text(day, Locale(lang, year)) for lang in LANGUAGES for year in (day.year, 0))
    return any(text in why for text in spoken)


@lru_cache(maxsize=8)
def _ours(key: str) -> re.Pattern[str]:
    """One pattern of all sentences of `why`, or of all steps."""
    table = WHY if key == "why" else STEPS
    channel = "|".join(name.lower() for both in CHANNELS.values() for name in both)
    forms = []
    for text in (text for both in table.values() for text in both):
        parts = re.split(r"(\{[^}]*\})", re.sub(r"\(\{\d\}\)$", "(\0)", text))
        form = "".join(".+" if part.startswith("{") else re.escape(part) for part in parts)
        forms.append(
            form.replace("\0", f"(?:{channel})").replace(re.escape("\0"), f"(?:{channel})")
        )
    return re.compile(rf"(?:(?:{'|'.join(forms)}) ?)+", re.DOTALL)
