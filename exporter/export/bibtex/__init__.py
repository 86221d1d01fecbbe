"""BibTeX and BibLaTeX databases (.bib)."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {
    "biblatex": "biblatex",
    "biblatex-ms": "biblatex_ms",
    "bibtex": "bibtex",
}
