"""Reads one entry of a file, for a record that a cataloguer makes of it."""

from __future__ import annotations

from pathlib import Path

from exporter.errors import UsageError
from exporter.importers.entry import Broken, Entry, Leftover
from exporter.importers.files import SourceFile, source_files
from exporter.importers.references import resolved
from exporter.importers.registry import FORMATS, ImportContext, format_of, importer, why_unread
from exporter.suggest import did_you_mean

_MAX_KEYS = 10
"""How many keys of a file a message names."""


def read_one(path: Path, key: str, context: ImportContext) -> Entry:
    """Return the entry of a file with a key, or its only entry.

    `path` may be `-` for stdin, and `key` may be empty. Raises UsageError if the file cannot be
    read, has several entries, or none with the key.
    """
    name, found, broken = str(path), [], []
    for source in source_files([path]):
        name = source.name
        if source.error:
            raise UsageError(f"{name}: {source.error}", "name another file")
        for each in importer(_format(source)).read(source.content, context):
            if isinstance(each, Entry):
                found.append(each)
            elif not each.harmless:
                broken.append(each)
    entry = _chosen(name, found, key, broken)
    _leave_references(entry)
    return entry


def _leave_references(entry: Entry) -> None:
    """Take references to other entries of the file out of an entry, and note them."""
    reason = "it is another entry; import the file to have both"

    def leave(key: str) -> None:
        entry.leftovers.append(Leftover(entry.line, "reference", key, reason))

    if entry.part_of:
        leave(entry.part_of)
    entry.data = resolved(entry.data, lambda _: "", leave) or {}


def _format(source: SourceFile) -> str:
    if not source.content.strip():
        raise UsageError(f"{source.name} is empty", "copy the entry again")
    name = format_of(source.content)
    if not name or name == "tei":
        names = ", ".join(each.name for each in FORMATS if each.pattern and each.name != "tei")
        why, advice = why_unread(source.content)
        if advice:
            raise UsageError(f"the content of {source.name} {why}", advice)
        raise UsageError(
            f"the content of {source.name} shows no format that a record can be made from",
            f"the formats are {names}",
        )
    return name


def _chosen(name: str, entries: list[Entry], key: str, broken: list[Broken]) -> Entry:
    """Return the entry with a key, or the only one if there is no key."""
    if key:
        for each in entries:
            if key in (each.key, *each.aliases):
                return each
    elif len(entries) == 1:
        return entries[0]
    if not entries and broken:
        raise UsageError(
            f"{name}:{broken[0].line}: {broken[0].message}", "correct the file, or name another one"
        )
    if not entries:
        raise UsageError(f"there is no entry in {name}", "name another file")
    keys = [each.key for each in entries if each.key]
    shown = ", ".join(keys[:_MAX_KEYS]) + (" …" if len(keys) > _MAX_KEYS else "")
    hint = f"choose one with --entry KEY: {shown}" if keys else "import the file instead"
    if key:
        raise UsageError(f"{name} has no entry “{key}”", did_you_mean(key, keys) or hint)
    raise UsageError(f"{name} has {len(entries):,} entries", hint)
