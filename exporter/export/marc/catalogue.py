"""What the settings of the catalogue say in each record: 001, 003, 040."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.marc.control_numbers import agency
from exporter.export.marc.fields import Fields
from exporter.export.marc.iso2709 import Field
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.vocabularies.languages import library_code
from exporter.model.work import Work


def control_fields(id: str, context: ExportContext) -> list[Field]:
    """Return 001, and 003 if the catalogue states the code of its library."""
    code = agency(context)
    fields = [Field("001", id)]
    if code:
        fields.append(Field("003", code))
    return fields


def put_cataloguing_source(
    fields: Fields, record: Work | Agent | Authority, context: ExportContext, thesaurus: str = ""
) -> None:
    """Add 040: the library, the language of cataloguing, the rules.

    `thesaurus` is that of a subject heading ($f).
    """
    code = agency(context)
    language = library_code(record.node.languages.catalogue)
    rules = context.catalogue.settings.rules
    parts = ("a", code, "b", language, "e", rules, "c", code, "f", thesaurus)
    fields.put("040", "  ", *parts, about=("cataloguing_language",))
