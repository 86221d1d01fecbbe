"""What comes in and goes out in one format comes back: works of our own, and real files field by field."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.importers.entry import Entry, NamedAgent
from exporter.importers.registry import ImportContext, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT, exporter
from tests.support.small_catalogues import write_records
from tests.unit.importers.test_corpora import CONTEXT, corpus
from tests.unit.importers.test_corpora import FORMATS as NAMES

LIBRARY = ROOT / "tests" / "golden" / "library"
FORMATS = (
    "csl-json",
    "csl-yaml",
    "dc",
    "marc",
    "marc-json",
    "marcxml",
    "mods",
    "ris",
    "schema-org",
)


def words(value: Any) -> list[str]:
    """Return the forms of a text, without marks and markup."""
    forms = value.values() if isinstance(value, dict) else [value]
    return [re.sub(r"\W+", "", re.sub(r"<[^>]*>", "", str(form))).lower() for form in forms]


def works_of_the_library() -> list[dict[str, Any]]:
    found = [yaml.safe_load(path.read_text("utf-8")) for path in LIBRARY.glob("records/*/*.yaml")]
    return [each for each in found if "name" not in each]


@pytest.mark.parametrize("name", FORMATS)
def test_every_work_comes_back_with_its_title_and_year(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert exporter("-C", LIBRARY, "export", "-f", name, "-o", out).code == 0
    context = ImportContext(read_schemas(LIBRARY))
    entries = list(importer(name).read(out.read_bytes(), context))
    works = [each.data for each in entries if isinstance(each, Entry)]
    expected = works_of_the_library()
    assert len(works) == len(expected)
    came_back = []
    for work in works:
        year = re.search("[0-9]{4}", str(work.get("issued") or work.get("created") or ""))
        for title in words(work.get("title") or work["devised_title"]):
            came_back.append((title, year[0] if year else ""))
    for record in expected:
        titles = words(record.get("title") or record["devised_title"])
        found = [year for title, year in came_back if any(own in title for own in titles)]
        assert found, record["id"]
        date = str(record.get("issued") or "")
        if re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", date):  # others are words in some formats
            assert date[:4] in found, record["id"]


SHARES = {
    "bibtex": ("bibtex", 93),
    "biblatex": ("bibtex", 95),
    "csl-json": ("csl-json", 99),
    "csl-yaml": ("csl-yaml", 96),
    "datacite": ("datacite-xml", 93),
    "datacite-json": ("datacite-json", 90),
    "dc": ("oai", 94),
    "hayagriva": ("hayagriva", 97),
    "marc": ("marc", 99),
    "marcxml": ("marcxml", 97),
    "mods": ("mods", 96),
    "ris": ("ris", 97),
}
"""For each format, its corpus, and the least share, in per cent, of the values of real files that come
back after import and export in the same format. The shares may rise; `pytest -s` prints them."""


def texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value of an entry without marks, with the field of the record in which it stands."""
    if isinstance(value, NamedAgent):
        for _, form in value.forms:
            yield from texts(form, field)
        yield from texts(list(value.identifiers.values()), field)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name != "staff":  # notes for the staff are never exported
                yield from texts(inner, field or name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, field)
    elif not isinstance(value, bool):
        for text in words(value):
            yield field, text.replace("_", "")


def entries_of(path: Path, format: str) -> list[Entry]:
    found = importer(format).read(path.read_bytes(), CONTEXT)
    return [each for each in found if isinstance(each, Entry)]


def titles_of(entry: Entry) -> list[str]:
    return words(entry.data.get("title") or entry.data["devised_title"])


