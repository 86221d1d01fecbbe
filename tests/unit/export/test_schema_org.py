"""schema.org as others read it: as JSON, by rdflib, and against the vocabulary that schema.org publishes.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import importlib.util
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SDO

from exporter.export.schema_org.value import gathered
from tests.conftest import ROOT, exporter, missing
from tests.support.exported import OfCatalogue
from tests.support.facts import language_in, recorded, stated
from tests.support.markup_attacks import in_a_web_page
from tests.support.small_catalogues import RELATED, write_records

BASE = "https://library.example/catalogue"
Node = dict[str, Any]


def export(catalogue: Path, *words: str) -> Any:
    ran = exporter("-C", catalogue, "export", "-f", "schema-org", *words)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


@dataclass(frozen=True)
class Delivered(OfCatalogue):
    """A catalogue, and the document that was made of it."""

    document: Any

    @property
    def nodes(self) -> dict[str, Node]:
        return {each["@id"].removeprefix("#"): each for each in self.document["@graph"]}


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(request: pytest.FixtureRequest) -> Delivered:
    catalogue = ROOT / request.param
    records = recorded(catalogue)
    return Delivered(records, export(catalogue))


@pytest.fixture(scope="module")
def small() -> dict[str, Node]:
    text = (ROOT / "tests" / "golden" / "schema-org" / "catalogue.jsonld").read_text("utf-8")
    return {each["@id"].removeprefix("#"): each for each in json.loads(text)["@graph"]}


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def things(value: Any) -> Iterator[Node]:
    """Yield everything that is described, at whatever depth."""
    if isinstance(value, list):
        for inner in value:
            yield from things(inner)
    elif isinstance(value, dict) and "@value" not in value:
        yield value
        for inner in value.values():
            yield from things(inner)


def tagged(value: Any) -> set[tuple[str, str]]:
    """Return texts with their languages, empty for none."""
    pairs = (
        (each["@language"], each["@value"]) if isinstance(each, dict) else ("", each)
        for each in several(value)
    )
    return set(pairs)


def forms(
    text: str | Mapping[str, str], record: Mapping[str, Any], field: str = ""
) -> set[tuple[str, str]]:
    by_tag = {language_in(record, field): text} if isinstance(text, str) else text
    return {("" if tag == "und" else tag, form) for tag, form in by_tag.items()}


def graph(document: Any) -> Graph:
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "ConjunctiveGraph is deprecated"
        )  # rdflib's own reader of JSON-LD uses it
        return Graph().parse(data=json.dumps(document), format="json-ld", publicID=BASE)


# ---- the vocabulary ----


@cache
def vocabulary() -> dict[str, Node]:
    """Read the vocabulary as schema.org publishes it; the package `rocrate` brings it along."""
    spec = importlib.util.find_spec("rocrate")
    if spec is None or spec.origin is None:
        missing("the vocabulary of schema.org", "pip install rocrate")
    path = Path(spec.origin).parent / "data" / "schema.jsonld"
    terms = json.loads(path.read_text("utf-8"))["@graph"]
    return {each["@id"].removeprefix("schema:"): each for each in terms}


def named(term: str, relation: str) -> set[str]:
    pointers = several(vocabulary()[term].get(relation, []))
    return {each["@id"].removeprefix("schema:") for each in pointers}


def above(kind: str) -> set[str]:
    """Return a type and all types that it is a kind of."""
    found, waiting = set(), [kind]
    while waiting:
        each = waiting.pop()
        if each in vocabulary() and each not in found:
            found.add(each)
            waiting += named(each, "rdfs:subClassOf")
    return found


def kinds(node: Node) -> set[str]:
    return {wide for kind in several(node.get("@type", [])) for wide in above(kind)}


def is_role(value: Any) -> bool:
    return isinstance(value, dict) and "Role" in kinds(value)


def test_every_property_stands_where_schema_org_has_it(delivered: Delivered) -> None:
    """On a type that it is for, with a value that it may have; inside a Role it is that of the thing around it."""
    assert delivered.document["@graph"]
    for node in things(delivered.document["@graph"]):
        for kind in several(node.get("@type", [])):
            assert kind in vocabulary(), kind
        for name, value in node.items():
            if name.startswith("@"):
                continue
            domain, span = named(name, "schema:domainIncludes"), named(name, "schema:rangeIncludes")
            inside = (
                {"contributor", "citation", "affiliation", "jobTitle"} if is_role(node) else set()
            )
            assert domain & kinds(node) or name in inside or "@type" not in node, (node, name)
            for each in several(value):
                if is_role(each):
                    assert name in each
                elif isinstance(each, dict) and "@type" in each:
                    assert span & kinds(each), (name, each)
                elif not isinstance(each, dict) or "@value" in each:
                    plain = {"Text", "URL", "Date", "DateTime", "Integer", "Number"}
                    assert span & plain, (name, each)


def test_every_type_of_the_table_exists() -> None:
    table = (
        (ROOT / "exporter" / "export" / "schema_org" / "schema_org.tsv")
        .read_text("utf-8")
        .splitlines()
    )
    rows = [line.split("\t") for line in table]
    types = {kind for row in rows if row[0] == "type" for kind in re.split(", | in ", row[2])}
    assert types
    assert {kind for kind in types if "CreativeWork" not in above(kind)} == set()


# ---- facts ----


def test_rdflib_reads_every_thing_and_every_title(delivered: Delivered) -> None:
    found = graph(delivered.document)
    for id, work in delivered.works.items():
        node = URIRef(f"{BASE}#{id}")
        names = {(str(each.language or ""), str(each)) for each in found.objects(node, SDO.name)}
        assert names == forms(work.get("title") or work["devised_title"], work)
        assert (node, RDF.type, None) in found
    for address in found.objects(predicate=SDO.sameAs):
        assert isinstance(address, URIRef)
    assert not list(found.triples((None, SDO.inLanguage, Literal("und"))))


def test_every_work_stands_once_and_every_agent_that_is_pointed_to(delivered: Delivered) -> None:
    ids = [each["@id"] for each in delivered.document["@graph"]]
    assert len(ids) == len(set(ids))
    assert [id.removeprefix("#") for id in ids][: len(delivered.works)] == list(delivered.works)
    pointed = {each["@id"] for each in things(delivered.document["@graph"]) if "@id" in each}
    assert pointed <= set(ids)


PLACES = {
    "short_title": "alternateName",
    "abstract": "abstract",
    "keywords": "keywords",
    "rights": "copyrightNotice",
    "credit": "creditText",
    "caption": "caption",
    "genre": "genre",
    "notes": "description",
}


def test_texts_keep_their_languages(delivered: Delivered) -> None:
    for id, work in delivered.works.items():
        node = delivered.nodes[id]
        for field, name in PLACES.items():
            for text in several(work.get(field, [])):
                assert forms(text, work, field) <= tagged(node[name]), (id, field)
        assert node.get("inLanguage") == next(iter(stated(work)), None)
        headings = [forms(text, work) for text in work.get("contents", ())]
        parts = several(node.get("hasPart", []))
        assert [tagged(each["name"]) for each in parts] == headings
        assert [each["position"] for each in parts] == list(range(1, len(headings) + 1))
    assert all(each.get("@language") != "und" for each in things(delivered.document))


def test_each_contributor_stands_in_its_property_or_in_a_role(delivered: Delivered) -> None:
    own = {
        "author": "author",
        "photographer": "creator",
        "speaker": "author",
        "translator": "translator",
    }
    own |= {"broadcaster": "publisher", "distributor": "provider", "depicted": "about"}
    assert delivered.works
    for id, work in delivered.works.items():
        node = delivered.nodes[id]
        for each in work.get("contributors", ()):
            pointer = f"#{each['agent']}"
            if each["role"] in own:
                assert pointer in [value["@id"] for value in several(node[own[each["role"]]])]
            else:
                roles = {
                    (role["roleName"], role["contributor"]["@id"])
                    for role in several(node["contributor"])
                }
                assert (each["role"], pointer) in roles
        assert {f"#{agent}" for agent in work.get("about", ())} <= {
            each["@id"] for each in several(node.get("about", []))
        }


def test_an_editor_is_a_person(catalogue: Path) -> None:
    path = catalogue / "records" / "books" / "translated-book.yaml"
    path.write_text(path.read_text("utf-8").replace("role: translator", "role: editor"), "utf-8")
    (node, *_) = export(catalogue, "translated-book")["@graph"]
    assert node["editor"]["@id"] == "#carl-schmitt"
    (node, *_) = export(catalogue, "disputed-book")["@graph"]
    assert "editor" not in node
    assert node["contributor"]["roleName"] == "editor"


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    small: dict[str, Node],
) -> None:
    together, disputed = small["translated-book"], small["disputed-book"]
    assert [each["@id"] for each in together["publisher"]] == ["#smith-and-sons", "#tea-board"]
    assert "description" not in together or "disagree" not in json.dumps(together["description"])
    assert disputed["publisher"]["@id"] == "#tea-board"
    remark = ("en", "The sources disagree on the publisher: 日本茶社; 茶新書.")
    assert remark in tagged(disputed["description"])


def test_a_citation_has_its_sense_and_its_claims(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        roles = several(delivered.nodes[id].get("citation", []))
        assert len(roles) == len(work.get("citations", ()))
        for role, citation in zip(roles, work.get("citations", ()), strict=True):
            assert role["citation"]["@id"] == f"#{citation['source']}"
            assert role["roleName"] == citation["intent"]
            for claim in citation.get("claims", ()):
                assert forms(claim, work, "claims") <= tagged(role["description"])


def test_an_article_stands_in_an_issue_of_a_volume_of_a_newspaper(small: dict[str, Node]) -> None:
    article = small["web-article"]
    assert article["@type"] == "NewsArticle"
    assert article["headline"].startswith("Tea & sympathy: 100 %")
    host = article["isPartOf"]
    assert (host["@type"], host["issueNumber"]) == ("PublicationIssue", "3")
    assert (host["isPartOf"]["@type"], host["isPartOf"]["volumeNumber"]) == (
        "PublicationVolume",
        "12",
    )
    paper = host["isPartOf"]["isPartOf"]
    assert (paper["@type"], paper["issn"], paper["name"]["@value"]) == (
        "Newspaper",
        "0378-5955",
        "The Example Times",
    )
    assert article["pagination"] == "12-15"
    assert article["identifier"] == {
        "@type": "PropertyValue",
        "propertyID": "DOI",
        "value": "10.1000/a_b%c",
        "url": "https://doi.org/10.1000/a_b%25c",
    }


def test_a_photo_is_a_photograph_and_a_file(small: dict[str, Node]) -> None:
    photo = small["tea-photo"]
    assert photo["@type"] == ["Photograph", "ImageObject"]
    assert photo["creator"]["@id"] == "#khwaja"
    assert photo["contentLocation"] == photo["locationCreated"]
    assert small["web-article"]["image"]["@id"] == "#tea-photo"


def test_agents(small: dict[str, Node]) -> None:
    sato = small["yoko-sato"]
    assert tagged(sato["name"]) == {
        ("ja", "佐藤葉子"),
        ("ja-Hira", "さとうようこ"),
        ("en", "Yoko Sato"),
    }
    assert sato["birthDate"] == "1941"
    office = sato["affiliation"]
    assert (office["@type"], office["affiliation"]["@id"]) == ("OrganizationRole", "#tea-board")
    assert (office["startDate"], office["endDate"]) == ("2001", "2006")
    assert ("en", "Until: approximately 2006.") in tagged(office["description"])
    assert sato["jobTitle"]["jobTitle"]["@value"] == "President"
    gogh = small["vincent-van-gogh"]
    assert (gogh["familyName"]["@value"], gogh["honorificSuffix"]["@value"]) == ("van Gogh", "Jr.")
    assert "https://orcid.org/0000-0002-1825-0097" in gogh["sameAs"]


@pytest.mark.parametrize(
    ("written", "date", "words"),
    [
        *((each, each, "") for each in ("2021-08-28", "2021-08", "1941", "0476")),
        *(
            ("1941?", "1941", "1941?"),
            ("1941~", "1941", "approximately 1941."),
            ("1941%", "1941", "approximately 1941?"),
            ("2021-XX-28", "2021", "day 28 2021."),
            ("1995-22", "1995", "summer 1995."),
        ),
        *(
            ("199X", "", "1990s."),
            ("1995/1997", "1995", "1995–1997."),
            ("1995/..", "1995", "1995–."),
        ),
        *(("../1995", "", "until 1995."), ("[1995,1996]", "", "1995 or 1996.")),
        *(("XXXX-03-03", "", "3 March."), ("Y17000", "", "17000.")),
        *(("-0044", "", "45 B.C."), ("-1000", "", "1001 B.C.")),
    ],
)
def test_a_date_that_is_not_of_the_calendar_is_said_in_words(
    written: str, date: str, words: str, catalogue: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    (node, *_) = export(catalogue, "tea-speech")["@graph"]
    assert node.get("datePublished", "") == date
    remark = {("en", f"Date of publication: {words}")} if words else set()
    assert tagged(node.get("description", [])) == remark


def test_what_a_related_work_a_grant_and_a_genre_say_is_data_and_not_words(
    tmp_path: Path,
) -> None:
    write_records(tmp_path, RELATED)
    nodes = {each["@id"].removeprefix("#"): each for each in export(tmp_path)["@graph"]}
    chapter, essay, leaves = nodes["tea-chapter"], nodes["tea-essay"], nodes["leaves"]
    for part, number in ((chapter, "45"), (essay, "46")):
        book = part["isPartOf"]
        assert (book["@type"], book["isbn"]) == ("Book", "978-3-16-148410-0")
        assert tagged(book["editor"]["name"]) == {("en", "Jo Doe")}
        assert book["position"] == number
        assert book["isPartOf"]["@type"] == "BookSeries"
        assert not {"editor", "identifier", "isbn", "position", "description"} & set(part)
    funders = [each["name"]["@value"] for each in leaves["funder"]]
    assert funders == ["Tea Board", "Leaf Fund"]
    assert leaves["funding"]["@type"] == "Grant"
    assert leaves["funding"]["identifier"] == "15K01234"
    assert leaves["genre"]["inDefinedTermSet"] == "lcgft"
    assert tagged(leaves["materialExtent"]) == {("en", "3 files")}
    assert leaves["datePublished"] == "1998"
    assert tagged(leaves["alternateName"]) == {("en", "Leaf count")}
    assert tagged(leaves["description"]) >= {("en", "Event: Tea Days (12 : 2019 : Kyoto)")}
    days = nodes["tea-days"]
    assert (days["@type"], days["startDate"], days["endDate"]) == (
        *("Event", "2019-09-09", "2019-09-12"),
    )
    assert tagged(days["organizer"]["name"]) == {("en", "Tea Board")}
    assert (nodes["tea"]["startDate"], nodes["tea"]["endDate"]) == ("1945", "1950")


ATTACKS = [
    "</script>",
    "<!--",
    "]]>",
    '"',
    "'",
    "\\",
    "\\u003c",
    "{}%s",
    "@id",
    "#x",
    "é𠮷\u200f",
    "  two  spaces ",
]


def test_text_that_looks_like_markup_comes_back_as_text_from_a_web_page(catalogue: Path) -> None:
    record = {
        "id": "attacked",
        "kind": "photo",
        "language": "en",
        "title": {"en": ATTACKS[0], "ja": ATTACKS[1]},
    }
    record |= {"keywords": ATTACKS, "notes": ATTACKS, "volume": ATTACKS[5], "credit": ATTACKS[6]}
    record |= {"contributors": [{"agent": "attacker", "role": "photographer"}]}
    (catalogue / "records" / "photos" / "attacked.yaml").write_text(yaml.safe_dump(record), "utf-8")
    name = {"en": {"family": ATTACKS[0], "given": ATTACKS[5]}}
    agent = {"id": "attacker", "kind": "person", "name": name}
    (catalogue / "records" / "people" / "attacker.yaml").write_text(yaml.safe_dump(agent), "utf-8")
    ran = exporter("-C", catalogue, "export", "-f", "schema-org", "attacked")
    assert ran.code == 0, ran.err
    assert in_a_web_page(ran.out) == ran.out
    node, person = json.loads(ran.out)["@graph"]
    assert tagged(node["name"]) == {("en", ATTACKS[0]), ("ja", ATTACKS[1])}
    assert (
        tagged(node["keywords"])
        == tagged(node["description"])
        == {("en", attack) for attack in ATTACKS}
    )
    assert node["isPartOf"]["volumeNumber"] == ATTACKS[5]
    assert tagged(person["familyName"]) == {("en", ATTACKS[0])}


def test_many_values_are_gathered_once_each() -> None:
    """Lists that are long are looked up, not compared one by one; the result is the same."""
    words = [{"@value": f"word {number % 150}", "@language": "en"} for number in range(400)]
    said = [("keywords", each) for each in words] + [("keywords", "word 1"), ("about", "tea")]
    assert gathered(said) == {"keywords": [*words[:150], "word 1"], "about": "tea"}
