"""exporter site: which files it writes, what is in them, and what it leaves alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree, html

from exporter.cite.style_files import style_file
from tests.conftest import Ran, exporter
from tests.support.git_folders import commit_all
from tests.support.small_catalogues import write_records

BASE = "https://library.example.org/catalogue/"
SETTINGS = f"""\
[catalogue]
title = "Tea & <Books>"
description = "Books about tea."
institution = "Tea Library"
base_uri = "{BASE}"
language = "en"
"""
RECORDS = {
    "books/tea.yaml": """\
id: tea
kind: book
former_ids: [old-tea]
language: ja
title: {ja: 茶の本, ja-Hira: ちゃのほん, ja-Latn: Cha no Hon, en: The Book of Tea}
contributors: [{agent: okakura, role: author}]
issued: 1906
subjects: [{record: tea-drinking}, {topic: Zen}]
series: Tea & Books
abstract: <i>On</i> tea & “simplicity”.
notes: {general: Red boards., staff: Seen.}
""",
    "books/ideals.yaml": """\
id: ideals
kind: book
language: en
title: The Ideals of the East
contributors: [{agent: okakura, role: author}]
issued: 1903-05
citations: [{source: tea, intent: cites}]
found: [{in: tea, at: p. 3, title: Ideals}]
""",
    "people/okakura.yaml": """\
