"""What `exporter ready` says before a delivery, and what official programs say of the delivery.

Over generated records, the verdict by the table of a target and that of the official schema or
program are compared, work by work. Where the two cannot agree, a table here says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named
from exporter.export.render import missing_requirements, render
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Document
from exporter.records.settings import CatalogueSettings
from exporter.review.places import Places
from exporter.review.readiness import Comparison, Lack
from exporter.review.requirements import packaged_target
from tests.conftest import official, program, run
from tests.readers.test_marc_lint import warnings
from tests.support.crossref_schema import crossref_objections
from tests.support.generated_catalogues import Data, catalogues, schemas

STATEMENTS: Mapping[str, Sequence[Any]] = {
    "identifiers": [{"doi": "10.5555/tea"}, {"isbn": "978-3-16-148410-0"}],
    "publisher": [{"name": "Fox Duffield"}],
    "granting_institution": [{"name": "Tokyo School"}],
    "issued": [1906, "1906-05", "1906?", "190X", "[1906,1907]", "1906/1908", "../1906", "Y17E7"],
    "created": [1905, "190X"],
    "copyright_date": [1907],
    "contributors": [
        [{"name": "Okakura, Kakuzō", "role": "author"}],
        [{"name": "Okakura, Kakuzō", "roles": ["translator", "author"]}],
        [{"name": "Natsume, Kinnosuke", "role": "editor"}],
        [{"name": "McClellan, Edwin", "role": "translator"}],
        [{"name": "NHK", "kind": "organization", "role": "broadcaster"}],
    ],
    "container_title": ["Tea Review"],
    "part_of": [
        {"title": "Tea Review", "issued": 1908},
        {
            "title": "Dictionary of tea",
            "contributors": [{"name": "Mori, Rintarō", "role": "editor"}],
        },
    ],
    "number": ["12"],
    "volumes": ["3"],
    "url": ["https://example.org/tea"],
    "event": [{"name": "Congress of tea"}],
    "found": [[{"in": "a-source", "publisher": "Duffield"}]],
}
"""Statements on which the verdict of a target turns, each in forms that make a difference."""
pytestmark = pytest.mark.long

NO_SETTINGS = CatalogueSettings()
RARE = {"container_title", "part_of", "copyright_date", "created", "found", "event"}
SOURCE: Data = {"id": "a-source", "kind": "source", "type": "book", "title": "A source"}


def drawn_works(
    number: int, statements: Mapping[str, Sequence[Any]] = STATEMENTS
) -> Iterator[Data]:
    """Yield works of every type, each with some of the statements, the same at every run."""
    random = Random(number)
    kinds = [kind for kind in schemas().kinds if schemas().noun(kind) == "work"]
    for at in range(number):
        kind = kinds[at % len(kinds)]
        types = schemas().root(kind).child("type").keyword("enum")
        title = random.choice(["title", "devised_title"])
        data = {"id": f"work-{at}", "kind": kind, "type": random.choice(types), title: "Tea"}
        for name, forms in statements.items():
            if random.random() < (0.25 if name in RARE else 0.7):
                data[name] = random.choice(forms[:1] if random.random() < 0.5 else forms)
        yield data


def drawn_catalogues(number: int) -> list[list[Data]]:
    """Return generated catalogues with any statement, the same at every run."""
    found: list[list[Data]] = []

    @settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(catalogues())
    def draw(records: list[Data]) -> None:
        found.append(records)

    draw()
    return found


class Delivery:
    """Some records: what `ready` says of the works among them, and what a format makes of them."""

    def __init__(
        self,
        records: Iterable[Data],
        target: str,
        format_name: str,
        settings: CatalogueSettings = NO_SETTINGS,
    ) -> None:
        self.records = Records(Document(Path(f"{each['id']}.yaml"), each) for each in records)
        catalogue, _ = link(self.records, schemas(), settings)
        self.works = catalogue.works
        self.context = ExportContext(catalogue, crosswalk(format_name))
        self.format = format_named(format_name)
        places = Places(self.records, schemas())
        self._comparison = Comparison(packaged_target(target), (), settings, places)

    def lacking(self, id: str) -> list[Lack]:
        """Return what is mandatory and lacking."""
        return [each for each in self._comparison.lacks(id) if each.rule.is_mandatory]

    def document(self, id: str) -> str:
        """Write a work, even if something is missing that the format requires."""
        if not hasattr(self.format, "missing_requirements"):
            return b"".join(render(self.format, [id], self.context)).decode()
        work = self.works[id]
        entries = [self.format.render_work(work, self.context)]
        return "".join(self.format.render_document([work], entries, self.context))


def verdicts_of_schema(delivery: Delivery, schema: etree.XMLSchema) -> dict[str, str]:
    """Return what the schema objects to in each work; an empty text if it is valid."""
    found = {}
    for id in delivery.works:
        schema.validate(etree.fromstring(delivery.document(id).encode()))
        found[id] = "; ".join(str(each.message) for each in schema.error_log)
    return found


@cache
def datacite_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(official("datacite-4.6/metadata.xsd"))))


def test_datacite_accepts_what_is_ready_and_nothing_else() -> None:
    """The exporter itself says the same: it writes no work that DataCite does not accept."""
    delivery = Delivery([*drawn_works(700), SOURCE], "datacite", "datacite")
    verdicts = verdicts_of_schema(delivery, datacite_schema())
    numbers = {True: 0, False: 0}
    for id, objection in verdicts.items():
        lacking = delivery.lacking(id)
        assert bool(lacking) == bool(objection), (delivery.records[id], lacking, objection)
        refused = missing_requirements(delivery.format, [id], delivery.context)
        assert bool(lacking) == bool(refused), (delivery.records[id], lacking, refused)
        numbers[bool(lacking)] += 1
    assert min(numbers.values()) > 100


def test_datacite_accepts_any_other_statement() -> None:
    """Whatever else a record says: with what is mandatory it is valid."""
    wanted = {name: STATEMENTS[name][0] for name in ("publisher", "issued", "contributors")}
    wanted |= {"title": "Tea", "identifiers": {"doi": "10.5555/tea"}, "created": 1905}
    number = 0
    for records in drawn_catalogues(60):
        works = [each | wanted for each in records if schemas().noun(each["kind"]) == "work"]
        others = [each for each in records if schemas().noun(each["kind"]) != "work"]
        delivery = Delivery([*works, *others], "datacite", "datacite")
        for id, objection in verdicts_of_schema(delivery, datacite_schema()).items():
            assert (delivery.lacking(id), objection) == ([], ""), delivery.records[id]
            number += 1
    assert number > 50


CROSSREF_STATEMENTS: Mapping[str, Sequence[Any]] = STATEMENTS | {
    "identifiers": [
        {"doi": "10.5555/tea"},
        {"doi": "10.5555/tea", "issn": "0378-5955"},
        {"doi": "10.1000.10/123"},
        {"doi": "10.5555/" + "a" * 201},
        {"doi": {"invalid": "10.5555/tea"}},
        {"isbn": "978-3-16-148410-0"},
        {"issn": "0378-5955"},
    ],
    "issued": [*STATEMENTS["issued"], "1399", "2201", "1906-23", "1906-05-12", "1399/1906"],
    "available": ["1907-02", "190X"],
    "accepted": ["1905"],
    "contributors": [
        *STATEMENTS["contributors"],
        [{"name": "Inoue, Yasushi", "role": "illustrator"}],
        [{"name": "What?", "role": "author"}],
    ],
    "part_of": [
        {"title": "Tea Review", "issued": 1908, "identifiers": {"issn": "0378-5955"}},
        {"title": "Tea Review", "publisher": {"name": "Tea Press"}, "issued": "190X"},
        {"title": "Tea " * 70},
    ],
    "number": ["ISO 3103:2019", "7"],
    "title": ["Tea", "Tea " * 70],
    "url": ["https://example.org/tea", "https://example.org/[tea]", "gopher://example.org/tea"],
    "event": [{"name": "Congress of tea"}, {"name": "T"}, {"place": "Kyoto"}],
    "authority": ["Board of Tea"],
}
"""Statements on which the verdict of Crossref turns."""
CROSSREF_READY: Data = {
    "title": "Tea",
    "identifiers": {"doi": "10.5555/tea", "issn": "0378-5955"},
    "url": "https://example.org/tea",
    "publisher": {"name": "Fox Duffield"},
    "issued": 1906,
    "contributors": [{"name": "Okakura, Kakuzō", "role": "author"}],
    "container_title": "Tea Review",
    "event": {"name": "Congress of tea"},
    "number": "12",
}
"""A work that Crossref accepts, whatever its type, if it has an element for it."""
DEPOSITOR = CatalogueSettings(email="library@example.org")
UNSEEN_BY_CROSSREF = {
    "type": "the schema sees only works for which it has an element",
    "doi": "the metadata of a book, a report, a database or a journal may have no DOI",
    "resource": "as above: without a DOI there is no address",
    "resource-form": "as above",
    "issn": "the ISSN of a journal may be missing; Crossref itself refuses that",
    "journal-doi": "as above",
}
"""What the schema does not object to, or not always: rules of the table, and why."""


def nearly_ready_works(number: int) -> Iterator[Data]:
    """Yield works of every type that lack a statement or two, or state them in another form."""
    random = Random(number)
    nobody = {"id": "no-body", "kind": "standard", "type": "standard"}
    nobody |= {"publisher": None, "contributors": None}
    yield {name: value for name, value in (CROSSREF_READY | nobody).items() if value is not None}
    kinds = [kind for kind in schemas().kinds if schemas().noun(kind) == "work"]
    for at in range(number):
        kind = kinds[at % len(kinds)]
        type = random.choice(schemas().root(kind).child("type").keyword("enum"))
        data = CROSSREF_READY | {"id": f"nearly-{at}", "kind": kind, "type": type}
        for name in random.sample(sorted(CROSSREF_STATEMENTS), random.randrange(3)):
            forms = [None, *CROSSREF_STATEMENTS[name]]
            data[name] = random.choice(forms[name == "title" :])  # every work has one
        yield {name: value for name, value in data.items() if value is not None}


def test_crossref_accepts_what_is_ready_and_nothing_else() -> None:
    """The exporter itself says the same: it writes no work that Crossref does not accept."""
    works = [*drawn_works(700, CROSSREF_STATEMENTS), *nearly_ready_works(2000), SOURCE]
    delivery = Delivery(works, "crossref", "crossref", DEPOSITOR)
    numbers = {True: 0, False: 0}
    seen: set[str] = set()
    for id in delivery.works:
        lacking = {each.rule.name.partition(".")[2] for each in delivery.lacking(id)}
        refused = missing_requirements(delivery.format, [id], delivery.context)
        assert bool(lacking) == bool(refused), (delivery.records[id], lacking, refused)
        objections = crossref_objections(delivery.document(id).encode())
        if not lacking:
            assert objections == [], delivery.records[id]
        elif lacking - set(UNSEEN_BY_CROSSREF):
            assert objections, (delivery.records[id], lacking)
        seen |= lacking
        numbers[bool(lacking)] += 1
    assert min(numbers.values()) > 100
    mandatory = {
        each.name.partition(".")[2]
        for each in packaged_target("crossref").rules
        if each.is_mandatory
    }
    assert mandatory - seen == {"title"}  # the schema of the records demands it


def test_crossref_accepts_any_other_statement() -> None:
    """Whatever else a record says: with what is mandatory it is valid."""
    number = 0
    for records in drawn_catalogues(60):
        works = [
            each | CROSSREF_READY for each in records if schemas().noun(each["kind"]) == "work"
        ]
        others = [each for each in records if schemas().noun(each["kind"]) != "work"]
        delivery = Delivery([*works, *others], "crossref", "crossref", DEPOSITOR)
        for id in delivery.works:
            if [each.rule.name for each in delivery.lacking(id)] == ["crossref.type"]:
                continue
            objections = crossref_objections(delivery.document(id).encode())
            assert (delivery.lacking(id), objections) == ([], []), delivery.records[id]
            number += 1
    assert number > 20


MISSED = re.compile(
    r"WARN - Datamodel: Entry '(?P<id>[^']+)' \(works\.bib\): Missing mandatory field "
    r"(?:- one of '(?P<first>[a-z]+), [a-z]+' must be defined|'(?P<field>[a-z]+)')"
)
FALLBACKS = {
    "article-host": "the format writes @online or @misc, which demand no journal",
    "chapter-host": "the format writes @misc, which demands no book",
    "paper-host": "the format writes @misc, which demands no proceedings",
    "entry-host": "the format writes @misc, which demands no dictionary",
    "online-address": "the format writes @misc, which demands no address",
    "periodical-editor": "the format writes @misc, which demands no editor",
}
"""What biber cannot miss: rules of the table, which are recommended, and why."""


def missed_by_biber(delivery: Delivery, folder: Path) -> dict[str, set[str]]:
    """Return the mandatory fields that biber misses in each entry."""
    file = folder / "works.bib"
    file.write_text("\n".join(delivery.document(id) for id in delivery.works), "utf-8")
    words = ("--tool", "--nolog", "--validate-datamodel", "--output-file", "works.out", file.name)
    ran = run(program("biber", "biber"), *words, cwd=folder)
    assert ran.code == 0
    found: dict[str, set[str]] = {id: set() for id in delivery.works}
    for match in MISSED.finditer(ran.out):
        found[match["id"]].add(match["first"] or match["field"])
    return found


def test_biber_misses_what_is_lacking_and_nothing_else(tmp_path: Path) -> None:
    delivery = Delivery([*drawn_works(900), SOURCE], "biblatex", "biblatex")
    missed = missed_by_biber(delivery, tmp_path)
    seen: set[str] = set()
    for id, fields in missed.items():
        lacking = delivery.lacking(id)
        expected = {each.rule.element for each in lacking}
        assert expected == fields, (delivery.records[id], lacking)
        seen.update(each.rule.name for each in lacking)
    rules = {rule.name for rule in packaged_target("biblatex").rules if rule.is_mandatory}
    never_lacking = {"biblatex.title"}  # the schema of the records demands it
    assert rules - seen == never_lacking


def test_what_biber_cannot_miss_is_recommended() -> None:
    rules = {each.name.partition(".")[2]: each for each in packaged_target("biblatex").rules}
    recommended = {name for name, rule in rules.items() if not rule.is_mandatory}
    assert recommended == set(FALLBACKS)


@pytest.mark.parametrize("target", ["marc-rda-core", "marc-bibco"])
def test_marc_lint_misses_a_title_where_one_is_lacking(target: str, tmp_path: Path) -> None:
    """Of what RDA demands, MARC::Lint knows only the title, which the schema demands as well."""
    delivery = Delivery([*drawn_works(120), SOURCE], target, "marc")
    file = tmp_path / "works.mrc"
    file.write_text("".join(delivery.document(id) for id in delivery.works), "utf-8")
    objections = "\n".join(warnings(file))
    assert delivery.works
    for id in delivery.works:
        lacking = {each.rule.element for each in delivery.lacking(id)}
        assert ("245 $a" in lacking) == (f"{id}: 245: No 245 tag" in objections)


TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def test_tei_has_an_imprint_to_fill_where_one_is_lacking() -> None:
    """The schema of TEI demands an imprint with a part, so the format writes “n.d.” for none.

    So the schema cannot see it: all documents are valid, and the date is what tells.
    """
    delivery = Delivery([*drawn_works(300), SOURCE], "tei-biblstruct", "tei")
    numbers = {True: 0, False: 0}
    for id in delivery.works:
        root = etree.fromstring(delivery.document(id).encode())
        entry = next(each for each in root.iter(f"{TEI}biblStruct") if each.get(ID) == id)
        imprints = {"".join(each.itertext()).strip() for each in entry.iter(f"{TEI}imprint")}
        lacking = "imprint" in {each.rule.element for each in delivery.lacking(id)}
        assert lacking == (imprints == {"n.d."}), delivery.records[id]
        numbers[lacking] += 1
    assert min(numbers.values()) > 1
