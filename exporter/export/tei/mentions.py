"""What is printed of a record elsewhere, and the reasons for what no source prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporter.export.field_words import path_label
from exporter.export.tei.encoder import Encoder, TeiPlace
from exporter.export.tei.text import content, set_language
from exporter.export.tei.words import LANGUAGE
from exporter.export.xml import XML_ID, XML_LANG, Element, element, fill
from exporter.model.node import Node

_NOT_PRINTED = frozenset({"ref", "citedRange", "note", "sic"})
"""The parts of a mention that are not what it prints."""


def write_mentions(encoder: Encoder, node: Node, holder: Element) -> None:
    """Write the mentions of a record, each with an xml:id to which statements can point."""
    path = encoder.scope.paths["found"][0]
    parent = encoder.parent(holder, path.steps[:-1])
    place = TeiPlace(parent, path, encoder.scope.inner("found"), "")
    for each in node.all():
        for made in encoder.item(each, place):
            made.set(XML_ID, encoder.mention(int(each.pointer[1]) + 1))
            encoder.register(each, [made])


def write_sic(encoder: Encoder, node: Node, bibl: Element) -> None:
    """Put `sic` around the words of a mention that are printed exactly so.

    Words that stand nowhere come last. The words have a number if their order in the record is not that of the text.
    """
    written = []
    for each in node.all():
        made = element("sic", str(each.value))
        if not _wrap(bibl, made):
            bibl.append(made)
        encoder.register(each, [made])
        written.append(made)
    if [each for each in bibl.iter() if each.tag == "sic"] != written:
        for place, made in enumerate(written, start=1):
            made.set("n", str(place))


def _wrap(bibl: Element, sic: Element) -> bool:
    """Put `sic` around the first place of its words in a mention. Return whether there is one."""
    words = sic.text or ""
    for part in bibl:
        if part.tag in _NOT_PRINTED:
            continue
        for node in part.iter():
            if node.tag == "sic":
                continue
            before, found, after = (node.text or "").partition(words)
            if found:
                node.text, sic.tail = before, after
                node.insert(0, sic)
                return True
            if node is part:
                continue
            before, found, after = (node.tail or "").partition(words)
            if found:
                node.tail, sic.tail = before, after
                node.addnext(sic)
                return True
    return False


def write_reasons(encoder: Encoder, holder: Element) -> None:
    """Append the reasons for conclusions, each a note that points to what it is about.

    Everything else must have been written before: those elements get their xml:id here.
    """
    reasons = encoder.node.get("inferred")
    if reasons is None:
        return
    for path in reasons.value:
        reason = reasons.get(path)
        if reason is not None:
            note = _reason(encoder, path, reason)
            holder.append(note)
            _fill_reason(encoder, reason, note)


def _reason(encoder: Encoder, path: str, reason: Node) -> Element:
    note = element("note", "", type="inferred", target=_targets(encoder, path))
    note.set(XML_ID, f"{encoder.id}.inferred.{path}")
    note.append(element("label", path_label(encoder.record.node.field, path)))
    note[0].tail = ": "
    encoder.register(reason, [note])
    return note


def _fill_reason(encoder: Encoder, reason: Node, note: Element) -> None:
    set_language(note[0], LANGUAGE, encoder.language)
    forms = reason.value.items() if isinstance(reason.value, dict) else [("", reason.value)]
    for place, (tag, text) in enumerate(forms):
        if place:
            note[-1].tail = " / "
        made = element("seg")
        fill(made, content(str(text)))
        note.append(made)
        if tag:
            made.set(XML_LANG, tag)
        else:
            set_language(made, reason.tag, encoder.language)


def _targets(encoder: Encoder, path: str) -> str:
    """Return pointers to the elements for a path.

    These are the elements at it, else those of all that is inside, else that around it.
    """
    pointers = [
        f"#{encoder.identify_at(way, made)}"
        for way in _ways(encoder.places, path)
        for made in encoder.places[way]
    ]
    return " ".join(dict.fromkeys(pointers))


def _ways(places: Mapping[str, object], path: str) -> Iterator[str]:
    if path in places:
        yield path
        return
    inside = [way for way in places if way.startswith(f"{path}.")]
    outermost = [way for way in inside if not any(_is_inside(way, other) for other in inside)]
    if outermost:
        yield from outermost
        return
    while path not in places:
        path = path.rpartition(".")[0]
    yield path


def _is_inside(way: str, other: str) -> bool:
    return way.startswith(f"{other}.")
