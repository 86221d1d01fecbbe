"""The metadata format `oai_openaire`: what OpenAIRE harvests from repositories of literature.

The properties are those of DataCite, in the elements that OpenAIRE took from it; what OpenAIRE adds
is the type and the access of a work by the vocabularies of COAR, and the place of an article in its
journal. A work must say its title, its date, who can read it, and an address or number under which
it can be reached.

Source: OpenAIRE Guidelines for Literature Repository Managers 4.0 (2018), and its XML Schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.datacite import attributes as datacite
from exporter.export.datacite.datacite import KERNEL, property_element
from exporter.export.datacite.value import Properties
from exporter.export.missing_requirement import MissingRequirement
from exporter.model.identifiers import addresses_of, preferred
from exporter.model.work import Work
from exporter.oai import single_document
from exporter.oai.coar import access_right, resource_type
from exporter.oai.datacite_types import DATE_TYPES

SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"
NAMESPACE = "http://namespace.openaire.eu/schema/oaire/"
SCHEMA = "https://www.openaire.eu/schema/repo-lit/4.0/openaire.xsd"
_ROOT = {
    "xmlns:oaire": NAMESPACE,
    "xmlns:datacite": KERNEL,
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
}
"""The attributes of the outermost element."""
_IDENTIFIERS = {"doi": "DOI", "handle": "HANDLE", "urn": "URN", "ark": "ARK"}
"""The identifierType of our schemes, in the order of preference (8 Resource Identifier)."""
_CONTRIBUTOR_TYPES = frozenset(
    {
        *("ContactPerson", "DataCollector", "DataCurator", "DataManager", "Distributor", "Editor"),
        *("HostingInstitution", "Other", "Producer", "ProjectLeader", "ProjectManager"),
        *("ProjectMember", "RegistrationAgency", "RegistrationAuthority", "RelatedPerson"),
        *("ResearchGroup", "RightsHolder", "Researcher", "Sponsor", "Supervisor"),
        *("WorkPackageLeader",),
    }
)
_RELATED_TYPES = frozenset(
    {
        *(
            "ARK",
            "arXiv",
            "bibcode",
            "DOI",
            "EAN13",
            "EISSN",
            "Handle",
            "IGSN",
            "ISBN",
            "ISSN",
            "ISTC",
        ),
        *("LISSN", "LSID", "PISSN", "PMID", "PURL", "UPC", "URL", "URN", "WOS"),
    }
)
_RELATIONS = frozenset(
    {
        *("IsCitedBy", "Cites", "IsSupplementTo", "IsSupplementedBy", "IsContinuedBy", "Continues"),
        *("IsDescribedBy", "Describes", "HasVersion", "IsVersionOf", "IsNewVersionOf", "HasPart"),
        *("IsPreviousVersionOf", "IsPartOf", "IsReferencedBy", "References", "IsDocumentedBy"),
        *("Documents", "IsCompiledBy", "Compiles", "IsVariantFormOf", "IsOriginalFormOf"),
        *("IsIdenticalTo", "HasMetadata", "IsMetadataFor", "Reviews", "IsReviewedBy"),
        *("IsDerivedFrom", "IsSourceOf", "IsRequiredBy", "Requires"),
    }
)
_IN_HOST = {"IsPublishedIn": "IsPartOf"}
"""What DataCite 4.6 says more exactly than the version that OpenAIRE has (4.1)."""
_FUNDER_IDENTIFIERS = frozenset({"ISNI", "GRID", "Crossref Funder ID", "ROR", "Other"})
_DESCRIPTIONS = frozenset({"Abstract", "TableOfContents", "SeriesInformation"})
_CITATION = {
    "volume": "citationVolume",
    "issue": "citationIssue",
    "firstPage": "citationStartPage",
    "lastPage": "citationEndPage",
    "edition": "citationEdition",
}


def missing_requirements(work: Work, context: ExportContext) -> Iterator[MissingRequirement]:  # noqa: ARG001
    """Yield what OpenAIRE demands (M) and the record does not say."""
    if not work.issued or not work.issued.start or not work.issued.start.w3c():
        yield _lack(work, "the date of publication", "issued")
    if not _identifier(work):
        yield _lack(work, "an identifier or an address", "identifiers")
    if not access_right(work):
        yield _lack(work, "who can read the work", "access")


def _lack(work: Work, what: str, field: str) -> MissingRequirement:
    message = f"OpenAIRE demands {what}, and this record does not say it"
    return MissingRequirement(work.id, message, f"add {field}", (field,))


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as a `resource` element with its namespaces."""
    said = datacite.described(work, context)
    children = (*_from_datacite(said, work), *_own(said, work))
    return xml.serialise(_oaire("resource", *children, **_ROOT))


render_document = single_document.render_document


def _oaire(tag: str, *children: Any, **attributes: Any) -> xml.Element:
    return xml.element(f"oaire:{tag}", *children, **attributes)


def _datacite(tag: str, text: str, **attributes: Any) -> xml.Element:
    return xml.element(f"datacite:{tag}", text, **attributes)


def _dc(tag: str, text: str, language: str = "") -> xml.Element:
    return xml.element(f"dc:{tag}", text, xml_lang=language)


def _from_datacite(said: Properties, work: Work) -> Iterator[xml.Element]:
    """Yield the elements that are DataCite's, as far as OpenAIRE has the same words."""
    lists = {
        "titles": said["titles"],
        "creators": [_agent(each) for each in said.get("creators", ())],
        "contributors": [_contributor(each) for each in said.get("contributors", ())],
        "alternateIdentifiers": list(_alternates(said, work)),
        "relatedIdentifiers": list(_related(said.get("relatedIdentifiers", ()))),
        "dates": list(_dates(said.get("dates", ()), work)),
        "subjects": [_without(each, "classificationCode") for each in said.get("subjects", ())],
        "sizes": said.get("sizes", ()),
        "geoLocations": said.get("geoLocations", ()),
    }
    for name, values in lists.items():
        if values:
            made = property_element(name, values)
            for each in made.iter():
                each.tag = f"datacite:{each.tag}"
            yield made


