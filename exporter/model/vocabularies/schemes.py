"""The schemes of identifiers: a number as a URI, and the name of its scheme."""

from __future__ import annotations

from urllib.parse import quote

from exporter.model.vocabularies import vocabulary

_UNESCAPED = "/:@!$&'()*,;="
"""The characters besides letters, digits and `-._~` that a path may have unescaped (RFC 3986,
3.3), except `+`, which the DOI Handbook wants escaped (DOI Name Encoding Rules for URL
Presentation)."""


def uri(scheme: str, number: str) -> str:
    """Return a number as a URI: `https://doi.org/10.1000/182`; empty where its scheme has none."""
    known = vocabulary("schemes").get(scheme)
    if not known or not known["uri"]:
        return ""
    # the groups of an ISBN may be printed with spaces; those of an ISNI are no part of it (ISO
    # 27729, 4.2)
    written = number.replace(" ", "") if scheme == "isni" else number.replace(" ", "-")
    return known["uri"].replace("{}", quote(written, _UNESCAPED))


def label(scheme: str) -> str:
    """Return the name of a scheme as it is printed: `ISBN`.

    Its own word for one that no table knows.
    """
    known = vocabulary("schemes").get(scheme)
    return known["label"] if known else scheme
