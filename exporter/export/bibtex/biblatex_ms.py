"""BibLaTeX with a field for each script, for `biblatex-ms` and `biber-ms`: titles and names in all their forms.

The entries are those of the format `biblatex`, and the other forms of a text stand in fields beside it:
`title_transliteration_ja-Latn`, `title_translation_en`, `author_transcription_ja-Hira`. A reading in kana is a
transcription; the form in a text's own language, where another one is printed, is `default`. In a list of names the
annotation `+an:mslang` says which are in another language than the list.

The notes, keywords and headings have one form in the field and the others in the annotation, as in `biblatex`.
"""

from __future__ import annotations

from exporter.export.bibtex.biblatex_multiscript import Multiscript
from exporter.export.bibtex.entry import render_document
from exporter.export.citation.lone_names import note_lone_names
from exporter.export.context import ExportContext
from exporter.model.work import Work

SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"
TABLES = ("biblatex.tsv",)
__all__ = ["MEDIA_TYPE", "SUFFIX", "render_document", "render_work"]

_LONE_NAME = "notes and keywords hold one form of a name"
"""Why the other forms of a name are lost."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an entry, with the end of its last line."""
    entry = Multiscript(work, context)
    entry.write_statements()
    note_lone_names(work, context, _LONE_NAME)
    return str(entry)