id: okakura
kind: person
name: {en: {family: Okakura, given: Kakuzō}, ja: {family: 岡倉, given: 覚三}}
born: {date: 1863-02-14, place: Yokohama}
""",
    "concepts/tea-drinking.yaml": "id: tea-drinking\nkind: concept\nname: {en: Tea drinking}\n",
}


def library(folder: Path, settings: str = SETTINGS) -> Path:
    """Return a small catalogue of books about tea."""
    write_records(folder, RECORDS)
    (folder / "exporter.toml").write_text(settings, "utf-8")
    return folder


def make(folder: Path, *words: str, output: str = "public") -> Ran:
    """Make the site of a catalogue; its links are checked."""
    return exporter("site", "-o", output, "--check-links", *words, cwd=folder)


def site(folder: Path, *words: str) -> Path:
    """Make the site of a catalogue and return its folder."""
    ran = make(folder, *words)
    assert ran.code == 0, ran.err
    return folder / "public"


def page(folder: Path, name: str) -> html.HtmlElement:
    return html.fromstring((folder / name).read_bytes())


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return site(library(tmp_path))


def test_the_page_of_a_work_says_all_and_links_to_what_it_names(made: Path) -> None:
    tea = page(made, "tea/index.html")
    [title] = tea.xpath("//h1")
    assert (title.text, title.get("lang")) == ("茶の本", "ja")
    [author] = tea.xpath("//dl//a[@href='../okakura/index.html']")
    assert words_of(author) == "岡倉覚三"
    assert tea.xpath("//dl//a[@href='../tea-drinking/index.html']")
    assert tea.xpath("//dd/i[.='On']")
    assert "Red boards." in words_of(tea)
    assert "Seen." not in (made / "tea" / "index.html").read_text("utf-8")
    [cited_by] = tea.xpath("//section[h2='Cited by']//li/a")
    assert cited_by.get("href") == "../ideals/index.html"
    [other] = tea.xpath("//section[starts-with(h2, 'Other works by')]//li/a")
    assert words_of(other) == "The Ideals of the East"


def test_evidence_is_said_in_words(made: Path) -> None:
    [found] = page(made, "ideals/index.html").xpath("//section[h2='Evidence']")
    assert "茶の本, p. 3" in words_of(found)
    assert "Title: Ideals" in words_of(found)
    assert page(made, "tea/index.html").xpath("//section[h2='Source for']//li")


def test_a_person_has_a_page_with_the_works(made: Path) -> None:
    person = page(made, "okakura/index.html")
    assert words_of(person.xpath("//h1")[0]) == "Kakuzō Okakura"
    assert "14 February 1863, Yokohama" in words_of(person.xpath("//dl")[0])
    works = person.xpath("//section[h2='Works']//li/a/@href")
    assert works == ["../ideals/index.html", "../tea/index.html"]  # by date


def test_lists_are_in_the_order_of_readings(made: Path) -> None:
    titles = page(made, "titles.html")
    assert [words_of(each) for each in titles.xpath("//main//li/a/bdi")] == [
        "茶の本",  # Cha no Hon
        "The Ideals of the East",
    ]
    assert [words_of(each) for each in titles.xpath("//h2")] == ["C", "I"]
    subjects = page(made, "subjects.html").xpath("//main//section//li/a")
    assert [words_of(each) for each in subjects] == ["Tea drinking", "Zen"]
    zen = page(made, subjects[1].get("href"))
    assert words_of(zen.xpath("//main//li/a")[0]) == "茶の本"
    assert [words_of(each) for each in page(made, "dates.html").xpath("//h2")] == ["1903", "1906"]


def test_what_programs_read(made: Path) -> None:
    tea = page(made, "tea/index.html")
    assert tea.xpath("//link[@rel='canonical']/@href") == [f"{BASE}tea/"]
    assert tea.xpath("//meta[@name='citation_author']/@content") == ["岡倉, 覚三"]
    assert tea.xpath("//meta[@name='DC.title'][@lang='en']/@content") == ["The Book of Tea"]
    assert tea.xpath("//meta[@name='z.itemType']/@content") == ["book"]
    [data] = tea.xpath("//script[@type='application/ld+json']")
    book, person = json.loads(data.text)
    assert (book["@context"], book["mainEntityOfPage"]) == ("https://schema.org", f"{BASE}tea/")
    assert (book["name"], person["alternateName"]) == ("茶の本", ["岡倉覚三"])
    assert (book["@type"], book["@id"], person["@id"]) == ("Book", f"{BASE}tea", f"{BASE}okakura")
    formats = tea.xpath("//link[@rel='alternate'][@type!='application/atom+xml']/@href")
    assert len(formats) == 7
    for each in formats:
        assert (made / "tea" / each).resolve().is_file()
    bibtex = (made / "tea" / "tea.bibtex.bib").read_text("utf-8")
    assert bibtex.strip() == tea.xpath("//pre")[0].text.strip()


def test_an_old_id_leads_to_the_record(made: Path) -> None:
    old = page(made, "old-tea/index.html")
    assert old.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../tea/index.html"]
    assert old.xpath("//link[@rel='canonical']/@href") == [f"{BASE}tea/"]
    places = etree.parse(made / "sitemap.xml").xpath("//*[local-name()='loc']/text()")
    assert f"{BASE}tea/" in places
    assert f"{BASE}search.html" not in places
    assert not any("old-tea" in each for each in places)


def test_the_title_of_the_catalogue_is_text(made: Path) -> None:
    assert words_of(page(made, "index.html").xpath("//h1")[0]) == "Tea & <Books>"


def test_a_second_run_writes_nothing_and_a_change_only_what_it_changes(tmp_path: Path) -> None:
    folder = library(tmp_path)
    public = site(folder)
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*") if path.is_file()}
    assert "0 of them new or changed" in make(folder).err
    book = folder / "records" / "books" / "ideals.yaml"
    book.write_text(book.read_text("utf-8").replace("issued: 1903-05", "issued: 1904"), "utf-8")
    site(folder)
    changed = {
        path.relative_to(public).as_posix()
        for path in public.rglob("*")
        if path.is_file() and path.stat().st_mtime_ns != before.get(path)
    }
    assert "ideals/index.html" in changed
    assert "okakura/index.html" in changed
    assert "subjects.html" not in changed
    assert "tea/tea.bibtex.bib" not in changed


def test_pages_that_are_no_longer_needed_are_removed_and_others_stay(tmp_path: Path) -> None:
    folder = library(tmp_path)
    public = site(folder)
    (public / "CNAME").write_text("library.example.org\n", "utf-8")
    (folder / "records" / "books" / "ideals.yaml").unlink()
    ran = make(folder)
    assert ran.code == 0
    assert "removed" in ran.err
    assert not (public / "ideals").exists()
    assert (public / "CNAME").is_file()


@pytest.mark.parametrize("name", ["other.txt", "index.html"])
def test_a_folder_of_somebody_else_is_not_touched(tmp_path: Path, name: str) -> None:
    folder = library(tmp_path)
    (folder / "public").mkdir()
    (folder / "public" / name).write_text("mine", "utf-8")
    ran = make(folder)
    assert ran.code == 2
    assert "is not empty" in ran.err
    assert [each.name for each in (folder / "public").iterdir()] == [name]


def test_a_manifest_cannot_make_it_remove_files_elsewhere(tmp_path: Path) -> None:
    folder = library(tmp_path)
    public = site(folder)
    kept = folder / "exporter.toml"
    (public / "link").symlink_to(folder)
    manifest = public / ".exporter-site"
    names = f"../exporter.toml\n{kept}\nlink/exporter.toml\n"
    manifest.write_text(manifest.read_text("utf-8") + names, "utf-8")
    site(folder)
    assert kept.is_file()


def test_without_an_address_there_is_no_map(tmp_path: Path) -> None:
    folder = library(tmp_path, SETTINGS.replace(f'base_uri = "{BASE}"\n', ""))
    ran = make(folder)
    assert "--base-url" in ran.err
    assert not (folder / "public" / "sitemap.xml").exists()
    wrong = make(folder, "--base-url", "https://example.org/x?y")
    assert wrong.code == 2
    assert "not that of a folder" in wrong.err


def test_the_address_of_a_server_alone_is_that_of_its_outermost_folder(tmp_path: Path) -> None:
    folder = library(tmp_path, SETTINGS.replace(BASE, "https://example.org"))
    for words in ((), ("--base-url", "https://example.org")):
        tea = (site(folder, *words) / "tea" / "index.html").read_text("utf-8")
        assert 'rel="canonical" href="https://example.org/tea/"' in tea
    turtle = exporter("export", "--format", "turtle", "tea", cwd=folder)
    assert "<https://example.org/tea>" in turtle.out


def test_the_page_for_wrong_addresses_works_at_any_depth(made: Path) -> None:
    """GitHub Pages and GitLab Pages show 404.html at whatever address was asked for."""
    missing = page(made, "404.html")
    links = [*missing.xpath("//@href"), *missing.xpath("//@src"), *missing.xpath("//@action")]
    assert len(links) > 5
    assert all(link.startswith((BASE, "#content")) for link in links)
    assert missing.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert missing.xpath("//link[@rel='canonical']") == []
    assert "404" not in (made / "sitemap.xml").read_text("utf-8")


def test_errors_in_the_catalogue_stop_it(tmp_path: Path) -> None:
    folder = library(tmp_path)
    book = folder / "records" / "books" / "ideals.yaml"
    book.write_text(book.read_text("utf-8") + "color: red\n", "utf-8")
    ran = make(folder)
    assert ran.code == 1
    assert not (folder / "public").exists()
    assert make(folder, "--keep-going").code == 0
    assert not (folder / "public" / "ideals").exists()


def test_the_hard_cases_have_pages_whose_links_lead_somewhere(catalogue: Path) -> None:
    public = site(catalogue)
    files = list(public.rglob("*.html"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert "None" not in re.sub(r"<script.*?</script>|<pre.*?</pre>", "", text, flags=re.DOTALL)


def test_the_history_of_a_record_and_the_feed_come_from_git(tmp_path: Path) -> None:
    folder = library(tmp_path)
    commit_all(folder, "Add <tea>", "2024-01-02T03:04:05Z")
    public = site(folder)
    [history] = page(public, "tea/index.html").xpath("//details[@class='history']//li")
    assert words_of(history) == "2 January 2024 Created · Ann Lee · Add <tea>"
    feed = etree.parse(public / "feed.atom")
    name = "{http://www.w3.org/2005/Atom}"
    ids = [each.findtext(f"{name}id") for each in feed.iter(f"{name}entry")]
    assert f"{BASE}tea" in ids
    assert len(ids) == 4
    assert "ann@example.org" not in (public / "tea" / "index.html").read_text("utf-8")
    marc = etree.parse(public / "tea" / "tea.marcxml.xml")
    [coded] = marc.xpath("//*[@tag='008']/text()")
    assert coded[:6] == "240102", "not the day on which the site was made"


def test_the_same_records_make_the_same_files(catalogue: Path) -> None:
    for seed in ("1", "2"):
        ran = exporter("site", "-o", f"public{seed}", cwd=catalogue, env={"PYTHONHASHSEED": seed})
        assert ran.code == 0, ran.err
    one, two = (
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in (catalogue / "public1", catalogue / "public2")
    )
    assert len(one) > 50
    assert one == two


def test_a_country_is_called_as_on_the_page_of_its_language(tmp_path: Path) -> None:
    root = library(tmp_path, f'{SETTINGS}[site]\nlanguages = ["en", "ja"]\n')
    for id, code in (("tea", "LB"), ("ideals", "GB-ENG")):
        with (root / "records" / "books" / f"{id}.yaml").open("a", encoding="utf-8") as record:
            record.write(f"country: {code}\n")
    public = site(root)
    names = []
    for file in (
        "tea/index.html",
        "tea/index.ja.html",
        "ideals/index.html",
        "ideals/index.ja.html",
    ):
        [cell] = page(public, file).xpath("//dt[.='Country of publication' or .='出版国']/../dd")
        names.append((cell.text, cell.get("lang")))
    expected = ["Lebanon", "レバノン", "England", "イギリス (GB-ENG)"]
    assert names == [(name, None) for name in expected]


def test_the_parts_of_a_holding_are_named_in_the_language_of_the_page(tmp_path: Path) -> None:
    root = library(tmp_path, f'{SETTINGS}[site]\nlanguages = ["ja"]\n')
    with (root / "records" / "books" / "ideals.yaml").open("a", encoding="utf-8") as record:
        record.write(
            "holdings: [{repository: {name: Tea Library}, shelfmark: A 1, copy: 2 copies}]\n"
        )
    [cell] = page(site(root), "ideals/index.html").xpath("//dt[.='所蔵']/../dd")
    assert words_of(cell) == "Tea Library; 請求記号: A 1; 複本: 2 copies"


def test_a_photo_has_the_same_name_in_lists_as_on_its_page(tmp_path: Path) -> None:
    write_records(tmp_path, {"photos/street.yaml": "id: street\nkind: photo\ntitle: Main street\n"})
    assert make(tmp_path).code == 0
    for name in ("titles.html", "street/index.html"):
        text = words_of(page(tmp_path / "public", name).xpath("//main")[0])
        assert "Photograph" in text
        assert "Picture" not in text


def test_the_file_of_a_style_is_in_the_catalogue_wherever_one_stands(tmp_path: Path) -> None:
    root = library(tmp_path, f'{SETTINGS}[site]\nstyles = ["house.csl"]\n')
    (root / "house.csl").write_bytes(style_file("apa").path.read_bytes())
    assert exporter("validate", cwd=root / "records").code == 0
    assert make(root / "records").code == 0
    assert "house.csl" in (root / "records/public/tea/index.html").read_text("utf-8")


@pytest.mark.parametrize("zone", ["No/Where", "{file}", "{folder}", ":{folder}"])
def test_a_time_zone_that_is_none_does_no_harm(zone: str, tmp_path: Path) -> None:
    folder = library(tmp_path)
    named = zone.format(folder=folder, file=folder / "exporter.toml")
    ran = exporter("site", "-o", "public", cwd=folder, env={"TZ": named})
    assert (ran.code, "bug" in ran.err) == (0, False), ran.err
