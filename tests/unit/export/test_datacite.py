"""DataCite as others read it: by the official XML Schema, by the JSON Schema and the program of the `datacite` package.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import json
import shutil
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from lxml import etree

from exporter.export.registry import crosswalk
from exporter.records.one_or_more import one_or_more
from tests.conftest import ROOT, Ran, exporter, official, program, run
from tests.support.facts import AGENTS, language_in, recorded, stated
from tests.support.markup_attacks import ATTACKS, write_attacked

K = "{http://datacite.org/schema/kernel-4}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FORMATS = ("datacite", "datacite-json")


def works(catalogue: Path) -> dict[str, Any]:
    return {id: each for id, each in recorded(catalogue).items() if each["kind"] not in AGENTS}


def completed(catalogue: Path, target: Path) -> Path:
    """Copy a catalogue and give every work what DataCite demands, as if all of it were known."""
    shutil.copytree(catalogue / "records", target / "records")
    for number, path in enumerate(sorted((target / "records").rglob("*.yaml"))):
        record = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        if record["kind"] in AGENTS:
            continue
        record.setdefault("identifiers", {}).setdefault("doi", f"10.1000/{number}")
        makers = [
            each["agent"] for each in record.get("contributors", ()) if each["role"] in CREATORS
        ]
        if not makers:
            agent = next(id for id, each in recorded(catalogue).items() if each["kind"] == "person")
            record.setdefault("contributors", []).append({"agent": agent, "role": "author"})
        found = any("publisher" in each for each in record.get("found", ()))
        broadcast = any(each["role"] == "broadcaster" for each in record["contributors"])
        if "publisher" not in record and not found and not broadcast:
            record["publisher"] = next(
                id for id, each in recorded(catalogue).items() if each["kind"] == "organization"
            )
        if (
            not any(digit.isdigit() for digit in record.get("issued", "")[:4])
            or "X" in record["issued"][:4]
        ):
            record["issued"] = "2022"
        path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")
    return target


CREATORS = {"author", "photographer", "speaker"}


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def complete(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return completed(ROOT / request.param, tmp_path_factory.mktemp("complete"))


def export(catalogue: Path, format: str, *words: str | Path) -> Ran:
    ran = exporter("-C", catalogue, "export", "-f", format, *words)
    assert (ran.code, ran.err) == (0, "")
    return ran


def as_json(catalogue: Path, *words: str) -> dict[str, Any]:
    said = json.loads(export(catalogue, "datacite-json", *words).out)
    each = said if isinstance(said, list) else [said]
    return {numbered(one): one for one in each}


def numbered(said: Mapping[str, Any]) -> str:
    return next(
        each["alternateIdentifier"]
        for each in said["alternateIdentifiers"]
        if each["alternateIdentifierType"] == "Local identifier"
    )


def as_xml(catalogue: Path, *words: str) -> dict[str, ET.Element]:
    root = ET.fromstring(export(catalogue, "datacite", *words).out)
    way = f".//{K}alternateIdentifier[@alternateIdentifierType='Local identifier']"
    return {each.find(way).text: each for each in root.iter(f"{K}resource")}


# ---- the schemas ----


def validator() -> Any:
    """Return the JSON Schema of DataCite's users; the package `datacite` brings it along."""
    text = files("datacite").joinpath("schemas", "datacite-v4.5.json").read_text("utf-8")
    return jsonschema.Draft201909Validator(json.loads(text))


def validate(paths: list[Path]) -> None:
    schema = official("datacite-4.6") / "metadata.xsd"
    words = (program("xmllint", "libxml2-utils"), "--nonet", "--noout", "--schema", schema, *paths)
    ran = run(*words, env={"XML_CATALOG_FILES": str(official("catalog.xml"))})
    assert ran.code == 0, ran.err
    assert ran.err.count(" validates") == len(paths)


def test_each_resource_is_valid(complete: Path, tmp_path: Path) -> None:
    """Each resource of a document, cut out, and each file of a split context."""
    export(complete, "datacite", "--split", "-o", tmp_path / "split")
    whole = etree.fromstring(export(complete, "datacite").out.encode())
    for number, resource in enumerate(whole.iter(f"{K}resource")):
        (tmp_path / f"{number}.xml").write_bytes(etree.tostring(resource, with_tail=False))
    paths = sorted(tmp_path.rglob("*.xml"))
    assert len(paths) == 2 * len(works(complete))
    validate(paths)


