"""schema.org as others write it, and CodeMeta, which is schema.org."""

from __future__ import annotations

import pytest

from exporter.importers.registry import format_of
from tests.support.imported import read, shown


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('["war; peace", "sun, moon"]', ["war; peace", "sun, moon"]),
        ('"war, peace"', ["war", "peace"]),
        ('{"@type": "DefinedTerm", "name": "sun, moon"}', ["sun, moon"]),
    ],
)
def test_each_text_of_a_list_of_schema_org_is_a_keyword(written: str, expected: list[str]) -> None:
    """One text has several, between commas; the terms of a vocabulary have names."""
    work = '{"@context": "https://schema.org", "@type": "Book", "name": "Tea", "keywords": %s}'
    [found], _ = read("schema-org", work % written)
    assert found.data["keywords"] == expected


def test_codemeta_is_schema_org() -> None:
    content = (
        '{"@context": "https://w3id.org/codemeta/3.0", "@type": "SoftwareSourceCode", "name": "Tea",'
        '"maintainer": {"@type": "Person", "givenName": "Jane", "familyName": "Roe"},'
        '"copyrightHolder": {"@type": "Organization", "name": "Tea Corp."},'
        '"isPartOf": "https://example.org/"}'
    )
    assert format_of(content.encode()) == "schema-org"
    [work], _ = read("schema-org", content)
    assert shown(work.data["contributors"]) == [
        "programmer person {'family': 'Roe', 'given': 'Jane'}",
        "copyright holder organization Tea Corp.",
    ]
    assert work.data["related_works"] == [{"url": "https://example.org/"}]
    assert "container_title" not in work.data
