"""The page of citations: which works it has, where its arcs end, and the table with the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lxml import html

from exporter.site.citation_graph import MOST_WORKS, ROW, Citation, all_citations, make_graph
from exporter.site.entry import CITED_BY, Entry, Label
from exporter.site.index import SiteIndex
from tests.support.small_catalogues import write_records
from tests.unit.site.test_site import library, make, page, site


def index(cited_by: Mapping[str, list[str]], years: Mapping[str, int]) -> SiteIndex:
    """Return the index of works of these years, which are cited by others."""
    entries = {}
    for id, year in years.items():
        label = Label(id, "en", id)
        entries[id] = Entry(id, "work", "book", "book", (label,), date=str(year), year=year)
    uses = {cited: {CITED_BY: citing} for cited, citing in cited_by.items()}
    return SiteIndex(entries, uses, {}, {}, {}, ("en",))


def test_works_are_in_the_order_of_their_dates_and_arcs_end_at_the_cited_one() -> None:
    known = index(
        {"a": ["c"], "b": ["c", "d"]}, {"d": 1999, "a": 1901, "c": 1950, "b": 1902, "x": 1}
    )
    found = all_citations(known)
    graph = make_graph(known, found)
    assert graph.works == ["a", "b", "c", "d"]
    assert graph.total == 4
    assert set(graph.citations) == {Citation("c", "a"), Citation("c", "b"), Citation("d", "b")}
    for citation, arc in zip(graph.citations, graph.arcs, strict=True):
        start, *_, end = (int(each) for each in re.findall(r"[0-9]+ ([0-9]+)", arc.path))
        assert start == ROW * graph.works.index(citation.citing) + ROW // 2
        assert end == arc.y == ROW * graph.works.index(citation.cited) + ROW // 2


def test_of_many_works_those_with_most_citations_are_shown() -> None:
    years = {f"w{number:04d}": 1900 + number % 100 for number in range(2 * MOST_WORKS)}
    ids = list(years)
    cited_by = {ids[0]: ids[1:], ids[-1]: [ids[0]]}
    graph = make_graph(index(cited_by, years), all_citations(index(cited_by, years)))
    assert len(graph.works) <= MOST_WORKS
    assert graph.total == 2 * MOST_WORKS
    assert {ids[0], ids[-1]} <= set(graph.works)
    assert {each for citation in graph.citations for each in citation} == set(graph.works)


def test_the_page_says_in_a_table_what_its_arcs_show(tmp_path: Path) -> None:
    public = site(library(tmp_path))
    found = page(public, "citations.html")
    assert [link.get("href") for link in found.xpath("//figure//li/a")] == [
        "ideals/index.html",
        "tea/index.html",
    ]
    assert len(found.xpath("//figure//*[local-name()='path'][not(@class)]")) == 1
    [row] = found.xpath("//tbody/tr")
    assert row.xpath("./*/a/@href") == ["ideals/index.html", "tea/index.html"]
    home = page(public, "index.html")
    assert home.xpath("//ul[@class='doors']//a/@href")[-1] == "citations.html"


def test_without_citations_there_is_no_page(tmp_path: Path) -> None:
    book = "id: tea\nkind: book\nlanguage: en\ntitle: Tea\n"
    folder = write_records(tmp_path, {"books/tea.yaml": book})
    assert make(folder).code == 0
    assert not (folder / "public" / "citations.html").exists()
    text = html.parse(folder / "public" / "index.html").getroot().text_content()
    assert "Citations" not in text
