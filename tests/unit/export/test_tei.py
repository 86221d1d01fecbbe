"""TEI as others read it: valid by the official schema and its rules, and with words for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exporter.export.registry import crosswalk
from exporter.export.tei.names import name_content
from exporter.export.tei.scope import Scope
from exporter.export.xml import element, serialise
from exporter.model.agent import names_of
from exporter.model.node import Node as RecordNode
from exporter.model.node import TextLanguages
from exporter.model.vocabularies import vocabulary
from exporter.records.document import leaves
from tests.conftest import ROOT, exporter
from tests.support.tei_documents import (
    CATALOGUES,
    ID,
    LANG,
    TEI,
    Data,
    Node,
    assert_valid,
    ids,
    parsed,
    read_back,
    records,
    schemas,
    text,
    written,
)
from tests.support.tei_schematron import complaints

each_catalogue = pytest.mark.parametrize("name", CATALOGUES)

BOOK: Data = {"id": "tea", "kind": "book", "language": "en", "title": "Tea"}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Return the documents of both catalogues: the whole one first, then one for each work."""
    folder = tmp_path_factory.mktemp("tei")
    found = {}
    for name, root in CATALOGUES.items():
        whole, split = folder / f"{name}.xml", folder / name
        for words in (["-o", whole], ["--split", "-o", split]):
            ran = exporter("-C", root, "export", "-f", "tei", *words, "--losses", "-")
            assert (ran.code, ran.out, ran.err) == (0, "", "tei: nothing is lost or weakened\n")
        found[name] = [whole, *sorted(split.iterdir())]
    return found


# ---- the table


def xpaths(target: str) -> Iterator[str]:
    """Yield XPaths, from the record's own element, for the paths of a target in the table."""
    for path in target.split(", "):
        root, _, rest = path.partition("/")
        if root == "relation":
            rest = f"following-sibling::relation/{rest}".rstrip("/")
        way = re.sub(r"\(([\w|]+)\)", lambda found: _one_of(found[1]), rest)
        way = re.sub(r"@(\w+)=(\w+)$", r"@\1", way)
        way = re.sub(r"\[@[\w:]+=\*\]", "", way.replace("label+", ""))
        way = re.sub(r"=([\w-]+)\]", r"='\1']", way) or "."
        yield f"./{way}"


def _one_of(names: str) -> str:
    tests = " or ".join(f"self::{name}" for name in names.split("|"))
    return f"*[{tests}]"


@each_catalogue
def test_the_table_leads_to_every_value(name: str, exported: dict[str, list[Path]]) -> None:
    tree = parsed(exported[name][0].read_bytes())
    elements = {node.attrib[ID]: node for node in tree.iter() if ID in node.attrib}
    there = records(name)
    assert there
    for id, data in there.items():
        for way, _ in leaves(data):
            if way == ("kind",):
                continue  # mostly, the element itself says it
            top = crosswalk("tei").field(schemas().noun(data["kind"]), way[:1])
            found = [node for path in xpaths(top.target) for node in elements[id].xpath(path)]
            assert found, (id, way)


def test_nothing_is_lost_and_types_and_roles_can_be_told_apart() -> None:
    table = crosswalk("tei")
    matches = {row.match for row in table if row.term != "*" or row.vocabulary == "role"}
    assert matches == {"exact", "close"}
    for kind in ("type", "scheme", "status"):
        target = [row.target.split()[0] for row in table if row.vocabulary == kind]
        assert len(set(target)) == len(target)


# ---- valid


@each_catalogue
def test_every_document_is_valid(name: str, exported: dict[str, list[Path]]) -> None:
    assert len(exported[name]) > 8
    assert_valid(*exported[name])


def test_the_golden_files_are_valid() -> None:
    assert_valid(*sorted((ROOT / "tests" / "golden" / "tei").glob("*.xml")))


SMALL_SELECTIONS = [
    ["--kind", "photo"],
    ["--kind", "article"],
    ["--language", "ja"],
    ["tea-speech", "tea-report"],
    ["web-article"],
]


@pytest.mark.parametrize("words", SMALL_SELECTIONS, ids=" ".join)
def test_a_selection_is_valid(words: list[str], tmp_path: Path) -> None:
    path = tmp_path / "some.xml"
    ran = exporter("-C", CATALOGUES["small"], "export", "-f", "tei", "-o", path, *words)
    assert (ran.code, ran.err) == (0, "")
    assert_valid(path)
    assert complaints(path.read_bytes()) == []


