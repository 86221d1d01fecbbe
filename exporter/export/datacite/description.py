"""What DataCite says of a work in words: titles, types, subjects, places, rights, descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.broadcast import perceived
from exporter.export.context import ExportContext
from exporter.export.datacite.agent import (
    SUBJECT,
    first_address,
    heading,
    publishers_in_words,
    word,
)
from exporter.export.datacite.date import DATES, dates_in_words
from exporter.export.datacite.value import (
    Properties,
    full,
    lose_other_texts,
    text_value,
    text_values,
)
from exporter.export.field_words import (
    field_texts,
    label,
    plain_fields,
    plain_text,
    record_text,
    sentence,
    type_words,
    with_words,
)
from exporter.export.reference import contents_in_words, host
from exporter.export.titles import full_title
from exporter.model.agent import Agent
from exporter.model.identifiers import Identifier
from exporter.model.node import Node
from exporter.model.text import Text, text_of
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Subject, Work

_OWN_PLACES = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *("devised_title", "short_title", "abbreviated_title", "key_title", "uniform_title"),
        *("parallel_title", "variant_titles", "contributors", "publisher", "status", "genre"),
        *("genre_terms", "container_title", "volume", "issue", "pages", "series", "series_number"),
        *("identifiers", "url", "about", "subjects", "keywords", "classification", "contents"),
        *("coordinates", "location", "notes", "citations", "rights", "licence", "rights_holder"),
        *("credit", "access", "funding", "granting_institution", "extent", "dimensions"),
        *(
            "article_number",
            "chapter_number",
            "duration",
            "file_formats",
            "version",
            "edition",
            "abstract",
            "found",
        ),
    }
    | set(DATES)
)
_TITLES = (
    *(("short_title", "AlternativeTitle"), ("abbreviated_title", "AlternativeTitle")),
    *(("key_title", "AlternativeTitle"), ("uniform_title", "AlternativeTitle")),
    *(("parallel_title", "TranslatedTitle"), ("subtitle", "Subtitle")),
)
"""Fields with other titles and their titleType; a subtitle stands by itself as well."""
NUMBER_TYPES = {"article_number": "Article", "chapter_number": "Chapter"}
"""Our numbers of a work in its host, and their numberType (20 RelatedItem)."""
_SPDX = "https://spdx.org/licenses/"
_CREATIVE_COMMONS = "creativecommons.org/licenses/"
_SIDES = {
    "west": "westBoundLongitude",
    "east": "eastBoundLongitude",
    "south": "southBoundLatitude",
    "north": "northBoundLatitude",
}


def titles(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield the title that is printed without a type, and every other form with its own.

    Another script of the work's language is an alternative title, another language a translated
    one; the title proper has no type, wherever it stands. Source: DataCite Metadata Schema 4.6, 3.a
    titleType.
    """
    title = _main_title(work)
    printed, own = context.tag(title), _language(work.language)
    for tag, form in sorted(title, key=lambda each: each[0] != printed):
        kind = "AlternativeTitle" if _language(tag) == own else "TranslatedTitle"
        if tag in {printed, title.preferred_tag()}:
            kind = ""
        yield text_value("title", form, tag, titleType=kind)
    devised = work.text("devised_title")
    if devised and not work.devised:
        yield from text_values("title", devised, context, titleType="Other")
    for field, kind in _TITLES:
        for text in work.texts(field):
            yield from text_values("title", text, context, titleType=kind)
    for node in work.node.all("variant_titles"):
        variant = node.text("title")
        if variant:
            kind = "TranslatedTitle" if node.line("type") == "translated" else "AlternativeTitle"
            yield from text_values("title", variant, context, titleType=kind)


def _main_title(work: Work) -> Text:
    """Return the title with the number and the name of the part.

    The subtitle has a type of its own.
    """
    forms = dict(work.title)
    for field, mark in (("part_number", ". "), ("part_name", ", ")):
        for tag, form in work.text(field) or ():
            tag = tag if tag in forms else work.title.preferred_tag()
            forms[tag] = f"{forms[tag]}{mark}{form}"
    return plain_text(text_of(forms, work.title.language, work.title.pointer))


def _language(tag: str) -> str:
    return tag.lower().split("-")[0]


def types(work: Work, context: ExportContext) -> Properties:
    """Return DataCite's own type, and ours in words, with the genre if there is one: `Report, annual report`."""
    words = type_words(work)
    genre = work.text("genre")
    if genre:
        words = f"{words}, {context.text(plain_text(genre))}"
        lose_other_texts(work, genre, context, "the type of a resource is in one language")
    return {"resourceType": words, "resourceTypeGeneral": general(work, context)}


