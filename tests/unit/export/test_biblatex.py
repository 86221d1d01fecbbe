"""BibLaTeX as others read it: biber, LuaLaTeX, pandoc and pybtex, over the whole catalogue and the small one.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from exporter.export.bibtex.biblatex_dates import readable
from exporter.export.bibtex.biblatex_names import extended
from exporter.model.agent import Name
from exporter.model.date import parse_date
from exporter.model.vocabularies import vocabulary
from tests.conftest import ROOT, exporter, missing, program, run
from tests.support.facts import forms, named, printed, stated, texts, title
from tests.support.names import ENDO, GOGH, HUMBOLDT
from tests.support.pandoc import items_by_pandoc
from tests.unit.export.test_bibtex import ATTACKS, AUTHORS, Delivered, decoded, deliver, folded

BLTX = "{http://biblatex-biber.sourceforge.net/biblatexml}"
FIELDLESS = frozenset(
    {
        "artwork",
        "audio",
        "jurisdiction",
        "legal",
        "legislation",
        "letter",
        "movie",
        "performance",
        "standard",
        "video",
    }
)
"""Types that biblatex's data model names without any fields; styles print them as misc (manual 2.1.3)."""


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Delivered:
    name = "real" if request.param == "." else "small"
    return deliver(
        ROOT / request.param,
        tmp_path_factory.mktemp("biblatex") / "all.bib",
        name,
        "-f",
        "biblatex",
    )


UNKNOWN = {
    "small": {"disputed-book": ["date"], "forthcoming-book": ["date"], "tea-report": ["author"]},
    "real": {
        "beichu-boeki-senso": ["date"],
        "beichu-shinsangyo-war": ["date"],
        "china-nine": ["date"],
        "china-seven": ["date"],
        "chugoku-doman-shinjinrui": ["date"],
        "chugoku-seizo-2025": ["date"],
        "chugoku-silicon-valley": ["date"],
        "cia-secret-meeting": ["date"],
        "ctc-isis-k": ["date"],
        "digital-jinmingen": ["date"],
        "gekitotsu": ["author", "date"],
        "hannichi-no-yami": ["author", "date"],
        "kyosanto-hyakunen-hishi": ["date"],
        "mao-zedong-nihongun": ["date"],
        "mckenzie-statement": ["date"],
        "mou-hitotsu-no-genocide": ["date"],
        "net-taikoku-chugoku": ["date"],
        "reuters-kabul-attack": ["date"],
        "shin-china-seven": ["date"],
        "siege-of-changchun": ["date"],
        "takyokuka": ["date"],
        "taliban-us-counterterrorism": ["date"],
        "ukraine-senso": ["date"],
    },
}
"""Each fact that biber misses in an entry. Nobody knows these: they are not printed in any source."""

MISSED = re.compile(
    r"WARN - Datamodel: Entry '(?P<id>[^']+)' \(\w+\.bib\): Missing mandatory field "
    r"(?:- one of 'date, (?P<date>year)' must be defined|'(?P<field>[a-z]+)')"
)
INVALID = re.compile(
    r"WARN - Datamodel: Entry '[^']+' \(\w+\.bib\): Invalid field '[a-z]+' for entrytype '([a-z]+)'"
)


UNSPECIFIED = re.compile(r"(Argument \"XX\" isn't numeric in sprintf at .*\n)*")
"""What perl says of `2004-XX` where biber is a tool; in a run of LaTeX it reads that as the manual says (table 3)."""


def biber(path: Path, *options: str) -> tuple[list[str], Path]:
    """Let biber read a database, and give what it complains of and what it has written."""
    made = path.with_suffix(".out")
    words = ("--tool", "--nolog", *options, "--output-file", made.name, path.name)
    ran = run(program("biber", "biber"), *words, cwd=path.parent)
    assert ran.code == 0
    assert UNSPECIFIED.fullmatch(ran.err)
    return [line for line in ran.out.splitlines() if not line.startswith("INFO - ")], made


