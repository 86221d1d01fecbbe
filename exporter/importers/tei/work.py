"""A work, read from `biblStruct` and the citations beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exporter.export.crosswalk import Crosswalk
from exporter.export.tei.host import host_id
from exporter.export.tei.marks import Mark, token
from exporter.export.tei.scope import RELATED, Scope, record_scope
from exporter.export.tei.work import ITEM
from exporter.importers.tei.branches import branch_of, with_own_fields, without
from exporter.importers.tei.contributors import read_contributors
from exporter.importers.tei.decoder import Decoder, Match, Special, item_field
from exporter.importers.tei.mentions import read_mentions, read_reasons
from exporter.importers.tei.problems import Problems
from exporter.importers.tei.records import read_notes, read_relations
from exporter.importers.tei.texts import has_mark
from exporter.importers.tei.unmapped import add_unmapped
from exporter.importers.xml import XML_LANG, Element
from exporter.importers.xml_source import local_name
from exporter.model.node import TextLanguages, text_languages
from exporter.model.vocabularies import vocabulary
from exporter.records.schema import Field, Schemas

_AT_ROOT = ("id", "kind", "type", "status", "cataloguing_language", "pagination")
"""The fields that are read from attributes of the record's element."""
_PAGE = "page"


class WorkReader:
    """Reads one work."""

    def __init__(
        self, root: Element, schemas: Schemas, crosswalk: Crosswalk, problems: Problems
    ) -> None:
        self.root = root
        self.kind = root.get("subtype", "")
        self.schemas = schemas
        self.crosswalk = crosswalk
        self.problems = problems
        self.field = schemas.root(self.kind)
        self.scope = record_scope(crosswalk, "work", "biblStruct")
        self.item = ""
        self.decoder = Decoder(root, self.scope, crosswalk, problems)

    def read(self, relations: Sequence[Element]) -> dict[str, Any]:
        """Return the record: what its element says, and what the relations beside it say."""
        decoder, root, field = self.decoder, self.root, self.field
        analytic, monogr = ITEM
        self.item = analytic if root.find(analytic) is not None else monogr
        other = monogr if self.item == analytic else analytic
        pagination = self._pagination()
        data: dict[str, Any] = {"id": decoder.id, "kind": self.kind, **self._root_attributes()}
        decoder.languages = self._languages()
        decoder.special = self._special()
        known = branch_of(self.scope, self.item, other)
        branch = without(with_own_fields(known, self.scope, field.children), _AT_ROOT)
        fields = decoder.group(root, self.scope, field, decoder.languages, branch=branch)
        data.update(fields)
        data.update(pagination)
        citations = field.child("citations")
        if relations and citations is not None:
            data["citations"] = read_relations(decoder, relations, "citations", citations)
        add_unmapped(decoder, data, field)
        return data

    # ---- the root

    def _root_attributes(self) -> dict[str, Any]:
        decoder, root = self.decoder, self.root
        decoder.check_known(root, {"type", "subtype", "status", "sortKey"})
        data: dict[str, Any] = {}
        if XML_LANG in root.attrib:
            data["cataloguing_language"] = root.get(XML_LANG)
        status, field = root.get("status"), self.field.child("status")
        if status and field:
            known = decoder.term("status", status)
            data["status"] = decoder.one_of(
                root, status, field.keyword("enum", ()), known, field.title
            )
        type = self._type()
        if type:
            data["type"] = type
        return data

    def _type(self) -> str:
        """Return the type, unless it is the one that every record of this kind has."""
        word, field = self.root.get("type", ""), self.field.child("type")
        known = ""
        for row in self.crosswalk:
            if row.vocabulary == "type" and row.target.split()[0] == word:
                known = row.term
        default = self.schemas.catalogued(self.kind).get("type", "")
        if field is None or (known or word) == default:
            return known if has_mark(self.root, Mark.STATED) else ""
        terms = field.keyword("enum") or vocabulary("types")
        if known not in terms and not any(token(term) == word for term in terms):
            self.problems.add(self.root, f"there is no type of work “{word}”")
            return ""
        return self.decoder.one_of(self.root, word, terms, known, field.title)

    def _languages(self) -> TextLanguages:
        """Return the languages of plain text, which depend on that of the work."""
        stated: dict[str, Any] = {}
        found = self.root.find(f"{self.item}/textLang")
        if found is not None:
            stated["language"] = found.get("mainLang")
        if XML_LANG in self.root.attrib:
            stated["cataloguing_language"] = self.root.get(XML_LANG)
        return text_languages(stated, self.decoder.default)

    def _pagination(self) -> dict[str, str]:
        """Return what the pages count, and let them count pages for the table."""
        field = self.field.child("pagination")
        units = field.keyword("enum", ()) if field else ()
        for scope in self.root.findall("monogr/imprint/biblScope"):
            unit = scope.get("unit", "")
            if unit == _PAGE and has_mark(scope, Mark.STATED):
                return {"pagination": unit}
            if unit != _PAGE and unit in units:
                scope.set("unit", _PAGE)
                return {"pagination": unit}
        return {}

    # ---- fields for which the table is not enough

    def _special(self) -> Mapping[str, Special]:
        special: dict[str, Special] = {
            "language": read_languages,
            "contributors": self._contributors,
            "series/contributors": self._contributors,
            "notes": lambda match: read_notes(self.decoder, match),
            "found": lambda match: read_mentions(self.decoder, match),
            "inferred": lambda match: read_reasons(self.decoder, match),
            "series": self._series,
        }
        for name in vocabulary("relations"):
            special[name] = self._relation
            special[f"{name}/language"] = read_languages
            special[f"{name}/contributors"] = self._contributors
        return special

    def _contributors(self, match: Match) -> Any:
        return read_contributors(self.decoder, match)

    def _series(self, match: Match) -> Any:
        """Return the series: a list of groups, or the title of the only one."""
        if match.field.path != ("series",) or len(match.found[0].path.steps) > 1:
            return self.decoder.items(match)
        inner = match.scope.inner("series")
        item = item_field(match.field)
        return [self.decoder.group(each, inner, item, match.languages) for each in match.elements]

    def _relation(self, match: Match) -> Any:
        """Return what the work says of related works of one type."""
        listed = any("n" in each.attrib for each in match.elements)
        field = item_field(match.field) if listed else match.field
        values = [self._related(each, field, match.languages) for each in match.elements]
        for other in match.elements[1:] if not listed else ():
            self.problems.add(other, f"a second {local_name(other)} of this type is not understood")
        return values if listed else values[0]

    def _related(self, node: Element, field: Field, languages: TextLanguages) -> Any:
        """Return a related work: a reference to a record, or what the record says of the work."""
        decoder = self.decoder
        decoder.check_known(node, {"type", "target"})
        host = f"#{host_id(decoder.id)}"
        if node.get("target") == host:
            data = self._host(field, languages, host)
            decoder.remember(node, data, field)
            return data
        if "target" in node.attrib:
            return decoder.pointer(node)
        for child in node:
            if child.tag == "ref" and len(node) == 1:
                return decoder.pointer(child)
            if child.tag != "bibl":
                self.problems.add_unknown(child)
        bibl = node.find("bibl")
        if bibl is None:
            self.problems.add(node, "this relatedItem says nothing of the other work")
            return ""
        data = decoder.group(bibl, Scope(self.crosswalk, RELATED), field, languages)
        if bibl.get("corresp") == host:
            data = {**self._host(field, languages.inside(data), host), **data}
        decoder.remember(node, data, field)
        if set(data) == {"work"} and not has_mark(node, Mark.GROUP):
            return data["work"]
        return data

    def _host(self, field: Field, languages: TextLanguages, host: str) -> dict[str, Any]:
        """Return what the work says of its host, which stands in `monogr`."""
        decoder = self.decoder
        scope = Scope(self.crosswalk, "host")
        decoder.only = host
        try:
            return decoder.group(self.root, scope, field, languages, branch=branch_of(scope))
        finally:
            decoder.only = ""


def read_languages(match: Match) -> Any:
    """Return the languages that `textLang` states."""
    node = match.found[0].element
    tags = [node.get("mainLang", ""), *node.get("otherLangs", "").split()]
    return tags if len(tags) > 1 or has_mark(node, Mark.LIST) else tags[0]
