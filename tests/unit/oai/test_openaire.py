"""The metadata format oai_openaire: who is in it, and which elements say what."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import pytest
from lxml import etree

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.model.vocabularies import vocabulary
from exporter.oai.coar import types
from exporter.oai.metadata import FORMATS, Metadata
from exporter.records.document import Document
from exporter.records.settings import UNLIMITED, CatalogueSettings
from exporter.records.yaml import load
from tests.support import every_field

NAMES = {
    "o": "http://namespace.openaire.eu/schema/oaire/",
    "d": "http://datacite.org/schema/kernel-4",
    "dc": "http://purl.org/dc/elements/1.1/",
}
COAR = "http://purl.org/coar"
RECORDS = """
article:
  id: article
  kind: article
  type: article-journal
  language: en
  title: {en: On Tea, ja: 茶}
  contributors:
    - {agent: ann, role: author}
    - {agent: ann, role: translator}
  part_of: {work: journal}
  volume: '7'
  issue: '2'
  pages: 12-15
  issued: 2024-05-03
  access: embargoed
  embargo: 2025-01-01
  licence: https://creativecommons.org/licenses/by/4.0/
  identifiers: {doi: 10.5555/tea, pmid: '12345678'}
  keywords: [leaves]
  abstract: About leaves.
  funding: [{funder: {name: Tea Board}, number: T-1}]
  file_formats: [application/pdf]
journal:
  id: journal
  kind: serial
  language: en
  title: Journal of Tea
  issued: 1999/..
  access: open
  url: https://example.org/journal
ann:
  id: ann
  kind: person
  name: {en: {family: Lee, given: Ann}}
  identifiers: {orcid: 0000-0002-1825-0097}
