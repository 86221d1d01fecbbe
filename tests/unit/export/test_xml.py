"""XML without a library: what it writes is what lxml writes and reads, and what lxml refuses it refuses."""

from __future__ import annotations

import sys

import pytest
from lxml import etree

from exporter.export.xml import (
    XML_LANG,
    Element,
    Repeated,
    element,
    escape_attribute,
    serialise,
)

WORDS = "".join(map(chr, (*range(0x20, 0x3000), *range(0xF900, 0xFFFE), 0x1F600, 0x10FFFF)))
"""Characters of many scripts, with all that XML has a meaning for."""


def test_text_is_escaped_as_lxml_does_it() -> None:
    for text in (WORDS, "\t\n\r", "]]>", "<!-- & -->", "&amp;", '"', "'"):
        twin = etree.Element("p", {"n": text})
        twin.text = text
        assert (
            serialise(element("p", text, n=text)) == f"{etree.tostring(twin, encoding='unicode')}\n"
        )


def test_a_reader_gets_the_same_text() -> None:
    text = f"{WORDS}\t\n\r"
    read = etree.fromstring(serialise(element("p", text, n=text)))
    assert read.text == read.get("n") == text


def test_characters_that_xml_does_not_have_are_refused() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        allowed = code in {0x9, 0xA, 0xD} or (
            0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
        )  # XML 1.0, 2.2, Char
        if allowed:
            escape_attribute(character)
            continue
        for made in (element("p", character), element("p", n=character)):
            with pytest.raises(ValueError, match="no place"):
                serialise(made)


@pytest.mark.parametrize("place", ["text", "tail", "attribute"])
def test_no_place_is_left_unchecked(place: str) -> None:
    inner = element("i", "a")
    made = element("p", "", inner)
    match place:
        case "text":
            inner.text = "\x00"
        case "tail":
            inner.tail = "\x00"
        case _:
            inner.set("n", "\x00")
    with pytest.raises(ValueError, match="no place"):
        serialise(made)


@pytest.mark.parametrize(
    "name", ["", "1a", "a b", "a>", "a/", 'a"', "a=", ":a", "a:", "a:b:c", "-a", "²", "é"]
)
def test_a_name_that_is_none_is_refused(name: str) -> None:
    for made in (Element(name, {}), Element("p", {name: "1"})):
        with pytest.raises(ValueError, match="not a name"):
            serialise(made)


def test_names_are_those_of_python_with_other_signs() -> None:
    made = element("p", xml_lang="ja", when_custom="1", from_="2", n="", **{"xlink:href": "3"})
    assert made.attrib == {XML_LANG: "ja", "when-custom": "1", "from": "2", "xlink:href": "3"}


def test_white_space_is_added_only_where_there_is_no_text() -> None:
    inner = element("b", element("c"), element("d", ""))
    assert (
        serialise(element("a", inner), 1)
        == "  <a>\n    <b>\n      <c/>\n      <d></d>\n    </b>\n  </a>\n"
    )
    inner.tail = "!"
    assert serialise(element("a", inner)) == "<a><b><c/><d></d></b>!</a>\n"
    assert serialise(element("a", "", element("b", element("c")))) == "<a><b><c/></b></a>\n"


def test_an_element_stands_in_one_place() -> None:
    child = element("c", "text")
    first, second = element("a", child), element("b")
    second.insert(0, child)
    assert serialise(first) + serialise(second) == "<a/>\n<b>\n  <c>text</c>\n</b>\n"
    other = element("d")
    child.addnext(other)
    assert [each.tag for each in second.iter()] == ["b", "c", "d"]
    second.remove(child)
    assert child.parent is None
    with pytest.raises(ValueError, match="outermost"):
        child.addnext(other)


def test_a_repeated_element_stands_in_many_places() -> None:
    made = element("role", element("term", "author", type="text"), n="1")
    often = Repeated(made)
    names = [element("name", often) for _ in range(2)]
    inner = element("work", element("name", "", often))
    assert [serialise(name) for name in names] == [serialise(element("name", made))] * 2
    assert serialise(inner) == (
        '<work>\n  <name><role n="1"><term type="text">author</term></role></name>\n</work>\n'
    )
