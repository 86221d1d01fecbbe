"""MARC 21 as others read it: pymarc, yaz-marcdump, and the official schema of MARCXML.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymarc
import pytest

from exporter.export.marc.dates import statement
from exporter.export.marc.iso2709 import (
    MarcField,
    MarcRecord,
    Oversized,
    iso2709,
    marcxml,
    subfields,
)
from exporter.export.registry import crosswalk
from exporter.model.date import parse_date
from exporter.model.vocabularies.languages import code, initial_article
from tests.conftest import ROOT, exporter, official, program, run
from tests.support.exported import OfCatalogue
from tests.support.facts import AGENTS, leaves, recorded
from tests.support.markup_attacks import write_attacked


@dataclass(frozen=True)
class Delivered(OfCatalogue):
    """A catalogue, and what the command made of it in each format."""

    marc: Path
    xml: Path
    json: Path

    @property
    def agents(self) -> dict[str, Any]:
        return {id: each for id, each in self.records.items() if each["kind"] in AGENTS}


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Delivered:
    catalogue, folder = ROOT / request.param, tmp_path_factory.mktemp("marc")
    formats = {"all.mrc": "marc", "all.xml": "marcxml", "all.json": "marc-json"}
    for name, format in formats.items():
        asked = ("-f", format, "--authorities", "with")
        ran = exporter("-C", catalogue, "export", "-o", folder / name, *asked)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    records = recorded(catalogue)
    return Delivered(records, *(folder / name for name in formats))


def read(data: bytes) -> list[pymarc.Record]:
    """Read ISO 2709; pymarc gives None for a record that it cannot read."""
    found = list(pymarc.MARCReader(io.BytesIO(data), force_utf8=False, utf8_handling="strict"))
    assert None not in found
    return [each for each in found if each]


def golden_records() -> bytes:
    """Return the records of works and the authority records of the small catalogue."""
    folder = ROOT / "tests" / "golden" / "marc"
    return (folder / "catalogue.mrc").read_bytes() + (folder / "authorities.mrc").read_bytes()


def by_id(records: list[pymarc.Record]) -> dict[str, pymarc.Record]:
    return {each["001"].data or "": each for each in records}


def bibliographic(delivered: Delivered) -> dict[str, pymarc.Record]:
    return by_id([each for each in read(delivered.marc.read_bytes()) if each.leader[6] != "z"])


def authorities(delivered: Delivered) -> dict[str, pymarc.Record]:
    return by_id([each for each in read(delivered.marc.read_bytes()) if each.leader[6] == "z"])


def one(catalogue: Path, id: str, *words: str) -> pymarc.Record:
    """Export one work, and give its bibliographic record."""
    ran = exporter("-C", catalogue, "export", "-f", "marc", *words, id)
    assert (ran.code, ran.err) == (0, "")
    return read(ran.out.encode())[0]


def facts(record: pymarc.Record) -> list[str]:
    """Return a record as lines, with the leader but for the lengths, which XML does not have."""
    leader = str(record.leader)
    return [leader[5:12] + leader[17:], *(str(field) for field in record)]


def values(record: pymarc.Record, tag: str, codes: str = "a") -> list[str]:
    return [value for field in record.get_fields(tag) for value in field.get_subfields(*codes)]


def with_others(record: pymarc.Record, field: pymarc.Field) -> list[pymarc.Field]:
    """Return a field, and the fields 880 that are the same in other scripts."""
    return [field, *(record.get_linked_fields(field) if "6" in field else [])]


def forms(text: str | Mapping[str, str], record: Mapping[str, Any]) -> dict[str, str]:
    return {record.get("language", "en"): text} if isinstance(text, str) else dict(text)


def test_pymarc_reads_the_same_from_each(delivered: Delivered) -> None:
    binary = [facts(each) for each in read(delivered.marc.read_bytes())]
    assert binary == [facts(each) for each in pymarc.parse_xml_to_array(str(delivered.xml))]
    in_json = pymarc.parse_json_to_array(delivered.json.read_text("utf-8"))
    assert binary == [facts(each) for each in in_json]
    assert len(binary) >= len(delivered.works)


def test_yaz_reads_the_same_from_both(delivered: Delivered) -> None:
    def dump(kind: str, path: Path) -> list[str]:
        ran = run(program("yaz-marcdump", "yaz"), "-i", kind, "-o", "line", path)
        assert (ran.code, ran.err) == (0, "")
        return [re.sub(r"^\d{5}(n.{6})\d{5}", r"\1", line) for line in ran.out.splitlines()]

    assert dump("marc", delivered.marc) == dump("marcxml", delivered.xml)


def test_yaz_and_pymarc_read_the_same(delivered: Delivered, tmp_path: Path) -> None:
    ran = run(program("yaz-marcdump", "yaz"), "-i", "marc", "-o", "marcxml", delivered.marc)
    (tmp_path / "yaz.xml").write_text(ran.out, "utf-8")
    found = [facts(each) for each in pymarc.parse_xml_to_array(str(tmp_path / "yaz.xml"))]
    assert found == [facts(each) for each in read(delivered.marc.read_bytes())]


def test_the_schema_of_marcxml_finds_no_fault(delivered: Delivered) -> None:
    words = (
        program("xmllint", "libxml2-utils"),
        "--nonet",
        "--noout",
        "--schema",
        official("MARC21slim.xsd"),
    )
    golden = (ROOT / "tests" / "golden" / "marcxml").glob("*.xml")
    ran = run(
        *words, delivered.xml, *golden, env={"XML_CATALOG_FILES": str(official("catalog.xml"))}
    )
    assert ran.code == 0, ran.err


def test_works_come_first_then_every_agent_that_they_name(delivered: Delivered) -> None:
    ids = [each["001"].data for each in read(delivered.marc.read_bytes())]
    assert ids[: len(delivered.works)] == list(delivered.works)
    assert ids[len(delivered.works) :] == sorted(ids[len(delivered.works) :])
    kinds = [each.get("type") for each in ET.parse(delivered.xml).getroot()]
    assert kinds == ["Bibliographic"] * len(delivered.works) + ["Authority"] * len(
        authorities(delivered)
    )
    named = {
        each["agent"] for work in delivered.works.values() for each in work.get("contributors", ())
    }
    assert named <= set(authorities(delivered)) <= set(delivered.agents)


def test_every_link_ends_in_a_record(delivered: Delivered) -> None:
    found, known = bibliographic(delivered), authorities(delivered)
    fields = [
        field
        for record in (*found.values(), *known.values())
        for field in record.get_fields()
        if not field.control_field
    ]
    to_agents = {link for field in fields for link in field.get_subfields("0")}
    to_agents = {link for link in to_agents if "/" not in link}
    linking = [field for field in fields if field.tag not in {"400", "410", "500", "510"}]
    to_works = {link for field in linking for link in field.get_subfields("w")}
    assert to_agents
    assert to_works
    assert to_agents <= set(known)
    assert to_works <= set(found)


def test_one_file_a_record_holds_the_agents_of_that_record(tmp_path: Path) -> None:
    catalogue = ROOT / "tests" / "golden" / "catalogue"
    exporter(
        "-C", catalogue, "export", "-f", "marc", "--authorities", "with", "--split", "-o", tmp_path
    )
    ids = [each["001"].data for each in read((tmp_path / "tea-speech.mrc").read_bytes())]
    assert ids == ["tea-speech", "carl-schmitt"]


def test_the_headings_of_a_work_are_those_of_the_authority_records(delivered: Delivered) -> None:
    known = authorities(delivered)
    records = bibliographic(delivered).values()
    tags = ("100", "110", "600", "610", "700", "710")
    fields = [field for record in records for field in record.get_fields(*tags)]
    assert fields
    for field in fields:
        heading = known[field["0"]].get_fields("100", "110")[0]
        assert field.tag[1:] == heading.tag[1:]
        assert field.get_subfields("a", "c", "d") == heading.get_subfields("a", "c", "d")


def test_fields_in_other_scripts_are_tied_to_theirs(delivered: Delivered) -> None:
    pairs = 0
    for record in (*bibliographic(delivered).values(), *authorities(delivered).values()):
        numbers = [
            field["6"]
            for field in record.get_fields()
            if not field.control_field and field.tag != "880" and "6" in field
        ]
        assert numbers == [f"880-{number:02d}" for number in range(1, len(numbers) + 1)]
        for other in record.get_fields("880"):
            tag, number, script = re.fullmatch(
                r"(\d{3})-(\d\d)/([A-Z][a-z]{3})(?:/r)?", other["6"]
            ).groups()  # type: ignore[union-attr]
            regular = [each for each in record.get_fields(tag) if each.get("6") == f"880-{number}"]
            assert len(regular) == 1
            assert other in record.get_linked_fields(regular[0])
            assert other.indicators == regular[0].indicators
            assert (
                list(other.subfields_as_dict()) == list(regular[0].subfields_as_dict())
                or "8" in regular[0]
                or "c" in regular[0]
            )
            assert other.subfields[0].code == regular[0].subfields[0].code == "6"
            assert script in {"Latn", "Jpan", "Hira", "Hant", "Hans", "Hani"}
            pairs += 1
    assert pairs > 10


def test_right_to_left_fields_say_so(catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    titles = "title: {ar: الشاي, ar-Latn: al-Shāy, en: Tea}"
    text = re.sub("title:.*", titles, path.read_text("utf-8")).replace(
        "language: de", "language: ar-Latn"
    )
    path.write_text(text, "utf-8")
    record = one(catalogue, "tea-speech")
    assert str(record["245"]) == "=245  13$6880-02$aal-Shāy"
    assert [str(field) for field in record.get_fields("880")][1:] == [
        "=880  13$6245-02/Arab/r$aالشاي"
    ]
    assert values(record, "246") == ["Tea"]


def test_the_title_in_every_script_and_language(delivered: Delivered) -> None:
    found = bibliographic(delivered)
    assert delivered.works
    for id, work in delivered.works.items():
        brackets = ("[", "]") if "devised_title" in work else ("", "")
        titles = {
            tag: form.join(brackets)
            for tag, form in forms(work.get("title") or work["devised_title"], work).items()
        }
        fields = [
            found[id]["245"],
            *(each for each in found[id].get_fields("246") if each.indicator1 == "3"),
        ]
        assert sorted(
            each["a"] for field in fields for each in with_others(found[id], field)
        ) == sorted(titles.values())
        if work.get("language") in titles:
            assert found[id]["245"]["a"] == titles[work["language"]]
        assert found[id]["245"].indicator1 == ("1" if found[id].get_fields("100", "110") else "0")
        assert ("Title devised by cataloguer." in values(found[id], "500")) == (
            "devised_title" in work
        )


def test_articles_are_not_filed() -> None:
    book = by_id(read((ROOT / "tests" / "golden" / "marc" / "catalogue.mrc").read_bytes()))[
        "translated-book"
    ]
    assert book["245"].indicator2 == "4"
    assert initial_article("L’été", "fr") == "L’"
    assert initial_article("Das Kapital", "de-AT") == "Das "
    assert initial_article("The", "en") == ""
    assert initial_article("Theory", "en") == ""
    assert initial_article("The Book", "ja-Latn") == ""
    assert (code("de"), code("zh-Hant"), code("und"), code("yue")) == ("ger", "chi", "", "")


MAIN = {
    "author",
    "compiler",
    "composer",
    "interviewee",
    "interviewer",
    "photographer",
    "reviewer",
    "speaker",
}


def test_everyone_stands_under_the_role_that_the_record_gives(delivered: Delivered) -> None:
    found = bibliographic(delivered)
    assert found.keys() == delivered.works.keys()
    for id, record in found.items():
        work = delivered.works[id]
        expected = [(each["agent"], each["role"]) for each in work.get("contributors", ())]
        publishers = [] if "container_title" in work else work.get("publisher", [])
        expected += [
            (agent, "publisher")
            for agent in ([publishers] if isinstance(publishers, str) else publishers)
        ]
        expected += [(agent, "") for agent in work.get("about", ())]
        fields = record.get_fields("100", "110", "600", "610", "700", "710")
        assert sorted((field["0"], field.get("e", "")) for field in fields) == sorted(expected)
        for field in fields:
            assert field.tag[1:] == (
                "00" if delivered.agents[field["0"]]["kind"] == "person" else "10"
            )
            assert ("4" in field) == ("e" in field)
        entered = record.get_fields("100", "110")
        creators = [agent for agent, role in expected if role in MAIN]
        has_title_entry = work.get("type") in {"broadcast", "periodical"}
        assert [field["0"] for field in entered] == ([] if has_title_entry else creators[:1])


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    disputes = 0
    for id, record in bibliographic(delivered).items():
        work = delivered.works[id]
        together = work.get("publisher", [])
        together = [together] if isinstance(together, str) else together
        names = values(record, "264", "b")
        notes = [each for each in values(record, "500") if each.startswith("Sources disagree")]
        if "container_title" in work and together:
            assert (names, notes) == ([], [])
            assert ": " in record["773"]["d"]
        elif together:
            assert (len(names), notes) == (len(together), [])
        else:
            printed = [
                form
                for each in work.get("found", ())
                for form in forms(each.get("publisher", {}), work).values()
            ]
            printed = list(dict.fromkeys(printed))
            if len(printed) > 1:
                disputes += 1
                assert names == []
                assert notes == [f"Sources disagree on the publisher: {'; '.join(printed)}."]
            else:
                assert names == printed
    assert disputes == 1


def test_leaders_and_fixed_fields_have_their_positions(delivered: Delivered) -> None:
    assert bibliographic(delivered)
    assert authorities(delivered)
    for record in bibliographic(delivered).values():
        assert re.fullmatch(r"\d{5}n[acegijkmpt][acims] a22\d{5}[2u8]c 4500", str(record.leader))
        assert re.fullmatch(
            r"260101[a-z|][\du ]{8}xx [ |a-z0-9]{17}(\|\|\||[a-z]{3}) d", record["008"].data or ""
        )
        work = delivered.works[record["001"].data or ""]
        online = "accessed" in work or work.get("type") == "webpage"
        assert (record["337"]["b"], record["338"]["b"]) == (("c", "cr") if online else ("z", "zu"))
        assert all(record[tag]["a"] for tag in ("336", "337", "338"))
    for record in authorities(delivered).values():
        assert re.fullmatch(r"\d{5}nz  a22\d{5}nc 4500", str(record.leader))
        data = record["008"].data or ""
        assert len(data) == 40
        assert (data[9], data[32]) == ("a", "a" if "100" in record else "n")
        assert (data[29] == "a") == bool(record.get_fields("400", "410", "500", "510"))


@pytest.mark.parametrize(
    ("written", "coded", "words"),
    [
        ("2021-08-28", "e20210828", "2021-08-28"),
        ("2021-08", "e202108  ", "2021-08"),
        ("1941", "s1941    ", "1941"),
        ("0476", "s0476    ", "476"),
        ("1906~", "s1906    ", "[approximately 1906]"),
        ("1941?", "s1941    ", "[1941?]"),
        ("1984%", "s1984    ", "[approximately 1984?]"),
        ("199X", "q19901999", "[between 1990 and 1999]"),
        ("2001/2006", "m20012006", "2001-2006"),
        ("1995/..", "m19959999", "1995-"),
        ("1995/", "m1995uuuu", "1995-?"),
        ("../1995", "muuuu1995", "[not after 1995]"),
        ("1995-22", "s1995    ", "summer 1995"),
        ("1995-22~", "s1995    ", "[approximately summer 1995]"),
        ("XXXX-03-03", "nuuuuuuuu", "[3 March]"),
        ("[1995,1996]", "q19951996", "[1995 or 1996]"),
        ("[1995..1997]", "q19951997", "[between 1995 and 1997]"),
        ("[0975..1025]", "q09751025", "[between 975 and 1025]"),
        ("-0044", "b        ", "45 B.C."),
        ("Y17000", "nuuuuuuuu", "17000"),
    ],
)
def test_dates(written: str, coded: str, words: str, catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    record = one(catalogue, "tea-speech")
    assert (record["008"].data or "")[6:15] == coded
    assert values(record, "264", "c") == [words] == [statement(parse_date(written))]
    exact = written in {"2021-08-28", "2021-08", "1941", "0476"}
    plain = written in {"2001/2006", "1995/..", "1995/", "../1995"}
    code = "k" if written.startswith("-") else "c"
    assert values(record, "046", f"{code}2") == ([] if exact or plain else [written, "edtf"])


def test_a_periodical_goes_on_or_has_ended(catalogue: Path) -> None:
    for written, coded in (
        ("1995/..", "c19959999"),
        ("1995/2001", "d19952001"),
        ("1995", "u1995uuuu"),
    ):
        (catalogue / "records" / "sources" / "a-periodical.yaml").write_text(
            f'id: a-periodical\nkind: source\ntype: periodical\nlanguage: en\ntitle: Tea\nissued: "{written}"\n'
            "identifiers: {issn: 0378-5955}\n"
        )
        record = one(catalogue, "a-periodical")
        assert (record["008"].data or "")[6:15] == coded
        assert values(record, "022") == ["0378-5955"]
        assert len(record["008"].data or "") == 40


@pytest.mark.parametrize(
    ("genre", "marc", "biblatex"),
    [
        ("{ja: テレビ番組, en: programme}", ("g", "v", "tdi"), "video"),
        ("{ja: 番組, en: radio play}", ("i", "|", "spw"), "audio"),
        ("play", ("i", "|", "zzz"), "video"),
    ],
)
def test_whether_a_broadcast_was_seen_is_taken_from_its_genre(
    genre: str, marc: tuple[str, ...], biblatex: str, catalogue: Path
) -> None:
    with (catalogue / "records" / "sources" / "tea-broadcast.yaml").open(
        "a", encoding="utf-8"
    ) as file:
        file.write(f"genre: {genre}\n")
    (record, *_) = read(
        exporter("-C", catalogue, "export", "-f", "marc", "tea-broadcast").out.encode()
    )
    assert (record.leader[6], record["008"].data[33], record["336"]["b"]) == marc
    assert exporter("-C", catalogue, "export", "-f", "biblatex", "tea-broadcast").out.startswith(
        f"@{biblatex}{{"
    )


def test_what_is_announced_is_at_prepublication_level() -> None:
    found = by_id(read((ROOT / "tests" / "golden" / "marc" / "catalogue.mrc").read_bytes()))
    forthcoming = found["forthcoming-book"]
    assert forthcoming.leader[17] == "8"
    assert values(forthcoming, "263") == ["----03"]
    assert values(forthcoming, "041", "a2") == ["zh-Hant", "rfc5646"]
    assert all(
        "263" not in record and record.leader[17] != "8"
        for id, record in found.items()
        if id != "forthcoming-book"
    )


def test_an_article_stands_in_its_host() -> None:
    article = by_id(read((ROOT / "tests" / "golden" / "marc" / "catalogue.mrc").read_bytes()))[
        "web-article"
    ]
    assert str(article["773"]) == (
        "=773  0\\$7nnas$tThe Example Times$dLondon: Smith and Sons, Ltd. & Co."
        "$gVol. 12, no. 3 (2021-08-28), p. 12-15$x0378-5955"
    )
    assert "022" not in article
    assert str(article["041"]) == "=041  1\\$aeng$hjpn"
    assert values(article, "505") == ["Tea -- Sympathy"]
    assert values(article, "856", "uz") == [
        "https://example.org/a_b?c=d&e=f%20g",
        "Viewed on 2021-09-01",
        "https://doi.org/10.1000/a_b%25c",
    ]


def test_a_work_without_a_host_says_its_numbers_itself(catalogue: Path) -> None:
    path = catalogue / "records" / "books" / "translated-book.yaml"
    path.write_text(
        path.read_text("utf-8") + 'volume: "2"\nissue: "5"\npages: 1-99\naccessed: 2020\n', "utf-8"
    )
    record = one(catalogue, "translated-book")
    assert values(record, "300") == ["pages 1-99"]
    assert {"Volume: 2", "Issue: 5"} <= set(values(record, "500"))
    assert values(record, "588") == ["Viewed on 2020"]
    assert "773" not in record


def original_of(work: Mapping[str, Any]) -> str:
    return str(work.get("translation_of", {}).get("work", ""))


def test_translations_and_citations_name_the_other_work(delivered: Delivered) -> None:
    found = bibliographic(delivered)
    assert any("citations" in delivered.works[id] for id in found)
    assert any("translation_of" in delivered.works[id] for id in found)
    for id, record in found.items():
        work = delivered.works[id]
        cited = [field for field in record.get_fields("787") if field.get_subfields("4")]
        assert [field["w"] for field in cited] == [
            each["source"] for each in work.get("citations", ())
        ]
        for field, citation in zip(cited, work.get("citations", ()), strict=True):
            assert field["i"] == f"{citation['intent'].capitalize()}:"
            assert field["4"].startswith("http://purl.org/spar/cito/")
            notes = field.get_subfields("n")
            assert [
                note.removeprefix("Claim: ") for note in notes if note.startswith("Claim: ")
            ] == citation.get("claims", [])
            assert all(
                any(text in note for note in notes)
                for text in (citation.get("at", ""), citation.get("note", ""))
            )
            assert any(citation.get("through", "") in note for note in notes)
        editions = [*record.get_fields("767", "775")]
        editions += [each for each in record.get_fields("580") if "language: " in each["a"]]
        translations = [each for each in delivered.works.values() if id == original_of(each)]
        named = [each for each in work.get("language_editions", ()) if "work" not in each]
        assert len(editions) == len(named) + len(translations)
        original = work.get("translation_of", {})
        assert values(record, "765", "w") == ([original["work"]] if "work" in original else [])
        assert values(record, "041", "h") == ([code(original["language"])] if original else [])


def test_each_mention_and_each_conclusion_is_there(delivered: Delivered) -> None:
    known = {**bibliographic(delivered), **authorities(delivered)}
    assert known
    for id, record in known.items():
        term = delivered.records[id]
        evidence = record.get_fields("588") if id in delivered.works else record.get_fields("670")
        mentions = term.get("found", ())
        for field, mention in zip(evidence, mentions, strict=not term.get("accessed")):
            assert all(text in str(field) for text in leaves(mention))
        reasons = set(leaves(term.get("inferred", {})))
        assert {value.partition(": ")[2] for value in values(record, "883")} == reasons
        links = {
            link
            for field in record.get_fields()
            if not field.control_field and field.tag != "883"
            for link in field.get_subfields("8")
        }
        assert links == {
            link for field in record.get_fields("883") for link in field.get_subfields("8")
        }


def test_a_conclusion_is_tied_to_the_fields_about_which_it_is() -> None:
    found = by_id(read(golden_records()))
    assert [
        field.tag
        for field in found["web-article"].get_fields()
        if "8" in (field.subfields_as_dict() if not field.control_field else {})
    ] == ["240", "765", "883"]
    assert [
        field.tag
        for field in found["yoko-sato"].get_fields()
        if not field.control_field and "8" in field
    ] == [
        "046",
        "883",
    ]


def headings(names: Any, record: Mapping[str, Any]) -> set[str]:
    """Return each form of a name as it is filed, without the suffix."""
    made = set()
    for form in forms(names, record).values():
        if isinstance(form, str):
            made.add(form)
        else:
            parts: Mapping[str, str] = form
            if "literal" in parts:
                made.add(parts["literal"])
                continue
            given = [
                parts.get(part) for part in ("given", "dropping_particle", "non_dropping_particle")
            ]
            made.add(", ".join(filter(None, [parts["family"], " ".join(filter(None, given))])))
    return made


def test_an_authority_record_has_every_name(delivered: Delivered) -> None:
    found = authorities(delivered)
    assert found
    for id, record in found.items():
        agent = delivered.agents[id]
        names = headings(agent["name"], agent)
        for other in agent.get("other_names", ()):
            group = other if isinstance(other, dict) and "name" in other else {"name": other}
            names |= headings(group["name"], agent)
        names |= set(leaves(agent.get("short_name", [])))
        entries = record.get_fields("100", "110", "400", "410")
        assert {field["a"] for field in entries} == names
        assert len(record.get_fields("100", "110")) == 1


def test_an_authority_record_has_the_life(delivered: Delivered) -> None:
    found = authorities(delivered)
    assert found
    for id, record in found.items():
        agent = delivered.agents[id]
        dates = {
            "f": agent.get("born", {}),
            "g": agent.get("died", {}),
            "q": agent.get("founded"),
            "r": agent.get("dissolved"),
        }
        for subfield, written in dates.items():
            date = written.get("date") if isinstance(written, dict) else written
            assert values(record, "046", subfield) == ([date] if date else [])
        assert len(record.get_fields("373")) == sum(
            "organization" in each for each in agent.get("positions", ())
        )
        said = "\n".join(str(field) for field in record)
        for field in ("events", "degrees", "notes", "place", "url", "identifiers"):
            assert all(
                text.replace(" ", "") in said.replace(" ", "")
                for text in leaves(agent.get(field, []))
            ), (
                id,
                field,
            )
        for position in agent.get("positions", ()):
            texts = [
                *leaves(position["position"]),
                *leaves(position.get("note", [])),
                position.get("organization", ""),
            ]
            assert all(text in said for text in texts)
        assert values(record, "377") == [code(each) for each in agent.get("languages", ())]


@pytest.mark.parametrize(
    ("id", "heading"),
    [
        ("vincent-van-gogh", "=100  1\\$aGogh, Vincent Willem van$cJr.$d1853-1890"),
        ("carl-schmitt", "=100  1\\$aSchmitt, Carl von"),
        ("anne-onymous", "=100  0\\$aAnne Onymous and Friends"),
        ("smith-and-sons", "=110  2\\$aSmith and Sons, Ltd. & Co."),
        ("yoko-sato", "=100  1\\$a佐藤, 葉子$d1941-"),
    ],
)
def test_names_are_headings(id: str, heading: str) -> None:
    found = by_id(read(golden_records()))
    assert str(found[id].get_fields("100", "110")[0]) == heading


def test_the_reader_wishes_a_language(catalogue: Path) -> None:
    ran = exporter(
        "-C",
        catalogue,
        "export",
        "-f",
        "marc",
        "--authorities",
        "with",
        "--language",
        "en",
        "disputed-book",
    )
    record, *others = read(ran.out.encode())
    assert (record["245"]["a"], record["245"].indicator2) == ("The Book of Tea", "4")
    assert sorted(each["a"] for each in with_others(record, record["246"])) == [
        *(
            "Cha no hon, ippai kara uchuu e",
            "ちゃのほん いっぱいからうちゅうへ",
            "茶の本 「一杯」から宇宙へ",
        ),
    ]
    assert record["100"]["a"] == "Sato, Yoko"
    assert [each.get_fields("100", "110")[0]["a"] for each in others] == [
        "Smith and Sons, Ltd. & Co.",
        "Tea Board",
        "Sato, Yoko",
    ]


ATTACKS = [
    "<c>&amp;</c>",
    "]]>",
    "$a $b ‡c",
    "|a",
    "\\",
    "{}%s",
    "  two  spaces ",
    "é𠮷\u200f",
    "=245  10$aX",
    "880-01",
    "#^~`",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("name", ["marc", "marcxml"])
def test_text_that_looks_like_markup_comes_back_as_text(
    name: str, attack: str, catalogue: Path
) -> None:
    write_attacked(catalogue, attack, caption=attack + ".")
    ran = exporter("-C", catalogue, "export", "-f", name, "attacked")
    assert ran.code == 0, ran.err
    found = (
        read(ran.out.encode())
        if name == "marc"
        else pymarc.parse_xml_to_array(io.StringIO(ran.out))
    )[0]
    assert found["245"]["a"] == attack
    assert values(found, "246") == [attack + "!"]
    assert values(found, "653") == [attack]
    assert attack in values(found, "655")
    assert values(found, "500") == [attack + "?", f"Credit line: {attack}"]
    assert sorted(values(found, "520")) == [attack + "."] * 2
    assert values(found, "540") == [attack + "."]
    assert values(found, "518", "p") == [attack + "."]


def test_no_character_ends_a_field() -> None:
    """No such character comes through the reader; a line break does, which would be one for readers of lines."""
    inner = subfields("a", "one\x1e\x1d\x1fbtwo\nthree\u2028four\x85\x98", "b", "")
    assert inner == (("a", "one btwo three four "),)
    record = MarcRecord(
        "00000nam a2200000uc 4500", (MarcField("001", "x"), MarcField("245", "", "00", inner))
    )
    assert read(iso2709(record).encode())[0]["245"]["a"] == "one btwo three four "
    assert (
        ET.fromstring(marcxml(record, "Bibliographic")).find("datafield/subfield").text
        == inner[0][1]
    )  # type: ignore[union-attr]


def test_a_field_is_as_long_as_its_length_can_say() -> None:
    leader = "00000nam a2200000uc 4500"
    longest = 9_999 - len("  \x1fa\x1e")
    for length, fits in ((longest, True), (longest + 1, False)):
        for text in ("x" * length, "é" * (length // 2) + "x" * (length % 2)):
            record = MarcRecord(leader, (MarcField("520", "", "  ", subfields("a", text)),))
            if fits:
                assert read(iso2709(record).encode())[0]["520"]["a"] == text
            else:
                with pytest.raises(Oversized, match="field 520 has 10,000 bytes"):
                    iso2709(record)
    fields = tuple(MarcField("500", "", "  ", subfields("a", "x" * 9_000)) for _ in range(12))
    assert len(read(iso2709(MarcRecord(leader, fields[:11])).encode())) == 1
    with pytest.raises(Oversized, match="the record has"):
        iso2709(MarcRecord(leader, fields))


def test_what_iso_2709_cannot_hold_is_not_written(catalogue: Path, tmp_path: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(path.read_text("utf-8") + f"abstract: {'茶' * 4_000}\n", "utf-8")
    target = tmp_path / "old.mrc"
    target.write_text("old")
    ran = exporter("-C", catalogue, "export", "-f", "marc", "-o", target)
    assert ran.code == 1
    assert "records/sources/tea-speech.yaml:10:11: error: undeliverable-record" in ran.err
    assert "marcxml" in ran.err
    assert target.read_text() == "old"
    assert exporter("-C", catalogue, "export", "-f", "marcxml", "-o", target).code == 0
    found = by_id(pymarc.parse_xml_to_array(str(target)))
    assert values(found["tea-speech"], "520") == ["茶" * 4_000]


def test_an_agent_is_lost_with_the_first_work_that_is_written(catalogue: Path) -> None:
    """Not with one that ISO 2709 cannot hold, which is skipped with all its losses."""
    records = catalogue / "records"
    (records / "people" / "tea-poet.yaml").write_text(
        "id: tea-poet\nkind: person\nname: {en: Tea Poet}\npositions: [{position: member}]\n"
    )
    for id, text in (("a-long-tea", "x" * 12_000), ("b-short-tea", "x")):
        (records / "sources" / f"{id}.yaml").write_text(
            f"id: {id}\nkind: source\ntype: book\nlanguage: en\ntitle: Tea {id}\nissued: 2001\n"
            f"contributors: [{{agent: tea-poet, role: author}}]\nabstract: {text}\n"
        )
    asked = ("-f", "marc", "--keep-going", "--losses", "-", "a-long-tea", "b-short-tea")
    ran = exporter("-C", catalogue, "export", *asked)
    assert "skipped: records/sources/a-long-tea.yaml" in ran.err
    assert "lost: tea-poet/positions/0/position: member: the authority record has it" in ran.err


def test_whom_only_a_refused_work_names_has_no_authority_record(catalogue: Path) -> None:
    records = catalogue / "records"
    for id, text in (("a-long-tea", "x" * 12_000), ("b-short-tea", "x")):
        (records / "people" / f"poet-of-{id}.yaml").write_text(
            f"id: poet-of-{id}\nkind: person\nname: {{en: Poet of {id}}}\n"
        )
        (records / "sources" / f"{id}.yaml").write_text(
            f"id: {id}\nkind: source\ntype: book\nlanguage: en\ntitle: Tea {id}\nissued: 2001\n"
            f"contributors: [{{agent: poet-of-{id}, role: author}}]\nabstract: {text}\n"
        )
    asked = ("-f", "marc", "--keep-going", "--authorities", "with", "a-long-tea", "b-short-tea")
    ran = exporter("-C", catalogue, "export", *asked)
    assert "skipped: records/sources/a-long-tea.yaml" in ran.err
    assert list(by_id(read(ran.out.encode()))) == ["b-short-tea", "poet-of-b-short-tea"]


def test_more_pairs_than_there_are_numbers(catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    keywords = "".join(f"  - {{ja: 茶{number}, ja-Latn: cha {number}}}\n" for number in range(120))
    path.write_text(path.read_text("utf-8") + f"keywords:\n{keywords}", "utf-8")
    record = one(catalogue, "tea-speech")
    assert len(record.get_fields("653")) == 120
    linked = [field["6"] for field in record.get_fields("880") if field["6"].startswith("653-")]
    assert len(linked) == 120
    assert linked[-1] == "653-00/Latn"
    assert "6" not in record.get_fields("653")[-1]


def test_every_type_makes_a_whole_record(catalogue: Path) -> None:
    types = [row.term for row in crosswalk("marc") if row.vocabulary == "type" and row.term != "*"]
    for term in types:
        (catalogue / "records" / "sources" / f"a-{term.replace('_', '-')}.yaml").write_text(
            f"id: a-{term.replace('_', '-')}\nkind: source\ntype: {term}\nlanguage: en\ntitle: Tea\nissued: 2001\n"
            "url: https://example.org/\naccessed: 2020\n"
        )
    ran = exporter("-C", catalogue, "export", "-f", "marc", "--kind", "source")
    found = [each for each in read(ran.out.encode()) if (each["001"].data or "").startswith("a-")]
    assert len(found) == len(types) == 45
    for record in found:
        data = record["008"].data or ""
        assert len(data) == 40
        assert data[29 if record.leader[6] in "efgkor" else 23] == "o"
        assert [record[tag]["2"] for tag in ("336", "337", "338")] == [
            "rdacontent",
            "rdamedia",
            "rdacarrier",
        ]
        assert (record["337"]["b"], record["338"]["b"]) == ("c", "cr")


CARRIED = (
    "title",
    "short_title",
    "abstract",
    "caption",
    "notes",
    "keywords",
    "location",
    "rights",
    "credit",
    "genre",
)
CARRIED += (
    "edition",
    "place",
    "series",
    "series_number",
    "container_title",
    "sections",
    "url",
    "found",
)


def test_no_text_of_these_fields_is_missing_or_changed(delivered: Delivered) -> None:
    found = bibliographic(delivered)
    assert delivered.works
    for id, work in delivered.works.items():
        said = "\n".join(str(field) for field in found[id])
        for field in CARRIED:
            for text in leaves(work.get(field, [])):
                assert text in said or code(text) in said, (id, field, text)


def test_only_what_contradicts_is_lost() -> None:
    catalogue = ROOT / "tests" / "golden" / "catalogue"
    ran = exporter(
        "-C", catalogue, "export", "-f", "marc", "--authorities", "with", "--losses", "-"
    )
    *losses, summary, _ = ran.err.splitlines()
    assert [each.partition(" ")[2] for each in losses] == [
        f"weakened: disputed-book/found/{place}/publisher: {name}: "
        "sources disagree: a note has it, not 264"
        for place, name in ((0, "日本茶社"), (1, "茶新書"))
    ]
    assert summary == "marc: 0 statements lost, 2 weakened"
