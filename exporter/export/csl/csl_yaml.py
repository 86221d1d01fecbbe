r"""CSL-YAML, for pandoc and its Markdown: `bibliography: works.yaml`, or the references of a document itself.

The items are those of the format `csl-json`, under `references`, as pandoc reads them (Pandoc User's Guide, Citations).

- Pandoc takes every text for Markdown. What Markdown would read as its own has a backslash before it: `a \*b\*`.
  Marked-up words have the marks of pandoc: `*italic*`, `x^2^`, `[Small Capitals]{.smallcaps}`.
- Every text is in double quotes, so no YAML reader takes it for a number, a date or a truth value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from exporter import markdown
from exporter.export import yaml_block
from exporter.export.citation.lone_names import note_lone_names
from exporter.export.context import ExportContext
from exporter.export.csl.items import LONE_NAME, item
from exporter.model.markup import Style, is_marked, spans
from exporter.model.work import Work

SUFFIX = ".yaml"
MEDIA_TYPE = "application/yaml"
TABLES = ("csl.tsv",)


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an item of the list."""
    note_lone_names(work, context, LONE_NAME)
    return "".join(f"{line}\n" for line in yaml_block.lines([_written(item(work, context))]))


def render_document(
    works: Sequence[Work],  # noqa: ARG001
    entries: Iterable[str],
    context: ExportContext,  # noqa: ARG001
) -> Iterator[str]:
    """Yield the document, which pandoc reads as a bibliography and as a document that has only references."""
    before, after = "---\nreferences:\n", "---\nreferences: []\n...\n"
    for each in entries:
        yield before + each
        before, after = "", "...\n"
    yield after


def _written(value: Any) -> yaml_block.Value:
    match value:
        case dict():
            made = {key: _written(inner) for key, inner in value.items()}
            if "type" in value:  # a term, not a text: `personal_communication`
                made["type"] = yaml_block.quoted(value["type"])
            return made
        case list():
            return [_written(inner) for inner in value]
        case str():
            return yaml_block.quoted(_markdown(value))
        case bool():
            return str(value).lower()
        case _:
            return str(value)


_MARKS: Mapping[Style, tuple[str, str]] = {
    "italic": ("*", "*"),
    "bold": ("**", "**"),
    "superscript": ("^", "^"),
    "subscript": ("~", "~"),
    "small-caps": ("[", "]{.smallcaps}"),
    "nocase": ("[", "]{.nocase}"),
}
"""What stands around marked-up words (Pandoc User's Guide, Inline formatting)."""


def _markdown(text: str) -> str:
    if not is_marked(text):
        return markdown.escape(text)
    written = ""
    for span in spans(text):
        words = markdown.escape_inline(span.text)
        if {"superscript", "subscript"} & set(span.styles):
            words = words.replace(" ", "\\ ")
        for style in reversed(span.styles):
            before, after = _MARKS[style]
            words = f"{before}{words}{after}"
        written += words
    first = spans(text)[0]
    return written if first.styles else markdown.escape_beginning(written)
