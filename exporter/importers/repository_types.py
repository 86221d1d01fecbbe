"""Words of repositories, which are addresses: of types of works, of rights of access, of the end of an embargo."""

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


_ACCESS = re.compile(
    r"info:eu-repo/semantics/(open|restricted|embargoed|closed)Access", re.IGNORECASE
)
_COAR = re.compile(r"https?://purl\.org/coar/access_right/(c_\w+)")
_COAR_ACCESS = {
    "c_abf2": "open",
    "c_16ec": "restricted",
    "c_f1cf": "embargoed",
    "c_14cb": "closed",
}
"""Open access, restricted access, embargoed access, metadata only access (COAR, Access Rights 1.0)."""
_EMBARGO = re.compile(r"info:eu-repo/date/embargoEnd/([0-9]{4}(?:-[0-9]{2}){0,2})", re.IGNORECASE)


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


def access_right(text: str) -> str:
    """Return who can read a work, if a text is the address of that: `info:eu-repo/semantics/openAccess`.

    Source: SURF, info:eu-repo, Access rights; COAR, Access Rights.
    """
    text = text.strip()
    if match := _ACCESS.fullmatch(text):
        return match[1].lower()
    match = _COAR.fullmatch(text)
    return _COAR_ACCESS.get(match[1], "") if match else ""


def end_of_embargo(text: str) -> str:
    """Return the date that `info:eu-repo/date/embargoEnd/2015-05-12` is; empty for another text."""
    match = _EMBARGO.fullmatch(text.strip())
    return match[1] if match else ""
