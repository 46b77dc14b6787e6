"""Damages the parts of a workbook as XML: bits, values, elements, encodings, relationships."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

from scripts.fuzz_bulk import add_many

Parts = dict[str, bytes]
Damage = Callable[[Random, bytes], bytes]
"""Returns a part, damaged."""

_READ: Final = re.compile(r"workbook|sheet|styles|strings|\.rels|types|table|pivot", re.IGNORECASE)
"""The parts that sheetflow looks into."""
_ATTRIBUTE: Final = re.compile(rb"""[\w:]+=["']([^"'<>]*)["']""")
_TEXT: Final = re.compile(rb">([^<>]+)<")
_TAG: Final = re.compile(rb"<([\w:.-]+)(?:\s[^<>]*)?>")
_DECLARED: Final = re.compile(rb"""^<\?xml[^>]*\?>\s*""")

_VALUES: Final = (
    *"0 -1 1 2 007 1.5 1e999 -1e308 NaN inf 65535 2147483648 99999999999999999999".split(),
    *"A1 a1 A0 XFD1048576 XFE1 A1:XFD1048576 ZZZZ9 B:D 2:9 $A$1 A1:B2:C3 K5:L9 #REF!".split(),
    *"2958465 2958466 60 61 -60 46345.999999 1904-01-01 9999-12-31T25:61:61".split(),
    *"s str inlineStr b e d n array shared dataTable true yes hidden veryHidden".split(),
    *"../../../etc/passwd /xl/workbook.xml worksheets/sheet1.xml".split(),
    *"http://127.0.0.1:9/ %2e%2e xl/styles.xml".split(),
    *"² ٣ 1_000 0x10 +5 _x0000_ _xD800_ _xFFFF_ &#0; &#xD800; &#x110000; &amp;lt; &nope; é".split(),
    *"Leads Playbook Calendar Contacts Status Name check ▲ ✓".split(),
    "",
    " ",
    "\t\n",
    "A1 B2 C3:D4",
    "Contacts log",
    "x" * 40_000,
    "9" * 5_000,
    "-" * 300 + "1",
)
"""What an attribute or a cell may say that nobody expects there."""

_TEXTS: Final = (
    "Closed: the stage is a. ",
    "a",
    " ",
    "''''",
    "[[",
    "((",
    "1/1/",
    "12:",
    "not interested ",
    "call back in 2 weeks ",
    "no ",
    "@",
    "a@x.",
    "+34 6 ",
    "sheetflow:",
    "|",
    "~;",
    ",",
    "e\u0301",
    "\u202e",
    "ﷺ",
    "👩‍👩‍👧",
    "İ",
    '"',
    "{",
    "=SUM(A1,",
    "Leads!A1:",
    "-",
    ".",
    "1",
)
"""What long texts are made of: each is written so often that a slow pattern is seen to be slow."""


def damage_parts(chance: Random, parts: Parts) -> None:
    """Damages one part or several, or what they are to each other."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        if chance.random() < 0.12:
            chance.choice(_BETWEEN)(chance, parts)
        elif parts:
            name = _pick(chance, parts)
            parts[name] = chance.choice(_INSIDE)(chance, parts[name])


def _pick(chance: Random, parts: Parts) -> str:
    """Returns the name of a part, most often of one that is read."""
    names = [name for name in parts if _READ.search(name)]
    return chance.choice(names if names and chance.random() < 0.95 else list(parts))


# ── inside of a part


def value(chance: Random, xml: bytes) -> bytes:
    """Gives an attribute another value: a strange one, or that of another attribute."""
    places = _spans(_ATTRIBUTE, xml)
    if not places:
        return xml
    start, end = chance.choice(places)
    first, last = chance.choice(places)
    new = chance.choice((_strange(chance), _strange(chance), xml[first:last]))
    return xml[:start] + new + xml[end:]


def text(chance: Random, xml: bytes) -> bytes:
    """Gives a text or the value of a cell another one: strange, long, or that of another cell."""
    places = _spans(_TEXT, xml)
    if not places:
        return xml
    start, end = chance.choice(places)
    first, last = chance.choice(places)
    new = chance.choice((_strange(chance), _long(chance), _stretched(chance, xml[start:end])))
    return xml[:start] + chance.choice((new, new, xml[first:last])) + xml[end:]


def _strange(chance: Random) -> bytes:
    return _escaped(chance.choice(_VALUES))


def _long(chance: Random) -> bytes:
    tail = chance.choice(("", "x", "!", "'", "\u2028"))
    return _escaped(chance.choice(_TEXTS) * chance.choice((25, 60, 2_000, 12_000)) + tail)


def _stretched(chance: Random, old: bytes) -> bytes:
    """Returns a text in which a stretch of it is said again and again."""
    at = chance.randrange(len(old) + 1)
    piece = old[at : at + chance.choice((1, 2, 5, 40))]
    return old[:at] + piece * chance.choice((2, 30, 5_000)) + old[at:]


def _escaped(value: str) -> bytes:
    """Returns a value that does not break the XML; an entity in it stays one."""
    safe = re.sub(r"&(?!#?\w+;)", "&amp;", value).replace("<", "&lt;")
    return safe.replace('"', "&quot;").encode()


