"""Other entries that an entry of biblatex is related to, and sets of entries that are cited as one.

Source: biblatex manual 3.5 (related entries), 3.14.5 (entry sets).
"""

from __future__ import annotations

from collections.abc import Iterable

from exporter.importers.bibtex.latex import decode
from exporter.importers.bibtex.parser import RawEntry, RawField
from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Reference
from exporter.importers.text import line
from exporter.records.one_or_more import one_or_more

RELATION_FIELDS = frozenset({"related", "relatedtype", "relatedstring", "relatedoptions"})
_RELATIONS = {
    "": "related_works",
    "default": "related_works",
    "multivolume": "has_part",
    "bytranslator": "translations",
    "translationas": "translations",
    "translationof": "translation_of",
    "translationfrom": "translation_of",
    "origpubas": "reprints",
    "origpubin": "reprint_of",
    "reprintas": "reprints",
    "reprintof": "reprint_of",
    "reprintfrom": "reprint_of",
    "reviewof": "review_of",
}
"""Our relations for the types of biblatex 3.4.1, and of the styles that it names."""


def put_relation(builder: EntryBuilder, entry: RawEntry) -> None:
    """Add the relation that the fields `related`, `relatedtype` and `relatedstring` state."""
    fields = {each.name: each for each in entry.fields if each.name in RELATION_FIELDS}
    keys = _keys(fields.pop("related", None))
    type = fields.pop("relatedtype", None)
    word = type.value.strip().lower() if type else ""
    text = fields.pop("relatedstring", None)
    for name, other in fields.items():
        builder.leave(name, other.value, "it says how a style prints the entry", other.line)
    if not keys:
        for field in (type, text):
            if field and field.value.strip():
                reason = "no entry is named in “related”"
                builder.leave(field.name, field.value, reason, field.line)
        return
    relation = _RELATIONS.get(word)
    if relation is None and type:
        reason = "this relation is not known; it is read as a related work"
        builder.weaken("relatedtype", type.value, reason, type.line)
    for key in keys:
        _relate(builder, relation or "related_works", Reference((key,)))
    if text and line(text.value):
        builder.note("general", f"{line(decode(text.value)[0])}: {', '.join(keys)}")


def _relate(builder: EntryBuilder, relation: str, reference: Reference) -> None:
    """Add a work to a relation; what the entry says of the original belongs to that work."""
    there = builder.data.get(relation)
    if there is None:
        builder.data[relation] = reference
    elif isinstance(there, dict) and "work" not in there:
        there["work"] = reference
    else:
        builder.data[relation] = [*one_or_more(there), reference]


def sets_of(entries: Iterable[RawEntry]) -> dict[str, list[str]]:
    """Return the keys of the sets to which each entry belongs, by its key."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        members = [field for field in entry.fields if field.name == "entryset"]
        for key in (key for field in members for key in _keys(field)):
            if entry.type == "set":
                found.setdefault(key, []).append(entry.key)
            else:
                found.setdefault(entry.key, []).append(key)
    return found


def _keys(field: RawField | None) -> list[str]:
    return [each.strip() for each in field.value.split(",") if each.strip()] if field else []
