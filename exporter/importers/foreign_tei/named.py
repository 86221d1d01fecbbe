"""Persons, bodies, places and events. Source: TEI P5, chapter 13."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from exporter.importers.entry import Entry, Reference
from exporter.importers.field_table import FieldTable, field_table
from exporter.importers.foreign_tei.names import (
    agent_identifier,
    name_form,
    stated_date,
    typed_number,
)
from exporter.importers.foreign_tei.nodes import WORDS
from exporter.importers.languages import tag_of
from exporter.importers.named import NamedBuilder
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, is_web_address, line, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.records.one_or_more import add_one

_TABLE_FILE = Path(__file__).with_name("named.tsv")
_NAMES = {
    "person": ("persName", "name"),
    "organization": ("orgName", "name"),
    "place": ("placeName", "name", "settlement", "country", "region", "geogName", "district"),
    "event": ("label", "head", "eventName", "name"),
}
_MAIN = frozenset({"", "main", "pref", "preferred", "reg", "regular", "full", "headword", "norm"})
"""Types of names that only say that the name is the usual one."""
_LIFE = {"birth": "born", "death": "died"}
_TEXTS = ("note", "p", "desc", WORDS, "trait", "state", "faith", "socecStatus")
_DECIMAL_COMMAS = re.compile(r"-?[0-9]+,[0-9]+ -?[0-9]+,[0-9]+")
"""Latitude and longitude as many editions in German write them: `48,2083 16,3731`."""
_PLACES = ("placeName", "settlement", "country", "region", "name", "geogName")


def read_named(node: SourceNode, kind: str, context: ImportContext) -> Iterator[Entry]:
    """Yield the entry that an element describes, then those of the places or events inside it."""
    inner = node.all(node.name)
    node.children = [each for each in node.children if each not in inner]
    reader = NamedReader(node, kind, context)
    entry = reader.read()
    yield entry
    for each in inner:
        for part in read_named(each, kind, context):
            part.data.setdefault("part_of", Reference((entry.key or _name(entry),)))
            yield part


def _name(entry: Entry) -> str:
    form = entry.data["name"][0][1]
    return form if isinstance(form, str) else " ".join(form.values())


class NamedReader:
    """Reads one person, body, place or event."""

    def __init__(self, node: SourceNode, kind: str, context: ImportContext) -> None:
        self.node, self.kind = node, kind
        self.table: FieldTable = field_table(_TABLE_FILE)
        key = node.take("@id") or node.take("@n")
        self.builder = NamedBuilder(context.schemas, kind, node.line, line(key))
        self.identifiers: dict[str, Any] = {}

    def read(self) -> Entry:
        """Return the entry."""
        builder = self.builder
        if builder.key:
            builder.seen += 1
        own_date = stated_date(self.node)
        if self.node.text:
            builder.seen += 1
            builder.name(line(without_html(self.node.read())))
        TreeReader(builder, self.table, self._handlers()).read(self.node)
        if own_date and self.kind in {"event", "organization"}:
            builder.put_date("date" if self.kind == "event" else "founded", own_date)
        if self.identifiers:
            builder.data["identifiers"] = self.identifiers
        if "name" not in builder.data:
            builder.name(builder.key or f"Unnamed {self.kind}")
        return builder.finish()

    def _handlers(self) -> dict[str, Handler]:
        handlers: dict[str, Handler] = {
            "event": self._event,
            "listEvent/event": self._event,
            "location": self._location,
            "langKnowledge/langKnown": self._language,
            "langKnown": self._language,
            "residence": self._residence,
            "date": self._date,
            "@type": self._type,
        }
        for names, handler in (
            (_NAMES[self.kind], self._read_name),
            (("@ref", "@sameAs", "@corresp", "idno", "@key"), self._identify),
            (("listBibl", "bibl", "biblStruct"), self._source),
            (_TEXTS, self._note),
            (("ptr", "ref"), self._pointer),
            (("sex", "gender"), self._gender),
            (("occupation", "education", "nationality", "affiliation"), self._words),
        ):
            handlers.update(dict.fromkeys(names, handler))
        for name in ("birth", "death", "floruit"):
            handlers[name] = partial(self._life, name)
        return handlers

    # ---- names

    def _read_name(self, node: SourceNode) -> None:
        language, kind = tag_of(node.take("@lang")), node.take("@type").lower()
        node.take("@key"), node.take("@full")
        for pointer in node.all("@ref"):
            self._identify(pointer)
        form = name_form(node)
        if self.kind != "person" and isinstance(form, dict):
            form = " ".join(form.values())
        if not form:
            return
        if node.name in {"country", "region"} and "name" in self.builder.data:
            self.builder.note("general", f"{node.name.capitalize()}: {form}")
            return
        type = "" if kind in _MAIN else self.table.word("name", kind) or "other"
        if self.kind in {"place", "event"}:
            type = ""
        self.builder.name(form, "" if language == "und" else language, type)

    def _identify(self, node: SourceNode) -> None:
        kind, text = node.peek("@type"), line(node.text)
        is_address = node.name == "idno" and kind.lower() in {"uri", "url"}
        if is_address and not agent_identifier(self.builder, "", text):
            node.take("@type")
            self.builder.put("url", line(node.read()), "idno", node.line)
        elif node.name == "@corresp" and not text.startswith("http"):
            self.builder.leave("corresp", node.read(), "it points into a document", node.line)
        else:
            known = agent_identifier(self.builder, *typed_number(node))
            if known:
                self._add_identifier(*known)
            elif text:
                qualifier = kind or node.name.lstrip("@")
                self._add_identifier("local", {"number": text, "qualifier": qualifier})

    def _add_identifier(self, scheme: str, number: Any) -> None:
        if not self.builder.schemas.field(self.kind, ("identifiers", scheme)):
            scheme, number = "local", {"number": number, "qualifier": scheme}
        add_one(self.identifiers, scheme, number)

    # ---- facts

    def _life(self, name: str, node: SourceNode) -> None:
        date = stated_date(node)
        places = [line(without_html(_joined(each))) for each in node.all(*_PLACES)]
        words = line(without_html(node.read()))
        inner = node.first("date")
        if inner is not None:
            date = date or stated_date(inner) or edtf(inner.text)
            inner.read()
        if not date and words:
            date = edtf(words)
            words = "" if date else words
        if name == "floruit":
            self.builder.put_date("active", date)
        else:
            field = _LIFE[name]
            self.builder.put_date(field, date)
            place = ", ".join(dict.fromkeys(each for each in places if each))
            if place:
                self.builder.data.setdefault(field, {}).setdefault("place", place)
        for each in node.all("note", "p", "desc", WORDS):
            words = " ".join(filter(None, (words, line(without_html(each.read())))))
        if words and edtf(words) != date:
            self.builder.note("general", f"{name.capitalize()}: {words}")

    def _date(self, node: SourceNode) -> None:
        field = {"event": "date", "organization": "founded"}.get(self.kind, "active")
        date = stated_date(node) or edtf(node.text)
        if date and self.kind != "place":
            node.read()
            self.builder.put_date(field, date)
        elif line(node.text):
            self.builder.note("general", line(node.read()))

    def _type(self, node: SourceNode) -> None:
        text = line(node.read())
        if text and self.builder.schemas.field(self.kind, ("type",)):
            self.builder.put("type", text, "@type", node.line)
        elif text:
            self.builder.note("general", f"Type: {text}")

    def _gender(self, node: SourceNode) -> None:
        code, text = node.take("@value"), line(node.read())
        word = text or self.table.word("gender", code.lower()) or code
        if word:
            self.builder.put("gender", word, node.name, node.line)

    def _words(self, node: SourceNode) -> None:
        """Read a statement in words, with the dates of its attributes."""
        date = stated_date(node)
        inner = [line(without_html(_joined(each))) for each in node.children if each.name[0] != "@"]
        text = line(without_html(node.read())) or " ".join(each for each in inner if each)
        for name in ("@key", "@code", "@scheme", "@ref"):
            code = node.take(name)
            text = text or code
        if not text:
            return
        field = {"occupation": "occupations", "nationality": "country", "education": ""}
        target = field.get(node.name, "")
        whole = f"{text} ({date})" if date else text
        if target and self.builder.schemas.field(self.kind, (target,)) and not date:
            self.builder.put(target, text, node.name, node.line)
        else:
            self.builder.note("general", f"{node.name.capitalize()}: {whole}")

    def _residence(self, node: SourceNode) -> None:
        date = stated_date(node)
        places = [line(without_html(_joined(each))) for each in node.all(*_PLACES)]
        text = line(without_html(node.read())) or ", ".join(each for each in places if each)
        if text:
            place: dict[str, Any] = {"place": text, "as": "residence"}
            since, slash, until = date.partition("/")
            place.update({"since": since} if since.strip(".") else {})
            place.update({"until": until} if slash and until.strip(".") else {})
            self.builder.data.setdefault("places", []).append(place)

    def _event(self, node: SourceNode) -> None:
        date = stated_date(node)
        texts = [line(without_html(_joined(each))) for each in node.children if each.name[0] != "@"]
        kind = node.take("@type")
        node.take("@id")
        text = " ".join(each for each in texts if each) or line(without_html(node.read())) or kind
        if not text:
            return
        if self.kind == "person":
            event = {"text": text, **({"date": date} if date else {})}
            self.builder.data.setdefault("events", []).append(event)
        else:
            self.builder.note("general", f"{date}: {text}" if date else text)

    def _location(self, node: SourceNode) -> None:
        for each in node.all("geo"):
            self._coordinates(each)
        for each in node.all(*_PLACES):
            text = line(without_html(_joined(each)))
            if text and self.kind in {"organization", "event"}:
                self.builder.put("place", text, "location", node.line)
            elif text:
                self.builder.note("general", f"{each.name.capitalize()}: {text}")

    def _coordinates(self, node: SourceNode) -> None:
        text = line(node.text)
        has_commas = _DECIMAL_COMMAS.fullmatch(text) is not None
        numbers = text.replace(",", "." if has_commas else " ").split()
        try:
            latitude, longitude = (float(number) for number in numbers)
        except ValueError:
            return
        node.read()
        if self.kind == "place" and abs(latitude) <= 90 and abs(longitude) <= 180:
            group = {"latitude": latitude, "longitude": longitude}
            self.builder.data.setdefault("coordinates", group)
        else:
            self.builder.leave("geo", text, "there is no field for coordinates here", node.line)

    def _language(self, node: SourceNode) -> None:
        tag, text = node.take("@tag"), line(node.read())
        self.builder.put("languages", tag or text, "langKnown", node.line)

    # ---- texts

    def _note(self, node: SourceNode) -> None:
        kind = node.take("@type")
        for each in node.all("ptr", "ref"):
            self._pointer(each)
        date = stated_date(node)
        text = without_html(_joined(node))
        if not text:
            return
        label = kind.capitalize() if kind and not kind.isupper() else kind
        if node.name in {"faith", "socecStatus", "trait", "state"}:
            label = label or {"socecStatus": "Status"}.get(node.name, node.name.capitalize())
        text = f"{label}: {text}" if label else text
        self.builder.note("general", f"{text} ({date})" if date else text)

    def _source(self, node: SourceNode) -> None:
        """Keep a reference to a source as a note."""
        for each in node.all("bibl", "biblStruct") or [node]:
            targets = [line(inner.take("@target")) for inner in each.all("ptr", "ref")]
            text = line(without_html(_joined(each)))
            text = " ".join(filter(None, (text, *targets)))
            if text:
                self.builder.note("source", text)

    def _pointer(self, node: SourceNode) -> None:
        address, text = line(node.take("@target")), line(without_html(node.read()))
        node.take("@type")
        if is_web_address(address):
            known = agent_identifier(self.builder, "", address)
            if known:
                self._add_identifier(*known)
            else:
                self.builder.put("url", address, "ptr", node.line)
        elif address:
            self.builder.leave("ptr", address, "it points into the document", node.line)
        if text and text != address:
            self.builder.note("general", text)


def _joined(node: SourceNode) -> str:
    """Return all text inside a node, without its attributes, and mark it read."""
    texts = [node.read()]
    for each in node.children:
        if not each.name.startswith("@"):
            texts.append(_joined(each))
    return " ".join(text for text in texts if text)