def general(work: Work, context: ExportContext) -> str:
    """Return DataCite's type of a work: `JournalArticle`."""
    if work.type == "article" and _is_preprint(work):
        return "Preprint"
    sense = perceived(work)
    if sense:
        return context.crosswalk.target(sense, work.type)
    return context.crosswalk.target("type", work.type).partition(" in ")[0]


def _is_preprint(work: Work) -> bool:
    """Return whether a record says that an article is a preprint."""
    if work.text("container_title") or work.related("part_of"):
        return False
    in_archive = any(each.scheme == "arxiv" for each in work.identifiers)
    return in_archive or work.plain("status") == "prepublished" or bool(work.related("preprint_of"))


def subjects(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield keywords and headings, those whom the work is about or shows, and class numbers."""
    for text in work.texts("keywords"):
        yield from text_values("subject", text, context)
    for subject in work.subjects:
        yield from _subject(subject, work, context)
    for each in work.contributions:
        if SUBJECT in {word(role, context) for role in each.roles}:
            yield _agent_subject(each.agent, work, context)
    for node in work.node.all("genre_terms"):
        term = node.get("term") or node.get("record")
        for text in field_texts(term, context) if term else ():
            attributes = {"subjectScheme": node.line("scheme"), "valueUri": node.line("uri")}
            yield from text_values("subject", text, context, **attributes)
    group = work.node.get("classification")
    for scheme in group.value if group else ():
        for node in work.node.all("classification", scheme):
            yield _class_number(node)


def _agent_subject(agent: Agent, work: Work, context: ExportContext) -> Properties:
    name = context.name(agent, work)
    number = first_address(agent)
    known = {"subjectScheme": number.label, "valueUri": number.uri} if number else {}
    return text_value("subject", heading(name), name.tag, **known)


def _subject(subject: Subject, work: Work, context: ExportContext) -> Iterator[Properties]:
    known = {"subjectScheme": subject.scheme, "valueUri": subject.uri}
    record = subject.record
    if subject.text is not None:
        parts = [" = ".join(form for _, form in text) for _, text in subject.subdivisions]
        text = with_words(subject.text, after="".join(f"--{part}" for part in parts))
        yield from text_values("subject", text, context, **known)
    elif isinstance(record, Agent):
        yield _agent_subject(record, work, context) | full(**known)
    elif isinstance(record, Work):
        yield from text_values("subject", full_title(record), context, **known)
    elif record is not None:
        uri = next((each.uri for each in record.identifiers if each.uri), "")
        scheme = subject.scheme or record.node.line("scheme")
        stated = {"subjectScheme": scheme, "valueUri": subject.uri or uri}
        yield from text_values("subject", record_text(record), context, **stated)


def _class_number(node: Node) -> Properties:
    number, edition = str(node.value), ""
    if isinstance(node.value, dict):
        number = " ".join(filter(None, (node.line("number"), node.line("item"))))
        edition = " ".join(filter(None, (node.line("edition"), node.line("assigner"))))
    scheme = f"{label(node)} ({edition})" if edition else label(node)
    return {"subject": number, "subjectScheme": scheme, "classificationCode": number}


def places(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield the place that a picture shows, and the area of a map."""
    text = work.text("location")
    found: Properties = {}
    if text:
        found["geoLocationPlace"] = context.text(plain_text(text))
        lose_other_texts(work, text, context, "two names of a place would be two places")
    box = work.node.get("coordinates")
    if box and len(box.value) == len(_SIDES):
        found["geoLocationBox"] = {name: box.value[side] for side, name in _SIDES.items()}
    if found:
        yield found


def rights(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield the statement of rights with its licence, the credit line, and the access."""
    licence = work.plain("licence")
    known = full(rightsUri=licence, **_spdx(licence))
    texts = [
        value for text in work.texts("rights") for value in text_values("rights", text, context)
    ]
    for value in texts:
        yield value | known
    if known and not texts:
        yield {"rights": licence, **known}
    for text in work.texts("credit"):
        yield {"rights": context.text(text)}
    if work.plain("access"):
        yield {"rights": f"{work.plain('access').capitalize()} access"}


def _spdx(licence: str) -> Properties:
    """Return the SPDX identifier of a Creative Commons licence: `CC-BY-4.0` (16.b rightsIdentifier)."""
    if _CREATIVE_COMMONS not in licence:
        return {}
    parts = licence.partition(_CREATIVE_COMMONS)[2].strip("/").split("/")
    identifier = "-".join(["CC", *(part.upper() for part in parts[:2])])
    return {"rightsIdentifier": identifier, "rightsIdentifierScheme": "SPDX", "schemeUri": _SPDX}


def sizes(work: Work) -> Iterator[str]:
    """Yield extent, dimensions and duration."""
    for field in ("extent", "dimensions"):
        for text in work.texts(field):
            yield from (form for _, form in plain_text(text))
    if work.plain("duration"):
        yield work.plain("duration")


def version(work: Work) -> str:
    """Return the version, or else the edition."""
    if work.plain("version"):
        return work.plain("version")
    text = work.text("edition")
    return " = ".join(form for _, form in plain_text(text)) if text else ""


def descriptions(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield abstract, notes and contents, then in words what has no property of its own."""
    for text in work.texts("abstract"):
        yield from text_values("description", text, context, descriptionType="Abstract")
    yield from _contents(work)
    for note in work.notes:
        if note.public:
            kind = context.crosswalk.target("note", note.type)
            yield from text_values("description", note.text, context, descriptionType=kind)
    yield from _plain_fields(work, context)
    for remark in _remarks(work, context):
        yield text_value("description", sentence(remark), "en", descriptionType="Other")


def _contents(work: Work) -> Iterator[Properties]:
    """Yield the table of contents in each language that some headings have."""
    for tag, words in contents_in_words(work):
        yield text_value("description", words, tag, descriptionType="TableOfContents")


def _plain_fields(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield each field that the table or a schema sends to a description, with the name of the field before it."""
    written = {*_OWN_PLACES, *vocabulary("relations")}
    for kind, text in plain_fields(work.node, "work", written, context):
        yield from text_values("description", text, context, descriptionType=kind)


def _remarks(work: Work, context: ExportContext) -> Iterator[str]:
    if work.devised:
        yield "Title devised by cataloguer"
    if work.plain("status"):
        yield context.crosswalk.target("status", work.plain("status"))
    edition = work.text("edition")
    if edition and work.plain("version"):
        yield f"Edition: {' = '.join(form for _, form in edition)}"
    yield from dates_in_words(work)
    yield from publishers_in_words(work, context)
    yield from _numbers_in_words(work)
    yield from _variant_titles_in_words(work, context)
    box = work.node.get("coordinates")
    if box and len(box.value) != len(_SIDES):
        yield f"{label(box)}: {'; '.join(f'{side} {value}' for side, value in box.value.items())}"
    yield from _contributions_in_words(work, context)
    for number in work.identifiers:
        yield from _number_in_words(number)


def _variant_titles_in_words(work: Work, context: ExportContext) -> Iterator[str]:
    for node in work.node.all("variant_titles"):
        notes = [form for _, form in node.text("note") or ()]
        words = "; ".join(filter(None, (node.line("type"), *notes)))
        title = node.text("title")
        if words and title:
            yield f"{context.text(title)}: {words}"


def _contributions_in_words(work: Work, context: ExportContext) -> Iterator[str]:
    for each in work.contributions:
        words = ", ".join(_circumstances(each.certainty, each.corresponding, each.equal))
        printed = " = ".join(form for _, form in each.printed or ())
        name = heading(context.name(each.agent, work))
        if words:
            yield f"{name}: {words}"
        if printed:
            yield f"{name}: printed as {printed}"


def _circumstances(certainty: str, corresponding: bool, equal: bool) -> Iterator[str]:
    if certainty:
        yield certainty
    if corresponding:
        yield "corresponding author"
    if equal:
        yield "equal contribution"


def _number_in_words(number: Identifier) -> Iterator[str]:
    if number.invalid:
        yield f"{number.label} {number.number} (invalid)"
    if number.qualifier:
        yield f"{number.label} {number.number}: {number.qualifier}"


def number_in_host(work: Work) -> str:
    """Return the field with the number of a work in its host; empty if it has none."""
    return next((field for field in NUMBER_TYPES if work.plain(field)), "")


def _numbers_in_words(work: Work) -> Iterator[str]:
    """Say the place in something of which no title is known, and the second number in what has a title."""
    here = host(work)
    has_host = here is not None and here.title is not None
    for field in () if has_host else ("volume", "issue", "pages"):
        if work.plain(field):
            yield f"{field.capitalize()}: {work.plain(field)}"
    for field, kind in NUMBER_TYPES.items():
        if work.plain(field) and not (has_host and field == number_in_host(work)):
            yield f"{kind}: {work.plain(field)}"
    if work.plain("series_number") and not work.series:
        yield f"Number in the series: {work.plain('series_number')}"