@pytest.mark.long
@pytest.mark.parametrize("name", SHARES)
def test_the_fields_of_real_files_come_back(name: str, tmp_path: Path) -> None:
    """Take what the importer has read; the rest of a file is reported (see test_corpora)."""
    source, least = SHARES[name]
    format = NAMES.get(source, source)
    paths = [path for path, _ in corpus(source)]
    report, out = tmp_path / "report.tsv", tmp_path / "out"
    exporter("import", "-f", format, "-o", tmp_path, "--report", report, *paths)
    ran = exporter(
        "-C", tmp_path, "export", "-f", name, "--ignore-rights", "--keep-going", "-o", out
    )
    assert out.exists(), ran.err
    came_back = defaultdict(set)
    for entry in entries_of(out, name):
        for title in titles_of(entry):
            came_back[title] |= set(texts(entry.data))
    left_out = repeated(report)
    entries = [(path.name, each) for path in paths for each in entries_of(path, format)]
    titles = Counter(titles_of(entry)[0] for _, entry in entries)
    values = back = 0
    missing: Counter[str] = Counter()
    for file, entry in entries:
        if titles[titles_of(entry)[0]] > 1 or (file, entry.line) in left_out:
            continue  # it was not imported, or cannot be told from another one
        found = values_of(entry, came_back)
        for field, text in set(texts(entry.data)):
            values += 1
            back += text in found
            missing[field] += text not in found
    share = 100 * back / values
    print(f"{name}: {share:.1f} % of {values} values come back; {missing.most_common(5)}")  # noqa: T201 - the figures are to be seen
    assert share >= least


def repeated(report: Path) -> set[tuple[str, int]]:
    """Return the files and lines of the entries that were in the catalogue already."""
    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    skipped = {"duplicate", "error"}
    return {(Path(row["file"]).name, int(row["line"])) for row in rows if row["result"] in skipped}


def values_of(entry: Entry, came_back: dict[str, set[tuple[str, str]]]) -> set[str]:
    """Return the values of the exported works with the title of an entry.

    A format may join a title and its subtitle.
    """
    found = set()
    for title in titles_of(entry):
        for other, values in came_back.items():
            if other == title or (other.startswith(title) and title not in came_back):
                found |= {text for _, text in values}
    return found


TITLES = (
    "St. Louis: the {Tea} House at 5 p.m., No. 7",
    r"*Not* _marked_ [up], $5 or $6 \& 1-2--3 ~ ^ <3 'so' \"so\" C:\\ #1 @home",
    "NASA und das Weltall",
)
"""Titles with what is markup in Markdown or in a formattable string of hayagriva."""


@pytest.mark.parametrize("name", ["csl-json", "csl-yaml", "hayagriva", "biblatex", "ris", "mods"])
def test_no_sign_of_a_title_changes(name: str, tmp_path: Path) -> None:
    """What a format writes before a sign or around a word, so that no style changes it, is no part of the text."""
    records = tmp_path / "records"
    records.mkdir()
    for number, title in enumerate(TITLES):
        record = {"id": f"w{number}", "kind": "book", "language": "de" if number else "en"}
        record |= {"title": title, "publisher": {"name": "Tea & Co. {Press}"}}
        (records / f"w{number}.yaml").write_text(yaml.safe_dump(record), "utf-8")
    out = tmp_path / "out"
    assert exporter("-C", tmp_path, "export", "-f", name, "-o", out).code == 0
    context = ImportContext(read_schemas(ROOT))
    entries = list(importer(name).read(out.read_bytes(), context))
    assert [each.data["title"] for each in entries if isinstance(each, Entry)] == list(TITLES)


@pytest.mark.parametrize(
    "name", ["biblatex", "csl-json", "csl-yaml", "hayagriva", "ris", "schema-org"]
)
def test_a_number_of_pages_comes_back(name: str, tmp_path: Path) -> None:
    """It is an extent with its unit, from which each format takes the number again."""
    record = {"id": "w", "kind": "book", "language": "en", "title": "T", "extent": "253 pages"}
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "w.yaml").write_text(yaml.safe_dump(record), "utf-8")
    out = tmp_path / "out"
    assert exporter("-C", tmp_path, "export", "-f", name, "-o", out).code == 0
    [entry] = importer(name).read(out.read_bytes(), ImportContext(read_schemas(ROOT)))
    assert isinstance(entry, Entry)
    assert (entry.data["extent"], entry.data.get("notes")) == ("253 pages", None)


