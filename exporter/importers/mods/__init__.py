"""MODS, alone, in a collection, or inside METS and OAI-PMH. Source: MODS 3.8, user guidelines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from exporter.export.tei.dates import CALENDARS
from exporter.importers.builder import MEDIA_TYPE, EntryBuilder
from exporter.importers.countries import country_of, no_country
from exporter.importers.entry import Entry, Imported
from exporter.importers.mods.elements import TABLE, tag_of_element, without_mark
from exporter.importers.mods.names import NameReader
from exporter.importers.mods.related import as_related
from exporter.importers.mods.subjects import SubjectReader
from exporter.importers.readings import of_vocabulary
from exporter.importers.registry import ImportContext
from exporter.importers.repository_types import repository_type
from exporter.importers.text import clean, edtf, is_web_address, line, page_range
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import read_xml
from exporter.model.vocabularies import types_by_label, vocabulary
from exporter.records.one_or_more import add_one, one_or_more

_BOUND = ("'", "’", "ʼ", "-", "[", "(")
"""What an article that is not sorted ends with if no blank follows it: `L'`, `al-`, and a bracket."""
_VARIANTS = frozenset({"alternative", "abbreviated", "translated"})
_COUNTED = ("column", "folio", "line", "verse", "section", "paragraph")
"""What can be counted in place of pages, as `pagination` says it."""
_OF_RDA = ("rdacontent", "rdamedia", "rdacarrier")


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a document."""
    yield from read_xml(content, context, {"mods"}, _entry)


def _entry(node: SourceNode, context: ImportContext) -> Entry:
    return ModsReader(node, context).read()


_DIMENSIONS = re.compile(
    r"[0-9][0-9.,/]*(?:(?: ?[cm]m\.?)? ?[x×–-] ?[0-9][0-9.,/]*)* ?(?:[cm]m|in|inches)\b\.?"
)


