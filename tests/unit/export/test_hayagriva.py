"""Hayagriva as Typst reads it: set with a style that prints nearly every field, over both catalogues.

What an entry must say is worked out here from the YAML itself, without the exporter's own code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import typst
import yaml

from exporter.export.date_words import in_words
from exporter.export.field_words import sentence
from exporter.export.hayagriva import calendar, person, protected, quoted
from exporter.export.registry import crosswalk
from exporter.model.agent import Name
from exporter.model.date import parse_date
from tests.conftest import ROOT, exporter
from tests.support.exported import Delivered, of_both
from tests.support.facts import leaves, stated
from tests.support.names import BIDEN, ENDO, GOGH, HUMBOLDT, SMITH_AND_SONS
from tests.support.sources_of_all_types import STATED, write_sources

AUTHORS = {"author", "interviewee", "photographer", "reviewer", "speaker"}
ROLES = {"translator": "translator", "author of introduction, etc.": "introduction"}
STYLE = "iso-690-numeric"
"""Prints places, series, notes and abstracts as well."""


delivered = of_both("hayagriva")


def entries_of(delivered: Delivered) -> dict[str, Any]:
    return dict(yaml.safe_load(delivered.whole.read_text("utf-8")))


def typeset(bibliography: Path, style: str = STYLE) -> str:
    """Set a bibliography with Typst, which must not say a word, and give the text of the page."""
    document = bibliography.with_suffix(".typ")
    document.write_text(
        f'#bibliography("{bibliography.name}", style: "{style}", full: true)\n', "utf-8"
    )
    page, said = typst.compile_with_warnings(document, format="pdf")
    assert isinstance(page, bytes)
    assert page.startswith(b"%PDF")
    assert said == []
    page, said = typst.compile_with_warnings(document, format="html")
    assert isinstance(page, bytes)
    # Typst says of its own HTML that it is not finished yet
    assert [each.message for each in said] == [
        "html export is under active development and incomplete"
    ]
    return " ".join(str(lxml.html.fromstring(page.decode()).text_content()).split())


def forms(text: Any) -> list[Any]:
    return list(text.values()) if isinstance(text, dict) else [text]


def plain(text: str) -> str:
    """Read a formattable string: braces go, what is escaped stays."""
    return re.sub(r"\\([\\{}$])|[{}]", lambda found: found[1] or "", text)


def parents(entry: Mapping[str, Any]) -> list[Any]:
    found = entry.get("parent", [])
    return found if isinstance(found, list) else [found]


def spellings(agent: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each form of a name by the names that hayagriva has for its parts."""
    made = []
    for form in forms(agent["name"]):
        if isinstance(form, str):
            made.append({"name": form})
            continue
        parts = {
            "name": " ".join(filter(None, (form.get("non_dropping_particle"), form["family"]))),
            "given-name": form.get("given"),
            "prefix": form.get("dropping_particle"),
            "suffix": form.get("suffix"),
        }
        made.append({part: value for part, value in parts.items() if value})
    return made


def printed_names(agent: Mapping[str, Any]) -> set[str]:
    """Return each form of a name as it is printed: letters in any order, without spaces."""
    return {letters("".join(leaves(form))) for form in forms(agent["name"])}


def letters(text: str) -> str:
    return "".join(sorted(re.sub(r"\s", "", text)))


def test_typst_sets_the_whole_catalogue_without_a_word(delivered: Delivered) -> None:
    text = typeset(delivered.whole).casefold()
    assert delivered.works
    for id, work in delivered.works.items():
        titles = forms(work.get("title") or work["devised_title"])
        assert any(" ".join(title.split()).casefold() in text for title in titles), id


@pytest.mark.parametrize(
    "style", ["apa", "chicago-author-date", "mla", "ieee", "gb-7714-2015-numeric"]
)
def test_typst_sets_it_in_other_styles(delivered: Delivered, style: str) -> None:
    assert typeset(delivered.whole, style)


