"""A static repository: one XML file on a web server, which a gateway offers by OAI-PMH.

Source: Specification for an OAI Static Repository and an OAI Static Repository Gateway, version 2.0.
Such a file has no sets and no deleted records, and its datestamps are days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from lxml import etree

from exporter.oai.index import Item
from exporter.oai.metadata import FORMATS, Metadata
from exporter.oai.provider import OAI, Provider
from exporter.xml_child import child

_STATIC = f"{OAI}static-repository"
_LOCATION = f"{_STATIC} {_STATIC}.xsd"
_DECLARED = f' xmlns:oai="{OAI}"'


def static_repository(provider: Provider) -> Iterator[bytes]:
    """Yield the file of a repository, in pieces.

    The base URL of the provider is that of the file behind the gateway:
    `http://gateway.example.org/oai/library.example.org/oai.xml`.
    """
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        f'<Repository xmlns="{_STATIC}"{_DECLARED} '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{_LOCATION}">\n'
    ).encode()
    yield from _identify(provider)
    yield b"<ListMetadataFormats>\n"
    for form in FORMATS.values():
        yield (
            f"<oai:metadataFormat><oai:metadataPrefix>{form.prefix}</oai:metadataPrefix>"
            f"<oai:schema>{form.schema}</oai:schema>"
            f"<oai:metadataNamespace>{form.namespace}</oai:metadataNamespace>"
            "</oai:metadataFormat>\n"
        ).encode()
    yield b"</ListMetadataFormats>\n"
    for form in FORMATS.values():
        metadata = Metadata(form, provider.context, provider.lock)
        yield f'<ListRecords metadataPrefix="{form.prefix}">\n'.encode()
        yield from _records(provider, metadata)
        yield b"</ListRecords>\n"
    yield b"</Repository>\n"


def _identify(provider: Provider) -> Iterator[bytes]:
    identity = provider.identity
    earliest = provider.index.earliest
    start = int(provider.now().timestamp()) if earliest is None else earliest
    said = {
        "repositoryName": identity.name,
        "baseURL": identity.base_url,
        "protocolVersion": "2.0",
        "adminEmail": identity.admin_email,
        "earliestDatestamp": _day(start),
        "deletedRecord": "no",
        "granularity": "YYYY-MM-DD",
    }
    yield b"<Identify>\n"
    for name, value in said.items():
        yield f"<oai:{name}>{escape(value)}</oai:{name}>\n".encode()
    yield b"</Identify>\n"


def _records(provider: Provider, metadata: Metadata) -> Iterator[bytes]:
    for item in provider.index:
        content = None if item.is_deleted else metadata.element(item.id)
        if content is not None:
            record = _record(provider.identity.identifier(item.id), item, content)
            written = etree.tostring(record, encoding="UTF-8")
            yield written.replace(_DECLARED.encode(), b"", 1) + b"\n"  # the root has declared it


def _record(identifier: str, item: Item, content: etree._Element) -> etree._Element:
    record = etree.Element(f"{{{OAI}}}record", nsmap={"oai": OAI})
    header = child(record, "header")
    child(header, "identifier", identifier)
    child(header, "datestamp", _day(item.datestamp))
    child(record, "metadata").append(content)
    return record


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
