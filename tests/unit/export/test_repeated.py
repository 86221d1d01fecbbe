"""Files of single works: each is the one that is written alone, whatever was written before it."""

from __future__ import annotations

import sys

import pytest

from exporter.export import registry, repeated
from exporter.export.context import ExportContext
from exporter.export.render import render_alone, render_each
from exporter.export.tei import tei
from exporter.model.agent import Agent
from exporter.model.catalogue import Catalogue
from exporter.model.linker import link
from exporter.validate.pipeline import validate_catalogue
from tests.conftest import ROOT

sys.path.append(str(ROOT / "benchmarks"))
from generate import write


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = tmp_path_factory.mktemp("catalogue")
    write(60, root)
    result = validate_catalogue(root, for_export=True)
    return link(result.records, result.schemas, result.settings.catalogue, complete=True)[0]


def context_of(format_name: str, catalogue: Catalogue) -> ExportContext:
    return ExportContext(catalogue, registry.crosswalk(format_name), collect_losses=False)


@pytest.mark.parametrize("most", [3, 10_000])
@pytest.mark.parametrize("format_name", ["tei", "html", "schema-org"])
def test_each_file_is_as_if_it_were_written_alone(
    format_name: str, most: int, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if only a few results are held, so that they are made anew."""
    monkeypatch.setattr(repeated, "_MOST", most)
    format = registry.format_named(format_name)
    ids = list(catalogue.works)
    together = dict(render_each(format, ids, context_of(format_name, catalogue)))
    context = context_of(format_name, catalogue)
    assert together == {id: render_alone(format, id, context) for id in ids}


def test_what_many_files_repeat_is_rendered_once(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render_agent = tei._agent

    def render_and_note(agent: Agent, context: ExportContext) -> str:
        rendered.append(agent.id)
        return render_agent(agent, context)

    monkeypatch.setattr(tei, "_agent", render_and_note)
    ids = list(catalogue.works)
    files = dict(render_each(registry.format_named("tei"), ids, context_of("tei", catalogue)))
    naming = [
        id for id, file in files.items() if f'xml:id="{rendered[0]}"'.encode() in (file or b"")
    ]
    assert len(naming) > 1
    assert len(rendered) == len(set(rendered))