@pytest.mark.parametrize(
    "name",
    [
        *("biblatex", "bibtex", "csl-json", "csl-yaml", "datacite", "datacite-json", "hayagriva"),
        *("marc", "marcxml", "mods", "ris", "schema-org"),
    ],
)
def test_the_id_of_a_record_comes_back_as_a_former_id_alone(name: str, tmp_path: Path) -> None:
    record = {"id": "tea-book", "kind": "book", "language": "en", "title": "Tea", "issued": 1815}
    record |= {"contributors": [{"agent": "jane-doe", "role": "author"}], "publisher": "tea-press"}
    record |= {"identifiers": {"doi": "10.1234/tea", "local": "Tea 7"}}
    agents = [{"id": "jane-doe", "kind": "person", "name": "Jane Doe"}]
    agents += [{"id": "tea-press", "kind": "organization", "name": "Tea Press"}]
    write_records(
        tmp_path, {f"{each['id']}.yaml": yaml.safe_dump(each) for each in [record, *agents]}
    )
    out = tmp_path / "out"
    assert exporter("-C", tmp_path, "export", "-f", name, "-o", out).code == 0
    assert exporter("import", "-f", name, "-o", tmp_path / "back", out).code == 0
    [path] = (tmp_path / "back").glob("records/books/*.yaml")
    data = yaml.safe_load(path.read_text("utf-8"))
    assert data["former_ids"] == ["tea-book"]
    assert "tea-book" not in str(data["identifiers"])


def came_back(name: str, tmp_path: Path, *records: dict[str, Any]) -> list[dict[str, Any]]:
    """Export a catalogue in a format, and return what an importer reads of the file."""
    texts = {f"{each['id']}.yaml": yaml.safe_dump(each, allow_unicode=True) for each in records}
    write_records(tmp_path, texts)
    out = tmp_path / "out"
    assert exporter("-C", tmp_path, "export", "-f", name, "-o", out).code == 0
    context = ImportContext(read_schemas(ROOT))
    entries = importer({"biblatex-ms": "bibtex"}.get(name, name)).read(out.read_bytes(), context)
    return [each.data for each in entries if isinstance(each, Entry)]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "biblatex",
            "bibtex",
            "csl-json",
            "csl-yaml",
            "datacite",
            "datacite-json",
            "dc",
            "dcterms",
        ),
        *("hayagriva", "marc", "marcxml", "mods", "ris", "schema-org"),
    ],
)
def test_a_devised_title_comes_back_as_one(name: str, tmp_path: Path) -> None:
    record = {"id": "w", "kind": "book", "language": "en", "devised_title": "Notes on tea"}
    name_of_maker = {"en": {"family": "Doe", "given": "Ann"}}
    record |= {"contributors": [{"name": name_of_maker, "role": "author"}], "issued": 1815}
    record |= {"publisher": {"name": "Tea Press"}, "identifiers": {"doi": "10.1234/tea"}}
    [data] = came_back(name, tmp_path, record)
    assert data["devised_title"] in ("Notes on tea", {"en": "Notes on tea"})
    assert not {"title", "abstract", "notes", "url"} & set(data)


@pytest.mark.parametrize("name", ["marc", "marcxml"])
def test_the_words_before_a_related_work_in_marc_are_its_relation(
    name: str, tmp_path: Path
) -> None:
    record = {"id": "w", "kind": "book", "language": "en", "title": "Tea", "issued": 1815}
    relations = ("has_part", "reprint_of", "based_on", "review_of", "references", "related_works")
    relations += ("reproduction_of", "corrects", "version_of", "illustrates", "preprint")
    stated = {
        field: [{"title": f"Tea {field}", "identifiers": {"local": "7"}}] for field in relations
    }
    stated["reprint_of"][0]["issued"] = stated["reproduction_of"][0]["issued"] = "1800"
    [data] = came_back(name, tmp_path, record | stated)
    linked = [field for field in relations if field not in {"reprint_of", "reproduction_of"}]
    assert {field: [each["title"] for each in data[field]] for field in linked} == {
        field: [f"Tea {field}"] for field in linked
    }
    assert not any("note" in each for field in linked for each in data[field])


