"""Reads the documents of each format with other people's libraries, as lists, mappings and texts.

The reader is chosen by the media type that the format declares, so a new format in XML, JSON, YAML
or HTML has one at once. A format of another media type is read as plain text, which is right if it
writes texts as they are.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import html5lib
import pymarc
import rdflib
import rispy
import yaml
from lxml import etree
from pybtex.database.input.bibtex import LowLevelParser

from exporter.export.registry import Format
from tests.support.inputs import program

WORD = re.compile(r"Q[0-9]{5}Q")
"""The words by which texts are told apart; a nameless node of a graph is put in order by them."""


@dataclass(frozen=True)
class Reader:
    """Reads a document.

    `changed` is what the format changes in some texts, as a regular expression. That is what a text
    cannot hold there, or what has a meaning in it. The format's own tests look at that.
    """

    read: Callable[[bytes], Any]
    changed: str = "(?!)"


def reader_of(format: Format) -> Reader:
    """Return the reader of a format: of its media type, of the syntax that this names, or plain
    text.
    """
    media_type = format.MEDIA_TYPE
    syntax = re.split(r"[/+-]", media_type)[-1]
    return READERS.get(media_type) or READERS.get(syntax) or Reader(read_text)


def read_text(document: bytes) -> str:
    return document.decode()


def read_xml(document: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return element(etree.fromstring(document, parser))


def element(node: Any) -> Any:
    """Return the name, the attributes, the text and the children of an element.

    Without the attribute of DataCite that is left out for what is no URI: the text says it, too.
    """
    children = [[element(child), child.tail or ""] for child in node]
    attributes = {
        name: value for name, value in node.attrib.items() if name != "classificationCode"
    }
    return [str(node.tag), attributes, node.text or "", children]


LIMITED = (
    *("contributors", "journal_issue", "volume", "issue", "pages", "edition_number", "citation"),
    *("series_number", "component_number", "item_number", "identifier", "conference_number"),
    "publisher_name",
)
"""Elements of Crossref without a text that is too long, or for a name with other parts then."""


def read_crossref(document: bytes) -> Any:
    """Read a deposit without the elements in which a long text is left out or written otherwise."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(document, parser)
    for name in LIMITED:
        for node in list(root.iter(f"{{*}}{name}")):
            node.getparent().remove(node)
    return element(root)


def read_html(document: bytes) -> Any:
    """Read a page as a browser does, with the JSON of its script and the values of its COinS.

    Its works are put in the order of their ids, since the page sorts them by their titles.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    page = parser.parse(document.decode())
    for node in page.iter():
        for name, value in node.attrib.items():
            if "ctx_ver=" in value:
                node.attrib[name] = parse_qsl(value)
        if node.get("type") == "application/ld+json":
            node.text = json.loads(node.text)
        if node.tag == "main":
            node[:] = sorted(node, key=lambda each: each.get("id") or "")
        if node.tag == "nav":
            links = node.find("ol")
            links[:] = sorted(links, key=lambda each: next(each.iter("a")).get("href"))
    return element(page)


def read_yaml(document: bytes) -> Any:
    return yaml.safe_load(document.decode())


def read_script(document: bytes) -> Any:
    """Read JSON out of a page into whose script it has been put, as a browser finds it."""
    start = b'<!DOCTYPE html><title>x</title><script type="application/ld+json">'
    page = html5lib.parse((start + document + b"</script>").decode(), namespaceHTMLElements=False)
    return json.loads(page.find(".//script").text)


def read_marc(document: bytes) -> Any:
    """Read with pymarc.

    The lengths in the leader are left out, since they are right if it can read.
    """
    records = pymarc.MARCReader(io.BytesIO(document), to_unicode=True, permissive=False)
    return [[each.leader[5:12], each.as_dict()["fields"]] for each in records]


NAMES = (
    "author",
    "editor",
    "editora",
    "editorb",
    "editorc",
    "translator",
    "annotator",
    "commentator",
    "introduction",
)
"""The fields of BibLaTeX that hold names; all their variants begin so."""


def read_bibtex(document: bytes) -> Any:
    """Read the fields with pybtex, and make sure that pandoc, which reads as TeX does, finds the
    entries.

    A name with a comma is written otherwise than one without. It is enough that its parts are
    there.
    """
    entries: dict[str, Any] = {}
    for kind, (key, fields) in LowLevelParser(document.decode()):
        values: list[Any] = [kind]
        for name, value in fields:
            words = sorted(word.strip("Q") for word in WORD.findall(str(value)))
            values.append([name, words if name.startswith(NAMES) else value])
        entries[key] = values
    command = [program("pandoc", "pandoc"), "-f", "biblatex", "-t", "csljson"]
    done = subprocess.run(command, input=document, capture_output=True, timeout=60, check=True)
    assert [each["id"] for each in json.loads(done.stdout)] == list(entries)
    return entries


def read_ris(document: bytes) -> Any:
    """Read with rispy. A name with a comma, which RIS does not allow, is once more in a note."""
    records = rispy.loads(document.decode())
    for record in records:
        notes = record.get("notes", ())
        record["notes"] = [note for note in notes if not note.startswith("Name in full: ")]
    return records


def read_turtle(document: bytes) -> Any:
    """Read with rdflib: the statements of each node, those of a nameless node inside, in one order."""
    graph = rdflib.Graph().parse(data=document, format="turtle")

    def order(statement: Any) -> str:
        return str(statement[0]) + str(WORD.findall(str(statement)) or statement)

    def value(node: Any) -> Any:
        if isinstance(node, rdflib.BNode):
            return statements(node)
        return [str(node), str(getattr(node, "language", ""))]

    def statements(subject: Any) -> Any:
        pairs = graph.predicate_objects(subject)
        return sorted(([str(verb), value(thing)] for verb, thing in pairs), key=order)

    named = sorted(each for each in set(graph.subjects()) if isinstance(each, rdflib.URIRef))
    return [[str(each), statements(each)] for each in named]


READERS = {
    "application/ld+json": Reader(read_script),
    "application/marc": Reader(read_marc),
    "application/vnd.citationstyles.csl+json": Reader(json.loads, "[“”]"),
    "application/vnd.crossref.deposit+xml": Reader(read_crossref),
    "application/x-bibtex": Reader(
        read_bibtex, r"\\(textbackslash|textascii\w+|vphantom)|[\\{}^~]"
    ),
    "application/x-research-info-systems": Reader(read_ris, "[,*∗]"),
    "text/html": Reader(read_html),
    "text/turtle": Reader(read_turtle),
    "json": Reader(json.loads),
    "xml": Reader(read_xml),
    "yaml": Reader(read_yaml, r"[\\{}“”]"),
}
"""Readers by media type, and for all others by the syntax at its end: `application/mods+xml` is
XML."""
