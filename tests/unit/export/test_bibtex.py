"""BibTeX as others read it: pybtex, biber, bibtex and pandoc, over the whole catalogue and the small one.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import calendar
import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import latexcodec  # noqa: F401 (makes LaTeX a codec of Python)
import pytest
import yaml
from pybtex.database import BibliographyData, Entry, Person, parse_file
from pybtex.errors import set_strict_mode

from exporter.export.bibtex.latex import escape, verbatim
from exporter.export.bibtex.names import written
from exporter.export.bibtex.titles import protected
from exporter.model.agent import Name
from tests.conftest import ROOT, exporter, program, run
from tests.support.exported import OfCatalogue
from tests.support.facts import (
    forms,
    named,
    printed,
    publishers,
    recorded,
    stated,
    texts,
    title,
)
from tests.support.names import BIDEN, ENDO, GOGH, HUMBOLDT, KING, KING_ALONE, SMITH_AND_SONS
from tests.support.pandoc import items_by_pandoc

AUTHORS = {"author", "composer", "interviewee", "photographer", "reviewer", "speaker"}
MONTHS = {name: str(number) for number, name in enumerate(calendar.month_name)}


@dataclass(frozen=True)
class Delivered(OfCatalogue):
    """A catalogue, and what the command made of it."""

    name: str
    path: Path

    def entries(self) -> BibliographyData:
        """Read the document with pybtex, which in strict mode raises where it would else complain."""
        set_strict_mode(True)
        return parse_file(str(self.path), bib_format="bibtex")


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Delivered:
    path = tmp_path_factory.mktemp("bibtex") / "all.bib"
    return deliver(ROOT / request.param, path, "real" if request.param == "." else "small")


def deliver(catalogue: Path, path: Path, name: str, *options: str) -> Delivered:
    ran = exporter("-C", catalogue, "export", *(options or ("-f", "bibtex")), "-o", path)
    assert (ran.code, ran.out, ran.err) == (0, "", ""), ran.err[:1000]
    return Delivered(recorded(catalogue), name, path)


BRACES = {
    r"{\{\vphantom{\}}}": "\ue001",
    r"{\vphantom{\{}\}}": "\ue002",
    r"\{": "\ue001",
    r"\}": "\ue002",
}
"""What stands for a brace of the text; the codec of pybtex would take it for one of LaTeX."""

LEFT_BY_PYBTEX = {r"\\textasciicircum ?": "^", r"\\\$": "$"}
"""Commands of LaTeX that its codec leaves as they are, and what LaTeX prints for them."""


def decoded(latex: str) -> str:
    """Return the characters that LaTeX prints."""
    for command, character in BRACES.items():
        latex = latex.replace(command, character)
    text = str(codecs.decode(latex, "ulatex"))
    for command, character in LEFT_BY_PYBTEX.items():
        text = re.sub(command, character, text)
    text = text.replace("{", "").replace("}", "")
    return text.replace("\ue001", "{").replace("\ue002", "}")


def folded(text: str) -> str:
    """Return a text without what typesetting changes: the kind of quotation marks."""
    return re.sub("[‘’“”\"']", "'", text)


def parts(person: Person) -> tuple[str, ...]:
    """Return the particle, the family name, the suffix and the given names, as pybtex takes a name apart."""
    groups = (
        person.prelast_names,
        person.last_names,
        person.lineage_names,
        [*person.first_names, *person.middle_names],
    )
    return tuple(decoded(" ".join(group)) for group in groups)


def known(agent: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Return the parts of each form of a name, as the record has them."""
    found = set()
    for form in forms(agent["name"], agent).values():
        if isinstance(form, str):
            found.add(("", form, "", ""))
        else:
            particle = form.get("dropping_particle", form.get("non_dropping_particle", ""))
            found.add((particle, form["family"], form.get("suffix", ""), form.get("given", "")))
    return found


def published(work: Mapping[str, Any]) -> list[str]:
    return named(work, {"broadcaster", "issuing body"}) + publishers(work)


