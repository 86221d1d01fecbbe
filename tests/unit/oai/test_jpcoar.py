"""The metadata format jpcoar: names and titles in every reading, and the words of its lists."""

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
    "j": "https://github.com/JPCOAR/schema/blob/master/2.0/",
    "d": "https://schema.datacite.org/meta/kernel-4/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcndl": "http://ndl.go.jp/dcndl/terms/",
}
RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ORDER = (
    *("title", "alternative", "creator", "contributor", "accessRights", "rights", "subject"),
    *("description", "publisher", "date", "language", "type", "version", "identifier", "relation"),
    *("fundingReference", "sourceIdentifier", "edition", "extent", "sourceTitle", "volume"),
    *("issue", "pageStart", "pageEnd", "degreeName", "dateGranted", "degreeGrantor", "conference"),
)
"""The elements of a record in the order that jpcoar_scm.xsd demands."""
RECORDS = """
article:
  id: article
  kind: article
  type: article-journal
  language: [ja, de]
  title: {ja: 茶の研究, ja-Kana: チャ ノ ケンキュウ, en: Tea Research}
  short_title: {ja: 茶研}
  contributors:
    - {agent: jun, role: author}
    - {agent: jun, role: editor}
  publisher: board
  part_of: {work: journal}
  volume: '7'
  issue: '2'
  pages: 12-15
  issued: 2024-05-03
  access: embargoed
  embargo: 2025-01-01
  licence: https://creativecommons.org/licenses/by/4.0/
  identifiers: {doi: 10.5555/tea}
  keywords: [leaves]
  abstract: About leaves.
  funding: [{funder: {name: Tea Board}, number: T-1}]
thesis:
  id: thesis
  kind: thesis
  language: ja
  title: 茶
  contributors: [{agent: jun, role: author}]
  degree: {ja: 博士（農学）}
  granting_institution: board
  issued: 2020
  pages: iv-x
  url: https://example.org/thesis
journal:
  id: journal
  kind: serial
  language: ja
  title: {ja: 茶学, en: Journal of Tea}
  identifiers: {issn: 1880-697X, ncid: AA12032633}
board:
  id: board
  kind: organization
  name: {ja: 茶業会, en: Tea Board}
jun:
  id: jun
  kind: person
  name:
    ja: {family: 安達, given: 淳}
    ja-Kana: {family: アダチ, given: ジュン}
    en: {family: Adachi, given: Jun}
  identifiers: {orcid: 0000-0002-1825-0097, kakenhi: '10111111'}
"""


def metadata(records: Records) -> Metadata:
    settings = CatalogueSettings()
    catalogue, _ = link(records, every_field.schemas(), settings, complete=True)
    context = ExportContext(catalogue, crosswalk("datacite"))
    return Metadata(FORMATS["jpcoar"], context, Lock())


@pytest.fixture(scope="module")
def found() -> Metadata:
    data = load(RECORDS, UNLIMITED)
    return metadata(Records(Document(Path(f"{id}.yaml"), each) for id, each in data.items()))


def element(found: Metadata, id: str) -> etree._Element:
    made = found.element(id)
    assert made is not None
    return made


def texts(element: etree._Element, path: str, attribute: str = LANGUAGE) -> list[tuple[str, str]]:
    return [(each.get(attribute), each.text) for each in element.iterfind(path, NAMES)]


def test_names_and_titles_are_in_every_language_and_reading(found: Metadata) -> None:
    article = element(found, "article")
    assert texts(article, "dc:title") == [
        *(("ja", "茶の研究"), ("ja-Kana", "チャ ノ ケンキュウ"), ("en", "Tea Research")),
    ]
    assert texts(article, "dcterms:alternative") == [("ja", "茶研")]
    assert texts(article, "j:creator/j:creatorName") == [
        *(("ja", "安達, 淳"), ("ja-Kana", "アダチ, ジュン"), ("en", "Adachi, Jun")),
    ]
    assert texts(article, "j:creator/j:familyName")[1] == ("ja-Kana", "アダチ")
    assert texts(article, "j:creator/j:nameIdentifier", "nameIdentifierScheme") == [
        *(("ORCID", "0000-0002-1825-0097"), ("e-Rad_Researcher", "10111111")),
    ]
    assert [each.get("contributorType") for each in article.iterfind("j:contributor", NAMES)] == [
        "Editor"
    ]
    assert texts(article, "dc:publisher") == [("ja", "茶業会"), ("en", "Tea Board")]
    assert texts(article, "j:sourceTitle") == [("ja", "茶学"), ("en", "Journal of Tea")]


def test_an_article_says_where_it_is_and_who_can_read_it(found: Metadata) -> None:
    article = element(found, "article")
    coar = "http://purl.org/coar"
    assert texts(article, "dcterms:accessRights", RESOURCE) == [
        (f"{coar}/access_right/c_f1cf", "embargoed access")
    ]
    assert texts(article, "dc:type", RESOURCE) == [
        (f"{coar}/resource_type/c_6501", "journal article")
    ]
    assert texts(article, "d:date", "dateType") == [
        *(("Issued", "2024-05-03"), ("Available", "2025-01-01")),
    ]
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert texts(article, "dc:rights", RESOURCE) == [(licence, licence)]
    assert [text for _, text in texts(article, "dc:language")] == ["jpn", "deu"]
    assert texts(article, "j:identifier", "identifierType") == [
        ("DOI", "https://doi.org/10.5555/tea")
    ]
    assert texts(article, "j:sourceIdentifier", "identifierType") == [
        *(("ISSN", "1880-697X"), ("NCID", "AA12032633")),
    ]
    assert texts(article, "j:subject", "subjectScheme") == [("Other", "leaves")]
    for name, value in {"volume": "7", "issue": "2", "pageStart": "12", "pageEnd": "15"}.items():
        assert article.findtext(f"j:{name}", None, NAMES) == value
    assert article.findtext("j:fundingReference/j:awardNumber", None, NAMES) == "T-1"


def test_a_thesis_says_its_degree(found: Metadata) -> None:
    thesis = element(found, "thesis")
    assert texts(thesis, "dcndl:degreeName") == [("ja", "博士（農学）")]
    assert thesis.findtext("dcndl:dateGranted", None, NAMES) == "2020"
    assert texts(thesis, "j:degreeGrantor/j:degreeGrantorName")[0] == ("ja", "茶業会")
    assert thesis.find("j:pageStart", NAMES) is None  # JPCOAR has Arabic numbers alone
    assert texts(thesis, "j:identifier", "identifierType") == [
        ("URI", "https://example.org/thesis")
    ]


def test_a_work_without_an_identifier_is_not_in_it(found: Metadata) -> None:
    assert not found.can_hold("journal")
    assert found.element("journal") is None


def test_every_kind_with_every_field_has_the_elements_in_order() -> None:
    found = metadata(Records(every_field.documents(every_field.records())))
    works = [id for id in found.base.catalogue.works if found.can_hold(id)]
    assert len(works) >= 100
    for id in works:
        made = element(found, id)
        places = [ORDER.index(etree.QName(each).localname) for each in made]
        assert places == sorted(places), id
        for name in ("dc:title", "dc:type", "j:identifier"):
            assert made.find(name, NAMES) is not None
        assert all(each.text or len(each) for each in made.iter())


def test_every_type_has_a_concept() -> None:
    assert types("jpcoar_types.tsv").keys() == vocabulary("types").keys()