def test_typst_prints_the_facts_of_each_work(delivered: Delivered) -> None:
    """Each file of a split context is a bibliography of its own."""
    assert sorted(path.stem for path in delivered.split.glob("*.yaml")) == list(delivered.works)
    known = delivered.records
    for id, work in delivered.works.items():
        text = typeset(delivered.split / f"{id}.yaml").casefold()
        for each in work.get("contributors", ()):
            if each["role"] in AUTHORS:
                names = [form["name"].casefold() for form in spellings(known[each["agent"]])]
                assert any(name in text for name in names), (id, each)
        for field in ("abstract", "notes", "edition", "place", "credit", "rights", "series"):
            assert all(
                " ".join(leaf.split()).casefold() in text for leaf in leaves(work.get(field, []))
            ), (id, field)
        if re.fullmatch(r"[0-9]{4}.*", work.get("issued", "")) and "X" not in work["issued"][:4]:
            assert work["issued"][:4] in text


def test_titles(delivered: Delivered) -> None:
    entries = entries_of(delivered)
    assert list(entries) == list(delivered.works)
    for id, work in delivered.works.items():
        titles = forms(work.get("title") or work["devised_title"])
        title = entries[id]["title"]
        value = plain(title["value"] if isinstance(title, dict) else title)
        assert value in (titles if "title" in work else [f"[{each}]" for each in titles])
        note = plain(entries[id].get("note", ""))
        assert all(each in note for each in titles if each != value.strip("[]"))
        assert ("short_title" in work) == isinstance(title, dict)
        if isinstance(title, dict):
            assert plain(title["short"]) in forms(work["short_title"])


def test_each_agent_stands_once_under_its_role(delivered: Delivered) -> None:
    entries, known = entries_of(delivered), delivered.records
    assert delivered.works
    for id, work in delivered.works.items():
        entry = entries[id]
        found = {"author": entry.get("author", []), "editor": entry.get("editor", [])}
        found |= {each["role"]: each["names"] for each in entry.get("affiliated", ())}
        expected: dict[str, list[Any]] = {}
        for each in work.get("contributors", ()):
            role = "author" if each["role"] in AUTHORS else ROLES.get(each["role"], each["role"])
            expected.setdefault(role, []).append(known[each["agent"]])
        for role, names in found.items():
            assert len(names) == len(expected.get(role, ())), (id, role)
            assert all(
                name in spellings(agent)
                for name, agent in zip(names, expected.get(role, ()), strict=True)
            )
        for role in set(expected) - set(found) - {"broadcaster"}:
            label = role[0].upper() + role[1:]
            match = re.search(rf"{label}: (.*?)\. ", plain(entry["note"]) + " ")
            assert match
            names = match[1].split("; ")
            agents = expected[role]
            assert all(
                letters(name) in printed_names(agent)
                for name, agent in zip(names, agents, strict=True)
            )


def publisher(entry: Mapping[str, Any]) -> Mapping[str, str]:
    found = [each["publisher"] for each in (entry, *parents(entry)) if "publisher" in each]
    assert len(found) <= 1
    return found[0] if found else {}


def test_publishers_who_worked_together_are_not_publishers_who_are_disputed(
    delivered: Delivered,
) -> None:
    entries, known, disputes = entries_of(delivered), delivered.records, 0
    for id, work in delivered.works.items():
        together = work.get("publisher", [])
        together = [together] if isinstance(together, str) else list(together)
        named = [
            each["agent"] for each in work.get("contributors", ()) if each["role"] == "broadcaster"
        ] + together
        printed = [
            form
            for each in work.get("found", ())
            if "publisher" in each
            for form in forms(each["publisher"])
        ]
        printed = list(dict.fromkeys(printed))
        name, note = publisher(entries[id]).get("name"), plain(entries[id].get("note", ""))
        if named:
            names = plain(name or "").split("; ")
            pairs = zip(names, named, strict=True)
            assert all(letters(each) in printed_names(known[agent]) for each, agent in pairs)
            assert "Publisher also" not in note
        else:
            assert name == next(iter(printed), None)
            assert all(f"Publisher also printed as {each}." in note for each in printed[1:])
            disputes += len(printed) > 1
    assert disputes == 1


