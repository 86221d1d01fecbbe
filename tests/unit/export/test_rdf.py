"""Turtle and JSON-LD as others read them: by rdflib, into one and the same graph.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import DCMITYPE, DCTERMS, FOAF, ORG, OWL, RDF, RDFS, SDO, SKOS, XSD

from exporter.export.script_json import dumps
from tests.conftest import ROOT, exporter
from tests.support.exported import OfCatalogue
from tests.support.facts import language_in, leaves, recorded, stated
from tests.support.markup_attacks import in_a_web_page
from tests.support.small_catalogues import RELATED, write_records

BASE = "https://library.example/catalogue"
BIBO = Namespace("http://purl.org/ontology/bibo/")
BIO = Namespace("http://purl.org/vocab/bio/0.1/")
CITO = Namespace("http://purl.org/spar/cito/")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
RELATORS = Namespace("http://id.loc.gov/vocabulary/relators/")
FORMATS = {"turtle": "turtle", "json-ld": "json-ld"}


def graph(text: str, format: str) -> Graph:
    """Read a document that stands at a made-up address."""
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "ConjunctiveGraph is deprecated"
        )  # rdflib's own reader of JSON-LD uses it
        return Graph().parse(data=text, format=format, publicID=BASE)


def export(catalogue: Path, format: str, *words: str) -> str:
    ran = exporter("-C", catalogue, "export", "-f", format, *words)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


@dataclass(frozen=True)
class Delivered(OfCatalogue):
    """A catalogue, and the documents that were made of it, by format."""

    texts: Mapping[str, str]
    graphs: Mapping[str, Graph]

    @property
    def graph(self) -> Graph:
        return self.graphs["turtle"]


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(request: pytest.FixtureRequest) -> Delivered:
    catalogue = ROOT / request.param
    records = recorded(catalogue)
    written = {format: export(catalogue, format) for format in FORMATS}
    return Delivered(
        records, written, {format: graph(text, FORMATS[format]) for format, text in written.items()}
    )


@pytest.fixture(scope="module")
def small() -> Graph:
    return graph(
        (ROOT / "tests" / "golden" / "turtle" / "catalogue.ttl").read_text("utf-8"), "turtle"
    )


def of(id: str) -> URIRef:
    return URIRef(f"{BASE}#{id}")


def forms(
    text: str | Mapping[str, str], record: Mapping[str, Any], field: str = ""
) -> set[Literal]:
    by_tag = {language_in(record, field): text} if isinstance(text, str) else text
    return {Literal(form, lang=None if tag == "und" else tag) for tag, form in by_tag.items()}


def values(graph: Graph, id: str, *way: URIRef) -> set[Any]:
    """Return the values at the end of a path of properties."""
    found = {of(id)}
    for step in way:
        found = {value for each in found for value in graph.objects(each, step)}
    return found


def test_both_are_the_same_graph(delivered: Delivered) -> None:
    assert isomorphic(delivered.graphs["turtle"], delivered.graphs["json-ld"])


def test_every_pointer_ends_inside(delivered: Delivered) -> None:
    own = {each for each in delivered.graph.objects() if str(each).startswith(BASE)}
    assert own <= set(delivered.graph.subjects())
    records = {
        str(each).removeprefix(f"{BASE}#")
        for each in delivered.graph.subjects()
        if isinstance(each, URIRef)
    }
    assert {each for each in records if "." not in each} <= set(delivered.records)
    assert set(delivered.works) <= records


@pytest.mark.parametrize("format", FORMATS)
def test_a_document_of_one_work_names_its_neighbours(format: str, catalogue: Path) -> None:
    found = graph(export(catalogue, format, "translated-book"), FORMATS[format])
    own = {each for each in found.objects() if str(each).startswith(BASE)}
    assert own <= set(found.subjects())
    assert values(found, "disputed-book", DCTERMS.identifier) == {Literal("disputed-book")}
    assert values(found, "disputed-book", DCTERMS.creator) == set()
    assert values(found, "yoko-sato", BIO.birth, BIO.date) == {Literal("1941", datatype=XSD.gYear)}
    assert values(found, "web-article", DCTERMS.title), "where the author is named"


def test_words_exist(delivered: Delivered) -> None:
    """The vocabularies that rdflib knows have each word that is used of them; others are told by their spelling."""
    known = {
        str(each._NS): each
        for each in (DCTERMS, FOAF, ORG, OWL, RDF, RDFS, SDO, SKOS, XSD, DCMITYPE)
    }
    used = {*delivered.graph.predicates(), *delivered.graph.objects(predicate=RDF.type)}
    used |= {
        each.datatype
        for each in delivered.graph.objects()
        if isinstance(each, Literal) and each.datatype
    }
    used |= set(delivered.graph.objects(predicate=DCTERMS.type)) - set(delivered.graph.subjects())
    assert used
    for word in used:
        namespace, name = re.fullmatch(r"(.*[/#])([^/#]+)", word).groups()
        if namespace in known:
            assert name in known[namespace], word
        else:
            assert namespace in {BIBO, BIO, CITO, RELATORS, "http://id.loc.gov/datatypes/edtf/"} | {
                "http://purl.org/spar/fabio/",
                "http://ns.adobe.com/photoshop/1.0/",
            }


PLACES: dict[str, tuple[URIRef, ...]] = {
    "short_title": (BIBO.shortTitle,),
    "abstract": (DCTERMS.abstract,),
    "keywords": (DCTERMS.subject, SKOS.prefLabel),
    "notes": (SKOS.note,),
    "caption": (DCTERMS.description,),
    "credit": (URIRef("http://ns.adobe.com/photoshop/1.0/Credit"),),
    "rights": (DCTERMS.rights, RDFS.label),
    "location": (DCTERMS.spatial, RDFS.label),
    "place": (RELATORS.pup, RDFS.label),
    "genre": (DCTERMS.type, RDFS.label),
    "series": (DCTERMS.isPartOf, DCTERMS.title),
    "container_title": (DCTERMS.isPartOf, DCTERMS.title),
}


def test_texts_keep_their_languages(delivered: Delivered) -> None:
    for id, work in delivered.works.items():
        title = work.get("title") or work["devised_title"]
        assert values(delivered.graph, id, DCTERMS.title) == forms(title, work)
        for field, way in PLACES.items():
            texts = work.get(field, [])
            for text in texts if isinstance(texts, list) else [texts]:
                assert forms(text, work, field) <= values(delivered.graph, id, *way), (id, field)
        assert values(delivered.graph, id, DCTERMS.language) == (set(map(Literal, stated(work))))
    assert not any(
        each.language == "und" for each in delivered.graph.objects() if isinstance(each, Literal)
    )


def test_each_agent_stands_under_its_role_and_their_order_is_kept(delivered: Delivered) -> None:
    roles = (
        (ROOT / "exporter" / "model" / "vocabularies" / "roles.tsv").read_text("utf-8").splitlines()
    )
    codes = dict(line.split("\t")[:2] for line in roles)
    assert delivered.works
    for id, work in delivered.works.items():
        contributors = work.get("contributors", [])
        expected = {(RELATORS[codes[each["role"]]], of(each["agent"])) for each in contributors}
        found = {
            pair
            for pair in delivered.graph.predicate_objects(of(id))
            if pair[0].startswith(RELATORS)
        }
        assert {(role, agent) for role, agent in found if role != RELATORS.pup} == expected
        for each in values(delivered.graph, id, BIBO.contributorList):
            assert list(Collection(delivered.graph, each)) == [
                of(each["agent"]) for each in contributors
            ]
        assert values(delivered.graph, id, DCTERMS.subject) >= {
            of(agent) for agent in work.get("about", ())
        }


def test_publishers_who_are_disputed_are_reported_and_not_stated(delivered: Delivered) -> None:
    reported = {
        (subject, value, source)
        for each in delivered.graph.subjects(RDF.predicate, DCTERMS.publisher)
        for subject in delivered.graph.objects(each, RDF.subject)
        for value in delivered.graph.objects(each, RDF.object)
        for source in delivered.graph.objects(each, DCTERMS.source / DCTERMS.isPartOf)
    }
    assert reported
    for id, work in delivered.works.items():
        together = work.get("publisher", [])
        stated = {of(each) for each in ([together] if isinstance(together, str) else together)}
        stated |= {
            of(each["agent"])
            for each in work.get("contributors", ())
            if each["role"] == "broadcaster"
        }
        assert values(delivered.graph, id, DCTERMS.publisher) == stated
        for mention in work.get("found", ()):
            for value in forms(mention["publisher"], work) if "publisher" in mention else ():
                assert (of(id), value, of(mention["in"])) in reported


def test_citations_are_stated_in_their_sense_and_described_with_their_claims(
    delivered: Delivered,
) -> None:
    intents = (
        (ROOT / "exporter" / "model" / "vocabularies" / "intents.tsv")
        .read_text("utf-8")
        .splitlines()
    )
    senses = dict(line.split("\t")[:2] for line in intents)
    found = delivered.graph
    nodes = set(found.subjects(RDF.type, CITO.Citation))
    written = [
        (id, each) for id, work in delivered.works.items() for each in work.get("citations", ())
    ]
    assert len(nodes) == len(written) > 0
    for id, citation in written:
        sense = CITO[senses[citation["intent"]]]
        assert (of(id), sense, of(citation["source"])) in found
        assert (of(id), DCTERMS.references, of(citation["source"])) in found
        claims = {
            form
            for claim in citation.get("claims", ())
            for form in forms(claim, delivered.records[id], "claims")
        }
        (node,) = [
            each for each in nodes if set(found.objects(each, DCTERMS.description)) == claims
        ]
        assert found.value(node, CITO.hasCitingEntity) == of(id)
        assert found.value(node, CITO.hasCitedEntity) == of(citation["source"])
        assert found.value(node, CITO.hasCitationCharacterization) == sense
        assert found.value(node, BIBO.locator) == (
            Literal(citation["at"]) if "at" in citation else None
        )
        assert found.value(node, DCTERMS.source) == (
            of(citation["through"]) if "through" in citation else None
        )


def test_originals_and_editions(small: Graph) -> None:
    assert of("disputed-book") in values(small, "translated-book", BIBO.translationOf)
    original = values(small, "web-article", BIBO.translationOf)
    assert all(isinstance(each, BNode) for each in original)
    assert values(small, "web-article", BIBO.translationOf, DCTERMS.title) == {
        *(Literal("お茶", lang="ja"), Literal("Ocha", lang="ja-Latn")),
    }
    assert values(small, "web-article", BIBO.translationOf, DCTERMS.issued) == {
        Literal("2021-08-27", datatype=XSD.date),
    }
    languages = values(small, "disputed-book", DCTERMS.hasVersion, DCTERMS.language)
    assert languages == {Literal("zh"), Literal("en")}


def test_what_a_related_work_a_grant_and_a_genre_say_is_data_and_not_words(
    tmp_path: Path,
) -> None:
    write_records(tmp_path, RELATED)
    data = graph(export(tmp_path, "turtle"), "turtle")
    for part, number in (("tea-chapter", "45"), ("tea-essay", "46")):
        book = values(data, part, DCTERMS.isPartOf)
        assert {kind for each in book for kind in data.objects(each, RDF.type)} == {BIBO.Book}
        assert values(data, part, DCTERMS.isPartOf, RELATORS.edt, FOAF.name) == {
            Literal("Jo Doe", lang="en")
        }
        assert values(data, part, DCTERMS.isPartOf, BIBO.isbn) == {Literal("978-3-16-148410-0")}
        assert values(data, part, DCTERMS.isPartOf, BIBO.number) == {Literal(number)}
        assert values(data, part, DCTERMS.isPartOf, DCTERMS.isPartOf, DCTERMS.title) == {
            Literal("Companions", lang="en")
        }
        assert not values(data, part, BIBO.isbn) | values(data, part, RELATORS.edt)
        assert not values(data, part, BIBO.number)
    assert values(data, "leaves", RELATORS.fnd, FOAF.name) == {
        Literal("Tea Board", lang="en"),
        Literal("Leaf Fund", lang="en"),
    }
    assert values(data, "leaves", DCTERMS.license) == {
        URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
    }
    assert values(data, "leaves", BIBO.presentedAt) == {of("tea-days")}
    assert values(data, "leaves", DCTERMS.alternative) == {Literal("Leaf count", lang="en")}
    scheme = values(data, "leaves", DCTERMS.type, SKOS.inScheme, SKOS.notation)
    assert scheme == {Literal("lcgft")}


def test_agents(small: Graph) -> None:
    names = {
        Literal("佐藤葉子", lang="ja"),
        Literal("さとうようこ", lang="ja-Hira"),
        Literal("Yoko Sato", lang="en"),
    }
    assert values(small, "yoko-sato", FOAF.name) == names
    assert Literal("佐藤", lang="ja") in values(small, "yoko-sato", FOAF.familyName)
    assert values(small, "vincent-van-gogh", FOAF.familyName) == {Literal("van Gogh", lang="nl")}
    same = values(small, "vincent-van-gogh", OWL.sameAs)
    assert URIRef("https://orcid.org/0000-0002-1825-0097") in same
    assert URIRef("https://isni.org/isni/000000012281955X") in same
    member = values(small, "yoko-sato", ORG.hasMembership, ORG.organization)
    assert member == {of("tea-board")}
    assert values(small, "yoko-sato", ORG.hasMembership, SDO.endDate) == {
        Literal("2006~", datatype=EDTF)
    }
    assert values(small, "tea-board", ORG.subOrganizationOf) == {of("smith-and-sons")}
    assert values(small, "smith-and-sons", RDF.type) == {FOAF.Organization}


@pytest.mark.parametrize(
    ("written", "datatype"),
    [
        *(
            ("2021-08-28", XSD.date),
            ("2021-08", XSD.gYearMonth),
            ("1941", XSD.gYear),
            ("0476", XSD.gYear),
        ),
        *(
            (each, EDTF)
            for each in (
                "1941?",
                "1941~",
                "1941%",
                "199X",
                "1995/1997",
                "1995/..",
                "../1995",
                "1995-22",
            )
        ),
        *(
            (each, EDTF)
            for each in (
                "[1995,1996]",
                "Y17000",
                "-0044",
                "-1000",
                "0000",
                "XXXX-03-03",
                "2021-XX-28",
            )
        ),
    ],
)
@pytest.mark.parametrize("format", FORMATS)
def test_a_plain_date_is_typed_plainly_and_any_other_as_edtf(
    format: str, written: str, datatype: URIRef, catalogue: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    (date,) = values(
        graph(export(catalogue, format, "tea-speech"), format), "tea-speech", DCTERMS.issued
    )
    assert (str(date), date.datatype) == (written, datatype)
    assert not date.ill_typed


ATTACKS = [
    '"""',
    "'''",
    '"@en .',
    "\\",
    "\\u0041",
    "<#x>",
    "</script>",
    "<!--",
    "]]>",
    "é𠮷\u200f",
    "{}%s",
]
ATTACKS += ["_:b1", "@prefix", "bibo:Book", "line\nbreak\ttab", "  two  spaces "]


