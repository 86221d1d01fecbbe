"""Writes the values of a record as elements, each where the table says.

Most fields need nothing but a row: their element follows from the path in the table and from the
shape of the value. What has no row, or does not fit it, is kept in `unmapped`, so that nothing is
lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.tei.dates import calendar_id, copy_to_parent, stated
from exporter.export.tei.marks import CODED, Mark, add_mark, encoded_name, token
from exporter.export.tei.names import name_content, name_step
from exporter.export.tei.paths import Choices, Path, Step, is_keyed
from exporter.export.tei.scope import PRINCIPAL, Scope, is_forms, is_only_a_list, scope_of, shape_of
from exporter.export.tei.text import content, language_of, set_language
from exporter.export.tei.uri import is_uri
from exporter.export.tei.words import LANGUAGE, Words
from exporter.export.xml import XML_ID, XML_LANG, Element, built, element, fill
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import parse_date
from exporter.model.node import Node
from exporter.model.text import Parallel
from exporter.model.work import Work
from exporter.records.document import Pointer, written_path

AnyRecord = Work | Agent | Authority
Special = Callable[[Node, Element], None]
"""Writes a field for which a row is not enough, into the element of its group."""

UNKNOWN_DATE = "unknown"
"""The words for a date of which nothing is known (`XXXX`)."""
_WITHOUT_WORDS = frozenset({"ptr", "relation"})
"""Elements that have no words of their own beside a pointer."""
_HOLDS_HOST = frozenset({"biblStruct", "monogr", "imprint", "series", "extent", "note"})
"""Elements in which a work and what it is part of stand side by side."""


class Unmapped(NamedTuple):
    """A value without a row; `element` holds its group, None for a field of the record itself."""

    node: Node
    element: Element | None


class TeiPlace(NamedTuple):
    """Where a value goes: the last step of `path`, below `parent`.

    `inner` has the rows of the fields inside it, `title` the words for its label.
    """

    parent: Element
    path: Path
    inner: Scope
    title: str

    @property
    def step(self) -> Step:
        """The element that holds the value."""
        return self.path.steps[-1]


class Encoder:
    """One record on its way into TEI; `node` has the fields of it that are written.

    `places` has the elements of each value, by the path by which `inferred` names it; `siblings`
    are elements that stand beside that of the record.
    """

    def __init__(
        self, record: AnyRecord, node: Node, root: Element, scope: Scope, context: ExportContext
    ) -> None:
        self.record = record
        self.node = node
        self.id = record.id
        self.root = root
        self.scope = scope
        self.context = context
        self.words = Words(record, context)
        self.choices: Choices = {}
        self.special: Mapping[str, Special] = {}
        self.places: dict[str, list[Element]] = {"": [root]}
        self.siblings: list[Element] = []
        self.unmapped: list[Unmapped] = []
        self.language = context.catalogue.settings.language
        self.no_rows = scope_of(context.crosswalk, "")
        self._names = scope_of(context.crosswalk, "agent", "name/")
        self._printed = _printed_texts(node)
        self._shared: dict[tuple[Element, Step], Element] = {}
        self._labelled: set[tuple[Element, str]] = set()
        self._corresp = ""
        self._copies = False

    # ---- groups and fields

    def group(self, node: Node, holder: Element, scope: Scope) -> None:
        """Write the fields of a group into its element, in the order of the table."""
        for name in sorted(node.value, key=scope.place_of):
            inner = node.get(name)
            if inner is not None:
                self.field(inner, holder, scope)

    def field(self, node: Node, holder: Element, scope: Scope) -> None:
        """Write one field of the group whose element is `holder`."""
        name = str(node.pointer[-1])
        special = self.special.get(_names_in(node.pointer))
        paths = scope.paths_of(name, node.field)
        if special:
            special(node, holder)
        elif paths and all(_fits(each, paths[0]) for each in node.all()):
            self.write(node, holder, scope, paths[0])
        else:
            self.leave(node, holder)

    def leave(self, node: Node, holder: Element) -> None:
        """Keep a value that no row has a place for; `holder` is the element of its group."""
        if not self._copies:
            self.unmapped.append(Unmapped(node, None if holder is self.root else holder))

    def write(self, node: Node, holder: Element, scope: Scope, path: Path) -> None:
        """Write a field of the group whose element is `holder` at a path below it."""
        name = str(node.pointer[-1])
        title = title_of(node)
        inner = scope.inner(name, node.field)
        if not path.steps:
            if path.attribute:
                self.set_attribute(node, holder, path)
            else:
                self.leave(node, holder)
            return
        if not is_keyed(path):
            parent = self.parent(holder, path.steps[:-1])
            self.items(node, TeiPlace(parent, path, inner, title))
            return
        for key in node.value:
            child = node.get(key)
            if child is not None:
                own = path.with_key(self.key(name, key))
                parent = self.parent(holder, own.steps[:-1])
                self.items(child, TeiPlace(parent, own, inner, title_of(child)))

    def key(self, field: str, key: str) -> str:
        """Return TEI's word for the key of a map: `ISBN` for the identifiers' `isbn`."""
        row = self.context.crosswalk.row(CODED.get(field, field), key)
        if row.term == key and row.target:
            return row.target
        return f"local:{encoded_name(key)}" if field == "classification" else token(key)

    def items(self, node: Node, place: TeiPlace) -> list[Element]:
        """Write a value, or each item of a list, and return the elements."""
        written = []
        for each in node.all():
            elements = self.item(each, place)
            self.register(each, elements)
            written.append(elements)
        found = [made for elements in written for made in elements]
        if isinstance(node.value, list) and found:
            only_a_list = node.field is not None and is_only_a_list(node.field)
            if place.inner.uses_n:
                if len(written) == 1 and not only_a_list:
                    add_mark(found[0], Mark.LIST)
            elif not only_a_list or len(found) > len(written):
                _number(written)
        return found

    def item(self, node: Node, place: TeiPlace) -> list[Element]:
        """Write one value and return its elements: several for a text in several languages."""
        shape = shape_of(node.field) if node.field else "plain"
        if place.path.attribute:
            return [self._in_attribute(node, place)]
        if shape == "date":
            return [self.date(node, place)]
        if shape == "agent":
            return [self.agent(node, place)]
        if shape != "group":
            return self.text(node, place)
        if isinstance(node.value, str) and node.field and node.field.refers_to:
            return [self.reference(node, place)]
        return self._group(node, place)

    # ---- elements

    def parent(self, holder: Element, steps: tuple[Step, ...]) -> Element:
        """Return the element at the end of some steps, which several fields share."""
        for step in steps:
            shared = self._shared.get((holder, step))
            if shared is None:
                shared = built(step.tag(self.choices), (), step.attributes())
                if self._corresp and shared.tag == "note":
                    shared.set("corresp", self._corresp)
                holder.append(shared)
                self._shared[holder, step] = shared
            holder = shared
        return holder

    def share(self, holder: Element, step: Step, shared: Element) -> None:
        """Let the fields below a step stand in an element that is there already."""
        self._shared[holder, step] = shared

    def new(self, place: TeiPlace) -> Element:
        """Return a new element for the value of a field."""
        step = place.step
        if step.labelled:
            self._label(place)
        made = built(step.tag(self.choices), (), step.attributes())
        if self._corresp and place.parent.tag in _HOLDS_HOST:
            made.set("corresp", self._corresp)
        place.parent.append(made)
        return made

    def _label(self, place: TeiPlace) -> None:
        """Put the title of the field before its first element, and a stroke between its forms."""
        parent, title = place.parent, place.title
        if (parent, title) in self._labelled:
            parent[-1].tail = " / "
            return
        self._labelled.add((parent, title))
        if len(parent):
            parent[-1].tail = "; "
        else:
            parent.text = ""
        label = element("label", title)
        label.tail = ": "
        parent.append(label)
        set_language(label, LANGUAGE, self.language)

    def text(self, node: Node, place: TeiPlace) -> list[Element]:
        """Write a plain value, or a text or a name with one element for each form."""
        textual = node.field is not None and node.field.keyword("textual") is not None
        if not is_forms(node.value, node.field):
            made = self.new(place)
            fill(made, content(node.value) if textual else [str(node.value)])
            if textual:
                set_language(made, node.tag, self.language)
                self._set_source(node, made, str(node.value))
            return [made]
        found = []
        for tag in self._ordered(node):
            form = node.get(tag)
            if form is None:
                continue
            made = self.new(place)
            fill(made, name_content(form.value, tag, self._names))
            inherited = language_of(made, self.language)
            made.set(XML_LANG, tag)
            alone = len(node.value) == 1 and isinstance(form.value, str)
            if alone and tag == node.tag and inherited != tag:
                add_mark(made, Mark.TAGGED)
            self.register(form, [made])
            self._set_source(node, made, str(form.value))
            found.append(made)
        return found

    def _ordered(self, node: Node) -> list[str]:
        """Return the tags of a text in the order of the record, but the reader's choice first."""
        tags = list(node.value)
        if not self.context.languages:
            return tags
        wished = self.context.tag(Parallel(node.tag, node.value))
        return sorted(tags, key=lambda tag: tag != wished)

    def date(self, node: Node, place: TeiPlace) -> Element:
        """Write a date: its attributes, and the same in words; after these, how it is printed."""
        made = self.new(place)
        value = node.value
        written = value["date"] if isinstance(value, Mapping) else value
        date = stated(written)
        for name, attribute in date.attributes.items():
            made.set(name, attribute)
        words = date_words(written)
        fill(made, ["", *date.elements(), words])
        if any(character.isalpha() for character in words):
            set_language(made, LANGUAGE, self.language)
        if isinstance(value, Mapping):
            self._printed_date(node, made)
        copy_to_parent(made)
        self._set_source(node, made, None)
        return made

    def _printed_date(self, node: Node, made: Element) -> None:
        calendar, printed = node.line("calendar"), node.get("printed")
        if calendar:
            made.set("calendar", f"#{calendar_id(calendar)}")
        if printed is not None:
            fill(made, [" ("])
            place = TeiPlace(made, Path((Step(("orig",)),)), self.no_rows, "")
            forms = self.text(printed, place)
            for form in forms[:-1]:
                form.tail = " / "
            forms[-1].tail = ")"
        if not calendar and printed is None:
            add_mark(made, Mark.GROUP)
        for name in node.value:
            inner = node.get(name)
            if name not in {"date", "printed", "calendar"} and inner is not None:
                self.leave(inner, made)

    def agent(self, node: Node, place: TeiPlace) -> Element:
        """Write an agent: a pointer to its record with its name, or the name that is stated."""
        if isinstance(node.value, str):
            return self.reference(node, place)
        made = self.new(place)
        self.named_agent(node, made, default_kind="organization")
        return made

    def named_agent(self, node: Node, holder: Element, default_kind: str) -> list[Element]:
        """Write the name, and the kind if it is stated, of an agent without a record."""
        kind, name = node.line("kind"), node.get("name")
        if name is None:
            return []
        step = name_step(kind or default_kind)
        if kind:
            step = step._replace(conditions=(("type", kind),))
        forms = self.text(name, TeiPlace(holder, Path((step,)), self.no_rows, ""))
        self.register(name, forms)
        return forms

    def reference(self, node: Node, place: TeiPlace) -> Element:
        """Write a pointer to a record, with its name or title as words."""
        made = self.new(place)
        made.set("ref", f"#{node.value}")
        self.words.put(node.value, made)
        return made

    def _group(self, node: Node, place: TeiPlace) -> list[Element]:
        """Write a group into an element of its own.

        A plain value stands for the main field of the group.
        """
        name = _outer_name(node)
        principal = PRINCIPAL.get(name, "")
        if not isinstance(node.value, Mapping) or is_forms(node.value, node.field):
            inner = Node({principal: node.value}, node.field, node.languages, node.pointer)
            return self._fill_group(inner, place)
        before = len(self.unmapped)
        found = self._fill_group(node, place)
        left = {str(each.node.pointer[-1]) for each in self.unmapped[before:]}
        if set(node.value) - left == {principal}:
            add_mark(found[0], Mark.GROUP)
        return found

    def _fill_group(self, node: Node, place: TeiPlace) -> list[Element]:
        """Write the fields of a group.

        One of them may be the text of the element itself, which each form repeats.
        """
        own = next((each for each in self._own_texts(place.inner) if each[0] in node.value), None)
        if own is None:
            found = [self.new(place)]
            self.set_group_language(node, found[0])
        else:
            found = self._own_text(node, place, *own)
        rest = {key: value for key, value in node.value.items() if own is None or key != own[0]}
        children = len(found[0])
        self.group(Node(rest, node.field, node.languages, node.pointer), found[0], place.inner)
        if own is not None and len(found[0]) > children:
            _append_space(found[0], children)
        return found

    def _own_text(self, node: Node, place: TeiPlace, name: str, path: Path) -> list[Element]:
        """Write the field of a group that is the text of its element."""
        found = []
        for inner in node.all(name):
            found = self.text(inner, place)
            self.register(inner, found)
        for attribute, value in path.conditions:
            found[0].set(attribute, value)
        return found

    def set_group_language(self, node: Node, made: Element) -> None:
        """State the language of the texts in a group if most of them are those of the work."""
        if made.tag == "bibl":
            set_language(made, node.languages.inside(node.value).work, self.language)

    def _own_texts(self, scope: Scope) -> Iterator[tuple[str, Path]]:
        for name, paths in scope.paths.items():
            if not paths[0].steps and not paths[0].attribute:
                yield name, paths[0]

    # ---- attributes

    def _in_attribute(self, node: Node, place: TeiPlace) -> Element:
        """Write a value into an attribute of an element of its own, and what it means as words."""
        own = self._shared.get((place.parent, place.step))
        made = self.new(place) if own is None else own
        self.set_attribute(node, made, place.path)
        return made

    def set_attribute(self, node: Node, made: Element, path: Path) -> None:
        """Set an attribute of an element: a pointer, a date, a token, or the value as it is."""
        name, field = path.attribute, node.field
        if path.token:
            add_mark(made, path.token)
        elif field is not None and field.refers_to:
            made.set(name, f"#{node.value}")
            if made.tag not in _WITHOUT_WORDS and not len(made) and not made.text:
                self.words.put(node.value, made)
        elif field is not None and field.keyword("format") == "edtf":
            self._set_date(node, made, name)
        elif name in {"target", "ref"} and not is_uri(self._attribute_value(node)):
            self.leave(node, made)
        else:
            made.set(name, self._attribute_value(node))
            self._explain(node, made)

    def _set_date(self, node: Node, made: Element, name: str) -> None:
        if isinstance(node.value, Mapping):
            self.leave(node, made)
            return
        for attribute, value in stated(node.value, name).attributes.items():
            made.set(attribute, value)

    def _attribute_value(self, node: Node) -> str:
        name, value = str(node.pointer[-1]), str(node.value)
        if name in CODED:
            row = self.context.crosswalk.row(CODED[name], value)
            if row.term == value and row.target:
                return row.target
        return token(value) if node.field and node.field.keyword("enum") else value

    def _explain(self, node: Node, made: Element) -> None:
        """Put words into an element whose attribute has a code or an address."""
        format = node.field.keyword("format") if node.field else ""
        if len(made) or made.text or made.tag in _WITHOUT_WORDS:
            return
        if format == "language-tag":
            self.words.put_language(str(node.value), made)
        elif made.tag == "country":
            self.words.put_country(str(node.value), made)
        elif made.tag == "time":
            self.words.put_duration(str(node.value), made)
        elif format == "web-address":
            made.text = str(node.value)

    # ---- places and sources

    def register(self, node: Node, elements: list[Element]) -> None:
        """Remember the elements of a value."""
        if elements and not self._copies:
            self.places[path_of(node)] = elements

    def identify(self, node: Node, made: Element) -> str:
        """Return the xml:id of the element of a value; the element gets one if it has none."""
        return self.identify_at(path_of(node), made)

    def identify_at(self, path: str, made: Element) -> str:
        """Return the xml:id of an element for the value at a path."""
        given = made.get(XML_ID)
        if given:
            return given
        id = f"{self.id}.{encoded_name(path)}"
        others = [each for each in self.places.get(path, []) if each.get(XML_ID)]
        if others:
            id = f"{id}-{len(others) + 1}"
        made.set(XML_ID, id)
        return id

    def mention(self, number: int) -> str:
        """Return the xml:id of a mention, counted from 1."""
        return f"{self.id}.found.{number}"

    def _set_source(self, node: Node, made: Element, text: str | None) -> None:
        """Point to the mentions that print this text in this field, or that print any date."""
        if len(node.pointer) > 2 or self._copies:
            return
        numbers = self._printed.get((str(node.pointer[0]), text), ())
        if numbers:
            made.set("source", " ".join(f"#{self.mention(number)}" for number in numbers))

    @contextmanager
    def corresponding(self, target: str, *, copies: bool = False) -> Iterator[None]:
        """Let the elements that are written meanwhile correspond to another one.

        `copies` repeat what another record says.
        """
        before = self._corresp, self._copies
        self._corresp, self._copies = target, copies
        try:
            yield
        finally:
            self._corresp, self._copies = before


