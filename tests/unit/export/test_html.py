"""The page as others read it: the Nu Html Checker, an HTML parser, and a reader of OpenURL context objects.

What a page must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import lxml.html
import pytest

from exporter.export.html.elements import linked
from tests.conftest import ROOT, exporter
from tests.support.browser import check_html
from tests.support.exported import Delivered, of_both
from tests.support.facts import CATALOGUE_LANGUAGE, language_of, leaves, stated
from tests.support.small_catalogues import write_records
from tests.support.sources_of_all_types import SOURCE, write_sources

AUTHORS = {"author", "composer", "interviewee", "photographer", "reviewer", "speaker"}
Page = lxml.html.HtmlElement


delivered = of_both("html")


def parsed(path: Path) -> Page:
    return lxml.html.document_fromstring(
        path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )


def articles_of(delivered: Delivered) -> dict[str, Page]:
    return {each.get("id"): each for each in parsed(delivered.whole).iter("article")}


def pages_of(delivered: Delivered) -> dict[str, Page]:
    return {path.stem: parsed(path) for path in sorted(delivered.split.iterdir())}


def forms(text: Any, language: str) -> list[tuple[str, Any]]:
    """Return each form of a text with its language; a language that is not known is an empty attribute."""
    by_tag = text if isinstance(text, dict) else {language: text}
    return [("" if tag == "und" else tag, form) for tag, form in by_tag.items()]


def words(text: str) -> str:
    return " ".join(text.split())


def said(element: Page) -> list[tuple[str, str]]:
    """Return every text that stands in an element which says its language."""
    return [(each.get("lang"), words(each.text_content())) for each in element.xpath(".//*[@lang]")]


def cells(article: Page, label: str) -> list[str]:
    """Return the values of a row of the list."""
    found = article.xpath(".//dl/div[dt = $label]/dd", label=label)
    return [words(each.text_content()) for each in found]


def spellings(agent: Mapping[str, Any]) -> list[tuple[str, set[str]]]:
    """Return each form of a name with its language, and the letters of it."""
    return [
        (tag, set("".join(leaves(form)).replace(" ", "")))
        for tag, form in forms(agent["name"], language_of(agent))
    ]


def test_the_checker_says_nothing(delivered: Delivered) -> None:
    files = sorted(delivered.split.iterdir())
    assert [path.stem for path in files] == list(delivered.works)
    check_html(delivered.whole, *files)


def test_a_page_needs_nothing_else(delivered: Delivered) -> None:
    for page in (parsed(delivered.whole), *pages_of(delivered).values()):
        assert page.xpath("//script | //link | //img | //iframe | //object | //form | //base") == []
        assert (
            page.xpath("//@*[starts-with(name(), 'on') or name() = 'src' or name() = 'style']")
            == []
        )
        assert not re.search(r"url\(|@import|expression", page.xpath("string(//style)"))
        assert all(re.match(r"#[a-z]|https?://", link) for link in page.xpath("//a/@href"))
        assert page.get("lang") == "en"
        assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1


def test_works_are_linked_where_they_are_on_the_page(delivered: Delivered) -> None:
    whole = parsed(delivered.whole)
    assert set(articles_of(delivered)) >= set(delivered.works)
    ids = whole.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [link.removeprefix("#") for link in whole.xpath("//nav//a/@href")]
    assert links == whole.xpath("//article/@id")
    assert set(links) > set(delivered.works)
    for id, work in delivered.works.items():
        links = {
            link.removeprefix("#")
            for link in articles_of(delivered)[id].xpath(".//a/@href")
            if link[0] == "#"
        }
        related = [each["source"] for each in work.get("citations", ())] + list(
            work.get("illustrations", ())
        )
        related += [each["through"] for each in work.get("citations", ()) if "through" in each]
        related += [each["in"] for each in work.get("found", ())]
        related += [each["work"] for each in work.get("language_editions", ()) if "work" in each]
        related += (
            [work["translation_of"]["work"]] if "work" in work.get("translation_of", {}) else []
        )
        assert set(related) <= links
    for page in (whole, *pages_of(delivered).values()):
        links = [link for link in page.xpath("//a/@href") if link.startswith("#")]
        assert set(links) <= {f"#{id}" for id in page.xpath("//article/@id")}


def test_the_persons_stand_below_the_works_with_what_is_known_of_them() -> None:
    for name in ("catalogue", "one-work"):
        page = parsed(ROOT / "tests" / "golden" / "html" / f"{name}.html")
        articles = page.xpath("//article[not(.//span[@class = 'Z3988'])]")
        assert articles
        assert page.xpath("//article")[-len(articles) :] == articles
    articles = parsed(ROOT / "tests" / "golden" / "html" / "catalogue.html").iter("article")
    [sato] = [each for each in articles if each.get("id") == "yoko-sato"]
    assert cells(sato, "Born")
    assert cells(sato, "Positions")


def test_titles(delivered: Delivered) -> None:
    articles, pages = articles_of(delivered), pages_of(delivered)
    assert delivered.works
    for id, work in delivered.works.items():
        title = [
            (tag, words(form))
            for tag, form in forms(work.get("title") or work["devised_title"], language_of(work))
        ]
        [heading] = articles[id].xpath("./h2")
        printed = (heading.get("lang"), words(heading.text_content()))
        assert printed == next((each for each in title if each[0] == language_of(work)), title[0])
        parallel = articles[id].xpath(".//dl/div[dt = 'Other title']/dd")
        shown = [(each.get("lang"), words(each.text_content())) for each in parallel]
        assert sorted([printed, *shown]) == sorted(title)
        kind = articles[id].xpath("string(./p[@class = 'type'])")
        assert ("devised by the cataloguer" in kind) == ("title" not in work)
        assert ("Forthcoming" in kind) == (work.get("status") == "forthcoming")
        [alone] = pages[id].xpath("//h1")
        assert (alone.get("lang"), words(alone.text_content())) == printed
        assert words(pages[id].xpath("string(//title)")) == printed[1]


TEXTS = (
    *(
        "title",
        "devised_title",
        "short_title",
        "container_title",
        "series",
        "genre",
        "place",
        "abstract",
        "keywords",
    ),
    *("location", "caption", "credit", "rights", "notes", "sections", "inferred"),
)


def test_every_text_says_its_language(delivered: Delivered) -> None:
    articles = articles_of(delivered)
    assert delivered.works
    for id, work in delivered.works.items():
        found = set(said(articles[id]))
        texts = [work[field] for field in TEXTS if field in work]
        texts = [each for text in texts for each in (text if isinstance(text, list) else [text])]
        texts += [claim for each in work.get("citations", ()) for claim in each.get("claims", ())]
        texts += [each["note"] for each in work.get("citations", ()) if "note" in each]
        texts += [
            text
            for each in work.get("found", ())
            for field, text in each.items()
            if field not in {"in", "at", "sic"}
        ]
        texts += (
            list(texts.pop(texts.index(work["inferred"])).values()) if "inferred" in work else []
        )
        for text in texts:
            for tag, form in forms(text, language_of(work)):
                # a plain text is in the language of the work, or in that of the cataloguer
                tags = {tag} if isinstance(text, dict) else {tag, CATALOGUE_LANGUAGE}
                assert any((each, words(form)) in found for each in tags), (id, tag, form)


def test_names_stand_under_their_role_in_all_scripts(delivered: Delivered) -> None:
    articles = articles_of(delivered)
    assert delivered.works
    for id, work in delivered.works.items():
        rows: dict[str, list[str]] = {}
        for each in work.get("contributors", ()):
            rows.setdefault(each["role"][0].upper() + each["role"][1:], []).append(each["agent"])
        if "about" in work:
            rows["About"] = work["about"]
        for label, agents in rows.items():
            found = articles[id].xpath(".//dl/div[dt = $label]/dd", label=label)
            for cell, agent in zip(found, agents, strict=True):
                names = [(tag, set(name.replace(" ", ""))) for tag, name in said(cell)]
                assert sorted(names, key=str) == sorted(
                    spellings(delivered.records[agent]), key=str
                )


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    disputes = 0
    for id, work in delivered.works.items():
        article = articles_of(delivered)[id]
        together = work.get("publisher", [])
        together = [together] if isinstance(together, str) else list(together)
        printed = {
            form: ""
            for e in work.get("found", ())
            for _, form in forms(e.get("publisher", {}), language_of(work))
        }
        disputed = not together and len(printed) > 1
        assert len(cells(article, "Publisher")) == (
            len(together) or (0 if disputed else len(printed))
        )
        assert len(cells(article, "Publisher (the sources disagree)")) == (
            len(printed) if disputed else 0
        )
        disputes += disputed
    assert disputes == 1


def test_dates(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        article = articles_of(delivered)[id]
        for field, label in (
            ("issued", "Date of publication"),
            ("created", "Date of creation"),
            ("accessed", "Accessed"),
        ):
            written, shown = work.get(field), " ".join(cells(article, label))
            stamps = article.xpath(".//dl/div[dt = $label]//time/@datetime", label=label)
            if written and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", written):
                assert stamps == [written]
                assert written[:4] in shown
            elif written:
                assert stamps == []
                data = article.xpath(".//dl/div[dt = $label]//data/@value", label=label)
                assert data == [written]
                assert shown
            else:
                assert shown == ""


def test_dates_in_words() -> None:
    found = parsed(ROOT / "tests" / "golden" / "html" / "catalogue.html")
    dates = {each.get("id"): cells(each, "Date of publication") for each in found.iter("article")}
    assert {id: words for id, words in dates.items() if words} == {
        "forthcoming-book": ["3 March"],
        "tea-broadcast": ["1995–"],
        "tea-report": ["2001–2006"],
        "tea-speech": ["1990s"],
        "translated-book": ["approximately 1906"],
        "web-article": ["28 August 2021"],
    }


@pytest.mark.parametrize(
    ("written", "in_words", "told"),
    [
        *(
            ("1941", "1941", ["1941"]),
            ("1941-08", "August 1941", ["1941-08"]),
            ("1941?", "1941?", ["1941"]),
        ),
        *(
            ("1941%", "approximately 1941?", ["1941"]),
            ("1995-22", "summer 1995", ["1995"]),
            ("../1995", "until 1995", []),
        ),
        *(
            ("2021-08-26/2021-08-28", "26 August 2021 – 28 August 2021", ["2021-08-26"]),
            ("-0044", "45 B.C.", []),
        ),
        *(("[1995,1996]", "1995 or 1996", []), ("Y17000", "17000", []), ("0476", "476", ["0476"])),
    ],
)
def test_a_date_is_said_in_words_and_told_to_programs(
    written: str, in_words: str, told: list[str], catalogue: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    page = lxml.html.document_fromstring(
        exporter("-C", catalogue, "export", "-f", "html", "tea-speech").out
    )
    [shown] = cells(page, "Date of publication")
    assert shown == in_words
    assert page.xpath("//meta[@name = 'DC.date']/@content") == told
    assert [value for key, value in coins(page) if key == "rft.date"] == told


def coins(element: Page) -> list[tuple[str, str]]:
    """Read the context object of a work: found as Zotero's translator finds it, decoded as the standard says."""
    # contains(@class, " Z3988") or contains(@class, "Z3988 ") or @class="Z3988", and a title (COinS.js)
    [span] = element.xpath(".//span[@class = 'Z3988'][@title]")
    written = span.get("title")
    assert span.text_content() == ""
    assert re.fullmatch(r"(?:[A-Za-z0-9_.]+=(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2})+(?:&|$))+", written), (
        written
    )
    return parse_qsl(written, keep_blank_values=True, strict_parsing=True, errors="strict")