def test_dates_and_languages(delivered: Delivered) -> None:
    entries = entries_of(delivered)
    assert delivered.works
    for id, work in delivered.works.items():
        entry, note = entries[id], plain(entries[id].get("note", ""))
        written = work.get("issued", work.get("created", ""))
        if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}~?", written):
            assert entry["date"] == (f"~{written[:-1]}" if written.endswith("~") else written)
        elif written:
            assert f": {sentence(in_words(parse_date(written)))}" in note
        else:
            assert "date" not in entry
        assert entry.get("language") == next(iter(stated(work)), None)
        assert ("Forthcoming." in note) == (work.get("status") == "forthcoming")


def test_doubtful_dates() -> None:
    entries = yaml.safe_load(
        (ROOT / "tests" / "golden" / "hayagriva" / "catalogue.yaml").read_text("utf-8")
    )
    assert {id: entry.get("date") for id, entry in entries.items()} == {
        "disputed-book": None,
        "forthcoming-book": None,
        "tea-broadcast": "1995",
        "tea-photo": "2021-08",
        "tea-report": "2001",
        "tea-speech": None,
        "translated-book": "~1906",
        "web-article": "2021-08-28",
    }


@pytest.mark.parametrize(
    ("written", "date"),
    [
        *(
            ("2021-08-28", "2021-08-28"),
            ("2021-08", "2021-08"),
            ("1941", "1941"),
            ("0476", "0476"),
            ("1941~", "~1941"),
        ),
        *(
            ("1941?", "1941"),
            ("1941%", "~1941"),
            ("199X", ""),
            ("1995-22", "1995"),
            ("1995/1997", "1995"),
        ),
        *(
            ("1995/..", "1995"),
            ("../1995", ""),
            ("[1995,1996]", ""),
            ("Y17000", ""),
            ("-0044", "-0044"),
        ),
        *(("XXXX-03-03", ""), ("2021-XX-28", "2021"), ("0000", "0000")),
    ],
)
def test_a_date_is_what_is_certain_of_it(written: str, date: str, tmp_path: Path) -> None:
    assert calendar(parse_date(written)) == date
    if date:
        (tmp_path / "a.yaml").write_text(
            f"a:\n  type: book\n  title: Tea\n  date: {quoted(date)}\n", "utf-8"
        )
        year = int(re.search("-?[0-9]+", date)[0])  # type: ignore[index]
        assert str(year if year > 0 else 1 - year) in typeset(tmp_path / "a.yaml")


def test_what_a_work_appeared_in_is_its_parent() -> None:
    entries = yaml.safe_load(
        (ROOT / "tests" / "golden" / "hayagriva" / "catalogue.yaml").read_text("utf-8")
    )
    newspaper, original = entries["web-article"]["parent"]
    assert newspaper == {
        "type": "newspaper",
        "title": "The Example Times",
        "volume": "12",
        "issue": "3",
        "publisher": {"name": "Smith and Sons, Ltd. & Co.", "location": "London"},
        "serial-number": {"issn": "0378-5955"},
    }
    assert original == {"type": "original", "title": "お茶", "date": "2021-08-27", "language": "ja"}
    series, original = entries["translated-book"]["parent"]
    assert series == {"type": "book", "title": "Tea & Books", "volume": "7"}
    assert original["title"] == "茶の本 「一杯」から宇宙へ"
    url = {"value": "https://example.org/a_b?c=d&e=f%20g", "date": "2021-09-01"}
    assert entries["web-article"]["url"] == url
    assert entries["web-article"]["serial-number"] == {"doi": "10.1000/a_b%c"}


def test_nothing_of_the_original_is_taken_for_the_translation(catalogue: Path) -> None:
    path = catalogue / "records" / "articles" / "web-article.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("issued: 2021-08-28\n", "", 1), "utf-8")
    out = catalogue / "a.yaml"
    exporter("-C", catalogue, "export", "-f", "hayagriva", "web-article", "-o", out)
    entry = yaml.safe_load(out.read_text("utf-8"))["web-article"]
    assert [each["type"] for each in parents(entry)] == ["newspaper"]
    assert "Translation of: お茶, Japanese, 27 August 2021." in entry["note"]
    assert "August 2021" not in typeset(out).replace("Japanese, 27 August 2021", "")
    path.write_text(text, "utf-8")
    exporter("-C", catalogue, "export", "-f", "hayagriva", "web-article", "-o", out)
    assert "28 August 2021" in typeset(out)


