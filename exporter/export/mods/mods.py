"""MODS 3.8, the description schema of the Library of Congress, for repositories, Zotero and union catalogues.

One work is one `mods`, complete in itself with its namespaces; it is the root of a document of one
work, and several stand in a `modsCollection`. The schema is
https://www.loc.gov/standards/mods/v3/mods-3-8.xsd.

- The same title or name in several scripts is an element for each, tied by `altRepGroup` (01, 02
  …); a title in another language is one of `type="translated"`. Each says its language by ISO 639-2
  and BCP 47, its script by ISO 15924, and its transliteration where the tag names one.
- A part of a periodical or book has its publisher, place and numbers in the `relatedItem` of its
  host, and its date in both, since readers look in either. Any other part, such as a photograph of
  a collection, was published by itself.
- A date is W3CDTF, which all readers know; one that says more or less than that stands beside it in
  EDTF, and in words (`displayDate`) if W3CDTF cannot say it at all.
- Zotero takes its item type from the `genre` of authority `local`, others from `marcgt`; the word
  after is our own, if it is another one.
- Where a work is mentioned is a `relatedItem` of `type="isReferencedBy"`, with what is printed
  there in its notes.
- A field without an element is a `note` with its name as `displayLabel`.
- No work is an empty `modsCollection`, so that a run over many choices gives a document each time;
  the schema wants one `mods` at least, and knows no other way to say that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from exporter.export.broadcast import perceived
from exporter.export.carriers import carriers
from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.field_words import field_texts, label, path_label, type_words
from exporter.export.mods.elements import (
    HREF,
    MODS,
    ModsDraft,
    language,
    language_element,
    language_of_cataloguing,
    mods,
    some,
)
from exporter.export.mods.holdings import put_holdings
from exporter.export.mods.names import ModsNames
from exporter.export.mods.origin import DATES, Origin
from exporter.export.mods.related import Related
from exporter.export.mods.subjects import SUBJECT, put_subjects
from exporter.export.mods.titles import put_titles
from exporter.export.reference import contents_in_words, host, own_contributions, own_identifiers
from exporter.export.unshown import report_genre_records, report_unshown
from exporter.export.xml import DECLARATION, Element, element, serialise
from exporter.model.agent import Agent
from exporter.model.identifiers import address_of
from exporter.model.node import Node
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Work
from exporter.records.document import leaves
from exporter.records.revisions import authors_of, sources_of

SUFFIX = ".xml"
MEDIA_TYPE = "application/mods+xml"

_ROOT = {
    "xmlns": MODS,
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "version": "3.8",
    "xsi:schemaLocation": f"{MODS} http://www.loc.gov/standards/mods/v3/mods-3-8.xsd",
}
"""The attributes of the outermost element."""

MAIN = "name[@usage=primary]"
"""Where the table puts a role of which the first is the primary name."""
_OWN_PLACES = frozenset(
    {
        *("id", "kind", "type", "language", "other_languages", "title", "subtitle", "part_number"),
        *("part_name", "devised_title", "short_title", "abbreviated_title", "key_title"),
        *("uniform_title", "parallel_title", "variant_titles", "nonfiling", "contributors"),
        *("publisher", "place", "country", "place_records", "imprints", "edition", "frequency"),
        *("series", "series_number", "container_title", "volume", "issue", "pages", "status"),
        *("genre", "genre_terms", "url", "accessed", "identifiers", "about", "subjects"),
        *("keywords", "classification", "location", "geographic_area", "temporal_coverage"),
        *("scale", "projection", "coordinates", "contents", "notes", "citations", "found"),
        *("inferred", "distinct_from", "holdings", "rights", "licence", "rights_holder"),
        *("volume_title", "issue_title", "pagination", "cataloguing_language", "former_ids"),
    }
    | {field for field, _, _ in DATES}
)
"""The fields that have code of their own; every other field stands where the table leads."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as a `mods` element with its namespaces."""
    return serialise(_ModsDescription(work, context).mods())


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the document: a single work as the root, any other number in a `modsCollection`."""
    yield DECLARATION
    if len(works) != 1:
        yield f'<modsCollection xmlns="{MODS}">\n'
    yield from entries
    if len(works) != 1:
        yield "</modsCollection>\n"
    if context.collect_losses:
        _lose_other_names(works, context)


def _lose_other_names(works: Sequence[Work], context: ExportContext) -> None:
    """Report the other names of those who stand in these works as subjects alone, where they have no place."""
    subjects: dict[str, Agent] = {}
    made: set[str] = set()
    for work in works:
        made |= {agent.id for agent in work.publishers}
        subjects |= {agent.id: agent for agent in work.about}
        for each in work.contributions:
            if context.crosswalk.target("role", each.roles[0]) == SUBJECT:
                subjects[each.agent.id] = each.agent
            else:
                made.add(each.agent.id)
    for id in sorted(subjects.keys() - made - {""}):
        agent = subjects[id]
        place = f"{id}/other_names"
        if place in context.reported_ids:
            continue
        context.reported_ids.add(place)
        for field in ("other_names", "short_name"):
            for inner, value in leaves(agent.data.get(field, [])):
                reason = "a name as a subject has no alternative names"
                context.lose(agent, (field, *inner), value, reason)


class _ModsDescription:
    """One work on its way into elements."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work, self.context = work, context
        self.draft = ModsDraft(context)
        self.names = ModsNames(work, self.draft)
        self.origin = Origin(work, self.draft, self.names)
        self.related = Related(work, self.draft, self.names, self.origin)
        pairs = re.findall("([A-Za-z]+)=([^;]+)", self.target("type", work.type))
        self.type = dict(pairs)
        sense = perceived(work)
        if sense:
            self.type["typeOfResource"] = self.target(sense, work.type)
        self.host = host(work)
        self.hosted = self.host is not None or "host" in self.type

    def target(self, vocabulary_name: str, term: str) -> str:
        """Return the word of the table for a term."""
        return self.context.crosswalk.target(vocabulary_name, term)

    def mods(self) -> Element:
        """Return the description."""
        report_unshown(self.work, self.context)
        report_genre_records(self.work, self.context)
        numbers = self._numbers()
        put_titles(self.work, self.draft)
        self._put_names()
        self._put_types()
        in_host = self.host is not None and self.host.work is None and "host" in self.type
        self.origin.put(self.type.get("issuance", ""), self.host if in_host else None)
        self._put_languages()
        self._put_plain_fields()
        self._put_form()
        self._put_contents()
        self._put_notes()
        put_subjects(self.work, self.draft, self.names)
        self.related.put(self.type.get("host", ""), numbers, hosted=self.hosted)
        if not self.hosted:
            self.draft.put(*numbers)
        own = own_identifiers(self.work)
        self.draft.put(*(self.related.identifier(each) for each in own))
        self._put_addresses()
        put_holdings(self.work, self.draft, self.names)
        self._put_rights()
        self._put_record_info()
        return element("mods", *self.draft.elements(), **_ROOT)

    def _put_names(self) -> None:
        primary = "primary"
        for each in own_contributions(self.work):
            places = {self.target("role", role) for role in each.roles}
            if places == {SUBJECT}:
                continue
            is_main = MAIN in places
            self.draft.put(*self.names.of_contribution(each, primary if is_main else ""))
            if is_main:
                primary = ""

    def _put_types(self) -> None:
        collection = "yes" if self.work.type == "collection" else ""
        manuscript = "yes" if self.work.type in {"manuscript", "personal_communication"} else ""
        kind = self.type.get("typeOfResource")
        if kind:
            self.draft.put(
                mods("typeOfResource", kind, collection=collection, manuscript=manuscript)
            )
        own = type_words(self.work)
        for authority in ("local", "marcgt"):
            if authority in self.type:
                self.draft.put(mods("genre", self.type[authority], authority=authority))
                own = "" if self.type[authority].lower() == own.lower() else own
        if own:
            self.draft.put(mods("genre", own, **language("en")))
        for text in self.work.texts("genre"):
            self.draft.put(*self.draft.texts("genre", text))
        for node in self.work.node.all("genre_terms"):
            self._put_genre_term(node)

    def _put_genre_term(self, node: Node) -> None:
        word = node.get("term") or node.get("record")
        attributes = {"authority": node.line("scheme"), "valueURI": node.line("uri")}
        for text in field_texts(word, self.context) if word else ():
            self.draft.put(*self.draft.texts("genre", text, **attributes))

    def _put_languages(self) -> None:
        for place, tag in enumerate(self.work.languages):
            usage = "primary" if place == 0 else ""
            self.draft.put(language_element(tag, usage=usage))
        group = self.work.node.get("other_languages")
        for part in group.value if group else ():
            inner = self.work.node.get("other_languages", part)
            for tag in inner.lines() if inner else ():
                shown = label(inner) if inner else ""
                self.draft.put(language_element(tag, objectPart=shown.lower()))

    def _put_plain_fields(self) -> None:
        relations = vocabulary("relations")
        for name in self.work.data:
            if name in _OWN_PLACES or name in relations:
                continue
            row = self.context.crosswalk.field("work", (name,), self.work.node.field)
            node = self.work.node.get(name)
            if node is None or row.match == "none":
                continue
            for text in field_texts(node, self.context):
                self.draft.put_at(row.target, label(node), text)

    def _put_form(self) -> None:
        """Say that a work is online where that is inferred: an address alone does not tell it."""
        online = any(each.term == "online resource" for each in carriers(self.work))
        if online and "carrier_type" not in self.work.data:
            form = mods("form", "online resource", authority="rdacarrier")
            self.draft.shared("physicalDescription").append(form)

    def _put_contents(self) -> None:
        """Add the table of contents, in each language that some headings have."""
        for tag, words in contents_in_words(self.work):
            self.draft.put(mods("tableOfContents", words, **language(tag)))

    def _put_notes(self) -> None:
        work = self.work
        if status := work.plain("status"):
            words = self.target("status", status)
            self.draft.put(mods("note", words, type="publication status"))
        self._put_disputed_publishers()
        if "accessed" in work.data and "url" not in work.data:
            date = work.date("accessed")
            words = in_words(date) if date else ""
            self.draft.put(mods("note", words, type="date", displayLabel="Accessed"))
        node = work.node.get("distinct_from")
        for text in field_texts(node, self.context) if node else ():
            shown = {"type": "distinct from", "displayLabel": "Not the same as"}
            self.draft.put(*self.draft.texts("note", text, **shown))
        for note in work.notes:
            if note.public:
                self.draft.put_at(self.target("note", note.type), "", note.text)
        if "former_ids" in work.data:
            for id in work.node.lines("former_ids"):
                self.draft.put(mods("identifier", id, type="local", invalid="yes"))

    def _put_disputed_publishers(self) -> None:
        if len(self.work.disputed) < 2:
            return
        for statement in self.work.disputed:
            name = self.context.text(statement.value)
            self.draft.put(mods("note", f"Publisher printed as: {name}", type="publisher"))
            for pointer in statement.pointers:
                reason = "sources disagree: a note has it, not originInfo"
                self.context.weaken(self.work, pointer, name, reason)

    def _numbers(self) -> list[Element]:
        """Return volume, issue and pages (part)."""
        parts: list[Element] = []
        for field, heading in (("volume", "volume_title"), ("issue", "issue_title")):
            number, words = self.work.plain(field), self.work.text(heading)
            inner = [mods("number", number)] if number else []
            inner += [mods("title", form) for _, form in words or ()]
            if inner:
                parts.append(mods("detail", *inner, type=field))
        unit = self.work.plain("pagination") or "page"
        pages = _pages(self.work.plain("pages"), f"{unit}s")
        if pages is not None:
            parts.append(pages)
        elif self.work.plain("pagination"):
            parts.append(mods("text", f"Counted in {unit}s"))
        made = some("part", *parts)
        return [] if made is None else [made]

    def _put_addresses(self) -> None:
        accessed = str(self.work.date("accessed") or "")
        for place, node in enumerate(self.work.node.all("url")):
            usage = "primary" if place == 0 else ""
            attributes = {"usage": usage, "dateLastAccessed": accessed if place == 0 else ""}
            if isinstance(node.value, dict):
                words = [form for _, form in node.text("label") or ()]
                attributes["displayLabel"] = " = ".join(words)
                notes = [node.line(field) for field in ("relation", "format", "access")]
                attributes["note"] = "; ".join(filter(None, notes))
            self.draft.put(mods("location", mods("url", address_of(node), **attributes)))

    def _put_rights(self) -> None:
        tag, use = "accessCondition", "use and reproduction"
        licence = self.work.plain("licence")
        texts = self.work.texts("rights")
        for text in texts:
            for made in self.draft.texts(tag, text, type=use):
                if licence:
                    made.set(HREF, licence)
                self.draft.put(made)
        if licence and not texts:
            href = {HREF: licence}
            self.draft.put(mods(tag, licence, type=use, **href))
        for agent in self.work.agents_at(self.work.node.all("rights_holder")):
            shown = {"type": use, "displayLabel": "Rights holder"}
            self.draft.put(self.names.plain(tag, agent, **shown))

    def _put_record_info(self) -> None:
        """Say who made the record, by which rules, in which language, and for which reasons."""
        settings = self.context.catalogue.settings
        info = self.draft.shared("recordInfo")
        if settings.institution:
            info.append(mods("recordContentSource", settings.institution))
        if settings.organization_code:
            code, authority = settings.organization_code, "marcorg"
            info.append(mods("recordContentSource", code, authority=authority))
        self._put_history(info)
        source = settings.base_uri
        info.append(mods("recordIdentifier", self.work.id, source=source))
        info.append(language_of_cataloguing(self.work.node.languages.catalogue))
        rules = settings.rules or "rda"
        info.append(mods("descriptionStandard", rules, authority="descriptionconventions"))
        node = self.work.node.get("inferred")
        for field in node.value if node else ():
            for text in self.work.node.texts("inferred", field):
                for tag, form in text:
                    words = f"{path_label(self.work.node.field, field)}: {form}"
                    info.append(mods("recordInfoNote", words, type="inferred", **language(tag)))

    def _put_history(self, info: Element) -> None:
        """Say when the record was made and last changed, by whom and from which sources."""
        history = self.context.history.get(self.work.id, ())
        if not history:
            return
        encoding = {"encoding": "w3cdtf"}
        info.append(mods("recordCreationDate", history[-1].day, **encoding))
        if len(history) > 1:
            info.append(mods("recordChangeDate", history[0].day, **encoding))
        words = f"Catalogued by {', '.join(authors_of(history))}"
        sources = "; ".join(sources_of(history))
        origin = f"{words}. Source: {sources}" if sources else words
        info.append(mods("recordOrigin", origin, **language("en")))


def _pages(pages: str, unit: str) -> Element | None:
    """Return first and last page, or the text as it is (part/extent)."""
    first, _, last = pages.replace("–", "-").partition("-")
    if not pages:
        return None
    if last and "-" not in last and "," not in pages:
        return mods("extent", mods("start", first.strip()), mods("end", last.strip()), unit=unit)
    return mods("extent", mods("list", pages), unit=unit)
