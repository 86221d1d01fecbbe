"""The languages that Crossref knows: codes of ISO 639-1."""

from __future__ import annotations

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu
cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi
ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jw ka kg ki kj kk kl km kn ko kr ks
ku kv kw ky la lb lg li ln lo lt lu lv mg mi mk ml mn mr ms mt mu my na nb nd ne ng nl
nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl
sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve
vi vo wa wo xh yi yo za zh
"""
CODES = frozenset(_CODES.split())
"""The values of the attribute `language` (Crossref common5.3.1.xsd, language.atts)."""
_OTHER_CODES = {"jv": "jw"}
"""Codes of ISO 639-1 for which the schema has an older one."""


def code(tag: str) -> str:
    """Return Crossref's code of the language of a BCP 47 tag; empty if it has none."""
    primary = tag.partition("-")[0].lower()
    primary = _OTHER_CODES.get(primary, primary)
    return primary if primary in CODES else ""
