"""MODS as others read it: by the schema of version 3.8, by bibutils, and by a plain XML reader.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pybtex.database
import pytest

from exporter.export.registry import crosswalk
from tests.conftest import ROOT, exporter, official, program, run
from tests.support.coverage import exported, parsed
from tests.support.exported import Delivered, of_both
from tests.support.facts import language_of, leaves
from tests.support.markup_attacks import ATTACKS, write_attacked

MODS = "{http://www.loc.gov/mods/v3}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NS = {"m": MODS[1:-1]}


delivered = of_both("mods")


def read(path: Path) -> dict[str, ET.Element]:
    """Read a document; a record is known by its identifier."""
    root = ET.parse(path).getroot()
    found = [root] if root.tag == MODS + "mods" else root.findall("m:mods", NS)
    return {each.findtext("m:recordInfo/m:recordIdentifier", "", NS): each for each in found}


def golden() -> dict[str, ET.Element]:
    return read(ROOT / "tests" / "golden" / "mods" / "catalogue.xml")


def one(catalogue: Path, id: str, *words: str) -> ET.Element:
    ran = exporter("-C", catalogue, "export", "-f", "mods", *words, id)
    assert (ran.code, ran.err) == (0, "")
    root = ET.fromstring(ran.out)
    assert root.tag == MODS + "mods"
    return root


def texts(record: ET.Element, path: str) -> list[str]:
    return [each.text or "" for each in record.findall(path, NS)]


def title(info: ET.Element) -> str:
    return (info.findtext("m:nonSort", "", NS)) + (info.findtext("m:title", "", NS))


def said(name: ET.Element) -> tuple[str, ...]:
    """Return the parts of a name but for the dates."""
    return tuple(
        part.text or "" for part in name.findall("m:namePart", NS) if part.get("type") != "date"
    )


def forms(text: str | Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    by_tag = {language_of(record): text} if isinstance(text, str) else dict(text)
    return {"" if tag == "und" else tag: form for tag, form in by_tag.items()}


def names(agent: Mapping[str, Any], field: Any) -> dict[str, tuple[str, ...]]:
    """Return each form of a name as its parts in MODS."""
    made = {}
    for tag, form in forms(field, agent).items():
        if isinstance(form, str):
            made[tag] = (form,)
        else:
            family = " ".join(filter(None, (form.get("non_dropping_particle"), form["family"])))
            given = " ".join(filter(None, (form.get("given"), form.get("dropping_particle"))))
            made[tag] = tuple(filter(None, (family, given, form.get("suffix"))))
    return made


def validate(*files: Path) -> None:
    words = (
        program("xmllint", "libxml2-utils"),
        "--nonet",
        "--noout",
        "--schema",
        official("mods-3-8-mended.xsd"),
    )
    ran = run(*words, *files, env={"XML_CATALOG_FILES": str(official("catalog.xml"))})
    assert ran.code == 0, ran.err
    assert ran.err.count(" validates") == len(files)


def test_the_schema_finds_no_fault(delivered: Delivered) -> None:
    validate(delivered.whole, *sorted(delivered.split.iterdir()))


def test_the_golden_files_are_valid() -> None:
    validate(*sorted((ROOT / "tests" / "golden" / "mods").glob("*.xml")))


def test_every_type_is_valid(catalogue: Path, tmp_path: Path) -> None:
    types = [row.term for row in crosswalk("mods") if row.vocabulary == "type" and row.term != "*"]
    for term in types:
        (catalogue / "records" / "sources" / f"a-{term.replace('_', '-')}.yaml").write_text(
            f"id: a-{term.replace('_', '-')}\nkind: source\ntype: {term}\nlanguage: en\ntitle: Tea\nissued: 2001?\n"
            "volume: '3'\nseries_number: '4'\naccessed: 2020\nidentifiers: {isbn: 978-3-16-148410-0, issn: 0378-5955}\n"
        )
    target = tmp_path / "all.xml"
    assert exporter("-C", catalogue, "export", "-f", "mods", "-o", target).code == 0
    validate(target)
    found = {id: each for id, each in read(target).items() if id.startswith("a-")}
    assert len(found) == len(types) == 45
    for record in found.values():
        assert sorted(each.text or "" for each in record.iter(MODS + "identifier")) == [
            "0378-5955",
            "978-3-16-148410-0",
        ]
        assert [each.text for each in record.iter(MODS + "number")] == ["3"]
        assert [each.text for each in record.iter(MODS + "partNumber")] == ["4"]


def test_one_work_is_the_root_and_several_are_a_collection(delivered: Delivered) -> None:
    root = ET.parse(delivered.whole).getroot()
    assert root.tag == MODS + "modsCollection"
    assert list(read(delivered.whole)) == list(delivered.works)
    for path in delivered.split.iterdir():
        assert ET.parse(path).getroot().tag == MODS + "mods"
        assert list(read(path)) == [path.stem]


def test_a_split_file_is_the_record_itself(delivered: Delivered) -> None:
    declaration, _, rest = delivered.whole.read_text("utf-8").partition("\n")
    bare = "".join(
        path.read_text("utf-8").removeprefix(declaration + "\n")
        for path in sorted(delivered.split.iterdir())
    )
    assert rest == f'<modsCollection xmlns="{MODS[1:-1]}">\n{bare}</modsCollection>\n'


def test_forms_that_are_tied_are_several_of_one_element(delivered: Delivered) -> None:
    found = read(delivered.whole)
    assert any(record.findall(".//*[@altRepGroup]") for record in found.values())
    for record in found.values():
        groups: dict[str, list[ET.Element]] = {}
        for each in record.iter():
            if "altRepGroup" in each.attrib:
                groups.setdefault(each.attrib["altRepGroup"], []).append(each)
        assert list(groups) == [f"{number:02d}" for number in range(1, len(groups) + 1)]
        for tied in groups.values():
            assert len(tied) > 1
            assert len({each.tag for each in tied}) == 1


def test_texts_say_their_language_and_script(delivered: Delivered) -> None:
    found = read(delivered.whole)
    assert found
    for record in found.values():
        for each in record.iter():
            tag = each.get(XML + "lang", "")
            assert bool(tag) == ("lang" in each.attrib)
            if tag:
                assert (
                    each.get("lang")
                    == {"ja": "jpn", "zh": "chi", "en": "eng", "de": "ger", "nl": "dut"}[tag[:2]]
                )
                expected = {"ja": "Jpan", "en": "Latn", "de": "Latn", "nl": "Latn", "zh": "Hani"}
                written = [part for part in tag.split("-")[1:] if len(part) == 4]
                assert each.get("script") == (written or [expected[tag[:2]]])[0]
                assert each.get("transliteration", "") == (
                    "pinyin" if tag.endswith("pinyin") else ""
                )


def test_the_titles_are_those_of_the_record(delivered: Delivered) -> None:
    found = read(delivered.whole)
    assert delivered.works
    for id, work in delivered.works.items():
        expected = forms(work.get("title") or work["devised_title"], work)
        infos = found[id].findall("m:titleInfo", NS)
        own = [each for each in infos if each.get("type") != "abbreviated"]
        assert {each.get(XML + "lang", ""): title(each) for each in own} == expected
        assert own[0].get("usage") == "primary"
        assert own[0].get(XML + "lang", "") == (
            language_of(work) if language_of(work) in expected else next(iter(expected))
        )
        for each in own:
            same = (
                each.get(XML + "lang", "").split("-")[0]
                == own[0].get(XML + "lang", "").split("-")[0]
            )
            assert (each.get("type") == "translated") == (not same)
            tied = (
                each.get("altRepGroup") == own[0].get("altRepGroup")
                if "altRepGroup" in own[0].attrib
                else each is own[0]
            )
            assert tied == same
            assert (each.get("supplied") == "yes") == ("devised_title" in work)
        short = [title(each) for each in infos if each.get("type") == "abbreviated"]
        assert short == list(leaves(work.get("short_title", [])))


CODES = dict(
    line.split("\t")[:2]
    for line in (ROOT / "exporter" / "model" / "vocabularies" / "roles.tsv")
    .read_text("utf-8")
    .splitlines()[1:]
)


def test_everyone_has_each_form_of_the_name_and_the_role(delivered: Delivered) -> None:
    found, records = read(delivered.whole), delivered.records
    assert delivered.works
    for id, work in delivered.works.items():
        listed = found[id].findall("m:name", NS) + found[id].findall("m:subject/m:name", NS)
        bearers = [each.findtext("m:nameIdentifier[@type='local']", "", NS) for each in listed]
        expected = [each["agent"] for each in work.get("contributors", ())]
        assert sorted(filter(None, bearers)) == sorted([*expected, *work.get("about", ())])
        for each in work.get("contributors", ()):
            agent = records[each["agent"]]
            path = "m:subject/m:name" if each["role"] == "depicted" else "m:name"
            made = [
                name
                for name in found[id].findall(path, NS)
                if texts(name, "m:role/m:roleTerm") == [each["role"], CODES[each["role"]]]
                and said(name) in names(agent, agent["name"]).values()
            ]
            others = made[0].findall("m:alternativeName", NS)
            given = {(name.get(XML + "lang", ""), said(name)) for name in (*made, *others)}
            assert given >= names(agent, agent["name"]).items()
            assert all(
                name.get("type") == ("personal" if agent["kind"] == "person" else "corporate")
                for name in made
            )
        assert sum(each.get("usage") == "primary" for each in listed) <= 1


def test_a_name_has_what_is_known_of_its_bearer() -> None:
    gogh, _, sato, *_ = golden()["web-article"].findall("m:name", NS)
    assert [(part.get("type"), part.text) for part in gogh.findall("m:namePart", NS)] == [
        *(
            ("family", "van Gogh"),
            ("given", "Vincent Willem"),
            ("termsOfAddress", "Jr."),
            ("date", "1853-1890"),
        ),
    ]
    identifiers = {each.get("type"): each.text for each in gogh.findall("m:nameIdentifier", NS)}
    assert identifiers == {
        "local": "vincent-van-gogh",
        "isni": "0000 0001 2281 955X",
        "orcid": "0000-0002-1825-0097",
    }
    assert gogh.get("{http://www.w3.org/1999/xlink}href") == "https://example.org/vincent"
    assert texts(sato, "m:description") == ["Drinks tea."]
    translator = golden()["translated-book"].findall("m:name", NS)[3]
    assert texts(translator, "m:alternativeName/m:namePart") == ["Karl Schmid"]


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    found = read(delivered.whole)
    disputes = 0
    for id, work in delivered.works.items():
        together = work.get("publisher", [])
        together = [together] if isinstance(together, str) else together
        publishers = [each.text for each in found[id].iter(MODS + "publisher")]
        agents = [
            each.findtext("m:nameIdentifier", "", NS) for each in found[id].iter(MODS + "agent")
        ]
        notes = [each.text for each in found[id].findall("m:note[@type='publisher']", NS)]
        if together:
            assert (len(publishers), list(filter(None, agents)), notes) == (
                len(together),
                together,
                [],
            )
        else:
            printed = [
                form
                for each in work.get("found", ())
                for form in forms(each.get("publisher", {}), work).values()
            ]
            printed = list(dict.fromkeys(printed))
            disputed = len(printed) > 1
            assert publishers == ([] if disputed else printed)
            in_words = [f"Publisher printed as: {name}" for name in printed]
            assert notes == (in_words if disputed else [])
            disputes += disputed
    assert disputes == 1


@pytest.mark.parametrize(
    ("written", "dates"),
    [
        ("2021-08-28", [("2021-08-28", "w3cdtf", "", "")]),
        ("1941", [("1941", "w3cdtf", "", "")]),
        ("1906~", [("1906", "w3cdtf", "", "approximate"), ("1906~", "edtf", "", "approximate")]),
        (
            "2021-08?",
            [("2021-08", "w3cdtf", "", "questionable"), ("2021-08?", "edtf", "", "questionable")],
        ),
        (
            "1984%",
            [("1984", "w3cdtf", "", "questionable"), ("1984%", "edtf", "", "questionable")],
        ),
        ("199X", [("199X", "edtf", "", "")]),
        ("XXXX-03-03", [("XXXX-03-03", "edtf", "", "")]),
        *(
            (f"{first}/{last}", [*start, *end, (f"{first}/{last}", "edtf", "", "")])
            for first, last, start, end in (
                (
                    "2001",
                    "2006",
                    [("2001", "w3cdtf", "start", "")],
                    [("2006", "w3cdtf", "end", "")],
                ),
                ("1995", "..", [("1995", "w3cdtf", "start", "")], []),
                ("..", "1995", [], [("1995", "w3cdtf", "end", "")]),
            )
        ),
        ("1995-22", [("1995", "w3cdtf", "", ""), ("1995-22", "edtf", "", "")]),
        (
            "1998?/2001~",
            [
                ("1998", "w3cdtf", "start", "questionable"),
                ("2001", "w3cdtf", "end", "approximate"),
                ("1998?/2001~", "edtf", "", "questionable"),
            ],
        ),
        ("[1995,1996]", [("[1995,1996]", "edtf", "", "")]),
        ("-0044", [("-0044", "edtf", "", "")]),
        ("Y17000", [("Y17000", "edtf", "", "")]),
    ],
)
def test_dates(written: str, dates: list[tuple[str, ...]], catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    found = one(catalogue, "tea-speech").findall("m:originInfo/m:dateIssued", NS)
    kinds = ("encoding", "point", "qualifier")
    assert [(each.text, *(each.get(kind, "") for kind in kinds)) for each in found] == dates
    assert [each.get("keyDate") for each in found] == ["yes", *[None] * (len(found) - 1)]


def test_a_date_that_is_concluded_says_so(catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("199X", "1995") + "inferred: {issued: From the events.}\n",
        "utf-8",
    )
    record = one(catalogue, "tea-speech")
    assert [each.get("qualifier") for each in record.iter(MODS + "dateIssued")] == ["inferred"]
    assert texts(record, "m:recordInfo/m:recordInfoNote[@type='inferred']") == [
        "Date of publication: From the events."
    ]


def test_a_part_has_its_imprint_in_its_host_and_its_date_in_both() -> None:
    article = golden()["web-article"]
    host = article.find("m:relatedItem[@type='host']", NS)
    assert host is not None
    assert title(host.findall("m:titleInfo", NS)[0]) == "The Example Times"
    assert texts(host, "m:genre[@authority='marcgt']") == ["newspaper"]
    assert texts(host, "m:originInfo/m:publisher") == ["Smith and Sons, Ltd. & Co."]
    assert texts(host, "m:originInfo/m:place/m:placeTerm") == ["London"]
    assert texts(host, "m:part/m:detail/m:number") == ["12", "3"]
    assert [each.text for each in host.findall("m:part/m:extent/*", NS)] == ["12", "15"]
    assert texts(host, "m:identifier[@type='issn']") == ["0378-5955"]
    assert texts(article, "m:originInfo/m:publisher") == []
    assert (
        texts(article, "m:originInfo/m:dateIssued")
        == texts(host, "m:originInfo/m:dateIssued")
        == ["2021-08-28"]
    )
    assert texts(article, "m:identifier") == ["10.1000/a_b%c"]
    assert texts(article, "m:genre")[0] == "newspaperArticle"


def test_a_part_keeps_what_its_host_has_in_another_way(catalogue: Path) -> None:
    (catalogue / "records" / "parts").mkdir(exist_ok=True)
    (catalogue / "records" / "parts" / "letter.yaml").write_text(
        "id: letter\nkind: part\nlanguage: de\ntitle: Brief\nplace: Innsbruck\n"
        "publisher: {name: Wagner}\n"
        "part_of: {title: Briefe, place: Wien, publisher: {name: Braumüller}}\n",
        "utf-8",
    )
    letter = one(catalogue, "letter")
    for path, place, publisher in (
        ("m:originInfo", "Innsbruck", "Wagner"),
        ("m:relatedItem[@type='host']/m:originInfo", "Wien", "Braumüller"),
    ):
        assert texts(letter, f"{path}/m:place/m:placeTerm") == [place]
        assert texts(letter, f"{path}/m:publisher") == [publisher]


@pytest.mark.parametrize(
    ("written", "extent"),
    [
        ("12-15", [("start", "12"), ("end", "15")]),
        ("12–15", [("start", "12"), ("end", "15")]),
        ("A1", [("list", "A1")]),
        ("1-3, 5", [("list", "1-3, 5")]),
        ("4-", [("list", "4-")]),
    ],
)
def test_pages(written: str, extent: list[tuple[str, str]], catalogue: Path) -> None:
    path = catalogue / "records" / "articles" / "web-article.yaml"
    path.write_text(path.read_text("utf-8").replace("pages: 12-15", f"pages: '{written}'"), "utf-8")
    found = one(catalogue, "web-article").findall("m:relatedItem/m:part/m:extent/*", NS)
    assert [(each.tag.removeprefix(MODS), each.text) for each in found] == extent


def test_relations_name_the_other_work(delivered: Delivered) -> None:
    found = read(delivered.whole)
    identifier = "m:recordInfo/m:recordIdentifier"
    assert delivered.works
    for id, work in delivered.works.items():
        record = found[id]
        cited = record.findall("m:relatedItem[@type='references']", NS)
        citations = work.get("citations", ())
        assert [(each.findtext(identifier, "", NS), each.get("otherType")) for each in cited] == [
            (each["source"], each["intent"]) for each in citations
        ]
        for made, citation in zip(cited, citations, strict=True):
            assert made.get("otherTypeURI", "").startswith("http://purl.org/spar/cito/")
            assert texts(made, "m:note[@type='claim']") == list(leaves(citation.get("claims", [])))
            assert texts(made, "m:note[@type='comment']") == list(leaves(citation.get("note", [])))
            assert texts(made, "m:note[@type='place in the citing work']") == list(
                leaves(citation.get("at", []))
            )
            assert texts(made, f"m:relatedItem/{identifier}") == list(
                leaves(citation.get("through", []))
            )
        mentions = record.findall("m:relatedItem[@type='isReferencedBy']", NS)
        assert len(mentions) == len(work.get("found", ()))
        for made, mention in zip(mentions, work.get("found", ()), strict=True):
            assert texts(made, identifier) == [mention["in"]]
            assert texts(made, "m:part/m:text") == list(leaves(mention.get("at", [])))
            for field in mention.keys() - {"in", "at"}:
                kind = field.replace("_", " ")
                assert texts(made, f"m:note[@type='{kind}']") == list(leaves(mention[field]))
        versions = record.findall("m:relatedItem[@type='otherVersion']", NS)
        expected = [work["translation_of"]] if "translation_of" in work else []
        expected += work.get("language_editions", [])
        assert len(versions) >= len(expected)
        for made, version in zip(versions, expected, strict=False):
            assert texts(made, identifier) == list(leaves(version.get("work", [])))
            assert texts(made, "m:originInfo/m:dateIssued") == list(
                leaves(version.get("issued", []))
            )
            if "title" in version:
                assert [title(each) for each in made.findall("m:titleInfo", NS)] == list(
                    leaves(version["title"])
                )


def test_languages() -> None:
    found = golden()
    terms = {id: texts(record, "m:language/*") for id, record in found.items()}
    assert terms["forthcoming-book"] == ["chi", "zh-Hant", "Hant"]
    assert terms["tea-report"] == []
    assert terms["disputed-book"] == ["jpn"]


def test_the_reader_wishes_a_language(catalogue: Path) -> None:
    record = one(catalogue, "disputed-book", "--language", "en")
    infos = record.findall("m:titleInfo", NS)
    assert [(title(each), each.get("type")) for each in infos][:2] == [
        ("The Book of Tea", None),
        ("茶の本 「一杯」から宇宙へ", "alternative"),
    ]
    assert said(record.findall("m:name", NS)[0]) == ("Sato", "Yoko")


def test_bibutils_reads_the_catalogue() -> None:
    """What it knows of: titles with their articles, names, dates, hosts, publishers, numbers, types."""
    xml2bib = program("xml2bib", "bibutils")
    text = run(xml2bib, "-b", ROOT / "tests" / "golden" / "mods" / "catalogue.xml").out.lstrip(
        "\ufeff"
    )
    entries = pybtex.database.parse_string(
        re.sub(r"(?m)^(note|url)=.*\n", "", text), "bibtex"
    ).entries
    assert list(entries) == list(golden())
    article, book = entries["web-article"], entries["translated-book"]
    assert (article.type, book.type) == ("article", "book")
    assert book.fields["title"] == "The Book of Tea"
    assert (book.fields["year"], book.fields["series"], book.fields["address"]) == (
        "1906",
        r"Tea {\&} Books",
        "New York",
    )
    assert book.fields["isbn"] == "978-3-16-148410-0"
    assert str(book.persons["author"][0]) == "Sato, Yoko"
    assert book.fields["translator"] == "Schmitt, Carl von and シュミット・カール"
    known = {
        "journal": "The Example Times",
        "volume": "12",
        "number": "3",
        "pages": "12--15",
        "issn": "0378-5955",
    }
    known |= {
        "year": "2021",
        "month": "Aug",
        "day": "28",
        "address": "London",
        "doi": "10.1000/a_b%c",
    }
    assert {field: article.fields[field] for field in known} == known
    assert str(article.persons["author"][0]) == "van Gogh Jr., Vincent Willem"
    assert [str(each) for each in entries["disputed-book"].persons["editor"]] == [
        "{日本茶社}",
        "{Tea Board}",
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_looks_like_markup_comes_back_as_text(attack: str, catalogue: Path) -> None:
    write_attacked(catalogue, attack, caption=attack + ".")
    found = one(catalogue, "attacked")
    assert [title(each) for each in found.findall("m:titleInfo", NS)] == [attack, attack + "!"]
    assert texts(found, "m:subject/m:topic") == [attack]
    assert texts(found, "m:genre")[-1] == attack
    assert texts(found, "m:note") == [attack, attack + "?"]
    assert texts(found, "m:abstract") == [attack + "."] * 2
    assert texts(found, "m:accessCondition") == [attack + "."]
    assert (
        texts(found, "m:originInfo/m:place/m:placeTerm")
        == texts(found, "m:subject/m:geographic")
        == [attack + "."]
    )


CARRIED = (
    *(
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
        "place",
    ),
    *(
        "series",
        "series_number",
        "container_title",
        "volume",
        "issue",
        "url",
        "accessed",
        "identifiers",
        "found",
    ),
    *(
        "citations",
        "language_editions",
        "translation_of",
        "inferred",
        "illustrations",
        "issued",
        "created",
    ),
)


def test_no_text_of_these_fields_is_missing_or_changed(delivered: Delivered) -> None:
    found = read(delivered.whole)
    codes = {"ja": "jpn", "zh": "chi", "ko": "kor", "en": "eng"}
    assert delivered.works
    for id, work in delivered.works.items():
        for each in found[id].iter(MODS + "titleInfo"):
            for place, article in enumerate(each.findall("m:nonSort", NS)):
                each[place + 1].text = (article.text or "") + (each[place + 1].text or "")
        everything = "\n".join(
            text for each in found[id].iter() for text in (each.text or "", *each.attrib.values())
        )
        for field in CARRIED:
            for text in leaves(work.get(field, [])):
                assert text in everything or codes.get(text, text) in everything, (id, field, text)


def test_other_names_of_a_subject_are_lost_and_those_of_an_author_are_not(catalogue: Path) -> None:
    khwaja = catalogue / "records" / "people" / "khwaja.yaml"
    khwaja.write_text(khwaja.read_text("utf-8") + "other_names: [Tawfiq K.]\n", "utf-8")
    lost = "khwaja/other_names/0: Tawfiq K.: a name as a subject has no alternative names"
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(path.read_text("utf-8") + "about: [khwaja]\n", "utf-8")
    alone = exporter("-C", catalogue, "export", "-f", "mods", "--losses", "-", "tea-speech")
    assert lost in alone.err
    assert "Tawfiq K." not in alone.out
    both = exporter("-C", catalogue, "export", "-f", "mods", "--losses", "-")
    assert lost not in both.err
    assert "Tawfiq K." in both.out


@pytest.mark.parametrize(
    ("kind", "facts", "date", "words"),
    [
        ("person", "born: {date: 0776~}, died: {date: 0868/0869}",
         "approximately 776-868 or 869", []),
        ("person", "born: {date: '[1700..1710]'}, died: {date: 1780}", None,
         ["Born: between 1700 and 1710", "Died: 1780"]),
        ("person", "active: 1480/1502", "active 1480-1502", ["Active: 1480–1502"]),
        ("family", "founded: 1230~, dissolved: 1743", "approximately 1230-1743", []),
        ("event", "date: 2019-09-09/2019-09-12", "2019",
         ["Date: 9 September 2019 – 12 September 2019"]),
    ],
)  # fmt: skip
def test_the_dates_of_a_name_are_those_of_its_heading_in_marc(
    kind: str, facts: str, date: str | None, words: list[str]
) -> None:
    work = "{contributors: [{agent: bar, role: author}]}"
    agent = f"{{id: bar, kind: {kind}, name: Bar, {facts}}}"
    written = exported("mods", parsed(f"[{work}, {agent}]"))
    name = ET.fromstring(written).find(".//m:name", NS)
    assert name is not None
    assert name.findtext("m:namePart[@type='date']", None, NS) == date
    assert texts(name, "m:description") == words


@pytest.mark.parametrize(
    ("record", "dates"),
    [
        (
            "{issued: 1903, original_date: -0374~}",
            [
                ("dateIssued", "", "1903"),
                ("dateOther", "", "-0374~"),
                ("dateOther", "", "approximately 375 B.C."),
            ],
        ),
        (
            "{issued: 1990, copyright_date: {date: 1989, printed: 平成元年, calendar: japanese}}",
            [
                ("dateIssued", "", "1990"),
                ("copyrightDate", "", "1989"),
                ("copyrightDate", "japanese", "平成元年"),
            ],
        ),
        (
            "{issued: {date: 2001, printed: ١٤٢١ هـ, calendar: islamic}}",
            [
                ("dateIssued", "", "2001"),
                ("dateIssued", "islamic", "١٤٢١ هـ"),
                ("displayDate", "", "١٤٢١ هـ"),
            ],
        ),
    ],
)
def test_words_and_calendar_are_those_of_their_date(
    record: str, dates: list[tuple[str, ...]]
) -> None:
    """Source: MODS 3.8, displayDate, which is that of the event; dateDefinition, calendar."""
    root = ET.fromstring(exported("mods", parsed(record)))
    found = [
        (each.tag.removeprefix(MODS), each.get("calendar", ""), each.text)
        for each in root.iterfind("m:originInfo/*", NS)
        if "ate" in each.tag.removeprefix(MODS)
    ]
    assert sorted(found, key=str) == sorted(dates, key=str)