"""


def metadata(records: dict[str, object]) -> Metadata:
    documents = [Document(Path(f"{id}.yaml"), data) for id, data in records.items()]
    return _metadata(Records(documents))


def _metadata(records: Records) -> Metadata:
    settings = CatalogueSettings()
    catalogue, _ = link(records, every_field.schemas(), settings, complete=True)
    context = ExportContext(catalogue, crosswalk("datacite"))
    return Metadata(FORMATS["oai_openaire"], context, Lock())


def texts(element: etree._Element, path: str) -> list[str]:
    return [str(each.text) for each in element.iterfind(path, NAMES)]


def test_an_article_under_embargo_says_all_that_openaire_asks_for() -> None:
    article = metadata(load(RECORDS, UNLIMITED)).element("article")
    assert article is not None
    assert article.tag == f"{{{NAMES['o']}}}resource"
    rights = article.find("d:rights", NAMES)
    assert (rights.text, rights.get("rightsURI")) == (
        *("embargoed access", f"{COAR}/access_right/c_f1cf"),
    )
    dates = [(each.get("dateType"), each.text) for each in article.iterfind(".//d:date", NAMES)]
    assert dates == [
        *(("Issued", "2024-05-03"), ("Accepted", "2024-05-03"), ("Available", "2025-01-01")),
    ]
    kind = article.find("o:resourceType", NAMES)
    assert (kind.text, kind.get("resourceTypeGeneral")) == ("journal article", "literature")
    assert kind.get("uri") == f"{COAR}/resource_type/c_6501"
    number = article.find("d:identifier", NAMES)
    assert (number.get("identifierType"), number.text) == ("DOI", "https://doi.org/10.5555/tea")
    assert texts(article, ".//d:creatorName") == ["Lee, Ann"]
    assert texts(article, ".//d:creator/d:nameIdentifier")[0].endswith("0000-0002-1825-0097")
    (translator,) = article.iterfind(".//d:contributor", NAMES)
    assert translator.get("contributorType") == "Other"  # version 4.1 has no Translator
    assert texts(article, ".//d:title") == ["On Tea", "茶"]
    assert texts(article, ".//d:subject") == ["leaves"]
    assert texts(article, "dc:description") == ["About leaves."]
    assert texts(article, "dc:language") == ["en"]
    assert texts(article, "dc:format") == ["application/pdf"]
    assert texts(article, ".//o:funderName") == ["Tea Board"]
    assert texts(article, ".//o:awardNumber") == ["T-1"]
    licence = article.find("o:licenseCondition", NAMES)
    assert licence.get("uri") == "https://creativecommons.org/licenses/by/4.0/"
    for name, value in {
        "citationTitle": "Journal of Tea",
        "citationVolume": "7",
        "citationIssue": "2",
        "citationStartPage": "12",
        "citationEndPage": "15",
    }.items():
        assert texts(article, f"o:{name}") == [value]


def test_the_address_identifies_a_work_without_a_number() -> None:
    journal = metadata(load(RECORDS, UNLIMITED)).element("journal")
    assert journal is not None
    number = journal.find("d:identifier", NAMES)
    assert (number.get("identifierType"), number.text) == ("URL", "https://example.org/journal")
    assert texts(journal, ".//d:date[@dateType='Issued']") == ["1999"]


@pytest.mark.parametrize(
    ("identifiers", "kind", "link", "others"),
    [
        ({"handle": "1234/5678"}, "HANDLE", "https://hdl.handle.net/1234/5678", []),
        ({"urn": "urn:nbn:de:101:1-2019"}, "URN", "urn:nbn:de:101:1-2019", []),
        ({"ark": "ark:12148/btv1b"}, "ARK", "https://n2t.net/ark:12148/btv1b", []),
        (
            {"handle": "1234/5678", "doi": "10.5555/tea", "pmid": "12345678"},
            *("DOI", "https://doi.org/10.5555/tea", ["1234/5678", "12345678"]),
        ),
    ],
)
def test_the_best_number_is_the_link_and_the_others_are_alternate(
    identifiers: dict[str, str], kind: str, link: str, others: list[str]
) -> None:
    records = load(RECORDS, UNLIMITED)
    records["article"]["identifiers"] = identifiers
    article = metadata(records).element("article")
    assert article is not None
    number = article.find("d:identifier", NAMES)
    assert (number.get("identifierType"), number.text) == (kind, link)
    assert sorted(texts(article, ".//d:alternateIdentifier")) == sorted(["article", *others])


@pytest.mark.parametrize(
    "change",
    [{"access": None}, {"issued": None}, {"issued": "XXXX"}, {"identifiers": {"pmid": "12345678"}}],
)
def test_a_work_that_lacks_what_openaire_demands_is_not_in_it(change: dict[str, object]) -> None:
    records = load(RECORDS, UNLIMITED)
    records["article"].update(change)
    if change.get("issued", "") is None or change.get("access", "") is None:
        for field in change:
            del records["article"][field]
    found = metadata(records)
    assert not found.can_hold("article")
    assert found.element("article") is None


def test_every_field_of_every_kind_is_in_words_that_openaire_knows() -> None:
    found = _metadata(Records(every_field.documents(every_field.records())))
    works = [found.element(id) for id in found.base.catalogue.works if found.can_hold(id)]
    assert len(works) >= 100
    allowed = {
        "contributorType": {"Distributor", "Editor", "Other", "Producer", "Supervisor", "Sponsor"}
        | {"RightsHolder", "HostingInstitution", "ResearchGroup", "DataCollector"},
        "dateType": {"Accepted", "Available", "Copyrighted", "Created", "Issued", "Submitted"}
        | {"Collected", "Updated", "Valid"},
        "titleType": {"AlternativeTitle", "Subtitle", "TranslatedTitle", "Other"},
        "resourceTypeGeneral": {"literature", "dataset", "software", "other research product"},
    }
    for work in works:
        assert work is not None
        for name in ("d:titles", "d:identifier", "d:rights", "o:resourceType", "d:dates"):
            assert len(work.findall(name, NAMES)) == 1, name
        for element in work.iter():
            for attribute, words in allowed.items():
                assert element.get(attribute, next(iter(words))) in words
            assert element.text or len(element) or element.attrib


def test_every_type_has_a_concept() -> None:
    assert types("openaire_types.tsv").keys() == vocabulary("types").keys()
