"""The databases of BibTeX and BibLaTeX: entries with a key, fields in braces, names taken apart at commas.

What both formats write alike stands here. Each of them has its own types, its own fields and its own table, of which
the rows `entry` say which statements have a field in a type of entry; what has none is a sentence of the `note`, or of
the annotation, which only styles for annotated bibliographies print.
"""

from __future__ import annotations

from exporter.export.bibtex.entry import BibEntry
from exporter.export.bibtex.names import APART, PARTING, braced, escaped, written
from exporter.export.bibtex.titles import known_names, protected

__all__ = [
    "APART",
    "PARTING",
    "BibEntry",
    "braced",
    "escaped",
    "known_names",
    "protected",
    "written",
]
