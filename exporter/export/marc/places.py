"""Places by which a work is to be found: 751, 752."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.marc.control_numbers import links
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Value
from exporter.export.marc.headings import lose_variants, text_versions
from exporter.model.authority import Authority

_LEVELS = {2: "ad", 3: "abd", 4: "abcd"}
"""The subfields of 752 from the country to the town, by the number of places."""


def put_places(draft: MarcDraft) -> None:
    """Add the records of places: 752 for a place that lies in another one, else 751.

    Source: MARC 21 Bibliographic, 752 ($a country, $b state, $c county, $d city; $0 of the whole).
    """
    authorities = draft.context.catalogue.authorities
    for number, id in enumerate(draft.work.node.lines("place_records"), 1):
        record = authorities.get(id)
        if record:
            chain = _chain(record, draft.context)
            codes = _LEVELS.get(len(chain), "a")
            tag = "752" if len(codes) > 1 else "751"
            named = chain if len(codes) > 1 else [record]
            parts: list[Value] = []
            for code, place in zip(codes, named, strict=True):
                parts += [code, place.name]
                lose_variants(place, text_versions(place.name, draft.context), draft.context)
            for code, link in links(record.id, record.identifiers, draft.context):
                parts += [code, link]
            draft.fields.put_transcribed(tag, "  ", *parts, about=(f"place_records.{number}",))


def _chain(record: Authority, context: ExportContext) -> list[Authority]:
    """Return the places in which a place lies, the largest first, and the place itself."""
    found = [record]
    while True:
        larger = context.catalogue.authorities.get(found[0].node.line("part_of"))
        if larger is None or larger in found:
            return found
        found.insert(0, larger)
