"""MARC 21, in ISO 2709, as library systems load it: works, or all persons and bodies they name.

The records are those of the format `marcxml`, in UTF-8. ISO 2709 counts no record of more than
99,999 bytes, and no field of more than 9,999: long notes are divided between several fields, and a
record that is still too long is reported and not written, for readers would lose the place in the
file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.marc.iso2709 import MarcRecord, Oversized, iso2709
from exporter.export.marc.records import authorities, bibliographic
from exporter.export.missing_requirement import MissingRequirement, UndeliverableRecordError
from exporter.model.work import Work
from exporter.records.document import Pointer

SUFFIX = ".mrc"
MEDIA_TYPE = "application/marc"
AUTHORITIES = True


def render_work(work: Work, context: ExportContext) -> str:
    """Return the bibliographic record of a work.

    Raises UndeliverableRecordError if ISO 2709 cannot hold it.
    """
    return _written(bibliographic(work, context))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the records of works, and the authority records that the context asks for.

    Those whom only works name that ISO 2709 cannot hold get none.
    """
    if context.authorities != "only":
        yield from entries
    if context.authorities != "no":
        refused = {each.record for each in context.undeliverable}
        held = [each for each in works if each.id not in refused] if refused else works
        for each in authorities(_text_or_reason, held, context):
            if isinstance(each, str):
                yield each
            else:
                context.undeliverable.append(MissingRequirement.from_json(each))


def _text_or_reason(record: MarcRecord) -> str | MissingRequirement:
    """Return an authority record, or why ISO 2709 cannot hold it."""
    try:
        return _written(record)
    except UndeliverableRecordError as error:
        return error.why


def _written(record: MarcRecord) -> str:
    try:
        return iso2709(record)
    except Oversized as error:
        hint = "shorten it, or export it as marcxml, which has no such limit"
        id, pointer = record.fields[0].value, _pointer(error.about)  # field 001
        raise UndeliverableRecordError(MissingRequirement(id, str(error), hint, pointer)) from error


def _pointer(about: tuple[str, ...]) -> Pointer:
    """Return where in a record a field comes from: `notes.2` is the second note."""
    steps = about[0].split(".") if about else []
    return tuple(int(step) - 1 if step.isdigit() else step for step in steps)
