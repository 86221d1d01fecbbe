"""Works in schema.org's terms as JSON-LD. Source: schema.org, CreativeWork."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from exporter.importers.authority_numbers import number_of
from exporter.importers.builder import EntryBuilder, stated_title
from exporter.importers.entry import Broken, Entry, Imported, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.names import agent, inverted
from exporter.importers.readings import ADDRESS, keywords, page_total
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, is_web_address, line, page_range, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import json_nodes
from exporter.model.vocabularies import types_by_label, vocabulary
from exporter.records.document import is_id

TABLE = field_table(Path(__file__).with_name("schema_org.tsv"))
_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_BODIES = frozenset({"Organization", "Corporation", "CollegeOrUniversity", "NGO", "Library"})


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a document. Agents of a graph come in with the works that name them."""
    agents: dict[str, SourceNode] = {}
    works: list[SourceNode] = []
    for node in json_nodes(content, context, ("@graph",)):
        if isinstance(node, Broken):
            yield node
            continue
        _set_values(node)
        if _is_work(node):
            works.append(node)
        elif node.first("name"):
            agents[node.peek("@id")] = node
        else:
            yield Broken(node.line, "this is neither a work nor something with a name")
    for node in works:
        yield _SchemaOrgReader(node, context, agents).read()


def _set_values(node: SourceNode) -> None:
    """Let a value with its language (`@value`, `@language`) be the text of its node."""
    for child in node.children:
        if child.name == "@value" and not node.text:
            node.text = child.text
        _set_values(child)
    node.children = [child for child in node.children if child.name != "@value"]


def _is_work(node: SourceNode) -> bool:
    types = [each.text.rpartition("/")[2] for each in node.all("@type")]
    return any(TABLE.word("type", each) for each in types)


def _by_language(node: SourceNode, name: str) -> dict[str, str]:
    """Return a part of a name in each of its languages."""
    return {each.take("@language"): line(each.read()) for each in node.all(name)}


