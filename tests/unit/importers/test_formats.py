"""Every format that is imported: what a small hard file becomes, and what is told of it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import NamedAgent
from exporter.importers.readings import funder_number
from exporter.importers.registry import FORMATS, format_of, why_unread
from exporter.importers.text import edtf
from exporter.importers.unread import UNREAD
from tests.support.imported import CONTEXT, read, shown


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
    "marc-json": Case(
        '{"records": [{"id": "4", "parsedRecord": {"id": "5", "content": {"fields": [\n{"001": "77"},'
        '{"008": "990101s1914    ja            000 0 jpn  "},\n'
        '{"020": {"subfields": [{"a": "316148410X (pbk.)"}], "ind1": " ", "ind2": " "}},'
        '{"245": {"ind1": "1", "ind2": "\\\\", "subfields": [{"6": "880-02"}, {"a": "Kokoro /"}]}},'
        '{"650": {"ind1": "\\\\", "ind2": "0", "subfields": [{"a": "Love"}, {"z": "Japan."}]}},'
        '{"880": {"ind1": "1", "ind2": "0", "subfields": [{"6": "245-02/$1"}, {"a": "こゝろ /"}]}},'
        '{"999": {"ind1": "f", "ind2": "f", "subfields": [{"q": "odd"}, {"n": null}]}}],'
        '"leader": "00000nam a2200000 a 4500"}}}], "totalRecords": 1}',
        {
            "kind": "book",
            "language": "ja",
            "title": {"ja-Latn": "Kokoro", "ja": "こゝろ"},
            "subjects": [{"topic": "Love", "subdivisions": [{"place": "Japan"}], "scheme": "lcsh"}],
            "identifiers": {
                "isbn": {"number": "316148410X", "qualifier": "pbk."},
                "local": {"number": "77", "qualifier": "control number"},
            },
        },
        {"999 $q"},
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
    "ead": Case(
        '<?xml version="1.0"?>\n<!DOCTYPE ead PUBLIC "-//EAD 2002//EN" "ead.dtd">\n<ead><eadheader>'
        '<eadid>wool</eadid></eadheader><archdesc level="fonds"><did><unittitle>Wool, <unitdate '
        'normal="1900/1950" certainty="approximate">1900 to 1950</unitdate></unittitle>'
        "<origination><persname>Smith, Jane, 1900-1950</persname></origination>"
        "<physdesc><extent>3 boxes</extent></physdesc><langmaterial>German and English"
        "</langmaterial></did><scopecontent><head>Content</head><p>On sheep.</p></scopecontent>"
        "<odd><p>Red.</p></odd><colour>red</colour></archdesc></ead>",
        {
            "kind": "manuscript",
            "type": "collection",
            "level": "fonds",
            "title": {"en": "Wool"},
            "language": ["de", "en"],
            "created": "1900~/1950~",
            "extent": "3 boxes",
            "abstract": "On sheep.",
            "notes": {"general": ["Red."]},
            "contributors": [
                "creator person {'family': 'Smith', 'given': 'Jane'} born 1900 died 1950"
            ],
        },
        {"colour"},
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
    "enw": Case(
        "%0 Journal Article\n%A Smith, Jane\n%A Wool Board,\n%D 2019\n%8 2019/05/02\n%T On wool\n"
        "%J Fibres\n%V 12\n%N 3\n%P 11-19\n%@ 0378-5955\n%R 10.1000/182\n%K sheep\n  Wales\n"
        "%U https://example.org/1\n%= red\n\n%0 Book\n%T Tea\n%I Press\n%P 12\n",
        {
            "kind": "article",
            "title": "On wool",
            "container_title": "Fibres",
            "volume": "12",
            "issue": "3",
            "pages": "11-19",
            "issued": "2019-05-02",
            "identifiers": {"issn": "0378-5955", "doi": "10.1000/182"},
            "keywords": ["sheep", "Wales"],
            "url": "https://example.org/1",
            "contributors": [
                "author person {'family': 'Smith', 'given': 'Jane'}",
                "author person Wool Board",
            ],
        },
        {"%="},
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
    "nested MARC in JSON": ("marc-json", b'{"fields": ' + b"[" * 100_000, "nested too deep"),
    "MARC in JSON of a wrong shape": (
        "marc-json",
        b'{"fields": [{"245": {"subfields": [["a", "Wool"]]}}]}',
        "this field is not as MARC in JSON has it; it is left out: 245",
    ),
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
    "a finding aid that grows": (
        "ead",
        b'<!DOCTYPE ead [<!ENTITY a "x"><!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]><ead>&a;</ead>',
        "declares entities",
    ),
    "a finding aid without end": (
        "ead",
        b"<ead><archdesc><did/><dsc>" + b"<c><did/>" * 5_000,
        "not well-formed XML: Excessive depth in document: 256; the rest is read",
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
        b'["fields":[' * 18_000,
        b'{"fields":' + b" " * 200_000,
        b"[" + b"\\" * 200_000,
        b"<rdf:RDF a" * 20_000,
        b"<!" * 100_000,
        b"<article a" * 20_000,
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


def test_the_number_of_the_journal_is_no_number_of_the_article() -> None:
    """Source: MEDLINE/PubMed Data Element Descriptions, JID: NLM's number of the journal."""
    [work], _ = read(
        "nbib", "PMID- 12\nTI  - Tea\nJT  - Leaf\nJID - 0410462\nPT  - Journal Article\n"
    )
    assert work.data["identifiers"] == {"pmid": "12"}
    assert [(each.field, each.frame) for each in work.leftovers] == [("JID", True)]


