"""TEI as others read it: valid by the official schema and its rules, and read back into the records it was made of.

The reader is that of `exporter import`, which knows TEI and the table of the format, and of the code that writes only
what it makes of dates.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named
from exporter.export.render import render
from exporter.export.tei.date import stated
from exporter.export.tei.name import name_element
from exporter.importers.tei import read
from exporter.importers.tei.source import Source
from exporter.importers.tei.value import name as read_name
from exporter.model.agent import Agent, Name, names_of
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.model.vocabularies import vocabulary
from exporter.records.document import Document, leaves
from exporter.records.files import find_records
from exporter.records.loader import parse_document, read_schemas
from exporter.records.schema import Schemas
from exporter.records.settings import Limits
from tests.conftest import ROOT, exporter, official, program, run

Node = etree._Element
Data = dict[str, Any]

TEI = "http://www.tei-c.org/ns/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "{http://www.w3.org/XML/1998/namespace}id"
SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
CATALOGUES = {"small": ROOT / "tests" / "golden" / "catalogue", "real": ROOT}

POINTING = {
    "target",
    "ref",
    "active",
    "passive",
    "mutual",
    "source",
    "exclude",
    "corresp",
    "datingMethod",
}

each_catalogue = pytest.mark.parametrize("name", CATALOGUES)


# ---- catalogues, as records and as TEI ----


@cache
def schemas() -> Schemas:
    return read_schemas(ROOT)


@cache
def documents(name: str) -> tuple[Document, ...]:
    root = CATALOGUES[name]
    found = (parse_document(path.read_bytes(), path, Limits()) for path in find_records(root))
    return tuple(document for document in found if isinstance(document, Document))


def records(name: str) -> dict[str, Data]:
    """Give the data of each record, to be changed at will."""
    return {document.id: copy.deepcopy(dict(document.data)) for document in documents(name)}


def written(
    data: Iterable[Data], asked: Iterable[str] | None = None, languages: tuple[str, ...] = ()
) -> bytes:
    """Export records as they are held in memory: all works, or those asked for."""
    catalogue, _ = link(
        Records(Document(Path(f"{each['id']}.yaml"), each) for each in data), schemas()
    )
    ids = [id for id in catalogue.works if asked is None or id in asked]
    return b"".join(
        render(format_named("tei"), ids, ExportContext(catalogue, crosswalk("tei"), languages))
    )


def parsed(document: bytes) -> Node:
    """Read a document, and forget the namespace, so that the paths of the table can be asked for as they are."""
    tree = etree.fromstring(document)
    assert tree.tag == f"{{{TEI}}}TEI"
    return etree.fromstring(document.replace(f' xmlns="{TEI}"'.encode(), b"", 1))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Every document that the command makes of both catalogues, the whole one first, then one for each work."""
    folder = tmp_path_factory.mktemp("tei")
    found = {}
    for name, root in CATALOGUES.items():
        whole, split = folder / f"{name}.xml", folder / name
        for words in (["-o", whole], ["--split", "-o", split]):
            ran = exporter("-C", root, "export", "-f", "tei", *words, "--losses", "-")
            assert (ran.code, ran.out, ran.err) == (0, "", "tei: nothing is lost or weakened\n")
        found[name] = [whole, *sorted(split.iterdir())]
    return found


# ---- what stands in it ----


def text(node: Node) -> str:
    return "".join(node.itertext())


def ids(node: Node, attribute: str = "target") -> list[str]:
    pointers = node.attrib[attribute].split()
    assert all(pointer.startswith("#") for pointer in pointers)
    return [pointer[1:] for pointer in pointers]


def read_back(document: bytes, *, whole: bool = True) -> dict[str, Data]:
    """Make records of a document again: of those that it holds whole, or of those that it holds in short."""
    reading = read(document, schemas())
    assert reading.wrong == []
    return {each.data["id"]: each.data for each in reading.records if each.whole == whole}


