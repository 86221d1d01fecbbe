"""Authority records in MARC 21: persons, bodies, families, events, places and concepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.importers.entry import Broken, Entry
from exporter.importers.registry import ImportContext, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT, exporter

CONTEXT = ImportContext(read_schemas(ROOT))
LIBRARY = ROOT / "tests" / "golden" / "library"
SHARE = 94
"""The least share, in per cent, of the values of authority records that come back from our export."""


def field(tag: str, indicators: str, *subfields: str) -> str:
    inner = "".join(f'<subfield code="{each[0]}">{each[1:]}</subfield>' for each in subfields)
    first, second = indicators
    return f'<datafield tag="{tag}" ind1="{first}" ind2="{second}">{inner}</datafield>\n'


def read(*fields: str, leader: str = "00000nz  a2200000n  4500") -> list[Entry | Broken]:
    record = (
        f"<record><leader>{leader}</leader><controlfield tag='001'>k1</controlfield>"
        f"{''.join(fields)}</record>"
    )
    content = f'<collection xmlns="http://www.loc.gov/MARC21/slim">{record}</collection>'
    return list(importer("marcxml").read(content.encode(), CONTEXT))


def one(*fields: str) -> dict[str, Any]:
    [entry] = read(*fields)
    assert isinstance(entry, Entry)
    return entry.data


def test_a_person() -> None:
    data = one(
        field("010", "  ", "an  79022935 "),
        field("024", "7 ", "ahttp://viaf.org/viaf/96987389", "2uri"),
        field("046", "  ", "f18671009", "g1916-12-09", "2edtf"),
        field("100", "1 ", "aNatsume, Sōseki,", "d1867-1916"),
        field("370", "  ", "aTokyo (Japan)", "cJapan", "eLondon (England)", "s1900", "t1902"),
        field("374", "  ", "aNovelists", "2lcsh"),
        field("375", "  ", "aMales"),
        field("377", "  ", "ajpn"),
        field("400", "1 ", "wr", "iBirth name:", "aNatsume, Kinnosuke,", "d1867-1916"),
        field("400", "1 ", "a夏目, 漱石,", "d1867-1916"),
        field("510", "2 ", "wr", "iEmployer:", "aAsahi"),
        field("670", "  ", "aKokoro, 1914:", "bt.p. (Natsume Sōseki)"),
        field("678", "0 ", "aJapanese novelist."),
    )
    forms = dict(data.pop("name"))
    assert forms == {
        "en": {"family": "Natsume", "given": "Sōseki"},
        "ja": {"family": "夏目", "given": "漱石"},
    }
    [other] = data.pop("other_names")
    assert (other.type, other.form.display) == ("birth", "Natsume, Kinnosuke")
    [relation] = data.pop("related")
    assert (relation["as"], relation["agent"].keys) == ("employer", ("Asahi",))
    assert data == {
        "kind": "person",
        "languages": ["ja"],
        "identifiers": {"lcnaf": "n79022935", "viaf": "96987389"},
        "born": {"date": "1867-10-09", "place": "Tokyo (Japan)"},
        "died": {"date": "1916-12-09"},
        "country": "Japan",
        "places": [
            {"place": "London (England)", "as": "residence", "since": "1900", "until": "1902"}
        ],
        "occupations": "Novelists",
        "gender": "Males",
        "notes": {
            "source": ["Kokoro, 1914: t.p. (Natsume Sōseki)"],
            "biography": ["Japanese novelist."],
        },
    }


def test_a_person_of_the_gnd_has_facts_in_headings() -> None:
    data = one(
        field("035", "  ", "a(DE-588)118609807"),
        field("100", "1 ", "aSchnitzler, Arthur", "d1862-1931"),
        field("548", "  ", "a15.05.1862-21.10.1931", "4datx"),
        field("550", "  ", "aSchriftsteller", "4berc"),
        field("551", "  ", "aWien", "4ortg"),
    )
    assert data["identifiers"] == {"gnd": "118609807"}
    assert data["born"] == {"date": "1862-05-15", "place": "Wien"}
    assert data["died"] == {"date": "1931-10-21"}
    assert data["occupations"] == "Schriftsteller"


@pytest.mark.parametrize(
    ("tag", "kind", "type"),
    [
        ("110", "organization", None),
        ("111", "event", None),
        ("148", "concept", "period"),
        ("150", "concept", "topic"),
        ("151", "place", None),
        ("155", "concept", "genre"),
    ],
)
def test_the_heading_says_the_kind(tag: str, kind: str, type: str | None) -> None:
    data = one(field(tag, "2 ", "aTea"))
    assert (data["kind"], data.get("type"), data["name"][0][1]) == (kind, type, "Tea")


def test_a_family() -> None:
    data = one(field("100", "3 ", "aMedici (Family)"), field("376", "  ", "aHouse", "bCosimo"))
    assert (data["kind"], data["type"]) == ("family", "House")
    assert data["progenitor"] == {"name": "Cosimo", "kind": "person"}


def test_a_place_and_a_concept() -> None:
    place = one(
        field("034", "  ", "dE0162200", "eE0162200", "fN0481200", "gN0481200"),
        field("151", "  ", "aVienna"),
    )
    assert place["coordinates"] == {"latitude": 48.2, "longitude": 16.366667}
    concept = one(
        field("010", "  ", "ash 85132777"),
        field("150", "  ", "aTea", "xHistory"),
        field("450", "  ", "aTea trade"),
        field("550", "  ", "wg", "aBeverages"),
        field("677", "  ", "aLeaves in water."),
    )
    assert concept["name"] == [("", "Tea--History")]
    assert concept["identifiers"] == {"lcsh": "sh85132777"}
    assert concept["definition"] == "Leaves in water."
    assert concept["broader"][0].keys == ("Beverages",)


@pytest.mark.parametrize("heading", [("130", " 0", "aBeowulf"), ("100", "1 ", "aA, B", "tPoems")])
def test_a_title_is_told_and_not_read(heading: tuple[str, ...]) -> None:
    [broken] = read(field(*heading))
    assert isinstance(broken, Broken)
    assert "for a title or a subdivision" in broken.message


def test_every_subfield_is_carried_or_reported() -> None:
    """No value may vanish; each tag has one of its own."""
    tags = [f"{number:03}" for number in range(10, 1000) if number not in range(100, 200)]
    fields = [field(tag, "  ", f"avalue{tag}") for tag in tags if tag != "880"]
    [entry] = read(field("100", "1 ", "aSmith, Jane"), *fields)
    assert isinstance(entry, Entry)
    said = repr(entry.data) + repr(entry.leftovers) + repr(entry.aliases)
    found = set(re.findall(r"value([0-9]{3})", said))
    coded = {"024", "035", "046", "377"}  # no identifier, date or language
    assert {tag for tag in tags if tag not in {*found, *coded, "880"}} == set()


def test_a_link_that_is_none_and_its_label_are_reported() -> None:
    links = (
        field("856", "42", "uhttps://example.org", "yHomepage"),
        field("856", "42", "uon request"),
    )
    [entry] = read(field("100", "1 ", "aSmith, Jane"), *links)
    assert isinstance(entry, Entry)
    assert entry.data["url"] == "https://example.org"
    assert {each.value for each in entry.leftovers} >= {"Homepage", "on request"}


def leaves(value: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the first field and the text, without marks, of every value of a record."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*names, name))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, names)
    else:
        yield names[0], re.sub(r"\W", "", str(value)).lower()


def agents(root: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted(root.glob("records/*/*.yaml")):
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        if "name" in data:
            found.append(data)
    return found


@pytest.mark.parametrize("name", ["marc", "marcxml"])
def test_our_own_authority_records_come_back(name: str, tmp_path: Path) -> None:
    out = tmp_path / "authorities"
    words = ("export", "-f", name, "--authorities", "only", "-o", out)
    assert exporter("-C", LIBRARY, *words).code == 0
    ran = exporter("import", "-o", tmp_path / "new", out)
    assert ran.code == 0, ran.err
    assert exporter("-C", tmp_path / "new", "validate").code == 0
    came_back = {id: each for each in agents(tmp_path / "new") for id in _ids(each)}
    expected = agents(LIBRARY)
    id_of = {each["id"]: id for id, each in came_back.items()}
    all_values = back = 0
    for record in expected:
        found = set(leaves(came_back[record["id"]]))
        found |= {(field, id_of.get(text, "")) for field, text in found}
        for field_name, text in leaves(record):
            if field_name not in {"id", "kind"}:
                all_values += 1
                back += (field_name, text) in found
    print(f"authorities, {name}: {100 * back / all_values:.1f} % of {all_values} values come back")  # noqa: T201 - the figures are to be seen
    assert 100 * back / all_values >= SHARE
    again = exporter("import", "-o", tmp_path / "new", out)
    assert again.out == ""


def _ids(data: dict[str, Any]) -> list[str]:
    return [data["id"], *data.get("former_ids", [])]
