from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.excel import strings as module
from sheetflow.backends.excel.archive import Archive
from sheetflow.backends.excel.strings import SharedStrings, item_chunks, texts_of
from sheetflow.backends.excel.text import as_utf8, unescape
from sheetflow.errors import DamagedError
from tests.excel import made

Load = Callable[..., list[str]]


@pytest.fixture(params=["list", "compact"])
def load(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Reads `<si>` elements back, in both ways of keeping them."""
    if request.param == "compact":
        monkeypatch.setattr(module, "COMPACT_FROM", 0)

    def read(items: str) -> list[str]:
        with Archive.open(made.book(tmp_path, items=items)) as archive:
            strings = SharedStrings(archive, "xl/sharedStrings.xml")
            return [strings[i] for i in range(len(strings))]

    return read


@pytest.mark.parametrize(
    ("items", "texts"),
    [
        ("<si><t>Ana</t></si><si><t>Luis</t></si>", ["Ana", "Luis"]),
        ("<si><t></t></si><si><t/></si><si/>", ["", "", ""]),
        ('<si><t xml:space="preserve"> Ana </t></si>', [" Ana "]),
        ("<si><t>a &amp; b &lt;c&gt; &#241;&#xF1; &quot;&apos;</t></si>", ["a & b <c> ññ \"'"]),
        ("<si><t>one_x000D_two _x005F_x000D_ _xZZZZ_</t></si>", ["one\rtwo _x000D_ _xZZZZ_"]),
        ("<si><t>_xD83D__xDE00_</t></si>", ["😀"]),
        ("<si><t>one\r\ntwo</t></si>", ["one\ntwo"]),
        ("<si><r><rPr><b/></rPr><t>An</t></r><r><t>a</t></r></si>", ["Ana"]),
        (
            '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>',
            ["東京"],
        ),
        ("<si><t><![CDATA[a <b> & c]]></t></si><si><!-- no --><t>d</t></si>", ["a <b> & c", "d"]),
        ("\n <si>\n  <t>Ana</t>\n </si>\n", ["Ana"]),
        ("", []),
    ],
)
def test_texts_read_as_excel_shows_them(load: Load, items: str, texts: list[str]) -> None:
    assert load(items) == texts


def test_a_prefix_makes_no_difference() -> None:
    part = b'<x:sst xmlns:x="m"><x:si><x:t>Ana</x:t></x:si><x:si><x:r><x:t>Lu</x:t></x:r></x:si></x:sst>'
    assert [t for chunk in item_chunks(iter([part])) for t in texts_of(chunk)] == ["Ana", "Lu"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig").removesuffix("-le")}"?>'
        + made.strings("<si><t>Peña</t></si>")
    )
    pieces = iter([text.encode(encoding)])
    assert [t for chunk in item_chunks(pieces) for t in texts_of(chunk)] == ["Peña"]


def test_a_declaration_is_rewritten_with_the_encoding() -> None:
    text = '<?xml version="1.0" encoding="UTF-16" standalone="yes"?><a/>'
    assert b"".join(as_utf8([text.encode("utf-16")])) == text.replace("UTF-16", "UTF-8").encode()


@pytest.mark.parametrize(
    "part",
    [b"", b"<sst>", b"<sst><si><t>Ana</t></si>", b"<sst><si><t>Ana</t></sst>", b"<other/>",
     b"<sst><si><t>\xff</t></si></sst>", b"<!DOCTYPE sst><sst/>"],
)  # fmt: skip
def test_broken_tables_are_damage(part: bytes) -> None:
    with pytest.raises(DamagedError):
        [texts_of(chunk) for chunk in item_chunks(iter([part]))]


def test_without_a_part_every_index_is_outside(tmp_path: Path) -> None:
    with Archive.open(made.book(tmp_path)) as archive, pytest.raises(IndexError):
        SharedStrings(archive, None)[0]


def test_character_references_that_are_none_stay_as_they_are() -> None:
    assert unescape(b"&#0; &#xD800; &#x110000; &nbsp;") == "&#0; &#xD800; &#x110000; &nbsp;"


SHAPES = st.sampled_from(
    [
        b"<si><t>%s</t></si>",
        b'<si><t xml:space="preserve">%s</t></si>',
        b"<si><r><t>%s</t></r></si>",
        b"<si>\n<t>%s</t></si>",
        b"<si><!-- </si></sst> --><t>%s</t></si>",
        b"<si><t><![CDATA[%s]]></t></si>",
    ]
)


@given(st.lists(st.tuples(SHAPES, st.text("añ😀 x", max_size=5)), max_size=8), st.integers(1, 40))
def test_the_cuts_between_pieces_make_no_difference(
    items: list[tuple[bytes, str]], size: int
) -> None:
    part = (
        b"<sst>"
        + b"".join(shape.replace(b"%s", text.encode()) for shape, text in items)
        + b"</sst>"
    )
    pieces = (part[at : at + size] for at in range(0, len(part), size))
    assert [t for chunk in item_chunks(pieces) for t in texts_of(chunk)] == [
        text for _, text in items
    ]