def test_a_catalogue_of_nothing_and_one_of_agents_alone_are_valid(tmp_path: Path) -> None:
    someone: Data = {"id": "someone", "kind": "person", "name": "Someone"}
    for id, data in (("nothing", []), ("agents", [someone])):
        (tmp_path / f"{id}.xml").write_bytes(written(data))
    assert_valid(*tmp_path.iterdir())
    assert read_back((tmp_path / "agents.xml").read_bytes()) == {"someone": someone}


@each_catalogue
def test_the_rules_inside_the_schema_hold_and_every_pointer_ends_inside(
    name: str, exported: dict[str, list[Path]]
) -> None:
    found = {path.name: complaints(path.read_bytes()) for path in exported[name]}
    assert found == {path.name: [] for path in exported[name]}
    assert len(found) > 1


WRONG = {
    '<relatedItem target="#x"><bibl/></relatedItem>': 1,
    "<relatedItem/>": 1,
    '<relation active="#x" passive="#x"/>': 1,
    '<relation ref="cito:cites" active="#x" mutual="#x"/>': 1,
    '<relation ref="cito:cites" passive="#x"/>': 1,
    '<date when="1941" notBefore="1940"/>': 1,
    '<date from="1941" notBefore="1940"/>': 1,
    '<date to="1941" notAfter="1940"/>': 1,
    '<note subtype="x"/>': 1,
    '<desc type="deprecationInfo"/>': 1,
    '<ptr target="#nowhere"/>': 1,
    '<resp ref="marcrel:nobody"/>': 1,
    '<relation ref="cito:cites" active="#x" passive="#x"/>': 0,
    '<resp ref="marcrel:pht"/>': 0,
}
"""For a piece of a document, how many complaints there are."""


@pytest.mark.parametrize("wrong", WRONG)
def test_the_rules_find_what_is_wrong(wrong: str) -> None:
    prefixes = (
        '<prefixDef ident="cito" matchPattern="[A-Za-z]+"/>'
        '<prefixDef ident="marcrel" matchPattern="[a-z]{3}"/>'
    )
    document = f'<TEI xmlns="{TEI}" xml:id="x">{prefixes}{wrong}</TEI>'
    assert len(complaints(document.encode())) == WRONG[wrong]


@each_catalogue
def test_a_relation_says_one_thing(name: str, exported: dict[str, list[Path]]) -> None:
    """At most one description, and a sense that CiTO has (TEI P5, relation)."""
    tree = parsed(exported[name][0].read_bytes())
    relations = list(tree.iterfind(".//relation[@type='citation']"))
    properties = {f"cito:{row['property']}" for row in vocabulary("intents").values()}
    assert any("ref" in each.attrib for each in relations)
    for node in relations:
        assert len(node.xpath("desc")) <= 1
        assert node.get("ref") in properties or node.get("name") == "citation"


@each_catalogue
def test_the_header_explains_every_language_that_occurs_and_no_other(
    name: str, exported: dict[str, list[Path]]
) -> None:
    assert exported[name]
    for path in exported[name]:
        tree = parsed(path.read_bytes())
        occurring = set(tree.xpath("//@xml:lang|//@mainLang|//@tag|//langKnown/@tag"))
        for others in tree.xpath("//@otherLangs"):
            occurring |= set(others.split())
        explained = {each.attrib["ident"]: text(each) for each in tree.iter("language")}
        assert set(explained) == occurring
        assert all(explained.values())


# ---- what a reader sees


def test_a_work_with_an_abstract_stays_in_the_list_of_the_text(
    exported: dict[str, list[Path]],
) -> None:
    whole, *single = exported["real"]
    id = "taliban-us-counterterrorism"
    alone = next(path for path in single if path.stem == id)
    for path in (whole, alone):
        tree = parsed(path.read_bytes())
        assert not tree.xpath("TEI")
        [listed] = tree.xpath(f"text/body/listBibl[not(@type)]/biblStruct[@xml:id='{id}']")
        assert listed.xpath("note[@type='abstract']")
        citations = listed.xpath(f"following-sibling::relation[@active='#{id}']")
        assert len(citations) == 9
    assert parsed(alone.read_bytes()).xpath(
        "text/body/listBibl/biblStruct[@xml:id='reuters-kabul-attack']"
    )
    book = parsed(next(path for path in single if path.stem == "takyokuka").read_bytes())
    assert book.xpath("text/body/listBibl[@type='named']/biblStruct/@xml:id") == [id]


def test_dates_and_languages_have_words(exported: dict[str, list[Path]]) -> None:
    paths = [each for paths in exported.values() for each in paths]
    assert paths
    for path in paths:
        tree = parsed(path.read_bytes())
        found = [*tree.iter("date"), *tree.iter("textLang")]
        assert found
        assert all(text(each).strip() for each in found)


