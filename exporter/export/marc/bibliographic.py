"""The bibliographic record of a work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.broadcast import seen
from exporter.export.context import ExportContext
from exporter.export.marc import heading
from exporter.export.marc.coded import bibliographic_008, in_words, is_plain, leader
from exporter.export.marc.fields import Fields, in_languages
from exporter.export.marc.iso2709 import Field, Record, subfields
from exporter.export.marc.numbers import put_number
from exporter.export.marc.source_notes import known, mention, others
from exporter.model.agent import Agent
from exporter.model.date import Date
from exporter.model.text import Text, by_language, ordered, text_of
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import code, initial_article
from exporter.model.work import Citation, Relation, Work

CITO = "http://purl.org/spar/cito/"

CONTENT = {
    "cod": "computer dataset",
    "cop": "computer program",
    "cri": "cartographic image",
    "ntm": "notated music",
    "prm": "performed music",
    "spw": "spoken word",
    "sti": "still image",
    "tdi": "two-dimensional moving image",
    "txt": "text",
    "zzz": "unspecified",
}
"""The terms of RDA content types by their codes (RDA 6.9.1.3; Term and Code List for RDA Content Types)."""

ONLINE = ("a", "computer", "b", "c"), ("a", "online resource", "b", "cr")
UNSPECIFIED = ("a", "unspecified", "b", "z"), ("a", "unspecified", "b", "zu")
"""Media and carrier type: their terms and codes (RDA 3.2.1.3, 3.3.1.3). A record does not say whether it was paper."""


def bibliographic(work: Work, context: ExportContext) -> Record:
    """Give the bibliographic record of a work; its 001 is the id."""
    made = _Bibliographic(work, context)
    return Record(made.leader, (Field("001", work.id), Field("008", made.coded), *made.fields))


class _Bibliographic:
    """A bibliographic record as it is made. `fields` are its data fields.

    `_type` is what the table says of the work's type: `LDR/06-07=aa 008/24-27=o### 336=txt 773=nnas`.
    """

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work, self.context = work, context
        self._fields = Fields(context)
        coded = context.crosswalk.target("seen" if seen(work) else "type", work.type)
        self._type = dict(part.split("=") for part in coded.split())
        self._is_part = self._type["LDR/06-07"][1] == "a"
        self._hosted = self._is_part or "container_title" in work.data
        self._online = "url" in work.data or self._type.get("338") == "cr"
        self._numbers()
        self._languages()
        self._titles()
        self._imprint()
        self._form()
        self._series()
        self._notes()
        self._evidence()
        self._subjects()
        self._names()
        self._related()
        self._access()
        reasons = {
            name: text_of(reason, work.language)
            for name, reason in work.data.get("inferred", {}).items()
        }
        self.fields = self._fields.finished(reasons)

    @property
    def leader(self) -> str:
        """The leader; its encoding level (17) tells what was not seen, and what is not yet published."""
        forthcoming = (
            self.context.crosswalk.target("status", self.work.plain("status"))
            if self._status
            else ""
        )
        return leader(
            self._type["LDR/06-07"], forthcoming[-1:] or ("2" if "found" in self.work.data else "u")
        )

    @property
    def coded(self) -> str:
        """Field 008."""
        work = self.work
        positions = {
            int(key[4:6]): value.replace("#", " ")
            for key, value in self._type.items()
            if key[:4] == "008/"
        }
        date = work.issued or work.date("created")
        return bibliographic_008(
            self._type["LDR/06-07"], date, code(work.language), positions, online=self._online
        )

    @property
    def _status(self) -> str:
        return self.work.plain("status")

    def _numbers(self) -> None:
        for scheme, number in self.work.identifiers.items():
            if not self._is_of_host(scheme):
                put_number(
                    self._fields, self.context.crosswalk.target("scheme", scheme), scheme, number
                )
        self._fields.put("040", "  ", "b", "eng", "e", "rda")
        issued, created = self.work.issued, self.work.date("created")
        if issued and not issued.exact:
            self._fields.put("046", "  ", "c", str(issued), "2", "edtf", about=("issued",))
        if created:
            self._fields.put("046", "  ", "k", str(created), "2", "edtf", about=("created",))

    def _is_of_host(self, scheme: str) -> bool:
        """Tell whether a number is that of the periodical or the book in which a work appeared: 773 $x, $z."""
        return (scheme == "issn" and self.work.type != "periodical") or (
            scheme == "isbn" and self._is_part
        )

    def _languages(self) -> None:
        """Give 041 where 008 does not say it all: of a translation, and of tags that say more than MARC's codes."""
        work, original = self.work, self.work.translation_of
        source = original.language if original else ""
        indicator, own = "1" if original else " ", "" if work.language == "und" else work.language
        about = ("language", "translation_of.language")
        if source:
            self._fields.put("041", f"{indicator} ", "a", code(own), "h", code(source), about=about)
        if not is_plain(work.language) or (source and not is_plain(source)):
            self._fields.put(
                "041", f"{indicator}7", "a", own, "h", source, "2", "rfc5646", about=about
            )

    def _titles(self) -> None:
        work = self.work
        field = "devised_title" if work.devised else "title"
        entered = "1" if any(self._digit(each.role) == "1" for each in work.contributions) else "0"
        for place, forms in enumerate(by_language(work.title, self.context.tag(work.title))):
            article = initial_article(forms[0][1], forms[0][0])
            skipped = len(article) + (1 if article and work.devised else 0)
            versions = [(tag, subfields("a", self._bracketed(form))) for tag, form in forms]
            tag, indicators = ("246", "31") if place else ("245", f"{entered}{skipped}")
            self._fields.put_versions(tag, indicators, versions, in_languages([field], versions))
        short = work.text("short_title")
        for forms in by_language(short, self.context.tag(short)) if short else ():
            versions = [(tag, subfields("i", "Short title:", "a", form)) for tag, form in forms]
            self._fields.put_versions(
                "246", "1 ", versions, in_languages(["short_title"], versions)
            )

    def _forms(self, text: Text) -> list[tuple[str, str]]:
        return ordered(text, self.context.tag(text))

    def _bracketed(self, form: str) -> str:
        return f"[{form}]" if self.work.devised else form

    def _imprint(self) -> None:
        work, fields = self.work, self._fields
        fields.put("250", "  ", "a", work.plain("edition"), about=("edition",))
        if self._status:
            fields.put(
                "263",
                "  ",
                "a",
                _projected(work.issued) if work.issued else "",
                about=("issued", "status"),
            )
        publishers = [str(self.context.name(agent, work)) for agent in work.publishers]
        publishers += [self.context.text(each.value) for each in work.disputed[:1]]
        named = [part for publisher in publishers for part in ("b", publisher)]
        date = in_words(work.issued) if work.issued else ""
        place = work.text("place")
        forms = self._forms(place) if place else [("", "")]
        versions = [(tag, subfields("a", form, *named, "c", date)) for tag, form in forms]
        fields.put_versions("264", " 1", versions, ("place", "publisher", "issued"))
        if created := work.date("created"):
            fields.put("264", " 0", "c", in_words(created), about=("created",))

    def _form(self) -> None:
        """Give the content, media and carrier types; RDA calls unspecified what nobody tells (RDA 6.9, 3.2, 3.3)."""
        put, content = self._fields.put, self._type.get("336", "zzz")
        if not self._hosted:
            pages = self.work.plain("pages")
            put("300", "  ", "a", f"pages {pages}" if pages else "", about=("pages",))
        put("336", "  ", "a", CONTENT[content], "b", content, "2", "rdacontent", about=("type",))
        media, carrier = ONLINE if self._online else UNSPECIFIED
        put("337", "  ", *media, "2", "rdamedia")
        put("338", "  ", *carrier, "2", "rdacarrier")

    def _series(self) -> None:
        work = self.work
        series, number = work.text("series"), work.plain("series_number")
        if series:
            self._fields.put_name(
                "490", "0 ", series, lambda form: subfields("a", form, "v", number), ("series",)
            )
        elif number:
            self._note(f"Number in the series: {number}", "series_number")

    def _note(self, text: str, *about: str) -> None:
        self._fields.put("500", "  ", "a", text, about=about)

    def _notes(self) -> None:
        work, put_text = self.work, self._fields.put_text
        if work.devised:
            self._note("Title devised by cataloguer.", "devised_title")
        if self._status:
            self._note("Forthcoming.", "status")
        self._disputed()
        for name in ("volume", "issue") if not self._hosted else ():
            number = work.plain(name)
            self._note(f"{name.capitalize()}: {number}" if number else "", name)
        credit = work.plain("credit")
        self._note(f"Credit line: {credit}" if credit else "", "credit")
        for other in others(work.data.get("distinct_from", ()), self.context):
            self._note(f"Not the same as: {other}", "distinct_from")
        for place, note in enumerate(work.texts("notes"), 1):
            put_text("500", "  ", "a", note, about=(f"notes.{place}",))
        self._contents()
        self._event()
        put_text("520", "3 ", "a", work.text("abstract"), about=("abstract",))
        put_text("520", "  ", "a", work.text("caption"), about=("caption",))
        put_text("540", "  ", "a", work.text("rights"), about=("rights",))

    def _disputed(self) -> None:
        """Say the publishers that other sources print: a second 264 would be a later publisher, a second $b another."""
        for statement in self.work.disputed[1:]:
            name = self.context.text(statement.value)
            self._note(f"Publisher also printed as: {name}", "publisher")
            for pointer in statement.pointers:
                self.context.weaken(
                    self.work, pointer, name, "264 has another publisher; this one stands in notes"
                )

    def _event(self) -> None:
        """Say where a photo was taken, and when (518)."""
        created, location = self.work.date("created"), self.work.text("location")
        taken = ("o", "Photographed", "d", in_words(created) if created else "")
        if location:
            self._fields.put_name(
                "518", "  ", location, lambda form: subfields(*taken, "p", form), ("location",)
            )

    def _contents(self) -> None:
        """Give the headings of the sections (505), one $t each, in each language in which there are some."""
        headings = self.work.headings
        tags = dict.fromkeys(tag for text in headings for tag, _ in self._forms(text))
        for tag in tags:
            forms = [part for text in headings for part in ("t", text.forms.get(tag, ""))]
            self._fields.put("505", "00", *forms, about=("contents",))

    def _evidence(self) -> None:
        for place, found in enumerate(self.work.data.get("found", ()), 1):
            printed = ": ".join(filter(None, mention(found, self.work.language, self.context)))
            self._fields.put("588", "0 ", "a", printed, about=(f"found.{place}",))

    def _subjects(self) -> None:
        work, put_text = self.work, self._fields.put_text
        for agent in work.about:
            self._head("6", agent, ("about",))
        for place, each in enumerate(work.contributions, 1):
            if self._digit(each.role) == "6":
                self._head("6", each.agent, (f"contributors.{place}",), *_relation(each.role))
        for place, keyword in enumerate(work.texts("keywords"), 1):
            put_text("653", "  ", "a", keyword, about=(f"keywords.{place}",))
        self._fields.put("655", " 4", "a", vocabulary("types")[work.type]["label"], about=("type",))
        put_text("655", " 4", "a", work.text("genre"), about=("genre",))

    def _names(self) -> None:
        """Give all who made the work: the first who has a creator's role as main entry, the others in their order."""
        entered = False
        for place, each in enumerate(self.work.contributions, 1):
            digit = self._digit(each.role)
            if digit != "6":
                main, entered = digit == "1" and not entered, entered or digit == "1"
                self._head(
                    "1" if main else "7",
                    each.agent,
                    (f"contributors.{place}",),
                    *_relation(each.role),
                )
        for agent in self.work.publishers:
            self._head("7", agent, ("publisher",), "e", "publisher", "4", "pbl")

    def _digit(self, role: str) -> str:
        """Give the block in which a role is entered: 1 main entry, 6 subject, 7 added entry."""
        return self.context.crosswalk.target("role", role)[0]

    def _head(self, digit: str, agent: Agent, about: Sequence[str], *relation: str) -> None:
        first, versions = heading.access_point(agent, self.context, *relation, "0", agent.id)
        self._fields.put_versions(
            f"{digit}{heading.block(agent)}",
            first + ("4" if digit == "6" else " "),
            versions,
            about,
        )

    def _related(self) -> None:
        work, fields = self.work, self._fields
        if work.translation_of:
            self._version("765", work.translation_of, "translation_of")
        self._host()
        for place, version in enumerate(work.language_editions, 1):
            other = (
                self.context.catalogue.works[version.work].translation_of if version.work else None
            )
            tag = "767" if other and other.work == work.id else "775"
            self._version(tag, version, f"language_editions.{place}")
        for id in work.data.get("illustrations", ()):
            fields.put(
                "787",
                "0 ",
                "i",
                "Illustrations:",
                *self._named(id),
                "w",
                id,
                about=("illustrations",),
            )
        for place, citation in enumerate(work.citations, 1):
            fields.put("787", "0 ", *self._citation(citation), about=(f"citations.{place}",))

    def _named(self, id: str) -> tuple[str, str, str, str]:
        """Give a work of the catalogue as a linking entry names it: main entry and title."""
        other = self.context.catalogue.works[id]
        creators = (each.agent for each in other.contributions if self._digit(each.role) == "1")
        main = next((heading.in_text(agent, self.context) for agent in creators), "")
        return ("a", main, "t", known(other, self.context))

    def _version(self, tag: str, version: Relation, about: str) -> None:
        """Add an original or an edition: 765, 767, 775. Of 775 alone $e is the language, so the others say it in $n."""
        coded = code(version.language) if tag == "775" else ""
        said = version.language if tag != "775" or not is_plain(version.language) else ""
        date = str(version.issued or "")
        if tag == "765" and not (date or version.work or version.title):
            return  # 041 $h says all that is known of the original
        _, main, _, title = self._named(version.work) if version.work else ("",) * 4
        forms = self._forms(version.title) if version.title else [("", title)]
        after = ("d", date, "n", f"Language: {said}" if said else "", "w", version.work, "e", coded)
        versions = [(form_tag, subfields("a", main, "t", form, *after)) for form_tag, form in forms]
        self._fields.put_versions(tag, "0 ", versions, (about,))

    def _host(self) -> None:
        """Give what the work appeared in, with its place there: 773 $t, $g `Vol. 12, no. 3 (2021-08-28), p. 12-15`."""
        work = self.work
        title = work.text("container_title")
        numbers = {
            scheme: number
            for scheme, number in work.identifiers.items()
            if self._is_of_host(scheme)
        }
        place = self._place_in_host() if self._hosted else ""
        if not (title or place or numbers):
            return
        after = (
            "g",
            place,
            "x",
            numbers.get("issn", ""),
            "z",
            numbers.get("isbn", "").replace("-", "").replace(" ", ""),
        )
        control = self._type.get("773", "")
        forms = self._forms(title) if title else [("", "")]
        versions = [(tag, subfields("7", control, "t", form, *after)) for tag, form in forms]
        about = (
            "container_title",
            "volume",
            "issue",
            "pages",
            *(f"identifiers.{scheme}" for scheme in numbers),
        )
        self._fields.put_versions("773", "0 ", versions, about)

    def _place_in_host(self) -> str:
        work = self.work
        volume, issue, pages = (work.plain(field) for field in ("volume", "issue", "pages"))
        numbering = ", ".join(
            filter(None, (f"Vol. {volume}" if volume else "", f"no. {issue}" if issue else ""))
        )
        date = (
            f"({work.issued})" if work.issued and work.issued.exact and (numbering or pages) else ""
        )
        return ", ".join(
            filter(
                None, (" ".join(filter(None, (numbering, date))), f"p. {pages}" if pages else "")
            )
        )

    def _citation(self, citation: Citation) -> Iterator[str]:
        """Give a citation (787): in what sense ($i, $4), of what, for which claims and where in this work ($n)."""
        yield from ("i", f"{citation.intent.capitalize()}:")
        yield from self._named(citation.source)
        if citation.at:
            yield from ("n", f"At: {citation.at}")
        for label, text in (
            *(("Claim", claim) for claim in citation.claims),
            ("Note", citation.note),
        ):
            for _, form in self._forms(text) if text else ():
                yield from ("n", f"{label}: {form}")
        if citation.through:
            yield from ("n", f"Reached through: {others([citation.through], self.context)[0]}")
        yield from ("w", citation.source)
        yield from ("4", CITO + vocabulary("intents")[citation.intent]["property"])

    def _access(self) -> None:
        accessed, url = self.work.date("accessed"), self.work.plain("url")
        viewed = f"Viewed on {accessed}" if accessed else ""
        if url:
            self._fields.put("856", "40", "u", url, "z", viewed, about=("url", "accessed"))
        else:
            self._fields.put("588", "0 ", "a", viewed, about=("accessed",))


def _relation(role: str) -> tuple[str, ...]:
    return ("e", role, "4", vocabulary("roles")[role]["code"])


def _projected(date: Date) -> str:
    """Give a projected date of publication as 263 wants it, yyyymm, with hyphens for what is not known."""
    point = date.start
    year = f"{point.year:04d}" if point and point.calendar else "----"
    month = f"{point.month:02d}" if point and point.month and not point.season else "--"
    return "" if f"{year}{month}" == "------" else f"{year}{month}"