def test_the_role_of_the_authors_comes_back_from_biblatex(tmp_path: Path) -> None:
    record = {"id": "w", "kind": "recording", "type": "speech", "language": "en", "title": "Tea"}
    maker = {"en": {"family": "Doe", "given": "Ann"}}
    record["contributors"] = [{"name": maker, "role": "speaker"}]
    [data] = came_back("biblatex", tmp_path, record)
    assert [each["role"] for each in data["contributors"]] == ["speaker"]
    assert "notes" not in data


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "biblatex-ms"])
def test_keywords_and_numbers_in_series_come_back_apart(name: str, tmp_path: Path) -> None:
    record = {"id": "w", "kind": "book", "language": "en", "title": "T", "volume": "5"}
    record["keywords"] = ["tea, black", "coffee", "{milk}; sugar"]
    record["series"] = [{"title": "Tea books", "number": "12b"}]
    heading = {"topic": "Tea, green", "subdivisions": [{"period": "Edo, 1603-1868"}]}
    [data] = came_back(name, tmp_path, record | {"subjects": [heading]})
    data["keywords"].remove("Tea, green--Edo, 1603-1868")
    assert {field: data[field] for field in ("keywords", "series", "volume")} == {
        field: record[field] for field in ("keywords", "series", "volume")
    }


def test_a_name_in_several_scripts_comes_back_from_mods_as_one(tmp_path: Path) -> None:
    """Each script is an element; they are tied by altRepGroup."""
    name = {"ja": {"family": "遠藤", "given": "誉"}, "en": {"family": "Endo", "given": "Homare"}}
    press = {"ja": "茶社", "en": "Tea Press"}
    author = {"id": "endo", "kind": "person", "name": name, "born": {"date": "1941"}}
    publisher = {"id": "press", "kind": "organization", "name": press, "short_name": {"ja": "茶"}}
    record = {"id": "w", "kind": "book", "language": "ja", "title": "茶", "publisher": "press"}
    record["contributors"] = [{"agent": "endo", "role": "author"}]
    [data] = came_back("mods", tmp_path, record, author, publisher)
    [maker] = data["contributors"]
    assert (dict(maker["agent"].forms), maker["role"]) == (name, "author")
    assert dict(data["publisher"].forms) == press
    assert data["publisher"].facts == {"short_name": {"ja": "茶"}}
    assert "notes" not in data


def test_one_agent_has_all_forms_of_its_name_that_works_state(tmp_path: Path) -> None:
    """Also if other works name the agent in one of them only: no new record for each further work."""
    name = {"ja": {"family": "遠藤", "given": "誉"}, "en": {"family": "Endo", "given": "Homare"}}
    records = [{"id": "endo", "kind": "person", "name": name}]
    for number, language in enumerate(("ja", "en", "ja", "en", "en", "ja")):
        record = {"id": f"w{number}", "kind": "book", "language": language, "title": f"T{number}"}
        makers = [{"agent": "endo", "role": "author"}]
        records.append(record | {"issued": 2000 + number, "contributors": makers})
    came_back("mods", tmp_path, *records)
    assert exporter("import", "-f", "mods", "-o", tmp_path / "back", tmp_path / "out").code == 0
    found = list((tmp_path / "back" / "records" / "people").iterdir())
    names = [yaml.safe_load(path.read_text("utf-8"))["name"] for path in found]
    assert names.count(name) == 1
    assert len(names) <= 2


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        *(("book", ""), ("article", "article-newspaper"), ("film", "broadcast"), ("website", "")),
        *(("part", "chapter"), ("source", "speech"), ("image", "graphic"), ("map", "")),
        *(("article", "article-magazine"), ("legal", "legal_case"), ("software", "")),
    ],
)
def test_a_type_in_mods_is_no_genre(kind: str, type: str, tmp_path: Path) -> None:
    """The words for it are those of Zotero, of MARC and the name of the type."""
    record = {"id": "w", "kind": kind, "language": "en", "title": "T", "genre": "tea"}
    [data] = came_back("mods", tmp_path, record | ({"type": type} if type else {}))
    schemas = read_schemas(ROOT)
    expected = type or schemas.catalogued(kind)["type"]
    assert data.get("type") or schemas.catalogued(data["kind"])["type"] == expected
    assert (data["genre"], data.get("genre_terms")) == ("tea", None)