class _SchemaOrgReader:
    """Reads one work, or one that another names."""

    def __init__(
        self, node: SourceNode, context: ImportContext, agents: Mapping[str, SourceNode]
    ) -> None:
        self.node, self.context, self.agents = node, context, agents
        id = node.peek("@id").removeprefix("#")
        self.builder = EntryBuilder(context.schemas, node.line, id if is_id(id) else "")

    def read(self) -> Entry:
        """Return the entry."""
        types = [each.text.rpartition("/")[2] for each in self.node.all("@type")]
        found = [TABLE.word("type", each) for each in types]
        self.builder.kind(next((each for each in found if each), "document"))
        handlers: dict[str, Handler] = {
            "@id": self._identifier,
            "identifier": self._identifier,
            "sameAs": self._identifier,
            "publisher": self._publisher,
            "isPartOf": self._host,
            "name": self._title,
            "headline": self._title,
            "alternateName": self._variant,
            "alternativeHeadline": self._variant,
            "description": self._description,
            "about": self._about,
            "keywords": self._keywords,
            "funder": self._funder,
            "funding": self._grant,
            "additionalType": self._additional_type,
            "genre": self._genre,
            "numberOfPages": self._number_of_pages,
            "datePublished": self._published,
            "startDate": self._began,
            "endDate": self._published,
            "pageStart": self._pages,
            "pageEnd": self._pages,
        }
        for name in TABLE.terms("role"):
            handlers[name] = partial(self._name, TABLE.word("role", name))
        for name in TABLE.terms("relation"):
            handlers[name] = partial(self._related, TABLE.word("relation", name))
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _title(self, node: SourceNode) -> None:
        text, tag = line(without_html(node.read())), node.take("@language")
        there = self.builder.data.get("title")
        if not text or there == text:
            return
        if tag and not isinstance(there, str):
            self.builder.data.setdefault("title", {})[tag] = text
        elif there is None:
            self.builder.data["title"] = text
        else:
            self.builder.add_variant_title({"title": text})

    def _variant(self, node: SourceNode) -> None:
        text = line(without_html(node.read()))
        if text:
            self.builder.add_variant_title({"title": text})

    def _description(self, node: SourceNode) -> None:
        text = without_html(node.read())
        if text and "abstract" not in self.builder.data and self.node.first("abstract") is None:
            self.builder.data["abstract"] = text
        elif text:
            self.builder.note("general", text)

    def _name(self, role: str, node: SourceNode) -> None:
        stated = line(node.take("roleName")).lower()
        inner = node.first(node.name)
        if inner is not None:  # schema.org, Role: the agent stands under the same property
            node = inner
        if stated in vocabulary("roles"):
            role = stated
        elif stated:
            self.builder.weaken("roleName", stated, f"the role is kept as {role}", node.line)
        named = self._agent(node)
        if named is None:
            return
        bodies = [body for each in node.all("affiliation") if (body := self._body(each))]
        self.builder.contribute(role, named, affiliation=bodies)

    def _body(self, node: SourceNode) -> NamedAgent | None:
        """Return an agent who is a body, whatever the source states or does not state."""
        named = self._agent(node)
        return replace(named, kind="organization") if named else None

    def _agent(self, node: SourceNode) -> NamedAgent | None:
        """Return a person or body with all forms of its name and its numbers; None if it has no name."""
        if node.text.strip():
            text = line(node.read())
            return agent("person", text, *inverted(text))
        described = self.agents.get(node.peek("@id"))
        if described is not None:  # it says more than where the work names it
            node.read_all()
            node = copy.deepcopy(described)
        kind = "organization" if node.peek("@type") in _BODIES else "person"
        names = [(each.take("@language"), line(each.read())) for each in node.all("name")]
        families, givens = _by_language(node, "familyName"), _by_language(node, "givenName")
        forms = []
        for tag, whole in names or [("", "")]:
            family, given = families.get(tag, ""), givens.get(tag, "")
            if kind == "person" and not family:
                family, given = inverted(whole)
            form = agent(kind, whole, family, given)
            forms += [(tag, each) for _, each in form.forms] if form else []
        if not forms:
            return None
        named = NamedAgent(kind, forms)
        for each in node.all("@id", "sameAs", "identifier", "url"):
            number = number_of(each.text)
            if number:
                each.read()
                named.identifiers.setdefault(*number)
        return named

    def _publisher(self, node: SourceNode) -> None:
        named = self._body(node)
        if named:
            self.builder.add_body("publisher", named)

    def _funder(self, node: SourceNode) -> None:
        named = self._body(node)
        if named:
            self.builder.add_item("funding", {"funder": named})

    def _grant(self, node: SourceNode) -> None:
        """Read a grant, whose funder may stand beside it as well."""
        funder = node.first("funder")
        named = self._body(funder) if funder else None
        group: dict[str, Any] = {"funder": named} if named else {}
        for name, target in (("identifier", "number"), ("name", "title"), ("url", "url")):
            inner = node.first(name)
            text = line(inner.read() or inner.take("value")) if inner else ""
            if text:
                group[target] = text
        for each in self.builder.data.get("funding", ()):
            if named and set(each) == {"funder"} and each["funder"].display == named.display:
                each.update(group)
                return
        if group:
            self.builder.add_item("funding", group)

    def _additional_type(self, node: SourceNode) -> None:
        """Read a type that is more exact than those of schema.org: one of ours, or a genre."""
        text = line(node.read())
        type = types_by_label().get(text.lower(), "")
        if type:
            self.builder.kind(type)
        elif text:
            self.builder.put("genre", text, "additionalType", node.line)

    def _genre(self, node: SourceNode) -> None:
        """Read a genre: a text, or a term of a vocabulary."""
        text = line(node.read())
        if text:
            self.builder.put("genre", text, "genre", node.line)
            return
        term = {
            "term": line(without_html(node.take("name"))),
            "scheme": line(node.take("inDefinedTermSet")),
            "uri": line(node.take("sameAs")),
        }
        node.take("@id")
        if term["term"]:
            stated = {name: value for name, value in term.items() if value}
            self.builder.data.setdefault("genre_terms", []).append(stated)

    def _number_of_pages(self, node: SourceNode) -> None:
        """Read the number of pages, unless the extent says more."""
        pages = line(node.read())
        if self.node.first("materialExtent") is None:
            page_total(self.builder, "extent", pages, "numberOfPages", node.line)

    def _published(self, node: SourceNode) -> None:
        """Read the date of publication; that of a serial is when it began and ended."""
        date = node.read()
        if self.node.first("startDate") is None:
            self.builder.put("issued", date, node.name, node.line)

    def _began(self, node: SourceNode) -> None:
        ended = line(self.node.peek("endDate")) or ".."
        self.builder.put("issued", f"{line(node.read())}/{ended}", "startDate", node.line)

    def _identifier(self, node: SourceNode) -> None:
        label = node.take("propertyID")
        value = line(node.read() or node.take("value", "@id"))
        address = node.first("url")
        if address and value and address.text.endswith(value):
            address.read()
        doi = _DOI.fullmatch(value)
        if doi:
            self.builder.identify("doi", doi[1], node.name, node.line)
        elif ADDRESS.fullmatch(value):
            if node.name != "@id":
                self.builder.put("url", value, node.name, node.line)
            elif "url" not in self.builder.data and self.node.first("url") is None:
                self.builder.data["url"] = value
        elif value and node.name != "@id":
            scheme = label.lower() if label.lower() in {"isbn", "issn", "pmid"} else "local"
            qualifier = label if scheme == "local" else ""
            self.builder.identify(scheme, value, node.name, node.line, qualifier)

    def _keywords(self, node: SourceNode) -> None:
        """Add the keywords in a text, or a keyword where there are several texts (schema.org, keywords)."""
        term = line(node.take("name"))  # of a DefinedTerm
        if term or sum(each.name == "keywords" for each in self.node.children) > 1:
            self.builder.put("keywords", term or line(node.read()), "keywords", node.line)
        else:
            keywords(self.builder, "keywords", node.read(), "keywords", node.line)

    def _about(self, node: SourceNode) -> None:
        text = line(node.read()) or line(node.take("name"))
        if text:
            self.builder.put("keywords", text, "about", node.line)

    def _pages(self, node: SourceNode) -> None:
        if node.name == "pageStart":
            pages = page_range(node.read(), self.node.take("pageEnd"))
            self.builder.put("pages", pages, "pageStart", node.line)
        elif self.node.first("pageStart") is None:
            self.builder.put("pages", line(node.read()), "pageEnd", node.line)

    def _host(self, node: SourceNode) -> None:
        """Read the issue, the volume and the journal, one inside the other."""
        here: SourceNode | None = node
        while here is not None:
            for name, target in (("volumeNumber", "volume"), ("issueNumber", "issue")):
                text = line(here.take(name))
                if text:
                    self.builder.put(target, text, "isPartOf", here.line)
            title = line(here.read()) or line(here.take("name"))
            if is_web_address(title):
                self.builder.relate("related_works", {"url": title})
            elif title:
                is_book = self.builder.data["kind"] == "book"
                target = "series.title" if is_book else "container_title"
                self.builder.put(target, title, "isPartOf", here.line)
            for each in here.all("issn"):
                self.builder.identify("issn", each.read(), "isPartOf", here.line)
            for each in here.all("isbn"):
                self.builder.identify("isbn", each.read(), "isPartOf", here.line)
            here = here.first("isPartOf")

    def _related(self, relation: str, node: SourceNode) -> None:
        """Add a related work: a description, a title or an address."""
        intent = line(node.take("roleName"))
        inner_node = node.first(node.name)
        if inner_node is not None:  # schema.org, Role: the work stands under the same property
            node = inner_node
        if node.text.strip():
            text = line(node.read())
            is_address = ADDRESS.fullmatch(text) is not None
            self.builder.relate(relation, {"url": text} if is_address else {"title": text})
            return
        inner = _SchemaOrgReader(node, self.context, self.agents)
        entry = inner.read()
        node.read_all()
        self.builder.leftovers += entry.leftovers
        names = ("contributors", "issued", "publisher", "identifiers", "language")
        title = stated_title(entry)
        work: dict[str, Any] = {"title": title} if title else {}
        for name in names:
            if name in entry.data and entry.data[name] != "und":
                work[name] = entry.data[name]
        if edtf(str(entry.data.get("created", ""))):
            work.setdefault("issued", entry.data["created"])
        if isinstance(entry.data.get("url"), str):
            work["url"] = entry.data["url"]
        if work and intent:
            work["note"] = intent
        self.builder.relate(relation, work)
