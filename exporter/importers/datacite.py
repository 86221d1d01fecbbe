"""DataCite metadata in XML. Source: DataCite Metadata Schema 4.6."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from exporter.export.broadcast import PERFORMED
from exporter.importers.authority_numbers import number_of
from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Entry, Imported, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.names import agent, body_named, inverted
from exporter.importers.readings import ADDRESS, funder_number, of_vocabulary
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, line, page_range, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import read_xml
from exporter.model.vocabularies import types_by_label
from exporter.records.document import is_id
from exporter.records.one_or_more import one_or_more
from exporter.records.settings import DATACITE_UNKNOWN

_KINDS_IN_SERIES = frozenset({"book", "report", "thesis", "map", "score"})
_NUMBERS = {"Article": "article_number", "Chapter": "chapter_number", "Report": "number"}
"""Our fields by numberType (20 RelatedItem)."""
_SIDES = {
    "west": "westBoundLongitude",
    "east": "eastBoundLongitude",
    "north": "northBoundLatitude",
    "south": "southBoundLatitude",
}
"""The elements of a box by our names of its sides (18.2 geoLocationBox)."""
_OWN_ID = "Local identifier"
"""The type under which this program writes the id of a record (11 alternateIdentifier)."""
TABLE = field_table(Path(__file__).with_name("datacite.tsv"))


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the resources of a document."""
    yield from read_xml(content, context, {"resource"}, read_resource)


def read_resource(node: SourceNode, context: ImportContext, is_json: bool = False) -> Entry:
    """Return a resource; in JSON, the items of a list have no element of their own around them."""
    return _DataciteReader(node, context, is_json).read()


def stated(node: SourceNode, *names: str) -> str:
    """Return a value that is an attribute in XML and a field in JSON, and mark it read."""
    for name in names:
        value = node.take(f"@{name}") or node.take(name)
        if value:
            return value
    return ""


def own_text(node: SourceNode, *names: str) -> str:
    """Return the text of an element of XML, or of the field with its name in JSON."""
    return node.read() if node.text.strip() else node.take(*names)