def test_the_context_object_says_the_same_facts(delivered: Delivered) -> None:
    formats = {}
    assert delivered.works
    for id, work in delivered.works.items():
        pairs = coins(articles_of(delivered)[id])
        found: dict[str, list[str]] = {}
        for key, value in pairs:
            found.setdefault(key, []).append(value)
        assert found["ctx_ver"] == ["Z39.88-2004"]
        name = found["rft_val_fmt"][0].removeprefix("info:ofi/fmt:kev:mtx:")
        formats[id] = name, *found.get("rft.genre", ()), *found.get("rft.type", ())
        title_key = {"journal": "rft.atitle", "book": "rft.btitle"}.get(name, "rft.title")
        titles = [
            form for _, form in forms(work.get("title") or work["devised_title"], language_of(work))
        ]
        assert len(found[title_key]) == 1
        assert found[title_key][0] in titles
        authors = [
            delivered.records[e["agent"]]
            for e in work.get("contributors", ())
            if e["role"] in AUTHORS
        ]
        persons = [each for each in authors if each["kind"] == "person"]
        given = (
            found.get("rft.creator", [])
            if name == "dc"
            else found.get("rft.au", []) + found.get("rft.aucorp", [])
        )
        agents = (
            authors
            if name == "dc"
            else persons + [each for each in authors if each["kind"] != "person"]
        )
        for written, agent in zip(given, agents, strict=True):
            letters = set(re.sub(", |,$| ", "", written))
            assert any(letters >= spelled - {","} for _, spelled in spellings(agent)), (id, written)
        for scheme, start in (("doi", "info:doi/"), ("isbn", "urn:ISBN:")):
            number = work.get("identifiers", {}).get(scheme)
            assert [each for each in found.get("rft_id", []) if each.startswith(start)] == (
                [start + number] if number else []
            )
        assert [each for each in found.get("rft_id", []) if each.startswith("http")] == (
            [work["url"]] if "url" in work else []
        )
        if name == "journal":
            for field, key in (("volume", "volume"), ("issue", "issue"), ("pages", "pages")):
                assert found.get(f"rft.{key}", []) == ([work[field]] if field in work else [])
            titles = [form for _, form in forms(work.get("container_title", {}), language_of(work))]
            assert found.get("rft.jtitle", []) == titles[:1]
        published = [
            e["agent"]
            for e in work.get("contributors", ())
            if e["role"] in {"broadcaster", "issuing body"}
        ]
        together = work.get("publisher", [])
        published += [together] if isinstance(together, str) else together
        if name != "journal" and published:
            names = found["rft.publisher" if name == "dc" else "rft.pub"][0].split("; ")
            assert len(names) == len(published), id
        written = work.get("issued", work.get("created", ""))
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", written):
            assert found["rft.date"] == [written]
        else:
            assert all(written.startswith(date) for date in found.get("rft.date", []))
    if "tea-speech" in formats:
        assert formats == {
            "disputed-book": ("book", "book"),
            "forthcoming-book": ("book", "book"),
            "tea-broadcast": ("dc", "document"),
            "tea-photo": ("dc", "artwork"),
            "tea-report": ("book", "report"),
            "tea-speech": ("dc", "presentation"),
            "translated-book": ("book", "book"),
            "web-article": ("journal", "article"),
        }


