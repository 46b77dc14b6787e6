"""One heading -> the column it means: how headings are folded before they are compared
(follow-up.md, "What a row says").

A heading is tried as it is written; then without what stands in brackets at its end, with CamelCase
read as words, without a date word where the rest tells of a date, without one noun (lead, deal,
contact …), and part by part where a bar or "or" joins two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from sheetflow.columns import DATES, OWNED, PEOPLE, WHO, fold
from sheetflow.model import Value
from sheetflow.parse.heading_table import MORE, NOT_OURS

EXACT, SYNONYM, LOOSE = 0, 1, 2
"""How closely a heading means its column: its own, a synonym, or one where no other is there."""

_LONGEST: Final = 120


class Meaning(NamedTuple):
    """What a heading means: the key of a column, how closely, and in which language; blank where
    both languages write it so.
    """

    key: str
    rank: int
    lang: str

    def loosely(self) -> Meaning:
        """Returns the same meaning of a longer heading: it is no exact one."""
        return self if self.rank else self._replace(rank=SYNONYM)


def meaning_of(value: Value) -> Meaning | None:
    """Returns what a heading of people's means, a Status and a Next contact too; None where it is
    none that we know.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return _meaning(value)


@lru_cache(maxsize=4096)
def _meaning(text: str) -> Meaning | None:
    tables = _tables()
    for form in _forms(text):
        if form in tables.foreign:
            return None
        if found := _found(form, tables):
            return found if _is_own(text, found.key) else found.loosely()
    return _of_parts(text, tables)


def _forms(text: str) -> Iterator[str]:
    """Yields a heading in the forms in which it may be known, the closest one first."""
    plain = without_brackets(text)
    yield canonical(text)
    yield canonical(plain)
    words = canonical(camel_split(plain))
    yield words
    yield " ".join(word for word in words.split() if word not in _ASKING)


def _is_own(text: str, key: str) -> bool:
    """Returns whether a heading is the column's own, letter by letter: E-mail is not Email."""
    plain = camel_split(without_brackets(text))
    return not _own_headings()[key].isdisjoint((_lettered(text), _lettered(plain)))


@cache
def _own_headings() -> Mapping[str, set[str]]:
    return {c.key: {_lettered(c.en), _lettered(c.es)} for c in (*PEOPLE, *OWNED)}


def _found(form: str, tables: _Tables) -> Meaning | None:
    """Looks a canonical heading up, also without a date word, a noun, or a unit."""
    if found := tables.words.get(form):
        return found
    words = form.split()
    if len(words) < 2:
        return None
    return _dated(words, tables) or _of_noun(words, tables) or _of_unit(words, tables)


def _dated(words: list[str], tables: _Tables) -> Meaning | None:
    """Looks up `created` for `date created`, `enquiry` for `enquiry date`."""
    core = [word for word in words if word not in _DATE_WORDS]
    if len(core) == len(words) or not core:
        timed = [word for word in words if word not in _TIME_WORDS]
        found = tables.words.get(" ".join(timed)) if len(timed) < len(words) else None
        return found.loosely() if found and found.key in _TIMED else None
    text = " ".join(core)
    if found := tables.dated.get(text):
        return found
    found = tables.words.get(text) or _of_noun(core, tables)
    return found.loosely() if found and found.key in _IS_DATE else None


def _of_noun(words: list[str], tables: _Tables) -> Meaning | None:
    """Looks up `source` for `lead source`, `estado` for `estado del cliente`."""
    if words[0] in _NOUNS and len(words) > 1:
        rest = " ".join(words[1:])
        found = tables.words.get(rest) or _dated(words[1:], tables) or _again(words[1:], tables)
        if found:
            return found.loosely()
    if words[-1] in _NOUNS_BEHIND and len(words) > 1:
        found = tables.words.get(" ".join(words[:-1]))
        # `tipo cliente` says which client it is, no kind of lead
        return found.loosely() if found and found.key not in ("kind", "confirmed") else None
    return None


