"""The types of works by which repositories name them: info:eu-repo, and the Scholarly Works Application Profile."""

from __future__ import annotations

import re
from typing import NamedTuple

_ADDRESS = re.compile(r"(?:info:eu-repo/semantics/|https?://purl\.org/eprint/type/)(\w+)")
_TYPES = {
    "article": "article-journal",
    "journalarticle": "article-journal",
    "submittedjournalarticle": "article-journal",
    "journalitem": "article-journal",
    "contributiontoperiodical": "article-magazine",
    "newsitem": "article-newspaper",
    "book": "book",
    "conferenceproceedings": "book",
    "bookpart": "chapter",
    "bookitem": "chapter",
    "submittedbookitem": "chapter",
    "review": "review",
    "bookreview": "review-book",
    "conferenceobject": "paper-conference",
    "conferencepaper": "paper-conference",
    "conferenceposter": "paper-conference",
    "conferenceitem": "paper-conference",
    "conferencecontribution": "speech",
    "lecture": "speech",
    "interview": "interview",
    "preprint": "article",
    "workingpaper": "article",
    "report": "report",
    "reportpart": "chapter",
    "patent": "patent",
    "thesis": "thesis",
    "studentthesis": "thesis",
    "bachelorthesis": "thesis",
    "masterthesis": "thesis",
    "doctoralthesis": "thesis",
}
_GENRES = {
    "bachelorthesis": "Bachelor’s thesis",
    "masterthesis": "Master’s thesis",
    "doctoralthesis": "Doctoral thesis",
    "workingpaper": "Working paper",
    "conferenceposter": "Poster",
    "draft": "Draft",
    "submittedversion": "Submitted version",
    "acceptedversion": "Accepted version",
    "publishedversion": "Published version",
    "updatedversion": "Updated version",
}
"""What a word says beyond the type."""


class RepositoryType(NamedTuple):
    """A CSL type, empty for a word such as `other`, and what the word says beyond it."""

    type: str
    genre: str


def repository_type(text: str) -> RepositoryType | None:
    """Return what an address of a type says; None if a text is none: `info:eu-repo/semantics/bookReview`.

    Source: SURF, info:eu-repo, Publication types; UKOLN, Eprints Type Vocabulary Encoding Scheme.
    """
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        return None
    word = match[1].lower()
    return RepositoryType(_TYPES.get(word, ""), _GENRES.get(word, ""))
