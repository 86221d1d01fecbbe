"""The value that a writer means by one in everyday words, such as `53 min`, `Germany` or `CC BY`."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote

from exporter.model.folding import folded
from exporter.model.vocabularies import vocabulary
from exporter.validate.synonyms import COUNTRIES, synonym

_CLOCK = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])")
_UNITS = re.compile(
    r"(?:([0-9]{1,18})\s*(?:h|hrs?|hours?|std\.?|stunden?|heures?|時間)\.?)?[\s,]*"
    r"(?:([0-9]{1,18})\s*(?:m|mins?|minutes?|minuten?|分)\.?)?[\s,]*"
    r"(?:([0-9]{1,18})\s*(?:s|secs?|seconds?|sek|sekunden?|secondes?|秒)\.?)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?(?:[/?#]\S*)?", re.IGNORECASE)
_CREATIVE_COMMONS = re.compile(r"cc-(by(?:-nc)?(?:-nd|-sa)?)-([1-4]\.0)", re.IGNORECASE)
_ADDRESS = frozenset({"url", "licence"})
_SAFE = "!#$%&'()*+,-./:;=?@_~[]"
"""What stays as it is in an address (RFC 3986, 2.2 and 2.3); anything else is percent-encoded."""


def suggested_value(field: str, written: str) -> str:
    """Return the value of a field of this name that is meant, or an empty text.

    It is still to be validated.
    """
    text = " ".join(written.split())
    if field == "duration":
        return _duration(text)
    if field == "country":
        known = vocabulary(COUNTRIES)
        return synonym(text, known, COUNTRIES) or _countries().get(folded(text), "")
    if field == "licence" and (licence := _licence(text)):
        return licence
    return _address(text) if field in _ADDRESS else ""


def _duration(text: str) -> str:
    """Return a duration by ISO 8601; `53:27` are minutes and seconds."""
    match = _CLOCK.fullmatch(text) or _UNITS.fullmatch(text)
    if match is None:
        return ""
    parts = ""
    for number, unit in zip(match.groups(), "HMS", strict=True):
        if number and int(number):
            parts += f"{int(number)}{unit}"
    return f"PT{parts}" if parts else ""


def _licence(text: str) -> str:
    """Return the address of a Creative Commons licence, which has a version."""
    plain = re.sub(r"[ -]+", "-", text)
    if re.fullmatch(r"cc-?0(?:-1\.0)?", plain, re.IGNORECASE):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    match = _CREATIVE_COMMONS.fullmatch(plain)
    if match is None:
        return ""
    return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"


def _address(text: str) -> str:
    """Return an address with its scheme, and with the signs encoded that it may not have."""
    if " " in text:
        return ""
    if _HOST.fullmatch(text):
        text = f"https://{text}"
    return quote(text, safe=_SAFE) if text.startswith(("http://", "https://")) else ""


@cache
def _countries() -> dict[str, str]:
    """Return the codes of countries, and of parts of them, by their English names."""
    return {folded(row["label"]): term for term, row in vocabulary(COUNTRIES).items()}