def _again(words: list[str], tables: _Tables) -> Meaning | None:
    """Strips one noun more: `Deal - Deal created`."""
    return _of_noun(words, tables) if words[0] in _NOUNS and len(words) > 1 else None


def _of_unit(words: list[str], tables: _Tables) -> Meaning | None:
    """Looks up `valor` for `valor usd mes`."""
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _UNITS:
        kept.pop()
    found = tables.words.get(" ".join(kept)) if len(kept) < len(words) else None
    return found.loosely() if found and found.key == "value" else None


def _of_parts(text: str, tables: _Tables) -> Meaning | None:
    """Returns what the parts of `Phone / WhatsApp` or `Customer or lead` mean together."""
    parts = [canonical(part) for part in _split(without_brackets(text))]
    if len(parts) < 2:
        return None
    meanings = [_found(part, tables) for part in parts if part]
    first, known = meanings[0] if meanings else None, {m.key for m in meanings if m}
    if first is None or (first.key in _DECIDING and (len(known) > 1 or None in meanings)):
        return None
    same = len(known) == 1 or (first.key in WHO and known <= WHO)
    return first.loosely() if same else None


def _split(text: str) -> list[str]:
    for joint in ("|", " or ", " o ", " & "):
        text = text.replace(joint, "/")
    return text.split("/")


# ── folding ───────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=8192)
def canonical(text: str) -> str:
    """Folds a heading: no case, accents, symbols, emoji, articles; `_` and dashes are blanks, and
    words of one sense have one spelling.
    """
    text = _lettered(text)
    for apart, joined in _JOINED:
        text = text.replace(apart, joined)
    words = [_SAME.get(word, word) for word in text.split()]
    return " ".join([word for word in words if word not in _ARTICLES] or words)


def _lettered(text: str) -> str:
    """Returns the letters and digits of a text, folded, with single blanks between the words."""
    return " ".join("".join(map(_letter, fold(text))).split())


def _letter(character: str) -> str:
    return character if character.isalnum() else " "


def without_brackets(text: str) -> str:
    """Cuts off what stands in brackets at the end of a heading: a unit, a format, the choices."""
    rest = text.rstrip(_ENDS)
    while rest and rest[-1] in ")]":
        opened = rest.rfind("(" if rest[-1] == ")" else "[")
        if opened < 1:
            break
        rest = rest[:opened].rstrip(_ENDS)
    return rest


def camel_split(text: str) -> str:
    """Puts a blank where a small letter meets a capital one: `SalesRep` is `Sales Rep`."""
    pairs = zip(f" {text}", text, strict=False)
    return "".join(f" {b}" if a.islower() and b.isupper() else b for a, b in pairs)


