"""What the settings and the history of the catalogue say in each record: 001, 003, 005, 040."""

from __future__ import annotations

import re

from exporter.export.context import ExportContext
from exporter.export.marc.control_numbers import agency
from exporter.export.marc.fields import Fields
from exporter.export.marc.iso2709 import MarcField
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.vocabularies.languages import library_code
from exporter.model.work import Work

_UP_TO_SECONDS = len("2026-03-01T12:00:00")
_CONTROL_NUMBER = re.compile(r"\(([A-Za-z][A-Za-z0-9/-]*)\)", re.ASCII)
"""The number of a record elsewhere, with the code of its agency before it: `(DLC)2012345678`."""


def control_fields(id: str, context: ExportContext) -> list[MarcField]:
    """Return 001, 003 if the catalogue states the code of its library, and 005 with a history.

    Source: MARC 21, 005: the time of the last change, `yyyymmddhhmmss.f`, in local time.
    """
    code = agency(context)
    fields = [MarcField("001", id)]
    if code:
        fields.append(MarcField("003", code))
    history = context.history.get(id, ())
    if history:
        digits = re.sub(r"[^0-9]", "", history[0].date[:_UP_TO_SECONDS])
        fields.append(MarcField("005", f"{digits}.0"))
    return fields


def day_of_entry(id: str, context: ExportContext) -> str:
    """Return 008/00-05, `yymmdd`: the day on which a record was made, or else that of the delivery.

    Source: MARC 21, 008/00-05.
    """
    history = context.history.get(id, ())
    day = history[-1].day if history else context.days_of_entry[id]
    return day[2:].replace("-", "")


def put_cataloguing_source(
    fields: Fields, record: Work | Agent | Authority, context: ExportContext, thesaurus: str = ""
) -> None:
    """Add 040: the library, the language of cataloguing, the rules.

    `thesaurus` is that of a subject heading ($f). With a history, $a is the agency that the first
    commit of the record names as its source, and $d the library.
    """
    code = agency(context)
    original = _original_agency(record.id, context)
    language = library_code(record.node.languages.catalogue)
    rules = context.catalogue.settings.rules
    made = ("a", original or code, "b", language, "e", rules, "c", code)
    parts = (*made, "d", code if original else "", "f", thesaurus)
    fields.put("040", "  ", *parts, about=("cataloguing_language",))


def _original_agency(id: str, context: ExportContext) -> str:
    """Return the MARC organisation code that the first commit of a record names as its source."""
    history = context.history.get(id, ())
    for source in history[-1].sources if history else ():
        if match := _CONTROL_NUMBER.match(source):
            return match[1]
    return ""