@each_catalogue
def test_the_records_come_back_from_the_document_of_all(
    name: str, exported: dict[str, list[Path]]
) -> None:
    document = exported[name][0].read_bytes()
    assert read_back(document) == records(name)
    assert read_back(document, whole=False) == {}


@each_catalogue
def test_the_document_of_one_work_holds_it_whole_and_its_agents_and_all_that_these_name(
    name: str, exported: dict[str, list[Path]]
) -> None:
    there = records(name)
    assert exported[name][1:]
    for path in exported[name][1:]:
        document = path.read_bytes()
        back, in_short = read_back(document), read_back(document, whole=False)
        assert back == {id: there[id] for id in back}
        assert {path.stem, *named(there[path.stem])} <= {*back, *in_short}
        agents = {each["agent"] for each in there[path.stem].get("contributors", ())}
        cited = {each["source"] for each in there[path.stem].get("citations", ())}
        assert {path.stem, *agents, *cited, *there[path.stem].get("illustrations", ())} <= set(back)
        for id, data in in_short.items():
            assert data.items() <= there[id].items()
            assert data.keys() & {"name", "title", "devised_title"}


def named(data: Data) -> set[str]:
    """Give the ids of all records that a record names."""
    ways = ((schemas().field(data["kind"], way), value) for way, value in leaves(data))
    return {str(value) for field, value in ways if field and field.refers_to}


@each_catalogue
def test_a_document_holds_no_record_that_nothing_in_it_points_to(
    name: str, exported: dict[str, list[Path]]
) -> None:
    assert exported[name][1:]
    for path in exported[name][1:]:
        tree = parsed(path.read_bytes())
        values = (
            value for node in tree.iter() for key, value in node.attrib.items() if key in POINTING
        )
        pointed = {
            pointer[1:].partition(".")[0]
            for value in values
            for pointer in value.split()
            if pointer[0] == "#"
        }
        back = {*read_back(path.read_bytes()), *read_back(path.read_bytes(), whole=False)}
        assert back <= {path.stem, *pointed}


# ---- every leaf changed ----

LONGER = " \t{}\r & <b>]]> \"'\n &amp;  語 "
"""What becomes of a text: markup as text, and white space of every kind before, in and after it."""

Way = tuple[Any, ...]


def changed(kind: str, way: Way, value: Any, there: Mapping[str, Data]) -> Any:
    """Give another value that the schema allows at this place; None where there is no other."""
    field = schemas().field(kind, way)
    assert field is not None, way
    if words := field.keyword("enum"):
        return words[words.index(value) - 1] if len(words) > 1 else None
    if field.refers_to:
        nouns = {id: {each["kind"], schemas().noun(each["kind"])} for id, each in there.items()}
        allowed = [id for id in there if nouns[id] & set(field.refers_to)]
        return allowed[allowed.index(value) - 1] if len(allowed) > 1 else None
    if way == ("kind",):
        return {"article": "source", "source": "article", "book": "photo", "photo": "book"}.get(
            value
        )
    if way == ("id",) or field.keyword("const"):
        return None
    if field.keyword("format") == "edtf":
        return value + 1 if isinstance(value, int) else "1987-05-04/1988?"
    if way[-1] == "language":
        return "fr-CA"
    return LONGER.format(value) if field.keyword("pattern") == r"\S" else f"{value}9"


def with_values_changed(data: Data, there: Mapping[str, Data]) -> Iterator[Data]:
    """Give the record as often as it has values, each time with one of them changed."""
    for way, value in leaves(data):
        other = changed(data["kind"], way, value, there)
        if other is not None:
            yield at(
                data,
                way[:-1],
                lambda inner, key=way[-1], other=other: inner.__setitem__(key, other),
            )


