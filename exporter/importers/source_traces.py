"""Keeps in a record what only its source has a place for: unknown fields, and the source's own keys."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from exporter.importers.entry import Entry
from exporter.model.identifiers import stated_number
from exporter.records.document import is_id
from exporter.records.one_or_more import one_or_more


def keep_unknown_fields(entry: Entry) -> None:
    """Move the fields that no record has a place for into a note for the staff, with a remark."""
    kept = [each for each in entry.leftovers if each.unknown and each.value]
    if not kept:
        return
    notes = entry.data.setdefault("notes", {})
    notes.setdefault("staff", []).extend(f"{each.field}: {each.value}" for each in kept)
    leftovers = []
    for each in entry.leftovers:
        if each.unknown and each.value:
            reason = f"{each.reason}; it is kept in a note for the staff"
            each = each._replace(kept=True, reason=reason)
        leftovers.append(each)
    entry.leftovers = leftovers


def keep_keys(entry: Entry, id: str, claimed: Container[str]) -> list[str]:
    """Keep the source's keys as former ids, by which citations still find the record `id`.

    Returns those that were added; none of `claimed` is.
    """
    added: list[str] = []
    for key in (entry.key, *entry.aliases):
        if key != id and is_id(key) and key not in claimed and key not in added:
            entry.data.setdefault("former_ids", []).append(key)
            added.append(key)
    _drop_local(entry.data, {id, *added})
    return added


def _drop_local(data: dict[str, Any], kept: Container[str]) -> None:
    """Leave out the local numbers that are ids of the record itself, by which it is found anyway."""
    identifiers = data.get("identifiers", {})
    every = one_or_more(identifiers.get("local"))
    rest = [each for each in every if stated_number(each) not in kept]
    if len(rest) == len(every):
        return
    identifiers["local"] = rest[0] if len(rest) == 1 else rest
    if not rest:
        del identifiers["local"]
    if not identifiers:
        del data["identifiers"]


def keep_other_keys(entry: Entry) -> None:
    """Keep the keys that cannot be ids as local identifiers."""
    is_cited = not entry.place and "name" not in entry.data
    qualifier = "citation key" if is_cited else "key in the source"
    for key in (entry.key, *entry.aliases):
        if not key or is_id(key):
            continue
        value = {"number": key, "qualifier": qualifier}
        identifiers = entry.data.setdefault("identifiers", {})
        every = one_or_more(identifiers.get("local"))
        # a number may stand behind the code of who gave it: `(DLC)123`
        if key not in {stated_number(each).rpartition(")")[2] for each in every}:
            identifiers["local"] = [*every, value]
