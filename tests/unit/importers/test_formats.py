"""Every format that is imported: what a small hard file becomes, and what is told of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from exporter.errors import UsageError
from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Broken, Entry, NamedAgent
from exporter.importers.languages import tag_of
from exporter.importers.readings import funder_number
from exporter.importers.registry import FORMATS, ImportContext, format_of, importer
from exporter.importers.text import edtf
from exporter.records.loader import read_schemas
from tests.conftest import ROOT

CONTEXT = ImportContext(read_schemas(ROOT))


class Case(NamedTuple):
    """The content of a file, the fields that its first work must have, and the leftovers."""

    content: str | bytes
    data: dict[str, Any]
    leftovers: set[str] = set()  # noqa: RUF012 - it is never changed


CASES = {
    "csl-json": Case(
        '[{"id":"k","type":"chapter","title":"On <i>Wool</i>","container-title":"Fibres",'
        '"author":[{"family":"Gogh","non-dropping-particle":"van","given":"Vincent"},'
        '{"literal":"Wool Board"}],"container-author":[{"family":"Roe","given":"R."}],'
        '"issued":{"date-parts":[[2019,5,2],[2019,6]],"circa":true},'
        '"note":"PMID: 123\\nSigned copy.","custom":{"x":"y"},"colour":"red"}]',
        {
            "kind": "part",
            "title": "On <i>Wool</i>",
            "issued": "2019-05-02/2019-06~",
            "identifiers": {"pmid": "123"},
            "notes": {"general": ["Signed copy."]},
            "contributors": [
                "author person {'family': 'Gogh', 'non_dropping_particle': 'van', 'given': "
                "'Vincent'}",
                "author organization Wool Board",
            ],
            "part_of": {
                "title": "Fibres",
                "contributors": ["author person {'family': 'Roe', 'given': 'R.'}"],
            },
        },
        {"custom", "colour"},
    ),
    "tei-other": Case(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><listBibl><biblStruct type="book" '
        'xml:id="k" change="#c"><monogr><author><surname>Gogh</surname><nameLink>van</nameLink>'
        '<forename>Vincent</forename></author><title>Wool</title><textLang mainLang="nl"/>'
        '<imprint><publisher>Fibre</publisher><date when="1890"/></imprint></monogr>'
        '<ptr target="#x"/></biblStruct></listBibl></text></TEI>',
        {
            "kind": "book",
            "title": "Wool",
            "language": "nl",
            "issued": "1890",
            "contributors": [
                "author person {'family': 'Gogh', 'given': 'Vincent', "
                "'non_dropping_particle': 'van'}",
            ],
        },
        {"ptr"},
    ),
    "csl-yaml": Case(
        "references:\n- id: k\n  type: book\n  title: Wool\n  author:\n  - family: Smith\n"
        "    given: Jane\n  issued: 1999-02\n  version: 1.10\n  isbn2: x\n",
        {"kind": "book", "issued": "1999-02", "version": "1.10"},
        {"isbn2"},
    ),
    "ris": Case(
        "junk\nTY  - JOUR\nID  - k\nAU  - Smith, Jane, Jr\nAU  - Wool Board\nTI  - A long\n"
        "  title\nJO  - J. Wool\nT2  - Journal of Wool\nPY  - 2019/05//\nDA  - 2019/05/02\n"
        "SP  - 11\nEP  - 19\nSN  - 0378-5955\nDO  - 10.1000/182\nKW  - wool\nKW  - silk\n"
        "XX  - odd\nL1  - file:///c/x.pdf\nUR  - https://example.org/a\n",
        {
            "kind": "article",
            "title": "A long title",
            "container_title": "Journal of Wool",
            "issued": "2019-05-02",
            "pages": "11-19",
            "identifiers": {"issn": "0378-5955", "doi": "10.1000/182"},
            "keywords": ["wool", "silk"],
            "url": "https://example.org/a",
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane', 'suffix': 'Jr'}",
                "author person Wool Board",
            ],
        },
        {"XX", "L1"},
    ),
    "nbib": Case(
        "PMID- 29424689\nOWN - NLM\nIS  - 2050-084X (Electronic)\nVI  - 7\nDP  - 2018 Mar 1\n"
        "TI  - Sci-Hub provides\n      access.\nLID - 10.7554/eLife.32822 [doi]\n"
        "FAU - Himmelstein, Daniel S\nAU  - Himmelstein DS\nAUID- ORCID: 0000-0002-3012-7446\n"
        "AD  - University\nMH  - Animals/*metabolism\nJT  - eLife\nTA  - Elife\n"
        "PT  - Journal Article\n",
        {
            "title": "Sci-Hub provides access",
            "issued": "2018-03-01",
            "identifiers": {
                "pmid": "29424689",
                "issn": "2050-084X",
                "doi": "10.7554/eLife.32822",
            },
            "container_title": "eLife",
            "subjects": [
                {
                    "topic": "Animals",
                    "scheme": "mesh",
                    "subdivisions": [{"topic": "metabolism"}],
                    "primary": True,
                }
            ],
            "contributors": [
                "author person {'family': 'Himmelstein', 'given': 'Daniel S'} "
                "orcid 0000-0002-3012-7446"
            ],
        },
        {"OWN"},
    ),
    "marcxml": Case(
        '<collection xmlns="http://www.loc.gov/MARC21/slim"><record>'
        "<leader>00000nam a2200000 a 4500</leader>"
        '<controlfield tag="001">77</controlfield>'
        '<controlfield tag="008">990101s1914    ja            000 0 jpn  </controlfield>'
        '<datafield tag="020" ind1=" " ind2=" "><subfield code="a">316148410X (pbk.)</subfield>'
        '</datafield><datafield tag="100" ind1="1" ind2=" "><subfield code="6">880-01</subfield>'
        '<subfield code="a">Natsume, Sōseki,</subfield><subfield code="d">1867-1916.</subfield>'
        '</datafield><datafield tag="245" ind1="1" ind2="0"><subfield code="6">880-02</subfield>'
        '<subfield code="a">Kokoro /</subfield><subfield code="c">Natsume Sōseki.</subfield>'
        '</datafield><datafield tag="260" ind1=" " ind2=" "><subfield code="a">Tōkyō :</subfield>'
        '<subfield code="b">Iwanami &amp; Co.,</subfield><subfield code="c">[1914?]</subfield>'
        '</datafield><datafield tag="650" ind1=" " ind2="0"><subfield code="a">Love</subfield>'
        '<subfield code="z">Japan.</subfield></datafield><datafield tag="999" ind1=" " ind2=" ">'
        '<subfield code="q">odd</subfield></datafield>'
        '<datafield tag="880" ind1="1" ind2=" "><subfield code="6">100-01/$1</subfield>'
        '<subfield code="a">夏目, 漱石,</subfield><subfield code="d">1867-1916.</subfield>'
        '</datafield><datafield tag="880" ind1="1" ind2="0"><subfield code="6">245-02/$1</subfield>'
        '<subfield code="a">こゝろ /</subfield></datafield></record></collection>',
        {
            "kind": "book",
            "language": "ja",
            "country": "JP",
            "title": {"ja-Latn": "Kokoro", "ja": "こゝろ"},
            "place": "Tōkyō",
            "issued": "1914?",
            "identifiers": {
                "isbn": {"number": "316148410X", "qualifier": "pbk."},
                "local": {"number": "77", "qualifier": "control number"},
            },
            "subjects": [{"topic": "Love", "subdivisions": [{"place": "Japan"}], "scheme": "lcsh"}],
            "contributors": [
                "author person {'family': 'Natsume', 'given': 'Sōseki'} "
                "{'family': '夏目', 'given': '漱石'} born 1867 died 1916"
            ],
        },
        {"999 $q"},
    ),
    "mods": Case(
        '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><nonSort>The</nonSort>'
        "<title>Wool</title><subTitle>a history</subTitle></titleInfo>"
        '<titleInfo type="alternative"><title>Fleece</title></titleInfo>'
        '<name type="personal"><namePart type="family">Smith</namePart>'
        '<namePart type="given">Jane</namePart><namePart type="date">1950-2001</namePart>'
        '<role><roleTerm type="code">ill</roleTerm></role></name>'
        "<typeOfResource>text</typeOfResource><originInfo><place>"
        '<placeTerm type="text">London</placeTerm></place><publisher>Press</publisher>'
        '<dateIssued encoding="marc">19uu</dateIssued></originInfo>'
        '<language><languageTerm type="code" authority="iso639-2b">ger</languageTerm></language>'
        '<subject authority="lcsh"><topic>Sheep</topic><geographic>Wales</geographic></subject>'
        '<relatedItem type="series"><titleInfo><title>Fibres</title></titleInfo></relatedItem>'
        '<identifier type="isbn">316148410X</identifier><odd>red</odd></mods>',
        {
            "kind": "book",
            "title": "The Wool",
            "subtitle": "a history",
            "variant_titles": [{"title": "Fleece", "type": "other"}],
            "language": "de",
            "place": "London",
            "issued": "19XX",
            "series": [{"title": "Fibres"}],
            "subjects": [
                {"topic": "Sheep", "subdivisions": [{"place": "Wales"}], "scheme": "lcsh"}
            ],
            "contributors": [
                "illustrator person {'family': 'Smith', 'given': 'Jane'} born 1950 died 2001"
            ],
        },
        {"odd"},
    ),
    "datacite": Case(
        '<resource xmlns="http://datacite.org/schema/kernel-4">'
        '<identifier identifierType="DOI">10.1000/182</identifier><creators><creator>'
        '<creatorName nameType="Personal">Smith, Jane</creatorName><givenName>Jane</givenName>'
        "<familyName>Smith</familyName>"
        '<nameIdentifier nameIdentifierScheme="ORCID">https://orcid.org/0000-0002-1825-0097'
        "</nameIdentifier></creator></creators><titles><title>Wool</title>"
        '<title titleType="Subtitle">a history</title></titles><publisher>Press</publisher>'
        "<publicationYear>2019</publicationYear>"
        '<resourceType resourceTypeGeneral="Dataset">Counts</resourceType>'
        '<dates><date dateType="Issued">2019-05-02</date><date dateType="Other">soon</date></dates>'
        '<relatedIdentifiers><relatedIdentifier relatedIdentifierType="DOI" '
        'relationType="IsPartOf">10.1000/1</relatedIdentifier></relatedIdentifiers>'
        '<descriptions><description descriptionType="Abstract">Of wool.</description>'
        "</descriptions></resource>",
        {
            "kind": "dataset",
            "title": "Wool",
            "subtitle": "a history",
            "issued": "2019-05-02",
            "genre": "Counts",
            "abstract": "Of wool.",
            "identifiers": {"doi": "10.1000/182"},
            "part_of": [{"identifiers": {"doi": "10.1000/1"}}],
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'} orcid 0000-0002-1825-0097"
            ],
        },
        {"date Other"},
    ),
    "datacite-json": Case(
        '{"data": {"attributes": {"doi": "10.1000/182", "types": {"resourceTypeGeneral": '
        '"Software", "ris": "COMP"}, "creators": [{"name": "Wool Board", "nameType": '
        '"Organizational", "affiliation": []}], "titles": [{"title": "Wool"}, {"title": "Wolle", '
        '"titleType": "TranslatedTitle", "lang": "de"}], "publisher": {"name": "Press"}, '
        '"publicationYear": 2019, "subjects": [{"subject": "Sheep"}], "odd": 1}}}',
        {
            "kind": "software",
            "title": "Wool",
            "variant_titles": [{"title": {"de": "Wolle"}, "type": "translated"}],
            "issued": "2019",
            "keywords": ["Sheep"],
            "identifiers": {"doi": "10.1000/182"},
            "publisher": "organization Press",
            "contributors": ["author organization Wool Board"],
        },
        {"types/ris", "odd"},
    ),
    "pubmed-xml": Case(
        '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/x">'
        "<PubmedArticleSet><PubmedArticle><MedlineCitation Status='MEDLINE'><PMID>1</PMID><Article>"
        "<Journal><ISSN IssnType='Print'>0378-5955</ISSN><JournalIssue><Volume>3</Volume><PubDate>"
        "<Year>2018</Year><Month>Mar</Month></PubDate></JournalIssue><Title>Fibres</Title></Journal>"
        "<ArticleTitle>Of <i>Ovis</i></ArticleTitle><Pagination><MedlinePgn>11-9</MedlinePgn>"
        "</Pagination><Abstract><AbstractText Label='AIM'>Wool.</AbstractText></Abstract>"
        "<AuthorList><Author><LastName>Smith</LastName><ForeName>Jane</ForeName>"
        "<Initials>J</Initials></Author><Author><CollectiveName>Wool Group</CollectiveName></Author>"
        "</AuthorList><Language>eng</Language></Article><MeshHeadingList><MeshHeading>"
        "<DescriptorName MajorTopicYN='Y'>Sheep</DescriptorName></MeshHeading></MeshHeadingList>"
        "<CommentsCorrectionsList><CommentsCorrections RefType='ErratumIn'><RefSource>Fibres 4"
        "</RefSource><PMID>2</PMID></CommentsCorrections></CommentsCorrectionsList>"
        "</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus='received'><Year>2017</Year>"
        "<Month>5</Month><Day>2</Day></PubMedPubDate></History><ArticleIdList>"
        "<ArticleId IdType='doi'>10.1000/182</ArticleId>"
        "</ArticleIdList><ReferenceList><Reference><Citation>Roe, On Silk, 1999</Citation>"
        "<ArticleIdList><ArticleId IdType='pubmed'>3</ArticleId></ArticleIdList></Reference>"
        "</ReferenceList></PubmedData></PubmedArticle></PubmedArticleSet>",
        {
            "kind": "article",
            "title": "Of <i>Ovis</i>",
            "container_title": "Fibres",
            "volume": "3",
            "issued": "2018-03",
            "language": "en",
            "abstract": "AIM: Wool.",
            "identifiers": {"pmid": "1", "issn": "0378-5955", "doi": "10.1000/182"},
            "subjects": [{"topic": "Sheep", "scheme": "mesh", "primary": True}],
            "corrected_by": [{"note": "Fibres 4", "identifiers": {"pmid": "2"}}],
            "submitted": "2017-05-02",
            "references": [{"identifiers": {"pmid": "3"}, "note": "Roe, On Silk, 1999"}],
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'}",
                "author organization Wool Group",
            ],
        },
        {"MedlineCitation/@Status"},
    ),
    "endnote-xml": Case(
        "<xml><records><record><database>x.enl</database><ref-type name='Book'>6</ref-type>"
        "<contributors><authors><author><style face='normal'>Smith, Jane</style></author></authors>"
        "<tertiary-authors><author>Roe, R.</author></tertiary-authors></contributors><titles><title>"
        "<style>Wool</style></title><secondary-title>Fibres</secondary-title></titles><dates><year>"
        "<style>2019</style></year></dates><isbn>316148410X</isbn><odd>red</odd></record></records></xml>",
        {
            "kind": "book",
            "title": "Wool",
            "series": [{"title": "Fibres"}],
            "issued": "2019",
            "identifiers": {"isbn": "316148410X"},
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'}",
                "series editor person {'family': 'Roe', 'given': 'R.'}",
            ],
        },
        {"database", "ref-type", "odd"},
    ),
    "crossref-xml": Case(
        "<doi_records><doi_record><crossref><journal><journal_metadata language='en'>"
        "<full_title>Journal of Wool</full_title><issn media_type='print'>0378-5955</issn>"
        "</journal_metadata><journal_issue><publication_date media_type='print'><month>5</month>"
        "<year>2019</year></publication_date><journal_volume><volume>7</volume></journal_volume>"
        "<issue>2</issue></journal_issue><journal_article><titles><title>On <i>Ovis</i></title>"
        "<subtitle>A study</subtitle></titles><contributors><person_name sequence='first' "
        "contributor_role='author'><given_name>Jane</given_name><surname>Smith</surname>"
        "<ORCID>https://orcid.org/0000-0002-1825-0097</ORCID></person_name><organization "
        "sequence='additional' contributor_role='author'>Wool Board</organization></contributors>"
        "<publication_date media_type='online'><month>04</month><day>30</day><year>2019</year>"
        "</publication_date><pages><first_page>11</first_page><last_page>19</last_page></pages>"
        "<citation_list><citation key='1'><journal_title>Fibres</journal_title><author>Roe</author>"
        "<cYear>1999</cYear><doi>10.1000/183</doi></citation></citation_list>"
        "<program name='fundref'><assertion name='fundgroup'><assertion name='funder_name'>Fund"
        "<assertion name='funder_identifier'>http://dx.doi.org/10.13039/501100000001</assertion>"
        "</assertion>"
        "<assertion name='award_number'>W-1</assertion></assertion></program>"
        "<doi_data><doi>10.1000/182</doi></doi_data><colour>red</colour></journal_article>"
        "<journal_article><titles><title>Second</title></titles></journal_article></journal>"
        "</crossref></doi_record></doi_records>",
        {
            "kind": "article",
            "references": [
                {
                    "title": "Fibres",
                    "issued": "1999",
                    "identifiers": {"doi": "10.1000/183"},
                    "note": "Roe",
                }
            ],
            "title": "On <i>Ovis</i>",
            "subtitle": "A study",
            "container_title": "Journal of Wool",
            "issued": "2019-05",
            "available": "2019-04-30",
            "volume": "7",
            "issue": "2",
            "pages": "11-19",
            "language": "en",
            "identifiers": {"doi": "10.1000/182", "issn": "0378-5955"},
            "funding": [
                {"funder": "organization Fund fundref 10.13039/501100000001", "number": "W-1"}
            ],
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'} orcid 0000-0002-1825-0097",
                "author organization Wool Board",
            ],
        },
        {"item/colour"},
    ),
    "crossref-json": Case(
        '{"status":"ok","message-type":"work","message":{"DOI":"10.1000/182","type":'
        '"journal-article","title":["Of Wool"],"container-title":["Fibres"],"issued":{"date-parts":'
        '[[2019]]},"published-print":{"date-parts":[[2019,5,2]]},"author":[{"given":"Jane","family":'
        '"Smith","sequence":"first","affiliation":[{"name":"University"}]}],"ISSN":["0378-5955"],'
        '"issn-type":[{"value":"0378-5955","type":"print"}],"reference":[{"key":"1","author":"Roe",'
        '"article-title":"On Silk","journal-title":"Fibres","volume":"2","year":"1999","DOI":'
        '"10.1000/183"},{"key":"2","unstructured":"Doe, Yarn, 1950"}],"relation":{"has-review":'
        '[{"id-type":"doi","id":"10.1000/184"}]},"assertion":[{"label":"Received","value":"May 2"}],'
        '"abstract":"<jats:p>On <jats:italic>wool</jats:italic>.</jats:p>","score":1}}',
        {
            "kind": "article",
            "title": "Of Wool",
            "container_title": "Fibres",
            "issued": "2019-05-02",
            "abstract": "On <i>wool</i>.",
            "identifiers": {
                "doi": "10.1000/182",
                "issn": {"number": "0378-5955", "qualifier": "print"},
            },
            "contributors": ["author person {'family': 'Smith', 'given': 'Jane'}"],
            "references": [
                {
                    "title": "On Silk",
                    "issued": "1999",
                    "identifiers": {"doi": "10.1000/183"},
                    "note": "Roe, Fibres, vol. 2",
                },
                {"note": "Doe, Yarn, 1950"},
            ],
            "reviews": [{"identifiers": {"doi": "10.1000/184"}}],
            "notes": {"general": ["Received: May 2"]},
        },
        {"score", "author/sequence", "reference/key"},
    ),
    "dc": Case(
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>'
        "<identifier>oai:x:1</identifier></header><metadata>"
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Wool</dc:title>'
        "<dc:creator>Smith, Jane</dc:creator><dc:subject>Sheep; Wales</dc:subject>"
        "<dc:date>2019-05-02</dc:date><dc:date>2019</dc:date><dc:type>Thesis</dc:type>"
        "<dc:identifier>https://doi.org/10.1000/182</dc:identifier>"
        "<dc:format>application/pdf</dc:format><dc:odd>red</dc:odd></oai_dc:dc></metadata></record>"
        '<record><header status="deleted"/></record></ListRecords></OAI-PMH>',
        {
            "kind": "thesis",
            "title": "Wool",
            "keywords": ["Sheep", "Wales"],
            "issued": "2019-05-02",
            "identifiers": {"doi": "10.1000/182"},
            "file_formats": ["application/pdf"],
            "contributors": ["author person {'family': 'Smith', 'given': 'Jane'}"],
        },
        {"odd"},
    ),
    "schema-org": Case(
        '{"@context": "https://schema.org", "@type": "ScholarlyArticle", "name": "On Wool", '
        '"author": [{"@type": "Person", "givenName": "Jane", "familyName": "Smith", "@id": '
        '"https://orcid.org/0000-0002-1825-0097"}], "isPartOf": {"issueNumber": "3", "isPartOf": '
        '{"volumeNumber": "12", "isPartOf": {"name": "Fibres", "issn": "0378-5955"}}}, '
        '"identifier": "doi:10.1000/182", "pageStart": "11", "pageEnd": "19", "odd": "red"}',
        {
            "kind": "article",
            "container_title": "Fibres",
            "volume": "12",
            "issue": "3",
            "pages": "11-19",
            "identifiers": {"issn": "0378-5955", "doi": "10.1000/182"},
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'} orcid 0000-0002-1825-0097"
            ],
        },
        {"odd"},
    ),
    "cff": Case(
        "cff-version: 1.2.0\nmessage: Cite it.\ntitle: Loom\nversion: 1.10\ndoi: 10.1000/182\n"
        "date-released: 2019-05-02\nauthors:\n- family-names: Smith\n  given-names: Jane\n"
        "  orcid: https://orcid.org/0000-0002-1825-0097\n- name: Wool Board\nlicense: MIT\nodd: red\n",
        {
            "kind": "software",
            "title": "Loom",
            "version": "1.10",
            "issued": "2019-05-02",
            "rights": "MIT",
            "identifiers": {"doi": "10.1000/182"},
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'} orcid 0000-0002-1825-0097",
                "author organization Wool Board",
            ],
        },
        {"cff-version", "message", "odd"},
    ),
    "hayagriva": Case(
        "wool:\n  type: article\n  title: On Wool\n  author: ['Smith, Jane']\n  date: 2019-05\n"
        "  page-range: 11-19\n  serial-number:\n    doi: 10.1000/182\n  odd: red\n  parent:\n"
        "    type: periodical\n    title: Fibres\n    volume: 12\n    issue: 3\n",
        {
            "kind": "article",
            "type": "article-journal",
            "title": "On Wool",
            "container_title": "Fibres",
            "volume": "12",
            "issue": "3",
            "issued": "2019-05",
            "identifiers": {"doi": "10.1000/182"},
            "contributors": ["author person {'family': 'Smith', 'given': 'Jane'}"],
        },
        {"odd"},
    ),
    "csv": Case(
        "Key;Item Type;Publication Year;Date;Author;Title;ISBN;Colour\n"
        'k1;book;2019;2019-05-02;"Smith, Jane; Roe, R.";"On\nwool";3-16-148410-X;red\n',
        {
            "kind": "book",
            "title": "On wool",
            "issued": "2019-05-02",
            "identifiers": {"isbn": "3-16-148410-X"},
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'}",
                "author person {'family': 'Roe', 'given': 'R.'}",
            ],
        },
        {"Colour"},
    ),
}


def shown(value: Any) -> Any:
    """Return a value of an entry with its agents in one line, so that it can be compared."""
    if isinstance(value, NamedAgent):
        words = [value.kind, *(str(form) for _, form in value.forms)]
        words += [f"{scheme} {number}" for scheme, number in value.identifiers.items()]
        for name, fact in value.facts.items():
            words.append(f"{name} {fact['date'] if isinstance(fact, dict) else fact}")
        return " ".join(words)
    if isinstance(value, dict):
        if "agent" in value:
            return f"{value.get('role') or value['roles']} {shown(value['agent'])}"
        return {name: shown(inner) for name, inner in value.items()}
    return [shown(each) for each in value] if isinstance(value, list) else value


def read(name: str, content: str | bytes, encoding: str = "") -> tuple[list[Entry], list[Broken]]:
    content = content.encode() if isinstance(content, str) else content
    found = list(importer(name).read(content, replace(CONTEXT, encoding=encoding)))
    works = [each for each in found if isinstance(each, Entry)]
    return works, [each for each in found if isinstance(each, Broken)]


def test_every_format_has_a_case() -> None:
    others = {
        "tei",
        "bibtex",
        "marc",
        "unimarc",
        "biblatex",
        "dcterms",
        "crossref",
    }  # tested elsewhere
    assert {each.name for each in FORMATS} - set(CASES) == others


@pytest.mark.parametrize("name", CASES)
def test_a_hard_file(name: str) -> None:
    case = CASES[name]
    content = case.content.encode() if isinstance(case.content, str) else case.content
    assert format_of(content) == name
    works, _ = read(name, content)
    data = shown(works[0].data)
    assert {field: data.get(field) for field in case.data} == case.data
    assert {each.field for each in works[0].leftovers} == case.leftovers
    assert works[0].seen >= len(works[0].leftovers)


def marc(leader: bytes, *fields: tuple[bytes, bytes]) -> bytes:
    directory, body = b"", b""
    for tag, value in fields:
        directory += tag + b"%04d%05d" % (len(value) + 1, len(body))
        body += value + b"\x1e"
    base = 24 + len(directory) + 1
    head = b"%05d" % (base + len(body) + 1) + leader[5:12] + b"%05d" % base + leader[17:]
    return head + directory + b"\x1e" + body + b"\x1d"


LEADER = b"00000nam a2200000 a 4500"


def test_marc_in_marc_8_and_in_utf_8_that_denies_it() -> None:
    title = (b"245", b"10\x1faFran\xf0cais.")
    first = marc(LEADER.replace(b" a22", b"  22"), title)
    second = marc(LEADER.replace(b" a22", b"  22"), (b"245", "10\x1faFrançais".encode()))
    works, remarks = read("marc", first + b"\r\n" + second)
    assert [each.data["title"] for each in works] == ["Français", "Français"]
    assert [each.message for each in remarks] == [
        "record 2: it says that it is in MARC-8, but is in UTF-8"
    ]


MARC_8 = {
    "a set of high codes in the low ones": (
        b"\x1b(N[\x1b(QI\x1b(NE \x1b(QJ\x1b(NA\x1b(B.",
        "шље ња.",
    ),
    "a set of low codes in the high ones": (b"\x1b)N\xcd\xc9\xd2 x", "мир x"),
    "no joiner": (b"\x1b(3\x1b)4fSNg\x8egG\x1b(B", "نسخه\u200cها"),
    "the long name of ANSEL": (b"\x1b)!Ea\xe2e", "aé"),
    "a mark upon a space": (b"a\xe0 (b)", "a \u0309(b)"),
    "a space between Chinese characters": (b"\x1b$1!0d !0d\x1b(B", "人 人"),
    "symbols": (b"\x1bga\x1bs-H\x1bb2\x1bsO", "α-H₂O"),
    "a character that it lacks": (b"\xe2e&#x4E00;", "é一"),
    "codes without a character": (b"a\xffb \x1b$1zzz\x1b(B", "a\ufffdb \ufffd"),
}


@pytest.mark.parametrize("case", MARC_8)
def test_text_in_marc_8(case: str) -> None:
    """Source: MARC 21 Specifications, MARC-8 Encoding Environment, and its code tables."""
    written, expected = MARC_8[case]
    leader = LEADER.replace(b" a22", b"  22")
    works, remarks = read("marc", marc(leader, (b"245", b"10\x1faT:" + written)))
    assert works[0].data["title"] == "T:" + expected
    assert len(remarks) == ("\ufffd" in expected)


def test_marc_in_another_encoding_and_with_broken_bytes() -> None:
    title = (b"245", b"10\x1fa" + "Чай. Tea".encode("cp1251"))
    works, _ = read("marc", marc(LEADER, title), encoding="cp1251")
    assert works[0].data["title"] == "Чай. Tea"
    broken = (b"245", b"10\x1fa" + "Phočhanānukrom".encode() + b"\xc3( x")
    works, remarks = read("marc", marc(LEADER, broken))
    assert works[0].data["title"] == "Phočhanānukrom\ufffd( x"
    assert ["some bytes are not UTF-8" in each.message for each in remarks] == [True]


def test_marc_place_and_publisher_in_two_scripts_and_german_subjects() -> None:
    """Source: MARC 21, appendix A; DNB, 689."""
    fields = (
        (b"008", b"200502s1984    cc                  chi d"),
        (b"245", b"10\x1faShu"),
        (b"260", b"  \x1f6880-01\x1faBeijing :\x1fbZhonghua,\x1fc1984."),
        (b"650", b" 7\x1f0(DE-588)4063673-2\x1faTee\x1f2gnd"),
        (b"689", b"00\x1fDg\x1faChina\x1f0(DE-588)4009937-4"),
        (b"689", b"01\x1fDs\x1faTee"),
        (b"880", "  \x1f6260-01\x1fa北京 :\x1fb中华,\x1fc1984.".encode()),
        (b"955", b"  \x1fapc17"),
    )
    [work], _ = read("marc", marc(LEADER, *fields))
    assert work.data["place"] == {"zh-Latn": "Beijing", "zh": "北京"}
    assert work.data["publisher"].forms == [("zh-Latn", "Zhonghua"), ("zh", "中华")]
    assert work.data["subjects"] == [
        {"topic": "Tee", "scheme": "gnd", "uri": "https://d-nb.info/gnd/4063673-2"},
        {"place": "China", "scheme": "gnd", "uri": "https://d-nb.info/gnd/4009937-4"},
    ]
    [local] = [each for each in work.leftovers if each.field[0] == "9"]
    assert (local.field, local.frame, local.unknown) == ("955 $a", True, True)


def test_a_series_under_a_name_is_a_series() -> None:
    fields = ((b"245", b"10\x1faShu"), (b"810", b"2 \x1faMuseum\x1ftPapers ;\x1fv65"))
    [work], _ = read("marc", marc(LEADER, *fields))
    assert work.data["series"] == [{"title": "Papers", "number": "65"}]


def test_marc_with_an_empty_language() -> None:
    fields = ((b"041", b"1 \x1faeng\x1fh "), (b"245", b"10\x1faWool"))
    [work], _ = read("marc", marc(LEADER, *fields))
    assert work.data["language"] == "en"
    assert "other_languages" not in work.data


def test_marc_with_a_directory_that_lies() -> None:
    record = marc(LEADER, (b"245", b"10\x1faWool"), (b"300", b"  \x1fa12 p."))
    works, remarks = read("marc", record.replace(b"245000900000", b"245000700003"))
    assert (works[0].data["title"], works[0].data["extent"]) == ("Wool", "12 p.")
    assert "the directory does not fit" in remarks[0].message


def test_a_broken_record_does_not_keep_the_others_out() -> None:
    good = marc(LEADER, (b"245", b"10\x1faWool"))
    works, remarks = read("marc", b"00012short\x1d" + good)
    assert [each.data["title"] for each in works] == ["Wool"]
    assert remarks[0].message.startswith("record 1: this is not a MARC record")
    works, remarks = read("csl-json", '[{"id": 1, "title": },\n {"id": 2, "title": "Wool"}]')
    assert [each.data["title"] for each in works] == ["Wool"]
    assert (remarks[0].line, remarks[0].message) == (1, "this is not JSON: Expecting value")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Tea. Part 2", ("Tea", "Part 2")),
        ("Tea, Bd. 2", ("Tea", "Bd. 2")),
        ("Tea! 2", ("Tea!", "2")),
        ("Tea", ("Tea", "2")),
        ("Catch 2", ("Catch 2", "2")),
        ("Tea. Part 12", ("Tea. Part 12", "2")),
    ],
)
def test_the_number_of_a_part_is_cut_from_the_title(title: str, expected: tuple[str, str]) -> None:
    """Only what stands in a field of its own as well, and behind a mark."""
    item = f'[{{"id": "k", "type": "book", "title": "{title}", "part": "2"}}]'
    entry = f"@book{{k, title = {{{title}}}, part = {{2}}}}"
    [one], _ = read("csl-json", item)
    [other], _ = read("bibtex", entry)
    for work in (one, other):
        assert (work.data["title"], work.data["part_number"]) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('["war; peace", "sun, moon"]', ["war; peace", "sun, moon"]),
        ('"war, peace"', ["war", "peace"]),
        ('{"@type": "DefinedTerm", "name": "sun, moon"}', ["sun, moon"]),
    ],
)
def test_each_text_of_a_list_of_schema_org_is_a_keyword(written: str, expected: list[str]) -> None:
    """One text has several, between commas; the terms of a vocabulary have names."""
    work = '{"@context": "https://schema.org", "@type": "Book", "name": "Tea", "keywords": %s}'
    [found], _ = read("schema-org", work % written)
    assert found.data["keywords"] == expected


def test_csl_has_a_name_of_a_part_without_a_number() -> None:
    [work], _ = read(
        "csl-json", '[{"id": "k", "type": "book", "title": "Tea, Leaves", "part-title": "Leaves"}]'
    )
    assert (work.data["title"], work.data["part_name"]) == ("Tea", "Leaves")


def test_csl_has_variables_for_a_part_a_printing_and_a_status() -> None:
    works, _ = read(
        "csl-json",
        '[{"id":"k","type":"book","title":"Wool. 2, Sheep","part":"2","part-title":"Sheep",'
        '"printing":"3rd","supplement":"1","dimensions":"23 cm","status":"In press"},'
        '{"id":"l","type":"book","title":"Silk! 2","part":"2","status":"Lost"}]',
    )
    wool, silk = (work.data for work in works)
    assert {name: wool[name] for name in wool if name not in {"kind", "language"}} == {
        "title": "Wool",
        "part_number": "2",
        "part_name": "Sheep",
        "printing": "3rd",
        "supplement_number": "1",
        "dimensions": "23 cm",
        "status": "in press",
    }
    assert (silk["title"], silk["part_number"]) == ("Silk!", "2")
    assert silk["notes"] == {"general": ["Status: Lost"]}


def test_isbd_punctuation_goes_and_stops_of_abbreviations_stay() -> None:
    fields = ((b"245", b"10\x1faWool :\x1fbsilk /"), (b"250", b"  \x1fa2nd ed."))
    works, _ = read("marc", marc(LEADER, *fields))
    data = works[0].data
    assert (data["title"], data["subtitle"], data["edition"]) == ("Wool", "silk", "2nd ed.")
    works, _ = read("marc", marc(LEADER.replace(b" a 4500", b" c 4500"), *fields))
    assert works[0].data["title"] == "Wool :"


def test_a_name_means_the_same_author_and_composer() -> None:
    song = LEADER.replace(b"nam", b"ncm")
    works, _ = read("marc", marc(song, (b"100", b"1 \x1faRoe, R."), (b"245", b"10\x1faSong")))
    assert shown(works[0].data["contributors"]) == [
        "composer person {'family': 'Roe', 'given': 'R.'}"
    ]


def test_a_mapping_names_the_fields_of_columns() -> None:
    mapping = {"Who": "contributors.illustrator", "What": "title", "Nr": "key"}
    context = ImportContext(CONTEXT.schemas, mapping=mapping)
    found = list(importer("csv").read(b"Nr,What,Who\n7,Wool,Jane Smith\n", context))
    entry = found[0]
    assert isinstance(entry, Entry)
    assert (entry.key, entry.data["title"]) == ("7", "Wool")
    assert shown(entry.data["contributors"]) == ["illustrator person Jane Smith"]
    wrong = ImportContext(CONTEXT.schemas, mapping={"What": "tilte"})
    with pytest.raises(UsageError):
        list(importer("csv").read(b"What\nWool\n", wrong))


HOSTILE = {
    "entities": (
        "marcxml",
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><collection '
        b'xmlns="http://www.loc.gov/MARC21/slim"><record>&b;</record></collection>',
        "declares entities",
    ),
    "half a character": (
        "dc",
        b"<dc><title>Wool\xed\xa0\x80 &#xD800; &#55296;</title></dc>",
        "not well-formed",
    ),
    "half a character in an attribute": (
        "marcxml",
        b'<record><datafield tag="245" ind1="&#xDFFF;"><subfield code="a">W</subfield></datafield>',
        "not well-formed",
    ),
    "half a character in UTF-16": (
        "mods",
        "<mods><titleInfo><title>W\ud800l</title></titleInfo></mods>".encode(
            "utf-16", "surrogatepass"
        ),
        "not well-formed",
    ),
    "half a character in Latin-1": (
        "dc",
        b'<?xml version="1.0" encoding="ISO-8859-1"?><dc><title>W\xe9&#xD800;</title></dc>',
        "not well-formed",
    ),
    "nested XML": (
        "mods",
        b"<mods>" + b"<relatedItem>" * 5_000,
        "not well-formed XML: Excessive depth in document: 256; the rest is read",
    ),
    "a cell without end": (
        "csv",
        b'title,year\n"' + b"a" * 200_000,
        "this row cannot be read: a cell has too much text; perhaps a quotation mark is missing",
    ),
    "nested JSON": ("csl-json", b"[" * 100_000, "nested too deep"),
    "truncated XML": (
        "marcxml",
        b'<collection><record><datafield tag="245"><subfield code="a">Wool</subfield>',
        "not well-formed",
    ),
    "YAML that grows": (
        "csl-yaml",
        b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
        b"c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
        b"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
        b"g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nreferences: [*g,*g,*g]\n",
        "grows too large",
    ),
    "a billion laughs in MODS": (
        "mods",
        b'<!DOCTYPE m [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><mods>&b;</mods>',
        "declares entities",
    ),
    "a file of the system": (
        "dc",
        b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><dc><title>&e;</title></dc>',
        "declares entities",
    ),
    "a row too long": ("csv", b"title,year\na,1,2,3\n", "the row has 4 cells"),
    "a quotation mark that is not closed": ("csv", b'title,year\n"a,1\n', "cannot be read"),
    "nested YAML": ("hayagriva", b"a: " + b"[" * 5_000, "this is not YAML"),
    "nothing": ("ris", b"AU  - Nobody\n", "stands outside a record"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_message(name: str) -> None:
    format_name, content, message = HOSTILE[name]
    _, remarks = read(format_name, content)
    assert any(message in each.message for each in remarks)


def test_a_broken_document_is_read_without_its_broken_characters() -> None:
    works, _ = read("dc", HOSTILE["half a character"][1])
    assert works[0].data["title"].startswith("Wool\ufffd")
    works, _ = read("dc", HOSTILE["half a character in Latin-1"][1])
    assert works[0].data["title"].startswith("Wé")


def test_a_second_whole_of_a_part_is_a_related_work() -> None:
    """A builder describes one host, in a group; a relation to another whole may come before it."""
    builder = EntryBuilder(CONTEXT.schemas, 1)
    builder.kind("chapter")
    builder.relate("part_of", {"title": "Fibres"})
    builder.describe_host("editor", NamedAgent("person", [("", "Ann Wool")]))
    assert shown(builder.data["part_of"])["contributors"] == ["editor person Ann Wool"]
    assert builder.data["related_works"] == [{"title": "Fibres"}]


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
    "content",
    [
        b"\n".join(b" " * depth + b"a:" for depth in range(600)),
        b"services:\n" + b"  web:\n    image: x\n \n" * 9_000,
        b"- id: x\n  name: y\n" * 9_000,
        b" " * 200_000,
        b"\n" * 200_000,
        b"," * 200_000,
        b"title " * 30_000,
        b"<TEI>" * 40_000,
        b"<datafield " * 18_000,
    ],
    ids=lambda content: content[:12].decode(),
)
def test_the_format_of_any_file_is_found_soon(content: bytes) -> None:
    """No pattern tries the ways to divide a text: what is none of the formats would keep it busy for hours."""
    took = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from exporter.importers.registry import format_of;"
            "format_of(sys.stdin.buffer.read())",
        ],
        input=content,
        timeout=60,
        check=False,
    )
    assert took.returncode == 0


DIGITS = "9" * 6_000


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("csl-json", f'[{{"id": "a", "volume": {DIGITS}}}]', "a number has too many digits"),
        ("schema-org", f'{{"@type": "Book", "name": {DIGITS}}}', "a number has too many digits"),
        ("csl-json", f'[{{"id": "a", "title": {"[" * 800}1{"]" * 800}}}]', "it is nested too deep"),
        ("datacite-json", f'{{"titles": {"[" * 800}1{"]" * 800}}}', "it is nested too deep"),
    ],
)
def test_json_that_no_field_can_hold(name: str, content: str, reason: str) -> None:
    """It is reported in its place like what is not JSON at all, and the other items come in."""
    [broken] = importer(name).read(content.encode(), CONTEXT)
    assert isinstance(broken, Broken)
    assert broken.message == f"this is not JSON: {reason}"


def test_a_year_of_thousands_of_digits_is_told() -> None:
    item = f'[{{"id": "a", "title": "T", "issued": {{"date-parts": [["{DIGITS}"]]}}}}]'
    [entry] = importer("csl-json").read(item.encode(), CONTEXT)
    assert isinstance(entry, Entry)
    assert "issued" not in entry.data
    assert any(DIGITS[:50] in str(leftover) for leftover in entry.leftovers)


@pytest.mark.parametrize(
    "written", ["501100000001", "10.13039/501100000001", "http://dx.doi.org/10.13039/501100000001"]
)
def test_the_number_of_a_funder(written: str) -> None:
    assert funder_number(written) == "10.13039/501100000001"


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("isl", "is"),
        ("ice", "is"),
        ("ces", "cs"),
        ("scr", "hr"),
        ("Deutsch", "de"),
        ("русский", "ru"),
    ],
)
def test_codes_and_names_of_languages(written: str, tag: str) -> None:
    assert tag_of(written) == tag


RIS_BY_TYPE = {
    "PAT": (
        "AU  - Roe, Jane\nA2  - Example Patent Office\nPB  - Tea Corp.\nSN  - US 1,234,567 B2\n"
        "M1  - 09/123\nVL  - B2\n",
        {
            "number": "US 1,234,567 B2",
            "publisher": "organization Example Patent Office",
            "notes": {"general": ["M1: 09/123", "VL: B2"]},
        },
        {"Roe, Jane": "author", "Tea Corp.": "assignee"},
    ),
    "THES": (
        "AU  - Roe, Jane\nA3  - Poe, Joan\nT2  - Department of Tea\nVL  - Ph. D.\nSP  - 253\n",
        {"division": "Department of Tea", "degree": "Ph. D.", "extent": "253 pages"},
        {"Roe, Jane": "author", "Poe, Joan": "thesis advisor"},
    ),
    "PCOMM": (
        "AU  - Roe, Jane\nA2  - Poe, Joan\n",
        {},
        {"Roe, Jane": "author", "Poe, Joan": "addressee"},
    ),
    "MPCT": (
        "A3  - Roe, Jane\nA4  - Poe, Joan\nT2  - Teas\n",
        {"series": [{"title": "Teas"}]},
        {"Roe, Jane": "producer", "Poe, Joan": "performer"},
    ),
    "CONF": (
        "T2  - Tea Conference\nC3  - Proceedings of Tea\nCY  - Kyoto\nC1  - Boston\nM1  - 3\n",
        {
            "event": {"name": "Tea Conference", "place": "Kyoto"},
            "container_title": "Proceedings of Tea",
            "place": "Boston",
            "issue": "3",
        },
        {},
    ),
    "CPAPER": (
        "T2  - Proceedings of Tea\nCY  - Boston\n",
        {"container_title": "Proceedings of Tea", "place": "Boston"},
        {},
    ),
    "RPRT": (
        "SN  - TR-12\nA3  - Example Press\n",
        {"number": "TR-12", "notes": {"general": ["A3: Example Press"]}},
        {},
    ),
    "GOVDOC": ("SN  - 978-3-16-148410-0\n", {"identifiers": {"isbn": "978-3-16-148410-0"}}, {}),
    "HEAR": (
        "T2  - Committee on Tea\nT3  - Senate\nM1  - 12\nET  - 2nd session\n",
        {
            "committee": "Committee on Tea",
            "authority": "Senate",
            "number": "12",
            "notes": {"general": ["ET: 2nd session"]},
        },
        {},
    ),
    "MAP": (
        "C1  - 1:50 000\nC3  - 60 x 90 cm\nSP  - 1 map\nT2  - Tea maps\nM1  - 7\n",
        {
            "scale": "1:50 000",
            "dimensions": "60 x 90 cm",
            "extent": "1 map",
            "series": [{"title": "Tea maps", "number": "7"}],
        },
        {},
    ),
    "JOUR": (
        "T2  - Tea Journal\nET  - 2013/05/07\n",
        {"available": "2013-05-07", "edition": None},
        {},
    ),
    "COMP": ("ET  - 2.1\n", {"version": "2.1", "edition": None}, {}),
}


@pytest.mark.parametrize("type", RIS_BY_TYPE)
def test_a_tag_of_ris_means_what_its_type_says(type: str) -> None:
    """Source: RIS Format Specifications 2012, the fields of each type."""
    fields, expected, roles = RIS_BY_TYPE[type]
    [work], _ = read("ris", f"TY  - {type}\nTI  - Tea\nPY  - 2013\n{fields}ER  - \n")
    data = shown(work.data)
    assert {field: data.get(field) for field in expected} == expected
    found = {each["agent"].display: each["role"] for each in work.data.get("contributors", ())}
    assert found == roles
    assert work.leftovers == []


def test_a_date_with_a_bracket_of_the_place_before_it() -> None:
    assert [edtf(each) for each in ("1998-]", "[1998", "[1998,1999]")] == [
        "1998/..",
        "1998",
        "[1998,1999]",
    ]


def test_the_title_in_the_language_of_an_article_is_a_variant() -> None:
    [work], _ = read(
        "pubmed-xml",
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>Tea."
        "</ArticleTitle><VernacularTitle>Te.</VernacularTitle></Article></MedlineCitation>"
        "</PubmedArticle></PubmedArticleSet>",
    )
    assert (work.data["title"], work.data["variant_titles"]) == ("Tea", [{"title": "Te"}])


def test_the_full_title_of_a_journal_comes_before_its_abbreviation() -> None:
    """As in BibTeX of MathSciNet."""
    entry = "@article{k, title = {T}, journal = {Adv. Math.}, fjournal = {Advances in Mathematics}}"
    [work], _ = read("bibtex", entry)
    assert work.data["container_title"] == "Advances in Mathematics"
    assert work.data["notes"] == {"general": ["Abbreviated title of the journal: Adv. Math."]}
    assert work.leftovers == []


def test_a_medline_record_without_a_pmid_is_one() -> None:
    """As in the exports of ERIC."""
    content = (
        "\nOWN - ERIC\nTI  - Test approaches\nJT  - Journal of Testing\nVI  - 21\n"
        "AID - https://example.org/1\n\nOWN - ERIC\nTI  - Second\nVI  - 3\n"
    )
    assert format_of(content.encode()) == "nbib"
    works, _ = read("nbib", content)
    found = [(each.data["title"], each.data["volume"], each.data.get("url")) for each in works]
    assert found == [("Test approaches", "21", "https://example.org/1"), ("Second", "3", None)]


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


def test_copies_in_ris_of_a_union_catalogue() -> None:
    [work], _ = read("ris", "TY  - BOOK\nTI  - T\nH1  - A\nH2  - 1\nH1  - B\nH2  - 2\nER  - \n")
    assert shown(work.data["holdings"]) == [
        {"repository": "organization A", "shelfmark": "1"},
        {"repository": "organization B", "shelfmark": "2"},
    ]


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


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "https://openalex.org/W1", "title": "Tea", "type": "article"}',
        '{"meta": {}, "results": [{"id": "https://openalex.org/W1", "title": "Tea"}]}',
        '[{"title": "Tea", "type": "article", "authorships": []}]',
    ],
)
def test_works_of_openalex_are_not_taken_for_csl_json(content: str) -> None:
    works, [told] = read(format_of(content.encode()), content)
    assert works == []
    assert told.message.startswith("this comes from OpenAlex")


PII = {"number": "S0011-2240(01)92328-4"}
OLD_DOI = "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bibtex", f"@article{{k, title = {{Tea}}, doi = {{{OLD_DOI}}}}}"),
        (
            "bibtex",  # as Zotero writes it
            "@article{k, title = {Tea}, doi = {10.1002/(SICI)1097-4571(199806)49:8"
            "{\\textless}693::AID-ASI4{\\textgreater}3.0.CO;2-O}}",
        ),
        ("ris", f"TY  - JOUR\nTI  - Tea\nDO  - {OLD_DOI}\nER  - \n"),
        ("csl-json", json.dumps([{"title": "Tea", "DOI": f"https://doi.org/{quote(OLD_DOI)}"}])),
        (
            "dc",
            '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>Tea</title>'
            f"<identifier>https://doi.org/{quote(OLD_DOI)}</identifier></dc>",
        ),
    ],
)
def test_an_old_doi_has_angle_brackets(name: str, content: str) -> None:
    [work], told = read(name, content)
    assert told == []
    assert work.data["identifiers"]["doi"] == OLD_DOI


def test_a_doi_in_a_text_ends_where_a_tag_begins() -> None:
    [work], _ = read("csl-json", '[{"title": "Tea", "DOI": "see <a>10.1000/182</a>."}]')
    assert work.data["identifiers"]["doi"] == "10.1000/182"


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


def test_of_two_tags_of_a_language_the_exact_one_counts() -> None:
    content = "@book{k, title = {Tea}, language = {english}, hyphenation = {american}}"
    [work], _ = read("bibtex", content)
    assert work.data["language"] == "en-US"


@pytest.mark.parametrize(
    ("pages", "pii", "expected"),
    [
        ("", "e0123456", {"article_number": "e0123456"}),
        ("", "S0011-2240(01)92328-4", {"identifiers": {"local": PII | {"qualifier": "pii"}}}),
        ("179-91", "bth078", {"identifiers": {"local": {"number": "bth078", "qualifier": "pii"}}}),
    ],
)
def test_a_number_of_the_publisher_is_an_article_number_without_pages(
    pages: str, pii: str, expected: dict[str, Any]
) -> None:
    [work], _ = read(
        "pubmed-xml",
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><Article>"
        f"<Journal><ISOAbbreviation>J Tea</ISOAbbreviation></Journal>"
        f"<Pagination><MedlinePgn>{pages}</MedlinePgn></Pagination>"
        f'<ELocationID EIdType="pii">{pii}</ELocationID></Article>'
        "<MedlineJournalInfo><MedlineTA>J Tea</MedlineTA></MedlineJournalInfo>"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>",
    )
    assert {name: work.data.get(name) for name in ("article_number", "identifiers")} == {
        "article_number": None,
        "identifiers": None,
        **expected,
    }
    assert work.data["notes"] == {"general": ["Abbreviated title of the journal: J Tea"]}
    lines = [f"PG  - {pages}\n" if pages else "", f"AID - {pii} [pii]\n"]
    [work], _ = read("nbib", f"PMID- \nTI  - Tea.\n{''.join(lines)}")
    assert {name: work.data.get(name) for name in expected} == expected


def test_what_two_fields_say_of_one_original_is_one_work() -> None:
    builder = EntryBuilder(CONTEXT.schemas, 1)
    builder.data["translation_of"] = {"language": "ja"}
    builder.relate("translation_of", {"title": "Kokoro"})
    assert builder.data["translation_of"] == {"language": "ja", "title": "Kokoro"}
    builder.relate("translation_of", {"title": "Sanshirō"})
    assert [each["title"] for each in builder.data["translation_of"]] == ["Kokoro", "Sanshirō"]


def test_columns_of_pubmed_lens_and_scopus() -> None:
    [work], _ = read(
        "csv",
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Create Date,PMCID\n"
        '12091962,Tea.,"Smith JA, de Roe B.",J Tea. 1990,Smith JA,J Tea,2020/01/02,PMC123\n',
    )
    assert shown(work.data["contributors"]) == [
        "author person {'family': 'Smith', 'given': 'JA'}",
        "author person {'family': 'de Roe', 'given': 'B'}",
    ]
    assert work.data["identifiers"] == {"pmid": "12091962", "pmcid": "PMC123"}
    assert [each.field for each in work.leftovers if not each.frame] == []
    [work], _ = read(
        "csv",
        "Title,Author/s,Publication Type,ISSNs,Issue Number,Start Page,End Page\n"
        "Tea,Ann Roe; Bo Lee,journal article,21945411; 21945403,2,1,12\n",
    )
    assert [each["agent"].display for each in work.data["contributors"]] == ["Ann Roe", "Bo Lee"]
    assert (work.data["pages"], work.data["issue"]) == ("1-12", "2")
    assert work.data["type"] == "article-journal"
    [work], _ = read("csv", "Title,Page start,Page end\nTea,7,\n")
    assert work.data["pages"] == "7"


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
