"""MODS 3.8, the description schema of the Library of Congress, for repositories, Zotero and union catalogues.

One work is one `mods`, complete in itself with its namespaces; it is the root of a document of one work, and several
stand in a `modsCollection`. The schema is https://www.loc.gov/standards/mods/v3/mods-3-8.xsd.

- The same title or name in several scripts is an element for each, tied by `altRepGroup` (01, 02 …); a title in another
  language is one of `type="translated"`. Each says its language by ISO 639-2 and BCP 47, its script by ISO 15924, and
  its transliteration where the tag names one.
- A part of a periodical or book has its publisher, place and numbers in the `relatedItem` of its host, and its date
  in both, since readers look in either.
- A date is W3CDTF, which all readers know; one that says more or less than that stands beside it in EDTF.
- Zotero takes its item type from the `genre` of authority `local`, others from `marcgt`; the word after is our own.
- Where a work is mentioned is a `relatedItem` of `type="isReferencedBy"`, with what is printed there in its notes.
- No work is an empty `modsCollection`, so that a run over many choices gives a document each time; the schema wants one
  `mods` at least, and knows no other way to say that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.xml import DECLARATION, Element, element, serialise
from exporter.model.agent import Agent, Name
from exporter.model.date import Date, Point
from exporter.model.text import Text, by_language, ordered, text_of
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import code, initial_article, script
from exporter.model.work import Citation, Relation, Work
from exporter.records.document import leaves

SUFFIX = ".xml"
MEDIA_TYPE = "application/mods+xml"

MODS = "{http://www.loc.gov/mods/v3}"
XLINK = "{http://www.w3.org/1999/xlink}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NAMES = {None: MODS[1:-1], "xlink": XLINK[1:-1], "xsi": XSI[1:-1]}
SCHEMA = "http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"

CITO = "http://purl.org/spar/cito/"
BIBFRAME = "http://id.loc.gov/ontologies/bibframe/"

SUBJECT, MAIN = "subject/name", "name[@usage=primary]"
"""Where the table puts a role: into a subject; among those of whom the first is the primary name."""

TRANSLITERATIONS = frozenset(
    {"alalc97", "hepburn", "heploc", "jyutping", "pinyin", "tongyong", "wadegile"}
)
"""Variants of the IANA Language Subtag Registry that are ways to write in Latin letters."""


def render_work(work: Work, context: ExportContext) -> str:
    """Give one work as a `mods` element with its namespaces."""
    return serialise(_Description(work, context).mods)


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the document: a single work as the root, any other number in a `modsCollection`."""
    yield DECLARATION
    if len(works) != 1:
        yield f'<modsCollection xmlns="{MODS[1:-1]}">\n'
    yield from entries
    if len(works) != 1:
        yield "</modsCollection>\n"
    if context.collect_losses:
        _lose_names(works, context)


def _lose_names(works: Sequence[Work], context: ExportContext) -> None:
    """Report the other names of those who stand in these works as subjects alone, where there is no place for them."""
    subjects: set[str] = set()
    made: set[str] = set()
    for work in works:
        made |= {agent.id for agent in work.publishers}
        subjects |= {agent.id for agent in work.about}
        for each in work.contributions:
            where = context.crosswalk.target("role", each.role)
            (subjects if where == SUBJECT else made).add(each.agent.id)
    for id in sorted(subjects - made):
        agent = context.catalogue.agents[id]
        others = {
            field: agent.data[field]
            for field in ("other_names", "short_name")
            if field in agent.data
        }
        for pointer, value in (
            leaves(others) if f"{id}/other_names" not in context.reported_ids else ()
        ):
            context.lose(agent, pointer, value, "a name as a subject has no alternative names")
        context.reported_ids.add(f"{id}/other_names")


def mods(tag: str, *children: Element | str | None, **attributes: str | None) -> Element:
    """Build an element of MODS."""
    return element(MODS + tag, *children, names=None, **attributes)


def _some(tag: str, *children: Element | None, **attributes: str | None) -> Element | None:
    """Build an element that has others inside; None where there would be none."""
    return (
        mods(tag, *children, **attributes) if any(child is not None for child in children) else None
    )


