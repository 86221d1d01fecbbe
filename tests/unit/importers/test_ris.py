"""RIS: tags that mean what the type of the reference says."""

from __future__ import annotations

import pytest

from tests.support.imported import read, shown

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


def test_copies_in_ris_of_a_union_catalogue() -> None:
    [work], _ = read("ris", "TY  - BOOK\nTI  - T\nH1  - A\nH2  - 1\nH1  - B\nH2  - 2\nER  - \n")
    assert shown(work.data["holdings"]) == [
        {"repository": "organization A", "shelfmark": "1"},
        {"repository": "organization B", "shelfmark": "2"},
    ]


def test_tags_of_web_of_science() -> None:
    [work], _ = read(
        "ris",
        "TY  - JOUR\nTI  - T\nT2  - Symbolic Interaction\nPU  - WILEY\nPI  - HOBOKEN\n"
        "J9  - SYMB INTERACT\nFU  - Tea Fund\nUR  - www.example.org/x\nER  - \n",
    )
    assert shown(work.data) == {
        "kind": "article",
        "type": "article-journal",
        "title": "T",
        "container_title": "Symbolic Interaction",
        "publisher": "organization WILEY",
        "place": "HOBOKEN",
        "url": "http://www.example.org/x",
        "notes": {
            "general": ["Abbreviated title of the journal: SYMB INTERACT"],
            "funding": ["Tea Fund"],
        },
        "language": "und",
    }
    assert work.leftovers == []


def test_what_ovid_writes_for_pages_and_places() -> None:
    """The pages are those of “No Pagination Specified”, and the country is no second publisher."""
    [work], _ = read(
        "ris",
        "TY  - JOUR\nTI  - T\nSP  - No\nEP  - Specified\nCY  - US\nPB  - W\nPB  - US\nER  - \n",
    )
    data = shown(work.data)
    assert "pages" not in data
    assert (data["place"], data["publisher"]) == ("US", "organization W")


def test_a_doi_among_the_links_to_files_is_no_file() -> None:
    """EBSCO writes the DOI into L3, and nowhere else."""
    [work], _ = read("ris", "TY  - JOUR\nTI  - Tea\nL3  - 10.1016/j.agee.2016.06.041\nER  - \n")
    assert work.data["identifiers"] == {"doi": "10.1016/j.agee.2016.06.041"}
    assert work.leftovers == []


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("ris", "TY  - CASE\nTI  - A v. B\nPB  - High Court\nER  - \n"),
        ("enw", "%0 Case\n%T A v. B\n%I High Court\n"),
    ],
)
def test_the_publisher_of_a_case_is_the_court(format: str, content: str) -> None:
    [work], _ = read(format, content)
    assert work.data["authority"] == "High Court"
    assert "publisher" not in work.data
