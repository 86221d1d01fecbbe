"""DataCite metadata in XML (kernel 4.6), as it goes with a DOI when that is registered.

A document of one work has its `resource` as the root; several stand in a `collection` without a
namespace, for DataCite registers one resource at a time and names no container. `--split` writes
one file for each.

DataCite demands a DOI, a creator, a publisher and a year of publication of every work. Works whose
records do not say them are not written: `exporter export` tells what is missing, and `--keep-going`
leaves them out. Where nobody knows the creator or the publisher, `datacite_unknown = ":unkn"` in the
group `[catalogue]` of exporter.toml, or another value of DataCite's Appendix 3, stands for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.datacite import attributes as datacite
from exporter.export.datacite.agent import lose_identifiers
from exporter.export.datacite.value import Properties
from exporter.export.missing_requirement import MissingRequirement
from exporter.model.work import Work

SUFFIX = ".xml"
MEDIA_TYPE = "application/vnd.datacite.datacite+xml"

KERNEL = "http://datacite.org/schema/kernel-4"
_ROOT = {
    "xmlns": KERNEL,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{KERNEL} https://schema.datacite.org/meta/kernel-4.6/metadata.xsd",
}
"""The attributes of the outermost element."""

MEMBERS = {
    "titles": "title",
    "subjects": "subject",
    "dates": "date",
    "alternateIdentifiers": "alternateIdentifier",
    "relatedIdentifiers": "relatedIdentifier",
    "rightsList": "rights",
    "descriptions": "description",
}
"""The lists whose members are one element each: its text has the same name in JSON, all else is an
attribute."""

ATTRIBUTES = {
    "lang": "xml_lang",
    "schemeUri": "schemeURI",
    "valueUri": "valueURI",
    "rightsUri": "rightsURI",
}
"""The attributes that have another name in JSON."""

_UNFIT = re.compile(r"[\[\]]|%(?![0-9A-Fa-f]{2})|#.*#|^(?![A-Za-z][A-Za-z0-9+.-]*:)[^/?#]*:", re.S)
"""What makes a text no `xs:anyURI` for libxml2 (XML Schema 1.0, 3.2.17; RFC 3986, 3 and 4.2)."""


def missing_requirements(work: Work, context: ExportContext) -> Iterator[MissingRequirement]:
    """Return what DataCite demands and the record does not say."""
    return datacite.lacking(work, context)


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as a `resource` element with its namespaces."""
    parts = (
        property_element(name, value) for name, value in datacite.described(work, context).items()
    )
    return xml.serialise(xml.element("resource", *parts, **_ROOT))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Return the document: a single work as the root, any other number in a `collection`."""
    yield from xml.collected(entries, len(works))
    lose_identifiers(works, context)


def property_element(name: str, value: Any) -> xml.Element:
    """Return one property of the JSON as the element that it is in XML."""
    match name:
        case "doi":
            return xml.element("identifier", value, identifierType="DOI")
        case "publisher":
            return _text("publisher", value, "name")
        case "types":
            return _text("resourceType", value, "resourceType")
        case "creators" | "contributors":
            return xml.element(name, *(_agent(name.removesuffix("s"), each) for each in value))
        case "geoLocations":
            return xml.element(name, *(_geo_location(each) for each in value))
        case "sizes" | "formats":
            return xml.element(name, *(xml.element(name.removesuffix("s"), each) for each in value))
        case "fundingReferences":
            return xml.element(name, *(_funder(each) for each in value))
        case "relatedItems":
            return xml.element(name, *(_related_item(each) for each in value))
        case _ if name in MEMBERS:
            return xml.element(name, *(_text(MEMBERS[name], each, MEMBERS[name]) for each in value))
        case _:
            return xml.element(name, value)


def _text(tag: str, said: Properties, text: str) -> xml.Element:
    """Return an element whose text is one of the things said, and whose attributes are all others."""
    attributes = {}
    for name, value in said.items():
        if name == "valueUri":
            attributes[ATTRIBUTES[name]] = xml.web_address(value)
        elif name == "classificationCode" and _UNFIT.search(value):
            continue  # the schema takes the code for an address; “[Fic]” is in the text as well
        elif name != text:
            attributes[ATTRIBUTES.get(name, name)] = value
    return xml.element(tag, said[text], **attributes)


def _agent(tag: str, agent: Properties) -> xml.Element:
    name: Properties = {key: agent[key] for key in ("name", "nameType", "lang") if key in agent}
    kind = {"contributorType": agent["contributorType"]} if "contributorType" in agent else {}
    return xml.element(
        tag,
        _text(f"{tag}Name", name, "name"),
        *(xml.element(part, agent[part]) for part in ("givenName", "familyName") if part in agent),
        *(
            _text("nameIdentifier", each, "nameIdentifier")
            for each in agent.get("nameIdentifiers", ())
        ),
        *(_text("affiliation", each, "name") for each in agent.get("affiliation", ())),
        **kind,
    )


def _geo_location(place: Properties) -> xml.Element:
    parts = []
    if "geoLocationPlace" in place:
        parts.append(xml.element("geoLocationPlace", place["geoLocationPlace"]))
    if "geoLocationBox" in place:
        sides = place["geoLocationBox"]
        box = (xml.element(name, str(value)) for name, value in sides.items())
        parts.append(xml.element("geoLocationBox", *box))
    return xml.element("geoLocation", *parts)


def _funder(funder: Properties) -> xml.Element:
    names = ("funderIdentifier", "funderIdentifierType")
    number = {name: funder[name] for name in names if name in funder}
    award = None
    if "awardNumber" in funder:
        attributes = {"awardURI": funder["awardUri"]} if "awardUri" in funder else {}
        award = xml.element("awardNumber", funder["awardNumber"], **attributes)
    elif "awardUri" in funder:
        award = xml.element("awardNumber", funder["awardUri"], awardURI=funder["awardUri"])
    title = xml.element("awardTitle", funder["awardTitle"]) if "awardTitle" in funder else None
    return xml.element(
        "fundingReference",
        xml.element("funderName", funder["funderName"]),
        _text("funderIdentifier", number, "funderIdentifier") if number else None,
        award,
        title,
    )


def _related_item(item: Properties) -> xml.Element:
    """Return a related item; its parts have an order of their own in XML."""
    number = item.get("relatedItemIdentifier")
    kind = {"numberType": item["numberType"]} if "numberType" in item else {}
    names = ("firstPage", "lastPage", "publisher", "edition")
    return xml.element(
        "relatedItem",
        _text("relatedItemIdentifier", number, "relatedItemIdentifier") if number else None,
        property_element("creators", item["creators"]) if "creators" in item else None,
        property_element("titles", item["titles"]),
        *(
            xml.element(name, item[name])
            for name in ("publicationYear", "volume", "issue")
            if name in item
        ),
        xml.element("number", item["number"], **kind) if "number" in item else None,
        *(xml.element(name, item[name]) for name in names if name in item),
        property_element("contributors", item["contributors"]) if "contributors" in item else None,
        relatedItemType=item["relatedItemType"],
        relationType=item["relationType"],
    )