def misses(lines: list[str]) -> dict[str, list[str]]:
    """Return the fields that biber misses in each entry. Any other message fails the test."""
    found: dict[str, list[str]] = {}
    for line in lines:
        match = MISSED.fullmatch(line)
        assert match, line
        found.setdefault(match["id"], []).append("date" if match["date"] else match["field"])
    return {id: sorted(missed) for id, missed in sorted(found.items())}


Read = dict[str, Any]


def read_by_biber(path: Path) -> dict[str, Read]:
    """Return the facts of each entry as biber has taken them apart, read from its own XML."""
    return judged_and_read(path)[1]


def judged_and_read(path: Path, *options: str) -> tuple[list[str], dict[str, Read]]:
    lines, made = biber(path, "--output-format=biblatexml", *options)
    text = made.read_text("utf-8")
    root = etree.fromstring(re.sub(r"<\?xml-model[^?]*\?>", "", text).encode())
    return lines, {entry.get("id", ""): _read(entry) for entry in root.iterfind(f"{BLTX}entry")}


def _read(entry: etree._Element) -> Read:
    read: Read = {"": entry.get("entrytype")}
    useprefix = entry.findtext(f"{BLTX}options") == "useprefix=true"
    for field in entry:
        name = field.tag.removeprefix(BLTX)
        if name == "names":
            read[field.get("type", "")] = [
                _parts(each, useprefix) for each in field.iterfind(f"{BLTX}name")
            ]
        elif name == "date":
            ends = [each.text or "" for each in field] or [field.text or ""]
            read[f"{field.get('type', '')}date"] = "/".join(ends)
        elif field.find(f"{BLTX}list") is not None:
            read[name] = [decoded(each.text or "") for each in field.iter(f"{BLTX}item")]
        else:
            text = "".join(field.itertext())
            read[name] = text if name in {"url", "doi", "eprint"} else decoded(text)
    return read


def _parts(name: etree._Element, useprefix: bool) -> dict[str, str]:
    found = {}
    for part in name:
        words = [each.text or "" for each in part] or [part.text or ""]
        found[part.get("type", "")] = decoded(" ".join(words))
    kept = name.get("useprefix", str(useprefix).lower()) == "true"
    return found | ({"useprefix": "true"} if kept and "prefix" in found else {})


@pytest.fixture(scope="module")
def judged(delivered: Delivered) -> tuple[list[str], dict[str, Read]]:
    return judged_and_read(delivered.path, "--validate-datamodel")


@pytest.fixture(scope="module")
def entries(judged: tuple[list[str], dict[str, Read]]) -> dict[str, Read]:
    return judged[1]


def test_biber_misses_only_what_nobody_knows(
    delivered: Delivered, judged: tuple[list[str], dict[str, Read]]
) -> None:
    lines, _ = judged
    fieldless = [match[1] for match in map(INVALID.fullmatch, lines) if match]
    assert set(fieldless) <= FIELDLESS
    assert (
        misses([line for line in lines if not INVALID.fullmatch(line)]) == UNKNOWN[delivered.name]
    )
    # as styles print them, entries of those types are right as well
    as_misc = delivered.path.with_name("misc.bib")
    as_misc.write_text(
        re.sub(
            rf"^@({'|'.join(FIELDLESS)})\{{",
            "@misc{",
            delivered.path.read_text("utf-8"),
            flags=re.M,
        )
    )
    assert misses(biber(as_misc, "--validate-datamodel")[0]) == UNKNOWN[delivered.name]
    for id, missed in UNKNOWN[delivered.name].items():
        work = delivered.works[id]
        assert "author" not in missed or not named(work, {*AUTHORS, "editor"})
        assert "date" not in missed or "X" in work.get("issued", work.get("created", "XXXX"))[:4]


