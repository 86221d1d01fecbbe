"""The bibliographic record of a work as it is made, which the functions that add its fields share."""

from __future__ import annotations

from dataclasses import dataclass, field

from exporter.export.context import ExportContext
from exporter.export.marc.fields import Fields
from exporter.export.marc.material import Material
from exporter.model.work import Work


@dataclass(frozen=True)
class MarcDraft:
    """A work, the sort of material that it is, and the fields of its record so far."""

    work: Work
    context: ExportContext
    material: Material
    fields: Fields = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", Fields(self.work, self.context))

    def target(self, vocabulary: str, term: str) -> str:
        """Return what the format's table says of a term."""
        return self.context.crosswalk.target(vocabulary, term)

    @property
    def in_english(self) -> bool:
        """Whether the cataloguer writes English, as words added here are in English."""
        language = self.work.node.languages.catalogue
        return language.split("-")[0].lower() == "en"