def test_the_first_author_of_a_context_object_is_taken_apart() -> None:
    page = parsed(ROOT / "tests" / "golden" / "html" / "catalogue.html")
    pairs = coins(page.xpath("//article[@id = 'web-article']")[0])
    assert [(key, value) for key, value in pairs if key.startswith("rft.au")] == [
        ("rft.aulast", "van Gogh"),
        ("rft.aufirst", "Vincent Willem"),
        ("rft.ausuffix", "Jr."),
        ("rft.au", "van Gogh, Vincent Willem, Jr."),
        ("rft.au", "Anne Onymous and Friends"),
    ]
    assert ("rft_id", "info:doi/10.1000/a_b%c") in pairs
    assert ("rft.spage", "12") in pairs
    assert ("rft.epage", "15") in pairs


def test_tags_describe_one_work_and_never_several(delivered: Delivered) -> None:
    assert parsed(delivered.whole).xpath("//meta[@name != 'viewport']") == []
    for id, page in pages_of(delivered).items():
        work = delivered.works[id]
        tags: dict[str, list[str]] = {}
        for each in page.xpath("//meta[@name]"):
            tags.setdefault(each.get("name"), []).append(each.get("content"))
        titles = forms(work.get("title") or work["devised_title"], language_of(work))
        assert len(tags["citation_title"]) == 1
        assert tags["citation_title"][0] in [form for _, form in titles]
        told = [
            (each.get("lang", ""), each.get("content"))
            for each in page.xpath("//meta[@name = 'DC.title']")
        ]
        assert sorted(told) == sorted(titles)
        authors = [each for each in work.get("contributors", ()) if each["role"] in AUTHORS]
        assert (
            len(tags.get("citation_author", [])) == len(tags.get("DC.creator", [])) == len(authors)
        )
        written = work.get("issued", work.get("created", ""))
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", written):
            assert tags["citation_publication_date"] == [written.replace("-", "/")]
        language = stated(work)[:1]
        assert tags.get("citation_language", []) == tags.get("DC.language", []) == language
        for scheme in ("doi", "isbn", "issn"):
            number = work.get("identifiers", {}).get(scheme)
            assert tags.get(f"citation_{scheme}", []) == ([number] if number else [])
    if "web-article" in delivered.works:
        page = pages_of(delivered)["web-article"]
        for name, value in (
            ("citation_journal_title", "The Example Times"),
            ("citation_author", "van Gogh, Vincent Willem, Jr."),
            ("citation_publication_date", "2021/08/28"),
            ("citation_firstpage", "12"),
            ("citation_lastpage", "15"),
        ):
            assert page.xpath("//meta[@name = $name]/@content", name=name)[0] == value


