"""Phrases in what people write: how one is found, whatever its endings, and THE reproaches.

The formulas of a workbook find them by the same rule, so it is made of replacements alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final, NamedTuple

from sheetflow.columns import fold
from sheetflow.model import Value

SEPARATORS: Final = "\t\n\r\xa0.,;:!?¡¿()[]{}<>\"'`´“”‘’«»/\\|-–—_…·•*+=&#@%~^"
"""What may stand between two words instead of a space."""
ENDINGS: Final = ("s", "n", "a", "e", "o")
"""What a word loses at its end before it is compared, each once, in this order: number, gender and
person. `avisa`, `avisas`, `avise` and `avisan` are one word, `let` and `lets` another.
"""
_PAST: Final = re.compile(r"[óÓ](?!\w)")
"""Ends what somebody did: `me avisó` asks for nothing, so this ending stays."""
_BETWEEN: Final = str.maketrans(dict.fromkeys(SEPARATORS, " "))

REPROACHES: Final = (
    "I already told you",
    "I have already told you",
    "as I already said",
    "as I already mentioned",
    "as I already explained",
    "as per my last email",
    "per my previous email",
    "still waiting for your reply",
    "still waiting for your answer",
    "still waiting to hear from you",
    "you have not answered",
    "you have not replied",
    "you haven't answered",
    "you haven't replied",
    "you didn't answer",
    "you didn't reply",
    "you never answered",
    "you never replied",
    "you promised",
    "you were supposed to",
    "you said you would",
    "despite my emails",
    "despite my calls",
    "I have written several times",
    "I have called several times",
    "how many times",
    "como ya le dije",
    "como ya te dije",
    "como ya le he dicho",
    "como ya le comenté",
    "como ya le expliqué",
    "como ya le indiqué",
    "sigo sin respuesta",
    "seguimos sin respuesta",
    "sigo sin noticias",
    "seguimos sin noticias",
    "sigo esperando su",
    "seguimos esperando su",
    "aún no me ha contestado",
    "aún no me ha respondido",
    "todavía no me ha contestado",
    "todavía no me ha respondido",
    "veo que no me ha contestado",
    "veo que no me ha respondido",
    "le he escrito varias veces",
    "le he llamado varias veces",
    "por tercera vez",
    "usted me prometió",
    "usted me dijo que",
    "a pesar de mis correos",
    "a pesar de mis llamadas",
    "le recuerdo que",
)
"""What blames them for their silence. What only notes a fact ("no answer") is no reproach."""


def stemmed(text: str) -> str:
    """Returns the words of a text as they are compared, one space before, between and after them:
    folded, without separators and endings.
    """
    if not text.isascii():
        text = _PAST.sub("ox", unicodedata.normalize("NFC", text))
    found = f" {' '.join(fold(text).translate(_BETWEEN).split())} "
    for ending in ENDINGS:
        found = found.replace(f"{ending} ", " ")
    return found


class Phrases:
    """A list of phrases, ready to be found as whole words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        found = dict[str, str]()
        for phrase in phrases:
            if (stems := stemmed(phrase)).split():
                found.setdefault(stems, phrase)
        self._by_stems: Mapping[str, str] = found
        self.signs = _signs(self._by_stems)
        """Stems of which a text that holds one of the phrases has at least one."""

    def in_stems(self, stems: str) -> str:
        """Returns the first phrase that a text of `stemmed` holds; blank where it holds none."""
        for phrase, said in self._by_stems.items():
            if phrase in stems:
                return said
        return ""

    def held_by(self, text: str) -> str:
        """Returns the first phrase that a text holds; blank where it holds none."""
        return self.in_stems(stemmed(text))


def _signs(phrases: Iterable[str]) -> tuple[str, ...]:
    """Returns few stems such that each phrase has one: long ones, and those that many share."""
    rest = [phrase.split() for phrase in phrases]
    signs = []
    while rest:
        shared = Counter(chain.from_iterable(map(set, rest)))
        best = max(shared, key=lambda stem: (min(len(stem), 5), shared[stem], len(stem), stem))
        signs.append(best)
        rest = [stems for stems in rest if best not in stems]
    # `ox` stands for an ending, which no text has as such
    return tuple(sign.removesuffix("x") for sign in signs)


class Wording(NamedTuple):
    """What is odd about how something is put: whether it leaves open who gets in touch next, and
    whether it blames them.
    """

    open_ending: bool = False
    reproach: bool = False

    def either(self, other: Wording) -> Wording:
        """Returns what is odd about one of two texts."""
        if self is other:
            return self
        return Wording(self[0] or other[0], self[1] or other[1])


PLAIN: Final = Wording()


class WordingFinder:
    """Finds open endings and reproaches."""

    def __init__(self, open_endings: Iterable[str], reproaches: Iterable[str]) -> None:
        self.open_endings, self.reproaches = Phrases(open_endings), Phrases(reproaches)
        self._signs = (*self.open_endings.signs, *self.reproaches.signs)

    def find(self, value: Value) -> Wording:
        """Returns what is odd about a cell."""
        if not isinstance(value, str):
            return PLAIN
        # a quick first look: most notes hold no sign of any phrase
        if not any(map(fold(value).__contains__, self._signs)):
            return PLAIN
        stems = stemmed(value)
        held = (self.open_endings.in_stems(stems), self.reproaches.in_stems(stems))
        return Wording(*map(bool, held)) if any(held) else PLAIN
