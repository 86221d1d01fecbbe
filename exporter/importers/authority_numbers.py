"""Numbers of agents and places in authority files, as catalogues write them: addresses and prefixes.

Source: MARC 21, Appendix A, $0 and $1; MARC Organization Codes; the addresses are those of the files.
"""

from __future__ import annotations

import re

from exporter.model.identifier import fault

_NUMBERS = {
    "gnd": r"(?:\(DE-588a?\)|d-nb\.info/gnd/)([0-9]+-?[0-9X])",
    "viaf": r"(?:(?i:\(viaf\))|viaf\.org/viaf/)([0-9]+)",
    "isni": r"(?:(?i:\(isni\))|isni\.org/(?:isni/)?)((?:[0-9]{4} ?){3}[0-9]{3}[0-9X])",
    "orcid": r"(?:(?i:\(orcid\))|orcid\.org/)([0-9-]{18}[0-9X])",
    "lcnaf": r"(?:\(DLC\)|id\.loc\.gov/authorities/names/)\s*(n[a-z]{0,2}[0-9]+)",
    "wikidata": r"wikidata\.org/(?:entity|wiki)/(Q[0-9]+)",
    "idref": r"(?:(?i:\(idref\))|idref\.fr/)([0-9]{8}[0-9X])",
    "ndl": r"id\.ndl\.go\.jp/auth/(?:entity|ndlna)/([0-9]+)",
    "bnf": r"bnf\.fr/ark:/12148/(cb[0-9a-z]+)",
    "ror": r"ror\.org/(0[0-9a-z]{8})",
    "ulan": r"vocab\.getty\.edu/(?:page/)?ulan/([0-9]+)",
    "tgn": r"vocab\.getty\.edu/(?:page/)?tgn/([0-9]+)",
    "geonames": r"geonames\.org/([0-9]+)",
}
_PATTERNS = {scheme: re.compile(written) for scheme, written in _NUMBERS.items()}
_CHECKED = frozenset({"isni", "orcid"})
"""The schemes whose numbers have check digits."""


def number_of(text: str) -> tuple[str, str] | None:
    """Return the scheme and the number that a text states, such as $0, an `idno` or a URI."""
    for scheme, pattern in _PATTERNS.items():
        match = pattern.search(text)
        if match and not (scheme in _CHECKED and fault(scheme, match[1])):
            return scheme, match[1]
    return None