@pytest.mark.parametrize(
    "written", ["501100000001", "10.13039/501100000001", "http://dx.doi.org/10.13039/501100000001"]
)
def test_the_number_of_a_funder(written: str) -> None:
    assert funder_number(written) == "10.13039/501100000001"


def test_a_date_with_a_bracket_of_the_place_before_it() -> None:
    assert [edtf(each) for each in ("1998-]", "[1998", "[1998,1999]")] == [
        "1998/..",
        "1998",
        "[1998,1999]",
    ]


def test_dates_of_zotero_and_of_the_draft_of_edtf() -> None:
    dates = (
        "2016/10/31/18:18:31",
        "19uu",
        "1999-01-uu",
        "1723?~",
        "unknown/2006",
        "2004-06-01/open",
    )
    assert [edtf(each) for each in dates] == [
        "2016-10-31",
        "19XX",
        "1999-01-XX",
        "1723%",
        "/2006",
        "2004-06-01/..",
    ]


def test_a_date_whose_last_word_ends_with_a_stop() -> None:
    assert [edtf(each) for each in ("500 B.C.", "442 v. Chr.", "May 1888.")] == [
        "-0499",
        "-0441",
        "1888-05",
    ]


@pytest.mark.parametrize("written", ["1881(清光绪七年)", "1881 (光緒7年)"])
def test_a_year_of_an_era_beside_the_year_is_what_is_printed(written: str) -> None:
    """As GB/T 7714-2015, 8.8.3.1, has it."""
    [work], _ = read("bibtex", f"@book{{k, title = {{T}}, year = {{{written}}}}}")
    assert work.data["issued"] == {"date": "1881", "printed": written}
    assert edtf("1881 (改訂版)") == ""


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


def test_an_object_of_other_data_is_no_item_of_csl() -> None:
    """Any JSON has an id and a title somewhere; a record of nothing is of no use."""
    content = b'{"response": {"docs": [{"id": "10.1371/x", "title_display": "T"}]}, "id": "q"}'
    assert format_of(content) == "csl-json"
    works, [broken] = read("csl-json", content.decode())
    assert works == []
    assert broken.message == (
        "this object is no item of CSL, which knows none of its fields: response, id"
    )