@pytest.mark.parametrize("relation", ["translation_of", "based_on", "illustrations", "reprints"])
def test_the_name_of_a_relation_in_mods_says_which_it_is(relation: str, tmp_path: Path) -> None:
    record = {"id": "w", "kind": "book", "language": "en", "title": "T"}
    [data] = came_back("mods", tmp_path, record | {relation: [{"title": "Tea"}]})
    assert data[relation] == [{"title": "Tea"}]


def test_what_a_graph_of_schema_org_says_of_agents_comes_back(tmp_path: Path) -> None:
    """A work names them in short; their own nodes have the parts of their names, and their numbers."""
    name = {"en": {"family": "Endo", "given": "Homare"}, "ja": {"family": "遠藤", "given": "誉"}}
    press = {"en": "Tea Press", "ja": "茶社"}
    author = {"id": "endo", "kind": "person", "name": name}
    author["identifiers"] = {"orcid": "0000-0002-1825-0097"}
    publisher = {"id": "press", "kind": "organization", "name": press}
    record = {"id": "w", "kind": "article", "type": "article-newspaper", "language": "en"}
    record |= {"title": "T", "genre": "tea", "identifiers": {"doi": "10.1234/tea"}}
    record |= {"contributors": [{"agent": "endo", "role": "author"}], "publisher": "press"}
    [data] = came_back("schema-org", tmp_path, record, author, publisher)
    [maker] = data["contributors"]
    assert dict(maker["agent"].forms) == name
    assert maker["agent"].identifiers == author["identifiers"]
    assert dict(data["publisher"].forms) == press
    assert (data["type"], data["genre"]) == ("article-newspaper", "tea")
    assert "notes" not in data


@pytest.mark.parametrize("name", ["mods", "marc", "marcxml"])
def test_works_that_refer_to_each_other_come_back_so(name: str, tmp_path: Path) -> None:
    """A format that describes a related work gives the number of its record, too."""
    book = {"id": "essays", "kind": "book", "language": "en", "title": "Essays", "issued": 1999}
    part = {
        "id": "on-tea",
        "kind": "part",
        "language": "en",
        "title": "On tea",
        "part_of": "essays",
    }
    draft = {"id": "draft", "kind": "manuscript", "language": "en", "devised_title": "Notes"}
    part |= {"based_on": [{"work": "draft", "note": "In part."}], "review_of": {"title": "Tea"}}
    came_back(name, tmp_path, book, part, draft)
    assert exporter("import", "-f", name, "-o", tmp_path / "back", tmp_path / "out").code == 0
    found = [yaml.safe_load(each.read_text("utf-8")) for each in tmp_path.glob("back/*/*/*.yaml")]
    ids = {each.get("former_ids", [each["id"]])[0]: each["id"] for each in found}
    [again] = [each for each in found if each["id"] == ids["on-tea"]]
    assert again["part_of"] == ids["essays"]
    assert again["based_on"] == {"work": ids["draft"], "note": "In part."}
    assert again["review_of"] == [{"title": "Tea"}]


