"""What happened to the files of a catalogue, as PREMIS 3.0: objects, events and agents.

The events of a record are those of git; the last event is the making of the package. Sources: the
PREMIS Data Dictionary 3.0, its XML schema, and the Library of Congress's vocabularies of preservation
events and of the roles of agents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from exporter.archive.bag import BagFile
from exporter.records.revisions import Revision
from exporter.xml_child import child

_PREMIS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DECLARED = f' xmlns:premis="{_PREMIS}" xmlns:xsi="{_XSI}"'
_EVENT_TYPES = "http://id.loc.gov/vocabulary/preservation/eventType"
_ROLES = "http://id.loc.gov/vocabulary/preservation/eventRelatedAgentRole"
_HASHES = "http://id.loc.gov/vocabulary/preservation/cryptographicHashFunctions"
_EVENTS = {
    "created": ("creation", "cre"),
    "changed": ("modification", "mod"),
    "renamed": ("filename change", "fil"),
    "packaged": ("information package creation", "ipc"),
}
_ALGORITHMS = {"sha256": "SHA-256", "sha512": "SHA-512"}
_SOFTWARE = "software"


class Packaging(NamedTuple):
    """The making of a package: its time in ISO 8601, the program, and what was packaged."""

    time: str
    program: str
    version: str
    detail: str


def premis(
    files: Iterable[BagFile],
    media_types: Mapping[str, str],
    history: Mapping[str, Sequence[Revision]],
    packaging: Packaging,
) -> Iterator[bytes]:
    """Yield the PREMIS document of a package, in pieces.

    `media_types` and `history` (the newest revision first) are by the name of a file in the bag.
    """
    place = f"{_PREMIS} https://www.loc.gov/standards/premis/v3/premis.xsd"
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<premis:premis{_DECLARED} version="3.0" xsi:schemaLocation="{place}">\n'.encode()
    for element in _elements(list(files), media_types, history, packaging):
        written = etree.tostring(element, encoding="UTF-8", pretty_print=True)
        yield written.replace(_DECLARED.encode(), b"", 1)  # the root has declared them
    yield b"</premis:premis>\n"


def _elements(
    files: Sequence[BagFile],
    media_types: Mapping[str, str],
    history: Mapping[str, Sequence[Revision]],
    packaging: Packaging,
) -> Iterator[etree._Element]:
    for file in files:
        yield _object(file, media_types[file.name])
    people: dict[str, None] = {}
    for name in sorted(history):
        for revision in reversed(history[name]):
            people.update(dict.fromkeys(revision.authors))
            yield _revision_event(name, revision)
    yield _packaging_event(packaging)
    for person in people:
        yield _agent(person, "person")
    yield _agent(packaging.program, _SOFTWARE, packaging.version)


def _object(file: BagFile, media_type: str) -> etree._Element:
    element = _element("object")
    element.set(f"{{{_XSI}}}type", "premis:file")
    _identifier(element, "object", "path in the bag", file.name)
    properties = child(element, "objectCharacteristics")
    for algorithm, digest in file.digests.items():
        fixity = child(properties, "fixity")
        name = child(fixity, "messageDigestAlgorithm", _ALGORITHMS[algorithm])
        _authority(name, "cryptographicHashFunctions", _HASHES, algorithm)
        child(fixity, "messageDigest", digest)
    child(properties, "size", str(file.size))
    form = child(child(properties, "format"), "formatDesignation")
    child(form, "formatName", media_type)
    return element


def _revision_event(name: str, revision: Revision) -> etree._Element:
    detail = f"{revision.summary} (commit {revision.commit})"
    if revision.former:
        detail = f"{detail}; the file was called {revision.former}"
    for source in revision.sources:
        detail = f"{detail}; source: {source}"
    identifier = f"{revision.commit} {name}"
    element = _event(identifier, revision.sort, revision.date, detail)
    for person in revision.authors:
        _link_agent(element, person, ("implementer", "imp"))
    _identifier(element, "linkingObject", "path in the bag", name)
    return element


def _packaging_event(packaging: Packaging) -> etree._Element:
    element = _event("packaging", "packaged", packaging.time, packaging.detail)
    _link_agent(element, packaging.program, ("executing program", "exe"))
    return element


def _event(identifier: str, sort: str, time: str, detail: str) -> etree._Element:
    element = _element("event")
    _identifier(element, "event", "commit and file", identifier)
    word, code = _EVENTS[sort]
    _authority(child(element, "eventType", word), "eventType", _EVENT_TYPES, code)
    child(element, "eventDateTime", time)
    child(child(element, "eventDetailInformation"), "eventDetail", detail)
    return element


def _agent(name: str, sort: str, version: str = "") -> etree._Element:
    element = _element("agent")
    _identifier(element, "agent", "name", name)
    child(element, "agentName", name)
    child(element, "agentType", sort)
    if version:
        child(element, "agentVersion", version)
    return element


def _link_agent(event: etree._Element, name: str, role: tuple[str, str]) -> None:
    link = _identifier(event, "linkingAgent", "name", name)
    word, code = role
    _authority(child(link, "linkingAgentRole", word), "eventRelatedAgentRole", _ROLES, code)


def _identifier(parent: etree._Element, what: str, sort: str, value: str) -> etree._Element:
    element = child(parent, f"{what}Identifier")
    child(element, f"{what}IdentifierType", sort)
    child(element, f"{what}IdentifierValue", value)
    return element


def _authority(element: etree._Element, name: str, address: str, code: str) -> None:
    element.set("authority", name)
    element.set("authorityURI", address)
    element.set("valueURI", f"{address}/{code}")


def _element(name: str) -> etree._Element:
    return etree.Element(f"{{{_PREMIS}}}{name}", nsmap={"premis": _PREMIS, "xsi": _XSI})
