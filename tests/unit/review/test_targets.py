"""The tables of the targets: every row names what there is, and says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.model.records import Records
from exporter.model.vocabularies import vocabulary
from exporter.query.condition import Condition
from exporter.records.document import Document
from exporter.records.loader import read_packaged_schemas
from exporter.records.schema import Field
from exporter.records.settings import CatalogueSettings
from exporter.review.places import Places
from exporter.review.readiness import Comparison
from exporter.review.requirements import Rule, packaged_target, packaged_targets

TARGETS = (
    *("biblatex", "crossref", "datacite", "dpla", "europeana", "google-dataset"),
    *("google-scholar", "jpcoar", "koha", "marc-bibco", "marc-rda-core", "ndl", "oai-dc"),
    *("openaire", "tei-biblstruct", "vufind", "zotero"),
)
SCHEMAS = read_packaged_schemas()
RULES = [rule for name in TARGETS for rule in packaged_target(name).rules]
WORKS = [kind for kind in SCHEMAS.kinds if SCHEMAS.noun(kind) == "work"]
LINKS = {"agent", "work", "record"}


def test_there_are_tables_of_all_targets() -> None:
    assert packaged_targets() == sorted(TARGETS)
    for name in TARGETS:
        target = packaged_target(name)
        assert target.description.endswith(".")
        assert target.sources[-1].startswith("https://")
        assert any(rule.is_mandatory for rule in target.rules)


def roots(field: Field) -> Iterator[Field]:
    """Yield the records to which a field may refer."""
    for word in field.refers_to:
        for kind in SCHEMAS.kinds:
            if word in {kind, SCHEMAS.noun(kind)}:
                yield SCHEMAS.root(kind)


def inside(field: Field, name: str) -> Iterator[Field]:
    """Yield the fields to which one name of a path may lead, as Places follows it."""
    children = dict(field.children)
    if name in children:
        yield children[name]
    if "*" in children:
        yield from inside(children["*"], name) if name not in children else ()
        is_text = not children["*"].children and name[:2].islower() and "-" in name
        if is_text:
            yield children["*"]  # a language tag
    for link in LINKS & set(children):
        for root in roots(children[link]):
            if name in root.children:
                yield root.children[name]
    for root in roots(field):
        if name in root.children:
            yield root.children[name]


def at(path: tuple[str, ...], start: list[Field]) -> list[Field]:
    found = start
    for name in path:
        found = [each for field in found for each in inside(field, name)]
    return found


def conditions(rule: Rule) -> Iterator[tuple[Condition, list[Field]]]:
    """Yield all conditions of a rule, with the fields inside which they are looked up."""
    works = [SCHEMAS.root(kind) for kind in WORKS]
    start = at(rule.of.path, works) if rule.of else works
    terms = [(rule.when, works)]
    if rule.of:
        terms.append((rule.of.which, start))
    for alternative in rule.fields:
        for selector in alternative:
            terms.append((selector.which, at(selector.path, start)))
    for each, fields in terms:
        for alternatives in each:
            for group in alternatives:
                yield from ((condition, fields) for condition in group)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_names_fields_and_words_that_there_are(rule: Rule) -> None:
    works = [SCHEMAS.root(kind) for kind in WORKS]
    start = at(rule.of.path, works) if rule.of else works
    assert start
    for alternative in rule.fields:
        for selector in alternative:
            assert selector.setting or at(selector.path, start), selector.path
    for condition, fields in conditions(rule):
        assert at(condition.path, fields), condition
        if condition.path == ("type",):
            assert condition.value in vocabulary("types")
        if condition.path == ("role",):
            assert condition.value in vocabulary("roles")
    assert not rule.message.endswith(".")
    assert rule.message[0].isupper()


def lacking(rule: Rule, data: dict[str, object]) -> bool:
    """Return whether a work breaks a rule."""
    work = {"id": "a", "kind": "book"} | data
    records = Records([Document(Path("a.yaml"), work)])
    target = packaged_target(rule.name.partition(".")[0])
    comparison = Comparison(target, (), CatalogueSettings(), Places(records, SCHEMAS))
    return any(each.rule.name == rule.name for each in comparison.lacks("a"))


def rule_named(name: str) -> Rule:
    return next(rule for rule in RULES if rule.name == name)


@pytest.mark.parametrize(
    ("name", "broken", "kept"),
    [
        ("crossref.issn", {"part_of": {"title": "A"}}, {"part_of": {"identifiers": {"issn": "0"}}}),
        (
            "crossref.issn",
            {},
            {"part_of": {"identifiers": {"doi": "10.5/1"}, "url": "https://a.b"}},
        ),
        ("crossref.issn", {"part_of": {"url": "https://a.b"}}, {"identifiers": {"issn": "0"}}),
        (
            "crossref.doi-form",
            {"identifiers": {"doi": "10.123/a"}},
            {"identifiers": {"doi": "10.1234/a"}},
        ),
        ("crossref.type", {"type": "song"}, {"type": "review"}),
        ("jpcoar.date-form", {"issued": "1906?"}, {"issued": "1906/1908"}),
        (
            "jpcoar.date-form",
            {"created": "190X"},
            {"created": {"date": "1906-05", "printed": "May"}},
        ),
        (
            "openaire.embargo",
            {"access": "embargoed"},
            {"access": "embargoed", "embargo": "2031-01-01"},
        ),
        (
            "openaire.funder-name",
            {"funding": [{"number": "1"}]},
            {"funding": [{"funder": {"name": "A"}}]},
        ),
        ("europeana.language", {"type": "book"}, {"type": "graphic"}),
        (
            "europeana.rights-form",
            {"licence": "https://a.b/c"},
            {"licence": "http://rightsstatements.org/vocab/InC/1.0/"},
        ),
        (
            "europeana.rights-form",
            {"licence": "https://rightsstatements.org/"},
            {"licence": "https://creativecommons.org/licenses/by-sa/4.0/"},
        ),
        (
            "google-dataset.description-length",
            {"abstract": "Short"},
            {"abstract": {"en": "x" * 50}},
        ),
        ("google-dataset.type", {"type": "book"}, {"type": "dataset"}),
        (
            "google-scholar.author",
            {"contributors": [{"name": "A", "role": "translator"}]},
            {"contributors": [{"name": "A", "roles": ["translator", "author"]}]},
        ),
        (
            "koha.home-library",
            {"holdings": [{"barcode": "1"}]},
            {"holdings": [{"repository": {"name": "A"}}]},
        ),
        ("marc-rda-core.place", {}, {"part_of": {"title": "A"}}),
        (
            "marc-rda-core.date-of-production",
            {"type": "manuscript"},
            {"type": "manuscript", "created": 1906},
        ),
        ("tei-biblstruct.imprint", {}, {"volume": "3"}),
        ("zotero.title", {}, {"type": "hearing"}),
        (
            "ndl.transcription",
            {"language": "ja", "title": {"ja": "茶"}},
            {"language": "ja", "title": {"ja": "茶", "ja-Hrkt": "チャ"}},
        ),
        ("ndl.issued", {"issued": "190X"}, {"issued": 1906}),
        ("biblatex.date", {"issued": "Y17E7"}, {"issued": "[1906,1907]"}),
        ("datacite.publisher", {"publisher": " "}, {"found": [{"in": "a", "publisher": "A"}]}),
        (
            "datacite.identifier",
            {"identifiers": {"doi": {"invalid": "10.5/1"}}},
            {"identifiers": {"doi": [{"number": "10.5/1", "qualifier": "print"}]}},
        ),
    ],
)
def test_what_breaks_a_rule_and_what_keeps_it(
    name: str, broken: dict[str, object], kept: dict[str, object]
) -> None:
    rule = rule_named(name)
    typed = {"type": "article-journal"} if name == "crossref.issn" else {}
    typed = {"type": "dataset"} if name.endswith("length") else typed
    assert lacking(rule, typed | broken)
    assert not lacking(rule, typed | kept)
