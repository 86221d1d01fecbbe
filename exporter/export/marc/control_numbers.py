"""The numbers by which records name each other: 001, $0 and $w."""

from __future__ import annotations

from collections.abc import Iterable

from exporter.export.context import ExportContext
from exporter.export.marc.iso2709 import Subfields, subfields
from exporter.model.identifiers import Identifier


def agency(context: ExportContext) -> str:
    """Return the code of the library: its MARC organisation code, else its ISIL; empty for neither."""
    settings = context.catalogue.settings
    return settings.organization_code or settings.isil


def control_number(id: str, context: ExportContext) -> str:
    """Return the number of another record: `(JP-1000001)kokoro`, or the id alone without a code.

    Source: MARC 21, Appendix A, $0 and $w: the number is preceded by the code of the agency in
    parentheses.
    """
    code = agency(context)
    return f"({code}){id}" if code and id else id


def links(id: str, identifiers: Iterable[Identifier], context: ExportContext) -> Subfields:
    """Return the links of a heading: $0 to its authority record here, then $0 and $1 to those elsewhere.

    The rows `link` of the table say which schemes identify a heading ($0) and which the thing
    itself ($1).
    Source: PCC Task Group on URIs in MARC, Formulating and Obtaining URIs.
    """
    found = {("0", control_number(id, context)): None}
    for each in identifiers:
        target = context.crosswalk.target("link", each.scheme)
        if target and each.uri:
            found["1" if target == "$1" else "0", each.uri] = None
    ordered = sorted(found, key=lambda link: link[0])
    return tuple(part for code, uri in ordered for part in subfields(code, uri))
