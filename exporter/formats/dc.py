"""OAI Dublin Core (`oai_dc`): the fifteen elements, for harvesters and library catalogues.

One work is one `oai_dc:dc`, as the Open Archives Initiative defines it
(http://www.openarchives.org/OAI/2.0/oai_dc.xsd): complete in itself, with its namespaces and its schema, so that it can
be cut out, sent as the metadata of an OAI-PMH response, or filed alone.

A document of one work, and so each file that `--split` writes, has that `oai_dc:dc` as its root. Several works stand
in a `collection` element without a namespace. No standard names a container: an OAI-PMH response would need a date of
response and a datestamp for every record, which nobody has stated, and the `oai_dc:dcCollection` of the Library of
Congress's MARC21slim2OAIDC.xsl is an element that the namespace does not have. `collection` is what VuFind's harvester
wraps around the records that it puts into one file (VuFindHarvest, `combineRecordsTag`), and VuFind's import rules read
`collection/oai_dc:dc` and a lone `oai_dc:dc` alike (VuFind, import/xsl/ojs.xsl). Stylesheets that match `oai_dc:dc`
wherever it stands, such as MarcEdit's OAIDCtoMARCXML.xsl, find every record as well.

The elements stand in the order of the Dublin Core Element Set, and each text says its language in `xml:lang`. A text in
several languages is one element for each; a name is one element only, for two would be two persons. Readers that hold
one value take the first title, publisher, description and type; the address of a work is its last identifier, where
MarcEdit takes the link from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from exporter.model.agent import Agent, Name
from exporter.model.date import Date
from exporter.model.delivery import Delivery
from exporter.model.text import Text
from exporter.model.work import Version, Work
from exporter.syntax.xml import DECLARATION, element, serialise
from exporter.vocabularies import vocabulary

SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"

ELEMENTS = (
    *("title", "creator", "subject", "description", "publisher", "contributor", "date", "type"),
    *("format", "identifier", "source", "language", "relation", "coverage", "rights"),
)
"""The Dublin Core Metadata Element Set, version 1.1 (ISO 15836-1), in its own order."""

DC = "{http://purl.org/dc/elements/1.1/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NAMES = {"oai_dc": OAI_DC[1:-1], "dc": DC[1:-1], "xsi": XSI[1:-1]}
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

TEXTS = ("abstract", "caption", "notes", "edition", "keywords", "location", "rights", "credit")
"""The fields that go as they are into the element that the table names."""

W3CDTF = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
"""W3CDTF without a time of day (https://www.w3.org/TR/NOTE-datetime)."""

URI = "/:@!$&'()*,;="
"""Besides letters, digits and `-._~`, what may stand in a path without an escape (RFC 3986, 3.3), but for `+`, which
the DOI Handbook wants escaped (DOI Name Encoding Rules for URL Presentation)."""


class Value(NamedTuple):
    """What one element says. `tag` is the language of the text; empty for a code, a date or an address."""

    element: str
    text: str
    tag: str = ""


def entry(work: Work, delivery: Delivery) -> str:
    """Give one work as an `oai_dc:dc` element with all its namespaces."""
    said = dict.fromkeys(_values(work, delivery))
    ordered = sorted(said, key=lambda value: ELEMENTS.index(value.element))
    record = element(
        OAI_DC + "dc",
        *(element(DC + each.element, each.text, xml_lang=_known(each.tag)) for each in ordered),
        names=NAMES,
        **{XSI + "schemaLocation": SCHEMA},
    )
    return serialise(record)


def frame(works: Sequence[Work], entries: Iterable[str], delivery: Delivery) -> Iterator[str]:
    """Give the document: a single work as the root, any other number in a `collection`."""
    yield DECLARATION
    if len(works) != 1:
        yield "<collection>\n"
    yield from entries
    if len(works) != 1:
        yield "</collection>\n"
    _lose_names(works, delivery)


def _lose_names(works: Sequence[Work], delivery: Delivery) -> None:
    """Report the forms of names that stand in no record."""
    printed: dict[str, set[str]] = {}
    for work in works:
        for agent in _named(work):
            printed.setdefault(agent.id, set()).add(delivery.name(agent, work).tag)
    for id, tags in printed.items():
        agent = delivery.catalogue.agents[id]
        for tag, form in agent.names:
            place = f"{id}/name/{tag}"
            if tag not in tags and place not in delivery.told:
                delivery.told.add(place)
                delivery.lose(agent, ("name", tag), form, "a second form of a name would be a second person")


def _named(work: Work) -> Iterator[Agent]:
    """Give all persons and organisations that the record of a work names."""
    yield from (each.agent for each in work.contributions)
    yield from work.about
    yield from work.publishers
    yield from (each.agent for each in work.disputed if each.agent)


def _values(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give all that is said of a work; of one element, in the order in which readers shall find it."""
    yield from _titles(work, delivery)
    for field in TEXTS:
        for text in _texts(work, field):
            yield from _forms(_element("work", field, delivery), text, delivery)
    yield from _contents(work, delivery)
    yield from _agents(work, delivery)
    yield from _dates(work)
    yield from _remarks(work, delivery)
    yield from _types(work, delivery)
    yield from _container(work, delivery)
    yield Value(_element("work", "id", delivery), work.id)
    yield from _identifiers(work, delivery)
    yield from _relations(work, delivery)
    if language := _known(work.language):
        yield Value(_element("work", "language", delivery), language)


def _element(kind: str, ours: str, delivery: Delivery) -> str:
    """Give the element for a term of one of our vocabularies (`work`, `role`, `scheme`), as the table says."""
    return delivery.crosswalk.theirs(kind, ours).removeprefix("dc:")


def _known(tag: str) -> str:
    return "" if tag == "und" else tag


def _texts(work: Work, field: str) -> tuple[Text, ...]:
    if isinstance(work.data.get(field), list):
        return work.texts(field)
    text = work.text(field)
    return (text,) if text else ()


def _forms(where: str, text: Text, delivery: Delivery, after: str = "") -> Iterator[Value]:
    """Give every form of a text, the one to be preferred first."""
    proper = delivery.tag(text)
    for tag, form in sorted(text, key=lambda each: each[0] != proper):
        yield Value(where, form + after, tag)


def _remark(text: str) -> Value:
    return Value("description", text, "en")


def _titles(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give the titles, the title proper first: harvesters take the first."""
    yield from _forms("title", work.title, delivery)
    for field in ("devised_title", "short_title"):
        for text in _texts(work, field):
            yield from _forms(_element("work", field, delivery), text, delivery)


def heading(name: Name) -> str:
    """Give a name as a catalogue files it: `Endo, Homare`, `Gogh, Vincent van`.

    The family name is what a record files the name by, in every language; so particles stand after the given name.
    Source: RDA 9.2.2 and MARC 21, field 100 $a and $c; Using Dublin Core, 4.8 (family name first; do not invert what
    is not known to have parts).
    """
    given = " ".join(filter(None, (name.given, name.dropping_particle, name.non_dropping_particle)))
    return name.literal or ", ".join(filter(None, (name.family, given, name.suffix)))


def _agent(where: str, agent: Agent, work: Work, delivery: Delivery) -> Value:
    name = delivery.name(agent, work)
    return Value(where, heading(name), name.tag)


def _agents(work: Work, delivery: Delivery) -> Iterator[Value]:
    for each in work.contributions:
        yield _agent(_element("role", each.role, delivery), each.agent, work, delivery)
    for agent in work.about:
        yield _agent(_element("work", "about", delivery), agent, work, delivery)
    publisher = _element("work", "publisher", delivery)
    for agent in work.publishers:
        yield _agent(publisher, agent, work, delivery)
    disputed = [
        _agent(publisher, each.agent, work, delivery)
        if each.agent
        else Value(publisher, delivery.text(each.value), delivery.tag(each.value))
        for each in work.disputed
    ]
    yield from disputed
    if len(disputed) > 1:
        # without these words it would look like a book that they published together
        yield _remark(f"The sources disagree on the publisher: {'; '.join(each.text for each in disputed)}.")
        for statement in work.disputed:
            for pointer in statement.pointers:
                value = delivery.text(statement.value)
                delivery.lose(work, pointer, value, "that it contradicts another publisher stands only in a note")


def _contents(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give the headings of the sections as one table of contents, divided as in a contents note (MARC 21, 505)."""
    headings = work.texts("sections")
    tags = {delivery.tag(text) for text in headings}
    for place, text in enumerate(headings):
        for tag, form in text:
            if tag != delivery.tag(text):
                delivery.lose(work, ("sections", place, tag), form, "the table of contents is in one language")
    if headings:
        contents = " -- ".join(delivery.text(text) for text in headings)
        yield Value(_element("work", "sections", delivery), contents, tags.pop() if len(tags) == 1 else "")


def _dates(work: Work) -> Iterator[Value]:
    """Give at most one date, that of publication before that of a photo, and in words what it cannot say."""
    created = work.date("created")
    dated = work.issued or created
    if dated and _w3cdtf(dated):
        yield Value("date", _w3cdtf(dated))
    for name, date in (("Date of publication", work.issued), ("Date taken", created)):
        if date and (date is not dated or _w3cdtf(date) != str(date)):
            yield _remark(f"{name}: {date} (EDTF).")


def _w3cdtf(date: Date) -> str:
    """Give the beginning of a date as far as W3CDTF can say it; empty where its year is not known."""
    known = date.start.w3c() if date.start else ""
    return known if W3CDTF.fullmatch(known) else ""


def _remarks(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give in words what has no element of its own."""
    if work.devised:
        yield _remark("Title devised by cataloguer.")
    if status := work.plain("status"):
        yield _remark(f"{delivery.crosswalk.theirs('status', status)}.")
    for text in _texts(work, "place"):
        for _, place in text:
            yield _remark(f"Place of publication: {place}.")


def _types(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give the DCMI types first, since harvesters sort by the first; then our own, more exact word."""
    for term in delivery.crosswalk.theirs("type", work.type).split():
        yield Value("type", term)
    yield Value("type", vocabulary("types")[work.type]["label"], "en")
    for text in _texts(work, "genre"):
        yield from _forms(_element("work", "genre", delivery), text, delivery)


def _identifiers(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give numbers and addresses, as URIs where there is one; an ISSN is that of the periodical it appeared in."""
    for scheme, number in work.identifiers.items():
        own = scheme == "issn" and work.type == "periodical"
        yield Value("identifier" if own else _element("scheme", scheme, delivery), _uri(scheme, number))
    if url := work.plain("url"):
        yield Value(_element("work", "url", delivery), url)


def _uri(scheme: str, number: str) -> str:
    known = vocabulary("schemes").get(scheme, {"uri": "", "label": scheme})
    # the parts of an ISBN may be printed with spaces, which no URI has
    uri = known["uri"].replace("{}", quote(number.replace(" ", "-"), URI))
    return uri or f"{known['label']} {number}"


def _relations(work: Work, delivery: Delivery) -> Iterator[Value]:
    yield from _series(work, delivery)
    if work.translation_of:
        yield from _version(_element("work", "translation_of", delivery), work.translation_of, "Original", delivery)
    for version in work.language_editions:
        where = _element("work", "language_editions", delivery)
        yield from _version(where, version, "Edition in another language", delivery)
    for citation in work.citations:
        yield from _related(_element("work", "citations/source", delivery), citation.source, delivery)
    for id in work.data.get("illustrations", ()):
        yield from _related(_element("work", "illustrations", delivery), id, delivery)


def _container(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give what the work appeared in, with its place there: `The Example Times, 12(3), 12-15`."""
    volume, issue, pages = (work.plain(field) for field in ("volume", "issue", "pages"))
    place = [volume + (f"({issue})" if issue else ""), pages]
    for text in _texts(work, "container_title"):
        after = "".join(f", {part}" for part in place if part)
        yield from _forms(_element("work", "container_title", delivery), text, delivery, after)
    if "container_title" not in work.data:
        for name, number in (("Volume", volume), ("Issue", issue), ("Pages", pages)):
            if number:
                yield _remark(f"{name}: {number}.")


def _series(work: Work, delivery: Delivery) -> Iterator[Value]:
    """Give the series with the number in it, as ISBD writes them (area 6): `Tea & Books ; 7`."""
    number = work.plain("series_number")
    for text in _texts(work, "series"):
        yield from _forms(_element("work", "series", delivery), text, delivery, f" ; {number}" if number else "")
    if number and "series" not in work.data:
        yield _remark(f"Number in the series: {number}.")


def _version(where: str, version: Version, name: str, delivery: Delivery) -> Iterator[Value]:
    """Give an original or an edition by its title; one without is only named, with its language and date."""
    known = ", ".join(filter(None, (version.language, str(version.issued or ""))))
    after = f" ({known})" if known else ""
    if version.title:
        yield from _forms(where, version.title, delivery, after)
    if version.work:
        yield from _related(where, version.work, delivery, after)
    if not version.title and not version.work:
        yield Value(where, name + after, "en")


def _related(where: str, id: str, delivery: Delivery, after: str = "") -> Iterator[Value]:
    """Give another work of the catalogue by its title, and by the first identifier that it has."""
    work = delivery.catalogue.works[id]
    yield Value(where, delivery.text(work.title) + after, delivery.tag(work.title))
    for each in _identifiers(work, delivery):
        if each.element == "identifier":
            yield Value(where, each.text)
            return
