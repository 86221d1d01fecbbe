"""OAI Dublin Core (`oai_dc`): the fifteen elements, for harvesters and library catalogues.

One work is one `oai_dc:dc`, as the Open Archives Initiative defines it
(http://www.openarchives.org/OAI/2.0/oai_dc.xsd): complete in itself, with its namespaces and its
schema, so that it can be cut out, sent as the metadata of an OAI-PMH response, or filed alone.

A document of one work, and so each file that `--split` writes, has that `oai_dc:dc` as its root.
Several works stand in a `collection` element without a namespace. No standard names a container: an
OAI-PMH response would need a date of response and a datestamp for every record, which nobody has
stated, and the `oai_dc:dcCollection` of the Library of Congress's MARC21slim2OAIDC.xsl is an
element that the namespace does not have. `collection` is what VuFind's harvester wraps around the
records that it puts into one file (VuFindHarvest, `combineRecordsTag`), and VuFind's import rules
read `collection/oai_dc:dc` and a lone `oai_dc:dc` alike (VuFind, import/xsl/ojs.xsl). Stylesheets
that match `oai_dc:dc` wherever it stands, such as MarcEdit's OAIDCtoMARCXML.xsl, find every record
as well.

The elements stand in the order of the Dublin Core Element Set, and each text says its language in
`xml:lang`. A text in several languages is one element for each; a name is one element only, for two
would be two persons. Readers that hold one value take the first title, publisher, description and
type; the address of a work is its last identifier, where MarcEdit takes the link from.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.dublin_core.description import values
from exporter.export.dublin_core.elements import (
    Value,
    known,
    record_history,
    remark,
    render_document,
)
from exporter.export.reference import main_date
from exporter.model.date import Date
from exporter.model.work import Work

SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"
__all__ = ["MEDIA_TYPE", "SUFFIX", "render_document", "render_work"]

ELEMENTS = (
    *("title", "creator", "subject", "description", "publisher", "contributor", "date", "type"),
    *("format", "identifier", "source", "language", "relation", "coverage", "rights"),
)
"""The Dublin Core Metadata Element Set, version 1.1 (ISO 15836-1), in its own order."""

DATES = ("issued", "created")
"""The dates that are not plain fields: the main one of them is `dc:date`."""

_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_ROOT = {
    "xmlns:oai_dc": _OAI_DC,
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}
"""The attributes of the outermost element."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an `oai_dc:dc` element with all its namespaces."""
    said = dict.fromkeys(
        (each.element.removeprefix("dc:"), each.text, known(each.tag))
        for each in (*values(work, context, _dates, DATES), *record_history(work, context))
    )
    record = xml.element(
        "oai_dc:dc",
        *(
            xml.element(f"dc:{name}", text, xml_lang=tag)
            for name, text, tag in sorted(said, key=lambda each: ELEMENTS.index(each[0]))
        ),
        **_ROOT,
    )
    return xml.serialise(record)


def _dates(work: Work, context: ExportContext) -> Iterator[Value]:
    """Yield one date, that by which the work is cited, and in words what it cannot say, or the other date.

    It is W3CDTF where that says it, and EDTF where not: DCMI names both for dates (DCMI Metadata
    Terms, date).
    """
    main, _ = main_date(work)
    if main:
        yield Value(context.crosswalk.target("work", "issued"), str(main))
    names = {"issued": "Date of publication", "created": "Date of creation"}
    for field, name in names.items():
        date = work.date(field)
        if date is None:
            continue
        words = _printed(date)
        if str(date) != str(main) or not date.exact or words:
            yield remark(f"{name}: {in_words(date)}{words}")


def _printed(date: Date) -> str:
    """Return the words that the work prints as its date, and their calendar, in parentheses."""
    words = [form for _, form in date.printed or ()]
    if date.calendar:
        words.append(f"{date.calendar} calendar")
    return f" ({'; '.join(words)})" if words else ""