def test_each_object_is_valid(complete: Path, tmp_path: Path) -> None:
    said = as_json(complete)
    assert list(said) == list(works(complete))
    for each in said.values():
        assert [error.message for error in validator().iter_errors(each)] == []
    export(complete, "datacite-json", "--split", "-o", tmp_path / "split")
    split = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted((tmp_path / "split").iterdir())
    }
    assert split == said


def test_the_program_of_datacite_makes_the_same_xml(complete: Path, tmp_path: Path) -> None:
    """Its XML of our JSON is valid, and has the texts that our own XML has, but for what 4.5 and 4.6 say otherwise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its imports use what is deprecated
        from datacite import schema45
    own = as_xml(complete)
    paths = []
    assert own
    for id, said in as_json(complete).items():
        made = schema45.tostring(said)
        paths.append(tmp_path / f"{id}.xml")
        paths[-1].write_text(made, "utf-8")
        target = ET.fromstring(made.encode())
        for tag in (
            "title",
            "creatorName",
            "familyName",
            "publisher",
            "publicationYear",
            "subject",
            "date",
            "rights",
        ):
            # it leaves out the language of a publisher
            found, wanted = (
                sorted(
                    (each.text, each.get(LANG, "") if tag != "publisher" else "")
                    for each in root.iter(K + tag)
                )
                for root in (target, own[id])
            )
            assert found == wanted, (id, tag)
    validate(paths)


@pytest.mark.parametrize("format", FORMATS)
def test_the_words_of_the_table_are_in_the_lists(format: str) -> None:
    definitions = validator().schema["definitions"]
    lists = {
        "contributorType": set(definitions["contributorType"]["enum"]),
        "resourceType": set(definitions["resourceTypeGeneral"]["enum"]),
        "relationType": set(definitions["relationType"]["enum"]),
    }
    if format == "datacite":
        for name, known in lists.items():
            path = official("datacite-4.6") / "include" / f"datacite-{name}-v4.xsd"
            values = ET.parse(path).iter("{http://www.w3.org/2001/XMLSchema}enumeration")
            assert known < {each.get("value") for each in values}
            lists[name] = {each.get("value") for each in ET.parse(path).iter() if each.get("value")}
    for row in crosswalk(format):
        if row.vocabulary == "role":
            assert row.target in lists["contributorType"] | {
                "Creator",
                "Publisher",
                "Subject",
                "Funder",
            }
        elif row.vocabulary == "type":
            assert set(row.target.split(" in ")) <= lists["resourceType"]
    relations = (
        "translation_of",
        "language_editions",
        "citations/source",
        "illustrations",
        "series",
        "container_title",
    )
    assert {crosswalk(format).target("work", field) for field in relations} <= lists["relationType"]


# ---- what DataCite demands ----


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_missing_is_said_at_its_place_and_nothing_is_written(
    format: str, catalogue: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.write_text("what was there", "utf-8")
    ran = exporter("-C", catalogue, "export", "-f", format, "-o", target)
    assert (ran.code, ran.out) == (1, "")
    assert target.read_text("utf-8") == "what was there"
    lines = (catalogue / "records" / "sources" / "tea-speech.yaml").read_text("utf-8").splitlines()
    place = f"records/sources/tea-speech.yaml:{lines.index('issued: 199X') + 1}:9: error: undeliverable-record: "
    assert (
        f"{place}DataCite demands the year of publication, and “199X” does not tell it" in ran.err
    )
    assert (
        "records/photos/tea-photo.yaml:2:1: error: undeliverable-record: DataCite demands a publisher"
        in ran.err
    )
    assert "web-article" not in ran.err
    assert ran.err.endswith(
        "Nothing was exported. Complete these records, or skip them with --keep-going.\n"
    )


@pytest.mark.parametrize("format", FORMATS)
def test_keep_going_leaves_out_what_lacks_something_and_says_so(
    format: str, catalogue: Path, tmp_path: Path
) -> None:
    ran = exporter(
        "-C", catalogue, "export", "-f", format, "--keep-going", "--split", "-o", tmp_path / "split"
    )
    assert (ran.code, ran.out) == (0, "")
    assert [path.stem for path in (tmp_path / "split").iterdir()] == ["web-article"]
    skipped = {line for line in ran.err.splitlines() if line.startswith("skipped: ")}
    others = {
        path for path in (catalogue / "records").rglob("*.yaml") if path.stem in works(catalogue)
    }
    assert skipped == {
        f"skipped: {path.relative_to(catalogue).as_posix()}"
        for path in others
        if path.stem != "web-article"
    }


@pytest.mark.parametrize("format", FORMATS)
def test_only_the_works_asked_for_have_to_be_complete(format: str, catalogue: Path) -> None:
    assert export(catalogue, format, "web-article").out
    ran = exporter("-C", catalogue, "export", "-f", format, "web-article", "tea-speech")
    assert ran.code == 1
    assert {line.partition(":")[0] for line in ran.err.splitlines() if " error: " in line} == {
        "records/sources/tea-speech.yaml"
    }


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        ("  doi: 10.1000/a_b%c\n", "a DOI"),
        ("publisher: smith-and-sons\n", "a publisher"),
        ("issued: 2021-08-28\n", "a year of publication"),
        (
            "  - {agent: vincent-van-gogh, role: author}\n  - {agent: anne-onymous, role: author}\n",
            "a creator",
        ),
    ],
)
def test_each_demand(gone: str, missing: str, format: str, catalogue: Path) -> None:
    path = catalogue / "records" / "articles" / "web-article.yaml"
    assert gone in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(gone, ""), "utf-8")
    ran = exporter("-C", catalogue, "export", "-f", format, "web-article")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("error: undeliverable-record") == 1
    assert f"DataCite demands {missing} of every work" in ran.err


@pytest.mark.parametrize("format", FORMATS)
def test_a_value_of_datacite_can_stand_for_what_nobody_knows(
    format: str, catalogue: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = catalogue / "records" / "articles" / "web-article.yaml"
    text = path.read_text("utf-8").replace("publisher: smith-and-sons\n", "")
    assert "role: author}" in text
    path.write_text(text.replace("role: author}", "role: translator}"), "utf-8")
    settings = catalogue / "exporter.toml"
    settings.write_text('[catalogue]\ndatacite_unknown = ":unav"\n', "utf-8")
    written = catalogue / "written.txt"
    ran = exporter("-C", catalogue, "export", "-f", format, "-o", written, "web-article")
    assert ran.code == 0, ran.err
    if format == "datacite":
        validate([written])
        resource = ET.parse(written).getroot()
        assert resource.findtext(f"{K}creators/{K}creator/{K}creatorName") == ":unav"
        assert resource.findtext(f"{K}publisher") == ":unav"
    else:
        said = json.loads(written.read_text("utf-8"))
        assert (said["creators"], said["publisher"]) == ([{"name": ":unav"}], {"name": ":unav"})
    target = tmp_path_factory.mktemp("target")
    assert exporter("-C", target, "init").code == 0
    ran = exporter("-C", target, "import", written, "--dry-run")
    assert "it says that nothing is known" in ran.err
    assert "unav" not in ran.out
    settings.write_text('[catalogue]\ndatacite_unknown = "unknown"\n', "utf-8")
    ran = exporter("-C", catalogue, "export", "-f", format, "web-article")
    assert (ran.code, ran.out) == (2, "")
    assert "must be one of DataCite's values" in ran.err


def test_the_finding_is_explained_and_the_catalogue_is_not_wrong(catalogue: Path) -> None:
    assert exporter("explain", "undeliverable-record").out.startswith(
        "undeliverable-record (error)"
    )
    assert "undeliverable-record" not in exporter("-C", catalogue, "validate").err


def test_none_is_an_empty_document(catalogue: Path) -> None:
    ran = exporter("-C", catalogue, "export", "-f", "datacite", "--keep-going", "--kind", "book")
    assert (ET.fromstring(ran.out).tag, len(ET.fromstring(ran.out))) == ("collection", 0)
    ran = exporter(
        "-C", catalogue, "export", "-f", "datacite-json", "--keep-going", "--kind", "book"
    )
    assert json.loads(ran.out) == []


# ---- facts ----


def forms(
    text: str | Mapping[str, str], record: Mapping[str, Any], field: str = ""
) -> set[tuple[str | None, str]]:
    by_tag = {language_in(record, field): text} if isinstance(text, str) else text
    return {(None if tag == "und" else tag, form) for tag, form in by_tag.items()}


def test_texts_keep_their_languages(complete: Path) -> None:
    said, resources = as_json(complete), as_xml(complete)
    places = {
        "short_title": ("titles", "title"),
        "abstract": ("descriptions", "description"),
        "notes": ("descriptions", "description"),
        "caption": ("descriptions", "description"),
        "keywords": ("subjects", "subject"),
        "rights": ("rightsList", "rights"),
    }
    assert works(complete)
    for id, work in works(complete).items():
        title = forms(work.get("title") or work["devised_title"], work)
        assert title <= {(each.get("lang"), each["title"]) for each in said[id]["titles"]}
        for field, (list_name, name) in places.items():
            for text in one_or_more(work.get(field)):
                assert forms(text, work, field) <= {
                    (each.get("lang"), each[name]) for each in said[id][list_name]
                }
                assert forms(text, work, field) <= {
                    (each.get(LANG), each.text) for each in resources[id].iter(K + name)
                }
        language = next(iter(stated(work)), None)
        assert said[id].get("language") == language
        assert resources[id].findtext(f"{K}language") == language


def test_titles_are_typed_by_their_language(tmp_path: Path) -> None:
    catalogue = completed(ROOT / "tests" / "golden" / "catalogue", tmp_path)
    types = [
        (each.get("lang"), each.get("titleType"))
        for each in as_json(catalogue)["disputed-book"]["titles"]
    ]
    alternative, translated = "AlternativeTitle", "TranslatedTitle"
    assert types == [
        ("ja", None),
        ("ja-Hira", alternative),
        ("ja-Latn", alternative),
        ("en", translated),
    ]
    english = as_json(catalogue, "--language", "en", "disputed-book")["disputed-book"]["titles"]
    assert [(each["lang"], each.get("titleType")) for each in english[:2]] == [
        ("en", None),
        ("ja", None),
    ]


def test_each_contributor_stands_once(complete: Path) -> None:
    """With the type of its role; what 4.5 has no type for is Other, and a translator has one only in 4.6."""
    known = {"editor": "Editor", "distributor": "Distributor"}
    said, resources = as_json(complete), as_xml(complete)
    assert works(complete)
    for id, work in works(complete).items():
        roles = [each["role"] for each in work["contributors"]]
        others = [role for role in roles if role not in {*CREATORS, "broadcaster", "depicted"}]
        assert len(said[id]["creators"]) == sum(role in CREATORS for role in roles)
        types = [each["contributorType"] for each in said[id].get("contributors", ())]
        assert sorted(types) == sorted(known.get(role, "Other") for role in others)
        types = [each.get("contributorType") for each in resources[id].iter(f"{K}contributor")]
        newer = {**known, "translator": "Translator"}
        assert sorted(types) == sorted(newer.get(role, "Other") for role in others)


def test_names(complete: Path) -> None:
    people = {
        each["name"]: each for said in as_json(complete).values() for each in said["creators"]
    }
    assert people
    for name, each in people.items():
        parts = [each[part] for part in ("familyName", "givenName") if part in each]
        assert name.startswith(", ".join(parts)) or not parts
    if "van Gogh, Vincent Willem, Jr." in people:
        numbers = people["van Gogh, Vincent Willem, Jr."]["nameIdentifiers"]
        assert {each["nameIdentifier"] for each in numbers} == {
            "https://orcid.org/0000-0002-1825-0097",
            "https://isni.org/isni/000000012281955X",
        }


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(tmp_path: Path) -> None:
    catalogue = completed(ROOT / "tests" / "golden" / "catalogue", tmp_path)
    said = as_json(catalogue)
    remarks = {
        id: [each["description"] for each in one.get("descriptions", ())]
        for id, one in said.items()
    }
    assert said["translated-book"]["publisher"]["name"] == "Smith and Sons, Ltd. & Co."
    assert (
        "Published together by: Smith and Sons, Ltd. & Co.; Tea Board."
        in remarks["translated-book"]
    )
    assert said["disputed-book"]["publisher"]["name"] == "日本茶社"
    assert "The sources disagree on the publisher: 日本茶社; 茶新書." in remarks["disputed-book"]
    ran = exporter(
        "-C",
        catalogue,
        "export",
        "-f",
        "datacite",
        "--losses",
        "-",
        "disputed-book",
        "translated-book",
    )
    assert "disputed-book/found/1/publisher: 茶新書: DataCite has one publisher" in ran.err
    assert "translated-book/publisher/1: tea-board: DataCite has one publisher" in ran.err


def test_related_works(tmp_path: Path) -> None:
    catalogue = completed(ROOT / "tests" / "golden" / "catalogue", tmp_path)
    (article,) = as_xml(catalogue, "web-article").values()
    items = {
        (item.get("relationType"), item.findtext(f"{K}titles/{K}title")): item
        for item in article.iter(f"{K}relatedItem")
    }
    assert {relation for relation, _ in items} == {
        "IsPublishedIn",
        "IsTranslationOf",
        "Cites",
        "HasPart",
    }
    paper = items["IsPublishedIn", "The Example Times"]
    parts = [
        paper.findtext(K + part)
        for part in ("relatedItemIdentifier", "volume", "issue", "firstPage", "lastPage")
    ]
    assert parts == ["0378-5955", "12", "3", "12", "15"]
    cited = works(catalogue)["tea-report"]["identifiers"]["doi"]
    numbers = {
        (each.get("relationType"), each.get("relatedIdentifierType"), each.text)
        for each in article.iter(f"{K}relatedIdentifier")
    }
    assert ("Cites", "DOI", cited) in numbers
    older = as_json(catalogue, "web-article")["web-article"]["relatedItems"]
    assert "IsDerivedFrom" in {each["relationType"] for each in older}
    assert "IsTranslationOf" not in {each["relationType"] for each in older}


@pytest.mark.parametrize(
    ("written", "year", "date", "words"),
    [
        *(
            (each, each[:4], each, None)
            for each in ("2021-08-28", "2021-08", "1941", "0476", "1995/1997")
        ),
        ("1906~", "1906", "1906", "approximately 1906; 1906~ (EDTF)"),
        ("1906?", "1906", "1906", "1906?; 1906? (EDTF)"),
        ("1906%", "1906", "1906", "approximately 1906?; 1906% (EDTF)"),
        ("1995/..", "1995", "1995/", "1995–; 1995/.. (EDTF)"),
        ("../1995", "1995", "/1995", "until 1995; ../1995 (EDTF)"),
        ("1995-22", "1995", "1995", "summer 1995; 1995-22 (EDTF)"),
        ("2021-XX-28", "2021", "2021", "day 28 2021; 2021-XX-28 (EDTF)"),
    ],
)
def test_dates(
    written: str, year: str, date: str, words: str | None, catalogue: Path, tmp_path: Path
) -> None:
    path = catalogue / "records" / "articles" / "web-article.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 2021-08-28", f'issued: "{written}"'), "utf-8"
    )
    said = as_json(catalogue, "web-article")["web-article"]
    assert said["publicationYear"] == year
    (issued,) = said["dates"]
    assert (issued["date"], issued["dateType"], issued.get("dateInformation")) == (
        date,
        "Issued",
        words,
    )
    out = tmp_path / "out.xml"
    export(catalogue, "datacite", "web-article", "-o", out)
    validate([out])
    found = ET.parse(out).find(f".//{K}date")
    assert (found.text, found.get("dateInformation")) == (date, words)


@pytest.mark.parametrize(
    "written", ["199X", "[1995,1996]", "XXXX-03-03", "Y17000", "-0044", "-1000"]
)
def test_a_date_without_a_year_of_four_digits_is_not_enough(written: str, catalogue: Path) -> None:
    path = catalogue / "records" / "articles" / "web-article.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 2021-08-28", f'issued: "{written}"'), "utf-8"
    )
    line = path.read_text("utf-8").splitlines().index(f'issued: "{written}"') + 1
    ran = exporter("-C", catalogue, "export", "-f", "datacite", "web-article")
    assert ran.code == 1
    place = f"records/articles/web-article.yaml:{line}:9: error: undeliverable-record: "
    assert (
        f"{place}DataCite demands the year of publication, and “{written}” does not tell it"
        in ran.err
    )


@pytest.mark.parametrize(
    ("written", "date", "words"),
    [
        ("199X", "1990/1999", "1990s; 199X (EDTF)"),
        ("2021-08?", "2021-08", "August 2021?; 2021-08? (EDTF)"),
        ("XXXX-03", "", ""),
    ],
)
def test_the_day_of_a_photo(written: str, date: str, words: str, tmp_path: Path) -> None:
    catalogue = completed(ROOT / "tests" / "golden" / "catalogue", tmp_path)
    path = catalogue / "records" / "photos" / "tea-photo.yaml"
    path.write_text(
        path.read_text("utf-8").replace("created: 2021-08?", f'created: "{written}"'), "utf-8"
    )
    said = as_json(catalogue, "tea-photo")["tea-photo"]
    taken = [
        (each["date"], each["dateInformation"])
        for each in said["dates"]
        if each["dateType"] == "Created"
    ]
    assert taken == ([(date, words)] if date else [])
    remarks = [each["description"] for each in said["descriptions"]]
    in_words = [each for each in remarks if f"{written} (EDTF)." in each]
    assert bool(in_words) == (not date)


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_looks_like_markup_comes_back_as_text(attack: str, tmp_path: Path) -> None:
    catalogue = completed(ROOT / "tests" / "golden" / "catalogue", tmp_path)
    write_attacked(
        catalogue,
        attack,
        **dict.fromkeys(("container_title", "volume", "edition"), attack + "."),
        publisher="tea-board",
        issued="2021",
        identifiers={"doi": "10.1000/<attack>&amp;"},
    )
    (said,), (found,) = (
        as_json(catalogue, "attacked").values(),
        as_xml(catalogue, "attacked").values(),
    )
    assert [each["title"] for each in said["titles"]] == [attack, attack + "!"]
    assert said["creators"][0]["name"] == f"{attack}, {attack}"
    assert said["doi"] == found.findtext(f"{K}identifier") == "10.1000/<attack>&amp;"
    assert said["relatedItems"][0]["volume"] == attack + "."
    texts = list(leaves(found))
    for text in (attack, attack + "!", attack + ".", attack + "?", f"{attack}, {attack}"):
        assert text in texts


def test_class_numbers_and_addresses_that_are_no_uri_keep_the_document_valid(
    tmp_path: Path,
) -> None:
    """The schema takes the code of a class for an address, which no bracket may be in."""
    (tmp_path / "records" / "books").mkdir(parents=True)
    (tmp_path / "records" / "books" / "tea.yaml").write_text(
        """\
