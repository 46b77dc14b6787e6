"""The next memory: one text per lead, and the header that says which run wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sheetflow.facts import Known
from sheetflow.leads import ANSWERS, Lead
from sheetflow.memory import VERSION, Memory, Record, Seen, spell, with_kept, written_text


def record_text(known: Known, lead: Lead, lead_id: str, status: str, written: str, *, grows: bool) -> str:
    """The record of a lead after this run. While a row is `check`, or the run lies before the last one
    (`grows` is False), what was seen of it stays as it was; of a person's cell it keeps what we wrote last, and
    what stands there."""
    old, seen = known.record, known.seen
    stage = lead.stage.key if lead.stage else ""
    if status == "check" or not grows:
        stage = old.stage if old else stage
        seen = _unchanged(old, seen, grows=grows)
    if known.theirs:
        before = old.written.split(";") if old else [""] * len(ANSWERS)
        marks = [b if key in known.theirs else m for key, m, b in zip(ANSWERS, written.split(";"), before, strict=True)]
        shown = written_text(lead.answers).split(";")
        written = with_kept(";".join(marks), {at: shown[at] for at, key in enumerate(ANSWERS) if key in known.theirs})
    return spell(lead_id, lead.who, lead.cells, stage, seen, status, written)


def _unchanged(old: Record | None, seen: Seen, *, grows: bool) -> Seen:
    if old is not None:
        return Seen(old.touches, old.last, old.before, old.stage_then, old.added, old.skipped)
    return Seen(0, None, None, seen.stage_then, False, False) if grows else seen


@dataclass(frozen=True, slots=True)
class Records:
    """The content of the memory tab after this run (a model.MemoryText)."""

    header: Mapping[str, object]
    texts: Sequence[str]

    @classmethod
    def of(
        cls,
        memory: Memory,
        texts: Sequence[str],
        today: date,
        columns: Mapping[str, Mapping[str, str]],
        checks: int,
        options: str,
        lang: tuple[str, str],
    ) -> Records:
        """The header keeps the later day, so that a run for an earlier day changes no memory.

        `lang` is the language of the answers, and the one that the workbook speaks by itself.
        """
        latest = max(today, memory.today or today)
        header = {
            "sheetflow": VERSION,
            "today": latest.isoformat(),
            "ran_for": today.isoformat(),
            "leads": len(texts),
            "checks": checks,
            "options": options,
            "lang": lang[0],
            "spoken": lang[1],
            "columns": columns,
        }
        return cls(header, texts)

    def lines(self, stamp: str) -> Iterator[str]:
        """The header, which carries the stamp of the rest of the file, then the records."""
        yield json.dumps({**self.header, "stamp": stamp}, ensure_ascii=False, sort_keys=True)
        yield from self.texts

    def same_as(self, memory: Memory) -> bool:
        """True if nothing but the day of the run, or the order, would change: then there is nothing worth writing."""
        mine, theirs = ({k: h.get(k) for k in ("leads", "checks", "columns")} for h in (self.header, memory.header))
        standing = list(memory.texts.values())
        if memory.open:
            return False
        return mine == theirs and (standing == list(self.texts) or sorted(standing) == sorted(self.texts))