_ENDS: Final = " \t\r\n\xa0*:.?"
_ARTICLES: Final = frozenset("de del la el los las of the".split())
_ASKING: Final = frozenset(
    "what is are your my cual es su tu mi please enter ingrese ingresa escriba indique".split()
)
_JOINED: Final = (
    ("e mail", "email"), ("follow up", "followup"), ("call back", "callback"),
    ("whats app", "whatsapp"), ("sign up", "signup"), ("opt in", "optin"),
)  # fmt: skip
_SAME: Final = {
    "ultima": "ultimo", "ult": "ultimo", "proxima": "proximo", "prox": "proximo",
    "siguiente": "proximo", "latest": "last", "fec": "fecha", "fch": "fecha", "fechas": "fecha",
    "organisation": "organization", "org": "organization", "tlf": "telefono", "telf": "telefono",
    "tfno": "telefono", "tfn": "telefono", "tlfno": "telefono", "telefonos": "telefono",
    "telephone": "phone", "mob": "mobile", "cel": "celular", "cust": "customer",
    "est": "estimated", "appt": "appointment", "amt": "amount", "num": "number", "nro": "numero",
    "primera": "primer", "primero": "primer", "1er": "primer", "1ra": "primer", "1era": "primer",
    "1o": "primer", "1a": "primer", "1st": "first", "2nd": "second", "3rd": "third",
    "segunda": "segundo", "2o": "segundo", "2a": "segundo", "2do": "segundo", "2da": "segundo",
    "tercera": "tercer", "tercero": "tercer", "3er": "tercer", "3ra": "tercer", "3o": "tercer",
    "3a": "tercer", "cuarta": "cuarto", "4o": "cuarto", "4a": "cuarto", "4to": "cuarto",
    "4ta": "cuarto", "4th": "fourth", "quinta": "quinto", "5o": "quinto", "5to": "quinto",
    "5th": "fifth",
}  # fmt: skip
"""Spellings of one word."""
_DATE_WORDS: Final = frozenset("date fecha day dia datetime timestamp on at en".split())
_TIME_WORDS: Final = frozenset({"time", "hora"})
_TIMED: Final = frozenset({"created", "last_contact", "last_reply"})
"""What has a time of day beside its date."""
_IS_DATE: Final = frozenset({*DATES, "next_contact"})
_DECIDING: Final = frozenset(
    {*_IS_DATE, "stage", "status", "fit", "kind", "do_not_contact", "confirmed"}
)
_NOUNS: Final = frozenset(
    "lead deal contact person customer client opportunity"
    " contacto cliente prospecto oportunidad".split()
)
_NOUNS_BEHIND: Final = (_NOUNS | {"negocio", "trato"}) - {"person", "deal", "contact", "lead"} | {
    "lead"
}
_UNITS: Final = frozenset(
    "usd eur gbp pkr inr cop mxn ars clp pen brl etb bdt aed cad aud euros euro"
    " dolares dollars pesos"
    " mes mensual month monthly year yearly anual total k".split()
)

# ── the words of the tables ───────────────────────────────────────────────────────────────────


class _Tables(NamedTuple):
    """Canonical heading -> meaning: of itself, and beside a date word; `foreign` mean none."""

    words: Mapping[str, Meaning]
    dated: Mapping[str, Meaning]
    foreign: frozenset[str]


@cache
def _tables() -> _Tables:
    words: dict[str, Meaning] = {}
    dated: dict[str, Meaning] = {}
    status_and_next = [column for column in OWNED if column.key in ("status", "next_contact")]
    columns = (*PEOPLE, *status_and_next)
    for column in columns:
        _add(words, column.key, EXACT, column.en, column.es)
    for column in columns:
        _add(words, column.key, SYNONYM, column.also_en, column.also_es)
    for key, more in MORE.items():
        _add(words, key, SYNONYM, more.en, more.es)
        _add(dated, key, SYNONYM, more.dated_en, more.dated_es)
    for key, more in MORE.items():
        _add(words, key, LOOSE, more.loose_en, more.loose_es)
    return _Tables(words, dated, frozenset(map(canonical, NOT_OURS.split("|"))))


def _add(table: dict[str, Meaning], key: str, rank: int, english: str, spanish: str) -> None:
    """Adds words of one column; a word that already means something keeps it."""
    both = {word: {"en"} for word in map(canonical, english.split("|")) if word}
    for word in map(canonical, spanish.split("|")):
        if word:
            both.setdefault(word, set()).add("es")
    for word, langs in both.items():
        lang = "".join(langs) if len(langs) == 1 else ""
        first = table.setdefault(word, Meaning(key, rank, lang))
        if first.key == key and first.lang != lang:
            table[word] = first._replace(lang="")  # both languages write it so


def known_words() -> Mapping[str, Meaning]:
    """Returns every canonical heading that means a column by itself."""
    return _tables().words


def names_something_else(text: str) -> bool:
    """Returns whether a heading is one that looks like ours and is known to mean another thing."""
    return canonical(without_brackets(text)) in _tables().foreign