def test_no_type_loses_a_statement_or_stops_typst(catalogue: Path) -> None:
    rows = write_sources(catalogue, "hayagriva")
    out = catalogue / "all.yaml"
    exporter("-C", catalogue, "export", "-f", "hayagriva", "--kind", "source", "-o", out)
    typeset(out)
    entries = yaml.safe_load(out.read_text("utf-8"))
    for id, row in rows.items():
        assert entries[id]["type"] == row.target.split(" > ")[0]
        texts = " ".join(leaves(entries[id]))
        for said in (*STATED, "83-84"):
            assert said in texts, (row, said)
    assert len({str(entries[id]) for id in rows}) == len(rows)


def test_every_role_is_one_that_typst_knows(tmp_path: Path) -> None:
    target = {row.target for row in crosswalk("hayagriva") if row.vocabulary == "role"}
    roles = sorted(
        each.removeprefix("affiliated: ") for each in target if each.startswith("affiliated: ")
    )
    names = "".join(f"    - {{role: {role}, names: [{{name: Sato}}]}}\n" for role in roles)
    (tmp_path / "a.yaml").write_text(
        f"a:\n  type: book\n  title: Tea\n  affiliated:\n{names}", "utf-8"
    )
    assert typeset(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    "tag", ["zh-Latn-pinyin", "zh-cmn-Hans", "en-x-private", "i-klingon", "de-1996", "sr-Latn-RS"]
)
def test_a_language_that_is_no_unicode_identifier_stands_in_the_note(
    tag: str, catalogue: Path
) -> None:
    path = catalogue / "records" / "sources" / "tea-speech.yaml"
    path.write_text(path.read_text("utf-8").replace("language: de", f"language: {tag}"), "utf-8")
    out = catalogue / "a.yaml"
    ran = exporter("-C", catalogue, "export", "-f", "hayagriva", "tea-speech", "-o", out)
    assert ran.code == 0
    entry = yaml.safe_load(out.read_text("utf-8"))["tea-speech"]
    assert typeset(out)
    assert (entry.get("language") == tag) != ("Language: " in entry["note"])


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (ENDO, {"name": "遠藤", "given-name": "誉"}),
        (BIDEN, {"name": "Biden"}),
        (GOGH, {"name": "van Gogh", "given-name": "Vincent"}),
        (HUMBOLDT, {"name": "Humboldt", "given-name": "Alexander", "prefix": "von"}),
        (SMITH_AND_SONS, {"name": "Smith and Sons, Ltd. & Co."}),
    ],
)
def test_a_name_has_its_parts(name: Name, parts: dict[str, str]) -> None:
    assert person(name) == {part: quoted(value) for part, value in parts.items()}


@pytest.mark.parametrize(
    ("title", "tag", "written"),
    [
        ("The Book of Tea", "en", "The Book of Tea"),
        ("NASA, McKenzie and U.S.-China tea", "en", "{NASA}, {McKenzie} and {U.S.-China} tea"),
        ("Über den Tee", "de", "{Über den Tee}"),
        ("Cha no hon", "ja-Latn", "{Cha no hon}"),
        ("茶の本", "ja", "茶の本"),
        (r"{a} $b$ \c", "en", r"\{a\} \$b\$ \\c"),
    ],
)
def test_capitals_are_kept(title: str, tag: str, written: str, tmp_path: Path) -> None:
    assert protected(title, tag) == quoted(written)
    (tmp_path / "a.yaml").write_text(
        f"a:\n  type: book\n  title: {protected(title, tag)}\n  language: en\n", "utf-8"
    )
    for style in ("chicago-notes", "apa"):
        text = typeset(tmp_path / "a.yaml", style)
        assert title.casefold() in text.casefold()
        assert tag == "en" or title in text
        assert all(word in text for word in re.findall(r"[A-Z][\w.-]*[A-Z][\w.-]*", title))