def element(chance: Random, xml: bytes) -> bytes:
    """Takes an element out, writes it several times, moves it, or puts it into itself."""
    found = list(_TAG.finditer(xml))
    if not found:
        return xml
    start, end = _element(xml, chance.choice(found))
    piece = xml[start:end]
    way = chance.randrange(5)
    if way == 0:
        return xml[:start] + xml[end:]
    if way == 1:
        times = chance.choice((1, 2, 40, 3_000 // (1 + end - start)))
        return xml[:end] + piece * times + xml[end:]
    if way == 2:
        at = chance.choice(found).start()
        return xml[:at] + piece + xml[at:]
    return xml[:start] + _nested(chance, piece) + xml[end:]


def _element(xml: bytes, tag: re.Match[bytes]) -> tuple[int, int]:
    """Returns where an element begins and ends; of one that holds its like, where that ends."""
    close = b"</" + tag[1] + b">"
    end = xml.find(close, tag.end())
    if tag[0].endswith(b"/>") or end < 0:
        return tag.span()
    return tag.start(), end + len(close)


def _nested(chance: Random, piece: bytes) -> bytes:
    match = _TAG.match(piece)
    own = match[1] if match else b"a"
    name = chance.choice((b"a", own, b"x:a", own))
    depth = chance.choice((1, 2, 50, 900, 1_200, 20_000))
    return b"<%s>" % name * depth + piece + b"</%s>" % name * depth


_SNIPPETS: Final = (
    b"&nope;",
    b"&#0;",
    b"&#x41;",
    b"<!-- <row> -->",
    b"<!--",
    b"<![CDATA[<c>]]>",
    b"<![CDATA[",
    b"<?pi?>",
    b"<?",
    b"</x>",
    b"<x/>",
    b"<",
    b">",
    b'"',
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"<mc:AlternateContent/>",
    b"<f>''''''''''''''''''''''''''''''['</f>",
    b'<f t="array" ref="A1:XFD9">1</f>',
    b'<f t="shared" si="0" ref="A1:XFD9">K2</f>',
    b'<f t="shared" si="0"/>',
    b"<v>1</v>",
    b"<is><t>a</t></is>",
    b"<extLst><ext><c/></ext></extLst>",
    b'<c r="K3"><v>1</v></c>',
    b'<row r="3"><c r="B3"/></row>',
    b"<rPh><t>a</t></rPh>",
)


def insert(chance: Random, xml: bytes) -> bytes:
    """Puts a snippet where a tag begins or ends, or anywhere."""
    places = [match.end() for match in _TAG.finditer(xml)]
    anywhere = chance.randrange(len(xml) + 1)
    at = chance.choice(places) if places and chance.random() < 0.9 else anywhere
    return xml[:at] + chance.choice(_SNIPPETS) * chance.choice((1, 1, 1, 3, 4_000)) + xml[at:]


def bits(chance: Random, xml: bytes) -> bytes:
    """Turns one to four bits over."""
    data = bytearray(xml)
    for _ in range(chance.randint(1, 4) if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def stretch(chance: Random, xml: bytes) -> bytes:
    """Takes out a run of bytes, writes it twice, or ends the part there."""
    at = chance.randrange(len(xml) + 1)
    end = at + chance.choice((1, 5, 50, 1_000))
    before, after = xml[:at], xml[end:]
    return chance.choice((before + after, before + xml[at:end] * 2 + after, before))


def encoding(chance: Random, xml: bytes) -> bytes:
    """Declares another encoding, writes the part in another one, or both."""
    names = "utf-8 UTF8 us-ascii utf-16 utf-16-le utf-16-be iso-8859-1 cp037 utf-7 utf-32".split()
    name, body = chance.choice(names), _DECLARED.sub(b"", xml)
    head = chance.choice((f'<?xml version="1.0" encoding="{chance.choice(names)}"?>', ""))
    if chance.random() < 0.4:
        return head.encode() + body
    return (head + body.decode("utf-8", "replace")).encode(name, "xmlcharrefreplace")


def prefix(chance: Random, xml: bytes) -> bytes:
    """Gives every element a prefix, or the root another namespace."""
    if chance.random() < 0.5:
        named = re.sub(rb"<(/?)(?=[A-Za-z]+[\s/>])", rb"<\1x:", xml)
        return named.replace(b"xmlns=", b"xmlns:x=", 1)
    return re.sub(rb'xmlns="[^"]*"', chance.choice((b'xmlns="urn:x"', b"")), xml, count=1)


_INSIDE: Final[tuple[Damage, ...]] = (
    *(value,) * 6,
    *(text,) * 5,
    *(element,) * 3,
    *(add_many,) * 3,
    *(insert,) * 2,
    bits,
    stretch,
    encoding,
    prefix,
)


# ── between parts


def exchange(chance: Random, parts: Parts) -> None:
    """Lets two parts change their contents, or gives one that of the other."""
    one, other = _pick(chance, parts), _pick(chance, parts)
    both = chance.random() < 0.5
    parts[one], parts[other] = parts[other], parts[one] if both else parts[other]


def leave_out(chance: Random, parts: Parts) -> None:
    """Leaves a part out."""
    if len(parts) > 1:
        del parts[_pick(chance, parts)]


def rename(chance: Random, parts: Parts) -> None:
    """Gives a part another name, or adds it under one."""
    name = _pick(chance, parts)
    new = chance.choice((name.upper(), f"/{name}", name.replace("/", "\\"), "a/../" + name, "é"))
    parts[new] = parts[name] if chance.random() < 0.5 else parts.pop(name)


def relate(chance: Random, parts: Parts) -> None:
    """Lets a relationship lead elsewhere."""
    names = [name for name in parts if name.endswith(".rels")]
    if not names:
        return
    name = chance.choice(names)
    target = f"/{_pick(chance, parts)}".encode()
    links = re.findall(rb'Target="[^"]*"', parts[name])
    if links:
        new = chance.choice((b'Target="%s"' % target, b'TargetMode="External" Target="x"'))
        parts[name] = parts[name].replace(chance.choice(links), new)


_BETWEEN: Final = (exchange, leave_out, rename, relate, relate)


def _spans(pattern: re.Pattern[bytes], xml: bytes) -> list[tuple[int, int]]:
    return [match.span(1) for match in pattern.finditer(xml)]
