"""Output formats for marked text: plain text, HTML, RTF, Markdown, LaTeX and JSON.

Nothing in a text is ever read as markup of the format. A link leads to an address of http or https,
or to a DOI.
"""

from __future__ import annotations

from collections.abc import Mapping

from exporter.cite.output.html import HtmlWriter
from exporter.cite.output.json import JsonWriter
from exporter.cite.output.latex import LatexWriter
from exporter.cite.output.markdown import MarkdownWriter
from exporter.cite.output.rtf import RtfWriter
from exporter.cite.output.text import TextWriter
from exporter.cite.output.writer import Writer

WRITERS: Mapping[str, type[Writer]] = {
    "text": TextWriter,
    "html": HtmlWriter,
    "rtf": RtfWriter,
    "markdown": MarkdownWriter,
    "latex": LatexWriter,
    "json": JsonWriter,
}
"""The writer of each format, by the word for `--as`."""