@pytest.mark.parametrize("name", ["mods", "marc", "marcxml"])
def test_citations_come_back_with_their_sense(name: str, tmp_path: Path) -> None:
    """A claim in several parts stays in words, and so does a work that the file does not have."""
    book = {"id": "essays", "kind": "book", "language": "en", "title": "Essays", "issued": 1999}
    other = book | {"id": "letters", "title": "Letters"}
    study = {"id": "study", "kind": "book", "language": "en", "title": "A study", "issued": 2001}
    study["citations"] = [
        {"source": "essays", "intent": "extends", "at": "p. 12"},
        {"source": "letters", "intent": "cites as evidence", "claims": ["Tea is good"]},
        {"source": "letters", "intent": "disputes", "claims": ["Tea; milk"]},
    ]
    came_back(name, tmp_path, book, other, study)
    assert exporter("import", "-f", name, "-o", tmp_path / "back", tmp_path / "out").code == 0
    found = [yaml.safe_load(each.read_text("utf-8")) for each in tmp_path.glob("back/*/*/*.yaml")]
    ids = {each["former_ids"][0]: each["id"] for each in found if "former_ids" in each}
    ids |= {each["id"]: each["id"] for each in found}
    [again] = [each for each in found if each["title"] == "A study"]
    assert again["citations"] == [
        {**each, "source": ids[each["source"]]} for each in study["citations"][:2]
    ]
    [rest] = [again[field] for field in ("references", "related_works") if field in again]
    assert rest["work"] == ids["letters"]
    assert rest["note"].lower().startswith("disputes")
    assert "notes" not in again


def test_a_cited_work_of_schema_org_stands_in_a_role(tmp_path: Path) -> None:
    book = {"id": "essays", "kind": "book", "language": "en", "title": "Essays"}
    study = {"id": "study", "kind": "book", "language": "en", "title": "A study"}
    study["citations"] = [{"source": "essays", "intent": "extends"}]
    found = came_back("schema-org", tmp_path, book, study)
    [cited] = [data["references"] for data in found if "references" in data]
    assert cited == [{"title": {"en": "Essays"}, "note": "extends"}]


def test_a_number_alone_does_not_say_that_a_work_is_in_the_file(tmp_path: Path) -> None:
    """Two libraries may have given the same number to different works."""
    related = '<relatedItem type="host"><titleInfo><title>{}</title></titleInfo>'
    related += "<recordInfo><recordIdentifier>7</recordIdentifier></recordInfo></relatedItem>"
    mods = "<mods><titleInfo><title>{}</title></titleInfo>{}"
    mods += "<recordInfo><recordIdentifier>{}</recordIdentifier></recordInfo></mods>"
    works = [("Tea: a history", "", 7), ("On milk", related.format("Milk"), 8)]
    works.append(("On tea", related.format("Tea"), 9))
    space = 'xmlns="http://www.loc.gov/mods/v3"'
    file = tmp_path / "mods.xml"
    file.write_text(
        f"<modsCollection {space}>{''.join(mods.format(*each) for each in works)}</modsCollection>"
    )
    assert exporter("import", "-o", tmp_path / "back", file).code == 0
    found = [yaml.safe_load(each.read_text("utf-8")) for each in tmp_path.glob("back/*/*/*.yaml")]
    hosts = {each["title"]: each.get("part_of") for each in found}
    [book] = [each["id"] for each in found if each["title"] == "Tea: a history"]
    assert hosts["On tea"] == book
    assert hosts["On milk"]["title"] == "Milk"