def with_tags_changed(data: Data) -> Iterator[Data]:
    """Give the record as often as a text in it has a language tag, each time with another tag."""
    for way, _ in leaves(data):
        for place, step in enumerate(way):
            field = schemas().field(data["kind"], way[: place + 1])
            if (
                isinstance(step, str)
                and field
                and field.path[-1] == "*"
                and "inferred" not in way[:place][-1:]
            ):
                yield at(
                    data,
                    way[:place],
                    lambda inner, tag=step: inner.__setitem__("fr-CA", inner.pop(tag)),
                )


def at(data: Data, way: Way, change: Any) -> Data:
    """Copy a record and change what stands at a place of it."""
    inner = made = copy.deepcopy(data)
    for step in way:
        inner = inner[step]
    change(inner)
    return made


@each_catalogue
@pytest.mark.parametrize(
    "changes",
    [with_values_changed, lambda data, _: with_tags_changed(data)],
    ids=["values", "tags"],
)
def test_a_change_of_any_value_or_tag_comes_back(name: str, changes: Any) -> None:
    """One change in each record at a time, until no record has a value that was not changed."""
    there = records(name)
    coming = {id: changes(data, there) for id, data in there.items()}
    assert coming
    while coming:
        now = {id: next(iterator, None) for id, iterator in coming.items()}
        coming = {id: iterator for id, iterator in coming.items() if now[id] is not None}
        expected = {id: now.get(id) or data for id, data in there.items()}
        assert read_back(written(expected.values())) == expected


def test_another_id_comes_back_wherever_it_is_named() -> None:
    there = records("small")
    names = {id: f"{id}-{number}" for number, id in enumerate(there)}

    def renamed(value: Any, way: Way, kind: str) -> Any:
        if isinstance(value, dict):
            return {key: renamed(inner, (*way, key), kind) for key, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner, (*way, place), kind) for place, inner in enumerate(value)]
        field = schemas().field(kind, way)
        return names[value] if field and (field.refers_to or way == ("id",)) else value

    expected = {names[id]: renamed(data, (), data["kind"]) for id, data in there.items()}
    assert read_back(written(expected.values())) == expected


# ---- the table ----


def xpaths(target: str) -> Iterator[str]:
    """Make XPaths, from the record's own element, of the paths in the table."""
    for path in target.split(", "):
        root, _, rest = path.partition("/")
        way = re.sub(r"\((\w+)\|(\w+)\)", r"*[self::\1 or self::\2]", rest)
        way = re.sub(r"=([\w-]+)", r"='\1'", way) or "."
        yield f"ancestor::TEI[1]/{way}" if root == "TEI" else f"./{way}"


@each_catalogue
def test_the_table_leads_to_every_value(name: str, exported: dict[str, list[Path]]) -> None:
    tree = parsed(exported[name][0].read_bytes())
    elements = {node.attrib[ID]: node for node in tree.xpath("//person|//org|//biblStruct")}
    assert records(name)
    for id, data in records(name).items():
        for way, value in leaves(data):
            row = crosswalk("tei").field(schemas().noun(data["kind"]), way)
            found = [node for path in xpaths(row.target) for node in elements[id].xpath(path)]
            said = [node if isinstance(node, str) else text(node) for node in found]
            field = schemas().field(data["kind"], way)
            assert field is not None
            if field.refers_to and "@" in row.target and said and not row.target.endswith("]"):
                assert any(f"#{value}" in each.split() for each in said), (id, way)
            elif field.keyword("pattern") == r"\S":
                assert any(str(value) in each for each in said), (id, way)
            else:
                assert found, (id, way)


def test_nothing_is_lost_and_types_and_roles_can_be_told_apart() -> None:
    table = crosswalk("tei")
    assert {row.match for row in table if row.term != "*" or row.vocabulary == "role"} == {
        "exact",
        "close",
    }
    for kind in ("type", "scheme", "status"):
        target = [row.target.split()[0] for row in table if row.vocabulary == kind]
        assert len(set(target)) == len(target)


# ---- valid ----