def published_in(entry: Entry) -> str:
    return next(
        (
            entry.fields[field]
            for field in ("publisher", "institution", "howpublished")
            if field in entry.fields
        ),
        "",
    )


def test_every_work_is_an_entry_and_its_id_the_key(delivered: Delivered) -> None:
    text = delivered.path.read_text("utf-8")
    assert list(delivered.entries().entries) == list(delivered.works)
    assert text.startswith("@")
    assert text.endswith("\n}\n")
    assert [block.count("@") for block in re.split(r"\n\n", text)] == [1] * len(delivered.works)


def test_titles(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        assert decoded(delivered.entries().entries[id].fields["title"]) == title(work)


def test_names_are_taken_apart_as_in_the_record(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        entry = delivered.entries().entries[id]
        placed = {
            role: named(work, roles)
            for role, roles in (("author", AUTHORS), ("editor", {"editor"}))
        }
        placed["translator"] = named(work, {"translator"})
        found = {
            role: [parts(person) for person in persons]
            for role, persons in persons_of(entry).items()
        }
        assert set(found) == {role for role, agents in placed.items() if agents}
        for role, persons in found.items():
            expected = [known(delivered.records[agent]) for agent in placed[role]]
            assert len(persons) == len(expected), (id, role)
            assert all(person in each for person, each in zip(persons, expected, strict=True)), (
                id,
                role,
            )


def persons_of(entry: Entry) -> dict[str, list[Person]]:
    """Return the names; pybtex takes apart those of author and editor, and leaves a translator as text."""
    found = dict(entry.persons)
    if "translator" in entry.fields:
        found["translator"] = [Person(name) for name in entry.fields["translator"].split(" and ")]
    return found


def words(entry: Entry) -> Iterator[str]:
    """Yield what stands after the labels in a note."""
    for sentence in re.split(r"(?<=\S)\. ?", decoded(entry.fields.get("note", ""))):
        yield from sentence.partition(": ")[2].split("; ")


def test_other_roles_are_said_with_the_name(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        note = decoded(delivered.entries().entries[id].fields.get("note", ""))
        for each in work.get("contributors", ()):
            if each["role"] in {"host", "distributor", "author of introduction, etc."}:
                names = texts(delivered.records[each["agent"]])
                assert any(f"{each['role'].capitalize()}: {name}" in note for name in names), id


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    disputes = 0
    for id, work in delivered.works.items():
        entry = delivered.entries().entries[id]
        place, note = published_in(entry), decoded(entry.fields.get("note", ""))
        expected = [texts(delivered.records[agent]) for agent in published(work)]
        if entry.type == "article":
            besides = decoded(entry.fields.get("annote", ""))
            assert not expected or any(
                f"Publisher: {name}" in besides for each in expected for name in each
            )
        elif expected:
            items = [decoded(each) for each in re.split(r" and (?![^{]*\})", place)]
            found = items if entry.type != "misc" else decoded(place).split(", ")[-len(expected) :]
            assert all(name in each for name, each in zip(found, expected, strict=True)), id
            assert "also printed as" not in note
        else:
            statements = [
                each["publisher"] for each in work.get("found", ()) if "publisher" in each
            ]
            others = list(dict.fromkeys(printed(each, work) for each in statements))
            assert decoded(entry.fields.get("publisher", "")) == (others[0] if others else "")
            assert [
                name for name in others if f"Publisher also printed as {name}." in note
            ] == others[1:]
            disputes += len(others) > 1
    assert disputes == 1


def test_dates(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        fields = delivered.entries().entries[id].fields
        date = work.get("issued", work.get("created", ""))
        found = [
            fields.get("year", ""),
            MONTHS[fields.get("month", "")].lstrip("0"),
            fields.get("day", ""),
        ]
        if plain := re.fullmatch(r"(\d{4})(?:-0?(\d+)(?:-0?(\d+))?)?", date):
            assert found == [part or "" for part in plain.groups()], id
        elif date:
            assert found[0] in {"", date[:4]}
            assert re.search(r"Date of (publication|creation): ", fields["note"])
        else:
            assert found == ["", "", ""]
        assert ("Forthcoming." in fields.get("note", "")) == ("status" in work)


@pytest.mark.parametrize(
    ("written", "line"), [("0000", "note = {Date of publication: 1 B.C.}"), ("0001", "year = {1}")]
)
def test_the_year_0_which_has_no_field_is_in_the_note(
    written: str, line: str, catalogue: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    document = exporter("-C", catalogue, "export", "-f", "bibtex", "tea-speech").out
    assert f"  {line},\n" in document
    assert ("year =" in document) != ("Date of publication:" in document)


def test_an_entry_has_one_date_and_says_the_other_in_the_note(catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    dates = 'issued: "1996-05-07"\ncreated: "1995-03-01"'
    text = path.read_text("utf-8").replace("issued: 199X", dates)
    path.write_text(text.replace("type: speech", "type: manuscript"), "utf-8")
    document = exporter("-C", catalogue, "export", "-f", "bibtex", "tea-speech").out
    for line in ("year = {1995}", "month = mar", "day = {1}"):
        assert f"  {line},\n" in document
    assert "Date of publication: 7 May 1996." in document


def test_doubtful_dates(tmp_path: Path) -> None:
    entries = (
        deliver(ROOT / "tests" / "golden" / "catalogue", tmp_path / "small.bib", "small")
        .entries()
        .entries
    )
    fields = ("year", "month", "day", "endyear")
    dates = {
        id: tuple(entry.fields.get(field, "") for field in fields) for id, entry in entries.items()
    }
    assert dates == {
        "disputed-book": ("", "", "", ""),
        "forthcoming-book": ("", "", "", ""),
        "tea-broadcast": ("1995", "", "", ""),
        "tea-photo": ("2021", "August", "", ""),
        "tea-report": ("2001", "", "", "2006"),
        "tea-speech": ("", "", "", ""),
        "translated-book": ("1906", "", "", ""),
        "web-article": ("2021", "August", "28", ""),
    }


SIMPLE = {
    "edition": "edition",
    "series": "series",
    "series_number": "number",
    "volume": "volume",
    "url": "url",
    "short_title": "shorttitle",
    "accessed": "urldate",
    "place": "address",
    "abstract": "abstract",
}


def test_the_other_facts(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        entry = delivered.entries().entries[id]
        note = decoded(entry.fields.get("note", ""))
        for term, target in SIMPLE.items():
            if term in work:
                value, found = printed(work[term], work), entry.fields.get(target, "")
                found = found if term == "url" else decoded(found)
                ordinal = {"2nd ed.": "Second"}.get(value, value) if term == "edition" else value
                besides = f"{note} {decoded(entry.fields.get('annote', ''))}"
                assert found == ordinal or f": {value}" in besides, (id, term)
        for scheme, number in work.get("identifiers", {}).items():
            assert entry.fields[scheme] == number
        for field in ("notes", "keywords"):
            place = note if field == "notes" else decoded(entry.fields.get("keywords", ""))
            assert all(printed(text, work) in place for text in work.get(field, ())), (id, field)
        for field in ("credit", "rights", "caption", "location", "genre"):
            if field in work:
                everywhere = " ".join(map(decoded, entry.fields.values()))
                assert printed(work[field], work) in everywhere, (id, field)


def test_other_titles_and_editions_are_said(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        fields = delivered.entries().entries[id].fields
        note = decoded(fields.get("note", ""))
        own = forms(work.get("title") or work["devised_title"], work)
        for tag, form in own.items():
            if tag.endswith("-Hira"):
                assert decoded(fields["sorttitle"]) == form
            else:
                assert (
                    form in decoded(fields["title"]) or form in note.partition("Also titled: ")[2]
                ), (id, tag)
        assert ("Translation of" in note) == ("translation_of" in work)
        assert note.count("Edition in another language: ") == len(work.get("language_editions", ()))


def test_citations_and_headings_are_in_the_annotation(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        annotation = decoded(delivered.entries().entries[id].fields.get("annote", ""))
        for each in work.get("citations", ()):
            assert f"({each['source']})" in annotation
            assert each["intent"].capitalize() in annotation
            assert all(printed(claim, work) in annotation for claim in each.get("claims", ()))
        assert all(printed(heading, work) in annotation for heading in work.get("contents", ()))
        for photo in work.get("illustrations", ()):
            assert title(delivered.records[photo]) in annotation


def test_languages(delivered: Delivered) -> None:
    names = {"ja": "japanese", "en": "english", "de": "german", "zh": "chinese"}
    assert delivered.works
    for id, work in delivered.works.items():
        fields = delivered.entries().entries[id].fields
        assert fields.get("language", "") == names.get("".join(stated(work)[:1]).split("-")[0], "")
        assert "langid" in fields


UNKNOWN_TO_BIBER = {
    "small": {
        "disputed-book": ["year"],
        "forthcoming-book": ["year"],
        "tea-report": ["author"],
        "tea-speech": ["year"],
    },
    "real": {
        "beichu-boeki-senso": ["year"],
        "beichu-shinsangyo-war": ["year"],
        "china-nine": ["year"],
        "china-seven": ["year"],
        "chugoku-doman-shinjinrui": ["year"],
        "chugoku-seizo-2025": ["year"],
        "chugoku-silicon-valley": ["year"],
        "cia-secret-meeting": ["year"],
        "ctc-isis-k": ["year"],
        "digital-jinmingen": ["year"],
        "gekitotsu": ["author", "year"],
        "hannichi-no-yami": ["author", "year"],
        "kyosanto-hyakunen-hishi": ["year"],
        "mao-zedong-nihongun": ["year"],
        "mckenzie-statement": ["year"],
        "mou-hitotsu-no-genocide": ["year"],
        "net-taikoku-chugoku": ["year"],
        "reuters-kabul-attack": ["year"],
        "shin-china-seven": ["year"],
        "siege-of-changchun": ["year"],
        "takyokuka": ["year"],
        "taliban-us-counterterrorism": ["year"],
        "ukraine-senso": ["year"],
    },
}
"""Each fact that biber misses in an entry. Nobody knows these: they are not printed in any source."""

UNKNOWN_TO_BIBTEX = {
    "small": {"disputed-book": ["year"], "forthcoming-book": ["year"], "tea-report": ["author"]},
    "real": {
        "beichu-boeki-senso": ["year"],
        "beichu-shinsangyo-war": ["year"],
        "china-nine": ["publisher", "year"],
        "china-seven": ["publisher", "year"],
        "chugoku-doman-shinjinrui": ["publisher", "year"],
        "chugoku-seizo-2025": ["publisher", "year"],
        "chugoku-silicon-valley": ["publisher", "year"],
        "digital-jinmingen": ["year"],
        "gekitotsu": ["author", "publisher", "year"],
        "hannichi-no-yami": ["author", "publisher", "year"],
        "kyosanto-hyakunen-hishi": ["year"],
        "mao-zedong-nihongun": ["publisher", "year"],
        "mou-hitotsu-no-genocide": ["year"],
        "net-taikoku-chugoku": ["publisher", "year"],
        "shin-china-seven": ["year"],
        "siege-of-changchun": ["publisher", "year"],
        "takyokuka": ["year"],
        "ukraine-senso": ["year"],
    },
}
"""Each fact that bibtex misses in an entry; a misc needs none."""

BIBER_SAYS = re.compile(
    r"WARN - Datamodel: Entry '(?P<id>[^']+)' \(all\.bib\): Missing mandatory field "
    r"(?:- one of 'date, (?P<year>year)' must be defined|'(?P<field>[a-z]+)')"
)
BIBTEX_SAYS = re.compile(
    r"Warning--empty (?P<field>author|publisher|year)(?: and editor)? in (?P<id>\S+)"
)


def said_by_biber(path: Path) -> list[str]:
    words = (
        "--tool",
        "--validate-datamodel",
        "--nolog",
        "--output-file",
        path.with_name("biber.bib"),
        path.name,
    )
    ran = run(program("biber", "biber"), *words, cwd=path.parent)
    assert (ran.code, ran.err) == (0, "")
    return [line for line in ran.out.splitlines() if not line.startswith("INFO - ")]


def said_by_bibtex(path: Path) -> list[str]:
    lines = [r"\relax", r"\citation{*}", f"\\bibdata{{{path.stem}}}", r"\bibstyle{plain}"]
    path.with_suffix(".aux").write_text("\n".join(lines) + "\n")
    ran = run(program("bibtex", "texlive-binaries"), "-terse", path.stem, cwd=path.parent)
    assert (ran.code, ran.err) == (0, "")
    return [
        line
        for line in ran.out.splitlines()
        if not re.fullmatch(r"\(There (was|were) \d+ warnings?\)", line)
    ]


def gathered(lines: list[str], pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """Return the fields that the program misses in each entry. Any other message fails the test."""
    found: dict[str, list[str]] = {}
    for line in lines:
        match = pattern.fullmatch(line)
        assert match, line
        groups = match.groupdict()
        found.setdefault(groups["id"], []).append(groups.get("year") or groups["field"])
    return {id: sorted(missed) for id, missed in sorted(found.items())}


def test_biber_misses_only_what_nobody_knows(delivered: Delivered) -> None:
    assert gathered(said_by_biber(delivered.path), BIBER_SAYS) == UNKNOWN_TO_BIBER[delivered.name]


def test_bibtex_misses_only_what_nobody_knows(delivered: Delivered) -> None:
    lines = said_by_bibtex(delivered.path)
    both = "Warning--can't use both author and editor fields in "
    rest = [line for line in lines if not line.startswith(both)]
    assert gathered(rest, BIBTEX_SAYS) == UNKNOWN_TO_BIBTEX[delivered.name]
    for line in set(lines) - set(rest):  # styles print the author, and other readers both
        work = delivered.works[line.removeprefix(both)]
        assert named(work, {"editor"})
        assert named(work, AUTHORS)


def test_what_they_miss_is_not_in_the_record(delivered: Delivered) -> None:
    for unknown in (UNKNOWN_TO_BIBER, UNKNOWN_TO_BIBTEX):
        assert unknown[delivered.name]
        for id, missed in unknown[delivered.name].items():
            work = delivered.works[id]
            date = work.get("issued", work.get("created", "XXXX"))
            assert "author" not in missed or not named(work, {*AUTHORS, "editor"})
            assert "publisher" not in missed or not published(work)
            assert "publisher" not in missed or not any(
                "publisher" in each for each in work.get("found", ())
            )
            assert "year" not in missed or "X" in date[:4]


def test_pandoc_reads_the_facts(delivered: Delivered) -> None:
    items = items_by_pandoc(delivered.path, "bibtex")
    assert set(items) == set(delivered.works)
    for id, work in delivered.works.items():
        item, entry = items[id], delivered.entries().entries[id]
        # pandoc gives English titles in small letters, but for what is braced
        english = (
            not re.search("langid = {(?!english)", entry.to_string("bibtex"))
            and entry.fields["langid"] == "english"
        )
        shown = str.casefold if english else str
        assert shown(folded(item["title"])) == shown(folded(title(work))), id
        for role in ("author", "translator"):
            expected = [
                known(delivered.records[agent])
                for agent in named(work, AUTHORS if role == "author" else {role})
            ]
            found = [by_pandoc(name) for name in item.get(role, ())]
            assert all(name in each for name, each in zip(found, expected, strict=True)), (id, role)
        year = entry.fields.get("year")
        assert item.get("issued", {"date-parts": [[None]]})["date-parts"][0][0] == (
            int(year) if year else None
        )
        for agent in published(work) if entry.type != "article" else ():
            assert any(name in item["publisher"] for name in texts(delivered.records[agent])), id


def by_pandoc(name: Mapping[str, str]) -> tuple[str, ...]:
    particle = name.get("dropping-particle", name.get("non-dropping-particle", ""))
    return (
        particle,
        name.get("literal", name.get("family", "")),
        name.get("suffix", ""),
        name.get("given", ""),
    )


def test_capitals_of_names_survive_in_pandoc() -> None:
    items = items_by_pandoc(ROOT / "tests" / "golden" / "bibtex" / "catalogue.bib", "bibtex")
    assert items["web-article"]["title"].endswith("NASA")
    assert items["tea-report"]["title"] == "[Report on tea]"
    assert items["tea-speech"]["title"] == 'Über den Tee "und" die Welt'


ATTACKS = [
    *(
        "{",
        "}",
        "}{",
        "{}",
        "{{a}",
        "\\",
        "\\\\",
        "\\}",
        "$x^2_3$",
        "50% & #1 ~",
        "%",
        "\\input{x}",
        "\\end{document}",
    ),
    *(
        "a -- b --- c",
        "?`x",
        "<<a>> ,,b",
        "@book{x, title = {y}}",
        "x}, author = {Me",
        "and",
        "a and b",
        "A, B, C, D, E",
    ),
    *(
        "family=A, given=B",
        "a\u00a0b",
        "é ß ø ā",
        "𠮷野家 〈〉",
        "x\ty",
        "<b>&amp;</i>",
        "“a” ‘b’ – …",
        "| ^",
        "others",
    ),
]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    """A catalogue of one work for each attack, which stands in every text of it."""
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "records" / "people").mkdir(parents=True)
    (folder / "records" / "organizations").mkdir()
    (folder / "records" / "books").mkdir()
    (folder / "records" / "sources").mkdir()
    for number, text in enumerate(ATTACKS):
        person = {
            "id": f"p{number}",
            "kind": "person",
            "name": {"en": {"family": text, "given": text}},
        }
        body = {"id": f"o{number}", "kind": "organization", "name": text}
        work = {
            "language": "en",
            "title": text,
            "short_title": text,
            "edition": text,
            "series": text,
            "volume": text,
            "contributors": [
                {"agent": f"p{number}", "role": "author"},
                {"agent": f"o{number}", "role": "author"},
            ],
            "publisher": [f"o{number}", "o7"] if number != 7 else ["o7", "o8"],
            "place": text,
            "abstract": text,
            "keywords": [text, "tea"],
            "rights": text,
            "notes": [text],
            "genre": text,
            "pages": text,
            "issue": text,
            "about": [f"p{number}"],
            "series_number": text,
            "container_title": text,
            "issued": "2001",
        }
        book = {"id": f"b{number}", "kind": "book", **work}
        source = {"id": f"s{number}", "kind": "source", "type": "chapter", **work}
        for name, record in (
            ("people", person),
            ("organizations", body),
            ("books", book),
            ("sources", source),
        ):
            path = folder / "records" / name / f"{record['id']}.yaml"
            path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")
    return deliver(folder, folder / "all.bib", "attacked")


def test_text_that_looks_like_tex_stays_text_in_pybtex(attacked: Delivered) -> None:
    entries = attacked.entries().entries
    assert set(entries) == set(attacked.works)
    for id, entry in entries.items():
        text = ATTACKS[int(id[1:])].replace("\t", " ")
        for field in ("title", "shorttitle", "address", "abstract"):
            assert decoded(entry.fields[field]) == text, (id, field)
        assert f"Edition: {text}" in decoded(entry.fields["note"])
        assert f"Volume: {text}" in decoded(entry.fields["note"])
        assert f"Rights: {text}" in decoded(entry.fields["note"])
        assert len(entry.persons["author"]) == 2


def test_text_that_looks_like_tex_stays_text_in_pandoc(attacked: Delivered) -> None:
    items = items_by_pandoc(attacked.path, "bibtex")
    assert set(items) == set(attacked.works)
    for id, item in items.items():
        text = folded(ATTACKS[int(id[1:])]).replace("\t", " ").replace("`", "'")
        for field in ("title", "publisher-place", "abstract"):
            assert folded(item[field]).casefold() == text.casefold(), (id, field)
        assert len(item["author"]) == 2, id
        last = item["author"][1]
        assert folded(last.get("literal", last.get("family"))) == text, id


def test_biber_and_bibtex_say_nothing_of_such_text(attacked: Delivered) -> None:
    assert [line for line in said_by_biber(attacked.path) if "field 'editor'" not in line] == []
    assert [line for line in said_by_bibtex(attacked.path) if "volume and number" not in line] == []


@pytest.mark.parametrize(
    ("name", "person", "expected"),
    [
        (ENDO, True, "遠藤, 誉"),
        (Name("en", family="Endo", given="Homare"), True, "Endo, Homare"),
        (BIDEN, True, "Biden"),
        (Name("en", family="Van Buren"), True, "Van{ Buren}"),
        (Name("en", literal="Khwaja Tawfiq"), True, "{Khwaja Tawfiq}"),
        (SMITH_AND_SONS, False, r"{Smith and Sons, Ltd. \& Co.}"),
        (GOGH, True, "van Gogh, Vincent"),
        (HUMBOLDT, True, "von Humboldt, Alexander"),
        (
            Name("fr", family="Artagnan", given="Charles", non_dropping_particle="d’"),
            True,
            "d’Artagnan, Charles",
        ),
        (
            Name("it", family="Luca", given="Maria", non_dropping_particle="De"),
            True,
            "De Luca, Maria",
        ),
        (
            Name("ar", family="Ghazālī", given="Abū Ḥāmid", non_dropping_particle="al-"),
            True,
            "{al-Ghazālī}, Abū Ḥāmid",
        ),
        (
            Name("nl", family="Gravesande", given="Willem", non_dropping_particle="’s-"),
            True,
            "{’s-Gravesande}, Willem",
        ),
        (
            Name("it", family="Medici", given="Lorenzo", dropping_particle="de’"),
            True,
            "de’ Medici, Lorenzo",
        ),
        (
            Name("nl", family="Hooft", given="Gerard", non_dropping_particle="’t"),
            True,
            "{’t Hooft}, Gerard",
        ),
        (KING, True, "King, Jr., Martin Luther"),
        (KING_ALONE, True, "King{ Jr.}"),
        (Name("es", family="García Márquez", given="Gabriel"), True, "García Márquez, Gabriel"),
        (
            Name("nl", family="Berg", given="Jan", non_dropping_particle="van Den"),
            True,
            "{van Den Berg}, Jan",
        ),
        (Name("es", family="Ortega y Gasset", given="José"), True, "{Ortega y Gasset}, José"),
        (Name("fr", family="Ébène Öztürk", given="Ö"), True, "{Ébène Öztürk}, Ö"),
        (Name("en", family="hooks", given="bell"), True, "{hooks}, bell"),
        (Name("en", family="others"), True, "o{thers}"),
        (Name("en", family="A, B", given="C, D"), True, "{C, D A, B}"),
        (Name("en", family="A, B", given="C, D", suffix="E, F"), True, "{C, D A, B E, F}"),
        (Name("en", family="Board", given="Tea"), False, "{Tea Board}"),
        (Name("en", literal="family=A"), False, "{family{=}A}"),
    ],
)
def test_names(name: Name, person: bool, expected: str) -> None:
    assert written(name, person=person) == expected
    assert str(Person(expected)) == expected


@pytest.mark.parametrize(
    ("title", "tag", "expected"),
    [
        ("The Book of Tea", "en", "The {Book} of {Tea}"),
        ("The Taliban and the U.S. Military", "en", "The {Taliban} and the {U.S.} {Military}"),
        ("Tea with milk in Japan", "en", "Tea with milk in {Japan}"),
        ("Tea from iPads in Rio", "en", "Tea from {iPads} in {Rio}"),
        ("Tea from Japan", "en", "Tea from {Japan}"),
        ("Voices of the East and of the West", "en", "Voices of the {East} and of the {West}"),
        ("Inside US-China Trade War", "en", "Inside {US-China} {Trade} {War}"),
        ("The war in Ukraine", "en", "The war in {Ukraine}"),
        ("Letters to Kafka", "en", "Letters to {Kafka}"),
        ("A life of Goethe", "en", "A life of {Goethe}"),
        ("What Xi Jinping wants", "en", "What {Xi} {Jinping} wants"),
        ("Henry VIII and Louis XIV", "en", "Henry {VIII} and {Louis} {XIV}"),
        ("Molecular Structure of Nucleic Acids", "en", "Molecular Structure of Nucleic Acids"),
        ("Life of the Taliban in High Places", "en", "Life of the {Taliban} in High Places"),
        (
            "On <i>E. coli</i> in H<sub>2</sub>O",
            "en",
            r"On \emph{{E}. coli} in {H}\textsubscript{2}{O}",
        ),
        ("Sur <i>E. coli</i>", "fr", r"{Sur \emph{E. coli}}"),
        ("How I met McKenzie’s NASA", "en", "How {I} met {McKenzie’s} {NASA}"),
        ("CIA head holds meeting in Kabul", "en", "{CIA} head holds meeting in {Kabul}"),
        ("[Report on tea]", "en", "[{Report} on tea]"),
        ("“Tea” and I", "en", "“{Tea}” and {I}"),
        ("R&D at AT&T", "en-GB", r"{R}\&{D} at {AT}\&{T}"),
        ("茶の本", "ja", "茶の本"),
        ("米中新産業WAR", "ja", "{米中新産業WAR}"),
        ("Über den Tee", "de", "{Über den Tee}"),
        ("Cha no hon", "ja-Latn", "{Cha no hon}"),
        ("", "en", ""),
    ],
)
def test_capitals_are_protected_where_they_are_those_of_names(
    title: str, tag: str, expected: str
) -> None:
    assert protected(title, tag, frozenset({"Taliban"})) == expected


def test_escapes() -> None:
    assert escape("50 % of R&D_1 #2 $3") == r"50 \% of R\&D\_1 \#2 \$3"
    assert escape("~ ^ \\") == r"\textasciitilde{} \textasciicircum{} \textbackslash{}"
    assert escape("a--b''c") == "a-{}-b'{}'c"
    assert escape("a,,b,") == "a,{},b,{}"  # another text may follow, after a comma
    assert decoded(escape("{a} \\textbf{b}")) == "{a} \\textbf{b}"
    assert escape("Regex:[01]{20}") == r"Regex:[01]\{20\}"
    assert escape("\ufdd0 \ufdd1") == "\ufdd0 \ufdd1"  # noncharacters are no braces
    assert escape("a { b") == r"a {\{\vphantom{\}}} b"
    assert verbatim("https://example.org/a_b?c=%20#d") == "https://example.org/a_b?c=%20#d"
    assert verbatim("10.1000/{a}") == "10.1000/%7Ba%7D"


def test_no_work_is_an_empty_file(catalogue: Path) -> None:
    for folder in ("articles", "books", "organizations", "photos", "sources"):
        for path in (catalogue / "records" / folder).iterdir():
            path.unlink()
    for path in (catalogue / "records" / "people").iterdir():
        if path.stem != "anne-onymous":
            path.unlink()
    assert exporter("-C", catalogue, "export", "-f", "bibtex").out == ""
