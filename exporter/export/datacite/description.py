"""What DataCite says of a work in words: titles, types, subjects, places, rights, descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export import notes as in_words
from exporter.export.context import ExportContext
from exporter.export.datacite.agent import addresses, heading, publishers_in_words, word
from exporter.export.datacite.date import as_range
from exporter.export.datacite.value import Properties, forms, full, lose_forms, said
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.schemes import label
from exporter.model.work import Relation, Work


def titles(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give the title that is printed without a type, and every other form with its own.

    Another script of the work's language is an alternative title, another language a translated one; the title proper
    has no type, wherever it stands. Source: DataCite Metadata Schema 4.6, 3.a titleType.
    """
    printed, own = context.tag(work.title), _language(work.language)
    for tag, form in sorted(work.title, key=lambda each: each[0] != printed):
        proper = tag in {printed, work.title.preferred_tag()}
        kind = "" if proper else "AlternativeTitle" if _language(tag) == own else "TranslatedTitle"
        yield said("title", form, tag, titleType=kind)
    for tag, form in forms(work, "short_title"):
        yield said("title", form, tag, titleType="AlternativeTitle")


def _language(tag: str) -> str:
    return tag.lower().split("-")[0]


def types(work: Work, context: ExportContext) -> Properties:
    """Give DataCite's own type, and ours in words, with the genre if there is one: `Report, annual report`."""
    words = vocabulary("types")[work.type]["label"]
    if genre := work.text("genre"):
        words = f"{words}, {context.text(genre)}"
        lose_forms(work, ("genre",), genre, context, "the type of a resource is in one language")
    return {"resourceType": words, "resourceTypeGeneral": general(work, context)}


def general(work: Work, context: ExportContext) -> str:
    """Give DataCite's type of a work: `JournalArticle`."""
    return context.crosswalk.target("type", work.type).partition(" in ")[0]


def subjects(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give the keywords, and those whom the work is about or shows, by name and address."""
    for tag, form in forms(work, "keywords"):
        yield said("subject", form, tag)
    depicted = (each.agent for each in work.contributions if word(each.role, context) == "Subject")
    for agent in (*work.about, *depicted):
        name = context.name(agent, work)
        scheme, address, around = next(addresses(agent), ("", "", ""))
        known = full(subjectScheme=label(scheme), schemeUri=around, valueUri=address)
        yield said("subject", heading(name), name.tag, **known)


def places(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give the place that a picture shows."""
    if text := work.text("location"):
        yield {"geoLocationPlace": context.text(text)}
        lose_forms(work, ("location",), text, context, "two names of a place would be two places")


def rights(work: Work) -> Iterator[Properties]:
    """Give the statement of rights and the credit line, as printed."""
    for field in ("rights", "credit"):
        yield from (said("rights", form, tag) for tag, form in forms(work, field))


def descriptions(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give abstract, caption, notes and headings, then in words what has no property of its own."""
    for field, kind in (("abstract", "Abstract"), ("caption", "Other"), ("notes", "Other")):
        yield from (
            said("description", form, tag, descriptionType=kind) for tag, form in forms(work, field)
        )
    headings = work.headings
    tags = {context.tag(text) for text in headings}
    if headings:
        contents = " -- ".join(context.text(text) for text in headings)
        tag = tags.pop() if len(tags) == 1 else "und"
        yield said("description", contents, tag, descriptionType="TableOfContents")
    for place, text in enumerate(headings):
        lose_forms(
            work, ("contents", place), text, context, "a table of contents is in one language"
        )
    for remark in _remarks(work, context):
        yield said("description", in_words.sentence(remark), "en", descriptionType="Other")


def _remarks(work: Work, context: ExportContext) -> Iterator[str]:
    if work.devised:
        yield "Title devised by cataloguer"
    if status := work.plain("status"):
        yield f"{context.crosswalk.target('status', status)}"
    for _, form in forms(work, "place"):
        yield f"Place of publication: {form}"
    for words, date in (("Date of publication", work.issued), ("Date taken", work.date("created"))):
        if date and not as_range(date):
            yield f"{words}: {date} (EDTF)"
    yield from publishers_in_words(work, context)
    yield from _numbers_in_words(work)
    if work.translation_of:
        yield from _version_in_words("Original", work.translation_of)
    for version in work.language_editions:
        yield from _version_in_words("Edition in another language", version)


def _numbers_in_words(work: Work) -> Iterator[str]:
    """Give the place in something of which no title is known."""
    for field in ("volume", "issue", "pages"):
        if field in work.data and "container_title" not in work.data:
            yield f"{field.capitalize()}: {work.data[field]}"
    if "series_number" in work.data and "series" not in work.data:
        yield f"Number in the series: {work.data['series_number']}"


def _version_in_words(words: str, version: Relation) -> Iterator[str]:
    """Give the language and the date of another version, which a related item has no place for."""
    if known := ", ".join(filter(None, (version.language, str(version.issued or "")))):
        yield f"{words}: {known}"
