"""RIS as others read it: rispy and bibutils, over the whole catalogue and the small one.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rispy
import yaml
from lxml import etree

from exporter.export.date_words import in_words
from exporter.export.field_words import sentence
from exporter.export.registry import crosswalk
from exporter.export.ris import ris_date, ris_name
from exporter.model.agent import Name
from exporter.model.date import parse_date
from tests.conftest import ROOT, exporter, program, run
from tests.support.coverage import exported, parsed
from tests.support.exported import OfCatalogue
from tests.support.facts import leaves, recorded, stated
from tests.support.names import BIDEN, ENDO, GOGH, HUMBOLDT, KING, KING_ALONE, SMITH_AND_SONS
from tests.support.small_catalogues import write_records
from tests.support.sources_of_all_types import STATED, write_sources

AUTHORS = {
    "author",
    "composer",
    "film director",
    "interviewee",
    "photographer",
    "reviewer",
    "speaker",
}
LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")
LABELS = ("Date of publication", "Date of creation")
MODS = {"m": "http://www.loc.gov/mods/v3"}

Lines = list[tuple[str, str]]
"""A record as it stands: tag and value, in order."""


@dataclass(frozen=True)
class Delivered(OfCatalogue):
    """A catalogue, and what the command made of it."""

    path: Path

    def read(self) -> dict[str, Any]:
        """Read the document with rispy."""
        return {each["id"]: each for each in rispy.loads(self.path.read_text("utf-8"))}


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Delivered:
    catalogue, path = ROOT / request.param, tmp_path_factory.mktemp("ris") / "all.ris"
    ran = exporter("-C", catalogue, "export", "-f", "ris", "-o", path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return Delivered(recorded(catalogue), path)


def forms(text: str | Mapping[str, Any]) -> list[Any]:
    return list(text.values()) if isinstance(text, dict) else [text]


def spellings(agent: Mapping[str, Any]) -> set[str]:
    """Return each form of a name as it reads when its parts and their commas are out of the way."""
    made = set()
    for form in forms(agent["name"]):
        if isinstance(form, str):
            made.add(letters(form))
        else:
            parts = ("dropping_particle", "non_dropping_particle", "family", "given", "suffix")
            made.add(letters(" ".join(form.get(part, "") for part in parts)))
    return made


def letters(text: str) -> str:
    return "".join(sorted(re.sub(r"[^\w&]", "", text)))


def records(path: Path) -> list[Lines]:
    """Take a document apart by the specification alone."""
    text = path.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\n" not in text.replace("\r\n", "")
    found: list[Lines] = []
    for block in text.removesuffix("\r\n").split("\r\n\r\n"):
        lines = block.split("\r\n")
        assert all(LINE.fullmatch(line) for line in lines), lines
        found.append([(line[:2], line[6:]) for line in lines])
    return found


def test_each_record_is_framed_by_ty_and_er(delivered: Delivered) -> None:
    found = records(delivered.path)
    assert [dict(lines)["ID"] for lines in found] == list(delivered.works)
    for lines in found:
        tags = [tag for tag, _ in lines]
        assert (tags[0], tags.count("TY"), lines[-1], tags.count("ER")) == ("TY", 1, ("ER", ""), 1)
        assert all(value == value.strip() and value for _, value in lines[:-1])
        single = [tag for tag in tags if not re.fullmatch("A[U234]|KW|N1", tag)]
        assert sorted(single) == sorted(set(single))


def test_every_tag_and_type_is_one_that_rispy_knows(delivered: Delivered) -> None:
    types = {row.target for row in crosswalk("ris") if row.vocabulary == "type"}
    assert types
    assert types <= set(rispy.TYPE_OF_REFERENCE_MAPPING)
    found = delivered.read()
    assert found
    for record in found.values():
        assert "unknown_tag" not in record
        assert record["type_of_reference"] in rispy.TYPE_OF_REFERENCE_MAPPING


def test_titles(delivered: Delivered) -> None:
    found = delivered.read()
    assert delivered.works
    for id, work in delivered.works.items():
        titles = forms(work.get("title") or work["devised_title"])
        notes = " ".join(found[id].get("notes", ()))
        printed = found[id]["title"]
        assert printed in (titles if "title" in work else [f"[{title}]" for title in titles])
        assert all(title in notes for title in titles if title != printed.strip("[]"))
        if "short_title" in work:
            assert found[id]["short_title"] in forms(work["short_title"])


def test_each_agent_stands_once_under_its_role(delivered: Delivered) -> None:
    found, known = delivered.read(), delivered.records
    assert delivered.works
    for id, work in delivered.works.items():
        expected: dict[str, list[set[str]]] = {}
        for each in work.get("contributors", ()):
            book = found[id]["type_of_reference"] == "BOOK"
            key = "authors" if each["role"] in AUTHORS else each["role"]
            key = {"editor": "tertiary_authors" if book else "secondary_authors"}.get(key, key)
            key = {"translator": "subsidiary_authors"}.get(key, key)
            expected.setdefault(key, []).append(spellings(known[each["agent"]]))
        for key in ("authors", "secondary_authors", "tertiary_authors", "subsidiary_authors"):
            names = found[id].get(key, [])
            assert len(names) == len(expected.get(key, ())), (id, key)
            assert all(
                letters(name) in one for name, one in zip(names, expected.get(key, ()), strict=True)
            )
        placed = {
            "authors",
            "secondary_authors",
            "tertiary_authors",
            "subsidiary_authors",
            "broadcaster",
            "depicted",
        }
        for role in set(expected) - placed:
            label = role[0].upper() + role[1:]
            said = next(note for note in found[id]["notes"] if note.startswith(f"{label}: "))
            names = said.removeprefix(f"{label}: ").removesuffix(".").split("; ")
            assert all(
                letters(name) in one for name, one in zip(names, expected[role], strict=True)
            )


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    found, known, disputes = delivered.read(), delivered.records, 0
    for id, work in delivered.works.items():
        together = work.get("publisher", [])
        together = [together] if isinstance(together, str) else list(together)
        named = [
            each["agent"] for each in work.get("contributors", ()) if each["role"] == "broadcaster"
        ] + together
        printed = [
            form
            for each in work.get("found", ())
            for form in forms(each.get("publisher", []) or {})
        ]
        printed = [form for form in dict.fromkeys(printed) if isinstance(form, str)]
        also = [
            note
            for note in found[id].get("notes", ())
            if note.startswith("Publisher also printed as ")
        ]
        if named:
            names = found[id]["publisher"].split("; ")
            assert all(
                letters(name) in spellings(known[agent])
                for name, agent in zip(names, named, strict=True)
            )
            assert also == []
        else:
            assert found[id].get("publisher") == next(iter(printed), None)
            assert also == [f"Publisher also printed as {name}." for name in printed[1:]]
            disputes += bool(also)
    assert disputes == 1


def test_dates(delivered: Delivered) -> None:
    found = delivered.read()
    assert delivered.works
    for id, work in delivered.works.items():
        written = work.get("issued", work.get("created", ""))
        record, notes = found[id], found[id].get("notes", [])
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", written):
            parts = [*written.split("-"), "", ""][:3]
            assert (record["year"], record["date"]) == (parts[0], f"{'/'.join(parts)}/")
        elif written:
            words = in_words(parse_date(written))
            assert any(note == f"{label}: {sentence(words)}" for note in notes for label in LABELS)
            assert record.get("year", written[:4]) == written[:4]
        else:
            assert not {"year", "date"} & set(record)
        assert ("Forthcoming." in notes) == (work.get("status") == "forthcoming")


def test_doubtful_dates() -> None:
    found = records(ROOT / "tests" / "golden" / "ris" / "catalogue.ris")
    dates = {dict(lines)["ID"]: (dict(lines).get("PY"), dict(lines).get("DA")) for lines in found}
    assert dates == {
        "disputed-book": (None, None),
        "forthcoming-book": (None, None),
        "tea-broadcast": ("1995", "1995///"),
        "tea-photo": ("2021", "2021/08//"),
        "tea-report": ("2001", "2001///"),
        "tea-speech": (None, None),
        "translated-book": ("1906", "1906///circa"),
        "web-article": ("2021", "2021/08/28/"),
    }


@pytest.mark.parametrize(
    ("written", "date"),
    [
        *(
            ("2021-08-28", "2021/08/28/"),
            ("2021-08", "2021/08//"),
            ("1941", "1941///"),
            ("0476", "0476///"),
        ),
        *(("1941~", "1941///circa"), ("1941?", "1941///"), ("1941%", "1941///circa"), ("199X", "")),
        *(
            ("1995-22", "1995///summer"),
            ("1995/1997", "1995///"),
            ("1995/..", "1995///"),
            ("../1995", ""),
        ),
        *(
            ("[1995,1996]", ""),
            ("Y17000", ""),
            ("-0044", ""),
            ("XXXX-03-03", ""),
            ("2021-XX-28", "2021///"),
        ),
    ],
)
def test_all_slashes_of_a_date_are_kept(written: str, date: str) -> None:
    assert ris_date(parse_date(written)) == date


def test_plain_fields(delivered: Delivered) -> None:
    found = delivered.read()
    assert delivered.works
    for id, work in delivered.works.items():
        record = found[id]
        assert record.get("language") == next(iter(stated(work)), None)
        assert record.get("urls", []) == ([work["url"]] if "url" in work else [])
        assert record.get("doi") == work.get("identifiers", {}).get("doi")
        for term, target in (
            ("abstract", "abstract"),
            ("place", "place_published"),
            ("edition", "edition"),
        ):
            assert record.get(target) in (forms(work[term]) if term in work else [None]), (id, term)
        numbers = set(work.get("identifiers", {}).values()) - {
            record.get("doi"),
            record.get("issn"),
        }
        assert all(any(number in note for note in record["notes"]) for number in numbers)
        about = [spellings(delivered.records[agent]) for agent in work.get("about", ())]
        about += [
            spellings(delivered.records[e["agent"]])
            for e in work.get("contributors", ())
            if e["role"] == "depicted"
        ]
        keywords = record.get("keywords", [])
        assert set(leaves(work.get("keywords", []))) <= set(keywords)
        assert len(keywords) == len(about) + len(list(leaves(work.get("keywords", []))))


CARRIED = (
    *(
        "title",
        "short_title",
        "container_title",
        "series",
        "genre",
        "place",
        "abstract",
        "keywords",
        "location",
    ),
    *("caption", "credit", "rights", "notes", "contents"),
)


def test_no_text_of_these_fields_is_missing(delivered: Delivered) -> None:
    found = delivered.read()
    assert delivered.works
    for id, work in delivered.works.items():
        texts = " ".join(leaves(list(found[id].values())))
        for field in CARRIED:
            for leaf in leaves(work.get(field, [])):
                assert leaf in texts or leaf[:1].upper() + leaf[1:] in texts, (id, field, leaf)


def test_what_a_tag_means_depends_on_the_type() -> None:
    found = {
        each["id"]: each
        for each in rispy.loads((ROOT / "tests/golden/ris/catalogue.ris").read_text("utf-8"))
    }
    book, article = found["translated-book"], found["web-article"]
    assert (book["secondary_title"], book["issn"], book["note"]) == (
        "Tea & Books",
        "978-3-16-148410-0",
        "7",
    )
    assert (article["secondary_title"], article["issn"]) == ("The Example Times", "0378-5955")
    assert (article["start_page"], article["end_page"]) == ("12", "15")
    assert found["tea-report"]["type_of_work"] == "annual report"


def test_no_type_loses_a_statement(catalogue: Path) -> None:
    """What a type has no tag for stands in a note, with its name."""
    rows = write_sources(catalogue, "ris")
    ran = exporter("-C", catalogue, "export", "-f", "ris", "--kind", "source")
    found = {each["id"]: each for each in rispy.loads(ran.out)}
    for id, row in rows.items():
        assert found[id]["type_of_reference"] == row.target
        texts = " ".join(leaves(list(found[id].values())))
        for said in (*STATED, "83", "84"):
            assert said in texts, (row, said)
    records = [{**found[id], "id": ""} for id in rows]
    assert len({str(record) for record in records}) == len(rows), (
        "each type can be told from every other"
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (ENDO, "遠藤, 誉"),
        (BIDEN, "Biden"),
        (GOGH, "van Gogh, Vincent"),
        (HUMBOLDT, "von Humboldt, Alexander"),
        (KING, "King, Martin Luther, Jr."),
        (KING_ALONE, "King Jr."),
        (SMITH_AND_SONS, "Smith and Sons Ltd. & Co."),
    ],
)
def test_names_are_parted_by_commas_and_by_nothing_else(name: Name, written: str) -> None:
    assert ris_name(name) == written


def test_a_name_with_a_comma_stands_in_full_in_a_note(catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("agent: carl-schmitt", "agent: smith-and-sons"), "utf-8"
    )
    [record] = rispy.loads(exporter("-C", catalogue, "export", "-f", "ris", "tea-speech").out)
    assert record["authors"] == ["Smith and Sons Ltd. & Co."]
    assert "Name in full: Smith and Sons, Ltd. & Co." in record["notes"]


def bibutils(path: Path) -> dict[str, etree._Element]:
    """Read a document with bibutils, which makes MODS of it."""
    ran = run(program("ris2xml", "bibutils"), path)
    words = [line for line in ran.err.splitlines() if "Did not recognize type" in line]
    # types of the specification that bibutils has never known
    assert all(re.search("'(ADVS|ART|SLIDE)'", line) for line in words), ran.err
    root = etree.fromstring(ran.out.removeprefix("\ufeff").encode())
    return {each.get("ID"): each for each in root.iterfind("m:mods", MODS)}


def test_bibutils_reads_the_same_facts(delivered: Delivered) -> None:
    found, read = bibutils(delivered.path), delivered.read()
    assert list(found) == list(delivered.works)
    for id, work in delivered.works.items():
        mods = found[id]

        def said(path: str, mods: etree._Element = mods) -> list[str]:
            return [each.text or "" for each in mods.xpath(path, namespaces=MODS)]

        title = ": ".join(said("m:titleInfo[1]/m:title") + said("m:titleInfo[1]/m:subTitle"))
        assert title == re.sub(
            r"\s*([:?])\s+", lambda m: {":": ": ", "?": "?: "}[m[1]], read[id]["title"], count=1
        )
        families = said("m:name/m:namePart[@type='family']") + said("m:name/m:namePart[not(@type)]")
        for author in read[id].get("authors", ()):
            if ", " in author:
                assert author.partition(", ")[0] in families
        assert set(said(".//m:topic")) == set(read[id].get("keywords", ()))
        assert said(".//m:publisher") == (
            [read[id]["publisher"]] if "publisher" in read[id] else []
        )
        assert said(".//m:languageTerm") == stated(work)[:1]
        assert said("m:abstract") == ([read[id]["abstract"]] if "abstract" in read[id] else [])
        notes = read[id].get("notes", [])
        # the kind of work and the number in a series are notes to bibutils
        assert [
            note
            for note in said("m:note")
            if note not in {read[id].get("type_of_work"), read[id].get("note")}
        ] == notes
        assert said("m:location/m:url") == read[id].get("urls", [])
        numbers = {each.get("type"): each.text for each in mods.iterfind(".//m:identifier", MODS)}
        assert {numbers.get("doi"), numbers.get("isbn"), numbers.get("issn")} - {None} == {
            number
            for scheme, number in work.get("identifiers", {}).items()
            if scheme in {"doi", "isbn", "issn"}
        }
        issued = (
            read[id].get("date", "").strip("/").partition("/circa")[0].strip("/").replace("/", "-")
        )
        assert said(".//m:dateIssued") == ([issued] if issued else [])


ATTACKS = [
    *(
        "ER  - ",
        "TY  - JOUR",
        "AB  - x",
        "a\nER  - \nTY  - BOOK",
        "a\tKW  - b\n\nc",
        "<b>&amp;</i>",
        "a, b, c, d",
    ),
    *("'\"", "{}%s", "\\", "  two  spaces ", "é𠮷\u200f", "-", ";", "#"),
]


def plain(text: str) -> str:
    return re.sub("[\n\t]+", " ", text).strip()


def test_text_that_looks_like_a_field_comes_back_as_text(catalogue: Path) -> None:
    for number, attack in enumerate(ATTACKS):
        id = f"attacked-{number}"
        record = {
            "id": id,
            "kind": "photo",
            "language": "en",
            "title": {"en": attack, "ja": attack + "!"},
        }
        record |= {
            "keywords": [attack],
            "notes": [attack + "?"],
            "credit": attack,
            "genre": attack,
            "edition": attack,
        }
        record |= dict.fromkeys(
            ("abstract", "caption", "location", "rights", "place", "series", "volume"), attack + "."
        )
        record |= {"contributors": [{"agent": f"agent-{number}", "role": "photographer"}]}
        (catalogue / "records" / "photos" / f"{id}.yaml").write_text(
            yaml.safe_dump(record), "utf-8"
        )
        agent = {"id": f"agent-{number}", "kind": "person"}
        agent |= {"name": {"en": {"family": attack, "given": "Z"}}}
        (catalogue / "records" / "people" / f"agent-{number}.yaml").write_text(
            yaml.safe_dump(agent), "utf-8"
        )
    path = catalogue / "all.ris"
    ran = exporter("-C", catalogue, "export", "-f", "ris", "--kind", "photo", "-o", path)
    assert ran.code == 0, ran.err
    assert len(records(path)) == len(ATTACKS) + 1
    found = {each["id"]: each for each in rispy.loads(path.read_bytes().decode())}
    for number, attack in enumerate(ATTACKS):
        attacked, words = found[f"attacked-{number}"], plain(attack)
        assert attacked["title"] == words
        assert attacked["keywords"] == [words]
        assert attacked["abstract"] == plain(attack + ".")
        assert plain(attack + "?") in attacked["notes"]
        assert attacked["type_of_work"] == words
        assert attacked["authors"] == [", ".join(filter(None, (re.sub(" *, *", " ", words), "Z")))]
        assert (f"Name in full: Z {words}" in "".join(attacked["notes"])) == ("," in attack)


def test_no_asterisk_in_names_keywords_and_titles_of_periodicals(catalogue: Path) -> None:
    path = catalogue / "records" / "articles" / "web-article.yaml"
    text = (
        path.read_text("utf-8")
        .replace("The Example Times", "The * Times")
        .replace("[tea, ", "[tea*, ")
    )
    path.write_text(text.replace('title: "Tea', 'title: "* Tea'), "utf-8")
    [record] = rispy.loads(exporter("-C", catalogue, "export", "-f", "ris", "web-article").out)
    assert record["secondary_title"] == "The ∗ Times"
    assert "tea∗" in record["keywords"]
    assert record["title"].startswith("* Tea"), "elsewhere it is allowed"


def test_the_readers_language_and_the_forms_that_are_lost(catalogue: Path) -> None:
    ran = exporter(
        "-C", catalogue, "export", "-f", "ris", "--language", "en", "--losses", "-", "disputed-book"
    )
    [record] = rispy.loads(ran.out)
    assert (record["title"], record["authors"], record["publisher"]) == (
        "The Book of Tea",
        ["Sato, Yoko"],
        "Tea Board",
    )
    assert "yoko-sato/name/ja: 佐藤葉子: RIS holds one form of a name" in ran.err
    assert (
        "disputed-book/found/1/publisher: 茶新書: in the note: a reference has one publisher"
        in ran.err
    )


def test_what_a_librarian_looks_for(tmp_path: Path) -> None:
    """A heading stands once, a conference is where it was held, and papers are no article."""
    kinds = {
        "plat": "kind: map\ntitle: Plat\nscale: Scale 1:50 000\n"
        "keywords: [Maps]\ngenre_terms: [{term: Maps, scheme: aat}, {term: Maps, scheme: lcgft}]\n",
        "talk": "kind: part\ntype: paper-conference\ntitle: Talk\nplace: Berlin\n"
        "event: {name: Tea days, place: 'Kyoto, Japan'}\n",
        "papers": "kind: manuscript\ntype: collection\ntitle: Papers\n",
    }
    records = {f"{id}.yaml": f"id: {id}\nlanguage: en\n{text}" for id, text in kinds.items()}
    write_records(tmp_path, records)
    found = {}
    for name in ("ris", "bibtex", "csl-json"):
        found[name] = exporter("-C", tmp_path, "export", "--format", name).out
    lines = found["ris"].splitlines()
    assert lines.count("KW  - Maps") == 1
    assert {"C1  - Scale 1:50 000", "CY  - Kyoto, Japan", "C1  - Berlin"} <= set(lines)
    assert "TY  - MANSCPT" in lines
    assert "keywords = {Maps}," in found["bibtex"]
    assert "annote = {Scale 1:50 000." in found["bibtex"]
    assert '"keyword": "Maps"' in found["csl-json"]


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ("{kind: legal, type: legal_case, authority: High Court}", "PB  - High Court"),
        ("{kind: legal, type: bill, authority: Diet}", "T3  - Diet"),
        ("{kind: legal, type: hearing, authority: Diet}", "T3  - Diet"),
        ("{kind: patent, authority: Patent Office}", "A2  - Patent Office"),
        ("{kind: legal, type: legislation, authority: Diet}", "N1  - Authority: Diet."),
    ],
)
def test_the_authority_stands_where_zotero_reads_it(record: str, line: str) -> None:
    """Who published it then stands in the notes, since readers take the first value of a tag.

    Source: Zotero’s translator RIS.js, court, legislativeBody, issuingAuthority; RIS Format
    Specifications 2012, Case, Bill, Hearing, Patent.
    """
    lines = exported("ris", parsed(record.replace("}", ", publisher: {name: Press}}"))).splitlines()
    assert line in lines
    assert [each[:2] for each in lines if "Press" in each] == (
        ["N1"] if line[:2] in {"PB", "A2"} else ["PB"]
    )
