"""Answers requests: each answer is one XML document that is valid by OAI-PMH.xsd."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple, cast

from lxml import etree

from exporter.export.context import ExportContext
from exporter.oai.arguments import TOKEN, OaiError, checked, quoted, selection
from exporter.oai.index import Index, Item, Selection
from exporter.oai.metadata import FORMATS, Metadata
from exporter.oai.tokens import Token, read_token
from exporter.xml_child import child

OAI = "http://www.openarchives.org/OAI/2.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES = cast("Mapping[str, str]", {None: OAI, "xsi": _XSI})  # lxml-stubs forget None
_LOCATION = f"{OAI} {OAI}OAI-PMH.xsd"
_GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"
_LONGEST_ECHO = 1_000
PAGE_SIZE = 100
"""How many items an answer lists. Of large catalogues, fewer answers take longer each."""


class Identity(NamedTuple):
    """What a repository says of itself.

    `namespace` is the middle of its identifiers: `oai:NAMESPACE:ID`. `set_names` are the names of
    the sets, by kind.
    """

    name: str
    base_url: str
    admin_email: str
    namespace: str
    set_names: Mapping[str, str]

    def identifier(self, id: str) -> str:
        """Return the identifier of an item (OAI-PMH 2.4; Guidelines, oai-identifier)."""
        return f"oai:{self.namespace}:{id}"

    def id(self, identifier: str) -> str:
        """Return the id in an identifier; it is empty if the identifier is not of this repository."""
        start = self.identifier("")
        return identifier.removeprefix(start) if identifier.startswith(start) else ""


class _Entry(NamedTuple):
    """An item of a list, with its metadata if they are asked for and it is not deleted."""

    item: Item
    metadata: etree._Element | None = None


class _Page(NamedTuple):
    """Some entries of a list, the token for those behind them, and whether there are none."""

    entries: list[_Entry]
    token: Token
    is_last: bool


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Provider:
    """Answers the requests to a repository. It can be used by several threads."""

    identity: Identity
    index: Index
    context: ExportContext
    page_size: int = PAGE_SIZE
    now: Callable[[], datetime] = _now
    lock: Lock = field(default_factory=Lock)

    def answer(self, pairs: Iterable[tuple[str, str]]) -> bytes:
        """Return the answer to a request with these arguments, of which the verb is one.

        An error of the request is an answer, too.
        """
        root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap=_NAMES)
        root.set(f"{{{_XSI}}}schemaLocation", _LOCATION)
        child(root, "responseDate", _written(int(self.now().timestamp())))
        request = child(root, "request", self.identity.base_url)
        verb, echoed = "", {}
        try:
            verb, arguments = checked(pairs)
            echoed = {name: value for name, value in arguments.items() if _can_echo(name, value)}
            answer = self._content(verb, arguments)
            _echo(request, verb, echoed)
            root.append(answer)
        except OaiError as error:
            if error.code not in {"badVerb", "badArgument"}:  # OAI-PMH 3.2: then no attributes
                _echo(request, verb, echoed)
            child(root, "error", error.message).set("code", error.code)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    def _content(self, verb: str, arguments: Mapping[str, str]) -> etree._Element:
        answers: Mapping[str, Callable[[etree._Element, Mapping[str, str]], None]] = {
            "GetRecord": self._get_record,
            "Identify": self._identify,
            "ListIdentifiers": self._list,
            "ListMetadataFormats": self._list_metadata_formats,
            "ListRecords": self._list,
            "ListSets": self._list_sets,
        }
        element = etree.Element(f"{{{OAI}}}{verb}", nsmap=_NAMES)
        answers[verb](element, arguments)
        return element

    def _identify(self, element: etree._Element, _arguments: Mapping[str, str]) -> None:
        earliest = self.index.earliest
        child(element, "repositoryName", self.identity.name)
        child(element, "baseURL", self.identity.base_url)
        child(element, "protocolVersion", "2.0")
        child(element, "adminEmail", self.identity.admin_email)
        start = int(self.now().timestamp()) if earliest is None else earliest
        child(element, "earliestDatestamp", _written(start))
        child(element, "deletedRecord", "persistent" if self.index.is_persistent else "no")
        child(element, "granularity", _GRANULARITY)

    def _list_sets(self, element: etree._Element, arguments: Mapping[str, str]) -> None:
        if TOKEN in arguments:
            raise OaiError("badResumptionToken", "the list of sets is in one answer")
        kinds = self.index.kinds
        if not kinds:
            raise OaiError("noSetHierarchy", "the repository is empty, and has no sets")
        for kind in kinds:
            found = child(element, "set")
            child(found, "setSpec", kind)
            child(found, "setName", self.identity.set_names.get(kind) or kind)

    def _list_metadata_formats(self, element: etree._Element, arguments: Mapping[str, str]) -> None:
        item = self._item(arguments["identifier"]) if "identifier" in arguments else None
        for form in FORMATS.values():
            if item is None or self._has(item, form.prefix):
                found = child(element, "metadataFormat")
                child(found, "metadataPrefix", form.prefix)
                child(found, "schema", form.schema)
                child(found, "metadataNamespace", form.namespace)
        if not len(element):
            raise OaiError("noMetadataFormats", "there is no metadata format for this item")

    def _get_record(self, element: etree._Element, arguments: Mapping[str, str]) -> None:
        metadata = self._metadata(arguments["metadataPrefix"])
        item = self._item(arguments["identifier"])
        content = None if item.is_deleted else metadata.element(item.id)
        if content is None and not item.is_deleted:
            message = f"this item lacks what {metadata.form.prefix} demands"
            raise OaiError("cannotDisseminateFormat", message)
        self._add_record(element, item, content)

    def _list(self, element: etree._Element, arguments: Mapping[str, str]) -> None:
        """Add a page of records or of headers."""
        verb = etree.QName(element).localname
        token = self._start(verb, arguments)
        metadata = self._metadata(token.arguments["metadataPrefix"])
        wanted = selection(token.arguments)
        page = self._page(token, wanted, metadata)
        if not page.entries:
            raise OaiError("noRecordsMatch", "no item matches")
        for entry in page.entries:
            if verb == "ListRecords":
                self._add_record(element, entry.item, entry.metadata)
            else:
                self._add_header(element, entry.item)
        if page.is_last and not token.sent:
            return  # the whole list is in one answer (OAI-PMH 3.5)
        resumption = child(element, TOKEN, None if page.is_last else str(page.token))
        resumption.set("cursor", str(token.sent))
        if metadata.is_for_all:
            size = self.index.count(wanted)
            resumption.set("completeListSize", str(max(size, page.token.sent)))

    def _start(self, verb: str, arguments: Mapping[str, str]) -> Token:
        """Return where the list of a request starts. Raises OaiError for a wrong token."""
        if TOKEN not in arguments:
            return Token(verb, arguments, -1, "", 0)
        token = read_token(arguments[TOKEN], verb)
        try:
            selection(token.arguments)
            self._metadata(token.arguments["metadataPrefix"])
        except OaiError as error:
            raise OaiError("badResumptionToken", error.message) from None
        return token

    def _page(self, token: Token, wanted: Selection, metadata: Metadata) -> _Page:
        """Return the next items of a list that the metadata format can hold."""
        found: list[_Entry] = []
        is_last = True
        for item in self.index.select(wanted, (token.datestamp, token.id)):
            if len(found) == self.page_size:
                if item.is_deleted or metadata.can_hold(item.id):
                    is_last = False
                    break
            elif entry := _entry(item, token.verb, metadata):
                found.append(entry)
        if found:
            last = found[-1].item
            sent = token.sent + len(found)
            token = Token(token.verb, token.arguments, last.datestamp, last.id, sent)
        return _Page(found, token, is_last)

    def _metadata(self, prefix: str) -> Metadata:
        if prefix not in FORMATS:
            known = ", ".join(FORMATS)
            message = f"there is no metadata format “{quoted(prefix)}”; there is {known}"
            raise OaiError("cannotDisseminateFormat", message)
        return Metadata(FORMATS[prefix], self.context, self.lock)

    def _item(self, identifier: str) -> Item:
        item = self.index.get(self.identity.id(identifier))
        if item is None:
            raise OaiError("idDoesNotExist", f"there is no item “{quoted(identifier)}”")
        return item

    def _has(self, item: Item, prefix: str) -> bool:
        return item.is_deleted or self._metadata(prefix).element(item.id) is not None

    def _add_record(
        self, parent: etree._Element, item: Item, content: etree._Element | None
    ) -> None:
        record = child(parent, "record")
        self._add_header(record, item)
        if content is not None:
            child(record, "metadata").append(content)

    def _add_header(self, parent: etree._Element, item: Item) -> None:
        header = child(parent, "header")
        if item.is_deleted:
            header.set("status", "deleted")
        child(header, "identifier", self.identity.identifier(item.id))
        child(header, "datestamp", _written(item.datestamp))
        child(header, "setSpec", item.kind)


def _entry(item: Item, verb: str, metadata: Metadata) -> _Entry | None:
    """Return an item as a list has it; None if the metadata format cannot hold it."""
    if item.is_deleted:
        return _Entry(item)
    if verb == "ListIdentifiers":
        return _Entry(item) if metadata.can_hold(item.id) else None
    content = metadata.element(item.id)
    return None if content is None else _Entry(item, content)


def _echo(request: etree._Element, verb: str, arguments: Mapping[str, str]) -> None:
    request.set("verb", verb)
    for name, value in arguments.items():
        request.set(name, value)


def _can_echo(name: str, value: str) -> bool:
    """Return whether an argument can be repeated: an identifier has to be a URI by the schema.

    The others were checked before.
    """
    if name not in {"identifier", TOKEN}:
        return True
    if len(value) > _LONGEST_ECHO:
        return False
    return value.isascii() and value.isprintable() and not set('<>"{}|\\^`[]% ') & set(value)


def _written(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