def test_citations_with_their_sense_their_place_and_their_claims(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        found = articles_of(delivered)[id].xpath(".//dl/div[dt = 'Cites']/dd")
        for cell, each in zip(found, work.get("citations", ()), strict=True):
            source = words(cell.xpath("string(./p[1])"))
            assert source.startswith(each["intent"][0].upper() + each["intent"][1:] + ": ")
            assert each.get("at", "") in source
            assert cell.xpath("./p[1]/a/@href")[0] == f"#{each['source']}"
            assert len(cell.xpath("./ul/li")) == len(each.get("claims", ()))


WITH_AUTHORS = {
    **SOURCE,
    "contributors": [{"agent": id, "role": "author"} for id in ("yoko-sato", "tea-board")],
    "issued": 1906,
    "identifiers": {**SOURCE["identifiers"], "jpno": "12345678"},
}
NAMES = "aulast aufirst ausuffix au aucorp"
MATRICES = {
    "journal": f"atitle jtitle stitle date volume issue spage epage pages issn isbn genre {NAMES}",
    "book": f"btitle atitle title place pub edition date series pages spage epage issn isbn genre {NAMES}",
    "dissertation": f"title inst date isbn {NAMES}",
    "patent": "title date inventor invlast invfirst",
    "dc": "title creator subject description publisher contributor date type identifier source language rights",
}
"""The keys of each format as the OpenURL Registry lists them, those that a record can fill."""


def test_every_type_has_a_context_object_with_the_keys_of_its_format(
    catalogue: Path, tmp_path: Path
) -> None:
    rows = write_sources(catalogue, "html", WITH_AUTHORS)
    out = tmp_path / "split"
    ran = exporter(
        "-C", catalogue, "export", "-f", "html", "--kind", "source", "--split", "-o", out
    )
    assert ran.code == 0, ran.err
    check_html(*sorted(out.iterdir()))
    for id, row in rows.items():
        page = parsed(out / f"{id}.html")
        pairs = coins(page)
        name, _, genre = row.target.partition(":")
        assert ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{name}") in pairs
        keys = [key.removeprefix("rft.") for key, _ in pairs if key.startswith("rft.")]
        assert set(keys) <= set(MATRICES[name].split()), row
        repeated = {key for key in keys if keys.count(key) > 1}
        assert repeated <= {"au", "aucorp", "creator", "subject", "identifier"}, row
        assert genre in {value for _, value in pairs} | {""}
        names = page.xpath(
            "//meta[starts-with(@name, 'citation_') or starts-with(@name, 'DC.')]/@name"
        )
        assert (
            names.count("citation_publisher") + sum(each.endswith("institution") for each in names)
            == 1
        )
        for shown in (
            "Kyoto",
            "Tea and Books",
            "77",
            "The Times",
            "81",
            "82",
            "83-84",
            "third",
            "Q42",
            "12345678",
        ):
            assert any(shown in words(each.text_content()) for each in page.xpath("//dd")), (
                row,
                shown,
            )


ATTACKS = [
    *(
        "</script><script>alert(1)</script>",
        "</title>",
        "</style>",
        '" onclick="alert(1)',
        "' x='",
        "<u>&amp;</u>",
    ),
    *(
        "&lt;",
        "&#65;",
        "<!--",
        "-->",
        "]]>",
        '<a href="#tea-report">x</a>',
        "javascript:alert(1)",
        "{}%s",
        "a+b %2B",
    ),
    *(
        "  two  spaces ",
        "é𠮷\u200f",
        "\u202eabc",
        "</article></main>",
        "<h2>",
        "\\",
        "`",
        "=",
        "&",
        ";",
        "?a=b&c=d",
    ),
]


def test_nothing_breaks_out(catalogue: Path, tmp_path: Path) -> None:
    for number, attack in enumerate(ATTACKS):
        id = f"attacked-{number}"
        record = {"id": id, "kind": "article", "type": "article-journal", "language": "en"}
        record |= {
            "title": {"en": attack, "ja": attack + "!"},
            "keywords": [attack],
            "notes": [attack + "?"],
        }
        record |= dict.fromkeys(
            ("abstract", "container_title", "rights", "place", "series", "short_title"),
            attack + ".",
        )
        record |= dict.fromkeys(
            ("volume", "issue", "pages", "edition", "genre", "series_number"), attack
        )
        record |= {
            "contributors": [{"agent": f"agent-{number}", "role": "author"}],
            "contents": [attack],
        }
        record |= {
            "url": "https://example.org/'onclick='x'&\u00e9",
            "identifiers": {"doi": '10.1000/"><script>'},
        }
        record |= {
            "citations": [
                {
                    "source": "tea-report",
                    "intent": "cites",
                    "at": attack,
                    "claims": [attack],
                    "note": attack,
                }
            ]
        }
        record |= {
            "found": [
                {"in": "tea-report", "at": attack, "title": attack, "sic": [attack], "note": attack}
            ]
        }
        record |= {"translation_of": {"language": "ja", "title": attack}}
        (catalogue / "records" / "articles" / f"{id}.yaml").write_text(
            json.dumps(record, ensure_ascii=False), "utf-8"
        )
        agent = {"id": f"agent-{number}", "kind": "person"}
        agent |= {"name": {"en": {"family": attack, "given": "Z"}, "ja": attack}}
        path = catalogue / "records" / "people" / f"agent-{number}.yaml"
        path.write_text(json.dumps(agent, ensure_ascii=False), "utf-8")
    ran = exporter(
        "-C",
        catalogue,
        "export",
        "-f",
        "html",
        "--kind",
        "article",
        "--split",
        "-o",
        tmp_path / "split",
    )
    assert ran.code == 0, ran.err
    ran = exporter("-C", catalogue, "export", "-f", "html", "-o", tmp_path / "all.html")
    assert ran.code == 0, ran.err
    check_html(tmp_path / "all.html", *sorted((tmp_path / "split").iterdir()))
    whole = {each.get("id"): each for each in parsed(tmp_path / "all.html").iter("article")}
    for number, attack in enumerate(ATTACKS):
        page = parsed(tmp_path / "split" / f"attacked-{number}.html")
        for article in (whole[f"attacked-{number}"], page):
            assert article.xpath(".//script | .//b | .//@onclick | .//@x") == []
            assert cells(article, "Abstract") == [words(attack + ".")]
            assert cells(article, "Keywords") == cells(article, "Edition") == [words(attack)]
            pairs = coins(article)
            assert ("rft.atitle", attack) in pairs
            assert ("rft.jtitle", attack + ".") in pairs
            assert ("rft.aulast", attack) in pairs
            assert ("rft_id", 'info:doi/10.1000/"><script>') in pairs
        assert page.xpath("//meta[@name = 'citation_title']/@content") == [attack]
        assert page.xpath("string(//title)").strip() == attack.strip()
        assert words(page.xpath("string(//h1)")) == words(attack)
        outside = [link for link in page.xpath("//a/@href") if link != f"#agent-{number}"]
        assert {link[:8] for link in outside} == {"https://"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " https://a.b", "data:text/html,x", "//a.b", "", "urn:x:y"]
)
def test_what_is_no_address_of_the_web_is_no_link(address: str) -> None:
    assert linked(address, "a < b") == "a &lt; b"


