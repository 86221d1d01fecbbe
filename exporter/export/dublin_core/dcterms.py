"""Qualified Dublin Core: the fifteen elements and their refinements, DCMI Metadata Terms in XML.

One work is one `qualifieddc`, the root that the Dublin Core Metadata Initiative declares for such
records (http://dublincore.org/schemas/xmls/qdc/2006/01/06/qualifieddc.xsd): in no namespace, since
that schema leaves it to an application to give it one. Elements that refine none of the fifteen are
not used; what has a refinement stands in it (`dcterms:issued`, `dcterms:tableOfContents`),
everything else in its element of Dublin Core 1.1, since this schema declares only the refinements
in the namespace of the terms. A document of one work has its `qualifieddc` as the root; several
works stand in a `collection` without a namespace, as those of the format `dc` do, for the same
reasons.

A code, a date or an address names its encoding scheme in `xsi:type`: `dcterms:DCMIType`,
`dcterms:URI`, `dcterms:W3CDTF` for a date that this can say, `dcterms:Period` for an interval of
such dates. A date that neither can say (`2021-08?`, `199X`) stands without a scheme as the record
writes it, in EDTF, which DCMI Metadata Terms names for dates beside W3CDTF. A language stands
without one as well: the schema knows RFC 3066, not the tags of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.dublin_core.description import values
from exporter.export.dublin_core.elements import (
    Value,
    known,
    record_history,
    remark,
    render_document,
)
from exporter.export.field_words import date_text, label
from exporter.model.date import Date
from exporter.model.work import Work

SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"
__all__ = ["MEDIA_TYPE", "SUFFIX", "render_document", "render_work"]

ELEMENTS = (
    *("dc:title", "dcterms:alternative", "dc:creator", "dc:subject"),
    *("dcterms:abstract", "dcterms:tableOfContents", "dc:description"),
    *("dc:publisher", "dc:contributor", "dc:date"),
    *("dcterms:issued", "dcterms:created", "dcterms:dateCopyrighted", "dcterms:dateSubmitted"),
    *("dcterms:dateAccepted", "dcterms:available", "dcterms:modified", "dcterms:valid"),
    *("dc:type", "dc:format", "dcterms:extent", "dcterms:medium"),
    *("dc:identifier", "dcterms:bibliographicCitation", "dc:source", "dc:language"),
    *("dc:relation", "dcterms:isVersionOf", "dcterms:hasVersion"),
    *("dcterms:isReplacedBy", "dcterms:replaces", "dcterms:isRequiredBy", "dcterms:requires"),
    *("dcterms:isPartOf", "dcterms:hasPart", "dcterms:isReferencedBy", "dcterms:references"),
    *("dcterms:isFormatOf", "dcterms:hasFormat", "dcterms:conformsTo"),
    *("dc:coverage", "dcterms:spatial", "dcterms:temporal"),
    *("dc:rights", "dcterms:accessRights", "dcterms:license", "dcterms:rightsHolder"),
    *("dcterms:audience", "dcterms:accrualPeriodicity", "dcterms:provenance"),
)
"""The elements in the order of the Dublin Core Metadata Element Set, refinements beside what they
refine."""

DATES = (
    *("issued", "created", "copyright_date", "submitted", "accepted", "available", "updated"),
    *("valid", "temporal_coverage"),
)
"""The dates that have a refinement."""

_MEDIA_TYPE = re.compile(
    r"(application|audio|font|image|message|model|multipart|text|video)/[A-Za-z0-9.+-]+"
)
"""A media type, such as `application/pdf`: its encoding scheme is `IMT`."""

_ROOT = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": (
        "http://dublincore.org/schemas/xmls/qdc/2006/01/06/qualifieddc.xsd"
    ),
}
"""The attributes of the outermost element."""

W3CDTF = re.compile(r"(?!0000)[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
"""W3CDTF without a time of day (https://www.w3.org/TR/NOTE-datetime); the schema knows no year 0
(xs:gYear)."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as a `qualifieddc` element with all its namespaces."""
    said = dict.fromkeys(
        each._replace(tag=known(each.tag))
        for each in (*values(work, context, _dates, DATES), *record_history(work, context))
    )
    ordered = sorted(said, key=lambda value: ELEMENTS.index(value.element))
    return xml.serialise(xml.element("qualifieddc", *map(_element, ordered), **_ROOT))


def _element(value: Value) -> xml.Element:
    is_media_type = value.element == "dc:format" and _MEDIA_TYPE.fullmatch(value.text)
    found = "IMT" if is_media_type else value.scheme
    scheme = found and f"dcterms:{found}"
    return xml.element(value.element, value.text, xml_lang=value.tag, **{"xsi:type": scheme})


def _dates(work: Work, context: ExportContext) -> Iterator[Value]:
    """Yield each date that has a refinement, as the most exact scheme says it.

    What the work prints as its date stands in words beside it.
    """
    for field in DATES:
        date = work.date(field)
        if date is None:
            continue
        where = context.crosswalk.target("work", field)
        if date.exact and W3CDTF.fullmatch(str(date)):
            yield Value(where, str(date), scheme="W3CDTF")
        elif _period(date):
            yield Value(where, _period(date), scheme="Period")
        else:
            yield Value(where, str(date))
        if date.printed or date.calendar:
            words = date_text(date)
            node = work.node.get(field)
            name = label(node) if node else field
            yield remark(f"{name}: {words[words.preferred_tag()]}")


def _period(date: Date) -> str:
    """Return an interval of plain dates as DCMI Period, `start=2001; end=2006;`; empty for any other.

    A period without an end is open, as one without a start is. Source: DCMI
    Period Encoding Scheme, 3 and 4.
    """
    ends = {"start": date.start, "end": date.end}
    known = {name: point.w3c() for name, point in ends.items() if point}
    plain = (known.get("start", ".."), known.get("end", ".."))
    if (
        not date.interval
        or "/".join(plain) != str(date)
        or not all(map(W3CDTF.fullmatch, known.values()))
    ):
        return ""
    return "".join(f"{name}={point}; " for name, point in known.items()) + "scheme=W3C-DTF;"
