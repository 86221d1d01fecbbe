"""The metadata format `jpcoar`: what IRDB and CiNii Research harvest from repositories in Japan.

Names, titles and publishers are given in every language and reading that the record has, as JPCOAR
asks; what is not a name is as DataCite says it. A work needs a DOI, a handle or a web address.

Source: JPCOAR Schema 2.0 (December 2022): its list of elements, and jpcoar_scm.xsd, by which the
elements are in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.datacite import attributes as datacite
from exporter.export.datacite.agent import creator_word, word
from exporter.export.datacite.value import Properties
from exporter.export.missing_requirement import MissingRequirement
from exporter.export.reference import host, own_contributions, publication
from exporter.model.agent import Agent, OtherName
from exporter.model.identifiers import addresses_of
from exporter.model.markup import strip
from exporter.model.text import Text
from exporter.model.vocabularies.languages import library_code
from exporter.model.work import Work
from exporter.oai import single_document
from exporter.oai.coar import access_right, resource_type
from exporter.oai.datacite_types import DATE_TYPES

SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"
NAMESPACE = "https://github.com/JPCOAR/schema/blob/master/2.0/"
SCHEMA = f"{NAMESPACE}jpcoar_scm.xsd"
_ROOT = {
    "xmlns:jpcoar": NAMESPACE,
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:datacite": "https://schema.datacite.org/meta/kernel-4/",
    "xmlns:dcndl": "http://ndl.go.jp/dcndl/terms/",
    "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
}
"""The attributes of the outermost element."""
_RESOURCE = "rdf:resource"
_AGENT_SCHEMES = {
    "orcid": "ORCID",
    "isni": "ISNI",
    "viaf": "VIAF",
    "ringgold": "Ringgold",
    "ror": "ROR",
    "cinii": "AID",
}
"""The nameIdentifierScheme of our schemes (3.1); AID is the number of an author in CiNii."""
_RESEARCHER = {"kakenhi": "e-Rad_Researcher"}
"""The same for persons alone."""
_SUBJECT_SCHEMES = {
    "bsh": "BSH",
    "ddc": "DDC",
    "lcc": "LCC",
    "lcsh": "LCSH",
    "mesh": "MeSH",
    "ndc": "NDC",
    "ndlc": "NDLC",
    "ndlsh": "NDLSH",
    "udc": "UDC",
}
_RELATED_TYPES = {
    "ARK": "ARK",
    "arXiv": "arXiv",
    "DOI": "DOI",
    "Handle": "HDL",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "EISSN": "EISSN",
    "PMID": "PMID",
    "PURL": "PURL",
    "URL": "URI",
}
_RELATIONS = {
    "IsCitedBy": "isCitedBy",
    "Cites": "Cites",
    "IsVersionOf": "isVersionOf",
    "HasVersion": "hasVersion",
    "IsPartOf": "isPartOf",
    "HasPart": "hasPart",
    "IsReferencedBy": "isReferencedBy",
    "References": "references",
    "IsVariantFormOf": "isFormatOf",
    "IsOriginalFormOf": "hasFormat",
    "IsRequiredBy": "isRequiredBy",
    "Requires": "requires",
    "IsSupplementTo": "isSupplementTo",
    "IsSupplementedBy": "isSupplementedBy",
    "IsIdenticalTo": "isIdenticalTo",
    "IsDerivedFrom": "isDerivedFrom",
    "IsSourceOf": "isSourceOf",
    "IsObsoletedBy": "isReplacedBy",
    "Obsoletes": "replaces",
}
_CONTRIBUTOR_TYPES = frozenset(
    {
        *("ContactPerson", "DataCollector", "DataCurator", "DataManager", "Distributor", "Editor"),
        *("HostingInstitution", "Producer", "ProjectLeader", "ProjectManager", "ProjectMember"),
        *("RelatedPerson", "Researcher", "ResearchGroup", "Sponsor", "Supervisor"),
        "WorkPackageLeader",
    }
)
_DESCRIPTIONS = frozenset({"Abstract", "Methods", "TableOfContents", "TechnicalInfo"})
_POINT = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_DATE = re.compile(f"{_POINT}(/({_POINT})?)?|/{_POINT}", re.ASCII)
_PAGES = re.compile(r"([1-9][0-9]*)(?:[-–]([1-9][0-9]*))?", re.ASCII)
_TERMINOLOGICAL = dict(
    pair.split("/")
    for pair in (
        *("alb/sqi", "arm/hye", "baq/eus", "bur/mya", "chi/zho", "cze/ces", "dut/nld", "fre/fra"),
        *("geo/kat", "ger/deu", "gre/ell", "ice/isl", "mac/mkd", "mao/mri", "may/msa", "per/fas"),
        *("rum/ron", "slo/slk", "tib/bod", "wel/cym"),
    )
)
"""The codes that ISO 639-3 has in place of the bibliographic ones of ISO 639-2."""


def missing_requirements(work: Work, context: ExportContext) -> Iterator[MissingRequirement]:  # noqa: ARG001
    """Yield what JPCOAR demands (M) and the record does not say."""
    if not _identifiers(work):
        message = "JPCOAR demands a DOI, a handle or a web address, and this record names none"
        yield MissingRequirement(work.id, message, "add identifiers or url", ("identifiers",))


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as a `jpcoar` element with its namespaces."""
    said = datacite.described(work, context)
    children = (
        *_titles(said, work),
        *_agents(work, context),
        *_rights(work),
        *_contents(said, work),
        *_history(said, work),
        *_links(said, work),
        *_source(work),
        *_thesis(work),
        *_conference(work),
    )
    return xml.serialise(xml.element("jpcoar:jpcoar", *children, **_ROOT))


