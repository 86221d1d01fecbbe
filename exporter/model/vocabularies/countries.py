"""Countries of publication: codes of ISO 3166, and the codes that libraries write for them."""

from __future__ import annotations

from exporter.model.vocabularies import vocabulary


def country_code(iso: str) -> str:
    """Return the MARC code of a country or of a part of it: `ja` for JP and JP-13, `nyu` for US-NY.

    Else empty. Source: MARC Code List for Countries, which has codes of its own for the parts of
    four countries.
    """
    known = vocabulary("countries")
    for each in (iso, iso.partition("-")[0]):
        if each in known:
            return known[each]["code"]
    return ""


def has_own_code(iso: str) -> bool:
    """Return whether the MARC code says all that a code of ISO 3166 says."""
    return iso in vocabulary("countries")
