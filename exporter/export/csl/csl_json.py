"""CSL-JSON, for citation processors: Zotero, pandoc, citeproc-js and all that set references in a style of CSL.

The items are those of CSL 1.0.2 (csl-data.json). What has no variable is a sentence of the `note`, or of the annotation
(`annote`), which styles do not print: headings, citations, the other forms of a text in several languages.

- A text is text: where it looks like the markup of CSL (`<i>`), an invisible word joiner (U+2060) keeps it from being
  read so. A note that looks like a line of data (`issued: 2001`) stands in quotation marks, for Zotero and citeproc-js
  take such lines for variables and let them replace the true ones.
- A name has the parts that its record has. An organisation, and a person whose name is not taken apart, is `literal`.
- Publishers who published together are one string, parted by a semicolon as pandoc parts them: `A; B` are two, where
  `A and B` might be one. So are keywords.
- A date is given in `date-parts`; an open end is `[0]`, as the processors read it, and both ends of an interval are as
  exact as the less exact one: citeproc-js, and so Zotero, sets nothing else. `circa` stands for approximate and
  uncertain alike. A date without a year stands in the note alone.
- A newspaper article that names no newspaper is the report of a news agency: its publisher is its container as well,
  since styles print no other publisher of an article.
- `language` is that of the work, and is left out where it is not known; a style sets no capitals in other languages.
- A title in square brackets is the cataloguer's own, for a work that prints none.
- There is no `custom` object, which the schema allows: pandoc drops it, and citeproc-py complains of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from exporter.export.citation.lone_names import note_lone_names
from exporter.export.context import ExportContext
from exporter.export.csl.items import LONE_NAME, item
from exporter.model.work import Work

SUFFIX = ".json"
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
TABLES = ("csl.tsv",)


def render_work(work: Work, context: ExportContext) -> str:
    """Return a work as a JSON object, indented as in a list; the last line does not end."""
    note_lone_names(work, context, LONE_NAME)
    text = json.dumps(item(work, context), ensure_ascii=False, indent=2)
    return "  " + text.replace("\n", "\n  ")


def render_document(
    works: Sequence[Work],  # noqa: ARG001
    entries: Iterable[str],
    context: ExportContext,  # noqa: ARG001
) -> Iterator[str]:
    """Yield the document: a list, also of a single work or of none."""
    before, after = "[\n", "[]\n"
    for each in entries:
        yield before + each
        before, after = ",\n", "\n]\n"
    yield after
