"""Formats in XML: Dublin Core, DataCite, Crossref, EndNote; documents that are not as they say."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.importers.registry import format_of
from tests.support.imported import read, shown


def test_a_related_item_of_datacite_names_its_makers_and_numbers_a_chapter() -> None:
    works, _ = read(
        "datacite",
        '<resource xmlns="http://datacite.org/schema/kernel-4"><titles><title>Wool</title></titles>'
        '<resourceType resourceTypeGeneral="BookChapter">Chapter</resourceType><relatedItems>'
        '<relatedItem relatedItemType="Book" relationType="IsPublishedIn"><creators><creator>'
        "<creatorName>Wool, Ann</creatorName></creator></creators><titles><title>Fibres</title>"
        '</titles><number numberType="Chapter">4</number><contributors>'
        '<contributor contributorType="Editor"><contributorName>Silk, Ed</contributorName>'
        "</contributor></contributors></relatedItem></relatedItems></resource>",
    )
    data = shown(works[0].data)
    assert data["chapter_number"] == "4"
    assert data["part_of"] == [
        {
            "title": "Fibres",
            "contributors": [
                "author person {'family': 'Wool', 'given': 'Ann'}",
                "editor person {'family': 'Silk', 'given': 'Ed'}",
            ],
        }
    ]


def test_crossref_repeats_the_doi_as_a_link() -> None:
    [work], _ = read(
        "crossref-json",
        '{"DOI": "10.1000/182", "title": ["Tea"], "type": "book", "URL": "https://doi.org/10.1000/182"}',
    )
    assert "url" not in work.data
    assert [(each.field, each.frame) for each in work.leftovers] == [("URL", True)]


def test_crossref_tells_a_chapter_from_its_book() -> None:
    book = (
        "<book><book_metadata language='de'><contributors><person_name contributor_role='editor'>"
        "<given_name>Ed</given_name><surname>Roe</surname></person_name></contributors><titles>"
        "<title>Fibres</title></titles><isbn>978-3-16-148410-0</isbn><publication_date>"
        "<year>2001</year></publication_date>%s</book_metadata>%s</book>"
    )
    chapter = (
        "<content_item component_type='chapter'><titles><title>Wool</title></titles>"
        "<doi_data><doi>10.1000/ch</doi></doi_data></content_item>"
    )
    number = "<doi_data><doi>10.1000/book</doi></doi_data>"
    works, _ = read("crossref-xml", "<doi_records>" + book % (number, chapter) + "</doi_records>")
    (part,) = works
    data = shown(part.data)
    assert (data["kind"], data["title"], data["container_title"]) == ("part", "Wool", "Fibres")
    assert data["identifiers"]["doi"] == "10.1000/ch"
    assert [str(each) for each in data["part_of"]["contributors"]] == [
        "editor person {'family': 'Roe', 'given': 'Ed'}"
    ]
    assert "contributors" not in data
    (alone,), _ = read("crossref-xml", "<doi_records>" + book % (number, "") + "</doi_records>")
    data = shown(alone.data)
    assert (data["kind"], data["title"], data["language"]) == ("book", "Fibres", "de")
    assert data["identifiers"] == {"doi": "10.1000/book", "isbn": "978-3-16-148410-0"}
    assert data["contributors"] == ["editor person {'family': 'Roe', 'given': 'Ed'}"]


@pytest.mark.parametrize(
    ("type", "number", "expected"),
    [
        ("Patent", "WO2011US30214", {"number": "WO2011US30214"}),
        ("Report", "TR-12", {"number": "TR-12"}),
        ("Report", "978-3-16-148410-0", {"identifiers": {"isbn": "978-3-16-148410-0"}}),
        ("Book", "978-3-16-148410-0", {"identifiers": {"isbn": "978-3-16-148410-0"}}),
    ],
)
def test_the_number_of_a_patent_in_endnote_is_no_isbn(
    type: str, number: str, expected: dict[str, Any]
) -> None:
    [work], _ = read(
        "endnote-xml",
        f"<xml><records><record><ref-type name='{type}'>1</ref-type><titles><title>T</title></titles>"
        f"<isbn><style>{number}</style></isbn></record></records></xml>",
    )
    assert {name: work.data.get(name) for name in expected} == expected
    assert [each.field for each in work.leftovers] == ["ref-type"]


def test_the_relations_of_a_work_in_crossref_xml() -> None:
    """Source: Crossref, relations.xsd."""
    relation = (
        "<related_item><description>The paper</description><inter_work_relation"
        " relationship-type='{}' identifier-type='{}'>{}</inter_work_relation></related_item>"
    )
    [work], _ = read(
        "crossref-xml",
        "<doi_records><doi_record><crossref><peer_review><titles><title>Report</title></titles>"
        "<program>"
        + relation.format("isReviewOf", "doi", "10.1000/182")
        + relation.format("isDocumentedBy", "uri", "https://example.org/tea")
        + "</program><doi_data><doi>10.1000/183</doi></doi_data></peer_review></crossref>"
        "</doi_record></doi_records>",
    )
    assert work.data["review_of"] == [{"identifiers": {"doi": "10.1000/182"}, "note": "The paper"}]
    assert work.data["documented_by"] == [{"url": "https://example.org/tea", "note": "The paper"}]
    assert work.leftovers == []


def test_crossref_in_an_answer_of_oai_pmh_is_found() -> None:
    content = (
        b"<record><header><identifier>x</identifier></header><metadata>"
        b'<crossref xmlns="http://www.crossref.org/xschema/1.1" xsi:schemaLocation="a b">'
        b"<journal><journal_metadata><full_title>Tea</full_title></journal_metadata>"
        b"<journal_article><titles><title>Leaf</title></titles></journal_article></journal>"
        b"</crossref></metadata></record>"
    )
    assert format_of(content) == "crossref-xml"
    works, [remark] = read("crossref-xml", content)
    assert works[0].data["title"] == "Leaf"
    assert remark.harmless  # a prefix of an attribute that is not declared hides nothing


def test_titles_and_numbers_in_dublin_core() -> None:
    [work], _ = read(
        "dc",
        '<dc xmlns="http://purl.org/dc/elements/1.1/"><title xml:lang="en">Tea</title>'
        '<title xml:lang="de">Tee</title><type>text</type><language>en</language>'
        "<identifier>http://arxiv.org/abs/0901.2443</identifier></dc>",
    )
    assert work.data["variant_titles"] == [{"title": {"de": "Tee"}}]
    assert work.data["identifiers"] == {"arxiv": "0901.2443"}
    assert (work.data["kind"], work.data["type"]) == ("article", "article")


def test_the_works_among_the_resources_of_rdf_are_read() -> None:
    [work, named], told = read(
        "dc",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:edm="urn:edm"\n'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:skos="http://www.w3.org/2004/02/skos/core#">\n'
        '<edm:ProvidedCHO rdf:about="http://example.org/tea"><dc:title>Tea</dc:title>'
        '<dc:creator rdf:resource="#okakura"/><dc:subject rdf:resource="#cups"/>'
        '<dc:contributor rdf:resource="http://example.org/who"/>'
        '<dcterms:issued rdf:datatype="http://www.w3.org/2001/XMLSchema#gYear">1906</dcterms:issued>'
        '<dcterms:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>'
        "</edm:ProvidedCHO>\n"
        '<edm:Agent rdf:about="#okakura"><skos:prefLabel>Okakura, Kakuzo</skos:prefLabel></edm:Agent>\n'
        '<skos:Concept rdf:about="#cups"><skos:prefLabel>Cups</skos:prefLabel></skos:Concept>\n'
        '<rdf:Description rdf:about="#2"><dcterms:creator>Smith, Jane</dcterms:creator>'
        "</rdf:Description>\n<edm:Agent/></rdf:RDF>",
    )
    assert [each["agent"].display for each in work.data["contributors"]] == ["Okakura, Kakuzo"]
    assert work.data["title"] == "Tea"
    assert work.data["issued"] == "1906"
    assert work.data["keywords"] == ["Cups"]
    assert work.data["url"] == "http://example.org/tea"
    assert work.data["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [each.value for each in work.leftovers] == ["http://example.org/who"]
    assert [each["agent"].display for each in named.data["contributors"]] == ["Smith, Jane"]
    assert [(each.line, each.message) for each in told] == [
        (4, "2 resources “Agent” without a title or a creator: left out"),
        (5, "1 resource “Concept” without a title or a creator: left out"),
    ]


def test_a_collection_of_which_a_book_is_a_part_is_its_series() -> None:
    item = (
        '<relatedItem relatedItemType="Collection" relationType="IsPartOf">'
        '<relatedItemIdentifier relatedItemIdentifierType="ISSN">2352-6718</relatedItemIdentifier>'
        "<titles><title>Tea studies</title></titles><number>7</number></relatedItem>"
    )
    content = (
        '<resource xmlns="http://datacite.org/schema/kernel-4"><titles><title>Tea</title></titles>'
        '<resourceType resourceTypeGeneral="Book"/>'
        f"<relatedItems>{item}</relatedItems></resource>"
    )
    [work], _ = read("datacite", content)
    assert work.data["series"] == [{"title": "Tea studies", "issn": "2352-6718", "number": "7"}]
    assert {"article_number", "part_of"} & set(work.data) == set()
    assert work.leftovers == []


TEA = "<dc xmlns='http://purl.org/dc/elements/1.1/'><title>Té verde</title></dc>"


@pytest.mark.parametrize(
    "between", ["", "\n", '<?xml version="1.0"?>\n', "<!DOCTYPE dc SYSTEM 'dc.dtd'>\n"]
)
def test_documents_one_after_another_are_all_read(between: str) -> None:
    works, [told] = read("dc", f"{between}{TEA}\n{between}{TEA}\n{between}{TEA}")
    assert [(each.line, each.data["title"]) for each in works] == [
        (line, "Té verde") for line in ((1, 2, 3) if "\n" not in between else (2, 4, 6))
    ]
    assert (told.message, told.harmless) == (
        "the file has several XML documents, one after another",
        True,
    )


def test_blanks_before_the_xml_declaration_do_no_harm() -> None:
    [work], [told] = read("dc", f'\n<?xml version="1.0"?>\n{TEA}')
    assert (work.line, told.message) == (3, "there are blanks before the XML declaration")


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_a_document_in_utf_8_may_say_that_it_is_not(encoding: str) -> None:
    [work], [told] = read("dc", f'<?xml version="1.0" encoding="{encoding}"?>{TEA}')
    assert work.data["title"] == "Té verde"
    assert (told.message, told.harmless) == (
        f"the document says that it is in {encoding}, but is in UTF-8",
        True,
    )
    content = f'<?xml version="1.0" encoding="{encoding}"?>{TEA}'.encode(encoding)
    [work], told = read("dc", content)
    assert (work.data["title"], told) == ("Té verde", [])


def test_bodies_in_datacite_have_the_numbers_of_their_addresses() -> None:
    [entry], _ = read(
        "datacite",
        '<resource xmlns="http://datacite.org/schema/kernel-4">'
        '<identifier identifierType="DOI">10.1000/182</identifier><creators><creator>'
        "<creatorName>Smith, Jane</creatorName>"
        '<affiliation affiliationIdentifier="https://isni.org/isni/0000000121032683">A</affiliation>'
        '<affiliation affiliationIdentifier="https://www.grid.ac/institutes/grid.4">B</affiliation>'
        "</creator></creators><titles><title>Wool</title></titles>"
        '<publisher publisherIdentifier="https://ror.org/04wxnsj81">Press</publisher>'
        "<fundingReferences><fundingReference><funderName>Fund</funderName><funderIdentifier>"
        "https://doi.org/10.13039/501100000001</funderIdentifier></fundingReference>"
        "</fundingReferences></resource>",
    )
    assert shown(entry.data["contributors"][0]["affiliation"]) == [
        "organization A isni 0000000121032683",
        "organization B",
    ]
    assert shown(entry.data["publisher"]) == "organization Press ror 04wxnsj81"
    assert shown(entry.data["funding"]) == [
        {"funder": "organization Fund fundref 10.13039/501100000001"}
    ]
    assert [each.value for each in entry.leftovers if each.unknown] == [
        "https://www.grid.ac/institutes/grid.4"
    ]


def test_dublin_core_of_open_journal_systems_names_the_journal() -> None:
    """Source: Open Journal Systems, plugin oai_dc: journal; issue; pages, and the ISSN."""
    of = (
        '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>Cups</title>'
        "<type>info:eu-repo/semantics/article</type><source>{}</source><source>2159-5399</source></dc>"
    )
    names = ("container_title", "volume", "issue", "pages")
    for written, expected, notes in (
        ("Tea: Leaf; Vol. 5 No. 2 (2010): Cups; 15–30", ["Tea: Leaf", "5", "2", "15-30"], ["Cups"]),
        ("Té; Núm. 3-4 (2019)", ["Té", None, "3-4", None], []),
        ("Chá; v. 1 n. 2 (2015); e12", ["Chá", "1", "2", "e12"], []),
        ("Чай; Том 7 № 1 (2020); 5-7", ["Чай", "7", "1", "5-7"], []),
        ("Tee; Bd. 12 Nr. 1 (2001)", ["Tee", "12", "1", None], []),
    ):
        [work], _ = read("dc", of.format(written))
        assert [work.data.get(name) for name in names] == expected, written
        assert work.data.get("notes", {}).get("general", []) == [f"Issue: {each}" for each in notes]
        assert work.data["identifiers"] == {"issn": "2159-5399"}
    [work], _ = read("dc", of.format("A box of cups; found in 1999"))
    assert work.data["notes"]["general"] == ["Source: A box of cups; found in 1999"]
    [work], _ = read("dc", of.replace("article<", "book<").format("Tea; Vol. 5 (2010)"))
    assert "Source: Tea; Vol. 5 (2010)" in work.data["notes"]["general"]


def test_dublin_core_that_a_library_has_taken_from_marc() -> None:
    """The stylesheets of the Library of Congress leave the marks of ISBD and the dates of life."""
    [work], _ = read(
        "dc",
        '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>La congiura : (prima stesura) /</title>'
        "<creator>Vico, Giambattista, 1668-1744.</creator><creator>Pandolfi, Claudia.</creator>"
        "<creator>Roe, J. R.</creator><publisher>Centro di Studi Vichiani,</publisher></dc>",
    )
    assert work.data["title"] == "La congiura : (prima stesura)"
    assert work.data["publisher"].display == "Centro di Studi Vichiani"
    assert shown(work.data["contributors"]) == [
        "author person {'family': 'Vico', 'given': 'Giambattista'} born 1668 died 1744",
        "author person {'family': 'Pandolfi', 'given': 'Claudia'}",
        "author person {'family': 'Roe', 'given': 'J. R.'}",
    ]


@pytest.mark.parametrize("root", ["simpleDc", "dcterms", "qualifieddc"])
def test_dublin_core_within_elements_of_other_schemas(root: str) -> None:
    """Source: DataONE, onedcx 1.0; DCMI, simpledc and qualifieddc schemas of 2006."""
    content = (
        f'<m xmlns:t="http://purl.org/dc/terms/"><{root}><t:title>Tea</t:title>'
        f"<t:creator>Roe, Ann</t:creator></{root}></m>"
    )
    assert format_of(content.encode()) == "dc"
    [work], remarks = read("dc", content)
    assert (work.data["title"], remarks) == ("Tea", [])


@pytest.mark.parametrize(
    ("types", "type", "genre"),
    [
        (["Text", "info:eu-repo/semantics/bookReview"], "review-book", None),
        (["info:eu-repo/semantics/masterThesis"], "thesis", "Master’s thesis"),
        (["info:eu-repo/semantics/conferenceContribution"], "speech", None),
        (
            ["info:eu-repo/semantics/article", "info:eu-repo/semantics/acceptedVersion"],
            "article-journal",
            "Accepted version",
        ),
        (["http://purl.org/eprint/type/WorkingPaper"], "article", "Working paper"),
    ],
)
def test_the_types_of_repositories_in_dublin_core(
    types: list[str], type: str, genre: str | None
) -> None:
    """What an address says beyond the type stands in words; the degree of a thesis was lost."""
    inner = "".join(f"<type>{each}</type>" for each in types)
    [work], _ = read(
        "dc", f'<dc xmlns="http://purl.org/dc/elements/1.1/"><title>T</title>{inner}</dc>'
    )
    assert work.data.get("type", work.data["kind"]) == type
    assert (work.data.get("genre"), work.data.get("notes")) == (genre, None)


def test_what_repositories_say_in_dublin_core() -> None:
    """A ContextObject of OpenURL states the journal and the pages; addresses state access, embargo and handle."""
    of = '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>T</title>{}</dc>'
    [work], _ = read(
        "dc",
        of.format(
            "<type>info:eu-repo/semantics/article</type><date>2012</date>"
            "<identifier>info:hdl/2441/eu4vqp9</identifier>"
            "<identifier>&amp;ctx_id=5&amp;ctx_ver=Z39.88-2004&amp;rft.issue=36&amp;rft.volume=2"
            "&amp;rft.jtitle=Trace+%28M%C3%A9xico%29&amp;rft.atitle=T&amp;rft.issn=01856286"
            "&amp;rft.spage=26&amp;rft.epage=36&amp;rft.aulast=Roe</identifier>"
            "<rights>info:eu-repo/semantics/embargoedAccess</rights>"
            "<date>info:eu-repo/date/embargoEnd/2015-05-12</date>"
        ),
    )
    assert work.data == {
        "kind": "article",
        "type": "article-journal",
        "title": "T",
        "issued": "2012",
        "container_title": "Trace (México)",
        "volume": "2",
        "issue": "36",
        "pages": "26-36",
        "identifiers": {"handle": "2441/eu4vqp9", "issn": "01856286"},
        "access": "embargoed",
        "embargo": "2015-05-12",
        "language": "und",
    }
    assert work.leftovers == []
    book = "&amp;ctx_ver=Z39.88-2004&amp;rft.btitle=T&amp;rft.pages=7-9"
    [work], _ = read("dc", of.format(f"<identifier>{book}</identifier>"))
    assert "container_title" not in work.data
    assert work.data["pages"] == "7-9"


@pytest.mark.parametrize(
    ("format", "content"),
    [
        (
            "mods",
            '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title></titleInfo>'
            "<accessCondition>info:eu-repo/semantics/openAccess</accessCondition></mods>",
        ),
        (
            "datacite",
            '<resource xmlns="http://datacite.org/schema/kernel-4"><titles><title>T</title></titles>'
            '<rightsList><rights rightsURI="info:eu-repo/semantics/openAccess"/></rightsList></resource>',
        ),
        (
            "dc",
            '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>T</title>'
            "<rights>http://purl.org/coar/access_right/c_abf2</rights></dc>",
        ),
    ],
)
def test_the_address_of_a_right_of_access(format: str, content: str) -> None:
    [work], _ = read(format, content)
    assert work.data["access"] == "open"
    assert not {"rights", "licence", "notes"} & set(work.data)
