"""The Messages tab -> the team's texts. What is odd about one becomes a Problem that names its
cell, and nothing here stops a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from sheetflow.columns import by_word, fold, fold_heading
from sheetflow.decide.messages import (
    MESSAGE_HEADINGS,
    MESSAGE_WORDS,
    MESSAGES,
    MessageText,
    placeholders,
)
from sheetflow.decide.playbook import CHANNELS, Playbook, Words, stage_words
from sheetflow.decide.sequence import TOUCHES
from sheetflow.model import Problem, Text, Value
from sheetflow.parse.grid import Grid, at, cell
from sheetflow.parse.readers import wording_finder
from sheetflow.parse.settings import READERS, WrongError
from sheetflow.parse.table_rows import Table, TableRow, find_table
from sheetflow.parse.values import count_of, text_of

_KEYS: Final = by_word(MESSAGE_HEADINGS.items(), fold_heading) | {
    "key": "message",
    "clave": "message",
    "message type": "message",
    "tipo de mensaje": "message",
    "step": "message",
    "paso": "message",
    "lang": "language",
    "title": "subject",
    "titulo": "subject",
    "body": "text",
    "cuerpo": "text",
}
_CHANNELS: Final = by_word(CHANNELS.items(), fold) | {key: key for key in CHANNELS}
_ANY: Final = frozenset(("", *map(fold, TOUCHES["more"])))
"""What the column Touch says where a text serves every touch."""
_NEXT_DATE: Final = Words("{next_date}", "{fecha}")
_ANNOUNCES: Final = frozenset({"next_date", "appointment"})


class Messages(NamedTuple):
    """The texts of the team, and what is odd about them."""

    texts: tuple[MessageText, ...] = ()
    problems: tuple[Problem, ...] = ()


NO_MESSAGES: Final = Messages()


def read_messages(grid: Grid, tab: str, playbook: Playbook, lang: str) -> Messages:
    """Reads the texts; one without a language is in `lang`, one without a text is passed over."""
    table = find_table(grid, _KEYS, lambda columns: {"message", "text"} <= columns.keys())
    if table is None:
        return NO_MESSAGES
    stages = by_word((stage.key, stage_words(stage)) for stage in playbook.stages)
    reader = _Reader(stages, lang)
    check, problems, read = Checks(playbook), list[Problem](), list[tuple[MessageText, TableRow]]()
    for row in _rows(grid, tab, table):
        text = reader.read(row, problems)
        if text is not None:
            read.append((text, row))
            problems += check.problems(text, row)
    texts = tuple(text for text, _ in read)
    for text, row in read:
        if _is_alone(text, texts, lang):
            problems.append(row.problem("language", "only_this_language"))
    return Messages(texts, tuple(problems))


def _is_alone(text: MessageText, texts: Sequence[MessageText], lang: str) -> bool:
    """Returns whether a text is in the other language, and none in that of the workbook serves
    where it does: ours serve everywhere.
    """
    if text.lang == lang or text.key in MESSAGES:
        return False
    alike = (other for other in texts if (other.key, other.lang) == (text.key, lang))
    return not any(_serves(other, text) for other in alike)


def _serves(other: MessageText, text: MessageText) -> bool:
    """Returns whether a text serves wherever another one does."""
    return other.stage in ("", text.stage) and other.touch in (None, text.touch)


def _rows(grid: Grid, tab: str, table: Table) -> Iterator[TableRow]:
    """Yields the rows that name a message and say a text; blank ones may stand between."""
    for number, cells in enumerate(grid[table.row + 1 :], table.row + 2):
        row = TableRow(tab, number, cells, table.columns)
        if row.text("message") and body_of(at(cells, table.columns["text"])):
            yield row


def body_of(value: Value) -> str:
    """Returns a text as it was typed, with its line breaks."""
    if not isinstance(value, str):
        return text_of(value)
    return value.replace("\r\n", "\n").replace("\xa0", " ").strip()


class _Reader(NamedTuple):
    """Reads rows: stages by their words, and the language where a row names none."""

    stages: Mapping[str, str]
    lang: str

    def read(self, row: TableRow, problems: list[Problem]) -> MessageText | None:
        """Reads a row; None where it serves nobody, which is told."""
        word, touch = row.text("message"), row.value("touch")
        stage = self.stages.get(fold(row.text("stage"))) if row.text("stage") else ""
        count = None if fold(text_of(touch)) in _ANY else count_of(touch)
        if stage is None:
            problems.append(row.problem("stage", "message_stage"))
            return None
        if count is not None and not (isinstance(count, int) and count > 0):
            problems.append(row.problem("touch", "message_touch"))
            return None
        channel = row.text("channel")
        channel, lang = _CHANNELS.get(fold(channel), channel), self._language(row, problems)
        key, said = MESSAGE_WORDS.get(fold(word), fold(word)), body_of(row.value("text"))
        subject = " ".join(row.text("subject").split())
        return MessageText(key, lang, channel, subject, said, stage, count)

    def _language(self, row: TableRow, problems: list[Problem]) -> str:
        try:
            return READERS["language"](row.value("language")) or self.lang
        except WrongError:
            problems.append(row.problem("language", "message_language"))
            return self.lang


class Checks:
    """The checks of a text: placeholders, open endings, reproach, and whether it announces our next
    contact.
    """

    def __init__(self, playbook: Playbook) -> None:
        self._wording = wording_finder(playbook)

    def problems(self, text: MessageText, row: TableRow) -> Iterator[Problem]:
        """Yields what is odd about a row, each with its cell."""
        for key, said in (("subject", text.subject), ("text", text.text)):
            where = cell(row.tab, row.number, row.columns.get(key, 0))
            for odd in self.of_words(said):
                yield Problem(where, odd)
        where = cell(row.tab, row.number, row.columns["text"])
        if odd_date := about_date(text):
            yield Problem(where, odd_date)

    def of_words(self, said: str) -> Iterator[Text]:
        """Yields what is odd about the words of a text."""
        for found, key in placeholders(said):
            if not key:
                yield Text("unknown_placeholder", (found, _NEXT_DATE))
        lists = (
            ("text_open_ending", self._wording.open_endings),
            ("text_reproach", self._wording.reproaches),
        )
        for code, phrases in lists:
            if phrase := phrases.held_by(said):
                yield Text(code, (phrase,))


def about_date(text: MessageText) -> Text | None:
    """Returns that a text announces no next contact, or, of the last message, that it does."""
    held = {key for _, key in placeholders(f"{text.subject} {text.text}")}
    if text.key == "last":
        return Text("last_with_date", (_NEXT_DATE,)) if "next_date" in held else None
    return None if held & _ANNOUNCES else Text("text_no_date", (_NEXT_DATE,))


def without_text(playbook: Playbook, texts: Sequence[MessageText], tab: str) -> Iterator[Problem]:
    """Yields the messages that the steps name and nobody wrote."""
    known = {text.key for text in texts} | MESSAGES.keys()
    rows = chain.from_iterable(steps.values() for steps in playbook.steps.values())
    for message in dict.fromkeys(row.message for row in rows):
        if message and message not in known:
            yield Problem(tab, Text("unknown_message", (message,)))
