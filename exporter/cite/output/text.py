"""Plain text, a line for each entry."""

from __future__ import annotations

from exporter.cite.output.writer import Writer


class TextWriter(Writer):
    """Writes plain text: formatting is dropped."""
