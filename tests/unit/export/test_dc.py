"""OAI Dublin Core as others read it: by the official schema, by a stylesheet like VuFind's, and by a plain XML reader.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exporter.export.registry import crosswalk
from exporter.model.agent import Name
from tests.conftest import ROOT, exporter, official, program, run
from tests.support.coverage import exported, parsed
from tests.support.exported import Delivered, of_both
from tests.support.facts import language_of, leaves, stated
from tests.support.markup_attacks import ATTACKS, write_attacked
from tests.support.names import BIDEN, ENDO, GOGH, HUMBOLDT, KING, SMITH_AND_SONS

DC = "{http://purl.org/dc/elements/1.1/}"
RECORD = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
W3CDTF = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
FIFTEEN = {
    *(
        "title",
        "creator",
        "subject",
        "description",
        "publisher",
        "contributor",
        "date",
        "type",
        "format",
    ),
    *("identifier", "source", "language", "relation", "coverage", "rights"),
}

Fields = list[tuple[str, str, str]]
"""All elements of a record, in order: local name, xml:lang, text."""


delivered = of_both("dc")


def fields(record: ET.Element) -> Fields:
    return [(each.tag.removeprefix(DC), each.get(LANG, ""), each.text or "") for each in record]


def read(path: Path) -> dict[str, Fields]:
    """Read a document with Python's own XML reader; a record is known by its identifier in the catalogue."""
    found = [fields(record) for record in ET.parse(path).getroot().iter(RECORD)]
    return {said(record, "identifier")[0]: record for record in found}


def said(record: Fields, name: str) -> list[str]:
    return [text for element, _, text in record if element == name]


def tagged(record: Fields, name: str) -> list[tuple[str, str]]:
    return [(tag, text) for element, tag, text in record if element == name]


