"""The language of a work, by a code or a name in any language."""

from __future__ import annotations

import pytest

from exporter.importers.languages import tag_of
from tests.support.imported import read


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("isl", "is"),
        ("ice", "is"),
        ("ces", "cs"),
        ("scr", "hr"),
        ("Deutsch", "de"),
        ("русский", "ru"),
        ("Englisch", "en"),
        ("anglais", "en"),
        ("немецкий", "de"),
        ("英文", "en"),
        ("German.", "de"),
        ("austrian", "de-AT"),
    ],
)
def test_codes_and_names_of_languages(written: str, tag: str) -> None:
    assert tag_of(written) == tag


def test_of_two_tags_of_a_language_the_exact_one_counts() -> None:
    content = "@book{k, title = {Tea}, language = {english}, hyphenation = {american}}"
    [work], _ = read("bibtex", content)
    assert work.data["language"] == "en-US"