class ModsReader:
    """Reads one record, or what a related item says of another work."""

    def __init__(self, node: SourceNode, context: ImportContext) -> None:
        self.node, self.context = node, context
        key = node.peek("recordInfo", "recordIdentifier") or node.peek("@ID")
        self.builder = EntryBuilder(context.schemas, node.line, line(key))
        self.names = NameReader(self.builder)
        self.subjects = SubjectReader(self.builder, self.names)
        self.first_tags: dict[str, str] = {}
        """By field, the language of its first form."""
        self.title_group = ("", "")
        """The altRepGroup of the title, and the language of its first form."""

    def read(self) -> Entry:
        """Return the entry."""
        self.type = self._type()
        resources = [each.text.strip() for each in self.node.all("typeOfResource")]
        heard = any(each.startswith("sound recording") for each in resources)
        self.builder.kind(self.type, heard=heard, read=set(resources) == {"text"})
        handlers: dict[str, Handler] = {
            "titleInfo": self._title,
            "name": self.names.name,
            "typeOfResource": self._type_of_resource,
            "physicalDescription/extent": self._extent,
            "genre": self._genre,
            "originInfo/place": self._places,
            "originInfo/publisher": self._publisher,
            "originInfo/agent": self.names.origin_agent,
            "originInfo/edition": self._edition,
            "originInfo/dateIssued": partial(self._date, "issued"),
            "originInfo/dateCreated": partial(self._date, "created"),
            "language": self._language,
            "note": self._note,
            "subject": self.subjects.subject,
            "classification": self._classification,
            "identifier": self._identifier,
            "location/url": self._address,
            "physicalDescription/form": self._form,
            "physicalDescription/internetMediaType": self._media_type,
            "relatedItem": self._related,
            "tableOfContents": self._contents,
            "part": self._part,
            "abstract": self._abstract,
            "accessCondition": self._rights,
            "recordInfo/recordIdentifier": self._record_identifier,
        }
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _type(self) -> str:
        genres = [each for each in self.node.all("genre") if _type_of_genre(each)]
        self.has_local_type = any(each.peek("@authority") == "local" for each in genres)
        genres.sort(key=lambda each: each.peek("@authority") != "local")  # Zotero is most exact
        by_genre = _type_of_genre(genres[0]) if genres else ""
        resources = [line(each.text).lower() for each in self.node.all("typeOfResource")]
        by_type = next((found for each in resources if (found := TABLE.word("type", each))), "")
        hosts = [each for each in self.node.all("relatedItem") if each.peek("@type") == "host"]
        if by_genre:
            return by_genre
        if hosts and by_type in {"", "book"} and any(each.first("titleInfo") for each in hosts):
            has_issn = any("issn" in each.peek("identifier", "@type") for each in hosts)
            return "article-journal" if has_issn else "chapter"
        issuance = self.node.peek("originInfo", "issuance")
        if issuance in {"serial", "continuing"} and by_type in {"", "book"}:
            return "periodical"
        return by_type or "document"

    def _title(self, node: SourceNode) -> None:
        """Read the title, or one that is a variant or the same in another script (MODS 3.8, titleInfo)."""
        data = self.builder.data
        unfiled, title = node.take("nonSort"), node.take("title")
        gap = "" if unfiled.rstrip().endswith(_BOUND) else " "
        title = line(f"{unfiled.rstrip()}{gap}{title}" if unfiled else title)
        subtitle, number = line(node.take("subTitle")), line(node.take("partNumber"))
        name = line(node.take("partName"))
        title, subtitle = without_mark(title), without_mark(subtitle)
        kind = node.take("@type")
        node.take("@usage")
        is_supplied = node.peek("@supplied") == "yes"
        if not title:
            return
        own = "devised_title" if is_supplied else "title"
        found = {own: title, "subtitle": subtitle, "part_number": number, "part_name": name}
        found = {field: text for field, text in found.items() if text}
        if not kind and self._add_title_forms(node, found):
            return
        if kind == "uniform" and "uniform_title" not in data:
            data["uniform_title"] = title
        elif kind in _VARIANTS or "title" in data or "devised_title" in data:
            whole = f"{title}: {subtitle}" if subtitle else title
            part = ", ".join(filter(None, (number, name)))
            whole = f"{whole}. {part}" if part else whole
            tag = tag_of_element(node) if kind == "translated" else ""
            variant: dict[str, Any] = {"title": {tag: whole} if tag else whole}
            if kind in _VARIANTS:
                variant["type"] = "other" if kind == "alternative" else kind
            self.builder.add_item("variant_titles", variant)
        else:
            data.update(found)
            self.title_group = (node.peek("@altRepGroup"), tag_of_element(node))

    def _add_title_forms(self, node: SourceNode, found: Mapping[str, str]) -> bool:
        """Add the title in another script to that with which it is tied (MODS 3.8, altRepGroup)."""
        group, first = self.title_group
        data, tag = self.builder.data, tag_of_element(node)
        if not group or node.peek("@altRepGroup") != group or not first or tag in {"", first}:
            return False
        for field, text in found.items():
            there = data.get(field)
            if there and not isinstance(there, dict):
                there = {first: there}
            data[field] = {**(there or {}), tag: text}
        return True

    def _extent(self, node: SourceNode) -> None:
        """Read an extent, or the dimensions; both stand in one text with the signs of ISBD in between.

        Source: ISBD, 5: `xii, 250 p. : ill. ; 24 cm`.
        """
        text = line(node.read())
        unit = line(node.take("@unit"))
        before, mark, last = text.rpartition(" ;")
        if unit or not _DIMENSIONS.fullmatch(last.strip()):
            self.builder.put("extent", f"{text} {unit}".strip(), "extent", node.line)
            return
        extent, _, illustrations = before.partition(" : ")
        self.builder.put("dimensions", last, "extent", node.line)
        if mark:
            self.builder.put("extent", extent, "extent", node.line)
        if illustrations:
            self.builder.put("illustrative_content", illustrations, "extent", node.line)

    def _type_of_resource(self, node: SourceNode) -> None:
        text = line(node.text).lower()
        if TABLE.word("type", text):
            node.read()

    def _genre(self, node: SourceNode) -> None:
        text = line(node.read())
        scheme = node.peek("@authority")
        said = _type_of_genre(node)
        of_repository = repository_type(text)
        if of_repository:
            self._repository_genre(of_repository.genre, node)
            return
        is_rougher = scheme == "marcgt" and self.has_local_type
        if not text or (said and (said == self.type or is_rougher)):
            return
        if self._carrier(scheme, text):
            return
        if not scheme and not node.peek("@valueURI") and "genre" not in self.builder.data:
            self.builder.put("genre", text, "genre", node.line)
            return
        term = {"term": text} | of_vocabulary(scheme, node.peek("@valueURI"))
        self.builder.add_item("genre_terms", term)

    def _repository_genre(self, text: str, node: SourceNode) -> None:
        if text and text != self.builder.data.get("genre"):
            self.builder.add_genre(text, "Genre", "genre", node.line)

    def _form(self, node: SourceNode) -> None:
        text = line(node.read())
        if text and not self._carrier(node.peek("@authority"), text):
            self.builder.note("physical", f"Form: {text}")

    def _carrier(self, authority: str, term: str) -> bool:
        """Add a term of RDA for content, media or carrier; return whether it is one."""
        name = authority.removeprefix("rda")
        if authority not in _OF_RDA or term not in vocabulary(f"{name}_types"):
            return False
        self.builder.add_item(f"{name}_type", term)
        return True

    def _places(self, node: SourceNode) -> None:
        """Read the terms for one place: codes, and its name, which can be in several languages."""
        terms = node.all("placeTerm")
        names = [each for each in terms if each.peek("@type") != "code" and each.text.strip()]
        forms = {tag_of_element(each): without_mark(line(each.text)) for each in names}
        if len(forms) > 1 and len(forms) == len(names) and all(forms):
            for each in names:
                each.read()
            add_one(self.builder.data, "place", forms)
            terms = [each for each in terms if each not in names]
        for each in terms:
            self._place(each)

    def _place(self, node: SourceNode) -> None:
        text = line(node.read())
        if node.peek("@type") == "code":
            is_iso = node.peek("@authority") == "iso3166"
            country = text.upper() if is_iso else country_of(text)
            if re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", country):
                self.builder.data.setdefault("country", country)
            elif text:
                self.builder.leave("placeTerm", text, no_country(text), node.line)
        elif text:
            self.builder.put("place", without_mark(text), "placeTerm", node.line)

    def _publisher(self, node: SourceNode) -> None:
        self.builder.name_body("publisher", without_mark(line(node.read())))

    def _date(self, target: str, node: SourceNode) -> None:
        text = line(node.read())
        date = edtf(text.translate({ord("u"): "X"}) if re.fullmatch("[0-9u]{4}", text) else text)
        date = _qualified(date, node.peek("@qualifier"))
        point = node.peek("@point")
        there = self.builder.data.get(target)
        if date and node.peek("@encoding") == "edtf" and str(there or date)[:4] == date[:4]:
            self.builder.data[target] = date  # it says more than one in w3cdtf can
            return
        calendar = line(node.peek("@calendar"))
        if not date and text and calendar in CALENDARS and isinstance(there, str):
            node.take("@calendar")
            printed = {"date": there, "printed": text, "calendar": calendar}
            self.builder.data[target] = printed
        elif not date and text:
            self.builder.leave(node.name, text, "this date is not understood", node.line)
        elif date and point == "end" and isinstance(there, str) and "/" not in there:
            self.builder.data[target] = f"{there}/{date}"
        elif date and there is None:
            self.builder.data[target] = date
        elif date and there != date and not (point and date in str(there).split("/")):
            self.builder.note("general", f"Date: {date}")

    def _language(self, node: SourceNode) -> None:
        """Read a language of the work, or of the part of it that `objectPart` names."""
        part = TABLE.word("objectpart", line(node.peek("@objectPart")).lower())
        target = f"other_languages.{part}" if part else "language"
        terms = node.all("languageTerm")
        codes = [each for each in terms if each.peek("@type") == "code"]
        for each in codes or terms:
            self.builder.put(target, each.read(), "languageTerm", each.line)
        for each in terms:
            each.read()
        for each in node.all("scriptTerm"):
            each.read()

    def _note(self, node: SourceNode) -> None:
        kind, text = node.peek("@type"), line(node.read())
        types = {row["mods"]: term for term, row in vocabulary("note_types").items() if row["mods"]}
        if kind == "statement of responsibility" and self._in_scripts(
            "statement_of_responsibility", text, node
        ):
            return
        if text:
            label = node.peek("@displayLabel")
            known = types.get(kind, "general")
            shown = f"{label}: {text}" if label else text
            self.builder.note(known, f"{kind}: {shown}" if kind and known == "general" else shown)

    def _edition(self, node: SourceNode) -> None:
        text = line(node.read())
        if text and not self._in_scripts("edition", text, node):
            self.builder.put("edition", text, "edition", node.line)

    def _in_scripts(self, field: str, text: str, node: SourceNode) -> bool:
        """Set a field, or add its form in another language or script; return whether it is read."""
        tag, first = tag_of_element(node), self.first_tags.get(field, "")
        there = self.builder.data.get(field)
        if there is None:
            self.builder.put(field, text, node.name, node.line)
            self.first_tags[field] = tag
            return True
        forms = there if isinstance(there, dict) else {first: there}
        if not tag or not first or tag in forms:
            return False
        self.builder.data[field] = {**forms, tag: text}
        return True

    def _classification(self, node: SourceNode) -> None:
        scheme = TABLE.word("class", node.peek("@authority")) or "local"
        number = line(node.read())
        if not number:
            return
        edition = node.take("@edition")
        value: Any = {"number": number, "edition": edition} if edition else number
        add_one(self.builder.data.setdefault("classification", {}), scheme, value)

    def _identifier(self, node: SourceNode) -> None:
        kind, value = node.peek("@type").lower(), line(node.read())
        scheme = TABLE.word("identifier", kind)
        if not value:
            return
        if scheme == "ark":
            value = value[value.find("ark:") :]
        if node.peek("@invalid") == "yes" and scheme:
            identifiers = self.builder.data.setdefault("identifiers", {})
            identifiers[scheme] = [*one_or_more(identifiers.get(scheme)), {"invalid": value}]
        elif scheme:
            self.builder.identify(scheme, value, "identifier", node.line)
        elif kind in {"uri", "url", "purl"} and is_web_address(value):
            self.builder.put("url", value, "identifier", node.line)
        else:
            label = kind or node.peek("@displayLabel")
            self.builder.identify("local", value, "identifier", node.line, label)

    def _address(self, node: SourceNode) -> None:
        value = line(node.read())
        label = node.peek("@displayLabel") or node.peek("@note")
        if value:
            relation = "preview" if node.peek("@access") == "preview" else ""
            described = {"label": label, "relation": relation}
            self.builder.add_address(value, "location/url", node.line, **described)
        accessed = edtf(node.peek("@dateLastAccessed"))
        if accessed:
            self.builder.data.setdefault("accessed", accessed)

    def _media_type(self, node: SourceNode) -> None:
        text = line(node.read())
        if MEDIA_TYPE.fullmatch(text):
            self.builder.add_item("file_formats", text)
        elif text:
            self.builder.leave("internetMediaType", text, "this is not a media type", node.line)

    def _abstract(self, node: SourceNode) -> None:
        self.builder.add_abstract(clean(node.read()), "abstract", node.line)

    def _rights(self, node: SourceNode) -> None:
        """Put a statement of rights, its address, and the holder, into the fields for them.

        Source: MODS 3.8, accessCondition; copyrightMD for the holder inside it.
        """
        address, text = node.peek("@href"), line(node.text)
        restricts = node.peek("@type").startswith("restriction")
        for holder in node.descendants("rights.holder"):
            self.builder.name_body("rights_holder", holder.take("name"))
        if is_web_address(address) and "licence" not in self.builder.data:
            self.builder.data["licence"] = address
        elif address:
            text = f"{text} {address}".strip()
        if text:
            node.read()
        if text and restricts:
            self.builder.note("access", text)
        else:
            self.builder.add_rights(text, "accessCondition", node.line)

    def _record_identifier(self, node: SourceNode) -> None:
        """Keep the number of the record with the organisation that gave it, as MARC writes it."""
        number, source = line(node.read()), node.take("@source")
        if number and source:
            self.builder.identify("local", f"({source}){number}", "recordIdentifier", node.line)
        elif number:
            self.builder.identify("local", number, "", node.line, "number of the record")

    def _contents(self, node: SourceNode) -> None:
        for each in re.split(r"\s+--\s+", node.read()):
            if line(each):
                self.builder.data.setdefault("contents", []).append(line(each))

    def _part(self, node: SourceNode) -> None:
        """Set volume, issue and pages from the details of a part."""
        for detail in node.all("detail"):
            kind, number = detail.peek("@type"), line(detail.take("number"))
            detail.take("caption")
            target = {
                "volume": "volume",
                "issue": "issue",
                "number": "issue",
                "part": "part_number",
            }
            if number and kind in target:
                self.builder.put(target[kind], number, "part/detail", detail.line)
            elif number:
                self.builder.note("general", f"{kind or 'Part'}: {number}")
        for extent in node.all("extent"):
            unit = extent.peek("@unit").removesuffix("s")
            if unit in _COUNTED:
                self.builder.data["pagination"] = unit
            pages = page_range(extent.take("start"), extent.take("end"))
            pages = pages or line(extent.take("list"))
            if pages:
                self.builder.put("pages", pages, "part/extent", extent.line)
        date = node.take("date")
        if edtf(date):
            self.builder.data.setdefault("issued", edtf(date))
        elif date:
            self.builder.leave("part/date", date, "this date is not understood", node.line)
        text = node.take("text")
        if text:
            self.builder.note("general", text)

    def _related(self, node: SourceNode) -> None:
        """Read another work: the host, a series, or one of a relation (MODS 3.8, relatedItem)."""
        exact = _relations_by_label().get(node.peek("@otherType").lower(), "")
        relation = exact or TABLE.word("relation", node.peek("@type")) or "related_works"
        for part in node.all("part"):
            if relation == "part_of":
                self._part(part)
        inner = ModsReader(node, self.context)
        entry = inner.read()
        node.read_all()  # what the inner reader could not place is among its leftovers
        has_number = relation == "series" and "title" in entry.data
        number = entry.data.pop("part_number", "") if has_number else ""
        work = as_related(entry, self.context.schemas)
        if work and relation == "references":
            self._add_intent(node, work)
        self.builder.leftovers += entry.leftovers
        if not work:
            return
        if relation == "series" and "title" in work:
            group = {"title": work["title"]}
            if isinstance(number, str) and number:
                group["number"] = number
            issn = work.get("identifiers", {}).get("issn")
            if isinstance(issn, str):
                group["issn"] = issn
            self.builder.add_item("series", group)
        elif relation == "part_of" and "part_of" not in self.builder.data:
            self.builder.data["part_of"] = work
        else:
            self.builder.relate(
                relation if relation not in {"series", "part_of"} else "related_works", work
            )

    def _add_intent(self, node: SourceNode, work: dict[str, Any]) -> None:
        """Say in the note of a cited work in which sense it is cited, before all else (CiTO; MODS 3.8, otherType)."""
        intent = line(node.peek("@otherType")).lower()
        if intent in vocabulary("intents"):
            work["note"] = "; ".join(filter(None, (intent, work.get("note"))))


@cache
def _relations_by_label() -> dict[str, str]:
    """Return the relations by their names in small letters, which stand in `otherType`."""
    return {row["label"].lower(): term for term, row in vocabulary("relations").items()}


def _type_of_genre(node: SourceNode) -> str:
    """Return the CSL type that a genre states: in words in use, or by the name of the type."""
    text = line(node.text).lower() if node.name == "genre" else ""
    of_repository = repository_type(text)
    if of_repository:
        return of_repository.type
    named = "" if node.peek("@authority") else types_by_label().get(text, "")
    return TABLE.word("genretype", text) or named


def _qualified(date: str, qualifier: str) -> str:
    """Return a date with the mark of EDTF for what `qualifier` says of it."""
    mark = {"approximate": "~", "questionable": "?"}.get(qualifier, "")
    if not mark or not date[-1:].isalnum():
        return date
    return edtf(f"{date}{mark}") or date