def test_an_address_is_an_attribute_and_nothing_more() -> None:
    assert (
        linked('https://a.b/"><script>', "a")
        == '<a href="https://a.b/&quot;&gt;&lt;script&gt;">a</a>'
    )


def test_what_is_written_from_right_to_left_is_set_so(catalogue: Path) -> None:
    (catalogue / "records" / "books" / "a-book.yaml").write_text(
        "id: a-book\nkind: book\nlanguage: fa\ntitle: {fa: کتاب چای, fa-Latn: Ketāb-e chāy}\nabstract: کتاب\n"
    )
    page = lxml.html.document_fromstring(
        exporter("-C", catalogue, "export", "-f", "html", "a-book").out
    )
    assert page.xpath("//*[@dir]/@lang") == ["fa", "en"]
    assert {each.get("dir") for each in page.xpath("//*[@dir]")} == {"rtl"}


def test_the_readers_language(catalogue: Path) -> None:
    ran = exporter(
        "-C",
        catalogue,
        "export",
        "-f",
        "html",
        "--language",
        "en",
        "--losses",
        "-",
        "disputed-book",
    )
    page = lxml.html.document_fromstring(ran.out)
    assert page.xpath("string(//h1)") == "The Book of Tea"
    assert cells(page, "Author") == ["Yoko Sato = 佐藤葉子 = さとうようこ"]
    assert "/name/" not in re.sub(r"/found/\d+/name", "", ran.err), (
        "all forms of names are on the page"
    )


