"""Tables of databases: which column is which field."""

from __future__ import annotations

import pytest

from exporter.errors import UsageError
from exporter.importers.entry import Entry
from exporter.importers.registry import ImportContext, importer
from tests.support.imported import CONTEXT, read, shown


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


CSV_OF_DATABASES = {
    "Embase": (
        "Title,Author Names,Source,Copyright\n"
        'Cysts,"Liu R., Penn E.B.",Tea (2018) 45:4 (769-785). Date of Publication: 1 Dec 2018,E\n',
        ["Liu, R.", "Penn, E.B."],
        {"container_title": "Tea", "volume": "45", "issue": "4", "issued": "2018-12-01"},
    ),
    "SpringerLink": (
        "Item Title,Publication Title,Journal Volume,Item DOI,Authors,Content Type\n"
        "Charts,Tea,17,10.1007/11111,Datong WeiAnn McRoeJo Poe,Article\n",
        ["Datong Wei", "Ann McRoe", "Jo Poe"],
        {"container_title": "Tea", "volume": "17", "identifiers": {"doi": "10.1007/11111"}},
    ),
    "IEEE Xplore": (
        "Document Title,Authors,Publication Title,Publication Year,PDF Link,Document Identifier\n"
        "Nets,J. Roe; A. Poe,Tea,2020,https://example.org/1,IEEE Journals\n",
        ["J. Roe", "A. Poe"],
        {"container_title": "Tea", "issued": "2020", "url": "https://example.org/1"},
    ),
    "low lines": (
        "title,publication_year,start_page,journal\nNets,2014,7,Tea\n",
        [],
        {"issued": "2014", "pages": "7", "container_title": "Tea"},
    ),
}


@pytest.mark.parametrize("database", CSV_OF_DATABASES)
def test_tables_of_databases(database: str) -> None:
    """What appeared in a journal is an article, also where the table states no type."""
    content, names, expected = CSV_OF_DATABASES[database]
    [work], _ = read("csv", content)
    assert [each["agent"].display for each in work.data.get("contributors", ())] == names
    assert {field: work.data.get(field) for field in expected} == expected
    assert work.data["type"] == "article-journal"
    assert work.leftovers == []


def test_the_issn_of_eric() -> None:
    [work], _ = read("nbib", "OWN - ERIC\nTI  - T\nISSN - ISSN-0013-1970\n")
    assert work.data["identifiers"] == {"issn": "0013-1970"}
