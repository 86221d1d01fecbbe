"""Numbers of works in the texts of a source, by their schemes: ISBN, ISSN, DOI and so on."""

from __future__ import annotations

import re
from urllib.parse import unquote

from exporter.importers.text import ISSN, line

_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>]+")
_WHOLE_DOI = re.compile(
    r"(?:(https?://(?:dx\.)?doi\.org/|info:doi/)|doi:? *)?(10\.[0-9]{4,9}(?:/|%2f)(?:(?!<[/a-z])[^\s\"])+)",
    re.IGNORECASE,
)
"""A text that is a DOI. It may have angle brackets, which those of the 1990s have for the issue and the
page: `10.1002/1521-3994(199903)320:1<1::AID-ASNA1>3.0.CO;2-8` (ANSI/NISO Z39.56, SICI)."""
_ISBN = re.compile(r"(?:97[89][- ]?)?[0-9][0-9 -]{7,14}[0-9Xx](?![0-9])")
_ISSN = re.compile(rf"(?<![0-9]){ISSN.pattern}(?![0-9])")
_DIGITS = re.compile(r"[0-9]+")
_ARXIV = re.compile(
    r"(?:arxiv:\s*)?([0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}(?:v[0-9]+)?)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?:https?://hdl\.handle\.net/|info:hdl/|hdl:\s*)", re.IGNORECASE)
_URN = re.compile(r"(urn:[a-z0-9][a-z0-9-]+:)(\S+)", re.IGNORECASE)


def numbers_in(scheme: str, text: str) -> list[str]:
    """Return the numbers of a scheme (`isbn`, `doi`) that a text is or contains; none if it is no such number."""
    if scheme == "isbn":
        found = [each.strip(" -") for each in _ISBN.findall(text)]
        return found or ([text] if re.fullmatch(r"[0-9Xx -]+", text) else [])
    if scheme in {"issn", "issn_l"}:
        return list(_ISSN.findall(text))
    if scheme == "doi":
        return _dois(text)
    if scheme == "arxiv":
        arxiv = _ARXIV.search(text)
        return [arxiv[1]] if arxiv else []
    if scheme in {"pmid", "oclc"}:
        return [number.lstrip("0") or number for number in _DIGITS.findall(text)[:1]]
    if scheme == "pmcid":
        return [f"PMC{number}" for number in _DIGITS.findall(text)[:1]]
    text = _normal(scheme, text)
    return [text] if text else []


def is_doi(text: str) -> bool:
    """Return whether a text is a DOI, and nothing but a DOI."""
    return _WHOLE_DOI.fullmatch(text.strip(" <>")) is not None


def lccn(written: str) -> str:
    """Return a control number of the Library of Congress without what follows it: ` 86754802 /R/r98`.

    Behind the slash are the alphabetic identifier and the dates of revision, which are not part of
    the number. Some systems write `^` for a blank. Source: MARC 21, 010, LC Control Number; LoC, LCCN
    Namespace, Normalization.
    """
    return line(written.replace("^", " ").partition("/")[0])


def _dois(text: str) -> list[str]:
    """Return the DOI that a text is or contains; in an address it can be written with percent signs."""
    whole = _WHOLE_DOI.fullmatch(text.strip(" <>"))
    if whole:
        doi = unquote(whole[2]) if whole[1] or "%" in whole[2][:12] else whole[2]
        return [doi.rstrip(".,;")]
    match = _DOI.search(text.replace("%2F", "/"))
    return [match[0].rstrip(".,;")] if match else []


def _normal(scheme: str, text: str) -> str:
    """Return a number in the one form that its scheme has for it."""
    if scheme == "lccn":
        return lccn(text)
    if scheme == "gtin":  # it is printed with hyphens where it is an ISBN
        return re.sub(r"(?<=[0-9])[ -](?=[0-9])", "", text)
    if scheme == "handle":
        return _HANDLE.sub("", text, count=1)
    urn = _URN.search(text) if scheme == "urn" else None
    return urn[1].lower() + urn[2] if urn else text
