r"""CSL-YAML, for pandoc and its Markdown: `bibliography: works.yaml`, or the references of a document itself.

The items are those of the format `csl-json`, under `references`, as pandoc reads them (Pandoc User's Guide, Citations).

- Pandoc takes every text for Markdown. What Markdown would read as its own has a backslash before it: `a \*b\*`.
- Every text is in double quotes, so no YAML reader takes it for a number, a date or a truth value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from exporter import markdown
from exporter.export import notes as in_words
from exporter.export import yaml_block
from exporter.export.context import ExportContext
from exporter.export.csl import items as csl
from exporter.model.work import Work

SUFFIX = ".yaml"
MEDIA_TYPE = "application/yaml"
TABLES = ("csl.tsv",)


def render_work(work: Work, context: ExportContext) -> str:
    """Give one work as an item of the list."""
    return "".join(f"{line}\n" for line in yaml_block.lines([_written(csl.item(work, context))]))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the document, which pandoc reads as a bibliography and as a document that has only references."""
    before, after = "---\nreferences:\n", "---\nreferences: []\n...\n"
    for each in entries:
        yield before + each
        before, after = "", "...\n"
    yield after
    in_words.lose_names(works, context, csl.LONE_NAME)


def _written(value: Any) -> yaml_block.Value:
    match value:
        case dict():
            return {key: _written(inner) for key, inner in value.items()}
        case list():
            return [_written(inner) for inner in value]
        case str():
            return yaml_block.quoted(markdown.escape(value))
        case bool():
            return str(value).lower()
        case _:
            return str(value)
