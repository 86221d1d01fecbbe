"""Between the data of a record and a form: which inputs a value has by its schema, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from exporter.editing.three_way import ABSENT
from exporter.records.document import Pointer
from exporter.records.field_order import field_order
from exporter.records.schema import Field, Schemas
from exporter.records.settings import Limits
from exporter.records.yaml import YamlError, load
from exporter.serve.form_state import Shape, State, step_address

_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What a browser does not send back as it was."""
_WHOLE = re.compile("-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}", re.ASCII)
FIXED = ("id", "kind")
"""Fields that the form shows and does not change: `exporter rename` does."""


def shapes(field: Field | None) -> list[Shape]:
    """Return the shapes that a value of a field can have, the simplest first."""
    if field is None:
        return [Shape.YAML]
    named = [name for name in field.children if name != "*"]
    found = []
    types = field.types or ({"object"} if named else {"string"})
    if types & {"string", "integer", "number", "boolean"}:
        found.append(Shape.TEXT)
    if "object" in types:
        if _is_keyed(field):
            found.append(Shape.LANGUAGES)
        if named:
            found.append(Shape.GROUP)
    if "array" in types:
        found.append(Shape.LIST)
    return found or [Shape.YAML]


def _is_keyed(field: Field) -> bool:
    """Return whether a value can have a part for each language tag, or for each path."""
    return any(isinstance(each.get("additionalProperties"), Mapping) for each in field.schema)


def terms(field: Field | None) -> Sequence[str]:
    """Return the terms of which a value must be one; none if it can be any text."""
    if field is None:
        return ()
    if field.types == {"boolean"}:
        return ("true", "false")
    if field.keyword("const") is not None:
        return (_text_of(field.keyword("const")),)
    return [_text_of(each) for each in field.keyword("enum", ())]


def _text_of(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool | float) else str(value)


def part_field(field: Field | None, shape: Shape, key: str) -> Field | None:
    """Return the field of a part of a node."""
    if field is None:
        return None
    return field.child(0 if shape is Shape.LIST else key)


def state_of(value: Any, field: Field | None) -> State:
    """Return the inputs for a value. What the schema does not allow is entered as YAML."""
    possible = shapes(field)
    if isinstance(value, str | int | float) and Shape.TEXT in possible:
        text = _text_of(value)
        if not _UNSENDABLE.search(text):
            return State(Shape.TEXT, text)
    if isinstance(value, list) and value and Shape.LIST in possible:
        items = [("", state_of(each, part_field(field, Shape.LIST, ""))) for each in value]
        return State(Shape.LIST, parts=items)
    if isinstance(value, Mapping) and value and _are_sendable(value):
        shape = _shape_of_group(value, field, possible)
        if shape:
            parts = [
                (key, state_of(each, part_field(field, shape, key))) for key, each in value.items()
            ]
            return State(shape, parts=parts)
    return State(Shape.YAML, yaml_of(value))


def _are_sendable(names: Mapping[Any, Any]) -> bool:
    for name in names:
        if not isinstance(name, str) or not name.strip() or name != name.strip():
            return False
        if _UNSENDABLE.search(name) or "\n" in name:
            return False
    return True


def _shape_of_group(
    value: Mapping[str, Any], field: Field | None, possible: Sequence[Shape]
) -> Shape | None:
    named = set(field.children) & set(value) if field else set()
    if Shape.GROUP in possible and (named or Shape.LANGUAGES not in possible):
        return Shape.GROUP
    return Shape.LANGUAGES if Shape.LANGUAGES in possible else None


def yaml_of(value: Any) -> str:
    """Return a value as YAML, in the part of it that is JSON."""
    return json.dumps(value, ensure_ascii=bool(_UNSENDABLE.search(str(value))), indent=2)