ATTACKS = [
    *(
        "{a}",
        "}{",
        "$x$",
        "$",
        "#emph[a]",
        "[*b*]",
        "@tea-report",
        "\\",
        "\\{",
        "<a>",
        "<b>&amp;</i>",
        "'\"",
        "no",
    ),
    *(
        "- a",
        "a: b",
        "# c",
        "*d",
        "&e",
        "!f",
        "%g",
        "? h",
        "~",
        "null",
        "0o14",
        "1_000",
        "  two  spaces ",
        "{{{",
    ),
    *("é𠮷\u200f", "---", "a\n\nb: c", "//", "`raw`", "_i_", "\u3000& a"),
]


def test_text_that_looks_like_markup_comes_back_as_text(catalogue: Path) -> None:
    for number, attack in enumerate(ATTACKS):
        id = f"attacked-{number}"
        record = {
            "id": id,
            "kind": "photo",
            "language": "en",
            "title": {"en": attack, "ja": attack + "!"},
        }
        record |= {
            "notes": [attack + "?"],
            "genre": attack,
            "edition": attack,
            "volume": attack,
            "pages": attack,
        }
        record |= {"container_title": attack, "issue": attack, "short_title": attack}
        record |= dict.fromkeys(
            ("abstract", "caption", "location", "rights", "place", "series", "credit"), attack + "."
        )
        record |= {"contributors": [{"agent": f"agent-{number}", "role": "photographer"}]}
        (catalogue / "records" / "photos" / f"{id}.yaml").write_text(
            json.dumps(record, ensure_ascii=False), "utf-8"
        )
        agent = {"id": f"agent-{number}", "kind": "person"}
        agent |= {"name": {"en": {"family": attack, "given": attack}}}
        (catalogue / "records" / "people" / f"agent-{number}.yaml").write_text(
            json.dumps(agent, ensure_ascii=False), "utf-8"
        )
    out = catalogue / "all.yaml"
    ran = exporter("-C", catalogue, "export", "-f", "hayagriva", "--kind", "photo", "-o", out)
    assert ran.code == 0, ran.err
    entries = yaml.safe_load(out.read_text("utf-8"))
    for number, attack in enumerate(ATTACKS):
        entry, attack = entries[f"attacked-{number}"], attack.replace("\n\n", " ")
        inner = attack.strip()
        assert entry["author"] == [{"name": inner, "given-name": inner}]
        assert (entry["edition"], entry["volume"], entry["issue"], entry["page-range"]) == (
            inner,
        ) * 4
        assert plain(entry["title"]["value"]).strip() == plain(entry["genre"]) == inner
        assert plain(entry["abstract"]) == (attack + ".").strip()
        assert attack + "?" in plain(entry["note"])
        single = catalogue / f"{number}.yaml"
        single.write_text(json.dumps({"a": entry}, ensure_ascii=False), "utf-8")
        text = typeset(single)
        for shown in (attack, attack + ".", attack + "?"):
            assert " ".join(shown.split()).casefold() in text.casefold(), (shown, text)


def test_the_readers_language_and_the_forms_that_are_lost(catalogue: Path) -> None:
    ran = exporter(
        "-C",
        catalogue,
        "export",
        "-f",
        "hayagriva",
        "--language",
        "en",
        "--losses",
        "-",
        "disputed-book",
    )
    entry = yaml.safe_load(ran.out)["disputed-book"]
    assert (entry["title"], entry["publisher"]) == ("The Book of Tea", {"name": "Tea Board"})
    assert entry["author"] == [{"name": "Sato", "given-name": "Yoko"}]
    assert (
        "yoko-sato/name/ja: 佐藤葉子: hayagriva holds one form of a name, and no subjects"
        in ran.err
    )
    assert (
        "disputed-book/found/1/publisher: 茶新書: in the note: a reference has one publisher"
        in ran.err
    )


def test_no_works_are_an_empty_mapping(catalogue: Path) -> None:
    (catalogue / "records" / "articles" / "web-article.yaml").unlink()
    ran = exporter(
        "-C", catalogue, "export", "-f", "hayagriva", "--kind", "article", "--keep-going"
    )
    assert yaml.safe_load(ran.out) == {}
