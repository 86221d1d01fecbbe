"""What the template of the form shows: each input with its label, description and findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from exporter.query.card import field_title
from exporter.records.finding import Finding, Severity
from exporter.records.schema import Field
from exporter.serve.form_data import FIXED, Entered, part_field, shapes, terms
from exporter.serve.form_state import Shape, State, step_address
from exporter.validate.record import severity

_SHOWN_EXAMPLES = 2
_MANY = 40
"""From how many terms on they are typed, not chosen from a list that each input has."""
_LONG = 50
"""From how many characters on a text has an input in which it wraps."""
_PARAGRAPH = 70
"""From how many characters on the example of a text is a paragraph, with lines of its own."""
_SHAPE_WORDS = {
    Shape.TEXT: "plain",
    Shape.LANGUAGES: "in several languages",
    Shape.GROUP: "in detail",
    Shape.LIST: "several",
    Shape.YAML: "YAML",
}
_REFERENCE = "a record"
_PATHS = "by field"
_LANGUAGE = "Language"


class FormFinding(NamedTuple):
    """A finding as the form shows it. `address` is that of its input, empty for the whole record.

    `write` is the text that fixes it, or None.
    """

    address: str
    severity: Severity
    name: str
    message: str
    hint: str
    write: str | None = None


class Option(NamedTuple):
    """Something to choose, and what it is called."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class InputView:
    """One node of the form.

    `key` is the language tag that an input of it has, or None; `key_label` is what it is called, in a
    part and in the node around it. `refers_to` are the kinds of record that it can name, separated
    by spaces, and `named` is the name of the record that it does name. A text that `is_long` wraps;
    one that `has_lines` can have line breaks. `terms` are all that can be chosen; of a long list
    they are only `suggestions` for an input.
    """

    address: str
    shape: Shape
    title: str
    description: str = ""
    example: str = ""
    required: bool = False
    text: str = ""
    key: str | None = None
    key_label: str = ""
    is_long: bool = False
    has_lines: bool = False
    refers_to: str = ""
    named: str = ""
    terms: Sequence[Option] = ()
    suggestions: Sequence[str] = ()
    shapes: Sequence[Option] = ()
    addable: Sequence[Option] = ()
    can_move: bool = False
    can_go: bool = False
    is_item: bool = False
    parts: Sequence[InputView] = ()
    findings: Sequence[FormFinding] = ()

    @property
    def id(self) -> str:
        """The id of the input in the page."""
        return f"at{self.address}"

    @property
    def suggestions_id(self) -> str:
        """The id of the list of suggestions, which inputs with the same suggestions share."""
        return f"terms-{sha256(repr(self.suggestions).encode()).hexdigest()[:12]}"

    def all_suggestions(self) -> dict[str, Sequence[str]]:
        """Return the lists of suggestions of this input and all inside, by their ids."""
        found = {self.suggestions_id: self.suggestions} if self.suggestions else {}
        for part in self.parts:
            found |= part.all_suggestions()
        return found

    @property
    def is_wrong(self) -> bool:
        """Whether there is an error."""
        return any(each.severity is Severity.ERROR for each in self.findings)


@dataclass(frozen=True)
class FormContext:
    """What the form shows besides what stands in it.

    `named` returns the name of the record with an id, or an empty text. `order` has the names of
    the fields of the record in their order.
    """

    findings: Mapping[str, Sequence[FormFinding]]
    named: Callable[[str], str]
    order: Sequence[str]


def located(findings: Sequence[Finding], found: Entered) -> list[FormFinding]:
    """Return findings with the addresses of their inputs."""
    shown = []
    for each in findings:
        write = each.replacement if each.part == "value" else None
        exact = found.addresses.get(each.pointer)
        address = exact or found.address(each.pointer)
        if each.name == "missing-field":
            address = _missing(each, found) or address
        shown.append(
            FormFinding(
                address,
                severity(each),
                each.name,
                sentence(each.message),
                sentence(each.hint),
                write if exact else None,
            )
        )
    for address, message in found.problems:
        shown.append(FormFinding(address, Severity.ERROR, "", sentence(message), ""))
    return shown


def _missing(finding: Finding, found: Entered) -> str:
    """Return the address of the empty input of a field that is missing, if the form has it."""
    for pointer, address in found.addresses.items():
        if pointer[:-1] == finding.pointer and f"“{pointer[-1]}”" in finding.message:
            return address
    return ""


def sentence(text: str) -> str:
    """Return a message as a sentence: it begins with a capital letter and has a full stop."""
    if not text.strip():
        return ""
    if text.split()[0].isalpha():  # exporter.toml stays what it is
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "?", "!", ")")) else f"{text}."


def by_address(findings: Sequence[FormFinding]) -> dict[str, list[FormFinding]]:
    """Return findings by the addresses of their inputs."""
    found: dict[str, list[FormFinding]] = {}
    for each in findings:
        found.setdefault(each.address, []).append(each)
    return found


