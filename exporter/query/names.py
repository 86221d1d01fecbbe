"""How a list or a card names a record: its title or name, its makers, its date."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exporter.model.agent import Name
from exporter.model.filing import filed
from exporter.model.identifiers import stated_number
from exporter.model.records import Record, Records
from exporter.model.text import Parallel
from exporter.query.record_names import RecordNames
from exporter.records.document import Document
from exporter.records.one_or_more import one_or_more
from exporter.records.schema import Schemas
from exporter.validate.checked_record import CheckedRecord, name_forms
from exporter.validate.name_lookup import names_and_titles


def names_of(record: Record, schemas: Schemas) -> list[str]:
    """Return the names and titles of a record, the main one first, each once."""
    return _names_in(record.data, record, schemas)


def _names_in(data: Mapping[str, Any], record: Record, schemas: Schemas) -> list[str]:
    document = Document(Path(record.file), data)
    return list(dict.fromkeys(names_and_titles(CheckedRecord(document, schemas))))


def filed_name_of(record: Record, schemas: Schemas, language: str) -> str:
    """Return the title or the name by which a catalogue in `language` files a record.

    The result is empty if it has none.
    """
    root = CheckedRecord(Document(Path(record.file), record.data), schemas, language).root
    for field in ("title", "devised_title", "name"):
        forms: dict[str, Any] = {}
        for tag, form in name_forms(root.get(field)):
            forms[tag] = form if isinstance(form, str) else _name(tag, form)
        if forms:
            first = next(iter(forms))
            return filed(Parallel(first, forms), first, language)
    return ""


def _name(tag: str, parts: Mapping[str, str]) -> Name:
    return Name(tag, **{part: text for part, text in parts.items() if part in Name._fields[1:]})


def date_of(data: Mapping[str, Any]) -> str:
    """Return when a work was issued or created, or when a person was born, in EDTF.

    The result is empty if unknown.
    """
    for field in ("issued", "created", "copyright_date", "born", "founded", "date"):
        value = data.get(field)
        date = value.get("date") if isinstance(value, Mapping) else value
        if isinstance(date, int):
            return f"{date:04d}"
        if isinstance(date, str):
            return date
    return ""


class RecordLabels:
    """The main name of each record by its id; the id itself where there is no record."""

    def __init__(self, records: Records, schemas: Schemas) -> None:
        self._records = records
        self._schemas = schemas
        self._label = cache(self._read)

    def __getitem__(self, id: str) -> str:
        return self._label(id)

    def _read(self, id: str) -> str:
        if id not in self._records:
            return id
        names = names_of(self._records.record(id), self._schemas)
        return names[0] if names else id


def find(text: str, records: Records, schemas: Schemas) -> list[Record]:
    """Return the records that a text finds by names, titles, ids and numbers, the best first.

    Works are found by the names of their contributors, too.
    """
    all_names: dict[str, list[str]] = {}
    own: dict[str, RecordNames] = {}
    makers: dict[str, list[str]] = {}
    for id in records:
        record = records.record(id)
        data = record.data
        names = _names_in(data, record, schemas)
        own[id] = RecordNames(id, [*names, *_numbers(data), *data.get("former_ids", ())])
        all_names[id] = names
        makers[id] = [str(each.get("agent")) for each in data.get("contributors", ())]

    @cache
    def as_maker(id: str) -> RecordNames:
        return RecordNames("", all_names.get(id, ()))

    ranked = []
    for id, names_and_numbers in own.items():
        by_own_names = rank = names_and_numbers.rank_words(text)
        if rank is None and makers[id]:
            others = [names_and_numbers, *map(as_maker, makers[id])]
            rank = RecordNames(id, (), others).rank_words(text)
        if rank is not None:
            ranked.append((by_own_names is None, rank, id))
    return [records.record(id) for _, _, id in sorted(ranked)]


def _numbers(data: Mapping[str, Any]) -> list[str]:
    """Return the identifiers of a record as they are written."""
    found = []
    identifiers = data.get("identifiers")
    for numbers in identifiers.values() if isinstance(identifiers, Mapping) else ():
        found += [stated_number(each, invalid=True) for each in one_or_more(numbers)]
    return found