def _fits(node: Node, path: Path) -> bool:
    """Return whether a path can hold a value.

    The field of a catalogue's own may have the name of another one.
    """
    if node.field is None:
        return False
    shape = shape_of(node.field)
    is_date_element = bool(path.steps) and path.steps[-1].tags == ("date",)
    if (shape == "date") != is_date_element and not path.attribute:
        return False
    if isinstance(node.value, bool) or node.value is None:
        return bool(path.token)
    if isinstance(node.value, Mapping) and not is_forms(node.value, node.field):
        return shape in {"date", "agent", "group"}
    return True


def _append_space(holder: Element, children: int) -> None:
    """Put a space between the text of an element, with its first children, and all others."""
    if children:
        holder[children - 1].tail = (holder[children - 1].tail or "") + " "
    else:
        holder.text = (holder.text or "") + " "


def _number(written: list[list[Element]]) -> None:
    """Number the items of a list; the elements of one item have the same number."""
    for place, elements in enumerate(written, start=1):
        for made in elements:
            made.set("n", str(place))


def _outer_name(node: Node) -> str:
    """Return the name of the field of a value, not its place in a list or its key in a map."""
    names = [str(step) for step in node.pointer if isinstance(step, str)]
    if len(names) > 1 and names[-2] in {"identifiers", "classification"}:
        return names[-2]
    return names[-1] if names else ""