def valid(*paths: Path) -> None:
    """Judge documents by the official schema with jing, and by any XML reader."""
    ran = run(program("jing", "jing"), official("tei_all.rng"), *paths)
    assert (ran.code, ran.out) == (0, "")
    ran = run(program("xmllint", "libxml2-utils"), "--noout", *paths)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@each_catalogue
def test_every_document_is_valid(name: str, exported: dict[str, list[Path]]) -> None:
    assert len(exported[name]) > 8
    valid(*exported[name])


def test_the_golden_files_are_valid() -> None:
    valid(*sorted((ROOT / "tests" / "golden" / "tei").glob("*.xml")))


DATES = {
    1941: {"when": "1941"},
    "1941": {"when": "1941", "when-custom": "1941"},
    "2021-08-27": {"when": "2021-08-27"},
    "2021-08": {"when": "2021-08"},
    "2021-08?": {"when": "2021-08", "cert": "low", "when-custom": "2021-08?"},
    "1906~": {"when": "1906", "when-custom": "1906~", "precision": "@when"},
    "1906%": {"when": "1906", "cert": "low", "when-custom": "1906%", "precision": "@when"},
    "199X": {"notBefore": "1990", "notAfter": "1999", "when-custom": "199X"},
    "19XX~": {
        "notBefore": "1900",
        "notAfter": "1999",
        "when-custom": "19XX~",
        "precision": "@notBefore | @notAfter",
    },
    "2004-XX": {"when": "2004", "when-custom": "2004-XX"},
    "2004-06-XX": {"when": "2004-06", "when-custom": "2004-06-XX"},
    "XXXX-03-03": {"when": "--03-03", "when-custom": "XXXX-03-03"},
    "XXXX-03": {"when": "--03", "when-custom": "XXXX-03"},
    "XXXX-12": {"when": "--12", "when-custom": "XXXX-12"},
    "XXXX-22": {"when-custom": "XXXX-22"},
    "XXXX-XX-03": {"when": "---03", "when-custom": "XXXX-XX-03"},
    "XXXX-XX-XX": {"when-custom": "XXXX-XX-XX"},
    "2001/2006": {"from": "2001", "to": "2006", "when-custom": "2001/2006"},
    "2004-06~/2006?": {
        "from": "2004-06",
        "to": "2006",
        "when-custom": "2004-06~/2006?",
        "cert": "low",
        "precision": "@from",
    },
    "1995/..": {"from": "1995", "when-custom": "1995/.."},
    "1995/": {"from": "1995", "when-custom": "1995/"},
    "../2021-08-27": {"to": "2021-08-27", "when-custom": "../2021-08-27"},
    "199X/2004": {"notBefore": "1990", "to": "2004", "when-custom": "199X/2004"},
    "2021-22": {"when": "2021", "when-custom": "2021-22"},
    "[1995,1996]": {"when-custom": "[1995,1996]"},
    "2021-08-27T10:00:00Z": {"when-custom": "2021-08-27T10:00:00Z"},
    0: {"when-iso": "0000"},
    "0000": {"when-custom": "0000"},
    "0001": {"when": "0001", "when-custom": "0001"},
    "-0044": {"when-custom": "-0044"},
    "Y10000": {"when-custom": "Y10000"},
    "Y17000000002": {"when-custom": "Y17000000002"},
}


@pytest.mark.parametrize("date", DATES)
def test_a_date_says_what_tei_can_say_and_keeps_the_edtf(date: str | int) -> None:
    said = stated(date)
    marks = {mark["tag"]: mark["match"] for mark in said.marks}
    found = {name: value for name, value in said.attributes.items() if name != "datingMethod"}
    assert {**found, **marks} == DATES[date]
    assert ("when-custom" in said.attributes) == (said.attributes.get("datingMethod") == "#EDTF")


