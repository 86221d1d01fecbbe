"""Catalogues that nobody wrote: they are right, and every format holds for them what it promises."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_file

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named, names
from exporter.export.render import missing_requirements, render
from exporter.importers.plan import order_fields
from exporter.importers.tei import read
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.difference import differences
from exporter.records.document import Document
from exporter.records.finding import Severity
from exporter.records.loader import parse_document
from exporter.records.settings import UNLIMITED, CatalogueSettings, Limits
from exporter.records.yaml import load
from exporter.records.yaml.emitter import emit
from exporter.validate.record import RecordValidator, severity
from tests.conftest import official, program, run
from tests.support.findings import findings_in
from tests.support.generated_catalogues import ALPHABET, Data, catalogues, dates, schemas, texts

pytestmark = pytest.mark.long

fixed = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""The same examples at every run. They are not made smaller where one fails: that can take
minutes."""


@cache
def judge() -> RecordValidator:
    return RecordValidator(schemas())


def documents(records: list[Data]) -> Iterator[Document]:
    """Write records as files hold them, and read them again."""
    for data in records:
        folder = schemas().catalogued(data["kind"])["folder"]
        path = Path("records", folder, f"{data['id']}.yaml")
        found = parse_document(emit(data).encode(), path, Limits())
        assert isinstance(found, Document), found
        assert not list(differences(data, found.data))
        yield found


@fixed
@given(catalogues())
def test_a_generated_catalogue_has_no_error(records: list[Data]) -> None:
    found = findings_in(documents(records), schemas(), validator=judge())
    assert [each for each in found if severity(each) is Severity.ERROR] == []


def test_the_generator_draws_nearly_every_field() -> None:
    seen: set[tuple[str, str]] = set()

    @settings(fixed, max_examples=150)
    @given(catalogues())
    def draw(records: list[Data]) -> None:
        for data in records:
            seen.update((schemas().noun(data["kind"]), name) for name in data)

    draw()
    known = {
        (schemas().noun(kind), name)
        for kind in schemas().kinds
        for name in schemas().within(kind, ())
    }
    assert len(known - seen) < len(known) // 10, known - seen


def tei(records: Iterable[Data], asked: Iterable[str] = ()) -> bytes:
    """Export all works of a catalogue, or those asked for."""
    catalogue, _ = link(
        Records(Document(Path(f"{data['id']}.yaml"), data) for data in records), schemas()
    )
    ids = [id for id in catalogue.works if not asked or id in asked]
    return b"".join(render(format_named("tei"), ids, ExportContext(catalogue, crosswalk("tei"))))


@fixed
@given(catalogues())
def test_every_record_comes_back_from_tei(records: list[Data]) -> None:
    there = {data["id"]: order_fields(data, schemas()) for data in records}
    document = tei(there.values())
    reading = read(document, schemas())
    assert reading.wrong == []
    back = {each.data["id"]: order_fields(each.data, schemas()) for each in reading.records}
    assert back == there
    assert tei(back.values()) == document


@fixed
@given(catalogues(), st.randoms())
def test_the_tei_of_one_work_makes_a_catalogue_of_its_own(
    records: list[Data], random: Random
) -> None:
    """Whole or in short, all that it names is in it, so that what is read has no error."""
    works = [data["id"] for data in records if schemas().noun(data["kind"]) == "work"]
    if not works:
        return
    one = random.choice(works)
    reading = read(tei(records, [one]), schemas())
    assert reading.wrong == []
    there = {data["id"]: data for data in records}
    back = {each.data["id"]: each.data for each in reading.records}
    assert {each.data["id"] for each in reading.records if each.whole} >= {one}
    for each in reading.records:
        if each.whole:
            recorded = order_fields(there[each.data["id"]], schemas())
            found = order_fields(each.data, schemas())
            assert list(differences(recorded, found)) == []
    assert all(data.items() <= there[id].items() for id, data in back.items())
    wrong = findings_in(documents(list(back.values())), schemas(), validator=judge())
    assert [each for each in wrong if severity(each) is Severity.ERROR] == []


# ---- records as YAML ----