render_document = single_document.render_document


def _texts(name: str, text: Text | None) -> Iterator[xml.Element]:
    """Yield an element for each language of a text."""
    for tag, form in text or ():
        yield xml.element(name, strip(form), xml_lang=_tag(tag))


def _titles(said: Properties, work: Work) -> Iterator[xml.Element]:
    """Yield the title in each language and reading, then all other titles.

    The forms of the title come first in what DataCite says.
    """
    forms = len(work.title.forms)
    for each in said["titles"][:forms]:
        yield xml.element("dc:title", each["title"], xml_lang=each.get("lang", ""))
    for each in said["titles"][forms:]:
        yield xml.element("dcterms:alternative", each["title"], xml_lang=each.get("lang", ""))


def _agents(work: Work, context: ExportContext) -> Iterator[xml.Element]:
    """Yield the creators, then the contributors."""
    maker = creator_word(work, context)
    others = []
    for each in own_contributions(work):
        words = [word(role, context) for role in each.roles]
        if maker in words:
            yield xml.element("jpcoar:creator", *_agent(each.agent, "creator", each.affiliations))
        else:
            kind = words[0] if words and words[0] in _CONTRIBUTOR_TYPES else "Other"
            children = _agent(each.agent, "contributor", each.affiliations)
            others.append(xml.element("jpcoar:contributor", *children, contributorType=kind))
    yield from others


def _agent(agent: Agent, part: str, affiliations: Iterable[Agent]) -> Iterator[xml.Element]:
    yield from _numbers(agent)
    kind = "Personal" if agent.kind in {"person", "family"} else "Organizational"
    yield from _names(f"jpcoar:{part}Name", agent, nameType=kind)
    for field in ("family", "given"):
        for tag, name in agent.names:
            value = getattr(name, field)
            if value:
                yield xml.element(f"jpcoar:{field}Name", value, xml_lang=_tag(tag))
    for other in agent.other_names:
        yield from _names(f"jpcoar:{part}Alternative", other)
    for body in affiliations:
        names = _names("jpcoar:affiliationName", body)
        yield xml.element("jpcoar:affiliation", *_numbers(body), *names)


def _names(element: str, agent: Agent | OtherName, **attributes: str) -> Iterator[xml.Element]:
    """Yield an element for each language of a name."""
    for tag, name in agent.names:
        yield xml.element(element, name.heading, xml_lang=_tag(tag), **attributes)


def _tag(tag: str) -> str:
    return "" if tag == "und" else tag


def _numbers(agent: Agent) -> Iterator[xml.Element]:
    schemes = _AGENT_SCHEMES | _RESEARCHER if agent.kind == "person" else _AGENT_SCHEMES
    for each in agent.identifiers:
        scheme = schemes.get(each.scheme)
        if scheme and not each.invalid:
            attributes = {"nameIdentifierScheme": scheme, "nameIdentifierURI": each.uri}
            yield xml.element("jpcoar:nameIdentifier", each.number, **attributes)


def _rights(work: Work) -> Iterator[xml.Element]:
    access = access_right(work)
    if access:
        words, concept = access
        yield xml.element("dcterms:accessRights", words, **{_RESOURCE: concept})
    for text in work.texts("rights"):
        yield from _texts("dc:rights", text)
    licence = work.plain("licence")
    if licence:
        yield xml.element("dc:rights", licence, **{_RESOURCE: licence})


def _contents(said: Properties, work: Work) -> Iterator[xml.Element]:
    for each in said.get("subjects", ()):
        scheme = _SUBJECT_SCHEMES.get(each.get("subjectScheme", "").lower(), "Other")
        uri = xml.web_address(each.get("valueUri", ""))
        attributes = {"subjectScheme": scheme, "subjectURI": uri, "xml_lang": each.get("lang", "")}
        yield xml.element("jpcoar:subject", each["subject"], **attributes)
    for each in said.get("descriptions", ()):
        kind = each["descriptionType"]
        if kind in _DESCRIPTIONS:
            text, tag = each["description"], each.get("lang", "")
            yield xml.element("datacite:description", text, descriptionType=kind, xml_lang=tag)
    for publisher in publication(work).publishers:
        for tag, name in publisher.names:
            yield xml.element("dc:publisher", str(name), xml_lang=_tag(tag))


