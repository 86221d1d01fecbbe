"""TEI of other projects: works from lists and headers, and persons, bodies, places and events."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from exporter.importers.entry import Broken, Entry
from exporter.importers.registry import ImportContext, format_of, importer
from exporter.importers.text import clean
from exporter.records.loader import read_schemas
from tests.conftest import ROOT, exporter, shared

CONTEXT = ImportContext(read_schemas(ROOT))
REGISTER = Path(__file__).with_name("samples") / "register.xml"
NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def read(content: str | bytes) -> list[Entry | Broken]:
    data = content.encode() if isinstance(content, str) else content
    assert format_of(data) == "tei-other"
    return list(importer("tei-other").read(data, CONTEXT))


def work(content: str) -> dict[str, Any]:
    """Return the fields of the work that a document describes."""
    [entry] = read(f"<TEI {NAMESPACE}><text><listBibl>{content}</listBibl></text></TEI>")
    assert isinstance(entry, Entry)
    return entry.data


def names(data: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(each["role"], each["agent"].forms[0][1]) for each in data["contributors"]]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with what a register of an edition says."""
    root = tmp_path_factory.mktemp("register")
    ran = exporter("import", "-o", root, REGISTER)
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[-4:] == [
        "8 entries seen: 8 new",
        "55 values seen: 54 carried, 1 kept with a remark, 0 not carried",
        "new records of agents: 1 person",
        "9 records written",
    ]
    return root