def blank(field: Field | None, language: str, shape: Shape | None = None) -> State:
    """Return empty inputs for a field, like its first example in the schema.

    `language` is the tag that a text in several languages begins with. With a `shape`, the first
    example of that shape counts.
    """
    if field is None:
        return State(Shape.YAML)
    for example in field.keyword("examples", ()):
        state = _emptied(state_of(example, field), language)
        if state.shape in shapes(field) and shape in {None, state.shape}:
            return state
    shape = shape or shapes(field)[0]
    state = State(shape)
    if shape is Shape.LIST:
        state.parts.append(("", blank(field.child(0), language)))
    elif shape is Shape.LANGUAGES:
        state.parts.append((language, blank(field.child(language), language)))
    elif shape is Shape.GROUP:
        names = [name for name in field.children if name != "*"]
        required = [name for name in names if field.children[name].required]
        for name in required or names[:2]:
            state.parts.append((name, blank(field.children[name], language)))
    return state


def _emptied(state: State, language: str) -> State:
    """Return a node without its texts, with one item and one language."""
    parts = state.parts if state.shape is Shape.GROUP else state.parts[:1]
    emptied = []
    for key, part in parts:
        key = language if state.shape is Shape.LANGUAGES else key
        emptied.append((key, _emptied(part, language)))
    return State(state.shape, "", emptied)


def new_record(kind: str, schemas: Schemas, language: str) -> State:
    """Return the empty form of a kind: the fields that it requires, and those of its examples.

    An old book has no ISBN; the first example that has a field says how it is entered.
    """
    root = schemas.root(kind)
    examples = [state_of(each, root) for each in root.keyword("examples", ())]
    form = State(Shape.GROUP)
    for name in field_order(schemas, kind):
        if name in FIXED:
            continue
        each = root.children[name]
        shown = next((part for example in examples if (part := example.part(name))), None)
        if shown:
            form.parts.append((name, _emptied(shown, language)))
        elif each.required:
            form.parts.append((name, blank(each, language)))
    return form


def with_shape(state: State, field: Field | None, shape: Shape, language: str) -> State:
    """Return a node in another shape, with as much of what was entered as has a place in it."""
    if shape is state.shape:
        return state
    if shape is Shape.LIST:
        item = part_field(field, Shape.LIST, "")
        inner = state if state.shape in shapes(item) else blank(item, language)
        return State(Shape.LIST, parts=[("", inner)])
    if state.shape is Shape.LIST and state.parts:
        return with_shape(state.parts[0][1], field, shape, language)
    if shape is Shape.TEXT:
        return State(Shape.TEXT, _first_text(state))
    new = blank(field, language, shape)
    if state.shape is Shape.TEXT and new.parts:
        key, first = new.parts[0]
        if shape is Shape.GROUP:
            key, first = _main_part(new)
        first = State(Shape.TEXT, state.text) if first.shape is not Shape.TEXT else first
        first.text = state.text
        new.parts = [(name, first if name == key else part) for name, part in new.parts]
    return new


def _main_part(group: State) -> tuple[str, State]:
    """Return the part that says most about a group: its name, its title, or the first one."""
    for key, part in group.parts:
        if key in {"name", "title", "text", "date"}:
            return key, part
    return group.parts[0]


def _first_text(state: State) -> str:
    if state.text:
        return state.text
    return next((text for _, part in state.parts if (text := _first_text(part))), "")


