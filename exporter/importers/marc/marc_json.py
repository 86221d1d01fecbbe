"""MARC in JSON, as FOLIO, Koha, Sierra, pymarc and Catmandu write it.

Four shapes are in use, and a record can stand in what a system keeps beside it:

- marc-in-json: `{"leader": "…", "fields": [{"001": "…"}, {"245": {"ind1": "0", "ind2": "0",
  "subfields": [{"a": "…"}]}}]}`, in FOLIO within `parsedRecord` and `content`, which can be a text;
- marc-hash: `"fields": [["001", "…"], ["245", "0", "0", [["a", "…"]]]]`;
- Catmandu: `"record": [["LDR", null, null, "_", "…"], ["245", "0", "0", "a", "…", "b", "…"]]`;
- Sierra: `"varFields": [{"marcTag": "245", "ind1": "0", "subfields": [{"tag": "a", "content": "…"}]}]`.

Sources: R. Singer, A Proposal to serialize MARC in JSON, 2010; B. Dueber, MARC-HASH, 2010;
Catmandu::Importer::MARC; FOLIO, mod-source-record-storage, ramls/dto; Sierra API, bibs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Imported
from exporter.importers.json_source import JsonObject, items
from exporter.importers.marc.any_record import read_record
from exporter.importers.marc.field import SourceField, SourceRecord
from exporter.importers.registry import ImportContext

_LISTS = ("sourceRecords", "records", "entries", "data")
"""Under which names the answers of FOLIO's and Sierra's servers have their records."""
_FIELDS = ("fields", "record", "varFields")
_LEADER = "LDR"


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a file."""
    for record in json_records(content, context.encoding):
        yield record if isinstance(record, Broken) else read_record(record, context)


def json_records(content: bytes, encoding: str = "") -> Iterator[SourceRecord | Broken]:
    """Yield the records of a file."""
    text, remarks = decoded(content, encoding)
    yield from remarks
    for item in items(text, _LISTS):
        if isinstance(item, Broken):
            yield item
        elif item.data.get("deleted") is True or item.data.get("state") in {"OLD", "DELETED"}:
            yield Broken(item.line, "the system that wrote this record has deleted or replaced it")
        else:
            yield from _record(item)


def _record(item: JsonObject) -> Iterator[SourceRecord | Broken]:
    data = _unwrapped(item.data)
    raw = next((data[name] for name in _FIELDS if isinstance(data.get(name), list)), None)
    if not raw:
        yield Broken(item.line, "this is not a MARC record: it has no list of fields")
        return
    found = [each for one in raw for each in _fields(one)]
    lines = item.lines_of(tag for tag, *_ in found)
    leader = _text(data.get("leader"))
    fields = []
    for (tag, indicators, content), line in zip(found, lines, strict=True):
        if tag == _LEADER:
            leader = _text(content)
        elif isinstance(content, list):
            pairs = [(_text(code)[:1], _text(value)) for code, value in content]
            fields.append(SourceField(tag, line, indicators=indicators, subfields=pairs))
        elif isinstance(content, str | int | float):
            fields.append(SourceField(tag, line, text=_text(content)))
        else:
            message = f"this field is not as MARC in JSON has it; it is left out: {tag}"
            yield Broken(line, message, whole=False)
    yield SourceRecord(item.line, leader, fields)


def _unwrapped(data: dict[str, Any]) -> dict[str, Any]:
    for name in ("parsedRecord", "content"):
        inner = data.get(name)
        if isinstance(inner, str):
            inner = next((one.data for one in items(inner) if isinstance(one, JsonObject)), None)
        if isinstance(inner, dict):
            data = inner
    return data


def _fields(raw: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield the tag of each field, its indicators, and its text or the pairs of its subfields."""
    match raw:
        case {"content": content, "fieldTag": tag, **rest}:
            tag = rest.get("marcTag") or (_LEADER if tag == "_" else tag)
            groups: Any = rest.get("subfields")
            found = groups if isinstance(groups, list) else []
            pairs = [
                (each.get("tag"), each.get("content")) for each in found if isinstance(each, dict)
            ]
            yield _text(tag), _indicators(rest), pairs or content or ""
        case dict():
            for tag, value in raw.items():
                yield tag.removesuffix(" (again)"), _indicators(value), _content(value)
        case [tag, content]:
            yield _text(tag), "  ", content
        case [tag, first, second, list(pairs)]:
            indicators = _indicators({"ind1": first, "ind2": second})
            yield _text(tag), indicators, [each for each in pairs if _is_pair(each)]
        case [tag, first, second, *flat]:
            pairs = list(zip(flat[::2], flat[1::2], strict=False))
            is_text = [code for code, _ in pairs] == ["_"]
            indicators = _indicators({"ind1": first, "ind2": second})
            yield _text(tag), indicators, pairs[0][1] if is_text else pairs
        case _:
            yield "", "  ", None


def _content(value: Any) -> Any:
    """Return the text of a control field, or the pairs of subfields; None for what is neither."""
    if not isinstance(value, dict):
        return (value or "") if value is None or isinstance(value, str | int | float) else None
    subfields = value.get("subfields")
    groups: list[Any] = subfields if isinstance(subfields, list) else [subfields]
    if not all(isinstance(each, dict) for each in groups):
        return None
    return [(code, text) for each in groups for code, text in each.items()]


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _indicators(value: Any) -> str:
    """Return both indicators; some systems write a blank as a backslash or as #, or leave it out."""
    names = value if isinstance(value, dict) else {}
    found = (_text(names.get(name))[:1] or " " for name in ("ind1", "ind2"))
    return "".join(" " if each in "\\#" else each for each in found)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