def _language(tag: str) -> dict[str, str]:
    """Give the attributes that say in what a text is written: `@lang`, `@script`, `@transliteration`, `@xml:lang`."""
    if tag == "und":
        return {}
    variants = [part for part in tag.lower().split("-") if part in TRANSLITERATIONS]
    written = {"lang": code(tag), "script": script(tag)[0], "transliteration": "-".join(variants)}
    return {**written, "xml_lang": tag}


class _Description:
    """The description of one work. `mods` is the element."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work, self.context = work, context
        self._groups = count(1)
        self._type = dict(
            re.findall("([A-Za-z]+)=([^;]+)", context.crosswalk.target("type", work.type))
        )
        self._hosted = "container_title" in work.data or "host" in self._type
        self._in_host = "container_title" in work.data and "host" in self._type
        parts = (
            *(
                self._titles(),
                self._names(),
                self._types(),
                self._origins(),
                self._languages(),
                self._form(),
            ),
            *(
                self._abstracts(),
                self._contents(),
                self._notes(),
                self._subjects(),
                self._relations(),
            ),
            *(
                self._identifiers(own=True),
                self._location(),
                self._rights(),
                self._part(),
                self._record(),
            ),
        )
        schema: dict[str, Any] = {XSI + "schemaLocation": SCHEMA}
        self.mods = element(
            MODS + "mods",
            *chain.from_iterable(parts),
            names=NAMES,  # type: ignore[arg-type]
            version="3.8",
            **schema,
        )

    def _target(self, vocabulary: str, term: str) -> str:
        return self.context.crosswalk.target(vocabulary, term)

    def _group(self, forms: Sequence[object]) -> str:
        """Give the number by which the forms of one thing are tied; none for a single form."""
        return f"{next(self._groups):02d}" if len(forms) > 1 else ""

    def _texts(self, tag: str, text: Text | None, **attributes: str) -> Iterator[Element]:
        """Give an element for each form of a text, those in one language tied."""
        for forms in by_language(text, self.context.tag(text)) if text else ():
            group = self._group(forms)
            for form_tag, form in forms:
                yield mods(tag, form, altRepGroup=group, **attributes, **_language(form_tag))

    def _titles(self) -> Iterator[Element]:
        work = self.work
        for place, forms in enumerate(by_language(work.title, self.context.tag(work.title))):
            own = forms[0][0].split("-")[0] == work.language.split("-")[0]
            kind = "" if place == 0 else "alternative" if own else "translated"
            supplied, group = "yes" if work.devised else "", self._group(forms)
            for number, (tag, form) in enumerate(forms):
                usage = "primary" if place == number == 0 else ""
                yield _title(
                    tag, form, type=kind, usage=usage, supplied=supplied, altRepGroup=group
                )
        if short := work.text("short_title"):
            yield from self._title_infos(short, type="abbreviated")

    def _title_infos(
        self, text: Text, *inside: Element | None, **attributes: str
    ) -> Iterator[Element]:
        """Give a title in all its forms, tied as one: that of a host or a series is a name."""
        forms = ordered(text, self.context.tag(text))
        group = self._group(forms)
        for place, (tag, form) in enumerate(forms):
            yield _title(
                tag, form, *(inside if place == 0 else ()), altRepGroup=group, **attributes
            )

    def _names(self) -> Iterator[Element]:
        primary = "primary"
        for each in self.work.contributions:
            where = self._target("role", each.role)
            if where != SUBJECT:
                yield from self._name(
                    "name", each.agent, each.role, primary if where == MAIN else ""
                )
                primary = "" if where == MAIN else primary

    def _name(
        self, tag: str, agent: Agent, role: str, usage: str = "", *, subject: bool = False
    ) -> Iterator[Element]:
        """Give a name in each of its scripts, tied as one; the first has all else that is known of its bearer.

        As a subject it has no alternative names, so its forms in other languages are tied to it as well.
        """
        proper, others = self._forms(agent, every=subject)
        group = self._group((proper, *others))
        kind = "personal" if agent.is_person else "corporate"
        for name in (proper, *others):
            said = {"type": kind, "altRepGroup": group, **_language(name.tag)}
            before: Iterable[Element] = ()
            known: Iterable[Element] = ()
            if name is proper:
                # the other names stand before its own, since bibutils takes the last namePart that it meets
                before = () if subject else self._alternatives(agent, (proper, *others))
                known = self._known(agent)
                said |= {"usage": usage, XLINK + "href": str(agent.data.get("url", ""))}
            yield mods(tag, *before, *_parts(name), *known, _role(role) if role else None, **said)

    def _forms(self, agent: Agent, *, every: bool) -> tuple[Name, list[Name]]:
        """Give the form of a name that fits the work, and `every` other, or those in other scripts."""
        proper = self.context.name(agent, self.work)
        own = script(proper.tag)[0]
        return proper, [
            form
            for form in agent.names.forms.values()
            if form != proper and (every or script(form.tag)[0] != own)
        ]

    def _alternatives(self, agent: Agent, forms: Sequence[Name]) -> Iterator[Element]:
        """Give the names that are none of the `forms`: in another language, pen names, a short name."""
        others = [(tag, form) for tag, form in agent.names if form not in forms]
        for other in agent.other_names:
            others += other.names
        for tag, form in others:
            yield mods("alternativeName", *_parts(form), **_language(tag))
        for tag, short in text_of(agent.data.get("short_name", {}), agent.language):
            yield mods(
                "alternativeName", mods("namePart", short), altType="short name", **_language(tag)
            )

    def _known(self, agent: Agent) -> Iterator[Element]:
        """Give what else is known of who bears a name: dates, numbers, notes."""
        data = agent.data
        born, died = (str(data.get(event, {}).get("date", "")) for event in ("born", "died"))
        if born or died:
            yield mods("namePart", f"{born}–{died}", type="date")
        yield mods("nameIdentifier", agent.id, type="local")
        for scheme, number in data.get("identifiers", {}).items():
            yield mods("nameIdentifier", number, type=self._target("scheme", scheme))
        for note in data.get("notes", ()):
            for tag, text in text_of(note, agent.language):
                yield mods("description", text, **_language(tag))

    def _types(self) -> Iterator[Element]:
        if kind := self._type.get("typeOfResource"):
            yield mods("typeOfResource", kind)
        for authority in ("local", "marcgt"):
            if genre := self._type.get(authority):
                yield mods("genre", genre, authority=authority)
        yield mods("genre", vocabulary("types")[self.work.type]["label"], **_language("en"))
        yield from self._texts("genre", self.work.text("genre"))

    def _origins(self) -> Iterator[Element | None]:
        work = self.work
        own = () if self._in_host else self._publication()
        edition = mods("edition", work.plain("edition")) if "edition" in work.data else None
        issued = self._dates("dateIssued", work.issued, "issued")
        issuance = mods("issuance", self._type["issuance"]) if "issuance" in self._type else None
        said = (*own, *issued, edition)
        if any(each is not None for each in said):
            yield mods("originInfo", *said, issuance, eventType="publication")
        place, created = work.text("location"), work.date("created")
        dates = self._dates("dateCreated", created, "created", key="" if work.issued else "yes")
        yield _some("originInfo", self._place(place), *dates, eventType="production")

    def _publication(self) -> tuple[Element | None, ...]:
        """Give the place and those who published it: together, or else the first of those who are disputed."""
        work, name = self.work, self.context.name
        publishers = [(str(name(agent, work)), name(agent, work).tag) for agent in work.publishers]
        publishers += [
            (self.context.text(each.value), self.context.tag(each.value))
            for each in work.disputed[:1]
        ]
        agents = chain.from_iterable(
            self._name("agent", agent, "publisher") for agent in work.publishers
        )
        named = (mods("publisher", text, **_language(tag)) for text, tag in publishers)
        return (self._place(work.text("place")), *named, *agents)

    def _place(self, place: Text | None) -> Element | None:
        forms = ordered(place, self.context.tag(place)) if place else ()
        terms = (mods("placeTerm", form, type="text", **_language(tag)) for tag, form in forms)
        return _some("place", *terms)

    def _dates(self, tag: str, date: Date | None, field: str, key: str = "yes") -> list[Element]:
        """Give a date in W3CDTF, with its ends and its doubts, and in EDTF what that does not say (dateDefinition)."""
        if date is None:
            return []
        inferred = "inferred" if field in self.work.data.get("inferred", {}) else ""
        marks = {date.approximate: "approximate", date.uncertain: "questionable"}
        qualifier = marks.get(True, "") if date.approximate != date.uncertain else inferred
        points: list[tuple[Point | None, str]] = [(date.start, "start" if date.interval else "")]
        points += [(date.end, "end")] if date.interval else []
        if date.members:
            points = []
        made = [
            mods(tag, point.w3c(), encoding="w3cdtf", point=end, qualifier=qualifier)
            for point, end in points
            if point and point.w3c()
        ]
        if not date.exact or not made:
            made.append(mods(tag, str(date), encoding="edtf", qualifier=qualifier))
        if key:
            made[0].set("keyDate", key)
        return made

    def _languages(self) -> Iterator[Element | None]:
        yield _languages(self.work.language, usage="primary")

    def _form(self) -> Iterator[Element | None]:
        if "url" in self.work.data or "form" in self._type:
            yield mods(
                "physicalDescription", mods("form", "online resource", authority="rdacarrier")
            )

    def _abstracts(self) -> Iterator[Element]:
        yield from self._texts("abstract", self.work.text("abstract"))
        yield from self._texts("abstract", self.work.text("caption"), displayLabel="Caption")

    def _contents(self) -> Iterator[Element]:
        """Give the headings of the sections, divided as in a contents note, in each language that some have."""
        headings = self.work.headings
        tags = dict.fromkeys(
            tag for text in headings for tag, _ in ordered(text, self.context.tag(text))
        )
        for tag in tags:
            contents = " -- ".join(text.forms[tag] for text in headings if tag in text.forms)
            yield mods("tableOfContents", contents, **_language(tag))

    def _notes(self) -> Iterator[Element]:
        work = self.work
        if status := work.plain("status"):
            yield mods("note", self._target("status", status), type="publication status")
        for statement in work.disputed[1:]:
            name = self.context.text(statement.value)
            yield mods("note", f"Publisher also printed as: {name}", type="publisher")
            for pointer in statement.pointers:
                self.context.weaken(
                    work,
                    pointer,
                    name,
                    "originInfo has another publisher; this one stands in notes",
                )
        if credit := work.plain("credit"):
            yield mods(
                "note", credit, type="creation/production credits", displayLabel="Credit line"
            )
        if "accessed" in work.data and "url" not in work.data:
            yield mods("note", str(work.date("accessed")), type="date", displayLabel="Accessed")
        for id in work.data.get("distinct_from", ()):
            other = self.context.catalogue.works.get(id) or self.context.catalogue.agents[id]
            name = (
                self.context.text(other.title)
                if isinstance(other, Work)
                else str(self.context.name(other, work))
            )
            yield mods(
                "note", f"{name} ({id})", type="distinct from", displayLabel="Not the same as"
            )
        for note in work.texts("notes"):
            yield from self._texts("note", note)

    def _subjects(self) -> Iterator[Element]:
        for agent in self.work.about:
            yield from self._subject_name(agent, "")
        for each in self.work.contributions:
            if self._target("role", each.role) == SUBJECT:
                yield from self._subject_name(each.agent, each.role)
        for text, tag in (
            *((keyword, "topic") for keyword in self.work.texts("keywords")),
            (self.work.text("location"), "geographic"),
        ):
            for forms in by_language(text, self.context.tag(text)) if text else ():
                group = self._group(forms)
                for form_tag, form in forms:
                    yield mods("subject", mods(tag, form), altRepGroup=group, **_language(form_tag))

    def _subject_name(self, agent: Agent, role: str) -> Iterator[Element]:
        """Give a name as a subject; here it is the subject that is tied."""
        for made in self._name("name", agent, role, subject=True):
            yield mods("subject", made, altRepGroup=str(made.attrib.pop("altRepGroup", "")))

    def _relations(self) -> Iterator[Element | None]:
        work = self.work
        if self._hosted:
            yield self._host()
        yield self._series()
        if work.translation_of:
            yield self._version(work.translation_of, "translation of", BIBFRAME + "translationOf")
        for version in work.language_editions:
            other = (
                self.context.catalogue.works[version.work].translation_of if version.work else None
            )
            known = other is not None and other.work == work.id
            kind = (
                ("translation", BIBFRAME + "translation")
                if known
                else ("edition in another language", "")
            )
            yield self._version(version, *kind)
        for id in work.data.get("illustrations", ()):
            yield mods(
                "relatedItem", *self._named(id), type="constituent", otherType="illustration"
            )
        for citation in work.citations:
            yield self._citation(citation)
        for found in work.data.get("found", ()):
            yield self._mention(found)

    def _host(self) -> Element | None:
        title, genre = self.work.text("container_title"), self._type.get("host", "")
        date = self._dates("dateIssued", self.work.issued, "issued", key="")
        origin = (*self._publication(), *date) if self._in_host else ()
        return _some(
            "relatedItem",
            *(self._title_infos(title) if title else ()),
            mods("genre", genre, authority="marcgt") if title and genre else None,
            _some("originInfo", *origin, eventType="publication"),
            *self._numbers(),
            *self._identifiers(own=False),
            type="host",
        )

    def _part(self) -> Iterator[Element | None]:
        """Give the numbers of a work that stands in nothing."""
        yield from () if self._hosted else self._numbers()

    def _numbers(self) -> Iterator[Element | None]:
        """Give volume, issue and pages (part)."""
        details = (
            mods("detail", mods("number", self.work.plain(field)), type=field)
            for field in ("volume", "issue")
            if field in self.work.data
        )
        yield _some("part", *details, _pages(self.work.plain("pages")))

    def _series(self) -> Element | None:
        title, number = self.work.text("series"), self.work.plain("series_number")
        part = mods("partNumber", number) if number else None
        if title:
            return mods("relatedItem", *self._title_infos(title, part), type="series")
        return mods("relatedItem", mods("titleInfo", part), type="series") if number else None

    def _named(self, id: str) -> Iterator[Element]:
        """Give another work of the catalogue by its title, the first who made it, and its id."""
        other = self.context.catalogue.works[id]
        tag = self.context.tag(other.title)
        yield _title(tag, other.title[tag], supplied="yes" if other.devised else "")
        makers = (each for each in other.contributions if self._target("role", each.role) == MAIN)
        for each in list(makers)[:1]:
            name = self.context.name(each.agent, other)
            yield mods("name", *_parts(name), _role(each.role), **_language(name.tag))
        yield mods("recordInfo", mods("recordIdentifier", id))

    def _version(self, version: Relation, kind: str, uri: str) -> Element:
        issued = version.issued
        dates = (
            mods("dateIssued", str(date), encoding="w3cdtf" if date.exact else "edtf")
            for date in ([issued] if issued else ())
        )
        return mods(
            "relatedItem",
            *(self._title_infos(version.title) if version.title else ()),
            *(self._named(version.work) if version.work else ()),
            _some("originInfo", *dates),
            _languages(version.language) if version.language else None,
            type="otherVersion",
            otherType=kind,
            otherTypeURI=uri,
        )

    def _citation(self, citation: Citation) -> Element:
        """Give a citation: its sense as the type of the relation, the claims as notes, and by what it was reached."""
        notes = [mods("note", citation.at, type="place in the citing work")] if citation.at else []
        for kind, text in (
            *(("claim", claim) for claim in citation.claims),
            ("comment", citation.note),
        ):
            notes += self._texts("note", text, type=kind)
        through = (
            mods("relatedItem", *self._named(citation.through), otherType="reached through")
            if citation.through
            else None
        )
        uri = CITO + vocabulary("intents")[citation.intent]["property"]
        kinds = {"type": "references", "otherType": citation.intent, "otherTypeURI": uri}
        return mods("relatedItem", *self._named(citation.source), *notes, through, **kinds)

    def _mention(self, found: Mapping[str, object]) -> Element:
        """Give a mention of the work: where it stands, and each thing that is printed there as a note of its kind."""
        notes: list[Element] = []
        for field, value in found.items():
            if field == "sic":
                notes += (mods("note", str(word), type="sic") for word in value)  # type: ignore[attr-defined]
            elif field not in {"in", "at"}:
                text = text_of(value, self.work.language)  # type: ignore[arg-type]
                notes += self._texts("note", text, type=field.replace("_", " "))
        place = mods("part", mods("text", str(found["at"]))) if "at" in found else None
        return mods(
            "relatedItem", *self._named(str(found["in"])), place, *notes, type="isReferencedBy"
        )

    def _identifiers(self, *, own: bool) -> Iterator[Element]:
        """Give the numbers of the work itself, or of its host: the periodical's ISSN, the ISBN of a part's book."""
        for scheme, number in self.work.identifiers.items():
            of_periodical = scheme == "issn" and self.work.type != "periodical"
            if own != (
                self._hosted and (of_periodical or (scheme == "isbn" and "host" in self._type))
            ):
                yield mods("identifier", number, type=self._target("scheme", scheme))

    def _location(self) -> Iterator[Element]:
        if url := self.work.plain("url"):
            accessed = self.work.date("accessed")
            yield mods(
                "location", mods("url", url, usage="primary", dateLastAccessed=str(accessed or ""))
            )

    def _rights(self) -> Iterator[Element]:
        yield from self._texts(
            "accessCondition", self.work.text("rights"), type="use and reproduction"
        )

    def _record(self) -> Iterator[Element]:
        reasons = (
            mods("recordInfoNote", f"{field}: {form}", type="inferred", **_language(tag))
            for field, reason in self.work.data.get("inferred", {}).items()
            for tag, form in text_of(reason, self.work.language)
        )
        identifier = mods("recordIdentifier", self.work.id)
        standard = mods("descriptionStandard", "rda", authority="marcdescription")
        yield mods("recordInfo", identifier, standard, *reasons)


def _title(tag: str, form: str, *inside: Element | None, **attributes: str) -> Element:
    """Give a title, with the article apart by which it is not filed (nonSort)."""
    article = "" if attributes.get("supplied") else initial_article(form, tag)
    before = mods("nonSort", article, xml_space="preserve") if article else None
    return mods(
        "titleInfo",
        before,
        mods("title", form.removeprefix(article)),
        *inside,
        **attributes,
        **_language(tag),
    )


def _parts(name: Name) -> Iterator[Element]:
    """Give the parts of a name: a particle that stays belongs to the family name, one that is dropped to the given."""
    if name.literal:
        yield mods("namePart", name.literal)
        return
    family = " ".join(filter(None, (name.non_dropping_particle, name.family)))
    given = " ".join(filter(None, (name.given, name.dropping_particle)))
    for kind, part in (("family", family), ("given", given), ("termsOfAddress", name.suffix)):
        if part:
            yield mods("namePart", part, type=kind)


def _role(role: str) -> Element:
    short = vocabulary("roles")[role]["code"] if role != "publisher" else "pbl"
    terms = (
        mods("roleTerm", term, type=kind, authority="marcrelator")
        for term, kind in ((role, "text"), (short, "code"))
    )
    return mods("role", *terms)


def _languages(tag: str, **attributes: str) -> Element | None:
    """Give a language: by ISO 639-2, by BCP 47 where that says more, and its script where the tag names one."""
    if tag == "und":
        return None
    short, (written, said) = code(tag), script(tag)
    more = "-" in tag or not short
    return mods(
        "language",
        mods("languageTerm", short, type="code", authority="iso639-2b") if short else None,
        mods("languageTerm", tag, type="code", authority="rfc5646") if more else None,
        mods("scriptTerm", written, type="code", authority="iso15924") if said else None,
        **attributes,
    )


def _pages(pages: str) -> Element | None:
    """Give first and last page, or the text as it is (part/extent)."""
    first, _, last = pages.replace("–", "-").partition("-")
    if not pages:
        return None
    if last and "-" not in last and "," not in pages:
        return mods("extent", mods("start", first.strip()), mods("end", last.strip()), unit="pages")
    return mods("extent", mods("list", pages), unit="pages")
