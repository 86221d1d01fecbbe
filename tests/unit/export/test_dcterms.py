"""Qualified Dublin Core as others read it: by the official schema, and by a plain XML reader.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from exporter.export.registry import crosswalk
from tests.conftest import ROOT, exporter, official, program, run
from tests.support.exported import Delivered, of_both
from tests.support.facts import language_in, language_of, leaves, stated
from tests.support.markup_attacks import ATTACKS, write_attacked

NAMES = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEME = "{http://www.w3.org/2001/XMLSchema-instance}type"

Fields = list[tuple[str, str, str, str]]
"""All elements of a record, in order: name with its prefix, xml:lang, encoding scheme, text."""


delivered = of_both("dcterms")


def prefixed(tag: str) -> str:
    return next(
        f"{prefix}:{tag[len(name) + 2 :]}"
        for prefix, name in NAMES.items()
        if tag.startswith(f"{{{name}}}")
    )


def fields(record: ET.Element) -> Fields:
    return [
        (prefixed(each.tag), each.get(LANG, ""), each.get(SCHEME, ""), each.text or "")
        for each in record
    ]


def read(text: str) -> dict[str, Fields]:
    """Read a document with Python's own XML reader; a record is known by its identifier in the catalogue."""
    found = [fields(record) for record in ET.fromstring(text).iter("qualifieddc")]
    return {said(record, "dc:identifier")[0]: record for record in found}


def said(record: Fields, name: str) -> list[str]:
    return [text for element, _, _, text in record if element == name]


def forms(
    text: str | Mapping[str, str], record: Mapping[str, Any], field: str = ""
) -> list[tuple[str, str]]:
    by_tag = {language_in(record, field): text} if isinstance(text, str) else text
    return [("" if tag == "und" else tag, form) for tag, form in by_tag.items()]


def validate(files: list[Path]) -> None:
    catalog = official("catalog.xml")
    schema = official("qualifieddc.xsd")
    words = (program("xmllint", "libxml2-utils"), "--nonet", "--noout", "--schema", schema, *files)
    ran = run(*words, env={"XML_CATALOG_FILES": str(catalog)})
    assert ran.code == 0, ran.err
    assert ran.err.count(" validates") == len(files)


def test_each_record_is_valid(delivered: Delivered, tmp_path: Path) -> None:
    """Each record of a document, cut out as it stands, and each file of a split context."""
    for number, piece in enumerate(delivered.whole.read_text("utf-8").split("<qualifieddc ")[1:]):
        record = "<qualifieddc " + piece.removesuffix("</collection>\n")
        (tmp_path / f"{number}.xml").write_text(record, "utf-8")
    files = sorted(tmp_path.glob("*.xml")) + sorted(delivered.split.glob("*.xml"))
    assert len(files) == 2 * len(delivered.works)
    validate(files)


def test_each_rare_record_is_valid(tmp_path: Path) -> None:
    exporter(
        "-C",
        ROOT / "tests" / "golden" / "rare",
        "export",
        "-f",
        "dcterms",
        "--split",
        "-o",
        tmp_path,
    )
    validate(sorted(tmp_path.glob("*.xml")))


def test_the_container_holds_every_work_once_and_a_split_file_is_the_record(
    delivered: Delivered,
) -> None:
    whole = delivered.whole.read_text("utf-8")
    declaration, _, rest = whole.partition("\n")
    assert list(read(whole)) == list(delivered.works)
    files = {path.stem: path.read_text("utf-8") for path in sorted(delivered.split.iterdir())}
    assert list(files) == list(delivered.works)
    bare = "".join(each.removeprefix(declaration + "\n") for each in files.values())
    assert rest == f"<collection>\n{bare}</collection>\n"


def test_every_element_of_the_table_is_declared() -> None:
    """By the schema of the fifteen elements or by that of the terms."""
    declared = {
        f"{prefix}:{each.get('name')}"
        for prefix, schema in (("dc", "dc.xsd"), ("dcterms", "dcterms.xsd"))
        for each in ET.parse(official(schema))
        .getroot()
        .findall("{http://www.w3.org/2001/XMLSchema}element")
    }
    named = {
        word
        for row in crosswalk("dcterms")
        if row.vocabulary in {"work", "role", "scheme", "note"}
        for word in row.target.split("{label}")[0].replace(",", " ").split()
        if ":" in word
    }
    assert named - {"xml:lang"} <= declared


