"""Files that are imported in a test, and how what becomes of them is compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from exporter.importers.entry import Broken, Entry, NamedAgent
from exporter.importers.registry import ImportContext, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT

CONTEXT = ImportContext(read_schemas(ROOT))


def shown(value: Any) -> Any:
    """Return a value of an entry with its agents in one line, so that it can be compared."""
    if isinstance(value, NamedAgent):
        words = [value.kind, *(str(form) for _, form in value.forms)]
        words += [f"{scheme} {number}" for scheme, number in value.identifiers.items()]
        for name, fact in value.facts.items():
            words.append(f"{name} {fact['date'] if isinstance(fact, dict) else fact}")
        return " ".join(words)
    if isinstance(value, dict):
        if "agent" in value:
            return f"{value.get('role') or value['roles']} {shown(value['agent'])}"
        return {name: shown(inner) for name, inner in value.items()}
    return [shown(each) for each in value] if isinstance(value, list) else value


def read(name: str, content: str | bytes, encoding: str = "") -> tuple[list[Entry], list[Broken]]:
    content = content.encode() if isinstance(content, str) else content
    found = list(importer(name).read(content, replace(CONTEXT, encoding=encoding)))
    works = [each for each in found if isinstance(each, Entry)]
    return works, [each for each in found if isinstance(each, Broken)]
