"""Answers requests: each answer is one XML document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from exporter.export.context import ExportContext
from exporter.oai.metadata import FORMATS, Metadata
from exporter.sru.cql import CQL, parse
from exporter.sru.diagnostic import Diagnostic
from exporter.sru.index import INDEXES, SETS, SearchIndex
from exporter.sru.request import MOST_RECORDS, Request, read_request, version_of
from exporter.terminal import printable
from exporter.xml_child import child

_EXPLAIN = "http://explain.z3950.org/dtd/2.0/"
_DC = "info:srw/schema/1/dc-schema"
_CASES = {"anyindexes": "anyIndexes", "allrecords": "allRecords", "serverchoice": "serverChoice"}
"""Names of indexes as the context sets write them."""


class _Names(NamedTuple):
    """The names that differ between the versions: namespaces, and the element of the packing."""

    response: str
    diagnostic: str
    packing: str


_SRU_1 = _Names(
    "http://www.loc.gov/zing/srw/", "http://www.loc.gov/zing/srw/diagnostic/", "recordPacking"
)
_SRU_2 = _Names(
    "http://docs.oasis-open.org/ns/search-ws/sruResponse",
    "http://docs.oasis-open.org/ns/search-ws/diagnostic",
    "recordXMLEscaping",
)
_DIAGNOSTIC_SCHEMAS = {
    _SRU_1: "info:srw/schema/1/diagnostics-v1.1",
    _SRU_2: "http://docs.oasis-open.org/ns/search-ws/diagnostic",
}


class RecordSchema(NamedTuple):
    """A schema of records: its short name, its identifier, its title, and the format of OAI-PMH."""

    name: str
    uri: str
    title: str
    format: str


SCHEMAS = (
    RecordSchema("marcxml", "info:srw/schema/1/marcxml-v1.1", "MARCXML", "marcxml"),
    RecordSchema("mods", "info:srw/schema/1/mods-v3.8", "MODS 3.8", "mods"),
    RecordSchema("dc", "info:srw/schema/1/dc-v1.1", "Dublin Core", "oai_dc"),
)
"""The schemas of records; the first one is used if a request names none."""


@dataclass(frozen=True)
class Service:
    """Answers searches in some works. It can be used by several threads.

    `works` are their ids, in the order of the results. `address` is the web address of the service.
    The works are read when the first search comes. `lock` is that of all who use the same context.
    """

    title: str
    address: str
    context: ExportContext
    works: Sequence[str]
    lock: Lock
    index: SearchIndex = field(default_factory=SearchIndex)

    def answer(self, pairs: Iterable[tuple[str, str]]) -> bytes:
        """Return the answer to a request with these parameters. Its faults are an answer, too."""
        pairs = list(pairs)
        version = version_of(pairs)
        try:
            request = read_request(pairs)
            answer = self._explain(request) if request.query is None else self._search(request)
        except Diagnostic as error:
            answer = _response("searchRetrieveResponse", version)
            child(answer, "numberOfRecords", "0")
            child(answer, "diagnostics").append(_diagnostic(error, _names(version)))
        return etree.tostring(answer, encoding="UTF-8", xml_declaration=True)

    def _search(self, request: Request) -> etree._Element:
        query = parse(request.query or "")
        schema = _schema(request.schema)
        found = self._index().search(query)
        if request.start > max(1, len(found)):
            raise Diagnostic(61, str(len(found)))
        answer = _response("searchRetrieveResponse", request.version)
        child(answer, "numberOfRecords", str(len(found)))
        end = min(request.start - 1 + request.maximum, len(found))
        page = found[request.start - 1 : end]
        if page:
            records = child(answer, "records")
            metadata = Metadata(FORMATS[schema.format], self.context, self.lock)
            for position, number in enumerate(page, start=request.start):
                id = self.index.ids[number]
                data = metadata.element(id)
                self._add_record(records, _Record(id, position, schema, data), request)
        if end < len(found):
            child(answer, "nextRecordPosition", str(end + 1))
        return answer

    def _index(self) -> SearchIndex:
        """Return the index, with the works in it."""
        with self.lock:
            for id in self.works[len(self.index.ids) :]:
                self.index.add(self.context.catalogue.works[id])
        return self.index

    def _add_record(self, records: etree._Element, found: _Record, request: Request) -> None:
        names = _names(request.version)
        schema = found.schema.uri
        data = found.data
        if data is None:
            error = Diagnostic(67, found.id)
            data, schema = _diagnostic(error, names), _DIAGNOSTIC_SCHEMAS[names]
        elif found.schema.name == "dc":
            data = _as_sru_dc(data)
        record = child(records, "record")
        child(record, "recordSchema", schema)
        _add_data(record, data, request)
        if request.version == "1.2":  # 1.1 does not have it, nor has the schema of 2.0
            child(record, "recordIdentifier", found.id)
        child(record, "recordPosition", str(found.position))

    def _explain(self, request: Request) -> etree._Element:
        answer = _response("explainResponse", request.version)
        record = child(answer, "record")
        child(record, "recordSchema", _EXPLAIN)
        _add_data(record, self._description(request.version), request)
        return answer

    def _description(self, version: str) -> etree._Element:
        """Return the record of the service itself (ZeeRex, the schema of explain)."""
        explain = etree.Element(f"{{{_EXPLAIN}}}explain", nsmap={"zr": _EXPLAIN})
        address = urlsplit(self.address)
        server = child(explain, "serverInfo", protocol="SRU", version=version, method="GET POST")
        server.set("transport", address.scheme)
        child(server, "host", address.hostname or "")
        child(server, "port", str(address.port or (443 if address.scheme == "https" else 80)))
        child(server, "database", address.path.lstrip("/"))
        child(child(explain, "databaseInfo"), "title", self.title, primary="true")
        indexes = child(explain, "indexInfo")
        for prefix, uri in SETS.items():
            child(indexes, "set", name=prefix, identifier=uri)
        for (uri, name), target in INDEXES.items():
            if uri:
                _describe_index(indexes, uri, name, target)
        schemas = child(explain, "schemaInfo")
        for schema in SCHEMAS:
            described = child(schemas, "schema", name=schema.name, identifier=schema.uri)
            child(described, "title", schema.title)
        config = child(explain, "configInfo")
        child(config, "default", "10", type="numberOfRecords")
        child(config, "setting", str(MOST_RECORDS), type="maximumRecords")
        for relation in ("=", "==", "any", "all", "adj", "<>", "<", "<=", ">", ">=", "within"):
            child(config, "supports", relation, type="relation")
        for mask in "*?":
            child(config, "supports", mask, type="maskingCharacter")
        return explain


class _Record(NamedTuple):
    """A work in an answer; `data` is None if the schema cannot hold it."""

    id: str
    position: int
    schema: RecordSchema
    data: etree._Element | None


def _names(version: str) -> _Names:
    return _SRU_2 if version == "2.0" else _SRU_1


def _response(tag: str, version: str) -> etree._Element:
    """Return the outermost element of an answer, with the version in it."""
    namespace = _names(version).response
    answer = etree.Element(f"{{{namespace}}}{tag}", nsmap={"sru": namespace})
    child(answer, "version", version)
    return answer


def _schema(wanted: str) -> RecordSchema:
    if not wanted:
        return SCHEMAS[0]
    for schema in SCHEMAS:
        if wanted in {schema.name, schema.uri, FORMATS[schema.format].namespace}:
            return schema
    raise Diagnostic(66, wanted)


def _describe_index(indexes: etree._Element, uri: str, name: str, target: str) -> None:
    """Add an index with its name in its context set."""
    prefix = next(each for each, known in SETS.items() if known == uri)
    index = child(indexes, "index", search="true", scan="false", sort="false")
    child(index, "title", target if uri != CQL else _CASES.get(name, name))
    child(child(index, "map"), "name", _CASES.get(name, name), set=prefix)


def _add_data(record: etree._Element, data: etree._Element, request: Request) -> None:
    """Add the data of a record as XML, or as text."""
    child(record, _names(request.version).packing, "string" if request.escaped else "xml")
    if request.escaped:
        child(record, "recordData", etree.tostring(data, encoding="unicode"))
    else:
        child(record, "recordData").append(data)


def _as_sru_dc(data: etree._Element) -> etree._Element:
    """Return a record of `oai_dc` in the element that SRU has around the same statements."""
    record = etree.Element(f"{{{_DC}}}dc", nsmap={"srw_dc": _DC, **_prefixes(data)})
    record.extend(list(data))
    return record


def _prefixes(data: etree._Element) -> Mapping[str, str]:
    return {prefix: uri for prefix, uri in data.nsmap.items() if prefix == "dc"}


def _diagnostic(error: Diagnostic, names: _Names) -> etree._Element:
    element = etree.Element(f"{{{names.diagnostic}}}diagnostic", nsmap={"diag": names.diagnostic})
    child(element, "uri", error.uri)
    if error.details:
        child(element, "details", printable(error.details))
    child(element, "message", printable(error.message))
    return element