def test_titles_texts_and_relations_stand_in_their_refinements(delivered: Delivered) -> None:
    found = read(delivered.whole.read_text("utf-8"))
    places = {
        "short_title": "dcterms:alternative",
        "abstract": "dcterms:abstract",
        "location": "dcterms:spatial",
        "notes": "dc:description",
        "caption": "dc:description",
        "keywords": "dc:subject",
        "rights": "dc:rights",
        "genre": "dc:type",
    }
    assert delivered.works
    for id, work in delivered.works.items():
        record = {(element, tag, text) for element, tag, _, text in found[id]}
        title = work.get("title") or work["devised_title"]
        expected = {("dc:title", *form) for form in forms(title, work)}
        for field, element in places.items():
            texts = work.get(field, [])
            for text in texts if isinstance(texts, list) else [texts]:
                expected |= {(element, *form) for form in forms(text, work, field)}
        assert expected <= record
        others = {"illustrations": "dcterms:hasPart", "citations": "dcterms:references"}
        for field, element in others.items():
            ids = {
                each if isinstance(each, str) else each["source"] for each in work.get(field, ())
            }
            named = said(found[id], element)
            for each in map(delivered.records.__getitem__, ids):
                known = {
                    form for _, form in forms(each.get("title") or each["devised_title"], each)
                }
                assert known & set(named), (id, each["id"])
        for field, element in (
            ("translation_of", "isVersionOf"),
            ("language_editions", "hasVersion"),
        ):
            assert said(found[id], f"dcterms:{element}") or field not in work


def test_a_code_has_a_scheme_and_a_text_a_language(delivered: Delivered) -> None:
    found = read(delivered.whole.read_text("utf-8"))
    assert found.keys() == delivered.works.keys()
    for id, record in found.items():
        assert record
        for element, tag, scheme, text in record:
            assert not (tag and scheme)
            assert tag != "und"
            assert (scheme == "dcterms:URI") == text.startswith(("http", "urn:")), (id, text)
            plain = element in {"dc:identifier", "dc:language", "dcterms:issued", "dcterms:created"}
            unknown = language_of(delivered.records[id]) == "und"
            unknown |= text == delivered.records[id].get("credit")
            assert tag or scheme or plain or unknown, (id, element, text)
        assert said(record, "dc:language") == stated(delivered.records[id])


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed() -> None:
    found = read((ROOT / "tests" / "golden" / "dcterms" / "catalogue.xml").read_text("utf-8"))
    remark = "The sources disagree on the publisher: 日本茶社; 茶新書."
    assert said(found["disputed-book"], "dc:publisher") == ["日本茶社", "茶新書"]
    assert remark in said(found["disputed-book"], "dc:description")
    assert said(found["translated-book"], "dc:publisher") == [
        "Smith and Sons, Ltd. & Co.",
        "Tea Board",
    ]
    assert not any("disagree" in text for text in said(found["translated-book"], "dc:description"))


@pytest.mark.parametrize(
    ("written", "date", "scheme"),
    [
        *((each, each, "W3CDTF") for each in ("2021-08-28", "2021-08", "1941", "0476")),
        *(
            (each, each, "")
            for each in ("1941?", "1941~", "1941%", "199X", "1995-22", "2021-XX-28", "XXXX-03-03")
        ),
        *(
            (each, each, "")
            for each in (
                "[1995,1996]",
                "Y17000",
                "-0044",
                "0000",
                "2004-06-~01/2004-06-20",
                "1995/",
            )
        ),
        ("1995/1997", "start=1995; end=1997; scheme=W3C-DTF;", "Period"),
        ("2004-06-01/2006", "start=2004-06-01; end=2006; scheme=W3C-DTF;", "Period"),
        ("1995/..", "start=1995; scheme=W3C-DTF;", "Period"),
        ("../1995", "end=1995; scheme=W3C-DTF;", "Period"),
    ],
)
def test_a_date_stands_in_the_scheme_that_can_say_it(
    written: str, date: str, scheme: str, catalogue: Path, tmp_path: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    out = tmp_path / "speech.xml"
    assert exporter("-C", catalogue, "export", "-f", "dcterms", "tea-speech", "-o", out).code == 0
    dates = [each for each in fields(ET.parse(out).getroot()) if each[0] == "dcterms:issued"]
    assert dates == [("dcterms:issued", "", f"dcterms:{scheme}" if scheme else "", date)]
    validate([out])


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_looks_like_markup_comes_back_as_text(attack: str, catalogue: Path) -> None:
    write_attacked(catalogue, attack, series=attack + ".", container_title=attack + ".")
    ran = exporter("-C", catalogue, "export", "-f", "dcterms", "attacked")
    assert ran.code == 0, ran.err
    found = read(ran.out)["attacked"]
    assert said(found, "dc:title") == [attack, attack + "!"]
    assert said(found, "dc:creator") == [f"{attack}, {attack}"]
    assert said(found, "dcterms:isPartOf") == [attack + "."]
    for element in ("dcterms:abstract", "dcterms:spatial"):
        assert said(found, element) == [attack + "."]
    assert sorted(said(found, "dc:rights")) == sorted([attack + ".", attack])
    assert said(found, "dc:description") == [attack + "?"]


def test_no_text_of_a_section_or_a_container_is_missing(delivered: Delivered) -> None:
    found = read(delivered.whole.read_text("utf-8"))
    assert delivered.works
    for id, work in delivered.works.items():
        for field in (
            "sections",
            "container_title",
            "volume",
            "issue",
            "pages",
            "series",
            "series_number",
            "edition",
        ):
            texts = "\n".join(text for _, _, _, text in found[id])
            assert all(text in texts for text in leaves(work.get(field, []))), (id, field)