@pytest.mark.parametrize("name", ["marc", "marcxml"])
def test_texts_in_three_scripts_come_back_from_marc(name: str, tmp_path: Path) -> None:
    """A field has one 880 for each further script, of which $6 says it."""
    title = {"zh-Hans": "红楼梦", "zh-Hant": "紅樓夢", "zh-Latn": "Hong lou meng"}
    place = {"ja": "東京", "ja-Hira": "とうきょう", "ja-Latn": "Tōkyō"}
    maker = {"ja": "夏目漱石", "ja-Hira": "なつめ そうせき", "ja-Latn": "Natsume Soseki"}
    red = {"id": "red", "kind": "book", "language": "zh", "title": title, "issued": 1982}
    heart = {"id": "heart", "kind": "book", "language": "ja", "title": {"ja": "心"}, "place": place}
    heart["title"] |= {"ja-Hira": "こころ"}
    heart |= {
        "contributors": [{"agent": "soseki", "role": "author"}],
        "publisher": {"name": "茶社"},
    }
    soseki = {"id": "soseki", "kind": "person", "name": maker}
    found = {data["language"]: data for data in came_back(name, tmp_path, red, heart, soseki)}
    assert found["zh"]["title"] == {"zh" if tag == "zh-Hans" else tag: title[tag] for tag in title}
    assert found["ja"]["title"] == heart["title"]
    assert found["ja"]["place"] == place
    [author] = found["ja"]["contributors"]
    assert dict(author["agent"].forms) == maker


@pytest.mark.parametrize("name", ["marc", "marcxml"])
def test_a_publisher_in_marc_is_no_contributor(name: str, tmp_path: Path) -> None:
    """The imprint (264) prints the name, and an added entry (710) has its heading."""
    press = {"id": "press", "kind": "organization", "name": "Tea Press"}
    press["identifiers"] = {"gnd": "118540238"}
    record = {"id": "w", "kind": "book", "language": "en", "title": "Tea", "publisher": "press"}
    [data] = came_back(name, tmp_path, record, press)
    assert "contributors" not in data
    assert data["publisher"].identifiers == press["identifiers"]


def test_titles_in_several_scripts_come_back_from_mods_as_one(tmp_path: Path) -> None:
    """With their parts; and the series of a host stays with the host."""
    texts = {"title": {"ja": "漱石全集", "ja-Latn": "Soseki zenshu"}}
    texts |= {"part_number": {"ja": "第5巻", "ja-Latn": "Dai 5-kan"}}
    work = {"id": "five", "kind": "book", "language": "ja", **texts}
    host = {"title": "Essays", "series": "Tea books", "series_number": "45"}
    part = {"id": "part", "kind": "part", "language": "en", "title": "T", "part_of": host}
    found = {data["kind"]: data for data in came_back("mods", tmp_path, work, part)}
    assert {field: found["book"][field] for field in texts} == texts
    assert "variant_titles" not in found["book"]
    assert found["part"]["part_of"] == host


@pytest.mark.parametrize("name", ["dc", "dcterms"])
@pytest.mark.parametrize("type", ["speech", "personal_communication", "thesis", "treaty", "book"])
def test_the_exact_type_comes_back_from_dublin_core(name: str, type: str, tmp_path: Path) -> None:
    """DCMI has one word for all texts; the name of the type stands beside it."""
    record = {"id": "w", "kind": "source", "type": type, "language": "en", "title": "T"}
    [data] = came_back(name, tmp_path, record)
    own = read_schemas(ROOT).catalogued(data["kind"]).get("type")
    assert data.get("type", own) == type
    assert "genre" not in data


@pytest.mark.parametrize(
    "type",
    [
        *("article-magazine", "bill", "broadcast", "dataset", "entry-dictionary", "hearing"),
        *("interview", "legal_case", "legislation", "pamphlet", "personal_communication"),
        *("regulation", "report", "review-book", "speech", "standard", "treaty"),
    ],
)
@pytest.mark.parametrize("hosted", [{}, {"container_title": "Tea"}], ids=["alone", "part"])
def test_the_exact_type_comes_back_from_marc(
    type: str, hosted: dict[str, str], tmp_path: Path
) -> None:
    """By codes, by a genre, or by our word for the type, which is no genre of the record."""
    record = {"id": "w", "kind": "source", "type": type, "language": "en", "title": "T", **hosted}
    [data] = came_back("marcxml", tmp_path, record)
    own = read_schemas(ROOT).catalogued(data["kind"]).get("type")
    assert data.get("type", own) == type
    assert all("scheme" in each for each in data.get("genre_terms", ()))