def test_the_header_says_who_publishes_the_catalogue(tmp_path: Path, catalogue: Path) -> None:
    (catalogue / "exporter.toml").write_text(
        '[catalogue]\ntitle = "Tea Library"\ninstitution = "Tea Board"\nisil = "JP-1000001"\n'
        'base_uri = "https://example.org/tea/"\nrules = "rda"\n'
        'licence = "https://creativecommons.org/publicdomain/zero/1.0/"\n',
        "utf-8",
    )
    path = tmp_path / "all.xml"
    ran = exporter("-C", catalogue, "export", "-f", "tei", "-o", path)
    assert (ran.code, ran.err) == (0, "")
    assert_valid(path)
    description = parsed(path.read_bytes()).find("teiHeader/fileDesc")
    assert description is not None
    assert description.findtext("titleStmt/title") == "Tea Library"
    publication = description.find("publicationStmt")
    assert publication is not None
    assert publication.findtext("publisher") == "Tea Board"
    assert publication.findtext("idno[@type='ISIL']") == "JP-1000001"
    licence = publication.find("availability/licence")
    assert licence is not None
    assert licence.get("target") == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_publishers_in_conflict_exclude_each_other_and_say_where_they_are_printed(
    exported: dict[str, list[Path]],
) -> None:
    tree = parsed(exported["real"][0].read_bytes())
    [book] = tree.xpath("//biblStruct[@xml:id='takyokuka']")
    first, second = book.xpath("monogr/imprint/publisher")
    assert [text(first), text(second)] == ["ビジネス社", "PHP新書"]
    assert (ids(first, "exclude"), ids(second, "exclude")) == ([second.get(ID)], [first.get(ID)])
    places = [
        tree.xpath(f"//bibl[@xml:id='{ids(each, 'source')[0]}']/citedRange")
        for each in (first, second)
    ]
    assert [text(each[0]) for each in places] == ["biography in Japanese", "list of covers"]
    assert ids(first, "ref") == ["business-sha"]
    small = parsed(exported["small"][0].read_bytes())
    together = small.xpath("//biblStruct[@xml:id='translated-book']/monogr/imprint/publisher")
    assert [text(each) for each in together] == ["Smith and Sons, Ltd. & Co.", "Tea Board"]
    assert not any("exclude" in each.attrib for each in together)


def test_a_title_says_which_mentions_print_it(exported: dict[str, list[Path]]) -> None:
    tree = parsed(exported["real"][0].read_bytes())
    [book] = tree.xpath("//biblStruct[@xml:id='chugoku-silicon-valley']")
    sources = {each.get(LANG): ids(each, "source") for each in book.xpath("monogr/title")}
    first, second = "chugoku-silicon-valley.found.1", "chugoku-silicon-valley.found.2"
    assert sources == {"ja": [first], "ja-Latn": [second], "en": [second]}
    assert [text(each) for each in book.xpath("note/bibl//sic")] == ["Chugogu"]


def test_a_reason_points_to_what_it_is_about_and_names_the_field_in_words(
    exported: dict[str, list[Path]],
) -> None:
    tree = parsed(exported["real"][0].read_bytes())
    pointed: dict[tuple[str, str], list[str]] = {}
    for note in tree.xpath("//note[@type='inferred']"):
        [record] = note.xpath("ancestor::*[self::person or self::org or self::biblStruct][1]")
        targets = [tree.xpath(f"//*[@xml:id='{id}']")[0].tag for id in ids(note)]
        pointed[record.attrib[ID], note.findtext("label") or ""] = targets
    article = "taliban-us-counterterrorism"
    assert pointed[article, "Translation of, Date"] == ["date"]
    assert pointed[article, "Type"] == ["biblStruct"]
    assert pointed["kabul-hospital", "Contributors 2"] == ["respStmt"]
    assert pointed["homare-endo", "Positions 3, Former"] == ["affiliation"]
    assert pointed["homare-endo", "Name"] == ["persName", "persName"]
    assert pointed["beichu-boeki-senso", "Title, English"] == ["title"]


def test_reasons_for_a_group_and_for_its_fields_point_to_each() -> None:
    there = records("small")
    there["yoko-sato"]["inferred"] = {"born": "a", "born.date": "b", "born.place": "c"}
    document = written(there.values())
    assert complaints(document) == []
    notes = parsed(document).xpath("//person[@xml:id='yoko-sato']/note[@type='inferred']")
    assert [len(ids(note)) for note in notes] == [1, 1, 2]
    assert len({id for note in notes for id in ids(note)}) == 4