def record(root: Path, name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load((root / "records" / name).read_text("utf-8"), yaml.BaseLoader)
    return data


def test_a_person(register: Path) -> None:
    assert record(register, "people/arthur-schnitzler.yaml") == {
        "id": "arthur-schnitzler",
        "kind": "person",
        "name": {"en": {"family": "Schnitzler", "given": "Arthur"}},
        "other_names": [{"name": "Anatol", "type": "pseudonym"}],
        "born": {"date": "1862-05-15", "place": "Wien"},
        "died": {"date": "1931-10-21", "place": "Wien"},
        "gender": "männlich",
        "occupations": ["Schriftsteller", "Arzt"],
        "events": [{"date": "1899", "text": "Bauernfeld-Preis"}],
        "identifiers": {"gnd": "118609807"},
        "url": "https://pmb.example.org/entity/2121/",
        "country": "Österreich",
        "places": [{"place": "Baden", "as": "residence", "since": "1890", "until": "1893"}],
        "related": [{"agent": "ephrem", "as": "associated"}],
        "notes": {
            "general": ["Role: author", "Affiliation: Burgtheater", "Bio: Dramatiker."],
            "source": ["NDB 23 https://www.deutsche-biographie.de/pnd118609807.html"],
        },
        "former_ids": ["pmb2121"],
    }


def test_names_in_several_languages_and_a_date_between_two_years(register: Path) -> None:
    data = record(register, "people/ephrem.yaml")
    assert data["name"] == {"en": "Ephrem", "syr": "ܐܦܪܝܡ"}
    assert data["other_names"] == [{"name": {"en": "Ephrem the Syrian"}}]
    assert data["active"] == "[0350..0373]"


def test_bodies_places_and_events(register: Path) -> None:
    body = record(register, "organizations/burgtheater.yaml")
    assert body["other_names"] == [{"name": "BT", "type": "acronym"}]
    assert body["place"] == "Wien"
    place = record(register, "places/wien.yaml")
    assert place["part_of"] == "osterreich"
    assert place["coordinates"] == {"latitude": "48.2", "longitude": "16.37"}
    assert place["identifiers"] == {"geonames": "2761369"}
    assert record(register, "events/marzrevolution.yaml")["date"] == "1848-03-13"


def test_the_records_are_valid_and_a_second_run_adds_nothing(register: Path) -> None:
    checked = exporter("-C", register, "validate")
    assert checked.code == 0, checked.out
    again = exporter("import", "-o", register, REGISTER)
    assert (again.code, again.out) == (0, "")
    assert "8 entries seen: 8 already in the catalogue" in again.err


def test_facts_that_a_kind_has_no_field_for_are_notes() -> None:
    """A person with a country of its own, a place with a birth: no value vanishes."""
    entries = read(
        f"<TEI {NAMESPACE}><standOff><listPerson><person><persName>A</persName>"
        "<country>France</country></person></listPerson><listPlace><place><placeName>P</placeName>"
        '<birth when="1900"/><langKnown tag="fr"/><occupation>y</occupation></place></listPlace>'
        "</standOff></TEI>"
    )
    notes = [each.data["notes"]["general"] for each in entries if isinstance(each, Entry)]
    assert notes == [
        ["Place: France"],
        ["Born: 1900", "Languages: fr", "Occupation: y"],
    ]


def test_a_work_in_a_journal() -> None:
    data = work(
        '<biblStruct type="journalArticle" xml:id="p1"><analytic><title level="a">On <hi '
        'rend="italic">Wool</hi></title><author><forename>Ann</forename><surname>Smith</surname>'
        '<idno type="ORCID">0000-0002-1825-0097</idno></author></analytic><monogr><title '
        'level="j">Fibres</title><editor role="translator"><persName>Li Wei</persName></editor>'
        '<imprint><biblScope unit="volume">3</biblScope><biblScope unit="page" from="1" to="9"/>'
        '<date when="2001-05">May 2001</date></imprint><idno type="DOI">10.1000/182</idno>'
        "</monogr></biblStruct>"
    )
    assert (data["kind"], data["type"]) == ("article", "article-journal")
    assert data["title"] == "On <i>Wool</i>"
    assert data["part_of"]["title"] == "Fibres"
    assert names(data["part_of"]) == [("translator", "Li Wei")]
    assert (data["volume"], data["pages"], data["issued"]) == ("3", "1-9", "2001-05")
    assert data["identifiers"] == {"doi": "10.1000/182"}
    assert data["contributors"][0]["agent"].identifiers == {"orcid": "0000-0002-1825-0097"}


def test_a_citation_in_words_and_elements() -> None:
    data = work(
        "<bibl><author>Allinson, E.P.</author> and <author>B. Penrose</author>. "
        '<title level="m">Philadelphia</title>, revised by a friend (<date>1887</date>), '
        '<biblScope unit="pp">p. 138</biblScope>.</bibl>'
    )
    allinson = {"family": "Allinson", "given": "E.P."}
    assert names(data) == [("author", allinson), ("author", "B. Penrose")]
    assert (data["title"], data["issued"], data["pages"]) == ("Philadelphia", "1887", "138")
    assert data["notes"] == {"general": ["revised by a friend"]}


def test_a_list_of_works_as_databases_write_it() -> None:
    """The name of the author stands in one text, the year as a day, and an address as a pointer."""
    data = work(
        '<bibl corresp="https://example.org/1"><title>Tee</title><author>Roe, Ann</author>'
        '<date when-iso="1901-01-01">1901</date></bibl>'
    )
    assert names(data) == [("author", {"family": "Roe", "given": "Ann"})]
    assert (data["issued"], data["url"]) == ("1901", "https://example.org/1")
    assert "identifiers" not in data
    data = work(
        "<bibl><title>Tee</title><author>Roe, Ann and Poe, Jo</author>"
        '<date when="1901-01-01">1. Januar 1901</date></bibl>'
    )
    assert names(data) == [("author", "Roe, Ann and Poe, Jo")]
    assert data["issued"] == "1901-01-01"


@pytest.mark.parametrize("written", ["48,2083 16,3731", "48.2083 16.3731", "48.2083, 16.3731"])
def test_coordinates_with_points_and_with_commas(written: str) -> None:
    [place] = read(
        f"<TEI {NAMESPACE}><text><listPlace><place><placeName>Wien</placeName><location><geo>{written}"
        "</geo></location></place></listPlace></text></TEI>"
    )
    assert isinstance(place, Entry)
    assert place.data["coordinates"] == {"latitude": 48.2083, "longitude": 16.3731}


def test_a_citation_without_elements_is_a_devised_title() -> None:
    assert work("<bibl>阿城，《棋王》。</bibl>")["devised_title"] == "阿城，《棋王》。"


def test_text_of_an_edition_is_no_record() -> None:
    body = "<p>He read <bibl><title>Faust</title></bibl>; <persName>Ann</persName> did not.</p>"
    assert read(f"<TEI {NAMESPACE}><text><body>{body}</body></text></TEI>") == []


def test_what_is_not_imported_is_told() -> None:
    inside = (
        '<msDesc xml:id="m"/><listPerson><person xml:id="a"><persName>Ann</persName></person>'
        '</listPerson>\n<relation name="spouse" mutual="#a #b"/>\n<relation name="x" active="#a"/>'
    )
    found = read(f"<TEI {NAMESPACE}><standOff>{inside}</standOff></TEI>")
    told = [(each.line, each.message) for each in found if isinstance(each, Broken)]
    assert told == [
        (1, "msDesc: a description of a manuscript is not imported"),
        (2, "relation spouse (a b): it names others than the persons and bodies of the document"),
        (3, "relation x (a): this relation is not known"),
    ]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.casefold()))


