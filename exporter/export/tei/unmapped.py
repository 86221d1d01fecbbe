"""What no row of the table knows, such as the fields of a catalogue's own: notes with a label.

Text is the content of `seg`, a number of `num`; anything deeper is a feature structure (TEI P5 18),
with which TEI writes structured data of any kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.export.tei.encoder import Encoder, title_of
from exporter.export.tei.marks import encoded_name
from exporter.export.tei.scope import is_forms
from exporter.export.tei.text import content, set_language
from exporter.export.tei.words import LANGUAGE
from exporter.export.xml import XML_LANG, Element, element, fill
from exporter.model.node import Node

VALUE = "value"
"""The type of a feature structure with one feature, which holds a value that is not a group."""
SUBTYPE = "field"
"""The subtype of the notes; their type is the name of the field."""


def write_unmapped(encoder: Encoder, holder: Element) -> None:
    """Append a note to `holder` for each value that an encoder could not place."""
    for node, group in encoder.unmapped:
        name = str(node.pointer[-1])
        note = element("note", type=encoded_name(name), subtype=SUBTYPE)
        holder.append(note)
        if group is not None:
            outer = Node(None, None, node.languages, node.pointer[:-1])
            note.set("target", f"#{encoder.identify(outer, group)}")
        label = element("label", title_of(node))
        note.append(label)
        set_language(label, LANGUAGE, encoder.language)
        label.tail = ": "
        note.text = ""
        _write_value(node, note, encoder)
        encoder.register(node, [note])


def _write_value(node: Node, note: Element, encoder: Encoder) -> None:
    value = node.value
    if _is_text(node):
        _write_text(node, note, encoder, "")
    elif isinstance(value, list) and value and all(map(_is_text, node.all())):
        for place, each in enumerate(node.all(), start=1):
            if place > 1:
                note[-1].tail = "; "
            _write_text(each, note, encoder, str(place))
    elif _is_number(value):
        note.append(element("num", repr(value)))
    elif isinstance(value, Mapping):
        note.append(_structure(value))
    else:
        feature = element("f", _feature_value(value), name=VALUE)
        note.append(element("fs", feature, type=VALUE))


def _is_text(node: Node) -> bool:
    """Return whether a value is a text, plain or in several languages; a name in parts is none."""
    if is_forms(node.value, node.field):
        return all(isinstance(form, str) for form in node.value.values())
    return isinstance(node.value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _write_text(node: Node, note: Element, encoder: Encoder, n: str) -> None:
    forms = node.value.items() if isinstance(node.value, Mapping) else [("", node.value)]
    textual = node.field is not None and node.field.keyword("textual") is not None
    for place, (tag, text) in enumerate(forms):
        if place:
            note[-1].tail = " / "
        made = element("seg", n=n)
        fill(made, content(text) if textual else [text])
        note.append(made)
        if tag:
            made.set(XML_LANG, tag)
        elif textual:
            set_language(made, node.tag, encoder.language)


def _structure(value: Mapping[str, Any]) -> Element:
    features = (
        element("f", _feature_value(inner), name=encoded_name(str(name)))
        for name, inner in value.items()
    )
    return element("fs", *features)


def _feature_value(value: Any) -> Element:
    if isinstance(value, Mapping):
        return _structure(value)
    if isinstance(value, list):
        return element("vColl", *map(_feature_value, value), org="list")
    if isinstance(value, bool):
        return element("binary", value="true" if value else "false")
    if value is None:
        return element("default")
    if _is_number(value):
        return element("numeric", value=repr(value))
    return element("string", str(value))