def test_records_of_refer_without_a_type() -> None:
    """As bepress writes them: the title may stand before the type, which may be missing."""
    content = "%T One\n%0 Book\n%X A\n\n  B\n\n%K tea\n\n\n%T Two\n%B Quarterly\n%N 3\n%8 September  1, 2021\n"
    assert format_of(content.encode()) == "enw"
    works, _ = read("enw", content)
    assert [(each.data["title"], each.data["kind"]) for each in works] == [
        ("One", "book"),
        ("Two", "article"),
    ]
    assert works[0].data["keywords"] == ["tea"]
    assert (works[1].data["container_title"], works[1].data["issued"]) == (
        "Quarterly",
        "2021-09-01",
    )


def test_call_numbers_that_zotero_writes_as_lccn() -> None:
    [work], _ = read("bibtex", "@book{k, title = {T}, lccn = {HM1276 .U33 2001}}")
    assert work.data["holdings"] == [{"shelfmark": "HM1276 .U33 2001"}]
    [work], _ = read("bibtex", "@book{k, title = {T}, lccn = {2001-627090}}")
    assert work.data["identifiers"] == {"lccn": "2001-627090"}


@pytest.mark.parametrize(
    ("format", "content"),
    [
        (
            "bibtex",
            "@book{k, title = {Tea &#8211; R\\&amp;D &lt; 1}, url = {https://x.org/?a=1&amp;b=2}}",
        ),
        (
            "ris",
            "TY  - BOOK\nTI  - Tea &#x2013; R&amp;D &lt; 1\nUR  - https://x.org/?a=1&amp;b=2\nER  - ",
        ),
        ("csv", "title,url\nTea &ndash; R&amp;D &lt; 1,https://x.org/?a=1&amp;b=2\n"),
    ],
)
def test_characters_as_html_writes_them(format: str, content: str) -> None:
    """Publishers leave them in all formats."""
    [work], _ = read(format, content)
    assert (work.data["title"], work.data["url"]) == ("Tea – R&D < 1", "https://x.org/?a=1&b=2")


UNREAD_FILES = {
    "RDF of Zotero": b'<rdf:RDF xmlns:rdf="x" xmlns:z="http://www.zotero.org/namespaces/export#" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><bib:Book><dc:title>Tea</dc:title>',
    "JSON of Zotero or Better BibTeX": b'[{"key": "A", "data": {"itemType": "book", "title": "T"}}]',
    "the text form of MARC that MarcEdit edits": b"=LDR  00755cam  22002414a 4500\n=245  10$aTea\n",
    "OAI_MARC, as Aleph writes it": b'<record><metadata><oai_marc><fixfield id="LDR">-----nas',
    "plain text or a table of Web of Science": b"FN Clarivate Analytics Web of Science\nVR 1.0\n",
    "a table of OpenAlex": b'"id","authorships.author.display_name","display_name"\n"1","Roe","Tea"',
    "tagged text of RefWorks": b"RT Journal Article\nSR Electronic(1)\nA1 Roe,R.\nT1 Tea\n",
    "an article in JATS": b'<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) 1.2//EN"><article>',
    "a news feed": b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tea',
    "a web page": b'<!DOCTYPE html>\n<html><head><script>{"@context": "http://schema.org"}</script>',
    "a PDF file": b"%PDF-1.7\n",
    "a document of Excel or Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
    "a compressed file": b"\x1f\x8b\x08\0\0\0\0\0\0\3",
}


def test_every_unread_format_has_a_file() -> None:
    assert [each.title for each in UNREAD] == list(UNREAD_FILES)


@pytest.mark.parametrize("title", UNREAD_FILES)
def test_what_is_not_imported_is_told_with_what_to_do(title: str) -> None:
    content = UNREAD_FILES[title]
    assert format_of(content) == ""
    why, advice = why_unread(content)
    assert (why, bool(advice)) == (f"is {title}, which is not imported", True)