@pytest.mark.parametrize("format", FORMATS)
def test_text_that_looks_like_markup_comes_back_as_text(format: str, catalogue: Path) -> None:
    record = {"id": "attacked", "kind": "photo", "language": "en", "title": {"en": "Attacked"}}
    record |= {"keywords": ATTACKS, "notes": ATTACKS, "volume": ATTACKS[0], "credit": ATTACKS[6]}
    record |= {
        "contributors": [{"agent": "attacker", "role": "photographer"}],
        "found": [{"in": "tea-report"}],
    }
    record["found"][0] |= {"at": ATTACKS[2], "title": {"en": ATTACKS[3]}}
    (catalogue / "records" / "photos" / "attacked.yaml").write_text(yaml.safe_dump(record), "utf-8")
    name = {"en": {"family": ATTACKS[6], "given": ATTACKS[0]}}
    agent = {"id": "attacker", "kind": "person", "name": name, "notes": ATTACKS}
    (catalogue / "records" / "people" / "attacker.yaml").write_text(yaml.safe_dump(agent), "utf-8")
    found = graph(export(catalogue, format, "attacked"), format)
    notes = {Literal(attack, lang="en") for attack in ATTACKS}
    assert values(found, "attacked", SKOS.note) == notes
    assert values(found, "attacker", SKOS.note) == notes
    assert values(found, "attacked", DCTERMS.subject, SKOS.prefLabel) == notes
    assert values(found, "attacked", BIBO.volume) == {Literal(ATTACKS[0])}
    assert values(found, "attacker", FOAF.name) == {
        Literal(f"{ATTACKS[0]} {ATTACKS[6]}", lang="en")
    }
    assert values(found, "attacked.found.1", BIBO.locator) == {Literal(ATTACKS[2])}


