"""The tags `meta` by which Zotero, Google Scholar and readers of Dublin Core take a work from its page.

Zotero's translators Embedded Metadata and RDF know three sorts of tags. Those of Highwire Press count
for more than any other, but say little: a name without a comma is split at its last space, and the
title of a journal makes an article of a journal of everything. Those of Zotero's own vocabulary,
`z.` and `bib.`, say all that an item has. Dublin Core fills what is then still empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from exporter.export.broadcast import heard
from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.reference import PAGE_RANGE, main_date
from exporter.export.titles import full_title
from exporter.model.markup import strip
from exporter.model.work import Work
from exporter.tables import read_table

_INDEXED = frozenset(
    {"journalArticle", "conferencePaper", "bookSection", "book", "thesis", "report", "preprint"}
)
"""The types of items that Google Scholar indexes, whose creators are authors and editors."""
_PRIMARY = {
    "artwork": "artist",
    "audioRecording": "performer",
    "bill": "sponsor",
    "computerProgram": "programmer",
    "film": "director",
    "interview": "interviewee",
    "map": "cartographer",
    "patent": "inventor",
    "podcast": "podcaster",
    "presentation": "presenter",
    "radioBroadcast": "director",
    "tvBroadcast": "director",
}
"""What Zotero calls the author of a type of item, if not so (schema version 41, creatorTypes)."""
_BOOKS = frozenset({"book", "bookSection", "conferencePaper", "encyclopediaArticle"})
_TRANSLATED = _BOOKS | {"journalArticle", "magazineArticle", "newspaperArticle", "manuscript"}
_SCREENED = frozenset({"film", "tvBroadcast", "radioBroadcast", "podcast"})
_CREATORS: Mapping[str, tuple[str, frozenset[str]]] = {
    "collection-editor": ("seriesEditor", _BOOKS | {"report", "map"}),
    "composer": ("composer", frozenset({"audioRecording"})),
    "container-author": ("bookAuthor", frozenset({"bookSection"})),
    "director": ("director", _SCREENED),
    "editor": ("editor", _BOOKS | {"journalArticle", "preprint", "document"}),
    "guest": ("guest", frozenset({"tvBroadcast", "radioBroadcast", "podcast"})),
    "host": ("podcaster", frozenset({"podcast"})),
    "interviewer": ("interviewer", frozenset({"interview"})),
    "performer": ("castMember", _SCREENED - {"podcast"}),
    "producer": ("producer", _SCREENED - {"podcast"}),
    "recipient": ("recipient", frozenset({"letter", "email"})),
    "reviewed-author": ("reviewedAuthor", frozenset({"journalArticle", "magazineArticle"})),
    "script-writer": ("scriptwriter", _SCREENED - {"podcast"}),
    "translator": ("translator", _TRANSLATED),
}
"""The name variables of CSL: what Zotero calls them, and in which types of items it has them."""
_CREATOR_TAGS = {
    "author": "bib.authors",
    "castMember": "video.actor",
    "contributor": "bib.contributors",
    "editor": "bib.editors",
    "producer": "so.producer",
    "scriptwriter": "video.writer",
}
"""The tags of creators in Zotero's translator RDF; any other type has `z.` before its plural."""
_CONTAINERS = {
    "journalArticle": ("container-title", "citation_journal_title"),
    "bookSection": ("container-title", "citation_inbook_title"),
    "conferencePaper": ("event-title", "citation_conference_title"),
}
"""The container of a type, and its tag, which would make another type of all others."""
_PUBLISHERS = {
    "report": "citation_technical_report_institution",
    "thesis": "citation_dissertation_institution",
}


class _Creator(NamedTuple):
    """Somebody who made a work: what Zotero calls that, and the parts of the name."""

    type: str
    family: str
    given: str

    @property
    def name(self) -> str:
        return ", ".join(filter(None, (self.family, self.given)))


def page_tags(work: Work, item: Mapping[str, Any], context: ExportContext) -> Iterator[str]:
    """Yield the tags of the page of a work.

    `item` is the work as an item of CSL, `context` is for the format html.
    """
    item_type = zotero_type(work, item, context)
    yield _tag("z.itemType", item_type)
    title = full_title(work)
    tag = context.tag(title)
    yield _tag("citation_title", strip(title[tag]))
    for each, form in sorted(title, key=lambda pair: pair[0] != tag):
        yield _tag("DC.title", strip(form), each)
    yield from _creator_tags(item, item_type)
    yield from _date_tags(work)
    yield from _publication_tags(item, item_type)
    yield from _other_tags(work, item, context)


def zotero_type(work: Work, item: Mapping[str, Any], context: ExportContext) -> str:
    """Return the type of an item of Zotero; a broadcast may have been heard only."""
    found = context.crosswalk.target("zotero", work.type)
    if found == "tvBroadcast" and heard(work):
        return "podcast" if "podcast" in item.get("genre", "").casefold() else "radioBroadcast"
    return found


