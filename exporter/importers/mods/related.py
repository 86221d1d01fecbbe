"""What a related item says of another work, in the fields of a relation. Source: MODS 3.8, relatedItem."""

from __future__ import annotations

from typing import Any

from exporter.importers.builder import stated_title
from exporter.importers.entry import Entry, Leftover, NamedAgent
from exporter.records.document import leaves
from exporter.records.schema import Schemas

_OF_RELATED = (
    *("contributors", "publisher", "place", "issued", "edition", "volume", "extent", "genre"),
    "identifiers",
)


def as_related(entry: Entry, schemas: Schemas) -> dict[str, Any]:
    """Return what a related item says in the fields that a relation has, and the rest in its note."""
    title, in_title = _whole_title(entry)
    found = {"title": title} if title else {}
    found |= {name: entry.data[name] for name in _OF_RELATED if name in entry.data}
    language = entry.data.get("language")
    if found and language and language != "und":
        found["language"] = language
    addresses = entry.data.get("url")
    if addresses:
        first = addresses[0] if isinstance(addresses, list) else addresses
        found["url"] = first["url"] if isinstance(first, dict) else first
    series = entry.data.get("series", ())
    if len(series) == 1:
        stated = {"series": series[0].get("title"), "series_number": series[0].get("number")}
        found |= {name: text for name, text in stated.items() if text}
        del entry.data["series"]
    placed = {*found, *in_title, "title", "kind", "type", "language", "devised_title", "url"}
    notes = entry.data.get("notes", {})
    words = [text for texts in notes.values() for text in texts]
    for name in sorted(set(entry.data) - placed - {"notes"}):
        values = [
            leaf.display if isinstance(leaf, NamedAgent) else str(leaf)
            for _, leaf in leaves(entry.data[name])
        ]
        field = schemas.field("book", (name,))
        label = field.title if field else name
        words.append(f"{label}: {'; '.join(values)}")
    if words and found:
        found["note"] = "; ".join(words)
    elif words:
        reason = "it says nothing that names the related work"
        entry.leftovers.append(Leftover(entry.line, "relatedItem", "; ".join(words), reason))
    return found


def _whole_title(entry: Entry) -> tuple[Any, set[str]]:
    """Return the title of a related work with the fields that it takes in: a relation lacks them.

    Subtitle and part stand in it as in ISBD 1.3, 1.4; not in a title with several languages.
    """
    title = stated_title(entry)
    taken: set[str] = set()
    if not isinstance(title, str):
        return title, taken
    signs = {"subtitle": ": ", "part_number": ". ", "part_name": ". "}
    if "part_number" in entry.data:
        signs["part_name"] = ", "
    for name, sign in signs.items():
        if isinstance(entry.data.get(name), str):
            title += f"{sign}{entry.data[name]}"
            taken.add(name)
    return title, taken
