"""Reads the values of a record from its elements: the counterpart of the encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from exporter.export.crosswalk import Crosswalk
from exporter.export.tei.arrangement import PLACEHOLDER
from exporter.export.tei.dates import REPEATS_DATE
from exporter.export.tei.marks import CODED, MEANINGS, Mark, decoded_name, token
from exporter.export.tei.paths import Path, Step
from exporter.export.tei.scope import PRINCIPAL, Scope, is_only_a_list, shape_of
from exporter.export.tei.unmapped import SUBTYPE as UNMAPPED
from exporter.importers.tei.branches import Branch, Leaf, branch_of, with_own_fields
from exporter.importers.tei.dates import DATE_ATTRIBUTES, Dates, is_date
from exporter.importers.tei.problems import Problems, shown
from exporter.importers.tei.texts import Texts, has_mark, language_of
from exporter.importers.xml import XML_ID, XML_LANG, Element
from exporter.importers.xml_source import local_name
from exporter.model.node import TextLanguages
from exporter.records.schema import Field

_ANYWHERE = frozenset({XML_ID, XML_LANG, "n", "ana", "source", "corresp"})
"""Attributes that follow from something else, or that are read with every element."""
_DERIVED = {
    "title": {"level"},
    "availability": {"status"},
    "biblScope": {"from", "to"},
    "textLang": {"mainLang", "otherLangs"},
    "note": {"place"},
    "date": DATE_ATTRIBUTES,
    "event": {"when", "notBefore", "notAfter", "from", "to"}
    | {"when-iso", "from-iso", "to-iso"}
    | {"notBefore-iso", "notAfter-iso"},
}
"""Attributes that repeat, for programs, what the element says otherwise, or that a reader of its
own reads.
"""
_LABEL = "label"

Special = Callable[["Match"], Any]
"""Reads a field from its elements where the table is not enough; None if it is not there."""


class Found(NamedTuple):
    """An element that holds a value, the path that led to it, and its key in a map if any."""

    element: Element
    path: Path
    key: str = ""


class Match(NamedTuple):
    """The elements of one field, in the order of the document."""

    name: str
    found: list[Found]
    field: Field
    scope: Scope
    languages: TextLanguages

    @property
    def elements(self) -> list[Element]:
        """The elements."""
        return [each.element for each in self.found]


class Decoder:
    """Reads one record.

    `groups` has the groups by the xml:id of their elements, with their fields in the schema;
    `unmapped` are the notes with fields that have no row. While `only` is set, only the elements
    that correspond to it are read.
    """

    def __init__(
        self, root: Element, scope: Scope, crosswalk: Crosswalk, problems: Problems
    ) -> None:
        self.root = root
        self.id = root.get(XML_ID, "")
        default = language_of(root.getparent(), "")
        self.default = default
        self.scope = scope
        self.crosswalk = crosswalk
        self.problems = problems
        self.texts = Texts(problems, Scope(crosswalk, "agent", "name/"), default)
        self.dates = Dates(problems, self.texts)
        self.special: Mapping[str, Special] = {}
        self.groups: dict[str, tuple[dict[str, Any], Field]] = {}
        self.only = ""
        self.languages = TextLanguages(default, default)
        self.unmapped: list[Element] = []

    # ---- groups

    def group(
        self,
        node: Element,
        scope: Scope,
        field: Field,
        languages: TextLanguages,
        *,
        branch: Branch | None = None,
        defaults: Mapping[str, str] = MappingProxyType({}),
    ) -> dict[str, Any]:
        """Return the fields of a group from its element.

        `branch` replaces what the table says of the group. Attributes with a value in `defaults`
        say nothing.
        """
        known = branch or with_own_fields(branch_of(scope), scope, field.children)
        found: dict[str, list[Found]] = {}
        self._collect(node, known, found)
        for leaf in known.attributes:
            name = leaf.path.attribute
            if leaf.path.token or name not in defaults or node.get(name) != defaults[name]:
                self._collect_attribute(node, leaf, found)
        data: dict[str, Any] = {}
        names = sorted(found, key=lambda name: name != "language")
        for name in names:
            child = field.child(name)
            if child is None:
                self.problems.add(
                    found[name][0].element, f"there is no field “{name}” in this kind of record"
                )
                continue
            value = self._value(Match(name, found[name], child, scope, languages))
            if value is not None:
                data[name] = value
            if name == "language":
                languages = languages.inside(data)
        self.remember(node, data, field)
        return data

    def remember(self, node: Element, data: dict[str, Any], field: Field) -> None:
        """Remember a group by the xml:id of its element."""
        id = node.get(XML_ID)
        if id:
            self.groups[id] = data, field

    def _collect(
        self, node: Element, branch: Branch, found: dict[str, list[Found]], key: str = ""
    ) -> None:
        """Find the elements of the fields below an element."""
        self._check_text(node, branch)
        for child in node:
            if self._is_skipped(child, branch):
                continue
            match = branch.match(child)
            if match is None:
                if not self.only and not branch.fields:
                    self.problems.add_unknown(child)
                continue
            step, inner = match
            self._collect_from(child, step, inner, found, step.key(child.get) or key)

    def _collect_from(
        self, node: Element, step: Step, branch: Branch, found: dict[str, list[Found]], key: str
    ) -> None:
        """Find the fields that one element holds, or those of the elements inside it.

        `step` led to the element; `key` is the key of a map that it or an element around it states.
        """
        is_leaf = self._is_own(node)
        for leaf in branch.attributes if is_leaf else ():
            self._collect_attribute(node, leaf, found, key)
        if branch.fields and not any(branch.match(child) for child in node):
            if is_leaf:
                leaf = branch.fields[0]
                found.setdefault(leaf.name, []).append(Found(node, leaf.path, key))
        elif branch.steps:
            if not self.only:
                self.check_known(node, {name for name, _ in step.conditions})
            self._collect(node, branch, found, key)

    def _collect_attribute(
        self, node: Element, leaf: Leaf, found: dict[str, list[Found]], key: str = ""
    ) -> None:
        path = leaf.path
        if path.token:
            there = f"#{path.token}" in node.get("ana", "").split()
        elif path.attribute in {"from", "to"}:
            there = path.attribute in node.attrib or f"{path.attribute}-custom" in node.attrib
        else:
            there = path.attribute in node.attrib
        if there:
            found.setdefault(leaf.name, []).append(Found(node, path, key))

    # ---- what is passed over, and what must not be there

    def _is_own(self, node: Element) -> bool:
        """Return whether an element belongs to what is read: the record itself, or its host."""
        return not self.only or node.get("corresp") == self.only

    def _is_skipped(self, node: Element, branch: Branch) -> bool:
        """Return whether an element repeats another one, or is there for the content model only."""
        if "corresp" in node.attrib and node.get("corresp") != self.only and node.tag != "bibl":
            return True
        if node.tag == _LABEL and branch.labelled:
            return True
        if node.tag == "date" and not is_date(node):
            return True
        if node.tag == "note" and node.get("subtype") == UNMAPPED:
            if not self.only:
                self.unmapped.append(node)
            return True
        return node.tag == "institution" or PLACEHOLDER in {node.get("type"), node.get("role")}

    def _check_text(self, node: Element, branch: Branch) -> None:
        """Report text between elements, but for what stands beside labels.

        An address that has no words is its own text.
        """
        if branch.labelled or branch.fields or self.only or node.tag == "ref":
            return
        for before, text in ((node, node.text), *((child, child.tail) for child in node)):
            words = (text or "").strip()
            if words and words != node.get("ref"):
                message = f"there is text in this {local_name(node)} beside its elements"
                self.problems.add(before, message)

    def check_known(self, node: Element, known: set[str]) -> None:
        """Report attributes and marks that are not known."""
        derived = _DERIVED["event"] if node.tag in REPEATS_DATE else _DERIVED.get(str(node.tag), ())
        for name in node.attrib:
            if name not in _ANYWHERE and name not in known and name not in derived:
                self.problems.add(
                    node, f"{shown(str(name))} of this {local_name(node)} is not understood"
                )
        for pointer in node.get("ana", "").split():
            if pointer[1:] not in MEANINGS:
                self.problems.add(node, f"there is no mark “{pointer}”")

    # ---- values

    def _value(self, match: Match) -> Any:
        names = "/".join(step for step in match.field.path if step != "*")
        special = self.special.get(names)
        if special:
            return special(match)
        if any(each.key for each in match.found):
            return self.by_key(match)
        return self.items(match)

    def by_key(self, match: Match) -> dict[str, Any]:
        """Return a map from keys, such as the schemes of identifiers, to values."""
        by_key: dict[str, list[Found]] = {}
        for each in match.found:
            by_key.setdefault(each.key, []).append(each)
        data = {}
        for word, found in by_key.items():
            key = self.key(match.name, word, match.field)
            field = match.field.child(key) if key else None
            if field is None:
                self.problems.add(
                    found[0].element, f"“{word}” has no place among {match.field.title.lower()}"
                )
                continue
            one = match._replace(found=found, field=field)
            data[key] = self.items(one)
        return data

    def key(self, name: str, word: str, field: Field) -> str:
        """Return our term for TEI's word for the key of a map; empty if there is none."""
        term = self.term(CODED.get(name, ""), word)
        if term:
            return term
        word = word.removeprefix("local:")
        for key in field.children:
            if token(key) == word or key == decoded_name(word):
                return key
        return ""

    def term(self, vocabulary: str, word: str) -> str:
        """Return our term for a word of TEI; empty if the table has none."""
        for row in self.crosswalk if vocabulary else ():
            if row.vocabulary == vocabulary and row.target == word and row.term != "*":
                return row.term
        return ""

    def items(self, match: Match) -> Any:
        """Return a value, or a list of values if the elements are the items of one."""
        inner = match.scope.inner(match.name, match.field)
        listed, groups = self._split(match, inner)
        one = match._replace(field=item_field(match.field) if listed else match.field)
        values = [self.item(one._replace(found=group), inner) for group in groups]
        return values if listed else values[0]

    def _split(self, match: Match, inner: Scope) -> tuple[bool, list[list[Found]]]:
        """Return whether the elements are a list, and the elements of each item."""
        types = match.field.keyword("type")
        if types != "array" and "array" not in (types or ()):
            return False, [match.found]
        alone = [[each] for each in match.found]
        if inner.uses_n and match.field.keyword("type") != "array":
            first = match.found[0].element
            return len(alone) > 1 or has_mark(first, Mark.LIST), alone
        numbered = any("n" in each.element.attrib for each in match.found) and not inner.uses_n
        if numbered:
            return True, list(by_n(match.found).values())
        if is_only_a_list(match.field):
            return True, alone
        return False, [match.found]

    def item(self, match: Match, inner: Scope) -> Any:
        """Return one value from its elements; those of a text in several languages are several."""
        node, path, field = match.found[0].element, match.found[0].path, match.field
        shape = shape_of(field)
        for each in match.found if path.steps else ():
            self.check_known(each.element, self._attributes(each.path, inner, field))
        if path.attribute:
            return self._from_attribute(node, path, field)
        if shape == "date":
            return self._date(node, field, match.languages)
        if shape == "agent":
            return self.agent(node, field, match.languages)
        if shape == "group":
            if field.refers_to and "ref" in node.attrib:
                return self.pointer(node, "ref")
            return self._group(match, inner)
        if shape == "text":
            return self.texts.forms(match.elements, self.tag(field, match.languages))
        return self._plain(match)

    def _attributes(self, path: Path, inner: Scope, field: Field) -> set[str]:
        """Return the attributes that the element of a value may have."""
        known = {name for name, _ in path.steps[-1].conditions} if path.steps else set()
        if path.attribute:
            known.add(path.attribute)
        if field.refers_to:
            known.add("ref")
        if shape_of(field) == "group":
            branch = branch_of(inner)
            known |= {leaf.path.attribute for leaf in branch.attributes}
            known |= {name for leaf in branch.fields for name, _ in leaf.path.conditions}
            if known & {"from", "to"}:
                known |= DATE_ATTRIBUTES
        return known

    def _date(self, node: Element, field: Field, languages: TextLanguages) -> Any:
        found = self.dates.date(node, self.tag(field.child("printed"), languages))
        if isinstance(found, dict):
            self.remember(node, found, field)
        return found

    def tag(self, field: Field | None, languages: TextLanguages) -> str:
        """Return the language of plain text in a field."""
        textual = field.keyword("textual", "work") if field else "work"
        return languages.catalogue if textual == "catalogue" else languages.work

    def _plain(self, match: Match) -> Any:
        node, field = match.found[0].element, match.field
        for other in match.elements[1:]:
            self.problems.add(other, f"a second {local_name(other)} is not understood")
        text = self.texts.text(node, plain=True)
        return self.typed(text, field)

    def typed(self, text: str, field: Field) -> Any:
        """Return a plain value in the type that the schema wants."""
        types = field.keyword("type")
        if types in ("integer", "number"):
            return self.texts.number(text)
        return text

    def agent(self, node: Element, field: Field, languages: TextLanguages) -> Any:
        """Return an agent: the id of its record, or its name."""
        if "ref" in node.attrib:
            return self.pointer(node, "ref")
        names = [each for each in node if each.tag in {"persName", "orgName", "name"}]
        return self.named_agent(node, names, field, languages)

    def named_agent(
        self, node: Element, names: list[Element], field: Field, languages: TextLanguages
    ) -> dict[str, Any]:
        """Return an agent that has no record: its name, and its kind if that is stated."""
        data: dict[str, Any] = {}
        if names:
            data["name"] = self.texts.forms(names, self.tag(field.child("name"), languages))
            if "type" in names[0].attrib:
                data["kind"] = names[0].get("type")
        self.remember(node, data, field)
        return data

    def _group(self, match: Match, inner: Scope) -> Any:
        """Return a group, or the plain value that stands in its place."""
        node, field = match.found[0].element, match.field
        defaults = dict(match.found[0].path.steps[-1].conditions)
        data = self.group(node, inner, field, match.languages, defaults=defaults)
        data.update(self._own_text(match, inner))
        principal = PRINCIPAL.get(match.name, "")
        if set(data) == {principal} and not has_mark(node, Mark.GROUP):
            return data[principal]
        return data

    def _own_text(self, match: Match, inner: Scope) -> dict[str, Any]:
        """Return the field of a group that is the text of its element."""
        node, branch = match.found[0].element, branch_of(inner)
        fitting = [leaf for leaf in branch.fields if _fits(node, leaf.path)]
        if not fitting:
            return {}
        leaf = max(fitting, key=lambda each: len(each.path.conditions))
        field = match.field.child(leaf.name)
        if field is None:
            return {}

        def is_data(child: Element) -> bool:
            return branch.match(child) is not None

        if shape_of(field) == "text":
            tag = self.tag(field, match.languages)
            return {leaf.name: self.texts.forms(match.elements, tag, is_data)}
        text = self.texts.text(node, is_data, plain=True)
        return {leaf.name: self.typed(text, field)}

    # ---- attributes

    def _from_attribute(self, node: Element, path: Path, field: Field) -> Any:
        """Return the value that an attribute states."""
        name = path.attribute
        if path.token:
            return field.keyword("const", True)
        if field.refers_to:
            return self.pointer(node, name)
        if field.keyword("format") == "edtf":
            return self.dates.in_attribute(node, name)
        word = node.get(name, "")
        terms = field.keyword("enum")
        if not terms:
            return self.typed(word, field)
        vocabulary = CODED.get(str(field.path[-1]), "")
        return self.one_of(node, word, terms, self.term(vocabulary, word), field.title)

    def one_of(self, node: Element, word: str, terms: Iterable[str], known: str, title: str) -> str:
        """Return the term whose token a word is, or `known`; any other word is reported."""
        for term in terms:
            if term == known or (not known and token(term) == word):
                return term
        self.problems.add(node, f"{title}: there is no term “{word}”")
        return word

    def pointer(self, node: Element, attribute: str = "target") -> str:
        """Return the id to which an attribute points inside the document."""
        pointers = node.get(attribute, "").split()
        if not pointers:
            self.problems.add(node, f"this {local_name(node)} has no @{attribute}")
        for pointer in pointers:
            if not pointer.startswith("#"):
                self.problems.add(node, f"“{pointer}” does not point into this document")
        if len(pointers) > 1:
            self.problems.add(
                node, f"@{attribute} points to several things, and only one is possible"
            )
        return pointers[0].removeprefix("#") if pointers else ""


def item_field(field: Field) -> Field:
    """Return the field of the items of a list; a field that is none is its own item."""
    return field.child(0) or field


def by_n(found: Iterable[Found]) -> dict[str, list[Found]]:
    """Return the elements of each item of a list: those with the same number, or one without."""
    groups: dict[str, list[Found]] = {}
    for place, each in enumerate(found):
        groups.setdefault(each.element.get("n") or f"#{place}", []).append(each)
    return groups


def _fits(node: Element, path: Path) -> bool:
    return all(node.get(name) == value for name, value in path.conditions)
