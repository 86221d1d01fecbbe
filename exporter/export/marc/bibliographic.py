"""The bibliographic record of a work, put together from the parts that each module adds."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.marc.access import put_addresses, put_holdings, put_rights
from exporter.export.marc.authority_notes import put_former_ids
from exporter.export.marc.catalogue import control_fields, day_of_entry, put_cataloguing_source
from exporter.export.marc.description import put_description
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fixed_fields import (
    additional_form,
    bibliographic_008,
    leader,
    physical_description,
)
from exporter.export.marc.imprint import put_coded_dates, put_imprint
from exporter.export.marc.iso2709 import MarcField, MarcRecord
from exporter.export.marc.languages import put_languages
from exporter.export.marc.linking import put_relations
from exporter.export.marc.material import Material
from exporter.export.marc.notes import put_evidence, put_notes
from exporter.export.marc.numbers import issns_of_other_media, put_numbers
from exporter.export.marc.places import put_places
from exporter.export.marc.plain_fields import put_plain_fields
from exporter.export.marc.provenance import reasons
from exporter.export.marc.publisher_numbers import put_publisher_numbers
from exporter.export.marc.roles import main_entry, put_depicted, put_names, put_names_as_printed
from exporter.export.marc.series import put_series
from exporter.export.marc.subjects import put_classification, put_coverage, put_subjects
from exporter.export.marc.titles import put_titles
from exporter.export.marc.unwritten import report_unwritten
from exporter.export.reference import own_identifiers
from exporter.model.work import Work


def bibliographic(work: Work, context: ExportContext) -> MarcRecord:
    """Return the bibliographic record of a work; its 001 is the id."""
    draft = MarcDraft(work, context, Material(work, context))
    elsewhere = issns_of_other_media(work)
    numbers = [each for each in own_identifiers(work) if each not in elsewhere]
    put_numbers(draft.fields, numbers, "work scheme", context)
    put_publisher_numbers(draft)
    put_former_ids(draft.fields, work.node, context)
    put_cataloguing_source(draft.fields, work, context)
    put_languages(draft)
    put_coverage(draft)
    put_coded_dates(draft)
    put_classification(draft)
    put_titles(draft, has_creator=main_entry(draft) is not None)
    put_imprint(draft)
    put_description(draft)
    put_series(draft)
    put_notes(draft)
    put_names_as_printed(draft)
    put_plain_fields(draft.fields, work.node, "work", context)
    put_rights(draft)
    put_evidence(draft)
    put_subjects(draft)
    put_depicted(draft)
    put_names(draft)
    put_relations(draft)
    put_places(draft)
    put_holdings(draft)
    put_addresses(draft)
    fields = draft.fields.finished(reasons(work.node))
    report_unwritten(work, "work", fields, context)
    return MarcRecord(_leader(draft), (*_control_fields(draft), *fields))


def _leader(draft: MarcDraft) -> str:
    """Return the leader; its encoding level (17) says what was not seen (2) or published (8)."""
    status = draft.work.plain("status")
    forthcoming = draft.target("status", status)[-1:] if status else ""
    described = "2" if "found" in draft.work.data else "u"
    material = draft.material
    control = "a" if material.is_collection or "level" in draft.work.data else " "
    return leader(material.type_of_record + material.level, forthcoming or described, control)


def _control_fields(draft: MarcDraft) -> list[MarcField]:
    fields = control_fields(draft.work.id, draft.context)
    additional = additional_form(draft.material)
    if additional:
        fields.append(MarcField("006", additional))
    fields += [MarcField("007", each) for each in physical_description(draft.material)]
    day = day_of_entry(draft.work.id, draft.context)
    fields.append(MarcField("008", bibliographic_008(draft.work, draft.material, day)))
    return fields