def test_the_ends_of_a_span_are_doubted_one_by_one() -> None:
    assert stated("2001?", "from").attributes == {
        "from": "2001",
        "from-custom": "2001?",
        "datingMethod": "#EDTF",
    }
    assert [mark["tag"] for mark in stated("2006%", "to").marks] == ["precision", "certainty"]
    assert stated("199X", "to").attributes == {"to-custom": "199X", "datingMethod": "#EDTF"}


def test_every_date_at_every_place_is_valid_and_comes_back(tmp_path: Path) -> None:
    """One catalogue for each date: in all fields that hold one, of all records."""
    paths = []
    for number, date in enumerate(DATES):
        expected = {}
        for id, data in records("small").items():
            for way, _ in list(leaves(data)):
                field = schemas().field(data["kind"], way)
                if field and field.keyword("format") == "edtf":
                    data = at(
                        data,
                        way[:-1],
                        lambda inner, key=way[-1], date=date: inner.__setitem__(key, date),
                    )
            expected[id] = data
        expected["yoko-sato"]["events"][0]["date"] = date
        document = written(expected.values())
        assert read_back(document) == expected
        assert complaints(document) == []
        paths.append(tmp_path / f"{number}.xml")
        paths[-1].write_bytes(document)
    valid(*paths)


SMALL_SELECTIONS = [
    ["--kind", "photo"],
    ["--kind", "article"],
    ["--language", "ja"],
    ["tea-speech", "tea-report"],
    ["web-article"],
]


@pytest.mark.parametrize("words", SMALL_SELECTIONS, ids=" ".join)
def test_a_selection_is_valid(words: list[str], tmp_path: Path) -> None:
    ran = exporter(
        "-C", CATALOGUES["small"], "export", "-f", "tei", "-o", tmp_path / "some.xml", *words
    )
    assert (ran.code, ran.err) == (0, "")
    valid(tmp_path / "some.xml")
    assert complaints((tmp_path / "some.xml").read_bytes()) == []


def test_a_catalogue_of_nothing_and_one_of_agents_alone_are_valid(tmp_path: Path) -> None:
    someone: Data = {"id": "someone", "kind": "person", "language": "en", "name": "Someone"}
    for id, data in (("nothing", []), ("agents", [someone])):
        (tmp_path / f"{id}.xml").write_bytes(written(data))
    valid(*tmp_path.iterdir())
    assert read_back((tmp_path / "agents.xml").read_bytes()) == {"someone": someone}


# ---- what RELAX NG cannot say ----


@cache
def rules() -> tuple[tuple[str, str, bool], ...]:
    """Give the Schematron rules inside the official schema: the context, the test, and whether it has to be true.

    They are XPath 2; those that ask for more than XPath 1 can answer are asked in other words below.
    """
    found = []
    for rule in etree.parse(official("tei_all.rng")).iter(f"{SCHEMATRON}rule"):
        for test in rule.iterchildren(f"{SCHEMATRON}assert", f"{SCHEMATRON}report"):
            context, asked = (
                in_xpath_1(each) for each in (rule.get("context", ""), test.get("test", ""))
            )
            found.append((context, asked, test.tag.endswith("assert")))
    return tuple(found)


def in_xpath_1(path: str) -> str:
    for words, sign in (("eq", "="), ("ne", "!="), ("gt", ">"), ("lt", "<"), ("ge", ">=")):
        path = re.sub(rf"\s{words}\s", f" {sign} ", path)
    return re.sub(
        r"\(([^()]+)\)/",
        lambda any_of: f"*[{re.sub('tei:', 'self::tei:', any_of[1]).replace('|', 'or')}]/",
        path,
    )


BEYOND_XPATH_1 = {
    "tei:*[@source]",  # speaks of elements of schemas, of which there are none here
}