def forms(text: str | Mapping[str, str], record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a text as its record writes it: each form with its tag; none for a language that is not known."""
    by_tag = {language_of(record): text} if isinstance(text, str) else text
    return [("" if tag == "und" else tag, form) for tag, form in by_tag.items()]


def validate(files: list[Path], schema: Path) -> None:
    catalog = official("catalog.xml")
    words = (program("xmllint", "libxml2-utils"), "--nonet", "--noout", "--schema", schema, *files)
    ran = run(*words, env={"XML_CATALOG_FILES": str(catalog)})
    assert ran.code == 0, ran.err
    assert ran.err.count(" validates") == len(files)


def test_each_record_is_valid(delivered: Delivered, tmp_path: Path) -> None:
    """Each record of a document, cut out as it stands, and each file of a split context."""
    for number, record in enumerate(etree.parse(delivered.whole).iter(RECORD)):
        (tmp_path / f"{number}.xml").write_bytes(etree.tostring(record, with_tail=False))
    files = sorted(tmp_path.glob("*.xml")) + sorted(delivered.split.glob("*.xml"))
    assert len(files) == 2 * len(delivered.works)
    validate(files, official("oai_dc.xsd"))


def test_each_rare_record_is_valid(tmp_path: Path) -> None:
    exporter(
        "-C", ROOT / "tests" / "golden" / "rare", "export", "-f", "dc", "--split", "-o", tmp_path
    )
    validate(sorted(tmp_path.glob("*.xml")), official("oai_dc.xsd"))


def test_the_container_holds_every_work_once(delivered: Delivered) -> None:
    root = ET.parse(delivered.whole).getroot()
    assert root.tag == "collection"
    assert [each.tag for each in root] == [RECORD] * len(delivered.works)
    assert list(read(delivered.whole)) == list(delivered.works)


def test_a_split_file_is_the_record_itself(delivered: Delivered) -> None:
    text = delivered.whole.read_text("utf-8")
    declaration, _, rest = text.partition("\n")
    files = {path.stem: path.read_text("utf-8") for path in sorted(delivered.split.iterdir())}
    assert list(files) == list(delivered.works)
    bare = "".join(each.removeprefix(declaration + "\n") for each in files.values())
    assert rest == f"<collection>\n{bare}</collection>\n"


def test_one_work_is_the_root_and_none_is_an_empty_collection(catalogue: Path) -> None:
    one = exporter("-C", catalogue, "export", "-f", "dc", "tea-speech").out
    assert ET.fromstring(one).tag == RECORD
    for folder in ("articles", "books", "organizations", "photos", "sources"):
        for path in (catalogue / "records" / folder).iterdir():
            path.unlink()
    for path in (catalogue / "records" / "people").iterdir():
        if path.stem != "anne-onymous":
            path.unlink()
    none = ET.fromstring(exporter("-C", catalogue, "export", "-f", "dc").out)
    assert (none.tag, len(none)) == ("collection", 0)


STYLESHEET = """
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" exclude-result-prefixes="oai_dc"
    xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/">
  <xsl:template match="/">
    <add>
      <xsl:if test="collection"><xsl:apply-templates select="collection/oai_dc:dc"/></xsl:if>
      <xsl:if test="oai_dc:dc"><xsl:apply-templates/></xsl:if>
    </add>
  </xsl:template>
  <xsl:template match="oai_dc:dc">
    <doc>
      <xsl:for-each select="*">
        <field name="{local-name()}" lang="{@xml:lang}"><xsl:value-of select="."/></field>
      </xsl:for-each>
    </doc>
  </xsl:template>
</xsl:stylesheet>
"""
"""Finds records where VuFind's import rules find them: as the root, or in a `collection` without a namespace."""


def test_a_stylesheet_finds_every_record_and_field(delivered: Delivered) -> None:
    transform = etree.XSLT(etree.fromstring(STYLESHEET))

    def documents(path: Path) -> list[Fields]:
        found = transform(etree.parse(path)).getroot()
        return [
            [(each.get("name"), each.get("lang"), each.text or "") for each in document]
            for document in found
        ]

    expected = list(read(delivered.whole).values())
    assert documents(delivered.whole) == expected
    assert [
        document for path in sorted(delivered.split.iterdir()) for document in documents(path)
    ] == expected


def test_a_record_fits_into_an_oai_pmh_response(delivered: Delivered, tmp_path: Path) -> None:
    """The response, its dates and identifiers are those of a repository that serves the files; the metadata is ours."""
    response = "{http://www.openarchives.org/OAI/2.0/}"
    root = etree.Element(response + "OAI-PMH", nsmap={None: response[1:-1]})
    etree.SubElement(root, response + "responseDate").text = "2021-09-01T00:00:00Z"
    etree.SubElement(root, response + "request", verb="ListRecords").text = "http://127.0.0.1/oai"
    listed = etree.SubElement(root, response + "ListRecords")
    for path in sorted(delivered.split.iterdir()):
        record = etree.SubElement(listed, response + "record")
        header = etree.SubElement(record, response + "header")
        etree.SubElement(header, response + "identifier").text = f"oai:127.0.0.1:{path.stem}"
        etree.SubElement(header, response + "datestamp").text = "2021-09-01"
        etree.SubElement(record, response + "metadata").append(etree.parse(path).getroot())
    (tmp_path / "response.xml").write_bytes(etree.tostring(root))
    imports = {response[1:-1]: "OAI-PMH.xsd", RECORD[1:].partition("}")[0]: "oai_dc.xsd"}
    schema = etree.Element("{http://www.w3.org/2001/XMLSchema}schema")
    for namespace, name in imports.items():
        etree.SubElement(
            schema,
            "{http://www.w3.org/2001/XMLSchema}import",
            namespace=namespace,
            schemaLocation=official(name).as_uri(),
        )
    (tmp_path / "both.xsd").write_bytes(etree.tostring(schema))
    validate([tmp_path / "response.xml"], tmp_path / "both.xsd")


def test_only_the_fifteen_elements_with_text_and_a_language(delivered: Delivered) -> None:
    records = list(ET.parse(delivered.whole).getroot().iter(RECORD))
    assert len(records) == len(delivered.works)
    for record in records:
        assert len(record)
        for each in record:
            assert each.tag.startswith(DC)
            assert each.tag.removeprefix(DC) in FIFTEEN
            assert (len(each), set(each.attrib) - {LANG}, bool((each.text or "").strip())) == (
                0,
                set(),
                True,
            )


def test_the_titles_are_those_of_the_record_the_proper_one_first(delivered: Delivered) -> None:
    found = read(delivered.whole)
    assert delivered.works
    for id, work in delivered.works.items():
        title = forms(work.get("title") or work["devised_title"], work)
        titles = tagged(found[id], "title")
        assert sorted(titles[: len(title)]) == sorted(title)
        assert titles[0] == next((each for each in title if each[0] == language_of(work)), title[0])
        assert titles[len(title) :] == (
            forms(work["short_title"], work) if "short_title" in work else []
        )
        assert ("Title devised by cataloguer." in said(found[id], "description")) == (
            "title" not in work
        )


def headings(agent: Mapping[str, Any]) -> set[str]:
    """Return each form of a name as a catalogue files it."""
    made = set()
    for _, form in forms(agent["name"], agent):
        if isinstance(form, str):
            made.add(form)
        else:
            given = [
                form.get(part) for part in ("given", "dropping_particle", "non_dropping_particle")
            ]
            parts = [form["family"], " ".join(filter(None, given)), form.get("suffix")]
            made.add(", ".join(filter(None, parts)))
    return made


ELEMENT_OF_ROLE = {
    "author": "creator",
    "photographer": "creator",
    "speaker": "creator",
    "broadcaster": "publisher",
    "depicted": "subject",
}


def test_each_agent_stands_once_under_its_role(delivered: Delivered) -> None:
    found, records = read(delivered.whole), delivered.records
    assert delivered.works
    for id, work in delivered.works.items():
        expected: dict[str, list[set[str]]] = {}
        for each in work.get("contributors", ()):
            element = ELEMENT_OF_ROLE.get(each["role"], "contributor")
            expected.setdefault(element, []).append(headings(records[each["agent"]]))
        for element in ("creator", "contributor"):
            names = said(found[id], element)
            assert len(names) == len(expected.get(element, ()))
            assert all(
                name in known for name, known in zip(names, expected.get(element, ()), strict=True)
            )
        subjects = said(found[id], "subject")
        about = [headings(records[agent]) for agent in work.get("about", ())] + expected.get(
            "subject", []
        )
        keywords = [form for text in work.get("keywords", ()) for _, form in forms(text, work)]
        assert len(subjects) == len(about) + len(keywords)
        assert set(keywords) <= set(subjects)
        assert all(known & set(subjects) for known in about)


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    found, records = read(delivered.whole), delivered.records
    disputes = 0
    for id, work in delivered.works.items():
        together = work.get("publisher", [])
        together = [together] if isinstance(together, str) else together
        names = said(found[id], "publisher")
        note = [
            text
            for text in said(found[id], "description")
            if text.startswith("The sources disagree on")
        ]
        broadcasters = [
            each["agent"] for each in work.get("contributors", ()) if each["role"] == "broadcaster"
        ]
        if together or broadcasters:
            known = [headings(records[agent]) for agent in (*together, *broadcasters)]
            assert all(name in each for name, each in zip(names, known, strict=True))
            assert not note
        else:
            printed = [
                form
                for each in work.get("found", ())
                for _, form in forms(each.get("publisher", {}), work)
            ]
            assert names == list(dict.fromkeys(printed))
            assert note == (
                [f"The sources disagree on the publisher: {'; '.join(names)}."]
                if len(names) > 1
                else []
            )
            disputes += len(names) > 1
    assert disputes == 1


def test_there_is_at_most_one_date_and_words_for_what_programs_cannot_read(
    delivered: Delivered,
) -> None:
    found = read(delivered.whole)
    assert delivered.works
    for id, work in delivered.works.items():
        written = work.get("issued", work.get("created", ""))
        dates, remarks = said(found[id], "date"), " ".join(said(found[id], "description"))
        assert len(dates) <= 1
        if W3CDTF.fullmatch(written):
            assert dates == [written]
        elif written:
            assert dates == [written]
            assert "Date of " in remarks
        else:
            assert dates == []


def test_doubtful_dates() -> None:
    found = read(ROOT / "tests" / "golden" / "dc" / "catalogue.xml")
    dates = {id: said(record, "date") for id, record in found.items()}
    assert dates == {
        "disputed-book": [],
        "forthcoming-book": ["XXXX-03-03"],
        "tea-broadcast": ["1995/.."],
        "tea-photo": ["2021-08?"],
        "tea-report": ["2001/2006"],
        "tea-speech": ["199X"],
        "translated-book": ["1906~"],
        "web-article": ["2021-08-28"],
    }


@pytest.mark.parametrize(
    ("written", "words"),
    [
        *(
            ("2021-08-28", ""),
            ("1941", ""),
            ("0476", ""),
            ("1941?", "1941?"),
            ("1941~", "approximately 1941"),
        ),
        *(
            ("1995-22", "summer 1995"),
            ("1995/1997", "1995–1997"),
            ("../1995", "until 1995"),
            ("/1995", "?–1995"),
            ("199X", "1990s"),
        ),
        *(("[1995,1996]", "1995 or 1996"), ("-0044", "45 B.C."), ("-1000", "1001 B.C.")),
        *(("Y17000", "17000"), ("XXXX-03-03", "3 March")),
    ],
)
def test_a_date_that_readers_cannot_read_is_said_in_words_as_well(
    written: str, words: str, catalogue: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    record = fields(
        ET.fromstring(exporter("-C", catalogue, "export", "-f", "dc", "tea-speech").out)
    )
    assert said(record, "date") == [written]
    end = "" if words.endswith((".", "?")) else "."
    in_words = [f"Date of publication: {words}{end}"] if words else []
    assert said(record, "description") == in_words


def test_languages(delivered: Delivered) -> None:
    found = read(delivered.whole)
    assert delivered.works
    for id, work in delivered.works.items():
        assert said(found[id], "language") == stated(work)
        for element, tag, text in found[id]:
            coded = element in {"date", "identifier", "language"} or text.startswith(
                ("http", "urn:")
            )
            unknown = language_of(work) == "und" or element == "type" or text == work.get("credit")
            assert tag or coded or unknown, (id, element, text)
            assert tag != "und"


def test_numbers_and_addresses_are_uris() -> None:
    found = read(ROOT / "tests" / "golden" / "dc" / "catalogue.xml")
    assert said(found["web-article"], "identifier") == [
        *("web-article", "https://doi.org/10.1000/a_b%25c", "https://example.org/a_b?c=d&e=f%20g"),
    ]
    assert "urn:issn:0378-5955" in said(found["web-article"], "relation")
    assert said(found["translated-book"], "identifier") == [
        "translated-book",
        "urn:isbn:978-3-16-148410-0",
    ]


def test_an_issn_is_the_periodicals_own_number(catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "a-periodical.yaml"
    path.write_text(
        "id: a-periodical\nkind: source\ntype: periodical\nlanguage: en\ntitle: Tea\n"
        'identifiers: {issn: 0378-5955, jpno: "123", wikidata: Q42}\n'
    )
    record = fields(
        ET.fromstring(exporter("-C", catalogue, "export", "-f", "dc", "a-periodical").out)
    )
    numbers = ["urn:issn:0378-5955", "JPNO 123", "http://www.wikidata.org/entity/Q42"]
    assert said(record, "identifier") == ["a-periodical", *numbers]
    assert said(record, "relation") == []


def test_an_original_is_a_source_and_every_other_work_a_relation(delivered: Delivered) -> None:
    found, records = read(delivered.whole), delivered.records
    assert delivered.works
    for id, work in delivered.works.items():
        related = [each["source"] for each in work.get("citations", ())] + list(
            work.get("illustrations", ())
        )
        related += [each["work"] for each in work.get("language_editions", ()) if "work" in each]
        relations = said(found[id], "relation")
        for other in related:
            titles = [
                form
                for _, form in forms(
                    records[other].get("title") or records[other]["devised_title"], work
                )
            ]
            assert any(text.startswith(title) for text in relations for title in titles), (
                id,
                other,
            )
        original = work.get("translation_of", {})
        for known in filter(None, (original.get("language"), original.get("issued", "")[:4])):
            assert all(known in source for source in said(found[id], "source"))
        assert bool(said(found[id], "source")) == ("translation_of" in work)


def test_the_first_type_is_of_dcmi(delivered: Delivered) -> None:
    known = set(
        etree.parse(official("dcmitype.xsd")).xpath("//*[local-name()='enumeration']/@value")
    )
    written = [row.target for row in crosswalk("dc") if row.vocabulary == "type"]
    assert written
    assert {word for each in written for word in each.split()} <= known
    found = read(delivered.whole)
    assert found
    for record in found.values():
        types = tagged(record, "type")
        assert types[0][0] == ""
        assert types[0][1] in known
        assert types[-1][0], "the last word is ours, in a language"


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        (ENDO, "遠藤, 誉"),
        (Name("en", family="Endo", given="Homare"), "Endo, Homare"),
        (BIDEN, "Biden"),
        (SMITH_AND_SONS, "Smith and Sons, Ltd. & Co."),
        (GOGH, "Gogh, Vincent van"),
        (HUMBOLDT, "Humboldt, Alexander von"),
        (KING, "King, Martin Luther, Jr."),
    ],
)
def test_names_are_headings(name: Name, filed: str) -> None:
    assert name.heading == filed


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_looks_like_markup_comes_back_as_text(attack: str, catalogue: Path) -> None:
    write_attacked(catalogue, attack, caption=attack + ".")
    ran = exporter("-C", catalogue, "export", "-f", "dc")
    assert ran.code == 0, ran.err
    found = {
        said(each, "identifier")[0]: each
        for each in map(fields, ET.fromstring(ran.out).iter(RECORD))
    }
    attacked = found["attacked"]
    assert tagged(attacked, "title") == [("en", attack), ("ja", attack + "!")]
    assert said(attacked, "subject") == [attack]
    assert said(attacked, "type")[-1] == attack
    assert said(attacked, "description") == [attack + ".", attack + "?"]
    assert said(attacked, "coverage") == [attack + "."]
    assert sorted(said(attacked, "rights")) == sorted([attack + ".", attack])
    assert said(attacked, "creator") == [f"{attack}, {attack}"]


CARRIED = (
    "title",
    "abstract",
    "caption",
    "notes",
    "keywords",
    "location",
    "rights",
    "credit",
    "genre",
    "edition",
)


def test_no_text_of_these_fields_is_missing_or_changed(delivered: Delivered) -> None:
    found = read(delivered.whole)
    assert delivered.works
    for id, work in delivered.works.items():
        texts = {text for _, _, text in found[id]}
        for field in CARRIED:
            assert set(leaves(work.get(field, []))) <= texts, (id, field)


@pytest.mark.parametrize("format", ["dc", "dcterms"])
@pytest.mark.parametrize(
    ("record", "lines"),
    [
        ("{edition: '1'}", ["Edition: 1"]),
        ("{edition: {en: 2nd, ja: 第2版}}", ["Edition: 2nd", "第2版"]),
        ("{edition: Second edition}", ["Second edition"]),
        ("{kind: map, scale: '1:25000'}", ["Scale: 1:25000"]),
        ("{kind: map, scale: Scale 1:25 000}", ["Scale 1:25 000"]),
    ],
)
def test_a_mere_number_has_the_name_of_its_field(
    record: str, lines: list[str], format: str
) -> None:
    """A description that is `1` could be anything."""
    root = etree.fromstring(exported(format, parsed(record)).encode())
    assert [each.text for each in root.iter("{*}description")] == lines
