"""A catalogue and what the command made of it in one format, for the tests that look into that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from exporter.export.registry import format_named
from tests.conftest import ROOT, exporter
from tests.support.facts import AGENTS, recorded


@dataclass(frozen=True)
class OfCatalogue:
    """What the command made of a catalogue; `records` are those of the catalogue by their ids."""

    records: Mapping[str, Any]

    @property
    def works(self) -> dict[str, Any]:
        return {id: each for id, each in self.records.items() if each["kind"] not in AGENTS}


@dataclass(frozen=True)
class Delivered(OfCatalogue):
    """`whole` is one document, `split` a folder with one a work."""

    whole: Path
    split: Path


def of_both(format: str) -> Any:
    """Return the fixture `delivered` of a module: the small catalogue and the real one, in a
    format.
    """

    @pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
    def delivered(
        request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
    ) -> Delivered:
        catalogue, folder = ROOT / request.param, tmp_path_factory.mktemp(format)
        whole, split = folder / f"all{format_named(format).SUFFIX}", folder / "split"
        for words in (["-o", whole], ["--split", "-o", split]):
            ran = exporter("-C", catalogue, "export", "-f", format, *words)
            assert (ran.code, ran.out, ran.err) == (0, "", "")
        return Delivered(recorded(catalogue), whole, split)

    return delivered
