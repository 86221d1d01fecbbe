"""Writes BibTeX from the records with PyYAML and pybtex, without any check: with_pybtex.py FOLDER."""

import sys
from pathlib import Path
from typing import Any

import yaml
from pybtex.database import BibliographyData, Entry, Person

records = {}
for path in sorted(Path(sys.argv[1], "records").rglob("*.yaml")):
    with path.open(encoding="utf-8") as file:
        record = yaml.load(file.read(), yaml.CSafeLoader)
    records[record["id"]] = record


def text(value: Any) -> Any:
    """Return a text in its first language."""
    return next(iter(value.values())) if isinstance(value, dict) else value


def person(record: dict[str, Any]) -> Person:
    """Return an agent as pybtex has it."""
    name = text(record["name"])
    if isinstance(name, dict):
        name = f"{name['family']}, {name.get('given', '')}"
    return Person(name)


entries = BibliographyData()
for id, record in records.items():
    if "title" not in record:
        continue
    fields = {"title": text(record["title"])}
    if "issued" in record:
        fields["year"] = str(record["issued"])[:4]
    if "publisher" in record:
        fields["publisher"] = text(records[record["publisher"]]["name"])
    agents = [records[each["agent"]] for each in record.get("contributors", ())]
    persons = {"author": [person(each) for each in agents]}
    entries.add_entry(id, Entry("book", fields, persons))
sys.stdout.write(entries.to_string("bibtex"))
