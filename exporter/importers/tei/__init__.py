"""TEI P5 as the format `tei` writes it: every record comes back as it was.

A document is read whole or not at all. What it says beyond the records, and what contradicts
itself, is a problem at its line, so that nothing is dropped in silence. Records are read one by
one, so that a large document needs little memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.registry import crosswalk
from exporter.export.tei.header import NAMED
from exporter.export.tei.marks import TAXONOMY
from exporter.importers import ParseProblem, Read, Reading
from exporter.importers.tei.agent import KINDS, kind_of, read_agent
from exporter.importers.tei.problems import Problems
from exporter.importers.tei.work import WorkReader
from exporter.importers.xml import XML_ID, Element, NotXml, XmlStream
from exporter.importers.xml_source import local_name
from exporter.records.document import is_id
from exporter.records.finding import Position
from exporter.records.schema import Schemas

_NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
_CONTAINERS = ("listPerson", "listOrg", "listEvent", "listPlace", "listBibl", "taxonomy")
_RELATION = "relation"
_AROUND = (
    *("TEI", "teiHeader", "fileDesc", "encodingDesc", "profileDesc", "classDecl", "standOff"),
    *("text", "body", *_CONTAINERS),
)
"""The elements around the records."""
_ABOUT_THE_DOCUMENT = (
    *("titleStmt", "publicationStmt", "sourceDesc", "projectDesc", "editorialDecl"),
    *("listPrefixDef", "calendarDesc", "langUsage", "p", "head", "revisionDesc"),
)
"""The elements that describe the document and not the records."""
_NOUNS = {"biblStruct": "work", "place": "place", "category": "concept"}


def read(content: bytes, schemas: Schemas) -> Reading:
    """Read the records of a document, for a catalogue with these schemas."""
    document = _Document(content, schemas)
    try:
        return document.read()
    except NotXml as problem:
        return Reading((), [ParseProblem(problem.message, problem.position)])


class _Document:
    """One document on its way into records."""

    def __init__(self, content: bytes, schemas: Schemas) -> None:
        self._content = content
        self._schemas = schemas
        self._problems = Problems()
        self._crosswalk = crosswalk("tei")
        self._ids: set[str] = set()

    def read(self) -> Reading:
        """Return the records and the problems."""
        stream = XmlStream(
            self._content,
            {_NAMESPACE + tag for tag in _CONTAINERS},
            attached={_NAMESPACE + _RELATION},
        )
        records = list(self._records(stream))
        if stream.root is None or stream.root.tag != f"{_NAMESPACE}TEI":
            return _no_tei(stream.root)
        self._check_around(stream.root)
        problems = self._problems.sorted()
        if not records and not problems:
            message = "there is no record in it: no person, org or biblStruct with an xml:id"
            problems = [ParseProblem(message, Position(1, 1))]
        return Reading(records, problems)

    def _records(self, stream: XmlStream) -> Iterator[Read]:
        for root, *relations in stream:
            for node in (root, *relations):
                _forget_namespace(node)
            parent = root.getparent()
            if parent is None or root.tag == "head" or parent.get(XML_ID) == TAXONOMY:
                continue
            found = self._record(root, relations)
            if found:
                is_named = NAMED in {parent.get("type"), parent.get("n")}
                yield Read(found, not is_named)

    def _record(self, root: Element, relations: list[Element]) -> dict[str, object] | None:
        problems = self._problems
        if root.tag not in KINDS and root.tag != "biblStruct":
            problems.add_unknown(root)
            return None
        self._check_id(root)
        kind = root.get("subtype", "") if root.tag == "biblStruct" else kind_of(root)
        noun = _NOUNS.get(str(root.tag), "agent")
        if not kind:
            problems.add(root, "the kind of record of this biblStruct is not stated")
            return None
        if self._schemas.noun(kind) != noun:
            what = "person or organisation" if noun == "agent" else noun
            problems.add(root, f"there is no kind of {what} “{kind}”")
            return None
        if root.tag == "biblStruct":
            reader = WorkReader(root, self._schemas, self._crosswalk, problems)
            return reader.read(relations)
        return read_agent(root, relations, self._schemas, self._crosswalk, problems)

    def _check_id(self, root: Element) -> None:
        id = root.get(XML_ID, "")
        if not id:
            self._problems.add(root, f"this {local_name(root)} has no @xml:id")
        elif not is_id(id):
            message = f"“{id}” cannot be the id of a record: small letters a–z, digits and hyphens"
            self._problems.add(root, message)
        elif id in self._ids:
            self._problems.add(root, f"“{id}” is the id of two records")
        self._ids.add(id)

    def _check_around(self, node: Element) -> None:
        """Report what stands around the records and describes neither them nor the document."""
        for child in node:
            name = local_name(child)
            if not str(child.tag).startswith(_NAMESPACE):
                self._problems.add_unknown(child)
            elif name in _AROUND:
                self._check_around(child)
            elif name not in _ABOUT_THE_DOCUMENT:
                self._problems.add_unknown(child)


def _forget_namespace(root: Element) -> None:
    for node in root.iter():
        node.tag = str(node.tag).removeprefix(_NAMESPACE)


def _no_tei(root: Element | None) -> Reading:
    begins = f"the document begins with {'nothing' if root is None else local_name(root)}"
    message = f"this is not a TEI document: {begins}, not with TEI in TEI’s namespace"
    return Reading((), [ParseProblem(message, Position(1, 1))])
