"""Countries of publication: codes of ISO 3166, and the codes that libraries write for them."""

from __future__ import annotations

from exporter.model.vocabularies import vocabulary


def country_code(iso: str) -> str:
    """Return the MARC code of a country or of a part of it: `ja` for JP and JP-13, `nyu` for US-NY.

    The result is empty for any other. Source: MARC Code List for Countries, which has codes of its own for the parts of
    four countries.
    """
    known = vocabulary("countries")
    for each in (iso, iso.partition("-")[0]):
        if each in known:
            return known[each]["code"]
    return ""


def country_name(iso: str) -> str:
    """Return the English name of a country or of a part of it; the code itself if it is not known.

    The name of a part that has none here is that of its country, with the code: `Japan (JP-13)`.
    """
    known = vocabulary("countries")
    if iso in known:
        return known[iso]["label"]
    country = known.get(iso.partition("-")[0])
    return f"{country['label']} ({iso})" if country else iso


def has_own_code(iso: str) -> bool:
    """Return whether the MARC code says all that a code of ISO 3166 says."""
    return iso in vocabulary("countries")