class _DataciteReader:
    """Reads one resource."""

    def __init__(self, node: SourceNode, context: ImportContext, is_json: bool) -> None:
        self.node = node
        self.is_json = is_json
        self.builder = EntryBuilder(context.schemas, node.line)
        self.general = node.peek("resourceType", "@resourceTypeGeneral") or node.peek(
            "types", "resourceTypeGeneral"
        )

    def read(self) -> Entry:
        """Return the entry."""
        self.builder.kind(TABLE.word("type", self.general.replace(" ", "")) or "document")
        handlers: dict[str, Handler] = {
            "identifier": self._identifier,
            "identifiers": self._alternate,
            "doi": partial(self._number, "doi"),
            "publisher": self._publisher,
            "publicationYear": self._year,
            "resourceType": self._resource_type,
            "types": self._resource_type,
        }
        for plural, single, handler in (
            ("creators", "creator", partial(self._name, "author")),
            ("contributors", "contributor", self._contributor),
            ("titles", "title", self._title),
            ("subjects", "subject", self._subject),
            ("dates", "date", self._date),
            ("alternateIdentifiers", "alternateIdentifier", self._alternate),
            ("relatedIdentifiers", "relatedIdentifier", self._related_identifier),
            ("relatedItems", "relatedItem", self._related_item),
            ("formats", "format", self._format),
            ("rightsList", "rights", self._rights),
            ("descriptions", "description", self._description),
            ("geoLocations", "geoLocation", self._location),
            ("fundingReferences", "fundingReference", self._funding),
        ):
            handlers[plural if self.is_json else f"{plural}/{single}"] = handler
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _identifier(self, node: SourceNode) -> None:
        kind, value = stated(node, "identifierType"), own_text(node, "identifier")
        scheme = TABLE.word("scheme", kind)
        if value:
            self.builder.identify(scheme or "doi", value, "identifier", node.line)

    def _number(self, scheme: str, node: SourceNode) -> None:
        self.builder.identify(scheme, node.read(), scheme, node.line)

    def _alternate(self, node: SourceNode) -> None:
        kind = stated(node, "alternateIdentifierType", "identifierType")
        value = own_text(node, "alternateIdentifier", "identifier")
        scheme = TABLE.word("scheme", kind)
        if scheme and value:
            self.builder.identify(scheme, value, "alternateIdentifier", node.line)
        elif kind.upper() == "URL" and ADDRESS.fullmatch(value):
            self.builder.put("url", value, "alternateIdentifier", node.line)
        elif value:
            if kind == _OWN_ID and is_id(value):
                self.builder.key = value
            self.builder.identify("local", value, "alternateIdentifier", node.line, kind)

    def _contributor(self, node: SourceNode) -> None:
        kind = stated(node, "contributorType")
        role = TABLE.word("role", kind)
        self._name(role or "contributor", node)
        if kind and role in {"", "contributor"} and kind != "Other":
            self.builder.weaken(
                "contributorType", kind, "the role is kept as contributor", node.line
            )

    def _name(self, role: str, node: SourceNode) -> None:
        named = self._named(node)
        if named is None:
            return
        self.builder.contribute(role, named, affiliation=self._affiliations(node))

    def _named(self, node: SourceNode) -> NamedAgent | None:
        """Return the person or the body that an element names, with its numbers."""
        element = node.first("creatorName", "contributorName")
        kind = stated(node, "nameType")
        if element:
            kind = kind or element.take("@nameType")
            element.take("@lang")
        whole = line(node.take("creatorName", "contributorName", "name"))
        if self._is_unknown("name", whole, node.line):
            return None
        family, given = node.take("familyName"), node.take("givenName")
        is_body = kind == "Organizational"
        if not is_body and not family:
            family, given = inverted(whole)
        named = agent("organization" if is_body else "person", whole, family, given)
        if named:
            for each in node.all("nameIdentifier", "nameIdentifiers"):
                self._name_identifier(named, each)
        return named

    def _is_unknown(self, field: str, words: str, at: int) -> bool:
        """Return whether words only stand for what is not known, `:unav` or `(:unav)`; report them."""
        is_unknown = words.strip(" ()") in DATACITE_UNKNOWN
        if is_unknown:
            self.builder.leave(field, words, "it says that nothing is known", at)
        return is_unknown

    def _affiliations(self, node: SourceNode) -> list[NamedAgent]:
        found = []
        for each in node.all("affiliation", "affiliations"):
            body = body_named(line(own_text(each, "name")))
            number = stated(each, "affiliationIdentifier")
            self._number_body(body, "affiliationIdentifier", number, each.line)
            if body.display:
                found.append(body)
        return found

    def _number_body(self, body: NamedAgent | None, field: str, number: str, at: int) -> None:
        """Add to a body the number that the address in a field states."""
        known = number_of(number)
        if body and "10.13039/" in number:
            body.identifiers["fundref"] = funder_number(number)
        elif body and known:
            body.identifiers.setdefault(*known)
        elif number:
            self.builder.leave_unknown(field, number, at)

    def _name_identifier(self, named: NamedAgent, node: SourceNode) -> None:
        kind = stated(node, "nameIdentifierScheme").upper()
        value = own_text(node, "nameIdentifier")
        scheme = TABLE.word("agentid", kind)
        if scheme:
            named.identifiers[scheme] = line(value).rstrip("/").rpartition("/")[2]
        elif value:
            self.builder.leave("nameIdentifier", value, "its scheme is not known", node.line)

    def _title(self, node: SourceNode) -> None:
        kind, tag = stated(node, "titleType"), stated(node, "lang")
        text = without_html(own_text(node, "title"))
        data = self.builder.data
        if not text:
            return
        if kind == "Subtitle" and "subtitle" not in data:
            data["subtitle"] = line(text)
        elif kind in {"", "Other"} and "title" not in data:
            data["title"] = line(text)
        else:
            types = {"TranslatedTitle": "translated", "AlternativeTitle": "other"}
            variant = {
                "title": {tag: line(text)} if tag and kind == "TranslatedTitle" else line(text)
            }
            if kind in types:
                variant["type"] = types[kind]
            self.builder.add_variant_title(variant)

    def _publisher(self, node: SourceNode) -> None:
        name = own_text(node, "name")
        if self._is_unknown("publisher", name, node.line):
            return
        self.builder.name_body("publisher", name)
        number = stated(node, "publisherIdentifier")
        bodies = one_or_more(self.builder.data.get("publisher"))
        body = bodies[-1] if bodies else None
        self._number_body(body, "publisherIdentifier", number, node.line)

    def _year(self, node: SourceNode) -> None:
        date = edtf(node.text)
        if date:
            node.read()
            self.builder.data.setdefault("issued", date)

    def _without_own_type(self, text: str) -> str:
        """Return what stands after the label of our type, as this program writes it: `Report, …`."""
        label, _, rest = text.partition(", ")
        type = types_by_label().get(label.lower(), "")
        usual = TABLE.word("type", self.general.replace(" ", "")) or "document"
        is_told = type in PERFORMED and self.general in {"Sound", "Audiovisual"}
        if not type or (usual not in {type, "document"} and not is_told):
            return text
        self.builder.kind(type, heard=self.general == "Sound")
        return rest

    def _resource_type(self, node: SourceNode) -> None:
        stated(node, "resourceTypeGeneral")
        text = self._without_own_type(line(own_text(node, "resourceType")))
        if text and text.lower() != self.general.lower():
            self.builder.put("genre", text, "resourceType", node.line)
        elif self.general and not TABLE.word("type", self.general.replace(" ", "")):
            self.builder.put("genre", self.general, "resourceTypeGeneral", node.line)

    def _subject(self, node: SourceNode) -> None:
        scheme, uri = stated(node, "subjectScheme"), stated(node, "valueURI", "valueUri")
        code, text = stated(node, "classificationCode"), line(own_text(node, "subject"))
        if not text:
            return
        heading = {"topic": text} | of_vocabulary(scheme, uri)
        if len(heading) > 1:
            self.builder.add_item("subjects", heading)
        else:
            self.builder.put("keywords", text, "subject", node.line)
        if code:
            self.builder.note("general", f"Classification of “{text}”: {code}")

    def _date(self, node: SourceNode) -> None:
        kind, about = stated(node, "dateType"), stated(node, "dateInformation")
        text = own_text(node, "date")
        date, target = edtf(text), TABLE.word("date", kind)
        there = self.builder.data.get(target)
        if date and target and (there is None or date.startswith(str(there))):
            self.builder.data[target] = date
        elif date and there != date:
            self.builder.note("general", f"{kind or 'Date'}: {date}")
        elif text and not date:
            self.builder.leave(f"date {kind}", text, "this date is not understood", node.line)
        if about:
            self.builder.note("general", f"{kind}: {about}")

    def _format(self, node: SourceNode) -> None:
        self.builder.put_format(line(node.read()), "digital", node.line)

    def _rights(self, node: SourceNode) -> None:
        address = stated(node, "rightsURI", "rightsUri")
        stated(node, "rightsIdentifier")
        text = line(own_text(node, "rights"))
        if address:
            self.builder.add_licence(address, "rightsURI", node.line)
        self.builder.add_rights(text, "rights", node.line)

    def _description(self, node: SourceNode) -> None:
        kind = stated(node, "descriptionType")
        text = without_html(own_text(node, "description"))
        if kind == "Abstract":
            self.builder.add_abstract(text, "description", node.line)
        elif kind == "SeriesInformation" and text and "series" not in self.builder.data:
            self.builder.put("series.title", text, "description", node.line)
        elif text:
            notes = {"Methods": "methodology", "TechnicalInfo": "system"}
            self.builder.note(notes.get(kind, "general"), text)

    def _location(self, node: SourceNode) -> None:
        place = node.take("geoLocationPlace")
        if place:
            self.builder.add_item("subjects", {"place": line(place)})
        box = node.first("geoLocationBox")
        if box and "coordinates" not in self.builder.data:
            try:
                numbers = {side: float(box.peek(name)) for side, name in _SIDES.items()}
            except ValueError:
                return
            for name in _SIDES.values():
                box.take(name)
            self.builder.data["coordinates"] = numbers
        point = node.first("geoLocationPoint")
        if point:
            shown = [point.take("pointLatitude"), point.take("pointLongitude")]
            text = point.read() or ", ".join(each for each in shown if each)
            if text:
                self.builder.note("coverage", f"Point: {text}")

    def _funding(self, node: SourceNode) -> None:
        group: dict[str, Any] = {}
        name, number = line(node.take("funderName")), node.take("funderIdentifier")
        funder = body_named(name) if name else None
        self._number_body(funder, "funderIdentifier", number, node.line)
        if funder:
            group["funder"] = funder
        stated(node, "funderIdentifierType")
        award = node.first("awardNumber")
        address = (award.take("@awardURI") if award else "") or node.take("awardUri")
        for field, name in (("number", "awardNumber"), ("title", "awardTitle")):
            text = line(node.take(name))
            if text:
                group[field] = text
        if ADDRESS.fullmatch(address):
            group["url"] = address
        if group:
            self.builder.add_item("funding", group)

    def _related_identifier(self, node: SourceNode) -> None:
        kind, relation = stated(node, "relatedIdentifierType"), stated(node, "relationType")
        stated(node, "resourceTypeGeneral")
        value = own_text(node, "relatedIdentifier")
        self._relate(relation, self._numbered(kind, value, node), node)

    def _numbered(self, kind: str, value: str, node: SourceNode) -> dict[str, Any]:
        scheme = TABLE.word("scheme", kind)
        return self.builder.numbered_work(scheme, kind, value, "relatedIdentifier", node.line)

    def _relate(self, stated: str, work: dict[str, Any], node: SourceNode) -> None:
        relation = TABLE.word("relation", stated)
        self.builder.relate_as(relation, work, "relationType", stated, node.line)

    def _related_item(self, node: SourceNode) -> None:
        """Read a related work that is described (20 RelatedItem)."""
        relation = stated(node, "relationType")
        kind = stated(node, "relatedItemType")
        if kind == "Collection" and relation == "IsPartOf" and self._put_series(node):
            return
        work: dict[str, Any] = {}
        titles = self._titles(node)
        if titles:
            work["title"] = titles[0]
        if len(titles) > 1:
            work["note"] = "; ".join(titles[1:])
        work.update(self._number_of_item(node))
        date = edtf(node.take("publicationYear"))
        if date:
            work["issued"] = date
        for name in ("volume", "edition"):
            text = line(node.take(name))
            if text:
                work[name] = text
        publisher = line(node.take("publisher"))
        if publisher:
            work["publisher"] = body_named(publisher)
        contributors = list(self._makers(node))
        if contributors:
            work["contributors"] = contributors
        if relation in {"IsPublishedIn", "IsPartOf"}:
            self._place_in_host(node)
        self._relate(relation, work, node)

    def _put_series(self, node: SourceNode) -> bool:
        """Read a collection of which a book is a part as its series; return whether it is one."""
        is_volume = self.builder.data["kind"] in _KINDS_IN_SERIES
        if not is_volume or node.first("firstPage", "issue", "publisher", "creators"):
            return False
        titles = self._titles(node)
        series: dict[str, Any] = {"title": titles[0]} if titles else {}
        issn = self._number_of_item(node).get("identifiers", {})
        if "issn" in issn:
            series["issn"] = issn["issn"]
        number = node.first("number")
        text = line(own_text(number, "number")) if number else ""
        text = text or line(node.take("volume"))
        if text:
            series["number"] = text
        if series:
            self.builder.add_item("series", series)
        return bool(series)

    def _number_of_item(self, node: SourceNode) -> dict[str, Any]:
        number = node.first("relatedItemIdentifier")
        if number is None:
            return {}
        kind = stated(number, "relatedItemIdentifierType")
        return self._numbered(kind, own_text(number, "relatedItemIdentifier"), node)

    def _makers(self, node: SourceNode) -> Iterator[dict[str, Any]]:
        """Yield the creators and the contributors of a related item."""
        for group, member in (("creators", "creator"), ("contributors", "contributor")):
            for each in node.all(group):
                for maker in [each] if self.is_json else each.all(member):
                    kind = stated(maker, "contributorType")
                    role = TABLE.word("role", kind) if kind else "author"
                    named = self._named(maker)
                    if named:
                        yield {"agent": named, "role": role or "contributor"}

    def _titles(self, node: SourceNode) -> list[str]:
        found = []
        for group in node.all("titles"):
            for each in [group] if self.is_json else group.all("title"):
                stated(each, "titleType")
                found.append(line(own_text(each, "title")))
        return [title for title in found if title]

    def _place_in_host(self, node: SourceNode) -> None:
        number = node.first("number")
        kind = stated(number, "numberType") if number and not self.is_json else ""
        kind = kind or stated(node, "numberType")
        pages = page_range(node.take("firstPage"), node.take("lastPage"))
        found = {
            "issue": line(node.take("issue")),
            _NUMBERS.get(kind, "article_number"): line(
                own_text(number, "number") if number else ""
            ),
            "pages": pages,
        }
        for target, text in found.items():
            if text:
                self.builder.put(target, text, "relatedItem", node.line)
