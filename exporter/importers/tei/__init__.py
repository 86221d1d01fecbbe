"""TEI P5 as the format `tei` writes it: every record comes back as it was.

A document is read whole or not at all. What it says beyond the records, and what contradicts itself, is a fault at its
line, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from exporter.export.xml import XML_ID, XML_LANG, Element
from exporter.importers import ParseProblem, Read, Reading
from exporter.importers.tei.agent import KINDS, agent
from exporter.importers.tei.source import Source
from exporter.importers.tei.work import work
from exporter.importers.xml import NotXml, parse_xml
from exporter.records.finding import Position
from exporter.records.schema import Schemas

_NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
_HEADER = (
    "teiHeader/fileDesc/titleStmt|teiHeader/fileDesc/publicationStmt|teiHeader/encodingDesc"
    "|teiHeader/profileDesc/calendarDesc|teiHeader/profileDesc/langUsage|teiHeader/fileDesc/sourceDesc/p"
)
_AROUND = f"{_HEADER}|standOff/*/head|text/body/p|text/body/div/gap"
"""What describes the document and not the records."""


def read(content: bytes, schemas: Schemas) -> Reading:
    """Read the records of a document, for a catalogue with these schemas."""
    try:
        root = parse_xml(content)
    except NotXml as problem:
        return Reading((), [ParseProblem(problem.message, problem.position)])
    if root.tag != f"{_NAMESPACE}TEI":
        begins = f"the document begins with {root.tag.rpartition('}')[2]}"
        return Reading(
            (),
            [
                ParseProblem(
                    f"this is no TEI document: {begins}, not with TEI in TEI’s namespace",
                    Position(1, 1),
                )
            ],
        )
    for node in root.iter():
        node.tag = node.tag.removeprefix(_NAMESPACE)
    source = Source(root)
    records = list(_records(source, schemas))
    if not records and not source.wrong:
        message = "there is no record in it: no person, org or biblStruct with an xml:id"
        return Reading((), [ParseProblem(message, Position(1, 1))])
    for own in source.all(root, "descendant-or-self::TEI"):
        source.attribute(own, XML_LANG)
        source.skip(own, _AROUND)
    return Reading(records, source.finish())


def _records(source: Source, schemas: Schemas) -> Iterator[Read]:
    """Read all that has an id of its own."""
    known: set[str] = set()
    for node in source.all(
        source.root, "//person[@xml:id] | //org[@xml:id] | //biblStruct[@xml:id]"
    ):
        id = node.get(XML_ID, "")
        if id in known:
            source.misread(node, f"“{id}” is the id of two records")
        known.add(id)
        lists = list(node.iterancestors("listPerson", "listOrg", "listBibl"))
        in_short = [each for each in lists if source.attribute(each, "type") == "named"]
        kind, noun, read = _reading(node)
        if schemas.noun(kind) != noun:
            source.misread(
                node,
                f"it is not said which kind of record this {node.tag} is"
                if not kind
                else f"there is no kind of {'work' if noun == 'work' else 'person or organisation'} “{kind}”",
            )
            source.skip(node)
        else:
            yield Read(read(source, node, schemas), not in_short)


def _reading(
    node: Element,
) -> tuple[str, str, Callable[[Source, Element, Schemas], dict[str, Any]]]:
    """Say of which kind the record is, what sort of record that has to be, and what reads it."""
    if node.tag == "biblStruct":
        return node.get("subtype", ""), "work", work
    return node.get("type") or KINDS[node.tag], "agent", agent