def test_a_field_that_the_table_does_not_have_is_a_note_with_its_name(tmp_path: Path) -> None:
    there = records("small")
    there["translated-book"] |= {"shelf": "A 1", "owners": [{"name": "Tea Board", "since": 1906}]}
    there["yoko-sato"]["height"] = 160
    path = tmp_path / "more.xml"
    path.write_bytes(written(there.values()))
    assert_valid(path)
    notes = parsed(path.read_bytes()).xpath("//note[@subtype='field']")
    found = {note.get("type"): re.sub(r"\s+", " ", text(note)) for note in notes}
    assert found["height"] == "height: 160"
    assert found["shelf"] == "shelf: A 1"
    assert "Tea Board" in found["owners"]


def test_marked_up_words_are_highlighted() -> None:
    title = "<i>Homo</i> & H<sub>2</sub>O <b>x<sup>2</sup></b> <sc>A.D.</sc>"
    book = BOOK | {"title": f'{title} <span class="nocase">iPhone</span> a < b'}
    document = written([book])
    assert read_back(document) == {"tea": book}
    [node] = parsed(document).xpath("//title[@type='main']")
    assert text(node) == "Homo & H2O x2 A.D. iPhone a < b"
    rendered = {text(each): each.get("rend") for each in node.iter("hi")}
    assert rendered == {
        "Homo": "italic",
        "2": "superscript",
        "x2": "bold",
        "A.D.": "smallcaps",
    }
    assert [each.get("rend") for each in node.iter("hi")][1] == "subscript"


def test_the_editor_and_the_isbn_of_a_book_stand_with_the_book_not_with_its_part() -> None:
    chapter: Data = {
        "id": "chapter",
        "kind": "part",
        "type": "chapter",
        "language": "en",
        "title": "Sanshiro and the City",
        "container_title": "Reading Soseki",
        "contributors": [
            {"name": "Ann Author", "role": "author"},
            {"name": "Ed", "role": "editor"},
        ],
        "identifiers": {"isbn": "978-3-16-148410-0", "doi": "10.1000/182"},
        "series": "Studies",
        "series_number": "45",
    }
    document = written([chapter])
    [node] = parsed(document).xpath("//biblStruct")
    assert [text(each).strip() for each in node.xpath("analytic/author")] == ["Ann Author"]
    assert [text(each).strip() for each in node.xpath("monogr/editor")] == ["Ed"]
    assert node.xpath("analytic/editor") == []
    assert node.xpath("analytic/idno/@type") == ["DOI"]
    assert node.xpath("monogr/idno/@type") == ["ISBN"]
    assert text(node.xpath("series/biblScope")[0]) == "45"
    assert read_back(document) == {"chapter": chapter}


NAMES: list[Any] = [
    {"en": {"family": "Endo", "given": "Homare"}},
    {"ja": {"family": "遠藤", "given": "誉"}},
    {"zh-Latn": {"family": "Chui", "given": "Hongjian"}},
    {"en": {"family": "Biden"}},
    {"nl": {"family": "Gogh", "given": "Vincent", "non_dropping_particle": "van", "suffix": "Jr."}},
    {"hu": {"family": "Bartók", "given": "Béla", "dropping_particle": "de", "suffix": "II"}},
    {"fr": {"family": "Alembert", "given": "Jean", "non_dropping_particle": "d’"}},
    {"ja": {"family": "遠藤", "given": "誉", "suffix": "二世"}},
    "Smith and Sons, Ltd.",
]


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_the_text_of_a_name_is_the_name_as_printed(name: Any) -> None:
    [form] = names_of(RecordNode(name, None, TextLanguages("en", "en"))).forms.values()
    tag = next(iter(name)) if isinstance(name, dict) else "en"
    parts = name[tag] if isinstance(name, dict) else name
    made = element("persName", *name_content(parts, tag, Scope(crosswalk("tei"), "agent", "name/")))
    assert text(etree.fromstring(serialise(made))) == str(form)


def node_of(data: Data) -> Node:
    """Return the element of the only work of a document."""
    [found] = parsed(written([data])).xpath("//biblStruct")
    return found


def test_one_person_with_two_roles_of_two_sorts_has_one_number() -> None:
    both = [{"name": "Ann", "roles": ["author", "illustrator"]}, {"name": "Bo", "role": "author"}]
    monogr = node_of(BOOK | {"contributors": both}).find("monogr")
    assert monogr is not None
    assert [(each.tag, each.get("n")) for each in monogr.xpath("author|respStmt")] == [
        ("author", "1"),
        ("respStmt", "1"),
        ("author", None),
    ]