def known(agent: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each form of a name in the parts that biblatex has."""
    found = []
    for form in forms(agent["name"], agent).values():
        if isinstance(form, str):
            found.append({"family": form})
            continue
        parts = {
            "family": form["family"],
            "given": form.get("given", ""),
            "suffix": form.get("suffix", ""),
        }
        parts["prefix"] = form.get("dropping_particle", form.get("non_dropping_particle", ""))
        parts["useprefix"] = "true" if "non_dropping_particle" in form else ""
        found.append({part: value for part, value in parts.items() if value})
    return found


FIELD_OF_ROLE = dict.fromkeys(AUTHORS, "author") | {
    "editor": "editor",
    "translator": "translator",
    "author of introduction, etc.": "introduction",
}


def test_biber_takes_names_apart_as_the_record_does(
    delivered: Delivered, entries: dict[str, Read]
) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        placed: dict[str, list[str]] = {}
        for each in work.get("contributors", ()):
            if field := FIELD_OF_ROLE.get(each["role"]):
                placed.setdefault(field, []).append(each["agent"])
        found = {
            field: entries[id][field]
            for field in set(FIELD_OF_ROLE.values())
            if field in entries[id]
        }
        assert set(found) == set(placed), id
        for field, agents in placed.items():
            expected = [known(delivered.records[agent]) for agent in agents]
            assert all(name in each for name, each in zip(found[field], expected, strict=True)), (
                id,
                field,
            )
        roles = {each["role"] for each in work.get("contributors", ()) if each["role"] in AUTHORS}
        assert entries[id].get("authortype", "author") in (roles or {"author"})


TYPES = {
    "article-newspaper": {"article", "misc"},
    "book": {"book", "collection"},
    "broadcast": {"video"},
    "document": {"misc"},
    "report": {"report"},
    "speech": {"unpublished"},
    "webpage": {"misc", "online"},
}


def test_biber_reads_types_titles_and_languages(
    delivered: Delivered, entries: dict[str, Read]
) -> None:
    assert list(entries) == list(delivered.works)
    languages = {"ja": "japanese", "en": "english", "de": "german", "zh": "chinese"}
    for id, work in delivered.works.items():
        read = entries[id]
        kind = {"photo": "graphic"}.get(work["kind"], work.get("type", work["kind"]))
        assert read[""] in TYPES.get(kind, {"artwork"}), id
        assert read["title"] == title(work)
        for tag, form in forms(work.get("title") or work["devised_title"], work).items():
            if not tag.endswith("-Hira"):
                assert form in read["title"] or form in read["titleaddon"], (id, tag)
        assert read.get("language", []) == [
            languages[each[:2]] for each in stated(work)[:1] if each[:2] in languages
        ]


def test_biber_reads_publishers(delivered: Delivered, entries: dict[str, Read]) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        read = entries[id]
        published = [
            *named(work, {"broadcaster", "issuing body"}),
            *several(work.get("publisher", [])),
        ]
        found = [
            *read.get("publisher", []),
            *read.get("institution", []),
            *read.get("organization", []),
        ]
        expected = [texts(delivered.records[agent]) for agent in published]
        if found and published:
            assert all(name in each for name, each in zip(found, expected, strict=True)), id
        elif published:
            assert all(
                any(f"Publisher: {name}" in said_besides(read) for name in each)
                for each in expected
            ), id
        else:
            statements = [
                each["publisher"] for each in work.get("found", ()) if "publisher" in each
            ]
            assert found == [printed(each, work) for each in statements][:1]
            assert all(
                f"also printed as {printed(each, work)}" in read["note"] for each in statements[1:]
            )


def test_biber_reads_the_other_facts(delivered: Delivered, entries: dict[str, Read]) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        read, note = entries[id], said_besides(entries[id])
        for term, target in SIMPLE.items():
            if term in work:
                said = "".join(read.get(target, ""))
                assert (
                    said == printed(work[term], work)
                    or (term == "edition" and said == "2")
                    or f": {printed(work[term], work)}" in note
                ), (id, term)
        if date := work.get("issued", work.get("created", "")):
            assert read.get("date") == (
                None if date.startswith("XXXX") else READ.get(date) or date
            ), id
        assert all(read[scheme] == number for scheme, number in work.get("identifiers", {}).items())
        for field in ("notes", "rights"):
            assert all(printed(text, work) in note for text in several(work.get(field, []))), (
                id,
                field,
            )
        assert read.get("pubstate", "") == work.get("status", "")
        assert read.get("addendum", "") == work.get("credit", "")


def said_besides(read: Read) -> str:
    """Return what an entry says in sentences: in its note, and in what styles do not print."""
    return f"{read.get('note', '')} {read.get('annotation', '')}"


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


SIMPLE = {
    "edition": "edition",
    "series": "series",
    "series_number": "number",
    "volume": "volume",
    "url": "url",
    "short_title": "shorttitle",
    "place": "location",
    "abstract": "abstract",
    "caption": "abstract",
    "issue": "number",
    "accessed": "urldate",
}


def test_translations_are_led_back_to_their_originals(delivered: Delivered) -> None:
    fields = {id: entry.fields for id, entry in delivered.entries().entries.items()}
    languages = {"ja": "japanese", "en": "english"}
    assert delivered.works
    for id, work in delivered.works.items():
        original = work.get("translation_of", {})
        editions = [each["work"] for each in work.get("language_editions", ()) if "work" in each]
        if "work" in original:
            assert fields[id]["related"] == original["work"]
            assert fields[id]["relatedtype"] == "translationof"
            assert decoded(fields[id]["origtitle"]) == title(delivered.works[original["work"]])
        elif editions:
            assert fields[id]["related"].split(", ") == editions
            assert fields[id]["relatedtype"] == "translationas"
        else:
            assert "related" not in fields[id]
        if "title" in original:
            assert decoded(fields[id]["origtitle"]) == original["title"]["ja"]
        if "language" in original:
            note = decoded(fields[id].get("note", ""))
            said = fields[id].get("origlanguage", note)
            assert languages[original["language"]] in said.lower(), id
        assert fields[id].get("origdate", "") == original.get("issued", "")


def test_what_is_sorted_by_its_reading(delivered: Delivered) -> None:
    found = {}
    for id, entry in delivered.entries().entries.items():
        keys = {
            field: decoded(entry.fields[field])
            for field in ("sortname", "sorttitle")
            if field in entry.fields
        }
        found |= {id: keys} if keys else {}
    if delivered.name == "small":
        assert found == {
            "disputed-book": {
                "sortname": "さとう, ようこ",
                "sorttitle": "ちゃのほん いっぱいからうちゅうへ",
            },
            "forthcoming-book": {"sortname": "Li, Wei", "sorttitle": "Cha yu chan"},
        }
        return
    titles = {id: work["title"] for id, work in delivered.works.items() if "title" in work}
    romanised = {id: each["ja-Latn"] for id, each in titles.items() if "ja-Latn" in each}
    assert len(romanised) == 5
    assert found == {id: {"sorttitle": words} for id, words in romanised.items()}


def test_pandoc_reads_the_facts(delivered: Delivered) -> None:
    items = items_by_pandoc(delivered.path, "biblatex")
    assert set(items) == set(delivered.works)
    kinds = {
        "artwork": "graphic",
        "video": "motion_picture",
        "unpublished": "manuscript",
        "misc": "",
        "report": "report",
    }
    for id, work in delivered.works.items():
        entry, item = delivered.entries().entries[id], items[id]
        # pandoc joins title and titleaddon, and gives English titles in small letters, but for what is braced
        assert folded(item["title"]).casefold().startswith(folded(title(work)).casefold()), id
        if entry.type in kinds:
            assert item["type"] == kinds[entry.type]
        if re.fullmatch(r"\d{4}(-\d\d)*", issued := work.get("issued", "")):
            assert item["issued"]["date-parts"] == [[int(part) for part in issued.split("-")]]
        for role in ("author", "translator"):
            expected = [
                [
                    {key: value for key, value in form.items() if key in {"family", "given"}}
                    for form in known(delivered.records[agent])
                ]
                for agent in named(work, AUTHORS if role == "author" else {role})
            ]
            found = [
                {
                    "family": each.get("literal", each.get("family", "")),
                    **({"given": each["given"]} if "given" in each else {}),
                }
                for each in item.get(role, ())
            ]
            assert all(name in each for name, each in zip(found, expected, strict=True)), (id, role)


READ = {
    **dict.fromkeys(
        (
            "2021",
            "2021-08",
            "2021-08-28",
            "1906~",
            "1906?",
            "1906%",
            "199X",
            "19XX",
            "1995-22",
            "1995-33",
        )
    ),
    **dict.fromkeys(("2001/2006", "2001-02/2006-03-04", "1995~/2001", "1995-22/1996-21")),
    "2021-08?": "2021?-08",
    "1995/..": "1995/",
    "1995/": "1995/",
    "-0044": "-44",
    "0476": "476",
    "1995~/1996~": "1995~/1996",
    "0975~/1025~": "975~/1025",
}
"""Dates that biblatex reads, with what biber writes for them where that is something else."""

NOT_READ = {
    "XXXX-03-03": "",
    "2021-XX-05": "2021",
    "199X~": "199X",
    "1XXX": "",
    "0000": "",
    "[1995,1996]": "1995~/1996~",
    "[0975..1025]": "0975~/1025~",
    "2004-06-~01": "2004-06-01",
    "199X/2005": "",
    "1995-33-01": "1995",
}
"""Dates that it does not, with what is certain of them."""


def test_dates_are_read_by_biber_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "dates.bib"
    dates = [*READ, *filter(None, NOT_READ.values())]
    path.write_text(
        "".join(
            f"@misc{{d{place}, title = {{x}}, date = {{{date}}}}}\n"
            for place, date in enumerate(dates)
        )
    )
    assert biber(path, "--validate-datamodel")[0] == []
    found = read_by_biber(path)
    assert {date: found[f"d{place}"].get("date") for place, date in enumerate(dates)} == {
        date: READ.get(date) or date for date in dates
    }


@pytest.mark.parametrize(
    "written", [*READ, "../1995", "/1995", "2021-XX", "2021-08-XX", "2021-XX-XX"]
)
def test_a_date_that_biblatex_reads_is_written_as_it_is(written: str) -> None:
    assert readable(parse_date(written)) == written


@pytest.mark.parametrize("written", NOT_READ)
def test_what_biblatex_does_not_read_is_in_the_note_and_reported(
    written: str, catalogue: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    assert readable(parse_date(written)) == NOT_READ[written]
    if written in {"0000", "1995-33-01"}:  # no calendar has them, so no record either
        return
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    ran = exporter("-C", catalogue, "export", "-f", "biblatex", "--losses", "-", "tea-speech")
    assert ran.code == 0, ran.err
    assert f"tea-speech/issued: {written}: biblatex reads no such date" in ran.err
    assert "  note = {Date of publication: " in ran.out
    assert ("  date = {" in ran.out) == bool(NOT_READ[written])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (ENDO, "遠藤, 誉"),
        (Name("en", literal="A and B"), "{A and B}"),
        (HUMBOLDT, "von Humboldt, Alexander"),
        (GOGH, "family=Gogh, given=Vincent, prefix=van, useprefix=true"),
        (
            Name("it", family="Luca", given="Maria", dropping_particle="De"),
            "family=Luca, given=Maria, prefix=De",
        ),
        (
            Name("fr", family="Artagnan", given="C.", non_dropping_particle="d’", suffix="fils"),
            "family=Artagnan, given=C., prefix=d’, suffix=fils, useprefix=true",
        ),
        (
            Name("en", family="A, B", given="C and D", suffix="E"),
            '"family=A, B", given={C and D}, suffix=E',
        ),
    ],
)
def test_names(name: Name, expected: str, tmp_path: Path) -> None:
    assert extended(name, person=True) == expected
    path = tmp_path / "name.bib"
    path.write_text(
        f"@misc{{x, author = {{{expected}}}, title = {{x}}, date = {{2000}}}}\n", "utf-8"
    )
    parts = {"family": name.literal or name.family, "given": name.given, "suffix": name.suffix}
    parts |= {"prefix": name.dropping_particle + name.non_dropping_particle}
    parts |= {"useprefix": "true" if name.non_dropping_particle else ""}
    assert read_by_biber(path)["x"]["author"] == [
        {part: value for part, value in parts.items() if value}
    ]


def test_the_name_of_an_organisation_has_no_parts() -> None:
    assert extended(Name("en", family="Board", given="Tea"), person=False) == "{Tea Board}"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    """A catalogue of one work of each type with every field, and in it what TeX and biber obey.

    The roles are spread over the works, since biber reads long lists of names slowly.
    """
    folder = tmp_path_factory.mktemp("attacked")
    roles, types = list(vocabulary("roles")), list(vocabulary("types"))
    records: list[dict[str, Any]] = []
    for number, text in enumerate(ATTACKS):
        records.append(
            {"id": f"p{number}", "kind": "person", "name": {"en": {"family": text, "given": text}}}
        )
        records.append({"id": f"o{number}", "kind": "organization", "name": text})
    for number, kind in enumerate(types):
        text, agents = (
            ATTACKS[number % len(ATTACKS)],
            (f"{'po'[number % 2]}{number % len(ATTACKS)}", "p1"),
        )
        fields = (
            "short_title",
            "edition",
            "series",
            "volume",
            "place",
            "abstract",
            "rights",
            "genre",
            "pages",
            "issue",
        )
        records.append(
            {
                "id": f"s{number}",
                "kind": "source",
                "type": kind,
                "title": {"en": text, "ja": text},
                **dict.fromkeys(
                    (*fields, "series_number", "container_title", "location", "credit"), text
                ),
                "contributors": [
                    {"agent": agents[place % 2], "role": role}
                    for place, role in enumerate(
                        dict.fromkeys(["author", "editor", *roles[number :: len(types)]])
                    )
                ],
                "publisher": [f"o{number % 7}", "o7"],
                "keywords": [text, "tea"],
                "notes": [text],
                "issued": "2001",
                "created": "2000-01",
                "accessed": "2002-02-02",
                "status": "forthcoming",
                "url": "https://example.org/a_b",
                "translation_of": {"title": text, "language": "ja", "issued": "1999"},
                "identifiers": {"doi": "10.1000/182", "wikidata": "Q1"},
            }
        )
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    source, photo = (folder / "schemas" / f"{kind}.schema.json" for kind in ("source", "photo"))
    schema = json.loads(source.read_text("utf-8"))
    schema["properties"] |= {
        field: rule
        for field, rule in json.loads(photo.read_text("utf-8"))["properties"].items()
        if field in {"created", "location", "credit"}
    }
    source.write_text(json.dumps(schema), "utf-8")
    for record in records:
        kind = {"person": "people", "organization": "organizations", "source": "sources"}[
            record["kind"]
        ]
        (folder / "records" / kind).mkdir(parents=True, exist_ok=True)
        path = folder / "records" / kind / f"{record['id']}.yaml"
        path.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")
    return deliver(folder, folder / "all.bib", "attacked", "-f", "biblatex")


@pytest.mark.long
def test_every_type_takes_every_field_and_text_stays_text(attacked: Delivered) -> None:
    lines, entries = judged_and_read(attacked.path, "--validate-datamodel")
    invalid = [match[1] for match in map(INVALID.fullmatch, lines) if match]
    assert set(invalid) <= FIELDLESS
    rest = [line for line in lines if not INVALID.fullmatch(line)]
    # a patent has a number of its own, which no record can say
    assert {field for missed in misses(rest).values() for field in missed} <= {"number"}
    assert set(entries) == set(attacked.works)
    for id, work in attacked.works.items():
        text = work["title"]["en"].replace("\t", " ")
        assert entries[id]["title"] == text, id
        assert entries[id]["shorttitle"] == text, id
        assert entries[id]["origtitle"] == text, id


DOCUMENT = r"""\documentclass{article}
\usepackage{fontspec}
\directlua{luaotfload.add_fallback("cjk", {"IPAMincho:mode=node;"})}
\setmainfont{Latin Modern Roman}[RawFeature={fallback=cjk}]
\usepackage[english]{babel}
\babelprovide[import,onchar=ids]{japanese}
\usepackage[backend=biber,style=authortitle,giveninits=true]{biblatex}
\addbibresource{small.bib}
\addbibresource{real.bib}
\addbibresource{odd.bib}
\begin{document}
\nocite{*}
\printbibliography
\end{document}
"""
ODD = ("#", "$", "%", "&", "_", "~", "^", "\\", "{", "}", "--", "``")
"""What names may begin with, and is not what it seems to TeX."""


def oddly_named(folder: Path) -> Path:
    """Write a catalogue of works whose makers have such names, for every first letter."""
    for number, sign in enumerate(ODD):
        names = {"en": {"family": f"{sign}ign", "given": f"Tea {sign}pot-{sign}lid"}}
        body = f"{sign}tea & Sons"
        roles = [{"agent": f"{kind}{number}", "role": "author"} for kind in "po"]
        records = {
            "people": {"id": f"p{number}", "kind": "person", "name": names},
            "organizations": {"id": f"o{number}", "kind": "organization", "name": body},
            "books": {"id": f"b{number}", "kind": "book", "title": body, "contributors": roles},
        }
        for name, record in records.items():
            path = folder / "records" / name / f"{record['id']}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(record), "utf-8")
    return folder


@pytest.mark.long
def test_lualatex_prints_the_bibliography(tmp_path: Path) -> None:
    """Each title and name of the catalogues can be read in the PDF, those in Japanese and the odd ones as well."""
    lualatex = program("lualatex", "texlive-luatex texlive-latex-recommended")
    program("pdftotext", "poppler-utils")
    if not list(Path("/usr/share/fonts").rglob("ipam.ttf")):
        missing("the font IPAMincho", "apt-get install fonts-ipafont-mincho")
    catalogues = {
        "small": ROOT / "tests/golden/catalogue",
        "real": ROOT,
        "odd": oddly_named(tmp_path),
    }
    all_of_them = [
        deliver(folder, tmp_path / f"{name}.bib", name, "-f", "biblatex")
        for name, folder in catalogues.items()
    ]
    (tmp_path / "doc.tex").write_text(DOCUMENT, "utf-8")
    typeset = (lualatex, "-interaction=nonstopmode", "-halt-on-error", "doc")
    for words in (typeset, (program("biber", "biber"), "doc"), typeset):
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
    log = (tmp_path / "doc.log").read_text("utf-8", "replace")
    assert "Missing character" not in log
    assert not re.search("Citation .* undefined", log)
    text = run("pdftotext", "-raw", "doc.pdf", "-", cwd=tmp_path).out
    # what a line breaks, hyphens and ligatures are no part of the words
    plain = _readable(re.sub(r"[\s\f]|-\n|\d+\n\f", "", text))
    for delivered in all_of_them:
        for id, work in delivered.works.items():
            assert _readable(title(work)) in plain, (delivered.name, id)
            for agent in named(work, {"author"}):
                names = known(delivered.records[agent])
                assert any(_readable(each["family"]) in plain for each in names), (
                    delivered.name,
                    id,
                )
    for sign in ODD:
        assert _readable(f"{sign}ign, T. p.") in plain, sign


def _readable(text: str) -> str:
    """Return a text without what typesetting changes: hyphens, quotation marks, the order of marks and letters."""
    return re.sub(r"[-‐`'\"‘’“”«»<>¡¿\[\]\s]", "", text).casefold()


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def multiscript(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Delivered:
    name = "real" if request.param == "." else "small"
    path = tmp_path_factory.mktemp("multiscript") / "all.bib"
    return deliver(ROOT / request.param, path, name, "-f", "biblatex", "--multiscript")


ALTERNATE = re.compile(
    r"^  ([a-z]+)_(default|transliteration|transcription|translation)_([a-zA-Z-]+) = ", re.M
)


def test_multiscript_fields_are_those_of_biblatex_ms(multiscript: Delivered) -> None:
    model = Path("/usr/share/texlive/texmf-dist/tex/latex/biblatex-ms/blx-dm-ms.def")
    if not model.exists():
        missing("the data model of biblatex-ms", "apt-get install texlive-bibtex-extra")
    text = model.read_text("utf-8")
    declared = re.search(r"\\DeclareDatamodelMultiscriptEntryfields\{\s*(abstract,[^}]*)\}", text)
    constant = re.search(r"\{multiscriptforms\}\{([^}]*)\}", text)
    assert declared
    assert constant
    fields = {each.strip() for each in declared[1].split(",")}
    found = ALTERNATE.findall(multiscript.path.read_text("utf-8"))
    assert {field for field, _, _ in found} <= fields
    assert {form for _, form, _ in found} <= set(constant[1].split(","))
    assert "title" in {field for field, _, _ in found}


def test_every_form_of_a_title_and_a_name_has_its_field(multiscript: Delivered) -> None:
    assert multiscript.works
    for id, entry in multiscript.entries().entries.items():
        work, fields = multiscript.works[id], entry.fields
        by_tag = {
            name.split("_")[2]: value for name, value in fields.items() if name.startswith("title_")
        }
        titles = forms(work.get("title") or work["devised_title"], work)
        own = next(
            tag
            for tag in titles
            if titles[tag] == printed(work.get("title") or work["devised_title"], work)
        )
        expected = {tag: form for tag, form in titles.items() if tag != own}
        assert {tag: decoded(value) for tag, value in by_tag.items()} == expected
        assert decoded(fields["title"]) == title(work)
        for tag in expected:
            kind = "transcription" if tag.endswith("-Hira") else "translation"
            kind = "transliteration" if "-Latn" in tag else kind
            assert f"title_{kind}_{tag}" in fields
        authors = [multiscript.records[agent] for agent in named(work, AUTHORS)]
        tags = {tag for agent in authors for tag in forms(agent["name"], agent)}
        for name, value in fields.items():
            if name.startswith("author_") and "+" not in name:
                tag = name.split("_")[2]
                assert tag in tags
                assert len(value.split(" and ")) == len(authors)
                for agent in authors:
                    form = forms(agent["name"], agent).get(tag, "")
                    assert (form if isinstance(form, str) else form["family"]) in decoded(value)


def test_without_its_scripts_it_is_the_entry_that_biber_knows(multiscript: Delivered) -> None:
    """The multiscript version of biber is in no Debian package; all but its own fields is read by the other one."""
    lines = multiscript.path.read_text("utf-8").splitlines(keepends=True)
    plain = multiscript.path.with_name("plain.bib")
    own = re.compile(r"  [a-z]+(_[a-z]+_[A-Za-z-]+)?(\+an:mslang)? = ")
    kept = [
        line
        for line in lines
        if not ("_" in line.partition(" = ")[0] or "+an" in line.partition(" = ")[0])
    ]
    assert all(own.match(line) for line in lines if line not in kept)
    plain.write_text("".join(kept), "utf-8")
    lines, entries = judged_and_read(plain)
    assert lines == []
    assert set(entries) == set(multiscript.works)


def test_several_scripts_are_asked_of_a_format_that_has_them() -> None:
    ran = exporter("export", "-f", "dc", "--multiscript")
    assert ran.code == 2
    assert "dc has no fields for several scripts" in ran.err
    assert "--multiscript goes with biblatex" in ran.err