def test_every_word_of_real_files_is_carried_or_reported() -> None:
    """Take real files: no word of a bibliography may be in neither the record nor the report."""
    files = sorted(shared("corpora/tei").glob("*.xml"))
    missing = {}
    for path in files:
        found = set()
        for entry in importer("tei-other").read(path.read_bytes(), CONTEXT):
            if isinstance(entry, Entry):
                found |= words(repr(entry.data))
                for each in entry.leftovers:
                    found |= words(f"{each.field} {each.value}")
        root = etree.parse(path).getroot()
        for node in root.iter("{*}date"):
            node.text = None  # a date is carried as EDTF
        for node in root.iter("{*}biblStruct"):
            lost = words(clean(" ".join(map(str, node.itertext())))) - found
            if lost:
                missing[path.name, node.sourceline] = lost
    assert len(files) > 20
    assert missing == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"<TEI {NAMESPACE}><text><listBibl><bibl><title>A", "this is not well-formed XML"),
        (
            f'<!DOCTYPE TEI [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><TEI {NAMESPACE}>&b;</TEI>',
            "the document declares entities",
        ),
        (f"<TEI {NAMESPACE}>" + "<list>" * 5000, "this is not well-formed XML"),
    ],
)
def test_a_damaged_document_is_told(content: str, message: str) -> None:
    broken = [each for each in read(content) if isinstance(each, Broken)]
    assert any(message in each.message for each in broken)
    assert all(each.line >= 1 for each in broken)


def test_deep_nesting_ends() -> None:
    deep = "<note>" * 200 + "x" + "</note>" * 200
    data = work(f"<bibl><title>A</title>{deep}</bibl>")
    assert data["title"] == "A"
    assert "x" in repr(data["notes"])


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ('<date when="1896-07-01">1896</date>', "1896"),
        ('<date when="1914-11-01">November 1914</date>', "1914-11"),
        ('<date when="1906-05-27">27. Mai</date>', "1906-05-27"),
        ('<date from="1909-01-01">1909</date>', "1909"),
        ('<date from="1893-07-29">29.07.1893</date>', "1893-07-29"),
        ('<date from="1909-03-15">1909</date>', "1909-03-15/.."),
        ('<date from="1909">seit 1909</date>', "1909/.."),
        ('<date from="1909" to="1911">1909</date>', "1909/1911"),
        ('<date notBefore="1909">1909</date>', "1909/.."),
    ],
)
def test_a_date_is_no_more_exact_than_its_text(date: str, expected: str) -> None:
    """Databases write a year as its first day, and one day as a beginning without an end."""
    assert work(f"<bibl><title>T</title>{date}</bibl>")["issued"] == expected