def test_a_page_without_works(catalogue: Path, tmp_path: Path) -> None:
    (catalogue / "records" / "articles" / "web-article.yaml").unlink()
    ran = exporter(
        "-C",
        catalogue,
        "export",
        "-f",
        "html",
        "--kind",
        "article",
        "--keep-going",
        "-o",
        tmp_path / "none.html",
    )
    assert "skipped" in ran.err
    assert parsed(tmp_path / "none.html").xpath("string(//h1)") == "0 works"
    check_html(tmp_path / "none.html")


@pytest.mark.parametrize(
    ("stated", "printed"),
    [
        ("ノルウェイの森", "ノルウェイの森, Japanese (ja), 1987"),
        ("{ja: ノルウェイの森, en: Norwegian Wood}", "ノルウェイの森, Japanese (ja), 1987"),
        ("ノルウエーの森", "ノルウエーの森, ノルウェイの森, Japanese (ja), 1987"),
    ],
)
def test_an_original_is_named_once(stated: str, printed: str, tmp_path: Path) -> None:
    version = f"[{{work: mori, title: {stated}, language: ja, issued: 1987}}]"
    records = {
        "mori.yaml": "id: mori\nkind: book\nlanguage: ja\n"
        "title: {ja: ノルウェイの森, en: Norwegian Wood}\n",
        "zh.yaml": "id: zh\nkind: book\nlanguage: zh\ntitle: 挪威的森林\n"
        f"translation_of: {version}\n",
    }
    ran = exporter("-C", write_records(tmp_path, records), "export", "--format", "html", "zh")
    row = lxml.html.document_fromstring(ran.out).xpath("//dt[. = 'Translation of']/..//dd")[0]
    assert row.text_content() == printed


def test_a_particle_is_joined_in_a_context_object(tmp_path: Path) -> None:
    name = "{fr: {family: Alembert, given: Jean, non_dropping_particle: d’}}"
    record = (
        "id: a\nkind: book\nlanguage: fr\ntitle: Traité\n"
        f"contributors: [{{name: {name}, role: author}}]\n"
    )
    ran = exporter("-C", write_records(tmp_path, {"a.yaml": record}), "export", "--format", "html")
    (span,) = lxml.html.document_fromstring(ran.out).xpath("//span[@class = 'Z3988']/@title")
    assert ("rft.aulast", "d’Alembert") in parse_qsl(str(span))
    data = exporter("-C", tmp_path, "export", "--format", "schema-org").out
    assert '"d’Alembert"' in data
