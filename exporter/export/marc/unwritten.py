"""Words of a record that are in none of its fields, which are reported as lost.

MARC 21 has no place for a text in every language: a linking entry, a statement of publication or a
copy has one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.export.context import ExportContext
from exporter.export.marc.iso2709 import MarcField
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.work import Work
from exporter.records import schema
from exporter.records.document import Pointer, leaves

_MARKS = re.compile(r"[\W_]+")
_ANY_TEXT = r"\S"
"""The pattern by which the schemas say that any text may stand in a field."""


def report_unwritten(
    record: Work | Agent | Authority, noun: str, fields: Sequence[MarcField], context: ExportContext
) -> None:
    """Report every text of a record that is in none of its fields.

    `noun` is the vocabulary of the table with the fields of the record; what the table calls lost
    is reported already. Marks of punctuation are not compared, since subfields end where there are
    some.
    """
    if not context.collect_losses:
        return
    written = "\n".join(_letters(_said(field)) for field in fields)
    # most texts are a whole subfield: to look for each in all that is written takes too long
    subfields = {_letters(text) for field in fields for _, text in field.subfields}
    reported = {(loss.record, loss.pointer) for loss in context.losses}
    for pointer, value in leaves(record.node.value):
        if (record.id, pointer) in reported or not _is_text(record.node, pointer):
            continue
        if _is_coded(pointer, str(value)):
            continue
        row = context.crosswalk.field(noun, pointer, record.node.field)
        letters = _letters(strip(str(value)))
        if row.match != "none" and letters not in subfields and letters not in written:
            context.lose(record, pointer, value, _reason(record.node, pointer))


def _is_coded(pointer: Pointer, value: str) -> bool:
    """Return whether a field has a code for a text: an indicator for the Library of Congress, a copy number."""
    if pointer[0] == "classification" and pointer[-1] == "assigner":
        return value == "DLC"
    is_copy = pointer[0] == "holdings" and pointer[-1] == "copy"
    return is_copy and any(each.isdigit() for each in value)


def _said(field: MarcField) -> str:
    return field.value or "".join(text for _, text in field.subfields)


def _letters(text: str) -> str:
    return _MARKS.sub("", text).casefold()


def _is_text(record: Node, pointer: Pointer) -> bool:
    field = _field(record, pointer)
    return field is not None and field.keyword("pattern") == _ANY_TEXT and not field.refers_to


def _field(record: Node, pointer: Pointer) -> schema.Field | None:
    found = record.field
    for step in pointer:
        found = found.child(step) if found else None
    return found


def _reason(record: Node, pointer: Pointer) -> str:
    outer = _field(record, pointer[:-1])
    if outer is not None and outer.keyword("textual") and isinstance(pointer[-1], str):
        return "a field has one language, and this is another one"
    return "no field has a place for it"