def form_view(form: State, root: Field, context: FormContext) -> InputView:
    """Return the view of a whole form."""
    return _Viewer(context).view(form, root, "", "")


class _Viewer:
    """Makes the views of nodes."""

    def __init__(self, context: FormContext) -> None:
        self._context = context

    def view(self, state: State, field: Field | None, address: str, key: str) -> InputView:
        """Return the view of a node; `key` is that of the node in the one around it."""
        view = InputView(
            address,
            state.shape,
            title=field_title(field, key) if key else "",
            description=_description(field, key),
            example=_example(field, state),
            required=field.required if field else False,
            key_label=_key_label(field),
            text=state.text,
            shapes=_shape_options(state, field),
            addable=_addable(state, field, () if address else self._context.order),
            parts=self._parts(state, field, address),
            findings=self._context.findings.get(address, ()),
        )
        return self._text_view(view, state, field) if state.shape is Shape.TEXT else view

    def _text_view(self, view: InputView, state: State, field: Field | None) -> InputView:
        refers_to = field.refers_to if field else ()
        known = terms(field)
        are_many = len(known) > _MANY
        named = self._context.named(state.text) if refers_to else ""
        has_lines = "\n" in state.text or len(view.example) > _PARAGRAPH
        is_long = has_lines or len(state.text) > _LONG
        return replace(
            view,
            is_long=is_long and not refers_to,
            has_lines=has_lines,
            refers_to=" ".join(refers_to),
            named=named,
            terms=() if are_many else _options(known, state.text),
            suggestions=known if are_many else (),
        )

    def _parts(self, state: State, field: Field | None, address: str) -> list[InputView]:
        """Return the inputs inside a group, a list or a text in several languages."""
        parts = []
        for index, (key, part) in enumerate(state.parts):
            inner = part_field(field, state.shape, key)
            name = key if state.shape is Shape.GROUP else ""
            view = self.view(part, inner, step_address(address, state, index), name)
            if state.shape is Shape.GROUP:
                view = replace(view, can_go=not (inner and inner.required))
            else:
                is_keyed = state.shape is Shape.LANGUAGES
                title = key if is_keyed else f"{_item_title(inner)} {index + 1}"
                view = replace(
                    view,
                    title=title,
                    description="",
                    example="" if is_keyed else view.example,
                    key=key if is_keyed else None,
                    key_label=_key_label(field),
                    can_move=index > 0,
                    can_go=True,
                    is_item=True,
                    required=False,
                )
            parts.append(view)
        return parts


def _item_title(field: Field | None) -> str:
    return field.title if field and field.title else "Entry"


def _key_label(field: Field | None) -> str:
    """Return what the names of the parts of a node are: language tags, unless the schema says so."""
    names: Mapping[str, str] = field.keyword("propertyNames", {}) if field else {}
    return names.get("title", _LANGUAGE)


def _description(field: Field | None, name: str) -> str:
    if field is None:
        return f"The schema of this kind has no field “{name}”." if name else ""
    return str(field.keyword("description", ""))


def _example(field: Field | None, state: State) -> str:
    """Return examples of a text; those of the schema that are one."""
    if field is None or state.shape is not Shape.TEXT or terms(field):
        return ""
    found = [str(each) for each in field.keyword("examples", ()) if isinstance(each, str | int)]
    return " · ".join(found[:_SHOWN_EXAMPLES])


def _options(known: Sequence[str], text: str) -> list[Option]:
    """Return the terms to choose from; what is written is one of them, whatever it is."""
    if not known:
        return []
    words = {"true": "yes", "false": "no"}
    options = [Option(each, words.get(each, each), each == text) for each in known]
    if text and text not in known:
        options.insert(0, Option(text, f"{text} (not in the list)", True))
    return [Option("", "–", not text), *options]


def _shape_options(state: State, field: Field | None) -> list[Option]:
    """Return the other ways to enter a value; none if there is only one."""
    possible = shapes(field)
    if state.shape not in possible:
        possible = [*possible, state.shape]
    if len(possible) < 2:
        return []
    found = []
    for shape in possible:
        words = _SHAPE_WORDS[shape]
        if shape is Shape.LANGUAGES and _key_label(field) != _LANGUAGE:
            words = _PATHS
        if shape is Shape.TEXT and field and field.refers_to:
            words = _REFERENCE
        found.append(Option(shape.value, words, shape is state.shape))
    return found


def _addable(state: State, field: Field | None, order: Sequence[str]) -> list[Option]:
    """Return the fields that a group does not have yet, in `order` or in that of the schema."""
    if state.shape is not Shape.GROUP or field is None:
        return []
    present = {name for name, _ in state.parts} | {*FIXED, "*"}
    found = []
    for name in order or field.children:
        if name not in present:
            title = field_title(field.children[name], name)
            found.append(Option(quote(name, safe=""), title))
    return found