def _history(said: Properties, work: Work) -> Iterator[xml.Element]:
    """Yield the dates, the languages, the type and the version."""
    dates = [(each["dateType"], each["date"]) for each in said.get("dates", ())]
    embargo = work.plain("embargo")
    if embargo and "Available" not in dict(dates):
        dates.append(("Available", embargo))
    for kind, date in dates:
        if kind in DATE_TYPES and _DATE.fullmatch(date):
            yield xml.element("datacite:date", date, dateType=kind)
    for tag in work.languages:
        code = library_code(tag)
        if code:
            yield xml.element("dc:language", _TERMINOLOGICAL.get(code, code))
    row, concept = resource_type(work, "jpcoar_types.tsv")
    yield xml.element("dc:type", row["label"], **{_RESOURCE: concept})
    if "version" in said:
        yield xml.element("datacite:version", said["version"])


def _identifiers(work: Work) -> list[tuple[str, str]]:
    """Return the numbers and addresses that lead to a work, with their types (18 Identifier)."""
    found = []
    for each in work.identifiers:
        kind = {"doi": "DOI", "handle": "HDL"}.get(each.scheme)
        if kind and each.uri and not each.invalid:
            found.append((kind, each.uri))
    for address in addresses_of(work.node):
        found.append(("URI", xml.web_address(address)))
    return list(dict.fromkeys(found))


def _links(said: Properties, work: Work) -> Iterator[xml.Element]:
    """Yield the identifiers of the work, related works and grants."""
    for kind, address in _identifiers(work):
        yield xml.element("jpcoar:identifier", address, identifierType=kind)
    for each in said.get("relatedIdentifiers", ()):
        relation = _RELATIONS.get(each["relationType"])
        kind = _RELATED_TYPES.get(each["relatedIdentifierType"], "")
        if relation and kind:
            number = xml.web_address(each["relatedIdentifier"])
            inner = xml.element("jpcoar:relatedIdentifier", number, identifierType=kind)
            yield xml.element("jpcoar:relation", inner, relationType=relation)
    for each in said.get("fundingReferences", ()):
        award = each.get("awardNumber", each.get("awardUri"))
        uri = xml.web_address(each.get("awardUri", ""))
        yield xml.element(
            "jpcoar:fundingReference",
            xml.element("jpcoar:funderName", each["funderName"]),
            xml.element("jpcoar:awardNumber", award, awardURI=uri) if award else None,
            xml.element("jpcoar:awardTitle", each["awardTitle"]) if "awardTitle" in each else None,
        )


def _source(work: Work) -> Iterator[xml.Element]:
    """Yield the journal or book that a work is in, and where in it."""
    here = host(work)
    for each in here.identifiers if here else ():
        kind = {"issn": "ISSN", "ncid": "NCID"}.get(each.scheme)
        if kind and not each.invalid:
            yield xml.element("jpcoar:sourceIdentifier", each.number, identifierType=kind)
    for text in work.texts("edition"):
        yield from _texts("dcndl:edition", text)
    for text in work.texts("extent"):
        yield from _texts("dcterms:extent", text)
    if here:
        yield from _texts("jpcoar:sourceTitle", here.title)
    for field in ("volume", "issue"):
        if work.plain(field):
            yield xml.element(f"jpcoar:{field}", work.plain(field))
    pages = _PAGES.fullmatch(work.plain("pages"))
    if pages:
        yield xml.element("jpcoar:pageStart", pages[1])
        yield xml.element("jpcoar:pageEnd", pages[2] or pages[1])


def _thesis(work: Work) -> Iterator[xml.Element]:
    """Yield the degree for which a thesis was written."""
    if work.type != "thesis":
        return
    yield from _texts("dcndl:degreeName", work.text("degree"))
    granted = work.date("accepted") or work.issued
    if granted and granted.start and granted.start.w3c():
        yield xml.element("dcndl:dateGranted", granted.start.w3c())
    for body in work.agents_at(work.node.all("granting_institution")):
        yield xml.element("jpcoar:degreeGrantor", *_names("jpcoar:degreeGrantorName", body))


def _conference(work: Work) -> Iterator[xml.Element]:
    if work.type != "paper-conference" or not isinstance(work.data.get("event"), Mapping):
        return
    names = list(_texts("jpcoar:conferenceName", work.node.text("event", "name")))
    date = work.node.date("event", "date")
    day = xml.element("jpcoar:conferenceDate", str(date)) if date else None
    places = _texts("jpcoar:conferencePlace", work.node.text("event", "place"))
    if names:
        yield xml.element("jpcoar:conference", *names, day, *places)