def _creator_tags(item: Mapping[str, Any], item_type: str) -> Iterator[str]:
    creators = list(_creators(item, item_type))
    authors = [each for each in creators if each.type == _PRIMARY.get(item_type, "author")]
    yield from (_tag("DC.creator", each.name) for each in authors)
    if item_type in _INDEXED and not _misread(creators):
        for each in creators:
            yield _tag(f"citation_{each.type}", each.name)
        return
    for each in creators:
        tag = _CREATOR_TAGS.get(each.type, f"z.{each.type}s")
        # a comma at the end keeps Zotero from splitting a name that has one part
        yield _tag(tag, each.name if each.family and each.given else f"{each.name},")


def _creators(item: Mapping[str, Any], item_type: str) -> Iterator[_Creator]:
    for variable, value in item.items():
        is_names = isinstance(value, list) and value and isinstance(value[0], dict)
        if not is_names:
            continue
        creator_type = _creator_type(variable, item_type)
        if not creator_type:
            continue
        for name in value:
            particles = (name.get(f"{each}-particle", "") for each in ("dropping", "non-dropping"))
            family = " ".join(filter(None, (*particles, name.get("family", ""))))
            given = " ".join(filter(None, (name.get("given", ""), name.get("suffix", ""))))
            yield _Creator(creator_type, name.get("literal") or family, given)


def _creator_type(variable: str, item_type: str) -> str:
    """Return what Zotero calls somebody in a name variable; empty for the editor of a host."""
    if variable == "author":
        return _PRIMARY.get(item_type, "author")
    name, types = _CREATORS.get(variable, ("contributor", frozenset()))
    if item_type in types:
        return name
    return "" if variable in {"container-author", "collection-editor"} else "contributor"


def _misread(creators: Sequence[_Creator]) -> bool:
    """Return whether Zotero would get creators wrong from the tags of Highwire Press.

    It knows authors and editors, splits a name without a comma at its last space, and takes one
    author with two words before and after the comma for two authors.
    """
    if any(each.type not in {"author", "editor"} for each in creators):
        return True
    if any(not (each.family and each.given) for each in creators):
        return True
    for creator_type in ("author", "editor"):
        found = [each for each in creators if each.type == creator_type]
        if len(found) == 1 and " " in found[0].family and " " in found[0].given:
            return True
    return False


def _date_tags(work: Work) -> Iterator[str]:
    date, _ = main_date(work)
    if date is None:
        return
    known = date.start.w3c() if date.start and not date.members else ""
    if known:
        yield _tag("citation_publication_date", known.replace("-", "/"))  # as Google asks for it
        yield _tag("citation_date", known)
        yield _tag("DC.date", known)
    else:
        yield _tag("z.date", in_words(date))


def _publication_tags(item: Mapping[str, Any], item_type: str) -> Iterator[str]:
    variable, tag = _CONTAINERS.get(item_type, ("", ""))
    container = item.get(variable) or (item.get("container-title") if variable else None)
    if container:
        yield _tag(tag, strip(container))
    if "publisher" in item:
        yield _tag(_PUBLISHERS.get(item_type, "citation_publisher"), strip(item["publisher"]))
        yield _tag("DC.publisher", strip(item["publisher"]))
    for name in ("volume", "issue"):
        if name in item:
            yield _tag(f"citation_{name}", str(item[name]))
    pages = str(item.get("page", ""))
    span = PAGE_RANGE.fullmatch(pages)
    if span:
        yield _tag("citation_firstpage", span[1])
        yield _tag("citation_lastpage", span[2])
    elif pages:
        yield _tag("citation_firstpage", pages)
    if item_type == "report" and "number" in item:
        yield _tag("citation_technical_report_number", str(item["number"]))
    for row in _rows():
        fits = row["types"] == "*" or item_type in row["types"].split()
        if fits and row["variable"] in item:
            yield _tag(row["tag"], strip(str(item[row["variable"]])))


@lru_cache(maxsize=1)
def _rows() -> Sequence[Mapping[str, str]]:
    """Return the fields of Zotero by the variables of CSL and types of items.

    Source: zotero-schema, version 41, `csl`; Zotero's translators RDF and Embedded Metadata.
    """
    return read_table(Path(__file__).with_name("zotero.tsv"))


def _other_tags(work: Work, item: Mapping[str, Any], context: ExportContext) -> Iterator[str]:
    for scheme in ("DOI", "ISBN", "ISSN"):
        for number in str(item.get(scheme, "")).split():
            yield _tag(f"citation_{scheme.lower()}", number)
            yield _tag("DC.identifier", number)
    if "URL" in item:
        yield _tag("citation_public_url", item["URL"])
        yield _tag("DC.identifier", item["URL"])
    if work.language != "und":
        yield _tag("citation_language", work.language)
        yield _tag("DC.language", work.language)
    for text in work.texts("keywords"):
        yield _tag("citation_keywords", strip(context.text(text)))
        yield _tag("DC.subject", strip(context.text(text)))
    for field, name in (("abstract", "DCTERMS.abstract"), ("rights", "DC.rights")):
        found = work.text(field)
        if found:
            yield _tag(name, strip(context.text(found)), context.tag(found))


def _tag(name: str, content: str, language: str = "und") -> str:
    lang = "" if language == "und" else f' lang="{escape(language)}"'
    return f'<meta name="{name}"{lang} content="{escape(content)}">\n'