def complaints(document: bytes) -> list[str]:
    """Give what the Schematron rules of TEI find, and the pointers that end nowhere."""
    tree = etree.fromstring(document)
    names = {"tei": TEI, "teix": "http://www.tei-c.org/ns/Examples", "sch": SCHEMATRON[1:-1]}
    found = []
    for context, test, wanted in rules():
        try:
            nodes = tree.xpath(
                " | ".join(f"//{each.strip()}" for each in context.split("|")), namespaces=names
            )
        except etree.XPathError:
            spoken_of = re.findall(r"tei:(\w+)", context)
            nodes = []
            found += [
                f"not asked: {context}"
                for tag in spoken_of
                if next(tree.iter(f"{{{TEI}}}{tag}"), None) is not None
            ]
        for node in nodes:
            if context not in BEYOND_XPATH_1 and bool(node.xpath(test, namespaces=names)) != wanted:
                found.append(f"{node.tag}: {test}")
    return found + dangling(tree)


def dangling(tree: Node) -> list[str]:
    there = set(tree.xpath("//@xml:id"))
    prefixes = {
        each.get("ident"): each.get("matchPattern") for each in tree.iter(f"{{{TEI}}}prefixDef")
    }
    found = []
    for node in tree.iter():
        for attribute in POINTING & set(node.attrib):
            for pointer in node.attrib[attribute].split():
                prefix, _, rest = pointer.partition(":")
                right = (
                    pointer[1:] in there
                    if pointer.startswith("#")
                    else re.fullmatch(prefixes.get(prefix, "(?!)"), rest)
                )
                if not right:
                    found.append(f"{node.tag} {attribute} {pointer}")
    return found


@each_catalogue
def test_the_rules_inside_the_schema_hold_and_every_pointer_ends_inside(
    name: str, exported: dict[str, list[Path]]
) -> None:
    found = {path.name: complaints(path.read_bytes()) for path in exported[name]}
    assert found == {path.name: [] for path in exported[name]}
    assert len(found) > 1