def title_of(node: Node) -> str:
    """Return the title of the field of a value, or its name if the schema has no title for it."""
    title = node.field.title if node.field else ""
    return title or str(node.pointer[-1])


def path_of(node: Node) -> str:
    """Return the path of a value as `inferred` writes it: `contributors.1.role`."""
    return _written_path(node.pointer)


_written_path = lru_cache(10_000)(written_path)


@lru_cache(10_000)
def _names_in(pointer: Pointer) -> str:
    """Return the names of fields in a pointer with slashes between them: `imprints/publisher`."""
    return "/".join(step for step in pointer if isinstance(step, str))


def date_words(written: str | int) -> str:
    """Return a date in words."""
    return in_words(parse_date(written)) or UNKNOWN_DATE


def _printed_texts(node: Node) -> dict[tuple[str, str | None], list[int]]:
    """Return the numbers of the mentions that print a text in a field; any text under None."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for number, mention in enumerate(node.all("found"), start=1):
        if not isinstance(mention.value, Mapping):
            continue
        for field, value in mention.value.items():
            texts: set[Any] = {None}
            if isinstance(value, Mapping):
                texts.update(value.values())
            elif isinstance(value, str):
                texts.add(value)
            for text in texts:
                found.setdefault((field, text), []).append(number)
    return found
