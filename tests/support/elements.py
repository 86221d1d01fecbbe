"""What a document has in an element of its standard: a MARC subfield, an XML element, a key of JSON.

How an element is written in `coverage.tsv` depends on the format. `READERS` has the function for each format; a new
format adds its own. A term of a list is an element with this value: `type: book`.
"""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pymarc
import yaml
from lxml import etree
from pybtex.database import parse_string

_POSITIONS = re.compile(r"(LDR|\d{3})/(\d\d)(?:-(\d\d))?")
_SUBFIELD = re.compile(r"(\d{3})(?: ([0-9#_])([0-9#_]))?(?: \$(.))?")

_INDICATORS = re.compile(r"[0-9a-z ]{2}")
"""What indicators of MARC 21 may be (Record Structure, Variable Data Fields)."""


def marc(document: str, element: str) -> list[str]:
    """Return the texts in a MARC element of all records.

    An element is `245` (the text of the whole field), `245 $b`, `264 #1 $c` with indicators (`_` is any), `008/35-37`
    or `LDR/06`.
    """
    reader = pymarc.MARCReader(io.BytesIO(document.encode()), force_utf8=False)
    records = [record for record in reader if record]
    for field in (field for record in records for field in record if not field.control_field):
        assert _INDICATORS.fullmatch("".join(field.indicators)), f"{field} has such indicators"
        assert all(each.value for each in field.subfields), f"{field} has an empty subfield"
    return [text for record in records for text in _of_record(record, element)]


def marcxml(document: str, element: str) -> list[str]:
    """Return the texts in a MARC element of all records in MARCXML."""
    records = pymarc.parse_xml_to_array(io.StringIO(document))
    return [text for record in records for text in _of_record(record, element)]


def _of_record(record: pymarc.Record, element: str) -> Iterator[str]:
    positions = _POSITIONS.fullmatch(element)
    if positions:
        tag, first, last = positions.groups()
        values = (
            [str(record.leader)] if tag == "LDR" else [each.data for each in record.get_fields(tag)]
        )
        for value in values:
            yield (value or "")[int(first) : int(last or first) + 1]
        return
    match = _SUBFIELD.fullmatch(element)
    assert match, f"{element} is no element of MARC"
    tag, first, second, code = match.groups()
    for field in record.get_fields(tag):
        if field.control_field:
            yield field.data or ""
        elif _has(field.indicator1, first) and _has(field.indicator2, second):
            yield from field.get_subfields(code) if code else [field.value()]


def _has(indicator: str, wanted: str | None) -> bool:
    return wanted in {None, "_"} or indicator == (wanted or "").replace("#", " ")


def xml(document: str, element: str) -> list[str]:
    """Return the texts of an XML element, or of an attribute: `originInfo/dateIssued`, `title@type`.

    The namespaces are left out, and the path may begin at any element.
    """
    path, _, attribute = element.partition("@")
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    found = ET.fromstring(document).findall(f".//{steps}")
    if not attribute:
        return [" ".join("".join(each.itertext()).split()) for each in found]
    return [
        value
        for each in found
        for name, value in each.attrib.items()
        if name.rpartition("}")[2] == attribute
    ]


def tei(document: str, element: str) -> list[str]:
    """Return the texts of a TEI element, or of an attribute, by an XPath without namespaces.

    `monogr/title[@type='main']`, `date/@when`; the path may begin at any element.
    """
    root = etree.fromstring(document.encode())
    for node in root.iter("{*}*"):
        node.tag = etree.QName(node).localname
    found = root.xpath(f"//{element}")
    texts = (each if isinstance(each, str) else " ".join(each.itertext()) for each in found)
    return [" ".join(text.split()) for text in texts]


def in_json(document: str, element: str) -> list[str]:
    """Return the values under a key of JSON: `creators/name`; the path may begin at any key."""
    return [str(value) for value in _under(json.loads(document), element.split("/"))]


def _under(value: Any, steps: list[str]) -> Iterator[Any]:
    for each in _groups(value):
        inner: list[Any] = [each]
        for step in steps:
            inner = [item[step] for item in inner if isinstance(item, dict) and step in item]
            inner = list(_items(inner))
        yield from inner


def _items(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from _items(value)
        else:
            yield value


def _groups(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _groups(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _groups(inner)


def bibtex(document: str, element: str) -> list[str]:
    """Return the values of a field of BibTeX without braces, or the keys of the entries of a type: `@book`."""
    entries = parse_string(document, "bibtex").entries.values()
    if element.startswith("@"):
        return [each.key for each in entries if each.type == element.removeprefix("@")]
    values = [each.fields[element] for each in entries if element in each.fields]
    people = [person for each in entries for person in each.persons.get(element, ())]
    return [re.sub("[{}]", "", text) for text in (*values, *map(str, people))]


def ris(document: str, element: str) -> list[str]:
    """Return the values of a tag of RIS: `TY`, `AU`."""
    lines = (line.partition("  - ") for line in document.splitlines())
    return [value for tag, _, value in lines if tag == element]


def in_yaml(document: str, element: str) -> list[str]:
    """Return the values under a key of YAML: `parent/title`; the path may begin at any key."""
    return [str(value) for value in _under(yaml.safe_load(document), element.split("/"))]


def schema_org(document: str, element: str) -> list[str]:
    """Return the values of a property, `author/name`, without the language of a text."""
    found = _under(json.loads(document)["@graph"], element.split("/"))
    return [str(each.get("@value", each) if isinstance(each, dict) else each) for each in found]


READERS: Mapping[str, Callable[[str, str], list[str]]] = {
    "marc": marc,
    "marcxml": marcxml,
    "mods": xml,
    "tei": tei,
    "dc": xml,
    "dcterms": xml,
    "crossref": xml,
    "datacite": xml,
    "datacite-json": in_json,
    "csl-json": in_json,
    "bibtex": bibtex,
    "biblatex": bibtex,
    "ris": ris,
    "hayagriva": in_yaml,
    "schema-org": schema_org,
}
"""By the name of a format: takes a document and the name of an element, and returns the texts in it."""


def read_element(format: str, document: str, element: str) -> list[str]:
    """Return the texts in an element of a document, or only those that are the term of a list."""
    path, _, term = element.partition(": ")
    found = READERS[format](document, path)
    return [text for text in found if text == term] if term else found
