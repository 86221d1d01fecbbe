"""A work from `biblStruct`, `bibl` or `biblFull`. Source: TEI P5, 3.12."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Entry, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.foreign_tei.names import stated_date, stated_name
from exporter.importers.foreign_tei.nodes import WORDS
from exporter.importers.languages import tag_of
from exporter.importers.names import body_named
from exporter.importers.readings import pages
from exporter.importers.registry import ImportContext
from exporter.importers.text import is_web_address, line, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.model.vocabularies import vocabulary
from exporter.validate.synonyms import ROLES, TYPES, synonym

TABLE = field_table(Path(__file__).with_name("works.tsv"))
_PARTS = ("analytic", "monogr", "series", "monogr/imprint", "imprint", "fileDesc")
_FULL = tuple(
    f"{around}{name}"
    for around in ("", "fileDesc/")
    for name in ("titleStmt", "publicationStmt", "editionStmt", "seriesStmt", "notesStmt")
)
"""The parts of `biblFull`."""
_PAGE_PREFIX = re.compile(r"^(?:pp?|S|s)\.\s*", re.ASCII)
_HOST_ROLES = frozenset({"author", "translator"})
_DEFAULT_ROLES = {"author": "author", "editor": "editor", "respStmt": "contributor"}


def read_work(node: SourceNode, context: ImportContext) -> Entry:
    """Return the work that an element describes."""
    return _WorkReader(node, context).read()


class _WorkReader:
    def __init__(self, node: SourceNode, context: ImportContext) -> None:
        self.node = node
        key = node.take("@id") or node.take("@n")
        self.builder = EntryBuilder(context.schemas, node.line, line(key))
        self.has_analytic = any(each.name == "analytic" for each in node.children) or any(
            each.name == "title" and each.peek("@level") == "a" for each in node.children
        )

    def read(self) -> Entry:
        """Return the entry."""
        if self.builder.key:
            self.builder.seen += 1
        self.builder.kind(self._type())
        if self.node.text:
            self.builder.seen += 1
            self._set_words(self.node)
        handlers: dict[str, Handler] = {}
        for part in ("", *_PARTS, *_FULL):
            prefix = f"{part}/" if part else ""
            for name in ("author", "editor", "respStmt"):
                handlers[f"{prefix}{name}"] = partial(self._contributor, part)
            handlers[f"{prefix}title"] = partial(self._title, part)
            handlers[f"{prefix}biblScope"] = partial(self._scope, part)
            handlers[f"{prefix}citedRange"] = partial(self._scope, part)
            handlers[f"{prefix}idno"] = partial(self._identifier, part)
            handlers[f"{prefix}date"] = self._date
            handlers[f"{prefix}note"] = self._note
            handlers[f"{prefix}ptr"] = self._pointer
            handlers[f"{prefix}ref"] = self._pointer
            handlers[f"{prefix}{WORDS}"] = self._set_words
            handlers[f"{prefix}textLang"] = self._language
            handlers[f"{prefix}relatedItem"] = self._related
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    # ---- what it is

    def _type(self) -> str:
        stated = self.node.first("@type")
        if stated is not None:
            word = line(stated.text)
            type = TABLE.word("type", word) or synonym(word, vocabulary("types"), TYPES)
            if type:
                self.builder.seen += 1
                stated.read()
                return type
        return self._type_by_levels()

    def _type_by_levels(self) -> str:
        """Return the type that the levels of the titles show: `a` in `j` is an article."""
        levels = set()
        for part in (self.node, *self.node.children):
            levels |= {each.peek("@level") for each in part.children if each.name == "title"}
        if self.has_analytic or "a" in levels:
            in_journal = "j" in levels or any(
                each.peek("@unit") in {"issue", "volume"} for each in self._scopes()
            )
            return "article-journal" if in_journal and "m" not in levels else "chapter"
        if "j" in levels and "m" not in levels:
            return "periodical"
        if "u" in levels:
            return "manuscript"
        return "book" if "m" in levels or self.node.name == "biblStruct" else "document"

    def _scopes(self) -> list[SourceNode]:
        found = []
        for part in (self.node, *self.node.children):
            for inner in (part, *part.children):
                found += [each for each in inner.children if each.name == "biblScope"]
        return found

    # ---- titles

    def _title(self, part: str, node: SourceNode) -> None:
        level, kind = node.take("@level"), node.take("@type").lower()
        language = tag_of(node.take("@lang"))
        text = line(without_html(node.read()))
        if not text:
            return
        if level == "s" or part == "series":
            self.builder.put("series.title", text, "title", node.line)
        elif self._is_of_host(part, level):
            self._host_title(text, level, kind, node)
        elif kind in {"sub", "subordinate"} and "title" in self.builder.data:
            self.builder.put("subtitle", text, "title", node.line)
        elif kind in {"short", "abbr", "abbreviated"}:
            self.builder.put("short_title", text, "title", node.line)
        elif "title" not in self.builder.data:
            self.builder.data["title"] = text
            if language and language != "und":
                self.builder.data.setdefault("language", language)
        else:
            self._another_title(text, kind)

    def _is_of_host(self, part: str, level: str) -> bool:
        if part:
            return part == "monogr" and self.has_analytic
        return self.has_analytic and level in {"m", "j"}

    def _host_title(self, text: str, level: str, kind: str, node: SourceNode) -> None:
        if kind in {"short", "abbr", "abbreviated"}:
            self.builder.note("general", f"Abbreviated title: {text}")
        elif kind == "sub" and "container_title" in self.builder.data:
            self.builder.data["container_title"] += f": {text}"
        elif level == "j" and "container_title" in self.builder.data:
            self.builder.note("general", f"In: {text}")
        else:
            self.builder.put("container_title", text, "title", node.line)

    def _another_title(self, text: str, kind: str) -> None:
        known = self.builder.schemas.field("book", ("variant_titles", 0, "type"))
        variant = {"title": text}
        word = {"trans": "translated", "alt": "other", "par": "parallel"}.get(kind, kind)
        if known and word in known.keyword("enum", ()):
            variant["type"] = word
        self.builder.add_variant_title(variant)

    # ---- contributors

    def _contributor(self, part: str, node: SourceNode) -> None:
        role = self._role(node)
        node.take("@n"), node.take("@cert")
        named = stated_name(node, self.builder)
        if named is None:
            return
        affiliation = self._affiliations(node)
        if part == "series" or part.endswith("seriesStmt"):
            role = "series editor"
        if part == "monogr" and self.has_analytic and role in _HOST_ROLES:
            self.builder.describe_host(role, named)
        else:
            self.builder.contribute(role, named, affiliation=affiliation)

    def _role(self, node: SourceNode) -> str:
        usual = _DEFAULT_ROLES[node.name]
        stated = node.first("@role") or node.first("resp")
        if stated is None:
            return usual
        word = line(stated.text).rstrip(".:").lower()
        known = vocabulary("roles")
        role = word if word in known else TABLE.word("role", word) or synonym(word, known, ROLES)
        stated.read()
        if not role and word != "creator":
            self.builder.weaken(
                node.name, word, f"this role is not known; it is read as {usual}", node.line
            )
        return role or usual

    def _affiliations(self, node: SourceNode) -> list[NamedAgent]:
        found = []
        for each in node.all("affiliation"):
            names = [line(inner.read()) for inner in each.all("orgName")]
            for inner in each.all("orgName"):
                inner.take("@type")
            if not names and each.text:
                names = [line(each.read())]
            text = ", ".join(name for name in names if name)
            if text:
                found.append(body_named(text))
        return found

    # ---- numbers, dates, addresses

    def _scope(self, part: str, node: SourceNode) -> None:
        unit = node.take("@unit").lower() or node.take("@type").lower()
        first, last = node.take("@from"), node.take("@to")
        text = line(without_html(node.read()))
        if not text or (first and last):
            text = "-".join(dict.fromkeys(filter(None, (first, last)))) or text
        if not text:
            return
        if part == "series" or part.endswith("seriesStmt"):
            self.builder.put("series.number", text, "biblScope", node.line)
            return
        target = TABLE.word("unit", unit)
        if target == "pages":
            pages(self.builder, "pages", _PAGE_PREFIX.sub("", text), "biblScope", node.line)
        elif target:
            self.builder.put(target, text, "biblScope", node.line)
        else:
            self.builder.note("general", f"{unit}: {text}" if unit else text)

    def _identifier(self, part: str, node: SourceNode) -> None:
        kind, text = node.take("@type"), line(node.read())
        for name in ("@subtype", "@level", "@resp"):
            node.take(name)
        scheme = TABLE.word("idno", kind.lower())
        if not text:
            return
        if part == "series" and scheme == "issn":
            self.builder.put("series.issn", text, "idno", node.line)
        elif scheme == "url" and is_web_address(text):
            self.builder.put("url", text, "idno", node.line)
        elif scheme == "number":
            self.builder.put("number", text, "idno", node.line)
        elif scheme and scheme != "url":
            self.builder.identify(scheme, text, f"idno {kind}", node.line)
        else:
            self.builder.identify("local", text, "idno", node.line, kind)

    def _date(self, node: SourceNode) -> None:
        target = TABLE.word("date", node.take("@type").lower()) or "issued"
        date = stated_date(node)
        text = line(node.read())
        if date or text:
            self.builder.put(target, date or text, "date", node.line)

    def _pointer(self, node: SourceNode) -> None:
        target = node.first("@target")
        text = line(without_html(node.read()))
        node.take("@type")
        if target is None:
            if text:
                self.builder.note("general", text)
            return
        address = line(target.read())
        if is_web_address(address):
            self.builder.put("url", address, "ptr", node.line)
        else:
            self.builder.leave("ptr", address, "it points into the document", node.line)
        if text and text != address:
            self.builder.note("general", text)

    def _note(self, node: SourceNode) -> None:
        kind = node.take("@type")
        for inner in node.all("ptr", "ref"):
            self._pointer(inner)
        for inner in node.all("note", "p"):
            self._note(inner)
        text = without_html(node.read())
        target = TABLE.word("note", kind.lower())
        if not text:
            return
        if target:
            self.builder.put(target, text, "note", node.line)
        else:
            self.builder.note("general", text)

    def _language(self, node: SourceNode) -> None:
        text = line(node.read())
        main, others = node.take("@mainLang"), node.take("@otherLangs")
        if main:
            self.builder.data.pop("language", None)
        for word in [main, *others.split()] if main or others else [text]:
            if word:
                self.builder.put("language", word, "textLang", node.line)

    def _related(self, node: SourceNode) -> None:
        """Keep another work in a note, as text."""
        kind = node.take("@type")
        texts = [line(without_html(leaf.read())) for path, leaf in node.leaves() if "@" not in path]
        text = ", ".join(each for each in texts if each)
        node.read_all()
        if text:
            self.builder.note("general", f"{kind or 'Related item'}: {text}")
            reason = "another work that it is related to is kept in a note"
            self.builder.weaken("relatedItem", text, reason, node.line)

    def _set_words(self, node: SourceNode) -> None:
        """Keep words that stand between the elements; of a citation without any, they are all."""
        text = line(without_html(node.read()))
        if node is self.node:
            self.builder.data["devised_title"] = text
            reason = "the citation is not taken apart; it became the devised title"
            self.builder.weaken("bibl", text, reason, node.line)
        else:
            self.builder.note("general", text)
