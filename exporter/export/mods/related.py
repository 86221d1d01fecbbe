"""Other works in MODS (relatedItem): hosts, series, versions, what a work cites, where it is mentioned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from exporter.export.context import ExportContext, fitting_name
from exporter.export.field_words import field_texts
from exporter.export.mods.elements import (
    ModsDraft,
    language,
    language_element,
    mods,
    noted_fields,
    some,
)
from exporter.export.mods.names import ModsNames, name_parts, role_element
from exporter.export.mods.origin import Origin, date_elements
from exporter.export.mods.titles import title, title_forms
from exporter.export.reference import Host, host, host_relation, own_contributions, own_series
from exporter.export.relation_words import CITO, shown_relations
from exporter.export.titles import full_title
from exporter.export.xml import Element, Repeated
from exporter.model.identifiers import Identifier, identifiers_of
from exporter.model.node import Node
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Citation, Contribution, Relation, Series, Work

BIBFRAME = "http://id.loc.gov/ontologies/bibframe/"
_URIS = {"translation_of": "translationOf", "translations": "translation"}
_WRITTEN = frozenset(
    {"work", "title", "contributors", "language", "publisher", "place", "issued", "edition"}
    | {"series", "series_number", "volume", "extent", "genre", "identifiers", "url", "public"}
)
"""The fields of a relation that have an element; the others are notes."""
_WRITTEN_OF_SERIES = frozenset({"title", "work", "number", "issn", "contributors", "part"})


class Related:
    """The other works in the description of one work."""

    def __init__(self, work: Work, draft: ModsDraft, names: ModsNames, origin: Origin) -> None:
        self.work = work
        self.draft = draft
        self.names = names
        self.origin = origin
        self.context: ExportContext = draft.context
        self.host = host(work)

    def put(self, host_genre: str, numbers: list[Element], *, hosted: bool) -> None:
        """Add all related works; the numbers of a part stand in its host (`hosted`)."""
        if hosted:
            self.draft.put(self._host(host_genre, numbers))
        for series in own_series(self.work):
            self.draft.put(self._series(series))
        if not self.work.series and self.work.plain("series_number"):
            self.draft.put(self._series(Series(None, self.work.plain("series_number"))))
        for relation in shown_relations(self.work):
            if relation.type != "part_of" or relation is not host_relation(self.work):
                self.draft.put(self._relation(relation))
        for citation in self.work.citations:
            self.draft.put(self._citation(citation))
        for mention in self.work.node.all("found"):
            self.draft.put(self._mention(mention))

    def _host(self, genre: str, numbers: list[Element]) -> Element | None:
        """Return what the work appeared in, with its place there (MODS 3.8, relatedItem type="host")."""
        here = self.host
        if here is None:
            return some("relatedItem", *numbers, type="host")
        found: list[Element | None] = []
        if here.title:
            found += title_forms(here.title, self.draft)
        for each in self._contributions_to_host(here):
            found += self.names.of_contribution(each)
        if here.title and genre:
            found.append(mods("genre", genre, authority="marcgt"))
        origin = self.origin.of_host(here, with_part=bool(genre))
        found.append(some("originInfo", *origin, eventType="publication"))
        if not here.work:
            found += [self._series(series) for series in here.series]
            found += [_extent(f"{here.volumes} volumes")] if here.volumes else []
        found += numbers
        found += [self.identifier(each) for each in here.identifiers]
        relation = host_relation(self.work)
        if relation and relation.node and relation.is_group:
            stated = self._stated if here.work else self._stated_besides
            found += stated(relation.node)
            if not here.work and genre and self.work.issued not in (None, here.issued):
                # the date of the part stands in originInfo
                others = frozenset(relation.node.value) - {"issued"}
                found += noted_fields(relation.node, others, self.context)
        if here.work:
            found.append(mods("recordInfo", mods("recordIdentifier", here.work.id)))
        return some("relatedItem", *found, type="host")

    def _contributions_to_host(self, here: Host) -> Sequence[Contribution]:
        """Return those whom the record of a part names as makers of its host."""
        if here.node:
            return here.contributions
        own = own_contributions(self.work)
        return [each for each in self.work.contributions if each not in own]

    def _series(self, series: Series) -> Element | None:
        part = mods("partNumber", series.number) if series.number else None
        found: list[Element | None] = []
        text = series.title or (full_title(series.work) if series.work else None)
        if text:
            found += title_forms(text, self.draft, part)
        elif part is not None:
            found.append(mods("titleInfo", part))
        for each in series.contributions:
            found += self.names.of_contribution(each)
        for tag, form in series.part or ():
            found.append(mods("note", form, type="part", **language(tag)))
        if series.node and isinstance(series.node.value, dict):
            found += noted_fields(series.node, _WRITTEN_OF_SERIES, self.context)
        if series.issn:
            found.append(mods("identifier", series.issn, type="issn"))
        if series.work:
            found.append(mods("recordInfo", mods("recordIdentifier", series.work.id)))
        return some("relatedItem", *found, type="series")

    def _relation(self, relation: Relation) -> Element | None:
        row = self.context.crosswalk.target("work", relation.type)
        sort = row.partition("@type=")[2].rstrip("]") if "@type=" in row else ""
        name = vocabulary("relations")[relation.type]["label"]
        uri = _URIS.get(relation.type, "")
        found: list[Element | None] = []
        node = relation.node if relation.is_group else None
        if relation.title:
            found += title_forms(relation.title, self.draft)
        if relation.target:
            found += self.named(relation.target)
        if node:
            found += self._stated(node)
        attributes = {"type": sort, "otherType": name if relation.type != sort else ""}
        attributes["otherTypeURI"] = BIBFRAME + uri if uri else ""
        return some("relatedItem", *found, **attributes)

    def _stated(self, node: Node) -> list[Element | None]:
        """Return what a relation states of the other work."""
        found: list[Element | None] = []
        for each in self.work.contributions_at(node):
            found += self.names.of_contribution(each)
        found.append(some("originInfo", *self._origin_of(node)))
        found += self._stated_besides(node)
        for text in node.texts("series"):
            number = node.line("series_number")
            part = mods("partNumber", number) if number else None
            found.append(mods("relatedItem", *title_forms(text, self.draft, part), type="series"))
        found += [self.identifier(each) for each in identifiers_of(node.get("identifiers"))]
        return found

    def _stated_besides(self, node: Node) -> list[Element | None]:
        """Return what a relation states besides the fields that make up a Host."""
        found: list[Element | None] = []
        for text in node.texts("genre"):
            found += self.draft.texts("genre", text)
        found += [language_element(tag) for tag in node.lines("language")]
        for text in node.texts("extent"):
            found += [_extent(form, tag) for tag, form in text]
        found += noted_fields(node, _WRITTEN, self.context)
        if node.line("url"):
            found.append(mods("location", mods("url", node.line("url"))))
        if node.line("volume"):
            detail = mods("detail", mods("number", node.line("volume")), type="volume")
            found.append(mods("part", detail))
        return found

    def _origin_of(self, node: Node) -> list[Element]:
        found: list[Element] = []
        for text in node.texts("place"):
            place = self.origin.place(text)
            if place is not None:
                found.append(place)
        for agent in self.work.agents_at(node.all("publisher")):
            found.append(self.names.plain("publisher", agent))
        date = node.date("issued")
        if date:
            found += date_elements("dateIssued", date)
        for tag, form in node.text("edition") or ():
            found.append(mods("edition", form, **language(tag)))
        return found

    def identifier(self, each: Identifier) -> Element:
        """Return a number with its type; one that is wrong on the piece is invalid."""
        sort = self.context.crosswalk.target("scheme", each.scheme)
        shown = each.label if sort == "local" else ""
        shown = ": ".join(filter(None, (shown, each.qualifier)))
        invalid = "yes" if each.invalid else ""
        return mods("identifier", each.number, type=sort, displayLabel=shown, invalid=invalid)

    def named(self, other: Work) -> Sequence[Element]:
        """Return another work of the catalogue by its title, the first who made it, and its id."""
        return _named(other, tuple(self.context.languages))

    def _citation(self, citation: Citation) -> Element:
        """Return a citation: its sense as the type of the relation, the claims as notes, and how it was reached."""
        works = self.context.catalogue.works
        notes = [mods("note", citation.at, type="place in the citing work")] if citation.at else []
        for claim in citation.claims:
            notes += self.draft.texts("note", claim, type="claim")
        if citation.note:
            notes += self.draft.texts("note", citation.note, type="comment")
        through = None
        if citation.through:
            reached = self.named(works[citation.through])
            through = mods("relatedItem", *reached, otherType="reached through")
        uri = CITO + vocabulary("intents")[citation.intent]["property"]
        attributes = {"type": "references", "otherType": citation.intent, "otherTypeURI": uri}
        cited = self.named(works[citation.source])
        return mods("relatedItem", *cited, *notes, through, **attributes)

    def _mention(self, node: Node) -> Element:
        """Return a mention of the work: where it stands, and each thing that is printed there as a note."""
        notes: list[Element] = []
        for field in node.value:
            inner = node.get(field)
            if inner is None or field in {"in", "at"}:
                continue
            sort = field.replace("_", " ")
            for text in field_texts(inner, self.context):
                notes += self.draft.texts("note", text, type=sort)
        place = mods("part", mods("text", node.line("at"))) if node.line("at") else None
        source = self.named(self.context.catalogue.works[node.line("in")])
        return mods("relatedItem", *source, place, *notes, type="isReferencedBy")


@lru_cache(500)
def _named(other: Work, languages: tuple[str, ...]) -> Sequence[Repeated]:
    """Return what names a work for a reader of some languages.

    It is cached, because a journal is named in thousands of works.
    """
    text = full_title(other)
    tag = text.preferred_tag(languages)
    found = [title(tag, text[tag], supplied="yes" if other.devised else "")]
    for each in other.contributions[:1]:
        name = fitting_name(each.agent, other, languages)
        parts = [*name_parts(name), *map(role_element, each.roles)]
        found.append(mods("name", *parts, **language(name.tag)))
    found.append(mods("recordInfo", mods("recordIdentifier", other.id)))
    return [Repeated(each) for each in found]


def _extent(words: str, tag: str = "und") -> Element:
    return mods("physicalDescription", mods("extent", words, **language(tag)))