id: tea
kind: book
title: Tea
contributors: [{name: "Okakura, Kakuzō", role: author}]
publisher: {name: Fox Duffield}
issued: 1906
identifiers: {doi: 10.5555/tea}
classification: {ddc: ["[Fic]", "813.54"], udc: "821.521-31:316"}
subjects: [{topic: Tea, uri: "https://example.org/50%25/%5Btea%5D#a%23b"}]
""",
        "utf-8",
    )
    document = export(tmp_path, "datacite").out
    (tmp_path / "tea.xml").write_text(document, "utf-8")
    validate([tmp_path / "tea.xml"])
    root = etree.fromstring(document.encode())
    subjects = {each.text: dict(each.attrib) for each in root.iter(f"{K}subject")}
    assert "classificationCode" not in subjects["[Fic]"]
    assert "classificationCode" not in subjects["821.521-31:316"]
    assert subjects["813.54"]["classificationCode"] == "813.54"
    assert subjects["Tea"]["valueURI"] == "https://example.org/50%25/%5Btea%5D#a%23b"


def leaves(element: ET.Element) -> Iterator[str]:
    for each in element.iter():
        if not len(each):
            yield each.text or ""


@pytest.mark.parametrize("format", FORMATS)
def test_the_place_in_a_host_without_a_title_is_said_in_words(format: str, tmp_path: Path) -> None:
    """A related item needs a title (DataCite 4.6, property 20.5); without it, volume and pages have no place there."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "w.yaml").write_text(
        """id: w
kind: article
type: article-journal
language: en
title: Tea
contributors: [{name: Ann, kind: person, role: author}]
publisher: {name: Press, kind: organization}
issued: 1999
volume: "31"
issue: "47"
pages: 201-209
part_of: [{identifiers: {issn: 1234-5679}}]
identifiers: {doi: 10.1000/182}
""",
        "utf-8",
    )
    said = export(tmp_path, format).out
    assert all(words in said for words in ("Volume: 31", "Issue: 47", "Pages: 201-209"))