def _own(said: Properties, work: Work) -> Iterator[xml.Element]:
    """Yield the elements of Dublin Core and those that OpenAIRE defines itself."""
    scheme, number = _identifier(work) or ("", "")
    yield _datacite("identifier", number, identifierType=scheme)
    words, concept = access_right(work) or ("", "")
    yield _datacite("rights", words, rightsURI=concept)
    for tag in work.languages:
        if tag != "und":
            yield _dc("language", tag)
    if "publisher" in said:
        yield _dc("publisher", said["publisher"]["name"])
    yield _resource_type(work)
    for each in said.get("descriptions", ()):
        if each["descriptionType"] in _DESCRIPTIONS:
            yield _dc("description", each["description"], each.get("lang", ""))
    for format in said.get("formats", ()):
        yield _dc("format", format)
    if said.get("fundingReferences"):
        yield _oaire("fundingReferences", *map(_funding, said["fundingReferences"]))
    licence = work.plain("licence")
    if licence:
        yield _oaire("licenseCondition", licence, uri=xml.web_address(licence))
    if "version" in said:
        yield _oaire("version", said["version"])
    yield from _citation(said, work)


def _resource_type(work: Work) -> xml.Element:
    row, concept = resource_type(work, "openaire_types.tsv")
    return _oaire("resourceType", row["label"], resourceTypeGeneral=row["general"], uri=concept)


def _identifier(work: Work) -> tuple[str, str] | None:
    """Return the type and the link of what leads to a work; None if nothing does.

    The value is a link where the number has one (Resource Identifier, property identifier).
    """
    found = preferred(work.identifiers, _IDENTIFIERS)
    if found:
        return _IDENTIFIERS[found.scheme], found.uri or found.number
    for address in addresses_of(work.node):
        return "URL", address
    return None


def _without(said: Properties, *names: str) -> Properties:
    return {name: value for name, value in said.items() if name not in names}


def _agent(said: Properties) -> Properties:
    """Return a creator or contributor whose names and affiliations are words alone."""
    found = _without(said, "affiliation", "lang")
    if "affiliation" in said:
        found["affiliation"] = [{"name": each["name"]} for each in said["affiliation"]]
    return found


def _contributor(said: Properties) -> Properties:
    found = _agent(said)
    if found.get("contributorType") not in _CONTRIBUTOR_TYPES:
        found["contributorType"] = "Other"
    return found


def _alternates(said: Properties, work: Work) -> Iterator[Properties]:
    """Yield the other numbers of a work than the one that is its identifier."""
    kind, link = _identifier(work) or ("", "")
    for each in said.get("alternateIdentifiers", ()):
        number = each["alternateIdentifier"]
        is_kind = each["alternateIdentifierType"].upper() == kind
        if number != link and not (is_kind and link.endswith(number)):
            yield each


def _related(identifiers: Iterable[Properties]) -> Iterator[Properties]:
    for each in identifiers:
        relation = _IN_HOST.get(each["relationType"], each["relationType"])
        if each["relatedIdentifierType"] in _RELATED_TYPES and relation in _RELATIONS:
            yield {**_without(each, "resourceTypeGeneral"), "relationType": relation}


def _dates(dates: Iterable[Properties], work: Work) -> Iterator[Properties]:
    """Yield the dates in the order of the record, with those of publication and of the embargo.

    An embargo runs from the acceptance to the day from which the work is available (13 Embargo
    Period Date).
    """
    issued = work.issued.start.w3c() if work.issued and work.issued.start else ""
    own = [("Issued", issued)]
    if work.plain("access") == "embargoed" and work.plain("embargo"):
        own += [("Accepted", issued), ("Available", work.plain("embargo"))]
    yield from ({"date": date, "dateType": kind} for kind, date in own)
    known = {kind for kind, _ in own}
    for each in dates:
        if each["dateType"] in DATE_TYPES - known:
            yield _without(each, "dateInformation")


def _funding(said: Properties) -> xml.Element:
    """Return a grant; the order of its parts is free."""
    kind = said.get("funderIdentifierType", "")
    number = None
    if "funderIdentifier" in said:
        kind = kind if kind in _FUNDER_IDENTIFIERS else "Other"
        number = _oaire("funderIdentifier", said["funderIdentifier"], funderIdentifierType=kind)
    award = said.get("awardNumber", said.get("awardUri"))
    uri = xml.web_address(said.get("awardUri", ""))
    return _oaire(
        "fundingReference",
        _oaire("funderName", said["funderName"]),
        number,
        _oaire("awardNumber", award, awardURI=uri) if award else None,
        _oaire("awardTitle", said["awardTitle"]) if "awardTitle" in said else None,
    )


def _citation(said: Properties, work: Work) -> Iterator[xml.Element]:
    """Yield where a work stands in the journal, the book or the proceedings that it is part of."""
    for item in said.get("relatedItems", ()):
        if item["relationType"] in {"IsPublishedIn", "IsPartOf"}:
            yield _oaire("citationTitle", item["titles"][0]["title"])
            for name, tag in _CITATION.items():
                if name in item:
                    yield _oaire(tag, item[name])
            break
    for part, tag in (("place", "citationConferencePlace"), ("date", "citationConferenceDate")):
        text = work.node.line("event", part) if work.type == "paper-conference" else ""
        if text:
            yield _oaire(tag, text)
