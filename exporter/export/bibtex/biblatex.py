"""BibLaTeX, for LaTeX with biber: all the types and fields of biblatex, more than the styles of BibTeX can read.

The entries are those of biblatex's default data model (biblatex manual 3.19, chapter 2), in UTF-8. Which fields an
entry type has is in the table (rows `entry`); what has no field is a sentence of the `note`, which styles print, or of
the `annotation`, which they do not: headings, citations, the other forms of a text in several languages.

- `@artwork`, `@audio`, `@video`, `@movie`, `@letter`, `@jurisdiction` and `@legislation` are types that the data model
  names without any fields, and that styles print as `@misc` (2.1.3): so `biber --validate-datamodel` calls each field
  of them invalid. They are written for the readers that know them (pandoc, Zotero, styles for law and art).
- A title in several languages and scripts: `title` is the one that is printed, `titleaddon` has the others, `sorttitle`
  its reading in kana; so does `sortname` for names. The format `biblatex-ms` has a field for each of them.
- A name is `van Family, Jr, Given`, and `options` has `useprefix=true` where the particle is sorted with the name.
  Where that would be a guess, its parts are named: `family=Artagnan, given=Charles, prefix=d’`. An organisation is in
  braces.
- `date` is EDTF as far as biblatex reads it (level 1); the note says all of any other date.
- `langid` is babel's name of the language in which the title is hyphenated, `language` that of the work in print.
- `related` leads to the entry of the original of a translation, or to those of editions in other languages; export
  them with it, or biber says that it misses them.
- A title in square brackets is the cataloguer's own, for a work that prints none.
"""

from __future__ import annotations

from exporter.export.bibtex.biblatex_entry import Biblatex
from exporter.export.bibtex.entry import render_document
from exporter.export.citation.lone_names import note_lone_names
from exporter.export.context import ExportContext
from exporter.model.work import Work

SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"
MULTISCRIPT = "biblatex-ms"
__all__ = ["MEDIA_TYPE", "SUFFIX", "render_document", "render_work"]

_LONE_NAME = "biblatex holds one form of a name"
"""Why the other forms of a name are lost."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an entry, with the end of its last line."""
    entry = Biblatex(work, context)
    entry.write_statements()
    note_lone_names(work, context, _LONE_NAME)
    return str(entry)