def test_json_ld_may_stand_in_a_web_page(catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8") + "notes: ['</script><script>alert(1)</script><!--']\n", "utf-8"
    )
    text = export(catalogue, "json-ld")
    assert in_a_web_page(text) == text
    assert "alert" in text


def test_json_has_no_character_that_a_page_or_a_script_reads_otherwise() -> None:
    text = "</script> \u2028 \u2029 \\u003c"
    written = dumps([text])
    assert not set(written) & set("<\u2028\u2029")
    assert json.loads(written) == [text]


UNSEEN = {
    "kind",
    "language",
    "type",
    "role",
    "intent",
    "status",
    "former",
    "name",
    "identifiers",
    "other_names",
}


def test_nothing_that_is_written_is_missing(delivered: Delivered) -> None:
    """Every text, number, date and id of every record; terms and names in parts have tests of their own."""
    said = "\n".join(str(each) for each in delivered.graph.objects())

    def check(record: str, value: Any) -> None:
        for field, inner in value.items():
            for each in inner if isinstance(inner, list) else [inner]:
                if field in UNSEEN:
                    continue
                if isinstance(each, dict) and field != "inferred":
                    check(record, each)
                else:
                    for text in leaves(each):
                        assert text in said, (record, field, text)

    written = [id for id in delivered.records if (of(id), RDF.type, None) in delivered.graph]
    assert written
    for id in written:
        check(id, delivered.records[id])
