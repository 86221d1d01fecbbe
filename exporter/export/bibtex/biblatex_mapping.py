"""BibLaTeX: the entries of a work in the data model of biblatex and biber, with one form of each text or with all.

Source: the biblatex manual, version 3.19, and its default data model (blx-dm.def); for a field each script the manual
of biblatex-ms, version 4.0.
"""

from __future__ import annotations

from exporter.export.bibtex.biblatex_entry import Biblatex
from exporter.export.bibtex.biblatex_multiscript import Multiscript

__all__ = ["Biblatex", "Multiscript"]