WRONG = {
    '<relatedItem target="#x"><bibl/></relatedItem>': 1,
    "<relatedItem/>": 1,
    '<relation active="#x" passive="#x"/>': 1,
    '<relation ref="cito:cites" active="#x" mutual="#x"/>': 1,
    '<relation ref="cito:cites" passive="#x"/>': 1,
    '<date when="1941" notBefore="1940"/>': 1,
    '<date from="1941" notBefore="1940"/>': 1,
    '<date to="1941" notAfter="1940"/>': 1,
    '<note subtype="x"/>': 1,
    '<desc type="deprecationInfo"/>': 1,
    '<ptr target="#nowhere"/>': 1,
    '<resp ref="marcrel:nobody"/>': 1,
    '<relation ref="cito:cites" active="#x" passive="#x"/>': 0,
    '<resp ref="marcrel:pht"/>': 0,
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_rules_find_what_is_wrong(wrong: str) -> None:
    prefixes = '<prefixDef ident="cito" matchPattern="[A-Za-z]+"/><prefixDef ident="marcrel" matchPattern="[a-z]{3}"/>'
    document = f'<TEI xmlns="{TEI}" xml:id="x">{prefixes}{wrong}</TEI>'
    assert len(complaints(document.encode())) == WRONG[wrong]


@each_catalogue
def test_a_relation_says_one_thing(name: str, exported: dict[str, list[Path]]) -> None:
    """At most one description, and a sense that CiTO has (TEI P5, relation)."""
    relations = list(parsed(exported[name][0].read_bytes()).iter("relation"))
    assert relations
    for node in relations:
        assert len(node.xpath("desc")) <= 1
        assert node.get("ref", "").removeprefix("cito:") in {
            row["property"] for row in vocabulary("intents").values()
        }


@each_catalogue
def test_the_header_explains_every_language_that_occurs_and_no_other(
    name: str, exported: dict[str, list[Path]]
) -> None:
    assert exported[name]
    for path in exported[name]:
        tree = parsed(path.read_bytes())
        usages = tree.xpath("//langUsage")
        assert usages
        for usage in usages:
            own = usage.xpath("ancestor::TEI[1]")[0]
            occurring = own.xpath(".//@xml:lang|@xml:lang|.//@mainLang")
            said = {each.attrib["ident"]: text(each) for each in usage}
            assert set(said) == set(occurring)
            assert all(said.values())


# ---- what a reader sees ----


def test_an_article_alone_is_the_root_and_inside_a_catalogue_a_tei_of_its_own(
    exported: dict[str, list[Path]],
) -> None:
    whole, *single = exported["real"]
    id = "taliban-us-counterterrorism"
    inside = parsed(whole.read_bytes()).xpath("/TEI/TEI")
    alone = parsed(next(path for path in single if path.stem == id).read_bytes())
    for own in (*inside, alone):
        source = own.xpath("teiHeader/fileDesc/sourceDesc/biblStruct")[0]
        assert source.get(ID) == id
        assert len(own.xpath(f"standOff/listRelation/relation[@active='#{id}']")) == 9
        assert (
            text(own.xpath("teiHeader/fileDesc/titleStmt/title")[0]) == records("real")[id]["title"]
        )
    assert len(inside) == 1
    assert alone.xpath("standOff/listBibl/biblStruct[@xml:id='reuters-kabul-attack']")
    assert not alone.xpath("TEI")
    book = parsed(next(path for path in single if path.stem == "takyokuka").read_bytes())
    assert not book.xpath("TEI")
    assert book.xpath("standOff/listBibl[@type='named']/biblStruct/@xml:id") == [id]


def test_publishers_in_conflict_exclude_each_other_and_say_where_they_are_printed(
    exported: dict[str, list[Path]],
) -> None:
    tree = parsed(exported["real"][0].read_bytes())
    book = tree.xpath("//biblStruct[@xml:id='takyokuka']")[0]
    first, second = book.xpath("monogr/imprint/publisher")
    assert [text(first), text(second)] == ["ビジネス社", "PHP新書"]
    assert (ids(first, "exclude"), ids(second, "exclude")) == ([second.get(ID)], [first.get(ID)])
    places = [
        tree.xpath(f"//bibl[@xml:id='{ids(each, 'source')[0]}']/citedRange")
        for each in (first, second)
    ]
    assert [text(each[0]) for each in places] == ["biography in Japanese", "list of covers"]
    assert ids(first, "ref") == ["business-sha"]
    small = parsed(exported["small"][0].read_bytes())
    together = small.xpath("//biblStruct[@xml:id='translated-book']/monogr/imprint/publisher")
    assert [text(each) for each in together] == ["Smith and Sons, Ltd. & Co.", "Tea Board"]
    assert not any("exclude" in each.attrib for each in together)


def test_a_title_says_which_mentions_print_it(exported: dict[str, list[Path]]) -> None:
    book = parsed(exported["real"][0].read_bytes()).xpath(
        "//biblStruct[@xml:id='chugoku-silicon-valley']"
    )[0]
    sources = {each.get(LANG): ids(each, "source") for each in book.xpath("monogr/title")}
    first, second = "chugoku-silicon-valley.found.1", "chugoku-silicon-valley.found.2"
    assert sources == {"ja": [first], "ja-Latn": [second], "en": [second]}
    assert [text(each) for each in book.xpath("note/bibl/sic")] == ["Chugogu"]


def test_a_reason_points_to_what_it_speaks_of(exported: dict[str, list[Path]]) -> None:
    tree = parsed(exported["real"][0].read_bytes())
    pointed = {
        (
            note.xpath("ancestor::*[self::person or self::org or self::biblStruct][1]/@xml:id")[0],
            note.attrib["subtype"],
        ): [tree.xpath(f"//*[@xml:id='{id}']")[0].tag for id in ids(note)]
        for note in tree.xpath("//note[@type='inferred']")
    }
    assert pointed["taliban-us-counterterrorism", "translation_of.issued"] == ["date"]
    assert pointed["taliban-us-counterterrorism", "translation_of.language"] == ["relatedItem"]
    assert pointed["taliban-us-counterterrorism", "type"] == ["biblStruct"]
    assert pointed["kabul-hospital", "contributors.2"] == ["respStmt"]
    assert pointed["homare-endo", "positions.3.former"] == ["affiliation"]
    assert pointed["homare-endo", "name"] == ["persName", "persName"]
    assert pointed["beichu-boeki-senso", "title.en"] == ["title"]


def test_a_field_that_the_table_does_not_know_is_a_note_with_its_name(tmp_path: Path) -> None:
    there = records("small")
    there["translated-book"] |= {"shelf": "A 1", "owners": [{"name": "Tea Board", "since": 1906}]}
    there["yoko-sato"]["height"] = 160
    (tmp_path / "more.xml").write_bytes(written(there.values()))
    valid(tmp_path / "more.xml")
    tree = parsed((tmp_path / "more.xml").read_bytes())
    notes = tree.xpath(
        "//biblStruct[@xml:id='translated-book']/note|//person[@xml:id='yoko-sato']/note[@type='height']"
    )
    said = {(note.get("type"), note.get("subtype")): text(note) for note in notes}
    assert said == {
        ("height", None): "160",
        ("shelf", None): "A 1",
        ("owners", "0.name"): "Tea Board",
        ("owners", "0.since"): "1906",
    }


def test_two_reasons_for_one_element_point_to_it() -> None:
    there = records("small")
    there["yoko-sato"]["inferred"] = {"born": "a", "born.date": "b", "born.place": "c"}
    document = written(there.values())
    assert complaints(document) == []
    notes = parsed(document).xpath("//person[@xml:id='yoko-sato']/note[@type='inferred']")
    targets = [ids(note) for note in notes]
    assert targets[0] == targets[1]
    assert len(targets[2]) == 2


@each_catalogue
@pytest.mark.parametrize("wish", ["en", "ja", "ja-Latn", "zh-Latn"])
def test_the_reader_s_language_stands_first_and_nothing_goes(name: str, wish: str) -> None:
    there = records(name)
    document = written(there.values(), languages=(wish,))
    assert read_back(document) == there
    tree = parsed(document)
    for titles in tree.xpath("//biblStruct/*[self::analytic or self::monogr]"):
        tags = titles.xpath("title[@type='main' or @type='alt']/@xml:lang")
        assert titles.xpath("count(title[@type='main'])") <= 1
        assert wish not in tags or tags[0] == wish
    for person in tree.xpath("//person"):
        tags = person.xpath("persName[not(@type)]/@xml:lang")
        assert wish not in tags or tags[0] == wish


NAMES = [
    {"en": {"family": "Endo", "given": "Homare"}},
    {"ja": {"family": "遠藤", "given": "誉"}},
    {"zh-Latn": {"family": "Chui", "given": "Hongjian"}},
    {"en": {"family": "Biden"}},
    {"nl": {"family": "Gogh", "given": "Vincent", "non_dropping_particle": "van", "suffix": "Jr."}},
    {"hu": {"family": "Bartók", "given": "Béla", "dropping_particle": "de", "suffix": "II"}},
    {"ja": {"family": "遠藤", "given": "誉", "suffix": "二世"}},
    "Smith and Sons, Ltd.",
]


@pytest.mark.parametrize("written_name", NAMES, ids=str)
def test_the_text_of_a_name_is_the_name_as_printed(written_name: Any) -> None:
    bearer = Agent("x", "person", "en", names_of(written_name, "en"), {})
    form: Name = bearer.names[next(iter(bearer.names.forms))]
    made = name_element(bearer, form, crosswalk("tei"))
    assert text(made) == str(form)
    first = written_name if isinstance(written_name, str) else next(iter(written_name.values()))
    assert read_name(Source(made), made) == first
