"""sheetflow.backends.excel.markup: parts edited as bytes, the rest as it is."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.backends.excel import markup
from sheetflow.backends.excel.markup import Edit
from sheetflow.errors import DamagedError

PART = b'<?xml version="1.0"?><!-- <a> --><r a="1" b=\'x>"y\'><a/><b c="&lt;&#10;"><a>t</a></b><![CDATA[<a>]]></r>'


def test_children_are_the_elements_directly_inside() -> None:
    names = [node.name for node in markup.children(PART, markup.root(PART))]
    assert names == [b"a", b"b"]


def test_attributes_are_read_in_either_quotes() -> None:
    assert markup.attributes(PART, markup.root(PART)) == {"a": "1", "b": 'x>"y'}


def test_entities_in_attributes_are_resolved() -> None:
    node = markup.children(PART, markup.root(PART))[1]
    assert markup.attributes(PART, node) == {"c": "<\n"}


def test_text_joins_cdata_and_leaves_comments_out() -> None:
    xml = b"<t>a&amp;<!-- no --><![CDATA[&b]]></t>"
    assert markup.text(xml, markup.root(xml)) == "a&&b"


@pytest.mark.parametrize("xml", [b"", b"text", b"<a>", b"</a>"])
def test_what_is_no_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(DamagedError):
        markup.root(xml)


def test_mismatched_tags_are_refused() -> None:
    xml = b"<a><b></c></a>"
    with pytest.raises(DamagedError):
        markup.children(xml, markup.root(xml))


def test_an_attribute_is_replaced_where_it_is() -> None:
    xml = b"<a x='1' y=\"2\"/>"
    assert (
        markup.splice(xml, [markup.set_attribute(xml, markup.root(xml), "x", "<3")])
        == b'<a x="&lt;3" y="2"/>'
    )


def test_a_new_attribute_comes_last() -> None:
    xml = b'<a y="2"/>'
    assert (
        markup.splice(xml, [markup.set_attribute(xml, markup.root(xml), "x", "3")])
        == b'<a y="2" x="3"/>'
    )


def test_an_attribute_is_taken_away() -> None:
    xml = b'<a x="1" y="2"></a>'
    assert (
        markup.splice(xml, [markup.set_attribute(xml, markup.root(xml), "x", None)])
        == b'<a y="2"></a>'
    )


def test_appending_opens_a_self_closed_parent() -> None:
    xml = b'<x:a y="2"/>'
    assert (
        markup.splice(xml, [markup.append(xml, markup.root(xml), b"<b/>")])
        == b'<x:a y="2"><b/></x:a>'
    )


def test_overlapping_edits_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="overlapping"):
        markup.splice(b"abc", [Edit(0, 2, b""), Edit(1, 3, b"")])


@pytest.mark.parametrize(
    ("xml", "at"),
    [
        (b"<r><a/><b/><c/></r>", b"<b/>"),
        (b"<r><a/><c/></r>", b"<a/>"),
        (b"<r><c/></r>", b"<r>"),
        (b"<r><a/></r>", b"<a/>"),
        (b"<r><c/><a/></r>", b"<r>"),
    ],
)
def test_a_child_is_placed_in_the_order_of_the_schema(xml: bytes, at: bytes) -> None:
    top = markup.root(xml)
    found = markup.place(markup.children(xml, top), (b"a", b"b", b"c"), b"b", top.close)
    assert found == xml.index(at) + len(at)


def test_namespaces_bind_by_uri_not_by_prefix() -> None:
    xml = b'<x:r xmlns:x="main" xmlns:y="main" xmlns:z="other"><y:a/><z:a/></x:r>'
    top = markup.root(xml)
    ours = markup.same_space(xml, top)
    assert [ours(node) for node in markup.children(xml, top)] == [True, False]


def test_the_canonical_form_ignores_how_an_element_is_written() -> None:
    assert markup.canonical(b"<a x='1' y='2'><b/></a>") == markup.canonical(
        b'<p:a y="2" x="1"><p:b></p:b></p:a>'
    )


def test_an_attribute_whose_name_is_no_text_is_refused() -> None:
    with pytest.raises(DamagedError):
        markup.parse_attributes(b'<a b\xff="1"/>')


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("", None), ("-1", None), ("\u00b2", None), ("9" * 5000, None)]
)
def test_a_whole_number_is_written_in_plain_digits(text: str, number: int | None) -> None:
    assert markup.whole(text) == number


@given(st.text(st.sampled_from("ab \"'<>&\n\r\t€")))
def test_an_xml_parser_reads_back_whatever_is_quoted_or_escaped(text: str) -> None:
    xml = b"<a b=%s>%s</a>" % (markup.quote(text), markup.escaped(text))
    read = ElementTree.fromstring(xml)
    assert read.get("b") == text
    assert (read.text or "") == text.replace("\r\n", "\n").replace("\r", "\n")