@dataclass
class Entered:
    """What a form says: the data of the record, and by pointers the addresses of its inputs.

    `problems` are pairs of an address and what is wrong there, so that it stands for no data.
    """

    data: dict[str, Any]
    addresses: dict[Pointer, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def address(self, pointer: Pointer) -> str:
        """Return the address of the input for a value, or of the nearest one around it."""
        for length in range(len(pointer), 0, -1):
            if pointer[:length] in self.addresses:
                return self.addresses[pointer[:length]]
        return ""


def entered(form: State, root: Field, original: Mapping[str, Any], limits: Limits) -> Entered:
    """Return the data of a record as a form has it; what is empty is left out.

    `original` are the data that the form was made from, whose id and kind stay.
    """
    found = Entered({name: original[name] for name in FIXED if name in original})
    reader = _Reader(found, limits)
    for index, (name, part) in enumerate(form.parts):
        if name in FIXED:
            continue
        known = original.get(name, ABSENT)
        address = step_address("", form, index)
        value = reader.value(part, root.child(name), known, (name,), address)
        if value is not ABSENT:
            found.data[name] = value
    return found


class _Reader:
    """Reads the values of nodes, and notes where they stand."""

    def __init__(self, found: Entered, limits: Limits) -> None:
        self._found = found
        self._limits = limits

    def value(
        self, state: State, field: Field | None, original: Any, pointer: Pointer, address: str
    ) -> Any:
        """Return the value of a node, or ABSENT if it is empty."""
        self._found.addresses[pointer] = address
        if state.shape is Shape.YAML:
            return self._yaml(state.text, original, address)
        if state.shape is Shape.TEXT:
            return _scalar(state.text, field, original)
        if state.shape is Shape.LIST:
            return self._items(state, field, original, pointer, address)
        return self._group(state, field, original, pointer, address)

    def _yaml(self, text: str, original: Any, address: str) -> Any:
        if not text.strip():
            return ABSENT
        if original is not ABSENT and text == yaml_of(original):
            return original
        try:
            return load(text, self._limits)
        except YamlError as error:
            self._found.problems.append((address, f"this is not YAML: {error.message}"))
            return ABSENT

    def _items(
        self, state: State, field: Field | None, original: Any, pointer: Pointer, address: str
    ) -> Any:
        known = original if isinstance(original, list) else []
        items: list[Any] = []
        for index, (_, part) in enumerate(state.parts):
            before = known[index] if index < len(known) else ABSENT
            place = (*pointer, len(items))
            inner = part_field(field, Shape.LIST, "")
            value = self.value(part, inner, before, place, step_address(address, state, index))
            if value is ABSENT:
                del self._found.addresses[place]
            else:
                items.append(value)
        return items or ABSENT

    def _group(
        self, state: State, field: Field | None, original: Any, pointer: Pointer, address: str
    ) -> Any:
        known = original if isinstance(original, Mapping) else {}
        found: dict[str, Any] = {}
        for index, (key, part) in enumerate(state.parts):
            inner = step_address(address, state, index)
            if not key or key in found:
                if not part.is_empty:
                    message = f"“{key}” is there twice" if key else "the language tag is missing"
                    self._found.problems.append((inner, message))
                continue
            before = known.get(key, ABSENT)
            place = (*pointer, key)
            value = self.value(part, part_field(field, state.shape, key), before, place, inner)
            if value is not ABSENT:
                found[key] = value
        return found or ABSENT


def _scalar(text: str, field: Field | None, original: Any) -> Any:
    """Return what was entered in one input: a number only where the schema has one."""
    if isinstance(original, str | int | float) and _text_of(original) == text:
        return original
    if "\n" not in text:
        text = text.strip()
    if not text.strip():
        return ABSENT
    types = field.types if field else frozenset()
    if types & {"integer", "number"} and _WHOLE.fullmatch(text):
        return int(text)
    if "number" in types and _DECIMAL.fullmatch(text):
        return float(text)
    if field and not types & {"string", "integer", "number"}:
        known = [field.keyword("const"), *field.keyword("enum", ()), True, False]
        for each in known:
            if each is not None and _text_of(each) == text:
                return each
    return text


def field_at(root: Field, form: State, address: str) -> Field | None:
    """Return the field of the node at an address."""
    field: Field | None = root
    state: State | None = form
    for step in address.split("/")[1:]:
        if field is None or state is None:
            return None
        if state.shape is Shape.GROUP:
            key = unquote(step)
            state_inside = state.part(key)
        else:
            index = int(step) if step.isdigit() and step.isascii() else -1
            is_there = 0 <= index < len(state.parts)
            key, state_inside = state.parts[index] if is_there else ("", None)
        field = part_field(field, state.shape, key)
        state = state_inside
    return field