VALUES = st.recursive(
    st.one_of(
        st.text(
            st.sampled_from(
                "ab01 -:?#,[]{}'\"\\|>&*!%@`~=<.\n\t語\u3000\u200d\xa0\xadxXoeEnNyY_+/"
            ),
            max_size=8,
        ),
        st.text(ALPHABET),
        texts(),
        dates(),
        st.integers(),
        st.booleans(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["en", "no", "ja-Latn", "title.1.en", "1", "", "a b", "#"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(fixed, max_examples=300)
@given(st.dictionaries(st.sampled_from(["id", "no", "found"]), VALUES, min_size=1))
def test_data_that_are_written_come_back_by_both_versions_of_yaml(data: Data) -> None:
    text = emit(data)
    assert not list(differences(data, load(text, UNLIMITED)))
    assert not list(differences(data, yaml.load(text, yaml.CSafeLoader)))


def test_records_are_written_as_people_write_them() -> None:
    long = "Says that she moved to Japan, and that she survived the war, where the Japanese says something else again."
    data = {
        "id": "homare-endo",
        "language": "no",
        "name": {"ja": {"family": "遠藤", "given": "誉"}, "en": "Endo: Homare"},
        "born": {"date": "1941-01-02", "place": {"ja": "中国", "en": "China"}},
        "contributors": [
            {"agent": "ap", "role": "author of introduction, etc."},
            {"agent": "ap", "role": "author"},
        ],
        "about": ["ap", "php"],
        "pages": "12-15",
        "volume": "12",
        "issued": "1941-01-02",
        "notes": [{"en": long}, "Two lines:\nthe second\n\nand the last", "no-break\xa0space"],
        "found": [
            {"in": "an-article", "at": "lead", "name": "遠藤 誉", "born": "1941年", "sic": ["誉"]}
        ],
    }
    assert (
        emit(data, {("issued",)})
        == f"""\
id: homare-endo
language: "no"
name:
  ja: {{family: 遠藤, given: 誉}}
  en: "Endo: Homare"
born:
  date: "1941-01-02"
  place: {{ja: 中国, en: China}}
contributors:
  - agent: ap
    role: author of introduction, etc.
  - {{agent: ap, role: author}}
about: [ap, php]
pages: 12-15
volume: "12"
issued: 1941-01-02
notes:
  - en: >-
      {long[:94]}
      {long[95:]}
  - |-
    Two lines:
    the second

    and the last
  - "no-break\\_space"
found:
  - in: an-article
    at: lead
    name: 遠藤 誉
    born: 1941年
    sic: [誉]
"""
    )


# ---- other formats ----


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each format, with a file for each work of the catalogues.

    Nothing in them stops a format.
    """
    folder = tmp_path_factory.mktemp("delivered")
    number = 0

    @settings(fixed, max_examples=30)
    @given(catalogues())
    def deliver(records: list[Data]) -> None:
        nonlocal number
        catalogue, _ = link(
            Records(Document(Path(f"{data['id']}.yaml"), data) for data in records),
            schemas(),
            CatalogueSettings(email="library@example.org"),
        )
        number += 1
        for name in names():
            (folder / name).mkdir(exist_ok=True)
            format, context = format_named(name), ExportContext(catalogue, crosswalk(name))
            for id in catalogue.works:
                if not missing_requirements(format, [id], context):
                    path = folder / name / f"{number}-{id}{format.SUFFIX}"
                    path.write_bytes(b"".join(render(format, [id], context)))

    deliver()
    return folder


OFFICIAL_SCHEMAS = {
    "dc": "oai_dc.xsd",
    "dcterms": "qualifieddc.xsd",
    "mods": "mods-3-8-mended.xsd",
    "marcxml": "MARC21slim.xsd",
    "datacite": "datacite-4.6/metadata.xsd",
}


@pytest.mark.parametrize("name", OFFICIAL_SCHEMAS)
def test_what_is_delivered_is_valid_by_its_schema(name: str, delivered: Path) -> None:
    files = sorted((delivered / name).iterdir())
    words = (
        program("xmllint", "libxml2-utils"),
        "--nonet",
        "--noout",
        "--schema",
        official(OFFICIAL_SCHEMAS[name]),
    )
    ran = (
        run(*words, *files, env={"XML_CATALOG_FILES": str(official("catalog.xml"))})
        if files
        else None
    )
    assert ran is None or ran.code == 0, [
        line for line in ran.err.splitlines() if not line.endswith(" validates")
    ]


def test_tei_is_valid_by_its_schema(delivered: Path) -> None:
    ran = run(
        program("jing", "jing"), official("tei_all.rng"), *sorted((delivered / "tei").iterdir())
    )
    assert (ran.code, ran.out) == (0, "")


def test_csl_json_is_valid_and_bibtex_has_the_same_works(delivered: Path) -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    paths = sorted((delivered / "csl-json").iterdir())
    assert paths
    for path in paths:
        items = json.loads(path.read_text("utf-8"))
        assert list(validator.iter_errors(items)) == []
        entries = parse_file(delivered / "bibtex" / f"{path.stem}.bib", "bibtex").entries
        assert list(entries) == [item["id"] for item in items]


def test_an_address_without_a_term_comes_back_from_tei() -> None:
    term = {"uri": "http://id.loc.gov/authorities/genreForms/gf2017027249"}
    records: list[Data] = [{"id": "tea", "kind": "photo", "title": "Tea", "genre_terms": [term]}]
    reading = read(tei(records), schemas())
    assert reading.wrong == []
    assert [each.data for each in reading.records] == records
