"""The tags of the pages of works: what Zotero's translators Embedded Metadata and RDF make an item of.

The values were tried with these translators, run over the same pages; see the docstring of
`exporter.site.tags` for what they read.
"""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

EXPECTED = {
    "nineteen-eighty-four": {
        "z.itemType": ["book"],
        "citation_title": ["Nineteen Eighty-Four: A Novel"],
        "citation_author": ["Orwell, George"],
        "citation_publication_date": ["1949/06/08"],
        "citation_date": ["1949-06-08"],
        "citation_publisher": ["Secker & Warburg"],
        "z.place": ["London"],
    },
    "nuowei-de-senlin": {
        "z.itemType": ["book"],
        "bib.authors": ["村上, 春树"],
        "z.translators": ["林, 少华"],
        "citation_author": [],
        "citation_isbn": ["7-5327-2509-X"],
    },
    "ipcc-wg1": {
        "z.itemType": ["report"],
        "bib.authors": ["Intergovernmental Panel on Climate Change,"],
        "DC.creator": ["Intergovernmental Panel on Climate Change"],
        "citation_author": [],
        "citation_technical_report_institution": ["Cambridge University Press"],
        "z.seriesTitle": ["Sixth Assessment Report"],
    },
    "encoding-decoding": {
        "z.itemType": ["bookSection"],
        "citation_author": ["Hall, Stuart"],
        "citation_editor": ["Hall, Stuart", "Hobson, Dorothy", "Lowe, Andrew", "Willis, Paul"],
        "citation_inbook_title": [
            "Culture, Media, Language: Working Papers in Cultural Studies, 1972–79"
        ],
        "citation_firstpage": ["128"],
        "citation_lastpage": ["138"],
    },
    "molecular-structure": {
        "z.itemType": ["journalArticle"],
        "citation_journal_title": ["Nature"],
        "citation_issn": ["0028-0836", "1476-4687"],
        "citation_doi": ["10.1038/171737a0"],
        "citation_volume": ["171"],
    },
    "attention": {
        "z.itemType": ["conferencePaper"],
        "citation_conference_title": ["Conference on Neural Information Processing Systems"],
        "z.publicationTitle": ["Advances in Neural Information Processing Systems"],
    },
    "men-walk-on-moon": {
        "z.itemType": ["newspaperArticle"],
        "z.publicationTitle": ["The New York Times"],
        "citation_journal_title": [],
        "bib.authors": ["Wilford, John Noble"],
    },
    "molekueldimensionen": {
        "z.itemType": ["thesis"],
        "citation_dissertation_institution": ["Universität Zürich"],
        "DC.type": ["Dissertation"],
    },
    "landranger-154": {
        "z.itemType": ["map"],
        "z.cartographers": ["Ordnance Survey,"],
        "z.scale": ["Scale 1:50 000"],
        "z.series": [],
    },
    "the-alibi": {
        "z.itemType": ["podcast"],
        "z.podcasters": ["Koenig, Sarah"],
        "z.seriesTitle": ["Serial"],
        "citation_public_url": ["https://serialpodcast.org/season-one/1/the-alibi"],
    },
    "me-at-the-zoo": {"z.itemType": ["film"], "video.actor": ["Karim, Jawed"]},
    "beowulf": {
        "z.itemType": ["manuscript"],
        "z.date": ["between 975 and 1025"],
        "citation_date": [],
        "z.archiveLocation": ["Cotton MS Vitellius A XV"],
    },
    "brown-v-board": {
        "z.itemType": ["case"],
        "z.reporter": ["U.S."],
        "z.authority": ["Supreme Court of the United States"],
    },
    "darwin-to-hooker": {"z.itemType": ["letter"], "z.recipients": ["Hooker, Joseph Dalton"]},
    "electric-lamp": {"z.itemType": ["patent"], "z.inventors": ["Edison, Thomas A."]},
    "ghcn-daily": {"z.itemType": ["dataset"], "z.versionNumber": ["3"]},
    "r-language": {"z.itemType": ["computerProgram"], "z.programmers": ["R Core Team,"]},
    "lunch-atop": {"z.itemType": ["artwork"], "z.artworkSize": ["20 × 25 cm"]},
    "attention-preprint": {"z.itemType": ["preprint"], "z.number": ["1706.03762"]},
}


@pytest.mark.parametrize("id", EXPECTED)
def test_zotero_takes_the_right_item_from_a_page(everyday_site: Path, id: str) -> None:
    page = lxml.html.parse(everyday_site / id / "index.html")
    expected = EXPECTED[id]
    found = {name: page.xpath("//meta[@name = $name]/@content", name=name) for name in expected}
    assert found == expected


def test_what_zotero_would_take_for_the_abstract_or_the_site_of_a_work_is_not_there(
    everyday_site: Path,
) -> None:
    page = lxml.html.parse(everyday_site / "ipcc-wg1" / "index.html")
    assert page.xpath("//meta[@name = 'description' or @property = 'og:site_name']") == []
    person = lxml.html.parse(everyday_site / "albert-einstein" / "index.html")
    assert person.xpath("//meta[@name = 'description']/@content") == ["14 March 1879. Person"]
